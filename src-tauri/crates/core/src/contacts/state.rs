//! A contact as an operation keeps it, and putting it back.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::{Channel, Contact};
use crate::database::WriteTx;
use crate::error::Result;
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::operations::{Change, Recording, Restored, Subject};
use crate::store;

/// A contact around an operation, with its addresses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ContactState {
    #[serde(flatten)]
    pub contact: Contact,
    /// `None`: the operation had nothing to do with them.
    #[serde(default)]
    pub addresses: Option<Vec<Address>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Address {
    pub id: Id<id::Identity>,
    pub channel: Channel,
    pub address: String,
}

impl ContactState {
    pub fn of(connection: &Connection, contact: Contact) -> Result<Self> {
        let identities = store::contacts::identities(connection, contact.id)?;
        let addresses = identities
            .into_iter()
            .map(|identity| Address { id: identity.id, channel: identity.channel, address: identity.address })
            .collect();
        Ok(Self { contact, addresses: Some(addresses) })
    }

    /// Whether the owner sees no difference.
    fn same_as(&self, other: &Self) -> bool {
        let timeless = |state: &Self| {
            let mut state = state.clone();
            state.contact.version = 0;
            state.contact.updated_at = crate::Timestamp::default();
            state.contact
        };
        let same_addresses = match (&self.addresses, &other.addresses) {
            (Some(own), Some(others)) => own == others,
            _ => true,
        };
        same_addresses && timeless(self) == timeless(other)
    }
}

/// Puts a contact back as it was before a change, unless it was changed or written with since.
pub(crate) fn restore(tx: &mut WriteTx<'_>, recording: &mut Recording, change: &Change) -> Result<Restored> {
    let Ok(id) = change.subject_id.parse::<Id<id::Contact>>() else { return Ok(Restored::ChangedSince) };
    let read = |state: &Option<serde_json::Value>| -> Result<Option<ContactState>> {
        Ok(state.clone().map(serde_json::from_value).transpose()?)
    };
    let (before, after) = (read(&change.before)?, read(&change.after)?);
    let now = match store::contacts::find(tx.sql(), id)? {
        Some(contact) => Some(ContactState::of(tx.sql(), contact)?),
        None => None,
    };
    match (before, after, now) {
        // It was made: it goes, when nothing hangs on it.
        (None, Some(after), Some(now)) => {
            if !now.same_as(&after) || store::contacts::is_in_use(tx.sql(), id)? {
                return Ok(Restored::ChangedSince);
            }
            recording.change(tx, Subject::Contact, id, Some(&now), None)?;
            store::contacts::delete(tx, id)?;
        }
        // It was removed: it comes back.
        (Some(before), None, None) => {
            store::contacts::insert(tx.sql(), &before.contact)?;
            put_addresses(tx, &before)?;
            recording.change(tx, Subject::Contact, id, None, Some(&before))?;
        }
        (Some(mut before), Some(after), Some(now)) if now.same_as(&after) => {
            let kept = before.addresses.clone().or_else(|| now.addresses.clone()).unwrap_or_default();
            for address in now.addresses.iter().flatten().filter(|address| !kept.contains(address)) {
                if store::contacts::is_identity_in_use(tx.sql(), address.id)? {
                    return Ok(Restored::ChangedSince);
                }
                store::contacts::delete_identity(tx, address.id)?;
            }
            before.contact.version = now.contact.version + 1;
            before.contact.updated_at = tx.now();
            store::contacts::update(tx.sql(), &before.contact)?;
            put_addresses(tx, &before)?;
            recording.change(tx, Subject::Contact, id, Some(&now), Some(&before))?;
        }
        _ => return Ok(Restored::ChangedSince),
    }
    tx.emit(EventKind::ContactUpdated, id, serde_json::Value::Null)?;
    Ok(Restored::Done)
}

/// Gives back addresses that it does not have and nobody else has meanwhile.
fn put_addresses(tx: &WriteTx<'_>, state: &ContactState) -> Result<()> {
    for address in state.addresses.iter().flatten() {
        if store::contacts::find_identity(tx.sql(), address.channel, &address.address)?.is_none() {
            let identity = super::Identity {
                id: address.id,
                contact_id: state.contact.id,
                channel: address.channel,
                address: address.address.clone(),
                profile_name: None,
                created_at: tx.now(),
            };
            store::contacts::insert_identity(tx.sql(), &identity)?;
        }
    }
    Ok(())
}
