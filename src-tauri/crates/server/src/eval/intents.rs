//! `haberdash eval intents FILE`: is it understood what customers want, and how fast?
//!
//! Owns the file's form and the figures. Each message is understood as the first of a conversation, by all that a turn
//! uses: classifier, rules and entities; the surest intent is compared.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use haberdash_ai::SentenceModel;
use haberdash_ai::folders::Folders;
use haberdash_core::agent::understanding::understand;
use haberdash_core::agent::{Intent, TurnInput};
use haberdash_core::retrieval::Embedder;
use haberdash_core::{Code, Error, Result};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
struct Line {
    text: String,
    label: String,
}

/// What came of it.
#[derive(Debug, PartialEq, Serialize)]
pub struct Report {
    pub messages: usize,
    /// Whether the meaning of sentences counted.
    pub with_model: bool,
    pub accuracy: f64,
    /// Over the labels that occur in the file.
    pub macro_f1: f64,
    pub per_label: BTreeMap<String, Label>,
    /// Mean gap between how sure it was and how often it was right, over ten steps of confidence.
    pub calibration_error: f64,
    pub p50_ms: f64,
    pub p99_ms: f64,
}

#[derive(Debug, PartialEq, Default, Serialize)]
pub struct Label {
    pub messages: usize,
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
    /// What its messages were taken for instead.
    pub taken_for: BTreeMap<String, usize>,
}

/// Reads the messages at `path` and understands each; `folders` hold the embedding model, nothing for words alone.
///
/// # Errors
/// `NotFound` when the file cannot be read, `Malformed` when a line is not in the form, `Invalid` for a label that no
/// intent has; `StorageUnavailable` when the model is not installed.
pub fn run(path: &Path, folders: Option<&Folders>) -> Result<Report> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        Error::caused(Code::NotFound, format!("{} cannot be read: {error}.", path.display()), error)
    })?;
    let mut messages = Vec::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let line: Line = serde_json::from_str(line).map_err(|error| {
            Error::caused(Code::Malformed, format!("Line {} is not a message: {error}.", number + 1), error)
        })?;
        let label = Intent::parse(&line.label).ok_or_else(|| {
            Error::invalid(format!("Line {}: no intent is called '{}'.", number + 1, line.label))
        })?;
        messages.push((line.text, label));
    }
    if messages.is_empty() {
        return Err(Error::invalid("The file holds no messages."));
    }
    let model = match folders {
        Some(folders) => Some(SentenceModel::load(folders).map_err(|error| {
            let detail = format!("{error} Say --no-model to measure without it.");
            Error::caused(Code::StorageUnavailable, detail, error)
        })?),
        None => None,
    };
    let embedder = model.as_ref().map(|model| model as &dyn Embedder);
    // What is read once per start is no part of a message's time.
    understand(&TurnInput::of_text("hello"), embedder);
    let mut times = Vec::with_capacity(messages.len());
    let mut outcomes = Vec::with_capacity(messages.len());
    for (text, label) in messages {
        let input = TurnInput::of_text(&text);
        let began = Instant::now();
        let understood = understand(&input, embedder);
        times.push(began.elapsed().as_secs_f64() * 1000.0);
        let confidence = understood.intents.first().map_or(0.0, |scored| scored.confidence);
        outcomes.push((label, understood.primary(), confidence));
    }
    times.sort_by(f64::total_cmp);
    Ok(report(&outcomes, &times, embedder.is_some()))
}

fn report(outcomes: &[(Intent, Intent, f32)], times: &[f64], with_model: bool) -> Report {
    let share = |part: usize, all: usize| if all == 0 { 0.0 } else { part as f64 / all as f64 };
    let right = |(label, got, _): &&(Intent, Intent, f32)| label == got;
    let mut per_label: BTreeMap<String, Label> = BTreeMap::new();
    for intent in Intent::ALL {
        let own: Vec<_> = outcomes.iter().filter(|(label, _, _)| label == intent).collect();
        let taken = outcomes.iter().filter(|(_, got, _)| got == intent).count();
        if own.is_empty() {
            continue;
        }
        let hits = own.iter().filter(|outcome| right(outcome)).count();
        let (precision, recall) = (share(hits, taken), share(hits, own.len()));
        let f1 = if hits == 0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) };
        let mut taken_for = BTreeMap::new();
        for (_, got, _) in own.iter().filter(|(label, got, _)| label != got) {
            *taken_for.entry(got.as_str().to_owned()).or_insert(0) += 1;
        }
        let label = Label { messages: own.len(), precision, recall, f1, taken_for };
        per_label.insert(intent.as_str().to_owned(), label);
    }
    let gap = |step: u8| {
        let (low, high) = (f32::from(step) / 10.0, f32::from(step + 1) / 10.0);
        let inside: Vec<_> = outcomes
            .iter()
            .filter(|(_, _, confidence)| *confidence >= low && (*confidence < high || step == 9))
            .collect();
        let sure: f64 = inside.iter().map(|(_, _, confidence)| f64::from(*confidence)).sum();
        (inside.iter().filter(|outcome| right(outcome)).count() as f64 - sure).abs()
    };
    let at = |hundredths: usize| times[((times.len() * hundredths).div_ceil(100)).clamp(1, times.len()) - 1];
    Report {
        messages: outcomes.len(),
        with_model,
        accuracy: share(outcomes.iter().filter(right).count(), outcomes.len()),
        macro_f1: per_label.values().map(|label| label.f1).sum::<f64>() / per_label.len() as f64,
        calibration_error: (0..10).map(gap).sum::<f64>() / outcomes.len() as f64,
        per_label,
        p50_ms: at(50),
        p99_ms: at(99),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), text).expect("written");
        file
    }

    #[test]
    fn right_and_wrong_are_counted_by_label() {
        let line = |text: &str, label: &str| {
            format!(r#"{{"id":"1","text":"{text}","label":"{label}","source":"own"}}"#)
        };
        let lines = [
            line("where is my order", "track_order"),
            line("hello", "greeting"),
            line("cancel my order please", "cancel_order"),
            line("cancel my order now", "invoice"),
        ];
        let report = run(file(&lines.join("\n")).path(), None).expect("a report");
        assert_eq!((report.messages, report.with_model), (4, false));
        assert!((report.accuracy - 0.75).abs() < 1e-9, "{report:?}");
        assert_eq!(report.per_label["invoice"].taken_for["cancel_order"], 1);
        let cancel = &report.per_label["cancel_order"];
        assert!((cancel.precision, cancel.recall) == (0.5, 1.0), "{cancel:?}");
        assert!((report.macro_f1 - (1.0 + 1.0 + 2.0 / 3.0) / 4.0).abs() < 1e-9, "{report:?}");
        assert!(report.p50_ms <= report.p99_ms);
    }

    #[test]
    fn what_is_malformed_is_named() {
        for (text, part) in [("{", "Line 1"), (r#"{"text":"a","label":"buy"}"#, "'buy'"), ("", "no messages")]
        {
            let error = run(file(text).path(), None).expect_err(part);
            assert!(error.detail.contains(part), "{}", error.detail);
        }
    }
}
