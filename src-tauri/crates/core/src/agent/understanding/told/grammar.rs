//! The statements that are understood, word by word.

use super::empty::{ADVERBS, FILLERS};
use super::reader::{Reader, goods, is_size};
use crate::memory::{FITS, FactKind, SHOES, System, Told};

fn plain(kind: FactKind, value: String) -> Told {
    Told { kind, about: None, value, system: None, corrects: false, holds: true }
}

pub(super) fn size_told(about: Option<String>, (value, system): (String, System), corrects: bool) -> Told {
    Told { kind: FactKind::Size, about, value, system: Some(system), corrects, holds: true }
}

/// What is avoided of a list.
pub(super) fn avoided(list: Vec<(bool, String)>) -> Vec<Told> {
    let kind = |is_colour| if is_colour { FactKind::ColourAvoided } else { FactKind::MaterialAvoided };
    list.into_iter().map(|(is_colour, value)| plain(kind(is_colour), value)).collect()
}

pub(super) fn allergies(list: Vec<(bool, String)>, holds: bool) -> Vec<Told> {
    let materials = list.into_iter().filter(|(is_colour, _)| !is_colour);
    materials.map(|(_, value)| Told { holds, ..plain(FactKind::MaterialAllergy, value) }).collect()
}

/// A list of another language, in English words.
pub(super) fn list_of(words: &[String]) -> (Vec<(bool, String)>, bool) {
    let mut reader = Reader::new(words);
    let list = reader.list();
    (list, reader.ends())
}

/// A size of another language, in English words.
pub(super) fn size_of(words: &[String]) -> Option<(String, System)> {
    let mut reader = Reader::new(words);
    let size = reader.size(true)?;
    reader.ends().then_some(size)
}

/// Whether nothing but a list follows what somebody is allergic to: what else is told ends where its clause does.
pub(super) fn leaves_nothing(clause: &[String]) -> bool {
    let follows = clause
        .windows(2)
        .position(|pair| matches!(pair[0].as_str(), "allergic" | "allergy" | "allergies") && pair[1] == "to");
    follows.is_none_or(|at| is_list(&clause[at + 2..]))
}

/// Colours and materials, and nothing else: a list that goes on.
pub(super) fn is_list(clause: &[String]) -> bool {
    let mut reader = Reader::new(clause);
    !reader.list().is_empty() && reader.ends()
}

/// "Hello", "thank you", "sorry".
pub(super) fn says_nothing(clause: &[String]) -> bool {
    let mut reader = Reader::new(clause);
    reader.skip(FILLERS);
    reader.ends()
}

/// What one clause tells. `after`: the clauses that follow, where a list may go on.
pub(super) fn read(clause: &[String], after: &[Vec<String>]) -> Vec<Told> {
    let mut reader = Reader::new(clause);
    reader.skip(FILLERS);
    if reader.take("my") {
        return mine(reader, after);
    }
    if reader.take("i") {
        let all = reader.words.len();
        reader.skip(ADVERBS);
        let habit = reader.words.len() < all;
        return of_me(reader, habit, after);
    }
    // "Wool makes me itch", "green is my favourite colour".
    let list = reader.list();
    if list.is_empty() {
        return Vec::new();
    }
    let hurts = reader.any(&["makes me", "make me"]) && reader.any(&["itch", "itchy", "sneeze", "scratch"])
        || reader.any(&["gives me", "give me"]) && reader.any(&["a rash", "rashes", "hives"])
        || reader.any(&["irritates my skin", "irritate my skin"]);
    if hurts {
        let materials = list.into_iter().filter(|(is_colour, _)| !is_colour).collect();
        return avoided(materials);
    }
    let favourite = reader.any(&["is my favourite", "is my favorite"]);
    reader.take("colour");
    if favourite && reader.words.is_empty() { liked(list) } else { Vec::new() }
}

fn liked(list: Vec<(bool, String)>) -> Vec<Told> {
    let colours = list.into_iter().filter(|(is_colour, _)| *is_colour);
    colours.map(|(_, value)| plain(FactKind::ColourLiked, value)).collect()
}

/// After "my".
fn mine(mut reader: Reader<'_>, after: &[Vec<String>]) -> Vec<Told> {
    if reader.any(&["favourite colour is", "favorite colour is", "favourite colours are"]) {
        let list = whole_list(&mut reader, after);
        return list.map(liked).unwrap_or_default();
    }
    if reader.take("skin") {
        reader.skip(ADVERBS);
        if reader.take("is allergic to") {
            return allergies(open_list(&mut reader, after), true);
        }
        let reacts = reader.any(&[
            "reacts to",
            "reacts badly to",
            "does not like",
            "does not tolerate",
            "can not stand",
        ]);
        return if reacts {
            whole_list(&mut reader, after).map(avoided).unwrap_or_default()
        } else {
            Vec::new()
        };
    }
    reader.skip(ADVERBS);
    let system = reader.system();
    let about = reader.goods();
    let feet = about.as_deref() == Some(SHOES);
    let sized = reader.take("size");
    // "My feet are 38", "my dress size is 40", "my size M".
    if !(sized || feet) {
        return Vec::new();
    }
    let stated = reader.any(&["is", "are"]);
    reader.skip(ADVERBS);
    if !(stated || sized) {
        return Vec::new();
    }
    stated_size(reader, about, system, after)
}

fn stated_size(
    mut reader: Reader<'_>,
    about: Option<String>,
    system: Option<System>,
    after: &[Vec<String>],
) -> Vec<Told> {
    let Some((value, own)) = reader.size(true) else { return Vec::new() };
    let own = system.filter(|_| own == System::Number).unwrap_or(own);
    finish_size(reader, about, (value, own), after)
}

