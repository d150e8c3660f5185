//! What waits for an officer: cases to decide, whichever office has them.

use chrono::NaiveDate;

use super::pages::queues;
use super::store;
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
    Ok(vec![Task {
        message: Message::new("task-registrations").with("count", count),
        count,
        href: "/registration/queue",
        due_on,
    }])
}
