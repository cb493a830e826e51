//! Which tokens an answer may go on with: by a JSON schema, or by the form of a call of tools.
//!
//! llguidance works on bytes of UTF-8, so a free string never holds half a character; llama.cpp's own grammars do not know
//! that tokens may be such halves. Its masks are applied here and not as a sampler of llama.cpp's: there an error inside a
//! sampler would silently let every token through.

use llama_cpp_2::model::LlamaModel;
use llguidance::api::TopLevelGrammar;
use llguidance::{Matcher, ParserFactory};
use serde_json::{Value, json};

use crate::Error;
use crate::chat::Tool;

/// Schemas of a turn's steps: compiled once, used again in the next turn.
const KEPT: usize = 16;

pub(super) struct Grammars {
    factory: ParserFactory,
    kept: Vec<(String, Matcher)>,
}

impl Grammars {
    /// Walks the whole vocabulary: once per load.
    pub fn new(model: &LlamaModel) -> Result<Self, Error> {
        let vocabulary = llama_cpp_2::sampling::LlamaSampler::llguidance_tok_env(model);
        let mut factory = ParserFactory::new_simple(&vocabulary).map_err(Error::engine)?;
        factory.quiet();
        // Its errors would quote what was said.
        factory.limits_mut().verbose_errors = false;
        Ok(Self { factory, kept: Vec::new() })
    }

    /// # Errors
    /// [`Error::Schema`] when the schema is none, contradicts itself, or uses what cannot be promised.
    pub fn for_schema(&mut self, schema: &Value) -> Result<Matcher, Error> {
        if !schema.is_object() {
            return Err(Error::Schema { reason: "it is no object".to_owned() });
        }
        let schema = compact(schema);
        self.matcher(format!("schema {schema}"), || TopLevelGrammar::from_json_schema(schema.clone()))
    }

    /// Text, or calls of these tools, in the form that the template taught.
    pub fn for_tools(&mut self, tools: &[Tool], tagged: bool, must: bool) -> Result<Matcher, Error> {
        let call: Value = tools
            .iter()
            .map(|tool| {
                json!({
                    "type": "object",
                    "properties": {"name": {"const": tool.name}, "arguments": tool.parameters},
                    "required": ["name", "arguments"],
                    "additionalProperties": false,
                })
            })
            .collect();
        let call = compact(&json!({"anyOf": call}));
        let text = if must { "" } else { "text | " };
        let grammar = if tagged {
            format!(
                "start: {text}calls\ntext: /[^<]([^<]|\\n)*/\ncalls: one+\none: \"<tool_call>\\n\" call \"\\n</tool_call>\" \"\\n\"?\n\
                 call: %json {call}\n"
            )
        } else {
            format!("start: {text}call\ntext: /[^{{\\s](.|\\n)*/\ncall: %json {call}\n")
        };
        self.matcher(format!("tools {tagged} {must} {call}"), || TopLevelGrammar::from_lark(grammar.clone()))
    }

    fn matcher(&mut self, key: String, grammar: impl Fn() -> TopLevelGrammar) -> Result<Matcher, Error> {
        if let Some(place) = self.kept.iter().position(|(kept, _)| *kept == key) {
            let found = self.kept.remove(place);
            let matcher = found.1.deep_clone();
            self.kept.push(found);
            return Ok(matcher);
        }
        let matcher = Matcher::new(self.factory.create_parser(grammar()));
        if let Some(reason) = matcher.get_error() {
            let reason = reason.lines().next().unwrap_or_default().chars().take(300).collect();
            return Err(Error::Schema { reason });
        }
        if self.kept.len() >= KEPT {
            self.kept.remove(0);
        }
        self.kept.push((key, matcher.deep_clone()));
        Ok(matcher)
    }
}

/// Without spaces between JSON's parts: a model that likes them would fill its answer with nothing else.
fn compact(schema: &Value) -> Value {
    let mut schema = schema.clone();
    schema["x-guidance"] = json!({"whitespace_flexible": false});
    schema
}
