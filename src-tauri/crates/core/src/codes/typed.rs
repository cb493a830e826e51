//! A code as people type it: "123456", "123 456", "it's 1-2-3-4-5-6", "one two three four five six".
//!
//! Asked only where a code is awaited: everywhere else six digits are an order, a postcode or a telephone.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::secret::DIGITS;

/// What stands in the place of a code from here on: in prompts, records and what the owner reads of a turn.
const MASK: &str = "code";
/// The same, where it is written down.
const HIDDEN: &str = "••••••";

/// Six digits that somebody typed. They are shown nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct TypedCode(String);

impl TypedCode {
    pub(super) fn digits(&self) -> &str {
        &self.0
    }

    #[cfg(test)]
    pub(crate) fn of(digits: &str) -> Self {
        Self(digits.to_owned())
    }
}

impl std::fmt::Debug for TypedCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TypedCode(…)")
    }
}

impl Serialize for TypedCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(HIDDEN)
    }
}

/// What was written down is no code any more, and fits none.
impl<'de> Deserialize<'de> for TypedCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|_| Self(String::new()))
    }
}

/// Takes every code out of a text, and gives the last one.
pub fn take_typed(text: &str) -> (Option<TypedCode>, String) {
    let chars: Vec<char> = text.chars().collect();
    let mut found: Vec<(usize, usize, String)> =
        in_digits(&chars).into_iter().filter(|(from, to, _)| stands_alone(&chars, *from, *to)).collect();
    found.extend(in_words(&chars));
    found.sort();
    let last = found.last().map(|(_, _, digits)| TypedCode(digits.clone()));
    let mut rest = String::with_capacity(text.len());
    let mut at = 0;
    for (from, to, _) in found {
        if from < at {
            continue;
        }
        rest.extend(&chars[at..from]);
        rest.push_str(MASK);
        at = to;
    }
    rest.extend(&chars[at..]);
    (last, rest)
}

/// The value of a digit in any of the scripts that customers write.
fn digit(c: char) -> Option<char> {
    let zero = match c {
        '0'..='9' => '0',
        // Arabic, Persian, Devanagari, full-width.
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        '\u{966}'..='\u{96f}' => '\u{966}',
        '\u{ff10}'..='\u{ff19}' => '\u{ff10}',
        _ => return None,
    };
    char::from_digit(u32::from(c) - u32::from(zero), 10)
}

type Found = (usize, usize, String);

/// Runs of six digits, and six digits in groups: from, to, digits.
fn in_digits(chars: &[char]) -> Vec<Found> {
    let mut runs: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let from = at;
        let mut digits = String::new();
        while let Some(value) = chars.get(at).copied().and_then(digit) {
            digits.push(value);
            at += 1;
        }
        if digits.is_empty() {
            at += 1;
        } else {
            runs.push((from, at, digits));
        }
    }
    // Nothing but digits: then a point or a comma parts groups, too.
    let bare = chars.iter().all(|c| digit(*c).is_some() || !c.is_alphanumeric());
    let mut found = Vec::new();
    let mut first = 0;
    while first < runs.len() {
        let mut last = first;
        while last + 1 < runs.len() && parts_groups(&chars[runs[last].1..runs[last + 1].0], bare) {
            last += 1;
        }
        let group = &runs[first..=last];
        let digits: String = group.iter().map(|(_, _, digits)| digits.as_str()).collect();
        if digits.len() == DIGITS {
            found.push((group[0].0, group[group.len() - 1].1, digits));
        } else {
            // A run of six among others is one only where a comma or a line parts it from them.
            let parted = |left: usize, right: usize| {
                chars[runs[left].1..runs[right].0].iter().any(|c| matches!(c, ',' | '\n'))
            };
            found.extend((first..=last).filter_map(|at| {
                let alone = (at == first || parted(at - 1, at)) && (at == last || parted(at, at + 1));
                (alone && runs[at].2.len() == DIGITS).then(|| runs[at].clone())
            }));
        }
        first = last + 1;
    }
    found
}

fn parts_groups(gap: &[char], bare: bool) -> bool {
    gap.len() <= 3
        && gap.iter().all(|c| {
            matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '-' | '–' | '‑' | '_' | '*')
                || (bare && matches!(c, '.' | ',' | '\n'))
        })
}

/// It is part of no number, amount or word, and no other number is announced before it.
fn stands_alone(chars: &[char], from: usize, to: usize) -> bool {
    let before = from.checked_sub(1).map(|at| chars[at]);
    if before
        .is_some_and(|c| c.is_alphanumeric() || matches!(c, '#' | '+' | '€' | '$' | '£' | '/' | '@' | '№'))
    {
        return false;
    }
    // "HB-123456", "3.123456", "12-123456" where the groups did not make six.
    if let (Some('-' | '.' | ','), Some(c)) = (before, from.checked_sub(2).map(|at| chars[at]))
        && c.is_alphanumeric()
    {
        return false;
    }
    let after = chars.get(to).copied();
    if after.is_some_and(|c| c.is_alphanumeric() || matches!(c, '%' | '@' | '/')) {
        return false;
    }
    // An amount, with or without a space.
    let beside = |space: char| space == ' ' || space == '\u{a0}';
    let currency = |c: &char| matches!(c, '€' | '$' | '£');
    if chars[to..].iter().find(|c| !beside(**c)).is_some_and(currency)
        || chars[..from].iter().rev().find(|c| !beside(**c)).is_some_and(currency)
    {
        return false;
    }
    let words: Vec<String> = chars[..from]
        .iter()
        .collect::<String>()
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .rev()
        .take(6)
        .map(str::to_owned)
        .collect();
    let has = |words: &[String], known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    // "The code for my order is 123456", but "order code 123456": what stands next to "code" says which one.
    let near = match words.iter().position(|word| matches!(word.as_str(), "code" | "pin" | "codes")) {
        Some(at) => &words[at + 1..(at + 2).min(words.len())],
        None => &words[..words.len().min(3)],
    };
    !has(near, OTHER_NUMBERS)
}

