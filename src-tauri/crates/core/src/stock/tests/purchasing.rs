use super::*;
use crate::error::Code;

fn supplier_named(shop: &Shop, name: &str) -> Id<id::Supplier> {
    let fields = SupplierFields::named(name);
    shop.write(move |tx| create_supplier(tx, fields)).expect("supplier").id
}

/// An order of ten pieces of each variant at 20.00, in the back.
fn drafted(shop: &Shop) -> PurchaseOrder {
    let supplier_id = supplier_named(shop, &format!("Mill {}", shop.last_number()));
    let location_id = shop.back;
    let lines = shop
        .variants
        .iter()
        .map(|id| NewPurchaseLine { variant_id: *id, quantity: 10, unit_cost: 2000 })
        .collect();
    let new = NewPurchaseOrder { supplier_id, location_id, expected_on: None, note: String::new(), lines };
    shop.write(move |tx| create_purchase(tx, &new)).expect("draft")
}

impl Shop {
    fn last_number(&self) -> i64 {
        self.fixture.read(crate::store::stock::ordering::next_number)
    }

    fn order(&self, id: Id<id::PurchaseOrder>) -> PurchaseOrder {
        self.fixture.read(|c| ordering::purchase(c, id))
    }

    fn cost(&self, variant: usize) -> Option<i64> {
        self.fixture.read(|c| crate::store::stock::ordering::cost(c, self.variants[variant]))
    }
}

fn ordered(shop: &Shop) -> PurchaseOrder {
    let draft = drafted(shop);
    shop.write(move |tx| order_purchase(tx, draft.id, draft.version)).expect("order")
}

fn came(order: &PurchaseOrder, quantities: &[i64], cost: Option<i64>) -> Receiving {
    let lines = order.lines.iter().zip(quantities);
    let lines =
        lines.map(|(line, quantity)| LineReceived { line_id: line.id, quantity: *quantity, unit_cost: cost });
    Receiving { lines: lines.collect(), ..Receiving::default() }
}

fn received(shop: &Shop, order: &PurchaseOrder, receiving: Receiving) -> Result<PurchaseOrder> {
    let (id, version) = (order.id, order.version);
    shop.write(move |tx| receive(tx, id, version, &receiving))
}

#[test]
fn the_moving_average_holds_its_worked_examples() {
    for (on_hand, cost, quantity, unit_cost, average) in [
        (0, None, 5, 2000, 2000),
        (0, Some(1500), 5, 2000, 2000),
        (10, None, 5, 2000, 2000),
        // 10 at 15.00 and 10 at 20.00.
        (10, Some(1500), 10, 2000, 1750),
        // 3 at 10.00 and 1 at 10.02 are 40.02 for 4: 10.005, rounded up.
        (3, Some(1000), 1, 1002, 1001),
        // 2 at 1.00 and 1 at 1.01 are 3.01 for 3: 1.0033.
        (2, Some(100), 1, 101, 100),
        // What is owed has no value.
        (-4, Some(900), 2, 1200, 1200),
        (5, Some(0), 5, 0, 0),
        (1_000_000, Some(100_000_000_000), 1_000_000, 100_000_000_000, 100_000_000_000),
    ] {
        assert_eq!(
            moving_average(on_hand, cost, quantity, unit_cost),
            average,
            "{on_hand} at {cost:?}, {quantity} at {unit_cost}"
        );
    }
}

