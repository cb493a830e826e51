//! What a provider's failure means. Status, headers and the error's own code decide; its words are not kept, because they may repeat
//! the question or the key.

use std::time::Duration;

use genai::Error;
use haberdash_core::language_model::Failure;
use reqwest_of_genai::StatusCode;
use reqwest_of_genai::header::HeaderMap;
use serde_json::Value;

/// A wish to be left alone is at most that long.
const LONGEST_WISH: f64 = 86_400.0;

#[derive(Debug)]
pub(super) enum Wrong {
    Failed(Failure),
    /// It cannot be asked for an answer of this form.
    Form,
    /// It said this instead of what its own side would pass on.
    Said(String),
}

pub(super) fn wrong(error: &Error, model: &str) -> Wrong {
    if let Some((status, headers, body)) = answered(error) {
        return refused(status, headers, body, model);
    }
    let broken = |detail: &str| Wrong::Failed(Failure::Broken { detail: detail.into() });
    match error {
        Error::WebModelCall { webc_error, .. } | Error::WebAdapterCall { webc_error, .. } => match webc_error
        {
            genai::webc::Error::Reqwest(error) => network(error),
            _ => broken("its answer is no JSON"),
        },
        // In the middle of a stream.
        Error::ChatResponse { body, .. } => {
            let code = code_of(body);
            let overloaded = code.contains("overloaded") || code.contains("rate_limit");
            if overloaded { Wrong::Failed(Failure::Limited { retry_after: None }) } else { broken(&code) }
        }
        Error::WebStream { error, .. } => match error.downcast_ref::<reqwest_of_genai::Error>() {
            Some(error) => network(error),
            None if error.is::<genai::webc::StreamTimeout>() => Wrong::Failed(Failure::TooLate),
            None => match error.downcast_ref::<Error>() {
                Some(inner) => wrong(inner, model),
                None => broken("its answer was cut off"),
            },
        },
        _ => broken("its answer is not of its own form"),
    }
}

/// Status, headers and body of a refusal, wherever it stands.
fn answered(error: &Error) -> Option<(StatusCode, &HeaderMap, &str)> {
    match error {
        Error::HttpError { status, headers, body, .. } => Some((*status, headers, body)),
        Error::WebModelCall { webc_error, .. } | Error::WebAdapterCall { webc_error, .. } => match webc_error
        {
            genai::webc::Error::ResponseFailedStatus { status, body, headers } => {
                Some((*status, headers, body))
            }
            _ => None,
        },
        _ => None,
    }
}

fn network(error: &reqwest_of_genai::Error) -> Wrong {
    Wrong::Failed(if error.is_timeout() && !error.is_connect() {
        Failure::TooLate
    } else if error.is_connect() {
        Failure::Unreachable { detail: "no connection".into() }
    } else {
        Failure::Broken { detail: "its answer was cut off".into() }
    })
}

fn refused(status: StatusCode, headers: &HeaderMap, body: &str, model: &str) -> Wrong {
    let body_value: Value = serde_json::from_str(body).unwrap_or(Value::Null);
    // Gemini streams its errors in a list.
    let body_value = body_value.get(0).cloned().unwrap_or(body_value);
    let error = body_value.get("error").unwrap_or(&body_value);
    let code = code_of(error);
    let says = |what: &[&str]| {
        let body = body.to_ascii_lowercase();
        what.iter().any(|word| body.contains(word))
    };
    let failed = |failure| Wrong::Failed(failure);
    let unauthorized = |detail: &str| failed(Failure::Unauthorized { detail: detail.into() });
    let unknown = || failed(Failure::UnknownModel { model: model.to_owned(), known: Vec::new() });
    match status.as_u16() {
        _ if status.is_redirection() => {
            failed(Failure::Broken { detail: "its address leads somewhere else".into() })
        }
        _ if matches!(code.as_str(), "model_not_found" | "model_decommissioned" | "model_not_active") => {
            unknown()
        }
        404 => unknown(),
        401 => unauthorized("copy it again from your account there"),
        // Gemini's answer to a wrong key.
        400 if says(&["api_key_invalid", "api key not valid"]) => {
            unauthorized("copy it again from your account there")
        }
        402 => unauthorized("there is no credit left in the account there"),
        429 if code == "insufficient_quota" || says(&["credit balance is too low"]) => {
            unauthorized("there is no credit left in the account there")
        }
        400 if says(&["credit balance is too low"]) => {
            unauthorized("there is no credit left in the account there")
        }
        403 => unauthorized("the account there may not use this"),
        429 | 498 | 529 => failed(Failure::Limited { retry_after: retry_after(headers) }),
        413 => failed(Failure::TooLong),
        400 | 422 if code == "context_length_exceeded" || says(&["context length", "prompt is too long"]) => {
            failed(Failure::TooLong)
        }
        400 if matches!(
            code.as_str(),
            "tool_use_failed" | "json_validate_failed" | "output_parse_failed"
        ) =>
        {
            match error.get("failed_generation").and_then(Value::as_str) {
                Some(text) if !text.trim().is_empty() => said_instead(text),
                _ => failed(Failure::Malformed { detail: code }),
            }
        }
        400 | 422
            if says(&[
                "response_format",
                "json_schema",
                "responsejsonschema",
                "response_json_schema",
                "responsemimetype",
                "output_config",
                "output_format",
                "structured output",
                "json mode",
            ]) =>
        {
            Wrong::Form
        }
        408 => failed(Failure::TooLate),
        other => failed(Failure::Broken {
            detail: if code.is_empty() {
                format!("status {other}")
            } else {
                format!("status {other}, {code}")
            },
        }),
    }
}

