//! Five years of the demonstration city, played office by office: files are opened, people move,
//! projects are filed and approved. How completions go through a quarter is in `quarters`, what
//! happens to the few with a story in `stories`.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::Steps;
use super::attendance::{self, Attended, Attendee};
use super::city::{self, School};
use super::colleagues;
use super::personas::{Key, PERSONAS};
use super::projects::{self, PlannedProject, day};
use super::quarters::Quarter;
use super::records;
use super::registrants::{self, REGISTRANTS};
use super::residents::{self, Resident};
use super::stories;
use super::world::World;
use crate::context::Context;
use crate::credit_bank::projects::actions::Verdict;
use crate::credit_bank::projects::rules::{CourseFields, ProjectFields};
use crate::credit_bank::projects::{self as filed, ProjectId};
use crate::credit_bank::standings;
use crate::db::Conn;
use crate::error::Error;
use crate::hours::Hours;
use crate::organizations::OrganizationId;
use crate::people::documents::DocumentNumber;
use crate::people::registration::{NewPerson, Registered, register_people};
use crate::people::rules::NewEmployment;
use crate::people::{self, AssessmentGrade, PersonId, SexCode};

/// Somebody of the city whose file is open.
#[derive(Debug, Clone)]
pub struct Citizen {
    /// As drawn or told.
    pub resident: Resident,
    /// The file.
    pub file: Registered,
}

/// The players of the history.
pub struct History<'a> {
    pub(super) world: &'a World,
    pub(super) steps: &'a Steps<'a>,
    /// Everybody, those with a story first.
    pub citizens: Vec<Citizen>,
    /// Projects that were filed, by code.
    pub projects: BTreeMap<String, ProjectId>,
}

/// What everybody attends in a year.
pub(super) type Attendance = Vec<(usize, Attended)>;

