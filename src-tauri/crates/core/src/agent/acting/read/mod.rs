//! Reads what a customer asks for: verbs, the things of their own orders that they mean, and what shall come instead.
//!
//! It decides nothing: what is clear becomes a change on the agenda, what is not becomes a question.

mod cancelling;
mod clauses;
mod conditions;
mod details;
mod swapping;
mod taking;

use super::agenda::{Agenda, Notice};
use super::asks::{self, Ask};
use super::methods;
use super::pick::Candidate;
use super::references::{names_another_order, order_numbers};
use super::titles;
use super::verbs::{self, Verb};
use super::words::{Atom, atoms, has_any};
use crate::agent::account::Account;
use crate::id::{self, Id};
use cancelling::takes_back;
use clauses::{conditional, parts};

/// What a text held.
#[derive(Debug, Default)]
pub(super) struct Heard {
    pub asks: Vec<Ask>,
    /// A change was asked for, altered or dropped.
    pub changed: bool,
    /// A way to pay, a reason or a preference was named.
    pub hinted: bool,
}

struct Reader<'a> {
    account: &'a Account,
    agenda: &'a mut Agenda,
    heard: Heard,
    /// The items that the last sentences were about: change or unclear wish, and item.
    last: Vec<Touched>,
    /// The product that was spoken of last.
    title: Option<String>,
    /// The reason that the present sentence gives.
    reason: Option<String>,
    /// The whole text.
    all: Vec<Atom>,
}

/// What a sentence was about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Touched {
    Item { change: u32, variant: Id<id::Variant> },
    Unclear(usize),
}

/// Reads a text onto the agenda.
pub(super) fn read(account: &Account, agenda: &mut Agenda, text: &str) -> Heard {
    let all = atoms(text);
    let sentences = parts(&all);
    let mut reader = Reader::new(account, agenda, all);
    for sentence in sentences {
        reader.sentence(&sentence);
    }
    reader.heard
}

/// Takes one settled thing onto the agenda.
pub(super) fn add_one(
    account: &Account,
    agenda: &mut Agenda,
    verb: Verb,
    candidate: Candidate,
    wanted: &str,
) {
    Reader::new(account, agenda, Vec::new()).one(verb, candidate, wanted);
}

impl<'a> Reader<'a> {
    fn new(account: &'a Account, agenda: &'a mut Agenda, all: Vec<Atom>) -> Self {
        Self { account, agenda, heard: Heard::default(), last: Vec::new(), title: None, reason: None, all }
    }

    fn sentence(&mut self, sentence: &[Atom]) {
        if let Some((condition, consequence)) = conditional(sentence) {
            // What stands before the condition is said all the same.
            let at = sentence.iter().position(|atom| atom.any(&["if", "unless"])).unwrap_or(0);
            if sentence[..at].iter().filter(|atom| !atom.mark).count() > 3 {
                let lead = sentence[..at].to_vec();
                self.plain(&lead);
            }
            self.condition(&condition, &consequence);
            return;
        }
        self.plain(sentence);
    }

    /// A sentence without a condition.
    fn plain(&mut self, sentence: &[Atom]) {
        let wishes = methods::named(sentence);
        if !wishes.is_empty() {
            self.heard.hinted = true;
            for wish in wishes {
                if !self.agenda.methods.contains(&wish) {
                    self.agenda.methods.push(wish);
                }
            }
        }
        self.reason = verbs::reason(sentence);
        if let Some(reason) = &self.reason {
            self.heard.hinted = true;
            self.agenda.reason = Some(reason.clone());
        }
        let places = verbs::places(sentence);
        let wanted: Vec<_> = places.iter().filter(|place| !place.negated).copied().collect();
        let mut asks = asks::read(self.account, sentence, &self.all, !wanted.is_empty());
        let spoken_of = titles::named(&titles::mentioned(self.account, sentence));
        if let Some(title) = spoken_of.first() {
            self.title = Some(title.clone());
        } else if let Some(title) = &self.title
            && !has_any(sentence, &["cancelled", "canceled"])
            && order_numbers(self.account, sentence).is_empty()
        {
            let points = has_any(sentence, &["that", "it", "its", "same", "they"]);
            // "of that order": the one with what was spoken of.
            for ask in asks.iter_mut().filter(|ask| points || ask.is_about_goods()) {
                ask.text = format!("{} {title}", ask.text);
            }
        }
        self.heard.asks.extend(asks);
        if wanted.is_empty() {
            if places.is_empty() {
                self.go_on(sentence);
            }
            return;
        }
        if let Some(named) = self.with_name(sentence, &places, &spoken_of) {
            let wanted: Vec<_> = verbs::places(&named).into_iter().filter(|place| !place.negated).collect();
            self.wishes(&named, &wanted, &wanted);
            return;
        }
        self.wishes(sentence, &wanted, &places);
    }

