//! People: registered once, employed one place at a time, found within reach, never in clear.

use chrono::NaiveDate;
use xingtan::access::{Action, Role};
use xingtan::error::{Error, RefusalKind};
use xingtan::journal;
use xingtan::organizations::{Organization, OrganizationId};
use xingtan::people::actions;
use xingtan::people::documents::{self, DocumentKind};
use xingtan::people::registration::{self, NewPerson, Registered};
use xingtan::people::rules::NewEmployment;
use xingtan::people::search::{self, Part, Wanted};
use xingtan::people::{AssessmentGrade, PersonId, Post, SexCode, Title, store};

use crate::support::{TestAccount, TestApp};

mod matches;
mod web;

pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
}

fn place(school: OrganizationId, started_on: NaiveDate) -> NewEmployment {
    NewEmployment {
        organization: school,
        post: Post::Teacher,
        subject: Some("语文".to_owned()),
        started_on,
    }
}

fn newcomer(name: &str, passport: &str, school: &Organization) -> NewPerson {
    NewPerson {
        id: PersonId::new(),
        name: name.to_owned(),
        document: documents::parse(DocumentKind::Passport, passport).expect("a passport"),
        born_on: Some(day(1988, 2, 29)),
        sex: SexCode::Female,
        employment: place(school.id, day(2020, 9, 1)),
        title: Some(Title::FirstGrade),
        cycle_started_on: None,
    }
}

pub fn register(app: &TestApp, name: &str, passport: &str, school: &Organization) -> Registered {
    app.write(|conn, context| {
        registration::register_person(conn, context, &newcomer(name, passport, school))
    })
    .expect("a newcomer with a new document")
}

/// Names that somebody finds, in order.
fn found(app: &TestApp, account: &TestAccount, text: &str) -> Vec<String> {
    let reach = app.actor(account).reach(Action::ViewPerson);
    let wanted = Wanted {
        text: text.to_owned(),
        school: None,
    };
    let today = day(2026, 11, 23);
    let list = app
        .read(|conn| search::list(conn, &reach, &wanted, Part::First, today, 50))
        .expect("a list");
    let count = app
        .read(|conn| search::count(conn, &reach, &wanted, today))
        .expect("a count");
    assert_eq!(usize::try_from(count), Ok(list.len()), "list and count");
    list.into_iter().map(|it| it.person.name).collect()
}

fn refused_field(result: Result<impl std::fmt::Debug, Error>) -> String {
    match result {
        Err(Error::Input(errors)) => format!("{}: {}", errors.0[0].0, errors.0[0].1.key),
        other => panic!("expected a refusal at a field, got {other:?}"),
    }
}

on_each_backend!(
    a_person_is_registered_once_and_for_all,
    a_batch_is_registered_whole_or_not_at_all,
    employments_follow_each_other_and_standings_follow_them,
    changes_of_a_file_are_journalled_with_what_was_before,
    a_document_is_revealed_only_with_a_purpose,
    people_are_found_within_reach_only,
    a_file_is_kept_by_the_last_school_and_by_the_first_to_come,
    pages_follow_each_other_by_key,
);

fn a_person_is_registered_once_and_for_all(app: &TestApp) {
    let city = app.city();
    let first = register(app, "张 三", "E11111111", &city.school);
    let second = register(app, "李四", "E22222222", &city.school);
    assert_eq!(first.teacher_number.as_str(), "T440100000014");
    assert_ne!(first.teacher_number, second.teacher_number);
    let person = app
        .read(|conn| store::find_by_number(conn, first.teacher_number.as_str()))
        .expect("a look-up")
        .expect("the person");
    assert_eq!(
        (person.name.as_str(), person.document_tail.as_str()),
        ("张三", "11")
    );
    assert_eq!(person.sex, SexCode::Female);
    let again = app.write(|conn, context| {
        registration::register_person(
            conn,
            context,
            &newcomer("王五", "e1111 1111", &city.neighbour),
        )
    });
    assert_eq!(refused_field(again), "document_number: document-known");
}

