//! Brings the goods into the catalog: variants with codes, pictures and a stocked shelf.

use super::chance::Chance;
use super::drawing::{GarmentKind, GarmentSpec, Pattern, colour_rgb, garment_svg};
use super::goods::{self, Goods};
use crate::actor::By;
use crate::blobs;
use crate::catalog::codes::own_number;
use crate::catalog::prices::PriceChange;
use crate::catalog::{self, Image, NewProduct, NewVariant, ProductStatus};
use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{self, Id};
use crate::money::{Currency, Money};
use crate::stock::{self, Location, Movement, MovementReason};
use crate::store;

const PART: u64 = 1;

/// A variant as orders see it.
#[derive(Debug, Clone)]
pub(super) struct ShelfVariant {
    pub id: Id<id::Variant>,
    pub title: &'static str,
    pub variant_title: String,
    pub sku: Option<String>,
    pub price: i64,
    /// Pieces that no order has.
    pub available: i64,
}

/// The stocked shop.
pub(super) struct Shelf {
    pub location: Location,
    pub variants: Vec<ShelfVariant>,
}

pub(super) fn write(tx: &mut WriteTx<'_>, seed: u64) -> Result<Shelf> {
    let location = stock::add_location(tx, "Shop floor")?;
    let mut variants = Vec::new();
    for (index, goods) in goods::all().enumerate() {
        let mut chance = Chance::new(seed, PART, index as u64);
        let new = product(goods, index);
        let product_id = catalog::insert_new(tx, &new, None)?.product.id;
        pictures(tx, product_id, goods, index)?;
        for variant in catalog::variants(tx.sql(), product_id)? {
            if let Some(was) = goods.was {
                reduced(tx, variant.id, variant.price, Money::new(was, variant.price.currency))?;
            }
            let available = fill(tx, &mut chance, variant.id, location.id)?;
            variants.push(ShelfVariant {
                id: variant.id,
                title: goods.title,
                variant_title: variant.title(),
                sku: variant.sku,
                price: variant.price.amount,
                available,
            });
        }
    }
    Ok(Shelf { location, variants })
}

fn product(goods: &Goods, index: usize) -> NewProduct {
    let sizes = goods.sizes.values();
    let sized = !sizes.is_empty();
    let mut variants = Vec::new();
    for colour in goods.colours {
        for size in if sized { sizes } else { &[""] } {
            let mut values = vec![capitalised(colour)];
            let mut sku = format!("{}-{:03}-{}", letters(goods.brand, 2), index + 1, letters(colour, 4));
            if sized {
                values.insert(0, (*size).to_owned());
                sku = format!("{sku}-{size}");
            }
            let number = index * 100 + variants.len();
            variants.push(NewVariant {
                sku: Some(sku),
                barcode: Some(own_number("20", number as u64)),
                values,
                price: Money::new(goods.price, Currency::EUR),
                compare_at: goods.was.map(|was| Money::new(was, Currency::EUR)),
                cost_minor: Some(goods.price * 42 / 100),
                weight_grams: Some(weight(goods.kind)),
                allow_backorder: false,
            });
        }
    }
    let options: &[&str] = if sized { &["Size", "Colour"] } else { &["Colour"] };
    NewProduct {
        handle: handle(goods.title),
        title: goods.title.into(),
        description: goods.description.into(),
        brand: goods.brand.into(),
        category: goods.category.into(),
        material: goods.material.into(),
        care: goods.care.into(),
        season: goods.season.into(),
        tags: goods.tags.iter().map(|tag| (*tag).to_owned()).collect(),
        status: ProductStatus::Active,
        options: options.iter().map(|name| (*name).to_owned()).collect(),
        variants,
        ..NewProduct::default()
    }
}

