//! What of a conversation a model is told: what is remembered of its writer, and as much of a long talk as it can read.

use axum::http::{Method, StatusCode};
use haberdash_tests::language::{Question, lookup, step};
use serde_json::{Value, json};

use crate::language_links::{ALL, secrets};
use crate::language_models::{ASKED, Shop, TRUE_WORDS, honest};

/// The stand-in for an address that the facts have as confirmed.
fn confirmed_address(question: &Question) -> Option<String> {
    let all = question.everything();
    let rest = all.split("confirmed this address before").nth(1)?;
    let rest = &rest[rest.find("[address-")?..];
    Some(rest[..=rest.find(']')?].to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_remembered_of_a_customer_is_told_to_every_provider_s_model() {
    let mut shop = Shop::open(secrets()).await;
    for (n, (provider, _)) in ALL.iter().enumerate() {
        shop.set(json!({ "chain": [] })).await;
        let number = format!("+1555014400{n}");
        let conversation = shop.write(&number, "Hello").await;
        shop.answered(conversation.clone()).await;
        let contact = shop.get(&format!("/conversations/{conversation}")).await["contact"]["id"].clone();
        let path = format!("/contacts/{}/memory", contact.as_str().expect("a contact"));
        for fact in [
            json!({ "kind": "size", "about": "dress", "value": "38" }),
            json!({ "kind": "colour_liked", "value": "navy" }),
            json!({ "kind": "material_allergy", "value": "wool" }),
            json!({ "kind": "address", "value": "7 Rose Cottage Lane\nDenver, CO 80279" }),
        ] {
            let (status, kept) = shop.ask(Method::POST, &path, Some(fact)).await;
            assert_eq!(status, StatusCode::CREATED, "{kept}");
        }
        shop.set(json!({ "chain": [shop.link(n)] })).await;
        shop.server.forget();
        shop.server.think(|question: &Question| {
            if !question.everything().contains("Amalfi Linen Dress") {
                return lookup("find_products", "linen dress", "38");
            }
            let address = confirmed_address(question).unwrap_or_else(|| "nowhere".into());
            step("reply", &format!("{TRUE_WORDS} Your address is {address}, isn't it?"))
        });
        let told = shop.told_by(&number, ASKED).await;
        let asked = shop.server.asked();
        assert!(!asked.is_empty(), "{}", told.run);
        for question in &asked {
            let all = question.everything();
            for fact in [
                "The customer wears size 38 in dress",
                "The customer likes navy",
                "The customer is allergic to wool",
            ] {
                assert!(all.contains(fact), "{provider}: {fact}: {all}");
            }
            assert!(confirmed_address(question).is_some(), "{provider}: {all}");
            let left = question.body.to_string();
            for personal in ["Rose Cottage", "Denver", "80279", "Quillfeather"] {
                assert!(!left.contains(personal), "{provider}: {personal}: {left}");
            }
        }
        assert_eq!(told.run["planner"], provider.as_str(), "{}", told.run);
        assert_eq!(
            told.text,
            format!("{TRUE_WORDS} Your address is 7 Rose Cottage Lane, Denver, CO 80279, isn't it?")
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_correction_takes_no_piece_of_an_address_along() {
    let mut shop = Shop::open(secrets()).await;
    for (n, (provider, _)) in ALL.iter().enumerate() {
        shop.set(json!({ "chain": [shop.link(n)] })).await;
        shop.server.forget();
        shop.server.think(|question: &Question| {
            let all = question.everything();
            if !all.contains("Amalfi Linen Dress") {
                return lookup("find_products", "linen dress", "");
            }
            if all.contains("This reply cannot be sent") {
                return step("reply", TRUE_WORDS);
            }
            let at = all.find("[address-").expect("a stand-in");
            let address = &all[at..=at + all[at..].find(']').expect("its end")];
            step("reply", &format!("{TRUE_WORDS} It will be at {address} tomorrow."))
        });
        let told = shop.told(&format!("{ASKED} I am at 7 Rose Cottage Lane, Denver, CO 80279.")).await;
        assert_eq!((told.text.as_str(), &told.run["planner"]), (TRUE_WORDS, &json!(provider.as_str())));
        let asked = shop.server.asked();
        let corrected = asked.iter().filter(|question| question.last().contains("cannot be sent"));
        assert_eq!(corrected.count(), 1, "{provider}: {}", told.run);
        for question in &asked {
            let left = question.body.to_string();
            for piece in ["Rose Cottage", "Cottage Lane", "Denver", "80279", "\u{201c}CO\u{201d}"] {
                assert!(!left.contains(piece), "{provider}: {piece}: {left}");
            }
        }
    }
}

/// The shop's words of a long talk that a question still has.
fn told_of(question: &Question) -> Vec<usize> {
    let all = question.everything();
    (1..=12).filter(|n| all.contains(&format!("Note {n}:"))).collect()
}

/// Tokens of what a model was told, by the tokenizer of the test below.
fn dense(text: &str) -> usize {
    text.len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_talk_is_cut_as_the_provider_counts_it() {
    let mut shop = Shop::open(secrets()).await;
    shop.set(json!({ "chain": [] })).await;
    let conversation = shop.write("+15550145001", "Hello").await;
    shop.answered(conversation.clone()).await;
    let path = format!("/conversations/{conversation}");
    for n in 1..=12 {
        // A letter of three bytes, of which the guess makes one token and this provider three.
        let body = json!({ "body": format!("Note {n}: {}", "\u{2014}".repeat(1_500)) });
        let (status, sent) = shop.ask(Method::POST, &format!("{path}/messages"), Some(body)).await;
        assert_eq!(status, StatusCode::CREATED, "{sent}");
    }
    let (status, back) = shop.ask(Method::POST, &format!("{path}/hand-back"), None::<Value>).await;
    assert!(status.is_success(), "{back}");
    shop.set(json!({ "chain": [shop.link(2)], "daily_cents": null, "conversation_cents": null })).await;
    shop.server.tokenize(dense);
    shop.server.think(honest);
    let told = shop.told_by("+15550145001", ASKED).await;
    let asked = shop.server.asked();
    let [first, rest @ ..] = asked.as_slice() else { panic!("{}", told.run) };
    assert_eq!(told_of(first), (1..=12).collect::<Vec<_>>(), "by the guess all of it fits");
    assert!(!rest.is_empty(), "{}", told.run);
    for question in rest {
        let left = told_of(question);
        assert!((4..=7).contains(&left.len()), "{left:?}");
        assert_eq!(left, (13 - left.len()..=12).collect::<Vec<_>>(), "the newest, each whole");
        assert!(dense(&question.everything()) < 31_500, "{}", dense(&question.everything()));
        assert!(question.everything().contains("Older messages are left out."));
    }
    assert_eq!(told.text, TRUE_WORDS, "{}", told.run);
}
