//! Tests of the conditions.

use super::look::days;
use super::*;
use crate::selection::programmes::rules::parse;
use crate::selection::programmes::store::SHIPPED;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

const ON: &str = "2026-11-01";

/// A primary teacher in town, with everything in order that the file can tell.
fn candidate() -> Candidate {
    let grades = [2023, 2024, 2025].map(|year| (year, AssessmentGrade::Pass));
    Candidate {
        post: Post::Teacher,
        stage: Some(Stage::Primary),
        is_rural: false,
        born_on: Some(day("1980-05-01")),
        titles: vec![(Title::Senior, Some(day("2023-11-01")))],
        jobs: vec![Job {
            post: Post::Teacher,
            days: (day("2005-09-01"), NaiveDate::MAX),
            is_rural: false,
        }],
        grades: BTreeMap::from(grades),
        ethics_bars: 0,
    }
}

fn outcome(condition: &str, change: impl Fn(&mut Candidate)) -> Outcome {
    let programme = parse(SHIPPED[0].1).expect("the shipped programme is right");
    let mut candidate = candidate();
    change(&mut candidate);
    let findings = assess(
        (&programme, "teacher"),
        day(ON),
        &candidate,
        &BTreeMap::new(),
    );
    let finding = findings.into_iter().find(|it| it.condition == condition);
    finding.expect("a condition of the programme").outcome
}

#[test]
fn a_title_counts_from_its_day_on() {
    use Outcome::*;
    let titles = |titles: &[(Title, Option<&str>)]| {
        let titles: Vec<_> = titles.iter().map(|(it, on)| (*it, on.map(day))).collect();
        outcome("title", |it| it.titles.clone_from(&titles))
    };
    for (held, expected) in [
        (&[(Title::Senior, Some("2023-11-01"))][..], Met),
        (&[(Title::Senior, Some("2023-11-02"))], NotMet),
        (&[(Title::FullSenior, Some("2020-01-01"))], Met),
        (&[(Title::FirstGrade, Some("2001-01-01"))], NotMet),
        (&[(Title::Senior, None)], ToConfirm),
        (
            &[
                (Title::FullSenior, Some("2026-01-01")),
                (Title::Senior, None),
            ],
            ToConfirm,
        ),
        (&[], NotMet),
    ] {
        assert_eq!(titles(held), expected, "{held:?}");
    }
}

#[test]
fn what_the_file_does_not_tell_is_confirmed_by_a_person() {
    use Outcome::*;
    let leader = |it: &mut Candidate| it.post = Post::Principal;
    for (condition, found, expected) in [
        ("honour", outcome("honour", |_| {}), ToConfirm),
        ("leader_load", outcome("leader_load", |_| {}), NotAsked),
        ("leader_load", outcome("leader_load", leader), ToConfirm),
        ("rural_year", outcome("rural_year", |_| {}), ToConfirm),
        (
            "rural_year",
            outcome("rural_year", |it| it.is_rural = true),
            NotAsked,
        ),
        (
            "rural_year",
            outcome("rural_year", |it| it.born_on = Some(day("1969-12-31"))),
            NotAsked,
        ),
        (
            "rural_year",
            outcome("rural_year", |it| it.jobs[0].is_rural = true),
            Met,
        ),
        (
            "rural_year",
            outcome("rural_year", |it| it.stage = Some(Stage::Senior)),
            NotAsked,
        ),
        (
            "research_service",
            outcome("research_service", |_| {}),
            NotAsked,
        ),
        (
            "research_service",
            outcome("research_service", |it| it.post = Post::ResearchStaff),
            Met,
        ),
        ("assessments", outcome("assessments", |_| {}), Met),
        (
            "assessments",
            outcome("assessments", |it| it.grades.clear()),
            ToConfirm,
        ),
        (
            "assessments",
            outcome("assessments", |it| {
                it.grades.insert(2024, AssessmentGrade::Fail);
            }),
            NotMet,
        ),
        ("ethics", outcome("ethics", |it| it.ethics_bars = 1), NotMet),
    ] {
        assert_eq!(found, expected, "{condition}");
    }
}

#[test]
fn each_track_asks_what_it_honours() {
    use Outcome::*;
    let found = |file: &str, track: &str, condition: &str, candidate: &Candidate| {
        let shipped = SHIPPED.iter().find(|it| it.0 == file).expect("shipped");
        let programme = parse(shipped.1).expect("the shipped programme is right");
        let findings = assess((&programme, track), day(ON), candidate, &BTreeMap::new());
        let finding = findings.into_iter().find(|it| it.condition == condition);
        finding.map(|it| it.outcome)
    };
    let at = |stage| Candidate {
        stage,
        ..candidate()
    };
    let as_post = |post| Candidate {
        post,
        ..candidate()
    };
    let famous = "city_famous_educators";
    let trainees = "hundred_thousand_ten_thousand";
    let vocational = "vocational_full_senior";
    let teacher = candidate();
    let full = Candidate {
        titles: vec![
            (Title::FullSenior, Some(day("2024-01-01"))),
            (Title::Senior, Some(day("2010-01-01"))),
        ],
        ..at(Some(Stage::Vocational))
    };
    let senior = Candidate {
        titles: vec![(Title::Senior, Some(day("2010-01-01")))],
        ..at(Some(Stage::Vocational))
    };
    for (file, track, condition, candidate, expected) in [
        (famous, "principal", "leader", &teacher, Some(NotMet)),
        (
            famous,
            "principal",
            "leader",
            &as_post(Post::Principal),
            Some(Met),
        ),
        (famous, "teacher", "leader", &teacher, None),
        (trainees, "principal", "leader", &teacher, Some(NotMet)),
        (
            vocational,
            "teacher",
            "stage",
            &at(Some(Stage::Kindergarten)),
            Some(NotMet),
        ),
        (
            vocational,
            "teacher",
            "stage",
            &at(Some(Stage::Complete)),
            Some(ToConfirm),
        ),
        (vocational, "teacher", "stage", &at(None), Some(ToConfirm)),
        (vocational, "teacher", "stage", &senior, Some(Met)),
        (vocational, "teacher", "title", &senior, Some(Met)),
        (vocational, "teacher", "title", &full, Some(NotMet)),
    ] {
        let outcome = found(file, track, condition, candidate);
        assert_eq!(
            outcome, expected,
            "{file} {track} {condition} {candidate:?}"
        );
    }
}

