//! `cargo xtask openapi`: writes down what the API is now. Tests fail while either file is out of date.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};

use crate::child;
use crate::tree::Tree;
use crate::ui;

pub fn run(tree: &Tree) -> Result<()> {
    let mut command = Command::new("cargo");
    command.args(["run", "--quiet", "--package", "haberdash-server", "--bin", "haberdash", "--", "openapi"]);
    let document = child::output_of(command.current_dir(&tree.root))?;
    let path = tree.root.join("src-tauri").join("crates").join("server").join("openapi.json");
    fs::write(&path, document).with_context(|| format!("cannot write {}", path.display()))?;
    println!("Wrote {}", path.display());
    ui::ensure_packages(tree)?;
    child::must_run(&mut ui::npm(tree, &["run", "generate"]))
}
