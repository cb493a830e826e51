use proptest::prelude::*;

use super::super::evidence::{Claim, ClaimKind, FactValue};
use super::super::input::TurnInput;
use super::super::testing::FakeKnowledge;
use super::super::turn::{Observation, Step, Turn};
use super::super::validate::ProblemKind;
use super::super::{BuiltinPlanner, DialogueState, Planner, Situation, answer, understanding};
use super::check;

/// A turn of this message, as far as all of its lookups.
pub(super) fn situation(message: &str) -> Situation {
    of(&FakeKnowledge::default(), message, DialogueState::default())
}

fn of(knowledge: &FakeKnowledge, message: &str, dialogue: DialogueState) -> Situation {
    let mut input = knowledge.input(&[message]);
    input.dialogue = dialogue;
    looked_up(knowledge, input)
}

fn looked_up(knowledge: &FakeKnowledge, input: TurnInput) -> Situation {
    let mut turn = Turn::new(input);
    let mut seen = Observation::Started;
    loop {
        seen = match turn.next(seen) {
            Step::Classify => {
                Observation::Understood(Box::new(understanding::understand(&turn.situation().input, None)))
            }
            Step::Retrieve { calls } => Observation::Retrieved(
                calls.iter().map(|call| answer(call, knowledge).expect("an answer")).collect(),
            ),
            Step::CheckEscalation => Observation::Escalation(None),
            Step::Plan => Observation::Planned(BuiltinPlanner.plan(turn.situation())),
            Step::CallTool { call } => {
                Observation::ToolAnswered(answer(&call, knowledge).expect("an answer"))
            }
            _ => return turn.situation().clone(),
        };
    }
}

pub(super) const ORDERS: &str = "where are my orders 1042 and 1021 and 1030 and 9999";
pub(super) const SHIRT: &str = "do you have the amalfi linen shirt in red under 30 euros";
pub(super) const SHOP: &str = "do you ship to Japan?";

#[track_caller]
fn check_all(message: &str, drafts: &[&str], honest: bool) {
    let situation = situation(message);
    for draft in drafts {
        let (claims, problems) = check(&situation, draft);
        if honest {
            assert!(problems.is_empty(), "{draft}\n{problems:#?}");
        } else {
            assert!(!problems.is_empty(), "was believed: {draft}\n{claims:#?}");
            assert!(problems.iter().all(|problem| problem.kind == ProblemKind::Unproved));
        }
    }
}

#[test]
fn a_remembered_address_is_the_customer_s_and_no_order_s() {
    let knowledge = FakeKnowledge::default();
    let with_address = |message: &str| {
        let mut input = knowledge.input(&[message]);
        input.facts = vec![crate::memory::ContactFact {
            id: crate::agent::testing::id(71),
            contact_id: crate::agent::testing::id(1),
            kind: crate::memory::FactKind::Address,
            about: String::new(),
            value: "12 Rosenweg\n50667 Musterstadt".into(),
            system: None,
            message_id: None,
            said_at: crate::clock::Timestamp::from_millis(0),
            version: 1,
        }];
        looked_up(&knowledge, input)
    };
    let (claims, problems) = check(&with_address(SHIRT), "Your address is 12 Rosenweg, 50667 Musterstadt.");
    assert!(problems.is_empty(), "{problems:#?}");
    assert_eq!(claims.iter().map(|claim| claim.kind).collect::<Vec<_>>(), [ClaimKind::Address]);
    for lie in [
        "Your address is 13 Rosenweg, 50667 Musterstadt.",
        "Your order 1042 went to 12 Rosenweg, 50667 Musterstadt.",
    ] {
        let (claims, problems) = check(&with_address(ORDERS), lie);
        assert!(!problems.is_empty(), "was believed: {lie}\n{claims:#?}");
    }
}

#[test]
fn true_statements_about_orders_are_proved() {
    check_all(
        ORDERS,
        &[
            "Your order 1042 is on its way with DHL.",
            "Order #1042 has shipped and should be with you soon.",
            "Your order 1042 was placed on Friday 6 March and has shipped. It's expected on Friday 13 March.",
            "Order 1042 was shipped on 8 March 2026, tracking number JD014600006281230.",
            "Order 1042 isn't delivered yet.",
            "You can follow order 1042 at https://track.example/JD014600006281230.",
            "Order 1021 was cancelled on Tuesday 3 February. €45.00 has been refunded.",
            "The total of order 1042 is €128.90.",
            "Your order 1030 was delivered on 18 February.",
            "I can't find order 9999 for the number you're writing from.",
            "Once it arrives you can return it.",
            "Order 1042 (Amalfi Linen Shirt and Sagres Wrap Dress) has shipped.",
        ],
        true,
    );
}

