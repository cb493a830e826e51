//! Discounts on the wire.

use haberdash_core::{Timestamp, discounts};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ContactId, ContactName, DiscountId, Money, OrderName, ProductId, Time, count, present};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DiscountKind {
    Amount,
    Percent,
    BuyXGetY,
    FreeShipping,
}

/// What a discount is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DiscountScope {
    All,
    Products,
    Categories,
}

/// Whether a discount can be had now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DiscountState {
    Active,
    Scheduled,
    Expired,
    UsedUp,
    Off,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DiscountFilter {
    Active,
    Scheduled,
    Expired,
    UsedUp,
    Off,
    #[default]
    All,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Discount {
    pub id: DiscountId,
    pub title: String,
    /// Null: it applies by itself.
    pub code: Option<String>,
    pub kind: DiscountKind,
    pub amount: Option<Money>,
    /// Parts per million: 100000 is 10 %. Of buy X get Y: off the pieces that are got.
    pub rate_ppm: Option<u32>,
    pub buy: Option<i64>,
    pub get: Option<i64>,
    pub applies_to: DiscountScope,
    pub product_ids: Vec<ProductId>,
    /// Paths, with what is below.
    #[schema(example = json!(["Women > Dresses"]))]
    pub categories: Vec<String>,
    pub minimum_subtotal: Option<Money>,
    pub minimum_quantity: Option<i64>,
    pub starts_at: Option<Time>,
    /// The first moment at which it no longer holds.
    pub ends_at: Option<Time>,
    pub usage_limit: Option<i64>,
    pub per_customer_limit: Option<i64>,
    /// Empty: everybody.
    pub contact_ids: Vec<ContactId>,
    /// Whether it may be had together with others.
    pub combines: bool,
    pub active: bool,
    /// By orders that stand.
    pub times_used: u64,
    pub state: DiscountState,
    pub created_at: Time,
    pub updated_at: Time,
    pub version: i64,
}

impl Discount {
    /// A discount as it stands at a moment.
    pub fn of(discount: discounts::Discount, now: Timestamp) -> Self {
        let money = |amount: Option<i64>| amount.map(|amount| discount.money(amount).into());
        let (amount, minimum_subtotal) =
            (money(discount.terms.amount), money(discount.terms.minimum_subtotal));
        let state = discount.state(now).into();
        let terms = discount.terms;
        Self {
            id: discount.id.into(),
            title: terms.title,
            code: terms.code,
            kind: terms.kind.into(),
            amount,
            rate_ppm: terms.rate_ppm,
            buy: terms.buy,
            get: terms.get,
            applies_to: terms.applies_to.into(),
            product_ids: terms.product_ids.into_iter().map(Into::into).collect(),
            categories: terms.categories,
            minimum_subtotal,
            minimum_quantity: terms.minimum_quantity,
            starts_at: terms.starts_at.map(Time),
            ends_at: terms.ends_at.map(Time),
            usage_limit: terms.usage_limit,
            per_customer_limit: terms.per_customer_limit,
            contact_ids: terms.contact_ids.into_iter().map(Into::into).collect(),
            combines: terms.combines,
            active: terms.active,
            times_used: count(discount.times_used),
            state,
            created_at: discount.created_at.into(),
            updated_at: discount.updated_at.into(),
            version: discount.version,
        }
    }
}

/// A discount to make. Amounts are minor units of the shop's currency; what is left out holds no limit.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDiscount {
    pub title: String,
    pub kind: DiscountKind,
    #[serde(default)]
    pub code: Option<String>,
    #[serde(default)]
    pub amount: Option<i64>,
    #[serde(default)]
    pub rate_ppm: Option<u32>,
    #[serde(default)]
    pub buy: Option<i64>,
    #[serde(default)]
    pub get: Option<i64>,
    /// Left out: everything.
    #[serde(default)]
    pub applies_to: Option<DiscountScope>,
    #[serde(default)]
    pub product_ids: Vec<ProductId>,
    #[serde(default)]
    pub categories: Vec<String>,
    #[serde(default)]
    pub minimum_subtotal: Option<i64>,
    #[serde(default)]
    pub minimum_quantity: Option<i64>,
    #[serde(default)]
    pub starts_at: Option<Time>,
    #[serde(default)]
    pub ends_at: Option<Time>,
    #[serde(default)]
    pub usage_limit: Option<i64>,
    #[serde(default)]
    pub per_customer_limit: Option<i64>,
    #[serde(default)]
    pub contact_ids: Vec<ContactId>,
    #[serde(default)]
    pub combines: bool,
    /// Left out: yes.
    #[serde(default)]
    pub active: Option<bool>,
}

