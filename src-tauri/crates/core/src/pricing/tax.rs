//! The tax in, or on top of, an amount.

use serde::{Deserialize, Serialize};

use super::allocate::{divided, shares};

/// One part per million.
pub(super) const MILLION: i128 = 1_000_000;

crate::text_enum! {
    /// Where a fraction of a minor unit is rounded.
    pub enum Rounding {
        /// Each line's tax is rounded; the order's is their sum.
        Line = "line",
        /// Everything with the same rates is summed first and rounded once.
        Total = "total",
    }
}

/// One tax: "VAT 19 %", "New York City 4.5 %".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    pub name: String,
    /// Parts per million: 190000 is 19 %.
    pub rate_ppm: u32,
}

/// Amounts that are taxed alike, and whether the tax is in them.
pub(super) struct Taxed<'a> {
    pub rates: &'a [Rate],
    pub amounts: Vec<i64>,
}

/// What the tax of such amounts is.
pub(super) struct Tax {
    /// Of each amount.
    pub of_amounts: Vec<i64>,
    /// Of each rate, with the net amount that it is for.
    pub of_rates: Vec<(i64, i64)>,
}

/// The tax of one amount at all rates together. Included: amount × rate ÷ (1 + rate); on top: amount × rate.
fn tax_of(amount: i64, rate_ppm: i128, included: bool) -> i64 {
    let whole = if included { MILLION + rate_ppm } else { MILLION };
    divided(i128::from(amount) * rate_ppm, whole)
}

/// Several rates on the same amount add up; what they make together is rounded once and divided among them.
pub(super) fn taxes(taxed: &Taxed<'_>, included: bool, rounding: Rounding) -> Tax {
    let ppm: i128 = taxed.rates.iter().map(|rate| i128::from(rate.rate_ppm)).sum();
    let weights: Vec<i64> = taxed.rates.iter().map(|rate| i64::from(rate.rate_ppm)).collect();
    let net = |amount: i64, tax: i64| if included { amount - tax } else { amount };
    match rounding {
        Rounding::Line => {
            let of_amounts: Vec<i64> =
                taxed.amounts.iter().map(|amount| tax_of(*amount, ppm, included)).collect();
            let mut of_rates = vec![(0, 0); taxed.rates.len()];
            for (amount, tax) in taxed.amounts.iter().zip(&of_amounts) {
                for (total, share) in of_rates.iter_mut().zip(shares(*tax, &weights)) {
                    total.0 += net(*amount, *tax);
                    total.1 += share;
                }
            }
            Tax { of_amounts, of_rates }
        }
        Rounding::Total => {
            let sum: i64 = taxed.amounts.iter().sum();
            let tax = tax_of(sum, ppm, included);
            let of_rates = shares(tax, &weights).into_iter().map(|share| (net(sum, tax), share)).collect();
            Tax { of_amounts: shares(tax, &taxed.amounts), of_rates }
        }
    }
}
