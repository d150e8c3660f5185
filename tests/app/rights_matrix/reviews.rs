//! Addresses of assignments, reviews, the calibration report and lessons.

use xingtan::selection::reviews::ReviewId;

use super::places::Place;
use super::samples::{Sample, get, post};

/// A review and whatever else there is none of in the world: nobody may tell it from a hidden one.
const NONE: &str = "00000000000000000000000000000000";

/// An address for every route.
pub fn samples(place: &Place) -> Vec<Sample> {
    [
        assignments(place),
        candidates(place),
        place.reviews.iter().flat_map(|it| review(*it)).collect(),
        secretary(place),
        lessons(place),
    ]
    .concat()
}

#[expect(clippy::too_many_lines, reason = "a table, read line by line")]
fn assignments(place: &Place) -> Vec<Sample> {
    let nomination = place.nomination;
    let round = |rest: &str| format!("/selection/{}{rest}", place.round);
    let at = |rest: &str| round(&format!("/assignments/{nomination}{rest}"));
    let moved = [
        ("review", NONE),
        ("version", "1"),
        ("member", NONE),
        ("reason", "理由"),
    ];
    let wishes = format!("/wishes/{}", place.round);
    vec![
        get("GET /selection/<id>/assignments", round("/assignments")),
        get(
            "GET /selection/<id>/assignments.csv",
            round("/assignments.csv"),
        ),
        post(
            "POST /selection/<id>/assignments.csv",
            round("/assignments.csv"),
            &[("keep", "false")],
        ),
        get("GET /selection/<id>/deal", round("/deal")),
        post(
            "POST /selection/<id>/deal",
            round("/deal"),
            &[("fingerprint", "00")],
        ),
        post(
            "POST /selection/<id>/deal/announce",
            round("/deal/announce"),
            &[],
        ),
        post(
            "POST /selection/<id>/deal/raise",
            round("/deal/raise"),
            &[("shown", "00"), ("reason", "人手不够")],
        ),
        post(
            "POST /selection/<id>/loads",
            round("/loads"),
            &[
                ("member", NONE),
                ("version", "1"),
                ("load_max", "20"),
                ("reason", "人手不够"),
            ],
        ),
        get("GET /selection/<id>/assignments/<nomination>", at("")),
        post(
            "POST /selection/<id>/assignments/<nomination>/add",
            at("/add"),
            &moved,
        ),
        post(
            "POST /selection/<id>/assignments/<nomination>/move",
            at("/move"),
            &moved,
        ),
        post(
            "POST /selection/<id>/assignments/<nomination>/remove",
            at("/remove"),
            &moved,
        ),
        get("GET /reviews", "/reviews"),
        get("GET /wishes/<id>", wishes.clone()),
        post(
            "POST /wishes/<id>",
            wishes,
            &[("candidates", NONE), ("wishes", "5")],
        ),
        get("GET /selection/<id>/calibration", round("/calibration")),
        get(
            "GET /selection/<id>/calibration.xlsx",
            round("/calibration.xlsx"),
        ),
    ]
}

fn candidates(place: &Place) -> Vec<Sample> {
    let nomination = place.nomination;
    let own = |rest: &str| format!("/candidates/{}{rest}", place.round);
    vec![
        get("GET /candidates/<id>", own("")),
        get(
            "GET /candidates/<id>/<nomination>",
            own(&format!("/{nomination}")),
        ),
        get(
            "GET /candidates/<id>/<nomination>/files/<file>",
            own(&format!("/{nomination}/files/{NONE}")),
        ),
    ]
}

fn review(id: ReviewId) -> Vec<Sample> {
    let review = |rest: &str| format!("/reviews/{id}{rest}");
    let written = [
        ("version", "1"),
        ("keys", "ethics"),
        ("points", "8"),
        ("comment", "教学扎实"),
    ];
    vec![
        get("GET /reviews/<id>", review("")),
        post("POST /reviews/<id>/save", review("/save"), &written),
        post("POST /reviews/<id>/submit", review("/submit"), &written),
        post(
            "POST /reviews/<id>/decline",
            review("/decline"),
            &[("version", "1"), ("reason", "出差")],
        ),
        post(
            "POST /reviews/<id>/ask",
            review("/ask"),
            &[("question", "请问课题何时结题？")],
        ),
        get(
            "GET /reviews/<id>/files/<file>",
            format!("{}/files/{NONE}", review("")),
        ),
    ]
}

fn secretary(place: &Place) -> Vec<Sample> {
    let nomination = place.nomination;
    let round = |rest: &str| format!("/selection/{}{rest}", place.round);
    let question = [
        ("question", NONE),
        ("version", "1"),
        ("forwarded", "请问课题何时结题？"),
        ("reason", "重复"),
        ("answer", "去年已经结题。"),
    ];
    let own = format!("/nominations/{nomination}");
    vec![
        get("GET /selection/<id>/covers", round("/covers")),
        post("POST /selection/<id>/covers", round("/covers"), &[]),
        get(
            "GET /selection/<id>/covers/<nomination>",
            round(&format!("/covers/{nomination}")),
        ),
        post(
            "POST /selection/<id>/covers/<nomination>",
            round(&format!("/covers/{nomination}")),
            &[
                ("version", "1"),
                ("statement", "任教二十年，主持市级课题三项，成绩显著。"),
            ],
        ),
        get("GET /selection/<id>/questions", round("/questions")),
        post(
            "POST /selection/<id>/questions/forward",
            round("/questions/forward"),
            &question,
        ),
        post(
            "POST /selection/<id>/questions/refuse",
            round("/questions/refuse"),
            &question,
        ),
        post(
            "POST /nominations/<id>/answer",
            format!("{own}/answer"),
            &question,
        ),
        get(
            "GET /nominations/<id>/files/<file>",
            format!("{own}/files/{NONE}"),
        ),
        post(
            "POST /nominations/<id>/files",
            format!("{own}/files"),
            &[("file", NONE)],
        ),
        post(
            "POST /nominations/<id>/files/remove",
            format!("{own}/files/remove"),
            &[("file", NONE)],
        ),
    ]
}

fn lessons(place: &Place) -> Vec<Sample> {
    let round = |rest: &str| format!("/selection/{}{rest}", place.round);
    let own = format!("/lessons/{}", place.round);
    let plan = [
        ("version", "0"),
        ("days", "2026-12-05"),
        ("rooms", "一号厅"),
        ("hours", "08:30-12:00"),
        ("pause", "10"),
    ];
    let points = [
        ("candidate", NONE),
        ("version", "0"),
        ("lesson", "88"),
        ("defence", "90"),
    ];
    vec![
        get("GET /selection/<id>/lessons", round("/lessons")),
        post("POST /selection/<id>/lessons", round("/lessons"), &plan),
        post(
            "POST /selection/<id>/lessons/move",
            round("/lessons/move"),
            &[
                ("version", "2"),
                ("candidate", NONE),
                ("to", "0"),
                ("reason", "生病"),
            ],
        ),
        post(
            "POST /selection/<id>/lessons/draw",
            round("/lessons/draw"),
            &[("version", "1")],
        ),
        post(
            "POST /selection/<id>/lessons/presence",
            round("/lessons/presence"),
            &[("held_on", "2026-12-05")],
        ),
        get("GET /lessons/<id>", own.clone()),
        post("POST /lessons/<id>", own, &points),
    ]
}
