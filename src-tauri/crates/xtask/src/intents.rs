//! `cargo xtask train-intents`: trains the built-in classifier anew after its phrases changed. A test fails until then.

use std::process::Command;

use anyhow::Result;

use crate::child;
use crate::tree::Tree;

#[derive(clap::Args)]
pub struct Options {
    /// Only say how good it is on phrases that it had not seen; write nothing.
    #[arg(long)]
    measure: bool,
    /// Leave the meaning of sentences out, where the embedding model is not installed.
    #[arg(long)]
    words_only: bool,
}

pub fn run(tree: &Tree, options: &Options) -> Result<()> {
    let mut command = Command::new("cargo");
    command.args(["run", "--quiet", "--package", "haberdash-training", "--"]);
    command.arg(tree.root.join("models").join("intents"));
    command.args(options.measure.then_some("--measure"));
    command.args(options.words_only.then_some("--words-only"));
    child::must_run(command.current_dir(&tree.root))
}
