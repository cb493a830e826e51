//! Rows as delimited text.

use std::io::{BufWriter, Write};

use crate::fault::Result;
use crate::text::escape::escape;
use crate::write::cell::{Cell, unmistakable};

/// How a table is written. The default is what every program reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CsvStyle {
    /// One ASCII character.
    pub delimiter: char,
    /// "12,50": for spreadsheet programs of countries that write so.
    pub decimal_comma: bool,
    /// A byte order mark, without which Excel takes UTF-8 for Latin.
    pub bom: bool,
    pub crlf: bool,
}

impl Default for CsvStyle {
    fn default() -> Self {
        Self { delimiter: ',', decimal_comma: false, bom: false, crlf: true }
    }
}

impl CsvStyle {
    /// What a double click opens rightly in Excel where decimals have a comma.
    pub const EXCEL_COMMA: Self = Self { delimiter: ';', decimal_comma: true, bom: true, crlf: true };
}

pub(crate) struct CsvOut<W: Write> {
    out: BufWriter<W>,
    style: CsvStyle,
    line: String,
}

impl<W: Write> CsvOut<W> {
    pub fn new(out: W, style: CsvStyle) -> Result<Self> {
        let mut out = BufWriter::with_capacity(64 << 10, out);
        if style.bom {
            out.write_all(b"\xef\xbb\xbf")?;
        }
        Ok(Self { out, style, line: String::new() })
    }

    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) -> Result<()> {
        for (at, cell) in cells.into_iter().enumerate() {
            if at > 0 {
                self.line.push(self.style.delimiter);
            }
            match cell {
                Cell::Text(text) => self.quoted(&escape(&text)),
                Cell::Number(number) => {
                    let mut text = unmistakable(number);
                    if self.style.decimal_comma {
                        text = text.replace('.', ",");
                    }
                    self.quoted(&text);
                }
                Cell::Integer(number) => self.line.push_str(&number.to_string()),
                Cell::Date(date) => self.line.push_str(&date.to_string()),
                Cell::Blank => {}
            }
        }
        self.end_line()
    }

    /// Cells as they are, without protection: what a file had already.
    pub fn verbatim<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) -> Result<()> {
        for (at, cell) in cells.into_iter().enumerate() {
            if at > 0 {
                self.line.push(self.style.delimiter);
            }
            self.quoted(cell);
        }
        self.end_line()
    }

    fn quoted(&mut self, text: &str) {
        let needs = text.contains([self.style.delimiter, '"', '\n', '\r'])
            || text.starts_with([' ', '\u{feff}'])
            || text.ends_with(' ');
        if needs {
            self.line.push('"');
            self.line.push_str(&text.replace('"', "\"\""));
            self.line.push('"');
        } else {
            self.line.push_str(text);
        }
    }

    fn end_line(&mut self) -> Result<()> {
        // A row of one blank cell would be no row.
        if self.line.is_empty() {
            self.line.push_str("\"\"");
        }
        self.line.push_str(if self.style.crlf { "\r\n" } else { "\n" });
        self.out.write_all(self.line.as_bytes())?;
        self.line.clear();
        Ok(())
    }

    pub fn finish(mut self) -> Result<()> {
        self.out.flush()?;
        Ok(())
    }
}
