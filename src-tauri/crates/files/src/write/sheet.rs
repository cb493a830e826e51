//! Any table as CSV or workbook: rows of cells under a header.

use std::io::Write;

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use crate::fault::{FileError, FileErrorCode, Result};
use crate::write::cell::Cell;
use crate::write::csv::{CsvOut, CsvStyle};

/// Writes one table, row after row; memory does not grow with the rows.
pub struct SheetWriter<W: Write> {
    out: Out<W>,
}

enum Out<W: Write> {
    Csv(CsvOut<W>),
    Xlsx(Box<Xlsx<W>>),
}

struct Xlsx<W> {
    out: W,
    book: Workbook,
    row: u32,
    dates: Format,
    save: fn(&mut Workbook, W) -> Result<(), XlsxError>,
}

/// Rows of a worksheet, the header included.
const MOST_ROWS: u32 = 1_048_576;
/// Characters of a cell (in UTF-16).
const MOST_CHARACTERS: usize = 32_767;

impl<W: Write> SheetWriter<W> {
    /// # Errors
    /// `Io`.
    pub fn csv(out: W, style: CsvStyle, headers: &[&str]) -> Result<Self> {
        let mut out = CsvOut::new(out, style)?;
        out.verbatim(headers.iter().copied())?;
        Ok(Self { out: Out::Csv(out) })
    }

    /// # Errors
    /// `Io`, `TooLarge` (more rows or longer texts than a worksheet holds).
    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) -> Result<()> {
        match &mut self.out {
            Out::Csv(out) => out.row(cells),
            Out::Xlsx(xlsx) => xlsx.row(cells),
        }
    }

    /// # Errors
    /// `Io`.
    pub fn finish(self) -> Result<()> {
        match self.out {
            Out::Csv(out) => out.finish(),
            Out::Xlsx(mut xlsx) => (xlsx.save)(&mut xlsx.book, xlsx.out).map_err(written),
        }
    }
}

impl<W: Write + Send> SheetWriter<W> {
    /// # Errors
    /// `Io`.
    pub fn xlsx(out: W, sheet: &str, headers: &[&str]) -> Result<Self> {
        let mut book = Workbook::new();
        let bold = Format::new().set_bold();
        let worksheet = book.add_worksheet_with_constant_memory().map_err(written)?;
        worksheet.set_name(sheet).map_err(written)?;
        worksheet.set_freeze_panes(1, 0).map_err(written)?;
        for (column, header) in (0..).zip(headers) {
            worksheet.set_column_width(column, if header.len() > 14 { 24 } else { 16 }).map_err(written)?;
            worksheet.write_string_with_format(0, column, *header, &bold).map_err(written)?;
        }
        let dates = Format::new().set_num_format("yyyy-mm-dd");
        let save = |book: &mut Workbook, out: W| book.save_to_writer(out);
        Ok(Self { out: Out::Xlsx(Box::new(Xlsx { out, book, row: 1, dates, save })) })
    }
}

fn written(error: XlsxError) -> FileError {
    match error {
        XlsxError::IoError(error) => error.into(),
        error => FileError::new(FileErrorCode::Io, format!("The workbook could not be written ({error}).")),
    }
}

impl<W> Xlsx<W> {
    fn row<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) -> Result<()> {
        let row = self.row;
        if row >= MOST_ROWS {
            return Err(FileError::new(
                FileErrorCode::TooLarge,
                "A workbook holds 1,048,575 rows and there are more. Export as CSV instead.",
            ));
        }
        let sheet = self.book.worksheet_from_index(0).map_err(written)?;
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Cell::Text(text) => {
                    if text.len() > MOST_CHARACTERS && text.encode_utf16().count() > MOST_CHARACTERS {
                        return Err(FileError::at(
                            FileErrorCode::TooLarge,
                            u64::from(row) + 1,
                            "A text is longer than a cell of a workbook holds. Export as CSV instead.",
                        ));
                    }
                    sheet.write_string(row, column, text).map_err(written)?;
                }
                Cell::Number(number) => {
                    let text = number.to_string();
                    match text.parse::<f64>() {
                        // A spreadsheet keeps fifteen digits.
                        Ok(float) if text.len() <= 16 => {
                            sheet.write_number(row, column, float).map_err(written)?
                        }
                        _ => sheet.write_string(row, column, text).map_err(written)?,
                    };
                }
                Cell::Integer(number) => {
                    let text = number.to_string();
                    match text.parse::<f64>() {
                        Ok(float) if text.len() <= 15 => {
                            sheet.write_number(row, column, float).map_err(written)?
                        }
                        _ => sheet.write_string(row, column, text).map_err(written)?,
                    };
                }
                Cell::Date(date) => {
                    let text = date.to_string();
                    match rust_xlsxwriter::ExcelDateTime::parse_from_str(&text) {
                        Ok(date) => sheet
                            .write_datetime_with_format(row, column, &date, &self.dates)
                            .map_err(written)?,
                        Err(_) => sheet.write_string(row, column, text).map_err(written)?,
                    };
                }
                Cell::Blank => {}
            }
        }
        self.row += 1;
        Ok(())
    }
}
