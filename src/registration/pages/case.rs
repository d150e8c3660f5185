//! One case: the verdict tree, how far each office has come, what can be done now; and the sheet.

use askama::Template;

use super::{href, state_chip, tree, verdict_chip};
use crate::access::may;
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::message::{Fact, Message};
use crate::organizations;
use crate::people::{self, Person};
use crate::registration::actions::offices::CORRECTABLE_FIELDS;
use crate::registration::actions::{self, action_at};
use crate::registration::files::{self, Detail};
use crate::registration::rules::assess;
use crate::registration::rules::assessment::{Assessment, Verdict};
use crate::registration::rules::state::{SEATS, is_at_last_step};
use crate::registration::{CaseId, CaseRow, CaseState, Registration, store};
use crate::web::cases;
use crate::web::form::Values;
use crate::web::frame::Frame;
use crate::web::parts::{self, Chip, Choice, Happening, Problems};
use crate::workflow::approval::acting::acting;
use crate::workflow::approval::case::{Act, Case};
use crate::workflow::approval::next;

/// One case.
#[derive(Debug, Template)]
#[template(path = "registration/case.html")]
pub struct CasePage {
    frame: Frame,
    row: CaseRow,
    person: Person,
    school: String,
    window: String,
    case: Case,
    assessment: Assessment,
    registration: Option<Registration>,
    history: Vec<Happening>,
    may_decide: bool,
    may_withdraw: bool,
    may_hand_in_again: bool,
    values: Values,
    problems: Problems,
}

impl CasePage {
    /// Loads it for somebody who may see it. A case that is still open is assessed anew; one that
    /// ended shows what it was decided by.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        id: CaseId,
    ) -> Result<CasePage, Error> {
        let row = actions::load_visible(conn, context, id)?;
        let case = actions::load_case(&row)?;
        let assessment = if row.state.is_open() {
            let today = context.today();
            let policies = files::load_policies(conn, today)?;
            let files = files::load(conn, &[row.person_id], &policies, today, Detail::Lines)?;
            let file = files.first().ok_or(Error::NotFound)?;
            assess(&file.facts, &policies, today)
        } else {
            row.assessment()?
        };
        let actor = &context.actor;
        let engine = acting(actor, &SEATS);
        let can = |act: &Act| {
            let actor = engine.as_ref();
            actor.is_some_and(|it| next(&case, act, it, context.today()).is_ok())
        };
        let endorse = Act::Endorse {
            opinion: String::new(),
        };
        let withdraw = Act::Withdraw {
            reason: String::new(),
        };
        Ok(CasePage {
            may_decide: can(&endorse) && may(actor, action_at(row.state), &row.facts()).is_ok(),
            may_withdraw: can(&withdraw),
            may_hand_in_again: row.state == CaseState::Returned && can(&Act::Submit),
            person: people::store::load(conn, row.person_id)?,
            school: organizations::store::load(conn, row.school_id)?.name,
            window: store::load_window(conn, row.window_id)?.name,
            registration: store::find_registration(conn, id)?,
            history: cases::history(frame.words, &case),
            frame,
            row,
            case,
            assessment,
            values: Values::default(),
            problems: Problems::default(),
        })
    }

    /// With what was typed, and what is wrong with it.
    pub fn again(self, values: &Values, errors: &FieldErrors) -> CasePage {
        CasePage {
            problems: errors.in_words(self.frame.words),
            values: values.clone(),
            ..self
        }
    }

    fn chip(&self) -> Chip {
        state_chip(self.frame.words, self.row.state)
    }

    fn lead(&self) -> String {
        self.frame.tell(
            Message::new("registration-case-lead")
                .with("school", self.school.as_str())
                .with("kind", Fact::Key(self.row.kind.name_key()))
                .with("window", self.window.as_str()),
        )
    }

    fn tree(&self) -> Vec<parts::Verdict> {
        tree(&self.frame, &self.assessment)
    }

    fn proposal(&self) -> Chip {
        verdict_chip(self.frame.words, self.assessment.verdict)
    }

    fn opinion(&self) -> Chip {
        verdict_chip(self.frame.words, self.row.opinion)
    }

    fn rules(&self) -> String {
        self.frame.tell(
            Message::new("registration-by-rules")
                .with("version", i64::from(self.assessment.policy.version))
                .with("date", self.assessment.on),
        )
    }

    fn is_last(&self) -> bool {
        is_at_last_step(&self.case)
    }

    fn verdicts(&self) -> Vec<Choice> {
        let words = self.frame.words;
        let chosen = match self.values.get("verdict") {
            "" => self.row.opinion.as_str(),
            typed => typed,
        };
        let verdict = |it: &Verdict| Choice::new(it.as_str(), words.say(it.name_key()), chosen);
        let back = [
            ("return_school", "registration-return-school"),
            ("return", "registration-return-applicant"),
        ];
        let is_first = self.row.state == CaseState::AtSchool;
        let back = back
            .into_iter()
            .filter(|(value, _)| !(is_first && *value == "return_school"))
            .map(|(value, key)| Choice::new(value, words.say(key), chosen));
        Verdict::ALL.iter().map(verdict).chain(back).collect()
    }

    fn correctable(&self) -> Vec<Choice> {
        let typed = self.values.all("fields");
        CORRECTABLE_FIELDS
            .iter()
            .map(|(name, key)| {
                let chosen = typed.iter().find(|it| it == name).map_or("", |it| it);
                Choice::new(*name, self.frame.say(key), chosen)
            })
            .collect()
    }

    /// The offices on the way, each with how far it has come.
    fn stages(&self) -> Vec<(String, Chip)> {
        cases::stages(self.frame.words, &self.case)
    }

    /// What a return asked for, while it waits to be put right.
    fn correction(&self) -> Option<(String, &str)> {
        match &self.case.latest()?.act {
            Act::Return { fields, reason, .. } => {
                let name = |it: &String| {
                    let known = CORRECTABLE_FIELDS.iter().find(|(name, _)| name == it);
                    known.map_or_else(|| it.clone(), |(_, key)| self.frame.say(key))
                };
                let names: Vec<String> = fields.iter().map(name).collect();
                Some((names.join(&self.frame.say("list-comma")), reason))
            }
            _ => None,
        }
    }
}

/// The sheet of a registration, for the annex of the certificate and the personal file.
#[derive(Debug, Template)]
#[template(path = "registration/sheet.html")]
pub struct SheetPage {
    frame: Frame,
    row: CaseRow,
    person: Person,
    registration: Registration,
    assessment: Assessment,
}

impl SheetPage {
    /// Loads it for somebody who may see the case; only a registration has a sheet.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        id: CaseId,
    ) -> Result<SheetPage, Error> {
        let row = actions::load_visible(conn, context, id)?;
        Ok(SheetPage {
            registration: store::find_registration(conn, id)?.ok_or(Error::NotFound)?,
            person: people::store::load(conn, row.person_id)?,
            assessment: row.assessment()?,
            frame,
            row,
        })
    }

    fn of_sheet(&self, fact: &str) -> &str {
        let value = self.registration.sheet.0.get(fact);
        value
            .and_then(serde_json::Value::as_str)
            .unwrap_or_default()
    }

    fn findings(&self) -> Vec<(String, String)> {
        let words = self.frame.words;
        let conditions = self.assessment.conditions.iter();
        conditions
            .map(|it| (words.say(it.key.name_key()), words.tell(it.finding())))
            .collect()
    }
}