/// What a model said where it called a tool that it was not given, or broke the form: `{"name": …, "arguments": {…}}` or the
/// answer itself.
fn said_instead(text: &str) -> Wrong {
    let inside = serde_json::from_str::<Value>(text.trim()).ok().and_then(|value| {
        let call = value.get(0).cloned().unwrap_or(value);
        match call.get("arguments").or_else(|| call.get("parameters"))? {
            Value::String(text) => Some(text.clone()),
            object @ Value::Object(_) => Some(object.to_string()),
            _ => None,
        }
    });
    Wrong::Said(inside.unwrap_or_else(|| text.to_owned()))
}

/// The error's own code: a word, and nothing that a model or a customer wrote.
fn code_of(error: &Value) -> String {
    let text = ["code", "type", "status"].iter().find_map(|name| error.get(name).and_then(Value::as_str));
    let is_word =
        |text: &&str| text.len() <= 60 && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    text.filter(is_word).unwrap_or("").to_ascii_lowercase()
}

/// Seconds, as Groq, OpenAI and Anthropic send them. A date is rare, and then the breaker's own pause has to do.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let number = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse::<f64>().ok();
    let seconds = number("retry-after-ms").map(|ms| ms / 1000.0).or_else(|| number("retry-after"))?;
    (seconds.is_finite() && seconds >= 0.0).then(|| Duration::from_secs_f64(seconds.min(LONGEST_WISH)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(status: u16, headers: &[(&'static str, &'static str)], body: &str) -> String {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().expect("a value"));
        }
        let status = StatusCode::from_u16(status).expect("a status");
        match refused(status, &map, body, "m-1") {
            Wrong::Form => "form".into(),
            Wrong::Said(text) => format!("said {text}"),
            Wrong::Failed(failure) => serde_json::to_string(&failure).expect("json"),
        }
    }

    #[test]
    fn each_refusal_has_its_meaning() {
        for (status, headers, body, expected) in [
            (
                429,
                &[("retry-after", "7")][..],
                "{}",
                r#"{"kind":"limited","retry_after":{"secs":7,"nanos":0}}"#,
            ),
            (429, &[("retry-after-ms", "1500")], "{}", r#""secs":1,"nanos":500000000"#),
            (429, &[("retry-after", "-1")], "", r#""retry_after":null"#),
            (429, &[("retry-after", "inf")], "", r#""retry_after":null"#),
            (429, &[], r#"{"error":{"code":"insufficient_quota"}}"#, "unauthorized"),
            (529, &[], "", "limited"),
            (401, &[], r#"{"error":{"message":"Incorrect key sk-secret"}}"#, "unauthorized"),
            (
                400,
                &[],
                r#"[{"error":{"status":"INVALID_ARGUMENT","message":"API key not valid."}}]"#,
                "unauthorized",
            ),
            (400, &[], r#"{"error":{"code":"model_decommissioned"}}"#, "unknown_model"),
            (404, &[], r#"{"type":"error","error":{"type":"not_found_error"}}"#, "unknown_model"),
            (400, &[], r#"{"error":{"message":"does not support response format `json_schema`"}}"#, "form"),
            (413, &[], "", "too_long"),
            (
                400,
                &[],
                r#"{"error":{"code":"tool_use_failed","failed_generation":"{\"a\":1}"}}"#,
                r#"said {"a":1}"#,
            ),
            (
                400,
                &[],
                r#"{"error":{"code":"tool_use_failed","failed_generation":"{\"name\":\"x\",\"arguments\":{\"step\":\"reply\"}}"}}"#,
                r#"said {"step":"reply"}"#,
            ),
            (400, &[], r#"{"error":{"code":"json_validate_failed"}}"#, "malformed"),
            (503, &[], "<html>busy</html>", "status 503"),
            (302, &[], "", "somewhere else"),
        ] {
            let found = failure(status, headers, body);
            assert!(found.contains(expected), "{status} {body}: {found}");
            assert!(!found.contains("sk-secret"), "{found}");
        }
    }
}
