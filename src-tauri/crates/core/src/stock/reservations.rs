//! Promises: pieces kept for a line of an order, or for a cart for a while.

use rusqlite::Connection;
use serde::Serialize;

use super::ledger::{Cause, enter};
use super::standing::Standing;
use super::{Movement, MovementReason, Reference, locations};
use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::{Error, Result};
use crate::id::{self, Id};
use crate::jobs::{self, NewJob, Work};
use crate::store;

/// The most pieces of one request; more is a slip of the finger or a scanner's number in the wrong field.
pub(super) const LARGEST: i64 = 1_000_000;

/// Expired reservations that one write ends at most.
const EXPIRED_AT_ONCE: u32 = 500;

/// For whom pieces are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    Line {
        order_id: Id<id::Order>,
        line_item_id: Id<id::LineItem>,
    },
    Cart(Id<id::Cart>),
    /// A replacement that a customer is to get.
    Return(Id<id::Return>),
}

impl Holder {
    pub(crate) fn key(self) -> String {
        match self {
            Self::Line { line_item_id, .. } => line_item_id.to_string(),
            Self::Cart(id) => id.to_string(),
            Self::Return(id) => id.to_string(),
        }
    }

    pub(crate) fn order_id(self) -> Option<Id<id::Order>> {
        match self {
            Self::Line { order_id, .. } => Some(order_id),
            Self::Cart(_) | Self::Return(_) => None,
        }
    }
}

/// Pieces of a variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    pub variant_id: Id<id::Variant>,
    /// One at least.
    pub quantity: i64,
    /// `None`: the first place that has them all, else several.
    pub location_id: Option<Id<id::Location>>,
}

impl Wanted {
    pub fn anywhere(variant_id: Id<id::Variant>, quantity: i64) -> Self {
        Self { variant_id, quantity, location_id: None }
    }

    pub(super) fn check(&self) -> Result<()> {
        if (1..=LARGEST).contains(&self.quantity) {
            return Ok(());
        }
        Err(Error::invalid("The number of pieces must be between 1 and 1,000,000.").at("quantity"))
    }
}

/// Pieces kept in one place for one holder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reservation {
    pub id: Id<id::Reservation>,
    pub variant_id: Id<id::Variant>,
    pub location_id: Id<id::Location>,
    pub quantity: i64,
    pub order_id: Option<Id<id::Order>>,
    /// The line item's or the cart's id.
    pub holder: String,
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

/// A reservation with what people call its objects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReservationListing {
    pub reservation: Reservation,
    pub location_name: String,
    pub order_number: Option<String>,
}

/// What stands in one place, while a change is worked out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shelf {
    pub location_id: Id<id::Location>,
    pub on_hand: i64,
    pub reserved: i64,
}

impl Shelf {
    /// Every place in use or with pieces of the variant, in the order in which they are taken from.
    pub(super) fn of(tx: &mut WriteTx<'_>, variant_id: Id<id::Variant>) -> Result<Vec<Self>> {
        let mut shelves = store::stock::levels::shelves(tx.sql(), variant_id)?;
        if shelves.is_empty() {
            let location = locations::first(tx)?;
            shelves.push(Self { location_id: location.id, on_hand: 0, reserved: 0 });
        }
        Ok(shelves)
    }

    fn free(&self) -> i64 {
        (self.on_hand - self.reserved).max(0)
    }
}

