//! Dialogues about changes in other languages, from a file per language: what is said, what must stand in the answers, and
//! what was done in the end.

use super::shop::{Talk, belt, kettle, scarf};
use crate::agent::account::Wanted;
use crate::agent::phrases::Language;
use crate::agent::testing::id;
use crate::id::{self, Id};
use crate::policy::Action;

fn piece(variant: Id<id::Variant>) -> String {
    let goods = [kettle(), scarf(), belt()];
    let named = goods.iter().find_map(|goods| {
        goods.variant(variant).map(|variant| format!("{} {}", goods.title, variant.values.join("/")))
    });
    named.unwrap_or_else(|| variant.to_string())
}

fn pieces(variants: &[Id<id::Variant>]) -> String {
    variants.iter().map(|variant| piece(*variant)).collect::<Vec<_>>().join(", ")
}

fn told(wanted: &Wanted) -> String {
    let order = wanted.order.clone().unwrap_or_default();
    match &wanted.action {
        Action::CancelOrder { reason } => format!("cancel {order} {reason}"),
        Action::ReturnItems { items, refund_to } => {
            let to = if *refund_to == Some(id(502)) { " to gift card" } else { "" };
            format!("return {order} {}{to}", pieces(items))
        }
        Action::ExchangeItems { items, new_items, .. } => {
            format!("exchange {order} {} > {}", pieces(items), pieces(new_items))
        }
        Action::ModifyItems { items, new_items, .. } => {
            format!("change {order} {} > {}", pieces(items), pieces(new_items))
        }
        Action::ModifyAddress { address } => format!("address {order} {}", address.replace('\n', ", ")),
        other => format!("{order} {other:?}"),
    }
}

/// One dialogue; what is wrong with it.
fn play(language: Language, dialogue: &str) -> Option<String> {
    let mut talk = Talk::new();
    let mut wrong = Vec::new();
    let mut seen = String::new();
    let mut expected = Vec::new();
    for line in dialogue.lines() {
        let Some((sign, text)) = line.split_at_checked(1) else { continue };
        let text = text.trim();
        match sign {
            ">" => {
                talk.says(text);
                seen.push_str(&format!("> {text}\n{}\n", talk.last()));
                if talk.language() != Some(language) {
                    wrong.push(format!("{text} is taken for {:?}", talk.language()));
                }
            }
            "<" if !talk.last().contains(text) => wrong.push(format!("no '{text}'")),
            "!" if !talk.is_handed_over() => wrong.push("no person takes over".to_owned()),
            "=" if text != "nothing" => expected.push(text.to_owned()),
            _ => {}
        }
    }
    let acts: Vec<String> = talk.acts().iter().map(told).collect();
    if acts != expected {
        wrong.push(format!("done: {acts:?}"));
    }
    let title = dialogue.lines().next().unwrap_or("");
    (!wrong.is_empty()).then(|| format!("## {title}\n{seen}  {}", wrong.join("\n  ")))
}

#[track_caller]
fn check(language: Language, text: &str) {
    let dialogues: Vec<&str> = text.split("## ").skip(1).collect();
    assert!(dialogues.len() >= 12, "{} dialogues", dialogues.len());
    let wrong: Vec<String> = dialogues.iter().filter_map(|dialogue| play(language, dialogue)).collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), dialogues.len(), wrong.join("\n\n"));
}

macro_rules! dialogues {
    ($($name:ident $language:ident $file:literal),*) => {
        $(#[test]
        fn $name() {
            check(Language::$language, include_str!(concat!("dialogues/", $file, ".txt")));
        })*
    };
}

dialogues!(
    changes_are_made_in_spanish Spanish "es",
    changes_are_made_in_french French "fr",
    changes_are_made_in_german German "de",
    changes_are_made_in_portuguese Portuguese "pt",
    changes_are_made_in_italian Italian "it",
    changes_are_made_in_hindi Hindi "hi",
    changes_are_made_in_hindi_in_latin_letters HindiLatin "hi-Latn",
    changes_are_made_in_arabic Arabic "ar"
);
