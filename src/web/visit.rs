//! A visit: one request of one person, from cookie to answer.
//!
//! The guard only reads headers. Session, queries and rendering happen together in one hop to a
//! blocking thread: [`Visit::show`] in a read transaction, [`Visit::act`] in a write transaction.
//! `steps` has the two rarer ways: work that hashes a password, and a result that is shown once.

mod steps;

use std::cell::Cell;
use std::net::IpAddr;
use std::sync::Arc;

use askama::Template;
use rocket::Request;
use rocket::http::{Cookie, Method, SameSite, Status};
use rocket::request::{FlashMessage, FromRequest, Outcome};
use rocket::tokio::task::spawn_blocking;
use uuid::Uuid;

use crate::access::Actor;
use crate::clock::Clock;
use crate::context::{Context, House};
use crate::db::{Conn, Db};
use crate::drafts::{self, FormKey};
use crate::error::{Error, FieldErrors};
use crate::identity::rules::{SESSION_TOUCH, later};
use crate::identity::store as identity;
use crate::identity::{Demonstration, SessionId};
use crate::journal;
use crate::secrets::{hex, sha256};
use crate::web::answer::{Answer, Download, Goto};
use crate::web::failure::{Failure, FailurePage};
use crate::web::form::{self, Sent, Values};
use crate::web::frame::{Flash, FormIds, Frame, Mood, NavItem, Who};
use crate::web::language::{Language, Words};
use crate::web::parts::Link;

/// Cookie of a session.
pub const SESSION_COOKIE: &str = "xingtan_session";
/// Cookie of a visitor without session, so that sign-in has a form token too.
const VISITOR_COOKIE: &str = "xingtan_visitor";
/// Cookie of the chosen language.
pub const LANGUAGE_COOKIE: &str = "xingtan_language";

/// Which ways the frame offers to whom; `app` fills it in, since `web` knows no feature.
pub type Navigation = fn(&mut Conn, &Context, Words, &str) -> Result<Vec<NavItem>, Error>;

/// What all requests share.
pub struct Shared {
    /// The database.
    pub db: Db,
    /// The clock.
    pub clock: Clock,
    /// Keys and files.
    pub house: Arc<House>,
    /// Whether cookies are only sent over TLS.
    pub has_secure_cookies: bool,
    /// The accounts that the sign-in page offers to try; none in earnest.
    pub demonstration: Option<&'static Demonstration>,
    /// Navigation.
    pub navigation: Navigation,
}

/// One request of one person.
pub struct Visit {
    shared: Arc<Shared>,
    /// The language to answer in.
    pub words: Words,
    /// Path and query of the request.
    pub path: String,
    /// Where the request comes from, for the limit on sign-ins.
    pub address: Option<IpAddr>,
    /// What the browser calls itself.
    pub device: String,
    is_get: bool,
    session_token: Option<String>,
    /// A session whose use should be written down again.
    unwritten_use: Cell<Option<SessionId>>,
    form_token: String,
    flash: Option<Flash>,
    request_id: String,
    /// Where a form was sent from: the way back when it does not work.
    back: Option<String>,
}

/// The secret of this browser that form tokens are made from.
pub(super) fn form_base(request: &Request<'_>) -> Option<String> {
    let cookies = request.cookies();
    cookies
        .get(SESSION_COOKIE)
        .or_else(|| cookies.get(VISITOR_COOKIE))
        .map(|cookie| cookie.value().to_owned())
}

