//! The nominations of a round: one's own, and for officers the list, which can be narrowed and from
//! which nominees are posted.

use askama::Template;

use super::decisions::{action_at, may_be_listed};
use super::pages::{chip, due, statement_hint};
use super::rules::{ListLevel, Stand};
use super::sight::Sight;
use super::store::Wanted;
use super::versions::pages::name as version_name;
use super::{Nomination, store, versions};
use crate::access::{Action, Actor, may};
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::message::Message;
use crate::selection::phases::Permission;
use crate::selection::rounds::{self, RoundId, Running};
use crate::web::form::Values;
use crate::web::frame::Frame;
use crate::web::parts::{Chip, Choice, Link, Problems};

/// Nominations on a list, at most.
const NOMINATIONS_MAX: i64 = 1_000;

/// A nomination as an officer's list has it.
#[derive(Debug)]
struct Line {
    nomination: Nomination,
    name: String,
    school: String,
    /// How often it was handed in.
    number: i64,
    /// Whether the reader can decide it now.
    is_turn: bool,
    /// Why the reader cannot post the nominee now; empty if the reader can, or if it is not their turn.
    not_listable: String,
    /// Whether a list that named the nominee was brought down.
    is_again: bool,
}

/// The nominations of a round that the reader may know of.
#[derive(Debug, Template)]
#[template(path = "selection/nominations.html")]
pub struct NominationsPage {
    frame: Frame,
    running: Running,
    /// The reader's own.
    own: Option<Nomination>,
    /// Whether the reader may apply, or why not; none for whoever is no teacher.
    may_apply: Option<Result<(), String>>,
    /// For officers.
    listed: Vec<Line>,
    is_officer: bool,
    /// Whether there may be more than are listed.
    is_full: bool,
    /// What the list is narrowed to.
    wanted: Wanted,
    /// The level at which the reader can post a list now.
    level: Option<ListLevel>,
    values: Values,
    problems: Problems,
}

