//! Who waits for what is sold out. A promise to write is made in the transaction of the customer's turn
//! ([`crate::requests`]); whatever makes pieces available asks [`stocked`], and a job keeps the promise ([`tell`]): the
//! first who waits is told first, as many as there are pieces, each once.
//!
//! A promise that expired is as none. What cannot be said by itself (WhatsApp's window has closed, the assistant is off) is
//! the owner's to say, as an item of this list.

mod tell;
#[cfg(test)]
mod tests;

use std::time::Duration;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

pub use tell::keep;

use crate::catalog;
use crate::clock::Timestamp;
use crate::contacts::Channel;
use crate::conversations;
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::jobs::{self, NewJob, Work};
use crate::operations::{self, Change, OperationKind, Recording, Restored, Subject};
use crate::page::{Page, PageRequest};
use crate::policy::Policy;
use crate::scope::CustomerScope;
use crate::{settings, store};

/// Pieces that are free only for a moment, while an order is changed, are told to nobody.
pub(crate) const SETTLES_IN: Duration = Duration::from_secs(60);
/// How long a piece counts as that of somebody who was told.
pub(crate) const HELD_FOR: Duration = crate::policy::PUT_ASIDE;
/// Why a conversation needs the owner: something that its customer waits for is to be told by the owner.
pub const BACK_IN_STOCK: &str = "back_in_stock";
/// Things that one contact waits for.
const MOST_OF_CONTACT: u32 = 50;

crate::text_enum! {
    pub enum State {
        Waits = "waits",
        Told = "told",
        /// It is there again, and the owner has to tell.
        Owner = "owner",
        /// The owner took it off the list.
        Removed = "removed",
        /// The customer wants no messages.
        Stopped = "stopped",
    }
}

crate::text_enum! {
    /// Why the owner has to tell.
    pub enum Why {
        /// WhatsApp takes no free text more than 24 hours after the customer's last message.
        WindowClosed = "window_closed",
        AssistantOff = "assistant_off",
        /// The policy leaves such messages to the owner.
        OwnerOnly = "owner_only",
    }
}

/// A promise to write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub id: Id<id::WaitingEntry>,
    pub contact_id: Id<id::Contact>,
    pub conversation_id: Id<id::Conversation>,
    pub product_id: Id<id::Product>,
    pub state: State,
    pub why: Option<Why>,
    pub promised_at: Timestamp,
    pub expires_at: Timestamp,
    /// When it was told, or became the owner's.
    pub fulfilled_at: Option<Timestamp>,
    /// The one that came.
    pub variant_id: Option<Id<id::Variant>>,
    pub message_id: Option<Id<id::Message>>,
    pub version: i64,
}

/// An entry with what people call its objects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    pub entry: Entry,
    /// Or the address that they write from, where no name is known.
    pub contact_name: String,
    pub product_title: String,
    pub channel: Channel,
    /// "M / navy": the first few of those that would do.
    pub variants: Vec<String>,
    pub variant_count: i64,
    /// The variant that came.
    pub came: Option<String>,
}

/// How many wait, and how many are for the owner to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    pub waiting: i64,
    pub for_owner: i64,
}

/// Promises to write when one of these variants is there again. Who waits for one of them already is promised the rest too.
///
/// # Errors
/// `Invalid` for none or too many; `NotFound`.
pub(crate) fn add(tx: &mut WriteTx<'_>, scope: CustomerScope, variants: &[Id<id::Variant>]) -> Result<()> {
    let (Some(first), Some(conversation_id)) = (variants.first(), scope.conversation_id()) else {
        return Err(Error::invalid("It is not said what is waited for, or by whom."));
    };
    let product_id = catalog::variant(tx.sql(), *first)?.product_id;
    let now = tx.now();
    let waiting = store::waiting_list::of_contact(tx.sql(), scope.contact_id(), now, MOST_OF_CONTACT)?;
    if waiting.len() >= MOST_OF_CONTACT as usize {
        return Err(Error::invalid("This customer waits for too many things already."));
    }
    let days = settings::get::<Policy>(tx.sql())?.value.waiting_days;
    let entry = Entry {
        id: tx.new_id(),
        contact_id: scope.contact_id(),
        conversation_id,
        product_id,
        state: State::Waits,
        why: None,
        promised_at: now,
        expires_at: now.plus(Duration::from_hours(24 * u64::from(days))),
        fulfilled_at: None,
        variant_id: None,
        message_id: None,
        version: 1,
    };
    store::waiting_list::insert(tx, &entry, variants)?;
    told(tx, product_id)
}

