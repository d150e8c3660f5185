//! The engines on a file: JSON in, JSON out, for anybody who wants to check an answer.
//!
//! What cannot be is refused with a code, a sentence and the path of the value
//! (`/members/2/max`). `docs/selection-engines.md` describes the formats.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::{Map, Value, json};

use super::{apportion, tally};
use crate::matching::assignment::{self, Obstacle, Outcome};

/// More pairs of members and candidates than this are refused.
const PAIRS_MAX: usize = 2_000_000;

/// Input that cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputError {
    /// Stable name of the mistake.
    pub code: &'static str,
    /// What is wrong, in English.
    pub message: String,
    /// Where, as a JSON pointer; empty for the whole.
    pub path: String,
}

impl InputError {
    /// Names a mistake.
    pub fn new(code: &'static str, message: impl Into<String>, path: impl Into<String>) -> Self {
        InputError {
            code,
            message: message.into(),
            path: path.into(),
        }
    }

    /// As it is printed.
    pub fn to_json(&self) -> Value {
        json!({"error": {"code": self.code, "message": self.message, "path": self.path}})
    }
}

type Read<T> = Result<T, InputError>;

/// A JSON pointer (RFC 6901): a name may hold the separator itself.
fn pointer(names: &[&str]) -> String {
    let escaped = |name: &&str| format!("/{}", name.replace('~', "~0").replace('/', "~1"));
    names.iter().map(escaped).collect()
}

/// A value of the input, with the path that leads to it.
#[derive(Clone)]
struct Spot<'a> {
    value: &'a Value,
    path: String,
}

impl<'a> Spot<'a> {
    fn whole(value: &'a Value) -> Spot<'a> {
        Spot {
            value,
            path: String::new(),
        }
    }

    fn wrong<T>(&self, code: &'static str, message: impl Into<String>) -> Read<T> {
        Err(InputError::new(code, message, self.path.clone()))
    }

    fn below(&self, name: &str, value: &'a Value) -> Spot<'a> {
        Spot {
            value,
            path: format!("{}{}", self.path, pointer(&[name])),
        }
    }

    fn object(&self) -> Read<&'a Map<String, Value>> {
        self.value
            .as_object()
            .map_or_else(|| self.wrong("not_an_object", "an object is expected"), Ok)
    }

    /// The object, which has no other fields than these.
    fn object_of(&self, known: &[&str]) -> Read<()> {
        match self
            .object()?
            .keys()
            .find(|name| !known.contains(&name.as_str()))
        {
            Some(name) => self.wrong("unknown_field", format!("there is no field {name:?} here")),
            None => Ok(()),
        }
    }

    fn field(&self, name: &str) -> Read<Spot<'a>> {
        match self.object()?.get(name) {
            Some(value) => Ok(self.below(name, value)),
            None => self.wrong("missing_field", format!("the field {name:?} is missing")),
        }
    }

    fn optional(&self, name: &str) -> Read<Option<Spot<'a>>> {
        let value = self.object()?.get(name).filter(|value| !value.is_null());
        Ok(value.map(|value| self.below(name, value)))
    }

    fn entries(&self) -> Read<Vec<(String, Spot<'a>)>> {
        let object = self.object()?;
        Ok(object
            .iter()
            .map(|(name, value)| (name.clone(), self.below(name, value)))
            .collect())
    }

    fn items(&self) -> Read<Vec<Spot<'a>>> {
        let Some(items) = self.value.as_array() else {
            return self.wrong("not_a_list", "a list is expected");
        };
        Ok(items
            .iter()
            .enumerate()
            .map(|(at, it)| self.below(&at.to_string(), it))
            .collect())
    }

    fn tuple<const N: usize>(&self) -> Read<[Spot<'a>; N]> {
        let message = format!("a list of {N} is expected");
        self.items()?
            .try_into()
            .or_else(|_| self.wrong("wrong_length", message))
    }

    fn integer(&self) -> Read<i64> {
        self.value.as_i64().map_or_else(
            || self.wrong("not_an_integer", "an integer is expected"),
            Ok,
        )
    }

    fn count(&self) -> Read<i64> {
        match self.integer()? {
            count @ 0.. => Ok(count),
            _ => self.wrong("negative", "a number of at least 0 is expected"),
        }
    }

    fn text(&self) -> Read<&'a str> {
        self.value
            .as_str()
            .map_or_else(|| self.wrong("not_a_text", "a text is expected"), Ok)
    }

    fn counts(&self) -> Read<BTreeMap<String, i64>> {
        self.entries()?
            .into_iter()
            .map(|(name, spot)| Ok((name, spot.count()?)))
            .collect()
    }
}

