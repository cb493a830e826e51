//! Returns and exchanges from the request to the money, with worked examples.

use serde_json::json;

use super::*;
use crate::error::Code;
use crate::fixture::Fixture;
use crate::gift_cards::{self, GiftCardState};
use crate::orders::{OrderDetail, OrderStatus, PaymentStatus, ReturnStatus};
use crate::stock::{self, Wanted};
use crate::{cash_drawer, operations, orders, retail, stored_methods};

/// Ada's delivered order #W1: three lamps (white, 10.00 each, 30.00 less 3.00 of discount) and a chair for 90.00, paid
/// with 50.00 from a gift card and 67.00 by card. Black lamps cost 15.00, red ones 4.00; of grey ones there are none.
struct Shop {
    fixture: Fixture,
    order_id: Id<id::Order>,
    contact_id: Id<id::Contact>,
    gift_card_id: Id<id::GiftCard>,
    card: Id<id::StoredMethod>,
    variants: std::collections::BTreeMap<String, Id<id::Variant>>,
}

fn usd(amount: i64) -> Money {
    Money::new(amount, Currency::USD)
}

fn shop() -> Shop {
    let address = json!({ "address1": "1 Elm Street", "city": "Denver", "state": "CO", "country": "USA", "zip": "80279" });
    let lamp = |id: &str, colour: &str, price: f64, available: bool| json!({ "item_id": id, "options": { "color": colour }, "available": available, "price": price });
    let data: retail::Shop = serde_json::from_value(json!({
        "products": {
            "900": { "name": "Lamp", "product_id": "900", "variants": {
                "10": lamp("10", "white", 10.0, true), "11": lamp("11", "black", 15.0, true),
                "12": lamp("12", "red", 4.0, true), "13": lamp("13", "grey", 10.0, false),
            } },
            "901": { "name": "Chair", "product_id": "901", "variants": {
                "20": { "item_id": "20", "options": {}, "available": true, "price": 90.0 },
            } },
        },
        "users": { "ada": {
            "user_id": "ada", "name": { "first_name": "Ada", "last_name": "Lind" }, "address": address,
            "email": "ada@example.com", "payment_methods": {
                "g": { "source": "gift_card", "id": "g", "balance": 3.0 },
                "c": { "source": "credit_card", "id": "c", "brand": "visa", "last_four": "1234" },
            },
        } },
        "orders": { "#W1": {
            "order_id": "#W1", "user_id": "ada", "address": address, "status": "delivered",
            "items": [
                { "name": "Lamp", "product_id": "900", "item_id": "10", "price": 10.0, "options": { "color": "white" } },
                { "name": "Chair", "product_id": "901", "item_id": "20", "price": 90.0, "options": {} },
            ],
            "payment_history": [
                { "transaction_type": "payment", "amount": 50.0, "payment_method_id": "g" },
                { "transaction_type": "payment", "amount": 67.0, "payment_method_id": "c" },
            ],
            "fulfillments": [{ "tracking_id": ["1"], "item_ids": ["10", "20"] }],
        } },
    }))
    .expect("a shop");
    let fixture = Fixture::new();
    let imported = fixture.write(move |tx| retail::import(tx, &data)).expect("import");
    let (order_id, contact_id) = (imported.orders["#W1"], imported.contacts["ada"]);
    // The lamps' line holds three pieces and a share of a discount.
    fixture
        .write(move |tx| {
            tx.sql().execute_batch(
                "UPDATE line_items SET quantity = 3, discount_minor = 300 WHERE sku = '10';
                 UPDATE fulfilment_lines SET quantity = 3 WHERE line_item_id IN (SELECT id FROM line_items WHERE sku = '10');
                 UPDATE orders SET subtotal_minor = 12000, discount_minor = 300, total_minor = 11700;",
            )?;
            Ok(())
        })
        .expect("three lamps");
    let methods = fixture.read(|c| stored_methods::of_contact(c, contact_id, false));
    let gift_card_id = methods.iter().find_map(|method| method.gift_card.as_ref()).expect("kept").id;
    let card = imported.methods["c"];
    Shop { fixture, order_id, contact_id, gift_card_id, card, variants: imported.variants }
}

