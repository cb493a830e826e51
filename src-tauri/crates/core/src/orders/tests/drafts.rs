//! Drafts: made, edited, priced, thrown away, taken back.

use super::shop::{Shop, eur, pieces, refused};
use super::*;
use crate::discounts::{self, AppliesTo, DiscountKind, DiscountTerms};
use crate::operations;
use crate::pricing::ManualDiscount;

#[test]
fn a_draft_is_priced_and_named() {
    let shop = Shop::open();
    let change = shop.draft(&[(shop.hats[0], 2), (shop.scarf, 1)]);
    let made = shop.write(move |tx| create_draft(tx, &change, None)).expect("draft");
    let order = &made.order;
    assert_eq!((order.number.as_str(), order.status, order.placed_at), ("D1", OrderStatus::Draft, None));
    // 2 × 25.00 + 15.00 + 4.90; 65.00 × 19 ÷ 119 = 10.378 by line: 7.98 + 2.39, and 0.78 of shipping.
    assert_eq!((order.subtotal, order.shipping, order.total), (eur(6500), eur(490), eur(6990)));
    assert_eq!(made.items.iter().map(|item| item.tax.amount).collect::<Vec<_>>(), [798, 239]);
    assert_eq!((order.tax, order.taxes.len()), (eur(798 + 239 + 78), 1));
    assert_eq!(order.ship_to.name, "Ada Example");
    assert_eq!(order.ship_to.address, "Harbour 1, 10999 Town");
    assert_eq!((made.items[0].title.as_str(), made.items[0].variant_title.as_str()), ("Hat", "S"));
    assert_eq!(shop.detail(order.id), made);

    // From 80.00 on the parcel is free.
    let (id, version, scarf) = (order.id, order.version, shop.scarf);
    let more = DraftChange { lines: Some(pieces(&[(scarf, 6)])), ..DraftChange::default() };
    let edited = shop.write(move |tx| edit_draft(tx, id, &more, Some(version))).expect("edited");
    assert_eq!((edited.order.total, edited.order.shipping, edited.order.version), (eur(9000), eur(0), 2));
    let late = DraftChange { note: Some("late".into()), ..DraftChange::default() };
    let error = shop.write(move |tx| edit_draft(tx, id, &late, Some(version))).expect_err("stale");
    assert_eq!(error.code, Code::Conflict);
}

#[test]
fn a_stored_draft_is_priced_as_it_was_agreed() {
    let shop = Shop::open();
    let change = shop.draft(&[(shop.hats[0], 1)]);
    let made = shop.write(move |tx| create_draft(tx, &change, None)).expect("draft");
    let (id, line, hat) = (made.order.id, made.items[0].id, shop.hats[0]);
    let input = |unit_price| LineInput {
        variant_id: Some(hat),
        quantity: 2,
        unit_price,
        line_item_id: Some(line),
        ..LineInput::default()
    };
    let dearer = DraftChange { lines: Some(vec![input(Some(2000))]), ..DraftChange::default() };
    shop.write(move |tx| edit_draft(tx, id, &dearer, None)).expect("a price of its own");
    let asked = DraftChange { lines: Some(vec![input(None)]), ..DraftChange::default() };
    let now = shop.fixture.database.clock().now();
    let (priced, _) = shop.fixture.read(|c| preview(c, &asked, now));
    assert_eq!((priced.items[0].id, priced.order.subtotal), (line, eur(4000)));
    let stranger = LineInput { line_item_id: Some(Id::from_uuid(uuid::Uuid::nil())), ..input(None) };
    let foreign = DraftChange { lines: Some(vec![stranger]), ..DraftChange::default() };
    let refusal = shop.fixture.database.read_blocking(|c| preview(c, &foreign, now));
    assert_eq!(refused(refusal), Rule::ForeignLine);
}

