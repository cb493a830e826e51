mod drafts;
mod life;
mod lists;
mod money;
mod rules;
mod shelf;
mod shop;

use std::sync::Arc;

use super::*;
use crate::catalog::{NewProduct, NewVariant, ProductStatus};
use crate::clock::ManualClock;
use crate::contacts::{self, Channel};
use crate::database::{Options, WriteTx};
use crate::error::Code;
use crate::money::Currency;
use crate::scope::CustomerScope;
use crate::{Database, catalog};

const ADA: &str = "+15550100111";
const BO: &str = "+15550100222";

fn eur(amount: i64) -> Money {
    Money::new(amount, Currency::EUR)
}

/// An order of the contact with this address, `day` days after the first one.
fn add(
    tx: &mut WriteTx<'_>,
    number: &str,
    address: &str,
    status: OrderStatus,
    day: i64,
) -> Result<Id<id::Order>> {
    let identity = contacts::find_or_create(
        tx,
        Channel::Whatsapp,
        address,
        Some(if address == ADA { "Ada" } else { "Bo" }),
    )?;
    let at = Timestamp::from_millis(1_700_000_000_000 + day * 86_400_000);
    let variant = match catalog::Searcher::default()
        .products(tx.sql(), &catalog::ProductQuery { limit: 1, ..Default::default() })?
        .first()
    {
        Some(hit) => hit.variants[0].id,
        None => {
            let new = NewProduct {
                handle: "hat".into(),
                title: "Hat".into(),
                material: "wool".into(),
                status: ProductStatus::Active,
                options: vec!["Colour".into()],
                variants: vec![NewVariant { values: vec!["Navy".into()], ..NewVariant::priced(eur(2500)) }],
                ..NewProduct::default()
            };
            let product = catalog::create_product(tx, &new)?;
            catalog::variants(tx.sql(), product)?[0].id
        }
    };
    let line_item_id = tx.new_id();
    let under_way = status == OrderStatus::Shipped;
    let detail = OrderDetail {
        order: Order {
            contact_id: Some(identity.contact_id),
            status,
            payment_status: PaymentStatus::Paid,
            fulfilment_status: if under_way {
                FulfilmentStatus::Fulfilled
            } else {
                FulfilmentStatus::Unfulfilled
            },
            subtotal: eur(5000),
            shipping: eur(490),
            total: eur(5490),
            paid: eur(5490),
            placed_at: (status != OrderStatus::Draft).then_some(at),
            ..Order::blank(tx.new_id(), number.into(), Currency::EUR, at)
        },
        contact_name: String::new(),
        conversation_id: None,
        items: vec![LineItem {
            id: line_item_id,
            position: 1,
            variant_id: Some(variant),
            title: "Hat".into(),
            variant_title: "Navy".into(),
            sku: None,
            quantity: 2,
            unit_price: eur(2500),
            discount: eur(0),
            tax: eur(0),
            tax_class: "standard".into(),
            tax_rate_ppm: 0,
            returned: 0,
            product_id: None,
            image_id: None,
        }],
        payments: vec![Payment {
            id: tx.new_id(),
            kind: PaymentKind::Payment,
            method: PaymentMethod::Card,
            amount: eur(5490),
            state: PaymentState::Settled,
            reference: None,
            tendered: None,
            refund_of: None,
            instrument: Instrument::default(),
            reason: String::new(),
            paid_at: at,
        }],
        fulfilments: if under_way {
            vec![Fulfilment {
                id: tx.new_id(),
                state: FulfilmentState::InTransit,
                carrier: Some("Heron Post".into()),
                tracking_number: Some("HD1".into()),
                tracking_url: None,
                shipped_at: Some(at),
                expected_on: Some(jiff::civil::date(2023, 11, 20)),
                delivered_at: None,
                version: 3,
                lines: vec![FulfilmentLine { line_item_id, quantity: 2 }],
            }]
        } else {
            Vec::new()
        },
        transitions: vec![Transition {
            from: None,
            to: OrderStatus::Placed,
            actor: Actor::Customer,
            actor_name: String::new(),
            reason: String::new(),
            moved_at: at,
        }],
        happenings: Vec::new(),
    };
    store::orders::insert(tx.sql(), &detail)?;
    Ok(detail.order.id)
}

fn shop() -> (tempfile::TempDir, Database) {
    let dir = tempfile::tempdir().expect("dir");
    let clock = Arc::new(ManualClock::at(Timestamp::from_millis(1_800_000_000_000)));
    let database =
        Database::open(dir.path(), Options { id_seed: Some(1), ..Options::new(clock) }).expect("open");
    database
        .write_blocking(|tx| {
            add(tx, "1001", ADA, OrderStatus::Delivered, 0)?;
            add(tx, "1002", BO, OrderStatus::Shipped, 1)?;
            add(tx, "1003", ADA, OrderStatus::Placed, 2)?;
            add(tx, "1004", ADA, OrderStatus::Draft, 3)?;
            add(tx, "1010", BO, OrderStatus::Cancelled, 3)?;
            add(tx, "A-11", BO, OrderStatus::Processing, 4)
        })
        .expect("orders");
    (dir, database)
}