impl Shop {
    fn order(&self) -> OrderDetail {
        self.fixture.read(|c| orders::detail(c, self.order_id))
    }

    fn line(&self, sku: &str) -> Id<id::LineItem> {
        let order = self.order();
        order.items.iter().find(|item| item.sku.as_deref() == Some(sku)).expect("line").id
    }

    fn asked(&self, sku: &str, quantity: i64, replacement: Option<&str>) -> NewReturnLine {
        NewReturnLine {
            line_item_id: self.line(sku),
            quantity,
            reason: ReturnReason::ChangedMind,
            note: String::new(),
            replacement_variant_id: replacement.map(|sku| self.variants[sku]),
        }
    }

    fn wish(&self, kind: ReturnKind, lines: Vec<NewReturnLine>) -> NewReturn {
        NewReturn {
            kind,
            lines,
            refund_to: RefundTo::Original,
            restocking_fee: 0,
            refund_shipping: false,
            note: String::new(),
            approved: true,
        }
    }

    fn ask(&self, new: NewReturn) -> Result<ReturnDetail> {
        let order_id = self.order_id;
        self.fixture.write(move |tx| request(tx, order_id, &new))
    }

    fn received(&self, asked: &ReturnDetail, accepted: &[i64], disposition: Disposition) -> ReturnDetail {
        let inspections: Vec<Inspection> = asked
            .lines
            .iter()
            .zip(accepted)
            .map(|(line, accepted)| Inspection {
                line_id: line.id,
                accepted: *accepted,
                condition: Condition::AsNew,
                disposition,
            })
            .collect();
        let (id, version) = (asked.head.id, asked.head.version);
        self.fixture.write(move |tx| receive(tx, id, version, &inspections, None)).expect("receive")
    }

    fn settled(&self, received: &ReturnDetail, settlement: Settlement) -> Result<ReturnDetail> {
        let (id, version) = (received.head.id, received.head.version);
        self.fixture.write(move |tx| settle(tx, id, version, &settlement))
    }

    fn on_hand(&self, sku: &str) -> i64 {
        let id = self.variants[sku];
        self.fixture.read(|c| crate::catalog::variant(c, id)).on_hand
    }

    fn available(&self, sku: &str) -> i64 {
        let id = self.variants[sku];
        self.fixture.read(|c| crate::catalog::variant(c, id)).available()
    }

    fn gift_balance(&self) -> i64 {
        self.fixture.read(|c| gift_cards::get(c, self.gift_card_id)).balance.amount
    }
}

fn told(detail: &ReturnDetail) -> Vec<(&'static str, &'static str, i64)> {
    let mut told: Vec<_> = detail
        .payments
        .iter()
        .map(|payment| (payment.kind.as_str(), payment.method.as_str(), payment.amount.amount))
        .collect();
    told.sort_unstable();
    told
}

