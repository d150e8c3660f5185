//! What tests of committees are told in: candidates who stand, experts with accounts, a committee
//! that serves.

use uuid::Uuid;
use xingtan::access::Role;
use xingtan::credit_bank::claims::rules::Offices;
use xingtan::db::Json;
use xingtan::organizations::Organization;
use xingtan::people::{Person, Post};
use xingtan::selection::committees::actions::{self, AnswerTo};
use xingtan::selection::committees::{Member, MemberId, MemberState, experts, store};
use xingtan::selection::nominations::rules::{NominationState, route};
use xingtan::selection::nominations::{self, Nomination, NominationId, versions};
use xingtan::selection::programmes::rules::parse;
use xingtan::selection::programmes::store::SHIPPED;
use xingtan::selection::programmes::{self, Programme};
use xingtan::selection::quotas::Dimension;
use xingtan::selection::quotas::rules::Typed;
use xingtan::selection::rounds::rules::RoundFields;
use xingtan::selection::rounds::{self, RoundId};
use xingtan::workflow::approval::case::{Act, Actor, Applicant, Capacity, Case, Office, Seat};
use xingtan::workflow::approval::{self, stored};

use super::TestApp;
use super::bank::day;
use super::city::{City, TestAccount};

/// Somebody with an account.
pub struct Expert {
    /// The file.
    pub person: Person,
    /// The account, with the role of a committee member.
    pub account: TestAccount,
}

/// A round whose committee is to be drawn.
pub struct Committee {
    /// The bureau that runs it.
    pub bureau: Organization,
    /// The school of the candidates.
    pub school: Organization,
    /// The round, in its phase of conflicts.
    pub round: RoundId,
    /// Teachers of the city's school who stand.
    pub candidates: Vec<(Person, NominationId)>,
    /// Experts in the pool, each of a school and a district of their own.
    pub experts: Vec<Expert>,
    /// Its secretary.
    pub secretary: TestAccount,
}

/// Three members, one reserve, two reviews of each candidate.
pub fn small() -> Programme {
    let mut programme = parse(SHIPPED[0].1).expect("the shipped programme is right");
    "small".clone_into(&mut programme.key);
    programme.committee.members.value = 3;
    programme.committee.reserves.value = 1;
    programme.committee.per_district_max.value = 2;
    programme.funnel.nominees_per_seat.value = [30, 1];
    programme.review.each.value = 2;
    programme.review.load_max.value = 10;
    programme
}

impl TestApp {
    /// So many candidates of one school before a pool of so many experts, in a new city.
    pub fn committee(&self, candidates: usize, experts: usize) -> Committee {
        self.committee_in(&self.city(), candidates, experts)
    }

    /// The same in a city there is.
    pub fn committee_in(&self, city: &City, candidates: usize, experts: usize) -> Committee {
        self.committee_under(&small(), city, (candidates, experts))
    }

    /// The same under the small programme with a change, in a new city.
    pub fn committee_of(
        &self,
        candidates: usize,
        experts: usize,
        change: impl Fn(&mut Programme),
    ) -> Committee {
        let mut programme = small();
        change(&mut programme);
        self.committee_under(&programme, &self.city(), (candidates, experts))
    }

    /// The same under any programme, in a city there is.
    pub fn committee_under(
        &self,
        programme: &Programme,
        city: &City,
        (candidates, experts): (usize, usize),
    ) -> Committee {
        let teachers: Vec<Person> = (0..candidates)
            .map(|at| self.teacher(&city.school, &format!("C{at:03}"), &format!("人选{at}")))
            .collect();
        let experts: Vec<Expert> = (0..experts).map(|at| self.expert(city, at)).collect();
        let round = self.round_under(programme);
        self.advance(round, 31);
        let candidates: Vec<_> = teachers
            .into_iter()
            .map(|it| {
                let id = self.candidate(round, &it, &city.school, &city.bureau);
                (it, id)
            })
            .collect();
        for _ in 0..4 {
            self.advance(round, 31);
        }
        Committee {
            secretary: self
                .account("the secretary")
                .with(Role::CommitteeSecretary, &city.bureau)
                .sign_in(),
            bureau: city.bureau.clone(),
            school: city.school.clone(),
            round,
            candidates,
            experts,
        }
    }

    /// A round of the small programme, shared out, in preparation.
    pub fn small_round(&self) -> RoundId {
        self.round_under(&small())
    }

    fn round_under(&self, programme: &Programme) -> RoundId {
        let fields = RoundFields {
            title: "2026 年小型评选".to_owned(),
            seats: 2,
            cutoff_on: day(11, 1),
            starts_on: day(11, 23),
        };
        let round = self.write(|conn, context| {
            programmes::store::keep(conn, programme, context.at)?;
            rounds::actions::open_round(conn, context, ("small", "teacher"), &fields)
        });
        let round = round.expect("a round that obeys the rules");
        // All candidates come from one district.
        let floor = Typed {
            key: "440106".to_owned(),
            floor: "40".to_owned(),
            cap: String::new(),
        };
        self.share(round, Dimension::District, &[floor]);
        round
    }

