//! From what the classifier thinks of a message and of its sentences to what the customer wants: several requests at once,
//! and the rules that what was said before and what was named decide.

use std::borrow::Cow;

use super::classifier::{self, Likelihoods};
use super::entities::Found;
use super::words::{Segment, Token, Words};
use super::{OPENERS, is_about_products};
use crate::agent::dialogue::{DialogueState, PendingQuestion};
use crate::agent::intent::{Intent, PriceBound, Reference, ScoredIntent};
use crate::retrieval::Embedder;

/// A sentence must be this sure of a further request.
const FURTHER: f32 = 0.6;
/// And the message as a whole must not exclude it.
const NOT_EXCLUDED: f32 = 0.01;
/// Of a message of one sentence, a second intent.
const SECOND: f32 = 0.3;
/// From here on a short answer to "which order?" also says what is to be done with it.
const ASKS_MORE: f32 = 0.6;
/// Below this nothing was understood.
pub(super) const UNDERSTOOD: f32 = 0.2;
/// So sure, the words of a text say it all: its meaning, which takes more than ten times as long to make out, is not looked at. In
/// cross-validation that costs three of 4,398 sentences (`docs/adr/0011`).
const CLEAR: f32 = 0.85;
/// A sentence whose words come no nearer to any request than this only tells something, and its meaning is not looked at.
const MAY_WISH: f32 = 0.25;
/// Sentences that are looked at one by one.
const MOST_SENTENCES: usize = 8;
/// Sentences whose meaning is looked at one by one: each costs the embedder's time.
const MOST_EMBEDDED: usize = 2;
/// Characters at each end of a text that its meaning is taken of, and the rest of the words there: stories have their request at the
/// beginning or at the end. More take longer and tell no more: from 32 to 140, all figures on the 280 messages stay the same.
const READ: usize = 32;
/// Characters that are read for meaning of a message and of its sentences together: a turn has five milliseconds for it, and
/// a slow processor takes half of one for ten of them. Further sentences are told by their words alone.
const MOST_READ: usize = 2 * READ;
/// So much likelier than "something else" must an intent be: an honest "other" costs less than a wrong guess.
const HONESTY: f32 = 1.6;
/// Requests that are answered at once.
const MOST_REQUESTS: usize = 4;

/// A sentence with what was found in it.
pub(super) struct Clause {
    pub segment: Segment,
    /// As it reads in English, where it is in another language.
    pub english: Option<Segment>,
    pub found: Found,
}

impl Clause {
    /// The words that name things, which `found` was read from.
    pub fn named(&self) -> &Segment {
        self.english.as_ref().unwrap_or(&self.segment)
    }
}

/// What a message wants, surest first.
pub(super) struct Settled {
    pub intents: Vec<ScoredIntent>,
    /// What the whole message is likely to be.
    pub whole: Likelihoods,
}

pub(super) const fn is_social(intent: Intent) -> bool {
    matches!(intent, Intent::Greeting | Intent::GoodbyeThanks)
}

fn embedding(embedder: Option<&dyn Embedder>, text: &str) -> Option<Vec<f32>> {
    // A model that fails is as one that is not installed: the words decide.
    embedder?.embed(&ends(text)).ok()
}

/// The beginning and the end of a text, in whole words.
fn ends(text: &str) -> Cow<'_, str> {
    let is_between = |(at, c): (usize, char)| c.is_whitespace().then_some(at);
    let head = text.char_indices().skip(READ).find_map(is_between);
    let tail = text.char_indices().rev().skip(READ).find_map(is_between);
    match (head, tail) {
        (Some(head), Some(tail)) if head < tail => Cow::Owned(format!("{}{}", &text[..head], &text[tail..])),
        _ => Cow::Borrowed(text),
    }
}

/// How likely each intent is, and whether the meaning was looked at for it: where the words are clear, it is not.
fn likelihoods<'a>(
    segments: impl IntoIterator<Item = &'a Segment> + Clone,
    meaning: impl FnOnce(&Likelihoods) -> Option<Vec<f32>>,
) -> (Likelihoods, bool) {
    let by_words = classifier::classify(segments.clone(), None);
    if by_words.ranked()[0].confidence >= CLEAR {
        return (by_words, false);
    }
    match meaning(&by_words) {
        Some(meaning) => (classifier::classify(segments, Some(&meaning)), true),
        None => (by_words, false),
    }
}

