//! How a text falls into sentences, and a sentence into a condition and what is wanted then. Knows words only, nothing of
//! orders.

use super::topics;
use crate::agent::acting::verbs::places;
use crate::agent::acting::words::{Atom, find, sentences};

/// Sentences; what stands in brackets with a condition is a sentence of its own.
pub(super) fn parts(all: &[Atom]) -> Vec<Vec<Atom>> {
    let mut parts = Vec::new();
    for sentence in sentences(all).into_iter().flat_map(listed).flat_map(fresh) {
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

/// "Both lamps: the brass one should be …", "… and for the black one I want …": each begins something of its own.
fn listed(sentence: &[Atom]) -> Vec<&[Atom]> {
    let colon = sentence.iter().position(|atom| atom.mark && atom.text == ":").map(|at| at + 1);
    let of_ones = |at: &usize| {
        let mut words = sentence[*at..].iter().take(6);
        words.next().is_some_and(|atom| atom.any(&["the", "my", "for"]))
            && words.any(|atom| atom.any(&["one", "pair"]))
    };
    let mut cuts = topics::begins(sentence);
    cuts.extend(colon.filter(|at| of_ones(at)));
    cuts.sort_unstable();
    cuts.dedup();
    let mut pieces = Vec::new();
    let mut start = 0;
    for cut in cuts {
        pieces.push(&sentence[start..cut]);
        start = cut;
    }
    pieces.push(&sentence[start..]);
    pieces.retain(|piece| piece.iter().any(|atom| !atom.mark && !atom.any(&["and", "but"])));
    pieces
}

/// Where "and I want …", "but I'd like …", "and what …" begins something of its own, a sentence falls into two; so it does
/// before "otherwise".
fn fresh(sentence: &[Atom]) -> Vec<&[Atom]> {
    const LINKS: &[&str] = &["also", "then", "please", "secondly", "finally", "lastly", "additionally"];
    const WISHES: &[&str] = &["want", "need", "would", "like", "wish", "love", "prefer", "also"];
    let mut pieces = Vec::new();
    let mut start = 0;
    for at in 1..sentence.len() {
        if at < start + 3 || sentence[start..at].iter().any(|atom| atom.any(&["if", "unless"])) {
            continue;
        }
        let after = sentence[at..].iter().position(|atom| !atom.any(LINKS) && !atom.any(&["and", "but"]));
        let Some(subject) = after.map(|on| at + on) else { continue };
        // "… and for the other order I want …"
        let subject = if sentence[subject].any(&["for", "in", "from", "with"]) {
            let clause = sentence[subject..].iter().take(9).take_while(|atom| !atom.mark || atom.text == ",");
            let of_order = clause.clone().any(|atom| atom.any(&["order", "package", "one"]));
            let who = clause.clone().position(|atom| atom.any(&["i", "id", "ill", "we"]));
            who.filter(|_| of_order).map_or(subject, |who| subject + who)
        } else {
            subject
        };
        let word = |on: usize, words: &[&str]| sentence.get(subject + on).is_some_and(|atom| atom.any(words));
        let wishes = word(0, &["id", "ill"]) || (word(0, &["i", "we"]) && word(1, WISHES));
        let asks = word(0, &["what", "how", "when", "where", "which", "whats"]) && !word(1, &["ever"]);
        let begins = sentence[at].any(&["and", "but"]) && (wishes || asks) && subject > at;
        let otherwise = sentence[at].any(&["otherwise"]);
        if begins || otherwise {
            pieces.push(&sentence[start..at]);
            start = at;
        }
    }
    pieces.push(&sentence[start..]);
    pieces
}

/// What is wanted "otherwise".
pub(super) fn otherwise(sentence: &[Atom]) -> Option<&[Atom]> {
    let first = sentence.iter().position(|atom| !atom.mark && !atom.any(&["and", "or", "but"]))?;
    let rest = &sentence[first + 1..];
    let from = rest.iter().position(|atom| !atom.mark)?;
    (sentence[first].is("otherwise")).then_some(&rest[from..])
}

/// "…, only if …", "… as long as …": a wish and what it hangs on.
pub(super) fn proviso(sentence: &[Atom]) -> Option<(&[Atom], &[Atom])> {
    const LINKS: &[&[&str]] = &[
        &["only", "if"],
        &["only", "when"],
        &["as", "long", "as"],
        &["so", "long", "as"],
        &["provided", "that"],
        &["provided"],
        &["providing"],
        &["on", "condition", "that"],
        &["if"],
    ];
    LINKS.iter().find_map(|link| {
        let at = find(sentence, link)?;
        (at >= 2).then(|| (&sentence[..at], &sentence[at + link.len()..]))
    })
}

/// "…, unless it can be exchanged for …": a wish, and what goes before it where that is possible.
pub(super) fn unless(sentence: &[Atom]) -> Option<(&[Atom], &[Atom])> {
    let at = sentence.iter().position(|atom| atom.is("unless")).filter(|at| *at > 3)?;
    let rest = &sentence[at + 1..];
    let possible = rest.iter().take(6).any(|atom| atom.any(&["can", "could", "possible"]));
    let denied = rest.iter().take(6).any(|atom| atom.any(&["not", "cannot", "cant"]));
    (possible && !denied).then(|| (&sentence[..at], rest))
}

/// A condition and what is wanted then.
pub(super) fn conditional(sentence: &[Atom]) -> Option<(Vec<Atom>, Vec<Atom>)> {
    let first = sentence.iter().position(|atom| !atom.mark && !atom.any(&["and", "but"]))?;
    if sentence[first].is("should")
        && sentence.get(first + 1).is_some_and(|next| !next.any(&["i", "we", "you"]))
        && sentence[first..].iter().any(|atom| atom.mark && atom.text == ",")
    {
        // "Should white be sold out, …"
        return split_condition(&sentence[first + 1..]);
    }
    let at = sentence.iter().position(|atom| atom.any(&["if", "unless"]))?;
    let where_possible = sentence.get(at + 1).is_some_and(|next| next.any(&["possible", "available"]))
        && sentence.get(at + 2).is_some_and(|next| next.mark)
        && sentence.get(at + 3).is_some_and(|next| next.any(&["otherwise", "else", "or", "alternatively"]));
    if at > 2 && where_possible && places(&sentence[at..]).is_empty() {
        // "In white if possible, otherwise in black": what is liked best, and next best.
        return None;
    }
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
