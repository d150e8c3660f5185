//! Registration in the demonstration city: a window in each state, and a case in each, told by the
//! officers whose turn it is.
//!
//! A notice hangs for working days, so where the holidays of a year are not announced yet nobody
//! hands anything in: the window is there and empty. Who is in which case stands in `registrants`.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};

use super::city::CITY_CODE;
use super::history::History;
use super::personas::{FURTHER_SIGN_INS, Key, RONGYIN};
use super::projects::day;
use super::registrants::{REGISTRANTS, Stage};
use super::world::{SchoolOffice, World};
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::ethics::actions::{AlertEntry, open_alert};
use crate::ethics::rules::{Gravity, Intent};
use crate::identity::AccountId;
use crate::people::AssessmentGrade;
use crate::people::actions::record_school_assessments;
use crate::policy::{SanctionKind, StaffClass};
use crate::registration::actions::offices::{self, Decision, ReturnTo};
use crate::registration::actions::windows::{NewWindow, open_window};
use crate::registration::actions::{Pick, Told, school};
use crate::registration::rules::assessment::Verdict;
use crate::registration::rules::windows::{WindowKind, WindowState};
use crate::registration::{CaseId, CaseRow, WindowId, store, survey};

/// 越秀区越岭中学, whose whole list lies with the district.
const YUELING: (&str, usize) = ("440104", 5);
/// 广州市羊石中学, which the bureau runs: its whole list lies with the city.
const YANGSHI: (&str, usize) = (CITY_CODE, 2);

/// What offices write about whoever has no story and meets less than all conditions.
const AS_PROPOSED: &str = "与条件明细一致，需补正的条件和补正期限已当面告知本人。";

/// Working days from handing in to each step of the offices.
mod after {
    /// The school gives its opinion and posts it for five working days.
    pub(super) const OPINION: u32 = 1;
    /// The school confirms.
    pub(super) const CONFIRMED: u32 = 7;
    /// The district signs.
    pub(super) const DISTRICT: u32 = 9;
    /// The city signs.
    pub(super) const CITY: u32 = 12;
    /// The province has answered.
    pub(super) const PROVINCE: u32 = 16;
}

/// A window of the city.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// As the bureau opens it.
    pub window: NewWindow,
    /// How far it is when the city is made, as long as all holidays are announced.
    pub state: WindowState,
}

/// The windows, in the order of their days.
pub fn windows(today: NaiveDate) -> [Planned; 6] {
    use WindowKind::{First, Recheck, Renewal};
    let year = today.year();
    let ago = |days| today - Days::new(days);
    let ahead = |days| today + Days::new(days);
    let planned = |name: String, kind, days: (NaiveDate, NaiveDate), due_until, state| Planned {
        window: NewWindow {
            name,
            kind,
            opens_on: days.0,
            closes_on: days.1,
            due_until,
        },
        state,
    };
    let spring = (day(year - 1, 3, 1), day(year - 1, 3, 31));
    let summer = (day(year - 1, 7, 1), day(year - 1, 7, 31));
    let autumn = (day(year + 1, 9, 1), day(year + 1, 10, 31));
    let (last, next) = (year - 1, year + 1);
    [
        planned(
            format!("{last} 年定期注册"),
            Renewal,
            spring,
            day(last, 12, 31),
            WindowState::Concluded,
        ),
        planned(
            format!("{last} 年暂缓注册复核"),
            Recheck,
            summer,
            day(last, 12, 31),
            WindowState::Overdue,
        ),
        planned(
            format!("{year} 年定期注册"),
            Renewal,
            (ago(60), ahead(30)),
            day(next, 3, 31),
            WindowState::Open,
        ),
        planned(
            format!("{year} 年首次注册"),
            First,
            (ago(55), ago(25)),
            ago(25),
            WindowState::Deciding,
        ),
        planned(
            format!("{year} 年暂缓注册复核"),
            Recheck,
            (ago(20), ahead(40)),
            ahead(40),
            WindowState::Open,
        ),
        planned(
            format!("{next} 年定期注册"),
            Renewal,
            autumn,
            day(next, 12, 31),
            WindowState::Planned,
        ),
    ]
}

