//! Reads what a customer asks for: verbs, the things of their own orders that they mean, and what shall come instead.
//!
//! It decides nothing: what is clear becomes a change on the agenda, what is not becomes a question.

use super::agenda::{Agenda, Change, Instead, Item, Kind, Otherwise, Unclear};
use super::asks::{self, Ask};
use super::choose::{self, Choice};
use super::methods;
use super::pick::{self, Candidate};
use super::places;
use super::titles::{self, Mention};
use super::verbs::{self, Verb};
use super::words::{Atom, atoms, has, has_any, sentences, spoken};
use crate::agent::account::{Account, AccountOrder};

/// What a text held.
#[derive(Debug, Default)]
pub(super) struct Heard {
    pub asks: Vec<Ask>,
    /// A change was asked for, altered or dropped.
    pub changed: bool,
    /// A way to pay, a reason or a preference was named.
    pub hinted: bool,
}

/// The customer's orders that are named by number: in full, or by its digits alone.
pub(super) fn order_numbers(account: &Account, atoms: &[Atom]) -> Vec<String> {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let mut numbers: Vec<String> = Vec::new();
    for atom in atoms.iter().filter(|atom| !atom.mark) {
        let whole = account.orders.iter().find(|order| order.number.eq_ignore_ascii_case(&atom.said));
        let by_digits = || {
            let bare = atom.said.len() >= 4 && atom.said.chars().all(|c| c.is_ascii_digit());
            account.orders.iter().find(|order| bare && digits(&order.number) == atom.said)
        };
        if let Some(order) = whole.or_else(by_digits)
            && !numbers.contains(&order.number)
        {
            numbers.push(order.number.clone());
        }
    }
    numbers
}

pub(super) struct Reader<'a> {
    pub account: &'a Account,
    pub agenda: &'a mut Agenda,
    pub heard: Heard,
    /// The items that the last sentences were about: change or unclear wish, and item.
    last: Vec<Touched>,
    /// The product that was spoken of last.
    title: Option<String>,
    /// The reason that the present sentence gives.
    reason: Option<String>,
    all: Vec<Atom>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Touched {
    Item { change: u32, variant: crate::Id<crate::id::Variant> },
    Unclear(usize),
}

