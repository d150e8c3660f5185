//! Two rarer ways to act: in steps outside one transaction, and with a result that is shown once.

use askama::Template;
use rocket::http::Status;

use super::Visit;
use crate::context::Context;
use crate::db::{Conn, Db};
use crate::error::{Error, FieldErrors};
use crate::journal;
use crate::web::answer::{Answer, Goto};
use crate::web::form::{Sent, Values};
use crate::web::frame::Frame;

impl Visit {
    /// As [`Visit::act`], for work that must not happen inside a transaction, such as hashing a
    /// password: the job makes transactions of its own. Nobody needs to be signed in.
    pub async fn act_in_steps<F: Send + Sync + 'static, T: Template>(
        self,
        sent: Sent<F>,
        fallback: impl Into<String>,
        job: impl FnOnce(&Db, &Context, &F) -> Result<Goto, Error> + Send + 'static,
        again: impl FnOnce(&mut Conn, &Context, Frame, &Values, &FieldErrors) -> Result<T, Error>
        + Send
        + 'static,
    ) -> Answer {
        let fallback = fallback.into();
        self.blocking(move |visit| {
            let Sent {
                form, values, once, ..
            } = sent;
            let result = form.map_err(Error::Input).and_then(|form| {
                let context = visit.shared.db.read(|conn| {
                    let is_repeat = match once {
                        Some(once) => journal::find_request(conn, once)?.is_some(),
                        None => false,
                    };
                    let context = visit.context(conn, false)?;
                    Ok((!is_repeat).then_some(context))
                })?;
                let Some(context) = context else {
                    return Ok(Goto::to(fallback));
                };
                context.request.set(once);
                job(&visit.shared.db, &context, &form)
            });
            match result {
                Ok(goto) => Ok(visit.see_other(goto)),
                Err(Error::Input(errors)) => visit.render(
                    false,
                    Status::UnprocessableEntity,
                    |conn, context, frame| again(conn, context, frame, &values, &errors),
                ),
                Err(error) => Err(error),
            }
        })
        .await
    }

    /// As [`Visit::act_plain`], for a result that is shown in the answer and never again.
    pub async fn act_and_show<F: Send + Sync + 'static, R: Send, T: Template>(
        self,
        sent: Sent<F>,
        fallback: impl Into<String>,
        job: impl Fn(&mut Conn, &Context, &F) -> Result<R, Error> + Send + 'static,
        page: impl FnOnce(Frame, R) -> T + Send + 'static,
    ) -> Answer {
        let fallback = fallback.into();
        self.blocking(move |visit| {
            let form = sent.form.map_err(Error::Input)?;
            match visit.write(sent.once, sent.draft.as_ref(), |conn, context| {
                job(conn, context, &form)
            })? {
                Some(result) => {
                    visit.render(true, Status::Ok, |_, _, frame| Ok(page(frame, result)))
                }
                None => Ok(visit.see_other(Goto::to(fallback))),
            }
        })
        .await
    }

    /// As [`Visit::act_plain`], for a script of ours, which is told by the status alone.
    pub async fn act_quietly<F: Send + Sync + 'static>(
        self,
        sent: Sent<F>,
        job: impl Fn(&mut Conn, &Context, &F) -> Result<(), Error> + Send + 'static,
    ) -> Answer {
        self.blocking(move |visit| {
            let form = sent.form.map_err(Error::Input)?;
            visit.write(sent.once, None, |conn, context| job(conn, context, &form))?;
            Ok(Answer::Page {
                status: Status::NoContent,
                html: String::new(),
            })
        })
        .await
    }
}
