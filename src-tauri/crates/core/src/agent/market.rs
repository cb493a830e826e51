//! A customer saw it cheaper elsewhere: which product is meant, what is looked up, and what may be said of another shop's offer.
//!
//! The customer's link is never followed and their words are never searched for: what is compared is the shop's own product. Of
//! an offer price, merchant and link are told, in sentences made here from its row; the page's text never is.

use super::dialogue::PendingQuestion;
use super::evidence::{Source, SourceKind};
use super::knowledge::{Product, ProductQuery};
use super::phrases::{Language, Phrase, Speech};
use super::turn::{Situation, ToolCall, ToolResult};
use crate::agents::Tool;
use crate::id::{self, Id};
use crate::market::{self, Comparison, Given, Matched, Offer};
use crate::money::Money;

/// Words that ask for another shop's price, the second near the first.
const MATCHES: &[(&[&str], &[&str])] = &[
    (&["match", "matches", "beat", "matching"], &["price", "prices", "offer", "deal"]),
    (&["price", "prices"], &["match", "matching", "matched", "beat"]),
    (&["igualar", "igualan", "igualáis", "igualas", "iguala", "igualarme"], &["precio", "oferta"]),
    (&["aligner", "alignez", "alignement", "égaler"], &["prix", "offre"]),
    (&["preis", "angebot"], &["mitgehen", "mithalten", "angleichen", "anpassen", "mitziehen", "angleicht"]),
    (&["cobrir", "cobrem", "cobre", "igualar", "igualam"], &["preço", "preco", "oferta"]),
    (&["pareggiare", "pareggiate", "adeguare", "eguagliare"], &["prezzo", "offerta"]),
];
/// "Cheaper".
const CHEAPER: &[&str] = &[
    "cheaper",
    "less expensive",
    "lower price",
    "better price",
    "for less",
    "costs less",
    "más barato",
    "mas barato",
    "más barata",
    "mas barata",
    "menor precio",
    "moins cher",
    "moins chère",
    "billiger",
    "günstiger",
    "guenstiger",
    "mais barato",
    "mais barata",
    "meno caro",
    "costa meno",
    "più economico",
    "a meno",
    "सस्ता",
    "सस्ती",
    "sasta",
    "sasti",
    "أرخص",
];
/// "Elsewhere", and having seen it there.
const ELSEWHERE: &[&str] = &[
    "saw",
    "seen",
    "found",
    "elsewhere",
    "competitor",
    "competitors",
    "amazon",
    "zalando",
    "ebay",
    "online",
    "other shop",
    "another shop",
    "other store",
    "another store",
    "other website",
    "visto",
    "vi",
    "encontré",
    "encontrado",
    "otra tienda",
    "otro sitio",
    "vu",
    "trouvé",
    "ailleurs",
    "autre boutique",
    "gesehen",
    "gefunden",
    "anderswo",
    "woanders",
    "anderen shop",
    "anderen laden",
    "encontrei",
    "outra loja",
    "outro site",
    "trovato",
    "altrove",
    "altro negozio",
    "देखा",
    "दूसरी",
    "मिल",
    "dekha",
    "dekhi",
    "dusri",
    "mil",
    "رأيت",
    "وجدت",
    "آخر",
];
/// It is our own goods that shall be cheaper.
const OURS: &[&str] = &[
    "something cheaper",
    "anything cheaper",
    "cheaper one",
    "cheaper ones",
    "any cheaper",
    "cheaper option",
];
/// Words between a pair of [`MATCHES`].
const NEAR: usize = 4;
/// Words of a message that its product is looked for by.
const MOST_WORDS: usize = 12;
/// Characters of a link that a customer is sent.
const LONGEST_LINK: usize = 300;

/// Whether the turn is about another shop's price, and may be.
pub(super) fn asked(situation: &Situation) -> bool {
    let input = &situation.input;
    if !input.market || !input.dialogue.agenda.changes.is_empty() {
        return false;
    }
    let bodies = || input.messages.iter().map(|message| message.body.as_str());
    let goes_on = input.dialogue.wants_price_match
        && matches!(input.dialogue.pending, Some(PendingQuestion::WhichProduct));
    goes_on && names_something(situation) || bodies().any(saw_it_cheaper)
}

/// Whether a price of another shop is to be met, and prices elsewhere are not looked at.
pub(super) fn is_left_to_owner(situation: &Situation) -> bool {
    let input = &situation.input;
    !input.market && input.messages.iter().any(|message| saw_it_cheaper(&message.body))
}

/// The answer to "which one do you mean?".
fn names_something(situation: &Situation) -> bool {
    use super::intent::Intent;
    situation.understanding.intents.iter().all(|scored| {
        super::understanding::is_about_products(scored.intent)
            || matches!(scored.intent, Intent::Other | Intent::Greeting)
    })
}

