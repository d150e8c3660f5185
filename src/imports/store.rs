//! What imports refused, in the database.

use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::import_problems;
use crate::error::Error;
use crate::jobs::JobId;
use crate::on_backend;
use crate::spreadsheets::RowProblem;
use crate::web::language::Said;

crate::id_type!(
    /// A refused row.
    ProblemId
);

/// Rows in one INSERT: well below `SQLite`'s limit of bound values.
const ROWS_PER_INSERT: usize = 500;

/// What is wrong with a row, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = import_problems, treat_none_as_default_value = false)]
pub struct Problem {
    /// Its id.
    pub id: ProblemId,
    /// The import.
    pub job_id: JobId,
    /// The row as Excel numbers it.
    pub row_number: i32,
    /// The heading as it stands in the file.
    pub column_name: String,
    /// Stable name of the problem.
    pub code: String,
    /// The sentence in both languages ([`Said`] as JSON).
    pub message: String,
}

/// Keeps what was refused.
pub(super) fn insert_problems(
    conn: &mut Conn,
    job: JobId,
    problems: &[RowProblem],
) -> Result<(), Error> {
    for chunk in problems.chunks(ROWS_PER_INSERT) {
        let rows: Vec<Problem> = chunk
            .iter()
            .map(|it| Problem {
                id: ProblemId::new(),
                job_id: job,
                row_number: i32::try_from(it.row).unwrap_or(i32::MAX),
                column_name: it.column.clone(),
                code: it.code.to_owned(),
                message: Said::of(&it.message).to_json(),
            })
            .collect();
        on_backend!(conn, |it| diesel::insert_into(import_problems::table)
            .values(&rows)
            .execute(it))?;
    }
    Ok(())
}

/// Forgets what was refused: a trial run begins again.
pub(super) fn remove_problems(conn: &mut Conn, job: JobId) -> Result<(), Error> {
    diesel::delete(import_problems::table.filter(import_problems::job_id.eq(job))).execute(conn)?;
    Ok(())
}

/// What was refused below a row, in the order of the file.
pub fn list_problems(
    conn: &mut Conn,
    job: JobId,
    after_row: i32,
    limit: i64,
) -> Result<Vec<Problem>, Error> {
    Ok(import_problems::table
        .filter(import_problems::job_id.eq(job))
        .filter(import_problems::row_number.gt(after_row))
        .order(import_problems::row_number)
        .limit(limit)
        .select(Problem::as_select())
        .load(conn)?)
}