/// Whether a sentence's words may ask for something.
fn may_wish(by_words: &Likelihoods) -> bool {
    let asks = |scored: &ScoredIntent| scored.intent != Intent::Other && !is_social(scored.intent);
    by_words.ranked().iter().find(|scored| asks(scored)).is_some_and(|best| best.confidence >= MAY_WISH)
}

fn text_of(segment: &Segment) -> String {
    let words: Vec<&str> = segment.tokens.iter().map(|token| token.word.as_str()).collect();
    let end = if segment.question { "?" } else { "" };
    format!("{}{end}", words.join(" "))
}

/// What each part of the message and all of it want.
pub(super) fn settle(
    words: &Words,
    clauses: &[Clause],
    dialogue: &DialogueState,
    embedder: Option<&dyn Embedder>,
) -> Settled {
    let (whole, is_read) = likelihoods(&words.segments, |_| embedding(embedder, &words.clean));
    let ranked = whole.ranked();
    let other = ScoredIntent { intent: Intent::Other, confidence: whole.of(Intent::Other) };
    let main = if other.confidence * HONESTY >= ranked[0].confidence { other } else { ranked[0] };
    let short: usize = words.tokens().count();
    let mut wanted: Vec<ScoredIntent> = Vec::new();
    let several = clauses.iter().filter(|clause| clause.segment.tokens.len() >= 2).count() > 1;
    let mut embedded = 0;
    let mut read = if is_read { words.clean.len().min(MOST_READ) } else { 0 };
    for clause in clauses.iter().take(MOST_SENTENCES) {
        let likely = if several {
            let text = text_of(&clause.segment);
            let is_read = clause.segment.tokens.len() >= 3
                && embedded < MOST_EMBEDDED
                && read + text.len() <= MOST_READ;
            let meaning = |by_words: &Likelihoods| {
                if is_read && may_wish(by_words) { embedding(embedder, &text) } else { None }
            };
            let (likely, is_embedded) = likelihoods([&clause.segment], meaning);
            if is_embedded {
                embedded += 1;
                read += text.len();
            }
            likely
        } else {
            whole
        };
        let first = likely.ranked()[0];
        if let Some(ruled) = rule(clause, &likely, dialogue, several, short <= 4) {
            add(&mut wanted, ruled);
        } else if several
            && first.confidence >= FURTHER
            && first.intent != Intent::Other
            && whole.of(first.intent) >= NOT_EXCLUDED
        {
            add(&mut wanted, first);
        }
    }
    // The message as a whole knows its main matter best; its sentences know what else there is.
    let requests = wanted.iter().any(|scored| !is_social(scored.intent));
    let ruled_out = !several && !wanted.is_empty();
    if !ruled_out && !(requests && (is_social(main.intent) || main.intent == Intent::Other)) {
        wanted.retain(|scored| scored.intent != main.intent);
        wanted.insert(0, main);
        if !several && !is_social(main.intent) && main.intent != Intent::Other {
            let second = ranked[1];
            if second.confidence >= SECOND && !is_social(second.intent) && second.intent != Intent::Other {
                wanted.push(second);
            }
        }
    }
    Settled { intents: reconcile(wanted, clauses), whole }
}

fn add(wanted: &mut Vec<ScoredIntent>, scored: ScoredIntent) {
    match wanted.iter_mut().find(|known| known.intent == scored.intent) {
        Some(known) => known.confidence = known.confidence.max(scored.confidence),
        None => wanted.push(scored),
    }
}

fn has_word(tokens: &[Token], words: &[&str]) -> bool {
    tokens.iter().any(|token| words.contains(&token.word.as_str()))
}

/// Words that add nothing to an order's number.
const AROUND_NUMBERS: &[&str] = &[
    "order",
    "orders",
    "number",
    "no",
    "id",
    "my",
    "the",
    "is",
    "it",
    "its",
    "please",
    "for",
    "of",
    "and",
    "#",
    "hi",
    "hello",
    "about",
    "ref",
    "reference",
    "with",
    "hey",
    "parcel",
    "package",
    "this",
    "one",
];

