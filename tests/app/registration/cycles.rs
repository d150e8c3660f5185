//! What a registration does to the cycle: the next one begins with it, and hours count for one only.

use xingtan::access::Actor;
use xingtan::credit_bank::statement::actions as statement;
use xingtan::credit_bank::statement::rules::Cycle;
use xingtan::ledger::{self, Account, AsOf, Category, TransferKind};
use xingtan::registration::CaseState;
use xingtan::registration::files::{self, Detail};
use xingtan::registration::rules::assess;
use xingtan::registration::rules::assessment::{Measure, Verdict};
use xingtan::registration::rules::windows::WindowKind;

use super::{
    Story, at_district, autumn, conclude, day, decide, endorse, hand_in, load, new_window, open,
    opine, publicity_passes, send_back, sign_in_again, story, study,
};
use crate::support::TestApp;

on_each_backend!(
    the_next_cycle_begins_with_the_registration,
    a_first_registration_begins_the_first_cycle,
    what_was_sent_back_and_left_expires,
);

const DOCUMENT: &str = "粤教师函〔2026〕88号";

fn cycle(app: &TestApp) -> Cycle {
    let context = app.context(Actor::system("test"));
    app.read(|conn| statement::load(conn, &context, "T0001", AsOf::NOW))
        .expect("a statement")
        .cycle
        .cycle
}

fn hours_found(app: &TestApp, story: &Story, on: &str) -> Measure {
    let on = day(on);
    app.read(|conn| {
        let policies = files::load_policies(conn, on)?;
        let files = files::load(conn, &[story.person.id], &policies, on, Detail::Sums)?;
        let assessment = assess(&files[0].facts, &policies, on);
        let hours = assessment.find(xingtan::policy::ConditionKey::Hours);
        Ok(hours.expect("it binds").found)
    })
    .expect("facts")
}

fn the_next_cycle_begins_with_the_registration(app: &TestApp) {
    let mut story = story(app);
    let window = autumn(app, &story);
    let ids = at_district(app, &mut story, window, "");
    conclude(app, &story, &ids, DOCUMENT);

    // Settled under the year in which the cycle began that ends, though all was done in its last.
    let settled = app
        .read(|conn| ledger::list_transfers_of(conn, &[story.person.id]))
        .expect("transfers");
    let settled: Vec<_> = settled
        .iter()
        .filter(|it| it.kind == TransferKind::Settle)
        .map(|it| it.credit)
        .collect();
    let account = Account::settlement(story.person.id, 2022, Category::General);
    assert_eq!(settled, [account.id()]);

    // Signed early, the old cycle runs on; its last year counts for no other one.
    assert_eq!((cycle(app).first_year, cycle(app).last_year), (2022, 2026));
    app.wait(chrono::Duration::days(1));
    study(app, &story, &story.person, 5);
    let nothing = Measure::Hours(xingtan::hours::Hours::ZERO);
    assert_eq!(hours_found(app, &story, "2026-12-03"), nothing);

    app.wait(chrono::Duration::days(60));
    assert_eq!((cycle(app).first_year, cycle(app).last_year), (2027, 2031));
    // And nobody has to apply again for years.
    sign_in_again(app, &mut story);
    let next = new_window(
        WindowKind::Renewal,
        "2027-01-11",
        "2027-06-30",
        "2027-12-31",
    );
    let next = open(app, &story.bureau, &next).expect("nothing overlaps");
    let nobody = app.write_as(&story.hr, |conn, context| {
        xingtan::registration::actions::school::hand_in(conn, context, next, story.city.school.id)
    });
    assert!(nobody.is_err(), "{nobody:?}");
}

fn a_first_registration_begins_the_first_cycle(app: &TestApp) {
    use diesel::prelude::*;
    use xingtan::db::schema::people as table;
    let mut story = story(app);
    app.write(|conn, _| {
        diesel::update(table::table.find(story.person.id))
            .set(table::cycle_started_on.eq(None::<chrono::NaiveDate>))
            .execute(conn)?;
        Ok(())
    })
    .expect("a file without a cycle");
    assert!(!cycle(app).is_known);
    let first = new_window(WindowKind::First, "2026-11-16", "2026-11-27", "2026-12-31");
    let first = open(app, &story.bureau, &first).expect("nothing overlaps");
    let ids = hand_in(app, &story, first);
    assert_eq!(load(app, ids[0]).proposed, Verdict::Qualified);
    assert_eq!(opine(app, &story.head, &ids, "").left, []);
    publicity_passes(app, &mut story);
    endorse(app, &story.head, &ids, "");
    conclude(app, &story, &ids, DOCUMENT);
    // The year in which it was signed belongs to the cycle as a whole.
    let begun = cycle(app);
    assert!(begun.is_known);
    assert_eq!((begun.first_year, begun.last_year), (2026, 2030));
    let hours = Measure::Hours(xingtan::hours::Hours::whole(360));
    assert_eq!(hours_found(app, &story, "2026-12-02"), hours);
}

fn what_was_sent_back_and_left_expires(app: &TestApp) {
    let story = story(app);
    let window = autumn(app, &story);
    let id = hand_in(app, &story, window)[0];
    let to_applicant = send_back(super::ReturnTo::Applicant);
    decide(app, &story.head, id, &to_applicant).expect("sent back");
    let due_on = load(app, id).due_on.expect("a last day");
    let keep_up = |day: chrono::NaiveDate| {
        app.clock.set(xingtan::clock::end_of(day).utc());
        app.worker().keep_up().expect("the program itself");
        load(app, id).state
    };
    assert_eq!(keep_up(due_on), CaseState::Returned);
    let after = keep_up(due_on + chrono::Duration::days(1));
    assert_eq!(after, CaseState::Withdrawn);
}
