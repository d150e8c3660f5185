//! Draws of a round: a seed is made and sealed, its hash published; at the draw the seed is opened.
//!
//! Nobody, not even the secretary, can know what a draw will give when it is announced, and anybody
//! can repeat it afterwards (`crate::lots`). Not here: what is drawn.

use diesel::prelude::*;

use super::rounds::{self, RoundId};
use crate::context::Context;
use crate::db::schema::selection_draws;
use crate::db::{At, Conn, Json, one_changed};
use crate::error::Error;
use crate::message::Message;
use crate::secrets::{Purpose, hex};

crate::id_type!(
    /// A draw.
    DrawId
);

crate::text_enum!(
    /// What is drawn.
    DrawPurpose {
        /// The members of the committee.
        Committee => "committee",
        /// Which of several equally good deals of reviews is taken.
        Reviews => "reviews",
        /// The order of lessons and defences.
        Lessons => "lessons",
        /// The order of equals on the reserve list.
        Reserves => "reserves",
    }
);

impl DrawPurpose {
    /// Key of what is drawn.
    pub const fn name_key(self) -> &'static str {
        match self {
            DrawPurpose::Committee => "draw-committee",
            DrawPurpose::Reviews => "draw-reviews",
            DrawPurpose::Lessons => "draw-lessons",
            DrawPurpose::Reserves => "draw-reserves",
        }
    }
}

/// A draw as it stands.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = selection_draws, treat_none_as_default_value = false)]
pub struct Draw {
    /// Its id.
    pub id: DrawId,
    /// In which round.
    pub round_id: RoundId,
    /// What is drawn.
    pub purpose: DrawPurpose,
    /// SHA-256 of the seed, public from the start.
    pub commitment: Vec<u8>,
    /// The seed, sealed.
    pub seed_cipher: Vec<u8>,
    /// The seed, once it was drawn.
    pub seed: Option<Vec<u8>>,
    /// When its hash was published.
    pub committed_at: At,
    /// When it was drawn.
    pub drawn_at: Option<At>,
    /// What lots were drawn from, where that is not to be read elsewhere.
    pub inputs: Option<Json>,
}

impl Draw {
    /// What was published beforehand, as everybody can compare it.
    pub fn commitment_hex(&self) -> String {
        hex(&self.commitment)
    }

    /// The seed as published, once it was drawn.
    pub fn seed_hex(&self) -> Option<String> {
        self.seed.as_deref().map(hex)
    }
}

/// The newest draw of a purpose in a round.
pub fn find_newest(
    conn: &mut Conn,
    round: RoundId,
    purpose: DrawPurpose,
) -> Result<Option<Draw>, Error> {
    Ok(selection_draws::table
        .filter(selection_draws::round_id.eq(round))
        .filter(selection_draws::purpose.eq(purpose))
        .order(selection_draws::id.desc())
        .select(Draw::as_select())
        .first(conn)
        .optional()?)
}

/// All draws of a round, the earliest first.
pub fn list(conn: &mut Conn, round: RoundId) -> Result<Vec<Draw>, Error> {
    Ok(selection_draws::table
        .filter(selection_draws::round_id.eq(round))
        .order(selection_draws::id)
        .select(Draw::as_select())
        .load(conn)?)
}

/// Keeps what lots are drawn from with the draw that is about to be opened.
pub fn keep_inputs(
    conn: &mut Conn,
    round: RoundId,
    purpose: DrawPurpose,
    inputs: &Json,
) -> Result<(), Error> {
    let announced = find_newest(conn, round, purpose)?.filter(|it| it.seed.is_none());
    let draw = announced.ok_or_else(|| Error::not_now(Message::new("draw-not-announced")))?;
    diesel::update(selection_draws::table.find(draw.id))
        .set(selection_draws::inputs.eq(inputs))
        .execute(conn)?;
    Ok(())
}

/// Announces a draw: makes a seed, seals it, publishes its hash. Refused while one is announced.
/// Whether the caller may do so is the caller's to ask.
pub fn announce(
    conn: &mut Conn,
    context: &Context,
    round: RoundId,
    purpose: DrawPurpose,
) -> Result<DrawId, Error> {
    let newest = find_newest(conn, round, purpose)?;
    if newest.is_some_and(|it| it.seed.is_none()) {
        return Err(Error::not_now(Message::new("draw-announced-already")));
    }
    let id = DrawId::new();
    let keys = &context.house.keys;
    let (commitment, seed_cipher) = keys.bind_seed(Purpose::SelectionSeed, id.0.as_bytes());
    let draw = Draw {
        id,
        round_id: round,
        purpose,
        commitment,
        seed_cipher,
        seed: None,
        committed_at: context.at,
        drawn_at: None,
        inputs: None,
    };
    diesel::insert_into(selection_draws::table)
        .values(draw.clone())
        .execute(conn)?;
    record(conn, context, &draw, "draw_announced")?;
    Ok(id)
}

/// The announced draw of a purpose, with its seed, for work that is shown before it is kept. Who calls
/// this publishes nothing that the seed follows from.
pub fn load_sealed(
    conn: &mut Conn,
    context: &Context,
    round: RoundId,
    purpose: DrawPurpose,
) -> Result<(Draw, Vec<u8>), Error> {
    let announced = find_newest(conn, round, purpose)?.filter(|it| it.seed.is_none());
    let draw = announced.ok_or_else(|| Error::not_now(Message::new("draw-not-announced")))?;
    let keys = &context.house.keys;
    let bound = (draw.commitment.as_slice(), draw.seed_cipher.as_slice());
    let seed = keys.open_seed(Purpose::SelectionSeed, draw.id.0.as_bytes(), bound)?;
    Ok((draw, seed))
}

/// Opens the announced draw of a purpose and publishes its seed.
pub fn open(
    conn: &mut Conn,
    context: &Context,
    round: RoundId,
    purpose: DrawPurpose,
) -> Result<Vec<u8>, Error> {
    let (draw, seed) = load_sealed(conn, context, round, purpose)?;
    let row = selection_draws::table
        .find(draw.id)
        .filter(selection_draws::seed.is_null());
    let changed = diesel::update(row)
        .set((
            selection_draws::seed.eq(&seed),
            selection_draws::drawn_at.eq(context.at),
        ))
        .execute(conn)?;
    one_changed(changed)?;
    let drawn = Draw {
        seed: Some(seed.clone()),
        ..draw
    };
    record(conn, context, &drawn, "draw_opened")?;
    Ok(seed)
}

fn record(
    conn: &mut Conn,
    context: &Context,
    draw: &Draw,
    event: &'static str,
) -> Result<(), Error> {
    let round = rounds::store::load(conn, draw.round_id)?;
    let payload = serde_json::json!({
        "title": round.title,
        "draw": draw.purpose,
        "commitment": draw.commitment_hex(),
        "seed": draw.seed_hex(),
    });
    rounds::actions::record(conn, context, &round, event, (None, payload))
}
