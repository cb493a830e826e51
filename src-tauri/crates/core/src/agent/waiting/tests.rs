//! Offers and wishes over the shop in memory.

use crate::agent::testing::FakeKnowledge;
use crate::agent::{BuiltinPlanner, RunRecord, drive};
use std::time::Duration;

fn answered(can_act: bool, text: &str) -> RunRecord {
    let shop = FakeKnowledge::default();
    let mut input = shop.input(&[text]);
    input.can_act = can_act;
    drive(input, &shop, &BuiltinPlanner, &mut || Duration::ZERO).expect("a run")
}

#[test]
fn only_who_may_promise_offers_it() {
    let said = |can_act| {
        answered(can_act, "do you have the Estrela wool coat in M?").proposal.text().map(str::to_owned)
    };
    assert!(said(true).expect("a reply").ends_with("Shall I write to you when there is more?"));
    assert!(!said(false).expect("a reply").contains("write to you"));
}

#[test]
fn what_is_not_clear_is_asked_and_what_may_not_be_promised_is_the_owner_s() {
    let record = answered(true, "please let me know when it's back in stock");
    assert!(record.proposal.text().expect("a reply").starts_with("Which piece do you mean?"));
    let record = answered(false, "please let me know when the Estrela wool coat is back in stock");
    assert!(record.proposal.handoff_reason().is_some());
}
