//! A selection of 300 nominees and 60 members with 1,500 reviews: dealing them out as the secretary
//! does, with wishes, loads kept even and lots; the secretary's coverage and a member's queue.

use std::time::{Duration, Instant};

use chrono::{Days, Months, NaiveDate};
use diesel::prelude::*;
use uuid::Uuid;

use xingtan::access::Role;
use xingtan::context::Context;
use xingtan::credit_bank::claims::rules::Offices;
use xingtan::db::schema::people;
use xingtan::db::{Conn, Json, pool};
use xingtan::error::Error;
use xingtan::organizations::store::load_bureau;
use xingtan::people::{PersonId, Workplace, store::find_workplace};
use xingtan::selection::assignments::actions as assignments;
use xingtan::selection::committees::{self, Member, MemberId, MemberState};
use xingtan::selection::nominations::rules::{NominationState, route};
use xingtan::selection::nominations::{self, Nomination, NominationId};
use xingtan::selection::phases::Phase;
use xingtan::selection::programmes::rules::parse;
use xingtan::selection::programmes::store::SHIPPED;
use xingtan::selection::programmes::{self, Approval};
use xingtan::selection::quotas::{self, Dimension};
use xingtan::selection::rounds::actions::Onward;
use xingtan::selection::rounds::rules::RoundFields;
use xingtan::selection::rounds::{self, RoundId};
use xingtan::workflow::approval::case::Person as Whom;
use xingtan::workflow::approval::case::{Act, Actor, Applicant, Capacity, Case, Office, Seat};
use xingtan::workflow::approval::{self, stored};

use crate::Outcome;
use crate::city::{City, told};
use crate::process::processor_time;
use crate::report::{Format, Goal, Report};
use crate::server::Server;
use crate::visitors::{self, Cookie};

const NOMINEES: usize = 300;
const MEMBERS: usize = 60;
const REVIEWS: usize = 1_500;
/// Times that somebody asks for a page.
const TIMES: u32 = 40;
/// What either page may cost.
const SECONDS_MAX: f64 = 0.050;
/// What a deal may take.
const DEAL_SECONDS_MAX: f64 = 2.0;
/// The programme of this round, and what a kept city has it by.
const KEY: &str = "bench";

/// Deals, unless a kept city is dealt already, and asks for both pages.
pub fn measure(city: &City, report: &mut Report) -> Outcome<()> {
    let (round, dealt_in) = round(city)?;
    if let Some(dealt_in) = dealt_in {
        report.judge(
            "a deal of 1,500 reviews, with conflicts looked for",
            Format::Seconds,
            dealt_in.as_secs_f64(),
            Goal::AtMost(DEAL_SECONDS_MAX),
        );
    }
    let server = Server::start(city)?;
    let secretary = visitors::of_person(city, None, Role::CommitteeSecretary)?;
    let member = first_member(city, round)?;
    let member = visitors::of_person(city, Some(member), Role::CommitteeMember)?;
    let coverage = format!("/selection/{round}/assignments");
    for (what, path, cookie) in [
        (
            "coverage of 300 nominees, 60 members, 1,500 reviews",
            coverage.as_str(),
            &secretary,
        ),
        ("a member's queue there", "/reviews", &member),
    ] {
        let (processor, elapsed) = ask(&server, path, cookie)?;
        report.tell(
            &format!("{what}, to wait"),
            Format::Milliseconds.show(elapsed),
        );
        report.judge(
            what,
            Format::Milliseconds,
            processor,
            Goal::AtMost(SECONDS_MAX),
        );
    }
    Ok(())
}

/// The processor time of a page, and the middle of the times to wait.
fn ask(server: &Server, path: &str, cookie: &Cookie) -> Outcome<(f64, f64)> {
    server.get(path, cookie)?;
    let before = processor_time(server.id())?;
    let mut elapsed = (0..TIMES)
        .map(|_| server.get(path, cookie))
        .collect::<Outcome<Vec<Duration>>>()?;
    let processor = processor_time(server.id())?.saturating_sub(before) / TIMES;
    elapsed.sort_unstable();
    let middle = elapsed[elapsed.len() / 2];
    Ok((processor.as_secs_f64(), middle.as_secs_f64()))
}

fn first_member(city: &City, round: RoundId) -> Outcome<PersonId> {
    let mut conn = city.connect()?;
    let members = committees::store::list_members(&mut conn, round).map_err(told)?;
    Ok(members.first().ok_or("no members")?.person_id)
}

/// The round in its phase of reviews, and how long dealing them out took; a kept city has it from an
/// earlier run.
fn round(city: &City) -> Outcome<(RoundId, Option<Duration>)> {
    let context = city.context()?;
    let mut conn = city.connect()?;
    let known = rounds::store::list(&mut conn, true, 100).map_err(told)?;
    if let Some(round) = known.iter().find(|it| it.title == KEY) {
        return Ok((round.id, None));
    }
    let (round, dealt_in) = pool::write(&mut conn, |conn| make(conn, &context)).map_err(told)?;
    Ok((round, Some(dealt_in)))
}

