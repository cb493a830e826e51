//! Reads what a customer asks for: verbs, the things of their own orders that they mean, and what shall come instead.
//!
//! It decides nothing: what is clear becomes a change on the agenda, what is not becomes a question.

mod cancelling;
mod clauses;
mod conditions;
mod described;
mod details;
mod holding;
mod implied;
mod liking;
mod pronouns;
mod several;
mod swapping;
mod taking;
mod topics;

use super::agenda::{Agenda, Kind, Notice, Otherwise, Question};
use super::asks::{self, Ask};
use super::methods;
use super::pick::Candidate;
use super::places;
use super::reasons;
use super::references::{names_another_order, order_numbers, with_number};
use super::titles;
use super::verbs::{self, Verb};
use super::words::{Atom, atoms, has_any, spoken};
use crate::agent::account::Account;
use crate::id::{self, Id};
use cancelling::takes_back;
use clauses::{conditional, otherwise, parts, proviso, unless};
use conditions::extra;
pub(super) use implied::may_imply;

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
    /// The products that were spoken of last.
    titles: Vec<String>,
    /// What was said of them there: "the black one".
    about: Vec<Atom>,
    /// The sentence before.
    before: Vec<Atom>,
    /// Where it is said to be: "pending", "received".
    place: Option<&'static str>,
    /// A swap was asked for in this text: what follows may be another.
    swaps: bool,
    /// The reason that the present sentence gives.
    reason: Option<String>,
    /// What of the shop was asked about: a product, and the words that describe one of its variants.
    described: Option<(String, String)>,
    /// The whole text.
    all: Vec<Atom>,
    /// As it was written.
    raw: String,
}

/// What a sentence was about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Touched {
    Item { change: u32, variant: Id<id::Variant> },
    Unclear(usize),
}

/// Reads a text onto the agenda.
pub(super) fn read(account: &Account, agenda: &mut Agenda, text: &str) -> Heard {
    let mut all = with_address(agenda, with_method(agenda, atoms(text)));
    if let Some(wish) = agenda.misnamed.take()
        && let [number] = order_numbers(account, &all).as_slice()
        && verbs::places(&all).is_empty()
    {
        // "It is 1042, sorry": the wish about the wrong number is about this one.
        all = with_number(account, &atoms(&wish), number);
    }
    all = liking::ranked(holding::numbered(account, &all));
    let sentences = parts(&all);
    let mut reader = Reader::new(account, agenda, all);
    text.clone_into(&mut reader.raw);
    for sentence in sentences {
        reader.sentence(&sentence);
    }
    reader.which_order_was_said();
    reader.heard
}

/// "Please change it to the other one", of the address that was just told.
fn with_address(agenda: &mut Agenda, mut all: Vec<Atom>) -> Vec<Atom> {
    let Some(number) = agenda.address_told.take() else { return all };
    let it = (1..all.len()).find(|at| {
        all[*at].any(&["it", "that"]) && all[*at - 1].any(&["change", "switch", "update", "make", "set"])
    });
    if let Some(it) = it.filter(|_| !has_any(&all, &["order", "address"])) {
        all.splice(it..=it, atoms(&format!("the address of order {number}")));
    }
    all
}

