//! The calibration report: how members score, and how sure the order of candidates is.
//!
//! It is read from the phase of calibration on and changes no score. Which mean is official, the
//! programme says (`review.official`; raw, unless it says otherwise). Start with `rules`. Not here: reviews themselves, and who is selected.

pub mod pages;
pub mod routes;
pub mod rules;

use crate::db::Conn;
use crate::error::Error;
use crate::selection::assignments::store::{Table, load_table};
use crate::selection::reviews::rules::ReviewState;
use crate::selection::rounds::Running;
use rules::{Score, is_same_district};

/// The scores of a round that count, with everybody who gave or got one.
pub fn load_scores(conn: &mut Conn, running: &Running) -> Result<(Table, Vec<Score>), Error> {
    let table = load_table(conn, running)?;
    let mut scores = Vec::new();
    for (review, counts) in table.with_counting() {
        if !counts || review.state != ReviewState::Submitted {
            continue;
        }
        let member = table.members.iter().find(|it| it.0.id == review.member);
        let candidate = table
            .candidates
            .iter()
            .find(|it| it.nomination == review.nomination);
        if let (Some((member, _)), Some(candidate), Some(total)) = (member, candidate, review.total)
        {
            scores.push(Score {
                member: review.member,
                candidate: review.nomination,
                total,
                is_same_district: is_same_district(member.district_id, candidate.district),
            });
        }
    }
    Ok((table, scores))
}
