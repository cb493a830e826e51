//! Rows of a delimited text, one at a time, with their place in the file. Memory is bounded by the limits.
//!
//! `csv-core` recognises the cells; here stand the limits, the offsets, the row numbers that a spreadsheet would
//! show, and the detection of a quoted cell that never ends.

use std::io::{Read, Seek, SeekFrom};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use crate::fault::{FileError, FileErrorCode, Result};
use crate::layout::Position;
use crate::limits::Limits;

/// One row. Reused between readings.
#[derive(Debug, Clone, Default)]
pub(crate) struct Record {
    text: String,
    ends: Vec<usize>,
    /// Where it begins; `position.row` counts the rows before it.
    pub position: Position,
}

impl Record {
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// A cell as it stands in the file; empty where the row is shorter.
    pub fn get(&self, column: usize) -> &str {
        let Some(end) = self.ends.get(column) else { return "" };
        let start = if column == 0 { 0 } else { self.ends[column - 1] };
        &self.text[start..*end]
    }

    pub fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|column| self.get(column))
    }

    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    pub fn bytes(&self) -> usize {
        self.text.len()
    }

    /// 1-based, as a spreadsheet shows it.
    pub fn row(&self) -> u64 {
        self.position.row + 1
    }
}

/// Reads rows from a canonical (UTF-8) text.
pub(crate) struct Records<R> {
    input: R,
    core: Reader,
    delimiter: u8,
    buffer: Box<[u8]>,
    start: usize,
    end: usize,
    at_end: bool,
    next: Position,
    /// One row's cells, one after the other, and where each ends.
    text: Vec<u8>,
    ends: Vec<usize>,
    row_bytes: usize,
    columns: usize,
}

const BUFFER: usize = 64 << 10;
/// For single rows that stand elsewhere.
const SMALL_BUFFER: usize = 8 << 10;

fn core(delimiter: u8) -> Reader {
    let mut core = ReaderBuilder::new().delimiter(delimiter).build();
    // It would take a mark at the beginning of its input for a byte order mark; ours may begin at any row.
    let _ = core.read_record(&[], &mut [0; 1], &mut [0; 1]);
    core
}

impl<R: Read> Records<R> {
    /// `input` stands at `from`.
    pub fn new(input: R, delimiter: char, from: Position, limits: &Limits) -> Self {
        Self::with_buffer(input, delimiter, from, limits.row_bytes, limits.columns, BUFFER)
    }

    fn with_buffer(
        input: R,
        delimiter: char,
        from: Position,
        row_bytes: usize,
        columns: usize,
        buffer: usize,
    ) -> Self {
        let delimiter = u8::try_from(delimiter).unwrap_or(b',');
        Self {
            input,
            core: core(delimiter),
            delimiter,
            buffer: vec![0; buffer].into_boxed_slice(),
            start: 0,
            end: 0,
            at_end: false,
            next: from,
            text: vec![0; row_bytes.min(4 << 10)],
            ends: vec![0; columns.min(64)],
            row_bytes,
            columns,
        }
    }

    /// Where the next row begins.
    pub fn position(&self) -> Position {
        self.next
    }

    /// More bytes; false at the end of the input.
    fn fill(&mut self) -> Result<bool> {
        if self.start == self.end && !self.at_end {
            self.start = 0;
            self.end = self.input.read(&mut self.buffer)?;
            self.at_end = self.end == 0;
        }
        Ok(!self.at_end)
    }

    fn peek(&mut self) -> Result<Option<u8>> {
        Ok(self.fill()?.then(|| self.buffer[self.start]))
    }

    fn consume(&mut self, count: usize) {
        self.start += count;
        self.next.offset += count as u64;
    }

    /// Blank lines are rows of their own to a spreadsheet, but hold nothing.
    fn skip_blank_lines(&mut self) -> Result<()> {
        while let Some(byte @ (b'\n' | b'\r')) = self.peek()? {
            self.consume(1);
            if byte == b'\r' && self.peek()? == Some(b'\n') {
                self.consume(1);
            }
            self.next.row += 1;
        }
        Ok(())
    }

