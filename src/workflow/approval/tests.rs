//! Each refusal in its order, and the stories: returns, substitutes, rounds, deadlines.

mod walks;

use chrono::NaiveDate;
use uuid::Uuid;

use super::case::{
    Act, Actor, Applicant, Capacity, Case, Level, Office, Person, Place, Record, Route, RouteError,
    Seat, State, Step, Substitutes,
};
use super::progress::{Standing, due_on, progress};
use super::refusal::Refusal;
use super::{ReplayError, next, replay};
use crate::workflow::calendar::Calendar;

const SCHOOL: Office = Office(Uuid::from_u128(1));
const DISTRICT: Office = Office(Uuid::from_u128(2));
const CITY: Office = Office(Uuid::from_u128(3));
const TEACHER: Person = Person(Uuid::from_u128(10));
const COLLEAGUE: Person = Person(Uuid::from_u128(11));

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date in the test")
}

fn today() -> NaiveDate {
    day("2026-03-02")
}

/// An officer of `office`; each office has as many as the test names.
fn officer(office: Office, number: u128) -> Actor {
    let seats = vec![Seat {
        office,
        capacity: Capacity::Own,
    }];
    Actor::Person {
        person: Person(Uuid::from_u128(office.0.as_u128() * 100 + number)),
        seats,
    }
}

fn person(person: Person, seats: Vec<Seat>) -> Actor {
    Actor::Person { person, seats }
}

fn teacher() -> Actor {
    person(TEACHER, vec![])
}

fn step(level: Level, office: Office, substitutes: Substitutes) -> Step {
    Step {
        level,
        office,
        working_days: 5,
        substitutes,
    }
}

/// School (the head signs in person), district, city.
fn route() -> Route {
    let steps = vec![
        step(Level::School, SCHOOL, Substitutes::Barred),
        step(Level::District, DISTRICT, Substitutes::Allowed),
        step(Level::City, CITY, Substitutes::Allowed),
    ];
    Route::new(steps, 10).expect("three steps are a route")
}

fn draft() -> Case {
    Case::open(Applicant::Person(TEACHER), vec![COLLEAGUE], route())
}

fn endorse() -> Act {
    Act::Endorse {
        opinion: String::new(),
    }
}

fn send_back(to: Place) -> Act {
    Act::Return {
        to,
        fields: vec!["hours".to_owned()],
        reason: "学时有误".to_owned(),
    }
}

fn refuse(reason: &str) -> Act {
    Act::Refuse {
        reason: reason.to_owned(),
    }
}

fn withdraw() -> Act {
    Act::Withdraw {
        reason: String::new(),
    }
}

fn expire() -> Act {
    Act::Expire {
        deadline: day("2026-03-01"),
    }
}

fn reopen(reason: &str) -> Act {
    Act::Reopen {
        route: route(),
        reason: reason.to_owned(),
    }
}

/// The case after these acts, all of which must be allowed.
fn after(acts: &[(Act, Actor)]) -> Case {
    acts.iter().fold(draft(), |case, (act, actor)| {
        next(&case, act, actor, today()).expect("each act of the story is allowed")
    })
}

fn submitted() -> Case {
    after(&[(Act::Submit, teacher())])
}

