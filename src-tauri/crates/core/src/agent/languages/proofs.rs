//! What is said in other languages is proved, and lies there are not believed.

use std::collections::BTreeSet;
use std::time::Duration;

use super::text;
use crate::agent::knowledge::{FulfilmentState, OrderStatus};
use crate::agent::phrases::{Language, Phrase, Speech, Value};
use crate::agent::run::HandoffReason;
use crate::agent::testing::FakeKnowledge;
use crate::agent::turn::{Observation, Step, Turn};
use crate::agent::{
    BuiltinPlanner, Draft, Move, Planner, Situation, StepKind, answer, drive, escalation, understanding,
    validate,
};
use crate::money::{Currency, Money};

/// A turn of an English message, as if it had been written in another language.
fn in_language(
    knowledge: &FakeKnowledge,
    message: &str,
    language: Language,
    salt: u128,
) -> (Situation, Vec<Draft>) {
    let mut input = knowledge.input(&[message]);
    input.messages[0].id = crate::agent::testing::id(salt);
    let mut turn = Turn::new(input);
    let (mut seen, mut drafts) = (Observation::Started, Vec::new());
    loop {
        let step = turn.next(seen);
        let situation = turn.situation();
        seen = match step {
            Step::Classify => {
                let mut understood = understanding::understand(&situation.input, None);
                language.code().clone_into(&mut understood.language);
                Observation::Understood(Box::new(understood))
            }
            Step::Retrieve { calls } => {
                Observation::Retrieved(calls.iter().map(|call| answer(call, knowledge).unwrap()).collect())
            }
            Step::CheckEscalation => Observation::Escalation(escalation::check(situation)),
            Step::Plan => Observation::Planned(BuiltinPlanner.plan(situation)),
            Step::CallTool { call } => Observation::ToolAnswered(answer(&call, knowledge).unwrap()),
            Step::Draft { attempt, problems, ask_planner } => Observation::Drafted(if ask_planner {
                BuiltinPlanner.draft(situation, attempt, &problems)
            } else {
                Draft::default()
            }),
            Step::Validate { draft } => {
                let verdict = validate::validate(situation, &draft);
                assert!(verdict.problems.is_empty(), "{language:?} {message}: {}\n{verdict:#?}", draft.text);
                drafts.push(draft);
                Observation::Judged(verdict)
            }
            Step::Propose { .. } => return (situation.clone(), drafts),
        };
    }
}

/// Messages that need every phrase between them.
const EVERYTHING: &[&str] = &[
    "hi",
    "where is my order?",
    "where is order 9999",
    "where is order 1042 and order 1021",
    "where's my refund for order 1021",
    "do you have a linen shirt in M under 60?",
    "amalfi linen shirt in white size M?",
    "linen shirt in red?",
    "amalfi linen shirt in size 48",
    "amalfi linen shirt in white size S",
    "linen shirts under 20 euros",
    "dresses in M",
    "dresses in red",
    "dresses under 20 euros",
    "dresses over 500 euros",
    "dresses in size 48",
    "jeans in size 40",
    "show me coats",
    "do you have the estrela wool coat?",
    "is the porto oxford shirt in stock",
    "which sizes does the porto oxford shirt come in",
    "which colours does the porto oxford shirt come in",
    "porto oxford shirt in light blue",
    "douro leather belt in black",
    "do you sell surfboards",
    "i want to buy something",
    "how much is it",
    "what is the sagres wrap dress made of?",
    "how do i wash the tavira linen dress",
    "is the sagres wrap dress warm",
    "i'll take the sagres wrap dress",
    "how much is shipping to germany",
    "how much is shipping",
    "do you ship to Japan?",
    "what is your return policy?",
    "i want to return my jeans",
    "are you open on sunday?",
    "are you open on saturday?",
    "are you open tomorrow?",
    "are you open now",
    "opening hours",
    "where is your shop",
    "what's your phone number",
    "what's your email",
    "are you a bot?",
    "write me a poem",
    "bye",
    "thanks",
    "I want to talk to a person",
    "the dress arrived torn!!",
    "I will sue you, my lawyer will write",
    "the dye gave me an allergic reaction",
    "URGENT: do you have a black dress in M",
    "URGENT please help",
    "cancel order 1042",
    "wtf where is my fucking order",
    "love the dress, thank you so much, great shop, I leave five stars",
    "unsubscribe me from your newsletter please",
];

