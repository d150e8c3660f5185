//! Finds people within somebody's reach: by characters, pinyin, initials or number.
//!
//! One query serves page, count and export, so that they cannot disagree. Order is by pinyin, and
//! pages are found by key. Who may see one person's file follows the same rule
//! ([`super::store::find_facts`]).

use chrono::NaiveDate;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::{Employment, Person, PersonId, rules, store};
use crate::access::Reach;
use crate::db::schema::{employments, people};
use crate::db::{Conn, MultiBackend};
use crate::error::Error;
use crate::organizations::{OrganizationId, store as organization_store};

/// What is looked for. The default finds everybody within reach.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Characters of the name, its pinyin, its initials, or the beginning of a number.
    pub text: String,
    /// Only who is kept at this school.
    pub school: Option<OrganizationId>,
}

/// Which part of the list: everything before or after somebody, in the order of pinyin.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The beginning.
    #[default]
    First,
    /// What follows this person.
    After(PersonId),
    /// What comes before this person.
    Before(PersonId),
}

/// A text as people type it into the search box, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Term {
    Everybody,
    Number(String),
    Characters(String),
    Pinyin(String),
}

impl Term {
    fn of(text: &str) -> Term {
        let plain: String = text
            .nfkc()
            .filter(|letter| letter.is_alphanumeric() || *letter == '·')
            .flat_map(char::to_lowercase)
            .collect();
        if plain.is_empty() {
            Term::Everybody
        } else if plain.bytes().any(|it| it.is_ascii_digit()) {
            Term::Number(plain.to_uppercase())
        } else if plain.is_ascii() || plain.contains('ü') {
            Term::Pinyin(plain.replace('ü', "v"))
        } else {
            Term::Characters(plain)
        }
    }
}

/// Sorts after every text that begins with the same characters.
fn after_all(prefix: &str) -> String {
    format!("{prefix}\u{10ffff}")
}

/// People within reach that are looked for, in no order.
fn matching<'a>(
    conn: &mut Conn,
    reach: &Reach,
    wanted: &Wanted,
    today: NaiveDate,
) -> Result<people::BoxedQuery<'a, MultiBackend>, Error> {
    let mut query = people::table.into_boxed();
    if let Some(places) = places(conn, reach, wanted)? {
        let other = diesel::alias!(employments as other_employments);
        let other_start = other.field(employments::started_on);
        let is_later = other_start
            .gt(employments::started_on)
            .and(other_start.le(today));
        let begins_first = employments::started_on
            .gt(today)
            .and(other_start.lt(employments::started_on));
        let outranks = other
            .field(employments::person_id)
            .eq(employments::person_id)
            .and(is_later.or(begins_first));
        // Whose file is kept there: `rules::keeper`, as SQL.
        let kept_there = employments::table
            .filter(employments::organization_id.eq_any(places))
            .filter(not(exists(other.filter(outranks))))
            .select(employments::person_id);
        query = query.filter(
            people::id
                .eq_any(reach.own)
                .or(people::id.eq_any(kept_there)),
        );
    }
    Ok(match Term::of(&wanted.text) {
        Term::Everybody => query,
        Term::Number(number) => query
            .filter(people::teacher_number.ge(number.clone()))
            .filter(people::teacher_number.lt(after_all(&number))),
        Term::Characters(name) => query.filter(people::name.like(format!("%{name}%"))),
        Term::Pinyin(typed) => {
            let end = after_all(&typed);
            let later_syllable = format!("% {typed}%");
            let joined = people::name_joined.ge(typed.clone());
            let initials = people::name_initials.ge(typed);
            query.filter(
                (joined.and(people::name_joined.lt(end.clone())))
                    .or(initials.and(people::name_initials.lt(end)))
                    .or(people::name_pinyin.like(later_syllable)),
            )
        }
    })
}

/// The places whose people are looked for; none for everywhere.
fn places(
    conn: &mut Conn,
    reach: &Reach,
    wanted: &Wanted,
) -> Result<Option<Vec<OrganizationId>>, Error> {
    let mut places = if reach.everywhere {
        None
    } else {
        Some(organization_store::list_within(conn, reach)?)
    };
    if let Some(school) = wanted.school {
        let is_within = places.as_ref().is_none_or(|it| it.contains(&school));
        places = Some(if is_within { vec![school] } else { Vec::new() });
    }
    Ok(places)
}

