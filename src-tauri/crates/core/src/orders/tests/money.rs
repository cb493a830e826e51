//! Payments and refunds: never more than due, never more than paid, always adding up.

use proptest::prelude::*;

use super::shop::{Shop, eur, receive, refused};
use super::*;

#[test]
fn several_payments_with_change() {
    let shop = Shop::open();
    let id = shop.placed(&[(shop.hats[0], 1)]).order.id;
    let pay = |new: NewPayment| shop.write(move |tx| add_payment(tx, id, &new, None));
    let cash = NewPayment::by(PaymentMethod::Cash);
    // 29.90 due: 10 in cash, of 20 handed over.
    let first = pay(NewPayment { tendered: Some(2000), amount: Some(1000), ..cash.clone() }).expect("cash");
    assert_eq!((first.order.payment_status, first.order.due()), (PaymentStatus::PartlyPaid, eur(1990)));
    let wrong = |new: NewPayment| {
        let error = shop.write(move |tx| add_payment(tx, id, &new, None)).expect_err("refused");
        (error.code, error.field.clone().unwrap_or_default(), error.rule())
    };
    let field = |field: &str| (Code::Invalid, field.to_owned(), None);
    assert_eq!(wrong(cash.clone().of(0)), field("amount"));
    assert_eq!(wrong(cash.clone().of(-5)), field("amount"));
    assert_eq!(
        wrong(NewPayment { tendered: Some(100), amount: Some(200), ..cash.clone() }),
        field("tendered")
    );
    let card = NewPayment::by(PaymentMethod::Card);
    assert_eq!(wrong(NewPayment { tendered: Some(5000), ..card.clone() }), field("tendered"));
    assert_eq!(refused(pay(card.clone().of(1991))), Rule::Overpaid);
    let pending = NewPayment { state: Some(PaymentState::Pending), ..cash.clone() };
    assert_eq!(refused(pay(pending)), Rule::MethodNotAllowed);
    assert_eq!(refused(pay(NewPayment::by(PaymentMethod::GiftCard))), Rule::InstrumentUnknown);
    // Less handed over than is due pays a part.
    let part = pay(NewPayment { tendered: Some(500), ..cash }).expect("a part");
    assert_eq!(part.order.due(), eur(1490));
    let rest = pay(NewPayment { reference: Some("slip 77".into()), ..card.clone() }).expect("the rest");
    assert_eq!((rest.order.payment_status, rest.payments[2].amount), (PaymentStatus::Paid, eur(1490)));
    assert_eq!(rest.payments[2].reference.as_deref(), Some("slip 77"));
    assert_eq!(refused(pay(card)), Rule::Overpaid);
}

#[test]
fn a_transfer_is_expected_then_comes_or_does_not() {
    let shop = Shop::open();
    let id = shop.placed(&[(shop.scarf, 1)]).order.id;
    let transfer = NewPayment::by(PaymentMethod::BankTransfer);
    let expected = shop.write(move |tx| add_payment(tx, id, &transfer, None)).expect("expected");
    assert_eq!(expected.order.payment_status, PaymentStatus::Unpaid);
    // What is expected is not due twice.
    let card = NewPayment::by(PaymentMethod::Card);
    assert_eq!(refused(shop.write(move |tx| add_payment(tx, id, &card, None))), Rule::Overpaid);
    let payment = expected.payments[0].id;
    let failed = shop.write(move |tx| fail_payment(tx, id, payment, "bounced", None)).expect("failed");
    assert_eq!(failed.payments[0].state, PaymentState::Failed);
    let settled = shop.write(move |tx| settle_payment(tx, id, payment, None, None));
    assert_eq!(refused(settled), Rule::NotPendingPayment);
    let transfer = NewPayment::by(PaymentMethod::BankTransfer);
    let expected = shop.write(move |tx| add_payment(tx, id, &transfer, None)).expect("expected");
    let payment = expected.payments[1].id;
    let settled = shop.write(move |tx| settle_payment(tx, id, payment, Some("T-9"), None)).expect("settled");
    assert_eq!(settled.order.payment_status, PaymentStatus::Paid);
    assert_eq!(settled.payments[1].reference.as_deref(), Some("T-9"));
}

