//! What an order would cost, on the wire.

use haberdash_core::orders;
use serde::Serialize;
use utoipa::ToSchema;

use super::order_answers::{applied, tax_totals};
use super::{AppliedDiscount, LineItem, Money, TaxTotal, count};

/// A way in which it can be sent.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ShippingOption {
    pub name: String,
    pub price: Money,
    pub days_min: u16,
    pub days_max: u16,
}

/// What became of a discount code.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CodeOutcome {
    pub code: String,
    pub applied: bool,
    /// Why not.
    #[schema(example = "code_expired")]
    pub rule: Option<String>,
    pub detail: Option<String>,
}

/// What an order would cost.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PricePreview {
    #[schema(example = "EUR")]
    pub currency: String,
    pub prices_include_tax: bool,
    pub line_items: Vec<LineItem>,
    pub item_count: u64,
    pub subtotal: Money,
    pub discounts: Vec<AppliedDiscount>,
    pub discount: Money,
    pub shipping: Money,
    pub shipping_methods: Vec<ShippingOption>,
    pub tax: Money,
    pub taxes: Vec<TaxTotal>,
    pub total: Money,
    pub display_total: Option<Money>,
    pub codes: Vec<CodeOutcome>,
}

impl From<(orders::OrderDetail, orders::Quote)> for PricePreview {
    fn from((detail, quote): (orders::OrderDetail, orders::Quote)) -> Self {
        let order = &detail.order;
        let currency = order.currency();
        let code = |outcome: haberdash_core::discounts::CodeOutcome| CodeOutcome {
            applied: outcome.refused.is_none(),
            rule: outcome.refused.map(|rule| rule.as_str().to_owned()),
            detail: outcome.refused.map(|rule| rule.sentence().to_owned()),
            code: outcome.code,
        };
        let option = |option: orders::ShippingOption| ShippingOption {
            name: option.name,
            price: option.price.into(),
            days_min: option.days_min,
            days_max: option.days_max,
        };
        Self {
            currency: currency.to_string(),
            prices_include_tax: order.prices_include_tax,
            line_items: detail.items.iter().map(|item| LineItem::of(item.clone(), &detail)).collect(),
            item_count: count(detail.items.iter().map(|item| item.quantity).sum()),
            subtotal: order.subtotal.into(),
            discounts: applied(order.discounts.clone(), currency),
            discount: order.discount.into(),
            shipping: order.shipping.into(),
            shipping_methods: quote.shipping_methods.into_iter().map(option).collect(),
            tax: order.tax.into(),
            taxes: tax_totals(order.taxes.clone(), currency),
            total: order.total.into(),
            display_total: quote.display_total.map(Into::into),
            codes: quote.codes.into_iter().map(code).collect(),
        }
    }
}
