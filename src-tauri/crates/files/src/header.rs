//! Which row of a table is its header, what the table is, and what its columns probably mean.

use crate::contacts::google;
use crate::fields::Field;
use crate::layout::{Format, Kind};
use crate::products::{shopify, woocommerce};
use crate::synonyms::field_of;
use crate::text::escape::unescape;
use crate::text::numbers;
use crate::text::records::Record;
use crate::text::words::folded;

/// Titles and empty rows may stand above a header; it is not looked for further down.
const HEADER_ROWS: usize = 12;

/// The row that is the header; `None` when even the first row holds values.
pub(crate) fn find(rows: &[Record]) -> Option<usize> {
    let known = |record: &Record| {
        let names: Vec<String> = record.cells().map(|cell| unescape(cell).trim().to_owned()).collect();
        if format(&names).is_some() {
            return usize::MAX;
        }
        let count = |kind| names.iter().filter(|name| field_of(kind, name).is_some()).count();
        count(Kind::Products).max(count(Kind::Contacts))
    };
    let best = rows
        .iter()
        .take(HEADER_ROWS)
        .map(known)
        .enumerate()
        .max_by_key(|(at, count)| (*count, usize::MAX - at));
    if let Some((at, count)) = best
        && (count >= 2
            || (count == 1 && rows[at].cells().filter(|cell| !cell.trim().is_empty()).count() <= 3))
    {
        return Some(at);
    }
    // No word is known: the first row with as many texts as the table has columns, if values follow.
    let width = rows.iter().map(Record::len).max().unwrap_or_default();
    let first = rows
        .iter()
        .take(HEADER_ROWS)
        .position(|row| row.cells().filter(|cell| !cell.trim().is_empty()).count() * 2 > width)?;
    let is_value = |cell: &str| {
        let cell = unescape(cell).trim();
        numbers::read(cell).is_ok() || (cell.contains('@') && cell.contains('.')) || cell.starts_with("http")
    };
    (!rows[first].cells().any(is_value)).then_some(first)
}

/// The format that these headers belong to and no other.
pub(crate) fn format(names: &[String]) -> Option<Format> {
    if shopify::is_header(names) {
        Some(Format::ShopifyCsv)
    } else if woocommerce::is_header(names) {
        Some(Format::WoocommerceCsv)
    } else if google::is_header(names) {
        Some(Format::GoogleContactsCsv)
    } else {
        None
    }
}

/// The first column of each field wins.
pub(crate) fn fixed(names: &[String], field: fn(&str) -> Option<Field>) -> Vec<Option<Field>> {
    let mut mapping: Vec<Option<Field>> = Vec::new();
    for name in names {
        let found = field(name).filter(|found| !mapping.contains(&Some(*found)));
        mapping.push(found);
    }
    mapping
}

/// Products or contacts, by the headers, then by the values.
pub(crate) fn kind(names: &[String], samples: &[Vec<String>]) -> Kind {
    let count = |kind| names.iter().filter(|name| field_of(kind, name).is_some()).count();
    let (products, contacts) = (count(Kind::Products), count(Kind::Contacts));
    if products != contacts {
        return if contacts > products { Kind::Contacts } else { Kind::Products };
    }
    let mails = samples.iter().flatten().any(|text| is_email(text));
    if mails { Kind::Contacts } else { Kind::Products }
}

fn is_email(text: &str) -> bool {
    text.split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !text.contains(' '))
}

/// What the columns probably mean: by their headers, else by what stands in them. `samples` may be empty.
pub fn guess_mapping(kind: Kind, names: &[String], samples: &[Vec<String>]) -> Vec<Option<Field>> {
    let mut mapping: Vec<Option<Field>> = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let free = |field: &Field| field.repeatable() || !mapping.contains(&Some(*field));
        let field = field_of(kind, name).filter(free);
        let by_value = || samples.get(at).and_then(|samples| by_values(kind, samples)).filter(free);
        // The columns of our own lists of refused rows.
        let ours = at < 2 && matches!(folded(name).as_str(), "row" | "reason");
        mapping.push(if ours { None } else { field.or_else(by_value) });
    }
    mapping
}

/// Only what nothing else looks like.
fn by_values(kind: Kind, samples: &[String]) -> Option<Field> {
    if samples.is_empty() {
        return None;
    }
    let all = |is: fn(&str) -> bool| samples.iter().all(|text| is(text));
    match kind {
        Kind::Contacts if all(is_email) => Some(Field::Email),
        Kind::Contacts
            if all(|text| {
                text.starts_with('+')
                    && text.len() > 7
                    && text[1..]
                        .chars()
                        .all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '(' | ')' | '/'))
            }) =>
        {
            Some(Field::Phone)
        }
        Kind::Products
            if all(|text| {
                matches!(text.len(), 12 | 13) && text.bytes().all(|byte| byte.is_ascii_digit())
            }) =>
        {
            Some(Field::Barcode)
        }
        Kind::Products
            if all(|text| {
                text.starts_with("http")
                    && [".jpg", ".jpeg", ".png", ".webp"].iter().any(|end| text.to_lowercase().contains(end))
            }) =>
        {
            Some(Field::ImageUrl)
        }
        _ => None,
    }
}
