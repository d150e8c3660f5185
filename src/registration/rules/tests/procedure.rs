//! Who has to do what by when, windows, routes and signatures.

use super::fixtures::{calendar, facts, grades, newcomer, policies, study};
use super::{Change, day, today};
use crate::organizations::OrganizationId;
use crate::people::AssessmentGrade::{Fail, Pass};
use crate::people::Post;
use crate::qualifications::rules::EventKind;
use crate::registration::WindowId;
use crate::registration::rules::assess;
use crate::registration::rules::assessment::Verdict::{Deferred, Qualified, Unqualified};
use crate::registration::rules::cycle::{Duty, OutOfScope, duty, first_deadline};
use crate::registration::rules::decision::{
    Offices, Outcome, SignRefusal, left_to_do, plan, recheck_from, route, sign,
};
use crate::registration::rules::facts::{Ownership, Probation};
use crate::registration::rules::windows::{
    ApplyRefusal, Window, WindowKind, WindowRefusal, WindowState, conclude_by, may_apply, may_open,
    state,
};
use crate::workflow::approval::case::Level::{City, District, Province, School};
use crate::workflow::approval::case::{Office, Substitutes};
use crate::workflow::calendar::YearMissing;

#[test]
#[expect(clippy::too_many_lines, reason = "a table, read line by line")]
fn everybody_is_told_what_to_do() {
    let policies = policies(today());
    let out = Duty::OutOfScope;
    let rows: Vec<(&str, bool, Change, Duty)> = vec![
        (
            "runs out in January",
            false,
            |_| {},
            Duty::Renew {
                until: day("2027-01-10"),
            },
        ),
        (
            "runs for years",
            false,
            |it| it.registered_on = Some(day("2025-01-10")),
            Duty::Registered {
                until: day("2030-01-10"),
            },
        ),
        (
            "the last day",
            false,
            |it| it.registered_on = Some(day("2021-11-23")),
            Duty::Renew {
                until: day("2026-11-23"),
            },
        ),
        (
            "ran out yesterday",
            false,
            |it| it.registered_on = Some(day("2021-11-22")),
            Duty::Expired {
                since: day("2026-11-22"),
            },
        ),
        (
            "deferred",
            false,
            |it| it.deferred_on = Some(day("2026-05-01")),
            Duty::Recheck {
                deferred_on: day("2026-05-01"),
            },
        ),
        (
            "left the school",
            false,
            |it| it.service.ended_on = Some(day("2026-08-31")),
            out(OutOfScope::NotEmployed),
        ),
        (
            "does not teach",
            false,
            |it| it.service.post = Post::Support,
            out(OutOfScope::DoesNotTeach),
        ),
        (
            "private school",
            false,
            |it| it.service.ownership = Ownership::Private,
            out(OutOfScope::PrivateSchool),
        ),
        (
            "not on establishment",
            false,
            |it| it.service.is_on_establishment = false,
            out(OutOfScope::NotOnEstablishment),
        ),
        (
            "on probation",
            true,
            |it| {
                it.service.probation = Probation::Running {
                    ends_on: day("2026-12-31"),
                }
            },
            Duty::OnProbation {
                ends_on: day("2026-12-31"),
            },
        ),
        (
            "60 days after 24 September are 23 November",
            true,
            |it| {
                it.service.probation = Probation::Passed {
                    on: day("2026-09-24"),
                }
            },
            Duty::ApplyFirst {
                by: Some(day("2026-11-23")),
            },
        ),
        (
            "a day that is no working day moves on: 21 November is a Saturday",
            true,
            |it| {
                it.service.probation = Probation::Passed {
                    on: day("2026-09-22"),
                }
            },
            Duty::ApplyFirst {
                by: Some(day("2026-11-23")),
            },
        ),
        (
            "too late",
            true,
            |it| {
                it.service.probation = Probation::Passed {
                    on: day("2026-09-21"),
                }
            },
            Duty::FirstOverdue {
                since: day("2026-11-20"),
            },
        ),
        (
            "never had to be on probation",
            true,
            |it| it.service.probation = Probation::NotRequired,
            Duty::ApplyFirst { by: None },
        ),
    ];
    for (case, is_new, change, expected) in rows {
        let mut facts = if is_new { newcomer() } else { facts() };
        change(&mut facts);
        let found = duty(&facts, &policies, today(), &calendar());
        assert_eq!(found, Ok(expected), "{case}");
    }
}

#[test]
fn a_deadline_in_a_year_without_holidays_is_an_error() {
    let rule = policies(today()).procedure.parameters;
    assert_eq!(
        first_deadline(day("2026-12-15"), &rule, &calendar()),
        Err(YearMissing(2027))
    );
}

fn window(kind: WindowKind, opens_on: &str, closes_on: &str, due_until: &str) -> Window {
    Window {
        id: WindowId::new(),
        kind,
        opens_on: day(opens_on),
        closes_on: day(closes_on),
        due_until: day(due_until),
    }
}

