//! What awaits an officer, or a teacher, in the credit bank.

use crate::access::Action;
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::message::Message;
use crate::tasks::Task;

use super::claims::{self, ClaimState};
use super::completions::CompletionState;
use super::completions::store::Filter;
use super::projects::ProjectState;
use super::{completions, projects};

/// More waiting projects than this are not counted out.
const PROJECTS_MAX: i64 = 200;
/// More of one's own claims than this are not looked through.
const CLAIMS_MAX: i64 = 200;

/// Everything that waits for this person, in the order in which hours travel.
pub fn tasks(conn: &mut Conn, context: &Context) -> Result<Vec<Task>, Error> {
    let mut tasks = Vec::new();
    let actor = &context.actor;
    if let Some(person) = actor.person {
        let returned = claims::store::list_of_person(conn, person, CLAIMS_MAX)?
            .iter()
            .filter(|claim| claim.state == ClaimState::Returned)
            .count();
        tasks.push(task("task-claims-returned", count(returned), "/claims"));
    }
    for (action, state, key, href) in [
        (
            Action::ConfirmCompletions,
            CompletionState::Submitted,
            "task-completions-to-confirm",
            "/completions",
        ),
        (
            Action::AuditCompletions,
            CompletionState::Confirmed,
            "task-completions-to-draw",
            "/audits",
        ),
        (
            Action::AuditCompletions,
            CompletionState::Sampled,
            "task-completions-to-audit",
            "/audits",
        ),
    ] {
        let reach = actor.reach(action);
        if !reach.is_empty() {
            let filter = Filter {
                states: vec![state],
                ..Filter::default()
            };
            tasks.push(task(
                key,
                completions::store::count(conn, &reach, &filter)?,
                href,
            ));
        }
    }
    for (action, state) in [
        (Action::DecideClaimAtSchool, ClaimState::AtSchool),
        (Action::DecideClaimAtDistrict, ClaimState::AtDistrict),
    ] {
        let reach = actor.reach(action);
        if !reach.is_empty() {
            let (count, due_on) = claims::store::count_queue(conn, &reach, state, actor.person)?;
            tasks.push(Task {
                due_on,
                ..task("task-claims-to-decide", count, "/claims")
            });
        }
    }
    let reach = actor.reach(Action::DecideProject);
    if !reach.is_empty() {
        let states = [ProjectState::Submitted];
        let waiting = projects::store::list(conn, &reach, &states, None, PROJECTS_MAX)?.len();
        tasks.push(task("task-projects-to-decide", count(waiting), "/projects"));
    }
    Ok(tasks)
}

fn task(key: &'static str, count: i64, href: &'static str) -> Task {
    Task {
        message: Message::new(key).with("count", count),
        count,
        href: href.into(),
        due_on: None,
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