/// "I saw it cheaper at …", "can you match this price?".
pub(crate) fn saw_it_cheaper(body: &str) -> bool {
    let lower = body.to_lowercase();
    let link = lower.contains("http://") || lower.contains("https://") || lower.contains("www.");
    let words: Vec<&str> = words(&lower).collect();
    let text = format!(" {} ", words.join(" "));
    let says = |phrase: &&str| text.contains(&format!(" {phrase} "));
    if OURS.iter().any(says) {
        return false;
    }
    let pair = |(first, second): &(&[&str], &[&str])| {
        words.iter().enumerate().any(|(i, word)| {
            first.contains(word) && words.iter().skip(i + 1).take(NEAR).any(|near| second.contains(near))
        })
    };
    MATCHES.iter().any(pair)
        || says(&"pricematch")
        || (CHEAPER.iter().any(says) && (link || ELSEWHERE.iter().any(says)))
}

/// The words of a text without links.
fn words(lower: &str) -> impl Iterator<Item = &str> {
    lower
        .split_whitespace()
        .filter(|chunk| !chunk.contains("://") && !chunk.starts_with("www."))
        .flat_map(|chunk| chunk.split(|c: char| !c.is_alphanumeric() && !is_mark(c)))
        .filter(|word| !word.is_empty())
}

/// Vowels and signs of scripts that write them as marks on a letter.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{64b}'..='\u{652}')
}

fn root(word: &str) -> &str {
    word.strip_suffix('s').filter(|root| root.len() > 2).unwrap_or(word)
}

/// What the product is looked for by.
fn search(situation: &Situation) -> Option<ProductQuery> {
    const EMPTY: &[&str] = &[
        "the", "you", "can", "could", "would", "price", "match", "cheaper", "saw", "seen", "found", "this",
        "that", "for", "and", "your", "with", "please", "same", "http", "https", "www", "hello", "have",
        "has", "other", "shop", "store", "less", "online", "beat", "offer", "deal", "there", "here", "was",
        "just", "their", "them",
    ];
    let bodies: Vec<String> =
        situation.input.messages.iter().map(|message| message.body.to_lowercase()).collect();
    let mut found: Vec<String> = Vec::new();
    for word in bodies.iter().flat_map(|body| words(body)) {
        let says =
            word.chars().count() >= 3 && !EMPTY.contains(&word) && !word.chars().all(|c| c.is_ascii_digit());
        if says && !found.iter().any(|known| known == word) && found.len() < MOST_WORDS {
            found.push(word.to_owned());
        }
    }
    (!found.is_empty()).then(|| ProductQuery { words: found, limit: 8, ..ProductQuery::default() })
}

/// Which product is meant.
enum Meant {
    Known(Id<id::Product>),
    /// It has to be looked up first.
    Look(ToolCall),
    Nobody,
}

fn meant(situation: &Situation) -> Meant {
    if let Some(query) = search(situation) {
        let words = query.words.clone();
        let call = ToolCall::SearchProducts(query);
        match situation.answer(&call) {
            None => return Meant::Look(call),
            Some(ToolResult::Products(hits)) => {
                let named: Vec<(usize, &Product)> = hits
                    .iter()
                    .filter_map(|hit| Some((named_by(&hit.product, &words)?, &hit.product)))
                    .collect();
                let most = named.iter().map(|(hits, _)| *hits).max().unwrap_or(0);
                let mut best = named.iter().filter(|(hits, _)| *hits == most).map(|(_, product)| product);
                match (best.next(), best.next()) {
                    (Some(only), None) => return Meant::Known(only.id),
                    // Two are named alike: asking is better than a guess.
                    (Some(_), Some(_)) => return Meant::Nobody,
                    (None, _) => {}
                }
            }
            Some(_) => {}
        }
    }
    let dialogue = &situation.input.dialogue;
    let focus = dialogue.focus_product.or(match dialogue.offered.as_slice() {
        [only] => Some(*only),
        _ => None,
    });
    let Some(product) = focus else { return Meant::Nobody };
    let call = ToolCall::ReadProduct { product };
    match situation.answer(&call) {
        None => Meant::Look(call),
        Some(ToolResult::Product(Some(_))) => Meant::Known(product),
        Some(_) => Meant::Nobody,
    }
}

/// How many words of its title are said, where it is named by them: two, or all.
fn named_by(product: &Product, said: &[String]) -> Option<usize> {
    let title = product.title.to_lowercase();
    let own: Vec<&str> = words(&title).filter(|word| word.chars().count() >= 3).collect();
    let hits = own.iter().filter(|word| said.iter().any(|other| root(other) == root(word))).count();
    (hits >= 2 || (hits > 0 && hits == own.len())).then_some(hits)
}

