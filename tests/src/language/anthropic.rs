//! Anthropic: messages (docs.anthropic.com/en/api/messages).

use axum::response::Response;
use serde_json::{Value, json};

use super::{Provider, Question, pieces, refusal, strict_problem};

fn text_of(content: &Value) -> String {
    match content {
        Value::String(text) => text.clone(),
        parts => parts
            .as_array()
            .map(|parts| parts.iter().filter_map(|part| part["text"].as_str()).collect())
            .unwrap_or_default(),
    }
}

pub(super) fn question(models: &[String], path: &str, body: &Value) -> Result<Question, Box<Response>> {
    let invalid =
        |message: &str| Box::new(refusal(Provider::Anthropic, 400, "invalid_request_error", message, &[]));
    if path != "messages" {
        return Err(Box::new(refusal(Provider::Anthropic, 404, "not_found_error", "Not Found", &[])));
    }
    let model = body["model"].as_str().unwrap_or_default();
    if !models.iter().any(|known| known == model) {
        let message = format!("model: {model}");
        return Err(Box::new(refusal(Provider::Anthropic, 404, "not_found_error", &message, &[])));
    }
    if body["max_tokens"].as_u64().is_none() {
        return Err(invalid("max_tokens: Field required"));
    }
    let format = &body["output_config"]["format"];
    let schema = (!format.is_null()).then(|| format["schema"].clone());
    if let Some(problem) = schema.as_ref().and_then(strict_problem) {
        return Err(invalid(&format!("output_config.format.schema: {problem}")));
    }
    let mut messages = Vec::new();
    if !body["system"].is_null() {
        messages.push(("system".to_owned(), text_of(&body["system"])));
    }
    for message in body["messages"].as_array().into_iter().flatten() {
        let role = message["role"].as_str().unwrap_or_default();
        if !matches!(role, "user" | "assistant") {
            return Err(invalid("messages: roles are 'user' and 'assistant'"));
        }
        messages.push((role.to_owned(), text_of(&message["content"])));
    }
    Ok(Question {
        provider: Provider::Anthropic,
        model: model.to_owned(),
        messages,
        schema,
        streamed: body["stream"].as_bool().unwrap_or(false),
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
    let stop = if too_long { "max_tokens" } else { "end_turn" };
    let model = question.model.as_str();
    if !question.streamed {
        let whole = json!({
            "id": "msg_1", "type": "message", "role": "assistant", "model": model, "stop_reason": stop,
            "content": [{ "type": "text", "text": text }],
            "usage": { "input_tokens": tokens.0, "output_tokens": tokens.1 },
        });
        return ("application/json", vec![whole.to_string()]);
    }
    let event = |name: &str, mut data: Value| {
        data["type"] = json!(name);
        format!("event: {name}\ndata: {data}\n\n")
    };
    let message = json!({
        "id": "msg_1", "type": "message", "role": "assistant", "model": model, "content": [], "stop_reason": null,
        "usage": { "input_tokens": tokens.0, "output_tokens": 1 },
    });
    let mut parts = vec![
        event("message_start", json!({ "message": message })),
        event("content_block_start", json!({ "index": 0, "content_block": { "type": "text", "text": "" } })),
        event("ping", json!({})),
    ];
    parts.extend(pieces(text).iter().map(|piece| {
        event("content_block_delta", json!({ "index": 0, "delta": { "type": "text_delta", "text": piece } }))
    }));
    parts.push(event("content_block_stop", json!({ "index": 0 })));
    parts.push(event(
        "message_delta",
        json!({ "delta": { "stop_reason": stop, "stop_sequence": null }, "usage": { "output_tokens": tokens.1 } }),
    ));
    parts.push(event("message_stop", json!({})));
    ("text/event-stream", parts)
}
