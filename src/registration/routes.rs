//! Addresses of registration.

use rocket::{FromForm, Route, get, post, routes};
use validator::Validate;

use super::actions::offices::{self, Decision, ReturnTo};
use super::actions::windows::{NewWindow, open_window};
use super::actions::{Pick, Told, school};
use super::pages::{
    CasePage, HomePage, QueuePage, SchoolPage, SheetPage, TrialPage, TrialSchoolPage, WarningsPage,
    WhatIfPage, WindowPage, href,
};
use super::what_if::{Draft, TrialId};
use super::{CaseId, CaseState, WindowId, survey, what_if};
use crate::error::{Error, FieldErrors};
use crate::hours::Hours;
use crate::message::Message;
use crate::organizations::OrganizationId;
use crate::web::answer::{Answer, Download, Goto};
use crate::web::form::{Button, Sent};
use crate::web::visit::Visit;

/// All addresses of this module.
pub fn routes() -> Vec<Route> {
    routes![
        home,
        open,
        window,
        start_survey,
        early_warnings,
        console,
        try_draft,
        trial,
        trial_school,
        trial_draft,
        list,
        apply,
        hand_in,
        opinion,
        confirm,
        queue,
        endorse,
        show,
        decide,
        withdraw,
        again,
        sheet,
    ]
}

#[get("/registration")]
async fn home(visit: Visit) -> Answer {
    visit.show(HomePage::load).await
}

/// A window as the form sends it.
#[derive(Debug, FromForm, Validate)]
struct WindowForm {
    name: String,
    kind: String,
    opens_on: String,
    closes_on: String,
    due_until: String,
}

impl WindowForm {
    /// Days out of texts; each says at its field what cannot be read.
    fn window(&self) -> Result<NewWindow, Error> {
        let mut errors = FieldErrors::default();
        let mut day = |field: &'static str, text: &str| {
            let day = text.trim().parse();
            if day.is_err() {
                errors.add(field, Message::new("window-day-missing"));
            }
            day.unwrap_or_default()
        };
        let window = NewWindow {
            name: self.name.clone(),
            kind: self
                .kind
                .parse()
                .map_err(|_| Error::input("kind", Message::new("window-kind-missing")))?,
            opens_on: day("opens_on", &self.opens_on),
            closes_on: day("closes_on", &self.closes_on),
            due_until: day("due_until", &self.due_until),
        };
        errors.check()?;
        Ok(window)
    }
}

#[post("/registration/windows", data = "<sent>")]
async fn open(visit: Visit, sent: Sent<WindowForm>) -> Answer {
    visit
        .act(
            sent,
            "/registration",
            |conn, context, form| {
                let id = open_window(conn, context, &form.window()?)?;
                Ok(Goto::to(href::window(id)).saying("window-opened"))
            },
            |conn, context, frame, values, errors| {
                Ok(HomePage::load(conn, context, frame)?.again(values, errors))
            },
        )
        .await
}

#[get("/registration/windows/<id>")]
async fn window(visit: Visit, id: WindowId) -> Answer {
    visit
        .show(move |conn, context, frame| WindowPage::load(conn, context, frame, id))
        .await
}

#[post("/registration/windows/<id>/survey", data = "<sent>")]
async fn start_survey(visit: Visit, id: WindowId, sent: Sent<Button>) -> Answer {
    visit
        .act_plain(sent, href::window(id), move |conn, context, _| {
            let job = survey::start(conn, context, id)?;
            Ok(Goto::to(format!("/jobs/{job}")))
        })
        .await
}

#[get("/registration/warnings?<window>&<page>")]
async fn early_warnings(visit: Visit, window: Option<WindowId>, page: Option<i64>) -> Answer {
    visit
        .show(move |conn, context, frame| {
            WarningsPage::load(conn, context, frame, window, page.unwrap_or(0))
        })
        .await
}

