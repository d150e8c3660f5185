//! The console on which the bureau tries a draft of the rules, and what came of it.

use std::borrow::Borrow;
use std::collections::{BTreeMap, HashMap};

use askama::Template;

use super::href;
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::hours::Hours;
use crate::jobs::{self, Job, JobId, JobState};
use crate::message::{Fact, Message};
use crate::organizations::{self, Organization, OrganizationId};
use crate::policy::{self, RegistrationConditions, RuleSet};
use crate::registration::rules::assessment::Verdict;
use crate::registration::store::{FlipCount, Flipped};
use crate::registration::what_if::{self, Trial, TrialId};
use crate::registration::{WindowId, WindowRow, store};
use crate::web::form::Values;
use crate::web::frame::Frame;
use crate::web::language::Words;
use crate::web::parts::{Choice, Link, Problems};

/// Trials that the console lists.
const TRIALS: i64 = 20;
/// Names of one school on its page.
const NAMES_MAX: i64 = 2_000;

/// The console: a draft to fill in, and the trials of before.
#[derive(Debug, Template)]
#[template(path = "registration/what_if.html")]
pub struct WhatIfPage {
    frame: Frame,
    window: WindowRow,
    rule: RuleSet<RegistrationConditions>,
    due: i64,
    /// The trials of before, each with what it changed.
    trials: Vec<(Trial, String)>,
    values: Values,
    problems: Problems,
}

impl WhatIfPage {
    /// Loads it for the bureau, with the rule in force filled in.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        window: WindowId,
    ) -> Result<WhatIfPage, Error> {
        let rule: RuleSet<RegistrationConditions> = policy::load_at(conn, context.today())?;
        let in_force = &rule.parameters;
        let mut trials = Vec::new();
        for trial in what_if::list_visible(conn, context, window, TRIALS)? {
            let changed = changes(frame.words, in_force, &trial.draft()?);
            trials.push((trial, joined(&frame, changed)));
        }
        let hours = |hours: Option<Hours>| hours.map_or(String::new(), |it| it.to_string());
        let values = Values::of([
            ("cycle_hours", in_force.cycle_hours.to_string()),
            (
                "year_hours_min",
                hours(Some(in_force.year_hours_min).filter(|it| it.is_positive())),
            ),
            ("year_hours_max", hours(in_force.year_hours_max)),
            (
                "failed_years_in_a_row",
                in_force.failed_years_in_a_row.to_string(),
            ),
            (
                "interruption_semesters",
                in_force.interruption_semesters.to_string(),
            ),
            ("basic_pass_counts", in_force.basic_pass_counts.to_string()),
        ]);
        Ok(WhatIfPage {
            due: store::count_due(conn, window)?,
            window: store::load_window(conn, window)?,
            frame,
            rule,
            trials,
            values,
            problems: Problems::default(),
        })
    }

    /// With what was typed, and what is wrong with it.
    pub fn again(self, values: &Values, errors: &FieldErrors) -> WhatIfPage {
        WhatIfPage {
            problems: errors.in_words(self.frame.words),
            values: values.clone(),
            ..self
        }
    }

    fn trail(&self) -> Vec<Link> {
        trail(&self.frame, &self.window)
    }

    fn lead(&self) -> String {
        self.frame
            .tell(Message::new("what-if-lead").with("count", self.due))
    }

    fn in_force(&self, value: impl Into<Fact>) -> String {
        self.frame
            .tell(Message::new("what-if-in-force").with("value", value))
    }

    fn in_force_hours(&self, hours: impl Borrow<Hours>) -> String {
        self.in_force(*hours.borrow())
    }

    fn in_force_number(&self, number: impl Borrow<u32>) -> String {
        self.in_force(i64::from(*number.borrow()))
    }

    fn in_force_max(&self) -> String {
        match self.rule.parameters.year_hours_max {
            Some(hours) => self.in_force(hours),
            None => self.frame.say("what-if-no-limit-in-force"),
        }
    }

    fn basic_pass(&self) -> Vec<Choice> {
        let present = self.values.get("basic_pass_counts");
        vec![
            Choice::new("false", self.frame.say("no"), present),
            Choice::new("true", self.frame.say("yes"), present),
        ]
    }
}

