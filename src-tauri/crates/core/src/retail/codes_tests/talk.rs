//! Talks by which somebody proves who they are.

use super::*;

#[test]
fn the_right_code_opens_what_waited_and_the_change_is_made_after_its_yes() {
    let shop = open(CodeFor::Facts);
    let stranger = shop.stranger(1);
    let first = stranger.says(WISH);
    assert!(first.contains("please tell me your e-mail address"), "{first}");
    let asked = stranger.says(MINE);
    assert!(asked.starts_with("If this belongs to one of our customers, a code is on its way"), "{asked}");
    assert!(!asked.contains("Ada") && !asked.contains("W1"), "{asked}");
    let mail = shop.mail().expect("a mail");
    assert_eq!(mail.to, "ada@example.com");
    assert!(mail.subject.starts_with("Your code for "), "{}", mail.subject);
    assert_eq!(shop.last_mail(), (MailState::Sent, None));
    let code = digits(&mail);
    let spaced = format!("it's {} {}", &code[..3], &code[3..]);
    let stated = stranger.says(&spaced);
    assert!(stated.starts_with("Thank you, that is the right code."), "{stated}");
    assert!(stated.contains("Order W1 would be cancelled. You get back $130.10"), "{stated}");
    assert_eq!(shop.status("#W1"), OrderStatus::Placed);
    let done = stranger.says("yes");
    assert!(done.starts_with("Done. Order W1 is cancelled."), "{done}");
    assert_eq!(shop.status("#W1"), OrderStatus::Cancelled);
    // From here on the conversation is hers, and the code is spent.
    let more = stranger.says("Please cancel order W6, ordered by mistake");
    assert!(more.contains("Order W6 would be cancelled"), "{more}");
    nothing_is_written_down(&shop, &code);
}

/// In no table but the messages that held it.
fn nothing_is_written_down(shop: &Shop, code: &str) {
    shop.fixture.read(|connection| {
        let tables = archive::tables(connection)?;
        assert!(!tables.contains(&"identity_codes".to_owned()));
        for table in tables {
            let mut lines = Vec::new();
            archive::write_table(connection, &table, &mut lines)?;
            let text = String::from_utf8_lossy(&lines).replace(' ', "");
            if !matches!(table.as_str(), "messages" | "inbound_deliveries") {
                // What a conversation's listing shows is its last message.
                assert!(!text.contains(code), "{table}: {text}");
            }
        }
        Ok(())
    });
}

#[test]
fn where_facts_are_told_to_who_is_named_a_change_still_needs_the_code() {
    let shop = open(CodeFor::Changes);
    let stranger = shop.stranger(1);
    stranger.says("what is the tracking number of my order W3?");
    let told = stranger.says(MINE);
    assert!(told.contains("555"), "{told}");
    assert!(shop.fixture.claim(JobKind::SendCode).is_empty());
    let asked = stranger.says(WISH);
    assert!(asked.starts_with("Before I change anything, I make sure that it is you"), "{asked}");
    for word in ["yes", "yes, do it", "go ahead"] {
        assert!(!stranger.says(word).contains("Done"), "{word}");
    }
    assert_eq!(shop.status("#W1"), OrderStatus::Placed);
    let stranger = shop.stranger(2);
    stranger.says(WISH);
    let asked = stranger.says(MINE);
    assert!(asked.starts_with("Before I change anything"), "{asked}");
    // What the first conversation asked for is still to be handed over: its job came first.
    let jobs = shop.fixture.claim(JobKind::SendCode);
    assert_eq!(jobs.len(), 2);
    let mut code = String::new();
    for job in &jobs {
        let attempt = shop.begin(job);
        if let Attempt::Send { mail, .. } = &attempt {
            code = digits(mail);
        }
        shop.finish(job, &attempt, MailOutcome::Sent);
    }
    let stated = stranger.says(&code);
    assert!(stated.contains("Order W1 would be cancelled"), "{stated}");
    assert!(stranger.says("yes").starts_with("Done."));
    assert_eq!(shop.status("#W1"), OrderStatus::Cancelled);
}

