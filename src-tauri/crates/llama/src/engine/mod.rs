//! One loaded model: from messages to an answer.
//!
//! llama.cpp ends the process where it is used wrongly. What would do so is not possible here: batches are never larger
//! than the context's, no grammar is a sampler of llama.cpp's, no sampler is told of tokens twice, and what does not fit
//! into the context is an error before anything is evaluated.

mod generate;
mod grammar;
mod logs;
mod plan;
mod sampling;
mod state;
mod template;
mod text;
mod tools;
mod vocabulary;

use std::num::NonZeroU32;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use llama_cpp_2::context::LlamaContext;
use llama_cpp_2::context::params::LlamaContextParams;
use llama_cpp_2::llama_batch::LlamaBatch;
use llama_cpp_2::model::LlamaModel;
use llama_cpp_2::model::params::LlamaModelParams;
use llama_cpp_2::token::LlamaToken;
use llama_cpp_2::token_type::LlamaTokenAttr;
use self_cell::self_cell;

pub(crate) use logs::backend;
pub use plan::inspect;
pub use vocabulary::Vocabulary;

use crate::chat::{ChatRequest, Message, Role};
use crate::gguf::Header;
use crate::model::{ModelDescription, ModelSpec};
use crate::{Error, Machine};
use grammar::Grammars;
use state::StateFiles;
use template::Template;

/// All is one conversation to llama.cpp.
const SEQUENCE: i32 = 0;

self_cell!(
    struct Loaded {
        owner: LlamaModel,
        #[covariant]
        dependent: LlamaContext,
    }
);

/// Ends work that is under way, from another thread.
#[derive(Debug, Clone, Default)]
pub struct Control {
    pub cancelled: Arc<AtomicBool>,
    pub deadline: Option<Instant>,
}

impl Control {
    fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}

/// A model in memory. It belongs to one thread at a time.
pub struct Engine {
    loaded: Loaded,
    batch: LlamaBatch<'static>,
    description: ModelDescription,
    template: Template,
    grammars: Option<Grammars>,
    /// The tokens whose keys and values are in the context, in their order.
    evaluated: Vec<LlamaToken>,
    /// How many of them every request shares.
    shared: usize,
    state: Option<StateFiles>,
}

impl Engine {
    /// Loads a model, and what was kept of an earlier run.
    ///
    /// # Errors
    /// What [`inspect`] finds before anything is loaded, [`Error::Processor`], [`Error::UnsupportedArchitecture`],
    /// [`Error::Corrupt`], [`Error::Template`], [`Error::Cancelled`], [`Error::Engine`].
    pub fn load(spec: &ModelSpec, machine: Machine, control: &Control) -> Result<Self, Error> {
        let header = Header::read(&spec.path)?;
        let mut description = plan::describe(&header, spec, machine)?;
        let backend = backend()?;
        let model = load_model(spec, control)?;
        let template = read_template(&model, header.text("tokenizer.chat_template"))?;
        let count = |value: u32| i32::try_from(value).unwrap_or(i32::MAX);
        let parameters = LlamaContextParams::default()
            .with_n_ctx(NonZeroU32::new(description.context))
            .with_n_batch(description.batch)
            .with_n_ubatch(description.batch)
            .with_n_seq_max(1)
            .with_n_threads(count(description.threads))
            .with_n_threads_batch(count(description.threads))
            .with_swa_full(true)
            .with_no_perf(true);
        let (loaded, lines) =
            logs::complaints(|| Loaded::try_new(model, |model| model.new_context(backend, parameters)));
        let loaded = loaded.map_err(|error| Error::Engine {
            reason: lines.last().cloned().unwrap_or_else(|| error.to_string()),
        })?;
        // llama.cpp rounds both to what its memory likes.
        let (context, batch) =
            loaded.with_dependent(|_, context| (context.n_ctx(), context.n_batch().min(context.n_ubatch())));
        description.context = context;
        description.batch = batch.max(1);
        let capacity = usize::try_from(description.batch).map_err(Error::engine)?;
        let state = spec.state_folder.as_deref().map(|folder| StateFiles::new(folder, &description));
        let mut engine = Self {
            loaded,
            batch: LlamaBatch::new(capacity, 1),
            description,
            template,
            grammars: None,
            evaluated: Vec::new(),
            shared: 0,
            state,
        };
        engine.restore();
        Ok(engine)
    }

    pub fn description(&self) -> &ModelDescription {
        &self.description
    }

    /// Tokens of the prompt that a request becomes.
    ///
    /// # Errors
    /// [`Error::Template`], [`Error::Request`].
    pub fn count_request(&self, request: &ChatRequest) -> Result<usize, Error> {
        Ok(self.prompt(request)?.len())
    }

    /// Forgets what was evaluated: the next request starts from nothing.
    pub fn forget(&mut self) {
        self.loaded.with_dependent_mut(|_, context| context.clear_kv_cache());
        self.evaluated.clear();
        self.shared = 0;
    }

    /// Keeps the beginning that requests share for the next start, and forgets the rest. True when something was kept.
    pub fn save_state(&mut self) -> bool {
        if self.state.is_none() {
            return false;
        }
        let shared = self.shared.min(self.evaluated.len());
        if shared == 0 {
            return false;
        }
        if self.cut(shared).is_err() || self.evaluated.len() != shared {
            return false;
        }
        let Some(state) = &self.state else { return false };
        let evaluated = &self.evaluated;
        let saved = self.loaded.with_dependent_mut(|_, context| {
            state.save(shared, |path| {
                let written = context.state_seq_save_file(path, SEQUENCE, evaluated);
                written.map(drop).map_err(|error| error.to_string())
            })
        });
        if let Err(reason) = &saved {
            tracing::warn!(reason, "what the model has read cannot be kept for the next start");
        }
        saved.is_ok()
    }

