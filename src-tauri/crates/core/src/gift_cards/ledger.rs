//! How a card's money moves. Every movement is an entry; payments use [`redeem`] and [`refund`], which record no operation.

use serde_json::json;

use super::model::{EntryKind, GiftCard, GiftCardEntry, GiftCardState};
use super::{get, today};
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::money::Money;
use crate::store;

/// The most that a card can hold, in minor units: a slipped decimal point is caught, a gift is not.
pub(super) const LARGEST_MINOR: i64 = 100_000_000;

/// What a movement of a card's money is for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cause {
    pub order_id: Option<Id<id::Order>>,
    pub payment_id: Option<Id<id::Payment>>,
}

pub(super) struct Entry<'a> {
    pub kind: EntryKind,
    pub amount_minor: i64,
    pub cause: Cause,
    pub note: &'a str,
}

impl Entry<'_> {
    pub fn of(kind: EntryKind, amount_minor: i64) -> Self {
        Self { kind, amount_minor, cause: Cause::default(), note: "" }
    }
}

/// Adds an entry and gives what the card holds then.
pub(super) fn add(tx: &mut WriteTx<'_>, card: &GiftCard, entry: &Entry<'_>) -> Result<Money> {
    let balance = card
        .balance
        .amount
        .checked_add(entry.amount_minor)
        .filter(|balance| (0..=LARGEST_MINOR).contains(balance))
        .ok_or_else(|| Error::invalid("A gift card cannot hold this amount.").at("amount"))?;
    let currency = card.balance.currency;
    let row = GiftCardEntry {
        id: tx.new_id(),
        kind: entry.kind,
        amount: Money::new(entry.amount_minor, currency),
        balance: Money::new(balance, currency),
        order_id: entry.cause.order_id,
        order_number: None,
        payment_id: entry.cause.payment_id,
        note: entry.note.to_owned(),
        actor: tx.by().actor,
        at: tx.now(),
    };
    store::gift_cards::insert_entry(tx, card.id, &row)?;
    tx.emit(EventKind::GiftCardUpdated, card.id, json!({ "balance": balance }))?;
    Ok(row.balance)
}

pub(super) fn same_currency(card: &GiftCard, amount: Money) -> Result<()> {
    if card.balance.currency == amount.currency {
        return Ok(());
    }
    Err(Error::new(
        Code::Conflict,
        format!("This gift card is in {}, not in {}.", card.balance.currency, amount.currency),
    ))
}

/// Pays `amount` with a card. A part of the payment's operation: records none itself.
///
/// # Errors
/// `Conflict` when the card is void or expired, is in another currency, or holds less; `Invalid` for nothing.
pub fn redeem(tx: &mut WriteTx<'_>, id: Id<id::GiftCard>, amount: Money, cause: Cause) -> Result<GiftCard> {
    let card = get(tx.sql(), id)?;
    if amount.amount <= 0 {
        return Err(Error::invalid("A payment must be above zero.").at("amount"));
    }
    same_currency(&card, amount)?;
    match card.state(today(tx.sql(), tx.now())?) {
        GiftCardState::Voided => return Err(Error::new(Code::Conflict, "This gift card was voided.")),
        GiftCardState::Expired => return Err(Error::new(Code::Conflict, "This gift card has expired.")),
        GiftCardState::Active | GiftCardState::UsedUp => {}
    }
    if card.balance.amount < amount.amount {
        return Err(Error::new(
            Code::Conflict,
            format!("This gift card holds {}, which does not cover {amount}.", card.balance),
        ));
    }
    add(tx, &card, &Entry { cause, ..Entry::of(EntryKind::Redeemed, -amount.amount) })?;
    store::gift_cards::set_used(tx, id)?;
    get(tx.sql(), id)
}

/// Gives `amount` back onto a card, at once. Also onto an expired one: the owner may extend it. Records no operation.
///
/// # Errors
/// `Conflict` when the card is void or in another currency; `Invalid` for nothing.
pub fn refund(tx: &mut WriteTx<'_>, id: Id<id::GiftCard>, amount: Money, cause: Cause) -> Result<GiftCard> {
    let card = get(tx.sql(), id)?;
    if amount.amount <= 0 {
        return Err(Error::invalid("A refund must be above zero.").at("amount"));
    }
    same_currency(&card, amount)?;
    if card.voided_at.is_some() {
        return Err(Error::new(
            Code::Conflict,
            "This gift card was voided, so nothing can be given back onto it. Choose store credit or a new card.",
        ));
    }
    add(tx, &card, &Entry { cause, ..Entry::of(EntryKind::Refunded, amount.amount) })?;
    get(tx.sql(), id)
}
