//! Reads a programme and checks that it can be followed. Pure.
//!
//! A rule of a vote in which one more yes could hurt is refused here, before anybody votes by it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::{Programme, Test, VoteRule, committee};
use crate::selection::lessons::rules::may_hold;
use crate::selection::phases::{Permission, Phase};
use crate::selection::tally::{Ballots, Meeting, tally};

/// The largest body that a rule of a vote is tried on: every number of members, present, and yes
/// votes up to here. The rules are fractions, so what holds up to here holds.
const TRIED_MAX: i64 = 12;
/// A phase takes no longer than this.
const PHASE_DAYS_MAX: u32 = 366;

/// Why a file is no programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProgrammeError {
    /// It cannot be read, or has a field that nobody knows.
    Unreadable(String),
    /// It is read, and cannot be followed.
    Impossible {
        /// Which part.
        part: &'static str,
        /// Why.
        because: String,
    },
}

impl fmt::Display for ProgrammeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ProgrammeError::Unreadable(because) => f.write_str(because),
            ProgrammeError::Impossible { part, because } => write!(f, "{part}: {because}"),
        }
    }
}

/// Reads a file and checks it.
pub fn parse(text: &str) -> Result<Programme, ProgrammeError> {
    let programme: Programme =
        toml::from_str(text).map_err(|error| ProgrammeError::Unreadable(error.to_string()))?;
    check(&programme)?;
    Ok(programme)
}

/// Whether a programme can be followed.
pub fn check(programme: &Programme) -> Result<(), ProgrammeError> {
    check_tracks(programme)?;
    check_funnel(programme)?;
    check_days(programme)?;
    check_committee(programme)?;
    check_vote("recommendation", &programme.recommendation.value)?;
    check_vote("ballot", &programme.ballot.value)?;
    check_phases(programme)?;
    check_conditions(programme)
}

fn impossible<T>(part: &'static str, because: impl Into<String>) -> Result<T, ProgrammeError> {
    let because = because.into();
    Err(ProgrammeError::Impossible { part, because })
}

fn check_tracks(programme: &Programme) -> Result<(), ProgrammeError> {
    if programme.tracks.is_empty() {
        return impossible("tracks", "nothing can be won");
    }
    let keys: BTreeSet<&str> = programme.tracks.iter().map(|it| it.key.as_str()).collect();
    if keys.len() < programme.tracks.len() {
        return impossible("tracks", "a key stands twice");
    }
    let seats = programme.tracks.iter().filter_map(|it| it.seats.as_ref());
    if seats.map(|it| it.value).any(|it| it < 1) {
        return impossible("tracks", "a track has no seat");
    }
    Ok(())
}

fn check_funnel(programme: &Programme) -> Result<(), ProgrammeError> {
    let funnel = &programme.funnel;
    let [nominees, seats] = funnel.nominees_per_seat.value;
    if seats < 1 || nominees < seats {
        return impossible("funnel", "fewer nominees than seats");
    }
    let shares = [
        funnel.stage_share.as_ref().map(|it| it.value.permille),
        funnel.leaders_permille_max.as_ref().map(|it| it.value),
    ];
    if shares
        .into_iter()
        .flatten()
        .any(|it| !(0..=1000).contains(&it))
    {
        return impossible("funnel", "a share is beyond a thousand thousandths");
    }
    if funnel
        .rural_per_district
        .as_ref()
        .is_some_and(|it| it.value < 0)
    {
        return impossible("funnel", "fewer rural nominees than none");
    }
    Ok(())
}

fn check_days(programme: &Programme) -> Result<(), ProgrammeError> {
    let (publicity, approval) = (&programme.publicity, &programme.approval);
    let days = [
        publicity.school.value,
        publicity.district.value,
        publicity.city.value,
        approval.school_working_days.value,
        approval.district_working_days.value,
        approval.correction_working_days.value,
    ];
    if days.contains(&0) {
        return impossible("publicity or approval", "a period without a day");
    }
    Ok(())
}

fn check_committee(programme: &Programme) -> Result<(), ProgrammeError> {
    let tracks = programme.tracks.iter().map(|it| it.key.as_str()).collect();
    match committee::impossible(&programme.committee, &programme.review, &tracks) {
        Some(because) => impossible("committee", because),
        None => Ok(()),
    }
}

fn check_phases(programme: &Programme) -> Result<(), ProgrammeError> {
    let phases = &programme.phases;
    if phases.is_empty() {
        return impossible("phases", "a round would do nothing");
    }
    let is_ordered = phases.windows(2).all(|it| it[0].phase < it[1].phase);
    if !is_ordered {
        return impossible("phases", "they are not in order, or one stands twice");
    }
    let bookends = [Phase::Preparation, Phase::Closed];
    if phases.iter().any(|it| bookends.contains(&it.phase)) {
        return impossible("phases", "preparation and the end are always there");
    }
    if phases
        .iter()
        .any(|it| !(1..=PHASE_DAYS_MAX).contains(&it.days))
    {
        return impossible("phases", "a phase takes a day to a year");
    }
    check_permissions(programme)
}

