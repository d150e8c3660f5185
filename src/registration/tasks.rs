//! What waits for somebody: cases to decide, whichever office has them; and early warnings, which
//! reach the teacher, the school and the district months before anything is decided.

use chrono::NaiveDate;

use super::pages::queues;
use super::{store, warnings};
use crate::access::Action;
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::message::Message;
use crate::tasks::Task;

/// What waits for this person.
pub fn tasks(conn: &mut Conn, context: &Context) -> Result<Vec<Task>, Error> {
    let (mut count, mut due_on): (i64, Option<NaiveDate>) = (0, None);
    for wanted in queues(context) {
        let (cases, earliest) = store::count_queue(conn, &wanted)?;
        count += cases;
        due_on = [due_on, earliest].into_iter().flatten().min();
    }
    let mut tasks = vec![Task {
        message: Message::new("task-registrations").with("count", count),
        count,
        href: "/registration/queue".into(),
        due_on,
    }];
    tasks.extend(own_warning(conn, context)?);
    tasks.extend(staff_warnings(conn, context)?);
    Ok(tasks)
}

/// What the teacher is short of for the next registration.
fn own_warning(conn: &mut Conn, context: &Context) -> Result<Option<Task>, Error> {
    let actor = &context.actor;
    let applies = actor.can_ever(Action::ApplyForRegistration);
    let Some(person) = actor.person.filter(|_| applies) else {
        return Ok(None);
    };
    let found = warnings::find_own(conn, context, person)?;
    Ok(found.map(|(window, proposal)| Task {
        message: Message::new("task-registration-short"),
        count: 1,
        href: "/registration".into(),
        due_on: proposal.registered_until.or(Some(window.closes_on)),
    }))
}

/// Who is short of something at a school or in a district. The bureau has its page, and does not
/// chase single teachers.
fn staff_warnings(conn: &mut Conn, context: &Context) -> Result<Option<Task>, Error> {
    let actor = &context.actor;
    let reach = if actor.can_ever(Action::HandInRegistrations) {
        actor.reach(Action::HandInRegistrations)
    } else {
        actor.reach(Action::DecideRegistrationAtDistrict)
    };
    if reach.everywhere || (reach.organizations.is_empty() && reach.districts.is_empty()) {
        return Ok(None);
    }
    let windows = warnings::list_windows(conn, context)?;
    let Some(window) = windows.first() else {
        return Ok(None);
    };
    let wanted = warnings::wanted(conn, context, window, reach, None)?;
    let count = store::count_warnings(conn, &wanted)?;
    Ok(Some(Task {
        message: Message::new("task-registration-warnings").with("count", count),
        count,
        href: "/registration/warnings".into(),
        due_on: Some(window.closes_on),
    }))
}
