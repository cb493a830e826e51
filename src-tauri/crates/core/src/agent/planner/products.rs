//! Finding products, and questions about one: price, sizes, colours, material, stock.

use super::super::dialogue::{DialogueState, PendingQuestion};
use super::super::input::Photo;
use super::super::intent::{Asked, Intent, Reference};
use super::super::knowledge::{Product, ProductHit, ProductQuery, Variant};
use super::super::lookups::{pointed_at, search};
use super::super::photos;
use super::super::phrases::{Break, Language, Phrase, Speech};
use super::super::pointing;
use super::super::remembered;
use super::super::run::HandoffReason;
use super::super::turn::{Situation, ToolCall, ToolResult};
use super::super::understanding::{folded_words, is_about_products, is_garment};
use super::super::waiting::{self, Offer};
use super::offers::{number_of, one, price_of, several};
use super::wanted::{Relaxed, Wanted, can_buy};
use super::{Detail, Part, sentence};

const OFFERS: usize = 3;
/// Below this, a search on a hunch that finds nothing is no answer.
const HUNCH: f32 = 0.4;

/// The searches to try, nearest first.
fn ladder(query: &ProductQuery) -> Vec<(Relaxed, ProductQuery)> {
    let mut steps = vec![(Relaxed::Nothing, query.clone())];
    if query.words.is_empty() && query.material.is_none() {
        return steps;
    }
    if !query.colours.is_empty() {
        steps.push((Relaxed::Colour, ProductQuery { colours: Vec::new(), ..query.clone() }));
    }
    if query.price_max.is_some() || query.price_min.is_some() {
        steps.push((Relaxed::Price, ProductQuery { price_max: None, price_min: None, ..query.clone() }));
    }
    if query.size.is_some() {
        steps.push((Relaxed::Size, ProductQuery { size: None, ..query.clone() }));
    }
    let bare = ProductQuery {
        words: query.words.clone(),
        without: query.without.clone(),
        limit: query.limit,
        ..ProductQuery::default()
    };
    steps.push((Relaxed::Stock, bare));
    steps
}

/// A further lookup that would help to answer.
pub(super) fn next_lookup(situation: &Situation) -> Option<ToolCall> {
    let understanding = &situation.understanding;
    if !understanding.intents.iter().any(|scored| is_about_products(scored.intent))
        || pointed_at(situation).is_some()
        || photos::sought(situation).is_some_and(|photo| matches!(photo, Photo::Seen { .. }))
    {
        return None;
    }
    let query = search(situation)?;
    for (_, step) in ladder(&query) {
        let call = ToolCall::SearchProducts(step);
        match situation.answer(&call) {
            None => return Some(call),
            Some(ToolResult::Products(hits)) if !fitting(situation, &query, hits, true).is_empty() => {
                return None;
            }
            Some(_) => {}
        }
    }
    None
}

/// As [`ProductHit::nearness`] says.
const CLEARLY_ABOUT: f32 = 0.45;

/// Without the ending of the plural.
fn root(word: &str) -> &str {
    let cut = ["sses", "shes", "ches", "xes"].iter().any(|ending| word.ends_with(ending));
    match word {
        _ if cut => &word[..word.len() - 2],
        _ if word.ends_with("ss") => word,
        _ => word.strip_suffix('s').unwrap_or(word),
    }
}

/// Whether a product is the garment that was asked for, by its title or category: a shirt whose description
/// says that it goes with jeans is no pair of jeans.
fn is_the_garment(query: &ProductQuery, product: &Product) -> bool {
    let name = format!("{} {}", product.title, product.category).to_lowercase();
    let mut garments = query.words.iter().filter(|word| is_garment(word)).peekable();
    garments.peek().is_none() || garments.any(|word| name.contains(root(word)))
}

/// Whether enough of the words are the product's: more than half of them anywhere, or half where one is of what it is called or
/// made of. A bag "for keys and cards" is no gift card.
fn has_enough(query: &ProductQuery, hit: &ProductHit) -> bool {
    let most = query.words.is_empty() || hit.words_matched * 2 > query.words.len();
    if most || hit.nearness.is_some_and(|near| near >= CLEARLY_ABOUT) {
        return true;
    }
    let Product { title, category, brand, material, .. } = &hit.product;
    let called = format!("{title} {category} {brand} {material}").to_lowercase();
    query.words.iter().any(|word| called.contains(root(word)))
}

