//! Runs the steps in order, tells what became of each, and closes with one summary.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::child::{self, End};
use crate::count::{Count, Runner, count};
use crate::steps::{Job, STEPS, Step};
use crate::tree::Tree;

/// How much of a failed step's log is shown.
const TAIL: usize = 60;

#[derive(Args)]
pub struct Options {
    /// The steps to run, with all they need; every step when none is named
    steps: Vec<String>,
    /// Name the steps and stop
    #[arg(long)]
    list: bool,
}

/// What became of a step.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Passed,
    /// Why, in a few words.
    Failed(String),
    /// The needed step that did not succeed.
    Blocked(&'static str),
}

struct Report {
    name: &'static str,
    verdict: Verdict,
    count: Count,
    took: Duration,
}

pub fn run(tree: &Tree, options: &Options) -> Result<ExitCode> {
    if options.list {
        for step in &STEPS {
            println!("{}", step.name);
        }
        return Ok(ExitCode::SUCCESS);
    }
    let wanted = with_needs(&options.steps)?;
    let logs = tree.scratch("logs")?;
    let mut reports: Vec<Report> = Vec::new();
    for step in STEPS.iter().filter(|step| wanted.contains(step.name)) {
        if child::interrupted() {
            break;
        }
        print!("{:<12} ", step.name);
        std::io::stdout().flush().context("cannot write to the terminal")?;
        let log = logs.join(format!("{}.log", step.name));
        let report = perform(tree, step, &reports, &log);
        println!("{}", describe(&report));
        if let Verdict::Failed(_) = report.verdict {
            show_end(&log);
        }
        reports.push(report);
    }
    Ok(close(&reports, &logs))
}

/// The named steps and all that they need.
fn with_needs(names: &[String]) -> Result<BTreeSet<&'static str>> {
    if names.is_empty() {
        return Ok(STEPS.iter().map(|step| step.name).collect());
    }
    let mut wanted = BTreeSet::new();
    let mut open: Vec<&str> = names.iter().map(String::as_str).collect();
    while let Some(name) = open.pop() {
        let Some(step) = STEPS.iter().find(|step| step.name == name) else {
            let known: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
            bail!("there is no step `{name}`; the steps are: {}", known.join(", "));
        };
        if wanted.insert(step.name) {
            open.extend(step.needs);
        }
    }
    Ok(wanted)
}

fn perform(tree: &Tree, step: &Step, before: &[Report], log: &Path) -> Report {
    let started = Instant::now();
    let succeeded =
        |name: &str| before.iter().any(|done| done.name == name && done.verdict == Verdict::Passed);
    if let Some(need) = step.needs.iter().find(|need| !succeeded(need)) {
        let count = Count { failed: 1, ..Count::default() };
        return Report { name: step.name, verdict: Verdict::Blocked(need), count, took: Duration::ZERO };
    }
    let outcome = fs::write(log, "")
        .context("cannot write the log")
        .and_then(|()| (step.work)(&Job { tree, log, limit: Duration::from_secs(step.minutes * 60) }));
    let text = String::from_utf8_lossy(&fs::read(log).unwrap_or_default()).into_owned();
    let (verdict, count) = judge(step.runner, outcome, &text, step.minutes);
    Report { name: step.name, verdict, count, took: started.elapsed() }
}

/// A step holds only when its program ended well *and* its tests were really run.
fn judge(runner: Runner, outcome: Result<End>, log: &str, minutes: u64) -> (Verdict, Count) {
    let mut counted = count(runner, log);
    if runner == Runner::Whole && matches!(outcome, Ok(End::Succeeded)) {
        counted.passed = 1;
    }
    let failure = match outcome {
        Err(error) => Some(format!("{error:#}")),
        Ok(End::TimedOut) => Some(format!("took longer than {minutes} minutes")),
        Ok(End::Interrupted) => Some("interrupted".to_owned()),
        Ok(End::Failed(Some(code))) => Some(format!("exit code {code}")),
        Ok(End::Failed(None)) => Some("killed".to_owned()),
        Ok(End::Succeeded) if counted.failed > 0 => {
            Some("tests failed, though the exit code denies it".to_owned())
        }
        Ok(End::Succeeded) if counted.passed == 0 => Some("ran no tests".to_owned()),
        Ok(End::Succeeded) if counted.skipped > 0 => Some(format!("{} tests were skipped", counted.skipped)),
        Ok(End::Succeeded) => None,
    };
    let Some(reason) = failure else { return (Verdict::Passed, counted) };
    counted.failed = counted.failed.max(1);
    (Verdict::Failed(reason), counted)
}

