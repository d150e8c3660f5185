//! Who decides on selections in the demonstration city: a pool of experts with accounts, and the
//! committees that are drawn from it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days};
use diesel::Connection;
use diesel::result::Error::RollbackTransaction;

use super::history::History;
use super::personas::{MEMBER, SECRETARY};
use super::projects::day;
use super::rounds::Schedule;
use super::selections::{Round, by_bureau, is_senior, open_account, own_login};
use super::world::World;
use crate::access::Role;
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::identity::AccountId;
use crate::identity::actions::rights::NewGrant;
use crate::people::PersonId;
use crate::selection::committees::actions::{self, AnswerTo};
use crate::selection::committees::experts::{Appointment, appoint};
use crate::selection::committees::{self, Member, MemberState};
use crate::selection::conflicts;
use crate::selection::conflicts::actions::Seen;
use crate::selection::conflicts::rules::Standing;
use crate::selection::phases::Phase;

/// Experts from one area.
const PER_AREA: usize = 3;
/// Tries of a draw; two thirds of the pool are drawn, so that two or three are usual.
const TRIES: usize = 40;
/// Fewer experts than this are no pool: members and reserves of every programme.
const LEAST: usize = 30;

/// The pool, and who draws from it.
pub(super) struct Pool {
    /// Their accounts.
    experts: BTreeMap<PersonId, AccountId>,
    /// Who signs in as a member.
    member: Option<PersonId>,
    /// Their places in the list of citizens.
    citizens: BTreeSet<usize>,
    subjects: BTreeSet<&'static str>,
    /// Who runs the committees.
    pub(super) secretary: AccountId,
    is_large_enough: bool,
}

impl Pool {
    /// The bureau takes experts from all areas into the pool, for three years that began last year.
    pub(super) fn open(conn: &mut Conn, history: &History<'_>) -> Result<Pool, Error> {
        let world = history.world;
        let at = world.at(day(world.first_year(), 1, 5), 16);
        let secretary = (
            SECRETARY.to_owned(),
            Role::CommitteeSecretary,
            world.bureau().id,
        );
        let secretary = world.open_office(conn, at, secretary)?;
        let chosen = choose(history);
        let is_large_enough = chosen.len() >= LEAST;
        let mut pool = Pool {
            experts: BTreeMap::new(),
            member: chosen.first().map(|it| history.citizens[*it].file.id),
            subjects: chosen
                .iter()
                .filter_map(|it| history.citizens[*it].resident.subject)
                .collect(),
            citizens: chosen.iter().copied().collect(),
            secretary,
            is_large_enough,
        };
        let first = day(world.today().year() - 1, 1, 5);
        let context = by_bureau(conn, world, first)?;
        for (nth, index) in chosen.into_iter().enumerate() {
            let citizen = &history.citizens[index];
            let number = citizen.file.teacher_number.to_string();
            let term = Appointment {
                teacher_number: &number,
                subject: citizen.resident.subject.unwrap_or_default(),
                starts_on: first,
                ends_on: day(world.today().year() + 1, 12, 31),
            };
            appoint(conn, &context, &term)?;
            let login = if nth == 0 {
                MEMBER.to_owned()
            } else {
                own_login(citizen)
            };
            let account = open_account(conn, world, citizen, login)?;
            world.grant(conn, world.at(first, 9), &seat(world, account))?;
            pool.experts.insert(citizen.file.id, account);
        }
        Ok(pool)
    }

    /// The places of the experts in the list of citizens.
    pub(super) fn citizens(&self) -> BTreeSet<usize> {
        self.citizens.clone()
    }

    /// Whether somebody in the pool knows a subject, or there is no pool at all.
    pub(super) fn knows(&self, subject: Option<&str>) -> bool {
        !self.is_large_enough || subject.is_some_and(|it| self.subjects.contains(it))
    }

    /// Whether it is the member whom the sign-in page offers.
    pub(super) fn is_member(&self, person: PersonId) -> bool {
        self.member == Some(person)
    }

    /// The account of a member.
    pub(super) fn account(&self, member: &Member) -> AccountId {
        self.experts[&member.person_id]
    }

    fn secretary(
        &self,
        conn: &mut Conn,
        world: &World,
        on: chrono::NaiveDate,
    ) -> Result<Context, Error> {
        world.acting(conn, self.secretary, world.at(on, 14))
    }