#[test]
fn lies_about_orders_are_not() {
    check_all(
        ORDERS,
        &[
            "Your order 1042 was delivered.",
            "Your order 1042 has been cancelled.",
            "Your order 1042 has been refunded.",
            "Your order 1042 hasn't shipped yet.",
            "Your order 1042 is out for delivery.",
            "It's expected on Friday 13 March.",
            "Your order 1042 is on its way. It's expected on Thursday 12 March.",
            "Your order 1042 is on its way. It's expected on Thursday 13 March.",
            "Your order 1042 is on its way. It will arrive tomorrow.",
            "Your order 1042 is on its way. It should arrive tomorrow.",
            "Order 1042 was shipped with UPS.",
            "Order 1042 was shipped, tracking number JD014600006281231.",
            "Order 1042 was shipped, tracking number JD014600006281111.",
            "Follow order 1042 at https://track.example/evil.",
            "Follow order 1042 at track.example.com.",
            "Order 1021 was cancelled. €54.00 has been refunded.",
            "Order 1042 was shipped and €45.00 has been refunded.",
            "The total of order 1042 is €45.00.",
            "Order 1044 has shipped.",
            "Order 9999 has shipped.",
            "Your order 1042 (Sintra Jeans) has shipped.",
            "Your order 1042 (Riviera Jacket) has shipped.",
            "We will refund your order 1042.",
            "We'll ship order 1042 again.",
            "I guarantee that you get it.",
            "I've cancelled order 1042 for you.",
            "Hi Joana! Your order 1042 has shipped.",
            "Order 1042 contains 3 items.",
            "You get a 10% discount on order 1042.",
            "Use the code SAVE10.",
        ],
        false,
    );
}

#[test]
fn true_statements_about_products_are_proved() {
    check_all(
        SHIRT,
        &[
            "The Amalfi Linen Shirt costs €49.90 to €54.90.",
            "We have the Amalfi Linen Shirt in white and navy, in sizes S, M, L and XL.",
            "The Amalfi Linen Shirt in navy is in stock in size M. It's the last one!",
            "We have the Amalfi Linen Shirt in navy in size S for €49.90. Only 2 left.",
            "Sorry, the Amalfi Linen Shirt in white is sold out in size M. In white we have sizes S and L.",
            "Sorry, the Amalfi Linen Shirt doesn't come in red.",
            "I couldn't find that under €30.00.",
            "The Amalfi Linen Shirt is €54.90 in size XL.",
            "Material of the Amalfi Linen Shirt: 100% linen.",
            "1. Amalfi Linen Shirt – €49.90 to €54.90, in white and navy, sizes S, M, L and XL",
        ],
        true,
    );
}

#[test]
fn lies_about_products_are_not() {
    check_all(
        SHIRT,
        &[
            "The Amalfi Linen Shirt costs €39.90.",
            "The Amalfi Linen Shirt costs $49.90.",
            "The Amalfi Linen Shirt costs €30.00.",
            "It costs €49.90.",
            "The Amalfi Linen Shirt costs from €54.90.",
            "The Amalfi Linen Shirt is €54.90 in size S.",
            "We have the Amalfi Linen Shirt in red.",
            "We have the Amalfi Linen Shirt in white in size M.",
            "The Amalfi Linen Shirt in navy is in stock in size L.",
            "We have the Amalfi Linen Shirt in size XXL.",
            "The Amalfi Linen Shirt in white is sold out in size S.",
            "Sorry, the Amalfi Linen Shirt doesn't come in navy.",
            "We have the Amalfi Linen Shirt in navy in size S. Only 1 left.",
            "We have the Amalfi Linen Shirt in navy in size S. It's the last one!",
            "We have 14 of the Amalfi Linen Shirt in stock.",
            "The Capri Silk Shirt costs €49.90.",
            "We have the Amalfi Linen Shirt, and it's 20% off.",
            "The Amalfi Linen Shirt is made of 100% cotton.",
        ],
        false,
    );
}

