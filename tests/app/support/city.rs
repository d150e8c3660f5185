//! A small city: organizations, teachers, and accounts that hold a session.
//!
//! Rows are inserted as they would stand after the actions that make them; tests about those
//! actions call the actions.

use chrono::{Days, NaiveDate};
use diesel::prelude::*;
use xingtan::access::{Actor, Role};
use xingtan::clock::day_of;
use xingtan::db::{At, schema};
use xingtan::identity::rules::normal_login;
use xingtan::identity::{self, AccountId, GrantId, SessionId};
use xingtan::organizations::{self, Organization, OrganizationId, OrganizationKind, Stage};
use xingtan::people::{self, EmploymentId, Person, PersonId};
use xingtan::secrets::{Purpose, hex, sha256};

use super::TestApp;

/// Bureau, one district with two schools, one provider under the district.
pub struct City {
    /// 市教育局
    pub bureau: Organization,
    /// 区教育局
    pub district: Organization,
    /// A school of the district.
    pub school: Organization,
    /// Another school of the district.
    pub neighbour: Organization,
    /// A provider that the district looks after.
    pub provider: Organization,
}

/// An account with a running session.
#[derive(Debug, Clone)]
pub struct TestAccount {
    /// Its id.
    pub id: AccountId,
    /// What one signs in with.
    pub login: String,
    /// Its running session.
    pub session: SessionId,
    /// The session's secret, as the browser's cookie has it.
    pub token: String,
}

/// Roles to be held since a year ago, without end, by an account that is being made.
pub struct AccountBuilder<'a> {
    app: &'a TestApp,
    login: String,
    name: String,
    person: Option<PersonId>,
    password: Option<String>,
    roles: Vec<(Role, OrganizationId)>,
}

/// All organizations of a test were founded on this day.
pub fn founded_on() -> NaiveDate {
    NaiveDate::from_ymd_opt(2015, 9, 1).expect("a day")
}

impl TestApp {
    /// Makes the small city.
    pub fn city(&self) -> City {
        let bureau = self.organization(OrganizationKind::Bureau, "440100", "广州市教育局", None);
        let district = self.district(&bureau, "440106", "天河区教育局");
        City {
            school: self.school(&district, "3144000001", "天河第一小学"),
            neighbour: self.school(&district, "3144000002", "天河第二小学"),
            provider: self.provider(&district, "P4401060001", "天河区教师发展中心"),
            bureau,
            district,
        }
    }

    /// A district under the bureau.
    pub fn district(&self, bureau: &Organization, code: &str, name: &str) -> Organization {
        self.organization(OrganizationKind::District, code, name, Some(bureau))
    }

    /// A school under a district, or under the bureau itself.
    pub fn school(&self, above: &Organization, code: &str, name: &str) -> Organization {
        self.organization(OrganizationKind::School, code, name, Some(above))
    }

    /// A provider under the office that looks after it.
    pub fn provider(&self, above: &Organization, code: &str, name: &str) -> Organization {
        self.organization(OrganizationKind::Provider, code, name, Some(above))
    }

    fn organization(
        &self,
        kind: OrganizationKind,
        code: &str,
        name: &str,
        above: Option<&Organization>,
    ) -> Organization {
        let id = OrganizationId::new();
        let is_district = kind == OrganizationKind::District;
        let organization = Organization {
            id,
            kind,
            code: code.to_owned(),
            name: name.to_owned(),
            name_en: None,
            parent_id: above.map(|it| it.id),
            district_id: if is_district {
                Some(id)
            } else {
                above.and_then(|it| it.district_id)
            },
            stage: (kind == OrganizationKind::School).then_some(Stage::Primary),
            is_rural: false,
            credit_code: None,
            opened_on: founded_on(),
            closed_on: None,
            version: 1,
        };
        self.write(|conn, _| organizations::store::insert(conn, &organization))
            .expect("an organization with a new code");
        organization
    }

    /// A teacher with this number, employed at a school since 2018.
    pub fn teacher(&self, school: &Organization, teacher_number: &str, name: &str) -> Person {
        use schema::{employments, people as table};
        let id = PersonId::new();
        let keys = &self.house.keys;
        self.write(|conn, context| {
            let number = format!("X{teacher_number}");
            diesel::insert_into(table::table)
                .values((
                    table::id.eq(id),
                    table::teacher_number.eq(teacher_number),
                    table::name.eq(name),
                    table::name_pinyin.eq(teacher_number.to_lowercase()),
                    table::name_joined.eq(teacher_number.to_lowercase()),
                    table::name_initials.eq(teacher_number.to_lowercase()),
                    table::sex.eq(2),
                    table::document_kind.eq("other"),
                    table::document_cipher.eq(keys.seal(
                        Purpose::DocumentNumber,
                        id.0.as_bytes(),
                        number.as_bytes(),
                    )),
                    table::document_index.eq(keys
                        .digest(Purpose::DocumentIndex, &[b"other", number.as_bytes()])
                        .to_vec()),
                    table::document_tail.eq(&number[number.len() - 4..]),
                    table::created_at.eq(context.at),
                    table::version.eq(1),
                ))
                .execute(conn)?;
            diesel::insert_into(employments::table)
                .values((
                    employments::id.eq(EmploymentId::new()),
                    employments::person_id.eq(id),
                    employments::organization_id.eq(school.id),
                    employments::post.eq(people::Post::Teacher),
                    employments::started_on.eq(founded_on()),
                ))
                .execute(conn)?;
            people::store::load(conn, id)
        })
        .expect("a teacher with a new number")
    }

