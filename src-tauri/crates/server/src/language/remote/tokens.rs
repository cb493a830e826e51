//! Tokens of a text for somebody else's model. OpenAI's families have a tokenizer that everybody may have; of all others their providers
//! tell with each answer how many tokens the question was, whose bytes are known here.

use std::collections::{HashMap, VecDeque};
use std::convert::Infallible;
use std::sync::Arc;

use haberdash_core::language_model::{LinkSettings, guessed_tokens};
use parking_lot::Mutex;
use tiktoken_rs::tokenizer::{Tokenizer, get_tokenizer};

use crate::language::counts::Counts;

/// Answers whose measure holds: what comes next may be as dense as the densest of them.
const LOOKED_BACK: usize = 8;
/// In hundredths: what comes next may be a little denser than all of them.
const WITH_MARGIN: u64 = 105;
/// Of a question with fewer bytes, the form of the answer and the marks of the chat are too great a part.
const SHORTEST: u64 = 1_000;
/// Tokens of a million bytes. Words of a shop have four or five bytes a token, and no tokenizer makes more than a token of a byte, but
/// for what a chat needs besides: a server that tells anything else counts something else.
const BELIEVED: std::ops::RangeInclusive<u64> = 125_000..=1_250_000;
const MILLION: u64 = 1_000_000;

/// How a model's texts are counted.
pub(super) enum Tokens {
    Own(Counts),
    Measured(Arc<Measure>),
}

impl Tokens {
    /// By the model's name: whoever serves it, its tokenizer is the same.
    pub(super) fn of(model: &str, measure: &Arc<Measure>) -> Self {
        if is_of_openai_s_families(model) {
            Self::Own(Counts::default())
        } else {
            Self::Measured(Arc::clone(measure))
        }
    }

    /// The first count of a tokenizer loads it, which takes a moment; it stays for all.
    pub(super) fn count(&self, text: &str) -> usize {
        match self {
            Self::Own(counts) => {
                let count = || Ok::<_, Infallible>(tiktoken_rs::o200k_base_singleton().count_ordinary(text));
                let Ok(tokens) = counts.of(text, count);
                tokens
            }
            Self::Measured(measure) => measure.tokens(text),
        }
    }
}

/// Those whose vocabulary is `o200k`: `gpt-oss` has a few marks of a chat more, which are no text's.
fn is_of_openai_s_families(model: &str) -> bool {
    let name = model.rsplit('/').next().unwrap_or(model);
    name.starts_with("gpt-oss")
        || matches!(get_tokenizer(name), Some(Tokenizer::O200kBase | Tokenizer::O200kHarmony))
}

/// Tokens a byte of one model, as its provider counted lately. Nothing is known until the first answer.
#[derive(Default)]
pub struct Measure(Mutex<VecDeque<u64>>);

impl Measure {
    /// A question had so many bytes of text, and its provider counted so many tokens. The form of the answer and the marks of the chat
    /// are among the tokens and not among the bytes: not every provider counts them, and so the measure is from above for all.
    pub(super) fn take(&self, bytes: usize, tokens: u32) {
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        if bytes < SHORTEST {
            return;
        }
        let measured = (u64::from(tokens) * MILLION).div_ceil(bytes);
        if !BELIEVED.contains(&measured) {
            return;
        }
        let mut last = self.0.lock();
        if last.len() == LOOKED_BACK {
            last.pop_front();
        }
        last.push_back(measured);
    }

    fn tokens(&self, text: &str) -> usize {
        let Some(densest) = self.0.lock().iter().copied().max() else { return guessed_tokens(text) };
        let bytes = u64::try_from(text.len()).unwrap_or(u64::MAX);
        let tokens = bytes.saturating_mul(densest * WITH_MARGIN).div_ceil(MILLION * 100);
        usize::try_from(tokens).unwrap_or(usize::MAX)
    }
}

