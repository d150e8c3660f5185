//! What waits for an officer's decision: the list that stands beside the case.

use super::store::{self, ListedClaim};
use super::{ClaimId, ClaimState};
use crate::access::Action;
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;

/// Claims on one page of a queue.
pub const PAGE: usize = 50;

/// Claims that this person may decide now, oldest first, one's own left out.
pub fn load(
    conn: &mut Conn,
    context: &Context,
    after: Option<ClaimId>,
) -> Result<Vec<ListedClaim>, Error> {
    let actor = &context.actor;
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX);
    let mut queue = Vec::new();
    for (action, state) in [
        (Action::DecideClaimAtSchool, ClaimState::AtSchool),
        (Action::DecideClaimAtDistrict, ClaimState::AtDistrict),
    ] {
        let reach = actor.reach(action);
        if !reach.is_empty() {
            let states = [state];
            queue.extend(store::list_queue(
                conn,
                &reach,
                &states,
                actor.person,
                after,
                limit,
            )?);
        }
    }
    queue.sort_by_key(|it| it.id);
    queue.truncate(PAGE);
    Ok(queue)
}

/// Claims that this person may look at, whoever decides them; drafts are the teachers' own.
pub fn load_visible(
    conn: &mut Conn,
    context: &Context,
    after: Option<ClaimId>,
) -> Result<Vec<ListedClaim>, Error> {
    let actor = &context.actor;
    let reach = actor.reach(Action::ViewClaim);
    let is_officer = reach.everywhere
        || reach.bureau_run
        || !reach.organizations.is_empty()
        || !reach.districts.is_empty();
    if !is_officer {
        return Ok(Vec::new());
    }
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX);
    let states = [ClaimState::AtSchool, ClaimState::AtDistrict];
    store::list_queue(conn, &reach, &states, actor.person, after, limit)
}
