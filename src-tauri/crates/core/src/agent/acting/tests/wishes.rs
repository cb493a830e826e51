//! Wishes as people put them: without a verb of change, with other verbs, mistyped, over two sentences, with conditions.

use super::shop::{Talk, account, goods, line, variant};
use crate::agent::testing::id;
use crate::policy::{Action, CANCEL_REASONS};

/// The only act after a text and a yes.
#[track_caller]
fn after_yes(text: &str) -> Action {
    let mut talk = Talk::new();
    let stated = talk.say(text);
    talk.say("yes please");
    let acts = talk.acts();
    assert_eq!(acts.len(), 1, "{text}: {stated}");
    acts[0].action.clone()
}

#[test]
fn a_wish_needs_no_verb_of_change() {
    let copper = Action::ModifyItems {
        items: vec![variant(7, 2)],
        new_items: vec![variant(7, 4)],
        settle_with: Some(id(501)),
    };
    for text in [
        "the kettle in my pending order should be copper with 1 liter",
        "I'd rather have my pending kettle in copper, 1 liter",
        "About order 2001. I'd like the kettle in copper rather than steel, and 1 liter please.",
        "my pending kettle is too small. I need it with 1 liter, in copper",
        "can I get the kettle of order 2001 in copper with 1 l?",
        "In order 2001, make the kettle a copper one with 1 liter",
    ] {
        assert_eq!(after_yes(text), copper, "{text}");
    }
}

#[test]
fn cancel_alone_calls_off_what_was_stated_and_is_no_yes() {
    for text in ["cancel", "Cancel.", "CANCEL!", "cancel please"] {
        let mut talk = Talk::new();
        let stated = talk.say("the kettle in my pending order should be copper with 1 liter");
        let said = talk.say(text);
        assert!(stated.contains("copper"), "{text}: {stated}");
        assert_eq!(said, "All right, everything stays as it is.", "{text}");
        talk.says("yes");
        assert!(talk.acts().is_empty(), "{text}");
    }
    let mut talk = Talk::new();
    let stated = talk.say("scrap order 2001, I don't need it anymore");
    let said = talk.say("cancel");
    assert!(said.contains("2001") && stated.contains("2001"), "asked again: {said}");
    assert!(talk.acts().is_empty());
    talk.say("yes");
    assert_eq!(talk.acts().len(), 1);
}

#[test]
fn a_size_of_another_system_is_asked_for_and_never_taken_for_the_shop_s_own() {
    let dress = |sizes: &[&str]| {
        let variants: Vec<(Vec<&str>, i64, bool)> =
            sizes.iter().map(|size| (vec![*size, "red"], 5_000, true)).collect();
        let variants: Vec<(&[&str], i64, bool)> =
            variants.iter().map(|(values, price, there)| (values.as_slice(), *price, *there)).collect();
        goods(11, "Wrap Dress", &["size", "colour"], &variants)
    };
    let talk_about = |sizes: &[&str]| {
        let mut account = account();
        let dress = dress(sizes);
        account.orders[1].lines.push(line(&dress, 1));
        account.goods.push(dress);
        Talk::with(account)
    };
    for (sizes, wish) in [
        (&["8", "10", "12"], "I want to exchange the wrap dress of order 2002 for a UK 10"),
        (&["8", "10", "12"], "exchange the wrap dress of order 2002 for size UK 10 please"),
        (&["EU 36", "EU 10", "EU 38"], "I want to exchange the wrap dress of order 2002 for a UK 10"),
    ] {
        let mut talk = talk_about(sizes);
        talk.say(wish);
        talk.hears("Which Wrap Dress would you like instead? Available:");
        talk.hears("2. ");
        talk.says("yes");
        assert!(talk.acts().is_empty(), "{wish}");
    }
    let mut talk = talk_about(&["UK 8", "UK 10", "UK 12"]);
    talk.say("I want to exchange the wrap dress of order 2002 for a UK 10");
    talk.hears("UK 10");
    talk.say("yes");
    let acts = talk.acts();
    assert!(
        matches!(&acts[0].action, Action::ExchangeItems { new_items, .. } if *new_items == [variant(11, 2)]),
        "{acts:?}"
    );
}

#[test]
fn a_question_about_goods_is_no_wish() {
    for text in [
        "do you have the scarf in green?",
        "is the kettle of my order also made in copper?",
        "what colours does the scarf come in?",
        "I love the red scarf that came today",
        "I need the red scarf that I ordered by Friday!",
    ] {
        let mut talk = Talk::new();
        talk.says(text);
        talk.says("yes");
        assert!(talk.acts().is_empty(), "{text}");
    }
}

#[test]
fn cancelling_and_returning_have_many_words() {
    for (text, reason) in [
        ("scrap order 2001, I don't need it anymore", 0),
        ("please call off order 2001, that was a mistake", 1),
        ("I don't want order 2001 any more, please drop it. I ordered by accident.", 1),
        ("i dont want that order at all, i ordered it by mistake. its 2001", 1),
        ("plz cancle oder 2001, i bougth it by acident", 1),
    ] {
        let reason = CANCEL_REASONS[reason].to_owned();
        assert_eq!(after_yes(text), Action::CancelOrder { reason }, "{text}");
    }
    let red = Action::ReturnItems { items: vec![variant(8, 1)], refund_to: Some(id(501)) };
    for text in [
        "I want my money back for the red scarf",
        "the red scarf has to go back",
        "please take the red scarf back",
        "I demand a refund for the red scarf",
        "The red scarf I got is full of holes. I'd like to give it back.",
        "I would like the red scarf returned",
        "Two scarves came. The red one is torn. I want my money back for that one and keep the navy one.",
        "i wnat to retrun teh red scraf",
        "Return the scarf that I got, the one in red.",
        "give me back my money for the red scarf",
        "return the cheaper of the two scarves",
    ] {
        assert_eq!(after_yes(text), red, "{text}");
    }
    let long = Action::ReturnItems { items: vec![variant(8, 3)], refund_to: Some(id(501)) };
    assert_eq!(after_yes("I want to return the longer of the two scarves"), long);
}

