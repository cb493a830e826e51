//! The owner corrects what the ledger says: something broke, was found, was given away.

use serde::Serialize;

use super::ledger::{Cause, enter};
use super::reservations::LARGEST;
use super::standing::Standing;
use super::{Movement, MovementReason, locations};
use crate::database::WriteTx;
use crate::error::{Error, Result};
use crate::id::{self, Id};
use crate::operations::{self, OperationKind, Subject};
use crate::store;

crate::text_enum! {
    /// Why the owner corrects a level.
    pub enum AdjustmentWord {
        /// It was entered or counted wrongly.
        Correction = "correction",
        Found = "found",
        Damaged = "damaged",
        Lost = "lost",
        Stolen = "stolen",
        /// A sample, a gift, a piece for the window.
        GivenAway = "given_away",
        Other = "other",
    }
}

impl AdjustmentWord {
    /// What is gone for good is written off; the rest corrects.
    pub const fn reason(self) -> MovementReason {
        match self {
            Self::Damaged | Self::Lost | Self::Stolen | Self::GivenAway => MovementReason::WrittenOff,
            Self::Correction | Self::Found | Self::Other => MovementReason::Adjusted,
        }
    }
}

/// To how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdjustmentTo {
    /// So many more, or fewer when negative.
    By(i64),
    /// So many on hand.
    OnHand(i64),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AdjustmentLine {
    pub variant_id: Id<id::Variant>,
    pub to: AdjustmentTo,
}

/// Levels of one place that are corrected together.
#[derive(Debug, Clone)]
pub struct Adjustment {
    pub location_id: Id<id::Location>,
    pub word: AdjustmentWord,
    pub note: String,
    pub lines: Vec<AdjustmentLine>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Adjusted {
    /// Without the lines that were right already.
    pub movements: Vec<Movement>,
}

/// Corrects levels, all or none.
///
/// # Errors
/// `OutOfStock` when a level would fall below zero and the variant allows no backorder; `Invalid` for no or too many lines,
/// a written-off line that adds pieces, or numbers out of range; `NotFound`.
pub fn adjust(tx: &mut WriteTx<'_>, adjustment: &Adjustment) -> Result<Adjusted> {
    let Adjustment { location_id, word, note, lines } = adjustment;
    if lines.is_empty() || lines.len() > 500 {
        return Err(Error::invalid("An adjustment has between 1 and 500 lines.").at("lines"));
    }
    let location = locations::location(tx.sql(), *location_id)?;
    let cause = Cause { word: Some(*word), ..Cause::new(word.reason(), None).noted(note) };
    let mut movements: Vec<Movement> = Vec::new();
    let mut title = String::new();
    for (i, line) in lines.iter().enumerate() {
        let standing = Standing::of(tx, line.variant_id)?;
        let (on_hand, _) = store::stock::levels::level(tx.sql(), line.variant_id, *location_id)?;
        let change = change(line.to, on_hand).map_err(|error| error.at(format!("lines[{i}]")))?;
        if change == 0 {
            continue;
        }
        if change > 0 && word.reason() == MovementReason::WrittenOff {
            return Err(
                Error::invalid("What is written off becomes fewer, not more.").at(format!("lines[{i}]"))
            );
        }
        if on_hand + change < 0 && change < 0 && !standing.allow_backorder {
            return Err(standing.shortage(-change, on_hand).at(format!("lines[{i}]")));
        }
        movements.push(enter(tx, line.variant_id, *location_id, change, &cause)?);
        standing.changed(tx)?;
        title.clone_from(&standing.title);
    }
    let details = serde_json::json!({
        "word": word, "location": location.name, "lines": movements.len(),
        "pieces": movements.iter().map(|movement| movement.quantity).sum::<i64>(),
        "title": (movements.len() == 1).then_some(title),
    });
    let mut recording = operations::begin(tx, OperationKind::StockAdjusted, details)?;
    for movement in &movements {
        recording.change(tx, Subject::StockMovement, movement.id, None, Some(movement))?;
    }
    recording.finish(tx)?;
    Ok(Adjusted { movements })
}

fn change(to: AdjustmentTo, on_hand: i64) -> Result<i64> {
    let within = |pieces: i64, least: i64| {
        if (least..=LARGEST).contains(&pieces) {
            return Ok(pieces);
        }
        Err(Error::invalid("The number of pieces must be between 0 and 1,000,000."))
    };
    match to {
        AdjustmentTo::By(change) => within(change, -LARGEST),
        AdjustmentTo::OnHand(pieces) => Ok(within(pieces, 0)? - on_hand),
    }
}
