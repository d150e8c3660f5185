//! A whole selection, from the places to the printed certificate: the bureau writes a programme of
//! its own and shares the places out, three teachers of a school apply, school and district
//! recommend, a committee of three is drawn, one member declares a tie, they review, meet and vote,
//! and two of the three are certified.

use std::fs;

use crate::browser::{Browser, DESKTOP};
use crate::server::{Backend, City, PASSWORD, play};

/// Who applies, with what they sign in with; the first two have the committee's votes.
const APPLICANTS: [(&str, &str); 3] = [
    ("陈雨桐", "teacher"),
    ("李嘉豪", "lijiahao"),
    ("王思敏", "wangsimin"),
];
/// The third, whom a member is related to.
const RELATED: &str = APPLICANTS[2].0;
const ROUND: &str = "2026 年区域名师评选";
const HONOUR: &str = "区域名师";
/// Working days have passed for which a list has to hang.
const AFTER_SCHOOL_LIST: &str = "2026-12-03";
const AFTER_DISTRICT_LIST: &str = "2026-12-15";
const AFTER_CITY_LIST: &str = "2026-12-25";

#[test]
fn from_places_to_certificates_on_sqlite() {
    play(Backend::Sqlite, story);
}

#[test]
fn from_places_to_certificates_on_postgres() {
    play(Backend::Postgres, story);
}

fn story(city: &City) {
    take_in_programme(city);
    let bureau = someone(city, "bureau-hr");
    let round = bureau_opens(&bureau);
    for (_, login) in APPLICANTS {
        teacher_applies(&someone(city, login));
    }
    school_votes_and_posts(&someone(city, "school-hr"), &round);
    go_on(&bureau, &round, "学校公示");

    city.live_on(AFTER_SCHOOL_LIST);
    office_recommends(&someone(city, "school-hr"), &round);
    let bureau = someone(city, "bureau-hr");
    go_on(&bureau, &round, "区级遴选");
    post_list(&someone(city, "district-hr"), &round);

    city.live_on(AFTER_DISTRICT_LIST);
    office_recommends(&someone(city, "district-hr"), &round);
    let bureau = someone(city, "bureau-hr");
    go_on(&bureau, &round, "资格审核");
    bureau_signs(&bureau, &round);
    go_on(&bureau, &round, "回避审查");
    let secretary = someone(city, "secretary");
    let members = seat_committee(city, &secretary, &round);
    go_on(&bureau, &round, "专家评审");
    committee_reviews(&secretary, &members, &round);
    go_on(&bureau, &round, "评分校准");
    go_on_without_lessons(&bureau, &round, "评审会议");
    secretary_opens_meeting(&secretary, &members, &round);
    go_on(&bureau, &round, "投票");
    committee_votes(&secretary, &members);
    go_on(&bureau, &round, "结果公示");
    secretary_posts(&secretary, &round);

    city.live_on(AFTER_CITY_LIST);
    let bureau = someone(city, "bureau-hr");
    go_on(&bureau, &round, "异议处理");
    go_on(&bureau, &round, "认定发证");
    bureau_certifies(&bureau, &round);
    let number = teacher_prints(&someone(city, APPLICANTS[0].1));
    anybody_checks(&city.visit(DESKTOP), &number);
    the_third_reads_why(&someone(city, APPLICANTS[2].1));
}

fn someone(city: &City, login: &str) -> Browser {
    let browser = city.visit(DESKTOP);
    browser.sign_in(login, PASSWORD);
    browser
}

/// The programme of specialist teachers made small: three members, two reviews of each candidate, and
/// what can be asked of primary school teachers.
fn take_in_programme(city: &City) {
    let shipped = include_str!("../../seeds/programmes/city_special_teacher.toml");
    let mut text = shipped.to_owned();
    for (shipped, own) in [
        ("key = \"city_special_teacher\"", "key = \"our_teachers\""),
        ("version = 4", "version = 1"),
        ("name = \"广州市特级教师\"", "name = \"区域名师评选\""),
        ("name = \"市特级教师\"", "name = \"区域名师\""),
        ("members = { value = 25", "members = { value = 3"),
        ("reserves = { value = 5", "reserves = { value = 1"),
        (
            "per_district_max = { value = 5",
            "per_district_max = { value = 1",
        ),
        ("\neach = { value = 5", "\neach = { value = 2"),
        (
            "title = \"senior\", years = 3",
            "title = \"first_grade\", years = 1",
        ),
        ("具有高级教师职务 3 年以上", "具有一级教师以上职务满 1 年"),
        ("\nrural_per_district", "\n# rural_per_district"),
        ("\nstage_share", "\n# stage_share"),
    ] {
        assert_eq!(text.matches(shipped).count(), 1, "{shipped}");
        text = text.replace(shipped, own);
    }
    // Title, ethics, no paid tutoring.
    let parts: Vec<&str> = text.split("[[conditions]]").collect();
    let text = parts[..4].join("[[conditions]]");
    let file = city.folder().join("our-teachers.toml");
    fs::write(&file, text).expect("the city's folder");
    let answer = city.xingtan(&["programme", "our-teachers.toml"]);
    assert!(
        answer.status.success(),
        "{}",
        String::from_utf8_lossy(&answer.stderr)
    );
}

