//! An address that was confirmed once is proposed, never taken for granted.

use super::shop::Talk;
use crate::agent::HandoffReason;
use crate::memory::FactKind;
use crate::policy::Action;

const BERLIN: &str = "Musterweg 5\n10115 Berlin\nGermany";
const MADRID: &str = "Calle Mayor 3\n28013 Madrid\nSpain";

fn sent_to(talk: &Talk) -> Vec<String> {
    let of = |action: &Action| match action {
        Action::ModifyAddress { address } | Action::ModifyCustomerAddress { address } => {
            Some(address.clone())
        }
        _ => None,
    };
    talk.acts().iter().filter_map(|wanted| of(&wanted.action)).collect()
}

#[test]
fn what_was_agreed_to_is_heard_and_what_was_only_stated_is_not() {
    let mut talk = Talk::new();
    talk.say("please send order 2001 to Musterweg 5, 10115 Berlin, Germany");
    talk.hears("Order 2001 would be sent to");
    assert!(talk.heard().is_empty());
    talk.say("yes");
    assert_eq!(sent_to(&talk), [BERLIN]);
    let heard: Vec<_> =
        talk.heard().iter().map(|told| (told.kind, told.value.as_str(), told.holds)).collect();
    assert_eq!(heard, [(FactKind::Address, BERLIN, true)]);
    talk.say("thank you");
    assert!(talk.heard().is_empty());
}

#[test]
fn another_change_is_no_address() {
    let mut talk = Talk::new();
    talk.say("please cancel order 2001, I no longer need it");
    talk.say("yes");
    assert_eq!(talk.acts().len(), 1);
    assert!(talk.heard().is_empty());
}

#[test]
fn the_newest_is_proposed_and_two_yeses_send_it_there() {
    let mut talk = Talk::new();
    talk.confirmed(MADRID);
    talk.confirmed(BERLIN);
    talk.say("please send order 2001 to another address");
    talk.hears("Do you mean the address that you confirmed before: Musterweg 5, 10115 Berlin, Germany?");
    talk.say("yes");
    talk.hears("Order 2001 would be sent to: Musterweg 5, 10115 Berlin, Germany.");
    assert!(talk.acts().is_empty());
    talk.say("yes");
    assert_eq!(sent_to(&talk), [BERLIN]);
}

#[test]
fn a_no_asks_for_the_other_one_and_keeps_the_wish() {
    let mut talk = Talk::new();
    talk.confirmed(BERLIN);
    talk.say("please send order 2001 to another address");
    talk.say("no");
    talk.hears("To which address?");
    talk.say("Calle Mayor 3, 28013 Madrid, Spain");
    talk.hears("Order 2001 would be sent to: Calle Mayor 3, 28013 Madrid, Spain.");
    talk.say("yes");
    assert_eq!(sent_to(&talk), [MADRID]);
}

#[test]
fn one_that_is_written_out_goes_before_what_was_proposed() {
    for answer in ["Calle Mayor 3, 28013 Madrid, Spain", "yes, but to Calle Mayor 3, 28013 Madrid, Spain"] {
        let mut talk = Talk::new();
        talk.confirmed(BERLIN);
        talk.say("please send order 2001 to another address");
        talk.say(answer);
        talk.hears("Order 2001 would be sent to: Calle Mayor 3, 28013 Madrid, Spain.");
    }
}

#[test]
fn it_is_meant_by_its_town_and_by_having_been_given() {
    let denver = "7 Rose Lane\nDenver, CO 80279\nUSA";
    for (said, address) in [
        ("please send order 2001 to my place in Denver", "7 Rose Lane, Denver, CO 80279, USA"),
        ("please send order 2001 to the address that I gave you", "Musterweg 5, 10115 Berlin, Germany"),
        (
            "please change the address of order 2001 to the address I confirmed before",
            "Musterweg 5, 10115 Berlin, Germany",
        ),
    ] {
        let mut talk = Talk::new();
        talk.confirmed(denver);
        talk.confirmed(BERLIN);
        talk.say(said);
        talk.hears(&format!("Order 2001 would be sent to: {address}."));
        assert!(talk.acts().is_empty(), "{said}");
    }
}

#[test]
fn one_that_was_given_wrongly_is_not_meant() {
    let mut talk = Talk::new();
    talk.confirmed(BERLIN);
    talk.say("please change the address of order 2001, I gave you the wrong address");
    talk.hears("Do you mean the address that you confirmed before");
    assert!(talk.acts().is_empty());
}

#[test]
fn where_it_goes_already_is_not_proposed() {
    let mut talk = Talk::new();
    talk.confirmed("elm road 1, Porto, PT 40001, Portugal");
    talk.say("please send order 2001 to another address");
    talk.hears("To which address?");
    talk.say("no");
    assert!(!talk.is_open(), "the wish is dropped, as ever: {}", talk.last());
}

#[test]
fn a_yes_to_a_question_without_a_proposal_means_no_address() {
    let mut talk = Talk::new();
    talk.confirmed(BERLIN);
    talk.say("please send order 2001 to another address");
    talk.say("no");
    for _ in 0..2 {
        talk.say("yes");
    }
    talk.hands_over("yes", HandoffReason::LowConfidence);
    assert!(talk.acts().is_empty());
}

#[test]
fn it_is_proposed_in_the_customer_s_language() {
    for (wish, asked, yes) in [
        (
            "Bitte ändern Sie die Lieferadresse der Bestellung 2001",
            "schon einmal bestätigt haben: Musterweg 5",
            "ja",
        ),
        ("Por favor cambie la dirección de envío del pedido 2001", "que confirmó antes: Musterweg 5", "sí"),
    ] {
        let mut talk = Talk::new();
        talk.confirmed(BERLIN);
        talk.say(wish);
        talk.hears(asked);
        talk.say(yes);
        talk.hears("Musterweg 5, 10115 Berlin, Germany");
        assert!(talk.acts().is_empty());
        talk.say(yes);
        assert_eq!(sent_to(&talk), [BERLIN], "{wish}");
    }
}
