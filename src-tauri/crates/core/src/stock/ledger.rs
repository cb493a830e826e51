//! The ledger: every piece that came or went, why, and by whom. It is append-only; what was entered wrongly is
//! compensated by an entry of its own.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::reservations::{Shelf, Wanted, allocate};
use super::standing::Standing;
use super::{AdjustmentWord, locations};
use crate::actor::By;
use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::id::{self, Id};
use crate::page::{Page, PageRequest};
use crate::store;

crate::text_enum! {
    /// Why pieces came or went.
    pub enum MovementReason {
        /// There when the shop's file began.
        Opening = "opening",
        Received = "received",
        Sold = "sold",
        Returned = "returned",
        /// Corrected by the owner; the word says why.
        Adjusted = "adjusted",
        /// To or from another place.
        Transferred = "transferred",
        /// Gone without a sale; the word says why.
        WrittenOff = "written_off",
        /// A stocktake found another number.
        Counted = "counted",
    }
}

crate::text_enum! {
    pub enum ReferenceKind {
        Order = "order",
        Receipt = "receipt",
        Transfer = "transfer",
        Stocktake = "stocktake",
        Return = "return",
        Import = "import",
        /// The entry that this one takes back.
        Movement = "movement",
    }
}

/// What caused an entry. Made from a typed id only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    pub kind: ReferenceKind,
    id: String,
}

impl Reference {
    pub fn order(id: Id<id::Order>) -> Self {
        Self { kind: ReferenceKind::Order, id: id.to_string() }
    }

    pub fn receipt(id: Id<id::Receipt>) -> Self {
        Self { kind: ReferenceKind::Receipt, id: id.to_string() }
    }

    pub fn transfer(id: Id<id::Transfer>) -> Self {
        Self { kind: ReferenceKind::Transfer, id: id.to_string() }
    }

    pub fn stocktake(id: Id<id::Stocktake>) -> Self {
        Self { kind: ReferenceKind::Stocktake, id: id.to_string() }
    }

    pub fn customer_return(id: Id<id::Return>) -> Self {
        Self { kind: ReferenceKind::Return, id: id.to_string() }
    }

    /// The operation that recorded the import.
    pub fn import(id: Id<id::Operation>) -> Self {
        Self { kind: ReferenceKind::Import, id: id.to_string() }
    }

    pub(crate) fn movement(id: Id<id::StockMovement>) -> Self {
        Self { kind: ReferenceKind::Movement, id: id.to_string() }
    }

    pub(crate) fn stored(kind: ReferenceKind, id: String) -> Self {
        Self { kind, id }
    }

    pub fn id(&self) -> &str {
        &self.id
    }
}

/// One entry of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Movement {
    pub id: Id<id::StockMovement>,
    pub variant_id: Id<id::Variant>,
    pub location_id: Id<id::Location>,
    /// Pieces: positive in, negative out; never zero.
    pub quantity: i64,
    pub reason: MovementReason,
    pub word: Option<AdjustmentWord>,
    pub note: String,
    /// What one piece cost when it came, in minor units of the variant's currency.
    pub unit_cost: Option<i64>,
    pub reference: Option<Reference>,
    pub by: By,
    pub moved_at: Timestamp,
}

/// An entry with what people call its objects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LedgerEntry {
    pub movement: Movement,
    pub product_id: Id<id::Product>,
    pub product_title: String,
    pub variant_title: String,
    pub currency: crate::money::Currency,
    pub location_name: String,
    /// The order's or document's number, where it has one.
    pub reference_label: Option<String>,
    /// Pieces of the variant in this place after the entry; only in a variant's own list.
    pub balance: Option<i64>,
}

/// Which entries a list holds.
#[derive(Debug, Clone, Copy, Default)]
pub struct LedgerFilter {
    pub location_id: Option<Id<id::Location>>,
    pub reason: Option<MovementReason>,
}

/// A stored figure that is not what its entries say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LevelMismatch {
    /// "on_hand", "reserved", "total on_hand", "total reserved" or "sold on day …".
    pub figure: String,
    pub variant_id: Id<id::Variant>,
    /// `None` for figures of all places together.
    pub location_id: Option<Id<id::Location>>,
    pub stored: i64,
    pub entered: i64,
}

