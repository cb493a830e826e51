//! The prompt lab from the owner's side, with providers over HTTP: what models are told is edited, tried over recorded conversations,
//! compared, published, compared on live traffic and taken back. No customer notices any of it but by better answers.

use axum::http::{Method, StatusCode};
use haberdash_core::event::EventKind;
use haberdash_tests::language::{Answer, MODELS, Question, step};
use haberdash_tests::twilio::PATIENCE;
use serde_json::{Value, json};
use tokio::sync::broadcast;

use crate::language_links::secrets;
use crate::language_models::{ASKED, Shop, TRUE_WORDS, honest};

const WISH: &str = "Begin with the word Ahoy.";

/// Does what it is told: begins with Ahoy where the prompt asks for it.
fn seafaring(question: &Question) -> String {
    if question.everything().contains("Amalfi Linen Dress") && question.messages[0].1.contains(WISH) {
        return step("reply", &format!("Ahoy! {TRUE_WORDS}"));
    }
    honest(question)
}

async fn ok(shop: &Shop, method: Method, path: &str, body: Value) -> Value {
    let (status, answer) = shop.ask(method, path, Some(body)).await;
    assert!(status.is_success(), "{path}: {status} {answer}");
    answer
}

/// The draft that wishes for it, kept.
async fn wish(shop: &Shop) -> Value {
    let prompt = shop.get("/prompt").await;
    let mut template = prompt["template"].clone();
    let instructions = template["instructions"].as_str().expect("a text");
    template["instructions"] = json!(format!("{instructions}\n{WISH}"));
    ok(shop, Method::PUT, "/prompt/draft", json!({ "template": template, "revision": 0 })).await
}

async fn publish(shop: &Shop, version: i64, share: Option<u8>) -> Value {
    let body = json!({ "version": version, "revision": 1, "note": "Seafaring", "share": share });
    ok(shop, Method::POST, "/prompt/publish", body).await
}

/// Waits until a run of the lab is in one of these states.
async fn ended(shop: &mut Shop, id: &str) -> Value {
    let waited = async {
        loop {
            match shop.events.recv().await {
                Ok(event) if event.kind == EventKind::LabUpdated && event.payload["state"] != "running" => {
                    break;
                }
                Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => {}
                Err(closed) => panic!("{closed}"),
            }
        }
    };
    tokio::time::timeout(PATIENCE, waited).await.expect("an end");
    shop.get(&format!("/prompt-lab/{id}")).await
}

async fn begin(shop: &Shop, cap_cents: u32) -> String {
    let new = json!({ "provider": "groq", "model": MODELS[0], "conversations": 10, "cap_cents": cap_cents, "revision": 1 });
    let run = ok(shop, Method::POST, "/prompt-lab", new).await;
    run["id"].as_str().expect("an id").to_owned()
}

/// Messages and runs of conversations.
async fn written_in(shop: &Shop, conversations: &[String]) -> (usize, usize) {
    let (mut messages, mut runs) = (0, 0);
    for conversation in conversations {
        let thread = shop.get(&format!("/conversations/{conversation}/messages")).await;
        messages += thread["items"].as_array().expect("messages").len();
        let answered = shop.get(&format!("/conversations/{conversation}/runs")).await;
        runs += answered["items"].as_array().expect("runs").len();
    }
    (messages, runs)
}

/// All write at once and are answered: the newest run of each, in their order.
async fn told_all(shop: &mut Shop, customers: &[String]) -> Vec<Value> {
    let mut waiting = Vec::new();
    for from in customers {
        let message = json!({ "from": from, "profile_name": "Ida Quillfeather", "body": ASKED });
        let sent = ok(shop, Method::POST, "/phone/messages", message).await;
        waiting.push(sent["conversation_id"].as_str().expect("a conversation").to_owned());
    }
    let mut answered = std::collections::HashSet::new();
    let finished = async {
        while !waiting.iter().all(|id| answered.contains(id)) {
            match shop.events.recv().await {
                Ok(event) if event.kind == EventKind::RunFinished => {
                    answered.insert(event.subject);
                }
                Ok(_) => {}
                Err(other) => panic!("{other}"),
            }
        }
    };
    tokio::time::timeout(PATIENCE, finished).await.expect("answers");
    let mut told = Vec::new();
    for conversation in &waiting {
        let runs = shop.get(&format!("/conversations/{conversation}/runs")).await;
        let id = runs["items"][0]["id"].as_str().expect("a run").to_owned();
        told.push(shop.get(&format!("/runs/{id}")).await);
    }
    told
}

