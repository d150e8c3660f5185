//! Meetings: attendance, secret ballots, recusals, ties, minutes; and what happens at the same moment.

use diesel::prelude::*;
use xingtan::access::Role;
use xingtan::db::schema;
use xingtan::error::Error;
use xingtan::selection::committees::Member;
use xingtan::selection::meetings::rules::{Choice, Running, Seat};
use xingtan::selection::meetings::{actions, minutes, store, voting};
use xingtan::selection::rounds;

use crate::support::committee::Committee;
use crate::support::meeting::at_once;
use crate::support::{TestApp, why};

on_each_backend!(
    a_meeting_goes_from_page_to_page,
    nobody_votes_late_or_twice_or_from_outside,
    a_member_knows_nothing_of_a_candidate_in_conflict,
    who_is_tied_is_voted_on_again,
    a_ballot_needs_a_quorum,
    nothing_ties_a_paper_to_a_person,
    minutes_are_signed_by_two_and_never_changed,
    two_secretaries_count_at_once,
    one_member_votes_twice_at_once,
    a_vote_meets_the_end_of_the_ballot,
    two_secretaries_open_a_meeting_at_once,
);

use Choice::{Abstain, No, Yes};

fn a_meeting_goes_from_page_to_page(app: &TestApp) {
    let committee = app.committee(2, 6);
    let members = committee.seat(app);
    let list = format!("/selection/{}/meetings", committee.round);
    let secretary = app.visitor_as(&committee.secretary);
    assert!(secretary.see(&list).contains("还没有会议"));
    let early = secretary.send(&list, &[("place", "会议室")]);
    assert_eq!(early.status, 409, "{}", early.body);
    for _ in 0..3 {
        app.advance(committee.round, 31);
    }
    assert_eq!(secretary.send(&list, &[("place", " ")]).status, 422);
    let opened = secretary.send(&list, &[("place", "市局三楼会议室")]);
    assert_eq!(opened.status, 303, "{}", opened.body);
    let path = opened.location;
    assert_eq!(secretary.send(&list, &[("place", "二楼")]).status, 409);
    assert!(secretary.see(&path).contains("未达法定人数"));
    let come = |at: usize, is_arrival| {
        let id = members[at].id.to_string();
        let fields = [("ids", id.as_str()), ("is_arrival", is_arrival)];
        secretary
            .send(&format!("{path}/attendance"), &fields)
            .status
    };
    for at in 0..3 {
        assert_eq!(come(at, "true"), 303);
    }
    assert_eq!(come(0, "true"), 409);
    assert_eq!(come(2, "false"), 303);
    assert!(secretary.see(&path).contains("在场 2 人"));
    assert_eq!(come(2, "true"), 303);
    vote_from_page_to_page(app, &committee, &members, &path);
}

