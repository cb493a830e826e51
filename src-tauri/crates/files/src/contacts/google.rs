//! The contacts table of Google: today's columns (`First Name`, `… - Label`) and the older ones (`Given Name`,
//! `… - Type`). Several values stand in one cell with ` ::: ` between them; a label that begins with `* ` is preferred.

use std::collections::BTreeMap;

use crate::cells::{Cells, Styles};
use crate::contacts::table::birthday;
use crate::contacts::{Contact, Labelled, Photo, PostalAddress};
use crate::fault::Problem;
use crate::layout::Layout;
use crate::text::records::Record;

pub(crate) const SEPARATOR: &str = " ::: ";

/// Custom fields in which our own export keeps what Google has no column for.
pub(crate) const UID: &str = "Haberdash UID";
pub(crate) const LANGUAGE: &str = "Language";

/// Is this Google's table?
pub(crate) fn is_header(names: &[String]) -> bool {
    let has = |wanted: &str| names.iter().any(|name| name.trim() == wanted);
    let named = has("First Name") || has("Given Name");
    let numbered = names.iter().filter(|name| {
        let name = name.trim();
        ["E-mail ", "Phone ", "Address "].iter().any(|start| name.starts_with(start))
            && [" - Value", " - Label", " - Type", " - Formatted"].iter().any(|end| name.ends_with(end))
    });
    named && numbered.count() >= 2 || (has("First Name") && has("Phonetic First Name") && has("Labels"))
}

#[derive(Default)]
struct Numbered {
    label: Option<usize>,
    value: Option<usize>,
    parts: BTreeMap<String, usize>,
}

/// Where what stands.
pub(crate) struct Columns {
    plain: BTreeMap<String, usize>,
    emails: BTreeMap<u32, Numbered>,
    phones: BTreeMap<u32, Numbered>,
    addresses: BTreeMap<u32, Numbered>,
    websites: BTreeMap<u32, Numbered>,
    organisations: BTreeMap<u32, Numbered>,
    custom: BTreeMap<u32, Numbered>,
    /// Header and column of what has no field of ours.
    other: Vec<usize>,
}

impl Columns {
    pub fn new(names: &[String]) -> Self {
        let mut columns = Self {
            plain: BTreeMap::new(),
            emails: BTreeMap::new(),
            phones: BTreeMap::new(),
            addresses: BTreeMap::new(),
            websites: BTreeMap::new(),
            organisations: BTreeMap::new(),
            custom: BTreeMap::new(),
            other: Vec::new(),
        };
        for (at, name) in names.iter().enumerate() {
            let name = name.trim();
            if let Some((kind, number, part)) = numbered(name) {
                let known = match kind {
                    "E-mail" => &mut columns.emails,
                    "Phone" => &mut columns.phones,
                    "Address" => &mut columns.addresses,
                    "Website" => &mut columns.websites,
                    "Organization" => &mut columns.organisations,
                    "Custom Field" => &mut columns.custom,
                    _ => {
                        columns.other.push(at);
                        continue;
                    }
                };
                let entry = known.entry(number).or_default();
                match part {
                    "Label" | "Type" => entry.label = Some(at),
                    "Value" => entry.value = Some(at),
                    part => {
                        entry.parts.insert(part.to_owned(), at);
                    }
                }
            } else if PLAIN.contains(&name) {
                columns.plain.entry(name.to_owned()).or_insert(at);
            } else {
                columns.other.push(at);
            }
        }
        columns
    }

    fn one(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.plain.get(*name).copied())
    }
}

const PLAIN: &[&str] = &[
    "Name",
    "First Name",
    "Given Name",
    "Middle Name",
    "Additional Name",
    "Last Name",
    "Family Name",
    "Name Prefix",
    "Name Suffix",
    "Nickname",
    "File As",
    "Organization Name",
    "Organization Title",
    "Birthday",
    "Notes",
    "Photo",
    "Labels",
    "Group Membership",
    "Language",
];

/// "E-mail 1 - Value" → ("E-mail", 1, "Value")
fn numbered(name: &str) -> Option<(&str, u32, &str)> {
    let (head, part) = name.split_once(" - ")?;
    let (kind, number) = head.rsplit_once(' ')?;
    Some((kind, number.parse().ok()?, part))
}

