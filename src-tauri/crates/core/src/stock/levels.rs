//! What is there: levels by variant and place, and lists of them.

use rusqlite::Connection;
use serde::Serialize;

use super::standing::Totals;
use super::velocity::Velocity;
use crate::catalog::ProductStatus;
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::id::{self, Id};
use crate::money::Money;
use crate::page::{Cursor, Page, PageRequest};
use crate::store;

/// Pieces of a variant in one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    pub location_id: Id<id::Location>,
    pub name: String,
    pub on_hand: i64,
    pub reserved: i64,
}

impl Place {
    pub fn available(&self) -> i64 {
        self.on_hand - self.reserved
    }
}

/// A variant's stock, with what people call it and how it sells.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Level {
    pub variant_id: Id<id::Variant>,
    pub product_id: Id<id::Product>,
    pub product_title: String,
    pub variant_title: String,
    pub sku: Option<String>,
    pub barcode: Option<String>,
    pub image_id: Option<Id<id::Image>>,
    pub status: ProductStatus,
    pub totals: Totals,
    /// Ordered from suppliers, or under way between places, and not here yet.
    pub incoming: i64,
    pub allow_backorder: bool,
    pub own_low_at: Option<i64>,
    pub product_low_at: Option<i64>,
    /// When it fell to its low level.
    pub low_since: Option<Timestamp>,
    pub price: Money,
    /// Of one piece.
    pub cost: Option<Money>,
    pub velocity: Velocity,
    /// The usual days between an order to its supplier and the goods: of the last one it was ordered from.
    pub lead_time_days: i64,
    pub places: Vec<Place>,
    /// For the cursor: the position within its product.
    pub position: i64,
}

impl Level {
    /// On hand at cost.
    pub fn value(&self) -> Option<Money> {
        self.cost.and_then(|cost| cost.checked_mul(self.totals.on_hand.max(0)))
    }
}

crate::text_enum! {
    pub enum LevelFilter {
        All = "all",
        Low = "low",
        /// Nothing is available.
        Out = "out",
        /// More is promised than is there.
        Oversold = "oversold",
        Reserved = "reserved",
        Incoming = "incoming",
    }
}

crate::text_enum! {
    pub enum LevelSort {
        Title = "title",
        /// The fewest first.
        Available = "available",
    }
}

/// Which levels a list holds. Variants of archived products are in none but a search's.
#[derive(Debug, Clone)]
pub struct LevelQuery {
    pub filter: LevelFilter,
    pub location_id: Option<Id<id::Location>>,
    /// Words, or a whole SKU or barcode.
    pub text: Option<String>,
    pub sort: LevelSort,
}

impl Default for LevelQuery {
    fn default() -> Self {
        Self { filter: LevelFilter::All, location_id: None, text: None, sort: LevelSort::Title }
    }
}

/// The shop's stock in figures: of products that are sold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    pub variants: i64,
    pub on_hand: i64,
    pub reserved: i64,
    pub incoming: i64,
    pub low: i64,
    pub out: i64,
    pub oversold: i64,
    /// On hand at cost, of variants in the shop's currency.
    pub value: Money,
    pub variants_without_cost: i64,
}

/// The day of UTC, counted from 1970-01-01: sales are summed by it.
pub(super) fn day(now: Timestamp) -> i64 {
    now.as_millis().div_euclid(86_400_000)
}

/// The levels that a query asks for.
///
/// # Errors
/// `Malformed` for a foreign cursor.
pub fn levels(
    connection: &Connection,
    query: &LevelQuery,
    page: &PageRequest,
    now: Timestamp,
) -> Result<Page<Level>> {
    let today = day(now);
    if let Some(text) = query.text.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        return search(connection, text, query, page, today);
    }
    let limit = page.rows_to_fetch();
    let by_title =
        query.filter == LevelFilter::All && query.location_id.is_none() && query.sort == LevelSort::Title;
    if by_title {
        let after = page.key::<(String, String, i64)>()?;
        let rows = store::stock::levels::by_title(connection, after, limit, today)?;
        return page.page(rows, |row| (row.product_title.clone(), row.product_id.to_string(), row.position));
    }
    let by_variant = matches!(query.filter, LevelFilter::Reserved | LevelFilter::Incoming)
        || (query.filter == LevelFilter::All
            && query.location_id.is_some()
            && query.sort == LevelSort::Title);
    if by_variant {
        let after = page.key::<String>()?;
        let rows = store::stock::levels::by_variant(
            connection,
            query.filter,
            query.location_id,
            after,
            limit,
            today,
        )?;
        return page.page(rows, |row| row.variant_id.to_string());
    }
    let after = page.key::<(i64, String)>()?;
    let rows =
        store::stock::levels::by_available(connection, query.filter, query.location_id, after, limit, today)?;
    page.page(rows, |row| (row.totals.available, row.variant_id.to_string()))
}

