//! A person of the file against the shop's contacts: found by e-mail or phone number, else new.

use rusqlite::Connection;

use super::incoming::IncomingContact;
use super::outcome::{Fate, FieldChange, Outcome};
use super::{Existing, ImportOptions};
use crate::contacts::{self, Channel, Contact, ContactState, e164, is_email, normalise};
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{self, Id};
use crate::operations::{Recording, Subject};
use crate::settings::{self, ShopProfile};
use crate::store;

/// What holds for all entries of an import.
#[derive(Debug, Clone)]
pub(super) struct Rules {
    pub options: ImportOptions,
    /// The country of numbers that name none.
    country: String,
}

impl Rules {
    pub fn of(connection: &Connection, options: &ImportOptions) -> Result<Self> {
        let country = match &options.default_country {
            Some(country) => country.clone(),
            None => settings::get::<ShopProfile>(connection)?.value.country,
        };
        Ok(Self { options: options.clone(), country })
    }
}

pub(super) enum Plan {
    Nothing,
    Create(Box<Person>),
    Change { before: Box<Contact>, after: Box<Contact>, addresses: Vec<(Channel, String)> },
}

/// A contact to be made.
pub(super) struct Person {
    contact: Contact,
    addresses: Vec<(Channel, String)>,
}

pub(super) fn title(incoming: &IncomingContact) -> String {
    let named = Some(&incoming.display_name).filter(|name| !name.trim().is_empty());
    named.or(incoming.emails.first()).or(incoming.phones.first()).cloned().unwrap_or_default()
}

/// What becomes of a person.
///
/// # Errors
/// Those of the queries.
pub(super) fn decide(
    connection: &Connection,
    rules: &Rules,
    incoming: &IncomingContact,
) -> Result<(Fate, Plan)> {
    let emails: Vec<String> =
        incoming.emails.iter().map(|text| text.trim().to_lowercase()).filter(|text| is_email(text)).collect();
    let mut numbers = Vec::new();
    // What is no number in international form is kept as a note: it may still be one that people can dial.
    let mut loose = Vec::new();
    for phone in incoming.phones.iter().map(|text| text.trim()).filter(|text| !text.is_empty()) {
        match international(phone, &rules.country) {
            Some(number) if !numbers.contains(&number) => numbers.push(number),
            Some(_) => {}
            None => loose.push(format!("Phone: {phone}")),
        }
    }
    for email in incoming.emails.iter().filter(|text| !text.trim().is_empty()) {
        if !is_email(&email.trim().to_lowercase()) {
            loose.push(format!("E-mail: {}", email.trim()));
        }
    }
    let name = incoming.display_name.trim();
    if name.is_empty() && emails.is_empty() && numbers.is_empty() {
        return Ok((Fate::rejected("It has no name, no e-mail and no phone number.", None), Plan::Nothing));
    }
    let mut notes: Vec<&str> = incoming.notes.lines().map(str::trim_end).collect();
    notes.extend(loose.iter().map(String::as_str));
    let notes = notes.join("\n").trim().to_owned();
    let mut addresses: Vec<(Channel, String)> =
        emails.iter().map(|email| (Channel::Email, email.clone())).collect();
    // Whoever writes from this number later is this person.
    addresses.extend(numbers.iter().map(|number| (Channel::Whatsapp, number.clone())));
    let found = match find(connection, &addresses, &emails, &numbers)? {
        Ok(found) => found,
        Err(fate) => return Ok((fate, Plan::Nothing)),
    };
    let nameless = addresses.is_empty();
    let found = match found {
        // Nothing but a name: the same name without any address is the same entry, read again.
        None if nameless => store::imports::contact_of_name(connection, name)?,
        found => found,
    };
    let Some(id) = found else {
        let contact = Contact {
            id: Id::from_uuid(uuid::Uuid::nil()),
            display_name: name.to_owned(),
            email: emails.first().cloned(),
            phone: numbers.first().cloned(),
            language: incoming.language.clone(),
            notes,
            address: incoming.address.trim().to_owned(),
            created_at: crate::Timestamp::default(),
            updated_at: crate::Timestamp::default(),
            version: 1,
        };
        let fate = Fate::of(Outcome::Created, None, described(&contact));
        return Ok((fate, Plan::Create(Box::new(Person { contact, addresses }))));
    };
    let before = contacts::get(connection, id)?;
    if rules.options.existing == Existing::Skip {
        let reason = format!("'{}' is among your contacts already.", before.display_name);
        return Ok((Fate::skipped(reason, id.to_string()), Plan::Nothing));
    }
    change(connection, rules, incoming, before, (name, &emails, &numbers, &notes), addresses)
}

