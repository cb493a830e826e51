//! What is remembered of the customer, in a turn: what their messages tell anew, and what it does to what is offered. The same for
//! every planner, because it is done to what a lookup returns.
//!
//! It only leaves out, orders and warns. It allows nothing, and nobody is refused anything that they ask for by name.

#[cfg(test)]
mod tests;

use super::account::Acted;
use super::evidence::{Fact, FactValue, Source, SourceKind};
use super::input::{CodeNeed, TurnInput};
use super::intent::{Intent, ScoredIntent};
use super::knowledge::{Product, ProductHit};
use super::turn::{Situation, ToolCall, ToolResult};
use super::understanding;
use crate::memory::{ContactFact, FactKind, Heard, System, Told};

/// How sure it is that a message only tells something: each of its words has its place in a grammar.
const TELLS: f32 = 0.9;

/// Materials that are made of another: who cannot wear the one cannot wear these.
const MADE_OF: &[(&str, &[&str])] = &[
    ("wool", &["woollen", "merino", "lambswool", "tweed"]),
    ("leather", &["suede", "nappa", "nubuck"]),
    ("viscose", &["rayon"]),
    ("elastane", &["spandex", "lycra"]),
    ("nylon", &["polyamide"]),
];

/// What the messages of a turn tell of their writer.
pub(super) fn heard(situation: &Situation) -> Vec<Heard> {
    let language = &situation.understanding.language;
    situation
        .input
        .messages
        .iter()
        .flat_map(|message| {
            let told = understanding::told(&message.body, language);
            told.into_iter().map(|told| Heard { message_id: message.id, told })
        })
        .collect()
}

/// What is told to be avoided is not what is looked for: "I'm allergic to wool, which cardigans do you have?"
pub(super) fn take_in(situation: &mut Situation) {
    situation.heard = heard(situation);
    if only_tells(situation) && is_no_answer(situation) {
        let understanding = &mut situation.understanding;
        // Nothing is asked, whatever the words are like; and who cannot stand yellow is not angry.
        understanding.intents.retain(|scored| scored.intent == Intent::Greeting);
        understanding.intents.push(ScoredIntent { intent: Intent::Other, confidence: TELLS });
        understanding.confidence = TELLS;
        understanding.search = None;
        understanding.off_topic = false;
        understanding.tone.sentiment = 0.0;
    }
    let understanding = &mut situation.understanding;
    for Heard { told, .. } in situation.heard.iter().filter(|heard| heard.told.holds) {
        match told.kind {
            FactKind::MaterialAllergy | FactKind::MaterialAvoided => {
                let is = |word: &String| *word == told.value || (told.value == "wool" && word == "woollen");
                understanding.entities.materials.retain(|word| !is(word));
                understanding.entities.product_words.retain(|word| !is(word));
                if let Some(search) = &mut understanding.search {
                    search.words.retain(|word| !is(word));
                    search.material = search.material.take().filter(|word| !is(word));
                    search.without.push(told.value.clone());
                }
            }
            FactKind::ColourAvoided => {
                understanding.entities.colours.retain(|mention| mention.said != told.value);
                let names =
                    understanding.entities.colours.iter().flat_map(|mention| mention.names.clone()).collect();
                if let Some(search) = &mut understanding.search {
                    search.colours = names;
                }
            }
            _ => {}
        }
    }
}

/// What the customer must not wear, as far as that holds after their own words of this turn.
fn allergies(situation: &Situation) -> Vec<&str> {
    let said = |material: &str, holds: bool| {
        situation.heard.iter().any(|Heard { told, .. }| {
            told.kind == FactKind::MaterialAllergy && told.holds == holds && told.value == material
        })
    };
    let known = situation.input.facts.iter().filter(|fact| {
        // The owner's entry is the owner's to delete.
        fact.kind == FactKind::MaterialAllergy && (fact.message_id.is_none() || !said(&fact.value, false))
    });
    let mut all: Vec<&str> = known.map(|fact| fact.value.as_str()).collect();
    for Heard { told, .. } in &situation.heard {
        if told.kind == FactKind::MaterialAllergy && told.holds && !all.contains(&told.value.as_str()) {
            all.push(&told.value);
        }
    }
    all
}

