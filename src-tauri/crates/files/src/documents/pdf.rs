//! PDF (ISO 32000): the text of its pages.
//!
//! The library believes what a file says: it inflates without a limit, and follows what draws itself. So every stream is
//! measured before, and pages and forms are left with nothing but the operators that show text.

use std::io::Read;
use std::panic::AssertUnwindSafe;

use flate2::read::ZlibDecoder;
use pdf_extract::content::Content;
use pdf_extract::{Dictionary, Object, ObjectId, PlainTextOutput, Stream, output_doc};

use super::Document;
use crate::fault::{FileError, FileErrorCode, Result};
use crate::limits::Limits;

const MOST_PAGES: usize = 2_000;
/// A page tree that is deeper leads in circles.
const DEEPEST: usize = 64;
/// The library descends into what is nested; a stack of this size is enough for all that a parser lets pass.
const STACK: usize = 64 << 20;
/// Operators that say where and which text is shown (ISO 32000-1, tables 57, 105 to 109), and what is drawn within.
const TEXT: [&str; 19] = [
    "q", "Q", "cm", "BT", "ET", "Tc", "Tw", "Tz", "TL", "Tf", "Tr", "Ts", "Td", "TD", "Tm", "T*", "Tj", "TJ",
    "'",
];

fn damaged() -> FileError {
    FileError::new(
        FileErrorCode::Damaged,
        "The PDF is damaged: its pages cannot be read. Open it in a viewer, print it into a new PDF and try again.",
    )
}

fn no_text() -> FileError {
    FileError::new(
        FileErrorCode::NoText,
        "The PDF holds pictures of pages and no text, as scanners make them. Run it through text recognition, or write the text \
         yourself.",
    )
}

fn encrypted() -> FileError {
    FileError::new(
        FileErrorCode::Encrypted,
        "The PDF is protected by a password. Save it without one and try again.",
    )
}

pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Document> {
    measure(bytes, limits)?;
    let text = std::thread::scope(|scope| {
        let reader = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || {
            // Where the library stops the thread, the file is damaged.
            std::panic::catch_unwind(AssertUnwindSafe(|| extract(bytes))).unwrap_or_else(|_| Err(damaged()))
        });
        reader.map_err(FileError::from)?.join().unwrap_or_else(|_| Err(damaged()))
    })?;
    let text = flowing(&text);
    if text.chars().filter(|c| c.is_alphanumeric()).count() < 3 {
        return Err(no_text());
    }
    Ok(Document { title: None, text, is_markdown: false })
}

/// Inflates everything that may be deflated into nothing, with a limit for all of it.
fn measure(bytes: &[u8], limits: &Limits) -> Result<()> {
    let mut left = limits.inflated_bytes;
    let mut buffer = vec![0; 64 << 10];
    let sign = b"stream";
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| rest.windows(sign.len()).position(|w| w == sign))
    {
        at += found + sign.len();
        let rest = &bytes[at..];
        let start = rest.iter().position(|byte| !matches!(byte, b'\r' | b'\n')).unwrap_or(0).min(2);
        let mut inflater = ZlibDecoder::new(&rest[start..]);
        while let Ok(read) = inflater.read(&mut buffer) {
            if read == 0 {
                break;
            }
            left = left.checked_sub(read as u64).ok_or_else(|| {
                FileError::new(
                    FileErrorCode::ZipBomb,
                    "The PDF would become far too large when it is unpacked. Save the pages that you need as a file of their own.",
                )
            })?;
        }
    }
    Ok(())
}

fn extract(bytes: &[u8]) -> Result<String> {
    let has_lock = bytes.windows(8).any(|window| window == b"/Encrypt");
    let wrong = || if has_lock { encrypted() } else { damaged() };
    let mut pdf = pdf_extract::Document::load_mem(bytes).map_err(|_| wrong())?;
    if pdf.is_encrypted() && pdf.decrypt("").is_err() {
        return Err(encrypted());
    }
    let pages: Vec<ObjectId> = pdf.get_pages().into_values().collect();
    if pages.is_empty() {
        return Err(wrong());
    }
    if pages.len() > MOST_PAGES {
        return Err(FileError::new(
            FileErrorCode::TooLarge,
            format!("The PDF has {} pages; at most {MOST_PAGES} are read.", pages.len()),
        ));
    }
    if pages.iter().any(|page| leads_in_circles(&pdf, *page)) {
        return Err(damaged());
    }
    // Forms first: what they draw themselves could be themselves.
    for object in pdf.objects.values_mut() {
        if let Object::Stream(stream) = object {
            match stream.dict.get(b"Subtype").and_then(Object::as_name) {
                Ok(b"Form") => {
                    let content = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
                    stream.set_plain_content(only_text(&content, false));
                }
                Ok(b"Image") => stream.set_plain_content(Vec::new()),
                _ => {}
            }
        }
    }
    for page in pages {
        // A page may have nothing on it.
        let content = pdf.get_page_content(page).unwrap_or_default();
        let stream = Stream::new(Dictionary::new(), only_text(&content, true));
        let content = pdf.add_object(stream);
        let page = pdf.get_object_mut(page).and_then(Object::as_dict_mut).map_err(|_| damaged())?;
        page.set("Contents", content);
    }
    let mut text = String::new();
    output_doc(&pdf, &mut PlainTextOutput::new(&mut text)).map_err(|_| wrong())?;
    Ok(text)
}

/// A content without what shows no text; drawing a form is text where forms are allowed.
fn only_text(content: &[u8], forms: bool) -> Vec<u8> {
    let Ok(mut content) = Content::decode(content) else { return Vec::new() };
    content.operations.retain(|operation| {
        TEXT.contains(&operation.operator.as_str())
            || operation.operator == "\""
            || forms && operation.operator == "Do"
    });
    content.encode().unwrap_or_default()
}

fn leads_in_circles(pdf: &pdf_extract::Document, page: ObjectId) -> bool {
    let parent = |dictionary: &Dictionary| dictionary.get(b"Parent").and_then(Object::as_reference).ok();
    let mut above = pdf.get_dictionary(page).ok().and_then(parent);
    for _ in 0..DEEPEST {
        let Some(id) = above else { return false };
        above = pdf.get_dictionary(id).ok().and_then(parent);
    }
    true
}

/// Lines of a page are no lines of a text: those of a paragraph are joined, words that were divided made whole.
fn flowing(text: &str) -> String {
    let mut paragraphs: Vec<String> = Vec::new();
    for paragraph in text.replace('\r', "\n").split("\n\n") {
        let mut joined = String::new();
        for line in paragraph.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let begins_item = line.starts_with(['•', '–', '·', '▪']);
            if joined.is_empty() {
                joined.push_str(line);
            } else if begins_item {
                joined.push('\n');
                joined.push_str(line);
            } else if joined.ends_with('-') && line.starts_with(char::is_lowercase) {
                joined.pop();
                joined.push_str(line);
            } else {
                joined.push(' ');
                joined.push_str(line);
            }
        }
        if !joined.is_empty() {
            // Zero bytes and other marks that fonts leave behind.
            joined.retain(|c| !c.is_control() || c == '\n');
            paragraphs.push(joined);
        }
    }
    paragraphs.join("\n\n")
}
