//! `cargo xtask run`: from a fresh checkout to the open application in one command.

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::Result;
use clap::Args;

use crate::child::{self, End};
use crate::models;
use crate::system::{self, Purpose};
use crate::tree::Tree;
use crate::ui;

#[derive(Args)]
pub struct Options {
    /// Build with optimisation; takes longer
    #[arg(long)]
    release: bool,
    /// The folder of the shop's file; the platform's folder for application data when absent
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Serve to a browser on the loopback, even where a window could be opened
    #[arg(long)]
    headless: bool,
}

pub fn run(tree: &Tree, options: &Options) -> Result<ExitCode> {
    system::check_node()?;
    system::ensure_packages(Purpose::Run)?;
    ui::ensure_packages(tree)?;
    if let Err(error) = models::ensure(tree) {
        // None is required.
        println!("{error:#}\nHaberdash is opened without them: search goes by words alone.");
    }
    ui::ensure_built(tree)?;

    let headless = options.headless || !system::has_display();
    let (package, program) =
        if headless { ("haberdash-server", "haberdash") } else { ("haberdash-desktop", "haberdash-desktop") };
    println!("Building {program}");
    let mut build = Command::new("cargo");
    build.args(["build", "--locked", "--package", package]).current_dir(&tree.root);
    if headless {
        // The window's package asks for it itself.
        build.args(["--features", "llama"]);
    }
    if options.release {
        build.arg("--release");
    }
    child::must_run(&mut build)?;

    let mut application = Command::new(tree.program(program, options.release));
    if headless {
        if !options.headless {
            println!("There is no display here: Haberdash is served to a browser instead.");
        }
        application.arg("serve");
    }
    application.arg("--demo");
    if let Some(folder) = &options.data {
        application.arg("--data").arg(folder);
    }
    // Ctrl-C is how one ends it.
    let ended_well = matches!(child::run_visible(&mut application)?, End::Succeeded | End::Interrupted);
    Ok(if ended_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
