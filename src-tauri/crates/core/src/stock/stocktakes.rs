//! Counting what is really there.
//!
//! A stocktake is a session in one place, perhaps of one category. Each scan adds to what was counted; the level at that
//! moment is kept beside the count. Approving adds the differences of then to the levels of now, as one set of entries, so
//! that what was sold between counting and approving stays sold. A variant that moved between its first and its last scan
//! is marked: only the owner can know whether the piece that left had been counted.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::ledger::{Cause, enter};
use super::levels::find_code;
use super::reservations::LARGEST;
use super::standing::Standing;
use super::{MovementReason, Reference, locations};
use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::money::Money;
use crate::operations::{self, OperationKind, Subject};
use crate::page::{Page, PageRequest};
use crate::store;

crate::text_enum! {
    pub enum StocktakeStatus {
        Open = "open",
        /// Its differences are in the ledger.
        Approved = "approved",
        /// Thrown away; the levels are as they were.
        Abandoned = "abandoned",
    }
}

crate::text_enum! {
    /// What becomes of variants that should be there and were not counted.
    pub enum Uncounted {
        /// Their levels stay.
        Leave = "leave",
        /// There are none.
        Zero = "zero",
    }
}

crate::text_enum! {
    pub enum CountFilter {
        All = "all",
        Differences = "differences",
        Uncounted = "uncounted",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stocktake {
    pub id: Id<id::Stocktake>,
    /// Shown as "ST-1001".
    pub number: i64,
    pub name: String,
    pub location_id: Id<id::Location>,
    /// Only its goods are expected; "Women" holds "Women > Dresses".
    pub category: Option<String>,
    pub status: StocktakeStatus,
    pub started_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    pub version: i64,
}

/// What the counts say together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counted {
    pub variants: i64,
    pub pieces: i64,
    /// Counted less expected.
    pub difference_pieces: i64,
    /// At cost, in minor units of the shop's currency.
    pub difference_minor: i64,
}

/// A stocktake with its result so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StocktakeListing {
    pub stocktake: Stocktake,
    pub location_name: String,
    pub counted: Counted,
    pub difference_value: Money,
    /// Variants that should be there, and their pieces, that were not counted; zero once it has ended, and in lists.
    pub uncounted: (i64, i64),
    /// Counted variants that moved between their first and last scan; zero in lists.
    pub moved_while_counting: i64,
}

/// A variant in a stocktake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    pub variant_id: Id<id::Variant>,
    pub product_title: String,
    pub variant_title: String,
    pub sku: Option<String>,
    pub barcode: Option<String>,
    pub image_id: Option<Id<id::Image>>,
    pub counted: Option<i64>,
    /// The level when it was last counted; of an uncounted one, the level now.
    pub expected: i64,
    /// What a piece costs.
    pub cost: Option<Money>,
    pub moved_while_counting: bool,
    pub counted_at: Option<Timestamp>,
}

impl Count {
    /// Counted less expected; zero while it was not counted.
    pub fn difference(&self) -> i64 {
        self.counted.map_or(0, |counted| counted - self.expected)
    }

    /// The difference at cost.
    pub fn value(&self) -> Option<Money> {
        self.cost.and_then(|cost| cost.checked_mul(self.difference()))
    }
}

#[derive(Debug, Clone)]
pub struct NewStocktake {
    pub location_id: Id<id::Location>,
    pub category: Option<String>,
    pub name: String,
}

