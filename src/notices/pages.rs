//! The pages of notices: what hangs, one notice, the receipt; and the officer's side.

use askama::Template;

use super::actions::{self, Said};
use super::rules::{Entry, ReceiptCode, TEXT_CHARACTERS_MAX};
use super::store::{self, Listed};
use super::{Notice, NoticeId, NoticeKind, NoticeState, Objection, ObjectionId, ObjectionState};
use crate::access::{Action, may};
use crate::clock::day_of;
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::message::Message;
use crate::organizations::{self, Organization};
use crate::web::form::Values;
use crate::web::frame::Frame;
use crate::web::parts::{Chip, Choice, Link, Pager, Problems, Task};
use crate::workflow::publicity;

/// Notices on one page.
const PAGE: usize = 50;
/// Objections on the officer's list; they are few.
const OBJECTIONS_MAX: i64 = 200;

/// Everything that hangs today.
#[derive(Debug, Template)]
#[template(path = "notices/list.html")]
pub struct NoticesPage {
    frame: Frame,
    listed: Vec<Listed>,
    school: String,
    is_officer: bool,
}

impl NoticesPage {
    /// A part of the list, for anybody.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        school: &str,
        after: Option<NoticeId>,
    ) -> Result<NoticesPage, Error> {
        let limit = i64::try_from(PAGE).map_err(Error::fault)?;
        let school = school.trim();
        Ok(NoticesPage {
            listed: store::list_public(conn, context.today(), school, after, limit)?,
            is_officer: context.actor.can_ever(Action::ViewObjections),
            school: school.to_owned(),
            frame,
        })
    }

    fn until(&self, notice: &Notice) -> String {
        let day = self.frame.words.short_date(notice.last_day);
        self.frame
            .tell(Message::new("notice-until").with("day", day))
    }

    fn pager(&self) -> Pager {
        let last = self.listed.last().filter(|_| self.listed.len() == PAGE);
        let school = rocket::http::RawStr::new(&self.school).percent_encode();
        Pager {
            shown: String::new(),
            previous_href: None,
            next_href: last.map(|(it, _)| format!("/notices?school={school}&after={}", it.id)),
        }
    }
}

/// One notice.
#[derive(Debug, Template)]
#[template(path = "notices/show.html")]
pub struct NoticePage {
    frame: Frame,
    notice: Notice,
    place: Organization,
    /// What stands in it, for whom it hangs; none for a stranger once its period is over.
    entries: Option<Vec<Entry>>,
    /// How many lines were taken off.
    struck: usize,
    /// For officers.
    objections: Option<Vec<Objection>>,
    /// Whether an objection is taken now, or why not.
    may_object: Result<(), String>,
    /// Whether what it says may be certified, or why not.
    may_certify: Result<(), String>,
    values: Values,
    problems: Problems,
}

