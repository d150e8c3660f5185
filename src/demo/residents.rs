//! The teachers of the demonstration city: who they are, where they work, how diligent they are.
//!
//! Drawn school by school from streams of chance of their own. Nobody is real: the sequence of
//! every document number is one that was set aside for centenarians (996 to 999), which nobody at
//! work bears. Who has a story stands in `personas`.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, TimeDelta};

use super::chance::Chance;
use super::city::School;
use super::colleagues::Colleague;
use super::names;
use super::personas::{self, Key, Persona};
use crate::organizations::Stage;
use crate::people::documents::{self, DocumentKind, DocumentNumber, Sex};
use crate::people::{AssessmentGrade, Post, Title};

/// How somebody does the hours of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Diligence {
    /// Half as much again as is asked for.
    More,
    /// All of them.
    Full,
    /// One course of one class short.
    NearlyFull,
    /// Less than half.
    FarBehind,
    /// None at all.
    None,
}

/// A teacher of the city.
#[derive(Debug, Clone)]
pub struct Resident {
    /// The name.
    pub name: String,
    /// The identity document, a citizen id.
    pub document: DocumentNumber,
    /// Which school, by its place in the list of schools.
    pub school: usize,
    /// As what.
    pub post: Post,
    /// The subject taught.
    pub subject: Option<&'static str>,
    /// First day.
    pub started_on: NaiveDate,
    /// The title held, where there is one.
    pub title: Option<Title>,
    /// Where and when they moved on, if they did.
    pub moved: Option<(usize, NaiveDate)>,
    /// The story, if there is one.
    pub persona: Option<Key>,
}

impl Resident {
    /// Somebody with a story.
    pub fn of_persona(persona: &Persona, schools: &[School], today: NaiveDate) -> Resident {
        let place = |school| place_of(schools, school);
        Resident {
            name: persona.name.to_owned(),
            document: persona.document(),
            school: place((persona.area, persona.school)),
            post: persona.post,
            subject: Some(persona.subject),
            started_on: persona.started_on(today),
            title: persona.title,
            moved: persona
                .moved(today)
                .map(|(area, number, on)| (place((area, number)), on)),
            persona: Some(persona.key),
        }
    }

    /// Somebody whom the files name.
    pub fn of_colleague(colleague: &Colleague, schools: &[School]) -> Resident {
        Resident {
            name: colleague.name.to_owned(),
            document: colleague.document(),
            school: place_of(schools, (colleague.area, colleague.school)),
            post: Post::Teacher,
            subject: Some(colleague.subject),
            started_on: colleague.started_on(),
            title: Some(Title::FirstGrade),
            moved: None,
            persona: None,
        }
    }

    /// The school on a day.
    pub fn school_on(&self, day: NaiveDate) -> usize {
        match self.moved {
            Some((to, on)) if on <= day => to,
            _ => self.school,
        }
    }
}

/// Where a school stands in the list, by area and number.
fn place_of(schools: &[School], (area, number): (&str, usize)) -> usize {
    schools
        .iter()
        .position(|it| it.area == area && it.number == number)
        .expect("whoever has a name works at a school of the city")
}

/// Areas of first issue: districts of Guangzhou, abolished ones, towns around, other provinces.
const AREAS: &[(&str, usize)] = &[
    ("440102", 6),
    ("440103", 8),
    ("440104", 8),
    ("440105", 8),
    ("440106", 8),
    ("440107", 4),
    ("440111", 8),
    ("440112", 4),
    ("440113", 5),
    ("440114", 5),
    ("440183", 5),
    ("440184", 4),
    ("440582", 4),
    ("440682", 4),
    ("440781", 4),
    ("440981", 5),
    ("441224", 3),
    ("441402", 4),
    ("441522", 3),
    ("445122", 4),
    ("450102", 3),
    ("430104", 3),
    ("420106", 3),
    ("360102", 3),
    ("350102", 2),
    ("410102", 2),
];

const PRIMARY: &[(&str, usize)] = &[
    ("语文", 30),
    ("数学", 26),
    ("英语", 14),
    ("科学", 6),
    ("体育与健康", 8),
    ("音乐", 5),
    ("美术", 5),
    ("信息科技", 4),
    ("道德与法治", 4),
];

const SECONDARY: &[(&str, usize)] = &[
    ("语文", 15),
    ("数学", 15),
    ("英语", 14),
    ("物理", 10),
    ("化学", 8),
    ("生物学", 7),
    ("历史", 6),
    ("地理", 6),
    ("思想政治", 6),
    ("体育与健康", 6),
    ("音乐", 3),
    ("美术", 3),
    ("信息科技", 3),
];

const VOCATIONAL: &[(&str, usize)] = &[
    ("语文", 6),
    ("数学", 6),
    ("英语", 5),
    ("机电技术应用", 10),
    ("计算机应用", 10),
    ("会计事务", 8),
    ("汽车运用与维修", 7),
    ("中餐烹饪", 5),
    ("体育与健康", 4),
];

const SPECIAL: &[(&str, usize)] = &[
    ("特殊教育", 8),
    ("康复训练", 3),
    ("美术", 1),
    ("体育与健康", 1),
];