/// What was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CountBy {
    /// What a scanner read.
    Code(String),
    Variant(Id<id::Variant>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountInput {
    pub by: CountBy,
    pub quantity: i64,
}

/// Begins to count a place.
///
/// # Errors
/// `Conflict` when another count of the same goods there is open; `Invalid`; `NotFound`.
pub fn start_stocktake(tx: &mut WriteTx<'_>, new: &NewStocktake) -> Result<Stocktake> {
    let location = locations::location(tx.sql(), new.location_id)?;
    let category = new.category.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    if store::stock::counts::is_open(tx.sql(), location.id, category.as_deref())? {
        return Err(Error::new(
            Code::Conflict,
            format!("'{}' is being counted already. Go on with that count, or end it first.", location.name),
        ));
    }
    let stocktake = Stocktake {
        id: tx.new_id(),
        number: store::stock::counts::next_number(tx.sql())?,
        name: new.name.trim().chars().take(200).collect(),
        location_id: location.id,
        category,
        status: StocktakeStatus::Open,
        started_at: tx.now(),
        ended_at: None,
        version: 1,
    };
    store::stock::counts::insert(tx, &stocktake)?;
    let details = serde_json::json!({ "number": number(&stocktake), "location": location.name });
    let mut recording = operations::begin(tx, OperationKind::StocktakeStarted, details)?;
    recording.change(tx, Subject::Stocktake, stocktake.id, None, Some(&stocktake))?;
    recording.finish(tx)?;
    tell(tx, stocktake.id)?;
    Ok(stocktake)
}

fn number(stocktake: &Stocktake) -> String {
    format!("ST-{}", stocktake.number)
}

fn tell(tx: &mut WriteTx<'_>, id: Id<id::Stocktake>) -> Result<()> {
    tx.emit(EventKind::StocktakeUpdated, id, serde_json::Value::Null)
}

fn open(tx: &WriteTx<'_>, id: Id<id::Stocktake>) -> Result<Stocktake> {
    let stocktake = found(tx.sql(), id)?;
    if stocktake.status == StocktakeStatus::Open {
        return Ok(stocktake);
    }
    let is = if stocktake.status == StocktakeStatus::Approved { "approved" } else { "abandoned" };
    Err(Error::new(
        Code::Conflict,
        format!("{} was {is}; nothing can be counted in it any more.", number(&stocktake)),
    ))
}

pub(super) fn found(connection: &Connection, id: Id<id::Stocktake>) -> Result<Stocktake> {
    store::stock::counts::find(connection, id)?.ok_or_else(|| Error::not_found("stocktake"))
}

/// Adds to what was counted. Codes that nothing in the catalog has are given back; the others count.
///
/// # Errors
/// `Conflict` when the stocktake has ended; `Invalid` for no or too many entries or numbers out of range; `NotFound`.
pub fn count(
    tx: &mut WriteTx<'_>,
    id: Id<id::Stocktake>,
    inputs: &[CountInput],
) -> Result<(Vec<Id<id::Variant>>, Vec<String>)> {
    let stocktake = open(tx, id)?;
    if inputs.is_empty() || inputs.len() > 500 {
        return Err(Error::invalid("Count between 1 and 500 entries at once.").at("counts"));
    }
    let (mut counted, mut unknown) = (Vec::new(), Vec::new());
    for (i, input) in inputs.iter().enumerate() {
        if !(1..=LARGEST).contains(&input.quantity) {
            return Err(Error::invalid("The number of pieces must be between 1 and 1,000,000.")
                .at(format!("counts[{i}].quantity")));
        }
        let variant_id = match &input.by {
            CountBy::Variant(id) => *id,
            CountBy::Code(code) => match find_code(tx.sql(), code)? {
                Some(id) => id,
                None => {
                    unknown.push(code.trim().to_owned());
                    continue;
                }
            },
        };
        Standing::of(tx, variant_id)?;
        let (level, _) = store::stock::levels::level(tx.sql(), variant_id, stocktake.location_id)?;
        store::stock::counts::add(tx, id, variant_id, input.quantity, level)?;
        if !counted.contains(&variant_id) {
            counted.push(variant_id);
        }
    }
    tell(tx, id)?;
    Ok((counted, unknown))
}

/// Says how many there are of a variant, whatever was counted before.
///
/// # Errors
/// As [`count()`].
pub fn set_count(
    tx: &mut WriteTx<'_>,
    id: Id<id::Stocktake>,
    variant_id: Id<id::Variant>,
    counted: i64,
) -> Result<()> {
    let stocktake = open(tx, id)?;
    if !(0..=LARGEST).contains(&counted) {
        return Err(Error::invalid("The number of pieces must be between 0 and 1,000,000.").at("counted"));
    }
    Standing::of(tx, variant_id)?;
    let (level, _) = store::stock::levels::level(tx.sql(), variant_id, stocktake.location_id)?;
    store::stock::counts::remove(tx, id, variant_id)?;
    store::stock::counts::add(tx, id, variant_id, counted, level)?;
    tell(tx, id)
}

/// The variant was not counted after all.
///
/// # Errors
/// `Conflict` when the stocktake has ended; `NotFound`.
pub fn uncount(tx: &mut WriteTx<'_>, id: Id<id::Stocktake>, variant_id: Id<id::Variant>) -> Result<()> {
    open(tx, id)?;
    store::stock::counts::remove(tx, id, variant_id)?;
    tell(tx, id)
}

/// Writes the differences into the ledger, as one set of entries.
///
/// # Errors
/// `Conflict` when it has ended already or was changed since `version`; `NotFound`.
pub fn approve(
    tx: &mut WriteTx<'_>,
    id: Id<id::Stocktake>,
    version: i64,
    uncounted: Uncounted,
) -> Result<Stocktake> {
    let before = require(tx, id, version)?;
    let result = store::stock::counts::result(tx.sql(), &before)?;
    let mut differences = store::stock::counts::differences(tx.sql(), id)?;
    if uncounted == Uncounted::Zero {
        for (variant_id, level) in store::stock::counts::missing(tx.sql(), &before)? {
            differences.push((variant_id, -level));
        }
    }
    let after = end(tx, &before, StocktakeStatus::Approved, &result)?;
    let cause = Cause::new(MovementReason::Counted, Some(Reference::stocktake(id)));
    let mut entered = Vec::new();
    for (variant_id, difference) in differences {
        let standing = Standing::of(tx, variant_id)?;
        let (level, _) = store::stock::levels::level(tx.sql(), variant_id, before.location_id)?;
        // Sold since although none was found: the count missed it, and there cannot be fewer than none.
        let least = if standing.allow_backorder { i64::MIN } else { -level.max(0) };
        let change = difference.max(least);
        if change != 0 {
            entered.push(enter(tx, variant_id, before.location_id, change, &cause)?);
            standing.changed(tx)?;
        }
    }
    let location = locations::location(tx.sql(), before.location_id)?;
    let details = serde_json::json!({
        "number": number(&before), "location": location.name, "entries": entered.len(),
        "pieces": entered.iter().map(|movement| movement.quantity).sum::<i64>(),
    });
    let mut recording = operations::begin(tx, OperationKind::StocktakeApproved, details)?;
    recording.change(tx, Subject::Stocktake, id, Some(&before), Some(&after))?;
    for movement in &entered {
        recording.change(tx, Subject::StockMovement, movement.id, None, Some(movement))?;
    }
    recording.finish(tx)?;
    tell(tx, id)?;
    Ok(after)
}

/// Throws the counts away.
///
/// # Errors
/// As [`approve`].
pub fn abandon(tx: &mut WriteTx<'_>, id: Id<id::Stocktake>, version: i64) -> Result<Stocktake> {
    let before = require(tx, id, version)?;
    let result = store::stock::counts::result(tx.sql(), &before)?;
    let after = end(tx, &before, StocktakeStatus::Abandoned, &result)?;
    let details = serde_json::json!({ "number": number(&before) });
    let mut recording = operations::begin(tx, OperationKind::StocktakeAbandoned, details)?;
    recording.change(tx, Subject::Stocktake, id, Some(&before), Some(&after))?;
    recording.finish(tx)?;
    tell(tx, id)?;
    Ok(after)
}

fn require(tx: &WriteTx<'_>, id: Id<id::Stocktake>, version: i64) -> Result<Stocktake> {
    let stocktake = open(tx, id)?;
    if stocktake.version == version {
        return Ok(stocktake);
    }
    Err(Error::new(Code::Conflict, "This stocktake was changed meanwhile. Look at it again."))
}

fn end(
    tx: &mut WriteTx<'_>,
    before: &Stocktake,
    status: StocktakeStatus,
    result: &Counted,
) -> Result<Stocktake> {
    let after = Stocktake { status, ended_at: Some(tx.now()), version: before.version + 1, ..before.clone() };
    store::stock::counts::save(tx, &after, result)?;
    Ok(after)
}

/// A stocktake with its result so far.
///
/// # Errors
/// `NotFound`.
pub fn stocktake(connection: &Connection, id: Id<id::Stocktake>) -> Result<StocktakeListing> {
    let mut listing =
        store::stock::counts::listing(connection, id)?.ok_or_else(|| Error::not_found("stocktake"))?;
    if listing.stocktake.status == StocktakeStatus::Open {
        listing.counted = store::stock::counts::result(connection, &listing.stocktake)?;
        listing.difference_value.amount = listing.counted.difference_minor;
        listing.uncounted = store::stock::counts::uncounted(connection, &listing.stocktake)?;
        listing.moved_while_counting = store::stock::counts::moved(connection, id)?;
    }
    Ok(listing)
}

/// Stocktakes in a status (`None`: all), the newest first.
///
/// # Errors
/// `Malformed` for a foreign cursor.
pub fn stocktakes(
    connection: &Connection,
    status: Option<StocktakeStatus>,
    page: &PageRequest,
) -> Result<Page<StocktakeListing>> {
    let mut rows =
        store::stock::counts::list(connection, status, page.key::<String>()?, page.rows_to_fetch())?;
    for row in &mut rows {
        if row.stocktake.status == StocktakeStatus::Open {
            row.counted = store::stock::counts::result(connection, &row.stocktake)?;
            row.difference_value.amount = row.counted.difference_minor;
        }
    }
    page.page(rows, |row| row.stocktake.id.to_string())
}

/// What was counted (the latest first), where it differs (the dearest first), or what was not.
///
/// # Errors
/// `NotFound`; `Malformed` for a foreign cursor.
pub fn counts(
    connection: &Connection,
    id: Id<id::Stocktake>,
    filter: CountFilter,
    page: &PageRequest,
) -> Result<Page<Count>> {
    let stocktake = found(connection, id)?;
    let offset = page.key::<i64>()?.unwrap_or(0);
    let rows = store::stock::counts::counts(connection, &stocktake, filter, offset, page.rows_to_fetch())?;
    let shown = i64::try_from(page.limit().min(rows.len())).unwrap_or(0);
    page.page(rows, |_| offset + shown)
}

/// The counts of these variants, in this order.
///
/// # Errors
/// Those of the query.
pub fn counts_of(
    connection: &Connection,
    id: Id<id::Stocktake>,
    variants: &[Id<id::Variant>],
) -> Result<Vec<Count>> {
    let stocktake = found(connection, id)?;
    let mut found = Vec::new();
    for variant in variants {
        found.extend(store::stock::counts::count_of(connection, &stocktake, *variant)?);
    }
    Ok(found)
}
