//! Reviews in the demonstration city: dealt out by the secretary, written by the members.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::chance::Chance;
use super::committees::{Pool, until};
use super::selections::Round;
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::people::PersonId;
use crate::selection::assignments::actions as assignments;
use crate::selection::committees::{self, MemberId};
use crate::selection::phases::Phase;
use crate::selection::programmes::committee::{AnswerKind, Criterion};
use crate::selection::reviews::actions::{Written, submit};
use crate::selection::reviews::covers;
use crate::selection::reviews::rules::rubric::Rubric;
use crate::selection::reviews::store::{self as kept, Brief};
use crate::selection::rounds;

/// What members write, in turn.
const COMMENTS: [&str; 4] = [
    "课堂教学扎实，学生发展好，教研成果有推广价值。",
    "长期带教青年教师，示范作用明显，论文质量一般。",
    "师德表现好，教学有特色，课题研究还可以再深入。",
    "教学成绩稳定，材料齐全，区域影响力有待提高。",
];

/// What members advise where a programme asks for it, in turn.
const ADVICE: [&str; 3] = [
    "建议在区域教研中承担更多示范课和专题讲座。",
    "建议系统整理教学主张，形成可以推广的成果。",
    "建议结对帮扶农村学校，扩大辐射范围。",
];

/// Deals the candidates out on a day, and lets members write; while the round is still about reviews,
/// some of them have yet to.
pub(super) fn play(
    conn: &mut Conn,
    round: &Round<'_>,
    pool: &Pool,
    (dealt, written): (NaiveDate, NaiveDate),
) -> Result<(), Error> {
    let world = round.world();
    let secretary = world.acting(conn, pool.secretary, world.at(dealt, 14))?;
    let members: BTreeMap<MemberId, PersonId> = committees::store::list_members(conn, round.id)?
        .into_iter()
        .map(|it| (it.id, it.person_id))
        .collect();
    let is_of_member = |it: &Brief| pool.is_member(members[&it.member]);
    let running = rounds::store::load_running(conn, round.id)?;
    if running.programme.review.is_blind {
        cover(conn, &secretary, round)?;
    }
    until(conn, |conn| {
        assignments::announce(conn, &secretary, round.id)?;
        let shown = assignments::preview(conn, &secretary, round.id)?;
        assignments::keep(conn, &secretary, round.id, &shown.fingerprint)?;
        let dealt = kept::list_brief(conn, round.id)?;
        Ok(dealt.iter().any(is_of_member))
    })?;
    let mut reviews = kept::list_brief(conn, round.id)?;
    // Whoever signs in as a member writes last.
    reviews.sort_by_key(is_of_member);
    let due = if round.goal() == Phase::Review {
        reviews.len() * 2 / 3
    } else {
        reviews.len()
    };
    let rubric = Rubric::of(&running.programme.review, &running.round.track);
    // The same members are mild in every round, and the same candidates strong.
    let mut strength: BTreeMap<_, i64> = BTreeMap::new();
    for (nth, review) in reviews.iter().take(due).enumerate() {
        let place = i64::try_from(strength.len()).unwrap_or(0);
        let strong = *strength.entry(review.nomination).or_insert(8 - place % 4);
        let member = committees::store::load(conn, review.member)?;
        let context = world.acting(conn, pool.account(&member), world.at(written, 20))?;
        let mut chance = Chance::of(&format!("review {nth} of {}", running.round.title));
        let answer = |it: &Criterion, tenths: i64| match &it.answer {
            AnswerKind::Points { .. } => (rubric.full(it).unwrap_or(0) * tenths / 10).to_string(),
            AnswerKind::Choice { options } => {
                let place = usize::try_from(10 - tenths).unwrap_or(0) * options.len() / 10;
                options[place].key.clone()
            }
            AnswerKind::Text { .. } => ADVICE[nth % ADVICE.len()].to_owned(),
        };
        let points: Vec<(&str, String)> = rubric
            .criteria()
            .into_iter()
            .map(|it| {
                let tenths = (strong + chance.between(-1, 2)).clamp(1, 10);
                (it.key.as_str(), answer(it, tenths))
            })
            .collect();
        let points: Vec<(&str, &str)> = points.iter().map(|it| (it.0, it.1.as_str())).collect();
        let written = Written {
            points: &points,
            comment: COMMENTS[nth % COMMENTS.len()],
        };
        let seen = kept::load(conn, review.id)?.version;
        submit(conn, &context, review.id, seen, &written)?;
    }
    Ok(())
}

/// The secretary covers the names, as the program proposes it.
fn cover(conn: &mut Conn, secretary: &Context, round: &Round<'_>) -> Result<(), Error> {
    covers::prepare(conn, secretary, round.id)?;
    for it in kept::list_covers(conn, round.id)? {
        let shown = (it.statement.as_str(), &[][..]);
        let which = (round.id, it.nomination_id);
        covers::confirm(conn, secretary, which, it.version, shown)?;
    }
    Ok(())
}
