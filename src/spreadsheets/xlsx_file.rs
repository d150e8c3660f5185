//! An xlsx as a stream of lines. calamine knows the format; this module knows what offices do
//! with it: hidden sheets, merged cells, formulas, dates of either epoch.
//!
//! Only the shared texts are held in memory; a sheet is never. The whole sheet is read once when
//! the file is opened, so that a damaged or too long one is refused before a row was used.

use std::collections::{HashMap, VecDeque};
use std::io::{BufReader, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{
    Data, DataType, Dimensions, Reader, Sheet, SheetType, SheetVisible, Xlsx,
    XlsxCellFormulaMetadataRecord, XlsxCellReader, XlsxError,
};

use super::cell::Value;
use super::dates::{self, Epoch};
use super::limits::Limits;
use super::read::Source;
use super::refusal::{FileRefusal, FoundKind, ReadError};
use super::{Line, archive, text};

type Bytes = BufReader<Source>;

/// An open workbook with one sheet to read.
pub struct Workbook {
    xlsx: Xlsx<Bytes>,
    sheet: String,
    merges: Vec<Merge>,
    /// How the workbook counts days.
    pub epoch: Epoch,
    /// Lines that hold something.
    pub lines_total: u32,
}

/// Cells merged down a column: offices merge the course name over its participants.
#[derive(Debug, Clone, Copy)]
struct Merge {
    column: u32,
    first_row: u32,
    last_row: u32,
}

/// Merged cells further right are not filled: no form is so wide.
const MERGED_COLUMNS_MAX: u32 = 256;

impl Workbook {
    /// Opens the one sheet that holds data, after [`archive::inspect`].
    pub fn open(mut source: Source, limits: &Limits) -> Result<Workbook, ReadError> {
        archive::inspect(&mut source, limits)?;
        source.seek(SeekFrom::Start(0))?;
        let mut xlsx = guarded(|| Xlsx::new(BufReader::new(source)))?;
        let sheet = sheet_with_data(&mut xlsx)?;
        let merges = merges(&guarded(|| xlsx.merge_cells_by_sheet_name(&sheet))?);
        let is_1904 = xlsx.has_1904_epoch();
        let epoch = if is_1904 {
            Epoch::Since1904
        } else {
            Epoch::Since1900
        };
        let mut workbook = Workbook {
            xlsx,
            sheet,
            merges,
            epoch,
            lines_total: 0,
        };
        workbook.lines_total = workbook.count_lines(limits)?;
        Ok(workbook)
    }

    /// The lines from the top.
    pub fn lines(&mut self) -> Result<SheetLines<'_>, ReadError> {
        let reader = guarded(|| self.xlsx.worksheet_cells_reader(&self.sheet))?;
        Ok(SheetLines {
            reader,
            epoch: self.epoch,
            merges: self.merges.iter().copied().collect(),
            filling: HashMap::new(),
            ahead: None,
            row: 0,
            has_ended: false,
        })
    }

    fn count_lines(&mut self, limits: &Limits) -> Result<u32, ReadError> {
        let mut lines = self.lines()?;
        let mut count = 0;
        while lines.next_line()?.is_some() {
            count += 1;
            if count > limits.rows {
                return Err(FileRefusal::TooManyRows {
                    rows_max: limits.rows,
                }
                .into());
            }
        }
        Ok(count)
    }
}

/// The only visible sheet with data. Hidden data is refused, not skipped: the sender may not know
/// of it, and whoever checks the file cannot see it.
fn sheet_with_data(xlsx: &mut Xlsx<Bytes>) -> Result<String, ReadError> {
    let sheets: Vec<Sheet> = xlsx.sheets_metadata().to_vec();
    let mut names = Vec::new();
    for sheet in sheets
        .into_iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
    {
        if !holds_data(xlsx, &sheet.name)? {
            continue;
        }
        if sheet.visible != SheetVisible::Visible {
            return Err(FileRefusal::HiddenSheet { name: sheet.name }.into());
        }
        names.push(sheet.name);
    }
    match names.len() {
        0 => Err(FileRefusal::Empty.into()),
        1 => Ok(names.remove(0)),
        _ => Err(FileRefusal::SeveralSheets { names }.into()),
    }
}

