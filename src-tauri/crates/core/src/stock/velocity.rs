//! How fast things sell, how long what is there lasts, and how much to order.
//!
//! Sold is what left by sale less what customers brought back. The rate is that of the last 30 days, or of the days since
//! the variant first came when those are fewer: a dress that came ten days ago and sold five times sells one in two days.

use rusqlite::Connection;
use serde::Serialize;

use super::levels::{Level, day, of_variants};
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::id::{self, Id};
use crate::store;

/// Days of sales that an order to a supplier is meant to last, beyond the wait for it.
const ORDER_FOR_DAYS: f64 = 30.0;

/// What was sold lately, and how long the variant is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Velocity {
    /// Pieces in the last 7, 30 and 90 days, today included.
    pub sold_7: i64,
    pub sold_30: i64,
    pub sold_90: i64,
    /// Days since its first entry in the ledger, the first day included; `None`: it has none.
    pub days_known: Option<i64>,
}

impl Velocity {
    /// Pieces a day.
    pub fn per_day(&self) -> f64 {
        let days = self.days_known.unwrap_or(30).clamp(1, 30);
        count(self.sold_30.max(0)) / count(days)
    }

    /// Days until `available` pieces are sold at this rate; `None` when nothing sells.
    pub fn days_of_cover(&self, available: i64) -> Option<f64> {
        let rate = self.per_day();
        (rate > 0.0).then(|| count(available.max(0)) / rate)
    }
}

/// Pieces and days are far below 2^52.
fn count(pieces: i64) -> f64 {
    pieces as f64
}

impl Level {
    /// How many to order: what sells during the wait for the goods and the 30 days after, and the low level on top, less
    /// what is available or coming. Zero unless the stock runs low before an order placed today would arrive.
    pub fn suggested_order(&self) -> i64 {
        let rate = self.velocity.per_day();
        let wait = count(self.lead_time_days);
        let coming = self.totals.available + self.incoming;
        let left_when_it_comes = count(coming) - rate * wait;
        let nothing_to_do = left_when_it_comes > count(self.totals.low_at);
        if nothing_to_do || (rate <= 0.0 && !self.totals.is_low) {
            return 0;
        }
        let target = (rate * (wait + ORDER_FOR_DAYS)).ceil() + count(self.totals.low_at.max(0));
        let wanted = target - count(coming);
        // Without sales: back above the low level.
        let least = if rate <= 0.0 { self.totals.low_at + 1 - coming } else { 0 };
        whole(wanted).max(least).max(0)
    }
}

/// A count of pieces worked out as a fraction.
fn whole(pieces: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "clamped to a million pieces")]
    let pieces = pieces.ceil().clamp(-1_000_000.0, 1_000_000.0) as i64;
    pieces
}

/// How long one variant lasts, with its sales day by day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cover {
    pub level: Level,
    /// In the period asked for.
    pub sold: i64,
    pub per_day: f64,
    pub days_of_cover: f64,
    /// Sold on each day of the period, the oldest first. Negative when more came back than was sold.
    pub daily: Vec<i64>,
}

/// What sold in the last `days` days, the shortest cover first.
///
/// # Errors
/// `Invalid` unless `days` is 7, 30 or 90.
pub fn cover(connection: &Connection, days: i64, limit: u32, now: Timestamp) -> Result<Vec<Cover>> {
    if ![7, 30, 90].contains(&days) {
        return Err(Error::invalid("The period is 7, 30 or 90 days.").at("days"));
    }
    let today = day(now);
    let mut rated = Vec::new();
    for sold in store::stock::velocity::sold_since(connection, today - days)? {
        let known = sold.days_known(today).clamp(1, days);
        let per_day = count(sold.quantity) / count(known);
        rated.push((count(sold.available.max(0)) / per_day, per_day, sold));
    }
    rated.sort_by(|a, b| {
        a.0.total_cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.variant_id.cmp(&b.2.variant_id))
    });
    rated.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let ids: Vec<Id<id::Variant>> = rated.iter().map(|(.., sold)| sold.variant_id).collect();
    let levels = of_variants(connection, &ids, now)?;
    let mut covers = Vec::new();
    for (level, (days_of_cover, per_day, sold)) in levels.into_iter().zip(rated) {
        let mut daily = vec![0; usize::try_from(days).unwrap_or(0)];
        for (on, quantity) in store::stock::velocity::daily(connection, level.variant_id, today - days)? {
            let slot = usize::try_from(on - (today - days) - 1).ok().and_then(|slot| daily.get_mut(slot));
            if let Some(slot) = slot {
                *slot = quantity;
            }
        }
        covers.push(Cover { level, sold: sold.quantity, per_day, days_of_cover, daily });
    }
    Ok(covers)
}

/// What to order from a supplier.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reorder {
    pub level: Level,
    pub suggested: i64,
    /// Of the last order to a supplier, in minor units of the variant's currency; else its cost.
    pub unit_cost: Option<i64>,
    /// The last one it was ordered from.
    pub supplier_id: Option<Id<id::Supplier>>,
}

/// Variants that run low before goods ordered today would arrive, the most urgent first; at most `limit`.
///
/// # Errors
/// Those of the queries.
pub fn reorder(
    connection: &Connection,
    supplier_id: Option<Id<id::Supplier>>,
    limit: u32,
    now: Timestamp,
) -> Result<Vec<Reorder>> {
    let today = day(now);
    let candidates = store::stock::velocity::reorder_candidates(connection, today - 30)?;
    let mut found = Vec::new();
    for candidate in candidates {
        let last = store::stock::velocity::last_ordered(connection, candidate)?;
        if supplier_id.is_some() && last.map(|last| last.0) != supplier_id {
            continue;
        }
        let Some(level) = store::stock::levels::find(connection, candidate, today)? else { continue };
        let suggested = level.suggested_order();
        if suggested > 0 {
            let unit_cost = last.map(|last| last.1).or(level.cost.map(|cost| cost.amount));
            found.push(Reorder { suggested, unit_cost, supplier_id: last.map(|last| last.0), level });
        }
        if found.len() >= usize::try_from(limit).unwrap_or(usize::MAX) {
            break;
        }
    }
    let urgency = |line: &Reorder| line.level.velocity.days_of_cover(line.level.totals.available);
    found.sort_by(|a, b| {
        let (a, b) = (urgency(a).unwrap_or(f64::MAX), urgency(b).unwrap_or(f64::MAX));
        a.total_cmp(&b)
    });
    Ok(found)
}
