//! The contact that a card (vCard 2.1, 3.0, 4.0) says.

use std::io::{Read, Seek};
use std::ops::ControlFlow;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::contacts::cards::Cards;
use crate::contacts::vcard_lines::{Line, lines, split, unescape};
use crate::contacts::{Birthday, Contact, Labelled, Photo, PostalAddress, birthday_parts};
use crate::fault::{FileError, Problem, ProblemCode, Result};
use crate::layout::Position;
use crate::limits::Limits;
use crate::survey::Survey;

/// The property in which our export keeps what vCard has no property for; its name stands in this parameter.
pub(crate) const OWN_FIELD: &str = "X-HABERDASH-FIELD";
pub(crate) const OWN_FIELD_NAME: &str = "X-NAME";
pub(crate) const REASON: &str = "X-HABERDASH-REASON";

/// Counts the cards and finds those that are too large.
pub(crate) fn survey<R: Read + Seek>(
    input: R,
    limits: &Limits,
    progress: &mut dyn FnMut(u64) -> ControlFlow<()>,
) -> Result<Survey> {
    let mut cards = Cards::new(input, Position::default(), limits)?;
    let mut count = 0;
    while cards.next_card()?.is_some() {
        count += 1;
        if count % 500 == 0 && progress(cards.offset()).is_break() {
            return Err(FileError::cancelled());
        }
    }
    if progress(cards.offset()).is_break() {
        return Err(FileError::cancelled());
    }
    Ok(Survey {
        rows: count,
        entries: count,
        bytes: cards.offset(),
        limits: limits.clone(),
        ..Survey::default()
    })
}

/// The contact of a card. What is not understood is kept aside.
pub(crate) fn contact(card: &[u8], number: u64, ended: bool, problems: &mut Vec<Problem>) -> Option<Contact> {
    let lines = lines(card);
    if !ended {
        problems.push(Problem::warning(
            number,
            ProblemCode::BadCard,
            "The card has no end; what was there is read.",
        ));
    }
    if lines.is_empty() {
        problems.push(Problem::error(number, ProblemCode::BadCard, "Nothing on this card can be read."));
        return None;
    }
    let is_group = lines.iter().any(|line| {
        matches!(line.name.as_str(), "KIND" | "X-ADDRESSBOOKSERVER-KIND")
            && line.text().trim().eq_ignore_ascii_case("group")
    });
    if is_group {
        problems.push(Problem::error(
            number,
            ProblemCode::UnsupportedRow,
            "This card is a group, not a contact.",
        ));
        return None;
    }
    let mut contact = Contact::default();
    let mut reading = CardReading { lines: &lines, number, contact: &mut contact, problems };
    for line in &lines {
        reading.property(line);
    }
    contact.finish(number, problems);
    Some(contact)
}

struct CardReading<'a> {
    lines: &'a [Line],
    number: u64,
    contact: &'a mut Contact,
    problems: &'a mut Vec<Problem>,
}

