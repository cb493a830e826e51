//! Where the values of a product's options are said, in whatever form people say them. Knows no wishes: whether a value
//! is wanted is read elsewhere.

use crate::agent::account::Goods;
use crate::agent::acting::words::{Atom, find, words};
use crate::sizes::{self, Region};

/// Values of an option, in the order of the variants, once each.
pub(super) fn values(goods: &Goods, option: usize) -> Vec<&str> {
    let mut values: Vec<&str> = Vec::new();
    for variant in &goods.variants {
        if let Some(value) = variant.values.get(option).map(String::as_str)
            && !value.is_empty()
            && !values.contains(&value)
        {
            values.push(value);
        }
    }
    values
}

pub(super) fn is_yes_no(values: &[&str]) -> bool {
    values.iter().all(|value| matches!(value.to_lowercase().as_str(), "yes" | "no"))
}

/// The word names an option, by its name or by another form of it.
pub(super) fn names_option(atom: &Atom, name: &[String]) -> bool {
    name.iter().any(|word| atom.text == *word || same_start(&atom.text, word))
}

/// Two forms of one word: "water" and "waterproof".
pub(super) fn same_start(a: &str, b: &str) -> bool {
    let shared = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    shared >= 5.min(b.chars().count()) && shared >= 4
}

/// Where one of an option's values stands in a piece.
pub(super) struct Found {
    pub option: usize,
    pub value: String,
    pub at: usize,
    pub length: usize,
}

/// The values that a piece names, in their order.
pub(super) fn named_values(goods: &Goods, piece: &[Atom]) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::new();
    for (option, name) in goods.options.iter().enumerate() {
        let name = words(name);
        let values = values(goods, option);
        for value in &values {
            for (at, length) in places(piece, value, &values, &name) {
                all.push(Found { option, value: (*value).to_owned(), at, length });
            }
        }
    }
    // The longest reading of the same words counts.
    all.sort_by(|a, b| b.length.cmp(&a.length).then(a.at.cmp(&b.at)));
    let mut kept: Vec<Found> = Vec::new();
    for one in all {
        let covered = kept.iter().any(|other| {
            one.at >= other.at
                && one.at + one.length <= other.at + other.length
                && (one.length < other.length || one.option == other.option)
        });
        if !covered {
            kept.push(one);
        }
    }
    let foreign = foreign_sizes(goods, piece);
    kept.retain(|one| {
        let there = one.at..one.at + one.length;
        !is_size(&goods.options[one.option]) || !foreign.iter().any(|at| there.contains(at))
    });
    kept.sort_by_key(|one| one.at);
    // A word that is a value of several options belongs to the one named beside it.
    let ambiguous: Vec<usize> = kept
        .iter()
        .filter(|one| kept.iter().any(|other| other.option != one.option && other.at == one.at))
        .map(|one| one.at)
        .collect();
    kept.retain(|one| {
        if !ambiguous.contains(&one.at) {
            return true;
        }
        let beside = |option: usize| near(piece, one.at, one.length, &words(&goods.options[option]));
        beside(one.option)
            || !options_named_at(goods, piece, one.at)
                .iter()
                .any(|other| *other != one.option && beside(*other))
    });
    kept
}

/// Where a size is said in a system that none of the product's sizes is it in: "UK 10", of what comes in 8, 10 and 12, or in EU sizes.
/// The shop's own number is another size.
pub(super) fn foreign_sizes(goods: &Goods, piece: &[Atom]) -> Vec<usize> {
    let options = || (0..goods.options.len()).filter(|option| is_size(&goods.options[*option]));
    if options().next().is_none() {
        return Vec::new();
    }
    let region = |at: Option<usize>| Region::of_word(&piece.get(at?)?.text);
    let said = |at: usize| {
        let text = &piece[at].text;
        if sizes::marked(text).is_some() {
            return Some(text.clone());
        }
        let sized = at.checked_sub(1).is_some_and(|before| piece[before].is("size"));
        let before = at.checked_sub(if sized { 2 } else { 1 });
        let label = sizes::label(region(before).or_else(|| region(Some(at + 1)))?, text);
        sizes::marked(&label).map(|_| label)
    };
    let has = |size: &str| {
        options().any(|option| values(goods, option).iter().any(|own| sizes::is_same(own, size)))
    };
    (0..piece.len()).filter(|at| said(*at).is_some_and(|size| !has(&size))).collect()
}

fn is_size(option: &str) -> bool {
    words(option).iter().any(|word| matches!(word.as_str(), "size" | "sizes"))
}