fn autumn() -> Window {
    window(
        WindowKind::Renewal,
        "2026-10-12",
        "2026-11-30",
        "2027-06-30",
    )
}

#[test]
fn a_window_stands_alone_in_its_kind() {
    let overlap = |it: &Window| WindowRefusal::Overlaps {
        opens_on: it.opens_on,
        closes_on: it.closes_on,
    };
    let renewal = WindowKind::Renewal;
    for (new, refusal) in [
        (
            window(renewal, "2026-12-01", "2026-12-20", "2027-06-30"),
            None,
        ),
        (
            window(renewal, "2026-11-30", "2026-12-20", "2027-06-30"),
            Some(overlap(&autumn())),
        ),
        (
            window(renewal, "2026-09-01", "2026-12-31", "2027-06-30"),
            Some(overlap(&autumn())),
        ),
        (
            window(WindowKind::First, "2026-11-01", "2026-12-20", "2027-06-30"),
            None,
        ),
        (
            window(renewal, "2026-12-20", "2026-12-01", "2027-06-30"),
            Some(WindowRefusal::Backwards),
        ),
        (
            window(renewal, "2026-09-01", "2026-09-30", "2027-06-30"),
            Some(WindowRefusal::Past),
        ),
        (
            window(renewal, "2026-12-01", "2026-12-20", "2026-11-30"),
            Some(WindowRefusal::DueBeforeOpening),
        ),
    ] {
        let found = may_open(&new, &[autumn()], today()).err();
        assert_eq!(found, refusal, "{new:?}");
    }
}

/// 90 working days after the window closes, swapped days and holidays counted as they are.
#[test]
fn a_window_is_planned_open_decided_late_or_concluded() {
    let rule = policies(today()).procedure.parameters;
    let spring = window(
        WindowKind::Renewal,
        "2026-03-02",
        "2026-03-30",
        "2026-12-31",
    );
    assert_eq!(
        conclude_by(&spring, &rule, &calendar()),
        Ok(day("2026-08-07"))
    );
    for (on, undecided, expected) in [
        ("2026-03-01", 0, WindowState::Planned),
        ("2026-03-02", 0, WindowState::Open),
        ("2026-03-30", 9, WindowState::Open),
        ("2026-03-31", 9, WindowState::Deciding),
        ("2026-03-31", 0, WindowState::Concluded),
        ("2026-08-07", 1, WindowState::Deciding),
        // A Saturday: the limit has passed though no working day has.
        ("2026-08-08", 1, WindowState::Overdue),
        ("2026-08-10", 1, WindowState::Overdue),
        ("2026-08-10", 0, WindowState::Concluded),
    ] {
        let found = state(&spring, undecided, day(on), &rule, &calendar());
        assert_eq!(found, Ok(expected), "{on} {undecided}");
    }
    // Working days to come need holidays that are not announced; those past do not.
    let autumn = autumn();
    assert_eq!(
        conclude_by(&autumn, &rule, &calendar()),
        Err(YearMissing(2027))
    );
    let december = state(&autumn, 5, day("2026-12-15"), &rule, &calendar());
    assert_eq!(december, Ok(WindowState::Deciding));
}

#[test]
fn a_window_takes_those_whom_it_is_for() {
    let renew = |until| Duty::Renew { until: day(until) };
    for (duty, bar, on, expected) in [
        (renew("2027-06-30"), None, "2026-11-23", Ok(())),
        (
            renew("2027-07-01"),
            None,
            "2026-11-23",
            Err(ApplyRefusal::NotDue {
                until: day("2027-07-01"),
            }),
        ),
        (
            Duty::Expired {
                since: day("2020-01-01"),
            },
            None,
            "2026-11-23",
            Ok(()),
        ),
        (
            Duty::ApplyFirst { by: None },
            None,
            "2026-11-23",
            Err(ApplyRefusal::OtherKind(WindowKind::Renewal)),
        ),
        (
            renew("2027-06-30"),
            None,
            "2026-10-11",
            Err(ApplyRefusal::NotOpenYet {
                opens_on: day("2026-10-12"),
            }),
        ),
        (
            renew("2027-06-30"),
            None,
            "2026-12-01",
            Err(ApplyRefusal::Closed {
                closed_on: day("2026-11-30"),
            }),
        ),
        (
            renew("2027-06-30"),
            Some(day("2026-11-23")),
            "2026-11-23",
            Err(ApplyRefusal::FraudBar {
                until: day("2026-11-23"),
            }),
        ),
        (
            renew("2027-06-30"),
            Some(day("2026-11-22")),
            "2026-11-23",
            Ok(()),
        ),
        (
            Duty::OutOfScope(OutOfScope::PrivateSchool),
            None,
            "2026-11-23",
            Err(ApplyRefusal::OutOfScope(OutOfScope::PrivateSchool)),
        ),
    ] {
        let found = may_apply(&autumn(), duty, bar, day(on));
        assert_eq!(found, expected, "{duty:?} on {on}");
    }
}

