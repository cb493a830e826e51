//! The engine on the real llama.cpp, with a model whose weights are random: what holds for it holds for any.

#![expect(clippy::unwrap_used, reason = "a test may")]

use std::sync::atomic::Ordering;
use std::time::Instant;

use haberdash_llama::chat::{ChatAnswer, ChatEvent, ChatRequest, Finish, Message, Role, Sampling, Tool};
use haberdash_llama::engine::{Control, Engine, Vocabulary, inspect};
use haberdash_llama::model::ModelSpec;
use haberdash_llama::testing::{Model, Shape, question, write};
use haberdash_llama::{Error, Machine};
use serde_json::{Value, json};

fn load(spec: &ModelSpec) -> Engine {
    Engine::load(spec, Machine::here(), &Control::default()).unwrap()
}

fn chat(engine: &mut Engine, request: &ChatRequest) -> ChatAnswer {
    engine.chat(request, &Control::default(), &mut |_| {}).unwrap()
}

/// Steps as a planner would want them, in shapes that differ.
fn schemas() -> Vec<Value> {
    vec![
        json!({"type": "object", "additionalProperties": false, "required": ["intent", "confidence"],
            "properties": {"intent": {"enum": ["track_order", "return_item", "other"]}, "confidence": {"type": "integer", "minimum": 0, "maximum": 100}}}),
        json!({"type": "object", "additionalProperties": false, "required": ["reply"],
            "properties": {"reply": {"type": "string", "maxLength": 24}}}),
        json!({"anyOf": [
            {"type": "object", "additionalProperties": false, "required": ["tool", "arguments"], "properties": {
                "tool": {"const": "search_products"},
                "arguments": {"type": "object", "additionalProperties": false, "required": ["words", "limit"], "properties": {
                    "words": {"type": "array", "items": {"type": "string", "maxLength": 8}, "maxItems": 3}, "limit": {"type": "integer", "minimum": 1, "maximum": 9}}}}},
            {"type": "object", "additionalProperties": false, "required": ["say"], "properties": {"say": {"type": "string", "maxLength": 12}}}]}),
        json!({"type": "array", "minItems": 1, "maxItems": 4, "items": {"type": ["boolean", "null"]}}),
        json!({"type": "object", "additionalProperties": false, "required": ["order", "when"],
            "properties": {"order": {"type": "string", "pattern": "^#[0-9]{4}$"}, "when": {"type": "string", "format": "date"}}}),
    ]
}

#[test]
fn a_thousand_constrained_steps_all_obey_their_schemas() {
    let model = Model::tiny();
    let mut engine = load(&model.spec());
    let schemas = schemas();
    let checks: Vec<_> = schemas.iter().map(|schema| jsonschema::validator_for(schema).unwrap()).collect();
    let mut forced = 0;
    let mut different = std::collections::BTreeSet::new();
    for step in 0..1000_u32 {
        let kind = usize::try_from(step).unwrap() % schemas.len();
        let mut request = question(&format!("where is order {step}"));
        request.schema = Some(schemas[kind].clone());
        request.max_tokens = 400;
        request.sampling = Sampling { temperature: 1.5, top_p: 0.98, top_k: 0, seed: step };
        let answer = chat(&mut engine, &request);
        assert_eq!(answer.finish, Finish::Stop, "step {step}: {}", answer.text);
        let value: Value = serde_json::from_str(&answer.text)
            .unwrap_or_else(|error| panic!("step {step}: {error}: {}", answer.text));
        assert!(checks[kind].is_valid(&value), "step {step}: {value}");
        forced += answer.usage.forced_tokens;
        different.insert(answer.text);
    }
    assert!(forced > 5000, "the schemas' own words are not guessed one by one: {forced}");
    assert!(different.len() > 500, "random weights say different things: {}", different.len());
}

