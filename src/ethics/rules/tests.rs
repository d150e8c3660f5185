use proptest::prelude::*;

use super::*;
use crate::message::Message;
use crate::policy::{Parameters, RuleSet, day_after, parse_file};
use crate::web::language::{Language, Words};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date in the test")
}

/// The shipped rule of a key that is in force on a day.
fn shipped<T: Parameters>(text: &str, on: &str) -> T {
    let versions = parse_file(text).expect("a shipped rule set");
    let mut in_force = versions.into_iter().filter(|it| it.is_in_force(day(on)));
    let rule: RuleSet<T> = in_force
        .next()
        .expect("a rule in force")
        .map(T::deserialize)
        .expect("its parameters");
    rule.parameters
}

fn terms(on: &str) -> SanctionTerms {
    shipped(
        include_str!("../../../seeds/policies/ethics_sanctions.toml"),
        on,
    )
}

fn other_handling() -> EthicsHandling {
    let text = include_str!("../../../seeds/policies/ethics_handling.toml");
    shipped(text, "2026-11-23")
}

fn look_backs() -> LookBacks {
    let text = include_str!("../../../seeds/policies/ethics_look_back.toml");
    shipped(text, "2026-11-23")
}

fn grades() -> SanctionedGrades {
    let text = include_str!("../../../seeds/policies/ethics_assessment.toml");
    shipped(text, "2026-11-23")
}

fn decided(intent: Intent, staff: StaffClass, on: &str) -> Result<Handling, Refusal> {
    decide(
        intent,
        staff,
        Hearing::Heard,
        day(on),
        &terms(on),
        &other_handling(),
    )
}

fn alert(handling: Handling, decided_on: &str) -> Alert {
    Alert {
        id: AlertId::new(),
        gravity: Gravity::Ordinary,
        decided_on: day(decided_on),
        handling,
        state: AlertState::Open,
    }
}

fn sanction(kind: SanctionKind, decided_on: &str) -> Alert {
    let staff = match kind {
        SanctionKind::MajorDemerit | SanctionKind::LowerRank => StaffClass::PublicOfficial,
        _ => StaffClass::Teacher,
    };
    let handling = decided(Intent::Sanction(kind), staff, decided_on);
    alert(handling.expect("a sanction for such staff"), decided_on)
}

#[test]
fn sanctions_run_six_twelve_and_twenty_four_months_and_eighteen_for_officials() {
    use SanctionKind::*;
    use StaffClass::*;
    for (kind, staff, last) in [
        (Warning, Teacher, Ok(Some("2025-09-15"))),
        (Demerit, Teacher, Ok(Some("2026-03-15"))),
        (MajorDemerit, Teacher, Err(())),
        (LowerPost, Teacher, Ok(Some("2027-03-15"))),
        (LowerRank, Teacher, Err(())),
        (Removal, Teacher, Ok(Some("2027-03-15"))),
        (Dismissal, Teacher, Ok(None)),
        (Warning, PublicOfficial, Ok(Some("2025-09-15"))),
        (Demerit, PublicOfficial, Ok(Some("2026-03-15"))),
        (MajorDemerit, PublicOfficial, Ok(Some("2026-09-15"))),
        (LowerPost, PublicOfficial, Err(())),
        (LowerRank, PublicOfficial, Ok(Some("2027-03-15"))),
        (Removal, PublicOfficial, Ok(Some("2027-03-15"))),
        (Dismissal, PublicOfficial, Ok(None)),
    ] {
        let expected = match last {
            Ok(last) => Ok(Handling::Sanction(kind, last.map(day))),
            Err(()) => Err(Refusal::NotForStaff(kind, staff)),
        };
        let found = decided(Intent::Sanction(kind), staff, "2025-03-15");
        assert_eq!(found, expected, "{kind} {staff}");
    }
    // Before July 2020 nobody got a 记大过 by these rules.
    let early = decided(Intent::Sanction(MajorDemerit), PublicOfficial, "2020-06-30");
    assert_eq!(
        early,
        Err(Refusal::NotForStaff(MajorDemerit, PublicOfficial))
    );
}

#[test]
fn refusals_by_descending_precedence() {
    let attempt = |hearing, intent| {
        let on = "2025-03-15";
        let rules = (terms(on), other_handling());
        decide(
            intent,
            StaffClass::Teacher,
            hearing,
            day(on),
            &rules.0,
            &rules.1,
        )
    };
    let major = SanctionKind::MajorDemerit;
    for (hearing, intent, refusal) in [
        (
            Hearing::NotHeard,
            Intent::Sanction(major),
            Refusal::NotHeard,
        ),
        (
            Hearing::Heard,
            Intent::Sanction(major),
            Refusal::NotForStaff(major, StaffClass::Teacher),
        ),
        (
            Hearing::NotHeard,
            Intent::RightsLoss { months: 1 },
            Refusal::NotHeard,
        ),
        (
            Hearing::Heard,
            Intent::RightsLoss { months: 23 },
            Refusal::RightsLossTooShort { least: 24 },
        ),
    ] {
        assert_eq!(attempt(hearing, intent), Err(refusal));
    }
    let two_years = attempt(Hearing::Heard, Intent::RightsLoss { months: 24 });
    assert_eq!(two_years, Ok(Handling::RightsLoss(day("2027-03-15"))));
}

