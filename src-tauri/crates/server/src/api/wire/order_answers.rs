//! Orders as core has them, on their way out.

use haberdash_core::{Currency, Id, Money as CoreMoney, id, orders, pricing};

use super::{
    AppliedDiscount, ContactName, Fulfilment, FulfilmentLine, LineItem, ManualDiscount, ManualDiscountKind,
    Order, OrderCounts, OrderSummary, OrderTransition, Payment, ShipTo, TaxTotal, Time, count, image_url,
};

impl From<orders::FilterCounts> for OrderCounts {
    fn from(counts: orders::FilterCounts) -> Self {
        Self {
            draft: count(counts.draft),
            placed: count(counts.placed),
            processing: count(counts.processing),
            shipped: count(counts.shipped),
            delivered: count(counts.delivered),
            cancelled: count(counts.cancelled),
            returned: count(counts.returned),
            to_ship: count(counts.to_ship),
            unpaid: count(counts.unpaid),
            partly_fulfilled: count(counts.partly_fulfilled),
            return_requested: count(counts.return_requested),
            exchange_requested: count(counts.exchange_requested),
            archived: count(counts.archived),
            cap: count(orders::COUNT_CAP),
        }
    }
}

/// The customer's name, when there is a customer.
fn contact(id: Option<Id<id::Contact>>, display_name: String) -> Option<ContactName> {
    id.map(|id| ContactName { id: id.into(), display_name })
}

impl From<orders::OrderSummary> for OrderSummary {
    fn from(order: orders::OrderSummary) -> Self {
        Self {
            first_image_url: order.image_id.map(image_url),
            id: order.id.into(),
            number: order.number,
            contact: contact(order.contact_id, order.contact_name),
            status: order.status.into(),
            payment_status: order.payment_status.into(),
            fulfilment_status: order.fulfilment_status.into(),
            return_status: order.return_status.into(),
            channel: order.channel.into(),
            total: order.total.into(),
            due: order.due.into(),
            item_count: count(order.item_count),
            tags: order.tags,
            archived: order.archived,
            placed_at: order.placed_at.map(Time),
            created_at: order.created_at.into(),
            updated_at: order.updated_at.into(),
            version: order.version,
        }
    }
}

impl From<orders::ShipTo> for ShipTo {
    fn from(to: orders::ShipTo) -> Self {
        Self { name: to.name, address: to.address, country: to.country, region: to.region }
    }
}

impl From<pricing::ManualDiscount> for ManualDiscount {
    fn from(manual: pricing::ManualDiscount) -> Self {
        match manual {
            pricing::ManualDiscount::Amount { amount, reason } => {
                Self { kind: ManualDiscountKind::Amount, amount: Some(amount), rate_ppm: None, reason }
            }
            pricing::ManualDiscount::Percent { rate_ppm, reason } => {
                Self { kind: ManualDiscountKind::Percent, amount: None, rate_ppm: Some(rate_ppm), reason }
            }
        }
    }
}

pub(super) fn applied(discounts: Vec<pricing::AppliedDiscount>, currency: Currency) -> Vec<AppliedDiscount> {
    let wire = |one: pricing::AppliedDiscount| AppliedDiscount {
        discount_id: one.discount_id.map(Into::into),
        title: one.title,
        code: one.code,
        amount: CoreMoney::new(one.amount, currency).into(),
    };
    discounts.into_iter().map(wire).collect()
}

pub(super) fn tax_totals(taxes: Vec<pricing::TaxTotal>, currency: Currency) -> Vec<TaxTotal> {
    let wire = |tax: pricing::TaxTotal| TaxTotal {
        name: tax.name,
        rate_ppm: tax.rate_ppm,
        base: CoreMoney::new(tax.base, currency).into(),
        amount: CoreMoney::new(tax.amount, currency).into(),
    };
    taxes.into_iter().map(wire).collect()
}

