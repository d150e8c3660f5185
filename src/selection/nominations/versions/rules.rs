//! What a version says, and what changed between two of them. Pure.
//!
//! Texts are compared character by character, since Chinese has no spaces; letters and digits that
//! stand together stay together. Files and facts are compared as sets: their order says nothing.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::evidence::kinds::{FileKind, PaperKind};
use crate::evidence::store::{EvidenceFile, EvidenceId};
use crate::hours::Hours;
use crate::people::{Post, Title};
use crate::policy::CertificateType;
use crate::secrets::hex;

/// What is alike between two changes, and shorter than this, is read as part of them: single
/// characters that happen to be the same make a comparison hard to read.
const ISLAND: usize = 2;

/// A file as it was handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// The file.
    pub id: EvidenceId,
    /// SHA-256 of its content, in hexadecimal digits.
    pub sha256: String,
    /// Bytes.
    pub size: i64,
    /// What kind of file it is.
    pub media_type: FileKind,
    /// What its owner called it.
    pub name: String,
    /// What paper it is, where the owner was asked.
    pub paper: Option<PaperKind>,
    /// The day that the paper bears.
    #[serde(with = "crate::days::optional_day")]
    pub dated_on: Option<NaiveDate>,
}

impl Paper {
    /// A file as it stands.
    pub fn of(file: &EvidenceFile) -> Paper {
        Paper {
            id: file.id,
            sha256: hex(&file.sha256),
            size: file.size,
            media_type: file.media_type,
            name: file.name.clone(),
            paper: file.paper,
            dated_on: file.dated_on,
        }
    }

    /// Whether it bears a day on which evidence does not count any more.
    pub fn is_after(&self, cutoff: NaiveDate) -> bool {
        self.dated_on.is_some_and(|it| cutoff < it)
    }

    /// Whether two are the same paper: taken out and put in again, it has another id.
    fn is_same(&self, other: &Paper) -> bool {
        let it = |paper: &Paper| (paper.paper, paper.dated_on);
        self.sha256 == other.sha256 && self.name == other.name && it(self) == it(other)
    }
}

/// A post that somebody held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Held {
    /// As what.
    pub post: Post,
    /// Where; none where names are covered.
    pub school: Option<String>,
    /// Whether the school counts as rural.
    pub is_rural: bool,
    /// The subject taught.
    pub subject: Option<String>,
    /// First day.
    #[serde(with = "crate::days::day")]
    pub started_on: NaiveDate,
    /// Last day; none while it lasts.
    #[serde(with = "crate::days::optional_day")]
    pub ended_on: Option<NaiveDate>,
}

/// A title that somebody has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Granted {
    /// Which.
    pub title: Title,
    /// Since when, where that is known.
    #[serde(with = "crate::days::optional_day")]
    pub granted_on: Option<NaiveDate>,
}

/// A certificate that somebody has. Its number is nobody's business here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certified {
    /// Which.
    pub kind: CertificateType,
    /// The subject that it names.
    pub subject: Option<String>,
    /// Since when.
    #[serde(with = "crate::days::day")]
    pub certified_on: NaiveDate,
}

/// A year of study.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Studied {
    /// Which year.
    pub year: i32,
    /// Hours that count, in hundredths.
    pub hundredths: i64,
}

impl Studied {
    /// Hours that count.
    pub fn hours(&self) -> Hours {
        Hours(self.hundredths)
    }
}

/// What the person file said: no more than a decision on a nomination needs.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileFacts {
    /// Posts, the latest first.
    pub posts: Vec<Held>,
    /// Titles, the latest first.
    pub titles: Vec<Granted>,
    /// Certificates, the latest first.
    pub certificates: Vec<Certified>,
    /// Years of study, the latest first.
    pub hours: Vec<Studied>,
}

/// What a version says.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Content {
    /// In the teacher's words.
    pub statement: String,
    /// Files, the earliest first.
    pub files: Vec<Paper>,
    /// What the person file said.
    pub facts: FileFacts,
}

/// In which of two versions something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// In both.
    Same,
    /// In the earlier one alone.
    Removed,
    /// In the later one alone.
    Added,
}

/// Something that one version says, or both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece<T> {
    /// In which.
    pub side: Side,
    /// What.
    pub what: T,
}

/// What changed from one version to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The statement, piece by piece in its order.
    pub statement: Vec<Piece<String>>,
    /// Files.
    pub files: Vec<Piece<Paper>>,
    /// Posts.
    pub posts: Vec<Piece<Held>>,
    /// Titles.
    pub titles: Vec<Piece<Granted>>,
    /// Certificates.
    pub certificates: Vec<Piece<Certified>>,
    /// Years of study.
    pub hours: Vec<Piece<Studied>>,
}

/// What a comparison comes to, in short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    /// Whether the statement is another.
    pub statement: bool,
    /// Files that came.
    pub files_added: usize,
    /// Files that went.
    pub files_removed: usize,
    /// Whether the person file said something else.
    pub facts: bool,
}

impl Summary {
    /// Whether nothing changed at all.
    pub fn is_unchanged(&self) -> bool {
        !self.statement && self.files_added + self.files_removed == 0 && !self.facts
    }
}

