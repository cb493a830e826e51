//! The promise to write when something that is sold out is there again: asked for in so many words, or accepted when it was
//! offered. Either is the customer's yes. Pure; the policy decides and [`crate::waiting_list`] keeps it.

mod asked;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::account::{Act, Acted, Considered, Wanted};
use super::acting::Statement;
use super::dialogue::DialogueState;
use super::evidence::{Source, SourceKind};
use super::intent::Affirmation;
use super::knowledge::{Product, ProductQuery, Variant, Waiting};
use super::phrases::{Language, Phrase, Speech, Value};
use super::planner::{can_buy, list, number_of};
use super::pointing::{self, text_of};
use super::run::HandoffReason;
use super::turn::{Situation, ToolCall, ToolResult};
use super::understanding::{Folded, folded_words};
use crate::id::{self, Id};
use crate::policy::{Action, Permission, Rule};

/// Words of a message that is an answer to the offer and nothing else.
const SHORT: usize = 12;

/// What is offered to be written about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Offer {
    pub product: Id<id::Product>,
    pub size: Option<String>,
    /// Any of these names of a colour; none: any colour.
    pub colours: Vec<String>,
}

/// What comes next.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Thought {
    /// It is none of this part's business.
    Pass,
    Call(ToolCall),
    Act(Vec<Act>),
    Say(Box<Said>),
    /// A person decides, or does it.
    HandOver,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Said {
    pub speech: Speech,
    /// The same in English, and the row that it was read from.
    pub statement: Option<Statement>,
    pub focus: Option<Id<id::Product>>,
}

/// Whether such a promise may be offered.
pub(super) fn may_offer(situation: &Situation) -> bool {
    situation.input.can_act
        && situation.input.policy.rules.changes.back_in_stock == Permission::Assistant
        && situation.escalation.is_none()
}

/// The offer that the message says yes to.
fn accepted(situation: &Situation) -> Option<&Offer> {
    let dialogue = &situation.input.dialogue;
    let offer = dialogue.offered_wait.as_ref()?;
    let short = text_of(situation).split_whitespace().count() <= SHORT;
    let yes = situation.understanding.affirmation == Affirmation::Yes;
    (yes && short && !dialogue.agenda.is_active()).then_some(offer)
}

/// Whether the customer wants to be written to.
pub(super) fn wished(situation: &Situation) -> bool {
    accepted(situation).is_some() || asked::asks(&text_of(situation), &situation.understanding.language)
}

/// Works out what comes next.
pub(super) fn think(situation: &Situation) -> Thought {
    if !wished(situation) {
        return Thought::Pass;
    }
    let offer = match accepted(situation) {
        Some(offer) => offer.clone(),
        None => match meant(situation) {
            Ok(Some(offer)) => offer,
            Ok(None) => {
                let speech = Phrase::new("which-piece").into();
                return Thought::Say(Box::new(Said { speech, statement: None, focus: None }));
            }
            Err(call) => return Thought::Call(*call),
        },
    };
    let read = ToolCall::ReadProduct { product: offer.product };
    let product = match situation.answer(&read) {
        None => return Thought::Call(read),
        Some(ToolResult::Product(Some(product))) => product,
        Some(_) => return Thought::Pass,
    };
    let offer = offer.in_words_of(product, &text_of(situation));
    let wanted: Vec<&Variant> = product.variants.iter().filter(|variant| offer.fits(variant)).collect();
    if wanted.is_empty() || wanted.iter().any(can_buy) {
        // There never was such a one, or it can be had: that is told as any question is.
        return Thought::Pass;
    }
    if !situation.input.can_act {
        return Thought::HandOver;
    }
    let acted = situation.acted();
    let waiting = ToolCall::ReadWaiting { after: acted.is_some() };
    let Some(ToolResult::Waiting(rows)) = situation.answer(&waiting) else {
        return Thought::Call(waiting);
    };
    let row = rows
        .iter()
        .find(|row| row.product == product.id && wanted.iter().all(|one| row.variants.contains(&one.id)));
    match (row, acted) {
        (Some(row), None) => return say(situation, product, &offer, row, "still-write"),
        (Some(row), Some([Acted::Done(_)])) => return say(situation, product, &offer, row, "will-write"),
        (_, Some(_)) => return Thought::HandOver,
        (None, None) => {}
    }
    let items = wanted.iter().map(|variant| variant.id).collect();
    let wanted = Wanted { order: None, action: Action::WaitForStock { items } };
    let consider = ToolCall::Consider { wanted: wanted.clone(), after: false };
    match situation.answer(&consider) {
        None => Thought::Call(consider),
        Some(ToolResult::Considered(Considered::Possible(summary))) => {
            let first = situation.input.messages.first().map(|message| message.id.to_string());
            let proposal = format!("{}.w", first.unwrap_or_default());
            Thought::Act(vec![Act { proposal, wanted, agreed: summary.sentence.clone() }])
        }
        // It came back this very moment.
        Some(ToolResult::Considered(Considered::Refused(Rule::InStock))) => Thought::Pass,
        Some(_) => Thought::HandOver,
    }
}

