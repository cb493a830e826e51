//! Which variant comes instead: the customer's description over a product's own options, whatever they are called.
//!
//! What is named must hold; what is called the same must stay; what is preferred decides between what is left; and what
//! nobody mentioned stays as it was where that is possible. It never guesses between equals: those are offered.

use super::scales::{Direction, degree, rank, thousandths};
use super::words::{Atom, atoms, find, has, words};
use crate::agent::account::{Goods, GoodsVariant};
use crate::id::{self, Id};

/// What a description comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Choice {
    One(Id<id::Variant>),
    /// Several fit equally; the cheapest first.
    Several(Vec<Id<id::Variant>>),
    /// None can be had that fits; these are nearest.
    Nothing(Vec<Id<id::Variant>>),
    /// Nothing was said that tells variants apart.
    Unsaid,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ByPrice {
    Cheapest,
    Dearest,
}

/// Per option what was said of it.
#[derive(Debug, Clone, Default)]
struct Said {
    /// Any of these values.
    must: Vec<String>,
    never: Vec<String>,
    keep: bool,
    free: bool,
    degree: Option<(Direction, bool)>,
    /// Exactly so much more or less.
    delta: Option<i64>,
    /// Preferred values, best first; those of one rank together.
    prefer: Vec<Vec<String>>,
}

#[derive(Debug, Clone, Default)]
struct Description {
    options: Vec<Said>,
    by_price: Option<ByPrice>,
    cheaper_than_now: Option<Direction>,
    price_max: Option<i64>,
    keep_all: bool,
    free_all: bool,
    sku: Option<String>,
    same_item: bool,
}

impl Description {
    fn says_nothing(&self) -> bool {
        self.by_price.is_none()
            && self.cheaper_than_now.is_none()
            && self.sku.is_none()
            && !self.same_item
            && self.options.iter().all(|said| {
                said.must.is_empty()
                    && said.never.is_empty()
                    && said.degree.is_none()
                    && said.delta.is_none()
                    && said.prefer.is_empty()
            })
    }
}

