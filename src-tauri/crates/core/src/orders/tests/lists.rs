//! The list by every filter, and what it counts.

use super::shop::{Shop, pieces};
use super::*;

fn numbers(shop: &Shop, filter: &OrderFilter) -> String {
    let mut numbers = Vec::new();
    let mut page = PageRequest::first(2);
    loop {
        let part = shop.fixture.read(|c| list(c, filter, &page));
        numbers.extend(part.items.into_iter().map(|row| row.number));
        match part.next {
            Some(next) => page.after = Some(next),
            None => return numbers.join(" "),
        }
    }
}

/// 1001 sent, 1002 paid, 1003 cancelled, 1004 partly sent, 1005 sold at the counter, D1 a draft; a day apart each.
fn shop() -> Shop {
    let shop = Shop::open();
    let day = 24 * 3600;
    let sent = shop.paid(&[(shop.hats[0], 1)]).order.id;
    let parcel = NewFulfilment { tracking_number: Some("HP-77 DE".into()), ..NewFulfilment::default() };
    shop.write(move |tx| fulfil(tx, sent, &parcel, None)).expect("sent");
    shop.fixture.advance(day);
    shop.paid(&[(shop.scarf, 2)]);
    shop.fixture.advance(day);
    let off = shop.placed(&[(shop.scarf, 1)]).order.id;
    let cancellation = Cancellation { reason: "mistake".into(), ..Cancellation::default() };
    shop.write(move |tx| cancel(tx, off, &cancellation, None)).expect("cancelled");
    shop.fixture.advance(day);
    let part = shop.placed(&[(shop.hats[1], 2)]);
    let id = part.order.id;
    let line = FulfilmentLine { line_item_id: part.items[0].id, quantity: 1 };
    let parcel = NewFulfilment { lines: Some(vec![line]), ..NewFulfilment::default() };
    shop.write(move |tx| fulfil(tx, id, &parcel, None)).expect("a part");
    shop.fixture.advance(day);
    let lines = Some(pieces(&[(shop.hats[0], 3)]));
    let sale = Sale {
        change: DraftChange { lines, ..DraftChange::default() },
        payments: vec![NewPayment::by(PaymentMethod::Card)],
        ..Sale::default()
    };
    let sold = shop.write(move |tx| sell(tx, &sale)).expect("sold").order.id;
    shop.write(move |tx| archive(tx, sold, None)).expect("archived");
    shop.fixture.advance(day);
    let draft = shop.draft(&[(shop.scarf, 1)]);
    shop.write(move |tx| create_draft(tx, &draft, None)).expect("draft");
    shop
}

#[test]
fn any_filters_together_newest_first() {
    let shop = shop();
    let all = OrderFilter::default;
    let found = |filter: OrderFilter| numbers(&shop, &filter);
    let text = |text: &str| OrderFilter { text: Some(text.into()), ..all() };
    assert_eq!(found(all()), "D1 1005 1004 1003 1002 1001");
    assert_eq!(found(OrderFilter { sort: OrderSort::Oldest, ..all() }), "1001 1002 1003 1004 1005 D1");
    assert_eq!(found(OrderFilter { archived: Some(false), ..all() }), "D1 1004 1003 1002 1001");
    assert_eq!(found(OrderFilter { archived: Some(true), ..all() }), "1005");
    assert_eq!(found(OrderFilter { status: Some(OrderStatus::Shipped), ..all() }), "1001");
    assert_eq!(found(OrderFilter { open: true, ..all() }), "1004 1002");
    let paid = Some(PaymentStatus::Paid);
    assert_eq!(found(OrderFilter { payment_status: paid, ..all() }), "1005 1002 1001");
    assert_eq!(found(OrderFilter { returning: true, ..all() }), "");
    assert_eq!(found(OrderFilter { due: true, ..all() }), "1004");
    let part = Some(FulfilmentStatus::PartlyFulfilled);
    assert_eq!(found(OrderFilter { fulfilment_status: part, ..all() }), "1004");
    assert_eq!(found(OrderFilter { channel: Some(OrderChannel::Counter), ..all() }), "1005");
    assert_eq!(found(OrderFilter { return_status: Some(ReturnStatus::ReturnRequested), ..all() }), "");
    assert_eq!(found(OrderFilter { contact_id: Some(shop.ada), ..all() }), "D1 1004 1003 1002 1001");
    let both = OrderFilter { payment_status: paid, open: true, contact_id: Some(shop.ada), ..all() };
    assert_eq!(found(both), "1002");
    // Words: numbers, names, SKUs, tracking numbers; all of them, in any case, from their start.
    assert_eq!(found(text("100")), "1005 1004 1003 1002 1001");
    assert_eq!(found(text("#1004")), "1004");
    assert_eq!(found(text("exam")), "D1 1004 1003 1002 1001");
    assert_eq!(found(text("scarf-one")), "D1 1003 1002");
    assert_eq!(found(text("hp-77")), "1001");
    assert_eq!(found(text("ada hat")), "1004 1001");
    for nothing in ["004", "%", "\"", "_splaced", "nobody", "* OR *"] {
        assert_eq!(found(text(nothing)), "", "{nothing}");
    }
    // Days in the shop's zone; the first order was made on 2027-01-15.
    let days = |from: i8, to: i8| OrderFilter {
        from: Some(jiff::civil::date(2027, 1, from)),
        to: Some(jiff::civil::date(2027, 1, to)),
        ..all()
    };
    assert_eq!(found(days(16, 17)), "1003 1002");
    assert_eq!(found(days(21, 25)), "");
    assert_eq!(found(OrderFilter { text: Some("ada".into()), ..days(15, 16) }), "1002 1001");
}

