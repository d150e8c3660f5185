//! The offices of the demonstration city in the database, and who acts for them.
//!
//! Accounts come about as in earnest: the system administrator opens them and hands out codes, the
//! security administrator gives rights, the owners activate them. Only the two administrators
//! themselves are made by the program.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Datelike, NaiveDate, TimeZone, Utc};

use super::chance::Chance;
use super::city::{self, ALLIANCES, CITY_CODE, PROVIDERS, School, YUNSHAN};
use super::names;
use super::personas::RONGYIN;
use super::projects::day;
use crate::access::{Actor, Role};
use crate::clock::{china, day_of};
use crate::context::{Context, House};
use crate::db::{At, Conn};
use crate::error::Error;
use crate::identity::actions::accounts::{NewAccount, issue_activation_code, open_account};
use crate::identity::actions::door::redeem_code;
use crate::identity::actions::rights::{NewGrant, grant_role};
use crate::identity::passwords::HashedPassword;
use crate::identity::rules::ActivationCode;
use crate::identity::{self, AccountId};
use crate::organizations::rules::NewOrganization;
use crate::organizations::{self, OrganizationId, OrganizationKind};
use crate::people::documents::Sex;

/// Years of history, the running one with them.
const YEARS: i32 = 5;

/// An organization and the account of its officer.
#[derive(Debug, Clone, Copy)]
pub struct Office {
    /// The organization.
    pub id: OrganizationId,
    /// Who acts for it.
    pub officer: AccountId,
}

/// A school with its officer for personnel.
#[derive(Debug, Clone, Copy)]
pub struct SchoolOffice {
    /// As the table of the city has it.
    pub school: School,
    /// Its organization and officer.
    pub office: Office,
}

/// The city in the database.
#[derive(Debug)]
pub struct World {
    house: Arc<House>,
    now: At,
    password: HashedPassword,
    system_admin: AccountId,
    security_admin: AccountId,
    bureau: Office,
    districts: BTreeMap<&'static str, Office>,
    providers: BTreeMap<&'static str, Office>,
    /// The schools, in the order of the city's table.
    pub schools: Vec<SchoolOffice>,
}

impl World {
    /// The day on which the city is made: the last of its history.
    pub fn today(&self) -> NaiveDate {
        day_of(self.now)
    }

    /// The first year of its history.
    pub fn first_year(&self) -> i32 {
        self.today().year() - YEARS + 1
    }

    /// The instant at which the city is made.
    pub fn now(&self) -> At {
        self.now
    }

    /// Keys and files.
    pub fn house(&self) -> &House {
        &self.house
    }

    /// A day's hour in China, and never later than now.
    pub fn at(&self, day: NaiveDate, hour: u32) -> At {
        instant(day, hour).min(self.now)
    }

    /// The program itself acts.
    pub fn as_program(&self, at: At) -> Context {
        Context::new(Actor::system("demonstration"), at, Arc::clone(&self.house))
    }

    /// Somebody acts, with the roles of that day.
    pub fn acting(&self, conn: &mut Conn, account: AccountId, at: At) -> Result<Context, Error> {
        let actor = identity::store::load_actor(conn, account, day_of(at))?;
        Ok(Context::new(actor, at, Arc::clone(&self.house)))
    }

    /// The bureau.
    pub fn bureau(&self) -> Office {
        self.bureau
    }

    /// The office that looks after an area: the district, or the bureau for its own schools.
    pub fn authority(&self, area: &str) -> Office {
        self.districts.get(area).copied().unwrap_or(self.bureau)
    }

    /// The district of an area; none for the bureau's own.
    pub fn district(&self, area: &str) -> Option<OrganizationId> {
        self.districts.get(area).map(|it| it.id)
    }

