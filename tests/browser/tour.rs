//! Every page at every width, in both languages, by day and by night: the sweep of
//! [`crate::accessibility`], and a picture when `scripts/screenshots` asks for one.

use std::env;

use xingtan::selection::phases::Phase;
use xingtan::web::language::{Language, Words};

use crate::browser::{Browser, ColorScheme, DESKTOP, PHONE};
use crate::server::{Backend, PASSWORD, play};

/// Stands where a login would, for a page that anybody may see.
const NOBODY: &str = "-";
/// Who looks at which page, one `LOGIN PATH` a line. Pages whose address nobody knows beforehand
/// are reached by links: `LOGIN PATH > WORDS > WORDS`, in the words of the Chinese page.
/// `scripts/screenshots` may name other stops in `XINGTAN_TOUR`, in the same form.
const TOUR: &str = "\
    - /sign-in
    - /notices
    - /notices/receipt
    - /certificates
    teacher /credit-bank
    teacher /claims
    teacher /evidence
    teacher /courses
    teacher /policies
    teacher /registration
    teacher /people/T440100000014
    luwanqing /registration > 4401002025
    longzijian /registration
    dinghaoran /registration
    school-hr /tasks
    school-hr /completions
    school-hr /people
    school-hr /objections
    school-hr /people/T440100000055
    school-hr /people/T440100000055/certificates
    school-hr /people/T440100000055/ethics
    school-hr /people/T440100000039/absences
    school-hr /registration > 2026 年定期注册 > 越秀区榕荫小学
    school-head /registration/queue
    district-hr /projects
    district-hr /audits
    district-hr /registration/queue
    district-hr /registration/queue > 莫丽娜
    bureau-hr /overview
    bureau-hr /registration
    bureau-hr /registration > 2026 年定期注册
    bureau-hr /registration > 2026 年定期注册 > 试算规则
    bureau-registrar /registration/queue
    bureau-hr /selection
    bureau-hr /selection/new
    bureau-hr /programmes/city_special_teacher
    bureau-hr /selection > 2026 年市特级教师评选（第五批） > 修改标题、名额或截止日
    bureau-hr /selection > 2026 年市特级教师评选（第一批） > 评选结果
    bureau-hr /honours
    bureau-hr /selection > 2026 年市特级教师评选（第一批） > 申报和推荐 > 第 2 次提交
    secretary /tasks
    secretary /experts
    secretary /selection > 2026 年名教师评选（第三批）
    secretary /selection > 2026 年名教师评选（第三批） > 评委会
    secretary /selection > 2026 年名教师评选（第三批） > 回避
    secretary /selection > 2026 年市特级教师评选（第三批） > 评审任务
    secretary /selection > 2026 年中职正高级教师评审 > 评审任务
    secretary /selection > 2026 年市特级教师评选（第三批） > 现场课和答辩
    secretary /selection > 2026 年“百千万”名教师培养对象遴选（第二批） > 评分校准
    secretary /selection > 2026 年名教师评选（第二批） > 评审会议
    secretary /selection > 2026 年“百千万”名教师培养对象遴选（第一批） > 评选结果
    member /committee
    member /reviews
    member /meetings
    provider /projects
    auditor /journal
    system-admin /admin/accounts
    security-admin /admin/rights
";

#[test]
fn every_page_is_fit_for_everybody() {
    play(Backend::Sqlite, |city| {
        let tour = env::var("XINGTAN_TOUR").unwrap_or(TOUR.to_owned());
        let mut problems = Vec::new();
        let mut person: Option<(String, Browser)> = None;
        for stop in tour.lines().filter(|line| !line.trim().is_empty()) {
            let (login, path) = stop.trim().split_once(' ').expect("a stop is: LOGIN PATH");
            // Somebody who stands here already need not sign in again.
            let (_, browser) = match person.take() {
                Some(same) if same.0 == login => person.insert(same),
                _ => {
                    let browser = city.visit(DESKTOP);
                    if login != NOBODY {
                        browser.sign_in(login, PASSWORD);
                    }
                    person.insert((login.to_owned(), browser))
                }
            };
            problems.extend(look_every_way(browser, login, path));
        }
        assert!(problems.is_empty(), "{}", problems.join("\n"));
    });
}

#[test]
fn the_city_has_a_round_in_each_phase() {
    play(Backend::Sqlite, |city| {
        let bureau = city.visit(DESKTOP);
        bureau.sign_in("bureau-hr", PASSWORD);
        bureau.speak("zh-CN");
        bureau.goto("/selection");
        let chips =
            "[...document.querySelectorAll('main .tasks .chip')].map((it) => said(it.textContent))";
        let shown = bureau.ask(chips, &[]);
        let shown = shown.as_array().expect("a list of chips");
        let words = Words::of(Language::Chinese);
        let is_open = |it: &&Phase| **it != Phase::Closed;
        for phase in Phase::ALL.iter().filter(is_open) {
            let name = words.say(phase.name_key());
            assert!(
                shown.iter().any(|it| *it == name),
                "no round in {phase}: {shown:?}"
            );
        }
    });
}

/// Where a way leads: a path, and links to press from there on.
fn follow(browser: &Browser, way: &str) -> String {
    let Some((path, links)) = way.split_once(" > ") else {
        return way.to_owned();
    };
    browser.speak("zh-CN");
    browser.goto(path);
    for link in links.split(" > ") {
        browser.press(link);
    }
    browser.path()
}

fn look_every_way(browser: &Browser, login: &str, way: &str) -> Vec<String> {
    let wants_pictures = env::var_os("XINGTAN_SCREENSHOTS").is_some();
    let folder = if login == NOBODY { "nobody" } else { login };
    let page = match way.trim_matches('/') {
        "" => "home".to_owned(),
        way => way.replace(['/', '?', '&', '=', ' ', '>'], "-"),
    };
    let path = &follow(browser, way);
    let mut problems = Vec::new();
    for language in ["zh-CN", "en"] {
        for width in [PHONE, DESKTOP] {
            for scheme in [ColorScheme::Light, ColorScheme::Dark] {
                browser.speak(language);
                browser.look_at(width);
                browser.prefer(scheme);
                browser.goto(path);
                let view = format!("{width}-{language}-{}", scheme.as_str());
                if wants_pictures {
                    browser.screenshot(&format!("{folder}/{page}-{view}"));
                }
                if browser.status() != 200 {
                    problems.push(format!("{path} as {login}: status {}", browser.status()));
                }
                let found = browser.accessibility_problems();
                problems.extend(
                    found
                        .iter()
                        .map(|it| format!("{path} as {login}, {view}: {it}")),
                );
            }
        }
    }
    problems
}