    fn restore(&mut self) {
        let Some((path, tokens)) = self.state.as_ref().and_then(StateFiles::usable) else { return };
        if tokens == 0 || tokens >= self.context_size() {
            return;
        }
        let (restored, _) = logs::complaints(|| {
            self.loaded.with_dependent_mut(|_, context| context.state_seq_load_file(&path, SEQUENCE, tokens))
        });
        match restored {
            Ok((evaluated, _)) if evaluated.len() == tokens => {
                self.evaluated = evaluated;
                self.shared = tokens;
            }
            _ => {
                self.forget();
                if let Some(state) = &self.state {
                    state.remove();
                }
            }
        }
    }

    fn model(&self) -> &LlamaModel {
        self.loaded.borrow_owner()
    }

    fn context_size(&self) -> usize {
        usize::try_from(self.description.context).unwrap_or(usize::MAX)
    }

    /// The prompt's tokens.
    fn prompt(&self, request: &ChatRequest) -> Result<Vec<LlamaToken>, Error> {
        let text = self.template.render(request)?;
        let vocabulary = self.model().vocab();
        let mut tokens = vocabulary.tokenize(text.as_bytes(), false, true);
        // Most templates write the beginning themselves; twice it confuses the model.
        let begin = vocabulary.bos();
        if vocabulary.should_add_bos() && begin.0 >= 0 && tokens.first() != Some(&begin) {
            tokens.insert(0, begin);
        }
        if tokens.is_empty() {
            return Err(Error::Request { reason: "the prompt is empty".to_owned() });
        }
        Ok(tokens)
    }

    /// How many of the prompt's tokens come before the first word of the conversation.
    fn instructions(&self, request: &ChatRequest, prompt: &[LlamaToken]) -> usize {
        let mut messages: Vec<Message> =
            request.messages.iter().take_while(|message| message.role == Role::System).cloned().collect();
        if messages.is_empty() && request.tools.is_empty() {
            return 0;
        }
        // Some templates refuse instructions alone. What this differs in from the prompt is no instruction.
        messages.push(Message::new(Role::User, "?"));
        let alone = ChatRequest { messages, ..request.clone() };
        self.prompt(&alone).map_or(0, |alone| common(&alone, prompt))
    }

    /// Takes the evaluated tokens from `keep` on out of the context; all of them where the model cannot forget a part.
    fn cut(&mut self, keep: usize) -> Result<(), Error> {
        if keep == self.evaluated.len() {
            return Ok(());
        }
        let from = u32::try_from(keep).map_err(Error::engine)?;
        let cut =
            self.loaded.with_dependent_mut(|_, context| context.kv_cache_seq_rm(SEQUENCE, Some(from), None));
        if cut.is_ok() && keep > 0 {
            self.evaluated.truncate(keep);
            self.shared = self.shared.min(keep);
        } else {
            self.forget();
        }
        Ok(())
    }
}

/// Tokens that two lists begin with.
fn common(one: &[LlamaToken], other: &[LlamaToken]) -> usize {
    one.iter().zip(other).take_while(|(one, other)| one == other).count()
}

fn load_model(spec: &ModelSpec, control: &Control) -> Result<LlamaModel, Error> {
    let mut parameters = LlamaModelParams::default();
    if let Some(layers) = spec.gpu_layers {
        parameters = parameters.with_n_gpu_layers(layers);
    }
    load_file(&spec.path, parameters, control)
}

fn load_file(path: &Path, parameters: LlamaModelParams, control: &Control) -> Result<LlamaModel, Error> {
    let backend = backend()?;
    let cancelled = Arc::clone(&control.cancelled);
    let parameters = parameters.with_progress_callback(move |_| !cancelled.load(Ordering::Relaxed));
    let (model, lines) = logs::complaints(|| LlamaModel::load_from_file(backend, path, &parameters));
    match model {
        Ok(model) => Ok(model),
        Err(_) if control.is_cancelled() => Err(Error::Cancelled),
        Err(llama_cpp_2::LlamaModelLoadError::NullResult) => Err(logs::refusal(&lines)),
        Err(error) => Err(Error::Unreadable { reason: error.to_string() }),
    }
}

fn read_template(model: &LlamaModel, source: Option<&str>) -> Result<Template, Error> {
    let vocabulary = model.vocab();
    let text = |token: LlamaToken| {
        let text = (token.0 >= 0).then(|| vocabulary.text(token)).flatten();
        text.map(|text| text.to_string_lossy().into_owned()).unwrap_or_default()
    };
    let marks = vocabulary
        .tokens()
        .filter(|token| {
            let attributes = vocabulary.attr(*token);
            let word = || text(*token);
            attributes.contains(LlamaTokenAttr::Control)
                || attributes.contains(LlamaTokenAttr::Unknown)
                // Words that a maker added for a mark, not those added for spaces or digits.
                || attributes.contains(LlamaTokenAttr::UserDefined) && word().starts_with('<') && word().ends_with('>')
        })
        .map(text)
        .collect();
    Template::new(source, marks, text(vocabulary.bos()), text(vocabulary.eos()))
}
