//! Money: integer minor units and an ISO 4217 currency. No float ever holds an amount.

use std::fmt;
use std::str::FromStr;

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use serde::{Deserialize, Serialize};

/// An ISO 4217 alphabetic code: three upper-case ASCII letters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency([u8; 3]);

impl Currency {
    pub const EUR: Currency = Currency(*b"EUR");
    pub const GBP: Currency = Currency(*b"GBP");
    pub const USD: Currency = Currency(*b"USD");

    /// Digits after the decimal point (ISO 4217, list one; 2 where it says nothing else).
    pub const fn exponent(self) -> u32 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG" | b"RWF"
            | b"UGX" | b"UYI" | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            b"CLF" | b"UYW" => 4,
            _ => 2,
        }
    }

    pub fn as_str(&self) -> &str {
        // Three ASCII letters by construction.
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// The sign that people write before an amount, where it names one currency without doubt.
    pub fn symbol(self) -> Option<&'static str> {
        match &self.0 {
            b"EUR" => Some("€"),
            b"GBP" => Some("£"),
            b"USD" => Some("$"),
            b"INR" => Some("₹"),
            b"JPY" => Some("¥"),
            _ => None,
        }
    }
}

/// The text is not three ASCII letters.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a currency is three letters, such as EUR")]
pub struct ParseCurrencyError;

impl FromStr for Currency {
    type Err = ParseCurrencyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bytes: [u8; 3] = text.as_bytes().try_into().map_err(|_| ParseCurrencyError)?;
        if bytes.iter().all(u8::is_ascii_alphabetic) {
            Ok(Self(bytes.map(|b| b.to_ascii_uppercase())))
        } else {
            Err(ParseCurrencyError)
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
impl Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<'de, str>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
impl ToSql for Currency {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.as_str().into())
    }
}
impl FromSql for Currency {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map_err(FromSqlError::other)
    }
}

/// An amount in minor units (cents) of one currency.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Money {
    /// Minor units: 1999 is 19.99 in a currency with two decimals.
    pub amount: i64,
    pub currency: Currency,
}

impl Money {
    pub const fn new(amount: i64, currency: Currency) -> Self {
        Self { amount, currency }
    }

    /// The sum, or `None` where the currencies differ or the amount overflows.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        (self.currency == other.currency)
            .then(|| self.amount.checked_add(other.amount))
            .flatten()
            .map(|amount| Self::new(amount, self.currency))
    }

    /// The amount times a quantity, or `None` on overflow.
    pub fn checked_mul(self, quantity: i64) -> Option<Self> {
        self.amount.checked_mul(quantity).map(|amount| Self::new(amount, self.currency))
    }
}

/// As written in a message: `€19.99`, `$5.00`, `CHF 12.50`, `¥500`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.amount < 0 {
            f.write_str("-")?;
        }
        match self.currency.symbol() {
            Some(symbol) => f.write_str(symbol)?,
            None => write!(f, "{} ", self.currency)?,
        }
        let exponent = self.currency.exponent();
        let scale = 10u64.pow(exponent);
        let amount = self.amount.unsigned_abs();
        if exponent == 0 {
            write!(f, "{amount}")
        } else {
            write!(f, "{}.{:0width$}", amount / scale, amount % scale, width = exponent as usize)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_with_their_currency_s_decimals() {
        for (amount, code, text) in [
            (1999, "EUR", "€19.99"),
            (5, "USD", "$0.05"),
            (-250, "GBP", "-£2.50"),
            (1250, "CHF", "CHF 12.50"),
            (500, "JPY", "¥500"),
            (1234, "KWD", "KWD 1.234"),
            (i64::MIN, "EUR", "-€92233720368547758.08"),
        ] {
            assert_eq!(Money::new(amount, code.parse().expect(code)).to_string(), text);
        }
    }

    #[test]
    fn sums_refuse_other_currencies_and_overflow() {
        let one = Money::new(1, Currency::EUR);
        assert_eq!(one.checked_add(one), Some(Money::new(2, Currency::EUR)));
        assert_eq!(one.checked_add(Money::new(1, Currency::USD)), None);
        assert_eq!(Money::new(i64::MAX, Currency::EUR).checked_add(one), None);
        assert_eq!(Money::new(i64::MAX, Currency::EUR).checked_mul(2), None);
    }

    #[test]
    fn a_currency_is_three_letters() {
        assert_eq!("eur".parse(), Ok(Currency::EUR));
        for text in ["", "EU", "EURO", "E1R", "€"] {
            assert!(text.parse::<Currency>().is_err(), "{text}");
        }
    }
}
