//! The report as a page and as a spreadsheet.

use std::borrow::Borrow;

use askama::Template;

use super::load_scores;
use super::rules::{CandidateFigures, DistrictLift, MemberFigures, PairFigures, Report, report};
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::message::{Fact, Message};
use crate::selection::assignments::pages::way_to;
use crate::selection::assignments::store::Table;
use crate::selection::committees::MemberId;
use crate::selection::committees::actions::load_visible;
use crate::selection::nominations::NominationId;
use crate::selection::phases::Phase;
use crate::selection::programmes::committee::OfficialMean;
use crate::selection::reviews::rules::points;
use crate::selection::rounds::{RoundId, Running};
use crate::spreadsheets::write::{Sheet, TableCell, write_sheets};
use crate::web::answer::Download;
use crate::web::frame::Frame;
use crate::web::language::Words;
use crate::web::parts::{Chip, Link};

/// Pairs of members that are shown, at most.
const PAIRS_SHOWN: usize = 15;
/// Fewer scores than these say nothing about a spread, or a district.
const SCORES_TO_JUDGE: usize = 3;

/// Where the report of a round is.
pub fn href(round: RoundId) -> String {
    format!("/selection/{round}/calibration")
}

/// The report of a round whose reviews are over: before that, a running score would be known.
fn load(
    conn: &mut Conn,
    context: &Context,
    round: RoundId,
) -> Result<(Running, Table, Report), Error> {
    let running = load_visible(conn, context, round)?;
    if running.round.phase < Phase::Calibration {
        return Err(Error::not_now(Message::new("calibration-not-yet")));
    }
    let (table, scores) = load_scores(conn, &running)?;
    let seats = usize::try_from(running.round.seats).map_err(Error::fault)?;
    let all: Vec<NominationId> = table.candidates.iter().map(|it| it.nomination).collect();
    let official = running.programme.review.official.value;
    let report = report(&scores, &all, seats, official);
    Ok((running, table, report))
}

/// The report.
#[derive(Debug, Template)]
#[template(path = "selection/calibration.html")]
pub struct CalibrationPage {
    frame: Frame,
    running: Running,
    table: Table,
    report: Report,
}

impl CalibrationPage {
    /// For whoever may know of the committee's work.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        round: RoundId,
    ) -> Result<CalibrationPage, Error> {
        let (running, table, report) = load(conn, context, round)?;
        Ok(CalibrationPage {
            frame,
            running,
            table,
            report,
        })
    }

    fn way(&self) -> Vec<Link> {
        way_to(&self.frame, &self.running)
    }

    fn points(total: impl Borrow<i64>) -> String {
        points(*total.borrow())
    }

    fn lead(&self) -> String {
        let official = self.report.official.name_key();
        self.frame
            .tell(Message::new("calibration-lead").with("official", Fact::Key(official)))
    }

    fn candidate(&self, id: impl Borrow<NominationId>) -> &str {
        let candidate = self.table.candidate(*id.borrow());
        candidate.map_or("", |it| it.name.as_str())
    }

    fn member(&self, id: &MemberId) -> &str {
        self.table.name_of(*id)
    }

    fn place(rank: impl Borrow<Option<usize>>) -> String {
        let rank = *rank.borrow();
        rank.map_or_else(|| "—".to_owned(), |it| it.to_string())
    }

    /// What a member always adds, where there are enough scores to tell.
    fn leniency(figures: &MemberFigures) -> String {
        let leniency = figures.leniency;
        leniency.map_or_else(|| "—".to_owned(), difference)
    }

    /// How far a member's scores lie apart, where there are enough to tell.
    fn spread(figures: &MemberFigures) -> String {
        if figures.scores < SCORES_TO_JUDGE {
            return "—".to_owned();
        }
        points(figures.spread)
    }

    fn band(figures: &CandidateFigures) -> String {
        let band = figures.band;
        band.map_or_else(
            || "—".to_owned(),
            |(low, high)| format!("{} – {}", points(low), points(high)),
        )
    }

    fn cut_told(&self, cut: impl Borrow<i64>) -> String {
        let tied = self.report.candidates.iter().filter(|it| it.is_in_tie_zone);
        let told = Message::new("calibration-cut")
            .with("cut", points(*cut.borrow()))
            .with("seats", self.running.round.seats)
            .with("tied", tied.count());
        self.frame.tell(told)
    }

    /// That groups cannot be compared, where there are several.
    fn groups_told(&self) -> Option<String> {
        let key = match self.report.official {
            OfficialMean::Calibrated => "calibration-groups-official",
            OfficialMean::Raw | OfficialMean::Trimmed => "calibration-groups",
        };
        let told = Message::new(key).with("count", self.report.groups);
        (self.report.groups > 1).then(|| self.frame.tell(told))
    }

    fn deviation_told(&self) -> Option<String> {
        let deviation = self.report.deviation?;
        let told = Message::new("calibration-deviation").with("deviation", points(deviation));
        Some(self.frame.tell(told))
    }

    fn chip(&self, figures: &CandidateFigures) -> Option<Chip> {
        figures
            .is_in_tie_zone
            .then(|| Chip::wait(self.frame.say("calibration-tie")))
    }

    fn group_chip(&self, figures: &CandidateFigures) -> Option<Chip> {
        let group = figures.group.filter(|_| self.report.groups > 1)?;
        let told = Message::new("calibration-group").with("number", group + 1);
        Some(Chip::plain(self.frame.tell(told)))
    }

    fn unscored_chip(&self) -> Chip {
        Chip::due(self.frame.say("calibration-unscored"))
    }

    fn member_chip(&self, figures: &MemberFigures) -> Option<Chip> {
        figures
            .stands_out
            .then(|| Chip::due(self.frame.say("calibration-outlier")))
    }

    fn pairs(&self) -> &[PairFigures] {
        let pairs = &self.report.pairs;
        &pairs[..pairs.len().min(PAIRS_SHOWN)]
    }

    fn lift_told(&self, lift: &DistrictLift) -> String {
        if lift.same.min(lift.other) < SCORES_TO_JUDGE {
            return self.frame.say("calibration-lift-few");
        }
        let told = Message::new("calibration-lift")
            .with("lift", difference(lift.lift))
            .with("same", lift.same)
            .with("other", lift.other);
        self.frame.tell(told)
    }
}

