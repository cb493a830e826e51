//! How many there are, where, and who was promised them.
//!
//! Owns the ledger of pieces that came and went ([`ledger`]), promises to orders and carts ([`reservations`]), the places
//! ([`locations`]), and what the owner does with goods: adjusting, buying, moving between places, counting. It knows no
//! order's rules: `orders` and `returns` call [`reserve`], [`release`], [`consume`], [`take`] and [`put`] in their own
//! transactions and record their own operations.
//!
//! Only movements, reservations and low levels are entered; levels, totals and sales per day follow by triggers, and
//! [`check_levels`] proves it. `available = on_hand − reserved`. Selling and promising never bring `available` below zero
//! unless the variant allows backorder; a physical truth (damaged, counted) may bring `on_hand` below what is promised,
//! never below zero.

mod adjustments;
mod ledger;
mod levels;
mod locations;
mod low;
mod ordering;
mod receiving;
mod reservations;
mod shortage;
mod standing;
mod stocktakes;
mod suppliers;
mod transfers;
mod undo;
mod velocity;

pub use adjustments::{Adjusted, Adjustment, AdjustmentLine, AdjustmentTo, AdjustmentWord, adjust};
pub use ledger::{
    LedgerEntry, LedgerFilter, LevelMismatch, Movement, MovementReason, Reference, ReferenceKind,
    check_levels, compensate, ledger, movements, put, set_on_hand, take,
};
pub(crate) use ledger::{open_quietly, set_quietly};
pub use levels::{
    Level, LevelFilter, LevelQuery, LevelSort, Place, Summary, find_code, levels, lookup, of_variant,
    of_variants, summary, totals,
};
pub use locations::{
    Location, LocationChange, add_location, change_location, create_location, location, locations,
    locations_with_pieces,
};
pub use low::{LowAlert, LowStock, LowTarget, alerts, count_low, low, set_low_level, take_alerts};
pub use ordering::{
    NewPurchaseLine, NewPurchaseOrder, PurchaseAction, PurchaseChange, PurchaseFilter, PurchaseLine,
    PurchaseLineView, PurchaseOrder, PurchaseOrderListing, PurchaseOrderView, PurchaseStatus,
    allowed_actions, cancel_purchase, change_purchase, close_purchase, create_purchase, delete_purchase,
    order_purchase, purchase_order, purchase_orders,
};
pub use receiving::{LineReceived, Receipt, ReceiptLine, Receiving, moving_average, receive};
pub(crate) use reservations::Shelf;
pub use reservations::{
    Holder, Reservation, ReservationListing, Wanted, consume, expire, hand_over, release, release_order,
    reservations_of_order, reservations_of_variant, reserve,
};
pub use shortage::Shortage;
pub(crate) use standing::Standing;
pub use standing::Totals;
pub use stocktakes::{
    Count, CountBy, CountFilter, CountInput, Counted, NewStocktake, Stocktake, StocktakeListing,
    StocktakeStatus, Uncounted, abandon, approve, count, counts, counts_of, set_count, start_stocktake,
    stocktake, stocktakes, uncount,
};
pub use suppliers::{
    Supplier, SupplierFields, SupplierListing, change_supplier, create_supplier, supplier, suppliers,
};
pub use transfers::{
    NewTransfer, Transfer, TransferAction, TransferLine, TransferLineView, TransferListing, TransferReceived,
    TransferStatus, TransferView, cancel_transfer, close_transfer, receive_transfer, send, transfer,
    transfer_actions, transfers,
};
pub(crate) use undo::restore;
pub use velocity::{Cover, Reorder, Velocity, cover, reorder};

#[cfg(test)]
mod tests;