impl NoticePage {
    /// Loads it for anybody.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        id: NoticeId,
    ) -> Result<NoticePage, Error> {
        let notice = store::load(conn, id)?;
        let today = context.today();
        let facts = actions::facts(conn, context, &notice)?;
        let is_officer = may(&context.actor, Action::ViewObjections, &facts).is_ok();
        let calendar = &context.house.calendar;
        let may_object = publicity::may_object(&notice.period(), today, calendar)
            .map_err(|refusal| frame.tell(Message::from(refusal)));
        let may_certify = match actions::may_certify(conn, context, id) {
            Ok(()) => Ok(()),
            Err(Error::Refused(refused)) => Err(frame.tell(refused.message)),
            Err(error) => return Err(error),
        };
        Ok(NoticePage {
            entries: if is_officer || notice.is_public(today) {
                Some(notice.standing()?)
            } else {
                None
            },
            struck: notice.entries()?.len() - notice.standing()?.len(),
            objections: if is_officer {
                Some(store::list_objections(conn, id)?)
            } else {
                None
            },
            place: organizations::store::load(conn, notice.organization_id)?,
            frame,
            notice,
            may_object,
            may_certify,
            values: Values::default(),
            problems: Problems::default(),
        })
    }

    /// With what was typed, and what is wrong with it.
    #[must_use]
    pub fn again(self, values: &Values, errors: &FieldErrors) -> NoticePage {
        NoticePage {
            problems: errors.in_words(self.frame.words),
            values: values.clone(),
            ..self
        }
    }

    fn way(&self) -> [Link; 1] {
        [Link::new(self.frame.say("nav-notices"), "/notices")]
    }

    fn is_withdrawn(&self) -> bool {
        self.notice.state == NoticeState::Withdrawn
    }

    fn lead(&self) -> String {
        let words = self.frame.words;
        let kind = match self.notice.occasion {
            Some(occasion) => occasion.name_key(),
            None => self.notice.kind.name_key(),
        };
        let message = Message::new("notice-lead")
            .with("place", self.place.name_in(words.language))
            .with("kind", words.say(kind));
        words.tell(message)
    }

    /// Why it was posted after another.
    fn posted_because(&self, reason: &str) -> String {
        self.frame
            .tell(Message::new("notice-reason").with("reason", reason))
    }

    fn period(&self) -> String {
        let message = Message::new("notice-period")
            .with("first", self.notice.posted_on)
            .with("last", self.notice.last_day)
            .with("days", i64::from(self.notice.working_days));
        self.frame.tell(message)
    }

    fn struck(&self) -> String {
        let count = Message::new("notice-lines-struck").with("count", self.struck);
        self.frame.tell(count)
    }

    fn text_hint(&self) -> String {
        let most = Message::new("objection-text-hint").with("most", TEXT_CHARACTERS_MAX);
        self.frame.tell(most)
    }

    fn objection_rows(&self) -> Vec<Task> {
        let objections = self.objections.iter().flatten().enumerate();
        objections
            .map(|(index, it)| row(&self.frame, it, &self.notice.title, Some(index + 1)))
            .collect()
    }
}

/// A row of a list of objections.
fn row(frame: &Frame, objection: &Objection, title: &str, number: Option<usize>) -> Task {
    let label = match number {
        Some(number) => frame.tell(Message::new("objection-number").with("number", number)),
        None => title.to_owned(),
    };
    let received = Message::new("objection-received").with("day", day_of(objection.received_at));
    Task {
        link: Link::new(label, super::routes::objection_href(objection.id)),
        detail: frame.tell(received),
        chip: chip(frame, objection.state, true),
        is_open: false,
    }
}

fn chip(frame: &Frame, state: ObjectionState, is_officer: bool) -> Chip {
    let label = frame.say(state.name_key());
    match state {
        ObjectionState::Open if is_officer => Chip::due(label),
        ObjectionState::Open => Chip::wait(label),
        ObjectionState::Dismissed => Chip::plain(label),
        ObjectionState::Upheld => Chip::ok(label),
    }
}

/// What became of an objection, for whoever has its receipt.
#[derive(Debug, Template)]
#[template(path = "notices/receipt.html")]
pub struct ReceiptPage {
    frame: Frame,
    code: String,
    found: Option<(Objection, Notice)>,
    problems: Problems,
}

impl ReceiptPage {
    /// Asks for a code, or answers one.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        address: Option<&str>,
        typed: &str,
    ) -> Result<ReceiptPage, Error> {
        let (found, problems) = if typed.trim().is_empty() {
            (None, Problems::default())
        } else {
            match actions::find_by_receipt(conn, context, address, typed) {
                Ok(found) => (Some(found), Problems::default()),
                Err(Error::Input(errors)) => (None, errors.in_words(frame.words)),
                Err(error) => return Err(error),
            }
        };
        let code = ReceiptCode::parse(typed);
        Ok(ReceiptPage {
            code: code.map_or_else(|| typed.to_owned(), |it| it.to_string()),
            frame,
            found,
            problems,
        })
    }

    fn way(&self) -> [Link; 1] {
        [Link::new(self.frame.say("nav-notices"), "/notices")]
    }

    fn chip(&self, objection: &Objection) -> Chip {
        chip(&self.frame, objection.state, false)
    }
}