#[test]
fn every_step_in_every_state() {
    use AlertState::*;
    let lift = Step::Lift {
        document: "穗教人〔2026〕1 号",
    };
    let set_aside = Step::SetAside {
        reason: "复核改变"
    };
    let reopen = Step::Reopen {
        reason: "误操作"
    };
    let over = day("2025-09-16");
    for (state, step, answer) in [
        (Open, lift, Ok(Lifted)),
        (Open, set_aside, Ok(SetAside)),
        (Open, reopen, Err(Refusal::StillOpen)),
        (Lifted, lift, Err(Refusal::Closed(Lifted))),
        (Lifted, set_aside, Ok(SetAside)),
        (Lifted, reopen, Ok(Open)),
        (SetAside, lift, Err(Refusal::Closed(SetAside))),
        (SetAside, set_aside, Err(Refusal::Closed(SetAside))),
        (SetAside, reopen, Ok(Open)),
        (
            Open,
            Step::Lift { document: " " },
            Err(Refusal::DocumentMissing),
        ),
        (
            Open,
            Step::SetAside { reason: "" },
            Err(Refusal::ReasonMissing),
        ),
        (
            Lifted,
            Step::Reopen { reason: "　" },
            Err(Refusal::ReasonMissing),
        ),
    ] {
        let alert = Alert {
            state,
            ..sanction(SanctionKind::Warning, "2025-03-15")
        };
        assert_eq!(next(&alert, step, over), answer, "{state} {step:?}");
    }
    let warning = sanction(SanctionKind::Warning, "2025-03-15");
    let last = day("2025-09-15");
    assert_eq!(next(&warning, lift, last), Err(Refusal::StillRunning(last)));
    let dismissal = sanction(SanctionKind::Dismissal, "2025-03-15");
    assert_eq!(next(&dismissal, lift, over), Err(Refusal::NeverEnds));
    assert_eq!(next(&dismissal, set_aside, over), Ok(SetAside));
}

#[test]
fn eligibility_follows_from_dates_not_from_the_lifting() {
    let warning = sanction(SanctionKind::Warning, "2025-03-15");
    for (on, progress, bars_registration) in [
        ("2025-03-14", Progress::NotYet, false),
        (
            "2025-03-15",
            Progress::Running(Some(day("2025-09-15"))),
            true,
        ),
        (
            "2025-09-15",
            Progress::Running(Some(day("2025-09-15"))),
            true,
        ),
        ("2025-09-16", Progress::AwaitsLifting, false),
    ] {
        assert_eq!(warning.progress(day(on)), progress, "{on}");
        let found = bars(
            std::slice::from_ref(&warning),
            Purpose::Registration,
            &look_backs(),
            day(on),
        );
        assert_eq!(!found.is_empty(), bars_registration, "{on}");
    }
    let lifted = Alert {
        state: AlertState::Lifted,
        ..warning.clone()
    };
    assert_eq!(lifted.progress(day("2025-09-16")), Progress::Over);
    let void = Alert {
        state: AlertState::SetAside,
        ..warning
    };
    assert_eq!(void.progress(day("2025-05-01")), Progress::SetAside);
}

/// The last days of periods of so many months from 15 March 2025.
const SIX: &str = "2025-09-15";
const TWENTY_FOUR: &str = "2027-03-15";
const SIXTY: &str = "2030-03-15";

/// Three periods side by side: a sanction of 6 months, rights lost for 24, a look-back of 60.
#[test]
fn sanctions_rights_losses_and_look_backs_are_different_periods() {
    use Because::*;
    let on_2025 = "2025-03-15";
    let warning = sanction(SanctionKind::Warning, on_2025);
    let rights = alert(Handling::RightsLoss(day("2027-03-15")), on_2025);
    let talk = alert(
        Handling::Admonition(AdmonitionKind::AdmonishingTalk),
        on_2025,
    );
    let june = "2025-06-01";
    for (alert, purpose, on, expected) in [
        (&warning, Purpose::Registration, june, Some((Sanction, SIX))),
        (&warning, Purpose::Registration, "2025-10-01", None),
        (&warning, Purpose::Title, june, Some((Sanction, SIX))),
        (&warning, Purpose::Title, "2025-10-01", None),
        (&warning, Purpose::Selection, june, Some((LookBack, SIXTY))),
        (&warning, Purpose::Selection, SIXTY, Some((LookBack, SIXTY))),
        (&warning, Purpose::Selection, "2030-03-16", None),
        (&rights, Purpose::Registration, june, None),
        (
            &rights,
            Purpose::Title,
            TWENTY_FOUR,
            Some((RightsLoss, TWENTY_FOUR)),
        ),
        (&rights, Purpose::Title, "2027-03-16", None),
        (
            &rights,
            Purpose::TalentPool,
            "2027-03-16",
            Some((LookBack, SIXTY)),
        ),
        (&talk, Purpose::Promotion, "2025-03-15", None),
        (
            &talk,
            Purpose::Studio,
            "2025-03-15",
            Some((LookBack, SIXTY)),
        ),
        (&talk, Purpose::Studio, "2025-03-14", None),
    ] {
        let found = bars(std::slice::from_ref(alert), purpose, &look_backs(), day(on));
        let expected: Vec<Bar> = expected
            .into_iter()
            .map(|(because, until)| Bar {
                alert: alert.id,
                because,
                until: Some(day(until)),
            })
            .collect();
        assert_eq!(found, expected, "{purpose} {on}");
    }
}

