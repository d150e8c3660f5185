//! From decisions to hours: what posting does to ledger and standings, and that both agree after
//! any story.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use xingtan::check::Invariant;
use xingtan::context::Context;
use xingtan::credit_bank::posting::{self, Announcement, Decision, Posting, announcement_id};
use xingtan::credit_bank::rules::{Amounts, ByCategory};
use xingtan::credit_bank::standings::{self, Standing};
use xingtan::db::Conn;
use xingtan::error::Error;
use xingtan::hours::Hours;
use xingtan::journal::{self, Act};
use xingtan::ledger::{Category, OriginId, TransferId};
use xingtan::people::{Person, PersonId};

use crate::support::TestApp;
use crate::support::bank::day;
use crate::support::city::City;

on_each_backend!(
    announced_hours_wait_and_count_once_posted,
    what_lies_over_a_cap_is_seen_and_does_not_count,
    nothing_but_over_the_cap_ends_the_announcement,
    refused_and_expired_hours_are_gone,
    a_reversal_undoes_both_parts_once,
    an_announcement_ends_once_and_gives_no_more_than_it_had,
    a_year_is_opened_for_everybody_once,
    standings_are_the_fold_of_any_story,
);

fn decision(conn: &mut Conn, context: &Context) -> Result<Decision, Error> {
    let journal = journal::record(
        conn,
        context,
        Act {
            event: "completions_confirmed",
            subject: ("people", PersonId::new().0),
            organization: None,
            reason: None,
            payload: serde_json::json!({}),
        },
    )?;
    Ok(Decision {
        journal,
        at: context.at,
    })
}

fn hours(person: PersonId, category: Category, hours: Hours) -> Announcement {
    let origin = OriginId::new();
    Announcement {
        id: announcement_id(origin, 1),
        origin,
        source: PersonId::new().0,
        person,
        year: 2026,
        category,
        hours,
        effective_on: day(5, 1),
    }
}

fn announce(app: &TestApp, announcement: Announcement) -> TransferId {
    app.write(|conn, context| {
        let decision = decision(conn, context)?;
        posting::announce(conn, decision, &[announcement])
    })
    .expect("hours can be announced");
    announcement.id
}

fn post(app: &TestApp, announcement: TransferId, counted: i64, over_cap: i64) -> Result<(), Error> {
    let posting = Posting {
        announcement,
        counted: Hours::whole(counted),
        over_cap: Hours::whole(over_cap),
    };
    app.write(|conn, context| {
        let decision = decision(conn, context)?;
        posting::post(conn, decision, &[posting])
    })
}

fn reverse(app: &TestApp, announcement: TransferId) -> Result<(), Error> {
    app.write(|conn, context| {
        let decision = decision(conn, context)?;
        posting::reverse(conn, decision, &[announcement])
    })
}

fn standing(app: &TestApp, person: &Person) -> Standing {
    app.read(|conn| standings::find(conn, person.id, 2026))
        .expect("standings can be read")
        .expect("the year was opened")
}

fn professional(hours: i64) -> ByCategory {
    ByCategory {
        professional: Hours::whole(hours),
        ..ByCategory::default()
    }
}

/// The city, for tests that go straight to posting: no project, no completion.
fn city(app: &TestApp) -> City {
    app.tolerates(&[Invariant::AccountIdentity, Invariant::TransferOrigin]);
    app.city()
}

fn a_teacher(app: &TestApp) -> Person {
    let city = city(app);
    app.teacher(&city.school, "T001", "陈一")
}

fn announced_hours_wait_and_count_once_posted(app: &TestApp) {
    let teacher = a_teacher(app);
    let id = announce(
        app,
        hours(teacher.id, Category::Professional, Hours::whole(16)),
    );
    let waiting = standing(app, &teacher);
    assert_eq!(waiting.amounts.pending, professional(16));
    assert_eq!(waiting.amounts.posted, professional(0));
    assert_eq!(waiting.required.total, Hours::whole(90));
    assert_eq!(waiting.short.total, Hours::whole(90));
    post(app, id, 16, 0).expect("announced hours can be posted");
    let posted = standing(app, &teacher);
    assert_eq!(posted.amounts.pending, professional(0));
    assert_eq!(posted.amounts.posted, professional(16));
    assert_eq!(posted.short.by_category.professional, Hours::whole(26));
    assert_eq!(posted.short.total, Hours::whole(74));
}