#[test]
fn what_a_draft_cannot_hold_is_named() {
    let shop = Shop::open();
    let (hat, ada) = (shop.hats[0], shop.ada);
    let wrong = |change: DraftChange| {
        let error = shop.write(move |tx| create_draft(tx, &change, None)).expect_err("refused");
        (error.code, error.field.unwrap_or_default())
    };
    let lines = |line: LineInput| DraftChange { lines: Some(vec![line]), ..DraftChange::default() };
    let one = LineInput { variant_id: Some(hat), quantity: 1, ..LineInput::default() };
    let invalid = |field: &str| (Code::Invalid, field.to_owned());
    assert_eq!(wrong(lines(LineInput { quantity: 0, ..one.clone() })), invalid("lines[0].quantity"));
    assert_eq!(
        wrong(lines(LineInput { unit_price: Some(-1), ..one.clone() })),
        invalid("lines[0].unit_price")
    );
    let missing = Some(Id::from_uuid(uuid::Uuid::nil()));
    let gone = lines(LineInput { variant_id: missing, ..one.clone() });
    assert_eq!(wrong(gone), (Code::NotFound, "lines[0].variant_id".into()));
    let own = LineInput { quantity: 1, ..LineInput::default() };
    assert_eq!(wrong(lines(own.clone())), invalid("lines[0].title"));
    let named = LineInput { title: Some("Gift wrap".into()), ..own };
    assert_eq!(wrong(lines(named.clone())), invalid("lines[0].unit_price"));
    let class = LineInput { unit_price: Some(300), tax_class: Some("luxury".into()), ..named };
    assert_eq!(wrong(lines(class)), invalid("lines[0].tax_class"));
    let pigeon = DraftChange { shipping_method: Some(Some("Pigeon".into())), ..lines(one.clone()) };
    assert_eq!(wrong(pigeon), invalid("shipping_method"));
    let abroad = DraftChange {
        contact_id: Some(Some(ada)),
        shipping_method: Some(Some("Parcel".into())),
        ship_to: Some(ShipTo { country: "JP".into(), ..ShipTo::default() }),
        ..lines(one.clone())
    };
    assert_eq!(wrong(abroad), invalid("shipping_method"));
    let country = ShipTo { country: "Japan".into(), ..ShipTo::default() };
    let country = DraftChange { ship_to: Some(country), ..lines(one) };
    assert_eq!(wrong(country), invalid("ship_to.country"));
}

#[test]
fn a_draft_comes_and_goes_and_comes_back() {
    let shop = Shop::open();
    let change = shop.draft(&[(shop.hats[0], 1)]);
    let (made, creation) = shop
        .write(move |tx| {
            let made = create_draft(tx, &change, None)?;
            Ok((made, tx.operation().expect("recorded")))
        })
        .expect("draft");
    let (id, scarf) = (made.order.id, shop.scarf);
    let change = DraftChange {
        lines: Some(pieces(&[(scarf, 3)])),
        note: Some("wrap it".into()),
        manual_discount: Some(Some(ManualDiscount::Amount { amount: 500, reason: "a friend".into() })),
        ..DraftChange::default()
    };
    let editing = shop
        .write(move |tx| {
            edit_draft(tx, id, &change, None)?;
            Ok(tx.operation().expect("recorded"))
        })
        .expect("edited");
    let edited = shop.detail(id);
    assert_eq!((edited.order.total, edited.order.discount), (eur(4500 - 500 + 490), eur(500)));
    assert_eq!(edited.order.discounts[0].title, "a friend");

    // The creation cannot be taken back over the edit; first the edit.
    let error = shop.write(move |tx| operations::undo(tx, creation)).expect_err("changed since");
    assert_eq!(error.code, Code::Conflict);
    shop.write(move |tx| operations::undo(tx, editing)).expect("undone");
    let back = shop.detail(id);
    assert_eq!((back.items, back.order.total, back.order.version), (made.items, made.order.total, 3));
    assert_eq!((back.order.note.as_str(), back.order.manual_discount), ("", None));

    // Thrown away, and taken out of the bin.
    let discarding = shop
        .write(move |tx| {
            discard_draft(tx, id)?;
            Ok(tx.operation().expect("recorded"))
        })
        .expect("discarded");
    let gone = shop.fixture.database.read_blocking(|c| detail(c, id));
    assert_eq!(gone.expect_err("gone").code, Code::NotFound);
    shop.write(move |tx| operations::undo(tx, discarding)).expect("undone");
    assert_eq!(shop.detail(id).items.len(), 1);
}