fn offices(district: bool) -> Offices {
    let office = || Office(OrganizationId::new().0);
    let bureau = office();
    Offices {
        school: office(),
        district: district.then(office),
        city: bureau,
        province: bureau,
    }
}

#[test]
fn a_bureau_run_school_goes_to_the_city_first() {
    let rule = policies(today()).procedure.parameters;
    let levels = |district| {
        let route = route(offices(district), &rule).expect("a route");
        route.steps().iter().map(|it| it.level).collect::<Vec<_>>()
    };
    assert_eq!(levels(true), [School, District, City, Province]);
    assert_eq!(levels(false), [School, City, Province]);
    let route = route(offices(true), &rule).expect("a route");
    let barred = |it: &crate::workflow::approval::case::Step| it.substitutes == Substitutes::Barred;
    assert_eq!(route.steps().iter().filter(|it| barred(it)).count(), 1);
    let days: u32 = route.steps().iter().map(|it| it.working_days).sum();
    assert!(days <= rule.conclusion_working_days);
}

#[test]
fn a_signature_needs_its_ground_and_its_reason() {
    let policies = policies(today());
    let good = assess(&facts(), &policies, today());
    let mut short = facts();
    study(&mut short, 350);
    let short = assess(&short, &policies, today());
    let mut bad = facts();
    grades(&mut bad, [Some(Fail), Some(Fail), Some(Pass), Some(Pass)]);
    let bad = assess(&bad, &policies, today());
    let mut gone = facts();
    gone.qualification_events = vec![super::fixtures::event(EventKind::Lost, "2024-01-01")];
    let gone = assess(&gone, &policies, today());

    let missing = Err(SignRefusal::ReasonMissing);
    for (assessment, verdict, reason, expected) in [
        (&good, Qualified, "", Ok(())),
        (&good, Deferred, "补材料", Err(SignRefusal::NothingUnmet)),
        (&good, Unqualified, "不妥", Err(SignRefusal::NothingUnmet)),
        (&short, Deferred, " \u{3000}", missing),
        (&short, Deferred, "差 10 学时", Ok(())),
        (&short, Qualified, "", missing),
        (&short, Qualified, "已补登记，另附证明", Ok(())),
        (&short, Unqualified, "弄虚作假", Ok(())),
        (&bad, Unqualified, "连续两年不合格", Ok(())),
        (&bad, Deferred, "复核中", Ok(())),
        (
            &gone,
            Qualified,
            "情有可原",
            Err(SignRefusal::QualificationGone),
        ),
    ] {
        let found = sign(assessment, verdict, reason, today(), &policies).map(|_| ());
        assert_eq!(found, expected, "{verdict} {reason}");
    }
}

#[test]
fn a_decision_says_what_follows() {
    let policies = policies(today());
    let good = assess(&facts(), &policies, today());
    let signed = |verdict, reason, on| {
        let mut short = facts();
        study(&mut short, 350);
        let short = assess(&short, &policies, today());
        sign(&short, verdict, reason, day(on), &policies)
    };
    // In time: the next cycle begins the day after the last one.
    assert_eq!(
        sign(&good, Qualified, "", today(), &policies),
        Ok(Outcome::Registered {
            from: day("2027-01-11"),
            until: day("2032-01-11"),
        })
    );
    // Late: it begins when it is signed.
    assert_eq!(
        sign(&good, Qualified, "", day("2027-03-01"), &policies),
        Ok(Outcome::Registered {
            from: day("2027-03-01"),
            until: day("2032-03-01"),
        })
    );
    let Ok(Outcome::Deferred { plan, trial_until }) = signed(Deferred, "差 10 学时", "2026-12-20")
    else {
        panic!("it is deferred");
    };
    assert_eq!(trial_until, day("2028-12-20"));
    assert_eq!(recheck_from(&plan), Some(day("2026-11-25")));
    let Ok(refused) = signed(Unqualified, "弄虚作假", "2026-12-20") else {
        panic!("it is refused");
    };
    assert_eq!(
        refused,
        Outcome::Refused {
            trial_until: day("2027-12-20")
        }
    );
    assert!(!refused.may_teach());
}

#[test]
fn a_plan_is_done_when_nothing_of_it_is_left() {
    let policies = policies(today());
    let mut short = facts();
    study(&mut short, 350);
    let before = assess(&short, &policies, today());
    let steps = plan(&before);
    assert_eq!(left_to_do(&steps, &before).len(), 1);
    study(&mut short, 360);
    let after = assess(&short, &policies, today());
    assert!(left_to_do(&steps, &after).is_empty());
}
