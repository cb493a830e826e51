//! A link to a model of somebody else's: Groq, OpenAI or a server that speaks its language, Anthropic, Gemini. The forms of their
//! requests and answers are the crate genai's; what an answer or a failure means here is ours ([`failure`]).
//!
//! A key is read from the keyring, shown to that provider's address only, and stands in no error and no log. Nothing of what a
//! provider wrote reaches the records but the answer itself.

mod failure;
mod tokens;

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use futures::StreamExt;
use genai::adapter::AdapterKind;
use genai::chat::{
    CacheControl, ChatMessage, ChatOptions, ChatRequest, ChatResponseFormat, ChatStreamEvent, JsonSpec,
    ReasoningEffort, StopReason,
};
use genai::resolver::{AuthData, Endpoint, ProviderConfig};
use genai::{Client, ModelIden, ServiceTarget};
use haberdash_core::language_model::{
    Answering, Capabilities, Completion, Failure, LanguageModel, LinkSettings, Message, Provider, Request,
    Role, Usage,
};
use haberdash_core::{Code, Error, Result};
use parking_lot::Mutex;
use reqwest_of_genai as reqwest;
use rustls::{ClientConfig, RootCertStore};
use tokio::sync::OnceCell;
use tokio::time::Instant;

use super::Lists;
use crate::secrets::{Secret, SecretName, SecretStore};
use failure::{Wrong, wrong};
use tokens::Tokens;
pub use tokens::{Measure, Measures};

/// A whole answer at most; the chain's share is mostly shorter.
const TIMEOUT: Duration = Duration::from_secs(120);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// A stream that is silent for so long has stalled.
const SILENCE: Duration = Duration::from_secs(8);
/// Tokens beside the answer for models that think first: they count, too.
pub(super) const THINKING: u32 = 1024;
/// What only the owner can mend is not asked again for so long.
const LASTING: Duration = Duration::from_mins(5);
/// All of these models read more; what we send is much shorter.
const CONTEXT: u32 = 32_000;

pub const fn secret_of(provider: Provider) -> Option<SecretName> {
    match provider {
        Provider::Groq => Some(SecretName::GroqKey),
        Provider::Openai => Some(SecretName::OpenaiKey),
        Provider::Anthropic => Some(SecretName::AnthropicKey),
        Provider::Gemini => Some(SecretName::GeminiKey),
        Provider::Local => None,
    }
}

const fn adapter(provider: Provider) -> AdapterKind {
    match provider {
        Provider::Groq => AdapterKind::Groq,
        Provider::Openai | Provider::Local => AdapterKind::OpenAI,
        Provider::Anthropic => AdapterKind::Anthropic,
        Provider::Gemini => AdapterKind::Gemini,
    }
}

const fn may_want_none(provider: Provider, is_own_server: bool) -> bool {
    matches!(provider, Provider::Openai) && is_own_server
}

/// Speaks with all providers. Cheap to clone; connections are shared.
#[derive(Clone)]
pub struct Caller {
    client: Client,
    secrets: Arc<dyn SecretStore>,
}

