//! Where the selections are that the matrix looks at.

use uuid::Uuid;
use xingtan::selection::committees::{self, ExpertId, MemberId, MemberState};
use xingtan::selection::meetings::{BallotId, MeetingId};
use xingtan::selection::nominations::{self, NominationId};
use xingtan::selection::reviews::ReviewId;
use xingtan::selection::rounds::RoundId;

use super::meeting;
use super::world::Seat;
use crate::support::city::City;
use crate::support::{TestAccount, TestApp};

/// What addresses of one selection are made of. What there is none of has an id that nobody has: no
/// asker may tell it from a hidden one.
#[derive(Clone)]
pub struct Place {
    /// The round.
    pub round: RoundId,
    /// A nomination in it.
    pub nomination: NominationId,
    /// A member of its committee.
    pub member: MemberId,
    /// The member's term in the pool.
    pub expert: ExpertId,
    /// Reviews, at least one.
    pub reviews: Vec<ReviewId>,
    /// A meeting.
    pub meeting: MeetingId,
    /// A ballot.
    pub ballot: BallotId,
}

impl Place {
    /// A round with a nomination and nothing else.
    pub fn of(round: RoundId, nomination: NominationId) -> Place {
        let none = Uuid::nil();
        Place {
            round,
            nomination,
            member: MemberId(none),
            expert: ExpertId(none),
            reviews: vec![ReviewId(none)],
            meeting: MeetingId(none),
            ballot: BallotId(none),
        }
    }
}

/// The selections of a world.
pub struct Places {
    /// A nomination that the school has, in its phase.
    pub applied: Place,
    /// A committee that was drawn and invited, and what comes after.
    pub seated: Place,
}

impl Places {
    /// Makes both.
    pub fn make(app: &TestApp, city: &City, by: &TestAccount) -> (Places, Vec<Seat>, ()) {
        let applied = nominate(app, by);
        let (seated, invited) = seat(app, city);
        meeting::make(app, &seated);
        let places = Places { applied, seated };
        (places, vec![("invited member", invited)], ())
    }

    /// One selection in place of both.
    pub fn at(place: Place) -> Places {
        Places {
            applied: place.clone(),
            seated: place,
        }
    }
}

fn nominate(app: &TestApp, by: &TestAccount) -> Place {
    let round = app.open_selection(20);
    app.advance(round, 31);
    let nomination = app.write_as(by, |conn, context| {
        let statement = "任教二十年，主持市级课题三项，指导青年教师五名，成绩显著。";
        let id = nominations::actions::apply(conn, context, round, statement)?;
        nominations::actions::submit(conn, context, id, 1)?;
        Ok(id)
    });
    Place::of(round, nomination.expect("an application in its phase"))
}

/// The second is the session of a member who was invited.
fn seat(app: &TestApp, city: &City) -> (Place, String) {
    let stage = app.committee_in(city, 1, 4);
    let members = stage.draw(app);
    let invited = members.iter().find(|it| it.state == MemberState::Invited);
    let member = invited.expect("somebody is invited");
    let terms = app.read(|conn| committees::store::list_terms(conn, member.person_id));
    let place = Place {
        member: member.id,
        expert: terms.expect("the pool")[0].id,
        meeting: MeetingId::new(),
        ballot: BallotId::new(),
        ..Place::of(stage.round, stage.candidates[0].1)
    };
    (place, stage.account(member).token.clone())
}
