use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use jiff::civil::{date, time};

use super::*;
use crate::money::Currency;

/// What a wording names: values, and helpers.
type Named = (BTreeSet<String>, Vec<String>);

/// Every wording of every phrase with the values that it names, helpers resolved.
fn phrases(language: Language) -> BTreeMap<String, Vec<BTreeSet<String>>> {
    let resource = fluent_syntax::parser::parse(catalogue::text(language)).expect("a file without errors");
    let mut direct: BTreeMap<String, Vec<Named>> = BTreeMap::new();
    for entry in resource.body {
        let Entry::Message(message) = entry else {
            assert!(!matches!(entry, Entry::Junk { .. } | Entry::Term(_)), "{language:?}");
            continue;
        };
        let mut wordings = vec![message.value.expect("a phrase has words")];
        wordings.extend(message.attributes.into_iter().map(|attribute| attribute.value));
        let read = wordings.iter().map(|pattern| {
            let (mut values, mut helpers) = (BTreeSet::new(), Vec::new());
            of_pattern(pattern, &mut values, &mut helpers);
            (values, helpers)
        });
        let known = direct.insert(message.id.name.to_owned(), read.collect());
        assert!(known.is_none(), "{language:?} has {} twice", message.id.name);
    }
    let resolve = |(values, helpers): &Named| {
        let mut all = values.clone();
        for helper in helpers {
            assert!(helper.starts_with("x-"), "{helper} is no helper");
            all.extend(direct[helper].iter().flat_map(|(values, _)| values.clone()));
        }
        all
    };
    let own = direct.iter().filter(|(key, _)| !key.starts_with("x-"));
    own.map(|(key, wordings)| (key.clone(), wordings.iter().map(resolve).collect())).collect()
}

fn of_pattern(pattern: &Pattern<&str>, values: &mut BTreeSet<String>, helpers: &mut Vec<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        match expression {
            Expression::Inline(inline) => of_inline(inline, values, helpers),
            Expression::Select { selector, variants } => {
                of_inline(selector, values, helpers);
                variants.iter().for_each(|variant| of_pattern(&variant.value, values, helpers));
            }
        }
    }
}

fn of_inline(inline: &InlineExpression<&str>, values: &mut BTreeSet<String>, helpers: &mut Vec<String>) {
    match inline {
        InlineExpression::VariableReference { id } => drop(values.insert(id.name.to_owned())),
        InlineExpression::MessageReference { id, .. } => helpers.push(id.name.to_owned()),
        InlineExpression::StringLiteral { .. } => {}
        other => panic!("{other:?} is not used"),
    }
}

/// Values that only decide about grammar, which another language may not need.
fn is_grammar(key: &str, name: &str, all: &BTreeSet<String>) -> bool {
    match name {
        // Of an order it is no grammar.
        "number" => !key.starts_with("order") && !matches!(key, "tracking" | "refund-made"),
        "count" => ["days", "sizes", "colours"].iter().any(|counted| all.contains(*counted)),
        // A day is named in one of two forms.
        "weekday" | "on" => true,
        _ => false,
    }
}

#[test]
fn every_language_has_every_phrase_with_the_same_values() {
    let english = phrases(Language::English);
    for language in Language::ALL {
        let own = phrases(language);
        let keys = |of: &BTreeMap<String, Vec<BTreeSet<String>>>| of.keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(&own), keys(&english), "{language:?}");
        for (key, wordings) in &own {
            let wanted = &english[key][0];
            assert!(wordings.len() <= english[key].len(), "{language:?} {key}: wordings that are never said");
            for said in wordings {
                let all: BTreeSet<String> = wanted.union(said).cloned().collect();
                for name in wanted.symmetric_difference(said) {
                    assert!(is_grammar(key, name, &all), "{language:?} {key}: {name} on one side only");
                }
            }
            if wanted.contains("weekday") {
                assert!(wordings.iter().all(|said| said.contains("weekday") || said.contains("on")));
            }
        }
    }
}

/// A value of the right kind for each name.
fn sample(name: &str) -> Value {
    match name {
        "price" | "cost" | "free" | "money" => Money::new(4990, Currency::EUR).into(),
        "time" => Value::Clock(time(18, 30, 0, 0)),
        "date" => Value::Date(date(2026, 3, 13)),
        "day" => Value::Day(date(2026, 3, 13)),
        "weekday" => Value::Weekday(7),
        "on" => Value::OnWeekday(7),
        "count" => Value::Count(3),
        "colour" | "colours" => Value::Colour("navy".to_owned()),
        "country" => Value::Country("the EU".to_owned()),
        other => other.into(),
    }
}

