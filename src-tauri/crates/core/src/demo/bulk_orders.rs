//! Orders of a big shop, in any number: two years of them, most of them long delivered.

use super::DemoOptions;
use super::chance::{Chance, days, minutes};
use super::facts::CARRIERS;
use super::ordering::{COUNT, prices};
use super::people::some_name;
use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::contacts::Contact;
use crate::database::{Database, WriteTx};
use crate::error::Result;
use crate::id::{self, Id};
use crate::money::{Currency, Money};
use crate::orders::{
    Fulfilment, FulfilmentLine, FulfilmentState, FulfilmentStatus, Goods, Instrument, LineItem, Order,
    OrderChannel, OrderDetail, OrderStatus, Payment, PaymentKind, PaymentMethod, PaymentState, ReturnStatus,
    ShipTo, Transition, apply_price, settlement,
};
use crate::store;

const ORDERS: u64 = 13;
const BUYERS: u64 = 14;
const AT_ONCE: usize = 1000;
/// Orders of one customer in a row.
const ORDERS_EACH: usize = 5;
/// Variants that the orders are made of.
const GOODS: i64 = 4000;
const FIRST_NUMBER: usize = 2001;

/// Adds orders until there are `options.orders`. They moved their goods long ago: stock is as it is now.
pub(super) fn orders(database: &Database, options: &DemoOptions) -> Result<()> {
    let (seed, now) = (options.seed, options.now);
    let total = options.orders.saturating_sub(COUNT);
    if total == 0 {
        return Ok(());
    }
    let goods = database.read_blocking(|c| store::demo::some_goods(c, GOODS))?;
    let goods = std::sync::Arc::new(goods);
    let mut next = 0;
    while next < total {
        let batch = next..(next + AT_ONCE).min(total);
        next = batch.end;
        let goods = std::sync::Arc::clone(&goods);
        database.write_blocking(move |tx| {
            for index in batch {
                order(tx, seed, index, total, now, &goods)?;
            }
            Ok(())
        })?;
    }
    database.write_blocking(move |tx| {
        let next = i64::try_from(FIRST_NUMBER + total).unwrap_or(i64::MAX);
        store::order_numbers::go_on_with(tx, "order", next)
    })
}

/// How far an order has got; `age` counts from the newest, in thousandths of all.
fn status(chance: &mut Chance, age: usize) -> OrderStatus {
    match (age, chance.index(100)) {
        (0..=9, 0..=9) => OrderStatus::Draft,
        (0..=9, _) => OrderStatus::Placed,
        (10..=14, _) => OrderStatus::Processing,
        (15..=29, _) => OrderStatus::Shipped,
        (_, 0..=3) => OrderStatus::Cancelled,
        (_, 4..=5) => OrderStatus::Returned,
        _ => OrderStatus::Delivered,
    }
}

fn buyer(
    tx: &WriteTx<'_>,
    seed: u64,
    group: usize,
    at: Timestamp,
    is_new: bool,
) -> Result<(Id<id::Contact>, String)> {
    let mut chance = Chance::new(seed, BUYERS, group as u64);
    let name = some_name(&mut chance);
    let contact_id = chance.id(Timestamp::from_millis(i64::try_from(group).unwrap_or(0)));
    if is_new {
        let contact = Contact {
            id: contact_id,
            display_name: name.clone(),
            email: None,
            phone: None,
            language: None,
            notes: String::new(),
            address: format!("Sample Street {}, 10999 Musterstadt", 1 + group % 200),
            created_at: at,
            updated_at: at,
            version: 1,
        };
        store::contacts::insert(tx.sql(), &contact)?;
    }
    Ok((contact_id, name))
}