/// Deals candidates out to members.
pub fn assign(input: &Value) -> Read<Value> {
    let spot = Spot::whole(input);
    spot.object_of(&[
        "reviews_each",
        "members",
        "candidates",
        "preferences",
        "conflicts",
    ])?;
    let (members, loads) = read_members(&spot.field("members")?)?;
    let candidates = read_candidates(&spot.field("candidates")?)?;
    if members.len().saturating_mul(candidates.len()) > PAIRS_MAX {
        return spot.wrong("too_large", format!("more than {PAIRS_MAX} pairs"));
    }
    let numbers = Numbers {
        members: number(&members),
        candidates: number(&candidates),
    };
    let mut preferences = BTreeMap::new();
    if let Some(list) = spot.optional("preferences")? {
        for item in list.items()? {
            let [member, candidate, wish] = item.tuple()?;
            let pair = numbers.pair(&member, &candidate)?;
            if preferences.insert(pair, wish.integer()?).is_some() {
                return item.wrong("pair_twice", "this pair has a preference already");
            }
        }
    }
    let mut conflicts = BTreeSet::new();
    if let Some(list) = spot.optional("conflicts")? {
        for item in list.items()? {
            let [member, candidate] = item.tuple()?;
            conflicts.insert(numbers.pair(&member, &candidate)?);
        }
    }
    let problem = assignment::Problem {
        reviews_each: spot.field("reviews_each")?.count()?,
        loads,
        candidates: candidates.len(),
        served: BTreeMap::new(),
        preferences,
        conflicts,
        evenness: None,
    };
    Ok(match assignment::assign(&problem) {
        Outcome::Assigned { pairs, total } => {
            let pairs: Vec<_> = pairs
                .iter()
                .map(|&(m, c)| json!([members[m], candidates[c]]))
                .collect();
            let total =
                i64::try_from(total).map_or_else(|_| json!(total.to_string()), |it| json!(it));
            json!({"feasible": true, "assignments": pairs, "total": total, "because": null})
        }
        Outcome::Infeasible(obstacle) => json!({
            "feasible": false,
            "assignments": [],
            "total": 0,
            "because": because(&problem, &obstacle, &members, &candidates),
        }),
    })
}

fn because(
    problem: &assignment::Problem,
    obstacle: &Obstacle,
    members: &[&str],
    candidates: &[&str],
) -> Value {
    match obstacle {
        Obstacle::TooFewMembers {
            members,
            reviews_possible,
        } => json!({
            "constraint": {
                "kind": "members",
                "members": members,
                "needed": problem.reviews_each,
            },
            "relaxation": {"kind": "fewer_reviews", "reviews_each": reviews_possible},
        }),
        Obstacle::TooFewEligible {
            candidate,
            eligible,
            reviews_possible,
        } => json!({
            "constraint": {
                "kind": "conflicts",
                "candidate": candidates[*candidate],
                "eligible": eligible,
                "needed": problem.reviews_each,
            },
            "relaxation": {"kind": "fewer_reviews", "reviews_each": reviews_possible},
        }),
        Obstacle::LoadsTooSmall {
            candidates: group,
            members: crowd,
            missing,
            raises,
        } => json!({
            "constraint": {
                "kind": "loads",
                "candidates": group.iter().map(|&it| candidates[it]).collect::<Vec<_>>(),
                "members": crowd.iter().map(|&it| members[it]).collect::<Vec<_>>(),
                "missing": missing,
            },
            "relaxation": {
                "kind": "higher_loads",
                "raise": raises.iter().map(|&(m, by)| json!([members[m], by])).collect::<Vec<_>>(),
            },
        }),
    }
}

