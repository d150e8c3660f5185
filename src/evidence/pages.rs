//! The page of one's own files.

use askama::Template;

use super::actions::{self, FILES_MAX};
use super::kinds::PaperKind;
use super::store::{EvidenceFile, EvidenceId, megabytes};
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::message::Message;
use crate::web::form::Values;
use crate::web::frame::Frame;
use crate::web::parts::{Choice, Problems};

/// Everything that a teacher keeps.
#[derive(Debug, Template)]
#[template(path = "evidence/list.html")]
pub struct EvidencePage {
    frame: Frame,
    files: Vec<EvidenceFile>,
    /// The file whose place the next one takes.
    replaced: Option<EvidenceFile>,
    values: Values,
    problems: Problems,
}

impl EvidencePage {
    /// The list with the form for one more, or for a newer version of one.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        replaced: Option<EvidenceId>,
    ) -> Result<EvidencePage, Error> {
        let files = actions::list_own(conn, context)?;
        let replaced = match replaced {
            Some(id) => Some(actions::load_own(conn, context, id)?),
            None => None,
        };
        let label = |it: &EvidenceFile| {
            let paper = it.paper.map(|it| it.to_string());
            Values::of([("paper", paper.unwrap_or_default())])
        };
        Ok(EvidencePage {
            values: replaced.as_ref().map(label).unwrap_or_default(),
            problems: Problems::default(),
            frame,
            files,
            replaced,
        })
    }

    /// With what was typed, and what is wrong with it.
    #[must_use]
    pub fn again(self, values: &Values, errors: &FieldErrors) -> EvidencePage {
        EvidencePage {
            problems: errors.in_words(self.frame.words),
            values: values.clone(),
            ..self
        }
    }

    fn action(&self) -> String {
        match &self.replaced {
            Some(file) => format!("/evidence/{}/replace", file.id),
            None => "/evidence".to_owned(),
        }
    }

    fn form_title(&self) -> String {
        match &self.replaced {
            Some(file) => {
                let title = Message::new("evidence-replace-title");
                self.frame.tell(title.with("name", file.name.as_str()))
            }
            None => self.frame.say("evidence-add"),
        }
    }

    fn lead(&self) -> String {
        let lead = Message::new("evidence-lead").with("most", FILES_MAX);
        self.frame.tell(lead)
    }

    fn papers(&self) -> Vec<Choice> {
        let choice = |it: &PaperKind| {
            let present = self.values.get("paper");
            Choice::new(it.as_str(), self.frame.say(it.name_key()), present)
        };
        PaperKind::ALL.iter().map(choice).collect()
    }

    fn paper(&self, file: &EvidenceFile) -> String {
        let paper = file.paper.unwrap_or(PaperKind::Other);
        self.frame.say(paper.name_key())
    }

    fn size(&self, file: &EvidenceFile) -> String {
        let at = self.frame.words.date_time(file.uploaded_at.utc());
        format!("{} · {at}", megabytes(file.size))
    }
}