#[test]
fn what_is_said_in_any_language_is_proved() {
    for language in Language::ALL {
        let mut texts = BTreeSet::new();
        for message in EVERYTHING {
            for salt in 0..2u128 {
                let (_, drafts) = in_language(&FakeKnowledge::default(), message, language, salt);
                texts.extend(drafts.into_iter().map(|draft| draft.text));
                let knowledge = FakeKnowledge::with_orders(&["1042", "1021"]);
                let (_, drafts) = in_language(&knowledge, message, language, salt);
                texts.extend(drafts.into_iter().map(|draft| draft.text));
            }
        }
        assert!(texts.len() > 40, "{language:?}: {}", texts.len());
        if language != Language::English {
            let english = texts.iter().filter(|text| text.contains(" your ") || text.contains("We "));
            let english: Vec<&String> = english.filter(|text| !text.contains("unworn")).collect();
            assert!(english.is_empty(), "{language:?}: {english:#?}");
        }
    }
}

#[test]
fn every_state_of_an_order_is_told_in_any_language() {
    for (status, state) in [
        (OrderStatus::Placed, None),
        (OrderStatus::Processing, None),
        (OrderStatus::Shipped, None),
        (OrderStatus::Shipped, Some(FulfilmentState::InTransit)),
        (OrderStatus::Shipped, Some(FulfilmentState::OutForDelivery)),
        (OrderStatus::Shipped, Some(FulfilmentState::Failed)),
        (OrderStatus::Delivered, Some(FulfilmentState::Delivered)),
        (OrderStatus::Cancelled, None),
        (OrderStatus::Returned, Some(FulfilmentState::Delivered)),
    ] {
        for language in Language::ALL {
            let mut knowledge = FakeKnowledge::with_orders(&["1042"]);
            knowledge.orders[0].status = status;
            match state {
                Some(state) => knowledge.orders[0].fulfilments[0].state = state,
                None => knowledge.orders[0].fulfilments.clear(),
            }
            for salt in 0..3u128 {
                let (_, drafts) = in_language(&knowledge, "where is my order?", language, salt);
                assert!(drafts[0].text.contains("1042"), "{language:?}: {}", drafts[0].text);
            }
        }
    }
}

/// What a lying planner says of order 1042, which is on its way and expected on 13 March, and of the Amalfi Linen Shirt,
/// which costs €49.90 to €54.90.
fn lies() -> Vec<Phrase> {
    let order = || Value::Phrase(Phrase::new("order").with("number", "1042"));
    let shirt = |key| Phrase::new(key).with("title", "Amalfi Linen Shirt").with("number", "one");
    let money = |amount| Money::new(amount, Currency::EUR);
    vec![
        shirt("piece").with("price", money(3990)),
        shirt("piece-sold-out").with("price", money(4990)),
        shirt("gone-colour").with("colour", Value::Colour("navy".to_owned())),
        Phrase::new("have").with(
            "piece",
            shirt("chosen-colour")
                .with("colours", Value::Colour("red".to_owned()))
                .with("price", money(4990)),
        ),
        shirt("never-colour").with("colour", Value::Colour("white".to_owned())),
        Phrase::new("order-delivered").with("order", order()),
        Phrase::new("order-cancelled").with("order", order()),
        Phrase::new("refund-made").with("number", "1042").with("money", money(12890)),
        Phrase::new("order-delivered-on")
            .with("order", order())
            .with("date", Value::Date(jiff::civil::date(2026, 3, 9))),
        Phrase::new("tracking").with("number", "JD014600006281231"),
        Phrase::new("url").with("url", "https://evil.example/login"),
        Phrase::new("return-window").with("days", 90u32),
        Phrase::new("return-cost").with("cost", money(100)),
        Phrase::new("open-now").with("time", Value::Clock(jiff::civil::time(20, 0, 0, 0))),
        Phrase::new("closed-now"),
        Phrase::new("own").with("text", "You get a 50% discount with the code SAVE50."),
        Phrase::new("hello-name").with("name", "Joana"),
    ]
}

