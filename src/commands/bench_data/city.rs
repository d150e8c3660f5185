//! Schools in districts, teachers in schools, providers, and a few accounts to sign in with.

use std::ops::Range;

use chrono::{Datelike, NaiveDate};
use diesel::prelude::*;

use super::{Bench, lot};
use crate::access::Role;
use crate::clock::day_of;
use crate::db::Conn;
use crate::db::schema::{accounts, role_grants};
use crate::error::Error;
use crate::identity::passwords::Passwords;
use crate::identity::{AccountId, AccountState, GrantId};
use crate::organizations::{self, Organization, OrganizationId, OrganizationKind, Stage};
use crate::people::documents::DocumentKind;
use crate::people::names::{NameKeys, sort_key};
use crate::people::numbers::TeacherNumber;
use crate::people::registration::document_index;
use crate::people::store::{PersonRow, insert_employments, insert_people};
use crate::people::{Employment, EmploymentId, PersonId, Post};
use crate::secrets::Purpose;

/// Guangzhou has some 163,000 teachers in some 3,000 schools and kindergartens.
const TEACHERS_PER_SCHOOL: usize = 54;
/// Teachers written in one transaction.
const TEACHERS_PER_TRANSACTION: usize = 10_000;
/// Who can sign in.
pub(super) const LOGINS: [&str; 5] = [
    "bench-teacher",
    "bench-school",
    "bench-district",
    "bench-bureau",
    "bench-provider",
];
/// The password of all of them. The database is made to be measured and thrown away.
pub(super) const PASSWORD: &str = "bench-data-2026";

/// A school with its teachers.
pub(super) struct School {
    pub id: OrganizationId,
    pub district: usize,
    pub teachers: Range<usize>,
}

/// A district with its provider.
pub(super) struct District {
    pub id: OrganizationId,
    pub provider: Organization,
    pub schools: Range<usize>,
}

/// A teacher, as far as the years need it.
pub(super) struct Teacher {
    pub id: PersonId,
    pub name_pinyin: String,
    pub first_employed_on: NaiveDate,
}

/// The city.
pub(super) struct City {
    pub districts: Vec<District>,
    pub schools: Vec<School>,
    pub teachers: Vec<Teacher>,
    /// The provider under the bureau itself: it reaches teachers of every district.
    pub bureau_provider: Organization,
}

/// Opens schools and providers, and employs the teachers.
pub(super) fn settle(
    conn: &mut Conn,
    bench: &Bench,
    teachers: u32,
    first_year: i32,
) -> Result<City, Error> {
    let teachers = usize::try_from(teachers).map_err(Error::fault)?;
    let count = teachers.div_ceil(TEACHERS_PER_SCHOOL);
    let (districts, schools, bureau_provider) =
        conn.transaction(|conn| open_offices(conn, count, teachers))?;
    let mut city = City {
        districts,
        schools,
        teachers: Vec::with_capacity(teachers),
        bureau_provider,
    };
    for first in (0..teachers).step_by(TEACHERS_PER_TRANSACTION) {
        let last = teachers.min(first + TEACHERS_PER_TRANSACTION);
        let employed =
            conn.transaction(|conn| employ(conn, bench, &city, first..last, first_year))?;
        city.teachers.extend(employed);
    }
    let hash = Passwords::new().hash(PASSWORD)?;
    conn.transaction(|conn| open_accounts(conn, bench, &city, hash.as_str()))?;
    Ok(city)
}

type Offices = (Vec<District>, Vec<School>, Organization);

fn open_offices(conn: &mut Conn, count: usize, teachers: usize) -> Result<Offices, Error> {
    let bureau = organizations::store::load_bureau(conn)?;
    let known = organizations::store::list_of_kind(conn, OrganizationKind::District)?;
    let bureau_provider = open(
        conn,
        OrganizationKind::Provider,
        "P4401000001",
        "市教师发展中心",
        &bureau,
    )?;
    let (mut districts, mut schools) = (Vec::new(), Vec::new());
    for (index, district) in known.iter().enumerate() {
        let code = format!("P{}0001", district.code);
        let name = format!("{}教师发展中心", district.name);
        let provider = open(conn, OrganizationKind::Provider, &code, &name, district)?;
        let of_district = index * count / known.len()..(index + 1) * count / known.len();
        for number in of_district.clone() {
            let code = format!("31{:08}", 44_000_000 + number);
            let name = format!("{}第{}学校", district.name, number + 1);
            let school = open(conn, OrganizationKind::School, &code, &name, district)?;
            schools.push(School {
                id: school.id,
                district: index,
                teachers: number * TEACHERS_PER_SCHOOL
                    ..teachers.min((number + 1) * TEACHERS_PER_SCHOOL),
            });
        }
        districts.push(District {
            id: district.id,
            provider,
            schools: of_district,
        });
    }
    Ok((districts, schools, bureau_provider))
}

