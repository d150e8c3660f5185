//! Two worlds that differ in hidden facts only, and everybody who may not know them: no page, list,
//! count, search or file answers differently.
//!
//! Identifiers and secrets of forms differ between any two worlds; they are told apart by the order in
//! which a page shows them first.

use std::collections::BTreeMap;

use xingtan::selection::committees::actions as committees;
use xingtan::selection::conflicts::{TieKind, actions as conflicts};

use super::samples::samples;
use super::visitor;
use super::world::World;
use crate::support::{TestAccount, TestApp};

/// Facts that the same people may know.
struct Hidden {
    /// Who may know them, as the matrix names them.
    known_to: &'static [&'static str],
    /// The same deeds in both worlds, with another content.
    deeds: fn(&TestApp, &World, Side),
}

#[derive(Clone, Copy)]
enum Side {
    One,
    Other,
}

impl Side {
    fn pick<T>(self, one: T, other: T) -> T {
        match self {
            Side::One => one,
            Side::Other => other,
        }
    }
}

/// What secretary and members know of conflicts of interest.
const OF_THE_COMMITTEE: Hidden = Hidden {
    known_to: &[
        "invited member",
        "committee secretary",
        "bureau HR",
        "auditor",
    ],
    deeds: |app, world, side| {
        let secretary = holder(app, world, "committee secretary");
        let seat = &world.committee;
        app.write_as(&secretary, |conn, context| {
            let pair = (seat.member, seat.nomination);
            let (is_conflict, reason) = side.pick((true, "同一教研组"), (false, "核实无关"));
            conflicts::pin(conn, context, pair, is_conflict, reason)
        })
        .expect("the secretary decides");
        let others = app
            .read(|conn| xingtan::selection::committees::store::list_members(conn, seat.round))
            .expect("members");
        let reserve = others.last().expect("somebody was drawn").clone();
        app.write_as(&secretary, |conn, context| {
            let reason = side.pick("联系不上", "已经退休");
            committees::release(conn, context, reserve.id, reserve.version, reason)
        })
        .expect("the secretary releases");
        let member = holder(app, world, "invited member");
        if matches!(side, Side::Other) {
            app.write_as(&member, |conn, context| {
                let whom = (seat.round, seat.nomination);
                conflicts::declare(conn, context, whom, TieKind::Kin, "表兄弟")
            })
            .expect("a member declares");
        }
    },
};

/// An asker of the matrix as an account.
fn holder(app: &TestApp, world: &World, name: &str) -> TestAccount {
    let askers = world.askers();
    let asker = askers.iter().find(|it| it.name == name);
    let token = asker.and_then(|it| it.token.clone());
    app.account_of(&token.expect("somebody who is signed in"))
}

/// A page with every identifier and secret replaced by the place at which it first appears.
fn plain(body: &str) -> String {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut plain = String::with_capacity(body.len());
    let mut word = String::new();
    let mut flush = |word: &mut String, plain: &mut String| {
        if word.len() >= 32 {
            let place = seen.len();
            let place = *seen.entry(word.clone()).or_insert(place);
            plain.push('#');
            plain.push_str(&place.to_string());
        } else {
            plain.push_str(word);
        }
        word.clear();
    };
    for letter in body.chars() {
        if letter.is_ascii_alphanumeric() || letter == '_' || letter == '-' {
            word.push(letter);
        } else {
            flush(&mut word, &mut plain);
            plain.push(letter);
        }
    }
    flush(&mut word, &mut plain);
    plain
}

/// Makes both worlds and compares what everybody else is answered.
fn check(hidden: &Hidden, app: impl Fn() -> Option<TestApp>) {
    let (Some(one), Some(other)) = (app(), app()) else {
        return;
    };
    let worlds = [(&one, Side::One), (&other, Side::Other)].map(|(app, side)| {
        let world = World::make(app);
        (hidden.deeds)(app, &world, side);
        world
    });
    let samples = [samples(&worlds[0]), samples(&worlds[1])];
    let askers = [worlds[0].askers(), worlds[1].askers()];
    let mut is_known = false;
    for (first, second) in askers[0].iter().zip(&askers[1]) {
        let (here, there) = (visitor(&one, first), visitor(&other, second));
        for (in_one, in_other) in samples[0].iter().zip(&samples[1]) {
            if !in_one.is_reading() {
                continue;
            }
            let answers = [here.get(&in_one.path), there.get(&in_other.path)];
            let [one, other] = answers.map(|it| (it.status, plain(&it.location), plain(&it.body)));
            if hidden.known_to.contains(&first.name) {
                is_known |= one != other;
                continue;
            }
            assert!(
                one == other,
                "{} tells {} what is hidden:\n{}",
                in_one.route,
                first.name,
                difference(&one.2, &other.2)
            );
        }
    }
    assert!(
        is_known,
        "who may know of it finds no difference: the deeds do nothing"
    );
}

/// The first lines that differ.
fn difference(one: &str, other: &str) -> String {
    let pair = one
        .lines()
        .zip(other.lines())
        .find(|(one, other)| one != other);
    pair.map_or_else(
        || "one page is longer".to_owned(),
        |(one, other)| format!("{one}\n{other}"),
    )
}

#[test]
fn nobody_else_learns_of_the_committee_on_sqlite() {
    check(&OF_THE_COMMITTEE, || Some(TestApp::on_sqlite()));
}

#[test]
fn nobody_else_learns_of_the_committee_on_postgres() {
    check(&OF_THE_COMMITTEE, TestApp::on_postgres);
}