#[test]
fn a_person_confirms_only_what_the_file_left_open() {
    let programme = parse(SHIPPED[0].1).expect("the shipped programme is right");
    let confirm = |is_met| {
        let keys = programme.conditions.iter().map(|it| it.key.clone());
        let reason = "查看原件".to_owned();
        let all = keys.map(|key| {
            (
                key,
                Confirmed {
                    is_met,
                    reason: reason.clone(),
                },
            )
        });
        all.collect::<BTreeMap<_, _>>()
    };
    let assess = |candidate: &Candidate, confirmed: &BTreeMap<_, _>| {
        may_be_eligible(&assess(
            (&programme, "teacher"),
            day(ON),
            candidate,
            confirmed,
        ))
    };
    let fine = candidate();
    assert_eq!(assess(&fine, &BTreeMap::new()), Err(Obstacle::ToConfirm(5)));
    assert_eq!(assess(&fine, &confirm(true)), Ok(()));
    assert_eq!(assess(&fine, &confirm(false)), Err(Obstacle::NotMet(5)));
    let barred = Candidate {
        ethics_bars: 1,
        ..candidate()
    };
    assert_eq!(assess(&barred, &confirm(true)), Err(Obstacle::NotMet(1)));
}

#[test]
fn days_at_two_places_count_once() {
    let job = |first: &str, last: &str| Job {
        post: Post::Teacher,
        days: (day(first), day(last)),
        is_rural: true,
    };
    let jobs = [
        job("2020-01-01", "2020-01-10"),
        job("2020-01-05", "2020-01-20"),
        job("2026-10-31", "2030-01-01"),
    ];
    assert_eq!(days(jobs.iter(), day(ON)), 20 + 2);
}

fn finding(condition: &str, candidate: &Candidate) -> Finding {
    let programme = parse(SHIPPED[0].1).expect("the shipped programme is right");
    let findings = assess(
        (&programme, "teacher"),
        day(ON),
        candidate,
        &BTreeMap::new(),
    );
    let finding = findings.into_iter().find(|it| it.condition == condition);
    finding.expect("a condition of the programme")
}

#[test]
fn a_finding_names_the_entries_it_looked_at() {
    use Weight::*;
    let mut it = candidate();
    it.titles = vec![
        (Title::Senior, Some(day("2024-05-01"))),
        (Title::FirstGrade, Some(day("2010-05-01"))),
    ];
    it.grades.insert(2025, AssessmentGrade::BasicPass);
    it.grades.remove(&2023);
    it.jobs.push(Job {
        post: Post::Support,
        days: (day("2003-09-01"), day("2005-08-31")),
        is_rural: true,
    });
    let weights = |condition| {
        let parts = finding(condition, &it).parts;
        parts.iter().map(|it| it.weight).collect::<Vec<_>>()
    };
    for (condition, expected) in [
        ("title", &[Against, Beside][..]),
        ("assessments", &[Silent, Counts, Against]),
        ("rural_year", &[Beside, Counts]),
        ("leader_service", &[]),
        ("honour", &[]),
    ] {
        assert_eq!(weights(condition), expected, "{condition}");
    }
}

#[test]
fn a_finding_tells_how_far_it_is_from_enough() {
    let mut it = candidate();
    it.titles = vec![(Title::Senior, Some(day("2024-05-01")))];
    let expected = Message::new("cure-title")
        .with("years", 3_i64)
        .with("day", day("2027-05-01"))
        .with("cutoff", day(ON));
    assert_eq!(finding("title", &it).cure, Some(expected));

    it.jobs[0].is_rural = true;
    it.jobs[0].days = (day("2026-10-01"), day("2026-10-10"));
    let expected = Message::new("cure-years")
        .with("days", 355_i64)
        .with("cutoff", day(ON));
    assert_eq!(finding("rural_year", &it).cure, Some(expected));
    assert_eq!(finding("title", &candidate()).cure, None);
}

#[test]
fn years_of_service_are_whole_years_by_the_calendar() {
    let found = |first: &str, last: &str| {
        let mut it = candidate();
        it.post = Post::ResearchStaff;
        it.jobs[0].days = (day(first), day(last));
        finding("research_service", &it)
    };
    let full = found("2010-09-01", "2020-08-31");
    assert_eq!(full.outcome, Outcome::Met);
    let short = found("2010-09-02", "2020-08-31");
    assert_eq!(short.outcome, Outcome::ToConfirm);
    let cure = Message::new("cure-years")
        .with("days", 1_i64)
        .with("cutoff", day(ON));
    assert_eq!(short.cure, Some(cure));
}