/// The options of which a value stands at the place.
fn options_named_at(goods: &Goods, piece: &[Atom], at: usize) -> Vec<usize> {
    (0..goods.options.len())
        .filter(|option| {
            let values = values(goods, *option);
            let name = words(&goods.options[*option]);
            values.iter().any(|value| places(piece, value, &values, &name).iter().any(|(a, _)| *a == at))
        })
        .collect()
}

/// One of the option's name words stands within two words of the place.
fn near(piece: &[Atom], at: usize, length: usize, name: &[String]) -> bool {
    let from = at.saturating_sub(2);
    // "34 in the waist"
    let inside = piece.get(at + length).is_some_and(|next| next.any(&["in", "at", "around"]))
        && piece.get(at + length + 1).is_some_and(|next| next.any(&["the", "my"]));
    let to = (at + length + 2 + usize::from(inside)).min(piece.len());
    piece[from..to].iter().any(|atom| name.contains(&atom.text))
}

/// Where a value is said, and in how many words.
fn places(piece: &[Atom], value: &str, all: &[&str], name: &[String]) -> Vec<(usize, usize)> {
    let own = words(value);
    let mut places = Vec::new();
    if own.is_empty() {
        return places;
    }
    if is_yes_no(all) {
        return yes_no_places(piece, value, name);
    }
    for form in &forms(value, &own, all) {
        let plain_number = form.len() == 1 && form[0].chars().all(|c| c.is_ascii_digit() || c == '.');
        let letter = form.len() == 1 && form[0].chars().count() == 1 && !plain_number;
        let needle: Vec<&str> = form.iter().map(String::as_str).collect();
        let mut from = 0;
        while let Some(at) = find(&piece[from..], &needle).map(|at| at + from) {
            from = at + 1;
            let length = needle.len();
            // A bare number or letter counts beside its option's name only.
            // Or as all that is said: "exchange it for 11".
            let alone = at == 0
                && piece
                    .get(1)
                    .is_none_or(|next| next.mark || next.any(&["please", "pls", "plz", "then", "and"]));
            // "In 11 instead", of what comes in sizes.
            let in_size = at > 0
                && piece[at - 1].any(&["in", "a", "an"])
                && name.iter().any(|word| matches!(word.as_str(), "size" | "waist"))
                && piece.get(at + 1).is_none_or(|next| {
                    next.mark || next.any(&["instead", "please", "pls", "plz", "rather", "and", "if"])
                });
            // "The black 180 one".
            let of_one = piece.get(at + 1).is_some_and(|next| next.any(&["one", "ones", "version", "model"]))
                && own.len() > 1;
            // "A set of six", "one of six".
            let of_count = at > 0
                && piece[at - 1].is("of")
                && at
                    .checked_sub(2)
                    .is_none_or(|before| piece[before].any(&["set", "one", "ones", "pack", "box", "those"]))
                && name.iter().any(|word| matches!(word.as_str(), "piece" | "pack" | "count" | "quantity"));
            if plain_number && !alone && !in_size && !of_one && !of_count && !near(piece, at, length, name) {
                continue;
            }
            let mut next = piece.iter().skip(at + 1).take(2);
            if plain_number && next.any(|next| next.any(&["more", "less", "fewer"])) {
                continue;
            }
            if letter && !(near(piece, at, length, name) || piece[at].said.chars().all(char::is_uppercase)) {
                continue;
            }
            if form[0] == "none" && length == 1 && !near(piece, at, length, name) {
                continue;
            }
            places.push((at, length));
        }
    }
    // "no backlight" is the value "none" of the backlight.
    if own == ["none"] {
        for at in 0..piece.len() {
            let names = |on: usize| piece.get(at + on).is_some_and(|next| name.contains(&next.text));
            let article = || piece.get(at + 1).is_some_and(|next| next.any(&["any", "a"]));
            if piece[at].any(&["no", "without"]) && (names(1) || (names(2) && article())) {
                places.push((at, 2));
            }
        }
    }
    places
}

/// Words that alone say no value.
const SMALL_WORDS: &[&str] = &[
    "in", "on", "over", "up", "out", "off", "with", "without", "to", "for", "of", "and", "or", "no", "not",
    "the", "all",
];