impl Order {
    /// An order as it leaves; `display_total` is its total in the shop's second currency.
    pub fn of(detail: orders::OrderDetail, display_total: Option<CoreMoney>) -> Self {
        let item_count = count(detail.items.iter().map(|item| item.quantity).sum());
        let line_items: Vec<LineItem> =
            detail.items.iter().map(|item| LineItem::of(item.clone(), &detail)).collect();
        let actions = orders::actions(&detail.order).into_iter().map(|action| action.to_string()).collect();
        let timeline = timeline(&detail);
        let order = detail.order;
        let currency = order.currency();
        Self {
            due: order.due().into(),
            archived: order.archived_at.is_some(),
            id: order.id.into(),
            number: order.number,
            contact: contact(order.contact_id, detail.contact_name),
            status: order.status.into(),
            payment_status: order.payment_status.into(),
            fulfilment_status: order.fulfilment_status.into(),
            return_status: order.return_status.into(),
            channel: order.channel.into(),
            currency: currency.to_string(),
            prices_include_tax: order.prices_include_tax,
            total: order.total.into(),
            item_count,
            tags: order.tags,
            placed_at: order.placed_at.map(Time),
            created_at: order.created_at.into(),
            updated_at: order.updated_at.into(),
            first_image_url: line_items.iter().find_map(|item| item.image_url.clone()),
            subtotal: order.subtotal.into(),
            shipping: order.shipping.into(),
            discount: order.discount.into(),
            tax: order.tax.into(),
            paid: order.paid.into(),
            refunded: order.refunded.into(),
            display_total: display_total.map(Into::into),
            ship_to: order.ship_to.into(),
            shipping_method: order.shipping_method,
            shipping_price: order.shipping_override.map(|amount| CoreMoney::new(amount, currency).into()),
            discount_codes: order.discount_codes,
            manual_discount: order.manual_discount.map(Into::into),
            discounts: applied(order.discounts, currency),
            taxes: tax_totals(order.taxes, currency),
            note: order.note,
            cancel_reason: order.cancel_reason,
            items_changed_at: order.items_changed_at.map(Time),
            archived_at: order.archived_at.map(Time),
            location_id: order.location_id.map(Into::into),
            line_items,
            payments: detail.payments.into_iter().map(Into::into).collect(),
            fulfilments: detail.fulfilments.into_iter().map(Into::into).collect(),
            timeline,
            conversation_id: detail.conversation_id.map(Into::into),
            actions,
            version: order.version,
        }
    }
}

/// Steps and what else happened, the oldest first; of one moment, what happened stands after the step.
fn timeline(detail: &orders::OrderDetail) -> Vec<OrderTransition> {
    let steps = detail.transitions.iter().map(|step| OrderTransition {
        at: step.moved_at.into(),
        actor: step.actor.to_string(),
        actor_name: step.actor_name.clone(),
        kind: "status".into(),
        from_status: step.from.map(Into::into),
        to_status: Some(step.to.into()),
        reason: step.reason.clone(),
        details: serde_json::json!({}),
    });
    let happenings = detail.happenings.iter().map(|one| OrderTransition {
        at: one.at.into(),
        actor: one.actor.to_string(),
        actor_name: one.actor_name.clone(),
        kind: one.kind.to_string(),
        from_status: None,
        to_status: None,
        reason: one.reason.clone(),
        details: one.details.clone(),
    });
    let mut timeline: Vec<OrderTransition> = steps.chain(happenings).collect();
    timeline.sort_by_key(|one| one.at.0);
    timeline
}

impl LineItem {
    pub(super) fn of(item: orders::LineItem, detail: &orders::OrderDetail) -> Self {
        Self {
            fulfilled: detail.fulfilled(item.id),
            open: detail.open(&item),
            total: item.total().into(),
            id: item.id.into(),
            product_id: item.product_id.map(Into::into),
            variant_id: item.variant_id.map(Into::into),
            title: item.title,
            variant_title: item.variant_title,
            sku: item.sku,
            quantity: item.quantity,
            unit_price: item.unit_price.into(),
            discount: item.discount.into(),
            tax: item.tax.into(),
            tax_class: item.tax_class,
            tax_rate_ppm: item.tax_rate_ppm,
            returned: item.returned,
            image_url: item.image_id.map(image_url),
        }
    }
}

impl From<orders::Payment> for Payment {
    fn from(payment: orders::Payment) -> Self {
        Self {
            id: payment.id.into(),
            kind: payment.kind.into(),
            method: payment.method.into(),
            amount: payment.amount.into(),
            state: payment.state.into(),
            reference: payment.reference,
            change: payment.tendered.map(|tendered| {
                CoreMoney::new(tendered.amount - payment.amount.amount, tendered.currency).into()
            }),
            tendered: payment.tendered.map(Into::into),
            refund_of: payment.refund_of.map(Into::into),
            stored_method_id: payment.instrument.stored_method_id,
            gift_card_id: payment.instrument.gift_card_id,
            return_id: payment.instrument.return_id,
            reason: payment.reason,
            paid_at: payment.paid_at.into(),
        }
    }
}

impl From<orders::Fulfilment> for Fulfilment {
    fn from(fulfilment: orders::Fulfilment) -> Self {
        Self {
            id: fulfilment.id.into(),
            state: fulfilment.state.into(),
            carrier: fulfilment.carrier,
            tracking_number: fulfilment.tracking_number,
            tracking_url: fulfilment.tracking_url,
            shipped_at: fulfilment.shipped_at.map(Time),
            expected_on: fulfilment.expected_on.map(|date| date.to_string()),
            delivered_at: fulfilment.delivered_at.map(Time),
            lines: fulfilment
                .lines
                .into_iter()
                .map(|line| FulfilmentLine {
                    line_item_id: line.line_item_id.into(),
                    quantity: line.quantity,
                })
                .collect(),
            version: fulfilment.version,
        }
    }
}
