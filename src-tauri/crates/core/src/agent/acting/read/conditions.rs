//! "If …": which conditions hold now, which are no conditions, and which are kept until it shows what is possible.

use super::Reader;
use crate::agent::account::{Account, AccountOrder};
use crate::agent::acting::agenda::{Notice, Otherwise};
use crate::agent::acting::asks;
use crate::agent::acting::choose::{self, Choice};
use crate::agent::acting::methods;
use crate::agent::acting::places;
use crate::agent::acting::references::order_numbers;
use crate::agent::acting::scales::thousandths;
use crate::agent::acting::titles;
use crate::agent::acting::verbs::{self, Verb};
use crate::agent::acting::words::{Atom, atoms, has, has_any, spoken};

impl Reader<'_> {
    /// What is wanted under a condition: taken where it holds, left where it does not, kept for later where it depends
    /// on what becomes possible.
    pub(super) fn condition(&mut self, condition: &[Atom], consequence: &[Atom]) {
        let several = has_any(condition, &["multiple", "several", "both", "many", "more"])
            && has_any(condition, &["available", "option", "choice"]);
        if several {
            // "If several colours are available, I prefer black": a preference.
            self.plain(consequence);
            return;
        }
        let pays_all = has_any(consequence, &["payment", "pay"])
            && has_any(consequence, &["order"])
            && has_any(consequence, &["leave", "keep", "forget", "dont", "not", "just", "only"]);
        if (methods::named(consequence).is_empty() || pays_all)
            && let Some(extra) = extra(condition)
        {
            self.heard.hinted = true;
            self.agenda.most_extra = Some(extra.most);
            if extra.within {
                self.plain(consequence);
            } else {
                self.agenda.otherwise.push(Otherwise {
                    condition: "that is not possible".into(),
                    consequence: spoken(consequence),
                    after: false,
                });
            }
            return;
        }
        let pays = has_any(
            condition,
            &["pay", "extra", "difference", "owe", "charge", "charged", "charges", "cost"],
        );
        let denied =
            has_any(condition, &["not", "no", "cannot", "cant", "dont", "doesnt", "isnt", "nothing"]);
        if pays
            && !denied
            && !pays_all
            && !methods::named(consequence).is_empty()
            && verbs::places(consequence).is_empty()
            && extra(condition).is_some_and(|extra| extra.most == 0)
        {
            // "If there is something to pay, take the gift card": which way to pay.
            self.plain(consequence);
            return;
        }
        if let Some(holds) = self.cheaper_than_mine(condition) {
            self.heard.hinted = true;
            if holds {
                self.plain(consequence);
            }
            self.agenda.notices.push(Notice::PriceCondition(holds));
            return;
        }
        let asked = self.asked_price(condition);
        if let Some(holds) = price_holds(self.account, condition, &self.all, asked) {
            if holds {
                self.plain(consequence);
            } else {
                self.heard.hinted = true;
            }
            self.agenda.notices.push(Notice::PriceCondition(holds));
            return;
        }
        let is_so = condition.iter().filter(|atom| !atom.mark).all(|atom| {
            atom.any(&[
                "there",
                "is",
                "are",
                "so",
                "it",
                "they",
                "that",
                "any",
                "possible",
                "available",
                "one",
            ])
        });
        if is_so {
            self.plain(consequence);
            return;
        }
        let is_not = condition
            .iter()
            .filter(|atom| !atom.mark)
            .all(|atom| atom.any(&["not", "so", "it", "is", "isnt"]));
        if is_not && let Some(Notice::PriceCondition(held)) = self.agenda.notices.last().copied() {
            // "If not, …" after a condition about a price.
            self.agenda.notices.pop();
            if !held {
                self.plain(consequence);
            }
            return;
        }
        if let Some(holds) = self.place_holds(condition) {
            self.heard.hinted = true;
            if holds {
                self.plain(consequence);
            }
            return;
        }
        if let Some(holds) = self.stage_holds(condition, consequence) {
            self.heard.hinted = true;
            if holds {
                self.plain(consequence);
            }
            return;
        }
        if self.where_available(condition, consequence) {
            return;
        }
        let asks = asks::read(self.account, consequence, &self.all, false);
        if !asks.is_empty() && verbs::places(consequence).iter().all(|place| place.negated) {
            // "If not, tell me the balance": told in any case.
            self.heard.asks.extend(asks);
        }
        self.heard.hinted = true;
        let negative = has_any(
            condition,
            &["not", "no", "cannot", "cant", "isnt", "unable", "impossible", "dont", "doesnt"],
        );
        let after = !negative
            && has_any(condition, &["returned", "exchanged", "cancelled", "canceled", "refunded", "changed"])
            && !has_any(condition, &["can", "possible", "could"]);
        self.agenda.otherwise.push(Otherwise {
            condition: spoken(condition),
            consequence: spoken(consequence),
            after,
        });
    }
}

