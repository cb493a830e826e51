//! Every state with every action: what the goods and the money allow, and what a customer is allowed.

use super::super::state::{State, allow, allowed, next};
use super::super::*;
use crate::actor::By;

/// A state by its words: status, and how much was sent.
fn state(status: OrderStatus, fulfilment: FulfilmentStatus) -> State {
    State { status, fulfilment, returns: ReturnStatus::None, archived: false }
}

/// `.` allowed, else the rule's word; columns as in `ACTIONS`.
const ACTIONS: [Action; 18] = [
    Action::Edit,
    Action::Discard,
    Action::Place,
    Action::Process,
    Action::Pay,
    Action::Refund,
    Action::Fulfil,
    Action::Deliver,
    Action::Cancel,
    Action::ChangeItems,
    Action::ChangeAddress,
    Action::ChangePayment,
    Action::Return,
    Action::Exchange,
    Action::CompleteReturn,
    Action::Archive,
    Action::Unarchive,
    Action::Duplicate,
];

#[test]
fn every_state_with_every_action() {
    use FulfilmentStatus as F;
    use OrderStatus as S;
    assert_eq!(ACTIONS.len(), Action::ALL.len());
    let (nd, np, nf, af, pf, dl, ca, re, op, na) = (
        "not_draft",
        "not_placed",
        "not_fulfilled",
        "already_fulfilled",
        "partly_fulfilled",
        "delivered",
        "cancelled",
        "returned",
        "open_order",
        "not_archived",
    );
    let ok = ".";
    let ap = "already_processing";
    // Status, sent:             edit discard place process pay refund fulfil deliver cancel items address payment return
    //                           exchange complete archive unarchive duplicate
    let table: [(S, F, [&str; 18]); 11] = [
        (S::Draft, F::Unfulfilled, [ok, ok, ok, np, np, np, np, np, np, np, np, np, np, np, np, op, na, ok]),
        (S::Placed, F::Unfulfilled, [nd, nd, nd, ok, ok, ok, ok, nf, ok, ok, ok, ok, nf, nf, nf, op, na, ok]),
        (
            S::Processing,
            F::Unfulfilled,
            [nd, nd, nd, ap, ok, ok, ok, nf, ok, ok, ok, ok, nf, nf, nf, op, na, ok],
        ),
        (
            S::Processing,
            F::PartlyFulfilled,
            [nd, nd, nd, ap, ok, ok, ok, nf, pf, pf, ok, ok, ok, ok, nf, op, na, ok],
        ),
        (S::Shipped, F::Fulfilled, [nd, nd, nd, af, ok, ok, af, ok, af, af, af, ok, ok, ok, ok, op, na, ok]),
        (
            S::Delivered,
            F::Fulfilled,
            [nd, nd, nd, dl, ok, ok, dl, dl, dl, dl, dl, dl, ok, ok, ok, ok, na, ok],
        ),
        (
            S::Cancelled,
            F::Unfulfilled,
            [nd, nd, nd, ca, ca, ok, ca, ca, ca, ca, ca, ca, ca, ca, ca, ok, na, ok],
        ),
        (S::Returned, F::Fulfilled, [nd, nd, nd, re, re, ok, re, re, re, re, re, re, re, re, re, ok, na, ok]),
        // What cannot be by our own hand but may come with an import is judged by what was sent.
        (
            S::Placed,
            F::PartlyFulfilled,
            [nd, nd, nd, ok, ok, ok, ok, nf, pf, pf, ok, ok, ok, ok, nf, op, na, ok],
        ),
        (
            S::Processing,
            F::Fulfilled,
            [nd, nd, nd, ap, ok, ok, ok, nf, af, af, ok, ok, ok, ok, nf, op, na, ok],
        ),
        (
            S::Cancelled,
            F::Fulfilled,
            [nd, nd, nd, ca, ca, ok, ca, ca, ca, ca, ca, ca, ca, ca, ca, ok, na, ok],
        ),
    ];
    for status in S::ALL {
        assert!(table.iter().any(|(known, ..)| known == status), "{status} has no row");
    }
    let mut cells = 0;
    for (status, fulfilment, row) in table {
        let state = state(status, fulfilment);
        for (action, expected) in ACTIONS.into_iter().zip(row) {
            let found = allow(state, action).map_or_else(Rule::as_str, |()| ".");
            assert_eq!(found, expected, "{status} {fulfilment} {action}");
            cells += 1;
        }
        assert_eq!(allowed(state).len(), row.iter().filter(|word| **word == ".").count());
    }
    assert_eq!(cells, 11 * 18);
    let archived = State { archived: true, ..state(S::Delivered, F::Fulfilled) };
    assert_eq!(allow(archived, Action::Archive), Err(Rule::AlreadyArchived));
    assert_eq!(allow(archived, Action::Unarchive), Ok(()));
}

