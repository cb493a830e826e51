//! A desktop of our own for tests and photographs: display, message bus, keyring and WebDriver,
//! all private and all gone afterwards.

use std::ffi::OsString;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::tree::Tree;

/// The WebDriver server that opens Tauri windows.
const DRIVER: &str = "tauri-driver";
const DRIVER_VERSION: &str = "2.1.0";

/// The driver that was installed here before, or by the developer.
pub fn driver(tree: &Tree) -> Result<Option<PathBuf>> {
    let mut roots = vec![tools(tree)?];
    let home = std::env::var_os("HOME").map(PathBuf::from);
    roots.extend(std::env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(home?.join(".cargo"))));
    Ok(roots.into_iter().find(|root| has_driver(root)).map(|root| root.join("bin").join(DRIVER)))
}

/// Cargo keeps a list of what it installed below a root.
fn has_driver(root: &Path) -> bool {
    let line = format!("\"{DRIVER} {DRIVER_VERSION} ");
    root.join("bin").join(DRIVER).is_file()
        && fs::read_to_string(root.join(".crates.toml")).is_ok_and(|list| list.contains(&line))
}

fn tools(tree: &Tree) -> Result<PathBuf> {
    tree.scratch("tools")
}

/// Installs the driver beside the build's outputs, where it is kept between runs.
pub fn install_driver(tree: &Tree) -> Result<Command> {
    let mut command = Command::new("cargo");
    command.args(["install", DRIVER, "--version", DRIVER_VERSION, "--locked", "--root"]).arg(tools(tree)?);
    command.env("CARGO_TARGET_DIR", tree.scratch("tools-build")?).current_dir(&tree.root);
    Ok(command)
}

/// Runs `node` with `arguments` inside such a desktop.
pub fn node(tree: &Tree, arguments: &[OsString]) -> Result<Command> {
    let driver = driver(tree)?.with_context(|| format!("{DRIVER} {DRIVER_VERSION} is not installed"))?;
    let [driver_port, native_port] = free_ports()?;
    let mut command = Command::new(tree.root.join("tests").join("e2e").join("with_desktop.sh"));
    command.arg("node").args(arguments).current_dir(&tree.root);
    command.env("TAURI_DRIVER", driver).env("DRIVER_PORT", driver_port).env("NATIVE_PORT", native_port);
    command.env("HABERDASH_DESKTOP", tree.program("haberdash-desktop", false));
    command.env("HABERDASH_BINARY", tree.program("haberdash", false));
    Ok(command)
}

/// Two ports that nobody listens on.
fn free_ports() -> Result<[String; 2]> {
    // Both are held until both are known, or the second could be the first again.
    let first = TcpListener::bind("127.0.0.1:0")?;
    let second = TcpListener::bind("127.0.0.1:0")?;
    Ok([first.local_addr()?.port().to_string(), second.local_addr()?.port().to_string()])
}

/// The test files of a folder below `tests/e2e`, in the order of their names.
pub fn specs(tree: &Tree, folder: &str) -> Result<Vec<OsString>> {
    let folder = tree.root.join("tests").join("e2e").join(folder);
    let entries = fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut specs: Vec<OsString> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path().into_os_string())
        .filter(|path| path.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    specs.sort();
    Ok(specs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_driver_of_the_right_version_counts() {
        let root = tempfile::tempdir().expect("folder");
        assert!(!has_driver(root.path()));
        fs::create_dir(root.path().join("bin")).expect("create");
        fs::write(root.path().join("bin").join(DRIVER), "").expect("write");
        let list = |version: &str| {
            let line = format!("[v1]\n\"{DRIVER} {version} (registry)\" = [\"{DRIVER}\"]\n");
            fs::write(root.path().join(".crates.toml"), line).expect("write");
        };
        list("2.1.01");
        assert!(!has_driver(root.path()));
        list(DRIVER_VERSION);
        assert!(has_driver(root.path()));
    }

    #[test]
    fn ports_differ() {
        let [first, second] = free_ports().expect("ports");
        assert_ne!(first, second);
    }
}
