//! Pages of conflicts: all of a round for the secretary, and the candidates of a member, who says what
//! they are to them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use askama::Template;
use chrono::NaiveDate;

use super::rules::{Detail, Standing, glimpse};
use super::{Conflict, ConflictKind, Pin, StatedBy, StatedTie, TieKind, actions, stated, store};
use crate::access::Action;
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::message::Message;
use crate::organizations::{self, OrganizationId};
use crate::selection::committees::{self, MemberId};
use crate::selection::nominations::candidates::{Candidate, list_candidates};
use crate::selection::nominations::{self, NominationId};
use crate::selection::phases::Permission;
use crate::selection::rounds::{RoundId, Running};
use crate::web::form::Values;
use crate::web::frame::Frame;
use crate::web::parts::{Chip, Choice, Link, Problems};

/// Where the conflicts of a round are.
pub fn href(round: RoundId) -> String {
    format!("/selection/{round}/conflicts")
}

/// Where a member finds the candidates of a round.
pub fn own_href(round: RoundId) -> String {
    format!("/committee/{round}")
}

/// A member and a candidate about whom there is something to say.
#[derive(Debug)]
struct Line {
    member_name: String,
    nomination: NominationId,
    candidate_name: String,
    school: String,
    found: Vec<String>,
    standing: Standing,
    /// Whether it waits for a decision.
    is_open: bool,
    reason: String,
    /// What a decision on it is made of: who, and what is known.
    tick: String,
}

/// The conflicts of a round.
#[derive(Debug, Template)]
#[template(path = "selection/conflicts.html")]
pub struct ConflictsPage {
    frame: Frame,
    running: Running,
    /// What waits for a decision first.
    lines: Vec<Line>,
    members: Vec<(MemberId, String)>,
    candidates: Vec<Candidate>,
    is_secretary: bool,
    blocked: String,
    values: Values,
    problems: Problems,
}

impl ConflictsPage {
    /// For whoever may know of committees.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        id: RoundId,
        (values, errors): (Values, &FieldErrors),
    ) -> Result<ConflictsPage, Error> {
        let running = committees::actions::load_visible(conn, context, id)?;
        let named = committees::store::list_named(conn, id)?;
        let members: Vec<(MemberId, String)> = named
            .into_iter()
            .filter(|it| it.0.state.is_in())
            .map(|(it, name)| (it.id, name))
            .collect();
        let candidates = list_candidates(conn, id)?;
        let lines = load_lines(conn, &frame, id, (&members, &candidates))?;
        let refusal = running
            .may_now(Permission::ManageConflicts, context.today())
            .err();
        Ok(ConflictsPage {
            blocked: refusal.map_or_else(String::new, |it| frame.tell(Message::from(it))),
            is_secretary: context.actor.can_ever(Action::RunCommittee),
            problems: errors.in_words(frame.words),
            running,
            lines,
            members,
            candidates,
            frame,
            values,
        })
    }

    fn way(&self) -> [Link; 2] {
        committees::pages::way(&self.frame, &self.running.round)
    }

    fn lead(&self) -> String {
        let undecided = self.lines.iter().filter(|it| it.is_open).count();
        let message = Message::new("conflicts-lead")
            .with("count", self.lines.len())
            .with("undecided", undecided);
        self.frame.tell(message)
    }

    fn chip(&self, line: &Line) -> Chip {
        match line.standing {
            Standing::Undecided => Chip::due(self.frame.say("conflict-undecided")),
            Standing::Conflict => Chip::wait(self.frame.say("conflict-yes")),
            Standing::Cleared => Chip::ok(self.frame.say("conflict-no")),
        }
    }

    fn can_decide(&self) -> bool {
        self.is_secretary && self.blocked.is_empty()
    }

    fn is_ticked(&self, line: &Line) -> bool {
        self.values.has("pairs", &line.tick)
    }

    /// Whether it was the form for one more pair that was sent.
    fn is_adding(&self) -> bool {
        !self.problems.is_empty() && !self.values.get("member").is_empty()
    }

    fn member_choices(&self) -> Vec<Choice> {
        let chosen = self.values.get("member");
        let members = self.members.iter();
        members
            .map(|(id, name)| Choice::new(id.to_string(), name.clone(), chosen))
            .collect()
    }

    fn candidate_choices(&self) -> Vec<Choice> {
        let chosen = self.values.get("nomination");
        let candidates = self.candidates.iter();
        candidates
            .map(|it| {
                let label = format!("{} · {}", it.name, it.school_name);
                Choice::new(it.nomination.to_string(), label, chosen)
            })
            .collect()
    }
}

