//! Tables for the rules of a person's file.

use proptest::prelude::*;

use super::*;
use crate::people::PersonId;
use crate::people::documents::{self, DocumentKind};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
}

fn employment(from: NaiveDate, to: Option<NaiveDate>) -> Employment {
    Employment {
        id: EmploymentId::new(),
        person_id: PersonId::new(),
        organization_id: OrganizationId::new(),
        post: Post::Teacher,
        subject: None,
        started_on: from,
        ended_on: to,
    }
}

fn school(closed_on: Option<NaiveDate>) -> Organization {
    Organization {
        id: OrganizationId::new(),
        kind: OrganizationKind::School,
        code: "2144000001".to_owned(),
        name: "甲小学".to_owned(),
        name_en: None,
        parent_id: None,
        district_id: None,
        stage: None,
        is_rural: false,
        credit_code: None,
        opened_on: day(2000, 9, 1),
        closed_on,
        version: 1,
    }
}

#[test]
fn names_are_kept_as_documents_have_them() {
    for (typed, kept) in [
        ("张三", "张三"),
        (" 张\u{3000}三 ", "张三"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("José  García", "José García"),
        ("Ｌｉ Ming", "Li Ming"),
        ("𠮷田", "𠮷田"),
        ("山\u{fa11}", "山\u{fa11}"),
    ] {
        assert_eq!(parse_name(typed).as_deref(), Ok(kept), "{typed}");
    }
    assert_eq!(parse_name(" \u{3000}"), Err(PersonRefusal::NameEmpty));
    assert_eq!(parse_name("张三2"), Err(PersonRefusal::NameCharacter('2')));
    assert_eq!(
        parse_name(&"张".repeat(51)),
        Err(PersonRefusal::NameTooLong { most: 50 })
    );
}

#[test]
fn the_document_tells_birth_and_sex_and_nothing_may_differ() {
    let today = day(2026, 11, 23);
    let card = documents::parse(DocumentKind::CitizenId, "11010519491231002X")
        .expect("the standard's own example");
    let passport = documents::parse(DocumentKind::Passport, "E12345678").expect("a passport");
    let born = day(1949, 12, 31);
    for (document, birth, sex, expected) in [
        (&card, None, SexCode::Unknown, Ok((born, SexCode::Female))),
        (
            &card,
            Some(born),
            SexCode::Female,
            Ok((born, SexCode::Female)),
        ),
        (
            &card,
            Some(day(1949, 12, 30)),
            SexCode::Male,
            Err(PersonRefusal::BirthDiffers { in_document: born }),
        ),
        (
            &card,
            None,
            SexCode::Male,
            Err(PersonRefusal::SexDiffers {
                in_document: SexCode::Female,
            }),
        ),
        (
            &passport,
            Some(born),
            SexCode::Male,
            Ok((born, SexCode::Male)),
        ),
        (
            &passport,
            None,
            SexCode::Male,
            Err(PersonRefusal::BirthMissing),
        ),
        (
            &passport,
            Some(day(2026, 11, 24)),
            SexCode::Male,
            Err(PersonRefusal::BornInFuture),
        ),
    ] {
        assert_eq!(particulars(document, birth, sex, today), expected);
    }
}

#[test]
fn a_place_must_be_open_and_the_person_old_enough() {
    let today = day(2026, 11, 23);
    let born = Some(day(2000, 5, 1));
    let closed = school(Some(day(2020, 8, 31)));
    assert_eq!(check_place(&school(None), born, today, today), Ok(()));
    assert_eq!(check_place(&closed, born, day(2020, 8, 31), today), Ok(()));
    for (school, started_on, refusal) in [
        (
            Organization {
                kind: OrganizationKind::District,
                ..school(None)
            },
            today,
            EmploymentRefusal::NotAnEmployer,
        ),
        (
            closed,
            day(2020, 9, 1),
            EmploymentRefusal::SchoolClosed {
                school: "甲小学".to_owned(),
            },
        ),
        (
            school(None),
            day(2028, 1, 1),
            EmploymentRefusal::TooFarAhead,
        ),
        (school(None), day(2016, 4, 30), EmploymentRefusal::TooYoung),
    ] {
        assert_eq!(check_place(&school, born, started_on, today), Err(refusal));
    }
    assert_eq!(
        check_place(&school(None), born, day(2016, 5, 1), today),
        Ok(())
    );
}

#[test]
fn employments_follow_each_other() {
    let (past, now) = (
        employment(day(2010, 9, 1), Some(day(2020, 8, 31))),
        employment(day(2020, 9, 1), None),
    );
    let timeline = [past.clone(), now.clone()];
    assert_eq!(
        may_employ(std::slice::from_ref(&past), day(2020, 9, 1)),
        Ok(())
    );
    assert_eq!(
        may_employ(std::slice::from_ref(&past), day(2020, 8, 31)),
        Err(EmploymentRefusal::Overlaps {
            since: day(2010, 9, 1)
        })
    );
    assert_eq!(
        may_employ(&timeline, day(2026, 9, 1)),
        Err(EmploymentRefusal::Overlaps {
            since: day(2020, 9, 1)
        })
    );
    assert_eq!(may_end(&timeline, day(2026, 8, 31)), Ok(now.id));
    assert_eq!(
        may_end(&timeline, day(2020, 8, 31)),
        Err(EmploymentRefusal::BeforeStart {
            started_on: day(2020, 9, 1)
        })
    );
    assert_eq!(
        may_end(&[past], day(2026, 8, 31)),
        Err(EmploymentRefusal::NotEmployed)
    );
    let elsewhere = OrganizationId::new();
    assert_eq!(
        may_transfer(&timeline, elsewhere, day(2026, 9, 1)),
        Ok((now.id, day(2026, 8, 31)))
    );
    assert_eq!(
        may_transfer(&timeline, now.organization_id, day(2026, 9, 1)),
        Err(EmploymentRefusal::SameSchool)
    );
    assert_eq!(
        may_transfer(&timeline, elsewhere, day(2020, 9, 1)),
        Err(EmploymentRefusal::BeforeStart {
            started_on: day(2020, 9, 1)
        })
    );
}

#[test]
fn a_year_is_assessed_when_it_is_over() {
    assert!(check_assessment_year(2025, day(2026, 11, 23)).is_ok());
    assert!(check_assessment_year(2026, day(2026, 11, 23)).is_err());
    assert!(check_assessment_year(2026, day(2026, 12, 1)).is_ok());
    assert!(check_assessment_year(1979, day(2026, 12, 1)).is_err());
}

/// A person's working life: each step is employed, moved or ended after so many days.
fn play(steps: &[(u8, u16)]) -> Vec<Employment> {
    let mut timeline: Vec<Employment> = Vec::new();
    let mut today = day(2000, 9, 1);
    for (step, days) in steps {
        today += chrono::Duration::days(i64::from(*days));
        let end = |timeline: &mut Vec<Employment>, id, last| {
            let ended = timeline.iter_mut().find(|it| it.id == id);
            ended.expect("the employment is his").ended_on = Some(last);
        };
        match step % 3 {
            0 if may_employ(&timeline, today).is_ok() => timeline.push(employment(today, None)),
            1 => {
                if let Ok((id, last)) = may_transfer(&timeline, OrganizationId::new(), today) {
                    end(&mut timeline, id, last);
                    timeline.push(employment(today, None));
                }
            }
            2 => {
                if let Ok(id) = may_end(&timeline, today) {
                    end(&mut timeline, id, today);
                }
            }
            _ => {}
        }
    }
    timeline
}

proptest! {
    #[test]
    fn whatever_happens_nobody_has_two_main_employments(
        steps in prop::collection::vec((0_u8..3, 0_u16..400), 0..40)
    ) {
        let timeline = play(&steps);
        for (index, one) in timeline.iter().enumerate() {
            let last = one.ended_on.unwrap_or(NaiveDate::MAX);
            prop_assert!(one.started_on <= last);
            for other in &timeline[index + 1..] {
                prop_assert!(!one.covers(other.started_on) && !other.covers(one.started_on));
            }
        }
    }
}