/// What is known of models, for as long as the program runs: it outlives a chain, which the settings change.
#[derive(Default)]
pub struct Measures(Mutex<HashMap<Whose, Arc<Measure>>>);

/// Provider, server and model.
type Whose = (&'static str, Option<String>, String);

impl Measures {
    pub fn of(&self, link: &LinkSettings) -> Arc<Measure> {
        let whose = (link.provider.as_str(), link.base_url.clone(), link.model.clone());
        Arc::clone(self.0.lock().entry(whose).or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> usize {
        Tokens::of("openai/gpt-oss-20b", &Arc::default()).count(text)
    }

    #[test]
    fn openai_s_families_are_counted_by_their_own_tokenizer() {
        for model in [
            "gpt-oss-20b",
            "gpt-oss:120b",
            "openai/gpt-oss-120b",
            "gpt-4o",
            "gpt-4o-mini",
            "chatgpt-4o-latest",
            "gpt-4.1-nano",
            "gpt-5",
            "gpt-5-mini-2025-08-07",
            "o1",
            "o3-mini",
            "o4-mini",
        ] {
            assert!(is_of_openai_s_families(model), "{model}");
        }
        for model in [
            "llama-3.3-70b-versatile",
            "qwen/qwen3-32b",
            "claude-haiku-4-5",
            "gemini-2.5-flash",
            "gpt-4",
            "o",
        ] {
            assert!(!is_of_openai_s_families(model), "{model}");
        }
    }

    /// Counts that OpenAI's own program makes (tiktoken's `o200k_base`).
    #[test]
    fn its_counts_are_those_of_openai_s_own_program() {
        for (text, tokens) in [
            ("", 0),
            ("hello world", 2),
            ("antidisestablishmentarianism", 6),
            ("2 + 2 = 4", 7),
            ("お誕生日おめでとう", 8),
            // A mark of the chat is letters when a customer writes it.
            ("<|start|>", 5),
        ] {
            assert_eq!(exact(text), tokens, "{text:?}");
        }
    }

    #[test]
    fn whatever_a_customer_writes_is_counted() {
        for (text, most) in [
            (" ".repeat(60_000), 60_000),
            (format!("{}x", " \n\t".repeat(20_000)), 60_001),
            ("a".repeat(60_000), 60_000),
            ("Aa'S".repeat(15_000), 60_000),
            ("服".repeat(20_000), 60_000),
            ("\u{301}👗\u{200d}".repeat(8_000), 80_000),
        ] {
            let tokens = exact(&text);
            assert!(tokens > 0 && tokens <= most, "{tokens} of {}", text.len());
        }
    }

    #[test]
    fn what_is_not_measured_is_guessed_and_then_the_densest_of_the_last_answers_counts() {
        let measure = Arc::<Measure>::default();
        let tokens = Tokens::of("claude-haiku-4-5", &measure);
        let text = "x".repeat(4_000);
        assert_eq!(tokens.count(&text), guessed_tokens(&text));
        // Too short to tell, or nothing that a tokenizer could count.
        for (bytes, told) in [(999, 500), (4_000, 0), (4_000, 1), (4_000, 499), (4_000, 5_001), (0, 7)] {
            measure.take(bytes, told);
            assert_eq!(tokens.count(&text), guessed_tokens(&text), "{told} tokens of {bytes} bytes");
        }
        measure.take(4_000, 1_000);
        assert_eq!(tokens.count(&text), 1_050);
        measure.take(2_000, 800);
        assert_eq!(tokens.count(&text), 1_680);
        for _ in 1..LOOKED_BACK {
            measure.take(4_000, 1_000);
            assert_eq!(tokens.count(&text), 1_680);
        }
        measure.take(4_000, 1_000);
        assert_eq!(tokens.count(&text), 1_050, "what was dense is long ago");
        assert_eq!((tokens.count(""), tokens.count("a")), (0, 1));
    }
}