/// Hits that really are what was asked for: as many of the words as any other, and where `strict` the garment.
fn fitting<'a>(
    situation: &Situation,
    query: &ProductQuery,
    hits: &'a [ProductHit],
    strict: bool,
) -> Vec<&'a Product> {
    if let Some(named) = named_in_full(situation, hits) {
        return vec![named];
    }
    let is_it =
        |hit: &&ProductHit| has_enough(query, hit) && (!strict || is_the_garment(query, &hit.product));
    let most = hits.iter().filter(is_it).map(|hit| hit.words_matched).max().unwrap_or(0);
    // Of another language some words are those of the catalog's and some are not.
    let share = if situation.language() == Language::English { 2 } else { query.words.len().max(1) };
    let enough = query.words.len().div_ceil(share).max(usize::from(!query.words.is_empty()));
    hits.iter()
        .filter(is_it)
        .filter(|hit| query.words.is_empty() || (hit.words_matched >= enough && hit.words_matched + 1 > most))
        .map(|hit| &hit.product)
        .collect()
}

/// The only hit whose whole name was said: two words or more.
fn named_in_full<'a>(situation: &Situation, hits: &'a [ProductHit]) -> Option<&'a Product> {
    let said = folded_words(&pointing::text_of(situation));
    let said: Vec<&str> = said.split(' ').map(root).collect();
    let is_named = |product: &Product| {
        let title = folded_words(&product.title);
        let words: Vec<&str> = title.split(' ').map(root).collect();
        words.len() >= 2 && said.windows(words.len()).any(|window| window == words.as_slice())
    };
    let mut named = hits.iter().map(|hit| &hit.product).filter(|product| is_named(product));
    let first = named.next()?;
    named.next().is_none().then_some(first)
}

/// Whether the least dear of what there is is asked for: "the cheapest cardigan".
fn wants_cheapest(situation: &Situation) -> bool {
    let said = folded_words(&pointing::text_of(situation));
    said.split(' ').any(|word| word == "cheapest") || said.contains("least expensive")
}

/// The product pointed at, or what the searches found and what had to be given up for it.
fn found(situation: &Situation) -> (Vec<&Product>, Relaxed) {
    if let Some(product) = pointed_at(situation) {
        return (situation.product(product).into_iter().collect(), Relaxed::Nothing);
    }
    let reference = situation.understanding.entities.reference;
    if matches!(reference, Some(Reference::Cheapest | Reference::Dearest)) {
        let offers = situation.input.dialogue.offered.iter().filter_map(|id| situation.product(*id));
        let chosen = match reference {
            Some(Reference::Cheapest) => offers.min_by_key(|product| lowest(product)),
            _ => offers.max_by_key(|product| lowest(product)),
        };
        return (chosen.into_iter().collect(), Relaxed::Nothing);
    }
    let Some(query) = search(situation) else { return (Vec::new(), Relaxed::Nothing) };
    // A name that only the description bears is the last resort.
    for strict in [true, false] {
        for (relaxed, step) in ladder(&query) {
            if let Some(ToolResult::Products(hits)) = situation.answer(&ToolCall::SearchProducts(step)) {
                let mut products = fitting(situation, &query, hits, strict);
                if wants_cheapest(situation) && products.len() > 1 {
                    products.sort_by_key(|product| lowest(product));
                    products.truncate(1);
                }
                if !products.is_empty() {
                    return (products, relaxed);
                }
            }
        }
    }
    (Vec::new(), Relaxed::Nothing)
}

pub(super) fn lowest(product: &Product) -> i64 {
    product.variants.iter().filter(can_buy).map(|variant| variant.price.amount).min().unwrap_or(i64::MAX)
}

