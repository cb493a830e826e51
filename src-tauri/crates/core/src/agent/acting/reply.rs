//! What a customer answers to something that was stated: yes, no, or something else than both.

use super::words::{Atom, atoms, has, has_any};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reply {
    /// Yes, to these of the stated changes (1-based); empty: to all.
    Yes(Vec<usize>),
    /// No; what follows may correct it.
    No,
    Other,
}

const YES: &[&str] = &[
    "yes",
    "yeah",
    "yep",
    "yup",
    "sure",
    "ok",
    "okay",
    "correct",
    "right",
    "confirm",
    "confirmed",
    "absolutely",
    "definitely",
    "exactly",
    "agreed",
    "agree",
    "proceed",
    "perfect",
    "great",
    "fine",
    "y",
    "indeed",
    "please",
    "alright",
    "yea",
    "yas",
    "yh",
    "aye",
    "k",
    "kk",
    "pls",
    "plz",
];
const NO: &[&str] =
    &["no", "nope", "nah", "dont", "stop", "wait", "wrong", "incorrect", "never", "nevermind", "not"];
/// Words that may stand beside a plain yes.
const POLITE: &[&str] = &[
    "please",
    "go",
    "ahead",
    "do",
    "it",
    "that",
    "thank",
    "thanks",
    "you",
    "this",
    "the",
    "with",
    "all",
    "of",
    "them",
    "both",
    "is",
    "thats",
    "so",
    "now",
    "i",
    "to",
    "and",
    "sounds",
    "good",
    "looks",
    "look",
    "sound",
    "would",
    "like",
    "want",
    "change",
    "changes",
    "one",
    "for",
    "just",
    "very",
    "much",
    "im",
    "happy",
    "am",
    "a",
    "can",
    "process",
    "everything",
    "exactly",
    "let",
    "lets",
    "make",
    "me",
    "id",
    "be",
    "cancel",
    "return",
    "exchange",
    "as",
    "soon",
    "possible",
    "these",
    "those",
    "work",
    "works",
    "sure",
    "item",
    "order",
    "in",
    "my",
    "above",
    "by",
    "s",
    "confirmation",
];

/// Said in front of an answer without changing it: "hmm ok then no", "oh sorry yes".
const FILLERS: &[&str] = &[
    "hmm", "hm", "oh", "ah", "um", "uh", "ok", "okay", "then", "well", "so", "sorry", "lol", "haha", "ohh",
    "hey", "anyway",
];
/// "No" that is no refusal.
const NO_TROUBLE: &[&str] = &["problem", "worry", "rush", "issue", "prob", "objection", "doubt"];

/// A word without the letters that are drawn out: "yesss", "nooo", "okk".
fn short(atom: &Atom) -> Atom {
    let known = |text: &str| YES.contains(&text) || NO.contains(&text);
    if known(&atom.text) || atom.text.len() > 12 {
        return atom.clone();
    }
    let mut text = String::new();
    for c in atom.said.to_lowercase().chars() {
        if !text.ends_with(c) {
            text.push(c);
        }
    }
    if known(&text) { Atom { text, ..atom.clone() } } else { atom.clone() }
}

/// An answer without a word.
fn by_sign(text: &str) -> Reply {
    match text.chars().find(|c| !c.is_whitespace()) {
        Some('👍' | '✅' | '✔' | '👌' | '🆗') => Reply::Yes(Vec::new()),
        Some('👎' | '❌' | '🚫') => Reply::No,
        _ => Reply::Other,
    }
}

/// Its first word is a yes, whatever follows: "yes, but only the lamp".
pub(super) fn opens_with_yes(text: &str) -> bool {
    let first = atoms(text).into_iter().find(|atom| !atom.mark);
    first.is_some_and(|first| short(&first).any(&["yes", "yeah", "yep", "yup", "sure"]))
}

/// It begins with a yes, and nothing in it takes that back: what follows may say again what was stated.
pub(super) fn begins_with_yes(text: &str) -> bool {
    let atoms: Vec<Atom> = atoms(text).iter().map(short).collect();
    let words: Vec<&Atom> = atoms.iter().filter(|atom| !atom.mark).collect();
    let lead = words.iter().take_while(|atom| atom.any(FILLERS)).count();
    let agrees = words.iter().take(lead + 2).any(|atom| atom.any(YES));
    agrees && !has_any(&atoms, BUT) && !words.iter().any(|atom| atom.any(NO))
}

