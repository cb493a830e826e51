//! How fast a model answers through Haberdash, beside llama.cpp alone, on this machine.
//!
//! The model has the shapes of one of 1.5 billion parameters and random weights: speed does not depend on what they say.

mod bare;
mod model;

use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::Serialize;
use serde_json::json;

use crate::Error;
use crate::chat::{ChatAnswer, ChatEvent, ChatRequest, Finish, Message, Role};
use crate::host::{Host, HostCommand, HostSettings};
use crate::model::ModelSpec;
use bare::Bare;
pub use model::Shape;

/// What is measured.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Size {
    pub shape: Shape,
    /// Tokens of the prompt of a turn's first step, about.
    pub prompt: usize,
    /// Tokens of each answer whose speed is measured.
    pub answer: u32,
    /// Times that both are measured, one after the other.
    pub rounds: usize,
    /// Threads; left out, the machine's physical cores.
    pub threads: Option<u32>,
}

impl Size {
    pub fn usual() -> Self {
        Self { shape: Shape::billion_and_a_half(), prompt: 1500, answer: 48, rounds: 5, threads: None }
    }

    /// Shows that it works, not how fast.
    pub fn quick() -> Self {
        Self { shape: Shape::small(), prompt: 900, answer: 64, rounds: 3, threads: None }
    }
}

/// What was found. Rates are tokens a second.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    pub size: Size,
    pub file_bytes: u64,
    pub threads: u32,
    /// From the question to the loaded model.
    pub load_seconds: f64,
    pub bare_rates: Vec<f64>,
    pub rates: Vec<f64>,
    /// Under a schema: what the grammar costs besides.
    pub constrained_rate: f64,
    /// Medians, ours to llama.cpp's own; the goal is 0.95.
    pub share_of_bare: f64,
    pub bare_prompt_rate: f64,
    pub prompt_rate: f64,
    /// Tokens that the first step of a turn evaluated, and its second.
    pub first_step_tokens: u32,
    pub second_step_tokens: u32,
    /// The goal is 0.1.
    pub second_step_share: f64,
    pub second_step_seconds: f64,
}

/// Makes the model in a new folder below `folder`, measures through a child started by `command`, and removes the folder.
///
/// # Errors
/// When there is no room for the file, or for the model in memory twice, and what the engine says.
pub async fn run(command: HostCommand, folder: &Path, size: Size) -> Result<Report, Error> {
    let folder = Folder::new(folder)?;
    let path = folder.0.join("random.gguf");
    let file_bytes = model::write(&path, size.shape)?;
    let spec = ModelSpec {
        threads: size.threads,
        context: u32::try_from(size.prompt * 2).ok(),
        ..ModelSpec::new(&path)
    };

    let host = Host::new(command, HostSettings { idle_unload: None, ..HostSettings::default() });
    let begun = Instant::now();
    let description = host.load(&spec).await?;
    let load_seconds = begun.elapsed().as_secs_f64();

    let mut first = turn(size.prompt);
    first.schema = Some(json!({"enum": ["track_order", "return_item"]}));
    let (answer, _) = ask(&host, &spec, &first).await?;
    let first_step = answer.usage;
    let mut second = first.clone();
    second.messages.push(Message::new(Role::Assistant, answer.text));
    second.messages.push(Message::new(Role::Tool, "{\"status\":\"shipped\",\"on\":\"monday\"}"));
    let begun = Instant::now();
    let (answer, _) = ask(&host, &spec, &second).await?;
    let second_step_seconds = begun.elapsed().as_secs_f64();
    let second_step = answer.usage;

    let model = bare::load(&spec)?;
    let mut bare = Bare::read(&model, &description, second_step.prompt_tokens)?;
    let mut bare_rates = Vec::new();
    let mut rates = Vec::new();
    let mut free = ChatRequest { schema: None, max_tokens: size.answer, ignore_end: true, ..second.clone() };
    for _ in 0..size.rounds {
        bare_rates.push(bare.answer(size.answer)?);
        rates.push(ask(&host, &spec, &free).await?.1);
    }
    let bare_prompt_rate = bare.prompt_rate;
    drop(bare);
    free.schema = Some(json!({"type": "string", "minLength": 2000}));
    let constrained_rate = ask(&host, &spec, &free).await?.1;
    host.stop().await;

    Ok(Report {
        size,
        file_bytes,
        threads: description.threads,
        load_seconds,
        share_of_bare: median(&rates) / median(&bare_rates),
        bare_rates,
        rates,
        constrained_rate,
        bare_prompt_rate,
        prompt_rate: rate(first_step.evaluated_tokens, first_step.prompt_micros),
        first_step_tokens: first_step.evaluated_tokens,
        second_step_tokens: second_step.evaluated_tokens,
        second_step_share: f64::from(second_step.evaluated_tokens) / f64::from(first_step.evaluated_tokens),
        second_step_seconds,
    })
}

/// A turn's first step: long instructions and a short question.
fn turn(tokens: usize) -> ChatRequest {
    // Each letter is a token of this model's.
    let instructions = "answer from the shop's own data only, and call a tool for it. ";
    let instructions: String = instructions.chars().cycle().take(tokens.saturating_sub(60)).collect();
    let messages =
        vec![Message::new(Role::System, instructions), Message::new(Role::User, "where is my order?")];
    ChatRequest::new(messages, 64)
}

/// The answer, and its rate as the one who asks sees it: from the end of the prompt to the last event.
async fn ask(host: &Host, spec: &ModelSpec, request: &ChatRequest) -> Result<(ChatAnswer, f64), Error> {
    let mut stream = host.chat(spec, request.clone()).await?;
    let mut started = Instant::now();
    while let Some(event) = stream.next().await {
        match event? {
            ChatEvent::Started { .. } => started = Instant::now(),
            ChatEvent::Text { .. } => {}
            ChatEvent::Finished { answer } => {
                if !matches!(answer.finish, Finish::Stop | Finish::Length) {
                    break;
                }
                let all = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
                let speaking = all.saturating_sub(answer.usage.prompt_micros);
                // The first token is judged at the prompt's end, the last one is not evaluated.
                let rate = rate(answer.usage.generated_tokens.saturating_sub(1), speaking);
                return Ok((answer, rate));
            }
        }
    }
    Err(Error::engine("the answer did not end as it should"))
}

fn rate(tokens: u32, micros: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "no measurement lasts that long")]
    let seconds = micros.max(1) as f64 / 1e6;
    f64::from(tokens) / seconds
}

fn median(rates: &[f64]) -> f64 {
    let mut sorted = rates.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => f64::NAN,
        odd if odd % 2 == 1 => sorted[middle],
        _ => f64::midpoint(sorted[middle - 1], sorted[middle]),
    }
}

/// A folder of its own that goes with its content.
struct Folder(PathBuf);

impl Folder {
    fn new(below: &Path) -> Result<Self, Error> {
        let path = below.join(format!("haberdash-bench-model-{}", std::process::id()));
        std::fs::create_dir_all(&path).map_err(Error::engine)?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, path = %self.0.display(), "what was measured with cannot be removed");
        }
    }
}
