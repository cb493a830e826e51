//! Words that ask for more or less: of which option they speak, and how much more or less.

use super::description::Description;
use super::values::{names_option, values};
use crate::agent::account::Goods;
use crate::agent::acting::scales::{Direction, degree, rank, thousandths};
use crate::agent::acting::words::{Atom, words};

/// Reads "bigger", "the brightest", "500 pieces more".
pub(super) fn read_degrees(goods: &Goods, piece: &[Atom], all: &mut Description) {
    for (at, atom) in piece.iter().enumerate() {
        let Some(mut asked) = degree(atom) else { continue };
        // "less bright", "more expensive" (a price, read elsewhere).
        if asked.options.is_empty() && piece.get(at + 1).is_some_and(|next| next.any(&["expensive", "cheap"]))
        {
            continue;
        }
        if asked.options.is_empty()
            && let Some(next) = piece.get(at + 1).and_then(degree)
            && !next.options.is_empty()
        {
            asked.options = next.options;
        } else if atom.is("bright")
            || (at > 0 && degree(&piece[at - 1]).is_some_and(|before| before.options.is_empty()))
        {
            continue;
        }
        let Some(option) = option_of(goods, piece, at, asked.options) else { continue };
        let values = values(goods, option);
        if rank(values.first().copied().unwrap_or(""), &values).is_none() {
            continue;
        }
        // "1000 more pieces", "500 pieces less".
        let number = [at.checked_sub(1), at.checked_sub(2), Some(at + 1)]
            .into_iter()
            .flatten()
            .find_map(|i| piece.get(i).and_then(|atom| thousandths(&atom.text)));
        let said = &mut all.options[option];
        match number.filter(|_| atom.any(&["more", "less", "fewer", "bigger", "smaller", "larger"])) {
            Some(number) if number >= 2000 => {
                said.delta = Some(if asked.direction == Direction::More { number } else { -number });
                said.must.clear();
            }
            _ => {
                // A named value says more than a degree.
                if said.must.is_empty() {
                    said.degree = Some((asked.direction, asked.extreme));
                }
            }
        }
    }
}

/// The option that a degree speaks of: named beside it, else the first that its word is used of.
fn option_of(goods: &Goods, piece: &[Atom], at: usize, kinds: &[&str]) -> Option<usize> {
    let scaled = |option: &usize| {
        let values = values(goods, *option);
        values.len() > 1 && values.iter().all(|value| rank(value, &values).is_some())
    };
    let from = at.saturating_sub(4);
    let to = (at + 5).min(piece.len());
    let mut named: Vec<(usize, usize)> = Vec::new();
    for (option, name) in goods.options.iter().enumerate() {
        let name = words(name);
        for (i, atom) in piece[from..to].iter().enumerate() {
            if names_option(atom, &name) {
                named.push(((from + i).abs_diff(at), option));
            }
        }
    }
    named.sort_unstable();
    if !kinds.is_empty() {
        // The word itself says what it is used of: "easiest" is no matter of pieces.
        let fits = |option: &usize| {
            words(&goods.options[*option]).iter().any(|word| kinds.iter().any(|kind| word.starts_with(kind)))
        };
        if let Some((_, option)) = named.iter().find(|(_, option)| scaled(option) && fits(option)) {
            return Some(*option);
        }
        let by_kind = kinds.iter().find_map(|kind| {
            (0..goods.options.len()).find(|option| {
                words(&goods.options[*option]).iter().any(|word| word.starts_with(kind)) && scaled(option)
            })
        });
        if by_kind.is_some() {
            return by_kind;
        }
    }
    named.into_iter().map(|(_, option)| option).find(scaled)
}
