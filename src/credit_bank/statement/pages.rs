//! The teacher's page: what I owe and by when, with everything that explains it.

use askama::Template;
use chrono::{Datelike, NaiveDate};

use super::actions::{Remedy, Statement, find_remedy};
use super::explained::{Details, Told, tell_all};
use super::forecast::{Forecast, Outlook};
use super::routes::Query;
use super::rules::{Line, LineState, Source, YearStatement};
use crate::context::Context;
use crate::credit_bank::claims::{self, Claim, ClaimState};
use crate::credit_bank::rules::{ByCategory, Shortfall, first_day};
use crate::db::Conn;
use crate::error::Error;
use crate::hours::Hours;
use crate::ledger::Category;
use crate::message::Message;
use crate::web::charts::{CategoryBar, CategoryBars, CycleChart, CycleYear, PaceChart};
use crate::web::frame::Frame;
use crate::web::language::{Language, Words};
use crate::web::parts::{Chip, Link, Task};

/// Things that wait, at most, before the rest is only counted.
const TASKS_MAX: usize = 5;
/// From here on the days that are left are told with urgency.
const DAYS_LEFT_SOON: i64 = 60;

/// One teacher's statement.
#[derive(Debug, Template)]
#[template(path = "credit_bank/statement.html")]
pub struct StatementPage {
    frame: Frame,
    statement: Statement,
    year: YearStatement,
    query: Query,
    is_own: bool,
    waiting: Vec<Told>,
    settled: Vec<Told>,
    tasks: Vec<Task>,
    tasks_left: usize,
    remedy: Option<Remedy>,
}

/// A row of figures: a class, or all of them.
struct Row {
    label: String,
    required: Hours,
    posted: Hours,
    pending: Hours,
    over_cap: Hours,
    short: Hours,
}