fn read_members<'a>(list: &Spot<'a>) -> Read<(Vec<&'a str>, Vec<i64>)> {
    let (mut ids, mut loads, mut known) = (Vec::new(), Vec::new(), HashSet::new());
    for item in list.items()? {
        item.object_of(&["id", "max"])?;
        ids.push(new_id(&item, &mut known)?);
        loads.push(item.field("max")?.count()?);
    }
    Ok((ids, loads))
}

fn read_candidates<'a>(list: &Spot<'a>) -> Read<Vec<&'a str>> {
    let (mut ids, mut known) = (Vec::new(), HashSet::new());
    for item in list.items()? {
        item.object_of(&["id"])?;
        ids.push(new_id(&item, &mut known)?);
    }
    Ok(ids)
}

fn new_id<'a>(item: &Spot<'a>, known: &mut HashSet<&'a str>) -> Read<&'a str> {
    let spot = item.field("id")?;
    let id = spot.text()?;
    if known.insert(id) {
        Ok(id)
    } else {
        spot.wrong("id_twice", format!("{id:?} stands twice"))
    }
}

fn number<'a>(ids: &[&'a str]) -> HashMap<&'a str, usize> {
    ids.iter().enumerate().map(|(at, id)| (*id, at)).collect()
}

struct Numbers<'a> {
    members: HashMap<&'a str, usize>,
    candidates: HashMap<&'a str, usize>,
}

impl Numbers<'_> {
    fn pair(&self, member: &Spot<'_>, candidate: &Spot<'_>) -> Read<(usize, usize)> {
        let find = |spot: &Spot<'_>, known: &HashMap<&str, usize>, code| {
            let id = spot.text()?;
            known
                .get(id)
                .copied()
                .map_or_else(|| spot.wrong(code, format!("{id:?} is not known")), Ok)
        };
        Ok((
            find(member, &self.members, "unknown_member")?,
            find(candidate, &self.candidates, "unknown_candidate")?,
        ))
    }
}

/// Counts the ballots of a meeting.
pub fn count(input: &Value) -> Read<Value> {
    let spot = Spot::whole(input);
    spot.object_of(&["committee", "present", "recused", "ballots", "rule"])?;
    let meeting = tally::Meeting {
        committee: spot.field("committee")?.count()?,
        present: texts(&spot.field("present")?)?,
        recused: match spot.optional("recused")? {
            Some(lists) => lists
                .entries()?
                .into_iter()
                .map(|(candidate, list)| Ok((candidate, texts(&list)?)))
                .collect::<Read<_>>()?,
            None => BTreeMap::new(),
        },
        ballots: spot
            .field("ballots")?
            .entries()?
            .into_iter()
            .map(|(candidate, ballots)| Ok((candidate, read_ballots(&ballots)?)))
            .collect::<Read<_>>()?,
        rule: read_rule(&spot.field("rule")?)?,
    };
    let counted = tally::tally(&meeting).map_err(|reason| uncountable(&reason))?;
    let results: Map<String, Value> = counted
        .results
        .into_iter()
        .map(|(candidate, it)| {
            let result = json!({
                "base": it.base, "yes": it.yes, "needed": it.needed, "passed": it.has_passed,
            });
            (candidate, result)
        })
        .collect();
    Ok(json!({"quorate": counted.is_quorate, "results": results}))
}

fn texts(list: &Spot<'_>) -> Read<Vec<String>> {
    list.items()?
        .iter()
        .map(|item| item.text().map(str::to_owned))
        .collect()
}

fn read_ballots(spot: &Spot<'_>) -> Read<tally::Ballots> {
    spot.object_of(&["yes", "no", "abstain"])?;
    let of = |name: &str| spot.optional(name)?.map_or(Ok(0), |it| it.count());
    Ok(tally::Ballots {
        yes: of("yes")?,
        no: of("no")?,
        abstain: of("abstain")?,
    })
}

fn read_rule(spot: &Spot<'_>) -> Read<tally::Rule> {
    spot.object_of(&["quorum", "pass", "base"])?;
    let ratio = |name: &str| {
        let [numerator, denominator] = spot.field(name)?.tuple()?;
        Ok(tally::Ratio {
            numerator: numerator.integer()?,
            denominator: denominator.integer()?,
        })
    };
    let base = spot.field("base")?;
    Ok(tally::Rule {
        quorum: ratio("quorum")?,
        pass: ratio("pass")?,
        base: match base.text()? {
            "present" => tally::Base::Present,
            "committee" => tally::Base::Committee,
            "present_minus_recused" => tally::Base::PresentMinusRecused,
            other => return base.wrong("unknown_base", format!("there is no base {other:?}")),
        },
    })
}