/// What is decided by what was named and by what the talk was about.
fn rule(
    clause: &Clause,
    likely: &Likelihoods,
    dialogue: &DialogueState,
    several: bool,
    short: bool,
) -> Option<ScoredIntent> {
    let (segment, found) = (clause.named(), &clause.found);
    let tokens = &segment.tokens;
    let first = likely.ranked()[0];
    let sure = |intent| Some(ScoredIntent { intent, confidence: 0.9 });
    // A number alone asks for its order, unless it answers a question.
    let bare = !found.entities.order_numbers.is_empty()
        && tokens
            .iter()
            .zip(&found.used)
            .all(|(token, used)| *used || AROUND_NUMBERS.contains(&token.word.as_str()));
    if bare {
        return sure(Intent::TrackOrder);
    }
    // "The first", "both", "1042" after "which order?".
    let names_one = !found.entities.order_numbers.is_empty()
        || found.entities.reference.is_some()
        || has_word(
            tokens,
            &["both", "all", "first", "second", "last", "latest", "newest", "older", "newer"],
        );
    let asks_more = first.confidence >= ASKS_MORE && about_an_order(first.intent);
    if answers_which_order(dialogue.pending.as_ref()) && short && names_one && !asks_more {
        return sure(Intent::TrackOrder);
    }
    // "In blue?", "size M", "the second one" after products were shown.
    let in_focus = dialogue.focus_product.is_some() || !dialogue.offered.is_empty();
    let points_at = matches!(
        found.entities.reference,
        Some(Reference::Ordinal(_) | Reference::Cheapest | Reference::Dearest)
    );
    // "Show me the second one" is a little longer.
    let brief = short || (points_at && tokens.len() <= 6);
    let points = found.entities.reference.is_some() && (brief || segment.question);
    // "What about 38?" is no matter of an order.
    let refines = short
        && found.describes_product()
        && found.entities.order_numbers.is_empty()
        && !about_an_order(first.intent)
        && !has_word(tokens, &["where", "order", "track", "tracking", "when", "parcel", "package"]);
    let open = is_about_products(first.intent)
        || first.intent == Intent::Other
        || first.confidence < 0.5
        || refines
        || (points_at && brief && (short || !about_an_order(first.intent)) && first.confidence < 0.9);
    if in_focus && open && (found.describes_product() || points) && tokens.len() <= 9 {
        let asks =
            matches!(first.intent, Intent::PriceQuestion | Intent::PlaceOrder | Intent::ProductQuestion)
                && first.confidence >= 0.3;
        return match (asks, found.garment) {
            (true, _) => Some(ScoredIntent { confidence: first.confidence.max(0.6), ..first }),
            (false, true) => sure(Intent::ProductSearch),
            (false, false) => sure(Intent::ProductQuestion),
        };
    }
    // The classifier knows English best. Elsewhere what is named helps it: where a piece is, what is asked about goods
    // counts together, because one answer serves it all; and the shop's address is not the customer's.
    if clause.english.is_some() {
        let of_goods = Intent::ALL.iter().filter(|intent| is_about_products(**intent));
        let about_goods: f32 = of_goods.map(|intent| likely.of(*intent)).sum();
        if found.garment && !is_about_products(first.intent) && about_goods > first.confidence {
            return Some(ScoredIntent { intent: Intent::ProductSearch, confidence: about_goods });
        }
        if has_word(tokens, &["shop"]) && has_word(tokens, &["address", "where"]) && !names_one {
            return sure(Intent::StoreContact);
        }
    }
    // "Any shirts in navy?" looks for some; "is the shirt available in navy" asks about one.
    let definite = ["the", "this", "that", "these", "those", "it", "my", "your", "its"];
    let pieces = [&found.entities.sizes, &found.entities.materials].iter().any(|list| !list.is_empty())
        || !found.entities.colours.is_empty();
    if first.intent == Intent::ProductQuestion
        && found.garment
        && pieces
        && !has_word(tokens, &definite)
        && !several
    {
        return sure(Intent::ProductSearch);
    }
    // "Which colours do you have?" is asked of the thing at hand.
    if first.intent == Intent::ProductSearch
        && !found.garment
        && has_word(tokens, &["which", "what"])
        && has_word(tokens, &["colour", "colours", "size", "sizes"])
    {
        return sure(Intent::ProductQuestion);
    }
    // "How long does it take?", of nothing else that was said.
    let unsure = first.intent == Intent::Other || likely.of(Intent::Other) * HONESTY >= first.confidence;
    if unsure
        && has_word(tokens, &["long"])
        && has_word(tokens, &["how"])
        && has_word(tokens, &["take", "takes"])
        && found.entities.order_numbers.is_empty()
    {
        return sure(Intent::ShippingPolicy);
    }
    // "And backpacks under 90?"
    if unsure && found.entities.price != PriceBound::default() && found.entities.order_numbers.is_empty() {
        return sure(Intent::ProductSearch);
    }
    // "Cheapest cardigan u got?"
    if unsure && found.garment && has_word(tokens, &["cheapest", "cheaper", "cheap", "any", "got"]) {
        return sure(Intent::ProductSearch);
    }
    // "How much to Italy?" asks for the postage.
    if first.intent == Intent::PriceQuestion
        && !found.entities.countries.is_empty()
        && !found.describes_product()
        && has_word(tokens, &["to"])
    {
        return sure(Intent::ShippingPolicy);
    }
    None
}

