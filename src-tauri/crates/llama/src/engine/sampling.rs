//! The next token from the model's judgement of all of them.

use llama_cpp_2::sampling::LlamaSampler;
use llama_cpp_2::token::LlamaToken;
use llama_cpp_2::token::data::LlamaTokenData;
use llama_cpp_2::token::data_array::LlamaTokenDataArray;
use toktrie::SimpleVob;

use crate::Error;
use crate::chat::Sampling;

/// Chooses tokens of one answer.
pub(super) struct Chooser {
    /// None takes the likeliest.
    chain: Option<LlamaSampler>,
    candidates: LlamaTokenDataArray,
}

impl Chooser {
    /// # Errors
    /// [`Error::Request`] for numbers out of their range.
    pub fn new(sampling: &Sampling) -> Result<Self, Error> {
        let Sampling { temperature, top_p, top_k, seed } = *sampling;
        if !temperature.is_finite() || !(0.0..=10.0).contains(&temperature) {
            return Err(Error::Request { reason: format!("a temperature of {temperature}") });
        }
        if !(top_p > 0.0 && top_p <= 1.0) {
            return Err(Error::Request { reason: format!("a share of {top_p} of the probability") });
        }
        let chain = (temperature > 0.0).then(|| {
            let mut chain = Vec::new();
            if top_k > 0 {
                chain.push(LlamaSampler::top_k(i32::try_from(top_k).unwrap_or(i32::MAX)));
            }
            if top_p < 1.0 {
                chain.push(LlamaSampler::top_p(top_p, 1));
            }
            chain.push(LlamaSampler::temp(temperature));
            chain.push(LlamaSampler::dist(seed));
            LlamaSampler::chain(chain, true)
        });
        Ok(Self { chain, candidates: LlamaTokenDataArray::new(Vec::new(), false) })
    }

    /// Only a token of `allowed`, where that is given.
    pub fn choose(&mut self, logits: &[f32], allowed: Option<&SimpleVob>) -> Result<LlamaToken, Error> {
        let judged =
            (0..).zip(logits).filter(|(id, _)| allowed.is_none_or(|allowed| allowed.is_allowed(*id)));
        let Some(chain) = &mut self.chain else {
            let mut best: Option<(u32, f32)> = None;
            for (id, logit) in judged {
                if best.is_none_or(|(_, most)| *logit > most) && !logit.is_nan() {
                    best = Some((id, *logit));
                }
            }
            return best.and_then(|(id, _)| token(id)).ok_or_else(none);
        };
        self.candidates.data.clear();
        self.candidates.data.extend(
            judged
                .filter(|(_, logit)| !logit.is_nan())
                .filter_map(|(id, logit)| Some(LlamaTokenData::new(token(id)?, *logit, 0.0))),
        );
        if self.candidates.data.is_empty() {
            return Err(none());
        }
        self.candidates.selected = None;
        self.candidates.sorted = false;
        chain.apply(&mut self.candidates);
        self.candidates.selected_token().ok_or_else(none)
    }
}

fn token(id: u32) -> Option<LlamaToken> {
    i32::try_from(id).ok().map(LlamaToken::new)
}

fn none() -> Error {
    Error::engine("no token can follow")
}
