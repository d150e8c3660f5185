//! Minutes on paper.

use std::collections::BTreeMap;

use askama::Template;

use super::actions::{Sight, load_seen};
use super::minutes::{Attended, Body, Counted, Item, Voted, was_led_by};
use super::pages::href;
use super::rules::Seat;
use super::{Meeting, MeetingId, Signature, store};
use crate::context::Context;
use crate::db::{At, Conn};
use crate::error::Error;
use crate::message::Message;
use crate::secrets::hex;
use crate::selection::committees::MemberId;
use crate::selection::nominations::NominationId;
use crate::selection::programmes::pages::{certainty, vote_words};
use crate::selection::rounds;
use crate::web::frame::Frame;
use crate::web::parts::{Chip, Link};

/// A seat with its signature.
#[derive(Debug)]
struct Signed {
    seat: Seat,
    /// Who signed; nobody yet.
    by: String,
    at: String,
    /// Whether the reader can sign in this seat.
    can_sign: bool,
}

/// Minutes, for whoever may see the meeting.
#[derive(Debug, Template)]
#[template(path = "selection/minutes.html")]
pub struct MinutesPage {
    frame: Frame,
    meeting: Meeting,
    running: rounds::Running,
    body: Body,
    digest: String,
    seats: Vec<Signed>,
    sight: Sight,
    names: BTreeMap<NominationId, String>,
    members: BTreeMap<MemberId, String>,
}

impl MinutesPage {
    /// Without candidates who do not exist for the reader.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        id: MeetingId,
    ) -> Result<MinutesPage, Error> {
        let (meeting, running, sight) = load_seen(conn, context, id)?;
        let minutes = store::find_minutes(conn, id)?.ok_or(Error::NotFound)?;
        let body = minutes.read()?.without(&sight.barred);
        let names = body.agenda.iter();
        let members = body.attendance.iter();
        Ok(MinutesPage {
            names: names.map(|it| (it.nomination, it.name.clone())).collect(),
            members: members.map(|it| (it.member, it.name.clone())).collect(),
            digest: hex(&minutes.digest),
            seats: seats(&frame, &sight, &body, &store::list_signatures(conn, id)?),
            body,
            meeting,
            running,
            sight,
            frame,
        })
    }

    fn way(&self) -> [Link; 3] {
        let round = &self.running.round;
        [
            Link::new(self.frame.say("nav-selection"), "/selection"),
            Link::new(&round.title, rounds::pages::href(round.id)),
            Link::new(self.frame.say("meeting-title"), href(self.meeting.id)),
        ]
    }

    fn time(&self, micros: i64) -> String {
        let at = At::from_micros(micros);
        at.map_or_else(String::new, |it| self.frame.words.date_time(it.utc()))
    }

    fn hours(&self) -> String {
        let (from, to) = (self.body.opened_at, self.body.closed_at);
        format!("{} – {}", self.time(from), self.time(to))
    }

    fn rule(&self) -> String {
        vote_words(self.frame.words, &self.body.rule.value)
    }

    fn rule_certainty(&self) -> Chip {
        certainty(&self.frame, self.body.rule.certainty)
    }

    fn stays(&self, attended: &Attended) -> String {
        if attended.stays.is_empty() {
            return self.frame.say("member-absent");
        }
        let stays = attended.stays.iter();
        let told: Vec<String> = stays
            .map(|(from, to)| format!("{} – {}", self.time(*from), self.time(*to)))
            .collect();
        told.join(&self.frame.say("list-comma"))
    }

    fn recused(&self, item: &Item) -> String {
        if !self.sight.sees_all {
            return String::new();
        }
        let names = item.recused.iter().filter_map(|it| self.members.get(it));
        let names: Vec<String> = names.cloned().collect();
        names.join(&self.frame.say("list-comma"))
    }

    fn ballot_name(&self, voted: &Voted) -> String {
        let name = if voted.is_among_tied() {
            Message::new("ballot-name-tied")
        } else {
            Message::new("ballot-name-first")
        };
        self.frame
            .tell(name.with("number", voted.number).with("seats", voted.seats))
    }

    fn voters(&self, voted: &Voted) -> String {
        let message = Message::new("minutes-voters")
            .with("voters", voted.voters)
            .with("from", self.time(voted.opened_at))
            .with("to", self.time(voted.closed_at));
        self.frame.tell(message)
    }

    fn missing(&self, voted: &Voted) -> String {
        let message = Message::new("minutes-missing-papers")
            .with("count", voted.missing)
            .with("reason", voted.close_reason.as_deref().unwrap_or_default());
        self.frame.tell(message)
    }

    /// Papers of voters who were not recused that did not come.
    fn not_cast(voted: &Voted, counted: &Counted) -> i64 {
        voted.voters - counted.recused - counted.yes - counted.no - counted.abstain
    }

    fn name(&self, counted: &Counted) -> &str {
        self.names
            .get(&counted.nomination)
            .map_or("", String::as_str)
    }

    /// Whether the reader is told what a share was taken of.
    fn shows_base(&self) -> bool {
        self.sight.sees_base(self.body.rule.value.base)
    }

    /// Why a ballot was declared void.
    fn void_told(&self, voted: &Voted) -> String {
        let reason = voted.close_reason.as_deref().unwrap_or_default();
        self.frame
            .tell(Message::new("minutes-ballot-void").with("reason", reason))
    }

    fn result_chip(&self, voted: &Voted, counted: &Counted) -> Chip {
        if voted.is_among_tied() {
            Chip::plain(self.frame.say("ballot-ranks"))
        } else if counted.has_passed {
            Chip::ok(self.frame.say("ballot-passed"))
        } else {
            Chip::plain(self.frame.say("ballot-not-passed"))
        }
    }
}

/// The signature of each seat, where there is one.
fn seats(frame: &Frame, sight: &Sight, body: &Body, signatures: &[Signature]) -> Vec<Signed> {
    let signed = |seat: &Seat| {
        let signature = signatures.iter().find(|it| it.seat == *seat);
        let is_seated = match seat {
            Seat::Chair => {
                let member = sight.member.as_ref();
                member.is_some_and(|it| was_led_by(body, it.id))
            }
            Seat::Secretary => sight.is_secretary,
        };
        Signed {
            seat: *seat,
            by: signature.map_or_else(String::new, |it| it.name.clone()),
            at: signature.map_or_else(String::new, |it| frame.words.date_time(it.signed_at.utc())),
            can_sign: signature.is_none() && is_seated,
        }
    };
    Seat::ALL.iter().map(signed).collect()
}
