//! How far a review is, its points and comment, questions to a candidate, and who may read what.
//! Pure.

use std::collections::BTreeMap;

use crate::error::{Error, FieldErrors};
use crate::message::{Fact, Message};
use crate::selection::programmes::committee::{Criterion, Review as ReviewRule, WEIGHTS};

/// Characters of a comment, at most.
pub const COMMENT_CHARACTERS_MAX: usize = 5_000;
/// Characters of a question or an answer, at least and at most.
pub const QUESTION_CHARACTERS: (usize, usize) = (5, 1_000);
/// A full total: 100 points, in thousandths.
pub const TOTAL_MAX: i64 = 100_000;

/// The reason of a review that was taken away since its pair is in conflict, or was for a while.
pub const FOR_CONFLICT: &str = "conflict";

crate::text_enum!(
    /// How far a review is.
    ReviewState {
        /// The member has it.
        Due => "due",
        /// It is in, and stays as it is.
        Submitted => "submitted",
        /// The member declined.
        Declined => "declined",
        /// The secretary took it away.
        Released => "released",
    }
);

impl ReviewState {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            ReviewState::Due => "review-state-due",
            ReviewState::Submitted => "review-state-submitted",
            ReviewState::Declined => "review-state-declined",
            ReviewState::Released => "review-state-released",
        }
    }

    /// Whether it counts among the reviews of a candidate.
    pub const fn counts(self) -> bool {
        matches!(self, ReviewState::Due | ReviewState::Submitted)
    }

    /// Whether whoever wrote it may read what others wrote: only when one's own cannot be changed any
    /// more.
    pub const fn opens_others(self) -> bool {
        matches!(self, ReviewState::Submitted)
    }
}

/// What may happen to a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Points or words are kept.
    Save,
    /// It is handed in.
    Submit,
    /// The member declines.
    Decline,
    /// The secretary takes it away, or a conflict does.
    Release,
    /// Another was dealt in its place while it did not count.
    Replace,
    /// The secretary brings the two together again.
    Assign,
}

crate::text_enum!(
    /// How far a question to a candidate is.
    QuestionState {
        /// The secretary has it.
        Asked => "asked",
        /// The candidate has it.
        Forwarded => "forwarded",
        /// The secretary did not pass it on.
        Refused => "refused",
        /// Everybody who reviews the candidate can read the answer.
        Answered => "answered",
    }
);

impl QuestionState {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            QuestionState::Asked => "question-state-asked",
            QuestionState::Forwarded => "question-state-forwarded",
            QuestionState::Refused => "question-state-refused",
            QuestionState::Answered => "question-state-answered",
        }
    }
}

/// What may happen to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuestionStep {
    /// The secretary passes it on.
    Forward,
    /// The secretary does not.
    Refuse,
    /// The candidate answers.
    Answer,
}

/// Why a review or a question does not move, in order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Not from this state.
    WrongState(ReviewState),
    /// Not from this state of a question.
    WrongQuestionState(QuestionState),
    /// The secretary has not covered the candidate's name yet.
    NotBlindYet,
    /// Somebody will want to know why.
    ReasonMissing,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Error {
        Error::not_now(match refusal {
            Refusal::WrongState(state) => {
                Message::new("review-wrong-state").with("state", Fact::Key(state.name_key()))
            }
            Refusal::WrongQuestionState(state) => {
                Message::new("question-wrong-state").with("state", Fact::Key(state.name_key()))
            }
            Refusal::NotBlindYet => Message::new("review-not-blind-yet"),
            Refusal::ReasonMissing => {
                return Error::input("reason", Message::new("workflow-reason-missing"));
            }
        })
    }
}

/// Where a step leads.
pub fn next(state: ReviewState, step: Step) -> Result<ReviewState, Refusal> {
    use ReviewState::*;
    match (state, step) {
        (Due, Step::Save) | (Released, Step::Assign) => Ok(Due),
        (Due, Step::Submit) => Ok(Submitted),
        (Due, Step::Decline) => Ok(Declined),
        (Due, Step::Release) | (Submitted, Step::Replace) => Ok(Released),
        (Due, Step::Assign | Step::Replace) | (Submitted | Declined | Released, _) => {
            Err(Refusal::WrongState(state))
        }
    }
}