#[test]
fn what_is_paid_at_the_door_is_settled_by_delivery() {
    let shop = Shop::open();
    let change = shop.draft(&[(shop.scarf, 1)]);
    let door = NewPayment::by(PaymentMethod::OnDelivery);
    let id = shop.write(move |tx| create_placed(tx, &change, &[door], None)).expect("placed").order.id;
    let sent = shop.write(move |tx| fulfil(tx, id, &NewFulfilment::default(), None)).expect("sent");
    assert_eq!(sent.order.payment_status, PaymentStatus::Unpaid);
    let done = shop.write(move |tx| deliver(tx, id, "", None)).expect("delivered");
    assert_eq!(done.order.payment_status, PaymentStatus::Paid);
}

#[test]
fn refunds_end_where_the_money_does() {
    let shop = Shop::open();
    let order = shop.paid(&[(shop.hats[1], 1)]);
    let (id, payment) = (order.order.id, order.payments[0].id);
    let back = |new: NewRefund| shop.write(move |tx| refund(tx, id, &new, None));
    let part = back(NewRefund::of(1000, "a stain")).expect("a part");
    assert_eq!(part.order.payment_status, PaymentStatus::PartlyRefunded);
    assert_eq!((part.payments[1].refund_of, part.payments[1].method), (Some(payment), PaymentMethod::Card));
    assert_eq!(refused(back(NewRefund::of(2491, "more"))), Rule::MoreThanPaid);
    let cash = NewRefund { method: Some(PaymentMethod::Cash), ..NewRefund::of(490, "shipping") };
    let cash = back(cash).expect("in cash");
    assert_eq!((cash.payments[2].method, cash.payments[2].refund_of), (PaymentMethod::Cash, None));
    let whole =
        back(NewRefund { payment_id: Some(payment), ..NewRefund::of(2000, "the rest") }).expect("whole");
    assert_eq!((whole.order.payment_status, whole.order.refunded), (PaymentStatus::Refunded, eur(3490)));
    assert_eq!(refused(back(NewRefund::of(1, "again"))), Rule::MoreThanPaid);
    let error = back(NewRefund::of(0, "nothing")).expect_err("nothing");
    assert_eq!(error.field.as_deref(), Some("amount"));
    // Two payments that could be meant: the owner says which.
    let change = shop.draft(&[(shop.hats[0], 1)]);
    let halves = [NewPayment::by(PaymentMethod::Card).of(1490), NewPayment::by(PaymentMethod::Cash)];
    let id = shop.write(move |tx| create_placed(tx, &change, &halves, None)).expect("placed").order.id;
    let new = NewRefund::of(100, "which?");
    let error = shop.write(move |tx| refund(tx, id, &new, None)).expect_err("which");
    assert_eq!(error.field.as_deref(), Some("payment_id"));
}

#[test]
fn paying_with_something_else_moves_what_was_paid() {
    let shop = Shop::open();
    let id = shop.paid(&[(shop.hats[0], 1)]).order.id;
    let change = |method, reference: Option<&str>| {
        let to = NewPayment {
            instrument: Instrument {
                stored_method_id: reference.map(str::to_owned),
                ..Instrument::default()
            },
            ..NewPayment::by(method)
        };
        shop.write(move |tx| change_payment(tx, id, &to, "", None))
    };
    assert_eq!(refused(change(PaymentMethod::Card, None)), Rule::SameMethod);
    let moved = change(PaymentMethod::Wallet, Some("pmt_1")).expect("moved");
    let entries: Vec<_> =
        moved.payments.iter().map(|p| (p.kind.as_str(), p.method.as_str(), p.amount.amount)).collect();
    assert_eq!(entries, [("payment", "card", 2990), ("payment", "wallet", 2990), ("refund", "card", 2990)]);
    assert_eq!((moved.order.total, moved.order.paid, moved.order.due()), (eur(2990), eur(5980), eur(0)));
    assert_eq!(moved.order.payment_status, PaymentStatus::Paid);
    // Another wallet is another instrument.
    change(PaymentMethod::Wallet, Some("pmt_2")).expect("moved again");
    // An expected payment is called off instead.
    let draft = shop.draft(&[(shop.scarf, 1)]);
    let transfer = NewPayment::by(PaymentMethod::BankTransfer);
    let id = shop.write(move |tx| create_placed(tx, &draft, &[transfer], None)).expect("placed").order.id;
    let door = NewPayment::by(PaymentMethod::OnDelivery);
    let moved = shop.write(move |tx| change_payment(tx, id, &door, "", None)).expect("moved");
    let states: Vec<_> = moved.payments.iter().map(|p| (p.method.as_str(), p.state.as_str())).collect();
    assert_eq!(states, [("bank_transfer", "failed"), ("on_delivery", "pending")]);
}

