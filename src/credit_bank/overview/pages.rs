//! The pages of the overviews.
#![allow(unused_qualifications, reason = "in what the derive of an enum writes")]

use std::collections::BTreeMap;

use askama::Template;
use chrono::Datelike;

use super::export::{self, Cover, after_line, name_of};
use super::long_export::DIRECT_MAX;
use super::routes::Query;
use super::store::{self, After, Schools, Scope, TeacherLine, Wanted};
use super::{Line, Sort, sort_lines, sum};
use crate::access::Action;
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::hours::Hours;
use crate::message::Message;
use crate::organizations::{self, Organization, OrganizationId, OrganizationKind};
use crate::spreadsheets::write::Format;
use crate::web::answer::Download;
use crate::web::charts::{ComplianceBars, ComplianceRow};
use crate::web::frame::Frame;
use crate::web::language::{Language, Words};
use crate::web::parts::{Chip, Choice, Link, Pager, Sorting};

/// Teachers on a page.
const TEACHERS_PER_PAGE: i64 = 50;

/// The city by district, or a district by school.
#[derive(Debug, Template)]
#[template(path = "credit_bank/overview.html")]
pub struct OrganizationPage {
    frame: Frame,
    organization: Organization,
    name: String,
    above: Vec<Link>,
    year: i32,
    years: Vec<Choice>,
    sort: Sort,
    is_bureau_run: bool,
    lines: Vec<Line>,
    total: Line,
}

/// How teachers stand: of a school, a district or the city.
#[derive(Debug, Template)]
#[template(path = "credit_bank/overview_teachers.html")]
pub struct TeachersPage {
    frame: Frame,
    organization: Organization,
    name: String,
    above: Vec<Link>,
    year: i32,
    years: Vec<Choice>,
    sort: Sort,
    is_bureau_run: bool,
    shows_all: bool,
    total: Line,
    teachers: Vec<TeacherLine>,
    next: Option<String>,
}

/// The year asked for, and the choice of years.
fn years(conn: &mut Conn, context: &Context, query: &Query) -> Result<(i32, Vec<Choice>), Error> {
    let present = context.today().year();
    let mut known = store::list_years(conn)?;
    if !known.contains(&present) {
        known.insert(0, present);
    }
    let year = query
        .year
        .filter(|year| known.contains(year))
        .unwrap_or(present);
    let choices = known
        .into_iter()
        .map(|it| Choice {
            value: it.to_string(),
            label: it.to_string(),
            hint: String::new(),
            is_chosen: it == year,
        })
        .collect();
    Ok((year, choices))
}

/// Districts of the city, or schools of a district, in the order asked for.
fn load_lines(
    conn: &mut Conn,
    organization: &Organization,
    query: &Query,
    year: i32,
) -> Result<Vec<Line>, Error> {
    let mut lines = match organization.kind {
        OrganizationKind::Bureau if !query.is_bureau_run() => by_district(conn, year)?,
        OrganizationKind::Bureau => schools(conn, Schools::BureauRun, year)?,
        _ => schools(conn, Schools::OfDistrict(organization.id), year)?,
    };
    sort_lines(&mut lines, query.sort.unwrap_or(Sort::Name));
    Ok(lines)
}

fn schools(conn: &mut Conn, schools: Schools, year: i32) -> Result<Vec<Line>, Error> {
    Ok(store::list_schools(conn, schools, year)?
        .into_iter()
        .map(|(line, _)| line)
        .collect())
}

fn by_district(conn: &mut Conn, year: i32) -> Result<Vec<Line>, Error> {
    let mut groups: BTreeMap<Option<OrganizationId>, Vec<Line>> = BTreeMap::new();
    for (line, district) in store::list_schools(conn, Schools::All, year)? {
        groups.entry(district).or_default().push(line);
    }
    let mut lines = Vec::new();
    for district in organizations::store::list_of_kind(conn, OrganizationKind::District)? {
        if let Some(group) = groups.remove(&Some(district.id)) {
            let (organization, name, name_en) =
                (Some(district.id), district.name, district.name_en);
            lines.push(Line {
                organization,
                name,
                name_en,
                ..sum(&group)
            });
        }
    }
    if let Some(group) = groups.remove(&None) {
        lines.push(sum(&group));
    }
    Ok(lines)
}

