//! A job that makes a file: long exports. The file waits in the vault for who asked for it.

use serde::{Deserialize, Serialize};

use super::{Job, JobKind, JobState, Running, Step};
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::spreadsheets::write::Format;
use crate::web::answer::Download;

/// A file that was made, as the job's checkpoint keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeFile {
    name: String,
    format: Format,
    sha256: [u8; 32],
}

impl MadeFile {
    /// The file of a job that is done and makes one.
    pub fn of(job: &Job) -> Option<MadeFile> {
        match (job.kind, job.state) {
            (JobKind::ExportTeachers, JobState::Done) => {
                job.checkpoint.read::<Option<MadeFile>>().ok().flatten()
            }
            _ => None,
        }
    }

    /// The file as it is handed out.
    pub fn read(self, context: &Context) -> Result<Download, Error> {
        let body = context.house.vault.read(&self.sha256)?;
        Ok(match self.format {
            Format::Xlsx => Download::xlsx(self.name, body),
            Format::Csv => Download::csv(self.name, body),
        })
    }
}

impl Running<'_> {
    /// Makes a file while reading, so that nobody has to wait for the lock of a writer, and ends
    /// the job with it. After a crash it is made anew.
    pub fn make_file(
        &self,
        format: Format,
        make: impl FnOnce(&mut Conn, &Context) -> Result<Download, Error>,
    ) -> Result<(), Error> {
        let download = self.read(make)?;
        let stored = self.house().vault.put(download.body.as_slice())?;
        let made = MadeFile {
            name: download.name,
            format,
            sha256: stored.sha256,
        };
        self.each_chunk(|_, _, _: Option<MadeFile>| {
            Ok(Step {
                done: 1,
                total: Some(1),
                checkpoint: Some(made.clone()),
                is_last: true,
            })
        })
    }
}
