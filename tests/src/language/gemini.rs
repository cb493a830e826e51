//! Gemini: generateContent (ai.google.dev/api/generate-content).

use axum::response::Response;
use serde_json::{Value, json};

use super::{Provider, Question, pieces, refusal};

pub(super) fn question(
    models: &[String],
    path: &str,
    query: &str,
    body: &Value,
) -> Result<Question, Box<Response>> {
    let refused = |status: u16, code: &str, message: &str| {
        Box::new(refusal(Provider::Gemini, status, code, message, &[]))
    };
    let Some((model, method)) = path.strip_prefix("models/").and_then(|rest| rest.split_once(':')) else {
        return Err(refused(404, "NOT_FOUND", "Not Found"));
    };
    if !models.iter().any(|known| known == model) {
        return Err(refused(
            404,
            "NOT_FOUND",
            &format!("models/{model} is not found for API version v1beta"),
        ));
    }
    let streamed = match method {
        "generateContent" => false,
        "streamGenerateContent" if query.contains("alt=sse") => true,
        _ => return Err(refused(404, "NOT_FOUND", "no such method")),
    };
    let configuration = &body["generationConfig"];
    let schema = Some(&configuration["responseJsonSchema"]).filter(|schema| !schema.is_null()).cloned();
    if schema.is_some() && configuration["responseMimeType"] != "application/json" {
        return Err(refused(400, "INVALID_ARGUMENT", "responseJsonSchema needs responseMimeType"));
    }
    let text_of = |content: &Value| -> String {
        content["parts"].as_array().into_iter().flatten().filter_map(|part| part["text"].as_str()).collect()
    };
    let mut messages = Vec::new();
    if !body["systemInstruction"].is_null() {
        messages.push(("system".to_owned(), text_of(&body["systemInstruction"])));
    }
    for content in body["contents"].as_array().into_iter().flatten() {
        let role = match content["role"].as_str() {
            Some("user") => "user",
            Some("model") => "assistant",
            _ => return Err(refused(400, "INVALID_ARGUMENT", "roles are 'user' and 'model'")),
        };
        messages.push((role.to_owned(), text_of(content)));
    }
    Ok(Question {
        provider: Provider::Gemini,
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
    let usage = json!({
        "promptTokenCount": tokens.0, "candidatesTokenCount": tokens.1, "totalTokenCount": tokens.0 + tokens.1,
    });
    let stop = if too_long { "MAX_TOKENS" } else { "STOP" };
    let answer = |text: &str, finish: Option<&str>| {
        let mut candidate =
            json!({ "content": { "parts": [{ "text": text }], "role": "model" }, "index": 0 });
        if let Some(finish) = finish {
            candidate["finishReason"] = json!(finish);
        }
        json!({ "candidates": [candidate], "usageMetadata": usage, "modelVersion": question.model })
    };
    if !question.streamed {
        return ("application/json", vec![answer(text, Some(stop)).to_string()]);
    }
    let all = pieces(text);
    let last = all.len().saturating_sub(1);
    let parts = all
        .iter()
        .enumerate()
        .map(|(n, piece)| format!("data: {}\r\n\r\n", answer(piece, (n == last).then_some(stop))))
        .collect();
    ("text/event-stream", parts)
}