fn at_the_city() -> Case {
    after(&[
        (Act::Submit, teacher()),
        (endorse(), officer(SCHOOL, 1)),
        (endorse(), officer(DISTRICT, 1)),
    ])
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table, read row by row")]
fn refuses_by_descending_precedence() {
    use Refusal::*;

    // Each row breaks its own rule and, where it can, rules further down.
    let withdrawn = after(&[(withdraw(), teacher())]);
    let substitute = Seat {
        office: SCHOOL,
        capacity: Capacity::Substitute,
    };
    let own = Seat {
        office: SCHOOL,
        capacity: Capacity::Own,
    };
    let early = Act::Expire { deadline: today() };
    let district = officer(DISTRICT, 1);
    let school = officer(SCHOOL, 1);
    let Actor::Person {
        person: school_officer,
        ..
    } = school
    else {
        unreachable!()
    };
    let both = person(
        school_officer,
        vec![Seat {
            office: DISTRICT,
            capacity: Capacity::Own,
        }],
    );
    let mute = Act::Return {
        to: Place::Step(2),
        fields: vec![],
        reason: String::new(),
    };
    let no_fields = Act::Return {
        to: Place::Step(1),
        fields: vec![],
        reason: String::new(),
    };
    let table = [
        (
            Closed(State::Withdrawn),
            &withdrawn,
            refuse(""),
            Actor::Clock,
        ),
        (StillOpen, &draft(), reopen(""), Actor::Clock),
        (WithApplicant, &draft(), refuse(""), teacher()),
        (
            WithOffice(Level::School),
            &submitted(),
            Act::Submit,
            Actor::Clock,
        ),
        (ClockOnly, &draft(), early.clone(), teacher()),
        (NotDue(today()), &draft(), early, Actor::Clock),
        (NotApplicant, &submitted(), withdraw(), school.clone()),
        (
            OwnCase,
            &submitted(),
            refuse(""),
            person(COLLEAGUE, vec![own]),
        ),
        (
            NotYourOffice(Level::School),
            &submitted(),
            refuse(""),
            district.clone(),
        ),
        (SubstituteBarred(Level::School), &submitted(), refuse(""), {
            person(school_officer, vec![substitute])
        }),
        (
            ActedElsewhere(Place::Step(0)),
            &after(&[(Act::Submit, teacher()), (endorse(), school)]),
            { refuse("") },
            both,
        ),
        (NotEarlier, &at_the_city(), mute, officer(CITY, 1)),
        (FieldsMissing, &at_the_city(), no_fields, officer(CITY, 1)),
        (
            ReasonMissing,
            &at_the_city(),
            refuse(" \u{3000}"),
            officer(CITY, 1),
        ),
    ];
    for (row, (refusal, case, act, actor)) in table.iter().enumerate() {
        assert_eq!(
            next(case, act, actor, today()),
            Err(*refusal),
            "{act:?} by {actor:?}"
        );
        assert_eq!(rank(*refusal), row, "{refusal:?} is out of order");
    }
    assert_eq!(
        rank(ReasonMissing) + 1,
        table.len(),
        "a refusal without a row"
    );
}

/// The row of each refusal: a new variant does not compile until it has one.
fn rank(refusal: Refusal) -> usize {
    use Refusal::*;
    match refusal {
        Closed(_) => 0,
        StillOpen => 1,
        WithApplicant => 2,
        WithOffice(_) => 3,
        ClockOnly => 4,
        NotDue(_) => 5,
        NotApplicant => 6,
        OwnCase => 7,
        NotYourOffice(_) => 8,
        SubstituteBarred(_) => 9,
        ActedElsewhere(_) => 10,
        NotEarlier => 11,
        FieldsMissing => 12,
        ReasonMissing => 13,
    }
}

#[test]
fn a_route_has_a_step_and_not_too_many() {
    let city = step(Level::City, CITY, Substitutes::Allowed);
    assert_eq!(Route::new(vec![], 10), Err(RouteError::Empty));
    assert_eq!(Route::new(vec![city; 17], 10), Err(RouteError::TooLong(17)));
    assert!(Route::new(vec![city; 16], 10).is_ok());
}

#[test]
fn what_goes_back_is_endorsed_again_by_the_same_officers() {
    let returned = next(
        &at_the_city(),
        &send_back(Place::Step(0)),
        &officer(CITY, 1),
        today(),
    )
    .expect("the city may return");
    assert_eq!(returned.state(), State::Returned(Place::Step(0)));
    let standing: Vec<_> = progress(&returned)
        .iter()
        .map(|stage| stage.standing)
        .collect();
    assert!(matches!(
        standing[..],
        [Standing::Holds(_), Standing::ToRedo(_), Standing::Ahead]
    ));

    // A school with one officer answers with that officer, and so do the district and the city.
    let mut case = returned;
    for (number, office) in [SCHOOL, DISTRICT, CITY].into_iter().enumerate() {
        assert_eq!(case.holder(), Some(Place::Step(number)));
        case = next(&case, &endorse(), &officer(office, 1), today()).expect("its own step again");
    }
    assert_eq!(case.state(), State::Approved);
    assert!(
        progress(&case)
            .iter()
            .all(|it| matches!(it.standing, Standing::Endorsed(_)))
    );
}

#[test]
fn what_the_applicant_puts_right_is_seen_by_every_office_again() {
    let returned = next(
        &at_the_city(),
        &send_back(Place::Applicant),
        &officer(CITY, 1),
        today(),
    )
    .expect("the city may return");
    assert_eq!(returned.holder(), Some(Place::Applicant));
    let again = next(&returned, &Act::Submit, &teacher(), today()).expect("put right");
    assert_eq!(again.state(), State::Awaiting(0));
}

#[test]
fn a_substitute_signs_for_the_office_and_the_record_says_so() {
    let case = after(&[(Act::Submit, teacher()), (endorse(), officer(SCHOOL, 1))]);
    let seat = Seat {
        office: DISTRICT,
        capacity: Capacity::Substitute,
    };
    let stand_in = person(Person(Uuid::from_u128(77)), vec![seat]);
    let case = next(&case, &endorse(), &stand_in, today()).expect("the district allows it");
    assert_eq!(case.latest().and_then(|record| record.seat), Some(seat));
}

#[test]
fn whoever_files_for_an_office_does_not_review() {
    let case = Case::open(Applicant::Office(SCHOOL), vec![TEACHER], route());
    let filed = next(&case, &Act::Submit, &officer(SCHOOL, 1), today()).expect("filed");
    assert_eq!(
        next(&filed, &endorse(), &officer(SCHOOL, 1), today()),
        Err(Refusal::ActedElsewhere(Place::Applicant))
    );
    let reviewed = next(&filed, &endorse(), &officer(SCHOOL, 2), today()).expect("by another");
    assert_eq!(
        next(&reviewed, &withdraw(), &officer(SCHOOL, 2), today()),
        Err(Refusal::ActedElsewhere(Place::Step(0)))
    );
}

#[test]
fn whoever_ended_a_round_may_open_the_next() {
    let approved = next(&at_the_city(), &endorse(), &officer(CITY, 1), today()).expect("approved");
    let refused = next(&at_the_city(), &refuse("不符"), &officer(CITY, 1), today()).expect("no");
    let withdrawn = after(&[(withdraw(), teacher())]);
    let expired = after(&[(expire(), Actor::Clock)]);
    let city = || officer(CITY, 2);
    for (case, actor, answer) in [
        (&approved, city(), Ok(())),
        (&approved, teacher(), Err(Refusal::OwnCase)),
        (
            &approved,
            officer(DISTRICT, 1),
            Err(Refusal::NotYourOffice(Level::City)),
        ),
        (&refused, city(), Ok(())),
        (&refused, teacher(), Ok(())),
        (&withdrawn, teacher(), Ok(())),
        (&withdrawn, city(), Err(Refusal::NotApplicant)),
        (&expired, teacher(), Ok(())),
        (&expired, city(), Err(Refusal::NotApplicant)),
    ] {
        let reopened = next(case, &reopen("更正"), &actor, today());
        assert_eq!(
            reopened.as_ref().map(|_| ()).map_err(|it| *it),
            answer,
            "{actor:?}"
        );
        if let Ok(case) = reopened {
            assert_eq!((case.state(), case.past_rounds().len()), (State::Draft, 1));
            // A new round is a new chain: who endorsed at the school may sit in the city by now.
            let case = next(&case, &Act::Submit, &teacher(), today()).expect("a new round");
            assert!(next(&case, &endorse(), &officer(SCHOOL, 1), today()).is_ok());
        }
    }
}

#[test]
fn each_holder_has_their_own_deadline() {
    let seed = include_str!("../../../seeds/holidays.toml");
    let calendar = Calendar::from_toml(seed).expect("the shipped holidays are sound");
    let returned = next(
        &submitted(),
        &send_back(Place::Applicant),
        &officer(SCHOOL, 1),
        today(),
    )
    .expect("the school may return");
    for (case, due) in [
        (draft(), None),
        (submitted(), Some(day("2026-03-09"))),
        (returned, Some(day("2026-03-16"))),
        (after(&[(withdraw(), teacher())]), None),
    ] {
        assert_eq!(due_on(&case, &calendar), Ok(due), "{:?}", case.state());
    }
}

#[test]
fn a_replay_finds_what_was_written_past_the_engine() {
    let case = at_the_city();
    let mut records = case.round().records.clone();
    let again = replay(case.applicant(), vec![COLLEAGUE], route(), &records);
    assert_eq!(again, Ok(case.clone()));
    let replayed = |records: &[Record]| replay(case.applicant(), vec![], route(), records);
    let mut altered = records.clone();
    altered[2].to = State::Approved;
    assert_eq!(replayed(&altered), Err(ReplayError::Altered(2)));
    records[2].person = records[1].person;
    let twice = Refusal::ActedElsewhere(Place::Step(0));
    assert_eq!(replayed(&records), Err(ReplayError::Refused(2, twice)));
}
