//! Every path: all short ones, and long ones at random. What must hold of a case is computed from
//! its records alone, not by asking the engine again.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

/// Everybody who could matter: the applicant, a subject with a seat, one person with two seats,
/// one officer for each office, a substitute, an outsider, and the clock.
fn everybody() -> Vec<Actor> {
    let seat = |office, capacity| Seat { office, capacity };
    vec![
        teacher(),
        person(COLLEAGUE, vec![seat(SCHOOL, Capacity::Own)]),
        person(Person(Uuid::from_u128(20)), {
            vec![seat(SCHOOL, Capacity::Own), seat(DISTRICT, Capacity::Own)]
        }),
        officer(SCHOOL, 1),
        officer(DISTRICT, 1),
        officer(CITY, 1),
        person(
            Person(Uuid::from_u128(21)),
            vec![seat(CITY, Capacity::Substitute)],
        ),
        person(Person(Uuid::from_u128(22)), vec![]),
        Actor::Clock,
    ]
}

fn every_act() -> Vec<Act> {
    vec![
        Act::Submit,
        endorse(),
        send_back(Place::Applicant),
        send_back(Place::Step(0)),
        send_back(Place::Step(1)),
        refuse("不符"),
        withdraw(),
        expire(),
        reopen("更正"),
    ]
}

/// What must hold of a case, however it came about; computed from the records alone.
fn assert_sound(case: &Case) {
    for round in case.past_rounds().iter().chain([case.round()]) {
        let mut signed: Vec<Person> = Vec::new();
        let mut places: Vec<(Person, Place)> = Vec::new();
        for record in &round.records {
            match (&record.act, record.place) {
                (Act::Submit, _) => signed.clear(),
                (Act::Endorse { .. }, Some(Place::Step(step))) => {
                    assert_eq!(signed.len(), step, "a step was skipped");
                    assert_signed_in_office(case, record, &round.route.steps()[step]);
                    signed.extend(record.person);
                }
                (
                    Act::Return {
                        to: Place::Step(step),
                        ..
                    },
                    _,
                ) => signed.truncate(*step),
                _ => {}
            }
            places.extend(record.person.zip(record.place));
        }
        places.sort();
        places.dedup();
        let people: BTreeSet<_> = places.iter().map(|(person, _)| person).collect();
        assert_eq!(
            people.len(),
            places.len(),
            "somebody acted in two places of a round"
        );
        if round.state() == State::Approved {
            assert_eq!(
                signed.len(),
                round.route.steps().len(),
                "approved without every office"
            );
        }
    }
}

fn assert_signed_in_office(case: &Case, record: &Record, step: &Step) {
    assert_eq!(
        record.seat.map(|seat| seat.office),
        Some(step.office),
        "not its office"
    );
    assert!(
        !record.person.is_some_and(|it| case.is_about(it)),
        "decided on their own case"
    );
}

/// A running case is held by one place; an ended one by nobody, and only a reopening moves it.
fn assert_ends_or_is_held(case: &Case) {
    let allowed: BTreeSet<bool> = everybody()
        .iter()
        .flat_map(|actor| every_act().into_iter().map(move |act| (act, actor.clone())))
        .filter(|(act, actor)| next(case, act, actor, today()).is_ok())
        .map(|(act, _)| matches!(act, Act::Reopen { .. }))
        .collect();
    let is_closed = case.holder().is_none();
    assert_eq!(allowed, BTreeSet::from([is_closed]), "{:?}", case.state());
}

#[test]
fn every_short_path_is_sound() {
    let mut frontier = vec![draft()];
    let mut ends = 0;
    for _ in 0..6 {
        let mut reached = Vec::new();
        for case in &frontier {
            assert_sound(case);
            assert_ends_or_is_held(case);
            for actor in everybody() {
                for act in every_act() {
                    reached.extend(next(case, &act, &actor, today()));
                }
            }
        }
        frontier = reached;
        ends += frontier
            .iter()
            .filter(|case| case.state() == State::Approved)
            .count();
    }
    frontier.iter().for_each(assert_sound);
    assert!(ends > 0, "no path is long enough to be approved");
}

proptest! {
    #[test]
    fn every_long_path_is_sound_and_can_still_end(
        tries in prop::collection::vec((0_usize..9, 0_usize..9), 0..60),
    ) {
        let (everybody, acts) = (everybody(), every_act());
        let mut case = draft();
        for (actor, act) in tries {
            case = next(&case, &acts[act], &everybody[actor], today()).unwrap_or(case);
        }
        assert_sound(&case);
        assert_ends_or_is_held(&case);

        // Fresh officers bring any running case to its end, one act a step.
        if case.holder() == Some(Place::Applicant) {
            case = next(&case, &Act::Submit, &teacher(), today()).expect("the applicant submits");
        }
        while let Some(Place::Step(step)) = case.holder() {
            let office = case.round().route.steps()[step].office;
            case = next(&case, &endorse(), &officer(office, 9), today()).expect("one step on");
        }
        prop_assert!(case.holder().is_none());
        assert_sound(&case);
    }
}