#[test]
fn a_return_goes_back_as_it_was_paid_the_earliest_payment_first() {
    let shop = shop();
    let before = shop.on_hand("10");
    let asked =
        shop.ask(shop.wish(ReturnKind::Return, vec![shop.asked("10", 1, None), shop.asked("20", 1, None)]));
    let asked = asked.expect("asked");
    // A lamp is a third of 27.00; the chair 90.00.
    assert_eq!((asked.head.number.as_str(), asked.head.refund()), ("W1-R1", usd(9_900)));
    assert_eq!(shop.order().order.return_status, ReturnStatus::ReturnRequested);
    let received = shop.received(&asked, &[1, 1], Disposition::Restock);
    assert_eq!(shop.on_hand("10"), before + 1);
    assert_eq!(shop.gift_balance(), 300, "no money moves before the settlement");
    let settled = shop.settled(&received, Settlement::default()).expect("settled");
    // The gift card's 50.00 first, at once; the rest to the card.
    assert_eq!(told(&settled), [("refund", "card", 4_900), ("refund", "gift_card", 5_000)]);
    assert_eq!(shop.gift_balance(), 5_300);
    let order = shop.order();
    assert_eq!(order.order.return_status, ReturnStatus::PartlyReturned);
    assert_eq!(
        (order.order.status, order.order.payment_status),
        (OrderStatus::Delivered, PaymentStatus::PartlyRefunded)
    );
    assert_eq!(order.items.iter().map(|item| item.returned).collect::<Vec<_>>(), [1, 1]);

    // The other two lamps: together exactly what is left, and with them all has come back.
    let rest = shop.ask(shop.wish(ReturnKind::Return, vec![shop.asked("10", 2, None)])).expect("asked");
    assert_eq!((rest.head.number.as_str(), rest.head.refund()), ("W1-R2", usd(1_800)));
    let rest = shop.received(&rest, &[2], Disposition::WriteOff);
    assert_eq!(shop.on_hand("10"), before + 1, "written off: not back on the shelf");
    shop.settled(&rest, Settlement::default()).expect("settled");
    let order = shop.order();
    assert_eq!(
        (order.order.status, order.order.return_status),
        (OrderStatus::Returned, ReturnStatus::Returned)
    );
    assert_eq!((order.order.payment_status, order.order.refunded), (PaymentStatus::Refunded, usd(11_700)));
    let more =
        shop.ask(shop.wish(ReturnKind::Return, vec![shop.asked("10", 1, None)])).expect_err("all is back");
    assert_eq!(more.code, Code::Conflict);
}

#[test]
fn money_moves_exactly_once() {
    let shop = shop();
    let asked = shop.ask(shop.wish(ReturnKind::Return, vec![shop.asked("20", 1, None)])).expect("asked");
    let received = shop.received(&asked, &[1], Disposition::Restock);
    let settled = shop.settled(&received, Settlement::default()).expect("once");
    // The same click again, and one who has seen the new version.
    assert_eq!(shop.settled(&received, Settlement::default()).expect_err("stale").code, Code::Conflict);
    assert_eq!(shop.settled(&settled, Settlement::default()).expect_err("settled").code, Code::Conflict);
    assert_eq!(shop.order().order.refunded, usd(9_000));
    let record = shop
        .fixture
        .read(|c| operations::list(c, &operations::OperationFilter::default(), &PageRequest::first(1)));
    let operation = record.items[0].id;
    let undone = shop.fixture.write(move |tx| operations::undo(tx, operation));
    assert!(undone.is_err(), "money that moved is not taken back by undo");
    assert_eq!(shop.order().order.refunded, usd(9_000));
    let id = settled.head.id;
    let closed = shop.fixture.write(move |tx| close(tx, id, settled.head.version)).expect("closed");
    assert_eq!(closed.head.state, ReturnState::Closed);
    let states: Vec<&str> = closed.transitions.iter().map(|step| step.to.as_str()).collect();
    assert_eq!(states, ["approved", "received", "settled", "closed"]);
}

#[test]
fn less_is_accepted_than_was_sent_and_a_fee_is_kept() {
    let shop = shop();
    let new =
        NewReturn { restocking_fee: 200, ..shop.wish(ReturnKind::Return, vec![shop.asked("10", 3, None)]) };
    let asked = shop.ask(new).expect("asked");
    assert_eq!(asked.head.refund(), usd(2_500));
    let received = shop.received(&asked, &[2], Disposition::Restock);
    // Two thirds of 27.00 less 2.00.
    assert_eq!(received.head.refund(), usd(1_600));
    let to_credit = Settlement { refund_to: Some(RefundTo::StoreCredit), ..Settlement::default() };
    let settled = shop.settled(&received, to_credit).expect("settled");
    assert_eq!(told(&settled), [("refund", "store_credit", 1_600)]);
    let credit = shop.fixture.read(|c| crate::store_credit::balance(c, shop.contact_id, Currency::USD));
    assert_eq!(credit, usd(1_600));
    // The lamp that was not accepted can be sent again.
    let left = shop.fixture.read(|c| returnable(c, shop.order_id, crate::fixture::START));
    assert_eq!(left.lines.iter().map(ReturnableLine::left).collect::<Vec<_>>(), [1, 1]);
    // A fee above what comes back makes no sense.
    let greedy =
        NewReturn { restocking_fee: 901, ..shop.wish(ReturnKind::Return, vec![shop.asked("10", 1, None)]) };
    assert_eq!(shop.ask(greedy).expect_err("greedy").field.as_deref(), Some("restocking_fee"));
}