/// The name in the reader's language, where there is one.
fn name_in(words: Words, organization: &Organization) -> String {
    match (words.language, &organization.name_en) {
        (Language::English, Some(name)) => name.clone(),
        _ => organization.name.clone(),
    }
}

/// The offices above, as far as the reader may see how they stand.
fn above(
    conn: &mut Conn,
    context: &Context,
    words: Words,
    organization: &Organization,
) -> Result<Vec<Link>, Error> {
    let reach = context.actor.reach(Action::ViewOverview);
    let mut links = Vec::new();
    let mut parent = organization.parent_id;
    while let Some(id) = parent {
        let office = organizations::store::load(conn, id)?;
        if reach.covers(&office.facts()) {
            links.insert(
                0,
                Link::new(name_in(words, &office), format!("/overview/{id}")),
            );
        }
        parent = office.parent_id;
    }
    Ok(links)
}

impl OrganizationPage {
    /// Loads the page. A school has no schools below it: its teachers are shown at once.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        organization: Organization,
        query: &Query,
    ) -> Result<Either, Error> {
        if organization.kind == OrganizationKind::School {
            return TeachersPage::load(conn, context, frame, organization, query)
                .map(Either::Teachers);
        }
        let (year, years) = years(conn, context, query)?;
        let lines = load_lines(conn, &organization, query, year)?;
        Ok(Either::Organization(OrganizationPage {
            name: name_in(frame.words, &organization),
            above: above(conn, context, frame.words, &organization)?,
            total: sum(&lines),
            sort: query.sort.unwrap_or(Sort::Name),
            is_bureau_run: query.is_bureau_run(),
            frame,
            organization,
            year,
            years,
            lines,
        }))
    }

    fn href(&self, sort: Sort) -> String {
        let group = if self.is_bureau_run {
            "&group=bureau-run"
        } else {
            ""
        };
        format!(
            "/overview/{}?year={}&sort={sort}{group}",
            self.organization.id, self.year
        )
    }

    fn teachers_href(&self) -> String {
        let group = if self.is_bureau_run {
            "&group=bureau-run"
        } else {
            ""
        };
        format!(
            "/overview/{}/teachers?year={}{group}",
            self.organization.id, self.year
        )
    }

    fn export_href(&self, format: &str) -> String {
        let group = if self.is_bureau_run {
            "&group=bureau-run"
        } else {
            ""
        };
        format!(
            "/overview/{}/export/{format}?year={}&sort={}{group}",
            self.organization.id, self.year, self.sort
        )
    }

    fn title(&self) -> String {
        let name = if self.is_bureau_run {
            self.frame.say("overview-bureau-run")
        } else {
            self.name.clone()
        };
        title(&self.frame, &name, self.year)
    }

    fn lead(&self) -> String {
        lead(&self.frame, &self.total)
    }

    fn heading(&self) -> String {
        let is_city = self.organization.kind == OrganizationKind::Bureau && !self.is_bureau_run;
        self.frame.say(if is_city {
            "overview-district"
        } else {
            "overview-school"
        })
    }

    fn line_href(&self, line: &Line) -> String {
        match line.organization {
            Some(id) => format!("/overview/{id}?year={}", self.year),
            None => {
                format!(
                    "/overview/{}?year={}&group=bureau-run",
                    self.organization.id, self.year
                )
            }
        }
    }

    fn line_name(&self, line: &Line) -> String {
        name_of(line, self.frame.words)
    }

    fn bars(&self) -> ComplianceBars {
        ComplianceBars {
            words: self.frame.words,
            heading: self.heading(),
            caption: self.frame.say("overview-chart-caption"),
            rows: self
                .lines
                .iter()
                .map(|line| ComplianceRow {
                    label: self.line_name(line),
                    href: Some(self.line_href(line)),
                    met: line.complete,
                    people: line.teachers,
                })
                .collect(),
        }
    }

    fn sorting(&self, sort: Sort) -> Sorting {
        sorting(self.sort, sort)
    }
}

