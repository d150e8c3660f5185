//! The survey: what the rules say of everybody in the city, written down for one window.
//!
//! It goes through the people by id, a chunk in each transaction together with its checkpoint, so
//! that a survey that was killed goes on where it stopped. What it writes are proposals: lists and
//! early warnings read them, and nobody is decided by them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::files::{self, Detail, File, PEOPLE_PER_CHUNK};
use super::rules::assessment::{Assessment, Condition, Verdict};
use super::rules::cycle::duty_without_day;
use super::rules::windows::{Window, falls_due, wants_survey};
use super::rules::{Policies, assess};
use super::store::{self, Proposal};
use super::{WindowId, WindowRow};
use crate::access::{Action, Facts, may};
use crate::context::Context;
use crate::db::{Conn, Json};
use crate::error::Error;
use crate::hours::Hours;
use crate::jobs::{self, Job, JobId, JobKind, NewJob, Running, Step};
use crate::journal::{self, Act};
use crate::message::Message;
use crate::people::PersonId;
use crate::policy::{self, RegistrationProcedure, RuleSet};
use crate::workflow::calendar::Calendar;

/// How far a survey has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// People looked at in this chunk, whether or not they were ever employed.
    pub looked_at: usize,
    /// The last of them; nobody is left after none.
    pub through: Option<PersonId>,
}

/// What a survey found.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Found {
    /// Everybody who was assessed.
    pub assessed: i64,
    /// For whom the window is.
    pub due: i64,
    /// Of those, 注册合格 is proposed.
    pub qualified: i64,
    /// Of those, 暂缓注册 is proposed.
    pub deferred: i64,
    /// Of those, 注册不合格 is proposed.
    pub unqualified: i64,
}

/// Begins a survey, or goes on with one of the same day that did not come to its end: answers the
/// person after whom to go on.
pub fn begin(
    conn: &mut Conn,
    context: &Context,
    id: WindowId,
    on: NaiveDate,
) -> Result<Option<PersonId>, Error> {
    may(
        &context.actor,
        Action::OpenRegistrationWindow,
        &Facts::default(),
    )?;
    let window = store::load_window(conn, id)?;
    if window.assessed_on == Some(on) && window.assessed_at.is_none() {
        return Ok(window.assessed_through);
    }
    store::delete_proposals(conn, id)?;
    store::save_survey(conn, id, on, None, None)?;
    Ok(None)
}

/// Assesses the next people after somebody, and notes how far it came.
pub fn go_on(
    conn: &mut Conn,
    context: &Context,
    id: WindowId,
    on: NaiveDate,
    after: Option<PersonId>,
) -> Result<Progress, Error> {
    let persons = store::list_people_after(conn, after, PEOPLE_PER_CHUNK)?;
    let window = store::load_window(conn, id)?;
    let Some(&last) = persons.last() else {
        store::save_survey(conn, id, on, after, Some(context.at))?;
        return Ok(Progress {
            looked_at: 0,
            through: None,
        });
    };
    let policies = files::load_policies(conn, on)?;
    let files = files::load(conn, &persons, &policies, on, Detail::Sums)?;
    let calendar = &context.house.calendar;
    let proposals: Vec<Proposal> = files
        .iter()
        .map(|file| propose(file, &window, &policies, on, calendar))
        .collect();
    store::insert_proposals(conn, &proposals)?;
    store::save_survey(conn, id, on, Some(last), None)?;
    Ok(Progress {
        looked_at: persons.len(),
        through: Some(last),
    })
}

/// What a survey's job was asked.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Asked {
    window: WindowId,
}

/// How far a survey's job has come; where to go on, the window itself knows.
#[derive(Debug, Default, Clone, Copy, Serialize, Deserialize)]
struct Checkpoint {
    has_begun: bool,
    looked_at: i64,
}

/// Puts a survey of the city in the queue. Refused while one for the same window is under way.
pub fn start(conn: &mut Conn, context: &Context, id: WindowId) -> Result<JobId, Error> {
    let action = Action::OpenRegistrationWindow;
    may(&context.actor, action, &Facts::default())?;
    let window = store::load_window(conn, id)?;
    if is_under_way(conn, id)? {
        return Err(Error::not_now(Message::new("survey-under-way")));
    }
    let new = NewJob {
        kind: JobKind::SurveyRegistration,
        title: window.name.clone(),
        parameters: Json::of(&Asked { window: id }),
        organization: None,
    };
    let job = jobs::enqueue(conn, context, new)?;
    let act = Act {
        event: "registration_survey_started",
        subject: ("registration_windows", id.0),
        organization: None,
        reason: None,
        payload: json!({ "title": window.name }),
    };
    journal::record(conn, context, act)?;
    Ok(job)
}