impl<'a> History<'a> {
    /// Plays all years.
    pub fn play(
        conn: &mut Conn,
        world: &'a World,
        teachers: usize,
        steps: &'a Steps<'a>,
    ) -> Result<History<'a>, Error> {
        let mut history = History {
            world,
            steps,
            citizens: Vec::with_capacity(teachers),
            projects: BTreeMap::new(),
        };
        let today = world.today();
        history.open_files(conn, cast(world, teachers))?;
        let years = world.first_year()..=today.year();
        let plans: Vec<(i32, Vec<PlannedProject>)> = years
            .map(|year| (year, projects::of_year(year, year == today.year())))
            .collect();
        let attendance: Vec<Attendance> = plans
            .iter()
            .map(|(year, plan)| attend(world, &history.citizens, *year, plan))
            .collect();
        steps.expect(attendance.iter().map(Vec::len).sum());
        for ((year, plan), attended) in plans.iter().zip(&attendance) {
            history.play_year(conn, *year, plan, attended)?;
        }
        Ok(history)
    }

    /// Opens the files: the fixed ones first, since the order gives the numbers, and then
    /// everybody by first day and school.
    fn open_files(&mut self, conn: &mut Conn, cast: Cast) -> Result<(), Error> {
        let founded_on = day(self.world.first_year(), 1, 5);
        let Cast { fixed, drawn } = cast;
        for resident in fixed {
            let on = resident.started_on.max(founded_on);
            self.register(conn, on, vec![resident])?;
        }
        let mut groups: BTreeMap<(NaiveDate, usize), Vec<Resident>> = BTreeMap::new();
        for resident in drawn {
            let on = resident.started_on.max(founded_on);
            groups
                .entry((on, resident.school))
                .or_default()
                .push(resident);
        }
        for ((on, _), group) in groups {
            self.register(conn, on, group)?;
        }
        Ok(())
    }

    /// The school opens the files of some who begin there.
    fn register(
        &mut self,
        conn: &mut Conn,
        on: NaiveDate,
        group: Vec<Resident>,
    ) -> Result<(), Error> {
        let Some(first) = group.first() else {
            return Ok(());
        };
        let office = self.world.schools[first.school].office;
        let at = self.world.at(on, 9);
        let context = self.world.acting(conn, office.officer, at)?;
        let new: Vec<NewPerson> = group
            .iter()
            .map(|it| NewPerson {
                id: PersonId::new(),
                name: it.name.clone(),
                document: it.document.clone(),
                born_on: None,
                sex: SexCode::NotStated,
                employment: NewEmployment {
                    organization: office.id,
                    post: it.post,
                    subject: it.subject.map(str::to_owned),
                    started_on: it.started_on,
                },
                title: it.title,
                cycle_started_on: self.cycle_of(it),
            })
            .collect();
        let files = register_people(conn, &context, &new)?;
        records::certify(
            conn,
            &context,
            self.world,
            &group,
            &files,
            self.citizens.len(),
        )?;
        let citizens = group.into_iter().zip(files);
        self.citizens
            .extend(citizens.map(|(resident, file)| Citizen { resident, file }));
        Ok(())
    }

    /// When the registration began that somebody came with: the whole city's began together, but
    /// for those who were up for renewal last year.
    fn cycle_of(&self, resident: &Resident) -> Option<NaiveDate> {
        let own = registrants::cycle_started_on(resident.persona, self.world.today().year());
        let began = own.unwrap_or(day(self.world.first_year(), 1, 1));
        (resident.started_on < began).then_some(began)
    }

    fn play_year(
        &mut self,
        conn: &mut Conn,
        year: i32,
        plan: &[PlannedProject],
        attended: &Attendance,
    ) -> Result<(), Error> {
        standings::open_year(conn, year)?;
        if year > self.world.first_year() {
            self.assess(conn, year)?;
        }
        self.file_projects(conn, year, plan)?;
        let under_way = Quarter::under_way(self.world.today());
        for quarter in Quarter::of_year(year) {
            if quarter.number == 3 {
                self.move_citizens(conn, year)?;
            }
            let last = if quarter == under_way {
                // Whatever of later quarters is done already waits as well.
                under_way.last_submitted_day(self.world.today())
            } else {
                quarter.last
            };
            let within =
                |it: &&(usize, Attended)| (quarter.first..=last).contains(&it.1.completed_on);
            let rows: Attendance = attended.iter().filter(within).copied().collect();
            if quarter < under_way {
                self.play_quarter(conn, plan, &quarter, &rows)?;
            } else if quarter == under_way {
                self.play_quarter_under_way(conn, plan, &quarter, &rows)?;
            }
        }
        Ok(())
    }

    /// In January every school enters how it assessed the year before.
    fn assess(&self, conn: &mut Conn, year: i32) -> Result<(), Error> {
        let (on, last_day) = (day(year, 1, 6), day(year - 1, 12, 31));
        let this_year = self.world.today().year();
        let mut grades: BTreeMap<usize, Vec<(PersonId, AssessmentGrade)>> = BTreeMap::new();
        for citizen in &self.citizens {
            let resident = &citizen.resident;
            if let Some(grade) = residents::assessment(resident, year - 1, this_year) {
                let school = resident.school_on(last_day);
                grades
                    .entry(school)
                    .or_default()
                    .push((citizen.file.id, grade));
            }
        }
        for (school, grades) in grades {
            let office = self.world.schools[school].office;
            let at = self.world.at(on, 15);
            let context = self.world.acting(conn, office.officer, at)?;
            let actions = people::actions::record_school_assessments;
            actions(conn, &context, office.id, year - 1, &grades)?;
        }
        Ok(())
    }

    /// Whoever moves in a year moves on its 1 September, by the bureau's word.
    fn move_citizens(&mut self, conn: &mut Conn, year: i32) -> Result<(), Error> {
        for citizen in &self.citizens {
            let Some((to, on)) = citizen.resident.moved else {
                continue;
            };
            if on.year() != year || on > self.world.today() {
                continue;
            }
            let at = self.world.at(on, 10);
            let context = self.world.acting(conn, self.world.bureau().officer, at)?;
            let file = people::store::load(conn, citizen.file.id)?;
            let employment = NewEmployment {
                organization: self.world.schools[to].office.id,
                post: citizen.resident.post,
                subject: citizen.resident.subject.map(str::to_owned),
                started_on: on,
            };
            let reason = Some("交流轮岗");
            people::actions::transfer(conn, &context, file.id, file.version, &employment, reason)?;
        }
        Ok(())
    }

    fn file_projects(
        &mut self,
        conn: &mut Conn,
        year: i32,
        plan: &[PlannedProject],
    ) -> Result<(), Error> {
        let (filed_on, decided_on) = (day(year, 1, 8), day(year, 1, 15));
        for project in plan {
            let provider = self.world.provider(project.provider);
            let at = self.world.at(filed_on, 10);
            let context = self.world.acting(conn, provider.officer, at)?;
            let id = file_project(conn, &context, provider.id, project)?;
            let number = filed::store::load(conn, id)?;
            filed::actions::submit_project(conn, &context, id, number.version)?;
            self.projects.insert(number.code, id);
            if project.is_waiting {
                continue;
            }
            let office = self
                .world
                .authority(city::area_of_provider(project.provider));
            let at = self.world.at(decided_on, 15);
            let context = self.world.acting(conn, office.officer, at)?;
            let seen = filed::store::load(conn, id)?.version;
            filed::actions::decide_project(conn, &context, id, seen, &Verdict::Approve)?;
        }
        Ok(())
    }

    /// Somebody with a story.
    pub fn citizen(&self, key: Key) -> &Citizen {
        self.citizens
            .iter()
            .find(|it| it.resident.persona == Some(key))
            .expect("everybody with a story lives in the city")
    }
}