fn what_lies_over_a_cap_is_seen_and_does_not_count(app: &TestApp) {
    let teacher = a_teacher(app);
    let id = announce(
        app,
        hours(teacher.id, Category::Professional, Hours::whole(42)),
    );
    post(app, id, 28, 14).expect("a part over the cap");
    let amounts = standing(app, &teacher).amounts;
    assert_eq!(amounts.posted, professional(28));
    assert_eq!(amounts.over_cap, professional(14));
    assert_eq!(amounts.pending, professional(0));
}

fn nothing_but_over_the_cap_ends_the_announcement(app: &TestApp) {
    let teacher = a_teacher(app);
    let id = announce(
        app,
        hours(teacher.id, Category::Professional, Hours::whole(14)),
    );
    post(app, id, 0, 14).expect("all of it over the cap");
    let amounts = standing(app, &teacher).amounts;
    assert_eq!(
        (amounts.posted, amounts.over_cap),
        (professional(0), professional(14))
    );
    assert_eq!(amounts.pending, professional(0));
    reverse(app, id).expect("it can be undone all the same");
    assert_eq!(standing(app, &teacher).amounts, Amounts::default());
}

fn refused_and_expired_hours_are_gone(app: &TestApp) {
    let teacher = a_teacher(app);
    for end in [posting::void, posting::expire] {
        let id = announce(
            app,
            hours(teacher.id, Category::Professional, Hours::whole(8)),
        );
        app.write(|conn, context| {
            let decision = decision(conn, context)?;
            end(conn, decision, &[id])
        })
        .expect("an announcement can be ended");
        assert_eq!(standing(app, &teacher).amounts, Amounts::default());
        assert!(reverse(app, id).is_err(), "there is nothing to undo");
    }
}

fn a_reversal_undoes_both_parts_once(app: &TestApp) {
    let teacher = a_teacher(app);
    let id = announce(
        app,
        hours(teacher.id, Category::Professional, Hours::whole(42)),
    );
    assert!(reverse(app, id).is_err(), "nothing was posted yet");
    post(app, id, 28, 14).expect("posted");
    reverse(app, id).expect("undone");
    assert_eq!(standing(app, &teacher).amounts, Amounts::default());
    assert!(reverse(app, id).is_err(), "undone once is undone");
    assert_eq!(standing(app, &teacher).amounts, Amounts::default());
}

fn an_announcement_ends_once_and_gives_no_more_than_it_had(app: &TestApp) {
    let teacher = a_teacher(app);
    let id = announce(
        app,
        hours(teacher.id, Category::Professional, Hours::whole(8)),
    );
    assert!(post(app, id, 8, 1).is_err(), "more than was announced");
    post(app, id, 8, 0).expect("posted");
    assert!(post(app, id, 8, 0).is_err(), "posted once is posted");
    assert!(
        post(app, TransferId::new(), 8, 0).is_err(),
        "never announced"
    );
    assert_eq!(standing(app, &teacher).amounts.posted, professional(8));
}

fn a_year_is_opened_for_everybody_once(app: &TestApp) {
    let city = app.city();
    let teacher = app.teacher(&city.school, "T001", "陈一");
    app.teacher(&city.school, "T002", "李二");
    app.teacher(&city.neighbour, "T003", "王三");
    let open = || {
        app.write(|conn, _| standings::open_year(conn, 2026))
            .expect("a year can be opened")
    };
    assert_eq!((open(), open()), (3, 0));
    let standing = standing(app, &teacher);
    assert_eq!(standing.school, city.school.id);
    assert_eq!(standing.district, Some(city.district.id));
    assert_eq!(standing.short.total, Hours::whole(90));
    // Everybody began in 2015: that year asked more of them.
    app.write(|conn, _| standings::open_year(conn, 2015))
        .expect("a year can be opened");
    let first_year = app
        .read(|conn| standings::find(conn, teacher.id, 2015))
        .expect("standings can be read")
        .expect("the year was opened");
    assert_eq!(first_year.required.total, Hours::whole(120));
    let before = app.write(|conn, _| standings::open_year(conn, 2014));
    assert_eq!(before.expect("a year before anybody"), 0);
}

