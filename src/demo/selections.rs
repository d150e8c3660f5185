//! Selections in the demonstration city: a round in each phase, played by schools, districts, bureau
//! and secretary from the first application on.
//!
//! Lists hang for working days, so where the holidays of a year are not announced a round stays in
//! the phase before; and a city of few teachers has no pool to draw a committee from. Who decides is
//! in `committees`.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate};

use super::claims;
use super::committees::Pool;
use super::history::{Citizen, History};
use super::lessons;
use super::meetings;
use super::personas::RONGYIN;
use super::projects::day;
use super::reviews;
use super::rounds::{Planned, Schedule, hung, rounds as planned_rounds};
use super::world::World;
use crate::access::Role;
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::evidence::actions::{self as evidence, Label};
use crate::evidence::kinds::PaperKind;
use crate::evidence::receive::Incoming;
use crate::identity::AccountId;
use crate::identity::actions::accounts::NewAccount;
use crate::identity::actions::rights::NewGrant;
use crate::people::{Post, Title};
use crate::selection::nominations::candidates::list_candidates;
use crate::selection::nominations::decisions::{self, Verdict};
use crate::selection::nominations::rules::eligibility::{Outcome, may_be_eligible};
use crate::selection::nominations::rules::{ListLevel, VoteCount};
use crate::selection::nominations::{self, NominationId, verdicts};
use crate::selection::phases::Phase;
use crate::selection::quotas::rules::Typed;
use crate::selection::quotas::{self, Dimension};
use crate::selection::rounds::actions::Onward;
use crate::selection::rounds::rules::RoundFields;
use crate::selection::rounds::{self, RoundId};

/// Nominees of a round with many places; where there are few, each is filled.
const NOMINEES: usize = 4;

/// Plays all rounds.
pub(super) fn play(conn: &mut Conn, history: &History<'_>) -> Result<(), Error> {
    let world = history.world;
    let pool = Pool::open(conn, history)?;
    let mut taken: BTreeSet<usize> = pool.citizens();
    for planned in planned_rounds(world.today()) {
        let calendar = &world.house().calendar;
        let Some(schedule) = Schedule::until(planned.phase, world.today(), calendar) else {
            continue;
        };
        let round = Round::open(conn, history, &planned, schedule)?;
        round.play(conn, &mut taken, &pool)?;
    }
    Ok(())
}

/// A round with who plays it.
pub(super) struct Round<'a> {
    history: &'a History<'a>,
    planned: &'a Planned,
    schedule: Schedule,
    pub(super) id: RoundId,
}

/// A nominee.
struct Nominee<'a> {
    citizen: &'a Citizen,
    account: AccountId,
    id: NominationId,
}

