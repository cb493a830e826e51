//! The steps of `cargo xtask test`: what each runs, and what must have succeeded before.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::child::{self, End};
use crate::count::Runner;
use crate::models;
use crate::session;
use crate::system::{self, Purpose};
use crate::tree::Tree;
use crate::ui::{self, npm};

pub struct Step {
    pub name: &'static str,
    /// How its tests are counted.
    pub runner: Runner,
    /// The steps without whose success this one means nothing.
    pub needs: &'static [&'static str],
    /// After this many minutes it has failed.
    pub minutes: u64,
    pub work: fn(&Job<'_>) -> Result<End>,
}

/// In the order in which they run; each stands behind what it needs.
pub const STEPS: [Step; 14] = [
    Step { name: "packages", runner: Runner::Whole, needs: &[], minutes: 30, work: packages },
    Step { name: "models", runner: Runner::Whole, needs: &["packages"], minutes: 30, work: models },
    Step { name: "format", runner: Runner::Whole, needs: &[], minutes: 5, work: format },
    Step { name: "ui-install", runner: Runner::Whole, needs: &[], minutes: 15, work: ui_install },
    Step { name: "ui-lint", runner: Runner::Whole, needs: &["ui-install"], minutes: 10, work: ui_lint },
    Step { name: "ui-check", runner: Runner::Whole, needs: &["ui-install"], minutes: 10, work: ui_check },
    Step { name: "ui-test", runner: Runner::Vitest, needs: &["ui-install"], minutes: 10, work: ui_test },
    Step { name: "ui-build", runner: Runner::Whole, needs: &["ui-install"], minutes: 10, work: ui_build },
    Step {
        name: "clippy",
        runner: Runner::Whole,
        needs: &["packages", "ui-build"],
        minutes: 50,
        work: clippy,
    },
    Step {
        name: "programs",
        runner: Runner::Whole,
        needs: &["packages", "ui-build"],
        minutes: 50,
        work: programs,
    },
    Step { name: "rust", runner: Runner::Libtest, needs: &["programs", "models"], minutes: 50, work: rust },
    Step { name: "driver", runner: Runner::Whole, needs: &["packages"], minutes: 15, work: driver },
    Step {
        name: "browser",
        runner: Runner::NodeTest,
        needs: &["programs", "ui-install"],
        minutes: 10,
        work: browser,
    },
    Step {
        name: "desktop",
        runner: Runner::NodeTest,
        needs: &["programs", "ui-install", "driver"],
        minutes: 20,
        work: desktop,
    },
];

/// One step's run.
pub struct Job<'a> {
    pub tree: &'a Tree,
    pub log: &'a Path,
    pub limit: Duration,
}

impl Job<'_> {
    fn run(&self, command: &mut Command) -> Result<End> {
        child::run_logged(command, self.log, self.limit)
    }

    fn cargo(&self, arguments: &[&str]) -> Result<End> {
        let mut command = Command::new("cargo");
        command.args(arguments).current_dir(&self.tree.root).env("CARGO_TERM_COLOR", "never");
        command.env("HABERDASH_BINARY", self.tree.program("haberdash", false));
        self.run(&mut command)
    }

    fn npm(&self, arguments: &[&str]) -> Result<End> {
        self.run(&mut npm(self.tree, arguments))
    }
}

fn packages(job: &Job<'_>) -> Result<End> {
    system::check_node()?;
    // What installs them writes to the developer's terminal: it happens once, and takes minutes.
    system::ensure_packages(Purpose::Test)?;
    fs::write(job.log, "everything is there\n").context("cannot write the log")?;
    Ok(End::Succeeded)
}

/// As with the packages: it happens once, and a developer wants to see it.
fn models(job: &Job<'_>) -> Result<End> {
    models::ensure(job.tree)?;
    fs::write(job.log, "all are there\n").context("cannot write the log")?;
    Ok(End::Succeeded)
}

fn format(job: &Job<'_>) -> Result<End> {
    job.cargo(&["fmt", "--all", "--check"])
}

fn ui_install(job: &Job<'_>) -> Result<End> {
    system::check_node()?;
    if !ui::packages_are_stale(job.tree) {
        return Ok(End::Succeeded);
    }
    let end = job.npm(&ui::INSTALL)?;
    if end == End::Succeeded {
        ui::mark_installed(job.tree)?;
    }
    Ok(end)
}

/// The end-to-end tests are formatted as the UI is, by the UI's own packages.
fn ui_lint(job: &Job<'_>) -> Result<End> {
    let end = job.npm(&["run", "lint"])?;
    if end != End::Succeeded {
        return Ok(end);
    }
    job.npm(&["exec", "--", "prettier", "--config", ".prettierrc", "--check", "../tests/e2e/**/*.mjs"])
}

fn ui_check(job: &Job<'_>) -> Result<End> {
    job.npm(&["run", "check"])
}

fn ui_test(job: &Job<'_>) -> Result<End> {
    job.npm(&["run", "test"])
}

fn ui_build(job: &Job<'_>) -> Result<End> {
    job.npm(&["run", "build"])
}

fn clippy(job: &Job<'_>) -> Result<End> {
    job.cargo(&["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])
}

/// The programs as they are shipped: built apart from the tests, whose helpers they must not contain.
fn programs(job: &Job<'_>) -> Result<End> {
    job.cargo(&["build", "--locked", "--package", "haberdash-server", "--package", "haberdash-desktop"])
}

fn rust(job: &Job<'_>) -> Result<End> {
    job.cargo(&["test", "--workspace", "--locked", "--no-fail-fast"])
}

fn driver(job: &Job<'_>) -> Result<End> {
    if session::driver(job.tree)?.is_some() {
        return Ok(End::Succeeded);
    }
    job.run(&mut session::install_driver(job.tree)?)
}

fn browser(job: &Job<'_>) -> Result<End> {
    let Some(browser) = system::browser() else { bail!("no Chromium or Chrome was found") };
    let mut command = Command::new("node");
    command.args(node_test(job.tree, "browser")?).current_dir(&job.tree.root);
    command.env("HABERDASH_BROWSER", browser);
    command.env("HABERDASH_BINARY", job.tree.program("haberdash", false));
    job.run(&mut command)
}

fn desktop(job: &Job<'_>) -> Result<End> {
    job.run(&mut session::node(job.tree, &node_test(job.tree, "desktop")?)?)
}

/// Arguments for Node's test runner. One file after the other: they share a display, or two cores.
fn node_test(tree: &Tree, folder: &str) -> Result<Vec<OsString>> {
    let mut arguments: Vec<OsString> = vec!["--test".into(), "--test-concurrency=1".into()];
    arguments.push("--test-reporter=spec".into());
    arguments.extend(session::specs(tree, folder)?);
    Ok(arguments)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_stands_behind_what_it_needs() {
        for (position, step) in STEPS.iter().enumerate() {
            for need in step.needs {
                let needed = STEPS.iter().position(|other| other.name == *need);
                assert!(needed.is_some_and(|needed| needed < position), "{} needs {need}", step.name);
            }
        }
    }
}
