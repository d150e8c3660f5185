//! The pages of somebody's qualification: what is held and what it allows today, and its forms.

use askama::Template;

use super::CertificateId;
use super::rules::entry::Judgment;
use super::rules::{self, EventKind, Fit, Standing, TaughtPost};
use super::store::{self, CertificateRow, EventRow, QualificationFile};
use crate::access::{Action, Facts, may};
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::message::Message;
use crate::organizations;
use crate::people::tabs::{Tab, tabs};
use crate::people::{self, Person};
use crate::policy::{
    self, Certainty, CertificateType, CertificateValidity, ExamValidity, PutonghuaLevel,
    PutonghuaRequirement, QualificationBars, RuleSet, TeachingLevel,
};
use crate::web::form::Values;
use crate::web::frame::{Frame, NavItem};
use crate::web::parts::{Chip, Choice, Link, Problems, Verdict};

/// One certificate with what is to be said about it.
#[derive(Debug)]
struct Held {
    row: CertificateRow,
    /// Whether it is valid today.
    is_valid: bool,
    /// What somebody should look into.
    doubts: Vec<String>,
    /// Until when the certificate of the examination can be used.
    exam_until: Option<String>,
}

/// Everything about somebody's qualification.
#[derive(Debug, Template)]
#[template(path = "qualifications/show.html")]
pub struct CertificatesPage {
    frame: Frame,
    person: Person,
    tabs: Vec<NavItem>,
    held: Vec<Held>,
    events: Vec<EventRow>,
    standing: Standing,
    /// Whether one may teach, level by level, the own ones first.
    posts: Vec<Verdict>,
    may_edit: bool,
    may_decide: bool,
    problems: Problems,
}

impl CertificatesPage {
    /// The page, for whoever may see the file.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        number: &str,
    ) -> Result<CertificatesPage, Error> {
        let (person, facts) = visible(conn, context, number)?;
        let today = context.today();
        let certificates = store::list_certificates_of(conn, &[person.id])?;
        let events = store::list_events_of(conn, &[person.id])?;
        let file = QualificationFile::of(&certificates, &events);
        let bars: RuleSet<QualificationBars> = policy::load_at(conn, today)?;
        let exam: RuleSet<ExamValidity> = policy::load_at(conn, today)?;
        let valid = rules::valid_on(&file.certificates, &file.events, today);
        let held = certificates.into_iter().map(|row| {
            let certificate = row.certificate();
            Held {
                is_valid: valid.iter().any(|it| **it == certificate),
                doubts: rules::doubts(&certificate)
                    .into_iter()
                    .map(|doubt| frame.tell(Message::from(doubt)))
                    .collect(),
                exam_until: row.exam_passed_on.map(|day| {
                    let until = rules::exam_certificate_until(day, &exam.parameters);
                    frame.words.date(until)
                }),
                row,
            }
        });
        let held = held.collect();
        Ok(CertificatesPage {
            tabs: tabs(context, &frame, &person, &facts, Tab::Certificates),
            posts: posts(conn, context, &frame, &person, &file)?,
            standing: rules::standing_on(&file.events, &bars.parameters, today),
            may_edit: may(&context.actor, Action::EditPeople, &facts).is_ok(),
            may_decide: may(&context.actor, Action::DecideQualification, &facts).is_ok(),
            problems: Problems::default(),
            frame,
            person,
            held,
            events,
        })
    }

    /// The same page after a reason that will not do.
    #[must_use]
    pub fn again(mut self, errors: &FieldErrors) -> CertificatesPage {
        self.problems = errors.in_words(self.frame.words);
        self
    }

    fn href(&self, rest: &str) -> String {
        format!("{}{rest}", Tab::Certificates.href(&self.person))
    }

    fn standing_text(&self) -> String {
        self.frame.tell(Message::from(self.standing))
    }

    fn is_clear(&self) -> bool {
        self.standing == Standing::Clear
    }

    fn chip(&self, held: &Held) -> Chip {
        if held.is_valid {
            Chip::ok(self.frame.say("certificate-valid"))
        } else {
            Chip::plain(self.frame.say("certificate-void"))
        }
    }
}

