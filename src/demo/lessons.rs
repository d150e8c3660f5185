//! Lessons and defences in the demonstration city: put in order by lot, held on one day before everybody
//! who serves, scored on the spot.

use chrono::NaiveDate;

use super::chance::Chance;
use super::committees::Pool;
use super::selections::Round;
use crate::db::Conn;
use crate::error::Error;
use crate::selection::committees::{self, Member, MemberId};
use crate::selection::conflicts;
use crate::selection::lessons::rules::Timetable;
use crate::selection::lessons::{actions, store};
use crate::selection::reviews::sight::Handle;
use crate::selection::rounds;

/// Where they are held.
const ROOM: &str = "市教育局二楼报告厅";
/// From half past eight until noon, and from two until six.
const HOURS: [(i64, i64); 2] = [(510, 720), (840, 1_080)];
/// Minutes between two candidates.
const PAUSE: i64 = 10;

/// Plans a round's lessons on one day and holds them on another, where its programme has any. No round
/// of the city that comes so far is blind: candidates are called by their ids.
pub(super) fn play(
    conn: &mut Conn,
    round: &Round<'_>,
    pool: &Pool,
    (planned, held): (NaiveDate, NaiveDate),
) -> Result<(), Error> {
    let running = rounds::store::load_running(conn, round.id)?;
    if running.programme.lesson.is_none() {
        return Ok(());
    }
    let world = round.world();
    let timetable = Timetable {
        days: vec![held],
        rooms: vec![ROOM.to_owned()],
        hours: HOURS.to_vec(),
        pause: PAUSE,
    };
    let secretary = world.acting(conn, pool.secretary, world.at(planned, 15))?;
    actions::plan(conn, &secretary, round.id, 0, &timetable)?;
    actions::draw_order(conn, &secretary, round.id, 1)?;
    let mut members = committees::store::list_members(conn, round.id)?;
    members.retain(Member::serves);
    let present: Vec<MemberId> = members.iter().map(|it| it.id).collect();
    let secretary = world.acting(conn, pool.secretary, world.at(held, 8))?;
    actions::record_presence(conn, &secretary, (round.id, held), &present)?;
    let barred = conflicts::store::list_all_barred(conn, round.id)?;
    let lessons = store::list_lessons(conn, round.id)?;
    for member in &members {
        let context = world.acting(conn, pool.account(member), world.at(held, 18))?;
        let title = &running.round.title;
        let mut chance = Chance::of(&format!("lessons before {} of {title}", member.position));
        for lesson in &lessons {
            let points = (chance.between(76, 96), chance.between(74, 96));
            if !barred.contains(&(member.id, lesson.nomination_id)) {
                let of = (round.id, Handle::Id(lesson.nomination_id));
                actions::score(conn, &context, of, 0, points)?;
            }
        }
    }
    Ok(())
}