fn a_batch_is_registered_whole_or_not_at_all(app: &TestApp) {
    let city = app.city();
    let batch: Vec<NewPerson> = (0..1100)
        .map(|index| newcomer("陈小明", &format!("E{index:08}"), &city.school))
        .collect();
    let registered = app
        .write(|conn, context| registration::register_people(conn, context, &batch))
        .expect("all documents are new");
    assert_eq!(registered.len(), 1100);
    let officer = app.officer(Role::SchoolHr, &city.school);
    let twice = [
        newcomer("甲", "F00000001", &city.school),
        newcomer("乙", "F00000001", &city.school),
    ];
    let result = app.write_as(&officer, |conn, context| {
        registration::register_people(conn, context, &twice)
    });
    assert_eq!(refused_field(result), "document_number: document-known");
    let elsewhere = [newcomer("丙", "F00000002", &city.neighbour)];
    let result = app.write_as(&officer, |conn, context| {
        registration::register_people(conn, context, &elsewhere)
    });
    assert!(matches!(result, Err(Error::NotFound)));
    let next = register(app, "丁", "F00000003", &city.school);
    let last = &registered[1099].teacher_number;
    assert!(next.teacher_number > *last, "no number is lost or reused");
}

fn employments_follow_each_other_and_standings_follow_them(app: &TestApp) {
    let city = app.city();
    let person = register(app, "张三", "E11111111", &city.school).id;
    let school_of_year = |app: &TestApp| {
        app.read(|conn| xingtan::credit_bank::standings::find(conn, person, 2026))
            .expect("a look-up")
            .map(|it| it.school)
    };
    assert_eq!(school_of_year(app), Some(city.school.id));
    let officer = app.officer(Role::SchoolHr, &city.school);
    let district = app.officer(Role::DistrictHr, &city.district);
    let to = place(city.neighbour.id, day(2026, 9, 1));
    let transfer = |account: &TestAccount, seen: i64| {
        app.write_as(account, |conn, context| {
            actions::transfer(conn, context, person, seen, &to, Some("轮岗"))
        })
    };
    assert_eq!(
        refused_field(transfer(&officer, 1)),
        "school: transfer-out-of-reach"
    );
    assert!(matches!(transfer(&district, 7), Err(Error::Stale)));
    transfer(&district, 1).expect("within one district");
    assert_eq!(school_of_year(app), Some(city.neighbour.id));
    let timeline = app
        .read(|conn| store::list_employments(conn, person))
        .expect("the timeline");
    assert_eq!(timeline[0].ended_on, Some(day(2026, 8, 31)));
    assert_eq!(
        (timeline[1].started_on, timeline[1].ended_on),
        (day(2026, 9, 1), None)
    );
    let again = app.write_as(&district, |conn, context| {
        actions::employ(
            conn,
            context,
            person,
            2,
            &place(city.school.id, day(2026, 10, 1)),
        )
    });
    assert_eq!(refused_field(again), "on: employment-overlaps");
    app.write_as(&district, |conn, context| {
        actions::end_employment(conn, context, person, 2, day(2026, 10, 31), "辞职")
    })
    .expect("the end of the employment");
    app.write_as(&officer, |conn, context| {
        actions::employ(
            conn,
            context,
            person,
            3,
            &place(city.school.id, day(2026, 11, 1)),
        )
    })
    .expect("a school may take on who is free");
    assert_eq!(school_of_year(app), Some(city.school.id));
}

