//! The pages of claims: one's own list, the officer's queue, the form, and one claim.

use askama::Template;

use super::actions::{self, fields_of, load_visible};
use super::casework;
use super::files::Versioned;
use super::rules::{CORRECTABLE_FIELDS, ClaimState, Split, TITLE_CHARACTERS_MAX};
use super::store::{self, ListedClaim};
use super::{Claim, ClaimId, files, queue};
use crate::access::{Action, may};
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::evidence::store::EvidenceFile;
use crate::hours::Hours;
use crate::journal;
use crate::journal::history::happenings;
use crate::message::Message;
use crate::people::{self, Person};
use crate::policy::{self, Certainty, RecognitionItem, RecognitionTable, RuleSet, Unit};
use crate::web::cases;
use crate::web::form::Values;
use crate::web::frame::Frame;
use crate::web::language::{Language, Words};
use crate::web::parts::{Chip, Choice, Happening, Link, Pager, Problems, Task};
use crate::workflow::approval::case::{Act, Case};

/// One's own claims on the list.
const OWN_MAX: i64 = 100;

/// One's own claims, and what waits for an officer.
#[derive(Debug, Template)]
#[template(path = "credit_bank/claims.html")]
pub struct ClaimsPage {
    frame: Frame,
    may_claim: bool,
    is_officer: bool,
    own: Vec<Claim>,
    queue: Vec<ListedClaim>,
    others: Vec<ListedClaim>,
}

impl ClaimsPage {
    /// Loads both lists, each if it concerns the reader.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        after: Option<ClaimId>,
    ) -> Result<ClaimsPage, Error> {
        let actor = &context.actor;
        if !actor.can_ever(Action::ViewClaim) {
            return Err(Error::NotFound);
        }
        let may_claim = actor.can_ever(Action::ClaimStudy);
        let own = match actor.person {
            Some(person) if may_claim => store::list_of_person(conn, person, OWN_MAX)?,
            _ => Vec::new(),
        };
        let queue = queue::load(conn, context, after)?;
        let mut others = queue::load_visible(conn, context, after)?;
        others.retain(|it| queue.iter().all(|mine| mine.id != it.id));
        let decides = actor.can_ever(Action::DecideClaimAtSchool)
            || actor.can_ever(Action::DecideClaimAtDistrict);
        Ok(ClaimsPage {
            frame,
            may_claim,
            is_officer: decides || !others.is_empty() || !may_claim,
            own,
            queue,
            others,
        })
    }

    fn lead(&self) -> String {
        if self.is_officer {
            self.frame
                .tell(Message::new("claims-lead-queue").with("count", self.queue.len()))
        } else {
            self.frame.say("claims-lead-own")
        }
    }

    fn queue_rows(&self) -> Vec<Task> {
        rows(&self.frame, &self.queue, None)
    }

    fn other_rows(&self) -> Vec<Task> {
        rows(&self.frame, &self.others, None)
    }

    fn pager(&self) -> Pager {
        let last = self.queue.last().or(self.others.last());
        let is_full = self.queue.len() == queue::PAGE || self.others.len() == queue::PAGE;
        Pager {
            shown: String::new(),
            previous_href: None,
            next_href: last
                .filter(|_| is_full)
                .map(|it| format!("/claims?after={}", it.id)),
        }
    }

    fn chip(&self, claim: &Claim) -> Chip {
        chip(self.frame.words, claim.state, true)
    }
}

/// Rows of a queue, with their deadlines.
fn rows(frame: &Frame, listed: &[ListedClaim], open: Option<ClaimId>) -> Vec<Task> {
    listed
        .iter()
        .map(|it| {
            let detail = Message::new("claim-row")
                .with("name", it.name.as_str())
                .with("school", it.school.as_str())
                .with("hours", it.hours);
            let chip = match it.due_on {
                _ if it.is_late => Chip::due(frame.say("claim-is-late")),
                Some(day) => {
                    let day = frame.words.short_date(day);
                    Chip::wait(frame.tell(Message::new("claim-due").with("day", day)))
                }
                None => chip(frame.words, it.state, false),
            };
            Task {
                link: Link::new(it.title.clone(), super::routes::href(it.id)),
                detail: frame.tell(detail),
                chip,
                is_open: Some(it.id) == open,
            }
        })
        .collect()
}

