//! A model's tokenizer without its weights: to count, while the model answers somebody else or is not loaded at all.

use llama_cpp_2::model::LlamaModel;
use llama_cpp_2::model::params::LlamaModelParams;

use super::{Control, load_file, plan};
use crate::gguf::Header;
use crate::model::ModelSpec;
use crate::{Error, Machine};

/// Some ten MiB; loaded in a fraction of a second.
pub struct Vocabulary(LlamaModel);

impl Vocabulary {
    /// # Errors
    /// Those of a load of the whole model, but for what its weights or the memory lack.
    pub fn load(spec: &ModelSpec, control: &Control) -> Result<Self, Error> {
        let header = Header::read(&spec.path)?;
        // What native code would not survive is refused before it sees the file. How much memory the weights need is no matter.
        let plenty = ModelSpec { memory: Some(u64::MAX), ..spec.clone() };
        plan::describe(&header, &plenty, Machine::here())?;
        let parameters = LlamaModelParams::default().with_vocab_only(true).with_n_gpu_layers(0);
        load_file(&spec.path, parameters, control).map(Self)
    }

    /// Tokens of a text by itself.
    pub fn count(&self, text: &str) -> usize {
        self.0.vocab().tokenize(text.as_bytes(), false, false).len()
    }
}