/// What may follow a size: what it is a size of, and nothing else.
fn finish_size(
    mut reader: Reader<'_>,
    about: Option<String>,
    size: (String, System),
    after: &[Vec<String>],
) -> Vec<Told> {
    reader.skip(&["now", "usually", "normally", "always", "mostly", "generally"]);
    let named = if reader.any(&["in", "for"]) || about.is_none() { reader.goods() } else { None };
    let about = about.or(named);
    // "I wear S, sometimes M": it is not clear which.
    let unsure = after.first().is_some_and(|next| {
        let own = next.first().is_some_and(|word| matches!(word.as_str(), "i" | "my"));
        !own && next.len() <= 4 && next.iter().any(|word| is_size(word))
    });
    if !reader.ends() || unsure {
        return Vec::new();
    }
    vec![size_told(about, size, reader.corrects)]
}

/// A list that ends where its clause does, and goes on in the next ones: "wool, silk and linen".
fn whole_list(reader: &mut Reader<'_>, after: &[Vec<String>]) -> Option<Vec<(bool, String)>> {
    let mut list = reader.list();
    if list.is_empty() || !reader.ends() {
        return None;
    }
    list.extend(more(after));
    Some(list)
}

fn more(after: &[Vec<String>]) -> Vec<(bool, String)> {
    let mut list = Vec::new();
    for clause in after {
        let mut next = Reader::new(clause);
        let items = next.list();
        if items.is_empty() || !next.ends() {
            break;
        }
        list.extend(items);
    }
    list
}

/// As far as it is understood: "wool and peanuts". What follows "wool and cotton is fine" says of cotton is something else.
fn open_list(reader: &mut Reader<'_>, after: &[Vec<String>]) -> Vec<(bool, String)> {
    let mut list = reader.list();
    if reader.any(&["is", "are", "would", "works", "work", "seems"]) {
        list.pop();
    } else if reader.ends() && !list.is_empty() {
        list.extend(more(after));
    }
    list
}

/// After "I". "I'll take an M" buys; "I usually take an M" tells.
fn of_me(mut reader: Reader<'_>, habit: bool, after: &[Vec<String>]) -> Vec<Told> {
    if reader.take("am") {
        reader.skip(ADVERBS);
        if reader.take("allergic to") {
            return allergies(open_list(&mut reader, after), true);
        }
        if reader.any(&["not allergic to", "no longer allergic to"]) {
            return whole_list(&mut reader, after).map(|list| allergies(list, false)).unwrap_or_default();
        }
        if reader.any(&[
            "sensitive to",
            "intolerant to",
            "not a fan of",
            "not fond of",
            "not keen on",
            "not into",
        ]) {
            return whole_list(&mut reader, after).map(avoided).unwrap_or_default();
        }
        return my_size(reader, false, after);
    }
    if reader.take("have") {
        reader.skip(ADVERBS);
        if reader.any(&[
            "an allergy to",
            "a allergy to",
            "allergies to",
            "a severe allergy to",
            "a bad allergy to",
        ]) {
            return allergies(open_list(&mut reader, after), true);
        }
        reader.any(&["a", "an"]);
        reader.any(&["severe", "bad", "strong"]);
        let list = reader.list();
        return if reader.any(&["allergy", "allergies"]) && reader.ends() {
            allergies(list, true)
        } else {
            Vec::new()
        };
    }
    let refuses = reader.any(&[
        "can not stand",
        "can not bear",
        "can not tolerate",
        "can not wear",
        "do not wear",
        "never wear",
        "do not like",
        "do not tolerate",
        "hate wearing",
        "hate",
        "dislike",
        "detest",
        "avoid",
        "react to",
        "react badly to",
        "do not want to wear",
        "really do not like",
    ]);
    if refuses {
        return whole_list(&mut reader, after).map(avoided).unwrap_or_default();
    }
    if reader.take("wear") || (habit && reader.take("take")) {
        return my_size(reader, true, after);
    }
    if reader.any(&["love", "like", "adore", "prefer"]) {
        reader.take("my clothes");
        return fit(&reader)
            .map(|told| vec![told])
            .or_else(|| whole_list(&mut reader, after).map(liked))
            .unwrap_or_default();
    }
    Vec::new()
}

/// "a loose fit", "slim fits", "loose".
fn fit(reader: &Reader<'_>) -> Option<Told> {
    let mut reader = Reader::new(reader.words);
    reader.any(&["a", "an"]);
    let fit = *FITS.iter().find(|fit| **fit == reader.peek())?;
    reader.words = &reader.words[1..];
    let named = reader.any(&["fit", "fits", "fitting", "clothes"]);
    let about = if reader.any(&["in", "for"]) { Some(reader.goods()?) } else { None };
    let told = Told { about, ..plain(FactKind::Fit, fit.to_owned()) };
    ((named || fit != "regular") && reader.ends()).then_some(told)
}

/// After "I am" or "I wear".
fn my_size(mut reader: Reader<'_>, wears: bool, after: &[Vec<String>]) -> Vec<Told> {
    let article = reader.any(&["a", "an"]);
    // "A shoe size 40".
    if let Some(about) = goods(reader.peek()) {
        reader.words = &reader.words[1..];
        return if reader.take("size") { stated_size(reader, Some(about), None, after) } else { Vec::new() };
    }
    match reader.size(wears || article) {
        Some(size) => finish_size(reader, None, size, after),
        None => Vec::new(),
    }
}
