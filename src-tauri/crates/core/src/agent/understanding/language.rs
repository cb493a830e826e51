//! Which language a message is in.

use super::spelling;
use super::words::{self, Token, Words};

/// Function words that tell a language, beside English.
#[rustfmt::skip]
const FOREIGN: &[(&str, &[&str])] = &[
    ("es", &["donde", "esta", "pedido", "hola", "gracias", "tienen", "cuanto", "quiero", "por", "favor", "mi", "el", "que", "cuando", "una", "para"]),
    ("fr", &["ou", "est", "ma", "commande", "bonjour", "merci", "avez", "vous", "combien", "je", "voudrais", "quand", "une", "les", "pour", "mon"]),
    ("de", &["wo", "ist", "meine", "bestellung", "hallo", "danke", "haben", "sie", "wie", "viel", "ich", "bitte", "wann", "ein", "und", "das"]),
    ("pt", &["onde", "meu", "pedido", "ola", "obrigado", "obrigada", "voces", "quanto", "quero", "uma", "quando", "esta", "nao", "para"]),
    ("it", &["dove", "mio", "ordine", "ciao", "grazie", "avete", "quanto", "vorrei", "quando", "una", "per", "sono", "il", "che"]),
    ("hi", &["mera", "kahan", "hai", "kab", "kya", "aap", "nahi", "chahiye", "kitna", "mujhe", "bhai", "aayega"]),
];

/// The language of a text of ours.
pub(crate) fn language_of(text: &str) -> String {
    language(&words::read(&[text]), None)
}

pub(super) fn language(words: &Words, known: Option<&str>) -> String {
    let letters = words.clean.chars().filter(|c| c.is_alphabetic()).count();
    let foreign = |range: std::ops::RangeInclusive<char>| {
        2 * words.clean.chars().filter(|c| range.contains(c)).count() > letters && letters > 0
    };
    for (language, range) in [
        ("ar", '\u{600}'..='\u{6ff}'),
        ("hi", '\u{900}'..='\u{97f}'),
        ("ru", '\u{400}'..='\u{4ff}'),
        ("zh", '\u{3040}'..='\u{9fff}'),
    ] {
        if foreign(range) {
            return language.to_owned();
        }
    }
    let plain = |token: &Token| token.typed.is_none() && spelling::is_known(&token.word);
    let english = words.tokens().filter(|token| plain(token)).count();
    let (language, hits) = FOREIGN
        .iter()
        .map(|(language, list)| {
            (
                *language,
                words
                    .tokens()
                    .filter(|token| list.contains(&token.typed.as_ref().unwrap_or(&token.word).as_str()))
                    .count(),
            )
        })
        .max_by_key(|(_, hits)| *hits)
        .unwrap_or(("en", 0));
    if hits >= 2 && hits > english {
        return language.to_owned();
    }
    match known {
        Some(known) if english == 0 => known.to_owned(),
        _ => "en".to_owned(),
    }
}
