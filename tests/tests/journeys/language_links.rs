//! Links to language models over HTTP: each provider in its own form, and its bad days.

use std::sync::Arc;
use std::time::{Duration, Instant};

use haberdash_ai::folders::Folders;
use haberdash_core::language_model::{
    AnswerSchema, Completion, Failure, LinkSettings, Message, Provider, Request, Role, guessed_tokens,
};
use haberdash_core::{Code, Error, SystemClock};
use haberdash_server::language::Languages;
use haberdash_server::secrets::{MemorySecrets, Secret, SecretName, SecretStore, StoreState};
use haberdash_tests::language::{
    self as simulated, Answer, KEY, MODELS, ModelSimulator, WITHOUT_SCHEMAS, step,
};
use serde_json::{Value, json};

pub const ALL: [(Provider, simulated::Provider); 4] = [
    (Provider::Groq, simulated::Provider::Groq),
    (Provider::Openai, simulated::Provider::Openai),
    (Provider::Anthropic, simulated::Provider::Anthropic),
    (Provider::Gemini, simulated::Provider::Gemini),
];

pub fn secrets() -> MemorySecrets {
    MemorySecrets::default()
        .with(SecretName::GroqKey, KEY)
        .with(SecretName::OpenaiKey, KEY)
        .with(SecretName::AnthropicKey, KEY)
        .with(SecretName::GeminiKey, KEY)
}

fn languages(secrets: MemorySecrets) -> Languages {
    let nowhere = Folders::only("/nowhere");
    Languages::new(Arc::new(secrets), nowhere, Arc::new(SystemClock)).expect("set up")
}

fn request() -> Request {
    let message = |role, text: &str| Message { role, content: text.into() };
    let text = json!({ "type": "string" });
    Request {
        messages: vec![
            message(Role::System, "You are a shop."),
            message(Role::User, "Hello?"),
            message(Role::Assistant, &step("list_orders", "")),
            message(Role::User, "And now?"),
        ],
        answer: AnswerSchema {
            name: "next_step".into(),
            schema: json!({ "type": "object", "properties": { "step": text, "text": text },
                            "required": ["step", "text"], "additionalProperties": false }),
        },
        most_tokens: 500,
        temperature: 0.0,
    }
}

fn link(
    server: &ModelSimulator,
    (provider, other): (Provider, simulated::Provider),
    model: &str,
) -> LinkSettings {
    LinkSettings { provider, model: model.into(), base_url: Some(server.base_url(other)), price: None }
}

async fn ask(languages: &Languages, link: &LinkSettings) -> Result<Completion, Failure> {
    languages.model(link).expect("a model").answer(&request(), &|_| {}).await
}

#[tokio::test]
async fn each_provider_is_asked_in_its_own_form_and_counts_its_tokens() {
    let server = ModelSimulator::start(0).await;
    let languages = languages(secrets());
    for pair in ALL {
        server.forget();
        let said = parking_lot::Mutex::new(String::new());
        let model = languages.model(&link(&server, pair, MODELS[0])).expect("a model");
        let piece = |piece: &str| said.lock().push_str(piece);
        let completion = model.answer(&request(), &piece).await.expect("an answer");
        assert_eq!(completion.text, step("reply", "Hello!"), "{pair:?}");
        assert_eq!(*said.lock(), completion.text, "the pieces are the whole");
        assert!(completion.usage.prompt_tokens > 0 && completion.usage.answer_tokens > 0, "{pair:?}");
        let asked = server.asked();
        let [question] = asked.as_slice() else { panic!("{asked:?}") };
        assert_eq!(question.schema.as_ref().expect("a schema")["required"], json!(["step", "text"]));
        assert_eq!(question.streamed, pair.0 != Provider::Groq, "Groq streams no answers that have a form");
        let roles: Vec<&str> = question.messages.iter().map(|(role, _)| role.as_str()).collect();
        assert_eq!(roles, ["system", "user", "assistant", "user"], "{pair:?}");
        assert_eq!(question.last(), "And now?");
        let models = languages
            .caller()
            .models(pair.0, Some(&server.base_url(pair.1)), &Secret::new(KEY))
            .await
            .expect("a list");
        assert_eq!(models, MODELS);
    }
}

#[tokio::test]
async fn a_wrong_key_is_said_once_and_stands_nowhere() {
    let server = ModelSimulator::start(0).await;
    let wrong = MemorySecrets::default()
        .with(SecretName::GroqKey, "sk-wrong-key")
        .with(SecretName::OpenaiKey, "sk-wrong-key")
        .with(SecretName::AnthropicKey, "sk-wrong-key")
        .with(SecretName::GeminiKey, "sk-wrong-key");
    let languages = languages(wrong);
    for pair in ALL {
        let link = link(&server, pair, MODELS[0]);
        let failure = ask(&languages, &link).await.expect_err("refused");
        assert!(matches!(failure, Failure::Unauthorized { .. }), "{pair:?} {failure:?}");
        assert!(!format!("{failure} {failure:?}").contains("sk-wrong"), "{failure:?}");
        let key = Secret::new("sk-wrong-key");
        let listed = languages.caller().models(pair.0, link.base_url.as_deref(), &key).await;
        assert!(matches!(listed, Err(Failure::Unauthorized { .. })), "{pair:?} {listed:?}");
    }
    assert!(server.asked().is_empty());
}

