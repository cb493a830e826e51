//! Contacts as address books and tables take them.

use std::fs::File;

use haberdash_core::Result;
use haberdash_core::contacts::{Channel, ContactDetail};
use haberdash_core::database::Connection;
use haberdash_core::exports::{self, ExportFormat};
use haberdash_files::{self as files, GoogleContactsWriter, TableWriter, VcardVersion, VcardWriter};

use super::{Progress, STYLE, buffered, fill};
use crate::care::reading::file_error;

pub(super) fn write(
    connection: &Connection,
    out: &mut File,
    format: ExportFormat,
    progress: &mut Progress<'_>,
) -> Result<i64> {
    let out = buffered(out);
    let each = |take: &mut dyn FnMut(files::Contact) -> Result<()>| {
        exports::each_contact(connection, &mut |detail| take(to_contact(detail)))
    };
    match format {
        ExportFormat::GoogleContactsCsv => {
            let writer = GoogleContactsWriter::new(out).map_err(file_error)?;
            fill(writer, GoogleContactsWriter::contact, GoogleContactsWriter::finish, each, progress)
        }
        ExportFormat::Vcard => {
            let writer = VcardWriter::new(out, VcardVersion::V4);
            fill(writer, VcardWriter::contact, VcardWriter::finish, each, progress)
        }
        _ => {
            let table = match format {
                ExportFormat::Xlsx => TableWriter::contacts_xlsx(out),
                _ => TableWriter::contacts_csv(out, STYLE),
            };
            let writer = table.map_err(file_error)?;
            fill(writer, TableWriter::contact, TableWriter::finish, each, progress)
        }
    }
}

/// The main e-mail and number first, then the others, each once.
fn to_contact(detail: ContactDetail) -> files::Contact {
    let contact = detail.contact;
    let listed = |main: Option<&String>, channels: &[Channel]| {
        let others = detail
            .identities
            .iter()
            .filter(|identity| channels.contains(&identity.channel))
            .map(|identity| &identity.address)
            .filter(|address| channels.contains(&Channel::Email) || address.starts_with('+'));
        let mut values: Vec<&String> = Vec::new();
        for value in main.into_iter().chain(others) {
            if !values.contains(&value) {
                values.push(value);
            }
        }
        values
            .into_iter()
            .enumerate()
            .map(|(place, value)| files::Labelled {
                label: String::new(),
                value: value.clone(),
                preferred: place == 0,
            })
            .collect()
    };
    let addresses = if contact.address.is_empty() {
        Vec::new()
    } else {
        vec![files::PostalAddress { street: contact.address.clone(), ..files::PostalAddress::default() }]
    };
    files::Contact {
        uid: Some(contact.id.to_string()),
        display_name: contact.display_name.clone(),
        notes: contact.notes.clone(),
        language: contact.language.clone(),
        emails: listed(contact.email.as_ref(), &[Channel::Email]),
        phones: listed(contact.phone.as_ref(), &[Channel::Whatsapp, Channel::Sms, Channel::Phone]),
        addresses,
        ..files::Contact::default()
    }
}
