//! The real program as a person or a script calls it: what it prints, how it ends, and what it says when it cannot.

use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use haberdash_core::database::{FILE_NAME, Options, latest_migration};
use haberdash_core::{Database, SystemClock};
use haberdash_tests::program;
use serde_json::Value;

fn haberdash(arguments: &[&str]) -> Output {
    Command::new(program::haberdash())
        .args(arguments)
        // No keyring and no shop of whoever runs the tests.
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
        .env("XDG_DATA_HOME", "/nonexistent")
        .env_remove("HABERDASH_DATA")
        .env_remove("HABERDASH_TWILIO_AUTH_TOKEN")
        .env("HABERDASH_LOG", "off")
        .output()
        .expect("the program starts")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("text")
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("text")
}

#[track_caller]
fn succeeds(arguments: &[&str]) -> String {
    let output = haberdash(arguments);
    assert_eq!((output.status.code(), err(&output).as_str()), (Some(0), ""), "{arguments:?}");
    out(&output)
}

#[track_caller]
fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// It ends with 1 and one sentence on the standard error, in JSON with `--json`; nothing on the standard output.
#[track_caller]
fn fails(arguments: &[&str], code: &str, words: &str) {
    let output = haberdash(arguments);
    assert_eq!((output.status.code(), out(&output).as_str()), (Some(1), ""), "{arguments:?}");
    let said = err(&output);
    assert!(said.starts_with("haberdash: ") && said.contains(words), "{arguments:?}: {said}");
    assert_eq!(said.trim_end().lines().count(), 1, "{said}");
    let asked: Vec<&str> = arguments.iter().copied().chain(["--json"]).collect();
    let output = haberdash(&asked);
    assert_eq!(output.status.code(), Some(1));
    let problem = json(&err(&output));
    assert_eq!(problem["code"], code, "{problem}");
    assert!(problem["detail"].as_str().expect("a sentence").contains(words), "{problem}");
}

fn text(path: &Path) -> &str {
    path.to_str().expect("text")
}

#[test]
fn the_demo_shop_is_made_once_answers_and_shows_why() {
    let dir = tempfile::tempdir().expect("a folder");
    let data = text(dir.path());
    let made = json(&succeeds(&["demo", "--data", data, "--json"]));
    assert!(made["products"].as_u64().is_some_and(|products| products >= 60), "{made}");
    assert!(succeeds(&["migrate", "--data", data]).contains("up to date"));

    let question = ["reply", "--from", "+15550100", "where is my order?", "--data", data];
    let reply = succeeds(&question);
    assert!(reply.to_lowercase().contains("order"), "{reply}");
    // The folder may stand before the command, too.
    let before = ["--data", data, "--json", "reply", "--from", "+15550100", "where is my order?"];
    let trace = json(&succeeds(&before));
    assert!(trace["reply"].as_str().is_some_and(|reply| reply.to_lowercase().contains("order")), "{trace}");
    let run = &trace["run"];
    assert_eq!((&run["outcome"], &run["planner"]), (&"replied".into(), &"builtin".into()));
    for part in ["steps", "evidence", "claims"] {
        assert!(run[part].as_array().is_some_and(|list| !list.is_empty()), "{part}: {run}");
    }
    assert_eq!(run["question_message_ids"], Value::from(vec![trace["message_id"].clone()]));

    fails(&["reply", "--from", "12", "hi", "--data", data], "invalid", "+15550100123");
    fails(&["reply", "--from", "+15550100", " ", "--data", data], "invalid", "empty");
}

#[test]
fn a_shop_that_is_not_there_is_not_made_by_asking() {
    let dir = tempfile::tempdir().expect("a folder");
    let data = dir.path().join("none");
    fails(&["reply", "--from", "+15550100", "hi", "--data", text(&data)], "not_found", "haberdash demo");
    assert!(!data.exists());
    fails(&["migrate", "--data", "/proc/haberdash"], "storage_unavailable", "cannot be written");
}

