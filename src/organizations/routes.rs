//! Addresses of organizations.

use chrono::NaiveDate;
use rocket::{FromForm, Route, get, post, routes};
use validator::Validate;

use super::pages::{AlliancesPage, DirectoryPage, Form, NewPage, OrganizationPage};
use super::rules::NewOrganization;
use super::store::Wanted;
use super::{AllianceId, OrganizationId, OrganizationKind, Stage, actions, store};
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::message::Message;
use crate::web::answer::{Answer, Goto};
use crate::web::form::{Sent, Values};
use crate::web::visit::Visit;

/// All addresses of this module.
pub fn routes() -> Vec<Route> {
    routes![
        list,
        blank,
        open,
        show,
        rename,
        close,
        alliances,
        found_alliance,
        join_alliance,
        leave_alliance
    ]
}

#[get("/organizations?<q>&<district>&<after>")]
async fn list(
    visit: Visit,
    q: Option<String>,
    district: Option<OrganizationId>,
    after: Option<String>,
) -> Answer {
    let wanted = Wanted {
        text: q.unwrap_or_default(),
        district,
        after,
    };
    visit
        .show(move |conn, context, frame| DirectoryPage::load(conn, context, frame, wanted))
        .await
}

/// A school or provider to be opened.
#[derive(Debug, FromForm, Validate)]
struct NewForm {
    kind: OrganizationKind,
    code: String,
    name: String,
    name_en: String,
    district: String,
    stage: Option<Stage>,
    is_rural: bool,
    credit_code: String,
    opened_on: String,
}

#[get("/organizations/new")]
async fn blank(visit: Visit) -> Answer {
    visit
        .show(|conn, context, frame| {
            let nothing = (Values::default(), &FieldErrors::default());
            NewPage::load(conn, context, frame, nothing)
        })
        .await
}

#[post("/organizations/new", data = "<sent>")]
async fn open(visit: Visit, sent: Sent<NewForm>) -> Answer {
    visit
        .act(
            sent,
            "/organizations",
            |conn, context, form: &NewForm| {
                let id = actions::open(conn, context, &form.read()?)?;
                Ok(Goto::to(format!("/organizations/{id}")).saying("organization-opened"))
            },
            |conn, context, frame, values, errors| {
                NewPage::load(conn, context, frame, (values.clone(), errors))
            },
        )
        .await
}

impl NewForm {
    fn read(&self) -> Result<NewOrganization, Error> {
        let text = |text: &str| Some(text.trim().to_owned()).filter(|it| !it.is_empty());
        let district = text(&self.district).map(|it| it.parse()).transpose();
        let unknown = |_| Error::input("district", Message::new("field-not-valid"));
        Ok(NewOrganization {
            kind: self.kind,
            code: self.code.clone(),
            name: self.name.clone(),
            name_en: text(&self.name_en),
            district: district.map_err(unknown)?,
            stage: self.stage,
            is_rural: self.is_rural,
            credit_code: text(&self.credit_code),
            opened_on: day_in("opened_on", &self.opened_on)?,
        })
    }
}

#[get("/organizations/<id>")]
async fn show(visit: Visit, id: OrganizationId) -> Answer {
    visit
        .show(move |conn, context, frame| OrganizationPage::fresh(conn, context, frame, id))
        .await
}

/// Another name.
#[derive(Debug, FromForm, Validate)]
struct RenameForm {
    version: i64,
    name: String,
    name_en: String,
    reason: String,
}

#[post("/organizations/<id>/rename", data = "<sent>")]
async fn rename(visit: Visit, id: OrganizationId, sent: Sent<RenameForm>) -> Answer {
    visit
        .act(
            sent,
            page(id),
            move |conn, context, form: &RenameForm| {
                let names = (form.name.as_str(), Some(form.name_en.as_str()));
                actions::rename(conn, context, id, form.version, names, &form.reason)?;
                Ok(Goto::to(page(id)).saying("organization-saved"))
            },
            move |conn, context, frame, values, errors| {
                let sent = (values.clone(), errors);
                OrganizationPage::load(conn, context, frame, (id, Form::Rename), sent)
            },
        )
        .await
}

