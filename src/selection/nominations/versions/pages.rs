//! Pages of versions: what was handed in when, what changed between two, and one as it was.

use std::borrow::Borrow;

use askama::Template;

use super::rules::{Comparison, Content, FileFacts, Paper, Piece, Side, is_changed};
use super::told::{self, Line};
use super::{Version, store};
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::message::Message;
use crate::people;
use crate::selection::nominations::pages::{href as nomination_href, list_href};
use crate::selection::nominations::{Nomination, NominationId, actions};
use crate::selection::rounds::{self, Running};
use crate::web::frame::Frame;
use crate::web::language::Words;
use crate::web::parts::{Choice, Link};

/// Where the versions of a nomination are; the newest two are compared.
pub fn href(id: NominationId) -> String {
    format!("{}/versions", nomination_href(id))
}

/// What a version is called.
pub fn name(words: Words, number: i64) -> String {
    words.tell(Message::new("version-name").with("number", number))
}

/// What changed since the version before, for the page of a nomination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which versions are meant.
    pub title: String,
    /// What changed, a sentence for each.
    pub what: Vec<String>,
    /// Where they are compared.
    pub href: String,
}

impl Change {
    /// Between the newest two versions; none where there is only one.
    pub fn find(words: Words, versions: &[Version]) -> Result<Option<Change>, Error> {
        let [.., before, after] = versions else {
            return Ok(None);
        };
        let comparison = Comparison::of(&before.content()?, &after.content()?);
        let title = Message::new("versions-since")
            .with("number", after.number)
            .with("before", before.number);
        Ok(Some(Change {
            title: words.tell(title),
            what: told::summary(words, &comparison.summary()),
            href: href(after.nomination_id),
        }))
    }
}

/// What both pages have above them.
#[derive(Debug)]
struct Head {
    nomination: Nomination,
    running: Running,
    name: String,
}

impl Head {
    /// For whoever may know of the nomination; what was never handed in has no versions to know of.
    fn load(conn: &mut Conn, context: &Context, id: NominationId) -> Result<Head, Error> {
        let (nomination, running) = actions::load_visible(conn, context, id)?;
        let person = people::store::load(conn, nomination.person_id)?;
        Ok(Head {
            name: person.name,
            nomination,
            running,
        })
    }

    fn way(&self, frame: &Frame) -> Vec<Link> {
        let round = &self.running.round;
        vec![
            Link::new(frame.say("nav-selection"), "/selection"),
            Link::new(&round.title, rounds::pages::href(round.id)),
            Link::new(frame.say("nominations-title"), list_href(round.id)),
            Link::new(&self.name, nomination_href(self.nomination.id)),
        ]
    }

    fn file_href(&self, file: &Paper) -> String {
        format!("{}/files/{}", nomination_href(self.nomination.id), file.id)
    }
}

/// Which two versions somebody wants to compare.
#[derive(Debug, Clone, Copy)]
pub struct Chosen {
    /// The earlier.
    pub before: Option<i64>,
    /// The later.
    pub after: Option<i64>,
}

/// One part of the person file in two versions.
#[derive(Debug)]
struct Part {
    title: String,
    lines: Vec<Piece<Line>>,
}

/// Two versions beside each other.
#[derive(Debug)]
struct Compared {
    before: i64,
    after: i64,
    what: Vec<String>,
    statement: Vec<Piece<String>>,
    files: Vec<Piece<Paper>>,
    facts: Vec<Part>,
}

impl Compared {
    fn new(words: Words, before: &Version, after: &Version) -> Result<Compared, Error> {
        let comparison = Comparison::of(&before.content()?, &after.content()?);
        let mut titles = told::pieces(words, &comparison.titles, told::granted);
        titles.extend(told::pieces(
            words,
            &comparison.certificates,
            told::certified,
        ));
        let part = |title: &str, lines: Vec<Piece<Line>>| Part {
            title: words.say(title),
            lines,
        };
        Ok(Compared {
            before: before.number,
            after: after.number,
            what: told::summary(words, &comparison.summary()),
            facts: vec![
                part(
                    "dossier-posts",
                    told::pieces(words, &comparison.posts, told::held),
                ),
                part("dossier-titles", titles),
                part(
                    "dossier-hours",
                    told::pieces(words, &comparison.hours, told::studied),
                ),
            ],
            statement: comparison.statement,
            files: comparison.files,
        })
    }
}

