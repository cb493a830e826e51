//! The verbs by which something is asked for, and where they stand.

mod around;

use super::agenda::Kind;
use super::words::Atom;
use around::Around;

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

/// Words by which somebody wishes to have something.
pub(super) const DESIRES: &[&str] = &[
    "want",
    "need",
    "like",
    "love",
    "prefer",
    "preferred",
    "wish",
    "demand",
    "expect",
    "request",
    "require",
    "wanted",
];

/// What an order does that is to be somewhere.
const GOES: &[&str] = &["go", "goe", "goes", "come"];
/// What is done with it.
const SENT: &[&str] = &["delivered", "shipped", "sent", "redirected", "rerouted", "forwarded"];

/// Said of an order that is to go somewhere, or of a place that is to be the customer's.
pub(super) fn is_of_address(atom: &Atom) -> bool {
    const DONE: &[&str] = &[
        "send", "ship", "deliver", "redirect", "forward", "reroute", "make", "use", "put", "take", "move",
        "moving",
    ];
    atom.any(DONE) || atom.any(GOES) || atom.any(SENT)
}

/// What is done with a thing, said after it: "I want it returned".
pub(super) fn is_done(atom: &Atom) -> bool {
    atom.any(&[
        "returned",
        "refunded",
        "exchanged",
        "cancelled",
        "canceled",
        "changed",
        "swapped",
        "replaced",
        "switched",
    ])
}

/// Before "money back", they ask when or how rather than for it.
const ASKED: &[&str] = &["much", "when", "how", "where", "will", "did", "status"];

