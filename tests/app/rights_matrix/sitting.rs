//! A committee at work, with everybody around it who must not know something: reviewers before and
//! after their own review is in, a member in conflict, officers who are members or candidates.

use xingtan::access::Role;
use xingtan::people::Person;
use xingtan::selection::committees::{Member, MemberState};
use xingtan::selection::meetings::rules::Choice;
use xingtan::selection::meetings::{BallotId, actions as meetings, voting};
use xingtan::selection::nominations::NominationId;
use xingtan::selection::reviews::{ReviewId, questions, store as reviews};
use xingtan::selection::{assignments, committees};

use super::places::{Place, Places};
use super::world::{Seat, World};
use crate::support::TestApp;
use crate::support::city::{City, TestAccount};
use crate::support::committee::{Committee, small};
use crate::support::reviews::hand_in;

/// Members as askers, in the order of the committee.
pub const MEMBERS: [&str; 7] = [
    "reviewer who writes",
    "reviewer of one",
    "reviewer who is done",
    "reviewer of the other",
    "member in conflict",
    "member who is an officer",
    "member who is a school head",
];

/// An officer of the bureau who may yet move up.
const RESERVE: &str = "reserve who is an officer";

/// The members in conflict with the first candidate.
const IN_CONFLICT: [usize; 3] = [4, OFFICER, SCHOOL_HEAD];
/// The member who is an officer of the bureau.
const OFFICER: usize = 5;
/// The member who leads the candidates' school.
const SCHOOL_HEAD: usize = 6;

/// A world around a committee of six that serves, and two candidates.
pub struct Sitting {
    /// The world; its addresses lead here.
    pub world: World,
    /// The committee with its round, in its phase of conflicts.
    pub stage: Committee,
    /// Who serves: see [`MEMBERS`].
    pub members: Vec<Member>,
}

impl Sitting {
    /// Makes it.
    pub fn make(app: &TestApp) -> Sitting {
        let (world, (stage, members)) = World::around(app, |app, city, _| seat(app, city));
        Sitting {
            world,
            stage,
            members,
        }
    }

    /// A candidate.
    pub fn candidate(&self, at: usize) -> NominationId {
        self.stage.candidates[at].1
    }

    /// A member's account.
    pub fn account(&self, member: usize) -> &TestAccount {
        &self.stage.experts[member].account
    }

    /// Goes on by so many phases.
    pub fn go_on(&self, app: &TestApp, phases: usize) {
        for _ in 0..phases {
            app.advance(self.stage.round, 31);
        }
    }

    /// Where the addresses lead.
    pub fn place(&mut self) -> &mut Place {
        &mut self.world.places.seated
    }

    /// Lets these pairs of member and candidate have a review each; addresses lead to all of them.
    pub fn assign(&mut self, app: &TestApp, pairs: &[(usize, usize)]) -> Vec<ReviewId> {
        let round = self.stage.round;
        let assigned = pairs.iter().map(|(member, candidate)| {
            let pair = (self.members[*member].id, self.candidate(*candidate));
            app.write_as(&self.stage.secretary, |conn, context| {
                assignments::actions::add(conn, context, round, pair, "专业对口")
            })
            .expect("a pair that nothing stands between")
        });
        let reviews: Vec<ReviewId> = assigned.collect();
        self.world.places.applied.reviews.clone_from(&reviews);
        reviews
    }

    /// Hands a member's review in with the same points for all.
    pub fn hand_in(&self, app: &TestApp, (member, id): (usize, ReviewId), points: &str) {
        hand_in(app, self.account(member), id, points).expect("a complete review");
    }

    /// A member asks a candidate something, which the secretary passes on.
    pub fn ask(&self, app: &TestApp, (member, id): (usize, ReviewId)) {
        let text = "请问课题何时结题？";
        app.write_as(self.account(member), |conn, context| {
            questions::ask(conn, context, id, text)
        })
        .expect("a reviewer who writes");
        let round = self.stage.round;
        let asked = app.read(|conn| reviews::list_questions(conn, round));
        let asked = asked.expect("a question")[0].0.id;
        app.write_as(&self.stage.secretary, |conn, context| {
            questions::forward(conn, context, (round, asked), 1, text)
        })
        .expect("a question that waits");
    }

