//! A round in numbers, for pages and as a spreadsheet.

use std::collections::BTreeMap;

use super::rules::statistics::{AgeBand, Counts, Nominee, Reached, count_by};
use super::rules::{CertificateState, ResultState};
use super::store;
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::organizations::{self, OrganizationKind, Stage};
use crate::selection::meetings::{self, voting};
use crate::selection::nominations::rules::NominationState;
use crate::selection::nominations::{self, NominationId};
use crate::selection::quotas::tilts::{self, Kept};
use crate::selection::quotas::{self as places, Dimension};
use crate::selection::rounds::Running;
use crate::spreadsheets::write::{Format, Table, TableCell, TableWriter};
use crate::web::answer::Download;
use crate::web::language::Words;

/// Rows about one thing: districts, stages, sexes, ages.
#[derive(Debug, Clone)]
pub struct Section {
    /// Key of its heading.
    pub heading: &'static str,
    /// One for each.
    pub rows: Vec<Row>,
}

impl Section {
    fn of<K: Ord>(
        heading: &'static str,
        counts: BTreeMap<K, Counts>,
        name: impl Fn(K) -> String,
    ) -> Section {
        let rows = counts.into_iter();
        let rows = rows.map(|(key, it)| Row::new(name(key), it)).collect();
        Section { heading, rows }
    }
}

/// A row.
#[derive(Debug, Clone)]
pub struct Row {
    /// What it is about.
    pub name: String,
    /// How many came how far.
    pub counts: Counts,
    /// Places for nominees and those nobody took, where they were shared out by what the row is about.
    pub places: Option<[i64; 2]>,
}

impl Row {
    fn new(name: String, counts: Counts) -> Row {
        Row {
            name,
            counts,
            places: None,
        }
    }
}

/// A round in numbers.
#[derive(Debug, Clone)]
pub struct Statistics {
    /// Everybody.
    pub total: Counts,
    /// By district, stage, sex and age.
    pub sections: Vec<Section>,
    /// Whether places and rules were kept.
    pub kept: Vec<Kept>,
}

/// Counts a round. The caller has asked whether the reader may see undecided results.
pub fn load(conn: &mut Conn, running: &Running, words: Words) -> Result<Statistics, Error> {
    let nominees = load_nominees(conn, running)?;
    let mut districts: BTreeMap<String, String> =
        organizations::store::list_of_kind(conn, OrganizationKind::District)?
            .into_iter()
            .map(|it| (it.code.clone(), it.name_in(words.language).to_owned()))
            .collect();
    districts.insert(String::new(), words.say("statistics-bureau-run"));
    let shares = places::store::list(conn, running.round.id, Dimension::District)?;
    let shares: BTreeMap<String, i64> = shares.into_iter().map(|it| (it.key, it.places)).collect();
    let taken = places::store::count_recommended(conn, Dimension::District, running.round.id)?;
    // Districts that sent nobody have a row too.
    let mut by_district = count_by(&nominees, |it| it.district.clone());
    for key in districts.keys().chain(shares.keys()) {
        by_district.entry(key.clone()).or_default();
    }
    let by_stage = count_by(&nominees, |it| it.stage.map_or("", Stage::name_key));
    let by_sex = count_by(&nominees, |it| it.sex.name_key());
    let by_age = count_by(&nominees, |it| it.age);
    let named = |key: &str| {
        districts
            .get(key)
            .cloned()
            .unwrap_or_else(|| key.to_owned())
    };
    let said = |key: &str| match key {
        "" => words.say("statistics-no-stage"),
        key => words.say(key),
    };
    let sections = vec![
        Section {
            heading: "statistics-district",
            rows: by_district
                .iter()
                .map(|(key, it)| Row {
                    places: Some(places_of(key, &shares, &taken)),
                    ..Row::new(named(key), *it)
                })
                .collect(),
        },
        Section::of("statistics-stage", by_stage, said),
        Section::of("statistics-sex", by_sex, said),
        Section::of("statistics-age", by_age, |band| words.say(band.name_key())),
    ];
    let mut kept = load_kept(conn, running, &shares)?;
    for key in kept.iter_mut().flat_map(|it| &mut it.short) {
        *key = named(key);
    }
    Ok(Statistics {
        total: count_by(&nominees, |_| ()).remove(&()).unwrap_or_default(),
        sections,
        kept,
    })
}

/// Places of a district, and those that nobody took.
fn places_of(key: &str, shares: &BTreeMap<String, i64>, taken: &BTreeMap<String, i64>) -> [i64; 2] {
    let [places, taken] = [shares, taken].map(|it| it.get(key).copied().unwrap_or(0));
    [places, (places - taken).max(0)]
}

