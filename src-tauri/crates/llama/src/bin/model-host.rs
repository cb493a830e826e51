//! The child process alone: what `haberdash model-host` is in the product, for this crate's tests.

use std::process::ExitCode;

fn main() -> ExitCode {
    match haberdash_llama::host::serve(std::io::stdin().lock(), std::io::stdout()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
