//! `haberdash eval signatures FILE`: do our checks of webhook signatures agree with published vectors?
//!
//! Owns the vectors' format and the count. The checks themselves are those of the channels.
//!
//! A vector may carry both `expected` and `python_lib_says`, since Twilio's libraries disagree in places. We follow
//! `expected`, which is what Twilio itself signs: a check that follows one library's fault would lose customers'
//! messages. `channels::twilio::signature` lists the differences and which library each time. Such vectors are counted
//! under `differs_from_python`. Services that Haberdash does not have yet count as skipped, never as passed.

use std::path::Path;

use haberdash_core::{Code, Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::channels::twilio::signature;
use crate::secrets::Secret;

/// What came of it.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Vectors in the file, skipped ones included.
    pub cases: usize,
    pub failed: usize,
    pub skipped: usize,
    /// Vectors whose expectation Twilio's Python library does not meet.
    pub differs_from_python: usize,
    pub failures: Vec<Failure>,
}

/// A vector that did not come out as marked.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Failure {
    pub service: String,
    pub name: String,
    pub expected: bool,
    /// What our check said; nothing when the vector itself could not be read.
    pub got: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

#[derive(Deserialize)]
struct TwilioVector {
    #[serde(default)]
    name: String,
    token: String,
    url: String,
    /// Form parameters; a value may be a list when the parameter is repeated.
    #[serde(default)]
    params: Option<serde_json::Map<String, Value>>,
    /// A raw body that is no form.
    #[serde(default)]
    body: Option<String>,
    #[serde(default)]
    signature: Option<String>,
    expected: bool,
    #[serde(default)]
    python_lib_says: Option<bool>,
}

/// Reads the vectors at `path` and checks each.
///
/// # Errors
/// `NotFound` when the file cannot be read, `Malformed` when it is no JSON object.
pub fn run(path: &Path) -> Result<Report> {
    let text = std::fs::read(path).map_err(|error| {
        let detail = format!("{} cannot be read: {error}.", path.display());
        Error::caused(Code::NotFound, detail, error)
    })?;
    let file: serde_json::Map<String, Value> = serde_json::from_slice(&text).map_err(|error| {
        let detail = format!("{} is not a JSON object: {error}.", path.display());
        Error::caused(Code::Malformed, detail, error)
    })?;
    Ok(check(&file))
}

fn check(file: &serde_json::Map<String, Value>) -> Report {
    let mut report = Report { cases: 0, failed: 0, skipped: 0, differs_from_python: 0, failures: Vec::new() };
    for (service, vectors) in file {
        let count = match vectors {
            Value::Array(list) => list.len(),
            Value::Object(named) => named.len(),
            _ => 1,
        };
        report.cases += count;
        match (service.as_str(), vectors) {
            ("twilio", Value::Array(list)) => {
                for vector in list {
                    check_twilio(vector, &mut report);
                }
            }
            _ => report.skipped += count,
        }
    }
    report.failed = report.failures.len();
    report
}

fn check_twilio(vector: &Value, report: &mut Report) {
    let failure = |name: &str, expected, got, problem| Failure {
        service: "twilio".into(),
        name: name.into(),
        expected,
        got,
        problem,
    };
    let vector: TwilioVector = match serde_json::from_value(vector.clone()) {
        Ok(vector) => vector,
        Err(error) => {
            let name = vector.get("name").and_then(Value::as_str).unwrap_or("unnamed");
            let expected = vector.get("expected").and_then(Value::as_bool).unwrap_or(false);
            report.failures.push(failure(name, expected, None, Some(error.to_string())));
            return;
        }
    };
    if vector.python_lib_says.is_some_and(|says| says != vector.expected) {
        report.differs_from_python += 1;
    }
    let got = verifies(&vector);
    if got != vector.expected {
        report.failures.push(failure(&vector.name, vector.expected, Some(got), None));
    }
}

fn verifies(vector: &TwilioVector) -> bool {
    let token = Secret::new(&vector.token);
    let parameters: Vec<(Vec<u8>, Vec<u8>)> = vector
        .params
        .iter()
        .flatten()
        .flat_map(|(name, value)| texts(value).into_iter().map(|text| (name.clone().into_bytes(), text)))
        .collect();
    let covered = match (&vector.params, &vector.body) {
        (None, Some(body)) => signature::body_is_covered(&vector.url, body.as_bytes()),
        _ => Ok(()),
    };
    covered
        .and_then(|()| {
            signature::signature_matches(&token, &vector.url, &parameters, vector.signature.as_deref())
        })
        .is_ok()
}

fn texts(value: &Value) -> Vec<Vec<u8>> {
    match value {
        Value::Array(list) => list.iter().flat_map(texts).collect(),
        Value::String(text) => vec![text.clone().into_bytes()],
        Value::Null => vec![Vec::new()],
        other => vec![other.to_string().into_bytes()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn object(value: Value) -> serde_json::Map<String, Value> {
        value.as_object().cloned().expect("an object")
    }

    #[test]
    fn right_wrong_unreadable_and_foreign_vectors_are_each_counted_as_what_they_are() {
        let token = Secret::new("fictional");
        let url = "https://shop.example/hook";
        let right = signature::sign(&token, url, &[(b"A".to_vec(), b"1".to_vec())]);
        let vector = |name: &str, signature: Value, expected: bool, python: bool| {
            json!({ "name": name, "token": "fictional", "url": url, "params": { "A": ["1", "1"] }, "body": null,
                    "signature": signature, "expected": expected, "python_lib_says": python })
        };
        let report = check(&object(json!({
            "twilio": [
                vector("right", json!(right), true, true),
                vector("python differs", json!(right), true, false),
                vector("none", Value::Null, false, false),
                vector("marked wrongly", json!(right), false, false),
                { "name": "no token", "expected": true },
            ],
            "carrier_pigeon": [1, 2],
            "other": { "a": {}, "b": {} },
        })));
        assert_eq!((report.cases, report.failed, report.skipped), (9, 2, 4));
        assert_eq!(report.differs_from_python, 1);
        let names: Vec<_> = report.failures.iter().map(|f| (f.name.as_str(), f.got)).collect();
        assert_eq!(names, [("marked wrongly", Some(true)), ("no token", None)]);
    }

    #[test]
    fn a_missing_file_says_which() {
        let error = run(Path::new("no/such/vectors.json")).expect_err("missing");
        assert!(error.to_string().contains("no/such/vectors.json"));
    }
}
