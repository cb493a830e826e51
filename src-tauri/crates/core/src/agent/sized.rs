//! Sizes of systems in conversations: what a customer who says "UK 10" hears of a shop's own 10, of EU sizes, and of UK sizes.

use std::time::Duration;

use super::knowledge::Variant;
use super::testing::FakeKnowledge;
use super::{BuiltinPlanner, DialogueState, drive};

/// A shop whose wrap dress, oxford shirt and belt come in these sizes.
fn shop(sizes: &[&str]) -> FakeKnowledge {
    let mut shop = FakeKnowledge::default();
    shop.products.retain(|product| product.title == "Sagres Wrap Dress");
    for product in &mut shop.products {
        let first = product.variants[0].clone();
        product.variants = (0..)
            .zip(sizes)
            .map(|(i, size)| Variant {
                id: super::testing::id(90_000 + i),
                size: Some((*size).to_owned()),
                colour: Some("burgundy".to_owned()),
                available: 5,
                ..first.clone()
            })
            .collect();
    }
    shop
}

fn talk(shop: &FakeKnowledge, messages: &[&str]) -> String {
    let mut dialogue = DialogueState::default();
    let mut said = String::new();
    for message in messages {
        let mut input = shop.input(&[message]);
        input.dialogue = dialogue;
        let run = drive(input, shop, &BuiltinPlanner, &mut || Duration::ZERO).expect("a run");
        assert!(
            run.proposal.handoff_reason().is_none(),
            "{message}: {:?} {:?}",
            run.proposal.handoff_reason(),
            run.proposal.text()
        );
        run.proposal.text().unwrap_or("(nothing)").clone_into(&mut said);
        dialogue = run.dialogue;
    }
    said
}

#[track_caller]
fn check(sizes: &[&str], messages: &[&str], has: &[&str], not: &[&str]) {
    let said = talk(&shop(sizes), messages);
    for part in has {
        assert!(said.contains(part), "no '{part}': {said}");
    }
    for part in not {
        assert!(!said.contains(part), "'{part}': {said}");
    }
}

#[test]
fn a_shop_s_own_ten_is_no_uk_ten() {
    for message in [
        "do you have the wrap dress in UK 10?",
        "Do you have the Sagres Wrap Dress in UK size 10?",
        "is the wrap dress available in EU 38?",
    ] {
        check(
            &["8", "10", "12", "38"],
            &[message],
            &[
                "The sizes of the Sagres Wrap Dress don't say which system they are in",
                "sizes 8, 10, 12 and 38",
            ],
            &["Yes, we have"],
        );
    }
    check(
        &["S", "M", "L"],
        &["do you have the wrap dress in UK 10?"],
        &["don't say which system they are in", "sizes S, M and L"],
        &["Yes, we have"],
    );
}

#[test]
fn a_size_of_the_same_system_is_that_size() {
    for sizes in [&["UK 8", "UK 10", "UK 12"], &["8 UK", "10 UK", "12 UK"]] {
        check(
            sizes,
            &["do you have the wrap dress in UK 10?"],
            &["Yes, we have the Sagres Wrap Dress in size", sizes[1]],
            &["which system"],
        );
    }
    // What is said without a system is the shop's own.
    check(
        &["UK 8", "UK 10", "UK 12"],
        &["do you have the wrap dress in size 10?"],
        &["Yes, we have the Sagres Wrap Dress in size UK 10"],
        &["which system"],
    );
    check(
        &["UK 8", "UK 10"],
        &["do you have the wrap dress in UK 14?"],
        &["doesn't come in size UK 14", "sizes UK 8 and UK 10"],
        &["Yes, we have", "charts"],
    );
    check(
        &["8", "10"],
        &["do you have the wrap dress in size 10?"],
        &["Yes, we have the Sagres Wrap Dress in size 10"],
        &["which system"],
    );
}

#[test]
fn a_table_is_a_hint_and_no_promise() {
    check(
        &["EU 36", "EU 38", "EU 40"],
        &["do you have the wrap dress in UK 10?"],
        &[
            "doesn't come in size UK 10",
            "In most charts size EU 38 comes closest, but makers differ, so please compare.",
        ],
        &["Yes, we have"],
    );
    // Where none tells, nothing is said of one.
    check(
        &["EU 36", "EU 38"],
        &["do you have the wrap dress in UK 26?"],
        &["doesn't come in size UK 26"],
        &["charts", "Yes, we have"],
    );
}

#[test]
fn it_is_said_in_the_customer_s_language() {
    check(
        &["8", "10"],
        &["¿tienen el Sagres Wrap Dress en la talla UK 10?"],
        &["no indican su sistema", "talla UK 10"],
        &[],
    );
    check(
        &["EU 36", "EU 38"],
        &["Haben Sie das Sagres Wrap Dress in Größe UK 10?"],
        &["gibt es leider nicht in Größe UK 10", "In den meisten Tabellen kommt Größe EU 38 am nächsten"],
        &[],
    );
}

#[test]
fn a_search_does_not_take_the_one_for_the_other_either() {
    let mut shop = shop(&["8", "10"]);
    let mut other = shop.products[0].clone();
    other.id = super::testing::id(91_000);
    other.title = "Alva Shirt Dress".to_owned();
    for variant in &mut other.variants {
        variant.id = super::testing::id(91_000 + u128::try_from(variant.price.amount).expect("a price"));
    }
    shop.products.push(other);
    let said = talk(&shop, &["do you have dresses in UK 10?"]);
    assert!(said.contains("I couldn't find that in size UK 10"), "{said}");
    assert!(said.contains("The sizes here don't say which system they are in"), "{said}");
}
