//! How far a review is, its comment, questions to a candidate, and who may read what. What is asked
//! and what it comes to is in [`rubric`]. Pure.

pub mod rubric;

use crate::error::{Error, FieldErrors};
use crate::message::{Fact, Message};

/// Characters of a comment, at most.
pub const COMMENT_CHARACTERS_MAX: usize = 5_000;
/// Characters of a question or an answer, at least and at most.
pub const QUESTION_CHARACTERS: (usize, usize) = (5, 1_000);

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
}