#[test]
fn each_action_is_possible_in_its_statuses_only() {
    use PurchaseAction::{Cancel, Change, Close, Delete, Order, Receive};
    use PurchaseStatus::{Cancelled, Draft, Ordered, PartlyReceived, Received};
    for status in PurchaseStatus::ALL {
        let shop = Shop::with(1);
        for action in PurchaseAction::ALL {
            let draft = drafted(&shop);
            let id = draft.id;
            let order = match status {
                Draft => draft,
                Ordered => shop.write(move |tx| order_purchase(tx, id, 1)).expect("order"),
                Cancelled => shop
                    .write(move |tx| {
                        order_purchase(tx, id, 1).and_then(|o| cancel_purchase(tx, id, o.version))
                    })
                    .expect("cancel"),
                PartlyReceived | Received => {
                    let order = shop.write(move |tx| order_purchase(tx, id, 1)).expect("order");
                    let quantity = if *status == Received { 10 } else { 4 };
                    received(&shop, &order, came(&order, &[quantity], None)).expect("receive")
                }
            };
            assert_eq!(order.status, *status);
            let (version, receiving) = (order.version, came(&order, &[1], None));
            let action = *action;
            let result = shop.write(move |tx| match action {
                Change => {
                    let change = PurchaseChange { note: Some("soon".into()), ..PurchaseChange::default() };
                    change_purchase(tx, id, version, change).map(|o| Some(o.status))
                }
                Order => order_purchase(tx, id, version).map(|o| Some(o.status)),
                Receive => receive(tx, id, version, &receiving).map(|o| Some(o.status)),
                Close => close_purchase(tx, id, version).map(|o| Some(o.status)),
                Cancel => cancel_purchase(tx, id, version).map(|o| Some(o.status)),
                Delete => delete_purchase(tx, id).map(|()| None),
            });
            let expected = match (status, action) {
                (Draft, Change) => Some(Some(Draft)),
                (Draft, Order) | (Ordered, Change) => Some(Some(Ordered)),
                (Draft, Delete) => Some(None),
                (Ordered, Receive) | (PartlyReceived, Change | Receive) => Some(Some(PartlyReceived)),
                (Ordered, Cancel) => Some(Some(Cancelled)),
                (PartlyReceived, Close) => Some(Some(Received)),
                _ => None,
            };
            match (result, expected) {
                (Ok(next), Some(expected)) => assert_eq!(next, expected, "{status} {action}"),
                (Err(error), None) => assert_eq!(error.code, Code::Conflict, "{status} {action}: {error}"),
                (result, _) => panic!("{status} {action}: {result:?}"),
            }
            assert_eq!(allowed_actions(*status).contains(&action), expected.is_some(), "{status} {action}");
        }
    }
}

#[test]
fn goods_come_in_parts_and_make_the_average_cost() {
    let shop = Shop::with(2);
    let order = ordered(&shop);
    let filter = LevelQuery { filter: LevelFilter::Incoming, ..LevelQuery::default() };
    let now = crate::fixture::START;
    let coming = shop.fixture.read(|c| levels(c, &filter, &PageRequest::default(), now)).items;
    assert_eq!(coming.iter().map(|level| level.incoming).collect::<Vec<_>>(), [10, 10]);
    let part = received(&shop, &order, came(&order, &[4, 0], None)).expect("a part");
    assert_eq!(
        (part.status, shop.places(0)[1].0, shop.cost(0)),
        (PurchaseStatus::PartlyReceived, 4, Some(2000))
    );
    assert_eq!(shop.cost(1), None);
    let rest = received(&shop, &part, came(&part, &[6, 10], Some(2500))).expect("the rest");
    // 4 at 20.00 and 6 at 25.00 are 230.00 for 10.
    assert_eq!((rest.status, shop.places(0)[1].0, shop.cost(0)), (PurchaseStatus::Received, 10, Some(2300)));
    let view = shop.fixture.read(|c| purchase_order(c, order.id));
    assert_eq!(view.receipts.iter().map(|r| r.lines.len()).collect::<Vec<_>>(), [2, 1]);
    let variant = shop.variants[0];
    let entries =
        shop.fixture.read(|c| movements(c, variant, &LedgerFilter::default(), &PageRequest::default()));
    assert_eq!(entries.items[0].reference_label.as_deref(), Some("PO-1001"));
    assert_eq!(entries.items[0].movement.unit_cost, Some(2500));
    shop.check();
}

#[test]
fn more_than_ordered_is_asked_about() {
    let shop = Shop::with(1);
    let order = ordered(&shop);
    let error = received(&shop, &order, came(&order, &[11], None)).expect_err("eleven of ten");
    assert_eq!((error.code, error.field.as_deref()), (Code::OverReceipt, Some("lines[0].quantity")));
    assert_eq!(shop.totals(0).on_hand, 0);
    let accepted = Receiving { accept_more: true, ..came(&order, &[11], None) };
    let order = received(&shop, &order, accepted).expect("accepted");
    assert_eq!((order.status, shop.totals(0).on_hand), (PurchaseStatus::Received, 11));
}