impl From<NewDiscount> for discounts::DiscountTerms {
    fn from(new: NewDiscount) -> Self {
        Self {
            title: new.title,
            kind: new.kind.into(),
            code: new.code,
            amount: new.amount,
            rate_ppm: new.rate_ppm,
            buy: new.buy,
            get: new.get,
            applies_to: new.applies_to.unwrap_or(DiscountScope::All).into(),
            product_ids: new.product_ids.into_iter().map(|id| id.0).collect(),
            categories: new.categories,
            minimum_subtotal: new.minimum_subtotal,
            minimum_quantity: new.minimum_quantity,
            starts_at: new.starts_at.map(|time| time.0),
            ends_at: new.ends_at.map(|time| time.0),
            usage_limit: new.usage_limit,
            per_customer_limit: new.per_customer_limit,
            contact_ids: new.contact_ids.into_iter().map(|id| id.0).collect(),
            combines: new.combines,
            active: new.active.unwrap_or(true),
        }
    }
}

/// A change; what is left out stays, null takes away.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DiscountChange {
    pub version: i64,
    #[serde(default)]
    pub title: Option<String>,
    #[serde(default)]
    pub kind: Option<DiscountKind>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    pub code: Option<Option<String>>,
    #[serde(default)]
    pub amount: Option<i64>,
    #[serde(default)]
    pub rate_ppm: Option<u32>,
    #[serde(default)]
    pub buy: Option<i64>,
    #[serde(default)]
    pub get: Option<i64>,
    #[serde(default)]
    pub applies_to: Option<DiscountScope>,
    #[serde(default)]
    pub product_ids: Option<Vec<ProductId>>,
    #[serde(default)]
    pub categories: Option<Vec<String>>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<i64>)]
    pub minimum_subtotal: Option<Option<i64>>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<i64>)]
    pub minimum_quantity: Option<Option<i64>>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Time>)]
    pub starts_at: Option<Option<Time>>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Time>)]
    pub ends_at: Option<Option<Time>>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<i64>)]
    pub usage_limit: Option<Option<i64>>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<i64>)]
    pub per_customer_limit: Option<Option<i64>>,
    #[serde(default)]
    pub contact_ids: Option<Vec<ContactId>>,
    #[serde(default)]
    pub combines: Option<bool>,
    #[serde(default)]
    pub active: Option<bool>,
}

impl DiscountChange {
    /// The terms with what this says of them.
    pub fn over(self, terms: discounts::DiscountTerms) -> discounts::DiscountTerms {
        let time = |given: Option<Option<Time>>, old| given.map_or(old, |time| time.map(|time| time.0));
        discounts::DiscountTerms {
            title: self.title.unwrap_or(terms.title),
            kind: self.kind.map_or(terms.kind, Into::into),
            code: self.code.unwrap_or(terms.code),
            amount: self.amount.or(terms.amount),
            rate_ppm: self.rate_ppm.or(terms.rate_ppm),
            buy: self.buy.or(terms.buy),
            get: self.get.or(terms.get),
            applies_to: self.applies_to.map_or(terms.applies_to, Into::into),
            product_ids: self
                .product_ids
                .map_or(terms.product_ids, |ids| ids.into_iter().map(|id| id.0).collect()),
            categories: self.categories.unwrap_or(terms.categories),
            minimum_subtotal: self.minimum_subtotal.unwrap_or(terms.minimum_subtotal),
            minimum_quantity: self.minimum_quantity.unwrap_or(terms.minimum_quantity),
            starts_at: time(self.starts_at, terms.starts_at),
            ends_at: time(self.ends_at, terms.ends_at),
            usage_limit: self.usage_limit.unwrap_or(terms.usage_limit),
            per_customer_limit: self.per_customer_limit.unwrap_or(terms.per_customer_limit),
            contact_ids: self
                .contact_ids
                .map_or(terms.contact_ids, |ids| ids.into_iter().map(|id| id.0).collect()),
            combines: self.combines.unwrap_or(terms.combines),
            active: self.active.unwrap_or(terms.active),
        }
    }
}

/// A use of a discount.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Redemption {
    pub order: OrderName,
    pub contact: Option<ContactName>,
    pub amount: Money,
    pub at: Time,
}

impl From<discounts::Redemption> for Redemption {
    fn from(use_of: discounts::Redemption) -> Self {
        let display_name = use_of.contact_name;
        Self {
            order: OrderName { id: use_of.order_id.into(), number: use_of.order_number },
            contact: use_of.contact_id.map(|id| ContactName { id: id.into(), display_name }),
            amount: use_of.amount.into(),
            at: use_of.redeemed_at.into(),
        }
    }
}
