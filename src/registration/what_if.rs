//! What a changed rule would do (试算): everybody for whom a window is, assessed by the rules in force
//! and by a draft of them, over the real files. Reads only; a draft decides nothing.

use std::collections::BTreeMap;

use super::files::{self, Detail, PEOPLE_PER_CHUNK};
use super::rules::assess;
use super::rules::assessment::Verdict;
use super::rules::warning::flip;
use super::{WindowId, store};
use crate::access::{Action, Facts, may};
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::organizations::OrganizationId;
use crate::policy::{Parameters, RegistrationConditions};

/// Who changes sides at a school, by verdict before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flips {
    /// The school.
    pub school: OrganizationId,
    /// Its district; none for a bureau-run school.
    pub district: Option<OrganizationId>,
    /// How many, by before and after.
    pub counts: BTreeMap<(Verdict, Verdict), i64>,
}

/// What a draft would do.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct WhatIf {
    /// Everybody who was assessed twice.
    pub looked_at: usize,
    /// The schools where somebody changes sides.
    pub schools: Vec<Flips>,
}

impl WhatIf {
    /// How many change sides in all, by before and after.
    pub fn sum(&self) -> BTreeMap<(Verdict, Verdict), i64> {
        let mut sum = BTreeMap::new();
        for (sides, count) in self.schools.iter().flat_map(|it| &it.counts) {
            *sum.entry(*sides).or_default() += count;
        }
        sum
    }
}

/// Assesses those whom the last survey of a window found to be due, by a draft of the conditions.
pub fn what_if(
    conn: &mut Conn,
    context: &Context,
    window: WindowId,
    draft: &RegistrationConditions,
) -> Result<WhatIf, Error> {
    may(
        &context.actor,
        Action::OpenRegistrationWindow,
        &Facts::default(),
    )?;
    draft.check().map_err(Error::Fault)?;
    let on = context.today();
    let policies = files::load_policies(conn, on)?;
    let mut changed = policies.clone();
    changed.conditions.parameters = draft.clone();
    let mut found = WhatIf::default();
    let mut schools: BTreeMap<OrganizationId, Flips> = BTreeMap::new();
    let mut after = None;
    loop {
        let persons = store::list_due_after(conn, window, after, PEOPLE_PER_CHUNK)?;
        let Some(&last) = persons.last() else {
            break;
        };
        after = Some(last);
        found.looked_at += persons.len();
        for file in files::load(conn, &persons, &policies, on, Detail::Sums)? {
            let before = assess(&file.facts, &policies, on);
            if let Some(sides) = flip(&before, &assess(&file.facts, &changed, on)) {
                let flips = schools.entry(file.school).or_insert_with(|| Flips {
                    school: file.school,
                    district: file.district,
                    counts: BTreeMap::new(),
                });
                *flips.counts.entry(sides).or_default() += 1;
            }
        }
    }
    found.schools = schools.into_values().collect();
    Ok(found)
}