#[test]
fn a_receipt_that_is_taken_back_leaves_nothing_but_its_trace() {
    let shop = Shop::with(1);
    let order = ordered(&shop);
    received(&shop, &order, came(&order, &[4], None)).expect("receive");
    shop.undo_last().expect("undo");
    let again = shop.order(order.id);
    assert_eq!((again.status, again.lines[0].received), (PurchaseStatus::Ordered, 0));
    assert_eq!((shop.totals(0).on_hand, shop.cost(0)), (0, None));
    let view = shop.fixture.read(|c| purchase_order(c, order.id));
    assert!(view.receipts[0].taken_back_at.is_some());
    shop.undo_last().expect("redo");
    assert_eq!((shop.totals(0).on_hand, shop.cost(0)), (4, Some(2000)));
    let variant = shop.variants[0];
    shop.write(move |tx| take(tx, &Wanted::anywhere(variant, 1), MovementReason::Sold, None, ""))
        .expect("sold");
    assert_eq!(shop.undo_last().expect_err("one was sold").code, Code::Conflict);
    assert_eq!(shop.order(order.id).status, PurchaseStatus::PartlyReceived);
    shop.check();
}

#[test]
fn what_is_written_wrongly_is_named() {
    let shop = Shop::with(1);
    let draft = drafted(&shop);
    let (id, variant, floor) = (draft.id, shop.variants[0], shop.floor);
    let line = NewPurchaseLine { variant_id: variant, quantity: 1, unit_cost: 0 };
    for (lines, field) in [
        (vec![line, line], "lines[1].variant_id"),
        (vec![NewPurchaseLine { quantity: 0, ..line }], "lines[0].quantity"),
        (vec![NewPurchaseLine { unit_cost: -1, ..line }], "lines[0].unit_cost"),
        (vec![NewPurchaseLine { variant_id: some_id(1), ..line }], "lines[0].variant_id"),
    ] {
        let change = PurchaseChange { lines: Some(lines), ..PurchaseChange::default() };
        let error = shop.write(move |tx| change_purchase(tx, id, 1, change)).expect_err(field);
        assert_eq!(error.field.as_deref(), Some(field), "{error}");
    }
    let empty = PurchaseChange { lines: Some(Vec::new()), ..PurchaseChange::default() };
    shop.write(move |tx| change_purchase(tx, id, 1, empty)).expect("an empty draft");
    assert_eq!(shop.write(move |tx| order_purchase(tx, id, 2)).expect_err("empty").code, Code::Invalid);
    shop.undo_last().expect("undo");
    assert_eq!(shop.order(id).lines.len(), 1);
    shop.write(move |tx| order_purchase(tx, id, 3)).expect("order");
    let moved = PurchaseChange { location_id: Some(floor), ..PurchaseChange::default() };
    let error = shop.write(move |tx| change_purchase(tx, id, 4, moved)).expect_err("sent already");
    assert_eq!(error.code, Code::Conflict);
    let stale = shop.write(move |tx| cancel_purchase(tx, id, 3)).expect_err("stale");
    assert_eq!(stale.code, Code::Conflict);
}

#[test]
fn suppliers_have_their_own_names_and_changes_are_taken_back() {
    let shop = Shop::with(1);
    let id = supplier_named(&shop, "Loom");
    let double = shop.write(|tx| create_supplier(tx, SupplierFields::named("LOOM"))).expect_err("double");
    assert_eq!(double.field.as_deref(), Some("name"));
    let fields = SupplierFields { lead_time_days: 366, ..SupplierFields::named("Loom") };
    let error = shop.write(move |tx| change_supplier(tx, id, 1, fields)).expect_err("a year");
    assert_eq!(error.field.as_deref(), Some("lead_time_days"));
    let fields = SupplierFields { archived: true, ..SupplierFields::named("Loom & Sons") };
    shop.write(move |tx| change_supplier(tx, id, 1, fields)).expect("change");
    assert_eq!(shop.fixture.read(|c| suppliers(c, Some("sons"), false)), []);
    assert_eq!(shop.fixture.read(|c| suppliers(c, Some("sons"), true)).len(), 1);
    shop.undo_last().expect("undo");
    let now = shop.fixture.read(|c| supplier(c, id)).supplier;
    assert_eq!((now.fields.name.as_str(), now.fields.archived, now.version), ("Loom", false, 3));
}
