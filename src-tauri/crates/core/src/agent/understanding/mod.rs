//! From a burst of messages to what is wanted: intents, entities, tone. The same messages always mean the same.

mod affirmation;
pub mod classifier;
mod entities;
mod gloss;
mod language;
mod lexicon;
mod patterns;
mod prices;
mod settle;
pub(super) mod spelling;
mod told;
mod tone;
mod tones;
pub(crate) mod words;

#[cfg(test)]
mod tests;

use std::cell::LazyCell;

use self::language::language;
use self::settle::Clause;
use self::words::{Segment, Words};
use super::dialogue::PendingQuestion;
use super::input::TurnInput;
use super::intent::{Alarm, Asked, Entities, Intent, ScoredIntent, Understanding};
use super::knowledge::ProductQuery;
use crate::catalog::search;
use crate::conversations::{self, Stop};
use crate::retrieval::Embedder;

pub(crate) use entities::personal;
pub(crate) use gloss::{glossed, in_english, is_plain};
pub(crate) use language::language_of;
pub(crate) use lexicon::{country_named, is_garment};
pub(crate) use prices::amount;
pub(crate) use told::{only_tells, told};
pub(in crate::agent) use words::Folded;
pub(crate) use words::{clean, fold};

/// Products told at most, and looked at to choose them.
const SEARCH_LIMIT: usize = 12;

/// An intent this sure stands against one word that may steer the assistant.
const STANDS: f32 = 0.8;
/// From here on a message is surely about something else than the shop, and politely refused. What is less sure goes to the
/// owner: a customer who is refused wrongly is gone.
const OUTSIDE: f32 = 0.97;
/// From here on the words that nothing placed are no product's name.
const NO_NAME: f32 = 0.7;

/// Words after "and" that begin another request.
const OPENERS: &[&str] = &[
    "do", "does", "did", "can", "could", "where", "when", "what", "how", "is", "are", "i", "please", "which",
    "also", "will", "would", "my", "have", "has", "cancel", "return", "change", "why", "tell", "who", "send",
    "if",
];