fn verb(atoms: &[Atom], at: usize) -> Option<Verb> {
    let before = |back: usize| at.checked_sub(back).and_then(|i| atoms.get(i));
    let next = |on: usize| atoms.get(at + on);
    let around = Around { atoms, at };
    let passive = around.is_passive();
    let verb = match atoms[at].text.as_str() {
        "cancel" | "canceling" | "cancelling" | "annul" | "void" | "remove" | "removing" | "scrap"
        | "abort" | "revoke" | "withdraw" => Verb::Cancel,
        "drop" | "ditch" | "kill" | "delete" | "nix" if around.takes() => Verb::Cancel,
        "take" | "taking"
            if around.follows(7, &["out", "off"]) && around.takes() && !around.follows(7, &["back"]) =>
        {
            Verb::Cancel
        }
        "stop" if around.takes() && around.follows(4, &["order", "shipment", "delivery", "purchase"]) => {
            Verb::Cancel
        }
        "cancelled" | "canceled" | "removed" | "scrapped" | "stopped" if passive => Verb::Cancel,
        "call" | "calling"
            if next(1).is_some_and(|a| a.is("off")) || next(2).is_some_and(|a| a.is("off")) =>
        {
            Verb::Cancel
        }
        "return" | "returning" => Verb::Return,
        "returned" if passive => Verb::Return,
        // "I want to pay or be refunded by card" says only how.
        "refunded" | "reimbursed"
            if around.precedes(6, DESIRES)
                && !around.precedes(6, &["know"])
                && !(around.precedes(3, &["or"]) && around.precedes(5, &["pay", "charged", "paid"])) =>
        {
            Verb::Return
        }
        "reimburse" => Verb::Return,
        "send" | "sending" | "give" | "giving" | "take" | "bring" | "hand" | "ship" | "mail" | "post"
            if around.follows(7, &["back"]) && !around.follows(3, &["word"]) =>
        {
            Verb::Return
        }
        "go" | "goe" | "goes"
            if around.is_next(1, &["back"])
                && !around.is_next(2, &["to"])
                && (around.is_before(1, &["must", "should", "shall", "can"])
                    || around.is_before(1, &["to"]) && around.precedes(16, DESIRES)
                    || around.is_before(1, &["to"])
                        && around.is_before(2, &["has", "have", "need", "ha"])) =>
        {
            Verb::Return
        }
        // "My lamp and my mat are going back."
        "going"
            if around.is_next(1, &["back"])
                && !around.is_next(2, &["to"])
                && around.is_before(1, &["is", "are"])
                && !around.precedes(9, ASKED) =>
        {
            Verb::Return
        }
        // "The lamp goes back then."
        "goe" | "goes"
            if around.is_next(1, &["back"])
                && !around.is_next(2, &["to"])
                && around.precedes(5, &["the", "my", "this", "that", "it"])
                && !around.precedes(9, ASKED) =>
        {
            Verb::Return
        }
        // "I want my money back for it"
        "money"
            if around.is_next(1, &["back"])
                && !around.precedes(9, ASKED)
                && (around.is_before(1, &["my", "the", "all", "full", "our"])
                    || around.is_before(1, DESIRES)
                    || around.is_before(1, &["get", "have", "give", "me"])) =>
        {
            Verb::Return
        }
        // "Refund, please."
        "refund"
            if before(1).is_none_or(|a| a.mark || a.any(&["a", "full"]))
                && at <= 2
                && next(1).is_none_or(|a| a.mark || a.any(&["please", "pls", "plz"]))
                && next(2).is_none_or(|a| a.mark) =>
        {
            return Some(Verb::Return);
        }
        // "I demand a refund for both"
        "refund"
            if (around.precedes(5, DESIRES)
                || around.precedes(3, &["get", "have", "give"])
                || around.precedes(3, &["after", "seek", "seeking", "for", "requesting", "claim"]))
                && !around.precedes(8, &["total", "amount", "know", "the"])
                && !around.precedes(9, ASKED)
                && (next(1).is_none_or(|a| a.mark) || around.is_next(1, &["for", "of"])) =>
        {
            return Some(Verb::Return);
        }
        "send" | "ship" | "deliver" | "redirect" | "forward" | "reroute" | "go" | "goe" | "goes" | "come"
        | "delivered" | "shipped" | "sent" | "move" | "moving" | "redirected" | "rerouted" | "forwarded"
            if around.sends_as_wish() =>
        {
            Verb::Swap
        }
        "make" | "use" | "put" | "take" if around.names_address() => Verb::Swap,
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
        // "I want it gone"
        "gone"
            if around.precedes(5, DESIRES)
                && around.precedes(3, &["it", "them", "that", "this", "order", "those", "these", "be"]) =>
        {
            Verb::Rid
        }
        // "I don't want the hat anymore"
        "want" | "need"
            if around.precedes(2, &["dont", "not"])
                && around.follows(8, &["anymore", "more"])
                && !around.follows(2, &["to"]) =>
        {
            return Some(Verb::Rid);
        }
        // "Don't want that."
        "want" | "need"
            if around.precedes(2, &["dont", "not"])
                && around.is_next(1, &["it", "that", "this", "them", "these", "those"])
                && next(2).is_none_or(|a| a.mark) =>
        {
            return Some(Verb::Rid);
        }
        // "I don't want that order"
        "want" | "need"
            if around.precedes(2, &["dont", "not"])
                && around.is_next(1, &["that", "this", "the", "my"])
                && around.is_next(2, &["order"]) =>
        {
            return Some(Verb::Rid);
        }
        "exchange" | "exchanging" | "swap" | "swapping" | "switch" | "switching" | "change" | "changing"
        | "modify" | "modifying" | "replace" | "replacing" | "upgrade" | "upgrading" | "adjust"
        | "adjusting" | "trade" | "trading" | "substitute" | "convert" | "alter" => {
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
        // "Update my account", with an address that was said.
        "update" | "updating"
            if around
                .follows(6, &["account", "profile", "order", "file", "record", "detail", "everything"]) =>
        {
            Verb::Swap
        }
        // "Set the lamp to the black version", and no set of something.
        "set" | "turn"
            if before(1).is_none_or(|a| {
                a.mark || a.any(&["please", "also", "to", "and", "then", "just", "you", "now"])
            }) && next(1).is_some_and(|a| a.any(&["the", "my", "it", "its", "that", "both"]))
                && (2..=9).filter_map(next).take_while(|a| !a.mark).any(|a| a.any(&["to", "into"])) =>
        {
            Verb::Swap
        }
        // "My default address should become that of my last order."
        "be" | "become"
            if around.is_before(1, &["to", "should", "must", "shall"])
                && atoms[at.saturating_sub(10)..at].iter().any(|atom| atom.is("address"))
                && next(1).is_some_and(|a| !a.mark && !a.any(&["changed", "updated", "able"]))
                && !around.precedes(12, &["what", "which", "where", "how"])
                && !around.precedes(
                    9,
                    &["change", "modify", "update", "switch", "set", "correct", "edit", "changed"],
                ) =>
        {
            Verb::Swap
        }
        // "Add the clock to the return."
        "add" | "adding" | "added" | "include" | "including" | "included"
            if around.follows(9, &["return", "refund"]) && around.follows(9, &["to", "in", "into"]) =>
        {
            return Some(Verb::Return);
        }
        "add" | "adding" if (1..=9).filter_map(next).any(|a| a.is("order")) => Verb::Swap,
        "exchanged" | "changed" | "replaced" | "swapped" | "modified" | "switched" | "upgraded"
        | "converted"
            if passive =>
        {
            Verb::Swap
        }
        "ask" | "asking" | "need" | "want" | "get"
            if (1..=5).filter_map(next).take_while(|a| !a.mark).any(|a| a.is("replacement"))
                || (1..=5).any(|on| {
                    next(on).is_some_and(|a| a.is("new"))
                        && next(on + 1).is_some_and(|a| a.any(&["pair", "one"]))
                }) =>
        {
            Verb::Swap
        }
        // "I want to pay otherwise instead" is another verb's.
        "get" | "want" | "looking"
            if !around.is_next(1, &["to"])
                && ((1..=14).filter_map(next).take_while(|a| !a.mark).any(|a| a.is("instead"))
                    || around.following(14).any(|a| a.is("place"))
                        && super::words::has(&atoms[at..], &["in", "its", "place"])) =>
        {
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
        // The "don't" of "I don't need it any more" is that verb's own.
        let rid = places.last().filter(|last| last.verb == Verb::Rid).map_or(0, |last| last.at + 1);
        let from = at.saturating_sub(5).max(rid);
        let clause = atoms[from..at]
            .iter()
            .rposition(|a| a.mark || a.any(&["but", "just"]))
            .map_or(from, |i| from + i + 1);
        // "I don't want it anymore" says what is wanted by its no.
        let negated = verb != Verb::Rid
            && atoms[clause..at]
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
        // "give me my money back": one wish in two words.
        let twice = places.last().is_some_and(|last| {
            last.verb == verb
                && verb == Verb::Return
                && at <= last.at + 3
                && !atoms[last.at..at].iter().any(|atom| atom.mark || atom.is("and"))
        });
        if !twice {
            places.push(Place { at, verb, negated });
        }
    }
    places
}
