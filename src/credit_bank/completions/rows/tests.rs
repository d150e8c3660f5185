//! One row per refusal, in the order of precedence: each is made by one change to a good row, and
//! still wins when everything below it is wrong as well.

use std::collections::HashMap;

use super::*;
use crate::credit_bank::projects::{ProjectId, ProjectState};
use crate::db::At;
use crate::people::documents::{DocumentKind, parse};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// Everything that a good row is held against; tests change what they need.
struct World {
    today: NaiveDate,
    year_closes_on: NaiveDate,
    provider_district: Option<OrganizationId>,
    project: Project,
    courses: Vec<Course>,
    allies: Vec<Ally>,
    by_number: HashMap<String, KnownPerson>,
    by_document: HashMap<DocumentNumber, KnownPerson>,
    employments: HashMap<PersonId, Vec<Employment>>,
    taken: Taken,
    row: Row,
}

impl World {
    fn good() -> World {
        let (person, provider, district) = (
            PersonId::new(),
            OrganizationId::new(),
            OrganizationId::new(),
        );
        let project = Project {
            id: ProjectId::new(),
            provider_id: provider,
            code: "P-2026-01".to_owned(),
            title: "全员培训".to_owned(),
            authority_id: district,
            year: 2026,
            starts_on: day("2026-01-01"),
            ends_on: day("2026-12-31"),
            state: ProjectState::Approved,
            decision_reason: None,
            created_at: At::from_micros(0).expect("an instant"),
            version: 3,
        };
        let course = Course {
            id: CourseId::new(),
            project_id: project.id,
            code: "P-2026-01-01".to_owned(),
            title: "课堂评价设计".to_owned(),
            title_key: title_key("课堂评价设计"),
            category: Category::Professional,
            hours: Hours::whole(16),
            headcount_max: 2,
            starts_on: day("2026-05-09"),
            ends_on: day("2026-05-10"),
        };
        let known = KnownPerson {
            id: person,
            name: "陈一".to_owned(),
        };
        let document = parse(DocumentKind::Passport, "E12345678").expect("a passport");
        World {
            today: day("2026-11-23"),
            year_closes_on: day("2026-12-31"),
            provider_district: Some(district),
            project,
            courses: vec![course],
            allies: Vec::new(),
            by_number: HashMap::from([("T001".to_owned(), known.clone())]),
            by_document: HashMap::from([(document, known)]),
            employments: HashMap::from([(
                person,
                vec![Employment {
                    school: OrganizationId::new(),
                    district: Some(district),
                    started_on: day("2015-09-01"),
                    ended_on: None,
                }],
            )]),
            taken: Taken::default(),
            row: Row {
                number: Some(2),
                teacher_number: Some("T001".to_owned()),
                documents: Vec::new(),
                name: "陈一".to_owned(),
                course: "课堂评价设计".to_owned(),
                category: Some(Category::Professional),
                hours: Hours::whole(16),
                completed_on: day("2026-05-10"),
            },
        }
    }

    fn person(&self) -> PersonId {
        self.by_number["T001"].id
    }

    /// The same completion as the row's, already there.
    fn there(&self) -> Earlier {
        let course = &self.courses[0];
        Earlier {
            id: CompletionId::new(),
            person: self.person(),
            course: course.id,
            course_title: course.title.clone(),
            title_key: course.title_key.clone(),
            course_days: (course.starts_on, course.ends_on),
            project_title: self.project.title.clone(),
            completed_on: self.row.completed_on,
            hours: self.row.hours,
            state: CompletionState::Submitted,
            reason: None,
            attempt: 1,
            source: None,
        }
    }

    fn verdict(&self) -> Verdict {
        let facts = Facts {
            today: self.today,
            job: None,
            project: &self.project,
            provider_district: self.provider_district,
            courses: &self.courses,
            full_day: Hours::whole(8),
            year_closes_on: self.year_closes_on,
            allies: &self.allies,
            by_number: &self.by_number,
            by_document: &self.by_document,
            employments: &self.employments,
        };
        judge(&self.row, &facts, &self.taken)
    }
}

/// One refusal and how a good world comes to it. The match makes a refusal without a row here fail
/// to compile.
fn rank(refusal: &Refusal) -> usize {
    match refusal {
        Refusal::UnknownTeacher(_) => 0,
        Refusal::UnknownDocument => 1,
        Refusal::NumberAndDocumentDiffer => 2,
        Refusal::NameDiffers => 3,
        Refusal::CourseNotInProject(_) => 4,
        Refusal::CategoryDiffers { .. } => 5,
        Refusal::HoursNotPositive(_) => 6,
        Refusal::HoursOverAccredited { .. } => 7,
        Refusal::DateInFuture(_) => 8,
        Refusal::DateOutsideCourse { .. } => 9,
        Refusal::HoursBeyondDays { .. } => 10,
        Refusal::YearClosed(_) => 11,
        Refusal::NotEmployed(_) => 12,
        Refusal::NotReached => 13,
        Refusal::HoursDifferFromStored { .. } => 14,
        Refusal::RefusedBefore(_) => 15,
        Refusal::CourseTwice { .. } => 16,
        Refusal::CourseFull(_) => 17,
    }
}

type Change = fn(&mut World);

