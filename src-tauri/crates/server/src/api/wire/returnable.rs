//! What of an order can come back, on the wire.

use haberdash_core::returns;
use serde::Serialize;
use utoipa::ToSchema;

use super::{LineItemId, Money, OrderName, PaymentMethod, StoredMethod, VariantId, image_url};

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReturnReplacement {
    pub variant_id: VariantId,
    pub variant_title: String,
    pub sku: Option<String>,
    pub price: Money,
    pub available: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReturnableLine {
    pub line_item_id: LineItemId,
    pub title: String,
    pub variant_title: String,
    pub sku: Option<String>,
    pub image_url: Option<String>,
    pub ordered: i64,
    /// Pieces that were asked for already.
    pub asked: i64,
    /// Pieces that can still come back.
    pub returnable: i64,
    /// What one piece is worth.
    pub unit_refund: Money,
    /// The variant that was bought.
    pub variant_id: Option<VariantId>,
    pub replacements: Vec<ReturnReplacement>,
}

/// A way the order was paid, and what of it has not gone back.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PaidWith {
    pub method: PaymentMethod,
    /// What the customer calls it, where it is kept.
    pub label: Option<String>,
    pub amount: Money,
}

/// What of an order can come back, and where the money may go.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Returnable {
    pub order: OrderName,
    pub lines: Vec<ReturnableLine>,
    pub original: Vec<PaidWith>,
    pub stored_methods: Vec<StoredMethod>,
    /// Null: a sale to nobody in particular.
    pub store_credit: Option<Money>,
    /// What the shipping cost, unless it was given back.
    pub shipping: Money,
    pub within_window: bool,
    /// The last day by the shop's policy.
    #[schema(format = Date)]
    pub return_window_ends_on: Option<String>,
    /// Why nothing can come back.
    pub problem: Option<String>,
}

impl From<returns::Returnable> for Returnable {
    fn from(found: returns::Returnable) -> Self {
        let label = |id: &Option<String>| {
            let kept = found.stored_methods.iter().find(|method| Some(method.id.to_string()) == *id);
            kept.map(|method| method.label.clone())
        };
        let original = found
            .original
            .iter()
            .map(|(method, stored, amount)| PaidWith {
                method: (*method).into(),
                label: label(stored),
                amount: (*amount).into(),
            })
            .collect();
        Self {
            original,
            order: OrderName { id: found.order_id.into(), number: found.order_number },
            lines: found.lines.into_iter().map(Into::into).collect(),
            stored_methods: found.stored_methods.into_iter().map(Into::into).collect(),
            store_credit: found.store_credit.map(Into::into),
            shipping: found.shipping.into(),
            within_window: found.is_within_window,
            return_window_ends_on: found.window_ends_on.map(|date| date.to_string()),
            problem: found.problem,
        }
    }
}

impl From<returns::ReturnableLine> for ReturnableLine {
    fn from(line: returns::ReturnableLine) -> Self {
        Self {
            returnable: line.left(),
            asked: line.asked,
            unit_refund: line.unit_refund.into(),
            line_item_id: line.item.id.into(),
            title: line.item.title,
            variant_title: line.item.variant_title,
            sku: line.item.sku,
            image_url: line.item.image_id.map(image_url),
            ordered: line.item.quantity,
            variant_id: line.item.variant_id.map(Into::into),
            replacements: line
                .replacements
                .into_iter()
                .map(|variant| ReturnReplacement {
                    available: variant.is_available(),
                    variant_title: variant.title(),
                    variant_id: variant.id.into(),
                    sku: variant.sku,
                    price: variant.price.into(),
                })
                .collect(),
        }
    }
}