/// A draft of the conditions as the form sends it.
#[derive(Debug, FromForm, Validate)]
struct DraftForm {
    cycle_hours: String,
    year_hours_min: String,
    year_hours_max: String,
    failed_years_in_a_row: String,
    interruption_semesters: String,
    basic_pass_counts: bool,
}

/// Class hours of a cycle, at most; more would be a slip of the finger.
const HOURS_MAX: Hours = Hours::whole(10_000);

impl DraftForm {
    /// Numbers out of texts; each says at its field what cannot be read.
    fn draft(&self) -> Result<Draft, Error> {
        let mut errors = FieldErrors::default();
        let hours = |text: &str| match text.trim() {
            "" => Ok(None),
            text => match Hours::parse(text) {
                Ok(hours) if (Hours::ZERO..=HOURS_MAX).contains(&hours) => Ok(Some(hours)),
                _ => Err(Message::new("what-if-hours-wrong")),
            },
        };
        let number = |text: &str, least: u32| match text.trim().parse() {
            Ok(number) if (least..=10).contains(&number) => Ok(Some(number)),
            _ => Err(Message::new("what-if-number-wrong").with("least", i64::from(least))),
        };
        let draft = Draft {
            cycle_hours: errors.take("cycle_hours", hours(&self.cycle_hours)),
            year_hours_min: errors.take("year_hours_min", hours(&self.year_hours_min)),
            year_hours_max: errors.take("year_hours_max", hours(&self.year_hours_max)),
            failed_years_in_a_row: errors.take(
                "failed_years_in_a_row",
                number(&self.failed_years_in_a_row, 2),
            ),
            interruption_semesters: errors.take(
                "interruption_semesters",
                number(&self.interruption_semesters, 0),
            ),
            basic_pass_counts: self.basic_pass_counts,
        };
        if let (Some(least), Some(most)) = (draft.year_hours_min, draft.year_hours_max)
            && most < least
        {
            errors.add("year_hours_max", Message::new("what-if-max-below-min"));
        }
        errors.check()?;
        Ok(draft)
    }
}

#[get("/registration/windows/<id>/what-if")]
async fn console(visit: Visit, id: WindowId) -> Answer {
    visit
        .show(move |conn, context, frame| WhatIfPage::load(conn, context, frame, id))
        .await
}

#[post("/registration/windows/<id>/what-if", data = "<sent>")]
async fn try_draft(visit: Visit, id: WindowId, sent: Sent<DraftForm>) -> Answer {
    visit
        .act(
            sent,
            href::what_if(id),
            move |conn, context, form| {
                let trial = what_if::start_draft(conn, context, id, form.draft()?)?;
                Ok(Goto::to(href::trial(trial)))
            },
            move |conn, context, frame, values, errors| {
                Ok(WhatIfPage::load(conn, context, frame, id)?.again(values, errors))
            },
        )
        .await
}

#[get("/registration/trials/<id>")]
async fn trial(visit: Visit, id: TrialId) -> Answer {
    visit
        .show(move |conn, context, frame| TrialPage::load(conn, context, frame, id))
        .await
}

#[get("/registration/trials/<id>/schools/<place>")]
async fn trial_school(visit: Visit, id: TrialId, place: OrganizationId) -> Answer {
    visit
        .show(move |conn, context, frame| TrialSchoolPage::load(conn, context, frame, id, place))
        .await
}

#[get("/registration/trials/<id>/draft")]
async fn trial_draft(visit: Visit, id: TrialId) -> Answer {
    visit
        .download(move |conn, context, _| {
            let file = what_if::draft_file(conn, context, id)?;
            Ok(Download {
                name: "registration_conditions.toml".to_owned(),
                media_type: rocket::http::ContentType::Plain,
                body: file.into_bytes(),
            })
        })
        .await
}