impl StatementPage {
    /// Puts the page together for a statement that the reader may see.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        statement: Statement,
        query: Query,
    ) -> Result<StatementPage, Error> {
        let year = chosen_year(&statement, &query)?;
        let of_year: Vec<&Line> = statement
            .lines
            .iter()
            .filter(|it| it.year == year.year)
            .collect();
        let details = Details::load(conn, &of_year)?;
        let told = tell_all(frame.words, &of_year, &details);
        let (waiting, settled): (Vec<Told>, Vec<Told>) = told
            .into_iter()
            .partition(|it| it.line.state == LineState::Pending);
        let is_own = context.actor.person == Some(statement.person.id);
        let own_claims = if is_own {
            claims::store::list_of_person(conn, statement.person.id, 50)?
        } else {
            Vec::new()
        };
        let remedy = find_remedy(conn, &statement, &year, context.today())?;
        let mut tasks = tasks(&frame, &own_claims, &waiting);
        let tasks_left = tasks.len().saturating_sub(TASKS_MAX);
        tasks.truncate(TASKS_MAX);
        Ok(StatementPage {
            frame,
            statement,
            year,
            query,
            is_own,
            waiting,
            settled,
            tasks,
            tasks_left,
            remedy,
        })
    }

    /// The question that the reader came with, answered with the number in it.
    fn headline(&self) -> String {
        let told = headline(self.frame.words, &self.year, self.statement.day);
        if self.is_own {
            return told;
        }
        let name = self.statement.person.name.as_str();
        let message = Message::new("statement-of-somebody").with("name", name);
        self.frame.tell(message.with("told", told))
    }

    fn lead(&self) -> String {
        let words = self.frame.words;
        let (now, _) = self.statement.forecast_year(&self.year);
        match now.outlook {
            Outlook::Met => words.say("statement-lead-met"),
            Outlook::Missed => words.say("statement-lead-missed"),
            Outlook::NoPace | Outlook::InTime(_) | Outlook::TooLate(_) => {
                let closes = words.short_date(self.year.closes_on);
                let closes = words.tell(Message::new("statement-closes").with("day", closes));
                joined(words, &closes, &outlook(words, &now, self.year.closes_on))
            }
        }
    }

    fn deadline_chip(&self) -> Chip {
        let words = self.frame.words;
        let left = (self.year.closes_on - self.statement.day).num_days();
        if self.year.is_complete() {
            return Chip::ok(words.say("statement-complete"));
        }
        if left < 0 {
            return Chip::due(words.say("statement-closed"));
        }
        let label = words.tell(Message::new("statement-days-left").with("days", left));
        if left <= DAYS_LEFT_SOON {
            Chip::due(label)
        } else {
            Chip::plain(label)
        }
    }

    fn bars(&self) -> CategoryBars {
        CategoryBars {
            words: self.frame.words,
            bars: Category::ALL
                .iter()
                .map(|&it| CategoryBar {
                    label: self.frame.say(it.name_key()),
                    posted: self.year.amounts.posted.of(it),
                    pending: self.year.amounts.pending.of(it),
                    required: self.year.required.by_category.of(it),
                })
                .collect(),
        }
    }

    fn rows(&self) -> Vec<Row> {
        rows(self.frame.words, &self.year)
    }

    fn pace(&self) -> PaceChart {
        let mut gains: Vec<(NaiveDate, Hours)> = self
            .statement
            .lines
            .iter()
            .filter(|it| it.year == self.year.year && it.posted != Hours::ZERO)
            .map(|it| (it.effective_on, it.posted))
            .collect();
        gains.sort_by_key(|(day, _)| *day);
        let mut steps: Vec<(NaiveDate, Hours)> = Vec::with_capacity(gains.len());
        for (day, hours) in gains {
            let sum = steps.last().map_or(Hours::ZERO, |(_, sum)| *sum) + hours;
            match steps.last_mut() {
                Some(last) if last.0 == day => last.1 = sum,
                _ => steps.push((day, sum)),
            }
        }
        let (now, _) = self.statement.forecast_year(&self.year);
        PaceChart {
            words: self.frame.words,
            from: first_day(self.year.year),
            until: self.year.closes_on,
            today: self.statement.day.min(self.year.closes_on),
            expected: (!steps.is_empty()).then_some(about(now.expected)),
            steps,
            required: self.year.required.total,
        }
    }

    fn forecast_sentence(&self) -> String {
        let words = self.frame.words;
        let (now, with_pending) = self.statement.forecast_year(&self.year);
        let told = match now.outlook {
            Outlook::Met => return words.say("statement-lead-met"),
            Outlook::Missed => return words.say("statement-lead-missed"),
            Outlook::NoPace | Outlook::InTime(_) | Outlook::TooLate(_) => {
                let message = Message::new("statement-expected")
                    .with("hours", about(now.expected))
                    .with("short", about(now.expected_short.total));
                words.tell(message)
            }
        };
        if self.year.amounts.pending.total().is_positive() {
            joined(
                words,
                &told,
                &outlook_with_pending(words, with_pending.outlook),
            )
        } else {
            told
        }
    }

    fn remedy_sentence(&self, remedy: &Remedy) -> String {
        let words = self.frame.words;
        if remedy.cure.chosen.is_empty() {
            return words.say("statement-remedy-none");
        }
        let message = Message::new("statement-remedy")
            .with("count", remedy.cure.chosen.len())
            .with("hours", remedy.cure.hours);
        let mut told = words.tell(message);
        if !remedy.cure.left.is_complete() {
            let left = Message::new("statement-remedy-left").with("hours", remedy.cure.left.total);
            told = joined(words, &told, &words.tell(left));
        }
        let pending = self.year.amounts.pending.total();
        if pending.is_positive() {
            let message = Message::new("statement-remedy-pending").with("hours", pending);
            told = joined(words, &told, &words.tell(message));
        }
        told
    }

    fn year_title(&self) -> String {
        let year = i64::from(self.year.year);
        self.frame
            .tell(Message::new("statement-of-year").with("year", year))
    }

    fn cycle_title(&self) -> String {
        cycle_title(self.frame.words, &self.statement)
    }

    fn cycle_sentence(&self) -> String {
        cycle_sentence(self.frame.words, &self.statement)
    }

    fn cycle_chart(&self) -> CycleChart {
        let required = |year| {
            let it = self.statement.year(year);
            it.map_or(Hours::ZERO, |it| it.required.total)
        };
        CycleChart {
            words: self.frame.words,
            years: self
                .statement
                .cycle
                .years
                .iter()
                .map(|it| CycleYear {
                    year: it.year,
                    posted: it.posted,
                    pending: it.pending,
                    required: required(it.year),
                    is_current: it.year == self.statement.day.year(),
                })
                .collect(),
        }
    }

    fn year_chip(&self, year: &YearStatement) -> Chip {
        year_chip(self.frame.words, year, self.statement.day)
    }

    fn years(&self) -> Vec<(Link, bool)> {
        let mut years: Vec<(Link, bool)> = self
            .statement
            .years
            .iter()
            .map(|it| {
                let href = self
                    .query
                    .href(&self.statement.person.teacher_number, "", it.year);
                (
                    Link::new(it.year.to_string(), href),
                    it.year == self.year.year,
                )
            })
            .collect();
        years.reverse();
        years
    }

    fn href(&self, rest: &str) -> String {
        let number = &self.statement.person.teacher_number;
        self.query.href(number, rest, self.year.year)
    }

    fn year_href(&self, year: i32) -> String {
        let number = &self.statement.person.teacher_number;
        self.query.href(number, "", year)
    }

    fn source(&self, source: &Source) -> String {
        cite(self.frame.words, source)
    }

    fn as_of_sentence(&self) -> Option<String> {
        as_of_sentence(self.frame.words, &self.query)
    }

    fn effective_on(&self) -> String {
        self.query
            .effective_on()
            .map_or_else(String::new, |it| it.to_string())
    }

    fn known_on(&self) -> String {
        self.query
            .known_on()
            .map_or_else(String::new, |it| it.to_string())
    }

    fn school(&self) -> String {
        school(self.frame.words, &self.statement)
    }

    fn tasks_left_sentence(&self) -> String {
        let count = Message::new("statement-tasks-left").with("count", self.tasks_left);
        self.frame.tell(count)
    }
}