/// Everybody who will live in the city.
struct Cast {
    /// Those with a story, and those whom the files name, in the order of their numbers.
    fixed: Vec<Resident>,
    /// As many as are still wanted.
    drawn: Vec<Resident>,
}

fn cast(world: &World, teachers: usize) -> Cast {
    let schools: Vec<School> = world.schools.iter().map(|it| it.school).collect();
    let today = world.today();
    let of_persona = |it| Resident::of_persona(it, &schools, today);
    let named = colleagues::all().map(|it| Resident::of_colleague(it, &schools));
    let fixed: Vec<Resident> = PERSONAS
        .iter()
        .map(of_persona)
        .chain(named)
        .chain(REGISTRANTS.iter().map(of_persona))
        .collect();
    let taken: Vec<DocumentNumber> = fixed.iter().map(|it| it.document.clone()).collect();
    let left = teachers.saturating_sub(fixed.len());
    let drawn = residents::draw(&schools, left, today, &taken);
    Cast { fixed, drawn }
}

/// What everybody attends in a year, by place in the list of citizens.
fn attend(world: &World, citizens: &[Citizen], year: i32, plan: &[PlannedProject]) -> Attendance {
    let new_year = day(year, 1, 1);
    let last_day = world.today().min(day(year, 12, 31));
    let is_story_year = year == stories::story_year(world.today());
    let of_citizen = |(index, citizen): (usize, &Citizen)| {
        let resident = &citizen.resident;
        let attendee = Attendee {
            stream: resident.document.reveal(),
            school: &world.schools[resident.school_on(new_year)].school,
            moves: resident.moved.is_some_and(|(_, on)| on.year() == year),
            started_on: resident.started_on,
            diligence: residents::diligence(resident, year, world.today().year()),
            // Stories are told of the year that runs.
            persona: resident.persona.filter(|_| year == world.today().year()),
        };
        let mut attended = attendance::of_year(&attendee, year, plan, last_day);
        if is_story_year && resident.persona == Some(Key::Reversed) {
            attended.extend(attendance::twice(plan));
        }
        attended.into_iter().map(move |it| (index, it))
    };
    citizens.iter().enumerate().flat_map(of_citizen).collect()
}

/// Files a project with its courses.
fn file_project(
    conn: &mut Conn,
    context: &Context,
    provider: OrganizationId,
    project: &PlannedProject,
) -> Result<ProjectId, Error> {
    let days = project.courses.iter();
    let first = days.clone().map(|it| it.starts_on).min();
    let last = days.map(|it| it.ends_on).max();
    let fields = ProjectFields {
        title: project.title.to_owned(),
        starts_on: first.unwrap_or(day(project.year, 1, 1)),
        ends_on: last.unwrap_or(day(project.year, 12, 31)),
    };
    let id = filed::actions::file_project(conn, context, provider, &fields)?;
    for course in &project.courses {
        let fields = CourseFields {
            title: course.offer.title.to_owned(),
            category: course.offer.category,
            hours: Hours::whole(course.offer.hours),
            headcount_max: course.headcount_max,
            starts_on: course.starts_on,
            ends_on: course.ends_on,
        };
        filed::actions::add_course(conn, context, id, &fields)?;
    }
    Ok(id)
}