/// Plays all of it.
pub(super) fn play(conn: &mut Conn, history: &History<'_>) -> Result<(), Error> {
    let office = Offices::open(conn, history)?;
    office.assess_earlier_years(conn)?;
    office.warn(conn)?;
    let mut opened = Vec::new();
    for planned in windows(office.world().today()) {
        opened.push(office.open_window(conn, &planned.window)?);
    }
    let today = office.world().today();
    let last = today.year() - 1;
    office.last_year(conn, opened[0], day(last, 3, 5))?;
    office.late_recheck(conn, opened[1], day(last, 7, 7))?;
    office.this_year(conn, opened[2], today - Days::new(45))?;
    office.first_time(conn, opened[3], today - Days::new(50))?;
    office.survey(conn, opened[2])
}

/// Who plays.
struct Offices<'a> {
    history: &'a History<'a>,
    bureau: AccountId,
    /// The bureau's second officer, who enters the province's answer.
    registrar: AccountId,
    heads: BTreeMap<(&'static str, usize), AccountId>,
}

/// A school's list on its way.
struct List<'a> {
    school: &'a SchoolOffice,
    /// The day on which it was handed in.
    from: NaiveDate,
    cases: Vec<CaseRow>,
}

/// How far a case goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Goal {
    Confirmed,
    ByDistrict,
    ByCity,
    ByProvince,
}