/// Shares the wanted pieces out over the places. `had` more were asked for and are taken care of already; they count in
/// the error only.
pub(super) fn allocate(
    tx: &WriteTx<'_>,
    standing: &Standing,
    shelves: &[Shelf],
    wanted: &Wanted,
    had: i64,
) -> Result<Vec<(Id<id::Location>, i64)>> {
    let quantity = wanted.quantity;
    let usable: Vec<Shelf> = match wanted.location_id {
        None => shelves.to_vec(),
        Some(id) => {
            let place = locations::location(tx.sql(), id)?;
            let none = Shelf { location_id: place.id, on_hand: 0, reserved: 0 };
            vec![shelves.iter().find(|shelf| shelf.location_id == id).copied().unwrap_or(none)]
        }
    };
    // What one place promised too much, another one must make good.
    let net: i64 = shelves.iter().map(|shelf| shelf.on_hand - shelf.reserved).sum();
    let free = usable.iter().map(Shelf::free).sum::<i64>().min(net.max(0));
    if free < quantity && !standing.allow_backorder {
        return Err(standing.shortage(had + quantity, had + free));
    }
    if let Some(whole) = usable.iter().find(|shelf| shelf.free() >= quantity) {
        return Ok(vec![(whole.location_id, quantity)]);
    }
    let mut rest = quantity;
    let mut parts: Vec<(Id<id::Location>, i64)> = Vec::new();
    for shelf in &usable {
        let part = shelf.free().min(rest);
        if part > 0 {
            parts.push((shelf.location_id, part));
            rest -= part;
        }
    }
    if rest > 0 {
        // Backorder: the first place owes what nobody has.
        let debtor =
            usable.first().map_or_else(|| Err(Error::not_found("place")), |shelf| Ok(shelf.location_id))?;
        match parts.iter_mut().find(|(location, _)| *location == debtor) {
            Some((_, part)) => *part += rest,
            None => parts.push((debtor, rest)),
        }
    }
    Ok(parts)
}

/// Keeps pieces for a holder, in addition to what it has. `expires_at` counts for the new ones and for those of the same
/// places.
///
/// # Errors
/// `OutOfStock` with how many are left, unless the variant allows backorder (then nothing was reserved); `Invalid` for a
/// quantity below one; `NotFound`.
pub fn reserve(
    tx: &mut WriteTx<'_>,
    holder: Holder,
    wanted: &Wanted,
    expires_at: Option<Timestamp>,
) -> Result<Vec<Reservation>> {
    wanted.check()?;
    let standing = Standing::of(tx, wanted.variant_id)?;
    let shelves = Shelf::of(tx, wanted.variant_id)?;
    let parts = allocate(tx, &standing, &shelves, wanted, 0)?;
    let mut kept = Vec::new();
    for (location_id, quantity) in parts {
        let reservation = Reservation {
            id: tx.new_id(),
            variant_id: wanted.variant_id,
            location_id,
            quantity,
            order_id: holder.order_id(),
            holder: holder.key(),
            expires_at,
            created_at: tx.now(),
        };
        kept.push(store::stock::reservations::add(tx, &reservation)?);
    }
    if let Some(at) = expires_at {
        jobs::enqueue(tx, &NewJob::at(at, Work::ExpireReservations))?;
    }
    standing.changed(tx)?;
    Ok(kept)
}

/// Ends a holder's promise of `quantity` pieces (`None`: of all), the last reserved first. Says how many were released;
/// releasing what is not there is no error.
///
/// # Errors
/// Those of the queries.
pub fn release(tx: &mut WriteTx<'_>, holder: Holder, quantity: Option<i64>) -> Result<i64> {
    let kept = store::stock::reservations::of_holder(tx.sql(), &holder.key(), None)?;
    end(tx, kept, quantity)
}

/// Ends all promises to an order.
///
/// # Errors
/// Those of the queries.
pub fn release_order(tx: &mut WriteTx<'_>, order_id: Id<id::Order>) -> Result<i64> {
    let kept = store::stock::reservations::of_order(tx.sql(), order_id)?;
    end(tx, kept, None)
}

fn end(tx: &mut WriteTx<'_>, kept: Vec<Reservation>, quantity: Option<i64>) -> Result<i64> {
    let mut rest = quantity.unwrap_or(i64::MAX);
    let mut released = 0;
    for reservation in kept.into_iter().rev() {
        let part = reservation.quantity.min(rest);
        if part <= 0 {
            break;
        }
        let standing = Standing::of(tx, reservation.variant_id)?;
        store::stock::reservations::lessen(tx, &reservation, part)?;
        standing.changed(tx)?;
        rest -= part;
        released += part;
    }
    Ok(released)
}

