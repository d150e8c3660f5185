//! What awaits whom: the first page of an officer.
//!
//! Features say what waits (their `tasks` function); `app` lists them. Not here: deciding anything.

use std::borrow::Cow;

use askama::Template;
use chrono::NaiveDate;

use crate::message::Message;
use crate::web::frame::Frame;
use crate::web::parts::{self, Chip, Link};

/// A kind of thing that waits for the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// What it is, with the number in it.
    pub message: Message,
    /// How many.
    pub count: i64,
    /// Where to do it.
    pub href: Cow<'static, str>,
    /// The earliest deadline, if there is one.
    pub due_on: Option<NaiveDate>,
}

/// The list of what waits, by deadline.
#[derive(Debug, Template)]
#[template(path = "tasks/list.html")]
pub struct TasksPage {
    /// The frame.
    pub frame: Frame,
    /// What waits; nothing with a count of zero.
    pub tasks: Vec<Task>,
}

impl TasksPage {
    /// Orders by deadline; what has none comes last.
    pub fn new(frame: Frame, mut tasks: Vec<Task>) -> TasksPage {
        tasks.retain(|task| task.count > 0);
        tasks.sort_by_key(|task| (task.due_on.is_none(), task.due_on));
        TasksPage { frame, tasks }
    }

    fn lead(&self) -> String {
        match self.tasks.len() {
            0 => self.frame.say("tasks-lead-none"),
            count => self
                .frame
                .tell(Message::new("tasks-lead").with("count", count)),
        }
    }

    fn rows(&self) -> Vec<parts::Task> {
        self.tasks
            .iter()
            .map(|task| {
                let due = task.due_on.map(|date| {
                    self.frame
                        .tell(Message::new("tasks-due-on").with("date", date))
                });
                parts::Task {
                    link: Link::new(self.frame.tell(&task.message), task.href.clone()),
                    detail: due.unwrap_or_default(),
                    chip: Chip::due(self.frame.say("tasks-your-turn")),
                    is_open: false,
                }
            })
            .collect()
    }
}