/// Where a step of a question leads.
pub fn next_question(state: QuestionState, step: QuestionStep) -> Result<QuestionState, Refusal> {
    use QuestionState::*;
    match (state, step) {
        (Asked, QuestionStep::Forward) => Ok(Forwarded),
        (Asked, QuestionStep::Refuse) => Ok(Refused),
        (Forwarded, QuestionStep::Answer) => Ok(Answered),
        (Asked | Forwarded | Refused | Answered, _) => Err(Refusal::WrongQuestionState(state)),
    }
}

/// Points by the key of a criterion, as far as there are any.
pub type Scores = BTreeMap<String, i64>;

/// What a review of a track asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rubric<'a> {
    /// In order; their weights come to the whole.
    pub criteria: Vec<&'a Criterion>,
    /// Points of each, at most.
    pub scale_max: i64,
    /// Characters of the comment, at least.
    pub comment_characters_min: usize,
}

impl Rubric<'_> {
    /// As a programme has it for a track.
    pub fn of<'a>(rule: &'a ReviewRule, track: &'a str) -> Rubric<'a> {
        Rubric {
            criteria: rule.criteria_of(track).collect(),
            scale_max: rule.scale_max,
            comment_characters_min: usize::try_from(rule.comment_characters_min)
                .unwrap_or(usize::MAX),
        }
    }

    /// Reads typed points: pairs of key and text, where an empty text is no answer yet.
    pub fn read_scores(&self, typed: &[(&str, &str)]) -> Result<Scores, FieldErrors> {
        let mut scores = Scores::new();
        let mut errors = FieldErrors::default();
        for criterion in &self.criteria {
            let text = typed.iter().find(|(key, _)| *key == criterion.key);
            let text = text.map_or("", |(_, text)| text.trim());
            if text.is_empty() {
                continue;
            }
            let points = text.parse().ok();
            if let Some(points) = points.filter(|it| (0..=self.scale_max).contains(it)) {
                scores.insert(criterion.key.clone(), points);
            } else {
                let message = Message::new("review-points-range")
                    .with("name", criterion.name.as_str())
                    .with("most", self.scale_max);
                errors.add("points", message);
            }
        }
        if errors.is_empty() {
            Ok(scores)
        } else {
            Err(errors)
        }
    }

    /// The weighted total of a complete review, in thousandths of a point of 100; or what is missing.
    pub fn total(&self, scores: &Scores, comment: &str) -> Result<i64, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut weighted = 0;
        for criterion in &self.criteria {
            if let Some(points) = scores.get(&criterion.key) {
                weighted += points * criterion.weight;
            } else {
                let name = criterion.name.as_str();
                errors.add(
                    "points",
                    Message::new("review-points-missing").with("name", name),
                );
            }
        }
        let characters = comment.trim().chars().count();
        if characters < self.comment_characters_min {
            let missing = self.comment_characters_min - characters;
            let message = Message::new("review-comment-short")
                .with("least", self.comment_characters_min)
                .with("missing", missing);
            errors.add("comment", message);
        }
        if errors.is_empty() {
            // Half a thousandth up.
            let (full, whole) = (weighted * TOTAL_MAX, self.scale_max * WEIGHTS);
            Ok((2 * full + whole) / (2 * whole))
        } else {
            Err(errors)
        }
    }
}

/// Tidies a comment, or says that it is too long.
pub fn read_comment(text: &str) -> Result<String, FieldErrors> {
    let text = text.trim();
    if text.chars().count() <= COMMENT_CHARACTERS_MAX {
        return Ok(text.to_owned());
    }
    let message = Message::new("review-comment-long").with("most", COMMENT_CHARACTERS_MAX);
    Err(FieldErrors::one("comment", message))
}

/// Tidies a question or an answer, or says what is wrong with it.
pub fn read_question(field: &'static str, text: &str) -> Result<String, FieldErrors> {
    let text = text.trim();
    let (least, most) = QUESTION_CHARACTERS;
    if (least..=most).contains(&text.chars().count()) {
        return Ok(text.to_owned());
    }
    let length = Message::new("question-length")
        .with("least", least)
        .with("most", most);
    Err(FieldErrors::one(field, length))
}

