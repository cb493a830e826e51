//! The intents of one sentence, after what its entities and the talk so far say about them.

use std::collections::HashMap;

use super::words::{Segment, Token};
use super::{cues, entities};
use crate::agent::input::TurnInput;
use crate::agent::intent::Intent;

fn has(tokens: &[Token], words: &[&str]) -> bool {
    tokens.iter().any(|token| words.contains(&token.word.as_str()))
}

/// The intents of one sentence, after what its entities say about them.
pub(super) fn settle(
    segment: &Segment,
    found: &entities::Found,
    heard: cues::Heard,
    short: bool,
    input: &TurnInput,
    asks_if_bot: &mut bool,
) -> Vec<(Intent, f32)> {
    let tokens = &segment.tokens;
    let mut scores: HashMap<Intent, f32> = heard.intents.into_iter().collect();
    let get = |scores: &HashMap<Intent, f32>, intent: Intent| scores.get(&intent).copied().unwrap_or(0.0);
    let mine = has(tokens, &["my", "mine"]);
    let in_focus = input.dialogue.focus_product.is_some() || !input.dialogue.offered.is_empty();
    let social = |intent: Intent| matches!(intent, Intent::Greeting | Intent::GoodbyeThanks);
    let top_other =
        scores.iter().filter(|(intent, _)| !social(**intent)).map(|(_, score)| *score).fold(0.0, f32::max);

    if !found.entities.order_numbers.is_empty() {
        let track = get(&scores, Intent::TrackOrder);
        if top_other < 1.0 || (track > 0.0 && track >= top_other) {
            scores.insert(Intent::TrackOrder, (track + 0.8).max(1.8));
        }
    }
    if found.describes_product() {
        let product = [Intent::ProductSearch, Intent::ProductQuestion, Intent::PriceQuestion]
            .into_iter()
            .map(|intent| get(&scores, intent))
            .fold(0.0, f32::max);
        if found.garment && product > 0.0 {
            let search = get(&scores, Intent::ProductSearch);
            if search > 0.0 {
                scores.insert(Intent::ProductSearch, search + 0.5);
            }
        } else if top_other < 1.3 {
            let entities = &found.entities;
            let kinds =
                [entities.sizes.is_empty(), entities.colours.is_empty(), entities.materials.is_empty()];
            let well_described = kinds.iter().filter(|empty| !**empty).count() >= 2;
            let alone =
                if in_focus && !found.garment { Intent::ProductQuestion } else { Intent::ProductSearch };
            if found.garment || in_focus || short || well_described || entities.price.max.is_some() {
                scores.insert(alone, 1.5);
            }
        }
    }
    if in_focus && top_other < 1.0 && found.entities.reference.is_some() && (short || segment.question) {
        scores.insert(Intent::ProductQuestion, 1.3);
    }
    // "where's my order" is about one order, "how long does delivery take" about the policy.
    if mine && get(&scores, Intent::TrackOrder) >= 1.6 && get(&scores, Intent::RefundStatus) < 2.4 {
        scores.entry(Intent::TrackOrder).and_modify(|score| *score += 0.5);
    }
    // "where is my dress" asks for no dress.
    if get(&scores, Intent::TrackOrder) >= 1.6 && mine && has(tokens, &["where", "when"]) {
        scores.remove(&Intent::ProductSearch);
    }
    // "How much to Italy?" asks for the postage.
    if get(&scores, Intent::PriceQuestion) > 0.0
        && !found.entities.countries.is_empty()
        && !found.describes_product()
        && has(tokens, &["to"])
    {
        scores.entry(Intent::ShippingPolicy).and_modify(|score| *score = score.max(2.4)).or_insert(2.4);
    }
    if get(&scores, Intent::ShippingPolicy) >= 2.4 {
        scores.remove(&Intent::PriceQuestion);
    }
    // Buying something that is not in sight begins with finding it.
    if let Some(score) = scores.get(&Intent::PlaceOrder).copied()
        && !in_focus
        && (found.garment || found.describes_product())
        && !mine
    {
        scores.remove(&Intent::PlaceOrder);
        scores.entry(Intent::ProductSearch).and_modify(|s| *s = s.max(score)).or_insert(score);
    }
    // "I cancelled it" asks for no cancelling.
    let past = has(tokens, &["cancelled", "canceled"]) && !has(tokens, &["cancel"]);
    if past
        && get(&scores, Intent::CancelOrder) > 0.0
        && !has(tokens, &["want", "please", "it", "get", "can", "be"])
    {
        scores.remove(&Intent::CancelOrder);
        scores.entry(Intent::TrackOrder).or_insert(1.4);
    }
    // A person may be asked for, or asked about.
    if heard.asks_if_bot {
        let asks = has(tokens, &["are", "am", "is"]) && segment.question
            || tokens.first().is_some_and(|t| matches!(t.word.as_str(), "are" | "is" | "am" | "you" | "who"));
        let wants = has(
            tokens,
            &[
                "want", "need", "let", "get", "connect", "transfer", "give", "please", "not", "can", "could",
                "how",
            ],
        );
        if asks && !wants {
            *asks_if_bot = true;
            scores.remove(&Intent::HumanAgent);
            scores.remove(&Intent::Greeting);
        }
    }
    // Praise and complaint share words; a negation decides.
    if get(&scores, Intent::Feedback) > 0.0 && get(&scores, Intent::Complaint) >= 1.8 {
        scores.remove(&Intent::Feedback);
    }
    if get(&scores, Intent::NewsletterOptout) >= 2.4 {
        scores.retain(|intent, _| *intent == Intent::NewsletterOptout);
    }
    if get(&scores, Intent::PromoCode) >= 2.0 {
        scores.remove(&Intent::ProductSearch);
        scores.remove(&Intent::PriceQuestion);
    }
    if get(&scores, Intent::StoreContact) >= 2.2 {
        scores.remove(&Intent::ProductSearch);
        scores.remove(&Intent::ProductQuestion);
    }
    choose(scores)
}

