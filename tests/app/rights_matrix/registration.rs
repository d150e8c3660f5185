//! Registration in the matrix: a window, and the teacher's case in it, which the school has.

use xingtan::registration::actions::school;
use xingtan::registration::actions::windows::{NewWindow, open_window};
use xingtan::registration::rules::windows::WindowKind;
use xingtan::registration::what_if::{self, Draft, TrialId};
use xingtan::registration::{CaseId, WindowId};

use super::samples::{Sample, get, post};
use crate::support::bank::day;
use crate::support::city::City;
use crate::support::{TestAccount, TestApp};

/// What the matrix asks about.
pub struct Registration {
    window: WindowId,
    case: CaseId,
    trial: TrialId,
}

impl Registration {
    /// Makes it: a teacher applies for the first time.
    pub fn make(app: &TestApp, teacher: &TestAccount) -> Registration {
        let new = NewWindow {
            name: "2026 年秋季首次注册".to_owned(),
            kind: WindowKind::First,
            opens_on: day(11, 16),
            closes_on: day(11, 27),
            due_until: day(12, 31),
        };
        let window = app
            .write(|conn, context| open_window(conn, context, &new))
            .expect("a window");
        let case = app.write_as(teacher, |conn, context| {
            school::apply(conn, context, window)
        });
        let trial = app.write(|conn, context| {
            let draft = Draft::default();
            what_if::start_draft(conn, context, window, draft)
        });
        Registration {
            trial: trial.expect("a draft that changes nothing"),
            window,
            case: case.expect("the window is open"),
        }
    }

    /// An address for every route.
    #[expect(clippy::too_many_lines, reason = "a table, read line by line")]
    pub fn samples(&self, city: &City) -> Vec<Sample> {
        let window = format!("/registration/windows/{}", self.window);
        let school = format!("{window}/schools/{}", city.school.id);
        let case = format!("/registration/cases/{}", self.case);
        let tick = format!("{}:1", self.case);
        let ticks = [("picks", tick.as_str()), ("reason", "任教学科不符")];
        let new = [
            ("name", "2026 年冬季定期注册"),
            ("kind", "renewal"),
            ("opens_on", "2026-12-01"),
            ("closes_on", "2026-12-18"),
            ("due_until", "2027-06-30"),
        ];
        let trial = format!("/registration/trials/{}", self.trial);
        let draft = [
            ("cycle_hours", "300"),
            ("year_hours_min", ""),
            ("year_hours_max", ""),
            ("failed_years_in_a_row", "2"),
            ("interruption_semesters", "1"),
            ("basic_pass_counts", "false"),
        ];
        let decision = [
            ("version", "1"),
            ("verdict", "return"),
            ("fields", "certificate"),
            ("reason", "请补充证书"),
        ];
        let again = [("version", "1"), ("reason", "已补齐")];
        vec![
            get("GET /registration", "/registration"),
            post("POST /registration/windows", "/registration/windows", &new),
            get("GET /registration/windows/<id>", window.clone()),
            post(
                "POST /registration/windows/<id>/survey",
                format!("{window}/survey"),
                &[],
            ),
            get("GET /registration/warnings", "/registration/warnings"),
            get(
                "GET /registration/windows/<id>/what-if",
                format!("{window}/what-if"),
            ),
            post(
                "POST /registration/windows/<id>/what-if",
                format!("{window}/what-if"),
                &draft,
            ),
            get("GET /registration/trials/<id>", trial.clone()),
            get(
                "GET /registration/trials/<id>/schools/<place>",
                format!("{trial}/schools/{}", city.school.id),
            ),
            get(
                "GET /registration/trials/<id>/draft",
                format!("{trial}/draft"),
            ),
            get(
                "GET /registration/windows/<id>/schools/<place>",
                school.clone(),
            ),
            post(
                "POST /registration/windows/<id>/apply",
                format!("{window}/apply"),
                &[],
            ),
            post(
                "POST /registration/windows/<id>/schools/<place>/hand-in",
                format!("{school}/hand-in"),
                &[],
            ),
            post(
                "POST /registration/windows/<id>/schools/<place>/opinion",
                format!("{school}/opinion"),
                &ticks,
            ),
            post(
                "POST /registration/windows/<id>/schools/<place>/confirm",
                format!("{school}/confirm"),
                &ticks,
            ),
            get("GET /registration/queue", "/registration/queue"),
            post("POST /registration/queue", "/registration/queue", &ticks),
            get("GET /registration/cases/<id>", case.clone()),
            post(
                "POST /registration/cases/<id>/decide",
                format!("{case}/decide"),
                &decision,
            ),
            post(
                "POST /registration/cases/<id>/withdraw",
                format!("{case}/withdraw"),
                &again,
            ),
            post(
                "POST /registration/cases/<id>/again",
                format!("{case}/again"),
                &again,
            ),
            get(
                "GET /registration/cases/<id>/sheet",
                format!("{case}/sheet"),
            ),
        ]
    }
}
