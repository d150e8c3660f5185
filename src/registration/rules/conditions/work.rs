//! Conditions about the work: hours, interruption, employment, probation, load, practice.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::super::absence::{Absence, Interruption, interruptions};
use super::super::assessment::{Cure, Entry, Measure};
use super::super::facts::{Ownership, Probation};
use super::super::span::Span;
use super::{Case, Finding};
use crate::hours::Hours;
use crate::policy::{day_after, last_day_of};

impl Case<'_> {
    /// Class hours of the years looked at; of each year no more than may count.
    pub(super) fn hours(&self, required: Hours) -> Finding {
        let basis = self.rule().hours_basis;
        let years = self.years(basis);
        let counted = self.facts.hours.iter().filter_map(|it| {
            let year = basis.year_of(it.counted_on);
            let entry = Entry::Hours {
                year,
                hours: it.hours,
                transfer: it.transfer,
            };
            years.contains(&year).then_some(((year, it.hours), entry))
        });
        let (hours, entries): (Vec<(i32, Hours)>, Vec<Entry>) = counted.unzip();
        let mut by_year: BTreeMap<i32, Hours> = BTreeMap::new();
        for (year, hours) in hours {
            *by_year.entry(year).or_default() += hours;
        }
        let most = self.rule().year_hours_max;
        let counted = |held: Hours| most.map_or(held, |most| held.min(most));
        let found: Hours = by_year.into_values().map(counted).sum();
        Finding {
            required: Measure::Hours(required),
            found: Measure::Hours(found),
            met: found >= required,
            cure: self.after_studying(found.short_of(required)),
            entries,
        }
    }

    /// Enough class hours in each year that is over. After a deferral, what was done since the cycle
    /// makes up for what its years are short of.
    pub(super) fn year_hours(&self) -> Finding {
        let rule = self.rule();
        let basis = rule.hours_basis;
        let first = *self.years(basis).start();
        let end = first + rule.cycle_years.cast_signed();
        let is_over = |year: &i32| basis.last_day_of(*year) < self.on;
        let held = |wanted: i32| -> Hours {
            let of_year = self.facts.hours.iter();
            let of_year = of_year.filter(|it| basis.year_of(it.counted_on) == wanted);
            of_year.map(|it| it.hours).sum()
        };
        let over: Vec<i32> = (first..end).filter(is_over).collect();
        let short = |year: &i32| held(*year).short_of(rule.year_hours_min);
        let missing: Hours = over.iter().map(short).sum();
        let since: Hours = (end..=basis.year_of(self.on)).map(held).sum();
        let is_made_up = self.facts.deferred_on.is_some() && since >= missing;
        let complete = over.iter().filter(|it| !short(it).is_positive()).count();
        let count = |number: usize| Measure::Count(u32::try_from(number).unwrap_or(u32::MAX));
        let entries = over.iter().map(|it| Entry::Hours {
            year: *it,
            hours: held(*it),
            transfer: None,
        });
        Finding {
            required: count(over.len()),
            found: count(complete),
            met: complete == over.len() || is_made_up,
            cure: self.after_studying(missing),
            entries: entries.collect(),
        }
    }

    /// No earlier than so many full days of study from now: a day gives only so many hours.
    fn after_studying(&self, short: Hours) -> Cure {
        let per_day = self.policies.day.parameters.full_day.0.max(1);
        let days = u64::try_from((short.0 + per_day - 1) / per_day).unwrap_or(0);
        let day = self.on.checked_add_days(Days::new(days));
        Cure::From(day.unwrap_or(NaiveDate::MAX))
    }

    /// No interruption of more than so many semesters; after a deferral, back at work for long
    /// enough makes up for it.
    pub(super) fn interruption(&self) -> Finding {
        let most = self.rule().interruption_months();
        let (first, last) = (self.started_on(), self.on);
        let mut stretches = interruptions(&self.facts.absences, first, last);
        let too_long = stretches.iter().filter(|it| it.exceeds(most));
        let cure = match too_long.map(|it| it.last).max() {
            None => Cure::NotNeeded,
            // Still away: nobody knows until when.
            Some(away_until) if away_until >= last => Cure::OncePutRight,
            Some(away_until) => {
                let at_work = last_day_of(away_until, self.procedure().cure_months_at_work);
                if self.facts.deferred_on.is_some() && at_work < last {
                    stretches.retain(|it| !it.exceeds(most));
                    Cure::NotNeeded
                } else {
                    Cure::From(day_after(at_work).max(last))
                }
            }
        };
        let looked_at = |it: &&Absence| it.from <= last && it.to.is_none_or(|to| first <= to);
        let entries = self.facts.absences.iter().filter(looked_at);
        let entries = entries.map(|it| Entry::Absence {
            from: it.from,
            to: it.to,
            reason: it.reason,
        });
        let longest = stretches.iter().map(Interruption::length).max();
        Finding {
            required: Measure::Time(Span::months(most)),
            found: Measure::Time(longest.unwrap_or_default()),
            met: cure == Cure::NotNeeded,
            cure,
            entries: entries.collect(),
        }
    }

    /// Employed in post on the day, and on establishment where the school has one.
    pub(super) fn employment(&self) -> Finding {
        let service = &self.facts.service;
        let has_post = service.is_on_establishment || service.ownership == Ownership::Private;
        Finding::fact(service.covers(self.on) && has_post, Cure::OncePutRight)
    }

    /// Probation passed, where there was one.
    pub(super) fn probation(&self) -> Finding {
        let (is_met, cure) = match self.facts.service.probation {
            Probation::NotRequired => (true, Cure::NotNeeded),
            Probation::Passed { on } => (on <= self.on, Cure::From(on)),
            Probation::Running { ends_on } => (false, Cure::From(day_after(ends_on).max(self.on))),
            Probation::Failed { .. } => (false, Cure::OncePutRight),
        };
        Finding::fact(is_met, cure)
    }

    /// Long enough in post.
    pub(super) fn time_in_post(&self) -> Finding {
        let months = self.rule().months_in_post;
        let started_on = self.facts.service.started_on;
        let complete_on = last_day_of(started_on, months);
        Finding {
            required: Measure::Time(Span::months(months)),
            found: Measure::Time(Span::between(started_on, self.on)),
            met: complete_on <= self.on,
            cure: Cure::From(complete_on),
            entries: Vec::new(),
        }
    }

    /// The teaching load was done; what nobody entered was not.
    pub(super) fn teaching_load(&self) -> Finding {
        let is_done = self.facts.extras.teaching_load_done == Some(true);
        Finding::fact(is_done, Cure::OncePutRight)
    }

    /// Practice in enterprises, which only binds vocational teachers of professional courses.
    pub(super) fn enterprise_practice(&self) -> Finding {
        let required = if self.facts.service.is_professional_course {
            self.rule().enterprise_months
        } else {
            0
        };
        let found = self.facts.extras.enterprise_months;
        let short = required.saturating_sub(found);
        Finding {
            required: Measure::Time(Span::months(required)),
            found: Measure::Time(Span::months(found)),
            met: short == 0,
            cure: Cure::From(last_day_of(self.on, short)),
            entries: Vec::new(),
        }
    }
}
