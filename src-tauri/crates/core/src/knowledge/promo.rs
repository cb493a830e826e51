//! Discount codes, as one customer may know them.

use rusqlite::Connection;

use crate::agent::promo::{Benefit, CodeRow, CodeStanding};
use crate::clock::Timestamp;
use crate::discounts::{self, AppliesTo, Discount, DiscountKind};
use crate::error::Result;
use crate::id::{Contact, Id};
use crate::orders::Rule;
use crate::settings::{self, ShopProfile};

/// How a code stands for a contact.
pub(super) fn standing(
    connection: &Connection,
    code: &str,
    contact: Option<Id<Contact>>,
    now: Timestamp,
) -> Result<CodeStanding> {
    let Some((discount, refused)) = discounts::of_code(connection, code, contact, now)? else {
        return Ok(CodeStanding::Unknown);
    };
    let row = row(connection, &discount)?;
    Ok(match refused {
        None => CodeStanding::Holds(row),
        Some(Rule::CodeExpired) => CodeStanding::Expired(row),
        Some(Rule::CodeNotStarted) => CodeStanding::NotYet(row),
        Some(Rule::CodeUsedUp) => CodeStanding::UsedUp(row),
        Some(Rule::CodeUsedByCustomer) => CodeStanding::UsedByThem(row),
        // What is switched off, or another customer's, is there for nobody.
        Some(_) => CodeStanding::Unknown,
    })
}

fn row(connection: &Connection, discount: &Discount) -> Result<CodeRow> {
    let terms = &discount.terms;
    let zone = settings::get::<ShopProfile>(connection)?.value.zone();
    // The end is the first moment at which it no longer holds.
    let last = |end: Timestamp| {
        Timestamp::from_millis(end.as_millis() - 1).to_jiff().to_zoned_datetime(zone.clone()).date()
    };
    let rate_ppm = terms.rate_ppm.unwrap_or(0);
    Ok(CodeRow {
        id: discount.id,
        version: discount.version,
        benefit: match terms.kind {
            DiscountKind::Amount => Benefit::Amount(discount.money(terms.amount.unwrap_or(0))),
            DiscountKind::Percent => Benefit::Percent(rate_ppm),
            DiscountKind::BuyXGetY => Benefit::BuyGet {
                buy: terms.buy.unwrap_or(1).max(1),
                get: terms.get.unwrap_or(1).max(1),
                rate_ppm,
            },
            DiscountKind::FreeShipping => Benefit::FreeShipping,
        },
        until: terms.ends_at.map(last),
        minimum: terms.minimum_subtotal.filter(|minor| *minor > 0).map(|minor| discount.money(minor)),
        minimum_pieces: terms.minimum_quantity,
        some_goods: terms.applies_to != AppliesTo::All,
        once: terms.per_customer_limit == Some(1) || terms.usage_limit == Some(1),
    })
}
