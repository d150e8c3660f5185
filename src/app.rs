//! The program put together: the only place that knows every feature and mounts every route.

use std::sync::Arc;

use rocket::data::{Limits, ToByteUnit};
use rocket::fairing::AdHoc;
use rocket::http::{Header, Status};
use rocket::{Build, Request, Rocket, Route, catch, catchers, get, routes};

use crate::access::{Action, Role};
use crate::clock::Clock;
use crate::context::{Context, House};
use crate::db::{Conn, Db};
use crate::error::{Error, RefusalKind, Refused};
use crate::identity::Demonstration;
use crate::jobs::JobKind;
use crate::jobs::upkeep::Duty;
use crate::jobs::worker::{Runner, Worker};
use crate::message::Message;
use crate::tasks::{Task, TasksPage};
use crate::web::answer::{Answer, Goto};
use crate::web::failure::Failure;
use crate::web::frame::{Frame, NavItem};
use crate::web::language::{Language, Words};
use crate::web::visit::{Shared, Visit, failure_page, request_id};
use crate::{
    credit_bank, drafts, ethics, evidence, identity, imports, jobs, journal, notices,
    organizations, people, policy, qualifications, registration, selection, web,
};

/// What differs between a bureau's server, a demonstration and a test.
#[derive(Debug, Clone)]
pub struct Options {
    /// Cookies over TLS only.
    pub has_secure_cookies: bool,
    /// The accounts that the sign-in page offers to try; none in earnest.
    pub demonstration: Option<&'static Demonstration>,
}

/// Builds the server. `figment` carries address, port and such.
pub fn build(
    figment: rocket::figment::Figment,
    db: Db,
    clock: Clock,
    house: Arc<House>,
    options: &Options,
) -> Rocket<Build> {
    let limits = Limits::default()
        .limit("form", 256.kibibytes())
        .limit("data-form", 210.mebibytes())
        .limit("file", 200.mebibytes());
    let figment = figment
        .merge(("limits", limits))
        .merge(("log_level", "off"))
        .merge(("ident", "Xingtan"));
    let shared = Shared {
        db,
        clock,
        house,
        has_secure_cookies: options.has_secure_cookies,
        demonstration: options.demonstration,
        navigation,
    };
    rocket::custom(figment)
        .manage(Arc::new(shared))
        .attach(safe_headers())
        .attach(request_log())
        .mount("/", all_routes())
        .register("/", catchers![failed])
}

/// Every address of the product.
pub fn all_routes() -> Vec<Route> {
    [
        routes![home, tasks, health, web::assets::serve],
        drafts::routes::routes(),
        imports::routes::routes(),
        jobs::routes::routes(),
        credit_bank::projects::routes::routes(),
        credit_bank::completions::routes::routes(),
        credit_bank::audits::routes::routes(),
        credit_bank::overview::routes::routes(),
        credit_bank::statement::routes::routes(),
        credit_bank::claims::routes::routes(),
        policy::routes::routes(),
        identity::routes::routes(),
        journal::routes::routes(),
        people::newcomer::routes(),
        people::routes::routes(),
        people::roster::routes::routes(),
        people::matches::routes::routes(),
        people::absences::routes::routes(),
        organizations::routes::routes(),
        notices::routes::routes(),
        selection::rounds::routes::routes(),
        selection::quotas::routes::routes(),
        registration::routes::routes(),
        selection::nominations::routes::routes(),
        selection::nominations::versions::routes::routes(),
        selection::committees::routes::routes(),
        selection::conflicts::routes::routes(),
        selection::meetings::routes::routes(),
        selection::results::routes::routes(),
        selection::assignments::routes::routes(),
        selection::reviews::routes::routes(),
        selection::calibration::routes::routes(),
        selection::candidates::routes::routes(),
        selection::lessons::routes::routes(),
        evidence::routes::routes(),
        qualifications::routes::routes(),
        ethics::routes::routes(),
    ]
    .concat()
}

/// What happens by itself when time has passed.
const DUTIES: &[Duty] = &[
    credit_bank::completions::actions::expire_overdue,
    credit_bank::claims::actions::expire_overdue,
    registration::actions::school::expire_overdue,
    selection::nominations::actions::expire_overdue,
    registration::survey::start_where_near,
    drafts::forget_old,
];

/// Which function does which kind of job.
pub fn runner(kind: JobKind) -> Runner {
    match kind {
        JobKind::ImportRoster => people::roster::import::run,
        JobKind::ImportCompletions => credit_bank::completions::import::run,
        JobKind::ConfirmCompletions => credit_bank::completions::actions::run_confirm_all,
        JobKind::DrawAudit => credit_bank::audits::actions::run_draw,
        JobKind::ExportTeachers => credit_bank::overview::run_export,
        JobKind::SurveyRegistration => registration::survey::run,
        JobKind::TryRegistrationRules => registration::what_if::run,
    }
}

