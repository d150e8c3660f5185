//! What the bureau does to schools, providers and alliances: one function per use case.

use chrono::NaiveDate;
use serde_json::json;

use super::rules::{self, NewOrganization, OrganizationRefusal};
use super::{Alliance, AllianceId, Membership, Organization, OrganizationId, store};
use crate::access::{Action, Facts, may};
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::journal::{self, Act};
use crate::message::Message;

/// Opens a school or a provider.
pub fn open(
    conn: &mut Conn,
    context: &Context,
    new: &NewOrganization,
) -> Result<OrganizationId, Error> {
    let place = Facts {
        district: new.district,
        ..Facts::default()
    };
    may(&context.actor, Action::EditOrganizations, &place)?;
    let bureau = store::load_bureau(conn)?;
    let organization = rules::open(new, bureau.id)?;
    if store::find_by_code(conn, &organization.code)?.is_some() {
        return Err(OrganizationRefusal::CodeTaken.into());
    }
    store::insert(conn, &organization).map_err(|error| {
        // The code is free, so it is the credit code that somebody else has.
        if error.is_duplicate() {
            Error::input("credit_code", Message::new("organization-code-taken"))
        } else {
            error
        }
    })?;
    record(
        conn,
        context,
        &organization,
        "organization_opened",
        None,
        json!({
            "kind": organization.kind,
            "code": organization.code,
            "name": organization.name,
            "district": organization.district_id,
        }),
    )?;
    Ok(organization.id)
}

/// Gives an organization another name. Its code stays: that is what a code is for.
pub fn rename(
    conn: &mut Conn,
    context: &Context,
    id: OrganizationId,
    seen: i64,
    (name, name_en): (&str, Option<&str>),
    reason: &str,
) -> Result<(), Error> {
    let known = open_for_change(conn, context, id)?;
    let renamed = Organization {
        name: rules::parse_name(name)?,
        name_en: rules::english(name_en),
        ..known.clone()
    };
    expect_reason(reason)?;
    store::save(conn, &renamed, seen)?;
    record(
        conn,
        context,
        &known,
        "organization_renamed",
        Some(reason),
        json!({
            "before": { "name": known.name, "name_en": known.name_en },
            "after": { "name": renamed.name, "name_en": renamed.name_en },
        }),
    )
}

/// Closes an organization after a last day. Its code is dead and never given again.
pub fn close(
    conn: &mut Conn,
    context: &Context,
    id: OrganizationId,
    seen: i64,
    last_day: NaiveDate,
    reason: &str,
) -> Result<(), Error> {
    let known = open_for_change(conn, context, id)?;
    let people_left = store::count_employed_after(conn, id, last_day)?;
    rules::may_close(&known, last_day, people_left)?;
    expect_reason(reason)?;
    let closed = Organization {
        closed_on: Some(last_day),
        ..known.clone()
    };
    store::save(conn, &closed, seen)?;
    let payload = json!({ "closed_on": last_day.to_string() });
    record(
        conn,
        context,
        &known,
        "organization_closed",
        Some(reason),
        payload,
    )
}

/// Founds an alliance.
pub fn found_alliance(
    conn: &mut Conn,
    context: &Context,
    code: &str,
    name: &str,
    founded_on: NaiveDate,
) -> Result<AllianceId, Error> {
    may(&context.actor, Action::EditOrganizations, &Facts::default())?;
    let alliance = Alliance {
        id: AllianceId::new(),
        code: super::codes::ProviderCode::parse(code)
            .map_err(OrganizationRefusal::Code)?
            .to_string(),
        name: rules::parse_name(name)?,
        founded_on,
    };
    store::insert_alliance(conn, &alliance).map_err(|error| {
        if error.is_duplicate() {
            Error::from(OrganizationRefusal::CodeTaken)
        } else {
            error
        }
    })?;
    record_alliance(
        conn,
        context,
        &alliance,
        "alliance_founded",
        json!({
            "code": alliance.code,
            "name": alliance.name,
            "founded_on": founded_on.to_string(),
        }),
    )?;
    Ok(alliance.id)
}

/// Makes an organization a member from a day on.
pub fn join_alliance(
    conn: &mut Conn,
    context: &Context,
    alliance: AllianceId,
    member: OrganizationId,
    on: NaiveDate,
) -> Result<(), Error> {
    let member = open_for_change(conn, context, member)?;
    let alliance = store::load_alliance(conn, alliance)?;
    let memberships = store::list_memberships_of(conn, alliance.id, member.id)?;
    rules::may_join(&member, alliance.founded_on, &memberships, on)?;
    let membership = Membership {
        alliance_id: alliance.id,
        organization_id: member.id,
        joined_on: on,
        left_on: None,
    };
    store::insert_membership(conn, &membership)?;
    let payload = json!({ "member": member.id, "joined_on": on.to_string() });
    record_alliance(conn, context, &alliance, "alliance_joined", payload)
}

/// Ends a membership after a last day. Courses accepted until then stay accepted.
pub fn leave_alliance(
    conn: &mut Conn,
    context: &Context,
    alliance: AllianceId,
    member: OrganizationId,
    last_day: NaiveDate,
) -> Result<(), Error> {
    let member = open_for_change(conn, context, member)?;
    let alliance = store::load_alliance(conn, alliance)?;
    let memberships = store::list_memberships_of(conn, alliance.id, member.id)?;
    let membership = rules::may_leave(&memberships, last_day)?;
    store::save_last_day(conn, membership, last_day)?;
    let payload = json!({ "member": member.id, "left_on": last_day.to_string() });
    record_alliance(conn, context, &alliance, "alliance_left", payload)
}

fn open_for_change(
    conn: &mut Conn,
    context: &Context,
    id: OrganizationId,
) -> Result<Organization, Error> {
    let organization = store::load(conn, id)?;
    may(
        &context.actor,
        Action::EditOrganizations,
        &organization.facts(),
    )?;
    Ok(organization)
}

fn expect_reason(reason: &str) -> Result<(), Error> {
    if reason.trim().is_empty() {
        Err(Error::input("reason", Message::new("reason-needed")))
    } else {
        Ok(())
    }
}

fn record(
    conn: &mut Conn,
    context: &Context,
    organization: &Organization,
    event: &'static str,
    reason: Option<&str>,
    payload: serde_json::Value,
) -> Result<(), Error> {
    let act = Act {
        event,
        subject: ("organizations", organization.id.0),
        organization: Some(organization.id),
        reason,
        payload,
    };
    journal::record(conn, context, act)?;
    Ok(())
}

fn record_alliance(
    conn: &mut Conn,
    context: &Context,
    alliance: &Alliance,
    event: &'static str,
    payload: serde_json::Value,
) -> Result<(), Error> {
    let act = Act {
        event,
        subject: ("alliances", alliance.id.0),
        organization: None,
        reason: None,
        payload,
    };
    journal::record(conn, context, act)?;
    Ok(())
}
