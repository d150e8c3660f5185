//! What features, the public and officers do with notices: one function per use case.
//!
//! Features post and take down in their own procedures, and ask for their own rights before they do.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::rules::{Entry, ReceiptCode, may_post, read_objection, strike};
use super::{
    Notice, NoticeId, NoticeKind, NoticeState, NoticeSubjectId, Objection, ObjectionId,
    ObjectionState, Occasion, store,
};
use crate::access::{Action, Actor, Facts, may};
use crate::context::Context;
use crate::db::{Conn, Db, Json};
use crate::error::Error;
use crate::identity::rules::minutes_to_wait;
use crate::identity::tries::Tried;
use crate::journal::{self, Act};
use crate::message::Message;
use crate::organizations::{self, OrganizationId};
use crate::people::PersonId;
use crate::secrets::Purpose;
use crate::tasks::Task;
use crate::workflow::publicity::{self, Finding, Refusal};

/// A notice, before it is posted.
#[derive(Debug, Clone, Copy)]
pub struct NewNotice<'a> {
    /// What is posted.
    pub kind: NoticeKind,
    /// Its heading.
    pub title: &'a str,
    /// What it is about: a table's name and a row's id.
    pub subject: (&'static str, Uuid),
    /// Whose notice it is; its officers, and those above them, answer objections.
    pub organization: OrganizationId,
    /// How long it hangs; policy data.
    pub working_days: u32,
    /// Who and what.
    pub entries: &'a [Entry],
    /// Which list of a selection it is, and why it is posted after another.
    pub occasion: Option<(Occasion, Option<&'a str>)>,
}

/// Posts a notice from today on. The feature that calls has asked for its own right to do so.
pub fn open_notice(
    conn: &mut Conn,
    context: &Context,
    new: &NewNotice<'_>,
) -> Result<NoticeId, Error> {
    may_post(new.title, new.entries, new.working_days)?;
    let place = organizations::store::load(conn, new.organization)?;
    let period = publicity::Notice {
        posted_on: context.today(),
        working_days: new.working_days,
    };
    let last_day = period
        .last_day(&context.house.calendar)
        .map_err(Refusal::HolidaysMissing)?;
    let notice = Notice {
        id: NoticeId::new(),
        kind: new.kind,
        title: new.title.trim().to_owned(),
        subject_kind: new.subject.0.to_owned(),
        subject_id: NoticeSubjectId(new.subject.1),
        organization_id: place.id,
        district_id: place.district_id,
        posted_on: period.posted_on,
        working_days: i32::try_from(new.working_days).map_err(Error::fault)?,
        last_day,
        entries: Json::of(&new.entries),
        state: NoticeState::Posted,
        posted_at: context.at,
        version: 1,
        occasion: new.occasion.map(|(it, _)| it),
        reason: new.occasion.and_then(|(_, why)| why).map(str::to_owned),
    };
    store::insert(conn, &notice)?;
    record(conn, context, &notice, "notice_posted", None)?;
    Ok(notice.id)
}

/// Takes a notice down for the feature that posted it: nothing can be certified by it any more.
pub fn withdraw_notice(
    conn: &mut Conn,
    context: &Context,
    id: NoticeId,
    reason: &str,
) -> Result<(), Error> {
    let notice = store::load(conn, id)?;
    if notice.state == NoticeState::Withdrawn {
        return Err(Error::not_now(Message::new("notice-withdrawn")));
    }
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Refusal::ReasonMissing.into());
    }
    store::withdraw(conn, id, notice.version)?;
    record(conn, context, &notice, "notice_withdrawn", Some(reason))
}

/// Takes the lines of these people off a notice, for the feature that posted it: their names are no
/// longer shown, and the others stay. With its last line the notice is taken down, unless an objection
/// waits for its answer. Does nothing to a notice that was taken down.
pub fn strike_lines(
    conn: &mut Conn,
    context: &Context,
    id: NoticeId,
    persons: &BTreeSet<PersonId>,
    reason: &str,
) -> Result<(), Error> {
    let notice = store::load(conn, id)?;
    let mut entries = notice.entries()?;
    let is_posted = notice.state == NoticeState::Posted;
    if !is_posted || strike(&mut entries, persons) == 0 {
        return Ok(());
    }
    store::save_entries(conn, id, notice.version, Json::of(&entries))?;
    let notice = store::load(conn, id)?;
    let reason = Some(reason.trim()).filter(|it| !it.is_empty());
    record(conn, context, &notice, "notice_lines_struck", reason)?;
    take_down_if_done(conn, context, id, reason)
}

