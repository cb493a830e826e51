//! Groq and OpenAI: chat completions. Groq's rules are the stricter ones (console.groq.com/docs).

use axum::response::Response;
use serde_json::{Value, json};

use super::{Provider, Question, WITHOUT_SCHEMAS, pieces, refusal, strict_problem};

pub(super) fn question(
    provider: Provider,
    models: &[String],
    path: &str,
    body: &Value,
) -> Result<Question, Box<Response>> {
    let invalid = |message: &str| Box::new(refusal(provider, 400, "invalid_request_error", message, &[]));
    if path != "chat/completions" {
        return Err(Box::new(refusal(provider, 404, "unknown_url", "Unknown request URL", &[])));
    }
    let model = body["model"].as_str().unwrap_or_default();
    if !models.iter().any(|known| known == model) {
        return Err(Box::new(refusal(provider, 404, "model_not_found", "The model does not exist.", &[])));
    }
    let streamed = body["stream"].as_bool().unwrap_or(false);
    let format = &body["response_format"];
    let schema = match format["type"].as_str() {
        Some("json_schema") => {
            if provider == Provider::Groq && model == WITHOUT_SCHEMAS {
                return Err(invalid("This model does not support response format `json_schema`."));
            }
            if format["json_schema"]["name"].as_str().is_none_or(str::is_empty) {
                return Err(invalid("'response_format.json_schema.name' is missing"));
            }
            let schema = &format["json_schema"]["schema"];
            if format["json_schema"]["strict"] == true
                && let Some(problem) = strict_problem(schema)
            {
                return Err(invalid(&format!("invalid JSON schema for response_format: {problem}")));
            }
            Some(schema.clone())
        }
        _ => None,
    };
    let text_of = |message: &Value| match &message["content"] {
        Value::String(text) => text.clone(),
        parts => parts
            .as_array()
            .map(|parts| parts.iter().filter_map(|part| part["text"].as_str()).collect::<String>())
            .unwrap_or_default(),
    };
    let messages: Vec<(String, String)> = body["messages"]
        .as_array()
        .map(|all| all.iter().map(|m| (m["role"].as_str().unwrap_or("").to_owned(), text_of(m))).collect())
        .unwrap_or_default();
    let says_json = messages.iter().any(|(_, text)| text.to_lowercase().contains("json"));
    if format["type"] == "json_object" && !says_json {
        return Err(invalid("'messages' must contain the word 'json' in some form"));
    }
    if provider == Provider::Groq {
        for name in ["logprobs", "top_logprobs", "logit_bias", "n"] {
            if !body[name].is_null() {
                return Err(invalid(&format!("property '{name}' is unsupported")));
            }
        }
        if streamed && !format.is_null() {
            return Err(invalid("response_format: streaming is not supported with structured outputs"));
        }
    }
    Ok(Question {
        provider,
        model: model.to_owned(),
        messages,
        schema,
        streamed,
        key: None,
        body: body.clone(),
    })
}

pub(super) fn parts(
    question: &Question,
    text: &str,
    too_long: bool,
    tokens: (usize, usize),
) -> (&'static str, Vec<String>) {
    let finish = if too_long { "length" } else { "stop" };
    let usage = json!({
        "prompt_tokens": tokens.0, "completion_tokens": tokens.1, "total_tokens": tokens.0 + tokens.1,
        "prompt_tokens_details": { "cached_tokens": tokens.0 / 2 },
    });
    let model = question.model.as_str();
    if !question.streamed {
        let whole = json!({
            "id": "chatcmpl-1", "object": "chat.completion", "model": model, "usage": usage,
            "choices": [{ "index": 0, "finish_reason": finish,
                          "message": { "role": "assistant", "content": text } }],
        });
        return ("application/json", vec![whole.to_string()]);
    }
    let chunk = |delta: Value, finish: Value| {
        let choices = json!([{ "index": 0, "delta": delta, "finish_reason": finish }]);
        let chunk = json!({ "id": "chatcmpl-1", "object": "chat.completion.chunk", "model": model, "choices": choices });
        format!("data: {chunk}\n\n")
    };
    let mut parts = vec![chunk(json!({ "role": "assistant", "content": "" }), Value::Null)];
    parts.extend(pieces(text).iter().map(|piece| chunk(json!({ "content": piece }), Value::Null)));
    parts.push(chunk(json!({}), json!(finish)));
    if question.body["stream_options"]["include_usage"] == true {
        parts.push(format!("data: {}\n\n", json!({ "id": "chatcmpl-1", "choices": [], "usage": usage })));
    }
    parts.push("data: [DONE]\n\n".to_owned());
    ("text/event-stream", parts)
}