/// Takes out what another request already says.
fn reconcile(mut wanted: Vec<ScoredIntent>, clauses: &[Clause]) -> Vec<ScoredIntent> {
    let has = |wanted: &[ScoredIntent], intent| wanted.iter().any(|scored| scored.intent == intent);
    // Of a refunded order its state is told with the refund.
    if has(&wanted, Intent::RefundStatus) && wanted.len() > 1 {
        wanted.retain(|scored| scored.intent != Intent::TrackOrder || scored.confidence >= 0.8);
    }
    // "I cancelled it" asks for no cancelling.
    let past = clauses.iter().any(|clause| has_word(&clause.named().tokens, &["cancelled", "canceled"]));
    let asked = clauses
        .iter()
        .any(|clause| has_word(&clause.named().tokens, &["cancel", "cancelling", "want", "please"]));
    if past && !asked && wanted.len() > 1 {
        wanted.retain(|scored| scored.intent != Intent::CancelOrder);
    }
    // "Do you ship to Germany and how much is it?" asks the price of shipping.
    let goods = clauses.iter().any(|clause| clause.found.garment);
    if has(&wanted, Intent::ShippingPolicy) && !goods {
        wanted.retain(|scored| scored.intent != Intent::PriceQuestion);
    }
    // "Who pays the shipping back?" asks about a return, not about sending.
    let back =
        clauses.iter().any(|clause| has_word(&clause.named().tokens, &["back", "return", "returning"]));
    let abroad = clauses.iter().any(|clause| !clause.found.entities.countries.is_empty());
    if has(&wanted, Intent::ReturnPolicy) && back && !abroad {
        wanted.retain(|scored| scored.intent != Intent::ShippingPolicy);
    }
    if wanted.len() > 1 {
        let social_only = wanted.iter().all(|scored| is_social(scored.intent));
        wanted.retain(|scored| social_only || !is_social(scored.intent));
    }
    wanted.truncate(MOST_REQUESTS);
    wanted
}

const fn about_an_order(intent: Intent) -> bool {
    matches!(
        intent,
        Intent::CancelOrder
            | Intent::ChangeOrder
            | Intent::ChangeShippingAddress
            | Intent::ReturnItem
            | Intent::ExchangeItem
            | Intent::RefundStatus
            | Intent::Invoice
    )
}

/// Whether a bare answer says which order the last question was about.
pub(super) fn answers_which_order(pending: Option<&PendingQuestion>) -> bool {
    matches!(pending, Some(PendingQuestion::OrderNumber | PendingQuestion::WhichOrder { .. }))
}

/// Splits a sentence where a further request begins: "where is my order and do you have it in blue".
pub(super) fn split(segment: &Segment) -> Vec<Segment> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_long_text_both_ends_are_read_in_whole_words() {
        assert_eq!(ends("where is my order"), "where is my order");
        let story = "my sister in Ghent turns forty on Sunday and she has wanted this coat since the spring, so \
                     could you tell me whether the parcel will be with her by then";
        let read = "my sister in Ghent turns forty on the parcel will be with her by then";
        assert_eq!(ends(story), read);
        // What has no gaps is read as it is, and what begins where the end begins, too.
        let word = "ü".repeat(500);
        assert_eq!(ends(&word), word.as_str());
        let (left, right) = ("a".repeat(45), "b".repeat(45));
        let two = format!("{left} {right}");
        assert_eq!(ends(&two), two.as_str());
    }
}
