//! Delivery reports of what the shop sent.

use super::owner::told;
use super::{DeliveryKind, DeliveryOutcome, Direction, MessageStatus, Provider, RawDelivery, Source};
use crate::database::WriteTx;
use crate::error::Result;
use crate::event::EventKind;
use crate::id::{Id, Message};
use crate::store;

/// A provider's report on one message.
#[derive(Debug, Clone)]
pub struct StatusUpdate {
    pub provider: Provider,
    pub provider_id: String,
    /// Our id, when the report's address carries it.
    pub message_id: Option<Id<Message>>,
    pub status: MessageStatus,
    pub error_code: Option<String>,
    pub source: Source,
    pub raw: RawDelivery,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusApplied {
    Changed(Id<Message>),
    /// Known already, or older than what is known.
    Unchanged(Id<Message>),
    /// About no message of ours; the delivery is kept.
    Unknown,
}

/// Applies a report: repeated and late ones change nothing, for the status of the highest rank stands. A report that
/// knows our id gives the message its provider's id if the process was killed before it could record it. A failure
/// is shown to the owner.
///
/// # Errors
/// Those of storage.
pub fn apply_status(tx: &mut WriteTx<'_>, update: &StatusUpdate) -> Result<StatusApplied> {
    let Some(id) = find(tx, update)? else {
        keep_raw(tx, update, DeliveryOutcome::Ignored)?;
        return Ok(StatusApplied::Unknown);
    };
    let Some(message) = store::messages::get(tx.sql(), id)? else { return Ok(StatusApplied::Unknown) };
    if message.direction == Direction::Inbound || update.status.rank() <= message.status.rank() {
        keep_raw(tx, update, DeliveryOutcome::Duplicate)?;
        return Ok(StatusApplied::Unchanged(id));
    }
    keep_raw(tx, update, DeliveryOutcome::Stored)?;
    store::messages::set_status(tx, id, update.status, update.error_code.as_deref())?;
    let conversation = message.conversation_id;
    tx.emit(
        EventKind::MessageStatus,
        conversation,
        serde_json::json!({ "message_id": id, "status": update.status, "error_code": update.error_code }),
    )?;
    if update.status.is_failure() {
        store::conversations::flag(tx, conversation, "message_failed", false)?;
        told(tx, conversation)?;
    }
    Ok(StatusApplied::Changed(id))
}

fn find(tx: &mut WriteTx<'_>, update: &StatusUpdate) -> Result<Option<Id<Message>>> {
    if let Some((id, _)) = store::messages::by_provider_id(tx.sql(), update.provider, &update.provider_id)? {
        return Ok(Some(id));
    }
    let Some(id) = update.message_id else { return Ok(None) };
    let Some(message) = store::messages::get(tx.sql(), id)? else { return Ok(None) };
    // Only a try whose end nobody saw can be the one that is reported: a late report on an earlier try must not pass for
    // the one that the owner asked for since.
    let is_ours = message.provider == update.provider
        && store::send_attempts::to_send(tx.sql(), id)?.is_some_and(|tried| tried.unknown_since.is_some());
    if is_ours && store::messages::set_provider_id(tx, id, &update.provider_id)? {
        store::send_attempts::adopt(tx, id)?;
        return Ok(Some(id));
    }
    Ok(None)
}

fn keep_raw(tx: &mut WriteTx<'_>, update: &StatusUpdate, outcome: DeliveryOutcome) -> Result<()> {
    let (provider, kind) = (update.provider, DeliveryKind::Status);
    let provider_id = Some(update.provider_id.as_str());
    store::deliveries::insert(tx, provider, kind, update.source, provider_id, &update.raw, outcome)?;
    Ok(())
}
