//! What an order does to the shelf: promised when placed, gone when sent, free when cancelled.

use std::time::Duration;

use super::shop::{Shop, pieces};
use super::*;
use crate::error::Code;
use crate::page::PageRequest;
use crate::stock;

/// On hand, reserved.
fn shelf(shop: &Shop, variant: Id<id::Variant>) -> (i64, i64) {
    let variant = shop.fixture.read(|c| catalog::variant(c, variant));
    (variant.on_hand, variant.reserved)
}

/// Levels, reservations and the ledger agree at every moment.
fn checked(shop: &Shop) {
    assert_eq!(shop.fixture.read(stock::check_levels), []);
}

#[test]
fn pieces_are_promised_then_gone() {
    let shop = Shop::open();
    let [hat, _] = shop.hats;
    let change = shop.draft(&[(hat, 4)]);
    let draft = shop.write(move |tx| create_draft(tx, &change, None)).expect("draft");
    assert_eq!(shelf(&shop, hat), (10, 0), "a draft promises nothing");
    let id = draft.order.id;
    let placed = shop.write(move |tx| place(tx, id, &[], "", None)).expect("placed");
    assert_eq!(shelf(&shop, hat), (10, 4));
    let line = placed.items[0].id;
    let part = NewFulfilment {
        lines: Some(vec![FulfilmentLine { line_item_id: line, quantity: 1 }]),
        ..NewFulfilment::default()
    };
    let sent = shop.write(move |tx| fulfil(tx, id, &part, None)).expect("a part");
    assert_eq!(shelf(&shop, hat), (9, 3));
    // Packed is not gone; out of the door is.
    let packing = NewFulfilment { state: Some(FulfilmentState::Preparing), ..NewFulfilment::default() };
    let packed = shop.write(move |tx| fulfil(tx, id, &packing, None)).expect("packed");
    assert_eq!(shelf(&shop, hat), (9, 3));
    let (first, second) = (sent.fulfilments[0].id, packed.fulfilments[1].id);
    let go = FulfilmentChange { state: Some(FulfilmentState::InTransit), ..FulfilmentChange::default() };
    shop.write(move |tx| change_fulfilment(tx, id, second, &go, None)).expect("gone");
    assert_eq!(shelf(&shop, hat), (6, 0));
    // The first came back and is promised again.
    let back = FulfilmentChange { state: Some(FulfilmentState::Failed), ..FulfilmentChange::default() };
    shop.write(move |tx| change_fulfilment(tx, id, first, &back, None)).expect("back");
    assert_eq!(shelf(&shop, hat), (7, 1));
    checked(&shop);
}

#[test]
fn cancelling_sets_them_free() {
    let shop = Shop::open();
    let order = shop.paid(&[(shop.hats[0], 3), (shop.scarf, 2)]);
    assert_eq!((shelf(&shop, shop.hats[0]), shelf(&shop, shop.scarf)), ((10, 3), (10, 2)));
    let id = order.order.id;
    let cancellation = Cancellation { reason: "mistake".into(), ..Cancellation::default() };
    shop.write(move |tx| cancel(tx, id, &cancellation, None)).expect("cancelled");
    assert_eq!((shelf(&shop, shop.hats[0]), shelf(&shop, shop.scarf)), ((10, 0), (10, 0)));
    checked(&shop);
}

#[test]
fn nothing_is_promised_twice() {
    let shop = Shop::open();
    shop.placed(&[(shop.scarf, 8)]);
    let change = shop.draft(&[(shop.hats[0], 1), (shop.scarf, 3)]);
    let error = shop.write(move |tx| create_placed(tx, &change, &[], None)).expect_err("too few");
    assert_eq!((error.code, error.shortage().map(|shortage| shortage.left)), (Code::OutOfStock, Some(2)));
    // Nothing of the refused order stays: neither pieces nor its number.
    assert_eq!(shelf(&shop, shop.hats[0]), (10, 0));
    assert_eq!(shop.placed(&[(shop.scarf, 2)]).order.number, "1002");
    checked(&shop);
}

#[test]
fn a_sale_takes_what_is_free_and_no_more() {
    let shop = Shop::open();
    shop.placed(&[(shop.scarf, 9)]);
    let sale = |count| Sale {
        change: DraftChange { lines: Some(pieces(&[(shop.scarf, count)])), ..DraftChange::default() },
        payments: vec![NewPayment::by(PaymentMethod::Card)],
        ..Sale::default()
    };
    let two = sale(2);
    let error = shop.write(move |tx| sell(tx, &two)).expect_err("one is left");
    assert_eq!(error.code, Code::OutOfStock);
    let one = sale(1);
    shop.write(move |tx| sell(tx, &one)).expect("sold");
    assert_eq!(shelf(&shop, shop.scarf), (9, 9));
    checked(&shop);
}

