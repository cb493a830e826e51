//! Discounts the shop gives: what each takes off, for whom, when and how often. Which of them a cart gets, and how much
//! each takes off, is decided by [`crate::pricing`]; uses are counted with the orders that use them.

mod terms;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::money::{Currency, Money};
use crate::operations::{self, Change, OperationKind, Recording, Restored, Subject};
use crate::orders::Rule;
use crate::page::{Page, PageRequest};
use crate::pricing::{Benefit, DiscountRule, Scope};
use crate::settings::{self, ShopProfile};
use crate::store;

crate::text_enum! {
    pub enum DiscountKind {
        Amount = "amount",
        Percent = "percent",
        BuyXGetY = "buy_x_get_y",
        FreeShipping = "free_shipping",
    }
}

crate::text_enum! {
    pub enum AppliesTo {
        All = "all",
        Products = "products",
        Categories = "categories",
    }
}

crate::text_enum! {
    /// Whether a discount can be had now.
    pub enum DiscountState {
        Active = "active",
        Scheduled = "scheduled",
        Expired = "expired",
        UsedUp = "used_up",
        Off = "off",
    }
}

/// What the owner says of a discount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiscountTerms {
    pub title: String,
    /// Upper case; `None`: it applies by itself.
    pub code: Option<String>,
    pub kind: DiscountKind,
    /// Minor units of the shop's currency.
    pub amount: Option<i64>,
    /// Parts per million. Of buy X get Y: off the pieces that are got, 1000000 gives them away.
    pub rate_ppm: Option<u32>,
    pub buy: Option<i64>,
    pub get: Option<i64>,
    pub applies_to: AppliesTo,
    pub product_ids: Vec<Id<id::Product>>,
    /// Paths such as "Women > Dresses", with what is below.
    pub categories: Vec<String>,
    pub minimum_subtotal: Option<i64>,
    pub minimum_quantity: Option<i64>,
    pub starts_at: Option<Timestamp>,
    /// The first moment at which it no longer holds.
    pub ends_at: Option<Timestamp>,
    pub usage_limit: Option<i64>,
    pub per_customer_limit: Option<i64>,
    /// Empty: everybody.
    pub contact_ids: Vec<Id<id::Contact>>,
    /// Whether it may be had together with others.
    pub combines: bool,
    pub active: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discount {
    pub id: Id<id::Discount>,
    pub terms: DiscountTerms,
    pub currency: Currency,
    /// By orders that stand.
    pub times_used: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub version: i64,
}

impl Discount {
    pub fn money(&self, amount: i64) -> Money {
        Money::new(amount, self.currency)
    }

    pub fn state(&self, now: Timestamp) -> DiscountState {
        let terms = &self.terms;
        if !terms.active {
            DiscountState::Off
        } else if terms.ends_at.is_some_and(|end| now >= end) {
            DiscountState::Expired
        } else if terms.usage_limit.is_some_and(|limit| self.times_used >= limit) {
            DiscountState::UsedUp
        } else if terms.starts_at.is_some_and(|start| now < start) {
            DiscountState::Scheduled
        } else {
            DiscountState::Active
        }
    }

    /// As pricing takes it.
    pub(crate) fn rule(&self) -> DiscountRule {
        let terms = &self.terms;
        let rate_ppm = terms.rate_ppm.unwrap_or(0);
        DiscountRule {
            id: self.id,
            title: terms.title.clone(),
            code: terms.code.clone(),
            benefit: match terms.kind {
                DiscountKind::Amount => Benefit::Amount { minor: terms.amount.unwrap_or(0) },
                DiscountKind::Percent => Benefit::Percent { rate_ppm },
                DiscountKind::BuyXGetY => Benefit::BuyGet {
                    buy: terms.buy.unwrap_or(1).max(1),
                    get: terms.get.unwrap_or(1).max(1),
                    rate_ppm,
                },
                DiscountKind::FreeShipping => Benefit::FreeShipping,
            },
            scope: match terms.applies_to {
                AppliesTo::All => Scope::All,
                AppliesTo::Products => Scope::Products(terms.product_ids.clone()),
                AppliesTo::Categories => Scope::Categories(terms.categories.clone()),
            },
            minimum_subtotal: terms.minimum_subtotal,
            minimum_quantity: terms.minimum_quantity,
            combines: terms.combines,
        }
    }
}

/// What became of a code that somebody gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CodeOutcome {
    pub code: String,
    /// `None`: it is taken off.
    pub refused: Option<Rule>,
}

