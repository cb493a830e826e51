//! Pieces that a file tells of: entered into the ledger with the import as their reason, and taken back with it.
//!
//! What an import counted of a product that it made itself goes with the product, as if it had never been; what it
//! changed of others is compensated by an entry of its own.

use serde::{Deserialize, Serialize};

use crate::database::WriteTx;
use crate::error::{Code, Result};
use crate::id::{self, Id};
use crate::operations::{Change, Recording, Restored, Subject};
use crate::stock::{self, Reference};
use crate::store;

/// An entry of the ledger as an operation keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Counted {
    variant_id: Id<id::Variant>,
    location_id: Id<id::Location>,
    quantity: i64,
    /// Of a variant that came with the same import.
    opening: bool,
}

/// The first pieces of a new variant.
pub(super) fn open(
    tx: &mut WriteTx<'_>,
    variant: Id<id::Variant>,
    location: Id<id::Location>,
    pieces: i64,
    recording: &mut Recording,
) -> Result<()> {
    let movement = stock::open_quietly(tx, variant, location, pieces, Reference::import(recording.id))?;
    let counted = Counted { variant_id: variant, location_id: location, quantity: pieces, opening: true };
    recording.change(tx, Subject::ImportedStock, movement.id, None, Some(&counted))
}

/// Makes it exactly so many pieces.
pub(super) fn set(
    tx: &mut WriteTx<'_>,
    variant: Id<id::Variant>,
    location: Id<id::Location>,
    pieces: i64,
    recording: &mut Recording,
) -> Result<()> {
    let reference = Reference::import(recording.id);
    let Some(movement) = stock::set_quietly(tx, variant, location, pieces, reference)? else { return Ok(()) };
    let quantity = movement.quantity;
    let counted = Counted { variant_id: variant, location_id: location, quantity, opening: false };
    recording.change(tx, Subject::ImportedStock, movement.id, None, Some(&counted))
}

/// Takes an entry back.
pub(crate) fn restore(tx: &mut WriteTx<'_>, recording: &mut Recording, change: &Change) -> Result<Restored> {
    let after: Option<Counted> = change.after.clone().map(serde_json::from_value).transpose()?;
    let (Some(counted), Ok(movement)) = (after, change.subject_id.parse::<Id<id::StockMovement>>()) else {
        // The taking back of a taking back: pieces are not conjured up again.
        return Ok(Restored::ChangedSince);
    };
    let operation = recording.undoes(tx)?;
    if counted.opening
        && let Some(operation) = operation
        && store::imports::only_of_operation(tx.sql(), counted.variant_id, operation)?
    {
        store::imports::forget_stock(tx, counted.variant_id)?;
        recording.change(tx, Subject::ImportedStock, movement, Some(&counted), None)?;
        return Ok(Restored::Done);
    }
    match stock::compensate(tx, movement, "The import was taken back") {
        Ok(_) => {
            recording.change(tx, Subject::ImportedStock, movement, Some(&counted), None)?;
            Ok(Restored::Done)
        }
        Err(error) if matches!(error.code, Code::Conflict | Code::NotFound) => Ok(Restored::ChangedSince),
        Err(error) => Err(error),
    }
}
