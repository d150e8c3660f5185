//! docs/demo.md says what src/demo holds: a name or number that drifts fails here.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::fs;
use std::path::Path;

use xingtan::demo::files::{self, Kind, Outcome, SHIPPED_YEAR};
use xingtan::demo::personas::{DEMONSTRATION, FURTHER_SIGN_INS, PERSONAS, Persona, RONGYIN};
use xingtan::demo::projects::{self, PlannedProject};
use xingtan::demo::registrants::REGISTRANTS;
use xingtan::demo::{city, colleagues, registrations};
use xingtan::web::language::{Language, Words};

fn page() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/demo.md");
    fs::read_to_string(path).expect("docs/demo.md")
}

fn line(cells: &[&dyn Display]) -> String {
    let cells: Vec<String> = cells.iter().map(ToString::to_string).collect();
    format!("| {} |", cells.join(" | "))
}

fn school_code((area, number): (&str, usize)) -> String {
    city::schools()
        .iter()
        .find(|it| (it.area, it.number) == (area, number))
        .expect("a school of the city")
        .code()
}

fn sign_ins() -> Vec<String> {
    let words = Words::of(Language::English);
    let role = |key| words.say(key);
    DEMONSTRATION
        .sign_ins
        .iter()
        .chain(FURTHER_SIGN_INS)
        .map(|it| {
            line(&[
                &role(it.role.name_key()),
                &format!("`{}`", it.login),
                &it.place,
            ])
        })
        .collect()
}

fn courses(project: &PlannedProject) -> Vec<String> {
    let words = Words::of(Language::Chinese);
    let courses = project.courses.iter().enumerate();
    courses
        .map(|(index, it)| {
            let code = format!("`{}`", project.course_code(index));
            let category = words.say(it.offer.category.name_key());
            line(&[&code, &it.offer.title, &category, &it.offer.hours])
        })
        .collect()
}

fn teachers() -> Vec<String> {
    let told = PERSONAS.iter().map(|it| {
        let school = school_code((it.area, it.school));
        let document = it.document();
        line(&[
            &it.teacher_number(),
            &it.name,
            &document.reveal(),
            &school,
            &it.story_en,
        ])
    });
    let registrants = REGISTRANTS.iter().map(|it: &Persona| {
        let (number, login) = (it.teacher_number(), format!("`{}`", it.login));
        line(&[&number, &it.name, &login, &it.story_en])
    });
    let named = colleagues::all().map(|it| {
        let school = school_code((it.area, it.school));
        let document = it.document();
        line(&[
            &it.teacher_number(),
            &it.name,
            &document.reveal(),
            &school,
            &it.subject,
        ])
    });
    told.chain(named).chain(registrants).collect()
}

fn windows() -> Vec<String> {
    let words = Words::of(Language::English);
    let made_on = projects::day(SHIPPED_YEAR, 11, 23);
    registrations::windows(made_on)
        .iter()
        .map(|it| {
            let (kind, state) = (it.window.kind.name_key(), it.state.name_key());
            line(&[&it.window.name, &words.say(kind), &words.say(state)])
        })
        .collect()
}

fn rows_of_files() -> Vec<String> {
    let files = files::of_year(SHIPPED_YEAR).expect("the files can be written");
    let rows = files.iter().flat_map(|it| &it.rows);
    rows.map(|it| {
        let answer = match it.outcome {
            Outcome::Accepted => "accepted".to_owned(),
            Outcome::Duplicate => "there already".to_owned(),
            Outcome::Task => "waits for a human".to_owned(),
            Outcome::Refused(code) => format!("`{code}`"),
        };
        line(&[&it.row, &it.about, &answer])
    })
    .collect()
}

#[test]
fn every_table_holds_what_the_city_holds() {
    let running = projects::of_year(SHIPPED_YEAR, true);
    let taking = running
        .iter()
        .filter(|it| it.courses[0].ends_on == projects::day(SHIPPED_YEAR, 12, 31));
    let taking = taking.filter(|it| !it.is_waiting);
    let expected: BTreeSet<String> = [sign_ins(), teachers(), windows(), rows_of_files()]
        .into_iter()
        .chain(taking.map(courses))
        .flatten()
        .collect();
    let page = page();
    let mut found = BTreeSet::new();
    let mut above = "";
    for text in page.lines() {
        // The line over a ruler is a heading.
        let is_ruler = text.starts_with("| ---");
        if is_ruler {
            found.remove(above);
        } else if text.starts_with('|') {
            found.insert(text.to_owned());
        }
        above = text;
    }
    let missing: Vec<&String> = expected.difference(&found).collect();
    let unknown: Vec<&String> = found.difference(&expected).collect();
    assert!(
        missing.is_empty() && unknown.is_empty(),
        "docs/demo.md lacks {missing:#?}\nand has, untrue, {unknown:#?}"
    );
}

#[test]
fn what_the_text_names_is_so() {
    let page = page();
    let names = |text: &str| assert!(page.contains(text), "docs/demo.md lacks {text}");
    names(&format!("`{}`", DEMONSTRATION.password));
    names(&format!("`{}`", school_code(RONGYIN)));
    names(&files::met_from(SHIPPED_YEAR).format("%-d %B").to_string());
    for file in files::of_year(SHIPPED_YEAR).expect("the files can be written") {
        names(&match &file.kind {
            Kind::Roster => format!("xingtan import roster seeds/demo/{}", file.name),
            Kind::Completions { provider, project } => format!(
                "xingtan import completions seeds/demo/{} --provider {provider} --project {project}",
                file.name
            ),
        });
    }
    let running = projects::of_year(SHIPPED_YEAR, true);
    for waiting in running.iter().filter(|it| it.is_waiting) {
        names(&format!("`{}`", waiting.code()));
    }
}