impl Reader<'_> {
    /// "If it goes to Oslo": whether the order that is spoken of does. It is in focus from then on.
    fn place_holds(&mut self, condition: &[Atom]) -> Option<bool> {
        let goes = has_any(
            condition,
            &["is", "its", "goes", "goe", "going", "go", "sent", "shipped", "headed", "delivered", "thats"],
        );
        if !goes || !verbs::places(condition).is_empty() {
            return None;
        }
        let account = self.account;
        let known = account.orders.iter().any(|order| places::names_town_of(condition, &order.address))
            || places::names_town_of(condition, &account.address);
        let focus = self.agenda.focus.as_deref();
        let holds_it =
            |order: &&AccountOrder| order.lines.iter().any(|line| self.titles.contains(&line.title));
        let numbers = order_numbers(account, condition);
        let orders: Vec<&AccountOrder> = account
            .orders
            .iter()
            .filter(|order| order.is_pending())
            .filter(|order| match numbers.first() {
                Some(number) => order.number == *number,
                None if self.titles.is_empty() => focus == Some(order.number.as_str()),
                None => holds_it(order),
            })
            .collect();
        let ([only], true) = (orders.as_slice(), known) else { return None };
        let there = places::names_town_of(condition, &only.address);
        let denied = has_any(condition, &["not", "isnt", "doesnt", "wont"]);
        self.agenda.focus = Some(only.number.clone());
        Some(there != denied)
    }

    /// "If it has not been sent yet": whether that is so of the order that is spoken of.
    fn stage_holds(&self, condition: &[Atom], consequence: &[Atom]) -> Option<bool> {
        let sent = has_any(
            condition,
            &["shipped", "sent", "dispatched", "left", "processed", "delivered", "arrived"],
        );
        let waits = has_any(condition, &["pending"]);
        if sent == waits
            || !has_any(condition, &["it", "order", "they", "package", "parcel", "yet", "already", "still"])
        {
            return None;
        }
        let denied = has_any(condition, &["not", "hasnt", "havent", "isnt", "wasnt", "yet"]);
        let mut titles = titles::named(&titles::mentioned(self.account, consequence));
        titles.extend(titles::named(&titles::mentioned(self.account, condition)));
        if titles.is_empty() {
            titles.clone_from(&self.titles);
        }
        let numbers = order_numbers(self.account, condition);
        let focus = numbers.first().or(self.agenda.focus.as_ref());
        let mut orders: Vec<_> =
            self.account.orders.iter().filter(|order| focus == Some(&order.number)).collect();
        if orders.is_empty() {
            let holds = |order: &&AccountOrder| order.lines.iter().any(|line| titles.contains(&line.title));
            orders = self.account.orders.iter().filter(holds).collect();
        }
        let pending = orders.iter().filter(|order| order.is_pending()).count();
        if orders.is_empty()
            || (pending != 0 && pending != orders.len() && !titles.is_empty() && focus.is_none() && !denied)
        {
            return None;
        }
        let is_pending = pending > 0;
        Some(if waits { is_pending != denied } else { is_pending == denied })
    }

    /// "If there is a green one, I'd swap it": a swap for that one.
    fn where_available(&mut self, condition: &[Atom], consequence: &[Atom]) -> bool {
        let [title] = self.titles.as_slice() else { return false };
        let Some(goods) = self.account.goods.iter().find(|goods| goods.title == *title) else { return false };
        let there = has_any(
            condition,
            &[
                "there",
                "theres",
                "have",
                "has",
                "ha",
                "available",
                "exists",
                "exist",
                "come",
                "comes",
                "stock",
                "got",
            ],
        );
        let denied = has_any(condition, &["not", "no", "none", "isnt", "dont", "doesnt", "cannot", "cant"]);
        let mut whole = condition.to_vec();
        whole.push(Atom { text: ",".into(), said: ",".into(), mark: true });
        whole.extend_from_slice(consequence);
        let places = verbs::places(&whole);
        let swaps =
            !places.is_empty() && places.iter().all(|place| place.verb == Verb::Swap && !place.negated);
        let takes = places.is_empty() && has_any(&whole, &["take", "want", "like", "prefer", "have", "get"]);
        let says = choose::choose(goods, None, &spoken(condition)) != Choice::Unsaid;
        if !there || denied || !(swaps || takes) || !says {
            return false;
        }
        let mut wish = atoms("exchange the");
        wish.extend_from_slice(&self.about);
        wish.extend(atoms(title));
        wish.extend(atoms("to"));
        wish.extend(whole);
        self.wish(Verb::Swap, &wish, 0, 0, wish.len());
        true
    }
}