/// Whether everything that a round comes to can be done in some phase.
fn check_permissions(programme: &Programme) -> Result<(), ProgrammeError> {
    let phases = || programme.phases.iter().map(|it| it.phase);
    let holds = |it: Phase| may_hold(true, it).is_ok() && it.permits(Permission::HoldLessons);
    let is_covered = programme.review.is_blind && programme.lesson.is_some();
    if is_covered && !phases().any(holds) {
        return impossible(
            "phases",
            "reviews are blind, and lessons have no phase after them",
        );
    }
    // Places are shared out in preparation; lessons are held where there are any.
    let is_needed = |it: &Permission| match it {
        Permission::SetQuotas => false,
        Permission::HoldLessons => programme.lesson.is_some(),
        _ => true,
    };
    let mut needed = Permission::ALL.iter().filter(|it| is_needed(it));
    let is_nowhere = |it: &&Permission| !phases().any(|phase| phase.permits(**it));
    if let Some(missing) = needed.find(is_nowhere) {
        return impossible("phases", format!("no phase permits {missing}"));
    }
    Ok(())
}

fn check_conditions(programme: &Programme) -> Result<(), ProgrammeError> {
    let conditions = &programme.conditions;
    let keys: BTreeSet<&str> = conditions.iter().map(|it| it.key.as_str()).collect();
    if keys.len() < conditions.len() {
        return impossible("conditions", "a key stands twice");
    }
    let tracks: BTreeSet<&str> = programme.tracks.iter().map(|it| it.key.as_str()).collect();
    let mut asked = conditions.iter().flat_map(|it| &it.tracks);
    if !asked.all(|it| tracks.contains(it.as_str())) {
        return impossible("conditions", "one is asked in a track that is none");
    }
    for condition in conditions {
        match &condition.test {
            Test::PostIs { posts } if posts.is_empty() => {
                return impossible("conditions", "nobody has none of the posts");
            }
            Test::StageIs { stages } if stages.is_empty() => {
                return impossible("conditions", "no school teaches none of the stages");
            }
            // The highest title comes first in their order.
            Test::TitleYears {
                title,
                below: Some(below),
                ..
            } if below >= title => {
                return impossible("conditions", "a title is below itself");
            }
            _ => {}
        }
    }
    Ok(())
}

/// Refuses a rule that the engine cannot count by, and one in which one more yes could hurt: by a
/// yes in place of an abstention, or by a further member who comes and says yes.
fn check_vote(part: &'static str, vote: &VoteRule) -> Result<(), ProgrammeError> {
    for committee in 1..=TRIED_MAX {
        for present in 0..=committee {
            for yes in 0..=present {
                let before = has_passed(vote, committee, present, yes, part)?;
                let changes_mind = yes < present && {
                    before && !has_passed(vote, committee, present, yes + 1, part)?
                };
                let comes = present < committee && {
                    before && !has_passed(vote, committee, present + 1, yes + 1, part)?
                };
                if changes_mind || comes {
                    let because = format!("one more yes hurts: {yes} of {present} of {committee}");
                    return impossible(part, because);
                }
            }
        }
    }
    Ok(())
}