#[test]
fn a_refund_can_go_to_a_new_gift_card_a_kept_way_to_pay_or_the_drawer() {
    let shop = shop();
    let one_chair = |shop: &Shop, refund_to: RefundTo| {
        let new = NewReturn { refund_to, ..shop.wish(ReturnKind::Return, vec![shop.asked("20", 1, None)]) };
        let asked = shop.ask(new).expect("asked");
        let received = shop.received(&asked, &[1], Disposition::Restock);
        shop.settled(&received, Settlement::default()).expect("settled")
    };
    let settled = one_chair(&shop, RefundTo::GiftCard { gift_card_id: None });
    let issued = settled.head.issued_gift_card_id.expect("issued");
    let card = shop.fixture.read(|c| gift_cards::get(c, issued));
    assert_eq!((card.balance, card.contact_id), (usd(9_000), Some(shop.contact_id)));
    assert_eq!(card.state(jiff::civil::date(2027, 1, 15)), GiftCardState::Active);

    let shop = self::shop();
    let kept = one_chair(&shop, RefundTo::StoredMethod { stored_method_id: shop.card });
    assert_eq!(told(&kept), [("refund", "card", 9_000)]);
    assert_eq!(kept.payments[0].stored_method_id, Some(shop.card));

    let shop = self::shop();
    shop.fixture
        .write(|tx| {
            let shop = crate::settings::ShopProfile { currency: Currency::USD, ..Default::default() };
            crate::settings::update(tx, shop, 0)?;
            cash_drawer::open(tx, usd(20_000), "")
        })
        .expect("drawer");
    one_chair(&shop, RefundTo::Cash);
    assert_eq!(shop.fixture.read(cash_drawer::current).expect("open").expected, usd(11_000));
}

#[test]
fn an_exchange_settles_the_difference_and_the_replacement_leaves_the_shelf() {
    for (to, pieces, expected) in [
        // Two black ones cost 30.00, two white ones were 18.00: the customer pays 12.00.
        ("11", 2, vec![("payment", "card", 1_200)]),
        // Two red ones cost 8.00: 10.00 goes back, to the gift card first.
        ("12", 2, vec![("refund", "gift_card", 1_000)]),
    ] {
        let shop = shop();
        let (white, new) = (shop.on_hand("10"), shop.on_hand(to));
        let asked = shop
            .ask(shop.wish(ReturnKind::Exchange, vec![shop.asked("10", pieces, Some(to))]))
            .expect("asked");
        assert_eq!(shop.available(to), new - pieces, "kept for the customer");
        assert_eq!(shop.order().order.return_status, ReturnStatus::ExchangeRequested);
        let received = shop.received(&asked, &[pieces], Disposition::Restock);
        if asked.head.refund().amount < 0 {
            let unsaid = shop.settled(&received, Settlement::default()).expect_err("how?");
            assert_eq!((unsaid.code, unsaid.field.as_deref()), (Code::Invalid, Some("pay_with")));
        }
        let method = shop.fixture.read(|c| stored_methods::get(c, shop.card));
        let hand_over = HandOver { carrier: Some("Post".into()), tracking_number: Some("X1".into()) };
        let settlement = Settlement { pay_with: Some(PayWith::stored(&method)), hand_over, refund_to: None };
        let settled = shop.settled(&received, settlement).expect("settled");
        assert_eq!(told(&settled), expected, "{to}");
        assert_eq!((shop.on_hand("10"), shop.on_hand(to)), (white + pieces, new - pieces));
        assert_eq!(shop.available(to), new - pieces);
        assert_eq!(shop.order().order.return_status, ReturnStatus::Exchanged);
        assert_eq!(settled.transitions.last().map(|step| step.note.as_str()), Some("Post X1"));
        assert_eq!(shop.fixture.read(stock::check_levels), []);
    }
}