#[test]
fn where_each_action_leads() {
    use FulfilmentStatus as F;
    use OrderStatus as S;
    for (from, action, sent, to) in [
        (S::Draft, Action::Place, F::Unfulfilled, S::Placed),
        (S::Placed, Action::Process, F::Unfulfilled, S::Processing),
        (S::Placed, Action::Fulfil, F::PartlyFulfilled, S::Processing),
        (S::Placed, Action::Fulfil, F::Fulfilled, S::Shipped),
        (S::Processing, Action::Fulfil, F::Fulfilled, S::Shipped),
        (S::Shipped, Action::Deliver, F::Fulfilled, S::Delivered),
        (S::Processing, Action::Cancel, F::Unfulfilled, S::Cancelled),
        (S::Delivered, Action::CompleteReturn, F::Fulfilled, S::Returned),
        (S::Placed, Action::Pay, F::Unfulfilled, S::Placed),
        (S::Cancelled, Action::Refund, F::Unfulfilled, S::Cancelled),
        (S::Delivered, Action::Archive, F::Fulfilled, S::Delivered),
    ] {
        assert_eq!(next(from, action, sent), to, "{from} {action}");
    }
}

/// An order in this state for the policy to judge.
fn order(status: OrderStatus, items_changed: bool, returns: ReturnStatus) -> Order {
    let at = Timestamp::from_millis(1_800_000_000_000);
    let sent = matches!(status, OrderStatus::Shipped | OrderStatus::Delivered | OrderStatus::Returned);
    Order {
        status,
        return_status: returns,
        fulfilment_status: if sent { FulfilmentStatus::Fulfilled } else { FulfilmentStatus::Unfulfilled },
        items_changed_at: items_changed.then_some(at),
        ..Order::blank(Id::from_uuid(uuid::Uuid::nil()), "1".into(), crate::Currency::EUR, at)
    }
}