impl Caller {
    /// # Errors
    /// `Internal` when TLS cannot be set up on this system.
    pub fn new(secrets: Arc<dyn SecretStore>) -> Result<Self> {
        let no_tls = |error: String| Error::new(Code::Internal, format!("TLS could not be set up: {error}"));
        let roots: RootCertStore = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| no_tls(error.to_string()))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let http = reqwest::Client::builder()
            .user_agent(concat!("haberdash/", env!("CARGO_PKG_VERSION")))
            .tls_backend_preconfigured(tls)
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TIMEOUT)
            // A redirect would carry the key somewhere else.
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|error| no_tls(error.to_string()))?;
        let client =
            Client::builder().with_reqwest(http).build().map_err(|error| no_tls(error.to_string()))?;
        Ok(Self { client, secrets })
    }

    /// The key of a provider. An OpenAI-compatible server of one's own may want none.
    ///
    /// # Errors
    /// [`Failure::NotSetUp`].
    pub async fn key(&self, provider: Provider, is_own_server: bool) -> Result<Secret, Failure> {
        let Some(name) = secret_of(provider) else { return Ok(Secret::new("none")) };
        let secrets = Arc::clone(&self.secrets);
        // The keyring may ask its owner for a password, and waits meanwhile.
        match tokio::task::spawn_blocking(move || secrets.get(name)).await {
            Ok(Ok(Some(key))) => Ok(key),
            Ok(Ok(None)) if may_want_none(provider, is_own_server) => Ok(Secret::new("none")),
            Ok(Ok(None)) => {
                Err(Failure::NotSetUp { detail: format!("There is no key for {} yet.", provider.name()) })
            }
            Ok(Err(_)) | Err(_) => {
                Err(Failure::NotSetUp { detail: "The keyring cannot be read: unlock it.".into() })
            }
        }
    }

    /// The key to try a server of one's own with. What cannot be read is left out, for it may want none: the failure says why, should
    /// it want one.
    ///
    /// # Errors
    /// As [`Self::key`], of all others.
    pub async fn key_to_try(
        &self,
        provider: Provider,
        is_own_server: bool,
    ) -> Result<(Secret, Option<Failure>), Failure> {
        match self.key(provider, is_own_server).await {
            Ok(key) => Ok((key, None)),
            Err(unread) if may_want_none(provider, is_own_server) => Ok((Secret::new("none"), Some(unread))),
            Err(unread) => Err(unread),
        }
    }

    /// Names of the models that a provider has for this key, in their order. It shows whether the key works, and costs nothing.
    ///
    /// # Errors
    /// What [`failure::wrong`] makes of it.
    pub async fn models(
        &self,
        provider: Provider,
        base_url: Option<&str>,
        key: &Secret,
    ) -> Result<Vec<String>, Failure> {
        let config = ProviderConfig::default()
            .with_endpoint(Endpoint::from_owned(address(provider, base_url)))
            .with_auth(AuthData::from_single(key.expose()));
        let asked = self.client.all_model_names(adapter(provider), config);
        let mut names = asked.await.map_err(|error| match wrong(&error, "") {
            Wrong::Failed(failure) => failure,
            Wrong::Form | Wrong::Said(_) => Failure::Broken { detail: "it has no list of models".into() },
        })?;
        names.sort_unstable();
        names.dedup();
        Ok(names)
    }
}

/// The address of a provider, ending as genai wants it.
fn address(provider: Provider, other: Option<&str>) -> String {
    let text = other.filter(|text| !text.is_empty()).unwrap_or_else(|| provider.address());
    if text.ends_with('/') { text.to_owned() } else { format!("{text}/") }
}

/// How an answer's form is asked for. Not every model can do the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Held to the schema by the provider.
    Schema,
    /// Any JSON; the schema stands in the instructions.
    Json,
    /// Text; the schema stands in the instructions.
    Text,
}

impl Form {
    const ALL: [Self; 3] = [Self::Schema, Self::Json, Self::Text];

    fn of(n: u8) -> Self {
        Self::ALL.get(usize::from(n)).copied().unwrap_or(Self::Text)
    }
}

/// One model of a provider.
pub struct Remote {
    caller: Caller,
    provider: Provider,
    model: String,
    base_url: Option<String>,
    key: OnceCell<Secret>,
    /// The best form that this model took so far, as its place in [`Form::ALL`].
    form: AtomicU8,
    /// What only the owner can mend, and when it was found.
    lasting: Mutex<Option<(Instant, Failure)>>,
    tokens: Tokens,
    measure: Arc<Measure>,
    lists: Arc<Lists>,
}

impl Remote {
    pub fn new(caller: Caller, link: &LinkSettings, measure: &Arc<Measure>, lists: &Arc<Lists>) -> Self {
        Self {
            caller,
            provider: link.provider,
            model: link.model.clone(),
            base_url: link.base_url.clone().filter(|url| !url.is_empty()),
            key: OnceCell::new(),
            form: AtomicU8::new(0),
            lasting: Mutex::default(),
            tokens: Tokens::of(&link.model, measure),
            measure: Arc::clone(measure),
            lists: Arc::clone(lists),
        }
    }

    /// Groq streams nothing that has a form (console.groq.com/docs/structured-outputs).
    const fn streams(&self) -> bool {
        !matches!(self.provider, Provider::Groq)
    }

