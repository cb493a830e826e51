//! A variant's stock as a whole while it is being changed: the place where a fall to the low level is noticed and where
//! subscribers are told.

use serde::Serialize;

use super::{Shortage, low};
use crate::database::WriteTx;
use crate::error::{Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::{store, waiting_list};

/// A variant's pieces in all locations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Totals {
    pub on_hand: i64,
    pub reserved: i64,
    /// On hand less reserved; negative when more was promised than is there.
    pub available: i64,
    /// At or below this many available pieces it is low: its own level, else its product's, else the shop's.
    pub low_at: i64,
    pub is_low: bool,
    /// Grows with every movement and reservation.
    pub version: i64,
}

/// A variant before a change of its stock.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    pub variant_id: Id<id::Variant>,
    pub product_id: Id<id::Product>,
    /// "Linen dress, M / navy".
    pub title: String,
    pub allow_backorder: bool,
    /// Its product is sold at present.
    pub active: bool,
    pub totals: Totals,
}

impl Standing {
    /// # Errors
    /// `NotFound`.
    pub fn of(tx: &WriteTx<'_>, variant_id: Id<id::Variant>) -> Result<Self> {
        store::stock::levels::standing(tx.sql(), variant_id)?.ok_or_else(|| Error::not_found("variant"))
    }

    pub fn shortage(&self, wanted: i64, left: i64) -> Error {
        let (variant_id, title) = (self.variant_id, self.title.clone());
        Shortage { variant_id, title, wanted, left: left.max(0) }.into()
    }

    /// After the change: notices a crossing of the low level and tells.
    ///
    /// # Errors
    /// Those of the queries.
    pub fn changed(&self, tx: &mut WriteTx<'_>) -> Result<Totals> {
        let after = self.settled(tx)?;
        let payload = serde_json::json!({
            "variant_id": self.variant_id, "on_hand": after.on_hand, "reserved": after.reserved,
        });
        tx.emit(EventKind::ProductUpdated, self.product_id, payload)?;
        let pieces = serde_json::json!({ "on_hand": after.on_hand, "reserved": after.reserved });
        tx.emit(EventKind::StockUpdated, self.variant_id, pieces)?;
        Ok(after)
    }

    /// As [`Standing::changed`], but tells nobody: a file of thousands is told once.
    ///
    /// # Errors
    /// Those of the queries.
    pub fn settled(&self, tx: &mut WriteTx<'_>) -> Result<Totals> {
        let after = Self::of(tx, self.variant_id)?.totals;
        if self.active && self.totals.is_low != after.is_low {
            if after.is_low {
                low::crossed(tx, self.variant_id)?;
            } else {
                low::recovered(tx, self.variant_id)?;
            }
        }
        if after.available > self.totals.available.max(0) {
            waiting_list::stocked(tx, self.variant_id)?;
        }
        Ok(after)
    }
}