/// The page of an organization is one of two.
#[derive(Debug, Template)]
#[template(
    ext = "html",
    source = "{% match self %}{% when Self::Organization with (page) %}{{ page|safe }}\
              {% when Self::Teachers with (page) %}{{ page|safe }}{% endmatch %}"
)]
pub enum Either {
    /// With organizations below it.
    Organization(OrganizationPage),
    /// With teachers.
    Teachers(TeachersPage),
}

impl TeachersPage {
    /// Loads the page.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        organization: Organization,
        query: &Query,
    ) -> Result<TeachersPage, Error> {
        let (year, years) = years(conn, context, query)?;
        let wanted = wanted(&organization, query, year);
        let after = query.after.as_deref().map(parse_after).transpose()?;
        let mut teachers =
            store::list_teachers(conn, &wanted, after.as_ref(), TEACHERS_PER_PAGE + 1)?;
        let page_size = usize::try_from(TEACHERS_PER_PAGE).expect("a small number");
        let has_next = teachers.len() > page_size;
        teachers.truncate(page_size);
        let next = teachers
            .last()
            .filter(|_| has_next)
            .map(|line| write_after(&after_line(line, wanted.sort)));
        Ok(TeachersPage {
            name: name_in(frame.words, &organization),
            above: above(conn, context, frame.words, &organization)?,
            total: total(conn, &organization, query, year)?,
            sort: wanted.sort,
            is_bureau_run: query.is_bureau_run(),
            shows_all: query.shows_all(),
            frame,
            organization,
            year,
            years,
            teachers,
            next,
        })
    }

    fn address(&self, sort: Sort, shows_all: bool) -> String {
        let group = if self.is_bureau_run {
            "&group=bureau-run"
        } else {
            ""
        };
        let show = if shows_all { "&show=all" } else { "" };
        format!("?year={}&sort={sort}{group}{show}", self.year)
    }

    fn href(&self, sort: Sort) -> String {
        format!(
            "/overview/{}/teachers{}",
            self.organization.id,
            self.address(sort, self.shows_all)
        )
    }

    fn show_href(&self, shows_all: bool) -> String {
        format!(
            "/overview/{}/teachers{}",
            self.organization.id,
            self.address(self.sort, shows_all)
        )
    }

    /// Whether a file of the list is worth a job of its own.
    fn is_long(&self) -> bool {
        self.total.teachers > DIRECT_MAX
    }

    fn export_href(&self, format: &str) -> String {
        format!(
            "/overview/{}/teachers/export/{format}{}",
            self.organization.id,
            self.address(self.sort, self.shows_all)
        )
    }

    fn pager(&self) -> Pager {
        let shown = Message::new("overview-shown").with("count", self.teachers.len());
        let next_href = self
            .next
            .as_ref()
            .map(|after| format!("{}&after={after}", self.href(self.sort)));
        Pager {
            shown: self.frame.tell(shown),
            previous_href: None,
            next_href,
        }
    }

    fn title(&self) -> String {
        title(&self.frame, &self.name, self.year)
    }

    fn lead(&self) -> String {
        lead(&self.frame, &self.total)
    }

    fn sorting(&self, sort: Sort) -> Sorting {
        sorting(self.sort, sort)
    }

    fn chip(&self, line: &TeacherLine) -> Chip {
        let words = self.frame.words;
        if line.short_total == Hours::ZERO {
            Chip::ok(words.say("overview-is-complete"))
        } else if line.pending() > Hours::ZERO {
            let message = Message::new("overview-has-pending").with("hours", line.pending());
            Chip::wait(words.tell(message))
        } else {
            Chip::due(words.say("overview-is-short"))
        }
    }
}