/// What takes a yes back.
const BUT: &[&str] =
    &["but", "except", "also", "instead", "however", "only", "actually", "wait", "before", "though", "first"];

/// "Cancel", or "cancel please", and nothing else.
pub(super) fn calls_off(text: &str) -> bool {
    let atoms = atoms(text);
    let mut words = atoms.iter().filter(|atom| !atom.mark && !atom.any(&["please", "pls", "plz"]));
    words.next().is_some_and(|first| first.is("cancel")) && words.next().is_none()
}

/// Reads an answer to stated changes.
pub(super) fn read(text: &str) -> Reply {
    let atoms: Vec<Atom> = atoms(text).iter().map(short).collect();
    let mut words: Vec<&Atom> = atoms.iter().filter(|atom| !atom.mark).collect();
    if words.is_empty() {
        return by_sign(text);
    }
    while let [first, second, ..] = words.as_slice()
        && (first.any(FILLERS) || (first.is("no") && second.any(NO_TROUBLE)))
    {
        if first.any(&["ok", "okay"]) && !words[1..].iter().take(4).any(|atom| atom.any(NO)) {
            break;
        }
        let trouble = first.is("no");
        words.drain(..if trouble && words.len() > 2 { 2 } else { 1 });
    }
    if words.len() == 1 && words[0].any(NO_TROUBLE) {
        return Reply::Yes(Vec::new());
    }
    let Some(first) = words.first() else { return Reply::Other };
    let negative = first.any(NO)
        || has(&atoms, &["never", "mind"])
        || has(&atoms, &["leave", "it"])
        || has(&atoms, &["changed", "my", "mind"])
        || has(&atoms, &["do", "not"])
        || has(&atoms, &["dont"]);
    if negative {
        return if first.any(&["wait", "not"]) && words.len() > 1 && !has(&atoms, &["not", "now"]) {
            Reply::Other
        } else {
            Reply::No
        };
    }
    let early = words.iter().take(3).any(|atom| atom.any(YES));
    let doing = has(&atoms, &["go", "ahead"])
        || has(&atoms, &["do", "it"])
        || has(&atoms, &["sounds", "good"])
        || has(&atoms, &["looks", "good"])
        || has(&atoms, &["please", "do"]);
    if !(early || doing) {
        return Reply::Other;
    }
    if has_any(&atoms, BUT) && !has(&atoms, &["but", "thank"]) {
        return Reply::Other;
    }
    let second = words.windows(2).any(|pair| {
        pair[0].is("and") && pair[1].any(&["cancel", "return", "exchange", "change", "modify", "refund"])
    });
    if (second && words.len() > 5) || has_any(&atoms, &["another"]) {
        return Reply::Other;
    }
    let numbers: Vec<usize> = words
        .iter()
        .filter_map(|atom| atom.text.parse::<usize>().ok())
        .filter(|number| (1..=20).contains(number))
        .collect();
    let known = words
        .iter()
        .filter(|atom| atom.any(YES) || atom.any(POLITE) || atom.text.parse::<usize>().is_ok())
        .count();
    // "Yes" with a request of its own is more than yes.
    if words.len() > 4 && known * 3 < words.len() * 2 {
        return Reply::Other;
    }
    Reply::Yes(numbers)
}

/// Which of so many options is chosen by its place: "the second one", "2", "last".
pub(super) fn ordinals(text: &str, count: usize) -> Vec<usize> {
    let atoms = atoms(text);
    let mut chosen = Vec::new();
    let words: Vec<&Atom> = atoms.iter().filter(|atom| !atom.mark).collect();
    for (i, atom) in words.iter().enumerate() {
        let ordinal = match atom.text.as_str() {
            "first" | "1st" => Some(1),
            "second" | "2nd" => Some(2),
            "third" | "3rd" => Some(3),
            "fourth" | "4th" => Some(4),
            "fifth" | "5th" => Some(5),
            "last" => Some(count),
            text if words.len() <= 3 || i > 0 && words[i - 1].any(&["option", "number", "choice", "no"]) => {
                text.parse::<usize>().ok()
            }
            _ => None,
        };
        if let Some(ordinal) = ordinal.filter(|n| (1..=count).contains(n))
            && !chosen.contains(&(ordinal - 1))
        {
            chosen.push(ordinal - 1);
        }
    }
    chosen
}
