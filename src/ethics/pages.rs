//! The page of somebody's alerts, for those who may know of them, and its forms.

use askama::Template;
use chrono::Datelike;

use super::actions;
use super::rules::{self, AdmonitionKind, Alert, AlertState, Gravity, Progress};
use super::store::{AlertRow, HandlingKind};
use crate::access::{Action, Facts, may};
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::journal;
use crate::message::Message;
use crate::people::tabs::{Tab, tabs};
use crate::people::{self, Person, Post};
use crate::policy::{
    self, LookBacks, Purpose, RuleSet, SanctionKind, SanctionedGrades, StaffClass,
};
use crate::web::form::Values;
use crate::web::frame::{Frame, NavItem};
use crate::web::parts::{Chip, Choice, Happening, Link, Problems};

/// One alert with how far it has come and what was done with it.
#[derive(Debug)]
struct Shown {
    row: AlertRow,
    progress: Progress,
    history: Vec<Happening>,
}

impl Shown {
    fn history(&self) -> &[Happening] {
        &self.history
    }
}

/// Somebody's alerts and what they keep from.
#[derive(Debug, Template)]
#[template(path = "ethics/show.html")]
pub struct EthicsPage {
    frame: Frame,
    person: Person,
    tabs: Vec<NavItem>,
    shown: Vec<Shown>,
    /// What each purpose is barred by; empty where nothing bars.
    effects: Vec<(Purpose, Vec<String>)>,
    grade: Option<String>,
    may_decide: bool,
    values: Values,
    problems: Problems,
}

impl EthicsPage {
    /// The page, for whoever may know of it; for anybody else it does not exist.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        number: &str,
    ) -> Result<EthicsPage, Error> {
        let (person, facts) = visible(conn, context, number)?;
        let today = context.today();
        let (rows, alerts) = actions::list_visible(conn, context, person.id)?;
        let look_backs: RuleSet<LookBacks> = policy::load_at(conn, today)?;
        let grades: RuleSet<SanctionedGrades> = policy::load_at(conn, today)?;
        let bars_of = |purpose: Purpose| {
            let bars = rules::bars(&alerts, purpose, &look_backs.parameters, today);
            let told = bars.into_iter().map(|bar| frame.tell(Message::from(bar)));
            (purpose, told.collect())
        };
        let effects = Purpose::ALL.iter().copied().map(bars_of).collect();
        let grade = rules::barred_grade(&alerts, &grades.parameters, today.year())
            .map(|barred| frame.tell(Message::from(barred)));
        let mut shown = Vec::new();
        for (row, alert) in rows.into_iter().zip(&alerts).rev() {
            shown.push(show(conn, context, &frame, row, alert)?);
        }
        Ok(EthicsPage {
            tabs: tabs(context, &frame, &person, &facts, Tab::Ethics),
            may_decide: may(&context.actor, Action::DecideEthics, &facts).is_ok(),
            values: Values::default(),
            problems: Problems::default(),
            frame,
            person,
            shown,
            effects,
            grade,
        })
    }

    /// The same page after a reason that will not do.
    #[must_use]
    pub fn again(mut self, values: &Values, errors: &FieldErrors) -> EthicsPage {
        self.problems = errors.in_words(self.frame.words);
        self.values = values.clone();
        self
    }

    fn href(&self, rest: &str) -> String {
        format!("{}{rest}", Tab::Ethics.href(&self.person))
    }

    fn heading(&self, shown: &Shown) -> String {
        self.frame.say(measure_key(&shown.row))
    }

    fn chip(&self, shown: &Shown) -> Chip {
        let label = self.frame.say(shown.row.state.name_key());
        match shown.progress {
            Progress::Running(_) | Progress::AwaitsLifting => Chip::wait(label),
            Progress::NotYet | Progress::Over | Progress::SetAside => Chip::plain(label),
        }
    }

    fn progress(&self, shown: &Shown) -> String {
        self.frame.tell(Message::from(shown.progress))
    }

    /// What can be done with an alert now.
    fn steps(&self, shown: &Shown) -> Vec<Choice> {
        let steps: &[(&str, &str, &str)] = match shown.row.state {
            AlertState::Open => &[
                ("lift", "alert-step-lift", "alert-step-lift-hint"),
                (
                    "set_aside",
                    "alert-step-set-aside",
                    "alert-step-set-aside-hint",
                ),
            ],
            AlertState::Lifted => &[
                (
                    "set_aside",
                    "alert-step-set-aside",
                    "alert-step-set-aside-hint",
                ),
                ("reopen", "alert-step-reopen", "alert-step-reopen-hint"),
            ],
            AlertState::SetAside => &[("reopen", "alert-step-reopen", "alert-step-reopen-hint")],
        };
        let choice = |(value, key, hint): &(&str, &'static str, &'static str)| {
            Choice::new(*value, self.frame.say(key), "").explained(self.frame.say(hint))
        };
        steps.iter().map(choice).collect()
    }
}

