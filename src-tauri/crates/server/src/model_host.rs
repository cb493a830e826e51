//! The process that runs a language model: the same program, started by itself with one word.
//!
//! Native code that ends its process takes no shop with it. The shipped programs are built with the feature `llama`; without
//! it this says so and ends.

use std::process::ExitCode;

/// The word that makes any of our programs the model's process.
pub const SUBCOMMAND: &str = "model-host";

/// Serves the parent until it closes the pipe.
#[cfg(feature = "llama")]
pub fn run() -> ExitCode {
    match haberdash_llama::host::serve(std::io::stdin().lock(), std::io::stdout()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("haberdash: {error}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(not(feature = "llama"))]
pub fn run() -> ExitCode {
    eprintln!("haberdash: this program was built without language models");
    ExitCode::FAILURE
}

/// How this program starts itself as the model's process.
///
/// # Errors
/// When the system does not tell where the program stands.
#[cfg(feature = "llama")]
pub fn command() -> std::io::Result<haberdash_llama::host::HostCommand> {
    Ok(haberdash_llama::host::HostCommand {
        program: std::env::current_exe()?,
        arguments: vec![SUBCOMMAND.into()],
        // What llama.cpp tells of each load fills pages.
        environment: vec![(crate::logging::VARIABLE.into(), "warn".into())],
    })
}
