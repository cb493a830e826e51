//! Orders and customers as the benchmark writes them, read back from ours.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::format::{Cents, OrderItem, Payment, PaymentMethod};
use crate::error::Result;
use crate::id::{self, Id};
use crate::orders::{self, OrderStatus, PaymentKind, PaymentState};
use crate::returns::{self, RefundTo, ReturnDetail, ReturnKind};
use crate::stored_methods::{self, StoredMethod, StoredMethodKind};
use crate::{catalog, contacts};

/// An order in the benchmark's words. Addresses are the lines on the parcel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OrderView {
    pub status: String,
    pub address: String,
    pub items: Vec<OrderItem>,
    pub payment_history: Vec<Payment>,
    pub cancel_reason: Option<String>,
    pub return_items: Vec<String>,
    pub return_payment_method_id: Option<String>,
    pub exchange_items: Vec<String>,
    pub exchange_new_items: Vec<String>,
    pub exchange_payment_method_id: Option<String>,
    pub exchange_price_difference: Option<Cents>,
}

/// A customer in the benchmark's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct UserView {
    pub address: String,
    pub payment_methods: BTreeMap<String, PaymentMethod>,
}

pub(super) fn user(connection: &Connection, id: Id<id::Contact>) -> Result<UserView> {
    let methods = stored_methods::of_contact(connection, id, false)?;
    Ok(UserView {
        address: contacts::get(connection, id)?.address,
        payment_methods: methods.iter().map(|method| (name(method), method_view(method))).collect(),
    })
}

fn name(method: &StoredMethod) -> String {
    method.reference.clone().unwrap_or_else(|| method.id.to_string())
}

fn method_view(method: &StoredMethod) -> PaymentMethod {
    PaymentMethod {
        source: match method.kind {
            StoredMethodKind::Card => "credit_card",
            StoredMethodKind::Paypal => "paypal",
            StoredMethodKind::GiftCard => "gift_card",
            StoredMethodKind::BankAccount => "bank_account",
        }
        .to_owned(),
        id: name(method),
        brand: method.brand.clone(),
        last_four: method.last_four.clone(),
        balance: method.gift_card.as_ref().map(|card| Cents(card.balance.amount)),
    }
}

/// The status in the benchmark's words.
fn status(detail: &orders::OrderDetail, asked: Option<&ReturnDetail>) -> &'static str {
    match detail.order.status {
        OrderStatus::Draft => "draft",
        OrderStatus::Placed if detail.order.items_changed_at.is_some() => "pending (item modified)",
        OrderStatus::Placed => "pending",
        OrderStatus::Processing | OrderStatus::Shipped => "processed",
        OrderStatus::Cancelled => "cancelled",
        OrderStatus::Delivered | OrderStatus::Returned => match asked.map(|asked| asked.head.kind) {
            Some(ReturnKind::Return) => "return requested",
            Some(ReturnKind::Exchange) => "exchange requested",
            None => "delivered",
        },
    }
}

pub(super) fn order(connection: &Connection, id: Id<id::Order>) -> Result<OrderView> {
    let detail = orders::detail(connection, id)?;
    let asked = returns::of_order(connection, id)?.into_iter().rfind(|other| other.head.state.counts());
    let mut items = Vec::new();
    for item in &detail.items {
        let view = item_view(connection, item)?;
        for _ in 0..item.quantity {
            items.push(view.clone());
        }
    }
    let mut payment_history = Vec::new();
    for payment in detail.payments.iter().filter(|payment| payment.state != PaymentState::Failed) {
        payment_history.push(Payment {
            transaction_type: match payment.kind {
                PaymentKind::Payment => "payment",
                PaymentKind::Refund => "refund",
            }
            .to_owned(),
            amount: Cents(payment.amount.amount),
            payment_method_id: stored(connection, payment.instrument.stored_method_id.as_deref())?,
        });
    }
    let mut view = OrderView {
        status: status(&detail, asked.as_ref()).to_owned(),
        address: detail.order.ship_to.address.clone(),
        items,
        payment_history,
        cancel_reason: detail.order.cancel_reason.clone(),
        return_items: Vec::new(),
        return_payment_method_id: None,
        exchange_items: Vec::new(),
        exchange_new_items: Vec::new(),
        exchange_payment_method_id: None,
        exchange_price_difference: None,
    };
    if let Some(asked) = asked {
        add_return(connection, &mut view, &asked)?;
    }
    Ok(view)
}

fn add_return(connection: &Connection, view: &mut OrderView, asked: &ReturnDetail) -> Result<()> {
    let method = match &asked.head.refund_to {
        RefundTo::StoredMethod { stored_method_id } => {
            Some(stored(connection, Some(&stored_method_id.to_string()))?)
        }
        _ => None,
    };
    let mut items = Vec::new();
    let mut new_items = Vec::new();
    for line in &asked.lines {
        for _ in 0..line.quantity {
            items.extend(line.sku.clone());
            new_items.extend(line.replacement.as_ref().and_then(|new| new.sku.clone()));
        }
    }
    items.sort();
    new_items.sort();
    match asked.head.kind {
        ReturnKind::Return => {
            view.return_items = items;
            view.return_payment_method_id = method;
        }
        ReturnKind::Exchange => {
            view.exchange_items = items;
            view.exchange_new_items = new_items;
            view.exchange_payment_method_id = method;
            // What the customer pays in addition.
            view.exchange_price_difference = Some(Cents(-asked.head.balance().due()));
        }
    }
    Ok(())
}

/// The benchmark's name of a stored method.
fn stored(connection: &Connection, id: Option<&str>) -> Result<String> {
    match id.and_then(|id| id.parse().ok()) {
        Some(id) => Ok(name(&stored_methods::get(connection, id)?)),
        None => Ok(String::new()),
    }
}

fn item_view(connection: &Connection, item: &orders::LineItem) -> Result<OrderItem> {
    let mut options = BTreeMap::new();
    let mut product = String::new();
    if let (Some(variant_id), Some(product_id)) = (item.variant_id, item.product_id) {
        let detail = catalog::detail(connection, product_id)?;
        // The benchmark's product id ends the handle.
        product = detail.product.handle.rsplit('-').next().unwrap_or_default().to_owned();
        if let Some(variant) = detail.variants.iter().find(|variant| variant.id == variant_id) {
            let values = detail.options.iter().zip(&variant.values);
            options = values
                .filter(|(_, value)| !value.is_empty())
                .map(|(option, value)| (option.name.clone(), value.clone()))
                .collect();
        }
    }
    Ok(OrderItem {
        name: item.title.clone(),
        product_id: product,
        item_id: item.sku.clone().unwrap_or_default(),
        price: Cents(item.unit_price.amount),
        options,
    })
}
