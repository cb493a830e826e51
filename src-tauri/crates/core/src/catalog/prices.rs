//! Prices: how many are changed by a rule, and what a variant cost when.
//!
//! All is integer arithmetic in minor units. A percentage is kept in hundredths of a percent.

use std::str::FromStr;

use rusqlite::Connection;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Variant;
use crate::actor::By;
use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::{Error, Result};
use crate::id::{self, Id};
use crate::money::Money;
use crate::page::{Page, PageRequest};
use crate::store;

/// The highest price that is taken, in minor units: beyond it, sums of many would overflow.
pub const HIGHEST: i64 = 1_000_000_000_000;

/// A percentage in hundredths of a percent: 12.5 % is 1250. In JSON a text ("12.5"), so that no float holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Percent(i64);

impl Percent {
    pub const fn from_hundredths(hundredths: i64) -> Self {
        Self(hundredths)
    }

    /// This share of an amount, to the minor unit, halves away from zero.
    pub fn of(self, amount: i64) -> i64 {
        let product = i128::from(amount) * i128::from(self.0);
        let half = if product < 0 { -5_000 } else { 5_000 };
        i64::try_from((product + half) / 10_000).unwrap_or(i64::MAX)
    }
}

impl FromStr for Percent {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let wrong = || Error::invalid(format!("'{text}' is no percentage. Write it as 10 or -12.5."));
        let bare = text.trim().trim_end_matches('%').trim_end().replace(',', ".");
        let (sign, digits) = match bare.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, bare.strip_prefix('+').unwrap_or(&bare)),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.is_empty() || whole.len() > 6 || part.len() > 2 || digits.ends_with('.') {
            return Err(wrong());
        }
        if !whole.bytes().chain(part.bytes()).all(|b| b.is_ascii_digit()) {
            return Err(wrong());
        }
        let number: i64 = format!("{whole}{part:0<2}").parse().map_err(|_| wrong())?;
        Ok(Self(sign * number))
    }
}
impl std::fmt::Display for Percent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        match part {
            0 => write!(f, "{sign}{whole}"),
            part if part.is_multiple_of(10) => write!(f, "{sign}{whole}.{}", part / 10),
            part => write!(f, "{sign}{whole}.{part:02}"),
        }
    }
}
impl Serialize for Percent {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Percent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        std::borrow::Cow::<'de, str>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

crate::text_enum! {
    pub enum RoundingMode {
        /// To the nearer; halves up.
        Nearest = "nearest",
        Up = "up",
        Down = "down",
    }
}

/// How a computed price is made a price that one writes on a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Rounding {
    /// To a multiple of `to` minor units: 5 (0.05), 100 (whole).
    Step {
        to: i64,
        #[serde(default = "nearest")]
        mode: RoundingMode,
    },
    /// To the nearest price whose last two digits are these: 99 makes 19.99.
    Ending { ending: i64 },
}

const fn nearest() -> RoundingMode {
    RoundingMode::Nearest
}

impl Rounding {
    /// # Errors
    /// `Invalid` when the step or ending makes no sense.
    pub fn check(self) -> Result<()> {
        match self {
            Self::Step { to: 1..=1_000_000, .. } | Self::Ending { ending: 0..=99 } => Ok(()),
            Self::Step { .. } => Err(Error::invalid("Round to a step of at least 1 cent.").at("rounding.to")),
            Self::Ending { .. } => {
                Err(Error::invalid("An ending has two digits, such as 99.").at("rounding.ending"))
            }
        }
    }

    /// The price that is written; never below zero. With an ending, an amount below its first price takes that.
    pub fn apply(self, amount: i64) -> i64 {
        let amount = amount.clamp(0, HIGHEST);
        let (step, offset, mode) = match self {
            Self::Step { to, mode } => (to.max(1), 0, mode),
            Self::Ending { ending } => (100, ending, RoundingMode::Nearest),
        };
        let from = amount - offset;
        let steps = match mode {
            RoundingMode::Nearest => (2 * from + step).div_euclid(2 * step),
            RoundingMode::Up => (from + step - 1).div_euclid(step),
            RoundingMode::Down => from.div_euclid(step),
        };
        steps.max(0) * step + offset
    }
}

