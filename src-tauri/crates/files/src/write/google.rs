//! Contacts as today's Google table. Values with the same label share a cell; what Google has no column for goes
//! into custom fields. A photo that is not a link has no place there.

use std::io::Write;

use crate::contacts::google::{LANGUAGE, SEPARATOR, UID};
use crate::contacts::{Contact, Labelled, Photo, PostalAddress};
use crate::fault::Result;
use crate::write::cell::Cell;
use crate::write::{CsvOut, CsvStyle};

/// Columns of each kind; what is more shares the last one's cell.
const VALUES: usize = 5;
const CUSTOM: usize = 8;

const PARTS: [&str; 8] =
    ["Formatted", "Street", "City", "PO Box", "Region", "Postal Code", "Country", "Extended Address"];

pub struct GoogleContactsWriter<W: Write> {
    out: CsvOut<W>,
}

impl<W: Write> GoogleContactsWriter<W> {
    /// # Errors
    /// `Io`.
    pub fn new(out: W) -> Result<Self> {
        let mut out = CsvOut::new(out, CsvStyle { crlf: false, ..CsvStyle::default() })?;
        let mut headers: Vec<String> = [
            "First Name",
            "Middle Name",
            "Last Name",
            "Phonetic First Name",
            "Phonetic Middle Name",
            "Phonetic Last Name",
            "Name Prefix",
            "Name Suffix",
            "Nickname",
            "File As",
            "Organization Name",
            "Organization Title",
            "Organization Department",
            "Birthday",
            "Notes",
            "Photo",
            "Labels",
        ]
        .map(str::to_owned)
        .to_vec();
        let mut numbered = |kind: &str, count: usize, parts: &[&str]| {
            for number in 1..=count {
                headers.extend(parts.iter().map(|part| format!("{kind} {number} - {part}")));
            }
        };
        numbered("E-mail", VALUES, &["Label", "Value"]);
        numbered("Phone", VALUES, &["Label", "Value"]);
        numbered("Address", VALUES, &["Label"].into_iter().chain(PARTS).collect::<Vec<_>>());
        numbered("Website", VALUES, &["Label", "Value"]);
        numbered("Custom Field", CUSTOM, &["Label", "Value"]);
        out.verbatim(headers.iter().map(String::as_str))?;
        Ok(Self { out })
    }

    /// # Errors
    /// `Io`.
    pub fn contact(&mut self, contact: &Contact) -> Result<()> {
        let birthday = contact.birthday.map(|birthday| match birthday.year {
            Some(year) => format!("{year:04}-{:02}-{:02}", birthday.month, birthday.day),
            None => format!("--{:02}-{:02}", birthday.month, birthday.day),
        });
        let labels: Vec<&str> = contact.labels.iter().map(String::as_str).chain(["* myContacts"]).collect();
        let photo = match &contact.photo {
            Some(Photo::Url(url)) => url.as_str(),
            _ => "",
        };
        let mut row = vec![
            Cell::text(&contact.given),
            Cell::text(&contact.middle),
            Cell::text(&contact.family),
            Cell::Blank,
            Cell::Blank,
            Cell::Blank,
            Cell::text(&contact.prefix),
            Cell::text(&contact.suffix),
            Cell::text(&contact.nickname),
            Cell::text(&contact.display_name),
            Cell::text(&contact.organisation),
            Cell::text(&contact.job_title),
            Cell::Blank,
            Cell::text(birthday.unwrap_or_default()),
            Cell::text(&contact.notes),
            Cell::text(photo),
            Cell::text(labels.join(SEPARATOR)),
        ];
        values(&contact.emails, &mut row);
        values(&contact.phones, &mut row);
        addresses(&contact.addresses, &mut row);
        values(&contact.urls, &mut row);
        custom(contact, &mut row);
        self.out.row(row)
    }

    /// # Errors
    /// `Io`.
    pub fn finish(self) -> Result<()> {
        self.out.finish()
    }
}

fn label(label: &str, preferred: bool) -> String {
    if preferred { format!("* {label}") } else { label.to_owned() }
}

/// Neighbours with the same label are one cell; the last cell takes what is left.
fn grouped<T>(values: &[T], label: impl Fn(&T) -> String, most: usize) -> Vec<(String, Vec<&T>)> {
    let mut groups: Vec<(String, Vec<&T>)> = Vec::new();
    for value in values {
        let label = label(value);
        let full = groups.len() >= most;
        match groups.last_mut() {
            Some((known, group)) if *known == label || full => group.push(value),
            _ => groups.push((label, vec![value])),
        }
    }
    groups
}

fn values<'c>(values: &'c [Labelled], row: &mut Vec<Cell<'c>>) {
    let groups = grouped(values, |value| label(&value.label, value.preferred), VALUES);
    let count = groups.len();
    for (label, group) in groups {
        let texts: Vec<&str> = group.iter().map(|value| value.value.as_str()).collect();
        row.push(Cell::text(label));
        row.push(Cell::text(texts.join(SEPARATOR)));
    }
    row.extend(std::iter::repeat_n(Cell::Blank, (VALUES - count) * 2));
}

fn addresses<'c>(addresses: &'c [PostalAddress], row: &mut Vec<Cell<'c>>) {
    let groups = grouped(addresses, |address| label(&address.label, address.preferred), VALUES);
    let count = groups.len();
    for (label, group) in groups {
        row.push(Cell::text(label));
        for part in PARTS {
            let texts: Vec<String> = group.iter().map(|address| part_of(address, part)).collect();
            let blank = texts.iter().all(String::is_empty);
            row.push(if blank { Cell::Blank } else { Cell::text(texts.join(SEPARATOR)) });
        }
    }
    row.extend(std::iter::repeat_n(Cell::Blank, (VALUES - count) * (PARTS.len() + 1)));
}

fn part_of(address: &PostalAddress, part: &str) -> String {
    match part {
        "Formatted" => address.lines(),
        "Street" => address.street.clone(),
        "City" => address.city.clone(),
        "PO Box" => address.po_box.clone(),
        "Region" => address.region.clone(),
        "Postal Code" => address.postcode.clone(),
        "Country" => address.country.clone(),
        _ => address.extended.clone(),
    }
}

fn custom<'c>(contact: &'c Contact, row: &mut Vec<Cell<'c>>) {
    let own = [(UID, contact.uid.as_deref()), (LANGUAGE, contact.language.as_deref())];
    let mut fields: Vec<(&str, String)> =
        own.into_iter().filter_map(|(name, text)| Some((name, text?.to_owned()))).collect();
    for (name, text) in &contact.other {
        if fields.len() < CUSTOM {
            fields.push((name, text.clone()));
        } else if let Some((_, last)) = fields.last_mut() {
            last.push_str(&format!("\n{name}: {text}"));
        }
    }
    let count = fields.len();
    for (name, text) in fields {
        row.push(Cell::text(name));
        row.push(Cell::text(text));
    }
    row.extend(std::iter::repeat_n(Cell::Blank, (CUSTOM - count) * 2));
}
