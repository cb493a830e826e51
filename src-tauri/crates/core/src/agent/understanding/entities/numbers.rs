//! Order numbers with letters, and numbers that are spelled out.

use super::pieces::Piece;

/// Words that an order's number follows.
const CUES: &[&str] = &[
    "order",
    "orders",
    "ordernumber",
    "purchase",
    "parcel",
    "package",
    "reference",
    "ref",
    "number",
    "no",
    "nr",
    "#",
    "id",
    "pedido",
    "encomenda",
    "commande",
    "bestellung",
    "bestellnummer",
    "ordine",
    "numero",
    "order-id",
    "orderid",
];

/// Words between a cue and the number.
const BETWEEN: &[&str] =
    &["number", "no", "nr", "id", "is", "#", "was", "my", "the", "code", "num", "es", "ist", "est", "e"];

/// Prefixes of what is no order: sizes, models of lamps and cars, currencies.
const NOT_PREFIXES: &[&str] =
    &["eu", "uk", "us", "eur", "usd", "gbp", "cm", "xl", "it", "fr", "de", "tel", "ph", "rs", "am", "pm"];

/// Order numbers with letters: `#W1234567`, `order A-11`, `HB-1042` (whose digits are the number).
pub(super) fn lettered(pieces: &[Piece<'_>]) -> Vec<String> {
    let mut found = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let hashed = piece.text.starts_with('#');
        let text = piece.text.trim_start_matches('#');
        let letters: String = text.chars().take_while(char::is_ascii_alphabetic).collect();
        let rest = &text[letters.len()..];
        let (hyphen, digits) = match rest.strip_prefix(['-', '_']) {
            Some(digits) => (true, digits),
            None => (false, rest),
        };
        let fine = (1..=4).contains(&letters.len())
            && !digits.is_empty()
            && digits.len() <= 10
            && digits.bytes().all(|b| b.is_ascii_digit())
            && !NOT_PREFIXES.contains(&letters.to_ascii_lowercase().as_str());
        if !fine {
            continue;
        }
        let number = match (hyphen, digits.len()) {
            // The shop's own letters before a number of its own: the number is stored without them.
            (true, 4..) => digits.to_owned(),
            (true, 2..) if hashed || cued(pieces, at) => text.to_ascii_uppercase(),
            (false, 5..) => text.to_ascii_uppercase(),
            (false, 2..) if hashed || cued(pieces, at) => text.to_ascii_uppercase(),
            _ => continue,
        };
        if !found.contains(&number) {
            found.push(number);
        }
    }
    found
}

fn cued(pieces: &[Piece<'_>], at: usize) -> bool {
    for back in 1..=4 {
        let Some(piece) = at.checked_sub(back).map(|i| &pieces[i]) else { return false };
        if CUES.contains(&piece.plain.trim_matches('#')) || piece.plain == "#" {
            return true;
        }
        if !BETWEEN.contains(&piece.plain.as_str()) {
            return false;
        }
    }
    false
}

const UNITS: &[&str] = &[
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: &[&str] = &["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

#[derive(Clone, Copy, PartialEq)]
enum Spoken {
    Unit(u64),
    Ten(u64),
    Times(u64),
}

fn spoken(word: &str) -> Option<Spoken> {
    let place =
        |list: &[&str]| list.iter().position(|known| *known == word).and_then(|i| u64::try_from(i).ok());
    match word {
        "oh" | "o" | "null" => Some(Spoken::Unit(0)),
        "hundred" => Some(Spoken::Times(100)),
        "thousand" => Some(Spoken::Times(1000)),
        "fourty" => Some(Spoken::Ten(40)),
        _ => place(UNITS).map(Spoken::Unit).or_else(|| place(TENS).map(|ten| Spoken::Ten(20 + 10 * ten))),
    }
}

/// "Number ten forty two", "order one zero four two", "order one thousand and forty two": 1042.
pub(super) fn spelled_out(pieces: &[Piece<'_>]) -> Vec<String> {
    let words: Vec<&str> = pieces.iter().flat_map(|piece| piece.plain.split('-')).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let run: Vec<Spoken> = words[at..]
            .iter()
            .take(12)
            .map_while(|word| if *word == "and" { None } else { spoken(word) })
            .collect();
        // "One thousand and forty two".
        let mut length = run.len();
        let mut run = run;
        if run.iter().any(|word| matches!(word, Spoken::Times(_))) && words.get(at + length) == Some(&"and") {
            let more: Vec<Spoken> =
                words[at + length + 1..].iter().take(3).map_while(|word| spoken(word)).collect();
            length += 1 + more.len();
            run.extend(more);
        }
        let cue = (1..=3).any(|back| at.checked_sub(back).is_some_and(|i| CUES.contains(&words[i])));
        if run.len() >= 2
            && cue
            && let Some(number) = number_of(&run)
            && (3..=10).contains(&number.len())
            && !found.contains(&number)
        {
            found.push(number);
        }
        at += length.max(1);
    }
    found
}

fn number_of(run: &[Spoken]) -> Option<String> {
    if run.iter().any(|word| matches!(word, Spoken::Times(_))) {
        let (mut whole, mut part) = (0u64, 0u64);
        for word in run {
            match *word {
                Spoken::Unit(value) | Spoken::Ten(value) => part = part.checked_add(value)?,
                Spoken::Times(1000) => {
                    whole = whole.checked_add(part.max(1).checked_mul(1000)?)?;
                    part = 0;
                }
                Spoken::Times(times) => part = part.max(1).checked_mul(times)?,
            }
        }
        return whole.checked_add(part).map(|value| value.to_string());
    }
    let mut digits = String::new();
    let mut words = run.iter().peekable();
    while let Some(word) = words.next() {
        match *word {
            Spoken::Unit(value) => digits.push_str(&value.to_string()),
            Spoken::Ten(ten) => match words.peek() {
                Some(Spoken::Unit(unit @ 1..=9)) => {
                    digits.push_str(&(ten + unit).to_string());
                    words.next();
                }
                _ => digits.push_str(&ten.to_string()),
            },
            Spoken::Times(_) => return None,
        }
    }
    Some(digits)
}

#[cfg(test)]
mod tests {
    use super::super::pieces;
    use super::*;

    #[test]
    fn numbers_with_letters_keep_them_unless_they_are_the_shops() {
        for (text, numbers) in [
            ("where is #W1234567", &["W1234567"][..]),
            ("my order W7654321, and w1234567 too", &["W7654321", "W1234567"]),
            ("HB-1042 status?", &["1042"]),
            ("order A-11 please", &["A-11"]),
            ("order number is ab12", &["AB12"]),
            ("size EU38 or UK10", &[]),
            ("the tracking is JD014600006281230", &[]),
            ("a USB-3 cable and an A4 pad", &[]),
            ("1042", &[]),
        ] {
            assert_eq!(lettered(&pieces::of(text)), numbers, "{text}");
        }
    }

    #[test]
    fn numbers_are_spelled_out_in_several_ways() {
        for (text, numbers) in [
            ("order number ten forty two", &["1042"][..]),
            ("my order is one zero four two", &["1042"]),
            ("order one oh four two", &["1042"]),
            ("order one thousand and forty-two", &["1042"]),
            ("order number twenty one seventeen", &["2117"]),
            ("I want to order two shirts", &[]),
            ("one hundred thanks", &[]),
        ] {
            assert_eq!(spelled_out(&pieces::of(text)), numbers, "{text}");
        }
    }
}
