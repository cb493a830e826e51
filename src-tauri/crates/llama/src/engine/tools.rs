//! Calls of tools in what the model wrote.

use serde::Deserialize;
use serde_json::Value;

use crate::chat::ToolCall;

const OPEN: &str = "<tool_call>";
const CLOSE: &str = "</tool_call>";

#[derive(Deserialize)]
struct Written {
    name: String,
    arguments: Value,
}

/// The calls in a whole answer and the text without them. The answer was constrained, so a text that begins as a call is
/// one; cut off, it calls nothing.
pub(super) fn read(answer: &str, tagged: bool) -> (String, Vec<ToolCall>) {
    let mut calls = Vec::new();
    if tagged {
        let mut rest = answer;
        while let Some((_, inside)) = rest.split_once(OPEN) {
            let Some((call, after)) = inside.split_once(CLOSE) else { break };
            calls.extend(parse(call, calls.len()));
            rest = after;
        }
    } else if answer.starts_with('{') {
        calls.extend(parse(answer, 0));
    }
    let text = if calls.is_empty() { answer.to_owned() } else { String::new() };
    (text, calls)
}

fn parse(text: &str, before: usize) -> Option<ToolCall> {
    let Written { name, arguments } = serde_json::from_str(text.trim()).ok()?;
    Some(ToolCall { id: format!("call{}", before + 1), name, arguments })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_read_in_both_forms() {
        let two = "<tool_call>\n{\"name\":\"a\",\"arguments\":{\"x\":1}}\n</tool_call>\n<tool_call>\n{\"name\":\"b\",\"arguments\":{}}\n</tool_call>";
        let (text, calls) = read(two, true);
        let names: Vec<_> = calls.iter().map(|call| (call.id.as_str(), call.name.as_str())).collect();
        assert_eq!((text.as_str(), names), ("", vec![("call1", "a"), ("call2", "b")]));
        assert_eq!(read("{\"name\":\"a\",\"arguments\":{}}", false).1.len(), 1);
        assert_eq!(read("plain words", true), ("plain words".to_owned(), Vec::new()));
        assert_eq!(read("<tool_call>\n{\"name\":\"a\"", true).1, Vec::new());
    }
}
