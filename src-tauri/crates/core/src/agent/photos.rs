//! A picture that the customer sent, and the lookups that it asks for: goods in stock that look like it.
//!
//! A picture is only ever compared. What stands in it, in its name or in what a camera wrote into it is never read, so none of
//! that can change what a turn does.

use super::input::{AttachmentKind, Photo};
use super::intent::{Intent, PriceBound};
use super::knowledge::{ProductHit, ProductQuery};
use super::lookups::pointed_at;
use super::turn::{Situation, ToolCall, ToolResult};
use super::understanding::is_about_products;

/// Goods that are asked for at once.
const FOUND: usize = 5;

/// What was given up to find something that looks like the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Given {
    Nothing,
    /// The colour, size, price or material that the text asks for.
    Wishes,
    Stock,
}

/// The picture that the turn is about, if it is about one: sent now with no words or with words about goods, or the one whose
/// finds were just told and are now narrowed down ("in red?").
pub(super) fn sought(situation: &Situation) -> Option<Photo> {
    let sent: Vec<&Photo> = situation.input.messages.iter().flat_map(|message| &message.photos).collect();
    let Some(last) = sent.last() else {
        return narrowed(situation).map(|content_hash| Photo::Seen { content_hash });
    };
    if !is_meant(situation) {
        return None;
    }
    let seen = sent.iter().rev().find(|photo| matches!(photo, Photo::Seen { .. }));
    Some((*seen.unwrap_or(last)).clone())
}

/// A picture of a broken buckle beside a complaint asks for nothing similar.
fn is_meant(situation: &Situation) -> bool {
    let understanding = &situation.understanding;
    let attachments = || situation.input.messages.iter().flat_map(|message| &message.attachments);
    let small_talk =
        |intent: Intent| matches!(intent, Intent::Greeting | Intent::GoodbyeThanks | Intent::Other);
    if understanding.off_topic || understanding.asks_if_bot {
        return false;
    }
    if understanding.wordless {
        return attachments().all(|kind| *kind == AttachmentKind::Image);
    }
    let mut intents = understanding.intents.iter().map(|scored| scored.intent);
    intents.clone().any(is_about_products) || intents.all(small_talk)
}

fn narrowed(situation: &Situation) -> Option<String> {
    let photo = situation.input.dialogue.photo.clone()?;
    let entities = &situation.understanding.entities;
    let narrows = !entities.colours.is_empty()
        || !entities.sizes.is_empty()
        || !entities.materials.is_empty()
        || entities.price != PriceBound::default();
    let about = situation.understanding.intents.iter().any(|scored| is_about_products(scored.intent));
    let is_same = entities.product_words.is_empty() && entities.reference.is_none();
    (about && narrows && is_same && pointed_at(situation).is_none()).then_some(photo)
}

/// The lookups for a picture, the next one only where the one before found nothing.
fn ladder(situation: &Situation) -> Vec<(Given, ProductQuery)> {
    let bare = ProductQuery { in_stock: true, limit: FOUND, ..ProductQuery::default() };
    let mut steps = Vec::with_capacity(3);
    if let Some(search) = &situation.understanding.search {
        let wishes = ProductQuery {
            words: Vec::new(),
            without: Vec::new(),
            in_stock: true,
            limit: FOUND,
            ..search.clone()
        };
        if wishes != bare {
            steps.push((Given::Nothing, wishes));
        }
    }
    let given = if steps.is_empty() { Given::Nothing } else { Given::Wishes };
    steps.push((given, bare.clone()));
    steps.push((Given::Stock, ProductQuery { in_stock: false, ..bare }));
    steps
}

fn call(photo: &str, query: ProductQuery) -> ToolCall {
    ToolCall::FindAlike { picture: photo.to_owned(), query }
}

/// The next lookup that would help.
pub(super) fn next_lookup(situation: &Situation) -> Option<ToolCall> {
    let Photo::Seen { content_hash } = sought(situation)? else { return None };
    for (_, query) in ladder(situation) {
        let call = call(&content_hash, query);
        match situation.answer(&call) {
            None => return Some(call),
            Some(ToolResult::Products(hits)) if !hits.is_empty() => return None,
            Some(_) => {}
        }
    }
    None
}

/// What was found, and what had to be given up for it.
pub(super) fn found<'a>(situation: &'a Situation, photo: &str) -> (&'a [ProductHit], Given) {
    for (given, query) in ladder(situation) {
        if let Some(ToolResult::Products(hits)) = situation.answer(&call(photo, query))
            && !hits.is_empty()
        {
            return (hits, given);
        }
    }
    (&[], Given::Nothing)
}

#[cfg(test)]
mod tests;
