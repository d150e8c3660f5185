//! Early warnings for school, district and city: each shortfall, and when it can be made good.

use std::borrow::Borrow;

use askama::Template;

use super::{href, verdict_chip};
use crate::access::Action;
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::message::Message;
use crate::policy::ConditionKey;
use crate::registration::rules::assessment::Verdict;
use crate::registration::store::{self, Warning};
use crate::registration::{WindowId, WindowRow, warnings};
use crate::web::frame::Frame;
use crate::web::parts::{Chip, Link, Pager};

/// Teachers on one page.
const PAGE: i64 = 100;

/// Who is short of what, within the reader's reach.
#[derive(Debug, Template)]
#[template(path = "registration/warnings.html")]
pub struct WarningsPage {
    frame: Frame,
    /// The windows that were surveyed; the chosen one is among them.
    windows: Vec<WindowRow>,
    window: Option<WindowRow>,
    listed: Vec<Warning>,
    total: i64,
    page: i64,
}

impl WarningsPage {
    /// Loads a page of it for an officer; the first is 0. The next window to close, unless told.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        window: Option<WindowId>,
        page: i64,
    ) -> Result<WarningsPage, Error> {
        let reach = context.actor.reach(Action::ViewRegistration);
        if !reach.everywhere && reach.organizations.is_empty() && reach.districts.is_empty() {
            return Err(Error::NotFound);
        }
        let page = page.max(0);
        let windows = warnings::list_windows(conn, context)?;
        let chosen = match window {
            Some(id) => Some(store::load_window(conn, id)?),
            None => windows.first().cloned(),
        };
        let (mut listed, mut total) = (Vec::new(), 0);
        if let Some(window) = &chosen {
            let wanted = warnings::wanted(conn, context, window, reach, None)?;
            total = store::count_warnings(conn, &wanted)?;
            listed = store::list_warnings(conn, &wanted, page * PAGE, PAGE)?;
        }
        Ok(WarningsPage {
            frame,
            windows,
            window: chosen,
            listed,
            total,
            page,
        })
    }

    fn lead(&self) -> String {
        let Some(window) = &self.window else {
            return self.frame.say("registration-warnings-none");
        };
        let mut message = Message::new("registration-warnings-count")
            .with("count", self.total)
            .with("window", window.name.as_str());
        if let Some(day) = window.assessed_on {
            message = message.with("day", day);
        }
        self.frame.tell(message)
    }

    fn trail(&self) -> [Link; 1] {
        [Link::new(
            self.frame.say("nav-registration"),
            "/registration",
        )]
    }

    /// The other windows that were surveyed.
    fn others(&self) -> Vec<Link> {
        let chosen = self.window.as_ref().map(|it| it.id);
        let others = self.windows.iter().filter(|it| Some(it.id) != chosen);
        others
            .map(|it| Link::new(it.name.clone(), href::warnings(it.id)))
            .collect()
    }

    fn missing(&self, it: &Warning) -> String {
        missing(&self.frame, it)
    }

    fn cure(&self, it: &Warning) -> String {
        cure(&self.frame, it)
    }

    fn chip(&self, verdict: impl Borrow<Verdict>) -> Chip {
        verdict_chip(self.frame.words, *verdict.borrow())
    }

    fn pager(&self) -> Pager {
        let window = self.window.as_ref().map(|it| href::warnings(it.id));
        let window = window.unwrap_or_default();
        let at = |page: i64| format!("{window}&page={page}");
        Pager {
            shown: String::new(),
            previous_href: (self.page > 0).then(|| at(self.page - 1)),
            next_href: ((self.page + 1) * PAGE < self.total).then(|| at(self.page + 1)),
        }
    }
}

/// What somebody is short of: hours by their number, everything else by its name.
pub(super) fn missing(frame: &Frame, it: &Warning) -> String {
    let words = frame.words;
    let keys = it.unmet.split(',').filter_map(|key| key.parse().ok());
    let parts = keys.map(|key: ConditionKey| match key {
        ConditionKey::Hours | ConditionKey::FirstHours => {
            words.tell(Message::new("warning-hours").with("hours", it.short_hours))
        }
        key => words.say(key.name_key()),
    });
    let parts: Vec<String> = parts.collect();
    parts.join(&words.say("list-comma"))
}

/// When all of it can be made good, where that can be told.
pub(super) fn cure(frame: &Frame, it: &Warning) -> String {
    match it.curable_on {
        Some(day) => frame.tell(Message::new("cure-from").with("day", day)),
        None => frame.say("warning-without-day"),
    }
}
