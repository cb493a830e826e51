//! Returns and exchanges (RMA): what a customer sends back, for money or for other variants of the same products.
//!
//! A return is a thing of its own with its own states ([`machine`]); the order keeps what was agreed, and only learns
//! what became of it (its return status, pieces that came back, payments and refunds). Replacements live in the return:
//! they are reserved for it when it is asked for, and leave the stock when it is settled. Money moves once, in the
//! transaction that makes it "settled".

mod machine;
mod request;
mod settle;
mod steps;
pub mod worth;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

pub use machine::{ReturnAction, ReturnState};
pub use request::{NewReturn, NewReturnLine, Returnable, ReturnableLine, request, returnable};
pub(crate) use request::{charged, window_ends_on};
pub(crate) use settle::held;
pub use settle::{HandOver, PayWith, Settlement, settle};
pub use steps::{Inspection, ReturnChange, approve, cancel, change, close, receive, refuse};

use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::id::{self, Id};
use crate::money::{Currency, Money};
use crate::orders::{PaymentKind, PaymentMethod};
use crate::page::{Page, PageRequest};
use crate::store;

crate::text_enum! {
    pub enum ReturnKind {
        /// For money.
        Return = "return",
        /// For other variants of the same products.
        Exchange = "exchange",
    }
}

crate::text_enum! {
    /// Why a customer sends something back.
    pub enum ReturnReason {
        TooSmall = "too_small",
        TooLarge = "too_large",
        NotAsDescribed = "not_as_described",
        Faulty = "faulty",
        DamagedInTransit = "damaged_in_transit",
        WrongItem = "wrong_item",
        ChangedMind = "changed_mind",
        Other = "other",
    }
}

crate::text_enum! {
    /// How a piece was when it arrived.
    pub enum Condition {
        AsNew = "as_new",
        Opened = "opened",
        Worn = "worn",
        Damaged = "damaged",
        Faulty = "faulty",
    }
}

crate::text_enum! {
    /// What becomes of a piece that came back.
    pub enum Disposition {
        /// Back on the shelf.
        Restock = "restock",
        /// Not to be sold again.
        WriteOff = "write_off",
    }
}

