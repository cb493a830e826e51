//! Gift cards, store credit and kept ways to pay on the wire.

use haberdash_core::{gift_cards, store_credit, stored_methods};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    ContactId, ContactName, GiftCardEntryId, GiftCardId, Money, OrderName, Page, PaymentMethod,
    StoreCreditEntryId, StoredMethodId, Time, present, wire_words,
};

wire_words! {
    GiftCardState = gift_cards::GiftCardState { Active, UsedUp, Expired, Voided }
    GiftCardEntryKind = gift_cards::EntryKind { Issued, ToppedUp, Redeemed, Refunded, Voided, Adjusted, Imported }
    StoreCreditKind = store_credit::CreditKind { Granted, Spent, Refunded, Adjusted, Imported }
    StoredMethodKind = stored_methods::StoredMethodKind { Card, Paypal, BankAccount, GiftCard }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GiftCardFilter {
    Active,
    UsedUp,
    Expired,
    Voided,
    #[default]
    All,
}

impl GiftCardFilter {
    pub fn state(self) -> Option<gift_cards::GiftCardState> {
        match self {
            Self::Active => Some(gift_cards::GiftCardState::Active),
            Self::UsedUp => Some(gift_cards::GiftCardState::UsedUp),
            Self::Expired => Some(gift_cards::GiftCardState::Expired),
            Self::Voided => Some(gift_cards::GiftCardState::Voided),
            Self::All => None,
        }
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GiftCard {
    pub id: GiftCardId,
    /// The last four characters of its code.
    #[schema(example = "•••• 7QK2")]
    pub masked: String,
    pub state: GiftCardState,
    pub balance: Money,
    /// What it held when it was issued.
    pub initial: Money,
    pub contact: Option<ContactName>,
    /// The last day it can be used.
    #[schema(format = Date)]
    pub expires_on: Option<String>,
    pub note: String,
    pub created_at: Time,
    pub last_used_at: Option<Time>,
    pub version: i64,
}

impl GiftCard {
    /// `today` is the date in the shop's zone.
    pub fn on(card: gift_cards::GiftCard, today: Date) -> Self {
        Self {
            id: card.id.into(),
            masked: card.code.masked(),
            state: card.state(today).into(),
            balance: card.balance.into(),
            initial: card.initial.into(),
            contact: card.contact_id.map(|id| ContactName { id: id.into(), display_name: card.contact_name }),
            expires_on: card.expires_on.map(|date| date.to_string()),
            note: card.note,
            created_at: card.created_at.into(),
            last_used_at: card.last_used_at.map(Time),
            version: card.version,
        }
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GiftCardEntry {
    pub id: GiftCardEntryId,
    pub kind: GiftCardEntryKind,
    /// What it added; below zero: took away.
    pub amount: Money,
    /// What the card held afterwards.
    pub balance: Money,
    pub order: Option<OrderName>,
    pub note: String,
    #[schema(example = "owner")]
    pub actor: String,
    pub at: Time,
}

impl From<gift_cards::GiftCardEntry> for GiftCardEntry {
    fn from(entry: gift_cards::GiftCardEntry) -> Self {
        Self {
            id: entry.id.into(),
            kind: entry.kind.into(),
            amount: entry.amount.into(),
            balance: entry.balance.into(),
            order: OrderName::of(entry.order_id, entry.order_number),
            note: entry.note,
            actor: entry.actor.to_string(),
            at: entry.at.into(),
        }
    }
}

/// A card with its whole code: as good as the money on it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct IssuedGiftCard {
    pub gift_card: GiftCard,
    #[schema(example = "AB2C-3D4E-5F6G-7H8J")]
    pub code: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GiftCardCode {
    #[schema(example = "AB2C-3D4E-5F6G-7H8J")]
    pub code: String,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GiftCardLookUp {
    pub code: String,
}

/// How a gift card that is sold is paid.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GiftCardPayment {
    pub method: PaymentMethod,
    #[serde(default)]
    pub reference: Option<String>,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewGiftCard {
    /// Minor units of the shop's currency.
    #[schema(minimum = 1)]
    pub amount: i64,
    #[serde(default)]
    pub contact_id: Option<ContactId>,
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub expires_on: Option<Date>,
    #[serde(default)]
    pub note: String,
    /// The shop's own; made when left out.
    #[serde(default)]
    pub code: Option<String>,
    /// Sold, not given: cash goes into the drawer.
    #[serde(default)]
    pub paid_with: Option<GiftCardPayment>,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GiftCardTopUp {
    pub version: i64,
    /// Minor units of the card's currency.
    #[schema(minimum = 1)]
    pub amount: i64,
    #[serde(default)]
    pub note: String,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GiftCardVoid {
    pub version: i64,
    pub reason: String,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GiftCardChange {
    pub version: i64,
    /// Null: never.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>, format = Date)]
    pub expires_on: Option<Option<Date>>,
    /// Null: nobody's.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<ContactId>)]
    pub contact_id: Option<Option<ContactId>>,
    #[serde(default)]
    pub note: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StoreCreditEntry {
    pub id: StoreCreditEntryId,
    pub kind: StoreCreditKind,
    /// What it added; below zero: took away.
    pub amount: Money,
    pub balance: Money,
    pub order: Option<OrderName>,
    pub note: String,
    #[schema(example = "owner")]
    pub actor: String,
    pub at: Time,
}

impl From<store_credit::CreditEntry> for StoreCreditEntry {
    fn from(entry: store_credit::CreditEntry) -> Self {
        Self {
            id: entry.id.into(),
            kind: entry.kind.into(),
            amount: entry.amount.into(),
            balance: entry.balance.into(),
            order: OrderName::of(entry.order_id, entry.order_number),
            note: entry.note,
            actor: entry.actor.to_string(),
            at: entry.at.into(),
        }
    }
}

/// What a customer has to spend in the shop.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StoreCredit {
    /// Per currency.
    pub balances: Vec<Money>,
    /// The newest first.
    pub entries: Page<StoreCreditEntry>,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StoreCreditGrant {
    /// Minor units of the shop's currency; below zero takes away.
    pub amount: i64,
    #[serde(default)]
    pub note: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StoreCreditHolder {
    pub contact: ContactName,
    pub balance: Money,
    pub last_entry_at: Time,
}

impl From<store_credit::CreditHolder> for StoreCreditHolder {
    fn from(holder: store_credit::CreditHolder) -> Self {
        Self {
            contact: ContactName { id: holder.contact_id.into(), display_name: holder.contact_name },
            balance: holder.balance.into(),
            last_entry_at: holder.last_entry_at.into(),
        }
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct KeptGiftCard {
    pub id: GiftCardId,
    pub masked: String,
    pub balance: Money,
}

/// A way to pay that a customer keeps with the shop.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StoredMethod {
    pub id: StoredMethodId,
    pub kind: StoredMethodKind,
    #[schema(example = "Visa •••• 9212")]
    pub label: String,
    pub brand: Option<String>,
    pub last_four: Option<String>,
    pub gift_card: Option<KeptGiftCard>,
    pub created_at: Time,
    pub removed_at: Option<Time>,
}

impl From<stored_methods::StoredMethod> for StoredMethod {
    fn from(method: stored_methods::StoredMethod) -> Self {
        Self {
            id: method.id.into(),
            kind: method.kind.into(),
            label: method.label,
            brand: method.brand,
            last_four: method.last_four,
            gift_card: method.gift_card.map(|card| KeptGiftCard {
                id: card.id.into(),
                masked: card.masked,
                balance: card.balance.into(),
            }),
            created_at: method.created_at.into(),
            removed_at: method.removed_at.map(Time),
        }
    }
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewStoredMethod {
    pub kind: StoredMethodKind,
    #[serde(default)]
    pub label: String,
    #[serde(default)]
    pub brand: Option<String>,
    /// The last four digits; a whole number is never taken.
    #[serde(default)]
    pub last_four: Option<String>,
    #[serde(default)]
    pub reference: Option<String>,
    /// Needed for a gift card.
    #[serde(default)]
    pub gift_card_code: Option<String>,
}