/// Whether a product is made of a material, by its material and its title: "faux leather" and "wool-free" are not.
fn is_made_of(product: &Product, material: &str) -> bool {
    let also = MADE_OF.iter().find(|(of, _)| *of == material).map_or(&[][..], |(_, also)| *also);
    let has = |text: &str| {
        let folded = understanding::folded_words(text);
        let words: Vec<&str> = folded.split(' ').collect();
        words.iter().enumerate().any(|(i, word)| {
            let before = i.checked_sub(1).map_or("", |i| words[i]);
            let after = words.get(i + 1).copied().unwrap_or_default();
            (*word == material || also.contains(word))
                && !matches!(before, "faux" | "vegan" | "imitation" | "no" | "without")
                && !matches!(after, "free" | "look")
        })
    };
    has(&product.material) || has(&product.title)
}

/// Whether the customer must not wear a product.
pub(super) fn is_harmful(situation: &Situation, product: &Product) -> bool {
    allergies(situation).into_iter().any(|material| is_made_of(product, material))
}

/// Whether the customer asks for a material by its name, or for the very product.
fn is_asked_for(situation: &Situation, product: &Product, said: &str) -> bool {
    let named = |material: &&str| {
        situation.understanding.entities.materials.iter().any(|word| word == material)
            && is_made_of(product, material)
    };
    let title = understanding::folded_words(&product.title);
    allergies(situation).iter().any(named) || (title.contains(' ') && said.contains(&title))
}

/// What a lookup returned, without what the customer must not wear; and whether anything was left out. What they ask for by name
/// stays.
pub(super) fn leave_out(situation: &Situation, call: &ToolCall, result: ToolResult) -> (ToolResult, bool) {
    if allergies(situation).is_empty() {
        return (result, false);
    }
    let said = understanding::folded_words(&super::pointing::text_of(situation));
    let stays =
        |product: &Product| !is_harmful(situation, product) || is_asked_for(situation, product, &said);
    match result {
        ToolResult::Products(mut hits)
            if matches!(call, ToolCall::SearchProducts(_) | ToolCall::FindAlike { .. }) =>
        {
            let all = hits.len();
            hits.retain(|hit: &ProductHit| stays(&hit.product));
            let fewer = hits.len() < all;
            (ToolResult::Products(hits), fewer)
        }
        ToolResult::Together(mut all) => {
            let before = all.len();
            all.retain(|with| stays(&with.product));
            let fewer = all.len() < before;
            (ToolResult::Together(all), fewer)
        }
        result => (result, false),
    }
}

/// The size that the customer wears of a kind of goods, by what is remembered: of the kind itself, else of clothes as such. Shoes
/// have no size of clothes.
pub(super) fn size_for<'a>(situation: &'a Situation, product: &Product) -> Option<&'a ContactFact> {
    size_named(&situation.input.facts, &format!("{} {}", product.category, product.title))
}

/// As [`size_for`], by what a kind of goods or a product is called.
pub(super) fn size_named<'a>(facts: &'a [ContactFact], name: &str) -> Option<&'a ContactFact> {
    let name = understanding::folded_words(name);
    let sizes = || facts.iter().filter(|fact| fact.kind == FactKind::Size);
    let of_kind = sizes().find(|fact| !fact.about.is_empty() && names_kind(&name, &fact.about));
    let foreign = names_kind(&name, crate::memory::SHOES);
    of_kind.or_else(|| sizes().find(|fact| fact.about.is_empty() && !foreign))
}

/// The name that the customer wants to be called by.
pub(super) fn called(situation: &Situation) -> Option<&str> {
    let mut facts = situation.input.facts.iter();
    facts.find(|fact| fact.kind == FactKind::Called).map(|fact| fact.value.as_str())
}

/// Whether the writer may be told where they live: not before a code, where the owner asks for one.
fn may_tell_addresses(input: &TurnInput) -> bool {
    input.proving.needs != CodeNeed::Facts
}

/// The addresses that the writer confirmed before, the newest first.
pub(super) fn addresses(input: &TurnInput) -> Vec<&ContactFact> {
    let is = |fact: &&ContactFact| fact.kind == FactKind::Address && may_tell_addresses(input);
    let mut all: Vec<&ContactFact> = input.facts.iter().filter(is).collect();
    all.sort_by_key(|fact| std::cmp::Reverse(fact.said_at));
    all
}