/// One thing that happens to a teacher's hours.
#[derive(Debug, Clone)]
enum Happening {
    Announce(usize, usize, i64),
    Direct(usize, usize, i64),
    Post(usize, u8),
    Void(usize),
    Expire(usize),
    Reverse(usize),
}

fn happening() -> impl Strategy<Value = Happening> {
    let number = 0_usize..12;
    prop_oneof![
        4 => (0_usize..3, 0_usize..3, 1_i64..5_000).prop_map(|(a, b, c)| Happening::Announce(a, b, c)),
        1 => (0_usize..3, 0_usize..3, 1_i64..5_000).prop_map(|(a, b, c)| Happening::Direct(a, b, c)),
        4 => (number.clone(), 0_u8..=100).prop_map(|(a, b)| Happening::Post(a, b)),
        1 => number.clone().prop_map(Happening::Void),
        1 => number.clone().prop_map(Happening::Expire),
        2 => number.prop_map(Happening::Reverse),
    ]
}

/// Whatever happens, and whatever of it is refused: standings, counters and ledger agree. The
/// comparison itself is among the invariants that every test ends with.
fn standings_are_the_fold_of_any_story(app: &TestApp) {
    let city = city(app);
    let teachers = [
        app.teacher(&city.school, "T001", "陈一"),
        app.teacher(&city.school, "T002", "李二"),
        app.teacher(&city.neighbour, "T003", "王三"),
    ];
    let mut runner = TestRunner::new(Config::with_cases(6));
    runner
        .run(&prop::collection::vec(happening(), 1..30), |story| {
            let mut announced: Vec<Announcement> = Vec::new();
            for it in story {
                happen(app, &teachers, &mut announced, &it);
            }
            app.check_standings();
            Ok(())
        })
        .expect("ledger and standings agree");
}

fn happen(
    app: &TestApp,
    teachers: &[Person; 3],
    announced: &mut Vec<Announcement>,
    it: &Happening,
) {
    let found = |index: &usize| announced.get(*index % announced.len().max(1)).copied();
    let id = match it {
        Happening::Announce(..) | Happening::Direct(..) => None,
        Happening::Post(index, _)
        | Happening::Void(index)
        | Happening::Expire(index)
        | Happening::Reverse(index) => found(index),
    };
    let fresh = match it {
        Happening::Announce(teacher, category, amount)
        | Happening::Direct(teacher, category, amount) => Some(hours(
            teachers[*teacher].id,
            Category::ALL[*category],
            Hours(*amount),
        )),
        _ => None,
    };
    // Half of all that happens is refused by the ledger, which is the point.
    let result = app.write(|conn, context| {
        let decision = decision(conn, context)?;
        match (it, fresh, id) {
            (Happening::Announce(..), Some(it), _) => posting::announce(conn, decision, &[it]),
            (Happening::Direct(..), Some(it), _) => posting::direct(conn, decision, &[it]),
            (Happening::Post(_, percent), _, Some(it)) => {
                let counted = Hours(it.hours.0 * i64::from(*percent) / 100);
                let posting = Posting {
                    announcement: it.id,
                    counted,
                    over_cap: it.hours - counted,
                };
                posting::post(conn, decision, &[posting])
            }
            (Happening::Void(_), _, Some(it)) => posting::void(conn, decision, &[it.id]),
            (Happening::Expire(_), _, Some(it)) => posting::expire(conn, decision, &[it.id]),
            (Happening::Reverse(_), _, Some(it)) => posting::reverse(conn, decision, &[it.id]),
            _ => Ok(()),
        }
    });
    match result {
        Ok(()) => announced.extend(fresh),
        Err(Error::Refused(_)) => {}
        Err(other) => panic!("{it:?}: {other}"),
    }
}
