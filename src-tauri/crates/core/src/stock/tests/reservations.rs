use std::time::Duration;

use super::*;
use crate::error::Code;
use crate::jobs::JobKind;

#[test]
fn a_promise_lessens_what_is_available_and_not_what_is_there() {
    let shop = Shop::with(1);
    shop.stock(shop.floor, 3);
    let variant = shop.variants[0];
    let version = shop.totals(0).version;
    shop.write(move |tx| reserve(tx, cart(1), &Wanted::anywhere(variant, 2), None)).expect("reserve");
    let totals = shop.totals(0);
    assert_eq!((totals.on_hand, totals.reserved, totals.available), (3, 2, 1));
    assert!(totals.version > version, "evidence about stock is older than the promise");
    let found = shop.fixture.read(|c| crate::catalog::variant(c, variant));
    assert_eq!((found.available(), found.is_available(), found.stock_version), (1, true, totals.version));

    let error = shop
        .write(move |tx| reserve(tx, cart(2), &Wanted::anywhere(variant, 2), None))
        .expect_err("only one is left");
    assert_eq!(error.code, Code::OutOfStock);
    let shortage = error.shortage().expect("typed");
    assert_eq!((shortage.variant_id, shortage.wanted, shortage.left), (variant, 2, 1));
    assert_eq!(error.detail, "Only one of Linen dress, colour 0 is left; 2 were asked for.");

    shop.write(move |tx| reserve(tx, cart(2), &Wanted::anywhere(variant, 1), None)).expect("the last");
    assert!(!shop.fixture.read(|c| crate::catalog::variant(c, variant)).is_available());
    let error = shop.write(move |tx| take(tx, &Wanted::anywhere(variant, 1), MovementReason::Sold, None, ""));
    assert_eq!(error.expect_err("all are promised").shortage().map(|s| s.left), Some(0));
    assert_eq!(shop.write(|tx| release(tx, cart(1), Some(1))).expect("release"), 1);
    assert_eq!(shop.write(|tx| release(tx, cart(1), None)).expect("release"), 1);
    assert_eq!(shop.write(|tx| release(tx, cart(1), None)).expect("again"), 0);
    assert_eq!(shop.totals(0).available, 2);
    shop.check();
}

#[test]
fn pieces_come_from_the_first_place_that_has_them_all_else_from_several() {
    let shop = Shop::with(1);
    shop.stock(shop.floor, 3);
    shop.stock(shop.back, 5);
    let variant = shop.variants[0];
    shop.write(move |tx| reserve(tx, cart(1), &Wanted::anywhere(variant, 4), None)).expect("back has all");
    assert_eq!(shop.places(0), [(3, 0), (5, 4)]);
    shop.write(move |tx| reserve(tx, cart(2), &Wanted::anywhere(variant, 4), None)).expect("both");
    assert_eq!(shop.places(0), [(3, 3), (5, 5)]);
    shop.write(move |tx| consume(tx, cart(2), &Wanted::anywhere(variant, 4), Reference::order(some_id(1))))
        .expect("sold");
    assert_eq!(shop.places(0), [(0, 0), (4, 4)]);
    shop.check();
}

#[test]
fn a_sale_ends_its_promise_and_takes_what_was_not_promised_from_what_is_free() {
    let shop = Shop::with(1);
    shop.stock(shop.floor, 5);
    let variant = shop.variants[0];
    let order = some_id(7);
    shop.write(move |tx| {
        reserve(tx, cart(1), &Wanted::anywhere(variant, 2), None)?;
        reserve(tx, cart(2), &Wanted::anywhere(variant, 1), None)
    })
    .expect("reserve");
    let sold = shop
        .write(move |tx| consume(tx, cart(1), &Wanted::anywhere(variant, 4), Reference::order(order)))
        .expect("two promised, two free");
    assert_eq!(sold.iter().map(|m| (m.quantity, m.reason)).collect::<Vec<_>>(), [(-4, MovementReason::Sold)]);
    assert_eq!(sold[0].reference, Some(Reference::order(order)));
    assert_eq!(shop.places(0)[0], (1, 1));
    let error = shop
        .write(move |tx| consume(tx, cart(3), &Wanted::anywhere(variant, 1), Reference::order(order)))
        .expect_err("the last one is another's");
    assert_eq!(error.shortage().map(|s| s.left), Some(0));
    shop.check();
}

#[test]
fn goods_that_broke_after_they_were_promised_are_taken_from_elsewhere() {
    let shop = Shop::with(1);
    shop.stock(shop.floor, 2);
    shop.stock(shop.back, 2);
    let (variant, floor) = (shop.variants[0], shop.floor);
    shop.write(move |tx| {
        reserve(tx, cart(1), &at(variant, floor, 2), None)?;
        let line = AdjustmentLine { variant_id: variant, to: AdjustmentTo::By(-2) };
        let note = "wet".to_owned();
        let word = AdjustmentWord::Damaged;
        adjust(tx, &Adjustment { location_id: floor, word, note, lines: vec![line] })
    })
    .expect("damaged");
    assert_eq!(shop.places(0), [(0, 2), (2, 0)]);
    shop.write(move |tx| consume(tx, cart(1), &Wanted::anywhere(variant, 2), Reference::order(some_id(1))))
        .expect("from the back");
    assert_eq!(shop.places(0), [(0, 0), (0, 0)]);
    shop.check();
}

#[test]
fn backorder_promises_what_is_not_there_yet() {
    let shop = Shop::selling(1, true);
    shop.stock(shop.floor, 1);
    let variant = shop.variants[0];
    shop.write(move |tx| reserve(tx, cart(1), &Wanted::anywhere(variant, 3), None)).expect("backorder");
    assert_eq!((shop.totals(0).on_hand, shop.totals(0).available), (1, -2));
    shop.write(move |tx| consume(tx, cart(1), &Wanted::anywhere(variant, 3), Reference::order(some_id(1))))
        .expect("sent before it was entered");
    assert_eq!((shop.totals(0).on_hand, shop.totals(0).reserved), (-2, 0));
    assert!(shop.fixture.read(|c| crate::catalog::variant(c, variant)).is_available());
    shop.check();
}

#[test]
fn a_cart_s_promise_ends_by_itself_and_an_order_takes_it_over_before() {
    let shop = Shop::with(1);
    shop.stock(shop.floor, 4);
    let variant = shop.variants[0];
    let expiry = crate::fixture::START.plus(Duration::from_secs(900));
    shop.write(move |tx| {
        reserve(tx, cart(1), &Wanted::anywhere(variant, 2), Some(expiry))?;
        reserve(tx, cart(2), &Wanted::anywhere(variant, 1), Some(expiry))?;
        hand_over(tx, cart(2), Holder::Return(some_id(5)), None)
    })
    .expect("carts");
    assert_eq!(shop.fixture.due_in(JobKind::ExpireReservations), Some(900));
    assert_eq!(shop.write(expire).expect("too early"), (0, Some(expiry)));
    shop.fixture.advance(900);
    assert_eq!(shop.write(expire).expect("expired"), (1, None));
    assert_eq!((shop.totals(0).reserved, shop.totals(0).available), (1, 3));
    shop.check();
}
