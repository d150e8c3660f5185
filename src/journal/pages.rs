//! The page on which the auditor reads the journal.

use askama::Template;

use super::store::load_place_names;
use super::{Entry, Filter, JournalId, SubjectId, list, words};
use crate::access::{Action, Facts, may};
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::identity::rules::normal_login;
use crate::identity::store::{Account, find_by_login};
use crate::message::Message;
use crate::secrets::hex;
use crate::web::frame::Frame;
use crate::web::parts::{Choice, Pager};

const PAGE_SIZE: usize = 50;
/// So many bytes of a commitment are enough to tell two entries apart.
const COMMITMENT_SHOWN: usize = 8;

/// What the auditor asks for.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Question {
    /// Login of whoever acted.
    pub actor: String,
    /// Login of whom it is about: the account or the teacher behind it.
    pub about: String,
    /// What happened.
    pub event: String,
    /// What it is about, by the link beside an entry.
    pub subject: Option<SubjectId>,
    /// Entries before this one.
    pub before: Option<JournalId>,
}

impl Question {
    /// The same question, further back.
    fn href(&self, before: Option<JournalId>) -> String {
        let encoded = |text: &str| rocket::http::RawStr::new(text).percent_encode().to_string();
        let mut parts: Vec<String> = [
            ("actor", &self.actor),
            ("about", &self.about),
            ("event", &self.event),
        ]
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(name, text)| format!("{name}={}", encoded(text)))
        .collect();
        parts.extend(self.subject.map(|it| format!("subject={it}")));
        parts.extend(before.map(|it| format!("before={it}")));
        format!("/journal?{}", parts.join("&"))
    }
}

/// An entry as a row.
#[derive(Debug)]
pub struct EntryRow {
    at: String,
    who: String,
    what: String,
    why: String,
    facts: Vec<String>,
    commitment: String,
    /// All entries about the same.
    subject_href: String,
}

/// The journal, the newest first.
#[derive(Debug, Template)]
#[template(path = "journal/list.html")]
pub struct JournalPage {
    frame: Frame,
    question: Question,
    /// A login that nobody has, if one was asked for.
    unknown: String,
    events: Vec<Choice>,
    rows: Vec<EntryRow>,
    pager: Pager,
}

impl JournalPage {
    /// The entries that answer a question. For whoever may read the whole journal.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        question: Question,
    ) -> Result<JournalPage, Error> {
        may(&context.actor, Action::ViewJournal, &Facts::default())?;
        let events = words::EVENTS
            .iter()
            .map(|(event, key)| Choice::new(*event, frame.say(key), &question.event))
            .collect();
        let mut page = JournalPage {
            unknown: String::new(),
            events,
            rows: Vec::new(),
            pager: Pager::default(),
            question,
            frame,
        };
        page.fill(conn)?;
        Ok(page)
    }

    fn fill(&mut self, conn: &mut Conn) -> Result<(), Error> {
        let actor = self.find(conn, &self.question.actor.clone())?;
        let about = self.find(conn, &self.question.about.clone())?;
        if !self.unknown.is_empty() {
            return Ok(());
        }
        let subjects: Option<Vec<SubjectId>> = match about {
            Some(account) => {
                let ids = [Some(account.id.0), account.person_id.map(|it| it.0)];
                Some(ids.into_iter().flatten().map(SubjectId).collect())
            }
            None => self.question.subject.map(|it| vec![it]),
        };
        let filter = Filter {
            subjects: subjects.as_deref(),
            actor: actor.map(|it| it.id),
            event: Some(self.question.event.as_str()).filter(|it| !it.is_empty()),
        };
        let limit = i64::try_from(PAGE_SIZE + 1).expect("a page is small");
        let mut entries = list(conn, filter, self.question.before, limit)?;
        let has_more = entries.len() > PAGE_SIZE;
        entries.truncate(PAGE_SIZE);
        let last = entries.last().map(|it| it.id);
        self.pager = Pager {
            shown: self
                .frame
                .tell(Message::new("journal-shown").with("count", entries.len())),
            previous_href: self.question.before.map(|_| self.question.href(None)),
            next_href: last
                .filter(|_| has_more)
                .map(|it| self.question.href(Some(it))),
        };
        let ids: Vec<_> = entries
            .iter()
            .flat_map(|it| words::ids(&it.payload.0))
            .collect();
        let reader = words::Reader {
            words: self.frame.words,
            places: &load_place_names(conn, &ids)?,
        };
        self.rows = entries.into_iter().map(|it| row(&reader, it)).collect();
        Ok(())
    }

    /// The account with a login, if one was asked for; an unknown one is remembered.
    fn find(&mut self, conn: &mut Conn, login: &str) -> Result<Option<Account>, Error> {
        let login = normal_login(login);
        if login.is_empty() {
            return Ok(None);
        }
        let found = find_by_login(conn, &login)?;
        if found.is_none() {
            self.unknown = login;
        }
        Ok(found.map(|(account, _)| account))
    }
}

fn row(reader: &words::Reader<'_>, entry: Entry) -> EntryRow {
    let words = reader.words;
    let who = if !entry.actor_name.is_empty() && entry.actor_id.is_none() {
        let by_program = Message::new("journal-by-program");
        words.tell(by_program.with("name", entry.actor_name))
    } else if entry.actor_name.is_empty() {
        words.say("journal-by-nobody")
    } else {
        entry.actor_name
    };
    EntryRow {
        at: words.date_time(entry.recorded_at.utc()),
        who,
        what: words::event_name(words, &entry.event),
        why: entry.reason.unwrap_or_default(),
        facts: reader.facts(&entry.payload.0),
        commitment: hex(&entry.commitment[..COMMITMENT_SHOWN.min(entry.commitment.len())]),
        subject_href: format!("/journal?subject={}", entry.subject_id),
    }
}