fn trail(frame: &Frame, window: &WindowRow) -> Vec<Link> {
    let home = frame.say("nav-registration");
    let window = Link::new(window.name.clone(), href::window(window.id));
    vec![Link::new(home, "/registration"), window]
}

fn joined(frame: &Frame, parts: Vec<String>) -> String {
    parts.join(&frame.say("list-comma"))
}

/// What a draft changes, a sentence for each parameter.
fn changes(
    words: Words,
    rule: &RegistrationConditions,
    draft: &RegistrationConditions,
) -> Vec<String> {
    let change = |label: &'static str, before: Fact, after: Fact| {
        (before != after).then(|| {
            let message = Message::new("what-if-change").with("label", Fact::Key(label));
            words.tell(message.with("before", before).with("after", after))
        })
    };
    let count = |number: u32| Fact::from(i64::from(number));
    let most = |it: &RegistrationConditions| {
        it.year_hours_max
            .map_or(Fact::Key("what-if-no-limit"), Fact::from)
    };
    let yes = |is_so: bool| Fact::Key(if is_so { "yes" } else { "no" });
    let found = [
        change(
            "what-if-cycle-hours",
            rule.cycle_hours.into(),
            draft.cycle_hours.into(),
        ),
        change(
            "what-if-year-min",
            rule.year_hours_min.into(),
            draft.year_hours_min.into(),
        ),
        change("what-if-year-max", most(rule), most(draft)),
        change(
            "what-if-failed-years",
            count(rule.failed_years_in_a_row),
            count(draft.failed_years_in_a_row),
        ),
        change(
            "what-if-semesters",
            count(rule.interruption_semesters),
            count(draft.interruption_semesters),
        ),
        change(
            "what-if-basic-pass",
            yes(rule.basic_pass_counts),
            yes(draft.basic_pass_counts),
        ),
    ];
    found.into_iter().flatten().collect()
}

fn sides(frame: &Frame, before: Verdict, after: Verdict, count: i64) -> String {
    frame.tell(
        Message::new("what-if-sides")
            .with("count", count)
            .with("before", Fact::Key(before.name_key()))
            .with("after", Fact::Key(after.name_key())),
    )
}

/// Sums by before and after, as one text.
fn sum<'a>(frame: &Frame, counts: impl Iterator<Item = &'a FlipCount>) -> String {
    let mut sums: BTreeMap<(Verdict, Verdict), i64> = BTreeMap::new();
    for it in counts {
        *sums.entry((it.before, it.after)).or_default() += it.count;
    }
    let parts = sums
        .into_iter()
        .map(|((before, after), count)| sides(frame, before, after, count));
    joined(frame, parts.collect())
}

/// A district or a school with who changes sides there.
#[derive(Debug)]
struct Line {
    name: String,
    district: String,
    href: String,
    flips: String,
}

/// One trial: how far it is, and who would change sides.
#[derive(Debug, Template)]
#[template(path = "registration/trial.html")]
pub struct TrialPage {
    frame: Frame,
    window: WindowRow,
    trial: Trial,
    job: Job,
    changes: String,
    sum: String,
    districts: Vec<Line>,
    schools: Vec<Line>,
}