fn changes_of_a_file_are_journalled_with_what_was_before(app: &TestApp) {
    let city = app.city();
    let person = register(app, "张三", "E11111111", &city.school).id;
    let officer = app.officer(Role::SchoolHr, &city.school);
    app.write_as(&officer, |conn, context| {
        actions::rename(conn, context, person, 1, "张叁", "户籍更名")?;
        actions::grant_title(
            conn,
            context,
            person,
            2,
            Title::Senior,
            Some(day(2025, 12, 1)),
        )?;
        actions::record_assessment(conn, context, person, 3, 2025, AssessmentGrade::Pass)?;
        actions::record_assessment(conn, context, person, 4, 2025, AssessmentGrade::Excellent)?;
        actions::correct_post(conn, context, person, 5, Post::Principal, None)
    })
    .expect("the changes");
    let year = [(person, AssessmentGrade::Ungraded)];
    app.write_as(&officer, |conn, context| {
        actions::record_school_assessments(conn, context, city.school.id, 2024, &year)
    })
    .expect("the school's list");
    let known_title = app.write_as(&officer, |conn, context| {
        actions::grant_title(conn, context, person, 6, Title::Senior, None)
    });
    assert_eq!(refused_field(known_title), "title: title-known");
    let entries = app
        .read(|conn| journal::list_of_subject(conn, person.0))
        .expect("the history");
    let told: Vec<(&str, String)> = entries
        .iter()
        .map(|it| (it.event.as_str(), it.payload.0["before"].to_string()))
        .collect();
    assert_eq!(told[1], ("person_renamed", "\"张三\"".to_owned()));
    assert_eq!(told[4], ("assessment_recorded", "\"pass\"".to_owned()));
    assert_eq!(told[5].0, "post_corrected");
    assert_eq!(found(app, &officer, "zhangsan"), ["张叁"]);
    let grades = app
        .read(|conn| store::list_assessments(conn, person))
        .expect("the assessments");
    let grades: Vec<_> = grades.into_iter().map(|it| (it.year, it.grade)).collect();
    assert_eq!(
        grades,
        [
            (2025, AssessmentGrade::Excellent),
            (2024, AssessmentGrade::Ungraded)
        ]
    );
}

fn a_document_is_revealed_only_with_a_purpose(app: &TestApp) {
    let city = app.city();
    let person = register(app, "张三", "E11111111", &city.school).id;
    let reveal = |account: &TestAccount, purpose: &str| {
        app.write_as(account, |conn, context| {
            actions::reveal_document(conn, context, person, purpose)
        })
    };
    let officer = app.officer(Role::SchoolHr, &city.school);
    let head = app.officer(Role::SchoolHead, &city.school);
    let stranger = app.officer(Role::SchoolHr, &city.neighbour);
    assert_eq!(
        refused_field(reveal(&officer, " ")),
        "purpose: purpose-needed"
    );
    assert!(matches!(
        reveal(&head, "核对"),
        Err(Error::Refused(it)) if it.kind == RefusalKind::NotAllowed
    ));
    assert!(matches!(reveal(&stranger, "核对"), Err(Error::NotFound)));
    let ticket = reveal(&officer, "办理社保").expect("the school's own officer");
    let shown = |account: &TestAccount| {
        let context = app.context(app.actor(account));
        let shown = app.read(|conn| {
            let person = store::load(conn, person)?;
            actions::revealed_document(conn, &context, &person, ticket)
        });
        shown.expect("a look-up").map(|it| it.reveal().to_owned())
    };
    assert_eq!(shown(&officer).as_deref(), Some("E11111111"));
    assert_eq!(shown(&head), None, "the ticket is not for others");
    app.wait(chrono::TimeDelta::minutes(6));
    assert_eq!(shown(&officer), None, "and not for long");
    let entries = app
        .read(|conn| journal::list_of_subject(conn, person.0))
        .expect("the history");
    let last = entries.last().expect("the revelation");
    assert_eq!(
        (last.event.as_str(), last.reason.as_deref()),
        ("document_revealed", Some("办理社保"))
    );
    assert!(
        entries
            .iter()
            .all(|it| !it.payload.0.to_string().contains("E11111111")),
        "no number in the journal"
    );
}