/// Opens the round and shares four places out, three of them to the district of the school.
fn bureau_opens(bureau: &Browser) -> String {
    bureau.goto("/selection/new");
    bureau.fill("项目和类别", HONOUR);
    bureau.fill("名称", ROUND);
    bureau.fill("评选名额", "2");
    bureau.fill("申报起始日", "2026-11-23");
    bureau.fill("业绩计算截止日", "2026-11-01");
    bureau.press("开启");
    bureau.see("评选已开启");
    let round = round_of(&bureau.path());
    bureau.goto(&format!("{round}/places"));
    bureau.fill("越秀区教育局：最少", "3");
    bureau.press_beside("局属学校", "按教师数分配");
    bureau.see("推荐名额已分配");
    bureau.press("计算过程");
    bureau.see("越秀区教育局：按比例不足最少数，直接定为 3 个");
    go_on(bureau, &round, "申报推荐");
    round
}

/// `/selection/<id>` of an address below it.
fn round_of(path: &str) -> String {
    let parts: Vec<&str> = path.split(['/', '?', '#']).take(3).collect();
    parts.join("/")
}

fn go_on(bureau: &Browser, round: &str, phase: &str) {
    bureau.goto(round);
    bureau.fill("理由", "按计划");
    bureau.press(&format!("进入“{phase}”"));
    bureau.see("已进入下一阶段");
}

/// The programme has lessons, and this committee holds none: the bureau says so.
fn go_on_without_lessons(bureau: &Browser, round: &str, phase: &str) {
    bureau.goto(round);
    bureau.see("3 位人选的授课与答辩尚未打分");
    bureau.tick("确定不再办理");
    bureau.fill("理由", "本轮不组织授课与答辩");
    bureau.press(&format!("进入“{phase}”"));
    bureau.see("已进入下一阶段");
}

fn teacher_applies(teacher: &Browser) {
    teacher.goto("/selection");
    teacher.press(ROUND);
    teacher.press("申报和推荐");
    teacher.fill(
        "个人陈述",
        "任教十年以上，承担区级公开课六次，主持区级课题两项，指导青年教师三名，学生发展良好。",
    );
    teacher.press("保存");
    teacher.see("已保存为草稿");
    teacher.press("提交学校");
    teacher.see("已提交学校");
}

fn school_votes_and_posts(school: &Browser, round: &str) {
    for (name, _) in APPLICANTS {
        school.goto(&format!("{round}/nominations"));
        school.press(name);
        school.fill("会议日期", "2026-11-23");
        for (field, number) in [
            ("应到人数", "46"),
            ("实到人数", "40"),
            ("同意票", "35"),
            ("不同意票", "3"),
            ("弃权票", "2"),
        ] {
            school.fill(field, number);
        }
        school.press("记录结果");
        school.see("民主推荐结果已记录");
    }
    post_list(school, round);
}

fn post_list(office: &Browser, round: &str) {
    office.goto(&format!("{round}/nominations"));
    for (name, _) in APPLICANTS {
        office.tick(name);
    }
    office.press("公示选中的人选");
    office.see("已公示");
}

fn office_recommends(office: &Browser, round: &str) {
    for (name, _) in APPLICANTS {
        office.goto(&format!("{round}/nominations"));
        office.press(name);
        office.fill("意见", "公示期满无异议，同意推荐。");
        office.press("推荐");
        office.see("已办理");
    }
}

