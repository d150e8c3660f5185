//! Every honour that was certified, across rounds: for officers who answer for them, on a page and as a
//! spreadsheet.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use askama::Template;
use diesel::prelude::*;

use super::Certificate;
use super::certificate_pages::{chip, paper_href};
use super::rules::CertificateState;
use crate::access::{Action, Actor, Reach};
use crate::context::Context;
use crate::db::Conn;
use crate::db::schema::{nominations, organizations, selection_certificates};
use crate::error::Error;
use crate::message::Message;
use crate::selection::nominations::Nomination;
use crate::selection::nominations::sight::Sight;
use crate::selection::rounds::{self, RoundId};
use crate::spreadsheets::write::{Format, Table, TableCell, TableWriter};
use crate::web::answer::Download;
use crate::web::frame::Frame;
use crate::web::language::Words;
use crate::web::parts::{Chip, Choice, Link};
use crate::within;

/// Honours on the page, at most; the spreadsheet has as many again and more.
const SHOWN_MAX: i64 = 500;
/// Honours in a spreadsheet, at most.
const EXPORTED_MAX: i64 = 50_000;

/// Which honours a list is narrowed to.
#[derive(Debug, Default, Clone, PartialEq, Eq, rocket::FromForm)]
pub struct Wanted {
    /// Those that stand so; any, if none is said.
    pub state: Option<CertificateState>,
    /// Part of a name, a number, a school or an honour; may be empty.
    #[field(default = "")]
    pub text: String,
}

/// An honour as the list has it.
#[derive(Debug, Clone)]
pub struct Honour {
    /// What was certified.
    pub certificate: Certificate,
    /// Where the holder taught then.
    pub school: String,
    /// Of which round.
    pub round: String,
}

/// How far somebody sees honours as an officer; nothing for whoever is none.
fn reach(actor: &Actor) -> Result<Reach, Error> {
    let reach = actor.reach(Action::ViewNomination);
    let is_office =
        reach.everywhere || !reach.organizations.is_empty() || !reach.districts.is_empty();
    if is_office {
        Ok(reach)
    } else {
        Err(Error::NotFound)
    }
}

/// Whether somebody has a list of honours.
pub fn has_list(actor: &Actor) -> bool {
    reach(actor).is_ok()
}

/// The honours that somebody may know of, the newest first, and whether there may be more. Who may not know of a nomination does not
/// learn of what followed from it here.
fn list(
    conn: &mut Conn,
    actor: &Actor,
    wanted: &Wanted,
    limit: i64,
) -> Result<(Vec<Honour>, bool), Error> {
    let reach = reach(actor)?;
    let mut query = selection_certificates::table
        .inner_join(nominations::table.inner_join(organizations::table))
        .order((
            selection_certificates::issued_on.desc(),
            selection_certificates::number,
        ))
        .limit(limit)
        .select((
            Certificate::as_select(),
            Nomination::as_select(),
            organizations::name,
        ))
        .into_boxed();
    query = within!(
        query,
        reach,
        nominations::school_id,
        nominations::district_id
    );
    if let Some(state) = wanted.state {
        query = query.filter(selection_certificates::state.eq(state));
    }
    // What means something to LIKE is in no name and no number.
    let text = wanted.text.trim().replace(['%', '_', '\\'], "");
    if !text.is_empty() {
        let part = format!("%{text}%");
        query = query.filter(
            selection_certificates::name
                .like(part.clone())
                .or(selection_certificates::number.like(part.clone()))
                .or(selection_certificates::honour.like(part.clone()))
                .or(selection_certificates::honour_en.like(part.clone()))
                .or(organizations::name.like(part)),
        );
    }
    let rows: Vec<(Certificate, Nomination, String)> = query.load(conn)?;
    let is_full = i64::try_from(rows.len()).is_ok_and(|it| it >= limit);
    let mut known: BTreeMap<RoundId, (String, Sight)> = BTreeMap::new();
    let mut honours = Vec::new();
    for (certificate, nomination, school) in rows {
        let (round, sight) = match known.entry(certificate.round_id) {
            Entry::Occupied(it) => it.into_mut(),
            Entry::Vacant(it) => {
                let running = rounds::store::load_running(conn, certificate.round_id)?;
                let sight = Sight::load(conn, actor, &running)?;
                it.insert((running.round.title, sight))
            }
        };
        if sight.check(&nomination).is_ok() {
            honours.push(Honour {
                certificate,
                school,
                round: round.clone(),
            });
        }
    }
    Ok((honours, is_full))
}