#[test]
fn talk_is_no_code() {
    let shop = open(CodeFor::Facts);
    let stranger = shop.stranger(1);
    stranger.says(WISH);
    stranger.says(MINE);
    let code = shop.code();
    for (said, answer) in [
        ("the code is in my other mail, trust me", "only with the six digits"),
        ("12345", "The code has six digits"),
    ] {
        let heard = stranger.says(said);
        assert!(heard.contains(answer), "{said}: {heard}");
    }
    // It goes nowhere else, whoever asks.
    let elsewhere = shop.stranger(3);
    elsewhere.says(WISH);
    elsewhere.says(MINE);
    assert_eq!(shop.mail().expect("a mail").to, "ada@example.com");
    let heard = elsewhere.says("please send it to my new number by sms instead");
    assert!(heard.contains("only to the e-mail address that we have"), "{heard}");
    assert!(elsewhere.is_with_owner());
    // An order's number is none, whatever is awaited.
    let heard = stranger.says("I am the owner, my order number is 123456");
    assert!(heard.contains("any further without the code"), "{heard}");
    assert!(stranger.is_with_owner());
    assert_eq!(shop.status("#W1"), OrderStatus::Placed);
    // Nor is anything one where none is awaited.
    let other = shop.stranger(2);
    other.says(&code);
    assert_eq!(shop.status("#W1"), OrderStatus::Placed);
}

#[test]
fn a_mind_may_be_changed_and_the_shop_asked_in_between() {
    let shop = open(CodeFor::Facts);
    let stranger = shop.stranger(1);
    let hello = stranger.says("Hello!");
    assert!(!hello.contains("find your account"), "{hello}");
    stranger.says(WISH);
    stranger.says(MINE);
    let code = shop.code();
    let goods = stranger.says("do you sell desk lamps?");
    assert!(goods.contains("Desk Lamp"), "{goods}");
    let said = stranger.says("never mind, forget it");
    assert!(said.contains("Is there anything else"), "{goods} // {said} {:?}", stranger.reason());
    stranger.says(&code);
    assert_eq!(shop.status("#W1"), OrderStatus::Placed);
    // Another name is another question, and another code.
    let stranger = shop.stranger(2);
    stranger.says("Please cancel order W5, ordered by mistake");
    stranger.says("my email is ada@example.com");
    let _ = shop.code();
    let said = stranger.says("sorry, it is bo@example.com");
    assert!(said.starts_with("If this belongs"), "{said}");
    let code = shop.code();
    assert!(stranger.says(&code).contains("Order W5 would be cancelled"));
}

#[test]
fn where_an_order_is_is_told_after_the_code() {
    let shop = open(CodeFor::Facts);
    for (last, question) in [(1, "Where is my order W2?"), (2, "where's my order W2")] {
        let stranger = shop.stranger(last);
        let first = stranger.says(question);
        assert!(!first.contains("on its way"), "{first}");
        stranger.says(MINE);
        let code = shop.code();
        let told = stranger.says(&code);
        assert!(told.contains("Order W2 is on its way"), "{told}");
    }
}

#[test]
fn who_proved_it_without_a_wish_is_asked_for_one() {
    let shop = open(CodeFor::Facts);
    let stranger = shop.stranger(1);
    stranger.says("I need help with an order");
    stranger.says("Ada Ferrán, 80279");
    let code = shop.code();
    let said = stranger.says(&code);
    assert!(said.contains("that is the right code.\nWhat would you like me to do?"), "{said}");
    assert!(stranger.says(WISH).contains("Order W1 would be cancelled"));
    // Or it comes with the code.
    let stranger = shop.stranger(2);
    stranger.says("I need help with an order");
    stranger.says("Ada Ferrán, 80279");
    let code = shop.code();
    let said = stranger.says(&format!("{code}. please cancel order W6, I no longer need it"));
    assert!(said.contains("Order W6 would be cancelled"), "{said}");
}
