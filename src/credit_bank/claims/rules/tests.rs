//! A row for each way in which a claim is refused, the arithmetic of conversion and cap, and which
//! days overlap.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::policy::Certainty;
use crate::workflow::approval::case::{Actor, Capacity, Person, Seat};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date in the test")
}

fn item(key: &str, unit: Unit, hours_per_unit: i64, cap: Option<i64>) -> RecognitionItem {
    RecognitionItem {
        key: key.to_owned(),
        name: key.to_owned(),
        name_en: key.to_owned(),
        category: Category::Professional,
        unit,
        hours_per_unit: Hours(hours_per_unit),
        cap_per_year: cap.map(Hours),
        evidence: String::new(),
        evidence_en: String::new(),
        certainty: Certainty::Recalled,
    }
}

fn table() -> RecognitionTable {
    RecognitionTable {
        items: vec![
            item("paper", Unit::Piece, 2_800, Some(2_800)),
            item("rural", Unit::Month, 450, Some(4_000)),
        ],
        school_working_days: 10,
        district_working_days: 15,
    }
}

fn fields() -> ClaimFields {
    ClaimFields {
        item: "rural".to_owned(),
        title: "乡村支教".to_owned(),
        description: String::new(),
        done_on: day("2026-06-30"),
        quantity: 350,
        late_reason: String::new(),
    }
}

fn facts(table: &RecognitionTable) -> ClaimFacts<'_> {
    ClaimFacts {
        table,
        year_closes_on: day("2026-12-31"),
        first_employed_on: day("2018-09-01"),
        today: day("2026-11-23"),
    }
}

#[test]
fn a_claim_comes_to_hours_of_its_year() {
    let table = table();
    let assessed = assess(&fields(), &facts(&table));
    let expected = Assessed {
        year: 2026,
        category: Category::Professional,
        hours: Hours(1_575),
        is_late: false,
    };
    assert_eq!(assessed, Ok(expected), "3.5 months × 4.5 hours");
}

/// Field and key of each error after a change of the sound claim.
fn errors_after(change: impl Fn(&mut ClaimFields)) -> Vec<(&'static str, &'static str)> {
    let table = table();
    let mut fields = fields();
    change(&mut fields);
    let errors = assess(&fields, &facts(&table)).expect_err("broken");
    let told = errors.0.into_iter();
    told.map(|(field, message)| (field, message.key)).collect()
}

#[test]
fn a_text_says_what_is_wrong_with_it() {
    let long = "长".repeat(TEXT_CHARACTERS_MAX + 1);
    let item = errors_after(|it| it.item = "moon".to_owned());
    assert_eq!(item, [("item", "claim-item-unknown")]);
    let blank = errors_after(|it| it.title = " \u{3000}".to_owned());
    assert_eq!(blank, [("title", "claim-title-missing")]);
    let title = errors_after(|it| it.title = "长".repeat(TITLE_CHARACTERS_MAX + 1));
    assert_eq!(title, [("title", "claim-text-too-long")]);
    let description = errors_after(|it| it.description.clone_from(&long));
    assert_eq!(description, [("description", "claim-text-too-long")]);
    let late_reason = errors_after(|it| it.late_reason.clone_from(&long));
    assert_eq!(late_reason, [("late_reason", "claim-text-too-long")]);
}

#[test]
fn a_day_lies_between_employment_and_today() {
    for (done_on, key) in [
        ("2026-11-24", "claim-day-ahead"),
        ("2017-12-31", "claim-day-before-employment"),
    ] {
        assert_eq!(
            errors_after(|it| it.done_on = day(done_on)),
            [("done_on", key)]
        );
    }
}

#[test]
fn a_quantity_comes_to_exact_hours() {
    for (item, quantity, key) in [
        ("rural", 0, "claim-quantity-not-positive"),
        ("rural", -100, "claim-quantity-not-positive"),
        ("rural", i64::MAX, "claim-quantity-too-large"),
        ("rural", 333, "claim-quantity-not-exact"),
        ("paper", 150, "claim-quantity-not-whole"),
    ] {
        let found = errors_after(|it| {
            it.item = item.to_owned();
            it.quantity = quantity;
        });
        assert_eq!(found, [("quantity", key)], "{quantity}");
    }
}

#[test]
fn errors_come_in_the_order_of_the_form() {
    let found = errors_after(|it| {
        it.item = String::new();
        it.title = String::new();
        it.done_on = day("2030-01-01");
    });
    let fields: Vec<&str> = found.iter().map(|it| it.0).collect();
    assert_eq!(fields, ["item", "title", "done_on"]);
}

#[test]
fn after_the_year_has_closed_a_claim_needs_a_reason() {
    let table = table();
    let closed = ClaimFacts {
        today: day("2027-01-01"),
        ..facts(&table)
    };
    let errors = assess(&fields(), &closed).expect_err("no reason");
    assert_eq!(errors.0[0].0, "late_reason");
    let mut explained = fields();
    explained.late_reason = "证明迟到".to_owned();
    let assessed = assess(&explained, &closed).expect("a reason");
    assert!(assessed.is_late);
    assert_eq!(
        assessed.year, 2026,
        "it counts in the year that it belongs to"
    );
    let last_day = ClaimFacts {
        today: day("2026-12-31"),
        ..closed
    };
    assert!(!assess(&fields(), &last_day).expect("in time").is_late);
}