/// Takes a notice down on which no line stands any more and for which no objection waits.
fn take_down_if_done(
    conn: &mut Conn,
    context: &Context,
    id: NoticeId,
    reason: Option<&str>,
) -> Result<(), Error> {
    let notice = store::load(conn, id)?;
    if !notice.standing()?.is_empty() || count_unanswered(conn, id)? > 0 {
        return Ok(());
    }
    store::withdraw(conn, id, notice.version)?;
    record(conn, context, &notice, "notice_withdrawn", reason)
}

/// Refuses while an objection to a notice waits for its answer, for the feature that is about to
/// take the notice down: an objection to a notice that was taken down is answered by nobody.
pub fn expect_answered(conn: &mut Conn, id: NoticeId) -> Result<(), Error> {
    match count_unanswered(conn, id)? {
        0 => Ok(()),
        count => Err(Error::not_now(
            Message::new("notice-objections-open").with("count", count),
        )),
    }
}

fn count_unanswered(conn: &mut Conn, id: NoticeId) -> Result<usize, Error> {
    let objections = store::list_objections(conn, id)?;
    let is_open = |it: &&Objection| it.state == ObjectionState::Open;
    Ok(objections.iter().filter(is_open).count())
}

/// Whether what a notice says may be certified today: its period is over, and each objection has
/// been answered and none upheld.
pub fn may_certify(conn: &mut Conn, context: &Context, id: NoticeId) -> Result<(), Error> {
    Hanging::load(conn, id)?.may_certify(context, None)
}

/// The same for one line of a notice: an objection that was found right about others only does not hold
/// it up, and it keeps its days.
pub fn may_certify_line(
    conn: &mut Conn,
    context: &Context,
    id: NoticeId,
    person: PersonId,
) -> Result<(), Error> {
    Hanging::load(conn, id)?.may_certify(context, Some(person))
}

/// A notice with what was said against it: read once for all its lines.
#[derive(Debug, Clone)]
pub struct Hanging {
    notice: Notice,
    objections: Vec<Objection>,
}

impl Hanging {
    /// Reads both.
    pub fn load(conn: &mut Conn, id: NoticeId) -> Result<Hanging, Error> {
        Ok(Hanging {
            notice: store::load(conn, id)?,
            objections: store::list_objections(conn, id)?,
        })
    }

    /// Whether nothing can be certified by the line of a person any more: the notice was taken down, or
    /// an objection about the person or the whole list was right.
    pub fn is_void_for(&self, person: PersonId) -> Result<bool, Error> {
        let mut is_void = self.notice.state == NoticeState::Withdrawn;
        for objection in &self.objections {
            is_void |= objection.is_right_about(person)?;
        }
        Ok(is_void)
    }

    /// Whether what it says of a person, or all that it says, may be certified today.
    pub fn may_certify(&self, context: &Context, person: Option<PersonId>) -> Result<(), Error> {
        if self.notice.state == NoticeState::Withdrawn {
            return Err(Error::not_now(Message::new("notice-withdrawn")));
        }
        let mut objections = Vec::new();
        for (number, objection) in (1..).zip(&self.objections) {
            let is_about_others = match (objection.state, person) {
                (ObjectionState::Upheld, Some(person)) => !objection.is_right_about(person)?,
                _ => false,
            };
            if !is_about_others {
                objections.push(objection.case(number));
            }
        }
        let calendar = &context.house.calendar;
        Ok(publicity::may_certify(
            &self.notice.period(),
            &objections,
            context.today(),
            calendar,
        )?)
    }
}

/// Objections as the engine sees them.
pub fn cases(objections: &[Objection]) -> Vec<publicity::Objection> {
    let case = |(index, it): (usize, &Objection)| it.case(index + 1);
    objections.iter().enumerate().map(case).collect()
}