fn open(
    conn: &mut Conn,
    kind: OrganizationKind,
    code: &str,
    name: &str,
    above: &Organization,
) -> Result<Organization, Error> {
    let organization = Organization {
        id: OrganizationId::new(),
        kind,
        code: code.to_owned(),
        name: name.to_owned(),
        name_en: None,
        parent_id: Some(above.id),
        district_id: above.district_id,
        stage: (kind == OrganizationKind::School).then_some(Stage::Primary),
        is_rural: false,
        credit_code: None,
        opened_on: above.opened_on,
        closed_on: None,
        version: 1,
    };
    organizations::store::insert(conn, &organization)?;
    Ok(organization)
}

fn employ(
    conn: &mut Conn,
    bench: &Bench,
    city: &City,
    numbers: Range<usize>,
    first_year: i32,
) -> Result<Vec<Teacher>, Error> {
    let mut teachers = Vec::with_capacity(numbers.len());
    let mut files = Vec::with_capacity(numbers.len());
    let mut employments = Vec::with_capacity(numbers.len());
    for number in numbers {
        let file = file_of(bench, number);
        let school = &city.schools[number / TEACHERS_PER_SCHOOL];
        // The newest began in September of the first year: they owe more hours in it.
        let since = first_year - i32::try_from(lot([number, 1, 0], 30)).map_err(Error::fault)?;
        let first_employed_on = NaiveDate::from_ymd_opt(since, 9, 1).unwrap_or(NaiveDate::MIN);
        employments.push(Employment {
            id: EmploymentId::new(),
            person_id: file.id,
            organization_id: school.id,
            post: Post::Teacher,
            subject: None,
            started_on: first_employed_on,
            ended_on: None,
        });
        teachers.push(Teacher {
            id: file.id,
            name_pinyin: file.name_pinyin.clone(),
            first_employed_on,
        });
        files.push(file);
    }
    insert_people(conn, &files)?;
    insert_employments(conn, &employments)?;
    Ok(teachers)
}

fn file_of(bench: &Bench, number: usize) -> PersonRow {
    const SURNAMES: [&str; 12] = [
        "王", "李", "张", "陈", "黄", "林", "梁", "何", "罗", "郑", "谢", "欧阳",
    ];
    const GIVEN: [&str; 16] = [
        "伟", "芳", "秀", "敏", "静", "丽", "强", "磊", "洋", "艳", "勇", "军", "杰", "娟", "涛",
        "明",
    ];
    let keys = &bench.house.keys;
    let serial = 1 + i64::try_from(number).expect("a city has fewer teachers");
    let id = PersonId::new();
    let part = |which: usize, from: &[&'static str]| from[lot([number, 2, which], from.len())];
    let name = [part(0, &SURNAMES), part(1, &GIVEN), part(2, &GIVEN)].concat();
    let document = format!("BENCH{number:08}");
    let name_keys = NameKeys::of(&name);
    PersonRow {
        id,
        teacher_number: TeacherNumber::of_serial(serial).to_string(),
        name_pinyin: sort_key(&name),
        name_joined: name_keys.joined,
        name_initials: name_keys.initials,
        name,
        sex: 0,
        born_on: None,
        document_kind: DocumentKind::Other,
        document_cipher: keys.seal(
            Purpose::DocumentNumber,
            id.0.as_bytes(),
            document.as_bytes(),
        ),
        document_index: document_index(keys, DocumentKind::Other, &document),
        document_tail: document[document.len() - 4..].to_owned(),
        cycle_started_on: super::files::cycle_started_on(bench, number),
        created_at: bench.now,
        version: 1,
    }
}

fn open_accounts(conn: &mut Conn, bench: &Bench, city: &City, hash: &str) -> Result<(), Error> {
    let bureau = organizations::store::load_bureau(conn)?;
    let school = &city.schools[0];
    let roles = [
        (Role::Teacher, school.id),
        (Role::SchoolHr, school.id),
        (Role::DistrictHr, city.districts[school.district].id),
        (Role::BureauHr, bureau.id),
        (Role::Provider, city.bureau_provider.id),
    ];
    let today = day_of(bench.now);
    let starts_on = NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap_or(today);
    for (login, (role, place)) in LOGINS.into_iter().zip(roles) {
        let id = AccountId::new();
        let person = (role == Role::Teacher).then(|| city.teachers[0].id);
        diesel::insert_into(accounts::table)
            .values((
                accounts::id.eq(id),
                accounts::login.eq(login),
                accounts::display_name.eq(login),
                accounts::person_id.eq(person),
                accounts::password_hash.eq(hash),
                accounts::state.eq(AccountState::Active),
                accounts::failed_count.eq(0),
                accounts::created_at.eq(bench.now),
                accounts::version.eq(1),
            ))
            .execute(conn)?;
        diesel::insert_into(role_grants::table)
            .values((
                role_grants::id.eq(GrantId::new()),
                role_grants::account_id.eq(id),
                role_grants::role.eq(role),
                role_grants::organization_id.eq(place),
                role_grants::starts_on.eq(starts_on),
            ))
            .execute(conn)?;
    }
    Ok(())
}
