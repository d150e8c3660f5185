//! What tests of meetings and results are told in: a committee in its room, ballots, signed minutes.

use std::collections::BTreeMap;
use std::sync::Barrier;

use xingtan::access::Role;
use xingtan::error::Error;
use xingtan::organizations::Organization;
use xingtan::selection::committees::Member;
use xingtan::selection::conflicts;
use xingtan::selection::meetings::rules::{Choice, Seat};
use xingtan::selection::meetings::{BallotId, MeetingId, actions, minutes, store, voting};
use xingtan::selection::nominations::NominationId;
use xingtan::selection::rounds::RoundId;

use super::committee::Committee;
use super::{TestAccount, TestApp};

/// A committee that meets: everybody who serves is in the room, and ballots may be opened.
pub struct Meeting {
    /// The committee with its round.
    pub committee: Committee,
    /// Who serves, the chair first.
    pub members: Vec<Member>,
    /// The meeting.
    pub id: MeetingId,
}

impl TestApp {
    /// Somebody with one role, whose session begins now.
    pub fn fresh_officer(&self, role: Role, place: &Organization) -> TestAccount {
        let login = format!("{role}{}", uuid::Uuid::now_v7().simple());
        self.account(&login).with(role, place).sign_in()
    }

    /// A committee of three in its room, about so many candidates for two seats.
    pub fn meeting(&self, candidates: usize) -> Meeting {
        self.meeting_with(candidates, &[])
    }

    /// The same, where the secretary found that members (by their place) are in conflict with
    /// candidates.
    pub fn meeting_with(&self, candidates: usize, conflicts: &[(usize, usize)]) -> Meeting {
        self.meeting_of(self.committee(candidates, 6), conflicts)
    }

    /// The same for a committee there is.
    pub fn meeting_of(&self, committee: Committee, conflicts: &[(usize, usize)]) -> Meeting {
        let members = committee.seat(self);
        for (member, candidate) in conflicts {
            let pair = (members[*member].id, committee.candidates[*candidate].1);
            self.pin(&committee, pair);
        }
        for _ in 0..3 {
            self.advance(committee.round, 31);
        }
        let id = self
            .write_as(&committee.secretary, |conn, context| {
                let id = actions::open_meeting(conn, context, committee.round, "市局三楼会议室")?;
                let all: Vec<_> = members.iter().map(|it| it.id).collect();
                actions::arrive(conn, context, id, &all)?;
                Ok(id)
            })
            .expect("a committee that serves");
        self.advance(committee.round, 31);
        Meeting {
            committee,
            members,
            id,
        }
    }

    /// Four candidates for two seats: two take them, one waits, one does not pass. The minutes are
    /// signed, and results may be posted.
    pub fn voted(&self) -> Meeting {
        let meeting = self.meeting(4);
        meeting.ballot(self, &[(0, 3), (1, 3), (2, 2), (3, 1)]);
        meeting.sign(self);
        self.advance(meeting.round(), 31);
        meeting
    }

    fn pin(
        &self,
        committee: &Committee,
        (member, nomination): (xingtan::selection::committees::MemberId, NominationId),
    ) {
        self.write_as(&committee.secretary, |conn, context| {
            let pin = conflicts::Pin {
                member_id: member,
                nomination_id: nomination,
                is_conflict: true,
                reason: "曾是师徒".to_owned(),
                pinned_at: context.at,
            };
            conflicts::store::save_pin(conn, &pin)
        })
        .expect("a pair of the round");
    }
}

impl Meeting {
    /// The round.
    pub fn round(&self) -> RoundId {
        self.committee.round
    }

    /// A candidate by place.
    pub fn candidate(&self, at: usize) -> NominationId {
        self.committee.candidates[at].1
    }

    /// The account of a member by place.
    pub fn account(&self, at: usize) -> &TestAccount {
        self.committee.account(&self.members[at])
    }

    /// Opens a ballot.
    pub fn open_ballot(&self, app: &TestApp) -> Result<BallotId, Error> {
        app.write_as(&self.committee.secretary, |conn, context| {
            voting::open_ballot(conn, context, self.id)
        })
    }

    /// A member's papers, by the places of candidates.
    pub fn cast(
        &self,
        app: &TestApp,
        ballot: BallotId,
        member: usize,
        papers: &[(usize, Choice)],
    ) -> Result<(), Error> {
        let papers: BTreeMap<NominationId, Choice> = papers
            .iter()
            .map(|(at, choice)| (self.candidate(*at), *choice))
            .collect();
        app.write_as(self.account(member), |conn, context| {
            voting::cast(conn, context, ballot, &papers)
        })
    }

    /// Closes a ballot and counts it.
    pub fn close_ballot(&self, app: &TestApp, ballot: BallotId, reason: &str) -> Result<(), Error> {
        app.write_as(&self.committee.secretary, |conn, context| {
            let seen = store::load_ballot(conn, ballot)?.version;
            voting::close_ballot(conn, context, ballot, seen, reason)
        })
    }

    /// Declares a ballot void.
    pub fn void_ballot(&self, app: &TestApp, ballot: BallotId, reason: &str) -> Result<(), Error> {
        app.write_as(&self.committee.secretary, |conn, context| {
            let seen = store::load_ballot(conn, ballot)?.version;
            voting::void_ballot(conn, context, ballot, seen, reason)
        })
    }

    /// A ballot in which each candidate gets so many yes votes from the first members, and no from the
    /// rest.
    pub fn ballot(&self, app: &TestApp, yes: &[(usize, usize)]) -> BallotId {
        let ballot = self.open_ballot(app).expect("a quorum and candidates");
        for member in 0..self.members.len() {
            let choice = |count: usize| {
                if member < count {
                    Choice::Yes
                } else {
                    Choice::No
                }
            };
            let papers: Vec<_> = yes
                .iter()
                .map(|(at, count)| (*at, choice(*count)))
                .collect();
            self.cast(app, ballot, member, &papers)
                .expect("a member's own papers");
        }
        self.close_ballot(app, ballot, "").expect("all is cast");
        ballot
    }

    /// Closes the meeting; chair and secretary sign its minutes.
    pub fn sign(&self, app: &TestApp) {
        app.write_as(&self.committee.secretary, |conn, context| {
            let seen = store::load(conn, self.id)?.version;
            actions::close_meeting(conn, context, self.id, seen, "")
        })
        .expect("everything was decided");
        self.sign_minutes(app);
    }

    /// Chair and secretary sign the minutes of the meeting, which is over.
    pub fn sign_minutes(&self, app: &TestApp) {
        app.write_as(&self.committee.secretary, |conn, context| {
            minutes::sign(conn, context, self.id, Seat::Secretary)
        })
        .expect("the secretary");
        app.write_as(self.account(0), |conn, context| {
            minutes::sign(conn, context, self.id, Seat::Chair)
        })
        .expect("the chair");
    }
}

/// Two threads do the same at the same moment; who won, and what the other was told.
pub fn at_once<T: Send + std::fmt::Debug>(
    job: impl Fn(usize) -> Result<T, Error> + Sync,
) -> (usize, Vec<Error>) {
    let start = Barrier::new(2);
    let results = std::thread::scope(|scope| {
        let threads = [0, 1].map(|at| {
            let (start, job) = (&start, &job);
            scope.spawn(move || {
                start.wait();
                job(at)
            })
        });
        threads.map(|it| it.join().expect("no panic"))
    });
    let won = results.iter().filter(|it| it.is_ok()).count();
    (won, results.into_iter().filter_map(Result::err).collect())
}
