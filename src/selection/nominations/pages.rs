//! The page of one nomination, with everything that can be done now, and what lists say about it too.

use askama::Template;
use chrono::NaiveDate;

use super::actions::{load_visible, may_leave_round, permission_to_change};
use super::decisions::{action_at, is_listed, may_endorse};
use super::fraud::{self, Fraud};
use super::rules::eligibility::{Outcome, may_be_eligible};
use super::rules::{Exit, ListLevel, NominationState, STATEMENT_CHARACTERS, Stand};
use super::sight::Sight;
use super::verdict_tree::verdict_tree;
use super::verdicts::Told;
use super::versions::Version;
use super::versions::pages::Change;
use super::versions::rules::Paper;
use super::versions::told;
use super::{Confirmation, Nomination, NominationId, Vote, files, store, verdicts, versions};
use crate::access::{Action, may};
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::evidence::store::EvidenceFile;
use crate::journal::{self, history};
use crate::message::Message;
use crate::notices::{self, Notice, Occasion};
use crate::organizations;
use crate::people::{self, Person};
use crate::policy::last_day_of;
use crate::selection::draws::Draw;
use crate::selection::lessons::{self, Lesson};
use crate::selection::phases::{Permission, Phase};
use crate::selection::programmes::pages::{certainty, vote_words};
use crate::selection::quotas::pages::{kept_chip, kept_told, load_kept};
use crate::selection::quotas::tilts::Kept;
use crate::selection::reviews::rules::QuestionState;
use crate::selection::reviews::{Question, questions};
use crate::selection::rounds::{self, RoundId, Running};
use crate::web::form::Values;
use crate::web::frame::Frame;
use crate::web::parts::{Chip, Choice, Happening, Link, Problems, Verdict};

/// Where a nomination is.
pub fn href(id: NominationId) -> String {
    format!("/nominations/{id}")
}

/// Where the nominations of a round are.
pub fn list_href(round: RoundId) -> String {
    format!("/selection/{round}/nominations")
}

/// How far a nomination is; due for whoever has to act on it.
pub(super) fn chip(frame: &Frame, nomination: &Nomination, is_turn: bool) -> Chip {
    let stand = Stand::of(nomination);
    let label = frame.say(stand.name_key());
    match stand {
        Stand::Endorsed | Stand::Eligible => Chip::ok(label),
        Stand::AtSchool | Stand::AtDistrict if !is_turn => Chip::wait(label),
        Stand::AtSchool | Stand::AtDistrict | Stand::Draft | Stand::Returned => Chip::due(label),
        _ => Chip::plain(label),
    }
}

/// Until when whoever has it acts: the teacher to whom it was sent back, or an office.
pub(super) fn due(
    frame: &Frame,
    (nomination, running): (&Nomination, &Running),
    is_own: bool,
) -> String {
    // Nothing can be decided any more after the phase in which it is.
    let phase_ends_on = running.open_phase().ends_on;
    let due_on = nomination.due_on.map(|it| it.min(phase_ends_on));
    let message = match (nomination.state, due_on) {
        (NominationState::Returned, Some(day)) if is_own => {
            Message::new("nomination-due").with("day", day)
        }
        (
            NominationState::Returned | NominationState::AtSchool | NominationState::AtDistrict,
            Some(day),
        ) => Message::new("nomination-due-office").with("day", day),
        _ => return String::new(),
    };
    frame.tell(message)
}

/// Statement and files for a reader: for the teacher as they stand, for everybody else as they were
/// handed in.
fn shown(
    conn: &mut Conn,
    nomination: &Nomination,
    is_own: bool,
    kept: &[Version],
) -> Result<(String, Vec<Paper>), Error> {
    if is_own {
        let files = files::list(conn, nomination)?;
        let files = files.iter().map(Paper::of).collect();
        return Ok((nomination.statement.clone(), files));
    }
    let content = kept.last().map(Version::content).transpose()?;
    Ok(content.map_or_else(Default::default, |it| (it.statement, it.files)))
}

pub(super) fn statement_hint(frame: &Frame) -> String {
    let (least, most) = STATEMENT_CHARACTERS;
    let hint = Message::new("nomination-statement-hint");
    frame.tell(hint.with("least", least).with("most", most))
}

