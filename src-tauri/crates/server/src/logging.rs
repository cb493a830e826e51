//! The program's log, on the standard error: what happened, never what was said in a message.

use std::io;

use tracing_subscriber::EnvFilter;

/// Names the parts and levels to log, as in `haberdash_server=debug`.
pub const VARIABLE: &str = "HABERDASH_LOG";
/// The migrations' own tool and llama.cpp tell more than an owner wants to know.
const USUAL: &str = "info,refinery_core=warn,llama-cpp-2=warn";

/// Starts to log. Called again, it changes nothing.
pub fn start() {
    let filter = EnvFilter::try_from_env(VARIABLE).unwrap_or_else(|_| EnvFilter::new(USUAL));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    // It fails only when there is a log already.
    let _ = log.try_init();
}
