//! Which product a message speaks of, where it is not only looked for: the one in the talk, or the one that it names.

use super::intent::Reference;
use super::knowledge::{ProductHit, ProductQuery};
use super::lookups::{pointed_at, search};
use super::turn::{Situation, ToolCall, ToolResult};
use super::understanding::folded_words;
use crate::id::{self, Id};

/// Products that are compared with what was named.
const HITS: usize = 6;

/// The texts of the messages, one after the other.
pub(super) fn text_of(situation: &Situation) -> String {
    situation.input.messages.iter().map(|message| message.body.as_str()).collect::<Vec<_>>().join("\n")
}

/// The product that is meant, and whether the talk was about it before; `None`: it is not clear. `ignored`: words of the
/// message that name no goods here. `Err`: this has to be looked up first.
pub(super) fn meant(
    situation: &Situation,
    ignored: &[&str],
) -> Result<Option<(Id<id::Product>, bool)>, Box<ToolCall>> {
    let dialogue = &situation.input.dialogue;
    let named = named(situation, ignored);
    let pointed = match situation.understanding.entities.reference {
        Some(Reference::Ordinal(_)) => pointed_at(situation),
        _ if named.is_empty() => dialogue.focus_product.or_else(|| only(&dialogue.offered)),
        _ => None,
    };
    if pointed.is_some() || named.is_empty() {
        return Ok(pointed.map(|product| (product, true)));
    }
    let query = ProductQuery { words: named.clone(), limit: HITS, ..ProductQuery::default() };
    let call = ToolCall::SearchProducts(query);
    let Some(ToolResult::Products(hits)) = situation.answer(&call) else { return Err(Box::new(call)) };
    let exact = best(situation, hits, named.len(), ignored);
    // "That dress" is the one that is talked about.
    let talked_about = dialogue.focus_product.filter(|focus| exact.contains(focus));
    Ok(talked_about.or_else(|| only(&exact)).map(|product| (product, talked_about.is_some())))
}

/// The products whose titles the message says most of; where it says nothing of any title, those with all of its words.
fn best(situation: &Situation, hits: &[ProductHit], words: usize, ignored: &[&str]) -> Vec<Id<id::Product>> {
    let said = folded_words(&text_of(situation));
    let said: Vec<&str> = said.split(' ').map(root).collect();
    let titled = |hit: &ProductHit| {
        let title = folded_words(&hit.product.title);
        let words = title.split(' ').filter(|word| word.len() > 2 && !ignored.contains(word));
        words.filter(|word| said.contains(&root(word))).count()
    };
    let most = hits.iter().map(titled).max().unwrap_or(0);
    let is_it = |hit: &&ProductHit| match most {
        0 => hit.words_matched >= words,
        _ => titled(hit) == most,
    };
    hits.iter().filter(is_it).map(|hit| hit.product.id).collect()
}

fn root(word: &str) -> &str {
    word.strip_suffix('s').filter(|root| root.len() > 2).unwrap_or(word)
}

fn only<T: Copy>(list: &[T]) -> Option<T> {
    match list {
        [one] => Some(*one),
        _ => None,
    }
}

/// The words that name goods.
pub(super) fn named(situation: &Situation, ignored: &[&str]) -> Vec<String> {
    let words = &situation.understanding.entities.product_words;
    let searched = search_words(situation);
    let words = if words.is_empty() { &searched } else { words };
    words.iter().filter(|word| !ignored.contains(&word.as_str())).cloned().collect()
}

/// What a search would be for, unless it only refines the last one.
fn search_words(situation: &Situation) -> Vec<String> {
    let own = situation.understanding.search.as_ref().map(|query| query.words.clone()).unwrap_or_default();
    if own.is_empty() { Vec::new() } else { search(situation).map(|query| query.words).unwrap_or_default() }
}
