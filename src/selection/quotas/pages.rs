//! The page of places: who may send how many, and the arithmetic behind it.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;

use super::rules::{again, words};
use super::tilts::{self, Kept};
use super::{Dimension, Share, store};
use crate::access::Reach;
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::message::Message;
use crate::organizations::{self, OrganizationKind, Stage};
use crate::selection::nominations::sight::Sight;
use crate::selection::phases::Permission;
use crate::selection::rounds::{self, RoundId, Running};
use crate::web::form::Values;
use crate::web::frame::Frame;
use crate::web::language::Words;
use crate::web::parts::{Chip, Link, Problems};

/// Where the places of a round are.
pub fn href(round: RoundId) -> String {
    format!("/selection/{round}/places")
}

/// What districts are called, by area code.
pub type DistrictNames = BTreeMap<String, String>;

/// Loads what districts are called.
pub fn district_names(conn: &mut Conn, words: Words) -> Result<DistrictNames, Error> {
    let districts = organizations::store::list_of_kind(conn, OrganizationKind::District)?;
    let named = districts.into_iter();
    Ok(named
        .map(|it| (it.code.clone(), it.name_in(words.language).to_owned()))
        .collect())
}

/// What a key of a dimension is called.
pub fn name(words: Words, districts: &DistrictNames, dimension: Dimension, key: &str) -> String {
    match dimension {
        Dimension::District if key.is_empty() => words.say("quota-bureau-run"),
        Dimension::District => districts
            .get(key)
            .cloned()
            .unwrap_or_else(|| key.to_owned()),
        Dimension::Stage => match key.parse::<Stage>() {
            Ok(stage) => words.say(stage.name_key()),
            Err(_) => key.to_owned(),
        },
        Dimension::Subject => key.to_owned(),
    }
}

/// One dimension on the page.
#[derive(Debug)]
struct Section {
    dimension: Dimension,
    lines: Vec<Line>,
    /// Whether places are shared out, or the lines only say whom there is.
    is_shared: bool,
    steps: Vec<String>,
}

impl Section {
    fn has_counts(&self) -> bool {
        self.lines.iter().any(|it| it.endorsed.is_some())
    }

    fn total(&self) -> i64 {
        self.lines.iter().map(|it| it.places).sum()
    }

    /// Nominees recommended so far, where the reader may know all of them.
    fn endorsed(&self) -> Option<i64> {
        self.lines.iter().map(|it| it.endorsed).sum()
    }
}

/// One line of it.
#[derive(Debug)]
struct Line {
    key: String,
    name: String,
    weight: i64,
    floor: String,
    cap: String,
    places: i64,
    /// Nominees recommended so far, where the reader may know.
    endorsed: Option<i64>,
}

/// Who may send how many.
#[derive(Debug, Template)]
#[template(path = "selection/places.html")]
pub struct PlacesPage {
    frame: Frame,
    running: Running,
    sections: Vec<Section>,
    /// Whom the programme wants among the nominees, as far as the reader may know of them.
    kept: Vec<Kept>,
    /// Whether the reader may share places out now, or why not.
    may_share: Result<(), String>,
    can_run: bool,
    problems: Problems,
    typed: Option<Dimension>,
}

impl PlacesPage {
    /// For whoever may know of the round.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        id: RoundId,
        (values, errors): (&Values, &FieldErrors),
    ) -> Result<PlacesPage, Error> {
        let running = rounds::actions::load_visible(conn, context, id)?;
        let can_run = rounds::actions::load_own(conn, context, id).is_ok();
        let counted = Sight::load(conn, &context.actor, &running)?.counted();
        let may_share = running
            .may_now(Permission::SetQuotas, context.today())
            .map_err(|refusal| frame.tell(Message::from(refusal)));
        let districts = district_names(conn, frame.words)?;
        let typed = values.get("dimension").parse().ok();
        let mut sections = Vec::new();
        for dimension in Dimension::ALL.iter().copied() {
            let shares = store::list(conn, id, dimension)?;
            let is_editable = can_run && may_share.is_ok();
            if shares.is_empty() && !is_editable {
                continue;
            }
            let weights = if shares.is_empty() {
                store::count_teachers(conn, dimension, &running.circle(), running.round.cutoff_on)?
            } else {
                BTreeMap::new()
            };
            let called = |key: &str| name(frame.words, &districts, dimension, key);
            let mut section = section(frame.words, (dimension, &shares), &weights, &called)?;
            if section.is_shared {
                count_endorsed(conn, &counted, &mut section, id)?;
            }
            if typed == Some(dimension) {
                keep_typed(&mut section, values);
            } else if shares.is_empty() && dimension == Dimension::District {
                propose_floors(&mut section, &running);
            }
            sections.push(section);
        }
        Ok(PlacesPage {
            kept: load_kept(conn, &counted, frame.words, &running)?,
            problems: errors.in_words(frame.words),
            may_share,
            can_run,
            sections,
            running,
            frame,
            typed,
        })
    }

    fn way(&self) -> [Link; 2] {
        let round = &self.running.round;
        [
            Link::new(self.frame.say("nav-selection"), "/selection"),
            Link::new(&round.title, rounds::pages::href(round.id)),
        ]
    }

    fn lead(&self) -> String {
        let [nominees, seats] = self.running.programme.funnel.nominees_per_seat.value;
        let message = Message::new("quota-lead")
            .with("seats", self.running.round.seats)
            .with("ratio", format!("{nominees} : {seats}"))
            .with("places", self.running.round.places);
        self.frame.tell(message)
    }

    fn kept_told(&self, kept: &Kept) -> String {
        kept_told(&self.frame, kept)
    }

    fn kept_chip(&self, kept: &Kept) -> Chip {
        kept_chip(&self.frame, kept)
    }

    fn is_editable(&self) -> bool {
        self.can_run && self.may_share.is_ok()
    }

    fn has_problem(&self, section: &Section) -> bool {
        self.typed == Some(section.dimension) && !self.problems.is_empty()
    }

    fn label(&self, key: &str, line: &Line) -> String {
        let of = self.frame.say(key);
        let message = Message::new("quota-field").with("field", of);
        self.frame.tell(message.with("name", line.name.as_str()))
    }
}