/// By a whole code, else by the words of products; the newest products first.
fn search(
    connection: &Connection,
    text: &str,
    query: &LevelQuery,
    page: &PageRequest,
    today: i64,
) -> Result<Page<Level>> {
    let offset = page.key::<i64>()?.unwrap_or(0);
    let rows = match find_code(connection, text)? {
        Some(id) if offset == 0 => store::stock::levels::find(connection, id, today)?.into_iter().collect(),
        Some(_) => Vec::new(),
        None => {
            let words: Vec<String> =
                crate::catalog::search::words_of(text).iter().map(|word| format!("\"{word}\" *")).collect();
            if words.is_empty() {
                return Ok(Page { items: Vec::new(), next: None });
            }
            store::stock::levels::matching(
                connection,
                &words.join(" AND "),
                query,
                offset,
                page.rows_to_fetch(),
                today,
            )?
        }
    };
    let mut items = rows;
    let more = items.len() > page.limit();
    items.truncate(page.limit());
    let shown = i64::try_from(items.len()).unwrap_or(i64::MAX);
    Ok(Page { items, next: if more { Some(Cursor::of(&(offset + shown))?) } else { None } })
}

/// # Errors
/// `NotFound`.
pub fn of_variant(connection: &Connection, id: Id<id::Variant>, now: Timestamp) -> Result<Level> {
    store::stock::levels::find(connection, id, day(now))?.ok_or_else(|| Error::not_found("variant"))
}

/// The levels of these variants, in this order; unknown ones are left out.
///
/// # Errors
/// Those of the query.
pub fn of_variants(connection: &Connection, ids: &[Id<id::Variant>], now: Timestamp) -> Result<Vec<Level>> {
    let mut found = Vec::new();
    for id in ids {
        found.extend(store::stock::levels::find(connection, *id, day(now))?);
    }
    Ok(found)
}

/// What a scanner read: a barcode (EAN-13, UPC-A with or without its leading zero) or a SKU in any case.
///
/// # Errors
/// Those of the query.
pub fn find_code(connection: &Connection, code: &str) -> Result<Option<Id<id::Variant>>> {
    let code = code.trim();
    if code.is_empty() || code.len() > 100 {
        return Ok(None);
    }
    let gtin = crate::catalog::codes::gtin(code);
    match store::stock::levels::by_gtin(connection, &gtin)? {
        Some(found) => Ok(Some(found)),
        None => store::stock::levels::by_sku(connection, code),
    }
}

/// As [`find_code`], with its level.
///
/// # Errors
/// `NotFound` when no variant has the code.
pub fn lookup(connection: &Connection, code: &str, now: Timestamp) -> Result<Level> {
    match find_code(connection, code)? {
        Some(id) => of_variant(connection, id, now),
        None => Err(Error::new(
            crate::error::Code::NotFound,
            format!(
                "Nothing in the catalog has the code '{}'.",
                code.trim().chars().take(60).collect::<String>()
            ),
        )),
    }
}

/// A variant's pieces in all locations.
///
/// # Errors
/// `NotFound`.
pub fn totals(connection: &Connection, id: Id<id::Variant>) -> Result<Totals> {
    Ok(store::stock::levels::standing(connection, id)?.ok_or_else(|| Error::not_found("variant"))?.totals)
}

/// # Errors
/// Those of the queries.
pub fn summary(connection: &Connection) -> Result<Summary> {
    let currency = crate::settings::get::<crate::settings::ShopProfile>(connection)?.value.currency;
    store::stock::levels::summary(connection, currency)
}
