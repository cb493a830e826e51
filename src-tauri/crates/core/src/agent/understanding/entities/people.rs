//! The names that customers give as theirs.

use super::super::lexicon::{COUNTRIES, PLAIN_WORDS, WEEKDAYS, is_garment};
use super::pieces::Piece;
use crate::agent::intent::PersonName;

/// Words of an introduction after which any word is a name.
const SURE: &[&[&str]] = &[
    &["my", "name", "is"],
    &["my", "names"],
    &["my", "name's"],
    &["my", "full", "name", "is"],
    &["the", "name", "is"],
    &["name", "is"],
    &["name's"],
    &["name"],
    &["full", "name"],
    &["under", "the", "name"],
    &["under", "the", "name", "of"],
    &["me", "llamo"],
    &["mi", "nombre", "es"],
    &["je", "m'appelle"],
    &["mon", "nom", "est"],
    &["ich", "heisse"],
    &["ich", "heiße"],
    &["mein", "name", "ist"],
    &["mi", "chiamo"],
    &["il", "mio", "nome", "e"],
    &["chamo-me"],
    &["me", "chamo"],
    &["meu", "nome", "e"],
    &["mera", "naam"],
    &["اسمي"],
    &["انا", "اسمي"],
    &["मेरा", "नाम"],
];

/// Words after which a name must be written with capitals.
const LIKELY: &[&[&str]] = &[
    &["i'm"],
    &["im"],
    &["i", "am"],
    &["this", "is"],
    &["it's"],
    &["its"],
    &["it", "is"],
    &["here", "is"],
    &["je", "suis"],
    &["ich", "bin"],
    &["soy"],
    &["sono"],
    &["sou"],
];

/// Words that end a name written without capitals.
const NOT_NAMES: &[&str] = &[
    "and", "my", "i", "zip", "postcode", "postal", "from", "in", "at", "order", "email", "e-mail", "phone",
    "but", "with", "the", "hai", "है", "on", "for", "living", "living", "is", "here", "y", "et", "und", "e",
    "not", "wrong", "spelled", "on", "of", "to", "a", "an", "address",
];

/// Capitalised words at the beginning of a message that are no name.
const OPENING: &[&str] = &[
    "hi", "hello", "hey", "dear", "good", "yes", "no", "ok", "okay", "sure", "thanks", "thank", "please",
    "order", "where", "what", "how", "can", "could", "do", "is", "are", "the", "that", "right", "correct",
    "exactly", "great", "perfect", "and", "sorry", "size", "gift", "credit", "zip", "email", "phone",
    "address", "name",
];

