//! What a running selection waits for from whoever runs it: for each round the first thing that is to
//! be done, for the secretary and for the bureau.
//!
//! `rules` says which that is, `store` counts for all rounds at once. Not here: what waits for schools,
//! districts and members (`nominations`, `committees`, `reviews`, `meetings`), and doing it.

pub mod rules;
pub mod store;

use self::rules::{Duty, Facts};
use crate::access::Action;
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::message::Message;
use crate::selection::committees;
use crate::selection::rounds::RoundId;
use crate::tasks::Task;

/// What waits for the secretary or the bureau, round by round. Of a round in which they stand or serve
/// nothing is said: there they are no officers.
pub fn tasks(conn: &mut Conn, context: &Context) -> Result<Vec<Task>, Error> {
    let actor = &context.actor;
    let (runs_committee, runs_round) = (
        actor.can_ever(Action::RunCommittee),
        actor.can_ever(Action::RunSelection),
    );
    if !runs_committee && !runs_round {
        return Ok(Vec::new());
    }
    let mut tasks = Vec::new();
    for (round, facts) in store::list(conn)? {
        let mut duties = Vec::new();
        if runs_committee {
            duties.extend(rules::of_secretary(&facts));
        }
        if runs_round {
            duties.extend(rules::of_bureau(&facts, context.today()));
        }
        if duties.is_empty() || !looks_into(conn, context, round)? {
            continue;
        }
        tasks.extend(duties.into_iter().map(|it| task(round, &facts, it)));
    }
    Ok(tasks)
}

fn looks_into(conn: &mut Conn, context: &Context, round: RoundId) -> Result<bool, Error> {
    match committees::actions::load_visible(conn, context, round) {
        Ok(_) => Ok(true),
        Err(Error::NotFound | Error::Refused(_)) => Ok(false),
        Err(fault) => Err(fault),
    }
}

fn task(round: RoundId, facts: &Facts, duty: Duty) -> Task {
    let count = duty.count();
    let message = Message::new(duty.message_key())
        .with("round", facts.title.as_str())
        .with("count", count);
    Task {
        message,
        count,
        href: format!("/selection/{round}{}", duty.room()).into(),
        due_on: facts.ends_on,
    }
}
