//! The people the shop talks with, their addresses on each channel, and what they agreed to.
//!
//! A contact is never keyed on a phone number: identities (channel, address) point at contacts. What a
//! customer may see of orders goes through [`crate::scope::CustomerScope`], not through this module.

mod address;
mod edit;
mod identify;
pub mod news;
mod state;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

pub use address::{e164, is_e164, is_email, normalise};
pub use edit::{ContactChange, add, change};
pub use identify::{by_email, by_name_and_postal_code, change_address};
pub(crate) use state::{ContactState, restore};

use crate::clock::Timestamp;
pub use crate::conversations::Channel;
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::money::Money;
use crate::page::{Page, PageRequest};
use crate::store;

crate::text_enum! {
    /// What a contact agrees to be written about.
    pub enum Purpose {
        /// Answers and news about orders.
        Service = "service",
        Marketing = "marketing",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    pub id: Id<id::Contact>,
    /// Empty while unknown.
    pub display_name: String,
    pub email: Option<String>,
    /// E.164.
    pub phone: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    pub notes: String,
    pub address: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub version: i64,
}

/// One address of a contact on one channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Identity {
    pub id: Id<id::Identity>,
    pub contact_id: Id<id::Contact>,
    pub channel: Channel,
    pub address: String,
    /// The name the channel told.
    pub profile_name: Option<String>,
    pub created_at: Timestamp,
}

/// A consent or its withdrawal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Consent {
    pub id: Id<id::Consent>,
    pub identity_id: Id<id::Identity>,
    pub purpose: Purpose,
    pub granted: bool,
    /// The message that proves it.
    pub message_id: Option<Id<id::Message>>,
    pub recorded_at: Timestamp,
}

/// A line of the contact list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContactSummary {
    pub contact: Contact,
    pub order_count: i64,
    pub conversation_count: i64,
    pub last_message_at: Option<Timestamp>,
}

/// A contact with everything around it but the orders (see [`crate::orders::of_contact`]).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContactDetail {
    pub contact: Contact,
    pub identities: Vec<Identity>,
    /// The newest of each identity and purpose.
    pub consents: Vec<Consent>,
    pub order_count: i64,
    /// Settled payments less refunds, per currency.
    pub spent: Vec<Money>,
    pub conversation_count: i64,
    pub open_complaint_count: i64,
}

/// What a new contact is made of.
#[derive(Debug, Clone, Default)]
pub struct NewContact {
    pub display_name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub language: Option<String>,
    pub notes: String,
    pub address: String,
}

/// Contacts by name. `text` keeps those whose name, e-mail or phone number contains it.
///
/// # Errors
/// `Malformed` for a foreign cursor.
pub fn list(connection: &Connection, text: Option<&str>, page: &PageRequest) -> Result<Page<ContactSummary>> {
    store::contacts::list(connection, text.map(str::trim).filter(|text| !text.is_empty()), page)
}

/// # Errors
/// `NotFound`.
pub fn get(connection: &Connection, id: Id<id::Contact>) -> Result<Contact> {
    store::contacts::find(connection, id)?.ok_or_else(|| Error::not_found("contact"))
}

/// # Errors
/// `NotFound`.
pub fn detail(connection: &Connection, id: Id<id::Contact>) -> Result<ContactDetail> {
    let contact = get(connection, id)?;
    let counts = store::contacts::counts(connection, id)?;
    Ok(ContactDetail {
        contact,
        identities: store::contacts::identities(connection, id)?,
        consents: store::contacts::consents(connection, id)?,
        order_count: counts.orders,
        spent: store::contacts::spent(connection, id)?,
        conversation_count: counts.conversations,
        open_complaint_count: counts.open_complaints,
    })
}

/// Who has this address. The address is normalised first.
///
/// # Errors
/// `Invalid` when it is no address of the channel.
pub fn find_identity(connection: &Connection, channel: Channel, address: &str) -> Result<Option<Identity>> {
    store::contacts::find_identity(connection, channel, &normalise(channel, address)?)
}

/// # Errors
/// `NotFound`.
pub fn identity(connection: &Connection, id: Id<id::Identity>) -> Result<Identity> {
    store::contacts::identity(connection, id)?.ok_or_else(|| Error::not_found("address"))
}