/// The reply to everything about products.
pub(super) fn answer(
    situation: &Situation,
    intent: Intent,
    detail: Detail,
    memory: &mut DialogueState,
) -> Part {
    let (products, relaxed) = found(situation);
    let entities = &situation.understanding.entities;
    // "I'll take it", of several.
    if intent == Intent::PlaceOrder
        && products.len() > 1
        && memory.offered.len() > 1
        && entities.product_words.is_empty()
        && entities.colours.is_empty()
        && entities.sizes.is_empty()
    {
        return Part::says(Phrase::new("which-one"));
    }
    let wanted = Wanted::of(situation);
    let pointed = pointed_at(situation).is_some()
        || matches!(
            situation.understanding.entities.reference,
            Some(Reference::Cheapest | Reference::Dearest)
        );
    let query = search(situation);
    if let Some(query) = query.clone().filter(|_| !pointed) {
        memory.last_search = Some(query);
        memory.photo = None;
    }
    let before = situation.input.dialogue.focus_product;
    if let (Some(last), [first, ..]) = (&mut memory.last_search, products.as_slice())
        && pointed
        && before != Some(first.id)
    {
        // Another thing: what was said of the one before holds no longer.
        last.size = None;
        last.colours.clear();
    }
    if pointed && let Some(last) = &mut memory.last_search {
        // What is asked of the thing that is talked about refines what was looked for.
        if !entities.sizes.is_empty() {
            last.size = entities.sizes.first().cloned();
        }
        if let Some(colour) = entities.colours.first() {
            last.colours.clone_from(&colour.names);
        }
    }
    let Some(first) = products.first() else {
        if situation.left_out {
            memory.pending = Some(PendingQuestion::WhichProduct);
            return Part::says(Phrase::new("remembered-all-left-out"));
        }
        if query.is_none() && matches!(intent, Intent::ProductQuestion | Intent::PriceQuestion) {
            memory.pending = Some(PendingQuestion::WhichProduct);
            return Part::says(Phrase::new("which-piece"));
        }
        return nothing(situation, query.is_some() || pointed, memory);
    };
    let question = matches!(intent, Intent::ProductQuestion | Intent::PriceQuestion | Intent::PlaceOrder);
    if pointed || products.len() == 1 || (question && names(situation, first)) {
        memory.focus_product = Some(first.id);
        // "The second one" still counts the offers after a question about one of them.
        if !pointed && !memory.offered.contains(&first.id) {
            memory.offered = vec![first.id];
        }
        let gone = !first.variants.iter().any(|variant| can_buy(&variant));
        let asks = |asked: Asked| situation.understanding.entities.asks.contains(&asked);
        let specific = wanted.size.is_some() || !wanted.colours.is_empty();
        if intent == Intent::ProductQuestion && asks(Asked::Property) && !specific {
            return property(first);
        }
        let mut speech = one(situation, first, &wanted, relaxed, detail);
        if remembered::is_harmful(situation, first) {
            speech.push(Phrase::new("remembered-harms"));
        } else if situation.left_out {
            speech.push(Phrase::new("remembered-left-out"));
        }
        if detail == Detail::Full
            && let Some(offer) = to_wait_for(situation, first, &wanted)
        {
            speech.push(Phrase::new("offer-to-write"));
            memory.offered_wait = Some(offer);
        }
        if asks(Asked::Picture) {
            return Part::hands_over(speech);
        }
        if intent == Intent::PlaceOrder && !gone {
            if !specific {
                let buyable: Vec<&Variant> = first.variants.iter().filter(can_buy).collect();
                speech = Phrase::new("piece-price")
                    .with("title", first.title.as_str())
                    .with("number", number_of(&first.title))
                    .with("price", price_of(&buyable))
                    .into();
            }
            let praise = Speech::from(Phrase::picked(situation, 30, "good-choice"));
            let told = std::mem::replace(&mut speech, praise);
            speech.append(Break::Space, told);
            return Part::hands_over(speech);
        }
        return Part::says(speech);
    }
    let offers: Vec<&Product> = ranked(situation, &products, &wanted).into_iter().take(OFFERS).collect();
    memory.offered = offers.iter().map(|product| product.id).collect();
    memory.focus_product = None;
    let mut speech = several(situation, &offers, &wanted, relaxed, detail);
    if situation.left_out {
        speech.line(Phrase::new("remembered-left-out"));
    }
    Part::says(speech)
}

