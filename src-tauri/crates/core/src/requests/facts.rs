//! Gathering what the policy looks at.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::{Request, order_of};
use crate::catalog::{self, ProductStatus};
use crate::clock::Timestamp;
use crate::error::{Code, Result};
use crate::gift_cards::{self, GiftCardState};
use crate::id::{self, Id};
use crate::money::Money;
use crate::orders::{self, OrderDetail, OrderStatus, PaymentState, ReturnStatus};
use crate::policy::{
    Action, Facts, LineFacts, MethodFacts, OrderFacts, OrderStage, PaidWith, Policy, VariantFacts,
};
use crate::scope::CustomerScope;
use crate::settings::{self, ShopProfile};
use crate::stored_methods::StoredMethod;
use crate::{market, returns, stored_methods};

/// The facts around a wish, not yet confirmed.
///
/// # Errors
/// Those of the queries.
pub fn facts(
    connection: &Connection,
    scope: CustomerScope,
    request: &Request,
    now: Timestamp,
) -> Result<Facts> {
    let order = if request.action.concerns_order() { order_of(connection, scope, request)? } else { None };
    let today = gift_cards::today(connection, now)?;
    let mut methods = Vec::new();
    for method in stored_methods::of_contact(connection, scope.contact_id(), false)? {
        methods.push(method_facts(connection, method, today)?);
    }
    let order = match order {
        Some(order) => Some(order_facts(connection, &order, today)?),
        None => None,
    };
    Ok(Facts {
        order,
        methods,
        variants: variants(connection, scope, &request.action)?,
        confirmed: false,
        policy: settings::get::<Policy>(connection)?.value,
        price_match: match request.action {
            Action::MatchPrice { product, offer } => market::facts(connection, scope, product, offer, now)?,
            _ => None,
        },
    })
}

pub(crate) fn method_facts(
    connection: &Connection,
    method: StoredMethod,
    today: jiff::civil::Date,
) -> Result<MethodFacts> {
    let gift_balance = match &method.gift_card {
        Some(kept) => {
            let card = gift_cards::get(connection, kept.id)?;
            let usable = card.state(today) == GiftCardState::Active;
            Some(if usable { card.balance } else { Money::new(0, card.balance.currency) })
        }
        None => None,
    };
    Ok(MethodFacts { id: method.id, kind: method.kind, label: method.label, gift_balance })
}

pub(crate) fn order_facts(
    connection: &Connection,
    detail: &OrderDetail,
    today: jiff::civil::Date,
) -> Result<OrderFacts> {
    let asked_before =
        returns::of_order(connection, detail.order.id)?.iter().any(|other| other.head.state.counts());
    let window = returns::window_ends_on(connection, detail)?;
    let lines = detail
        .items
        .iter()
        .map(|item| LineFacts {
            line_item_id: item.id,
            variant_id: item.variant_id,
            product_id: item.product_id,
            title: match item.variant_title.as_str() {
                "" => item.title.clone(),
                values => format!("{}, {values}", item.title),
            },
            quantity: item.quantity,
            unit_price: Money::new(
                returns::worth::share(returns::charged(detail, item), item.quantity, 0, 1),
                detail.order.currency(),
            ),
        })
        .collect();
    let paid_with = returns::held(detail)
        .into_iter()
        .filter(|(_, left)| *left > 0)
        .map(|(payment, left)| PaidWith {
            method_id: payment.instrument.stored_method_id.as_deref().and_then(|id| id.parse().ok()),
            amount: Money::new(left, detail.order.currency()),
        })
        .collect();
    Ok(OrderFacts {
        number: detail.order.number.clone(),
        stage: stage(detail, asked_before),
        total: detail.order.total,
        lines,
        paid_with,
        payment_count: detail.payments.iter().filter(|p| p.state != PaymentState::Failed).count(),
        return_window_over: window.is_some_and(|last| last < today),
        days_since_delivery: days_since_delivery(connection, detail, today)?,
    })
}

/// Whole days since the last parcel arrived.
fn days_since_delivery(
    connection: &Connection,
    detail: &OrderDetail,
    today: jiff::civil::Date,
) -> Result<Option<u32>> {
    let Some(arrived) = detail.fulfilments.iter().filter_map(|parcel| parcel.delivered_at).max() else {
        return Ok(None);
    };
    let zone = settings::get::<ShopProfile>(connection)?.value.zone();
    let day = arrived.to_jiff().to_zoned_datetime(zone).date();
    Ok(Some(u32::try_from(today.since(day).map_or(0, |span| span.get_days())).unwrap_or(0)))
}

/// Where an order stands in the policy's words.
fn stage(detail: &OrderDetail, asked_before: bool) -> OrderStage {
    match detail.order.status {
        OrderStatus::Draft => OrderStage::NotPlaced,
        OrderStatus::Placed if detail.order.items_changed_at.is_some() => OrderStage::PendingItemsChanged,
        OrderStatus::Placed => OrderStage::Pending,
        OrderStatus::Processing | OrderStatus::Shipped => OrderStage::Processed,
        OrderStatus::Delivered if asked_before || detail.order.return_status != ReturnStatus::None => {
            OrderStage::ReturnOrExchangeRequested
        }
        OrderStatus::Delivered => OrderStage::Delivered,
        OrderStatus::Returned => OrderStage::ReturnOrExchangeRequested,
        OrderStatus::Cancelled => OrderStage::Cancelled,
    }
}

/// The variants that come instead.
fn variants(
    connection: &Connection,
    scope: CustomerScope,
    action: &Action,
) -> Result<BTreeMap<Id<id::Variant>, VariantFacts>> {
    let wanted: &[Id<id::Variant>] = match action {
        Action::ModifyItems { new_items, .. } | Action::ExchangeItems { new_items, .. } => new_items,
        Action::PutAside { items } | Action::WaitForStock { items } => items,
        _ => &[],
    };
    // What is put aside for this customer already is theirs to take.
    let mine = match action {
        Action::PutAside { .. } => orders::put_aside_for(connection, scope.contact_id())?,
        _ => BTreeMap::new(),
    };
    let mut facts = BTreeMap::new();
    for id in wanted {
        let variant = match catalog::variant(connection, *id) {
            Ok(variant) => variant,
            Err(error) if error.code == Code::NotFound => continue,
            Err(error) => return Err(error),
        };
        let product = catalog::product(connection, variant.product_id)?;
        let values = variant.title();
        facts.insert(
            *id,
            VariantFacts {
                product_id: variant.product_id,
                title: if values.is_empty() { product.title } else { format!("{}, {values}", product.title) },
                price: variant.price,
                available: (!variant.allow_backorder)
                    .then(|| variant.available() + mine.get(id).copied().unwrap_or(0)),
                sold: product.status == ProductStatus::Active,
            },
        );
    }
    Ok(facts)
}