/// The same as an A4 sheet, all years and all lines.
#[derive(Debug, Template)]
#[template(path = "credit_bank/statement_print.html")]
pub struct PrintPage {
    frame: Frame,
    statement: Statement,
    query: Query,
    waiting: Vec<Told>,
    settled: Vec<Told>,
}

impl PrintPage {
    /// Puts the sheet together.
    pub fn load(
        conn: &mut Conn,
        frame: Frame,
        statement: Statement,
        query: Query,
    ) -> Result<PrintPage, Error> {
        let lines: Vec<&Line> = statement.lines.iter().collect();
        let details = Details::load(conn, &lines)?;
        let (waiting, settled) = tell_all(frame.words, &lines, &details)
            .into_iter()
            .partition(|it| it.line.state == LineState::Pending);
        Ok(PrintPage {
            frame,
            statement,
            query,
            waiting,
            settled,
        })
    }

    fn school(&self) -> String {
        school(self.frame.words, &self.statement)
    }

    fn seen_from(&self) -> String {
        let words = self.frame.words;
        as_of_sentence(words, &self.query).unwrap_or_else(|| {
            words.tell(Message::new("statement-as-of-today").with("day", self.statement.day))
        })
    }

    fn cycle_title(&self) -> String {
        cycle_title(self.frame.words, &self.statement)
    }

    fn cycle_sentence(&self) -> String {
        cycle_sentence(self.frame.words, &self.statement)
    }

    fn year_chip(&self, year: &YearStatement) -> Chip {
        year_chip(self.frame.words, year, self.statement.day)
    }

    fn source(&self, source: &Source) -> String {
        cite(self.frame.words, source)
    }

