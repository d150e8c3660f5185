//! The types of the approval engine: the route, the case with its rounds, and who acts.
//!
//! Nothing is decided here. A [`Case`] cannot be put together by hand: it is opened, moved by
//! [`super::next`], or replayed from its records, so a case that exists kept the rules.

use chrono::NaiveDate;
use uuid::Uuid;

/// Somebody who can sign in, by the caller's identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Person(pub Uuid);

/// An organization that holds a case for a time, by the caller's identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Office(pub Uuid);

/// Where an office stands; it names the office in sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// A school, kindergarten or other unit that employs people.
    School,
    /// A district education bureau.
    District,
    /// The city education bureau.
    City,
    /// The provincial department of education.
    Province,
}

/// Whether a substitute may sign at a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Substitutes {
    /// Whoever the office named as its substitute may sign.
    Allowed,
    /// Only the one who holds the office, such as a head who signs in person.
    Barred,
}

/// One office on the way, and how long it may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The kind of office.
    pub level: Level,
    /// The office itself.
    pub office: Office,
    /// Working days from the day on which the case arrives, that day not counted.
    pub working_days: u32,
    /// Whether its substitute may sign.
    pub substitutes: Substitutes,
}

/// The offices that a case passes, in order. The rules of a feature compute it; it may pass an
/// office twice, as a transfer between schools of one district does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    steps: Vec<Step>,
    correction_working_days: u32,
}

/// Why a list of steps is no route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RouteError {
    /// Nobody would decide.
    Empty,
    /// More steps than any procedure has.
    TooLong(usize),
}

impl Route {
    /// No procedure passes more offices than this.
    pub const STEPS_MAX: usize = 16;

    /// A route over `steps`; an applicant has `correction_working_days` to answer a return.
    pub fn new(steps: Vec<Step>, correction_working_days: u32) -> Result<Route, RouteError> {
        match steps.len() {
            0 => Err(RouteError::Empty),
            1..=Route::STEPS_MAX => Ok(Route {
                steps,
                correction_working_days,
            }),
            count => Err(RouteError::TooLong(count)),
        }
    }

    /// The steps in order, at least one.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Working days that the applicant has to answer a return.
    pub fn correction_working_days(&self) -> u32 {
        self.correction_working_days
    }
}

/// Who filed the case and answers for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applicant {
    /// A person for themselves, such as a teacher.
    Person(Person),
    /// Anybody with a seat in an office, such as a provider that files a course.
    Office(Office),
}

/// Where a case lies. Ordered along the route, the applicant before every step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// With the applicant.
    Applicant,
    /// With the office of this step, counted from zero.
    Step(usize),
}

/// How far a round has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The applicant is still writing.
    Draft,
    /// The office of this step has it to decide.
    Awaiting(usize),
    /// Sent back to be put right; the last record names the fields and the reason.
    Returned(Place),
    /// The last office of the route endorsed it.
    Approved,
    /// An office refused it.
    Refused,
    /// The applicant took it back.
    Withdrawn,
    /// The applicant let the deadline pass.
    Expired,
}

impl State {
    /// Who has the case: exactly one place while it runs, nobody once it has ended.
    pub fn holder(self) -> Option<Place> {
        match self {
            State::Draft => Some(Place::Applicant),
            State::Awaiting(step) => Some(Place::Step(step)),
            State::Returned(place) => Some(place),
            State::Approved | State::Refused | State::Withdrawn | State::Expired => None,
        }
    }
}

/// What somebody does with a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// The applicant hands it in, for the first time or after a return.
    Submit,
    /// The office agrees; at the last step this approves the case.
    Endorse {
        /// Opinion for the file; may be empty.
        opinion: String,
    },
    /// The office sends it back to be put right.
    Return {
        /// The applicant or an earlier step.
        to: Place,
        /// The fields to put right, by the names that the form gives them.
        fields: Vec<String>,
        /// Why.
        reason: String,
    },
    /// The office refuses it, which ends the round.
    Refuse {
        /// Why, as the applicant will read it.
        reason: String,
    },
    /// The applicant takes it back, which ends the round.
    Withdraw {
        /// Why; may be empty.
        reason: String,
    },
    /// The applicant did nothing until the deadline passed, which ends the round.
    Expire {
        /// The last day on which the applicant could have acted.
        deadline: NaiveDate,
    },
    /// A new round begins, with a draft and a route computed anew.
    Reopen {
        /// The route of the new round.
        route: Route,
        /// Why.
        reason: String,
    },
}