fn load_lines(
    conn: &mut Conn,
    frame: &Frame,
    round: RoundId,
    (members, candidates): (&[(MemberId, String)], &[Candidate]),
) -> Result<Vec<Line>, Error> {
    let found = store::list_found(conn, round)?;
    let places = load_places(conn, &found)?;
    let mut told: BTreeMap<store::Pair, Vec<String>> = BTreeMap::new();
    for it in &found {
        let text = in_words(frame, it, &places)?;
        told.entry((it.member_id, it.nomination_id))
            .or_default()
            .push(text);
    }
    let kinds = actions::by_pair(&found);
    let pins = store::list_pins(conn, round)?.into_iter();
    let mut pins: BTreeMap<store::Pair, Pin> = pins
        .map(|it| ((it.member_id, it.nomination_id), it))
        .collect();
    let names: BTreeMap<MemberId, &String> = members.iter().map(|(id, name)| (*id, name)).collect();
    let candidates: BTreeMap<NominationId, &Candidate> =
        candidates.iter().map(|it| (it.nomination, it)).collect();
    let open = store::list_open_of(conn, round)?;
    let mut lines = Vec::new();
    for ((member, nomination), standing) in store::list_standings(conn, round)? {
        let (Some(name), Some(candidate)) = (names.get(&member), candidates.get(&nomination))
        else {
            continue;
        };
        lines.push(Line {
            member_name: (*name).clone(),
            nomination,
            candidate_name: candidate.name.clone(),
            school: candidate.school_name.clone(),
            found: told.remove(&(member, nomination)).unwrap_or_default(),
            standing,
            is_open: open.contains(&(member, nomination)),
            tick: tick(&pins, &kinds, (member, nomination)),
            reason: pins
                .remove(&(member, nomination))
                .map_or_else(String::new, |it| it.reason),
        });
    }
    lines.sort_by_key(|it| !it.is_open);
    Ok(lines)
}

/// A pair as a tick sends it: `member:nomination:glimpse`.
fn tick(
    pins: &BTreeMap<store::Pair, Pin>,
    kinds: &BTreeMap<store::Pair, BTreeSet<ConflictKind>>,
    pair: store::Pair,
) -> String {
    let none = BTreeSet::new();
    let pinned = pins.get(&pair).map(Pin::seen);
    let glimpse = glimpse(kinds.get(&pair).unwrap_or(&none), pinned);
    format!("{}:{}:{glimpse}", pair.0, pair.1)
}

fn load_places(
    conn: &mut Conn,
    found: &[Conflict],
) -> Result<HashMap<OrganizationId, String>, Error> {
    let mut ids = Vec::new();
    for it in found {
        if let Ok(Detail::School { school, .. }) = it.detail.read() {
            ids.push(school);
        }
    }
    organizations::store::load_names(conn, ids.into_iter())
}

fn in_words(
    frame: &Frame,
    conflict: &Conflict,
    places: &HashMap<OrganizationId, String>,
) -> Result<String, Error> {
    let detail: Detail = conflict
        .detail
        .read()
        .map_err(|error| Error::Fault(format!("conflict of {}: {error}", conflict.member_id)))?;
    let kind = frame.say(conflict.kind.name_key());
    Ok(match detail {
        Detail::School {
            school,
            from,
            until,
        } => {
            let message = Message::new("conflict-in-school")
                .with("kind", kind)
                .with("school", places.get(&school).cloned().unwrap_or_default())
                .with("from", from)
                .with("until", until);
            frame.tell(message)
        }
        Detail::Round { .. } => kind,
        Detail::Stated {
            stated_by,
            note,
            since,
            until,
        } => {
            let key = match stated_by {
                StatedBy::Nominee => "conflict-stated-by-nominee",
                StatedBy::Bureau => "conflict-stated-by-bureau",
            };
            let day =
                |it: Option<NaiveDate>| it.map_or_else(String::new, |it| frame.words.date(it));
            let told = Message::new(key).with("kind", kind).with("note", note);
            let told = frame.tell(told);
            if since.is_none() && until.is_none() {
                told
            } else {
                format!("{told} {} – {}", day(since), day(until))
            }
        }
        Detail::Said { note } => frame.tell(
            Message::new("conflict-said")
                .with("kind", kind)
                .with("note", note),
        ),
    })
}

