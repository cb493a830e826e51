//! The web UI's packages and its build, each redone only when its sources are newer.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::child;
use crate::tree::{Tree, is_stale};

/// Calls npm in the UI's folder.
pub fn npm(tree: &Tree, arguments: &[&str]) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.args(arguments).current_dir(tree.ui()).env("NO_COLOR", "1").env("CI", "1");
    command
}

/// The arguments that install the packages. `npm ci` would refuse a lock that was made on another system.
pub const INSTALL: [&str; 4] = ["install", "--no-audit", "--no-fund", "--loglevel=error"];

/// Written after a complete installation; a killed one leaves none.
fn installed_mark(tree: &Tree) -> PathBuf {
    tree.ui().join("node_modules").join(".installed")
}

pub fn packages_are_stale(tree: &Tree) -> bool {
    let ui = tree.ui();
    is_stale(&installed_mark(tree), &[ui.join("package.json"), ui.join("package-lock.json")])
}

pub fn mark_installed(tree: &Tree) -> Result<()> {
    fs::write(installed_mark(tree), "").context("cannot mark the UI's packages as installed")
}

pub fn ensure_packages(tree: &Tree) -> Result<()> {
    if packages_are_stale(tree) {
        println!("Installing the UI's packages");
        child::must_run(&mut npm(tree, &INSTALL)).context("the UI's packages could not be installed")?;
        mark_installed(tree)?;
    }
    Ok(())
}

pub fn ensure_built(tree: &Tree) -> Result<()> {
    let ui = tree.ui();
    let mut sources = vec![ui.join("src"), ui.join("static"), installed_mark(tree)];
    let configuration = fs::read_dir(&ui).with_context(|| format!("cannot read {}", ui.display()))?;
    sources
        .extend(configuration.filter_map(Result::ok).map(|entry| entry.path()).filter(|path| path.is_file()));
    if is_stale(&ui.join("build").join("index.html"), &sources) {
        println!("Building the UI");
        child::must_run(&mut npm(tree, &["run", "build"])).context("the UI could not be built")?;
    }
    Ok(())
}
