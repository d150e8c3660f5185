//! Conditions about the person: qualification, ethics, sanctions, annual assessments, fitness.

use chrono::{Datelike, NaiveDate};

use super::super::assessment::{Cure, Entry, Measure, PostFit};
use super::{Case, Finding};
use crate::ethics::rules::{Alert, Progress};
use crate::people::AssessmentGrade;
use crate::policy::day_after;
use crate::qualifications::rules::{
    EventKind, FitVerdict, Standing, TaughtPost, may_teach, standing_on, valid_on,
};

impl Case<'_> {
    /// Neither lost nor revoked. A revocation is over only with a new certificate.
    pub(super) fn qualification_held(&self) -> Finding {
        let events = &self.facts.qualification_events;
        let certificates = valid_on(&self.facts.certificates, events, self.on);
        let past = || events.iter().filter(|it| it.happened_on <= self.on);
        let is_revoked = past().any(|it| it.kind == EventKind::Revoked) && certificates.is_empty();
        let (is_held, cure) = match standing_on(events, &self.policies.bars.parameters, self.on) {
            Standing::Lost { .. } => (false, Cure::Never),
            Standing::Revoked { until } => (!is_revoked, Cure::From(day_after(until))),
            Standing::Cheated { .. } | Standing::Clear => (!is_revoked, Cure::OncePutRight),
        };
        // Cheating bars from an examination and touches no certificate.
        let entries = past().filter(|it| it.kind != EventKind::Cheated);
        let entries = entries.map(|it| Entry::Qualification {
            event: it.kind,
            happened_on: it.happened_on,
        });
        Finding::fact(is_held, cure).with_entries(entries.collect())
    }

    /// No breach with 恶劣影响 in the time looked at.
    pub(super) fn ethics(&self) -> Finding {
        let (first, last) = (self.started_on(), self.on);
        let breaches = self.facts.alerts.iter();
        self.none_of(
            breaches.filter(|it| it.is_grave_between(first, last)),
            Cure::NotInThisCycle,
        )
    }

    /// No sanction runs on the day.
    pub(super) fn sanction(&self) -> Finding {
        let running = || {
            let alerts = self.facts.alerts.iter();
            alerts.filter(|it| it.sanction_runs(self.on))
        };
        let ends = running().map(|it| last_day(it, self.on).map_or(Cure::Never, after));
        let cure = ends.fold(Cure::NotNeeded, later);
        self.none_of(running(), cure)
    }

    fn none_of<'b>(&self, alerts: impl Iterator<Item = &'b Alert>, cure: Cure) -> Finding {
        let entries: Vec<Entry> = alerts
            .map(|it| Entry::Alert {
                alert: it.id,
                decided_on: it.decided_on,
                until: last_day(it, self.on),
            })
            .collect();
        Finding {
            required: Measure::Count(0),
            found: count(entries.len()),
            met: entries.is_empty(),
            cure,
            entries,
        }
    }

    /// The longest row of failed years. 未定等次 and a year without result break a row: neither is a
    /// failed assessment.
    pub(super) fn assessments_in_a_row(&self) -> Finding {
        let most = self.rule().failed_years_in_a_row - 1;
        let (mut row, mut longest, mut entries) = (0, 0, Vec::new());
        for year in self.assessed_years() {
            let grade = self.grade(year);
            if grade == Some(AssessmentGrade::Fail) {
                row += 1;
                longest = longest.max(row);
                entries.push(Entry::Assessment { year, grade });
            } else {
                row = 0;
            }
        }
        Finding {
            required: Measure::Count(most),
            found: Measure::Count(longest),
            met: longest <= most,
            cure: Cure::NotInThisCycle,
            entries,
        }
    }

    /// Every year that was assessed was passed. A year 未定等次 is left out; a year without any result
    /// is missing. After a deferral, good years since make up for bad years before it.
    pub(super) fn assessments(&self) -> Finding {
        let is_good = |year: i32| self.grade(year).is_some_and(|it| self.passes(it));
        let is_ungraded = |year: &i32| self.grade(*year) == Some(AssessmentGrade::Ungraded);
        let is_bad = |year: i32| self.grade(year).is_some() && !is_good(year);
        let mut years: Vec<i32> = self
            .assessed_years()
            .filter(|it| !is_ungraded(it))
            .collect();
        let entries = self
            .assessed_years()
            .map(|year| Entry::Assessment {
                year,
                grade: self.grade(year),
            })
            .collect();
        let needed = self.procedure().cure_years;
        if let Some(deferred_on) = self.facts.deferred_on {
            let since = || years.iter().filter(|it| **it >= deferred_on.year());
            let good = since().filter(|it| is_good(**it)).count();
            if good >= needed as usize && !since().any(|it| is_bad(*it)) {
                years.retain(|it| *it >= deferred_on.year() || !is_bad(*it));
            }
        }
        let passed = years.iter().filter(|it| is_good(**it)).count();
        let last_bad = years.iter().copied().filter(|it| is_bad(*it)).max();
        Finding {
            required: count(years.len()),
            found: count(passed),
            met: passed == years.len(),
            cure: last_bad.map_or(Cure::OncePutRight, |bad| self.good_years_after(bad)),
            entries,
        }
    }

    /// When enough good years can have followed a bad one. The year of the deferral counts, since
    /// its result is given at its end.
    fn good_years_after(&self, bad: i32) -> Cure {
        let deferred_on = self.facts.deferred_on.unwrap_or(self.on);
        let first = deferred_on.year().max(bad + 1);
        let year = first + self.procedure().cure_years.cast_signed();
        let year = year.max(self.on.year() + 1);
        NaiveDate::from_ymd_opt(year, 1, 1).map_or(Cure::OncePutRight, Cure::From)
    }

    /// The last year's assessment was passed, or 未定等次 as a year of probation is.
    pub(super) fn last_assessment(&self) -> Finding {
        let year = self.on.year() - 1;
        let grade = self.grade(year);
        let is_met = grade.is_some_and(|it| self.passes(it) || it == AssessmentGrade::Ungraded);
        let entries = vec![Entry::Assessment { year, grade }];
        let cure = match grade {
            Some(_) => self.good_years_after(year),
            None => Cure::OncePutRight,
        };
        Finding::fact(is_met, cure).with_entries(entries)
    }

    /// The last assessment of the term of employment was passed.
    pub(super) fn term_assessment(&self) -> Finding {
        let grade = self.facts.extras.term_assessment;
        Finding::fact(grade.is_some_and(|it| self.passes(it)), Cure::OncePutRight)
    }

    /// The certificates fit the post, or one of the levels that it may have.
    pub(super) fn type_fits_post(&self) -> Finding {
        let facts = self.facts;
        let valid = valid_on(&facts.certificates, &facts.qualification_events, self.on);
        let judge = |level| {
            let post = TaughtPost {
                level,
                subject: facts.service.subject.clone(),
            };
            let rule = &self.policies.validity.parameters;
            let fit = may_teach(&valid, facts.preschool_trained_on, &post, self.on, rule);
            (fit.verdict, level, fit.clause)
        };
        let fits: Vec<(FitVerdict, _, String)> =
            facts.service.levels.iter().copied().map(judge).collect();
        let is_met = fits.iter().any(|it| it.0.is_fit());
        let posts = fits
            .into_iter()
            .map(|(verdict, level, clause)| Entry::Post {
                level,
                fit: PostFit::from(verdict),
                clause,
            });
        let certificates = valid.iter().map(|it| Entry::Certificate {
            certificate: it.kind,
            certified_on: it.certified_on,
        });
        Finding::fact(is_met, Cure::OncePutRight).with_entries(posts.chain(certificates).collect())
    }

    /// No hospital says temporarily unfit on the day.
    pub(super) fn fitness(&self) -> Finding {
        let unfit: Vec<_> = self
            .facts
            .unfit
            .iter()
            .filter(|it| it.covers(self.on))
            .collect();
        let ends = unfit
            .iter()
            .map(|it| it.to.map_or(Cure::OncePutRight, after));
        let cure = ends.fold(Cure::NotNeeded, later);
        let entries = unfit.iter().map(|it| Entry::Unfit {
            from: it.from,
            to: it.to,
        });
        Finding::fact(unfit.is_empty(), cure).with_entries(entries.collect())
    }
}

/// The last day of the period that an alert runs on a day.
fn last_day(alert: &Alert, on: NaiveDate) -> Option<NaiveDate> {
    match alert.progress(on) {
        Progress::Running(until) => until,
        Progress::NotYet | Progress::AwaitsLifting | Progress::Over | Progress::SetAside => None,
    }
}

fn after(last: NaiveDate) -> Cure {
    Cure::From(day_after(last))
}

/// The one of two cures that takes longer.
fn later(one: Cure, other: Cure) -> Cure {
    let rank = |cure| match cure {
        Cure::NotNeeded => (0, NaiveDate::MIN),
        Cure::From(day) => (1, day),
        Cure::OncePutRight => (2, NaiveDate::MIN),
        Cure::NotInThisCycle => (3, NaiveDate::MIN),
        Cure::Never => (4, NaiveDate::MIN),
    };
    if rank(one) < rank(other) { other } else { one }
}

fn count(number: usize) -> Measure {
    Measure::Count(u32::try_from(number).unwrap_or(u32::MAX))
}
