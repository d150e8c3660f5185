//! The pages of matches: what waits, and the two sides of one question.

use askama::Template;
use chrono::NaiveDate;

use super::{Match, MatchId, actions, store};
use crate::access::Action;
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::message::Message;
use crate::organizations::{self, Organization};
use crate::people::documents::{DocumentKind, DocumentNumber};
use crate::people::names::same_name;
use crate::people::roster::KeptRow;
use crate::people::{self, Employment, Person, Title, rules};
use crate::web::form::Values;
use crate::web::frame::Frame;
use crate::web::parts::{Choice, Link, Pager, Problems};

/// Matches on one page.
const MATCHES_PER_PAGE: i64 = 50;

/// Rows that wait for a decision.
#[derive(Debug, Template)]
#[template(path = "people/matches.html")]
pub struct MatchesPage {
    frame: Frame,
    rows: Vec<Waiting>,
    total: i64,
    next: Option<MatchId>,
}

/// One question in the list.
#[derive(Debug)]
struct Waiting {
    found: Match,
    row: KeptRow,
    candidate: Person,
    school: Organization,
}

impl MatchesPage {
    /// What the actor may decide, the oldest first.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        after: Option<MatchId>,
    ) -> Result<MatchesPage, Error> {
        let reach = context.actor.reach(Action::DecideMatch);
        if reach.is_empty() {
            return Err(Error::NotFound);
        }
        let mut open = store::list_open(conn, &reach, after, MATCHES_PER_PAGE + 1)?;
        let most = usize::try_from(MATCHES_PER_PAGE).map_err(Error::fault)?;
        let has_more = open.len() > most;
        open.truncate(most);
        let mut rows = Vec::with_capacity(open.len());
        for found in open {
            rows.push(Waiting {
                row: found.row()?,
                candidate: people::store::load(conn, found.candidate_id)?,
                school: organizations::store::load(conn, found.organization_id)?,
                found,
            });
        }
        Ok(MatchesPage {
            total: store::count_open(conn, &reach)?,
            next: rows.last().map(|it| it.found.id).filter(|_| has_more),
            frame,
            rows,
        })
    }

    fn school(&self, waiting: &Waiting) -> String {
        waiting.school.name_in(self.frame.words.language).to_owned()
    }

    fn pager(&self) -> Pager {
        let shown = Message::new("matches-shown")
            .with("shown", self.rows.len())
            .with("total", self.total);
        Pager {
            shown: self.frame.tell(shown),
            previous_href: None,
            next_href: self.next.map(|id| format!("/people/matches?after={id}")),
        }
    }
}

/// The two sides of one question.
#[derive(Debug, Template)]
#[template(path = "people/match.html")]
pub struct MatchPage {
    frame: Frame,
    found: Match,
    row: KeptRow,
    born_on: NaiveDate,
    started_on: NaiveDate,
    document: DocumentNumber,
    school: Organization,
    candidate: Person,
    work: Option<(Employment, Organization)>,
    titles: Vec<Title>,
    values: Values,
    problems: Problems,
}

/// One attribute on both sides.
#[derive(Debug)]
struct Attribute {
    label: String,
    in_row: String,
    on_file: String,
    differs: bool,
}

