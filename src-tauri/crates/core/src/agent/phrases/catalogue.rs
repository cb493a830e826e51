//! The files of phrases, read once each.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

use super::Language;

type Bundle = FluentBundle<FluentResource>;

fn read(language: Language, text: &str) -> Bundle {
    let locale = language.code().parse().expect("invariant: the codes are language tags");
    let mut bundle = FluentBundle::new_concurrent(vec![locale]);
    // Marks of direction around each value would stand in the message and break what is copied from it.
    bundle.set_use_isolating(false);
    let resource = FluentResource::try_new(text.to_owned())
        .expect("invariant: the files are built in and a test reads each of them");
    bundle.add_resource(resource).expect("invariant: no phrase stands twice, which a test proves");
    bundle
}

/// The text of a language's file.
pub(super) const fn text(language: Language) -> &'static str {
    match language {
        Language::English => include_str!("en.ftl"),
        Language::Spanish => include_str!("es.ftl"),
        Language::French => include_str!("fr.ftl"),
        Language::German => include_str!("de.ftl"),
        Language::Portuguese => include_str!("pt.ftl"),
        Language::Italian => include_str!("it.ftl"),
        Language::Hindi => include_str!("hi.ftl"),
        Language::HindiLatin => include_str!("hi-Latn.ftl"),
        Language::Arabic => include_str!("ar.ftl"),
    }
}

macro_rules! bundles {
    ($($name:ident),*) => {
        fn bundle(language: Language) -> &'static Bundle {
            match language {
                $(Language::$name => {
                    static BUNDLE: LazyLock<Bundle> =
                        LazyLock::new(|| read(Language::$name, text(Language::$name)));
                    &BUNDLE
                })*
            }
        }
    };
}

bundles!(English, Spanish, French, German, Portuguese, Italian, Hindi, HindiLatin, Arabic);

/// In how many ways a language words a phrase: its value, and its attributes after that. None: it has no such phrase.
pub(super) fn wordings(language: Language, key: &str) -> usize {
    bundle(language).get_message(key).map_or(0, |message| 1 + message.attributes().count())
}

/// A phrase in a language. A language with fewer wordings than English says some of them alike. What is in no file says
/// nothing.
pub(super) fn format(language: Language, key: &str, wording: usize, values: &FluentArgs<'_>) -> String {
    let bundle = bundle(language);
    let Some(message) = bundle.get_message(key) else { return String::new() };
    let count = 1 + message.attributes().count();
    let pattern = match wording % count {
        0 => message.value(),
        n => message.attributes().nth(n - 1).map(|attribute| attribute.value()),
    };
    let mut errors = Vec::new();
    pattern.map_or_else(String::new, |pattern| {
        bundle.format_pattern(pattern, Some(values), &mut errors).into_owned()
    })
}
