//! `kill -9` while the shop's pictures are looked at, with the real binary: what was looked at is kept, nothing is looked at
//! wrongly, and afterwards a picture finds the same products as in a shop that was left alone.

use std::path::Path;

use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};

use crate::served::{Program, a_moment, haberdash, is_whole, seed};

const KILLS: usize = 8;
/// Pictures that are searched with.
const SOUGHT: usize = 12;

/// Asks without reading the shop: whoever uses the shop makes the background wait.
async fn ready(program: &Program) {
    loop {
        let pictures = program.get("/ai").await["pictures"].clone();
        if pictures["state"] == "ready" {
            return;
        }
        tokio::task::yield_now().await;
    }
}

/// The products that some of the shop's own pictures find, with how near they are.
async fn found(program: &Program) -> Vec<Value> {
    let products = program.get(&format!("/products?limit={SOUGHT}")).await;
    let mut found = Vec::new();
    for product in products["items"].as_array().expect("products") {
        let at = product["image_url"].as_str().expect("each product of the demo has a picture");
        let picture = program.bytes(at).await;
        let alike = program.post("/products/alike?limit=5", picture).await;
        let items = alike["items"].as_array().expect("products").iter();
        let nearest = items.map(|item| json!([item["product"]["title"], item["nearness"]]));
        found.push(json!([product["title"], nearest.collect::<Vec<_>>()]));
    }
    found
}

async fn undisturbed(dir: &Path) -> Vec<Value> {
    let program = Program::start(dir).await;
    ready(&program).await;
    let found = found(&program).await;
    program.kill().await;
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_while_it_looks_at_pictures_it_finds_the_same_afterwards() {
    let mut random = StdRng::seed_from_u64(seed() + 3);
    let (quiet, killed) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    for dir in [&quiet, &killed] {
        haberdash(dir.path(), &["demo"]);
    }
    let expected = undisturbed(quiet.path()).await;
    assert_eq!(expected.len(), SOUGHT);
    for own in &expected {
        assert_eq!(own[0], own[1][0][0], "a picture of the shop finds its own product first");
    }

    let mut killed_at_work = 0;
    for _ in 0..KILLS {
        let program = Program::start(killed.path()).await;
        a_moment(&mut random).await;
        killed_at_work += usize::from(program.get("/ai").await["pictures"]["state"] != "ready");
        program.kill().await;
        is_whole(killed.path());
    }
    assert!(killed_at_work > 0, "the kills fell beside the work");
    assert_eq!(undisturbed(killed.path()).await, expected);
}