/// Whether places and rules were kept, with districts by their codes.
fn load_kept(
    conn: &mut Conn,
    running: &Running,
    shares: &BTreeMap<String, i64>,
) -> Result<Vec<Kept>, Error> {
    let recommended = places::store::list_recommended(conn, running.round.id)?;
    let rural = places::store::list_rural_districts(conn)?;
    Ok(tilts::kept(
        &running.programme.funnel,
        shares,
        &rural,
        &recommended,
    ))
}

fn load_nominees(conn: &mut Conn, running: &Running) -> Result<Vec<Nominee>, Error> {
    let round = running.round.id;
    let reached = load_reached(conn, running)?;
    let mut keys = BTreeMap::new();
    let mut nominees = Vec::new();
    for it in store::list_counted(conn, round)? {
        let district = if let Some(key) = keys.get(&it.district) {
            String::clone(key)
        } else {
            let key = nominations::store::load_share_key(conn, it.district)?;
            keys.insert(it.district, key.clone());
            key
        };
        let by_offices = match it.state {
            // Whoever left afterwards came so far.
            NominationState::Endorsed | NominationState::Withdrawn | NominationState::Excluded
                if it.is_eligible == Some(true) =>
            {
                Reached::Eligible
            }
            NominationState::Endorsed => Reached::Recommended,
            _ => Reached::HandedIn,
        };
        nominees.push(Nominee {
            district,
            stage: it.stage,
            sex: it.sex,
            age: AgeBand::on(it.born_on, running.round.cutoff_on),
            reached: reached.get(&it.nomination).copied().unwrap_or(by_offices),
        });
    }
    Ok(nominees)
}

/// Who came further than the offices: by results, or by ballots as long as none are posted.
fn load_reached(
    conn: &mut Conn,
    running: &Running,
) -> Result<BTreeMap<NominationId, Reached>, Error> {
    let round = running.round.id;
    let mut reached = BTreeMap::new();
    let states = store::list_states(conn, round)?;
    if states.is_empty() {
        let ballots = meetings::store::list_ballots(conn, round)?;
        if let Some(standing) = voting::load_standing(conn, &running.round, &ballots)? {
            let placed = standing.placed.into_iter();
            reached.extend(placed.map(|it| (it, Reached::Selected)));
            let reserve = standing.reserve.into_iter();
            reached.extend(reserve.map(|(it, _)| (it, Reached::Passed)));
        }
        return Ok(reached);
    }
    for (nomination, state) in states {
        let step = match state {
            ResultState::NotPassed => continue,
            ResultState::Reserve | ResultState::Declined | ResultState::Struck => Reached::Passed,
            ResultState::Proposed => Reached::Selected,
            ResultState::Certified => Reached::Certified,
        };
        reached.insert(nomination, step);
    }
    for certificate in store::list_certificates(conn, round)? {
        if certificate.state != CertificateState::Valid {
            reached.insert(certificate.nomination_id, Reached::Ended);
        }
    }
    Ok(reached)
}

/// The same as a spreadsheet.
pub fn export(
    context: &Context,
    running: &Running,
    statistics: &Statistics,
    words: Words,
) -> Result<Download, Error> {
    let mut headings = vec![words.say("statistics-by"), words.say("statistics-row")];
    headings.extend(Reached::ALL.iter().map(|it| words.say(it.name_key())));
    headings.extend(["statistics-places", "statistics-left"].map(|it| words.say(it)));
    let table = Table {
        title: words.say("statistics-title"),
        headings,
        created_on: context.today(),
    };
    let mut writer = TableWriter::start(Format::Xlsx, &table, Vec::new()).map_err(Error::fault)?;
    let total = Row::new(String::new(), statistics.total);
    let totals = std::iter::once(("statistics-total", &total));
    let rows = statistics.sections.iter();
    let rows = rows.flat_map(|it| it.rows.iter().map(|row| (it.heading, row)));
    for (heading, row) in totals.chain(rows) {
        let mut cells = vec![
            TableCell::Text(words.say(heading)),
            TableCell::Text(row.name.clone()),
        ];
        cells.extend(row.counts.iter().map(|it| TableCell::Integer(*it)));
        cells.extend(row.places.into_iter().flatten().map(TableCell::Integer));
        writer.add_row(&cells).map_err(Error::fault)?;
    }
    for kept in &statistics.kept {
        let is_kept = if kept.is_kept { "kept-yes" } else { "kept-no" };
        let cells = [
            TableCell::Text(words.say("statistics-kept")),
            TableCell::Text(words.tell(&kept.told)),
            TableCell::Text(words.say(is_kept)),
        ];
        writer.add_row(&cells).map_err(Error::fault)?;
    }
    let body = writer.finish().map_err(Error::fault)?;
    Ok(Download::xlsx(
        format!("{}.xlsx", running.round.title),
        body,
    ))
}
