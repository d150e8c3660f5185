//! Places in the database, and the teachers that they follow.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::IntoSql as _;
use diesel::dsl::{count_star, exists};
use diesel::prelude::*;

use super::tilts::Nominee;
use super::{Dimension, Share};
use crate::db::Conn;
use crate::db::schema::{employments, nominations, organizations, round_shares};
use crate::error::Error;
use crate::organizations::{OrganizationId, OrganizationKind, Stage};
use crate::people::Post;
use crate::selection::nominations::store::takes_place;
use crate::selection::programmes::Circle;
use crate::selection::rounds::RoundId;

/// The shares of a round over one dimension, by key.
pub fn list(conn: &mut Conn, round: RoundId, dimension: Dimension) -> Result<Vec<Share>, Error> {
    Ok(round_shares::table
        .filter(round_shares::round_id.eq(round))
        .filter(round_shares::dimension.eq(dimension))
        .order(round_shares::key)
        .select(Share::as_select())
        .load(conn)?)
}

/// Whether a round is shared out over a dimension.
pub fn has_shares(conn: &mut Conn, round: RoundId, dimension: Dimension) -> Result<bool, Error> {
    let shares = round_shares::table
        .filter(round_shares::round_id.eq(round))
        .filter(round_shares::dimension.eq(dimension));
    Ok(diesel::select(exists(shares)).get_result(conn)?)
}

/// Puts shares in the place of those of the same round and dimension.
pub fn replace(
    conn: &mut Conn,
    round: RoundId,
    dimension: Dimension,
    shares: &[Share],
) -> Result<(), Error> {
    diesel::delete(
        round_shares::table
            .filter(round_shares::round_id.eq(round))
            .filter(round_shares::dimension.eq(dimension)),
    )
    .execute(conn)?;
    for share in shares {
        diesel::insert_into(round_shares::table)
            .values(share.clone())
            .execute(conn)?;
    }
    Ok(())
}

/// How many who can apply are employed at schools on a day, by the key of a dimension.
pub fn count_teachers(
    conn: &mut Conn,
    dimension: Dimension,
    circle: &Circle,
    on: NaiveDate,
) -> Result<BTreeMap<String, i64>, Error> {
    let posts = match &circle.posts[..] {
        [] => Post::ALL.to_vec(),
        posts => posts.to_vec(),
    };
    let any_stage = circle.stages.is_empty();
    let stages = circle.stages.iter().copied();
    let employed = employments::table
        .inner_join(organizations::table)
        .filter(organizations::kind.eq(OrganizationKind::School))
        .filter(employments::post.eq_any(posts))
        .filter(
            any_stage
                .into_sql::<diesel::sql_types::Bool>()
                .or(organizations::stage.assume_not_null().eq_any(stages)),
        )
        .filter(employments::started_on.le(on))
        .filter(
            employments::ended_on
                .is_null()
                .or(employments::ended_on.assume_not_null().ge(on)),
        );
    match dimension {
        Dimension::District => {
            let rows: Vec<(Option<OrganizationId>, i64)> = employed
                .group_by(organizations::district_id)
                .select((organizations::district_id, count_star()))
                .load(conn)?;
            let codes = codes_of_districts(conn)?;
            let code = |id: Option<OrganizationId>| id.and_then(|id| codes.get(&id).cloned());
            let named = rows.into_iter();
            Ok(named
                .map(|(id, count)| (code(id).unwrap_or_default(), count))
                .collect())
        }
        Dimension::Stage => {
            let rows: Vec<(Option<Stage>, i64)> = employed
                .group_by(organizations::stage)
                .select((organizations::stage, count_star()))
                .load(conn)?;
            let known = rows.into_iter();
            Ok(known
                .filter_map(|(stage, count)| Some((stage?.to_string(), count)))
                .collect())
        }
        Dimension::Subject => {
            let rows: Vec<(Option<String>, i64)> = employed
                .group_by(employments::subject)
                .select((employments::subject, count_star()))
                .load(conn)?;
            let known = rows.into_iter();
            Ok(known
                .filter_map(|(subject, count)| Some((subject?, count)))
                .filter(|(subject, _)| !subject.is_empty())
                .collect())
        }
    }
}

/// Who takes a place: area code of the district, stage and kind of the school, post and subject.
type Taken = (String, Option<Stage>, bool, Post, Option<String>);

fn list_taken(conn: &mut Conn, round: RoundId) -> Result<Vec<Taken>, Error> {
    type Row = (
        Option<OrganizationId>,
        Option<Stage>,
        bool,
        Post,
        Option<String>,
    );
    let rows: Vec<Row> = nominations::table
        .inner_join(organizations::table)
        .filter(nominations::round_id.eq(round))
        .filter(takes_place())
        .select((
            nominations::district_id,
            organizations::stage,
            organizations::is_rural,
            nominations::post,
            nominations::subject,
        ))
        .load(conn)?;
    let codes = codes_of_districts(conn)?;
    let code = |id: OrganizationId| codes.get(&id).cloned();
    let taken = rows
        .into_iter()
        .map(|(district, stage, is_rural, post, subject)| {
            let district = district.and_then(code).unwrap_or_default();
            (district, stage, is_rural, post, subject)
        });
    Ok(taken.collect())
}

/// Who takes a place in a round, as far as tilts ask.
pub fn list_recommended(conn: &mut Conn, round: RoundId) -> Result<Vec<Nominee>, Error> {
    let taken = list_taken(conn, round)?.into_iter();
    let nominees = taken.map(|(district, stage, is_rural, post, _)| Nominee {
        district,
        stage,
        is_rural,
        post,
    });
    Ok(nominees.collect())
}

/// How many places are filled in a round, by the key of a dimension.
pub fn count_recommended(
    conn: &mut Conn,
    dimension: Dimension,
    round: RoundId,
) -> Result<BTreeMap<String, i64>, Error> {
    let mut counts = BTreeMap::new();
    for (district, stage, _, _, subject) in list_taken(conn, round)? {
        let key = match dimension {
            Dimension::District => Some(district),
            Dimension::Stage => stage.map(|it| it.to_string()),
            Dimension::Subject => subject,
        };
        if let Some(key) = key {
            *counts.entry(key).or_insert(0) += 1;
        }
    }
    Ok(counts)
}

/// The area codes of districts with a rural school.
pub fn list_rural_districts(conn: &mut Conn) -> Result<BTreeSet<String>, Error> {
    let districts: Vec<Option<OrganizationId>> = organizations::table
        .filter(organizations::kind.eq(OrganizationKind::School))
        .filter(organizations::is_rural.eq(true))
        .select(organizations::district_id)
        .distinct()
        .load(conn)?;
    let codes = codes_of_districts(conn)?;
    let rural = districts.into_iter().flatten();
    Ok(rural.filter_map(|it| codes.get(&it).cloned()).collect())
}

fn codes_of_districts(conn: &mut Conn) -> Result<BTreeMap<OrganizationId, String>, Error> {
    let rows: Vec<(OrganizationId, String)> = organizations::table
        .filter(organizations::kind.eq(OrganizationKind::District))
        .select((organizations::id, organizations::code))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}
