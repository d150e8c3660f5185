//! Rule-set files, and the rule that the versions of a key tile the time without gap or overlap.

use chrono::NaiveDate;
use serde::Deserialize;
use toml::Value;

use super::{
    AnnualHours, Certainty, CertificateValidity, CycleHours, DayHours, EthicsHandling,
    ExamValidity, LookBacks, Parameters, PolicyVersionId, PutonghuaRequirement, QualificationBars,
    RecognitionTable, RegistrationConditions, RegistrationProcedure, RuleSet, SanctionTerms,
    SanctionedGrades,
};

/// What is wrong with a rule-set file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimelineError {
    /// Not TOML, or not of the form of a rule set.
    Unreadable(String),
    /// No version at all.
    Empty,
    /// A version ends before it begins.
    Backwards {
        /// Which.
        version: i32,
    },
    /// Two versions bind on the same day.
    Overlap {
        /// The earlier.
        earlier: i32,
        /// The later.
        later: i32,
    },
    /// Nothing binds between two versions.
    Gap {
        /// The earlier.
        earlier: i32,
        /// The later.
        later: i32,
    },
    /// The parameters contradict themselves.
    Parameters {
        /// Which version.
        version: i32,
        /// What is wrong.
        problem: String,
    },
}

impl std::fmt::Display for TimelineError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            TimelineError::Unreadable(problem) => f.write_str(problem),
            TimelineError::Empty => f.write_str("the file holds no version"),
            TimelineError::Backwards { version } => {
                write!(f, "version {version} ends before it begins")
            }
            TimelineError::Overlap { earlier, later } => {
                write!(f, "versions {earlier} and {later} bind on the same day")
            }
            TimelineError::Gap { earlier, later } => {
                write!(f, "nothing binds between versions {earlier} and {later}")
            }
            TimelineError::Parameters { version, problem } => {
                write!(f, "version {version}: {problem}")
            }
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    key: String,
    versions: Vec<FileVersion>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileVersion {
    version: i32,
    jurisdiction: String,
    title: String,
    document_number: Option<String>,
    article: Option<String>,
    certainty: Certainty,
    source: String,
    effective_from: String,
    effective_to: Option<String>,
    approved_by: Option<String>,
    parameters: Value,
}

/// Reads one rule-set file, checks its parameters by key, and its time line.
pub fn parse_file(text: &str) -> Result<Vec<RuleSet<serde_json::Value>>, TimelineError> {
    let unreadable = |error: &dyn std::fmt::Display| TimelineError::Unreadable(error.to_string());
    let file: File = toml::from_str(text).map_err(|error| unreadable(&error))?;
    let day = |text: &str| {
        text.parse::<NaiveDate>()
            .map_err(|error| unreadable(&error))
    };
    let mut versions = Vec::new();
    for version in file.versions {
        let parameters = serde_json::to_value(version.parameters).map_err(|e| unreadable(&e))?;
        check_parameters(&file.key, &parameters).map_err(|problem| TimelineError::Parameters {
            version: version.version,
            problem,
        })?;
        versions.push(RuleSet {
            id: PolicyVersionId::new(),
            key: file.key.clone(),
            version: version.version,
            jurisdiction: version.jurisdiction,
            title: version.title,
            document_number: version.document_number,
            article: version.article,
            certainty: version.certainty,
            source: version.source,
            effective_from: day(&version.effective_from)?,
            effective_to: version.effective_to.as_deref().map(day).transpose()?,
            approved_by: version.approved_by,
            parameters,
        });
    }
    check_timeline(&versions)?;
    Ok(versions)
}

fn check_parameters(key: &str, value: &serde_json::Value) -> Result<(), String> {
    fn typed<T: Parameters>(value: &serde_json::Value) -> Result<(), String> {
        T::deserialize(value)
            .map_err(|error| error.to_string())?
            .check()
    }
    match key {
        AnnualHours::KEY => typed::<AnnualHours>(value),
        CycleHours::KEY => typed::<CycleHours>(value),
        DayHours::KEY => typed::<DayHours>(value),
        RecognitionTable::KEY => typed::<RecognitionTable>(value),
        CertificateValidity::KEY => typed::<CertificateValidity>(value),
        QualificationBars::KEY => typed::<QualificationBars>(value),
        ExamValidity::KEY => typed::<ExamValidity>(value),
        PutonghuaRequirement::KEY => typed::<PutonghuaRequirement>(value),
        SanctionTerms::KEY => typed::<SanctionTerms>(value),
        EthicsHandling::KEY => typed::<EthicsHandling>(value),
        SanctionedGrades::KEY => typed::<SanctionedGrades>(value),
        LookBacks::KEY => typed::<LookBacks>(value),
        RegistrationConditions::KEY => typed::<RegistrationConditions>(value),
        RegistrationProcedure::KEY => typed::<RegistrationProcedure>(value),
        unknown => Err(format!("no rule set is called {unknown}")),
    }
}

