//! A small shop for the tests of orders: hats in two sizes, scarves, a customer.

use crate::catalog::{self, NewProduct, NewVariant, ProductStatus};
use crate::contacts::{self, NewContact};
use crate::database::WriteTx;
use crate::error::Result;
use crate::fixture::Fixture;
use crate::id::{self, Id};
use crate::money::{Currency, Money};
use crate::orders::*;
use crate::settings::{self, ShippingMethod, ShippingPolicy, ShopProfile, TaxSettings, TaxZone, ZoneRate};
use crate::stock::{self, MovementReason, Wanted};

pub struct Shop {
    pub fixture: Fixture,
    /// 25.00 and 30.00.
    pub hats: [Id<id::Variant>; 2],
    /// 15.00.
    pub scarf: Id<id::Variant>,
    pub ada: Id<id::Contact>,
}

pub fn eur(amount: i64) -> Money {
    Money::new(amount, Currency::EUR)
}

fn product(tx: &mut WriteTx<'_>, title: &str, sizes: &[(&str, i64)]) -> Result<Vec<Id<id::Variant>>> {
    let variant = |(size, price): &(&str, i64)| NewVariant {
        sku: Some(format!("{}-{size}", title.to_uppercase())),
        values: vec![(*size).to_owned()],
        ..NewVariant::priced(eur(*price))
    };
    let new = NewProduct {
        handle: title.to_lowercase(),
        title: title.into(),
        category: "Accessories > Warm things".into(),
        status: ProductStatus::Active,
        options: vec!["Size".into()],
        variants: sizes.iter().map(variant).collect(),
        ..NewProduct::default()
    };
    let product = catalog::create_product(tx, &new)?;
    Ok(catalog::variants(tx.sql(), product)?.iter().map(|variant| variant.id).collect())
}

impl Shop {
    /// Ten pieces of each, German VAT in the prices, parcels for 4.90 that are free from 80.00 on.
    pub fn open() -> Self {
        let fixture = Fixture::new();
        let (hats, scarf, ada) = fixture
            .write(|tx| {
                let profile = ShopProfile { country: "DE".into(), ..ShopProfile::default() };
                settings::update(tx, profile, 0)?;
                let rate = |class: &str, rate_ppm| ZoneRate {
                    class: class.into(),
                    name: format!("VAT {} %", rate_ppm / 10_000),
                    rate_ppm,
                };
                let germany = TaxZone {
                    name: "Germany".into(),
                    countries: vec!["DE".into()],
                    regions: Vec::new(),
                    rates: vec![rate("standard", 190_000), rate("reduced", 70_000)],
                };
                settings::update(tx, TaxSettings { zones: vec![germany], ..TaxSettings::default() }, 0)?;
                let parcel = ShippingMethod {
                    name: "Parcel".into(),
                    countries: vec!["DE".into()],
                    price_minor: 490,
                    free_from_minor: Some(8000),
                    days_min: 2,
                    days_max: 3,
                };
                let policy = ShippingPolicy { methods: vec![parcel], ..ShippingPolicy::default() };
                settings::update(tx, policy, 0)?;
                let hats = product(tx, "Hat", &[("S", 2500), ("M", 3000)])?;
                let scarf = product(tx, "Scarf", &[("One", 1500)])?[0];
                for variant in hats.iter().chain([&scarf]) {
                    receive(tx, *variant, 10)?;
                }
                let ada = NewContact {
                    display_name: "Ada Example".into(),
                    address: "Harbour 1, 10999 Town".into(),
                    ..NewContact::default()
                };
                Ok(([hats[0], hats[1]], scarf, contacts::create(tx, ada)?.id))
            })
            .expect("a shop");
        Self { fixture, hats, scarf, ada }
    }

    /// A draft for Ada: pieces of variants, sent as a parcel.
    pub fn draft(&self, lines: &[(Id<id::Variant>, i64)]) -> DraftChange {
        DraftChange {
            contact_id: Some(Some(self.ada)),
            shipping_method: Some(Some("Parcel".into())),
            lines: Some(pieces(lines)),
            ..DraftChange::default()
        }
    }

    pub fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut WriteTx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.fixture.write(work)
    }

    /// A placed order that nothing was paid of.
    pub fn placed(&self, lines: &[(Id<id::Variant>, i64)]) -> OrderDetail {
        let change = self.draft(lines);
        self.write(move |tx| create_placed(tx, &change, &[], None)).expect("placed")
    }

    /// A placed order that was paid by card.
    pub fn paid(&self, lines: &[(Id<id::Variant>, i64)]) -> OrderDetail {
        let change = self.draft(lines);
        let card = NewPayment::by(PaymentMethod::Card);
        self.write(move |tx| create_placed(tx, &change, &[card], None)).expect("paid")
    }

    pub fn detail(&self, id: Id<id::Order>) -> OrderDetail {
        self.fixture.read(|c| detail(c, id))
    }
}

pub fn pieces(lines: &[(Id<id::Variant>, i64)]) -> Vec<LineInput> {
    let line = |(variant_id, quantity): &(Id<id::Variant>, i64)| LineInput {
        variant_id: Some(*variant_id),
        quantity: *quantity,
        ..LineInput::default()
    };
    lines.iter().map(line).collect()
}

pub fn receive(tx: &mut WriteTx<'_>, variant: Id<id::Variant>, pieces: i64) -> Result<()> {
    stock::put(tx, &Wanted::anywhere(variant, pieces), MovementReason::Opening, None, "", None).map(|_| ())
}

/// The rule that an act was refused by.
#[track_caller]
pub fn refused<T: std::fmt::Debug>(result: Result<T>) -> Rule {
    let error = result.expect_err("refused");
    error.rule().unwrap_or_else(|| panic!("no rule: {error:?}"))
}