    async fn ask(
        &self,
        request: &Request,
        piece: &(dyn Fn(&str) + Send + Sync),
    ) -> Result<Completion, Failure> {
        if let Some((when, failure)) = &*self.lasting.lock()
            && when.elapsed() < LASTING
        {
            return Err(failure.clone());
        }
        let (key, unread) = self.key().await?;
        let mut outcome = Err(Wrong::Form);
        while let Err(Wrong::Form) = outcome {
            let n = self.form.load(Ordering::Relaxed);
            outcome = self.ask_in(Form::of(n), &key, request, piece).await;
            if let Err(Wrong::Form) = outcome {
                if usize::from(n) + 1 >= Form::ALL.len() {
                    return Err(Failure::Broken { detail: "it refuses the question".into() });
                }
                // Two that find out at once find the same.
                self.form.fetch_max(n + 1, Ordering::Relaxed);
            }
        }
        match outcome {
            Ok(completion) => Ok(completion),
            // It said something else than it was held to; whoever reads it sees whether it is of use.
            Err(Wrong::Said(text)) => {
                Ok(Completion { text: object_in(&text), model: self.model.clone(), usage: Usage::default() })
            }
            Err(Wrong::Failed(failure)) => Err(match (&failure, unread) {
                // The keyring can be unlocked at any time.
                (Failure::Unauthorized { .. }, Some(unread)) => unread,
                _ => self.noted(failure).await,
            }),
            Err(Wrong::Form) => Err(Failure::Broken { detail: "it refuses the question".into() }),
        }
    }

    /// The key, and why it is none.
    async fn key(&self) -> Result<(Secret, Option<Failure>), Failure> {
        if let Some(key) = self.key.get() {
            return Ok((key.clone(), None));
        }
        let (key, unread) = self.caller.key_to_try(self.provider, self.base_url.is_some()).await?;
        if unread.is_none() {
            // Two that read it at once read the same.
            let _ = self.key.set(key.clone());
        }
        Ok((key, unread))
    }

    /// Remembers what only the owner can mend, with what there is instead of a model that is gone.
    async fn noted(&self, failure: Failure) -> Failure {
        let failure = match failure {
            Failure::UnknownModel { model, .. } => {
                let place = (self.provider, self.base_url.clone());
                let fetched = match self.key.get() {
                    Some(key) => {
                        let asked = self.caller.models(self.provider, self.base_url.as_deref(), key);
                        // The next link waits for this.
                        tokio::time::timeout(Duration::from_millis(500), asked)
                            .await
                            .ok()
                            .and_then(Result::ok)
                    }
                    None => None,
                };
                match &fetched {
                    Some(models) => self.lists.take(place, models),
                    None => self.lists.doubt(place),
                }
                let known = fetched.unwrap_or_default();
                Failure::UnknownModel { model, known: known.into_iter().take(50).collect() }
            }
            other => other,
        };
        if matches!(failure, Failure::UnknownModel { .. } | Failure::Unauthorized { .. }) {
            *self.lasting.lock() = Some((Instant::now(), failure.clone()));
        }
        failure
    }

    async fn ask_in(
        &self,
        form: Form,
        key: &Secret,
        request: &Request,
        piece: &(dyn Fn(&str) + Send + Sync),
    ) -> Result<Completion, Wrong> {
        let target = ServiceTarget {
            endpoint: Endpoint::from_owned(address(self.provider, self.base_url.as_deref())),
            auth: AuthData::from_single(key.expose()),
            model: ModelIden::new(adapter(self.provider), self.model.as_str()),
        };
        let (messages, options) = (told(form, request), self.options(form, request));
        let bytes = messages.iter().map(|message| message.content.len()).sum();
        let chat = chat(messages);
        let wrong = |error: genai::Error| wrong(&error, &self.model);
        if !self.streams() {
            let answer = self.caller.client.exec_chat(target, chat, Some(&options)).await.map_err(wrong)?;
            let model = answer.provider_model_iden.model_name.to_string();
            let (usage, stop) = (usage(&answer.usage), answer.stop_reason.clone());
            self.measure.take(bytes, usage.prompt_tokens);
            let text = answer.into_texts().concat();
            piece(&text);
            return finished(text, model, usage, stop.as_ref());
        }
        let answer =
            self.caller.client.exec_chat_stream(target, chat, Some(&options)).await.map_err(wrong)?;
        let (mut stream, mut text) = (answer.stream, String::new());
        while let Some(event) = stream.next().await {
            match event.map_err(wrong)? {
                ChatStreamEvent::Chunk(chunk) => {
                    piece(&chunk.content);
                    text.push_str(&chunk.content);
                }
                // Gemini's stream has no end of its own; its reason is the last that it says.
                ChatStreamEvent::End(end)
                    if end.captured_stop_reason.is_some() || self.provider == Provider::Openai =>
                {
                    let used = end.captured_usage.as_ref().map(usage).unwrap_or_default();
                    self.measure.take(bytes, used.prompt_tokens);
                    return finished(text, self.model.clone(), used, end.captured_stop_reason.as_ref());
                }
                _ => {}
            }
        }
        Err(Wrong::Failed(Failure::Broken { detail: "its answer was cut off".into() }))
    }