/// In whose right a person sits in an office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Capacity {
    /// The office is theirs.
    Own,
    /// They stand in for the one who holds it.
    Substitute,
}

/// The right to act for an office on the day of the act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seat {
    /// The office.
    pub office: Office,
    /// In whose right.
    pub capacity: Capacity,
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A person, with every seat they hold that day.
    Person {
        /// Who.
        person: Person,
        /// Their seats.
        seats: Vec<Seat>,
    },
    /// The passing of time, which lets drafts and unanswered returns expire.
    Clock,
}

/// One act that happened, as it is stored and never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// What was done.
    pub act: Act,
    /// By whom; nobody when time did it.
    pub person: Option<Person>,
    /// The seat they used; none for an applicant who files for themselves.
    pub seat: Option<Seat>,
    /// The place on the route from which they acted; none for time and for a reopening, which
    /// lie outside the chain of the round.
    pub place: Option<Place>,
    /// When.
    pub on: NaiveDate,
    /// The state that it led to.
    pub to: State,
}

impl Record {
    /// The actor as far as the act needed one, to replay it.
    pub(super) fn actor(&self) -> Actor {
        match self.person {
            Some(person) => Actor::Person {
                person,
                seats: self.seat.into_iter().collect(),
            },
            None => Actor::Clock,
        }
    }
}

/// One run over one route. Ended rounds are history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// The offices of this round.
    pub route: Route,
    /// What happened, oldest first; a later round begins with its reopening.
    pub records: Vec<Record>,
}

impl Round {
    /// How far it has come.
    pub fn state(&self) -> State {
        self.records.last().map_or(State::Draft, |record| record.to)
    }
}

/// One run of a procedure, with all its rounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    applicant: Applicant,
    subjects: Vec<Person>,
    past: Vec<Round>,
    round: Round,
}

impl Case {
    /// A first draft. `subjects` are the people whom the case is about, none of whom may decide
    /// it; an applicant who files for themselves is one without being named.
    pub fn open(applicant: Applicant, subjects: Vec<Person>, route: Route) -> Case {
        Case {
            applicant,
            subjects,
            past: Vec::new(),
            round: Round {
                route,
                records: Vec::new(),
            },
        }
    }

    /// Who filed it.
    pub fn applicant(&self) -> Applicant {
        self.applicant
    }

    /// Whether this is `person`'s own case, which they may not decide.
    pub fn is_about(&self, person: Person) -> bool {
        self.applicant == Applicant::Person(person) || self.subjects.contains(&person)
    }

    /// The running or last round.
    pub fn round(&self) -> &Round {
        &self.round
    }

    /// Rounds that were reopened, oldest first.
    pub fn past_rounds(&self) -> &[Round] {
        &self.past
    }

    /// How far the present round has come.
    pub fn state(&self) -> State {
        self.round.state()
    }

    /// Who has the case now; nobody once it has ended.
    pub fn holder(&self) -> Option<Place> {
        self.state().holder()
    }

    /// The newest record; none for a draft that was just opened.
    pub fn latest(&self) -> Option<&Record> {
        self.round.records.last()
    }

    /// The step with this number on the present route. Numbers come from states and records of
    /// the present round, which only hold steps that exist.
    pub(super) fn step(&self, number: usize) -> &Step {
        &self.round.route.steps[number]
    }

    /// The case with one more record, in a new round if the record reopens it.
    pub(super) fn with(&self, record: Record) -> Case {
        let mut case = self.clone();
        if let Act::Reopen { route, .. } = &record.act {
            let next = Round {
                route: route.clone(),
                records: Vec::new(),
            };
            case.past.push(std::mem::replace(&mut case.round, next));
        }
        case.round.records.push(record);
        case
    }
}
