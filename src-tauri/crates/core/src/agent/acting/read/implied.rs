//! A wish without a verb of change: "the lamp should be white", "I'd like the coat in my order in red". It is read as the
//! swap that it comes to.

use super::Reader;
use crate::agent::account::AccountOrder;
use crate::agent::acting::choose::{self, Choice};
use crate::agent::acting::own;
use crate::agent::acting::places;
use crate::agent::acting::references::order_numbers;
use crate::agent::acting::scales;
use crate::agent::acting::titles::{self, Mention};
use crate::agent::acting::verbs::{DESIRES, Verb};
use crate::agent::acting::words::{Atom, atoms, has, has_any, spoken};

/// Words that stand for what was named before.
const STANDING: &[&str] = &["one", "it", "version", "model", "they", "them", "that", "pair"];
const QUESTIONS: &[&str] =
    &["what", "which", "how", "do", "doe", "does", "is", "are", "when", "where", "who", "why"];

/// Whether the words speak of something that was bought.
pub(super) fn of_orders(words: &[Atom]) -> bool {
    has_any(
        words,
        &[
            "order",
            "ordered",
            "pending",
            "received",
            "delivered",
            "delivery",
            "arrived",
            "came",
            "got",
            "bought",
            "purchase",
            "purchased",
            "shipment",
            "sent",
            "waiting",
            "instead",
        ],
    )
}

/// Whether a text may hold such a wish, as far as its words tell. Cheap.
pub(in crate::agent::acting) fn may_imply(words: &[Atom]) -> bool {
    const OWN: &[&str] = &["my", "the", "this", "that", "last", "other", "pending", "recent"];
    const BOUGHT: &[&str] = &["ordered", "bought", "received", "got", "purchased"];
    let of_mine = has_any(words, &["pending"])
        || words.windows(2).any(|pair| {
            let thing = pair[1].any(&["order", "delivery", "purchase", "package", "parcel"]);
            let number = pair[1].said.chars().filter(char::is_ascii_digit).count() >= 3;
            (pair[0].any(OWN) && thing)
                || (pair[0].any(&["i", "ive", "have", "just"]) && pair[1].any(BOUGHT))
                || (pair[0].is("order") && number)
        });
    of_mine && put(words, 0, words.len()).is_some()
}

/// Whether what a sentence speaks of is said to be on its way or to have come.
pub(super) fn place_of(sentence: &[Atom]) -> Option<&'static str> {
    if has_any(sentence, &["received", "got", "came", "arrived", "delivered"]) {
        Some("received")
    } else if has_any(sentence, &["pending", "waiting", "unshipped"]) || has(sentence, &["open", "order"]) {
        Some("pending")
    } else {
        None
    }
}

/// How a wish is put.
#[derive(Clone, Copy)]
enum Put {
    /// "… should be …", "… to be …": what it is stands before, what it becomes after.
    Becomes { at: usize, length: usize },
    /// "I want …", "I'd rather have …".
    Desired { at: usize },
}

