//! The style gallery: every part with realistic content, for our own eyes.
//!
//! Exists only in tests. It writes pages to `target/gallery/`; open them in a browser at 360 and
//! 1280 px, light and dark. The words of the gallery are not in `locales/`, they are never served.

use std::fs;
use std::path::{Path, PathBuf};

use askama::Template;
use chrono::NaiveDate;
use uuid::Uuid;

use crate::error::{RefusalKind, Refused};
use crate::hours::Hours;
use crate::message::Message;
use crate::web::charts::{
    CategoryBar, CategoryBars, ComplianceBars, ComplianceRow, CycleChart, CycleYear, PaceChart,
};
use crate::web::failure::{Failure, FailurePage};
use crate::web::frame::{Flash, FormIds, Frame, Mood, NavItem, Who};
use crate::web::language::{Language, Words};
use crate::web::parts::{
    Chip, Choice, Happening, Link, Pager, Problem, Problems, Sorting, Task, Verdict,
};

#[derive(Template)]
#[template(path = "gallery.html")]
struct Gallery {
    frame: Frame,
    categories: CategoryBars,
    cycle: CycleChart,
    pace: PaceChart,
    districts: ComplianceBars,
    tasks: Vec<Task>,
    happenings: Vec<Happening>,
    verdicts: Vec<Verdict>,
    pager: Pager,
    problems: Problems,
    choices: Vec<Choice>,
    trail: Vec<Link>,
}

impl Gallery {
    /// The text of this page's language.
    fn t(&self, chinese: &str, english: &str) -> String {
        pick(self.frame.words, chinese, english)
    }
}

fn pick(words: Words, chinese: &str, english: &str) -> String {
    match words.language {
        Language::Chinese => chinese.to_owned(),
        Language::English => english.to_owned(),
    }
}

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).expect("a real day")
}

fn frame(words: Words) -> Frame {
    let t = |chinese, english| pick(words, chinese, english);
    let item = |label: String, is_current, waiting| NavItem {
        label,
        href: String::from("#"),
        is_current,
        waiting,
        is_tucked: false,
    };
    let mut frame = Frame::bare(words, "2026-11-23T06:05:00Z".parse().expect("an instant"));
    frame.nav = vec![
        item(t("学分银行", "Credit bank"), true, 0),
        item(t("待办", "Tasks"), false, 12),
        item(t("资格与注册", "Registration"), false, 0),
        item(t("我的申请", "Applications"), false, 1),
        item(t("发展档案", "Development"), false, 0),
    ];
    frame.who = Some(Who {
        name: t("林若溪", "Lin Ruoxi"),
        role: t("教师", "Teacher"),
        organization: t("天河区杏林小学", "Xinglin Primary School, Tianhe"),
        account_href: String::from("#"),
        sign_out_href: String::from("#"),
    });
    frame.flash = Some(Flash {
        mood: Mood::Success,
        text: t("已提交，等学校确认。", "Sent. Your school will confirm it."),
    });
    frame.form_ids = FormIds::starting_at(Uuid::from_u128(7));
    frame
}

fn categories(words: Words) -> CategoryBars {
    let bar = |chinese, english, posted, pending, required| CategoryBar {
        label: pick(words, chinese, english),
        posted: Hours(posted),
        pending: Hours(pending),
        required: Hours(required),
    };
    let bars = vec![
        bar("公需科目", "General subjects", 3_400, 0, 3_000),
        bar("专业科目", "Professional subjects", 3_050, 800, 4_200),
        bar("选修科目", "Elective subjects", 800, 0, 1_800),
    ];
    CategoryBars { words, bars }
}

fn cycle(words: Words) -> CycleChart {
    let rows = [
        (2022, 90, 0),
        (2023, 96, 0),
        (2024, 90, 0),
        (2025, 84, 0),
        (2026, 68, 8),
    ];
    let years = rows.map(|(year, posted, pending)| CycleYear {
        year,
        posted: Hours::whole(posted),
        pending: Hours::whole(pending),
        required: Hours::whole(90),
        is_current: year == 2026,
    });
    CycleChart {
        words,
        years: years.to_vec(),
    }
}

