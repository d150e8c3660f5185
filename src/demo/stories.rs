//! What happens to the few with a story, beyond what happens to everybody.
//!
//! Their accounts, the claims that they make, a course that was registered twice, the completions
//! that the files in seeds/demo meet, a code that nobody has used.

use chrono::{Datelike, Days, NaiveDate};
use diesel::prelude::*;

use super::claims;
use super::files;
use super::history::{Citizen, History};
use super::personas::{Key, Persona, everybody, persona};
use super::projects::{OPEN_COURSES, PANYU, PANYU_COURSES, day};
use super::records;
use super::registrations;
use super::selections;
use super::world::World;
use crate::access::Role;
use crate::credit_bank::completions::actions as completions;
use crate::credit_bank::completions::rows::Row;
use crate::credit_bank::completions::{CompletionId, CompletionState};
use crate::credit_bank::titles::title_key;
use crate::db::Conn;
use crate::db::schema::completions as completion_table;
use crate::error::Error;
use crate::hours::Hours;
use crate::identity::AccountId;
use crate::identity::actions::accounts::NewAccount;
use crate::identity::actions::rights::NewGrant;
use crate::organizations;
use crate::people::SexCode;
use crate::people::documents::{self, DocumentKind};
use crate::people::matches;
use crate::people::roster::rules::Cause;
use crate::people::roster::{RosterRow, SchoolName};

/// What only the maker of the city can tell: it is kept nowhere in clear.
#[derive(Debug, Clone)]
pub struct Told {
    /// Whose account waits for its owner.
    pub login: &'static str,
    /// The code that activates it, once, within two weeks.
    pub activation_code: String,
}

/// Plays all stories.
pub fn play(conn: &mut Conn, history: &History<'_>) -> Result<Told, Error> {
    let world = history.world;
    let mut told = None;
    for persona in everybody() {
        let citizen = history.citizen(persona.key);
        if persona.key == Key::NotActivated {
            let account = account_of(persona, citizen);
            let (_, code) = world.open_account_with_code(conn, world.now(), &account)?;
            told = Some(Told {
                login: persona.login,
                activation_code: code.in_groups(),
            });
        } else {
            open_account(conn, world, persona, citizen)?;
        }
    }
    undo_the_twin(conn, history)?;
    fill_panyu(conn, history)?;
    ask_about_one(conn, history)?;
    claims::play(conn, history)?;
    records::play(conn, history)?;
    registrations::play(conn, history)?;
    selections::play(conn, history)?;
    told.ok_or_else(|| Error::Fault("nobody's account waits for activation".to_owned()))
}

/// The year that stories of finished things are told in: this one, once its spring is over.
pub fn story_year(today: NaiveDate) -> i32 {
    if today >= day(today.year(), 5, 1) {
        today.year()
    } else {
        today.year() - 1
    }
}

fn account_of(persona: &Persona, citizen: &Citizen) -> NewAccount {
    NewAccount {
        login: persona.login.to_owned(),
        display_name: persona.name.to_owned(),
        teacher_number: Some(citizen.file.teacher_number.to_string()),
    }
}

/// A teacher's account, with the role at each school where the teacher worked.
fn open_account(
    conn: &mut Conn,
    world: &World,
    persona: &Persona,
    citizen: &Citizen,
) -> Result<(), Error> {
    let resident = &citizen.resident;
    let began = resident.started_on.max(day(world.first_year(), 1, 5));
    let at = world.at(began, 14);
    let account = world.open_account(conn, at, &account_of(persona, citizen))?;
    let school = world.schools[resident.school].office.id;
    let grant = |role, organization, starts_on, ends_on| NewGrant {
        account,
        role,
        organization,
        starts_on,
        ends_on,
    };
    let left_on = resident.moved.map(|(_, on)| on - Days::new(1));
    world.grant(conn, at, &grant(Role::Teacher, school, began, left_on))?;
    if let Some((to, on)) = resident.moved {
        let there = world.schools[to].office.id;
        let moved = grant(Role::Teacher, there, on, None);
        world.grant(conn, world.at(on, 9), &moved)?;
    }
    if persona.key == Key::Head {
        world.grant(conn, at, &grant(Role::SchoolHead, school, began, None))?;
    }
    Ok(())
}