/// What the reader can do with a nomination now.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
struct Allowed {
    /// Record the school's vote.
    vote: bool,
    /// Recommend, return or refuse.
    decide: bool,
    /// Confirm conditions and sign.
    check: bool,
    /// Change and hand in one's own.
    change: bool,
    /// Take one's own back.
    withdraw: bool,
    /// Take a candidate out.
    exclude: bool,
    /// Write down that there was fraud, or that there was none.
    find_fraud: bool,
}

/// One nomination.
#[derive(Debug, Template)]
#[template(path = "selection/nomination.html")]
pub struct NominationPage {
    frame: Frame,
    nomination: Nomination,
    running: Running,
    person: Person,
    school: String,
    findings: Vec<Told>,
    /// Why the bureau cannot sign that the nominee is eligible.
    obstacle: String,
    /// Why the office cannot recommend yet.
    cannot_endorse: String,
    /// Whom the programme wants among the nominees, for the district that decides.
    kept: Vec<Kept>,
    /// Why the teacher cannot change it now, while it is the teacher's.
    cannot_change: String,
    confirmations: Vec<Confirmation>,
    fraud: Option<Fraud>,
    vote: Option<Vote>,
    lists: Vec<Notice>,
    entries: Vec<journal::Entry>,
    statement: String,
    files: Vec<Paper>,
    attachable: Vec<EvidenceFile>,
    /// How often it was handed in.
    number: i64,
    /// What changed since it was handed in the time before.
    change: Option<Change>,
    /// What the committee asked, as it was passed on; for the nominee alone.
    questions: Vec<Question>,
    can_answer: bool,
    /// When the nominee teaches, once it is drawn, and the draw, which the nominee can repeat; for the
    /// nominee alone.
    lesson: (Option<Lesson>, Option<Draw>),
    is_own: bool,
    allowed: Allowed,
    values: Values,
    problems: Problems,
}