#[get("/registration/windows/<id>/schools/<place>")]
async fn list(visit: Visit, id: WindowId, place: OrganizationId) -> Answer {
    visit
        .show(move |conn, context, frame| SchoolPage::load(conn, context, frame, id, place))
        .await
}

#[post("/registration/windows/<id>/apply", data = "<sent>")]
async fn apply(visit: Visit, id: WindowId, sent: Sent<Button>) -> Answer {
    visit
        .act_plain(sent, "/registration", move |conn, context, _| {
            let case = school::apply(conn, context, id)?;
            Ok(Goto::to(href::case(case)).saying("registration-applied"))
        })
        .await
}

#[post("/registration/windows/<id>/schools/<place>/hand-in", data = "<sent>")]
async fn hand_in(visit: Visit, id: WindowId, place: OrganizationId, sent: Sent<Button>) -> Answer {
    let back = href::school(id, place);
    visit
        .act_plain(sent, back.clone(), move |conn, context, _| {
            school::hand_in(conn, context, id, place)?;
            Ok(Goto::to(back.clone()).saying("registration-handed-in"))
        })
        .await
}

/// Cases that were ticked, each with the version that was seen, and a reason for all of them.
#[derive(Debug, FromForm, Validate)]
struct TicksForm {
    picks: Vec<String>,
    reason: String,
}

impl TicksForm {
    fn picks(&self) -> Result<Vec<Pick>, Error> {
        let pick = |text: &String| {
            let (case, seen) = text.split_once(':')?;
            Some(Pick {
                case: CaseId(case.parse().ok()?),
                seen: seen.parse().ok()?,
            })
        };
        let picks: Vec<Pick> = self.picks.iter().filter_map(pick).collect();
        if picks.is_empty() {
            return Err(Error::input(
                "picks",
                Message::new("registration-tick-some"),
            ));
        }
        Ok(picks)
    }
}

/// Goes on when all was done; says what was left when nothing was, or only a part.
fn after(told: &Told, back: String, said: &'static str) -> Result<Goto, Error> {
    match told.left.first() {
        None => Ok(Goto::to(back).saying(said)),
        Some(_) if !told.done.is_empty() => Ok(Goto::to(back).saying("registration-part-done")),
        Some((_, message)) => Err(Error::input("picks", message.clone())),
    }
}

#[post("/registration/windows/<id>/schools/<place>/opinion", data = "<sent>")]
async fn opinion(
    visit: Visit,
    id: WindowId,
    place: OrganizationId,
    sent: Sent<TicksForm>,
) -> Answer {
    let back = href::school(id, place);
    visit
        .act(
            sent,
            back.clone(),
            move |conn, context, form| {
                let told = school::give_opinion(conn, context, &form.picks()?, None, &form.reason)?;
                after(&told, back.clone(), "registration-published")
            },
            move |conn, context, frame, values, errors| {
                let page = SchoolPage::load(conn, context, frame, id, place)?;
                Ok(page.again(values, errors))
            },
        )
        .await
}

#[post("/registration/windows/<id>/schools/<place>/confirm", data = "<sent>")]
async fn confirm(
    visit: Visit,
    id: WindowId,
    place: OrganizationId,
    sent: Sent<TicksForm>,
) -> Answer {
    let back = href::school(id, place);
    visit
        .act(
            sent,
            back.clone(),
            move |conn, context, form| {
                let told = offices::endorse_all(conn, context, &form.picks()?, &form.reason)?;
                after(&told, back.clone(), "registration-confirmed")
            },
            move |conn, context, frame, values, errors| {
                let page = SchoolPage::load(conn, context, frame, id, place)?;
                Ok(page.again(values, errors))
            },
        )
        .await
}

#[get("/registration/queue?<page>")]
async fn queue(visit: Visit, page: Option<i64>) -> Answer {
    visit
        .show(move |conn, context, frame| QueuePage::load(conn, context, frame, page.unwrap_or(0)))
        .await
}