#[test]
fn changed_items_change_places() {
    let shop = Shop::open();
    let [small, medium] = shop.hats;
    let order = shop.paid(&[(small, 3)]);
    let (id, line) = (order.order.id, order.items[0].id);
    let change = [ItemChange { line_item_id: line, variant_id: medium, quantity: Some(2) }];
    let card = NewPayment::by(PaymentMethod::Card);
    shop.write(move |tx| change_items(tx, id, &change, Some(&card), "", None)).expect("changed");
    assert_eq!((shelf(&shop, small), shelf(&shop, medium)), ((10, 1), (10, 2)));
    // Not one piece more than there is, and then nothing has changed.
    let other = shop.placed(&[(medium, 8)]).order.id;
    let change = [ItemChange { line_item_id: line, variant_id: medium, quantity: None }];
    let card = NewPayment::by(PaymentMethod::Card);
    let error = shop
        .write(move |tx| change_items(tx, id, &change, Some(&card), "again", None))
        .expect_err("none is left");
    assert_eq!(error.code, Code::OutOfStock);
    assert_eq!((shelf(&shop, small), shelf(&shop, medium)), ((10, 1), (10, 10)));
    let sent = shop.write(move |tx| fulfil(tx, other, &NewFulfilment::default(), None)).expect("sent");
    assert_eq!(sent.order.status, OrderStatus::Shipped);
    let sent = shop.write(move |tx| fulfil(tx, id, &NewFulfilment::default(), None)).expect("sent");
    assert_eq!(sent.order.status, OrderStatus::Shipped);
    assert_eq!((shelf(&shop, small), shelf(&shop, medium)), ((9, 0), (0, 0)));
    checked(&shop);
}

#[test]
fn what_is_put_aside_is_a_draft_that_keeps_its_pieces_for_a_while() {
    let shop = Shop::open();
    let [hat, _] = shop.hats;
    let buyer = shop.ada;
    let aside = |items: &[Id<id::Variant>]| {
        let items = items.to_vec();
        shop.write(move |tx| put_aside(tx, buyer, &items, Duration::from_hours(48)))
    };
    let drafts = || {
        let filter = OrderFilter { status: Some(OrderStatus::Draft), ..OrderFilter::default() };
        shop.fixture.read(move |c| list(c, &filter, &PageRequest::default())).items
    };
    aside(&[hat, hat, shop.scarf]).expect("put aside");
    assert_eq!((shelf(&shop, hat), shelf(&shop, shop.scarf)), ((10, 2), (10, 1)));
    let draft = drafts().remove(0);
    assert_eq!((draft.contact_id, draft.channel), (Some(buyer), OrderChannel::Agent));

    // Placed: the same pieces, and no more of them.
    let id = draft.id;
    shop.write(move |tx| place(tx, id, &[], "", None)).expect("placed");
    assert_eq!((shelf(&shop, hat), shelf(&shop, shop.scarf)), ((10, 2), (10, 1)));

    // Thrown away: free at once.
    aside(&[hat; 8]).expect("put aside");
    assert_eq!(aside(&[hat; 9]).expect_err("eight are left").code, Code::OutOfStock);
    assert_eq!(shelf(&shop, hat), (10, 10));
    // Fewer, or others: the same draft holds these and no others.
    aside(&[hat, shop.scarf, shop.scarf]).expect("changed");
    assert_eq!((shelf(&shop, hat), shelf(&shop, shop.scarf)), ((10, 3), (10, 3)));
    assert_eq!(drafts().len(), 1);
    aside(&[]).expect("nothing");
    assert_eq!((shelf(&shop, hat), drafts().len()), ((10, 2), 0));
    aside(&[hat; 8]).expect("put aside");
    let id = drafts().remove(0).id;
    shop.write(move |tx| discard_draft(tx, id)).expect("thrown away");
    assert_eq!(shelf(&shop, hat), (10, 2));

    // Forgotten: free after its time, and the placed order keeps what it has.
    aside(&[hat; 8]).expect("put aside");
    shop.fixture.advance(48 * 3600);
    shop.write(stock::expire).expect("expired");
    assert_eq!(shelf(&shop, hat), (10, 2));
    checked(&shop);
}