/// Values of an option, in the order of the variants, once each.
fn values(goods: &Goods, option: usize) -> Vec<&str> {
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

/// Chooses by a description. `current` is what the customer has.
pub(super) fn choose(goods: &Goods, current: Option<&GoodsVariant>, text: &str) -> Choice {
    let said = describe(goods, text);
    if said.says_nothing() {
        return Choice::Unsaid;
    }
    if let Some(sku) = &said.sku
        && let Some(variant) = goods.variants.iter().find(|variant| variant.sku.as_deref() == Some(sku))
    {
        return if variant.available { Choice::One(variant.id) } else { Choice::Nothing(Vec::new()) };
    }
    let fits = |strict: bool| -> Vec<&GoodsVariant> {
        goods
            .variants
            .iter()
            .filter(|variant| variant.available)
            .filter(|variant| {
                said.same_item || current.is_none_or(|now| now.id != variant.id) || said.by_price.is_some()
            })
            .filter(|variant| said.fits(goods, current, variant, strict))
            .collect()
    };
    let strict = fits(true);
    if strict.is_empty() {
        return Choice::Nothing(said.best(goods, current, fits(false)).0.iter().map(|v| v.id).collect());
    }
    match said.best(goods, current, strict) {
        (best, _) if best.len() == 1 => Choice::One(best[0].id),
        (best, _) => Choice::Several(best.iter().map(|v| v.id).collect()),
    }
}

/// All available variants that fit what was named, the cheapest first; without a description all available ones.
pub(super) fn fitting(goods: &Goods, text: &str) -> Vec<Id<id::Variant>> {
    let said = describe(goods, text);
    let mut fit: Vec<&GoodsVariant> =
        goods.variants.iter().filter(|v| v.available && said.fits(goods, None, v, false)).collect();
    fit.sort_by_key(|variant| variant.price.amount);
    fit.iter().map(|variant| variant.id).collect()
}

/// Available variants that fit a wish for another one than the customer has, whatever their price; the cheapest first.
pub(super) fn fitting_instead(
    goods: &Goods,
    current: Option<&GoodsVariant>,
    text: &str,
) -> Vec<Id<id::Variant>> {
    let said = describe(goods, text);
    let others = goods.variants.iter().filter(|v| v.available && current.is_none_or(|now| now.id != v.id));
    let mut fit: Vec<&GoodsVariant> = others.filter(|v| said.fits(goods, current, v, false)).collect();
    fit.sort_by_key(|variant| variant.price.amount);
    fit.iter().map(|variant| variant.id).collect()
}

/// How well a variant the customer has is described: the number of its values that are named, less those that the
/// description contradicts.
pub(super) fn likeness(goods: &Goods, variant: &GoodsVariant, text: &str) -> i32 {
    let said = describe(goods, text);
    let mut score = 0;
    for (i, option) in said.options.iter().enumerate() {
        let Some(value) = variant.values.get(i) else { continue };
        if option.must.contains(value) {
            score += 2;
        } else if !option.must.is_empty() || option.never.contains(value) {
            score -= 3;
        }
    }
    score
}

impl Description {
    fn fits(
        &self,
        goods: &Goods,
        current: Option<&GoodsVariant>,
        variant: &GoodsVariant,
        strict: bool,
    ) -> bool {
        if self.price_max.is_some_and(|max| variant.price.amount > max) {
            return false;
        }
        if let (Some(direction), Some(now)) = (self.cheaper_than_now, current) {
            let fits = match direction {
                Direction::Less => variant.price.amount < now.price.amount,
                Direction::More => variant.price.amount > now.price.amount,
            };
            if !fits {
                return false;
            }
        }
        self.options.iter().enumerate().all(|(i, said)| {
            let value = variant.values.get(i).map_or("", String::as_str);
            let now = current.and_then(|now| now.values.get(i)).map(String::as_str);
            if said.never.iter().any(|never| never == value) {
                return false;
            }
            if !said.must.is_empty() && !said.must.iter().any(|must| must == value) {
                return false;
            }
            let all = values(goods, i);
            if let (Some(now), Some(delta)) = (now, said.delta) {
                return match (rank(value, &all), rank(now, &all)) {
                    (Some(value), Some(now)) => value - now == delta,
                    _ => false,
                };
            }
            if let (Some(now), Some((direction, false))) = (now, said.degree)
                && let (Some(value), Some(now)) = (rank(value, &all), rank(now, &all))
                && match direction {
                    Direction::More => value <= now,
                    Direction::Less => value >= now,
                }
            {
                return false;
            }
            let touched = !said.must.is_empty()
                || !said.never.is_empty()
                || said.degree.is_some()
                || said.delta.is_some();
            let stays = (said.keep || (self.keep_all && !said.free)) && !touched;
            !(strict && stays && said.prefer.is_empty() && now.is_some_and(|now| now != value))
        })
    }

    /// The best of those that fit, and whether one is better than all others.
    fn best<'a>(
        &self,
        goods: &Goods,
        current: Option<&GoodsVariant>,
        fit: Vec<&'a GoodsVariant>,
    ) -> (Vec<&'a GoodsVariant>, bool) {
        let mut scored: Vec<(Vec<i64>, &GoodsVariant)> =
            fit.into_iter().map(|variant| (self.score(goods, current, variant), variant)).collect();
        scored.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.price.amount.cmp(&b.1.price.amount)));
        let Some(top) = scored.first().map(|(score, _)| score.clone()) else { return (Vec::new(), false) };
        let best: Vec<_> = scored.iter().filter(|(score, _)| *score == top).map(|(_, v)| *v).collect();
        let alone = best.len() == 1;
        // What stays as it was in all that nobody mentioned is meant; else it is a matter of taste.
        let unmentioned = self.unmentioned(current);
        let last = top.last().copied().unwrap_or(0);
        if alone
            && self.by_price.is_none()
            && scored.len() > 1
            && !self.free_all
            && last < i64::try_from(unmentioned).unwrap_or(0)
        {
            let mut all: Vec<_> = scored.iter().map(|(_, variant)| *variant).collect();
            let decided = top.len() - 1;
            let same: Vec<_> = scored.iter().filter(|(s, _)| s[..decided] == top[..decided]).collect();
            if same.len() == 1 {
                return (best, true);
            }
            all.retain(|variant| same.iter().any(|(_, other)| other.id == variant.id));
            return (all, false);
        }
        (best, alone)
    }

    fn is_unmentioned(&self, said: &Said) -> bool {
        said.must.is_empty()
            && said.degree.is_none()
            && said.delta.is_none()
            && !said.free
            && said.prefer.is_empty()
    }

    fn unmentioned(&self, current: Option<&GoodsVariant>) -> usize {
        if current.is_none() || self.free_all {
            return 0;
        }
        self.options.iter().filter(|said| self.is_unmentioned(said)).count()
    }

    /// Better is greater, the first difference decides: extremes, preferences, price, then what stays.
    fn score(&self, goods: &Goods, current: Option<&GoodsVariant>, variant: &GoodsVariant) -> Vec<i64> {
        let mut score = Vec::new();
        for (i, said) in self.options.iter().enumerate() {
            let value = variant.values.get(i).map_or("", String::as_str);
            let all = values(goods, i);
            if let Some((direction, extreme)) = said.degree
                && let Some(rank) = rank(value, &all)
            {
                let up = direction == Direction::More;
                // The nearest step, unless the most of all is wanted.
                score.push(if up == extreme { rank } else { -rank });
            }
        }
        for (i, said) in self.options.iter().enumerate() {
            if !said.prefer.is_empty() {
                let value = variant.values.get(i).map_or("", String::as_str);
                let at = said.prefer.iter().position(|same| same.iter().any(|v| v == value));
                let at = at.unwrap_or(said.prefer.len());
                score.push(-i64::try_from(at).unwrap_or(0));
            }
        }
        match self.by_price {
            Some(ByPrice::Cheapest) => score.push(-variant.price.amount),
            Some(ByPrice::Dearest) => score.push(variant.price.amount),
            None => {}
        }
        let kept = self.options.iter().enumerate().filter(|(i, said)| {
            self.is_unmentioned(said)
                && current.is_some_and(|now| {
                    now.values.get(*i).is_some() && now.values.get(*i) == variant.values.get(*i)
                })
        });
        score.push(if self.free_all { 0 } else { i64::try_from(kept.count()).unwrap_or(0) });
        score
    }
}

