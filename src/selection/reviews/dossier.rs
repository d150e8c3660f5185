//! What a member reads about a candidate: the newest version of what was handed in, which does not
//! change any more. Where names are covered, schools and names of files are left out.

use super::{Cover, store};
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::evidence::kinds::FileKind;
use crate::evidence::store::EvidenceId;
use crate::selection::nominations::versions::rules::Content;
use crate::selection::nominations::{NominationId, files, versions};
use crate::selection::rounds::Running;

/// Reads it, as far as the programme lets members know of it.
pub fn load(conn: &mut Conn, running: &Running, id: NominationId) -> Result<Content, Error> {
    let content = versions::store::load_newest(conn, id)?.content()?;
    if !running.programme.review.is_blind {
        return Ok(content);
    }
    let cover = store::find_cover(conn, id)?.filter(|it| it.confirmed_at.is_some());
    let cover = cover.ok_or(super::rules::Refusal::NotBlindYet)?;
    covered(content, &cover)
}

/// What is left of a version under a cover: the text without names, posts without schools, and the
/// files that the secretary let through, by number.
fn covered(mut content: Content, cover: &Cover) -> Result<Content, Error> {
    let broken = |error| Error::Fault(format!("cover {}: {error}", cover.nomination_id));
    let shown: Vec<EvidenceId> = cover.files.read().map_err(broken)?;
    content.statement.clone_from(&cover.statement);
    for held in &mut content.facts.posts {
        held.school = None;
    }
    content.files.retain(|it| shown.contains(&it.id));
    for (index, file) in content.files.iter_mut().enumerate() {
        file.name = format!("{}.{}", index + 1, file.media_type.extension());
    }
    Ok(content)
}

/// A file of a candidate as a member downloads it.
#[derive(Debug)]
pub struct Read {
    /// What the member calls it.
    pub name: String,
    /// What it is.
    pub media_type: FileKind,
    /// Its content.
    pub content: Vec<u8>,
}

/// One file of a candidate, as a member may read it.
pub fn read_file(
    conn: &mut Conn,
    context: &Context,
    running: &Running,
    (id, file): (NominationId, EvidenceId),
) -> Result<Read, Error> {
    let papers = load(conn, running, id)?.files;
    let paper = papers.into_iter().find(|it| it.id == file);
    let paper = paper.ok_or(Error::NotFound)?;
    let (_, content) = files::read_content(conn, context, (id, file))?;
    Ok(Read {
        name: paper.name,
        media_type: paper.media_type,
        content,
    })
}
