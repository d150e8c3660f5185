//! The check sees what breaks in selections, from the shared places to the certificates.

use diesel::prelude::*;
use xingtan::check::Invariant;
use xingtan::db::{At, Conn, schema};
use xingtan::selection::committees::Member;
use xingtan::selection::lessons::{self, Lesson, LessonScore, ScoreBefore};
use xingtan::selection::meetings;
use xingtan::selection::meetings::rules::{Choice, Running};
use xingtan::selection::nominations::{self, NominationId, Vote};
use xingtan::selection::results::actions::post_results;
use xingtan::selection::results::rules::ResultState;
use xingtan::selection::reviews::{covers, store};

use super::{assert_tells, assert_tells_each, day, report};
use crate::support::TestApp;
use crate::support::committee::Committee;
use crate::support::meeting::Meeting;

on_each_backend!(
    round_phase,
    round_places,
    nomination_state,
    nomination_vote,
    committee_seat,
    draw_seed,
    conflict_round,
    review_pair,
    review_count,
    review_total,
    review_cover,
    lesson,
    ballot_papers,
    missing_paper,
    swapped_papers,
    minutes,
    result_votes,
    result_seats,
    result_certificate,
);

/// Two reviews of one candidate are in.
fn reviewed(app: &TestApp) -> (Committee, Vec<Member>) {
    let stage = app.committee(1, 4);
    let members = stage.seat(app);
    app.advance(stage.round, 31);
    stage.deal(app);
    for member in &members {
        stage.review_all(app, member, "8");
    }
    assert_eq!(report(app).broken, [], "what actions write is sound");
    (stage, members)
}

/// Four candidates for two seats: two take them, one is on the reserve list, one did not pass.
fn posted(app: &TestApp) -> Meeting {
    let meeting = app.meeting(4);
    meeting.ballot(app, &[(0, 3), (1, 3), (2, 2), (3, 1)]);
    meeting.sign(app);
    app.advance(meeting.round(), 31);
    app.write_as(&meeting.committee.secretary, |conn, context| {
        post_results(conn, context, meeting.round())
    })
    .expect("signed minutes");
    assert_eq!(report(app).broken, [], "what actions write is sound");
    meeting
}

fn round_phase(app: &TestApp) {
    use schema::round_phases as table;
    let stage = app.committee(1, 4);
    assert_tells(app, Invariant::RoundPhase, "round_phases", |conn| {
        let open = table::table.filter(table::round_id.eq(stage.round));
        diesel::update(open.filter(table::opened_at.is_not_null()))
            .set(table::closed_at.eq(app.clock.now()))
            .execute(conn)
            .map(drop)
    });
}

fn round_places(app: &TestApp) {
    use schema::round_shares as table;
    let stage = app.committee(1, 4);
    let wanted = [
        (Invariant::RoundPlaces, "round_shares"),
        (Invariant::NominationPlaces, "nominations"),
    ];
    assert_tells_each(app, &wanted, |conn| {
        diesel::update(table::table.filter(table::round_id.eq(stage.round)))
            .set(table::places.eq(0))
            .execute(conn)
            .map(drop)
    });
}

fn nomination_state(app: &TestApp) {
    use schema::nominations as table;
    let city = app.city();
    let teacher = app.teacher(&city.school, "T001", "陈一");
    let own = app.teacher_account(&teacher, &city.school);
    let round = app.open_selection(20);
    app.advance(round, 31);
    let id = app.write_as(&own, |conn, context| {
        let statement = "任教二十年，主持市级课题三项，指导青年教师五名，成绩显著。";
        nominations::actions::apply(conn, context, round, statement)
    });
    let id = id.expect("an application in its phase");
    assert_tells(app, Invariant::NominationState, "nominations", |conn| {
        diesel::update(table::table.find(id))
            .set((
                table::is_eligible.eq(true),
                table::verdict.eq("[]"),
                table::signed_reason.eq("符合条件"),
                table::signed_at.eq(app.clock.now()),
            ))
            .execute(conn)
            .map(drop)
    });
}

fn nomination_vote(app: &TestApp) {
    let stage = app.committee(1, 4);
    let vote = |has_passed| Vote {
        nomination_id: stage.candidates[0].1,
        held_on: day(10, 30),
        staff: 30,
        present: 24,
        yes: 20,
        no: 3,
        abstain: 1,
        has_passed,
        recorded_at: app.clock.now(),
    };
    let save = |conn: &mut Conn, has_passed| {
        nominations::store::save_vote(conn, &vote(has_passed)).expect("a vote of a nomination");
    };
    app.write(|conn, _| {
        save(conn, true);
        Ok(())
    })
    .expect("a vote");
    assert_eq!(report(app).broken, [], "20 of 24 recommend");
    let (invariant, table) = (Invariant::NominationVote, "nomination_votes");
    assert_tells(app, invariant, table, |conn| {
        save(conn, false);
        Ok(())
    });
}