const KINDERGARTEN: &[(&str, usize)] = &[("学前教育", 1)];

fn subjects(stage: Stage) -> &'static [(&'static str, usize)] {
    match stage {
        Stage::Kindergarten => KINDERGARTEN,
        Stage::Primary => PRIMARY,
        Stage::Junior | Stage::Senior | Stage::Complete => SECONDARY,
        Stage::Vocational => VOCATIONAL,
        Stage::Special => SPECIAL,
    }
}

/// Women among a hundred teachers.
const fn women_percent(stage: Stage) -> usize {
    match stage {
        Stage::Kindergarten => 96,
        Stage::Primary => 76,
        Stage::Special => 72,
        Stage::Junior => 64,
        Stage::Senior | Stage::Complete => 57,
        Stage::Vocational => 52,
    }
}

/// How many teachers each school has, in all as many as wanted, and at least one each.
pub fn headcounts(schools: &[School], teachers: usize) -> Vec<usize> {
    let sum: usize = schools.iter().map(School::weight).sum();
    let mut counts: Vec<usize> = schools
        .iter()
        .map(|school| (school.weight() * teachers / sum).max(1))
        .collect();
    let mut next = 0;
    while counts.iter().sum::<usize>() < teachers {
        counts[next % schools.len()] += 1;
        next += 1;
    }
    counts
}

/// The teachers of all schools, in the order of schools, as they stand on a day.
///
/// `taken` are document numbers that belong to somebody else.
pub fn draw(
    schools: &[School],
    teachers: usize,
    today: NaiveDate,
    taken: &[DocumentNumber],
) -> Vec<Resident> {
    let mut taken: BTreeSet<DocumentNumber> = taken.iter().cloned().collect();
    let counts = headcounts(schools, teachers);
    let mut residents = Vec::with_capacity(teachers);
    for (index, (school, count)) in schools.iter().zip(counts).enumerate() {
        let mut chance = Chance::of(&format!("teachers of {}", school.code()));
        let has_head = personas::has_head(school);
        for place in 0..count {
            let post = match place {
                0 if !has_head => Post::Principal,
                1 | 2 if count > 12 => Post::DeputyPrincipal,
                _ => Post::Teacher,
            };
            let resident = draw_one(&mut chance, school, index, post, today, &mut taken);
            residents.push(resident);
        }
    }
    move_some(&mut residents, schools, today);
    residents
}

fn draw_one(
    chance: &mut Chance,
    school: &School,
    index: usize,
    post: Post,
    today: NaiveDate,
    taken: &mut BTreeSet<DocumentNumber>,
) -> Resident {
    let is_woman = chance.percent(women_percent(school.stage));
    let sex = if is_woman { Sex::Female } else { Sex::Male };
    let age = match post {
        Post::Teacher => i64::midpoint(chance.between(23, 57), chance.between(23, 57)),
        _ => chance.between(40, 57),
    };
    let document = loop {
        let document = draw_document(chance, sex, today, age);
        if taken.insert(document.clone()) {
            break document;
        }
    };
    // The first school year after graduation at 22 to 25, some later; heads came later.
    let years_at_work = (age - chance.between(22, 25)).max(0);
    let years_here = if chance.percent(75) {
        years_at_work
    } else {
        chance.between(0, years_at_work)
    };
    Resident {
        name: names::make(chance, sex).text,
        document,
        school: index,
        post,
        subject: Some(chance.weighted(subjects(school.stage), |it| it.1).0),
        started_on: first_of_september(today, years_here),
        title: title_of(chance, age),
        moved: None,
        persona: None,
    }
}

/// 1 September so many school years ago.
fn first_of_september(today: NaiveDate, years: i64) -> NaiveDate {
    let this_year = NaiveDate::from_ymd_opt(today.year(), 9, 1).unwrap_or(today);
    let last = if this_year <= today {
        today.year()
    } else {
        today.year() - 1
    };
    let year = last - i32::try_from(years).unwrap_or(0);
    NaiveDate::from_ymd_opt(year, 9, 1).unwrap_or(today)
}

fn title_of(chance: &mut Chance, age: i64) -> Option<Title> {
    let grade = age + chance.between(-4, 6);
    match grade {
        ..=25 => None,
        26..=28 => Some(Title::ThirdGrade),
        29..=34 => Some(Title::SecondGrade),
        35..=46 => Some(Title::FirstGrade),
        _ if chance.percent(2) => Some(Title::FullSenior),
        _ if chance.percent(55) => Some(Title::Senior),
        _ => Some(Title::FirstGrade),
    }
}

fn draw_document(chance: &mut Chance, sex: Sex, today: NaiveDate, age: i64) -> DocumentNumber {
    let area = chance.weighted(AREAS, |it| it.1).0;
    let days = age * 365 + age / 4 + chance.between(0, 364);
    let born_on = today - TimeDelta::days(days);
    document(DocumentKind::CitizenId, area, born_on, sex, chance.below(2))
}

