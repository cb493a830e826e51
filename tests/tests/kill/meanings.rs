//! `kill -9` while the catalog's meanings are learned and its index is written, with the real binary and the sentence model:
//! afterwards a customer's wish finds the same products as in a shop that was left alone, whatever became of the index's file.

use std::path::{Path, PathBuf};

use rand::SeedableRng;
use rand::rngs::StdRng;
use reqwest::Method;
use serde_json::{Value, json};

use crate::served::{Program, a_moment, haberdash, is_whole, seed};

const KILLS: usize = 8;
/// Enough for the kills to fall into the learning.
const PRODUCTS: &str = "400";
/// Where the index stands.
const INDEX: &str = "vectors";
/// Wishes whose words stand in no product.
const WISHES: [&str; 5] = [
    "do you have something cosy for chilly evenings?",
    "show me an outfit for the seaside",
    "what footwear do you have for jogging?",
    "do you have something elegant for a wedding guest?",
    "do you have anything for rainy days?",
];

/// Asks without reading the shop: whoever uses the shop makes the background wait.
async fn ready(program: &Program) {
    loop {
        let meaning = program.get("/ai").await["meaning"].clone();
        assert_ne!(meaning["state"], "words_only", "{meaning}");
        if meaning["state"] == "ready" {
            return;
        }
        tokio::task::yield_now().await;
    }
}

/// The titles of what the search finds for new customers, the nearest first.
async fn found(program: &Program, first_customer: u32) -> Vec<Vec<Value>> {
    let mut found = Vec::new();
    for (customer, wish) in (first_customer..).zip(WISHES) {
        let message = json!({ "from": format!("+1555018{customer:04}"), "body": wish });
        let sent = program.send(Method::POST, "/phone/messages", &message).await;
        let id = sent["conversation_id"].as_str().expect("a conversation");
        let path = format!("/conversations/{id}/runs");
        let runs = program.until(&path, |told| told["items"][0]["id"].is_string()).await;
        let run = program.get(&format!("/runs/{}", runs["items"][0]["id"].as_str().expect("a run"))).await;
        let steps = run["steps"].as_array().expect("steps").iter();
        let searches = steps.filter(|step| step["kind"] == "retrieve").map(|step| &step["output"]["results"]);
        let lists = searches.flat_map(|lists| lists.as_array().cloned().unwrap_or_default());
        let products = lists.flat_map(|list| list.as_array().cloned().unwrap_or_default());
        found.push(products.map(|product| product["title"].clone()).collect());
    }
    found
}

/// Gives three products other meanings. Nothing of their words is in the wishes.
async fn rename(program: &Program) {
    let listed = program.get("/products?limit=200").await;
    let mut products = listed["items"].as_array().expect("products").clone();
    products.sort_by_key(|product| product["title"].as_str().expect("a title").to_owned());
    let words = ["Knitted fleece blanket cardigan", "Bikini and sarong", "Umbrella hooded parka"];
    for (product, title) in products.iter().zip(words) {
        let path = format!("/products/{}", product["id"].as_str().expect("an id"));
        let known = program.get(&path).await;
        let change = json!({ "title": title, "description": title, "version": known["version"] });
        program.send(Method::PATCH, &path, &change).await;
    }
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir.join(INDEX)).expect("the index's folder");
    entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_file()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_while_it_learns_what_products_mean_it_finds_the_same_afterwards() {
    let mut random = StdRng::seed_from_u64(seed() + 5);
    let (quiet, killed) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    for dir in [&quiet, &killed] {
        haberdash(dir.path(), &["demo", "--products", PRODUCTS]);
    }
    let program = Program::start(quiet.path()).await;
    ready(&program).await;
    let before = found(&program, 0).await;
    for (wish, products) in WISHES.iter().zip(&before) {
        assert!(!products.is_empty(), "{wish}: nothing is found");
    }
    rename(&program).await;
    program.end().await;
    let program = Program::start(quiet.path()).await;
    ready(&program).await;
    let expected = found(&program, 100).await;
    assert_ne!(expected, before, "other products are found");
    program.kill().await;

    // The first lives end while everything is learned, the others after a change that the index's file does not know.
    let mut killed_at_work = 0;
    for _ in 0..KILLS {
        let program = Program::start(killed.path()).await;
        a_moment(&mut random).await;
        killed_at_work += usize::from(program.get("/ai").await["meaning"]["state"] != "ready");
        program.kill().await;
        is_whole(killed.path());
    }
    assert!(killed_at_work > 0, "the kills fell beside the work");
    let program = Program::start(killed.path()).await;
    ready(&program).await;
    assert_eq!(found(&program, 200).await, before);
    program.end().await;
    assert!(!files(killed.path()).is_empty(), "the index is written down");
    let program = Program::start(killed.path()).await;
    ready(&program).await;
    rename(&program).await;
    program.kill().await;
    let program = Program::start(killed.path()).await;
    ready(&program).await;
    assert_eq!(found(&program, 300).await, expected, "the file was older than the shop");
    program.end().await;

    // Half a file, and none.
    for path in files(killed.path()) {
        let whole = std::fs::read(&path).expect("its bytes");
        std::fs::write(&path, &whole[..whole.len() / 2]).expect("written");
    }
    let program = Program::start(killed.path()).await;
    ready(&program).await;
    assert_eq!(found(&program, 400).await, expected, "the file was damaged");
    program.kill().await;
    std::fs::remove_dir_all(killed.path().join(INDEX)).expect("removed");
    let program = Program::start(killed.path()).await;
    ready(&program).await;
    assert_eq!(found(&program, 500).await, expected, "the file was gone");
    program.kill().await;
}