/// An address that was just agreed to and used is remembered with the customer's yes.
pub(super) fn take_in_acts(situation: &mut Situation, call: &ToolCall, result: &ToolResult) {
    let (ToolCall::Act { acts }, ToolResult::Acted { acted, .. }) = (call, result) else { return };
    let Some(message_id) = situation.input.messages.last().map(|message| message.id) else { return };
    for (act, acted) in acts.iter().zip(acted) {
        if let (Some(told), Acted::Done(_)) = (Told::of_action(&act.wanted.action), acted) {
            situation.heard.push(Heard { message_id, told });
        }
    }
}

/// Whether the messages say nothing but what is remembered.
pub(super) fn only_tells(situation: &Situation) -> bool {
    let bodies = situation.input.messages.iter().map(|message| message.body.as_str());
    !situation.heard.is_empty() && understanding::only_tells(bodies, &situation.understanding.language)
}

/// Whether the talk is about nothing yet that such words could be an answer to or a wish about: "I'm an M" after three dresses were
/// offered asks for those in M.
fn is_no_answer(situation: &Situation) -> bool {
    let dialogue = &situation.input.dialogue;
    let of_taste = || situation.heard.iter().all(|heard| heard.told.kind != FactKind::Size);
    dialogue.pending.is_none()
        && dialogue.offered_wait.is_none()
        && !dialogue.agenda.is_active()
        && (of_taste() || (dialogue.offered.is_empty() && dialogue.focus_product.is_none()))
}

/// Whether a product's name is that of a kind of goods.
fn names_kind(name: &str, about: &str) -> bool {
    const SHOES: &[&str] =
        &["shoe", "boot", "sneaker", "trainer", "sandal", "heel", "loafer", "slipper", "espadrille"];
    if about == crate::memory::SHOES {
        return name.split(' ').any(|word| SHOES.contains(&word.strip_suffix('s').unwrap_or(word)));
    }
    let root = about.strip_suffix('s').unwrap_or(about);
    name.split(' ').any(|word| word.starts_with(root))
}

/// Rows of what is remembered, each as one sentence: a single word could be taken for a statement about goods. An address of several lines
/// could not, and stands beside its sentence as it may be told.
pub(super) fn evidence(input: &TurnInput) -> Vec<(Source, Vec<Fact>)> {
    input
        .facts
        .iter()
        .filter(|fact| fact.kind != FactKind::Address || may_tell_addresses(input))
        .map(|fact| {
            let source = Source::new(SourceKind::ContactFact, fact.id.to_string(), fact.version);
            let told = |name: &str, value| Fact { name: name.into(), value, row: None };
            let mut facts = vec![told("remembered", FactValue::Text(sentence(fact)))];
            let is_whole = fact.value.lines().count() > 1 && fact.value.contains(char::is_numeric);
            if fact.kind == FactKind::Address && is_whole {
                facts.push(told("address", FactValue::Address(in_one_line(&fact.value))));
            }
            (source, facts)
        })
        .collect()
}

fn sentence(fact: &ContactFact) -> String {
    let value = &fact.value;
    let about = if fact.about.is_empty() { "clothes" } else { &fact.about };
    match fact.kind {
        FactKind::Size => {
            let system = match fact.system {
                Some(System::Eu) => "EU ",
                Some(System::Uk) => "UK ",
                Some(System::Us) => "US ",
                _ => "",
            };
            format!("The customer wears size {system}{value} in {about}")
        }
        FactKind::ColourLiked => format!("The customer likes {value}"),
        FactKind::ColourAvoided => format!("The customer does not want {value}"),
        FactKind::MaterialAvoided => format!("The customer does not want to wear {value}"),
        FactKind::MaterialAllergy => format!("The customer is allergic to {value}: offer nothing made of it"),
        FactKind::Fit => format!("The customer likes a {value} fit in {about}"),
        FactKind::Budget => format!("The customer means to spend {value} at most on {about}"),
        FactKind::Called => format!("The customer wants to be called {value}"),
        FactKind::Address => format!(
            "The customer confirmed this address before, and is asked before it is used again: {}",
            in_one_line(value)
        ),
    }
}

fn in_one_line(address: &str) -> String {
    address.lines().collect::<Vec<_>>().join(", ")
}
