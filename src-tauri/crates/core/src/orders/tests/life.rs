//! From placing to the archive, with everything that can be refused on the way.

use super::shop::{Shop, eur, pieces, refused};
use super::*;
use crate::actor::By;
use crate::operations;

fn path(detail: &OrderDetail) -> String {
    detail.transitions.iter().map(|step| step.to.as_str()).collect::<Vec<_>>().join(" ")
}

fn told(detail: &OrderDetail) -> String {
    detail.happenings.iter().map(|one| one.kind.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn an_order_goes_out_in_two_parcels() {
    let shop = Shop::open();
    let order = shop.paid(&[(shop.hats[0], 2), (shop.scarf, 1)]);
    let (id, hat, scarf) = (order.order.id, order.items[0].id, order.items[1].id);
    assert_eq!((order.order.status, order.order.payment_status), (OrderStatus::Placed, PaymentStatus::Paid));
    assert_eq!((order.order.paid, order.order.due()), (eur(6990), eur(0)));

    shop.write(move |tx| {
        tx.act_as(By::OWNER);
        process(tx, id, "", None)
    })
    .expect("processing");
    let first = NewFulfilment {
        lines: Some(vec![FulfilmentLine { line_item_id: hat, quantity: 1 }]),
        carrier: Some("Heron Post".into()),
        tracking_number: Some(" HP 1 ".into()),
        ..NewFulfilment::default()
    };
    let sent = shop.write(move |tx| fulfil(tx, id, &first, None)).expect("sent");
    assert_eq!(sent.order.fulfilment_status, FulfilmentStatus::PartlyFulfilled);
    assert_eq!(sent.order.status, OrderStatus::Processing);
    assert_eq!(sent.fulfilments[0].tracking_number.as_deref(), Some("HP 1"));
    let open = |detail: &OrderDetail| detail.items.iter().map(|i| detail.open(i)).collect::<Vec<_>>();
    assert_eq!(open(&sent), [1, 1]);

    // Too many, not in the order, nothing at all.
    let parcel =
        |lines: Vec<FulfilmentLine>| NewFulfilment { lines: Some(lines), ..NewFulfilment::default() };
    let too_many = parcel(vec![FulfilmentLine { line_item_id: hat, quantity: 2 }]);
    let error = shop.write(move |tx| fulfil(tx, id, &too_many, None)).expect_err("too many");
    assert_eq!((error.code, error.field.as_deref()), (Code::Invalid, Some("lines[0].quantity")));
    let foreign = Id::from_uuid(uuid::Uuid::nil());
    let foreign = parcel(vec![FulfilmentLine { line_item_id: foreign, quantity: 1 }]);
    assert_eq!(refused(shop.write(move |tx| fulfil(tx, id, &foreign, None))), Rule::ForeignLine);
    let nothing = parcel(Vec::new());
    assert_eq!(refused(shop.write(move |tx| fulfil(tx, id, &nothing, None))), Rule::NothingToFulfil);
    assert_eq!(refused(shop.write(move |tx| deliver(tx, id, "", None))), Rule::NotFulfilled);
    let cancellation = Cancellation { reason: "late".into(), ..Cancellation::default() };
    assert_eq!(refused(shop.write(move |tx| cancel(tx, id, &cancellation, None))), Rule::PartlyFulfilled);

    // The rest; the order is on its way only when all of it is.
    let rest = parcel(vec![
        FulfilmentLine { line_item_id: hat, quantity: 1 },
        FulfilmentLine { line_item_id: scarf, quantity: 1 },
    ]);
    let sent = shop.write(move |tx| fulfil(tx, id, &rest, None)).expect("sent");
    assert_eq!(sent.order.status, OrderStatus::Shipped);
    let (one, two) = (sent.fulfilments[0].id, sent.fulfilments[1].id);
    let arrived = FulfilmentChange { state: Some(FulfilmentState::Delivered), ..FulfilmentChange::default() };
    let change = arrived.clone();
    let half = shop.write(move |tx| change_fulfilment(tx, id, one, &change, None)).expect("one");
    assert_eq!(half.order.status, OrderStatus::Shipped);
    let whole = shop.write(move |tx| change_fulfilment(tx, id, two, &arrived, None)).expect("two");
    assert_eq!(path(&whole), "placed processing shipped delivered");
    assert_eq!(whole.transitions[1].actor, Actor::Owner);
    assert_eq!(told(&whole), "payment fulfilment fulfilment fulfilment_state fulfilment_state");

    let archived = shop.write(move |tx| archive(tx, id, None)).expect("archived");
    assert!(archived.order.archived_at.is_some());
    assert_eq!(refused(shop.write(move |tx| archive(tx, id, None))), Rule::AlreadyArchived);
    shop.write(move |tx| unarchive(tx, id, None)).expect("back");
}

#[test]
fn a_parcel_that_came_back_is_sent_again() {
    let shop = Shop::open();
    let order = shop.paid(&[(shop.hats[0], 1)]);
    let id = order.order.id;
    let sent = shop.write(move |tx| fulfil(tx, id, &NewFulfilment::default(), None)).expect("sent");
    assert_eq!(path(&sent), "placed shipped");
    let parcel = sent.fulfilments[0].id;
    let failed = FulfilmentChange { state: Some(FulfilmentState::Failed), ..FulfilmentChange::default() };
    let change = failed.clone();
    let back = shop.write(move |tx| change_fulfilment(tx, id, parcel, &change, None)).expect("back");
    assert_eq!(path(&back), "placed shipped processing");
    assert_eq!(back.open(&back.items[0]), 1);
    let again = FulfilmentChange { state: Some(FulfilmentState::InTransit), ..failed };
    let dead = shop.write(move |tx| change_fulfilment(tx, id, parcel, &again, None));
    assert_eq!(refused(dead), Rule::Returned);
    let packing = NewFulfilment { state: Some(FulfilmentState::Preparing), ..NewFulfilment::default() };
    let packed = shop.write(move |tx| fulfil(tx, id, &packing, None)).expect("packed");
    assert_eq!(packed.order.fulfilment_status, FulfilmentStatus::Unfulfilled);
    assert_eq!((packed.open(&packed.items[0]), packed.fulfilments[1].shipped_at), (0, None));
    let second = packed.fulfilments[1].id;
    let goes = FulfilmentChange {
        state: Some(FulfilmentState::OutForDelivery),
        tracking_number: Some("HP 2".into()),
        ..FulfilmentChange::default()
    };
    shop.write(move |tx| change_fulfilment(tx, id, second, &goes, None)).expect("goes");
    let done = shop.write(move |tx| deliver(tx, id, "she called", None)).expect("delivered");
    assert_eq!(path(&done), "placed shipped processing shipped delivered");
    assert_eq!(done.fulfilments[0].state, FulfilmentState::Failed);
}

#[test]
fn a_cancelled_order_gives_everything_back() {
    let shop = Shop::open();
    let change = shop.draft(&[(shop.hats[0], 2)]);
    let payments = [
        NewPayment::by(PaymentMethod::Card).of(2000),
        NewPayment { tendered: Some(2000), ..NewPayment::by(PaymentMethod::Cash).of(1490) },
        NewPayment::by(PaymentMethod::BankTransfer).of(2000),
    ];
    let payments = payments.map(|p| NewPayment { tendered: None, ..p });
    let order = shop.write(move |tx| create_placed(tx, &change, &payments, None)).expect("placed");
    let id = order.order.id;
    assert_eq!(order.order.payment_status, PaymentStatus::PartlyPaid);
    let cancellation = Cancellation {
        reason: "no longer needed".into(),
        note: "by phone".into(),
        ..Cancellation::default()
    };
    let again = cancellation.clone();
    let done = shop.write(move |tx| cancel(tx, id, &cancellation, None)).expect("cancelled");
    assert_eq!(
        (done.order.status, done.order.payment_status),
        (OrderStatus::Cancelled, PaymentStatus::Refunded)
    );
    assert_eq!(done.order.cancel_reason.as_deref(), Some("no longer needed"));
    assert_eq!((done.order.note.as_str(), done.order.due()), ("by phone", eur(0)));
    let entries: Vec<_> = done
        .payments
        .iter()
        .map(|p| (p.kind.as_str(), p.method.as_str(), p.amount.amount, p.state.as_str()))
        .collect();
    assert_eq!(
        entries,
        [
            ("payment", "card", 2000, "settled"),
            ("payment", "cash", 1490, "settled"),
            ("payment", "bank_transfer", 2000, "failed"),
            ("refund", "card", 2000, "settled"),
            ("refund", "cash", 1490, "settled"),
        ]
    );
    assert_eq!(done.payments[3].refund_of, Some(done.payments[0].id));
    assert_eq!(refused(shop.write(move |tx| cancel(tx, id, &again, None))), Rule::Cancelled);
    // The money may also stay, and go back later.
    let kept = shop.paid(&[(shop.scarf, 1)]).order.id;
    let keep = Cancellation { reason: "mistake".into(), refund: RefundChoice::None, note: String::new() };
    let done = shop.write(move |tx| cancel(tx, kept, &keep, None)).expect("cancelled");
    assert_eq!((done.payments.len(), done.order.payment_status), (1, PaymentStatus::Paid));
    let refund = NewRefund::of(done.order.paid.amount, "after all");
    let done = shop.write(move |tx| super::refund(tx, kept, &refund, None)).expect("refunded");
    assert_eq!(done.order.payment_status, PaymentStatus::Refunded);
}

#[test]
fn a_customer_changes_items_once_and_pays_the_difference() {
    let shop = Shop::open();
    let order = shop.paid(&[(shop.hats[0], 2), (shop.scarf, 1)]);
    let (id, hat, scarf) = (order.order.id, order.items[0].id, order.items[1].id);
    let [small, medium] = shop.hats;
    let by_customer = |changes: Vec<ItemChange>| {
        shop.write(move |tx| {
            tx.act_as(By::new(Actor::Customer));
            change_items(tx, id, &changes, Some(&NewPayment::by(PaymentMethod::Card)), "", None)
        })
    };
    let all = |line_item_id, variant_id| ItemChange { line_item_id, variant_id, quantity: None };
    assert_eq!(refused(by_customer(Vec::new())), Rule::NothingChanged);
    assert_eq!(refused(by_customer(vec![all(hat, small)])), Rule::NothingChanged);
    assert_eq!(refused(by_customer(vec![all(scarf, medium)])), Rule::OtherProduct);
    assert_eq!(refused(by_customer(vec![all(Id::from_uuid(uuid::Uuid::nil()), medium)])), Rule::ForeignLine);
    // One of the two hats in M: 5.00 more.
    let changed = by_customer(vec![ItemChange { quantity: Some(1), ..all(hat, medium) }]).expect("changed");
    let lines: Vec<_> = changed
        .items
        .iter()
        .map(|item| (item.title.as_str(), item.variant_title.as_str(), item.quantity, item.unit_price.amount))
        .collect();
    assert_eq!(lines, [("Hat", "S", 1, 2500), ("Scarf", "One", 1, 1500), ("Hat", "M", 1, 3000)]);
    assert_eq!((changed.order.total, changed.order.paid), (eur(7490), eur(7490)));
    assert_eq!((changed.payments[1].amount, changed.order.payment_status), (eur(500), PaymentStatus::Paid));
    assert!(changed.order.items_changed_at.is_some());
    assert_eq!(changed.happenings.last().expect("told").details["difference"], 500);
    assert_eq!(shop.detail(id), changed);
    // Once is once: neither changed nor cancelled after that.
    assert_eq!(refused(by_customer(vec![all(hat, medium)])), Rule::ItemsAlreadyChanged);
    let cancelled = shop.write(move |tx| {
        tx.act_as(By::named(Actor::Agent, "support"));
        let reason = "no longer needed".into();
        cancel(tx, id, &Cancellation { reason, ..Cancellation::default() }, None)
    });
    assert_eq!(refused(cancelled), Rule::ItemsAlreadyChanged);
    // The owner may, and says why; what it costs less goes back.
    let by_owner = move |reason: &'static str| {
        move |tx: &mut WriteTx<'_>| {
            tx.act_as(By::OWNER);
            let back = [ItemChange { line_item_id: hat, variant_id: medium, quantity: None }];
            change_items(tx, id, &back, Some(&NewPayment::by(PaymentMethod::Card)), reason, None)
        }
    };
    assert_eq!(refused(shop.write(by_owner(""))), Rule::ReasonRequired);
    let dearer = shop.write(by_owner("she called")).expect("changed");
    assert_eq!((dearer.order.total, dearer.order.paid), (eur(7990), eur(7990)));
    let line = dearer.items[2].id;
    let cheaper = shop
        .write(move |tx| {
            tx.act_as(By::OWNER);
            let back = [ItemChange { line_item_id: line, variant_id: small, quantity: None }];
            change_items(tx, id, &back, Some(&NewPayment::by(PaymentMethod::Card)), "and again", None)
        })
        .expect("changed");
    assert_eq!((cheaper.order.total, cheaper.order.refunded), (eur(7490), eur(500)));
    assert_eq!(cheaper.order.payment_status, PaymentStatus::Paid);
}

