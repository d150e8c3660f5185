//! Rule sets in the database.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Certainty, Parameters, PolicyVersionId, RuleSet, parse_file};
use crate::db::schema::policy_versions;
use crate::db::{At, Conn, Json};
use crate::error::Error;

/// The rule sets that come with the program.
pub(super) const SHIPPED: &[(&str, &str)] = &[
    (
        "hours_annual",
        include_str!("../../seeds/policies/hours_annual.toml"),
    ),
    (
        "hours_cycle",
        include_str!("../../seeds/policies/hours_cycle.toml"),
    ),
    (
        "hours_day",
        include_str!("../../seeds/policies/hours_day.toml"),
    ),
    (
        "hours_recognition",
        include_str!("../../seeds/policies/hours_recognition.toml"),
    ),
    (
        "qualification_validity",
        include_str!("../../seeds/policies/qualification_validity.toml"),
    ),
    (
        "qualification_bars",
        include_str!("../../seeds/policies/qualification_bars.toml"),
    ),
    (
        "qualification_exam",
        include_str!("../../seeds/policies/qualification_exam.toml"),
    ),
    (
        "qualification_putonghua",
        include_str!("../../seeds/policies/qualification_putonghua.toml"),
    ),
    (
        "ethics_sanctions",
        include_str!("../../seeds/policies/ethics_sanctions.toml"),
    ),
    (
        "ethics_handling",
        include_str!("../../seeds/policies/ethics_handling.toml"),
    ),
    (
        "ethics_assessment",
        include_str!("../../seeds/policies/ethics_assessment.toml"),
    ),
    (
        "ethics_look_back",
        include_str!("../../seeds/policies/ethics_look_back.toml"),
    ),
    (
        "registration_conditions",
        include_str!("../../seeds/policies/registration_conditions.toml"),
    ),
    (
        "registration_procedure",
        include_str!("../../seeds/policies/registration_procedure.toml"),
    ),
];

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = policy_versions, treat_none_as_default_value = false)]
struct Row {
    id: PolicyVersionId,
    key: String,
    version: i32,
    jurisdiction: String,
    title: String,
    document_number: Option<String>,
    article: Option<String>,
    certainty: Certainty,
    source: String,
    effective_from: NaiveDate,
    effective_to: Option<NaiveDate>,
    parameters: Json,
    approved_by: Option<String>,
    loaded_at: At,
}

impl From<Row> for RuleSet<Json> {
    fn from(row: Row) -> RuleSet<Json> {
        RuleSet {
            id: row.id,
            key: row.key,
            version: row.version,
            jurisdiction: row.jurisdiction,
            title: row.title,
            document_number: row.document_number,
            article: row.article,
            certainty: row.certainty,
            source: row.source,
            effective_from: row.effective_from,
            effective_to: row.effective_to,
            approved_by: row.approved_by,
            parameters: row.parameters,
        }
    }
}

/// Loads the shipped rule sets that the database does not have yet.
///
/// A version that it has is never edited: if the file differs, that is an error, and the
/// correction must come as a new version.
pub fn load_reference(conn: &mut Conn, now: At) -> Result<usize, Error> {
    let mut added = 0;
    for (name, text) in SHIPPED {
        let versions =
            parse_file(text).map_err(|error| Error::Fault(format!("{name}.toml: {error}")))?;
        for version in versions {
            let known: Option<Row> = policy_versions::table
                .filter(policy_versions::key.eq(&version.key))
                .filter(policy_versions::version.eq(version.version))
                .select(Row::as_select())
                .first(conn)
                .optional()?;
            match known {
                Some(row) if row.parameters.0 == version.parameters => {}
                Some(_) => {
                    return Err(Error::Fault(format!(
                        "{name}.toml: version {} was changed; add a new version instead",
                        version.version
                    )));
                }
                None => {
                    insert(conn, version, now)?;
                    added += 1;
                }
            }
        }
    }
    Ok(added)
}

fn insert(conn: &mut Conn, it: RuleSet<serde_json::Value>, now: At) -> Result<(), Error> {
    let row = Row {
        id: it.id,
        key: it.key,
        version: it.version,
        jurisdiction: it.jurisdiction,
        title: it.title,
        document_number: it.document_number,
        article: it.article,
        certainty: it.certainty,
        source: it.source,
        effective_from: it.effective_from,
        effective_to: it.effective_to,
        parameters: Json(it.parameters),
        approved_by: it.approved_by,
        loaded_at: now,
    };
    diesel::insert_into(policy_versions::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// The rule set in force on a day. A day before any rule is a fault: the seeds must reach back.
pub fn load_at<T: Parameters>(conn: &mut Conn, on: NaiveDate) -> Result<RuleSet<T>, Error> {
    let row: Option<Row> = policy_versions::table
        .filter(policy_versions::key.eq(T::KEY))
        .filter(policy_versions::effective_from.le(on))
        .filter(
            policy_versions::effective_to
                .is_null()
                .or(policy_versions::effective_to.ge(on).assume_not_null()),
        )
        .order(policy_versions::version.desc())
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    let row = row.ok_or_else(|| Error::Fault(format!("no rule set {} on {on}", T::KEY)))?;
    RuleSet::from(row).map(|parameters| parameters.read().map_err(Error::fault))
}

/// Every version of every rule set, for the page of rules.
pub fn list_all(conn: &mut Conn) -> Result<Vec<RuleSet<Json>>, Error> {
    let rows: Vec<Row> = policy_versions::table
        .order((policy_versions::key, policy_versions::version))
        .select(Row::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(RuleSet::from).collect())
}
