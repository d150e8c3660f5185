//! The rights matrix on meetings, results and certificates.

use xingtan::db::Json;
use xingtan::selection::meetings::rules::Running;
use xingtan::selection::meetings::{self, Ballot, Meeting};
use xingtan::selection::results::rules::{CertificateState, ResultState};
use xingtan::selection::results::{self, Certificate, CertificateId, SelectionResult};

use super::places::Place;
use super::samples::{Sample, get, post};
use crate::support::TestApp;
use crate::support::bank::day;

/// The number of a certificate.
const NUMBER: &str = "SZ20260001";

/// Makes a meeting with a ballot on a candidate who holds a certificate already: all in one round, for
/// addresses only.
#[expect(
    clippy::too_many_lines,
    reason = "rows of one round, each written once"
)]
pub fn make(app: &TestApp, place: &Place) {
    let (meeting, ballot) = (place.meeting, place.ballot);
    let nomination = place.nomination;
    app.write(|conn, context| {
        let row = Meeting {
            id: meeting,
            round_id: place.round,
            place: "会议室".to_owned(),
            committee: 3,
            agenda: Json::of(&[nomination]),
            state: Running::Open,
            remarks: None,
            opened_at: context.at,
            closed_at: None,
            version: 1,
            leaves_seats_empty: false,
        };
        meetings::store::insert(conn, &row)?;
        let row = Ballot {
            id: ballot,
            meeting_id: meeting,
            round_id: place.round,
            number: 1,
            seats: 2,
            committee: 3,
            state: Running::Open,
            close_reason: None,
            opened_at: context.at,
            closed_at: None,
            version: 1,
            is_among_tied: false,
            is_void: false,
        };
        let voters = [place.member].into();
        meetings::store::insert_ballot(conn, &row, &voters, &[nomination], &[].into())?;
        results::store::insert(
            conn,
            &SelectionResult {
                nomination_id: nomination,
                round_id: place.round,
                state: ResultState::Certified,
                reserve_rank: None,
                notice_id: None,
                reason: None,
                decided_at: context.at,
                version: 1,
            },
        )?;
        let stored = xingtan::selection::nominations::store::load(conn, nomination)?;
        let certificate = Certificate {
            id: CertificateId::new(),
            nomination_id: nomination,
            round_id: place.round,
            person_id: stored.person_id,
            number: NUMBER.to_owned(),
            name: "人选0".to_owned(),
            honour: "市特级教师".to_owned(),
            honour_en: "City specialist teacher".to_owned(),
            issued_on: day(11, 23),
            reason: "审定".to_owned(),
            state: CertificateState::Valid,
            ended_on: None,
            end_reason: None,
            approved_by: None,
            document: None,
            allowance_yuan: Some(300),
            left_on: None,
            allowance_stops_on: None,
            version: 1,
        };
        results::store::insert_certificate(conn, &certificate)
    })
    .expect("rows of one round");
}

/// Its addresses.
pub fn samples(place: &Place) -> Vec<Sample> {
    let round = |rest: &str| format!("/selection/{}{rest}", place.round);
    let meeting = |rest: &str| format!("/meetings/{}{rest}", place.meeting);
    let ballot = |rest: &str| format!("/ballots/{}{rest}", place.ballot);
    let member = place.member.to_string();
    let come = [("ids", member.as_str()), ("is_arrival", "true")];
    let close = [("version", "1"), ("remarks", "改期")];
    let count = [("version", "1"), ("reason", "改期")];
    let void = [("version", "1"), ("void_reason", "改期")];
    let paper = [("choices[00000000000000000000000000000000]", "yes")];
    vec![
        get("GET /selection/<id>/meetings", round("/meetings")),
        post(
            "POST /selection/<id>/meetings",
            round("/meetings"),
            &[("place", "会议室")],
        ),
        get("GET /meetings", "/meetings"),
        get("GET /meetings/<id>", meeting("")),
        post(
            "POST /meetings/<id>/attendance",
            meeting("/attendance"),
            &come,
        ),
        post("POST /meetings/<id>/ballots", meeting("/ballots"), &[]),
        post("POST /meetings/<id>/close", meeting("/close"), &close),
        get("GET /meetings/<id>/minutes", meeting("/minutes")),
        post(
            "POST /meetings/<id>/sign",
            meeting("/sign"),
            &[("seat", "secretary")],
        ),
        get("GET /ballots/<id>", ballot("")),
        post("POST /ballots/<id>/papers", ballot("/papers"), &paper),
        post("POST /ballots/<id>/close", ballot("/close"), &count),
        post("POST /ballots/<id>/void", ballot("/void"), &void),
    ]
    .into_iter()
    .chain(result_samples(place))
    .collect()
}

fn result_samples(place: &Place) -> Vec<Sample> {
    let nomination = place.nomination.to_string();
    let round = |rest: &str| format!("/selection/{}{rest}", place.round);
    let at = |rest: &str| format!("/nominations/{nomination}{rest}");
    let paper = |rest: &str| format!("/certificates/{NUMBER}{rest}");
    let reason = [("reason", "理由")];
    let approve = [("ids", nomination.as_str()), ("reason", "审定")];
    let revoke = [
        ("version", "1"),
        ("on", "2026-11-23"),
        ("reason", "弄虚作假"),
        ("document", "穗教人〔2026〕99号"),
        ("approved_by", "市局党组"),
    ];
    let left = [
        ("version", "1"),
        ("on", "2026-11-23"),
        ("reason", "调往外市"),
    ];
    vec![
        get("GET /selection/<id>/results", round("/results")),
        post("POST /selection/<id>/results", round("/results"), &[]),
        post(
            "POST /selection/<id>/results/order/announce",
            round("/results/order/announce"),
            &[],
        ),
        post(
            "POST /selection/<id>/results/order",
            round("/results/order"),
            &[],
        ),
        post(
            "POST /selection/<id>/certificates",
            round("/certificates"),
            &approve,
        ),
        get("GET /selection/<id>/statistics", round("/statistics")),
        get(
            "GET /selection/<id>/statistics.xlsx",
            round("/statistics.xlsx"),
        ),
        get("GET /nominations/<id>/outcome", at("/outcome")),
        post("POST /nominations/<id>/decline", at("/decline"), &reason),
        post("POST /nominations/<id>/strike", at("/strike"), &reason),
        post("POST /nominations/<id>/promote", at("/promote"), &reason),
        get("GET /honours", "/honours"),
        get("GET /honours.xlsx", "/honours.xlsx"),
        get("GET /certificates", "/certificates"),
        get("GET /certificates/<number>", paper("")),
        get("GET /certificates/<number>/paper", paper("/paper")),
        post(
            "POST /certificates/<number>/revoke",
            paper("/revoke"),
            &revoke,
        ),
        post(
            "POST /certificates/<number>/renounce",
            paper("/renounce"),
            &[("version", "1"), ("reason", "理由")],
        ),
        post(
            "POST /certificates/<number>/allowance",
            paper("/allowance"),
            &left,
        ),
    ]
}
