//! What the owner may say of a discount.

use super::{AppliesTo, DiscountKind, DiscountTerms};
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::id::{self, Id};
use crate::store;

/// Brings the terms into their stored form, and judges them. `own` is the discount that they are for.
pub(super) fn check(
    tx: &WriteTx<'_>,
    terms: &mut DiscountTerms,
    own: Option<Id<id::Discount>>,
) -> Result<()> {
    let wrong = |field: &str, detail: &str| Err(Error::invalid(detail).at(field));
    terms.title = terms.title.trim().to_owned();
    if terms.title.is_empty() || terms.title.chars().count() > 80 {
        return wrong("title", "A discount needs a name of 80 characters at most.");
    }
    terms.code = terms.code.take().map(|code| code.trim().to_uppercase()).filter(|code| !code.is_empty());
    if let Some(code) = &terms.code {
        if code.chars().count() > 40 || code.chars().any(char::is_whitespace) {
            return wrong("code", "A code is one word of 40 characters at most.");
        }
        let other = store::discounts::by_code(tx.sql(), code)?.filter(|other| Some(other.id) != own);
        if let Some(other) = other {
            let detail = format!("The code {code} belongs to '{}' already.", other.terms.title);
            return Err(Error::new(Code::Conflict, detail).at("code"));
        }
    }
    match terms.kind {
        DiscountKind::Amount
            if !terms.amount.is_some_and(|amount| (1..=10_000_000_000).contains(&amount)) =>
        {
            return wrong("amount", "Say how much is taken off.");
        }
        DiscountKind::Percent | DiscountKind::BuyXGetY
            if !terms.rate_ppm.is_some_and(|rate| (1..=1_000_000).contains(&rate)) =>
        {
            return wrong("rate_ppm", "The discount is more than 0 and at most 100 percent.");
        }
        DiscountKind::BuyXGetY if !terms.buy.is_some_and(|buy| (1..=1000).contains(&buy)) => {
            return wrong("buy", "Say how many have to be bought.");
        }
        DiscountKind::BuyXGetY if !terms.get.is_some_and(|get| (1..=1000).contains(&get)) => {
            return wrong("get", "Say how many are reduced then.");
        }
        _ => {}
    }
    if terms.kind != DiscountKind::Amount {
        terms.amount = None;
    }
    if !matches!(terms.kind, DiscountKind::Percent | DiscountKind::BuyXGetY) {
        terms.rate_ppm = None;
    }
    if terms.kind != DiscountKind::BuyXGetY {
        (terms.buy, terms.get) = (None, None);
    }
    match terms.applies_to {
        AppliesTo::Products if terms.product_ids.is_empty() || terms.product_ids.len() > 1000 => {
            return wrong("product_ids", "Choose from 1 to 1000 products.");
        }
        AppliesTo::Categories if terms.categories.is_empty() || terms.categories.len() > 100 => {
            return wrong("categories", "Choose from 1 to 100 categories.");
        }
        _ => {}
    }
    for (field, value) in [
        ("minimum_subtotal", terms.minimum_subtotal),
        ("minimum_quantity", terms.minimum_quantity),
        ("usage_limit", terms.usage_limit),
        ("per_customer_limit", terms.per_customer_limit),
    ] {
        if value.is_some_and(|value| value <= 0) {
            return wrong(field, "This is more than nothing, or left out.");
        }
    }
    if terms.contact_ids.len() > 1000 {
        return wrong("contact_ids", "A discount can name 1000 customers at most.");
    }
    if let (Some(start), Some(end)) = (terms.starts_at, terms.ends_at)
        && start >= end
    {
        return wrong("ends_at", "It must end after it begins.");
    }
    Ok(())
}