impl<'a> Round<'a> {
    fn open(
        conn: &mut Conn,
        history: &'a History<'a>,
        planned: &'a Planned,
        schedule: Schedule,
    ) -> Result<Round<'a>, Error> {
        let context = by_bureau(conn, history.world, schedule.opened)?;
        let fields = RoundFields {
            title: planned.title.clone(),
            seats: planned.seats,
            cutoff_on: schedule.opened,
            starts_on: schedule.opened,
        };
        let id = rounds::actions::open_round(conn, &context, planned.of, &fields)?;
        Ok(Round {
            history,
            planned,
            schedule,
            id,
        })
    }

    /// The city.
    pub(super) fn world(&self) -> &'a World {
        self.history.world
    }

    fn play(&self, conn: &mut Conn, taken: &mut BTreeSet<usize>, pool: &Pool) -> Result<(), Error> {
        let Planned { phase, .. } = *self.planned;
        if phase == Phase::Preparation {
            return Ok(());
        }
        let days = self.schedule;
        let chosen = self.choose(conn, taken, pool)?;
        if !self.share(conn, &chosen)? {
            return Ok(());
        }
        self.go_on(conn, days.opened + Days::new(1))?;
        let nominees = self.apply(conn, &chosen)?;
        if phase == Phase::Nominate {
            return Ok(());
        }
        self.post(conn, &nominees, (ListLevel::School, days.listed_at_school))?;
        self.go_on(conn, days.listed_at_school)?;
        if phase == Phase::SchoolPublicity {
            return Ok(());
        }
        self.endorse(conn, &nominees, days.endorsed_at_school)?;
        self.go_on(conn, days.endorsed_at_school + Days::new(1))?;
        self.post(
            conn,
            &nominees,
            (ListLevel::District, days.listed_in_district),
        )?;
        if phase == Phase::DistrictReview {
            return Ok(());
        }
        self.endorse(conn, &nominees, days.endorsed_in_district)?;
        self.go_on(conn, days.endorsed_in_district)?;
        // One is left open while the bureau still checks.
        let left = usize::from(phase == Phase::EligibilityCheck);
        let checked = &nominees[..nominees.len().saturating_sub(left)];
        if phase == Phase::EligibilityCheck {
            return self.check(conn, checked, days.endorsed_in_district + Days::new(1));
        }
        self.check(conn, checked, days.signed)?;
        self.go_on(conn, days.signed + Days::new(1))?;
        let has_candidates = !list_candidates(conn, self.id)?.is_empty();
        if !has_candidates || !pool.compose(conn, self, days)? {
            return Ok(());
        }
        self.go_on(conn, days.seated)?;
        let written = days.seated + Days::new(5);
        reviews::play(conn, self, pool, (days.seated, written))?;
        if phase == Phase::Review {
            return Ok(());
        }
        lessons::play(conn, self, pool, (written, days.reviewed - Days::new(1)))?;
        self.go_on(conn, days.reviewed)?;
        if phase == Phase::Calibration {
            return Ok(());
        }
        meetings::play(conn, self, pool, days.met)
    }

    /// How far the round is planned to come.
    pub(super) fn goal(&self) -> Phase {
        self.planned.phase
    }

    /// The day after a list that is posted on a day has hung, where the holidays are announced.
    pub(super) fn hung(&self, posted: NaiveDate) -> Option<NaiveDate> {
        hung(posted, &self.world().house().calendar)
    }

    /// Every area has two places at least, or where there are fewer each area has those that its own
    /// teachers will want: nobody is nominated in vain. False where a city of few teachers has nobody
    /// who could apply; there the round stays prepared.
    fn share(&self, conn: &mut Conn, chosen: &[&Citizen]) -> Result<bool, Error> {
        let context = by_bureau(conn, self.world(), self.schedule.opened)?;
        let dimension = Dimension::District;
        let circle = rounds::store::load_running(conn, self.id)?.circle();
        let opened = self.schedule.opened;
        let weights = quotas::store::count_teachers(conn, dimension, &circle, opened)?;
        if weights.is_empty() {
            return Ok(false);
        }
        let is_for_all = self.has_many_places(conn)?;
        let wanted = |key: &str| {
            let area = |it: &&&Citizen| {
                let school = &self.world().schools[it.resident.school].school;
                let of_bureau = school.is_bureau_run() && key.is_empty();
                of_bureau || school.area == key
            };
            if is_for_all {
                2
            } else {
                chosen.iter().filter(area).count()
            }
        };
        let floors: Vec<Typed> = weights
            .keys()
            .map(|key| Typed {
                key: key.clone(),
                floor: wanted(key).to_string(),
                cap: String::new(),
            })
            .collect();
        quotas::actions::share_places(conn, &context, self.id, 1, dimension, &floors)?;
        Ok(true)
    }

    fn places(&self, conn: &mut Conn) -> Result<usize, Error> {
        let places = rounds::store::load(conn, self.id)?.places;
        usize::try_from(places).map_err(Error::fault)
    }

    /// Whether there are two places for every area.
    fn has_many_places(&self, conn: &mut Conn) -> Result<bool, Error> {
        Ok(self.places(conn)? >= 2 * self.world().areas().len())
    }

    /// The bureau goes on to the next phase, which is open for two more weeks.
    pub(super) fn go_on(&self, conn: &mut Conn, on: NaiveDate) -> Result<(), Error> {
        let context = by_bureau(conn, self.world(), on)?;
        let seen = rounds::store::load(conn, self.id)?.version;
        let last_day = self.world().today() + Days::new(14);
        let onward = Onward {
            ends_on: last_day,
            reason: "按工作安排进入下一阶段",
            accepts_stranded: true,
        };
        rounds::actions::advance_round(conn, &context, self.id, seen, &onward)?;
        Ok(())
    }

    /// Who will apply: teachers of different schools.
    fn choose(
        &self,
        conn: &mut Conn,
        taken: &mut BTreeSet<usize>,
        pool: &Pool,
    ) -> Result<Vec<&'a Citizen>, Error> {
        let wanted = if self.has_many_places(conn)? {
            NOMINEES
        } else {
            self.places(conn)?
        };
        let circle = rounds::store::load_running(conn, self.id)?.circle();
        let mut chosen = Vec::new();
        let mut schools = BTreeSet::new();
        let mut citizens: Vec<(usize, &Citizen)> =
            self.history.citizens.iter().enumerate().collect();
        if self.goal() <= Phase::DistrictReview {
            // Those who sign in for school and district find something to decide.
            citizens.sort_by_key(|(_, it)| !self.is_at_rongyin(it));
        }
        for (index, citizen) in citizens {
            if chosen.len() == wanted {
                break;
            }
            let resident = &citizen.resident;
            let school = &self.world().schools[resident.school].school;
            let is_of_stage = circle.stages.is_empty() || circle.stages.contains(&school.stage);
            if could_stand(citizen, &circle.posts, self.world().today())
                && is_of_stage
                && !taken.contains(&index)
                && pool.knows(resident.subject)
                && schools.insert(resident.school)
            {
                taken.insert(index);
                chosen.push(citizen);
            }
        }
        Ok(chosen)
    }

    /// They hand in; their schools vote.
    fn apply(&self, conn: &mut Conn, chosen: &[&'a Citizen]) -> Result<Vec<Nominee<'a>>, Error> {
        let mut nominees: Vec<Nominee<'a>> = Vec::new();
        for citizen in chosen {
            nominees.push(self.apply_one(conn, citizen)?);
        }
        if let Some(first) = nominees.first() {
            self.correct(conn, first)?;
        }
        for (nominee, votes) in nominees.iter().zip(0..) {
            self.vote(conn, nominee, votes)?;
        }
        Ok(nominees)
    }

    fn is_at_rongyin(&self, citizen: &Citizen) -> bool {
        let school = &self.world().schools[citizen.resident.school].school;
        (school.area, school.number) == RONGYIN
    }

    fn apply_one(&self, conn: &mut Conn, citizen: &'a Citizen) -> Result<Nominee<'a>, Error> {
        let (world, on) = (self.world(), self.schedule.applied);
        let at = world.at(on, 10);
        let account = open_account(conn, world, citizen, own_login(citizen))?;
        let context = world.acting(conn, account, at)?;
        let statement = statement(
            citizen,
            "承担过市级公开课和课题，指导青年教师参加区级以上比赛",
        );
        let id = nominations::actions::apply(conn, &context, self.id, &statement)?;
        nominations::actions::submit(conn, &context, id, 1)?;
        Ok(Nominee {
            citizen,
            account,
            id,
        })
    }

    /// The school sends an application back, and the teacher hands it in again the same day, with a
    /// page of evidence.
    fn correct(&self, conn: &mut Conn, nominee: &Nominee<'_>) -> Result<(), Error> {
        let on = self.schedule.applied + Days::new(1);
        let verdict = Verdict::Return {
            reason: "请写明公开课、课题和获奖的数量，并附获奖证书。".to_owned(),
        };
        let context = self.by_school(conn, nominee, on)?;
        let version = seen(conn, nominee)?;
        decisions::decide(conn, &context, nominee.id, version, &verdict)?;
        let world = self.world();
        let context = world.acting(conn, nominee.account, world.at(on, 18))?;
        claims::with_page(world, |path| {
            let page = Incoming {
                name: "指导教师获奖证书.pdf",
                path,
                is_cut_off: false,
            };
            let label = Label {
                paper: PaperKind::Award,
                dated_on: Some(self.schedule.opened),
            };
            let page = evidence::add(conn, &context, page, label)?;
            nominations::files::attach(conn, &context, nominee.id, page)?;
            Ok(())
        })?;
        let (id, seen) = (nominee.id, seen(conn, nominee)?);
        let done = "承担市级公开课六节、市级课题两项并结题，指导青年教师三人在区级以上比赛中获奖";
        let statement = statement(nominee.citizen, done);
        nominations::actions::change_statement(conn, &context, id, seen, &statement)?;
        nominations::actions::submit(conn, &context, id, seen + 1)
    }

    fn vote(&self, conn: &mut Conn, nominee: &Nominee<'_>, nth: i64) -> Result<(), Error> {
        let on = self.schedule.applied + Days::new(2);
        let context = self.by_school(conn, nominee, on)?;
        let count = VoteCount {
            held_on: on,
            staff: 46,
            present: 40 + nth,
            yes: 33 + nth,
            no: 4,
            abstain: 3,
        };
        let seen = seen(conn, nominee)?;
        decisions::record_vote(conn, &context, nominee.id, seen, (&count, ""))?;
        Ok(())
    }

    /// Each office posts its own list.
    fn post(
        &self,
        conn: &mut Conn,
        nominees: &[Nominee<'_>],
        (level, on): (ListLevel, NaiveDate),
    ) -> Result<(), Error> {
        let mut posted: BTreeSet<String> = BTreeSet::new();
        for nominee in nominees {
            let office = self.office(nominee, level);
            if !posted.insert(office.clone()) {
                continue;
            }
            let of_office = nominees
                .iter()
                .filter(|it| self.office(it, level) == office);
            let ids: Vec<NominationId> = of_office.map(|it| it.id).collect();
            let context = self.by_office(conn, nominee, (level, on))?;
            decisions::post_list(conn, &context, (self.id, level), (&ids, ""))?;
        }
        Ok(())
    }

    fn endorse(
        &self,
        conn: &mut Conn,
        nominees: &[Nominee<'_>],
        on: NaiveDate,
    ) -> Result<(), Error> {
        for nominee in nominees {
            let level = nominations::store::load(conn, nominee.id)?.state.level();
            let level = level.unwrap_or(ListLevel::District);
            let context = self.by_office(conn, nominee, (level, on))?;
            let opinion = "公示期满无异议，同意推荐。".to_owned();
            let seen = seen(conn, nominee)?;
            let verdict = Verdict::Endorse { opinion };
            decisions::decide(conn, &context, nominee.id, seen, &verdict)?;
        }
        Ok(())
    }

    /// The bureau confirms what files leave open, and signs.
    fn check(&self, conn: &mut Conn, nominees: &[Nominee<'_>], on: NaiveDate) -> Result<(), Error> {
        let context = by_bureau(conn, self.world(), on)?;
        let running = rounds::store::load_running(conn, self.id)?;
        for nominee in nominees {
            let load = |conn: &mut Conn| {
                let nomination = nominations::store::load(conn, nominee.id)?;
                let found = verdicts::findings(conn, &nomination, &running, on)?;
                Ok::<_, Error>((nomination, found))
            };
            let (_, findings) = load(conn)?;
            for it in findings
                .iter()
                .filter(|it| it.outcome == Outcome::ToConfirm)
            {
                let seen = seen(conn, nominee)?;
                let confirmed = (it.condition.as_str(), true, "已核对原件");
                verdicts::confirm(conn, &context, nominee.id, seen, confirmed)?;
            }
            let (nomination, findings) = load(conn)?;
            let signature = match may_be_eligible(&findings) {
                Ok(()) => (true, "条件逐项核实，符合申报条件。"),
                Err(_) => (false, "有申报条件不满足，见条件明细。"),
            };
            let seen = nomination.version;
            verdicts::sign(conn, &context, nominee.id, seen, signature)?;
        }
        Ok(())
    }

    fn office(&self, nominee: &Nominee<'_>, level: ListLevel) -> String {
        let school = &self.world().schools[nominee.citizen.resident.school];
        match level {
            ListLevel::School => school.school.code(),
            ListLevel::District => school.school.area.to_owned(),
        }
    }

    fn by_school(
        &self,
        conn: &mut Conn,
        nominee: &Nominee<'_>,
        on: NaiveDate,
    ) -> Result<Context, Error> {
        self.by_office(conn, nominee, (ListLevel::School, on))
    }

    fn by_office(
        &self,
        conn: &mut Conn,
        nominee: &Nominee<'_>,
        (level, on): (ListLevel, NaiveDate),
    ) -> Result<Context, Error> {
        let world = self.world();
        let school = &world.schools[nominee.citizen.resident.school];
        let officer = match level {
            ListLevel::School => school.office.officer,
            ListLevel::District => world.authority(school.school.area).officer,
        };
        world.acting(conn, officer, world.at(on, 15))
    }
}

/// What a nominee writes.
fn statement(citizen: &Citizen, done: &str) -> String {
    let subject = citizen.resident.subject.unwrap_or("学前教育");
    format!("从教以来一直在一线任教{subject}，{done}，所带班级学业质量稳定提升。")
}

/// The version of a nomination.
fn seen(conn: &mut Conn, nominee: &Nominee<'_>) -> Result<i64, Error> {
    Ok(nominations::store::load(conn, nominee.id)?.version)
}

/// Whether somebody without another story has what a programme of the city asks of these posts; of
/// teachers, where it names none.
fn could_stand(citizen: &Citizen, posts: &[Post], today: NaiveDate) -> bool {
    let resident = &citizen.resident;
    let long_ago = day(today.year() - 5, 1, 1);
    let is_of_post = match posts {
        [] => resident.post == Post::Teacher,
        posts => posts.contains(&resident.post),
    };
    is_senior(citizen) && is_of_post && resident.subject.is_some() && resident.started_on < long_ago
}

/// Whether somebody without another story holds a senior title, and works where they always did.
pub(super) fn is_senior(citizen: &Citizen) -> bool {
    let resident = &citizen.resident;
    resident.persona.is_none()
        && resident.moved.is_none()
        && matches!(resident.title, Some(Title::Senior | Title::FullSenior))
}

/// What most people sign in with.
pub(super) fn own_login(citizen: &Citizen) -> String {
    citizen.file.teacher_number.to_string().to_lowercase()
}

/// A teacher's own account, as old as the city or the employment.
pub(super) fn open_account(
    conn: &mut Conn,
    world: &World,
    citizen: &Citizen,
    login: String,
) -> Result<AccountId, Error> {
    let resident = &citizen.resident;
    let began = resident.started_on.max(day(world.first_year(), 1, 5));
    let at = world.at(began, 14);
    let account = NewAccount {
        login,
        display_name: resident.name.clone(),
        teacher_number: Some(citizen.file.teacher_number.to_string()),
    };
    let account = world.open_account(conn, at, &account)?;
    let grant = NewGrant {
        account,
        role: Role::Teacher,
        organization: world.schools[resident.school].office.id,
        starts_on: began,
        ends_on: None,
    };
    world.grant(conn, at, &grant)?;
    Ok(account)
}

/// The bureau acts.
pub(super) fn by_bureau(conn: &mut Conn, world: &World, on: NaiveDate) -> Result<Context, Error> {
    world.acting(conn, world.bureau().officer, world.at(on, 11))
}
