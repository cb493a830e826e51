//! Typing errors in what is asked for: a word that nobody knows becomes the word of a wish, or of the customer's own things,
//! that it was most likely meant to be. Knows no wishes.

use crate::agent::account::Account;
use crate::agent::understanding::spelling::{distance, is_word};

/// Words that decide what is wanted.
const KEYS: &[&str] = &[
    "accident",
    "address",
    "another",
    "anymore",
    "arrived",
    "available",
    "balance",
    "because",
    "bigger",
    "bought",
    "cancel",
    "cancelled",
    "card",
    "change",
    "cheaper",
    "cheapest",
    "color",
    "colour",
    "credit",
    "default",
    "delivered",
    "delivery",
    "different",
    "difference",
    "everything",
    "except",
    "exchange",
    "expensive",
    "gift",
    "important",
    "instead",
    "larger",
    "longer",
    "matter",
    "mistake",
    "modify",
    "need",
    "needed",
    "number",
    "order",
    "ordered",
    "orders",
    "original",
    "other",
    "otherwise",
    "payment",
    "paypal",
    "pending",
    "please",
    "possible",
    "prefer",
    "price",
    "received",
    "refund",
    "remove",
    "replace",
    "return",
    "returned",
    "same",
    "send",
    "should",
    "size",
    "smaller",
    "swap",
    "switch",
    "total",
    "tracking",
    "want",
    "whole",
    "with",
    "without",
    "would",
];

/// How words of a wish are cut short.
const SHORT: &[(&str, &str)] = &[
    ("chng", "change"),
    ("chg", "change"),
    ("chnge", "change"),
    ("cncl", "cancel"),
    ("canx", "cancel"),
    ("rtn", "return"),
    ("retrn", "return"),
    ("rfnd", "refund"),
    ("xchange", "exchange"),
    ("exch", "exchange"),
    ("ordr", "order"),
    ("addy", "address"),
    ("addr", "address"),
    ("wanna", "want to"),
    ("gonna", "going to"),
    ("pymt", "payment"),
    ("qty", "quantity"),
    ("instd", "instead"),
    ("swp", "swap"),
    ("diff", "different"),
];

/// Shorter words are too easily another one.
const SHORTEST: usize = 4;

/// The text with its typing errors mended, all else as it was.
pub(super) fn mended(text: &str, account: Option<&Account>) -> String {
    let mut own: Option<Vec<String>> = None;
    let mut out = String::with_capacity(text.len());
    let mut starts = true;
    for piece in text.split_inclusive(char::is_whitespace) {
        let bare = piece.trim_end();
        let (front, word, back) = edges(bare);
        let plain = word.chars().all(|c| c.is_ascii_alphabetic()) && word.len() >= SHORTEST;
        // A capital within a sentence is a name's.
        let capital = word.starts_with(|c: char| c.is_ascii_uppercase()) && !starts;
        let lower = word.to_ascii_lowercase();
        let cut = SHORT.iter().find(|(said, _)| *said == lower).map(|(_, meant)| (*meant).to_owned());
        let mended = cut.or_else(|| {
            (plain && !capital && !is_word(&lower))
                .then(|| {
                    let own = own.get_or_insert_with(|| account.map(names).unwrap_or_default());
                    if own.contains(&lower) {
                        return None;
                    }
                    let keys = KEYS.iter().copied();
                    meant(&lower, keys.chain(own.iter().map(String::as_str))).map(str::to_owned)
                })
                .flatten()
        });
        match mended {
            Some(mended) => {
                out.push_str(front);
                out.push_str(&mended);
                out.push_str(back);
                out.push_str(&piece[bare.len()..]);
            }
            None => out.push_str(piece),
        }
        if !bare.is_empty() {
            starts = back.contains(['.', '!', '?']) || piece.ends_with('\n');
        }
    }
    out
}

/// Marks before, the word, marks after.
fn edges(piece: &str) -> (&str, &str, &str) {
    let start = piece.find(char::is_alphanumeric).unwrap_or(piece.len());
    let end = piece
        .rfind(char::is_alphanumeric)
        .map_or(start, |at| at + piece[at..].chars().next().map_or(1, char::len_utf8));
    (&piece[..start], &piece[start..end], &piece[end..])
}

/// The words of what the customer has and of what it may become.
fn names(account: &Account) -> Vec<String> {
    let titles = account.orders.iter().flat_map(|order| &order.lines).map(|line| line.title.as_str());
    let values = account.goods.iter().flat_map(|goods| {
        let values = goods.variants.iter().flat_map(|variant| variant.values.iter().map(String::as_str));
        goods.options.iter().map(String::as_str).chain(values)
    });
    let mut names: Vec<String> = titles
        .chain(values)
        .flat_map(|text| text.split(|c: char| !c.is_ascii_alphabetic()))
        .filter(|word| word.len() >= SHORTEST)
        .map(str::to_ascii_lowercase)
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The nearest of the targets. One error, two in a long word; a short word with one letter changed is another word.
fn meant<'a>(word: &str, targets: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let budget = if word.len() >= 8 { 2 } else { 1 };
    let mut best: Option<(usize, &str)> = None;
    for target in targets {
        if target.len() < SHORTEST || target.len().abs_diff(word.len()) > budget {
            continue;
        }
        let (a, b) = (word.as_bytes(), target.as_bytes());
        if a[0] != b[0] && !(a[0] == b[1] && a[1] == b[0]) {
            continue;
        }
        if (word.len() == target.len() && word.len() < 7 || word.len() == SHORTEST) && sorted(a) != sorted(b)
        {
            continue;
        }
        let distance = distance(a, b, budget);
        if distance <= budget && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, target));
        }
    }
    best.map(|(_, target)| target)
}

fn sorted(word: &[u8]) -> Vec<u8> {
    let mut letters = word.to_vec();
    letters.sort_unstable();
    letters
}

#[cfg(test)]
mod tests {
    use super::mended;

    #[test]
    fn words_of_a_wish_are_mended_and_names_are_not() {
        for (said, expected) in [
            ("plz cancle my odrer", "plz cancel my order"),
            ("I wnat to exchnage it, form here", "I want to exchange it, form here"),
            ("My name is Orde Cancelo", "My name is Orde Cancelo"),
            ("an older chance at the price", "an older chance at the price"),
            ("refnud, pelase!", "refund, please!"),
        ] {
            assert_eq!(mended(said, None), expected);
        }
    }
}
