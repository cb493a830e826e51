//! "It", "them", "that one": what was spoken of in the sentences before takes their place.

use super::Reader;
use super::implied::place_of;
use crate::agent::account::AccountOrder;
use crate::agent::acting::choose::{self, Choice};
use crate::agent::acting::titles::{self, Mention};
use crate::agent::acting::verbs::{self, Verb};
use crate::agent::acting::words::{Atom, atoms, has_any, spoken};

/// Words that end where something is described.
const DETERMINERS: &[&str] = &["the", "my", "this", "that", "these", "those", "a", "an"];

impl Reader<'_> {
    /// Keeps what a sentence spoke of for those that follow.
    pub(super) fn remember(&mut self, sentence: &[Atom], found: &[Mention]) {
        self.before = sentence.to_vec();
        let adjectives = |at: usize| -> Vec<Atom> {
            let from = at.saturating_sub(4);
            let start = sentence[from..at].iter().rposition(|atom| atom.any(DETERMINERS) || atom.mark);
            // "Brass one not so much."
            let bare = || {
                const NONE: &[&str] = &[
                    "i", "want", "need", "get", "that", "which", "no", "any", "every", "some", "only",
                    "each", "another", "other", "have", "is", "just",
                ];
                (1..=2).contains(&at) && !has_any(&sentence[..at], NONE)
            };
            match start {
                Some(start) => sentence[from + start + 1..at].to_vec(),
                None if bare() => sentence[..at].to_vec(),
                None => Vec::new(),
            }
        };
        let one = sentence.iter().position(|atom| atom.any(&["one", "ones"]));
        if !found.is_empty() {
            self.place = place_of(sentence);
            self.titles.clear();
            for title in found.iter().flat_map(|mention| &mention.titles) {
                if !self.titles.contains(title) {
                    self.titles.push(title.clone());
                }
            }
            self.about = match (found, one) {
                // "Of the two lamps the black one is broken."
                ([only], Some(one)) if one > only.at => adjectives(one),
                ([only], _) => adjectives(only.at),
                _ => Vec::new(),
            };
            if let Some(title) = self.titles.first() {
                self.agenda.focus_title = Some(title.clone());
            }
            if let [_, _, ..] = self.titles.as_slice()
                && let [only] = self.with_all().as_slice()
            {
                // "An order with a lamp and a mat": that one.
                self.agenda.focus = Some(only.clone());
            }
        } else if let Some(one) = one {
            let about = adjectives(one);
            if !about.is_empty() {
                self.about = about;
            }
        }
    }

    /// The orders that hold all that was spoken of last.
    fn with_all(&self) -> Vec<String> {
        let holds = |order: &&AccountOrder| {
            self.titles.iter().all(|title| order.lines.iter().any(|line| line.title == *title))
        };
        self.account.orders.iter().filter(holds).map(|order| order.number.clone()).collect()
    }

    /// "Return the cheaper one", "return them", "swap it for …": with the names of what was spoken of before.
    pub(super) fn with_name(
        &self,
        sentence: &[Atom],
        places: &[verbs::Place],
        spoken_of: &[String],
    ) -> Option<Vec<Atom>> {
        if self.titles.is_empty() {
            return None;
        }
        let place = places.iter().find(|place| !place.negated)?;
        if place.verb == Verb::Swap && verbs::is_of_address(&sentence[place.at]) {
            return None;
        }
        if !spoken_of.is_empty() {
            return self.with_companion(sentence, place.verb).or_else(|| self.together(sentence, place));
        }
        if has_any(sentence, &["everything", "item", "address", "payment"])
            || (has_any(sentence, &["order"]) && !has_any(sentence, &["one", "ones"]))
        {
            return None;
        }
        if matches!(place.verb, Verb::Swap | Verb::SwapOrReturn) {
            return self.swap_with_name(sentence, place.at);
        }
        if let Some(named) = self.goes_back(sentence, place.at) {
            return Some(named);
        }
        if let Some(named) = self.dearer_of(sentence, place.at) {
            return Some(named);
        }
        if let Some(other) = self.the_other(sentence, place.at) {
            return Some(other);
        }
        let kept = sentence[place.at..].iter().position(|atom| atom.any(&["keep", "keeping"]));
        let end = kept.map_or(sentence.len(), |kept| place.at + kept);
        let at = (place.at + 1..end).find(|at| {
            sentence[*at].any(&["them", "it", "these", "those"])
                || (sentence[*at].is("pair") && sentence[*at - 1].any(&["the", "that", "this"]))
                || (place.verb == Verb::Rid
                    && sentence[*at].any(&["that", "this"])
                    && sentence.get(*at + 1).is_none_or(|next| next.mark))
                || (sentence[*at].any(&["one", "ones"])
                    && !sentence[*at - 1].any(&["no", "any", "which", "only", "need"]))
        });
        let named = |end: usize, rest: usize, pointed: bool| {
            let mut named = sentence[..end].to_vec();
            named.extend(self.named(pointed));
            let tail = &sentence[rest..];
            // "and keep the green one"
            let kept = tail.iter().position(|atom| atom.any(&["keep", "leave"]));
            let tail = match kept {
                Some(kept) if has_any(&tail[kept..], &["one", "other", "ones", "rest"]) => &tail[..kept],
                _ => tail,
            };
            named.extend_from_slice(tail);
            named
        };
        match at {
            Some(at) => {
                let before = &sentence[..at];
                let points = sentence[at].any(&["one", "ones"])
                    && before.last().is_some_and(|atom| atom.any(&["that", "this", "the"]));
                let single = sentence[at].any(&["it", "that", "this"]) || points;
                if place.verb == Verb::Rid && at == place.at + 1 && at + 1 >= sentence.len() {
                    // "Don't want that."
                    let mut rid = atoms("get rid of");
                    rid.extend(self.named(single));
                    return Some(rid);
                }
                Some(named(at, at + 1, single))
            }
            // "I want my money back."
            None if sentence[place.at + 1..].iter().filter(|atom| !atom.mark).count() <= 2 => {
                Some(named(sentence.len(), sentence.len(), true))
            }
            None => None,
        }
    }

    /// "Return both of them together with the kettle": what was spoken of before, and more.
    fn together(&self, sentence: &[Atom], place: &verbs::Place) -> Option<Vec<Atom>> {
        if matches!(place.verb, Verb::Swap | Verb::SwapOrReturn) {
            return None;
        }
        let first = titles::mentioned(self.account, sentence).first()?.at;
        let pronoun = (place.at + 1..first.min(place.at + 5))
            .find(|at| sentence[*at].any(&["them", "it", "these", "those", "both"]))?;
        let single = sentence[pronoun].any(&["it"]);
        let of_them = sentence.get(pronoun + 1).is_some_and(|atom| atom.is("of"))
            && sentence.get(pronoun + 2).is_some_and(|atom| atom.any(&["them", "these", "those"]));
        let end = pronoun + if of_them { 3 } else { 1 };
        let joined = sentence[end..first].iter().any(|atom| {
            atom.any(&["and", "together", "along", "plus", "well", "also", "too"]) || atom.text == "&"
        });
        if !joined || sentence[end..first].iter().any(|atom| atom.any(&["for", "to", "except", "not", "but"]))
        {
            return None;
        }
        let mut named = sentence[..pronoun].to_vec();
        named.extend(self.named(single));
        named.extend(atoms("and"));
        named.extend_from_slice(&sentence[first.saturating_sub(4).max(end)..]);
        Some(named)
    }

    /// "The white one goes back, …": what is to go stands before its verb.
    fn goes_back(&self, sentence: &[Atom], verb: usize) -> Option<Vec<Atom>> {
        let [title] = self.titles.as_slice() else { return None };
        if !sentence[verb].any(&["go", "goe", "goes", "going"]) {
            return None;
        }
        let from = sentence[..verb].iter().rposition(|atom| atom.mark).map_or(0, |mark| mark + 1);
        let one = sentence[from..verb].iter().rposition(|atom| atom.any(&["one", "ones"]))? + from;
        let mut named = atoms("return");
        named.extend_from_slice(&sentence[from..one]);
        named.extend(atoms(title));
        Some(named)
    }

    /// "Return the dearer of the two", of two things that were spoken of.
    fn dearer_of(&self, sentence: &[Atom], verb: usize) -> Option<Vec<Atom>> {
        let [_, _, ..] = self.titles.as_slice() else { return None };
        let after = &sentence[verb + 1..];
        let at = after.iter().position(|atom| {
            atom.any(&["dearer", "pricier", "cheaper", "expensive", "dearest", "priciest", "cheapest"])
        })?;
        let least = after[at].any(&["cheaper", "cheapest"])
            || at > 0 && after[at].is("expensive") && after[at - 1].any(&["less", "least"]);
        let lines = self
            .account
            .orders
            .iter()
            .filter(|order| order.is_delivered() || order.is_pending())
            .flat_map(|order| &order.lines)
            .filter(|line| self.titles.contains(&line.title));
        let line = if least {
            lines.min_by_key(|line| line.price.amount)?
        } else {
            lines.max_by_key(|line| line.price.amount)?
        };
        let mut named = sentence[..=verb].to_vec();
        named.extend(atoms(&format!("the {}", line.title)));
        // "…, and I want it on my card"
        let rest = after[at..].iter().position(|atom| atom.mark || atom.is("and"));
        named.extend(rest.into_iter().flat_map(|rest| after[at + rest..].to_vec()));
        Some(named)
    }

    /// "Change the small one to …, and the large one to …": with the name of what each stands for.
    pub(super) fn ones_named(&self, sentence: &[Atom]) -> Option<Vec<Atom>> {
        const BECOMES: &[&str] = &["to", "for", "into", "should", "with", "by", "in"];
        const CHANGED: &[&str] = &["changed", "swapped", "exchanged", "replaced", "switched", "modified"];
        let mut passive = false;
        let mut named: Vec<Atom> = Vec::new();
        let mut count = 0;
        let mentioned = titles::mentioned(self.account, sentence);
        for (at, atom) in sentence.iter().enumerate() {
            let determiner = sentence[at.saturating_sub(4)..at]
                .iter()
                .rposition(|before| before.mark || before.any(DETERMINERS) || before.any(BECOMES))
                .map(|i| at.saturating_sub(4) + i)
                .filter(|i| sentence[*i].any(&["the", "my", "that"]));
            let is_target = determiner
                .and_then(|i| i.checked_sub(1))
                .is_some_and(|i| sentence[i].any(BECOMES) || sentence[i].any(&["of", "than", "as"]));
            let changed = sentence.get(at + 1).is_some_and(|next| next.any(CHANGED));
            let becomes = changed || sentence.get(at + 1).is_some_and(|next| next.any(BECOMES));
            let near = mentioned.iter().rev().find(|mention| mention.at < at);
            let title = match (near, self.titles.as_slice()) {
                (Some(mention), _) => mention.titles.first().filter(|_| mention.titles.len() == 1),
                (None, [only]) => Some(only),
                _ => None,
            };
            match title {
                Some(title)
                    if atom.any(&["one", "ones"]) && determiner.is_some() && !is_target && becomes =>
                {
                    if let Some(mention) = near
                        && !sentence[mention.at + mention.length..at]
                            .iter()
                            .any(|atom| atom.any(&["to", "for", "into", "with", "by"]))
                        && named.len() == at
                    {
                        // "There are two lamps, and I want the black one changed": only that one.
                        named.drain(mention.at..mention.at + mention.length);
                    }
                    named.extend(atoms(title));
                    count += 1;
                    passive |= changed;
                }
                _ => named.push(atom.clone()),
            }
        }
        (count > 1 || (count == 1 && (passive || !mentioned.is_empty()))).then_some(named)
    }

    /// "The one that came with the kettle": of what was spoken of before, and another thing tells which.
    fn with_companion(&self, sentence: &[Atom], verb: Verb) -> Option<Vec<Atom>> {
        let one = sentence.iter().position(|atom| atom.any(&["one", "ones"]))?;
        let tells = sentence.get(one + 1).is_some_and(|atom| atom.any(&["that", "which", "with", "from"]))
            && sentence[one + 1..].iter().take(6).any(|atom| atom.is("with"));
        let [title] = self.titles.as_slice() else { return None };
        if !titles::mentioned(self.account, &sentence[..one]).is_empty() {
            // "My lamp, the one with …" is of that lamp.
            return None;
        }
        if !tells || !matches!(verb, Verb::Cancel | Verb::Return | Verb::Rid) {
            return None;
        }
        let mut named = sentence[..one].to_vec();
        named.extend(atoms(title));
        named.extend_from_slice(&sentence[one + 1..]);
        Some(named)
    }

    /// "The other (one)": the one that was not described.
    fn the_other(&self, sentence: &[Atom], verb: usize) -> Option<Vec<Atom>> {
        let [title] = self.titles.as_slice() else { return None };
        let at = (verb + 1..sentence.len()).find(|at| sentence[*at].is("other"))?;
        let next = sentence.get(at + 1);
        if let Some(left) = self
            .left_over(title)
            .filter(|_| next.is_none_or(|next| next.mark || next.any(&["one", "please"])))
        {
            let rest = at + 1 + usize::from(next.is_some_and(|next| next.is("one")));
            let mut named = sentence[..at].to_vec();
            named.extend(left);
            named.extend_from_slice(&sentence[rest.min(sentence.len())..]);
            return Some(named);
        }
        if self.about.is_empty() || !next.is_none_or(|next| next.mark || next.any(&["one", "please"])) {
            return None;
        }
        let mut named = sentence[..at].to_vec();
        named.extend(atoms(title));
        for word in &self.about {
            named.extend(atoms("not"));
            named.push(word.clone());
        }
        let rest = at + 1 + usize::from(next.is_some_and(|next| next.is("one")));
        named.extend_from_slice(&sentence[rest.min(sentence.len())..]);
        Some(named)
    }

    /// The piece of a name of which nothing was asked for yet, where it is the only one and another was: as its words.
    fn left_over(&self, title: &str) -> Option<Vec<Atom>> {
        let taken = |order: &str, variant| {
            self.agenda.changes.iter().any(|change| {
                change.order.as_deref() == Some(order)
                    && change.items.iter().any(|item| item.variant == variant)
            })
        };
        let mut left = Vec::new();
        let mut others = 0;
        for order in self.account.orders.iter().filter(|order| order.is_pending() || order.is_delivered()) {
            for line in order.lines.iter().filter(|line| line.title == title) {
                let (Some(variant), Some(product)) = (line.variant, line.product) else { continue };
                if taken(&order.number, variant) {
                    others += 1;
                } else {
                    left.push((order, product, variant));
                }
            }
        }
        let ([(order, product, variant)], 1..) = (left.as_slice(), others) else { return None };
        let values = self.account.goods(*product)?.variant(*variant)?.values.join(" ");
        Some(atoms(&format!("{values} {title} of order {}", order.number)))
    }

    /// The names; `described`: with what was said of the thing.
    fn named(&self, described: bool) -> Vec<Atom> {
        let mut words = Vec::new();
        match self.titles.as_slice() {
            [only] => {
                if described {
                    words.extend(atoms("the"));
                    words.extend_from_slice(&self.about);
                } else {
                    words.extend(atoms("both"));
                }
                words.extend(atoms(only));
            }
            several => words.extend(atoms(&several.join(" and the "))),
        }
        words
    }

    /// "Swap it for …", "exchange for …", "so please change that".
    fn swap_with_name(&self, sentence: &[Atom], verb: usize) -> Option<Vec<Atom>> {
        let [title] = self.titles.as_slice() else { return None };
        let next = |on: usize| sentence.get(verb + on);
        let pronoun = next(1).is_some_and(|atom| atom.any(&["it", "that", "this", "them"]))
            && !next(2).is_some_and(|atom| atom.any(&["item", "order", "one"]));
        let bare = next(1).is_none_or(|atom| atom.mark || atom.any(&["to", "for", "into", "with", "by"]));
        let clause = sentence[verb + 1..].iter().take(8).take_while(|atom| !atom.mark);
        let one = clause.clone().position(|atom| atom.any(&["one", "ones"])).map(|at| verb + 1 + at);
        let link = clause
            .clone()
            .position(|atom| atom.any(&["to", "for", "into", "with", "by"]))
            .map(|at| verb + 1 + at);
        let own = sentence[..verb].iter().rposition(|atom| atom.any(&["one", "ones"])).and_then(|one| {
            let from = one.saturating_sub(4);
            let start = sentence[from..one].iter().rposition(|atom| atom.any(&["the", "my", "that"]))? + from;
            (!sentence[start..one].iter().any(|atom| atom.mark || atom.is("other")))
                .then(|| sentence[start + 1..one].to_vec())
        });
        // "The black one should be replaced by …"
        let about = own.filter(|words| !words.is_empty()).unwrap_or_else(|| self.about.clone());
        if let (Some(one), Some(link)) = (one, link)
            && one < link
            && !sentence[verb].any(&["want", "need", "get", "ask", "asking"])
            && sentence[verb + 1].any(&["the", "that", "this", "my"])
        {
            // "Swap the smaller one to …".
            let mut named = atoms("exchange the");
            named.extend_from_slice(&sentence[verb + 2..one]);
            named.extend_from_slice(&sentence[one + 1..link]);
            named.extend(atoms(title));
            named.extend(place_of(sentence).or(self.place).into_iter().flat_map(atoms));
            named.extend_from_slice(&sentence[link..]);
            return Some(named);
        }
        if sentence[verb].any(&["want", "need", "get", "ask", "asking"]) {
            // "I want a new pair that …".
            let mut named = atoms("exchange the");
            named.extend_from_slice(&self.about);
            named.extend(atoms(title));
            named.extend(atoms("for"));
            named.extend_from_slice(&sentence[verb + 1..]);
            return Some(named);
        }
        if !pronoun && !bare {
            return None;
        }
        let rest = verb + 1 + usize::from(pronoun);
        let goes_on =
            sentence.get(rest).is_some_and(|atom| atom.any(&["to", "for", "into", "with", "by", "as"]));
        let goods = self.account.goods.iter().find(|goods| goods.title == *title)?;
        let mut named = atoms("exchange the");
        named.extend_from_slice(&about);
        named.extend(atoms(title));
        named.extend(place_of(sentence).or(self.place).into_iter().flat_map(atoms));
        if goes_on {
            named.extend_from_slice(&sentence[rest..]);
            return Some(named);
        }
        // What comes instead was said before the verb: "I'd prefer brown, so please change that".
        let says = |words: &[Atom]| choose::choose(goods, None, &spoken(words)) != Choice::Unsaid;
        let mention = Mention { at: 0, length: 0, titles: vec![title.clone()], many: false };
        let target = if says(&sentence[..verb]) {
            &sentence[..verb]
        } else if says(&self.before) && !self.has_like(&mention, &spoken(&self.before)) {
            // "I've fallen for the blue one. Could mine be switched?"
            self.before.as_slice()
        } else {
            return None;
        };
        named.extend(atoms("to"));
        named.extend_from_slice(target);
        Some(named)
    }
}