/// With a sign, unless there is none.
fn difference(total: i64) -> String {
    let text = points(total);
    if total > 0 && text != "0" {
        format!("+{text}")
    } else {
        text
    }
}

/// All figures as a spreadsheet: a sheet each for candidates, members, pairs and districts.
pub fn write(
    conn: &mut Conn,
    context: &Context,
    words: Words,
    round: RoundId,
) -> Result<Download, Error> {
    let (_, table, report) = load(conn, context, round)?;
    let title = words.say("calibration-title");
    let sheets = [
        candidate_sheet(words, &table, &report)?,
        member_sheet(words, &table, &report),
        pair_sheet(words, &table, &report),
        lift_sheet(words, &report),
    ];
    let body = write_sheets(&title, context.today(), &sheets).map_err(Error::fault)?;
    Ok(Download::xlsx(
        format!("{title}-{}.xlsx", context.today()),
        body,
    ))
}

fn sheet(words: Words, title: &str, headings: &[&str], rows: Vec<Vec<TableCell>>) -> Sheet {
    Sheet {
        title: words.say(title),
        headings: headings.iter().map(|key| words.say(key)).collect(),
        rows,
    }
}

fn count(it: usize) -> TableCell {
    TableCell::Integer(i64::try_from(it).unwrap_or(i64::MAX))
}

fn candidate_sheet(words: Words, table: &Table, report: &Report) -> Result<Sheet, Error> {
    let place = |it: Option<usize>| it.map_or(TableCell::Empty, count);
    let mut rows = Vec::new();
    for it in &report.candidates {
        let candidate = table.candidate(it.candidate)?;
        let band = |end: fn((i64, i64)) -> i64| {
            let band = it.band.map(end);
            band.map_or(TableCell::Empty, TableCell::Points)
        };
        rows.push(vec![
            place(it.rank),
            TableCell::Text(candidate.name.clone()),
            TableCell::Text(candidate.school_name.clone()),
            count(it.scores),
            TableCell::Points(it.raw),
            TableCell::Points(it.trimmed),
            TableCell::Points(it.calibrated),
            place(it.calibrated_rank),
            band(|it| it.0),
            band(|it| it.1),
            if it.is_in_tie_zone {
                TableCell::Text(words.say("calibration-tie"))
            } else {
                TableCell::Empty
            },
        ]);
    }
    for id in &report.unscored {
        let candidate = table.candidate(*id)?;
        rows.push(vec![
            TableCell::Empty,
            TableCell::Text(candidate.name.clone()),
            TableCell::Text(candidate.school_name.clone()),
            count(0),
        ]);
    }
    let headings = [
        "calibration-rank",
        "coverage-candidate",
        "nomination-school",
        "calibration-scores",
        "calibration-raw",
        "calibration-trimmed",
        "calibration-calibrated",
        "calibration-calibrated-rank",
        "calibration-band-low",
        "calibration-band-high",
        "calibration-tie",
    ];
    Ok(sheet(words, "coverage-candidates", &headings, rows))
}

fn member_sheet(words: Words, table: &Table, report: &Report) -> Sheet {
    let row = |it: &MemberFigures| {
        let is_enough = it.scores >= SCORES_TO_JUDGE;
        vec![
            TableCell::Text(table.name_of(it.member).to_owned()),
            count(it.scores),
            count(it.compared),
            it.leniency.map_or(TableCell::Empty, TableCell::Points),
            is_enough
                .then_some(it.spread)
                .map_or(TableCell::Empty, TableCell::Points),
            if it.stands_out {
                TableCell::Text(words.say("calibration-outlier"))
            } else {
                TableCell::Empty
            },
        ]
    };
    let headings = [
        "coverage-member",
        "calibration-scores",
        "calibration-compared",
        "calibration-leniency",
        "calibration-spread",
        "calibration-outlier",
    ];
    let rows = report.members.iter().map(row).collect();
    sheet(words, "calibration-members", &headings, rows)
}

fn pair_sheet(words: Words, table: &Table, report: &Report) -> Sheet {
    let row = |it: &PairFigures| {
        let name = |member| TableCell::Text(table.name_of(member).to_owned());
        vec![
            name(it.members.0),
            name(it.members.1),
            count(it.shared),
            TableCell::Points(it.difference),
        ]
    };
    let headings = [
        "coverage-member",
        "calibration-other-member",
        "calibration-shared",
        "calibration-apart",
    ];
    let rows = report.pairs.iter().map(row).collect();
    sheet(words, "calibration-pairs", &headings, rows)
}

fn lift_sheet(words: Words, report: &Report) -> Sheet {
    let row = |it: &DistrictLift| vec![count(it.same), count(it.other), TableCell::Points(it.lift)];
    let headings = [
        "calibration-lift-same",
        "calibration-lift-other",
        "calibration-lift-points",
    ];
    let rows = report.district.iter().map(row).collect();
    sheet(words, "calibration-district", &headings, rows)
}
