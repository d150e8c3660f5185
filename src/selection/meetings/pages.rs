//! Pages of meetings: those of a round, a member's own, one with its room, agenda and ballots.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;

use super::actions::{
    Sight, check_close, check_open, list_serving, load_decided, load_room, load_seen, load_visible,
};
use super::rules::{self, Decided, Running, agenda, may_open_ballot};
use super::{Ballot, BallotId, Meeting, MeetingId, Stay, store, voting};
use crate::access::{Action, Facts, may};
use crate::context::Context;
use crate::db::{At, Conn};
use crate::error::{Error, FieldErrors};
use crate::message::Message;
use crate::selection::candidates::{self, list_official};
use crate::selection::committees::{self, Member, MemberId};
use crate::selection::conflicts;
use crate::selection::nominations::NominationId;
use crate::selection::nominations::candidates::{Candidate, list_candidates};
use crate::selection::phases::Permission;
use crate::selection::programmes::pages::{certainty, vote_words};
use crate::selection::reviews::rules::points;
use crate::selection::rounds::{self, RoundId};
use crate::web::form::Values;
use crate::web::frame::Frame;
use crate::web::language::Words;
use crate::web::parts::{Chip, Link, Problems};

/// Where the meetings of a round are.
pub fn list_href(round: RoundId) -> String {
    format!("/selection/{round}/meetings")
}

/// Where a meeting is.
pub fn href(id: MeetingId) -> String {
    format!("/meetings/{id}")
}

/// Where a ballot is.
pub fn ballot_href(id: BallotId) -> String {
    format!("/ballots/{id}")
}

/// Whether something goes on, as a chip.
pub(super) fn chip(frame: &Frame, state: Running) -> Chip {
    match state {
        Running::Open => Chip::wait(frame.say("meeting-open")),
        Running::Closed => Chip::plain(frame.say("meeting-closed")),
    }
}

/// How a ballot stands, as a chip.
pub(super) fn ballot_chip(frame: &Frame, ballot: &Ballot) -> Chip {
    if ballot.is_void {
        Chip::due(frame.say("ballot-void"))
    } else {
        chip(frame, ballot.state)
    }
}

/// A ballot's name.
pub(super) fn ballot_name(words: Words, ballot: &Ballot) -> String {
    let name = if ballot.is_among_tied {
        Message::new("ballot-name-tied")
    } else {
        Message::new("ballot-name-first")
    };
    words.tell(
        name.with("number", ballot.number)
            .with("seats", ballot.seats),
    )
}

/// The meetings of a round.
#[derive(Debug, Template)]
#[template(path = "selection/meetings.html")]
pub struct MeetingsPage {
    frame: Frame,
    running: rounds::Running,
    meetings: Vec<Meeting>,
    /// Whether the secretary can open one, or why not; none for others.
    may_open: Option<Result<(), String>>,
    values: Values,
    problems: Problems,
}

impl MeetingsPage {
    /// For the committee, its secretary, the bureau and the auditor.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        round: RoundId,
        (values, errors): (&Values, &FieldErrors),
    ) -> Result<MeetingsPage, Error> {
        let (running, sight) = load_visible(conn, context, round)?;
        let meetings = store::list(conn, round)?;
        let may_open = if sight.is_secretary {
            let in_phase = running.may_now(Permission::HoldMeeting, context.today());
            let free = match in_phase {
                Ok(()) => check_open(conn, &running),
                Err(refusal) => Err(refusal.into()),
            };
            Some(frame.why_not(free)?)
        } else {
            None
        };
        Ok(MeetingsPage {
            problems: errors.in_words(frame.words),
            values: values.clone(),
            running,
            meetings,
            may_open,
            frame,
        })
    }

    fn way(&self) -> [Link; 2] {
        way(&self.frame, &self.running)
    }

    fn chip(&self, meeting: &Meeting) -> Chip {
        chip(&self.frame, meeting.state)
    }

    fn told(&self, meeting: &Meeting) -> String {
        told(self.frame.words, meeting)
    }
}