/// Reads a description over a product's options.
fn describe(goods: &Goods, text: &str) -> Description {
    let mut all =
        Description { options: vec![Said::default(); goods.options.len()], ..Description::default() };
    let atoms = atoms(text);
    for sku in atoms.iter().map(|atom| &atom.said) {
        if sku.len() >= 6 && goods.variants.iter().any(|variant| variant.sku.as_deref() == Some(sku)) {
            all.sku = Some(sku.clone());
        }
    }
    let pieces = pieces(&atoms);
    let mut preferring = false;
    for piece in pieces {
        let starts =
            piece.iter().position(|atom| atom.any(&["prefer", "preferably", "ideally", "preference"]));
        preferring = starts.is_some() || (preferring && is_list_go_on(piece));
        if preferring {
            let from = starts.map_or(0, |at| at + 1);
            read_values(goods, &piece[..from], &mut all, false);
            read_preference(goods, &piece[from..], &mut all);
        } else {
            read_values(goods, piece, &mut all, true);
            read_degrees(goods, piece, &mut all);
        }
        read_whole(goods, piece, &mut all);
    }
    all
}

/// "> USB": a preference that goes on.
fn is_list_go_on(piece: &[Atom]) -> bool {
    piece.first().is_some_and(|atom| atom.any(&[">", "over", "then", "than", "and", "or"]))
}

/// Parts between commas, full stops and "but"; a list's values stay in their parts.
fn pieces(atoms: &[Atom]) -> Vec<&[Atom]> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (i, atom) in atoms.iter().enumerate() {
        let ends = (atom.mark
            && matches!(atom.text.as_str(), "." | "," | ";" | "(" | ")" | "?" | "!" | "\n" | "{" | "}"))
            || (!atom.mark && atom.any(&["but", "however", "although"]));
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

/// Where one of an option's values stands in a piece.
struct Found {
    option: usize,
    value: String,
    at: usize,
    length: usize,
}

fn found(goods: &Goods, piece: &[Atom]) -> Vec<Found> {
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
            || !kept_options(goods, piece, one.at).iter().any(|other| *other != one.option && beside(*other))
    });
    kept
}

