//! Phrases that decide by themselves, whatever the classifier thinks: words meant to steer the assistant, the question
//! whether it is a machine, and words that call for a person.
//!
//! In a pattern, `a|b` are alternatives and `_` stands for up to three words. Words are compared by their stems.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::words::{Token, stem};

/// Words meant to steer the assistant, or to make it speak of itself.
const STEERING: &[&str] = &[
    "ignore|disregard|forget|override|bypass _ instruction|instructions|rules|prompt|guidelines|previous|above|prior|safety",
    "system|developer|admin|initial|hidden prompt|mode|instruction|instructions|message|override|configuration|access",
    "your|initial|full|exact instructions|prompt|rules|guidelines",
    "pretend|roleplay|imagine|act|behave you|to|as|like",
    "you are now|going",
    "from now on",
    "jailbreak|jailbroken|unrestricted|unfiltered|dan",
    "repeat|print|reveal|display|output|show|list|leak|dump|translate _ prompt|instructions|above|system|configuration|rules|context|database|tools",
    "administrator|root|sudo",
    "language model|chatgpt|openai|gpt|llm|llama|anthropic",
    "write|compose|create|generate _ poem|essay|story|song|lyrics|code|script|article|rap|haiku|program|function",
];

/// Asks whether it talks with a machine.
const IS_IT_A_MACHINE: &[&str] = &[
    "are|r you|u _ bot|robot|human|ai|real|machine|person|chatgpt|computer|automated|automatic",
    "is this|it|that _ bot|robot|ai|automated|machine|human|chatbot",
    "is this|it|that _ real person|human",
    "you|u a|an bot|robot|ai|human|real|machine|chatbot",
    "talking|speaking|chatting|writing|texting to|with _ bot|human|person|robot|machine|ai|computer|someone",
    "am i _ bot|robot|machine|ai",
    "who are you|u",
];

#[derive(Debug)]
enum Element {
    Gap,
    Any(Vec<u32>),
}

#[derive(Debug)]
struct Pattern {
    elements: Vec<Element>,
}

/// All patterns of one purpose, found by their first word.
#[derive(Debug, Default)]
struct Patterns {
    patterns: Vec<Pattern>,
    by_first: HashMap<u32, Vec<usize>>,
}

impl Patterns {
    fn add(&mut self, stems: &mut HashMap<String, u32>, pattern: &str) {
        let mut intern = |word: &str| {
            let next = u32::try_from(stems.len()).unwrap_or(u32::MAX);
            *stems.entry(stem(word)).or_insert(next)
        };
        let elements: Vec<Element> = pattern
            .split(' ')
            .map(|element| match element {
                "_" => Element::Gap,
                words => Element::Any(words.split('|').map(&mut intern).collect()),
            })
            .collect();
        let index = self.patterns.len();
        if let Some(Element::Any(first)) = elements.first() {
            for word in first {
                self.by_first.entry(*word).or_default().push(index);
            }
        }
        self.patterns.push(Pattern { elements });
    }

    /// Calls `found` with each pattern that matches somewhere.
    fn matches(&self, words: &[u32], mut found: impl FnMut(usize)) {
        for (start, word) in words.iter().enumerate() {
            for &index in self.by_first.get(word).into_iter().flatten() {
                if fits(&self.patterns[index].elements, &words[start..]) {
                    found(index);
                }
            }
        }
    }
}

/// Whether the elements match a prefix of the words. A gap spans up to three words, so this is bounded.
fn fits(elements: &[Element], words: &[u32]) -> bool {
    match elements.split_first() {
        None => true,
        Some((Element::Any(any), rest)) => {
            words.first().is_some_and(|word| any.contains(word)) && fits(rest, &words[1..])
        }
        Some((Element::Gap, rest)) => (0..=3.min(words.len())).any(|skip| fits(rest, &words[skip..])),
    }
}

/// All patterns, with the stems they are made of.
#[derive(Debug, Default)]
struct Compiled {
    stems: HashMap<String, u32>,
    steering: Patterns,
    machine: Patterns,
    alarms: Patterns,
}

static COMPILED: LazyLock<Compiled> = LazyLock::new(|| {
    let mut compiled = Compiled::default();
    let Compiled { stems, steering, machine, alarms } = &mut compiled;
    STEERING.iter().for_each(|pattern| steering.add(stems, pattern));
    IS_IT_A_MACHINE.iter().for_each(|pattern| machine.add(stems, pattern));
    super::tone::ALARMS.iter().for_each(|(_, pattern)| alarms.add(stems, pattern));
    compiled
});

/// Every word of the patterns, for the correction of typing errors.
pub(super) fn words() -> impl Iterator<Item = &'static str> {
    let alarms = super::tone::ALARMS.iter().map(|(_, pattern)| *pattern);
    IS_IT_A_MACHINE
        .iter()
        .copied()
        .chain(alarms)
        .flat_map(|pattern| pattern.split([' ', '|']))
        .filter(|word| word.len() > 1 && word.bytes().all(|b| b.is_ascii_lowercase()))
}

/// What the patterns say of one sentence.
#[derive(Debug, Default)]
pub(super) struct Heard {
    /// How many patterns steer. One may be chance.
    pub steering: usize,
    pub asks_if_machine: bool,
    /// Indices into [`super::tone::ALARMS`].
    pub alarms: Vec<usize>,
}

/// Hears the patterns in one sentence.
pub(super) fn hear(tokens: &[Token]) -> Heard {
    let compiled = &*COMPILED;
    let ids: Vec<u32> =
        tokens.iter().map(|token| compiled.stems.get(&token.stem).copied().unwrap_or(u32::MAX)).collect();
    let mut heard = Heard::default();
    compiled.steering.matches(&ids, |_| heard.steering += 1);
    compiled.machine.matches(&ids, |_| heard.asks_if_machine = true);
    compiled.alarms.matches(&ids, |index| heard.alarms.push(index));
    heard
}
