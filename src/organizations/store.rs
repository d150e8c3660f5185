//! Organizations in the database.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Alliance, AllianceId, Membership, Organization, OrganizationId, OrganizationKind};
use crate::access::Reach;
use crate::db::schema::{alliance_members, alliances, employments, organizations};
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

/// One organization by its code or its whole name; none if several share the name.
pub fn find_named(conn: &mut Conn, named: &str) -> Result<Option<Organization>, Error> {
    let named = named.trim();
    if let Some(found) = find_by_code(conn, named)? {
        return Ok(Some(found));
    }
    let mut found: Vec<Organization> = organizations::table
        .filter(organizations::name.eq(named))
        .limit(2)
        .select(Organization::as_select())
        .load(conn)?;
    Ok(found.pop().filter(|_| found.is_empty()))
}

/// The names of these organizations.
pub fn load_names(
    conn: &mut Conn,
    ids: impl Iterator<Item = OrganizationId>,
) -> Result<HashMap<OrganizationId, String>, Error> {
    let ids: HashSet<OrganizationId> = ids.collect();
    let rows: Vec<(OrganizationId, String)> = organizations::table
        .filter(organizations::id.eq_any(ids))
        .select((organizations::id, organizations::name))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// The schools and providers that an action reaches, closed ones with them.
pub fn list_within(conn: &mut Conn, reach: &Reach) -> Result<Vec<OrganizationId>, Error> {
    let mut query = organizations::table.select(organizations::id).into_boxed();
    if !reach.everywhere {
        query = query.filter(
            organizations::id
                .eq_any(&reach.organizations)
                .or(organizations::district_id
                    .assume_not_null()
                    .eq_any(&reach.districts)),
        );
    }
    if reach.bureau_run && !reach.everywhere {
        query = query.or_filter(organizations::district_id.is_null());
    }
    Ok(query.load(conn)?)
}

/// Schools that are open on a day and within reach, by name; at most `limit`.
pub fn list_schools_within(
    conn: &mut Conn,
    reach: &Reach,
    on: NaiveDate,
    limit: i64,
) -> Result<Vec<Organization>, Error> {
    let mut query = organizations::table
        .filter(organizations::kind.eq(OrganizationKind::School))
        .filter(organizations::opened_on.le(on))
        .filter(
            organizations::closed_on
                .is_null()
                .or(organizations::closed_on.ge(on).assume_not_null()),
        )
        .order(organizations::name)
        .limit(limit)
        .select(Organization::as_select())
        .into_boxed();
    if !reach.everywhere {
        query = query.filter(organizations::id.eq_any(list_within(conn, reach)?));
    }
    Ok(query.load(conn)?)
}

/// Which schools and providers a page of the directory shows.
#[derive(Debug, Default, Clone)]
pub struct Wanted {
    /// Part of the name, or the beginning of the code.
    pub text: String,
    /// Only of this district.
    pub district: Option<OrganizationId>,
    /// What follows this code.
    pub after: Option<String>,
}

/// Schools and providers of the directory, by code, closed ones with them.
pub fn list_directory(
    conn: &mut Conn,
    wanted: &Wanted,
    limit: i64,
) -> Result<Vec<Organization>, Error> {
    let kinds = [OrganizationKind::School, OrganizationKind::Provider];
    let mut query = organizations::table
        .filter(organizations::kind.eq_any(kinds))
        .order(organizations::code)
        .limit(limit)
        .select(Organization::as_select())
        .into_boxed();
    // What means something to LIKE is in no name.
    let text: String = wanted
        .text
        .chars()
        .filter(|letter| !"%_\\".contains(*letter) && !letter.is_whitespace())
        .collect();
    if !text.is_empty() {
        query = query.filter(
            organizations::name
                .like(format!("%{text}%"))
                .or(organizations::code.like(format!("{}%", text.to_uppercase()))),
        );
    }
    if let Some(district) = wanted.district {
        query = query.filter(organizations::district_id.eq(district));
    }
    if let Some(after) = &wanted.after {
        query = query.filter(organizations::code.gt(after));
    }
    Ok(query.load(conn)?)
}

/// How many schools each district has open on a day; none stands for the bureau itself.
pub fn count_schools(
    conn: &mut Conn,
    on: NaiveDate,
) -> Result<HashMap<Option<OrganizationId>, i64>, Error> {
    let rows: Vec<(Option<OrganizationId>, i64)> = organizations::table
        .filter(organizations::kind.eq(OrganizationKind::School))
        .filter(
            organizations::closed_on
                .is_null()
                .or(organizations::closed_on.ge(on).assume_not_null()),
        )
        .group_by(organizations::district_id)
        .select((organizations::district_id, diesel::dsl::count_star()))
        .load(conn)?;
    Ok(rows.into_iter().collect())
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
    let alliances: Vec<AllianceId> = alliance_members::table
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

/// Saves a changed organization. [`Error::Stale`] if somebody changed it since `seen`.
pub fn save(conn: &mut Conn, changed: &Organization, seen: i64) -> Result<(), Error> {
    let rows = diesel::update(organizations::table.find(changed.id))
        .filter(organizations::version.eq(seen))
        .set((
            organizations::name.eq(&changed.name),
            organizations::name_en.eq(&changed.name_en),
            organizations::closed_on.eq(changed.closed_on),
            organizations::version.eq(seen + 1),
        ))
        .execute(conn)?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// How many people still work there after a day.
pub fn count_employed_after(
    conn: &mut Conn,
    id: OrganizationId,
    last_day: NaiveDate,
) -> Result<i64, Error> {
    Ok(employments::table
        .filter(employments::organization_id.eq(id))
        .filter(
            employments::ended_on
                .is_null()
                .or(employments::ended_on.gt(last_day).assume_not_null()),
        )
        .count()
        .get_result(conn)?)
}

/// All alliances, by code.
pub fn list_alliances(conn: &mut Conn) -> Result<Vec<Alliance>, Error> {
    Ok(alliances::table
        .order(alliances::code)
        .select(Alliance::as_select())
        .load(conn)?)
}

/// One alliance.
pub fn load_alliance(conn: &mut Conn, id: AllianceId) -> Result<Alliance, Error> {
    Ok(alliances::table
        .find(id)
        .select(Alliance::as_select())
        .first(conn)?)
}

/// Adds an alliance. A code that exists is a unique violation.
pub fn insert_alliance(conn: &mut Conn, alliance: &Alliance) -> Result<(), Error> {
    diesel::insert_into(alliances::table)
        .values(alliance.clone())
        .execute(conn)?;
    Ok(())
}

/// The memberships of all alliances, past ones with them, by alliance and date.
pub fn list_memberships(conn: &mut Conn) -> Result<Vec<Membership>, Error> {
    Ok(alliance_members::table
        .order((alliance_members::alliance_id, alliance_members::joined_on))
        .select(Membership::as_select())
        .load(conn)?)
}

/// The memberships of one organization in one alliance, the earliest first.
pub fn list_memberships_of(
    conn: &mut Conn,
    alliance: AllianceId,
    organization: OrganizationId,
) -> Result<Vec<Membership>, Error> {
    Ok(alliance_members::table
        .filter(alliance_members::alliance_id.eq(alliance))
        .filter(alliance_members::organization_id.eq(organization))
        .order(alliance_members::joined_on)
        .select(Membership::as_select())
        .load(conn)?)
}

/// Adds a membership.
pub fn insert_membership(conn: &mut Conn, membership: &Membership) -> Result<(), Error> {
    diesel::insert_into(alliance_members::table)
        .values(membership.clone())
        .execute(conn)?;
    Ok(())
}

/// Ends a membership after a last day.
pub fn save_last_day(
    conn: &mut Conn,
    membership: &Membership,
    last_day: NaiveDate,
) -> Result<(), Error> {
    let key = (
        membership.alliance_id,
        membership.organization_id,
        membership.joined_on,
    );
    diesel::update(alliance_members::table.find(key))
        .set(alliance_members::left_on.eq(last_day))
        .execute(conn)?;
    Ok(())
}

/// The alliances that an organization is a member of on a day.
pub fn list_alliances_of(
    conn: &mut Conn,
    id: OrganizationId,
    on: NaiveDate,
) -> Result<Vec<Alliance>, Error> {
    Ok(alliances::table
        .inner_join(alliance_members::table)
        .filter(alliance_members::organization_id.eq(id))
        .filter(alliance_members::joined_on.le(on))
        .filter(
            alliance_members::left_on
                .is_null()
                .or(alliance_members::left_on.ge(on).assume_not_null()),
        )
        .order(alliances::code)
        .select(Alliance::as_select())
        .load(conn)?)
}
