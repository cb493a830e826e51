//! Every action in every order's state, and each rule once.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::*;
use crate::id::{self, Id};
use crate::money::{Currency, Money};
use crate::stored_methods::StoredMethodKind;

fn usd(amount: i64) -> Money {
    Money::new(amount, Currency::USD)
}

fn variant(n: u128) -> Id<id::Variant> {
    Id::from_uuid(Uuid::from_u128(n))
}

fn product(n: u128) -> Id<id::Product> {
    Id::from_uuid(Uuid::from_u128(n))
}

fn method(n: u128) -> MethodRef {
    Id::from_uuid(Uuid::from_u128(n))
}

const LAMP: u128 = 1;
const LAMP_BLACK: u128 = 2;
const LAMP_GOLD: u128 = 3;
const LAMP_GONE: u128 = 4;
const CHAIR: u128 = 5;
const CARD: u128 = 1;
const GIFT: u128 = 2;
const PAYPAL: u128 = 3;

/// Two lamps at 40.00 and a chair at 90.00, paid by card; a gift card with 15.00 and PayPal are kept too.
fn facts(stage: OrderStage) -> Facts {
    let line = |n: u128, of: u128, product_of: u128, quantity, price| LineFacts {
        line_item_id: Id::from_uuid(Uuid::from_u128(n)),
        variant_id: Some(variant(of)),
        product_id: Some(product(product_of)),
        title: if product_of == 1 { "Lamp, white".into() } else { "Chair".into() },
        quantity,
        unit_price: usd(price),
    };
    let offer = |of: u128, product_of: u128, price, available| {
        (
            variant(of),
            VariantFacts {
                product_id: product(product_of),
                title: format!("variant {of}"),
                price: usd(price),
                available: Some(available),
                sold: true,
            },
        )
    };
    let kept = |n: u128, kind, balance: Option<i64>| MethodFacts {
        id: method(n),
        kind,
        label: format!("{kind} {n}"),
        gift_balance: balance.map(usd),
    };
    Facts {
        price_match: None,
        order: Some(OrderFacts {
            number: "1001".into(),
            stage,
            total: usd(17_000),
            lines: vec![line(1, LAMP, 1, 2, 4_000), line(2, CHAIR, 2, 1, 9_000)],
            paid_with: vec![PaidWith { method_id: Some(method(CARD)), amount: usd(17_000) }],
            payment_count: 1,
            return_window_over: false,
            days_since_delivery: Some(3),
        }),
        methods: vec![
            kept(CARD, StoredMethodKind::Card, None),
            kept(GIFT, StoredMethodKind::GiftCard, Some(1_500)),
            kept(PAYPAL, StoredMethodKind::Paypal, None),
        ],
        variants: BTreeMap::from([
            offer(LAMP, 1, 4_000, 3),
            offer(LAMP_BLACK, 1, 4_700, 2),
            offer(LAMP_GOLD, 1, 6_000, 1),
            offer(LAMP_GONE, 1, 4_000, 0),
            offer(CHAIR, 2, 9_000, 9),
        ]),
        confirmed: true,
        policy: Policy::default(),
    }
}

fn cancel(reason: &str) -> Action {
    Action::CancelOrder { reason: reason.into() }
}

fn modify(items: &[u128], new: &[u128], with: u128) -> Action {
    Action::ModifyItems {
        items: items.iter().copied().map(variant).collect(),
        new_items: new.iter().copied().map(variant).collect(),
        settle_with: Some(method(with)),
    }
}

fn exchange(items: &[u128], new: &[u128], with: u128) -> Action {
    Action::ExchangeItems {
        items: items.iter().copied().map(variant).collect(),
        new_items: new.iter().copied().map(variant).collect(),
        settle_with: Some(method(with)),
    }
}

fn give_back(items: &[u128], to: u128) -> Action {
    Action::ReturnItems { items: items.iter().copied().map(variant).collect(), refund_to: Some(method(to)) }
}

fn rule(action: &Action, facts: &Facts) -> Option<Rule> {
    match decide(action, facts) {
        Decision::Refused(rule) => Some(rule),
        Decision::Allowed(_) | Decision::NeedsConfirmation(_) | Decision::NeedsApproval(_) => None,
    }
}