/// Lists that show it are read again.
fn told(tx: &mut WriteTx<'_>, product: Id<id::Product>) -> Result<()> {
    tx.emit(EventKind::WaitingUpdated, product, serde_json::Value::Null)
}

/// More of a variant can be had than before. Cheap where nobody waits, which is nearly always.
///
/// # Errors
/// Those of the queries.
pub(crate) fn stocked(tx: &mut WriteTx<'_>, variant_id: Id<id::Variant>) -> Result<()> {
    let now = tx.now();
    if store::waiting_list::is_awaited(tx.sql(), variant_id, now)? {
        jobs::enqueue(tx, &NewJob::at(now.plus(SETTLES_IN), Work::TellWaiting { variant_id }))?;
    }
    Ok(())
}

/// A product is sold (again): what is there of it counts.
///
/// # Errors
/// Those of the queries.
pub(crate) fn published(tx: &mut WriteTx<'_>, product: Id<id::Product>) -> Result<()> {
    if counts(tx.sql(), Some(product), tx.now())?.waiting == 0 {
        return Ok(());
    }
    for variant in catalog::variants(tx.sql(), product)? {
        stocked(tx, variant.id)?;
    }
    Ok(())
}

/// What a customer waits for, the oldest first.
///
/// # Errors
/// Those of the query.
pub(crate) fn of_customer(
    connection: &Connection,
    scope: CustomerScope,
    now: Timestamp,
) -> Result<Vec<(Entry, Vec<Id<id::Variant>>)>> {
    store::waiting_list::of_contact(connection, scope.contact_id(), now, MOST_OF_CONTACT)?
        .into_iter()
        .map(|entry| {
            let variants = store::waiting_list::variants(connection, entry.id)?;
            Ok((entry, variants))
        })
        .collect()
}

/// The customer wants no messages: nothing is waited for.
///
/// # Errors
/// Those of the update.
pub(crate) fn stop(
    tx: &mut WriteTx<'_>,
    contact: Id<id::Contact>,
    conversation: Id<id::Conversation>,
) -> Result<()> {
    for product in store::waiting_list::stop(tx, contact, conversation)? {
        told(tx, product)?;
    }
    Ok(())
}

