//! From a burst of messages to what is wanted: intents, entities, tone. Lexical; the same words always mean
//! the same.

mod cues;
mod entities;
mod language;
mod lexicon;
mod prices;
mod settle;
mod spelling;
mod tone;
pub(crate) mod words;

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use self::language::language;
use self::settle::settle;
use self::words::{Segment, Words};
use super::dialogue::PendingQuestion;
use super::input::TurnInput;
use super::intent::{Asked, Entities, Intent, ScoredIntent, Understanding};
use super::knowledge::ProductQuery;

pub(crate) use language::language_of;
pub(crate) use lexicon::is_garment;
pub(crate) use prices::amount;

/// Products told at most, and looked at to choose them.
const SEARCH_LIMIT: usize = 12;

/// Words after "and" that begin another request.
const OPENERS: &[&str] = &[
    "do", "does", "did", "can", "could", "where", "when", "what", "how", "is", "are", "i", "please", "which",
    "also", "will", "would", "my", "have", "has", "cancel", "return", "change", "why", "tell", "who", "send",
    "if",
];

/// What the customer's messages mean.
pub fn understand(input: &TurnInput) -> Understanding {
    let bodies: Vec<&str> = input.messages.iter().map(|message| message.body.as_str()).collect();
    let words = words::read(&bodies);
    let pending = input.dialogue.pending.as_ref();
    let offers = input.dialogue.offered.len();
    let total: usize = words.tokens().count();
    let short = total <= 4;

    let mut entities = Entities::default();
    let mut scores: HashMap<Intent, f32> = HashMap::new();
    let mut off_topic = 0;
    let mut asks_if_bot = false;
    let mut names_garment = false;
    let mut alarms = Vec::new();
    let mut fallback: Vec<String> = Vec::new();
    for segment in words.segments.iter().flat_map(split) {
        let mut found = entities::read(&segment, short, pending, offers, input.shop.currency);
        let mut heard = cues::hear(&segment.tokens);
        off_topic += heard.off_topic;
        names_garment |= found.garment;
        alarms.extend(
            heard.alarms.drain(..).filter_map(|index| tone::ALARMS.get(index)).map(|(alarm, _)| *alarm),
        );
        let by_itself = settle(&segment, &found, heard, short, input, &mut asks_if_bot);
        let about_products = by_itself.iter().any(|(intent, _)| is_about_products(*intent));
        let product_words = entities::product_words(&segment, &found.used);
        if about_products || found.garment {
            found.entities.product_words = product_words;
        } else {
            fallback.extend(product_words);
        }
        for (intent, score) in by_itself {
            let best = scores.entry(intent).or_insert(0.0);
            *best = best.max(score);
        }
        entities::merge(&mut entities, found.entities);
    }
    entities.asks = asked(&words);
    entities.emails = words.emails.clone();
    entities.phones = entities::phones(&words);
    alarms.sort_by_key(|alarm| *alarm as u8);
    alarms.dedup();
    let tone = tone::of(&words, alarms);

    // A single word of opting out, unless it answers what was asked.
    if total == 1
        && let Some(only) = words.tokens().next()
        && matches!(only.word.as_str(), "stop" | "stopall" | "unsubscribe" | "cancel" | "end" | "quit")
        && !(only.word == "cancel" && pending.is_some())
    {
        scores.clear();
        scores.insert(Intent::NewsletterOptout, 3.0);
    }

    // "Both" of the orders that were named.
    if let Some(PendingQuestion::WhichOrder { numbers }) = pending
        && entities.order_numbers.is_empty()
        && short
        && words.tokens().any(|token| matches!(token.word.as_str(), "both" | "all"))
    {
        entities.order_numbers.clone_from(numbers);
    }
    // "No", "nothing": the talk is over.
    if total <= 2
        && pending.is_none()
        && words
            .tokens()
            .all(|token| matches!(token.word.as_str(), "no" | "nothing" | "nope" | "else" | "more"))
        && total > 0
    {
        scores.entry(Intent::GoodbyeThanks).or_insert(1.6);
    }

    let greeted = scores.remove(&Intent::Greeting);
    let thanked = scores.remove(&Intent::GoodbyeThanks);
    let mut intents: Vec<(Intent, f32)> = scores.into_iter().filter(|(_, score)| *score >= 1.0).collect();
    intents.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    intents.truncate(4);
    // Of a refunded order its state is told with the refund.
    if intents.iter().any(|(intent, _)| *intent == Intent::RefundStatus) {
        intents.retain(|(intent, score)| *intent != Intent::TrackOrder || *score >= 2.0);
    }
    // "Do you ship to Germany and how much is it?" asks the price of shipping.
    let ships = intents.iter().any(|(intent, _)| *intent == Intent::ShippingPolicy);
    if ships && entities.product_words.is_empty() {
        intents.retain(|(intent, _)| *intent != Intent::PriceQuestion);
    }
    let surest = intents.first().map_or(0.0, |(_, score)| *score);
    // One hint may be chance; two are meant, unless an order is named.
    let hinted = off_topic == 1 && surest < 2.0 && !names_garment;
    let off_topic = (off_topic >= 2 || hinted) && entities.order_numbers.is_empty();
    if off_topic {
        intents.clear();
    }
    // Laughter asks for nothing.
    let laughs = |word: &str| {
        matches!(word, "lol" | "lmao" | "rofl")
            || (word.len() >= 4 && word.chars().all(|c| matches!(c, 'h' | 'a' | 'e')))
    };
    let wordless = words.emails.is_empty() && words.tokens().all(|token| laughs(&token.word));
    if intents.is_empty() && !off_topic && !asks_if_bot {
        let answers_question = pending.is_some()
            && (!entities.order_numbers.is_empty() || entities.reference.is_some() || !fallback.is_empty());
        if answers_question && !matches!(pending, Some(PendingQuestion::WhichProduct)) {
            intents.push((Intent::TrackOrder, 1.6));
        } else if greeted.is_none()
            && thanked.is_none()
            && !fallback.is_empty()
            && fallback.len() <= 5
            && total <= 9
        {
            // Perhaps a product's name: looked up, and honest if there is none.
            entities.product_words = fallback;
            intents.push((Intent::ProductSearch, 0.5));
        }
    }
    if intents.is_empty() {
        if let Some(score) = thanked {
            intents.push((Intent::GoodbyeThanks, score));
        } else if let Some(score) = greeted {
            intents.push((Intent::Greeting, score));
        } else {
            intents.push((Intent::Other, 0.3));
        }
    }
    let intents: Vec<ScoredIntent> = intents
        .into_iter()
        .map(|(intent, score)| ScoredIntent { intent, confidence: 1.0 - (-0.7 * score).exp() })
        .collect();
    let confidence = intents.first().map_or(0.0, |scored| scored.confidence);
    let search = intents.iter().any(|scored| is_about_products(scored.intent)).then(|| query(&entities));
    Understanding {
        confidence: if asks_if_bot || off_topic { confidence.max(0.8) } else { confidence },
        intents,
        entities,
        tone,
        language: language(&words, input.language.as_deref()),
        greeted: greeted.is_some(),
        thanked: words.tokens().any(|token| THANKS.contains(&token.word.as_str())),
        asks_if_bot,
        off_topic,
        wordless,
        search,
    }
}