fn kept_options(goods: &Goods, piece: &[Atom], at: usize) -> Vec<usize> {
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
    let to = (at + length + 2).min(piece.len());
    piece[from..to].iter().any(|atom| name.contains(&atom.text))
}

fn places(piece: &[Atom], value: &str, all: &[&str], name: &[String]) -> Vec<(usize, usize)> {
    let own = words(value);
    let mut places = Vec::new();
    if own.is_empty() {
        return places;
    }
    let yes_no = all.iter().all(|value| matches!(value.to_lowercase().as_str(), "yes" | "no"));
    if yes_no {
        return yes_no_places(piece, value, name);
    }
    let spoken: Vec<Vec<String>> = forms(value, &own, all);
    for form in &spoken {
        let plain_number = form.len() == 1 && form[0].chars().all(|c| c.is_ascii_digit() || c == '.');
        let letter = form.len() == 1 && form[0].chars().count() == 1;
        let needle: Vec<&str> = form.iter().map(String::as_str).collect();
        let mut from = 0;
        while let Some(at) = find(&piece[from..], &needle).map(|at| at + from) {
            from = at + 1;
            let length = needle.len();
            // A bare number or letter counts beside its option's name only.
            if plain_number && !near(piece, at, length, name) {
                continue;
            }
            if plain_number && piece.get(at + 1).is_some_and(|next| next.any(&["more", "less", "fewer"])) {
                continue;
            }
            if plain_number && piece.get(at + 2).is_some_and(|next| next.any(&["more", "less", "fewer"])) {
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
            if piece[at].any(&["no", "without"])
                && piece.get(at + 1).is_some_and(|next| name.contains(&next.text))
                || piece[at].any(&["no", "without"])
                    && piece.get(at + 2).is_some_and(|next| name.contains(&next.text))
                    && piece.get(at + 1).is_some_and(|next| next.any(&["any", "a"]))
            {
                places.push((at, 2));
            }
        }
    }
    places
}

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
        if consecutive && special.concat().chars().count() > 1 {
            forms.push(special.clone());
        }
    }
    for word in &special {
        let number = word.chars().all(|c| c.is_ascii_digit() || c == '.');
        if word.chars().count() >= 4 && !number && own.len() > 1 {
            forms.push(vec![word.clone()]);
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
        "small" => forms.push(vec!["s".into(), "size".into()]),
        "medium" => forms.push(vec!["m".into(), "size".into()]),
        "large" => forms.push(vec!["l".into(), "size".into()]),
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

fn yes_no_places(piece: &[Atom], value: &str, name: &[String]) -> Vec<(usize, usize)> {
    let wants_yes = value.eq_ignore_ascii_case("yes");
    let mut places = Vec::new();
    for at in 0..piece.len() {
        // "water resistance": "water resistant", "resistant to water".
        let said = name.iter().filter(|word| {
            let stem: String = word.chars().take(word.chars().count().saturating_sub(3).max(4)).collect();
            piece[at..piece.len().min(at + 3)].iter().any(|atom| atom.text.starts_with(&stem))
        });
        if said.count() < name.len() || !name_starts(&piece[at], name) {
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
    name.iter().any(|word| {
        let stem: String = word.chars().take(word.chars().count().saturating_sub(3).max(4)).collect();
        atom.text.starts_with(&stem)
    })
}

/// Words before a value that take it away: what is now, or what is not wanted.
fn is_taken_away(piece: &[Atom], at: usize) -> bool {
    let before = &piece[at.saturating_sub(4)..at];
    let text: Vec<&str> = before.iter().map(|atom| atom.text.as_str()).collect();
    let ends = |phrase: &[&str]| {
        (0..=text.len().saturating_sub(phrase.len())).any(|i| text[i..].starts_with(phrase))
            && text.len() >= phrase.len()
    };
    ends(&["instead", "of"])
        || ends(&["rather", "than"])
        || text.last() == Some(&"from")
        || ends(&["from", "the"])
}

fn is_negated(piece: &[Atom], at: usize) -> bool {
    let before = &piece[at.saturating_sub(2)..at];
    before.iter().any(|atom| atom.any(&["not", "non", "isnt", "without", "never"]))
        || before.last().is_some_and(|atom| atom.is("no"))
}

fn read_values(goods: &Goods, piece: &[Atom], all: &mut Description, free: bool) {
    let careless = ["care", "matter", "mind", "important"];
    if free
        && piece.iter().any(|atom| atom.any(&careless))
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
    let found = found(goods, piece);
    let mut set: Vec<usize> = Vec::new();
    for one in &found {
        if is_taken_away(piece, one.at) {
            continue;
        }
        let said = &mut all.options[one.option];
        // "non-polarized" is a value of its own.
        if is_negated(piece, one.at)
            && !one.value.to_lowercase().starts_with("no")
            && one.length > 0
            && !yes_no(goods, one.option)
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
        if or_better(piece, one.at + one.length) {
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

fn yes_no(goods: &Goods, option: usize) -> bool {
    values(goods, option).iter().all(|value| matches!(value.to_lowercase().as_str(), "yes" | "no"))
}

/// "i7 or above".
fn or_better(piece: &[Atom], at: usize) -> bool {
    piece.get(at).is_some_and(|atom| atom.is("or"))
        && piece
            .get(at + 1)
            .is_some_and(|atom| atom.any(&["above", "better", "higher", "more", "greater", "up"]))
}

/// The number at the end: "i7".
fn trailing(value: &str) -> Option<i64> {
    let digits: String =
        value.chars().rev().take_while(char::is_ascii_digit).collect::<Vec<_>>().into_iter().rev().collect();
    thousandths(&digits)
}

fn same_start(a: &str, b: &str) -> bool {
    let shared = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    shared >= 5.min(b.chars().count()) && shared >= 4
}

fn read_preference(goods: &Goods, piece: &[Atom], all: &mut Description) {
    let found = found(goods, piece);
    let mut last: Option<(usize, usize)> = None;
    for one in &found {
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

fn read_degrees(goods: &Goods, piece: &[Atom], all: &mut Description) {
    for (at, atom) in piece.iter().enumerate() {
        let Some(mut degree) = degree(atom) else { continue };
        // "less bright", "more expensive" (a price, read elsewhere).
        if degree.options.is_empty()
            && piece.get(at + 1).is_some_and(|next| next.any(&["expensive", "cheap"]))
        {
            continue;
        }
        if degree.options.is_empty()
            && let Some(next) = piece.get(at + 1).and_then(super::scales::degree)
            && !next.options.is_empty()
        {
            degree.options = next.options;
        } else if atom.is("bright")
            || (at > 0
                && super::scales::degree(&piece[at - 1]).is_some_and(|before| before.options.is_empty()))
        {
            continue;
        }
        let Some(option) = option_of(goods, piece, at, degree.options) else { continue };
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
                said.delta = Some(if degree.direction == Direction::More { number } else { -number });
                said.must.clear();
            }
            _ => {
                // A named value says more than a degree.
                if said.must.is_empty() {
                    said.degree = Some((degree.direction, degree.extreme));
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
            if name.iter().any(|word| atom.text == *word || same_start(&atom.text, word)) {
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
    if let Some((_, option)) = named.into_iter().find(|(_, option)| scaled(option)) {
        return Some(option);
    }
    kinds.iter().find_map(|kind| {
        goods
            .options
            .iter()
            .position(|name| words(name).iter().any(|word| word.starts_with(kind)))
            .filter(|option| scaled(option))
    })
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
        let by_name =
            piece[at..].iter().any(|atom| name.iter().any(|w| w == &atom.text || same_start(&atom.text, w)));
        if by_name {
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
        if item
            && piece
                .iter()
                .skip(at)
                .take(3)
                .any(|atom| atom.any(&["item", "product", "model", "spec", "pair"]))
            && !others
        {
            all.same_item = true;
            all.keep_all = true;
        } else if item {
            all.keep_all = true;
        }
    }
}
