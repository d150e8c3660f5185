//! Pages of committees: the pool, the committee of a round, a member's own seats.

use askama::Template;
use chrono::NaiveDate;

use super::actions::{EXPERTS_MAX, load_visible};
use super::rules::MemberState;
use super::{Expert, Member, MemberId, store};
use crate::access::{Action, Facts, Role, may};
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::identity;
use crate::message::Message;
use crate::organizations;
use crate::people::PersonId;
use crate::selection::conflicts;
use crate::selection::draws::{self, Draw, DrawPurpose};
use crate::selection::nominations::candidates::list_candidates;
use crate::selection::phases::Permission;
use crate::selection::rounds::pages::href as round_href;
use crate::selection::rounds::{self, RoundId, Running, SelectionRound};
use crate::web::form::Values;
use crate::web::frame::Frame;
use crate::web::parts::{Chip, Link, Problems};

/// Where the committee of a round is.
pub fn href(round: RoundId) -> String {
    format!("/selection/{round}/committee")
}

/// Where a member's own seats are.
pub const OWN: &str = "/committee";
/// Where the pool is.
pub const EXPERTS: &str = "/experts";

fn state_chip(frame: &Frame, state: MemberState) -> Chip {
    let label = frame.say(state.name_key());
    match state {
        MemberState::Accepted => Chip::ok(label),
        MemberState::Drawn => Chip::due(label),
        MemberState::Invited => Chip::wait(label),
        MemberState::Reserve | MemberState::Declined | MemberState::Released => Chip::plain(label),
    }
}

/// The pool of experts.
#[derive(Debug, Template)]
#[template(path = "selection/experts.html")]
pub struct ExpertsPage {
    frame: Frame,
    experts: Vec<(Expert, String, String)>,
    can_manage: bool,
    today: NaiveDate,
    values: Values,
    problems: Problems,
}

impl ExpertsPage {
    /// For whoever may know of committees.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        (values, errors): (Values, &FieldErrors),
    ) -> Result<ExpertsPage, Error> {
        may(&context.actor, Action::ViewCommittee, &Facts::default())?;
        let today = context.today();
        Ok(ExpertsPage {
            experts: store::list_experts(conn, today, EXPERTS_MAX)?,
            can_manage: context.actor.can_ever(Action::ManageExperts),
            problems: errors.in_words(frame.words),
            today,
            frame,
            values,
        })
    }

    fn way(&self) -> [Link; 1] {
        [Link::new(self.frame.say("nav-selection"), "/selection")]
    }

    fn lead(&self) -> String {
        let count = self.experts.len();
        self.frame
            .tell(Message::new("experts-lead").with("count", count))
    }

    fn days(&self, expert: &Expert) -> String {
        let words = self.frame.words;
        let last = words.date(expert.last_day());
        format!("{} – {last}", words.date(expert.starts_on))
    }

    fn starts_on(&self) -> String {
        match self.values.get("starts_on") {
            "" => self.today.to_string(),
            typed => typed.to_owned(),
        }
    }
}

/// A member as the committee's page has it.
#[derive(Debug)]
struct Line {
    member: Member,
    name: String,
    district: String,
    /// Whether a conflict of interest waits for a decision.
    is_undecided: bool,
    /// Whether the member can sign in as one.
    has_account: bool,
}

impl Line {
    /// Whether the member can be named as chair.
    fn can_lead(&self) -> bool {
        self.member.serves() && !self.member.is_chair
    }
}

/// The committee of a round.
#[derive(Debug, Template)]
#[template(path = "selection/committee.html")]
pub struct CommitteePage {
    frame: Frame,
    running: Running,
    lines: Vec<Line>,
    draw: Option<Draw>,
    /// Whether the reader is its secretary.
    is_secretary: bool,
    /// Why the secretary cannot compose it now; empty if they can.
    blocked: String,
    /// Whether members can be released now.
    can_release: bool,
    /// Candidates for whom conflicts leave too few of those who were drawn.
    uncovered: Vec<String>,
    problems: Problems,
}

