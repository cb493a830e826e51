//! A start that meets a Haberdash on its way out.
//!
//! It still owns the name by which a second start finds the first, but answers no more. The owner who quits and opens
//! again at once must get a window, so such a start begins anew until the name is free.

use std::process::{Command, ExitCode};
use std::thread;
use std::time::Duration;

/// Counts the beginnings of one start.
const VARIABLE: &str = "HABERDASH_START_ATTEMPT";
const ATTEMPTS: u32 = 40;
/// Between two of them.
const PAUSE: Duration = Duration::from_millis(250);

/// Whether the window system's refusal means that.
pub fn met_one_that_ends(error: &tauri::Error) -> bool {
    matches!(error, tauri::Error::PluginInitialization(plugin, _) if plugin == "single-instance")
}

/// Begins anew, or says that it will not: `None` when it was tried often enough.
pub fn begin() -> Option<ExitCode> {
    let attempt = next_attempt(std::env::var(VARIABLE).ok().as_deref())?;
    thread::sleep(PAUSE);
    let mut command = Command::new(std::env::current_exe().ok()?);
    command.args(std::env::args_os().skip(1)).env(VARIABLE, attempt.to_string());
    Some(replace_by(&mut command))
}

fn next_attempt(earlier: Option<&str>) -> Option<u32> {
    let attempt = earlier.and_then(|count| count.parse().ok()).unwrap_or(0_u32) + 1;
    (attempt <= ATTEMPTS).then_some(attempt)
}

/// The same process goes on as the command, so that whoever started it keeps knowing it.
#[cfg(unix)]
fn replace_by(command: &mut Command) -> ExitCode {
    let error = std::os::unix::process::CommandExt::exec(command);
    tracing::error!(%error, "Haberdash could not begin anew");
    ExitCode::FAILURE
}

#[cfg(not(unix))]
fn replace_by(command: &mut Command) -> ExitCode {
    match command.spawn() {
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "Haberdash could not begin anew");
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_begins_anew_a_limited_number_of_times() {
        assert_eq!(next_attempt(None), Some(1));
        assert_eq!(next_attempt(Some("1")), Some(2));
        assert_eq!(next_attempt(Some("not a number")), Some(1));
        assert_eq!(next_attempt(Some("40")), None);
    }

    #[test]
    fn only_the_search_for_the_first_start_is_repeated() {
        let refused =
            |plugin: &str| tauri::Error::PluginInitialization(plugin.to_owned(), "no reply".to_owned());
        assert!(met_one_that_ends(&refused("single-instance")));
        assert!(!met_one_that_ends(&refused("window-state")));
    }
}
