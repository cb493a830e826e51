//! Reads a customer's words into a description over a product's own options.

use super::degrees::read_degrees;
use super::description::{ByPrice, Description, Said};
use super::values::{foreign_sizes, is_yes_no, named_values, names_option, same_start, values};
use crate::agent::account::Goods;
use crate::agent::acting::scales::{Direction, rank, thousandths};
use crate::agent::acting::words::{Atom, atoms, has, words};

/// Reads a description over a product's options.
pub(super) fn describe(goods: &Goods, text: &str) -> Description {
    let mut all =
        Description { options: vec![Said::default(); goods.options.len()], ..Description::default() };
    let atoms = atoms(text);
    for sku in atoms.iter().map(|atom| &atom.said) {
        if sku.len() >= 6 && goods.variants.iter().any(|variant| variant.sku.as_deref() == Some(sku)) {
            all.sku = Some(sku.clone());
        }
    }
    let mut preferring = false;
    for piece in pieces(&atoms) {
        let starts =
            piece.iter().position(|atom| atom.any(&["prefer", "preferably", "ideally", "preference"]));
        // "In white if possible".
        let where_possible = has(piece, &["if", "possible"]) || has(piece, &["if", "available"]);
        let starts = starts.or_else(|| where_possible.then_some(0));
        preferring = starts.is_some() || (preferring && goes_on_listing(piece));
        if preferring {
            let from = starts.map_or(0, |at| at + usize::from(!where_possible));
            read_values(goods, &piece[..from], &mut all, false);
            read_preference(goods, &piece[from..], &mut all);
        } else {
            read_values(goods, piece, &mut all, true);
            read_degrees(goods, piece, &mut all);
        }
        read_whole(goods, piece, &mut all);
        all.foreign_size |= !foreign_sizes(goods, piece).is_empty();
    }
    all
}

/// "> USB": a preference that goes on.
fn goes_on_listing(piece: &[Atom]) -> bool {
    piece.first().is_some_and(|atom| {
        atom.any(&[">", "over", "then", "than", "and", "or", "otherwise", "else", "alternatively"])
    })
}

/// Parts between commas, full stops and "but"; a list's values stay in their parts.
fn pieces(atoms: &[Atom]) -> Vec<&[Atom]> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (i, atom) in atoms.iter().enumerate() {
        let ends = (atom.mark
            && matches!(atom.text.as_str(), "." | "," | ";" | "(" | ")" | "?" | "!" | "\n" | "{" | "}"))
            || (!atom.mark && atom.any(&["but", "however", "although"]) && !is_exception(atoms, i));
        if ends {
            if i > start {
                pieces.push(&atoms[start..i]);
            }
            start = if atom.mark { i + 1 } else { i };
        }
    }
    if start < atoms.len() {
        pieces.push(&atoms[start..]);
    }
    pieces
}

/// "Any colour but brown", "anything except steel".
fn is_exception(atoms: &[Atom], at: usize) -> bool {
    atoms[at].any(&["but", "except"])
        && atoms[at.saturating_sub(3)..at]
            .iter()
            .any(|atom| atom.any(&["any", "anything", "every", "all", "whatever"]))
}

/// What shall be and what shall not; where `free`, also what does not matter.
fn read_values(goods: &Goods, piece: &[Atom], all: &mut Description, free: bool) {
    let careless = ["care", "matter", "mind", "important", "bothered", "fussy"];
    // "Waterproof I don't need": it may be, or not.
    let needless = ["need", "needed", "necessary", "required"];
    let names_one = || {
        goods.options.iter().any(|name| {
            let name = words(name);
            piece.iter().any(|atom| name.iter().any(|w| same_start(&atom.text, w)))
        })
    };
    if free
        && (piece.iter().any(|atom| atom.any(&careless))
            || (piece.iter().any(|atom| atom.any(&needless)) && names_one()))
        && piece.iter().any(|atom| atom.any(&["not", "dont", "doesnt", "no", "never"]))
    {
        // "do not care about waterproof or not": free; "any other specs": all of them.
        let mut named = false;
        for (i, name) in goods.options.iter().enumerate() {
            let name = words(name);
            if piece.iter().any(|atom| name.iter().any(|w| same_start(&atom.text, w))) {
                all.options[i].free = true;
                named = true;
            }
        }
        if !named {
            all.free_all = true;
        }
        return;
    }
    let mut set: Vec<usize> = Vec::new();
    for one in named_values(goods, piece) {
        if is_taken_away(piece, one.at) {
            continue;
        }
        let said = &mut all.options[one.option];
        // "non-polarized" is a value of its own.
        if is_negated(piece, one.at)
            && !one.value.to_lowercase().starts_with("no")
            && one.length > 0
            && !is_yes_no(&values(goods, one.option))
        {
            said.never.push(one.value.clone());
            continue;
        }
        // A later word corrects an earlier one; in one breath they are alternatives.
        if !set.contains(&one.option) {
            said.must.clear();
            set.push(one.option);
        }
        if !said.must.contains(&one.value) {
            said.must.push(one.value.clone());
        }
        if or_better(piece, one.at + one.length) || at_least(piece, one.at) {
            let values = values(goods, one.option);
            if let Some(least) = rank(&one.value, &values).or_else(|| trailing(&one.value)) {
                let more = values.iter().filter(|value| {
                    rank(value, &values).or_else(|| trailing(value)).is_some_and(|rank| rank >= least)
                });
                said.must = more.map(|value| (*value).to_owned()).collect();
            }
        }
    }
}