fn section(
    language: Words,
    (dimension, shares): (Dimension, &[Share]),
    weights: &BTreeMap<String, i64>,
    called: &dyn Fn(&str) -> String,
) -> Result<Section, Error> {
    let shared = shares.iter().map(|it| Line {
        key: it.key.clone(),
        name: called(&it.key),
        weight: it.weight,
        floor: it.floor.to_string(),
        cap: it.cap.map_or_else(String::new, |it| it.to_string()),
        places: it.places,
        endorsed: None,
    });
    let unshared = weights.iter().map(|(key, weight)| Line {
        key: key.clone(),
        name: called(key),
        weight: *weight,
        floor: "0".to_owned(),
        cap: String::new(),
        places: 0,
        endorsed: None,
    });
    let steps = if shares.is_empty() {
        Vec::new()
    } else {
        let again = again(shares)
            .map_err(|error| Error::Fault(format!("places over {dimension}: {error:?}")))?;
        let told = again.steps.iter();
        told.map(|step| language.tell(words(step, called)))
            .collect()
    };
    Ok(Section {
        dimension,
        lines: shared.chain(unshared).collect(),
        is_shared: !shares.is_empty(),
        steps,
    })
}

/// Says how many were recommended so far: of a district to whoever may see all its nominations, of a
/// stage or subject to whoever may see those of all districts.
fn count_endorsed(
    conn: &mut Conn,
    reach: &Reach,
    section: &mut Section,
    round: RoundId,
) -> Result<(), Error> {
    let counts = store::count_recommended(conn, section.dimension, round)?;
    let districts = organizations::store::list_of_kind(conn, OrganizationKind::District)?;
    let own: BTreeSet<String> = districts
        .into_iter()
        .filter(|it| reach.districts.contains(&it.id))
        .map(|it| it.code)
        .collect();
    let is_by_district = section.dimension == Dimension::District;
    for line in &mut section.lines {
        let is_seen = reach.everywhere || (is_by_district && own.contains(&line.key));
        line.endorsed = is_seen.then(|| counts.get(&line.key).copied().unwrap_or(0));
    }
    Ok(())
}

/// Whether a rule about nominees is kept, as a chip.
pub fn kept_chip(frame: &Frame, kept: &Kept) -> Chip {
    if kept.is_kept {
        Chip::ok(frame.say("kept-yes"))
    } else {
        Chip::due(frame.say("kept-no"))
    }
}

/// A rule about nominees in words, with the districts that fell short.
pub fn kept_told(frame: &Frame, kept: &Kept) -> String {
    let told = frame.tell(&kept.told);
    if kept.short.is_empty() {
        return told;
    }
    let names = kept.short.join(&frame.say("list-comma"));
    let short = Message::new("kept-short").with("told", told);
    frame.tell(short.with("names", names))
}

/// How the nominees so far keep to what the programme wants, once there are any: all of them for
/// whoever may see all, and a district's own for the district, which decides about them.
pub fn load_kept(
    conn: &mut Conn,
    reach: &Reach,
    words: Words,
    running: &Running,
) -> Result<Vec<Kept>, Error> {
    let districts = organizations::store::list_of_kind(conn, OrganizationKind::District)?;
    let own: BTreeSet<String> = districts
        .into_iter()
        .filter(|it| reach.districts.contains(&it.id))
        .map(|it| it.code)
        .collect();
    let is_seen = |key: &String| reach.everywhere || own.contains(key);
    let round = running.round.id;
    let mut recommended = store::list_recommended(conn, round)?;
    recommended.retain(|it| is_seen(&it.district));
    if recommended.is_empty() {
        return Ok(Vec::new());
    }
    let shares = store::list(conn, round, Dimension::District)?.into_iter();
    let places = shares
        .filter(|it| is_seen(&it.key))
        .map(|it| (it.key, it.places))
        .collect();
    let rural = store::list_rural_districts(conn)?;
    let mut kept = tilts::kept(&running.programme.funnel, &places, &rural, &recommended);
    let names = district_names(conn, words)?;
    for key in kept.iter_mut().flat_map(|it| &mut it.short) {
        *key = name(words, &names, Dimension::District, key);
    }
    Ok(kept)
}

/// Shows what was typed in place of what is stored.
fn keep_typed(section: &mut Section, values: &Values) {
    let fields = values
        .all("keys")
        .iter()
        .zip(values.all("floors"))
        .zip(values.all("caps"));
    for ((key, floor), cap) in fields {
        if let Some(line) = section.lines.iter_mut().find(|it| it.key == *key) {
            line.floor.clone_from(floor);
            line.cap.clone_from(cap);
        }
    }
}

/// A district that has to send rural nominees has at least their places.
fn propose_floors(section: &mut Section, running: &Running) {
    let Some(rural) = &running.programme.funnel.rural_per_district else {
        return;
    };
    for line in section.lines.iter_mut().filter(|it| !it.key.is_empty()) {
        line.floor = rural.value.to_string();
    }
}