/// The ballot, the end of the meeting and its minutes.
fn vote_from_page_to_page(app: &TestApp, committee: &Committee, members: &[Member], path: &str) {
    let secretary = app.visitor_as(&committee.secretary);
    let list = format!("/selection/{}/meetings", committee.round);
    let ballots = format!("{path}/ballots");
    assert_eq!(secretary.send(&ballots, &[]).status, 409);
    app.advance(committee.round, 31);
    let opened = secretary.send(&ballots, &[]);
    assert_eq!(opened.status, 303, "{}", opened.body);
    let ballot = opened.location;
    let papers = format!("{ballot}/papers");
    let ids: Vec<String> = committee
        .candidates
        .iter()
        .map(|it| format!("choices[{}]", it.1))
        .collect();
    for member in members {
        let visitor = app.visitor_as(committee.account(member));
        assert!(visitor.see("/meetings").contains("2026 年小型评选"));
        assert!(visitor.see("/tasks").contains("1 次投票等待您投票"));
        let page = visitor.see(&ballot);
        assert!(page.contains("人选0") && !page.contains("投票进度"));
        let fields = [(ids[0].as_str(), "yes"), (ids[1].as_str(), "no")];
        assert_eq!(visitor.send(&papers, &fields).status, 303);
        assert!(visitor.see(&ballot).contains("您已投票"));
    }
    let auditor = app.visitor_as(&app.officer(Role::Auditor, &committee.bureau));
    let page = auditor.see(&ballot);
    assert!(
        page.contains("已投完") && !page.contains("计票结果"),
        "{page}"
    );
    let counted = secretary.send(
        &format!("{ballot}/close"),
        &[("version", "1"), ("reason", "")],
    );
    assert_eq!(counted.status, 303, "{}", counted.body);
    assert!(auditor.see(&ballot).contains("计票结果"));
    let closed = secretary.send(
        &format!("{path}/close"),
        &[("version", "1"), ("remarks", "")],
    );
    assert_eq!(closed.status, 303, "{}", closed.body);
    let paper = secretary.see(&closed.location);
    assert!(paper.contains("市局三楼会议室") && paper.contains("未签字"));
    let signed = secretary.send(&format!("{path}/sign"), &[("seat", "secretary")]);
    assert_eq!(signed.status, 303);
    let teacher = app.account("stranger").sign_in();
    for page in [list.as_str(), path, &ballot, &closed.location] {
        assert_eq!(app.visitor_as(&teacher).get(page).status, 404, "{page}");
    }
}

fn nobody_votes_late_or_twice_or_from_outside(app: &TestApp) {
    let meeting = app.meeting(2);
    let secretary = &meeting.committee.secretary;
    let go = |at: usize| {
        let member = [meeting.members[at].id];
        app.write_as(secretary, |conn, context| {
            actions::leave(conn, context, meeting.id, &member)
        })
        .expect("in the room");
    };
    let come = |at: usize| {
        let member = [meeting.members[at].id];
        app.write_as(secretary, |conn, context| {
            actions::arrive(conn, context, meeting.id, &member)
        })
        .expect("outside");
    };
    go(2);
    let ballot = meeting.open_ballot(app).expect("two of three");
    come(2);
    let both = [(0, Yes), (1, Abstain)];
    assert_eq!(
        why(meeting.cast(app, ballot, 2, &both)),
        "ballot-not-a-voter"
    );
    go(1);
    assert_eq!(why(meeting.cast(app, ballot, 1, &both)), "ballot-has-left");
    come(1);
    meeting
        .cast(app, ballot, 1, &both[..1])
        .expect("back again");
    assert_eq!(
        why(meeting.cast(app, ballot, 1, &both)),
        "ballot-already-cast"
    );
    assert_eq!(
        why(meeting.cast(app, ballot, 1, &[])),
        "ballot-nothing-chosen"
    );
    meeting
        .cast(app, ballot, 1, &both[1..])
        .expect("the other paper");
    assert_eq!(why(meeting.open_ballot(app)), "meeting-ballot-runs");
    meeting
        .cast(app, ballot, 0, &[(0, No), (1, No)])
        .expect("a voter's own papers");
    meeting.close_ballot(app, ballot, "").expect("all is cast");
    assert_eq!(why(meeting.cast(app, ballot, 0, &both)), "ballot-closed");
    assert_eq!(why(meeting.close_ballot(app, ballot, "")), "ballot-closed");
    let counted = app.read(|conn| store::list_candidates(conn, ballot));
    let counted = counted.expect("two candidates");
    let yes: i64 = counted.iter().filter_map(|it| it.yes).sum();
    assert_eq!((yes, counted[0].base), (1, Some(2)));
    assert!(counted.iter().all(|it| it.has_passed == Some(false)));
    // What is not a member's to cast is nobody's.
    let stranger = app.write_as(secretary, |conn, context| {
        voting::cast(conn, context, ballot, &[(meeting.candidate(0), Yes)].into())
    });
    assert!(matches!(stranger, Err(Error::NotFound)), "{stranger:?}");
}

