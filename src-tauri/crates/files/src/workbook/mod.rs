//! Workbooks (XLSX, XLSM, ODS): a sheet becomes the canonical table. Nothing is believed about their size
//! before it was measured.

pub(crate) mod guard;
mod ods;
mod sheet;

use std::io::{Read, Seek, Write};
use std::panic::AssertUnwindSafe;

use calamine::{Data, DataRef, Reader, Xlsx, XlsxError};

use crate::fault::{FileError, FileErrorCode, Result};
use crate::limits::Limits;
use sheet::SheetOut;

/// What a workbook's first bytes say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WorkbookKind {
    /// A ZIP archive; what is in it is seen later.
    Zip,
    /// Old Excel, or an encrypted new one.
    Compound,
}

pub(crate) fn recognise(beginning: &[u8]) -> Option<WorkbookKind> {
    if beginning.starts_with(b"PK\x03\x04") || beginning.starts_with(b"PK\x05\x06") {
        Some(WorkbookKind::Zip)
    } else if beginning.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
        Some(WorkbookKind::Compound)
    } else {
        None
    }
}

/// The sheets, and the one that was written out.
#[derive(Debug)]
pub(crate) struct Converted {
    pub sheets: Vec<String>,
    pub sheet: String,
}

/// Writes one sheet (the named one, else the first that is not empty) as comma-separated UTF-8.
///
/// # Errors
/// `ZipBomb`, `Encrypted`, `Damaged`, `NoSuchSheet`, `TooManyColumns`, `UnknownFormat`.
pub(crate) fn convert<R: Read + Seek, W: Write>(
    mut input: R,
    kind: WorkbookKind,
    wanted: Option<&str>,
    limits: &Limits,
    out: W,
) -> Result<Converted> {
    if kind == WorkbookKind::Compound {
        return Err(refuse_compound(&mut input)?);
    }
    let contents = guard::measure(&mut input, limits)?;
    input.rewind()?;
    match contents {
        guard::Contents::Xlsx => {
            // The library does arithmetic on what the file says; where it stops the thread, the file is damaged.
            let read = AssertUnwindSafe(|| convert_xlsx(input, wanted, limits, out));
            std::panic::catch_unwind(read).unwrap_or_else(|_| Err(damaged(&"its cells have no places")))
        }
        guard::Contents::Ods => ods::convert(input, wanted, limits, out),
        guard::Contents::Docx => Err(FileError::new(
            FileErrorCode::UnknownFormat,
            "This is a Word document and no table. Customers are answered from it when you add it under Knowledge.",
        )),
    }
}

/// The old format is not read: its cells can claim to stand anywhere, and would be laid out in memory.
fn refuse_compound<R: Read + Seek>(input: &mut R) -> Result<FileError> {
    let mut beginning = Vec::new();
    input.rewind()?;
    input.take(1 << 20).read_to_end(&mut beginning)?;
    let sign: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if beginning.windows(sign.len()).any(|window| window == sign) {
        return Ok(encrypted());
    }
    Ok(FileError::new(
        FileErrorCode::UnknownFormat,
        "This is an Excel file of the old kind (.xls). Open it in your spreadsheet program, save it as .xlsx and try again.",
    ))
}

fn no_such_sheet(name: &str) -> FileError {
    FileError::new(FileErrorCode::NoSuchSheet, format!("The workbook has no sheet “{name}”."))
}

fn empty() -> FileError {
    FileError::new(FileErrorCode::Empty, "The workbook is empty.")
}

/// The sheets to try: the wanted one, or all until one holds something.
fn candidates(sheets: &[String], wanted: Option<&str>) -> Result<Vec<String>> {
    match wanted {
        Some(name) => match sheets.iter().find(|sheet| *sheet == name) {
            Some(sheet) => Ok(vec![sheet.clone()]),
            None => Err(no_such_sheet(name)),
        },
        None => Ok(sheets.to_vec()),
    }
}

/// Cell by cell: a sheet of a million rows is never in memory.
fn convert_xlsx<R: Read + Seek, W: Write>(
    input: R,
    wanted: Option<&str>,
    limits: &Limits,
    mut out: W,
) -> Result<Converted> {
    let mut book = Xlsx::new(input).map_err(xlsx_error)?;
    let sheets = book.sheet_names();
    for name in candidates(&sheets, wanted)? {
        let mut cells = match book.worksheet_cells_reader(&name) {
            Ok(cells) => cells,
            // A sheet of charts only.
            Err(XlsxError::NotAWorksheet(_)) if wanted.is_none() => continue,
            Err(error) => return Err(xlsx_error(error)),
        };
        let mut sheet = SheetOut::new(&mut out, limits);
        while let Some(cell) = cells.next_cell().map_err(xlsx_error)? {
            let (row, column) = cell.get_position();
            let text = match cell.get_value() {
                DataRef::Empty => continue,
                DataRef::SharedString(text) => sheet.text(text),
                DataRef::String(text) => sheet.text(text),
                value => sheet.value(&Data::from(value.clone())),
            };
            sheet.cell(row, column, &text)?;
        }
        if sheet.finish()? {
            return Ok(Converted { sheets, sheet: name });
        }
    }
    Err(empty())
}

fn damaged(error: &dyn std::fmt::Display) -> FileError {
    FileError::new(
        FileErrorCode::Damaged,
        format!(
            "The workbook cannot be read; it may be damaged ({error}). Open it in your spreadsheet program and save it again."
        ),
    )
}

fn encrypted() -> FileError {
    FileError::new(
        FileErrorCode::Encrypted,
        "The workbook is protected by a password. Save it without one and try again.",
    )
}

fn xlsx_error(error: XlsxError) -> FileError {
    match error {
        XlsxError::Password => encrypted(),
        XlsxError::Io(error) => error.into(),
        XlsxError::WorksheetNotFound(name) => no_such_sheet(&name),
        error => damaged(&error),
    }
}
