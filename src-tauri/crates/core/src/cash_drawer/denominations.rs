//! Which notes and coins there are.

use crate::money::Currency;

/// Notes and coins in use, the largest first, in minor units. Sources: the central banks' lists of legal tender
/// (ECB, Bank of England and Royal Mint, Federal Reserve and US Mint, Swiss National Bank, Danmarks Nationalbank,
/// Norges Bank, Sveriges Riksbank, Narodowy Bank Polski, Bank of Japan). Other currencies get steps of 5, 2 and 1.
pub fn denominations(currency: Currency) -> &'static [i64] {
    match currency.as_str() {
        "EUR" => &[50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1],
        "GBP" => &[5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1],
        "USD" => &[10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 25, 10, 5, 1],
        "CHF" => &[100_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5],
        "DKK" => &[100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50],
        "NOK" => &[100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 100],
        "SEK" => &[100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100],
        "PLN" => &[50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1],
        "JPY" => &[10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10, 5, 1],
        _ => &[100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1],
    }
}
