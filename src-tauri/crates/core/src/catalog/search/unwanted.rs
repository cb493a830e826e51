//! What a search does not want: "without hood", "not leather", "no polyester or nylon".
//!
//! Reading such a text, and telling whether a product has the thing; a product that says "no hood" has none.

use crate::catalog::Product;

/// A free text, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// In the order of the text.
    pub words: Vec<String>,
    /// Each of one to three words that belong together: "mesh liner".
    pub without: Vec<String>,
}

const NEGATIONS: [&str; 7] = ["without", "not", "no", "except", "excluding", "minus", "non"];
/// After "no", "not" and "non" these make a name or a phrase, not a refusal.
const COMPOUNDS: [&str; 26] = [
    "show", "iron", "sew", "slip", "stick", "tie", "bake", "drill", "skid", "pull", "snag", "fog", "wire",
    "seam", "touch", "spill", "rinse", "tear", "toxic", "enough", "too", "so", "only", "very", "sure",
    "idea",
];
/// Words between the refusal and the thing.
const ARTICLES: [&str; 8] = ["a", "an", "any", "the", "made", "of", "some", "with"];
/// Where the thing ends.
const ENDS: [&str; 17] = [
    "with", "in", "for", "to", "on", "from", "that", "but", "of", "is", "are", "please", "and", "or", "nor",
    "under", "size",
];
/// After these another unwanted thing may follow.
const ANDS: [&str; 2] = ["or", "nor"];
const LONGEST_THING: usize = 3;

impl Asked {
    pub fn read(text: &str) -> Self {
        let lower = text.to_lowercase().replace("w/o", "without");
        let words: Vec<&str> = split(&lower).collect();
        let mut asked = Self::default();
        let mut at = 0;
        while at < words.len() {
            let after = at + 1;
            let is_compound = words.get(after).is_none_or(|next| COMPOUNDS.contains(next));
            let is_refusal =
                NEGATIONS.contains(&words[at]) && !(is_compound && ["no", "not", "non"].contains(&words[at]));
            let taken = if is_refusal { things(&words[after..], &mut asked.without) } else { 0 };
            if taken == 0 {
                asked.words.push(words[at].to_owned());
            }
            at = after + taken;
        }
        asked
    }
}

/// Takes the things that stand at the beginning of `words`; how many words they are with all between them.
fn things(words: &[&str], without: &mut Vec<String>) -> usize {
    let mut at = 0;
    loop {
        let begin = at + words[at..].iter().take_while(|word| ARTICLES.contains(word)).count();
        let thing: Vec<&str> = words[begin..]
            .iter()
            .copied()
            .take_while(|word| !ENDS.contains(word))
            .take(LONGEST_THING)
            .collect();
        if thing.is_empty() {
            return at;
        }
        without.push(thing.join(" "));
        at = begin + thing.len();
        match words.get(at) {
            Some(word) if ANDS.contains(word) && at + 1 < words.len() => at += 1,
            _ => return at,
        }
    }
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Where a product has an unwanted thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Has {
    Not,
    /// Its description speaks of it.
    InPassing,
    /// Its title, category, material, tags or options name it.
    Named,
}

/// Whether a product has any of the things. `colours` are those of its variants that are offered.
pub(crate) fn has(product: &Product, without: &[String], colours: &[&str]) -> Has {
    let mut found = Has::Not;
    for thing in without {
        let thing: Vec<String> = split(&thing.to_lowercase()).map(root).collect();
        let named = [product.title.as_str(), &product.category, &product.material]
            .into_iter()
            .chain(product.tags.iter().map(String::as_str))
            .chain(colours.iter().copied());
        if named.into_iter().any(|text| mentions(text, &thing)) {
            return Has::Named;
        }
        if mentions(&product.description, &thing) {
            found = Has::InPassing;
        }
    }
    found
}

/// Words that take back what follows them.
const TAKEN_BACK: [&str; 7] = ["no", "not", "without", "non", "free", "never", "faux"];
/// How far back such a word reaches.
const REACH: usize = 3;

/// Whether a text says that the thing is there: all of its words close together, and nothing that takes them back.
fn mentions(text: &str, thing: &[String]) -> bool {
    let Some((last, before)) = thing.split_last() else { return false };
    let lower = text.to_lowercase();
    let words: Vec<&str> = split(&lower).collect();
    let is_there = |at: &usize| {
        let near = &words[at.saturating_sub(REACH)..*at];
        let taken_back = near.iter().any(|word| TAKEN_BACK.contains(word))
            || words.get(at + 1).is_some_and(|next| matches!(*next, "free" | "less"));
        root(words[*at]) == *last
            && !taken_back
            && before.iter().all(|part| near.iter().any(|word| root(word) == *part))
    };
    (0..words.len()).any(|at| is_there(&at))
}

/// A word without its ending, so that "hooded" is about a hood. Coarser than a stem: it only ever hides.
fn root(word: &str) -> String {
    for ending in ["ings", "ing", "ies", "es", "ed", "s", "y"] {
        if let Some(start) = word.strip_suffix(ending)
            && start.chars().count() >= 3
        {
            return start.to_owned();
        }
    }
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_wanted_is_told_apart_from_what_is() {
        for (text, words, without) in [
            ("jacket without hood", "jacket", "hood"),
            ("jacket without a hood in black", "jacket in black", "hood"),
            ("boots not leather", "boots", "leather"),
            ("dress, no polyester or nylon", "dress", "polyester|nylon"),
            ("swim shorts w/o mesh liner", "swim shorts", "mesh liner"),
            ("not made of wool", "", "wool"),
            ("no show socks", "no show socks", ""),
            ("non iron shirt", "non iron shirt", ""),
            ("not too long skirt", "not too long skirt", ""),
            ("sweater without", "sweater without", ""),
            ("Knöpfe without ZIP", "knöpfe", "zip"),
            ("", "", ""),
        ] {
            let asked = Asked::read(text);
            assert_eq!(
                (asked.words.join(" ").as_str(), asked.without.join("|").as_str()),
                (words, without),
                "{text}"
            );
        }
    }

    #[test]
    fn a_product_that_says_it_has_none_has_none() {
        for (text, thing, expected) in [
            ("Hooded rain jacket", "hood", true),
            ("Rain jacket with two hoods", "hood", true),
            ("Rain jacket without a hood", "hood", false),
            ("Hood-free and light", "hood", false),
            ("No zip, no hood", "hood", false),
            ("Faux leather boots", "leather", false),
            ("Leather boots", "leather", true),
            ("Lined with fine mesh: a liner", "mesh liner", true),
            ("A liner, and elsewhere there is much mesh", "mesh liner", false),
            ("", "hood", false),
        ] {
            let thing: Vec<String> = split(thing).map(root).collect();
            assert_eq!(mentions(text, &thing), expected, "{text}");
        }
    }
}
