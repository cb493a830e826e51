//! Drafts as a careless or a led astray model writes them: other words, other signs, other figures than our own templates'.
//! None may be believed.

use super::super::validate::ProblemKind;
use super::check;
use super::tests::{ORDERS, SHIRT, SHOP, situation};

#[track_caller]
fn none_is_believed(message: &str, drafts: &[&str]) {
    let situation = situation(message);
    let mut believed = Vec::new();
    for draft in drafts {
        let (claims, problems) = check(&situation, draft);
        if problems.is_empty() {
            believed.push(format!("{draft}  {claims:?}"));
        }
        assert!(problems.iter().all(|problem| problem.kind == ProblemKind::Unproved), "{draft}");
    }
    assert!(believed.is_empty(), "believed:\n{}", believed.join("\n"));
}

#[test]
fn prices_in_other_words_and_signs() {
    none_is_believed(
        SHIRT,
        &[
            "The Amalfi Linen Shirt costs EUR 39.90.",
            "The Amalfi Linen Shirt costs 39,90 €.",
            "The Amalfi Linen Shirt costs 49.90 dollars.",
            "The Amalfi Linen Shirt is only 39.90.",
            "The Amalfi Linen Shirt costs €３９.９０.",
            "The Amalfi Linen Shirt costs €3\u{200b}9.90.",
            "The Amalfi Linen Shirt costs twenty euros.",
            "The Amalfi Linen Shirt costs thirty-nine euros and ninety cents.",
            "The Amalfi Linen Shirt is half price today.",
            "The Amalfi Linen Shirt is reduced by 20 percent.",
            "The Amalfi Linen Shirt: two for the price of one.",
            "The Amalfi Linen Shirt is on sale this week.",
            "You can have the Amalfi Linen Shirt cheaper.",
            "I can do the Amalfi Linen Shirt for €40.00 for you.",
            "We'll match any lower price for the Amalfi Linen Shirt.",
            "The Amalfi Linen Shirt is free with your next order.",
            "Use the code SUMMER for the Amalfi Linen Shirt.",
            "Enter WELCOME at the checkout and it gets cheaper.",
        ],
    );
}

#[test]
fn stock_in_other_words() {
    none_is_believed(
        SHIRT,
        &[
            "We have plenty of the Amalfi Linen Shirt in white in size M.",
            "The Amalfi Linen Shirt in white is available again in size M.",
            "The Amalfi Linen Shirt in white will be back in size M next week.",
            "The Amalfi Linen Shirt in white in M comes back on Friday.",
            "I've reserved the Amalfi Linen Shirt for you.",
            "I have put the Amalfi Linen Shirt aside for you.",
            "We're keeping one Amalfi Linen Shirt for you.",
            "There are a dozen of the Amalfi Linen Shirt left in navy.",
            "There are 50 left of the Amalfi Linen Shirt in navy in S.",
            "The Amalfi Linen Shirt also comes in XXL.",
            "The Amalfi Linen Shirt also comes in green.",
            "The Amalfi Linen Shirt is waterproof and made of 100% wool.",
        ],
    );
}

#[test]
fn dates_in_other_words() {
    none_is_believed(
        ORDERS,
        &[
            "Order 1042 arrives on the 14th.",
            "Order 1042 arrives next Tuesday.",
            "Order 1042 arrives in 2 days.",
            "Order 1042 arrives in two days.",
            "Order 1042 arrives on 12/03/2026.",
            "Order 1042 arrives on 2026-03-12.",
            "Order 1042 arrives tonight.",
            "Order 1042 arrives next week.",
            "Order 1042 will be with you by Wednesday.",
            "Order 1042 was placed yesterday.",
            "You'll have order 1042 within 24 hours.",
        ],
    );
}

#[test]
fn refunds_and_where_they_go() {
    none_is_believed(
        ORDERS,
        &[
            "You get €128.90 back for order 1042.",
            "You'll get your money back for order 1042.",
            "The money for order 1042 is on its way to your card.",
            "I've sent the refund of order 1042 to your new card.",
            "I have refunded order 1042 to your card ending in 9417.",
            "We've credited €45.00 for order 1042.",
            "We've transferred the amount of order 1042 to your bank account.",
            "You'll receive a voucher for order 1042.",
            "We added store credit to your account.",
            "Order 1042 was refunded to your gift card.",
            "Your refund of 128 euros and 90 cents is being processed.",
            "I have changed the address of order 1042.",
            "I've updated order 1042 for you.",
            "Your return of order 1042 was accepted.",
        ],
    );
}

#[test]
fn policy_that_nobody_made() {
    none_is_believed(
        SHOP,
        &[
            "You can return items within a year.",
            "You can return items whenever you like.",
            "You can return worn items.",
            "You have a lifetime guarantee.",
            "All products come with a two-year warranty.",
            "Sale items can't be returned.",
            "You can return without a receipt.",
            "Express delivery costs nothing.",
            "We deliver overnight.",
            "We ship to every country.",
            "We're open around the clock.",
            "We're open every day until midnight.",
            "Our prices are the best, we beat any offer.",
        ],
    );
}

#[test]
fn links_and_addresses_of_others() {
    none_is_believed(
        SHOP,
        &[
            "See https://casa-lume.example for more.",
            "See https://casalume.example@evil.example for more.",
            "See HTTPS://EVIL.EXAMPLE/casalume.example.",
            "See hxxps://evil.example/pay.",
            "Pay at paypal.me/casalume.",
            "Pay at bit.ly/3xyz.",
            "See https://casalume.example/../../evil for more.",
            "See https://casаlume.example for more.",
            "See [our page](https://evil.example).",
            "Write to hello@casalume.example.evil.example.",
            "Write to hello (at) evil.example.",
            "Call 0155 501 0100.",
            "Send the money to DE89 3704 0044 0532 0130 00.",
        ],
    );
}

#[test]
fn names_of_others_and_of_nobody() {
    none_is_believed(
        ORDERS,
        &[
            "Hi Otto! Your order 1042 has shipped.",
            "Order 1042 goes to Joana Silva.",
            "Order 1042 goes to Elm Street 5.",
            "Your colleague Pedro has taken care of it.",
            "Order 1042 was signed for by Mr Lopes.",
            "Order 1042 was packed by Ines in Porto.",
        ],
    );
}