#[test]
fn true_statements_about_the_shop_are_proved() {
    check_all(
        SHOP,
        &[
            "Portugal: €3.90, 1–3 working days, free from €50.00",
            "Shipping to Portugal costs €3.90.",
            "Yes, we ship to Germany: €8.90, 3–6 working days.",
            "Sorry, we don't ship to Japan. We ship to Portugal and the EU.",
            "Orders placed before noon leave the same day.",
            "You can return items within 30 days of delivery. Returns are free. Refunds take 5–7 working days.",
            "Items must be unworn, with their tags.",
            "Exchanges are possible too.",
            "Monday to Friday: 10:00 to 18:30",
            "Saturday: 10:00 to 16:00\nSunday: closed",
            "We're open now, until 18:30 today.",
            "Tomorrow we're open from 10:00 to 18:30.",
            "We're closed on Sunday.",
            "On Saturday we're open from 10am to 4pm.",
            "We're at Rua das Flores 12, Lisbon.",
            "You can call us on +1 555 010 0199 or write to hello@casalume.example.",
            "See https://casalume.example for more.",
            "Hi Maria! Welcome to Casa Lume.",
        ],
        true,
    );
}

#[test]
fn lies_about_the_shop_are_not() {
    check_all(
        SHOP,
        &[
            "Shipping to Portugal costs €2.90.",
            "Shipping to Germany costs €3.90.",
            "Shipping is free.",
            "Portugal: €3.90, 1–2 working days",
            "Shipping to Portugal is free from €40.00.",
            "We ship to Japan.",
            "We ship to Brazil.",
            "Sorry, we don't ship to Germany.",
            "You can return items within 60 days.",
            "You can return items within 6 weeks.",
            "Refunds take 2 days.",
            "A return costs €5.00.",
            "Exchanges are not possible.",
            "We're open on Sunday.",
            "We're closed on Monday.",
            "We're closed right now.",
            "Saturday: 10:00 to 18:30",
            "Monday to Saturday: 10:00 to 18:30",
            "We're open until 19:00 today.",
            "We're open until 10:00 today.",
            "We're at Rua Augusta 100, Lisbon.",
            "Call us on +1 555 010 0100.",
            "Write to owner@casalume.example.",
            "Pay at https://casalume.example.evil.example/pay.",
            "We'll answer within 2 hours.",
            "Welcome to Casa Verde.",
        ],
        false,
    );
}