fn bureau_signs(bureau: &Browser, round: &str) {
    for (name, _) in APPLICANTS {
        bureau.goto(&format!("{round}/nominations"));
        bureau.press(name);
        // The day of the title, and what no file tells.
        for _ in 0..2 {
            bureau.fill("核实情况", "已核对原件");
            bureau.press("符合");
            bureau.see("核实情况已保存");
        }
        bureau.fill("理由", "逐项核实，符合申报条件。");
        bureau.press("符合申报资格");
        bureau.see("资格审核意见已签署");
    }
}

/// A member with a browser of one's own.
struct Member {
    name: String,
    browser: Browser,
}

/// Draws three, one of whom declares a tie before accepting; the first leads.
fn seat_committee(city: &City, secretary: &Browser, round: &str) -> Vec<Member> {
    let committee = format!("{round}/committee");
    secretary.goto(&committee);
    secretary.press("公布承诺值");
    secretary.see("已公布承诺值");
    secretary.press("公开种子，抽取");
    secretary.see("已抽取评委");
    secretary.press("邀请已抽取的评委");
    secretary.see("已邀请 3 位评委");
    let drawn = names_with(secretary, "已邀请，待答复");
    let logins = logins_of_experts(city);
    let members: Vec<Member> = drawn
        .into_iter()
        .map(|name| {
            let browser = someone(city, &logins(&name));
            Member { name, browser }
        })
        .collect();
    for (nth, member) in members.iter().enumerate() {
        if nth == 2 {
            declares_tie(&member.browser);
        }
        member.browser.goto("/committee");
        member.browser.press_beside(ROUND, "应邀");
        member.browser.see("已答复邀请");
    }
    secretary.goto(&format!("{round}/conflicts"));
    secretary.tick(RELATED);
    secretary.fill("理由", "亲属关系属实");
    secretary.press("须回避");
    secretary.see("已决定");
    secretary.goto(&committee);
    secretary.press_beside(&members[0].name, "定为主任委员");
    secretary.see("已确定主任委员");
    members
}

fn declares_tie(member: &Browser) {
    member.goto("/committee");
    member.press_beside(ROUND, "人选名单和利害关系申报");
    member.fill("人选", RELATED);
    member.fill("关系", "亲属");
    member.fill("说明", "表姐");
    member.press("申报利害关系");
    member.see("已申报");
    member.do_not_see(RELATED);
}

/// The names of the rows that say something.
fn names_with(browser: &Browser, text: &str) -> Vec<String> {
    let names = browser.ask(
        "[...document.querySelectorAll('tr')].filter((it) => it.innerText.includes(arguments[0]))\
         .map((it) => it.querySelector('th').firstChild.textContent.trim())",
        &[text],
    );
    let names = names.as_array().expect("a list").iter();
    names
        .map(|it| it.as_str().expect("a name").to_owned())
        .collect()
}

/// What an expert signs in with: the bureau has the numbers, and one of them is the city's `member`.
fn logins_of_experts(city: &City) -> impl Fn(&str) -> String {
    let bureau = someone(city, "bureau-hr");
    bureau.goto("/experts");
    let experts = bureau.ask(
        "[...document.querySelectorAll('tbody th')].map((it) => \
         [it.firstChild.textContent.trim(), it.querySelector('small').textContent.trim()])",
        &[],
    );
    let experts: Vec<(String, String)> =
        serde_json::from_value(experts).expect("names and numbers");
    let member = someone(city, "member");
    member.goto("/account");
    let own = member.text();
    move |name| {
        let mut known = experts.iter().filter(|it| it.0 == name);
        let (_, number) = known.next().expect("an expert");
        assert!(known.next().is_none(), "two experts are called {name}");
        if own.contains(number) {
            "member".to_owned()
        } else {
            number.to_lowercase()
        }
    }
}

/// Six reviews are dealt out and written; whoever is related has none of hers.
fn committee_reviews(secretary: &Browser, members: &[Member], round: &str) {
    let assignments = format!("{round}/assignments");
    secretary.goto(&assignments);
    secretary.press("公布承诺值");
    secretary.see("承诺值已公布");
    secretary.see("共 6 份");
    secretary.press("确认分配");
    secretary.see("评审任务已分配");
    for (nth, member) in members.iter().enumerate() {
        let browser = &member.browser;
        browser.goto("/reviews");
        if nth == 2 {
            browser.do_not_see(RELATED);
        }
        // Three candidates, so three reviews at most.
        for _ in 0..3 {
            if !has_reviews_left(browser) {
                break;
            }
            browser.press_beside(ROUND, "继续评审");
            for criterion in ["师德与育人", "教学能力与实绩", "教研科研", "示范引领与带教"]
            {
                browser.fill(criterion, "8");
            }
            browser.fill("评审意见", "课堂扎实，带教有成效，教研成果在区内推广。");
            browser.press("提交并打开下一份");
            browser.see("评审已提交");
            browser.goto("/reviews");
        }
    }
    secretary.goto(&assignments);
    secretary.press("未完成");
    secretary.see("没有符合的候选人");
}