/// A total as people read it: 87.5, with as many digits as there are, at most two.
pub fn points(total: i64) -> String {
    let hundredths = (total.abs() + 5) / 10;
    let sign = if total < 0 && hundredths > 0 {
        "−"
    } else {
        ""
    };
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    let text = format!("{sign}{whole}.{rest:02}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_step_from_every_state() {
        use ReviewState::*;
        let steps = [
            Step::Save,
            Step::Submit,
            Step::Decline,
            Step::Release,
            Step::Assign,
            Step::Replace,
        ];
        for (state, to) in [
            (
                Due,
                [
                    Some(Due),
                    Some(Submitted),
                    Some(Declined),
                    Some(Released),
                    None,
                    None,
                ],
            ),
            (Submitted, [None, None, None, None, None, Some(Released)]),
            (Declined, [None; 6]),
            (Released, [None, None, None, None, Some(Due), None]),
        ] {
            for (step, to) in steps.into_iter().zip(to) {
                let expected = to.ok_or(Refusal::WrongState(state));
                assert_eq!(next(state, step), expected, "{state} {step:?}");
            }
            assert_eq!(state.opens_others(), state == Submitted);
        }
    }

    #[test]
    fn every_step_of_a_question() {
        use QuestionState::*;
        let steps = [
            QuestionStep::Forward,
            QuestionStep::Refuse,
            QuestionStep::Answer,
        ];
        for (state, to) in [
            (Asked, [Some(Forwarded), Some(Refused), None]),
            (Forwarded, [None, None, Some(Answered)]),
            (Refused, [None; 3]),
            (Answered, [None; 3]),
        ] {
            for (step, to) in steps.into_iter().zip(to) {
                let expected = to.ok_or(Refusal::WrongQuestionState(state));
                assert_eq!(next_question(state, step), expected, "{state} {step:?}");
            }
        }
    }

    fn criteria(weights: &[i64]) -> Vec<Criterion> {
        let criterion = |(index, weight): (usize, &i64)| Criterion {
            key: format!("c{index}"),
            name: format!("要素 {index}"),
            name_en: format!("Criterion {index}"),
            weight: *weight,
            tracks: Vec::new(),
        };
        weights.iter().enumerate().map(criterion).collect()
    }

    fn rubric(criteria: &[Criterion], scale_max: i64) -> Rubric<'_> {
        Rubric {
            criteria: criteria.iter().collect(),
            scale_max,
            comment_characters_min: 3,
        }
    }

    #[test]
    fn points_are_read_and_weighed() {
        let criteria = criteria(&[200, 350, 450]);
        let rubric = rubric(&criteria, 10);
        for (typed, total) in [
            ([("c0", "10"), ("c1", "10"), ("c2", "10")], Ok(100_000)),
            ([("c0", "0"), ("c1", "0"), ("c2", "0")], Ok(0)),
            ([("c0", "9"), ("c1", " 8 "), ("c2", "7")], Ok(77_500)),
            ([("c0", "9"), ("c1", ""), ("c2", "7")], Err(vec!["points"])),
        ] {
            let scores = rubric.read_scores(&typed).expect("points on the scale");
            let found = rubric
                .total(&scores, "很好的")
                .map_err(|errors| errors.0.iter().map(|it| it.0).collect::<Vec<_>>());
            assert_eq!(found, total, "{typed:?}");
        }
        for wrong in ["11", "-1", "7.5", "好"] {
            assert!(rubric.read_scores(&[("c1", wrong)]).is_err(), "{wrong}");
        }
        let scores = rubric
            .read_scores(&[("other", "5")])
            .expect("not asked for");
        assert!(scores.is_empty());
        let missing = rubric.total(&scores, " 好 ").expect_err("nothing is there");
        assert_eq!(missing.0.len(), 4);
    }

    #[test]
    fn totals_read_as_points() {
        for (total, text) in [
            (100_000, "100"),
            (77_500, "77.5"),
            (33_333, "33.33"),
            (-1_250, "−1.25"),
            (-4, "0"),
            (0, "0"),
        ] {
            assert_eq!(points(total), text);
        }
    }

    proptest! {
        #[test]
        fn a_better_mark_never_lowers_a_total(
            marks in proptest::collection::vec(0..=9_i64, 3),
            better in 0..3_usize,
            scale_max in 10..=100_i64,
        ) {
            let criteria = criteria(&[333, 333, 334]);
            let rubric = rubric(&criteria, scale_max);
            let scores = |marks: &[i64]| -> Scores {
                marks.iter().enumerate().map(|(it, mark)| (format!("c{it}"), *mark)).collect()
            };
            let before = rubric.total(&scores(&marks), "很好的").expect("complete");
            let mut marks = marks;
            marks[better] += 1;
            let after = rubric.total(&scores(&marks), "很好的").expect("complete");
            prop_assert!(before < after && after <= TOTAL_MAX);
        }
    }
}
