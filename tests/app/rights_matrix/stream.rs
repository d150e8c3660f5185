//! Addresses of the stream from provider to school to district.

use xingtan::credit_bank::audits::AuditRoundId;
use xingtan::credit_bank::audits::actions::open_round;
use xingtan::credit_bank::completions::{CompletionId, actions};
use xingtan::credit_bank::projects::actions::submit_project;
use xingtan::credit_bank::projects::{CourseId, Project, ProjectId};
use xingtan::imports::Mode;
use xingtan::ledger::Category;

use super::samples::{Sample, get, post};
use crate::support::TestApp;
use crate::support::bank::course;
use crate::support::city::City;

/// A project in each of three states, a completion in each of two, an open round.
pub struct Stream {
    approved: Project,
    draft: ProjectId,
    draft_course: CourseId,
    submitted: ProjectId,
    waiting: CompletionId,
    round: AuditRoundId,
}

impl Stream {
    /// Makes it, with completions of the teachers T001 and T002.
    pub fn make(app: &TestApp, city: &City, approved: &Project) -> Stream {
        let courses = [course("教育科研", Category::Elective, 8)];
        let (draft, draft_courses) = app.draft(&city.provider, &courses);
        let (submitted, _) = app.draft(&city.provider, &courses);
        let lines =
            ["T001,陈一", "T002,林二"].map(|it| format!("{it},课程标准解读,专业科目,8,2026-05-20"));
        app.import(approved, &lines, Mode::Store);
        let ids = app.completion_ids();
        let round = app
            .write(|conn, context| {
                submit_project(conn, context, submitted, 1)?;
                actions::confirm_completions(conn, context, &ids[1..])?;
                open_round(conn, context, Some(city.district.id), "第一轮", 50)
            })
            .expect("the program may do all of it");
        Stream {
            approved: approved.clone(),
            draft,
            draft_course: draft_courses[0],
            submitted,
            waiting: ids[0],
            round,
        }
    }

    /// Its addresses.
    pub fn samples(&self, city: &City) -> Vec<Sample> {
        [
            self.projects(city),
            self.completions(city),
            self.audits(city),
        ]
        .concat()
    }

    fn projects(&self, city: &City) -> Vec<Sample> {
        let provider = city.provider.id.to_string();
        let (draft, course) = (self.draft, self.draft_course);
        let at = |id: ProjectId, rest: &str| format!("/projects/{id}{rest}");
        let project = [
            ("provider", provider.as_str()),
            ("version", "1"),
            ("title", "全员培训"),
            ("starts_on", "2026-01-01"),
            ("ends_on", "2026-12-31"),
        ];
        let fields = |title| {
            [
                ("title", title),
                ("category", "elective"),
                ("hours", "8"),
                ("headcount_max", "30"),
                ("starts_on", "2026-05-01"),
                ("ends_on", "2026-05-31"),
            ]
        };
        let seen = [("version", "1")];
        let closing = [("version", "3")];
        let decision = [("version", "2"), ("verdict", "approve"), ("reason", "")];
        vec![
            get("GET /projects", "/projects"),
            get("GET /projects/new", "/projects/new"),
            post("POST /projects", "/projects", &project),
            get("GET /projects/<id>", at(self.approved.id, "")),
            get("GET /projects/<id>/edit", at(draft, "/edit")),
            post("POST /projects/<id>/edit", at(draft, "/edit"), &project),
            get("GET /projects/<id>/courses/new", at(draft, "/courses/new")),
            post(
                "POST /projects/<id>/courses",
                at(draft, "/courses"),
                &fields("心理健康"),
            ),
            get("GET /courses/<id>/edit", format!("/courses/{course}/edit")),
            post(
                "POST /courses/<id>/edit",
                format!("/courses/{course}/edit"),
                &fields("教育科研方法"),
            ),
            post(
                "POST /courses/<id>/remove",
                format!("/courses/{course}/remove"),
                &[],
            ),
            post("POST /projects/<id>/submit", at(draft, "/submit"), &seen),
            post(
                "POST /projects/<id>/decide",
                at(self.submitted, "/decide"),
                &decision,
            ),
            post(
                "POST /projects/<id>/close",
                at(self.approved.id, "/close"),
                &closing,
            ),
            get("GET /courses", "/courses"),
        ]
    }

    fn completions(&self, city: &City) -> Vec<Sample> {
        let project = |rest: &str| format!("/projects/{}{rest}", self.approved.id);
        let waiting = self.waiting.to_string();
        let school = city.school.id.to_string();
        let one = [
            ("teacher_number", "T001"),
            ("document", ""),
            ("name", "陈一"),
            ("course", "课程标准解读"),
            ("hours", "7"),
            ("completed_on", "2026-05-20"),
        ];
        let decision = [
            ("ids", waiting.as_str()),
            ("verdict", "confirm"),
            ("reason", ""),
        ];
        vec![
            get("GET /projects/<id>/upload", project("/upload")),
            post(
                "POST /projects/<id>/upload",
                project("/upload"),
                &[("mode", "trial")],
            ),
            get(
                "GET /projects/<id>/template.xlsx",
                project("/template.xlsx"),
            ),
            get(
                "GET /projects/<id>/completions/new",
                project("/completions/new"),
            ),
            post(
                "POST /projects/<id>/completions",
                project("/completions"),
                &one,
            ),
            get("GET /projects/<id>/completions", project("/completions")),
            get("GET /completions", "/completions"),
            post("POST /completions/decide", "/completions/decide", &decision),
            post(
                "POST /completions/confirm-all",
                "/completions/confirm-all",
                &[("school", school.as_str())],
            ),
            get("GET /completions/<id>", format!("/completions/{waiting}")),
            post(
                "POST /completions/<id>/reverse",
                format!("/completions/{waiting}/reverse"),
                &[("reason", "冒名顶替")],
            ),
        ]
    }

    fn audits(&self, city: &City) -> Vec<Sample> {
        let round = |rest: &str| format!("/audits/{}{rest}", self.round);
        let waiting = self.waiting.to_string();
        let district = city.district.id.to_string();
        let new = [
            ("district", district.as_str()),
            ("name", "第二轮"),
            ("share", "5"),
        ];
        let decision = [
            ("ids", waiting.as_str()),
            ("verdict", "pass"),
            ("reason", ""),
        ];
        vec![
            get("GET /audits", "/audits"),
            post("POST /audits", "/audits", &new),
            get("GET /audits/commitments", "/audits/commitments"),
            get("GET /audits/<id>", round("")),
            post(
                "POST /audits/<id>/draw",
                round("/draw"),
                &[("version", "1")],
            ),
            post("POST /audits/<id>/decide", round("/decide"), &decision),
            get("GET /audits/<id>/population.csv", round("/population.csv")),
        ]
    }
}
