//! A draw as a file, so that anybody who has it can draw again: seed, pool, what was wanted, and who came
//! out. `docs/selection-engines.md` says how.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use rocket::http::ContentType;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::actions::load_visible;
use super::rules::{Ticket, Wanted};
use super::store;
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::people::{self, PersonId};
use crate::selection::draws::{self, Draw, DrawPurpose};
use crate::selection::nominations::NominationId;
use crate::selection::rounds::RoundId;
use crate::web::answer::Download;

/// What a committee was drawn from, as it is kept with the draw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inputs {
    /// Who had a seat before.
    pub in_already: Vec<Drawable>,
    /// Who could be drawn.
    pub pool: Vec<Drawable>,
    /// Members wanted in all.
    pub members: usize,
    /// Reserves besides.
    pub reserves: usize,
    /// Members and reserves of one district, at most.
    pub per_district_max: usize,
    /// Subjects with at least one member each.
    pub subjects: Vec<String>,
    /// How many members may look at each candidate at least; 0 in draws of before 2026-11-29.
    #[serde(default)]
    pub each: usize,
}

/// Somebody who can be drawn: the lot goes by the id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drawable {
    /// Who.
    pub person: PersonId,
    /// What the expert knows; empty if nothing in particular.
    pub subject: String,
    /// The district's id; empty for the bureau's own schools.
    pub district: String,
    /// The candidates from whom they would be recused.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub recused: BTreeSet<NominationId>,
}

impl Inputs {
    /// As the rules take them.
    pub fn of(in_already: &[Ticket], pool: &[Ticket], wanted: &Wanted) -> Inputs {
        let drawable = |it: &Ticket| Drawable {
            person: it.person,
            subject: it.subject.clone(),
            district: it.district.clone(),
            recused: it.recused.clone(),
        };
        Inputs {
            in_already: in_already.iter().map(drawable).collect(),
            pool: pool.iter().map(drawable).collect(),
            members: wanted.members,
            reserves: wanted.reserves,
            per_district_max: wanted.per_district_max,
            subjects: wanted.subjects.clone(),
            each: wanted.each,
        }
    }

    /// As the rules take them: who had a seat, the pool, what was wanted.
    pub fn tickets(&self) -> (Vec<Ticket>, Vec<Ticket>, Wanted) {
        let ticket = |it: &Drawable| Ticket {
            person: it.person,
            subject: it.subject.clone(),
            district: it.district.clone(),
            recused: it.recused.clone(),
        };
        let wanted = Wanted {
            members: self.members,
            reserves: self.reserves,
            per_district_max: self.per_district_max,
            subjects: self.subjects.clone(),
            each: self.each,
        };
        let seated = self.in_already.iter().map(ticket).collect();
        (seated, self.pool.iter().map(ticket).collect(), wanted)
    }
}

/// What a draw was made from; none where it was made before that was kept.
pub fn inputs(draw: &Draw) -> Result<Option<Inputs>, Error> {
    let broken = |error| Error::Fault(format!("draw {}: {error}", draw.id));
    let inputs = draw.inputs.as_ref();
    inputs.map(|it| it.read().map_err(broken)).transpose()
}

/// All draws of a round's committee that were made, for whoever may know of its work.
pub fn download(conn: &mut Conn, context: &Context, id: RoundId) -> Result<Download, Error> {
    let running = load_visible(conn, context, id)?;
    let mut all = draws::list(conn, id)?;
    all.retain(|it| it.purpose == DrawPurpose::Committee && it.seed.is_some());
    if all.is_empty() {
        return Err(Error::NotFound);
    }
    let mut names: BTreeMap<PersonId, String> = BTreeMap::new();
    let mut told = Vec::new();
    for draw in &all {
        let inputs = inputs(draw)?;
        for it in inputs
            .iter()
            .flat_map(|it| it.in_already.iter().chain(&it.pool))
        {
            if let Entry::Vacant(unknown) = names.entry(it.person) {
                unknown.insert(people::store::load(conn, it.person)?.name);
            }
        }
        told.push(json!({
            "commitment": draw.commitment_hex(),
            "seed": draw.seed_hex(),
            "inputs": inputs,
        }));
    }
    let members: Vec<Value> = store::list_members(conn, id)?
        .into_iter()
        .map(|it| json!({ "position": it.position, "person": it.person_id }))
        .collect();
    let file = json!({
        "round": running.round.title,
        "draws": told,
        "drawn": members,
        "names": names.into_iter().map(|(id, name)| (id.to_string(), name)).collect::<BTreeMap<_, _>>(),
    });
    Ok(Download {
        name: format!("{}.json", running.round.title),
        media_type: ContentType::JSON,
        body: serde_json::to_vec_pretty(&file).map_err(Error::fault)?,
    })
}