/// How a value may be said: whole; by what distinguishes it ("merino" of "Merino wool"); a size by its word.
fn forms(value: &str, own: &[String], all: &[&str]) -> Vec<Vec<String>> {
    let mut forms = vec![own.to_vec()];
    let compact: String = own.concat();
    if own.len() > 1 {
        forms.push(vec![compact]);
    }
    let others: Vec<Vec<String>> =
        all.iter().filter(|other| **other != value).map(|other| words(other)).collect();
    let special: Vec<String> =
        own.iter().filter(|word| !others.iter().any(|other| other.contains(word))).cloned().collect();
    if special.len() < own.len() && !special.is_empty() {
        let consecutive = own.windows(special.len()).any(|window| window == special.as_slice());
        // "in" of "in-ear" is said of everything.
        let small = special.iter().all(|word| SMALL_WORDS.contains(&word.as_str()));
        if consecutive && !small && special.concat().chars().count() > 1 {
            forms.push(special.clone());
        }
    }
    // "512 GB" of "512GB SSD", where no other value begins so.
    let measured = own.len() > 2 && own[0].chars().all(|c| c.is_ascii_digit() || c == '.');
    if measured && !others.iter().any(|other| other.starts_with(&own[..2])) {
        forms.push(own[..2].to_vec());
    }
    for word in &special {
        let number = word.chars().all(|c| c.is_ascii_digit() || c == '.');
        if word.chars().count() >= 4 && !number && own.len() > 1 {
            forms.push(vec![word.clone()]);
        }
        // "wooden" of "wood".
        if word.chars().count() >= 4 && !number {
            forms.push(vec![format!("{word}en")]);
        }
        // "soft" for "softshell", "animal" for "animals".
        if let Some(short) = shorter(word, all) {
            forms.push(vec![short]);
        }
    }
    match value.to_lowercase().as_str() {
        "xs" => forms.push(vec!["extra".into(), "small".into()]),
        "s" => forms.push(vec!["small".into()]),
        "m" => forms.push(vec!["medium".into()]),
        "l" => forms.push(vec!["large".into()]),
        "xl" => forms.push(vec!["extra".into(), "large".into()]),
        "full" | "full size" => forms.push(vec!["full".into()]),
        "small" => forms.extend([vec!["s".into(), "size".into()], vec!["size".into(), "s".into()]]),
        "medium" => forms.extend([vec!["m".into(), "size".into()], vec!["size".into(), "m".into()]]),
        "large" => forms.extend([vec!["l".into(), "size".into()], vec!["size".into(), "l".into()]]),
        "fantasy" => forms.push(vec!["fancy".into()]),
        _ => {}
    }
    forms
}

/// The first part of a compound, when no other value begins so.
fn shorter(word: &str, all: &[&str]) -> Option<String> {
    let ends = ["shell", "proof", "cover", "free"];
    let short = ends.iter().find_map(|end| word.strip_suffix(end)).filter(|short| short.len() >= 4)?;
    let alone = all.iter().filter(|other| words(other).iter().any(|w| w.starts_with(short))).count() == 1;
    alone.then(|| short.to_owned())
}

/// Where an option of yes and no is said to be what the value says.
fn yes_no_places(piece: &[Atom], value: &str, name: &[String]) -> Vec<(usize, usize)> {
    let wants_yes = value.eq_ignore_ascii_case("yes");
    let mut places = Vec::new();
    for at in 0..piece.len() {
        // "water resistance": "water resistant", "resistant to water".
        let said = name.iter().filter(|word| {
            let stem = stem(word);
            piece[at..piece.len().min(at + 3)].iter().any(|atom| atom.text.starts_with(&stem))
        });
        // "Waterproof" is all of "water resistance".
        let whole = piece[at].any(&["waterproof", "watertight"]) && name.iter().any(|word| word == "water");
        if !whole && (said.count() < name.len() || !name_starts(&piece[at], name)) {
            continue;
        }
        let before = &piece[at.saturating_sub(3)..at];
        let negated =
            before.iter().any(|atom| atom.any(&["not", "no", "non", "isnt", "without", "arent", "never"]))
                || piece.get(at + name.len()).is_some_and(|next| next.any(&["no", "false"]))
                || piece
                    .get(at + name.len() + 1)
                    .is_some_and(|next| next.any(&["no"]) && piece[at + name.len()].is(":"));
        if negated != wants_yes {
            places.push((at, name.len()));
        }
    }
    places
}

fn name_starts(atom: &Atom, name: &[String]) -> bool {
    name.iter().any(|word| atom.text.starts_with(&stem(word)))
}

/// What forms of a word share: "resist" of "resistance" and "resistant".
fn stem(word: &str) -> String {
    word.chars().take(word.chars().count().saturating_sub(3).max(4)).collect()
}
