//! What a version says, in the reader's words: for the applicant, offices and members alike.

use chrono::{Datelike, NaiveDate};

use super::rules::{Certified, FileFacts, Granted, Held, Paper, Piece, Studied, Summary};
use crate::evidence::store::megabytes;
use crate::message::Message;
use crate::web::language::Words;
use crate::web::parts::Chip;

/// One line: what, and what is told beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it is.
    pub what: String,
    /// What is told beside it; may be empty.
    pub detail: String,
}

fn joined(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts.iter().copied().filter(|it| !it.is_empty()).collect();
    parts.join(" · ")
}

/// A post.
pub fn held(words: Words, it: &Held) -> Line {
    held_by(words, it, |day| words.date(day))
}

/// The same by years: a day tells who somebody is where names are covered.
pub fn held_by_year(words: Words, it: &Held) -> Line {
    held_by(words, it, |day| year(words, day))
}

fn year(words: Words, day: NaiveDate) -> String {
    words.tell(Message::new("dossier-year").with("year", day.year().to_string()))
}

fn held_by(words: Words, it: &Held, tell: impl Fn(NaiveDate) -> String) -> Line {
    let until = it.ended_on.map_or_else(|| words.say("dossier-now"), &tell);
    let told = Message::new("dossier-post")
        .with("from", tell(it.started_on))
        .with("until", until)
        .with("post", words.say(it.post.name_key()));
    let rural = if it.is_rural {
        words.say("dossier-rural")
    } else {
        String::new()
    };
    let (school, subject) = (it.school.as_deref(), it.subject.as_deref());
    Line {
        what: words.tell(told),
        detail: joined(&[
            school.unwrap_or_default(),
            subject.unwrap_or_default(),
            &rural,
        ]),
    }
}

/// A title.
pub fn granted(words: Words, it: &Granted) -> Line {
    Line {
        what: words.say(it.title.name_key()),
        detail: it.granted_on.map_or_else(String::new, |it| words.date(it)),
    }
}

/// A certificate.
pub fn certified(words: Words, it: &Certified) -> Line {
    let subject = it.subject.as_deref().unwrap_or_default();
    let what = format!("{} {subject}", words.say(it.kind.name_key()));
    Line {
        what: what.trim_end().to_owned(),
        detail: words.date(it.certified_on),
    }
}

/// A year of study.
pub fn studied(words: Words, it: &Studied) -> Line {
    Line {
        what: it.year.to_string(),
        detail: words.hours_with_unit(it.hours()),
    }
}

/// A file.
pub fn paper(words: Words, it: &Paper) -> Line {
    let paper = it
        .paper
        .map_or_else(String::new, |it| words.say(it.name_key()));
    let day = it.dated_on.map_or_else(String::new, |it| words.date(it));
    Line {
        what: it.name.clone(),
        detail: joined(&[&paper, &day, &megabytes(it.size)]),
    }
}

/// Posts, as pages show them.
pub fn posts(words: Words, facts: &FileFacts) -> Vec<Line> {
    facts.posts.iter().map(|it| held(words, it)).collect()
}

/// The mark of a paper of later than the day up to which evidence counts.
pub fn late(words: Words, paper: &Paper, cutoff: NaiveDate) -> Option<Chip> {
    let is_late = paper.is_after(cutoff);
    is_late.then(|| Chip::due(words.say("nomination-file-late")))
}

/// Posts as a member reads them: by years where the candidate is a number.
pub fn posts_of(words: Words, facts: &FileFacts, number: Option<i64>) -> Vec<Line> {
    let told = if number.is_some() { held_by_year } else { held };
    facts.posts.iter().map(|it| told(words, it)).collect()
}

/// Titles and certificates together, as pages show them.
pub fn titles(words: Words, facts: &FileFacts) -> Vec<Line> {
    let titles = facts.titles.iter().map(|it| granted(words, it));
    let certificates = facts.certificates.iter().map(|it| certified(words, it));
    titles.chain(certificates).collect()
}

/// The same as a member reads them: by years where the candidate is a number.
pub fn titles_of(words: Words, facts: &FileFacts, number: Option<i64>) -> Vec<Line> {
    if number.is_none() {
        return titles(words, facts);
    }
    let by_year = |line: Line, on: Option<NaiveDate>| Line {
        detail: on.map_or_else(String::new, |day| year(words, day)),
        ..line
    };
    let titles = facts.titles.iter();
    let titles = titles.map(|it| by_year(granted(words, it), it.granted_on));
    let certificates = facts.certificates.iter();
    let certificates = certificates.map(|it| by_year(certified(words, it), Some(it.certified_on)));
    titles.chain(certificates).collect()
}

/// Pieces of a comparison as lines.
pub fn pieces<T>(
    words: Words,
    pieces: &[Piece<T>],
    line: impl Fn(Words, &T) -> Line,
) -> Vec<Piece<Line>> {
    let told = pieces.iter().map(|it| Piece {
        side: it.side,
        what: line(words, &it.what),
    });
    told.collect()
}

/// What changed, in a few words: a sentence for each.
pub fn summary(words: Words, summary: &Summary) -> Vec<String> {
    if summary.is_unchanged() {
        return vec![words.say("versions-unchanged")];
    }
    let mut told = Vec::new();
    if summary.statement {
        told.push(words.say("versions-statement-changed"));
    }
    if summary.files_added + summary.files_removed > 0 {
        let files = Message::new("versions-files-changed")
            .with("added", summary.files_added)
            .with("removed", summary.files_removed);
        told.push(words.tell(files));
    }
    if summary.facts {
        told.push(words.say("versions-facts-changed"));
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::Title;
    use crate::web::language::Language;

    #[test]
    fn a_number_has_years_where_a_name_has_days() {
        let words = Words::of(Language::Chinese);
        let facts = FileFacts {
            titles: vec![Granted {
                title: Title::Senior,
                granted_on: NaiveDate::from_ymd_opt(2020, 6, 20),
            }],
            ..FileFacts::default()
        };
        let detail = |number| titles_of(words, &facts, number).remove(0).detail;
        assert_eq!(detail(None), "2020 年 6 月 20 日");
        assert_eq!(detail(Some(4_711)), "2020 年");
    }
}