    /// Reads the next row that is no blank line. False at the end.
    pub fn read(&mut self, record: &mut Record) -> Result<bool> {
        self.skip_blank_lines()?;
        record.position = self.next;
        let (mut text_len, mut ends_len) = (0, 0);
        let row = record.position.row + 1;
        if !self.fill()? {
            return Ok(false);
        }
        let last = loop {
            let ended = !self.fill()?;
            // A line break closes the last row, unless it stands inside quotes.
            let input: &[u8] = if ended { b"\n" } else { &self.buffer[self.start..self.end] };
            let (result, read, wrote, cells) =
                self.core.read_record(input, &mut self.text[text_len..], &mut self.ends[ends_len..]);
            let last = read.checked_sub(1).map(|i| input[i]);
            if !ended {
                self.consume(read);
            }
            text_len += wrote;
            ends_len += cells;
            match result {
                ReadRecordResult::Record => break last.filter(|_| !ended),
                ReadRecordResult::OutputFull => {
                    if self.text.len() >= self.row_bytes {
                        return Err(self.too_long(row));
                    }
                    self.text.resize((self.text.len() * 2).min(self.row_bytes), 0);
                }
                ReadRecordResult::OutputEndsFull => {
                    if self.ends.len() >= self.columns {
                        return Err(FileError::at(
                            FileErrorCode::TooManyColumns,
                            row,
                            format!(
                                "Row {row} has more than {} columns. Is this really a table?",
                                self.columns
                            ),
                        ));
                    }
                    self.ends.resize((self.ends.len() * 2).min(self.columns), 0);
                }
                ReadRecordResult::InputEmpty | ReadRecordResult::End if ended => {
                    return Err(unclosed_quote(row));
                }
                ReadRecordResult::InputEmpty | ReadRecordResult::End => {}
            }
        };
        if last == Some(b'\r') && self.peek()? == Some(b'\n') {
            self.consume(1);
        }
        self.next.row += 1;
        let text = std::str::from_utf8(&self.text[..text_len]).map_err(|_| not_text(row))?;
        let ends = &self.ends[..ends_len];
        if !ends.iter().all(|end| text.is_char_boundary(*end)) {
            return Err(not_text(row));
        }
        record.text.clear();
        record.text.push_str(text);
        record.ends.clear();
        record.ends.extend_from_slice(ends);
        Ok(true)
    }

    fn too_long(&self, row: u64) -> FileError {
        FileError::at(
            FileErrorCode::RowTooLong,
            row,
            format!(
                "Row {row} is longer than {} MB. Most likely a quotation mark in it is never closed.",
                self.row_bytes >> 20
            ),
        )
    }
}

fn not_text(row: u64) -> FileError {
    FileError::at(FileErrorCode::NotText, row, format!("Row {row} holds bytes that are no text."))
}

fn unclosed_quote(row: u64) -> FileError {
    FileError::at(
        FileErrorCode::UnclosedQuote,
        row,
        format!(
            "The quotation mark that opens a cell in row {row} is never closed, so the rest of the file would be one cell. Close it (\") and try again."
        ),
    )
}