    fn options(&self, form: Form, request: &Request) -> ChatOptions {
        let mut options = ChatOptions::default()
            .with_temperature(f64::from(request.temperature))
            .with_max_tokens(request.most_tokens + THINKING)
            .with_capture_usage(true)
            .with_stream_read_timeout(SILENCE);
        options = match form {
            Form::Schema => options.with_response_format(ChatResponseFormat::JsonSpec(JsonSpec::new(
                request.answer.name.as_str(),
                request.answer.schema.clone(),
            ))),
            Form::Json => options.with_response_format(ChatResponseFormat::JsonMode),
            Form::Text => options,
        };
        if self.provider == Provider::Anthropic {
            // What a turn's questions have in common is read once.
            options = options.with_cache_control(CacheControl::Ephemeral);
        }
        if self.model.contains("gpt-oss") {
            options = options.with_reasoning_effort(ReasoningEffort::Low);
        }
        options
    }
}

/// The messages as they are sent: a schema that the provider does not take apart stands in the instructions.
fn told(form: Form, request: &Request) -> Vec<Message> {
    let mut messages = request.messages.clone();
    if form != Form::Schema
        && let Some(first) = messages.first_mut()
    {
        first.content.push_str("\n\nAnswer with one JSON object and nothing else. Its JSON schema:\n");
        first.content.push_str(&request.answer.schema.to_string());
    }
    messages
}

fn chat(messages: Vec<Message>) -> ChatRequest {
    let message = |Message { role, content }| match role {
        Role::System => ChatMessage::system(content),
        Role::User => ChatMessage::user(content),
        Role::Assistant => ChatMessage::assistant(content),
    };
    ChatRequest::new(messages.into_iter().map(message).collect())
}

fn finished(
    text: String,
    model: String,
    usage: Usage,
    stop: Option<&StopReason>,
) -> Result<Completion, Wrong> {
    let malformed = |detail: &str| Err(Wrong::Failed(Failure::Malformed { detail: detail.into() }));
    match stop {
        Some(StopReason::MaxTokens(_)) => return malformed("it said more than it was asked for"),
        Some(StopReason::ContentFilter(_)) => return malformed("the provider withheld its answer"),
        _ => {}
    }
    if text.trim().is_empty() {
        return Err(Wrong::Failed(Failure::Broken { detail: "its answer is empty".into() }));
    }
    Ok(Completion { text: object_in(&text), model, usage })
}

/// The JSON object of a text: models like to wrap it in marks and politeness.
fn object_in(text: &str) -> String {
    match (text.find('{'), text.rfind('}')) {
        (Some(start), Some(end)) if start < end => text[start..=end].to_owned(),
        _ => text.trim().to_owned(),
    }
}

fn usage(of: &genai::chat::Usage) -> Usage {
    let tokens = |count: Option<i32>| u32::try_from(count.unwrap_or(0)).unwrap_or(0);
    Usage {
        prompt_tokens: tokens(of.prompt_tokens),
        reused_tokens: tokens(of.prompt_tokens_details.as_ref().and_then(|details| details.cached_tokens)),
        answer_tokens: tokens(of.completion_tokens),
        cost_micros: None,
    }
}

impl LanguageModel for Remote {
    fn name(&self) -> &str {
        self.provider.as_str()
    }

    fn model(&self) -> String {
        self.model.clone()
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            context_tokens: CONTEXT,
            holds_schema: Form::of(self.form.load(Ordering::Relaxed)) == Form::Schema,
            is_remote: true,
        }
    }

    fn count(&self, text: &str) -> usize {
        self.tokens.count(text)
    }

    fn answer<'a>(&'a self, request: &'a Request, piece: &'a (dyn Fn(&str) + Send + Sync)) -> Answering<'a> {
        Box::pin(self.ask(request, piece))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_found_in_its_wrapping() {
        for (text, expected) in [
            ("```json\n{\"a\": 1}\n```", "{\"a\": 1}"),
            ("<think>hm</think> Sure! {\"a\": {\"b\": 2}} Bye", "{\"a\": {\"b\": 2}}"),
            (" nothing ", "nothing"),
            ("} {", "} {"),
        ] {
            assert_eq!(object_in(text), expected);
        }
    }

    #[test]
    fn an_address_ends_with_a_slash() {
        assert_eq!(address(Provider::Openai, Some("http://127.0.0.1:8080/v1")), "http://127.0.0.1:8080/v1/");
        assert_eq!(address(Provider::Groq, Some("")), "https://api.groq.com/openai/v1/");
        for provider in Provider::ALL.iter().filter(|provider| provider.is_remote()) {
            assert_eq!(address(*provider, None), provider.address());
        }
    }
}
