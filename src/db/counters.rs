//! Numbers that are given once and never again: teacher numbers, registration numbers.

use diesel::prelude::*;

use super::Conn;
use super::schema::counters;
use crate::error::Error;

/// Takes so many numbers of a counter, which begins at 1; the first of them is returned.
pub fn take(conn: &mut Conn, counter: &str, count: usize) -> Result<i64, Error> {
    let count = i64::try_from(count).map_err(Error::fault)?;
    let seen: Option<i64> = counters::table
        .find(counter)
        .select(counters::next)
        .first(conn)
        .optional()?;
    let Some(first) = seen else {
        diesel::insert_into(counters::table)
            .values((counters::name.eq(counter), counters::next.eq(1 + count)))
            .execute(conn)?;
        return Ok(1);
    };
    let changed = diesel::update(counters::table.find(counter))
        .filter(counters::next.eq(first))
        .set(counters::next.eq(first + count))
        .execute(conn)?;
    if changed == 1 {
        Ok(first)
    } else {
        Err(Error::Stale)
    }
}