fn way(frame: &Frame, running: &rounds::Running) -> [Link; 2] {
    let round = &running.round;
    [
        Link::new(frame.say("nav-selection"), "/selection"),
        Link::new(&round.title, rounds::pages::href(round.id)),
    ]
}

/// When and where.
fn told(words: Words, meeting: &Meeting) -> String {
    let message = Message::new("meeting-when-and-where")
        .with("at", words.date_time(meeting.opened_at.utc()))
        .with("place", meeting.place.as_str());
    words.tell(message)
}

/// Meetings of the rounds in which the reader serves.
#[derive(Debug, Template)]
#[template(path = "selection/own_meetings.html")]
pub struct OwnMeetingsPage {
    frame: Frame,
    meetings: Vec<(Meeting, String)>,
}

impl OwnMeetingsPage {
    /// For members.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
    ) -> Result<OwnMeetingsPage, Error> {
        may(&context.actor, Action::ServeOnCommittee, &Facts::default())?;
        Ok(OwnMeetingsPage {
            meetings: match context.actor.person {
                Some(person) => store::list_of_person(conn, person)?,
                None => Vec::new(),
            },
            frame,
        })
    }

    fn chip(&self, meeting: &Meeting) -> Chip {
        chip(&self.frame, meeting.state)
    }

    fn told(&self, meeting: &Meeting) -> String {
        told(self.frame.words, meeting)
    }
}

/// A member as the room has them.
#[derive(Debug)]
struct Seated {
    id: MemberId,
    name: String,
    is_chair: bool,
    is_here: bool,
    stays: String,
}

impl Seated {
    /// Whether the member was there at any time.
    fn has_come(&self) -> bool {
        !self.stays.is_empty()
    }
}

/// A candidate on the agenda.
#[derive(Debug)]
struct AgendaLine {
    name: String,
    detail: String,
    /// The official mean; empty where members do not read it beside a name.
    points: String,
    /// Who leaves the room; for the secretary only.
    recused: Vec<String>,
}

/// One meeting.
#[derive(Debug, Template)]
#[template(path = "selection/meeting.html")]
pub struct MeetingPage {
    frame: Frame,
    meeting: Meeting,
    running: rounds::Running,
    sight: Sight,
    seated: Vec<Seated>,
    agenda: Vec<AgendaLine>,
    exits: usize,
    ballots: Vec<Ballot>,
    is_quorate: bool,
    present: i64,
    needed: i64,
    /// Whether the secretary can say now who is there.
    may_attend: Result<(), String>,
    /// Whether the secretary can open a ballot now.
    may_vote: Result<(), String>,
    /// Whether the secretary can close it, but for remarks.
    may_close: Result<(), String>,
    /// Whether candidates are tied at the last seats.
    is_tied: bool,
    values: Values,
    problems: Problems,
}