impl NominationPage {
    /// For whoever may know of it.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        id: NominationId,
        (values, errors): (&Values, &FieldErrors),
    ) -> Result<NominationPage, Error> {
        let (nomination, running) = load_visible(conn, context, id)?;
        let (actor, today) = (&context.actor, context.today());
        let is_own = actor.person == Some(nomination.person_id);
        let change = may_change_now(&frame, &nomination, &running, is_own.then_some(today));
        let allowed = load_allowed(conn, context, (&nomination, &running))?;
        let allowed = Allowed {
            change: change == Some(Ok(())),
            ..allowed
        };
        let is_district = nomination.state.level() == Some(ListLevel::District);
        let school = organizations::store::load(conn, nomination.school_id)?;
        let findings = verdicts::findings(conn, &nomination, &running, today)?;
        let kept = versions::store::list(conn, id)?;
        let (statement, files) = shown(conn, &nomination, is_own, &kept)?;
        Ok(NominationPage {
            statement,
            files,
            number: kept.last().map_or(0, |it| it.number),
            change: Change::find(frame.words, &kept)?,
            attachable: only_if(is_own, || {
                files::list_attachable(conn, context, &nomination)
            })?,
            questions: only_if(is_own, || questions::list_passed_on(conn, id))?,
            lesson: only_if(is_own, || load_lesson(conn, &nomination))?,
            kept: only_if(allowed.decide && is_district, || {
                let counted = Sight::load(conn, actor, &running)?.counted();
                load_kept(conn, &counted, frame.words, &running)
            })?,
            cannot_endorse: why_not_endorse(
                conn,
                context,
                &frame,
                (&nomination, &running, allowed.decide),
            )?,
            can_answer: running.may_now(Permission::WriteReview, today).is_ok(),
            obstacle: may_be_eligible(&findings)
                .map_or_else(|it| frame.tell(Message::from(it)), |()| String::new()),
            findings: verdicts::tell(&nomination, findings, frame.words)?,
            confirmations: store::list_confirmations(conn, id)?,
            fraud: fraud::find(conn, id)?,
            vote: store::find_vote(conn, id)?,
            entries: journal::list_of_subject(conn, id.0)?,
            person: people::store::load(conn, nomination.person_id)?,
            school: school.name_in(frame.words.language).to_owned(),
            is_own,
            problems: errors.in_words(frame.words),
            values: values.clone(),
            allowed,
            cannot_change: change.and_then(Result::err).unwrap_or_default(),
            lists: load_lists(conn, id)?,
            frame,
            nomination,
            running,
        })
    }

    fn way(&self) -> [Link; 3] {
        let round = &self.running.round;
        [
            Link::new(self.frame.say("nav-selection"), "/selection"),
            Link::new(&round.title, rounds::pages::href(round.id)),
            Link::new(self.frame.say("nominations-title"), list_href(round.id)),
        ]
    }

    fn chip(&self) -> Chip {
        chip(&self.frame, &self.nomination, self.allowed.decide)
    }

    fn hint(&self) -> String {
        statement_hint(&self.frame)
    }

    fn late(&self, file: &Paper) -> Option<Chip> {
        told::late(self.frame.words, file, self.running.round.cutoff_on)
    }

    /// The file of a draw, for a nominee who stands: whoever left is not concerned any more.
    fn draw_href(&self, draw: &Draw) -> Option<String> {
        let file = rounds::draw_files::href(draw);
        file.filter(|_| self.nomination.state.stands())
    }

    fn can_answer(&self, question: &Question) -> bool {
        self.can_answer && question.state == QuestionState::Forwarded
    }

    fn kept_told(&self, kept: &Kept) -> String {
        kept_told(&self.frame, kept)
    }

    fn kept_chip(&self, kept: &Kept) -> Chip {
        kept_chip(&self.frame, kept)
    }

    fn sign_label(&self) -> String {
        match self.nomination.verdict {
            None => self.frame.say("verdict-sign"),
            Some(_) => self.frame.say("verdict-sign-again"),
        }
    }

    fn due(&self) -> String {
        due(&self.frame, (&self.nomination, &self.running), self.is_own)
    }

    fn statement(&self) -> &str {
        match self.values.get("statement") {
            "" => &self.statement,
            typed => typed,
        }
    }

    fn fraud_told(&self, fraud: &Fraud) -> String {
        let years = self.running.programme.award.fraud_bar_years.value;
        let told = Message::new("nomination-fraud-told")
            .with("day", fraud.found_on)
            .with("until", last_day_of(fraud.found_on, years * 12))
            .with("reason", fraud.reason.as_str());
        self.frame.tell(told)
    }

    fn fraud_certainty(&self) -> Chip {
        let award = &self.running.programme.award;
        certainty(&self.frame, award.fraud_bar_years.certainty)
    }

    fn vote_rule(&self) -> String {
        vote_words(
            self.frame.words,
            &self.running.programme.recommendation.value,
        )
    }

    fn vote_rule_certainty(&self) -> Chip {
        certainty(&self.frame, self.running.programme.recommendation.certainty)
    }

    fn vote_told(&self, vote: &Vote) -> String {
        let message = Message::new("vote-told")
            .with("day", vote.held_on)
            .with("staff", vote.staff)
            .with("present", vote.present)
            .with("yes", vote.yes)
            .with("no", vote.no)
            .with("abstain", vote.abstain);
        self.frame.tell(message)
    }

    fn vote_chip(&self, vote: &Vote) -> Chip {
        if vote.has_passed {
            Chip::ok(self.frame.say("vote-passed"))
        } else {
            Chip::plain(self.frame.say("vote-not-passed"))
        }
    }

    /// Which list of the round it is.
    fn list_name(&self, notice: &Notice) -> String {
        let occasion = notice.occasion.map(Occasion::name_key);
        occasion.map_or_else(|| notice.title.clone(), |it| self.frame.say(it))
    }

    fn list_told(&self, notice: &Notice) -> String {
        let message = Message::new("notice-period")
            .with("first", notice.posted_on)
            .with("last", notice.last_day)
            .with("days", i64::from(notice.working_days));
        self.frame.tell(message)
    }

    fn tree(&self) -> Vec<Verdict> {
        let programme = &self.running.programme;
        let (confirmed, entries) = (&self.confirmations, &self.entries);
        verdict_tree(
            (self.frame.words, programme),
            &self.findings,
            confirmed,
            entries,
        )
    }

    /// Whether there is more to say of how it ended than its state: once results are posted.
    fn has_outcome(&self) -> bool {
        self.nomination.state != NominationState::Draft
            && self.running.round.phase >= Phase::Publicity
    }

    /// What a person confirms; the first that nobody confirmed yet is chosen.
    fn open_conditions(&self) -> Vec<Choice> {
        let by_person = |it: &&Told| it.by_file == Outcome::ToConfirm;
        let next = self
            .findings
            .iter()
            .find(|it| it.outcome == Outcome::ToConfirm);
        let chosen = match (self.values.get("condition"), next) {
            ("", Some(next)) => next.condition.as_str(),
            (typed, _) => typed,
        };
        let name = |key: &str| {
            let conditions = &self.running.programme;
            let condition = conditions.condition(key);
            condition.map_or("", |it| it.name_in(self.frame.words.language))
        };
        let open = self.findings.iter().filter(by_person);
        open.map(|it| Choice::new(&it.condition, name(&it.condition), chosen))
            .collect()
    }

    fn history(&self) -> Vec<Happening> {
        history::happenings(self.frame.words, &self.entries)
    }
}

