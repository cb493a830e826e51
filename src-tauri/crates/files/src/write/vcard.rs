//! Contacts as cards, version 3.0 (what phones take) or 4.0.

use std::io::{BufWriter, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::contacts::vcard::{OWN_FIELD, OWN_FIELD_NAME, TYPES};
use crate::contacts::{Contact, Labelled, Photo};
use crate::fault::Result;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VcardVersion {
    V3,
    V4,
}

pub struct VcardWriter<W: Write> {
    out: BufWriter<W>,
    version: VcardVersion,
    /// Groups of the present card.
    groups: usize,
}

/// Bytes of a line without its break (RFC 6350, 3.2).
const LINE: usize = 75;

impl<W: Write> VcardWriter<W> {
    pub fn new(out: W, version: VcardVersion) -> Self {
        Self { out: BufWriter::new(out), version, groups: 0 }
    }

    /// # Errors
    /// `Io`.
    pub fn contact(&mut self, contact: &Contact) -> Result<()> {
        self.groups = 0;
        self.line("BEGIN:VCARD")?;
        self.line(match self.version {
            VcardVersion::V3 => "VERSION:3.0",
            VcardVersion::V4 => "VERSION:4.0",
        })?;
        if let Some(uid) = &contact.uid {
            self.text("UID", uid)?;
        }
        self.line(&format!("FN:{}", protected(&contact.display_name)))?;
        let name = [&contact.family, &contact.given, &contact.middle, &contact.prefix, &contact.suffix];
        if self.version == VcardVersion::V3 || name.iter().any(|part| !part.is_empty()) {
            self.line(&format!("N:{}", name.map(|part| protected(part)).join(";")))?;
        }
        self.text("NICKNAME", &contact.nickname)?;
        self.text("ORG", &contact.organisation)?;
        self.text("TITLE", &contact.job_title)?;
        self.birthday(contact)?;
        self.values("TEL", &contact.phones)?;
        self.values("EMAIL", &contact.emails)?;
        self.values("URL", &contact.urls)?;
        for address in &contact.addresses {
            let parts = [
                &address.po_box,
                &address.extended,
                &address.street,
                &address.city,
                &address.region,
                &address.postcode,
                &address.country,
            ];
            let value = parts.map(|part| protected(part)).join(";");
            self.labelled("ADR", &address.label, address.preferred, &value)?;
        }
        if !contact.labels.is_empty() {
            let labels: Vec<String> = contact.labels.iter().map(|label| protected(label)).collect();
            self.line(&format!("CATEGORIES:{}", labels.join(",")))?;
        }
        if let Some(language) = &contact.language {
            self.text("LANG", language)?;
        }
        self.text("NOTE", &contact.notes)?;
        self.photo(contact)?;
        for (name, text) in &contact.other {
            self.line(&format!("{OWN_FIELD};{OWN_FIELD_NAME}=\"{}\":{}", parameter(name), protected(text)))?;
        }
        self.line("END:VCARD")
    }

    /// # Errors
    /// `Io`.
    pub fn finish(mut self) -> Result<()> {
        self.out.flush()?;
        Ok(())
    }

    fn text(&mut self, name: &str, text: &str) -> Result<()> {
        if text.is_empty() { Ok(()) } else { self.line(&format!("{name}:{}", protected(text))) }
    }

    fn birthday(&mut self, contact: &Contact) -> Result<()> {
        let Some(birthday) = contact.birthday else { return Ok(()) };
        let (month, day) = (birthday.month, birthday.day);
        match (birthday.year, self.version) {
            (Some(year), VcardVersion::V3) => self.line(&format!("BDAY:{year:04}-{month:02}-{day:02}")),
            (Some(year), VcardVersion::V4) => self.line(&format!("BDAY:{year:04}{month:02}{day:02}")),
            // Version 3 has no dates without a year; this is how phones write them.
            (None, VcardVersion::V3) => {
                self.line(&format!("BDAY;X-APPLE-OMIT-YEAR=1604:1604-{month:02}-{day:02}"))
            }
            (None, VcardVersion::V4) => self.line(&format!("BDAY:--{month:02}{day:02}")),
        }
    }

    fn values(&mut self, name: &str, values: &[Labelled]) -> Result<()> {
        for value in values {
            self.labelled(name, &value.label, value.preferred, &protected(&value.value))?;
        }
        Ok(())
    }

    fn labelled(&mut self, name: &str, label: &str, preferred: bool, value: &str) -> Result<()> {
        let known = TYPES.iter().find(|(_, known)| *known == label).map(|(kind, _)| *kind);
        let mut params = String::new();
        if let Some(kind) = known {
            params.push_str(&format!(";TYPE={kind}"));
        }
        match (preferred, self.version) {
            (true, VcardVersion::V3) => params.push_str(";TYPE=pref"),
            (true, VcardVersion::V4) => params.push_str(";PREF=1"),
            _ => {}
        }
        if known.is_some() || label.is_empty() {
            return self.line(&format!("{name}{params}:{value}"));
        }
        self.groups += 1;
        let group = format!("item{}", self.groups);
        self.line(&format!("{group}.{name}{params}:{value}"))?;
        self.line(&format!("{group}.X-ABLabel:{}", protected(label)))
    }

    fn photo(&mut self, contact: &Contact) -> Result<()> {
        match &contact.photo {
            None => Ok(()),
            Some(Photo::Url(url)) => match self.version {
                VcardVersion::V3 => self.line(&format!("PHOTO;VALUE=uri:{url}")),
                VcardVersion::V4 => self.line(&format!("PHOTO:{url}")),
            },
            Some(Photo::Bytes { media_type, bytes }) => {
                let encoded = STANDARD.encode(bytes);
                let kind: String =
                    media_type.chars().filter(|c| c.is_ascii_alphanumeric() || "/.+-".contains(*c)).collect();
                match self.version {
                    VcardVersion::V3 => {
                        let kind = kind.strip_prefix("image/").unwrap_or(&kind).to_uppercase();
                        let kind = if kind.is_empty() { String::new() } else { format!(";TYPE={kind}") };
                        self.line(&format!("PHOTO;ENCODING=b{kind}:{encoded}"))
                    }
                    VcardVersion::V4 => self.line(&format!("PHOTO:data:{kind};base64,{encoded}")),
                }
            }
        }
    }

    /// Folded between letters.
    fn line(&mut self, line: &str) -> Result<()> {
        let mut rest = line;
        let mut room = LINE;
        while rest.len() > room {
            let mut cut = room;
            while !rest.is_char_boundary(cut) {
                cut -= 1;
            }
            self.out.write_all(&rest.as_bytes()[..cut])?;
            self.out.write_all(b"\r\n ")?;
            rest = &rest[cut..];
            room = LINE - 1;
        }
        self.out.write_all(rest.as_bytes())?;
        self.out.write_all(b"\r\n")?;
        Ok(())
    }
}

fn protected(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace("\r\n", "\n")
        .replace(['\n', '\r'], "\\n")
        .replace(',', "\\,")
        .replace(';', "\\;")
}

/// RFC 6868.
fn parameter(text: &str) -> String {
    text.replace('^', "^^").replace(['\n', '\r'], "^n").replace('"', "^'")
}