/// Whose turn it is, seen by the teacher or by somebody else.
fn chip(words: Words, state: ClaimState, is_own: bool) -> Chip {
    let label = words.say(state.name_key());
    match state {
        ClaimState::Returned if is_own => Chip::due(label),
        ClaimState::AtSchool | ClaimState::AtDistrict | ClaimState::Returned => Chip::wait(label),
        ClaimState::Recognised => Chip::ok(label),
        ClaimState::Draft | ClaimState::Refused | ClaimState::Withdrawn | ClaimState::Reversed => {
            Chip::plain(label)
        }
    }
}

/// The form of a claim, with the conversion table beside it.
#[derive(Debug, Template)]
#[template(path = "credit_bank/claim_edit.html")]
pub struct EditPage {
    frame: Frame,
    claim: Option<Claim>,
    rule: RuleSet<RecognitionTable>,
    today: String,
    values: Values,
    problems: Problems,
}

impl EditPage {
    /// For a new claim.
    pub fn blank(conn: &mut Conn, context: &Context, frame: Frame) -> Result<EditPage, Error> {
        if !context.actor.can_ever(Action::ClaimStudy) {
            return Err(Error::NotFound);
        }
        let rule = policy::load_at(conn, context.today())?;
        Ok(EditPage {
            frame,
            claim: None,
            rule,
            today: context.today().to_string(),
            values: Values::default(),
            problems: Problems::default(),
        })
    }

    /// For one that can be changed.
    pub fn of(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        id: ClaimId,
    ) -> Result<EditPage, Error> {
        let claim = actions::load_own(conn, context, id)?;
        let fields = fields_of(&claim);
        let values = Values::of([
            ("item", fields.item),
            ("title", fields.title),
            ("done_on", fields.done_on.to_string()),
            ("quantity", Hours(fields.quantity).to_string()),
            ("description", fields.description),
            ("late_reason", fields.late_reason),
            ("version", claim.version.to_string()),
        ]);
        Ok(EditPage {
            rule: policy::load_at(conn, claim.done_on)?,
            frame,
            claim: Some(claim),
            today: context.today().to_string(),
            values,
            problems: Problems::default(),
        })
    }

    /// With what was typed, and what is wrong with it.
    pub fn again(self, values: &Values, errors: &FieldErrors) -> EditPage {
        EditPage {
            problems: errors.in_words(self.frame.words),
            values: values.clone(),
            ..self
        }
    }

    fn title(&self) -> String {
        self.frame.say(if self.claim.is_some() {
            "claim-edit-title"
        } else {
            "claim-new-title"
        })
    }

    fn action(&self) -> String {
        match &self.claim {
            Some(claim) => format!("/claims/{}/edit", claim.id),
            None => "/claims".to_owned(),
        }
    }

    fn draft_about(&self) -> String {
        let claim = self.claim.as_ref();
        claim.map_or_else(|| "new".to_owned(), |it| it.id.to_string())
    }

    fn version(&self) -> i64 {
        // The version that the form was made from, also when it is shown again.
        let sent = self.values.get("version").parse().ok();
        sent.or(self.claim.as_ref().map(|it| it.version))
            .unwrap_or(0)
    }

    fn items(&self) -> Vec<Choice> {
        self.rule
            .parameters
            .items
            .iter()
            .map(|it| {
                let name = name_of(self.frame.words, it);
                Choice::new(it.key.clone(), name, self.values.get("item"))
            })
            .collect()
    }

    fn name(&self, item: &RecognitionItem) -> String {
        name_of(self.frame.words, item)
    }

    fn evidence(&self, item: &RecognitionItem) -> String {
        match self.frame.words.language {
            Language::Chinese => item.evidence.clone(),
            Language::English => item.evidence_en.clone(),
        }
    }

    fn rate(&self, item: &RecognitionItem) -> String {
        rate(self.frame.words, item)
    }

    fn cap(&self, item: &RecognitionItem) -> String {
        match item.cap_per_year {
            Some(cap) => self.frame.words.hours_with_unit(cap),
            None => self.frame.say("claim-no-cap"),
        }
    }

