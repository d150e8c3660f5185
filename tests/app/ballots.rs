//! Ballots that few cast, that are void, that nobody may tamper with; who leads, and what a tie leaves.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer};
use xingtan::access::Role;
use xingtan::db::Conn;
use xingtan::db::schema::{ballot_papers, journal_entries};
use xingtan::error::Error;
use xingtan::selection::committees::actions::name_chair;
use xingtan::selection::committees::{self, Member, MemberState};
use xingtan::selection::meetings::rules::{Choice, Seat};
use xingtan::selection::meetings::{BallotId, Paper, actions, minutes, store, voting};
use xingtan::selection::programmes::VoteBase;
use xingtan::selection::{results, rounds};

use crate::support::meeting::{Meeting, at_once};
use crate::support::selection::onward;
use crate::support::{TestApp, why};

on_each_backend!(
    what_few_cast_is_not_counted_and_can_be_void,
    a_void_ballot_is_voted_anew,
    papers_share_one_transaction,
    nothing_of_a_ballot_that_is_over_changes,
    a_committee_that_lacks_members_does_not_meet,
    whoever_leads_is_in_the_room_and_signs,
    whoever_is_recused_does_not_lead_where_another_can,
    seats_stay_empty_only_if_the_meeting_says_so,
    a_tie_that_nobody_decided_on_is_not_posted,
    members_are_not_told_a_base_that_tells_recusals,
    two_secretaries_open_a_ballot_at_once,
);

use Choice::{Abstain, No, Yes};

/// What lies in the box of a ballot.
fn papers(app: &TestApp, ballot: BallotId) -> Vec<Paper> {
    app.read(|conn| {
        let of_ballot = ballot_papers::table.filter(ballot_papers::ballot_id.eq(ballot));
        Ok(of_ballot.select(Paper::as_select()).load(conn)?)
    })
    .expect("papers")
}

/// One member of three has voted: nobody learns what by closing the ballot on it.
fn what_few_cast_is_not_counted_and_can_be_void(app: &TestApp) {
    let meeting = app.meeting(2);
    let ballot = meeting.open_ballot(app).expect("a quorum");
    let both = [(0, Yes), (1, No)];
    meeting.cast(app, ballot, 1, &both).expect("own papers");
    meeting
        .cast(app, ballot, 2, &both[..1])
        .expect("one of two papers");
    let close = |reason| why(meeting.close_ballot(app, ballot, reason));
    assert_eq!(close("其余委员另有公务"), "ballot-too-few-voted");
    let secretary = app.visitor_as(&meeting.committee.secretary);
    let page = secretary.see(&format!("/ballots/{ballot}"));
    assert!(page.contains("已投完票的委员 1 人"), "{page}");
    assert!(!page.contains("计票结果"), "{page}");
    meeting
        .cast(app, ballot, 2, &both[1..])
        .expect("the other paper");
    assert_eq!(close(" "), "ballot-papers-missing");
    meeting
        .close_ballot(app, ballot, "第三位委员不投票")
        .expect("a quorum has voted");
    assert!(
        secretary
            .see(&format!("/ballots/{ballot}"))
            .contains("推知投了什么")
    );
}