pub(crate) fn contact(
    columns: &Columns,
    layout: &Layout,
    styles: &Styles,
    record: &Record,
    problems: &mut Vec<Problem>,
) -> Contact {
    let mut cells = Cells { layout, styles, record, problems };
    let text =
        |names: &[&str]| columns.one(names).map(|column| cells.text(column).to_owned()).unwrap_or_default();
    let mut contact = Contact {
        display_name: text(&["Name"]),
        given: text(&["First Name", "Given Name"]),
        middle: text(&["Middle Name", "Additional Name"]),
        family: text(&["Last Name", "Family Name"]),
        prefix: text(&["Name Prefix"]),
        suffix: text(&["Name Suffix"]),
        nickname: text(&["Nickname"]),
        organisation: text(&["Organization Name"]),
        job_title: text(&["Organization Title"]),
        notes: columns.one(&["Notes"]).map(|column| cells.raw(column).to_owned()).unwrap_or_default(),
        language: Some(text(&["Language"])).filter(|language| !language.is_empty()),
        photo: Some(text(&["Photo"])).filter(|url| url.starts_with("http")).map(Photo::Url),
        ..Contact::default()
    };
    if contact.display_name.is_empty() {
        contact.display_name = text(&["File As"]);
    }
    labels(&mut contact, &text(&["Labels", "Group Membership"]));
    contact.emails = values(&columns.emails, &cells);
    contact.phones = values(&columns.phones, &cells);
    contact.urls = values(&columns.websites, &cells);
    contact.addresses = addresses(&columns.addresses, &cells);
    for numbered in columns.organisations.values() {
        let part =
            |name: &str| numbered.parts.get(name).map(|column| cells.text(*column)).unwrap_or_default();
        if contact.organisation.is_empty() && contact.job_title.is_empty() {
            contact.organisation = part("Name").to_owned();
            contact.job_title = part("Title").to_owned();
        }
    }
    for field in values_of_custom_fields(&columns.custom, &cells) {
        match field.0.as_str() {
            UID => contact.uid = Some(field.1),
            LANGUAGE if contact.language.is_none() => contact.language = Some(field.1),
            _ => contact.other.push(field),
        }
    }
    contact.birthday = columns.one(&["Birthday"]).and_then(|column| birthday(&mut cells, column));
    for column in &columns.other {
        let text = cells.raw(*column);
        if !text.trim().is_empty() {
            contact.other.push((layout.name(*column), text.to_owned()));
        }
    }
    contact.finish(record.row(), problems);
    contact
}

/// "* myContacts ::: Regulars": the starred ones are Google's own.
fn labels(contact: &mut Contact, text: &str) {
    for label in text.split(SEPARATOR.trim()).map(str::trim) {
        let own = label.starts_with("* ");
        if !label.is_empty() && !own && !contact.labels.iter().any(|known| known == label) {
            contact.labels.push(label.to_owned());
        }
    }
}

/// ("Home", preferred) of "* Home".
fn label(text: &str) -> (&str, bool) {
    match text.strip_prefix('*') {
        Some(rest) => (rest.trim(), true),
        None => (text, false),
    }
}

fn values(numbered: &BTreeMap<u32, Numbered>, cells: &Cells<'_>) -> Vec<Labelled> {
    let mut values = Vec::new();
    for entry in numbered.values() {
        let Some(column) = entry.value else { continue };
        let (label, preferred) = label(entry.label.map(|column| cells.text(column)).unwrap_or_default());
        for value in
            cells.text(column).split(SEPARATOR.trim()).map(str::trim).filter(|value| !value.is_empty())
        {
            values.push(Labelled { label: label.to_owned(), value: value.to_owned(), preferred });
        }
    }
    values
}

fn values_of_custom_fields(numbered: &BTreeMap<u32, Numbered>, cells: &Cells<'_>) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for entry in numbered.values() {
        let Some(value) = entry.value.map(|column| cells.raw(column)).filter(|text| !text.trim().is_empty())
        else {
            continue;
        };
        let label = entry.label.map(|column| cells.text(column)).filter(|label| !label.is_empty());
        fields.push((label.unwrap_or("Custom field").to_owned(), value.to_owned()));
    }
    fields
}

/// Parts of several addresses with the same label stand beside each other in every cell.
fn addresses(numbered: &BTreeMap<u32, Numbered>, cells: &Cells<'_>) -> Vec<PostalAddress> {
    let mut addresses = Vec::new();
    for entry in numbered.values() {
        let (label, preferred) = label(entry.label.map(|column| cells.text(column)).unwrap_or_default());
        let parts = |name: &str| -> Vec<&str> {
            let cell = entry.parts.get(name).map(|column| cells.text(*column)).unwrap_or_default();
            cell.split(SEPARATOR.trim()).map(str::trim).collect()
        };
        let (formatted, street, extended, po_box) =
            (parts("Formatted"), parts("Street"), parts("Extended Address"), parts("PO Box"));
        let (city, region, postcode, country) =
            (parts("City"), parts("Region"), parts("Postal Code"), parts("Country"));
        let all = [&formatted, &street, &extended, &po_box, &city, &region, &postcode, &country];
        let count = all.iter().map(|part| part.len()).max().unwrap_or_default();
        for at in 0..count {
            let of = |part: &[&str]| part.get(at).copied().unwrap_or_default().to_owned();
            let mut address = PostalAddress {
                label: label.to_owned(),
                street: of(&street),
                extended: of(&extended),
                po_box: of(&po_box),
                city: of(&city),
                region: of(&region),
                postcode: of(&postcode),
                country: of(&country),
                preferred,
            };
            if address.is_empty() {
                address.street = of(&formatted);
            }
            if !address.is_empty() {
                addresses.push(address);
            }
        }
    }
    addresses
}