    fn expert(&self, city: &City, at: usize) -> Expert {
        let district = self.district(
            &city.bureau,
            &format!("4499{at:02}"),
            &format!("第{at}区教育局"),
        );
        let school = self.school(
            &district,
            &format!("31449900{at:02}"),
            &format!("第{at}区小学"),
        );
        let person = self.teacher(&school, &format!("E{at:03}"), &format!("专家{at}"));
        let wanted = experts::Appointment {
            teacher_number: &person.teacher_number,
            subject: "语文",
            starts_on: day(1, 1),
            ends_on: day(12, 31),
        };
        self.write(|conn, context| experts::appoint(conn, context, &wanted))
            .expect("a term of a year");
        let account = self
            .account(&person.teacher_number)
            .named(&person.name)
            .of(&person)
            .with(Role::Teacher, &school)
            .with(Role::CommitteeMember, &city.bureau)
            .sign_in();
        Expert { person, account }
    }

    /// A candidate whom school and district recommended and the bureau found eligible.
    pub fn candidate(
        &self,
        round: RoundId,
        person: &Person,
        school: &Organization,
        bureau: &Organization,
    ) -> NominationId {
        let id = NominationId::new();
        let nomination = self.running(round).programme.approval;
        let offices = Offices {
            school: school.id,
            district: school.district_id,
            bureau: bureau.id,
        };
        let case = endorsed(&offices, &nomination, person);
        self.write(|conn, context| {
            let nomination = Nomination {
                id,
                round_id: round,
                person_id: person.id,
                school_id: school.id,
                district_id: school.district_id,
                post: Post::Teacher,
                subject: Some("语文".to_owned()),
                statement: format!("{}的申报材料：任教二十年，指导青年教师五名。", person.name),
                state: NominationState::of(&case),
                approval: Json(stored::to_json(&case, &[])),
                due_on: None,
                verdict: Some(Json::of(&serde_json::json!([]))),
                is_eligible: Some(true),
                signed_reason: Some("符合条件".to_owned()),
                signed_at: Some(context.at),
                created_at: context.at,
                version: 1,
            };
            nominations::store::insert(conn, &nomination)?;
            versions::actions::keep(conn, context, &nomination, day(11, 1))
        })
        .expect("a nomination of a teacher");
        id
    }
}

/// A case that everybody recommended.
fn endorsed(offices: &Offices, approval: &programmes::Approval, person: &Person) -> Case {
    let applicant = approval::case::Person(person.id.0);
    let own = Actor::Person {
        person: applicant,
        seats: Vec::new(),
    };
    let officer = |office: Uuid| Actor::Person {
        person: approval::case::Person(Uuid::now_v7()),
        seats: vec![Seat {
            office: Office(office),
            capacity: Capacity::Own,
        }],
    };
    let endorse = Act::Endorse {
        opinion: String::new(),
    };
    let start = Case::open(
        Applicant::Person(applicant),
        Vec::new(),
        route(offices, approval),
    );
    let steps = [
        (Act::Submit, own),
        (endorse.clone(), officer(offices.school.0)),
        (endorse, officer(offices.last().0)),
    ];
    steps.into_iter().fold(start, |case, (act, actor)| {
        approval::next(&case, &act, &actor, day(11, 2)).expect("each in turn")
    })
}

impl Committee {
    /// Draws the committee and invites it; nobody has answered.
    pub fn draw(&self, app: &TestApp) -> Vec<Member> {
        app.write_as(&self.secretary, |conn, context| {
            actions::announce_draw(conn, context, self.round)?;
            actions::draw(conn, context, self.round)?;
            actions::invite_all(conn, context, self.round)
        })
        .expect("a pool that is large enough");
        self.members(app)
    }

    /// A committee that serves: drawn, invited, accepted; the first in the draw leads.
    pub fn seat(&self, app: &TestApp) -> Vec<Member> {
        for member in self.draw(app) {
            if member.state.is_in() {
                app.write_as(self.account(&member), |conn, context| {
                    actions::answer(conn, context, member.id, member.version, &AnswerTo::Accept)
                })
                .expect("an invitation");
            }
        }
        let serving: Vec<Member> = self
            .members(app)
            .into_iter()
            .filter(Member::serves)
            .collect();
        app.write_as(&self.secretary, |conn, context| {
            actions::name_chair(conn, context, serving[0].id)
        })
        .expect("somebody who serves");
        self.members(app)
            .into_iter()
            .filter(Member::serves)
            .collect()
    }

    /// A committee that serves without a draw: everybody in the pool, in its order; the first leads.
    pub fn sit(&self, app: &TestApp) -> Vec<Member> {
        let seated = app.write(|conn, context| {
            let members: Vec<Member> = (1..)
                .zip(&self.experts)
                .map(|(position, expert)| Member {
                    id: MemberId::new(),
                    round_id: self.round,
                    person_id: expert.person.id,
                    district_id: None,
                    subject: Some("语文".to_owned()),
                    position,
                    is_chair: position == 1,
                    state: MemberState::Accepted,
                    reason: None,
                    changed_at: context.at,
                    version: 1,
                    load_max: None,
                })
                .collect();
            store::insert(conn, &members)?;
            Ok(members)
        });
        seated.expect("seats of the round")
    }

    /// Everybody who was drawn, as they stand.
    pub fn members(&self, app: &TestApp) -> Vec<Member> {
        app.read(|conn| store::list_members(conn, self.round))
            .expect("members")
    }

    /// A member's account.
    pub fn account(&self, member: &Member) -> &TestAccount {
        let expert = self
            .experts
            .iter()
            .find(|it| it.person.id == member.person_id);
        &expert.expect("a member is one of the experts").account
    }
}
