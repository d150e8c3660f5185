//! What somebody comes for first: one's own registration, and the windows.

use std::collections::BTreeMap;

use askama::Template;

use super::{href, state_chip, tree, verdict_chip, window_chip};
use crate::access::Action;
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::message::{Fact, Message};
use crate::organizations::{self, OrganizationId};
use crate::people::PersonId;
use crate::policy::{self, RegistrationProcedure, RuleSet};
use crate::registration::files::{self, Detail, File};
use crate::registration::rules::assess;
use crate::registration::rules::assessment::{Assessment, Verdict};
use crate::registration::rules::cycle::{Duty, duty_without_day};
use crate::registration::rules::windows::{WindowKind, WindowState, conclude_by, may_apply, state};
use crate::registration::store::{self, SchoolCount};
use crate::registration::{CaseRow, CaseState, Registration, WindowId, WindowRow, survey};
use crate::web::form::Values;
use crate::web::frame::Frame;
use crate::web::parts::{self, Chip, Choice, Problems};

/// One's own registration.
#[derive(Debug)]
struct Own {
    assessment: Assessment,
    duty: Duty,
    cases: Vec<CaseRow>,
    registrations: Vec<Registration>,
    /// Windows that one may apply in now.
    open: Vec<WindowRow>,
    /// What the windows are called.
    names: BTreeMap<WindowId, String>,
}

impl Own {
    fn load(conn: &mut Conn, context: &Context, person: PersonId) -> Result<Option<Own>, Error> {
        let today = context.today();
        let policies = files::load_policies(conn, today)?;
        let files = files::load(conn, &[person], &policies, today, Detail::Lines)?;
        let Some(File {
            facts,
            barred_until,
            ..
        }) = files.into_iter().next()
        else {
            return Ok(None);
        };
        let duty = duty_without_day(&facts, &policies, today, &context.house.calendar);
        let cases = store::list_of_person(conn, person)?;
        let mut open = store::list_open_windows(conn, today)?;
        open.retain(|it| {
            cases.iter().all(|case| case.window_id != it.id)
                && may_apply(&it.window(), duty, barred_until, today).is_ok()
        });
        Ok(Some(Own {
            assessment: assess(&facts, &policies, today),
            duty,
            cases,
            registrations: store::list_registrations(conn, person)?,
            open,
            names: store::list_windows(conn)?
                .into_iter()
                .map(|it| (it.id, it.name))
                .collect(),
        }))
    }

    fn window_name(&self, case: &CaseRow) -> &str {
        let window = self.names.get(&case.window_id);
        window.map_or("", String::as_str)
    }
}

/// A window with how far it has come.
#[derive(Debug)]
struct WindowLine {
    window: WindowRow,
    state: Option<WindowState>,
    cases: i64,
    open: i64,
}

/// One's own registration, the windows, and the form that opens one.
#[derive(Debug, Template)]
#[template(path = "registration/home.html")]
pub struct HomePage {
    frame: Frame,
    own: Option<Own>,
    windows: Vec<WindowLine>,
    is_officer: bool,
    may_open: bool,
    values: Values,
    problems: Problems,
}

impl HomePage {
    /// Loads what concerns the reader.
    pub fn load(conn: &mut Conn, context: &Context, frame: Frame) -> Result<HomePage, Error> {
        let actor = &context.actor;
        if !actor.can_ever(Action::ViewRegistration) {
            return Err(Error::NotFound);
        }
        let own = match actor.person {
            Some(person) if actor.can_ever(Action::ApplyForRegistration) => {
                Own::load(conn, context, person)?
            }
            _ => None,
        };
        let reach = actor.reach(Action::ViewRegistration);
        let is_officer =
            reach.everywhere || !reach.organizations.is_empty() || !reach.districts.is_empty();
        let mut windows = Vec::new();
        if is_officer {
            for window in store::list_windows(conn)? {
                windows.push(line(conn, context, window)?);
            }
        }
        Ok(HomePage {
            frame,
            own,
            windows,
            is_officer,
            may_open: actor.can_ever(Action::OpenRegistrationWindow),
            values: Values::default(),
            problems: Problems::default(),
        })
    }

    /// With what was typed, and what is wrong with it.
    pub fn again(self, values: &Values, errors: &FieldErrors) -> HomePage {
        HomePage {
            problems: errors.in_words(self.frame.words),
            values: values.clone(),
            ..self
        }
    }

    fn kinds(&self) -> Vec<Choice> {
        let words = self.frame.words;
        let choice = |it: &WindowKind| {
            Choice::new(
                it.as_str(),
                words.say(it.name_key()),
                self.values.get("kind"),
            )
        };
        WindowKind::ALL.iter().map(choice).collect()
    }

    /// What has to be done; nothing by whoever has handed in already.
    fn duty(&self, own: &Own) -> String {
        if own.cases.iter().any(|it| it.state.is_open()) {
            return self.frame.say("registration-under-way");
        }
        self.frame.tell(Message::from(own.duty))
    }

    fn tree(&self, own: &Own) -> Vec<parts::Verdict> {
        tree(&self.frame, &own.assessment)
    }