impl Comparison {
    /// Compares an earlier version with a later one.
    pub fn of(before: &Content, after: &Content) -> Comparison {
        let (old, new) = (&before.facts, &after.facts);
        Comparison {
            statement: compare_texts(&before.statement, &after.statement),
            files: compare_sets(&before.files, &after.files, Paper::is_same),
            posts: compare_sets(&old.posts, &new.posts, Held::eq),
            titles: compare_sets(&old.titles, &new.titles, Granted::eq),
            certificates: compare_sets(&old.certificates, &new.certificates, Certified::eq),
            hours: compare_sets(&old.hours, &new.hours, Studied::eq),
        }
    }

    /// What it comes to.
    pub fn summary(&self) -> Summary {
        Summary {
            statement: is_changed(&self.statement),
            files_added: count(&self.files, Side::Added),
            files_removed: count(&self.files, Side::Removed),
            facts: is_changed(&self.posts)
                || is_changed(&self.titles)
                || is_changed(&self.certificates)
                || is_changed(&self.hours),
        }
    }
}

fn count<T>(pieces: &[Piece<T>], side: Side) -> usize {
    pieces.iter().filter(|it| it.side == side).count()
}

/// Whether two versions differ in this.
pub fn is_changed<T>(pieces: &[Piece<T>]) -> bool {
    pieces.iter().any(|it| it.side != Side::Same)
}

/// What went, then what is there now, in its order.
fn compare_sets<T: Clone>(
    before: &[T],
    after: &[T],
    is_same: impl Fn(&T, &T) -> bool,
) -> Vec<Piece<T>> {
    let is_in = |all: &[T], it: &T| all.iter().any(|other| is_same(it, other));
    let piece = |side, it: &T| Piece {
        side,
        what: it.clone(),
    };
    let gone = before.iter().filter(|it| !is_in(after, it));
    let mut pieces: Vec<Piece<T>> = gone.map(|it| piece(Side::Removed, it)).collect();
    pieces.extend(after.iter().map(|it| {
        let side = if is_in(before, it) {
            Side::Same
        } else {
            Side::Added
        };
        piece(side, it)
    }));
    pieces
}

/// What was written, taken out and put in, in the order of reading.
pub fn compare_texts(before: &str, after: &str) -> Vec<Piece<String>> {
    let (old, new) = (tokens(before), tokens(after));
    let steps = capture_diff_slices(Algorithm::Myers, &old, &new);
    let last = steps.len().saturating_sub(1);
    let mut pieces = Vec::new();
    let (mut removed, mut added) = (String::new(), String::new());
    for (at, step) in steps.iter().enumerate() {
        let gone = old[step.old_range()].concat();
        let come = new[step.new_range()].concat();
        let is_island = step.old_range().len() < ISLAND
            && at < last
            && !removed.is_empty()
            && !added.is_empty();
        if step.tag() == DiffTag::Equal && !is_island {
            change(&mut pieces, &mut removed, &mut added);
            pieces.push(Piece {
                side: Side::Same,
                what: come,
            });
        } else {
            removed.push_str(&gone);
            added.push_str(&come);
        }
    }
    change(&mut pieces, &mut removed, &mut added);
    pieces
}

/// Puts a change down: what went before what came.
fn change(pieces: &mut Vec<Piece<String>>, removed: &mut String, added: &mut String) {
    for (side, text) in [(Side::Removed, removed), (Side::Added, added)] {
        if !text.is_empty() {
            let what = std::mem::take(text);
            pieces.push(Piece { side, what });
        }
    }
}