/// "Can I use it for that order?", of the gift card whose balance was just told.
fn with_method(agenda: &Agenda, mut all: Vec<Atom>) -> Vec<Atom> {
    if !agenda.balance_told || !methods::named(&all).is_empty() {
        return all;
    }
    let it = (1..all.len()).find(|at| {
        all[*at].any(&["it", "that"]) && all[*at - 1].any(&["use", "with", "by", "from", "using"])
    });
    if let Some(it) = it {
        all.splice(it..=it, atoms("my gift card"));
    }
    all
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
        let titles = agenda.focus_title.iter().cloned().collect();
        Self {
            account,
            agenda,
            heard: Heard::default(),
            last: Vec::new(),
            titles,
            about: Vec::new(),
            before: Vec::new(),
            place: None,
            swaps: false,
            reason: None,
            described: None,
            all,
            raw: String::new(),
        }
    }

    fn sentence(&mut self, sentence: &[Atom]) {
        if let Some(rest) = otherwise(sentence) {
            if verbs::places(rest).is_empty() && !methods::named(rest).is_empty() {
                // "The gift card if it covers it, otherwise PayPal": the next best way.
                self.plain(rest);
            } else {
                self.heard.hinted = true;
                self.agenda.otherwise.push(Otherwise {
                    condition: "that is not possible".into(),
                    consequence: spoken(rest),
                    after: false,
                });
            }
            return;
        }
        if let Some((wish, condition)) = proviso(sentence)
            && let Some(extra) = extra(condition).filter(|extra| extra.within)
        {
            self.agenda.most_extra = Some(extra.most);
            self.heard.hinted = true;
            self.plain(wish);
            return;
        }
        if let Some((wish, rather)) = unless(sentence)
            && verbs::places(wish).iter().any(|place| !place.negated)
            && verbs::places(rather).iter().any(|place| !place.negated)
        {
            // "Return it, unless it can be exchanged for …": that first, and the other where it is not possible.
            let found = titles::mentioned(self.account, wish);
            self.remember(wish, &found);
            self.agenda.otherwise.push(Otherwise {
                condition: "that is not possible".into(),
                consequence: spoken(wish),
                after: false,
            });
            self.plain(rather);
            return;
        }
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

    /// "I don't want that order. It is 1042.": the question which order it is has its answer.
    fn which_order_was_said(&mut self) {
        let Some(Question::WhichOrder { kind, .. }) = self.agenda.asked.as_ref() else { return };
        // A short sentence of its own; a longer one asks something else of that order.
        let numbers: Vec<String> = parts(&self.all)
            .iter()
            .filter(|part| part.iter().filter(|atom| !atom.mark).count() <= 6)
            .flat_map(|part| order_numbers(self.account, part))
            .collect();
        let [number] = numbers.as_slice() else { return };
        let wish = match kind {
            Kind::Cancel => format!("cancel order {number}"),
            Kind::Return => format!("return everything of order {number}"),
            _ => format!("change the payment method of order {number}"),
        };
        self.agenda.asked = None;
        self.plain(&atoms(&wish));
    }

    /// A sentence without a condition.
    fn plain(&mut self, sentence: &[Atom]) {
        let topical = self.topical(sentence);
        let sentence = topical.as_deref().unwrap_or(sentence);
        let wishes = methods::named(sentence);
        if !wishes.is_empty() {
            self.heard.hinted = true;
            for wish in wishes {
                if !self.agenda.methods.contains(&wish) {
                    self.agenda.methods.push(wish);
                }
            }
        }
        self.reason = reasons::reason(sentence);
        if let Some(reason) = &self.reason {
            self.heard.hinted = true;
            self.agenda.reason = Some(reason.clone());
            let by_mistake = *reason == crate::policy::CANCEL_REASONS[1];
            if by_mistake && verbs::places(sentence).iter().all(|place| place.negated) {
                // A reason of its own says it best.
                for change in self.agenda.changes.iter_mut().filter(|change| change.kind == Kind::Cancel) {
                    change.reason = Some(reason.clone());
                }
            }
        }
        let places = verbs::places(sentence);
        let wanted: Vec<_> = places.iter().filter(|place| !place.negated).copied().collect();
        let mut asks = asks::read(self.account, sentence, &self.all, !wanted.is_empty());
        let found = titles::mentioned(self.account, sentence);
        let spoken_of = titles::named(&found);
        self.describe(sentence, &asks, &spoken_of);
        if asks.is_empty()
            && spoken_of.is_empty()
            && wanted.is_empty()
            && has_any(sentence, &["them", "they", "their", "its", "each", "both", "those", "these"])
            && !has_any(sentence, &["order"])
        {
            // "How much was each of them?"
            let mut named = sentence.to_vec();
            named.extend(atoms(&self.titles.join(" and ")));
            asks = asks::read(self.account, &named, &self.all, false);
        }
        if let [number] = order_numbers(self.account, sentence).as_slice()
            && wanted.is_empty()
        {
            // "Two things about order 1042."
            self.agenda.focus = Some(number.clone());
        }
        if spoken_of.is_empty()
            && let [title] = self.titles.as_slice()
            && !has_any(sentence, &["cancelled", "canceled"])
            && order_numbers(self.account, sentence).is_empty()
        {
            let points =
                has_any(sentence, &["that", "it", "its", "same", "they", "one", "ones", "whole", "entire"]);
            // "of that order": the one with what was spoken of.
            for ask in asks.iter_mut().filter(|ask| points || ask.is_about_goods()) {
                ask.text = format!("{} {title}", ask.text);
            }
        }
        self.heard.asks.extend(asks);
        let lead = places.first().map_or(sentence, |first| &sentence[..first.at]);
        let lead = match lead.iter().position(|atom| atom.mark && atom.text == ",") {
            Some(comma) if self.pays_otherwise(&lead[..comma]) => &lead[..comma],
            _ => lead,
        };
        if self.pays_otherwise(lead) {
            self.payment(lead);
            if wanted.is_empty() {
                // "…, and have the kettle in copper."
                let rest = sentence.iter().rposition(|atom| atom.is("and")).map(|and| {
                    let rest = sentence[and + 1..].iter();
                    rest.skip_while(|atom| atom.any(&["have", "get", "to", "also"]))
                        .cloned()
                        .collect::<Vec<_>>()
                });
                if let Some(rest) = rest
                    && !titles::mentioned(self.account, &rest).is_empty()
                    && methods::named(&rest).is_empty()
                {
                    let found = titles::mentioned(self.account, &rest);
                    self.swaps = true;
                    self.implied(&rest, &found);
                }
                self.remember(sentence, &found);
                return;
            }
        }
        if self.goes_wrong(sentence)
            && (wanted.is_empty() || sentence.iter().filter(|atom| !atom.mark).count() <= 5)
        {
            return;
        }
        if wanted.is_empty() {
            if places.is_empty() && !self.implied(sentence, &found) {
                self.go_on(sentence);
            }
            self.remember(sentence, &found);
            return;
        }
        let only_why = self.reason.is_some()
            && spoken_of.is_empty()
            && wanted.iter().all(|place| place.verb == Verb::Rid)
            && self.agenda.changes.iter().any(|change| matches!(change.kind, Kind::Cancel | Kind::Return));
        if only_why {
            // "I don't need it any more": why, of what was asked for.
            return;
        }
        let swaps = wanted.iter().all(|place| place.verb == Verb::Swap);
        if let Some(named) = swaps.then(|| self.ones_named(sentence)).flatten() {
            let places = verbs::places(&named);
            let wanted: Vec<_> = places.iter().filter(|place| !place.negated).copied().collect();
            self.wishes(&named, &wanted, &places);
        } else if let Some(named) = self.with_name(sentence, &places, &spoken_of) {
            let wanted: Vec<_> = verbs::places(&named).into_iter().filter(|place| !place.negated).collect();
            self.wishes(&named, &wanted, &wanted);
        } else {
            self.wishes(sentence, &wanted, &places);
        }
        self.remember(sentence, &found);
    }

    /// Reads each of the `wanted` verbs with the words up to the next of `ends`; the first also with those before it.
    fn wishes(&mut self, sentence: &[Atom], wanted: &[verbs::Place], ends: &[verbs::Place]) {
        // "I want this returned and that cancelled": the thing stands before its verb.
        let passive = |i: usize| {
            let (before, place) = (wanted.get(i.checked_sub(1)?)?.at, wanted.get(i)?.at);
            let and = sentence[before..place].iter().rposition(|atom| atom.is("and"))? + before;
            (verbs::is_done(&sentence[place]) && verbs::is_done(&sentence[before]) && place > and + 1)
                .then_some(and)
        };
        for (i, place) in wanted.iter().enumerate() {
            let from = if i == 0 { 0 } else { passive(i).map_or(place.at, |and| and + 1) };
            let before = i.checked_sub(1).map(|last| &wanted[last]);
            let or_back = before.is_some_and(|last| {
                last.verb == Verb::Swap
                    && place.verb == Verb::Return
                    && has_any(&sentence[last.at..place.at], &["or"])
                    && titles::mentioned(self.account, &sentence[place.at..]).is_empty()
            });
            if or_back {
                // "Replace it, or I want my money back."
                self.agenda.otherwise.push(Otherwise {
                    condition: "that is not possible".into(),
                    consequence: "return it".into(),
                    after: false,
                });
                continue;
            }
            let next = ends.iter().map(|other| other.at).find(|at| *at > place.at).unwrap_or(sentence.len());
            let next = passive(i + 1).unwrap_or(next);
            let own = &sentence[place.at..next];
            let names_nothing = titles::mentioned(self.account, own).is_empty();
            if place.verb == Verb::Rid
                && before.is_some_and(|last| matches!(last.verb, Verb::Cancel | Verb::Return))
                && names_nothing
                && order_numbers(self.account, own).is_empty()
            {
                // "Cancel it, I don't need it any more": why, of what was just asked for.
                continue;
            }
            if i > 0
                && names_nothing
                && has_any(own, &["one", "ones"])
                && self.of_that_kind(sentence, place.at, next)
            {
                continue;
            }
            self.wish(place.verb, sentence, from, place.at, next);
        }
    }

    /// "Swap the black lamp for …, and return the brass one": of what was spoken of before. `true`: it was read so.
    fn of_that_kind(&mut self, sentence: &[Atom], at: usize, to: usize) -> bool {
        let before = titles::named(&titles::mentioned(self.account, &sentence[..at]));
        let kept = self.titles.clone();
        if let [only] = before.as_slice() {
            self.titles = vec![only.clone()];
        }
        let part = sentence[at..to].to_vec();
        let places = verbs::places(&part);
        let named = self.with_name(&part, &places, &[]);
        self.titles = kept;
        let Some(named) = named else { return false };
        let wanted: Vec<_> = verbs::places(&named).into_iter().filter(|place| !place.negated).collect();
        let [place] = wanted.as_slice() else { return false };
        self.wish(place.verb, &named, 0, place.at, named.len());
        true
    }

    /// Reads one verb, at `at`, with its words from `from` to `to`.
    fn wish(&mut self, verb: Verb, sentence: &[Atom], from: usize, at: usize, to: usize) {
        if verb == Verb::Swap
            && let Some(each) = several::kinds(&sentence[at..to])
        {
            let lead = &sentence[from..at];
            for (i, words) in each.iter().enumerate() {
                let lead = if i == 0 { lead } else { &[] };
                let wish: Vec<Atom> = lead.iter().chain(words).cloned().collect();
                self.wish(verb, &wish, 0, lead.len(), wish.len());
            }
            return;
        }
        let mut part = &sentence[from..to];
        if matches!(verb, Verb::Cancel | Verb::Return | Verb::Rid)
            && let Some(why) =
                part.iter().position(|atom| atom.any(&["because", "since", "cuz", "coz", "bc"]))
            && why > at - from
            && (has_any(&part[..why], &["order", "it", "them", "everything"])
                || !order_numbers(self.account, &part[..why]).is_empty()
                || !titles::mentioned(self.account, &part[..why]).is_empty())
        {
            // What a reason speaks of is not what is to be got rid of.
            part = &part[..why];
        }
        if names_another_order(self.account, part) && order_numbers(self.account, sentence).is_empty() {
            // Never another order instead of the one that was named.
            self.heard.changed = true;
            self.agenda.misnamed = Some(spoken(sentence));
            self.agenda.notices.push(Notice::UnknownOrder);
            return;
        }
        // These verbs are swaps of addresses only.
        let speaks_of_address = has_any(part, &["address"])
            || verbs::is_of_address(&sentence[at])
            || (has_any(part, &["ship", "shipped", "deliver", "delivered", "sent"])
                && has_any(part, &["home", "house", "place"]));
        if verb == Verb::Swap && speaks_of_address {
            self.address(sentence, from, to);
            return;
        }
        if verb == Verb::Swap
            && has_any(part, &["payment", "paid", "pay", "billing"])
            && titles::mentioned(self.account, part).iter().all(|mention| {
                // "the payment of the lamp order"
                part.get(mention.at + mention.length).is_some_and(|next| next.is("order"))
            })
            && !has_any(part, &["item"])
        {
            self.payment(sentence);
            return;
        }
        if verb == Verb::Swap && sentence[at].any(&["add", "adding"]) {
            self.add_item(sentence, at, to);
            return;
        }
        if verb == Verb::Cancel && takes_back(part) {
            return;
        }
        let found = titles::mentioned(self.account, part);
        let start = at - from;
        let of_address = found.is_empty()
            && has_any(&part[start..], &["it", "that", "this", "my", "both", "all", "any", "every", "the"])
            && has_any(
                &part[start..],
                &[
                    "profile",
                    "account",
                    "order",
                    "sent",
                    "shipped",
                    "pending",
                    "file",
                    "record",
                    "detail",
                    "everything",
                ],
            )
            && places::is_written(&spoken(&self.all), &self.account.address);
        if verb == Verb::Swap && of_address {
            // "I moved to 1 Elm Street, …. Change it on my profile."
            self.address(sentence, from, to);
            return;
        }
        self.swaps |= matches!(verb, Verb::Swap | Verb::SwapOrReturn);
        match verb {
            Verb::Swap | Verb::SwapOrReturn => self.swap(sentence, part, start, &found, verb),
            _ => self.rid(sentence, part, &found, verb),
        }
    }
}