    /// Begins an account.
    pub fn account(&self, login: &str) -> AccountBuilder<'_> {
        AccountBuilder {
            app: self,
            login: login.to_owned(),
            name: login.to_owned(),
            person: None,
            password: None,
            roles: Vec::new(),
        }
    }

    /// An account with one role, signed in.
    pub fn officer(&self, role: Role, place: &Organization) -> TestAccount {
        let login = format!("{role}@{}", place.code);
        self.account(&login).with(role, place).sign_in()
    }

    /// A teacher's own account, signed in.
    pub fn teacher_account(&self, teacher: &Person, school: &Organization) -> TestAccount {
        self.account(&teacher.teacher_number)
            .named(&teacher.name)
            .of(teacher)
            .with(Role::Teacher, school)
            .sign_in()
    }

    /// The account that holds a session, by the session's secret.
    pub fn account_of(&self, token: &str) -> TestAccount {
        use schema::{accounts, sessions};
        let hash = sha256(token.as_bytes()).to_vec();
        let (id, login, session) = self
            .read(|conn| {
                Ok(sessions::table
                    .inner_join(accounts::table)
                    .filter(sessions::token_hash.eq(hash))
                    .select((accounts::id, accounts::login, sessions::id))
                    .first(conn)?)
            })
            .expect("a running session");
        TestAccount {
            id,
            login,
            session,
            token: token.to_owned(),
        }
    }

    /// Gives an account one more role.
    pub fn grant(&self, account: &TestAccount, role: Role, place: OrganizationId) {
        use schema::role_grants;
        let granted = self.write(|conn, context| {
            diesel::insert_into(role_grants::table)
                .values((
                    role_grants::id.eq(GrantId::new()),
                    role_grants::account_id.eq(account.id),
                    role_grants::role.eq(role),
                    role_grants::organization_id.eq(place),
                    role_grants::starts_on.eq(day_of(context.at) - Days::new(365)),
                ))
                .execute(conn)?;
            Ok(())
        });
        granted.expect("a role of an account");
    }

    /// Who holds this account's session, with the roles of today.
    pub fn actor(&self, account: &TestAccount) -> Actor {
        self.read(|conn| identity::store::find_actor(conn, &account.token_hash(), self.clock.now()))
            .expect("the session can be looked up")
            .expect("the session runs")
            .1
    }
}

impl TestApp {
    /// Signs an account in again: its session has ended meanwhile.
    pub fn renew(&self, account: &mut TestAccount) {
        use schema::sessions;
        let session = SessionId::new();
        account.token = hex(&sha256(session.0.as_bytes()));
        account.session = session;
        let renewed = self.write(|conn, context| {
            let expires_at = At::new(context.at.utc() + chrono::TimeDelta::hours(12));
            diesel::insert_into(sessions::table)
                .values((
                    sessions::id.eq(account.session),
                    sessions::account_id.eq(account.id),
                    sessions::token_hash.eq(account.token_hash().to_vec()),
                    sessions::device.eq("test"),
                    sessions::created_at.eq(context.at),
                    sessions::seen_at.eq(context.at),
                    sessions::expires_at.eq(expires_at),
                ))
                .execute(conn)?;
            Ok(())
        });
        renewed.expect("a session");
    }
}

impl TestAccount {
    /// The session's secret, as the database has it.
    pub fn token_hash(&self) -> [u8; 32] {
        sha256(self.token.as_bytes())
    }
}

impl AccountBuilder<'_> {
    /// The name that others see.
    pub fn named(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        self
    }

    /// The teacher whose account it is.
    pub fn of(mut self, person: &Person) -> Self {
        self.person = Some(person.id);
        self
    }

    /// The password that opens it; without one, none does.
    pub fn opened_by(mut self, password: &str) -> Self {
        self.password = Some(password.to_owned());
        self
    }

    /// One more role.
    pub fn with(mut self, role: Role, place: &Organization) -> Self {
        self.roles.push((role, place.id));
        self
    }

    /// Makes the account, active, with its roles and a session of twelve hours.
    pub fn sign_in(self) -> TestAccount {
        use schema::{accounts, sessions};
        let account = TestAccount {
            id: AccountId::new(),
            session: SessionId::new(),
            token: hex(&sha256(self.login.as_bytes())),
            login: normal_login(&self.login),
        };
        let password = self
            .password
            .as_deref()
            .unwrap_or("a password that nobody knows");
        let password_hash = self.app.house.passwords.hash(password);
        let password_hash = password_hash.expect("a password is hashed");
        let made = self.app.write(|conn, context| {
            diesel::insert_into(accounts::table)
                .values((
                    accounts::id.eq(account.id),
                    accounts::login.eq(&account.login),
                    accounts::display_name.eq(&self.name),
                    accounts::person_id.eq(self.person),
                    accounts::password_hash.eq(password_hash.as_str()),
                    accounts::state.eq("active"),
                    accounts::failed_count.eq(0),
                    accounts::created_at.eq(context.at),
                    accounts::version.eq(1),
                ))
                .execute(conn)?;
            let expires_at = At::new(context.at.utc() + chrono::TimeDelta::hours(12));
            diesel::insert_into(sessions::table)
                .values((
                    sessions::id.eq(account.session),
                    sessions::account_id.eq(account.id),
                    sessions::token_hash.eq(account.token_hash().to_vec()),
                    sessions::device.eq("test"),
                    sessions::created_at.eq(context.at),
                    sessions::seen_at.eq(context.at),
                    sessions::expires_at.eq(expires_at),
                ))
                .execute(conn)?;
            Ok(())
        });
        made.expect("an account with a new login");
        for (role, place) in &self.roles {
            self.app.grant(&account, *role, *place);
        }
        account
    }
}
