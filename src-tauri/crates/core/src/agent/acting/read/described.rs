//! What of the shop was asked about before: "how much is the large one? Change mine to it."

use super::Reader;
use crate::agent::account::GoodsVariant;
use crate::agent::acting::asks::{About, Ask};
use crate::agent::acting::choose::{self, Choice};
use crate::agent::acting::scales::thousandths;
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

    /// "If it costs less than mine", "less than I paid": whether what was asked about does.
    pub(super) fn cheaper_than_mine(&self, condition: &[Atom]) -> Option<bool> {
        let (title, text) = self.described.as_ref()?;
        let less = has_any(condition, &["less", "cheaper", "lower", "under"]);
        let more = has_any(condition, &["more", "dearer", "pricier", "higher", "over"]);
        let mine = has_any(condition, &["mine", "paid", "own", "current", "my"]);
        if less == more
            || !mine
            || condition.iter().any(|atom| thousandths(&atom.text).is_some_and(|n| n > 9000))
        {
            return None;
        }
        let goods = self.account.goods.iter().find(|goods| goods.title == *title)?;
        let Choice::One(id) = choose::choose(goods, None, text) else { return None };
        let price = goods.variant(id)?.price.amount;
        let mut paid = self
            .account
            .orders
            .iter()
            .filter(|order| order.is_pending() || order.is_delivered())
            .flat_map(|order| &order.lines)
            .filter(|line| line.title == *title)
            .map(|line| line.price.amount);
        let own = paid.next()?;
        if paid.any(|other| other != own) {
            return None;
        }
        Some(if less { price < own } else { price > own })
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
