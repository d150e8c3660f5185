//! A long list of teachers as a file: made by a job, read as who asked for it.

use serde::{Deserialize, Serialize};

use super::pages;
use super::routes::{Query, visible};
use crate::context::Context;
use crate::db::{Conn, Json};
use crate::error::Error;
use crate::jobs::{self, JobId, JobKind, NewJob, Running};
use crate::organizations::OrganizationId;
use crate::spreadsheets::write::Format;
use crate::web::language::{Language, Words};

/// More teachers than this take more than a moment.
pub const DIRECT_MAX: i64 = 20_000;

#[derive(Debug, Serialize, Deserialize)]
struct Asked {
    organization: OrganizationId,
    query: Query,
    format: Format,
    language: Language,
}

/// Puts an export in the queue for whoever may see the list.
pub fn start(
    conn: &mut Conn,
    context: &Context,
    words: Words,
    id: OrganizationId,
    (query, format): (&Query, Format),
) -> Result<JobId, Error> {
    let organization = visible(conn, context, id)?;
    let asked = Asked {
        organization: id,
        query: query.clone(),
        format,
        language: words.language,
    };
    let new = NewJob {
        kind: JobKind::ExportTeachers,
        title: organization.name_in(words.language).to_owned(),
        parameters: Json::of(&asked),
        organization: Some(id),
    };
    jobs::enqueue(conn, context, new)
}

/// Makes the file. Rights are those of the day on which it is made.
pub fn run(running: &Running<'_>) -> Result<(), Error> {
    let asked: Asked = running.parameters()?;
    running.make_file(asked.format, |conn, context| {
        let organization = visible(conn, context, asked.organization)?;
        let words = Words::of(asked.language);
        pages::export_teachers(
            conn,
            context,
            words,
            &organization,
            &asked.query,
            asked.format,
        )
    })
}
