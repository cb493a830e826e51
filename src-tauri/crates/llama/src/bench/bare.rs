//! llama.cpp alone, in the shortest loop that answers: what ours is compared with.

use std::num::NonZeroU32;
use std::time::Instant;

use llama_cpp_2::context::params::LlamaContextParams;
use llama_cpp_2::llama_batch::LlamaBatch;
use llama_cpp_2::model::LlamaModel;
use llama_cpp_2::model::params::LlamaModelParams;
use llama_cpp_2::sampling::LlamaSampler;
use llama_cpp_2::token::LlamaToken;

use crate::Error;
use crate::engine::backend;
use crate::model::{ModelDescription, ModelSpec};

pub(super) struct Bare {
    model: LlamaModel,
    description: ModelDescription,
}

/// Tokens a second.
pub(super) struct Measured {
    pub prompt: f64,
    pub answer: f64,
}

impl Bare {
    pub fn load(spec: &ModelSpec, description: &ModelDescription) -> Result<Self, Error> {
        let parameters = LlamaModelParams::default();
        let model = LlamaModel::load_from_file(backend()?, &spec.path, &parameters).map_err(Error::engine)?;
        Ok(Self { model, description: description.clone() })
    }

    /// After a prompt of `depth` tokens, `length` of an answer, with the same batches and threads as ours.
    pub fn measure(&mut self, depth: usize, length: u32) -> Result<Measured, Error> {
        let threads = i32::try_from(self.description.threads).map_err(Error::engine)?;
        let size = usize::try_from(self.description.batch).map_err(Error::engine)?;
        let parameters = LlamaContextParams::default()
            .with_n_ctx(NonZeroU32::new(self.description.context))
            .with_n_batch(self.description.batch)
            .with_n_ubatch(self.description.batch)
            .with_n_threads(threads)
            .with_n_threads_batch(threads)
            .with_no_perf(true);
        let mut context = self.model.new_context(backend()?, parameters).map_err(Error::engine)?;
        let mut sampler = LlamaSampler::greedy();
        let mut batch = LlamaBatch::new(size, 1);
        let vocabulary = i32::try_from(self.description.vocabulary).map_err(Error::engine)?;
        let prompt: Vec<LlamaToken> = (0..)
            .map(|place: i32| LlamaToken::new(1000_i32.min(vocabulary - 1) - place % 500))
            .take(depth)
            .collect();
        let mut position = 0;
        let begun = Instant::now();
        for piece in prompt.chunks(size) {
            batch.clear();
            for (place, token) in piece.iter().enumerate() {
                batch.add(*token, position, &[0], place + 1 == piece.len()).map_err(Error::engine)?;
                position += 1;
            }
            context.decode(&mut batch).map_err(Error::engine)?;
        }
        let mut last = batch.n_tokens() - 1;
        context.synchronize();
        let after_prompt = Instant::now();
        for _ in 0..length {
            let token = sampler.sample(&context, last);
            batch.clear();
            batch.add(token, position, &[0], true).map_err(Error::engine)?;
            position += 1;
            last = 0;
            context.decode(&mut batch).map_err(Error::engine)?;
        }
        context.synchronize();
        let answer = after_prompt.elapsed().as_secs_f64();
        let prompt_seconds = (after_prompt - begun).as_secs_f64();
        let depth = u32::try_from(depth).map_err(Error::engine)?;
        Ok(Measured { prompt: f64::from(depth) / prompt_seconds, answer: f64::from(length) / answer })
    }
}
