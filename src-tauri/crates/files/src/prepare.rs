//! What an uploaded file is: its bytes become the canonical file, and its beginning tells format, header and columns.

use std::io::{BufReader, BufWriter, Read, Seek, SeekFrom, Write};

use serde::{Deserialize, Serialize};

use crate::fault::{FileError, FileErrorCode, Notice, NoticeCode, Result};
use crate::fields::Field;
use crate::header;
use crate::layout::{DateChoice, DecimalChoice, Format, Kind, Layout, Position};
use crate::limits::Limits;
use crate::products::{shopify, woocommerce};
use crate::survey::repeated;
use crate::text::escape::unescape;
use crate::text::records::{Record, Records};
use crate::text::{delimiter, encoding};
use crate::workbook;

/// What a file is, and how it would be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prepared {
    pub format: Format,
    pub kind: Kind,
    pub layout: Layout,
    pub columns: Vec<Column>,
    /// Of a workbook.
    pub sheets: Vec<String>,
    /// The one that is read.
    pub sheet: Option<String>,
    /// "UTF-8", "windows-1252", "UTF-16LE", …
    pub encoding: String,
    /// Rows without the header, or contact cards; counted in the first megabytes only where there are more.
    pub rows: u64,
    pub notices: Vec<Notice>,
}

impl Prepared {
    /// Has the owner to say what the columns mean?
    pub fn mapping_needed(&self) -> bool {
        matches!(self.format, Format::Csv | Format::Xlsx)
    }
}

/// A column for the mapping screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    pub index: usize,
    pub name: String,
    /// At most five different ones, shortened.
    pub samples: Vec<String>,
    /// What it probably means.
    pub field: Option<Field>,
}

/// Format, delimiter and header are judged by this much of the text.
const BEGINNING: usize = 1 << 20;
const SAMPLE_ROWS: usize = 200;
const SAMPLES: usize = 5;

/// Reads the whole of `input` and writes the canonical file.
///
/// # Errors
/// When nobody can read it; the text says what it seems to be.
pub fn prepare<R: Read + Seek, W: Write>(
    mut input: R,
    file_name: &str,
    sheet: Option<&str>,
    limits: &Limits,
    out: W,
) -> Result<Prepared> {
    input.rewind()?;
    let mut start = [0; 512];
    let read = input.read(&mut start)?;
    let start = &start[..read];
    refuse_known_others(start, file_name)?;
    let mut out = Beginning { out: BufWriter::new(out), kept: Vec::new() };
    if let Some(kind) = workbook::recognise(start) {
        let converted = workbook::convert(BufReader::new(input), kind, sheet, limits, &mut out)?;
        let beginning = out.finish()?;
        let mut prepared = table(&beginning, Some(','), Format::Xlsx)?;
        if converted.sheets.len() > 1 {
            prepared.notices.push(Notice::new(
                NoticeCode::OtherSheets,
                converted.sheets.clone(),
                format!("The workbook has {} sheets. “{}” is read.", converted.sheets.len(), converted.sheet),
            ));
        }
        prepared.sheets = converted.sheets;
        prepared.sheet = Some(converted.sheet);
        return Ok(prepared);
    }
    let mut input = BufReader::with_capacity(64 << 10, input);
    let detected = encoding::detect(&mut input, limits)?;
    let wide = detected.encoding == encoding_rs::UTF_16LE || detected.encoding == encoding_rs::UTF_16BE;
    if !wide && looks_like_cards(start) {
        // Cards may come in several charsets within one file: their bytes stay.
        input.seek(SeekFrom::Start(detected.mark))?;
        std::io::copy(&mut input, &mut out)?;
        let beginning = out.finish_bytes()?;
        return Ok(cards(&beginning, detected.encoding.name()));
    }
    let decoded = encoding::decode(&mut input, detected, &mut out)?;
    let beginning = out.finish()?;
    if looks_like_cards(beginning.as_bytes()) {
        return Ok(cards(beginning.as_bytes(), detected.encoding.name()));
    }
    let mut prepared = table(&beginning, None, Format::Csv)?;
    prepared.encoding = detected.encoding.name().to_owned();
    if detected.encoding != encoding_rs::UTF_8 {
        prepared.notices.push(Notice::new(
            NoticeCode::Encoding,
            Vec::new(),
            format!(
                "The file was read as {}. If letters such as ä or ß look wrong, save it as UTF-8.",
                prepared.encoding
            ),
        ));
    }
    if decoded.replaced {
        prepared.notices.push(Notice::new(
            NoticeCode::ReplacedCharacters,
            Vec::new(),
            format!("Some characters are not valid {} and were replaced by �.", prepared.encoding),
        ));
    }
    Ok(prepared)
}

