//! Addresses: the one that a customer means among those the shop knows, and one that is written out.

use super::references::order_numbers;
use super::titles;
use super::words::{Atom, atoms, has, has_any, sentences, words};
use crate::agent::account::Account;
use crate::agent::understanding::country_named;
use crate::memory::is_same_address;

/// How people call cities.
const NICKNAMES: &[(&str, &str)] = &[
    ("nyc", "new york"),
    ("big apple", "new york"),
    ("la", "los angeles"),
    ("dc", "washington"),
    ("sf", "san francisco"),
    ("philly", "philadelphia"),
    ("vegas", "las vegas"),
    ("frisco", "san francisco"),
];

/// States of the United States, which addresses abbreviate.
const STATES: &[(&str, &str)] = &[
    ("alabama", "al"),
    ("alaska", "ak"),
    ("arizona", "az"),
    ("arkansas", "ar"),
    ("california", "ca"),
    ("colorado", "co"),
    ("connecticut", "ct"),
    ("delaware", "de"),
    ("florida", "fl"),
    ("georgia", "ga"),
    ("hawaii", "hi"),
    ("idaho", "id"),
    ("illinois", "il"),
    ("indiana", "in"),
    ("iowa", "ia"),
    ("kansas", "ks"),
    ("kentucky", "ky"),
    ("louisiana", "la"),
    ("maine", "me"),
    ("maryland", "md"),
    ("massachusetts", "ma"),
    ("michigan", "mi"),
    ("minnesota", "mn"),
    ("mississippi", "ms"),
    ("missouri", "mo"),
    ("montana", "mt"),
    ("nebraska", "ne"),
    ("nevada", "nv"),
    ("new hampshire", "nh"),
    ("new jersey", "nj"),
    ("new mexico", "nm"),
    ("new york", "ny"),
    ("north carolina", "nc"),
    ("north dakota", "nd"),
    ("ohio", "oh"),
    ("oklahoma", "ok"),
    ("oregon", "or"),
    ("pennsylvania", "pa"),
    ("rhode island", "ri"),
    ("south carolina", "sc"),
    ("south dakota", "sd"),
    ("tennessee", "tn"),
    ("texas", "tx"),
    ("utah", "ut"),
    ("vermont", "vt"),
    ("virginia", "va"),
    ("washington", "wa"),
    ("west virginia", "wv"),
    ("wisconsin", "wi"),
    ("wyoming", "wy"),
];

/// The town's line of an address in lines, as "City, ST 12345"; its city in lower case.
fn city(address: &str) -> Option<String> {
    address.lines().skip(1).find_map(|line| {
        let (city, rest) = line.split_once(',')?;
        rest.trim().chars().any(|c| c.is_ascii_digit()).then(|| city.trim().to_lowercase())
    })
}

fn state(address: &str) -> Option<String> {
    address.lines().skip(1).find_map(|line| {
        let (_, rest) = line.split_once(',')?;
        let mut words = rest.split_whitespace();
        let state = words.next()?;
        words.next()?;
        Some(state.to_lowercase())
    })
}

/// Five digits that stand alone.
pub(super) fn postal_codes(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() == 5 && word.chars().all(|c| c.is_ascii_digit()))
        .map(str::to_owned)
        .collect()
}

/// Whether the text names the address's town.
pub(super) fn names_town_of(text: &[Atom], address: &str) -> bool {
    city(address).is_some_and(|city| names_town(text, &city))
}

fn names_town(text: &[Atom], city: &str) -> bool {
    let said = |name: &str| {
        let parts = words(name);
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        has(text, &parts)
    };
    said(city) || NICKNAMES.iter().any(|(nick, name)| *name == city && said(nick))
}

/// Whether the text names the address's town, state or postal code.
pub(super) fn speaks_of(text: &[Atom], address: &str) -> bool {
    let said = |name: &str| {
        let parts = words(name);
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        has(text, &parts)
    };
    if names_town_of(text, address) {
        return true;
    }
    if let Some(state) = state(address)
        && STATES.iter().any(|(name, short)| *short == state && said(name))
    {
        return true;
    }
    false
}

