//! Order numbers without gaps, and drafts' own.

use crate::database::WriteTx;
use crate::error::Result;
use crate::settings::{self, OrderNumbers};
use crate::store;

/// The next number of a placed order. It is used by the transaction that asks, or by nobody: a series has no gap. Numbers
/// that an import brought are stepped over.
pub(super) fn take(tx: &WriteTx<'_>) -> Result<String> {
    let numbers = settings::get::<OrderNumbers>(tx.sql())?.value;
    loop {
        let next = store::order_numbers::take(tx, "order", numbers.first)?;
        let number = format!("{}{next}", numbers.prefix);
        if !store::orders::number_exists(tx.sql(), &number)? {
            return Ok(number);
        }
    }
}

/// A draft's name until it is placed. Drafts come and go, and so do their numbers.
pub(super) fn of_draft(tx: &WriteTx<'_>) -> Result<String> {
    loop {
        let number = format!("D{}", store::order_numbers::take(tx, "draft", 1)?);
        if !store::orders::number_exists(tx.sql(), &number)? {
            return Ok(number);
        }
    }
}
