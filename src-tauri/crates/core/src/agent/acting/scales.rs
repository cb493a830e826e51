//! Values that have an order, and the words that ask for more or less of them.

use super::words::{Atom, words};

/// Words in their order, each list one scale.
const SCALES: &[&[&str]] = &[
    &["xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl"],
    &["mini", "small", "medium", "large"],
    &["portable", "medium", "large"],
    &["low", "medium", "high"],
    &["beginner", "easy", "intermediate", "advanced", "expert"],
    &["basic", "standard", "professional"],
    &["half", "full"],
    &["short", "medium", "long"],
    &["short", "regular", "long"],
    &["mini", "midi", "maxi"],
    &["thin", "medium", "thick"],
];

/// Where a value stands among the values of its option, in thousandths. `None`: it has no order.
pub(super) fn rank(value: &str, all: &[&str]) -> Option<i64> {
    if let Some(number) = magnitude(value)
        && all.iter().all(|other| magnitude(other).is_some())
    {
        return Some(number);
    }
    let place = |scale: &[&str], value: &str| {
        let words = words(value);
        scale.iter().position(|word| words.iter().any(|w| w == word))
    };
    SCALES
        .iter()
        .find(|scale| all.iter().all(|other| place(scale, other).is_some()))
        .and_then(|scale| place(scale, value))
        .and_then(|at| i64::try_from(at).ok())
        .map(|at| at * THOUSAND)
}

/// One, in the unit of ranks.
const THOUSAND: i64 = 1000;

/// A decimal number in thousandths: "1.5" is 1500.
pub(super) fn thousandths(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if whole.is_empty() || !whole.chars().chain(part.chars()).all(|c| c.is_ascii_digit()) {
        return None;
    }
    let part: String = part.chars().chain("000".chars()).take(3).collect();
    whole.parse::<i64>().ok()?.checked_mul(THOUSAND)?.checked_add(part.parse().ok()?)
}

/// "1000ml" and "1.5 liters" on one measure; "4K" is four thousand.
fn magnitude(value: &str) -> Option<i64> {
    let words = words(value);
    let at = words.iter().position(|word| word.chars().next().is_some_and(|c| c.is_ascii_digit()))?;
    let number = thousandths(&words[at])?;
    let factor = match words.get(at + 1).map(String::as_str) {
        Some("l") => 1000,
        Some("k") => 1000,
        Some("tb") => 1024,
        Some("kg") => 1000,
        Some("m") => 100,
        _ => 1,
    };
    number.checked_mul(factor)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    More,
    Less,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Degree {
    pub direction: Direction,
    /// The most of all, not only more.
    pub extreme: bool,
    /// Parts of the names of options that the word speaks of; none: the option is named beside it.
    pub options: &'static [&'static str],
}

const SIZES: &[&str] =
    &["size", "capacity", "frame", "screen", "height", "length", "diameter", "weight", "piece"];
const LENGTHS: &[&str] = &["length", "height", "life", "size"];
const LIGHT: &[&str] = &["brightness", "light"];
const HARD: &[&str] = &["difficulty", "level"];
const STRONG: &[&str] = &["pressure", "power", "weight", "resistance"];

/// What a word such as "bigger" asks for.
pub(super) fn degree(atom: &Atom) -> Option<Degree> {
    use Direction::{Less, More};
    let (direction, extreme, options): (_, _, &'static [&'static str]) = match atom.text.as_str() {
        "bigger" | "larger" => (More, false, SIZES),
        "biggest" | "largest" => (More, true, SIZES),
        "smaller" => (Less, false, SIZES),
        "smallest" => (Less, true, SIZES),
        "longer" | "taller" => (More, false, LENGTHS),
        "longest" | "tallest" => (More, true, LENGTHS),
        "shorter" => (Less, false, LENGTHS),
        "shortest" => (Less, true, LENGTHS),
        "brighter" => (More, false, LIGHT),
        "bright" => (More, false, LIGHT),
        "brightest" => (More, true, LIGHT),
        "dimmer" | "darker" => (Less, false, LIGHT),
        "dimmest" => (Less, true, LIGHT),
        "easier" => (Less, false, HARD),
        "easiest" => (Less, true, HARD),
        "harder" => (More, false, HARD),
        "hardest" => (More, true, HARD),
        "stronger" | "heavier" => (More, false, STRONG),
        "strongest" | "heaviest" => (More, true, STRONG),
        "lighter" | "weaker" => (Less, false, STRONG),
        "lightest" | "weakest" => (Less, true, STRONG),
        "thicker" => (More, false, &["thickness"]),
        "thinner" => (Less, false, &["thickness"]),
        "thickest" => (More, true, &["thickness"]),
        "thinnest" => (Less, true, &["thickness"]),
        "wider" => (More, false, &["width", "field", "size"]),
        "higher" | "greater" | "more" | "better" => (More, false, &[]),
        "highest" | "greatest" | "most" | "maximum" | "max" | "maximized" | "best" => (More, true, &[]),
        "lower" | "less" | "fewer" | "reduced" => (Less, false, &[]),
        "lowest" | "least" | "fewest" | "minimum" | "min" => (Less, true, &[]),
        _ => return None,
    };
    Some(Degree { direction, extreme, options })
}