#[test]
fn a_cancelled_or_refused_exchange_frees_what_was_kept() {
    let shop = shop();
    let free = shop.available("11");
    let new = || NewReturn {
        approved: false,
        ..shop.wish(ReturnKind::Exchange, vec![shop.asked("10", 3, Some("11"))])
    };
    let asked = shop.ask(new()).expect("asked");
    let more = shop.ask(new()).expect_err("three lamps, not six");
    assert_eq!((more.code, more.field.as_deref()), (Code::Invalid, Some("lines[0].quantity")));
    let (id, version) = (asked.head.id, asked.head.version);
    let unsaid = shop.fixture.write(move |tx| refuse(tx, id, version, " ")).expect_err("why");
    assert_eq!(unsaid.field.as_deref(), Some("reason"));
    let refused = shop.fixture.write(move |tx| refuse(tx, id, version, "worn")).expect("refused");
    assert_eq!((refused.head.reason.as_deref(), shop.available("11")), (Some("worn"), free));
    assert_eq!(shop.order().order.return_status, ReturnStatus::None);
    let again = shop.ask(new()).expect("asked again");
    let (id, version) = (again.head.id, again.head.version);
    shop.fixture.write(move |tx| cancel(tx, id, version, "")).expect("cancelled");
    assert_eq!(shop.available("11"), free);
    // Accepted less than asked: the rest of what was kept is free again.
    let asked =
        shop.ask(shop.wish(ReturnKind::Exchange, vec![shop.asked("10", 3, Some("12"))])).expect("asked");
    let red = shop.on_hand("12");
    let received = shop.received(&asked, &[1], Disposition::Restock);
    shop.settled(&received, Settlement::default()).expect("settled");
    assert_eq!((shop.on_hand("12"), shop.available("12")), (red - 1, red - 1));
}

#[test]
fn what_does_not_fit_is_refused_and_nothing_is_kept() {
    let shop = shop();
    let refused = |kind: ReturnKind, lines: Vec<NewReturnLine>| {
        let error = shop.ask(shop.wish(kind, lines)).expect_err("refused");
        (error.code, error.field.unwrap_or_default())
    };
    use ReturnKind::{Exchange, Return};
    assert_eq!(refused(Return, vec![]), (Code::Invalid, "lines".into()));
    assert_eq!(refused(Return, vec![shop.asked("10", 4, None)]), (Code::Invalid, "lines[0].quantity".into()));
    assert_eq!(refused(Return, vec![shop.asked("10", 0, None)]), (Code::Invalid, "lines[0].quantity".into()));
    let twice = vec![shop.asked("20", 1, None), shop.asked("20", 1, None)];
    assert_eq!(refused(Return, twice), (Code::Invalid, "lines[1].quantity".into()));
    let foreign =
        NewReturnLine { line_item_id: Id::from_uuid(uuid::Uuid::nil()), ..shop.asked("10", 1, None) };
    assert_eq!(refused(Return, vec![foreign]), (Code::Invalid, "lines[0].line_item_id".into()));
    let at = || String::from("lines[0].replacement_variant_id");
    assert_eq!(refused(Exchange, vec![shop.asked("10", 1, None)]), (Code::Invalid, at()));
    assert_eq!(refused(Return, vec![shop.asked("10", 1, Some("11"))]), (Code::Invalid, at()));
    assert_eq!(refused(Exchange, vec![shop.asked("10", 1, Some("20"))]), (Code::Invalid, at()));
    assert_eq!(refused(Exchange, vec![shop.asked("10", 1, Some("13"))]).0, Code::OutOfStock);
    let elsewhere = RefundTo::StoredMethod { stored_method_id: Id::from_uuid(uuid::Uuid::nil()) };
    let lost = NewReturn { refund_to: elsewhere, ..shop.wish(Return, vec![shop.asked("10", 1, None)]) };
    assert_eq!(shop.ask(lost).expect_err("lost").code, Code::NotFound);
    assert_eq!(shop.fixture.read(|c| of_order(c, shop.order_id)), []);
    let wanted = Wanted::anywhere(shop.variants["11"], 1);
    assert!(
        shop.fixture.write(move |tx| stock::take(tx, &wanted, stock::MovementReason::Sold, None, "")).is_ok()
    );
}