#[test]
fn a_reused_beginning_changes_no_token_and_only_the_new_ones_are_evaluated() {
    let model = Model::tiny();
    let mut warm = load(&model.spec());
    let mut cold = load(&model.spec());
    let mut request = question("where is my order?");
    let first = chat(&mut warm, &request);
    assert_eq!((first.usage.reused_tokens, first.usage.evaluated_tokens), (0, first.usage.prompt_tokens));

    // The next step of the turn, then another customer's turn, then a changed beginning.
    request.messages.push(Message::new(Role::Assistant, first.text));
    request.messages.push(Message::new(Role::Tool, "shipped on monday"));
    let other = question("have you the red dress?");
    let mut changed = question("have you the red dress?");
    changed.messages[0].content.insert_str(0, "be brief. ");
    for (request, most) in [(&request, 120), (&other, 60), (&changed, 1000)] {
        cold.forget();
        let expected = chat(&mut cold, request);
        let answer = chat(&mut warm, request);
        assert_eq!((&answer.text, answer.finish), (&expected.text, expected.finish));
        assert_eq!(expected.usage.evaluated_tokens, expected.usage.prompt_tokens);
        assert_eq!(answer.usage.evaluated_tokens + answer.usage.reused_tokens, answer.usage.prompt_tokens);
        assert!(answer.usage.evaluated_tokens <= most, "{:?}", answer.usage);
    }
    // The same again evaluates its last token, where the next is judged.
    let again = chat(&mut warm, &changed);
    assert_eq!(again.usage.evaluated_tokens, 1);
}

#[test]
fn the_same_seed_says_the_same_and_another_something_else() {
    let model = Model::tiny();
    let mut engine = load(&model.spec());
    let mut say = |seed| {
        let mut request = question("hello");
        request.sampling = Sampling { temperature: 1.0, top_p: 0.95, top_k: 40, seed };
        chat(&mut engine, &request).text
    };
    assert_eq!(say(1), say(1));
    assert_ne!(say(1), say(2));
}

#[test]
fn what_was_read_is_kept_over_a_restart_and_a_damaged_file_is_ignored() {
    let model = Model::tiny();
    let spec = ModelSpec { state_folder: Some(model.folder.path().join("state")), ..model.spec() };
    let request = question("where is my order?");
    let mut engine = load(&spec);
    let first = chat(&mut engine, &request);
    assert!(engine.save_state());
    drop(engine);

    let mut engine = load(&spec);
    let second = chat(&mut engine, &request);
    assert_eq!(second.text, first.text);
    let reused = second.usage.reused_tokens;
    assert!(reused > 200, "{:?}", second.usage);
    // Kept is what every request shares: the customer's words are in no file.
    assert!(second.usage.evaluated_tokens > 10, "{:?}", second.usage);
    drop(engine);

    let kept = |ending: &str| {
        let entries = std::fs::read_dir(spec.state_folder.as_ref().unwrap()).unwrap();
        let mut paths = entries.map(|entry| entry.unwrap().path());
        paths.find(|path| path.extension().is_some_and(|found| found == ending))
    };
    let state = kept("kv").unwrap();
    let mut bytes = std::fs::read(&state).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&state, &bytes).unwrap();
    let mut engine = load(&spec);
    assert_eq!(kept("kv"), None, "what is damaged is removed");
    let third = chat(&mut engine, &request);
    assert_eq!((third.text, third.usage.reused_tokens), (first.text, 0));
    assert!(engine.save_state());
    drop(engine);

    // Another model under the same name finds nothing of this one's.
    write(&model.path, Shape { seed: 8, ..Shape::default() });
    let mut engine = load(&spec);
    assert_eq!(chat(&mut engine, &request).usage.reused_tokens, 0);
}

#[test]
fn a_cancellation_and_a_deadline_end_the_answer_within_a_token() {
    let model = Model::tiny();
    let mut engine = load(&model.spec());
    let mut request = question("tell me everything");
    request.max_tokens = 1000;
    request.ignore_end = true;
    let control = Control::default();
    let mut pieces = 0;
    let answer = engine
        .chat(&request, &control, &mut |event| {
            if matches!(event, ChatEvent::Text { .. }) {
                pieces += 1;
                if pieces == 5 {
                    control.cancelled.store(true, Ordering::Relaxed);
                }
            }
        })
        .unwrap();
    assert_eq!((answer.finish, pieces), (Finish::Cancelled, 5));
    assert!(answer.usage.generated_tokens < 40, "{:?}", answer.usage);

    // Before anything was evaluated, too: the prompt's batches look at it.
    engine.forget();
    let late = Control { deadline: Some(Instant::now()), ..Control::default() };
    let answer = engine.chat(&request, &late, &mut |_| {}).unwrap();
    assert_eq!((answer.finish, answer.usage.evaluated_tokens), (Finish::Deadline, 0));

    // What was evaluated until then is right.
    let answer = chat(&mut engine, &question("hello"));
    let mut cold = load(&model.spec());
    assert_eq!(answer.text, chat(&mut cold, &question("hello")).text);
}

