//! "Tan if there is one, black otherwise": what is liked best and next best, said around a condition, in the order in which the
//! chooser reads preferences. Knows words only.

use crate::agent::acting::verbs;
use crate::agent::acting::words::{Atom, atoms};

/// A value is said in so few words.
const MANY_WORDS: usize = 7;

/// The text with such preferences put as "preferably tan > black".
pub(super) fn ranked(all: Vec<Atom>) -> Vec<Atom> {
    let mut told: Vec<Atom> = Vec::with_capacity(all.len());
    let mut at = 0;
    while at < all.len() {
        let start = if all[at].is("if") { best_before(&told) } else { None };
        match start.zip(next_best(&all, at)) {
            Some((start, (from, to, end))) => {
                told.splice(start..start, atoms("preferably"));
                told.extend(atoms(">"));
                told.extend_from_slice(&all[from..to]);
                at = end;
            }
            None => {
                told.push(all[at].clone());
                at += 1;
            }
        }
    }
    told
}

/// Where what is liked best begins, right before its condition.
fn best_before(told: &[Atom]) -> Option<usize> {
    const BEGINS: &[&str] =
        &["in", "to", "for", "a", "an", "the", "with", "is", "be", "want", "like", "take", "prefer", "as"];
    let start = told.iter().rposition(|atom| atom.mark || atom.any(BEGINS)).map_or(0, |at| at + 1);
    (start < told.len() && told.len() - start <= MANY_WORDS).then_some(start)
}

/// "If there is one, black otherwise", "if possible, otherwise in black": where the next best stands, and where all of it ends.
fn next_best(all: &[Atom], at: usize) -> Option<(usize, usize, usize)> {
    const POSSIBLE: &[&str] = &[
        "there",
        "is",
        "it",
        "they",
        "that",
        "are",
        "one",
        "any",
        "possible",
        "available",
        "you",
        "have",
        "in",
        "stock",
        "exist",
        "exists",
        "still",
        "can",
        "be",
        "had",
        "theres",
    ];
    const ELSE: &[&str] = &["otherwise", "else", "alternatively"];
    let comma = (at + 1..all.len()).find(|i| !all[*i].any(POSSIBLE))?;
    if comma == at + 1 || !all[comma].mark || !matches!(all[comma].text.as_str(), "," | ";") {
        return None;
    }
    let end = (comma + 1..all.len()).find(|i| all[*i].mark).unwrap_or(all.len());
    let clause = &all[comma + 1..end];
    let otherwise = clause.iter().position(|atom| atom.any(ELSE))?;
    let (from, to) = if otherwise + 1 == clause.len() {
        (comma + 1, end - 1)
    } else if clause[..otherwise].iter().all(|atom| atom.any(&["or", "and", "if", "not", "in", "something"]))
    {
        (comma + 2 + otherwise, end)
    } else {
        return None;
    };
    let value = &all[from..to];
    let wishes =
        value.iter().any(|atom| atom.any(&["i", "id", "ill", "we", "just", "please", "dont", "not"]))
            || !verbs::places(value).is_empty();
    (!value.is_empty() && value.len() <= MANY_WORDS && !wishes).then_some((from, to, end))
}
