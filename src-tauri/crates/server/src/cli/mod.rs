//! The command line: what a person or a script may ask of the headless program.
//!
//! Each command stands in its own file. Success is told on the standard output, failure in one sentence on the standard
//! error, or as a problem in JSON.

mod backup;
mod bench;
mod demo;
mod doctor;
mod eval;
mod migrate;
mod reply;
mod retail;
mod serve;
mod transfer;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use haberdash_core::{Code, Error};

use crate::http::problem::ApiError;

#[derive(Debug, Parser)]
#[command(
    name = "haberdash",
    version,
    about = "A small shop's catalog, orders and conversations, answered by agents."
)]
struct Cli {
    /// The shop's folder; the system's folder for application data when left out.
    #[arg(long, global = true, env = "HABERDASH_DATA", value_name = "DIR")]
    data: Option<PathBuf>,
    /// Answers in JSON.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Opens the shop for a browser and for scripts.
    Serve(serve::ServeArgs),
    /// Makes the demo shop.
    Demo(demo::DemoArgs),
    /// Answers one message as a customer's phone would send it, and shows why.
    Reply(reply::ReplyArgs),
    /// Brings the shop's file up to date, after a backup.
    Migrate,
    /// Reads a shop of the retail benchmark's form into an empty shop.
    ImportRetail(retail::RetailArgs),
    /// Copies the shop's file, also while it is in use.
    Backup(backup::BackupArgs),
    /// Puts a backup in the shop's place; the present shop becomes a backup.
    Restore(backup::RestoreArgs),
    /// Looks through the whole shop's file for damage.
    Check,
    /// Reads a file of another program, or a whole shop.
    Import(transfer::ImportArgs),
    /// Writes products, contacts, orders or everything into a file.
    Export(transfer::ExportArgs),
    /// Looks whether everything is there that Haberdash needs.
    Doctor,
    /// Measures how right parts of Haberdash are.
    #[command(subcommand)]
    Eval(eval::EvalCommand),
    /// Measures how fast Haberdash is on this machine, and prints it as JSON.
    Bench(bench::BenchArgs),
    /// Runs a language model for the program that started it, over pipes.
    #[command(name = crate::model_host::SUBCOMMAND, hide = true)]
    ModelHost,
    /// Prints the API's OpenAPI document.
    #[command(hide = true)]
    Openapi,
}

/// What every command knows.
pub(crate) struct Context {
    pub data_dir: PathBuf,
    pub json: bool,
}

/// Runs the program and tells how it ended.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    crate::logging::start();
    match run(cli.command, cli.data, cli.json) {
        Ok(code) => code,
        Err(error) => {
            tell(&error, cli.json);
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command, data: Option<PathBuf>, json: bool) -> anyhow::Result<ExitCode> {
    // Asked for only by the commands that need it: a machine without a home folder can still do the others.
    let context = || -> anyhow::Result<Context> {
        let data = data.clone();
        Ok(Context { data_dir: data.map_or_else(crate::data_dir::default, Ok)?, json })
    };
    match command {
        Command::Serve(arguments) => runtime()?.block_on(serve::run(&context()?, arguments)),
        Command::Demo(arguments) => demo::run(&context()?, &arguments),
        Command::Reply(arguments) => runtime()?.block_on(reply::run(&context()?, arguments)),
        Command::Migrate => migrate::run(&context()?),
        Command::ImportRetail(arguments) => retail::run(&context()?, &arguments),
        Command::Backup(arguments) => backup::backup(&context()?, &arguments),
        Command::Restore(arguments) => backup::restore(&context()?, &arguments),
        Command::Check => backup::check(&context()?),
        Command::Import(arguments) => transfer::import(&context()?, &arguments),
        Command::Export(arguments) => transfer::export(&context()?, &arguments),
        Command::Doctor => doctor::run(&context()?),
        Command::Bench(arguments) => runtime()?.block_on(bench::run(data, arguments)),
        Command::Eval(command) => eval::run(data.as_deref(), &command),
        Command::ModelHost => Ok(crate::model_host::run()),
        Command::Openapi => {
            print!("{}", crate::api::document_text());
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}

/// The whole failure: ours by its code and sentence, others by their chain of causes.
fn tell(error: &anyhow::Error, json: bool) {
    let ours = error.chain().find_map(|cause| cause.downcast_ref::<Error>());
    let (code, detail) = match ours {
        Some(ours) => (ours.code, ours.detail.clone()),
        None => (Code::Internal, format!("{error:#}")),
    };
    if json {
        let problem = ApiError::new(code, detail).problem();
        eprintln!("{}", serde_json::to_string(&problem).unwrap_or_default());
    } else {
        eprintln!("haberdash: {detail}");
    }
}

/// Prints one JSON document on the standard output.
pub(crate) fn print_json(value: &impl serde::Serialize) -> anyhow::Result<()> {
    let text = serde_json::to_string_pretty(value)?;
    match writeln!(std::io::stdout(), "{text}") {
        // Whoever read has enough; `| head` is no failure of ours.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written?),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
