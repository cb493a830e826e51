//! What llama.cpp says while it loads: the only place where it tells why it refuses a file.

use std::fmt;
use std::sync::OnceLock;

use llama_cpp_2::llama_backend::LlamaBackend;
use parking_lot::Mutex;
use std::sync::Arc;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

use crate::Error;

/// llama.cpp's own state, made once in a process.
pub fn backend() -> Result<&'static LlamaBackend, Error> {
    static BACKEND: OnceLock<Result<LlamaBackend, Error>> = OnceLock::new();
    BACKEND
        .get_or_init(|| {
            crate::machine::check_processor()?;
            llama_cpp_2::send_logs_to_tracing(llama_cpp_2::LogOptions::default());
            LlamaBackend::init().map_err(Error::engine)
        })
        .as_ref()
        .map_err(Clone::clone)
}

/// Runs `work` and returns with its result what llama.cpp complained of, line by line.
pub fn complaints<T>(work: impl FnOnce() -> T) -> (T, Vec<String>) {
    let lines = Lines::default();
    let result = tracing::subscriber::with_default(lines.clone(), work);
    let lines = std::mem::take(&mut *lines.0.lock());
    (result, lines)
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<String>>>);

impl Subscriber for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Level::WARN
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        if *event.metadata().level() > Level::WARN {
            return;
        }
        let mut line = Line::default();
        event.record(&mut line);
        self.0.lock().push(line.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[derive(Default)]
struct Line(String);

impl Visit for Line {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "message" {
            value.trim().clone_into(&mut self.0);
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        }
    }
}

/// Why a file was refused, from what llama.cpp said.
pub fn refusal(lines: &[String]) -> Error {
    if let Some(architecture) =
        lines.iter().find_map(|line| between_quotes(line, "unknown model architecture"))
    {
        return Error::UnsupportedArchitecture { architecture };
    }
    let reason = lines
        .iter()
        .find(|line| line.contains("error loading model"))
        .or_else(|| lines.last())
        .map_or("llama.cpp does not say why", String::as_str);
    let lowered = reason.to_lowercase();
    if lowered.contains("alloc") || lowered.contains("out of memory") {
        return Error::engine(reason);
    }
    if lowered.contains("vocab") || lowered.contains("tokenizer") {
        return Error::Unsupported { reason: reason.to_owned() };
    }
    Error::corrupt(reason)
}

fn between_quotes(line: &str, after: &str) -> Option<String> {
    let rest = line.split_once(after)?.1;
    let rest = rest.split_once('\'')?.1;
    Some(rest.split_once('\'')?.0.to_owned())
}
