//! A wish whose thing stands before it: "for the navy ones I want waist 34", "as for the lamp, I'd like brass". It is read as the
//! swap that it comes to.

use super::Reader;
use super::implied::place_of;
use crate::agent::acting::titles::{self, Mention};
use crate::agent::acting::verbs;
use crate::agent::acting::words::{Atom, atoms, has_any, spoken};

const LEADS: &[&str] = &["for", "regarding", "concerning", "with"];
const SUBJECTS: &[&str] = &["i", "id", "ill", "we", "wed"];
const WISHES: &[&str] = &[
    "want", "need", "would", "like", "prefer", "take", "choose", "go", "rather", "love", "have", "to", "will",
];

/// What stands before the wish, and where what is wanted begins.
struct Topic {
    from: usize,
    to: usize,
    target: usize,
}

/// Reads such a beginning at `at`, which is no link.
fn topic(words: &[Atom], at: usize) -> Option<Topic> {
    let lead = if words.get(at)?.is("as") { at + 1 } else { at };
    let determined = words.get(lead + 1)?.any(&["the", "my"]);
    if !words[lead].any(LEADS) || !determined {
        return None;
    }
    let from = lead + 2;
    let subject =
        (from + 1..words.len().min(from + 9)).find(|i| words[*i].any(SUBJECTS) || words[*i].mark)?;
    let (to, subject) = if words[subject].mark { (subject, subject + 1) } else { (subject, subject) };
    if !words.get(subject)?.any(SUBJECTS) {
        return None;
    }
    let target = (subject + 1..words.len()).find(|i| !words[*i].any(WISHES))?;
    let short = words[subject].any(&["id", "ill", "wed"]);
    (short || target > subject + 1).then_some(Topic { from, to, target })
}

/// Where in a sentence such a beginning makes something of its own.
pub(super) fn begins(sentence: &[Atom]) -> Vec<usize> {
    (1..sentence.len())
        .filter(|at| {
            let before = &sentence[at - 1];
            (before.mark || before.any(&["and", "but"])) && topic(sentence, *at).is_some()
        })
        .collect()
}

impl Reader<'_> {
    /// The swap that such a sentence comes to.
    pub(super) fn topical(&self, sentence: &[Atom]) -> Option<Vec<Atom>> {
        let at = sentence.iter().position(|atom| !atom.mark && !atom.any(&["and", "but", "then", "also"]))?;
        let Topic { from, to, target } = topic(sentence, at)?;
        let about = &sentence[from..to];
        let wanted = &sentence[target..];
        if has_any(about, &["order", "payment", "address", "difference", "refund", "package"])
            || !verbs::places(sentence).is_empty()
        {
            return None;
        }
        let found = titles::mentioned(self.account, about);
        let (title, adjectives): (String, Vec<Atom>) = match (found.as_slice(), self.titles.as_slice()) {
            ([only], _) if only.titles.len() == 1 => {
                let mut words = about[..only.at].to_vec();
                words.extend_from_slice(&about[only.at + only.length..]);
                (only.titles[0].clone(), words)
            }
            ([], [only]) if has_any(about, &["one", "pair"]) => (only.clone(), about.to_vec()),
            _ => return None,
        };
        let mention = Mention { at: 0, length: 0, titles: vec![title.clone()], many: false };
        if !self.says(&mention, &spoken(wanted)) {
            return None;
        }
        let mut words = atoms("exchange the");
        if has_any(&adjectives, &["other"]) {
            if self.about.is_empty() {
                return None;
            }
            for word in &self.about {
                words.extend(atoms("not"));
                words.push(word.clone());
            }
        } else {
            words.extend(adjectives.into_iter().filter(|atom| !atom.any(&["one", "pair"]) && !atom.mark));
        }
        words.extend(atoms(&title));
        words.extend(place_of(about).or(self.place).into_iter().flat_map(atoms));
        words.extend(atoms("to"));
        words.extend_from_slice(wanted);
        Some(words)
    }
}