/// The discounts that an order of this customer may use now: those that apply by themselves, and those of the codes. What
/// the cart must be like is not looked at here.
///
/// # Errors
/// Those of the queries.
pub(crate) fn usable(
    connection: &Connection,
    codes: &[String],
    contact_id: Option<Id<id::Contact>>,
    now: Timestamp,
) -> Result<(Vec<DiscountRule>, Vec<CodeOutcome>)> {
    let mut usable = Vec::new();
    for discount in store::discounts::automatic(connection)? {
        if refused(connection, &discount, contact_id, now)?.is_none() {
            usable.push(discount);
        }
    }
    let mut outcomes = Vec::new();
    for code in codes {
        let rule = match store::discounts::by_code(connection, code)? {
            None => Some(Rule::CodeUnknown),
            Some(discount) => {
                let rule = refused(connection, &discount, contact_id, now)?;
                if rule.is_none() {
                    usable.push(discount);
                }
                rule
            }
        };
        outcomes.push(CodeOutcome { code: code.clone(), refused: rule });
    }
    // The older first.
    usable.sort_by_key(|discount| discount.id);
    Ok((usable.iter().map(Discount::rule).collect(), outcomes))
}

/// The discount of a code as it stands for a customer, with why they cannot use it now. `None`: there is none such for them; one that is
/// for other customers is no different from none.
///
/// # Errors
/// Those of the queries.
pub(crate) fn of_code(
    connection: &Connection,
    code: &str,
    contact_id: Option<Id<id::Contact>>,
    now: Timestamp,
) -> Result<Option<(Discount, Option<Rule>)>> {
    let code = code.trim().to_uppercase();
    let Some(discount) = store::discounts::by_code(connection, &code)? else { return Ok(None) };
    let own = &discount.terms.contact_ids;
    if !own.is_empty() && contact_id.is_none_or(|id| !own.contains(&id)) {
        return Ok(None);
    }
    let refused = refused(connection, &discount, contact_id, now)?;
    Ok(Some((discount, refused)))
}

/// Why a customer cannot use a discount now.
fn refused(
    connection: &Connection,
    discount: &Discount,
    contact_id: Option<Id<id::Contact>>,
    now: Timestamp,
) -> Result<Option<Rule>> {
    let terms = &discount.terms;
    let rule = match discount.state(now) {
        DiscountState::Off => Some(Rule::CodeInactive),
        DiscountState::Expired => Some(Rule::CodeExpired),
        DiscountState::UsedUp => Some(Rule::CodeUsedUp),
        DiscountState::Scheduled => Some(Rule::CodeNotStarted),
        DiscountState::Active => None,
    };
    if rule.is_some() {
        return Ok(rule);
    }
    if !terms.contact_ids.is_empty() && contact_id.is_none_or(|id| !terms.contact_ids.contains(&id)) {
        return Ok(Some(Rule::CodeNotForCustomer));
    }
    if let Some(limit) = terms.per_customer_limit {
        // Who uses it must be known for it to be counted.
        let Some(contact_id) = contact_id else { return Ok(Some(Rule::CodeNotForCustomer)) };
        if store::discounts::uses_of_contact(connection, discount.id, contact_id)? >= limit {
            return Ok(Some(Rule::CodeUsedByCustomer));
        }
    }
    Ok(None)
}

/// # Errors
/// `Invalid` with the field; `Conflict` when the code is taken.
pub fn create(tx: &mut WriteTx<'_>, mut terms: DiscountTerms) -> Result<Discount> {
    terms::check(tx, &mut terms, None)?;
    let discount = Discount {
        id: tx.new_id(),
        terms,
        currency: settings::get::<ShopProfile>(tx.sql())?.value.currency,
        times_used: 0,
        created_at: tx.now(),
        updated_at: tx.now(),
        version: 1,
    };
    store::discounts::insert(tx, &discount)?;
    record(tx, OperationKind::DiscountCreated, None, Some(&discount))?;
    Ok(discount)
}

/// # Errors
/// `NotFound`; `Conflict` when it was changed meanwhile or the code is taken; `Invalid` with the field.
pub fn change(
    tx: &mut WriteTx<'_>,
    id: Id<id::Discount>,
    mut terms: DiscountTerms,
    version: i64,
) -> Result<Discount> {
    let before = get(tx.sql(), id)?;
    if before.version != version {
        let detail = "The discount was changed meanwhile. Look at it again, then save.";
        return Err(Error::new(Code::Conflict, detail));
    }
    terms::check(tx, &mut terms, Some(id))?;
    let after = Discount { terms, updated_at: tx.now(), version: version + 1, ..before.clone() };
    store::discounts::update(tx, &after)?;
    record(tx, OperationKind::DiscountChanged, Some(&before), Some(&after))?;
    Ok(after)
}

