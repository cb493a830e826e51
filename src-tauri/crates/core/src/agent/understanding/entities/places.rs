//! Postal addresses and postal codes, as people write them in many countries.

use std::ops::Range;

use super::super::lexicon::COUNTRIES;
use super::pieces::Piece;
use crate::agent::intent::AddressMention;

/// Words that end a street's name.
#[rustfmt::skip]
const STREETS: &[&str] = &[
    "street", "st", "road", "rd", "avenue", "ave", "lane", "ln", "drive", "dr", "way", "court", "ct", "blvd", "boulevard",
    "place", "pl", "square", "sq", "terrace", "close", "crescent", "parkway", "pkwy", "circle", "cir", "trail", "highway",
    "hwy", "gardens", "grove", "mews", "row", "walk", "alley", "loop", "broadway", "quay", "hill",
];

/// Words that begin one.
#[rustfmt::skip]
const ROADS: &[&str] = &[
    "rua", "avenida", "av", "travessa", "largo", "praca", "estrada", "calle", "carrer", "paseo", "plaza", "rue", "chemin",
    "allee", "impasse", "via", "viale", "piazza", "corso", "vicolo", "place", "boulevard", "avenue", "quai",
];

/// Words before "way" or "place" when no street is meant.
const NO_STREETS: &[&str] = &[
    "the", "a", "my", "your", "this", "same", "any", "by", "no", "in", "their", "its", "on", "our", "his",
    "her", "that", "one", "some", "first", "last", "good", "right", "of", "to", "first", "another",
];

/// Cities that tell a country, and stand for themselves in an address.
const CITIES: &[&str] = &["lisbon", "paris", "berlin", "london", "madrid", "rome", "vienna", "dubai"];

/// Endings of German streets.
const STREET_ENDINGS: &[&str] =
    &["strasse", "straße", "str", "weg", "platz", "allee", "gasse", "ufer", "ring", "damm"];

const SECOND_LINES: &[&str] = &[
    "apt",
    "apartment",
    "suite",
    "ste",
    "unit",
    "floor",
    "flat",
    "room",
    "building",
    "piso",
    "andar",
    "appartement",
    "etage",
    "interno",
];

#[rustfmt::skip]
const STATES: &[&str] = &[
    "al", "ak", "az", "ar", "ca", "co", "ct", "de", "fl", "ga", "hi", "id", "il", "in", "ia", "ks", "ky", "la", "me", "md", "ma",
    "mi", "mn", "ms", "mo", "mt", "ne", "nv", "nh", "nj", "nm", "ny", "nc", "nd", "oh", "ok", "or", "pa", "ri", "sc", "sd", "tn",
    "tx", "ut", "vt", "va", "wa", "wv", "wi", "wy", "dc",
];

#[rustfmt::skip]
const STATE_NAMES: &[&str] = &[
    "alabama", "alaska", "arizona", "arkansas", "california", "colorado", "connecticut", "delaware", "florida", "georgia",
    "hawaii", "idaho", "illinois", "indiana", "iowa", "kansas", "kentucky", "louisiana", "maine", "maryland", "massachusetts",
    "michigan", "minnesota", "mississippi", "missouri", "montana", "nebraska", "nevada", "ohio", "oklahoma", "oregon",
    "pennsylvania", "tennessee", "texas", "utah", "vermont", "virginia", "washington", "wisconsin", "wyoming", "new york",
    "new jersey", "new mexico", "new hampshire", "north carolina", "south carolina", "north dakota", "south dakota",
    "rhode island", "west virginia",
];

/// Words that say that a postal code follows.
#[rustfmt::skip]
const CODE_CUES: &[&str] = &[
    "zip", "zipcode", "zip-code", "postcode", "postal", "post", "plz", "postleitzahl", "cap", "cep", "pincode", "pin",
];

