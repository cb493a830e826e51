use std::time::Duration;

use super::*;
use crate::agent::planner::BuiltinPlanner;
use crate::agent::run::RunRecord;
use crate::agent::testing::{FakeKnowledge, at, id};
use crate::agent::{HandoffReason, Outcome, drive};

fn fact(number: u128, kind: FactKind, about: &str, value: &str) -> ContactFact {
    ContactFact {
        id: id(number),
        contact_id: id(1),
        kind,
        about: about.into(),
        value: value.into(),
        system: (kind == FactKind::Size).then(|| crate::memory::system_of(value)),
        message_id: None,
        said_at: at("2026-03-01T10:00:00Z"),
        version: 2,
    }
}

fn run(facts: Vec<ContactFact>, body: &str) -> RunRecord {
    let knowledge = FakeKnowledge::default();
    let mut input = knowledge.input(&[body]);
    input.facts = facts;
    drive(input, &knowledge, &BuiltinPlanner, &mut || Duration::ZERO).expect("a turn")
}

fn text(record: &RunRecord) -> String {
    record.proposal.text().unwrap_or_default().to_owned()
}

fn allergic(material: &str) -> Vec<ContactFact> {
    vec![fact(71, FactKind::MaterialAllergy, "", material)]
}

#[test]
fn what_must_not_be_worn_is_left_out_and_that_is_said() {
    let without = text(&run(Vec::new(), "Which dresses do you have?"));
    assert!(without.contains("Lagos Summer Dress") && !without.contains("allergic"), "{without}");
    let record = run(allergic("cotton"), "Which dresses do you have?");
    let said = text(&record);
    assert!(said.contains("Sagres Wrap Dress"), "{said}");
    assert!(!said.contains("Lagos") && !said.contains("Tavira"), "{said}");
    assert!(said.contains("I've left out what is made of something that you're allergic to."), "{said}");
    let proof = record.evidence.iter().find(|entry| entry.source.kind == SourceKind::ContactFact);
    let proof = proof.expect("the row that it rests on");
    assert_eq!(
        (proof.source.id.clone(), proof.source.version),
        (fact(71, FactKind::Size, "", "").id.to_string(), 2)
    );
}

#[test]
fn what_is_told_in_the_same_message_counts_at_once() {
    let record = run(Vec::new(), "I'm allergic to cotton. Which dresses do you have?");
    let said = text(&record);
    assert!(
        said.contains("Sagres Wrap Dress") && !said.contains("Lagos") && !said.contains("Tavira"),
        "{said}"
    );
    assert_eq!(record.heard.len(), 1);
    assert_eq!(record.heard[0].told.kind, FactKind::MaterialAllergy);
}

#[test]
fn what_is_asked_for_by_name_is_told_with_a_warning() {
    let said = text(&run(allergic("cotton"), "How much is the Lagos Summer Dress?"));
    assert!(said.contains("Lagos Summer Dress") && said.contains("you told us you're allergic to"), "{said}");
    let said = text(&run(allergic("leather"), "Do you have belts?"));
    assert!(said.contains("I'd rather not suggest it"), "{said}");
}

#[test]
fn stock_is_told_in_the_size_that_is_worn() {
    let worn = |size| vec![fact(72, FactKind::Size, "", size)];
    let said = text(&run(worn("M"), "How much is the Amalfi Linen Shirt?"));
    assert!(said.contains("In size M we have it in navy for €49.90."), "{said}");
    let said = text(&run(worn("XXL"), "How much is the Amalfi Linen Shirt?"));
    assert!(!said.contains("XXL"), "it does not come in that at all: {said}");
    // Another size that is asked for goes before.
    let said = text(&run(worn("M"), "Do you have the Amalfi Linen Shirt in L?"));
    assert!(!said.contains("size M"), "{said}");
    let shoes = vec![fact(73, FactKind::Size, "shoes", "38")];
    let said = text(&run(shoes, "How much are the Sintra Jeans?"));
    assert!(!said.contains("In size 38"), "feet are no jeans: {said}");
    let said = text(&run(worn("XS"), "Which dresses do you have?"));
    assert!(said.contains("1. Lagos Summer Dress"), "{said}");
}

#[test]
fn who_only_tells_is_thanked() {
    for body in [
        "I'm allergic to wool.",
        "My feet are 38",
        "I can't stand yellow",
        "Hi! I'm allergic to wool, silk and nylon. Thanks",
    ] {
        let record = run(Vec::new(), body);
        assert_eq!(record.proposal.outcome(), Outcome::Replied, "{body}: {:?}", record.proposal);
        assert!(!record.heard.is_empty(), "{body}");
        assert!(text(&record).contains("good to know"), "{body}: {}", text(&record));
    }
}