impl TrialPage {
    /// Loads it for the bureau.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        id: TrialId,
    ) -> Result<TrialPage, Error> {
        let trial = what_if::load_visible(conn, context, id)?;
        let rule: RuleSet<RegistrationConditions> = policy::load_at(conn, trial.tried_on)?;
        let changes = changes(frame.words, &rule.parameters, &trial.draft()?);
        let counts = store::count_flips(conn, id)?;
        let places = counts
            .iter()
            .flat_map(|it| [Some(it.school), it.district])
            .flatten();
        let names = organizations::store::load_names(conn, places)?;
        Ok(TrialPage {
            window: store::load_window(conn, trial.window_id)?,
            job: jobs::load(conn, JobId(id.0))?,
            changes: joined(&frame, changes),
            sum: sum(&frame, counts.iter()),
            districts: districts(&frame, &counts, &names),
            schools: schools(&frame, id, &counts, &names),
            frame,
            trial,
        })
    }

    fn trail(&self) -> Vec<Link> {
        let mut trail = trail(&self.frame, &self.window);
        let console = self.frame.say("what-if-title");
        trail.push(Link::new(console, href::what_if(self.window.id)));
        trail
    }

    fn lead(&self) -> String {
        self.frame.tell(
            Message::new("what-if-looked-at")
                .with("count", self.trial.looked_at)
                .with("day", self.trial.tried_on)
                .with("name", self.trial.asked_by.as_str()),
        )
    }

    fn is_over(&self) -> bool {
        self.job.state.is_over()
    }

    fn is_broken(&self) -> bool {
        matches!(self.job.state, JobState::Failed | JobState::Cancelled)
    }

    fn percent(&self) -> i64 {
        let total = self.job.total.unwrap_or(0).max(1);
        (self.job.done * 100 / total).clamp(0, 100)
    }
}

fn districts(
    frame: &Frame,
    counts: &[FlipCount],
    names: &HashMap<OrganizationId, String>,
) -> Vec<Line> {
    let mut by_district: BTreeMap<String, Vec<&FlipCount>> = BTreeMap::new();
    for it in counts {
        let name = it.district.and_then(|it| names.get(&it).cloned());
        let name = name.unwrap_or_else(|| frame.say("overview-bureau-run"));
        by_district.entry(name).or_default().push(it);
    }
    let line = |(name, counts): (String, Vec<&FlipCount>)| Line {
        name,
        district: String::new(),
        href: String::new(),
        flips: sum(frame, counts.into_iter()),
    };
    by_district.into_iter().map(line).collect()
}

fn schools(
    frame: &Frame,
    trial: TrialId,
    counts: &[FlipCount],
    names: &HashMap<OrganizationId, String>,
) -> Vec<Line> {
    let mut by_school: BTreeMap<OrganizationId, Vec<&FlipCount>> = BTreeMap::new();
    for it in counts {
        by_school.entry(it.school).or_default().push(it);
    }
    let line = |(school, counts): (OrganizationId, Vec<&FlipCount>)| {
        let district = counts[0].district.and_then(|it| names.get(&it).cloned());
        Line {
            name: names.get(&school).cloned().unwrap_or_default(),
            district: district.unwrap_or_else(|| frame.say("overview-bureau-run")),
            href: href::trial_school(trial, school),
            flips: sum(frame, counts.into_iter()),
        }
    };
    let mut lines: Vec<Line> = by_school.into_iter().map(line).collect();
    lines.sort_by(|one, other| (&one.district, &one.name).cmp(&(&other.district, &other.name)));
    lines
}

/// Who would change sides at one school, by name.
#[derive(Debug, Template)]
#[template(path = "registration/trial_school.html")]
pub struct TrialSchoolPage {
    frame: Frame,
    window: WindowRow,
    trial: Trial,
    school: Organization,
    flipped: Vec<Flipped>,
}

impl TrialSchoolPage {
    /// Loads it for the bureau.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        id: TrialId,
        school: OrganizationId,
    ) -> Result<TrialSchoolPage, Error> {
        let trial = what_if::load_visible(conn, context, id)?;
        Ok(TrialSchoolPage {
            window: store::load_window(conn, trial.window_id)?,
            school: organizations::store::load(conn, school)?,
            flipped: store::list_flips(conn, id, school, NAMES_MAX)?,
            frame,
            trial,
        })
    }

    fn trail(&self) -> Vec<Link> {
        let mut trail = trail(&self.frame, &self.window);
        let title = self.frame.say("what-if-title");
        trail.push(Link::new(title, href::trial(self.trial.id)));
        trail
    }

    fn verdict(&self, verdict: impl Borrow<Verdict>) -> super::Chip {
        super::verdict_chip(self.frame.words, *verdict.borrow())
    }
}
