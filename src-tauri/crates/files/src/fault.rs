//! What can be wrong with a file, a row or a cell, in words for the owner of a shop.
//!
//! A [`FileError`] ends the reading; a [`Problem`] belongs to one row and leaves the others alone; a [`Notice`]
//! is told once for the whole file.

use std::io;

use serde::{Deserialize, Serialize};

use crate::fields::Field;

/// Why a file cannot be read (any further).
#[derive(Debug, thiserror::Error)]
#[error("{text}")]
pub struct FileError {
    pub code: FileErrorCode,
    /// The row where it happened (1-based, the header counts), when it is known.
    pub row: Option<u64>,
    /// A sentence for the owner.
    pub text: String,
    #[source]
    pub source: Option<io::Error>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileErrorCode {
    /// The disk or the caller's reader failed.
    Io,
    /// Nothing in it.
    Empty,
    /// Neither a table nor a workbook nor contact cards.
    UnknownFormat,
    TooLarge,
    TooManyColumns,
    RowTooLong,
    /// A quoted cell begins and never ends.
    UnclosedQuote,
    /// A small file that would inflate into an enormous one.
    ZipBomb,
    /// Protected by a password.
    Encrypted,
    Damaged,
    /// Bytes that are no text.
    NotText,
    /// Pages that are pictures.
    NoText,
    /// The caller asked to stop.
    Cancelled,
    NoSuchSheet,
}

impl FileError {
    pub(crate) fn new(code: FileErrorCode, text: impl Into<String>) -> Self {
        Self { code, row: None, text: text.into(), source: None }
    }

    pub(crate) fn at(code: FileErrorCode, row: u64, text: impl Into<String>) -> Self {
        Self { row: Some(row), ..Self::new(code, text) }
    }

    pub(crate) fn cancelled() -> Self {
        Self::new(FileErrorCode::Cancelled, "Reading was stopped.")
    }
}

impl From<io::Error> for FileError {
    fn from(error: io::Error) -> Self {
        Self {
            source: Some(error),
            ..Self::new(FileErrorCode::Io, "The file could not be read or written on this disk.")
        }
    }
}

pub type Result<T, E = FileError> = std::result::Result<T, E>;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Imported all the same.
    Warning,
    /// Nothing of this product or contact is to be imported.
    Error,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// A number that nobody can read.
    NotANumber,
    /// A quantity with a fraction.
    NotWhole,
    NumberTooLarge,
    NegativePrice,
    NotADate,
    /// 30 February.
    NoSuchDate,
    NotYesOrNo,
    UnknownStatus,
    /// Nothing says which product the row belongs to.
    MissingKey,
    /// A variation whose product stands nowhere in the file.
    MissingParent,
    /// Two variants of a product with the same options.
    DuplicateVariant,
    /// The SKU stands in another row too.
    DuplicateSku,
    DuplicateBarcode,
    /// The check digit is wrong, or a spreadsheet shortened it to 5.9E+12.
    BadBarcode,
    /// More options than a product can have.
    TooManyOptions,
    TooManyVariants,
    /// A variant lacks the value of an option.
    MissingOption,
    /// Two rows of a product say different things; the first counts.
    ConflictingValue,
    /// More cells than the header has columns, and they are not blank.
    TooManyCells,
    /// Nothing to call a contact by.
    EmptyContact,
    /// A contact card that cannot be read.
    BadCard,
    /// A row of a kind that is not imported.
    UnsupportedRow,
    /// A value that was left out.
    Ignored,
    /// Markup that could do harm was taken out.
    UnsafeMarkup,
    /// The shop refused it, not the reader.
    Refused,
}

/// What is wrong with one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// 1-based as a spreadsheet shows it; the header is row 1. For contact cards: the card's number.
    pub row: u64,
    /// The column's header as in the file.
    pub column: Option<String>,
    pub field: Option<Field>,
    pub code: ProblemCode,
    pub severity: Severity,
    /// The cell as it stands in the file, shortened to 200 characters.
    pub value: Option<String>,
    /// A sentence for the owner.
    pub text: String,
}

impl Problem {
    /// The shop that imports has its reasons against this row.
    pub fn refused(row: u64, text: impl Into<String>) -> Self {
        Self::error(row, ProblemCode::Refused, text)
    }

    pub(crate) fn error(row: u64, code: ProblemCode, text: impl Into<String>) -> Self {
        Self {
            row,
            column: None,
            field: None,
            code,
            severity: Severity::Error,
            value: None,
            text: text.into(),
        }
    }

    pub(crate) fn warning(row: u64, code: ProblemCode, text: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(row, code, text) }
    }

    pub(crate) fn in_column(mut self, column: &str, field: Option<Field>) -> Self {
        self.column = Some(column.to_owned());
        self.field = field;
        self
    }

    pub(crate) fn with_value(mut self, value: &str) -> Self {
        self.value = Some(shortened(value));
        self
    }
}

/// At most 200 characters of a cell.
pub(crate) fn shortened(text: &str) -> String {
    match text.char_indices().nth(200) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeCode {
    /// The text was not UTF-8; which encoding it was read in.
    Encoding,
    /// Characters that the encoding does not know were replaced.
    ReplacedCharacters,
    /// Columns without a field of ours: kept aside.
    OtherColumns,
    /// Stock per location, prices per market: not imported.
    IgnoredColumns,
    /// "1.234" can be two numbers: how it was read.
    AmbiguousNumbers,
    /// "03/04/2024" can be two dates: how it was read.
    AmbiguousDates,
    /// The workbook has more sheets.
    OtherSheets,
    NoHeader,
    /// Two columns have the same header.
    RepeatedHeader,
}

/// What the owner should know about the file as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub code: NoticeCode,
    pub columns: Vec<String>,
    pub text: String,
}

impl Notice {
    pub(crate) fn new(code: NoticeCode, columns: Vec<String>, text: impl Into<String>) -> Self {
        Self { code, columns, text: text.into() }
    }
}
