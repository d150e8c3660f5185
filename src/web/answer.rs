//! What a handler answers: a page, a way on, or a file.

use rocket::Request;
use rocket::http::{ContentType, Cookie, Header, Status};
use rocket::response::{Flash, Redirect, Responder, Response};

use crate::message::Message;
use crate::web::frame::Mood;

/// An answer, ready to send.
pub enum Answer {
    /// A rendered page.
    Page {
        /// Its status.
        status: Status,
        /// Its text.
        html: String,
    },
    /// See another page.
    SeeOther {
        /// A path of this site.
        to: String,
        /// What to say there, once: mood and sentence.
        flash: Option<(Mood, String)>,
        /// Cookies to set on the way.
        cookies: Vec<Cookie<'static>>,
    },
    /// A file to keep.
    File(Download),
}

/// A path that a visitor brought along, if it leads to a page of this site and nowhere else.
///
/// Browsers read `//other.site` and `/\\other.site` as addresses of another site.
pub fn own_path(text: &str) -> Option<&str> {
    let is_safe = text.starts_with('/')
        && !text.starts_with("//")
        && !text.contains(['\\', ':'])
        && !text.chars().any(char::is_control)
        && rocket::http::uri::Origin::parse(text).is_ok();
    is_safe.then_some(text)
}

/// Where to go after something was done, and what to say there.
#[derive(Debug, Clone, PartialEq)]
pub struct Goto {
    /// A path of this site.
    pub to: String,
    /// What to say there, once.
    pub flash: Option<(Mood, Message)>,
    /// Cookies to set on the way.
    pub cookies: Vec<Cookie<'static>>,
}

impl Goto {
    /// Goes to a path of this site.
    pub fn to(path: impl Into<String>) -> Goto {
        Goto {
            to: path.into(),
            flash: None,
            cookies: Vec::new(),
        }
    }

    /// Says there that it is done.
    #[must_use]
    pub fn saying(self, key: &'static str) -> Goto {
        self.telling(Mood::Success, Message::new(key))
    }

    /// Says something there.
    #[must_use]
    pub fn telling(mut self, mood: Mood, message: Message) -> Goto {
        self.flash = Some((mood, message));
        self
    }

    /// Sets a cookie on the way.
    #[must_use]
    pub fn setting(mut self, cookie: Cookie<'static>) -> Goto {
        self.cookies.push(cookie);
        self
    }
}

/// A file that the browser saves and never shows inside the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Download {
    /// Its name, in any script.
    pub name: String,
    /// Its type; a fixed one, never the uploader's word.
    pub media_type: ContentType,
    /// Its content.
    pub body: Vec<u8>,
}

impl Download {
    /// A spreadsheet.
    pub fn xlsx(name: impl Into<String>, body: Vec<u8>) -> Download {
        let media_type = ContentType::new(
            "application",
            "vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        );
        Download {
            name: name.into(),
            media_type,
            body,
        }
    }

    /// Comma-separated values.
    pub fn csv(name: impl Into<String>, body: Vec<u8>) -> Download {
        Download {
            name: name.into(),
            media_type: ContentType::CSV,
            body,
        }
    }

    /// `filename*` carries any script (RFC 6266); plain `filename` is for what cannot read it.
    fn disposition(&self) -> String {
        use std::fmt::Write as _;
        let mut encoded = String::new();
        for byte in self.name.bytes() {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
                encoded.push(char::from(byte));
            } else {
                write!(encoded, "%{byte:02X}").expect("writing to a string cannot fail");
            }
        }
        let extension = self
            .name
            .rsplit_once('.')
            .map_or("", |(_, extension)| extension);
        let plain: String = extension
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect();
        format!("attachment; filename=\"download.{plain}\"; filename*=UTF-8''{encoded}")
    }
}

impl<'r> Responder<'r, 'static> for Answer {
    fn respond_to(self, request: &'r Request<'_>) -> rocket::response::Result<'static> {
        match self {
            Answer::Page { status, html } => {
                Response::build_from((ContentType::HTML, html).respond_to(request)?)
                    .status(status)
                    .raw_header("Cache-Control", "no-store")
                    .ok()
            }
            Answer::SeeOther { to, flash, cookies } => {
                for cookie in cookies {
                    request.cookies().add(cookie);
                }
                let redirect = Redirect::to(to);
                match flash {
                    Some((mood, text)) => {
                        Flash::new(redirect, mood.as_class(), text).respond_to(request)
                    }
                    None => redirect.respond_to(request),
                }
            }
            Answer::File(download) => {
                let disposition = Header::new("Content-Disposition", download.disposition());
                Response::build_from(
                    (download.media_type.clone(), download.body).respond_to(request)?,
                )
                .header(disposition)
                .raw_header("Cache-Control", "no-store")
                .raw_header("Content-Security-Policy", "default-src 'none'; sandbox")
                .ok()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_own_paths_are_followed() {
        for own in ["/", "/credit-bank?year=2026", "/people/G4401"] {
            assert_eq!(own_path(own), Some(own));
        }
        for foreign in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example/",
            "evil.example",
            "javascript:alert(1)",
            "/a\r\nSet-Cookie: x=1",
            "/\t/evil.example",
            "/http://evil.example",
        ] {
            assert_eq!(own_path(foreign), None, "{foreign:?}");
        }
    }

    #[test]
    fn a_name_in_any_script_stays_one_header() {
        let download = Download::xlsx("学时\"证明\r\n.xlsx", Vec::new());
        let header = download.disposition();
        assert!(header.starts_with("attachment; filename=\"download.xlsx\"; filename*=UTF-8''"));
        assert!(!header.contains(['\r', '\n']));
        assert_eq!(header.matches('"').count(), 2);
    }
}
