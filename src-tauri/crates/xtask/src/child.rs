//! Runs other programs: with a log, a time limit, and an end for everything they started.
//!
//! Each program leads a process group of its own, so that a server or a browser that it left behind ends with it.

use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

static INTERRUPTED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);
/// How often a running program is looked at.
const GLANCE: Duration = Duration::from_millis(50);
/// What a program gets to put its things away before it is killed.
const GRACE: Duration = Duration::from_secs(8);

/// From now on Ctrl-C ends what runs, and then this program in good order.
pub fn watch_for_interrupt() {
    #[cfg(unix)]
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP] {
        // Refused only for signals that cannot be caught, and these can.
        let _ = signal_hook::flag::register(signal, Arc::clone(&INTERRUPTED));
    }
}

pub fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}

/// How a program came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Succeeded,
    /// With its exit code, where it had one.
    Failed(Option<i32>),
    TimedOut,
    Interrupted,
}

impl From<ExitStatus> for End {
    fn from(status: ExitStatus) -> Self {
        if status.success() { Self::Succeeded } else { Self::Failed(status.code()) }
    }
}

/// Runs `command` to its end with all its output in `log`.
pub fn run_logged(command: &mut Command, log: &Path, limit: Duration) -> Result<End> {
    let file = File::options().create(true).append(true).open(log);
    let file = file.with_context(|| format!("cannot write {}", log.display()))?;
    command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file);
    wait(start(command)?, Some(limit))
}

/// Runs `command` to its end before the developer's eyes, for as long as it takes.
pub fn run_visible(command: &mut Command) -> Result<End> {
    wait(start(command.stdin(Stdio::null()))?, None)
}

/// Like [`run_visible`], and anything but success is an error that names the program.
pub fn must_run(command: &mut Command) -> Result<()> {
    let name = describe(command);
    match run_visible(command)? {
        End::Succeeded => Ok(()),
        End::Interrupted => bail!("interrupted"),
        End::Failed(Some(code)) => bail!("`{name}` ended with exit code {code}"),
        End::Failed(None) | End::TimedOut => bail!("`{name}` was killed"),
    }
}

/// What a program writes on its standard output, when it succeeds.
pub fn output_of(command: &mut Command) -> Result<Vec<u8>> {
    let name = describe(command);
    let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output();
    let output = output.with_context(|| format!("cannot start `{name}`"))?;
    if !output.status.success() {
        bail!("`{name}` failed");
    }
    Ok(output.stdout)
}

fn start(command: &mut Command) -> Result<Child> {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    let name = describe(command);
    command.spawn().with_context(|| format!("cannot start `{name}`"))
}

fn wait(mut child: Child, limit: Option<Duration>) -> Result<End> {
    let started = Instant::now();
    let end = loop {
        if let Some(status) = child.try_wait()? {
            break status.into();
        }
        if interrupted() {
            break End::Interrupted;
        }
        if limit.is_some_and(|limit| started.elapsed() > limit) {
            break End::TimedOut;
        }
        thread::sleep(GLANCE);
    };
    end_group(&mut child)?;
    Ok(end)
}

/// Ends the program, if it still runs, and everything it left behind.
#[cfg(unix)]
fn end_group(child: &mut Child) -> Result<()> {
    use rustix::process::{Pid, Signal, kill_process_group};
    let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw).context("the program's process id")?;
    // A group without members is what we want; being told so is no fault.
    let _ = kill_process_group(group, Signal::TERM);
    let asked = Instant::now();
    while child.try_wait()?.is_none() && asked.elapsed() < GRACE {
        thread::sleep(GLANCE);
    }
    let _ = kill_process_group(group, Signal::KILL);
    child.wait()?;
    Ok(())
}

#[cfg(not(unix))]
fn end_group(child: &mut Child) -> Result<()> {
    if child.try_wait()?.is_none() {
        child.kill()?;
    }
    child.wait()?;
    Ok(())
}

/// The command as a person would type it.
pub fn describe(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let mut text = program.to_string_lossy().into_owned();
    for argument in command.get_args() {
        text.push(' ');
        text.push_str(&argument.to_string_lossy());
    }
    text
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;

    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    fn is_running(process: &str) -> bool {
        // A killed process whose parent has not looked yet is a zombie: state Z.
        fs::read_to_string(format!("/proc/{process}/stat"))
            .is_ok_and(|stat| !stat.rsplit(')').next().unwrap_or_default().trim_start().starts_with('Z'))
    }

    #[test]
    fn the_log_holds_both_streams_and_the_end_is_told() {
        let folder = tempfile::tempdir().expect("folder");
        let log = folder.path().join("log");
        let end = run_logged(&mut shell("echo out; echo err >&2; exit 3"), &log, Duration::from_secs(60));
        assert_eq!(end.expect("runs"), End::Failed(Some(3)));
        assert_eq!(fs::read_to_string(&log).expect("log"), "out\nerr\n");
    }

    #[test]
    fn a_program_past_its_limit_ends_with_all_it_started() {
        let folder = tempfile::tempdir().expect("folder");
        let log = folder.path().join("log");
        let script = "sh -c 'trap \"\" TERM; echo $$; while :; do sleep 1; done' & wait";
        let end = run_logged(&mut shell(script), &log, Duration::from_millis(500)).expect("runs");
        assert_eq!(end, End::TimedOut);
        let left_behind = fs::read_to_string(&log).expect("log");
        assert!(!left_behind.trim().is_empty());
        let ended = (0..100).any(|_| {
            thread::sleep(Duration::from_millis(10));
            !is_running(left_behind.trim())
        });
        assert!(ended, "a descendant outlived its group");
    }

    #[test]
    fn what_a_finished_program_left_behind_ends_too() {
        let folder = tempfile::tempdir().expect("folder");
        let log = folder.path().join("log");
        let end =
            run_logged(&mut shell("sleep 1000 & echo $!"), &log, Duration::from_secs(60)).expect("runs");
        assert_eq!(end, End::Succeeded);
        let left_behind = fs::read_to_string(&log).expect("log");
        let ended = (0..100).any(|_| {
            thread::sleep(Duration::from_millis(10));
            !is_running(left_behind.trim())
        });
        assert!(ended);
    }

    #[test]
    fn a_program_that_does_not_exist_is_named() {
        let error = run_visible(Command::new("no-such-program").arg("--now")).expect_err("cannot start");
        assert_eq!(error.to_string(), "cannot start `no-such-program --now`");
    }
}