fn has_reviews_left(member: &Browser) -> bool {
    let is_left = member.ask(
        "[...document.querySelectorAll('section')].some((it) => \
         it.innerText.includes(arguments[0]) && it.innerText.includes('继续评审'))",
        &[ROUND],
    );
    is_left.as_bool().expect("yes or no")
}

fn secretary_opens_meeting(secretary: &Browser, members: &[Member], round: &str) {
    secretary.goto(&format!("{round}/meetings"));
    secretary.fill("地点", "市教育局三楼会议室");
    secretary.press("开会");
    secretary.see("会议已开始");
    for member in members {
        secretary.tick(&member.name);
    }
    secretary.press("登记到会");
    secretary.see("到会情况已登记");
    secretary.see("达到法定人数");
}

/// Everybody says yes to the first two; the third has too few who may vote and say yes.
fn committee_votes(secretary: &Browser, members: &[Member]) {
    let meeting = plain(&secretary.path()).to_owned();
    secretary.goto(&meeting);
    secretary.press("开始投票");
    secretary.see("投票已开始");
    for (nth, member) in members.iter().enumerate() {
        let browser = &member.browser;
        browser.goto("/tasks");
        browser.press("次投票等待您投票");
        browser.press(ROUND);
        browser.press("第 1 次投票");
        for (name, _) in &APPLICANTS[..2] {
            browser.choose(name, "同意");
        }
        if nth == 2 {
            browser.do_not_see(RELATED);
        } else {
            let choice = ["同意", "弃权"][nth];
            browser.choose(RELATED, choice);
        }
        browser.press("投票");
        browser.see("您的票已投出");
    }
    secretary.goto(&meeting);
    secretary.press("第 1 次投票");
    secretary.press("结束投票并计票");
    secretary.see("计票完成");
    secretary.goto(&meeting);
    secretary.press("结束会议");
    secretary.see("会议记录已生成");
    let chair = &members[0].browser;
    for signer in [secretary, chair] {
        signer.goto(&format!("{meeting}/minutes"));
        signer.press("签字");
        signer.see("已签字");
    }
}

/// An address without what was said on the way to it.
fn plain(path: &str) -> &str {
    path.split(['?', '#']).next().unwrap_or(path)
}

fn secretary_posts(secretary: &Browser, round: &str) {
    secretary.goto(&format!("{round}/results"));
    secretary.see("票数不足");
    secretary.press("公示结果");
    secretary.see("结果已公示");
}

fn bureau_certifies(bureau: &Browser, round: &str) {
    bureau.goto(&format!("{round}/results"));
    for (name, _) in &APPLICANTS[..2] {
        bureau.tick(name);
    }
    bureau.fill("认定理由", "公示期满无异议，经局长办公会审议通过。");
    bureau.press("认定并发证");
    bureau.see("已认定并编发证书");
}

/// The certificate on paper, and its number.
fn teacher_prints(teacher: &Browser) -> String {
    teacher.goto("/selection");
    teacher.press(ROUND);
    teacher.press("申报和推荐");
    teacher.press_beside("我的申报", ROUND);
    teacher.press("申报结果");
    teacher.press("查看证书");
    teacher.look_at_print();
    teacher.see("荣誉证书");
    teacher.see(&format!("兹认定{}同志为{HONOUR}", APPLICANTS[0].0));
    teacher.do_not_see("放弃称号");
    teacher.screenshot("selection/certificate");
    let number = teacher.ask(
        "document.querySelector('.certificate dd.code').textContent",
        &[],
    );
    number.as_str().expect("a number").to_owned()
}

fn anybody_checks(anybody: &Browser, number: &str) {
    anybody.goto("/certificates");
    anybody.fill("证书编号", number);
    anybody.press("查找");
    anybody.see("有效");
    anybody.see(HONOUR);
}

fn the_third_reads_why(teacher: &Browser) {
    teacher.goto("/selection");
    teacher.press(ROUND);
    teacher.press("申报和推荐");
    teacher.press_beside("我的申报", ROUND);
    teacher.press("申报结果");
    teacher.see("得票没有达到要求：同意 1 票");
}