#[test]
fn every_action_in_every_state_of_an_order() {
    let address = || "1 Elm Street\nDenver, CO 80279".to_owned();
    let actions = [
        cancel("no longer needed"),
        modify(&[LAMP], &[LAMP_BLACK], CARD),
        Action::ModifyAddress { address: address() },
        Action::ModifyPayment { pay_with: method(PAYPAL) },
        give_back(&[LAMP], CARD),
        exchange(&[LAMP], &[LAMP_BLACK], CARD),
    ];
    let mut checked = 0;
    for stage in OrderStage::ALL {
        for action in &actions {
            let after_delivery = matches!(action, Action::ReturnItems { .. } | Action::ExchangeItems { .. });
            let expected = match (stage, after_delivery) {
                (OrderStage::Pending, false) | (OrderStage::Delivered, true) => None,
                (OrderStage::NotPlaced, _) => Some(Rule::OrderUnknown),
                (OrderStage::PendingItemsChanged, false) => Some(Rule::ItemsAlreadyChanged),
                (OrderStage::ReturnOrExchangeRequested, true) => Some(Rule::AlreadyRequested),
                (_, false) => Some(Rule::OrderNotPending),
                (_, true) => Some(Rule::OrderNotDelivered),
            };
            assert_eq!(rule(action, &facts(stage)), expected, "{} while {stage:?}", action.name());
            checked += 1;
        }
        // The customer's own address has nothing to do with an order.
        assert_eq!(rule(&Action::ModifyCustomerAddress { address: address() }, &facts(stage)), None);
    }
    assert_eq!(checked, 42);
    // Another customer's order is no order here.
    let foreign = Facts { order: None, ..facts(OrderStage::Pending) };
    for action in &actions {
        assert_eq!(rule(action, &foreign), Some(Rule::OrderUnknown), "{}", action.name());
    }
}

fn wait(items: &[u128]) -> Action {
    Action::WaitForStock { items: items.iter().map(|item| variant(*item)).collect() }
}