/// A code whose form alone tells: UK, Canada, Portugal, ZIP+4, Brazil, Poland. At most two pieces; tells how many.
fn by_form(pieces: &[Piece<'_>], at: usize) -> Option<(String, usize)> {
    let shape = |text: &str| -> String {
        text.chars()
            .map(|c| match c {
                '0'..='9' => '9',
                'a'..='z' | 'A'..='Z' => 'A',
                other => other,
            })
            .collect()
    };
    let first = pieces.get(at)?;
    let upper = first.text.to_ascii_uppercase();
    match shape(&upper).as_str() {
        "9999-999" | "99999-9999" | "99999-999" => return Some((upper, 1)),
        "A9A-9A9" | "A9A9A9" => return Some((upper, 1)),
        "A99AA" | "A999AA" | "AA99AA" | "AA999AA" | "A9A9AA" | "AA9A9AA" if first.text == upper => {
            return Some((upper, 1));
        }
        _ => {}
    }
    let second = pieces.get(at + 1).filter(|_| !first.ends())?;
    let both = (shape(&upper), shape(&second.text.to_ascii_uppercase()));
    let united_kingdom =
        matches!(both.0.as_str(), "A9" | "A99" | "AA9" | "AA99" | "A9A" | "AA9A") && both.1 == "9AA";
    let canada = both.0 == "A9A" && both.1 == "9A9";
    (united_kingdom || canada).then(|| (format!("{upper} {}", second.text.to_ascii_uppercase()), 2))
}

/// A code that only its place tells: four to six digits, some with letters.
fn by_place(pieces: &[Piece<'_>], at: usize) -> Option<(String, usize)> {
    let piece = pieces.get(at)?;
    let digits = piece.text.len();
    if piece.is_digits() && (4..=6).contains(&digits) {
        // "1012 AB" in the Netherlands.
        let letters = pieces.get(at + 1).filter(|next| {
            digits == 4
                && !piece.ends()
                && next.text.len() == 2
                && next.text.bytes().all(|b| b.is_ascii_uppercase())
        });
        return Some(match letters {
            Some(letters) => (format!("{} {}", piece.text, letters.text), 2),
            None => (piece.text.to_owned(), 1),
        });
    }
    None
}

/// Postal codes by their form, or after a word that announces one.
pub(super) fn postal_codes(pieces: &[Piece<'_>]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let cued = (1..=4).any(|back| {
            let Some(i) = at.checked_sub(back) else { return false };
            let between = pieces[i + 1..at].iter().all(|piece| {
                matches!(
                    piece.plain.as_str(),
                    "code"
                        | "is"
                        | "postal"
                        | "zip"
                        | "number"
                        | "it's"
                        | "its"
                        | "es"
                        | "ist"
                        | "est"
                        | "e"
                        | "and"
                )
            });
            between && CODE_CUES.contains(&pieces[i].plain.as_str())
        });
        let followed = pieces
            .get(at + 1)
            .is_some_and(|next| matches!(next.plain.as_str(), "zip" | "zipcode" | "postcode"));
        let code = by_form(pieces, at).or_else(|| if cued || followed { by_place(pieces, at) } else { None });
        match code {
            Some((code, length)) => {
                if !found.contains(&code) {
                    found.push(code);
                }
                at += length;
            }
            None => at += 1,
        }
    }
    found.truncate(4);
    found
}

/// A house number: "12", "12b", "12-14".
fn is_house(piece: &Piece<'_>) -> bool {
    piece.text.len() <= 7
        && piece.text.starts_with(|c: char| c.is_ascii_digit())
        && piece.text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '/'))
        && piece.text.chars().filter(char::is_ascii_alphabetic).count() <= 1
}

