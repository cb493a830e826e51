use std::time::Duration;

use super::*;
use crate::agent::account::AccountOrder;
use crate::agent::input::{Author, HistoryMessage};
use crate::agent::testing::{FakeKnowledge, at, id};
use crate::agent::turn::Turn;
use crate::agent::{Driven, ModelPlanner, Room, TurnInput, start};
use crate::language_model::Mask;
use crate::money::{Currency, Money};
use crate::policy::OrderStage;
use crate::prompts::PromptInForce;

fn input(bodies: &[&str]) -> TurnInput {
    let mut input = FakeKnowledge::default().input(bodies);
    input.contact_address = "Maria Lopes Silva\n7 Rose Cottage Lane\nDenver, CO 80279\nUnited States".into();
    let said =
        |author, body: &str| HistoryMessage { author, body: body.into(), at: at("2026-03-09T10:00:00Z") };
    input.history = vec![
        said(Author::Customer, "My sister Julia Novak lives at Hauptstraße 5,\n10115 Berlin"),
        said(Author::Agent, "We would send it to Hauptstraße 5, 10115 Berlin."),
    ];
    input
}

/// What of these texts stands in what leaves.
fn leaks(texts: &[String], known: Vec<(&'static str, String)>, personal: &[&str]) -> Vec<String> {
    let mut mask = Mask::default();
    for (kind, text) in known {
        mask.know(kind, &text);
    }
    let mut found = Vec::new();
    for text in texts {
        let hidden = mask.hide(text);
        assert_eq!(mask.restore(&hidden), *text, "nothing is lost");
        found.extend(
            personal.iter().filter(|part| hidden.contains(**part)).map(|part| format!("{part}: {hidden}")),
        );
    }
    found
}

#[test]
fn a_question_to_a_model_holds_nobody_s_name_or_address() {
    let message = "Hi, I'm Maria. Which dresses do you have? I'd send one to 7 rose cottage lane, Denver, CO 80279, \
                   one to my friend Piotr Zielinski, 12 rue de Rivoli, 75001 Paris, and one to me, my zip is 90210.";
    let knowledge = FakeKnowledge::default();
    let count = |text: &str| text.len() / 3;
    let room = Room { context_tokens: 16_000, count: &count };
    let planner = ModelPlanner::new("groq", "m", room, &[], &PromptInForce::default());
    let driven = start(input(&[message]), &knowledge, &planner, &mut || Duration::ZERO).expect("a turn");
    let Driven::Asking(asking) = driven else { panic!("no model is asked: {driven:?}") };
    let texts: Vec<String> = asking.request.messages.iter().map(|message| message.content.clone()).collect();
    let whole = texts.join("\n");
    let personal = [
        "Maria",
        "Silva",
        "Lopes",
        "7 rose",
        "7 Rose",
        "ottage",
        "80279",
        "Julia",
        "Novak",
        "Hauptstra",
        "10115",
        "Piotr",
        "Zielinski",
        "Rivoli",
        "75001",
        "90210",
    ];
    let stands = personal.iter().filter(|part| whole.contains(**part)).count();
    assert!(stands >= personal.len() - 2, "the prompt holds them: {whole}");
    let leaks = leaks(&texts, asking.personal.clone(), &personal);
    assert!(leaks.is_empty(), "{leaks:#?}");
    assert!(whole.contains("Lagos Summer Dress"));
    assert!(!asking.personal.iter().any(|(_, text)| text.contains("Lagos")), "{:?}", asking.personal);
}

#[test]
fn an_order_s_address_is_hidden_in_sentences_and_in_tables() {
    let mut situation = Turn::new(input(&["hello"])).situation().clone();
    let order = AccountOrder {
        id: id(5),
        version: 1,
        number: "1042".into(),
        stage: OrderStage::Pending,
        total: Money::new(100, Currency::EUR),
        address: "Ana Prado\nRua das Flores 12\n1200-195 Lisboa\nPortugal".into(),
        placed_at: None,
        lines: Vec::new(),
        paid_with: Vec::new(),
        tracking: Vec::new(),
    };
    let account = Account {
        known: true,
        id: id(1),
        version: 1,
        name: "Maria Silva".into(),
        address: String::new(),
        methods: Vec::new(),
        orders: vec![order],
        goods: Vec::new(),
        aside: None,
        confirmed: Vec::new(),
    };
    situation
        .results
        .push((crate::agent::ToolCall::ReadAccount, ToolResult::Account(Some(Box::new(account)))));
    let texts = [
        "Order 1042 goes to Ana Prado, Rua das Flores 12, 1200-195 Lisboa, Portugal.".to_owned(),
        "address=Rua das Flores 12 1200-195 Lisboa Portugal; total=€1.00".to_owned(),
        "rua das flores 12 (1200-195)".to_owned(),
    ];
    let leaks = leaks(&texts, of(&situation), &["Ana", "Prado", "Flores", "flores", "1200"]);
    assert!(leaks.is_empty(), "{leaks:#?}");
}

#[test]
fn a_remembered_address_is_hidden_however_it_is_told() {
    let mut input = input(&["hello"]);
    input.facts = vec![crate::memory::ContactFact {
        id: id(71),
        contact_id: id(1),
        kind: FactKind::Address,
        about: String::new(),
        value: "12 Rosenweg\n50667 Musterstadt\nGermany".into(),
        system: None,
        message_id: Some(id(2)),
        said_at: crate::clock::Timestamp::from_millis(0),
        version: 1,
    }];
    let turn = Turn::new(input);
    let told: Vec<String> = turn
        .situation()
        .evidence
        .iter()
        .flat_map(|entry| &entry.facts)
        .filter_map(|fact| match &fact.value {
            crate::agent::evidence::FactValue::Text(text) => Some(text.clone()),
            _ => None,
        })
        .collect();
    assert!(told.iter().any(|text| text.contains("12 Rosenweg, 50667 Musterstadt, Germany")), "{told:?}");
    let texts = [told.concat(), "12 rosenweg 50667 Musterstadt".to_owned(), "zip 50667".to_owned()];
    let leaks = leaks(&texts, of(turn.situation()), &["osenweg", "50667", "Musterstadt"]);
    assert!(leaks.is_empty(), "{leaks:#?}");
}

#[test]
fn an_address_in_one_line_is_hidden_in_parts() {
    let mut input = input(&["hello"]);
    input.contact_address = "12 Rosenweg, 50667 Musterstadt".into();
    let situation = Turn::new(input).situation().clone();
    let texts = [
        "it is 12 rosenweg, thanks".to_owned(),
        "12 Rosenweg 50667 Musterstadt".to_owned(),
        "zip 50667".to_owned(),
    ];
    let leaks = leaks(&texts, of(&situation), &["osenweg", "50667"]);
    assert!(leaks.is_empty(), "{leaks:#?}");
}
