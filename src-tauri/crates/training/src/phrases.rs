//! The phrases: what they are, that none contradicts another, and their digest.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use haberdash_core::agent::intent::Intent;
use haberdash_core::agent::understanding::classifier::{features, features_of};
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// A phrase with all that it asks for, main intent first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Example {
    pub language: String,
    pub intents: Vec<Intent>,
    pub text: String,
    /// Put together of a wish and a frame: many are alike, so they train but do not judge.
    pub framed: bool,
}

pub struct Corpus {
    /// In a fixed order, whatever the order of files and lines.
    pub examples: Vec<Example>,
}

/// One of the forms of file.
#[derive(Deserialize)]
#[serde(untagged)]
enum File {
    Wishes { language: Option<String>, frames: Frames, wish: Vec<Wish> },
    Several { message: Vec<Message> },
    OfLanguage { language: String, phrases: BTreeMap<String, Vec<String>> },
    OfIntent { intent: String, phrases: Vec<String> },
}

#[derive(Deserialize)]
struct Message {
    text: String,
    intents: Vec<String>,
}

/// What people write around a wish; `{}` stands for it.
#[derive(Deserialize)]
struct Frames {
    r#do: Vec<String>,
    doing: Vec<String>,
    about: Vec<String>,
}

#[derive(Deserialize)]
struct Wish {
    intent: String,
    r#do: Vec<String>,
    #[serde(default)]
    doing: Vec<String>,
    about: Vec<String>,
}

/// Of so many phrases one has its features in the digest.
const SEEN_OF: usize = 16;
/// Frames that each wish is taken with.
const FRAMES_OF_A_WISH: usize = 5;

/// Each wish in some frames, always the same; all frames are used evenly.
fn framed(frames: &[String], wishes: &[String], begin: usize) -> Vec<String> {
    let mut next = begin;
    let mut phrases = Vec::new();
    for wish in wishes {
        for _ in 0..FRAMES_OF_A_WISH.min(frames.len()) {
            phrases.push(frames[next % frames.len()].replace("{}", wish));
            // A step that shares no divisor with the number of frames comes to each of them.
            next += 7;
        }
    }
    phrases
}

fn intent(name: &str, file: &str) -> Result<Intent> {
    Intent::parse(name).with_context(|| format!("{file}: no intent is called '{name}'"))
}

/// Letters and digits only: what is the same phrase to a reader.
fn plain(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Reads all `*.toml` of the folder.
pub fn read(folder: &Path) -> Result<Corpus> {
    let mut examples = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {name}"))?;
        match toml::from_str(&text).with_context(|| format!("{name} is in none of the forms"))? {
            File::Wishes { language, frames, wish } => {
                let language = language.unwrap_or_else(|| "en".to_owned());
                for (number, wish) in wish.iter().enumerate() {
                    let of = intent(&wish.intent, &name)?;
                    let texts = framed(&frames.r#do, &wish.r#do, number)
                        .into_iter()
                        .chain(framed(&frames.doing, &wish.doing, number))
                        .chain(framed(&frames.about, &wish.about, number));
                    examples.extend(texts.map(|text| Example {
                        language: language.clone(),
                        intents: vec![of],
                        text,
                        framed: true,
                    }));
                }
            }
            File::Several { message } => {
                for Message { text, intents } in message {
                    let intents =
                        intents.iter().map(|intent_| intent(intent_, &name)).collect::<Result<_>>()?;
                    examples.push(Example { language: "en".to_owned(), intents, text, framed: false });
                }
            }
            File::OfLanguage { language, phrases } => {
                for (of, texts) in phrases {
                    let of = intent(&of, &name)?;
                    examples.extend(texts.into_iter().map(|text| Example {
                        language: language.clone(),
                        intents: vec![of],
                        text,
                        framed: false,
                    }));
                }
            }
            File::OfIntent { intent: of, phrases } => {
                let of = intent(&of, &name)?;
                examples.extend(phrases.into_iter().map(|text| Example {
                    language: "en".to_owned(),
                    intents: vec![of],
                    text,
                    framed: false,
                }));
            }
        }
    }
    examples.sort();
    check(&examples)?;
    Ok(Corpus { examples })
}

/// A phrase may not stand under two intents of one language.
fn check(examples: &[Example]) -> Result<()> {
    let mut known: HashMap<(String, &str), &[Intent]> = HashMap::new();
    let mut wrong = Vec::new();
    for example in examples {
        let plain = plain(&example.text);
        if example.intents.is_empty() || example.text.trim().is_empty() {
            wrong.push(format!("'{}' has no intent or no text", example.text));
        }
        if plain.is_empty() {
            continue;
        }
        if let Some(other) = known.insert((plain, &example.language), &example.intents)
            && other != example.intents
        {
            wrong.push(format!("'{}' is both {other:?} and {:?}", example.text, example.intents));
        }
    }
    if !wrong.is_empty() {
        bail!("contradicting phrases:\n{}", wrong.join("\n"));
    }
    Ok(())
}

impl Corpus {
    pub fn languages(&self) -> BTreeSet<&str> {
        self.examples.iter().map(|example| example.language.as_str()).collect()
    }

    /// Of everything that the weights depend on, but the training itself: the phrases, and what the classifier sees of them
    /// (of a part, for time's sake), so that a change of word lists or of spelling shows as well.
    pub fn digest(&self) -> [u8; 32] {
        let mut hasher = Sha256::new();
        hasher.update(features::VERSION.to_le_bytes());
        for (number, example) in self.examples.iter().enumerate() {
            if number % SEEN_OF == 0 {
                for feature in features_of(&example.text) {
                    hasher.update(feature.hash.to_le_bytes());
                    hasher.update(feature.count.to_le_bytes());
                }
            }
            hasher.update(&example.language);
            for intent in &example.intents {
                hasher.update([0x1f]);
                hasher.update(intent.as_str());
            }
            hasher.update([0x1e]);
            hasher.update(&example.text);
            hasher.update([0x1d]);
        }
        hasher.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corpus() -> Corpus {
        read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../models/intents")).expect("phrases")
    }

    /// When this fails: `cargo xtask train-intents`.
    #[test]
    fn the_built_in_weights_were_trained_from_these_phrases() {
        let trained = haberdash_core::agent::understanding::classifier::trained_from();
        assert!(trained == corpus().digest(), "phrases or features changed: run `cargo xtask train-intents`");
    }

    #[test]
    fn every_intent_has_enough_phrases() {
        let corpus = corpus();
        for intent in Intent::ALL {
            let english = corpus
                .examples
                .iter()
                .filter(|example| example.language == "en" && example.intents == [*intent])
                .count();
            assert!(english >= 100, "{intent:?}: {english}");
        }
        for language in ["es", "fr", "de", "pt", "it", "hi", "ar"] {
            let phrases = corpus.examples.iter().filter(|example| example.language == language).count();
            assert!(phrases >= 300, "{language}: {phrases}");
        }
    }

    #[test]
    fn a_phrase_under_two_intents_is_refused() {
        let example = |text: &str, intent| Example {
            language: "en".to_owned(),
            intents: vec![intent],
            text: text.to_owned(),
            framed: false,
        };
        let (a, b) = (example("Where is it?", Intent::TrackOrder), example("where is it", Intent::Other));
        assert!(check(&[a.clone(), b]).is_err());
        assert!(check(&[a.clone(), a]).is_ok());
    }
}
