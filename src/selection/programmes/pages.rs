//! The page of a programme: every parameter with its source and certainty.

use askama::Template;

use super::{Programme, Sourced, Test, VoteRule};
use crate::message::{Fact, Message};
use crate::people::Post;
use crate::policy::Certainty;
use crate::web::frame::Frame;
use crate::web::language::Words;
use crate::web::parts::{Chip, Link};

/// Where a programme is.
pub fn href(key: &str) -> String {
    format!("/programmes/{key}")
}

/// Where a version of it is.
pub fn version_href(programme: &Programme) -> String {
    let (key, version) = (&programme.key, programme.version);
    format!("/programmes/{key}?version={version}")
}

/// A programme with all its parameters.
#[derive(Debug, Template)]
#[template(path = "selection/programme.html")]
pub struct ProgrammePage {
    /// The frame.
    pub frame: Frame,
    /// The programme.
    pub programme: Programme,
}

/// A line of the page: what, how much, how certain, from where.
struct Line {
    name: String,
    value: String,
    certainty: Certainty,
    source: String,
}

/// The mark that stands beside a parameter.
pub fn certainty(frame: &Frame, certainty: Certainty) -> Chip {
    let label = frame.say(certainty.name_key());
    match certainty {
        Certainty::Confirmed => Chip::ok(label),
        Certainty::Found => Chip::plain(label),
        Certainty::Recalled => Chip::due(label),
    }
}

/// A rule of a vote in words.
pub fn vote_words(words: Words, rule: &VoteRule) -> String {
    let fraction = |[above, below]: [i64; 2]| format!("{above}/{below}");
    let message = Message::new("vote-rule")
        .with("quorum", fraction(rule.quorum))
        .with("pass", fraction(rule.pass))
        .with("base", Fact::Key(rule.base.name_key()));
    words.tell(message)
}

/// Who is asked, if not everybody.
fn asked(words: Words, posts: &[Post]) -> Option<String> {
    let names: Vec<String> = posts.iter().map(|it| words.say(it.name_key())).collect();
    (!names.is_empty()).then(|| names.join(&words.say("list-comma")))
}

/// How a condition is looked into, in words.
pub fn test_words(words: Words, test: &Test) -> String {
    let (key, posts): (&'static str, &[Post]) = match test {
        Test::TitleYears { .. } => ("test-title-years", &[]),
        Test::PostIs { posts } => ("test-post-is", posts),
        Test::StageIs { .. } => ("test-stage-is", &[]),
        Test::Ethics => ("test-ethics", &[]),
        Test::Assessments { .. } => ("test-assessments", &[]),
        Test::ServiceYears { of, .. } => ("test-service-years", of),
        Test::RuralYears { .. } => ("test-rural-years", &[]),
        Test::YoungerThan { .. } => ("test-younger-than", &[]),
        Test::ByPerson { of } => ("test-by-person", of),
    };
    let how = words.say(key);
    match asked(words, posts) {
        None => how,
        Some(posts) => {
            let message = Message::new("test-asked-of").with("test", how);
            words.tell(message.with("posts", posts))
        }
    }
}

impl ProgrammePage {
    fn way(&self) -> [Link; 1] {
        [Link::new(self.frame.say("nav-selection"), "/selection")]
    }

    fn name(&self) -> &str {
        self.programme.name_in(self.frame.words.language)
    }

    fn lead(&self) -> String {
        let version = i64::from(self.programme.version);
        self.frame
            .tell(Message::new("programme-version").with("version", version))
    }

    fn chip(&self, line: &Line) -> Chip {
        certainty(&self.frame, line.certainty)
    }

    fn line<T>(&self, key: &str, of: &Sourced<T>, value: String) -> Line {
        Line {
            name: self.frame.say(key),
            value,
            certainty: of.certainty,
            source: of.source.clone(),
        }
    }

    fn days(&self, key: &str, of: &Sourced<u32>) -> Line {
        let days = Message::new("programme-working-days").with("days", i64::from(of.value));
        self.line(key, of, self.frame.tell(days))
    }

    fn tracks(&self) -> Vec<Line> {
        let words = self.frame.words;
        let line = |it: &super::Track| match &it.seats {
            Some(seats) => Line {
                name: it.name_in(words.language).to_owned(),
                value: words.number(seats.value),
                certainty: seats.certainty,
                source: seats.source.clone(),
            },
            None => Line {
                name: it.name_in(words.language).to_owned(),
                value: words.say("programme-seats-by-round"),
                certainty: Certainty::Recalled,
                source: String::new(),
            },
        };
        self.programme.tracks.iter().map(line).collect()
    }

