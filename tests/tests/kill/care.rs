//! `kill -9` while a file is imported, while the shop is copied, and while a copy takes its place, with the real binary: the
//! shop is whole afterwards and ends as it would have ended undisturbed.

use std::path::{Path, PathBuf};

use haberdash_core::database::{Condition, examine};
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};

use crate::served::{Program, a_moment, haberdash, is_whole, seed};

const KILLS: usize = 10;
const PRODUCTS: usize = 2_400;

fn everything_sold(dir: &Path) -> String {
    let out = dir.join("all.csv");
    haberdash(dir, &["export", "products", "--format", "csv", "--out", out.to_str().expect("text")]);
    std::fs::read_to_string(out).expect("the export")
}

/// Three variants each, with stock; every hundredth is beyond reading.
fn shopify() -> String {
    let mut text = String::from(
        "Handle,Title,Vendor,Tags,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price\n",
    );
    for product in 0..PRODUCTS {
        for (place, size) in ["S", "M", "L"].into_iter().enumerate() {
            let title = if place == 0 { format!("Shirt {product}") } else { String::new() };
            let price =
                if product % 100 == 99 { "dear".to_owned() } else { format!("{}.50", 10 + product % 90) };
            let stock = (product + place) % 7;
            text.push_str(&format!(
                "shirt-{product},{title},Boxwood,\"linen, {size}\",Size,{size},SH-{product}-{size},{stock},{price}\n"
            ));
        }
    }
    text
}

