//! The console on which the bureau tries a draft of the rules.

use std::borrow::Borrow;
use std::collections::HashMap;

use askama::Template;

use super::href;
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::hours::Hours;
use crate::message::{Fact, Message};
use crate::organizations::{self, OrganizationId};
use crate::policy::{self, RegistrationConditions, RuleSet};
use crate::registration::rules::assessment::Verdict;
use crate::registration::what_if::{Flips, WhatIf, what_if};
use crate::registration::{WindowId, WindowRow, store};
use crate::web::frame::Frame;
use crate::web::parts::{Choice, Link};

/// What a draft changes; what is left out stays as it is in force.
#[derive(Debug, Default, Clone, Copy)]
pub struct Draft {
    /// Class hours of a cycle.
    pub cycle_hours: Option<i64>,
    /// Failed annual assessments one after the other.
    pub failed_years_in_a_row: Option<u32>,
    /// Semesters of interruption.
    pub interruption_semesters: Option<u32>,
    /// Whether 基本合格 counts as 合格.
    pub basic_pass_counts: bool,
}

impl Draft {
    fn apply(self, rule: &RegistrationConditions) -> RegistrationConditions {
        let mut draft = rule.clone();
        if let Some(hours) = self.cycle_hours {
            draft.cycle_hours = Hours::whole(hours.clamp(0, 10_000));
        }
        if let Some(years) = self.failed_years_in_a_row {
            draft.failed_years_in_a_row = years.clamp(2, 10);
        }
        if let Some(semesters) = self.interruption_semesters {
            draft.interruption_semesters = semesters.min(10);
        }
        draft.basic_pass_counts = self.basic_pass_counts;
        draft
    }
}

/// A window, a draft, and who would change sides.
#[derive(Debug, Template)]
#[template(path = "registration/what_if.html")]
pub struct WhatIfPage {
    frame: Frame,
    window: WindowRow,
    rule: RuleSet<RegistrationConditions>,
    draft: RegistrationConditions,
    found: WhatIf,
    names: HashMap<OrganizationId, String>,
}

impl WhatIfPage {
    /// Tries a draft; without changes nobody changes sides.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        window: WindowId,
        draft: Draft,
    ) -> Result<WhatIfPage, Error> {
        let rule: RuleSet<RegistrationConditions> = policy::load_at(conn, context.today())?;
        let draft = draft.apply(&rule.parameters);
        let found = what_if(conn, context, window, &draft)?;
        let places = found
            .schools
            .iter()
            .flat_map(|it| [Some(it.school), it.district])
            .flatten();
        Ok(WhatIfPage {
            names: organizations::store::load_names(conn, places)?,
            window: store::load_window(conn, window)?,
            frame,
            rule,
            draft,
            found,
        })
    }

    fn trail(&self) -> Vec<Link> {
        let window = Link::new(self.window.name.clone(), href::window(self.window.id));
        let home = self.frame.say("nav-registration");
        vec![Link::new(home, "/registration"), window]
    }

    fn lead(&self) -> String {
        let message = Message::new("what-if-lead").with("count", self.found.looked_at);
        self.frame.tell(message)
    }

    fn name(&self, id: &OrganizationId) -> String {
        self.names.get(id).cloned().unwrap_or_default()
    }

    fn district(&self, it: &Flips) -> String {
        it.district.map(|it| self.name(&it)).unwrap_or_default()
    }

    fn sides(&self, (before, after): (Verdict, Verdict), count: i64) -> String {
        self.frame.tell(
            Message::new("what-if-sides")
                .with("count", count)
                .with("before", Fact::Key(before.name_key()))
                .with("after", Fact::Key(after.name_key())),
        )
    }

    fn flips(&self, it: &Flips) -> String {
        let sides = it
            .counts
            .iter()
            .map(|(sides, count)| self.sides(*sides, *count));
        let sides: Vec<String> = sides.collect();
        sides.join(&self.frame.say("list-comma"))
    }

    fn sum(&self) -> Vec<String> {
        let sum = self.found.sum();
        sum.into_iter()
            .map(|(sides, count)| self.sides(sides, count))
            .collect()
    }

    fn in_force(&self, number: impl Borrow<u32>) -> String {
        let message = Message::new("what-if-in-force").with("value", i64::from(*number.borrow()));
        self.frame.tell(message)
    }

    fn in_force_hours(&self) -> String {
        let hours = self.rule.parameters.cycle_hours;
        self.frame
            .tell(Message::new("what-if-in-force").with("value", hours))
    }

    fn basic_pass(&self) -> Vec<Choice> {
        let present = if self.draft.basic_pass_counts {
            "true"
        } else {
            "false"
        };
        vec![
            Choice::new("false", self.frame.say("no"), present),
            Choice::new("true", self.frame.say("yes"), present),
        ]
    }
}
