//! Who waits for what is sold out.

use haberdash_core::waiting_list;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::stock::stock_words;
use super::{Channel, ContactId, ConversationId, ProductId, Time, WaitingEntryId};

stock_words! {
    /// `owner`: it is there again, and the owner has to tell.
    WaitingState = waiting_list::State { Waits, Told, Owner, Removed, Stopped }
    /// Why the owner has to tell. `window_closed`: WhatsApp takes no free text so long after the customer's last message.
    WaitingReason = waiting_list::Why { WindowClosed, AssistantOff, OwnerOnly }
}

/// A customer who waits for something that is sold out, or did.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WaitingEntry {
    pub id: WaitingEntryId,
    pub state: WaitingState,
    pub reason: Option<WaitingReason>,
    pub contact_id: ContactId,
    pub contact_name: String,
    pub conversation_id: ConversationId,
    pub channel: Channel,
    pub product_id: ProductId,
    pub product_title: String,
    /// The first few of the variants that would do: "M / navy".
    pub variants: Vec<String>,
    pub variant_count: i64,
    /// The variant that came.
    pub came: Option<String>,
    pub promised_at: Time,
    /// The promise holds until then.
    pub expires_at: Time,
    /// When the customer was told, or it became the owner's to tell.
    pub fulfilled_at: Option<Time>,
}

impl From<waiting_list::Listing> for WaitingEntry {
    fn from(listing: waiting_list::Listing) -> Self {
        let entry = listing.entry;
        Self {
            id: entry.id.into(),
            state: entry.state.into(),
            reason: entry.why.map(WaitingReason::from),
            contact_id: entry.contact_id.into(),
            contact_name: listing.contact_name,
            conversation_id: entry.conversation_id.into(),
            channel: listing.channel.into(),
            product_id: entry.product_id.into(),
            product_title: listing.product_title,
            variants: listing.variants,
            variant_count: listing.variant_count,
            came: listing.came,
            promised_at: entry.promised_at.into(),
            expires_at: entry.expires_at.into(),
            fulfilled_at: entry.fulfilled_at.map(Time::from),
        }
    }
}

/// How many wait, and how many are for the owner to tell.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct WaitingCounts {
    pub waiting: i64,
    pub for_owner: i64,
}

impl From<waiting_list::Counts> for WaitingCounts {
    fn from(counts: waiting_list::Counts) -> Self {
        Self { waiting: counts.waiting, for_owner: counts.for_owner }
    }
}
