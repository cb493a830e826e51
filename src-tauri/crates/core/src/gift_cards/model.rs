//! A gift card, the entries of its ledger, and what is said to make, change and list cards.

use jiff::civil::Date;

use super::GiftCardCode;
use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::id::{self, Id};
use crate::money::Money;

crate::text_enum! {
    /// Why a card's balance changed.
    pub enum EntryKind {
        Issued = "issued",
        ToppedUp = "topped_up",
        /// Spent on an order.
        Redeemed = "redeemed",
        /// Given back for an order.
        Refunded = "refunded",
        Voided = "voided",
        Adjusted = "adjusted",
        /// Held already when it was brought in from elsewhere.
        Imported = "imported",
    }
}

crate::text_enum! {
    pub enum GiftCardState {
        Active = "active",
        UsedUp = "used_up",
        Expired = "expired",
        Voided = "voided",
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GiftCard {
    pub id: Id<id::GiftCard>,
    pub code: GiftCardCode,
    pub contact_id: Option<Id<id::Contact>>,
    /// Empty without a contact.
    pub contact_name: String,
    /// What it held when it was issued.
    pub initial: Money,
    pub balance: Money,
    /// The last day it can be used, in the shop's zone.
    pub expires_on: Option<Date>,
    pub note: String,
    pub voided_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
    pub version: i64,
}

impl GiftCard {
    /// `today` is the date in the shop's zone.
    pub fn state(&self, today: Date) -> GiftCardState {
        if self.voided_at.is_some() {
            GiftCardState::Voided
        } else if self.expires_on.is_some_and(|last| last < today) {
            GiftCardState::Expired
        } else if self.balance.amount == 0 {
            GiftCardState::UsedUp
        } else {
            GiftCardState::Active
        }
    }
}

/// One entry of a card's ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GiftCardEntry {
    pub id: Id<id::GiftCardEntry>,
    pub kind: EntryKind,
    /// What it added; negative took away.
    pub amount: Money,
    /// What the card held afterwards.
    pub balance: Money,
    pub order_id: Option<Id<id::Order>>,
    pub order_number: Option<String>,
    pub payment_id: Option<Id<id::Payment>>,
    pub note: String,
    pub actor: Actor,
    pub at: Timestamp,
}

#[derive(Debug, Clone)]
pub struct NewGiftCard {
    pub amount: Money,
    pub contact_id: Option<Id<id::Contact>>,
    pub expires_on: Option<Date>,
    pub note: String,
    /// A code of the shop's own; made here when left out.
    pub code: Option<String>,
}

/// What may be changed about a card; `None` leaves it.
#[derive(Debug, Clone, Default)]
pub struct GiftCardChange {
    pub expires_on: Option<Option<Date>>,
    pub contact_id: Option<Option<Id<id::Contact>>>,
    pub note: Option<String>,
}

/// Which cards a list holds.
#[derive(Debug, Clone, Default)]
pub struct GiftCardFilter {
    pub state: Option<GiftCardState>,
    pub contact_id: Option<Id<id::Contact>>,
    /// A whole code, its last four characters, or a part of the contact's name.
    pub text: Option<String>,
}