#[tokio::test]
async fn every_bad_day_has_its_own_meaning() {
    let server = ModelSimulator::start(0).await;
    let languages = languages(secrets());
    let limited = |seconds: u64| Failure::Limited { retry_after: Some(Duration::from_secs(seconds)) };
    for pair in ALL {
        let link = link(&server, pair, MODELS[0]);
        for (answer, expected) in [
            (Answer::Limited { retry_after: Some(7), per_day: false }, Some(limited(7))),
            (Answer::Limited { retry_after: Some(40_000), per_day: true }, Some(limited(40_000))),
            (
                Answer::Limited { retry_after: None, per_day: false },
                Some(Failure::Limited { retry_after: None }),
            ),
            (Answer::Cut, None),
            (Answer::Status(502), None),
            (Answer::Status(200), None),
        ] {
            server.next([answer.clone()]);
            let failure = ask(&languages, &link).await.expect_err("a bad day");
            match expected {
                Some(expected) => assert_eq!(failure, expected, "{pair:?} {answer:?}"),
                None => assert!(matches!(failure, Failure::Broken { .. }), "{pair:?} {answer:?} {failure:?}"),
            }
        }
        server.next([Answer::TooLong]);
        let failure = ask(&languages, &link).await.expect_err("too long");
        assert!(matches!(failure, Failure::Malformed { .. }), "{pair:?} {failure:?}");
        let nobody = LinkSettings { base_url: Some("http://127.0.0.1:1/v1".into()), ..link.clone() };
        let began = Instant::now();
        let failure = ask(&languages, &nobody).await.expect_err("nobody is there");
        assert!(matches!(failure, Failure::Unreachable { .. }), "{pair:?} {failure:?}");
        assert!(began.elapsed() < Duration::from_secs(5));
        // What is asked of a model that is gone, names those that are there, and asks nobody for a while.
        server.next([Answer::Retired]);
        let model = languages.model(&link).expect("a model");
        for _ in 0..2 {
            let failure = model.answer(&request(), &|_| {}).await.expect_err("gone");
            let Failure::UnknownModel { model, known } = failure else { panic!("{pair:?} {failure:?}") };
            assert_eq!((model.as_str(), known), (MODELS[0], MODELS.map(str::to_owned).to_vec()));
        }
    }
}

#[tokio::test]
async fn groq_s_failed_generations_are_read_all_the_same() {
    let server = ModelSimulator::start(0).await;
    let languages = languages(secrets());
    let link = link(&server, ALL[0], MODELS[0]);
    let said = step("reply", "Good day!");
    let as_tool =
        json!({ "name": "next_step", "arguments": serde_json::from_str::<Value>(&said).expect("json") });
    for answer in [
        Answer::ToolUseFailed(said.clone()),
        Answer::ToolUseFailed(as_tool.to_string()),
        Answer::JsonInvalid(Some(format!("Here you are: {said}"))),
    ] {
        server.next([answer.clone()]);
        let completion = ask(&languages, &link).await.expect("an answer");
        let same = serde_json::from_str::<Value>(&completion.text).expect("json");
        assert_eq!(same, serde_json::from_str::<Value>(&said).expect("json"), "{answer:?}");
    }
    server.next([Answer::JsonInvalid(None)]);
    let failure = ask(&languages, &link).await.expect_err("nothing");
    assert!(matches!(failure, Failure::Malformed { .. }), "{failure:?}");
}

#[tokio::test]
async fn a_model_without_schemas_is_asked_for_json_and_told_the_schema() {
    let server = ModelSimulator::start(0).await;
    let languages = languages(secrets());
    let model = languages.model(&link(&server, ALL[0], WITHOUT_SCHEMAS)).expect("a model");
    for _ in 0..2 {
        model.answer(&request(), &|_| {}).await.expect("an answer");
    }
    let asked = server.asked();
    assert_eq!(asked.len(), 2, "what was refused once is not tried again");
    for question in asked {
        assert_eq!(question.body["response_format"]["type"], "json_object");
        assert!(question.messages[0].1.contains("additionalProperties"), "{}", question.messages[0].1);
    }
}