/// What the customer's messages mean. With an embedder the meaning of sentences counts besides their words.
pub fn understand(input: &TurnInput, embedder: Option<&dyn Embedder>) -> Understanding {
    let bodies: Vec<&str> = input.messages.iter().map(|message| message.body.as_str()).collect();
    let words = words::read(&bodies);
    let pending = input.dialogue.pending.as_ref();
    let offers = input.dialogue.offered.len();
    let total: usize = words.tokens().count();
    let short = total <= 4;

    let mut steering = 0;
    let mut asks_if_bot = false;
    let mut alarms = Vec::new();
    let language = language(&words, input.dialogue.language.as_deref(), input.language.as_deref());
    let glossary = gloss::of(&language);
    // Most messages say nothing of the kind.
    let calm = LazyCell::new(|| told::alarms_nobody(&bodies, &language));
    let mut garments: Vec<String> = Vec::new();
    let clauses: Vec<Clause> = words
        .segments
        .iter()
        .flat_map(settle::split)
        .map(|segment| {
            let english = glossary.map(|glossary| glossary.english(&segment));
            let heard = if segment.tokens.iter().any(told::is_allergic) && *calm {
                let mut without = segment.tokens.clone();
                without.retain(|token| !told::is_allergic(token));
                patterns::hear(&without)
            } else {
                patterns::hear(&segment.tokens)
            };
            steering += heard.steering;
            asks_if_bot |= heard.asks_if_machine && asks_about_it(&segment);
            alarms.extend(
                heard.alarms.into_iter().filter_map(|i| tone::ALARMS.get(i)).map(|(alarm, _)| *alarm),
            );
            let english = english.map(|glossed| {
                garments.extend(glossed.garments);
                glossed.segment
            });
            let named = english.as_ref().unwrap_or(&segment);
            let found = entities::read(named, short, pending, offers, input.shop.currency);
            Clause { segment, english, found }
        })
        .collect();
    let heard = tones::of(&language).map(|tones| tones.hear(&words)).unwrap_or_default();
    alarms.extend(heard.alarms.iter().filter(|alarm| !(**alarm == Alarm::Safety && *calm)));
    alarms.sort_by_key(|alarm| *alarm as u8);
    alarms.dedup();
    // The sentence model has learned English; of other languages the words know more.
    let embedder = embedder.filter(|_| language == "en");
    let settled = settle::settle(&words, &clauses, &input.dialogue, embedder);
    let whole = settled.whole;
    let mut intents = settled.intents;

    let mut entities = Entities::default();
    let mut unplaced: Vec<String> = Vec::new();
    let names_garment = clauses.iter().any(|clause| clause.found.garment);
    let about_products = intents.iter().any(|scored| is_about_products(scored.intent));
    entities.asks = asked(&clauses);
    for Clause { segment, english, mut found } in clauses {
        let product_words = entities::product_words(english.as_ref().unwrap_or(&segment), &found.used);
        if about_products || found.garment {
            found.entities.product_words = product_words;
        } else {
            unplaced.extend(product_words);
        }
        entities::merge(&mut entities, found.entities);
    }
    // A catalog in the customer's language has their own words.
    if !entities.product_words.is_empty() && entities.reference.is_none() {
        for word in garments {
            if !entities.product_words.contains(&word) {
                entities.product_words.push(word);
            }
        }
    }
    entities.emails = words.emails.clone();
    entities.phones = entities::phones(&words);
    entities::of_text(&words.clean, input, &mut entities);
    entities::without_names(&mut unplaced, &entities);
    let tone = tone::of(&words, alarms, &heard);

    // The channels' keywords of opting out, unless one answers what was asked.
    if let [only] = input.messages.as_slice()
        && let Some(stop) = conversations::stop(&only.body)
        && (stop == Stop::Always || pending.is_none())
    {
        intents = vec![ScoredIntent { intent: Intent::NewsletterOptout, confidence: 0.99 }];
    }
    // "Both" of the orders that were named.
    if let Some(PendingQuestion::WhichOrder { numbers }) = pending
        && entities.order_numbers.is_empty()
        && short
        && words.tokens().any(|token| matches!(token.word.as_str(), "both" | "all"))
    {
        entities.order_numbers.clone_from(numbers);
    }
    // One word of steering may be chance; two are meant, unless an order is named.
    let surest = intents.first().copied();
    let hinted = steering == 1 && !names_garment && surest.is_none_or(|surest| surest.confidence < STANDS);
    let steered = (steering >= 2 || hinted) && entities.order_numbers.is_empty();
    let says_other = surest.is_some_and(|surest| surest.intent == Intent::Other);
    let off_topic = steered
        || (says_other
            && whole.of(Intent::Other) >= OUTSIDE
            && total >= 3
            && !asks_if_bot
            && tone.alarms.is_empty()
            && entities.order_numbers.is_empty()
            && !names_a_charge(&words));
    let wordless = words.emails.is_empty() && words.tokens().all(|token| is_laughter(&token.word));
    if off_topic || asks_if_bot {
        intents.retain(|scored| scored.intent != Intent::HumanAgent && asks_if_bot && !off_topic);
    }
    let unclear = surest.is_none_or(|surest| surest.confidence < settle::UNDERSTOOD || says_other);
    if unclear && !off_topic && !asks_if_bot {
        let names_order =
            !entities.order_numbers.is_empty() || entities.reference.is_some() || !unplaced.is_empty();
        // "No", "nothing": the talk is over.
        let nothing = |word: &str| matches!(word, "no" | "nothing" | "nope" | "else" | "more");
        if total > 0 && total <= 2 && pending.is_none() && words.tokens().all(|token| nothing(&token.word)) {
            intents = vec![ScoredIntent { intent: Intent::GoodbyeThanks, confidence: 0.7 }];
        } else if settle::answers_which_order(pending) && names_order {
            intents = vec![ScoredIntent { intent: Intent::TrackOrder, confidence: 0.7 }];
        } else if !unplaced.is_empty()
            && unplaced.len() <= 4
            && total <= 6
            && whole.of(Intent::Other) < NO_NAME
        {
            // Perhaps a product's name: looked up, and honest if there is none.
            entities.product_words = unplaced;
            intents = vec![ScoredIntent { intent: Intent::ProductSearch, confidence: 0.3 }];
        }
    }
    if intents.is_empty() || (unclear && surest == intents.first().copied()) {
        intents = vec![ScoredIntent { intent: Intent::Other, confidence: whole.of(Intent::Other).max(0.3) }];
    }
    let confidence = intents.first().map_or(0.0, |scored| scored.confidence);
    let search = intents.iter().any(|scored| is_about_products(scored.intent)).then(|| {
        let without = unwanted(&words.clean, &mut entities);
        ProductQuery { without, ..query(&entities) }
    });
    Understanding {
        confidence: if asks_if_bot || off_topic { confidence.max(0.8) } else { confidence },
        affirmation: affirmation::affirmation(&words),
        greeted: intents.iter().any(|scored| scored.intent == Intent::Greeting) || greets(&words),
        thanked: words.tokens().any(|token| THANKS.contains(&token.word.as_str())),
        intents,
        entities,
        tone,
        language,
        asks_if_bot,
        off_topic,
        wordless,
        search,
    }
}

