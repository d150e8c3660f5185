//! Every address of the product against every role, in one golden file: `tests/golden/rights.txt`.
//!
//! A new route fails here until `samples.rs` has an address for it; `UPDATE_GOLDEN=1` then writes
//! its line, and the review reads who may do what. Who has no right to know of a thing gets 404, who
//! may see it and not do this 403, and 422 and 409 are answers to somebody who may; ` in` is led to the
//! sign-in page. `rights_apart.txt` has the same for people who are part of a selection and hold an
//! office besides, at the addresses of that selection. The rules are the same on both databases, so this runs on SQLite.

mod meeting;
mod places;
mod registration;
mod reviews;
mod samples;
mod selections;
mod sitting;
mod stream;
mod two_worlds;
mod world;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use rocket::Route;
use rocket::http::Method;

use crate::support::TestApp;
use crate::support::web::{Page, Visitor};
use samples::{Sample, samples};
use sitting::Sitting;
use world::World;

/// Who asks: nobody, each role in the place that the samples are about, and four elsewhere.
struct Asker {
    name: &'static str,
    token: Option<String>,
}

/// Who stands or serves in a selection, or may yet serve, and holds an office; beside them an officer who does not.
const APART: [&str; 5] = [
    "candidate who is an officer",
    "member who is an officer",
    "member who is a school head",
    "reserve who is an officer",
    "bureau HR",
];

/// As the samples name a route: method and pattern, without query.
fn name(route: &Route) -> String {
    let pattern = route.uri.to_string();
    let path = pattern.split('?').next().unwrap_or_default();
    format!("{} {path}", route.method)
}

fn golden_path(name: &str) -> PathBuf {
    let golden = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    golden.join(name)
}

fn visitor(app: &TestApp, asker: &Asker) -> Visitor {
    match &asker.token {
        Some(token) => app.visitor_with(token),
        None => app.visitor(),
    }
}

/// As the golden file has it.
fn answer(page: &Page) -> String {
    if page.location.starts_with("/sign-in") {
        " in".to_owned()
    } else {
        page.status.to_string()
    }
}

/// What an asker is answered at each address. What changes something happens in a copy of its own.
fn answers(asker: &Asker, samples: &[Sample], copy: &(impl Fn() -> TestApp + Sync)) -> Vec<String> {
    let reading = copy();
    let reader = visitor(&reading, asker);
    samples
        .iter()
        .map(|sample| {
            if sample.is_reading() {
                return answer(&reader.get(&sample.path));
            }
            let own = copy();
            let fields: Vec<(&str, &str)> = sample
                .fields
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            answer(&visitor(&own, asker).send(&sample.path, &fields))
        })
        .collect()
}

/// Routes without a sample, samples without a route.
fn check_complete(samples: &[Sample]) {
    let routes: BTreeSet<String> = xingtan::app::all_routes().iter().map(name).collect();
    let sampled: BTreeSet<String> = samples.iter().map(|it| it.route.to_owned()).collect();
    let missing: Vec<_> = routes.difference(&sampled).collect();
    let stale: Vec<_> = sampled.difference(&routes).collect();
    assert!(
        missing.is_empty() && stale.is_empty(),
        "tests/app/rights_matrix/samples.rs\n  lacks an address for {missing:#?}\n  \
         has addresses for routes that are gone: {stale:#?}"
    );
}

fn table(askers: &[Asker], samples: &[Sample], columns: &[Vec<String>]) -> String {
    // Not the longest name's: a new route should change its own line only.
    let width = 60;
    let mut lines =
        vec!["# Who is answered what, at each address: see tests/app/rights_matrix.rs.".to_owned()];
    for (index, asker) in askers.iter().enumerate() {
        lines.push(format!("# {:>2} {}", index + 1, asker.name));
    }
    let heads: Vec<String> = (1..=askers.len())
        .map(|index| format!("{index:>3}"))
        .collect();
    lines.push(
        format!("{:width$} {}", "", heads.join(" "))
            .trim_end()
            .to_owned(),
    );
    for (row, sample) in samples.iter().enumerate() {
        let cells: Vec<&str> = columns.iter().map(|it| it[row].as_str()).collect();
        assert!(!cells.contains(&"500"), "{}: {cells:?}", sample.route);
        lines.push(format!("{:width$} {}", sample.route, cells.join(" ")));
    }
    lines.join("\n") + "\n"
}

#[test]
fn every_route_answers_every_role_as_the_golden_file_says() {
    let app = TestApp::on_sqlite();
    let world = World::make(&app);
    let samples = samples(&world);
    check_complete(&samples);
    check_golden(&app, &world.askers(), &samples, "rights.txt");
}

#[test]
fn whoever_is_part_of_a_selection_is_no_officer_in_it() {
    let app = TestApp::on_sqlite();
    let sitting = Sitting::make(&app);
    let mut askers = sitting.world.askers();
    askers.retain(|it| APART.contains(&it.name));
    assert_eq!(askers.len(), APART.len());
    let place = &sitting.world.places.seated;
    let samples = [selections::samples(&sitting.world), reviews::samples(place)].concat();
    check_golden(&app, &askers, &samples, "rights_apart.txt");
}

/// Compares what everybody is answered with a golden file, or writes it.
fn check_golden(app: &TestApp, askers: &[Asker], samples: &[Sample], name: &str) {
    let copy = app.copies();
    let columns: Vec<Vec<String>> = std::thread::scope(|scope| {
        let halves = askers.chunks(askers.len().div_ceil(2)).map(|half| {
            let copy = &copy;
            scope.spawn(move || {
                half.iter()
                    .map(|asker| answers(asker, samples, copy))
                    .collect::<Vec<_>>()
            })
        });
        let threads: Vec<_> = halves.collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().expect("no panic"))
            .collect()
    });
    let table = table(askers, samples, &columns);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(golden_path(name), &table).expect("the golden file can be written");
    }
    let golden = fs::read_to_string(golden_path(name)).unwrap_or_default();
    let differences: Vec<_> = table
        .lines()
        .filter(|line| !golden.lines().any(|known| known == *line))
        .collect();
    assert!(
        table == golden,
        "tests/golden/{name} says otherwise; if this is right, run with UPDATE_GOLDEN=1:\n{}",
        differences.join("\n")
    );
}

#[test]
fn no_form_is_taken_without_its_token() {
    let app = TestApp::on_sqlite();
    let world = World::make(&app);
    let of_another = app.visitor().form_token();
    for asker in world.askers() {
        let visitor = visitor(&app, &asker);
        for sample in samples(&world).iter().filter(|it| !it.is_reading()) {
            let mut fields: Vec<(&str, &str)> = sample
                .fields
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            let bare = visitor.send_bare(&sample.path, &fields).status;
            assert_eq!(
                bare, 403,
                "{} by {} without a token",
                sample.route, asker.name
            );
            fields.push(("form_token", of_another.as_str()));
            let forged = visitor.send_bare(&sample.path, &fields).status;
            assert_eq!(
                forged, 403,
                "{} by {} with another's token",
                sample.route, asker.name
            );
        }
    }
}

#[test]
fn only_get_and_post_are_used() {
    for route in xingtan::app::all_routes() {
        assert!(
            matches!(route.method, Method::Get | Method::Post),
            "{}",
            route.uri
        );
    }
}
