//! What a changed rule would do (试算): everybody for whom a window is, assessed by the rules in force
//! and by a draft of them, over the real files.
//!
//! A job works on it a chunk at a time and keeps who would change sides. It reads files and the
//! ledger and writes nothing but its own two tables: a draft decides nothing. What the draft is, as a
//! file that the next version of the rules can be made from, is [`draft_file`].

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::files::{self, Detail, PEOPLE_PER_CHUNK};
use super::rules::assess;
use super::rules::assessment::Verdict;
use super::rules::warning::flip;
use super::{WindowId, store};
use crate::access::{Action, Facts, may};
use crate::clock::day_of;
use crate::context::Context;
use crate::db::schema::{registration_flips, registration_trials};
use crate::db::{At, Conn, Json};
use crate::error::Error;
use crate::hours::Hours;
use crate::jobs::{self, JobKind, NewJob, Running, Step};
use crate::journal::{self, Act};
use crate::organizations::OrganizationId;
use crate::people::PersonId;
use crate::policy::{
    self, Certainty, ConditionKey, ConditionRule, Effect, Parameters, PolicyVersionId,
    RegistrationConditions, RegistrationKind, RuleSet,
};

crate::id_type!(
    /// A trial: the id of the job that works on it.
    TrialId
);

/// A trial as it stands.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = registration_trials, treat_none_as_default_value = false)]
pub struct Trial {
    /// Its id.
    pub id: TrialId,
    /// For which window.
    pub window_id: WindowId,
    /// The rule set that the draft departs from.
    pub policy_version_id: PolicyVersionId,
    /// The draft.
    pub draft: Json,
    /// The day whose facts are looked at.
    pub tried_on: NaiveDate,
    /// Who asked.
    pub asked_by: String,
    /// When.
    pub asked_at: At,
    /// How many people were looked at so far.
    pub looked_at: i64,
}

impl Trial {
    /// The draft. One that does not read back is a fault.
    pub fn draft(&self) -> Result<RegistrationConditions, Error> {
        self.draft
            .read()
            .map_err(|error| Error::Fault(format!("registration trial {}: {error}", self.id)))
    }
}

/// Somebody who would change sides.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = registration_flips, treat_none_as_default_value = false)]
pub struct Flip {
    /// In which trial.
    pub trial_id: TrialId,
    /// Who.
    pub person_id: PersonId,
    /// The school on that day.
    pub school_id: OrganizationId,
    /// Its district; none for a bureau-run school.
    pub district_id: Option<OrganizationId>,
    /// By the rules in force.
    pub verdict_before: Verdict,
    /// By the draft.
    pub verdict_after: Verdict,
}

/// What a draft changes; what is left out stays as it is in force.
#[derive(Debug, Default, Clone, Copy)]
pub struct Draft {
    /// Class hours of a cycle.
    pub cycle_hours: Option<Hours>,
    /// Class hours of each year, at least; nothing asks for none.
    pub year_hours_min: Option<Hours>,
    /// Class hours of one year that count, at most; nothing lifts the limit.
    pub year_hours_max: Option<Hours>,
    /// Failed annual assessments one after the other.
    pub failed_years_in_a_row: Option<u32>,
    /// Semesters of interruption.
    pub interruption_semesters: Option<u32>,
    /// Whether 基本合格 counts as 合格.
    pub basic_pass_counts: bool,
}

impl Draft {
    /// The conditions as the draft has them.
    pub fn apply(self, rule: &RegistrationConditions) -> RegistrationConditions {
        let mut draft = rule.clone();
        draft.cycle_hours = self.cycle_hours.unwrap_or(draft.cycle_hours);
        draft.year_hours_min = self.year_hours_min.unwrap_or_default();
        draft.year_hours_max = self.year_hours_max;
        if let Some(years) = self.failed_years_in_a_row {
            draft.failed_years_in_a_row = years;
        }
        if let Some(semesters) = self.interruption_semesters {
            draft.interruption_semesters = semesters;
        }
        draft.basic_pass_counts = self.basic_pass_counts;
        let asks_by_year = |it: &ConditionRule| it.key == ConditionKey::YearHours && it.binds;
        if draft.year_hours_min.is_positive() && !draft.conditions.iter().any(asks_by_year) {
            draft.conditions.push(ConditionRule {
                key: ConditionKey::YearHours,
                kinds: vec![RegistrationKind::Renewal],
                effect: Effect::Defer,
                binds: true,
                clause: "试算草案：每年学时下限".to_owned(),
                certainty: Certainty::Recalled,
            });
        }
        draft
    }
}

fn may_try(context: &Context) -> Result<(), Error> {
    let action = Action::OpenRegistrationWindow;
    may(&context.actor, action, &Facts::default())?;
    Ok(())
}

/// The trials of a window, for the bureau, the newest first.
pub fn list_visible(
    conn: &mut Conn,
    context: &Context,
    window: WindowId,
    limit: i64,
) -> Result<Vec<Trial>, Error> {
    may_try(context)?;
    store::list_trials(conn, window, limit)
}

/// A trial, for the bureau.
pub fn load_visible(conn: &mut Conn, context: &Context, id: TrialId) -> Result<Trial, Error> {
    may_try(context)?;
    store::load_trial(conn, id)
}