#[derive(PartialEq, Clone, Copy)]
enum Family {
    Orders,
    Products,
    Social,
    Own,
}

const fn family(intent: Intent) -> Family {
    match intent {
        Intent::TrackOrder
        | Intent::CancelOrder
        | Intent::ChangeOrder
        | Intent::ChangeShippingAddress
        | Intent::ReturnItem
        | Intent::ExchangeItem
        | Intent::RefundStatus
        | Intent::ShippingPolicy
        | Intent::ReturnPolicy
        | Intent::PaymentIssue
        | Intent::Invoice
        | Intent::AccountHelp => Family::Orders,
        Intent::ProductSearch | Intent::ProductQuestion | Intent::PriceQuestion | Intent::PlaceOrder => {
            Family::Products
        }
        Intent::Greeting | Intent::GoodbyeThanks => Family::Social,
        _ => Family::Own,
    }
}

/// One intent per family and sentence; a second family only when it is nearly as sure as the first.
fn choose(scores: HashMap<Intent, f32>) -> Vec<(Intent, f32)> {
    let mut ranked: Vec<(Intent, f32)> = scores.into_iter().filter(|(_, score)| *score >= 1.0).collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let top =
        ranked.iter().find(|(intent, _)| family(*intent) != Family::Social).map_or(0.0, |(_, score)| *score);
    let mut chosen: Vec<(Intent, f32)> = Vec::new();
    for (intent, score) in ranked {
        let kind = family(intent);
        if kind == Family::Social {
            chosen.push((intent, score));
            continue;
        }
        let taken = chosen.iter().any(|(other, _)| kind != Family::Own && family(*other) == kind);
        let first = !chosen.iter().any(|(other, _)| family(*other) != Family::Social);
        if first || (!taken && score >= 0.85 * top && score >= 1.8) {
            chosen.push((intent, score));
        }
    }
    chosen
}