fn title(frame: &Frame, name: &str, year: i32) -> String {
    frame.tell(
        Message::new("overview-title")
            .with("name", name)
            .with("year", i64::from(year)),
    )
}

/// The answer in a sentence, with the numbers in it.
fn lead(frame: &Frame, total: &Line) -> String {
    if total.teachers == 0 {
        return frame.say("overview-lead-empty");
    }
    let tenths = total.complete * 1000 / total.teachers;
    let percent = format!("{}.{}%", tenths / 10, tenths % 10);
    frame.tell(
        Message::new("overview-lead")
            .with("teachers", total.teachers)
            .with("complete", total.complete)
            .with("percent", percent)
            .with("short", total.teachers - total.complete),
    )
}

fn sorting(present: Sort, column: Sort) -> Sorting {
    match column {
        _ if present != column => Sorting::None,
        Sort::Name | Sort::Share => Sorting::Ascending,
        _ => Sorting::Descending,
    }
}

fn wanted(organization: &Organization, query: &Query, year: i32) -> Wanted {
    let scope = match organization.kind {
        OrganizationKind::Bureau if query.is_bureau_run() => Scope::BureauRun,
        OrganizationKind::Bureau => Scope::City,
        OrganizationKind::District => Scope::District(organization.id),
        OrganizationKind::School | OrganizationKind::Provider => Scope::School(organization.id),
    };
    let sort = query.sort.unwrap_or(Sort::Short);
    Wanted {
        scope,
        year,
        only_short: !query.shows_all(),
        sort,
    }
}

fn total(
    conn: &mut Conn,
    organization: &Organization,
    query: &Query,
    year: i32,
) -> Result<Line, Error> {
    let lines = match organization.kind {
        OrganizationKind::Bureau if query.is_bureau_run() => {
            schools(conn, Schools::BureauRun, year)?
        }
        OrganizationKind::Bureau => schools(conn, Schools::All, year)?,
        OrganizationKind::District => schools(conn, Schools::OfDistrict(organization.id), year)?,
        _ => schools(conn, Schools::One(organization.id), year)?,
    };
    Ok(sum(&lines))
}

/// `hours~pinyin~person`, as [`parse_after`] reads it.
fn write_after(after: &After) -> String {
    let text = format!("{}~{}~{}", after.value.0, after.name_pinyin, after.person);
    rocket::http::RawStr::new(&text)
        .percent_encode()
        .to_string()
}

fn parse_after(text: &str) -> Result<After, Error> {
    let mut parts = text.splitn(2, '~');
    let value = parts
        .next()
        .and_then(|it| it.parse().ok())
        .ok_or(Error::NotFound)?;
    let (name, person) = parts
        .next()
        .and_then(|it| it.rsplit_once('~'))
        .ok_or(Error::NotFound)?;
    Ok(After {
        value: Hours(value),
        name_pinyin: name.to_owned(),
        person: person.parse().map_err(|_| Error::NotFound)?,
    })
}

/// Districts or schools as a file.
pub fn export_lines(
    conn: &mut Conn,
    context: &Context,
    words: Words,
    organization: &Organization,
    query: &Query,
    format: Format,
) -> Result<Download, Error> {
    let (year, _) = years(conn, context, query)?;
    let lines = load_lines(conn, organization, query, year)?;
    let name = format!("{}-{year}", name_in(words, organization));
    export::lines(
        &Cover {
            name: &name,
            on: context.today(),
            words,
            format,
        },
        &lines,
    )
}

/// Teachers as a file.
pub fn export_teachers(
    conn: &mut Conn,
    context: &Context,
    words: Words,
    organization: &Organization,
    query: &Query,
    format: Format,
) -> Result<Download, Error> {
    let (year, _) = years(conn, context, query)?;
    let wanted = wanted(organization, query, year);
    let name = format!("{}-{year}", name_in(words, organization));
    export::teachers(
        conn,
        &Cover {
            name: &name,
            on: context.today(),
            words,
            format,
        },
        &wanted,
    )
}