fn order(
    tx: &WriteTx<'_>,
    seed: u64,
    index: usize,
    total: usize,
    now: Timestamp,
    goods: &[Goods],
) -> Result<()> {
    let mut chance = Chance::new(seed, ORDERS, index as u64);
    let span = days(720).as_millis();
    let ago = minutes(90).as_millis() + span - span * index as u128 / total as u128;
    let at = Timestamp::from_millis(now.as_millis() - i64::try_from(ago).unwrap_or(0));
    let (contact_id, name) = buyer(tx, seed, index / ORDERS_EACH, at, index.is_multiple_of(ORDERS_EACH))?;
    let status = status(&mut chance, (total - 1 - index) * 1000 / total);
    let counter = status == OrderStatus::Delivered && chance.percent(15);
    let eur = |amount| Money::new(amount, Currency::EUR);
    let mut items = Vec::new();
    for position in 1..=*chance.pick(&[1i64, 1, 1, 2, 2, 3]) {
        let goods = chance.pick(goods).clone();
        items.push(LineItem {
            id: chance.id(at),
            position,
            variant_id: Some(goods.variant_id),
            title: goods.title,
            variant_title: goods.variant_title,
            sku: goods.sku,
            quantity: 1,
            unit_price: goods.price,
            discount: eur(0),
            tax: eur(0),
            tax_class: goods.tax_class,
            tax_rate_ppm: 0,
            returned: i64::from(status == OrderStatus::Returned),
            product_id: Some(goods.product_id),
            image_id: None,
        });
    }
    let priced = prices(&items, chance.percent(10))?;
    let payments = payments(&mut chance, status, priced.total, at, counter);
    let (paid, refunded) = (settlement::paid(&payments), settlement::refunded(&payments));
    let sent = matches!(status, OrderStatus::Shipped | OrderStatus::Delivered | OrderStatus::Returned);
    let part = status == OrderStatus::Processing && items.len() > 1 && chance.percent(30);
    let parcel = (sent || part).then(|| {
        let arrived = status != OrderStatus::Shipped && !part;
        Fulfilment {
            id: chance.id(at),
            state: if arrived { FulfilmentState::Delivered } else { FulfilmentState::InTransit },
            carrier: (!counter).then(|| (*chance.pick(&CARRIERS)).to_owned()),
            tracking_number: (!counter).then(|| format!("HD{}", chance.digits(11))),
            tracking_url: None,
            shipped_at: Some(at),
            expected_on: None,
            delivered_at: arrived.then_some(at),
            version: 1,
            lines: items
                .iter()
                .take(if part { 1 } else { items.len() })
                .map(|item| FulfilmentLine { line_item_id: item.id, quantity: item.quantity })
                .collect(),
        }
    });
    let draft = status == OrderStatus::Draft;
    let number =
        if draft { format!("D{}", FIRST_NUMBER + index) } else { (FIRST_NUMBER + index).to_string() };
    let old = at < now.minus(days(365));
    let order = Order {
        contact_id: (!counter || chance.percent(50)).then_some(contact_id),
        status,
        payment_status: settlement::status(status, priced.total, paid, refunded, 0),
        fulfilment_status: match (sent, part) {
            (true, _) => FulfilmentStatus::Fulfilled,
            (_, true) => FulfilmentStatus::PartlyFulfilled,
            _ => FulfilmentStatus::Unfulfilled,
        },
        return_status: match status {
            OrderStatus::Returned => ReturnStatus::Returned,
            OrderStatus::Delivered if chance.percent(1) => ReturnStatus::ReturnRequested,
            _ => ReturnStatus::None,
        },
        channel: match (counter, chance.index(10)) {
            (true, _) => OrderChannel::Counter,
            (_, 0) => OrderChannel::Office,
            (_, 1) => OrderChannel::Agent,
            _ => OrderChannel::Online,
        },
        paid: eur(paid),
        refunded: eur(refunded),
        ship_to: ShipTo { name, ..ShipTo::default() },
        cancel_reason: (status == OrderStatus::Cancelled).then(|| "no longer needed".to_owned()),
        archived_at: (old && chance.percent(60)).then_some(now),
        placed_at: (!draft).then_some(at),
        ..Order::blank(chance.id(at), number, Currency::EUR, at)
    };
    let mut detail = OrderDetail {
        transitions: steps(status, at, counter),
        order,
        contact_name: String::new(),
        conversation_id: None,
        items,
        payments,
        fulfilments: parcel.into_iter().collect(),
        happenings: Vec::new(),
    };
    apply_price(&priced, &mut detail);
    store::orders::insert(tx.sql(), &detail)
}

fn payments(
    chance: &mut Chance,
    status: OrderStatus,
    total: i64,
    at: Timestamp,
    counter: bool,
) -> Vec<Payment> {
    if status == OrderStatus::Draft || total == 0 {
        return Vec::new();
    }
    let method = if counter {
        *chance.pick(&[PaymentMethod::Card, PaymentMethod::Cash])
    } else {
        *chance.pick(&[PaymentMethod::Card, PaymentMethod::BankTransfer, PaymentMethod::Wallet])
    };
    let waits = status == OrderStatus::Placed && method == PaymentMethod::BankTransfer;
    let entry = |id, kind, amount, state, refund_of| Payment {
        id,
        kind,
        method,
        amount: Money::new(amount, Currency::EUR),
        state,
        reference: None,
        tendered: None,
        refund_of,
        instrument: Instrument::default(),
        reason: String::new(),
        paid_at: at,
    };
    let state = if waits { PaymentState::Pending } else { PaymentState::Settled };
    let first: Id<id::Payment> = chance.id(at);
    let mut payments = vec![entry(first, PaymentKind::Payment, total, state, None)];
    let back = match status {
        OrderStatus::Cancelled | OrderStatus::Returned => total,
        OrderStatus::Delivered if chance.percent(2) => total / 3,
        _ => 0,
    };
    if back > 0 {
        let id = chance.id(at);
        payments.push(entry(id, PaymentKind::Refund, back, PaymentState::Settled, Some(first)));
    }
    payments
}

fn steps(status: OrderStatus, at: Timestamp, counter: bool) -> Vec<Transition> {
    use OrderStatus::{Cancelled, Delivered, Draft, Placed, Processing, Returned, Shipped};
    let path: &[OrderStatus] = match status {
        Draft => &[],
        Placed => &[Placed],
        Processing => &[Placed, Processing],
        Shipped => &[Placed, Shipped],
        Delivered if counter => &[Placed, Delivered],
        Delivered => &[Placed, Shipped, Delivered],
        Returned => &[Placed, Shipped, Delivered, Returned],
        Cancelled => &[Placed, Cancelled],
    };
    let mut from = None;
    path.iter()
        .map(|to| Transition {
            from: from.replace(*to),
            to: *to,
            actor: Actor::Owner,
            actor_name: String::new(),
            reason: String::new(),
            moved_at: at,
        })
        .collect()
}
