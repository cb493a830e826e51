//! Several things in one cart: before the yes, and after it.

use super::shop::{Talk, variant};
use crate::agent::run::HandoffReason;
use crate::policy::Action;

fn put_aside(talk: &Talk) -> Vec<crate::Id<crate::id::Variant>> {
    match talk.acts().pop().map(|wanted| wanted.action) {
        Some(Action::PutAside { items }) => items,
        other => panic!("{other:?}"),
    }
}

#[test]
fn several_things_are_stated_with_their_total_before_the_yes() {
    let mut talk = Talk::new();
    talk.say("I'll take the navy long scarf and two of the black leather belts");
    talk.hears("Wool Scarf, navy / long and 2 × Leather Belt, black would be put aside for you for 2 days, for €96.00.");
    assert!(talk.acts().is_empty());
    talk.hands_over("yes please", HandoffReason::PutAside);
    assert_eq!(put_aside(&talk), [variant(8, 3), variant(9, 2), variant(9, 2)]);
}

#[test]
fn a_cart_is_changed_until_it_is_right() {
    let mut talk = Talk::new();
    talk.say("I want to buy the navy long scarf and a black leather belt");
    talk.hears("for €61.00");
    talk.say("please add the green scarf too");
    talk.hears("Wool Scarf, navy / long and Leather Belt, black and Wool Scarf, green / long would be");
    talk.say("actually leave the belt out");
    talk.hears("Wool Scarf, navy / long and Wool Scarf, green / long would be put aside for you for 2 days, for €52.00.");
    talk.say("what's in my cart?");
    talk.hears("for €52.00");
    talk.say("make it two green scarves");
    talk.hears("Wool Scarf, navy / long and 2 × Wool Scarf, green / long");
    talk.say("how much is it all together?");
    talk.hears("for €78.00");
    talk.hands_over("yes", HandoffReason::PutAside);
    assert_eq!(put_aside(&talk), [variant(8, 3), variant(8, 4), variant(8, 4)]);
}

#[test]
fn what_is_put_aside_grows_and_shrinks_after_the_yes() {
    let mut talk = Talk::new();
    talk.say("I'll take the navy long scarf and a black leather belt");
    talk.hands_over("yes please", HandoffReason::PutAside);
    talk.say("what is in my cart?");
    talk.hears("Put aside for you: Wool Scarf (navy / long), €26.00; Leather Belt (black), €35.00. Together that is €61.00.");
    talk.say("add a brown belt too please");
    talk.hears(
        "Leather Belt, black and Leather Belt, brown would be put aside for you for 2 days, for €96.00.",
    );
    talk.hands_over("yes", HandoffReason::PutAside);
    assert_eq!(put_aside(&talk), [variant(8, 3), variant(9, 2), variant(9, 1)]);
    talk.say("please remove the scarf");
    talk.hears("for €70.00");
    talk.hands_over("yes", HandoffReason::PutAside);
    assert_eq!(put_aside(&talk), [variant(9, 2), variant(9, 1)]);
    talk.say("empty my cart");
    talk.hears("Nothing would stay put aside for you.");
    talk.hands_over("yes", HandoffReason::PutAside);
    assert!(put_aside(&talk).is_empty());
}

#[test]
fn what_is_not_clear_is_asked_and_what_is_not_there_is_said() {
    let mut talk = Talk::new();
    talk.say("I'd like to buy a scarf and a black leather belt");
    talk.hears("Which Wool Scarf would you like? Available:");
    talk.say("the green one");
    talk.hears("Wool Scarf, green / long and Leather Belt, black would be put aside");
    talk.say("add a toaster too");
    talk.hears("I find no toaster in the shop.");
    talk.hears("for €61.00");
    talk.say("no");
    assert!(talk.acts().is_empty() && !talk.is_open());
    talk.says("what's in my cart?");
    talk.hears("There is nothing in your cart.");
}

#[test]
fn orders_and_questions_are_none_of_the_carts_business() {
    let mut talk = Talk::new();
    talk.say("I'll take the navy long scarf and a black leather belt");
    let helped = talk.says("I need help with something else");
    assert!(!helped.contains("in the shop"), "{helped}");
    let asked = talk.says("do you also ship to France?");
    assert!(!asked.contains("France in the shop"), "{asked}");
    talk.says("please cancel my order 2001, it was ordered by mistake");
    talk.hears("Order 2001 would be cancelled");
}