    fn certainty(&self, item: &RecognitionItem) -> Chip {
        let label = self.frame.say(item.certainty.name_key());
        match item.certainty {
            Certainty::Recalled => Chip::wait(label),
            Certainty::Found | Certainty::Confirmed => Chip::ok(label),
        }
    }

    fn needs_late_reason(&self) -> bool {
        !self.problems.of("late_reason").is_empty() || !self.values.get("late_reason").is_empty()
    }

    fn title_hint(&self) -> String {
        let most = Message::new("claim-title-hint").with("most", TITLE_CHARACTERS_MAX);
        self.frame.tell(most)
    }
}

fn name_of(words: Words, item: &RecognitionItem) -> String {
    match words.language {
        Language::Chinese => item.name.clone(),
        Language::English => item.name_en.clone(),
    }
}

/// `每月 4 学时`
fn rate(words: Words, item: &RecognitionItem) -> String {
    let message = match item.unit {
        Unit::Piece => Message::new("claim-rate-piece"),
        Unit::ClassHour => Message::new("claim-rate-class-hour"),
        Unit::Month => Message::new("claim-rate-month"),
        Unit::Year => Message::new("claim-rate-year"),
    };
    words.tell(message.with("hours", item.hours_per_unit))
}

/// One claim: where it stands, what it is worth, who did what, and what can be done now.
#[derive(Debug, Template)]
#[template(path = "credit_bank/claim.html")]
pub struct ClaimPage {
    frame: Frame,
    claim: Claim,
    person: Person,
    item: Option<RecognitionItem>,
    split: Split,
    files: Vec<Versioned>,
    reusable: Vec<EvidenceFile>,
    case: Case,
    history: Vec<Happening>,
    queue: Vec<ListedClaim>,
    is_own: bool,
    may_decide: bool,
    may_reverse: bool,
    values: Values,
    problems: Problems,
}

