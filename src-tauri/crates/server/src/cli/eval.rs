//! `haberdash eval`: how right parts of Haberdash are, as JSON.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub enum EvalCommand {
    /// Checks webhook signatures against a file of known cases.
    Signatures {
        /// A JSON file of cases.
        file: PathBuf,
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
    },
    /// Sends hostile texts to a shop with secrets: nothing may be done and nothing may leak.
    Safety {
        /// Lines of JSON with `text` and, for what stands in the shop's own rows, `"channel": "stored_text"`.
        file: PathBuf,
    },
    /// Sends harmless messages: none may be refused.
    Benign {
        /// Lines of JSON with `text`.
        file: PathBuf,
    },
}

/// Fails when a case does.
pub fn run(command: &EvalCommand) -> anyhow::Result<ExitCode> {
    match command {
        EvalCommand::Signatures { file } => {
            let report = crate::eval::signatures::run(file)?;
            super::print_json(&report)?;
            Ok(if report.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        EvalCommand::Retail { dir, agents, transcripts } => {
            let report = if *agents {
                crate::eval::retail::run_agents(dir, *transcripts)?
            } else {
                crate::eval::retail::run(dir)?
            };
            super::print_json(&report)?;
            Ok(if report.failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        EvalCommand::Safety { file } => {
            let report = crate::eval::safety::run(file)?;
            super::print_json(&report)?;
            Ok(if report.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        EvalCommand::Benign { file } => {
            super::print_json(&crate::eval::safety::benign(file)?)?;
            Ok(ExitCode::SUCCESS)
        }
    }
}
