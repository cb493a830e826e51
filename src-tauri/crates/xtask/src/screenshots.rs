//! `cargo xtask screenshots`: the README's pictures, taken of the real window with the demo shop.

use std::ffi::OsString;
use std::process::Command;

use anyhow::Result;
use clap::Args;

use crate::child;
use crate::session;
use crate::system::{self, Purpose};
use crate::tree::Tree;
use crate::ui;

#[derive(Args)]
pub struct Options {
    /// Only the screens whose name contains this word
    #[arg(long, value_name = "WORD")]
    only: Option<String>,
}

pub fn run(tree: &Tree, options: &Options) -> Result<()> {
    system::check_node()?;
    system::ensure_packages(Purpose::Test)?;
    ui::ensure_packages(tree)?;
    ui::ensure_built(tree)?;
    if session::driver(tree)?.is_none() {
        child::must_run(&mut session::install_driver(tree)?)?;
    }
    let mut build = Command::new("cargo");
    build.args(["build", "--package", "haberdash-desktop"]).current_dir(&tree.root);
    child::must_run(&mut build)?;

    let script = tree.root.join("tests").join("e2e").join("screenshots.mjs");
    let mut arguments: Vec<OsString> = vec![script.into(), tree.root.join("docs").join("screenshots").into()];
    arguments.extend(options.only.as_ref().map(OsString::from));
    child::must_run(&mut session::node(tree, &arguments)?)
}