/// Where the money of a return goes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "to", rename_all = "snake_case", deny_unknown_fields)]
pub enum RefundTo {
    /// As it was paid: the earliest payment first.
    #[default]
    Original,
    Cash,
    Card {
        #[serde(default)]
        reference: Option<String>,
    },
    BankTransfer {
        #[serde(default)]
        reference: Option<String>,
    },
    StoreCredit,
    /// Onto this card; onto a new one when none is named.
    GiftCard {
        #[serde(default)]
        gift_card_id: Option<Id<id::GiftCard>>,
    },
    StoredMethod {
        stored_method_id: Id<id::StoredMethod>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Return {
    pub id: Id<id::Return>,
    /// The order's number and a count: "1042-R1".
    pub number: String,
    pub order_id: Id<id::Order>,
    pub order_number: String,
    pub contact_id: Option<Id<id::Contact>>,
    pub contact_name: String,
    pub kind: ReturnKind,
    pub state: ReturnState,
    /// Pieces asked for.
    pub item_count: i64,
    /// Worth of the pieces, as they were paid; of the accepted ones once it was received.
    pub goods: Money,
    /// Price of what goes out instead.
    pub replacements: Money,
    pub restocking_fee: Money,
    pub shipping_refund: Money,
    pub refund_to: RefundTo,
    pub note: String,
    /// Of the refusal or cancellation.
    pub reason: Option<String>,
    pub issued_gift_card_id: Option<Id<id::GiftCard>>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub version: i64,
}

impl Return {
    pub fn balance(&self) -> worth::Balance {
        worth::Balance {
            goods: self.goods.amount,
            replacements: self.replacements.amount,
            restocking_fee: self.restocking_fee.amount,
            shipping_refund: self.shipping_refund.amount,
        }
    }

    /// What the customer gets back; below zero: has to pay.
    pub fn refund(&self) -> Money {
        Money::new(self.balance().due(), self.currency())
    }

    pub fn currency(&self) -> Currency {
        self.goods.currency
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReturnLine {
    pub id: Id<id::ReturnLine>,
    pub position: i64,
    pub line_item_id: Id<id::LineItem>,
    pub variant_id: Option<Id<id::Variant>>,
    pub title: String,
    pub variant_title: String,
    pub sku: Option<String>,
    pub image_id: Option<Id<id::Image>>,
    pub quantity: i64,
    pub reason: ReturnReason,
    pub note: String,
    /// Worth of all its pieces.
    pub refund: Money,
    pub replacement: Option<Replacement>,
    /// Pieces found acceptable on arrival; `None` until then.
    pub accepted: Option<i64>,
    pub condition: Option<Condition>,
    pub disposition: Option<Disposition>,
}

impl ReturnLine {
    /// Pieces that count: the accepted ones, all of them while it is on its way.
    pub fn counted(&self) -> i64 {
        self.accepted.unwrap_or(self.quantity)
    }

    /// What those pieces are worth, in minor units.
    pub fn worth(&self) -> i64 {
        worth::share(self.refund.amount, self.quantity, 0, self.counted())
    }

    /// The price of what goes out for them, in minor units.
    pub fn replacement_price(&self) -> i64 {
        self.replacement.as_ref().map_or(0, |new| new.unit_price.amount * self.counted())
    }
}

/// What goes out instead of a piece, as it was called and priced when it was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Replacement {
    pub variant_id: Id<id::Variant>,
    pub title: String,
    pub sku: Option<String>,
    pub unit_price: Money,
}

/// A step of a return's life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReturnTransition {
    pub from: Option<ReturnState>,
    pub to: ReturnState,
    pub actor: Actor,
    pub note: String,
    pub moved_at: Timestamp,
}

/// Money that a return moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReturnPayment {
    pub id: Id<id::Payment>,
    pub kind: PaymentKind,
    pub method: PaymentMethod,
    pub amount: Money,
    pub stored_method_id: Option<Id<id::StoredMethod>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReturnDetail {
    #[serde(rename = "return")]
    pub head: Return,
    pub lines: Vec<ReturnLine>,
    /// The oldest first.
    pub transitions: Vec<ReturnTransition>,
    pub payments: Vec<ReturnPayment>,
}

/// Which returns a list holds.
#[derive(Debug, Clone, Default)]
pub struct ReturnFilter {
    pub state: Option<ReturnState>,
    /// Only those with something left to do: requested, approved, received, settled.
    pub open: bool,
    pub order_id: Option<Id<id::Order>>,
    pub contact_id: Option<Id<id::Contact>>,
    /// The start of a number, or a part of the contact's name.
    pub text: Option<String>,
}

/// How many wait in each state, each counted up to [`crate::orders::COUNT_CAP`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct ReturnCounts {
    pub requested: i64,
    pub approved: i64,
    pub received: i64,
    pub settled: i64,
}

/// Returns, the newest first.
///
/// # Errors
/// `Malformed` for a foreign cursor.
pub fn list(connection: &Connection, filter: &ReturnFilter, page: &PageRequest) -> Result<Page<Return>> {
    let rows = store::returns::list(connection, filter, page.key::<(i64, String)>()?, page.rows_to_fetch())?;
    page.page(rows, |row| (row.created_at.as_millis(), row.id.to_string()))
}

/// # Errors
/// Those of the query.
pub fn counts(connection: &Connection) -> Result<ReturnCounts> {
    store::returns::counts(connection, crate::orders::COUNT_CAP)
}

/// # Errors
/// `NotFound`.
pub fn detail(connection: &Connection, id: Id<id::Return>) -> Result<ReturnDetail> {
    let head = store::returns::find(connection, id)?.ok_or_else(|| Error::not_found("return"))?;
    around(connection, head)
}

/// An order's returns, the oldest first.
///
/// # Errors
/// Those of the queries.
pub fn of_order(connection: &Connection, order_id: Id<id::Order>) -> Result<Vec<ReturnDetail>> {
    store::returns::of_order(connection, order_id)?.into_iter().map(|head| around(connection, head)).collect()
}

fn around(connection: &Connection, head: Return) -> Result<ReturnDetail> {
    let currency = head.currency();
    Ok(ReturnDetail {
        lines: store::returns::lines(connection, head.id, currency)?,
        transitions: store::returns::transitions(connection, head.id)?,
        payments: store::returns::payments(connection, head.id, currency)?,
        head,
    })
}

#[cfg(test)]
mod tests;