fn describe(report: &Report) -> String {
    let Count { passed, failed, .. } = report.count;
    let seconds = report.took.as_secs_f64();
    match &report.verdict {
        Verdict::Passed => format!("ok      {passed:>5} passed                {seconds:>7.1} s"),
        Verdict::Failed(reason) => {
            let reason = reason.trim_end();
            format!("FAILED  {passed:>5} passed {failed:>4} failed    {seconds:>7.1} s  {reason}")
        }
        Verdict::Blocked(need) => format!("FAILED  not run, because {need} failed"),
    }
}

fn show_end(log: &Path) {
    let text = String::from_utf8_lossy(&fs::read(log).unwrap_or_default()).into_owned();
    let lines: Vec<&str> = text.lines().collect();
    for line in &lines[lines.len().saturating_sub(TAIL)..] {
        println!("    | {line}");
    }
}

/// The closing summary. Its last line is exactly `N passed, M failed`.
fn close(reports: &[Report], logs: &Path) -> ExitCode {
    println!("\nSummary (logs in {}):", logs.display());
    for report in reports {
        println!("  {:<12} {}", report.name, describe(report));
    }
    let passed: u32 = reports.iter().map(|report| report.count.passed).sum();
    let mut failed: u32 = reports.iter().map(|report| report.count.failed).sum();
    if child::interrupted() {
        println!("Interrupted: the steps after the last one above were not run.");
        failed = failed.max(1);
    }
    println!("{passed} passed, {failed} failed");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(runner: Runner, outcome: Result<End>, log: &str) -> (String, u32, u32) {
        let (verdict, count) = judge(runner, outcome, log, 5);
        let text = match verdict {
            Verdict::Passed => "passed".to_owned(),
            Verdict::Failed(reason) => reason,
            Verdict::Blocked(need) => need.to_owned(),
        };
        (text, count.passed, count.failed)
    }

    #[test]
    fn a_step_holds_only_when_its_tests_were_really_run() {
        let log = "test result: ok. 2 passed; 0 failed; 0 ignored;";
        assert_eq!(verdict(Runner::Libtest, Ok(End::Succeeded), log), ("passed".to_owned(), 2, 0));
        assert_eq!(verdict(Runner::Libtest, Ok(End::Succeeded), ""), ("ran no tests".to_owned(), 0, 1));
        assert_eq!(
            verdict(Runner::Libtest, Ok(End::Failed(Some(101))), log),
            ("exit code 101".to_owned(), 2, 1)
        );
        assert_eq!(verdict(Runner::Libtest, Ok(End::Failed(None)), log), ("killed".to_owned(), 2, 1));
        let late = "took longer than 5 minutes".to_owned();
        assert_eq!(verdict(Runner::Libtest, Ok(End::TimedOut), log), (late, 2, 1));
        let skipping = "test result: ok. 2 passed; 0 failed; 1 ignored;";
        assert_eq!(verdict(Runner::Libtest, Ok(End::Succeeded), skipping).0, "1 tests were skipped");
        let lying = "test result: FAILED. 2 passed; 3 failed; 0 ignored;";
        assert_eq!(verdict(Runner::Libtest, Ok(End::Succeeded), lying).2, 3);
        assert_eq!(verdict(Runner::Whole, Ok(End::Succeeded), ""), ("passed".to_owned(), 1, 0));
        assert_eq!(verdict(Runner::Whole, Err(anyhow::anyhow!("no npm")), ""), ("no npm".to_owned(), 0, 1));
    }

    #[test]
    fn a_named_step_brings_what_it_needs() {
        let wanted = with_needs(&["desktop".to_owned()]).expect("known");
        for name in ["desktop", "driver", "programs", "packages", "ui-build", "ui-install"] {
            assert!(wanted.contains(name), "{name}");
        }
        assert!(!wanted.contains("clippy"));
        assert_eq!(with_needs(&[]).expect("all").len(), STEPS.len());
        assert!(with_needs(&["clipy".to_owned()]).expect_err("unknown").to_string().contains("clippy"));
    }

    #[test]
    fn a_step_whose_need_failed_is_a_failure_and_not_run() {
        let folder = tempfile::tempdir().expect("folder");
        let tree = Tree { root: folder.path().to_owned(), target: folder.path().to_owned() };
        let step = Step {
            name: "second",
            runner: Runner::Whole,
            needs: &["first"],
            minutes: 1,
            work: |_| panic!("must not run"),
        };
        let report = perform(&tree, &step, &[], &folder.path().join("log"));
        assert_eq!(report.verdict, Verdict::Blocked("first"));
        assert_eq!(report.count.failed, 1);
    }
}