/// Whether an address is written out.
pub(super) fn is_written(text: &str, like: &str) -> bool {
    written(text, like).or_else(|| written_with_code_first(text, like)).is_some()
}

/// An address written out, in lines: a street with a number, a town, a postal code. `like` gives the country.
pub(super) fn written(text: &str, like: &str) -> Option<String> {
    let parts: Vec<&str> = text.split([',', '\n']).map(str::trim).filter(|part| !part.is_empty()).collect();
    // The part with a number and a name after it begins it.
    let start = parts.iter().position(|part| street(part).is_some())?;
    let (first, mut second) = without_unit(street(parts[start])?);
    let mut rest: Vec<String> = Vec::new();
    let mut after = parts.len();
    for (at, part) in parts.iter().enumerate().skip(start + 1) {
        let lower = part.to_lowercase();
        let unit =
            ["suite", "apt", "apartment", "unit", "floor", "#"].iter().any(|word| lower.starts_with(word));
        if unit && rest.is_empty() {
            (*part).clone_into(&mut second);
        } else {
            rest.push(to_code(&ended(part)));
        }
        if rest.last().is_some_and(|part| postal_code(part).is_some()) {
            after = at + 1;
            break;
        }
    }
    let code = rest.iter().find_map(|part| postal_code(part))?;
    let named: Vec<String> = rest
        .iter()
        .map(|part| part.replace(&code, "").trim().to_owned())
        .filter(|part| !part.is_empty())
        .collect();
    let city = named.first()?.clone();
    let state = named.get(1).cloned().map(|state| short_state(&state)).or_else(|| {
        let lower = city.to_lowercase();
        STATES.iter().find(|(name, _)| *name == lower).map(|(_, short)| short.to_uppercase())
    });
    let own = like.lines().last().unwrap_or("").trim();
    // Another country than their own must be said; their own is written as it is kept.
    let abroad = parts.get(after).and_then(|part| country_named(&ended(part)));
    let country = abroad.filter(|abroad| country_named(own) != Some(*abroad)).unwrap_or(own).to_owned();
    let town = match state {
        Some(state) => format!("{city}, {state} {code}"),
        None => format!("{city} {code}"),
    };
    let lines = [first, second, town, country];
    Some(lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n"))
}

/// As [`written`], in the order of most of Europe: "Musterweg 5, 10115 Berlin, Germany", "12 rue du Port, 13002 Marseille";
/// and of Britain: "12 Mill Lane, Bristol BS1 4ST". Without a country, that of `like` counts.
fn written_with_code_first(text: &str, like: &str) -> Option<String> {
    let parts: Vec<&str> = text.split([',', '\n']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let town = parts.iter().skip(1).position(|part| is_town(part))? + 1;
    let street = *parts[..town]
        .iter()
        .rev()
        .find(|part| part.chars().any(|c| c.is_ascii_digit()) && part.chars().any(char::is_alphabetic))?;
    // "send it to Musterweg 5"
    let words: Vec<&str> = street.split_whitespace().collect();
    let lead = words.iter().rposition(|word| ["to", "is", "at"].contains(word)).map_or(0, |at| at + 1);
    let street = words[lead..].join(" ");
    let country = parts
        .get(town + 1)
        .map(|part| ended(part))
        .filter(|part| !part.is_empty() && part.chars().all(|c| c.is_alphabetic() || c == ' '))
        .or_else(|| like.lines().nth(2).or(like.lines().last()).map(|line| line.trim().to_owned()))
        .filter(|country| !country.chars().any(|c| c.is_ascii_digit()));
    let lines = [Some(street), Some(ended(parts[town])), country];
    Some(lines.into_iter().flatten().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n"))
}

/// A town with its postal code: four or five digits before it, or Britain's after it.
fn is_town(part: &str) -> bool {
    let part = ended(part);
    let words: Vec<&str> = part.split_whitespace().collect();
    let digits = |word: &str| word.chars().all(|c| c.is_ascii_digit());
    let first = words.first().map_or("", |word| word.rsplit('-').next().unwrap_or(word));
    let before = (4..=5).contains(&first.len()) && digits(first) && words.len() > 1;
    let after = matches!(words.as_slice(), [.., _, outward, inward]
        if inward.len() == 3 && inward.starts_with(|c: char| c.is_ascii_digit())
            && inward.chars().skip(1).all(|c| c.is_ascii_uppercase())
            && (2..=4).contains(&outward.len()) && outward.starts_with(|c: char| c.is_ascii_uppercase()));
    before || after
}

fn short_state(state: &str) -> String {
    let lower = state.to_lowercase();
    STATES
        .iter()
        .find(|(name, _)| *name == lower)
        .map_or_else(|| state.to_owned(), |(_, short)| short.to_uppercase())
}

/// The part after a sentence's words: "to be 101 Highway" is "101 Highway".
fn street(part: &str) -> Option<String> {
    let words: Vec<&str> = part.split_whitespace().collect();
    let number = |word: &str| word.len() <= 6 && word.chars().all(|c| c.is_ascii_digit());
    let at = (0..words.len()).rev().find(|at| {
        let named = words.get(at + 1).is_some_and(|word| word.chars().next().is_some_and(char::is_uppercase));
        let called = words
            .iter()
            .skip(at + 2)
            .take(3)
            .any(|word| STREETS.contains(&word.trim_end_matches('.').to_lowercase().as_str()));
        number(words[*at]) && (named || called)
    })?;
    let street = words.get(at..)?;
    (street.len() <= 6).then(|| street.join(" "))
}

fn ended(part: &str) -> String {
    let part = part.split(['.', '(', '?', '!', ';']).next().unwrap_or("").trim();
    part.to_owned()
}

/// "250 Convent Ave apt 5B" in its two lines.
fn without_unit(street: String) -> (String, String) {
    let words: Vec<&str> = street.split_whitespace().collect();
    let unit = words.iter().position(|word| {
        matches!(word.to_lowercase().trim_end_matches('.'), "apt" | "apartment" | "unit" | "suite" | "ste")
    });
    match unit {
        Some(at) if at >= 2 && at + 1 < words.len() => (words[..at].join(" "), words[at..].join(" ")),
        _ => (street, String::new()),
    }
}

/// What follows the postal code is of no address: "NY 10027 pls, that's my home".
fn to_code(part: &str) -> String {
    let words: Vec<&str> = part.split_whitespace().collect();
    let is_code = |word: &&str| word.len() == 5 && word.chars().all(|c| c.is_ascii_digit());
    match words.iter().position(is_code) {
        Some(0) | None => part.to_owned(),
        Some(at) => words[..=at].join(" "),
    }
}

/// How streets are called, where they are written without a capital.
const STREETS: &[&str] = &[
    "st",
    "street",
    "ave",
    "avenue",
    "rd",
    "road",
    "ln",
    "lane",
    "dr",
    "drive",
    "blvd",
    "boulevard",
    "ct",
    "court",
    "way",
    "place",
    "pl",
    "square",
    "sq",
    "terrace",
    "highway",
    "hwy",
    "parkway",
    "pkwy",
];

fn postal_code(part: &str) -> Option<String> {
    part.split_whitespace()
        .find(|word| word.len() == 5 && word.chars().all(|c| c.is_ascii_digit()))
        .map(str::to_owned)
}

/// The address that a text means, among the customer's own and those of the orders. `of` is the order that is changed;
/// its own address is not meant.
pub(super) fn meant(account: &Account, text: &str, of: Option<&str>) -> Vec<String> {
    let written = written(text, &account.address).or_else(|| written_with_code_first(text, &account.address));
    if let Some(address) = written {
        return vec![address];
    }
    let said = atoms(text);
    let own = match of {
        Some(number) => account.order(number).map(|order| order.address.as_str()),
        None => Some(account.address.as_str()),
    };
    // "the same as order 1042"
    let named = order_numbers(account, &said);
    let other: Vec<String> = named
        .iter()
        .filter(|number| Some(number.as_str()) != of)
        .filter_map(|number| account.order(number))
        .map(|order| order.address.clone())
        .collect();
    if let Some(address) = other.last() {
        return vec![address.clone()];
    }
    // "the address where my cups went", "the same address as the lamp"
    let place = said.iter().rposition(|atom| atom.any(&["address", "place", "where"]));
    if let Some(place) = place {
        let tail = said[place + 1..].split(|atom| atom.mark).next().unwrap_or_default();
        let link = tail
            .iter()
            .position(|atom| atom.any(&["where", "to", "which", "that", "as", "of", "went", "for"]));
        let named = titles::mentioned(account, tail);
        let mut there: Vec<&String> = account
            .orders
            .iter()
            .filter(|order| Some(order.number.as_str()) != of)
            .filter(|order| order.lines.iter().any(|line| titles::mean(&named, &line.title)))
            .map(|order| &order.address)
            .collect();
        there.dedup();
        let first = named.first().map_or(0, |mention| mention.at);
        if let ([only], true) =
            (there.as_slice(), said[place].is("where") || link.is_some_and(|link| link < first))
        {
            return vec![(*only).clone()];
        }
    }
    // "the new house, to which the lamp was sent"
    if has_any(&said, &["new"]) && has_any(&said, &["home", "house", "place", "apartment"]) {
        for sentence in sentences(&said) {
            if !has_any(sentence, &["sent", "shipped", "ship", "delivered"]) {
                continue;
            }
            let named = titles::mentioned(account, sentence);
            let mut there: Vec<&String> = account
                .orders
                .iter()
                .filter(|order| order.lines.iter().any(|line| titles::mean(&named, &line.title)))
                .map(|order| &order.address)
                .collect();
            there.dedup();
            if let [only] = there.as_slice() {
                return vec![(*only).clone()];
            }
        }
    }
    let mut known: Vec<String> = Vec::new();
    for address in std::iter::once(&account.address).chain(account.orders.iter().map(|order| &order.address))
    {
        if !address.is_empty() && Some(address.as_str()) != own && !known.contains(address) {
            known.push(address.clone());
        }
    }
    let confirmed: Vec<&String> = account
        .confirmed
        .iter()
        .filter(|address| !own.is_some_and(|own| is_same_address(own, address)))
        .collect();
    // "The address that I gave you"
    let given = has_any(&said, &["confirmed"]) || has(&said, &["gave", "you"]);
    if given
        && has_any(&said, &["address"])
        && !has_any(&said, &["wrong", "incorrect", "not"])
        && let Some(newest) = confirmed.first()
    {
        return vec![(*newest).clone()];
    }
    let others = confirmed
        .into_iter()
        .filter(|address| !known.iter().any(|known| is_same_address(known, address)))
        .collect::<Vec<_>>();
    let mut placed: Vec<String> =
        known.iter().chain(others).filter(|address| speaks_of(&said, address)).cloned().collect();
    if placed.iter().any(|address| names_town_of(&said, address)) {
        // "New York" is the town before it is the state.
        placed.retain(|address| names_town_of(&said, address));
    }
    let profile = said.iter().any(|atom| atom.any(&["default", "profile", "account", "usual"]));
    if placed.len() > 1 && profile && placed.contains(&account.address) {
        return vec![account.address.clone()];
    }
    if !placed.is_empty() {
        return placed;
    }
    let home =
        has_any(&said, &["home"]) && !has_any(&said, &["new", "other"]) && known.contains(&account.address);
    if (profile || home) && of.is_some() {
        return vec![account.address.clone()];
    }
    // The only other one that the shop knows.
    if of.is_none() && known.len() == 1 {
        return known;
    }
    let other_order = said.iter().enumerate().any(|(at, atom)| {
        atom.any(&["other", "another"]) && said[at + 1..].iter().take(2).any(|next| next.is("order"))
    });
    if other_order || has(&said, &["other", "address"]) {
        return known;
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn an_address_abroad_keeps_its_country() {
        let own = "1 Elm Street\nDenver, CO 80279\nUSA";
        let line = |text: &str| written(text, own).and_then(|text| text.lines().last().map(str::to_owned));
        assert_eq!(line("12 Nile Street, 11511 Cairo, Egypt").as_deref(), Some("Egypt"));
        assert_eq!(line("5 Oak Street, Springfield, IL 62704").as_deref(), Some("USA"));
        assert_eq!(line("5 Oak Street, Springfield, IL 62704, United States").as_deref(), Some("USA"));
        assert_eq!(line("5 Oak Street, Springfield, IL 62704, please").as_deref(), Some("USA"));
    }
}
