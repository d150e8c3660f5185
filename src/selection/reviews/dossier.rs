//! What a member reads about a candidate: the application and the file, up to the round's cut-off.
//! Where names are covered, schools and names of files are left out.

use chrono::NaiveDate;

use super::{Cover, store};
use crate::context::Context;
use crate::credit_bank::standings;
use crate::db::Conn;
use crate::error::Error;
use crate::evidence::store::{self as evidence, EvidenceFile, EvidenceId};
use crate::hours::Hours;
use crate::organizations;
use crate::people::{self, Post, Title};
use crate::policy::CertificateType;
use crate::qualifications;
use crate::selection::nominations::{self, NOMINATION_FILES, NominationId};
use crate::selection::rounds::Running;

/// Years of study that are told, at most.
const YEARS_TOLD: usize = 5;

/// A post that somebody held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// As what.
    pub post: Post,
    /// Where; none where names are covered.
    pub school: Option<String>,
    /// Whether the school counts as rural.
    pub is_rural: bool,
    /// The subject taught.
    pub subject: Option<String>,
    /// First day.
    pub started_on: NaiveDate,
    /// Last day; none while it lasts.
    pub ended_on: Option<NaiveDate>,
}

/// What a member reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dossier {
    /// In the candidate's words.
    pub statement: String,
    /// Posts, the latest first.
    pub posts: Vec<Held>,
    /// Titles, the latest first.
    pub titles: Vec<(Title, Option<NaiveDate>)>,
    /// Certificates, the latest first.
    pub certificates: Vec<(CertificateType, Option<String>, NaiveDate)>,
    /// Hours of study that count, by year, the latest first.
    pub hours: Vec<(i32, Hours)>,
    /// Files that belong to the application.
    pub files: Vec<EvidenceFile>,
}

/// Reads it as of the round's cut-off.
pub fn load(conn: &mut Conn, running: &Running, id: NominationId) -> Result<Dossier, Error> {
    let cover = if running.programme.review.is_blind {
        let cover = store::find_cover(conn, id)?.filter(|it| it.confirmed_at.is_some());
        Some(cover.ok_or(super::rules::Refusal::NotBlindYet)?)
    } else {
        None
    };
    let nomination = nominations::store::load(conn, id)?;
    let (person, cutoff_on) = (nomination.person_id, running.round.cutoff_on);
    let employments = people::store::list_employments(conn, person)?;
    let mut posts = Vec::new();
    for held in employments
        .iter()
        .rev()
        .filter(|it| it.started_on <= cutoff_on)
    {
        let school = organizations::store::load(conn, held.organization_id)?;
        posts.push(Held {
            post: held.post,
            is_rural: school.is_rural,
            school: cover.is_none().then_some(school.name),
            subject: held.subject.clone(),
            started_on: held.started_on,
            ended_on: held.ended_on.filter(|it| *it <= cutoff_on),
        });
    }
    let mut titles: Vec<_> = people::store::list_titles(conn, person)?
        .into_iter()
        .map(|it| (it.title, it.granted_on))
        .filter(|(_, granted_on)| granted_on.is_none_or(|it| it <= cutoff_on))
        .collect();
    titles.reverse();
    let mut certificates: Vec<_> = qualifications::store::list_certificates_of(conn, &[person])?
        .into_iter()
        .filter(|it| it.withdrawn_at.is_none() && it.certified_on <= cutoff_on)
        .map(|it| (it.kind, it.subject, it.certified_on))
        .collect();
    certificates.sort_by_key(|it| std::cmp::Reverse(it.2));
    Ok(Dossier {
        hours: load_hours(conn, &nomination, cutoff_on)?,
        files: load_files(conn, id, cover.as_ref())?,
        statement: cover.map_or(nomination.statement, |it| it.statement),
        posts,
        titles,
        certificates,
    })
}

/// Years that were over at the cut-off.
fn load_hours(
    conn: &mut Conn,
    nomination: &nominations::Nomination,
    cutoff_on: NaiveDate,
) -> Result<Vec<(i32, Hours)>, Error> {
    use chrono::Datelike;
    let standings = standings::list_of_person(conn, nomination.person_id)?;
    let mut hours: Vec<(i32, Hours)> = standings
        .iter()
        .filter(|it| it.year < cutoff_on.year())
        .map(|it| (it.year, it.amounts.posted.total()))
        .collect();
    hours.sort_by_key(|it| std::cmp::Reverse(it.0));
    hours.truncate(YEARS_TOLD);
    Ok(hours)
}

/// Files of an application; where names are covered, those that the secretary let through, by number.
fn load_files(
    conn: &mut Conn,
    id: NominationId,
    cover: Option<&Cover>,
) -> Result<Vec<EvidenceFile>, Error> {
    let mut files = evidence::list_of(conn, NOMINATION_FILES, id.0)?;
    if let Some(cover) = cover {
        let broken = |error| Error::Fault(format!("cover {id}: {error}"));
        let shown: Vec<EvidenceId> = cover.files.read().map_err(broken)?;
        files.retain(|it| shown.contains(&it.id));
        for (index, file) in files.iter_mut().enumerate() {
            let ending = file.media_type.extension();
            file.name = format!("{}.{ending}", index + 1);
        }
    }
    Ok(files)
}

/// One file of a candidate, with its content, as a member may read it.
pub fn read_file(
    conn: &mut Conn,
    context: &Context,
    running: &Running,
    (id, file): (NominationId, EvidenceId),
) -> Result<(EvidenceFile, Vec<u8>), Error> {
    let files = load(conn, running, id)?.files;
    let found = files.into_iter().find(|it| it.id == file);
    let file = found.ok_or(Error::NotFound)?;
    let content = context.house.vault.read(&file.sha256)?;
    Ok((file, content))
}