pub(crate) const fn is_about_products(intent: Intent) -> bool {
    matches!(
        intent,
        Intent::ProductSearch | Intent::ProductQuestion | Intent::PriceQuestion | Intent::PlaceOrder
    )
}

/// The search that these entities describe.
fn query(entities: &Entities) -> ProductQuery {
    ProductQuery {
        words: entities.product_words.clone(),
        without: Vec::new(),
        size: entities.sizes.first().cloned(),
        colours: entities.colours.iter().flat_map(|mention| mention.names.clone()).collect(),
        material: entities.materials.first().cloned(),
        price_min: entities.price.min,
        price_max: entities.price.max,
        in_stock: true,
        limit: SEARCH_LIMIT,
    }
}

/// Splits a sentence where a further request begins: "where is my order and do you have it in blue".
fn split(segment: &Segment) -> Vec<Segment> {
    let mut parts = vec![Segment { tokens: Vec::new(), question: segment.question }];
    for (i, token) in segment.tokens.iter().enumerate() {
        let next = segment.tokens.get(i + 1).map_or("", |token| token.word.as_str());
        let joins = matches!(token.word.as_str(), "and" | "also" | "plus" | "btw" | "but" | "then");
        let left = parts.last().map_or(0, |part| part.tokens.len());
        let right = segment.tokens.len() - i - 1;
        if joins && OPENERS.contains(&next) && left >= 2 && right >= 2 {
            parts.push(Segment { tokens: Vec::new(), question: segment.question });
        } else if let Some(part) = parts.last_mut() {
            part.tokens.push(token.clone());
        }
    }
    parts.retain(|part| !part.tokens.is_empty());
    parts
}

/// Words that thank or praise the help.
const THANKS: &[&str] = &[
    "thanks",
    "thank",
    "cheers",
    "merci",
    "gracias",
    "danke",
    "grazie",
    "obrigado",
    "obrigada",
    "appreciate",
    "appreciated",
    "legend",
    "lifesaver",
    "helpful",
];

/// Every colour name, as customers or shops use it.
pub(crate) fn colour_names() -> impl Iterator<Item = &'static str> {
    lexicon::COLOURS.iter().flat_map(|(said, names)| std::iter::once(*said).chain(names.iter().copied()))
}

#[rustfmt::skip]
const ASKED: &[(Asked, &[&str])] = &[
    (Asked::Price, &["price", "prices", "much", "cost", "costs", "expensive"]),
    (Asked::Sizes, &["size", "sizes"]),
    (Asked::Colours, &["colour", "colours", "shade", "shades"]),
    (Asked::Stock, &["stock", "available", "availability", "left", "sold", "restock", "still"]),
    (Asked::Material, &["material", "fabric", "made", "composition"]),
    (Asked::Picture, &["picture", "pictures", "photo", "photos", "pic", "pics", "image", "images"]),
    (Asked::Property, &["pockets", "warm", "thick", "thin", "lined", "soft", "stretchy", "waterproof", "heavy", "itchy", "vegan", "run", "runs", "measurements", "guide", "chart", "through"]),
    (Asked::Care, &["wash", "washable", "washed", "iron", "care", "tumble", "dry"]),
    (Asked::Hours, &["open", "opening", "close", "closed", "closing", "hours", "opens", "closes", "shut"]),
    (Asked::Address, &["where", "address", "located", "location", "directions", "visit", "store", "shop", "showroom", "parking", "collect", "pick"]),
    (Asked::Phone, &["phone", "number", "call", "telephone", "ring", "contact", "reach", "touch"]),
    (Asked::Email, &["email", "mail", "contact", "reach", "touch"]),
    (Asked::Website, &["website", "online", "site", "web"]),
    (Asked::Latest, &["latest", "newest", "recent", "last"]),
    (Asked::Duration, &["long", "days", "time", "fast", "quick", "soon", "when"]),
];

fn asked(words: &Words) -> Vec<Asked> {
    let about = |list: &[&str]| words.tokens().any(|token| list.contains(&token.word.as_str()));
    ASKED.iter().filter(|(_, list)| about(list)).map(|(asked, _)| *asked).collect()
}
