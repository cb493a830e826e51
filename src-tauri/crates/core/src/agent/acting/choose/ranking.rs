//! Which variants fit a description, and which of those fit best.

use super::description::{ByPrice, Description};
use super::values::values;
use crate::agent::account::{Goods, GoodsVariant};
use crate::agent::acting::scales::{Direction, rank};

impl Description {
    /// Whether a variant fits. `strict`: what is to stay must stay.
    pub fn fits(
        &self,
        goods: &Goods,
        current: Option<&GoodsVariant>,
        variant: &GoodsVariant,
        strict: bool,
    ) -> bool {
        if self.price_max.is_some_and(|max| variant.price.amount > max) {
            return false;
        }
        if let (Some(direction), Some(now)) = (self.cheaper_than_now, current) {
            let fits = match direction {
                Direction::Less => variant.price.amount < now.price.amount,
                Direction::More => variant.price.amount > now.price.amount,
            };
            if !fits {
                return false;
            }
        }
        self.options.iter().enumerate().all(|(i, said)| {
            let value = variant.values.get(i).map_or("", String::as_str);
            let now = current.and_then(|now| now.values.get(i)).map(String::as_str);
            if said.never.iter().any(|never| never == value) {
                return false;
            }
            if !said.must.is_empty() && !said.must.iter().any(|must| must == value) {
                return false;
            }
            let all = values(goods, i);
            if let (Some(now), Some(delta)) = (now, said.delta) {
                return match (rank(value, &all), rank(now, &all)) {
                    (Some(value), Some(now)) => value - now == delta,
                    _ => false,
                };
            }
            if let (Some(now), Some((direction, false))) = (now, said.degree)
                && let (Some(value), Some(now)) = (rank(value, &all), rank(now, &all))
                && match direction {
                    Direction::More => value <= now,
                    Direction::Less => value >= now,
                }
            {
                return false;
            }
            let touched = !said.must.is_empty()
                || !said.never.is_empty()
                || said.degree.is_some()
                || said.delta.is_some();
            let stays = (said.keep || (self.keep_all && !said.free)) && !touched;
            !(strict && stays && said.prefer.is_empty() && now.is_some_and(|now| now != value))
        })
    }

    /// The best of those that fit.
    pub fn best<'a>(
        &self,
        goods: &Goods,
        current: Option<&GoodsVariant>,
        fit: Vec<&'a GoodsVariant>,
    ) -> Vec<&'a GoodsVariant> {
        let mut scored: Vec<(Vec<i64>, &GoodsVariant)> =
            fit.into_iter().map(|variant| (self.score(goods, current, variant), variant)).collect();
        scored.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.price.amount.cmp(&b.1.price.amount)));
        let Some(top) = scored.first().map(|(score, _)| score.clone()) else { return Vec::new() };
        let best: Vec<_> = scored.iter().filter(|(score, _)| *score == top).map(|(_, v)| *v).collect();
        // What stays as it was in all that nobody mentioned is meant; else it is a matter of taste.
        let unmentioned = self.unmentioned(current);
        let last = top.last().copied().unwrap_or(0);
        if best.len() == 1
            && self.by_price.is_none()
            && scored.len() > 1
            && !self.free_all
            && last < i64::try_from(unmentioned).unwrap_or(0)
        {
            let decided = top.len() - 1;
            let decided = &top[..decided];
            return scored.iter().filter(|(s, _)| s.starts_with(decided)).map(|(_, v)| *v).collect();
        }
        best
    }

    fn unmentioned(&self, current: Option<&GoodsVariant>) -> usize {
        if current.is_none() || self.free_all {
            return 0;
        }
        self.options.iter().filter(|said| said.is_unmentioned()).count()
    }

    /// Better is greater, the first difference decides: extremes, preferences, price, then what stays.
    fn score(&self, goods: &Goods, current: Option<&GoodsVariant>, variant: &GoodsVariant) -> Vec<i64> {
        let mut score = Vec::new();
        for (i, said) in self.options.iter().enumerate() {
            let value = variant.values.get(i).map_or("", String::as_str);
            let all = values(goods, i);
            if let Some((direction, extreme)) = said.degree
                && let Some(rank) = rank(value, &all)
            {
                let up = direction == Direction::More;
                // The nearest step, unless the most of all is wanted.
                score.push(if up == extreme { rank } else { -rank });
            }
        }
        for (i, said) in self.options.iter().enumerate() {
            if !said.prefer.is_empty() {
                let value = variant.values.get(i).map_or("", String::as_str);
                let at = said.prefer.iter().position(|same| same.iter().any(|v| v == value));
                let at = at.unwrap_or(said.prefer.len());
                score.push(-i64::try_from(at).unwrap_or(0));
            }
        }
        match self.by_price {
            Some(ByPrice::Cheapest) => score.push(-variant.price.amount),
            Some(ByPrice::Dearest) => score.push(variant.price.amount),
            None => {}
        }
        let kept = self.options.iter().enumerate().filter(|(i, said)| {
            said.is_unmentioned()
                && current.is_some_and(|now| {
                    now.values.get(*i).is_some() && now.values.get(*i) == variant.values.get(*i)
                })
        });
        score.push(if self.free_all { 0 } else { i64::try_from(kept.count()).unwrap_or(0) });
        score
    }
}