    /// Every area whose schools somebody audits: the districts, and the city for the bureau's own.
    pub fn areas(&self) -> Vec<&'static str> {
        self.districts.keys().copied().chain([CITY_CODE]).collect()
    }

    /// A provider.
    pub fn provider(&self, code: &str) -> Office {
        self.providers[code]
    }

    /// Opens an account through the system administrator, and activates it.
    pub fn open_account(
        &self,
        conn: &mut Conn,
        at: At,
        account: &NewAccount,
    ) -> Result<AccountId, Error> {
        let (id, code) = self.open_account_with_code(conn, at, account)?;
        let nobody = Context::new(Actor::nobody(), at, Arc::clone(&self.house));
        redeem_code(conn, &nobody, &code, &self.password)?;
        Ok(id)
    }

    /// Opens an account through the system administrator; its code is still to be used.
    pub fn open_account_with_code(
        &self,
        conn: &mut Conn,
        at: At,
        account: &NewAccount,
    ) -> Result<(AccountId, ActivationCode), Error> {
        let administrator = self.acting(conn, self.system_admin, at)?;
        let id = open_account(conn, &administrator, account)?;
        let code = issue_activation_code(conn, &administrator, id)?;
        Ok((id, code))
    }

    /// Gives a role through the security administrator.
    pub fn grant(&self, conn: &mut Conn, at: At, grant: &NewGrant) -> Result<(), Error> {
        let administrator = self.acting(conn, self.security_admin, at)?;
        grant_role(conn, &administrator, grant).map(drop)
    }

    /// An account for an office, with its role from that day on.
    pub(super) fn open_office(
        &self,
        conn: &mut Conn,
        at: At,
        (login, role, organization): (String, Role, OrganizationId),
    ) -> Result<AccountId, Error> {
        let account = self.open_account(conn, at, &officer(&login))?;
        let grant = NewGrant {
            account,
            role,
            organization,
            starts_on: day_of(at),
            ends_on: None,
        };
        self.grant(conn, at, &grant)?;
        Ok(account)
    }
}

/// An hour of a day in China.
pub fn instant(day: NaiveDate, hour: u32) -> At {
    let local = day
        .and_hms_opt(hour, 0, 0)
        .expect("an hour between 0 and 23");
    let at: DateTime<Utc> = china()
        .from_local_datetime(&local)
        .single()
        .expect("China has no summer time")
        .to_utc();
    At::new(at)
}

/// An officer with a name of the city's making.
fn officer(login: &str) -> NewAccount {
    let mut chance = Chance::of(&format!("officer {login}"));
    let sex = if chance.percent(60) {
        Sex::Female
    } else {
        Sex::Male
    };
    NewAccount {
        login: login.to_owned(),
        display_name: names::make(&mut chance, sex).text,
        teacher_number: None,
    }
}

/// Makes the offices: administrators first, then everybody whom they let in.
///
/// `password` is that of every account. The bureau and its districts must be there already.
pub fn found(
    conn: &mut Conn,
    house: &Arc<House>,
    now: At,
    password: &HashedPassword,
) -> Result<World, Error> {
    let first_year = day_of(now).year() - YEARS + 1;
    let at = instant(day(first_year, 1, 4), 9).min(now);
    let program = Context::new(Actor::system("demonstration"), at, Arc::clone(house));
    let bureau = organizations::store::load_bureau(conn)?.id;
    let mut administrators = Vec::new();
    for (login, role) in [
        ("system-admin", Role::SystemAdmin),
        ("security-admin", Role::SecurityAdmin),
    ] {
        let id = open_account(conn, &program, &officer(login))?;
        let code = issue_activation_code(conn, &program, id)?;
        redeem_code(conn, &program, &code, password)?;
        let grant = NewGrant {
            account: id,
            role,
            organization: bureau,
            starts_on: day_of(at),
            ends_on: None,
        };
        grant_role(conn, &program, &grant)?;
        administrators.push(id);
    }
    let mut world = World {
        house: Arc::clone(house),
        now,
        password: password.clone(),
        system_admin: administrators[0],
        security_admin: administrators[1],
        bureau: Office {
            id: bureau,
            officer: administrators[0],
        },
        districts: BTreeMap::new(),
        providers: BTreeMap::new(),
        schools: Vec::new(),
    };
    open_offices(conn, &mut world, at)?;
    open_schools(conn, &mut world, at)?;
    open_providers(conn, &mut world, at)?;
    found_alliances(conn, &world, at)?;
    Ok(world)
}