async fn open() -> Shop {
    let shop = Shop::open(secrets()).await;
    shop.server.think(seafaring);
    shop.set(json!({ "chain": [shop.link(0)] })).await;
    shop
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_prompt_is_edited_tried_published_compared_and_taken_back() {
    let mut shop = open().await;
    let mut conversations = Vec::new();
    for _ in 0..3 {
        let told = shop.told(ASKED).await;
        assert_eq!(told.text, TRUE_WORDS);
        assert_eq!(told.run["prompt"], json!({ "version": 0, "is_compared": false, "spoke": true }));
        conversations.push(told.conversation);
    }

    // What cannot be told to a model is refused with its place.
    let prompt = shop.get("/prompt").await;
    assert_eq!(
        (&prompt["version"], &prompt["is_own"], &prompt["models"][0]["model"]),
        (&json!(0), &json!(true), &json!(MODELS[0]))
    );
    let mut broken = prompt["template"].clone();
    broken["instructions"] = json!(broken["instructions"].as_str().expect("a text").replace("{{fence}}", ""));
    let (status, problem) =
        shop.ask(Method::PUT, "/prompt/draft", Some(json!({ "template": broken, "revision": 0 }))).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{problem}");
    assert!(
        problem.to_string().contains("template.instructions") && problem.to_string().contains("orders"),
        "{problem}"
    );

    // A draft is nobody's until it is published.
    assert_eq!(wish(&shop).await["revision"], 1);
    assert_eq!(shop.told(ASKED).await.text, TRUE_WORDS);
    let written = written_in(&shop, &conversations).await;

    // In the lab both prompts answer every recorded turn, and nobody gets it.
    let before = shop.get("/language-models").await["today"]["cost_micros"].as_i64().expect("a cost");
    let id = begin(&shop, 100).await;
    let run = ended(&mut shop, &id).await;
    assert_eq!((&run["state"], &run["done"], &run["total"]), (&json!("done"), &json!(4), &json!(4)), "{run}");
    let (published, draft) = (&run["published"], &run["draft"]);
    assert_eq!(
        (&published["spoke"], &draft["spoke"], &draft["answered"]),
        (&json!(4), &json!(4), &json!(4)),
        "{run}"
    );
    assert_eq!(draft["words"].as_i64().expect("words") - published["words"].as_i64().expect("words"), 4);
    assert!(draft["cost_micros"].as_i64() > Some(0) && draft["prompt_tokens"].as_i64() > Some(0), "{run}");
    let spent = shop.get("/language-models").await["today"]["cost_micros"].as_i64().expect("a cost") - before;
    assert_eq!(run["spent_micros"], spent, "what it cost is counted");
    let turns = shop.get(&format!("/prompt-lab/{id}/turns")).await;
    for turn in turns["items"].as_array().expect("turns") {
        assert_eq!((&turn["question"], &turn["reply"]), (&json!(ASKED), &json!(TRUE_WORDS)));
        assert_eq!(turn["published"]["text"], TRUE_WORDS);
        assert_eq!(turn["draft"]["text"], format!("Ahoy! {TRUE_WORDS}"));
    }
    for conversation in &conversations {
        let thread = shop.get(&format!("/conversations/{conversation}/messages")).await;
        assert!(!thread.to_string().contains("Ahoy"), "{thread}");
    }
    assert_eq!(written_in(&shop, &conversations).await, written);

    // Half of the conversations get it, each the same one always.
    let prompt = publish(&shop, 0, Some(50)).await;
    let trial = prompt["trial"].clone();
    assert_eq!((&trial["first_version"], &trial["second_version"]), (&json!(0), &json!(1)));
    let customers: Vec<String> = (0..16).map(|n| format!("+155502{n:05}")).collect();
    let mut turns = [0, 0];
    for run in told_all(&mut shop, &customers).await {
        let version = run["prompt"]["version"].as_i64().expect("a version");
        assert_eq!(run["prompt"], json!({ "version": version, "is_compared": true, "spoke": true }));
        let text = run["reply_text"].as_str().expect("a text");
        assert_eq!(text.starts_with("Ahoy"), version == 1, "{version}: {text}");
        turns[usize::try_from(version).expect("0 or 1")] += 1;
    }
    assert!(turns.iter().all(|count| *count > 0), "{turns:?}");
    let outcomes = shop.get("/prompt").await["trial"]["outcomes"].clone();
    for (version, count) in turns.iter().enumerate() {
        let outcome = &outcomes[version];
        assert_eq!((&outcome["version"], &outcome["turns"]), (&json!(version), &json!(count)), "{outcomes}");
        assert_eq!(outcome["conversations"], *count, "{outcomes}");
        assert!(outcome["cost_micros"].as_i64() > Some(0), "{outcomes}");
    }
    let (status, _) =
        shop.ask(Method::POST, "/prompt/roll-back", Some(json!({ "to_version": 0, "version": 1 }))).await;
    assert_eq!(status, StatusCode::CONFLICT, "one is chosen first");

    // Whoever writes again has the same version.
    let again = told_all(&mut shop, &customers[..3]).await;
    for (run, from) in again.iter().zip(&customers) {
        let runs = shop
            .get(&format!("/conversations/{}/runs", run["conversation_id"].as_str().expect("an id")))
            .await;
        let first = runs["items"].as_array().expect("runs").last().expect("a run")["id"]
            .as_str()
            .expect("an id")
            .to_owned();
        let first = shop.get(&format!("/runs/{first}")).await;
        assert_eq!(first["prompt"]["version"], run["prompt"]["version"], "{from}");
    }

    // The one that was there is chosen, then the other is gone back to.
    let end = format!("/prompt/trials/{}/end", trial["id"].as_str().expect("an id"));
    let ended = ok(&shop, Method::POST, &end, json!({ "version": 0 })).await;
    assert_eq!(ended["chosen_version"], 0);
    let prompt = shop.get("/prompt").await;
    assert_eq!(
        (&prompt["version"], &prompt["is_own"], &prompt["trial"]),
        (&json!(2), &json!(true), &Value::Null)
    );
    let told = shop.told(ASKED).await;
    assert_eq!((told.text.as_str(), &told.run["prompt"]["version"]), (TRUE_WORDS, &json!(2)));
    ok(&shop, Method::POST, "/prompt/roll-back", json!({ "to_version": 1, "version": 2 })).await;
    let told = shop.told(ASKED).await;
    assert!(told.text.starts_with("Ahoy"), "{}", told.text);
    assert_eq!(
        (&told.run["prompt"]["version"], &told.run["prompt_version"]),
        (&json!(3), &json!("prompt-3"))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_spends_no_more_than_it_may_and_says_why_it_stopped() {
    let mut shop = open().await;
    shop.told(ASKED).await;
    wish(&shop).await;
    let mut dear = shop.link(0);
    // A dollar for a thousand tokens.
    dear["price"] = json!({ "question": 1_000_000_000, "answer": 1_000_000_000 });
    shop.set(json!({ "chain": [dear], "daily_cents": null })).await;
    shop.server.forget();
    let id = begin(&shop, 10).await;
    let run = ended(&mut shop, &id).await;
    assert_eq!((&run["state"], &run["spent_micros"]), (&json!("stopped"), &json!(0)), "{run}");
    assert!(run["problem"].as_str().expect("why").contains("may cost is spent"), "{run}");
    assert!(shop.server.asked().is_empty());

    shop.set(json!({ "chain": [shop.link(0)] })).await;
    shop.server.always(Answer::Retired);
    let id = begin(&shop, 10).await;
    let run = ended(&mut shop, &id).await;
    assert!(run["problem"].as_str().expect("why").contains("does not know the model"), "{run}");

    // A model that is not set up is not asked.
    let new =
        json!({ "provider": "groq", "model": "another", "conversations": 1, "cap_cents": 1, "revision": 1 });
    let (status, problem) = shop.ask(Method::POST, "/prompt-lab", Some(new)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{problem}");
}
