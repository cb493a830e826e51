//! Words of other languages as the English ones that entities are read from: "talla M" is a size as "size M" is. What a
//! message wants is told by its own words ([`super::classifier`]); only the things it names pass through here.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::language;
use super::lexicon::is_garment;
use super::words::{self, Segment, Token};

/// Words of one entry at most.
const LONGEST: usize = 4;

/// Words as they are said, and the English ones that they stand for.
type Entry = (Vec<String>, Vec<&'static str>);

pub(super) struct Glossary {
    /// By the first word; the longest first.
    entries: HashMap<String, Vec<Entry>>,
    /// Words that name nothing.
    plain: HashSet<String>,
}

/// A sentence as it reads in English, word by word.
pub(super) struct Glossed {
    pub segment: Segment,
    /// The words for garments as they were said: a shop's catalog may be in the customer's language.
    pub garments: Vec<String>,
}

fn read(code: &str, text: &'static str) -> Glossary {
    let mut entries: HashMap<String, Vec<Entry>> = HashMap::new();
    let mut plain: HashSet<String> = language::common(code).map(words::fold).collect();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let Some((english, forms)) = line.split_once(':') else { continue };
        let english: Vec<&'static str> = english.split_whitespace().filter(|word| *word != "-").collect();
        for form in forms.split(',') {
            let form: Vec<String> = form.split_whitespace().map(words::fold).collect();
            match (english.is_empty(), form.as_slice()) {
                (_, []) => {}
                (true, [only]) => drop(plain.insert(only.clone())),
                (_, [first, ..]) => entries.entry(first.clone()).or_default().push((form, english.clone())),
            }
        }
    }
    for of_first in entries.values_mut() {
        of_first.sort_by_key(|(form, _)| std::cmp::Reverse(form.len()));
    }
    Glossary { entries, plain }
}

macro_rules! glossaries {
    ($($code:literal),*) => {
        /// The glossary of a language, by its BCP 47 code.
        pub(super) fn of(code: &str) -> Option<&'static Glossary> {
            match code {
                $($code => {
                    static GLOSSARY: LazyLock<Glossary> = LazyLock::new(|| {
                        read($code, include_str!(concat!("glossary/", $code, ".txt")))
                    });
                    Some(&GLOSSARY)
                })*
                _ => None,
            }
        }
    };
}

glossaries!("es", "fr", "de", "pt", "it", "hi", "hi-Latn", "ar");

/// As it was typed, small and without accents.
fn typed(token: &Token) -> &str {
    token.typed.as_ref().unwrap_or(&token.word)
}

impl Glossary {
    pub fn english(&self, segment: &Segment) -> Glossed {
        let tokens = &segment.tokens;
        let mut english: Vec<Token> = Vec::with_capacity(tokens.len());
        let mut garments = Vec::new();
        let push = |english: &mut Vec<Token>, word: &str| {
            english.push(Token { word: word.to_owned(), typed: None, stem: words::stem(word) });
        };
        let mut i = 0;
        while i < tokens.len() {
            let word = typed(&tokens[i]);
            let fits = |form: &[String]| {
                form.len() <= LONGEST
                    && form
                        .iter()
                        .enumerate()
                        .all(|(n, part)| tokens.get(i + n).is_some_and(|t| typed(t) == part))
            };
            let entry =
                self.entries.get(word).and_then(|entries| entries.iter().find(|(form, _)| fits(form)));
            if let Some((form, meaning)) = entry {
                if let [only] = meaning.as_slice()
                    && is_garment(only)
                    && *only != word
                {
                    garments.push(word.to_owned());
                }
                for word in meaning {
                    push(&mut english, word);
                }
                i += form.len();
                continue;
            }
            // "Taille L": a letter after "size" is one, and no elided article.
            let sized = english.last().is_some_and(|token| token.word == "size");
            let last = i + 1 == tokens.len();
            let size = matches!(word, "s" | "m" | "l") && (sized || last);
            if size || !self.plain.contains(word) {
                push(&mut english, word);
            }
            i += 1;
        }
        Glossed { segment: Segment { tokens: english, question: segment.question }, garments }
    }
}

/// What folded words begin with, by the glossary of a language: how many of them, and what they stand for.
pub(crate) fn glossed(code: &str, words: &[&str]) -> Option<(usize, &'static [&'static str])> {
    let entries = of(code)?.entries.get(*words.first()?)?;
    let fits =
        |form: &[String]| form.len() <= words.len() && form.iter().zip(words).all(|(own, word)| own == word);
    entries.iter().find(|(form, _)| fits(form)).map(|(form, meaning)| (form.len(), meaning.as_slice()))
}

/// Whether a folded word is a common one of the language that names nothing.
pub(crate) fn is_plain(code: &str, word: &str) -> bool {
    of(code).is_some_and(|glossary| glossary.plain.contains(word))
}

