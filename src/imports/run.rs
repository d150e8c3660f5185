//! The way of a file through its job.

use std::cell::{Cell, RefCell};

use super::{Asked, Import, Mode, SoFar, Taken, so_far, store, told};
use crate::db::Conn;
use crate::error::Error;
use crate::jobs::{JobId, Running, Step};
use crate::spreadsheets::limits::Limits;
use crate::spreadsheets::read::{self, SpreadsheetFile};

/// Works on an import from where it stands to its end.
pub fn run<I: Import>(running: &Running<'_>, import: &I) -> Result<(), Error> {
    let asked: Asked = running.parameters()?;
    let path = running.house().vault.path(&asked.sha256);
    let mut file = read::open(&path, &Limits::default()).map_err(told)?;
    let mut reached = match asked.mode {
        Mode::Store => so_far(running.job())?,
        Mode::Trial => SoFar::default(),
    };
    let mut chunks = Chunks::after::<I>(&mut file, reached.rows)?;
    let mut memory = I::Memory::default();
    loop {
        let chunk = chunks.next_chunk()?;
        let next = Cell::new(reached);
        let fresh = RefCell::new(None);
        let goes_on = running.next_chunk(&|conn, context, stored: SoFar| {
            if asked.mode == Mode::Store && stored != reached {
                // Another worker took the job over and went on.
                return Err(Error::Stale);
            }
            if reached == SoFar::default() {
                // A trial run that was killed leaves what it had refused so far.
                store::remove_problems(conn, running.job().id)?;
            }
            let taken = import.take_in(conn, context, &chunk.rows, &memory)?;
            let (after, remembered) = keep(conn, running.job().id, reached, taken)?;
            next.set(after);
            fresh.replace(Some(remembered));
            Ok(Step {
                done: chunk.lines_read,
                total: Some(chunk.lines_total),
                checkpoint: after,
                is_last: chunk.is_last,
            })
        })?;
        reached = next.get();
        if let (Mode::Trial, Some(fresh)) = (asked.mode, fresh.take()) {
            I::remember(&mut memory, fresh);
        }
        if !goes_on {
            return Ok(());
        }
    }
}

/// Counts a chunk and keeps what was refused.
fn keep<F>(
    conn: &mut Conn,
    job: JobId,
    before: SoFar,
    taken: Taken<F>,
) -> Result<(SoFar, F), Error> {
    store::insert_problems(conn, job, &taken.problems)?;
    let (accepted, duplicates) = (taken.accepted, taken.duplicates);
    let (tasks, refused) = (taken.tasks, taken.problems.len());
    let after = SoFar {
        rows: before.rows + accepted + duplicates + tasks + refused,
        accepted: before.accepted + accepted,
        duplicates: before.duplicates + duplicates,
        tasks: before.tasks + tasks,
        refused: before.refused + refused,
    };
    Ok((after, taken.fresh))
}

/// Some rows of a file.
struct Chunk {
    rows: Vec<read::Row>,
    lines_read: i64,
    lines_total: i64,
    is_last: bool,
}

/// A file in chunks.
struct Chunks<'a> {
    rows: std::iter::Peekable<read::Rows<'a>>,
    rows_per_chunk: usize,
    lines_total: i64,
    lines_read: i64,
}

impl<'a> Chunks<'a> {
    /// Goes on after so many rows of data.
    fn after<I: Import>(
        file: &'a mut SpreadsheetFile,
        rows_done: usize,
    ) -> Result<Chunks<'a>, Error> {
        let lines_total = i64::from(file.lines_total());
        let mut rows = file.rows(I::COLUMNS).map_err(told)?;
        for row in rows.by_ref().take(rows_done) {
            row.map_err(told)?;
        }
        Ok(Chunks {
            lines_read: i64::from(rows.lines_read()),
            rows: rows.peekable(),
            rows_per_chunk: I::ROWS_PER_CHUNK,
            lines_total,
        })
    }

    fn next_chunk(&mut self) -> Result<Chunk, Error> {
        let rows: Vec<read::Row> = self
            .rows
            .by_ref()
            .take(self.rows_per_chunk)
            .collect::<Result<_, _>>()
            .map_err(told)?;
        let is_last = self.rows.peek().is_none();
        self.lines_read += i64::try_from(rows.len()).map_err(Error::fault)?;
        Ok(Chunk {
            rows,
            // Titles and remarks count as lines too: the bar ends full.
            lines_read: if is_last {
                self.lines_total
            } else {
                self.lines_read
            },
            lines_total: self.lines_total,
            is_last,
        })
    }
}