fn a_member_knows_nothing_of_a_candidate_in_conflict(app: &TestApp) {
    let meeting = app.meeting_with(3, &[(1, 0), (1, 2)]);
    let ballot = meeting.open_ballot(app).expect("a quorum");
    let paths = [
        format!("/meetings/{}", meeting.id),
        format!("/ballots/{ballot}"),
    ];
    let hidden = |path: &str| {
        let page = app.visitor_as(meeting.account(1)).see(path);
        assert!(page.contains("人选1"), "{path}");
        assert!(!page.contains("人选0") && !page.contains("人选2"), "{path}");
    };
    for path in &paths {
        hidden(path);
    }
    assert!(matches!(
        meeting.cast(app, ballot, 1, &[(0, No)]),
        Err(Error::NotFound)
    ));
    meeting
        .cast(app, ballot, 1, &[(1, Yes)])
        .expect("no conflict");
    for member in [0, 2] {
        let papers = [(0, Yes), (1, Yes), (2, Yes)];
        meeting
            .cast(app, ballot, member, &papers)
            .expect("no conflict");
    }
    let missing = app.read(|conn| {
        let running = rounds::store::load_running(conn, meeting.round())?;
        let ballot = store::load_ballot(conn, ballot)?;
        Ok(voting::load_turnout(conn, &running, &ballot)?.papers_missing)
    });
    assert_eq!(missing.ok(), Some(0), "recused papers are not missing");
    meeting.close_ballot(app, ballot, "").expect("all is cast");
    // Two of three present say yes, whoever is recused: 3 × 2 ≥ 2 × 3.
    let counted = app.read(|conn| store::list_candidates(conn, ballot));
    let counted = counted.expect("three candidates");
    assert!(counted.iter().all(|it| it.has_passed == Some(true)));
    let secretary = app.visitor_as(&meeting.committee.secretary);
    let page = secretary.see(&paths[0]);
    assert!(page.contains("离场共 1 人次"), "{page}");
}

fn who_is_tied_is_voted_on_again(app: &TestApp) {
    let meeting = app.meeting(4);
    meeting.ballot(app, &[(0, 3), (1, 2), (2, 2), (3, 1)]);
    let standing = |app: &TestApp| {
        app.read(|conn| {
            let round = rounds::store::load(conn, meeting.round())?;
            let ballots = store::list_ballots(conn, meeting.round())?;
            voting::load_standing(conn, &round, &ballots)
        })
        .expect("counted ballots")
        .expect("a first ballot")
    };
    let tie = standing(app).tie.expect("two for one seat");
    assert_eq!(tie.seats, 1);
    let close = app.write_as(&meeting.committee.secretary, |conn, context| {
        actions::close_meeting(conn, context, meeting.id, 1, "")
    });
    assert_eq!(why(close), "meeting-remarks-missing");
    let again = meeting.open_ballot(app).expect("those tied");
    let cast = |member, papers: &[(usize, Choice)]| meeting.cast(app, again, member, papers);
    assert_eq!(why(cast(0, &[(1, Yes)])), "ballot-incomplete");
    assert_eq!(why(cast(0, &[(1, Yes), (2, Yes)])), "ballot-too-many-yes");
    assert!(matches!(
        cast(0, &[(0, No), (1, Yes), (2, No)]),
        Err(Error::NotFound)
    ));
    cast(0, &[(1, Yes), (2, No)]).expect("one yes");
    cast(1, &[(1, No), (2, Yes)]).expect("one yes");
    cast(2, &[(1, No), (2, Yes)]).expect("one yes");
    meeting.close_ballot(app, again, "").expect("all is cast");
    let settled = standing(app);
    assert_eq!(settled.tie, None);
    let placed = [meeting.candidate(0), meeting.candidate(2)];
    assert_eq!(settled.placed, placed);
    assert_eq!(settled.reserve, [(meeting.candidate(1), 1)]);
    assert_eq!(why(meeting.open_ballot(app)), "meeting-nothing-to-decide");
    meeting.sign(app);
}

