//! The report as a page and as a spreadsheet.

use std::borrow::Borrow;

use askama::Template;

use super::load_scores;
use super::rules::{
    CandidateFigures, DistrictLift, MemberFigures, PairFigures, Report, outliers, report,
};
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::message::Message;
use crate::selection::assignments::pages::way_to;
use crate::selection::assignments::store::Table;
use crate::selection::committees::MemberId;
use crate::selection::committees::actions::load_visible;
use crate::selection::phases::Phase;
use crate::selection::reviews::rules::points;
use crate::selection::rounds::{RoundId, Running};
use crate::spreadsheets::write::{Format, Table as Sheet, TableCell, TableWriter};
use crate::web::answer::Download;
use crate::web::frame::Frame;
use crate::web::language::Words;
use crate::web::parts::{Chip, Link};

/// Pairs of members that are shown, at most.
const PAIRS_SHOWN: usize = 15;
/// Fewer scores than these say nothing about a habit.
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
    let report = report(&scores, seats);
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

    fn candidate(&self, figures: &CandidateFigures) -> &str {
        let candidate = self.table.candidate(figures.candidate);
        candidate.map_or("", |it| it.name.as_str())
    }

    fn member(&self, id: &MemberId) -> &str {
        self.table.name_of(*id)
    }

    /// How a member's scores lie, where there are enough to tell.
    fn lies(figures: &MemberFigures) -> (String, String) {
        if figures.scores < SCORES_TO_JUDGE {
            return ("—".to_owned(), "—".to_owned());
        }
        (difference(figures.leniency), points(figures.spread))
    }

    fn band(figures: &CandidateFigures) -> String {
        format!("{} – {}", points(figures.band.0), points(figures.band.1))
    }

    fn cut_told(&self, cut: impl Borrow<i64>) -> String {
        let tied = self.report.candidates.iter().filter(|it| it.is_in_tie_zone);
        let told = Message::new("calibration-cut")
            .with("cut", points(*cut.borrow()))
            .with("seats", self.running.round.seats)
            .with("tied", tied.count());
        self.frame.tell(told)
    }

    fn chip(&self, figures: &CandidateFigures) -> Option<Chip> {
        figures
            .is_in_tie_zone
            .then(|| Chip::wait(self.frame.say("calibration-tie")))
    }

    fn member_chip(&self, figures: &MemberFigures) -> Option<Chip> {
        let enough = |it: &&MemberFigures| it.scores >= SCORES_TO_JUDGE;
        let judged: Vec<MemberFigures> =
            self.report.members.iter().filter(enough).copied().collect();
        outliers(&judged)
            .contains(&figures.member)
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

/// Candidates with all their figures as a spreadsheet.
pub fn write(
    conn: &mut Conn,
    context: &Context,
    words: Words,
    round: RoundId,
) -> Result<Download, Error> {
    let (_, table, report) = load(conn, context, round)?;
    let sheet = Sheet {
        title: words.say("calibration-title"),
        headings: [
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
        ]
        .map(|key| words.say(key))
        .to_vec(),
        created_on: context.today(),
    };
    let to = std::io::Cursor::new(Vec::new());
    let mut writer = TableWriter::start(Format::Xlsx, &sheet, to).map_err(Error::fault)?;
    let count = |it: usize| TableCell::Integer(i64::try_from(it).unwrap_or(i64::MAX));
    let total = |it: i64| TableCell::Text(points(it));
    for it in &report.candidates {
        let candidate = table.candidate(it.candidate)?;
        let row = [
            count(it.rank),
            TableCell::Text(candidate.name.clone()),
            TableCell::Text(candidate.school_name.clone()),
            count(it.scores),
            total(it.raw),
            total(it.trimmed),
            total(it.calibrated),
            count(it.calibrated_rank),
            total(it.band.0),
            total(it.band.1),
            if it.is_in_tie_zone {
                TableCell::Text(words.say("calibration-tie"))
            } else {
                TableCell::Empty
            },
        ];
        writer.add_row(&row).map_err(Error::fault)?;
    }
    let body = writer.finish().map_err(Error::fault)?.into_inner();
    let name = format!("{}-{}.xlsx", sheet.title, sheet.created_on);
    Ok(Download::xlsx(name, body))
}