/// Whether somebody may teach at each level today, and why; the levels of the own school come first.
fn posts(
    conn: &mut Conn,
    context: &Context,
    frame: &Frame,
    person: &Person,
    file: &QualificationFile,
) -> Result<Vec<Verdict>, Error> {
    let today = context.today();
    let validity: RuleSet<CertificateValidity> = policy::load_at(conn, today)?;
    let putonghua: RuleSet<PutonghuaRequirement> = policy::load_at(conn, today)?;
    let employments = people::store::list_employments(conn, person.id)?;
    let present = people::rules::present(&employments);
    let stage = match present {
        Some(it) => organizations::store::load(conn, it.organization_id)?.stage,
        None => None,
    };
    let own = present.map_or(&[][..], |_| rules::levels_of(stage));
    let subject = present.and_then(|it| it.subject.clone());
    let valid = rules::valid_on(&file.certificates, &file.events, today);
    let mut levels = TeachingLevel::ALL.to_vec();
    levels.sort_by_key(|level| !own.contains(level));
    let verdict = |level: TeachingLevel| {
        let is_own = own.contains(&level);
        let post = TaughtPost {
            level,
            subject: subject.clone().filter(|_| is_own),
        };
        let rule = &validity.parameters;
        let fit = rules::may_teach(&valid, file.preschool_trained_on, &post, today, rule);
        let speaks = rules::speaks_well_enough(file.putonghua, &post, &putonghua.parameters);
        let speaks = speaks.err().filter(|_| fit.verdict.is_fit());
        told(frame, level, is_own, &fit, speaks)
    };
    Ok(levels.into_iter().map(verdict).collect())
}

/// A verdict about one level in words.
fn told(
    frame: &Frame,
    level: TeachingLevel,
    is_own: bool,
    fit: &Fit,
    speaks: Option<rules::Refusal>,
) -> Verdict {
    let level = frame.say(level.name_key());
    let title = if is_own {
        frame.tell(Message::new("post-own-level").with("level", level))
    } else {
        level
    };
    let remarks = fit.warning().into_iter().chain(speaks.map(Message::from));
    let remarks: Vec<String> = remarks.map(|it| frame.tell(it)).collect();
    let mut clause = fit.clause.clone();
    if fit.certainty == Certainty::Recalled {
        clause = format!("{clause} · {}", frame.say(fit.certainty.name_key()));
    }
    Verdict {
        title,
        found: frame.tell(Message::from(fit.verdict)),
        chip: if fit.verdict.is_fit() {
            Chip::ok(frame.say("post-may-teach"))
        } else {
            Chip::plain(frame.say("post-may-not-teach"))
        },
        clause,
        cure: remarks.join(" "),
        parts: Vec::new(),
        is_open: is_own,
    }
}

/// The form of a certificate.
#[derive(Debug, Template)]
#[template(path = "qualifications/edit.html")]
pub struct CertificatePage {
    frame: Frame,
    person: Person,
    certificate: Option<CertificateRow>,
    values: Values,
    problems: Problems,
}

impl CertificatePage {
    /// A new one, or one that is to be corrected.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        number: &str,
        id: Option<CertificateId>,
    ) -> Result<CertificatePage, Error> {
        let (person, facts) = visible(conn, context, number)?;
        may(&context.actor, Action::EditPeople, &facts)?;
        let certificate = match id {
            Some(id) => Some(load_of(conn, &person, id)?),
            None => None,
        };
        Ok(CertificatePage {
            values: certificate.as_ref().map(values_of).unwrap_or_default(),
            problems: Problems::default(),
            frame,
            person,
            certificate,
        })
    }

    /// With what was typed, and what is wrong with it.
    #[must_use]
    pub fn again(self, values: &Values, errors: &FieldErrors) -> CertificatePage {
        CertificatePage {
            problems: errors.in_words(self.frame.words),
            values: values.clone(),
            ..self
        }
    }

    fn way(&self) -> [Link; 2] {
        way_to(&self.frame, &self.person)
    }

    fn title(&self) -> String {
        self.frame.say(if self.certificate.is_some() {
            "certificate-correct"
        } else {
            "certificate-add"
        })
    }

    fn back(&self) -> String {
        Tab::Certificates.href(&self.person)
    }

    fn value(&self, field: &str) -> &str {
        self.values.get(field)
    }

    fn version(&self) -> &str {
        match self.value("version") {
            "" => "0",
            seen => seen,
        }
    }

    fn kinds(&self) -> Vec<Choice> {
        let choice = |it: &CertificateType| {
            Choice::new(
                it.as_str(),
                self.frame.say(it.name_key()),
                self.value("kind"),
            )
        };
        CertificateType::ALL.iter().map(choice).collect()
    }

    fn levels(&self) -> Vec<Choice> {
        let choice = |it: &PutonghuaLevel| {
            let present = self.value("putonghua");
            Choice::new(it.as_str(), self.frame.say(it.name_key()), present)
        };
        PutonghuaLevel::ALL.iter().rev().map(choice).collect()
    }
}

