//! Taking what was read onto the agenda: a settled piece becomes a change, an unsettled one a question, and a sentence
//! without a wish more about the wish before it.

use super::{Reader, Touched};
use crate::agent::acting::agenda::{Change, Item, Kind, Notice, Otherwise, Unclear};
use crate::agent::acting::choose::{self, Choice};
use crate::agent::acting::pick::{self, Candidate};
use crate::agent::acting::titles::{self, Mention};
use crate::agent::acting::verbs::Verb;
use crate::agent::acting::words::{Atom, append, has_any, spoken};

impl Reader<'_> {
    /// Takes a resolved mention onto the agenda.
    pub(super) fn place(&mut self, verb: Verb, mention: &Mention, candidates: Vec<Candidate>, wanted: &str) {
        self.heard.changed = true;
        if let Some(first) = candidates.first() {
            self.agenda.focus_title = Some(first.item.title.clone());
        }
        if candidates.is_empty() {
            self.agenda.notices.push(Notice::NoSuchItem);
            return;
        }
        if pick::is_clear(&candidates) {
            if matches!(verb, Verb::Swap | Verb::SwapOrReturn) {
                for candidate in candidates {
                    self.one(verb, candidate, wanted);
                }
                return;
            }
            // Pieces of one order go together: two alike are two.
            let mut orders: Vec<(String, Vec<Item>)> = Vec::new();
            for candidate in candidates {
                match orders.iter_mut().find(|(order, _)| *order == candidate.order) {
                    Some((_, items)) => items.push(candidate.item),
                    None => orders.push((candidate.order, vec![candidate.item])),
                }
            }
            for (number, items) in orders {
                if let Some(order) = self.account.order(&number).cloned() {
                    self.rid_order(&order, items, verb, false);
                }
            }
            return;
        }
        if candidates.iter().all(|other| other.order == candidates[0].order) {
            self.agenda.focus = Some(candidates[0].order.clone());
        }
        let kind = verb.kind();
        let title = mention.titles.first().cloned().unwrap_or_default();
        self.agenda
            .unclear
            .retain(|other| !(other.title == title && other.kind == kind && other.wanted.is_empty()));
        self.agenda.unclear.push(Unclear {
            kind,
            title,
            candidates: candidates.into_iter().map(|c| (c.order, c.item)).collect(),
            wanted: wanted.to_owned(),
        });
        self.last.push(Touched::Unclear(self.agenda.unclear.len() - 1));
    }

    /// Takes one piece onto the agenda: as a change of its own, or as more about one that is open.
    pub(super) fn one(&mut self, verb: Verb, candidate: Candidate, wanted: &str) {
        self.heard.changed = true;
        let Some(order) = self.account.order(&candidate.order).cloned() else { return };
        self.agenda.focus = Some(order.number.clone());
        match verb {
            Verb::Swap | Verb::SwapOrReturn => {
                let variant = candidate.item.variant;
                let known = self.agenda.changes.iter_mut().find(|change| {
                    change.kind == Kind::Swap && change.order.as_deref() == Some(order.number.as_str())
                });
                if let Some(change) = known
                    && let Some(item) = change.items.iter_mut().find(|item| {
                        item.variant == variant
                            && (item.wanted.is_empty() || wanted.is_empty() || !candidate.another)
                    })
                {
                    append(&mut item.wanted, wanted);
                    item.picked = None;
                    let number = change.number;
                    self.agenda.stated.retain(|stated| stated.change != number);
                    self.last.push(Touched::Item { change: number, variant });
                    return;
                }
                let item = Item { wanted: wanted.to_owned(), ..candidate.item };
                let number = self
                    .agenda
                    .add(Change { items: vec![item], ..Change::new(Kind::Swap, Some(order.number.clone())) });
                self.last.push(Touched::Item { change: number, variant });
                if verb == Verb::SwapOrReturn {
                    self.agenda.otherwise.push(Otherwise {
                        condition: "that is not possible".into(),
                        consequence: "return it".into(),
                        after: false,
                    });
                }
            }
            _ => self.rid_order(&order, vec![candidate.item], verb, false),
        }
    }

    /// More about what was spoken of last.
    pub(super) fn go_on(&mut self, sentence: &[Atom]) {
        let text = spoken(sentence);
        let found = titles::mentioned(self.account, sentence);
        let mut touched: Vec<Touched> = if self.last.is_empty() {
            self.agenda
                .changes
                .iter()
                .rev()
                .find(|change| change.kind == Kind::Swap)
                .map(|change| {
                    change
                        .items
                        .iter()
                        .map(|i| Touched::Item { change: change.number, variant: i.variant })
                        .collect()
                })
                .unwrap_or_default()
        } else {
            self.last.clone()
        };
        if !found.is_empty() {
            let names = titles::named(&found);
            touched = self
                .agenda
                .changes
                .iter()
                .filter(|change| change.kind == Kind::Swap)
                .flat_map(|change| change.items.iter().map(move |item| (change.number, item)))
                .filter(|(_, item)| names.contains(&item.title))
                .map(|(change, item)| Touched::Item { change, variant: item.variant })
                .collect();
        }
        for one in touched {
            match one {
                Touched::Item { change, variant } => {
                    let account = self.account;
                    let Some(item) = self
                        .agenda
                        .change_mut(change)
                        .and_then(|change| change.items.iter_mut().find(|item| item.variant == variant))
                    else {
                        continue;
                    };
                    let Some(goods) = account.goods(item.product) else { continue };
                    // "The blue ones are for my cousin": of another one that they have.
                    let of_another = has_any(
                        sentence,
                        &["one", "ones", "other", "stay", "stays", "keep", "leave", "remain", "untouched"],
                    ) && account.orders.iter().flat_map(|order| &order.lines).any(|line| {
                        line.product == Some(goods.id)
                            && line.variant != Some(variant)
                            && line
                                .variant
                                .and_then(|id| goods.variant(id))
                                .is_some_and(|other| choose::likeness(goods, other, &text) > 0)
                    });
                    if of_another {
                        continue;
                    }
                    let says = choose::choose(goods, goods.variant(variant), &text) != Choice::Unsaid
                        || has_any(sentence, &["same", "keep", "care", "matter", "size"]);
                    if says {
                        append(&mut item.wanted, &text);
                        item.picked = None;
                        self.heard.changed = true;
                        self.agenda.stated.retain(|stated| stated.change != change);
                    }
                }
                Touched::Unclear(at) => {
                    if let Some(unclear) = self.agenda.unclear.get_mut(at) {
                        append(&mut unclear.wanted, &text);
                    }
                }
            }
        }
    }
}
