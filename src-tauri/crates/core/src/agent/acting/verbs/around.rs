//! The words around a verb, and what they make of it: a passive, a thing that it takes, a place where something shall go. Knows no
//! verbs of its own.

use super::{DESIRES, GOES, SENT};
use crate::agent::acting::words::Atom;

/// The words around one, and what they make of it.
pub(super) struct Around<'a> {
    pub atoms: &'a [Atom],
    pub at: usize,
}

impl<'a> Around<'a> {
    pub fn before(&self, back: usize) -> Option<&'a Atom> {
        self.at.checked_sub(back).and_then(|i| self.atoms.get(i))
    }

    pub fn next(&self, on: usize) -> Option<&'a Atom> {
        self.atoms.get(self.at + on)
    }

    pub fn is_before(&self, back: usize, words: &[&str]) -> bool {
        self.before(back).is_some_and(|atom| atom.any(words))
    }

    pub fn is_next(&self, on: usize, words: &[&str]) -> bool {
        self.next(on).is_some_and(|atom| atom.any(words))
    }

    /// Up to so many words after it, in the same clause.
    pub fn following(&self, most: usize) -> impl Iterator<Item = &'a Atom> {
        self.atoms[self.at + 1..].iter().take(most).take_while(|atom| !atom.mark)
    }

    /// Up to so many words before it, in the same clause, the nearest first.
    pub fn preceding(&self, most: usize) -> impl Iterator<Item = &'a Atom> {
        self.atoms[..self.at].iter().rev().take(most).take_while(|atom| !atom.mark)
    }

    pub fn follows(&self, most: usize, words: &[&str]) -> bool {
        self.following(most).any(|atom| atom.any(words))
    }

    pub fn precedes(&self, most: usize, words: &[&str]) -> bool {
        self.preceding(most).any(|atom| atom.any(words))
    }

    /// "to be cancelled", "get it returned", "I want the order cancelled".
    pub fn is_passive(&self) -> bool {
        let before: Vec<&Atom> = self.preceding(10).collect();
        // "Have the kettle in it changed": the nearest first, so the thing's article stands before its verb.
        let has_done = before.windows(2).any(|pair| {
            pair[1].any(&["have", "get"]) && pair[0].any(&["the", "my", "it", "this", "that", "both", "all"])
        });
        // "I want this returned and that cancelled."
        let and =
            self.atoms[..self.at].iter().rposition(|atom| atom.is("and")).filter(|and| self.at - and < 10);
        let goes_on = and.is_some_and(|and| {
            self.atoms[..and].iter().rev().take(3).any(super::is_done)
                && has_wish(&self.atoms[and.saturating_sub(14)..and])
                && !self.atoms[and..self.at].iter().any(|atom| atom.any(&["was", "were", "is", "been", "be"]))
        });
        has_done
            || goes_on
            || self.precedes(3, &["be", "get", "been", "getting", "have"]) && !self.precedes(2, &["ive", "i"])
            || self.precedes(7, &["want", "like", "need", "prefer"])
                && !self.precedes(7, &["was", "were", "is", "that", "which", "i've", "ive"])
            // "I want the black lamp in my last order changed to …"
            || self.precedes(12, &["want", "need", "prefer"])
                && self.is_next(1, &["to", "for", "into", "with"])
                && !self.precedes(12, &["was", "were", "is", "that", "which", "ive", "know", "be", "been"])
    }

    pub fn takes(&self) -> bool {
        self.is_next(1, &["the", "my", "that", "this", "it", "these", "those", "both", "all", "order", "one"])
    }

    /// An order or a parcel goes to some place: "send it to another address", "ship my order there".
    pub fn sends_as_wish(&self) -> bool {
        if self.atoms[self.at].any(&["delivered", "shipped", "sent"])
            && (self.precedes(6, &["which", "whether", "know"])
                || self.is_before(1, &["was", "were", "been", "not", "already", "yet"]))
        {
            // It is asked where something went, or told.
            return false;
        }
        let asked = match self.atoms[self.at].text.as_str() {
            "go" | "goe" | "goes" | "come" => {
                self.precedes(3, &["should", "must", "shall", "need", "supposed"])
                    || (self.is_before(1, &["to"]) && self.precedes(10, DESIRES))
                    || self.precedes(6, &["make", "let"])
            }
            "delivered" | "shipped" | "sent" | "redirected" | "rerouted" | "forwarded" => {
                self.precedes(2, &["be", "get", "have"])
                    || (self.precedes(5, &["have", "get"]) && !self.precedes(6, &["i", "ive", "you", "not"]))
                    || self.precedes(10, &["want", "like", "need"])
            }
            _ => true,
        };
        let has_sent = self.atoms[self.at].any(&["delivered", "shipped", "sent"])
            && self.precedes(5, &["have", "get"])
            && !self.precedes(6, &["i", "ive", "you", "not"])
            && self.follows(1, &["to"])
            && self.names_a_place();
        has_sent
            || asked
                && (self.sends()
                    || ((self.atoms[self.at].any(GOES) || self.atoms[self.at].any(SENT))
                        && self.sends_the_one_before()))
    }

    /// "My order should go to my home": the thing stands before.
    pub fn sends_the_one_before(&self) -> bool {
        const PLACES: &[&str] =
            &["address", "home", "house", "place", "office", "apartment", "flat", "there"];
        self.precedes(
            12,
            &[
                "order",
                "package",
                "parcel",
                "delivery",
                "it",
                "shipment",
                "everything",
                "them",
                "they",
                "both",
            ],
        ) && self.follows(2, &["to", "there"])
            && (self.follows(9, PLACES) || self.names_a_place())
    }

    /// "to Lisbon", "to 12 Elm Street".
    pub fn names_a_place(&self) -> bool {
        let after: Vec<&Atom> = self.following(8).collect();
        let named = |atom: &Atom| atom.said.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let to = after.iter().position(|atom| atom.is("to"));
        after.windows(2).any(|pair| pair[0].is("to") && named(pair[1]))
            // "to my friend in Seattle"
            || to.is_some_and(|to| {
                after[to..].windows(2).any(|pair| pair[0].any(&["in", "at"]) && named(pair[1]))
            })
    }

    pub fn sends(&self) -> bool {
        const THINGS: &[&str] = &[
            "order",
            "package",
            "parcel",
            "thing",
            "delivery",
            "shipment",
            "purchase",
            "it",
            "them",
            "everything",
            "that",
        ];
        const PLACES: &[&str] = &["address", "home", "house", "place", "office", "apartment", "flat", "work"];
        if self.is_next(1, &["me", "us", "you"]) {
            return false;
        }
        let after: Vec<&Atom> = self.following(12).collect();
        let to = after.iter().position(|atom| atom.any(&["to", "at"]));
        let place = |from: usize| after[from..].iter().position(|atom| atom.any(PLACES)).map(|at| at + from);
        let there = after.iter().position(|atom| atom.is("there"));
        let goes = match (to, there) {
            (Some(to), _) => {
                self.names_a_place()
                    || place(to).is_some_and(|place| {
                        !after[to..place].iter().any(|atom| atom.any(&["your", "me", "email", "phone"]))
                    })
            }
            (None, Some(_)) => true,
            _ => false,
        };
        let thing = after.iter().take(to.or(there).unwrap_or(0)).any(|atom| atom.any(THINGS));
        goes && (thing || after.iter().any(|atom| atom.is("address")))
    }

    /// "Make 1 Elm Street my address", "use it as my default address".
    pub fn names_address(&self) -> bool {
        let after = &self.atoms[self.at + 1..(self.at + 30).min(self.atoms.len())];
        let Some(address) = after.iter().position(|atom| atom.is("address")) else { return false };
        after[address.saturating_sub(3)..address].iter().any(|atom| atom.any(&["my", "default", "the"]))
            && (after[..address].iter().any(|atom| atom.any(&["as", "default"]))
                || after[..address].iter().any(|atom| atom.text.chars().all(|c| c.is_ascii_digit())))
    }
}

fn has_wish(words: &[Atom]) -> bool {
    words.iter().any(|atom| atom.any(&["want", "need", "like", "have", "get", "please", "wish"]))
}