#[test]
fn by_amount_up_and_down() {
    let shop = shop();
    let by = |sort, text: Option<&str>| {
        numbers(&shop, &OrderFilter { sort, text: text.map(Into::into), ..OrderFilter::default() })
    };
    // 75.00, 64.90, 34.90, 29.90, 19.90, 19.90.
    assert_eq!(by(OrderSort::TotalHigh, None), "1005 1004 1002 1001 D1 1003");
    assert_eq!(by(OrderSort::TotalLow, None), "1003 D1 1001 1002 1004 1005");
    assert_eq!(by(OrderSort::TotalHigh, Some("hat")), "1005 1004 1001");
    assert_eq!(by(OrderSort::TotalLow, Some("ada")), "1003 D1 1001 1002 1004");
    let due = OrderFilter { sort: OrderSort::TotalLow, due: true, ..OrderFilter::default() };
    assert_eq!(numbers(&shop, &due), "1004");
}

#[test]
fn a_customer_who_changes_their_name_is_found_by_the_new_one() {
    let shop = shop();
    let ada = shop.ada;
    shop.write(move |tx| {
        let sql = "UPDATE contacts SET display_name = 'Zoë Novel' WHERE id = ?1";
        tx.sql().execute(sql, [ada]).map_err(Error::from)
    })
    .expect("renamed");
    let text = |text: &str| OrderFilter { text: Some(text.into()), ..OrderFilter::default() };
    assert_eq!(numbers(&shop, &text("zoe")), "D1 1004 1003 1002 1001");
    assert_eq!(numbers(&shop, &text("novel 1004")), "1004");
}

#[test]
fn each_filter_is_counted() {
    let shop = shop();
    let counts = shop.fixture.read(|c| filter_counts(c, None));
    let expected = FilterCounts {
        draft: 1,
        placed: 1,
        processing: 1,
        shipped: 1,
        delivered: 0,
        cancelled: 1,
        returned: 0,
        to_ship: 2,
        unpaid: 1,
        partly_fulfilled: 1,
        return_requested: 0,
        exchange_requested: 0,
        archived: 1,
    };
    assert_eq!(counts, expected);
    let ada = shop.ada;
    assert_eq!(shop.fixture.read(|c| filter_counts(c, Some(ada))), FilterCounts { archived: 0, ..expected });
}

#[test]
fn many_orders_of_one_second_keep_their_order() {
    let shop = Shop::open();
    let made = shop
        .write(|tx| {
            for n in 0..300 {
                let order = Order::blank(tx.new_id(), format!("I{n:03}"), Currency::EUR, tx.now());
                store::orders::insert(tx.sql(), Edit::new(order).detail())?;
            }
            Ok(300)
        })
        .expect("imported");
    let found = numbers(&shop, &OrderFilter::default());
    let expected: Vec<String> = (0..made).rev().map(|n| format!("I{n:03}")).collect();
    assert_eq!(found, expected.join(" "));
}