    /// Reads each of the `wanted` verbs with the words up to the next of `ends`; the first also with those before it.
    fn wishes(&mut self, sentence: &[Atom], wanted: &[verbs::Place], ends: &[verbs::Place]) {
        for (i, place) in wanted.iter().enumerate() {
            let from = if i == 0 { 0 } else { place.at };
            let next = ends.iter().map(|other| other.at).find(|at| *at > place.at);
            self.wish(place.verb, sentence, from, place.at, next.unwrap_or(sentence.len()));
        }
    }

    /// "Return the cheaper one", "return them": with the name of what was spoken of before.
    fn with_name(
        &self,
        sentence: &[Atom],
        places: &[verbs::Place],
        spoken_of: &[String],
    ) -> Option<Vec<Atom>> {
        let title = self.title.as_ref()?;
        let rids = places.iter().all(|place| matches!(place.verb, Verb::Cancel | Verb::Return | Verb::Rid));
        if !spoken_of.is_empty() || !rids || has_any(sentence, &["order", "everything", "all", "item"]) {
            return None;
        }
        let first = places.first()?.at;
        let at = (first + 1..sentence.len()).find(|at| {
            sentence[*at].any(&["them", "it", "these", "those"])
                || (sentence[*at].any(&["one", "ones"])
                    && !sentence[*at - 1].any(&["no", "any", "which", "only", "need"]))
        })?;
        let mut named = sentence[..at].to_vec();
        if sentence[at].any(&["them", "these", "those"]) {
            named.extend(atoms("both"));
        }
        named.extend(atoms(title));
        named.extend_from_slice(&sentence[at + 1..]);
        Some(named)
    }

    /// Reads one verb, at `at`, with its words from `from` to `to`.
    fn wish(&mut self, verb: Verb, sentence: &[Atom], from: usize, at: usize, to: usize) {
        let part = &sentence[from..to];
        if names_another_order(self.account, part) && order_numbers(self.account, sentence).is_empty() {
            // Never another order instead of the one that was named.
            self.heard.changed = true;
            self.agenda.notices.push(Notice::UnknownOrder);
            return;
        }
        let speaks_of_address = has_any(part, &["address"])
            || (verb == Verb::Swap
                && has_any(part, &["ship", "shipped", "deliver", "delivered", "sent"])
                && has_any(part, &["home", "house", "place"]));
        if verb == Verb::Swap && speaks_of_address {
            self.address(sentence, from, to);
            return;
        }
        if verb == Verb::Swap
            && has_any(part, &["payment", "paid", "pay", "billing"])
            && titles::mentioned(self.account, part).is_empty()
            && !has_any(part, &["item"])
        {
            self.payment(sentence);
            return;
        }
        if sentence[at].any(&["add", "adding"]) {
            self.add_item(sentence, at, to);
            return;
        }
        if verb == Verb::Cancel && takes_back(part) {
            return;
        }
        let found = titles::mentioned(self.account, part);
        let start = at - from;
        match verb {
            Verb::Swap | Verb::SwapOrReturn => self.swap(sentence, part, start, &found, verb),
            _ => self.rid(sentence, part, &found, verb),
        }
    }
}