    /// Draws a round's committee, and seats it unless the round is still about conflicts. Whether it is
    /// seated: a city of few teachers has no pool to draw from.
    pub(super) fn compose(
        &self,
        conn: &mut Conn,
        round: &Round<'_>,
        days: Schedule,
    ) -> Result<bool, Error> {
        if !self.is_large_enough {
            return Ok(false);
        }
        let world = round.world();
        let context = self.secretary(conn, world, days.drawn)?;
        until(conn, |conn| {
            actions::announce_draw(conn, &context, round.id)?;
            actions::draw(conn, &context, round.id)?;
            let members = committees::store::list_members(conn, round.id)?;
            let mut seated = members.iter().filter(|it| it.state.is_in());
            Ok(seated.any(|it| self.is_member(it.person_id)))
        })?;
        if round.goal() == Phase::Conflicts {
            actions::invite_all(conn, &context, round.id)?;
            return Ok(false);
        }
        let mut undecided = Vec::new();
        for (pair, standing) in conflicts::store::list_standings(conn, round.id)? {
            if standing == Standing::Undecided {
                undecided.push(Seen::now(conn, pair)?);
            }
        }
        if !undecided.is_empty() {
            let decision = (true, "近年同校任教，回避这位人选。");
            conflicts::actions::pin(conn, &context, round.id, &undecided, decision)?;
        }
        actions::invite_all(conn, &context, round.id)?;
        let answered = days.seated - Days::new(1);
        for member in committees::store::list_members(conn, round.id)? {
            if member.state == MemberState::Invited {
                let account = self.experts[&member.person_id];
                let context = world.acting(conn, account, world.at(answered, 9))?;
                actions::answer(conn, &context, member.id, member.version, &AnswerTo::Accept)?;
            }
        }
        let mut members = committees::store::list_members(conn, round.id)?;
        members.retain(Member::serves);
        let barred = conflicts::store::list_all_barred(conn, round.id)?;
        // Who is recused from nobody can sign for everything.
        let is_recused = |it: &Member| barred.iter().any(|(member, _)| *member == it.id);
        members.sort_by_key(is_recused);
        if let Some(first) = members.first() {
            let context = self.secretary(conn, world, days.seated)?;
            actions::name_chair(conn, &context, first.id)?;
        }
        Ok(true)
    }
}

/// Tries until something holds, and keeps nothing of the tries before: lots are random, and whoever
/// signs in as a member should find work. Only a demonstration can take a draw back.
pub(super) fn until(
    conn: &mut Conn,
    attempt: impl Fn(&mut Conn) -> Result<bool, Error>,
) -> Result<(), Error> {
    for _ in 0..TRIES {
        let tried = conn.transaction(|conn| {
            if attempt(conn)? {
                Ok(())
            } else {
                Err(Error::Database(RollbackTransaction))
            }
        });
        match tried {
            Err(Error::Database(RollbackTransaction)) => {}
            done => return done,
        }
    }
    attempt(conn).map(|_| ())
}

/// Senior teachers of all areas, the subjects as different as can be. The first of the first area is
/// who signs in as a member.
fn choose(history: &History<'_>) -> Vec<usize> {
    let world = history.world;
    let mut by_area: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, citizen) in history.citizens.iter().enumerate() {
        let area = world.schools[citizen.resident.school].school.area;
        if is_senior(citizen) && citizen.resident.subject.is_some() {
            by_area.entry(area).or_default().push(index);
        }
    }
    let mut subjects: BTreeMap<&str, usize> = BTreeMap::new();
    let mut chosen = Vec::new();
    for mut candidates in by_area.into_values() {
        for _ in 0..PER_AREA {
            let known = |index: &usize| {
                let subject = history.citizens[*index]
                    .resident
                    .subject
                    .unwrap_or_default();
                subjects.get(subject).copied().unwrap_or(0)
            };
            let Some(rarest) = (0..candidates.len()).min_by_key(|at| known(&candidates[*at]))
            else {
                break;
            };
            let index = candidates.remove(rarest);
            let subject = history.citizens[index].resident.subject.unwrap_or_default();
            *subjects.entry(subject).or_default() += 1;
            chosen.push(index);
        }
    }
    chosen
}

/// The role of a committee member.
fn seat(world: &World, account: AccountId) -> NewGrant {
    NewGrant {
        account,
        role: Role::CommitteeMember,
        organization: world.bureau().id,
        starts_on: day(world.today().year() - 1, 1, 5),
        ends_on: None,
    }
}