#[test]
fn when_money_comes_is_no_wish_to_return() {
    for text in ["when do I get my money back?", "how much money will I get back for the red scarf?"] {
        let mut talk = Talk::new();
        talk.says(text);
        talk.says("yes");
        assert!(talk.acts().is_empty(), "{text}");
    }
}

#[test]
fn one_wish_ends_where_the_next_begins() {
    let mut talk = Talk::new();
    talk.say("cancel order 2001 because I no longer need it, and I want the red scarf I received in navy and short");
    talk.hears("Order 2001 would be cancelled");
    assert!(!talk.last().contains("Scarf"), "{}", talk.last());
    talk.say("yes");
    talk.hears("one item would be exchanged");
    talk.say("yes");
    assert!(matches!(&talk.acts()[1].action, Action::ExchangeItems { items, new_items, .. }
        if *items == [variant(8, 1)] && *new_items == [variant(8, 2)]));
}

#[test]
fn it_may_not_cost_more_than_was_said() {
    for text in [
        "change the kettle of order 2001 to the copper one with 2 l, but only if it costs at most 5 euros more",
        "change the kettle of order 2001 to the copper one with 2 l as long as the price difference is under 20 euros",
        "change the kettle of order 2001 to the copper one with 2 l. I do it only if it doesn't cost extra.",
    ] {
        let mut talk = Talk::new();
        talk.say(text);
        talk.hears("That would cost €30.00 more.");
        talk.says("yes");
        assert!(talk.acts().is_empty(), "{text}");
    }
    let mut talk = Talk::new();
    talk.say(
        "change the kettle of order 2001 to the copper one with 2 l. If it costs more than 10 euros extra, cancel the \
         order, I no longer need it then.",
    );
    talk.hears("That would cost €30.00 more.");
    talk.hears("Order 2001 would be cancelled");
    let mut talk = Talk::new();
    talk.say("change the kettle of order 2001 to the copper one with 2 l provided the difference is below 31 euros");
    talk.hears("one item would be changed");
}

#[test]
fn the_right_number_follows_the_wrong_one() {
    let mut talk = Talk::new();
    talk.say("I want to return the red scarf from order 2020");
    talk.hears("I cannot find this order among yours.");
    talk.say("sorry, I mixed up digits, it is 2002");
    talk.hears("You return Wool Scarf of order 2002.");
    let mut talk = Talk::new();
    talk.say("I want to return the red scarf from order 2020");
    talk.says("yes");
    talk.says("it is 2002");
    assert!(talk.acts().is_empty());
}

#[test]
fn what_is_there_may_decide() {
    let mut talk = Talk::new();
    talk.say("The red scarf that I received is lovely. If there is a green one, I'd swap it. Otherwise I return it.");
    talk.hears("for Wool Scarf, green / long");
    let mut talk = Talk::new();
    talk.say("I want to swap the red scarf I received for a purple one. Otherwise I would just return it.");
    talk.says("the green one");
    assert!(talk.acts().is_empty());
}

#[test]
fn a_swap_or_the_money_back() {
    let mut talk = Talk::new();
    talk.say("The red scarf I got is torn. Either you replace it with a green one or I want my money back.");
    talk.hears("for Wool Scarf, green / long");
}

#[test]
fn all_that_came_is_all_of_it() {
    let mut talk = Talk::new();
    talk.say("I want to return all items I've received except the kettle");
    talk.hears("You return Wool Scarf, Wool Scarf of order 2002.");
}

#[test]
fn an_order_goes_elsewhere_in_many_words() {
    let mut account = account();
    account.orders[0].address = "Office Park 9\nPorto, PT 40001\nPortugal".into();
    for text in [
        "order 2001 should go to my home address in Lisbon, not to Porto",
        "please have order 2001 delivered to the address in my profile",
        "I want my pending order sent to Lisbon",
    ] {
        let mut talk = Talk::with(account.clone());
        talk.say(text);
        talk.hears("Order 2001 would be sent to: Rua Nova 5");
        talk.say("yes");
        assert!(
            matches!(&talk.acts()[0].action, Action::ModifyAddress { address } if address.starts_with("Rua Nova 5"))
        );
    }
    let mut talk = Talk::with(account);
    talk.say("I have moved. Make 12 Harbour Way, Porto, PT, 40077 my default address and send order 2001 there as well.");
    talk.hears("12 Harbour Way");
    talk.hears("Order 2001 would be sent to: 12 Harbour Way");
    talk.say("yes to both");
    assert_eq!(talk.acts().len(), 2);
}

#[test]
fn another_way_to_pay_needs_no_verb_of_change() {
    let mut talk = Talk::new();
    talk.say("use PayPal for order 2001 instead of my Visa, please");
    talk.say("yes");
    assert_eq!(talk.acts()[0].action, Action::ModifyPayment { pay_with: id(503) });
}

#[test]
fn questions_are_put_in_many_words() {
    for (text, answer) in [
        ("how much is left on my gift card?", "€10.00"),
        ("what does order 2001 cost altogether, and what is the tracking number of order 2002?", "TR2002"),
        ("I'd like to hear what order 2001 costs altogether", "Order 2001 comes to €31.00."),
        ("I am curious how many kinds of travel kettle I could buy at the moment", "5 options"),
    ] {
        let mut talk = Talk::new();
        talk.say(text);
        talk.hears(answer);
    }
}
