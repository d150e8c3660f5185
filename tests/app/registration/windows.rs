//! Windows: who opens them, and whom they take.

use xingtan::error::Error;
use xingtan::message::{Fact, Message};
use xingtan::registration::actions::school;
use xingtan::registration::rules::windows::WindowKind;

use super::{autumn, day, new_window, open, story, told};
use crate::support::TestApp;

on_each_backend!(
    a_window_that_overlaps_is_refused,
    a_window_takes_whom_it_is_for,
    only_the_bureau_opens_a_window,
);

fn a_window_that_overlaps_is_refused(app: &TestApp) {
    let story = story(app);
    autumn(app, &story);
    let overlapping = new_window(
        WindowKind::Renewal,
        "2026-11-27",
        "2026-12-04",
        "2027-06-30",
    );
    let overlap = Message::new("window-overlaps")
        .with("opens", day("2026-11-16"))
        .with("closes", day("2026-11-27"));
    assert_eq!(told(open(app, &story.bureau, &overlapping)), overlap);
    let backwards = new_window(
        WindowKind::Renewal,
        "2026-12-31",
        "2026-12-01",
        "2027-06-30",
    );
    let refused = open(app, &story.bureau, &backwards);
    assert_eq!(told(refused), Message::new("window-backwards"));
    let nameless = xingtan::registration::actions::windows::NewWindow {
        name: " ".to_owned(),
        ..new_window(
            WindowKind::Renewal,
            "2026-12-01",
            "2026-12-31",
            "2027-06-30",
        )
    };
    let refused = open(app, &story.bureau, &nameless);
    assert_eq!(told(refused), Message::new("window-name-missing"));
    let first = new_window(WindowKind::First, "2026-11-16", "2026-11-27", "2027-06-30");
    assert!(open(app, &story.bureau, &first).is_ok());
}

fn a_window_takes_whom_it_is_for(app: &TestApp) {
    let story = story(app);
    let apply = |window| {
        app.write_as(&story.teacher, |conn, context| {
            school::apply(conn, context, window)
        })
    };
    let first = new_window(WindowKind::First, "2026-11-16", "2026-11-27", "2027-06-30");
    let first = open(app, &story.bureau, &first).expect("a window");
    let other = Message::new("apply-other-kind").with("kind", Fact::Key("registration-first"));
    assert_eq!(told(apply(first)), other);
    let later = new_window(
        WindowKind::Renewal,
        "2026-12-01",
        "2026-12-11",
        "2027-06-30",
    );
    let later = open(app, &story.bureau, &later).expect("a window");
    let closed = Message::new("apply-not-open-yet").with("day", day("2026-12-01"));
    assert_eq!(told(apply(later)), closed);
    let near = new_window(
        WindowKind::Renewal,
        "2026-11-16",
        "2026-11-27",
        "2026-12-31",
    );
    let near = open(app, &story.bureau, &near).expect("a window");
    let not_due = Message::new("apply-not-due").with("day", day("2027-01-10"));
    assert_eq!(told(apply(near)), not_due);
    let nobody = app.write_as(&story.hr, |conn, context| {
        school::hand_in(conn, context, near, story.city.school.id)
    });
    assert_eq!(told(nobody), Message::new("registration-nobody-to-hand-in"));
}

fn only_the_bureau_opens_a_window(app: &TestApp) {
    let story = story(app);
    let new = new_window(
        WindowKind::Renewal,
        "2026-12-01",
        "2026-12-11",
        "2027-06-30",
    );
    for by in [&story.teacher, &story.hr, &story.head, &story.district] {
        let refused = open(app, by, &new);
        assert!(matches!(refused, Err(Error::NotFound | Error::Refused(_))));
    }
    // HR of one school does not hand in for another.
    let window = autumn(app, &story);
    let other = app.write_as(&story.hr, |conn, context| {
        school::hand_in(conn, context, window, story.city.neighbour.id)
    });
    assert!(matches!(other, Err(Error::NotFound)));
}