/// One change of a variant's prices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PriceChange {
    pub id: Id<id::PriceChange>,
    pub variant_id: Id<id::Variant>,
    pub price: Money,
    pub compare_at: Option<Money>,
    pub price_before: Money,
    pub compare_at_before: Option<Money>,
    pub by: By,
    pub operation_id: Option<Id<id::Operation>>,
    pub at: Timestamp,
}

/// Enters a change of prices into the history; nothing when they are the same.
pub(super) fn note(
    tx: &mut WriteTx<'_>,
    old: &Variant,
    new: &Variant,
    operation: Id<id::Operation>,
) -> Result<()> {
    if old.price == new.price && old.compare_at == new.compare_at {
        return Ok(());
    }
    let change = PriceChange {
        id: tx.new_id(),
        variant_id: new.id,
        price: new.price,
        compare_at: new.compare_at,
        price_before: old.price,
        compare_at_before: old.compare_at,
        by: tx.by().clone(),
        operation_id: Some(operation),
        at: tx.now(),
    };
    store::prices::insert(tx.sql(), &change)
}

/// What a variant cost when, the newest change first.
///
/// # Errors
/// `Malformed` for a foreign cursor.
pub fn history(
    connection: &Connection,
    variant_id: Id<id::Variant>,
    page: &PageRequest,
) -> Result<Page<PriceChange>> {
    let rows =
        store::prices::of_variant(connection, variant_id, page.key::<String>()?, page.rows_to_fetch())?;
    page.page(rows, |row| row.id.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_exact() {
        for (text, amount, expected) in [
            ("10", 1999, 200),      // 199.9 → 200
            ("-12.5", 8900, -1113), // −1112.5 → −1113, away from zero
            ("12,5", 8900, 1113),
            ("50 %", 1, 1), // 0.5 → 1
            ("0.01", 10_000, 1),
            ("+7.25", 10_000, 725),
            ("220", 1250, 2750),
        ] {
            assert_eq!(text.parse::<Percent>().expect(text).of(amount), expected, "{text} of {amount}");
        }
        for text in ["", "-", "ten", "1.234", "1.", "1e3", "12345678", "--1"] {
            assert!(text.parse::<Percent>().is_err(), "{text}");
        }
        for text in ["10", "-12.5", "0.01", "-7.25"] {
            assert_eq!(text.parse::<Percent>().expect(text).to_string(), text);
        }
    }

    #[test]
    fn prices_are_rounded_as_labels_are_written() {
        let step = |to, mode| Rounding::Step { to, mode };
        for (rounding, amount, expected) in [
            (step(5, RoundingMode::Nearest), 1992, 1990),
            (step(5, RoundingMode::Nearest), 1993, 1995),
            (step(100, RoundingMode::Nearest), 1950, 2000), // halves up
            (step(100, RoundingMode::Nearest), 1949, 1900),
            (step(100, RoundingMode::Up), 1901, 2000),
            (step(100, RoundingMode::Up), 1900, 1900),
            (step(100, RoundingMode::Down), 1999, 1900),
            (Rounding::Ending { ending: 99 }, 2010, 1999), // 11 to 19.99, 89 to 20.99
            (Rounding::Ending { ending: 99 }, 2049, 2099), // the middle goes up
            (Rounding::Ending { ending: 99 }, 2048, 1999),
            (Rounding::Ending { ending: 95 }, 1995, 1995),
            (Rounding::Ending { ending: 90 }, 8010, 7990),
            (Rounding::Ending { ending: 99 }, 3, 99), // never below its first price
            (Rounding::Ending { ending: 0 }, 149, 100),
            (step(1, RoundingMode::Nearest), -5, 0),
        ] {
            assert_eq!(rounding.apply(amount), expected, "{rounding:?} of {amount}");
        }
        assert!(step(0, RoundingMode::Up).check().is_err());
        assert!(Rounding::Ending { ending: 100 }.check().is_err());
    }

    #[test]
    fn a_rounding_is_read_from_its_json() {
        for (text, expected) in [
            (r#"{"ending":99}"#, Rounding::Ending { ending: 99 }),
            (r#"{"to":5}"#, Rounding::Step { to: 5, mode: RoundingMode::Nearest }),
            (r#"{"to":5,"mode":"up"}"#, Rounding::Step { to: 5, mode: RoundingMode::Up }),
        ] {
            assert_eq!(serde_json::from_str::<Rounding>(text).expect(text), expected);
        }
    }
}