/// A cookie as all of ours are: for this site only, and not for scripts.
pub fn cookie(shared: &Shared, name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(shared.has_secure_cookies)
        .build()
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Visit {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let Some(shared) = request.rocket().state::<Arc<Shared>>() else {
            return Outcome::Error((Status::InternalServerError, ()));
        };
        let base = form_base(request).unwrap_or_else(|| {
            let fresh = hex(&rand::random::<[u8; 16]>());
            request
                .cookies()
                .add(cookie(shared, VISITOR_COOKIE, fresh.clone()));
            fresh
        });
        let cookies = request.cookies();
        let language = cookies
            .get(LANGUAGE_COOKIE)
            .and_then(|cookie| Language::from_tag(cookie.value()))
            .unwrap_or_else(|| {
                let header = request
                    .headers()
                    .get_one("Accept-Language")
                    .unwrap_or_default();
                Language::from_accept_language(header)
            });
        let flash = match request.guard::<FlashMessage<'_>>().await {
            Outcome::Success(flash) => Some(Flash {
                mood: Mood::from_class(flash.kind()).unwrap_or(Mood::Info),
                text: flash.message().to_owned(),
            }),
            _ => None,
        };
        let device = request.headers().get_one("User-Agent").unwrap_or_default();
        Outcome::Success(Visit {
            words: Words::of(language),
            path: request.uri().to_string(),
            address: request.client_ip(),
            device: device.chars().take(200).collect(),
            is_get: request.method() == Method::Get,
            unwritten_use: Cell::new(None),
            session_token: cookies.get(SESSION_COOKIE).map(|it| it.value().to_owned()),
            form_token: form::token(shared, &base),
            flash,
            request_id: request_id(request),
            back: None,
            shared: Arc::clone(shared),
        })
    }
}

/// The id under which a request stands in the log; the same for the whole request.
pub fn request_id(request: &Request<'_>) -> String {
    request
        .local_cache(|| Uuid::now_v7().simple().to_string())
        .clone()
}

impl Visit {
    /// What all requests share.
    pub fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// Hash of the session token, as the database has it.
    pub fn session_hash(&self) -> Option<[u8; 32]> {
        self.session_token
            .as_ref()
            .map(|token| sha256(token.as_bytes()))
    }

    /// Shows a page to somebody who is signed in.
    pub async fn show<T: Template>(
        self,
        page: impl FnOnce(&mut Conn, &Context, Frame) -> Result<T, Error> + Send + 'static,
    ) -> Answer {
        self.blocking(move |visit| visit.render(true, Status::Ok, page))
            .await
    }

    /// Shows a page to anybody; the actor is nobody if no one is signed in.
    pub async fn show_public<T: Template>(
        self,
        page: impl FnOnce(&mut Conn, &Context, Frame) -> Result<T, Error> + Send + 'static,
    ) -> Answer {
        self.blocking(move |visit| visit.render(false, Status::Ok, page))
            .await
    }

    /// Hands out a file to somebody who is signed in.
    pub async fn download(
        self,
        file: impl FnOnce(&mut Conn, &Context, Words) -> Result<Download, Error> + Send + 'static,
    ) -> Answer {
        self.blocking(move |visit| {
            visit.shared.db.read(|conn| {
                let context = visit.context(conn, true)?;
                file(conn, &context, visit.words).map(Answer::File)
            })
        })
        .await
    }

    /// Goes to a page that depends on who is here.
    pub async fn lead(
        self,
        way: impl FnOnce(&mut Conn, &Context) -> Result<Goto, Error> + Send + 'static,
    ) -> Answer {
        self.blocking(move |visit| {
            let goto = visit.shared.db.read(|conn| {
                let context = visit.context(conn, true)?;
                way(conn, &context)
            })?;
            Ok(visit.see_other(goto))
        })
        .await
    }