    fn back_href(&self) -> String {
        let number = &self.statement.person.teacher_number;
        self.query.href(number, "", self.statement.day.year())
    }
}

/// The year asked for, else the one that the statement is seen from.
fn chosen_year(statement: &Statement, query: &Query) -> Result<YearStatement, Error> {
    let wanted = query.year.unwrap_or(statement.day.year());
    let year = statement.year(wanted);
    year.or(statement.years.last())
        .cloned()
        .ok_or(Error::NotFound)
}

fn headline(words: Words, year: &YearStatement, day: NaiveDate) -> String {
    let number = i64::from(year.year);
    if year.is_complete() {
        return words.tell(Message::new("statement-headline-met").with("year", number));
    }
    let message = if day > year.closes_on {
        Message::new("statement-headline-missed")
    } else {
        Message::new("statement-headline-short")
    };
    words.tell(message.with("year", number).with("hours", year.short.total))
}

/// A forecast to the tenth of an hour: more would pretend to know.
fn about(hours: Hours) -> Hours {
    Hours(hours.0 - hours.0 % 10)
}

/// Two sentences after one another.
fn joined(words: Words, one: &str, other: &str) -> String {
    match words.language {
        Language::Chinese => format!("{one}{other}"),
        Language::English => format!("{one} {other}"),
    }
}

/// Whether and when, as the pace of so far has it. A day beyond next year is not worth its name.
fn outlook(words: Words, forecast: &Forecast, closes_on: NaiveDate) -> String {
    match forecast.outlook {
        Outlook::Met => words.say("statement-lead-met"),
        Outlook::Missed => words.say("statement-lead-missed"),
        Outlook::NoPace => words.say("statement-outlook-no-pace"),
        Outlook::InTime(day) => {
            words.tell(Message::new("statement-outlook-in-time").with("day", words.short_date(day)))
        }
        Outlook::TooLate(day) if day.year() <= closes_on.year() + 1 => {
            words.tell(Message::new("statement-outlook-too-late").with("day", day))
        }
        Outlook::TooLate(_) => {
            let short = about(forecast.expected_short.total);
            words.tell(Message::new("statement-outlook-short").with("hours", short))
        }
    }
}

fn outlook_with_pending(words: Words, outlook: Outlook) -> String {
    match outlook {
        Outlook::Met => words.say("statement-pending-met"),
        Outlook::InTime(day) => {
            words.tell(Message::new("statement-pending-in-time").with("day", words.short_date(day)))
        }
        Outlook::TooLate(_) | Outlook::NoPace | Outlook::Missed => {
            words.say("statement-pending-not-enough")
        }
    }
}

fn rows(words: Words, year: &YearStatement) -> Vec<Row> {
    let amounts = &year.amounts;
    let mut rows: Vec<Row> = Category::ALL
        .iter()
        .map(|&it| Row {
            label: words.say(it.name_key()),
            required: year.required.by_category.of(it),
            posted: amounts.posted.of(it),
            pending: amounts.pending.of(it),
            over_cap: amounts.over_cap.of(it),
            short: year.short.by_category.of(it),
        })
        .collect();
    rows.push(total_row(words, year));
    rows
}

fn total_row(words: Words, year: &YearStatement) -> Row {
    let total = |it: &ByCategory| it.total();
    Row {
        label: words.say("statement-total"),
        required: year.required.total,
        posted: total(&year.amounts.posted),
        pending: total(&year.amounts.pending),
        over_cap: total(&year.amounts.over_cap),
        short: year.short.total,
    }
}

fn cycle_title(words: Words, statement: &Statement) -> String {
    let cycle = &statement.cycle.cycle;
    words.tell(
        Message::new("statement-cycle")
            .with("first", i64::from(cycle.first_year))
            .with("last", i64::from(cycle.last_year)),
    )
}