fn a_void_ballot_is_voted_anew(app: &TestApp) {
    let meeting = app.meeting(3);
    let ballot = meeting.open_ballot(app).expect("a quorum");
    meeting
        .cast(app, ballot, 1, &[(0, Yes), (1, No), (2, Abstain)])
        .expect("own papers");
    let path = format!("/ballots/{ballot}/void");
    let secretary = app.visitor_as(&meeting.committee.secretary);
    let void = |reason| secretary.send(&path, &[("version", "1"), ("void_reason", reason)]);
    assert_eq!(void(" ").status, 422);
    assert_eq!(void("网络中断，多数委员未能投票").status, 303);
    assert_eq!(void("再次作废").status, 409);
    assert_eq!(papers(app, ballot), [], "nobody reads what was in the box");
    assert_eq!(
        why(meeting.cast(app, ballot, 0, &[(0, Yes)])),
        "ballot-closed"
    );
    let page = secretary.see(&format!("/ballots/{ballot}"));
    assert!(
        page.contains("网络中断") && !page.contains("计票结果"),
        "{page}"
    );
    let kept: Vec<Option<String>> = app
        .read(|conn| {
            let voided = journal_entries::table.filter(journal_entries::event.eq("ballot_voided"));
            Ok(voided.select(journal_entries::reason).load(conn)?)
        })
        .expect("the journal");
    assert_eq!(kept, [Some("网络中断，多数委员未能投票".to_owned())]);

    // The second is on everybody again, and the third on those tied.
    meeting.ballot(app, &[(0, 3), (1, 2), (2, 2)]);
    let third = meeting.open_ballot(app).expect("those tied");
    for (member, choices) in [[Yes, No], [Yes, No], [No, Yes]].into_iter().enumerate() {
        let both = [(1, choices[0]), (2, choices[1])];
        meeting.cast(app, third, member, &both).expect("one yes");
    }
    meeting.close_ballot(app, third, "").expect("all is cast");
    meeting.sign(app);
    let ballots = app.read(|conn| store::list_ballots(conn, meeting.round()));
    let told: Vec<_> = ballots
        .expect("ballots")
        .into_iter()
        .map(|it| (it.number, it.is_among_tied, it.is_void))
        .collect();
    let wanted = [(1, false, true), (2, false, false), (3, true, false)];
    assert_eq!(told, wanted);
    let paper = secretary.see(&format!("/meetings/{}/minutes", meeting.id));
    assert!(paper.contains("本次投票作废"), "{paper}");
    app.advance(meeting.round(), 31);
    post(app, &meeting).expect("signed minutes");
    let outcome = app.read(|conn| results::store::find(conn, meeting.candidate(1)));
    let outcome = outcome.expect("results").expect("voted on");
    assert_eq!(outcome.state, results::rules::ResultState::Proposed);
    assert!(
        secretary
            .see(&format!("/selection/{}/results", meeting.round()))
            .contains("同意 3 票")
    );
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

#[derive(QueryableByName)]
struct Pragma {
    #[diesel(sql_type = Integer)]
    secure_delete: i32,
}

/// PostgreSQL keeps beside each row which transaction wrote it. A cast and a paper of one transaction
/// must not be the only ones of theirs.
fn papers_share_one_transaction(app: &TestApp) {
    let meeting = app.meeting(2);
    let ballot = meeting.open_ballot(app).expect("a quorum");
    let mut before = Vec::new();
    for member in 0..3 {
        let both = [(0, [Yes, No, Abstain][member]), (1, No)];
        meeting
            .cast(app, ballot, member, &both)
            .expect("own papers");
        let now = papers(app, ballot);
        assert_eq!(now.len(), 2 * (member + 1));
        assert!(now.iter().all(|it| it.id.0.get_version_num() == 4));
        let is_new = now
            .iter()
            .all(|it| before.iter().all(|old: &Paper| old.id != it.id));
        assert!(is_new, "a paper that keeps its id tells which are newer");
        before = now;
    }
    let mut conn = app.db.connection().expect("a connection");
    match &mut *conn {
        Conn::Postgres(it) => {
            let count = "SELECT count(DISTINCT xmin::text) AS number FROM ballot_papers";
            let written = diesel::sql_query(count).get_result::<Number>(it);
            assert_eq!(written.expect("papers").number, 1);
        }
        Conn::Sqlite(it) => {
            let overwrites = diesel::sql_query("PRAGMA secure_delete").get_result::<Pragma>(it);
            assert_eq!(overwrites.expect("a setting").secure_delete, 1);
        }
    }
}

fn nothing_of_a_ballot_that_is_over_changes(app: &TestApp) {
    let meeting = app.meeting(2);
    let counted = meeting.ballot(app, &[(0, 3), (1, 1)]);
    let before = papers(app, counted);
    let some = |table: &str| format!("INSERT INTO {table} SELECT * FROM {table}");
    for statement in [
        "DELETE FROM ballot_papers".to_owned(),
        "UPDATE ballot_papers SET choice = 'no'".to_owned(),
        some("ballot_papers"),
        "DELETE FROM ballot_candidates".to_owned(),
        "UPDATE ballot_candidates SET yes = yes + 1".to_owned(),
        some("ballot_candidates"),
        "DELETE FROM ballot_voters".to_owned(),
        some("ballot_voters"),
        some("ballot_casts"),
        "UPDATE ballots SET state = 'open', closed_at = NULL".to_owned(),
        "DELETE FROM ballots".to_owned(),
    ] {
        let tried = app.write(|conn, _| Ok(conn.batch_execute(&statement)?));
        let told = tried.expect_err("a trigger refuses it").to_string();
        let is_guard = told.contains("append-only")
            || told.contains("that is over do not change")
            || told.contains("never taken away")
            || told.contains("that are over do not change");
        assert!(is_guard, "{statement}: {told}");
    }
    assert_eq!(papers(app, counted), before);
}

fn a_committee_that_lacks_members_does_not_meet(app: &TestApp) {
    let committee = app.committee(1, 6);
    let members = committee.seat(app);
    for _ in 0..3 {
        app.advance(committee.round, 31);
    }
    // The phases before do not end without them (`going_on`); the meeting counts for itself.
    let last = &members[2];
    app.write(|conn, _| {
        let released = Member {
            state: MemberState::Released,
            reason: Some("长期出差".to_owned()),
            ..last.clone()
        };
        committees::store::save(conn, &released, last.version)
    })
    .expect("a member");
    let open = app.write_as(&committee.secretary, |conn, context| {
        actions::open_meeting(conn, context, committee.round, "会议室")
    });
    assert_eq!(why(open), "meeting-members-missing");
    let list = format!("/selection/{}/meetings", committee.round);
    let page = app.visitor_as(&committee.secretary).see(&list);
    assert!(page.contains("还缺 1 人"), "{page}");
}

fn whoever_leads_is_in_the_room_and_signs(app: &TestApp) {
    let meeting = app.meeting(2);
    let secretary = &meeting.committee.secretary;
    let chair = [meeting.members[0].id];
    let name = |at: usize| {
        app.write_as(secretary, |conn, context| {
            name_chair(conn, context, meeting.members[at].id)
        })
    };
    let close = |remarks| {
        app.write_as(secretary, |conn, context| {
            actions::close_meeting(conn, context, meeting.id, 1, remarks)
        })
    };
    app.write_as(secretary, |conn, context| {
        actions::leave(conn, context, meeting.id, &chair)
    })
    .expect("in the room");
    assert_eq!(why(meeting.open_ballot(app)), "meeting-chair-absent");
    assert_eq!(why(close("改期")), "meeting-chair-absent");
    assert_eq!(why(name(0)), "meeting-chair-absent");
    name(1).expect("in the room");
    let ballot = meeting.open_ballot(app).expect("led by somebody there");
    for member in [1, 2] {
        let both = [(0, Yes), (1, No)];
        meeting
            .cast(app, ballot, member, &both)
            .expect("own papers");
    }
    meeting.close_ballot(app, ballot, "").expect("all is cast");
    close("").expect("everything was decided");
    let sign = |at: usize| {
        app.write_as(meeting.account(at), |conn, context| {
            minutes::sign(conn, context, meeting.id, Seat::Chair)
        })
    };
    assert_eq!(why(name(0)), "minutes-wait-for-chair");
    assert_eq!(why(sign(0)), "access-not-allowed");
    sign(1).expect("who led the meeting");
    name(0).expect("the minutes are signed by whoever led");
    assert_eq!(why(sign(0)), "access-not-allowed");
}

fn whoever_is_recused_does_not_lead_where_another_can(app: &TestApp) {
    let meeting = app.meeting_with(2, &[(0, 1)]);
    assert_eq!(why(meeting.open_ballot(app)), "meeting-chair-recused");
    app.write_as(&meeting.committee.secretary, |conn, context| {
        name_chair(conn, context, meeting.members[1].id)
    })
    .expect("in the room");
    meeting.open_ballot(app).expect("led by who knows all");
}

/// The secretary alone does not turn a tie into a reserve list.
fn seats_stay_empty_only_if_the_meeting_says_so(app: &TestApp) {
    let meeting = app.meeting(3);
    let secretary = app.visitor_as(&meeting.committee.secretary);
    let path = format!("/meetings/{}", meeting.id);
    let close = |remarks, leaves_seats_empty| {
        let fields = [
            ("version", "1"),
            ("remarks", remarks),
            ("leaves_seats_empty", leaves_seats_empty),
        ];
        secretary.send(&format!("{path}/close"), &fields).status
    };
    assert_eq!(close("名额空缺", "true"), 409, "nobody is tied yet");
    meeting.ballot(app, &[(0, 3), (1, 2), (2, 2)]);
    assert!(secretary.see(&path).contains("所争的名额空缺"));
    assert_eq!(close(" ", "true"), 422);
    assert_eq!(close("再次投票仍可能相同", "true"), 303);
    meeting.sign_minutes(app);
    assert!(
        secretary
            .see(&format!("{path}/minutes"))
            .contains("所争的名额空缺")
    );
    app.advance(meeting.round(), 31);
    post(app, &meeting).expect("the meeting left the seat empty");
    let states = app.read(|conn| results::store::list_states(conn, meeting.round()));
    let seats = states.expect("results");
    assert_eq!(seats.values().filter(|it| it.has_seat()).count(), 1);
    nobody_gets_a_seat_that_was_left_empty(app, &meeting);
}

/// Whoever is tied waits for the seat of somebody selected, not for the one that the meeting left empty.
fn nobody_gets_a_seat_that_was_left_empty(app: &TestApp, meeting: &Meeting) {
    let secretary = &meeting.committee.secretary;
    app.write_as(secretary, |conn, context| {
        results::reserves::announce_order(conn, context, meeting.round())?;
        results::reserves::draw_order(conn, context, meeting.round())
    })
    .expect("equals on the reserve list");
    let promote = |at: usize| {
        app.write_as(secretary, |conn, context| {
            let id = meeting.candidate(at);
            results::actions::promote(conn, context, id, "名额空缺")
        })
    };
    for at in [1, 2] {
        assert_eq!(why(promote(at)), "result-no-seat-free");
    }
    let officer = app.fresh_officer(Role::BureauHr, &meeting.committee.bureau);
    app.write_as(&officer, |conn, context| {
        let id = meeting.candidate(0);
        results::actions::strike(conn, context, id, "经查不符合条件")
    })
    .expect("with a reason");
    let rank = app.read(|conn| results::store::find(conn, meeting.candidate(1)));
    let rank = rank.expect("results").expect("voted on").reserve_rank;
    let [first, second] = if rank == Some(1) { [1, 2] } else { [2, 1] };
    promote(first).expect("a seat that somebody had");
    assert_eq!(why(promote(second)), "result-no-seat-free");
}

/// A meeting that only broke off leaves the tie to the next one.
fn a_tie_that_nobody_decided_on_is_not_posted(app: &TestApp) {
    let meeting = app.meeting(3);
    meeting.ballot(app, &[(0, 3), (1, 2), (2, 2)]);
    app.write_as(&meeting.committee.secretary, |conn, context| {
        actions::close_meeting(conn, context, meeting.id, 1, "择日再投")
    })
    .expect("with remarks");
    meeting.sign_minutes(app);
    let round = meeting.round();
    let onward = app.write(|conn, context| {
        let seen = rounds::store::load(conn, round)?.version;
        rounds::actions::advance_round(conn, context, round, seen, &onward(31))
    });
    assert_eq!(why(onward), "result-tied");
}

fn post(app: &TestApp, meeting: &Meeting) -> Result<Option<xingtan::notices::NoticeId>, Error> {
    app.write_as(&meeting.committee.secretary, |conn, context| {
        results::actions::post_results(conn, context, meeting.round())
    })
}

fn members_are_not_told_a_base_that_tells_recusals(app: &TestApp) {
    let committee = app.committee_of(2, 6, |programme| {
        programme.ballot.value.base = VoteBase::PresentMinusRecused;
    });
    let meeting = app.meeting_of(committee, &[(2, 0)]);
    let ballot = meeting.open_ballot(app).expect("a quorum");
    for member in 0..2 {
        let both = [(0, Yes), (1, Yes)];
        meeting
            .cast(app, ballot, member, &both)
            .expect("own papers");
    }
    meeting
        .cast(app, ballot, 2, &[(1, Yes)])
        .expect("no conflict");
    meeting.close_ballot(app, ballot, "").expect("all is cast");
    meeting.sign(app);
    for path in [
        format!("/ballots/{ballot}"),
        format!("/meetings/{}/minutes", meeting.id),
    ] {
        let member = app.visitor_as(meeting.account(1)).see(&path);
        assert!(
            member.contains("通过") && !member.contains("须同意票"),
            "{member}"
        );
        let secretary = app.visitor_as(&meeting.committee.secretary).see(&path);
        assert!(secretary.contains("须同意票"), "{secretary}");
    }
}

fn two_secretaries_open_a_ballot_at_once(app: &TestApp) {
    let meeting = app.meeting(1);
    let bureau = &meeting.committee.bureau;
    let secretaries = [0, 1].map(|_| app.fresh_officer(Role::CommitteeSecretary, bureau));
    let (won, lost) = at_once(|at| {
        app.write_as(&secretaries[at], |conn, context| {
            voting::open_ballot(conn, context, meeting.id)
        })
    });
    assert_eq!(won, 1, "{lost:?}");
    assert!(matches!(&lost[0], Error::Refused(it) if it.message.key == "meeting-ballot-runs"));
}
