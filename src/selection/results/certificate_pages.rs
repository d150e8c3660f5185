//! Certificates: what anybody may check, and the paper with what its holder and the bureau can do.

use askama::Template;
use chrono::NaiveDate;

use super::rules::{CertificateState, masked};
use super::{Certificate, certificates};
use crate::access::{Action, may};
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::message::Message;
use crate::organizations;
use crate::policy::Certainty;
use crate::selection::nominations::Nomination;
use crate::selection::programmes::pages::certainty;
use crate::selection::results::pages::outcome_href;
use crate::selection::rounds;
use crate::web::form::Values;
use crate::web::frame::Frame;
use crate::web::parts::{Chip, Link, Problems};

fn encoded(number: &str) -> String {
    rocket::http::RawStr::new(number)
        .percent_encode()
        .to_string()
}

/// Where anybody checks a certificate.
pub fn href(number: &str) -> String {
    format!("/certificates/{}", encoded(number))
}

/// Where its paper is.
pub fn paper_href(number: &str) -> String {
    format!("/certificates/{}/paper", encoded(number))
}

pub(super) fn chip(frame: &Frame, certificate: &Certificate) -> Chip {
    let label = frame.say(certificate.state.name_key());
    match certificate.state {
        CertificateState::Valid => Chip::ok(label),
        CertificateState::Renounced | CertificateState::Revoked => Chip::plain(label),
    }
}

/// What became of an honour that is not held any more.
pub(super) fn ended(frame: &Frame, certificate: &Certificate) -> Option<Chip> {
    (certificate.state != CertificateState::Valid).then(|| chip(frame, certificate))
}

/// Whether an honour is held, for anybody who has its number.
#[derive(Debug, Template)]
#[template(path = "selection/certificate_check.html")]
pub struct CheckPage {
    frame: Frame,
    number: String,
    found: Option<Certificate>,
    /// The holder, as a stranger sees the name.
    holder: String,
    problems: Problems,
}

impl CheckPage {
    /// Asks for a number, or answers one.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        address: Option<&str>,
        number: &str,
    ) -> Result<CheckPage, Error> {
        let number = number.trim();
        let (found, problems) = if number.is_empty() {
            (None, Problems::default())
        } else {
            match certificates::check(conn, context, address, number) {
                Ok(found) => (found, Problems::default()),
                Err(Error::Input(errors)) => (None, errors.in_words(frame.words)),
                Err(error) => return Err(error),
            }
        };
        let holder = found.as_ref().map(|it| masked(&it.name));
        Ok(CheckPage {
            holder: holder.unwrap_or_default(),
            found,
            number: number.to_owned(),
            problems,
            frame,
        })
    }

    fn chip(&self, certificate: &Certificate) -> Chip {
        chip(&self.frame, certificate)
    }

    fn honour<'a>(&self, certificate: &'a Certificate) -> &'a str {
        certificate.honour_in(self.frame.words.language)
    }
}

/// The paper.
#[derive(Debug, Template)]
#[template(path = "selection/certificate.html")]
pub struct CertificatePage {
    frame: Frame,
    certificate: Certificate,
    nomination: Nomination,
    bureau: String,
    is_own: bool,
    certifies: bool,
    /// How sure the allowance of the programme is.
    certainty: Option<Certainty>,
    today: NaiveDate,
    values: Values,
    problems: Problems,
}

impl CertificatePage {
    /// For whoever may see the nomination that it followed from.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        number: &str,
        (values, errors): (&Values, &FieldErrors),
    ) -> Result<CertificatePage, Error> {
        let (certificate, nomination) = certificates::load_visible(conn, context, number)?;
        let actor = &context.actor;
        let bureau = organizations::store::load_bureau(conn)?;
        let running = rounds::store::load_running(conn, certificate.round_id)?;
        let allowance = running.programme.award.allowance_yuan.as_ref();
        Ok(CertificatePage {
            certainty: allowance.map(|it| it.certainty),
            problems: errors.in_words(frame.words),
            values: values.clone(),
            bureau: bureau.name_in(frame.words.language).to_owned(),
            is_own: actor.person == Some(certificate.person_id),
            certifies: may(actor, Action::CertifySelection, &nomination.facts()).is_ok(),
            today: context.today(),
            certificate,
            nomination,
            frame,
        })
    }

    fn way(&self) -> [Link; 2] {
        [
            Link::new(self.frame.say("nav-selection"), "/selection"),
            Link::new(
                self.frame.say("outcome-title"),
                outcome_href(self.nomination.id),
            ),
        ]
    }

    fn chip(&self) -> Chip {
        chip(&self.frame, &self.certificate)
    }

    fn honour(&self) -> &str {
        self.certificate.honour_in(self.frame.words.language)
    }

    fn text(&self) -> String {
        let message = Message::new("honour-text")
            .with("name", self.certificate.name.as_str())
            .with("honour", self.honour());
        self.frame.tell(message)
    }

    fn is_held(&self) -> bool {
        self.certificate.state == CertificateState::Valid
    }

    fn has_allowance_to_stop(&self) -> bool {
        self.certificate.allowance_yuan.is_some()
    }

    /// What the form about leaving does: writes the day down, or puts it right.
    fn leaving(&self) -> String {
        match self.certificate.left_on {
            None => self.frame.say("allowance-stop"),
            Some(_) => self.frame.say("allowance-correct"),
        }
    }

    fn certainty_chip(&self) -> Option<Chip> {
        self.certainty.map(|it| certainty(&self.frame, it))
    }

    fn on_paper(&self) -> String {
        let told = Message::new("honour-check-on-paper").with("path", "/certificates");
        self.frame.tell(told)
    }

    /// What the allowance is, and when it stops.
    fn allowance(&self) -> String {
        let Some(yuan) = self.certificate.allowance_yuan else {
            return String::new();
        };
        let message = match self.certificate.allowance_stops_on {
            None => Message::new("allowance-monthly"),
            Some(day) => Message::new("allowance-monthly-until").with("day", day),
        };
        self.frame.tell(message.with("yuan", yuan))
    }

    fn check_href(&self) -> String {
        href(&self.certificate.number)
    }

    fn action(&self, step: &str) -> String {
        format!("/certificates/{}/{step}", encoded(&self.certificate.number))
    }

    /// The day of a form: as typed, or today.
    fn day(&self) -> String {
        match self.values.get("on") {
            "" => self.today.to_string(),
            typed => typed.to_owned(),
        }
    }
}