/// Takes an objection from anybody, and gives the code by which the answer is found.
///
/// Who is signed in is not written down: whoever objects need not be known.
pub fn object(
    conn: &mut Conn,
    context: &Context,
    id: NoticeId,
    text: &str,
    contact: &str,
) -> Result<ReceiptCode, Error> {
    let notice = store::load(conn, id)?;
    if notice.state == NoticeState::Withdrawn {
        return Err(Error::not_now(Message::new("notice-withdrawn")));
    }
    publicity::may_object(&notice.period(), context.today(), &context.house.calendar)?;
    let (text, contact) = read_objection(text, contact).map_err(Error::Input)?;
    let code = ReceiptCode::from_random(rand::random());
    let objection = ObjectionId::new();
    let seal = |plain: &str| {
        let keys = &context.house.keys;
        keys.seal(Purpose::Objection, objection.0.as_bytes(), plain.as_bytes())
    };
    store::insert_objection(
        conn,
        &Objection {
            id: objection,
            notice_id: id,
            receipt_digest: digest(context, &code),
            text_cipher: seal(&text),
            contact_cipher: contact.as_deref().map(seal),
            received_at: context.at,
            state: ObjectionState::Open,
            answer: None,
            answered_at: None,
            version: 1,
            concerns: None,
        },
    )?;
    let anonymous = Context {
        actor: Actor::nobody(),
        ..context.clone()
    };
    record(conn, &anonymous, &notice, "objection_received", None)?;
    Ok(code)
}

/// As [`object`], in a transaction of its own and from a network address, which may not flood.
pub fn object_from(
    db: &Db,
    context: &Context,
    address: Option<&str>,
    id: NoticeId,
    (text, contact): (&str, &str),
) -> Result<ReceiptCode, Error> {
    expect_patience(context, address, "text")?;
    let once = context.request.get();
    let code = db.write(|conn| {
        context.request.set(once);
        object(conn, context, id, text, contact)
    })?;
    count_try(context, address);
    Ok(code)
}

/// The objection that a receipt belongs to. Wrong codes from one address have to wait after a while.
pub fn find_by_receipt(
    conn: &mut Conn,
    context: &Context,
    address: Option<&str>,
    typed: &str,
) -> Result<(Objection, Notice), Error> {
    expect_patience(context, address, "code")?;
    let found = match ReceiptCode::parse(typed) {
        Some(code) => store::find_by_receipt(conn, &digest(context, &code))?,
        None => None,
    };
    let Some(objection) = found else {
        count_try(context, address);
        let unknown = Message::new("objection-receipt-unknown");
        return Err(Error::input("code", unknown));
    };
    let notice = store::load(conn, objection.notice_id)?;
    Ok((objection, notice))
}

fn expect_patience(
    context: &Context,
    address: Option<&str>,
    field: &'static str,
) -> Result<(), Error> {
    let tries = &context.house.tries;
    let until = address.and_then(|it| tries.locked_until(Tried::Objector(it), context.at));
    match minutes_to_wait(until, context.at) {
        None => Ok(()),
        Some(minutes) => {
            let wait = Message::new("objection-wait").with("minutes", minutes);
            Err(Error::input(field, wait))
        }
    }
}

fn count_try(context: &Context, address: Option<&str>) {
    if let Some(address) = address {
        let tries = &context.house.tries;
        tries.add_wrong(Tried::Objector(address), context.at);
    }
}

fn digest(context: &Context, code: &ReceiptCode) -> Vec<u8> {
    let keys = &context.house.keys;
    keys.digest(Purpose::ObjectionReceipt, &[code.as_bytes()])
        .to_vec()
}

/// What an objection says, and how its author can be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The objection itself.
    pub text: String,
    /// A contact, if one was given.
    pub contact: Option<String>,
}

/// Opens what is sealed. The caller has asked whether the reader may.
pub fn said(context: &Context, objection: &Objection) -> Result<Said, Error> {
    let open = |sealed: &[u8]| {
        let keys = &context.house.keys;
        let plain = keys.open(Purpose::Objection, objection.id.0.as_bytes(), sealed)?;
        String::from_utf8(plain).map_err(Error::fault)
    };
    Ok(Said {
        text: open(&objection.text_cipher)?,
        contact: objection.contact_cipher.as_deref().map(open).transpose()?,
    })
}

/// Keeps people from answering objections to a notice whose names do not stand in it, for the feature
/// that posted it: those who would gain from the answer, or judged before.
pub fn bar(conn: &mut Conn, id: NoticeId, persons: &BTreeSet<PersonId>) -> Result<(), Error> {
    store::insert_barred(conn, id, persons)
}

/// Where a notice belongs, for questions of access. Who stands in it, or was barred when it was posted,
/// answers nothing about it.
pub fn facts(conn: &mut Conn, context: &Context, notice: &Notice) -> Result<Facts, Error> {
    let facts = notice.facts(context.actor.person)?;
    let Some(reader) = context.actor.person else {
        return Ok(facts);
    };
    let is_barred = store::is_barred(conn, notice.id, reader)?;
    let person = facts.person.or(Some(reader).filter(|_| is_barred));
    Ok(Facts { person, ..facts })
}