fn change(
    connection: &Connection,
    rules: &Rules,
    incoming: &IncomingContact,
    before: Contact,
    (name, emails, numbers, notes): (&str, &[String], &[String], &str),
    addresses: Vec<(Channel, String)>,
) -> Result<(Fate, Plan)> {
    let id = before.id;
    let mut after = before.clone();
    let mut changes = Vec::new();
    let overwrite = rules.options.existing == Existing::Update;
    let mut set = |field: &str, now: &mut String, said: &str| {
        if !said.is_empty() && *now != said && (overwrite || now.is_empty()) {
            changes.push(FieldChange::new(field, Some(now.clone()), Some(said.to_owned())));
            said.clone_into(now);
        }
    };
    set("name", &mut after.display_name, name);
    set("address", &mut after.address, incoming.address.trim());
    let mut language = after.language.clone().unwrap_or_default();
    set("language", &mut language, incoming.language.as_deref().unwrap_or_default());
    after.language = Some(language).filter(|language| !language.is_empty());
    // The main e-mail and number stay when the file knows them at all: their order there means little.
    for (field, now, said) in [("email", &mut after.email, emails), ("phone", &mut after.phone, numbers)] {
        let known = now.as_ref().is_some_and(|now| said.contains(now));
        if let Some(first) = said.first().filter(|_| !known && (overwrite || now.is_none())) {
            changes.push(FieldChange::new(field, now.clone(), Some(first.clone())));
            *now = Some(first.clone());
        }
    }
    // Notes are the owner's own words: what is new is added, never put in their place.
    let missing: Vec<&str> =
        notes.lines().filter(|line| !before.notes.lines().any(|own| own == *line)).collect();
    if !missing.is_empty() {
        let together = format!("{}\n{}", before.notes, missing.join("\n")).trim().to_owned();
        changes.push(FieldChange::new("notes", Some(before.notes.clone()), Some(together.clone())));
        after.notes = together;
    }
    let mut fresh = Vec::new();
    for (channel, address) in addresses {
        if contacts::find_identity(connection, channel, &address)?.is_none() {
            changes.push(FieldChange::new(channel.as_str(), None, Some(address.clone())));
            fresh.push((channel, address));
        }
    }
    if changes.is_empty() {
        return Ok((Fate::of(Outcome::Unchanged, Some(id.to_string()), changes), Plan::Nothing));
    }
    let plan = Plan::Change { before: Box::new(before), after: Box::new(after), addresses: fresh };
    Ok((Fate::of(Outcome::Changed, Some(id.to_string()), changes), plan))
}

/// The contact who has one of these addresses; or that two have.
fn find(
    connection: &Connection,
    addresses: &[(Channel, String)],
    emails: &[String],
    numbers: &[String],
) -> Result<std::result::Result<Option<Id<id::Contact>>, Fate>> {
    let mut owners = Vec::new();
    for (channel, address) in addresses {
        let mut channels = vec![*channel];
        if *channel == Channel::Whatsapp {
            channels.extend([Channel::Sms, Channel::Phone]);
        }
        for channel in channels {
            owners
                .extend(contacts::find_identity(connection, channel, address)?.map(|found| found.contact_id));
        }
    }
    owners.extend(store::imports::contacts_of(connection, emails, numbers)?);
    owners.sort_unstable();
    owners.dedup();
    match owners.as_slice() {
        [] => Ok(Ok(None)),
        [one] => Ok(Ok(Some(*one))),
        [one, other, ..] => {
            let name = |id| contacts::get(connection, id).map(|contact| contact.display_name);
            let reason = format!(
                "Its e-mail and phone number belong to two contacts: '{}' and '{}'.",
                name(*one)?,
                name(*other)?
            );
            Ok(Err(Fate::rejected(reason, None)))
        }
    }
}