/// What was handed in when, and two versions compared.
#[derive(Debug, Template)]
#[template(path = "selection/versions.html")]
pub struct VersionsPage {
    frame: Frame,
    head: Head,
    versions: Vec<Version>,
    compared: Option<Compared>,
}

impl VersionsPage {
    /// For whoever may know of the nomination. Without a choice the newest two are compared; a
    /// version that there is none of does not exist.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        id: NominationId,
        chosen: Chosen,
    ) -> Result<VersionsPage, Error> {
        let head = Head::load(conn, context, id)?;
        let versions = store::list(conn, id)?;
        let newest = versions.last().map_or(0, |it| it.number);
        let after = chosen.after.unwrap_or(newest);
        let before = chosen.before.unwrap_or(after - 1);
        let find = |number| versions.iter().find(|it| it.number == number);
        let compared = match (find(before), find(after)) {
            (Some(before), Some(after)) => Some(Compared::new(frame.words, before, after)?),
            _ if chosen.before.is_some() || chosen.after.is_some() => return Err(Error::NotFound),
            _ => None,
        };
        Ok(VersionsPage {
            frame,
            head,
            versions,
            compared,
        })
    }

    fn way(&self) -> Vec<Link> {
        self.head.way(&self.frame)
    }

    fn name(&self, number: impl Borrow<i64>) -> String {
        name(self.frame.words, *number.borrow())
    }

    fn is_changed<T>(pieces: &[Piece<T>]) -> bool {
        is_changed(pieces)
    }

    fn version_href(&self, version: &Version) -> String {
        format!("{}/{}", href(self.head.nomination.id), version.number)
    }

    fn is_newest(&self, version: &Version) -> bool {
        self.versions.last().map(|it| it.number) == Some(version.number)
    }

    fn choices(&self, chosen: impl Borrow<i64>) -> Vec<Choice> {
        let chosen = chosen.borrow().to_string();
        let choice = |it: &Version| {
            let number = it.number.to_string();
            Choice::new(number, self.name(it.number), &chosen)
        };
        self.versions.iter().map(choice).collect()
    }

    fn compared_title(&self, compared: &Compared) -> String {
        let title = Message::new("versions-compared")
            .with("before", compared.before)
            .with("after", compared.after);
        self.frame.tell(title)
    }

    fn paper(&self, file: &Paper) -> Line {
        told::paper(self.frame.words, file)
    }
}

/// One version as it was handed in.
#[derive(Debug, Template)]
#[template(path = "selection/version.html")]
pub struct VersionPage {
    frame: Frame,
    head: Head,
    version: Version,
    content: Content,
}

impl VersionPage {
    /// For whoever may know of the nomination.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        id: NominationId,
        number: i64,
    ) -> Result<VersionPage, Error> {
        let head = Head::load(conn, context, id)?;
        let version = store::load(conn, id, number)?;
        Ok(VersionPage {
            content: version.content()?,
            frame,
            head,
            version,
        })
    }

    fn way(&self) -> Vec<Link> {
        let mut way = self.head.way(&self.frame);
        let versions = self.frame.say("versions-title");
        way.push(Link::new(versions, href(self.head.nomination.id)));
        way
    }

    fn name(&self) -> String {
        name(self.frame.words, self.version.number)
    }

    fn kept_at(&self) -> String {
        let at = self.frame.words.date_time(self.version.kept_at.utc());
        self.frame
            .tell(Message::new("version-kept-at").with("at", at))
    }

    fn facts(&self) -> Vec<(String, Vec<Line>)> {
        facts(self.frame.words, &self.content.facts)
    }

    fn paper(&self, file: &Paper) -> Line {
        told::paper(self.frame.words, file)
    }
}

/// What the person file said, part by part, without the parts that say nothing.
fn facts(words: Words, facts: &FileFacts) -> Vec<(String, Vec<Line>)> {
    let posts = told::posts(words, facts);
    let hours = facts.hours.iter().map(|it| told::studied(words, it));
    let mut parts = vec![
        (words.say("dossier-posts"), posts),
        (words.say("dossier-titles"), told::titles(words, facts)),
        (words.say("dossier-hours"), hours.collect()),
    ];
    parts.retain(|it: &(String, Vec<Line>)| !it.1.is_empty());
    parts
}
