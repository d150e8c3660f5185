//! Keeps what is handed in, and finds what somebody may compare.

use std::cmp::Reverse;

use chrono::{Datelike, NaiveDate};

use super::rules::{Certified, Content, FileFacts, Granted, Held, Paper, Studied};
use super::{Version, store};
use crate::context::Context;
use crate::credit_bank::standings;
use crate::db::{Conn, Json};
use crate::error::Error;
use crate::organizations;
use crate::people::{self, PersonId};
use crate::qualifications;
use crate::selection::nominations::{Nomination, files};

/// Years of study that are told, at most.
const YEARS_TOLD: usize = 5;

/// Keeps a nomination as it is handed in, with the person file up to the round's cut-off; tells its
/// number. Part of the act that hands it in, which writes the journal.
pub fn keep(
    conn: &mut Conn,
    context: &Context,
    nomination: &Nomination,
    cutoff_on: NaiveDate,
) -> Result<i64, Error> {
    let newest = store::find_newest(conn, nomination.id)?;
    let content = gather(conn, nomination, cutoff_on)?;
    let version = Version {
        nomination_id: nomination.id,
        number: newest.map_or(1, |it| it.number + 1),
        statement: content.statement,
        files: Json::of(&content.files),
        facts: Json::of(&content.facts),
        kept_at: context.at,
    };
    store::insert(conn, &version)?;
    Ok(version.number)
}

/// What a nomination says now.
fn gather(
    conn: &mut Conn,
    nomination: &Nomination,
    cutoff_on: NaiveDate,
) -> Result<Content, Error> {
    let files = files::list(conn, nomination)?;
    Ok(Content {
        statement: nomination.statement.clone(),
        files: files.iter().map(Paper::of).collect(),
        facts: gather_facts(conn, nomination.person_id, cutoff_on)?,
    })
}

fn gather_facts(
    conn: &mut Conn,
    person: PersonId,
    cutoff_on: NaiveDate,
) -> Result<FileFacts, Error> {
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
            school: Some(school.name),
            is_rural: school.is_rural,
            subject: held.subject.clone(),
            started_on: held.started_on,
            ended_on: held.ended_on.filter(|it| *it <= cutoff_on),
        });
    }
    let titles = people::store::list_titles(conn, person)?.into_iter();
    let mut titles: Vec<Granted> = titles
        .map(|it| Granted {
            title: it.title,
            granted_on: it.granted_on,
        })
        .filter(|it| it.granted_on.is_none_or(|day| day <= cutoff_on))
        .collect();
    titles.sort_by_key(|it| Reverse(it.granted_on));
    let certificates = qualifications::store::list_certificates_of(conn, &[person])?.into_iter();
    let mut certificates: Vec<Certified> = certificates
        .filter(|it| it.withdrawn_at.is_none() && it.certified_on <= cutoff_on)
        .map(|it| Certified {
            kind: it.kind,
            subject: it.subject,
            certified_on: it.certified_on,
        })
        .collect();
    certificates.sort_by_key(|it| Reverse(it.certified_on));
    Ok(FileFacts {
        posts,
        titles,
        certificates,
        hours: gather_hours(conn, person, cutoff_on)?,
    })
}

/// Years that were over at the cut-off.
fn gather_hours(
    conn: &mut Conn,
    person: PersonId,
    cutoff_on: NaiveDate,
) -> Result<Vec<Studied>, Error> {
    let standings = standings::list_of_person(conn, person)?;
    let mut hours: Vec<Studied> = standings
        .iter()
        .filter(|it| it.year < cutoff_on.year())
        .map(|it| Studied {
            year: it.year,
            hundredths: it.amounts.posted.total().0,
        })
        .collect();
    hours.sort_by_key(|it| Reverse(it.year));
    hours.truncate(YEARS_TOLD);
    Ok(hours)
}
