//! Exact decimal numbers without a currency: what a cell of a price column holds.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// `digits` × 10^−`scale`, without trailing zeros after the point; at most 18 digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decimal {
    digits: i64,
    scale: u8,
}

/// No decimal number, or one of more than 18 digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a decimal number of at most 18 digits")]
pub struct ParseDecimalError;

const MOST_DIGITS: u8 = 18;

impl Decimal {
    pub const ZERO: Self = Self { digits: 0, scale: 0 };

    fn new(digits: i64, scale: u8) -> Self {
        let mut number = Self { digits, scale };
        while number.scale > 0 && number.digits % 10 == 0 {
            number.digits /= 10;
            number.scale -= 1;
        }
        number
    }

    /// An amount in minor units of a currency with this many decimals.
    pub fn from_minor(amount: i64, exponent: u32) -> Self {
        Self::new(amount, u8::try_from(exponent.min(9)).unwrap_or(0))
    }

    /// The amount in minor units of a currency with this many decimals; `None` when it has more decimals than
    /// the currency, or is too large.
    pub fn minor_units(self, exponent: u32) -> Option<i64> {
        let missing = exponent.checked_sub(u32::from(self.scale))?;
        self.digits.checked_mul(10_i64.checked_pow(missing)?)
    }

    /// As a whole number; `None` with a fraction.
    pub fn whole(self) -> Option<i64> {
        (self.scale == 0).then_some(self.digits)
    }

    pub fn is_negative(self) -> bool {
        self.digits < 0
    }

    /// This number of the unit, in units that are 10^`power` times smaller (kg → g is 3).
    pub fn shifted(self, power: i8) -> Option<Self> {
        let scale = i16::from(self.scale) - i16::from(power);
        if scale >= 0 {
            let scale = u8::try_from(scale).ok().filter(|scale| *scale <= MOST_DIGITS)?;
            Some(Self::new(self.digits, scale))
        } else {
            let factor = 10_i64.checked_pow(u32::from(scale.unsigned_abs()))?;
            Some(Self::new(self.digits.checked_mul(factor)?, 0))
        }
    }

    /// Times a whole number; `None` when it becomes too large.
    pub fn times(self, factor: i64) -> Option<Self> {
        Some(Self::new(self.digits.checked_mul(factor)?, self.scale))
    }

    /// To at most this many decimals, half away from zero.
    pub(crate) fn rounded(self, decimals: u8) -> Option<Self> {
        let Some(surplus) = self.scale.checked_sub(decimals).filter(|surplus| *surplus > 0) else {
            return Some(self);
        };
        let unit = 10_i64.checked_pow(u32::from(surplus))?;
        let half = if self.digits < 0 { -unit / 2 } else { unit / 2 };
        Some(Self::new(self.digits.checked_add(half)? / unit, decimals))
    }

    /// From the digits before and after the point (ASCII digits only).
    pub(crate) fn from_parts(negative: bool, whole: &str, fraction: &str) -> Result<Self, ParseDecimalError> {
        let fraction = fraction.trim_end_matches('0');
        let scale = u8::try_from(fraction.len()).map_err(|_| ParseDecimalError)?;
        let whole = whole.trim_start_matches('0');
        if whole.len() + fraction.len() > usize::from(MOST_DIGITS) {
            return Err(ParseDecimalError);
        }
        let mut digits: i64 = 0;
        for byte in whole.bytes().chain(fraction.bytes()) {
            if !byte.is_ascii_digit() {
                return Err(ParseDecimalError);
            }
            digits = digits * 10 + i64::from(byte - b'0');
        }
        Ok(Self::new(if negative { -digits } else { digits }, scale))
    }
}

impl From<i64> for Decimal {
    fn from(whole: i64) -> Self {
        Self::new(whole, 0)
    }
}

impl FromStr for Decimal {
    type Err = ParseDecimalError;

    /// "12.5", "-3": a point, no grouping.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        if whole.is_empty() && fraction.is_empty() {
            return Err(ParseDecimalError);
        }
        Self::from_parts(negative, whole, fraction)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.scale == 0 {
            return write!(f, "{}", self.digits);
        }
        let unit = 10_u64.pow(u32::from(self.scale));
        let magnitude = self.digits.unsigned_abs();
        let sign = if self.digits < 0 { "-" } else { "" };
        let scale = usize::from(self.scale);
        write!(f, "{sign}{}.{:0scale$}", magnitude / unit, magnitude % unit)
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let scale = self.scale.max(other.scale);
        let at = |number: &Self| i128::from(number.digits) * 10_i128.pow(u32::from(scale - number.scale));
        at(self).cmp(&at(other))
    }
}

impl Serialize for Decimal {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<'de, str>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().expect("a number")
    }

    #[test]
    fn minor_units_are_exact_or_refused() {
        assert_eq!(decimal("19.99").minor_units(2), Some(1999));
        assert_eq!(decimal("19.990").minor_units(2), Some(1999));
        assert_eq!(decimal("19.999").minor_units(2), None);
        assert_eq!(decimal("1234").minor_units(0), Some(1234));
        assert_eq!(decimal("1.234").minor_units(3), Some(1234));
        assert_eq!(decimal("-0.05").minor_units(2), Some(-5));
        assert_eq!(decimal("999999999999999999").minor_units(2), None);
        assert_eq!(Decimal::from_minor(1990, 2).to_string(), "19.9");
        assert_eq!(Decimal::from_minor(-5, 2).to_string(), "-0.05");
    }

    #[test]
    fn what_is_no_decimal_number_is_refused() {
        for text in ["", "-", ".", "1,5", "1.2.3", "+1", "1e3", "1234567890123456789", "٣"] {
            assert!(text.parse::<Decimal>().is_err(), "{text}");
        }
        assert_eq!(decimal("000000000000000000000.50").to_string(), "0.5");
        assert_eq!(decimal(".5"), decimal("0.50"));
    }

    #[test]
    fn shifting_changes_the_unit() {
        assert_eq!(decimal("1.25").shifted(3), Some(decimal("1250")));
        assert_eq!(decimal("1250").shifted(-3), Some(decimal("1.25")));
        assert_eq!(decimal("999999999999999999").shifted(3), None);
        assert!(decimal("1.5") > decimal("1.25"));
        assert!(decimal("-1.5") < decimal("0"));
    }
}