fn pace(words: Words) -> PaceChart {
    let gains = [
        (2, 14, 8),
        (3, 28, 22),
        (5, 9, 30),
        (7, 17, 46),
        (9, 12, 54),
        (10, 9, 68),
    ];
    PaceChart {
        words,
        from: day(1, 1),
        until: day(12, 31),
        today: day(11, 23),
        steps: gains
            .map(|(month, date, hours)| (day(month, date), Hours::whole(hours)))
            .to_vec(),
        expected: Some(Hours::whole(77)),
        required: Hours::whole(90),
    }
}

fn districts(words: Words) -> ComplianceBars {
    let row = |chinese, english, met, people| ComplianceRow {
        label: pick(words, chinese, english),
        href: Some(String::from("#")),
        met,
        people,
    };
    ComplianceBars {
        words,
        heading: pick(words, "区", "District"),
        caption: pick(
            words,
            "2026 年学时已达标的教师",
            "Teachers with complete hours in 2026",
        ),
        rows: vec![
            row("越秀区", "Yuexiu", 13_480, 14_902),
            row("天河区", "Tianhe", 15_022, 19_377),
            row("从化区", "Conghua", 6_210, 6_210),
            row("南沙区", "Nansha", 3_977, 8_140),
        ],
    }
}

fn tasks(words: Words) -> Vec<Task> {
    let t = |chinese, english| pick(words, chinese, english);
    let task = |label, detail, chip, is_open| Task {
        link: Link::new(label, "#"),
        detail,
        chip,
        is_open,
    };
    vec![
        task(
            t(
                "研修证明被退回：缺少盖章页",
                "Certificate sent back: the sealed page is missing",
            ),
            t(
                "学校 11 月 20 日退回，请补充后重交",
                "Returned by the school on 20 Nov",
            ),
            Chip::due(t("请您处理", "your turn")),
            true,
        ),
        task(
            t("「单元整体教学」8 学时", "Whole-unit teaching, 8 hours"),
            t(
                "天河区教师发展中心提交，等学校确认",
                "Filed by the Tianhe centre",
            ),
            Chip::wait(t("等学校", "with the school")),
            false,
        ),
        task(
            t("资格定期注册", "Periodic registration"),
            t(
                "周期 2022–2027，已计 338 / 360 学时",
                "Cycle 2022–2027, 338 of 360 hours",
            ),
            Chip::ok(t("进展顺利", "on course")),
            false,
        ),
        task(
            t("骨干教师培训报名", "Backbone teacher training"),
            t("您于 11 月 2 日撤回", "Withdrawn by you on 2 Nov"),
            Chip::plain(t("已撤回", "withdrawn")),
            false,
        ),
    ]
}

fn happenings(words: Words) -> Vec<Happening> {
    let t = |chinese, english| pick(words, chinese, english);
    let happening = |what, by, why, is_now| Happening {
        what,
        by,
        why,
        is_now,
    };
    vec![
        happening(
            t("等待您补充材料", "Waits for your documents"),
            t(
                "截止 12 月 4 日，还有 9 个工作日",
                "Until 4 Dec, nine working days left",
            ),
            String::new(),
            true,
        ),
        happening(
            t("学校退回补充", "Sent back by the school"),
            t(
                "天河区杏林小学 · 陈主任 · 11 月 20 日 16:20",
                "Mr Chen, Xinglin Primary, 20 Nov, 16:20",
            ),
            t(
                "「证明第 2 页缺少盖章，请补上传。」",
                "“Page two lacks the seal, please add it.”",
            ),
            false,
        ),
        happening(
            t("您提交了申报", "You applied"),
            t("11 月 18 日 09:02", "18 Nov, 09:02"),
            String::new(),
            false,
        ),
    ]
}