fn starts(pieces: &[Piece<'_>], phrase: &[&str]) -> bool {
    pieces.len() > phrase.len() && phrase.iter().zip(pieces).all(|(word, piece)| piece.plain == *word)
}

fn is_name(piece: &Piece<'_>) -> bool {
    piece.is_word() && (2..=24).contains(&piece.text.chars().count())
}

/// A capitalised word that is not one of the language's or of the shop's.
fn is_likely(piece: &Piece<'_>) -> bool {
    let word = piece.plain.as_str();
    let proper = piece.text.chars().skip(1).any(char::is_lowercase);
    is_name(piece)
        && piece.is_capital()
        && proper
        && !PLAIN_WORDS.contains_key(word)
        && !is_garment(word)
        && !OPENING.contains(&word)
        && !COUNTRIES.iter().any(|(name, _)| *name == word)
        && !WEEKDAYS.iter().any(|(name, _)| *name == word)
}

fn capitalised(text: &str) -> String {
    if text.chars().next().is_some_and(char::is_lowercase) {
        let mut chars = text.chars();
        return chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect();
    }
    text.to_owned()
}

fn person(parts: &[&Piece<'_>]) -> Option<PersonName> {
    let (first, rest) = parts.split_first()?;
    let last: Vec<String> = rest.iter().map(|piece| capitalised(piece.text)).collect();
    Some(PersonName { first: capitalised(first.text), last: last.join(" ") })
}

/// The words of a name from the beginning of these pieces.
fn take<'a, 'b>(pieces: &'a [Piece<'b>], fits: impl Fn(&Piece<'b>) -> bool) -> Vec<&'a Piece<'b>> {
    let mut parts: Vec<&Piece<'_>> = Vec::new();
    for piece in pieces.iter().take(4) {
        if !fits(piece) {
            break;
        }
        parts.push(piece);
        if piece.ends() {
            break;
        }
    }
    parts
}

/// All names of a message; one may stand alone as the answer to "what is your name?".
pub(super) fn names(pieces: &[Piece<'_>]) -> Vec<PersonName> {
    let mut found: Vec<PersonName> = Vec::new();
    let mut add = |name: Option<PersonName>| {
        if let Some(name) = name
            && !found.contains(&name)
        {
            found.push(name);
        }
    };
    for at in 0..pieces.len() {
        let here = &pieces[at..];
        if let Some(phrase) =
            SURE.iter().filter(|phrase| starts(here, phrase)).max_by_key(|phrase| phrase.len())
        {
            // "Name" alone introduces a name only with a colon: "the name of the dress".
            let lone =
                matches!(phrase, ["name"] | ["full", "name"]) && here[phrase.len() - 1].after != Some(':');
            let owner = at.checked_sub(1).map_or("", |before| pieces[before].plain.as_str());
            let of_goods = matches!(
                owner,
                "product" | "brand" | "item" | "the" | "its" | "model" | "store" | "shop" | "user"
            );
            let of_other = of_goods && matches!(phrase, ["name", "is"] | ["name's"]);
            if !(lone || of_other) {
                let rest = &here[phrase.len()..];
                let named = take(rest, |piece| is_name(piece) && !NOT_NAMES.contains(&piece.plain.as_str()));
                // Where capitals are used at all they tell where the name ends.
                let capitals: Vec<_> = named.iter().copied().take_while(|piece| piece.is_capital()).collect();
                add(person(if capitals.is_empty() { &named[..named.len().min(2)] } else { &capitals }));
            }
            continue;
        }
        if let Some(phrase) = LIKELY.iter().find(|phrase| starts(here, phrase)) {
            let parts = take(&here[phrase.len()..], is_likely);
            let closed = here.get(phrase.len() + parts.len()).is_none_or(|next| {
                matches!(next.plain.as_str(), "from" | "and" | "here" | "again" | "with") || next.has_digit()
            }) || parts.last().is_some_and(|last| last.ends());
            if parts.len() >= 2
                || (parts.len() == 1 && closed && !matches!(phrase, ["its" | "it's"] | ["it", "is"]))
            {
                add(person(&parts));
            }
        }
    }
    // "Anna Smith here", and a name alone: "Anna Smith, 80279".
    let skip = pieces.iter().take(3).take_while(|piece| OPENING.contains(&piece.plain.as_str())).count();
    if found.is_empty() && (skip == 0 || pieces[skip - 1].ends()) {
        let parts = take(&pieces[skip..], is_likely);
        let next = pieces.get(skip + parts.len());
        let closed = parts.last().is_some_and(|last| last.ends())
            || next.is_some_and(|next| next.plain == "here" || next.is_digits());
        if (2..=3).contains(&parts.len()) && closed && pieces.len() <= skip + parts.len() + 12 {
            found.extend(person(&parts));
        }
    }
    found.truncate(3);
    found
}

/// Whom the writer speaks of by "my sister".
#[rustfmt::skip]
const OF_THE_WRITER: &[&str] = &[
    "mum", "mom", "mother", "dad", "father", "wife", "husband", "son", "daughter", "sister", "brother", "friend", "girlfriend",
    "boyfriend", "partner", "child", "baby", "niece", "nephew", "aunt", "uncle", "grandmother", "grandma", "grandfather", "grandpa",
    "cousin", "colleague", "boss", "neighbour", "neighbor", "fiance", "fiancee", "flatmate", "roommate", "assistant", "tenant",
];

/// Words before the name of whom something is for.
const BEFORE_OTHERS: &[&str] = &[
    "for",
    "to",
    "with",
    "by",
    "from",
    "and",
    "called",
    "named",
    "attn",
    "attention",
    "recipient",
    "c/o",
    "co",
    "mr",
    "mrs",
    "ms",
    "dr",
];

/// Names of people whom the writer speaks of, as they are written. It takes a brand for a person rather than a person for a brand.
pub(super) fn others<'a>(pieces: &[Piece<'a>]) -> Vec<Vec<&'a str>> {
    let mut found = Vec::new();
    for at in 1..pieces.len() {
        let before = &pieces[at - 1];
        let kin = OF_THE_WRITER.contains(&before.plain.as_str());
        let titled = matches!(before.plain.as_str(), "mr" | "mrs" | "ms" | "dr" | "c/o" | "attn");
        let introduced = BEFORE_OTHERS.contains(&before.plain.as_str());
        if !(kin || introduced) || (before.ends() && !(kin || titled || before.after == Some(':'))) {
            continue;
        }
        let parts = take(&pieces[at..], is_likely);
        // One word after "to" may be anything.
        if parts.len() >= 2 || (parts.len() == 1 && (kin || titled)) {
            found.push(parts.iter().map(|piece| piece.text).collect());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::pieces;
    use super::*;

    #[test]
    fn people_say_who_they_are_in_many_ways() {
        for (text, names) in [
            ("I'm Anna Smith", &["Anna|Smith"][..]),
            ("Hi, I am Anna Smith and I want to return my shoes", &["Anna|Smith"]),
            ("my name is anna smith and my zip is 80279", &["Anna|Smith"]),
            ("My name is Jean-Luc O'Neill.", &["Jean-Luc|O'Neill"]),
            ("Name: Maria da Silva", &["Maria|"]),
            ("this is Ravi Kumar from Leeds", &["Ravi|Kumar"]),
            ("Anna Smith, 80279", &["Anna|Smith"]),
            ("Sure! Anna Smith, zip code 80279", &["Anna|Smith"]),
            ("Anna Smith here", &["Anna|Smith"]),
            ("ich heiße Jürgen Groß", &["Jürgen|Groß"]),
            ("me llamo Lucía Pérez", &["Lucía|Pérez"]),
            ("it's Omar Haddad, postcode 1200-195", &["Omar|Haddad"]),
            ("I'm Lisa.", &["Lisa|"]),
            ("I'm very upset", &[]),
            ("I'm looking for the Amalfi Shirt", &[]),
            ("I am in Lisbon", &[]),
            ("this is ridiculous", &[]),
            ("It's Monday", &[]),
            ("the product name is Amalfi", &[]),
            ("what's the name of the dress", &[]),
            ("Where is my order", &[]),
            ("Black Dress please", &[]),
            ("", &[]),
        ] {
            let read: Vec<String> =
                names_of(text).into_iter().map(|name| format!("{}|{}", name.first, name.last)).collect();
            assert_eq!(read, names, "{text}");
        }
    }

    fn names_of(text: &str) -> Vec<PersonName> {
        names(&pieces::of(text))
    }

    #[test]
    fn people_are_spoken_of_in_many_ways() {
        for (text, expected) in [
            ("Please send it to Julia Novak", &["Julia Novak"][..]),
            ("it's for my sister Julia, she likes blue", &["Julia"]),
            ("my husband Piotr Zielinski and Mr. Okafor", &["Piotr Zielinski", "Okafor"]),
            ("c/o Brandt, for Ana-Maria Lopes", &["Brandt", "Ana-Maria Lopes"]),
            ("Recipient: Marta Nowak", &["Marta Nowak"]),
            ("for the summer, to Lisbon", &[]),
            ("I go to work with my friend on Monday", &[]),
        ] {
            let read: Vec<String> =
                others(&pieces::of(text)).into_iter().map(|parts| parts.join(" ")).collect();
            assert_eq!(read, expected, "{text}");
        }
    }
}
