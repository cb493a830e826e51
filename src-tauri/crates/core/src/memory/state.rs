//! Putting a remembered fact back as it was.

use super::{ContactFact, MOST, of_contact};
use crate::database::WriteTx;
use crate::error::Result;
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::operations::{Change, Recording, Restored, Subject};
use crate::store;

/// Puts a fact back as it was before a change, unless it, or what stands in its place, was changed since.
pub(crate) fn restore(tx: &mut WriteTx<'_>, recording: &mut Recording, change: &Change) -> Result<Restored> {
    let Ok(id) = change.subject_id.parse::<Id<id::ContactFact>>() else { return Ok(Restored::ChangedSince) };
    let read = |state: &Option<serde_json::Value>| -> Result<Option<ContactFact>> {
        Ok(state.clone().map(serde_json::from_value).transpose()?)
    };
    let (before, after) = (read(&change.before)?, read(&change.after)?);
    let now = store::contact_facts::find(tx.sql(), id)?;
    let contact = match (before, after, now) {
        (None, Some(after), Some(now)) if now.says_the_same(&after) => {
            store::contact_facts::delete(tx, id)?;
            recording.change(tx, Subject::ContactFact, id, Some(&now), None)?;
            now.contact_id
        }
        (Some(before), None, None) => {
            if store::contacts::find(tx.sql(), before.contact_id)?.is_none() || !fits(tx, &before)? {
                return Ok(Restored::ChangedSince);
            }
            store::contact_facts::insert(tx, &before)?;
            recording.change(tx, Subject::ContactFact, id, None, Some(&before))?;
            before.contact_id
        }
        (Some(before), Some(after), Some(now)) if now.says_the_same(&after) => {
            if !fits(tx, &before)? {
                return Ok(Restored::ChangedSince);
            }
            let restored = ContactFact { version: now.version + 1, ..before };
            store::contact_facts::update(tx, &restored)?;
            recording.change(tx, Subject::ContactFact, id, Some(&now), Some(&restored))?;
            restored.contact_id
        }
        _ => return Ok(Restored::ChangedSince),
    };
    tx.emit(EventKind::ContactUpdated, contact, serde_json::Value::Null)?;
    Ok(Restored::Done)
}

/// Whether its place is free.
fn fits(tx: &WriteTx<'_>, fact: &ContactFact) -> Result<bool> {
    let others = of_contact(tx.sql(), fact.contact_id)?;
    let others: Vec<_> = others.iter().filter(|other| other.id != fact.id).collect();
    let taken = others.iter().any(|other| {
        let same = other.kind == fact.kind && other.about == fact.about;
        let opposite =
            fact.kind.excludes().contains(&other.kind) || other.kind.excludes().contains(&fact.kind);
        (same && fact.kind.is_single()) || ((same || opposite) && other.value == fact.value)
    });
    Ok(!taken && others.len() < MOST)
}