/// Reads a text onto the agenda.
pub(super) fn read(account: &Account, agenda: &mut Agenda, text: &str) -> Heard {
    let all = atoms(text);
    let mut reader = Reader {
        account,
        agenda,
        heard: Heard::default(),
        last: Vec::new(),
        title: None,
        reason: None,
        all: all.clone(),
    };
    for sentence in parts(&all) {
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
    let mut reader = Reader {
        account,
        agenda,
        heard: Heard::default(),
        last: Vec::new(),
        title: None,
        reason: None,
        all: Vec::new(),
    };
    reader.one(verb, candidate, wanted);
}

/// Sentences; what stands in brackets with a condition is a sentence of its own.
fn parts(all: &[Atom]) -> Vec<Vec<Atom>> {
    let mut parts = Vec::new();
    for sentence in sentences(all) {
        let open = sentence.iter().position(|atom| atom.mark && atom.text == "(");
        let close = sentence.iter().rposition(|atom| atom.mark && atom.text == ")");
        if let (Some(open), Some(close)) = (open, close)
            && open < close
            && sentence[open..close].iter().any(|atom| atom.is("if"))
        {
            let mut outer = sentence[..open].to_vec();
            outer.extend_from_slice(&sentence[close + 1..]);
            parts.push(outer);
            parts.push(sentence[open + 1..close].to_vec());
        } else {
            parts.push(sentence.to_vec());
        }
    }
    parts
}

/// A condition and what is wanted then.
pub(super) fn conditional(sentence: &[Atom]) -> Option<(Vec<Atom>, Vec<Atom>)> {
    let at = sentence.iter().position(|atom| atom.any(&["if", "unless"]))?;
    let before = &sentence[..at];
    let is_whether = before.last().is_some_and(|atom| {
        atom.any(&[
            "know", "see", "check", "ask", "wonder", "confirm", "only", "and", "even", "sure", "asking",
        ])
    }) && before.len() > 1;
    if is_whether {
        return None;
    }
    let trivial = before.iter().all(|atom| {
        atom.mark
            || atom.any(&["but", "and", "so", "also", "then", "or", "however", "now", "otherwise", "well"])
    });
    if !trivial {
        // "…, if that is possible": nothing hangs on it here.
        let comma = before.iter().rposition(|atom| atom.mark)?;
        let rest = &sentence[at + 1..];
        // "X, but if not Y, Z"
        return if before.len() - comma <= 3 && rest.iter().any(|atom| atom.mark) {
            let (condition, consequence) = split_condition(rest)?;
            Some((condition, consequence))
        } else {
            None
        };
    }
    split_condition(&sentence[at + 1..])
}

fn split_condition(rest: &[Atom]) -> Option<(Vec<Atom>, Vec<Atom>)> {
    const STARTS: &[&str] = &[
        "i", "id", "ill", "im", "ive", "we", "please", "just", "then", "cancel", "return", "exchange", "do",
        "dont", "no", "use", "tell", "only", "change", "see", "keep", "leave", "forget", "proceed", "get",
        "switch", "refund", "its", "that", "using", "in", "let", "you", "could", "can", "never", "simply",
    ];
    let begins = |i: usize| rest.get(i + 1).is_some_and(|atom| atom.any(STARTS));
    let commas: Vec<usize> = (0..rest.len()).filter(|i| rest[*i].mark && rest[*i].text == ",").collect();
    let split = commas
        .iter()
        .copied()
        .find(|i| begins(*i))
        .or_else(|| commas.first().copied())
        .or_else(|| rest.iter().position(|atom| atom.is("then")));
    let split = match split {
        Some(split) => split,
        // "if not possible I want …"
        None => rest.iter().skip(2).position(|atom| atom.any(&["i", "id", "ill", "please", "just"]))? + 2,
    };
    let (condition, consequence) = rest.split_at(split);
    let consequence: Vec<Atom> = consequence.iter().skip(usize::from(consequence[0].mark)).cloned().collect();
    (!consequence.is_empty()).then(|| (condition.to_vec(), consequence))
}

impl Reader<'_> {
    fn titles(&self) -> Vec<&str> {
        let mut titles: Vec<&str> = Vec::new();
        for line in self.account.orders.iter().flat_map(|order| &order.lines) {
            if !titles.contains(&line.title.as_str()) {
                titles.push(&line.title);
            }
        }
        titles
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

    fn condition(&mut self, condition: &[Atom], consequence: &[Atom]) {
        let several = has_any(condition, &["multiple", "several", "both", "many", "more"])
            && has_any(condition, &["available", "option", "choice"]);
        if several {
            // "If several colours are available, I prefer black": a preference.
            self.plain(consequence);
            return;
        }
        if let Some(holds) = asks::price_condition(self.account, condition, &self.all) {
            if holds {
                self.plain(consequence);
            } else {
                self.heard.hinted = true;
            }
            self.last_price_condition(holds);
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
        if is_not && self.agenda.refused.last().is_some_and(|last| last == "price condition false") {
            self.agenda.refused.pop();
            self.plain(consequence);
            return;
        }
        if is_not && self.agenda.refused.last().is_some_and(|last| last == "price condition true") {
            self.agenda.refused.pop();
            return;
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

    fn last_price_condition(&mut self, holds: bool) {
        self.agenda.refused.push(format!("price condition {holds}"));
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
        let spoken_of: Vec<String> = titles::mentions(sentence, &self.titles())
            .into_iter()
            .flat_map(|mention| mention.titles)
            .collect();
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
            self.title_fixed(&named);
            return;
        }
        for (i, place) in wanted.iter().enumerate() {
            let from = if i == 0 { 0 } else { place.at };
            let next = places.iter().map(|other| other.at).filter(|at| *at > place.at).min();
            let to = next.unwrap_or(sentence.len());
            self.wish(place.verb, sentence, from, place.at, to);
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
        let mut named: Vec<Atom> = sentence[..at].to_vec();
        if sentence[at].any(&["them", "these", "those"]) {
            named.extend(atoms("both"));
        }
        named.extend(atoms(title));
        named.extend_from_slice(&sentence[at + 1..]);
        Some(named)
    }

    fn title_fixed(&mut self, sentence: &[Atom]) {
        let places: Vec<_> = verbs::places(sentence).into_iter().filter(|place| !place.negated).collect();
        for (i, place) in places.iter().enumerate() {
            let from = if i == 0 { 0 } else { place.at };
            let to = places.get(i + 1).map_or(sentence.len(), |next| next.at);
            self.wish(place.verb, sentence, from, place.at, to);
        }
    }

    fn wish(&mut self, verb: Verb, sentence: &[Atom], from: usize, at: usize, to: usize) {
        let part = &sentence[from..to];
        let speaks_of_address = has_any(part, &["address"])
            || (verb == Verb::Swap
                && has_any(part, &["ship", "shipped", "deliver", "delivered", "sent"])
                && { has_any(part, &["home", "house", "place"]) });
        if verb == Verb::Swap && speaks_of_address {
            self.address(sentence, from, to);
            return;
        }
        if verb == Verb::Swap
            && has_any(part, &["payment", "paid", "pay", "billing"])
            && titles::mentions(part, &self.titles()).is_empty()
            && !has_any(part, &["item"])
        {
            self.payment(sentence);
            return;
        }
        if sentence[at].any(&["add", "adding"]) {
            self.add_item(sentence, at, to);
            return;
        }
        if verb == Verb::Cancel && self.undo(part) {
            return;
        }
        let found = titles::mentions(part, &self.titles());
        let start = at - from;
        match verb {
            Verb::Swap | Verb::SwapOrReturn => self.swap(sentence, part, start, &found, verb),
            _ => self.rid(sentence, part, &found, verb),
        }
    }

    /// "Add the cheapest one to my order": nothing can be added, but an item of the same product can become it.
    fn add_item(&mut self, sentence: &[Atom], at: usize, to: usize) {
        self.heard.changed = true;
        let part = &sentence[at + 1..to.max(at + 1)];
        let end = part.iter().position(|atom| atom.any(&["to", "into", "in"])).unwrap_or(part.len());
        let wanted = spoken(&part[..end]);
        let named: Vec<String> =
            titles::mentions(part, &self.titles()).into_iter().flat_map(|mention| mention.titles).collect();
        let title = named.first().cloned().or_else(|| self.title.clone());
        let found = self.account.orders.iter().filter(|order| order.is_pending()).find_map(|order| {
            let line = order.lines.iter().find(|line| Some(&line.title) == title.as_ref())?;
            Some(Candidate::new(&order.number, pick::item(line)?))
        });
        match found {
            Some(candidate) => self.one(Verb::Swap, candidate, &wanted),
            None => self.agenda.refused.push("nothing fits".into()),
        }
    }

    /// "Undo the cancellation": not a wish to cancel.
    fn undo(&self, part: &[Atom]) -> bool {
        has_any(part, &["undo", "undoing", "reinstate", "uncancel"])
    }

    /// Cancelling and returning.
    fn rid(&mut self, sentence: &[Atom], part: &[Atom], found: &[Mention], verb: Verb) {
        let except_at = exception(part);
        let companion = |mention: &Mention| {
            let before = &part[mention.at.saturating_sub(2)..mention.at];
            before.iter().any(|atom| atom.any(&["with", "for"])) && mention.at > 0
        };
        let kept: Vec<&Mention> =
            found.iter().filter(|mention| except_at.is_some_and(|at| mention.at > at)).collect();
        let companions: Vec<&Mention> =
            found.iter().filter(|mention| companion(mention) && !kept.contains(mention)).collect();
        let meant: Vec<&Mention> =
            found.iter().filter(|mention| !kept.contains(mention) && !companions.contains(mention)).collect();
        let meant = if meant.is_empty() && kept.is_empty() && companions.len() == 1 {
            companions.clone()
        } else {
            meant
        };
        let everything = is_everything(part) || (!kept.is_empty() && meant.is_empty());
        if meant.is_empty() || (everything && has_any(part, &["order"])) {
            let holding: Vec<String> =
                meant.iter().chain(&companions).flat_map(|mention| mention.titles.clone()).collect();
            self.rid_orders(sentence, part, verb, everything, (&kept, &holding));
            return;
        }
        let context = pick::Context {
            account: self.account,
            sentence,
            focus: self.agenda.focus.as_deref(),
            companions: companions.iter().flat_map(|mention| mention.titles.clone()).collect(),
            verb,
        };
        let picked = pick::resolve(&context, part, &meant);
        for (mention, candidates) in meant.iter().zip(picked) {
            self.place(verb, mention, candidates, "");
        }
    }

    /// "Return everything except the kettle", "cancel all pending orders", "cancel it".
    fn rid_orders(
        &mut self,
        sentence: &[Atom],
        part: &[Atom],
        verb: Verb,
        everything: bool,
        (kept, holding): (&[&Mention], &[String]),
    ) {
        let named = order_numbers(self.account, sentence);
        let fits = |order: &&AccountOrder| match verb {
            Verb::Cancel => order.is_pending(),
            Verb::Return => order.is_delivered(),
            _ => order.is_pending() || order.is_delivered(),
        };
        let orders: Vec<&AccountOrder> = if named.is_empty() {
            let all: Vec<&AccountOrder> = self.account.orders.iter().filter(fits).collect();
            let placed: Vec<&AccountOrder> =
                all.iter().copied().filter(|order| places::speaks_of(sentence, &order.address)).collect();
            let many = (everything || has_any(part, &["all", "both", "every", "each", "everything"]))
                && (has_any(part, &["order", "everything", "thing", "anything"]));
            let that_order = has(part, &["that", "order"])
                || has(part, &["same", "order"])
                || has_any(part, &["it", "them"]);
            let focus = self.agenda.focus.as_deref().and_then(|number| self.account.order(number));
            let whole = has(part, &["whole", "order"])
                || has(part, &["entire", "order"])
                || has(part, &["the", "order"])
                || has(part, &["full", "order"]);
            let of_orders = everything || whole || that_order || many || has_any(part, &["order"]);
            if verb == Verb::Return && !of_orders && !all.is_empty() {
                // "I want to return something": a return needs its things.
                self.heard.changed = true;
                self.agenda.asked = Some(super::agenda::Question::WhichItems { kind: Kind::Return });
                return;
            }
            let with_it: Vec<&AccountOrder> = all
                .iter()
                .copied()
                .filter(|order| order.lines.iter().any(|line| holding.contains(&line.title)))
                .collect();
            if !with_it.is_empty() {
                // "Everything in the order with the lamp".
                with_it
            } else if let (1, [only]) = (placed.len(), placed.as_slice()) {
                vec![*only]
            } else if let Some(focus) = focus.filter(|_| that_order || (whole && !many)) {
                vec![focus]
            } else if verb == Verb::Return && everything && has_any(part, &["bought", "ordered", "received"])
            {
                all.first().copied().into_iter().collect()
            } else if many || all.len() == 1 {
                all
            } else if let Some(focus) = focus.filter(|_| !everything) {
                vec![focus]
            } else {
                if !all.is_empty() && (whole || everything || has_any(part, &["order"])) {
                    self.heard.changed = true;
                    let kind = if verb == Verb::Cancel { Kind::Cancel } else { Kind::Return };
                    let numbers = all.iter().map(|order| order.number.clone()).collect();
                    self.agenda.asked = Some(super::agenda::Question::WhichOrder { kind, numbers });
                } else if all.is_empty() {
                    self.heard.changed = true;
                    self.agenda.refused.push("nothing fits".into());
                }
                Vec::new()
            }
        } else {
            named.iter().filter_map(|number| self.account.order(number)).collect()
        };
        let orders: Vec<AccountOrder> = orders.into_iter().cloned().collect();
        for order in &orders {
            let kept_titles: Vec<&String> = kept.iter().flat_map(|mention| &mention.titles).collect();
            let items: Vec<Item> =
                pick::items(order).into_iter().filter(|item| !kept_titles.contains(&&item.title)).collect();
            self.rid_order(order, items, verb, kept.is_empty());
        }
    }

    /// What becomes of one order of which these items are not wanted.
    pub(super) fn rid_order(&mut self, order: &AccountOrder, items: Vec<Item>, verb: Verb, all: bool) {
        self.heard.changed = true;
        self.agenda.focus = Some(order.number.clone());
        let cancels = order.is_pending() || (verb == Verb::Cancel && !order.is_delivered());
        let pieces: usize = pick::items(order).len();
        let whole = all || items.len() >= pieces;
        let instead = match (cancels, verb) {
            (true, Verb::Return) => Some(Instead::CancelIt),
            (true, _) if !whole => Some(Instead::WholeOrder),
            (false, Verb::Cancel) => Some(Instead::ReturnIt),
            _ => None,
        };
        let kind = if cancels { Kind::Cancel } else { Kind::Return };
        self.agenda.add(Change {
            items: if kind == Kind::Cancel && whole { Vec::new() } else { items },
            instead,
            reason: self.reason.clone(),
            ..Change::new(kind, Some(order.number.clone()))
        });
    }

    /// Takes a resolved mention onto the agenda.
    fn place(&mut self, verb: Verb, mention: &Mention, candidates: Vec<Candidate>, wanted: &str) {
        self.heard.changed = true;
        if let Some(first) = candidates.first() {
            self.agenda.focus_title = Some(first.item.title.clone());
        }
        if candidates.is_empty() {
            self.agenda.refused.push(format!("no such item: {}", mention.titles.join(" / ")));
            return;
        }
        if pick::is_clear(&candidates) {
            for candidate in candidates {
                self.one(verb, candidate, wanted);
            }
            return;
        }
        let kind = match verb {
            Verb::Swap | Verb::SwapOrReturn => Kind::Swap,
            Verb::Cancel => Kind::Cancel,
            _ => Kind::Return,
        };
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

    /// Items for others.
    fn swap(&mut self, sentence: &[Atom], part: &[Atom], start: usize, found: &[Mention], verb: Verb) {
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
        let others: Vec<String> = titles_beyond(found, &items);
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
            let connector = chunk
                .iter()
                .position(|atom| atom.any(&["to", "for", "into", "as"]))
                .or_else(|| chunk.iter().position(|atom| atom.any(&["with", "by"])));
            let (about, target) = match connector {
                Some(at) => (spoken(&chunk[..at]), spoken(&chunk[at + 1..])),
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
            let mut wanted = target;
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
        // An item's own number.
        for order in &self.account.orders {
            for line in &order.lines {
                let sku = line
                    .variant
                    .and_then(|id| {
                        line.product.and_then(|p| self.account.goods(p)).and_then(|g| g.variant(id))
                    })
                    .and_then(|variant| variant.sku.clone());
                let product = line.product.and_then(|p| self.account.goods(p)).map(|g| g.handle.clone());
                let named = part[start + 1..]
                    .iter()
                    .take_while(|atom| !atom.any(&["to", "for", "into"]))
                    .any(|atom| {
                        sku.as_deref() == Some(atom.said.as_str())
                            || product.as_ref().is_some_and(|handle| {
                                atom.said.len() >= 6 && handle.rsplit('-').next() == Some(atom.said.as_str())
                            })
                    });
                if named && let Some(item) = pick::item(line) {
                    let candidate = Candidate::new(&order.number, item);
                    self.one(Verb::Swap, candidate, &target);
                    return;
                }
            }
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
        match candidates.len() {
            0 => self.go_on(&part[start + 1..]),
            1 => {
                for candidate in candidates {
                    self.one(Verb::Swap, candidate, &target);
                }
            }
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

    /// More about what was spoken of last.
    pub(super) fn go_on(&mut self, sentence: &[Atom]) {
        let text = spoken(sentence);
        let found = titles::mentions(sentence, &self.titles());
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
            let names: Vec<&String> = found.iter().flat_map(|mention| &mention.titles).collect();
            touched = self
                .agenda
                .changes
                .iter()
                .filter(|change| change.kind == Kind::Swap)
                .flat_map(|change| change.items.iter().map(move |item| (change.number, item)))
                .filter(|(_, item)| names.contains(&&item.title))
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

    fn address(&mut self, sentence: &[Atom], from: usize, to: usize) {
        let part = &sentence[from..to];
        let text = spoken(&self.all.clone());
        let back = has_any(part, &["original", "former", "previous", "old", "before"])
            && has_any(part, &["back", "original", "former", "previous"]);
        if back && let Some(former) = self.agenda.former_address.clone() {
            self.change_address(Kind::ProfileAddress, None, vec![former]);
            return;
        }
        let profile = has_any(part, &["user", "profile", "account"])
            || has(part, &["default", "address"])
                && !has(part, &["to", "my", "default"])
                && !has(part, &["to", "the", "default"])
            || has(part, &["my", "address"]) && !has_any(part, &["order"]);
        let about_order = has_any(part, &["order", "pending", "ship", "shipping", "delivery", "package"])
            || !order_numbers(self.account, part).is_empty();
        // What follows the last "to" is where.
        let connector = part.iter().rposition(|atom| atom.is("to")).unwrap_or(0);
        let target = &part[connector..];
        let mut numbers = order_numbers(self.account, &part[..connector.max(1).min(part.len())]);
        if numbers.is_empty() {
            numbers = order_numbers(self.account, sentence).into_iter().take(1).collect();
        }
        let pending: Vec<&AccountOrder> =
            self.account.orders.iter().filter(|order| order.is_pending()).collect();
        let orders: Vec<String> = if !numbers.is_empty() {
            numbers
        } else if about_order || !profile {
            let before = &part[..connector.min(part.len())];
            let placed: Vec<&&AccountOrder> =
                pending.iter().filter(|order| places::speaks_of(before, &order.address)).collect();
            let mentions = titles::mentions(before, &self.titles());
            let holding: Vec<&&AccountOrder> = pending
                .iter()
                .filter(|order| {
                    mentions.iter().any(|m| order.lines.iter().any(|line| m.titles.contains(&line.title)))
                })
                .collect();
            let many = has_any(part, &["all", "both", "every", "orders", "possible"]);
            if many && placed.is_empty() {
                pending.iter().map(|order| order.number.clone()).collect()
            } else if placed.len() == 1 {
                placed.iter().map(|order| order.number.clone()).collect()
            } else if holding.len() == 1 {
                holding.iter().map(|order| order.number.clone()).collect()
            } else if let Some(focus) = self
                .agenda
                .focus
                .as_deref()
                .filter(|focus| pending.iter().any(|order| order.number == **focus))
            {
                vec![focus.to_owned()]
            } else if pending.len() == 1 {
                pending.iter().map(|order| order.number.clone()).collect()
            } else {
                // Those that do not go there yet.
                pending.iter().map(|order| order.number.clone()).collect()
            }
        } else {
            Vec::new()
        };
        let target_text = spoken(target);
        for order in &orders {
            let mut address = places::meant(self.account, &target_text, Some(order));
            if address.is_empty() {
                address = places::meant(self.account, &text, Some(order));
            }
            let same =
                address.first().is_some_and(|a| self.account.order(order).is_some_and(|o| o.address == *a));
            if !same {
                self.change_address(Kind::Address, Some(order.clone()), address);
            }
        }
        if profile {
            let mut address = places::meant(self.account, &target_text, None);
            if address.is_empty() {
                address = places::meant(self.account, &text, None);
            }
            self.change_address(Kind::ProfileAddress, None, address);
        }
    }

    fn change_address(&mut self, kind: Kind, order: Option<String>, address: Vec<String>) {
        self.heard.changed = true;
        if let Some(order) = &order {
            self.agenda.focus = Some(order.clone());
        }
        let address = if address.len() == 1 { address.into_iter().next() } else { None };
        self.agenda.add(Change { address, ..Change::new(kind, order) });
    }

    fn payment(&mut self, sentence: &[Atom]) {
        let numbers = order_numbers(self.account, sentence);
        let pending: Vec<String> = self
            .account
            .orders
            .iter()
            .filter(|order| order.is_pending())
            .map(|order| order.number.clone())
            .collect();
        let order = numbers
            .first()
            .cloned()
            .or_else(|| self.agenda.focus.clone().filter(|focus| pending.contains(focus)))
            .or_else(|| if pending.len() == 1 { pending.first().cloned() } else { None });
        self.heard.changed = true;
        match order {
            Some(order) => {
                self.agenda.add(Change::new(Kind::Payment, Some(order)));
            }
            None => {
                self.agenda.asked =
                    Some(super::agenda::Question::WhichOrder { kind: Kind::Payment, numbers: pending });
            }
        }
    }
}

fn titles_beyond(found: &[Mention], items: &[&Mention]) -> Vec<String> {
    found
        .iter()
        .filter(|mention| !items.contains(mention))
        .flat_map(|mention| mention.titles.clone())
        .collect()
}

pub(super) fn append(text: &mut String, more: &str) {
    let more = more.trim();
    if more.is_empty() || text.contains(more) {
        return;
    }
    if !text.is_empty() {
        text.push_str(" . ");
    }
    text.push_str(more);
}

fn exception(part: &[Atom]) -> Option<usize> {
    part.iter().position(|atom| atom.any(&["except", "besides", "excluding", "apart", "keep"])).or_else(
        || super::words::find(part, &["other", "than"]).or_else(|| super::words::find(part, &["but", "not"])),
    )
}

pub(super) fn is_everything(part: &[Atom]) -> bool {
    part.iter().enumerate().any(|(i, atom)| {
        atom.any(&["everything", "anything"])
            || (atom.any(&["all", "every", "both", "each"])
                && part[i + 1..]
                    .iter()
                    .take(5)
                    .any(|next| next.any(&["order", "item", "thing", "of", "it", "them", "possible"])))
            || (atom.any(&["whole", "entire"]) && part.get(i + 1).is_some_and(|next| next.is("order")))
    })
}
