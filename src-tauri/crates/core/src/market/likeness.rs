//! Whether an offer is of the shop's product: by its barcode, else by brand and words, and by what speaks against it. When in
//! doubt it is similar.

use std::collections::BTreeSet;

use super::{Condition, Likeness};
use crate::catalog::colour;
use crate::money::Money;

/// What is known of the shop's product.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProductWords {
    pub title: String,
    /// Empty: unknown.
    pub brand: String,
    pub barcodes: Vec<String>,
    /// Values of its options: sizes, colours, "750 ml".
    pub options: Vec<String>,
    pub colours: Vec<String>,
    /// The lowest own price.
    pub price: Option<Money>,
}

/// A judgement, with how sure it is: 0…100.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged {
    pub likeness: Likeness,
    pub confidence: u8,
}

/// From here on it is the same.
const SAME: i32 = 75;
/// More other words than these in a title are a message, or another product.
const MOST_OTHERS: usize = 3;
/// Words that say nothing about which product it is.
const EMPTY_WORDS: &[&str] = &[
    "the", "a", "an", "and", "for", "with", "of", "in", "by", "at", "on", "from", "to", "new", "buy",
    "online", "shop", "store", "sale", "women", "woman", "men", "man", "womens", "mens", "unisex", "size",
    "colour", "color", "official", "price", "best", "free", "shipping", "delivery", "de", "la", "le", "les",
    "der", "die", "das", "und", "mit", "für", "damen", "herren", "neu", "kaufen", "pour", "femme", "homme",
    "con", "para", "mujer", "hombre", "s", "t", "www", "com", "uk", "eu", "original", "s'",
];
/// Words that make it another thing, unless the product's own title has them.
const OTHER_THINGS: &[&str] = &[
    "replica",
    "dupe",
    "inspired",
    "style",
    "imitation",
    "alternative",
    "pattern",
    "schnittmuster",
    "kids",
    "kinder",
    "children",
    "childrens",
    "girls",
    "boys",
    "baby",
    "toddler",
    "bundle",
    "set",
    "pack",
    "2er",
    "3er",
    "spare",
    "case",
    "cover",
    "strap",
    "sample",
    "doll",
    "rental",
    "rent",
    "mini",
    "maxi",
    "pro",
    "plus",
    "petite",
    "vintage",
    "tall",
    "box",
    "refill",
];

/// Judges an offer by its title, its text and who sells it.
pub fn judge(product: &ProductWords, title: &str, text: &str, merchant: &str) -> Judged {
    let barcode = product
        .barcodes
        .iter()
        .any(|code| code.len() >= 8 && has_code(title, code) || code.len() >= 8 && has_code(text, code));
    let brand = words(&product.brand);
    let own: BTreeSet<String> =
        words(&product.title).into_iter().filter(|word| !brand.contains(word) && !is_empty(word)).collect();
    let offered = words(title);
    let sellers = words(merchant);
    let hits = own.iter().filter(|word| has(&offered, word)).count();
    let total = own.len();
    let options: BTreeSet<String> = product.options.iter().flat_map(|value| words(value)).collect();
    let extra: Vec<&String> = offered
        .iter()
        .filter(|word| {
            !has_in(&own, word)
                && !brand.contains(*word)
                && !sellers.contains(*word)
                && !options.contains(*word)
                && !is_empty(word)
                && !is_size(word)
        })
        .collect();
    let whole = words(&product.title);
    let other = offered.iter().any(|word| OTHER_THINGS.contains(&word.as_str()) && !whole.contains(word));
    // A model's number that ours does not have, or has differently.
    let number = extra.iter().any(|word| word.chars().any(|c| c.is_ascii_digit()));
    let other_colour = extra.iter().any(|word| {
        colour::family(word).is_some()
            && !product.colours.iter().any(|own| colour::matches(word, own) || colour::matches(own, word))
    });
    let branded =
        !brand.is_empty() && brand.iter().all(|word| offered.contains(word) || sellers.contains(word));
    let against = other || number || other_colour;
    if barcode && !other {
        return Judged { likeness: Likeness::Same, confidence: 97 };
    }
    let share = |of: i32| -> i32 {
        let (hits, total) = (i32::try_from(hits).unwrap_or(0), i32::try_from(total).unwrap_or(0));
        if total == 0 { 0 } else { of * hits / total }
    };
    let beyond = i32::try_from(extra.len().min(6)).unwrap_or(6);
    let mut sure = if branded { 40 + share(55) - 4 * beyond } else { 15 + share(50) - 5 * beyond };
    let all = total > 0 && hits == total;
    // Without a brand many exact words must do.
    if !branded && brand.is_empty() && all && total >= 4 && beyond <= 1 {
        sure += 15;
    }
    if against {
        sure = sure.min(60);
    }
    let same = sure >= SAME
        && extra.len() <= MOST_OTHERS
        && all
        && (total >= 2 || branded && total >= 1 && extra.is_empty());
    let confidence = u8::try_from(sure.clamp(0, 95)).unwrap_or(0);
    if same {
        Judged { likeness: Likeness::Same, confidence }
    } else {
        Judged { likeness: Likeness::Similar, confidence: confidence.min(74) }
    }
}