/// Drafts that put a true figure where it does not belong.
#[test]
fn sizes_stock_and_prices_belong_to_the_colour_and_the_product_that_are_named() {
    let mut knowledge = FakeKnowledge::default();
    knowledge.products[1].variants[0].available = 0;
    let both = "do you have shirts";
    let situation = of(&knowledge, both, DialogueState::default());
    assert_eq!(situation.evidence.iter().filter(|entry| entry.label.ends_with("Shirt")).count(), 2);
    let honest = [
        "Yes, we have the Amalfi Linen Shirt in navy for €49.90 to €54.90. Sizes in stock: S, M and XL.",
        "Yes, we have the Amalfi Linen Shirt in white for €49.90. Sizes in stock: S and L.",
        "Yes, we have the Amalfi Linen Shirt in size L for €49.90. Colour in stock in that size: white.",
        "The Amalfi Linen Shirt: white in S and L, navy in S, M and XL.",
        "We have the Amalfi Linen Shirt in size M in navy and in size L in white.",
        "The Amalfi Linen Shirt is €49.90 in M and €54.90 in XL.",
        "The Amalfi Linen Shirt costs €49.90 to €54.90 and the Porto Oxford Shirt €59.00.",
        "We have the Amalfi Linen Shirt in navy and the Porto Oxford Shirt in light blue.",
        "The Amalfi Linen Shirt is in stock in navy in M, but sold out in white in M.",
        "The Amalfi Linen Shirt and the Porto Oxford Shirt come in white.",
        "The Amalfi Linen Shirt in navy is sold out in size L. Sizes in stock: S, M and XL.",
        "The Porto Oxford Shirt is sold out in M in light blue. In white we have it in M.",
        "The Amalfi Linen Shirt costs €49.90 to €54.90. Material: 100% linen.",
    ];
    for draft in honest {
        assert_eq!(check(&situation, draft).1, vec![], "{draft}");
    }
    for draft in [
        // Another colour's size, its stock, its price.
        "Yes, we have the Amalfi Linen Shirt in navy for €49.90 to €54.90. Sizes in stock: S, M and L.",
        "Yes, we have the Amalfi Linen Shirt in white for €49.90. Sizes in stock: S, M and L.",
        "Yes, we have the Amalfi Linen Shirt in white for €54.90.",
        "Yes, we have the Amalfi Linen Shirt in size L for €49.90. Colours in stock in that size: white and navy.",
        "The Amalfi Linen Shirt: white in S and M, navy in S and L.",
        "We have the Amalfi Linen Shirt in size M in white and in size L in navy.",
        "The Amalfi Linen Shirt is €54.90 in M and €49.90 in XL.",
        "Yes, we have the Amalfi Linen Shirt in white. It's in stock in size M.",
        "Yes, we have the Amalfi Linen Shirt in white. It costs €54.90.",
        "We have the Amalfi Linen Shirt in navy in size M. Only 2 left.",
        "The Amalfi Linen Shirt in navy is sold out in size L. Sizes in stock: S, M, L and XL.",
        // Another product's.
        "The Amalfi Linen Shirt costs €59.00 and the Porto Oxford Shirt €49.90.",
        "We have the Amalfi Linen Shirt in light blue and the Porto Oxford Shirt in navy.",
        "The Porto Oxford Shirt costs €49.90.",
        "The Porto Oxford Shirt is in stock in S.",
        "The Amalfi Linen Shirt and the Porto Oxford Shirt come in navy.",
        "The Porto Oxford Shirt is in stock in light blue in M.",
        "The Amalfi Linen Shirt costs €49.90 to €54.90. Material: 100% cotton.",
        "The Porto Oxford Shirt costs €59.00. It doesn't come in light blue.",
    ] {
        let (claims, problems) = check(&situation, draft);
        assert!(!problems.is_empty(), "was believed: {draft}\n{claims:#?}");
    }
    // The claims name the very variants.
    let (claims, _) = check(&situation, honest[0]);
    let proofs: Vec<(&str, Option<&str>)> = claims
        .iter()
        .filter(|claim| !matches!(claim.text.as_str(), "Amalfi Linen Shirt"))
        .map(|claim| {
            let evidence = &situation.evidence[claim.evidence_position as usize];
            let colour = evidence.fact(&claim.fact).and_then(|fact| match &fact.value {
                FactValue::Variant { colour, .. } => colour.as_deref(),
                _ => None,
            });
            (claim.text.as_str(), colour)
        })
        .collect();
    assert_eq!(
        proofs,
        ["we have", "navy", "€49.90", "€54.90", "in stock", "S", "M", "XL"].map(|said| (said, Some("navy")))
    );
}

#[test]
fn a_colour_that_is_gone_cannot_be_sold_with_the_sizes_of_another() {
    let mut knowledge = FakeKnowledge::default();
    let draft = "Yes, we have the Amalfi Linen Shirt in navy for €49.90. Sizes in stock: S.";
    let message = "do you have the amalfi linen shirt";
    assert_eq!(check(&of(&knowledge, message, DialogueState::default()), draft).1, vec![]);
    knowledge.products[0].variants[3].available = 0;
    let (_, problems) = check(&of(&knowledge, message, DialogueState::default()), draft);
    assert_eq!(problems.iter().map(|problem| problem.text.as_str()).collect::<Vec<_>>(), ["in stock", "S"]);
    for variant in &mut knowledge.products[0].variants[3..] {
        variant.available = 0;
    }
    let (_, problems) = check(&of(&knowledge, message, DialogueState::default()), draft);
    let said: Vec<&str> = problems.iter().map(|problem| problem.text.as_str()).collect();
    assert_eq!(said, ["we have", "navy", "in stock", "S"]);
}

#[test]
fn what_is_gone_is_not_offered() {
    let drafts = ["Yes, we have the Estrela Wool Coat.", "We have the Estrela Wool Coat for €189.00."];
    check_all("do you have the estrela wool coat", &drafts, false);
    let drafts = ["Sorry, the Estrela Wool Coat is sold out at the moment. The price is €189.00."];
    check_all("do you have the estrela wool coat", &drafts, true);
}

