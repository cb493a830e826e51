//! What the owner writes down about a contact, changes and deletes: one operation each, which can be taken back.

use serde_json::json;

use super::{ContactFact, FactKind, MOST, System, get, of_contact, tidy};
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::operations::{self, OperationKind, Recording, Subject};
use crate::{contacts, store};

/// What the owner writes down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFact {
    pub kind: FactKind,
    /// A kind of goods, or empty.
    pub about: String,
    pub value: String,
    /// `None`: as the size looks.
    pub system: Option<System>,
}

/// Begins the operation that a change of a contact's facts is.
pub(super) fn record(tx: &mut WriteTx<'_>, contact: Id<id::Contact>) -> Result<Recording> {
    let name = contacts::get(tx.sql(), contact)?.display_name;
    operations::begin(tx, OperationKind::ContactFactsChanged, json!({ "contact_id": contact, "name": name }))
}

/// Ends it, and tells who looks at the contact.
pub(super) fn finish(tx: &mut WriteTx<'_>, recording: Recording, contact: Id<id::Contact>) -> Result<()> {
    recording.finish(tx)?;
    tx.emit(EventKind::ContactUpdated, contact, serde_json::Value::Null)
}

/// Takes away what cannot hold beside a fact.
pub(super) fn make_room(tx: &mut WriteTx<'_>, recording: &mut Recording, fact: &ContactFact) -> Result<()> {
    for other in of_contact(tx.sql(), fact.contact_id)? {
        if other.id != fact.id && other.value == fact.value && fact.kind.excludes().contains(&other.kind) {
            store::contact_facts::delete(tx, other.id)?;
            recording.change(tx, Subject::ContactFact, other.id, Some(&other), None)?;
        }
    }
    Ok(())
}

/// Refuses what is known already.
fn is_new(known: &[ContactFact], fact: &ContactFact) -> Result<()> {
    let there = known.iter().any(|other| {
        other.id != fact.id
            && other.kind == fact.kind
            && other.about == fact.about
            && (fact.kind.is_single() || fact.kind.is_same_value(&other.value, &fact.value))
    });
    if there {
        let detail = "This is noted for the contact already. Change that entry instead.";
        return Err(Error::new(Code::Conflict, detail).at("value"));
    }
    Ok(())
}

/// Writes a fact down.
///
/// # Errors
/// `NotFound` for the contact; `Invalid` with the field; `Conflict` when it is there already or there are too many.
pub fn add(tx: &mut WriteTx<'_>, contact: Id<id::Contact>, new: &NewFact) -> Result<ContactFact> {
    contacts::get(tx.sql(), contact)?;
    let (about, value, system) = tidy(new.kind, &new.about, &new.value, new.system)?;
    let known = of_contact(tx.sql(), contact)?;
    if known.len() >= MOST {
        let detail = format!("At most {MOST} things are remembered of a contact. Delete one first.");
        return Err(Error::new(Code::Conflict, detail));
    }
    let fact = ContactFact {
        id: tx.new_id(),
        contact_id: contact,
        kind: new.kind,
        about,
        value,
        system,
        message_id: None,
        said_at: tx.now(),
        version: 1,
    };
    is_new(&known, &fact)?;
    let mut recording = record(tx, contact)?;
    make_room(tx, &mut recording, &fact)?;
    store::contact_facts::insert(tx, &fact)?;
    recording.change(tx, Subject::ContactFact, fact.id, None, Some(&fact))?;
    finish(tx, recording, contact)?;
    Ok(fact)
}

/// The fact at a version.
fn at_version(tx: &WriteTx<'_>, id: Id<id::ContactFact>, version: i64) -> Result<ContactFact> {
    let fact = get(tx.sql(), id)?;
    if fact.version != version {
        let detail = "This was changed meanwhile. Look at it again, then save.";
        return Err(Error::new(Code::Conflict, detail));
    }
    Ok(fact)
}

/// Changes what a fact says; its kind stays. It is the owner's from now on.
///
/// # Errors
/// `NotFound`; `Conflict` when it was changed since `version`; those of [`add`].
pub fn change(
    tx: &mut WriteTx<'_>,
    id: Id<id::ContactFact>,
    version: i64,
    about: &str,
    value: &str,
    system: Option<System>,
) -> Result<ContactFact> {
    let before = at_version(tx, id, version)?;
    let (about, value, system) = tidy(before.kind, about, value, system)?;
    if (&about, &value, system) == (&before.about, &before.value, before.system) {
        return Ok(before);
    }
    let after = ContactFact {
        about,
        value,
        system,
        message_id: None,
        said_at: tx.now(),
        version: before.version + 1,
        ..before.clone()
    };
    is_new(&of_contact(tx.sql(), before.contact_id)?, &after)?;
    let mut recording = record(tx, before.contact_id)?;
    make_room(tx, &mut recording, &after)?;
    store::contact_facts::update(tx, &after)?;
    recording.change(tx, Subject::ContactFact, id, Some(&before), Some(&after))?;
    finish(tx, recording, before.contact_id)?;
    Ok(after)
}

/// Forgets a fact.
///
/// # Errors
/// `NotFound`; `Conflict` when it was changed since `version`.
pub fn remove(tx: &mut WriteTx<'_>, id: Id<id::ContactFact>, version: i64) -> Result<()> {
    let before = at_version(tx, id, version)?;
    let mut recording = record(tx, before.contact_id)?;
    store::contact_facts::delete(tx, id)?;
    recording.change(tx, Subject::ContactFact, id, Some(&before), None)?;
    finish(tx, recording, before.contact_id)
}
