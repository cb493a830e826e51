//! The rules of stock, through its use cases.

mod interleavings;
mod ledger;
mod lists;
mod low;
mod purchasing;
mod reservations;
mod stocktakes;
mod transfers;
mod velocity;

use super::*;
use crate::catalog::{NewProduct, NewVariant, ProductStatus};
use crate::database::WriteTx;
use crate::error::Result;
use crate::fixture::Fixture;
use crate::id::{self, Id};
use crate::money::{Currency, Money};
use crate::page::PageRequest;

/// Two places ("Floor" first, "Back") and one product with as many variants as asked for, without stock.
struct Shop {
    fixture: Fixture,
    floor: Id<id::Location>,
    back: Id<id::Location>,
    product: Id<id::Product>,
    variants: Vec<Id<id::Variant>>,
}

fn new_variant(sku: &str, colour: &str, allow_backorder: bool) -> NewVariant {
    NewVariant {
        sku: Some(sku.into()),
        values: vec![colour.into()],
        allow_backorder,
        ..NewVariant::priced(Money::new(5000, Currency::EUR))
    }
}

fn new_product(handle: &str, title: &str, category: &str, variants: Vec<NewVariant>) -> NewProduct {
    NewProduct {
        handle: handle.into(),
        title: title.into(),
        category: category.into(),
        status: ProductStatus::Active,
        options: vec!["Colour".into()],
        variants,
        ..NewProduct::default()
    }
}

impl Shop {
    fn with(variants: usize) -> Self {
        Self::selling(variants, false)
    }

    fn selling(variants: usize, allow_backorder: bool) -> Self {
        let fixture = Fixture::new();
        let (floor, back, product, variants) = fixture
            .write(move |tx| {
                let (floor, back) = (add_location(tx, "Floor")?.id, add_location(tx, "Back")?.id);
                let new = (0..variants)
                    .map(|i| new_variant(&format!("LD-{i}"), &format!("colour {i}"), allow_backorder))
                    .collect();
                let product = crate::catalog::create_product(
                    tx,
                    &new_product("dress", "Linen dress", "Women > Dresses", new),
                )?;
                let variants = crate::catalog::variants(tx.sql(), product)?.iter().map(|v| v.id).collect();
                Ok((floor, back, product, variants))
            })
            .expect("shop");
        Self { fixture, floor, back, product, variants }
    }

    fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut WriteTx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.fixture.write(work)
    }

    /// Puts pieces of the first variant somewhere.
    fn stock(&self, location: Id<id::Location>, quantity: i64) {
        self.stock_of(0, location, quantity);
    }

    fn stock_of(&self, variant: usize, location: Id<id::Location>, quantity: i64) {
        let wanted = at(self.variants[variant], location, quantity);
        self.write(move |tx| put(tx, &wanted, MovementReason::Opening, None, "", None)).expect("stock");
    }

    /// On hand and reserved, on the floor and in the back, of a variant.
    fn places(&self, variant: usize) -> [(i64, i64); 2] {
        let id = self.variants[variant];
        [self.floor, self.back]
            .map(|place| self.fixture.read(|c| crate::store::stock::levels::level(c, id, place)))
    }

    fn totals(&self, variant: usize) -> Totals {
        self.fixture.read(|c| totals(c, self.variants[variant]))
    }

    fn check(&self) {
        assert_eq!(self.fixture.read(check_levels), []);
    }

    fn undo_last(&self) -> Result<crate::operations::Undone> {
        let last = self.last_operation();
        self.write(move |tx| crate::operations::undo(tx, last))
    }

    fn last_operation(&self) -> Id<id::Operation> {
        let filter = crate::operations::OperationFilter::default();
        self.fixture.read(|c| crate::operations::list(c, &filter, &PageRequest::first(1))).items[0].id
    }
}

fn at(variant_id: Id<id::Variant>, location: Id<id::Location>, quantity: i64) -> Wanted {
    Wanted { variant_id, quantity, location_id: Some(location) }
}

fn some_id<K: id::Kind>(number: u128) -> Id<K> {
    Id::from_uuid(uuid::Uuid::from_u128(number))
}

fn cart(number: u128) -> Holder {
    Holder::Cart(some_id(number))
}