fn a_ballot_needs_a_quorum(app: &TestApp) {
    let meeting = app.meeting(2);
    let two = [meeting.members[1].id, meeting.members[2].id];
    app.write_as(&meeting.committee.secretary, |conn, context| {
        actions::leave(conn, context, meeting.id, &two)
    })
    .expect("in the room");
    assert_eq!(why(meeting.open_ballot(app)), "meeting-not-quorate");
    // Called off: the minutes say why, and another meeting can be opened.
    app.write_as(&meeting.committee.secretary, |conn, context| {
        actions::close_meeting(conn, context, meeting.id, 1, "人数不足，改期举行")?;
        actions::open_meeting(conn, context, meeting.round(), "市局三楼会议室")
    })
    .expect("another day");
    let kept = app.read(|conn| store::list_stays(conn, meeting.id));
    let kept = kept.expect("stays");
    assert!(kept.len() == 3 && kept.iter().all(|it| it.left_at.is_some()));
}

fn nothing_ties_a_paper_to_a_person(app: &TestApp) {
    use schema::journal_entries as journal;
    let meeting = app.meeting(2);
    let ballot = meeting.open_ballot(app).expect("a quorum");
    let voter = app.visitor_as(meeting.account(0));
    let papers = format!("/ballots/{ballot}/papers");
    let id = format!("choices[{}]", meeting.candidate(0));
    assert_eq!(voter.send(&papers, &[(&id, "yes")]).status, 303);
    let entries: Vec<(String, Option<Vec<u8>>)> = app
        .read(|conn| {
            Ok(journal::table
                .filter(journal::event.eq("ballot_cast"))
                .select((journal::payload, journal::request_digest))
                .load(conn)?)
        })
        .expect("the journal");
    let [(payload, digest)] = entries.as_slice() else {
        panic!("one vote, one entry: {entries:?}");
    };
    assert!(digest.is_none(), "a digest of the form could be guessed");
    assert!(!payload.contains("yes") && !payload.contains(&meeting.candidate(0).to_string()));
    meeting.cast(app, ballot, 0, &[(1, No)]).expect("the other");
    for member in [1, 2] {
        let both = [(0, Yes), (1, Abstain)];
        meeting
            .cast(app, ballot, member, &both)
            .expect("own papers");
    }
    meeting.close_ballot(app, ballot, "").expect("all is cast");
    let counted = app.read(|conn| store::count_papers(conn, ballot));
    let counted = counted.expect("papers");
    let first = counted[&meeting.candidate(0)];
    assert_eq!((first.yes, first.no, first.abstain), (3, 0, 0));
    let second = counted[&meeting.candidate(1)];
    assert_eq!((second.yes, second.no, second.abstain), (0, 1, 2));
}

fn minutes_are_signed_by_two_and_never_changed(app: &TestApp) {
    let meeting = app.meeting(2);
    meeting.ballot(app, &[(0, 3), (1, 2)]);
    let sign = |by, seat| {
        app.write_as(by, |conn, context| {
            minutes::sign(conn, context, meeting.id, seat)
        })
    };
    assert_eq!(
        why(sign(meeting.account(0), Seat::Chair)),
        "minutes-missing"
    );
    meeting.sign(app);
    assert_eq!(
        why(sign(meeting.account(0), Seat::Chair)),
        "minutes-signed-already"
    );
    assert_eq!(
        why(sign(meeting.account(1), Seat::Chair)),
        "access-not-allowed"
    );
    let changed = app.write(|conn, _| {
        use schema::meeting_minutes::dsl::{body, meeting_minutes};
        diesel::update(meeting_minutes)
            .set(body.eq("{}"))
            .execute(conn)?;
        Ok(())
    });
    assert!(changed.is_err(), "the database refuses it");
    let page = app
        .visitor_as(meeting.account(0))
        .see(&format!("/meetings/{}/minutes", meeting.id));
    assert!(page.contains("人选1") && !page.contains("未签字"), "{page}");
}