fn values_of(row: &CertificateRow) -> Values {
    let day = |it: Option<chrono::NaiveDate>| it.map(|it| it.to_string()).unwrap_or_default();
    let text = |it: &Option<String>| it.clone().unwrap_or_default();
    Values::of([
        ("version", row.version.to_string()),
        ("kind", row.kind.to_string()),
        ("subject", text(&row.subject)),
        ("number", row.number.clone()),
        ("certified_on", row.certified_on.to_string()),
        ("issued_by", text(&row.issued_by)),
        (
            "putonghua",
            row.putonghua.map(|it| it.to_string()).unwrap_or_default(),
        ),
        ("exam_passed_on", day(row.exam_passed_on)),
        ("exam_number", text(&row.exam_number)),
        ("preschool_trained_on", day(row.preschool_trained_on)),
    ])
}

/// The form of a loss, a revocation or cheating.
#[derive(Debug, Template)]
#[template(path = "qualifications/event.html")]
pub struct EventPage {
    frame: Frame,
    person: Person,
    values: Values,
    problems: Problems,
}

impl EventPage {
    /// The blank form, for offices.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        number: &str,
    ) -> Result<EventPage, Error> {
        let (person, facts) = visible(conn, context, number)?;
        may(&context.actor, Action::DecideQualification, &facts)?;
        Ok(EventPage {
            frame,
            person,
            values: Values::default(),
            problems: Problems::default(),
        })
    }

    /// With what was typed, and what is wrong with it.
    #[must_use]
    pub fn again(self, values: &Values, errors: &FieldErrors) -> EventPage {
        EventPage {
            problems: errors.in_words(self.frame.words),
            values: values.clone(),
            ..self
        }
    }

    fn way(&self) -> [Link; 2] {
        way_to(&self.frame, &self.person)
    }

    fn back(&self) -> String {
        Tab::Certificates.href(&self.person)
    }

    fn kinds(&self) -> Vec<Choice> {
        let choice = |it: &EventKind| {
            let hint = self.frame.say(it.hint_key());
            Choice::new(
                it.as_str(),
                self.frame.say(it.name_key()),
                self.values.get("kind"),
            )
            .explained(hint)
        };
        EventKind::ALL.iter().map(choice).collect()
    }

    fn judgments(&self) -> Vec<Choice> {
        let choice = |it: &Judgment| {
            let present = self.values.get("judgment");
            Choice::new(it.as_str(), self.frame.say(it.name_key()), present)
        };
        Judgment::ALL.iter().map(choice).collect()
    }
}

/// A person whose file the reader may see.
pub(super) fn visible(
    conn: &mut Conn,
    context: &Context,
    number: &str,
) -> Result<(Person, Facts), Error> {
    let person = people::pages::load_visible(conn, context, number)?;
    let facts = people::store::find_facts(conn, person.id, context.today())?;
    Ok((person, facts))
}

/// A certificate of this person; somebody else's does not exist here.
pub(super) fn load_of(
    conn: &mut Conn,
    person: &Person,
    id: CertificateId,
) -> Result<CertificateRow, Error> {
    let row = store::load_certificate(conn, id)?;
    if row.person_id == person.id {
        Ok(row)
    } else {
        Err(Error::NotFound)
    }
}

fn way_to(frame: &Frame, person: &Person) -> [Link; 2] {
    let file = people::pages::way_to(frame, person)[1].clone();
    let certificates = Tab::Certificates.href(person);
    [file, Link::new(frame.say("tab-certificates"), certificates)]
}
