//! Two worlds that differ in hidden facts only, and everybody who may not know them: no page, list,
//! count, search, spreadsheet or file answers differently, and no form is refused differently.
//!
//! One world is on SQLite and the other on PostgreSQL, so that what the two databases do differently
//! would show, too. Identifiers and secrets of forms differ between any two worlds; they are told apart
//! by the order in which a page shows them first.
//!
//! Forms are sent where nothing can be written any more, since every act writes into the journal: who
//! would be allowed to act meets a fault, the same in both worlds, and who is refused is told why.

use std::collections::BTreeMap;

use diesel::connection::SimpleConnection;
use xingtan::db::Conn;
use xingtan::selection::committees::actions as committees;
use xingtan::selection::conflicts::{TieKind, actions as conflicts};
use xingtan::selection::lessons::{self, Lesson, LessonScore};
use xingtan::selection::meetings::rules::Choice::{self, No, Yes};
use xingtan::selection::meetings::rules::Seat;
use xingtan::selection::meetings::{actions as meetings, minutes};
use xingtan::selection::phases::Phase;
use xingtan::selection::results;
use xingtan::web::form::{ID_FIELD, TOKEN_FIELD};

use super::places::Place;
use super::samples::{Sample, get, samples};
use super::sitting::Sitting;
use super::world::World;
use super::{Asker, visitor};
use crate::support::bank::day;
use crate::support::web::Visitor;
use crate::support::{TestAccount, TestApp};

/// Who knows all of the committee's work.
const OFFICERS: [&str; 3] = ["committee secretary", "bureau HR", "auditor"];
/// Members from whom no candidate is kept.
const NOT_IN_CONFLICT: [&str; 5] = [
    "reviewer who writes",
    "reviewer of one",
    "reviewer who is done",
    "reviewer of the other",
    "member who is an officer",
];

/// How many addresses are asked.
#[derive(Clone, Copy)]
enum Scope {
    /// All there are.
    Everything,
    /// Those of selections, with what gathers from everywhere. Where other pages would tell of a
    /// review, a committee or a ballot at all, the sweeps of everything find it.
    Selection,
}

impl Scope {
    fn has(self, sample: &Sample) -> bool {
        const GATHERING: [&str; 6] = [
            "GET /",
            "GET /tasks",
            "GET /journal",
            "GET /notices",
            "GET /people/<number>",
            "GET /evidence",
        ];
        match self {
            Scope::Everything => true,
            Scope::Selection => {
                let route = sample.route;
                is_of_selection(route) || GATHERING.contains(&route)
            }
        }
    }
}

/// Whether a route belongs to selections.
fn is_of_selection(route: &str) -> bool {
    const ROOMS: [&str; 12] = [
        "/selection",
        "/nominations",
        "/experts",
        "/committee",
        "/members",
        "/reviews",
        "/wishes",
        "/lessons",
        "/meetings",
        "/ballots",
        "/certificates",
        "/candidates",
    ];
    let path = route.split(' ').nth(1).unwrap_or_default();
    ROOMS.iter().any(|it| path.starts_with(it))
}

