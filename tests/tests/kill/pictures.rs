//! `kill -9` while the shop's pictures are looked at, with the real binary: what was looked at is kept, nothing is looked at
//! wrongly, and afterwards a customer's picture finds the same products as in a shop that was left alone.

use std::io::Cursor;
use std::path::Path;

use image::{ImageFormat, Rgb, RgbImage};
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};

use crate::served::{Program, a_moment, haberdash, is_whole, seed};

const KILLS: usize = 8;
/// Colours of the garments that are searched with.
const COLOURS: [[u8; 3]; 6] =
    [[30, 60, 150], [190, 30, 40], [40, 120, 60], [240, 235, 220], [20, 20, 22], [225, 180, 60]];

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

/// A customer's picture: something of one colour, longer than wide, before white.
fn garment(colour: [u8; 3]) -> Vec<u8> {
    let picture = RgbImage::from_fn(240, 320, |x, y| {
        let is_in = (60..180).contains(&x) && (30..290).contains(&y);
        Rgb(if is_in { colour } else { [255, 255, 255] })
    });
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).expect("encoded");
    bytes.into_inner()
}

/// The products that customers' pictures find, with how near they are.
async fn found(program: &Program) -> Vec<Value> {
    let mut found = Vec::new();
    for colour in COLOURS {
        let alike = program.post("/products/alike?limit=5", garment(colour)).await;
        let items = alike["items"].as_array().expect("products").iter();
        let nearest = items.map(|item| json!([item["product"]["title"], item["colour"], item["nearness"]]));
        found.push(nearest.collect());
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
    for products in &expected {
        assert_eq!(products.as_array().map(Vec::len), Some(5), "every picture finds some: {products}");
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