fn put(sentence: &[Atom], from: usize, to: usize) -> Option<Put> {
    let word = |at: usize, words: &[&str]| at < to && sentence[at].any(words);
    let denied =
        |at: usize| sentence[at.saturating_sub(2)..at].iter().any(|a| a.any(&["not", "dont", "never"]));
    for at in from..to {
        let should = word(at, &["should", "shall", "must", "ought"]) && !word(at + 1, &["not"]);
        if should
            && let Some(be) = (at + 1..(at + 4).min(to)).find(|i| word(*i, &["be", "become", "come", "have"]))
        {
            return Some(Put::Becomes { at, length: be + 1 - at });
        }
        if word(at, &["to"]) && word(at + 1, &["be", "become"]) {
            return Some(Put::Becomes { at, length: 2 });
        }
    }
    let rather = (from..to).find(|at| word(*at, &["rather"]) && !word(at + 1, &["than"]));
    let asked = (from..to).find(|at| {
        word(*at, &["can", "could", "may"]) && word(at + 1, &["i", "we"]) && word(at + 2, &["have", "get"])
    });
    let told = (from..to).find(|at| {
        (word(*at, &["give", "get", "send"]) && word(at + 1, &["me", "us"])) || word(*at, &["make"])
    });
    let starts = |at: usize| {
        sentence[from..at]
            .iter()
            .all(|atom| atom.mark || atom.any(&["please", "then", "just", "and", "so", "well"]))
    };
    let told =
        told.or_else(|| (from..to).find(|at| word(*at, &["get", "choose", "take", "pick"]) && starts(*at)));
    let could = (from..to).find(|at| {
        word(*at, &["can", "could", "may", "might"])
            && word(at + 1, &["it", "they", "that", "this"])
            && word(at + 2, &["be", "become", "have"])
    });
    if let Some(at) = could {
        return Some(Put::Becomes { at, length: 3 });
    }
    let wants = (from..to).find(|at| word(*at, &["ask", "asks", "asked"]) && word(at + 1, &["for"]));
    // "I love my hat" praises it; "I'd love a hat" wants one.
    let praises = |at: usize| {
        word(at, &["like", "love"])
            && !sentence[at.saturating_sub(3)..at].iter().any(|a| a.any(&["would", "id", "wed", "rather"]))
    };
    let having = |at: usize| word(at + 1, &["to"]) && word(at + 2, &["have", "get"]);
    // "I meant to take one with …"
    let meant = (from..to).find(|at| {
        word(*at, &["meant", "intended", "wanted"])
            && word(at + 1, &["to"])
            && word(at + 2, &["take", "get", "have", "order", "buy", "choose", "pick", "select"])
            && !denied(*at)
    });
    if let Some(at) = meant {
        return Some(Put::Desired { at: at + 2 });
    }
    // "I would take the smaller one", "I'd go for brown".
    let would = (from..to).find(|at| {
        let modal = |back: usize| {
            at.checked_sub(back).is_some_and(|i| {
                i >= from && sentence[i].any(&["would", "id", "ill", "will", "wed", "could", "might"])
            })
        };
        (word(*at, &["take", "accept", "choose", "pick", "get", "have"]) && !word(at + 1, &["to", "back"])
            || word(*at, &["go", "settle"]) && word(at + 1, &["for", "with"]))
            && (modal(1)
                || (modal(2) && word(at - 1, &["just", "rather", "then", "gladly", "happily", "also"])))
            && !denied(*at)
    });
    let looks = (from..to).find(|at| word(*at, &["looking"]) && word(at + 1, &["for"]));
    let to_have = (from..to).find(|at| word(*at, DESIRES) && !denied(*at) && !praises(*at) && having(*at));
    if let Some(at) = to_have {
        return Some(Put::Desired { at: at + 2 });
    }
    let desired =
        (from..to).find(|at| word(*at, DESIRES) && !denied(*at) && !praises(*at) && !word(at + 1, &["to"]));
    rather
        .or(asked.map(|at| at + 2))
        .or(desired)
        .or(told)
        .or(wants.map(|at| at + 1))
        .or(would)
        .or(looks.map(|at| at + 1))
        .map(|at| Put::Desired { at })
}