#[test]
fn each_refusal_names_its_rule() {
    let delivered = facts(OrderStage::Delivered);
    let pending = facts(OrderStage::Pending);
    let late = {
        let mut facts = facts(OrderStage::Delivered);
        facts.order.as_mut().expect("order").return_window_over = true;
        facts
    };
    let paid_twice = {
        let mut facts = facts(OrderStage::Pending);
        facts.order.as_mut().expect("order").payment_count = 3;
        facts
    };
    let paid_elsewhere = {
        let mut facts = facts(OrderStage::Pending);
        facts.order.as_mut().expect("order").paid_with.clear();
        facts
    };
    let archived = {
        let mut facts = facts(OrderStage::Delivered);
        facts.variants.get_mut(&variant(LAMP_BLACK)).expect("known").sold = false;
        facts
    };
    let cases = [
        (cancel("found it cheaper"), &pending, Some(Rule::CancelReason)),
        (cancel("No longer needed"), &pending, Some(Rule::CancelReason)),
        (cancel(""), &pending, Some(Rule::CancelReason)),
        (cancel("ordered by mistake"), &pending, None),
        // Items.
        (modify(&[], &[], CARD), &pending, Some(Rule::NothingNamed)),
        (modify(&[LAMP, LAMP], &[LAMP_BLACK], CARD), &pending, Some(Rule::UnequalLists)),
        (modify(&[LAMP], &[LAMP_BLACK, LAMP_GOLD], CARD), &pending, Some(Rule::UnequalLists)),
        (modify(&[LAMP_GOLD], &[LAMP], CARD), &pending, Some(Rule::ItemNotInOrder)),
        (
            modify(&[LAMP, LAMP, LAMP], &[LAMP_BLACK, LAMP_BLACK, LAMP_GOLD], CARD),
            &pending,
            Some(Rule::ItemNotInOrder),
        ),
        (modify(&[LAMP], &[CHAIR], CARD), &pending, Some(Rule::OtherProduct)),
        (modify(&[LAMP], &[99], CARD), &pending, Some(Rule::VariantUnknown)),
        (modify(&[LAMP], &[LAMP], CARD), &pending, Some(Rule::SameVariant)),
        (modify(&[LAMP], &[LAMP_GONE], CARD), &pending, Some(Rule::VariantUnavailable)),
        // One gold lamp is left, two are wanted.
        (modify(&[LAMP, LAMP], &[LAMP_GOLD, LAMP_GOLD], CARD), &pending, Some(Rule::VariantUnavailable)),
        (modify(&[LAMP], &[LAMP_BLACK], 9), &pending, Some(Rule::MethodUnknown)),
        // 7.00 more is covered by the gift card's 15.00, twice that is covered, 20.00 more is not.
        (modify(&[LAMP], &[LAMP_BLACK], GIFT), &pending, None),
        (modify(&[LAMP, LAMP], &[LAMP_BLACK, LAMP_BLACK], GIFT), &pending, None),
        (modify(&[LAMP], &[LAMP_GOLD], GIFT), &pending, Some(Rule::GiftCardShort)),
        (modify(&[LAMP], &[LAMP_GOLD], PAYPAL), &pending, None),
        // Payment.
        (Action::ModifyPayment { pay_with: method(CARD) }, &pending, Some(Rule::SameMethod)),
        (Action::ModifyPayment { pay_with: method(GIFT) }, &pending, Some(Rule::GiftCardShort)),
        (Action::ModifyPayment { pay_with: method(9) }, &pending, Some(Rule::MethodUnknown)),
        (Action::ModifyPayment { pay_with: method(PAYPAL) }, &pending, None),
        (Action::ModifyPayment { pay_with: method(PAYPAL) }, &paid_twice, Some(Rule::PaymentNotSingle)),
        (Action::ModifyPayment { pay_with: method(PAYPAL) }, &paid_elsewhere, Some(Rule::PaymentNotSingle)),
        // Addresses.
        (Action::ModifyAddress { address: " \n".into() }, &pending, Some(Rule::AddressMissing)),
        (Action::ModifyCustomerAddress { address: String::new() }, &pending, Some(Rule::AddressMissing)),
        // Returns: to the way it was paid or a gift card that is kept.
        (give_back(&[LAMP, CHAIR, LAMP], CARD), &delivered, None),
        (give_back(&[CHAIR], GIFT), &delivered, None),
        (give_back(&[CHAIR], PAYPAL), &delivered, Some(Rule::RefundMethod)),
        (give_back(&[CHAIR], 9), &delivered, Some(Rule::MethodUnknown)),
        (give_back(&[], CARD), &delivered, Some(Rule::NothingNamed)),
        (give_back(&[CHAIR, CHAIR], CARD), &delivered, Some(Rule::ItemNotInOrder)),
        (give_back(&[LAMP_GOLD], CARD), &delivered, Some(Rule::ItemNotInOrder)),
        (give_back(&[LAMP], CARD), &late, Some(Rule::ReturnWindow)),
        // Exchanges: a faulty piece may be exchanged for the same again.
        (exchange(&[LAMP], &[LAMP], CARD), &delivered, None),
        (exchange(&[LAMP], &[CHAIR], CARD), &delivered, Some(Rule::OtherProduct)),
        (exchange(&[LAMP], &[LAMP_GONE], CARD), &delivered, Some(Rule::VariantUnavailable)),
        (exchange(&[LAMP], &[LAMP_BLACK], CARD), &archived, Some(Rule::VariantUnavailable)),
        (exchange(&[LAMP, CHAIR], &[LAMP_BLACK], CARD), &delivered, Some(Rule::UnequalLists)),
        (exchange(&[LAMP], &[LAMP_GOLD], GIFT), &delivered, Some(Rule::GiftCardShort)),
        (exchange(&[LAMP], &[LAMP_BLACK], PAYPAL), &delivered, None),
        (exchange(&[LAMP], &[LAMP_BLACK], 9), &delivered, Some(Rule::MethodUnknown)),
        (exchange(&[LAMP], &[LAMP_BLACK], CARD), &late, Some(Rule::ReturnWindow)),
        // Waiting: for what is sold out, of one product.
        (wait(&[LAMP_GONE]), &pending, None),
        (wait(&[LAMP_GONE, LAMP_BLACK]), &pending, Some(Rule::InStock)),
        (wait(&[99]), &pending, Some(Rule::VariantUnknown)),
        (wait(&[]), &pending, Some(Rule::NothingNamed)),
    ];
    let mut named = std::collections::BTreeSet::new();
    for (action, facts, expected) in &cases {
        assert_eq!(rule(action, facts), *expected, "{action:?}");
        named.extend(*expected);
    }
    // With those of the states above, every rule is named by some case.
    named.extend([
        Rule::OrderUnknown,
        Rule::OrderNotPending,
        Rule::OrderNotDelivered,
        Rule::ItemsAlreadyChanged,
        Rule::AlreadyRequested,
        // And those of the owner's word, below.
        Rule::OwnerOnly,
        Rule::OwnerAfterDays,
        // And those of other shops' prices, in `price_match`.
        Rule::PriceMatchOff,
        Rule::OfferUnknown,
        Rule::OfferNotSame,
        Rule::OfferSoldOut,
        Rule::OfferCurrency,
        Rule::OfferNotCheaper,
        Rule::PriceMatchedAlready,
    ]);
    assert_eq!(named.len(), Rule::ALL.len());
}