/// The candidates of a round as a member may know them.
#[derive(Debug, Template)]
#[template(path = "selection/candidates.html")]
pub struct CandidatesPage {
    frame: Frame,
    running: Running,
    candidates: Vec<Candidate>,
    blocked: String,
    values: Values,
    problems: Problems,
}

impl CandidatesPage {
    /// For whoever was asked to serve. Candidates with whom one is in conflict are not there. Names are
    /// here even where the review is blind: nobody can declare a tie to a number. Which number is who
    /// stays with the secretary.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        id: RoundId,
        (values, errors): (Values, &FieldErrors),
    ) -> Result<CandidatesPage, Error> {
        let (running, member) = actions::load_as_asked(conn, context, id)?;
        let barred = store::list_barred(conn, member.id)?;
        let mut candidates = list_candidates(conn, id)?;
        candidates.retain(|it| !barred.contains(&it.nomination));
        if running.programme.review.is_blind {
            // The queue tells each number's subject: here it would tell who is which number.
            for it in &mut candidates {
                it.subject = None;
            }
        }
        let refusal = running
            .may_now(Permission::ManageConflicts, context.today())
            .err();
        Ok(CandidatesPage {
            blocked: refusal.map_or_else(String::new, |it| frame.tell(Message::from(it))),
            problems: errors.in_words(frame.words),
            running,
            candidates,
            frame,
            values,
        })
    }

    fn way(&self) -> [Link; 1] {
        [Link::new(
            self.frame.say("seats-title"),
            committees::pages::OWN,
        )]
    }

    fn ties(&self) -> Vec<Choice> {
        tie_choices(&self.frame, self.values.get("kind"))
    }

    fn choices(&self) -> Vec<Choice> {
        let chosen = self.values.get("nomination");
        let candidates = self.candidates.iter();
        candidates
            .map(|it| {
                let label = format!("{} · {}", it.name, it.school_name);
                Choice::new(it.nomination.to_string(), label, chosen)
            })
            .collect()
    }
}

/// Where a nominee states ties to people who may sit on the committee.
pub fn stated_href(nomination: NominationId) -> String {
    format!("/nominations/{nomination}/ties")
}

/// The ties that a nominee stated.
#[derive(Debug, Template)]
#[template(path = "selection/stated_ties.html")]
pub struct StatedTiesPage {
    frame: Frame,
    running: Running,
    nomination: NominationId,
    ties: Vec<(StatedTie, String, String)>,
    blocked: String,
    values: Values,
    problems: Problems,
}

impl StatedTiesPage {
    /// For the nominee alone.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        id: NominationId,
        (values, errors): (&Values, &FieldErrors),
    ) -> Result<StatedTiesPage, Error> {
        let (nomination, running) = stated::load_own(conn, context, id)?;
        let allowed = stated::may_state(&running, context.today());
        Ok(StatedTiesPage {
            blocked: frame.why_not(allowed)?.err().unwrap_or_default(),
            ties: store::list_stated_by_nominee(conn, nomination.person_id)?,
            problems: errors.in_words(frame.words),
            values: values.clone(),
            nomination: id,
            running,
            frame,
        })
    }

    fn way(&self) -> [Link; 2] {
        let nomination = nominations::pages::href(self.nomination);
        [
            Link::new(self.frame.say("nav-selection"), "/selection"),
            Link::new(&self.running.round.title, nomination),
        ]
    }

    fn kinds(&self) -> Vec<Choice> {
        tie_choices(&self.frame, self.values.get("kind"))
    }

    fn kind(&self, tie: &StatedTie) -> String {
        self.frame.say(tie.kind.conflict().name_key())
    }
}

fn tie_choices(frame: &Frame, chosen: &str) -> Vec<Choice> {
    let kinds = TieKind::ALL.iter();
    kinds
        .map(|it| {
            let name: ConflictKind = it.conflict();
            Choice::new(it.as_str(), frame.say(name.name_key()), chosen)
        })
        .collect()
}