/// Where a street stands: its first piece and the one after its last.
fn street(pieces: &[Piece<'_>], at: usize) -> Option<(usize, usize)> {
    let here = pieces.get(at)?;
    // "123 Main Street", "10 Downing St": number, up to five words, a word for street.
    if is_house(here) && here.after.is_none_or(|c| c == ',') {
        for end in at + 1..(at + 7).min(pieces.len()) {
            let word = pieces[end].plain.as_str();
            if end > at + 1 && STREETS.contains(&word) {
                let closed = pieces[end].ends()
                    || pieces.get(end + 1).is_none_or(|next| next.is_capital() || next.has_digit());
                // "2 shirts on the way".
                let no_name = NO_STREETS.contains(&pieces[end - 1].plain.as_str());
                let closed = closed && !no_name;
                return closed.then_some((at, end + 1));
            }
            let begins = end == at + 1 && ROADS.contains(&word);
            // "12 rue de Rivoli": the name goes on to the punctuation.
            if begins {
                let last =
                    (end + 1..(end + 6).min(pieces.len())).find(|i| pieces[*i].ends()).unwrap_or(end + 1);
                return (last < pieces.len()).then_some((at, last + 1));
            }
            if pieces[end].ends() || !(pieces[end].is_word() || pieces[end].has_digit()) {
                break;
            }
        }
        return None;
    }
    // "Rua das Flores 12", "Hauptstraße 5", "Calle Mayor, 10".
    let german = STREET_ENDINGS
        .iter()
        .any(|ending| here.plain.len() > ending.len() + 2 && here.plain.ends_with(ending))
        && here.is_capital();
    if german
        || (ROADS.contains(&here.plain.as_str())
            && pieces.get(at + 1).is_some_and(|next| next.is_word() && !here.ends()))
    {
        let house = (at + 1..(at + 8).min(pieces.len())).find(|i| is_house(&pieces[*i]));
        let house = house.filter(|i| {
            pieces[at..*i].iter().all(|piece| piece.after.is_none_or(|c| c == ',' || c == '.'))
        })?;
        let next = pieces.get(house + 1);
        let closed = pieces[house].ends() || next.is_none_or(|next| next.is_capital() || next.has_digit());
        let far = if german { 2 } else { 7 };
        return (closed && house - at <= far).then_some((at, house + 1));
    }
    None
}

fn join(pieces: &[Piece<'_>]) -> String {
    pieces.iter().map(|piece| piece.text).collect::<Vec<_>>().join(" ")
}

/// Addresses: a street with its number, and what follows it up to the end of the sentence.
pub(super) fn addresses(pieces: &[Piece<'_>]) -> Vec<AddressMention> {
    located(pieces, 3).into_iter().map(|(address, _)| address).collect()
}

/// The first addresses, each with the pieces that it takes.
pub(super) fn located(pieces: &[Piece<'_>], most: usize) -> Vec<(AddressMention, Range<usize>)> {
    let mut found: Vec<(AddressMention, Range<usize>)> = Vec::new();
    let mut at = 0;
    while at < pieces.len() && found.len() < most {
        let Some((from, to)) = street(pieces, at) else {
            at += 1;
            continue;
        };
        let mut address = AddressMention { line1: join(&pieces[from..to]), ..AddressMention::default() };
        let mut next = to;
        // A full stop after a street's short form does not end the address.
        let mut ended = matches!(pieces[to - 1].after, Some('?' | '!'))
            || (pieces[to - 1].after == Some('.') && pieces[to - 1].text.len() > 4);
        while !ended && next < pieces.len() && next < to + 16 {
            let length = read_part(&pieces[next..], &mut address);
            if length == 0 {
                break;
            }
            next += length;
            ended = matches!(pieces[next - 1].after, Some('.' | '?' | '!' | ';'))
                && !SECOND_LINES.contains(&pieces[next - 1].plain.as_str());
        }
        found.push((address, from..next));
        at = next;
    }
    found
}

/// Reads the next part of an address; tells how many pieces it took.
fn read_part(pieces: &[Piece<'_>], address: &mut AddressMention) -> usize {
    let here = &pieces[0];
    let word = here.plain.as_str();
    if matches!(word, "in" | "at" | "," | "-") && pieces.len() > 1 {
        return 1 + read_part(&pieces[1..], address);
    }
    let second = SECOND_LINES.contains(&word) || (here.text.starts_with('#') && here.text.len() > 1);
    let floor = here.text.starts_with(|c: char| c.is_ascii_digit())
        && pieces
            .get(1)
            .is_some_and(|next| matches!(next.plain.as_str(), "floor" | "andar" | "piso" | "etage"));
    if address.line2.is_empty() && (second || floor) {
        let length = if here.text.starts_with('#') || (here.ends() && here.after != Some('.')) {
            1
        } else {
            2.min(pieces.len())
        };
        address.line2 = join(&pieces[..length]);
        return length;
    }
    if address.postal_code.is_empty()
        && let Some((code, length)) = by_form(pieces, 0).or_else(|| by_place(pieces, 0))
    {
        address.postal_code = code;
        return length;
    }
    if matches!(word, "zip" | "zipcode" | "postcode" | "code" | "postal") {
        return 1;
    }
    if let Some((_, country)) = COUNTRIES.iter().find(|(name, _)| *name == word && !CITIES.contains(name))
        && (!address.city.is_empty() || !address.postal_code.is_empty())
        && address.country.is_empty()
    {
        address.country = (*country).to_owned();
        return 1;
    }
    let two = pieces.get(1).filter(|_| !here.ends()).map(|next| format!("{word} {}", next.plain));
    if let Some(two) = &two {
        if matches!(two.as_str(), "united states" | "united kingdom" | "new zealand" | "south africa") {
            address.country = join(&pieces[..2]);
            return 2;
        }
        if !address.city.is_empty() && address.region.is_empty() && STATE_NAMES.contains(&two.as_str()) {
            address.region = join(&pieces[..2]);
            return 2;
        }
    }
    let state =
        (here.text.len() == 2 && here.text.bytes().all(|b| b.is_ascii_uppercase()) && STATES.contains(&word))
            || (STATE_NAMES.contains(&word) && !address.city.is_empty());
    if state && address.region.is_empty() {
        address.region = here.text.to_owned();
        return 1;
    }
    if address.city.is_empty() && (here.is_capital() || address_goes_on(pieces)) && here.is_word() {
        let mut length = 0;
        for piece in pieces.iter().take(4) {
            let small = matches!(
                piece.plain.as_str(),
                "de" | "do" | "da" | "am" | "an" | "der" | "la" | "le" | "upon" | "sur" | "del"
            );
            let state = piece.text.len() == 2
                && STATES.contains(&piece.plain.as_str())
                && piece.text.bytes().all(|b| b.is_ascii_uppercase());
            if !piece.is_word()
                || state
                || (length > 0 && !piece.is_capital() && !small && !address_goes_on(pieces))
            {
                break;
            }
            length += 1;
            if piece.ends() {
                break;
            }
        }
        address.city = join(&pieces[..length]);
        return length;
    }
    0
}

/// Written without capitals: "springfield il 62701", "springfield, 62701".
fn address_goes_on(pieces: &[Piece<'_>]) -> bool {
    let end = pieces.iter().take(4).position(|piece| piece.is_digits() && piece.text.len() >= 4);
    end.is_some_and(|end| (1..=3).contains(&end) && pieces[..end].iter().all(Piece::is_word))
}

#[cfg(test)]
mod tests {
    use super::super::pieces;
    use super::*;

    #[test]
    fn addresses_of_many_countries_are_taken_apart() {
        for (text, expected) in [
            (
                "please send it to 123 Main Street, Apt 4, Springfield, IL 62701",
                "123 Main Street|Apt 4|Springfield|IL|62701|",
            ),
            (
                "change it to 742 Evergreen Terrace, Suite 120, Denver, CO, 80279, USA.",
                "742 Evergreen Terrace|Suite 120|Denver|CO|80279|United States",
            ),
            ("10 Downing Street, London SW1A 2AA", "10 Downing Street||London||SW1A 2AA|"),
            ("my new address is Rua das Flores 12, 1200-195 Lisboa", "Rua das Flores 12||Lisboa||1200-195|"),
            ("Hauptstraße 5, 10115 Berlin, Germany", "Hauptstraße 5||Berlin||10115|Germany"),
            ("12 rue de Rivoli, 75001 Paris", "12 rue de Rivoli||Paris||75001|"),
            ("55 oak ave, austin, texas 78701", "55 oak ave||austin|texas|78701|"),
            ("Calle Mayor 10, 28013 Madrid, Spain", "Calle Mayor 10||Madrid||28013|Spain"),
            ("ship to 9 Elm St. Portland, OR 97201", "9 Elm St||Portland|OR|97201|"),
            ("Via Roma 3, 50123 Firenze", "Via Roma 3||Firenze||50123|"),
        ] {
            let read: Vec<String> = addresses(&pieces::of(text))
                .into_iter()
                .map(|a| [a.line1, a.line2, a.city, a.region, a.postal_code, a.country].join("|"))
                .collect();
            assert_eq!(read, [expected], "{text}");
        }
        for text in
            ["2 shirts on the way please", "I ordered 3 dresses by mistake", "order 1042", "at 5 o'clock", ""]
        {
            assert_eq!(addresses(&pieces::of(text)), [], "{text}");
        }
    }

    #[test]
    fn postal_codes_are_told_by_form_or_by_a_word() {
        for (text, codes) in [
            ("my zip is 80279", &["80279"][..]),
            ("zip code: 19122", &["19122"]),
            ("Anna Smith, zip 80279-1234", &["80279-1234"]),
            ("postcode sw1a 2aa", &["SW1A 2AA"]),
            ("I live in M5V 2T6", &["M5V 2T6"]),
            ("1200-195", &["1200-195"]),
            ("meine PLZ ist 10115", &["10115"]),
            ("19122 zip", &["19122"]),
            ("order 10422", &[]),
            ("size 40", &[]),
        ] {
            assert_eq!(postal_codes(&pieces::of(text)), codes, "{text}");
        }
    }
}
