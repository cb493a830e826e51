//! `kill -9` while a model answers for the prompt lab, with the real binary: what was played stays, each turn is played once
//! with each prompt, a kill costs one answer, and no customer hears of any of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use haberdash_tests::language::{Answer, MODELS, ModelSimulator, Provider, step};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::served::{Program, haberdash, is_whole, seed};

const CUSTOMERS: usize = 8;
const KILLS: usize = 5;
const PLAIN: &str = "Good to hear from you! Tell me what you are looking for.";
const WISH: &str = "Begin with the word Ahoy.";
/// Long enough for a machine that also builds; a test that reaches it fails.
const PATIENCE: Duration = Duration::from_secs(180);

/// Customers say hello and are answered by the model.
async fn greet(program: &Program) -> Vec<String> {
    let mut conversations = Vec::new();
    for n in 0..CUSTOMERS {
        let hello =
            json!({ "from": format!("+1555018{n:04}"), "profile_name": "Ida", "body": "Hello there!" });
        let sent = program.send(Method::POST, "/phone/messages", &hello).await;
        conversations.push(sent["conversation_id"].as_str().expect("a conversation").to_owned());
    }
    let is_answered = |told: &Value| told["items"][0]["id"].is_string();
    for id in &conversations {
        program.until(&format!("/conversations/{id}/runs"), is_answered).await;
    }
    conversations
}

/// What was written to and by these customers.
async fn written(program: &Program, conversations: &[String]) -> Vec<Value> {
    let mut threads = Vec::new();
    for id in conversations {
        let thread = program.get(&format!("/conversations/{id}/messages")).await;
        threads
            .push(thread["items"].as_array().expect("messages").iter().map(|m| m["body"].clone()).collect());
    }
    threads
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_while_a_draft_is_tried_it_plays_each_turn_once() {
    let mut random = StdRng::seed_from_u64(seed() + 4);
    let dir = tempfile::tempdir().expect("a folder");
    haberdash(dir.path(), &["demo"]);
    let server = ModelSimulator::start(0).await;
    server.want_no_key();
    let (count, mut asked) = watch::channel(0);
    let counts = Arc::new(AtomicBool::new(false));
    let counting = Arc::clone(&counts);
    server.think(move |question| {
        if counting.load(Ordering::SeqCst) {
            count.send_modify(|asked| *asked += 1);
        }
        let is_draft = question.messages[0].1.contains(WISH);
        step("reply", &if is_draft { format!("Ahoy! {PLAIN}") } else { PLAIN.to_owned() })
    });

    let mut program = Program::start(dir.path()).await;
    let rules = program.get("/settings").await["language_models"].clone();
    let mut value = rules["value"].clone();
    let base_url = server.base_url(Provider::Openai);
    value["chain"] = json!([{ "provider": "openai", "model": MODELS[0], "base_url": base_url,
                              "price": { "question": 100_000, "answer": 400_000 } }]);
    let changed = json!({ "value": value, "version": rules["version"] });
    program.send(Method::PUT, "/settings/language_models", &changed).await;
    let conversations = greet(&program).await;
    let before = written(&program, &conversations).await;
    assert_eq!(before.len(), CUSTOMERS);
    assert!(before.iter().all(|thread| thread.to_string().contains(PLAIN)), "{before:?}");

    let mut template = program.get("/prompt").await["template"].clone();
    template["instructions"] =
        json!(format!("{}\n{WISH}", template["instructions"].as_str().expect("a text")));
    let draft = json!({ "template": template, "revision": 0 });
    program.send(Method::PUT, "/prompt/draft", &draft).await;

    // Each life hears a few answers, and is killed while it waits for the next; the last one is left alone.
    let mut hears = || {
        let answers = random.random_range(0..=2);
        server.next((0..answers).map(|_| Answer::Whole).chain([Answer::Stall]));
        answers + 1
    };
    counts.store(true, Ordering::SeqCst);
    let mut heard = hears();
    let new = json!({ "provider": "openai", "model": MODELS[0], "conversations": CUSTOMERS,
                      "cap_cents": 100, "revision": 1 });
    let run = program.send(Method::POST, "/prompt-lab", &new).await;
    let lab = format!("/prompt-lab/{}", run["id"].as_str().expect("an id"));
    for life in 1..=KILLS {
        let goes_on = asked.wait_for(|asked| *asked == heard);
        tokio::time::timeout(PATIENCE, goes_on).await.expect("it goes on").expect("counts");
        // A turn is done when it was played with both prompts.
        let run = program.get(&lab).await;
        assert_eq!((&run["state"], &run["done"]), (&json!("running"), &json!((heard - life) / 2)), "{run}");
        program.kill().await;
        is_whole(dir.path());
        if life < KILLS {
            heard += hears();
        }
        program = Program::start(dir.path()).await;
    }

    let run = program.until(&lab, |run| run["state"] != "running").await;
    let turns = json!(CUSTOMERS);
    assert_eq!((&run["state"], &run["total"], &run["done"]), (&json!("done"), &turns, &turns), "{run}");
    assert_eq!((&run["published"]["spoke"], &run["draft"]["spoke"]), (&turns, &turns), "{run}");
    assert_eq!(*asked.borrow(), 2 * CUSTOMERS + KILLS, "a kill costs one answer");
    let played = program.get(&format!("{lab}/turns")).await;
    for turn in played["items"].as_array().expect("turns") {
        assert_eq!(
            (&turn["published"]["text"], &turn["draft"]["text"]),
            (&json!(PLAIN), &json!(format!("Ahoy! {PLAIN}")))
        );
    }
    assert_eq!(written(&program, &conversations).await, before, "no customer hears of it");
    program.kill().await;
}
