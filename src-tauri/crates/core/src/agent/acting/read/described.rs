//! What of the shop was asked about before: "how much is the large one? Change mine to it."

use super::Reader;
use crate::agent::account::GoodsVariant;
use crate::agent::acting::asks::{About, Ask};
use crate::agent::acting::choose::{self, Choice};
use crate::agent::acting::words::{Atom, atoms, has_any, spoken};

impl Reader<'_> {
    /// Keeps what a question describes, where that is one variant of one product.
    pub(super) fn describe(&mut self, sentence: &[Atom], asks: &[Ask], titles: &[String]) {
        let priced =
            asks.iter().any(|ask| matches!(ask.about, About::ItemPrice | About::Cheapest | About::Others));
        let [title] = titles else { return };
        let text = spoken(sentence);
        let goods = self.account.goods.iter().find(|goods| goods.title == *title);
        if priced && goods.is_some_and(|goods| matches!(choose::choose(goods, None, &text), Choice::One(_))) {
            self.described = Some((title.clone(), text));
        }
    }

    /// What comes instead, where it is said by a pronoun: what was asked about.
    pub(super) fn as_described(&self, titles: &[String], wanted: String) -> String {
        const POINTS: &[&str] = &["it", "that", "one", "this"];
        const BESIDE: &[&str] =
            &["the", "please", "then", "instead", "too", "of", "by", "with", "for", "cheapest", "first"];
        let words = atoms(&wanted);
        let only = words.iter().all(|atom| atom.mark || atom.any(POINTS) || atom.any(BESIDE));
        match &self.described {
            Some((title, text)) if only && has_any(&words, POINTS) && titles.contains(title) => text.clone(),
            _ => wanted,
        }
    }

    /// What the variant costs that was asked about, where a condition speaks of it.
    pub(super) fn asked_price(&self, condition: &[Atom]) -> Option<i64> {
        let (title, text) = self.described.as_ref()?;
        if !has_any(condition, &["it", "that", "this", "price"]) || has_any(condition, &["paid"]) {
            return None;
        }
        let goods = self.account.goods.iter().find(|goods| goods.title == *title)?;
        let Choice::One(id) = choose::choose(goods, None, text) else { return None };
        goods.variant(id).map(|variant: &GoodsVariant| variant.price.amount)
    }
}
