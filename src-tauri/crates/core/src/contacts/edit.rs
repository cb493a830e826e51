//! Contacts as the owner writes them down and changes them: one operation each, which can be taken back.
//!
//! Must not touch addresses that a channel told; what the owner types becomes an address of its own, so that whoever
//! writes from there later is known.

use serde_json::json;

use super::{Channel, Contact, ContactState, Identity, NewContact, create, e164, get, normalise};
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::operations::{self, OperationKind, Subject};
use crate::store;

/// Characters of the longest name; of the longest text.
const LONGEST_NAME: usize = 200;
const LONGEST_TEXT: usize = 10_000;

/// What is to become of a contact: `None` stays as it is, `Some(None)` is taken away.
#[derive(Debug, Clone, Default)]
pub struct ContactChange {
    pub display_name: Option<String>,
    pub email: Option<Option<String>>,
    pub phone: Option<Option<String>>,
    pub language: Option<Option<String>>,
    pub notes: Option<String>,
    pub address: Option<String>,
}

/// Writes a contact down.
///
/// # Errors
/// `Invalid` with the field for a missing name or what is no address of its kind; `Conflict` with the field when
/// another contact has the address.
pub fn add(tx: &mut WriteTx<'_>, new: NewContact) -> Result<Contact> {
    let wanted = ContactChange {
        display_name: Some(new.display_name.clone()),
        email: Some(new.email.clone()),
        phone: Some(new.phone.clone()),
        language: Some(new.language.clone()),
        notes: Some(new.notes.clone()),
        address: Some(new.address.clone()),
    };
    let tidy = Tidy::of(wanted)?;
    tidy.is_free(tx, None)?;
    let contact = create(
        tx,
        NewContact {
            display_name: tidy.display_name.unwrap_or_default(),
            email: tidy.email.flatten(),
            phone: tidy.phone.flatten(),
            language: tidy.language.flatten(),
            notes: new.notes,
            address: new.address,
        },
    )?;
    keep_addresses(tx, &contact)?;
    let after = ContactState::of(tx.sql(), contact.clone())?;
    let details = json!({ "contact_id": contact.id, "name": contact.display_name });
    let mut recording = operations::begin(tx, OperationKind::ContactCreated, details)?;
    recording.change(tx, Subject::Contact, contact.id, None, Some(&after))?;
    recording.finish(tx)?;
    Ok(contact)
}

/// Changes a contact.
///
/// # Errors
/// `NotFound`, `Conflict` when it was changed since `version`; those of [`add`].
pub fn change(
    tx: &mut WriteTx<'_>,
    id: Id<id::Contact>,
    version: i64,
    wanted: ContactChange,
) -> Result<Contact> {
    let mut contact = get(tx.sql(), id)?;
    if contact.version != version {
        return Err(Error::new(
            Code::Conflict,
            "This contact was changed meanwhile. Look at it again, then save.",
        ));
    }
    let tidy = Tidy::of(wanted)?;
    tidy.is_free(tx, Some(id))?;
    let before = ContactState::of(tx.sql(), contact.clone())?;
    tidy.apply(&mut contact);
    contact.version += 1;
    contact.updated_at = tx.now();
    store::contacts::update(tx.sql(), &contact)?;
    keep_addresses(tx, &contact)?;
    let after = ContactState::of(tx.sql(), contact.clone())?;
    let details = json!({ "contact_id": id, "name": contact.display_name });
    let mut recording = operations::begin(tx, OperationKind::ContactChanged, details)?;
    recording.change(tx, Subject::Contact, id, Some(&before), Some(&after))?;
    recording.finish(tx)?;
    tx.emit(EventKind::ContactUpdated, id, serde_json::Value::Null)?;
    Ok(contact)
}

/// A change whose texts are in their stored form.
struct Tidy {
    display_name: Option<String>,
    email: Option<Option<String>>,
    phone: Option<Option<String>>,
    language: Option<Option<String>>,
    notes: Option<String>,
    address: Option<String>,
}

