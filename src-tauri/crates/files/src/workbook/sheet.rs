//! A sheet written as canonical table: cells in the order of rows, values in a form that has but one reading.

use std::io::Write;

use calamine::{Data, ExcelDateTime};

use crate::fault::{FileError, FileErrorCode, Result};
use crate::limits::Limits;
use crate::text::escape::escape;

pub(super) struct SheetOut<'w, W> {
    out: &'w mut W,
    columns: u32,
    most_bytes: u64,
    written: u64,
    row: u32,
    column: u32,
    /// Something stands in the current row.
    open: bool,
    any: bool,
}

impl<'w, W: Write> SheetOut<'w, W> {
    pub fn new(out: &'w mut W, limits: &Limits) -> Self {
        Self {
            out,
            columns: u32::try_from(limits.columns).unwrap_or(u32::MAX),
            most_bytes: limits.inflated_bytes,
            written: 0,
            row: 0,
            column: 0,
            open: false,
            any: false,
        }
    }

    /// Text, protected as in every table of ours: the reader takes the protection off. Zero bytes are no text.
    pub fn text(&self, text: &str) -> String {
        escape(&text.replace('\0', "")).into_owned()
    }

    /// Numbers with a point, dates as in ISO 8601.
    pub fn value(&self, value: &Data) -> String {
        match value {
            Data::Empty => String::new(),
            Data::Int(number) => number.to_string(),
            Data::Float(number) => plain(*number),
            Data::String(text) => self.text(text),
            Data::Bool(yes) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
            Data::DateTime(date) => date_text(date),
            Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
            Data::Error(error) => error.to_string(),
        }
    }

    fn put(&mut self, bytes: &[u8]) -> Result<()> {
        self.written += bytes.len() as u64;
        if self.written > self.most_bytes {
            return Err(FileError::new(
                FileErrorCode::TooLarge,
                "The sheet is too large. Split it into several files.",
            ));
        }
        self.out.write_all(bytes)?;
        Ok(())
    }

    /// Is there a column for it?
    pub fn check_column(&self, row: u32, column: u32, text: &str) -> Result<()> {
        if text.is_empty() || column < self.columns {
            return Ok(());
        }
        let row = u64::from(row) + 1;
        Err(FileError::at(
            FileErrorCode::TooManyColumns,
            row,
            format!("Row {row} has more than {} columns. Is this really a table?", self.columns),
        ))
    }

    /// Cells must come row by row, from left to right. Both numbers begin with 0.
    pub fn cell(&mut self, row: u32, column: u32, text: &str) -> Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        self.check_column(row, column, text)?;
        if row < self.row || (row == self.row && self.open && column < self.column) {
            return Err(FileError::at(
                FileErrorCode::Damaged,
                u64::from(row) + 1,
                "The rows of the sheet are out of order. Open it in your spreadsheet program and save it again.",
            ));
        }
        while self.row < row {
            self.put(b"\n")?;
            self.row += 1;
            self.column = 0;
            self.open = false;
        }
        while self.column < column {
            self.put(b",")?;
            self.column += 1;
        }
        let plain = !text.contains([',', '"', '\n', '\r']);
        if plain {
            self.put(text.as_bytes())?;
        } else {
            self.put(format!("\"{}\"", text.replace('"', "\"\"")).as_bytes())?;
        }
        self.open = true;
        self.any = true;
        Ok(())
    }

    /// Was there anything?
    pub fn finish(mut self) -> Result<bool> {
        if self.any {
            self.put(b"\n")?;
        }
        Ok(self.any)
    }
}

/// A number that cannot be taken for grouped thousands: "1.234" gets a zero more.
pub(super) fn plain(number: f64) -> String {
    if !number.is_finite() {
        return String::new();
    }
    // Binary dust of calculated cells: fifteen digits are what a spreadsheet shows.
    let shown: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    let mut text = if shown.abs() < 1e15 { format!("{shown}") } else { format!("{shown:e}") };
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    if decimals == 3 {
        text.push('0');
    }
    text
}

fn date_text(date: &ExcelDateTime) -> String {
    if date.is_duration() {
        return plain(date.as_f64());
    }
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    if (hour, minute, second) == (0, 0, 0) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_one_reading() {
        for (number, text) in [
            (1.234, "1.2340"),
            (1234.0, "1234"),
            (0.1 + 0.2, "0.3"),
            (19.99, "19.99"),
            (5_901_234_123_457.0, "5901234123457"),
            (-0.5, "-0.5"),
            (f64::NAN, ""),
        ] {
            assert_eq!(plain(number), text);
        }
    }

    #[test]
    fn rows_and_columns_keep_their_places() {
        let mut out = Vec::new();
        let mut sheet = SheetOut::new(&mut out, &Limits::default());
        for (row, column, text) in [(1, 0, "a"), (1, 2, "b,c"), (4, 1, "d\"e\nf")] {
            sheet.cell(row, column, text).expect("fits");
        }
        assert!(sheet.cell(3, 0, "late").is_err());
        assert!(sheet.cell(5, 5_000, "far").is_err());
        assert!(sheet.finish().expect("written"));
        assert_eq!(String::from_utf8(out).expect("text"), "\na,,\"b,c\"\n\n\n,\"d\"\"e\nf\"\n");
    }
}
