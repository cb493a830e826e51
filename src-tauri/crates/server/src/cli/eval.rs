//! `haberdash eval`: how right parts of Haberdash are, as JSON.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Subcommand;
use haberdash_ai::folders::Folders;

#[derive(Debug, Subcommand)]
pub enum EvalCommand {
    /// Checks webhook signatures against a file of known cases.
    Signatures {
        /// A JSON file of cases.
        file: PathBuf,
    },
    /// Understands customers' messages, each with the intent that it has.
    Intents {
        /// Lines of JSON with `text` and `label`.
        file: PathBuf,
        /// By words alone, as on a machine without the embedding model.
        #[arg(long)]
        no_model: bool,
    },
    /// Replays customers' requests on a shop of the retail benchmark's form.
    Retail {
        /// A folder with `db.json` and `tasks*.json`.
        dir: PathBuf,
        /// Plays them against the agents, with a scripted customer.
        #[arg(long)]
        agents: bool,
        /// With --agents: prints the conversations of failed tasks to standard error.
        #[arg(long)]
        transcripts: bool,
        /// With --agents: a language model that words replies: PROVIDER:MODEL[@ADDRESS], or a script's file.
        #[arg(long, requires = "agents")]
        model: Option<String>,
    },
    /// Sends hostile texts to a shop with secrets: nothing may be done and nothing may leak.
    Safety {
        /// Lines of JSON with `text` and, for what stands in the shop's own rows, `"channel": "stored_text"`.
        file: PathBuf,
        /// With a language model: `obedient` does whatever the last text tells it.
        #[arg(long)]
        model: Option<String>,
    },
    /// Sends harmless messages: none may be refused.
    Benign {
        /// Lines of JSON with `text`.
        file: PathBuf,
    },
    /// Measures what search finds against a folder of judged queries.
    Search {
        /// A folder with `products.jsonl`, `queries.jsonl` and `qrels.tsv`.
        dir: PathBuf,
        /// Without the model of meanings.
        #[arg(long)]
        words_only: bool,
    },
}

/// Fails when a case does.
pub fn run(data_dir: Option<&Path>, command: &EvalCommand) -> anyhow::Result<ExitCode> {
    match command {
        EvalCommand::Signatures { file } => {
            let report = crate::eval::signatures::run(file)?;
            super::print_json(&report)?;
            Ok(if report.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        EvalCommand::Intents { file, no_model } => {
            let folders = Folders::of_shop(data_dir);
            let report = crate::eval::intents::run(file, (!no_model).then_some(&folders))?;
            super::print_json(&report)?;
            Ok(ExitCode::SUCCESS)
        }
        EvalCommand::Retail { dir, agents, transcripts, model } => {
            let report = if *agents {
                crate::eval::retail::run_agents(dir, *transcripts, model.as_deref())?
            } else {
                crate::eval::retail::run(dir)?
            };
            super::print_json(&report)?;
            Ok(if report.failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        EvalCommand::Safety { file, model } => {
            let report = crate::eval::safety::run(file, model.as_deref())?;
            super::print_json(&report)?;
            Ok(if report.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        EvalCommand::Benign { file } => {
            super::print_json(&crate::eval::safety::benign(file)?)?;
            Ok(ExitCode::SUCCESS)
        }
        EvalCommand::Search { dir, words_only } => {
            super::print_json(&crate::eval::search::run(dir, *words_only)?)?;
            Ok(ExitCode::SUCCESS)
        }
    }
}
