//! What the owner says about language models: which are asked, in which order, how long an answer may take and what it may cost.
//! Keys are in the keyring.

use serde::{Deserialize, Serialize};

use super::Usage;
use crate::error::{Error, Result};
use crate::settings::{Document, validation};

crate::text_enum! {
    /// Who answers.
    pub enum Provider {
        Groq = "groq",
        /// `OpenAI`, or any server that speaks its language.
        Openai = "openai",
        Anthropic = "anthropic",
        Gemini = "gemini",
        /// A file on this computer.
        Local = "local",
    }
}

impl Provider {
    /// As it calls itself.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Groq => "Groq",
            Self::Openai => "OpenAI",
            Self::Anthropic => "Anthropic",
            Self::Gemini => "Google Gemini",
            Self::Local => "This computer",
        }
    }

    /// Where its API stands. Empty: nowhere but here.
    pub const fn address(self) -> &'static str {
        match self {
            Self::Groq => "https://api.groq.com/openai/v1/",
            Self::Openai => "https://api.openai.com/v1/",
            Self::Anthropic => "https://api.anthropic.com/v1/",
            Self::Gemini => "https://generativelanguage.googleapis.com/v1beta/",
            Self::Local => "",
        }
    }

    /// The host of its API. Empty: none.
    pub fn host(self) -> &'static str {
        self.address().split('/').nth(2).unwrap_or("")
    }

    pub const fn is_remote(self) -> bool {
        !matches!(self, Self::Local)
    }
}

/// What a provider takes, in millionths of a US dollar for a million tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    pub question: i64,
    pub answer: i64,
}

/// More than anybody takes: a thousand dollars for a million tokens.
const HIGHEST_PRICE: i64 = 1_000_000_000;

impl Price {
    /// In millionths of a US dollar, rounded up.
    pub fn of(self, usage: &Usage) -> i64 {
        self.of_tokens(usage.prompt_tokens, usage.answer_tokens)
    }

    pub fn of_tokens(self, question: u32, answer: u32) -> i64 {
        let whole =
            i128::from(self.question) * i128::from(question) + i128::from(self.answer) * i128::from(answer);
        i64::try_from((whole + 999_999) / 1_000_000).unwrap_or(i64::MAX)
    }
}

/// One model of the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkSettings {
    pub provider: Provider,
    /// As the provider calls it; of this computer, the file's name in the folder of models.
    pub model: String,
    /// Another server than the provider's own.
    #[serde(default)]
    pub base_url: Option<String>,
    /// `null`: not known; a limit of cost cannot count it then.
    #[serde(default)]
    pub price: Option<Price>,
}

/// The document. Its default is off: no model is asked, and nothing leaves the laptop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LanguageModelSettings {
    /// In the order in which they are asked. Whatever they come to, the built-in planner is the last.
    pub chain: Vec<LinkSettings>,
    /// All questions of one answer together.
    pub answer_seconds: u32,
    /// In cents of a US dollar, by the shop's days; `null`: no limit.
    pub daily_cents: Option<u32>,
    pub conversation_cents: Option<u32>,
}

impl Default for LanguageModelSettings {
    fn default() -> Self {
        Self { chain: Vec::new(), answer_seconds: 20, daily_cents: Some(100), conversation_cents: Some(10) }
    }
}

const LONGEST_CHAIN: usize = 6;

impl LanguageModelSettings {
    pub const fn is_on(&self) -> bool {
        !self.chain.is_empty()
    }
}

impl Document for LanguageModelSettings {
    const KEY: &'static str = "language_models";