impl Tidy {
    fn of(wanted: ContactChange) -> Result<Self> {
        let display_name = wanted.display_name.map(|name| name.trim().to_owned());
        if let Some(name) = &display_name {
            if name.is_empty() {
                return Err(Error::invalid("A contact needs a name.").at("display_name"));
            }
            no_longer_than(name, LONGEST_NAME, "display_name")?;
        }
        for (text, field) in [(&wanted.notes, "notes"), (&wanted.address, "address")] {
            if let Some(text) = text {
                no_longer_than(text, LONGEST_TEXT, field)?;
            }
        }
        let email = filled(wanted.email)
            .map(|email| email.map(|text| normalise(Channel::Email, &text)).transpose())
            .transpose()
            .map_err(|error| error.at("email"))?;
        let phone = filled(wanted.phone)
            .map(|phone| phone.map(|text| e164(&text)).transpose())
            .transpose()
            .map_err(|error| error.at("phone"))?;
        let language = filled(wanted.language);
        if let Some(Some(code)) = &language {
            let well_formed = code.len() <= 35
                && code.split('-').all(|part| {
                    (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
                });
            if !well_formed {
                return Err(Error::invalid("A language is a short code such as en or pt-BR.").at("language"));
            }
        }
        Ok(Self { display_name, email, phone, language, notes: wanted.notes, address: wanted.address })
    }

    /// Refuses an address that somebody else has: two contacts for one person tear their history apart.
    fn is_free(&self, tx: &WriteTx<'_>, own: Option<Id<id::Contact>>) -> Result<()> {
        let taken = |channel: Channel, address: &str| -> Result<bool> {
            let found = store::contacts::find_identity(tx.sql(), channel, address)?;
            Ok(found.is_some_and(|identity| Some(identity.contact_id) != own))
        };
        if let Some(Some(email)) = &self.email
            && taken(Channel::Email, email)?
        {
            let detail = "Another contact has this e-mail address already.";
            return Err(Error::new(Code::Conflict, detail).at("email"));
        }
        if let Some(Some(phone)) = &self.phone
            && (taken(Channel::Whatsapp, phone)? || taken(Channel::Sms, phone)?)
        {
            let detail = "Another contact has this telephone number already.";
            return Err(Error::new(Code::Conflict, detail).at("phone"));
        }
        Ok(())
    }

    fn apply(self, contact: &mut Contact) {
        fn put<T>(to: &mut T, from: Option<T>) {
            if let Some(value) = from {
                *to = value;
            }
        }
        put(&mut contact.display_name, self.display_name);
        put(&mut contact.email, self.email);
        put(&mut contact.phone, self.phone);
        put(&mut contact.language, self.language);
        put(&mut contact.notes, self.notes);
        put(&mut contact.address, self.address);
    }
}

/// Nothing but spaces is nothing.
fn filled(text: Option<Option<String>>) -> Option<Option<String>> {
    text.map(|text| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()))
}

fn no_longer_than(text: &str, longest: usize, field: &str) -> Result<()> {
    if text.chars().count() > longest {
        return Err(Error::invalid(format!("Write at most {longest} characters here.")).at(field));
    }
    Ok(())
}

