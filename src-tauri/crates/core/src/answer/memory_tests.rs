//! What a customer says of themselves is remembered in the write that concludes the turn, and known to the next.

use std::time::Duration;

use super::tests::{answer_it, due, said};
use super::*;
use crate::agent::{BuiltinPlanner, Knowledge, RunRecord};
use crate::contacts::{Channel, NewContact};
use crate::fixture::Fixture;
use crate::id;
use crate::memory::FactKind;
use crate::scope::{CustomerScope, Proof};

/// The built-in planner with a stopwatch that stands still.
struct Planned;

impl Turns for Planned {
    fn run(&self, input: TurnInput, knowledge: &dyn Knowledge) -> Result<RunRecord> {
        agent::drive(input, knowledge, &BuiltinPlanner, &mut || Duration::ZERO)
    }
}

fn hears(shop: &Fixture, number: &str, body: &str) -> Id<Conversation> {
    let (_, id) = shop.receive(conversations::InboundMessage::for_test(number, body));
    assert!(matches!(answer_it(shop, &Planned, &due(shop)), Answered::Done(_)), "{body}");
    id
}

fn remembered(shop: &Fixture, id: Id<Conversation>) -> Vec<(FactKind, String, Option<Id<Message>>)> {
    let writer = shop.read(|c| CustomerScope::from_conversation(c, id)).contact_id();
    let facts = shop.read(|c| memory::of_contact(c, writer));
    facts.into_iter().map(|fact| (fact.kind, fact.value, fact.message_id)).collect()
}

#[test]
fn a_message_s_fact_is_kept_with_its_message_and_read_by_the_next_turn() {
    let shop = Fixture::new();
    let id = hears(&shop, "SM1", "I'm allergic to wool");
    let facts = remembered(&shop, id);
    assert_eq!(facts.len(), 1, "{facts:?}");
    assert_eq!((facts[0].0, facts[0].1.as_str()), (FactKind::MaterialAllergy, "wool"));
    let page = shop.read(|c| conversations::thread(c, id, None, 10));
    assert!(page.messages.iter().any(|message| Some(message.message.id) == facts[0].2));
    assert_eq!(said(&shop, id).len(), 1);
    let input = shop.read(|c| {
        let who = scope::Standing::of(c, id)?;
        memory::of_contact(c, scope::remembered(c, id, who)?)
    });
    assert_eq!(input.len(), 1);
    // Nothing is written for what is known, and a question tells nothing.
    shop.receive(conversations::InboundMessage::for_test("SM2", "Do you have size M?"));
    answer_it(&shop, &Planned, &due(&shop));
    assert_eq!(remembered(&shop, id).len(), 1);
}

#[test]
fn a_claim_opens_nobody_else_s_memory() {
    let shop = Fixture::new();
    let (_, id) = shop.receive(conversations::InboundMessage::for_test("SM1", "hi"));
    let own = shop.read(|c| CustomerScope::from_conversation(c, id)).contact_id();
    let other: Id<id::Contact> = shop
        .write(|tx| {
            let phone = Some("+15550100177".to_owned());
            contacts::add(tx, NewContact { display_name: "Jonas".into(), phone, ..NewContact::default() })
        })
        .expect("contact")
        .id;
    let scope = shop.read(|c| CustomerScope::from_identity(c, Channel::Whatsapp, "+15550100177"));
    for (proof, whose) in [(Some(Proof::Claim), own), (Some(Proof::Code), other)] {
        let who = scope::Standing { scope, proof };
        assert_eq!(shop.read(|c| scope::remembered(c, id, who)), whose, "{proof:?}");
    }
}