impl MeetingPage {
    /// For whoever may see it, without candidates who do not exist for the reader.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        id: MeetingId,
        (values, errors): (&Values, &FieldErrors),
    ) -> Result<MeetingPage, Error> {
        let (meeting, running, sight) = load_seen(conn, context, id)?;
        let today = context.today();
        let round = meeting.round_id;
        let serving = list_serving(conn, round)?;
        let (room, here) = load_room(conn, &meeting, &running)?;
        let stays = store::list_stays(conn, id)?;
        let named = committees::store::list_named(conn, round)?;
        let all_ballots = store::list_ballots(conn, round)?;
        let standing = voting::load_standing(conn, &running.round, &all_ballots)?;
        let left = standing.map_or(1, |it| it.tie.map_or(0, |tie| tie.candidates.len()));
        let is_open = all_ballots.iter().any(|it| it.state == Running::Open);
        let may_vote = running
            .may_now(Permission::CastVote, today)
            .map_err(Error::from);
        let may_vote =
            may_vote.and_then(|()| Ok(may_open_ballot(meeting.state, is_open, &room, left)?));
        let decided = load_decided(conn, &running)?;
        // Remarks are written in the form.
        let may_close = check_close(conn, &meeting, &running, (false, "-"));
        let may_attend = running.may_now(Permission::HoldMeeting, today);
        let seated = named
            .into_iter()
            .filter(|(member, _)| serving.contains_key(&member.id))
            .map(|(member, name)| seat(frame.words, &member, name, &here, &stays))
            .collect();
        let (agenda, exits) = load_agenda(conn, &meeting, &running, &sight, &serving)?;
        Ok(MeetingPage {
            problems: errors.in_words(frame.words),
            values: values.clone(),
            seated,
            agenda,
            exits,
            ballots: all_ballots
                .into_iter()
                .filter(|it| it.meeting_id == id)
                .collect(),
            is_quorate: rules::is_quorate(room.rule, room.serving, room.present),
            needed: rules::needed_for_quorum(room.rule, room.serving),
            present: room.present,
            may_attend: frame.why_not(may_attend.map_err(Error::from))?,
            may_vote: frame.why_not(may_vote)?,
            may_close: frame.why_not(may_close)?,
            is_tied: decided == Decided::Tied,
            meeting,
            running,
            sight,
            frame,
        })
    }

    fn way(&self) -> [Link; 3] {
        let [selection, round] = way(&self.frame, &self.running);
        let list = list_href(self.running.round.id);
        [
            selection,
            round,
            Link::new(self.frame.say("meetings-title"), list),
        ]
    }

    fn chip(&self) -> Chip {
        chip(&self.frame, self.meeting.state)
    }

    fn told(&self) -> String {
        told(self.frame.words, &self.meeting)
    }

    fn is_open(&self) -> bool {
        self.meeting.state == Running::Open
    }

    fn runs(&self) -> bool {
        self.sight.is_secretary && self.is_open()
    }

    fn can_attend(&self) -> bool {
        self.runs() && self.may_attend.is_ok()
    }

    /// Who is there; once it is over, who came.
    fn quorum(&self) -> String {
        if !self.is_open() {
            let came = self.seated.iter().filter(|it| it.has_come()).count();
            let message = Message::new("meeting-attended")
                .with("committee", self.seated.len())
                .with("came", came)
                .with("absent", self.seated.len() - came);
            return self.frame.tell(message);
        }
        let message = Message::new("meeting-quorum")
            .with("committee", self.seated.len())
            .with("present", self.present)
            .with("needed", self.needed);
        self.frame.tell(message)
    }

    fn quorum_chip(&self) -> Chip {
        if self.is_quorate {
            Chip::ok(self.frame.say("meeting-is-quorate"))
        } else {
            Chip::due(self.frame.say("meeting-is-not-quorate"))
        }
    }

    fn rule(&self) -> String {
        vote_words(self.frame.words, &self.running.programme.ballot.value)
    }

    fn rule_certainty(&self) -> Chip {
        certainty(&self.frame, self.running.programme.ballot.certainty)
    }

    fn listed(&self, names: &[String]) -> String {
        names.join(&self.frame.say("list-comma"))
    }

    /// The mean that stands beside the candidates, where it does.
    fn points_heading(&self) -> Option<String> {
        let has_points = self.agenda.iter().any(|it| !it.points.is_empty());
        let official = self.running.programme.review.official.value;
        has_points.then(|| self.frame.say(official.name_key()))
    }

    /// Where a member reads about all candidates.
    fn candidates_href(&self) -> Option<String> {
        candidates_href(&self.sight, self.running.round.id)
    }

    fn exits_told(&self) -> String {
        self.frame
            .tell(Message::new("meeting-exits").with("count", self.exits))
    }

    fn here_chip(&self, seated: &Seated) -> Chip {
        let (is_well, key) = match (self.is_open(), seated.is_here, seated.has_come()) {
            (true, true, _) => (true, "member-here"),
            (true, false, _) => (false, "member-away"),
            (false, _, true) => (true, "member-came"),
            (false, _, false) => (false, "member-absent"),
        };
        if is_well {
            Chip::ok(self.frame.say(key))
        } else {
            Chip::plain(self.frame.say(key))
        }
    }

    fn ballot_name(&self, ballot: &Ballot) -> String {
        ballot_name(self.frame.words, ballot)
    }

    fn ballot_chip(&self, ballot: &Ballot) -> Chip {
        ballot_chip(&self.frame, ballot)
    }

    fn blocked(&self) -> &str {
        reason(&self.may_vote)
    }

    fn blocked_close(&self) -> &str {
        reason(&self.may_close)
    }
}

