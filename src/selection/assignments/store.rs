//! Deals and wishes in the database, and everything that a deal goes by.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::rules::{Board, Reviewer, Served};
use super::{KeptDeal, Wish};
use crate::db::Conn;
use crate::db::schema::{committee_members, review_deals, review_preferences};
use crate::error::Error;
use crate::on_backend;
use crate::selection::committees::{self, Member, MemberId};
use crate::selection::conflicts;
use crate::selection::nominations::NominationId;
use crate::selection::nominations::candidates::{Candidate, list_candidates};
use crate::selection::reviews::{self, store::Brief};
use crate::selection::rounds::{RoundId, Running};

/// Rows in one INSERT: well below `SQLite`'s limit of bound values.
const ROWS_PER_INSERT: usize = 500;

/// A round's members, candidates and reviews, as the secretary sees them.
#[derive(Debug, Clone)]
pub struct Table {
    /// What a deal goes by.
    pub board: Board,
    /// Everybody who was drawn, with names.
    pub members: Vec<(Member, String)>,
    /// All candidates, by name.
    pub candidates: Vec<Candidate>,
    /// All reviews.
    pub reviews: Vec<Brief>,
}

impl Table {
    /// All reviews, each with whether it counts for its candidate.
    pub fn with_counting(&self) -> impl Iterator<Item = (&Brief, bool)> {
        let counts = |it: &Brief| self.board.counts((it.member, it.nomination), it.state);
        self.reviews.iter().map(move |it| (it, counts(it)))
    }

    /// The name of a member.
    pub fn name_of(&self, member: MemberId) -> &str {
        let found = self.members.iter().find(|(it, _)| it.id == member);
        found.map_or("", |(_, name)| name)
    }

    /// A candidate of the round.
    pub fn candidate(&self, id: NominationId) -> Result<&Candidate, Error> {
        let found = self.candidates.iter().find(|it| it.nomination == id);
        found.ok_or(Error::NotFound)
    }
}

/// Reads all of it: a constant number of queries.
pub fn load_table(conn: &mut Conn, running: &Running) -> Result<Table, Error> {
    load_table_barring(conn, running, BTreeSet::new())
}

/// The same as if some pairs more were in conflict.
pub fn load_table_barring(
    conn: &mut Conn,
    running: &Running,
    more: BTreeSet<(MemberId, NominationId)>,
) -> Result<Table, Error> {
    let round = running.round.id;
    let members = committees::store::list_named(conn, round)?;
    let candidates = list_candidates(conn, round)?;
    // Reviews of candidates who left are nobody's load.
    let standing: BTreeSet<NominationId> = candidates.iter().map(|it| it.nomination).collect();
    let mut reviews = reviews::store::list_brief(conn, round)?;
    reviews.retain(|it| standing.contains(&it.nomination));
    let mut barred = conflicts::store::list_all_barred(conn, round)?;
    // Whoever is nominated reviews everybody but themselves, whatever anybody decided.
    let own = candidates.iter().flat_map(|candidate| {
        let same = members
            .iter()
            .filter(|it| it.0.person_id == candidate.person);
        same.map(|it| (it.0.id, candidate.nomination))
    });
    barred.extend(own);
    barred.extend(more);
    let mut board = Board {
        reviews_each: running.programme.review.each.value,
        load_max: running.programme.review.load_max.value,
        reviewers: Vec::new(),
        candidates: Vec::new(),
        wishes: map_wishes(list_wishes(conn, round)?),
        barred,
        met: reviews
            .iter()
            .map(|it| ((it.member, it.nomination), it.state))
            .collect(),
    };
    let serving = members.iter().map(|it| &it.0).filter(|it| it.serves());
    board.reviewers = serving
        .map(|it| Reviewer {
            id: it.id,
            subject: it.subject.clone(),
            load: 0,
            load_max: it.load_max.unwrap_or(board.load_max),
        })
        .collect();
    let mut loads: BTreeMap<MemberId, i64> = BTreeMap::new();
    let mut served: BTreeMap<NominationId, i64> = BTreeMap::new();
    let counting = reviews
        .iter()
        .filter(|it| board.counts((it.member, it.nomination), it.state));
    for review in counting {
        *loads.entry(review.member).or_default() += 1;
        *served.entry(review.nomination).or_default() += 1;
    }
    for reviewer in &mut board.reviewers {
        reviewer.load = loads.get(&reviewer.id).copied().unwrap_or(0);
    }
    board.candidates = candidates
        .iter()
        .map(|it| Served {
            id: it.nomination,
            subject: it.subject.clone(),
            reviews: served.get(&it.nomination).copied().unwrap_or(0),
        })
        .collect();
    Ok(Table {
        board,
        members,
        candidates,
        reviews,
    })
}

fn map_wishes(wishes: Vec<Wish>) -> BTreeMap<(MemberId, NominationId), i64> {
    let wishes = wishes.into_iter();
    wishes
        .map(|it| ((it.member_id, it.nomination_id), it.preference))
        .collect()
}

/// What all members of a round wish.
pub fn list_wishes(conn: &mut Conn, round: RoundId) -> Result<Vec<Wish>, Error> {
    Ok(review_preferences::table
        .inner_join(committee_members::table)
        .filter(committee_members::round_id.eq(round))
        .select(Wish::as_select())
        .load(conn)?)
}

/// What one member wishes.
pub fn list_wishes_of(
    conn: &mut Conn,
    member: MemberId,
) -> Result<BTreeMap<NominationId, i64>, Error> {
    let rows: Vec<(NominationId, i64)> = review_preferences::table
        .filter(review_preferences::member_id.eq(member))
        .select((
            review_preferences::nomination_id,
            review_preferences::preference,
        ))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Keeps what one member wishes in place of what was kept before.
pub fn replace_wishes(conn: &mut Conn, member: MemberId, wishes: &[Wish]) -> Result<(), Error> {
    let old = review_preferences::table.filter(review_preferences::member_id.eq(member));
    diesel::delete(old).execute(conn)?;
    for chunk in wishes.chunks(ROWS_PER_INSERT) {
        on_backend!(conn, |it| diesel::insert_into(review_preferences::table)
            .values(chunk)
            .execute(it))?;
    }
    Ok(())
}

/// Adds a deal.
pub fn insert_deal(conn: &mut Conn, deal: &KeptDeal) -> Result<(), Error> {
    diesel::insert_into(review_deals::table)
        .values(deal.clone())
        .execute(conn)?;
    Ok(())
}

/// The deals of a round, the newest first.
pub fn list_deals(conn: &mut Conn, round: RoundId) -> Result<Vec<KeptDeal>, Error> {
    Ok(review_deals::table
        .filter(review_deals::round_id.eq(round))
        .order(review_deals::id.desc())
        .select(KeptDeal::as_select())
        .load(conn)?)
}