#[test]
fn the_list_is_newest_first_and_filters_by_status_number_and_name() {
    let (_dir, database) = shop();
    let numbers = |status: Option<OrderStatus>, text: Option<&str>| {
        let filter = OrderFilter { status, text: text.map(Into::into), ..OrderFilter::default() };
        let mut numbers = Vec::new();
        let mut page = PageRequest::first(2);
        loop {
            let part = database.read_blocking(|c| list(c, &filter, &page)).expect("page");
            numbers.extend(part.items.into_iter().map(|row| row.number));
            match part.next {
                Some(next) => page.after = Some(next),
                None => return numbers.join(" "),
            }
        }
    };
    assert_eq!(numbers(None, None), "A-11 1010 1004 1003 1002 1001");
    assert_eq!(numbers(Some(OrderStatus::Draft), None), "1004");
    assert_eq!(numbers(None, Some("#100")), "1004 1003 1002 1001");
    assert_eq!(numbers(None, Some("010")), "");
    assert_eq!(numbers(None, Some("bo")), "A-11 1010 1002");
    assert_eq!(numbers(Some(OrderStatus::Shipped), Some("Bo")), "1002");
    assert_eq!(numbers(None, Some("%")), "");
    assert_eq!(numbers(None, Some("a-")), "A-11");
}

#[test]
fn a_customer_sees_their_own_orders_and_no_drafts() {
    let (_dir, database) = shop();
    let scope = |address: &str| {
        database
            .read_blocking(|c| CustomerScope::from_identity(c, Channel::Whatsapp, address))
            .expect("scope")
    };
    let (ada, bo) = (scope(ADA), scope(BO));
    let of = |scope, limit| {
        let orders = database.read_blocking(|c| customer::orders(c, scope, limit)).expect("orders");
        orders.into_iter().map(|detail| detail.order.number).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(of(ada, 10), "1003 1001");
    assert_eq!(of(ada, 1), "1003");
    assert_eq!(of(bo, 10), "A-11 1010 1002");
    for (scope, asked, found) in [
        (ada, "1001", true),
        (ada, " #1001 ", true),
        (ada, "1002", false),
        (ada, "1004", false),
        (ada, "", false),
        (ada, "100_", false),
        (ada, "' OR 1=1 --", false),
        (bo, "1002", true),
        (bo, "1001", false),
        (bo, "a-11", true),
    ] {
        let order = database.read_blocking(|c| customer::order_by_number(c, scope, asked)).expect("order");
        assert_eq!(order.is_some(), found, "{asked}");
        assert!(order.is_none_or(|detail| detail.order.contact_id == Some(scope.contact_id())));
    }
    let stranger =
        database.read_blocking(|c| CustomerScope::from_identity(c, Channel::Whatsapp, "+15550100999"));
    assert_eq!(stranger.expect_err("nobody").code, Code::NotFound);
    // The same digits on another channel are not the same verified identity.
    let other = database.read_blocking(|c| CustomerScope::from_identity(c, Channel::Sms, ADA));
    assert_eq!(other.expect_err("nobody").code, Code::NotFound);
}

#[test]
fn a_detail_holds_everything_as_it_was_written() {
    let (_dir, database) = shop();
    let page = database
        .read_blocking(|c| {
            list(
                c,
                &OrderFilter { text: Some("1002".into()), ..OrderFilter::default() },
                &PageRequest::default(),
            )
        })
        .expect("list");
    let row = &page.items[0];
    assert_eq!((row.contact_name.as_str(), row.item_count, row.total), ("Bo", 2, eur(5490)));
    let found = database.read_blocking(|c| detail(c, row.id)).expect("detail");
    assert_eq!(found.contact_name, "Bo");
    assert_eq!(found.items[0].unit_price, eur(2500));
    assert!(found.items[0].product_id.is_some());
    assert_eq!(found.payments[0].amount, eur(5490));
    let parcel = &found.fulfilments[0];
    assert_eq!((parcel.expected_on, parcel.version), (Some(jiff::civil::date(2023, 11, 20)), 3));
    assert_eq!(parcel.lines, [FulfilmentLine { line_item_id: found.items[0].id, quantity: 2 }]);
    assert_eq!(found.transitions[0].to, OrderStatus::Placed);
    let missing = database.read_blocking(|c| detail(c, Id::from_uuid(found.items[0].id.uuid())));
    assert_eq!(missing.expect_err("none").code, Code::NotFound);
    let contact = row.contact_id.expect("a contact");
    let of = database.read_blocking(|c| of_contact(c, contact, &PageRequest::first(2))).expect("of");
    assert_eq!(of.items.iter().map(|row| row.number.as_str()).collect::<Vec<_>>(), ["A-11", "1010"]);
    let rest = PageRequest { after: of.next, limit: 2 };
    let rest = database.read_blocking(|c| of_contact(c, contact, &rest)).expect("rest");
    assert_eq!(rest.items.iter().map(|row| row.number.as_str()).collect::<Vec<_>>(), ["1002"]);
}

#[test]
fn the_start_screen_counts_what_waits() {
    let (_dir, database) = shop();
    let counts = |date| database.read_blocking(|c| counts(c, date)).expect("counts");
    assert_eq!(counts(jiff::civil::date(2023, 11, 20)), OrderCounts { to_ship: 2, late: 0 });
    assert_eq!(counts(jiff::civil::date(2023, 11, 21)), OrderCounts { to_ship: 2, late: 1 });
    let at = |day: i64| Timestamp::from_millis(1_700_000_000_000 + day * 86_400_000);
    let figures = |from, to| database.read_blocking(|c| day_figures(c, at(from), at(to))).expect("figures");
    assert_eq!(figures(0, 2), DayFigures { orders: 2, sales: vec![eur(10980)] });
    // Neither the draft nor the cancelled one of day 3.
    assert_eq!(figures(3, 4), DayFigures { orders: 0, sales: Vec::new() });
    assert_eq!(figures(4, 5), DayFigures { orders: 1, sales: vec![eur(5490)] });
}