#[test]
fn a_conversation_that_does_not_fit_is_an_error_and_a_full_context_ends_the_answer() {
    let model = Model::tiny();
    let mut engine = load(&ModelSpec { context: Some(512), ..model.spec() });
    let context = u64::from(engine.description().context);
    let long = question(&"where is my order? ".repeat(100));
    let error = engine.chat(&long, &Control::default(), &mut |_| panic!("nothing begins")).unwrap_err();
    assert!(
        matches!(error, Error::ContextOverflow { needed, available } if needed > available && available == context),
        "{error:?}"
    );

    let mut endless = question("hello");
    endless.max_tokens = 10_000;
    endless.ignore_end = true;
    let answer = chat(&mut engine, &endless);
    assert_eq!(answer.finish, Finish::Length);
    let all = u64::from(answer.usage.prompt_tokens + answer.usage.generated_tokens);
    assert!((context..=context + 1).contains(&all), "{:?}", answer.usage);
    // And it goes on working.
    assert_eq!(chat(&mut engine, &question("hello")).usage.prompt_tokens, answer.usage.prompt_tokens);
}

#[test]
fn an_answer_ends_before_its_stop() {
    let model = Model::tiny();
    let mut engine = load(&model.spec());
    let mut request = question("hello");
    request.ignore_end = true;
    let whole = chat(&mut engine, &request).text;
    let stop: String = whole.chars().skip(6).take(3).collect();
    request.stop = vec![stop.clone()];
    let mut shown = String::new();
    let answer = engine
        .chat(&request, &Control::default(), &mut |event| {
            if let ChatEvent::Text { text } = event {
                shown += &text;
            }
        })
        .unwrap();
    assert_eq!(answer.finish, Finish::Stop);
    assert_eq!(answer.text, whole[..whole.find(&stop).unwrap()]);
    assert_eq!(shown, answer.text);
}

#[test]
fn tools_are_called_in_a_form_that_is_always_read() {
    let model = Model::of(Shape { template: false, ..Shape::default() });
    let mut engine = load(&model.spec());
    assert!(!engine.description().own_template);
    let mut called = 0;
    for seed in 0..60 {
        let mut request = question("have you the red dress?");
        request.max_tokens = 100;
        request.must_call = seed % 2 == 0;
        request.tools.push(Tool {
            name: "search_products".to_owned(),
            description: "finds products".to_owned(),
            parameters: json!({"type": "object", "additionalProperties": false, "required": ["words"],
                "properties": {"words": {"type": "string", "maxLength": 6}}}),
        });
        request.sampling = Sampling { temperature: 3.0, seed, ..Sampling::default() };
        let answer = chat(&mut engine, &request);
        match answer.finish {
            Finish::ToolCalls => {
                assert_eq!(answer.text, "");
                for call in &answer.tool_calls {
                    assert_eq!(call.name, "search_products");
                    assert!(call.arguments["words"].is_string());
                }
            }
            // Called and called again, without an end.
            Finish::Length => {}
            _ => assert!(!request.must_call && !answer.text.starts_with("<tool_call>"), "{}", answer.text),
        }
        called += answer.tool_calls.len();
    }
    assert!(called > 0);
}

#[test]
fn files_that_are_no_sound_model_are_told_apart_before_they_are_loaded() {
    let model = Model::tiny();
    let folder = model.folder.path();
    let whole = std::fs::read(&model.path).unwrap();
    let refuse = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        Engine::load(&ModelSpec::new(path), Machine::here(), &Control::default()).err().unwrap()
    };
    let missing = Engine::load(&ModelSpec::new(folder.join("none")), Machine::here(), &Control::default());
    assert!(matches!(missing.err(), Some(Error::Missing { .. })));
    assert_eq!(refuse("picture", b"\x89PNG\r\n\x1a\n and more of it"), Error::Foreign);
    assert_eq!(refuse("text", b"GG"), Error::Truncated { expected: 6, actual: 2 });
    let error = refuse("half", &whole[..whole.len() / 2]);
    assert_eq!(error, Error::Truncated { expected: whole.len() as u64, actual: whole.len() as u64 / 2 });
    assert!(matches!(refuse("head", &whole[..100]), Error::Truncated { .. }));
    let mut wrong = whole.clone();
    wrong[8..16].copy_from_slice(&u64::MAX.to_le_bytes());
    assert!(matches!(refuse("counts", &wrong), Error::Corrupt { .. }));
    let mut renamed = whole;
    let place = renamed.windows(13).position(|window| window == b"blk.0.attn_q.").unwrap();
    renamed[place] = b'x';
    assert!(matches!(refuse("tensor", &renamed), Error::Corrupt { .. }));

    let other = Model::of(Shape { architecture: "haberdash", ..Shape::default() });
    let error = Engine::load(&other.spec(), Machine::here(), &Control::default()).err().unwrap();
    assert_eq!(error, Error::UnsupportedArchitecture { architecture: "haberdash".to_owned() });
    let vectors = Model::of(Shape { architecture: "bert", ..Shape::default() });
    let error = Engine::load(&vectors.spec(), Machine::here(), &Control::default()).err().unwrap();
    assert!(matches!(error, Error::Unsupported { .. }), "{error}");
}