/// Whether a survey for a window waits or runs.
pub fn is_under_way(conn: &mut Conn, id: WindowId) -> Result<bool, Error> {
    let unfinished = jobs::list_unfinished(conn, JobKind::SurveyRegistration)?;
    let asked = |job: &Job| job.parameters.read::<Asked>().map_err(Error::fault);
    for job in &unfinished {
        if asked(job)?.window == id {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Starts a survey for each window that is near and has none of these days, so that warnings reach
/// everybody in time. For the program itself.
pub fn start_where_near(conn: &mut Conn, context: &Context, _: i64) -> Result<usize, Error> {
    let today = context.today();
    let mut started = 0;
    for window in store::list_windows(conn)? {
        let rule: RuleSet<RegistrationProcedure> = policy::load_at(conn, today)?;
        let wants = wants_survey(
            &window.window(),
            window.assessed_on,
            today,
            &rule.parameters,
        );
        if wants && !is_under_way(conn, window.id)? {
            start(conn, context, window.id)?;
            started += 1;
        }
    }
    Ok(started)
}

/// Works on a survey.
pub fn run(running: &Running<'_>) -> Result<(), Error> {
    let id = running.parameters::<Asked>()?.window;
    let people = running.read(|conn, _| store::count_people(conn))?;
    let total = i64::try_from(people).map_err(Error::fault)?;
    running.each_chunk(|conn, context, checkpoint: Checkpoint| {
        if !checkpoint.has_begun {
            begin(conn, context, id, context.today())?;
        }
        let window = store::load_window(conn, id)?;
        let on = window.assessed_on.unwrap_or_else(|| context.today());
        let step = go_on(conn, context, id, on, window.assessed_through)?;
        let seen = i64::try_from(step.looked_at).map_err(Error::fault)?;
        let looked_at = checkpoint.looked_at + seen;
        Ok(Step {
            done: looked_at,
            total: Some(total),
            checkpoint: Checkpoint {
                has_begun: true,
                looked_at,
            },
            is_last: step.through.is_none(),
        })
    })
}

fn propose(
    file: &File,
    window: &WindowRow,
    policies: &Policies,
    on: NaiveDate,
    calendar: &Calendar,
) -> Proposal {
    let assessment = assess(&file.facts, policies, on);
    let unmet: Vec<&str> = assessment.unmet().map(|it| it.key.as_str()).collect();
    Proposal {
        window_id: window.id,
        person_id: file.person,
        school_id: file.school,
        district_id: file.district,
        name_pinyin: file.name_pinyin.clone(),
        is_due: is_due(file, &window.window(), policies, on, calendar),
        registered_until: assessment.registered_until,
        verdict: assessment.verdict,
        unmet: unmet.join(","),
        short_hours: short_hours(&assessment),
        curable_on: assessment.unmet().map(|it| it.cure.on()).max().flatten(),
        assessed_on: on,
    }
}

/// Whether a window is for somebody.
pub fn is_due(
    file: &File,
    window: &Window,
    policies: &Policies,
    on: NaiveDate,
    calendar: &Calendar,
) -> bool {
    let duty = duty_without_day(&file.facts, policies, on, calendar);
    falls_due(window, duty).is_ok()
}

fn short_hours(assessment: &Assessment) -> Hours {
    let short = assessment.unmet().filter_map(Condition::short_hours);
    short.max().unwrap_or_default()
}

/// What the last survey of a window found.
pub fn found(conn: &mut Conn, id: WindowId) -> Result<Found, Error> {
    let mut found = Found::default();
    for (is_due, verdict, count) in store::count_proposals(conn, id)? {
        found.assessed += count;
        if is_due {
            found.due += count;
            *match verdict {
                Verdict::Qualified => &mut found.qualified,
                Verdict::Deferred => &mut found.deferred,
                Verdict::Unqualified => &mut found.unqualified,
            } += count;
        }
    }
    Ok(found)
}