#[test]
fn an_unpaid_order_changes_without_money() {
    let shop = Shop::open();
    let change = shop.draft(&[(shop.hats[1], 1)]);
    let transfer = NewPayment::by(PaymentMethod::BankTransfer);
    let order = shop.write(move |tx| create_placed(tx, &change, &[transfer], None)).expect("placed");
    assert_eq!((order.order.payment_status, order.payments[0].amount), (PaymentStatus::Unpaid, eur(3490)));
    let (id, line, small) = (order.order.id, order.items[0].id, shop.hats[0]);
    let cheaper = shop
        .write(move |tx| {
            let change = [ItemChange { line_item_id: line, variant_id: small, quantity: None }];
            change_items(tx, id, &change, Some(&NewPayment::by(PaymentMethod::BankTransfer)), "", None)
        })
        .expect("changed");
    // The expected transfer shrinks; nothing goes back that never came.
    assert_eq!((cheaper.order.total, cheaper.payments.len()), (eur(2990), 1));
    assert_eq!((cheaper.payments[0].amount, cheaper.order.refunded), (eur(2990), eur(0)));
}

#[test]
fn an_address_changes_until_it_is_sent_and_can_be_taken_back() {
    let shop = Shop::open();
    let order = shop.paid(&[(shop.scarf, 1)]);
    let id = order.order.id;
    let elsewhere =
        ShipTo { address: "Mill Lane 2".into(), country: "DE".into(), ..order.order.ship_to.clone() };
    let to = elsewhere.clone();
    let operation = shop
        .write(move |tx| {
            change_address(tx, id, &to, "moved", None)?;
            Ok(tx.operation().expect("recorded"))
        })
        .expect("changed");
    assert_eq!(shop.detail(id).order.ship_to, elsewhere);
    let to = elsewhere.clone();
    assert_eq!(refused(shop.write(move |tx| change_address(tx, id, &to, "", None))), Rule::NothingChanged);
    shop.write(move |tx| operations::undo(tx, operation)).expect("undone");
    assert_eq!(shop.detail(id).order.ship_to, order.order.ship_to);
    assert_eq!(told(&shop.detail(id)), "payment address_changed address_changed");
    let note = DraftChange {
        note: Some("ring twice".into()),
        tags: Some(vec!["gift".into()]),
        ..Default::default()
    };
    let said = shop.write(move |tx| edit_draft(tx, id, &note, None)).expect("said");
    assert_eq!((said.order.note.as_str(), said.order.tags.len()), ("ring twice", 1));
    let lines = DraftChange { lines: Some(Vec::new()), ..Default::default() };
    assert_eq!(refused(shop.write(move |tx| edit_draft(tx, id, &lines, None))), Rule::NotDraft);
    // What moved goods or money is not taken back as if it had not happened.
    let sending = shop
        .write(move |tx| {
            fulfil(tx, id, &NewFulfilment::default(), None)?;
            Ok(tx.operation().expect("recorded"))
        })
        .expect("sent");
    assert_eq!(refused(shop.write(move |tx| operations::undo(tx, sending))), Rule::CannotUndo);
    assert_eq!(
        refused(shop.write(move |tx| change_address(tx, id, &elsewhere, "", None))),
        Rule::AlreadyFulfilled
    );
}

