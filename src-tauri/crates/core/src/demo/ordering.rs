//! The demo shop's orders, in every state an order can be in, with dates that fit the shop's present.

use jiff::tz::TimeZone;

use super::assortment::{ShelfVariant, past_movement};
use super::chance::{Chance, days, minutes};
use super::facts::{CARRIERS, FREE_SHIPPING_FROM, SHIPPING_PRICE, TIME_ZONE, taxes};
use super::people::{Customer, REGULAR};
use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::Result;
use crate::money::{Currency, Money};
use crate::orders::{
    Actor, Fulfilment, FulfilmentLine, FulfilmentState, FulfilmentStatus, Instrument, LineItem, Order,
    OrderChannel, OrderDetail, OrderStatus, Payment, PaymentKind, PaymentMethod, PaymentState, PaymentStatus,
    ShipTo, Transition, apply_price, settlement,
};
use crate::pricing::{Cart, CartLine, Destination, ManualDiscount, Priced, price};
use crate::settings::STANDARD_CLASS;
use crate::stock::{Location, Movement, MovementReason, Reference, Reservation};
use crate::store;

const PART: u64 = 3;
pub(super) const COUNT: usize = 120;
const FIRST_NUMBER: i64 = 1001;

/// Where an order has got to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Draft,
    Placed,
    /// Placed, and the bank transfer has not come.
    Unpaid,
    Processing,
    InTransit,
    OutForDelivery,
    /// Should have arrived by now.
    Late,
    Delivered,
    Cancelled,
    Returned,
    /// Delivered, and one piece was refunded.
    PartlyRefunded,
}

/// An order that conversations can speak of.
#[derive(Debug, Clone)]
pub(super) struct PlacedOrder {
    pub number: String,
    /// Index into the customers.
    pub customer: usize,
    pub stage: Stage,
}

/// How old the `n`th newest order is, and its stage.
fn plan(n: usize) -> (u64, Stage) {
    let hours = 5 + (n as u64) * 22 + (n as u64) * (n as u64) / 12;
    let stage = match n {
        0 | 9 => Stage::Draft,
        2 | 6 => Stage::Unpaid,
        1..=8 => Stage::Placed,
        10..=15 => Stage::Processing,
        16 | 22 | 29 => Stage::Cancelled,
        17..=19 => Stage::InTransit,
        20 | 21 => Stage::OutForDelivery,
        23 | 24 => Stage::InTransit,
        25 | 26 => Stage::Late,
        n if n % 13 == 5 => Stage::Returned,
        n if n % 17 == 3 => Stage::Cancelled,
        n if n % 19 == 7 => Stage::PartlyRefunded,
        _ => Stage::Delivered,
    };
    // A parcel is on its way for days, not weeks, however many orders came after it.
    let hours = match stage {
        Stage::Processing => 20 + (n as u64) * 2,
        Stage::InTransit => 44 + (n as u64),
        Stage::OutForDelivery => 70 + (n as u64) / 2,
        Stage::Late => 7 * 24 + (n as u64),
        Stage::Placed => 2 + (n as u64) * 6,
        Stage::Unpaid => 10 + (n as u64) * 8,
        Stage::Draft => 4 + (n as u64),
        _ => hours,
    };
    (hours, stage)
}

pub(super) fn write(
    tx: &mut WriteTx<'_>,
    seed: u64,
    now: Timestamp,
    shelf: &mut [ShelfVariant],
    location: &Location,
    customers: &[Customer],
) -> Result<Vec<PlacedOrder>> {
    let mut spread = Chance::new(seed, PART, u64::MAX);
    let mut planned: Vec<(Timestamp, Stage)> = (0..COUNT)
        .map(|n| {
            let (hours, stage) = plan(n);
            (now.minus(minutes(hours * 60 + spread.between(0, 50).unsigned_abs())), stage)
        })
        .collect();
    // Numbers grow with time.
    planned.sort_by_key(|(created_at, _)| *created_at);
    let regular = planned.iter().rposition(|(_, stage)| *stage == Stage::InTransit);
    let mut placed = Vec::new();
    let (mut next, mut next_draft) = (FIRST_NUMBER, 1);
    for (index, (created_at, stage)) in planned.into_iter().enumerate() {
        let mut chance = Chance::new(seed, PART, index as u64);
        let number = if stage == Stage::Draft {
            next_draft += 1;
            format!("D{}", next_draft - 1)
        } else {
            next += 1;
            (next - 1).to_string()
        };
        // Every customer has some, a few have many. The regular's newest one is a parcel on its way.
        let customer = if Some(index) == regular {
            REGULAR
        } else if index < customers.len() {
            index
        } else {
            (REGULAR + 1 + chance.index(customers.len() - 1)) % customers.len()
        };
        let mut writer = Writer { chance, now, location };
        let detail = writer.order(number.clone(), stage, created_at, &customers[customer], shelf)?;
        store::orders::insert(tx.sql(), &detail)?;
        writer.move_stock(tx, &detail, shelf)?;
        placed.push(PlacedOrder { number, customer, stage });
    }
    store::order_numbers::go_on_with(tx, "order", next)?;
    store::order_numbers::go_on_with(tx, "draft", next_draft)?;
    Ok(placed)
}