impl NominationsPage {
    /// For whoever may know of the round.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        id: RoundId,
        wanted: Wanted,
        (values, errors): (&Values, &FieldErrors),
    ) -> Result<NominationsPage, Error> {
        let running = rounds::actions::load_visible(conn, context, id)?;
        let actor = &context.actor;
        let today = context.today();
        let own = match actor.person {
            Some(person) => store::find(conn, id, person)?,
            None => None,
        };
        let may_apply = actor.can_ever(Action::ApplyForSelection).then(|| {
            let refused = running.may_now(Permission::Apply, today);
            refused.map_err(|refusal| frame.tell(Message::from(refusal)))
        });
        let sight = Sight::load(conn, actor, &running)?;
        let reach = sight.reach();
        let is_office =
            reach.everywhere || !reach.organizations.is_empty() || !reach.districts.is_empty();
        let levels = ListLevel::ALL.iter().copied();
        let level = levels
            .filter(|it| actor.can_ever(action_at(*it)))
            .find(|it| running.may_now(it.permission(), today).is_ok());
        let (listed, is_full) = if is_office {
            list(conn, (actor, &frame), (&running, &sight), (&wanted, level))?
        } else {
            (Vec::new(), false)
        };
        Ok(NominationsPage {
            problems: errors.in_words(frame.words),
            values: values.clone(),
            is_officer: is_office,
            running,
            own,
            may_apply,
            listed,
            is_full,
            wanted,
            level,
            frame,
        })
    }

    fn way(&self) -> [Link; 2] {
        let round = &self.running.round;
        [
            Link::new(self.frame.say("nav-selection"), "/selection"),
            Link::new(&round.title, rounds::pages::href(round.id)),
        ]
    }

    fn list_href(&self) -> String {
        super::pages::list_href(self.running.round.id)
    }

    fn own_chip(&self, nomination: &Nomination) -> Chip {
        chip(&self.frame, nomination, false)
    }

    fn chip(&self, line: &Line) -> Chip {
        chip(&self.frame, &line.nomination, line.is_turn)
    }

    fn own_due(&self, nomination: &Nomination) -> String {
        due(&self.frame, (nomination, &self.running), true)
    }

    fn due(&self, line: &Line) -> String {
        due(&self.frame, (&line.nomination, &self.running), false)
    }

    fn hint(&self) -> String {
        statement_hint(&self.frame)
    }

    /// What was handed in again says so, and leads to what changed.
    fn again(&self, line: &Line) -> Option<Link> {
        let label = version_name(self.frame.words, line.number);
        let href = versions::pages::href(line.nomination.id);
        (line.number > 1).then(|| Link::new(label, href))
    }

    fn is_chosen(&self, line: &Line) -> bool {
        self.values.has("ids", &line.nomination.id.to_string())
    }

    /// The ways to stand that the list can be narrowed to.
    fn stands(&self) -> Vec<Choice> {
        let chosen = self.wanted.stand.map_or("", Stand::as_str);
        let stands = Stand::ALL.iter().filter(|it| **it != Stand::Draft);
        stands
            .map(|it| Choice::new(it.as_str(), self.frame.say(it.name_key()), chosen))
            .collect()
    }

    /// How many are shown, and whether there may be more.
    fn shown(&self) -> String {
        let count = self.listed.len();
        let key = if self.is_full {
            "nominations-shown-first"
        } else {
            "nominations-shown"
        };
        self.frame.tell(Message::new(key).with("count", count))
    }

    /// Whether somebody may be posted whose earlier list was brought down: that wants a reason.
    fn asks_reason(&self) -> bool {
        self.listed.iter().any(|it| it.is_again)
    }

    /// Whether there is anybody to decide on, and so a column that says who can be posted.
    fn has_turn(&self) -> bool {
        self.listed.iter().any(|it| it.is_turn)
    }

    fn can_post(&self) -> bool {
        let mut turn = self.listed.iter().filter(|it| it.is_turn);
        turn.any(|it| it.not_listable.is_empty())
    }

    fn post_hint(&self) -> String {
        let Some(level) = self.level else {
            return String::new();
        };
        let days = i64::from(level.working_days(&self.running.programme));
        self.frame
            .tell(Message::new("nomination-post-hint").with("days", days))
    }

    fn level_value(&self) -> &'static str {
        self.level.map_or("", ListLevel::as_str)
    }
}

/// The nominations that an officer may know of, and whether there may be more.
fn list(
    conn: &mut Conn,
    (actor, frame): (&Actor, &Frame),
    (running, sight): (&Running, &Sight),
    (wanted, level): (&Wanted, Option<ListLevel>),
) -> Result<(Vec<Line>, bool), Error> {
    let round = running.round.id;
    let numbers = versions::store::list_numbers(conn, round)?;
    let mut listed = Vec::new();
    let found = store::list(conn, round, sight.reach(), wanted, NOMINATIONS_MAX)?;
    let is_full = i64::try_from(found.len()).is_ok_and(|it| it >= NOMINATIONS_MAX);
    for (nomination, name, school) in found {
        if sight.check(&nomination).is_err() {
            continue;
        }
        let turn = level.filter(|level| {
            nomination.state.level() == Some(*level)
                && may(actor, action_at(*level), &nomination.facts()).is_ok()
        });
        let listable = match turn {
            Some(level) => may_be_listed(conn, &nomination, level),
            None => Ok(false),
        };
        let (is_again, not_listable) = match frame.why_not(listable)? {
            Ok(is_again) => (is_again, String::new()),
            Err(why) => (false, why),
        };
        listed.push(Line {
            number: numbers.get(&nomination.id).copied().unwrap_or(0),
            nomination,
            name,
            school,
            is_turn: turn.is_some(),
            not_listable,
            is_again,
        });
    }
    Ok((listed, is_full))
}
