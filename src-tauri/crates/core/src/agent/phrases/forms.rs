//! How each language writes values: dates and weekdays, lists, the names of colours and countries. Digits and money are
//! written alike everywhere.

use fluent_bundle::{FluentArgs, FluentValue};
use jiff::civil::Date;

use super::super::hours::clock;
use super::names::{colour, country, months, weekdays};
use super::{Joint, Language, Phrase, Value, catalogue};

/// Days ahead that are named by their weekday alone.
const NEAR: i32 = 6;

pub(super) fn say(phrase: &Phrase, language: Language, today: Date) -> String {
    let mut values = FluentArgs::with_capacity(phrase.values.len());
    for (name, value) in &phrase.values {
        values.set(name.as_ref(), written(value, language, today));
    }
    let said = catalogue::format(language, &phrase.key, phrase.wording, &values);
    // A line of the opening hours begins with a weekday, which many languages write small.
    if phrase.key.starts_with("hours-") { capitalised(&said) } else { said }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn written(value: &Value, language: Language, today: Date) -> FluentValue<'static> {
    match value {
        Value::Count(count) => FluentValue::from(*count),
        other => FluentValue::from(text(other, language, today)),
    }
}

fn text(value: &Value, language: Language, today: Date) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Count(count) => count.to_string(),
        Value::Money(money) => money.to_string(),
        Value::Date(date) => date_in(language, today, *date),
        Value::Day(date) => day(language, today, *date),
        Value::Weekday(day) => weekday(language, *day).to_owned(),
        Value::OnWeekday(day) => on_weekday(language, *day),
        Value::Weekdays(from, to) => {
            phrase("days", [("from", weekday(language, *from)), ("to", weekday(language, *to))], language)
        }
        Value::Clock(time) => clock(*time),
        Value::Colour(name) => colour(language, name),
        Value::Country(name) => country(language, name),
        Value::List(items, joint) => {
            let items: Vec<String> = items.iter().map(|item| text(item, language, today)).collect();
            list(&items, *joint, language)
        }
        Value::Phrase(phrase) => say(phrase, language, today),
    }
}

/// A phrase whose values are written already.
fn phrase<const N: usize>(key: &str, values: [(&'static str, &str); N], language: Language) -> String {
    let mut arguments = FluentArgs::with_capacity(N);
    for (name, value) in values {
        arguments.set(name, value.to_owned());
    }
    catalogue::format(language, key, 0, &arguments)
}

fn list(items: &[String], joint: Joint, language: Language) -> String {
    let comma = if language == Language::Arabic { "، " } else { ", " };
    match (joint, items) {
        (_, []) => String::new(),
        (Joint::More, items) => phrase("and-more", [("items", &items.join(comma))], language),
        (_, [only]) => only.clone(),
        (joint, [first @ .., end]) => {
            let key = if joint == Joint::Or { "or" } else { "and" };
            phrase(key, [("first", &first.join(comma)), ("last", end)], language)
        }
    }
}

fn weekday(language: Language, day: i8) -> &'static str {
    usize::try_from(day - 1).ok().and_then(|i| weekdays(language).get(i).copied()).unwrap_or("")
}

fn on_weekday(language: Language, day: i8) -> String {
    let name = weekday(language, day);
    match language {
        Language::English => format!("on {name}"),
        Language::Spanish => format!("el {name}"),
        Language::German => format!("am {name}"),
        // Saturday and Sunday are masculine.
        Language::Portuguese if day >= 6 => format!("no {name}"),
        Language::Portuguese => format!("na {name}"),
        Language::French | Language::Italian => name.to_owned(),
        Language::Hindi => format!("{name} को"),
        Language::HindiLatin => format!("{name} ko"),
        Language::Arabic => format!("يوم {name}"),
    }
}

/// "Friday 13 March", with the year where it is another than this one.
#[cfg(test)]
pub(in crate::agent) fn date_in_words(today: Date, date: Date) -> String {
    date_in(Language::English, today, date)
}

fn date_in(language: Language, today: Date, date: Date) -> String {
    let name = weekday(language, date.weekday().to_monday_one_offset());
    let month = usize::try_from(date.month() - 1).ok().and_then(|i| months(language).get(i).copied());
    let month = month.unwrap_or("");
    let (day, year) = (date.day(), date.year());
    let other_year = year != today.year();
    // The first is an ordinal there.
    let first = day == 1 && matches!(language, Language::French | Language::Italian);
    let day = match language {
        Language::French if first => "1er".to_owned(),
        Language::Italian if first => "1º".to_owned(),
        _ => day.to_string(),
    };
    let year = match language {
        _ if !other_year => String::new(),
        Language::Spanish | Language::Portuguese => format!(" de {year}"),
        _ => format!(" {year}"),
    };
    match language {
        Language::English | Language::French | Language::Italian | Language::Arabic => {
            format!("{name} {day} {month}{year}")
        }
        Language::Spanish => format!("{name} {day} de {month}{year}"),
        Language::German => format!("{name}, {day}. {month}{year}"),
        Language::Portuguese => format!("{day} de {month}{year} ({name})"),
        Language::Hindi | Language::HindiLatin => format!("{name}, {day} {month}{year}"),
    }
}

/// "today", "tomorrow", "on Monday", "on Monday 4 January".
fn day(language: Language, today: Date, date: Date) -> String {
    let ahead = (date - today).get_days();
    match ahead {
        0 => phrase("today", [], language),
        1 => phrase("tomorrow", [], language),
        2..=NEAR => on_weekday(language, date.weekday().to_monday_one_offset()),
        _ => phrase("on-date", [("date", &date_in(language, today, date))], language),
    }
}