#[test]
fn the_same_request_makes_one_order() {
    let shop = Shop::open();
    let change = shop.draft(&[(shop.hats[0], 1)]);
    let again = change.clone();
    let first = shop.write(move |tx| create_placed(tx, &change, &[], Some("till-7"))).expect("first");
    let second = shop.write(move |tx| create_placed(tx, &again, &[], Some("till-7"))).expect("second");
    assert_eq!(first, second);
    let all = shop.fixture.read(|c| list(c, &OrderFilter::default(), &PageRequest::default()));
    assert_eq!(all.items.len(), 1);
}

#[test]
fn numbers_have_no_gaps() {
    let shop = Shop::open();
    let (hat, scarf) = (shop.hats[0], shop.scarf);
    assert_eq!(shop.placed(&[(scarf, 1)]).order.number, "1001");
    // A draft that is thrown away takes no number, and neither does an order that fails while it is placed.
    let change = shop.draft(&[(scarf, 1)]);
    let draft = shop.write(move |tx| create_draft(tx, &change, None)).expect("draft").order.id;
    shop.write(move |tx| discard_draft(tx, draft)).expect("discarded");
    let change = shop.draft(&[(scarf, 1)]);
    let too_much = NewPayment::by(PaymentMethod::Card).of(999_999);
    let failed = shop.write(move |tx| create_placed(tx, &change, &[too_much], None));
    assert_eq!(refused(failed), Rule::Overpaid);
    assert_eq!(shop.placed(&[(scarf, 1)]).order.number, "1002");
    // A prefix from now on; an imported number is stepped over.
    let numbers = settings::OrderNumbers { prefix: "A-".into(), first: 5000 };
    shop.write(move |tx| settings::update(tx, numbers, 0)).expect("settings");
    assert_eq!(shop.placed(&[(scarf, 1)]).order.number, "A-1003");
    shop.write(move |tx| {
        let id = tx.new_id();
        let order = Order::blank(id, "A-1004".into(), Currency::EUR, tx.now());
        let empty = Edit::new(order);
        store::orders::insert(tx.sql(), empty.detail())
    })
    .expect("imported");
    assert_eq!(shop.placed(&[(scarf, 1)]).order.number, "A-1005");
    let copy = shop.placed(&[(hat, 2)]);
    let copied = shop.write(move |tx| duplicate(tx, copy.order.id)).expect("copied");
    assert_eq!((copied.order.number.as_str(), copied.order.status), ("D2", OrderStatus::Draft));
    assert_eq!((copied.items[0].quantity, copied.order.contact_id), (2, Some(shop.ada)));
}

fn ten_percent(code: Option<&str>) -> DiscountTerms {
    DiscountTerms {
        title: "Ten off".into(),
        code: code.map(Into::into),
        kind: DiscountKind::Percent,
        amount: None,
        rate_ppm: Some(100_000),
        buy: None,
        get: None,
        applies_to: AppliesTo::All,
        product_ids: Vec::new(),
        categories: Vec::new(),
        minimum_subtotal: None,
        minimum_quantity: None,
        starts_at: None,
        ends_at: None,
        usage_limit: None,
        per_customer_limit: None,
        contact_ids: Vec::new(),
        combines: false,
        active: true,
    }
}

#[test]
fn codes_are_counted_with_the_orders_that_use_them() {
    let shop = Shop::open();
    let terms = DiscountTerms { usage_limit: Some(1), ..ten_percent(Some("spring")) };
    let discount = shop.write(move |tx| discounts::create(tx, terms)).expect("discount");
    assert_eq!(discount.terms.code.as_deref(), Some("SPRING"));
    let change = |code: &str| DraftChange {
        discount_codes: Some(vec![code.into()]),
        ..shop.draft(&[(shop.hats[0], 2)])
    };
    let place = |code: &str| {
        let change = change(code);
        shop.write(move |tx| create_placed(tx, &change, &[], None))
    };
    assert_eq!(refused(place("autumn")), Rule::CodeUnknown);
    let placed = place("Spring").expect("placed");
    assert_eq!((placed.order.discount, placed.order.total), (eur(500), eur(5000 - 500 + 490)));
    let uses = || shop.fixture.read(|c| discounts::get(c, discount.id)).times_used;
    assert_eq!((uses(), refused(place("SPRING"))), (1, Rule::CodeUsedUp));
    let redemptions =
        shop.fixture.read(|c| discounts::redemptions(c, discount.id, &PageRequest::default())).items;
    assert_eq!((redemptions.len(), redemptions[0].amount), (1, eur(500)));
    // A draft keeps the code and says what is wrong with it; a cancelled order gives the use back.
    let asked = change("SPRING");
    let now = shop.fixture.database.clock().now();
    let (_, quote) = shop.fixture.read(|c| preview(c, &asked, now));
    assert_eq!(quote.codes[0].refused, Some(Rule::CodeUsedUp));
    let id = placed.order.id;
    let cancellation = Cancellation { reason: "changed her mind".into(), ..Cancellation::default() };
    shop.write(move |tx| cancel(tx, id, &cancellation, None)).expect("cancelled");
    assert_eq!(uses(), 0);
    place("SPRING").expect("free again");
}