/// What somebody tries with an order's money.
#[derive(Debug, Clone)]
enum Try {
    Pay(PaymentMethod, i64),
    Refund(i64),
    Settle(usize),
    Fail(usize),
    Move(PaymentMethod),
    Cancel,
}

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let method = || {
        prop::sample::select(vec![
            PaymentMethod::Card,
            PaymentMethod::Cash,
            PaymentMethod::BankTransfer,
            PaymentMethod::Wallet,
        ])
    };
    prop::collection::vec(
        prop_oneof![
            4 => (method(), 1i64..4000).prop_map(|(method, amount)| Try::Pay(method, amount)),
            3 => (1i64..3000).prop_map(Try::Refund),
            2 => (0usize..6).prop_map(Try::Settle),
            1 => (0usize..6).prop_map(Try::Fail),
            1 => method().prop_map(Try::Move),
            1 => Just(Try::Cancel),
        ],
        1..14,
    )
}

#[test]
fn whatever_is_tried_the_money_adds_up() {
    let shop = Shop::open();
    let scarf = shop.scarf;
    shop.write(move |tx| receive(tx, scarf, 10_000)).expect("enough for all");
    proptest!(ProptestConfig::with_cases(40), |(tries in tries())| {
        let id = shop.placed(&[(shop.scarf, 1)]).order.id;
        for one in tries {
            let before = shop.detail(id);
            let payment = |n: usize| before.payments.get(n).map(|payment| payment.id);
            let result = match one.clone() {
                Try::Pay(method, amount) => {
                    shop.write(move |tx| add_payment(tx, id, &NewPayment::by(method).of(amount), None))
                }
                Try::Refund(amount) => {
                    let cash = Some(PaymentMethod::Cash);
                    let new = NewRefund { method: cash, ..NewRefund::of(amount, "tried") };
                    shop.write(move |tx| refund(tx, id, &new, None))
                }
                Try::Settle(n) => {
                    let Some(payment) = payment(n) else { continue };
                    shop.write(move |tx| settle_payment(tx, id, payment, None, None))
                }
                Try::Fail(n) => {
                    let Some(payment) = payment(n) else { continue };
                    shop.write(move |tx| fail_payment(tx, id, payment, "tried", None))
                }
                Try::Move(method) => {
                    shop.write(move |tx| change_payment(tx, id, &NewPayment::by(method), "tried", None))
                }
                Try::Cancel => {
                    let cancellation = Cancellation { reason: "tried".into(), ..Cancellation::default() };
                    shop.write(move |tx| cancel(tx, id, &cancellation, None))
                }
            };
            let after = shop.detail(id);
            if result.is_err() {
                prop_assert_eq!(&after, &before, "{:?} was refused and changed something", one);
            }
            let order = &after.order;
            let (paid, refunded) = (settlement::paid(&after.payments), settlement::refunded(&after.payments));
            prop_assert_eq!((order.paid.amount, order.refunded.amount), (paid, refunded));
            prop_assert!(refunded <= paid, "{:?}: {refunded} of {paid} went back", one);
            let kept = paid - refunded + settlement::pending(&after.payments);
            // What was to go back and did not is still the shop's, beyond what the order is worth.
            let bounced: i64 = after
                .payments
                .iter()
                .filter(|entry| entry.kind == PaymentKind::Refund && entry.state == PaymentState::Failed)
                .map(|entry| entry.amount.amount)
                .sum();
            prop_assert!(kept <= order.total.amount + bounced, "{:?}: {kept} of {}", one, order.total);
            let status = settlement::status(order.status, order.total.amount, paid, refunded, settlement::pending(&after.payments));
            prop_assert_eq!(order.payment_status, status);
            if order.status == OrderStatus::Cancelled && matches!(one, Try::Cancel) && result.is_ok() {
                prop_assert_eq!(paid, refunded);
            }
        }
    });
}
