//! Models whose first word comes too late: the next link answers, and at last the built-in planner, each within the time of the answer.

use std::time::Duration;

use haberdash_tests::language::Answer;
use serde_json::{Value, json};

use crate::language_links::{ALL, secrets};
use crate::language_models::{ASKED, Shop, TRUE_WORDS, is_right};

/// The shortest time that the settings allow.
const ANSWER_SECONDS: u64 = 2;
/// Later than that.
const LATE: Answer = Answer::Slow(Duration::from_secs(ANSWER_SECONDS + 1));

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_the_first_word_is_late_the_next_link_answers_and_the_record_says_why() {
    let mut shop = Shop::open(secrets()).await;
    for (n, (provider, _)) in ALL.iter().enumerate() {
        let next = (n + 1) % ALL.len();
        // A chain of its own: what the one before did is forgotten.
        shop.set(json!({ "chain": [], "answer_seconds": ANSWER_SECONDS })).await;
        shop.set(json!({ "chain": [shop.link(n), shop.link(next)] })).await;
        shop.server.next([LATE]);
        let told = shop.told(ASKED).await;
        assert_eq!(told.text, TRUE_WORDS, "{provider}: {}", told.run);
        // Where the turn has another question, the first link is asked again, and is in time.
        let asked = [n, next].map(|link| json!(ALL[link].0.as_str()));
        assert!(asked.contains(&told.run["planner"]), "{provider}: {}", told.run);
        assert!(told.waited() <= Duration::from_millis(ANSWER_SECONDS * 1_000 + 200), "{:?}", told.waited());
        let first = &told.questions()[0]["question"]["tried"];
        assert_eq!(first[0]["provider"], provider.as_str(), "{first}");
        assert_eq!(
            (&first[0]["failure"], &first[0]["asked"], &first[0]["sent"]),
            (&json!("too_late"), &json!(true), &json!(true)),
            "{first}"
        );
        assert_eq!(
            (&first[1]["provider"], &first[1]["failure"]),
            (&json!(ALL[next].0.as_str()), &Value::Null)
        );
        let took = first[0]["took_us"].as_u64().expect("a time");
        // Two thirds of the time are the first link's.
        assert!((1_300_000..1_600_000).contains(&took), "{provider}: {took}");
        let status = shop.get("/language-models").await;
        let why = status["links"][0]["last_failure"].as_str().expect("why");
        assert!(why.contains("did not answer in time"), "{why}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_every_first_word_is_late_the_built_in_planner_answers_in_time() {
    let mut shop = Shop::open(secrets()).await;
    shop.server.always(LATE);
    for n in 0..ALL.len() {
        let next = (n + 1) % ALL.len();
        shop.set(json!({ "chain": [], "answer_seconds": ANSWER_SECONDS })).await;
        shop.set(json!({ "chain": [shop.link(n), shop.link(next)] })).await;
        let told = shop.told(ASKED).await;
        assert!(is_right(&told.text), "{}", told.text);
        assert_eq!((&told.run["planner"], &told.run["model"]), (&json!("builtin"), &Value::Null));
        assert!(told.waited() <= Duration::from_millis(ANSWER_SECONDS * 1_000 + 200), "{:?}", told.waited());
        let tried = &told.questions()[0]["question"]["tried"];
        for (place, link) in [n, next].into_iter().enumerate() {
            assert_eq!(
                (&tried[place]["provider"], &tried[place]["failure"]),
                (&json!(ALL[link].0.as_str()), &json!("too_late")),
                "{tried}"
            );
        }
    }
}
