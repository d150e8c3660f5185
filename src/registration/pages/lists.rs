//! Lists to act on at once: a school's own, and the queue of an office. Exceptions come first.

use std::borrow::Borrow;

use askama::Template;
use chrono::NaiveDate;

use super::warnings::{cure, missing};
use super::{href, state_chip, tick, verdict_chip};
use crate::access::{Action, may};
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::message::Message;
use crate::organizations::{self, Organization, OrganizationId};
use crate::registration::rules::assessment::Verdict;
use crate::registration::store::{self, Listed, Wanted, Warning};
use crate::registration::{CaseState, WindowId, WindowRow, warnings};
use crate::web::form::Values;
use crate::web::frame::Frame;
use crate::web::parts::{Chip, Link, Pager, Problems};

/// Cases on one page of a queue.
const PAGE: i64 = 100;
/// Teachers of one school on its list.
const SCHOOL_MAX: i64 = 1_000;

/// A school's list in a window: who is handed in, what is proposed, and who is still missing.
#[derive(Debug, Template)]
#[template(path = "registration/school.html")]
pub struct SchoolPage {
    frame: Frame,
    window: WindowRow,
    school: Organization,
    cases: Vec<Listed>,
    warnings: Vec<Warning>,
    is_open: bool,
    may_hand_in: bool,
    may_decide: bool,
    values: Values,
    problems: Problems,
}

impl SchoolPage {
    /// Loads it for somebody who may see the school's cases.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        window: WindowId,
        school: OrganizationId,
    ) -> Result<SchoolPage, Error> {
        let actor = &context.actor;
        let window = store::load_window(conn, window)?;
        let school = organizations::store::load(conn, school)?;
        let facts = school.facts();
        may(actor, Action::ViewRegistration, &facts)?;
        let wanted = Wanted {
            reach: actor.reach(Action::ViewRegistration),
            states: CaseState::ALL.to_vec(),
            window: Some(window.id),
            school: Some(school.id),
            not_of: None,
        };
        let reach = wanted.reach.clone();
        let warned = warnings::wanted(conn, context, &window, reach, Some(school.id))?;
        let today = context.today();
        Ok(SchoolPage {
            cases: store::list_queue(conn, &wanted, 0, SCHOOL_MAX)?,
            warnings: store::list_warnings(conn, &warned, 0, SCHOOL_MAX)?,
            is_open: (window.opens_on..=window.closes_on).contains(&today),
            may_hand_in: may(actor, Action::HandInRegistrations, &facts).is_ok(),
            may_decide: may(actor, Action::DecideRegistrationAtSchool, &facts).is_ok(),
            frame,
            window,
            school,
            values: Values::default(),
            problems: Problems::default(),
        })
    }

    /// With what was typed, and what is wrong with it.
    pub fn again(self, values: &Values, errors: &FieldErrors) -> SchoolPage {
        SchoolPage {
            problems: errors.in_words(self.frame.words),
            values: values.clone(),
            ..self
        }
    }

    fn verdict_chip(&self, verdict: impl Borrow<Verdict>) -> Chip {
        verdict_chip(self.frame.words, *verdict.borrow())
    }

    fn state_chip(&self, state: impl Borrow<CaseState>) -> Chip {
        state_chip(self.frame.words, *state.borrow())
    }

    fn trail(&self) -> Vec<Link> {
        let window = Link::new(self.window.name.clone(), href::window(self.window.id));
        let home = self.frame.say("nav-registration");
        vec![Link::new(home, "/registration"), window]
    }

    fn at_school(&self) -> usize {
        let waiting = self.cases.iter().filter(|it| self.can_tick(it));
        waiting.count()
    }

    fn can_tick(&self, it: &Listed) -> bool {
        self.may_decide && it.state == CaseState::AtSchool
    }

    fn lead(&self) -> String {
        self.frame.tell(
            Message::new("registration-school-lead")
                .with("count", self.cases.len())
                .with("waiting", self.at_school())
                .with(
                    "exceptions",
                    self.cases.iter().filter(|it| it.is_exception).count(),
                ),
        )
    }

    fn warning(&self, it: &Warning) -> String {
        missing(&self.frame, it)
    }

    fn cure(&self, it: &Warning) -> String {
        cure(&self.frame, it)
    }
}

/// The cases that one may decide now, exceptions first.
#[derive(Debug, Template)]
#[template(path = "registration/queue.html")]
pub struct QueuePage {
    frame: Frame,
    cases: Vec<Listed>,
    total: i64,
    page: i64,
    needs_document: bool,
    today: NaiveDate,
    values: Values,
    problems: Problems,
}

impl QueuePage {
    /// Loads a page of it; the first is 0.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        page: i64,
    ) -> Result<QueuePage, Error> {
        let queues = queues(context);
        if queues.is_empty() {
            return Err(Error::NotFound);
        }
        let (mut cases, mut total) = (Vec::new(), 0);
        for wanted in &queues {
            total += store::count_queue(conn, wanted)?.0;
            cases.extend(store::list_queue(conn, wanted, page.max(0) * PAGE, PAGE)?);
        }
        cases.sort_by_key(|it| !it.is_exception);
        Ok(QueuePage {
            today: context.today(),
            needs_document: cases.iter().any(|it| it.state == CaseState::AtProvince),
            frame,
            cases,
            total,
            page: page.max(0),
            values: Values::default(),
            problems: Problems::default(),
        })
    }

    /// With what was typed, and what is wrong with it.
    pub fn again(self, values: &Values, errors: &FieldErrors) -> QueuePage {
        QueuePage {
            problems: errors.in_words(self.frame.words),
            values: values.clone(),
            ..self
        }
    }

    fn lead(&self) -> String {
        self.frame
            .tell(Message::new("registration-queue-lead").with("count", self.total))
    }

    fn verdict_chip(&self, verdict: impl Borrow<Verdict>) -> Chip {
        verdict_chip(self.frame.words, *verdict.borrow())
    }

    fn state_chip(&self, state: impl Borrow<CaseState>) -> Chip {
        state_chip(self.frame.words, *state.borrow())
    }

    /// The last day for whoever has a case, marked where it is over.
    fn late(&self, day: impl Borrow<NaiveDate>) -> Option<Chip> {
        let day = *day.borrow();
        let late = Message::new("registration-late").with("day", day);
        (day < self.today).then(|| Chip::due(self.frame.tell(late)))
    }

    fn pager(&self) -> Pager {
        let at = |page: i64| format!("/registration/queue?page={page}");
        Pager {
            shown: String::new(),
            previous_href: (self.page > 0).then(|| at(self.page - 1)),
            next_href: ((self.page + 1) * PAGE < self.total).then(|| at(self.page + 1)),
        }
    }
}

/// What one may decide: each office's cases in the state in which they are with it.
pub fn queues(context: &Context) -> Vec<Wanted> {
    let actor = &context.actor;
    let queues = [
        (
            Action::DecideRegistrationAtSchool,
            vec![CaseState::AtSchool],
        ),
        (
            Action::DecideRegistrationAtDistrict,
            vec![CaseState::AtDistrict],
        ),
        (
            Action::DecideRegistrationAtCity,
            vec![CaseState::AtCity, CaseState::AtProvince],
        ),
    ];
    queues
        .into_iter()
        .filter(|(action, _)| actor.can_ever(*action))
        .map(|(action, states)| Wanted {
            reach: actor.reach(action),
            states,
            window: None,
            school: None,
            not_of: actor.person,
        })
        .collect()
}