/// Puts a trial in the queue: those whom the last survey of a window found to be due, by a draft.
pub fn start_draft(
    conn: &mut Conn,
    context: &Context,
    window: WindowId,
    draft: Draft,
) -> Result<TrialId, Error> {
    may_try(context)?;
    let window = store::load_window(conn, window)?;
    let on = context.today();
    let rule: RuleSet<RegistrationConditions> = policy::load_at(conn, on)?;
    let draft = draft.apply(&rule.parameters);
    draft.check().map_err(Error::Fault)?;
    let new = NewJob {
        kind: JobKind::TryRegistrationRules,
        title: window.name.clone(),
        parameters: Json(serde_json::Value::Null),
        organization: None,
    };
    let trial = Trial {
        id: TrialId(jobs::enqueue(conn, context, new)?.0),
        window_id: window.id,
        policy_version_id: rule.id,
        draft: Json::of(&draft),
        tried_on: on,
        asked_by: context.actor.name.clone(),
        asked_at: context.at,
        looked_at: 0,
    };
    store::insert_trial(conn, &trial)?;
    let act = Act {
        event: "registration_rules_tried",
        subject: ("registration_trials", trial.id.0),
        organization: None,
        reason: None,
        payload: json!({ "title": window.name }),
    };
    journal::record(conn, context, act)?;
    Ok(trial.id)
}

/// How far a trial has come.
#[derive(Debug, Default, Clone, Copy, Serialize, Deserialize)]
struct Checkpoint {
    after: Option<PersonId>,
    looked_at: i64,
}

/// Works on a trial.
pub fn run(running: &Running<'_>) -> Result<(), Error> {
    let id = TrialId(running.job().id.0);
    let (trial, total) = running.read(|conn, context| {
        let trial = load_visible(conn, context, id)?;
        let total = store::count_due(conn, trial.window_id)?;
        Ok((trial, total))
    })?;
    let draft = trial.draft()?;
    running.each_chunk(|conn, _, checkpoint: Checkpoint| {
        let checkpoint = try_next(conn, &trial, &draft, checkpoint)?;
        let is_last = checkpoint.after.is_none();
        Ok(Step {
            done: checkpoint.looked_at,
            total: Some(total),
            checkpoint,
            is_last,
        })
    })
}

/// Assesses the next people twice.
fn try_next(
    conn: &mut Conn,
    trial: &Trial,
    draft: &RegistrationConditions,
    checkpoint: Checkpoint,
) -> Result<Checkpoint, Error> {
    let window = trial.window_id;
    let persons = store::list_due_after(conn, window, checkpoint.after, PEOPLE_PER_CHUNK)?;
    let on = trial.tried_on;
    let policies = files::load_policies(conn, on)?;
    let mut changed = policies.clone();
    changed.conditions.parameters = draft.clone();
    let mut flips = Vec::new();
    for file in files::load(conn, &persons, &policies, on, Detail::Sums)? {
        let before = assess(&file.facts, &policies, on);
        if let Some((before, after)) = flip(&before, &assess(&file.facts, &changed, on)) {
            flips.push(Flip {
                trial_id: trial.id,
                person_id: file.person,
                school_id: file.school,
                district_id: file.district,
                verdict_before: before,
                verdict_after: after,
            });
        }
    }
    store::insert_flips(conn, &flips)?;
    let seen = i64::try_from(persons.len()).map_err(Error::fault)?;
    let looked_at = checkpoint.looked_at + seen;
    store::save_looked_at(conn, trial.id, looked_at)?;
    let after = persons.last().copied();
    Ok(Checkpoint { after, looked_at })
}

/// A draft as the next version of its rule file.
#[derive(Serialize)]
struct DraftVersion<'a> {
    version: i32,
    jurisdiction: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    document_number: Option<&'a str>,
    certainty: Certainty,
    source: String,
    effective_from: String,
    parameters: &'a RegistrationConditions,
}

#[derive(Serialize)]
struct DraftFile<'a> {
    key: &'a str,
    versions: [DraftVersion<'a>; 1],
}

/// The draft as a rule file, to be completed with its document and put into force as the next
/// version. Who approved it is left out: a trial is nobody's approval.
pub fn draft_file(conn: &mut Conn, context: &Context, id: TrialId) -> Result<String, Error> {
    let trial = load_visible(conn, context, id)?;
    let rule: RuleSet<RegistrationConditions> = policy::load_at(conn, trial.tried_on)?;
    let asked_on = day_of(trial.asked_at);
    let next = DraftVersion {
        version: rule.version + 1,
        jurisdiction: &rule.jurisdiction,
        title: &rule.title,
        document_number: rule.document_number.as_deref(),
        certainty: rule.certainty,
        source: format!("{asked_on} 试算草案，依据文件、文号和施行日期待补"),
        effective_from: policy::day_after(asked_on).to_string(),
        parameters: &trial.draft()?,
    };
    let file = DraftFile {
        key: RegistrationConditions::KEY,
        versions: [next],
    };
    toml::to_string(&file).map_err(Error::fault)
}