#[test]
fn dates_tracking_and_status_belong_to_the_order_that_is_named() {
    check_all(
        ORDERS,
        &[
            "Orders 1042 and 1030 have shipped.",
            "Your order 1042 is on its way and your order 1030 was delivered on 18 February.",
            "Order 1042 is on its way. Tracking number: JD014600006281230\nhttps://track.example/JD014600006281230",
            "Order 1042 is on its way with DHL. The tracking number of order 1030 is JD014600006281111.",
            "The Amalfi Linen Shirt in order 1042 is €49.90.",
            "Order 1042 was placed on Friday 6 March and is expected on Friday 13 March.",
            "Order 1042 is expected to be delivered on Friday 13 March.",
            "On Friday 13 March order 1042 should arrive.",
            "Order 1021 was cancelled, but order 1042 is on its way.",
        ],
        true,
    );
    check_all(
        ORDERS,
        &[
            "Orders 1042 and 1030 were delivered.",
            "Orders 1042 and 9999 have shipped.",
            "Your order 1042 was delivered and your order 1030 is on its way.",
            "Your order 1030 was delivered. Tracking number: JD014600006281230",
            "Your order 1030 was delivered. See https://track.example/JD014600006281230.",
            "See https://track.example/JD014600006281230.",
            "Order 1042 is on its way, and the tracking number of order 1030 is JD014600006281230.",
            "The tracking number JD014600006281111 is for order 1042.",
            "The tracking number is 1042.",
            "Your order 1030 was placed on 6 March.",
            "Your order 1042 was placed on 14 February.",
            "Order 1042 was placed on Friday 13 March and is expected soon.",
            "Order 1042 is on its way and order 1030 is expected on Friday 13 March.",
            "Order 1043 is on its way with DHL.",
            "The total of order 1042 is €49.90.",
            "The Amalfi Linen Shirt in order 1042 is €79.00.",
            "Your order 1042 has shipped. €45.00 has been refunded.",
            "Order 1021 was cancelled and €45.00 of order 1042 has been refunded.",
        ],
        false,
    );
}

#[test]
fn shipping_figures_belong_to_the_country_that_is_named() {
    check_all(
        SHOP,
        &[
            "Shipping to Germany costs €8.90 and to Portugal €3.90.",
            "Shipping to Portugal and the EU is possible. To Portugal it takes 1–3 days.",
        ],
        true,
    );
    check_all(
        SHOP,
        &[
            "Shipping to Germany costs €3.90 and to Portugal €8.90.",
            "Yes, we ship to Germany. Shipping costs €3.90.",
            "Yes, we ship to Germany. Delivery takes 1–3 working days.",
        ],
        false,
    );
}

#[test]
fn sizes_of_any_form_are_read_as_they_are_written() {
    let mut knowledge = FakeKnowledge::default();
    for (variant, size) in knowledge.products[0].variants.iter_mut().zip(["35-38", "39-42", "One size"]) {
        variant.size = Some(size.to_owned());
        variant.available = 5;
    }
    knowledge.products[0].variants.truncate(3);
    let situation = of(&knowledge, "do you have the amalfi linen shirt", DialogueState::default());
    let problems = |text: &str| check(&situation, text).1.len();
    assert_eq!(problems("1. Amalfi Linen Shirt – €49.90, sizes 35-38, 39-42 and One size"), 0);
    assert_eq!(problems("We have the Amalfi Linen Shirt in size 39-42 for €49.90."), 0);
    assert_ne!(problems("We have the Amalfi Linen Shirt in size 43-46 for €49.90."), 0);
}

#[test]
fn one_setting_may_hold_the_name_and_the_address() {
    let mut knowledge = FakeKnowledge::default();
    if let Some(contact) = &mut knowledge.shop.contact {
        (contact.key, contact.version) = (knowledge.shop.name.key.clone(), knowledge.shop.name.version);
    }
    let situation = of(&knowledge, SHOP, DialogueState::default());
    let text = "Welcome to Casa Lume. We're at Rua das Flores 12, Lisbon. You can call us on +15550100199.";
    assert_eq!(check(&situation, text).1, vec![]);
}

