//! Organizations in the database.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Organization, OrganizationId, OrganizationKind};
use crate::db::schema::{alliance_members, organizations};
use crate::db::{Conn, Prepared};
use crate::error::Error;

/// One organization.
pub fn load(conn: &mut Conn, id: OrganizationId) -> Result<Organization, Error> {
    Ok(organizations::table
        .find(id)
        .select(Organization::as_select())
        .first(conn)?)
}

/// One organization by its code.
pub fn find_by_code(conn: &mut Conn, code: &str) -> Result<Option<Organization>, Error> {
    Ok(organizations::table
        .filter(organizations::code.eq(code))
        .select(Organization::as_select())
        .first(conn)
        .optional()?)
}

/// All of one kind, by code. The city has some 3,000 schools.
pub fn list_of_kind(conn: &mut Conn, kind: OrganizationKind) -> Result<Vec<Organization>, Error> {
    Ok(organizations::table
        .filter(organizations::kind.eq(kind))
        .order(organizations::code)
        .select(Organization::as_select())
        .load(conn)?)
}

/// What stands directly under an office, by code.
pub fn list_under(conn: &mut Conn, parent: OrganizationId) -> Result<Vec<Organization>, Error> {
    Ok(organizations::table
        .filter(organizations::parent_id.eq(parent))
        .order(organizations::code)
        .select(Organization::as_select())
        .load(conn)?)
}

/// The bureau: the root of the tree.
pub fn load_bureau(conn: &mut Conn) -> Result<Organization, Error> {
    Ok(organizations::table
        .filter(organizations::kind.eq(OrganizationKind::Bureau))
        .select(Organization::as_select())
        .first(conn)?)
}

/// Adds an organization. A code that exists is a unique violation.
pub fn insert(conn: &mut Conn, organization: &Organization) -> Result<(), Error> {
    Prepared(diesel::insert_into(organizations::table).values(organization.clone()))
        .execute(conn)?;
    Ok(())
}

/// The organizations that share an alliance with this one on a day, itself included.
pub fn list_allies(
    conn: &mut Conn,
    id: OrganizationId,
    on: NaiveDate,
) -> Result<Vec<OrganizationId>, Error> {
    let is_member = alliance_members::joined_on.le(on).and(
        alliance_members::left_on
            .is_null()
            .or(alliance_members::left_on.ge(on).assume_not_null()),
    );
    let alliances: Vec<crate::organizations::AllianceId> = alliance_members::table
        .filter(alliance_members::organization_id.eq(id).and(is_member))
        .select(alliance_members::alliance_id)
        .load(conn)?;
    let mut allies: Vec<OrganizationId> = alliance_members::table
        .filter(
            alliance_members::alliance_id
                .eq_any(alliances)
                .and(is_member),
        )
        .select(alliance_members::organization_id)
        .distinct()
        .load(conn)?;
    if !allies.contains(&id) {
        allies.push(id);
    }
    Ok(allies)
}