#[test]
fn a_summary_states_the_change_with_its_money_before_the_yes() {
    let mut facts = facts(OrderStage::Pending);
    facts.confirmed = false;
    let asked = decide(&modify(&[LAMP], &[LAMP_GOLD], PAYPAL), &facts);
    let Decision::NeedsConfirmation(summary) = asked else { panic!("{asked:?}") };
    assert_eq!(summary.difference, Some(usd(2_000)));
    insta::assert_snapshot!(summary.sentence, @"In order 1001, one item would be changed: Lamp, white for variant 3. $20.00 more is charged to paypal 3. This can be done only once.");
    let Decision::NeedsConfirmation(summary) = decide(&cancel("ordered by mistake"), &facts) else {
        panic!("not asked")
    };
    insta::assert_snapshot!(summary.sentence, @"Order 1001 would be cancelled. You get back $170.00 to card 1 within 5 to 7 business days.");

    facts.confirmed = true;
    facts.policy.approval_above = Some(2_000);
    assert!(matches!(decide(&modify(&[LAMP], &[LAMP_GOLD], PAYPAL), &facts), Decision::Allowed(_)));
    facts.policy.approval_above = Some(1_999);
    assert!(matches!(decide(&modify(&[LAMP], &[LAMP_GOLD], PAYPAL), &facts), Decision::NeedsApproval(_)));
    // What is forbidden is not a question of money.
    assert_eq!(rule(&modify(&[LAMP], &[CHAIR], PAYPAL), &facts), Some(Rule::OtherProduct));
}

#[test]
fn pieces_of_the_same_variant_are_taken_from_line_to_line() {
    let facts = facts(OrderStage::Delivered);
    let lines = &facts.order.as_ref().expect("order").lines;
    let twice = [lines[0].clone(), LineFacts { quantity: 1, ..lines[0].clone() }];
    let named = |n: usize| line_pieces(&twice, &vec![variant(LAMP); n]).map(|found| found.len());
    assert_eq!((named(0), named(2), named(3), named(4)), (Some(0), Some(2), Some(3), None));
}

/// Most customers keep no way to pay with the shop.
#[test]
fn who_keeps_no_way_to_pay_gets_it_back_as_it_was_paid() {
    let without = |stage, paid: bool| {
        let mut facts = Facts { methods: Vec::new(), ..facts(stage) };
        let order = facts.order.as_mut().expect("an order");
        order.paid_with.iter_mut().for_each(|paid| paid.method_id = None);
        if !paid {
            order.paid_with.clear();
        }
        facts
    };
    let give_back = Action::ReturnItems { items: vec![variant(CHAIR)], refund_to: None };
    let swap = |to| Action::ExchangeItems {
        items: vec![variant(LAMP)],
        new_items: vec![variant(to)],
        settle_with: None,
    };
    let delivered = without(OrderStage::Delivered, true);
    let Decision::Allowed(summary) = decide(&give_back, &delivered) else { panic!("not allowed") };
    insta::assert_snapshot!(summary.sentence, @"You return Chair of order 1001. When it has arrived, $90.00 goes back the way it was paid.");
    assert_eq!(summary.difference, Some(usd(-9_000)));
    let Decision::Allowed(summary) = decide(&give_back, &without(OrderStage::Delivered, false)) else {
        panic!("not allowed")
    };
    insta::assert_snapshot!(summary.sentence, @"You return Chair of order 1001. $90.00 of it is no longer to be paid once it has arrived.");
    // What is owed in addition cannot be charged: the owner says how it is paid.
    let Decision::NeedsApproval(summary) = decide(&swap(LAMP_GOLD), &delivered) else { panic!("not asked") };
    insta::assert_snapshot!(summary.sentence, @"In order 1001, one item would be exchanged: Lamp, white for variant 3. $20.00 more is to be paid, and the shop tells you how. This can be done only once.");
    assert!(matches!(decide(&swap(LAMP), &delivered), Decision::Allowed(_)));
    // A way to pay that is named must be kept.
    assert_eq!(
        decide(&exchange(&[LAMP], &[LAMP_GOLD], CARD), &delivered),
        Decision::Refused(Rule::MethodUnknown)
    );
}

#[test]
fn the_owners_word_about_a_kind_of_change_comes_first() {
    let address = || Action::ModifyAddress { address: "1 Elm Street".into() };
    let mut facts = facts(OrderStage::Cancelled);
    facts.policy.changes.address = Permission::Owner;
    assert_eq!(rule(&address(), &facts), Some(Rule::OwnerOnly));
    facts.policy.changes.address = Permission::Approval;
    // What is impossible does not wait for anybody.
    assert_eq!(rule(&address(), &facts), Some(Rule::OrderNotPending));
    facts.order.as_mut().expect("order").stage = OrderStage::Pending;
    assert!(matches!(decide(&address(), &facts), Decision::NeedsApproval(_)));
    facts.confirmed = false;
    assert!(matches!(decide(&address(), &facts), Decision::NeedsConfirmation(_)));
    facts.confirmed = true;
    // The other kinds are as they were.
    assert!(matches!(decide(&cancel("no longer needed"), &facts), Decision::Allowed(_)));
}