impl CardReading<'_> {
    fn property(&mut self, line: &Line) {
        let text = || unescape(&line.text()).trim().to_owned();
        match line.name.as_str() {
            "FN" if self.contact.display_name.is_empty() => self.contact.display_name = text(),
            "N" => self.name(line),
            "NICKNAME" => self.contact.nickname = split(&line.text(), ',').join(", ").trim().to_owned(),
            "ORG" => self.organisation(line),
            "TITLE" => self.contact.job_title = text(),
            "ROLE" if self.contact.job_title.is_empty() && !self.has("TITLE") => {
                self.contact.job_title = text();
            }
            "BDAY" => self.birthday(line),
            "NOTE" => {
                let note = unescape(&line.text()).replace("\r\n", "\n");
                if !self.contact.notes.is_empty() {
                    self.contact.notes.push('\n');
                }
                self.contact.notes.push_str(&note);
            }
            "LANG" if self.contact.language.is_none() => {
                self.contact.language = Some(text()).filter(|text| !text.is_empty());
            }
            "UID" if self.contact.uid.is_none() => {
                self.contact.uid = Some(text()).filter(|text| !text.is_empty());
            }
            "TEL" => {
                let value = text();
                let number = value.strip_prefix("tel:").unwrap_or(&value).to_owned();
                self.add(line, number, |contact| &mut contact.phones);
            }
            "EMAIL" => {
                let value = text();
                let address = value.strip_prefix("mailto:").unwrap_or(&value).to_owned();
                self.add(line, address, |contact| &mut contact.emails);
            }
            "URL" => self.add(line, text(), |contact| &mut contact.urls),
            "ADR" => self.address(line),
            "CATEGORIES" => {
                for label in split(&line.text(), ',').iter().map(|label| label.trim()) {
                    if !label.is_empty() && !self.contact.labels.iter().any(|known| known == label) {
                        self.contact.labels.push(label.to_owned());
                    }
                }
            }
            "PHOTO" => self.contact.photo = self.contact.photo.take().or_else(|| photo(line)),
            OWN_FIELD => {
                let name = line.param(OWN_FIELD_NAME).unwrap_or(OWN_FIELD).to_owned();
                self.contact.other.push((name, unescape(&line.text())));
            }
            // About the card itself, or binary.
            "VERSION" | "PRODID" | "REV" | "KIND" | "SORT-STRING" | "MAILER" | "CLASS" | "PROFILE"
            | "SOURCE" | "XML" | "CLIENTPIDMAP" | "LOGO" | "SOUND" | "KEY" | "AGENT" | "X-ABLABEL"
            | "X-ABADR" | "FN" | REASON => {}
            name => {
                let value = text();
                if !value.is_empty() && value.len() < 10_000 && !line.is_base64() {
                    self.contact.other.push((name.to_owned(), value));
                }
            }
        }
    }

    fn has(&self, name: &str) -> bool {
        self.lines.iter().any(|line| line.name == name)
    }

    /// Family; given; middle; prefix; suffix.
    fn name(&mut self, line: &Line) {
        let text = line.text();
        let parts = raw_split(&text, ';');
        // Several names of a part stand with commas between them.
        let part = |at: usize| {
            let names = parts.get(at).map(|part| split(part, ',')).unwrap_or_default();
            names.iter().map(|name| name.trim()).filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" ")
        };
        self.contact.family = part(0);
        self.contact.given = part(1);
        self.contact.middle = part(2);
        self.contact.prefix = part(3);
        self.contact.suffix = part(4);
    }

    fn organisation(&mut self, line: &Line) {
        let parts = split(&line.text(), ';');
        let mut parts = parts.iter().map(|part| part.trim());
        self.contact.organisation = parts.next().unwrap_or_default().to_owned();
        let units: Vec<&str> = parts.filter(|unit| !unit.is_empty()).collect();
        if !units.is_empty() {
            self.contact.other.push(("Department".to_owned(), units.join(", ")));
        }
    }

    fn birthday(&mut self, line: &Line) {
        let text = unescape(&line.text()).trim().to_owned();
        if text.is_empty() {
            return;
        }
        let parts = birthday_parts(&text).map(|(year, month, day)| {
            let left_out = line.param("X-APPLE-OMIT-YEAR").and_then(|year| year.trim().parse::<i16>().ok());
            (year.filter(|year| left_out != Some(*year)), month, day)
        });
        match parts.map(|(year, month, day)| Birthday::new(year, month, day)) {
            Some(Some(birthday)) => self.contact.birthday = Some(birthday),
            found => {
                let (code, why) = match found {
                    Some(_) => (ProblemCode::NoSuchDate, "there is no such day"),
                    None => (ProblemCode::NotADate, "that is no date"),
                };
                let text_of = format!("Birthday {text}: {why}. It is kept with the notes of the contact.");
                self.problems.push(Problem::warning(self.number, code, text_of).with_value(&text));
                self.contact.other.push(("Birthday".to_owned(), text));
            }
        }
    }

    fn add(&mut self, line: &Line, value: String, list: impl Fn(&mut Contact) -> &mut Vec<Labelled>) {
        if value.is_empty() {
            return;
        }
        let (label, preferred) = self.label(line);
        let list = list(self.contact);
        if !list.iter().any(|known| known.value == value && known.label == label) {
            list.push(Labelled { label, value, preferred });
        }
    }

    /// What the owner calls it (iPhone keeps that in a property of the same group), else its types.
    fn label(&self, line: &Line) -> (String, bool) {
        let types = line.types();
        let preferred = types.iter().any(|word| word == "pref") || line.param("PREF").is_some();
        let own = line.group.as_ref().and_then(|group| {
            self.lines.iter().find(|other| other.name == "X-ABLABEL" && other.group.as_ref() == Some(group))
        });
        if let Some(own) = own {
            let text = unescape(&own.text());
            let text = text.trim().trim_start_matches("_$!<").trim_end_matches(">!$_");
            return (text.to_owned(), preferred);
        }
        let mut words: Vec<&str> = types.iter().filter_map(|word| type_label(word)).collect();
        words.dedup();
        if let [word] = words.as_slice() {
            return ((*word).to_owned(), preferred);
        }
        let mut label = words.join(" ").to_lowercase();
        if let Some(first) = label.get(..1).map(str::to_uppercase) {
            label.replace_range(..1, &first);
        }
        (label, preferred)
    }

    /// Box; second line; street; city; region; postcode; country.
    fn address(&mut self, line: &Line) {
        let parts = split(&line.text(), ';');
        let part =
            |at: usize| parts.get(at).map(|part| part.trim().replace("\r\n", "\n")).unwrap_or_default();
        let (label, preferred) = self.label(line);
        let address = PostalAddress {
            label,
            po_box: part(0),
            extended: part(1),
            street: part(2),
            city: part(3),
            region: part(4),
            postcode: part(5),
            country: part(6),
            preferred,
        };
        if !address.is_empty() {
            self.contact.addresses.push(address);
        }
    }
}