fn has_passed(
    vote: &VoteRule,
    committee: i64,
    present: i64,
    yes: i64,
    part: &'static str,
) -> Result<bool, ProgrammeError> {
    let ballots = Ballots {
        yes,
        no: 0,
        abstain: present - yes,
    };
    let meeting = Meeting {
        committee,
        present: (0..present).map(|it| it.to_string()).collect(),
        recused: BTreeMap::new(),
        ballots: BTreeMap::from([(String::new(), ballots)]),
        rule: vote.rule(),
    };
    match tally(&meeting) {
        Ok(tally) => Ok(tally.results[""].has_passed),
        Err(error) => impossible(part, format!("{error:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::Title;
    use crate::selection::programmes::VoteBase;
    use crate::selection::programmes::committee::{AnswerKind, Criterion, Grade};
    use crate::selection::programmes::store::SHIPPED;

    fn shipped() -> Programme {
        parse(SHIPPED[0].1).expect("the shipped programme is right")
    }

    /// In which part it is impossible.
    fn part(change: impl Fn(&mut Programme)) -> Option<&'static str> {
        let mut programme = shipped();
        change(&mut programme);
        match check(&programme) {
            Ok(()) => None,
            Err(ProgrammeError::Impossible { part, .. }) => Some(part),
            Err(error) => panic!("{error}"),
        }
    }

    #[test]
    fn every_shipped_programme_can_be_followed() {
        for (name, text) in SHIPPED {
            let programme = parse(text).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(
                *name, programme.key,
                "the file is called like the programme"
            );
        }
    }

    #[test]
    fn what_cannot_be_followed_is_refused() {
        assert_eq!(part(|_| {}), None);
        assert_eq!(part(|it| it.tracks.clear()), Some("tracks"));
        assert_eq!(
            part(|it| it.tracks.push(it.tracks[0].clone())),
            Some("tracks")
        );
        assert_eq!(
            part(|it| it.funnel.nominees_per_seat.value = [1, 2]),
            Some("funnel")
        );
        assert_eq!(
            part(|it| it.publicity.city.value = 0),
            Some("publicity or approval")
        );
        assert_eq!(part(|it| it.phases.swap(0, 1)), Some("phases"));
        assert_eq!(part(|it| it.phases[0].days = 0), Some("phases"));
        for phase in [Phase::EligibilityCheck, Phase::Ballot, Phase::Certify] {
            let without = |it: &mut Programme| it.phases.retain(|it| it.phase != phase);
            assert_eq!(part(without), Some("phases"), "{phase}");
        }
        assert_eq!(
            part(|it| it.phases[0].phase = Phase::Preparation),
            Some("phases")
        );
        let blind = |it: &mut Programme| {
            it.review.is_blind = true;
            it.phases.retain(|it| it.phase != Phase::Calibration);
        };
        assert_eq!(part(blind), Some("phases"), "a lesson in front of members");
        assert_eq!(
            part(|it| it.conditions.push(it.conditions[0].clone())),
            Some("conditions")
        );
        assert_eq!(
            part(|it| it.conditions[0].tracks.push("nothing".to_owned())),
            Some("conditions")
        );
        let tests = [
            Test::PostIs { posts: Vec::new() },
            Test::StageIs { stages: Vec::new() },
            Test::TitleYears {
                title: Title::Senior,
                years: 5,
                below: Some(Title::Senior),
            },
        ];
        for test in tests {
            let change = |it: &mut Programme| it.conditions[0].test = test.clone();
            assert_eq!(part(change), Some("conditions"), "{test:?}");
        }
    }

    #[test]
    fn a_rubric_that_cannot_be_answered_is_refused() {
        let refused = |change: &dyn Fn(&mut Vec<Criterion>)| {
            part(|it| change(&mut it.review.criteria)) == Some("committee")
        };
        let grade = |key: &str, permille| Grade {
            key: key.to_owned(),
            name: key.to_owned(),
            name_en: key.to_owned(),
            permille,
        };
        let choice = |options: &[(&str, i64)]| AnswerKind::Choice {
            options: options.iter().map(|it| grade(it.0, it.1)).collect(),
        };
        let text = AnswerKind::Text { characters_min: 5 };
        let max = |max| AnswerKind::Points { max: Some(max) };
        for (answer, is_right) in [
            (AnswerKind::default(), true),
            (max(100), true),
            (max(0), false),
            (max(101), false),
            (choice(&[("a", 1_000), ("b", 0)]), true),
            (choice(&[("a", 1_001), ("b", 0)]), false),
            (choice(&[("a", 1_000), ("b", -1)]), false),
            (choice(&[("a", 1_000)]), false),
            (choice(&[("a", 1_000), ("a", 0)]), false),
            (text.clone(), false),
        ] {
            let found = refused(&|it| it[0].answer = answer.clone());
            assert_eq!(found, !is_right, "{answer:?}");
        }
        let noted = |weight: i64| {
            let text = text.clone();
            move |it: &mut Vec<Criterion>| {
                it.push(Criterion {
                    key: "note".to_owned(),
                    weight,
                    answer: text.clone(),
                    ..it[0].clone()
                });
            }
        };
        assert!(!refused(&noted(0)), "a text beside what counts");
        assert!(refused(&noted(1)));
        assert!(refused(&|it| it[0].weight -= 1));
        assert!(refused(&|it| it[0].tracks = vec!["nobody".to_owned()]));
        // 97 × 89 × 83 × 79 × 73 is beyond a thousand million.
        let primes = [97, 89, 83, 79, 73];
        assert!(refused(&|it| {
            it.truncate(1);
            it[0].weight = 200;
            *it = (0..5)
                .map(|at| Criterion {
                    key: at.to_string(),
                    answer: max(primes[at]),
                    ..it[0].clone()
                })
                .collect();
        }));
    }

    #[test]
    fn a_vote_that_cannot_be_counted_or_punishes_a_yes_is_refused() {
        for (quorum, pass, is_right) in [
            ([2, 3], [2, 3], true),
            ([1, 2], [1, 1], true),
            ([2, 3], [3, 2], false),
            ([2, 3], [0, 3], false),
            ([0, 1], [1, 2], false),
            ([-1, -2], [1, 2], false),
            ([2, 3], [2, 0], false),
        ] {
            for base in VoteBase::ALL.iter().copied() {
                let vote = VoteRule { quorum, pass, base };
                assert_eq!(check_vote("ballot", &vote).is_ok(), is_right, "{vote:?}");
            }
        }
        let cast = SHIPPED[0]
            .1
            .replace("base = \"present\"", "base = \"cast\"");
        assert!(matches!(parse(&cast), Err(ProgrammeError::Unreadable(_))));
    }
}