fn cycle_sentence(words: Words, statement: &Statement) -> String {
    let cycle = &statement.cycle;
    let counted = |message: Message| {
        message
            .with("counted", cycle.counted)
            .with("required", cycle.required)
            .with("short", cycle.short())
    };
    let forecast = statement.forecast_cycle();
    words.tell(match forecast.outlook {
        Outlook::Met => counted(Message::new("statement-cycle-met")),
        Outlook::Missed => counted(Message::new("statement-cycle-missed")),
        Outlook::NoPace => counted(Message::new("statement-cycle-no-pace")),
        Outlook::InTime(day) => counted(Message::new("statement-cycle-in-time")).with("day", day),
        Outlook::TooLate(_) => counted(Message::new("statement-cycle-too-late"))
            .with("expected", about(forecast.expected_short.total)),
    })
}

fn year_chip(words: Words, year: &YearStatement, day: NaiveDate) -> Chip {
    let short: &Shortfall = &year.short;
    if short.is_complete() {
        return Chip::ok(words.say("statement-complete"));
    }
    let label = words.tell(Message::new("statement-short").with("hours", short.total));
    if day > year.closes_on {
        Chip::due(label)
    } else {
        Chip::plain(label)
    }
}

/// `专业技术人员继续教育年度学时，教师〔2016〕12号（待确认）`
fn cite(words: Words, source: &Source) -> String {
    let mut told = source.title.clone();
    for part in [&source.document_number, &source.article]
        .into_iter()
        .flatten()
    {
        told = told + " " + part;
    }
    let message = Message::new("statement-rule")
        .with("rule", told)
        .with("certainty", words.say(source.certainty.name_key()));
    words.tell(message)
}

fn as_of_sentence(words: Words, query: &Query) -> Option<String> {
    let message = match (query.effective_on(), query.known_on()) {
        (None, None) => return None,
        (Some(day), None) => Message::new("statement-as-of-effective").with("day", day),
        (None, Some(day)) => Message::new("statement-as-of-known").with("day", day),
        (Some(effective), Some(known)) => Message::new("statement-as-of-both")
            .with("effective", effective)
            .with("known", known),
    };
    Some(words.tell(message))
}

fn school(words: Words, statement: &Statement) -> String {
    match (&statement.workplace, words.language) {
        (Some((_, school)), Language::English) => school
            .name_en
            .clone()
            .unwrap_or_else(|| school.name.clone()),
        (Some((_, school)), Language::Chinese) => school.name.clone(),
        (None, _) => words.say("statement-no-school"),
    }
}

/// What the teacher must do comes first, then what waits for others.
fn tasks(frame: &Frame, claims: &[Claim], waiting: &[Told]) -> Vec<Task> {
    let row = |claim: &Claim, detail: String, chip: Chip| Task {
        link: Link::new(claim.title.clone(), format!("/claims/{}", claim.id)),
        detail,
        chip,
        is_open: false,
    };
    let returned = claims
        .iter()
        .filter(|it| it.state == ClaimState::Returned)
        .map(|it| {
            let detail = match it.due_on {
                Some(day) => frame.tell(Message::new("statement-returned-until").with("day", day)),
                None => frame.say("statement-returned"),
            };
            row(it, detail, Chip::due(frame.say("statement-your-turn")))
        });
    let drafts = claims
        .iter()
        .filter(|it| it.state == ClaimState::Draft)
        .map(|it| {
            row(
                it,
                frame.say("statement-draft"),
                Chip::plain(frame.say("claim-state-draft")),
            )
        });
    let pending = waiting.iter().map(|it| {
        let hours = Message::new("statement-waiting")
            .with("hours", it.line.pending)
            .with("day", frame.words.short_date(it.line.effective_on));
        Task {
            link: Link::new(
                it.title.clone(),
                it.href.clone().unwrap_or_else(|| "#waiting".to_owned()),
            ),
            detail: frame.tell(hours),
            chip: it.chip.clone(),
            is_open: false,
        }
    });
    returned.chain(drafts).chain(pending).collect()
}