/// Why a button is blocked; nothing if it is not.
pub(super) fn reason(may: &Result<(), String>) -> &str {
    match may {
        Ok(()) => "",
        Err(reason) => reason,
    }
}

fn seat(
    words: Words,
    member: &Member,
    name: String,
    here: &BTreeSet<MemberId>,
    stays: &[Stay],
) -> Seated {
    let time = |at: At| words.date_time(at.utc());
    let own = stays.iter().filter(|it| it.member_id == member.id);
    let told: Vec<String> = own
        .map(|stay| match stay.left_at {
            Some(left_at) => format!("{} – {}", time(stay.arrived_at), time(left_at)),
            None => format!("{} –", time(stay.arrived_at)),
        })
        .collect();
    Seated {
        id: member.id,
        is_chair: member.is_chair,
        is_here: here.contains(&member.id),
        stays: told.join(&words.say("list-comma")),
        name,
    }
}

/// The agenda as the reader may see it, and how often somebody leaves the room.
fn load_agenda(
    conn: &mut Conn,
    meeting: &Meeting,
    running: &rounds::Running,
    sight: &Sight,
    serving: &BTreeMap<MemberId, Member>,
) -> Result<(Vec<AgendaLine>, usize), Error> {
    let round = meeting.round_id;
    let candidates = list_candidates(conn, round)?;
    let names: BTreeMap<MemberId, String> = committees::store::list_named(conn, round)?
        .into_iter()
        .map(|(member, name)| (member.id, name))
        .collect();
    let mut recused: BTreeMap<NominationId, BTreeSet<MemberId>> = BTreeMap::new();
    for (member, candidate) in conflicts::store::list_all_barred(conn, round)? {
        if serving.contains_key(&member) {
            recused.entry(candidate).or_default().insert(member);
        }
    }
    let order = meeting.agenda()?;
    let nobody = BTreeSet::new();
    let exits = agenda::exits(order.iter().map(|it| recused.get(it).unwrap_or(&nobody)));
    let means = list_official(conn, running, &sight.barred)?;
    let mut lines = Vec::new();
    for id in order.into_iter().filter(|it| sight.sees(*it)) {
        let Some(candidate) = candidates.iter().find(|it| it.nomination == id) else {
            continue;
        };
        let leaving = recused.get(&id).into_iter().flatten();
        let leaving = leaving.filter_map(|it| names.get(it).cloned());
        lines.push(AgendaLine {
            name: candidate.name.clone(),
            detail: detail(candidate, running, sight),
            points: means.get(&id).copied().map_or_else(String::new, points),
            recused: if sight.sees_all {
                leaving.collect()
            } else {
                Vec::new()
            },
        });
    }
    Ok((lines, exits))
}

/// Where a member reads about all candidates; none for officers, who have the report.
pub(super) fn candidates_href(sight: &Sight, round: RoundId) -> Option<String> {
    let member = sight.member.as_ref();
    member.map(|_| candidates::pages::list_href(round))
}

/// School and subject. Members of a blind committee read subjects beside numbers, and so none beside
/// names: the only one of a subject would have a number, and with it a mean.
pub(super) fn detail(candidate: &Candidate, running: &rounds::Running, sight: &Sight) -> String {
    if running.programme.review.is_blind && !sight.sees_all {
        return candidate.school_name.clone();
    }
    let subject = candidate.subject.as_deref().unwrap_or_default();
    format!("{} {subject}", candidate.school_name)
        .trim()
        .to_owned()
}