fn uncountable(reason: &tally::Uncountable) -> InputError {
    use tally::Uncountable as U;
    match reason {
        U::BadRatio { which } => InputError::new(
            "bad_ratio",
            "a ratio is more than 0 and at most 1",
            pointer(&["rule", which]),
        ),
        U::EmptyCommittee => {
            InputError::new("empty_committee", "a committee has members", "/committee")
        }
        U::PresentTwice { member } => InputError::new(
            "present_twice",
            format!("{member:?} stands twice"),
            "/present",
        ),
        U::TooManyPresent => InputError::new(
            "too_many_present",
            "more are present than the committee has members",
            "/present",
        ),
        U::RecusedTwice { candidate, member } => InputError::new(
            "recused_twice",
            format!("{member:?} stands twice"),
            pointer(&["recused", candidate]),
        ),
        U::NegativeBallots { candidate } => InputError::new(
            "negative",
            "a number of at least 0 is expected",
            pointer(&["ballots", candidate]),
        ),
        U::TooManyBallots {
            candidate,
            cast,
            voters,
        } => InputError::new(
            "too_many_ballots",
            format!("{cast} ballots were cast by {voters} members who may vote"),
            pointer(&["ballots", candidate]),
        ),
    }
}

/// Shares seats.
pub fn share(input: &Value) -> Read<Value> {
    let spot = Spot::whole(input);
    spot.object_of(&["seats", "weights", "floors", "caps"])?;
    let limits = |name: &str| {
        spot.optional(name)?
            .map_or(Ok(BTreeMap::new()), |it| it.counts())
    };
    let problem = apportion::Problem {
        seats: spot.field("seats")?.count()?,
        weights: spot.field("weights")?.counts()?,
        floors: limits("floors")?,
        caps: limits("caps")?,
    };
    let shared = apportion::apportion(&problem).map_err(|reason| impossible(&reason))?;
    let steps: Vec<Value> = shared.steps.iter().map(step_to_json).collect();
    Ok(json!({"seats": shared.seats, "steps": steps}))
}

fn step_to_json(step: &apportion::Step) -> Value {
    use apportion::Step;
    match step {
        Step::FixedAtFloor { name, seats } => {
            json!({"step": "fixed_at_floor", "name": name, "seats": seats})
        }
        Step::FixedAtCap { name, seats } => {
            json!({"step": "fixed_at_cap", "name": name, "seats": seats})
        }
        Step::Share {
            name,
            numerator,
            denominator,
            whole,
            remainder,
        } => json!({
            "step": "share",
            "name": name,
            "share": format!("{numerator}/{denominator}"),
            "whole": whole,
            "remainder": format!("{remainder}/{denominator}"),
        }),
        Step::ByRemainder { name } => json!({"step": "by_remainder", "name": name, "seats": 1}),
    }
}

fn impossible(reason: &apportion::Impossible) -> InputError {
    use apportion::Impossible as I;
    match reason {
        I::NoNames => InputError::new("no_names", "nobody to share among", "/weights"),
        I::UnknownName { list, name } => InputError::new(
            "unknown_name",
            format!("{name:?} has no weight"),
            pointer(&[list, name]),
        ),
        I::Negative { list, name } => InputError::new(
            "negative",
            "a number of at least 0 is expected",
            match name {
                Some(name) => pointer(&[list, name]),
                None => pointer(&[list]),
            },
        ),
        I::FloorAboveCap { name } => InputError::new(
            "floor_above_cap",
            "the floor is above the cap",
            pointer(&["floors", name]),
        ),
        I::FloorsAboveSeats { floors } => InputError::new(
            "floors_above_seats",
            format!("the floors alone need {floors} seats"),
            "/floors",
        ),
        I::CapsBelowSeats { possible } => InputError::new(
            "caps_below_seats",
            format!("the caps allow {possible} seats at most"),
            "/caps",
        ),
    }
}

#[cfg(test)]
mod tests;