/// A worker for the jobs of this database.
pub fn worker(db: Db, clock: Clock, house: Arc<House>) -> Worker {
    Worker {
        db,
        clock,
        house,
        runner,
        duties: DUTIES,
    }
}

/// Everything that awaits somebody.
fn list_tasks(conn: &mut Conn, context: &Context) -> Result<Vec<Task>, Error> {
    // The program itself waits for nothing, though it may do everything.
    if context.actor.is_system() {
        return Ok(Vec::new());
    }
    let mut tasks = credit_bank::tasks::tasks(conn, context)?;
    tasks.extend(notices::actions::tasks(conn, context)?);
    tasks.extend(registration::tasks::tasks(conn, context)?);
    tasks.extend(selection::nominations::actions::tasks(conn, context)?);
    tasks.extend(selection::committees::actions::tasks(conn, context)?);
    tasks.extend(selection::meetings::actions::tasks(conn, context)?);
    tasks.extend(selection::reviews::actions::tasks(conn, context)?);
    tasks.extend(selection::reviews::questions::tasks(conn, context)?);
    tasks.extend(selection::duties::tasks(conn, context)?);
    let reach = context.actor.reach(Action::DecideMatch);
    if !reach.is_empty() {
        let count = people::matches::store::count_open(conn, &reach)?;
        let message = Message::new("task-matches-to-decide").with("count", count);
        tasks.push(Task {
            message,
            count,
            href: "/people/matches".into(),
            due_on: None,
        });
    }
    Ok(tasks)
}

#[get("/")]
async fn home(visit: Visit) -> Answer {
    visit
        .lead(|_, context| {
            Ok(Goto::to(if is_only_teacher(context) {
                "/credit-bank"
            } else {
                "/tasks"
            }))
        })
        .await
}

#[get("/tasks")]
async fn tasks(visit: Visit) -> Answer {
    visit
        .show(|conn, context, frame| Ok(TasksPage::new(frame, list_tasks(conn, context)?)))
        .await
}

/// For the machine that watches over the server.
#[get("/health")]
fn health() -> &'static str {
    "ok"
}

/// As many ways fit beside one another on the screen of an office.
const WAYS_MAX: usize = 8;

/// Ways that are seldom taken; they stand behind “more” where there are many.
const RARE_WAYS: [&str; 6] = [
    "/people/matches",
    "/evidence",
    "/courses",
    "/notices",
    "/organizations",
    "/policies",
];

/// The ways that the frame offers: what the visitor's roles can ever do.
fn navigation(
    conn: &mut Conn,
    context: &Context,
    words: Words,
    path: &str,
) -> Result<Vec<NavItem>, Error> {
    let actor = &context.actor;
    let tasks = list_tasks(conn, context)?;
    let waiting: i64 = tasks.iter().map(|task| task.count).sum();
    let has_tasks = waiting > 0 || !is_only_teacher(context);
    let own_file = match actor.person.filter(|_| actor.holds(Role::Teacher)) {
        Some(person) => Some(people::pages::href_of_file(conn, person)?),
        None => None,
    };
    let shown = ways(context, has_tasks, own_file.as_deref())
        .into_iter()
        .filter(|it| it.0)
        .map(|(_, key, href)| (key, href));
    Ok(nav_items(words, path, &shown.collect::<Vec<_>>(), waiting))
}

/// A way: whether this visitor may take it, the key of its name, its address.
type Way<'a> = (bool, &'static str, &'a str);

/// All ways, in the order of use.
fn ways<'a>(context: &Context, has_tasks: bool, own_file: Option<&'a str>) -> [Way<'a>; 22] {
    let actor = &context.actor;
    let can = |action: Action| actor.can_ever(action);
    [
        (has_tasks, "nav-tasks", "/tasks"),
        (
            actor.person.is_some() && actor.holds(Role::Teacher),
            "nav-credit-bank",
            "/credit-bank",
        ),
        (can(Action::ViewClaim), "nav-claims", "/claims"),
        (
            can(Action::ViewRegistration),
            "nav-registration",
            "/registration",
        ),
        (
            own_file.is_some(),
            "nav-own-file",
            own_file.unwrap_or_default(),
        ),
        (actor.holds(Role::Teacher), "nav-evidence", "/evidence"),
        (actor.holds(Role::Teacher), "nav-courses", "/courses"),
        (
            can(Action::ConfirmCompletions),
            "nav-completions",
            "/completions",
        ),
        (can(Action::ViewOverview), "nav-overview", "/overview"),
        (
            can(Action::EditPeople) || can(Action::ViewOverview),
            "nav-people",
            "/people",
        ),
        (can(Action::DecideMatch), "nav-matches", "/people/matches"),
        (can(Action::ViewProject), "nav-projects", "/projects"),
        (can(Action::ViewObjections), "nav-notices", "/notices"),
        (can(Action::AuditCompletions), "nav-audits", "/audits"),
        (can(Action::ViewSelection), "nav-selection", "/selection"),
        (can(Action::ServeOnCommittee), "seats-title", "/committee"),
        (can(Action::ServeOnCommittee), "nav-reviews", "/reviews"),
        (
            can(Action::EditOrganizations),
            "nav-organizations",
            "/organizations",
        ),
        (
            can(Action::AdministerAccounts),
            "nav-accounts",
            "/admin/accounts",
        ),
        (can(Action::AdministerRights), "nav-rights", "/admin/rights"),
        (can(Action::ViewJournal), "nav-journal", "/journal"),
        (
            !can(Action::AdministerAccounts) && !can(Action::AdministerRights),
            "nav-policies",
            "/policies",
        ),
    ]
}