#[test]
fn migrate_makes_a_shop_and_refuses_newer_foreign_and_open_ones() {
    let dir = tempfile::tempdir().expect("a folder");
    let data = text(dir.path());
    let made = json(&succeeds(&["migrate", "--data", data, "--json"]));
    assert_eq!((&made["from"], &made["to"]), (&Value::from(0), &Value::from(latest_migration())));

    let open = Database::open(dir.path(), Options::new(Arc::new(SystemClock))).expect("open");
    open.write_blocking(|tx| {
        tx.sql().execute(
            "INSERT INTO refinery_schema_history (version, name, applied_on, checksum) VALUES (900, 'new', '', '0')",
            [],
        )?;
        Ok(())
    })
    .expect("as a newer program would");
    drop(open);
    fails(&["migrate", "--data", data], "database_newer", "Install the newer version");
    fails(&["serve", "--port", "0", "--webhook-port", "0", "--data", data], "database_newer", "schema 900");

    let foreign = tempfile::tempdir().expect("a folder");
    std::fs::write(foreign.path().join(FILE_NAME), "no database at all, only words".repeat(200))
        .expect("file");
    fails(&["migrate", "--data", text(foreign.path())], "database_corrupt", "not a Haberdash file");
}

#[test]
fn doctor_names_what_is_missing_and_how_to_get_it() {
    let dir = tempfile::tempdir().expect("a folder");
    let data = text(dir.path());
    let checks = json(&succeeds(&["doctor", "--data", data, "--json"]));
    assert_eq!(checks["ok"], true, "{checks}");
    for check in checks["checks"].as_array().expect("checks") {
        assert!(check["ok"] == true || check["next_action"].is_string(), "{check}");
    }
    assert!(!dir.path().join(FILE_NAME).exists(), "it changes nothing");

    std::fs::write(dir.path().join(FILE_NAME), "no database at all, only words".repeat(200)).expect("file");
    let damaged = haberdash(&["doctor", "--data", data]);
    assert_eq!(damaged.status.code(), Some(1));
    assert!(out(&damaged).contains("NO  shop file: "), "{}", out(&damaged));
    let damaged = haberdash(&["doctor", "--data", data, "--json"]);
    assert_eq!((damaged.status.code(), json(&out(&damaged))["ok"].as_bool()), (Some(1), Some(false)));
}

#[test]
fn signatures_are_counted_and_a_wrong_one_fails() {
    let dir = tempfile::tempdir().expect("a folder");
    // HMAC-SHA1 of "https://shop.example/" with the key "fictional", in base 64.
    let vector = |expected: bool| {
        serde_json::json!({
            "twilio": [{ "name": "no form", "token": "fictional", "url": "https://shop.example/", "params": {},
                         "signature": "AAAAAAAAAAAAAAAAAAAAAAAAAAA=", "expected": expected }],
            "unheard_of": [{ "name": "later" }, { "name": "later still" }],
        })
    };
    let file = dir.path().join("vectors.json");
    std::fs::write(&file, vector(false).to_string()).expect("written");
    let report = json(&succeeds(&["eval", "signatures", text(&file), "--json"]));
    assert_eq!((&report["cases"], &report["failed"], &report["skipped"]), (&3.into(), &0.into(), &2.into()));
    assert_eq!(report["failures"], Value::Array(Vec::new()));

    std::fs::write(&file, vector(true).to_string()).expect("written");
    let output = haberdash(&["eval", "signatures", text(&file)]);
    assert_eq!(output.status.code(), Some(1));
    let report = json(&out(&output));
    assert_eq!((&report["failed"], &report["failures"][0]["name"]), (&1.into(), &"no form".into()));

    let missing = dir.path().join("missing.json");
    fails(&["eval", "signatures", text(&missing)], "not_found", "cannot be read");
    std::fs::write(&file, "[").expect("written");
    fails(&["eval", "signatures", text(&file)], "malformed", "is not a JSON object");
}

#[test]
fn a_port_that_is_taken_and_a_wrong_word_are_named() {
    let dir = tempfile::tempdir().expect("a folder");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("its address").port().to_string();
    let arguments = ["serve", "--port", &port, "--webhook-port", "0", "--data", text(dir.path())];
    fails(&arguments, "conflict", &format!("Port {port} cannot be used"));
    for wrong in [&["nonsense"][..], &["reply"], &["serve", "--port", "99999"], &[]] {
        let output = haberdash(wrong);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
        assert!(err(&output).contains("Usage") || err(&output).contains("--help"), "{wrong:?}");
    }
}
