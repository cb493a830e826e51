//! How long and how often codes count, and that nobody learns who is a customer.

use super::*;

#[test]
fn who_is_no_customer_hears_the_same_and_gets_nowhere() {
    let shop = open(CodeFor::Facts);
    let told = |last, claim: &str| {
        let stranger = shop.stranger(last);
        let mut heard = vec![stranger.says(WISH), stranger.says(claim)];
        let mail = shop.mail();
        // Nobody guesses it: the right one is passed over.
        let right = mail.as_ref().map_or("000000".into(), digits);
        let mut guess = right;
        for _ in 0..TRIES {
            guess = another(&guess);
            // Which words hand over differs from message to message.
            let said = stranger.says(&guess);
            heard.push(said.split("\n\n").next().unwrap_or_default().to_owned());
        }
        assert!(stranger.is_with_owner(), "{heard:#?}");
        assert_eq!(stranger.reason().as_deref(), Some("identity_unproved"));
        (heard, mail.is_some())
    };
    let (known, mailed) = told(1, MINE);
    let (unknown, none) = told(2, "my email is nobody@example.com");
    assert_eq!((mailed, none), (true, false));
    assert_eq!(known, unknown, "whether somebody is a customer is not told");
    assert!(known[2].starts_with("That is not the code."), "{known:#?}");
    assert!(known[5].contains("one try is left"), "{known:#?}");
    assert!(known[6].contains("no longer counts now"), "{known:#?}");
    let (by_name, mailed) = told(3, "I am Ada Ferrán and my postal code is 80279");
    let (other, none) = told(4, "I am Nobody Ferrán and my postal code is 80279");
    assert_eq!((mailed, none, &by_name), (true, false, &other));
    assert_eq!(shop.status("#W1"), OrderStatus::Placed);
}

#[test]
fn a_code_counts_in_its_conversation_only() {
    let shop = open(CodeFor::Facts);
    let (one, two) = (shop.stranger(1), shop.stranger(2));
    one.says(WISH);
    one.says(MINE);
    let of_one = shop.code();
    two.says(WISH);
    two.says(MINE);
    let of_two = shop.code();
    assert_ne!(of_one, of_two);
    let said = two.says(&of_one);
    assert!(said.starts_with("That is not the code."), "{said}");
    assert!(two.says(&of_two).contains("would be cancelled"));
    assert!(one.says(&of_one).contains("would be cancelled"));
}

#[test]
fn a_code_holds_ten_minutes_and_another_may_be_asked_for() {
    let shop = open(CodeFor::Facts);
    let stranger = shop.stranger(1);
    stranger.says(WISH);
    stranger.says(MINE);
    let late = shop.code();
    shop.fixture.advance(600);
    let said = stranger.says(&late);
    assert!(said.contains("a code holds for ten minutes. Shall I send another one?"), "{said}");
    let again = stranger.says("yes please");
    assert!(again.contains("another code is on its way"), "{again}");
    let fresh = shop.code();
    shop.fixture.advance(599);
    let said = stranger.says(&fresh);
    assert!(said.contains("Order W1 would be cancelled"), "{said}");
    // It counts once.
    let stranger = shop.stranger(2);
    stranger.says(WISH);
    stranger.says(MINE);
    let _ = shop.code();
    assert!(stranger.says(&fresh).starts_with("That is not the code."));
}

#[test]
fn a_few_codes_an_hour_and_no_more() {
    let shop = open(CodeFor::Facts);
    let stranger = shop.stranger(1);
    stranger.says(WISH);
    stranger.says(MINE);
    let first = shop.code();
    for ask in ["I didn't get it", "send it again please"] {
        let said = stranger.says(ask);
        assert!(
            said.contains("another code is on its way. The earlier one no longer counts."),
            "{ask}: {said}"
        );
        let _ = shop.code();
        let said = stranger.says(&first);
        assert!(said.starts_with("That is not the code."), "{said}");
    }
    let said = stranger.says("nothing arrived, another code please");
    assert!(said.contains("as many codes as I may send"), "{said}");
    assert!(stranger.is_with_owner());
    assert_eq!(PER_CONVERSATION, 3);
}

/// Whoever guesses in many conversations gets no more codes than anybody.
#[test]
fn guessing_over_many_conversations_ends_at_the_address() {
    let shop = open(CodeFor::Facts);
    let mut mailed = 0;
    for last in 0..PER_CUSTOMER {
        let stranger = shop.stranger(last);
        stranger.says(WISH);
        assert!(stranger.says(MINE).starts_with("If this belongs"));
        mailed += u32::from(shop.mail().is_some());
    }
    assert_eq!(mailed, PER_CUSTOMER);
    let stranger = shop.stranger(50);
    stranger.says(WISH);
    let said = stranger.says("It is ADA@example.com");
    assert!(said.contains("as many codes as I may send"), "{said}");
    // By other words for the same customer it sounds as for everybody, and no mail goes.
    let stranger = shop.stranger(51);
    stranger.says(WISH);
    let said = stranger.says("I am Ada Ferrán and my postal code is 80279");
    assert!(said.starts_with("If this belongs"), "{said}");
    assert!(shop.mail().is_none());
    // Another customer is not kept waiting for it.
    let stranger = shop.stranger(52);
    stranger.says("Please cancel order W5, ordered by mistake");
    stranger.says("bo@example.com");
    let code = shop.code();
    assert!(stranger.says(&code).contains("Order W5 would be cancelled"));
    // Later again, until the day has had its ten.
    for round in 0..8 {
        shop.fixture.advance(3601);
        let stranger = shop.stranger(100 + round);
        stranger.says(WISH);
        stranger.says(MINE);
        assert_eq!(shop.mail().is_some(), round < 5, "{round}");
    }
}

/// A claim that counted is none any more once the owner asks for a code.
#[test]
fn what_was_only_claimed_counts_no_more_under_another_policy() {
    let shop = open(CodeFor::Facts);
    let set = |identification| {
        shop.fixture
            .write(move |tx| {
                let now = settings::get::<Policy>(tx.sql())?;
                let version = now.version;
                settings::update(tx, Policy { identification, ..now.value }, version)
            })
            .expect("set");
    };
    set(Identification::Claim);
    let stranger = shop.stranger(1);
    stranger.says(WISH);
    assert!(stranger.says(MINE).contains("would be cancelled"));
    set(Identification::Code);
    let said = stranger.says("yes");
    assert!(!said.contains("Done"), "{said}");
    assert_eq!(shop.status("#W1"), OrderStatus::Placed);
    set(Identification::Channel);
    stranger.says("Please cancel order W1, I no longer need it");
    stranger.says("yes");
    assert_eq!(shop.status("#W1"), OrderStatus::Placed);
}
