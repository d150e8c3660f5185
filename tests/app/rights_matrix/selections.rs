//! Addresses of rounds, nominations, experts and committees.

use super::meeting;
use super::places::Place;
use super::samples::{Sample, get, post};
use super::world::World;

/// An address for every route.
pub fn samples(world: &World) -> Vec<Sample> {
    let (place, committee) = (&world.places.applied, &world.places.seated);
    let round = |rest: &str| format!("/selection/{}{rest}", place.round);
    let new = [
        ("track", "city_special_teacher/teacher"),
        ("title", "第二轮"),
        ("seats", "10"),
        ("cutoff_on", "2026-11-23"),
        ("starts_on", "2026-12-01"),
    ];
    let onward = [
        ("version", "3"),
        ("ends_on", "2026-12-31"),
        ("reason", "按计划"),
    ];
    let back = [
        ("version", "3"),
        ("back_ends_on", "2026-12-31"),
        ("reason", "补办"),
    ];
    let change = [
        ("version", "3"),
        ("title", "市特级教师评选"),
        ("seats", "10"),
        ("cutoff_on", "2026-11-01"),
    ];
    let mistaken = [("version", "3"), ("reason", "选错了项目")];
    let days = [
        ("version", "3"),
        ("phase", "nominate"),
        ("starts_on", "2026-11-23"),
        ("ends_on", "2026-12-31"),
        ("reason", "延长"),
    ];
    let places = [
        ("version", "3"),
        ("dimension", "stage"),
        ("keys", "primary"),
        ("floors", "0"),
        ("caps", ""),
    ];
    vec![
        get("GET /selection", "/selection"),
        get("GET /selection/new", "/selection/new"),
        post("POST /selection", "/selection", &new),
        get("GET /programmes/<key>", "/programmes/city_special_teacher"),
        get("GET /selection/<id>", round("")),
        get("GET /selection/<id>/change", round("/change")),
        post("POST /selection/<id>/change", round("/change"), &change),
        post("POST /selection/<id>/drop", round("/drop"), &mistaken),
        post("POST /selection/<id>/advance", round("/advance"), &onward),
        post("POST /selection/<id>/back", round("/back"), &back),
        post("POST /selection/<id>/days", round("/days"), &days),
        get("GET /selection/<id>/places", round("/places")),
        post("POST /selection/<id>/places", round("/places"), &places),
    ]
    .into_iter()
    .chain(nominations(place))
    .chain(experts(world))
    .chain(committees(committee))
    .chain(meeting::samples(committee))
    .collect()
}

fn experts(world: &World) -> Vec<Sample> {
    let term = [
        ("teacher_number", world.teacher.teacher_number.as_str()),
        ("subject", "语文"),
        ("starts_on", "2026-01-01"),
        ("ends_on", "2026-12-31"),
    ];
    let ended = [("version", "1"), ("reason", "退休")];
    vec![
        post("POST /experts/ties", "/experts/ties", &[("keep", "false")]),
        get("GET /experts", "/experts"),
        post("POST /experts", "/experts", &term),
        post(
            "POST /experts/<id>/end",
            format!("/experts/{}/end", world.places.seated.expert),
            &ended,
        ),
    ]
}