    /// Does what a form asks, in one write transaction, and goes on.
    ///
    /// If fields are wrong, `again` shows the form with what was typed and what is wrong (422); so it
    /// does when a rule says no, with the reason above (403, 409), as long as the page can be shown.
    /// A form that was sent before is not done again: the answer is `fallback`, where its result
    /// can be seen. The job may be run again after a lost race.
    pub async fn act<F: Send + Sync + 'static, T: Template>(
        self,
        sent: Sent<F>,
        fallback: impl Into<String>,
        job: impl Fn(&mut Conn, &Context, &F) -> Result<Goto, Error> + Send + 'static,
        again: impl FnOnce(&mut Conn, &Context, Frame, &Values, &FieldErrors) -> Result<T, Error>
        + Send
        + 'static,
    ) -> Answer {
        let fallback = fallback.into();
        self.blocking(move |visit| {
            let Sent {
                form,
                values,
                once,
                draft,
            } = sent;
            let result = form.map_err(Error::Input).and_then(|form| {
                visit.write(once, draft.as_ref(), |conn, context| {
                    job(conn, context, &form)
                })
            });
            match result {
                Ok(goto) => Ok(visit.see_other(goto.unwrap_or_else(|| Goto::to(fallback)))),
                Err(Error::Input(errors)) => {
                    visit.render(true, Status::UnprocessableEntity, |conn, context, frame| {
                        again(conn, context, frame, &values, &errors)
                    })
                }
                Err(Error::Refused(refused)) => {
                    visit.back = Some(fallback);
                    visit.flash = Some(Flash {
                        mood: Mood::Error,
                        text: visit.words.tell(&refused.message),
                    });
                    let status = Failure::Refused(refused.clone()).status();
                    let shown = visit.render(true, status, |conn, context, frame| {
                        again(conn, context, frame, &values, &FieldErrors::default())
                    });
                    shown.map_err(|_| Error::Refused(refused))
                }
                Err(error) => {
                    visit.back = Some(fallback);
                    Err(error)
                }
            }
        })
        .await
    }

    /// As [`Visit::act`] for a button: there is no form to show again.
    pub async fn act_plain<F: Send + Sync + 'static>(
        self,
        sent: Sent<F>,
        fallback: impl Into<String>,
        job: impl Fn(&mut Conn, &Context, &F) -> Result<Goto, Error> + Send + 'static,
    ) -> Answer {
        let fallback = fallback.into();
        self.blocking(move |visit| {
            visit.back = Some(fallback.clone());
            let form = sent.form.map_err(Error::Input)?;
            let goto = visit.write(sent.once, sent.draft.as_ref(), |conn, context| {
                job(conn, context, &form)
            })?;
            Ok(visit.see_other(goto.unwrap_or_else(|| Goto::to(fallback))))
        })
        .await
    }

    /// One hop to a blocking thread; whatever goes wrong there becomes a page.
    async fn blocking(
        self,
        work: impl FnOnce(&mut Visit) -> Result<Answer, Error> + Send + 'static,
    ) -> Answer {
        let words = self.words;
        let request_id = self.request_id.clone();
        let hop = spawn_blocking(move || {
            let mut visit = self;
            let result = work(&mut visit);
            let answer = result.unwrap_or_else(|error| visit.failure(error));
            visit.write_use_down();
            answer
        });
        hop.await.unwrap_or_else(|panic| {
            log::error!("request {request_id}: {panic}");
            let frame = Frame::bare(words, chrono::Utc::now());
            failure_page(frame, Failure::Fault { request_id }, Vec::new())
        })
    }

    /// Writes down that the session is in use, now and then. The answer does not wait for it.
    fn write_use_down(&self) {
        let Some(session) = self.unwritten_use.take() else {
            return;
        };
        let shared = Arc::clone(&self.shared);
        spawn_blocking(move || {
            let now = shared.clock.now();
            let written = shared
                .db
                .write(|conn| identity::sessions::touch(conn, session, now));
            if let Err(error) = written {
                log::warn!("the use of a session was not written down: {error}");
            }
        });
    }

    /// Does something once, in one write transaction, and forgets the draft that it was typed from;
    /// `None` if the form was sent before.
    fn write<R>(
        &self,
        once: Option<crate::context::Request>,
        draft: Option<&FormKey>,
        job: impl Fn(&mut Conn, &Context) -> Result<R, Error>,
    ) -> Result<Option<R>, Error> {
        self.shared.db.write(|conn| {
            let context = self.context(conn, true)?;
            if let Some(once) = once
                && journal::find_request(conn, once)?.is_some()
            {
                return Ok(None);
            }
            context.request.set(once);
            let done = job(conn, &context)?;
            if let Some(draft) = draft {
                drafts::forget(conn, &context, draft)?;
            }
            Ok(Some(done))
        })
    }

    fn render<T: Template>(
        &mut self,
        needs_sign_in: bool,
        status: Status,
        page: impl FnOnce(&mut Conn, &Context, Frame) -> Result<T, Error>,
    ) -> Result<Answer, Error> {
        let flash = self.flash.take();
        self.shared.db.read(|conn| {
            let context = self.context(conn, needs_sign_in)?;
            let mut frame = self.frame(conn, &context)?;
            frame.flash = flash;
            let html = page(conn, &context, frame)?
                .render()
                .map_err(Error::fault)?;
            Ok(Answer::Page { status, html })
        })
    }

    fn context(&self, conn: &mut Conn, needs_sign_in: bool) -> Result<Context, Error> {
        let now = self.shared.clock.now();
        let actor = match self.session_hash() {
            Some(hash) => identity::find_actor(conn, &hash, now)?,
            None => None,
        };
        let actor = match actor {
            Some((session, actor)) => {
                let is_old = later(session.seen_at, SESSION_TOUCH) <= now;
                self.unwritten_use.set(is_old.then_some(session.id));
                actor
            }
            None if needs_sign_in => return Err(Error::SignInNeeded),
            None => Actor::nobody(),
        };
        Ok(Context::new(actor, now, Arc::clone(&self.shared.house)))
    }

    fn frame(&self, conn: &mut Conn, context: &Context) -> Result<Frame, Error> {
        let words = self.words;
        let who = context.actor.account.map(|_| {
            let grant = context.actor.grants.first();
            Who {
                name: context.actor.name.clone(),
                role: grant.map_or_else(String::new, |it| words.say(it.role.name_key())),
                organization: grant.map_or_else(String::new, |it| it.organization_name.clone()),
                account_href: "/account".to_owned(),
                sign_out_href: "/sign-out".to_owned(),
            }
        });
        let nav = if who.is_some() {
            (self.shared.navigation)(conn, context, words, &self.path)?
        } else {
            Vec::new()
        };
        let language_href = format!(
            "/language/{}?back={}",
            words.language.other().as_tag(),
            rocket::http::RawStr::new(&self.path).percent_encode()
        );
        Ok(Frame {
            words,
            path: self.path.clone(),
            home_href: "/".to_owned(),
            language_href,
            nav,
            who,
            flash: None,
            form_token: self.form_token.clone(),
            form_ids: FormIds::starting_at(Uuid::now_v7()),
            now: context.at.utc(),
        })
    }

    fn see_other(&self, goto: Goto) -> Answer {
        let flash = goto
            .flash
            .map(|(mood, message)| (mood, self.words.tell(&message)));
        Answer::SeeOther {
            to: goto.to,
            flash,
            cookies: goto.cookies,
        }
    }

    fn failure(&self, error: Error) -> Answer {
        let failure = match error {
            Error::SignInNeeded if !self.is_get => {
                return self.see_other(Goto::to("/sign-in"));
            }
            Error::SignInNeeded => {
                let next = rocket::http::RawStr::new(&self.path)
                    .percent_encode()
                    .to_string();
                return Answer::SeeOther {
                    to: format!("/sign-in?next={next}"),
                    flash: None,
                    cookies: Vec::new(),
                };
            }
            Error::NotFound => Failure::NotFound,
            Error::Refused(refused) => Failure::Refused(refused),
            Error::Input(errors) => errors
                .0
                .into_iter()
                .next()
                .map_or(Failure::Unreadable, |(_, message)| Failure::Wrong(message)),
            Error::Stale => Failure::Stale,
            Error::Busy => Failure::TooMany { wait_seconds: 30 },
            Error::Database(_) | Error::Fault(_) => {
                log::error!("request {}: {error}", self.request_id);
                Failure::Fault {
                    request_id: self.request_id.clone(),
                }
            }
        };
        let frame = self
            .shared
            .db
            .read(|conn| {
                let context = self.context(conn, false)?;
                self.frame(conn, &context)
            })
            .unwrap_or_else(|_| Frame::bare(self.words, self.shared.clock.now().utc()));
        let is_mendable = matches!(
            failure,
            Failure::Refused(_) | Failure::Wrong(_) | Failure::Stale
        );
        let back = self.back.iter().filter(|_| is_mendable);
        let ways_on = back.map(|it| Link::new(self.words.say("to-where-it-was"), it.as_str()));
        failure_page(frame, failure, ways_on.collect())
    }
}

/// The page of a failure, with ways on from there.
pub fn failure_page(frame: Frame, failure: Failure, ways_on: Vec<Link>) -> Answer {
    let status = failure.status();
    let page = FailurePage {
        frame,
        failure,
        ways_on,
    };
    match page.render() {
        Ok(html) => Answer::Page { status, html },
        Err(error) => {
            log::error!("the page of a failure failed: {error}");
            Answer::Page {
                status: Status::InternalServerError,
                html: String::new(),
            }
        }
    }
}