#[test]
fn a_cap_takes_what_the_year_had_before() {
    let cap = Some(Hours(2_800));
    for (hours, cap, before, counted, over) in [
        (4_000, cap, 0, 2_800, 1_200),
        (4_000, cap, 1_000, 1_800, 2_200),
        (4_000, cap, 2_800, 0, 4_000),
        (4_000, cap, 3_000, 0, 4_000),
        (800, cap, 2_000, 800, 0),
        (4_000, None, 9_000, 4_000, 0),
    ] {
        let split = split_at_cap(Hours(hours), cap, Hours(before));
        assert_eq!(
            (split.counted, split.over_cap),
            (Hours(counted), Hours(over))
        );
    }
}

#[test]
fn the_same_study_is_found_by_its_days() {
    let months = days_of(Unit::Month, 250, day("2026-06-30"));
    assert_eq!(months, (day("2026-03-31"), day("2026-06-30")));
    let year = days_of(Unit::Year, 100, day("2026-06-30"));
    assert_eq!(year, (day("2025-07-01"), day("2026-06-30")));
    let earlier = |first, last| Earlier {
        title: "支教".to_owned(),
        days: (day(first), day(last)),
    };
    for (first, last, is_found) in [
        ("2026-01-01", "2026-03-30", false),
        ("2026-01-01", "2026-03-31", true),
        ("2026-04-01", "2026-04-02", true),
        ("2026-06-30", "2026-07-02", true),
        ("2026-07-01", "2026-07-02", false),
    ] {
        let others = [earlier(first, last)];
        assert_eq!(
            find_duplicate(months, &others).is_some(),
            is_found,
            "{first} {last}"
        );
    }
    let piece = days_of(Unit::Piece, 300, day("2026-06-30"));
    assert_eq!(piece, (day("2026-06-30"), day("2026-06-30")));
    assert_eq!(
        days_of(Unit::Year, i64::MAX, day("2026-06-30")).1,
        day("2026-06-30")
    );
}

#[test]
fn the_district_decides_or_the_bureau_for_its_own_schools() {
    use Substitutes::*;
    let (school, district, bureau) = (
        OrganizationId::new(),
        OrganizationId::new(),
        OrganizationId::new(),
    );
    let levels = |district: Option<OrganizationId>, is_late| {
        let offices = Offices {
            school,
            district,
            bureau,
        };
        route(&offices, &table(), is_late)
            .steps()
            .iter()
            .map(|it| (it.level, it.office.0, it.working_days, it.substitutes))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        levels(Some(district), false),
        [
            (Level::School, school.0, 10, Allowed),
            (Level::District, district.0, 15, Allowed)
        ]
    );
    assert_eq!(
        levels(None, true),
        [
            (Level::School, school.0, 10, Allowed),
            (Level::City, bureau.0, 15, Barred)
        ]
    );
}

#[test]
fn a_late_claim_is_recognised_with_a_reason() {
    let endorse = |opinion: &str| Act::Endorse {
        opinion: opinion.to_owned(),
    };
    for (is_late, is_last, act, is_right) in [
        (true, true, endorse(" "), false),
        (true, true, endorse("材料属实"), true),
        (true, false, endorse(""), true),
        (false, true, endorse(""), true),
        (
            true,
            true,
            Act::Refuse {
                reason: String::new(),
            },
            true,
        ),
    ] {
        assert_eq!(
            check_late_decision(is_late, is_last, &act).is_ok(),
            is_right
        );
    }
}

#[test]
fn a_claim_stands_where_its_case_stands() {
    use crate::workflow::approval::case::Applicant;
    use crate::workflow::approval::next;
    use ClaimState::*;
    let (school, district) = (OrganizationId::new(), OrganizationId::new());
    let offices = Offices {
        school,
        district: Some(district),
        bureau: OrganizationId::new(),
    };
    let teacher = Person(Uuid::now_v7());
    let at = |office: OrganizationId| Actor::Person {
        person: Person(Uuid::now_v7()),
        seats: vec![Seat {
            office: Office(office.0),
            capacity: Capacity::Own,
        }],
    };
    let own = Actor::Person {
        person: teacher,
        seats: Vec::new(),
    };
    let endorse = Act::Endorse {
        opinion: String::new(),
    };
    let send_back = Act::Return {
        to: Place::Applicant,
        fields: vec!["files".to_owned()],
        reason: "缺页".to_owned(),
    };
    let mut case = Case::open(
        Applicant::Person(teacher),
        Vec::new(),
        route(&offices, &table(), false),
    );
    let mut told = vec![ClaimState::of(&case)];
    let (officer, district_officer) = (at(school), at(district));
    for (act, actor) in [
        (&Act::Submit, &own),
        (&send_back, &officer),
        (&Act::Submit, &own),
        (&endorse, &officer),
        (&endorse, &district_officer),
    ] {
        case = next(&case, act, actor, day("2026-11-23")).expect("allowed");
        told.push(ClaimState::of(&case));
    }
    assert_eq!(
        told,
        [Draft, AtSchool, Returned, AtSchool, AtDistrict, Recognised]
    );
    assert_eq!(times_submitted(&case), 2);
}

proptest! {
    /// Nothing is made or lost at a cap, and nothing above it ever counts.
    #[test]
    fn claims_of_a_year_fill_a_cap_and_no_more(
        hours in prop::collection::vec(1_i64..5_000, 0..12),
        cap in 0_i64..8_000,
    ) {
        let mut before = Hours::ZERO;
        for hours in hours.iter().copied().map(Hours) {
            let split = split_at_cap(hours, Some(Hours(cap)), before);
            prop_assert_eq!(split.counted + split.over_cap, hours);
            prop_assert!(split.counted >= Hours::ZERO && split.over_cap >= Hours::ZERO);
            before += split.counted;
        }
        let all: Hours = hours.into_iter().map(Hours).sum();
        prop_assert_eq!(before, all.min(Hours(cap)));
    }
}