/// The smallest parts of a text that are compared: words and numbers in Latin letters, and else
/// characters.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let word = rest
            .find(|it: char| !it.is_ascii_alphanumeric())
            .unwrap_or(rest.len());
        let (token, left) = rest.split_at(word.max(first.len_utf8()));
        tokens.push(token);
        rest = left;
    }
    tokens
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(year: i32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, 9, 1).expect("a first of September")
    }

    fn paper(content: &str, name: &str) -> Paper {
        Paper {
            id: EvidenceId::new(),
            sha256: content.to_owned(),
            size: 1,
            media_type: FileKind::Pdf,
            name: name.to_owned(),
            paper: Some(PaperKind::Award),
            dated_on: Some(day(2024)),
        }
    }

    #[test]
    fn a_paper_of_after_the_cutoff_is_late() {
        let cutoff = NaiveDate::from_ymd_opt(2026, 11, 1).expect("a day");
        for (dated_on, is_late) in [
            (None, false),
            (Some(cutoff), false),
            (cutoff.succ_opt(), true),
        ] {
            let paper = Paper {
                dated_on,
                ..paper("a", "奖状.pdf")
            };
            assert_eq!(paper.is_after(cutoff), is_late, "{dated_on:?}");
        }
    }

    fn held(ended_on: Option<NaiveDate>) -> Held {
        Held {
            post: Post::Teacher,
            school: Some("天河第一小学".to_owned()),
            is_rural: false,
            subject: Some("语文".to_owned()),
            started_on: day(2010),
            ended_on,
        }
    }

    /// A comparison as one would write it on paper: [taken out]{put in}.
    fn written(before: &str, after: &str) -> String {
        let pieces = compare_texts(before, after);
        let written = pieces.iter().map(|it| match it.side {
            Side::Same => it.what.clone(),
            Side::Removed => format!("[{}]", it.what),
            Side::Added => format!("{{{}}}", it.what),
        });
        written.collect()
    }

    #[test]
    fn what_was_taken_out_and_put_in_is_marked() {
        for (before, after, expected) in [
            ("", "", ""),
            ("", "任教二十年", "{任教二十年}"),
            ("任教二十年", "", "[任教二十年]"),
            ("任教二十年", "任教二十年", "任教二十年"),
            (
                "主持市级课题三项",
                "主持市级课题四项",
                "主持市级课题[三]{四}项",
            ),
            ("主持课题", "主持课题，已结题。", "主持课题{，已结题。}"),
            // A number is another number, not one with two other digits.
            (
                "课题编号 2024-03",
                "课题编号 2019-03",
                "课题编号 [2024]{2019}-03",
            ),
            // One character alike between two changes is read with them.
            ("甲等和乙等奖", "特级和二级奖", "[甲等和乙等]{特级和二级}奖"),
            ("一行\n二行", "一行\n三行", "一行\n[二]{三}行"),
        ] {
            assert_eq!(written(before, after), expected, "{before:?} {after:?}");
        }
    }

    proptest! {
        #[test]
        fn a_comparison_has_both_texts_in_it(
            before in "[ab3 甲乙丙，\n]{0,40}",
            after in "[ab3 甲乙丙，\n]{0,40}",
        ) {
            let pieces = compare_texts(&before, &after);
            let without = |side| -> String {
                let kept = pieces.iter().filter(|it| it.side != side);
                kept.map(|it| it.what.as_str()).collect()
            };
            prop_assert_eq!(without(Side::Added), before.clone());
            prop_assert_eq!(without(Side::Removed), after.clone());
            prop_assert_eq!(is_changed(&pieces), before != after);
            prop_assert!(pieces.iter().all(|it| !it.what.is_empty()));
            prop_assert!(pieces.windows(2).all(|it| it[0].side != it[1].side));
        }

        #[test]
        fn a_set_after_a_change_is_the_new_one(
            before in proptest::collection::vec(0..8_i32, 0..6),
            after in proptest::collection::vec(0..8_i32, 0..6),
        ) {
            let pieces = compare_sets(&before, &after, i32::eq);
            let now = pieces.iter().filter(|it| it.side != Side::Removed);
            prop_assert_eq!(now.map(|it| it.what).collect::<Vec<_>>(), after.clone());
            for it in &pieces {
                let stands = (before.contains(&it.what), after.contains(&it.what));
                let side = match it.side {
                    Side::Same => (true, true),
                    Side::Removed => (true, false),
                    Side::Added => (false, true),
                };
                prop_assert_eq!(stands, side);
            }
        }
    }

    #[test]
    fn files_are_the_same_by_content_and_label() {
        let (kept, gone, come) = (paper("01", "甲"), paper("02", "乙"), paper("03", "丙"));
        let again = Paper {
            id: EvidenceId::new(),
            ..kept.clone()
        };
        let renamed = paper("01", "甲（盖章）");
        for (after, sides) in [
            (vec![again], vec![Side::Removed, Side::Same]),
            (
                vec![come, kept.clone(), gone.clone()],
                vec![Side::Added, Side::Same, Side::Same],
            ),
            (
                vec![renamed],
                vec![Side::Removed, Side::Removed, Side::Added],
            ),
        ] {
            let pieces = compare_sets(&[kept.clone(), gone.clone()], &after, Paper::is_same);
            let found: Vec<Side> = pieces.iter().map(|it| it.side).collect();
            assert_eq!(found, sides, "{after:?}");
        }
    }

    #[test]
    fn a_summary_names_what_changed_and_nothing_else() {
        let first = Content {
            statement: "任教二十年。".to_owned(),
            files: vec![paper("01", "甲")],
            facts: FileFacts {
                posts: vec![held(None)],
                ..FileFacts::default()
            },
        };
        let unchanged = Comparison::of(&first, &first).summary();
        assert!(unchanged.is_unchanged());
        let second = Content {
            statement: "任教二十一年。".to_owned(),
            files: vec![paper("02", "乙"), paper("03", "丙")],
            facts: FileFacts {
                posts: vec![held(Some(day(2026)))],
                ..FileFacts::default()
            },
        };
        let comparison = Comparison::of(&first, &second);
        let expected = Summary {
            statement: true,
            files_added: 2,
            files_removed: 1,
            facts: true,
        };
        assert_eq!(comparison.summary(), expected);
        assert_eq!(comparison.posts[0].side, Side::Removed);
        assert_eq!(comparison.posts[1].what.ended_on, Some(day(2026)));
        let texts = Content {
            facts: first.facts.clone(),
            files: first.files.clone(),
            ..second
        };
        let summary = Comparison::of(&first, &texts).summary();
        assert!(summary.statement && !summary.facts && summary.files_added == 0);
    }
}