fn people_are_found_within_reach_only(app: &TestApp) {
    let city = app.city();
    let far = app.district(&city.bureau, "440103", "荔湾区教育局");
    let far_school = app.school(&far, "2144000003", "荔湾小学");
    let own_school = app.school(&city.bureau, "3444000004", "局属中学");
    let zhang = register(app, "张三", "E11111111", &city.school);
    register(app, "曾小明", "E22222222", &city.neighbour);
    register(app, "欧阳 明", "E33333333", &far_school);
    register(app, "Zoë Smith", "E44444444", &own_school);
    let school = app.officer(Role::SchoolHr, &city.school);
    let district = app.officer(Role::DistrictHr, &city.district);
    let bureau = app.officer(Role::BureauHr, &city.bureau);
    let admin = app.officer(Role::SystemAdmin, &city.bureau);
    assert_eq!(found(app, &school, ""), ["张三"]);
    assert_eq!(found(app, &district, ""), ["曾小明", "张三"]);
    assert_eq!(
        found(app, &bureau, ""),
        ["欧阳明", "曾小明", "张三", "Zoë Smith"]
    );
    assert!(found(app, &admin, "").is_empty());
    for (text, names) in [
        ("明", vec!["欧阳明", "曾小明"]),
        ("zengxiao", vec!["曾小明"]),
        ("ＺＸＭ", vec!["曾小明"]),
        ("oym", vec!["欧阳明"]),
        ("ming", vec!["欧阳明", "曾小明"]),
        ("Zoe", vec![]),
        ("smith", vec!["Zoë Smith"]),
        (zhang.teacher_number.as_str(), vec!["张三"]),
        ("t4401", vec!["欧阳明", "曾小明", "张三", "Zoë Smith"]),
        ("%", vec!["欧阳明", "曾小明", "张三", "Zoë Smith"]),
    ] {
        assert_eq!(found(app, &bureau, text), names, "{text}");
    }
    assert!(found(app, &school, "曾").is_empty());
}

fn a_file_is_kept_by_the_last_school_and_by_the_first_to_come(app: &TestApp) {
    let city = app.city();
    let school = app.officer(Role::SchoolHr, &city.school);
    let neighbour = app.officer(Role::SchoolHr, &city.neighbour);
    let sees = |account: &TestAccount, person: PersonId, name: &str| {
        let listed = found(app, account, "").contains(&name.to_owned());
        let actor = app.actor(account);
        let facts = app
            .read(|conn| store::find_facts(conn, person, day(2026, 11, 23)))
            .expect("where the file is kept");
        let covered = actor.reach(Action::ViewPerson).covers(&facts);
        assert_eq!(listed, covered, "list and page agree about {name}");
        listed
    };
    let left = register(app, "前员工", "E11111111", &city.school).id;
    app.write(|conn, context| {
        actions::end_employment(conn, context, left, 1, day(2024, 8, 31), "退休")
    })
    .expect("the end");
    assert!(sees(&school, left, "前员工"));
    let mut coming = newcomer("新员工", "E22222222", &city.school);
    coming.employment.started_on = day(2027, 2, 1);
    let coming = app
        .write(|conn, context| registration::register_person(conn, context, &coming))
        .expect("a newcomer")
        .id;
    assert!(sees(&school, coming, "新员工"));
    let moving = register(app, "调动中", "E33333333", &city.school).id;
    let to = place(city.neighbour.id, day(2027, 2, 1));
    app.write(|conn, context| actions::transfer(conn, context, moving, 1, &to, None))
        .expect("a transfer ahead");
    assert!(sees(&school, moving, "调动中"));
    assert!(!sees(&neighbour, moving, "调动中"));
}

fn pages_follow_each_other_by_key(app: &TestApp) {
    let city = app.city();
    for index in 0..7 {
        // Twice the same name: the key goes on with the id.
        register(app, "王伟", &format!("E1000000{index}"), &city.school);
    }
    let reach = app
        .actor(&app.officer(Role::SchoolHr, &city.school))
        .reach(Action::ViewPerson);
    let page = |part: Part| {
        let list = app.read(|conn| {
            search::list(conn, &reach, &Wanted::default(), part, day(2026, 11, 23), 3)
        });
        let list = list.expect("a page");
        list.into_iter().map(|it| it.person.id).collect::<Vec<_>>()
    };
    let first = page(Part::First);
    let second = page(Part::After(first[2]));
    let third = page(Part::After(second[2]));
    assert_eq!([first.len(), second.len(), third.len()], [3, 3, 1]);
    assert_eq!(page(Part::Before(second[0])), first);
    assert_eq!(page(Part::Before(third[0])), second);
    assert!(page(Part::After(third[0])).is_empty());
}