    fn validate(&self) -> Result<()> {
        if self.chain.len() > LONGEST_CHAIN {
            return Err(Error::invalid(format!("At most {LONGEST_CHAIN} models can be asked.")).at("chain"));
        }
        if !(2..=120).contains(&self.answer_seconds) {
            return Err(
                Error::invalid("The time for an answer must be from 2 to 120 seconds.").at("answer_seconds")
            );
        }
        for (path, cents) in
            [("daily_cents", self.daily_cents), ("conversation_cents", self.conversation_cents)]
        {
            if cents.is_some_and(|cents| cents > 1_000_000) {
                return Err(Error::invalid("A limit is $10,000 at most.").at(path));
            }
        }
        let capped = self.daily_cents.is_some() || self.conversation_cents.is_some();
        for (n, link) in self.chain.iter().enumerate() {
            link.validate(n, capped)?;
            if self.chain[..n]
                .iter()
                .any(|other| other.provider == link.provider && other.model == link.model)
            {
                return Err(
                    Error::invalid("This model stands in the list twice.").at(format!("chain.{n}.model"))
                );
            }
        }
        Ok(())
    }
}

impl LinkSettings {
    fn validate(&self, n: usize, capped: bool) -> Result<()> {
        let at = |field: &str| format!("chain.{n}.{field}");
        let is_name = |c: char| c.is_ascii_alphanumeric() || "._:/@-".contains(c);
        if self.model.is_empty() || self.model.len() > 200 || !self.model.chars().all(is_name) {
            return Err(Error::invalid("Choose a model.").at(at("model")));
        }
        if self.provider == Provider::Local && (self.model.contains('/') || !self.model.ends_with(".gguf")) {
            return Err(Error::invalid("Choose a file that ends with .gguf.").at(at("model")));
        }
        if self.model.contains("..") {
            return Err(Error::invalid("Choose a model.").at(at("model")));
        }
        validation::link(&at("base_url"), "The server's address", self.base_url.as_deref().unwrap_or(""))?;
        if self.base_url.as_deref().is_some_and(|url| url.contains(['?', '#'])) {
            return Err(Error::invalid("The server's address must end with its path.").at(at("base_url")));
        }
        if let Some(Price { question, answer }) = self.price {
            if !(0..=HIGHEST_PRICE).contains(&question) || !(0..=HIGHEST_PRICE).contains(&answer) {
                return Err(
                    Error::invalid("A price is from 0 to $1,000 for a million tokens.").at(at("price"))
                );
            }
        } else if capped && self.provider.is_remote() {
            return Err(Error::invalid(
                "Enter what this model costs, or take the limits away: without a price they cannot count it.",
            )
            .at(at("price")));
        }
        Ok(())
    }
}