/// Makes a contact. Its e-mail and phone are normalised.
///
/// # Errors
/// `Invalid` when one of them is not well-formed.
pub fn create(tx: &mut WriteTx<'_>, new: NewContact) -> Result<Contact> {
    let filled = |text: Option<String>| text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
    let now = tx.now();
    let contact = Contact {
        id: tx.new_id(),
        display_name: new.display_name.trim().to_owned(),
        email: filled(new.email).map(|text| normalise(Channel::Email, &text)).transpose()?,
        phone: filled(new.phone).map(|text| e164(&text)).transpose()?,
        language: filled(new.language),
        notes: new.notes,
        address: new.address,
        created_at: now,
        updated_at: now,
        version: 1,
    };
    store::contacts::insert(tx.sql(), &contact)?;
    tx.emit(EventKind::ContactUpdated, contact.id, serde_json::Value::Null)?;
    Ok(contact)
}

/// Gives a contact an address.
///
/// # Errors
/// `Invalid` for a malformed address, `Conflict` when somebody has it already.
pub fn add_identity(
    tx: &mut WriteTx<'_>,
    contact_id: Id<id::Contact>,
    channel: Channel,
    address: &str,
    profile_name: Option<&str>,
) -> Result<Identity> {
    let address = normalise(channel, address)?;
    if store::contacts::find_identity(tx.sql(), channel, &address)?.is_some() {
        return Err(Error::new(Code::Conflict, "Another contact has this address already."));
    }
    let identity = Identity {
        id: tx.new_id(),
        contact_id,
        channel,
        address,
        profile_name: profile_name.map(str::to_owned),
        created_at: tx.now(),
    };
    store::contacts::insert_identity(tx.sql(), &identity)?;
    tx.emit(EventKind::ContactUpdated, contact_id, serde_json::Value::Null)?;
    Ok(identity)
}

/// The identity of an address that wrote to the shop; contact and identity are made when nobody has it. A new
/// profile name is kept, and names a contact that has no name yet.
///
/// # Errors
/// `Invalid` when the text is no address of the channel.
pub fn find_or_create(
    tx: &mut WriteTx<'_>,
    channel: Channel,
    address: &str,
    profile_name: Option<&str>,
) -> Result<Identity> {
    let address = normalise(channel, address)?;
    let profile_name = profile_name.map(str::trim).filter(|name| !name.is_empty());
    let Some(mut known) = store::contacts::find_identity(tx.sql(), channel, &address)? else {
        let reachable_by_phone = matches!(channel, Channel::Whatsapp | Channel::Sms) && is_e164(&address);
        let contact = create(
            tx,
            NewContact {
                display_name: profile_name.unwrap_or_default().to_owned(),
                email: (channel == Channel::Email).then(|| address.clone()),
                phone: reachable_by_phone.then(|| address.clone()),
                ..NewContact::default()
            },
        )?;
        return add_identity(tx, contact.id, channel, &address, profile_name);
    };
    if let Some(name) = profile_name
        && known.profile_name.as_deref() != Some(name)
    {
        store::contacts::rename_identity(tx, &known, name)?;
        known.profile_name = Some(name.to_owned());
        tx.emit(EventKind::ContactUpdated, known.contact_id, serde_json::Value::Null)?;
    }
    Ok(known)
}

/// Records a consent or its withdrawal with its proof.
///
/// # Errors
/// Those of the insertion.
pub fn record_consent(
    tx: &mut WriteTx<'_>,
    identity_id: Id<id::Identity>,
    purpose: Purpose,
    granted: bool,
    message_id: Option<Id<id::Message>>,
) -> Result<Consent> {
    let consent =
        Consent { id: tx.new_id(), identity_id, purpose, granted, message_id, recorded_at: tx.now() };
    store::contacts::insert_consent(tx.sql(), &consent)?;
    Ok(consent)
}

/// The consent that holds now: the newest one; `None` when the contact never said anything.
///
/// # Errors
/// Those of the query.
pub fn consent(
    connection: &Connection,
    identity_id: Id<id::Identity>,
    purpose: Purpose,
) -> Result<Option<Consent>> {
    store::contacts::consent(connection, identity_id, purpose)
}

#[cfg(test)]
mod tests;
