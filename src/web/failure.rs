//! The pages for what did not work: what happened, and what one can do now.
//!
//! Only the page. Which error becomes which failure is decided in `web::errors`.

use askama::Template;
use askama_web::WebTemplate;
use rocket::http::Status;

use crate::error::{RefusalKind, Refused};
use crate::message::Message;
use crate::web::frame::Frame;
use crate::web::parts::Link;

/// What did not work, as far as the visitor may know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// There is no such page, or one may not know of it.
    NotFound,
    /// A rule says no; the reason is said.
    Refused(Refused),
    /// What was sent has a wrong field, and there is no form to show again.
    Wrong(Message),
    /// Somebody else changed the same thing first.
    Stale,
    /// The request cannot be read as the form it should be.
    Unreadable,
    /// The file or form is larger than we take.
    TooLarge {
        /// What we take.
        limit_megabytes: i64,
    },
    /// Too many tries.
    TooMany {
        /// When to try again.
        wait_seconds: i64,
    },
    /// Our own fault. The id finds it in the log.
    Fault {
        /// Id of the request.
        request_id: String,
    },
}

impl Failure {
    /// The status of the answer.
    pub fn status(&self) -> Status {
        match self {
            Failure::NotFound => Status::NotFound,
            Failure::Refused(refused) => match refused.kind {
                RefusalKind::NotAllowed => Status::Forbidden,
                RefusalKind::NotNow => Status::Conflict,
            },
            Failure::Stale => Status::Conflict,
            Failure::Wrong(_) | Failure::Unreadable => Status::UnprocessableEntity,
            Failure::TooLarge { .. } => Status::PayloadTooLarge,
            Failure::TooMany { .. } => Status::TooManyRequests,
            Failure::Fault { .. } => Status::InternalServerError,
        }
    }

    /// Whether the number says more than the words: not where a rule has given its reason.
    fn has_code(&self) -> bool {
        !matches!(
            self,
            Failure::Refused(_) | Failure::Wrong(_) | Failure::Stale
        )
    }

    fn title(&self) -> Message {
        Message::new(match self {
            Failure::NotFound => "failure-not-found",
            Failure::Refused(_) | Failure::Wrong(_) => "failure-refused",
            Failure::Stale => "failure-stale",
            Failure::Unreadable => "failure-unreadable",
            Failure::TooLarge { .. } => "failure-too-large",
            Failure::TooMany { .. } => "failure-too-many",
            Failure::Fault { .. } => "failure-fault",
        })
    }

    /// What to do now, or the reason of the refusal.
    fn advice(&self) -> Message {
        match self {
            Failure::NotFound => Message::new("failure-not-found-advice"),
            Failure::Refused(refused) => refused.message.clone(),
            Failure::Wrong(reason) => reason.clone(),
            Failure::Stale => Message::new("failure-stale-advice"),
            Failure::Unreadable => Message::new("failure-unreadable-advice"),
            Failure::TooLarge { limit_megabytes } => {
                Message::new("failure-too-large-advice").with("megabytes", *limit_megabytes)
            }
            Failure::TooMany { wait_seconds } => {
                let minutes = (wait_seconds.max(&1) + 59) / 60;
                Message::new("failure-too-many-advice").with("minutes", minutes)
            }
            Failure::Fault { request_id } => {
                Message::new("failure-fault-advice").with("id", request_id.as_str())
            }
        }
    }
}

/// The page of a failure. Set the status from [`Failure::status`].
#[derive(Debug, Template, WebTemplate)]
#[template(path = "failure.html")]
pub struct FailurePage {
    /// The frame; bare where even the visitor could not be found out.
    pub frame: Frame,
    /// What did not work.
    pub failure: Failure,
    /// Ways on, the best first: the present state of a stale case, the list it came from.
    pub ways_on: Vec<Link>,
}
