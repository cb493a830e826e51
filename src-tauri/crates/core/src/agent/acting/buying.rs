//! Buying: what is talked about becomes pieces to put aside, as exactly as the customer has said so far.

use super::agenda::{Agenda, Change, Item, Kind};
use super::cart;
use super::verbs;
use super::words::{atoms, has_any};
use crate::agent::Intent;
use crate::agent::account::Goods;
use crate::agent::lookups;
use crate::agent::phrases::Language;
use crate::agent::turn::{Situation, ToolResult};
use crate::id::{self, Id};

/// Pieces of one thing that are put aside without a person.
const MOST_PIECES: u32 = 10;

/// The product that a wish to buy is about: the one pointed at, or the only one that was found by all its words.
pub(super) fn wished(situation: &Situation) -> Option<Id<id::Product>> {
    // Buying is talked about in English.
    if situation.language() != Language::English {
        return None;
    }
    if !situation.input.can_act || situation.understanding.primary() != Intent::PlaceOrder {
        return None;
    }
    let said = atoms(&super::text_of(situation));
    let asks_how = has_any(&said, &["how", "where", "can", "could", "possible"]) && has_any(&said, &["i"]);
    if asks_how || !verbs::places(&said).is_empty() {
        return None;
    }
    lookups::pointed_at(situation).or_else(|| only_one(situation))
}

fn only_one(situation: &Situation) -> Option<Id<id::Product>> {
    let query = lookups::search(situation)?;
    let hits = situation.results.iter().find_map(|(_, result)| match result {
        ToolResult::Products(hits) => Some(hits),
        _ => None,
    })?;
    let mut exact = hits.iter().filter(|hit| hit.words_matched >= query.words.len().max(1));
    let first = exact.next()?;
    exact.next().is_none().then_some(first.product.id)
}

/// The products whose goods are needed to go on.
pub(super) fn products(situation: &Situation, agenda: &Agenda) -> Vec<Id<id::Product>> {
    let open = agenda.changes.iter().filter(|change| change.kind == Kind::Buy);
    let items = open.flat_map(|change| &change.items).map(|item| item.product);
    // What was put aside in the conversation may be changed again.
    let aside = situation.account().and_then(|account| account.aside.as_ref());
    let lines = aside.filter(|_| cart::is_open(agenda) || cart::heard(situation, agenda).is_some());
    let aside = lines.into_iter().flat_map(|aside| &aside.lines).filter_map(|line| line.product);
    let mut products: Vec<Id<id::Product>> = Vec::new();
    for product in items.chain(wished(situation)).chain(aside).chain(focus(situation, agenda)) {
        if !products.contains(&product) {
            products.push(product);
        }
    }
    products
}

/// What "two of those" may mean beside what is in the cart.
fn focus(situation: &Situation, agenda: &Agenda) -> Option<Id<id::Product>> {
    cart::heard(situation, agenda)?;
    situation.input.dialogue.focus_product
}

/// The wish as a change; `None` where nothing of it can be bought now: that is told as any question about it is.
pub(super) fn change(situation: &Situation, goods: &Goods) -> Option<Change> {
    let any = goods.variants.iter().find(|variant| variant.available)?;
    let entities = &situation.understanding.entities;
    let pieces = entities.quantity.unwrap_or(1).clamp(1, MOST_PIECES);
    let item = Item {
        variant: any.id,
        product: goods.id,
        title: goods.title.clone(),
        wanted: described(situation),
        picked: None,
    };
    Some(Change { items: vec![item; pieces as usize], ..Change::new(Kind::Buy, None) })
}

/// Size and colour: of this message, else of what was looked for before.
fn described(situation: &Situation) -> String {
    let entities = &situation.understanding.entities;
    let last = situation.input.dialogue.last_search.as_ref();
    let size = entities.sizes.first().cloned().or_else(|| last.and_then(|search| search.size.clone()));
    let colour = match entities.colours.first() {
        Some(colour) => Some(colour.said.clone()),
        None => last.and_then(|search| search.colours.first().cloned()),
    };
    let size = size.map(|size| format!("size {size}"));
    [size, colour].into_iter().flatten().collect::<Vec<_>>().join(", ")
}