#[test]
fn an_allergy_alarms_nobody_and_who_was_hurt_has_a_person() {
    let is_alarm = |body: &str| {
        let record = run(Vec::new(), body);
        record.proposal.handoff_reason() == Some(HandoffReason::SafetyWords)
    };
    for body in [
        "I'm allergic to wool",
        "My skin is allergic to nylon",
        "I'm not allergic to wool anymore",
        "Which cardigans do you have? I'm allergic to wool.",
        "I'm allergic to wool, is the Amalfi shirt wool?",
        "I'm allergic to wool and I'm looking for a dress",
    ] {
        assert!(!is_alarm(body), "{body}");
    }
    for body in [
        "I'm allergic to wool and got a rash",
        "I'm allergic to wool and my whole neck is swollen",
        "I'm allergic to wool. My arms are red since I wore your scarf",
        "My arms are burning because I'm allergic to wool",
        "I'm allergic to wool, why am I itching all over?",
        "I'm allergic to wool, is it normal that my skin hurts?",
        "I'm allergic to your sweater",
        "I have an allergic reaction from your sweater",
        "Your sweater gave me a rash",
        "Your wool gave me an allergic reaction",
        "My daughter is allergic to wool and it said cotton!",
        "Soy alérgica a la lana y me ha salido sarpullido",
        "Ich bin allergisch gegen Wolle und habe jetzt Ausschlag",
    ] {
        assert!(is_alarm(body), "{body}");
    }
}

#[test]
fn it_is_calm_in_other_languages_too() {
    for (body, language) in [
        ("Soy alérgica a la lana", "es"),
        ("Ich bin allergisch gegen Wolle", "de"),
        ("Je suis allergique à la laine", "fr"),
    ] {
        let knowledge = FakeKnowledge::default();
        let mut input = knowledge.input(&[body]);
        input.dialogue.language = Some(language.into());
        let alarms = understanding::understand(&input, None).tone.alarms;
        assert!(alarms.is_empty(), "{body}: {alarms:?}");
    }
}

#[test]
fn a_statement_that_goes_on_to_ask_is_no_mere_statement() {
    let record = run(Vec::new(), "I'm allergic to wool, which dresses do you have?");
    assert!(text(&record).contains("Lagos Summer Dress"), "{}", text(&record));
    let record = run(Vec::new(), "I'm a size M and I want to talk to a person");
    assert_eq!(record.proposal.handoff_reason(), Some(HandoffReason::AsksForHuman));
}

#[test]
fn it_is_said_in_the_customer_s_language() {
    for (body, word) in [
        ("¿Qué vestidos tienen?", "alergia"),
        ("Welche Kleider haben Sie?", "allergisch"),
        ("Quelles robes avez-vous ?", "allergique"),
    ] {
        let record = run(allergic("cotton"), body);
        let said = text(&record);
        assert!(said.contains("Sagres") && said.contains(word) && !said.contains("Lagos"), "{body}: {said}");
    }
}

#[test]
fn they_are_called_as_they_like() {
    let said = text(&run(vec![fact(74, FactKind::Called, "", "Mimi")], "Hello!"));
    assert!(said.contains("Mimi") && !said.contains("Maria"), "{said}");
}

#[test]
fn substitutes_and_relatives_of_a_material() {
    let mut product = FakeKnowledge::default().products.swap_remove(0);
    product.title = "Aveiro Jacket".into();
    for (made_of, material, is) in [
        ("80% wool, 20% polyamide", "wool", true),
        ("100% Merino", "wool", true),
        ("Faux leather", "leather", false),
        ("100% suede", "leather", true),
        ("wool-free felt", "wool", false),
        ("100% cotton", "wool", false),
        ("92% polyamide", "nylon", true),
    ] {
        made_of.clone_into(&mut product.material);
        assert_eq!(is_made_of(&product, material), is, "{made_of}: {material}");
    }
}

#[test]
fn an_address_is_told_to_nobody_who_has_to_prove_who_they_are() {
    let knowledge = FakeKnowledge::default();
    let mut input = knowledge.input(&["hi"]);
    input.facts = vec![fact(78, FactKind::Address, "", "12 Rosenweg\n50667 Musterstadt")];
    assert_eq!((evidence(&input).len(), addresses(&input).len()), (1, 1));
    for (needs, told) in [(CodeNeed::Facts, 0), (CodeNeed::Changes, 1)] {
        input.proving.needs = needs;
        assert_eq!((evidence(&input).len(), addresses(&input).len()), (told, told), "{needs:?}");
    }
}

#[test]
fn nothing_of_it_is_a_word_that_could_prove_a_statement() {
    let knowledge = FakeKnowledge::default();
    let mut input = knowledge.input(&["hi"]);
    input.facts = vec![
        fact(75, FactKind::Size, "", "M"),
        fact(76, FactKind::ColourLiked, "", "navy"),
        fact(77, FactKind::Budget, "", "80"),
        fact(78, FactKind::Address, "", "12 Rosenweg\n50667 Musterstadt"),
        fact(79, FactKind::Address, "", "Lisbon"),
    ];
    let facts: Vec<Fact> = evidence(&input).into_iter().flat_map(|(_, facts)| facts).collect();
    let addresses = facts.iter().filter(|fact| matches!(fact.value, FactValue::Address(_)));
    assert_eq!(addresses.count(), 1, "a city alone is no address");
    for fact in facts {
        let (FactValue::Text(text) | FactValue::Address(text)) = fact.value else { panic!("a sentence") };
        assert!(text.split(' ').count() >= 4, "{text}");
    }
}
