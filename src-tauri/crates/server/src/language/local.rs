//! A link to a model file on this computer: llama.cpp in a child process (crate haberdash-llama). Nothing leaves the machine.

use std::path::PathBuf;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use haberdash_core::language_model::{
    Answering, Capabilities, Completion, Failure, LanguageModel, Request, Role, Usage, guessed_tokens,
};
use haberdash_llama::chat::{self, ChatEvent, ChatRequest, Finish, Sampling};
use haberdash_llama::engine::inspect;
use haberdash_llama::host::{Host, HostSettings};
use haberdash_llama::model::ModelSpec;
use haberdash_llama::{Error, Machine};
use parking_lot::Mutex;
use tokio::runtime::Handle;

use super::LOCAL_CONTEXT;
use super::counts::Counts;

/// The one child that all links share: one model is loaded at a time.
#[derive(Default)]
pub(super) struct SharedHost(Mutex<Option<Host>>);

impl SharedHost {
    pub(super) fn get(&self) -> Result<Host, Failure> {
        let mut host = self.0.lock();
        if let Some(host) = &*host {
            return Ok(host.clone());
        }
        let command = crate::model_host::command().map_err(|error| Failure::NotSetUp {
            detail: format!("The program cannot find itself: {error}."),
        })?;
        let new = Host::new(command, HostSettings::default());
        *host = Some(new.clone());
        Ok(new)
    }

    /// Ends the child, after it has kept what it read of the instructions: the next start need not read them again.
    pub(super) async fn stop(&self) {
        let host = self.0.lock().take();
        if let Some(host) = host {
            host.stop().await;
        }
    }
}

/// A tokenizer is loaded in less; then, or after a failure, it is guessed for a while, for a turn must not wait for that.
const COUNTED_WITHIN: Duration = Duration::from_secs(3);
const GUESSED_FOR: Duration = Duration::from_secs(30);

/// The tokens of texts, by the model's own tokenizer, which lives in the child.
#[derive(Default)]
struct Vocabulary {
    counts: Counts,
    guess_until: Mutex<Option<Instant>>,
}

impl Vocabulary {
    /// `ask` counts, or says why it cannot.
    fn of(&self, text: &str, ask: impl FnOnce() -> Result<usize, String>) -> usize {
        let counted = self.counts.of(text, || {
            if self.guess_until.lock().is_some_and(|until| Instant::now() < until) {
                return Err(());
            }
            ask().map_err(|why| {
                *self.guess_until.lock() = Instant::now().checked_add(GUESSED_FOR);
                tracing::warn!(why, "tokens are guessed for a while");
            })
        });
        counted.unwrap_or_else(|()| guessed_tokens(text))
    }
}

pub(super) struct Local {
    host: Host,
    file: String,
    spec: ModelSpec,
    context: u32,
    runtime: Option<Handle>,
    vocabulary: Vocabulary,
}

impl Local {
    /// `kept`: the folder for what was read, over restarts. `runtime`: where the child is asked to count; without one it is
    /// guessed.
    pub(super) fn new(
        host: Host,
        file: &str,
        path: PathBuf,
        kept: Option<PathBuf>,
        runtime: Option<Handle>,
    ) -> Self {
        let mut spec = ModelSpec::new(path);
        spec.state_folder = kept;
        // As it would be loaded now: with little memory free, or a model that was trained for less, the prompts are shorter. What
        // cannot be loaded says so when it is asked.
        let context =
            inspect(&spec, Machine::here()).map_or(LOCAL_CONTEXT, |description| description.context);
        Self { host, file: file.to_owned(), spec, context, runtime, vocabulary: Vocabulary::default() }
    }

    /// Asks the child, and waits on this thread: prompts are made on threads that may.
    fn counted(&self, text: &str) -> Result<usize, String> {
        let runtime = self.runtime.as_ref().ok_or("nobody can be asked")?;
        let (tell, told) = mpsc::sync_channel(1);
        let (host, spec, text) = (self.host.clone(), self.spec.clone(), text.to_owned());
        runtime.spawn(async move {
            let _ = tell.send(host.count_text(&spec, &text).await);
        });
        let tokens = told.recv_timeout(COUNTED_WITHIN).map_err(|error| error.to_string())?;
        let tokens = tokens.map_err(|error| error.to_string())?;
        usize::try_from(tokens).map_err(|error| error.to_string())
    }