#[test]
fn a_dismissal_bars_without_end() {
    let dismissal = sanction(SanctionKind::Dismissal, "2025-03-15");
    let on = day("2050-01-01");
    let found = bars(&[dismissal], Purpose::Selection, &look_backs(), on);
    assert_eq!(found[0].until, None);
}

#[test]
fn a_warning_only_rules_out_excellent_and_a_demerit_rules_out_pass() {
    use AssessmentGrade::*;
    use SanctionKind::*;
    let cases = [
        (Warning, "2024-11-15", 2023, None),
        (Warning, "2024-11-15", 2024, Some(GradeBarred::Excellent)),
        (Warning, "2024-11-15", 2025, Some(GradeBarred::Excellent)),
        (Warning, "2024-11-15", 2026, None),
        (Demerit, "2024-11-15", 2025, Some(GradeBarred::Pass)),
        (Removal, "2024-11-15", 2026, Some(GradeBarred::Pass)),
        (Removal, "2024-11-15", 2027, None),
        (Dismissal, "2024-11-15", 2040, Some(GradeBarred::Pass)),
    ];
    for (kind, on, year, barred) in cases {
        let alerts = [sanction(kind, on)];
        assert_eq!(
            barred_grade(&alerts, &grades(), year),
            barred,
            "{kind} {year}"
        );
    }
    for (barred, possible) in [
        (None, vec![Excellent, Pass, BasicPass, Fail, Ungraded]),
        (
            Some(GradeBarred::Excellent),
            vec![Pass, BasicPass, Fail, Ungraded],
        ),
        (Some(GradeBarred::Pass), vec![BasicPass, Fail, Ungraded]),
    ] {
        let found: Vec<AssessmentGrade> = AssessmentGrade::ALL
            .iter()
            .copied()
            .filter(|it| grade_is_possible(*it, barred))
            .collect();
        assert_eq!(found, possible);
    }
}

#[test]
fn a_grave_breach_is_found_in_its_period_unless_set_aside() {
    let grave = Alert {
        gravity: Gravity::Grave,
        ..sanction(SanctionKind::Removal, "2025-03-15")
    };
    let (first, last) = (day("2025-03-15"), day("2025-03-15"));
    assert!(grave.is_grave_between(first, last));
    assert!(!grave.is_grave_between(day_after(first), day("2030-01-01")));
    let void = Alert {
        state: AlertState::SetAside,
        ..grave
    };
    assert!(!void.is_grave_between(first, last));
}

#[test]
fn everything_has_words_in_both_languages() {
    let keys = (SanctionKind::ALL.iter().map(|it| it.name_key()))
        .chain(StaffClass::ALL.iter().map(|it| it.name_key()))
        .chain(AdmonitionKind::ALL.iter().map(|it| it.name_key()))
        .chain(Gravity::ALL.iter().map(|it| it.name_key()))
        .chain(AlertState::ALL.iter().map(|it| it.name_key()))
        .chain(Purpose::ALL.iter().map(|it| it.name_key()));
    for language in Language::ALL {
        for key in keys.clone() {
            assert!(!Words::of(language).say(key).contains('⟦'), "{key}");
        }
    }
    let refusal = Refusal::NotForStaff(SanctionKind::MajorDemerit, StaffClass::Teacher);
    assert_eq!(
        Words::of(Language::Chinese).tell(Message::from(refusal)),
        "“记大过”不适用于教师等工作人员，请另选处分种类。"
    );
}

proptest! {
    /// A sanction bars from its decision to its last day and not a day longer, whatever its state.
    #[test]
    fn a_sanction_bars_exactly_its_period(
        kind in prop::sample::select(SanctionKind::ALL), start in 0_u64..3_000, days in 0_u64..1_200,
        lifted in any::<bool>(),
    ) {
        let decided_on = day("2020-07-01") + chrono::Days::new(start);
        let on = decided_on + chrono::Days::new(days);
        let mut alert = sanction(kind, &decided_on.to_string());
        if lifted {
            alert.state = AlertState::Lifted;
        }
        let Handling::Sanction(_, last) = alert.handling else { panic!("a sanction") };
        let barred = !bars(&[alert], Purpose::Registration, &look_backs(), on).is_empty();
        prop_assert_eq!(barred, last.is_none_or(|last| on <= last));
    }
}