fn committee_seat(app: &TestApp) {
    use schema::committee_members as table;
    let stage = app.committee(1, 4);
    let members = stage.seat(app);
    let wanted = [
        (Invariant::CommitteeSeat, "committee_members"),
        (Invariant::CommitteeSeat, "selection_rounds"),
    ];
    assert_tells_each(app, &wanted, |conn| {
        diesel::update(table::table.filter(table::round_id.eq(stage.round)))
            .set(table::is_chair.eq(true))
            .execute(conn)?;
        diesel::update(table::table.find(members[0].id))
            .set(table::person_id.eq(stage.candidates[0].0.id))
            .execute(conn)
            .map(drop)
    });
}

fn draw_seed(app: &TestApp) {
    use schema::selection_draws as table;
    app.committee(1, 4).draw(app);
    assert_tells(app, Invariant::DrawSeed, "selection_draws", |conn| {
        diesel::update(table::table)
            .set(table::seed.eq(vec![7; 32]))
            .execute(conn)
            .map(drop)
    });
}

fn conflict_round(app: &TestApp) {
    use schema::conflict_pins as table;
    let stage = app.committee(1, 4);
    let members = stage.seat(app);
    stage.pin(app, (members[0].id, stage.candidates[0].1), true);
    assert_tells(app, Invariant::ConflictRound, "conflicts", |conn| {
        diesel::update(table::table)
            .set(table::nomination_id.eq(NominationId::new()))
            .execute(conn)
            .map(drop)
    });
}

fn review_pair(app: &TestApp) {
    use schema::reviews as table;
    let (stage, _) = reviewed(app);
    let review = stage.reviews(app)[0].id;
    assert_tells(app, Invariant::ReviewPair, "reviews", |conn| {
        diesel::update(table::table.find(review))
            .set(table::nomination_id.eq(NominationId::new()))
            .execute(conn)
            .map(drop)
    });
}

fn review_count(app: &TestApp) {
    use schema::conflict_pins as table;
    let (stage, members) = reviewed(app);
    let nomination = stage.candidates[0].1;
    let reviews = stage.reviews(app);
    let first = members.iter().find(|it| it.id == reviews[0].member);
    let first = first.expect("a reviewer").id;
    stage.pin(app, (first, nomination), true);
    assert_eq!(stage.deal(app), 1, "the third member takes the place");
    assert_eq!(report(app).broken, [], "what is barred does not count");
    assert_tells(app, Invariant::ReviewCount, "nominations", |conn| {
        diesel::update(table::table.find((first, nomination)))
            .set(table::is_conflict.eq(false))
            .execute(conn)
            .map(drop)
    });
}

fn review_total(app: &TestApp) {
    use schema::reviews as table;
    let (stage, _) = reviewed(app);
    let review = stage.reviews(app)[0].id;
    assert_tells(app, Invariant::ReviewTotal, "reviews", |conn| {
        diesel::update(table::table.find(review))
            .set(table::total.eq(90_000))
            .execute(conn)
            .map(drop)
    });
}

fn review_cover(app: &TestApp) {
    use schema::blind_candidates as table;
    let stage = app.committee_of(1, 4, |programme| programme.review.is_blind = true);
    app.write_as(&stage.secretary, |conn, context| {
        covers::prepare(conn, context, stage.round)?;
        let cover = store::list_covers(conn, stage.round)?.remove(0);
        let which = (stage.round, cover.nomination_id);
        covers::confirm(conn, context, which, 1, (&cover.statement, &[]))
    })
    .expect("a text without names");
    assert_tells(app, Invariant::ReviewCover, "blind_candidates", |conn| {
        diesel::update(table::table)
            .set(table::statement.eq("人选0任教二十年。"))
            .execute(conn)
            .map(drop)
    });
}