/// The code as a number of its own.
fn has_code(text: &str, code: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == code)
}

/// Lower case, without accents where they are written apart.
fn words(text: &str) -> Vec<String> {
    use unicode_normalization::UnicodeNormalization as _;
    let plain: String = text
        .nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if matches!(c, '\'' | '’') { '\u{1}' } else { c })
        .filter(|c| *c != '\u{1}')
        .collect();
    plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn is_empty(word: &str) -> bool {
    EMPTY_WORDS.contains(&word)
}

/// A size is a choice, not a product: letters, or two digits.
fn is_size(word: &str) -> bool {
    matches!(word, "xxs" | "xs" | "s" | "m" | "l" | "xl" | "xxl" | "xxxl" | "3xl" | "4xl")
        || (word.len() == 2 && word.chars().all(|c| c.is_ascii_digit()))
}

fn root(word: &str) -> &str {
    word.strip_suffix('s').filter(|root| root.len() > 2).unwrap_or(word)
}

fn has(words: &[String], word: &str) -> bool {
    words.iter().any(|other| root(other) == root(word))
}

fn has_in(words: &BTreeSet<String>, word: &str) -> bool {
    words.iter().any(|other| root(other) == root(word))
}

/// Less than half of the own price: the same thing seldom is that, a part or a trick often.
pub(super) fn is_too_good(product: &ProductWords, price: Money) -> bool {
    product.price.is_some_and(|own| own.currency == price.currency && price.amount < own.amount / 2)
}

/// By what the provider says, else by the title's words (lower case).
pub(super) fn condition(said: &str, title: &str) -> Condition {
    let said = said.to_lowercase();
    let has = |words: &[&str]| {
        words.iter().any(|word| {
            said.contains(word) || title.split(|c: char| !c.is_alphanumeric() && c != '-').any(|t| t == *word)
        }) || words.iter().any(|word| word.contains(' ') && title.contains(word))
    };
    if has(&[
        "refurbished",
        "renewed",
        "generalüberholt",
        "reconditionné",
        "reacondicionado",
        "ricondizionato",
    ]) {
        Condition::Refurbished
    } else if has(&[
        "used",
        "second hand",
        "second-hand",
        "pre-owned",
        "preowned",
        "pre owned",
        "gebraucht",
        "occasion",
        "usado",
        "usato",
        "preloved",
        "pre-loved",
        "vinted",
        "b-ware",
    ]) {
        Condition::Used
    } else {
        Condition::New
    }
}

/// By the page's words, lower case.
pub(super) fn in_stock(said: &str, delivered: bool) -> Option<bool> {
    const GONE: &[&str] = &[
        "out of stock",
        "sold out",
        "currently unavailable",
        "no longer available",
        "ausverkauft",
        "nicht verfügbar",
        "nicht vorrätig",
        "nicht auf lager",
        "épuisé",
        "rupture de stock",
        "agotado",
        "sin existencias",
        "esaurito",
        "esgotado",
        "not in stock",
    ];
    const THERE: &[&str] = &[
        "in stock",
        "auf lager",
        "sofort lieferbar",
        "vorrätig",
        "en stock",
        "disponibile",
        "add to cart",
        "in den warenkorb",
    ];
    if GONE.iter().any(|words| said.contains(words)) {
        Some(false)
    } else if delivered || THERE.iter().any(|words| said.contains(words)) {
        Some(true)
    } else {
        None
    }
}