    /// Opens a meeting at which everybody is, and a ballot in the phase for it.
    pub fn meet(&mut self, app: &TestApp) -> BallotId {
        self.go_on(app, 3);
        let (round, secretary) = (self.stage.round, &self.stage.secretary);
        let all: Vec<_> = self.members.iter().map(|it| it.id).collect();
        let meeting = app
            .write_as(secretary, |conn, context| {
                let id = meetings::open_meeting(conn, context, round, "市局三楼会议室")?;
                meetings::arrive(conn, context, id, &all)?;
                Ok(id)
            })
            .expect("a committee that serves");
        self.go_on(app, 1);
        let secretary = &self.stage.secretary;
        let ballot = app
            .write_as(secretary, |conn, context| {
                voting::open_ballot(conn, context, meeting)
            })
            .expect("a quorum");
        (self.place().meeting, self.place().ballot) = (meeting, ballot);
        ballot
    }

    /// A member casts both papers; of the first candidate there is none for whoever is in conflict.
    pub fn cast(&self, app: &TestApp, ballot: BallotId, member: usize, choices: [Choice; 2]) {
        let papers = (0..).zip(choices);
        let papers = papers
            .filter(|(candidate, _)| *candidate != 0 || !IN_CONFLICT.contains(&member))
            .map(|(candidate, choice)| (self.candidate(candidate), choice))
            .collect();
        app.write_as(self.account(member), |conn, context| {
            voting::cast(conn, context, ballot, &papers)
        })
        .expect("a member's own papers");
    }

    /// Closes a ballot when all is cast.
    pub fn close(&self, app: &TestApp, ballot: BallotId) {
        app.write_as(&self.stage.secretary, |conn, context| {
            voting::close_ballot(conn, context, ballot, 1, "")
        })
        .expect("all is cast");
    }
}

fn wait_as_reserve(app: &TestApp, member: &Member) {
    app.write(|conn, _| {
        let reserve = Member {
            state: MemberState::Reserve,
            ..member.clone()
        };
        committees::store::save(conn, &reserve, member.version)
    })
    .expect("a member");
}

fn seat(app: &TestApp, city: &City) -> (Places, Vec<Seat>, (Committee, Vec<Member>)) {
    let mut programme = small();
    programme.review.each.value = 3;
    let stage = app.committee_under(&programme, city, (2, MEMBERS.len() + 1));
    let mut members = stage.sit(app);
    wait_as_reserve(app, &members.pop().expect("one more than serves"));
    for member in IN_CONFLICT {
        stage.pin(app, (members[member].id, stage.candidates[0].1), true);
    }
    let own = |person: &Person| {
        let builder = app.account(&person.teacher_number).named(&person.name);
        builder.of(person).with(Role::Teacher, &city.school)
    };
    let (first, second) = (&stage.candidates[0].0, &stage.candidates[1].0);
    let officer = own(second).with(Role::BureauHr, &city.bureau).sign_in();
    let mut seats = vec![
        ("candidate", own(first).sign_in().token),
        ("candidate who is an officer", officer.token),
    ];
    let accounts = stage.experts.iter().map(|it| it.account.token.clone());
    seats.extend(MEMBERS.into_iter().zip(accounts));
    let officer = &stage.experts[OFFICER].account;
    app.grant(officer, Role::BureauHr, city.bureau.id);
    let reserve = &stage.experts[MEMBERS.len()].account;
    app.grant(reserve, Role::BureauHr, city.bureau.id);
    seats.push((RESERVE, reserve.token.clone()));
    let head = &stage.experts[SCHOOL_HEAD].account;
    app.grant(head, Role::SchoolHead, city.school.id);
    let terms = app.read(|conn| committees::store::list_terms(conn, members[0].person_id));
    let place = Place {
        member: members[0].id,
        expert: terms.expect("the pool")[0].id,
        ..Place::of(stage.round, stage.candidates[0].1)
    };
    (Places::at(place), seats, (stage, members))
}