/// Hello at the beginning, whatever follows.
fn greets(words: &Words) -> bool {
    let mut tokens = words.tokens().map(|token| token.typed.as_ref().unwrap_or(&token.word).as_str());
    match (tokens.next(), tokens.next()) {
        (Some("good"), Some(time)) => matches!(time, "morning" | "afternoon" | "evening" | "day"),
        (Some(first), _) => GREETINGS.contains(&first),
        _ => false,
    }
}

/// "Are you a bot?" asks; "I don't want to talk to a bot" does not.
fn asks_about_it(segment: &Segment) -> bool {
    let has = |words: &[&str]| segment.tokens.iter().any(|token| words.contains(&token.word.as_str()));
    let first = segment.tokens.first().map_or("", |token| token.word.as_str());
    let asks =
        segment.question && has(&["are", "am", "is"]) || matches!(first, "are" | "is" | "am" | "you" | "who");
    let wants = [
        "want", "need", "let", "get", "connect", "transfer", "give", "please", "not", "can", "could", "how",
        "where", "what",
    ];
    asks && !has(&wants)
}

/// What was charged is the shop's matter, whoever charged it: a sum beside a word of charging.
fn names_a_charge(words: &Words) -> bool {
    let charging = ["fee", "fees", "charge", "charged", "charges", "debit", "debited", "billed", "deducted"];
    words.tokens().any(|token| charging.contains(&token.word.as_str()))
        && words.tokens().any(|token| token.word.contains(|c: char| c.is_ascii_digit()))
}

/// Laughter asks for nothing.
fn is_laughter(word: &str) -> bool {
    matches!(word, "lol" | "lmao" | "rofl")
        || (word.len() >= 4 && word.chars().all(|c| matches!(c, 'h' | 'a' | 'e')))
}

pub(crate) const fn is_about_products(intent: Intent) -> bool {
    matches!(
        intent,
        Intent::ProductSearch | Intent::ProductQuestion | Intent::PriceQuestion | Intent::PlaceOrder
    )
}

/// What must not be there: "without a hood", "not leather". Of all that a "no" stands before only what names goods.
fn unwanted(text: &str, entities: &mut Entities) -> Vec<String> {
    let parts = text.split([',', '.', ';', '!', '?', '\n']);
    let mut without: Vec<String> = parts.flat_map(|part| search::Asked::read(part).without).collect();
    without.retain(|phrase| {
        let named = |list: &[String]| phrase.split(' ').any(|word| list.iter().any(|known| known == word));
        named(&entities.product_words) || named(&entities.materials)
    });
    let refused = |word: &String| without.iter().any(|phrase| phrase.split(' ').any(|part| part == word));
    entities.product_words.retain(|word| !refused(word));
    entities.materials.retain(|word| !refused(word));
    without
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

/// Words that greet.
const GREETINGS: &[&str] = &[
    "hi",
    "hello",
    "hey",
    "howdy",
    "greetings",
    "hola",
    "salut",
    "bonjour",
    "ciao",
    "yo",
    "hallo",
    "ola",
    "buongiorno",
    "namaste",
    "buenas",
    "bonsoir",
    "guten",
    "bom",
    "moin",
    "servus",
    "salve",
    "مرحبا",
    "السلام",
    "اهلا",
    "صباح",
    "مساء",
    "नमस्ते",
    "नमस्कार",
    "namaskar",
    "buenos",
    "oi",
    "boa",
    "buonasera",
];

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
    "dhanyavad",
    "shukriya",
    "धन्यवाद",
    "शुक्रिया",
    "شكرا",
    "مشكور",
    "appreciate",
    "appreciated",
    "legend",
    "lifesaver",
    "helpful",
];

/// The words of a text, small and without accents, with one space between.
pub(crate) fn folded_words(text: &str) -> String {
    words::folded(text)
}

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

fn asked(clauses: &[Clause]) -> Vec<Asked> {
    let about = |list: &[&str]| {
        clauses
            .iter()
            .flat_map(|clause| &clause.named().tokens)
            .any(|token| list.contains(&token.word.as_str()))
    };
    ASKED.iter().filter(|(_, list)| about(list)).map(|(asked, _)| *asked).collect()
}