/// The first rows as read, for the screens.
///
/// # Errors
/// `Io`, or what makes the rows unreadable.
pub fn preview<R: Read + Seek>(mut input: R, layout: &Layout, rows: usize) -> Result<Vec<Vec<String>>> {
    if layout.format == Format::Vcard {
        return Ok(Vec::new());
    }
    input.seek(SeekFrom::Start(layout.body.offset))?;
    let mut records = Records::new(input, layout.delimiter, layout.body, &Limits::default());
    let mut record = Record::default();
    let mut found = Vec::new();
    while found.len() < rows && records.read(&mut record)? {
        if !record.is_blank() {
            found.push(record.cells().map(|cell| crate::fault::shortened(unescape(cell))).collect());
        }
    }
    Ok(found)
}

/// Keeps the beginning of what it writes.
struct Beginning<W: Write> {
    out: BufWriter<W>,
    kept: Vec<u8>,
}

impl<W: Write> Beginning<W> {
    fn finish_bytes(mut self) -> Result<Vec<u8>> {
        self.out.flush()?;
        Ok(self.kept)
    }

    /// As text, without the letter that the limit cuts.
    fn finish(self) -> Result<String> {
        let bytes = self.finish_bytes()?;
        Ok(match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned()
            }
        })
    }
}

impl<W: Write> Write for Beginning<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.out.write(bytes)?;
        let room = BEGINNING.saturating_sub(self.kept.len()).min(written);
        self.kept.extend_from_slice(&bytes[..room]);
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

/// Files that people take for tables.
fn refuse_known_others(start: &[u8], file_name: &str) -> Result<()> {
    let what = match start {
        [b'%', b'P', b'D', b'F', ..] => "a PDF document",
        [0x89, b'P', b'N', b'G', ..] | [0xff, 0xd8, 0xff, ..] | [b'G', b'I', b'F', b'8', ..] => "a picture",
        [0x1f, 0x8b, ..] => "a compressed file; unpack it first",
        _ if start.starts_with(b"SQLite format 3\0") => {
            "a database; to restore a backup use the backups in the settings"
        }
        _ => {
            let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
            if text.starts_with(b"<!DOCTYPE") || text.starts_with(b"<html") || text.starts_with(b"<?xml") {
                "a web page or XML file"
            } else if text.starts_with(b"{\"")
                || text.starts_with(b"[{")
                || text.starts_with(b"{\r")
                || text.starts_with(b"{\n")
            {
                "a JSON file"
            } else {
                return Ok(());
            }
        }
    };
    Err(FileError::new(
        FileErrorCode::UnknownFormat,
        format!("“{file_name}” is {what}. Choose a CSV, Excel, LibreOffice or vCard file."),
    ))
}

fn looks_like_cards(start: &[u8]) -> bool {
    let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    text.len() >= 11 && text[..11].eq_ignore_ascii_case(b"BEGIN:VCARD")
}

fn cards(beginning: &[u8], encoding: &str) -> Prepared {
    let rows = beginning
        .split(|byte| *byte == b'\n')
        .filter(|line| line.trim_ascii().eq_ignore_ascii_case(b"BEGIN:VCARD"))
        .count() as u64;
    Prepared {
        format: Format::Vcard,
        kind: Kind::Contacts,
        layout: Layout {
            format: Format::Vcard,
            kind: Kind::Contacts,
            delimiter: ',',
            names: Vec::new(),
            mapping: Vec::new(),
            body: Position::default(),
            decimal: DecimalChoice::Auto,
            dates: DateChoice::Auto,
        },
        columns: Vec::new(),
        sheets: Vec::new(),
        sheet: None,
        encoding: encoding.to_owned(),
        rows,
        notices: Vec::new(),
    }
}

