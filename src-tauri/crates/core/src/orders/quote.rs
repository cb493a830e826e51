//! What an order costs: the shop's taxes, shipping and discounts, put together for [`crate::pricing`].

use std::collections::HashMap;

use rusqlite::Connection;

use super::refusal::Rule;
use super::{OrderDetail, goods};
use crate::clock::Timestamp;
use crate::discounts::{self, CodeOutcome};
use crate::error::{Error, Result};
use crate::money::Money;
use crate::pricing::{self, Cart, CartLine, Destination, DiscountRule, Miss, Priced, Scope};
use crate::settings::{self, ShippingMethod, ShippingPolicy, ShopProfile, TaxSettings};
use crate::store;

/// A way in which it can be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShippingOption {
    pub name: String,
    pub price: Money,
    pub days_min: u16,
    pub days_max: u16,
}

/// A price, and what became of the codes.
#[derive(Debug, Clone)]
pub struct Quote {
    pub priced: Priced,
    pub codes: Vec<CodeOutcome>,
    pub shipping_methods: Vec<ShippingOption>,
    /// In the shop's second currency, for looking only.
    pub display_total: Option<Money>,
}

impl Quote {
    /// Writes the price into the order that it was made for.
    pub(super) fn apply(&self, detail: &mut OrderDetail) {
        apply(&self.priced, detail);
    }
}

/// Writes the price of a cart with the same lines into an order.
pub(crate) fn apply(priced: &Priced, detail: &mut OrderDetail) {
    for (item, line) in detail.items.iter_mut().zip(&priced.lines) {
        let currency = item.unit_price.currency;
        item.discount = Money::new(line.discount, currency);
        item.tax = Money::new(line.tax, currency);
        item.tax_rate_ppm = line.tax_rate_ppm;
    }
    let order = &mut detail.order;
    order.prices_include_tax = priced.prices_include_tax;
    order.subtotal = order.money(priced.subtotal);
    order.shipping = order.money(priced.shipping);
    order.discount = order.money(priced.discount);
    order.tax = order.money(priced.tax);
    order.total = order.money(priced.total);
    order.discounts.clone_from(&priced.discounts);
    order.taxes.clone_from(&priced.taxes);
}

/// Today's price of a draft, with the discounts that hold now.
///
/// # Errors
/// `Invalid` when it cannot be priced: unknown shipping method, a country it is not sent to, quantities out of bounds.
pub(super) fn of_draft(connection: &Connection, detail: &OrderDetail, now: Timestamp) -> Result<Quote> {
    let order = &detail.order;
    let (rules, codes) = discounts::usable(connection, &order.discount_codes, order.contact_id, now)?;
    price(connection, detail, rules, codes)
}

/// The price of an order that was placed and changed since, with the discounts that it was placed with.
///
/// # Errors
/// As [`of_draft`].
pub(super) fn standing(connection: &Connection, detail: &OrderDetail) -> Result<Quote> {
    let mut rules = Vec::new();
    for discount in &detail.order.discounts {
        if let Some(id) = discount.discount_id
            && let Some(discount) = store::discounts::find(connection, id)?
        {
            rules.push(discount.rule());
        }
    }
    price(connection, detail, rules, Vec::new())
}

fn price(
    connection: &Connection,
    detail: &OrderDetail,
    rules: Vec<DiscountRule>,
    mut codes: Vec<CodeOutcome>,
) -> Result<Quote> {
    let order = &detail.order;
    let taxes = settings::get::<TaxSettings>(connection)?.value;
    let home = Destination {
        country: settings::get::<ShopProfile>(connection)?.value.country,
        region: taxes.home_region.clone(),
    };
    let policy = settings::get::<ShippingPolicy>(connection)?.value;
    let mut cart = Cart {
        lines: lines(connection, detail, &rules)?,
        shipping: 0,
        destination: Destination {
            country: order.ship_to.country.clone(),
            region: order.ship_to.region.clone(),
        },
        discounts: rules,
        manual: order.manual_discount.clone(),
    };
    // Whether shipping is free depends on what the goods cost after discounts.
    let goods = pricing::price(&cart, &taxes, &home)?;
    let worth = goods.subtotal - goods.discount;
    let country = if order.ship_to.country.is_empty() { &home.country } else { &order.ship_to.country };
    let goes = |method: &&ShippingMethod| {
        method.countries.is_empty() || country.is_empty() || method.countries.contains(country)
    };
    let cost = |method: &ShippingMethod| match method.free_from_minor {
        Some(from) if worth >= from => 0,
        _ => method.price_minor,
    };
    cart.shipping = match (&order.shipping_method, order.shipping_override) {
        (None, _) => 0,
        (Some(_), Some(agreed)) => agreed,
        (Some(name), None) => {
            let method = policy.methods.iter().find(|method| method.name == *name);
            let method = method.ok_or_else(|| {
                let detail = format!("There is no shipping method '{name}'. Choose one of the shop's.");
                Error::invalid(detail).at("shipping_method")
            })?;
            if !goes(&method) {
                let country = settings::country_name(country);
                let detail = format!("'{name}' does not go to {country}. Choose another way of sending.");
                return Err(Error::invalid(detail).at("shipping_method"));
            }
            cost(method)
        }
    };
    let priced = pricing::price(&cart, &taxes, &home)?;
    for (index, miss) in &priced.misses {
        let rule = match miss {
            Miss::Minimum => Rule::CodeMinimum,
            Miss::MatchesNothing => Rule::CodeMatchesNothing,
            Miss::Beaten => Rule::CodeBeaten,
        };
        let code = cart.discounts[*index].code.as_deref();
        for outcome in codes.iter_mut().filter(|outcome| Some(outcome.code.as_str()) == code) {
            outcome.refused = Some(rule);
        }
    }
    let total = order.money(priced.total);
    let display_total = taxes
        .display
        .as_ref()
        .map(|display| pricing::display_amount(total, display.currency, display.rate_millionths));
    let shipping_methods = policy.methods.iter().filter(goes).map(|method| ShippingOption {
        name: method.name.clone(),
        price: order.money(cost(method)),
        days_min: method.days_min,
        days_max: method.days_max,
    });
    Ok(Quote { priced, codes, shipping_methods: shipping_methods.collect(), display_total })
}

fn lines(connection: &Connection, detail: &OrderDetail, rules: &[DiscountRule]) -> Result<Vec<CartLine>> {
    let by_category = rules.iter().any(|rule| matches!(rule.scope, Scope::Categories(_)));
    let mut categories: HashMap<_, Vec<String>> = HashMap::new();
    let mut lines = Vec::with_capacity(detail.items.len());
    for item in &detail.items {
        let own = match item.product_id {
            Some(id) if by_category => match categories.get(&id.uuid()) {
                Some(known) => known.clone(),
                None => {
                    let found = goods::categories(connection, id)?;
                    categories.insert(id.uuid(), found.clone());
                    found
                }
            },
            _ => Vec::new(),
        };
        lines.push(CartLine {
            product_id: item.product_id,
            categories: own,
            unit_price: item.unit_price.amount,
            quantity: item.quantity,
            tax_class: item.tax_class.clone(),
        });
    }
    Ok(lines)
}
