//! Word documents (ECMA-376, part 1, section 17): paragraphs with their headings, lists and rows, event by event.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Cursor};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use super::{Document, escaped, first_heading};
use crate::fault::{FileError, FileErrorCode, Result};
use crate::limits::Limits;
use crate::workbook::guard::{self, Contents, named};

const BODY: &str = "word/document.xml";
const STYLES: &str = "word/styles.xml";

fn damaged() -> FileError {
    FileError::new(FileErrorCode::Damaged, "The document is damaged: it cannot be read.")
}

/// The workbooks' words for an archive are not a document's.
fn of_document(error: FileError) -> FileError {
    let text = match error.code {
        FileErrorCode::ZipBomb => {
            "The document would become far too large when it is unpacked. If it is real, save it as plain text."
        }
        FileErrorCode::Encrypted => {
            "The document is protected by a password. Save it without one and try again."
        }
        FileErrorCode::Damaged => return damaged(),
        FileErrorCode::UnknownFormat => {
            "This archive is no Word document. Markdown, plain text, HTML, PDF and Word documents (.docx) are read."
        }
        _ => return error,
    };
    FileError::new(error.code, text)
}

pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Document> {
    let mut input = Cursor::new(bytes);
    if guard::measure(&mut input, limits).map_err(of_document)? != Contents::Docx {
        return Err(of_document(FileError::new(FileErrorCode::UnknownFormat, "")));
    }
    let mut archive = ZipArchive::new(input).map_err(|_| damaged())?;
    let headings = match archive.by_name(STYLES) {
        Ok(styles) => headings_of(BufReader::new(styles))?,
        Err(_) => HashMap::new(),
    };
    let text = body(BufReader::new(archive.by_name(BODY).map_err(|_| damaged())?), &headings)?;
    Ok(Document { title: first_heading(&text), text, is_markdown: true })
}

fn reader<B: BufRead>(content: B) -> Reader<B> {
    let mut reader = Reader::from_reader(content);
    reader.config_mut().expand_empty_elements = true;
    reader
}

fn value(element: &BytesStart<'_>, name: &str) -> Result<Option<String>> {
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|_| damaged())?;
        if attribute.key.0 == name {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| damaged())?;
            return Ok(Some(value.into_owned()));
        }
    }
    Ok(None)
}

/// The heading's order of a style's name, as Word names them in every language.
fn order_of(name: &str) -> Option<usize> {
    let name = name.to_lowercase();
    if name == "title" {
        return Some(1);
    }
    let number = name.strip_prefix("heading")?.trim().parse::<usize>().ok()?;
    Some(number.clamp(1, 6))
}

/// Styles of headings by their ids, which are of the author's language.
fn headings_of<B: BufRead>(content: B) -> Result<HashMap<String, usize>> {
    let mut reader = reader(content);
    let mut buffer = Vec::new();
    let mut headings = HashMap::new();
    let mut style = None;
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|_| damaged())? {
            Event::Start(element) => match element.name().0 {
                "w:style" => style = value(&element, "w:styleId")?,
                "w:name" => {
                    if let Some(order) = value(&element, "w:val")?.as_deref().and_then(order_of)
                        && let Some(style) = style.take()
                    {
                        headings.insert(style, order);
                    }
                }
                _ => {}
            },
            Event::Eof => return Ok(headings),
            _ => {}
        }
    }
}

#[derive(Default)]
struct Paragraph {
    text: String,
    heading: Option<usize>,
    is_item: bool,
}

fn body<B: BufRead>(content: B, headings: &HashMap<String, usize>) -> Result<String> {
    let mut reader = reader(content);
    let mut buffer = Vec::new();
    let mut out = String::new();
    let mut paragraph = Paragraph::default();
    let mut is_text = false;
    // Cells of the row that is open; tables within tables are of the outer row.
    let mut row: Option<Vec<String>> = None;
    let mut tables = 0_usize;
    // Text boxes repeat what an older program would show instead.
    let mut fallbacks = 0_usize;
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|_| damaged())? {
            Event::Start(element) => match element.name().0 {
                "mc:Fallback" => fallbacks += 1,
                "w:t" => is_text = fallbacks == 0,
                "w:tab" | "w:noBreakHyphen" if fallbacks == 0 => {
                    paragraph.text.push(if element.name().0 == "w:tab" { ' ' } else { '-' });
                }
                "w:br" | "w:cr" if fallbacks == 0 => paragraph.text.push(' '),
                "w:numPr" => paragraph.is_item = true,
                "w:pStyle" => {
                    let style = value(&element, "w:val")?.unwrap_or_default();
                    paragraph.heading = headings.get(&style).copied().or_else(|| order_of(&style));
                }
                "w:tbl" => tables += 1,
                "w:tr" if tables == 1 => row = Some(Vec::new()),
                "w:tc" if tables == 1 => {
                    if let Some(cells) = &mut row {
                        cells.push(String::new());
                    }
                }
                _ => {}
            },
            Event::Text(text) if is_text => escaped(&text.xml10_content(), &mut paragraph.text),
            Event::GeneralRef(reference) if is_text => {
                let letter = match reference.resolve_char_ref().map_err(|_| damaged())? {
                    Some(letter) => Some(letter),
                    None => named(&reference.xml10_content()),
                };
                if let Some(letter) = letter {
                    escaped(letter.encode_utf8(&mut [0; 4]), &mut paragraph.text);
                }
            }
            Event::End(element) => match element.name().0 {
                "mc:Fallback" => fallbacks = fallbacks.saturating_sub(1),
                "w:t" => is_text = false,
                "w:p" => end_paragraph(std::mem::take(&mut paragraph), row.as_mut(), &mut out),
                "w:tbl" => {
                    tables = tables.saturating_sub(1);
                    out.push('\n');
                }
                "w:tr" if tables == 1 => {
                    let cells: Vec<String> = row.take().unwrap_or_default();
                    let line = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
                    let line = line.collect::<Vec<_>>().join(" – ");
                    if !line.is_empty() {
                        out.push_str(&format!("- {line}\n"));
                    }
                }
                _ => {}
            },
            Event::Eof => return Ok(out.trim().to_owned()),
            _ => {}
        }
    }
}

fn end_paragraph(paragraph: Paragraph, row: Option<&mut Vec<String>>, out: &mut String) {
    let text = paragraph.text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return;
    }
    if let Some(cell) = row.and_then(|cells| cells.last_mut()) {
        if !cell.is_empty() {
            cell.push(' ');
        }
        cell.push_str(&text);
        return;
    }
    if let Some(order) = paragraph.heading {
        out.push_str(&format!("\n{} {text}\n\n", "#".repeat(order)));
    } else if paragraph.is_item {
        out.push_str(&format!("- {text}\n"));
    } else {
        out.push_str(&format!("\n{text}\n\n"));
    }
}
