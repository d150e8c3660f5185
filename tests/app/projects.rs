//! Projects: who files, who decides, and what changes when.

use xingtan::access::Role;
use xingtan::credit_bank::projects::actions::{self, Verdict};
use xingtan::credit_bank::projects::rules::ProjectFields;
use xingtan::credit_bank::projects::{Project, ProjectId, ProjectState, store};
use xingtan::error::{Error, RefusalKind};
use xingtan::ledger::Category;

use crate::support::bank::{course, day};
use crate::support::{TestAccount, TestApp};

on_each_backend!(
    a_project_goes_from_draft_to_approval,
    a_returned_project_is_mended_and_a_refused_one_is_over,
    a_district_decides_for_its_providers_and_the_bureau_for_its_own,
    only_a_draft_changes,
    of_two_who_change_it_the_second_is_told,
);

fn load(app: &TestApp, id: ProjectId) -> Project {
    app.read(|conn| store::load(conn, id)).expect("the project")
}

fn submit(app: &TestApp, account: &TestAccount, id: ProjectId) -> Result<(), Error> {
    let seen = load(app, id).version;
    app.write_as(account, |conn, context| {
        actions::submit_project(conn, context, id, seen)
    })
}

fn decide(
    app: &TestApp,
    account: &TestAccount,
    id: ProjectId,
    verdict: &Verdict,
) -> Result<(), Error> {
    let seen = load(app, id).version;
    app.write_as(account, |conn, context| {
        actions::decide_project(conn, context, id, seen, verdict)
    })
}

fn a_project_goes_from_draft_to_approval(app: &TestApp) {
    let city = app.city();
    let provider = app.officer(Role::Provider, &city.provider);
    let district = app.officer(Role::DistrictHr, &city.district);
    let fields = ProjectFields {
        title: "骨干教师研修".to_owned(),
        starts_on: day(3, 1),
        ends_on: day(6, 30),
    };
    let id = app
        .write_as(&provider, |conn, context| {
            actions::file_project(conn, context, city.provider.id, &fields)
        })
        .expect("a provider files");
    let project = load(app, id);
    assert_eq!(project.code, "P4401060001-2026-01");
    assert_eq!(project.authority_id, city.district.id);
    let empty = submit(app, &provider, id).expect_err("without courses");
    assert!(matches!(empty, Error::Refused(_)));
    app.write_as(&provider, |conn, context| {
        actions::add_course(
            conn,
            context,
            id,
            &course("课堂评价设计", Category::Professional, 16),
        )
    })
    .expect("a course within the project");
    submit(app, &provider, id).expect("now it can be submitted");
    assert!(decide(app, &provider, id, &Verdict::Approve).is_err());
    decide(app, &district, id, &Verdict::Approve).expect("the district approves");
    assert_eq!(load(app, id).state, ProjectState::Approved);
}

fn a_returned_project_is_mended_and_a_refused_one_is_over(app: &TestApp) {
    let city = app.city();
    let provider = app.officer(Role::Provider, &city.provider);
    let district = app.officer(Role::DistrictHr, &city.district);
    let (id, _) = app.draft(
        &city.provider,
        &[course("课堂评价设计", Category::Professional, 16)],
    );
    submit(app, &provider, id).expect("submitted");
    let empty = decide(app, &district, id, &Verdict::Return(" ".to_owned()));
    assert!(matches!(empty, Err(Error::Input(_))), "why?");
    decide(app, &district, id, &Verdict::Return("学时偏多".to_owned())).expect("returned");
    assert_eq!(load(app, id).decision_reason.as_deref(), Some("学时偏多"));
    submit(app, &provider, id).expect("submitted again");
    assert_eq!(load(app, id).decision_reason, None);
    decide(
        app,
        &district,
        id,
        &Verdict::Refuse("与计划不符".to_owned()),
    )
    .expect("refused");
    let over = submit(app, &provider, id).expect_err("it is over");
    assert!(matches!(over, Error::Refused(it) if it.kind == RefusalKind::NotNow));
}

fn a_district_decides_for_its_providers_and_the_bureau_for_its_own(app: &TestApp) {
    let city = app.city();
    let central = app.provider(&city.bureau, "P440100", "广州市教育研究院");
    let bureau = app.officer(Role::BureauHr, &city.bureau);
    let district = app.officer(Role::DistrictHr, &city.district);
    let courses = [course("课堂评价设计", Category::Professional, 16)];
    let submitted = |provider| {
        let (id, _) = app.draft(provider, &courses);
        app.write(|conn, context| actions::submit_project(conn, context, id, 1))
            .expect("submitted");
        id
    };
    let (of_district, of_bureau) = (submitted(&city.provider), submitted(&central));
    assert!(decide(app, &bureau, of_district, &Verdict::Approve).is_err());
    assert!(matches!(
        decide(app, &district, of_bureau, &Verdict::Approve),
        Err(Error::NotFound)
    ));
    decide(app, &district, of_district, &Verdict::Approve).expect("its own provider");
    decide(app, &bureau, of_bureau, &Verdict::Approve).expect("the bureau's provider");
    let list = |account: &TestAccount| {
        let reach = app
            .actor(account)
            .reach(xingtan::access::Action::ViewProject);
        app.read(|conn| store::list(conn, &reach, ProjectState::ALL, None, 10))
            .expect("a list")
            .len()
    };
    assert_eq!((list(&district), list(&bureau)), (1, 2));
}

fn only_a_draft_changes(app: &TestApp) {
    let city = app.city();
    let provider = app.officer(Role::Provider, &city.provider);
    let (id, courses) = app.draft(
        &city.provider,
        &[
            course("课堂评价设计", Category::Professional, 16),
            course("职业道德与法规", Category::General, 8),
        ],
    );
    let shorter = ProjectFields {
        title: "全员培训".to_owned(),
        starts_on: day(4, 1),
        ends_on: day(12, 31),
    };
    let change = || {
        let seen = load(app, id).version;
        app.write_as(&provider, |conn, context| {
            actions::change_project(conn, context, id, seen, &shorter)
        })
    };
    assert!(matches!(change(), Err(Error::Input(_))), "courses outside");
    let remove = |course| {
        app.write_as(&provider, |conn, context| {
            actions::remove_course(conn, context, course)
        })
    };
    remove(courses[0]).expect("a draft's course");
    submit(app, &provider, id).expect("submitted");
    assert!(matches!(change(), Err(Error::Refused(_))));
    assert!(matches!(remove(courses[1]), Err(Error::Refused(_))));
}

fn of_two_who_change_it_the_second_is_told(app: &TestApp) {
    let city = app.city();
    let provider = app.officer(Role::Provider, &city.provider);
    let (id, _) = app.draft(
        &city.provider,
        &[course("课堂评价设计", Category::Professional, 16)],
    );
    let fields = ProjectFields {
        title: "改名".to_owned(),
        starts_on: day(1, 1),
        ends_on: day(12, 31),
    };
    let change = || {
        app.write_as(&provider, |conn, context| {
            actions::change_project(conn, context, id, 1, &fields)
        })
    };
    change().expect("the first");
    assert!(matches!(change(), Err(Error::Stale)));
}