/// What an entry says beside its pieces.
#[derive(Debug, Clone)]
pub(crate) struct Cause {
    pub reason: MovementReason,
    pub word: Option<AdjustmentWord>,
    pub note: String,
    pub unit_cost: Option<i64>,
    pub reference: Option<Reference>,
}

impl Cause {
    pub fn new(reason: MovementReason, reference: Option<Reference>) -> Self {
        Self { reason, word: None, note: String::new(), unit_cost: None, reference }
    }

    pub fn noted(self, note: &str) -> Self {
        Self { note: note.trim().chars().take(500).collect(), ..self }
    }
}

/// Enters a movement of the party that writes. It judges nothing and tells nobody: callers do.
pub(crate) fn enter(
    tx: &mut WriteTx<'_>,
    variant_id: Id<id::Variant>,
    location_id: Id<id::Location>,
    quantity: i64,
    cause: &Cause,
) -> Result<Movement> {
    let movement = Movement {
        id: tx.new_id(),
        variant_id,
        location_id,
        quantity,
        reason: cause.reason,
        word: cause.word,
        note: cause.note.clone(),
        unit_cost: cause.unit_cost,
        reference: cause.reference.clone(),
        by: tx.by().clone(),
        moved_at: tx.now(),
    };
    store::stock::ledger::insert(tx.sql(), &movement)?;
    Ok(movement)
}

/// Takes pieces that were not promised to anybody: a sale at the counter, goods that were thrown away.
///
/// # Errors
/// `OutOfStock` with how many are left, unless the variant allows backorder; `Invalid` for a quantity below one; `NotFound`.
pub fn take(
    tx: &mut WriteTx<'_>,
    wanted: &Wanted,
    reason: MovementReason,
    reference: Option<Reference>,
    note: &str,
) -> Result<Vec<Movement>> {
    wanted.check()?;
    let standing = Standing::of(tx, wanted.variant_id)?;
    let shelves = Shelf::of(tx, wanted.variant_id)?;
    let parts = allocate(tx, &standing, &shelves, wanted, 0)?;
    let cause = Cause::new(reason, reference).noted(note);
    let mut entered = Vec::new();
    for (location_id, quantity) in parts {
        entered.push(enter(tx, wanted.variant_id, location_id, -quantity, &cause)?);
    }
    standing.changed(tx)?;
    Ok(entered)
}

/// Puts pieces on a shelf: goods that came back, an opening stock.
///
/// # Errors
/// `Invalid` for a quantity below one; `NotFound`.
pub fn put(
    tx: &mut WriteTx<'_>,
    wanted: &Wanted,
    reason: MovementReason,
    reference: Option<Reference>,
    note: &str,
    unit_cost: Option<i64>,
) -> Result<Vec<Movement>> {
    wanted.check()?;
    let standing = Standing::of(tx, wanted.variant_id)?;
    let location = match wanted.location_id {
        Some(id) => locations::location(tx.sql(), id)?,
        None => locations::first(tx)?,
    };
    let cause = Cause { unit_cost, ..Cause::new(reason, reference).noted(note) };
    let movement = enter(tx, wanted.variant_id, location.id, wanted.quantity, &cause)?;
    standing.changed(tx)?;
    Ok(vec![movement])
}

/// Makes it exactly `on_hand` pieces in one place, as an imported file says. `None`: it was so already.
///
/// # Errors
/// `Invalid` below zero; `NotFound`.
pub fn set_on_hand(
    tx: &mut WriteTx<'_>,
    variant_id: Id<id::Variant>,
    location_id: Id<id::Location>,
    on_hand: i64,
    reason: MovementReason,
    reference: Option<Reference>,
) -> Result<Option<Movement>> {
    let standing = Standing::of(tx, variant_id)?;
    if on_hand < 0 && !standing.allow_backorder {
        return Err(Error::invalid(format!("{} cannot have {on_hand} pieces.", standing.title)));
    }
    let (now, _) = store::stock::levels::level(tx.sql(), variant_id, location_id)?;
    if on_hand == now {
        return Ok(None);
    }
    let movement = enter(tx, variant_id, location_id, on_hand - now, &Cause::new(reason, reference))?;
    standing.changed(tx)?;
    Ok(Some(movement))
}