    fn parameters(&self) -> Vec<Line> {
        let (words, programme) = (self.frame.words, &self.programme);
        let (funnel, publicity) = (&programme.funnel, &programme.publicity);
        let approval = &programme.approval;
        let [nominees, seats] = funnel.nominees_per_seat.value;
        let ratio = format!("{nominees} : {seats}");
        let mut lines = vec![self.line("programme-ratio", &funnel.nominees_per_seat, ratio)];
        if let Some(it) = &funnel.rural_per_district {
            lines.push(self.line("programme-rural", it, words.number(it.value)));
        }
        if let Some(it) = &funnel.stage_share {
            let stages: Vec<String> = it
                .value
                .stages
                .iter()
                .map(|it| words.say(it.name_key()))
                .collect();
            let share = Message::new("programme-share")
                .with("stages", stages.join(&words.say("list-comma")))
                .with("share", Fact::Permille(it.value.permille));
            lines.push(self.line("programme-stage-share", it, words.tell(share)));
        }
        if let Some(it) = &funnel.leaders_permille_max {
            lines.push(self.line("programme-leaders", it, words.percent(it.value)));
        }
        lines.extend([
            self.days("programme-publicity-school", &publicity.school),
            self.days("programme-publicity-district", &publicity.district),
            self.days("programme-publicity-city", &publicity.city),
            self.days("programme-school-days", &approval.school_working_days),
            self.days("programme-district-days", &approval.district_working_days),
            self.days(
                "programme-correction-days",
                &approval.correction_working_days,
            ),
        ]);
        for (key, vote) in [
            ("programme-recommendation", &programme.recommendation),
            ("programme-ballot", &programme.ballot),
        ] {
            lines.push(self.line(key, vote, vote_words(words, &vote.value)));
        }
        lines.extend(self.committee());
        lines
    }

    /// Who sits on the committee, how it works, what it gives.
    fn committee(&self) -> Vec<Line> {
        let (words, programme) = (self.frame.words, &self.programme);
        let (committee, review) = (&programme.committee, &programme.review);
        let count = |key, of: &Sourced<i64>| self.line(key, of, words.number(of.value));
        let small = |key, of: &Sourced<u32>| self.line(key, of, words.number(i64::from(of.value)));
        let mut lines = vec![
            count("programme-committee", &committee.members),
            count("programme-reserves", &committee.reserves),
            count("programme-per-district", &committee.per_district_max),
            small("programme-same-school", &committee.same_school_years),
            small("programme-term", &committee.term_years_max),
            count("programme-reviews-each", &review.each),
            count("programme-load", &review.load_max),
        ];
        if let Some(lesson) = &programme.lesson {
            lines.push(small("programme-lesson-minutes", &lesson.minutes));
            lines.push(small("programme-defence-minutes", &lesson.defence_minutes));
        }
        if let Some(yuan) = &programme.award.allowance_yuan {
            lines.push(count("programme-allowance", yuan));
        }
        lines.push(small(
            "programme-fraud-bar",
            &programme.award.fraud_bar_years,
        ));
        lines
    }

    fn criteria(&self) -> Vec<Line> {
        let (words, review) = (self.frame.words, &self.programme.review);
        let line = |it: &super::committee::Criterion| Line {
            name: it.name_in(words.language).to_owned(),
            value: words
                .tell(Message::new("programme-weight").with("share", Fact::Permille(it.weight))),
            certainty: review.certainty,
            source: review.source.clone(),
        };
        review.criteria.iter().map(line).collect()
    }

    /// Conditions, each with the tracks in which it is asked, if not in all.
    fn conditions(&self) -> Vec<Line> {
        let words = self.frame.words;
        let name = |it: &super::Condition| {
            let tracks = it.tracks.iter().filter_map(|key| self.programme.track(key));
            let tracks: Vec<&str> = tracks.map(|it| it.name_in(words.language)).collect();
            let name = it.name_in(words.language);
            if tracks.is_empty() {
                return name.to_owned();
            }
            let of = Message::new("condition-of-tracks").with("name", name);
            words.tell(of.with("tracks", tracks.join(&words.say("list-comma"))))
        };
        let line = |it: &super::Condition| Line {
            name: name(it),
            value: test_words(words, &it.test),
            certainty: it.certainty,
            source: it.source.clone(),
        };
        self.programme.conditions.iter().map(line).collect()
    }

    fn phases(&self) -> Vec<(String, String)> {
        let words = self.frame.words;
        let line = |it: &super::PhasePlan| {
            let days = Message::new("programme-days").with("days", i64::from(it.days));
            (words.say(it.phase.name_key()), words.tell(days))
        };
        self.programme.phases.iter().map(line).collect()
    }
}
