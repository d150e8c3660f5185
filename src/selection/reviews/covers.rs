//! Names covered for a blind review: proposed by the program, read and confirmed by the secretary.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::blind::{Identity, redact};
use super::{Cover, store};
use crate::context::Context;
use crate::db::{Conn, Json};
use crate::error::Error;
use crate::evidence::store::EvidenceId;
use crate::journal::{self, Act};
use crate::lots::in_order;
use crate::message::Message;
use crate::organizations;
use crate::people;
use crate::selection::committees::actions::load_as_secretary;
use crate::selection::nominations::candidates::list_candidates;
use crate::selection::nominations::rules::read_statement;
use crate::selection::nominations::{self, Nomination, NominationId, versions};
use crate::selection::phases::Permission;
use crate::selection::rounds::{self, RoundId};

/// What tells who a nominee is: the name, and every school where the nominee worked, as it is called
/// now and as it was called in what was handed in.
pub fn identity(conn: &mut Conn, nomination: &Nomination) -> Result<Identity, Error> {
    let person = people::store::load(conn, nomination.person_id)?;
    let employments = people::store::list_employments(conn, person.id)?;
    let places = employments.iter().map(|it| it.organization_id);
    let places = places.chain([nomination.school_id]);
    let schools = organizations::store::load_names(conn, places)?;
    let mut schools: BTreeSet<String> = schools.into_values().collect();
    if let Some(version) = versions::store::find_newest(conn, nomination.id)? {
        let posts = version.content()?.facts.posts;
        schools.extend(posts.into_iter().filter_map(|it| it.school));
    }
    Ok(Identity {
        names: vec![person.name],
        schools: schools.into_iter().collect(),
    })
}

/// Gives every candidate without one a number and a proposed text. Numbers follow no order that
/// anybody could know, and leave so many out that a gap tells nothing. Tells how many are new.
pub fn prepare(conn: &mut Conn, context: &Context, round: RoundId) -> Result<usize, Error> {
    let running = load_as_secretary(conn, context, round)?;
    running.may_now(Permission::AssignReviews, context.today())?;
    if !running.programme.review.is_blind {
        return Err(Error::not_now(Message::new("cover-not-wanted")));
    }
    let covers = store::list_covers(conn, round)?;
    let mut candidates = list_candidates(conn, round)?;
    candidates.retain(|it| {
        covers
            .iter()
            .all(|cover| cover.nomination_id != it.nomination)
    });
    let seed: [u8; 32] = rand::random();
    let taken: BTreeSet<i64> = covers.iter().map(|it| it.number).collect();
    let numbers = sparse_numbers(&seed, &taken, candidates.len());
    let mut fresh = Vec::with_capacity(candidates.len());
    for (number, candidate) in numbers.into_iter().zip(candidates) {
        let nomination = nominations::store::load(conn, candidate.nomination)?;
        let version = versions::store::load_newest(conn, nomination.id)?;
        fresh.push(Cover {
            nomination_id: nomination.id,
            round_id: round,
            number,
            statement: redact(&version.statement, &identity(conn, &nomination)?),
            files: Json::of(&Vec::<EvidenceId>::new()),
            confirmed_at: None,
            version: 1,
        });
    }
    store::insert_covers(conn, &fresh)?;
    let payload = serde_json::json!({ "title": running.round.title, "count": fresh.len() });
    rounds::actions::record(
        conn,
        context,
        &running.round,
        "covers_prepared",
        (None, payload),
    )?;
    Ok(fresh.len())
}

/// Numbers that nobody has, by lot out of all of four digits, or of five where there are many.
fn sparse_numbers(seed: &[u8], taken: &BTreeSet<i64>, count: usize) -> Vec<i64> {
    let many = count + taken.len() > 1_000;
    let all: Vec<i64> = if many {
        (10_000..100_000).collect()
    } else {
        (1_000..10_000).collect()
    };
    let id = |it: &i64| Uuid::from_u128(it.unsigned_abs().into());
    let drawn = in_order(seed, all, id);
    let free = drawn.into_iter().filter(|it| !taken.contains(it));
    free.take(count).collect()
}

/// Confirms what members see of a candidate. A text that still has the name or a school in it is
/// refused; so is a file that is not the candidate's.
pub fn confirm(
    conn: &mut Conn,
    context: &Context,
    (round, id): (RoundId, NominationId),
    seen: i64,
    (statement, files): (&str, &[EvidenceId]),
) -> Result<(), Error> {
    let running = load_as_secretary(conn, context, round)?;
    running.may_now(Permission::AssignReviews, context.today())?;
    let cover = store::find_cover(conn, id)?.filter(|it| it.round_id == round);
    let cover = cover.ok_or(Error::NotFound)?;
    let nomination = nominations::store::load(conn, id)?;
    let statement = read_statement(statement).map_err(Error::Input)?;
    let identity = identity(conn, &nomination)?;
    let tells = |word: &String| !word.is_empty() && statement.contains(word.as_str());
    if identity.names.iter().chain(&identity.schools).any(tells) {
        let still = Message::new("cover-still-tells");
        return Err(Error::input("statement", still));
    }
    let known = versions::store::load_newest(conn, id)?.content()?.files;
    if files
        .iter()
        .any(|it| known.iter().all(|file| file.id != *it))
    {
        return Err(Error::NotFound);
    }
    let confirmed = Cover {
        statement,
        files: Json::of(&files),
        confirmed_at: Some(context.at),
        ..cover
    };
    store::save_cover(conn, &confirmed, seen)?;
    let act = Act {
        event: "cover_confirmed",
        subject: ("blind_candidates", id.0),
        organization: Some(organizations::store::load_bureau(conn)?.id),
        reason: None,
        payload: serde_json::json!({ "title": running.round.title }),
    };
    journal::record(conn, context, act)?;
    Ok(())
}