/// Format, header and columns of a table, by its beginning.
fn table(beginning: &str, told: Option<char>, plain: Format) -> Result<Prepared> {
    let (sign, skipped) = match told {
        Some(sign) => (sign, 0),
        None => delimiter::sniff(beginning, |names| header::format(names).is_some()),
    };
    let mut at = Position { offset: skipped as u64, row: u64::from(skipped > 0), index: 0 };
    let limits = Limits { row_bytes: BEGINNING * 2, ..Limits::default() };
    let mut records = Records::new(&beginning.as_bytes()[skipped..], sign, at, &limits);
    let mut rows: Vec<Record> = Vec::new();
    let mut ends = Vec::new();
    while rows.len() < SAMPLE_ROWS {
        let mut record = Record::default();
        match records.read(&mut record) {
            Ok(true) => {
                ends.push(records.position());
                if !record.is_blank() {
                    rows.push(record);
                } else {
                    ends.pop();
                }
            }
            Ok(false) => break,
            // The text is cut off where the beginning ends; other faults are the survey's to tell, unless there is
            // nothing else.
            Err(error) if rows.is_empty() => return Err(error),
            Err(_) => break,
        }
    }
    if rows.is_empty() {
        return Err(FileError::new(FileErrorCode::Empty, "The file has no rows."));
    }
    let found = header::find(&rows);
    let (names, first) = match found {
        Some(header) => {
            at = ends[header];
            let names = rows[header].cells().map(|cell| unescape(cell).trim().to_owned()).collect();
            (names, header + 1)
        }
        None => {
            let columns = rows.iter().map(Record::len).max().unwrap_or_default();
            at = rows[0].position;
            (vec![String::new(); columns], 0)
        }
    };
    let names: Vec<String> = trimmed_names(names, &rows[first.min(rows.len() - 1)..]);
    let rest = &rows[first..];
    let mut notices = Vec::new();
    let format = header::format(&names).unwrap_or(plain);
    let kind = format.kind().unwrap_or_else(|| header::kind(&names, &samples(&names, rest)));
    let columns = samples(&names, rest);
    let mapping: Vec<Option<Field>> = match format {
        Format::ShopifyCsv => header::fixed(&names, shopify::field),
        Format::Csv | Format::Xlsx => header::guess_mapping(kind, &names, &columns),
        _ => vec![None; names.len()],
    };
    match format {
        Format::ShopifyCsv => notices.extend(shopify::notices(&names)),
        Format::WoocommerceCsv => notices.extend(woocommerce::notices(&names)),
        _ => {}
    }
    if found.is_none() {
        notices.push(Notice::new(
            NoticeCode::NoHeader,
            Vec::new(),
            "The first row seems to hold values, not headers. The columns are numbered.",
        ));
    }
    let twice = repeated(&names);
    if !twice.is_empty() && format != Format::GoogleContactsCsv {
        notices.push(Notice::new(NoticeCode::RepeatedHeader, twice, "Some columns have the same header."));
    }
    let layout = Layout {
        format,
        kind,
        delimiter: sign,
        names,
        mapping,
        body: at,
        decimal: DecimalChoice::Auto,
        dates: DateChoice::Auto,
    };
    let columns = columns
        .into_iter()
        .enumerate()
        .map(|(index, samples)| Column {
            index,
            name: layout.name(index),
            samples: samples.into_iter().take(SAMPLES).collect(),
            field: layout.mapping.get(index).copied().flatten(),
        })
        .collect();
    let counted = rest.len() as u64;
    Ok(Prepared {
        format,
        kind,
        layout,
        columns,
        sheets: Vec::new(),
        sheet: None,
        encoding: "UTF-8".to_owned(),
        rows: counted,
        notices,
    })
}

/// Trailing columns without a header in which nothing stands are none.
fn trimmed_names(mut names: Vec<String>, rows: &[Record]) -> Vec<String> {
    while names.last().is_some_and(|name| name.is_empty())
        && rows.iter().all(|row| row.get(names.len() - 1).trim().is_empty())
    {
        names.pop();
    }
    names
}

/// Different texts of each column, shortened.
fn samples(names: &[String], rows: &[Record]) -> Vec<Vec<String>> {
    (0..names.len())
        .map(|column| {
            let mut found: Vec<String> = Vec::new();
            for row in rows {
                let text = unescape(row.get(column)).trim();
                if found.len() < 20 && !text.is_empty() && !found.iter().any(|known| known == text) {
                    found.push(crate::fault::shortened(text));
                }
            }
            found
        })
        .collect()
}
