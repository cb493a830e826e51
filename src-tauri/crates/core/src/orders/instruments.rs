//! Where money stands that is not the bank's: gift cards, store credit, the cash drawer. Called for every payment and
//! refund, in the transaction that enters it.

use super::refusal::Rule;
use super::{Order, Payment, PaymentKind, PaymentMethod};
use crate::database::WriteTx;
use crate::error::Result;
use crate::gift_cards::{self, Cause};
use crate::id::{self, Id};
use crate::{cash_drawer, store_credit, stored_methods};

/// Takes a payment from the gift card or credit it names. Other methods have nothing to take from here.
///
/// # Errors
/// `Refused` when it names none; those of gift cards and store credit, which say what is left.
pub(super) fn charge(tx: &mut WriteTx<'_>, order: &Order, payment: &Payment) -> Result<()> {
    match payment.method {
        PaymentMethod::GiftCard => {
            gift_cards::redeem(tx, card(tx, payment)?, payment.amount, cause(order, payment)).map(|_| ())
        }
        PaymentMethod::StoreCredit => {
            store_credit::spend(tx, contact(order)?, payment.amount, cause(order, payment)).map(|_| ())
        }
        _ => Ok(()),
    }
}

/// Puts a refund on the gift card or credit it names.
///
/// # Errors
/// `Refused` when it names none; `Conflict` when the card is void.
pub(super) fn credit(tx: &mut WriteTx<'_>, order: &Order, refund: &Payment) -> Result<()> {
    match refund.method {
        PaymentMethod::GiftCard => {
            gift_cards::refund(tx, card(tx, refund)?, refund.amount, cause(order, refund)).map(|_| ())
        }
        PaymentMethod::StoreCredit => {
            store_credit::refund(tx, contact(order)?, refund.amount, cause(order, refund)).map(|_| ())
        }
        _ => Ok(()),
    }
}

/// Cash came into the drawer or went out of it. Called for settled entries of every method.
///
/// # Errors
/// Those of the drawer's entry.
pub(super) fn cash_moved(tx: &mut WriteTx<'_>, order: &Order, payment: &Payment) -> Result<()> {
    if payment.method != PaymentMethod::Cash {
        return Ok(());
    }
    let mut amount = payment.amount;
    if payment.kind == PaymentKind::Refund {
        amount.amount = -amount.amount;
    }
    cash_drawer::note_payment(tx, payment.id, order.id, amount)
}

fn cause(order: &Order, payment: &Payment) -> Cause {
    Cause { order_id: Some(order.id), payment_id: Some(payment.id) }
}

/// The card that is named, or that is behind the kept way to pay that is named.
fn card(tx: &WriteTx<'_>, payment: &Payment) -> Result<Id<id::GiftCard>> {
    let named = payment.instrument.gift_card_id.as_deref().and_then(|id| id.parse().ok());
    let kept = payment.instrument.stored_method_id.as_deref().and_then(|id| id.parse().ok());
    match (named, kept) {
        (Some(card), _) => Ok(card),
        (None, Some(method)) => {
            let card = stored_methods::get(tx.sql(), method)?.gift_card;
            card.map(|card| card.id).ok_or_else(|| Rule::InstrumentUnknown.into())
        }
        (None, None) => Err(Rule::InstrumentUnknown.into()),
    }
}

fn contact(order: &Order) -> Result<Id<id::Contact>> {
    order.contact_id.ok_or_else(|| Rule::InstrumentUnknown.into())
}
