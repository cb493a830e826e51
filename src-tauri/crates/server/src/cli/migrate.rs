//! `haberdash migrate`: opens the shop's file, which brings it up to date, and closes it.

use std::process::ExitCode;
use std::sync::Arc;

use haberdash_core::database::Options;
use haberdash_core::{Database, SystemClock};

use super::Context;
use crate::instance::InstanceLock;

pub fn run(context: &Context) -> anyhow::Result<ExitCode> {
    let _lock = InstanceLock::take(&context.data_dir)?;
    let database = Database::open(&context.data_dir, Options::new(Arc::new(SystemClock)))?;
    let report = database.migrated();
    if context.json {
        super::print_json(report)?;
    } else if report.from == report.to {
        println!("The shop's file is up to date (schema {}).", report.to);
    } else if let Some(backup) = &report.backup {
        println!("Schema {} became {}. The file as it was: {}", report.from, report.to, backup.display());
    } else {
        println!("A new shop's file was made (schema {}).", report.to);
    }
    Ok(ExitCode::SUCCESS)
}
