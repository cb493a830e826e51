//! Contacts as a file says them, and their reading, one at a time.

pub(crate) mod cards;
pub(crate) mod google;
mod reader;
mod table;
pub(crate) mod vcard;
mod vcard_lines;

use serde::{Deserialize, Serialize};

pub use reader::{Contacts, contacts};

use crate::fault::{Problem, ProblemCode};

/// A contact. Blank texts say nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Contact {
    /// Its number in the program that wrote the file.
    pub uid: Option<String>,
    /// Made of the other parts where the file has none.
    pub display_name: String,
    pub given: String,
    pub middle: String,
    pub family: String,
    pub prefix: String,
    pub suffix: String,
    pub nickname: String,
    pub organisation: String,
    pub job_title: String,
    pub birthday: Option<Birthday>,
    pub notes: String,
    /// As written: "de", "de-CH".
    pub language: Option<String>,
    pub emails: Vec<Labelled>,
    /// As written, with or without a country code.
    pub phones: Vec<Labelled>,
    pub urls: Vec<Labelled>,
    pub addresses: Vec<PostalAddress>,
    /// Groups and categories.
    pub labels: Vec<String>,
    pub photo: Option<Photo>,
    /// What has no field of ours: name and text.
    pub other: Vec<(String, String)>,
}

/// A day of the calendar, with or without its year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Birthday {
    pub year: Option<i16>,
    pub month: i8,
    pub day: i8,
}

impl Birthday {
    /// `None` when the calendar has no such day (29 February is one without a year).
    pub fn new(year: Option<i16>, month: i8, day: i8) -> Option<Self> {
        jiff::civil::Date::new(year.unwrap_or(2000), month, day).ok()?;
        Some(Self { year, month, day })
    }
}

/// A value with what the owner calls it ("Home", "Work", "Mobile", …; may be blank).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Labelled {
    pub label: String,
    pub value: String,
    pub preferred: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PostalAddress {
    pub label: String,
    pub street: String,
    pub extended: String,
    pub po_box: String,
    pub city: String,
    pub region: String,
    pub postcode: String,
    pub country: String,
    pub preferred: bool,
}

impl PostalAddress {
    /// As one text: street, second line, box, postcode and city, region, country; a line each.
    pub fn lines(&self) -> String {
        let city = [self.postcode.as_str(), self.city.as_str()].map(str::trim).join(" ");
        [&self.street, &self.extended, &self.po_box, &city, &self.region, &self.country]
            .iter()
            .map(|line| line.trim())
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
            .join("\n")
    }

    fn is_empty(&self) -> bool {
        self.lines().is_empty()
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Photo {
    Bytes {
        /// As the file says or the bytes show; never to be trusted.
        media_type: String,
        bytes: Vec<u8>,
    },
    Url(String),
}

impl Contact {
    /// The name in the order of the West; the company or an address where there is none.
    fn composed_name(&self) -> String {
        let parts = [&self.prefix, &self.given, &self.middle, &self.family, &self.suffix];
        let name = parts
            .iter()
            .map(|part| part.trim())
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        [name.as_str(), self.nickname.trim(), self.organisation.trim()]
            .into_iter()
            .chain(self.emails.first().map(|email| email.value.as_str()))
            .chain(self.phones.first().map(|phone| phone.value.as_str()))
            .find(|name| !name.is_empty())
            .unwrap_or_default()
            .to_owned()
    }

    /// Gives it a name, and says when there is nothing to call it by.
    fn finish(&mut self, row: u64, problems: &mut Vec<Problem>) {
        self.addresses.retain(|address| !address.is_empty());
        if self.display_name.trim().is_empty() {
            self.display_name = self.composed_name();
        }
        if self.display_name.is_empty() {
            problems.push(Problem::error(
                row,
                ProblemCode::EmptyContact,
                "The contact has neither a name nor an e-mail address nor a phone number.",
            ));
        }
    }
}

/// "1980-03-07", "--03-07", "--0307", "19800307"; `None` when it is written otherwise.
pub(crate) fn birthday_parts(text: &str) -> Option<(Option<i16>, i8, i8)> {
    let text = text.trim();
    let digits = |text: &str, from: usize, to: usize| -> Option<i16> {
        let part = text.get(from..to)?;
        part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok()).flatten()
    };
    let small = |text: &str, from: usize, to: usize| {
        digits(text, from, to).and_then(|number| i8::try_from(number).ok())
    };
    if let Some(rest) = text.strip_prefix("--") {
        let rest: String = rest.chars().filter(|c| *c != '-').collect();
        return (rest.len() == 4).then(|| Some((None, small(&rest, 0, 2)?, small(&rest, 2, 4)?))).flatten();
    }
    let date = text.split(['T', ' ']).next().unwrap_or_default();
    let compact: String = date.chars().filter(|c| *c != '-').collect();
    let dashed = date.len() == 10 && date.as_bytes()[4] == b'-' && date.as_bytes()[7] == b'-';
    if compact.len() != 8 || !compact.is_ascii() || !(dashed || date.len() == 8) {
        return None;
    }
    Some((Some(digits(&compact, 0, 4)?), small(&compact, 4, 6)?, small(&compact, 6, 8)?))
}