#[test]
fn every_phrase_is_said_whole() {
    let today = date(2026, 3, 10);
    for language in Language::ALL {
        for (key, wordings) in phrases(language) {
            for (wording, values) in wordings.iter().enumerate() {
                let mut names = values.clone();
                names.extend(["number", "count", "on", "weekday"].map(str::to_owned));
                let phrase = Phrase {
                    key: key.clone().into(),
                    wording,
                    values: names.iter().map(|name| (name.clone().into(), sample(name))).collect(),
                };
                let said = Speech::from(phrase).say(language, today);
                assert!(!said.trim().is_empty(), "{language:?} {key}");
                assert!(!said.contains(['{', '}']) && !said.contains("  "), "{language:?} {key}: {said}");
                assert!(!said.contains("()") && !said.ends_with(' '), "{language:?} {key}: {said}");
            }
        }
    }
}

#[test]
fn no_language_says_another_one_s_words() {
    let english = phrases(Language::English);
    let today = date(2026, 3, 10);
    // Frames of values, and what some of them write alike.
    let frames = [
        "own",
        "url",
        "offer",
        "offer-colours",
        "hours-open",
        "shipping-zone",
        "range",
        "hello",
        "material",
        "order",
        "order-with",
        "zone",
        "act-option",
        "act-option-order",
        "act-part-changes",
    ];
    for language in Language::ALL.into_iter().filter(|language| *language != Language::English) {
        for key in english.keys().filter(|key| !frames.contains(&key.as_str())) {
            let say = |language| {
                Speech::from(Phrase { key: key.clone().into(), wording: 0, values: Vec::new() })
                    .say(language, today)
            };
            assert_ne!(say(language), say(Language::English), "{language:?} {key}");
        }
    }
}

#[test]
fn values_are_written_as_the_language_does() {
    let today = date(2026, 3, 10);
    let say = |language: Language, value: Value| {
        Speech::from(Phrase::new("own").with("text", value)).say(language, today)
    };
    let three = |joint| Value::List(vec!["a".into(), "b".into(), "c".into()], joint);
    for (language, day, soon, first, list) in [
        (Language::English, "Friday 13 March", "on Friday", "Friday 1 January 2027", "a, b and c"),
        (Language::Spanish, "viernes 13 de marzo", "el viernes", "viernes 1 de enero de 2027", "a, b y c"),
        (Language::French, "vendredi 13 mars", "vendredi", "vendredi 1er janvier 2027", "a, b et c"),
        (Language::German, "Freitag, 13. März", "am Freitag", "Freitag, 1. Januar 2027", "a, b und c"),
        (
            Language::Portuguese,
            "13 de março (sexta-feira)",
            "na sexta-feira",
            "1 de janeiro de 2027 (sexta-feira)",
            "a, b e c",
        ),
        (Language::Italian, "venerdì 13 marzo", "venerdì", "venerdì 1º gennaio 2027", "a, b e c"),
        (Language::Hindi, "शुक्रवार, 13 मार्च", "शुक्रवार को", "शुक्रवार, 1 जनवरी 2027", "a, b और c"),
        (
            Language::HindiLatin,
            "Shukravar, 13 March",
            "Shukravar ko",
            "Shukravar, 1 January 2027",
            "a, b aur c",
        ),
        (Language::Arabic, "الجمعة 13 مارس", "يوم الجمعة", "الجمعة 1 يناير 2027", "a، b وc"),
    ] {
        assert_eq!(say(language, Value::Date(date(2026, 3, 13))), day);
        assert_eq!(say(language, Value::Day(date(2026, 3, 13))), soon);
        assert_eq!(say(language, Value::Date(date(2027, 1, 1))), first);
        assert_eq!(say(language, three(Joint::And)), list);
        assert_eq!(say(language, Money::new(4990, Currency::EUR).into()), "€49.90");
    }
    assert_eq!(say(Language::German, Value::Colour("navy".to_owned())), "Marineblau");
    assert_eq!(say(Language::German, Value::Colour("midnight dream".to_owned())), "midnight dream");
    assert_eq!(say(Language::French, Value::Country("the EU".to_owned())), "UE");
    assert_eq!(say(Language::Portuguese, Value::OnWeekday(7)), "no domingo");
}

#[test]
fn languages_are_told_by_their_codes() {
    for language in Language::ALL {
        assert_eq!(Language::parse(language.code()), Some(language));
    }
    assert_eq!(Language::parse("pt-BR"), Some(Language::Portuguese));
    assert_eq!(Language::parse("ru"), None);
}