/// What goods cost with the shop's taxes and shipping; some customers get a tenth off.
pub(super) fn prices(items: &[LineItem], tenth_off: bool) -> Result<Priced> {
    let lines: Vec<CartLine> = items
        .iter()
        .map(|item| CartLine {
            product_id: None,
            categories: Vec::new(),
            unit_price: item.unit_price.amount,
            quantity: item.quantity,
            tax_class: item.tax_class.clone(),
        })
        .collect();
    let goods: i64 = lines.iter().map(CartLine::subtotal).sum();
    let reason = "Ten percent".to_owned();
    let cart = Cart {
        lines,
        shipping: if goods >= FREE_SHIPPING_FROM { 0 } else { SHIPPING_PRICE },
        manual: tenth_off.then_some(ManualDiscount::Percent { rate_ppm: 100_000, reason }),
        ..Cart::default()
    };
    price(&cart, &taxes(), &Destination { country: "DE".into(), region: String::new() })
}

struct Writer<'a> {
    chance: Chance,
    now: Timestamp,
    location: &'a Location,
}

fn eur(amount: i64) -> Money {
    Money::new(amount, Currency::EUR)
}

impl Writer<'_> {
    /// `time` plus hours, but never after the shop's present.
    fn later(&mut self, time: Timestamp, low: i64, high: i64) -> Timestamp {
        let hours = self.chance.between(low, high).unsigned_abs();
        time.plus(minutes(hours * 60 + self.chance.between(0, 55).unsigned_abs())).min(self.now)
    }

    fn order(
        &mut self,
        number: String,
        stage: Stage,
        created_at: Timestamp,
        customer: &Customer,
        shelf: &[ShelfVariant],
    ) -> Result<OrderDetail> {
        let items = self.items(created_at, shelf);
        let priced = prices(&items, self.chance.percent(12))?;
        let total = priced.total;
        let steps = self.steps(stage, created_at);
        let payments = self.payments(stage, &steps, total, &items);
        let refunded: i64 =
            payments.iter().filter(|p| p.kind == PaymentKind::Refund).map(|p| p.amount.amount).sum();
        let payment_status = match stage {
            Stage::Draft | Stage::Unpaid => PaymentStatus::Unpaid,
            _ if refunded == total => PaymentStatus::Refunded,
            _ if refunded > 0 => PaymentStatus::PartlyRefunded,
            _ => PaymentStatus::Paid,
        };
        let status = steps.last().map_or(OrderStatus::Draft, |step| step.to);
        let fulfilments = self.fulfilments(stage, &steps, &items);
        let whole = fulfilments.iter().any(|parcel| parcel.shipped_at.is_some());
        let id = self.chance.id(created_at);
        let order = Order {
            contact_id: Some(customer.contact_id),
            status,
            payment_status,
            fulfilment_status: if whole {
                FulfilmentStatus::Fulfilled
            } else {
                FulfilmentStatus::Unfulfilled
            },
            channel: OrderChannel::Online,
            paid: eur(settlement::paid(&payments)),
            refunded: eur(refunded),
            ship_to: ShipTo {
                name: customer.name.to_owned(),
                address: customer.postal.to_owned(),
                ..ShipTo::default()
            },
            shipping_method: Some("Germany".to_owned()),
            note: if self.chance.percent(8) {
                "Gift: please leave out the invoice.".into()
            } else {
                String::new()
            },
            cancel_reason: (stage == Stage::Cancelled)
                .then(|| (*self.chance.pick(&["ordered by mistake", "no longer needed"])).to_owned()),
            placed_at: (stage != Stage::Draft).then_some(created_at),
            created_at,
            updated_at: steps.last().map_or(created_at, |step| step.moved_at),
            version: i64::try_from(steps.len().max(1)).unwrap_or(1),
            ..Order::blank(id, number, Currency::EUR, created_at)
        };
        let mut detail = OrderDetail {
            order,
            contact_name: customer.name.to_owned(),
            conversation_id: None,
            items,
            payments,
            fulfilments,
            transitions: steps,
            happenings: Vec::new(),
        };
        apply_price(&priced, &mut detail);
        Ok(detail)
    }

    fn items(&mut self, at: Timestamp, shelf: &[ShelfVariant]) -> Vec<LineItem> {
        let count = *self.chance.pick(&[1usize, 1, 1, 2, 2, 3]);
        let mut items: Vec<LineItem> = Vec::new();
        while items.len() < count {
            let variant = self.chance.pick(shelf);
            // What is nearly gone stays for the inbox to speak of.
            if variant.available < 6 || items.iter().any(|item| item.variant_id == Some(variant.id)) {
                continue;
            }
            items.push(LineItem {
                id: self.chance.id(at),
                position: i64::try_from(items.len() + 1).unwrap_or(i64::MAX),
                variant_id: Some(variant.id),
                title: variant.title.to_owned(),
                variant_title: variant.variant_title.clone(),
                sku: variant.sku.clone(),
                quantity: if variant.price < 4000 && self.chance.percent(30) { 2 } else { 1 },
                unit_price: eur(variant.price),
                discount: eur(0),
                tax: eur(0),
                tax_class: STANDARD_CLASS.to_owned(),
                tax_rate_ppm: 0,
                returned: 0,
                product_id: None,
                image_id: None,
            });
        }
        items
    }

    fn steps(&mut self, stage: Stage, created_at: Timestamp) -> Vec<Transition> {
        use OrderStatus::{Cancelled, Delivered, Placed, Processing, Returned, Shipped};
        let path: &[OrderStatus] = match stage {
            Stage::Draft => &[],
            Stage::Placed | Stage::Unpaid => &[Placed],
            Stage::Processing => &[Placed, Processing],
            Stage::InTransit | Stage::OutForDelivery | Stage::Late => &[Placed, Processing, Shipped],
            Stage::Delivered | Stage::PartlyRefunded => &[Placed, Processing, Shipped, Delivered],
            Stage::Returned => &[Placed, Processing, Shipped, Delivered, Returned],
            Stage::Cancelled => &[Placed, Cancelled],
        };
        let mut steps: Vec<Transition> = Vec::new();
        for to in path {
            let before = steps.last().map_or(created_at, |step| step.moved_at);
            let (moved_at, actor, reason) = match to {
                Placed => (created_at, Actor::Customer, ""),
                Processing => (self.later(before, 2, 9), Actor::Owner, ""),
                Shipped => (self.later(before, 3, 10), Actor::Owner, ""),
                Delivered => (self.later(before, 30, 70), Actor::Carrier, ""),
                Returned => (self.later(before, 120, 300), Actor::Owner, "parcel came back, all as new"),
                _ => (self.later(before, 1, 4), Actor::Customer, "cancelled before it was packed"),
            };
            let from = steps.last().map(|step| step.to);
            steps.push(Transition {
                from,
                to: *to,
                actor,
                actor_name: String::new(),
                reason: reason.to_owned(),
                moved_at,
            });
        }
        steps
    }

    fn payments(
        &mut self,
        stage: Stage,
        steps: &[Transition],
        total: i64,
        items: &[LineItem],
    ) -> Vec<Payment> {
        let (Some(first), Some(last)) = (steps.first(), steps.last()) else { return Vec::new() };
        let method = if stage == Stage::Unpaid {
            PaymentMethod::BankTransfer
        } else {
            *self.chance.pick(&[
                PaymentMethod::Card,
                PaymentMethod::Card,
                PaymentMethod::BankTransfer,
                PaymentMethod::BankTransfer,
            ])
        };
        let mut payments = vec![Payment {
            id: self.chance.id(first.moved_at),
            kind: PaymentKind::Payment,
            method,
            amount: eur(total),
            state: if stage == Stage::Unpaid { PaymentState::Pending } else { PaymentState::Settled },
            reference: Some(format!("P-{}", self.chance.digits(8))),
            tendered: None,
            refund_of: None,
            instrument: Instrument::default(),
            reason: String::new(),
            paid_at: first.moved_at,
        }];
        let refund = match stage {
            Stage::Cancelled | Stage::Returned => total,
            // The first item, but never more than was paid.
            Stage::PartlyRefunded => items.first().map_or(0, |item| item.unit_price.amount.min(total - 1)),
            _ => 0,
        };
        if refund > 0 {
            let paid_at = self.later(last.moved_at, 3, 40);
            payments.push(Payment {
                id: self.chance.id(paid_at),
                kind: PaymentKind::Refund,
                method,
                amount: eur(refund),
                state: PaymentState::Settled,
                reference: Some(format!("R-{}", self.chance.digits(8))),
                tendered: None,
                refund_of: Some(payments[0].id),
                instrument: Instrument::default(),
                reason: "came back".into(),
                paid_at,
            });
        }
        payments
    }

    fn fulfilments(&mut self, stage: Stage, steps: &[Transition], items: &[LineItem]) -> Vec<Fulfilment> {
        let time_of = |status| steps.iter().find(|step| step.to == status).map(|step| step.moved_at);
        let state = match stage {
            Stage::Processing => FulfilmentState::Preparing,
            Stage::InTransit | Stage::Late => FulfilmentState::InTransit,
            Stage::OutForDelivery => FulfilmentState::OutForDelivery,
            Stage::Delivered | Stage::PartlyRefunded | Stage::Returned => FulfilmentState::Delivered,
            Stage::Draft | Stage::Placed | Stage::Unpaid | Stage::Cancelled => return Vec::new(),
        };
        let shipped_at = time_of(OrderStatus::Shipped);
        let delivered_at = time_of(OrderStatus::Delivered);
        let zone = TimeZone::get(TIME_ZONE).unwrap_or(TimeZone::UTC);
        let date = |at: Timestamp| at.to_jiff().to_zoned_datetime(zone.clone()).date();
        let expected = match stage {
            Stage::OutForDelivery => Some(self.now),
            Stage::Late => Some(self.now.minus(days(2))),
            Stage::InTransit => Some(self.now.plus(days(self.chance.between(1, 2).unsigned_abs()))),
            _ => delivered_at,
        };
        let number = format!("HD{}", self.chance.digits(11));
        let shipped = shipped_at.is_some();
        vec![Fulfilment {
            id: self.chance.id(shipped_at.or_else(|| time_of(OrderStatus::Processing)).unwrap_or(self.now)),
            state,
            carrier: shipped.then(|| (*self.chance.pick(&CARRIERS)).to_owned()),
            tracking_url: shipped.then(|| format!("https://track.example.com/{number}")),
            tracking_number: shipped.then_some(number),
            shipped_at,
            expected_on: expected.map(date),
            delivered_at,
            version: i64::try_from(steps.len()).unwrap_or(1),
            lines: items
                .iter()
                .map(|item| FulfilmentLine { line_item_id: item.id, quantity: item.quantity })
                .collect(),
        }]
    }

    /// What was placed is kept for the customer until it leaves the shelf with its parcel; what came back is on it again.
    fn move_stock(
        &mut self,
        tx: &WriteTx<'_>,
        detail: &OrderDetail,
        shelf: &mut [ShelfVariant],
    ) -> Result<()> {
        for step in &detail.transitions {
            let (quantity_sign, reason) = match step.to {
                OrderStatus::Shipped => (-1, MovementReason::Sold),
                OrderStatus::Returned => (1, MovementReason::Returned),
                _ => continue,
            };
            for item in &detail.items {
                let Some(variant_id) = item.variant_id else { continue };
                let id = self.chance.id(step.moved_at);
                let quantity = quantity_sign * item.quantity;
                let movement = Movement {
                    reference: Some(Reference::order(detail.order.id)),
                    ..past_movement(id, variant_id, self.location.id, quantity, reason, step.moved_at)
                };
                store::stock::ledger::insert(tx.sql(), &movement)?;
            }
        }
        let is_kept = matches!(detail.order.status, OrderStatus::Placed | OrderStatus::Processing);
        let is_gone = matches!(detail.order.status, OrderStatus::Shipped | OrderStatus::Delivered);
        for item in detail.items.iter().filter(|_| is_kept || is_gone) {
            let Some(variant_id) = item.variant_id else { continue };
            for variant in shelf.iter_mut().filter(|variant| variant.id == variant_id) {
                variant.available -= item.quantity;
            }
            if is_kept {
                let created_at = detail.order.created_at;
                let reservation = Reservation {
                    id: self.chance.id(created_at),
                    variant_id,
                    location_id: self.location.id,
                    quantity: item.quantity,
                    order_id: Some(detail.order.id),
                    holder: item.id.to_string(),
                    expires_at: None,
                    created_at,
                };
                store::stock::reservations::add(tx, &reservation)?;
            }
        }
        Ok(())
    }
}
