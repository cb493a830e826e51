//! Questions that the owner's entries answer. What the shop's own facts answer exactly (hours, address, shipping, returns,
//! orders, products that were found) is answered from those.

use super::super::intent::Intent;
use super::super::knowledge::Passage;
use super::super::turn::{Situation, ToolCall, ToolResult};
use crate::knowledge_base::content_words;

/// Sentences of a message that are asked about.
const MOST_QUESTIONS: usize = 4;

/// Words that the shop's facts answer: their beginnings.
const SHIPPING: &[&str] = &[
    "ship",
    "deliver",
    "post",
    "cost",
    "pric",
    "fee",
    "charg",
    "free",
    "day",
    "long",
    "arriv",
    "fast",
    "countr",
    "international",
    "abroad",
    "worldwide",
    "overseas",
    "rate",
    "minimum",
    "order",
    "parcel",
    "packag",
    "polic",
    "time",
    "send",
    "europe",
    "eu",
    "usual",
    "standard",
    "expens",
    "pay",
    "cheap",
    "week",
];
const RETURNS: &[&str] = &[
    "return", "refund", "exchang", "send", "back", "polic", "day", "long", "money", "cost", "free", "swap",
    "bring", "item", "purchas", "order", "bought", "buy", "rule", "period", "window", "deadline", "time",
    "work", "fit", "chang", "week", "receiv", "deliver", "pay", "ship", "cloth",
];
const CONTACT: &[&str] = &[
    "open",
    "clos",
    "hour",
    "time",
    "address",
    "locat",
    "phon",
    "telephon",
    "call",
    "number",
    "email",
    "mail",
    "contact",
    "reach",
    "today",
    "tomorrow",
    "now",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "weekend",
    "week",
    "day",
    "till",
    "until",
    "visit",
    "come",
    "street",
    "city",
    "still",
    "late",
    "early",
    "morning",
    "evening",
    "website",
    "business",
    "holiday",
];

/// Matters that an entry may answer in the place of what is answered otherwise. Orders are looked up, never told from a text.
fn may_be_told(intent: Intent) -> bool {
    !matches!(
        intent,
        Intent::TrackOrder
            | Intent::CancelOrder
            | Intent::ChangeOrder
            | Intent::ChangeShippingAddress
            | Intent::RefundStatus
            | Intent::Complaint
            | Intent::HumanAgent
            | Intent::NewsletterOptout
            | Intent::Greeting
            | Intent::GoodbyeThanks
    )
}

fn is_social(intent: Intent) -> bool {
    matches!(intent, Intent::Greeting | Intent::GoodbyeThanks)
}

/// The sentences of the messages that are about something.
fn questions(situation: &Situation) -> Vec<String> {
    let language = &situation.understanding.language;
    let mut questions: Vec<String> = Vec::new();
    for message in &situation.input.messages {
        for sentence in message.body.split_inclusive(['?', '!', '\n']).flat_map(sentences) {
            let sentence = sentence.trim();
            if !content_words(sentence, language).is_empty() && !questions.iter().any(|q| q == sentence) {
                questions.push(sentence.to_owned());
            }
        }
    }
    questions.truncate(MOST_QUESTIONS);
    questions
}

/// Cut at full stops that end a sentence; "49.90" has none.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(". ")
}

/// Whether the shop's settings answer a question to the word.
fn is_exact(situation: &Situation, question: &str) -> bool {
    let shop = &situation.input.shop;
    let understanding = &situation.understanding;
    let words = content_words(question, &understanding.language);
    let countries = &understanding.entities.countries;
    // Of other languages we have no such words: there the facts win whenever they are asked for.
    let is_english = understanding.language.starts_with("en");
    let known = |vocabulary: &[&str]| {
        !is_english
            || words.iter().all(|word| {
                vocabulary.iter().any(|beginning| word.starts_with(beginning))
                    || word.chars().all(|c| c.is_ascii_digit())
                    || countries.iter().any(|country| {
                        country.to_lowercase().split(' ').any(|part| part == word || word.starts_with(part))
                    })
            })
    };
    (understanding.has(Intent::ShippingPolicy) && shop.shipping.is_some() && known(SHIPPING))
        || (understanding.has(Intent::ReturnPolicy) && shop.returns.is_some() && known(RETURNS))
        || (understanding.has(Intent::StoreContact)
            && (shop.contact.is_some() || shop.hours.is_some())
            && known(CONTACT))
}

fn call(situation: &Situation, question: String) -> ToolCall {
    ToolCall::AskKnowledge { question, language: situation.understanding.language.clone() }
}

/// The next sentence to ask about.
pub(super) fn next_lookup(situation: &Situation) -> Option<ToolCall> {
    let understanding = &situation.understanding;
    let is_due =
        understanding.off_topic || understanding.intents.iter().any(|scored| may_be_told(scored.intent));
    if !is_due || situation.escalation.as_ref().is_some_and(|escalation| !escalation.answer_too) {
        return None;
    }
    questions(situation)
        .into_iter()
        .filter(|question| !is_exact(situation, question))
        .map(|question| call(situation, question))
        .find(|call| situation.answer(call).is_none())
}

/// What the entries tell, and which intents need no other answer then.
#[derive(Default)]
pub(super) struct Told<'a> {
    pub texts: Vec<&'a str>,
    pub instead_of: Vec<Intent>,
}

/// The answers that were found, each once.
pub(super) fn tell(situation: &Situation) -> Told<'_> {
    let questions = questions(situation);
    let mut told = Told::default();
    let mut answered = 0;
    for question in &questions {
        if let Some(passage) = passage(situation, question) {
            answered += 1;
            if !told.texts.contains(&passage.text.as_str()) {
                told.texts.push(&passage.text);
            }
        }
    }
    if answered == 0 {
        return told;
    }
    let intents = situation.understanding.intents.iter().map(|scored| scored.intent);
    let mut may: Vec<Intent> = intents.filter(|intent| may_be_told(*intent)).collect();
    if answered < questions.len() {
        // The sentences that are left want something, too: what is surest. What nobody understood is told of here.
        may.sort_by_key(|intent| *intent != Intent::Other);
        let others =
            situation.understanding.intents.iter().filter(|scored| !is_social(scored.intent)).count();
        let left = questions.len() - answered;
        may.truncate(answered.min(others.saturating_sub(left.min(others))).max(usize::from(others > 1)));
    }
    told.instead_of = may;
    told
}

fn passage<'a>(situation: &'a Situation, question: &str) -> Option<&'a Passage> {
    match situation.answer(&call(situation, question.to_owned())) {
        Some(ToolResult::Passages(passages)) => passages.first(),
        _ => None,
    }
}