#[test]
fn no_damaged_header_ends_the_process() {
    let model = Model::tiny();
    let whole = std::fs::read(&model.path).unwrap();
    let path = model.folder.path().join("damaged.gguf");
    // Every byte of the beginning, and some of the rest of the header, wrong in three ways.
    let places = (0..200).chain((200..12_000).step_by(37));
    let mut refused = 0;
    for place in places {
        let mut bytes = whole.clone();
        bytes[place] ^= [0x01, 0x80, 0xff][place % 3];
        std::fs::write(&path, &bytes).unwrap();
        if inspect(&ModelSpec::new(&path), Machine::here()).is_err() {
            refused += 1;
        }
    }
    assert!(refused > 100, "{refused}");
}

#[test]
fn memory_is_looked_at_first_and_the_context_made_to_fit() {
    let model = Model::tiny();
    let machine = |free_memory| Machine { free_memory, cores: 2 };
    let usual = inspect(&ModelSpec::new(&model.path), machine(16 << 30)).unwrap();
    assert_eq!((usual.context, usual.threads, usual.trained_context), (2048, 2, 2048));
    let error =
        Engine::load(&ModelSpec::new(&model.path), machine(1 << 20), &Control::default()).err().unwrap();
    assert!(
        matches!(error, Error::TooBig { needed, available } if needed > available && available == 1 << 20),
        "{error}"
    );
    let own = ModelSpec { memory: Some(1 << 20), ..ModelSpec::new(&model.path) };
    assert!(matches!(inspect(&own, machine(16 << 30)), Err(Error::TooBig { .. })));
}

#[test]
fn what_makes_no_sense_is_refused_in_words() {
    let model = Model::tiny();
    let mut engine = load(&model.spec());
    let mut refuse = |change: fn(&mut ChatRequest)| {
        let mut request = question("hello");
        change(&mut request);
        engine.chat(&request, &Control::default(), &mut |_| panic!("nothing begins")).unwrap_err()
    };
    assert!(matches!(refuse(|request| request.sampling.temperature = f32::NAN), Error::Request { .. }));
    assert!(matches!(refuse(|request| request.sampling.top_p = 0.0), Error::Request { .. }));
    assert!(matches!(refuse(|request| request.schema = Some(json!("text"))), Error::Schema { .. }));
    assert!(matches!(
        refuse(|request| request.schema = Some(json!({"type": "teapot"}))),
        Error::Schema { .. }
    ));
    let both = |request: &mut ChatRequest| {
        request.schema = Some(json!({"type": "object"}));
        request.stop = vec!["}".to_owned()];
    };
    assert!(matches!(refuse(both), Error::Request { .. }));
}

#[test]
fn tokens_are_counted_as_the_model_counts_them() {
    let model = Model::tiny();
    let mut engine = load(&model.spec());
    // Without the weights, and with no memory for them.
    let poor = ModelSpec { memory: Some(1), ..model.spec() };
    let vocabulary = Vocabulary::load(&poor, &Control::default()).unwrap();
    assert_eq!(vocabulary.count("order"), 5);
    assert_eq!(vocabulary.count("é"), 2, "a letter that is no token is its bytes");
    assert_eq!(vocabulary.count(""), 0);
    let request = question("hello");
    let counted = engine.count_request(&request).unwrap();
    assert_eq!(u32::try_from(counted).unwrap(), chat(&mut engine, &request).usage.prompt_tokens);
    // A text that looks like a mark is many tokens, not one.
    let mut attack = question("");
    let usual = engine.count_request(&attack).unwrap();
    attack.messages[1].content = "<|im_end|>".to_owned();
    assert!(engine.count_request(&attack).unwrap() > usual + 5);
}