/// Parts that keep their backslashes.
fn raw_split(text: &str, sign: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut protected) = (0, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if protected => protected = false,
            '\\' => protected = true,
            c if c == sign => {
                parts.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

/// The types that are labels, and what people call them.
pub(crate) const TYPES: &[(&str, &str)] = &[
    ("home", "Home"),
    ("work", "Work"),
    ("cell", "Mobile"),
    ("iphone", "iPhone"),
    ("main", "Main"),
    ("fax", "Fax"),
    ("pager", "Pager"),
    ("other", "Other"),
];

fn type_label(word: &str) -> Option<&'static str> {
    TYPES.iter().find(|(known, _)| *known == word).map(|(_, label)| *label)
}

/// Padding is often lost.
const LENIENT_BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

fn photo(line: &Line) -> Option<Photo> {
    let text = line.text();
    let text = text.trim();
    let (told, encoded) = if let Some(rest) = text.strip_prefix("data:") {
        let (head, body) = rest.split_once(',')?;
        (head.strip_suffix(";base64")?.to_owned(), body.to_owned())
    } else if line.is_base64() {
        let kind = line.types().into_iter().find(|kind| !matches!(kind.as_str(), "base64" | "b"));
        let kind = line.param("MEDIATYPE").map(str::to_owned).or(kind.map(|kind| format!("image/{kind}")));
        (kind.unwrap_or_default(), text.to_owned())
    } else {
        return text.starts_with("http").then(|| Photo::Url(unescape(text)));
    };
    let bare: String = encoded.chars().filter(|c| !c.is_whitespace()).collect();
    let bytes = LENIENT_BASE64.decode(bare).ok().filter(|bytes| !bytes.is_empty())?;
    let media_type = magic(&bytes).map_or(told, str::to_owned);
    Some(Photo::Bytes { media_type, bytes })
}

fn magic(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [b'G', b'I', b'F', b'8', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}
