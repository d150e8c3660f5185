//! Tables for the verdict on a row.

use super::*;
use crate::organizations::{OrganizationId, OrganizationKind, Stage};
use crate::people::SexCode;
use crate::people::documents::{self, DocumentKind};
use crate::people::numbers::TeacherNumber;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
}

fn school(district: Option<OrganizationId>) -> Organization {
    Organization {
        id: OrganizationId::new(),
        kind: OrganizationKind::School,
        code: "2144000001".to_owned(),
        name: "甲小学".to_owned(),
        name_en: None,
        parent_id: None,
        district_id: district,
        stage: Some(Stage::Primary),
        is_rural: false,
        credit_code: None,
        opened_on: day(2000, 9, 1),
        closed_on: None,
        version: 1,
    }
}

fn row() -> RosterRow {
    RosterRow {
        name: "张三".to_owned(),
        document: documents::parse(DocumentKind::CitizenId, "11010519491231002X")
            .expect("the standard's own example"),
        is_old_form: false,
        teacher_number: None,
        sex: SexCode::Female,
        born_on: day(1949, 12, 31),
        school: SchoolName::Code("2144000001".to_owned()),
        post: Post::Teacher,
        subject: Some("语文".to_owned()),
        started_on: day(2020, 9, 1),
        title: Some(Title::Senior),
    }
}

fn everywhere() -> Reach {
    Reach {
        everywhere: true,
        ..Reach::default()
    }
}

fn by(reach: &Reach) -> Importer<'_> {
    Importer {
        reach,
        own: None,
        today: day(2026, 11, 23),
    }
}

/// The person that a row tells of, as if it had been imported before.
fn person(row: &RosterRow, school: &Organization) -> KnownPerson {
    KnownPerson {
        teacher_number: Some(TeacherNumber::of_serial(1).to_string()),
        ..arrived(row, PersonId::new(), school)
    }
}

fn by_document(person: &KnownPerson) -> Known<'_> {
    Known {
        by_document: Some(person),
        ..Known::default()
    }
}

#[test]
fn a_row_that_was_imported_before_changes_nothing() {
    let (school, row, reach) = (school(None), row(), everywhere());
    assert_eq!(
        judge(&row, &school, &Known::default(), &by(&reach)),
        Verdict::New
    );
    let known = person(&row, &school);
    let judged = judge(&row, &school, &by_document(&known), &by(&reach));
    assert_eq!(judged, Verdict::Unchanged);
    // What a file leaves blank, it does not contradict.
    let sparse = RosterRow {
        subject: None,
        title: None,
        ..row
    };
    let judged = judge(&sparse, &school, &by_document(&known), &by(&reach));
    assert_eq!(judged, Verdict::Unchanged);
}

#[test]
fn a_changed_row_changes_the_file() {
    let (here, there, reach) = (school(None), school(None), everywhere());
    let known = person(&row(), &here);
    let changed = |row: &RosterRow, school: &Organization, known: &KnownPerson| match judge(
        row,
        school,
        &by_document(known),
        &by(&reach),
    ) {
        Verdict::Changed(id, change) if id == known.id => change,
        other => panic!("expected a change, got {other:?}"),
    };
    let promoted = RosterRow {
        post: Post::Principal,
        title: Some(Title::FullSenior),
        ..row()
    };
    let change = changed(&promoted, &here, &known);
    assert_eq!(change.title, Some(Title::FullSenior));
    assert!(matches!(
        change.employment,
        Some(EmploymentChange::Correct {
            post: Post::Principal,
            ..
        })
    ));
    let moved = RosterRow {
        started_on: day(2026, 9, 1),
        ..row()
    };
    let change = changed(&moved, &there, &known);
    assert_eq!(
        change.employment,
        Some(EmploymentChange::Transfer(moved.employment(there.id)))
    );
    let mut after = known.clone();
    apply(&mut after, &change);
    assert_eq!(after.employments[0].ended_on, Some(day(2026, 8, 31)));
    // The same row again, and the old roster of the old school again: nothing more happens.
    for (row, school) in [(&moved, &there), (&row(), &here)] {
        let judged = judge(row, school, &by_document(&after), &by(&reach));
        assert_eq!(judged, Verdict::Unchanged);
    }
    after.employments[1].ended_on = Some(day(2026, 10, 31));
    let back = RosterRow {
        started_on: day(2026, 11, 1),
        ..row()
    };
    let change = changed(&back, &here, &after);
    assert!(matches!(
        change.employment,
        Some(EmploymentChange::Employ(_))
    ));
}

#[test]
fn what_might_be_somebody_known_is_for_a_human() {
    let (school, reach) = (school(None), everywhere());
    let known = person(&row(), &school);
    let perhaps = |row: &RosterRow, known: &Known<'_>| match judge(row, &school, known, &by(&reach))
    {
        Verdict::Perhaps(candidates) => candidates,
        other => panic!("expected a doubt, got {other:?}"),
    };
    let renamed = RosterRow {
        name: "张珊".to_owned(),
        ..row()
    };
    let old = RosterRow {
        is_old_form: true,
        ..row()
    };
    let namesake = Known {
        by_name_and_birth: vec![&known],
        ..Known::default()
    };
    let other_form = Known {
        by_other_form: Some(&known),
        ..Known::default()
    };
    let numbered = RosterRow {
        teacher_number: Some(TeacherNumber::of_serial(1)),
        ..row()
    };
    let same_number = Known {
        by_number: Some(&known),
        by_name_and_birth: vec![&known],
        ..Known::default()
    };
    for (row, facts, cause) in [
        (&renamed, by_document(&known), Cause::DocumentOfOtherName),
        (&old, by_document(&known), Cause::OldNumberForm),
        (&row(), namesake, Cause::SameNameAndBirth),
        (&row(), other_form, Cause::OldNumberForm),
        (&numbered, same_number, Cause::NumberOfOtherDocument),
    ] {
        assert_eq!(perhaps(row, &facts), [(known.id, cause)]);
    }
}