/// The list on a page.
#[derive(Debug, Template)]
#[template(path = "selection/honours.html")]
pub struct HonoursPage {
    frame: Frame,
    wanted: Wanted,
    honours: Vec<Honour>,
    /// Whether there may be more than are shown.
    is_full: bool,
}

impl HonoursPage {
    /// For officers.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        wanted: Wanted,
    ) -> Result<HonoursPage, Error> {
        let (honours, is_full) = list(conn, &context.actor, &wanted, SHOWN_MAX)?;
        Ok(HonoursPage {
            frame,
            wanted,
            honours,
            is_full,
        })
    }

    fn way(&self) -> [Link; 1] {
        [Link::new(self.frame.say("nav-selection"), "/selection")]
    }

    fn is_narrowed(&self) -> bool {
        self.wanted.state.is_some() || !self.wanted.text.trim().is_empty()
    }

    fn states(&self) -> Vec<Choice> {
        let chosen = self.wanted.state.map_or("", CertificateState::as_str);
        let states = CertificateState::ALL.iter();
        states
            .map(|it| Choice::new(it.as_str(), self.frame.say(it.name_key()), chosen))
            .collect()
    }

    fn shown(&self) -> String {
        let count = self.honours.len();
        let key = if self.is_full {
            "honours-shown-first"
        } else {
            "honours-shown"
        };
        self.frame.tell(Message::new(key).with("count", count))
    }

    /// The spreadsheet of what is shown.
    fn export_href(&self) -> String {
        let text = rocket::http::RawStr::new(&self.wanted.text).percent_encode();
        let state = self.wanted.state.map_or("", CertificateState::as_str);
        format!("/honours.xlsx?state={state}&text={text}")
    }

    fn chip(&self, honour: &Honour) -> Chip {
        chip(&self.frame, &honour.certificate)
    }

    fn honour<'a>(&self, honour: &'a Honour) -> &'a str {
        honour.certificate.honour_in(self.frame.words.language)
    }
}

/// The list as a spreadsheet.
pub fn export(
    conn: &mut Conn,
    context: &Context,
    words: Words,
    wanted: &Wanted,
) -> Result<Download, Error> {
    let headings = [
        "honour-number",
        "honour-holder",
        "honour-name",
        "honours-school",
        "honours-round",
        "honour-issued-on",
        "honour-state",
        "honour-ended-on",
        "honours-allowance",
        "honours-allowance-stops-on",
    ];
    let table = Table {
        title: words.say("honours-title"),
        headings: headings.map(|it| words.say(it)).to_vec(),
        created_on: context.today(),
    };
    let mut writer = TableWriter::start(Format::Xlsx, &table, Vec::new()).map_err(Error::fault)?;
    let day = |it: Option<chrono::NaiveDate>| it.map_or(TableCell::Empty, TableCell::Date);
    for honour in list(conn, &context.actor, wanted, EXPORTED_MAX)?.0 {
        let it = honour.certificate;
        let allowance = it.allowance_yuan;
        let cells = [
            TableCell::Text(it.number.clone()),
            TableCell::Text(it.name.clone()),
            TableCell::Text(it.honour_in(words.language).to_owned()),
            TableCell::Text(honour.school),
            TableCell::Text(honour.round),
            TableCell::Date(it.issued_on),
            TableCell::Text(words.say(it.state.name_key())),
            day(it.ended_on),
            allowance.map_or(TableCell::Empty, TableCell::Integer),
            day(it.allowance_stops_on),
        ];
        writer.add_row(&cells).map_err(Error::fault)?;
    }
    let body = writer.finish().map_err(Error::fault)?;
    let name = format!("{}.xlsx", words.say("honours-title"));
    Ok(Download::xlsx(name, body))
}