/// Words before a value that take it away: what is now, or what is not wanted.
fn is_taken_away(piece: &[Atom], at: usize) -> bool {
    let before = &piece[at.saturating_sub(4)..at];
    has(before, &["instead", "of"])
        || has(before, &["rather", "than"])
        || before.last().is_some_and(|atom| atom.is("from"))
        || has(before, &["from", "the"])
}

fn is_negated(piece: &[Atom], at: usize) -> bool {
    let before = &piece[at.saturating_sub(2)..at];
    (at.saturating_sub(2)..at).any(|i| is_exception(piece, i))
        || before.iter().any(|atom| atom.any(&["not", "non", "isnt", "without", "never"]))
        || before.last().is_some_and(|atom| atom.is("no"))
}

/// "Of those", "of the two": what is compared is what is left, not what they have.
fn of_these(piece: &[Atom]) -> bool {
    piece.windows(2).any(|pair| {
        pair[0].any(&["of", "between", "among"]) && pair[1].any(&["those", "these", "them", "both", "2"])
    }) || has(piece, &["of", "the", "2"])
}

/// "i7 or above".
fn or_better(piece: &[Atom], at: usize) -> bool {
    piece.get(at).is_some_and(|atom| atom.is("or"))
        && piece
            .get(at + 1)
            .is_some_and(|atom| atom.any(&["above", "better", "higher", "more", "greater", "up"]))
}

/// "At least 6 hours".
fn at_least(piece: &[Atom], at: usize) -> bool {
    let before = &piece[at.saturating_sub(3)..at];
    has(before, &["at", "least"]) || before.last().is_some_and(|atom| atom.any(&["minimum", "min"]))
}

/// The number at the end: "i7".
fn trailing(value: &str) -> Option<i64> {
    let digits: String =
        value.chars().rev().take_while(char::is_ascii_digit).collect::<Vec<_>>().into_iter().rev().collect();
    thousandths(&digits)
}

/// What is liked best, and next best.
fn read_preference(goods: &Goods, piece: &[Atom], all: &mut Description) {
    let mut last: Option<(usize, usize)> = None;
    for one in named_values(goods, piece) {
        if is_taken_away(piece, one.at) {
            continue;
        }
        let said = &mut all.options[one.option];
        if said.prefer.iter().flatten().any(|value| *value == one.value) {
            continue;
        }
        // "silver and black" are equally good; ">" and "over" tell better from worse.
        let together = last.is_some_and(|(option, end)| {
            option == one.option
                && end <= one.at
                && piece[end..one.at].iter().any(|atom| atom.any(&["and", "or"]))
                && !piece[end..one.at].iter().any(|atom| atom.any(&[">", "over", "than", "then"]))
        });
        match said.prefer.last_mut().filter(|_| together) {
            Some(same) => same.push(one.value.clone()),
            None => said.prefer.push(vec![one.value.clone()]),
        }
        last = Some((one.option, one.at + one.length));
    }
}

/// What is said of the whole: its price, that all else stays, that nothing else matters.
fn read_whole(goods: &Goods, piece: &[Atom], all: &mut Description) {
    let word = |words: &[&str]| piece.iter().any(|atom| atom.any(words));
    if word(&["cheapest"]) || has(piece, &["least", "expensive"]) || has(piece, &["lowest", "price"]) {
        all.by_price = Some(ByPrice::Cheapest);
    } else if word(&["dearest", "priciest"])
        || has(piece, &["most", "expensive"])
        || has(piece, &["highest", "price"])
    {
        all.by_price = Some(ByPrice::Dearest);
    } else if (word(&["cheaper"]) || has(piece, &["less", "expensive"])) && of_these(piece) {
        all.by_price = Some(ByPrice::Cheapest);
    } else if let Some(at) = piece.iter().position(|atom| atom.is("cheaper"))
        && (piece[..at].iter().rev().take(3).any(|atom| atom.any(&["whichever", "whatever", "which"]))
            || piece.get(at + 1).is_some_and(|next| next.is("of")))
    {
        // The cheaper of these, not cheaper than what they have.
        all.by_price = Some(ByPrice::Cheapest);
    } else if word(&["cheaper"]) || has(piece, &["less", "expensive"]) {
        all.cheaper_than_now = Some(Direction::Less);
        all.by_price.get_or_insert(ByPrice::Cheapest);
    } else if has(piece, &["more", "expensive"]) || word(&["pricier"]) {
        all.cheaper_than_now = Some(Direction::More);
    }
    let same = piece.iter().position(|atom| {
        atom.any(&["same", "keep", "keeping", "identical", "exact", "unchanged", "changing"])
    });
    let Some(at) = same else { return };
    let mut named = false;
    for (i, name) in goods.options.iter().enumerate() {
        let name = words(name);
        // "with the same material and color", "same v-neck", "keep the leather strap"
        // "The same one in size L": that option is said anew.
        let anew = || named_values(goods, &piece[at..]).iter().any(|one| one.option == i);
        if piece[at..].iter().any(|atom| names_option(atom, &name)) && !anew() {
            all.options[i].keep = true;
            named = true;
        }
    }
    let others =
        piece.iter().any(|atom| atom.any(&["else", "other", "rest", "everything", "specification", "spec"]));
    if !named || others {
        let item = piece.iter().any(|atom| {
            atom.any(&[
                "one",
                "item",
                "product",
                "type",
                "model",
                "spec",
                "everything",
                "else",
                "other",
                "pair",
                "rest",
            ])
        });
        let of_item =
            || piece[at..].iter().take(3).any(|a| a.any(&["item", "product", "model", "spec", "pair"]));
        if item {
            all.keep_all = true;
            all.same_item |= !others && of_item();
        }
    }
}