const CHANGES: [(usize, Change); 18] = [
    (0, |it| it.row.teacher_number = Some("T999".to_owned())),
    (1, |it| {
        it.row.teacher_number = None;
        it.by_document.clear();
        it.row.documents = vec![parse(DocumentKind::Passport, "E12345678").expect("a passport")];
    }),
    (2, |it| {
        it.row.documents = vec![parse(DocumentKind::Passport, "E87654321").expect("a passport")];
    }),
    (3, |it| it.row.name = "李二".to_owned()),
    (4, |it| it.row.course = "心理健康".to_owned()),
    (5, |it| it.row.category = Some(Category::General)),
    (6, |it| it.row.hours = Hours::ZERO),
    (7, |it| it.row.hours = Hours::whole(25)),
    (8, |it| it.today = day("2026-05-09")),
    (9, |it| it.row.completed_on = day("2026-05-11")),
    (10, |it| it.row.completed_on = day("2026-05-09")),
    (11, |it| it.today = day("2027-01-01")),
    (12, |it| it.employments.clear()),
    (13, |it| it.provider_district = Some(OrganizationId::new())),
    (14, |it| {
        let there = Earlier {
            hours: Hours::whole(8),
            ..it.there()
        };
        it.taken.add(there);
    }),
    (15, |it| {
        let there = Earlier {
            state: CompletionState::Refused,
            reason: Some("未到场".to_owned()),
            ..it.there()
        };
        it.taken.add(there);
    }),
    (16, |it| {
        let there = Earlier {
            course: CourseId::new(),
            completed_on: day("2026-05-09"),
            ..it.there()
        };
        it.taken.add(there);
    }),
    (17, |it| {
        it.taken.heads.insert(it.courses[0].id, 2);
    }),
];

#[test]
fn a_good_row_is_accepted() {
    let world = World::good();
    let Verdict::Accepted(accepted) = world.verdict() else {
        panic!("{:?}", world.verdict());
    };
    assert_eq!((accepted.person, accepted.attempt), (world.person(), 1));
    assert!(!accepted.is_across_districts);
}

#[test]
fn each_refusal_has_its_cause() {
    for (expected, change) in CHANGES {
        let mut world = World::good();
        change(&mut world);
        match world.verdict() {
            Verdict::Refused(refusal) => assert_eq!(rank(&refusal), expected, "{refusal:?}"),
            other => panic!("{expected}: {other:?}"),
        }
    }
}

#[test]
fn the_first_of_two_mistakes_is_told() {
    for (index, (expected, first)) in CHANGES.iter().enumerate() {
        for (second_rank, second) in &CHANGES[index + 1..] {
            // What undoes or needs the other is no second mistake.
            if matches!(
                (expected, second_rank),
                (0, 1 | 2) | (1, 2) | (8, 9..=11) | (9, 10)
            ) {
                continue;
            }
            let mut world = World::good();
            second(&mut world);
            first(&mut world);
            match world.verdict() {
                Verdict::Refused(refusal) => {
                    assert!(rank(&refusal) <= *second_rank, "{expected} {second_rank}");
                }
                // The same completion is there: no mistake counts any more.
                Verdict::Duplicate => assert!(*second_rank >= 14),
                Verdict::Accepted(_) => panic!("{expected} and {second_rank} were accepted"),
            }
        }
    }
}

#[test]
fn the_same_again_is_a_duplicate_whatever_else_is_wrong() {
    let mut world = World::good();
    let there = world.there();
    world.taken.add(there);
    world.taken.heads.insert(world.courses[0].id, 2);
    world.today = day("2027-02-01");
    assert_eq!(world.verdict(), Verdict::Duplicate);
}

#[test]
fn what_was_refused_can_be_mended_and_what_expired_can_come_again() {
    let mut world = World::good();
    let refused = Earlier {
        state: CompletionState::Refused,
        hours: Hours::whole(8),
        ..world.there()
    };
    let expired = Earlier {
        state: CompletionState::Expired,
        attempt: 2,
        ..world.there()
    };
    world.taken.add(refused);
    world.taken.add(expired);
    let Verdict::Accepted(accepted) = world.verdict() else {
        panic!("{:?}", world.verdict());
    };
    assert_eq!(accepted.attempt, 3);
}

#[test]
fn an_alliance_reaches_school_or_district_while_both_are_in_it() {
    let mut world = World::good();
    world.provider_district = Some(OrganizationId::new());
    let employment = world.employments[&world.person()][0];
    let district = employment.district.expect("a district");
    for organization in [employment.school, district] {
        for (from, until, is_reached) in [
            ("2026-01-01", None, true),
            ("2026-05-11", None, false),
            ("2026-01-01", Some("2026-05-10"), true),
            ("2026-01-01", Some("2026-05-09"), false),
        ] {
            world.allies = vec![Ally {
                organization,
                from: day(from),
                until: until.map(day),
            }];
            let is_accepted = matches!(world.verdict(), Verdict::Accepted(_));
            assert_eq!(is_accepted, is_reached, "{from} {until:?}");
        }
    }
}

#[test]
fn no_message_tells_the_right_name() {
    let mut world = World::good();
    world.row.name = "李二".to_owned();
    let Verdict::Refused(refusal) = world.verdict() else {
        panic!("the name differs");
    };
    assert!(!format!("{:?}", refusal.message()).contains("陈一"));
}
