//! llama.cpp alone, in the shortest loop that answers: what ours is compared with.

use std::num::NonZeroU32;
use std::time::Instant;

use llama_cpp_2::context::LlamaContext;
use llama_cpp_2::context::params::LlamaContextParams;
use llama_cpp_2::llama_batch::LlamaBatch;
use llama_cpp_2::model::LlamaModel;
use llama_cpp_2::model::params::LlamaModelParams;
use llama_cpp_2::sampling::LlamaSampler;
use llama_cpp_2::token::LlamaToken;

use crate::Error;
use crate::engine::backend;
use crate::model::{ModelDescription, ModelSpec};

pub(super) fn load(spec: &ModelSpec) -> Result<LlamaModel, Error> {
    LlamaModel::load_from_file(backend()?, &spec.path, &LlamaModelParams::default()).map_err(Error::engine)
}

/// A context with a prompt in it, with the same batches and threads as ours.
pub(super) struct Bare<'a> {
    context: LlamaContext<'a>,
    batch: LlamaBatch<'static>,
    depth: u32,
    /// Tokens of the prompt a second.
    pub prompt_rate: f64,
}

impl<'a> Bare<'a> {
    pub fn read(model: &'a LlamaModel, description: &ModelDescription, depth: u32) -> Result<Self, Error> {
        let threads = i32::try_from(description.threads).map_err(Error::engine)?;
        let size = usize::try_from(description.batch).map_err(Error::engine)?;
        let parameters = LlamaContextParams::default()
            .with_n_ctx(NonZeroU32::new(description.context))
            .with_n_batch(description.batch)
            .with_n_ubatch(description.batch)
            .with_n_threads(threads)
            .with_n_threads_batch(threads)
            .with_no_perf(true);
        let context = model.new_context(backend()?, parameters).map_err(Error::engine)?;
        let mut bare = Self { context, batch: LlamaBatch::new(size, 1), depth, prompt_rate: 0.0 };
        let vocabulary = i32::try_from(description.vocabulary).map_err(Error::engine)?;
        let last = 1000_i32.min(vocabulary - 1);
        let positions: Vec<i32> = (0..i32::try_from(depth).map_err(Error::engine)?).collect();
        let begun = Instant::now();
        for piece in positions.chunks(size) {
            bare.batch.clear();
            for position in piece {
                let token = LlamaToken::new(last - position % 500);
                bare.batch
                    .add(token, *position, &[0], piece.last() == Some(position))
                    .map_err(Error::engine)?;
            }
            bare.context.decode(&mut bare.batch).map_err(Error::engine)?;
        }
        bare.context.synchronize();
        bare.prompt_rate = f64::from(depth) / begun.elapsed().as_secs_f64();
        Ok(bare)
    }

    /// Tokens of an answer of this length a second.
    pub fn answer(&mut self, length: u32) -> Result<f64, Error> {
        // The last answer's tokens go; the prompt's last one is judged again, as ours does.
        let first = self.depth - 1;
        self.context.kv_cache_seq_rm(0, Some(first), None).map_err(Error::engine)?;
        let mut sampler = LlamaSampler::greedy();
        let mut token = LlamaToken::new(300);
        let begun = Instant::now();
        for position in first..first + length {
            let position = i32::try_from(position).map_err(Error::engine)?;
            self.batch.clear();
            self.batch.add(token, position, &[0], true).map_err(Error::engine)?;
            self.context.decode(&mut self.batch).map_err(Error::engine)?;
            token = sampler.sample(&self.context, 0);
        }
        Ok(f64::from(length) / begun.elapsed().as_secs_f64())
    }
}