#[test]
fn a_code_has_its_time_its_customers_and_its_goods() {
    let shop = Shop::open();
    let now = shop.fixture.database.clock().now();
    let hour = std::time::Duration::from_secs(3600);
    let other = shop.write(|tx| contacts::create(tx, contacts::NewContact::default())).expect("contact").id;
    for (terms, rule) in [
        (
            DiscountTerms { starts_at: Some(now.plus(hour)), ..ten_percent(Some("a")) },
            Some(Rule::CodeNotStarted),
        ),
        (DiscountTerms { ends_at: Some(now), ..ten_percent(Some("b")) }, Some(Rule::CodeExpired)),
        (DiscountTerms { active: false, ..ten_percent(Some("c")) }, Some(Rule::CodeInactive)),
        (
            DiscountTerms { contact_ids: vec![other], ..ten_percent(Some("d")) },
            Some(Rule::CodeNotForCustomer),
        ),
        (DiscountTerms { minimum_subtotal: Some(5001), ..ten_percent(Some("e")) }, Some(Rule::CodeMinimum)),
        (
            DiscountTerms {
                applies_to: AppliesTo::Categories,
                categories: vec!["Shoes".into()],
                ..ten_percent(Some("f"))
            },
            Some(Rule::CodeMatchesNothing),
        ),
        (
            DiscountTerms {
                applies_to: AppliesTo::Categories,
                categories: vec!["Accessories".into()],
                per_customer_limit: Some(1),
                ..ten_percent(Some("g"))
            },
            None,
        ),
        (
            DiscountTerms { starts_at: Some(now), ends_at: Some(now.plus(hour)), ..ten_percent(Some("h")) },
            None,
        ),
    ] {
        let code = terms.code.clone();
        shop.write(move |tx| discounts::create(tx, terms)).expect("discount");
        let change =
            DraftChange { discount_codes: code.map(|code| vec![code]), ..shop.draft(&[(shop.hats[0], 2)]) };
        let (priced, quote) = shop.fixture.read(|c| preview(c, &change, now));
        assert_eq!(quote.codes[0].refused, rule, "{:?}", quote.codes);
        assert_eq!(priced.order.discount.amount, if rule.is_none() { 500 } else { 0 });
    }
    // Once for each customer, and only for customers that are known.
    let with_code =
        || DraftChange { discount_codes: Some(vec!["g".into()]), ..shop.draft(&[(shop.hats[0], 1)]) };
    let change = with_code();
    shop.write(move |tx| create_placed(tx, &change, &[], None)).expect("once");
    let change = with_code();
    let again = shop.write(move |tx| create_placed(tx, &change, &[], None));
    assert_eq!(refused(again), Rule::CodeUsedByCustomer);
    let nobody = DraftChange { contact_id: None, shipping_method: None, ..with_code() };
    let again = shop.write(move |tx| create_placed(tx, &nobody, &[], None));
    assert_eq!(refused(again), Rule::CodeNotForCustomer);
}

#[test]
fn a_discount_without_a_code_applies_by_itself() {
    let shop = Shop::open();
    let discount = shop.write(|tx| discounts::create(tx, ten_percent(None))).expect("discount");
    let placed = shop.placed(&[(shop.scarf, 2)]);
    assert_eq!((placed.order.discount, placed.order.discounts[0].title.as_str()), (eur(300), "Ten off"));
    assert_eq!(placed.order.discounts[0].discount_id, Some(discount.id));
}
