//! The invariants of the design that a compiler does not see.

use std::path::{Path, PathBuf};
use std::process::Command;

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Every source file with its path below `src/`, in parts.
fn all() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    sources(&root, &mut found);
    found
        .into_iter()
        .map(|path| {
            let below = path.strip_prefix(&root).expect("below src").to_string_lossy().replace('\\', "/");
            (below, std::fs::read_to_string(&path).expect("utf-8"))
        })
        .collect()
}

/// The text without the test module at its end.
fn product(text: &str) -> &str {
    text.split_once("#[cfg(test)]\nmod tests {").map_or(text, |(before, _)| before)
}

#[test]
fn sql_stands_only_under_store_and_database() {
    let words = [
        "SELECT ",
        "INSERT INTO",
        "INSERT OR",
        "UPDATE ",
        "DELETE FROM",
        ".prepare",
        "execute_batch",
        "query_row(",
    ];
    let mut offenders = Vec::new();
    let mut seen = 0;
    for (path, text) in all() {
        let is_home = path.starts_with("store/") || path.starts_with("database/");
        let is_test = path.ends_with("tests.rs") || path.contains("tests/");
        if is_test {
            continue;
        }
        for (number, line) in product(&text).lines().enumerate() {
            // Prose may speak of such words; code may not hold them.
            let line = line.trim_start();
            if line.starts_with("//") || !words.iter().any(|word| line.contains(word)) {
                continue;
            }
            if is_home {
                seen += 1;
            } else {
                offenders.push(format!("{path}:{}: {line}", number + 1));
            }
        }
    }
    assert!(offenders.is_empty(), "SQL outside store/:\n{}", offenders.join("\n"));
    assert!(seen > 50, "the search finds SQL where it should stand ({seen} lines)");
}

#[test]
fn rows_and_statements_do_not_leave_store() {
    let offenders: Vec<_> = all()
        .into_iter()
        .filter(|(path, _)| !path.starts_with("store/") && !path.starts_with("database/"))
        .filter(|(path, _)| !path.ends_with("tests.rs") && !path.contains("/tests/"))
        .filter(|(_, text)| {
            let text = product(text);
            ["rusqlite::Row", "rusqlite::Statement", "named_params!", "rusqlite::params!"]
                .iter()
                .any(|word| text.contains(word))
        })
        .map(|(path, _)| path)
        .collect();
    assert!(offenders.is_empty(), "rows outside store/: {offenders:?}");
}

#[test]
fn the_agent_does_no_io_and_asks_no_clock() {
    let forbidden = ["rusqlite", "std::fs", "std::net", "SystemTime", "Instant::now", "tokio", "Database"];
    let mut offenders = Vec::new();
    for (path, text) in all() {
        if !path.starts_with("agent/") || path.ends_with("tests.rs") || path.contains("tests/") {
            continue;
        }
        for (number, line) in product(&text).lines().enumerate() {
            if !line.trim_start().starts_with("//") && forbidden.iter().any(|word| line.contains(word)) {
                offenders.push(format!("{path}:{}: {line}", number + 1));
            }
        }
    }
    assert!(offenders.is_empty(), "effects in the agent:\n{}", offenders.join("\n"));
}

#[test]
fn every_module_says_what_it_is_for() {
    let silent: Vec<_> = all()
        .into_iter()
        .filter(|(path, text)| {
            !path.ends_with("tests.rs") && !path.contains("/tests/") && !text.starts_with("//!")
        })
        .map(|(path, _)| path)
        .collect();
    assert!(silent.is_empty(), "no opening `//!` in {silent:?}");
}

#[test]
fn core_knows_no_transport_and_no_model_runtime() {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--edges", "normal,build", "--prefix", "none", "--format", "{p}"])
        .args(["--package", env!("CARGO_PKG_NAME"), "--all-features"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo tree");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8_lossy(&output.stdout);
    let crates: Vec<_> = tree.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(crates.contains(&"rusqlite"), "the tree is read: {crates:?}");
    let forbidden = [
        "tauri",
        "axum",
        "hyper",
        "reqwest",
        "tower",
        "tonic",
        "llama-cpp-2",
        "llama-cpp-sys-2",
        "ort",
        "fastembed",
        "usearch",
        "keyring-core",
        "ngrok",
        "haberdash-server",
        "haberdash-ai",
        "haberdash-llama",
    ];
    let found: Vec<_> = forbidden.iter().filter(|name| crates.contains(name)).collect();
    assert!(found.is_empty(), "core depends on {found:?}");
}
