//! What a question to somebody else's model holds, and what becomes of it when the program ends.

use std::sync::Arc;

use axum::http::Method;
use haberdash_tests::api;
use haberdash_tests::language::{Answer, Question, lookup, step};
use haberdash_tests::twilio::PATIENCE;
use serde_json::json;
use tokio::sync::Notify;

use crate::language_links::secrets;
use crate::language_models::{ASKED, Shop, TRUE_WORDS, honest};

/// The stand-in that follows these words.
fn stand_in(question: &Question, after: &str) -> String {
    let all = question.everything();
    let rest = all.split(after).nth(1).unwrap_or_else(|| panic!("{after:?} in {all}"));
    let start = rest.find('[').expect("a stand-in");
    rest[start..=rest.find(']').expect("its end")].to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_s_name_and_address_leaves_and_the_answer_has_them() {
    let mut shop = Shop::open(secrets()).await;
    api::set(&shop.app, "shop", json!({ "address": "12 Harbour Street, 1100-100 Lisboa" })).await;
    for n in 0..4 {
        let number = &format!("+1555014200{n}");
        let conversation = shop.write(number, "Hello").await;
        shop.answered(conversation.clone()).await;
        let contact = shop.get(&format!("/conversations/{conversation}")).await["contact"]["id"].clone();
        let path = format!("/contacts/{}", contact.as_str().expect("a contact"));
        let version = shop.get(&path).await["version"].clone();
        let address = "Ida Quillfeather\n7 Rose Cottage Lane\nDenver, CO 80279";
        let (status, kept) =
            shop.ask(Method::PATCH, &path, Some(json!({ "address": address, "version": version }))).await;
        assert!(status.is_success(), "{kept}");
        shop.server.forget();
        shop.set(json!({ "chain": [shop.link(n)] })).await;
        shop.server.think(|question: &Question| {
            if !question.everything().contains("Amalfi Linen Dress") {
                return lookup("find_products", "linen dress", "");
            }
            let (name, address) =
                (stand_in(question, "customer_first_name="), stand_in(question, "address="));
            step("reply", &format!("Hi {name}! {TRUE_WORDS} You find us at {address}."))
        });
        let body = format!(
            "Hi, it's Ida! {ASKED} Is your shop at 12 Harbour Street, 1100-100 Lisboa? My sister Julia Novak, \
             Hauptstra\u{df}e 5, 10115 Berlin, would like one, and so would I: 7 Rose Cottage Lane, Denver, CO 80279."
        );
        let told = shop.told_by(number, &body).await;
        let asked = shop.server.asked();
        assert!(!asked.is_empty(), "{}", told.run);
        for question in asked {
            let left = question.body.to_string();
            for personal in [
                "Ida",
                "Quillfeather",
                "Julia",
                "Novak",
                "Hauptstra",
                "10115",
                "Rose Cottage",
                "80279",
                "Harbour Street",
                "1100-100",
            ] {
                assert!(!left.contains(personal), "{personal}: {left}");
            }
            assert!(left.contains("linen dress"), "{left}");
        }
        assert!(told.text.contains("Hi Ida!"), "{} {}", told.text, told.run);
        assert!(told.text.contains("12 Harbour Street, 1100-100 Lisboa"), "{}", told.text);
        assert!(told.text.contains("\u{20ac}80.00"), "{}", told.text);
        let records = told.questions()[0]["input"]["messages"].to_string();
        assert!(records.contains("Julia Novak"), "the records have it as it was: {records}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_end_of_the_program_waits_for_no_model_and_the_next_start_answers() {
    let shop = Shop::open(secrets()).await;
    // Four times as long as anybody waits for the end.
    shop.set(json!({ "chain": [shop.link(0)], "answer_seconds": 120 })).await;
    let asked = Arc::new(Notify::new());
    let heard = Arc::clone(&asked);
    shop.server.next([Answer::Stall]);
    shop.server.think(move |question| {
        heard.notify_one();
        honest(question)
    });
    let conversation = shop.write("+15550143001", ASKED).await;
    tokio::time::timeout(PATIENCE, asked.notified()).await.expect("the model is asked");
    let mut shop = shop.restart().await;
    let told = shop.answered(conversation.clone()).await;
    assert_eq!(told.text, TRUE_WORDS, "{}", told.run);
    let runs = shop.get(&format!("/conversations/{conversation}/runs")).await;
    assert_eq!(runs["items"].as_array().expect("runs").len(), 1, "{runs}");
    let today = shop.get("/language-models").await["today"].clone();
    assert_eq!(today["failures"], 1, "what was cut off is paid for: {today}");
}