/// The versions of a key follow each other day by day; only the last may be open.
pub fn check_timeline<T>(versions: &[RuleSet<T>]) -> Result<(), TimelineError> {
    let mut ordered: Vec<&RuleSet<T>> = versions.iter().collect();
    ordered.sort_by_key(|version| version.effective_from);
    if ordered.is_empty() {
        return Err(TimelineError::Empty);
    }
    for version in &ordered {
        if version
            .effective_to
            .is_some_and(|last| last < version.effective_from)
        {
            return Err(TimelineError::Backwards {
                version: version.version,
            });
        }
    }
    for pair in ordered.windows(2) {
        let (earlier, later) = (pair[0].version, pair[1].version);
        match pair[0].effective_to.and_then(|last| last.succ_opt()) {
            Some(next) if next == pair[1].effective_from => {}
            Some(next) if next < pair[1].effective_from => {
                return Err(TimelineError::Gap { earlier, later });
            }
            _ => return Err(TimelineError::Overlap { earlier, later }),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(periods: &[(&str, &str)]) -> String {
        let version = |(index, (from, to)): (usize, &(&str, &str))| {
            let end = if to.is_empty() {
                String::new()
            } else {
                format!("effective_to = \"{to}\"\n")
            };
            format!(
                "[[versions]]\nversion = {}\njurisdiction = \"44\"\ntitle = \"周期\"\n\
                 certainty = \"recalled\"\nsource = \"测试\"\neffective_from = \"{from}\"\n{end}\
                 parameters = {{ years = 5, total = 360 }}\n",
                index + 1
            )
        };
        let versions: Vec<String> = periods.iter().enumerate().map(version).collect();
        format!("key = \"hours.cycle\"\n{}", versions.join(""))
    }

    #[test]
    fn versions_tile_the_time() {
        let check = |periods: &[(&str, &str)]| parse_file(&file(periods)).map(|it| it.len());
        assert_eq!(
            check(&[("2010-01-01", "2020-12-31"), ("2021-01-01", "")]),
            Ok(2)
        );
        assert_eq!(
            check(&[("2010-01-01", "2020-12-31"), ("2021-01-02", "")]),
            Err(TimelineError::Gap {
                earlier: 1,
                later: 2
            })
        );
        assert_eq!(
            check(&[("2010-01-01", "2021-01-01"), ("2021-01-01", "")]),
            Err(TimelineError::Overlap {
                earlier: 1,
                later: 2
            })
        );
        assert_eq!(
            check(&[("2010-01-01", ""), ("2021-01-01", "")]),
            Err(TimelineError::Overlap {
                earlier: 1,
                later: 2
            })
        );
        assert_eq!(
            check(&[("2010-01-01", "2009-01-01")]),
            Err(TimelineError::Backwards { version: 1 })
        );
    }

    #[test]
    fn a_file_that_contradicts_itself_is_refused() {
        let text = file(&[("2010-01-01", "")]);
        let unknown = text.replace("years = 5", "yeers = 5");
        assert!(matches!(
            parse_file(&unknown),
            Err(TimelineError::Parameters { .. })
        ));
        let no_key = text.replace("hours.cycle", "hours.moon");
        assert!(matches!(
            parse_file(&no_key),
            Err(TimelineError::Parameters { .. })
        ));
        assert!(matches!(
            parse_file("key ="),
            Err(TimelineError::Unreadable(_))
        ));
    }

    #[test]
    fn every_shipped_rule_set_loads_and_unconfirmed_ones_say_so() {
        for (name, text) in crate::policy::store::SHIPPED {
            let versions = parse_file(text).unwrap_or_else(|error| panic!("{name}: {error}"));
            for version in versions {
                assert!(
                    !version.source.is_empty(),
                    "{name} says where it comes from"
                );
                if version.certainty == Certainty::Recalled {
                    assert!(version.needs_confirmation());
                }
            }
        }
    }
}