fn verdicts(words: Words) -> Vec<Verdict> {
    let t = |chinese, english| pick(words, chinese, english);
    let leaf = |title, found: &str, chip, clause, cure| Verdict {
        title,
        found: found.to_owned(),
        chip,
        clause,
        cure,
        parts: Vec::new(),
        is_open: false,
    };
    let met = || Chip::ok(t("符合", "met"));
    let professional = leaf(
        t("专业科目", "Professional subjects"),
        "30.5 / 42",
        Chip::due(t("差 11.5", "11.5 short")),
        t(
            "广东省 2021 年起学时要求，专业科目不少于 42 学时",
            "Guangdong, from 2021: at least 42",
        ),
        t(
            "待确认的 8 学时入账后还差 3.5 学时",
            "With the 8 pending hours, 3.5 remain",
        ),
    );
    let general = leaf(
        t("公需科目", "General subjects"),
        "34 / 30",
        met(),
        String::new(),
        String::new(),
    );
    let hours = Verdict {
        title: t("年度学时", "Hours of the year"),
        found: String::from("68.5 / 90"),
        chip: Chip::due(t("差 21.5", "21.5 short")),
        clause: String::new(),
        cure: t("12 月 31 日前可以补上", "Can be made up until 31 Dec"),
        parts: vec![general, professional],
        is_open: true,
    };
    let ethics = leaf(
        t("师德考核合格", "Ethics assessment passed"),
        "",
        met(),
        t("依据：2025 年度考核", "Found in the assessment of 2025"),
        String::new(),
    );
    vec![hours, ethics]
}

fn gallery(words: Words) -> Gallery {
    let t = |chinese, english| pick(words, chinese, english);
    let problem = |field: &str, message| Problem {
        field: field.to_owned(),
        message,
    };
    Gallery {
        frame: frame(words),
        categories: categories(words),
        cycle: cycle(words),
        pace: pace(words),
        districts: districts(words),
        tasks: tasks(words),
        happenings: happenings(words),
        verdicts: verdicts(words),
        pager: Pager {
            shown: t("第 51–100 行，共 2,318 行", "Rows 51 to 100 of 2,318"),
            previous_href: Some(String::from("#")),
            next_href: Some(String::from("#")),
        },
        problems: Problems(vec![
            problem(
                "hours",
                t(
                    "学时请填数字，最多两位小数，如 8 或 8.5",
                    "Hours: a number such as 8 or 8.5",
                ),
            ),
            problem("proof", t("请上传证明文件", "Please add the certificate")),
        ]),
        choices: vec![
            Choice::new("paper", t("发表论文", "A published paper"), "paper")
                .explained(t("每年最多计 28 学时", "At most 28 hours a year")),
            Choice::new("degree", t("学历进修", "Study for a degree"), "paper"),
            Choice::new("lesson", t("公开课", "An open lesson"), "paper"),
        ],
        trail: vec![
            Link::new(t("学分银行", "Credit bank"), "#"),
            Link::new(t("自主研修", "Own study"), "#"),
        ],
    }
}

fn failure(words: Words, failure: Failure) -> FailurePage {
    let mut frame = frame(words);
    frame.flash = None;
    let ways_on = vec![Link::new(
        pick(words, "看最新内容", "See the present state"),
        "#",
    )];
    FailurePage {
        frame,
        failure,
        ways_on,
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/gallery")
}

/// Opened from the disk, a page finds our files beside the repository.
fn write(name: &str, page: &str) {
    fs::create_dir_all(folder()).expect("the target folder can be written");
    let page = page.replace("\"/static/", "\"../../static/");
    fs::write(folder().join(name), page).expect("the target folder can be written");
}

#[test]
fn every_part_renders_in_both_languages() {
    for language in Language::ALL {
        let (words, tag) = (Words::of(language), language.as_tag());
        let pages = [
            (format!("parts-{tag}.html"), gallery(words).render()),
            (
                format!("stale-{tag}.html"),
                failure(words, Failure::Stale).render(),
            ),
            (
                format!("fault-{tag}.html"),
                failure(
                    words,
                    Failure::Fault {
                        request_id: String::from("7f3a-20c1"),
                    },
                )
                .render(),
            ),
        ];
        for (name, page) in pages {
            let page = page.expect("a page of the gallery renders");
            assert!(!page.contains('⟦'), "{name} lacks a sentence");
            write(&name, &page);
        }
    }
}

#[test]
fn every_failure_has_its_words() {
    let reason = Message::new("failure-not-found-advice");
    for failure in [
        Failure::NotFound,
        Failure::Refused(Refused {
            kind: RefusalKind::NotNow,
            message: reason.clone(),
        }),
        Failure::Wrong(reason),
        Failure::Stale,
        Failure::Unreadable,
        Failure::TooLarge {
            limit_megabytes: 20,
        },
        Failure::TooMany { wait_seconds: 61 },
        Failure::Fault {
            request_id: String::from("7f3a"),
        },
    ] {
        let page = self::failure(Words::of(Language::English), failure).render();
        assert!(!page.expect("a failure renders").contains('⟦'));
    }
}