/// The end of an organization.
#[derive(Debug, FromForm, Validate)]
struct CloseForm {
    version: i64,
    on: String,
    reason: String,
}

#[post("/organizations/<id>/close", data = "<sent>")]
async fn close(visit: Visit, id: OrganizationId, sent: Sent<CloseForm>) -> Answer {
    visit
        .act(
            sent,
            page(id),
            move |conn, context, form: &CloseForm| {
                let last_day = day_in("on", &form.on)?;
                actions::close(conn, context, id, form.version, last_day, &form.reason)?;
                Ok(Goto::to(page(id)).saying("organization-saved"))
            },
            move |conn, context, frame, values, errors| {
                let sent = (values.clone(), errors);
                OrganizationPage::load(conn, context, frame, (id, Form::Close), sent)
            },
        )
        .await
}

#[get("/organizations/alliances")]
async fn alliances(visit: Visit) -> Answer {
    visit
        .show(|conn, context, frame| {
            let nothing = (Values::default(), &FieldErrors::default());
            AlliancesPage::load(conn, context, frame, nothing)
        })
        .await
}

/// A new alliance.
#[derive(Debug, FromForm, Validate)]
struct AllianceForm {
    code: String,
    name: String,
    founded_on: String,
}

#[post("/organizations/alliances", data = "<sent>")]
async fn found_alliance(visit: Visit, sent: Sent<AllianceForm>) -> Answer {
    alliance_act(visit, sent, |conn, context, form| {
        let founded_on = day_in("founded_on", &form.founded_on)?;
        actions::found_alliance(conn, context, &form.code, &form.name, founded_on).map(drop)
    })
    .await
}

/// A member that comes or goes.
#[derive(Debug, FromForm, Validate)]
struct MemberForm {
    alliance: AllianceId,
    organization: String,
    on: String,
}

#[post("/organizations/alliances/join", data = "<sent>")]
async fn join_alliance(visit: Visit, sent: Sent<MemberForm>) -> Answer {
    alliance_act(visit, sent, |conn, context, form| {
        let member = member_in(conn, &form.organization)?;
        let on = day_in("on", &form.on)?;
        actions::join_alliance(conn, context, form.alliance, member, on)
    })
    .await
}

#[post("/organizations/alliances/leave", data = "<sent>")]
async fn leave_alliance(visit: Visit, sent: Sent<MemberForm>) -> Answer {
    alliance_act(visit, sent, |conn, context, form| {
        let member = member_in(conn, &form.organization)?;
        let on = day_in("on", &form.on)?;
        actions::leave_alliance(conn, context, form.alliance, member, on)
    })
    .await
}

/// Does what one of the forms asks, or shows the page again.
async fn alliance_act<F: Send + Sync + 'static>(
    visit: Visit,
    sent: Sent<F>,
    job: fn(&mut Conn, &crate::context::Context, &F) -> Result<(), Error>,
) -> Answer {
    const PAGE: &str = "/organizations/alliances";
    visit
        .act(
            sent,
            PAGE,
            move |conn, context, form: &F| {
                job(conn, context, form)?;
                Ok(Goto::to(PAGE).saying("alliance-saved"))
            },
            |conn, context, frame, values, errors| {
                AlliancesPage::load(conn, context, frame, (values.clone(), errors))
            },
        )
        .await
}

/// The organization with this code, as a field of a form names it.
fn member_in(conn: &mut Conn, code: &str) -> Result<OrganizationId, Error> {
    let code = code.trim().to_uppercase();
    let member = store::find_by_code(conn, &code)?;
    member.map(|it| it.id).ok_or_else(|| {
        let unknown = Message::new("organization-code-unknown").with("code", code.as_str());
        Error::input("organization", unknown)
    })
}

/// A day as browsers send it.
fn day_in(field: &'static str, text: &str) -> Result<NaiveDate, Error> {
    text.trim()
        .parse()
        .map_err(|_| Error::input(field, Message::new("day-needed")))
}

fn page(id: OrganizationId) -> String {
    format!("/organizations/{id}")
}
