//! An address for every route, and for forms what somebody who may would send.

use super::world::World;
use super::{reviews, selections};

/// A request to one route.
#[derive(Clone)]
pub struct Sample {
    /// Method and pattern of the route, without query.
    pub route: &'static str,
    /// An address that the route answers.
    pub path: String,
    /// Fields of the form besides its token and name.
    pub fields: Vec<(&'static str, String)>,
}

impl Sample {
    /// Whether it only reads.
    pub fn is_reading(&self) -> bool {
        self.route.starts_with("GET ")
    }
}

/// A page.
pub fn get(route: &'static str, path: impl Into<String>) -> Sample {
    post(route, path, &[])
}

/// A form.
pub fn post(
    route: &'static str,
    path: impl Into<String>,
    fields: &[(&'static str, &str)],
) -> Sample {
    Sample {
        route,
        path: path.into(),
        fields: fields
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect(),
    }
}

/// In the order of the golden file.
pub fn samples(world: &World) -> Vec<Sample> {
    [
        frame(),
        identity(world),
        credit_bank(world),
        claims(world),
        overview(world),
        world.stream.samples(&world.city),
        people(world),
        organizations(world),
        notices(world),
        selections::samples(world),
        reviews::samples(&world.places.applied),
        world.registration.samples(&world.city),
        records(world),
        evidence(world),
        jobs(world),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn frame() -> Vec<Sample> {
    vec![
        get("GET /", "/"),
        get("GET /health", "/health"),
        get("GET /static/<name>", "/static/xingtan.css"),
        get("GET /tasks", "/tasks"),
        get("GET /drafts/<key>", "/drafts/claim-new"),
        post(
            "POST /drafts",
            "/drafts",
            &[("key", "claim-new"), ("fields", "{}")],
        ),
        get("GET /policies", "/policies"),
    ]
}

fn identity(world: &World) -> Vec<Sample> {
    let account = world.account.id;
    let session = world.account.session;
    let password = ("password", "river-7-bamboo");
    let again = ("password_again", "river-7-bamboo");
    let grant = [
        ("role", "school_head"),
        ("organization", world.city.school.code.as_str()),
        ("starts_on", "2026-11-23"),
        ("ends_on", ""),
    ];
    let new = [
        ("login", "new.one"),
        ("display_name", "新人"),
        ("teacher_number", ""),
    ];
    let close = [("version", "1"), ("reason", "调离")];
    let admin = |rest: &str| format!("/admin/accounts/{account}{rest}");
    vec![
        get("GET /sign-in", "/sign-in"),
        post(
            "POST /sign-in",
            "/sign-in",
            &[("login", "x"), ("password", "x"), ("back", "/")],
        ),
        post("POST /sign-out", "/sign-out", &[]),
        get("GET /activate", "/activate"),
        post(
            "POST /activate",
            "/activate",
            &[("code", "x"), password, again],
        ),
        get("GET /language/<tag>", "/language/en"),
        get("GET /account", "/account"),
        post(
            "POST /account/password",
            "/account/password",
            &[("present_password", "x"), password, again],
        ),
        post(
            "POST /account/sessions/<id>/revoke",
            format!("/account/sessions/{session}/revoke"),
            &[],
        ),
        get("GET /admin/accounts", "/admin/accounts"),
        get("GET /admin/accounts/new", "/admin/accounts/new"),
        post("POST /admin/accounts", "/admin/accounts", &new),
        get("GET /admin/accounts/<id>", admin("")),
        post("POST /admin/accounts/<id>/code", admin("/code"), &[]),
        post("POST /admin/accounts/<id>/unlock", admin("/unlock"), &[]),
        post("POST /admin/accounts/<id>/close", admin("/close"), &close),
        post(
            "POST /admin/accounts/<id>/reopen",
            admin("/reopen"),
            &[("version", "1")],
        ),
        get("GET /admin/rights", "/admin/rights"),
        get("GET /admin/rights/<id>", format!("/admin/rights/{account}")),
        post(
            "POST /admin/rights/<id>/grant",
            format!("/admin/rights/{account}/grant"),
            &grant,
        ),
        post(
            "POST /admin/rights/grants/<id>/end",
            format!("/admin/rights/grants/{}/end", world.grant),
            &[("reason", "调离")],
        ),
        get("GET /journal", "/journal"),
    ]
}

fn credit_bank(world: &World) -> Vec<Sample> {
    let number = &world.teacher.teacher_number;
    let at = |rest: &str| format!("/credit-bank/{number}{rest}");
    vec![
        get("GET /credit-bank", "/credit-bank"),
        get("GET /credit-bank/<number>", at("")),
        get("GET /credit-bank/<number>/print", at("/print")),
        get(
            "GET /credit-bank/<number>/export/<format>",
            at("/export/csv"),
        ),
    ]
}

fn claims(world: &World) -> Vec<Sample> {
    let handed_in = |rest: &str| format!("/claims/{}{rest}", world.claim);
    let draft = |rest: &str| format!("/claims/{}{rest}", world.draft);
    let file = format!("/files/{}", world.file);
    let typed = |version| {
        [
            ("item", "open_lesson"),
            ("title", "第三堂公开课"),
            ("done_on", "2026-05-11"),
            ("quantity", "1"),
            ("description", ""),
            ("late_reason", ""),
            ("version", version),
            ("then", "save"),
        ]
    };
    let press = |version| [("version", version)];
    let reasoned = [("version", "2"), ("reason", "理由")];
    let verdict = [("version", "2"), ("verdict", "endorse"), ("reason", "属实")];
    vec![
        get("GET /claims", "/claims"),
        get("GET /claims/new", "/claims/new"),
        post("POST /claims", "/claims", &typed("0")),
        get("GET /claims/<id>", handed_in("")),
        get("GET /claims/<id>/edit", draft("/edit")),
        post("POST /claims/<id>/edit", draft("/edit"), &typed("1")),
        post("POST /claims/<id>/submit", draft("/submit"), &press("1")),
        post(
            "POST /claims/<id>/withdraw",
            handed_in("/withdraw"),
            &press("2"),
        ),
        post("POST /claims/<id>/reopen", handed_in("/reopen"), &reasoned),
        post("POST /claims/<id>/decide", handed_in("/decide"), &verdict),
        post(
            "POST /claims/<id>/reverse",
            handed_in("/reverse"),
            &reasoned,
        ),
        post("POST /claims/<id>/files", draft("/files"), &[]),
        get("GET /claims/<id>/files/<file>", draft(&file)),
        post(
            "POST /claims/<id>/files/<file>/withdraw",
            draft(&format!("{file}/withdraw")),
            &[],
        ),
    ]
}

fn overview(world: &World) -> Vec<Sample> {
    let district = format!("/overview/{}", world.city.district.id);
    let school = format!("/overview/{}", world.city.school.id);
    vec![
        get("GET /overview", "/overview"),
        get("GET /overview/<id>", district.clone()),
        get("GET /overview/<id>/teachers", format!("{school}/teachers")),
        get(
            "GET /overview/<id>/export/<format>",
            format!("{district}/export/csv"),
        ),
        get(
            "GET /overview/<id>/teachers/export/<format>",
            format!("{school}/teachers/export/csv"),
        ),
        post(
            "POST /overview/<id>/teachers/export/<format>",
            format!("{school}/teachers/export/csv"),
            &[],
        ),
    ]
}

fn jobs(world: &World) -> Vec<Sample> {
    let trial = world.trial;
    vec![
        get("GET /jobs/<id>", format!("/jobs/{trial}")),
        get("GET /jobs/<id>/file", format!("/jobs/{trial}/file")),
        post(
            "POST /jobs/<id>/cancel",
            format!("/jobs/{trial}/cancel"),
            &[],
        ),
        get("GET /imports/<id>", format!("/imports/{trial}")),
        get(
            "GET /imports/<id>/refused.xlsx",
            format!("/imports/{trial}/refused.xlsx"),
        ),
        post(
            "POST /imports/<id>/store",
            format!("/imports/{trial}/store"),
            &[],
        ),
    ]
}

fn people(world: &World) -> Vec<Sample> {
    let number = &world.teacher.teacher_number;
    let file = |rest: &str| format!("/people/{number}{rest}");
    // Nobody's match: it exists for no one.
    let unknown = "/people/matches/019a0000000070008000000000000000";
    let reason = [("reason", "核对")];
    vec![
        get("GET /people", "/people"),
        get("GET /people/<number>", file("")),
        get("GET /people/<number>/<edit>", file("/transfer")),
        get("GET /people/export/<format>", "/people/export/csv"),
        get("GET /people/matches", "/people/matches"),
        get("GET /people/matches/<id>", unknown),
        get("GET /people/new", "/people/new"),
        get("GET /people/roster", "/people/roster"),
        get("GET /people/roster/form.xlsx", "/people/roster/form.xlsx"),
        post(
            "POST /people/<number>/assessment",
            file("/assessment"),
            &reason,
        ),
        post("POST /people/<number>/employ", file("/employ"), &reason),
        post("POST /people/<number>/end", file("/end"), &reason),
        post("POST /people/<number>/name", file("/name"), &reason),
        post("POST /people/<number>/post", file("/post"), &reason),
        post("POST /people/<number>/reveal", file("/reveal"), &reason),
        post("POST /people/<number>/title", file("/title"), &reason),
        post("POST /people/<number>/transfer", file("/transfer"), &reason),
        post("POST /people/matches/<id>", unknown, &reason),
        post("POST /people/new", "/people/new", &reason),
        post("POST /people/roster", "/people/roster", &reason),
    ]
}

fn evidence(world: &World) -> Vec<Sample> {
    let own = |rest: &str| format!("/evidence/{}{rest}", world.own_file);
    let of_draft = |rest: &str| format!("/claims/{}/files/{rest}", world.draft);
    let own_file = world.own_file.to_string();
    vec![
        get("GET /evidence", "/evidence"),
        post("POST /evidence", "/evidence", &[("paper", "")]),
        get("GET /evidence/<id>", own("")),
        get("GET /evidence/<id>/replace", own("/replace")),
        post(
            "POST /evidence/<id>/replace",
            own("/replace"),
            &[("paper", "")],
        ),
        post("POST /evidence/<id>/withdraw", own("/withdraw"), &[]),
        post(
            "POST /claims/<id>/files/reuse",
            of_draft("reuse"),
            &[("file", own_file.as_str())],
        ),
        post(
            "POST /claims/<id>/files/<file>/replace",
            of_draft(&format!("{}/replace", world.file)),
            &[],
        ),
    ]
}

fn records(world: &World) -> Vec<Sample> {
    let number = &world.teacher.teacher_number;
    let file = |rest: &str| format!("/people/{number}{rest}");
    let certificate = file(&format!("/certificates/{}", world.certificate));
    let event = file(&format!("/qualification/{}", world.event));
    let alert = file(&format!("/ethics/{}", world.alert));
    let absence = file(&format!("/absences/{}", world.absence));
    let take_out = [("version", "1"), ("reason", "误登")];
    let empty = [("version", "1"), ("kind", "")];
    let step = [("version", "1"), ("step", "set_aside"), ("reason", "复核")];
    vec![
        get("GET /people/<number>/certificates", file("/certificates")),
        get(
            "GET /people/<number>/certificates/new",
            file("/certificates/new"),
        ),
        post(
            "POST /people/<number>/certificates",
            file("/certificates"),
            &empty,
        ),
        get(
            "GET /people/<number>/certificates/<id>",
            certificate.clone(),
        ),
        post(
            "POST /people/<number>/certificates/<id>",
            certificate.clone(),
            &empty,
        ),
        post(
            "POST /people/<number>/certificates/<id>/withdraw",
            format!("{certificate}/withdraw"),
            &take_out,
        ),
        get(
            "GET /people/<number>/qualification/new",
            file("/qualification/new"),
        ),
        post(
            "POST /people/<number>/qualification",
            file("/qualification"),
            &empty,
        ),
        post(
            "POST /people/<number>/qualification/<id>/withdraw",
            format!("{event}/withdraw"),
            &take_out,
        ),
        get("GET /people/<number>/ethics", file("/ethics")),
        get("GET /people/<number>/ethics/new", file("/ethics/new")),
        post("POST /people/<number>/ethics", file("/ethics"), &empty),
        post("POST /people/<number>/ethics/<id>", alert, &step),
        get("GET /people/<number>/absences", file("/absences")),
        get("GET /people/<number>/absences/new", file("/absences/new")),
        post("POST /people/<number>/absences", file("/absences"), &empty),
        get("GET /people/<number>/absences/<id>", absence.clone()),
        post(
            "POST /people/<number>/absences/<id>",
            absence.clone(),
            &empty,
        ),
        post(
            "POST /people/<number>/absences/<id>/withdraw",
            format!("{absence}/withdraw"),
            &take_out,
        ),
    ]
}

fn notices(world: &World) -> Vec<Sample> {
    let notice = format!("/notices/{}", world.notice);
    let objection = format!("/objections/{}", world.objection);
    let said = [("text", "名单中的陈一本学年没有任教。"), ("contact", "")];
    let answer = [("version", "1"), ("finding", "dismiss"), ("reason", "查实")];
    vec![
        get("GET /notices", "/notices"),
        get("GET /notices/receipt", "/notices/receipt"),
        get("GET /notices/<id>", notice.clone()),
        post(
            "POST /notices/<id>/objections",
            format!("{notice}/objections"),
            &said,
        ),
        get("GET /objections", "/objections"),
        get("GET /objections/<id>", objection.clone()),
        post(
            "POST /objections/<id>/answer",
            format!("{objection}/answer"),
            &answer,
        ),
    ]
}

fn organizations(world: &World) -> Vec<Sample> {
    let school = world.city.school.id;
    let at = |rest: &str| format!("/organizations/{school}{rest}");
    let empty = [("name", "")];
    vec![
        get("GET /organizations", "/organizations"),
        get("GET /organizations/<id>", at("")),
        get("GET /organizations/alliances", "/organizations/alliances"),
        get("GET /organizations/new", "/organizations/new"),
        post("POST /organizations/<id>/close", at("/close"), &empty),
        post("POST /organizations/<id>/rename", at("/rename"), &empty),
        post(
            "POST /organizations/alliances",
            "/organizations/alliances",
            &empty,
        ),
        post(
            "POST /organizations/alliances/join",
            "/organizations/alliances/join",
            &empty,
        ),
        post(
            "POST /organizations/alliances/leave",
            "/organizations/alliances/leave",
            &empty,
        ),
        post("POST /organizations/new", "/organizations/new", &empty),
    ]
}