#[test]
fn what_a_human_said_holds_for_the_next_file() {
    let (school, reach) = (school(None), everywhere());
    let known = person(&row(), &school);
    let renamed = RosterRow {
        name: "张珊".to_owned(),
        ..row()
    };
    let after = |said: Said| Known {
        said: vec![(known.id, said)],
        ..by_document(&known)
    };
    let same = Said::Same {
        name: "张珊".to_owned(),
    };
    for (said, verdict) in [
        (same, Verdict::Unchanged),
        (Said::Other, Verdict::Refused(Refusal::DocumentOfAnother)),
        (
            Said::Open,
            Verdict::Perhaps(vec![(known.id, Cause::DocumentOfOtherName)]),
        ),
    ] {
        assert_eq!(judge(&renamed, &school, &after(said), &by(&reach)), verdict);
    }
    let namesake = Known {
        by_name_and_birth: vec![&known],
        said: vec![(known.id, Said::Other)],
        ..Known::default()
    };
    assert_eq!(judge(&row(), &school, &namesake, &by(&reach)), Verdict::New);
}

/// Somebody who works at another school, under the row's name and document.
fn elsewhere(other: &Organization) -> KnownPerson {
    let earlier = RosterRow {
        started_on: day(2010, 9, 1),
        ..row()
    };
    person(&earlier, other)
}

#[test]
fn refuses_places_and_numbers_in_this_order() {
    let district = OrganizationId::new();
    let (school, other) = (school(Some(district)), school(None));
    let reach = Reach {
        districts: vec![district],
        ..Reach::default()
    };
    let known = person(&row(), &school);
    let stranger = KnownPerson {
        name: "李四".to_owned(),
        ..person(&row(), &other)
    };
    let elsewhere = elsewhere(&other);
    let numbered = RosterRow {
        teacher_number: Some(TeacherNumber::of_serial(1)),
        ..row()
    };
    let ahead = RosterRow {
        started_on: day(2029, 9, 1),
        ..row()
    };
    let number = |it| Known {
        by_number: Some(it),
        ..Known::default()
    };
    let both = Known {
        by_number: Some(&elsewhere),
        ..by_document(&known)
    };
    let nothing = Known::default;
    let far = Refusal::Employment(EmploymentRefusal::TooFarAhead);
    for (row, school, facts, refusal) in [
        (&row(), &other, nothing(), Refusal::SchoolOutOfReach),
        (&ahead, &school, nothing(), far),
        (&numbered, &school, nothing(), Refusal::NumberUnknown),
        (
            &numbered,
            &school,
            number(&stranger),
            Refusal::NumberOfOtherName,
        ),
        (&numbered, &school, both, Refusal::NumberAndDocumentDiffer),
    ] {
        let judged = judge(row, school, &facts, &by(&reach));
        assert_eq!(judged, Verdict::Refused(refusal));
    }
}

#[test]
fn refuses_documents_and_employments_in_this_order() {
    let district = OrganizationId::new();
    let (school, other) = (school(Some(district)), school(None));
    let reach = Reach {
        districts: vec![district],
        ..Reach::default()
    };
    let (known, elsewhere) = (person(&row(), &school), elsewhere(&other));
    let old = RosterRow {
        is_old_form: true,
        ..row()
    };
    let late = RosterRow {
        started_on: day(2021, 9, 1),
        ..row()
    };
    let third_name = Known {
        said: vec![(
            known.id,
            Said::Same {
                name: "张珊".to_owned(),
            },
        )],
        ..by_document(&known)
    };
    let misspelt = RosterRow {
        name: "张山".to_owned(),
        ..row()
    };
    let since = day(2020, 9, 1);
    for (row, facts, refusal) in [
        (&old, Known::default(), Refusal::FirstGeneration),
        (&misspelt, third_name, Refusal::NameDiffers),
        (&late, by_document(&known), Refusal::StartDiffers { since }),
        (&row(), by_document(&elsewhere), Refusal::EmployedElsewhere),
    ] {
        let judged = judge(row, &school, &facts, &by(&reach));
        assert_eq!(judged, Verdict::Refused(refusal));
    }
}

#[test]
fn nobody_changes_their_own_file() {
    let (school, reach) = (school(None), everywhere());
    let known = person(&row(), &school);
    let own = Importer {
        own: Some(known.id),
        ..by(&reach)
    };
    let promoted = RosterRow {
        post: Post::Principal,
        ..row()
    };
    assert_eq!(
        judge(&promoted, &school, &by_document(&known), &own),
        Verdict::Refused(Refusal::OwnCase)
    );
    assert_eq!(
        judge(&row(), &school, &by_document(&known), &own),
        Verdict::Unchanged
    );
}