fn make(conn: &mut Conn, context: &Context) -> Result<(RoundId, Duration), Error> {
    let today = context.today();
    let round = open(conn, context, today)?;
    let persons: Vec<PersonId> = people::table
        .order(people::teacher_number)
        .limit(2_000)
        .select(people::id)
        .load(conn)?;
    let approval = rounds::store::load_running(conn, round)?.programme.approval;
    let mut employed = Vec::new();
    for person in persons {
        if let Some(place) = find_workplace(conn, person, today)? {
            employed.push((person, place));
        }
    }
    let bureau = load_bureau(conn)?.id;
    for (person, place) in employed.iter().take(NOMINEES) {
        let offices = Offices {
            school: place.school,
            district: place.district,
            bureau,
        };
        let case = endorsed(&offices, &approval, *person, today);
        let nomination = Nomination {
            id: NominationId::new(),
            round_id: round,
            person_id: *person,
            school_id: place.school,
            district_id: place.district,
            post: place.post,
            subject: Some("语文".to_owned()),
            statement: "任教二十年，指导青年教师五名，主持课题三项。".to_owned(),
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
    }
    seat(conn, context, round, &employed[NOMINEES..])?;
    assignments::announce(conn, context, round)?;
    let began = Instant::now();
    let shown = assignments::preview(conn, context, round)?;
    let dealt_in = began.elapsed();
    let dealt = assignments::keep(conn, context, round, &shown.fingerprint)?;
    if dealt != REVIEWS {
        return Err(Error::Fault(format!("{dealt} reviews were dealt out")));
    }
    advance(conn, context, round, Phase::Review)?;
    Ok((round, dealt_in))
}

/// A committee of those who stand for nothing.
fn seat(
    conn: &mut Conn,
    context: &Context,
    round: RoundId,
    employed: &[(PersonId, Workplace)],
) -> Result<(), Error> {
    let seats = employed.iter().take(MEMBERS);
    let members: Vec<Member> = seats
        .zip(1..)
        .map(|((person, place), position)| Member {
            id: MemberId::new(),
            round_id: round,
            person_id: *person,
            district_id: place.district,
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
    committees::store::insert(conn, &members)
}

/// Opens a round of a programme with places enough, and goes on to the phase of conflicts.
fn open(conn: &mut Conn, context: &Context, today: NaiveDate) -> Result<RoundId, Error> {
    let wrong = |error| Error::Fault(format!("the shipped programme: {error:?}"));
    let mut programme = parse(SHIPPED[0].1).map_err(wrong)?;
    KEY.clone_into(&mut programme.key);
    programme.funnel.nominees_per_seat.value = [100, 1];
    programmes::store::keep(conn, &programme, context.at)?;
    let fields = RoundFields {
        title: KEY.to_owned(),
        seats: 80,
        cutoff_on: today - Days::new(30),
        starts_on: today,
    };
    let round = rounds::actions::open_round(conn, context, (KEY, "teacher"), &fields)?;
    let seen = rounds::store::load(conn, round)?.version;
    quotas::actions::share_places(conn, context, round, seen, Dimension::District, &[])?;
    advance(conn, context, round, Phase::Conflicts)?;
    Ok(round)
}

/// Goes on from phase to phase.
fn advance(conn: &mut Conn, context: &Context, round: RoundId, to: Phase) -> Result<(), Error> {
    loop {
        let seen = rounds::store::load(conn, round)?;
        if seen.phase == to {
            return Ok(());
        }
        let onward = Onward {
            ends_on: context.today() + Months::new(3),
            reason: "bench",
            accepts_stranded: true,
        };
        rounds::actions::advance_round(conn, context, round, seen.version, &onward)?;
    }
}

/// A case that everybody recommended.
fn endorsed(offices: &Offices, approval: &Approval, person: PersonId, today: NaiveDate) -> Case {
    let officer = |office: Uuid| Actor::Person {
        person: Whom(Uuid::now_v7()),
        seats: vec![Seat {
            office: Office(office),
            capacity: Capacity::Own,
        }],
    };
    let own = Actor::Person {
        person: Whom(person.0),
        seats: Vec::new(),
    };
    let endorse = Act::Endorse {
        opinion: String::new(),
    };
    let way = route(offices, approval);
    let start = Case::open(Applicant::Person(Whom(person.0)), Vec::new(), way);
    let steps = [
        (Act::Submit, own),
        (endorse.clone(), officer(offices.school.0)),
        (endorse, officer(offices.last().0)),
    ];
    steps.into_iter().fold(start, |case, (act, actor)| {
        approval::next(&case, &act, &actor, today).expect("each in turn")
    })
}