impl Reader<'_> {
    /// Takes such a wish onto the agenda; `true`: it was one.
    pub(super) fn implied(&mut self, sentence: &[Atom], found: &[Mention]) -> bool {
        // Whom we asked who they are has come about orders.
        let came_for_orders = self.agenda.identified;
        let goes_on_about = self.agenda.told_own && self.agenda.focus_title.is_some() && found.is_empty();
        let known = of_orders(&self.all)
            || self.speaks_of_own()
            || goes_on_about
            || came_for_orders
            || !self.agenda.changes.is_empty();
        // "And the mat in blue": it goes on from the wish before.
        let goes_on = self.swaps
            && !found.is_empty()
            && !sentence
                .iter()
                .take(5)
                .any(|atom| atom.any(&["ordered", "bought", "received", "have", "got", "had"]));
        let asks =
            sentence.first().is_some_and(|atom| atom.any(QUESTIONS)) || has(sentence, &["do", "you", "have"]);
        // "The boots in 11 instead, please."
        let instead = !found.is_empty() && has_any(sentence, &["instead", "rather"]);
        let better =
            found.is_empty() && has_any(sentence, &["better", "nicer"]) && has_any(sentence, &["would"]);
        if !known || asks || !(goes_on || instead || better || put(sentence, 0, sentence.len()).is_some()) {
            return false;
        }
        let mut wishes: Vec<Vec<Atom>> = Vec::new();
        let mentions = distinct(sentence, found);
        if mentions.is_empty() {
            wishes.extend(self.of_pronoun(sentence));
        }
        let mut from = 0;
        for (i, mention) in mentions.iter().enumerate() {
            let end = mention.at + mention.length;
            let next = mentions.get(i + 1).map_or(sentence.len(), |next| next.at);
            let cut = if i + 1 < mentions.len() {
                sentence[end..next]
                    .iter()
                    .rposition(|atom| atom.is("and") || (atom.mark && atom.text == ","))
                    .map_or(next, |at| end + at)
            } else {
                next
            };
            wishes.extend(self.of_mention(sentence, mention, from, cut));
            from = cut;
        }
        for wish in &wishes {
            self.wish(Verb::Swap, wish, 0, 0, wish.len());
        }
        self.swaps |= !wishes.is_empty();
        !wishes.is_empty()
    }

    /// Somewhere it is "my lamp".
    fn speaks_of_own(&self) -> bool {
        titles::mentioned(self.account, &self.all).iter().any(|mention| {
            self.all[mention.at.saturating_sub(3)..mention.at].iter().any(|atom| atom.is("my"))
        })
    }

    /// The wish about one thing, in the words from `from` to `to`.
    fn of_mention(&self, sentence: &[Atom], mention: &Mention, from: usize, to: usize) -> Option<Vec<Atom>> {
        let end = mention.at + mention.length;
        let here = put(sentence, from, to);
        let (about, target) = match here {
            Some(Put::Becomes { at, length }) if at >= end => {
                let start = start_of(sentence, from, mention.at);
                let mut about = sentence[start..mention.at].to_vec();
                about.extend_from_slice(&sentence[end..at]);
                (about, sentence[at + length..to].to_vec())
            }
            _ => {
                let start = start_of(sentence, from, mention.at);
                let own =
                    sentence[..start].last().is_some_and(|atom| atom.any(&["my", "the", "that", "this"]));
                let adjectives = &sentence[start..mention.at];
                let after = &sentence[end..to];
                // "… in my other order in white": where it stands comes before what it becomes.
                let order =
                    after.iter().position(|atom| atom.any(&["order", "delivery", "shipment", "package"]));
                let split = order.filter(|at| *at <= 6).map_or(0, |at| at + 1);
                let (place, target) = after.split_at(split);
                if own && self.says(mention, &spoken(target)) {
                    (adjectives.iter().chain(place).cloned().collect(), target.to_vec())
                } else if own && self.has_like(mention, &spoken(adjectives)) {
                    // "I need the red scarf that I ordered": they have it, or wait for it.
                    return None;
                } else {
                    let target: Vec<Atom> = adjectives.iter().chain(target).cloned().collect();
                    (place.to_vec(), target)
                }
            }
        };
        let stays = has_any(&target[..target.len().min(3)], &["stay", "stays", "leave", "alone"])
            || (target.len() <= 5 && has(&target, &["as", "it", "is"]));
        if stays || !self.says(mention, &spoken(&target)) {
            return None;
        }
        let title = &sentence[mention.at..end];
        Some(self.swap_words(sentence, &about, title, &target))
    }

    /// The wish about what was named in a sentence before.
    fn of_pronoun(&self, sentence: &[Atom]) -> Option<Vec<Atom>> {
        let [title] = self.titles.as_slice() else { return None };
        let mention = Mention { at: 0, length: 0, titles: vec![title.clone()], many: false };
        // "White would suit me better."
        let better = has_any(sentence, &["better", "nicer", "best"])
            && has_any(sentence, &["would", "suit", "suits", "fit", "fits", "work", "works", "wouldve"]);
        let here = put(sentence, 0, sentence.len());
        let whole = if better && here.is_none() { self.says(&mention, &spoken(sentence)) } else { false };
        if whole && !self.has_like(&mention, &spoken(sentence)) {
            return Some(self.swap_words(sentence, &self.about, &atoms(title), sentence));
        }
        let (about, target) = match here? {
            Put::Becomes { at, length } => {
                let clause = sentence[..at].iter().rposition(|atom| atom.mark).map_or(0, |mark| mark + 1);
                let about: Vec<Atom> =
                    sentence[clause..at].iter().filter(|atom| !atom.any(STANDING)).cloned().collect();
                (about, &sentence[at + length..])
            }
            Put::Desired { at } => {
                let one = sentence[at..].iter().take(7).position(|atom| atom.any(&["one", "ones"]));
                match one.map(|one| at + one) {
                    // "Make the blue one a red one."
                    Some(one) if sentence[at].is("make") && one > at + 1 => {
                        (sentence[at + 1..one].to_vec(), &sentence[one + 1..])
                    }
                    _ => (self.about.clone(), &sentence[at + 1..]),
                }
            }
        };
        let has_it = about == self.about && self.has_like(&mention, &spoken(target));
        if has_it || !self.says(&mention, &spoken(target)) {
            return None;
        }
        // "The green one should be red": "leave the blue one" says nothing of it.
        let kept = target.iter().position(|atom| atom.any(&["keep", "leave"]));
        let target = match kept {
            Some(kept) if has_any(&target[kept..], &["one", "other", "ones", "rest"]) => &target[..kept],
            _ => target,
        };
        Some(self.swap_words(sentence, &about, &atoms(title), target))
    }

    /// One of the customer's own is just so.
    pub(super) fn has_like(&self, mention: &Mention, text: &str) -> bool {
        if atoms(text).iter().any(|atom| scales::degree(atom).is_some() || atom.any(&["cheapest", "cheaper"]))
        {
            return false;
        }
        self.account.orders.iter().flat_map(|order| &order.lines).any(|line| {
            let goods = line.product.and_then(|id| self.account.goods(id));
            mention.titles.contains(&line.title)
                && goods.zip(line.variant).is_some_and(|(goods, id)| {
                    goods.variant(id).is_some_and(|variant| choose::likeness(goods, variant, text) > 0)
                })
        })
    }

    pub(super) fn says(&self, mention: &Mention, text: &str) -> bool {
        self.account
            .goods
            .iter()
            .filter(|goods| mention.titles.contains(&goods.title))
            .any(|goods| choose::choose(goods, None, text) != Choice::Unsaid)
            || own::points_at(&atoms(text)).is_some_and(|at| at > 0)
    }

    /// "Exchange the … lamp to …", with the order that the sentence names.
    fn swap_words(&self, sentence: &[Atom], about: &[Atom], title: &[Atom], target: &[Atom]) -> Vec<Atom> {
        let mut words = atoms("exchange the");
        words.extend(about.iter().filter(|atom| !atom.mark && !atom.any(&["to", "for", "into"])).cloned());
        words.extend_from_slice(title);
        let mut numbers = order_numbers(self.account, sentence);
        if numbers.is_empty() && has_any(sentence, &["order", "package", "parcel", "delivery", "shipment"]) {
            // "The order that goes to Lisbon."
            let goes = |order: &&AccountOrder| places::speaks_of(sentence, &order.address);
            let there: Vec<&AccountOrder> = self.account.orders.iter().filter(goes).collect();
            if let [only] = there.as_slice() {
                numbers.push(only.number.clone());
            }
        }
        for number in numbers {
            words.extend(atoms(&number));
        }
        if let Some(place) = place_of(about).or(place_of(sentence)).or(self.place) {
            words.extend(atoms(place));
        }
        words.extend(atoms("to"));
        words.extend_from_slice(target);
        words
    }
}

/// Each thing once: "the kettle in 2 l, the cheapest such kettle" speaks of one.
fn distinct<'a>(sentence: &[Atom], found: &'a [Mention]) -> Vec<&'a Mention> {
    let mut kept: Vec<&Mention> = Vec::new();
    for mention in found {
        let again =
            mention.at > 0 && sentence[mention.at - 1].any(&["such", "that", "same", "this", "available"]);
        let known = kept.iter().any(|other| other.titles.iter().any(|title| mention.titles.contains(title)));
        if !(again && known) {
            kept.push(mention);
        }
    }
    kept
}

/// Where the words that describe a thing begin: after its article, or after the wish.
fn start_of(sentence: &[Atom], from: usize, at: usize) -> usize {
    let low = from.max(at.saturating_sub(6));
    sentence[low..at]
        .iter()
        .rposition(|atom| {
            atom.mark
                || atom
                    .any(&["the", "my", "a", "an", "this", "that", "and", "have", "get", "some", "for", "in"])
                || atom.any(DESIRES)
        })
        .map_or(low, |start| low + start + 1)
}
