//! The verbs by which something is asked for, and where they stand.

use super::agenda::Kind;
use super::words::{Atom, has};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    Cancel,
    Return,
    /// Cancelled or returned, whichever is possible.
    Rid,
    Swap,
    /// A swap, or a return where there is nothing to swap for.
    SwapOrReturn,
}

impl Verb {
    /// What it makes of an item; what is to go and was delivered is returned.
    pub const fn kind(self) -> Kind {
        match self {
            Self::Cancel => Kind::Cancel,
            Self::Return | Self::Rid => Kind::Return,
            Self::Swap | Self::SwapOrReturn => Kind::Swap,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub at: usize,
    pub verb: Verb,
    pub negated: bool,
}

fn verb(atoms: &[Atom], at: usize) -> Option<Verb> {
    let before = |back: usize| at.checked_sub(back).and_then(|i| atoms.get(i));
    let next = |on: usize| atoms.get(at + on);
    let passive = (1..=3).filter_map(before).any(|atom| atom.any(&["be", "get", "been"]));
    let verb = match atoms[at].text.as_str() {
        "cancel" | "canceling" | "cancelling" | "annul" | "void" | "remove" | "removing" => Verb::Cancel,
        "cancelled" | "canceled" | "removed" if passive => Verb::Cancel,
        "call" if next(1).is_some_and(|a| a.is("off")) || next(2).is_some_and(|a| a.is("off")) => {
            Verb::Cancel
        }
        "return" | "returning" => Verb::Return,
        "returned" if passive => Verb::Return,
        "send" | "sending" if (1..=4).filter_map(next).any(|a| a.is("back")) => Verb::Return,
        // "send it to another address"; not "send me your address".
        "send" | "ship" | "deliver" | "redirect"
            if (1..=9).filter_map(next).take_while(|a| !a.mark).any(|a| a.is("address"))
                && (1..=9).filter_map(next).take_while(|a| !a.is("address")).any(|a| a.is("to"))
                && !(1..=9)
                    .filter_map(next)
                    .take_while(|a| !a.is("address"))
                    .any(|a| a.any(&["your", "me"])) =>
        {
            Verb::Swap
        }
        "refund" | "refunding"
            if before(1).is_some_and(|a| a.any(&["to", "please", "or", "you", "me", "can"]))
                && next(1).is_some_and(|a| !a.any(&["to", "amount", "method", "on", "and"])) =>
        {
            Verb::Return
        }
        "rid" if next(1).is_some_and(|a| a.is("of")) => Verb::Rid,
        "longer"
            if before(1).is_some_and(|a| a.is("no")) && next(1).is_some_and(|a| a.any(&["need", "want"])) =>
        {
            Verb::Rid
        }
        "exchange" | "exchanging" | "swap" | "swapping" | "switch" | "switching" | "change" | "changing"
        | "modify" | "modifying" | "replace" | "replacing" | "upgrade" | "upgrading" | "adjust"
        | "adjusting" | "trade" => {
            if atoms[at].said.eq_ignore_ascii_case("changes")
                || atoms[at].said.eq_ignore_ascii_case("switches")
                || next(1).is_some_and(|a| a.any(&["mind", "type"]))
                || next(2).is_some_and(|a| a.is("mind"))
            {
                return None;
            }
            Verb::Swap
        }
        "correct" | "correcting" | "update" | "updating" | "fix" | "edit" | "set"
            if (1..=9).filter_map(next).any(|a| a.is("address")) =>
        {
            Verb::Swap
        }
        "add" | "adding" if (1..=9).filter_map(next).any(|a| a.is("order")) => Verb::Swap,
        "exchanged" | "changed" | "replaced" | "swapped" | "modified" | "switched" if passive => Verb::Swap,
        "ask" | "asking" | "need" | "want" | "get"
            if (1..=5).filter_map(next).take_while(|a| !a.mark).any(|a| a.is("replacement"))
                || (1..=5).any(|on| {
                    next(on).is_some_and(|a| a.is("new"))
                        && next(on + 1).is_some_and(|a| a.any(&["pair", "one"]))
                }) =>
        {
            Verb::Swap
        }
        "get" | "want" if (1..=14).filter_map(next).take_while(|a| !a.mark).any(|a| a.is("instead")) => {
            Verb::Swap
        }
        _ => return None,
    };
    // "the exchange", "a return": the noun.
    let noun = before(1).is_some_and(|a| {
        a.any(&[
            "the", "a", "an", "this", "that", "your", "any", "no", "possible", "of", "for", "each", "final",
            "second",
        ])
    }) && !matches!(atoms[at].text.as_str(), "longer" | "rid")
        && !next(1).is_some_and(|a| a.any(&["my", "the", "everything", "all"]));
    (!noun).then_some(verb)
}

/// The verbs of a sentence, with whether they are denied.
pub(super) fn places(atoms: &[Atom]) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for at in 0..atoms.len() {
        let Some(verb) = verb(atoms, at) else { continue };
        let from = at.saturating_sub(5);
        let clause = atoms[from..at]
            .iter()
            .rposition(|a| a.mark || a.any(&["but", "just"]))
            .map_or(from, |i| from + i + 1);
        let negated = atoms[clause..at]
            .iter()
            .any(|atom| atom.any(&["not", "dont", "never", "cannot", "cant", "wont"]));
        if let Some(last) = places.last_mut()
            && at == last.at + 2
            && atoms[at - 1].any(&["or", "and", "/"])
            && last.negated == negated
        {
            // "cancel or return", "exchange or return"
            let joined = match (last.verb, verb) {
                (a, b) if a == b => Some(a),
                (Verb::Cancel | Verb::Rid, Verb::Return | Verb::Rid)
                | (Verb::Return, Verb::Cancel | Verb::Rid) => Some(Verb::Rid),
                (Verb::Swap, Verb::Return) | (Verb::Return, Verb::Swap) => Some(Verb::SwapOrReturn),
                _ => None,
            };
            if let Some(joined) = joined {
                last.verb = joined;
                continue;
            }
        }
        places.push(Place { at, verb, negated });
    }
    places
}

/// The reasons that count, when one is given.
pub(super) fn reason(atoms: &[Atom]) -> Option<String> {
    let mistake = has(atoms, &["by", "mistake"])
        || has(atoms, &["by", "accident"])
        || atoms.iter().any(|a| a.any(&["mistakenly", "accidentally", "accidently"]))
        || has(atoms, &["ordered", "wrong"]);
    let needless = has(atoms, &["no", "longer", "need"])
        || has(atoms, &["no", "longer", "needed"])
        || has(atoms, &["no", "longer", "want"])
        || has(atoms, &["dont", "need"])
        || has(atoms, &["dont", "want", "it"])
        || has(atoms, &["not", "needed"]);
    if mistake {
        Some(crate::policy::CANCEL_REASONS[1].to_owned())
    } else if needless {
        Some(crate::policy::CANCEL_REASONS[0].to_owned())
    } else {
        None
    }
}
