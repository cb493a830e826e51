//! One verb with changes of several kinds: "change the payment to PayPal, and the blanket to the large one". Each becomes a wish
//! of its own. Knows words only.

use crate::agent::acting::words::{Atom, has, has_any};

/// What a part of a wish changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Payment,
    Address,
    Thing,
}

const LINKS: &[&str] = &["to", "into", "for"];

/// The wishes, each beginning with the verb, which is the first word. `None`: all is of one kind.
pub(super) fn kinds(part: &[Atom]) -> Option<Vec<Vec<Atom>>> {
    let (verb, rest) = part.split_first()?;
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    let mut start = 0;
    for at in 1..rest.len() {
        if !rest[at].is("and") || !has_any(&rest[start..at], LINKS) {
            continue;
        }
        let Some(begin) = (at + 1..rest.len()).find(|i| !rest[*i].any(&["also", "then", "change"])) else {
            continue;
        };
        let determined = rest[begin].any(&["the", "my", "its", "their", "that"]);
        let clause = rest[begin..].iter().take(9).take_while(|atom| !atom.mark && !atom.is("and"));
        if determined && clause.clone().skip(1).any(|atom| atom.any(LINKS)) {
            cuts.push((at, begin));
            start = begin;
        }
    }
    let ends = cuts.iter().map(|cut| cut.0).chain([rest.len()]);
    let begins = [0].into_iter().chain(cuts.iter().map(|cut| cut.1));
    let parts: Vec<&[Atom]> = begins.zip(ends).map(|(begin, end)| &rest[begin..end]).collect();
    let kinds: Vec<Kind> = parts.iter().map(|part| kind(part)).collect();
    let differ = kinds.windows(2).any(|pair| pair[0] != pair[1]);
    differ.then(|| parts.iter().map(|part| [std::slice::from_ref(verb), part].concat()).collect())
}

/// By what stands before its "to".
fn kind(part: &[Atom]) -> Kind {
    let end = part.iter().position(|atom| atom.any(LINKS)).unwrap_or(part.len());
    let what = &part[..end];
    if has_any(what, &["payment", "billing"]) || has(what, &["pay"]) {
        Kind::Payment
    } else if has_any(what, &["address", "shipping", "delivery"]) {
        Kind::Address
    } else {
        Kind::Thing
    }
}