/// Enters that a piece became cheaper, some weeks after it came.
fn reduced(tx: &mut WriteTx<'_>, variant_id: Id<id::Variant>, price: Money, was: Money) -> Result<()> {
    let change = PriceChange {
        id: tx.new_id(),
        variant_id,
        price,
        compare_at: Some(was),
        price_before: was,
        compare_at_before: None,
        by: By::OWNER,
        operation_id: None,
        at: tx.now().plus(super::chance::days(45)),
    };
    store::prices::insert(tx.sql(), &change)
}

/// What such a piece weighs, packed. Grams.
pub(super) fn weight(kind: GarmentKind) -> i64 {
    match kind {
        GarmentKind::Coat => 1400,
        GarmentKind::Jacket | GarmentKind::Blazer => 900,
        GarmentKind::Jeans | GarmentKind::Hoodie | GarmentKind::Sweater => 650,
        GarmentKind::Scarf | GarmentKind::Hat => 150,
        _ => 350,
    }
}

/// Draws a picture of each colour.
fn pictures(tx: &mut WriteTx<'_>, product_id: Id<id::Product>, goods: &Goods, index: usize) -> Result<()> {
    for (i, colour) in goods.colours.iter().enumerate() {
        let content_hash = picture(tx, goods.kind, goods.pattern, colour, index as u64)?;
        let image = Image {
            id: tx.new_id(),
            product_id,
            position: i64::try_from(i + 1).unwrap_or(i64::MAX),
            colour: Some((*colour).to_owned()),
            alt: format!("{} in {colour}", goods.title),
            content_hash,
            variant_ids: Vec::new(),
            picture: None,
        };
        store::images::insert(tx.sql(), &image)?;
    }
    Ok(())
}

/// Draws a picture and keeps it.
pub(super) fn picture(
    tx: &WriteTx<'_>,
    kind: GarmentKind,
    pattern: Pattern,
    colour: &str,
    seed: u64,
) -> Result<String> {
    let colour = colour_rgb(colour).unwrap_or(super::drawing::Rgb::new(128, 128, 128));
    let svg = garment_svg(&GarmentSpec { kind, colour, pattern, seed });
    blobs::put(tx, "image/svg+xml", svg.as_bytes())
}

/// Stocks a variant: some are sold out, some are low. Returns what is left.
fn fill(
    tx: &mut WriteTx<'_>,
    chance: &mut Chance,
    variant_id: Id<id::Variant>,
    location_id: Id<id::Location>,
) -> Result<i64> {
    let opening = chance.between(8, 30);
    let left = match chance.between(1, 100) {
        1..=9 => 0,
        10..=19 => chance.between(1, 3),
        _ => opening,
    };
    let mut enter = |quantity, reason| {
        let movement = past_movement(tx.new_id(), variant_id, location_id, quantity, reason, tx.now());
        store::stock::ledger::insert(tx.sql(), &movement)
    };
    enter(opening, MovementReason::Opening)?;
    if left < opening {
        enter(left - opening, MovementReason::Sold)?;
    }
    Ok(left)
}

/// An entry of the ledger as it would have been made then.
pub(super) fn past_movement(
    id: Id<id::StockMovement>,
    variant_id: Id<id::Variant>,
    location_id: Id<id::Location>,
    quantity: i64,
    reason: MovementReason,
    moved_at: Timestamp,
) -> Movement {
    Movement {
        id,
        variant_id,
        location_id,
        quantity,
        reason,
        word: None,
        note: String::new(),
        unit_cost: None,
        reference: None,
        by: By::OWNER,
        moved_at,
    }
}

/// The upper-case letters of a name, `count` of them at most.
fn letters(name: &str, count: usize) -> String {
    name.chars().filter(char::is_ascii_alphabetic).take(count).collect::<String>().to_ascii_uppercase()
}

pub(super) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// A title as a part of a link.
pub(super) fn handle(title: &str) -> String {
    let words: Vec<String> = title
        .to_lowercase()
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_codes() {
        assert_eq!(handle("Women's A-line skirt!"), "women-s-a-line-skirt");
        assert_eq!(letters("dusty rose", 4), "DUST");
        assert_eq!(capitalised("dusty rose"), "Dusty rose");
    }
}
