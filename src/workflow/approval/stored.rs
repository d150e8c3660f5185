//! A case as it is kept: its opening and its records, as JSON.
//!
//! What is read back is replayed through the rules, so a case that was written past the engine, or
//! altered since, does not come back as a case. Names in the JSON are stable.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::case::{
    Act, Applicant, Capacity, Case, Level, Office, Person, Place, Record, Route, Seat, State, Step,
    Substitutes,
};
use super::replay;

/// Writes a case. `subjects` are those whom it was opened with.
pub fn to_json(case: &Case, subjects: &[Person]) -> Value {
    let first = case.past_rounds().first().unwrap_or(case.round());
    let rounds = case.past_rounds().iter().chain([case.round()]);
    let stored = StoredCase {
        applicant: match case.applicant() {
            Applicant::Person(person) => StoredApplicant::Person(person.0),
            Applicant::Office(office) => StoredApplicant::Office(office.0),
        },
        subjects: subjects.iter().map(|it| it.0).collect(),
        route: StoredRoute::from(&first.route),
        records: rounds
            .flat_map(|round| &round.records)
            .map(StoredRecord::from)
            .collect(),
    };
    serde_json::to_value(stored).expect("our own types have a JSON form")
}

/// Reads a case back and replays it; the text says what is wrong with it.
pub fn from_json(value: &Value) -> Result<Case, String> {
    let stored = StoredCase::deserialize(value).map_err(|error| error.to_string())?;
    let applicant = match stored.applicant {
        StoredApplicant::Person(id) => Applicant::Person(Person(id)),
        StoredApplicant::Office(id) => Applicant::Office(Office(id)),
    };
    let subjects = stored.subjects.into_iter().map(Person).collect();
    let records: Vec<Record> = stored
        .records
        .into_iter()
        .map(Record::try_from)
        .collect::<Result<_, _>>()?;
    replay(applicant, subjects, stored.route.try_into()?, &records)
        .map_err(|error| format!("{error:?}"))
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredCase {
    applicant: StoredApplicant,
    subjects: Vec<Uuid>,
    route: StoredRoute,
    records: Vec<StoredRecord>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredApplicant {
    Person(Uuid),
    Office(Uuid),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredRoute {
    steps: Vec<StoredStep>,
    correction_working_days: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredStep {
    level: StoredLevel,
    office: Uuid,
    working_days: u32,
    may_substitute: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredLevel {
    School,
    District,
    City,
    Province,
}

/// Steps are counted from zero.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredPlace {
    Applicant,
    Step(usize),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "act")]
enum StoredAct {
    Submit,
    Endorse {
        opinion: String,
    },
    Return {
        back_to: StoredPlace,
        fields: Vec<String>,
        reason: String,
    },
    Refuse {
        reason: String,
    },
    Withdraw {
        reason: String,
    },
    Expire {
        deadline: NaiveDateText,
    },
    Reopen {
        route: StoredRoute,
        reason: String,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredState {
    Draft,
    Awaiting(usize),
    Returned(StoredPlace),
    Approved,
    Refused,
    Withdrawn,
    Expired,
}

#[derive(Serialize, Deserialize)]
struct StoredRecord {
    #[serde(flatten)]
    act: StoredAct,
    person: Option<Uuid>,
    seat: Option<StoredSeat>,
    place: Option<StoredPlace>,
    on: NaiveDateText,
    to: StoredState,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredSeat {
    office: Uuid,
    is_substitute: bool,
}

/// A day as `2026-11-23`.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct NaiveDateText(String);

impl From<NaiveDate> for NaiveDateText {
    fn from(day: NaiveDate) -> NaiveDateText {
        NaiveDateText(day.to_string())
    }
}

impl TryFrom<NaiveDateText> for NaiveDate {
    type Error = String;
    fn try_from(text: NaiveDateText) -> Result<NaiveDate, String> {
        text.0
            .parse()
            .map_err(|_| format!("{:?} is no day", text.0))
    }
}

impl From<&Route> for StoredRoute {
    fn from(route: &Route) -> StoredRoute {
        StoredRoute {
            steps: route
                .steps()
                .iter()
                .map(|step| StoredStep {
                    level: match step.level {
                        Level::School => StoredLevel::School,
                        Level::District => StoredLevel::District,
                        Level::City => StoredLevel::City,
                        Level::Province => StoredLevel::Province,
                    },
                    office: step.office.0,
                    working_days: step.working_days,
                    may_substitute: step.substitutes == Substitutes::Allowed,
                })
                .collect(),
            correction_working_days: route.correction_working_days(),
        }
    }
}

impl TryFrom<StoredRoute> for Route {
    type Error = String;
    fn try_from(stored: StoredRoute) -> Result<Route, String> {
        let steps = stored
            .steps
            .into_iter()
            .map(|step| Step {
                level: match step.level {
                    StoredLevel::School => Level::School,
                    StoredLevel::District => Level::District,
                    StoredLevel::City => Level::City,
                    StoredLevel::Province => Level::Province,
                },
                office: Office(step.office),
                working_days: step.working_days,
                substitutes: if step.may_substitute {
                    Substitutes::Allowed
                } else {
                    Substitutes::Barred
                },
            })
            .collect();
        Route::new(steps, stored.correction_working_days).map_err(|error| format!("{error:?}"))
    }
}

impl From<Place> for StoredPlace {
    fn from(place: Place) -> StoredPlace {
        match place {
            Place::Applicant => StoredPlace::Applicant,
            Place::Step(step) => StoredPlace::Step(step),
        }
    }
}

impl From<StoredPlace> for Place {
    fn from(place: StoredPlace) -> Place {
        match place {
            StoredPlace::Applicant => Place::Applicant,
            StoredPlace::Step(step) => Place::Step(step),
        }
    }
}

impl From<&Act> for StoredAct {
    fn from(act: &Act) -> StoredAct {
        match act.clone() {
            Act::Submit => StoredAct::Submit,
            Act::Endorse { opinion } => StoredAct::Endorse { opinion },
            Act::Return { to, fields, reason } => StoredAct::Return {
                back_to: to.into(),
                fields,
                reason,
            },
            Act::Refuse { reason } => StoredAct::Refuse { reason },
            Act::Withdraw { reason } => StoredAct::Withdraw { reason },
            Act::Expire { deadline } => StoredAct::Expire {
                deadline: deadline.into(),
            },
            Act::Reopen { route, reason } => StoredAct::Reopen {
                route: StoredRoute::from(&route),
                reason,
            },
        }
    }
}

impl TryFrom<StoredAct> for Act {
    type Error = String;
    fn try_from(act: StoredAct) -> Result<Act, String> {
        Ok(match act {
            StoredAct::Submit => Act::Submit,
            StoredAct::Endorse { opinion } => Act::Endorse { opinion },
            StoredAct::Return {
                back_to,
                fields,
                reason,
            } => Act::Return {
                to: back_to.into(),
                fields,
                reason,
            },
            StoredAct::Refuse { reason } => Act::Refuse { reason },
            StoredAct::Withdraw { reason } => Act::Withdraw { reason },
            StoredAct::Expire { deadline } => Act::Expire {
                deadline: deadline.try_into()?,
            },
            StoredAct::Reopen { route, reason } => Act::Reopen {
                route: route.try_into()?,
                reason,
            },
        })
    }
}

impl From<State> for StoredState {
    fn from(state: State) -> StoredState {
        match state {
            State::Draft => StoredState::Draft,
            State::Awaiting(step) => StoredState::Awaiting(step),
            State::Returned(place) => StoredState::Returned(place.into()),
            State::Approved => StoredState::Approved,
            State::Refused => StoredState::Refused,
            State::Withdrawn => StoredState::Withdrawn,
            State::Expired => StoredState::Expired,
        }
    }
}

impl From<StoredState> for State {
    fn from(state: StoredState) -> State {
        match state {
            StoredState::Draft => State::Draft,
            StoredState::Awaiting(step) => State::Awaiting(step),
            StoredState::Returned(place) => State::Returned(place.into()),
            StoredState::Approved => State::Approved,
            StoredState::Refused => State::Refused,
            StoredState::Withdrawn => State::Withdrawn,
            StoredState::Expired => State::Expired,
        }
    }
}

impl From<&Record> for StoredRecord {
    fn from(record: &Record) -> StoredRecord {
        StoredRecord {
            act: StoredAct::from(&record.act),
            person: record.person.map(|it| it.0),
            seat: record.seat.map(|seat| StoredSeat {
                office: seat.office.0,
                is_substitute: seat.capacity == Capacity::Substitute,
            }),
            place: record.place.map(StoredPlace::from),
            on: record.on.into(),
            to: record.to.into(),
        }
    }
}

impl TryFrom<StoredRecord> for Record {
    type Error = String;
    fn try_from(stored: StoredRecord) -> Result<Record, String> {
        Ok(Record {
            act: stored.act.try_into()?,
            person: stored.person.map(Person),
            seat: stored.seat.map(|seat| Seat {
                office: Office(seat.office),
                capacity: if seat.is_substitute {
                    Capacity::Substitute
                } else {
                    Capacity::Own
                },
            }),
            place: stored.place.map(Place::from),
            on: stored.on.try_into()?,
            to: stored.to.into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::case::Actor;
    use super::super::next;
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date in the test")
    }

    /// Handed in, sent back, handed in again, refused, reopened.
    fn case() -> Case {
        let (teacher, officer) = (Person(Uuid::from_u128(1)), Person(Uuid::from_u128(2)));
        let school = Office(Uuid::from_u128(3));
        let step = Step {
            level: Level::School,
            office: school,
            working_days: 10,
            substitutes: Substitutes::Allowed,
        };
        let route = Route::new(vec![step], 5).expect("a route");
        let own = Actor::Person {
            person: teacher,
            seats: Vec::new(),
        };
        let seated = Actor::Person {
            person: officer,
            seats: vec![Seat {
                office: school,
                capacity: Capacity::Own,
            }],
        };
        let send_back = Act::Return {
            to: Place::Applicant,
            fields: vec!["files".to_owned()],
            reason: "缺少盖章页".to_owned(),
        };
        let refuse = Act::Refuse {
            reason: "不在表中".to_owned(),
        };
        let reopen = Act::Reopen {
            route: route.clone(),
            reason: "补充证明".to_owned(),
        };
        let acts = [
            (Act::Submit, &own),
            (send_back, &seated),
            (Act::Submit, &own),
            (refuse, &seated),
            (reopen, &own),
            (Act::Submit, &own),
        ];
        let start = Case::open(Applicant::Person(teacher), Vec::new(), route);
        acts.into_iter().fold(start, |case, (act, actor)| {
            next(&case, &act, actor, day("2026-11-23")).expect("the rules allow it")
        })
    }

    #[test]
    fn a_case_comes_back_as_it_was() {
        let stored = to_json(&case(), &[]);
        assert_eq!(from_json(&stored), Ok(case()));
    }

    #[test]
    fn what_was_altered_does_not_come_back() {
        let stored = to_json(&case(), &[]);
        let mut other_state = stored.clone();
        other_state["records"][0]["to"] = serde_json::json!("approved");
        assert!(from_json(&other_state).is_err());
        let mut other_person = stored.clone();
        other_person["records"][1]["person"] = stored["records"][0]["person"].clone();
        assert!(from_json(&other_person).is_err());
        assert!(from_json(&serde_json::json!({})).is_err());
    }
}