/// Prices that providers published in 2025, to begin with: an owner who pays others corrects them.
pub fn published_price(provider: Provider, model: &str) -> Option<Price> {
    const DOLLAR: i64 = 1_000_000;
    let cents = |question: i64, answer: i64| {
        Some(Price { question: question * DOLLAR / 1000, answer: answer * DOLLAR / 1000 })
    };
    let model = model.rsplit('/').next().unwrap_or(model);
    // In thousandths of a dollar. The longest beginning decides.
    let known: &[(Provider, &str, i64, i64)] = &[
        (Provider::Groq, "gpt-oss-20b", 75, 300),
        (Provider::Groq, "gpt-oss-120b", 150, 600),
        (Provider::Groq, "llama-3.1-8b", 50, 80),
        (Provider::Groq, "llama-3.3-70b", 590, 790),
        (Provider::Openai, "gpt-4.1", 2000, 8000),
        (Provider::Openai, "gpt-4.1-mini", 400, 1600),
        (Provider::Openai, "gpt-4o", 2500, 10_000),
        (Provider::Openai, "gpt-4o-mini", 150, 600),
        (Provider::Openai, "gpt-5", 1250, 10_000),
        (Provider::Openai, "gpt-5-mini", 250, 2000),
        (Provider::Anthropic, "claude-haiku-4-5", 1000, 5000),
        (Provider::Anthropic, "claude-sonnet-4", 3000, 15_000),
        (Provider::Gemini, "gemini-2.5-flash", 300, 2500),
        (Provider::Gemini, "gemini-2.5-flash-lite", 100, 400),
        (Provider::Gemini, "gemini-2.5-pro", 1250, 10_000),
    ];
    if provider == Provider::Local {
        return Some(Price { question: 0, answer: 0 });
    }
    known
        .iter()
        .filter(|(by, name, ..)| *by == provider && model.starts_with(name))
        .max_by_key(|(_, name, ..)| name.len())
        .and_then(|(_, _, question, answer)| cents(*question, *answer))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(provider: Provider, model: &str) -> LinkSettings {
        LinkSettings {
            provider,
            model: model.into(),
            base_url: None,
            price: Some(Price { question: 75_000, answer: 300_000 }),
        }
    }

    fn with(chain: Vec<LinkSettings>) -> LanguageModelSettings {
        LanguageModelSettings { chain, ..LanguageModelSettings::default() }
    }

    #[test]
    fn nothing_is_asked_until_the_owner_says_so() {
        let settings = LanguageModelSettings::default();
        assert!(!settings.is_on());
        settings.validate().expect("valid");
    }

    #[test]
    fn what_cannot_be_is_refused_at_its_place() {
        let groq = || link(Provider::Groq, "openai/gpt-oss-20b");
        with(vec![groq(), link(Provider::Local, "small.gguf")]).validate().expect("valid");
        let at = |settings: LanguageModelSettings| settings.validate().expect_err("refused").field;
        let field = |text: &str| Some(text.to_owned());
        for (wrong, place) in [
            (with(vec![link(Provider::Groq, "")]), "chain.0.model"),
            (with(vec![link(Provider::Groq, "a b")]), "chain.0.model"),
            (with(vec![link(Provider::Gemini, "../files")]), "chain.0.model"),
            (with(vec![groq(), groq()]), "chain.1.model"),
            (with(vec![link(Provider::Local, "/etc/x.gguf")]), "chain.0.model"),
            (with(vec![link(Provider::Local, "x.bin")]), "chain.0.model"),
            (with(vec![LinkSettings { base_url: Some("ftp://a".into()), ..groq() }]), "chain.0.base_url"),
            (
                with(vec![LinkSettings { base_url: Some("http://a.example".into()), ..groq() }]),
                "chain.0.base_url",
            ),
            (with(vec![LinkSettings { price: None, ..groq() }]), "chain.0.price"),
            (LanguageModelSettings { answer_seconds: 1, ..with(vec![groq()]) }, "answer_seconds"),
        ] {
            assert_eq!(at(wrong).as_deref(), field(place).as_deref());
        }
        let free = LanguageModelSettings { daily_cents: None, conversation_cents: None, ..with(Vec::new()) };
        LanguageModelSettings { chain: vec![LinkSettings { price: None, ..groq() }], ..free }
            .validate()
            .expect("without limits a price need not be known");
    }

    #[test]
    fn a_price_is_rounded_up_and_never_overflows() {
        let price = Price { question: 75_000, answer: 300_000 };
        // 1,000 tokens of a question and 100 of an answer: 75 + 30 millionths of a dollar.
        assert_eq!(price.of_tokens(1000, 100), 105);
        assert_eq!(price.of_tokens(1, 0), 1);
        assert_eq!(price.of_tokens(0, 0), 0);
        let dear = Price { question: HIGHEST_PRICE, answer: HIGHEST_PRICE };
        assert!(dear.of_tokens(u32::MAX, u32::MAX) > 0);
    }

    #[test]
    fn the_longest_name_decides_what_was_published() {
        let price = |provider, model| published_price(provider, model).map(|price| price.question);
        assert_eq!(price(Provider::Groq, "openai/gpt-oss-20b"), Some(75_000));
        assert_eq!(price(Provider::Openai, "gpt-4o-mini-2024-07-18"), Some(150_000));
        assert_eq!(price(Provider::Gemini, "gemini-2.5-flash-lite"), Some(100_000));
        assert_eq!(price(Provider::Openai, "my-own"), None);
        assert_eq!(price(Provider::Local, "x.gguf"), Some(0));
    }
}
