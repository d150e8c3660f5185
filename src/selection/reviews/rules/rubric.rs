//! What a review asks for, criterion by criterion: points, one of several descriptions, or words; and
//! what the answers come to. Pure.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::COMMENT_CHARACTERS_MAX;
use crate::error::FieldErrors;
use crate::message::Message;
use crate::selection::programmes::committee::{
    AnswerKind, Criterion, Review as ReviewRule, WEIGHTS,
};

/// A full total: 100 points, in thousandths.
pub const TOTAL_MAX: i64 = 100_000;

/// What somebody answered to a criterion. Points are kept as a number, as they always were; the key of
/// an option and a text as words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Answer {
    /// Points.
    Points(i64),
    /// The key of an option, or a text.
    Words(String),
}

/// Answers by the key of a criterion, as far as there are any.
pub type Scores = BTreeMap<String, Answer>;

/// What a review of a track asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rubric<'a> {
    rule: &'a ReviewRule,
    track: &'a str,
}

impl<'a> Rubric<'a> {
    /// As a programme has it for a track.
    pub fn of(rule: &'a ReviewRule, track: &'a str) -> Rubric<'a> {
        Rubric { rule, track }
    }

    /// In order; their weights come to the whole.
    pub fn criteria(&self) -> Vec<&'a Criterion> {
        self.rule.criteria_of(self.track).collect()
    }

    /// Full marks of a criterion; none of a text.
    pub fn full(&self, criterion: &Criterion) -> Option<i64> {
        self.rule.full(criterion)
    }

    /// Characters of the comment, at least.
    pub fn comment_characters_min(&self) -> usize {
        usize::try_from(self.rule.comment_characters_min).unwrap_or(usize::MAX)
    }

    /// Reads typed answers: pairs of key and text, where an empty text is no answer yet.
    pub fn read_scores(&self, typed: &[(&str, &str)]) -> Result<Scores, FieldErrors> {
        let mut scores = Scores::new();
        let mut errors = FieldErrors::default();
        for criterion in self.criteria() {
            let text = typed.iter().find(|(key, _)| *key == criterion.key);
            let text = text.map_or("", |(_, text)| text.trim());
            if text.is_empty() {
                continue;
            }
            match self.read_answer(criterion, text) {
                Ok(answer) => {
                    scores.insert(criterion.key.clone(), answer);
                }
                Err(message) => errors.add("points", message),
            }
        }
        if errors.is_empty() {
            Ok(scores)
        } else {
            Err(errors)
        }
    }

    fn read_answer(&self, criterion: &Criterion, text: &str) -> Result<Answer, Message> {
        let wrong = |key| Message::new(key).with("name", criterion.name());
        match &criterion.answer {
            AnswerKind::Points { .. } => {
                let most = self.full(criterion).unwrap_or(0);
                let points = text.parse().ok().filter(|it| (0..=most).contains(it));
                let points = points.map(Answer::Points);
                points.ok_or_else(|| wrong("review-points-range").with("most", most))
            }
            AnswerKind::Choice { options } => {
                let chosen = options.iter().find(|it| it.key == text);
                let chosen = chosen.map(|it| Answer::Words(it.key.clone()));
                chosen.ok_or_else(|| wrong("review-choice-unknown"))
            }
            AnswerKind::Text { .. } if text.chars().count() > COMMENT_CHARACTERS_MAX => {
                Err(wrong("review-text-long").with("most", COMMENT_CHARACTERS_MAX))
            }
            AnswerKind::Text { .. } => Ok(Answer::Words(text.to_owned())),
        }
    }

    /// The weighted total of a complete review, in thousandths of a point of 100; or what is missing.
    pub fn total(&self, scores: &Scores, comment: &str) -> Result<i64, FieldErrors> {
        let mut errors = FieldErrors::default();
        // Scales differ; parts of them are added over their least common multiple, and rounded once.
        let common = self.rule.common_max(self.track).unwrap_or(1);
        let mut weighted = 0_i128;
        for criterion in self.criteria() {
            match self.earned(criterion, scores.get(&criterion.key)) {
                Ok(Some((points, full))) => {
                    weighted += i128::from(points * criterion.weight) * i128::from(common / full);
                }
                Ok(None) => {}
                Err(message) => errors.add("points", message),
            }
        }
        let characters = comment.trim().chars().count();
        let least = self.comment_characters_min();
        if characters < least {
            let message = Message::new("review-comment-short")
                .with("least", least)
                .with("missing", least - characters);
            errors.add("comment", message);
        }
        if errors.is_empty() {
            // Half a thousandth up.
            let full = weighted * i128::from(TOTAL_MAX);
            let whole = i128::from(common) * i128::from(WEIGHTS);
            Ok(i64::try_from((2 * full + whole) / (2 * whole)).unwrap_or(TOTAL_MAX))
        } else {
            Err(errors)
        }
    }

    /// What an answer earns of full marks, nothing of a text; or what is missing.
    fn earned(
        &self,
        criterion: &Criterion,
        answer: Option<&Answer>,
    ) -> Result<Option<(i64, i64)>, Message> {
        let missing = || {
            let missing = Message::new("review-points-missing");
            missing.with("name", criterion.name())
        };
        match (&criterion.answer, answer) {
            (AnswerKind::Points { .. }, Some(Answer::Points(points))) => {
                let full = self.full(criterion).filter(|it| *it >= *points);
                Ok(Some((*points, full.ok_or_else(missing)?)))
            }
            (AnswerKind::Choice { options }, Some(Answer::Words(key))) => {
                let chosen = options.iter().find(|it| it.key == *key);
                let full = self.full(criterion).ok_or_else(missing)?;
                Ok(Some((chosen.ok_or_else(missing)?.permille, full)))
            }
            (AnswerKind::Text { characters_min }, answer) => {
                let text = match answer {
                    Some(Answer::Words(text)) => text.as_str(),
                    Some(Answer::Points(_)) | None => "",
                };
                let least = usize::try_from(*characters_min).unwrap_or(usize::MAX);
                if text.trim().chars().count() < least {
                    let message = Message::new("review-text-short");
                    let message = message.with("name", criterion.name());
                    return Err(message.with("least", least));
                }
                Ok(None)
            }
            (AnswerKind::Points { .. } | AnswerKind::Choice { .. }, _) => Err(missing()),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::selection::programmes::committee::Grade;
    use crate::selection::programmes::rules::parse;
    use crate::selection::programmes::store::SHIPPED;

    /// A rule with criteria of such weights and kinds.
    fn rule(scale_max: i64, criteria: &[(i64, AnswerKind)]) -> ReviewRule {
        let criterion = |(index, (weight, answer)): (usize, &(i64, AnswerKind))| Criterion {
            key: format!("c{index}"),
            name: format!("要素 {index}"),
            name_en: format!("Criterion {index}"),
            weight: *weight,
            tracks: Vec::new(),
            answer: answer.clone(),
        };
        let mut rule = parse(SHIPPED[0].1).expect("a shipped programme").review;
        rule.scale_max = scale_max;
        rule.comment_characters_min = 3;
        rule.criteria = criteria.iter().enumerate().map(criterion).collect();
        rule
    }

    fn by_points(weights: &[i64]) -> Vec<(i64, AnswerKind)> {
        weights
            .iter()
            .map(|it| (*it, AnswerKind::default()))
            .collect()
    }

    /// Fields of errors, one a message.
    fn fields(errors: FieldErrors) -> Vec<&'static str> {
        errors.0.iter().map(|it| it.0).collect()
    }

    #[test]
    fn points_are_read_and_weighed() {
        let rule = rule(10, &by_points(&[200, 350, 450]));
        let rubric = Rubric::of(&rule, "teacher");
        for (typed, total) in [
            ([("c0", "10"), ("c1", "10"), ("c2", "10")], Ok(100_000)),
            ([("c0", "0"), ("c1", "0"), ("c2", "0")], Ok(0)),
            ([("c0", "9"), ("c1", " 8 "), ("c2", "7")], Ok(77_500)),
            ([("c0", "9"), ("c1", ""), ("c2", "7")], Err(vec!["points"])),
        ] {
            let scores = rubric.read_scores(&typed).expect("points on the scale");
            let found = rubric.total(&scores, "很好的").map_err(fields);
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

    fn grades() -> AnswerKind {
        let grade = |(key, permille): (&str, i64)| Grade {
            key: key.to_owned(),
            name: key.to_owned(),
            name_en: key.to_owned(),
            permille,
        };
        let options = [("city", 1_000), ("district", 600), ("none", 0)];
        AnswerKind::Choice {
            options: options.into_iter().map(grade).collect(),
        }
    }

    #[test]
    fn scales_choices_and_texts_stand_side_by_side() {
        let text = AnswerKind::Text { characters_min: 4 };
        let max = |max| AnswerKind::Points { max: Some(max) };
        let rule = rule(
            10,
            &[(300, max(3)), (300, max(7)), (400, grades()), (0, text)],
        );
        let rubric = Rubric::of(&rule, "teacher");
        let total = |typed: [&str; 4]| {
            let keys = ["c0", "c1", "c2", "c3"];
            let typed: Vec<(&str, &str)> = keys.into_iter().zip(typed).collect();
            let scores = rubric.read_scores(&typed).map_err(fields)?;
            rubric.total(&scores, "很好的").map_err(fields)
        };
        // 300 × 1/3 + 300 × 2/7 + 400 × 0.6 = 425.714…
        for (typed, expected) in [
            (["3", "7", "city", "可以再磨一磨"], Ok(100_000)),
            (["1", "2", "district", "可以再磨一磨"], Ok(42_571)),
            (["0", "0", "none", "可以再磨一磨"], Ok(0)),
            (["4", "7", "city", "可以再磨一磨"], Err(vec!["points"])),
            (["3", "7", "country", "可以再磨一磨"], Err(vec!["points"])),
            (["3", "7", "", "可以再磨一磨"], Err(vec!["points"])),
            (["3", "7", "city", "好"], Err(vec!["points"])),
            (["3", "7", "city", ""], Err(vec!["points"])),
        ] {
            assert_eq!(total(typed), expected, "{typed:?}");
        }
        let long = "好".repeat(COMMENT_CHARACTERS_MAX + 1);
        assert!(rubric.read_scores(&[("c3", &long)]).is_err());
        // A number where an option is asked for is no answer, and the other way round.
        let mut strange = Scores::from([("c2".to_owned(), Answer::Points(1))]);
        strange.insert("c0".to_owned(), Answer::Words("city".to_owned()));
        assert_eq!(
            rubric.total(&strange, "很好的").map_err(fields),
            Err(vec!["points"; 4])
        );
    }

    #[test]
    fn what_was_kept_before_there_were_kinds_is_read() {
        let old: Scores = serde_json::from_str(r#"{"c0":8,"c1":10}"#).expect("as it was kept");
        assert_eq!(old["c0"], Answer::Points(8));
        let new = Scores::from([("c0".to_owned(), Answer::Words("city".to_owned()))]);
        let kept = serde_json::to_string(&new).expect("a map");
        assert_eq!(kept, r#"{"c0":"city"}"#);
    }

    proptest! {
        #[test]
        fn a_better_mark_never_lowers_a_total(
            marks in proptest::collection::vec(0..=9_i64, 3),
            better in 0..3_usize,
            scale_max in 10..=100_i64,
        ) {
            let rule = rule(scale_max, &by_points(&[333, 333, 334]));
            let rubric = Rubric::of(&rule, "teacher");
            let scores = |marks: &[i64]| -> Scores {
                let marks = marks.iter().enumerate();
                marks.map(|(it, mark)| (format!("c{it}"), Answer::Points(*mark))).collect()
            };
            let before = rubric.total(&scores(&marks), "很好的").expect("complete");
            let mut marks = marks;
            marks[better] += 1;
            let after = rubric.total(&scores(&marks), "很好的").expect("complete");
            prop_assert!(before < after && after <= TOTAL_MAX);
        }
    }
}