/// A number in E.164; a national one gets the country's code.
fn international(text: &str, country: &str) -> Option<String> {
    if let Ok(number) = e164(text) {
        return Some(number);
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let odd = text.chars().any(|c| !c.is_ascii_digit() && !" -./()".contains(c) && !c.is_whitespace());
    let code = calling_code(country)?;
    if odd || digits.len() < 5 {
        return None;
    }
    // In North America the national number has no zero in front; elsewhere it is dropped, but in Italy.
    let national = match country {
        "IT" | "SM" | "VA" => digits.as_str(),
        _ => digits.strip_prefix('0').unwrap_or(&digits),
    };
    e164(&format!("+{code}{national}")).ok()
}

/// Calling codes of ITU-T E.164 (annex to Operational Bulletin 1114) for the countries whose shops' files are most likely.
fn calling_code(country: &str) -> Option<&'static str> {
    const CODES: &[(&str, &str)] = &[
        ("AT", "43"),
        ("AU", "61"),
        ("BE", "32"),
        ("BR", "55"),
        ("CA", "1"),
        ("CH", "41"),
        ("CZ", "420"),
        ("DE", "49"),
        ("DK", "45"),
        ("ES", "34"),
        ("FI", "358"),
        ("FR", "33"),
        ("GB", "44"),
        ("GR", "30"),
        ("HU", "36"),
        ("IE", "353"),
        ("IN", "91"),
        ("IS", "354"),
        ("IT", "39"),
        ("JP", "81"),
        ("LU", "352"),
        ("MX", "52"),
        ("NL", "31"),
        ("NO", "47"),
        ("NZ", "64"),
        ("PL", "48"),
        ("PT", "351"),
        ("RO", "40"),
        ("SE", "46"),
        ("SK", "421"),
        ("TR", "90"),
        ("UA", "380"),
        ("US", "1"),
        ("ZA", "27"),
    ];
    CODES.iter().find(|(name, _)| *name == country).map(|(_, code)| *code)
}

fn described(contact: &Contact) -> Vec<FieldChange> {
    let fields = [
        ("name", Some(contact.display_name.clone())),
        ("email", contact.email.clone()),
        ("phone", contact.phone.clone()),
        ("address", Some(contact.address.clone())),
        ("notes", Some(contact.notes.clone())),
    ];
    let filled =
        fields.into_iter().filter_map(|(field, text)| Some((field, text.filter(|t| !t.is_empty())?)));
    filled.map(|(field, text)| FieldChange::new(field, None, Some(text))).collect()
}

/// Writes what was decided; gives the contact's id.
///
/// # Errors
/// The contacts' own: then nothing of the entry may be kept.
pub(super) fn apply(tx: &mut WriteTx<'_>, plan: Plan, recording: &mut Recording) -> Result<Option<String>> {
    match plan {
        Plan::Nothing => Ok(None),
        Plan::Create(person) => {
            let Person { mut contact, addresses } = *person;
            contact.id = tx.new_id();
            contact.created_at = tx.now();
            contact.updated_at = tx.now();
            store::contacts::insert(tx.sql(), &contact)?;
            add(tx, &contact, addresses)?;
            let state = ContactState::of(tx.sql(), contact)?;
            recording.change(tx, Subject::Contact, state.contact.id, None, Some(&state))?;
            Ok(Some(state.contact.id.to_string()))
        }
        Plan::Change { before, after, addresses } => {
            let earlier = ContactState::of(tx.sql(), *before)?;
            let mut after = *after;
            after.version = earlier.contact.version + 1;
            after.updated_at = tx.now();
            store::contacts::update(tx.sql(), &after)?;
            add(tx, &after, addresses)?;
            let id = after.id;
            let state = ContactState::of(tx.sql(), after)?;
            recording.change(tx, Subject::Contact, id, Some(&earlier), Some(&state))?;
            Ok(Some(id.to_string()))
        }
    }
}

fn add(tx: &mut WriteTx<'_>, contact: &Contact, addresses: Vec<(Channel, String)>) -> Result<()> {
    for (channel, address) in addresses {
        let address = normalise(channel, &address)?;
        let identity = contacts::Identity {
            id: tx.new_id(),
            contact_id: contact.id,
            channel,
            address,
            profile_name: None,
            created_at: tx.now(),
        };
        store::contacts::insert_identity(tx.sql(), &identity)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn national_numbers_get_their_country_s_code() {
        for (text, country, expected) in [
            ("+1 555 010 0123", "DE", Some("+15550100123")),
            ("(555) 010-0123", "US", Some("+15550100123")),
            ("0155 501 00123", "DE", Some("+4915550100123")),
            ("055 5010 0123", "IT", Some("+3905550100123")),
            ("0155 501 00123", "", None),
            ("ext. 12", "DE", None),
            ("12", "DE", None),
            ("5550100123", "XX", None),
        ] {
            assert_eq!(international(text, country).as_deref(), expected, "{text} {country}");
        }
    }
}