impl MatchPage {
    /// The question, for whoever may decide it.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        id: MatchId,
        (values, errors): (Values, &FieldErrors),
    ) -> Result<MatchPage, Error> {
        let found = actions::load_permitted(conn, context, id)?;
        let candidate = people::store::load(conn, found.candidate_id)?;
        let timeline = people::store::list_employments(conn, candidate.id)?;
        let work = match rules::keeper(&timeline, context.today()) {
            Some(it) => {
                let school = organizations::store::load(conn, it.organization_id)?;
                Some((it.clone(), school))
            }
            None => None,
        };
        let titles = people::store::list_titles(conn, candidate.id)?;
        let row = found.row()?;
        Ok(MatchPage {
            born_on: row.born_on()?,
            started_on: row.started_on()?,
            row,
            document: actions::open_document(context, &found)?,
            school: organizations::store::load(conn, found.organization_id)?,
            titles: titles.into_iter().map(|it| it.title).collect(),
            problems: errors.in_words(frame.words),
            frame,
            found,
            candidate,
            work,
            values,
        })
    }

    fn way(&self) -> [Link; 1] {
        [Link::new(self.frame.say("nav-matches"), "/people/matches")]
    }

    fn is_open(&self) -> bool {
        self.found.state == super::MatchState::Open
    }

    fn has_other_name(&self) -> bool {
        !same_name(&self.row.name, &self.candidate.name)
    }

    fn decisions(&self) -> Vec<Choice> {
        let say = |key| self.frame.say(key);
        let present = self.values.get("decision");
        vec![
            Choice::new("same", say("match-same"), present).explained(say("match-same-hint")),
            Choice::new("another", say("match-another"), present)
                .explained(say("match-another-hint")),
        ]
    }

    /// Both sides, attribute by attribute; what differs is marked.
    fn attributes(&self) -> Vec<Attribute> {
        let mut attributes = self.who();
        attributes.extend(self.what());
        attributes
    }

    fn attribute(&self, key: &str, in_row: String, on_file: String) -> Attribute {
        Attribute {
            differs: in_row != on_file,
            label: self.frame.say(key),
            in_row,
            on_file,
        }
    }

    /// Name, document, sex and birthday.
    fn who(&self) -> Vec<Attribute> {
        let words = self.frame.words;
        let (row, candidate) = (&self.row, &self.candidate);
        let mask = |tail: &str| format!("••••••{tail}");
        let kinds = [self.document.kind(), candidate.document_kind].map(DocumentKind::name_key);
        let is_same_document =
            kinds[0] == kinds[1] && self.document.tail() == candidate.document_tail;
        let born = candidate.born_on.map_or(String::new(), |it| words.date(it));
        vec![
            Attribute {
                differs: self.has_other_name(),
                ..self.attribute("person-name", row.name.clone(), candidate.name.clone())
            },
            self.attribute(
                "person-document-kind",
                words.say(kinds[0]),
                words.say(kinds[1]),
            ),
            Attribute {
                differs: !is_same_document,
                ..self.attribute(
                    "person-document",
                    mask(self.document.tail()),
                    mask(&candidate.document_tail),
                )
            },
            self.attribute(
                "person-sex",
                words.say(row.sex.name_key()),
                words.say(candidate.sex.name_key()),
            ),
            self.attribute("person-born-on", words.date(self.born_on), born),
        ]
    }

    /// School, post, subject, first day and title.
    fn what(&self) -> Vec<Attribute> {
        let words = self.frame.words;
        let row = &self.row;
        let work = self.work.as_ref().map(|(work, _)| work);
        let school = self.work.as_ref().map(|(_, school)| school);
        let title =
            |title: Option<&Title>| title.map_or(String::new(), |it| words.say(it.name_key()));
        vec![
            self.attribute(
                "employment-school",
                self.school.name_in(words.language).to_owned(),
                school.map_or(String::new(), |it| it.name_in(words.language).to_owned()),
            ),
            self.attribute(
                "employment-post",
                words.say(row.post.name_key()),
                work.map_or(String::new(), |it| words.say(it.post.name_key())),
            ),
            self.attribute(
                "employment-subject",
                row.subject.clone().unwrap_or_default(),
                work.and_then(|it| it.subject.clone()).unwrap_or_default(),
            ),
            self.attribute(
                "employment-since",
                words.date(self.started_on),
                work.map_or(String::new(), |it| words.date(it.started_on)),
            ),
            self.attribute(
                "person-title",
                title(row.title.as_ref()),
                title(self.titles.first()),
            ),
        ]
    }
}
