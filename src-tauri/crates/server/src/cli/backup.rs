//! `haberdash backup`, `restore` and `check`: the care of the shop's file without its window.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use haberdash_core::backups::Reason;
use haberdash_core::database::{Condition, FILE_NAME, Inspection, Options, examine, stage_backup};
use haberdash_core::{Clock, Code, Database, Error, SystemClock, backups as rules, database};
use serde::Serialize;

use super::Context;
use crate::care::backups::{self, Shelf};
use crate::instance::InstanceLock;

#[derive(Debug, Args)]
pub struct BackupArgs {
    /// Where the copy goes; the owner's folder of backups when left out.
    #[arg(long, value_name = "FOLDER")]
    to: Option<PathBuf>,
    /// Lists the backups instead of making one.
    #[arg(long)]
    list: bool,
}

#[derive(Serialize)]
struct Shown {
    name: String,
    path: PathBuf,
    made_at: String,
    reason: Reason,
    byte_count: u64,
    schema: u32,
}

impl From<backups::Found> for Shown {
    fn from(found: backups::Found) -> Self {
        Self {
            name: found.name.to_string(),
            path: found.path,
            made_at: found.name.made_at.to_string(),
            reason: found.name.reason,
            byte_count: found.byte_count,
            schema: found.name.schema,
        }
    }
}

fn no_shop() -> Error {
    Error::new(Code::NotFound, "There is no shop in this folder. Name another with --data.")
}

/// The folders of backups, as far as the file can be read.
fn shelf(context: &Context) -> Shelf {
    let chosen = Inspection::open(&context.data_dir)
        .ok()
        .flatten()
        .and_then(|file| file.read(haberdash_core::settings::get::<rules::BackupSettings>).ok());
    match chosen {
        Some(settings) => Shelf::of(&context.data_dir, &settings.value),
        None => Shelf::remembered(&context.data_dir),
    }
}

/// Copies the shop's file, also while another Haberdash has it open.
pub fn backup(context: &Context, arguments: &BackupArgs) -> anyhow::Result<ExitCode> {
    let shelf = shelf(context);
    if arguments.list {
        let found: Vec<Shown> = shelf.list().into_iter().map(Shown::from).collect();
        if context.json {
            super::print_json(&found)?;
        } else {
            for backup in &found {
                println!("{}  {:>12} bytes  {}", backup.made_at, backup.byte_count, backup.path.display());
            }
            println!("{} backups in {}", found.len(), shelf.folder().display());
        }
        return Ok(ExitCode::SUCCESS);
    }
    let file = Inspection::open(&context.data_dir)?.ok_or_else(no_shop)?;
    let folder = arguments.to.clone().unwrap_or_else(|| shelf.folder().to_owned());
    let copied =
        file.read(|source| database::copy(source, &folder, Reason::Manual, SystemClock.now(), |_, _| true))?;
    let byte_count = std::fs::metadata(&copied.path)?.len();
    let shown = Shown::from(backups::Found { name: copied.name, path: copied.path, byte_count });
    if context.json {
        super::print_json(&shown)?;
    } else {
        println!("The shop is backed up and the copy checked: {}", shown.path.display());
    }
    Ok(ExitCode::SUCCESS)
}

#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// A backup's name, or the path of one.
    backup: String,
    /// Shows what it holds and changes nothing.
    #[arg(long)]
    preview: bool,
}

#[derive(Serialize)]
struct Previewed {
    path: PathBuf,
    #[serde(flatten)]
    condition: Condition,
    now: Option<rules::Contents>,
}

/// Puts a backup in the shop's place; the present shop becomes a backup.
pub fn restore(context: &Context, arguments: &RestoreArgs) -> anyhow::Result<ExitCode> {
    let path = match shelf(context).find(&arguments.backup) {
        Ok(found) => found.path,
        Err(_) => PathBuf::from(&arguments.backup),
    };
    if arguments.preview {
        let now =
            Inspection::open(&context.data_dir).ok().flatten().and_then(|f| f.read(rules::contents).ok());
        let previewed = Previewed { condition: examine(&path)?, path, now };
        if context.json {
            super::print_json(&previewed)?;
        } else {
            println!("{}", described(&previewed));
        }
        return Ok(ExitCode::SUCCESS);
    }
    let _lock = InstanceLock::take(&context.data_dir)?;
    stage_backup(&context.data_dir, &path)?;
    // Opening finishes it.
    let database = Database::open(&context.data_dir, Options::new(Arc::new(SystemClock)))?;
    let contents = database.read_blocking(rules::contents)?;
    if context.json {
        super::print_json(&contents)?;
    } else {
        println!(
            "Restored '{}': {} products, {} contacts, {} orders, {} messages. The shop as it was is among the backups.",
            contents.shop_name, contents.products, contents.contacts, contents.orders, contents.messages
        );
    }
    Ok(ExitCode::SUCCESS)
}

fn described(previewed: &Previewed) -> String {
    match &previewed.condition {
        Condition::Whole { contents, schema } => format!(
            "'{}', schema {schema}: {} products in {} variants, {} contacts, {} orders, {} messages.",
            contents.shop_name,
            contents.products,
            contents.variants,
            contents.contacts,
            contents.orders,
            contents.messages
        ),
        Condition::Damaged { detail } => format!("Damaged: {detail}"),
        Condition::Newer { schema } => format!("Made by a newer Haberdash (schema {schema})."),
        Condition::Foreign => "This is no file of a Haberdash shop.".into(),
    }
}

#[derive(Serialize)]
struct Checked {
    ok: bool,
    findings: Vec<String>,
    schema: u32,
}

/// Looks through the whole file, also while another Haberdash has it open.
pub fn check(context: &Context) -> anyhow::Result<ExitCode> {
    let file = Inspection::open(&context.data_dir)?.ok_or_else(no_shop)?;
    // What cannot even be read is a finding, too.
    let findings = match file.findings() {
        Ok(findings) => findings,
        Err(error) if error.code == Code::DatabaseCorrupt => vec![error.detail],
        Err(error) => return Err(error.into()),
    };
    let checked = Checked { ok: findings.is_empty(), findings, schema: file.schema().unwrap_or_default() };
    if context.json {
        super::print_json(&checked)?;
    } else if checked.ok {
        println!("The shop's file is whole: {}", context.data_dir.join(FILE_NAME).display());
    } else {
        for finding in &checked.findings {
            println!("{finding}");
        }
        println!("Restore a backup with: haberdash restore NAME (haberdash backup --list shows them)");
    }
    Ok(if checked.ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
