//! OpenDocument sheets (ODF 1.2, part 1, section 9), event by event.
//!
//! Our own reader because the library lays a sheet out in memory as a whole, and a few bytes ("repeat this cell
//! 16,384 times") make that gigabytes.

use std::io::{BufRead, BufReader, Read, Seek, Write};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use crate::fault::Result;
use crate::limits::Limits;
use crate::workbook::guard::{named, zip_error};
use crate::workbook::sheet::{SheetOut, plain};
use crate::workbook::{Converted, candidates, damaged, empty};

/// Writes one sheet (the named one, else the first that is not empty).
pub(super) fn convert<R: Read + Seek, W: Write>(
    input: R,
    wanted: Option<&str>,
    limits: &Limits,
    mut out: W,
) -> Result<Converted> {
    let mut archive = ZipArchive::new(input).map_err(zip_error)?;
    let sheets = names(BufReader::new(archive.by_name("content.xml").map_err(zip_error)?))?;
    for name in candidates(&sheets, wanted)? {
        let content = BufReader::new(archive.by_name("content.xml").map_err(zip_error)?);
        let mut sheet = SheetOut::new(&mut out, limits);
        read_sheet(content, &name, &mut sheet)?;
        if sheet.finish()? {
            return Ok(Converted { sheets, sheet: name });
        }
    }
    Err(empty())
}

fn reader<B: BufRead>(content: B) -> Reader<B> {
    let mut reader = Reader::from_reader(content);
    reader.config_mut().expand_empty_elements = true;
    reader
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>> {
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|error| damaged(&error))?;
        if attribute.key.0 == name {
            return Ok(Some(
                attribute
                    .normalized_value(XmlVersion::Implicit1_0)
                    .map_err(|error| damaged(&error))?
                    .into_owned(),
            ));
        }
    }
    Ok(None)
}

fn repeats(element: &BytesStart<'_>, name: &str) -> Result<u32> {
    Ok(attribute(element, name)?.and_then(|count| count.parse().ok()).unwrap_or(1))
}

fn names<B: BufRead>(content: B) -> Result<Vec<String>> {
    let mut reader = reader(content);
    let mut buffer = Vec::new();
    let mut names = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|error| damaged(&error))? {
            Event::Start(element) if element.name().0 == "table:table" => {
                names.extend(attribute(&element, "table:name")?);
            }
            Event::Eof => return Ok(names),
            _ => {}
        }
    }
}

/// A cell while it is read.
#[derive(Default)]
struct OdsCell {
    repeats: u32,
    /// What the attributes say; else the text counts.
    value: Option<String>,
    text: String,
    paragraphs: usize,
}

fn read_sheet<B: BufRead, W: Write>(content: B, wanted: &str, out: &mut SheetOut<'_, W>) -> Result<()> {
    let mut reader = reader(content);
    let mut buffer = Vec::new();
    let mut inside = false;
    let mut row = 0_u32;
    let mut row_repeats = 1;
    let mut cells: Vec<(u32, String)> = Vec::new();
    let mut column = 0_u32;
    let mut cell: Option<OdsCell> = None;
    // Comments hold paragraphs too.
    let mut annotations = 0_usize;
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|error| damaged(&error))? {
            Event::Start(element) => match element.name().0 {
                "table:table" => inside = attribute(&element, "table:name")?.as_deref() == Some(wanted),
                "table:table-row" if inside => {
                    row_repeats = repeats(&element, "table:number-rows-repeated")?;
                    cells.clear();
                    column = 0;
                }
                "table:table-cell" | "table:covered-table-cell" if inside => {
                    let repeats = repeats(&element, "table:number-columns-repeated")?;
                    cell = Some(OdsCell { repeats, value: value(&element)?, ..OdsCell::default() });
                }
                "office:annotation" => annotations += 1,
                name => {
                    if let Some(cell) = cell.as_mut().filter(|_| annotations == 0) {
                        piece(cell, name, &element)?;
                    }
                }
            },
            Event::Text(text) if annotations == 0 => {
                if let Some(cell) = &mut cell
                    && cell.paragraphs > 0
                {
                    cell.text.push_str(&text.xml10_content());
                }
            }
            Event::GeneralRef(reference) if annotations == 0 => {
                if let Some(cell) = &mut cell {
                    let letter = match reference.resolve_char_ref().map_err(|error| damaged(&error))? {
                        Some(letter) => Some(letter),
                        None => named(&reference.xml10_content()),
                    };
                    cell.text.extend(letter);
                }
            }
            Event::End(element) => match element.name().0 {
                "table:table" if inside => return Ok(()),
                "office:annotation" => annotations = annotations.saturating_sub(1),
                "table:table-cell" | "table:covered-table-cell" => {
                    if let Some(cell) = cell.take() {
                        let text = cell.value.unwrap_or_else(|| out.text(&cell.text));
                        if !text.is_empty() {
                            // A filled cell beyond the limit ends the reading; so many need not be kept.
                            let most = cell.repeats.min(20_000);
                            cells.extend((0..most).map(|at| (column.saturating_add(at), text.clone())));
                            if let Some((column, text)) = cells.last() {
                                out.check_column(row, *column, text)?;
                            }
                        }
                        column = column.saturating_add(cell.repeats);
                    }
                }
                "table:table-row" if inside => {
                    if !cells.is_empty() {
                        for at in 0..row_repeats {
                            for (column, text) in &cells {
                                out.cell(row.saturating_add(at), *column, text)?;
                            }
                        }
                    }
                    row = row.saturating_add(row_repeats);
                }
                _ => {}
            },
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// Paragraphs, and what stands for white space in them.
fn piece(cell: &mut OdsCell, name: &str, element: &BytesStart<'_>) -> Result<()> {
    match name {
        "text:p" => {
            if cell.paragraphs > 0 {
                cell.text.push('\n');
            }
            cell.paragraphs += 1;
        }
        "text:line-break" => cell.text.push('\n'),
        "text:tab" => cell.text.push('\t'),
        "text:s" => {
            let count = repeats(element, "text:c")?.min(1_000);
            cell.text.extend(std::iter::repeat_n(' ', usize::try_from(count).unwrap_or(1)));
        }
        _ => {}
    }
    Ok(())
}

/// Numbers and dates stand in attributes, in a form of no locale.
fn value(element: &BytesStart<'_>) -> Result<Option<String>> {
    Ok(match attribute(element, "office:value-type")?.as_deref() {
        Some("float" | "currency" | "percentage") => {
            attribute(element, "office:value")?.and_then(|text| text.parse::<f64>().ok()).map(plain)
        }
        Some("date") => attribute(element, "office:date-value")?
            .map(|date| date.strip_suffix("T00:00:00").map(str::to_owned).unwrap_or(date)),
        Some("boolean") => attribute(element, "office:boolean-value")?.map(|yes| yes.to_uppercase()),
        Some("string") => attribute(element, "office:string-value")?,
        _ => None,
    })
}