    fn verdict(&self, own: &Own) -> Chip {
        verdict_chip(self.frame.words, own.assessment.verdict)
    }

    fn case_chip(&self, case: &CaseRow) -> Chip {
        state_chip(self.frame.words, case.state)
    }

    fn chip(&self, line: &WindowLine) -> Chip {
        window_chip(self.frame.words, line.state)
    }
}

fn line(conn: &mut Conn, context: &Context, window: WindowRow) -> Result<WindowLine, Error> {
    let counts = store::count_by_state(conn, window.id)?;
    let open: i64 = CaseState::open().filter_map(|it| counts.get(&it)).sum();
    let rule: RuleSet<RegistrationProcedure> = policy::load_at(conn, window.closes_on)?;
    let undecided = usize::try_from(open).map_err(Error::fault)?;
    let calendar = &context.house.calendar;
    let today = context.today();
    let state = state(
        &window.window(),
        undecided,
        today,
        &rule.parameters,
        calendar,
    );
    Ok(WindowLine {
        state: state.ok(),
        cases: counts.values().sum(),
        open,
        window,
    })
}

/// A row of a window's table: a school with its counts.
#[derive(Debug)]
struct SchoolLine {
    id: OrganizationId,
    name: String,
    district: String,
    due: i64,
    exceptions: i64,
    open: i64,
    concluded: i64,
}

/// One window: what the survey found, and how far each school has come.
#[derive(Debug, Template)]
#[template(path = "registration/window.html")]
pub struct WindowPage {
    frame: Frame,
    line: WindowLine,
    conclude_by: Option<chrono::NaiveDate>,
    may_try: bool,
    is_under_way: bool,
    counts: Vec<(CaseState, i64)>,
    found: BTreeMap<Verdict, i64>,
    schools: Vec<SchoolLine>,
}

impl WindowPage {
    /// Loads it for an officer.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        id: WindowId,
    ) -> Result<WindowPage, Error> {
        let reach = context.actor.reach(Action::ViewRegistration);
        let is_officer =
            reach.everywhere || !reach.organizations.is_empty() || !reach.districts.is_empty();
        if !is_officer {
            return Err(Error::NotFound);
        }
        let window = store::load_window(conn, id)?;
        let rule: RuleSet<RegistrationProcedure> = policy::load_at(conn, window.closes_on)?;
        let calendar = &context.house.calendar;
        let conclude_by = conclude_by(&window.window(), &rule.parameters, calendar).ok();
        let counted = store::count_by_school(conn, id, &reach)?;
        let mut found = BTreeMap::new();
        let mut counts: BTreeMap<CaseState, i64> = BTreeMap::new();
        for count in &counted {
            for (verdict, number) in &count.due {
                *found.entry(*verdict).or_default() += number;
            }
            for (state, number) in &count.cases {
                *counts.entry(*state).or_default() += number;
            }
        }
        Ok(WindowPage {
            line: line(conn, context, window)?,
            schools: school_lines(conn, &counted)?,
            counts: counts.into_iter().collect(),
            found,
            conclude_by,
            is_under_way: survey::is_under_way(conn, id)?,
            may_try: context.actor.can_ever(Action::OpenRegistrationWindow),
            frame,
        })
    }

    fn chip(&self) -> Chip {
        window_chip(self.frame.words, self.line.state)
    }

    fn is_surveyed(&self) -> bool {
        self.line.window.assessed_at.is_some()
    }

    fn lead(&self) -> String {
        let window = &self.line.window;
        self.frame.tell(
            Message::new("window-lead")
                .with("kind", Fact::Key(window.kind.name_key()))
                .with("opens", window.opens_on)
                .with("closes", window.closes_on)
                .with("due", window.due_until),
        )
    }
}

fn school_lines(conn: &mut Conn, counted: &[SchoolCount]) -> Result<Vec<SchoolLine>, Error> {
    let places = counted
        .iter()
        .flat_map(|it| [Some(it.school), it.district])
        .flatten();
    let names = organizations::store::load_names(conn, places)?;
    let mut lines: Vec<SchoolLine> = counted
        .iter()
        .map(|it| {
            let sum = |wanted: &dyn Fn(CaseState) -> bool| {
                let states = it.cases.iter().filter(|(state, _)| wanted(**state));
                states.map(|(_, number)| number).sum()
            };
            SchoolLine {
                id: it.school,
                name: names.get(&it.school).cloned().unwrap_or_default(),
                district: it
                    .district
                    .and_then(|it| names.get(&it).cloned())
                    .unwrap_or_default(),
                due: it.due.values().sum(),
                exceptions: it
                    .due
                    .iter()
                    .filter(|(verdict, _)| **verdict != Verdict::Qualified)
                    .map(|(_, number)| number)
                    .sum(),
                open: sum(&|state| state.is_open()),
                concluded: sum(&|state| !state.is_open()),
            }
        })
        .collect();
    lines.sort_by(|one, other| (&one.district, &one.name).cmp(&(&other.district, &other.name)));
    Ok(lines)
}