impl CommitteePage {
    /// For whoever may know of committees.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        id: RoundId,
        errors: &FieldErrors,
    ) -> Result<CommitteePage, Error> {
        let running = load_visible(conn, context, id)?;
        let today = context.today();
        let members = store::list_named(conn, id)?;
        let persons: Vec<PersonId> = members.iter().map(|it| it.0.person_id).collect();
        let holders =
            identity::store::grants::list_holders(conn, Role::CommitteeMember, &persons, today)?;
        let undecided = conflicts::store::list_undecided_members(conn, id)?;
        let districts = members.iter().filter_map(|it| it.0.district_id);
        let names = organizations::store::load_names(conn, districts)?;
        let lines = members
            .into_iter()
            .map(|(member, name)| Line {
                district: match member.district_id {
                    Some(id) => names.get(&id).cloned().unwrap_or_default(),
                    None => frame.say("quota-bureau-run"),
                },
                is_undecided: undecided.contains(&member.id),
                has_account: holders.contains(&member.person_id),
                member,
                name,
            })
            .collect();
        let refusal = running.may_now(Permission::ComposeCommittee, today).err();
        Ok(CommitteePage {
            blocked: refusal.map_or_else(String::new, |it| frame.tell(Message::from(it))),
            can_release: running.may_now(Permission::AssignReviews, today).is_ok(),
            uncovered: list_uncovered(conn, &running)?,
            draw: draws::find_newest(conn, id, DrawPurpose::Committee)?,
            is_secretary: context.actor.can_ever(Action::RunCommittee),
            problems: errors.in_words(frame.words),
            lines,
            frame,
            running,
        })
    }

    fn way(&self) -> [Link; 2] {
        way(&self.frame, &self.running.round)
    }

    /// Says before anybody is invited whom this committee cannot review.
    fn uncovered_told(&self) -> String {
        let names = self.uncovered.join(&self.frame.say("list-comma"));
        let message = Message::new("committee-uncovered")
            .with("each", self.running.programme.review.each.value)
            .with("names", names);
        self.frame.tell(message)
    }

    fn chip(&self, line: &Line) -> Chip {
        state_chip(&self.frame, line.member.state)
    }

    fn lead(&self) -> String {
        let serving = self.lines.iter().filter(|it| it.member.serves()).count();
        let message = Message::new("committee-lead")
            .with("serving", serving)
            .with("wanted", self.running.programme.committee.members.value);
        self.frame.tell(message)
    }

    fn commitment(&self) -> String {
        self.draw
            .as_ref()
            .map_or_else(String::new, Draw::commitment_hex)
    }

    fn seed(&self) -> Option<String> {
        self.draw.as_ref().and_then(Draw::seed_hex)
    }

    fn is_announced(&self) -> bool {
        self.draw.as_ref().is_some_and(|it| it.seed.is_none())
    }

    /// Whether seats are left to be drawn for.
    fn is_short(&self) -> bool {
        let seated = self
            .lines
            .iter()
            .filter(|it| it.member.state.is_in())
            .count();
        i64::try_from(seated).unwrap_or(i64::MAX) < self.running.programme.committee.members.value
    }

    fn has_drawn(&self) -> bool {
        self.lines
            .iter()
            .any(|it| it.member.state == MemberState::Drawn)
    }

    fn can_leave(&self, line: &Line) -> bool {
        let state = line.member.state;
        self.can_release && (state.is_in() || state == MemberState::Reserve)
    }
}

/// Candidates with fewer members without conflict than the programme wants reviews, once somebody is
/// drawn.
fn list_uncovered(conn: &mut Conn, running: &Running) -> Result<Vec<String>, Error> {
    let round = running.round.id;
    let mut members = store::list_members(conn, round)?;
    members.retain(|it| it.state.is_in());
    if members.is_empty() {
        return Ok(Vec::new());
    }
    let barred = conflicts::store::list_all_barred(conn, round)?;
    let each = usize::try_from(running.programme.review.each.value).unwrap_or(usize::MAX);
    let mut candidates = list_candidates(conn, round)?;
    candidates.retain(|candidate| {
        let eligible = members
            .iter()
            .filter(|it| !barred.contains(&(it.id, candidate.nomination)));
        eligible.count() < each
    });
    Ok(candidates.into_iter().map(|it| it.name).collect())
}

/// The way to a page of a round.
pub fn way(frame: &Frame, round: &SelectionRound) -> [Link; 2] {
    [
        Link::new(frame.say("nav-selection"), "/selection"),
        Link::new(round.title.clone(), round_href(round.id)),
    ]
}

/// One's own seat.
#[derive(Debug)]
struct Seat {
    member: Member,
    round: SelectionRound,
}

impl Seat {
    fn is_invited(&self) -> bool {
        self.member.state == MemberState::Invited
    }
}

/// One's own seats: invitations and what one serves in.
#[derive(Debug, Template)]
#[template(path = "selection/seats.html")]
pub struct SeatsPage {
    frame: Frame,
    seats: Vec<Seat>,
    /// The seat whose form is shown again, with what is wrong.
    again: Option<MemberId>,
    problems: Problems,
}

impl SeatsPage {
    /// For members of committees.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        (again, errors): (Option<MemberId>, &FieldErrors),
    ) -> Result<SeatsPage, Error> {
        may(&context.actor, Action::ServeOnCommittee, &Facts::default())?;
        let mut seats = Vec::new();
        if let Some(person) = context.actor.person {
            for member in store::list_of_person(conn, person)? {
                if matches!(member.state, MemberState::Invited | MemberState::Accepted) {
                    let round = rounds::store::load(conn, member.round_id)?;
                    seats.push(Seat { member, round });
                }
            }
        }
        Ok(SeatsPage {
            problems: errors.in_words(frame.words),
            again,
            frame,
            seats,
        })
    }

    fn chip(&self, seat: &Seat) -> Chip {
        let label = self.frame.say(seat.member.state.name_key());
        match seat.member.state {
            MemberState::Invited => Chip::due(label),
            _ => Chip::ok(label),
        }
    }

    fn phase(&self, seat: &Seat) -> String {
        self.frame.say(seat.round.phase.name_key())
    }

    fn problem(&self, seat: &Seat) -> &str {
        if self.again == Some(seat.member.id) {
            self.problems.of("reason")
        } else {
            ""
        }
    }
}