/// What the reader can do with a nomination now, apart from changing one's own.
fn load_allowed(
    conn: &mut Conn,
    context: &Context,
    (nomination, running): (&Nomination, &Running),
) -> Result<Allowed, Error> {
    let (actor, today) = (&context.actor, context.today());
    let facts = nomination.facts();
    let can = |action, permission| {
        may(actor, action, &facts).is_ok() && running.may_now(permission, today).is_ok()
    };
    let is_at = |state| nomination.state == state;
    let may_vote =
        is_at(NominationState::AtSchool) && can(Action::RecommendAtSchool, Permission::RecordVote);
    let level = nomination.state.level();
    let is_own = actor.person == Some(nomination.person_id);
    let may_leave = |conn: &mut Conn, exit| may_leave_round(conn, nomination, running, exit);
    let may_withdraw =
        nomination.case()?.holder().is_some() || may_leave(conn, Exit::Withdrawal).is_ok();
    Ok(Allowed {
        vote: may_vote && !is_listed(conn, nomination, ListLevel::School)?,
        decide: level.is_some_and(|it| can(action_at(it), it.permission())),
        check: is_at(NominationState::Endorsed)
            && can(Action::CheckEligibility, Permission::CheckEligibility),
        change: false,
        withdraw: is_own && may_withdraw,
        exclude: may(actor, Action::CheckEligibility, &facts).is_ok()
            && may_leave(conn, Exit::Exclusion).is_ok(),
        find_fraud: fraud::may_find(conn, context, (nomination, running)).is_ok(),
    })
}

/// Whether the teacher may change one's own today, or why not; none while it is not the teacher's.
fn may_change_now(
    frame: &Frame,
    nomination: &Nomination,
    running: &Running,
    own_today: Option<NaiveDate>,
) -> Option<Result<(), String>> {
    let today = own_today?;
    let is_theirs = matches!(
        nomination.state,
        NominationState::Draft | NominationState::Returned
    );
    is_theirs.then(|| {
        let may_now = running.may_now(permission_to_change(nomination), today);
        may_now.map_err(|refusal| frame.tell(Message::from(refusal)))
    })
}

fn load_lesson(
    conn: &mut Conn,
    nomination: &Nomination,
) -> Result<(Option<Lesson>, Option<Draw>), Error> {
    let lesson = lessons::store::find_lesson(conn, nomination.id)?;
    let draw = lessons::repeat::find_draw(conn, nomination.round_id, nomination.id)?;
    Ok((lesson, draw))
}

/// The notices that name a nominee.
fn load_lists(conn: &mut Conn, id: NominationId) -> Result<Vec<Notice>, Error> {
    let entries = store::list_entries(conn, id)?.into_iter();
    entries
        .map(|it| notices::store::load(conn, it.notice_id))
        .collect()
}

/// Loads what only some see; nothing for the others.
fn only_if<T: Default>(is_so: bool, load: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    if is_so { load() } else { Ok(T::default()) }
}

/// Why the office that has a nomination cannot recommend it yet; empty if it can, or if
/// the reader is not of that office.
fn why_not_endorse(
    conn: &mut Conn,
    context: &Context,
    frame: &Frame,
    (nomination, running, may_decide): (&Nomination, &Running, bool),
) -> Result<String, Error> {
    if !may_decide {
        return Ok(String::new());
    }
    let may_endorse = may_endorse(conn, context, nomination, running);
    Ok(frame.why_not(may_endorse)?.err().unwrap_or_default())
}
