//! Swapping: which pieces shall become others, and the words that say what comes instead of each.

use super::Reader;
use crate::agent::account::AccountOrder;
use crate::agent::acting::agenda::{Kind, Notice, Unclear};
use crate::agent::acting::choose::{self, Choice};
use crate::agent::acting::pick::{self, Candidate};
use crate::agent::acting::references::{is_everything, order_numbers};
use crate::agent::acting::titles::{self, Mention};
use crate::agent::acting::verbs::Verb;
use crate::agent::acting::words::{Atom, has_any, spoken, words};

impl Reader<'_> {
    /// Items for others.
    pub(super) fn swap(
        &mut self,
        sentence: &[Atom],
        part: &[Atom],
        start: usize,
        found: &[Mention],
        verb: Verb,
    ) {
        self.last.clear();
        let is_target = |mention: &Mention| {
            let from = mention.at.saturating_sub(9).max(start).min(mention.at);
            let before = &part[from..mention.at];
            let connector =
                before.iter().rposition(|atom| atom.any(&["to", "for", "into", "with", "as", "by"]));
            connector.is_some_and(|i| {
                from + i > start
                    && !before[i..].iter().any(|atom| atom.is("and") || (atom.mark && atom.text == ","))
                    // "to exchange X": the verb follows its "to".
                    && found.iter().any(|other| other.at < from + i)
            })
        };
        let items: Vec<&Mention> = found.iter().filter(|mention| !is_target(mention)).collect();
        if items.is_empty() {
            self.swap_unnamed(sentence, part, start);
            return;
        }
        let first = items[0].at;
        if first > start
            && is_everything(&part[start..first])
            && has_any(&part[start..first], &["item", "everything", "thing"])
        {
            // All of them; what is said of one of them besides is more about that one.
            let cut = part[start..first]
                .iter()
                .rposition(|atom| atom.mark || atom.any(&["but", "except"]))
                .map_or(first, |at| start + at);
            self.swap_unnamed(sentence, &part[..cut.max(start + 1)], start);
            self.go_on(&part[cut..]);
            return;
        }
        let others: Vec<String> = found
            .iter()
            .filter(|mention| !items.contains(mention))
            .flat_map(|mention| mention.titles.clone())
            .collect();
        let mut spans: Vec<(String, String)> = Vec::new();
        for (i, mention) in items.iter().enumerate() {
            let from = mention.at + mention.length;
            let mut to = items.get(i + 1).map_or(part.len(), |next| next.at);
            if items.get(i + 1).is_some()
                && let Some(cut) =
                    part[from..to].iter().rposition(|a| a.is("and") || (a.mark && a.text == ","))
            {
                to = from + cut;
            }
            let chunk = &part[from..to.max(from)];
            // "with" joins what comes instead only after it was named: "the one with …".
            let connector =
                chunk.iter().position(|atom| atom.any(&["to", "for", "into", "as"])).or_else(|| {
                    let with = chunk.iter().position(|atom| atom.any(&["with", "by"]))?;
                    // "changed: black, with an armrest" has begun before.
                    (!chunk[..with].iter().any(|atom| atom.mark)).then_some(with)
                });
            let (about, target) = match connector {
                // "… so that it is the same as the black one"
                Some(at) if chunk[at].is("as") && has_any(&chunk[..at], &["same", "identical"]) => {
                    (spoken(&chunk[..at]), format!("same as {}", spoken(&chunk[at + 1..])))
                }
                Some(at) => (spoken(&chunk[..at]), spoken(&chunk[at + 1..])),
                // "I bought a kettle and want a toaster instead": what is wanted follows the verb.
                None if mention.at < start
                    && items.len() == 1
                    && part[start].any(&["want", "get", "need"]) =>
                {
                    (String::new(), spoken(&part[start + 1..]))
                }
                None => (spoken(chunk), spoken(chunk)),
            };
            spans.push((about, target));
        }
        // "the bed and the chair to the cheapest": one description for both.
        for i in (0..spans.len().saturating_sub(1)).rev() {
            let between = &part[items[i].at + items[i].length..items[i + 1].at];
            let joined =
                between.iter().all(|a| a.mark || a.any(&["and", "the", "my", "a", "an", "also", "both"]));
            if joined && (spans[i].1.is_empty() || spans[i].1.split_whitespace().count() <= 1) {
                spans[i].1 = spans[i + 1].1.clone();
            }
        }
        let context = pick::Context {
            account: self.account,
            sentence,
            focus: self.agenda.focus.as_deref(),
            companions: Vec::new(),
            verb,
        };
        let picked = pick::resolve(&context, part, &items);
        for ((mention, candidates), (_, target)) in items.iter().zip(picked).zip(spans) {
            let mut wanted = self.as_described(&mention.titles, target);
            if let Some(other) = others.first().filter(|other| !mention.titles.contains(other)) {
                wanted = format!("{wanted} {other}");
            }
            self.place(verb, mention, candidates, &wanted);
        }
    }

    /// "Change its colour to red": an item that only its description tells.
    fn swap_unnamed(&mut self, sentence: &[Atom], part: &[Atom], start: usize) {
        let text = spoken(&part[start + 1..]);
        let target = part[start + 1..]
            .iter()
            .position(|atom| atom.any(&["to", "for", "into"]))
            .map_or_else(|| text.clone(), |at| spoken(&part[start + 2 + at..]));
        if let Some(candidate) = self.by_own_number(&part[start + 1..]) {
            self.one(Verb::Swap, candidate, &target);
            return;
        }
        let numbers = order_numbers(self.account, sentence);
        let pending_only = has_any(sentence, &["pending"]);
        let mut candidates: Vec<Candidate> = Vec::new();
        for order in &self.account.orders {
            let fits = if !numbers.is_empty() {
                numbers.contains(&order.number)
            } else if has_any(part, &["its", "it", "their"]) && self.agenda.focus.is_some() {
                self.agenda.focus.as_deref() == Some(order.number.as_str())
            } else if pending_only {
                order.is_pending()
            } else {
                order.is_pending() || order.is_delivered()
            };
            if !fits {
                continue;
            }
            for item in pick::items(order) {
                let Some(goods) = self.account.goods(item.product) else { continue };
                if choose::choose(goods, goods.variant(item.variant), &target) != Choice::Unsaid {
                    candidates.push(Candidate::new(&order.number, item));
                }
            }
        }
        let everything = is_everything(part);
        if everything && !candidates.is_empty() {
            let pending: Vec<Candidate> = candidates
                .iter()
                .filter(|c| self.account.order(&c.order).is_some_and(AccountOrder::is_pending))
                .cloned()
                .collect();
            for candidate in if pending.is_empty() { candidates } else { pending } {
                self.one(Verb::Swap, candidate, &target);
            }
            return;
        }
        if candidates.is_empty()
            && let Some(candidate) = self.of_option(&part[start + 1..])
        {
            self.one(Verb::Swap, candidate, "");
            return;
        }
        match candidates.len() {
            0 => self.go_on(&part[start + 1..]),
            1 => self.one(Verb::Swap, candidates.remove(0), &target),
            _ if has_any(part, &["item", "it", "its", "them", "one"]) || !numbers.is_empty() => {
                self.heard.changed = true;
                self.agenda.unclear.push(Unclear {
                    kind: Kind::Swap,
                    title: "item".into(),
                    candidates: candidates.into_iter().map(|c| (c.order, c.item)).collect(),
                    wanted: target,
                });
            }
            _ => {}
        }
    }

    /// "Can I still change the size?", of the one piece that is spoken of.
    fn of_option(&self, said: &[Atom]) -> Option<Candidate> {
        let [title] = self.titles.as_slice() else { return None };
        let goods = self.account.goods.iter().find(|goods| goods.title == *title)?;
        let named = goods.options.iter().any(|name| {
            let name = words(name);
            said.iter().any(|atom| name.contains(&atom.text))
        });
        let orders = self.account.orders.iter().filter(|order| order.is_pending() || order.is_delivered());
        let mut pieces = orders.flat_map(|order| {
            pick::items(order)
                .into_iter()
                .filter(|item| item.title == *title)
                .map(|item| Candidate::new(&order.number, item))
        });
        let first = pieces.next().filter(|_| named)?;
        pieces.next().is_none().then_some(first)
    }

    /// The piece that is named by its SKU, or by the number at the end of its product's handle.
    fn by_own_number(&self, said: &[Atom]) -> Option<Candidate> {
        let end = said.iter().position(|atom| atom.any(&["to", "for", "into"])).unwrap_or(said.len());
        let said = &said[..end];
        self.account.orders.iter().find_map(|order| {
            order.lines.iter().find_map(|line| {
                let goods = line.product.and_then(|id| self.account.goods(id));
                let sku = goods
                    .zip(line.variant)
                    .and_then(|(goods, id)| goods.variant(id))
                    .and_then(|variant| variant.sku.as_deref());
                let number = goods.and_then(|goods| goods.handle.rsplit('-').next());
                let is_named = said.iter().any(|atom| {
                    sku == Some(atom.said.as_str())
                        || (atom.said.len() >= 6 && number == Some(atom.said.as_str()))
                });
                if is_named { Some(Candidate::new(&order.number, pick::item(line)?)) } else { None }
            })
        })
    }

    /// "Add the cheapest one to my order": nothing can be added, but an item of the same product can become it.
    pub(super) fn add_item(&mut self, sentence: &[Atom], at: usize, to: usize) {
        self.heard.changed = true;
        let part = &sentence[at + 1..to.max(at + 1)];
        let end = part.iter().position(|atom| atom.any(&["to", "into", "in"])).unwrap_or(part.len());
        let wanted = spoken(&part[..end]);
        let named = titles::named(&titles::mentioned(self.account, part));
        let title = named.first().or(self.titles.first()).cloned();
        let found = self.account.orders.iter().filter(|order| order.is_pending()).find_map(|order| {
            let line = order.lines.iter().find(|line| Some(&line.title) == title.as_ref())?;
            Some(Candidate::new(&order.number, pick::item(line)?))
        });
        match found {
            Some(candidate) => self.one(Verb::Swap, candidate, &wanted),
            None => self.agenda.notices.push(Notice::NothingFits),
        }
    }
}