impl<'a> Offices<'a> {
    /// Opens the accounts that are wanted beside those of everybody else.
    fn open(conn: &mut Conn, history: &'a History<'a>) -> Result<Offices<'a>, Error> {
        let world = history.world;
        let at = world.at(day(world.first_year(), 1, 5), 16);
        let bureau = world.bureau();
        let mut open = |index: usize, organization| {
            let it = FURTHER_SIGN_INS[index];
            world.open_office(conn, at, (it.login.to_owned(), it.role, organization))
        };
        let registrar = open(0, bureau.id)?;
        let mut heads = BTreeMap::new();
        for (index, place) in [(1, YUELING), (2, YANGSHI)] {
            heads.insert(place, open(index, school_of(world, place).office.id)?);
        }
        let head = super::stories::account(conn, history.citizen(Key::Head))?;
        heads.insert(RONGYIN, head);
        Ok(Offices {
            history,
            bureau: bureau.officer,
            registrar,
            heads,
        })
    }

    fn world(&self) -> &'a World {
        self.history.world
    }

    fn school(&self, place: (&str, usize)) -> &'a SchoolOffice {
        school_of(self.world(), place)
    }

    /// Whether the holidays are announced for so many working days from a day on.
    fn knows(&self, from: NaiveDate, count: u32) -> bool {
        let calendar = &self.world().house().calendar;
        calendar.add_working_days(from, count).is_ok()
    }

    /// So many working days after a day.
    fn day(&self, from: NaiveDate, count: u32) -> Result<NaiveDate, Error> {
        let calendar = &self.world().house().calendar;
        calendar
            .add_working_days(from, count)
            .map_err(|missing| Error::Fault(format!("{missing:?}")))
    }

    fn acting(
        &self,
        conn: &mut Conn,
        account: AccountId,
        on: NaiveDate,
        hour: u32,
    ) -> Result<Context, Error> {
        self.world()
            .acting(conn, account, self.world().at(on, hour))
    }

    /// The years of last year's cycles that lie before the history.
    fn assess_earlier_years(&self, conn: &mut Conn) -> Result<(), Error> {
        let first = self.world().first_year();
        let school = self.school(RONGYIN).office;
        let of_last_year = REGISTRANTS
            .iter()
            .filter(|it| matches!(it.key, Key::Registrant(stage) if stage.is_of_last_year()));
        let grades: Vec<_> = of_last_year
            .map(|it| (self.history.citizen(it.key).file.id, AssessmentGrade::Pass))
            .collect();
        let context = self.acting(conn, school.officer, day(first, 1, 6), 16)?;
        for year in [first - 2, first - 1] {
            record_school_assessments(conn, &context, school.id, year, &grades)?;
        }
        Ok(())
    }

    /// The sanction for which somebody was deferred last year; it ran out in June.
    fn warn(&self, conn: &mut Conn) -> Result<(), Error> {
        let decided_on = day(self.world().today().year() - 2, 12, 20);
        let citizen = self.history.citizen(Key::Registrant(Stage::RecheckLate));
        let officer = self.world().authority(RONGYIN.0).officer;
        let context = self.acting(conn, officer, decided_on, 15)?;
        let entry = AlertEntry {
            gravity: Gravity::Ordinary,
            intent: Intent::Sanction(SanctionKind::Warning),
            staff: StaffClass::Teacher,
            heard_on: Some(decided_on - Days::new(10)),
            decided_on,
            decided_by: "区教育局".to_owned(),
            document: format!("教处〔{}〕19 号", decided_on.year()),
            summary: "违规组织学生参加校外补习，已改正。".to_owned(),
        };
        open_alert(conn, &context, citizen.file.id, &entry)?;
        Ok(())
    }

    /// The bureau opens a window some weeks before its first day.
    fn open_window(&self, conn: &mut Conn, window: &NewWindow) -> Result<WindowId, Error> {
        let context = self.acting(conn, self.bureau, window.opens_on - Days::new(20), 10)?;
        open_window(conn, &context, window)
    }

    /// The school hands its list in, unless nobody can name the days on which things would happen.
    fn hand_in(
        &self,
        conn: &mut Conn,
        window: WindowId,
        place: (&str, usize),
        from: NaiveDate,
    ) -> Result<Option<List<'a>>, Error> {
        if !self.knows(from, after::PROVINCE) {
            return Ok(None);
        }
        let from = self.day(from, 1)?;
        let school = self.school(place);
        let context = self.acting(conn, school.office.officer, from, 9)?;
        let ids = school::hand_in(conn, &context, window, school.office.id)?;
        let cases = store::list_by_id(conn, &ids)?;
        Ok(Some(List {
            school,
            from,
            cases,
        }))
    }

    /// Everybody's case of last year, to its end.
    fn last_year(&self, conn: &mut Conn, window: WindowId, from: NaiveDate) -> Result<(), Error> {
        let Some(list) = self.hand_in(conn, window, RONGYIN, from)? else {
            return Ok(());
        };
        for stages in [
            [Stage::RegisteredBefore].as_slice(),
            &[Stage::Curable, Stage::StillDeferred],
            &[Stage::RefusedBefore],
            &[Stage::RecheckLate],
        ] {
            let cases = self.of_stages(&list, stages)?;
            let reason = stages[0].reason();
            self.publish(conn, &list, &cases, reason, list.from)?;
            self.sign(conn, &list, &cases, reason, Goal::ByProvince)?;
        }
        Ok(())
    }

    /// The sanction is over, the teacher asks to be looked at again, and the district is slow.
    fn late_recheck(
        &self,
        conn: &mut Conn,
        window: WindowId,
        from: NaiveDate,
    ) -> Result<(), Error> {
        let person = self.history.citizen(Key::Registrant(Stage::RecheckLate));
        let is_deferred = !store::list_of_person(conn, person.file.id)?.is_empty();
        if !is_deferred || !self.knows(from, after::PROVINCE) {
            return Ok(());
        }
        let from = self.day(from, 1)?;
        let account = super::stories::account(conn, person)?;
        let context = self.acting(conn, account, from, 9)?;
        let case = school::apply(conn, &context, window)?;
        let list = List {
            school: self.school(RONGYIN),
            from,
            cases: store::list_by_id(conn, &[case])?,
        };
        self.publish(conn, &list, &[case], "", from)?;
        self.sign(conn, &list, &[case], "", Goal::Confirmed)
    }

    /// Three schools in the window that is open: at one there is a case at every step, the lists of
    /// two others lie with the district and the city.
    fn this_year(&self, conn: &mut Conn, window: WindowId, from: NaiveDate) -> Result<(), Error> {
        let Some(list) = self.hand_in(conn, window, RONGYIN, from)? else {
            return Ok(());
        };
        let met = [
            Stage::PublicityOver,
            Stage::AtDistrict,
            Stage::AtCity,
            Stage::AtProvince,
            Stage::Registered,
        ];
        let published = self.of_stages(&list, &met)?;
        self.publish(conn, &list, &published, "", list.from)?;
        let deferred = self.of_stages(&list, &[Stage::Deferred])?;
        let reason = Stage::Deferred.reason();
        self.publish(conn, &list, &deferred, reason, list.from)?;
        self.sign(conn, &list, &deferred, reason, Goal::ByProvince)?;
        for (stage, goal) in [
            (Stage::AtDistrict, Goal::Confirmed),
            (Stage::AtCity, Goal::ByDistrict),
            (Stage::AtProvince, Goal::ByCity),
            (Stage::Registered, Goal::ByProvince),
        ] {
            let cases = self.of_stages(&list, &[stage])?;
            self.sign(conn, &list, &cases, "", goal)?;
        }
        self.send_back(conn, &list)?;
        self.take_back(conn, &list)?;
        let today = self.world().today();
        if self.knows(today, after::CONFIRMED) {
            let cases = self.of_stages(&list, &[Stage::InPublicity])?;
            self.publish(conn, &list, &cases, "", today)?;
        }
        for place in [YUELING, YANGSHI] {
            if let Some(list) = self.hand_in(conn, window, place, from)? {
                self.confirm_all(conn, &list)?;
            }
        }
        Ok(())
    }

    /// Whoever has passed probation; the district has the list.
    fn first_time(&self, conn: &mut Conn, window: WindowId, from: NaiveDate) -> Result<(), Error> {
        match self.hand_in(conn, window, RONGYIN, from)? {
            Some(list) => self.confirm_all(conn, &list),
            None => Ok(()),
        }
    }

    /// A whole list, published and confirmed as the rules propose.
    fn confirm_all(&self, conn: &mut Conn, list: &List<'_>) -> Result<(), Error> {
        let (met, short): (Vec<&CaseRow>, Vec<&CaseRow>) = list
            .cases
            .iter()
            .partition(|it| it.proposed == Verdict::Qualified);
        for (cases, reason) in [(met, ""), (short, AS_PROPOSED)] {
            let cases: Vec<CaseId> = cases.iter().map(|it| it.id).collect();
            if !cases.is_empty() {
                self.publish(conn, list, &cases, reason, list.from)?;
                self.sign(conn, list, &cases, reason, Goal::Confirmed)?;
            }
        }
        Ok(())
    }

    /// The head asks for a document that is missing.
    fn send_back(&self, conn: &mut Conn, list: &List<'_>) -> Result<(), Error> {
        let context = self.acting(conn, self.head(list), self.day(list.from, 2)?, 16)?;
        let decision = Decision::Return {
            to: ReturnTo::Applicant,
            fields: vec!["assessments".to_owned()],
            reason: "请补交上一年度考核登记表，并核对等次。".to_owned(),
        };
        for pick in picks(conn, &self.of_stages(list, &[Stage::Returned])?)? {
            offices::decide(conn, &context, pick, &decision)?;
        }
        Ok(())
    }

    /// The school hands in by mistake.
    fn take_back(&self, conn: &mut Conn, list: &List<'_>) -> Result<(), Error> {
        let context = self.acting(conn, list.school.office.officer, list.from, 17)?;
        for pick in picks(conn, &self.of_stages(list, &[Stage::TakenBack])?)? {
            school::withdraw(conn, &context, pick, "本人申请调离，暂不办理。")?;
        }
        Ok(())
    }

    /// The working group's opinion, some days after a list was handed in.
    fn publish(
        &self,
        conn: &mut Conn,
        list: &List<'_>,
        cases: &[CaseId],
        reason: &str,
        from: NaiveDate,
    ) -> Result<(), Error> {
        let today = self.world().today();
        let on = if from == today {
            today
        } else {
            self.day(from, after::OPINION)?
        };
        let context = self.acting(conn, self.head(list), on, 10)?;
        let picks = picks(conn, cases)?;
        expect_all(&school::give_opinion(conn, &context, &picks, None, reason)?)
    }

    /// One office after the other, as far as the goal.
    fn sign(
        &self,
        conn: &mut Conn,
        list: &List<'_>,
        cases: &[CaseId],
        reason: &str,
        goal: Goal,
    ) -> Result<(), Error> {
        let place = list.school.school;
        let district = self.world().authority(place.area).officer;
        let steps = [
            (Goal::Confirmed, after::CONFIRMED, self.head(list)),
            (Goal::ByDistrict, after::DISTRICT, district),
            (Goal::ByCity, after::CITY, self.bureau),
            (Goal::ByProvince, after::PROVINCE, self.registrar),
        ];
        for (step, days, officer) in steps {
            if step > goal || (step == Goal::ByDistrict && place.is_bureau_run()) {
                continue;
            }
            let on = self.day(list.from, days)?;
            let context = self.acting(conn, officer, on, 15)?;
            let said = match step {
                Goal::ByProvince => answer(on, reason),
                _ => reason.to_owned(),
            };
            let picks = picks(conn, cases)?;
            expect_all(&offices::endorse_all(conn, &context, &picks, &said)?)?;
        }
        Ok(())
    }

    /// What the rules say of the whole city, for the window that is open.
    fn survey(&self, conn: &mut Conn, window: WindowId) -> Result<(), Error> {
        let today = self.world().today();
        let context = self.acting(conn, self.bureau, today, 8)?;
        let mut after = survey::begin(conn, &context, window, today)?;
        loop {
            let progress = survey::go_on(conn, &context, window, today, after)?;
            if progress.through.is_none() {
                return Ok(());
            }
            after = progress.through;
        }
    }

    fn head(&self, list: &List<'_>) -> AccountId {
        let school = list.school.school;
        self.heads[&(school.area, school.number)]
    }

    /// The cases of those who show these stages.
    fn of_stages(&self, list: &List<'_>, stages: &[Stage]) -> Result<Vec<CaseId>, Error> {
        let find = |stage: &Stage| {
            let person = self.history.citizen(Key::Registrant(*stage)).file.id;
            let case = list.cases.iter().find(|it| it.person_id == person);
            let none = || Error::Fault(format!("nobody handed in for {stage:?}"));
            case.map(|it| it.id).ok_or_else(none)
        };
        stages.iter().map(find).collect()
    }
}

/// What the province answers with: a document, and the reason where it does not register.
fn answer(on: NaiveDate, reason: &str) -> String {
    let document = format!("粤教师函〔{}〕{} 号", on.year(), on.ordinal());
    match reason {
        "" => document,
        reason => format!("{document}：{reason}"),
    }
}

/// The cases as they stand, to act on.
fn picks(conn: &mut Conn, cases: &[CaseId]) -> Result<Vec<Pick>, Error> {
    let rows = store::list_by_id(conn, cases)?;
    let pick = |it: &CaseRow| Pick {
        case: it.id,
        seen: it.version,
    };
    Ok(rows.iter().map(pick).collect())
}

/// Nothing of the city is left undone silently.
fn expect_all(told: &Told) -> Result<(), Error> {
    if told.left.is_empty() {
        Ok(())
    } else {
        Err(Error::Fault(format!("registrations: {:?}", told.left)))
    }
}

fn school_of<'a>(world: &'a World, (area, number): (&str, usize)) -> &'a SchoolOffice {
    world
        .schools
        .iter()
        .find(|it| (it.school.area, it.school.number) == (area, number))
        .expect("a school of the city's table")
}
