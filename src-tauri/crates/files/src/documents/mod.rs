//! Documents that people write: Markdown, plain text, HTML, PDF and DOCX as one text with its headings.
//!
//! What a file is, its bytes tell; its name only tells texts apart. Nothing in a file is run, loaded or believed: sizes are
//! measured before anything is laid out in memory.

mod docx;
mod pdf;
mod web;

use std::io::Cursor;

use crate::fault::{FileError, FileErrorCode, Result};
use crate::limits::Limits;
use crate::text::encoding;
use crate::workbook::{self, WorkbookKind};

/// A document's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// What the document calls itself, if it does.
    pub title: Option<String>,
    pub text: String,
    /// Whether the text has Markdown's marks for headings, lists and tables.
    pub is_markdown: bool,
}

impl Limits {
    /// Of documents, which are read whole.
    pub fn of_documents() -> Self {
        Self { file_bytes: 20 << 20, inflated_bytes: 128 << 20, archive_entries: 2_000, ..Self::default() }
    }
}

/// Reads a document.
///
/// # Errors
/// `TooLarge`, `Empty`, `UnknownFormat`, `NotText`, `Encrypted`, `Damaged`, `ZipBomb`, and `NoText` for pictures of pages.
pub fn document(file_name: &str, bytes: &[u8], limits: &Limits) -> Result<Document> {
    if bytes.len() as u64 > limits.file_bytes {
        return Err(too_large(limits));
    }
    let beginning = &bytes[..bytes.len().min(1024)];
    let document = if beginning.windows(5).any(|window| window == b"%PDF-") {
        pdf::read(bytes, limits)?
    } else {
        match workbook::recognise(beginning) {
            Some(WorkbookKind::Zip) => docx::read(bytes, limits)?,
            Some(WorkbookKind::Compound) => return Err(compound(bytes)),
            None => text(file_name, bytes, limits)?,
        }
    };
    if document.text.trim().is_empty() {
        return Err(FileError::new(FileErrorCode::Empty, "There is nothing to read in the file."));
    }
    Ok(document)
}

fn too_large(limits: &Limits) -> FileError {
    let most = limits.file_bytes >> 20;
    FileError::new(
        FileErrorCode::TooLarge,
        format!(
            "The file is larger than {most} MB. Save the pages that customers ask about as a file of their own."
        ),
    )
}

/// What is kept in Microsoft's old container: old Word files, and new ones with a password.
fn compound(bytes: &[u8]) -> FileError {
    let sign: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if bytes.windows(sign.len()).any(|window| window == sign) {
        return FileError::new(
            FileErrorCode::Encrypted,
            "The document is protected by a password. Save it without one and try again.",
        );
    }
    FileError::new(
        FileErrorCode::UnknownFormat,
        "This is a Word file of the old kind (.doc). Open it in your word processor, save it as .docx and try again.",
    )
}

fn text(file_name: &str, bytes: &[u8], limits: &Limits) -> Result<Document> {
    let mut input = Cursor::new(bytes);
    let detected = encoding::detect(&mut input, limits).map_err(|error| match error.code {
        FileErrorCode::NotText => FileError::new(
            FileErrorCode::NotText,
            "This is no document. Markdown, plain text, HTML, PDF and Word documents (.docx) are read.",
        ),
        _ => error,
    })?;
    let mut decoded = Vec::with_capacity(bytes.len());
    encoding::decode(&mut input, detected, &mut decoded)?;
    let text = String::from_utf8_lossy(&decoded).replace("\r\n", "\n").replace('\r', "\n");
    let ending = file_name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let ending = ending.unwrap_or_default();
    let start = text.trim_start().get(..15).unwrap_or_default().to_ascii_lowercase();
    if matches!(ending.as_str(), "html" | "htm" | "xhtml")
        || start.starts_with("<!doctype html")
        || start.starts_with("<html")
    {
        return Ok(web::read(&text));
    }
    let is_markdown = matches!(ending.as_str(), "md" | "markdown" | "mdown" | "mkd");
    let title = if is_markdown { first_heading(&text) } else { None };
    Ok(Document { title, text, is_markdown })
}

/// The first heading of the first order.
pub(super) fn first_heading(text: &str) -> Option<String> {
    let heading = text.lines().find_map(|line| line.strip_prefix("# "))?;
    let title = heading.trim().trim_end_matches('#').trim();
    (!title.is_empty()).then(|| title.chars().take(200).collect())
}

/// Marks what would be read as Markdown's own marks.
pub(super) fn escaped(text: &str, out: &mut String) {
    for c in text.chars() {
        if matches!(c, '*' | '_' | '`' | '[' | '<' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
}
