//! The page of a job: how far it is, and what came of it.

use askama::Template;

use super::{Job, JobKind, JobState, MadeFile};
use crate::message::Message;
use crate::web::frame::Frame;
use crate::web::language::Said;
use crate::web::parts::Chip;

/// A job as its author sees it. Without script it reloads itself until the job is over.
#[derive(Debug, Template)]
#[template(path = "jobs/show.html")]
pub struct JobPage {
    /// The frame.
    pub frame: Frame,
    /// The job.
    pub job: Job,
}

impl JobPage {
    fn kind(&self) -> String {
        self.frame.say(match self.job.kind {
            JobKind::ImportRoster => "job-import-roster",
            JobKind::ImportCompletions => "job-import-completions",
            JobKind::ConfirmCompletions => "job-confirm-completions",
            JobKind::DrawAudit => "job-draw-audit",
            JobKind::ExportTeachers => "job-export-teachers",
            JobKind::SurveyRegistration => "job-survey-registration",
            JobKind::TryRegistrationRules => "job-try-registration-rules",
        })
    }

    fn chip(&self) -> Chip {
        let say = |key| self.frame.say(key);
        match self.job.state {
            JobState::Waiting => Chip::wait(say("job-waiting")),
            JobState::Running => Chip::wait(say("job-running")),
            JobState::Done => Chip::ok(say("job-done")),
            JobState::Failed => Chip::due(say("job-stopped")),
            JobState::Cancelled => Chip::plain(say("job-cancelled")),
        }
    }

    /// Where the result can be seen.
    fn result_href(&self) -> Option<String> {
        match (self.job.state, self.job.kind) {
            (JobState::Waiting | JobState::Running, _) => None,
            (_, JobKind::ImportRoster | JobKind::ImportCompletions) => {
                Some(format!("/imports/{}", self.job.id))
            }
            (_, JobKind::ConfirmCompletions) => Some("/completions".to_owned()),
            (_, JobKind::DrawAudit) => Some("/audits".to_owned()),
            (_, JobKind::SurveyRegistration) => {
                let window = self.job.parameters.0.get("window")?.as_str()?;
                let window: uuid::Uuid = window.parse().ok()?;
                Some(format!("/registration/windows/{}", window.as_simple()))
            }
            (_, JobKind::TryRegistrationRules) => {
                Some(format!("/registration/trials/{}", self.job.id))
            }
            (_, JobKind::ExportTeachers) => {
                MadeFile::of(&self.job).map(|_| format!("/jobs/{}/file", self.job.id))
            }
        }
    }

    fn failure(&self) -> Option<String> {
        let said = Said::from_json(self.job.failure.as_deref()?)?;
        Some(said.in_language(self.frame.words.language))
    }

    fn progress_text(&self) -> String {
        let message = match self.job.total {
            Some(total) => Message::new("job-progress").with("total", total),
            None => Message::new("job-progress-open"),
        };
        self.frame.tell(message.with("done", self.job.done))
    }

    fn percent(&self) -> Option<i64> {
        let total = self.job.total.filter(|total| *total > 0)?;
        Some((self.job.done * 100 / total).clamp(0, 100))
    }
}