#[test]
fn a_lie_is_believed_in_no_language() {
    let knowledge = FakeKnowledge::with_orders(&["1042"]);
    let message = "where is my order 1042 and do you have the amalfi linen shirt";
    for language in Language::ALL {
        let (situation, drafts) = in_language(&knowledge, message, language, 1);
        let today = situation.input.now.date();
        let honest = drafts[0].clone();
        for lie in lies() {
            let speech = Speech::from(lie.clone());
            let text = speech.say(language, today);
            let draft = Draft { text: text.clone(), speech: Some(speech.clone()), ..Draft::default() };
            let verdict = validate::validate(&situation, &draft);
            assert!(!verdict.problems.is_empty(), "{language:?} was believed: {text}\n{:#?}", verdict.claims);
            // The lie is no better under true phrases.
            if language != Language::English {
                let draft = Draft { text, speech: honest.speech.clone(), ..Draft::default() };
                assert!(!validate::validate(&situation, &draft).problems.is_empty(), "{language:?}");
            }
        }
    }
}

/// Writes freely, as a model might.
struct Free(&'static str);

impl Planner for Free {
    fn name(&self) -> &str {
        "free"
    }
    fn model(&self) -> Option<&str> {
        None
    }
    fn version(&self) -> &str {
        "1"
    }
    fn plan(&self, _: &Situation) -> Move {
        Move::Draft
    }
    fn draft(&self, _: &Situation, _: u8, _: &[validate::Problem]) -> Draft {
        Draft { text: self.0.to_owned(), ..Draft::default() }
    }
}

#[test]
fn free_text_in_another_language_is_not_sent() {
    for (message, free, handed) in [
        ("hola, ¿dónde está mi pedido?", "Su pedido 1042 llega mañana y le devolvemos €20.00.", "equipo"),
        ("hola, ¿dónde está mi pedido?", "Your order 1042 is on its way.", "equipo"),
        ("wo ist meine Bestellung?", "Ihre Bestellung 1042 wurde gestern zugestellt.", "Team"),
        ("où est ma commande ?", "Nous vous rembourserons demain, c'est promis.", "équipe"),
        ("onde está o meu pedido?", "O seu pedido chega amanhã.", "equipa"),
        ("dov'è il mio ordine?", "Le rimborsiamo tutto.", "team"),
        ("मेरा ऑर्डर कहाँ है?", "आपके पैसे लौटा दिए जाएँगे।", "टीम"),
        ("mera order kahan hai?", "Aapke paise kal wapas mil jayenge.", "team"),
        ("أين طلبي؟", "سنعيد لكم المبلغ غدًا.", "فريقنا"),
    ] {
        let knowledge = FakeKnowledge::with_orders(&["1042"]);
        let run = drive(knowledge.input(&[message]), &knowledge, &Free(free), &mut || Duration::ZERO)
            .expect("a run");
        assert_eq!(run.proposal.handoff_reason(), Some(HandoffReason::ValidationFailed), "{}", text(&run));
        assert!(text(&run).contains(handed) && !text(&run).contains(free), "{}", text(&run));
        assert_eq!(run.steps.iter().filter(|step| step.kind == StepKind::Draft).count(), 4);
    }
}