/// The first pieces of a variant that a file brought. Tells nobody: the import does, once for all.
pub(crate) fn open_quietly(
    tx: &mut WriteTx<'_>,
    variant_id: Id<id::Variant>,
    location_id: Id<id::Location>,
    pieces: i64,
    reference: Reference,
) -> Result<Movement> {
    enter(tx, variant_id, location_id, pieces, &Cause::new(MovementReason::Opening, Some(reference)))
}

/// As [`set_on_hand`], but tells nobody.
pub(crate) fn set_quietly(
    tx: &mut WriteTx<'_>,
    variant_id: Id<id::Variant>,
    location_id: Id<id::Location>,
    on_hand: i64,
    reference: Reference,
) -> Result<Option<Movement>> {
    let standing = Standing::of(tx, variant_id)?;
    let (now, _) = store::stock::levels::level(tx.sql(), variant_id, location_id)?;
    if on_hand == now {
        return Ok(None);
    }
    let cause = Cause::new(MovementReason::Adjusted, Some(reference));
    let movement = enter(tx, variant_id, location_id, on_hand - now, &cause)?;
    standing.settled(tx)?;
    Ok(Some(movement))
}

/// Enters what takes an entry back. Each can be taken back once.
///
/// # Errors
/// `NotFound`; `Conflict` when it was taken back already, or when its pieces are no longer there or were promised.
pub fn compensate(tx: &mut WriteTx<'_>, id: Id<id::StockMovement>, note: &str) -> Result<Movement> {
    let wrong = store::stock::ledger::find(tx.sql(), id)?
        .ok_or_else(|| Error::not_found("entry of the stock ledger"))?;
    if store::stock::ledger::is_taken_back(tx.sql(), id)? {
        return Err(Error::new(Code::Conflict, "This entry was taken back already."));
    }
    let standing = Standing::of(tx, wrong.variant_id)?;
    if wrong.quantity > 0 && !standing.allow_backorder {
        let (on_hand, reserved) = store::stock::levels::level(tx.sql(), wrong.variant_id, wrong.location_id)?;
        let free = (on_hand - reserved).min(standing.totals.available);
        if free < wrong.quantity {
            return Err(Error::new(
                Code::Conflict,
                format!(
                    "{} of {} came with this, and only {} are still free: the others were sold, moved or promised since.",
                    wrong.quantity,
                    standing.title,
                    free.max(0)
                ),
            ));
        }
    }
    let cause = Cause {
        reason: wrong.reason,
        word: wrong.word,
        note: note.to_owned(),
        unit_cost: wrong.unit_cost,
        reference: Some(Reference::movement(id)),
    };
    let movement = enter(tx, wrong.variant_id, wrong.location_id, -wrong.quantity, &cause)?;
    standing.changed(tx)?;
    Ok(movement)
}

/// The ledger of a variant, the newest entry first, with the balance of its place after each.
///
/// # Errors
/// `Malformed` for a foreign cursor.
pub fn movements(
    connection: &Connection,
    variant_id: Id<id::Variant>,
    filter: &LedgerFilter,
    page: &PageRequest,
) -> Result<Page<LedgerEntry>> {
    let after = page.key::<(i64, String)>()?;
    let rows = store::stock::ledger::of_variant(connection, variant_id, filter, after, page.rows_to_fetch())?;
    page.page(rows, key)
}

/// The ledger of the whole shop, the newest entry first.
///
/// # Errors
/// `Malformed` for a foreign cursor.
pub fn ledger(
    connection: &Connection,
    filter: &LedgerFilter,
    page: &PageRequest,
) -> Result<Page<LedgerEntry>> {
    let after = page.key::<(i64, String)>()?;
    let rows = store::stock::ledger::list(connection, filter, after, page.rows_to_fetch())?;
    page.page(rows, key)
}

fn key(entry: &LedgerEntry) -> (i64, String) {
    (entry.movement.moved_at.as_millis(), entry.movement.id.to_string())
}

/// Compares everything that is derived with what was entered: levels and totals with the ledger and the reservations,
/// sales per day with the ledger. Nothing is returned when all agree.
///
/// # Errors
/// Those of the queries.
pub fn check_levels(connection: &Connection) -> Result<Vec<LevelMismatch>> {
    store::stock::ledger::mismatches(connection)
}
