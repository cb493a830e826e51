//! What a customer would hear under a policy: the policy decides over an invented order, so that the owner sees a change of
//! settings before it holds.

use std::collections::BTreeMap;

use serde::Serialize;
use uuid::Uuid;

use super::{
    Action, Change, Decision, Facts, LineFacts, MethodFacts, MethodRef, OrderFacts, OrderStage, PaidWith,
    Policy, Rule, VariantFacts, decide, done, waits_for_owner,
};
use crate::id::{self, Id};
use crate::money::{Currency, Money};
use crate::stored_methods::StoredMethodKind;

/// One kind of change, as a customer would live through it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Heard {
    pub change: Change,
    /// What the customer writes.
    pub asks: &'static str,
    /// What is stated, before anything is done; `None`: nothing can be.
    pub stated: Option<String>,
    /// What is said after the customer's yes, or to the request where nothing was stated.
    pub answered: String,
    /// The owner has to decide.
    pub waits: bool,
    /// The conversation is handed to the owner.
    pub handed_over: bool,
    pub rule: Option<Rule>,
}

const NUMBER: &str = "1001";
const ADDRESS: &str = "12 Mill Lane\nBristol BS1 4ST";
/// The invented order's prices in whole units of the shop's money: bought, and wanted instead.
const PRICE: i64 = 79;
const OTHER_PRICE: i64 = 89;

/// Every kind of change over an order that it is possible for, delivered `days` ago where it has to be.
pub fn preview(policy: &Policy, currency: Currency, days: u32) -> Vec<Heard> {
    Change::ALL.iter().map(|change| heard(*change, policy, currency, days)).collect()
}

fn heard(change: Change, policy: &Policy, currency: Currency, days: u32) -> Heard {
    let (asks, action) = wish(change);
    let after_delivery = matches!(change, Change::Return | Change::Exchange);
    let stage = if after_delivery { OrderStage::Delivered } else { OrderStage::Pending };
    let facts = facts(policy, currency, stage, days);
    let stated = match decide(&action, &Facts { confirmed: false, ..facts.clone() }) {
        Decision::NeedsConfirmation(summary)
        | Decision::Allowed(summary)
        // Asking for it is the yes.
        | Decision::NeedsApproval(summary) => (change != Change::BackInStock).then_some(summary.sentence),
        Decision::Refused(_) => None,
    };
    let (answered, waits, rule) = match decide(&action, &facts) {
        Decision::Allowed(summary) | Decision::NeedsConfirmation(summary) => (done(&summary), false, None),
        Decision::NeedsApproval(summary) => (waits_for_owner(&summary), true, None),
        Decision::Refused(rule) => (rule.explanation().to_owned(), false, Some(rule)),
    };
    let handed_over = rule.is_some_and(Rule::is_for_owner);
    Heard { change, asks, stated, answered, waits, handed_over, rule }
}

fn named<K: id::Kind>(n: u128) -> Id<K> {
    Id::from_uuid(Uuid::from_u128(n))
}

fn card() -> MethodRef {
    named(1)
}

fn wish(change: Change) -> (&'static str, Action) {
    let items = || vec![named(1)];
    let new_items = || vec![named(2)];
    match change {
        Change::Cancel => (
            "Please cancel order 1001, I no longer need it.",
            Action::CancelOrder { reason: "no longer needed".into() },
        ),
        Change::Items => (
            "Can you make the jacket in order 1001 an L?",
            Action::ModifyItems { items: items(), new_items: new_items(), settle_with: Some(card()) },
        ),
        Change::Address => (
            "Please change the address of order 1001 to 12 Mill Lane, Bristol BS1 4ST.",
            Action::ModifyAddress { address: ADDRESS.into() },
        ),
        Change::Payment => {
            ("I want to pay order 1001 with PayPal instead.", Action::ModifyPayment { pay_with: named(2) })
        }
        Change::Return => (
            "I'd like to send the jacket of order 1001 back.",
            Action::ReturnItems { items: items(), refund_to: Some(card()) },
        ),
        Change::Exchange => (
            "The jacket of order 1001 is too small. Can I have it in L?",
            Action::ExchangeItems { items: items(), new_items: new_items(), settle_with: Some(card()) },
        ),
        Change::PutAside => ("I'll take the jacket in L.", Action::PutAside { items: new_items() }),
        Change::BackInStock => {
            ("Let me know when the jacket is back in XL.", Action::WaitForStock { items: vec![named(3)] })
        }
        Change::OwnAddress => (
            "I moved: my address is 12 Mill Lane, Bristol BS1 4ST now.",
            Action::ModifyCustomerAddress { address: ADDRESS.into() },
        ),
    }
}

fn facts(policy: &Policy, currency: Currency, stage: OrderStage, days: u32) -> Facts {
    let money = |whole: i64| Money::new(whole * 10_i64.pow(currency.exponent()), currency);
    let method =
        |n, kind, label: &str| MethodFacts { id: named(n), kind, label: label.into(), gift_balance: None };
    let variant = |title: &str, available| VariantFacts {
        product_id: named(1),
        title: title.into(),
        price: money(OTHER_PRICE),
        available: Some(available),
        sold: true,
    };
    Facts {
        price_match: None,
        order: Some(OrderFacts {
            number: NUMBER.into(),
            stage,
            total: money(PRICE),
            lines: vec![LineFacts {
                line_item_id: named(1),
                variant_id: Some(named(1)),
                product_id: Some(named(1)),
                title: "Jacket, M".into(),
                quantity: 1,
                unit_price: money(PRICE),
            }],
            paid_with: vec![PaidWith { method_id: Some(card()), amount: money(PRICE) }],
            payment_count: 1,
            return_window_over: false,
            days_since_delivery: Some(days),
        }),
        methods: vec![
            method(1, StoredMethodKind::Card, "the card ending in 4242"),
            method(2, StoredMethodKind::Paypal, "PayPal"),
        ],
        variants: BTreeMap::from([(named(2), variant("Jacket, L", 3)), (named(3), variant("Jacket, XL", 0))]),
        confirmed: true,
        policy: policy.clone(),
    }
}