/// Whether a message tells of goods that are gone again: it must not go out.
///
/// # Errors
/// Those of the queries.
pub(crate) fn is_gone_again(connection: &Connection, message: Id<id::Message>) -> Result<bool> {
    let Some(entry) = store::waiting_list::by_message(connection, message)? else { return Ok(false) };
    let Some(variant) = entry.variant_id.filter(|_| entry.state == State::Told) else { return Ok(false) };
    match catalog::variant(connection, variant) {
        Ok(variant) => Ok(!variant.is_available()),
        Err(error) if error.code == Code::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}

/// A message was not sent after all: who is gone again waits on, who cannot be written to is the owner's, and who wants no
/// messages waits for nothing.
///
/// # Errors
/// Those of storage.
pub(crate) fn not_sent(tx: &mut WriteTx<'_>, message: Id<id::Message>, code: Code) -> Result<()> {
    let Some(mut entry) = store::waiting_list::by_message(tx.sql(), message)? else { return Ok(()) };
    match code {
        Code::OutOfStock => {
            (entry.state, entry.fulfilled_at, entry.variant_id) = (State::Waits, None, None);
            entry.message_id = None;
        }
        Code::OptedOut => entry.state = State::Stopped,
        _ => (entry.state, entry.why) = (State::Owner, Some(Why::WindowClosed)),
    }
    store::waiting_list::update(tx, &entry)?;
    told(tx, entry.product_id)
}

/// Entries of a state, the oldest promise first.
///
/// # Errors
/// `Malformed` for a foreign cursor.
pub fn list(
    connection: &Connection,
    state: State,
    product: Option<Id<id::Product>>,
    now: Timestamp,
    page: &PageRequest,
) -> Result<Page<Listing>> {
    let after = page.key::<(i64, String)>()?;
    let rows = store::waiting_list::list(connection, state, product, now, after, page.rows_to_fetch())?;
    page.page(rows, |row| (row.entry.promised_at.as_millis(), row.entry.id.to_string()))
}

/// # Errors
/// Those of the query.
pub fn counts(connection: &Connection, product: Option<Id<id::Product>>, now: Timestamp) -> Result<Counts> {
    let (waiting, for_owner) = store::waiting_list::counts(connection, product, now)?;
    Ok(Counts { waiting, for_owner })
}

/// The owner takes a promise off the list, or has told the customer.
///
/// # Errors
/// `NotFound`; `Conflict` when it is open no more.
pub fn remove(tx: &mut WriteTx<'_>, id: Id<id::WaitingEntry>) -> Result<()> {
    let before = store::waiting_list::find(tx.sql(), id)?
        .ok_or_else(|| Error::not_found("entry of the waiting list"))?;
    if !matches!(before.state, State::Waits | State::Owner) {
        return Err(Error::new(Code::Conflict, "This customer waits no more."));
    }
    let details = serde_json::json!({
        "contact": crate::contacts::get(tx.sql(), before.contact_id)?.display_name,
        "product": catalog::product(tx.sql(), before.product_id)?.title,
    });
    let after = Entry { state: State::Removed, version: before.version + 1, ..before };
    let mut recording = operations::begin(tx, OperationKind::WaitingRemoved, details)?;
    store::waiting_list::update(tx, &after)?;
    recording.change(tx, Subject::WaitingEntry, id, Some(&before), Some(&after))?;
    recording.finish(tx)?;
    told(tx, before.product_id)
}

/// Puts an entry back on the list.
pub(crate) fn restore(tx: &mut WriteTx<'_>, recording: &mut Recording, change: &Change) -> Result<Restored> {
    let Ok(id) = change.subject_id.parse::<Id<id::WaitingEntry>>() else { return Ok(Restored::ChangedSince) };
    let (Some(now), Some(before), Some(after)) = (
        store::waiting_list::find(tx.sql(), id)?,
        change.before.clone().map(serde_json::from_value::<Entry>).transpose()?,
        change.after.clone().map(serde_json::from_value::<Entry>).transpose()?,
    ) else {
        return Ok(Restored::ChangedSince);
    };
    if now.version != after.version {
        return Ok(Restored::ChangedSince);
    }
    let restored = Entry { version: now.version + 1, ..before };
    store::waiting_list::update(tx, &restored)?;
    recording.change(tx, Subject::WaitingEntry, id, Some(&now), Some(&restored))?;
    // What came meanwhile was told to nobody.
    for variant in store::waiting_list::variants(tx.sql(), id)? {
        stocked(tx, variant)?;
    }
    told(tx, restored.product_id)?;
    Ok(Restored::Done)
}

/// Whether free text can reach the customer now.
fn window_is_open(standing: &conversations::Standing, now: Timestamp) -> bool {
    !standing.channel.has_reply_window()
        || conversations::window_closes_at(standing.channel, standing.last_inbound_at)
            .is_some_and(|closes| now <= closes)
}