#[test]
fn claims_say_where_they_stand_in_characters() {
    let situation = situation(SHIRT);
    let text = "Olá – the Amalfi Linen Shirt costs €49.90 to €54.90.";
    let (claims, _) = check(&situation, text);
    for Claim { text: said, start, end, .. } in &claims {
        let cut: String = text.chars().skip(*start as usize).take((*end - *start) as usize).collect();
        assert_eq!(&cut, said);
    }
    assert_eq!(
        claims.iter().map(|claim| claim.text.as_str()).collect::<Vec<_>>(),
        ["Amalfi Linen Shirt", "€49.90", "€54.90"]
    );
}

#[test]
fn every_fact_of_an_order_and_of_the_shop_is_recognised_when_it_is_told() {
    let situation = situation(ORDERS);
    let mut told = 0;
    for evidence in &situation.evidence {
        for fact in &evidence.facts {
            let part = fact.name.rsplit('.').next().unwrap_or("");
            let order = evidence.label.to_lowercase();
            let sentence = match (&fact.value, part) {
                (FactValue::Money(money), "total") => format!("The total of {order} is {money}."),
                (FactValue::Money(money), "refunded") => format!("{money} of {order} has been refunded."),
                (FactValue::Money(money), "cost") => format!("Shipping costs {money}."),
                (FactValue::Money(money), "free_from") => format!("Shipping is free from {money}."),
                (FactValue::Date(date), "placed_on") => format!("The {order} was placed on {date}."),
                (FactValue::Date(date), "expected_on") => format!("The {order} is expected on {date}."),
                (FactValue::TrackingNumber(number), _) => {
                    format!("The {order} has the tracking number {number}.")
                }
                (FactValue::Url(url), "tracking_url") => format!("See {url} for {order}."),
                (FactValue::Phone(phone), _) => format!("Call {phone}."),
                (FactValue::Email(email), _) => format!("Write to {email}."),
                (FactValue::Days { from, to }, "days") => format!("Shipping takes {from}–{to} days."),
                (FactValue::Days { to, .. }, "window") => format!("Return it within {to} days."),
                _ => continue,
            };
            told += 1;
            let (claims, problems) = check(&situation, &sentence);
            assert!(problems.is_empty(), "{sentence}\n{problems:#?}");
            assert!(
                claims.iter().any(|claim| {
                    let proof = situation.evidence.iter().find(|e| e.position == claim.evidence_position);
                    proof.and_then(|e| e.fact(&claim.fact)).is_some_and(|proof| proof.value == fact.value)
                }),
                "{sentence}\n{claims:#?}"
            );
        }
    }
    assert!(told >= 20, "{told}");
}

proptest! {
    #[test]
    fn any_price_is_proved_when_true_and_only_then(minor in 1i64..2_000_000, off in 1i64..5_000, size in "(XS|S|M|L|XL)") {
        let mut knowledge = FakeKnowledge::default();
        for variant in &mut knowledge.products[0].variants {
            variant.price.amount = minor;
            variant.size = Some(size.clone());
            variant.available = 9;
        }
        let situation = of(&knowledge, SHIRT.strip_suffix(" in red under 30 euros").unwrap(), DialogueState::default());
        let price = knowledge.products[0].variants[0].price;
        let wrong = crate::Money::new(minor + off, price.currency);
        let tell = |price| format!("We have the Amalfi Linen Shirt in size {size} for {price}.");
        prop_assert_eq!(check(&situation, &tell(price)).1, vec![]);
        prop_assert!(!check(&situation, &tell(wrong)).1.is_empty());
    }

    #[test]
    fn any_date_is_proved_when_true_and_only_then(days in 0i32..300, off in 1i32..30) {
        let mut knowledge = FakeKnowledge::default();
        let today = jiff::civil::date(2026, 3, 10);
        let expected = today.saturating_add(jiff::Span::new().days(days));
        knowledge.orders[1].fulfilments[0].expected_on = Some(expected);
        let situation = of(&knowledge, ORDERS, DialogueState::default());
        let tell = |date| format!("Order 1042 is expected on {}.", super::super::phrases::date_in_words(today, date));
        prop_assert_eq!(check(&situation, &tell(expected)).1, vec![]);
        let wrong = expected.saturating_add(jiff::Span::new().days(off));
        prop_assert!(!check(&situation, &tell(wrong)).1.is_empty());
    }

    #[test]
    fn any_text_is_read_without_panic(text in "\\PC{0,200}") {
        let _ = check(&situation(SHIRT), &text);
    }
}