fn show(
    conn: &mut Conn,
    context: &Context,
    frame: &Frame,
    row: AlertRow,
    alert: &Alert,
) -> Result<Shown, Error> {
    let entries = journal::list_of_subject(conn, row.id.0)?;
    Ok(Shown {
        progress: alert.progress(context.today()),
        history: journal::history::happenings(frame.words, &entries),
        row,
    })
}

/// Key of the name of the sanction, the admonition or the loss of rights.
fn measure_key(row: &AlertRow) -> &'static str {
    let measure = row.measure.as_deref().unwrap_or_default();
    match row.handling {
        HandlingKind::Sanction => measure
            .parse()
            .map_or(HandlingKind::Sanction.name_key(), SanctionKind::name_key),
        HandlingKind::Admonition => measure.parse().map_or(
            HandlingKind::Admonition.name_key(),
            AdmonitionKind::name_key,
        ),
        HandlingKind::RightsLoss => HandlingKind::RightsLoss.name_key(),
    }
}

/// The form of a new alert.
#[derive(Debug, Template)]
#[template(path = "ethics/edit.html")]
pub struct AlertPage {
    frame: Frame,
    person: Person,
    values: Values,
    problems: Problems,
}

impl AlertPage {
    /// The form, with the law that binds the present post.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        number: &str,
    ) -> Result<AlertPage, Error> {
        let (person, facts) = visible(conn, context, number)?;
        may(&context.actor, Action::DecideEthics, &facts)?;
        let employments = people::store::list_employments(conn, person.id)?;
        let post = people::rules::present(&employments).map(|it| it.post);
        let staff = match post {
            Some(Post::Principal | Post::DeputyPrincipal) => StaffClass::PublicOfficial,
            _ => StaffClass::Teacher,
        };
        Ok(AlertPage {
            frame,
            person,
            values: Values::of([("staff", staff.to_string())]),
            problems: Problems::default(),
        })
    }

    /// With what was typed, and what is wrong with it.
    #[must_use]
    pub fn again(self, values: &Values, errors: &FieldErrors) -> AlertPage {
        AlertPage {
            problems: errors.in_words(self.frame.words),
            values: values.clone(),
            ..self
        }
    }

    fn way(&self) -> [Link; 2] {
        let file = people::pages::way_to(&self.frame, &self.person)[1].clone();
        [file, Link::new(self.frame.say("tab-ethics"), self.back())]
    }

    fn back(&self) -> String {
        Tab::Ethics.href(&self.person)
    }

    fn choices<T: Copy>(
        &self,
        field: &str,
        all: &[T],
        words: impl Fn(T) -> (&'static str, &'static str),
    ) -> Vec<Choice> {
        let choice = |it: &T| {
            let (value, key) = words(*it);
            Choice::new(value, self.frame.say(key), self.values.get(field))
        };
        all.iter().map(choice).collect()
    }

    fn gravities(&self) -> Vec<Choice> {
        self.choices("gravity", Gravity::ALL, |it| (it.as_str(), it.name_key()))
    }

    fn staff(&self) -> Vec<Choice> {
        self.choices("staff", StaffClass::ALL, |it| (it.as_str(), it.name_key()))
    }

    fn handlings(&self) -> Vec<Choice> {
        let all = HandlingKind::ALL;
        self.choices("handling", all, |it| (it.as_str(), it.name_key()))
    }

    fn sanctions(&self) -> Vec<Choice> {
        let all = SanctionKind::ALL;
        self.choices("sanction", all, |it| (it.as_str(), it.name_key()))
    }

    fn admonitions(&self) -> Vec<Choice> {
        let all = AdmonitionKind::ALL;
        self.choices("admonition", all, |it| (it.as_str(), it.name_key()))
    }
}

/// A person whose ethics the reader may know of. Who may not is told that there is no such page.
pub(super) fn visible(
    conn: &mut Conn,
    context: &Context,
    number: &str,
) -> Result<(Person, Facts), Error> {
    let person = people::pages::load_visible(conn, context, number)?;
    let facts = people::store::find_facts(conn, person.id, context.today())?;
    may(&context.actor, Action::ViewEthics, &facts)?;
    Ok((person, facts))
}