#[test]
fn what_a_customer_may_do_with_an_order() {
    use OrderStatus as S;
    let (customer, agent) = (By::new(Actor::Customer), By::new(Actor::Agent));
    for (status, changed, action, reason, rule) in [
        (S::Placed, false, Action::Cancel, "no longer needed", None),
        (S::Placed, false, Action::Cancel, "ordered by mistake", None),
        (S::Placed, false, Action::Cancel, "too expensive", Some(Rule::WrongReason)),
        (S::Placed, false, Action::Cancel, "", Some(Rule::WrongReason)),
        (S::Placed, false, Action::ChangeItems, "", None),
        (S::Placed, false, Action::ChangeAddress, "", None),
        (S::Placed, false, Action::ChangePayment, "", None),
        (S::Placed, true, Action::Cancel, "no longer needed", Some(Rule::ItemsAlreadyChanged)),
        (S::Placed, true, Action::ChangeItems, "", Some(Rule::ItemsAlreadyChanged)),
        (S::Placed, true, Action::ChangeAddress, "", Some(Rule::ItemsAlreadyChanged)),
        (S::Placed, true, Action::ChangePayment, "", Some(Rule::ItemsAlreadyChanged)),
        (S::Processing, false, Action::Cancel, "no longer needed", Some(Rule::NotPending)),
        (S::Processing, false, Action::ChangeItems, "", Some(Rule::NotPending)),
        (S::Processing, false, Action::ChangeAddress, "", Some(Rule::NotPending)),
        (S::Delivered, false, Action::ChangePayment, "", Some(Rule::NotPending)),
        (S::Cancelled, false, Action::Cancel, "no longer needed", Some(Rule::NotPending)),
        (S::Placed, false, Action::Return, "", Some(Rule::NotDelivered)),
        (S::Processing, false, Action::Exchange, "", Some(Rule::NotDelivered)),
        (S::Shipped, false, Action::Return, "", Some(Rule::NotDelivered)),
        (S::Cancelled, false, Action::Exchange, "", Some(Rule::NotDelivered)),
        (S::Delivered, false, Action::Return, "", None),
        (S::Delivered, false, Action::Exchange, "", None),
    ] {
        let order = order(status, changed, ReturnStatus::None);
        for by in [&customer, &agent] {
            let decided = policy::decide(&order, action, by, reason);
            assert_eq!(decided.err(), rule, "{status} {changed} {action} {reason}");
        }
    }
    for open in [ReturnStatus::ReturnRequested, ReturnStatus::ExchangeRequested, ReturnStatus::Exchanged] {
        let order = order(S::Delivered, false, open);
        let decided = policy::decide(&order, Action::Exchange, &customer, "");
        assert_eq!(decided, Err(Rule::ReturnOpen), "{open}");
        assert_eq!(policy::decide(&order, Action::Return, &By::OWNER, ""), Ok(()));
    }
}

#[test]
fn the_owner_goes_beyond_the_one_change_with_a_reason() {
    let changed = order(OrderStatus::Placed, true, ReturnStatus::None);
    for action in [Action::ChangeItems, Action::Cancel] {
        assert_eq!(policy::decide(&changed, action, &By::OWNER, " "), Err(Rule::ReasonRequired));
        assert_eq!(policy::decide(&changed, action, &By::OWNER, "she called again"), Ok(()));
    }
    assert_eq!(policy::decide(&changed, Action::ChangeAddress, &By::OWNER, ""), Ok(()));
    let processing = order(OrderStatus::Processing, false, ReturnStatus::None);
    assert_eq!(policy::decide(&processing, Action::Cancel, &By::OWNER, "sold elsewhere"), Ok(()));
}

#[test]
fn what_was_paid_decides_the_payment_status() {
    use PaymentStatus as P;
    for (total, paid, refunded, status) in [
        (1000, 0, 0, P::Unpaid),
        (1000, 1, 0, P::PartlyPaid),
        (1000, 1000, 0, P::Paid),
        (1000, 1200, 0, P::Paid),
        (1000, 1000, 400, P::PartlyRefunded),
        (1000, 1000, 1000, P::Refunded),
        // The total fell by what went back.
        (600, 1000, 400, P::Paid),
        (0, 0, 0, P::Paid),
    ] {
        let found = settlement::status(OrderStatus::Placed, total, paid, refunded, 0);
        assert_eq!(found, status, "{total} {paid} {refunded}");
    }
    assert_eq!(settlement::status(OrderStatus::Draft, 0, 0, 0, 0), P::Unpaid);
    // What went back is to be paid another way.
    let waits = |refunded, expected| settlement::status(OrderStatus::Placed, 1000, 1000, refunded, expected);
    assert_eq!([waits(1000, 1000), waits(400, 400), waits(1000, 0)], [P::Unpaid, P::PartlyPaid, P::Refunded]);
}

#[test]
fn each_rule_has_its_word_and_sentence() {
    let words: std::collections::HashSet<&str> = Rule::ALL.iter().map(|rule| rule.as_str()).collect();
    assert_eq!(words.len(), Rule::ALL.len());
    for rule in Rule::ALL {
        assert!(rule.sentence().ends_with('.') && rule.sentence().len() > 15, "{rule:?}");
        assert_eq!(Error::from(*rule).rule(), Some(*rule));
    }
}
