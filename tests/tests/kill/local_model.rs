//! A model file on this computer in the whole program: the real binary, its child with the real llama.cpp, and a customer who
//! waits. The weights are random, so what the model says is of the form that was asked for and means nothing: whatever it says,
//! the customer is answered, and is told nothing that the shop cannot prove.

use std::path::Path;

use haberdash_llama::testing::{Shape, write};
use haberdash_tests::language::{Answer, MODELS, ModelSimulator, Provider};
use reqwest::Method;
use serde_json::{Value, json};
use sysinfo::{Pid, ProcessesToUpdate, Signal, System};

use crate::served::{Program, haberdash, is_whole, signal};

const FILE: &str = "tiny-random.gguf";
/// The most that a model is loaded with.
const CONTEXT: u64 = 8192;
/// Less than the instructions take, which every customer shares.
const INSTRUCTIONS: u64 = 1000;

/// Who is asked, one after the other.
async fn ask_in_this_order(program: &Program, chain: Value) {
    let rules = program.get("/settings").await["language_models"].clone();
    let mut value = rules["value"].clone();
    value["chain"] = chain;
    value["answer_seconds"] = json!(120);
    let changed = json!({ "value": value, "version": rules["version"] });
    program.send(Method::PUT, "/settings/language_models", &changed).await;
}

/// A new customer writes and is answered: what each link said when the first question was asked of it, and the thread.
async fn asked(program: &Program, customer: u32) -> (Vec<Value>, Value) {
    let hello = json!({ "from": format!("+1555019{customer:04}"), "profile_name": "Ida",
                        "body": "What are your opening hours on Monday?" });
    let sent = program.send(Method::POST, "/phone/messages", &hello).await;
    let id = sent["conversation_id"].as_str().expect("a conversation");
    let runs =
        program.until(&format!("/conversations/{id}/runs"), |told| told["items"][0]["id"].is_string()).await;
    let run = runs["items"][0]["id"].as_str().expect("a run");
    let run = program.get(&format!("/runs/{run}")).await;
    let steps = run["steps"].as_array().expect("steps");
    let questions: Vec<_> =
        steps.iter().filter(|step| step["kind"] == "model").map(|step| step["output"].clone()).collect();
    let thread = program.get(&format!("/conversations/{id}")).await;
    let messages = program.get(&format!("/conversations/{id}/messages")).await;
    let is_answered = messages["items"].as_array().expect("messages").iter().any(|m| m["author"] == "agent");
    assert!(is_answered || thread["needs_owner"] == true, "silence: {messages} {run}");
    (questions, messages)
}

/// Tokens that the local model was given, and those of them that it had not to read again.
fn read(question: &Value) -> (u64, u64) {
    let usage = &question["usage"];
    let number = |name: &str| usage[name].as_u64().unwrap_or_else(|| panic!("{name}: {question}"));
    (number("prompt_tokens"), number("reused_tokens"))
}

/// The process that has the model loaded.
fn child_of(program: &Program) -> Pid {
    let parent = Pid::from_u32(program.child.id().expect("it runs"));
    let mut system = System::new().expect("a view of the system");
    system.refresh_processes(ProcessesToUpdate::All, true);
    let child = system.processes().values().find(|process| {
        // Threads of the program are told, too.
        process.parent() == Some(parent) && process.thread_kind().is_none()
    });
    child.expect("a child").pid()
}

fn put_model(dir: &Path) {
    let models = dir.join("models");
    std::fs::create_dir_all(&models).expect("a folder");
    write(&models.join(FILE), Shape { context: 32_768, terse: true, ..Shape::default() });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_turn_goes_from_the_provider_to_the_file_and_to_the_built_in_planner() {
    let dir = tempfile::tempdir().expect("a folder");
    haberdash(dir.path(), &["demo"]);
    put_model(dir.path());
    let server = ModelSimulator::start(0).await;
    server.want_no_key();
    server.always(Answer::Status(503));
    let mut program = Program::start(dir.path()).await;
    let remote = json!({ "provider": "openai", "model": MODELS[0], "base_url": server.base_url(Provider::Openai),
                         "price": { "question": 100_000, "answer": 400_000 } });
    let local = json!({ "provider": "local", "model": FILE });
    ask_in_this_order(&program, json!([remote, local])).await;

    let (questions, _) = asked(&program, 1).await;
    let tried = questions[0]["tried"].as_array().expect("links");
    assert_eq!(tried.len(), 2, "{questions:?}");
    assert_eq!(tried[0]["failure"]["kind"], "broken", "{tried:?}");
    assert_eq!((&tried[1]["link"], &tried[1]["failure"]), (&json!("local"), &Value::Null), "{tried:?}");
    let (first, reused) = read(&questions[0]);
    assert!(reused < first / 10, "a new child has read nothing of a shop: {reused} of {first}");
    assert!(first > 1000 && first <= CONTEXT, "{first}");

    // Another customer: the instructions are not read again. Nor after an end of the program that it was told of.
    ask_in_this_order(&program, json!([local])).await;
    let (questions, _) = asked(&program, 2).await;
    let (second, reused) = read(&questions[0]);
    assert!(reused > INSTRUCTIONS, "{reused} of {second}");
    let kept = dir.path().join("language-state");
    assert!(!kept.exists() || std::fs::read_dir(&kept).expect("a folder").next().is_none());
    program.end().await;
    assert!(std::fs::read_dir(&kept).expect("a folder").next().is_some());
    program = Program::start(dir.path()).await;
    let (questions, _) = asked(&program, 3).await;
    let (third, reused) = read(&questions[0]);
    assert!(reused > INSTRUCTIONS, "{reused} of {third}");

    // The child dies; then the whole program does.
    signal(child_of(&program), Signal::Kill);
    let (questions, _) = asked(&program, 4).await;
    read(&questions[0]);
    program.kill().await;
    is_whole(dir.path());
    program = Program::start(dir.path()).await;
    let (questions, _) = asked(&program, 5).await;
    read(&questions[0]);

    // Without the file the built-in planner answers, from the shop's own hours.
    program.kill().await;
    std::fs::remove_file(dir.path().join("models").join(FILE)).expect("removed");
    program = Program::start(dir.path()).await;
    let (questions, messages) = asked(&program, 6).await;
    assert!(questions.iter().all(|question| question["text"].is_null()), "{questions:?}");
    let told = messages["items"].as_array().expect("messages");
    let hours = told.iter().find(|message| message["author"] == "agent").expect("an answer")["body"].clone();
    assert!(hours.as_str().expect("words").contains("Monday"), "{hours}");
    program.kill().await;
}