fn say(situation: &Situation, product: &Product, offer: &Offer, row: &Waiting, key: &'static str) -> Thought {
    let zone = situation.input.now.time_zone().clone();
    let today = situation.input.now.date();
    let until = row.until.to_jiff().to_zoned_datetime(zone).date();
    let colour = product
        .variants
        .iter()
        .find(|variant| offer.fits(variant) && !offer.colours.is_empty())
        .and_then(|variant| variant.colour.clone());
    let piece = piece(&product.title, colour, offer.size.clone());
    let phrase = Phrase::new(key)
        .with("piece", piece)
        .with("number", number_of(&product.title))
        .with("date", Value::Date(until));
    let speech = Speech::from(phrase);
    let statement = Statement {
        text: speech.say(Language::English, today),
        source: Source::new(SourceKind::Waiting, row.id.to_string(), row.version),
    };
    Thought::Say(Box::new(Said { speech, statement: Some(statement), focus: Some(product.id) }))
}

/// "the Linen Shirt in navy in size M".
fn piece(title: &str, colour: Option<String>, size: Option<String>) -> Phrase {
    let phrase = match (&colour, &size) {
        (None, None) => Phrase::new("piece-name"),
        (Some(_), None) => Phrase::new("piece-colour"),
        (None, Some(_)) => Phrase::new("piece-size"),
        (Some(_), Some(_)) => Phrase::new("piece-both"),
    };
    let phrase = phrase.with("title", title);
    let phrase = match colour {
        Some(colour) => phrase.with("colours", list([Value::Colour(colour)])),
        None => phrase,
    };
    match size {
        Some(size) => phrase.with("size", size),
        None => phrase,
    }
}

/// Good news for who waited. `None`: the product has no such variant (any more). `options`: what it is called where it has
/// neither size nor colour.
pub fn back_in_stock(
    product: &Product,
    variant: Id<id::Variant>,
    options: &str,
    language: Language,
    today: Date,
) -> Option<String> {
    let variant = product.variants.iter().find(|known| known.id == variant)?;
    let piece = if variant.size.is_none() && variant.colour.is_none() && !options.is_empty() {
        piece(&format!("{} ({options})", product.title), None, None)
    } else {
        piece(&product.title, variant.colour.clone(), variant.size.clone())
    };
    let phrase = Phrase::new("back-in-stock")
        .with("piece", piece)
        .with("number", number_of(&product.title))
        .with("price", variant.price);
    Some(Speech::from(phrase).say(language, today))
}

/// The search that finds a variant, so that "I'll take it" is about that one.
pub fn search_of(variant: &Variant) -> ProductQuery {
    ProductQuery {
        size: variant.size.clone(),
        colours: variant.colour.iter().cloned().collect(),
        ..ProductQuery::default()
    }
}

impl Offer {
    /// With the colour that the text calls as the product does, whatever it is called: "forest".
    fn in_words_of(self, product: &Product, text: &str) -> Self {
        if !self.colours.is_empty() {
            return self;
        }
        let text = Folded::new(text);
        let said = |colour: &String| text.says(&folded_words(colour));
        let colours: Vec<String> =
            product.variants.iter().filter_map(|variant| variant.colour.clone()).filter(said).collect();
        // "Black and white" is called so whole.
        let longest = colours.into_iter().max_by_key(String::len);
        Self { colours: longest.into_iter().collect(), ..self }
    }

    fn fits(&self, variant: &Variant) -> bool {
        let same = |a: &Option<String>, b: &str| a.as_deref().is_some_and(|a| a.eq_ignore_ascii_case(b));
        let is_size =
            |size: &str| variant.size.as_deref().is_some_and(|own| crate::sizes::is_same(own, size));
        self.size.as_deref().is_none_or(is_size)
            && (self.colours.is_empty() || self.colours.iter().any(|colour| same(&variant.colour, colour)))
    }
}

/// Which product is meant, with the size and colour that were said; `None`: it is not clear.
fn meant(situation: &Situation) -> Result<Option<Offer>, Box<ToolCall>> {
    let found = pointing::meant(situation, asked::CUE_WORDS)?;
    Ok(found.map(|(product, goes_on)| described(situation, product, goes_on)))
}

/// With size and colour: of this message, else those that were talked about.
fn described(situation: &Situation, product: Id<id::Product>, goes_on: bool) -> Offer {
    let entities = &situation.understanding.entities;
    let last = situation.input.dialogue.last_search.as_ref().filter(|_| goes_on);
    let said_nothing = entities.sizes.is_empty() && entities.colours.is_empty();
    let size = entities.sizes.first().cloned();
    let colours = entities.colours.first().map(|mention| mention.names.clone()).unwrap_or_default();
    match last.filter(|_| said_nothing) {
        Some(last) => Offer { product, size: last.size.clone(), colours: last.colours.clone() },
        None => Offer { product, size, colours },
    }
}

/// What the conversation remembers after it.
pub(super) fn remember(situation: &Situation, said: &Said) -> DialogueState {
    let dialogue = &situation.input.dialogue;
    DialogueState {
        pending: None,
        offered_wait: None,
        offered_news: None,
        focus_product: said.focus.or(dialogue.focus_product),
        ..dialogue.clone()
    }
}

/// Who has to do it where the assistant may not.
pub(super) const HANDED_OVER: HandoffReason = HandoffReason::NeedsOwner;
