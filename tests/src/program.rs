//! The real `haberdash` binary, built when a test needs it.

use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

/// The path of the built binary: `HABERDASH_BINARY` when set, else what cargo builds now.
///
/// # Panics
/// When it cannot be built.
pub fn haberdash() -> PathBuf {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT
        .get_or_init(|| {
            if let Some(path) = std::env::var_os("HABERDASH_BINARY") {
                return path.into();
            }
            let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
            let output = Command::new(cargo)
                // As it is shipped, with models of its own.
                .args(["build", "--package", "haberdash-server", "--bin", "haberdash", "--features", "llama"])
                .args(["--message-format", "json-render-diagnostics"])
                .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
                .output()
                .expect("cargo runs");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            String::from_utf8_lossy(&output.stdout)
                .lines()
                .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
                .find(|message| message["target"]["name"] == "haberdash" && message["executable"].is_string())
                .and_then(|message| message["executable"].as_str().map(PathBuf::from))
                .expect("cargo names the binary")
        })
        .clone()
}