/// The account of somebody with a story.
pub(super) fn account(conn: &mut Conn, citizen: &Citizen) -> Result<AccountId, Error> {
    crate::identity::store::find_of_person(conn, citizen.file.id)?
        .map(|it| it.id)
        .ok_or(Error::NotFound)
}

/// One course was registered twice under titles that no machine takes for one; the district found
/// out and undid the second.
fn undo_the_twin(conn: &mut Conn, history: &History<'_>) -> Result<(), Error> {
    let (world, teacher) = (history.world, history.citizen(Key::Reversed));
    let key = title_key(super::projects::TWIN_OF_OPEN.title);
    let twin: Option<CompletionId> = completion_table::table
        .filter(completion_table::person_id.eq(teacher.file.id))
        .filter(completion_table::title_key.eq(key))
        .filter(completion_table::state.eq(CompletionState::Posted))
        .select(completion_table::id)
        .first(conn)
        .optional()?;
    let Some(twin) = twin else { return Ok(()) };
    let area = world.schools[teacher.resident.school].school.area;
    let on = day(story_year(world.today()), 4, 28);
    let context = world.acting(conn, world.authority(area).officer, world.at(on, 15))?;
    let reason = format!(
        "与《{}》为同一次培训，重复登记，冲正一条。",
        OPEN_COURSES[1].title
    );
    completions::reverse_completion(conn, &context, twin, &reason)
}

/// What the file with bad rows meets in Panyu's second project: a course that is full, hours that
/// are stored already, a completion that the school refused.
fn fill_panyu(conn: &mut Conn, history: &History<'_>) -> Result<(), Error> {
    let world = history.world;
    let today = world.today();
    let code = format!("{PANYU}-{}-02", today.year());
    let finished_on = files::finished_on(today.year());
    // In January the project has just been approved, and nobody submits anything yet.
    if today < files::met_from(today.year()) {
        return Ok(());
    }
    let row = |key, course: usize, hours| {
        let (citizen, offer) = (history.citizen(key), PANYU_COURSES[course]);
        Row {
            number: None,
            teacher_number: Some(citizen.file.teacher_number.to_string()),
            documents: Vec::new(),
            name: citizen.resident.name.clone(),
            course: offer.title.to_owned(),
            category: Some(offer.category),
            hours: Hours::whole(hours),
            completed_on: finished_on,
        }
    };
    let rows = [
        row(Key::LongName, 3, 12),
        row(Key::FarBehind, 3, 12),
        row(Key::Transferred, 0, 8),
        row(Key::FarBehind, 2, 6),
    ];
    let provider = world.provider(PANYU);
    let at = world.at(today - Days::new(10), 10);
    let context = world.acting(conn, provider.officer, at)?;
    let project = history.projects[&code];
    let ids = completions::submit_completions(conn, &context, project, &rows)?;
    let school = history.citizen(Key::FarBehind).resident.school;
    let officer = world.schools[school].office.officer;
    let at = world.at(today - Days::new(7), 10);
    let context = world.acting(conn, officer, at)?;
    let reason = "当天本人在校值班，没有参加这次培训。";
    completions::refuse_completions(conn, &context, &ids[3..], reason)
}

/// A row of a roster that may be somebody already known, under another document.
fn ask_about_one(conn: &mut Conn, history: &History<'_>) -> Result<(), Error> {
    let (world, known) = (history.world, history.citizen(Key::PossiblyKnown));
    let persona = persona(Key::PossiblyKnown);
    let there = world.schools[history.citizen(Key::Complete).resident.school];
    let document = documents::parse(DocumentKind::Passport, "E99900123")
        .map_err(|error| Error::input("document", error.into()))?;
    let row = RosterRow {
        name: persona.name.to_owned(),
        document,
        is_old_form: false,
        teacher_number: None,
        sex: SexCode::Female,
        born_on: persona.born_on(),
        school: SchoolName::Code(there.school.code()),
        post: persona.post,
        subject: Some(persona.subject.to_owned()),
        started_on: world.today() - Days::new(12),
        title: persona.title,
    };
    let at = world.at(world.today() - Days::new(2), 16);
    let context = world.acting(conn, there.office.officer, at)?;
    let school = organizations::store::load(conn, there.office.id)?;
    let candidates = [(known.file.id, Cause::SameNameAndBirth)];
    matches::actions::ask(conn, &context, &row, &school, &candidates)
}