fn holds_data(xlsx: &mut Xlsx<Bytes>, sheet: &str) -> Result<bool, ReadError> {
    let mut reader = guarded(|| xlsx.worksheet_cells_reader(sheet))?;
    while let Some(record) = guarded(|| reader.next_cell_with_formula_metadata())? {
        if !matches!(value_of(record, Epoch::default()), Value::Empty) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn merges(regions: &[Dimensions]) -> Vec<Merge> {
    let mut merges: Vec<Merge> = regions
        .iter()
        .filter(|region| region.end.0 > region.start.0 && region.start.1 < MERGED_COLUMNS_MAX)
        .map(|region| Merge {
            column: region.start.1,
            first_row: region.start.0,
            last_row: region.end.0,
        })
        .collect();
    merges.sort_by_key(|merge| merge.first_row);
    merges
}

/// The lines of a sheet, read as they are asked for.
pub struct SheetLines<'a> {
    reader: XlsxCellReader<'a, Bytes>,
    epoch: Epoch,
    /// Merged cells further down, in order of their first row.
    merges: VecDeque<Merge>,
    /// What merged cells above put into a column, and down to which row.
    filling: HashMap<u32, (u32, Value)>,
    /// The first cell of the next line.
    ahead: Option<(u32, u32, Value)>,
    /// The row being read, counted from 0.
    row: u32,
    /// The reader must not be asked again after its end.
    has_ended: bool,
}

impl SheetLines<'_> {
    /// The next line that holds something. Rows without a value cost nothing.
    pub fn next_line(&mut self) -> Result<Option<Line>, ReadError> {
        let Some((row, column, value)) = self.next_value()? else {
            return Ok(None);
        };
        if row < self.row {
            return Err(FileRefusal::Damaged.into());
        }
        self.row = row;
        let mut cells = vec![(column, value)];
        while let Some((next_row, column, value)) = self.next_value()? {
            if next_row != row {
                self.ahead = Some((next_row, column, value));
                break;
            }
            cells.push((column, value));
        }
        cells.sort_by_key(|(column, _)| *column);
        cells.dedup_by_key(|(column, _)| *column);
        self.fill_merged(row, &mut cells);
        Ok(Some(Line {
            number: row.saturating_add(1),
            cells,
        }))
    }

    /// From here on, cells merged with anything above are empty: the headings are not data.
    pub fn forget_merged(&mut self) {
        self.filling.clear();
    }

    /// Repeats the value of a merged cell in the lines below it that hold something of their own.
    fn fill_merged(&mut self, row: u32, cells: &mut Vec<(u32, Value)>) {
        self.filling.retain(|_, (last_row, _)| *last_row >= row);
        for (column, (_, value)) in &self.filling {
            if let Err(place) = cells.binary_search_by_key(column, |(column, _)| *column) {
                cells.insert(place, (*column, value.clone()));
            }
        }
        while self
            .merges
            .front()
            .is_some_and(|merge| merge.first_row <= row)
        {
            let Some(merge) = self.merges.pop_front() else {
                break;
            };
            let start = cells.iter().find(|(column, _)| *column == merge.column);
            if let (Some((_, value)), true) = (start, merge.first_row == row) {
                self.filling
                    .insert(merge.column, (merge.last_row, value.clone()));
            }
        }
    }

    /// The next cell that is not empty: row, column, value.
    fn next_value(&mut self) -> Result<Option<(u32, u32, Value)>, ReadError> {
        if self.ahead.is_some() {
            return Ok(self.ahead.take());
        }
        while !self.has_ended {
            let next = guarded(|| self.reader.next_cell_with_formula_metadata());
            let Some(record) = next.map_err(|error| self.at_this_row(error))? else {
                self.has_ended = true;
                break;
            };
            let (row, column) = record.pos;
            let value = value_of(record, self.epoch);
            if value != Value::Empty {
                return Ok(Some((row, column, value)));
            }
        }
        Ok(None)
    }

    fn at_this_row(&self, error: ReadError) -> ReadError {
        match error {
            ReadError::Refused(FileRefusal::UnknownErrorValue { found, .. }) => {
                FileRefusal::UnknownErrorValue {
                    found,
                    row: self.row + 1,
                }
                .into()
            }
            other => other,
        }
    }
}

fn value_of(record: XlsxCellFormulaMetadataRecord<'_>, epoch: Epoch) -> Value {
    if record.formula.is_some() {
        let shown = record
            .value
            .get_string()
            .map_or(record.value.is_empty(), text::is_blank);
        return Value::Formula {
            shows_nothing: shown,
        };
    }
    match Data::from(record.value) {
        Data::String(raw) if text::is_blank(&raw) => Value::Empty,
        Data::String(raw) => Value::Text(raw),
        #[allow(clippy::cast_precision_loss)] // xlsx cells are never this kind
        Data::Int(number) => Value::Number(number as f64),
        Data::Float(number) if number.is_finite() => Value::Number(number),
        Data::Float(_) => Value::Error("#NUM!".to_owned()),
        Data::Bool(truth) => Value::Bool(truth),
        Data::DateTime(moment) => {
            let count = moment.as_f64();
            let day = dates::from_day_count(count, epoch).filter(|_| !moment.is_duration());
            day.map_or_else(|| Value::Time(count.to_string()), Value::Date)
        }
        Data::DateTimeIso(raw) => match dates::from_text(&raw) {
            Ok(day) => Value::Date(day),
            Err(_) => Value::Text(raw),
        },
        Data::DurationIso(raw) => Value::Time(raw),
        Data::Error(error) => Value::Error(error.to_string()),
        Data::Empty => Value::Empty,
    }
}

/// Runs calamine on bytes from strangers. It computes cell references such as `A99999999999`
/// without checking for overflow, which panics in debug builds; that file is damaged, the program
/// is not.
fn guarded<T>(read: impl FnOnce() -> Result<T, XlsxError>) -> Result<T, ReadError> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(result) => result.map_err(xlsx_error),
        Err(_) => Err(FileRefusal::Damaged.into()),
    }
}

fn xlsx_error(error: XlsxError) -> ReadError {
    match error {
        XlsxError::Io(error) | XlsxError::Zip(zip::result::ZipError::Io(error)) => {
            ReadError::from_unpacking(error)
        }
        XlsxError::Password => FoundKind::Encrypted.into(),
        XlsxError::CellError(found) => FileRefusal::UnknownErrorValue {
            found: text::excerpt(&found),
            row: 1,
        }
        .into(),
        _ => FileRefusal::Damaged.into(),
    }
}