/// Objections that wait for an answer.
#[derive(Debug, Template)]
#[template(path = "notices/objections.html")]
pub struct ObjectionsPage {
    frame: Frame,
    waiting: Vec<(Objection, Notice)>,
}

impl ObjectionsPage {
    /// Everything within the officer's reach.
    pub fn load(conn: &mut Conn, context: &Context, frame: Frame) -> Result<ObjectionsPage, Error> {
        let reach = context.actor.reach(Action::ViewObjections);
        if reach.is_empty() {
            return Err(Error::NotFound);
        }
        Ok(ObjectionsPage {
            waiting: store::list_open(conn, &reach, OBJECTIONS_MAX)?,
            frame,
        })
    }

    fn rows(&self) -> Vec<Task> {
        let rows = self.waiting.iter();
        rows.map(|(objection, notice)| row(&self.frame, objection, &notice.title, None))
            .collect()
    }
}

/// One objection, with its answer or the form for it.
#[derive(Debug, Template)]
#[template(path = "notices/objection.html")]
pub struct ObjectionPage {
    frame: Frame,
    objection: Objection,
    notice: Notice,
    /// Nothing for whoever stands in the notice or is barred from it: the objector trusted the office, not them.
    said: Option<Said>,
    /// Whether the reader may answer, or why not.
    may_answer: Result<(), String>,
    /// Lines of which it can be found right, where each is held up by itself.
    lines: Vec<Entry>,
    values: Values,
    problems: Problems,
}

impl ObjectionPage {
    /// Loads it for an officer.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        id: ObjectionId,
    ) -> Result<ObjectionPage, Error> {
        let (objection, notice) = actions::load_visible(conn, context, id)?;
        let facts = actions::facts(conn, context, &notice)?;
        let may_answer = match may(&context.actor, Action::AnswerObjections, &facts) {
            Ok(_) => Ok(()),
            Err(denial) => match Error::from(denial) {
                Error::Refused(refused) => Err(frame.tell(refused.message)),
                error => return Err(error),
            },
        };
        Ok(ObjectionPage {
            said: match facts.person {
                Some(_) => None,
                None => Some(actions::said(context, &objection)?),
            },
            lines: if notice.kind == NoticeKind::Selection {
                notice.standing()?
            } else {
                Vec::new()
            },
            frame,
            objection,
            notice,
            may_answer,
            values: Values::default(),
            problems: Problems::default(),
        })
    }

    /// With what was typed, and what is wrong with it.
    #[must_use]
    pub fn again(self, values: &Values, errors: &FieldErrors) -> ObjectionPage {
        ObjectionPage {
            problems: errors.in_words(self.frame.words),
            values: values.clone(),
            ..self
        }
    }

    fn way(&self) -> [Link; 2] {
        let notice = super::routes::href(self.notice.id);
        [
            Link::new(self.frame.say("objections-title"), "/objections"),
            Link::new(&self.notice.title, notice),
        ]
    }

    fn is_open(&self) -> bool {
        self.objection.state == ObjectionState::Open
    }

    fn lead(&self) -> String {
        let received = day_of(self.objection.received_at);
        self.frame
            .tell(Message::new("objection-received").with("day", received))
    }

    fn chip(&self) -> Chip {
        chip(&self.frame, self.objection.state, true)
    }

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "as the template counts lines"
    )]
    fn is_chosen(&self, line: &usize) -> bool {
        self.values.has("lines", &line.to_string())
    }

    fn findings(&self) -> Vec<Choice> {
        let present = self.values.get("finding");
        let choice = |value: &str, key, hint| {
            Choice::new(value, self.frame.say(key), present).explained(self.frame.say(hint))
        };
        vec![
            choice("dismiss", "finding-dismiss", "finding-dismiss-hint"),
            choice("uphold", "finding-uphold", "finding-uphold-hint"),
        ]
    }
}