    async fn ask(
        &self,
        request: &Request,
        piece: &(dyn Fn(&str) + Send + Sync),
    ) -> Result<Completion, Failure> {
        let mut chat = ChatRequest::new(
            request
                .messages
                .iter()
                .map(|message| chat::Message::new(role(message.role), &*message.content))
                .collect(),
            request.most_tokens,
        );
        chat.schema = Some(request.answer.schema.clone());
        chat.sampling = Sampling { temperature: request.temperature, ..Sampling::default() };
        // One retry: a child that died takes no answer with it.
        match self.once(&chat, piece).await {
            Err(error) if error.may_be_retried() => self.once(&chat, piece).await,
            answered => answered,
        }
        .map_err(|error| failure(&self.file, error))
        .and_then(|completion| completion)
    }

    async fn once(
        &self,
        request: &ChatRequest,
        piece: &(dyn Fn(&str) + Send + Sync),
    ) -> Result<Result<Completion, Failure>, Error> {
        let mut stream = self.host.chat(&self.spec, request.clone()).await?;
        while let Some(event) = stream.next().await {
            match event? {
                ChatEvent::Started { .. } => {}
                ChatEvent::Text { text } => piece(&text),
                ChatEvent::Finished { answer } => {
                    return Ok(match answer.finish {
                        Finish::Stop | Finish::ToolCalls => Ok(Completion {
                            text: answer.text,
                            model: self.file.clone(),
                            usage: Usage {
                                prompt_tokens: answer.usage.prompt_tokens,
                                reused_tokens: answer.usage.reused_tokens,
                                answer_tokens: answer.usage.generated_tokens,
                                cost_micros: Some(0),
                            },
                        }),
                        Finish::Length => {
                            Err(Failure::Malformed { detail: "it said more than it was asked for".into() })
                        }
                        Finish::Cancelled | Finish::Deadline => Err(Failure::TooLate),
                    });
                }
            }
        }
        Ok(Err(Failure::Broken { detail: "its answer was cut off".into() }))
    }
}

const fn role(role: Role) -> chat::Role {
    match role {
        Role::System => chat::Role::System,
        Role::User => chat::Role::User,
        Role::Assistant => chat::Role::Assistant,
    }
}

fn failure(file: &str, error: Error) -> Failure {
    match error {
        Error::Missing { .. } => Failure::UnknownModel { model: file.to_owned(), known: Vec::new() },
        Error::ContextOverflow { .. } => Failure::TooLong,
        Error::Deadline | Error::Cancelled => Failure::TooLate,
        Error::HostDied { .. }
        | Error::HostUnavailable { .. }
        | Error::Protocol { .. }
        | Error::Engine { .. } => Failure::Broken { detail: error.to_string() },
        // The file or this computer: only the owner can mend it.
        other => Failure::NotSetUp { detail: other.to_string() },
    }
}

impl LanguageModel for Local {
    fn name(&self) -> &str {
        "local"
    }

    fn model(&self) -> String {
        self.file.clone()
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { context_tokens: self.context, holds_schema: true, is_remote: false }
    }

    fn count(&self, text: &str) -> usize {
        self.vocabulary.of(text, || self.counted(text))
    }

    fn answer<'a>(&'a self, request: &'a Request, piece: &'a (dyn Fn(&str) + Send + Sync)) -> Answering<'a> {
        Box::pin(self.ask(request, piece))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_counted_once_and_after_a_failure_it_is_guessed_for_a_while() {
        let counts = Vocabulary::default();
        let mut asked = 0;
        for _ in 0..2 {
            let tokens = counts.of("a linen shirt", || {
                asked += 1;
                Ok(4)
            });
            assert_eq!(tokens, 4);
        }
        assert_eq!(asked, 1);
        assert_eq!(
            counts.of("a wool coat", || Err("the child is gone".into())),
            guessed_tokens("a wool coat")
        );
        assert_eq!(counts.of("a wool coat", || panic!("nobody is asked now")), guessed_tokens("a wool coat"));
        assert_eq!(counts.of("a linen shirt", || panic!("it is known")), 4);
        *counts.guess_until.lock() = Some(Instant::now());
        assert_eq!(counts.of("a wool coat", || Ok(3)), 3);
    }
}