fn open_offices(conn: &mut Conn, world: &mut World, at: At) -> Result<(), Error> {
    let bureau = world.bureau.id;
    let who = ("bureau-hr".to_owned(), Role::BureauHr, bureau);
    world.bureau.officer = world.open_office(conn, at, who)?;
    world.open_office(conn, at, ("auditor".to_owned(), Role::Auditor, bureau))?;
    for school in city::schools() {
        if school.is_bureau_run() || world.districts.contains_key(school.area) {
            continue;
        }
        let district = organizations::store::find_by_code(conn, school.area)?
            .ok_or_else(|| Error::Fault(format!("no district {}", school.area)))?;
        let login = if school.area == RONGYIN.0 {
            "district-hr".to_owned()
        } else {
            format!("district-{}", school.area)
        };
        let officer = world.open_office(conn, at, (login, Role::DistrictHr, district.id))?;
        let office = Office {
            id: district.id,
            officer,
        };
        world.districts.insert(school.area, office);
    }
    Ok(())
}

/// Every school and provider was there long before the history begins.
fn opened_on() -> NaiveDate {
    day(1978, 9, 1)
}

fn open_schools(conn: &mut Conn, world: &mut World, at: At) -> Result<(), Error> {
    let context = world.acting(conn, world.bureau.officer, at)?;
    for (index, school) in city::schools().into_iter().enumerate() {
        let new = NewOrganization {
            kind: OrganizationKind::School,
            code: school.code(),
            name: school.name.to_owned(),
            name_en: Some(school.english.to_owned()),
            district: world.district(school.area),
            stage: Some(school.stage),
            is_rural: school.is_rural,
            credit_code: Some(city::credit_code(index + 1)),
            opened_on: opened_on(),
        };
        let id = organizations::actions::open(conn, &context, &new)?;
        let login = if (school.area, school.number) == RONGYIN {
            "school-hr".to_owned()
        } else {
            format!("hr-{}", school.code())
        };
        let officer = world.open_office(conn, at, (login, Role::SchoolHr, id))?;
        world.schools.push(SchoolOffice {
            school,
            office: Office { id, officer },
        });
    }
    Ok(())
}

fn open_providers(conn: &mut Conn, world: &mut World, at: At) -> Result<(), Error> {
    let context = world.acting(conn, world.bureau.officer, at)?;
    for provider in PROVIDERS {
        let new = NewOrganization {
            kind: OrganizationKind::Provider,
            code: provider.code.to_owned(),
            name: provider.name.to_owned(),
            name_en: Some(provider.english.to_owned()),
            district: world.district(provider.area),
            stage: None,
            is_rural: false,
            credit_code: None,
            opened_on: opened_on(),
        };
        let id = organizations::actions::open(conn, &context, &new)?;
        let login = if provider.code == YUNSHAN {
            "provider".to_owned()
        } else {
            format!("provider-{}", provider.code.to_lowercase())
        };
        let officer = world.open_office(conn, at, (login, Role::Provider, id))?;
        world
            .providers
            .insert(provider.code, Office { id, officer });
    }
    Ok(())
}

fn found_alliances(conn: &mut Conn, world: &World, at: At) -> Result<(), Error> {
    let context = world.acting(conn, world.bureau.officer, at)?;
    let founded_on = context.today();
    for alliance in ALLIANCES {
        let (code, name) = (alliance.code, alliance.name);
        let id = organizations::actions::found_alliance(conn, &context, code, name, founded_on)?;
        let providers = alliance.providers.iter().map(|it| world.provider(it).id);
        let schools = world
            .schools
            .iter()
            .filter(|it| alliance.areas.contains(&it.school.area))
            .map(|it| it.office.id);
        for member in providers.chain(schools) {
            organizations::actions::join_alliance(conn, &context, id, member, founded_on)?;
        }
    }
    Ok(())
}