/// A lesson that nobody drew, with points by somebody who was not there.
fn lesson(app: &TestApp) {
    let (stage, members) = reviewed(app);
    let nomination = stage.candidates[0].1;
    let lesson = Lesson {
        nomination_id: nomination,
        round_id: stage.round,
        place: 1,
        held_on: day(11, 23),
        room: "一号厅".to_owned(),
        starts_minute: 510,
        ends_minute: 570,
    };
    let score = LessonScore {
        nomination_id: nomination,
        member_id: members[0].id,
        lesson: 90,
        defence: 90,
        scored_at: app.clock.now(),
        version: 1,
    };
    let newer = ScoreBefore {
        nomination_id: nomination,
        member_id: members[0].id,
        version: 1,
        lesson: 80,
        defence: 80,
        scored_at: app.clock.now(),
    };
    // Nobody was there, and what was replaced is not older.
    let wanted = [
        (Invariant::LessonPlan, "lessons"),
        (Invariant::LessonScore, "lesson_scores"),
        (Invariant::LessonScore, "lesson_scores"),
    ];
    assert_tells_each(app, &wanted, |conn| {
        lessons::store::insert_lessons(conn, &[lesson]).expect("a candidate without a lesson");
        lessons::store::save_score(conn, &score, 0).expect("the first points");
        lessons::store::insert_before(conn, &newer).expect("points of before");
        Ok(())
    });
}

fn ballot_papers(app: &TestApp) {
    use schema::ballot_candidates as table;
    let meeting = posted(app);
    // Minutes keep another count.
    let wanted = [
        (Invariant::BallotPapers, "ballots"),
        (Invariant::Minutes, "committee_meetings"),
    ];
    assert_tells_each(app, &wanted, |conn| {
        let one = table::table.filter(table::nomination_id.eq(meeting.candidate(3)));
        diesel::update(one)
            .set(table::has_passed.eq(true))
            .execute(conn)
            .map(drop)
    });
}

fn missing_paper(app: &TestApp) {
    use schema::ballot_papers as table;
    let meeting = posted(app);
    assert_tells(app, Invariant::BallotPapers, "ballots", |conn| {
        let of_one = table::table.filter(table::nomination_id.eq(meeting.candidate(3)));
        diesel::delete(of_one).execute(conn).map(drop)
    });
}

/// Papers and counts that agree with each other, and not with what was signed.
fn swapped_papers(app: &TestApp) {
    use schema::{ballot_candidates as counts, ballot_papers as papers};
    let meeting = posted(app);
    let wanted = [
        (Invariant::Minutes, "committee_meetings"),
        (Invariant::ResultVotes, "selection_results"),
        // Three are tied at two seats, which nobody then has.
        (Invariant::ResultSeats, "selection_results"),
    ];
    let ballot = app.read(|conn| meetings::store::list_ballots(conn, meeting.round()));
    let ballot = ballot.expect("a ballot")[0].id;
    let paper = |choice| meetings::Paper {
        id: meetings::PaperId::random(),
        ballot_id: ballot,
        nomination_id: meeting.candidate(3),
        choice,
    };
    assert_tells_each(app, &wanted, |conn| {
        let of_one = papers::table.filter(papers::nomination_id.eq(meeting.candidate(3)));
        diesel::delete(of_one).execute(conn)?;
        for choice in [Choice::Yes, Choice::Yes, Choice::Yes] {
            diesel::insert_into(papers::table)
                .values(paper(choice))
                .execute(conn)?;
        }
        let of_one = counts::table.filter(counts::nomination_id.eq(meeting.candidate(3)));
        diesel::update(of_one)
            .set((
                counts::yes.eq(3),
                counts::no.eq(0),
                counts::has_passed.eq(true),
            ))
            .execute(conn)
            .map(drop)
    });
}

fn minutes(app: &TestApp) {
    use schema::committee_meetings as table;
    let meeting = posted(app);
    assert_tells(app, Invariant::Minutes, "committee_meetings", |conn| {
        diesel::update(table::table.find(meeting.id))
            .set((
                table::state.eq(Running::Open),
                table::closed_at.eq(None::<At>),
            ))
            .execute(conn)
            .map(drop)
    });
}

fn result_votes(app: &TestApp) {
    use schema::selection_results as table;
    let meeting = posted(app);
    assert_tells(app, Invariant::ResultVotes, "selection_results", |conn| {
        diesel::update(table::table.find(meeting.candidate(3)))
            .set((
                table::state.eq(ResultState::Reserve),
                table::reserve_rank.eq(2),
            ))
            .execute(conn)
            .map(drop)
    });
}

fn result_seats(app: &TestApp) {
    use schema::selection_results as table;
    let meeting = posted(app);
    assert_tells(app, Invariant::ResultSeats, "selection_results", |conn| {
        diesel::update(table::table.find(meeting.candidate(2)))
            .set(table::state.eq(ResultState::Proposed))
            .execute(conn)
            .map(drop)
    });
}

fn result_certificate(app: &TestApp) {
    use schema::selection_results as table;
    let meeting = posted(app);
    let invariant = Invariant::ResultCertificate;
    assert_tells(app, invariant, "selection_results", |conn| {
        diesel::update(table::table.find(meeting.candidate(0)))
            .set(table::state.eq(ResultState::Certified))
            .execute(conn)
            .map(drop)
    });
}
