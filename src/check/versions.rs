//! What must hold of versions of nominations: one for each time that it was handed in, the newest as
//! offices decide on it, and every file of them in the vault.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use uuid::Uuid;

use super::Pass;
use super::report::Invariant;
use crate::db::schema::{evidence_files, nominations as nomination_table};
use crate::db::{At, Conn};
use crate::error::Error;
use crate::evidence::store::{EvidenceId, OwnerId};
use crate::secrets::hex;
use crate::selection::nominations::rules::NominationState;
use crate::selection::nominations::versions::{Version, store};
use crate::selection::nominations::{NOMINATION_FILES, Nomination, NominationId};
use crate::selection::rounds::RoundId;
use crate::workflow::approval::case::Act;

/// A file of a nomination.
struct File {
    sha256: String,
    is_there: bool,
}

type Files = BTreeMap<Uuid, BTreeMap<EvidenceId, File>>;

/// Reads all nominations and versions of a round.
pub(super) fn check(conn: &mut Conn, pass: &mut Pass<'_>, round: RoundId) -> Result<(), Error> {
    let mut kept: BTreeMap<NominationId, Vec<Version>> = BTreeMap::new();
    for version in store::list_of_round(conn, round)? {
        kept.entry(version.nomination_id).or_default().push(version);
    }
    let rows: usize = kept.values().map(Vec::len).sum();
    pass.finish("nomination_versions", rows as u64);
    let files = load_files(conn, round)?;
    let nominations: Vec<Nomination> = nomination_table::table
        .filter(nomination_table::round_id.eq(round))
        .select(Nomination::as_select())
        .load(conn)?;
    for nomination in &nominations {
        let versions = kept.remove(&nomination.id).unwrap_or_default();
        let table = "nomination_versions";
        if let Err(detail) = as_often_as_handed_in(nomination, &versions) {
            let (report, id) = (&mut pass.report, nomination.id);
            report.add(Invariant::NominationVersions, table, id, detail);
        }
        if let Err(detail) = as_decided_on(nomination, &versions, &files) {
            let (report, id) = (&mut pass.report, nomination.id);
            report.add(Invariant::NominationKept, table, id, detail);
        }
    }
    Ok(())
}

fn load_files(conn: &mut Conn, round: RoundId) -> Result<Files, Error> {
    type Row = (OwnerId, EvidenceId, Vec<u8>, Option<At>);
    let of_round = nomination_table::table
        .filter(nomination_table::round_id.eq(round))
        .select(nomination_table::id);
    let rows: Vec<Row> = evidence_files::table
        .filter(evidence_files::owner_kind.eq(NOMINATION_FILES))
        .filter(evidence_files::owner_id.eq_any(of_round))
        .select((
            evidence_files::owner_id,
            evidence_files::id,
            evidence_files::sha256,
            evidence_files::withdrawn_at,
        ))
        .load(conn)?;
    let mut files = Files::new();
    for (owner, id, sha256, withdrawn_at) in rows {
        let file = File {
            sha256: hex(&sha256),
            is_there: withdrawn_at.is_none(),
        };
        files.entry(owner.0).or_default().insert(id, file);
    }
    Ok(files)
}

/// Numbers run from 1 without gap, to how often it was handed in; what was handed in before versions
/// were kept has one in place of several.
fn as_often_as_handed_in(nomination: &Nomination, versions: &[Version]) -> Result<(), String> {
    let Ok(case) = nomination.case() else {
        return Ok(()); // NominationState tells.
    };
    let rounds = case.past_rounds().iter().chain([case.round()]);
    let records = rounds.flat_map(|it| &it.records);
    let handed_in = records.filter(|it| it.act == Act::Submit).count();
    let numbers = versions.iter().map(|it| it.number);
    let has_gap = !numbers.zip(1..).all(|(number, nth)| number == nth);
    let has_any = versions.is_empty() == (handed_in == 0);
    if has_gap || !has_any || versions.len() > handed_in {
        let kept = versions.len();
        return Err(format!("handed in {handed_in} times, kept {kept} times"));
    }
    Ok(())
}

/// While it is beyond the teacher's hands, the newest version is what stands there; and no version
/// names a file that is not the nomination's.
fn as_decided_on(
    nomination: &Nomination,
    versions: &[Version],
    files: &Files,
) -> Result<(), String> {
    let none = BTreeMap::new();
    let files = files.get(&nomination.id.0).unwrap_or(&none);
    let mut newest = None;
    for version in versions {
        let content = version.content().map_err(|error| error.to_string())?;
        for paper in &content.files {
            if files.get(&paper.id).map(|it| &it.sha256) != Some(&paper.sha256) {
                let number = version.number;
                return Err(format!(
                    "version {number} names a file that it does not have"
                ));
            }
        }
        newest = Some(content);
    }
    let is_decided_on = matches!(
        nomination.state,
        NominationState::AtSchool
            | NominationState::AtDistrict
            | NominationState::Endorsed
            | NominationState::Refused
    );
    let Some(newest) = newest.filter(|_| is_decided_on) else {
        return Ok(());
    };
    let there = files.iter().filter(|it| it.1.is_there);
    let there: BTreeSet<EvidenceId> = there.map(|it| *it.0).collect();
    let kept: BTreeSet<EvidenceId> = newest.files.iter().map(|it| it.id).collect();
    if newest.statement != nomination.statement || there != kept {
        return Err("the newest version is not what stands there".to_owned());
    }
    Ok(())
}