/// The next lookup, or the wish that the policy decides about.
pub(super) fn next_lookup(situation: &Situation) -> Option<ToolCall> {
    if !asked(situation) {
        return None;
    }
    let product = match meant(situation) {
        Meant::Known(product) => product,
        Meant::Look(call) => return Some(call),
        Meant::Nobody => return None,
    };
    let compare = ToolCall::ComparePrices { product };
    let Some(result) = situation.answer(&compare) else { return Some(compare) };
    let ToolResult::Compared(Comparison::Found(offers)) = result else { return None };
    let own = lowest(situation.product(product)?)?;
    let offer = market::best(offers, own.currency).filter(|offer| offer.price.amount < own.amount)?;
    let wish = ToolCall::MatchPrice { product, offer: offer.id };
    (situation.agent.may(Tool::MatchPrices) && situation.answer(&wish).is_none()).then_some(wish)
}

/// The lowest price of what can be bought; of all where nothing can.
fn lowest(product: &Product) -> Option<Money> {
    let buyable = product.variants.iter().filter(|v| v.available > 0 || v.allow_backorder);
    let price = |variant: &super::knowledge::Variant| variant.price;
    buyable
        .map(price)
        .min_by_key(|price| price.amount)
        .or_else(|| product.variants.iter().map(price).min_by_key(|price| price.amount))
}

/// What came of it, for the one who words it.
pub(super) enum Outcome<'a> {
    /// It is not known which product is meant.
    Which,
    /// Nothing can be compared now.
    Unavailable,
    /// Nobody asks less for the same.
    NotCheaper { product: &'a Product, own: Money },
    /// Somebody does.
    Cheaper { product: &'a Product, offer: &'a Offer, matched: Option<&'a Matched> },
}

pub(super) fn outcome(situation: &Situation) -> Outcome<'_> {
    let Meant::Known(id) = meant(situation) else { return Outcome::Which };
    let Some(product) = situation.product(id) else { return Outcome::Which };
    let Some(ToolResult::Compared(Comparison::Found(offers))) =
        situation.answer(&ToolCall::ComparePrices { product: id })
    else {
        return Outcome::Unavailable;
    };
    let Some(own) = lowest(product) else { return Outcome::Unavailable };
    let Some(offer) = market::best(offers, own.currency).filter(|offer| offer.price.amount < own.amount)
    else {
        return Outcome::NotCheaper { product, own };
    };
    let matched = match situation.answer(&ToolCall::MatchPrice { product: id, offer: offer.id }) {
        Some(ToolResult::Matched(matched)) => Some(matched),
        _ => None,
    };
    Outcome::Cheaper { product, offer, matched }
}

/// Another shop's offer.
pub(super) fn offer_phrase(title: &str, offer: &Offer) -> Phrase {
    let key = if offer.url.len() <= LONGEST_LINK { "market-offer" } else { "market-offer-plain" };
    Phrase::new(key)
        .with("merchant", offer.merchant.as_str())
        .with("title", title)
        .with("price", offer.price)
        .with("url", offer.url.as_str())
}

/// A code that was given.
pub(super) fn code_phrase(given: &Given) -> Phrase {
    Phrase::new("market-code")
        .with("code", given.code.as_str())
        .with("title", given.title.as_str())
        .with("price", given.price)
}

/// The shop's own price, beside those of others.
pub(super) fn not_cheaper_phrase(product: &Product, own: Money) -> Phrase {
    Phrase::new("market-not-cheaper").with("title", product.title.as_str()).with("price", own)
}

/// What a lookup proves: a sentence with its row and what it is called.
pub(super) fn statements(
    situation: &Situation,
    call: &ToolCall,
    result: &ToolResult,
) -> Vec<(Source, String, String)> {
    let today = situation.input.now.date();
    let english = |phrase: Phrase| Speech::from(phrase).say(Language::English, today);
    match (call, result) {
        (ToolCall::ComparePrices { product }, ToolResult::Compared(Comparison::Found(offers))) => {
            let Some(product) = situation.product(*product) else { return Vec::new() };
            let Some(own) = lowest(product) else { return Vec::new() };
            match market::best(offers, own.currency).filter(|offer| offer.price.amount < own.amount) {
                Some(offer) => {
                    let source =
                        Source::new(SourceKind::MarketOffer, offer.id.to_string(), offer.seen_at.as_millis());
                    let label = format!("{}, an offer on the web", offer.merchant);
                    vec![(source, label, english(offer_phrase(&product.title, offer)))]
                }
                None => {
                    let label = "Prices elsewhere".to_owned();
                    let source = Source::new(SourceKind::Search, format!("{label}: {}", product.title), 1);
                    vec![(source, label, english(not_cheaper_phrase(product, own)))]
                }
            }
        }
        (_, ToolResult::Matched(Matched::Given(given))) => {
            let source = Source::new(SourceKind::Discount, given.discount.to_string(), 1);
            vec![(source, "A code of the customer's own".to_owned(), english(code_phrase(given)))]
        }
        _ => Vec::new(),
    }
}