/// What was kept for one holder is kept for another from now on, in the same places: a cart became an order.
///
/// # Errors
/// Those of the queries.
pub fn hand_over(
    tx: &mut WriteTx<'_>,
    from: Holder,
    to: Holder,
    expires_at: Option<Timestamp>,
) -> Result<i64> {
    let mut handed = 0;
    for old in store::stock::reservations::of_holder(tx.sql(), &from.key(), None)? {
        let (quantity, created_at) = (old.quantity, tx.now());
        store::stock::reservations::lessen(tx, &old, quantity)?;
        let new = Reservation {
            id: tx.new_id(),
            order_id: to.order_id(),
            holder: to.key(),
            expires_at,
            created_at,
            ..old
        };
        store::stock::reservations::add(tx, &new)?;
        handed += quantity;
    }
    if let Some(at) = expires_at {
        jobs::enqueue(tx, &NewJob::at(at, Work::ExpireReservations))?;
    }
    Ok(handed)
}

/// The pieces were sold: ends the holder's promise of them and takes them out of the ledger. What was not promised, or
/// is no longer where it was promised, is taken from what is free.
///
/// # Errors
/// `OutOfStock` with how many could be taken, unless the variant allows backorder (then nothing was changed); `Invalid`
/// for a quantity below one; `NotFound`.
pub fn consume(
    tx: &mut WriteTx<'_>,
    holder: Holder,
    wanted: &Wanted,
    reference: Reference,
) -> Result<Vec<Movement>> {
    wanted.check()?;
    let standing = Standing::of(tx, wanted.variant_id)?;
    let mut shelves = Shelf::of(tx, wanted.variant_id)?;
    // Pieces still to be taken, and of them those that a promise may still cover.
    let (mut rest, mut coverable) = (wanted.quantity, wanted.quantity);
    let mut ended = Vec::new();
    let mut parts: Vec<(Id<id::Location>, i64)> = Vec::new();
    for kept in store::stock::reservations::of_holder(tx.sql(), &holder.key(), Some(wanted.variant_id))? {
        let promised = kept.quantity.min(coverable);
        let Some(shelf) = shelves.iter_mut().find(|shelf| shelf.location_id == kept.location_id) else {
            continue;
        };
        if promised == 0 {
            break;
        }
        let there = if standing.allow_backorder { promised } else { promised.min(shelf.on_hand.max(0)) };
        shelf.reserved -= promised;
        shelf.on_hand -= there;
        if there > 0 {
            parts.push((kept.location_id, there));
        }
        // What is missing there is looked for among all that is free.
        rest -= there;
        coverable -= promised;
        ended.push((kept, promised));
    }
    if rest > 0 {
        let more = Wanted { quantity: rest, ..*wanted };
        for (location, quantity) in allocate(tx, &standing, &shelves, &more, wanted.quantity - rest)? {
            match parts.iter_mut().find(|(other, _)| *other == location) {
                Some((_, part)) => *part += quantity,
                None => parts.push((location, quantity)),
            }
        }
    }
    for (kept, promised) in ended {
        store::stock::reservations::lessen(tx, &kept, promised)?;
    }
    let cause = Cause::new(MovementReason::Sold, Some(reference));
    let mut entered = Vec::new();
    for (location_id, quantity) in parts {
        entered.push(enter(tx, wanted.variant_id, location_id, -quantity, &cause)?);
    }
    standing.changed(tx)?;
    Ok(entered)
}

/// Ends what has expired, a part of it at a time, and says how many reservations that were and when the next one is due.
///
/// # Errors
/// Those of the queries.
pub fn expire(tx: &mut WriteTx<'_>) -> Result<(usize, Option<Timestamp>)> {
    let expired = store::stock::reservations::expired(tx.sql(), tx.now(), EXPIRED_AT_ONCE)?;
    let count = expired.len();
    end(tx, expired, None)?;
    Ok((count, store::stock::reservations::next_expiry(tx.sql())?))
}

/// What is kept of a variant, the oldest promise first; the first 200.
///
/// # Errors
/// Those of the query.
pub fn reservations_of_variant(
    connection: &Connection,
    variant_id: Id<id::Variant>,
) -> Result<Vec<ReservationListing>> {
    store::stock::reservations::of_variant(connection, variant_id)
}

/// What is kept for an order.
///
/// # Errors
/// Those of the query.
pub fn reservations_of_order(connection: &Connection, order_id: Id<id::Order>) -> Result<Vec<Reservation>> {
    store::stock::reservations::of_order(connection, order_id)
}