/// The words of a text, in English where a glossary knows them.
pub(crate) fn in_english(text: &str, language: &str) -> Vec<String> {
    match of(language) {
        Some(glossary) => words::read(&[text])
            .segments
            .iter()
            .flat_map(|segment| glossary.english(segment).segment.tokens)
            .map(|token| token.word)
            .collect(),
        None => text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::understand;
    use super::*;
    use crate::agent::intent::{Asked, DayAsked, Entities, Reference};
    use crate::agent::testing::{FakeKnowledge, id};

    fn named(message: &str) -> Entities {
        let mut input = FakeKnowledge::default().input(&[message]);
        input.dialogue.offered = vec![id(1), id(3), id(4)];
        understand(&input, None).entities
    }

    #[test]
    fn things_are_named_in_any_language() {
        for (message, size, colour, most) in [
            ("¿tienen el vestido en azul, talla M, por menos de 60 euros?", "M", "blue", 6000),
            ("avez-vous la robe en bleu en taille L à moins de 60 euros ?", "L", "blue", 6000),
            ("haben Sie das Kleid in Blau in Größe M unter 60 Euro?", "M", "blue", 6000),
            ("vocês têm o vestido azul no tamanho M por menos de 60 euros?", "M", "blue", 6000),
            ("avete il vestito blu nella taglia M a meno di 60 euro?", "M", "blue", 6000),
            ("هل لديكم فستان ازرق بمقاس M تحت 60 يورو؟", "M", "blue", 6000),
        ] {
            let entities = named(message);
            assert_eq!(entities.sizes, [size], "{message}");
            assert_eq!(
                entities.colours.first().map(|mention| mention.said.as_str()),
                Some(colour),
                "{message}"
            );
            assert_eq!(entities.price.max.map(|money| money.amount), Some(most), "{message}");
            assert!(entities.product_words.contains(&"dress".to_owned()), "{message}: {entities:?}");
        }
        for message in ["क्या नीली ड्रेस साइज़ M में है?", "kya neeli dress size M mein hai?"]
        {
            let entities = named(message);
            assert_eq!(entities.sizes, ["M"], "{message}");
            assert_eq!(
                entities.colours.first().map(|mention| mention.said.as_str()),
                Some("blue"),
                "{message}"
            );
        }
    }

    #[test]
    fn days_places_and_orders_are_named_in_any_language() {
        for (message, day) in [
            ("¿abren el domingo?", DayAsked::Weekday(7)),
            ("êtes-vous ouverts demain ?", DayAsked::Tomorrow),
            ("Haben Sie am Samstag geöffnet?", DayAsked::Weekday(6)),
            ("vocês abrem amanhã?", DayAsked::Tomorrow),
            ("siete aperti domenica?", DayAsked::Weekday(7)),
            ("क्या दुकान रविवार को खुली है?", DayAsked::Weekday(7)),
            ("kya dukan ravivar ko khuli hai?", DayAsked::Weekday(7)),
            ("هل المتجر مفتوح يوم الجمعة؟", DayAsked::Weekday(5)),
        ] {
            let entities = named(message);
            assert_eq!(entities.day, Some(day), "{message}");
            assert!(entities.asks.contains(&Asked::Hours), "{message}: {:?}", entities.asks);
        }
        for (message, country) in [
            ("¿hacen envíos a Alemania?", "Germany"),
            ("livrez-vous en Suisse ?", "Switzerland"),
            ("Liefern Sie nach Frankreich?", "France"),
            ("enviam para o Brasil?", "Brazil"),
            ("spedite il pacco in Germania?", "Germany"),
            ("क्या आप जर्मनी भेजते हैं?", "Germany"),
            ("هل تشحنون إلى ألمانيا؟", "Germany"),
        ] {
            assert_eq!(named(message).countries, [country], "{message}");
        }
        for message in [
            "¿dónde está mi pedido 1042?",
            "où est ma commande 1042 ?",
            "Wo ist meine Bestellung 1042?",
            "onde está o meu pedido 1042?",
            "dov'è il mio ordine 1042?",
            "मेरा ऑर्डर १०४२ कहाँ है?",
            "mera order 1042 kahan hai?",
            "أين طلبي رقم ١٠٤٢؟",
        ] {
            assert_eq!(named(message).order_numbers, ["1042"], "{message}");
        }
        for message in [
            "el segundo",
            "le deuxième, merci",
            "das zweite",
            "o segundo",
            "il secondo, grazie",
            "दूसरा",
            "الثاني",
        ] {
            assert_eq!(named(message).reference, Some(Reference::Ordinal(2)), "{message}");
        }
    }

    #[test]
    fn no_entry_means_two_things() {
        for code in ["es", "fr", "de", "pt", "it", "hi", "hi-Latn", "ar"] {
            let glossary = of(code).expect("a glossary");
            for entries in glossary.entries.values() {
                for (i, (form, meaning)) in entries.iter().enumerate() {
                    assert!(form.len() <= LONGEST, "{code}: {form:?}");
                    let other = entries[..i].iter().find(|(earlier, _)| earlier == form);
                    assert!(other.is_none_or(|(_, same)| same == meaning), "{code}: {form:?} {meaning:?}");
                }
            }
        }
    }
}