#[test]
fn a_sale_at_the_counter_is_one_act() {
    let shop = Shop::open();
    let lines = Some(pieces(&[(shop.hats[0], 1), (shop.scarf, 1)]));
    let sale = Sale {
        change: DraftChange { lines, ..DraftChange::default() },
        payments: vec![NewPayment { tendered: Some(5000), ..NewPayment::by(PaymentMethod::Cash) }],
        request_key: Some("till-1".into()),
        draft_id: None,
    };
    let again = sale.clone();
    let (sold, operation) = shop
        .write(move |tx| {
            let sold = sell(tx, &sale)?;
            Ok((sold, tx.operation()))
        })
        .expect("sold");
    assert_eq!((sold.order.status, sold.order.channel), (OrderStatus::Delivered, OrderChannel::Counter));
    assert_eq!((sold.order.contact_id, sold.order.total, sold.order.shipping), (None, eur(4000), eur(0)));
    assert_eq!((sold.payments[0].amount, sold.payments[0].tendered), (eur(4000), Some(eur(5000))));
    assert_eq!(path(&sold), "placed delivered");
    assert!(operation.is_some());
    let repeated = shop.write(move |tx| sell(tx, &again)).expect("the same");
    assert_eq!(repeated, sold);
    // A parked cart becomes a sale; what is not paid in full is not handed over.
    let parked = DraftChange {
        lines: Some(pieces(&[(shop.scarf, 1)])),
        channel: Some(OrderChannel::Counter),
        ..DraftChange::default()
    };
    let draft = shop.write(move |tx| create_draft(tx, &parked, None)).expect("parked").order.id;
    let paying = |payments: Vec<NewPayment>| Sale { payments, draft_id: Some(draft), ..Sale::default() };
    let short = paying(vec![NewPayment::by(PaymentMethod::Card).of(1000)]);
    assert_eq!(refused(shop.write(move |tx| sell(tx, &short))), Rule::NotPaid);
    let later = paying(vec![NewPayment::by(PaymentMethod::BankTransfer)]);
    assert_eq!(refused(shop.write(move |tx| sell(tx, &later))), Rule::NotPaid);
    let whole =
        paying(vec![NewPayment::by(PaymentMethod::Card).of(1000), NewPayment::by(PaymentMethod::Cash)]);
    let sold = shop.write(move |tx| sell(tx, &whole)).expect("sold");
    assert_eq!((sold.order.id, sold.order.number.as_str()), (draft, "1002"));
}

#[test]
fn goods_are_not_sent_to_nobody() {
    let shop = Shop::open();
    let change = DraftChange { contact_id: None, ..shop.draft(&[(shop.scarf, 1)]) };
    let placed = shop.write(move |tx| create_placed(tx, &change, &[], None));
    assert_eq!(refused(placed), Rule::NoContact);
    let change = DraftChange { lines: None, ..shop.draft(&[]) };
    let placed = shop.write(move |tx| create_placed(tx, &change, &[], None));
    assert_eq!(refused(placed), Rule::NoLines);
}