/// The e-mail address and the number become addresses of the contact, unless somebody has them.
fn keep_addresses(tx: &mut WriteTx<'_>, contact: &Contact) -> Result<()> {
    let addresses = [(Channel::Email, &contact.email), (Channel::Whatsapp, &contact.phone)];
    for (channel, address) in addresses {
        let Some(address) = address else { continue };
        if store::contacts::find_identity(tx.sql(), channel, address)?.is_some() {
            continue;
        }
        let identity = Identity {
            id: tx.new_id(),
            contact_id: contact.id,
            channel,
            address: address.clone(),
            profile_name: None,
            created_at: tx.now(),
        };
        store::contacts::insert_identity(tx.sql(), &identity)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::clock::{ManualClock, Timestamp};
    use crate::contacts::{detail, find_or_create};
    use crate::database::{Database, Options};
    use crate::operations::undo;

    fn open() -> (tempfile::TempDir, Database) {
        let dir = tempfile::tempdir().expect("dir");
        let clock = Arc::new(ManualClock::at(Timestamp::from_millis(1_800_000_000_000)));
        let options = Options { id_seed: Some(1), ..Options::new(clock) };
        let database = Database::open(dir.path(), options).expect("open");
        (dir, database)
    }

    fn named(name: &str, phone: Option<&str>) -> NewContact {
        NewContact { display_name: name.into(), phone: phone.map(Into::into), ..NewContact::default() }
    }

    fn newest_operation(database: &Database) -> Id<id::Operation> {
        let page = crate::page::PageRequest::first(1);
        database
            .read_blocking(move |c| operations::list(c, &operations::OperationFilter::default(), &page))
            .expect("operations")
            .items[0]
            .id
    }

    #[test]
    fn who_is_written_down_is_known_when_they_write() {
        let (_dir, database) = open();
        let contact = database
            .write_blocking(|tx| add(tx, named(" Amelia Hartwell ", Some("+1 555 0100-123"))))
            .expect("added");
        assert_eq!(contact.display_name, "Amelia Hartwell");
        assert_eq!(contact.phone.as_deref(), Some("+15550100123"));
        let writes = database
            .write_blocking(|tx| find_or_create(tx, Channel::Whatsapp, "+15550100123", Some("Amy")))
            .expect("identity");
        assert_eq!(writes.contact_id, contact.id);
    }

    #[test]
    fn what_is_wrong_is_named_by_its_field() {
        let (_dir, database) = open();
        let refused = |new: NewContact| {
            let error = database.write_blocking(move |tx| add(tx, new)).expect_err("refused");
            (error.code, error.field.unwrap_or_default())
        };
        assert_eq!(refused(named("  ", None)), (Code::Invalid, "display_name".into()));
        assert_eq!(refused(named("Amelia", Some("12"))), (Code::Invalid, "phone".into()));
        let email = NewContact { email: Some("nowhere".into()), ..named("Amelia", None) };
        assert_eq!(refused(email), (Code::Invalid, "email".into()));
        let language = NewContact { language: Some("in English".into()), ..named("Amelia", None) };
        assert_eq!(refused(language), (Code::Invalid, "language".into()));
        assert_eq!(refused(named(&"a".repeat(201), None)), (Code::Invalid, "display_name".into()));
        database.write_blocking(|tx| add(tx, named("Amelia", Some("+15550100123")))).expect("added");
        assert_eq!(refused(named("Jonas", Some("+15550100123"))), (Code::Conflict, "phone".into()));
    }

    #[test]
    fn a_change_keeps_the_rest_and_a_stale_one_is_refused() {
        let (_dir, database) = open();
        let contact =
            database.write_blocking(|tx| add(tx, named("Amelia", Some("+15550100123")))).expect("added");
        let id = contact.id;
        let wanted = ContactChange { notes: Some("Likes linen".into()), ..ContactChange::default() };
        let again = wanted.clone();
        let changed = database.write_blocking(move |tx| change(tx, id, 1, wanted)).expect("changed");
        assert_eq!((changed.version, changed.phone), (2, contact.phone));
        assert_eq!(changed.notes, "Likes linen");
        let stale = database.write_blocking(move |tx| change(tx, id, 1, again)).expect_err("stale");
        assert_eq!(stale.code, Code::Conflict);
        let cleared = ContactChange { phone: Some(None), ..ContactChange::default() };
        let cleared = database.write_blocking(move |tx| change(tx, id, 2, cleared)).expect("cleared");
        assert_eq!(cleared.phone, None);
    }

    #[test]
    fn both_can_be_taken_back() {
        let (_dir, database) = open();
        let contact =
            database.write_blocking(|tx| add(tx, named("Amelia", Some("+15550100123")))).expect("added");
        let (id, added) = (contact.id, newest_operation(&database));
        let wanted = ContactChange { display_name: Some("Amy".into()), ..ContactChange::default() };
        database.write_blocking(move |tx| change(tx, id, 1, wanted)).expect("changed");
        let changed = newest_operation(&database);
        database.write_blocking(move |tx| undo(tx, changed)).expect("undone");
        let now = database.read_blocking(move |c| detail(c, id)).expect("contact");
        assert_eq!((now.contact.display_name.as_str(), now.identities.len()), ("Amelia", 1));
        database.write_blocking(move |tx| undo(tx, added)).expect("undone");
        let gone = database.read_blocking(move |c| detail(c, id)).expect_err("gone");
        assert_eq!(gone.code, Code::NotFound);
    }
}