impl ClaimPage {
    /// Loads it for somebody who may see it.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        id: ClaimId,
    ) -> Result<ClaimPage, Error> {
        let claim = load_visible(conn, context, id)?;
        let case = casework::load_case(&claim)?;
        let actor = &context.actor;
        let is_waiting = matches!(claim.state, ClaimState::AtSchool | ClaimState::AtDistrict);
        let is_own = actor.person == Some(claim.person_id);
        let may_decide =
            is_waiting && may(actor, casework::action_at(&case), &claim.facts()).is_ok();
        let may_reverse = claim.state == ClaimState::Recognised
            && may(actor, Action::ReverseHours, &claim.facts()).is_ok();
        Ok(ClaimPage {
            person: people::store::load(conn, claim.person_id)?,
            item: actions::load_item(conn, &claim)?,
            split: actions::split(conn, &claim)?,
            files: files::list_versions(conn, &claim)?,
            reusable: if is_own && claim.state.is_open_to_change() {
                files::list_reusable(conn, context, &claim)?
            } else {
                Vec::new()
            },
            history: happenings(frame.words, &journal::list_of_subject(conn, claim.id.0)?),
            queue: queue::load(conn, context, None)?,
            is_own,
            frame,
            claim,
            case,
            may_decide,
            may_reverse,
            values: Values::default(),
            problems: Problems::default(),
        })
    }

    /// With what was typed into its forms, and what is wrong with it.
    pub fn again(self, values: &Values, errors: &FieldErrors) -> ClaimPage {
        ClaimPage {
            problems: errors.in_words(self.frame.words),
            values: values.clone(),
            ..self
        }
    }

    fn chip(&self) -> Chip {
        chip(self.frame.words, self.claim.state, self.is_own)
    }

    fn href(&self) -> String {
        super::routes::href(self.claim.id)
    }

    fn lead(&self) -> String {
        let words = self.frame.words;
        let message = Message::new("claim-lead")
            .with("name", self.person.name.as_str())
            .with("year", i64::from(self.claim.year))
            .with("category", words.say(self.claim.category.name_key()));
        words.tell(message)
    }

    fn queue_rows(&self) -> Vec<Task> {
        rows(&self.frame, &self.queue, Some(self.claim.id))
    }

    /// What the newer file of two is told by.
    fn replaced(&self, file: &Versioned) -> String {
        let Some(before) = &file.before else {
            return String::new();
        };
        let words = self.frame.words;
        let message = if file.is_unchanged() {
            Message::new("claim-file-same-again")
        } else {
            Message::new("claim-file-replaced")
        };
        let day = words.date_time(before.uploaded_at.utc());
        words.tell(message.with("name", before.name.as_str()).with("at", day))
    }

    fn reusable_choices(&self) -> Vec<Choice> {
        let present = self.values.get("file");
        let choice = |it: &EvidenceFile| Choice::new(it.id.to_string(), &it.name, present);
        self.reusable.iter().map(choice).collect()
    }

    fn can_change(&self) -> bool {
        self.is_own && self.claim.state.is_open_to_change()
    }

    fn can_withdraw(&self) -> bool {
        self.is_own && self.case.holder().is_some()
    }

    fn can_reopen(&self) -> bool {
        let has_stopped = matches!(
            self.claim.state,
            ClaimState::Refused | ClaimState::Withdrawn
        );
        self.is_own && has_stopped
    }

    fn item_name(&self) -> String {
        let item = self.item.as_ref();
        item.map_or_else(
            || self.claim.item.clone(),
            |it| name_of(self.frame.words, it),
        )
    }

    fn quantity(&self) -> String {
        let quantity = self.frame.words.hours(Hours(self.claim.quantity));
        match &self.item {
            Some(item) => format!("{quantity} · {}", rate(self.frame.words, item)),
            None => quantity,
        }
    }

    /// What counts, or would count now, and what a cap takes.
    fn worth(&self) -> String {
        let words = self.frame.words;
        let posted = self.claim.hours_posted.zip(self.claim.hours_over_cap);
        let (counted, over) = posted.unwrap_or((self.split.counted, self.split.over_cap));
        if over.is_positive() {
            let message = Message::new("claim-worth-capped")
                .with("hours", counted)
                .with("over", over);
            words.tell(message)
        } else {
            words.hours_with_unit(counted)
        }
    }

    /// The offices on the way, each with how far it has come.
    fn stages(&self) -> Vec<(String, Chip)> {
        cases::stages(self.frame.words, &self.case)
    }

    /// What an office wants to have put right, while it waits for the teacher.
    fn correction(&self) -> Option<(String, String)> {
        if self.claim.state != ClaimState::Returned {
            return None;
        }
        match &self.case.latest()?.act {
            Act::Return { fields, reason, .. } => {
                let names: Vec<String> = CORRECTABLE_FIELDS
                    .iter()
                    .filter(|(name, _)| fields.iter().any(|it| it == name))
                    .map(|(_, key)| self.frame.say(key))
                    .collect();
                let gap = self.frame.say("claim-list-gap");
                Some((names.join(&gap), reason.clone()))
            }
            _ => None,
        }
    }

    fn correctable(&self) -> Vec<Choice> {
        CORRECTABLE_FIELDS
            .iter()
            .filter(|(name, _)| *name != "late_reason" || self.claim.is_late)
            .map(|(name, key)| Choice {
                value: (*name).to_owned(),
                label: self.frame.say(key),
                hint: String::new(),
                is_chosen: self.values.has("fields", name),
            })
            .collect()
    }

    fn verdicts(&self) -> Vec<Choice> {
        let present = self.values.get("verdict");
        let choice = |value: &str, key, hint| {
            Choice::new(value, self.frame.say(key), present).explained(self.frame.say(hint))
        };
        let endorse = if self.claim.state == ClaimState::AtDistrict {
            choice(
                "endorse",
                "claim-verdict-recognise",
                "claim-verdict-recognise-hint",
            )
        } else {
            choice(
                "endorse",
                "claim-verdict-endorse",
                "claim-verdict-endorse-hint",
            )
        };
        vec![
            endorse,
            choice(
                "return",
                "claim-verdict-return",
                "claim-verdict-return-hint",
            ),
            choice(
                "refuse",
                "claim-verdict-refuse",
                "claim-verdict-refuse-hint",
            ),
        ]
    }

    /// The problem of the reason, whatever the engine calls it: an opinion is a reason too.
    fn reason_problem(&self) -> &str {
        match self.problems.of("reason") {
            "" => self.problems.of("opinion"),
            problem => problem,
        }
    }
}