/// Somebody in a list, with where the file is kept.
#[derive(Debug, Clone)]
pub struct Found {
    /// The person.
    pub person: Person,
    /// The employment that the file is kept by, and the name of the school.
    pub kept_by: Option<(Employment, String)>,
}

impl Found {
    /// Whether the employment that the file is kept by is over.
    pub fn has_left(&self) -> bool {
        let kept_by = self.kept_by.as_ref();
        kept_by.is_some_and(|(it, _)| it.ended_on.is_some())
    }
}

/// A part of the list, in the order of pinyin.
pub fn list(
    conn: &mut Conn,
    reach: &Reach,
    wanted: &Wanted,
    part: Part,
    today: NaiveDate,
    limit: i64,
) -> Result<Vec<Found>, Error> {
    let mut query = matching(conn, reach, wanted, today)?
        .select(Person::as_select())
        .limit(limit);
    query = match part {
        Part::First => query,
        Part::After(id) => {
            let (pinyin, id) = place(conn, id)?;
            let same_name = people::name_pinyin.eq(pinyin.clone());
            query.filter(
                people::name_pinyin
                    .gt(pinyin)
                    .or(same_name.and(people::id.gt(id))),
            )
        }
        Part::Before(id) => {
            let (pinyin, id) = place(conn, id)?;
            let same_name = people::name_pinyin.eq(pinyin.clone());
            query.filter(
                people::name_pinyin
                    .lt(pinyin)
                    .or(same_name.and(people::id.lt(id))),
            )
        }
    };
    let mut persons: Vec<Person> = if let Part::Before(_) = part {
        query
            .order((people::name_pinyin.desc(), people::id.desc()))
            .load(conn)?
    } else {
        query.order((people::name_pinyin, people::id)).load(conn)?
    };
    if let Part::Before(_) = part {
        persons.reverse();
    }
    with_places(conn, persons, today)
}

/// How many there are.
pub fn count(
    conn: &mut Conn,
    reach: &Reach,
    wanted: &Wanted,
    today: NaiveDate,
) -> Result<i64, Error> {
    Ok(matching(conn, reach, wanted, today)?
        .count()
        .get_result(conn)?)
}

/// Where somebody stands in the order of pinyin.
fn place(conn: &mut Conn, id: PersonId) -> Result<(String, PersonId), Error> {
    Ok(people::table
        .find(id)
        .select((people::name_pinyin, people::id))
        .first(conn)?)
}

fn with_places(
    conn: &mut Conn,
    persons: Vec<Person>,
    today: NaiveDate,
) -> Result<Vec<Found>, Error> {
    let ids: Vec<PersonId> = persons.iter().map(|person| person.id).collect();
    let timelines = store::list_employments_of(conn, &ids)?;
    let names =
        organization_store::load_names(conn, timelines.iter().map(|it| it.organization_id))?;
    Ok(persons
        .into_iter()
        .map(|person| {
            let from = timelines.partition_point(|it| it.person_id < person.id);
            let own = timelines[from..]
                .chunk_by(|one, next| one.person_id == next.person_id)
                .next()
                .filter(|own| own[0].person_id == person.id);
            let keeper = own.and_then(|timeline| rules::keeper(timeline, today));
            Found {
                kept_by: keeper.map(|it| {
                    let school = names.get(&it.organization_id).cloned();
                    (it.clone(), school.unwrap_or_default())
                }),
                person,
            }
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_search_box_understands_characters_pinyin_and_numbers() {
        for (typed, term) in [
            (" ", Term::Everybody),
            ("%", Term::Everybody),
            ("张 三", Term::Characters("张三".to_owned())),
            ("ＺＳ", Term::Pinyin("zs".to_owned())),
            ("Zhang San", Term::Pinyin("zhangsan".to_owned())),
            ("lü", Term::Pinyin("lv".to_owned())),
            ("t4401", Term::Number("T4401".to_owned())),
        ] {
            assert_eq!(Term::of(typed), term, "{typed}");
        }
    }
}
