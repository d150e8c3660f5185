//! A renewal, condition by condition: each case changes one thing about somebody with whom nothing
//! is wrong.

use proptest::prelude::*;

use super::fixtures::{
    alert, certificate, event, facts, grades, policies, study, study_hundredths,
};
use super::{Change, away, day, today, unmet};
use crate::ethics::rules::{AdmonitionKind, AlertState, Gravity, Handling};
use crate::people::AssessmentGrade::{self, BasicPass, Excellent, Fail, Pass, Ungraded};
use crate::policy::ConditionKey as K;
use crate::policy::{CertificateType, SanctionKind, TeachingLevel};
use crate::qualifications::rules::EventKind;
use crate::registration::rules::absence::{Absence, AbsenceReason};
use crate::registration::rules::assess;
use crate::registration::rules::assessment::Cure;
use crate::registration::rules::assessment::Verdict::{self, Deferred, Qualified, Unqualified};
use crate::registration::rules::facts::Unfit;

/// What is wrong with somebody, the verdict, the conditions not met, and the cure of the first.
type Row = (&'static str, Change, Verdict, Vec<K>, Option<Cure>);

fn hold(rows: Vec<Row>) {
    let policies = policies(today());
    for (case, change, verdict, keys, cure) in rows {
        let mut facts = facts();
        change(&mut facts);
        let found = assess(&facts, &policies, today());
        assert_eq!((found.verdict, unmet(&found)), (verdict, keys), "{case}");
        let first = found.unmet().next().map(|it| it.cure);
        if cure.is_some() {
            assert_eq!(first, cure, "{case}");
        }
    }
}

fn from(text: &str) -> Cure {
    Cure::From(day(text))
}

#[test]
fn hours_make_a_cycle_or_defer_it() {
    hold(vec![
        (
            "exactly enough",
            |it| study(it, 360),
            Qualified,
            vec![],
            None,
        ),
        (
            "a hundredth short",
            |it| study_hundredths(it, 35_999),
            Deferred,
            vec![K::Hours],
            Some(from("2026-11-24")),
        ),
        (
            "none at all: 45 days of eight hours",
            |it| it.hours.clear(),
            Deferred,
            vec![K::Hours],
            Some(from("2027-01-07")),
        ),
        (
            "of another cycle",
            |it| {
                for entry in &mut it.hours {
                    entry.counted_on = day("2021-12-31");
                }
            },
            Deferred,
            vec![K::Hours],
            None,
        ),
    ]);
}

/// Regulations 1.2: one bad year defers, two in a row fail, two apart defer; 未定等次 is neither.
#[test]
#[expect(clippy::too_many_lines, reason = "a table, read line by line")]
fn bad_years_defer_and_two_in_a_row_fail() {
    hold(vec![
        (
            "one bad year",
            |it| grades(it, [Some(Pass), Some(Fail), Some(Pass), Some(Excellent)]),
            Deferred,
            vec![K::Assessments],
            // A good year has to follow; the year that runs is the first that can.
            Some(from("2027-01-01")),
        ),
        (
            "two in a row",
            |it| grades(it, [Some(Pass), Some(Fail), Some(Fail), Some(Pass)]),
            Unqualified,
            vec![K::AssessmentsInARow, K::Assessments],
            Some(Cure::NotInThisCycle),
        ),
        (
            "two apart",
            |it| grades(it, [Some(Fail), Some(Pass), Some(Fail), Some(Pass)]),
            Deferred,
            vec![K::Assessments],
            None,
        ),
        (
            "two with an ungraded year between them",
            |it| grades(it, [Some(Fail), Some(Ungraded), Some(Fail), Some(Pass)]),
            Deferred,
            vec![K::Assessments],
            None,
        ),
        (
            "an ungraded year is no fail",
            |it| grades(it, [Some(Pass), Some(Ungraded), Some(Pass), Some(Pass)]),
            Qualified,
            vec![],
            None,
        ),
        (
            "基本合格 is not 合格",
            |it| grades(it, [Some(Pass), Some(BasicPass), Some(Pass), Some(Pass)]),
            Deferred,
            vec![K::Assessments],
            None,
        ),
        (
            "two years of 基本合格 are no failed years",
            |it| {
                grades(
                    it,
                    [Some(BasicPass), Some(BasicPass), Some(Pass), Some(Pass)],
                );
            },
            Deferred,
            vec![K::Assessments],
            None,
        ),
        (
            "a result is missing",
            |it| grades(it, [Some(Pass), None, Some(Pass), Some(Pass)]),
            Deferred,
            vec![K::Assessments],
            Some(Cure::OncePutRight),
        ),
        (
            "bad years before the cycle",
            |it| {
                it.assessments.insert(2021, Fail);
                it.assessments.insert(2020, Fail);
            },
            Qualified,
            vec![],
            None,
        ),
        (
            "a row that the beginning of the cycle cuts",
            |it| {
                it.assessments.insert(2021, Fail);
                it.assessments.insert(2022, Fail);
            },
            Deferred,
            vec![K::Assessments],
            None,
        ),
    ]);
}

/// More than one semester, which is read as six months; approved leave never counts.
#[test]
#[expect(clippy::too_many_lines, reason = "a table, read line by line")]
fn an_interruption_of_more_than_a_semester_defers() {
    use AbsenceReason::{Maternity, OtherWork, Personal, Sick, Study, Unapproved};
    hold(vec![
        (
            "exactly six months",
            |it| it.absences = vec![away("2024-09-01", "2025-02-28", Personal)],
            Qualified,
            vec![],
            None,
        ),
        (
            "a day more",
            |it| it.absences = vec![away("2024-09-01", "2025-03-01", Personal)],
            Deferred,
            vec![K::Interruption],
            // Six months at work were over long ago: nothing to wait for but the re-check.
            Some(from("2026-11-23")),
        ),
        (
            "sick leave of a year",
            |it| it.absences = vec![away("2024-01-01", "2024-12-31", Sick)],
            Qualified,
            vec![],
            None,
        ),
        (
            "178 days of maternity leave and a year of study after it",
            |it| {
                it.absences = vec![
                    away("2024-01-01", "2024-06-26", Maternity),
                    away("2024-06-27", "2025-06-30", Study),
                ];
            },
            Qualified,
            vec![],
            None,
        ),
        (
            "personal leave that sick leave cuts into two short pieces",
            |it| {
                it.absences = vec![
                    away("2024-01-01", "2024-10-31", Personal),
                    away("2024-05-01", "2024-06-30", Sick),
                ];
            },
            Qualified,
            vec![],
            None,
        ),
        (
            "two absences that touch are one",
            |it| {
                it.absences = vec![
                    away("2024-01-01", "2024-05-31", OtherWork),
                    away("2024-06-01", "2024-08-31", Unapproved),
                ];
            },
            Deferred,
            vec![K::Interruption],
            None,
        ),
        (
            "two absences with a day of work between them are two",
            |it| {
                it.absences = vec![
                    away("2024-01-01", "2024-05-31", OtherWork),
                    away("2024-06-02", "2024-08-31", Unapproved),
                ];
            },
            Qualified,
            vec![],
            None,
        ),
        (
            "before the cycle",
            |it| it.absences = vec![away("2020-01-01", "2021-12-31", Personal)],
            Qualified,
            vec![],
            None,
        ),
        (
            "still away, nobody knows for how long",
            |it| {
                it.absences = vec![Absence {
                    to: None,
                    ..away("2026-03-01", "2026-03-01", OtherWork)
                }];
            },
            Deferred,
            vec![K::Interruption],
            Some(Cure::OncePutRight),
        ),
    ]);
}

#[test]
fn a_grave_breach_fails_and_a_running_sanction_defers() {
    const TALK: Handling = Handling::Admonition(AdmonitionKind::Criticism);
    const WARNING: Handling = Handling::Sanction(SanctionKind::Warning, None);
    hold(vec![
        (
            "恶劣影响 within the cycle",
            |it| {
                it.alerts = vec![alert(Gravity::Grave, TALK, "2023-05-01")];
            },
            Unqualified,
            vec![K::Ethics],
            Some(Cure::NotInThisCycle),
        ),
        (
            "before the cycle",
            |it| {
                it.alerts = vec![alert(Gravity::Grave, TALK, "2022-01-09")];
            },
            Qualified,
            vec![],
            None,
        ),
        (
            "set aside on appeal",
            |it| {
                let mut breach = alert(Gravity::Grave, TALK, "2023-05-01");
                breach.state = AlertState::SetAside;
                it.alerts = vec![breach];
            },
            Qualified,
            vec![],
            None,
        ),
        (
            "an ordinary one",
            |it| {
                it.alerts = vec![alert(Gravity::Ordinary, TALK, "2023-05-01")];
            },
            Qualified,
            vec![],
            None,
        ),
        (
            "the last day of a sanction",
            |it| {
                let demerit = Handling::Sanction(SanctionKind::Demerit, Some(day("2026-11-23")));
                it.alerts = vec![alert(Gravity::Ordinary, demerit, "2025-11-23")];
            },
            Deferred,
            vec![K::Sanction],
            Some(from("2026-11-24")),
        ),
        (
            "the day after it",
            |it| {
                let demerit = Handling::Sanction(SanctionKind::Demerit, Some(day("2026-11-22")));
                it.alerts = vec![alert(Gravity::Ordinary, demerit, "2025-11-22")];
            },
            Qualified,
            vec![],
            None,
        ),
        (
            "a sanction without end",
            |it| it.alerts = vec![alert(Gravity::Ordinary, WARNING, "2026-01-01")],
            Deferred,
            vec![K::Sanction],
            Some(Cure::Never),
        ),
    ]);
}

/// 丧失 is for life, 撤销 until a new certificate, cheating touches no certificate.
#[test]
fn a_qualification_is_lost_revoked_or_held() {
    hold(vec![
        (
            "lost",
            |it| it.qualification_events = vec![event(EventKind::Lost, "2010-01-01")],
            Unqualified,
            vec![K::QualificationHeld, K::TypeFitsPost],
            Some(Cure::Never),
        ),
        (
            "revoked, the bar runs",
            |it| it.qualification_events = vec![event(EventKind::Revoked, "2024-03-01")],
            Unqualified,
            vec![K::QualificationHeld, K::TypeFitsPost],
            Some(from("2029-03-02")),
        ),
        (
            "revoked long ago, and certified anew",
            |it| {
                it.qualification_events = vec![event(EventKind::Revoked, "2015-03-01")];
                it.certificates
                    .push(certificate(CertificateType::Primary, "2021-06-30"));
            },
            Qualified,
            vec![],
            None,
        ),
        (
            "cheated in an examination",
            |it| it.qualification_events = vec![event(EventKind::Cheated, "2026-03-01")],
            Qualified,
            vec![],
            None,
        ),
        (
            "lost tomorrow",
            |it| it.qualification_events = vec![event(EventKind::Lost, "2026-11-24")],
            Qualified,
            vec![],
            None,
        ),
    ]);
}

#[test]
fn the_certificate_fits_the_post_or_defers() {
    hold(vec![
        (
            "junior above primary",
            |it| it.service.levels = vec![TeachingLevel::Junior],
            Deferred,
            vec![K::TypeFitsPost],
            Some(Cure::OncePutRight),
        ),
        (
            "senior certificate in a junior school",
            |it| {
                it.certificates = vec![certificate(CertificateType::Senior, "2014-06-30")];
                it.service.levels = vec![TeachingLevel::Junior];
            },
            Qualified,
            vec![],
            None,
        ),
        (
            "one of the levels of a whole school",
            |it| it.service.levels = vec![TeachingLevel::Primary, TeachingLevel::Senior],
            Qualified,
            vec![],
            None,
        ),
        (
            "kindergarten without pre-school training",
            |it| it.service.levels = vec![TeachingLevel::Kindergarten],
            Deferred,
            vec![K::TypeFitsPost],
            None,
        ),
        (
            "kindergarten with it",
            |it| {
                it.service.levels = vec![TeachingLevel::Kindergarten];
                it.preschool_trained_on = Some(day("2026-07-01"));
            },
            Qualified,
            vec![],
            None,
        ),
        (
            "the file has no level",
            |it| it.service.levels.clear(),
            Deferred,
            vec![K::TypeFitsPost],
            None,
        ),
    ]);
}

/// 学前教育法 art. 37 is in force from 1 June 2025; the day before, downward validity is plain.
#[test]
fn kindergartens_ask_for_more_from_june_2025() {
    let mut facts = facts();
    facts.service.levels = vec![TeachingLevel::Kindergarten];
    for (on, met) in [("2025-05-31", true), ("2025-06-01", false)] {
        let found = assess(&facts, &policies(day(on)), day(on));
        let fit = found.find(K::TypeFitsPost).expect("it binds");
        assert_eq!(fit.met, met, "{on}");
    }
}

#[test]
fn fitness_and_post_defer() {
    hold(vec![
        (
            "unfit until January",
            |it| {
                it.unfit = vec![Unfit {
                    from: day("2026-09-01"),
                    to: Some(day("2027-01-31")),
                }];
            },
            Deferred,
            vec![K::Fitness],
            Some(from("2027-02-01")),
        ),
        (
            "fit again since yesterday",
            |it| {
                it.unfit = vec![Unfit {
                    from: day("2026-09-01"),
                    to: Some(day("2026-11-22")),
                }];
            },
            Qualified,
            vec![],
            None,
        ),
        (
            "not on establishment",
            |it| it.service.is_on_establishment = false,
            Deferred,
            vec![K::Employment],
            None,
        ),
    ]);
}

/// 注册不合格 before 暂缓注册 before 注册合格, whatever else is wrong.
#[test]
fn the_gravest_condition_decides() {
    let mut facts = facts();
    study(&mut facts, 10);
    grades(&mut facts, [Some(Fail), Some(Fail), Some(Pass), Some(Pass)]);
    let found = assess(&facts, &policies(today()), today());
    assert_eq!(found.verdict, Unqualified);
    assert_eq!(
        unmet(&found),
        [K::AssessmentsInARow, K::Assessments, K::Hours]
    );
}

/// What nobody can undo is made good by a year that was passed, or by time at work.
#[test]
fn a_deferral_is_cured() {
    let later = day("2028-01-05");
    let rules = policies(later);
    let mut deferred = facts();
    deferred.deferred_on = Some(day("2026-12-20"));
    grades(
        &mut deferred,
        [Some(Pass), Some(Fail), Some(Pass), Some(Pass)],
    );
    deferred.absences = vec![away("2024-01-01", "2024-08-31", AbsenceReason::OtherWork)];
    let verdict = |facts: &_, on| assess(facts, &rules, on).verdict;

    assert_eq!(verdict(&deferred, day("2026-12-20")), Deferred);
    deferred.assessments.insert(2026, Pass);
    deferred.assessments.insert(2027, Pass);
    assert_eq!(verdict(&deferred, later), Qualified);
    // A new bad year takes the cure away again.
    deferred.assessments.insert(2027, Fail);
    assert_eq!(verdict(&deferred, later), Deferred);

    // Hours that are made up after the deferral count for the cycle that was deferred.
    let mut short = facts();
    study(&mut short, 330);
    short.deferred_on = Some(day("2026-12-20"));
    short.assessments.insert(2026, Pass);
    short.assessments.insert(2027, Pass);
    assert_eq!(verdict(&short, later), Deferred);
    let mut made_up = short.hours[0];
    made_up.counted_on = day("2027-12-31");
    made_up.hours = crate::hours::Hours::whole(30);
    short.hours.push(made_up);
    assert_eq!(verdict(&short, later), Qualified);
}

fn any_grade() -> impl Strategy<Value = Option<AssessmentGrade>> {
    prop_oneof![
        Just(None),
        Just(Some(Excellent)),
        Just(Some(Pass)),
        Just(Some(BasicPass)),
        Just(Some(Fail)),
        Just(Some(Ungraded)),
    ]
}

proptest! {
    /// A better file never gets a worse verdict.
    #[test]
    fn more_hours_and_better_grades_never_hurt(
        hours in 0_i64..500,
        more in 0_i64..200,
        given in any::<[u8; 4]>(),
        at in 0_usize..4,
    ) {
        let all = [None, Some(Excellent), Some(Pass), Some(BasicPass), Some(Fail), Some(Ungraded)];
        let mut years = given.map(|it| all[usize::from(it) % all.len()]);
        let policies = policies(today());
        let mut file = facts();
        study(&mut file, hours);
        grades(&mut file, years);
        let before = assess(&file, &policies, today()).verdict;
        study(&mut file, hours + more);
        years[at] = Some(Pass);
        grades(&mut file, years);
        prop_assert!(assess(&file, &policies, today()).verdict <= before);
    }

    /// What a case keeps is what was found, whatever was found.
    #[test]
    fn every_tree_reads_back(
        hours in 0_i64..50_000,
        one in any_grade(),
        other in any_grade(),
        length in 1_u64..900,
    ) {
        let mut file = facts();
        study_hundredths(&mut file, hours);
        grades(&mut file, [one, other, Some(Pass), None]);
        let first = day("2023-01-15");
        file.absences = vec![Absence {
            from: first,
            to: Some(first + chrono::Days::new(length)),
            reason: AbsenceReason::Personal,
        }];
        let found = assess(&file, &policies(today()), today());
        let json = serde_json::to_value(&found).expect("our own types");
        prop_assert_eq!(serde_json::from_value::<super::Assessment>(json).ok(), Some(found));
    }
}