/// Addresses that say what is looked for.
fn lookups(place: &Place) -> Vec<Sample> {
    let Place {
        round, nomination, ..
    } = place;
    let search = |event: &str| get("GET /journal", format!("/journal?event={event}"));
    vec![
        search("review_submitted"),
        search("lesson_scored"),
        search("conflict_pinned"),
        search("ballot_cast"),
        get("GET /journal", format!("/journal?subject={nomination}")),
        get("GET /journal", format!("/journal?subject={round}")),
        get(
            "GET /selection/<id>/assignments",
            format!("/selection/{round}/assignments?show=waiting"),
        ),
        get(
            "GET /nominations/<id>/versions",
            format!("/nominations/{nomination}/versions?before=1&after=1"),
        ),
        get("GET /people", "/people?q=%E4%BA%BA%E9%80%89"),
        get("GET /certificates", "/certificates?number=SZ20260001"),
    ]
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

/// Makes a world of each side; on SQLite both, where there is no PostgreSQL.
fn pair<T>(make: impl Fn(&TestApp, Side) -> T) -> [(TestApp, T); 2] {
    let other = TestApp::on_postgres().unwrap_or_else(TestApp::on_sqlite);
    [(TestApp::on_sqlite(), Side::One), (other, Side::Other)].map(|(app, side)| {
        let made = make(&app, side);
        (app, made)
    })
}

#[test]
fn nobody_else_learns_of_the_committee() {
    let worlds = pair(|app, side| {
        let world = World::make(app);
        compose(app, &world, side);
        world
    });
    let known_to = [&OFFICERS[..], &["invited member"]].concat();
    compare(&worlds, &known_to);
    compare_refusals(&worlds, |it| it, &known_to);
}

/// Other conflicts, another reason why a reserve is out.
fn compose(app: &TestApp, world: &World, side: Side) {
    let secretary = holder(app, world, "committee secretary");
    let seat = &world.places.seated;
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
}

/// An asker of the matrix as an account.
fn holder(app: &TestApp, world: &World, name: &str) -> TestAccount {
    let askers = world.askers();
    let asker = askers.iter().find(|it| it.name == name);
    let token = asker.and_then(|it| it.token.clone());
    app.account_of(&token.expect("somebody who is signed in"))
}

#[test]
fn who_wrote_a_review_is_known_to_those_who_are_done_and_to_officers() {
    let worlds = pair(|app, side| {
        let mut sitting = Sitting::make(app);
        sitting.go_on(app, 1);
        let (one, other) = side.pick((1, 3), (3, 1));
        let pairs = [(0, 0), (2, 0), (one, 0), (0, 1), (2, 1), (other, 1)];
        let ids = sitting.assign(app, &pairs);
        sitting.hand_in(app, (2, ids[1]), "8");
        sitting.ask(app, (one, ids[2]));
        sitting.hand_in(app, (one, ids[2]), "9");
        sitting.hand_in(app, (other, ids[5]), "9");
        sitting.world
    });
    let known_to = [
        "reviewer of one",
        "reviewer of the other",
        "reviewer who is done",
    ];
    compare(&worlds, &[&OFFICERS[..], &known_to].concat());
}

#[test]
fn a_score_is_known_to_those_who_are_done_and_later_to_the_committee() {
    let mut sittings = pair(|app, side| {
        let mut sitting = Sitting::make(app);
        sitting.go_on(app, 1);
        let ids = sitting.assign(app, &[(0, 0), (1, 0), (2, 0), (0, 1), (2, 1), (3, 1)]);
        sitting.hand_in(app, (2, ids[2]), "8");
        sitting.hand_in(app, (1, ids[1]), side.pick("9", "5"));
        sitting.hand_in(app, (3, ids[5]), "8");
        teach(app, &sitting, side.pick(90, 60));
        sitting
    });
    let known_to = ["reviewer of one", "reviewer who is done"];
    compare_with(&sittings, Scope::Selection, |it| &it.world, &known_to);
    // From then on the committee considers what was scored; whoever is in conflict does not.
    let known_to = [&OFFICERS[..], &NOT_IN_CONFLICT].concat();
    for _ in [Phase::Calibration, Phase::Meeting, Phase::Ballot] {
        for (app, sitting) in &mut sittings {
            sitting.go_on(app, 1);
        }
        compare_with(&sittings, Scope::Selection, |it| &it.world, &known_to);
    }
    compare_refusals(&sittings, |it| &it.world, &known_to);
}

/// The first candidate teaches, and one member gives points for it.
fn teach(app: &TestApp, sitting: &Sitting, points: i64) {
    let (nomination, member) = (sitting.candidate(0), sitting.members[1].id);
    app.write(|conn, context| {
        let lesson = Lesson {
            nomination_id: nomination,
            round_id: sitting.stage.round,
            place: 1,
            held_on: day(11, 23),
            room: "一号厅".to_owned(),
            starts_minute: 510,
            ends_minute: 570,
        };
        lessons::store::insert_lessons(conn, &[lesson])?;
        let present = [member];
        lessons::store::replace_presences(conn, (&present, &present), day(11, 23), context.at)?;
        let score = LessonScore {
            nomination_id: nomination,
            member_id: member,
            lesson: points,
            defence: points,
            scored_at: context.at,
            version: 1,
        };
        lessons::store::save_score(conn, &score, 0)
    })
    .expect("a lesson with points");
}

#[test]
fn who_voted_what_is_known_to_nobody_ever() {
    let worlds = pair(|app, side| {
        let mut sitting = Sitting::make(app);
        let ballot = sitting.meet(app);
        let (first, second) = side.pick((Yes, No), (No, Yes));
        sitting.cast(app, ballot, 0, [first, second]);
        sitting.cast(app, ballot, 1, [second, first]);
        for member in 2..6 {
            sitting.cast(app, ballot, member, [Yes, Yes]);
        }
        sitting.close(app, ballot);
        post(app, &mut sitting);
        sitting.world
    });
    compare(&worlds, &[]);
}

/// Closes the meeting, lets both sign, and posts what follows.
fn post(app: &TestApp, sitting: &mut Sitting) {
    let (round, meeting) = (sitting.stage.round, sitting.place().meeting);
    let secretary = &sitting.stage.secretary;
    app.write_as(secretary, |conn, context| {
        meetings::close_meeting(conn, context, meeting, 1, "")?;
        minutes::sign(conn, context, meeting, Seat::Secretary)
    })
    .expect("everything was decided");
    app.write_as(sitting.account(0), |conn, context| {
        minutes::sign(conn, context, meeting, Seat::Chair)
    })
    .expect("the chair");
    sitting.go_on(app, 1);
    app.write_as(secretary, |conn, context| {
        results::actions::post_results(conn, context, round)
    })
    .expect("signed minutes");
}

#[test]
fn an_open_ballot_tells_nothing_and_an_undecided_result_the_committee_only() {
    let mut sittings = pair(|app, side| {
        let mut sitting = Sitting::make(app);
        let ballot = sitting.meet(app);
        let choice: Choice = side.pick(Yes, No);
        for member in 0..4 {
            sitting.cast(app, ballot, member, [choice, Yes]);
        }
        sitting.world.places.seated.ballot = ballot;
        sitting
    });
    compare_with(&sittings, Scope::Selection, |it| &it.world, &[]);
    for (app, sitting) in &mut sittings {
        let ballot = sitting.place().ballot;
        for member in 4..6 {
            sitting.cast(app, ballot, member, [Yes, Yes]);
        }
        sitting.close(app, ballot);
    }
    let known_to = [&OFFICERS[..], &NOT_IN_CONFLICT].concat();
    compare_with(&sittings, Scope::Selection, |it| &it.world, &known_to);
    compare_refusals(&sittings, |it| &it.world, &known_to);
}

/// Whether a word is what the journal shows of an entry's commitment.
fn is_check_code(word: &str) -> bool {
    word.len() == 16 && word.bytes().all(|it| it.is_ascii_hexdigit())
}

/// A page with every identifier and secret replaced by the place at which it first appears.
fn plain(body: &str) -> String {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut plain = String::with_capacity(body.len());
    let mut word = String::new();
    let mut flush = |word: &mut String, plain: &mut String| {
        if word.len() >= 32 || is_check_code(word) {
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

fn compare(worlds: &[(TestApp, World); 2], known_to: &[&str]) {
    compare_with(worlds, Scope::Everything, |it| it, known_to);
}

/// Asks as everybody for everything in both worlds: nobody is answered differently but those who may
/// know.
fn compare_with<T>(
    worlds: &[(TestApp, T); 2],
    scope: Scope,
    world: impl Fn(&T) -> &World,
    known_to: &[&str],
) {
    let asked = |world: &World| {
        let all = samples(world).into_iter().filter(Sample::is_reading);
        let scoped = all.filter(|it| scope.has(it));
        scoped.chain(lookups(&world.places.seated)).collect()
    };
    let leaks = find_differences(worlds, world, &asked);
    let (known, hidden): (Vec<_>, Vec<_>) =
        leaks.into_iter().partition(|it| known_to.contains(&it.0));
    let hidden: Vec<String> = hidden.into_iter().map(|it| it.1).collect();
    assert!(hidden.is_empty(), "it is hidden:\n{}", hidden.join("\n"));
    assert!(
        !known.is_empty() || known_to.is_empty(),
        "who may know of it finds no difference: the deeds do nothing"
    );
}

/// Sends every form of a selection as everybody in both worlds, which write nothing from now on.
fn compare_refusals<T>(
    worlds: &[(TestApp, T); 2],
    world: impl Fn(&T) -> &World,
    known_to: &[&str],
) {
    for (app, _) in worlds {
        close_the_journal(app);
    }
    let asked = |world: &World| {
        let all = samples(world).into_iter();
        all.filter(|it| !it.is_reading() && is_of_selection(it.route))
            .collect()
    };
    let mut leaks = find_differences(worlds, world, &asked);
    leaks.retain(|it| !known_to.contains(&it.0));
    let hidden: Vec<String> = leaks.into_iter().map(|it| it.1).collect();
    assert!(hidden.is_empty(), "it is hidden:\n{}", hidden.join("\n"));
}

/// From now on nothing can be done: every act would write into the journal.
fn close_the_journal(app: &TestApp) {
    let mut conn = app.url().connect().expect("the test's database");
    match &mut conn {
        Conn::Sqlite(it) => it.batch_execute(
            "CREATE TRIGGER closed BEFORE INSERT ON journal_entries
             BEGIN SELECT RAISE(ABORT, 'closed'); END;",
        ),
        Conn::Postgres(it) => it.batch_execute(
            "CREATE FUNCTION closed() RETURNS trigger LANGUAGE plpgsql
             AS $$ BEGIN RAISE EXCEPTION 'closed'; END $$;
             CREATE TRIGGER closed BEFORE INSERT ON journal_entries
             FOR EACH ROW EXECUTE FUNCTION closed();",
        ),
    }
    .expect("a trigger");
}

/// Who is answered differently in the two worlds, and by what.
fn find_differences<T>(
    worlds: &[(TestApp, T); 2],
    world: impl Fn(&T) -> &World,
    asked: &dyn Fn(&World) -> Vec<Sample>,
) -> Vec<(&'static str, String)> {
    let [(here, one), (there, other)] = worlds;
    let (one, other) = (world(one), world(other));
    let samples = [asked(one), asked(other)];
    let mut found = Vec::new();
    for (first, second) in one.askers().iter().zip(&other.askers()) {
        // The same role elsewhere reaches less: see the matrix.
        if first.name.ends_with("elsewhere") {
            continue;
        }
        let (here, there) = (Teller::new(here, first), Teller::new(there, second));
        for (in_one, in_other) in samples[0].iter().zip(&samples[1]) {
            let (one, other) = (here.answer(in_one), there.answer(in_other));
            if one != other {
                let lines = difference(&one.2, &other.2);
                let leak = format!("{} tells {}: {lines}", in_one.route, first.name);
                found.push((first.name, leak));
            }
        }
    }
    found
}

/// Somebody who asks, in one of the worlds.
struct Teller {
    visitor: Visitor,
    token: String,
}

impl Teller {
    fn new(app: &TestApp, asker: &Asker) -> Teller {
        let visitor = visitor(app, asker);
        Teller {
            token: visitor.form_token(),
            visitor,
        }
    }

    /// Status, where it leads, what it says.
    fn answer(&self, sample: &Sample) -> (u16, String, String) {
        let it = if sample.is_reading() {
            self.visitor.get(&sample.path)
        } else {
            let form = uuid::Uuid::now_v7().to_string();
            let ours = [(TOKEN_FIELD, self.token.as_str()), (ID_FIELD, &form)];
            let fields = sample.fields.iter();
            let fields = fields.map(|(name, value)| (*name, value.as_str()));
            let sent: Vec<(&str, &str)> = ours.into_iter().chain(fields).collect();
            self.visitor.send_bare(&sample.path, &sent)
        };
        (it.status, plain(&it.location), plain(&it.body))
    }
}

/// The first lines that differ.
fn difference(one: &str, other: &str) -> String {
    let mut pairs = one.lines().zip(other.lines());
    let pair = pairs.find(|(one, other)| one != other);
    pair.map_or_else(
        || "one page is longer".to_owned(),
        |(one, other)| format!("\n  {one}\n  {other}"),
    )
}