#[post("/registration/queue", data = "<sent>")]
async fn endorse(visit: Visit, sent: Sent<TicksForm>) -> Answer {
    visit
        .act(
            sent,
            "/registration/queue",
            |conn, context, form| {
                let told = offices::endorse_all(conn, context, &form.picks()?, &form.reason)?;
                after(
                    &told,
                    "/registration/queue".to_owned(),
                    "registration-agreed",
                )
            },
            |conn, context, frame, values, errors| {
                Ok(QueuePage::load(conn, context, frame, 0)?.again(values, errors))
            },
        )
        .await
}

#[get("/registration/cases/<id>")]
async fn show(visit: Visit, id: CaseId) -> Answer {
    visit
        .show(move |conn, context, frame| CasePage::load(conn, context, frame, id))
        .await
}

/// What an office decided.
#[derive(Debug, FromForm, Validate)]
struct DecisionForm {
    version: i64,
    /// A verdict, or `return` to whoever handed it in, or `return_school`.
    verdict: String,
    reason: String,
    fields: Vec<String>,
    has_false_statements: bool,
}

impl DecisionForm {
    fn decision(&self) -> Result<Decision, Error> {
        let back = |to| Decision::Return {
            to,
            fields: self.fields.clone(),
            reason: self.reason.clone(),
        };
        match self.verdict.as_str() {
            "return" => Ok(back(ReturnTo::Applicant)),
            "return_school" => Ok(back(ReturnTo::School)),
            verdict => Ok(Decision::Endorse {
                verdict: verdict
                    .parse()
                    .map_err(|_| Error::input("verdict", Message::new("claim-verdict-missing")))?,
                reason: self.reason.clone(),
                has_false_statements: self.has_false_statements,
            }),
        }
    }
}

#[post("/registration/cases/<id>/decide", data = "<sent>")]
async fn decide(visit: Visit, id: CaseId, sent: Sent<DecisionForm>) -> Answer {
    visit
        .act(
            sent,
            href::case(id),
            move |conn, context, form| {
                let pick = Pick {
                    case: id,
                    seen: form.version,
                };
                let state = offices::decide(conn, context, pick, &form.decision()?)?;
                Ok(Goto::to(href::case(id)).saying(match state {
                    CaseState::Returned | CaseState::AtSchool => "registration-sent-back",
                    _ => "registration-decided",
                }))
            },
            move |conn, context, frame, values, errors| {
                Ok(CasePage::load(conn, context, frame, id)?.again(values, errors))
            },
        )
        .await
}

/// A button on a case, with the version that was seen and a reason.
#[derive(Debug, FromForm, Validate)]
struct ReasonForm {
    version: i64,
    reason: String,
}

#[post("/registration/cases/<id>/withdraw", data = "<sent>")]
async fn withdraw(visit: Visit, id: CaseId, sent: Sent<ReasonForm>) -> Answer {
    visit
        .act_plain(sent, href::case(id), move |conn, context, form| {
            let pick = Pick {
                case: id,
                seen: form.version,
            };
            school::withdraw(conn, context, pick, &form.reason)?;
            Ok(Goto::to(href::case(id)).saying("registration-taken-back"))
        })
        .await
}

#[post("/registration/cases/<id>/again", data = "<sent>")]
async fn again(visit: Visit, id: CaseId, sent: Sent<ReasonForm>) -> Answer {
    visit
        .act_plain(sent, href::case(id), move |conn, context, form| {
            let pick = Pick {
                case: id,
                seen: form.version,
            };
            school::hand_in_again(conn, context, pick, &form.reason)?;
            Ok(Goto::to(href::case(id)).saying("registration-applied"))
        })
        .await
}

#[get("/registration/cases/<id>/sheet")]
async fn sheet(visit: Visit, id: CaseId) -> Answer {
    visit
        .show(move |conn, context, frame| SheetPage::load(conn, context, frame, id))
        .await
}