/// Words before the numbers of other things.
const OTHER_NUMBERS: &[&str] = &[
    "order",
    "orders",
    "invoice",
    "tracking",
    "parcel",
    "zip",
    "postcode",
    "postal",
    "post",
    "plz",
    "sku",
    "article",
    "item",
    "telephone",
    "tel",
    "mobile",
    "call",
    "promo",
    "discount",
    "voucher",
    "coupon",
    "gift",
    "sort",
    "area",
    "customer",
    "account",
    "bestellung",
    "pedido",
    "commande",
    "ordine",
];

const WORDS: [(&str, char); 12] = [
    ("zero", '0'),
    ("oh", '0'),
    ("o", '0'),
    ("one", '1'),
    ("two", '2'),
    ("three", '3'),
    ("four", '4'),
    ("five", '5'),
    ("six", '6'),
    ("seven", '7'),
    ("eight", '8'),
    ("nine", '9'),
];

/// Six digits as words, one after the other; "double five" is two of them.
fn in_words(chars: &[char]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut sequence: Option<Found> = None;
    let mut twice: Option<usize> = None;
    let mut take = |sequence: &mut Option<Found>| {
        if let Some(done) = sequence.take().filter(|(_, _, digits)| digits.len() == DIGITS) {
            found.push(done);
        }
    };
    let mut at = 0;
    while at < chars.len() {
        if !chars[at].is_alphanumeric() {
            // A sentence ends a sequence; commas and hyphens do not.
            if matches!(chars[at], '.' | '!' | '?' | ';') {
                take(&mut sequence);
                twice = None;
            }
            at += 1;
            continue;
        }
        let from = at;
        while at < chars.len() && chars[at].is_alphanumeric() {
            at += 1;
        }
        let word: String = chars[from..at].iter().collect::<String>().to_lowercase();
        if word == "double" {
            twice = Some(from);
            continue;
        }
        let Some((_, value)) = WORDS.iter().find(|(name, _)| *name == word) else {
            take(&mut sequence);
            twice = None;
            continue;
        };
        let count = if twice.is_some() { 2 } else { 1 };
        let begin = twice.take().unwrap_or(from);
        let (_, to, digits) = sequence.get_or_insert_with(|| (begin, at, String::new()));
        digits.extend(std::iter::repeat_n(*value, count));
        *to = at;
    }
    take(&mut sequence);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<String>, String) {
        let (typed, rest) = take_typed(text);
        (typed.map(|typed| typed.0), rest)
    }

    #[test]
    fn a_code_is_read_in_every_way_it_is_written() {
        for (text, rest) in [
            ("123456", "code"),
            ("123 456", "code"),
            ("123-456", "code"),
            ("12 34 56", "code"),
            ("1 2 3 4 5 6", "code"),
            ("1-2-3-4-5-6", "code"),
            ("123.456", "code"),
            ("  123456.  ", "  code.  "),
            ("it's 123456", "it's code"),
            ("It is: 123 456, thanks!", "It is: code, thanks!"),
            ("the code is 123456 and please hurry", "the code is code and please hurry"),
            ("my code:123456", "my code:code"),
            ("code=123456", "code=code"),
            ("(123456)", "(code)"),
            ("**123456**", "**code**"),
            ("the code for my order is 123456", "the code for my order is code"),
            ("one two three four five six", "code"),
            ("One, two, three - four, five, six", "code"),
            ("it says one two three four five six", "it says code"),
            ("١٢٣٤٥٦", "code"),
            ("१२३ ४५६", "code"),
            ("１２３４５６", "code"),
            ("10115, 123456", "10115, code"),
            ("123456\nand cancel the order", "code\nand cancel the order"),
            ("I think it was 123456?", "I think it was code?"),
        ] {
            assert_eq!(read(text), (Some("123456".into()), rest.to_owned()), "{text}");
        }
        assert_eq!(read("double five oh nine one two").0.as_deref(), Some("550912"));
        // The later one corrects the earlier one, and neither is left.
        assert_eq!(read("not 111111 but 222222"), (Some("222222".into()), "not code but code".into()));
    }

    #[test]
    fn other_numbers_are_no_codes() {
        for text in [
            "order 123456",
            "order number 123456",
            "my order #123456",
            "HB-123456",
            "HB123456",
            "order code 123456",
            "zip code 123456",
            "postcode 123456",
            "tracking number 123456",
            "+49 123 456",
            "+15550100123",
            "0171 123456 78",
            "call 123456",
            "promo code 123456",
            "€123456",
            "123456 €",
            "123456€",
            "1234567",
            "12345",
            "12 345",
            "10115 Berlin",
            "13.03.26 at noon",
            "1234 5678",
            "123456abc",
            "123456@example.com",
            "one two three four five",
            "one two three four five six seven",
            "one of two",
            "the code is in my other mail, trust me",
            "",
        ] {
            assert_eq!(read(text), (None, text.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_was_typed_is_written_down_nowhere() {
        let typed = TypedCode::of("123456");
        let json = serde_json::to_string(&typed).expect("json");
        assert_eq!((json.as_str(), format!("{typed:?}").as_str()), ("\"••••••\"", "TypedCode(…)"));
        let back: TypedCode = serde_json::from_str(&json).expect("back");
        assert_eq!(back.digits(), "");
    }
}