/// Pages that belong to a way and have addresses of their own; the first way that the reader has.
const ROOMS: [(&str, &str); 10] = [
    ("/nominations", "/selection"),
    ("/honours", "/selection"),
    ("/programmes", "/selection"),
    ("/experts", "/selection"),
    ("/candidates", "/committee"),
    ("/lessons", "/committee"),
    ("/wishes", "/committee"),
    ("/meetings", "/committee"),
    ("/ballots", "/committee"),
    ("/meetings", "/selection"),
];

fn is_below(path: &str, root: &str) -> bool {
    let rest = path.strip_prefix(root);
    rest.is_some_and(|it| it.is_empty() || it.starts_with('/'))
}

/// Ways as the frame shows them; what waits stands beside the tasks.
fn nav_items(words: Words, path: &str, ways: &[(&str, &str)], waiting: i64) -> Vec<NavItem> {
    let here = path.split('?').next().unwrap_or_default();
    // The longest address that fits is where one is: /people/matches is not /people.
    let current = ways
        .iter()
        .map(|(_, href)| *href)
        .filter(|href| is_below(here, href))
        .max_by_key(|href| href.len())
        .or_else(|| {
            let mut rooms = ROOMS.iter().filter(|(root, _)| is_below(here, root));
            rooms.find_map(|(_, href)| {
                let known = ways.iter().any(|(_, way)| way == href);
                known.then_some(*href)
            })
        });
    ways.iter()
        .map(|(key, href)| NavItem {
            label: words.say(key),
            href: (*href).to_owned(),
            is_current: Some(*href) == current,
            waiting: if *href == "/tasks" { waiting } else { 0 },
            is_tucked: ways.len() > WAYS_MAX && RARE_WAYS.contains(href),
        })
        .collect()
}

fn is_only_teacher(context: &Context) -> bool {
    let actor = &context.actor;
    actor.holds(Role::Teacher) && actor.grants.iter().all(|it| it.role == Role::Teacher)
}

/// Pages load nothing but our own files, run no inline script, and stand in no one's frame.
fn safe_headers() -> AdHoc {
    AdHoc::on_response("safe headers", |request, response| {
        Box::pin(async move {
            if !response.headers().contains("Content-Security-Policy") {
                response.set_header(Header::new(
                    "Content-Security-Policy",
                    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
                     connect-src 'self'; form-action 'self'; base-uri 'none'; \
                     frame-ancestors 'none'",
                ));
            }
            response.set_header(Header::new("X-Frame-Options", "DENY"));
            response.set_header(Header::new("Referrer-Policy", "same-origin"));
            response.set_header(Header::new("X-Request-Id", request_id(request)));
        })
    })
}

/// One line a request: method, the route's pattern (never the address, which may name a person),
/// status.
fn request_log() -> AdHoc {
    AdHoc::on_response("request log", |request, response| {
        Box::pin(async move {
            let pattern = request.route().map_or("-", |route| route.uri.as_str());
            log::info!(
                "{} {} {pattern} {}",
                request_id(request),
                request.method(),
                response.status().code
            );
        })
    })
}

/// Whatever a guard refused before a handler could answer.
#[catch(default)]
fn failed(status: Status, request: &Request<'_>) -> Answer {
    let words = Words::of(Language::from_accept_language(
        request
            .headers()
            .get_one("Accept-Language")
            .unwrap_or_default(),
    ));
    let failure = match status.code {
        // 422 is what Rocket says of an address whose id cannot be one; forms answer for themselves.
        401 | 404 | 405 | 422 => Failure::NotFound,
        403 => Failure::Refused(Refused {
            kind: RefusalKind::NotAllowed,
            message: Message::new("form-expired"),
        }),
        413 => Failure::TooLarge {
            limit_megabytes: 200,
        },
        400..500 => Failure::Unreadable,
        _ => Failure::Fault {
            request_id: request_id(request),
        },
    };
    failure_page(Frame::bare(words, chrono::Utc::now()), failure, Vec::new())
}
