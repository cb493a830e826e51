//! The back of the demo shop: a second place, suppliers, an order that came in part, goods on their way to the shop floor.
//! All of it is done through the owner's own use cases, at times in the past.

use super::assortment::ShelfVariant;
use super::chance::{Chance, SetClock, days};
use crate::actor::By;
use crate::clock::Timestamp;
use crate::database::{Database, WriteTx};
use crate::error::{Error, Result};
use crate::id::{self, Id};
use crate::stock::{
    self, LineReceived, LowTarget, MovementReason, NewPurchaseLine, NewPurchaseOrder, NewTransfer, Receiving,
    SupplierFields, Wanted,
};

const PART: u64 = 7;

/// Does what the owner did in the last weeks.
pub(super) fn write(
    database: &Database,
    clock: &SetClock,
    seed: u64,
    now: Timestamp,
    floor: Id<id::Location>,
    shelf: &[ShelfVariant],
) -> Result<()> {
    // Goods that sell and are there; what is nearly gone stays so for the inbox to speak of.
    let plenty: Vec<ShelfVariant> = shelf.iter().filter(|variant| variant.available >= 8).cloned().collect();
    clock.set(now.minus(days(30)));
    let goods = plenty.clone();
    let (back, supplier) = database.write_blocking(move |tx| begin(tx, &goods))?;
    clock.set(now.minus(days(12)));
    let goods = plenty.clone();
    let order = database.write_blocking(move |tx| {
        tx.act_as(By::OWNER);
        let mut chance = Chance::new(seed, PART, 1);
        let lines = goods.iter().step_by(7).take(8);
        let lines = lines.map(|variant| bought(variant, 6 * chance.between(1, 3))).collect();
        let expected_on = date(now.minus(days(2)));
        let note = "Spring delivery; the rest follows.".to_owned();
        let new = NewPurchaseOrder { supplier_id: supplier, location_id: back, expected_on, note, lines };
        let order = stock::create_purchase(tx, &new)?;
        stock::order_purchase(tx, order.id, order.version)
    })?;
    clock.set(now.minus(days(3)));
    database.write_blocking(move |tx| {
        tx.act_as(By::OWNER);
        let came = order.lines.iter().enumerate().map(|(i, line)| LineReceived {
            line_id: line.id,
            quantity: if i % 3 == 2 { 0 } else { line.quantity / (1 + i64::from(i % 3 == 1)) },
            unit_cost: None,
        });
        let receiving =
            Receiving { lines: came.collect(), delivery_note: "LS-20418".to_owned(), ..Receiving::default() };
        stock::receive(tx, order.id, order.version, &receiving).map(|_| ())
    })?;
    clock.set(now.minus(days(1)));
    let goods = plenty;
    database.write_blocking(move |tx| {
        tx.act_as(By::OWNER);
        // Goods for the shop floor, carried over tomorrow; and an order that is still being written.
        let lines = goods.iter().step_by(5).take(3).map(|variant| (variant.id, 2)).collect();
        let note = String::new();
        let new = NewTransfer { from_id: back, to_id: floor, note, lines, receive_now: false };
        stock::send(tx, &new)?;
        let lines = goods.iter().skip(3).step_by(11).take(4).map(|variant| bought(variant, 12)).collect();
        let new = NewPurchaseOrder {
            supplier_id: supplier,
            location_id: back,
            expected_on: None,
            note: String::new(),
            lines,
        };
        stock::create_purchase(tx, &new).map(|_| ())
    })
}

/// The back room with some stock, the suppliers, and what counts as low for what sells fast.
fn begin(tx: &mut WriteTx<'_>, goods: &[ShelfVariant]) -> Result<(Id<id::Location>, Id<id::Supplier>)> {
    tx.act_as(By::OWNER);
    let back = stock::create_location(tx, "Back room")?;
    for variant in goods.iter().step_by(5).take(24) {
        let wanted = Wanted { variant_id: variant.id, quantity: 6, location_id: Some(back.id) };
        stock::put(tx, &wanted, MovementReason::Opening, None, "", None)?;
    }
    let mill = stock::create_supplier(
        tx,
        SupplierFields {
            contact_name: "Greta Aldana".to_owned(),
            email: "orders@loomandfield.example".to_owned(),
            phone: "+15550100801".to_owned(),
            note: "Delivers on Tuesdays. Free shipping from 500.".to_owned(),
            lead_time_days: 12,
            ..SupplierFields::named("Loom & Field Textiles")
        },
    )?;
    stock::create_supplier(
        tx,
        SupplierFields {
            contact_name: "Paolo Verdi".to_owned(),
            email: "paolo@calzaverde.example".to_owned(),
            phone: "+15550100802".to_owned(),
            lead_time_days: 21,
            ..SupplierFields::named("Calza Verde")
        },
    )?;
    let fast: Vec<_> = goods.iter().step_by(9).take(6).map(|variant| variant.id).collect();
    if fast.is_empty() {
        return Err(Error::invalid("The demo shop has no goods."));
    }
    stock::set_low_level(tx, &LowTarget::Variants(fast), Some(5))?;
    Ok((back.id, mill.id))
}

fn bought(variant: &ShelfVariant, quantity: i64) -> NewPurchaseLine {
    NewPurchaseLine { variant_id: variant.id, quantity, unit_cost: variant.price * 42 / 100 }
}

fn date(at: Timestamp) -> Option<jiff::civil::Date> {
    Some(at.to_jiff().to_zoned_datetime(jiff::tz::TimeZone::UTC).date())
}
