//! A second currency, for looking only: nothing is ever charged in it.

use super::allocate::divided;
use crate::money::{Currency, Money};

/// `amount` in another currency; one unit of its own is `rate_millionths` millionths of a unit there.
pub fn display_amount(amount: Money, currency: Currency, rate_millionths: i64) -> Money {
    let scale = |currency: Currency| 10i128.pow(currency.exponent());
    let numerator = i128::from(amount.amount) * i128::from(rate_millionths) * scale(currency);
    Money::new(divided(numerator, scale(amount.currency) * super::tax::MILLION), currency)
}