#[test]
fn an_inspection_names_each_line_once_and_accepts_no_more_than_came() {
    let shop = shop();
    let asked =
        shop.ask(shop.wish(ReturnKind::Return, vec![shop.asked("10", 2, None), shop.asked("20", 1, None)]));
    let asked = asked.expect("asked");
    let look = |line: usize, accepted: i64| Inspection {
        line_id: asked.lines[line].id,
        accepted,
        condition: Condition::Worn,
        disposition: Disposition::WriteOff,
    };
    for (inspections, field) in [
        (vec![look(0, 2)], "lines"),
        (vec![look(0, 2), look(0, 1), look(1, 1)], "lines[1].line_id"),
        (vec![look(0, 3), look(1, 1)], "lines[0].accepted"),
        (vec![look(1, 1), look(0, -1)], "lines[1].accepted"),
    ] {
        let (id, version) = (asked.head.id, asked.head.version);
        let error =
            shop.fixture.write(move |tx| receive(tx, id, version, &inspections, None)).expect_err(field);
        assert_eq!((error.code, error.field.as_deref()), (Code::Invalid, Some(field)));
    }
    let nothing = shop.received(&asked, &[0, 0], Disposition::WriteOff);
    assert_eq!(nothing.head.refund(), usd(0));
    let settled = shop.settled(&nothing, Settlement::default()).expect("settled");
    assert_eq!(told(&settled), []);
    assert_eq!(shop.order().order.return_status, ReturnStatus::None);
}

#[test]
fn lists_filter_by_state_order_and_name_and_counts_follow() {
    let shop = shop();
    let first = shop
        .ask(NewReturn { approved: false, ..shop.wish(ReturnKind::Return, vec![shop.asked("10", 1, None)]) });
    let first = first.expect("asked").head.id;
    let second =
        shop.ask(shop.wish(ReturnKind::Return, vec![shop.asked("10", 1, None)])).expect("asked").head.id;
    let found = |filter: ReturnFilter| {
        let mut ids = Vec::new();
        let mut page = PageRequest::first(1);
        loop {
            let part = shop.fixture.read(|c| list(c, &filter, &page));
            ids.extend(part.items.into_iter().map(|row| row.id));
            match part.next {
                Some(next) => page.after = Some(next),
                None => return ids,
            }
        }
    };
    let text = |text: &str| ReturnFilter { text: Some(text.into()), ..ReturnFilter::default() };
    assert_eq!(found(ReturnFilter::default()), [second, first]);
    assert_eq!(found(ReturnFilter { open: true, ..ReturnFilter::default() }), [second, first]);
    assert_eq!(
        found(ReturnFilter { state: Some(ReturnState::Requested), ..ReturnFilter::default() }),
        [first]
    );
    assert_eq!(found(text("#w1-r2")), [second]);
    assert_eq!(found(text("lind")), [second, first]);
    assert_eq!(found(text("%")), []);
    assert_eq!(found(ReturnFilter { contact_id: Some(shop.contact_id), ..ReturnFilter::default() }).len(), 2);
    let counted = shop.fixture.read(counts);
    assert_eq!((counted.requested, counted.approved, counted.received), (1, 1, 0));
}