/// Removes a discount that no order ever used.
///
/// # Errors
/// `NotFound`; `Conflict` when an order used it.
pub fn remove(tx: &mut WriteTx<'_>, id: Id<id::Discount>) -> Result<()> {
    let before = get(tx.sql(), id)?;
    if store::discounts::is_used(tx.sql(), id)? {
        let detail = "Orders used this discount, so it stays. Switch it off instead.";
        return Err(Error::new(Code::Conflict, detail));
    }
    store::discounts::delete(tx, id)?;
    record(tx, OperationKind::DiscountRemoved, Some(&before), None)
}

fn record(
    tx: &mut WriteTx<'_>,
    kind: OperationKind,
    before: Option<&Discount>,
    after: Option<&Discount>,
) -> Result<()> {
    let Some(named) = after.or(before) else { return Ok(()) };
    let details = serde_json::json!({ "title": named.terms.title, "code": named.terms.code });
    let mut recording = operations::begin(tx, kind, details)?;
    recording.change(tx, Subject::Discount, named.id, before, after)?;
    recording.finish(tx)?;
    tx.emit(EventKind::DiscountUpdated, named.id, serde_json::json!({}))
}

/// Puts a discount back as it was before a change, unless it was changed or used since.
pub(crate) fn restore(tx: &mut WriteTx<'_>, recording: &mut Recording, change: &Change) -> Result<Restored> {
    let read =
        |state: &Option<serde_json::Value>| state.clone().map(serde_json::from_value::<Discount>).transpose();
    let (before, after) = (read(&change.before)?, read(&change.after)?);
    let Some(id) = before.as_ref().or(after.as_ref()).map(|discount| discount.id) else {
        return Ok(Restored::ChangedSince);
    };
    let now = store::discounts::find(tx.sql(), id)?;
    if now.as_ref().map(|now| now.version) != after.as_ref().map(|after| after.version) {
        return Ok(Restored::ChangedSince);
    }
    let restored = match (before, &now) {
        (None, Some(_)) => {
            if store::discounts::is_used(tx.sql(), id)? {
                return Ok(Restored::ChangedSince);
            }
            store::discounts::delete(tx, id)?;
            None
        }
        (Some(before), Some(now)) => {
            let restored = Discount {
                terms: before.terms,
                updated_at: tx.now(),
                version: now.version + 1,
                ..now.clone()
            };
            store::discounts::update(tx, &restored)?;
            Some(restored)
        }
        (Some(before), None) => {
            let restored = Discount { version: before.version + 1, updated_at: tx.now(), ..before };
            store::discounts::insert(tx, &restored)?;
            Some(restored)
        }
        (None, None) => return Ok(Restored::ChangedSince),
    };
    recording.change(tx, Subject::Discount, id, now.as_ref(), restored.as_ref())?;
    tx.emit(EventKind::DiscountUpdated, id, serde_json::json!({}))?;
    Ok(Restored::Done)
}

/// # Errors
/// `NotFound`.
pub fn get(connection: &Connection, id: Id<id::Discount>) -> Result<Discount> {
    store::discounts::find(connection, id)?.ok_or_else(|| Error::not_found("discount"))
}

/// Which discounts a list holds.
#[derive(Debug, Clone, Default)]
pub struct DiscountFilter {
    pub state: Option<DiscountState>,
    /// A part of the title or the code.
    pub text: Option<String>,
}

/// Discounts, the newest first.
///
/// # Errors
/// `Malformed` for a foreign cursor.
pub fn list(
    connection: &Connection,
    filter: &DiscountFilter,
    now: Timestamp,
    page: &PageRequest,
) -> Result<Page<Discount>> {
    let text = filter.text.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let after = page.key::<String>()?;
    let rows = store::discounts::list(connection, filter.state, text, now, after, page.rows_to_fetch())?;
    page.page(rows, |row| row.id.to_string())
}

/// A use of a discount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Redemption {
    pub order_id: Id<id::Order>,
    pub order_number: String,
    pub contact_id: Option<Id<id::Contact>>,
    pub contact_name: String,
    pub amount: Money,
    pub redeemed_at: Timestamp,
}

/// The orders that use a discount, the newest first.
///
/// # Errors
/// `NotFound`; `Malformed` for a foreign cursor.
pub fn redemptions(
    connection: &Connection,
    id: Id<id::Discount>,
    page: &PageRequest,
) -> Result<Page<Redemption>> {
    let discount = get(connection, id)?;
    let after = page.key::<String>()?;
    let rows = store::discounts::redemptions(connection, id, discount.currency, after, page.rows_to_fetch())?;
    page.page(rows, |row| row.order_id.to_string())
}

#[cfg(test)]
mod tests;