async fn begin_import(program: &Program, file: &str) -> String {
    let import = program.post("/imports?file_name=products.csv", file.to_owned()).await;
    let at = format!("/imports/{}", import["id"].as_str().expect("id"));
    program.post(&format!("{at}/check"), "").await;
    let checked = program.until(&at, |told| told["state"] == "checked").await;
    assert_eq!(checked["counts"]["created"], PRODUCTS - PRODUCTS / 100, "{checked}");
    assert_eq!(checked["counts"]["rejected"], PRODUCTS / 100, "{checked}");
    at
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_that_is_killed_again_and_again_ends_as_if_nothing_had_been() {
    let mut random = StdRng::seed_from_u64(seed());
    let file = shopify();
    let undisturbed = tempfile::tempdir().expect("a folder");
    let path = undisturbed.path().join("products.csv");
    std::fs::write(&path, &file).expect("written");
    let told = haberdash(undisturbed.path(), &["import", path.to_str().expect("text"), "--json"]);
    let told: Value = serde_json::from_str(&told).expect("JSON");
    assert_eq!((&told["state"], &told["rejected"]), (&json!("done"), &json!(PRODUCTS / 100)), "{told}");

    let dir = tempfile::tempdir().expect("a folder");
    let mut program = Program::start(dir.path()).await;
    let at = begin_import(&program, &file).await;
    program.post(&format!("{at}/start"), "").await;
    let mut killed_at_work = 0;
    for kill in 0..KILLS {
        let step = PRODUCTS * (kill + 1) / (KILLS + 2);
        let wanted = u64::try_from(step).expect("small");
        program.until(&at, |told| told["done_rows"].as_u64().is_some_and(|done| done >= wanted)).await;
        a_moment(&mut random).await;
        program.kill().await;
        is_whole(dir.path());
        program = Program::start(dir.path()).await;
        let told = program.get(&at).await;
        killed_at_work += usize::from(told["state"] == "running");
    }
    assert!(killed_at_work >= KILLS / 2, "the kills fell beside the work: {killed_at_work}");
    let done = program.until(&at, |told| told["state"] == "done").await;
    assert_eq!(done["counts"]["created"], PRODUCTS - PRODUCTS / 100, "{done}");
    assert_eq!(done["counts"]["rejected"], PRODUCTS / 100, "{done}");
    let operations = program.get("/operations").await;
    assert_eq!(operations["items"].as_array().map(Vec::len), Some(1), "one operation: {operations}");

    // The same file again changes nothing.
    let again = program.post("/imports?file_name=again.csv", file.clone()).await;
    let again = format!("/imports/{}", again["id"].as_str().expect("id"));
    program.post(&format!("{again}/check"), "").await;
    let checked = program.until(&again, |told| told["state"] == "checked").await;
    assert_eq!(
        (&checked["counts"]["created"], &checked["counts"]["changed"]),
        (&json!(0), &json!(0)),
        "{checked}"
    );
    program.kill().await;
    is_whole(dir.path());
    assert!(everything_sold(dir.path()) == everything_sold(undisturbed.path()), "both shops are the same");
}

/// Every backup that has its name can be restored.
fn backups(dir: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(dir.join("backups")) else { return Vec::new() };
    let named = entries.map(|entry| entry.expect("entry").path());
    let named: Vec<PathBuf> =
        named.filter(|path| path.extension().is_some_and(|extension| extension == "sqlite")).collect();
    for path in &named {
        assert!(matches!(examine(path), Ok(Condition::Whole { .. })), "{}", path.display());
    }
    named
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_that_is_killed_leaves_the_shop_and_the_other_backups_whole() {
    let mut random = StdRng::seed_from_u64(seed() + 1);
    let dir = tempfile::tempdir().expect("a folder");
    haberdash(dir.path(), &["demo"]);
    for _ in 0..KILLS {
        let program = Program::start(dir.path()).await;
        program.post("/backups", "").await;
        a_moment(&mut random).await;
        program.kill().await;
        is_whole(dir.path());
        backups(dir.path());
    }
    // The one that was asked for last is made by the next start.
    let program = Program::start(dir.path()).await;
    program.post("/backups", "").await;
    program
        .until("/backups", |told| {
            told["running"] == false && told["items"].as_array().is_some_and(|items| !items.is_empty())
        })
        .await;
    program.kill().await;
    assert!(!backups(dir.path()).is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restore_that_is_killed_ends_in_the_one_shop_or_the_other_and_loses_neither() {
    let mut random = StdRng::seed_from_u64(seed() + 2);
    let dir = tempfile::tempdir().expect("a folder");
    haberdash(dir.path(), &["demo"]);
    let copy: Value = serde_json::from_str(&haberdash(dir.path(), &["backup", "--json"])).expect("JSON");
    let name = copy["name"].as_str().expect("a name").to_owned();
    let then = {
        let program = Program::start(dir.path()).await;
        let settings = program.get("/settings").await;
        let mut shop = settings["shop"]["value"].clone();
        let then = shop["name"].as_str().expect("a name").to_owned();
        shop["name"] = json!("Another name");
        let change = json!({ "value": shop, "version": settings["shop"]["version"] });
        let put = program.request(reqwest::Method::PUT, "/settings/shop").json(&change).send().await;
        assert!(put.expect("an answer").status().is_success());
        program.kill().await;
        then
    };
    for _ in 0..KILLS {
        let program = Program::start(dir.path()).await;
        // The kill may come before the answer, so it is not asked for.
        let asked = program.request(reqwest::Method::POST, &format!("/backups/{name}/restore")).send();
        tokio::select! {
            _ = asked => a_moment(&mut random).await,
            () = a_moment(&mut random) => {}
        }
        program.kill().await;
        is_whole(dir.path());
        let program = Program::start(dir.path()).await;
        let settings = program.get("/settings").await;
        let now = settings["shop"]["value"]["name"].as_str().expect("a name").to_owned();
        assert!(now == then || now == "Another name", "{now}");
        program.kill().await;
    }
    assert!(backups(dir.path()).iter().any(|path| path.ends_with(&name)), "the backup is still there");
    haberdash(dir.path(), &["restore", &name]);
    let program = Program::start(dir.path()).await;
    assert_eq!(program.get("/settings").await["shop"]["value"]["name"], json!(then));
    let kept = backups(&program.dir);
    program.kill().await;
    assert!(
        kept.iter().any(|path| path.to_string_lossy().contains("before_restore")),
        "the shop as it was is kept"
    );
}