fn two_secretaries_count_at_once(app: &TestApp) {
    let meeting = app.meeting(2);
    let ballot = meeting.open_ballot(app).expect("a quorum");
    for member in 0..3 {
        let both = [(0, Yes), (1, No)];
        meeting
            .cast(app, ballot, member, &both)
            .expect("own papers");
    }
    let bureau = &meeting.committee.bureau;
    let secretaries = [0, 1].map(|_| app.fresh_officer(Role::CommitteeSecretary, bureau));
    let (won, lost) = at_once(|at| {
        app.write_as(&secretaries[at], |conn, context| {
            voting::close_ballot(conn, context, ballot, 1, "")
        })
    });
    assert_eq!(won, 1, "{lost:?}");
    let is_told = matches!(&lost[0], Error::Stale | Error::Refused(_));
    assert!(is_told, "{lost:?}");
    let papers = app.read(|conn| store::count_papers(conn, ballot));
    let yes: i64 = papers.expect("papers").values().map(|it| it.yes).sum();
    assert_eq!(yes, 3);
}

fn one_member_votes_twice_at_once(app: &TestApp) {
    let meeting = app.meeting(1);
    let ballot = meeting.open_ballot(app).expect("a quorum");
    let (won, lost) = at_once(|at| {
        let choice = [Yes, No][at];
        meeting.cast(app, ballot, 0, &[(0, choice)])
    });
    assert_eq!(won, 1, "{lost:?}");
    assert!(matches!(&lost[0], Error::Refused(it) if it.message.key == "ballot-already-cast"));
    let casts = app.read(|conn| store::list_casts(conn, ballot));
    assert_eq!(casts.expect("casts").len(), 1);
}

fn a_vote_meets_the_end_of_the_ballot(app: &TestApp) {
    let meeting = app.meeting(2);
    let ballot = meeting.open_ballot(app).expect("a quorum");
    for member in [0, 1] {
        let both = [(0, Yes), (1, Yes)];
        meeting
            .cast(app, ballot, member, &both)
            .expect("own papers");
    }
    let (won, lost) = at_once(|at| match at {
        0 => meeting.cast(app, ballot, 2, &[(0, Yes), (1, Yes)]),
        _ => meeting.close_ballot(app, ballot, "第三位委员没有投票"),
    });
    assert!(won >= 1, "{lost:?}");
    let state = app.read(|conn| Ok(store::load_ballot(conn, ballot)?.state));
    assert_eq!(state.expect("a ballot"), Running::Closed);
    // Either the vote came first and counts, or it came late and is nowhere.
    let expected = if won == 2 { 6 } else { 4 };
    let counted = app.read(|conn| store::list_candidates(conn, ballot));
    let yes: i64 = counted
        .expect("candidates")
        .iter()
        .filter_map(|it| it.yes)
        .sum();
    assert_eq!(yes, expected, "{lost:?}");
}

fn two_secretaries_open_a_meeting_at_once(app: &TestApp) {
    let committee = app.committee(1, 6);
    committee.seat(app);
    for _ in 0..3 {
        app.advance(committee.round, 31);
    }
    let bureau = &committee.bureau;
    let secretaries = [0, 1].map(|_| app.fresh_officer(Role::CommitteeSecretary, bureau));
    let (won, lost) = at_once(|at| {
        app.write_as(&secretaries[at], |conn, context| {
            actions::open_meeting(conn, context, committee.round, "会议室")
        })
    });
    assert_eq!(won, 1, "{lost:?}");
    assert!(matches!(&lost[0], Error::Refused(it) if it.message.key == "meeting-runs"));
}