#[test]
fn late_returns_are_the_owners_and_never_later_than_the_shops_own() {
    let mut facts = facts(OrderStage::Delivered);
    for (most, days, expected) in [
        (None, 300, None),
        (Some(7), 7, None),
        (Some(7), 8, Some(Rule::OwnerAfterDays)),
        (Some(0), 1, Some(Rule::OwnerAfterDays)),
    ] {
        facts.policy.return_days = most;
        facts.order.as_mut().expect("order").days_since_delivery = Some(days);
        assert_eq!(rule(&give_back(&[LAMP], CARD), &facts), expected, "{days} of {most:?}");
        assert_eq!(rule(&exchange(&[LAMP], &[LAMP_BLACK], CARD), &facts), expected, "{days} of {most:?}");
    }
    facts.policy.return_days = Some(700);
    facts.order.as_mut().expect("order").return_window_over = true;
    assert_eq!(rule(&give_back(&[LAMP], CARD), &facts), Some(Rule::ReturnWindow));
}

#[test]
fn a_preset_is_known_by_its_permissions() {
    assert_eq!(Policy::default().preset(), Some(Preset::StrictRetail));
    for preset in Preset::ALL {
        let mut policy = Policy { changes: preset.permissions(), ..Policy::default() };
        assert_eq!(policy.preset(), Some(*preset));
        assert_eq!(policy.acts(), *preset != Preset::AnswersOnly);
        policy.changes.exchange =
            if *preset == Preset::Careful { Permission::Owner } else { Permission::Approval };
        assert_eq!(policy.preset(), None);
        assert!(policy.acts());
    }
}

#[test]
fn the_preview_says_what_would_be_heard() {
    let careful = Policy { changes: Preset::Careful.permissions(), ..Policy::default() };
    let only = Policy { changes: Preset::AnswersOnly.permissions(), ..Policy::default() };
    let eur = Currency::EUR;
    let all = preview(&Policy::default(), eur, 3);
    assert_eq!(all.len(), Change::ALL.len());
    for heard in &all {
        assert!(heard.answered.starts_with("Done. "), "{heard:?}");
        // Who asks to be written to has said yes by that.
        assert_eq!(heard.stated.is_none(), heard.change == Change::BackInStock, "{heard:?}");
        assert!(!heard.waits && !heard.handed_over, "{heard:?}");
    }
    assert!(preview(&careful, eur, 3).iter().all(|heard| heard.waits));
    assert!(preview(&only, eur, 3).iter().all(|heard| heard.stated.is_none() && heard.handed_over));
    let late = Policy { return_days: Some(14), approval_above: Some(5_000), ..Policy::default() };
    let heard = preview(&late, eur, 20);
    let of = |change| heard.iter().find(|heard| heard.change == change).expect("heard");
    assert_eq!(of(Change::Return).rule, Some(Rule::OwnerAfterDays));
    // 79.00 are given back by cancelling; an exchange moves 10.00.
    assert!(of(Change::Cancel).waits && !of(Change::Items).waits);
}

#[test]
fn goods_are_put_aside_as_far_as_they_are_there() {
    let put = |items: &[u128]| Action::PutAside { items: items.iter().copied().map(variant).collect() };
    let mut facts = Facts { order: None, ..facts(OrderStage::Pending) };
    let Decision::Allowed(summary) = decide(&put(&[LAMP_BLACK, LAMP_BLACK, LAMP_GOLD]), &facts) else {
        panic!("not allowed")
    };
    // 2 × 47.00 and 60.00.
    assert_eq!(summary.difference, Some(usd(15_400)));
    insta::assert_snapshot!(summary.sentence, @"2 × variant 2 and variant 3 would be put aside for you for 2 days, for $154.00. The shop then tells you how to pay.");
    for (items, expected) in [
        (&[LAMP_GOLD, LAMP_GOLD][..], Rule::VariantUnavailable),
        (&[LAMP_GONE], Rule::VariantUnavailable),
        (&[77], Rule::VariantUnknown),
    ] {
        assert_eq!(rule(&put(items), &facts), Some(expected), "{items:?}");
    }
    facts.policy.approval_above = Some(15_399);
    assert!(matches!(decide(&put(&[LAMP_BLACK, LAMP_BLACK, LAMP_GOLD]), &facts), Decision::NeedsApproval(_)));
}