/// Keeps somebody from answering objections to what was posted about something already.
pub fn bar_from_subject(
    conn: &mut Conn,
    subject: NoticeSubjectId,
    person: PersonId,
) -> Result<(), Error> {
    for notice in store::list_of_subject(conn, subject)? {
        if !store::is_barred(conn, notice.id, person)? {
            bar(conn, notice.id, &BTreeSet::from([person]))?;
        }
    }
    Ok(())
}

/// An objection with its notice, for an officer who may see it.
pub fn load_visible(
    conn: &mut Conn,
    context: &Context,
    id: ObjectionId,
) -> Result<(Objection, Notice), Error> {
    let objection = store::load_objection(conn, id)?;
    let notice = store::load(conn, objection.notice_id)?;
    let facts = facts(conn, context, &notice)?;
    may(&context.actor, Action::ViewObjections, &facts)?;
    Ok((objection, notice))
}

/// Answers an objection, once. Whoever stands in the notice, or is barred from it, does not.
pub fn answer_objection(
    conn: &mut Conn,
    context: &Context,
    id: ObjectionId,
    seen: i64,
    finding: Finding,
    reason: &str,
) -> Result<(), Error> {
    answer_about(conn, context, (id, seen), (finding, &[]), reason)
}

/// The same, where an objection that is right names lines, by their place among those that stand: the
/// others keep their days.
pub fn answer_about(
    conn: &mut Conn,
    context: &Context,
    (id, seen): (ObjectionId, i64),
    (finding, lines): (Finding, &[usize]),
    reason: &str,
) -> Result<(), Error> {
    let (objection, notice) = load_visible(conn, context, id)?;
    let facts = facts(conn, context, &notice)?;
    may(&context.actor, Action::AnswerObjections, &facts)?;
    if notice.state == NoticeState::Withdrawn {
        return Err(Error::not_now(Message::new("notice-withdrawn")));
    }
    // Its place among the others matters to nobody here.
    publicity::answer(&objection.case(1), finding, reason, context.today())?;
    let state = match finding {
        Finding::Dismiss => ObjectionState::Dismissed,
        Finding::Uphold => ObjectionState::Upheld,
    };
    let reason = reason.trim();
    let concerns = concerned(&notice, (finding, lines))?;
    store::save_answer(conn, id, seen, (state, concerns), (reason, context.at))?;
    let act = Act {
        event: "objection_answered",
        subject: ("notices", notice.id.0),
        organization: Some(notice.organization_id),
        reason: Some(reason),
        payload: serde_json::json!({ "title": notice.title, "finding": state }),
    };
    journal::record(conn, context, act)?;
    take_down_if_done(conn, context, notice.id, None)
}

/// Whom an objection that is right is about; none for the list as a whole.
fn concerned(
    notice: &Notice,
    (finding, lines): (Finding, &[usize]),
) -> Result<Option<Json>, Error> {
    if finding == Finding::Dismiss || lines.is_empty() {
        return Ok(None);
    }
    let standing = notice.standing()?;
    let mut concerned = BTreeSet::new();
    for line in lines {
        let entry = standing.get(*line).ok_or(Error::NotFound)?;
        // A line about nobody in particular is the list's.
        let Some(person) = entry.person else {
            return Ok(None);
        };
        concerned.insert(person);
    }
    Ok(Some(Json::of(&concerned)))
}

/// Objections that wait for this officer, the earliest end of a notice as their deadline.
pub fn tasks(conn: &mut Conn, context: &Context) -> Result<Vec<Task>, Error> {
    let reach = context.actor.reach(Action::AnswerObjections);
    if reach.is_empty() {
        return Ok(Vec::new());
    }
    let (count, due_on) = store::count_open(conn, &reach)?;
    Ok(vec![Task {
        message: Message::new("task-objections-to-answer").with("count", count),
        count,
        href: "/objections".into(),
        due_on,
    }])
}

fn record(
    conn: &mut Conn,
    context: &Context,
    notice: &Notice,
    event: &'static str,
    reason: Option<&str>,
) -> Result<(), Error> {
    let act = Act {
        event,
        subject: ("notices", notice.id.0),
        organization: Some(notice.organization_id),
        reason,
        payload: serde_json::json!({
            "title": notice.title,
            "posted_on": notice.posted_on.to_string(),
            "last_day": notice.last_day.to_string(),
            "count": notice.standing()?.len(),
        }),
    };
    journal::record(conn, context, act)?;
    Ok(())
}