/// What is sold out of a product, as it was asked for: it may be waited for.
fn to_wait_for(situation: &Situation, product: &Product, wanted: &Wanted) -> Option<Offer> {
    let asked: Vec<&Variant> =
        product.variants.iter().filter(|v| wanted.size_fits(v) && wanted.colour_fits(v)).collect();
    let gone = !asked.is_empty() && !asked.iter().any(can_buy);
    (gone && waiting::may_offer(situation)).then(|| Offer {
        product: product.id,
        size: wanted.size.clone(),
        colours: wanted.colours.clone(),
    })
}

/// What no record tells, a person does; the material may help already.
fn property(product: &Product) -> Part {
    match product.material.trim() {
        "" => Part::nothing(HandoffReason::NeedsOwner),
        material => Part::hands_over(
            Phrase::new("piece-material")
                .with("title", product.title.as_str())
                .with("text", sentence(material)),
        ),
    }
}

/// Whether the customer named this very product: two or more of its title's words.
fn names(situation: &Situation, product: &Product) -> bool {
    let title = product.title.to_lowercase();
    let words = &situation.understanding.entities.product_words;
    let materials = &situation.understanding.entities.materials;
    let hits =
        words.iter().chain(materials).filter(|word| title.contains(word.trim_end_matches('s'))).count();
    hits >= 2 || (hits >= 1 && title.split_whitespace().count() == 1)
}

/// Search order is kept among equals; with a price ceiling or "cheap" in sight, nothing is reordered either.
fn ranked<'a>(situation: &Situation, products: &[&'a Product], wanted: &Wanted) -> Vec<&'a Product> {
    let mut ranked: Vec<&Product> = products.to_vec();
    // Where no size was asked for, what there is in the one that they wear comes first.
    if wanted.size.is_none() {
        ranked.sort_by_key(|product| {
            Wanted::of_worn_size(situation, product)
                .is_some_and(|worn| !product.variants.iter().any(|v| worn.size_fits(v) && can_buy(&v)))
        });
    }
    // What can be had exactly as wanted comes first.
    ranked.sort_by_key(|product| !product.variants.iter().any(|v| wanted.fits(v) && can_buy(&v)));
    ranked
}

fn nothing(situation: &Situation, searched: bool, memory: &mut DialogueState) -> Part {
    if !searched {
        memory.pending = Some(PendingQuestion::WhichProduct);
        return Part::says(Phrase::picked(situation, 31, "what-kind"));
    }
    if situation.understanding.confidence < HUNCH {
        return Part::nothing(HandoffReason::LowConfidence);
    }
    memory.pending = Some(PendingQuestion::WhichProduct);
    Part::says(Phrase::picked(situation, 32, "nothing-found"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent::testing::FakeKnowledge;

    #[test]
    fn half_the_words_count_only_in_what_a_product_is_called() {
        let product = FakeKnowledge::default().products.swap_remove(0);
        let title = product.title.to_lowercase();
        let hit = |words_matched, nearness| ProductHit { product: product.clone(), words_matched, nearness };
        let query = |words: &[&str]| ProductQuery {
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            ..ProductQuery::default()
        };
        let gift_cards = query(&["gift", "cards"]);
        assert!(!has_enough(&gift_cards, &hit(1, None)), "a word of its description");
        assert!(!has_enough(&gift_cards, &hit(1, Some(0.2))));
        assert!(has_enough(&gift_cards, &hit(1, Some(0.6))), "it is clearly about that");
        assert!(has_enough(&gift_cards, &hit(2, None)));
        let named = query(&["lovely", title.split(' ').next_back().expect("a word")]);
        assert!(has_enough(&named, &hit(1, None)));
        assert!(has_enough(&query(&["outfit", "summer", "wedding"]), &hit(2, None)));
        assert_eq!(
            (root("dresses"), root("shirts"), root("dress"), root("watches")),
            ("dress", "shirt", "dress", "watch")
        );
    }
}