#[tokio::test]
async fn whoever_does_not_wait_any_longer_ends_the_question() {
    let server = ModelSimulator::start(0).await;
    let languages = languages(secrets());
    for pair in ALL {
        server.next([Answer::Stall]);
        let link = link(&server, pair, MODELS[0]);
        let waited = tokio::time::timeout(Duration::from_millis(400), ask(&languages, &link)).await;
        assert!(waited.is_err(), "{pair:?} {waited:?}");
        // The next one is answered as if nothing had been.
        ask(&languages, &link).await.expect("an answer");
    }
}

#[tokio::test]
async fn without_a_key_nobody_is_asked_but_a_server_of_one_s_own() {
    let server = ModelSimulator::start(0).await;
    let languages = languages(MemorySecrets::default());
    let failure = ask(&languages, &link(&server, ALL[0], MODELS[0])).await.expect_err("no key");
    assert!(matches!(failure, Failure::NotSetUp { .. }), "{failure:?}");
    // It comes as far as the server, which wants one.
    let failure = ask(&languages, &link(&server, ALL[1], MODELS[0])).await.expect_err("no key");
    assert!(matches!(failure, Failure::Unauthorized { .. }), "{failure:?}");
}

/// A keyring that is locked.
struct Locked;

impl SecretStore for Locked {
    fn get(&self, _name: SecretName) -> Result<Option<Secret>, Error> {
        Err(Error::new(Code::KeyringUnavailable, "locked"))
    }

    fn set(&self, _name: SecretName, _secret: &Secret) -> Result<(), Error> {
        Err(Error::new(Code::KeyringUnavailable, "locked"))
    }

    fn delete(&self, _name: SecretName) -> Result<(), Error> {
        Err(Error::new(Code::KeyringUnavailable, "locked"))
    }

    fn state(&self) -> StoreState {
        StoreState::Unavailable { detail: "locked".into() }
    }
}

#[tokio::test]
async fn a_locked_keyring_stands_in_the_way_of_those_alone_who_want_a_key() {
    let server = ModelSimulator::start(0).await;
    let nowhere = Folders::only("/nowhere");
    let languages = Languages::new(Arc::new(Locked), nowhere, Arc::new(SystemClock)).expect("set up");
    let own = link(&server, ALL[1], MODELS[0]);
    for link in [link(&server, ALL[0], MODELS[0]), own.clone()] {
        let failure = ask(&languages, &link).await.expect_err("it wants a key");
        assert!(matches!(&failure, Failure::NotSetUp { detail } if detail.contains("unlock")), "{failure:?}");
    }
    server.want_no_key();
    assert_eq!(ask(&languages, &own).await.expect("it wants none").text, step("reply", "Hello!"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_provider_counts_of_a_question_measures_the_next() {
    let server = ModelSimulator::start(0).await;
    let languages = languages(secrets());
    let mut request = request();
    request.messages[3].content = "Which linen dresses have you in stock? ".repeat(60);
    let text = "A linen dress for the summer. ".repeat(100);
    for (pair, model) in ALL.into_iter().zip([WITHOUT_SCHEMAS, MODELS[0], MODELS[0], MODELS[0]]) {
        let link = link(&server, pair, model);
        let asked = languages.model(&link).expect("a model");
        assert_eq!(asked.count(&text), guessed_tokens(&text), "{pair:?}: nobody has counted yet");
        server.tokenize(|text| text.len() / 2);
        asked.answer(&request, &|_| {}).await.expect("an answer");
        let half = asked.count(&text);
        assert!((1_575..=1_580).contains(&half), "{pair:?}: {half} of {} bytes", text.len());
        // The settings were changed meanwhile, and what is less dense does not open the budget at once.
        let anew = languages.model(&link).expect("a model");
        server.tokenize(|text| text.len() / 5);
        anew.answer(&request, &|_| {}).await.expect("an answer");
        assert_eq!(anew.count(&text), half, "{pair:?}");
        let other = LinkSettings { model: "another".into(), ..link.clone() };
        let other = languages.model(&other).expect("a model");
        assert_eq!(other.count(&text), guessed_tokens(&text), "{pair:?}: it has its own tokenizer");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_model_with_a_tokenizer_for_everybody_is_counted_by_that_whatever_its_server_says() {
    let server = ModelSimulator::start(0).await;
    server.offer(&["openai/gpt-oss-20b"]);
    server.tokenize(str::len);
    let languages = languages(secrets());
    let model = languages.model(&link(&server, ALL[0], "openai/gpt-oss-20b")).expect("a model");
    let mut request = request();
    request.messages[3].content = "Which linen dresses have you in stock? ".repeat(60);
    for _ in 0..2 {
        // As OpenAI's own program counts it.
        assert_eq!(model.count("Yes, our Amalfi Linen Dress is here for you, at €80.00!"), 18);
        model.answer(&request, &|_| {}).await.expect("an answer");
    }
}
