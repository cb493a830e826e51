//! Domain events: what happened to the shop's objects, recorded with the change and told live afterwards.

use std::fmt;
use std::str::FromStr;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::error::Result;
use crate::id::{Event, Id};

macro_rules! event_kinds {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        /// What happened. The subject is the public id of the object it happened to.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum EventKind { $($(#[$doc])* $name,)* }

        impl EventKind {
            pub const ALL: &[EventKind] = &[$(EventKind::$name,)*];

            pub const fn as_str(self) -> &'static str {
                match self { $(EventKind::$name => $text,)* }
            }
        }
    };
}

event_kinds! {
    /// Subject: conversation. Payload: `message_id`.
    MessageReceived = "message.received";
    /// Subject: conversation. Payload: `message_id`, `author`.
    MessageQueued = "message.queued";
    /// Subject: conversation. Payload: `message_id`, `status`.
    MessageStatus = "message.status";
    /// Subject: conversation. Handler, unread count or state changed.
    ConversationUpdated = "conversation.updated";
    /// Subject: conversation. Payload: `run_id`, `outcome`.
    RunFinished = "run.finished";
    /// Subject: conversation. Payload: `complaint_id`, `reason`, `summary`. The owner is to be notified.
    HandoffStarted = "handoff.started";
    /// Subject: complaint.
    ComplaintUpdated = "complaint.updated";
    /// Subject: attachment's message.
    AttachmentUpdated = "attachment.updated";
    /// Subject: order.
    OrderUpdated = "order.updated";
    /// Subject: discount.
    DiscountUpdated = "discount.updated";
    /// Subject: product. Payload: null, or of its stock: `variant_id`, `on_hand`, `reserved`.
    ProductUpdated = "product.updated";
    /// Subject: what was done, such as a bulk edit or a category. Many products may differ, or what lists are sorted into.
    CatalogChanged = "catalog.changed";
    /// Subject: bulk edit. Payload: `done`, `total`, `state`.
    BulkEditProgress = "bulk_edit.progress";
    /// Subject: contact.
    ContactUpdated = "contact.updated";
    /// Subject: the agent's key. Payload: `version`.
    AgentsUpdated = "agents.updated";
    /// Subject: the setting's key.
    SettingsUpdated = "settings.updated";
    /// Subject: job. It will not be tried again by itself.
    JobDied = "job.died";
    /// Subject: the channel's name. Payload: `state`, `detail`.
    ChannelState = "channel.state";
    /// Subject: variant. Payload: `on_hand`, `reserved`. Pieces moved, were promised, or its low level changed.
    StockUpdated = "stock.updated";
    /// Subject: variant. It fell to its low level; the owner is told once.
    StockLow = "stock.low";
    /// Subject: supplier.
    SupplierUpdated = "supplier.updated";
    /// Subject: purchase order.
    PurchaseOrderUpdated = "purchase_order.updated";
    /// Subject: transfer.
    TransferUpdated = "transfer.updated";
    /// Subject: stocktake.
    StocktakeUpdated = "stocktake.updated";
    /// Subject: location.
    LocationUpdated = "location.updated";
    /// Subject: operation.
    OperationRecorded = "operation.recorded";
    /// Subject: return.
    ReturnUpdated = "return.updated";
    /// Subject: gift card.
    GiftCardUpdated = "gift_card.updated";
    /// Subject: contact. Payload: `balance`.
    StoreCreditUpdated = "store_credit.updated";
    /// Subject: drawer session.
    CashDrawerUpdated = "cash_drawer.updated";
    /// Subject: import. Payload: `state`, `done_rows`, `total_rows`.
    ImportUpdated = "import.updated";
    /// Subject: export. Payload: `state`, `done`, `total`.
    ExportUpdated = "export.updated";
    /// Subject: the backup's name, empty when none could be made. Payload: `ok`, `detail`.
    BackupFinished = "backup.finished";
    /// Subject: document. Payload: `kind`, `number`, `order_id`.
    DocumentIssued = "document.issued";
    /// Subject: entry of the knowledge base.
    KnowledgeUpdated = "knowledge.updated";
    /// Subject: product. Who waits for it.
    WaitingUpdated = "waiting.updated";
    /// Subject: a model file's id in the list of models. Payload: `state`, `received`, `size`, `detail`.
    ModelUpdated = "model.updated";
    /// Subject: product. Payload: `state`. A search for its prices elsewhere began or ended.
    MarketUpdated = "market.updated";
    /// The prompt's draft, what is published or which versions are compared. Subject: `prompt`.
    PromptUpdated = "prompt.updated";
    /// A draft is played over recorded turns. Payload: `state`, `done`, `total`.
    LabUpdated = "prompt_lab.updated";
}

/// The text names no event.
#[derive(Debug, thiserror::Error)]
#[error("no such kind of event")]
pub struct ParseEventKindError;

impl FromStr for EventKind {
    type Err = ParseEventKindError;

    fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == text).ok_or(ParseEventKindError)
    }
}
impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
impl Serialize for EventKind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
impl<'de> Deserialize<'de> for EventKind {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        std::borrow::Cow::<'de, str>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// One thing that happened.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DomainEvent {
    pub id: Id<Event>,
    pub at: Timestamp,
    pub kind: EventKind,
    /// The public id (or name) of what it is about.
    pub subject: String,
    pub payload: serde_json::Value,
}

/// What a subscriber missed.
#[derive(Debug)]
pub enum Missed {
    /// Every event after the one it saw last, oldest first.
    Events(Vec<DomainEvent>),
    /// Too many, or they are no longer recorded: it must read everything anew.
    TooMuch,
}

/// What happened after `seen`, up to `limit` events.
///
/// # Errors
/// Those of the query.
pub fn missed_since(connection: &Connection, seen: Id<Event>, limit: u16) -> Result<Missed> {
    if !crate::store::events::exists(connection, seen)? {
        return Ok(Missed::TooMuch);
    }
    let events = crate::store::events::after(connection, seen, i64::from(limit) + 1)?;
    Ok(if events.len() > usize::from(limit) { Missed::TooMuch } else { Missed::Events(events) })
}
