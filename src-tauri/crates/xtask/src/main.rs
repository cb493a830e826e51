//! Developer commands: start the application, run every check, take the screenshots.
//!
//! Nothing of the product may depend on this crate, and it depends on nothing of the product: it must
//! build in seconds on a machine that has only Rust and Node.

mod child;
mod count;
mod intents;
mod models;
mod openapi;
mod run;
mod screenshots;
mod session;
mod steps;
mod suite;
mod system;
mod tree;
mod ui;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::tree::Tree;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Developer commands of Haberdash", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Prepare whatever is missing, build, and open Haberdash with the demo shop.
    Run(run::Options),
    /// Run every check; with names, only those steps and what they need.
    Test(suite::Options),
    /// Photograph the real window with the demo shop into docs/screenshots.
    Screenshots(screenshots::Options),
    /// Train the built-in classifier of intents from the phrases in models/intents.
    TrainIntents(intents::Options),
    /// Obtain the model files that development and tests need.
    Models,
    /// Write the committed OpenAPI document and the TypeScript client made from it.
    Openapi,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    child::watch_for_interrupt();
    let tree = match Tree::find() {
        Ok(tree) => tree,
        Err(error) => return fail(&error),
    };
    let outcome = match arguments.command {
        Command::Run(options) => run::run(&tree, &options),
        Command::Test(options) => suite::run(&tree, &options),
        Command::Screenshots(options) => screenshots::run(&tree, &options).map(|()| ExitCode::SUCCESS),
        Command::TrainIntents(options) => intents::run(&tree, &options).map(|()| ExitCode::SUCCESS),
        Command::Models => models::ensure(&tree).map(|()| ExitCode::SUCCESS),
        Command::Openapi => openapi::run(&tree).map(|()| ExitCode::SUCCESS),
    };
    outcome.unwrap_or_else(|error| fail(&error))
}

fn fail(error: &anyhow::Error) -> ExitCode {
    eprintln!("error: {error:#}");
    ExitCode::FAILURE
}