/// How much more something else may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Extra {
    /// Minor units of a currency with two decimals.
    pub most: i64,
    /// The condition holds up to that; otherwise above it.
    pub within: bool,
}

/// "It costs at most 20 more", "the difference is over 50", "there is nothing to pay".
pub(super) fn extra(condition: &[Atom]) -> Option<Extra> {
    let word = |words: &[&str]| has_any(condition, words);
    let of_difference = word(&["extra", "difference", "additional", "additionally", "surcharge", "upcharge"])
        || (word(&["cost", "costs", "pay", "charge", "charged"]) && word(&["more", "anything", "nothing"]))
        || word(&["dearer", "pricier", "costlier"])
        || has(condition, &["more", "expensive"]);
    let costs = word(&["cost", "costs", "price", "priced"]);
    if costs && word(&["same", "equal"]) {
        // "If it costs the same."
        let denied = word(&["not", "doesnt", "isnt", "no"]);
        return Some(Extra { most: 0, within: !denied });
    }
    if !of_difference {
        return None;
    }
    let number = condition.iter().find_map(|atom| thousandths(&atom.text));
    let denied = word(&["not", "doesnt", "dont", "isnt", "no", "nothing", "without", "never", "wont"]);
    let below = word(&["under", "below", "within", "maximum", "max"])
        || has(condition, &["less", "than"])
        || has(condition, &["at", "most"])
        || has(condition, &["up", "to"]);
    let above = word(&["over", "above", "exceed", "exceeds", "greater", "higher", "bigger"])
        || has(condition, &["more", "than"]);
    let most = number.map_or(0, |number| number / 10);
    let within = match number {
        Some(_) => below || (above && denied),
        None => denied,
    };
    (number.is_none() || below || above).then_some(Extra { most, within })
}

/// Whether a condition about a price holds; `None`: it is about something else, or cannot be told.
/// `asked`: what the variant costs that was asked about.
fn price_holds(account: &Account, condition: &[Atom], all: &[Atom], asked: Option<i64>) -> Option<bool> {
    let number = condition.iter().find_map(|atom| thousandths(&atom.text))?;
    let less = has_any(condition, &["less", "under", "below", "cheaper", "lower"]);
    let more = has_any(condition, &["more", "greater", "over", "above", "higher", "exceed"]);
    let of_price = has_any(condition, &["price", "cost", "buck", "dollar", "usd", "it", "cheaper", "euro"]);
    if !of_price || less == more || number < 1000 {
        return None;
    }
    if let Some(price) = asked {
        return Some(if less { price < number / 10 } else { price > number / 10 });
    }
    let mut mentions = titles::mentioned(account, condition);
    if mentions.is_empty() {
        mentions = titles::mentioned(account, all);
    }
    let title = mentions.first()?.titles.first()?.clone();
    // Minor units of a currency with two decimals.
    let limit = number / 10;
    let price = if has_any(all, &["cheapest"])
        && !has_any(condition, &["paid"])
        && has_any(condition, &["it", "cheapest"])
    {
        let goods = account.goods.iter().find(|goods| goods.title == title)?;
        goods.variants.iter().filter(|v| v.available).map(|v| v.price.amount).min()?
    } else {
        account.orders.iter().flat_map(|o| &o.lines).find(|line| line.title == title)?.price.amount
    };
    Some(if less { price < limit } else { price > limit })
}