fn committees(place: &Place) -> Vec<Sample> {
    let round = |rest: &str| format!("/selection/{}{rest}", place.round);
    let member = |rest: &str| format!("/members/{}{rest}", place.member);
    let nomination = place.nomination.to_string();
    let seat = place.member.to_string();
    let decision = [
        ("member", seat.as_str()),
        ("nomination", nomination.as_str()),
        ("is_conflict", "true"),
        ("reason", "同一教研组"),
    ];
    let tie = [
        ("nomination", nomination.as_str()),
        ("kind", "mentor"),
        ("note", "带过的徒弟"),
    ];
    let answer = [("version", "2"), ("accept", "true"), ("reason", "")];
    let released = [("version", "2"), ("reason", "联系不上")];
    vec![
        get("GET /selection/<id>/committee", round("/committee")),
        post(
            "POST /selection/<id>/committee/announce",
            round("/committee/announce"),
            &[],
        ),
        post(
            "POST /selection/<id>/committee/draw",
            round("/committee/draw"),
            &[],
        ),
        get(
            "GET /selection/<id>/committee/draw.json",
            round("/committee/draw.json"),
        ),
        get(
            "GET /selection/<id>/draws/lessons.json",
            round("/draws/lessons.json"),
        ),
        get(
            "GET /selection/<id>/draws/reserves.json",
            round("/draws/reserves.json"),
        ),
        post(
            "POST /selection/<id>/committee/invite",
            round("/committee/invite"),
            &[],
        ),
        post("POST /members/<id>/release", member("/release"), &released),
        post("POST /members/<id>/lead", member("/lead"), &[]),
        get("GET /committee", "/committee"),
        post("POST /members/<id>/answer", member("/answer"), &answer),
        get("GET /selection/<id>/conflicts", round("/conflicts")),
        post(
            "POST /selection/<id>/conflicts/find",
            round("/conflicts/find"),
            &[],
        ),
        post(
            "POST /selection/<id>/conflicts",
            round("/conflicts"),
            &decision,
        ),
        get("GET /committee/<id>", format!("/committee/{}", place.round)),
        post(
            "POST /committee/<id>/ties",
            format!("/committee/{}/ties", place.round),
            &tie,
        ),
    ]
}

#[expect(clippy::too_many_lines, reason = "a table, read line by line")]
fn nominations(place: &Place) -> Vec<Sample> {
    let id = place.nomination.to_string();
    let at = |rest: &str| format!("/nominations/{id}{rest}");
    let round = |rest: &str| format!("/selection/{}{rest}", place.round);
    let statement = (
        "statement",
        "任教二十年，主持市级课题三项，指导青年教师五名。",
    );
    let reasoned = [("version", "2"), ("reason", "理由")];
    let verdict = [("version", "2"), ("verdict", "return"), ("reason", "补充")];
    let seen = [
        ("version", "2"),
        ("condition", "honour"),
        ("is_met", "true"),
        ("reason", "原件"),
    ];
    let fraud = [("version", "2"), ("is_found", "true"), ("reason", "伪造")];
    let signed = [
        ("version", "2"),
        ("is_eligible", "true"),
        ("reason", "符合"),
    ];
    let vote = [
        ("version", "2"),
        ("held_on", "2026-11-23"),
        ("staff", "30"),
        ("present", "24"),
        ("yes", "20"),
        ("no", "3"),
        ("abstain", "1"),
    ];
    vec![
        get("GET /selection/<id>/nominations", round("/nominations")),
        post(
            "POST /selection/<id>/nominations",
            round("/nominations"),
            &[statement],
        ),
        post(
            "POST /selection/<id>/lists",
            round("/lists"),
            &[("level", "school"), ("ids", &id)],
        ),
        get("GET /nominations/<id>", at("")),
        get("GET /nominations/<id>/ties", at("/ties")),
        post(
            "POST /nominations/<id>/ties",
            at("/ties"),
            &[
                ("kind", "mentor"),
                ("teacher_number", "T002"),
                ("name", "林二"),
                ("note", "师徒"),
            ],
        ),
        post(
            "POST /nominations/<id>/ties/remove",
            at("/ties/remove"),
            &[("other", &id), ("kind", "mentor")],
        ),
        get("GET /nominations/<id>/versions", at("/versions")),
        get("GET /nominations/<id>/versions/<number>", at("/versions/1")),
        post(
            "POST /nominations/<id>/statement",
            at("/statement"),
            &[("version", "2"), statement],
        ),
        post(
            "POST /nominations/<id>/submit",
            at("/submit"),
            &[("version", "2"), statement],
        ),
        post("POST /nominations/<id>/exclude", at("/exclude"), &reasoned),
        post(
            "POST /nominations/<id>/withdraw",
            at("/withdraw"),
            &reasoned,
        ),
        post("POST /nominations/<id>/vote", at("/vote"), &vote),
        post("POST /nominations/<id>/decide", at("/decide"), &verdict),
        post("POST /nominations/<id>/confirm", at("/confirm"), &seen),
        post("POST /nominations/<id>/sign", at("/sign"), &signed),
        post("POST /nominations/<id>/fraud", at("/fraud"), &fraud),
    ]
}
