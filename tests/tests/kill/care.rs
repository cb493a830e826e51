//! `kill -9` while a file is imported, while the shop is copied, and while a copy takes its place, with the real binary: the
//! shop is whole afterwards and ends as it would have ended undisturbed.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use futures::StreamExt as _;
use haberdash_core::database::{Condition, examine};
use haberdash_tests::program;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

const KILLS: usize = 10;
const PRODUCTS: usize = 2_400;
/// Long enough for a machine that also builds; a test that reaches it fails.
const PATIENCE: Duration = Duration::from_secs(180);

/// The served program and how to talk to it.
struct Program {
    dir: PathBuf,
    child: Child,
    url: String,
    token: String,
    client: reqwest::Client,
}

impl Program {
    async fn start(dir: &Path) -> Self {
        let mut child = Command::new(program::haberdash())
            .args(["serve", "--json", "--port", "0", "--webhook-port", "0", "--data"])
            .arg(dir)
            // No keyring of the machine that runs the tests.
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
            .env("HABERDASH_LOG", "error")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let line = tokio::time::timeout(PATIENCE, lines.next_line()).await.expect("in time").expect("text");
        let ready: Value = serde_json::from_str(&line.expect("it says that it is ready")).expect("JSON");
        let text = |name: &str| ready[name].as_str().expect("a text").to_owned();
        let client = reqwest::Client::new();
        Self { dir: dir.to_owned(), url: text("url"), token: text("token"), child, client }
    }

    async fn kill(mut self) {
        self.child.kill().await.expect("killed");
    }

    fn request(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        self.client.request(method, format!("{}/api/v1{path}", self.url)).bearer_auth(&self.token)
    }

    async fn get(&self, path: &str) -> Value {
        self.request(reqwest::Method::GET, path).send().await.expect("an answer").json().await.expect("JSON")
    }

    async fn post(&self, path: &str, body: impl Into<reqwest::Body>) -> Value {
        let answer = self.request(reqwest::Method::POST, path).body(body).send().await.expect("an answer");
        let status = answer.status();
        let told: Value = answer.json().await.expect("JSON");
        assert!(status.is_success(), "{path}: {told}");
        told
    }

    /// Waits until `is` holds for what `path` tells, looking again after each event.
    async fn until(&self, path: &str, is: impl Fn(&Value) -> bool) -> Value {
        let events = self.request(reqwest::Method::GET, "/events").send().await.expect("events");
        let mut events = events.bytes_stream();
        let wait = async {
            loop {
                let told = self.get(path).await;
                if is(&told) {
                    return told;
                }
                events.next().await.expect("the stream goes on").expect("an event");
            }
        };
        tokio::time::timeout(PATIENCE, wait).await.expect("it comes there")
    }
}

/// Gives the program some of the machine: the kill falls somewhere in what it does meanwhile.
async fn a_moment(random: &mut StdRng) {
    for _ in 0..random.random_range(0..4_000) {
        tokio::task::yield_now().await;
    }
}

fn seed() -> u64 {
    std::env::var("HABERDASH_TEST_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(7)
}

/// Runs a command of the program on a folder.
fn haberdash(dir: &Path, arguments: &[&str]) -> String {
    let output = std::process::Command::new(program::haberdash())
        .args(arguments)
        .arg("--data")
        .arg(dir)
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
        .env("HABERDASH_LOG", "off")
        .output()
        .expect("the program starts");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

fn is_whole(dir: &Path) {
    let checked: Value = serde_json::from_str(&haberdash(dir, &["check", "--json"])).expect("JSON");
    assert_eq!(checked["ok"], true, "{checked}");
}

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
