//! The commonest of these statements in other languages: what they begin with, and then the names of things by the glossaries.

use super::super::gloss;
use super::super::words;
use super::grammar::{allergies, avoided, list_of, size_of, size_told};
use crate::memory::{SHOES, Told};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Means {
    Allergy,
    Avoids,
    Size,
    ShoeSize,
}

use Means::{Allergy, Avoids, ShoeSize, Size};

/// What statements begin with: folded words, with one space between.
#[rustfmt::skip]
const BEGINNINGS: &[(&str, Means, &[&str])] = &[
    ("es", Allergy, &["soy alergico", "soy alergica", "tengo alergia"]),
    ("es", Avoids, &["no soporto", "odio", "no me gusta"]),
    ("es", Size, &["uso la talla", "uso talla", "llevo la talla", "llevo una talla", "mi talla es la", "mi talla es"]),
    ("es", ShoeSize, &["calzo un", "calzo el", "calzo"]),
    ("fr", Allergy, &["je suis allergique", "j ai une allergie"]),
    ("fr", Avoids, &["je ne supporte pas", "je deteste", "je n aime pas"]),
    ("fr", Size, &["je fais du", "je fais une taille", "je porte du", "ma taille est le", "ma taille est"]),
    ("fr", ShoeSize, &["je chausse du"]),
    ("de", Allergy, &["ich bin allergisch gegen", "ich bin allergisch auf", "ich habe eine allergie gegen"]),
    ("de", Avoids, &["ich hasse", "ich mag kein", "ich mag keine", "ich vertrage kein", "ich vertrage keine"]),
    ("de", Size, &["ich trage große", "ich trage grosse", "ich habe große", "meine große ist", "meine grosse ist"]),
    ("de", ShoeSize, &["ich habe schuhgroße", "meine schuhgroße ist", "ich trage schuhgroße"]),
    ("pt", Allergy, &["sou alergico", "sou alergica", "tenho alergia"]),
    ("pt", Avoids, &["odeio", "nao suporto", "nao gosto de"]),
    ("pt", Size, &["uso tamanho", "uso o tamanho", "visto tamanho", "visto o tamanho", "o meu tamanho e", "meu tamanho e"]),
    ("pt", ShoeSize, &["calco"]),
    ("it", Allergy, &["sono allergico", "sono allergica"]),
    ("it", Avoids, &["odio", "non sopporto"]),
    ("it", Size, &["porto la taglia", "porto una taglia", "porto la", "la mia taglia e la", "la mia taglia e"]),
    ("it", ShoeSize, &["di scarpe porto il", "calzo il"]),
];

/// Words before and between that say nothing.
#[rustfmt::skip]
const EMPTY: &[(&str, &[&str])] = &[
    ("es", &["a", "al", "el", "la", "los", "las", "y", "o", "hola", "pero", "ni"]),
    ("fr", &["a", "au", "aux", "la", "le", "les", "l", "et", "ou", "bonjour", "mais", "du", "de", "ni"]),
    ("de", &["und", "oder", "hallo", "aber", "die", "das", "der", "auf"]),
    ("pt", &["a", "ao", "as", "aos", "o", "os", "e", "ou", "ola", "mas", "de"]),
    ("it", &["a", "al", "alla", "alle", "ai", "allo", "la", "il", "lo", "i", "le", "e", "o", "ciao", "ma", "l"]),
];

/// Words that say nothing, in a language.
fn empty_of(language: &str) -> &'static [&'static str] {
    EMPTY.iter().find(|(code, _)| *code == language).map_or(&[][..], |(_, words)| *words)
}

/// "Hola".
pub(super) fn says_nothing(sentence: &str, language: &str) -> bool {
    let empty = empty_of(language);
    words::folded(sentence).split(' ').all(|word| word.is_empty() || empty.contains(&word))
}

/// What a sentence of another language says of its writer, and whether it says nothing else.
pub(super) fn told(sentence: &str, language: &str) -> (Vec<Told>, bool) {
    let empty = empty_of(language);
    let (mut found, mut whole) = (Vec::new(), true);
    for part in sentence.split(',') {
        let folded = words::folded(part);
        let said: Vec<&str> = folded.split(' ').collect();
        let begin = said.iter().position(|word| !empty.contains(word)).unwrap_or(said.len());
        // "La mia taglia" begins with an article.
        let statement = [0, begin].into_iter().find_map(|from| {
            let text = said[from..].join(" ");
            beginning(&text, language).map(|(means, rest)| (means, rest.to_owned()))
        });
        whole &= match statement {
            Some((means, rest)) => {
                let (facts, all) = fact(means, &rest, language, empty);
                let tells = !facts.is_empty();
                found.extend(facts);
                tells && all
            }
            None => says_nothing(part, language),
        };
    }
    whole &= !found.is_empty();
    (found, whole)
}

/// The longest beginning that a text has, and what follows it.
fn beginning<'a>(text: &'a str, language: &str) -> Option<(Means, &'a str)> {
    BEGINNINGS
        .iter()
        .filter(|(code, _, _)| *code == language)
        .flat_map(|(_, means, beginnings)| beginnings.iter().map(move |beginning| (*means, *beginning)))
        .filter_map(|(means, beginning)| {
            let rest = text.strip_prefix(beginning)?.strip_prefix(' ')?;
            Some((beginning.len(), means, rest))
        })
        .max_by_key(|(length, _, _)| *length)
        .map(|(_, means, rest)| (means, rest))
}

/// What a statement tells, and whether nothing of it is left over.
fn fact(means: Means, rest: &str, language: &str, empty: &[&str]) -> (Vec<Told>, bool) {
    if matches!(means, Size | ShoeSize) {
        let said: Vec<String> = rest.split(' ').map(str::to_owned).collect();
        let about = (means == ShoeSize).then(|| SHOES.to_owned());
        return (size_of(&said).map(|size| size_told(about, size, false)).into_iter().collect(), true);
    }
    // "A la lana": what names nothing goes before the glossary reads, except where it is all that there is ("à la lã").
    let named: Vec<&str> = rest.split(' ').filter(|word| !empty.contains(word)).collect();
    let named = if named.is_empty() { rest.to_owned() } else { named.join(" ") };
    let english = gloss::in_english(&named, language);
    match (list_of(&english), means) {
        ((list, all), Allergy) => (allergies(list, true), all),
        ((list, true), _) => (avoided(list), true),
        _ => (Vec::new(), false),
    }
}