impl<R: Read + Seek> Records<R> {
    /// The rows that begin at another place, until `keep` says no. The place of this reader does not change.
    pub fn read_elsewhere(&mut self, from: Position, mut keep: impl FnMut(Record) -> bool) -> Result<()> {
        // The input stands behind what is buffered.
        let resume = self.next.offset + (self.end - self.start) as u64;
        self.input.seek(SeekFrom::Start(from.offset))?;
        let mut other = Records::with_buffer(
            &mut self.input,
            char::from(self.delimiter),
            from,
            self.row_bytes,
            self.columns,
            SMALL_BUFFER,
        );
        loop {
            let mut record = Record::default();
            if !other.read(&mut record)? || !keep(record) {
                break;
            }
        }
        self.input.seek(SeekFrom::Start(resume))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn read(text: &str, limits: &Limits) -> Result<Vec<(u64, u64, Vec<String>)>> {
        let mut records = Records::new(text.as_bytes(), ',', Position::default(), limits);
        let mut record = Record::default();
        let mut rows = Vec::new();
        while records.read(&mut record)? {
            rows.push((record.row(), record.position.offset, record.cells().map(str::to_owned).collect()));
        }
        Ok(rows)
    }

    fn check(text: &str, expected: &[(u64, u64, &[&str])]) {
        let rows = read(text, &Limits::default()).expect(text);
        let rows: Vec<_> = rows
            .iter()
            .map(|(row, offset, cells)| (*row, *offset, cells.iter().map(String::as_str).collect::<Vec<_>>()))
            .collect();
        let expected: Vec<_> =
            expected.iter().map(|(row, offset, cells)| (*row, *offset, cells.to_vec())).collect();
        assert_eq!(rows, expected, "{text:?}");
    }

    #[test]
    fn rows_have_the_numbers_that_a_spreadsheet_shows() {
        check("a,b\n1,2\n", &[(1, 0, &["a", "b"]), (2, 4, &["1", "2"])]);
        check("a,b\r\n1,2", &[(1, 0, &["a", "b"]), (2, 5, &["1", "2"])]);
        check("a\r\n\r\n\nb\rc", &[(1, 0, &["a"]), (4, 6, &["b"]), (5, 8, &["c"])]);
        check("\"a\nb\",c\n\"\",\"x\"\"y\"\n", &[(1, 0, &["a\nb", "c"]), (2, 8, &["", "x\"y"])]);
        check(",\n", &[(1, 0, &["", ""])]);
        check("a\n\u{feff}b\n", &[(1, 0, &["a"]), (2, 2, &["\u{feff}b"])]);
        check("", &[]);
        check("\n\n", &[]);
        check("a,b\"c,d\n", &[(1, 0, &["a", "b\"c", "d"])]);
    }

    #[test]
    fn a_quote_that_is_never_closed_names_its_row() {
        for text in ["a,b\n1,\"2\n3,4\n5,6", "a,b\n1,\"2", "a,b\n1,\"2\"\"", "a,b\n1,\""] {
            let error = read(text, &Limits::default()).expect_err(text);
            assert_eq!((error.code, error.row), (FileErrorCode::UnclosedQuote, Some(2)), "{text}");
        }
        let long = format!("a,b\n\"{}", "x\n".repeat(50_000));
        let error = read(&long, &Limits { row_bytes: 10_000, ..Limits::default() }).expect_err("too long");
        assert_eq!((error.code, error.row), (FileErrorCode::RowTooLong, Some(2)));
    }

    #[test]
    fn a_million_columns_are_refused() {
        let text = format!("{}\n", ",".repeat(1_000_000));
        let error = read(&text, &Limits::default()).expect_err("too many");
        assert_eq!((error.code, error.row), (FileErrorCode::TooManyColumns, Some(1)));
        assert_eq!(
            read(&format!("{}\n", ",".repeat(4_095)), &Limits::default()).expect("fits")[0].2.len(),
            4_096
        );
    }

    #[test]
    fn reading_goes_on_at_any_row() {
        let text = format!("h\n{}", (0..20_000).map(|i| format!("\"{i}\n{i}\"\r\n")).collect::<String>());
        let all = read(&text, &Limits::default()).expect("rows");
        assert_eq!(all.len(), 20_001);
        for i in [1, 2, 777, 20_000] {
            let (row, offset, cells) = &all[i];
            let from = Position { offset: *offset, row: row - 1, index: 0 };
            let start = usize::try_from(*offset).expect("small");
            let mut records = Records::new(&text.as_bytes()[start..], ',', from, &Limits::default());
            let mut record = Record::default();
            assert!(records.read(&mut record).expect("row"));
            assert_eq!((record.row(), record.get(0)), (*row, cells[0].as_str()));
        }
    }

    #[test]
    fn rows_elsewhere_do_not_move_the_reader() {
        let text: String = (0..30_000).map(|i| format!("{i}\n")).collect();
        let mut records = Records::new(Cursor::new(&text), ',', Position::default(), &Limits::default());
        let mut record = Record::default();
        for i in 0..30_000 {
            assert!(records.read(&mut record).expect("row"));
            assert_eq!(record.get(0), i.to_string());
            if i % 1_000 == 0 {
                let mut seen = Vec::new();
                let keep = |record: Record| {
                    seen.push(record.get(0).to_owned());
                    seen.len() < 2
                };
                records.read_elsewhere(Position { offset: 4, row: 2, index: 0 }, keep).expect("elsewhere");
                assert_eq!(seen, ["2", "3"]);
            }
        }
        assert!(!records.read(&mut record).expect("end"));
    }
}