/// A number in the form of a citizen id, with a sequence of centenarians and the right check
/// character. Residence permits have the same form.
pub fn document(
    kind: DocumentKind,
    area: &str,
    born_on: NaiveDate,
    sex: Sex,
    choice: usize,
) -> DocumentNumber {
    let sequence = match sex {
        Sex::Male => 997 + 2 * (choice % 2),
        Sex::Female => 996 + 2 * (choice % 2),
    };
    let body = format!("{area}{}{sequence}", born_on.format("%Y%m%d"));
    "0123456789X"
        .chars()
        .find_map(|check| documents::parse(kind, &format!("{body}{check}")).ok())
        .expect("one of the eleven characters is the check character")
}

/// One teacher in fifty changes school on a 1 September of the last four years.
fn move_some(residents: &mut [Resident], schools: &[School], today: NaiveDate) {
    let mut chance = Chance::of("moves");
    for resident in residents {
        let moves = chance.percent(2);
        let moved_on = first_of_september(today, chance.between(0, 3));
        let to = chance.below(schools.len());
        let (from, there) = (&schools[resident.school], &schools[to]);
        let is_possible = from.stage == there.stage
            && to != resident.school
            && resident.post == Post::Teacher
            && resident.started_on < moved_on;
        if moves && is_possible {
            resident.moved = Some((to, moved_on));
        }
    }
}

/// How somebody does the hours of one year. Most do all of them, and few who are behind once are
/// behind for ever. Who has a story does all that the story does not forbid.
pub fn diligence(resident: &Resident, year: i32, this_year: i32) -> Diligence {
    match resident.persona {
        Some(Key::Registrant(stage)) => return stage.diligence(this_year - year),
        Some(Key::FarBehind) => return Diligence::FarBehind,
        Some(_) => return Diligence::Full,
        None => {}
    }
    let who = resident.document.reveal();
    let is_careless = Chance::of(&format!("diligence of {who}")).percent(7);
    let mut chance = Chance::of(&format!("diligence of {who} in {year}"));
    match chance.below(100) {
        0..40 if is_careless => Diligence::FarBehind,
        40..50 if is_careless => Diligence::None,
        50..90 if is_careless => Diligence::NearlyFull,
        0..9 => Diligence::NearlyFull,
        9 => Diligence::FarBehind,
        _ => Diligence::Full,
    }
}

/// How somebody was assessed for a year; nobody is for a year before the first.
pub fn assessment(resident: &Resident, year: i32, this_year: i32) -> Option<AssessmentGrade> {
    let began = resident.started_on;
    if began.year() > year {
        return None;
    }
    // The year of probation is neither pass nor fail.
    if began.year() == year {
        return Some(AssessmentGrade::Ungraded);
    }
    if let Some(Key::Registrant(stage)) = resident.persona {
        return Some(stage.grade(this_year - year));
    }
    let who = resident.document.reveal();
    let mut chance = Chance::of(&format!("assessment of {who} in {year}"));
    Some(match chance.below(100) {
        0..14 => AssessmentGrade::Excellent,
        14 => AssessmentGrade::BasicPass,
        _ => AssessmentGrade::Pass,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::city::schools;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day")
    }

    #[test]
    fn the_city_has_as_many_teachers_as_wanted_and_no_two_alike() {
        let schools = schools();
        let residents = draw(&schools, 3000, today(), &[]);
        assert_eq!(residents.len(), 3000);
        let documents: BTreeSet<&str> = residents.iter().map(|it| it.document.reveal()).collect();
        assert_eq!(documents.len(), 3000);
        for resident in &residents {
            let born_on = resident.document.birth_on().expect("a citizen id");
            let age = today().years_since(born_on).expect("born before today");
            assert!((22..=60).contains(&age), "{age}");
            assert!(resident.started_on.years_since(born_on) >= Some(20));
            assert!(resident.started_on <= today());
        }
        let moved = residents.iter().filter(|it| it.moved.is_some()).count();
        assert!(moved >= 3, "{moved} teachers moved");
        let heads = residents.iter().filter(|it| it.post == Post::Principal);
        assert_eq!(heads.count() + 1, schools.len(), "one head has a story");
    }

    #[test]
    fn the_same_city_every_time() {
        let schools = schools();
        let names = |teachers| -> Vec<String> {
            draw(&schools, teachers, today(), &[])
                .into_iter()
                .map(|it| format!("{} {} {}", it.name, it.document.reveal(), it.started_on))
                .collect()
        };
        assert_eq!(names(500), names(500));
    }

    #[test]
    fn a_taken_document_goes_to_nobody_else() {
        let schools = schools();
        let first = draw(&schools, 100, today(), &[]);
        let taken: Vec<DocumentNumber> = first.iter().map(|it| it.document.clone()).collect();
        let second = draw(&schools, 100, today(), &taken);
        assert!(second.iter().all(|it| !taken.contains(&it.document)));
    }

    #[test]
    fn most_are_diligent() {
        let schools = schools();
        let residents = draw(&schools, 1000, today(), &[]);
        let full = residents
            .iter()
            .filter(|it| diligence(it, 2025, 2026) == Diligence::Full)
            .count();
        assert!((800..930).contains(&full), "{full} of 1000");
    }
}
