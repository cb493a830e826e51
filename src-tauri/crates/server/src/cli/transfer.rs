//! `haberdash import` and `export`: files in and out of the shop without its window.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use haberdash_core::database::Options;
use haberdash_core::exports::{ExportContent, ExportFormat};
use haberdash_core::imports::{self as rules, Import, ImportKind, ImportOptions, ImportState, Outcome};
use haberdash_core::page::PageRequest;
use haberdash_core::{Clock, Code, Database, Error, Id, SystemClock, WriteTx, id};
use serde::Serialize;

use super::Context;
use crate::care::imports::{self, Desk, Ended, Guard, Upload};
use crate::care::{archive, exports};
use crate::ending::Ending;
use crate::instance::InstanceLock;

/// As the API, but for files of this machine there is no need to spare anybody.
const LARGEST_FILE: u64 = 64 << 30;

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ExistingArg {
    Update,
    Fill,
    Skip,
}

#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The file: Shopify, WooCommerce or Google CSV, vCard, any CSV or workbook, or a whole shop's archive.
    file: Option<PathBuf>,
    /// Shows what would happen and changes nothing.
    #[arg(long)]
    dry_run: bool,
    /// What happens to what the shop has already.
    #[arg(long, value_enum, default_value = "update")]
    existing: ExistingArg,
    /// Leaves the numbers of pieces as they are.
    #[arg(long)]
    keep_stock: bool,
    /// For an archive: takes the place of the present shop, which becomes a backup.
    #[arg(long)]
    replace: bool,
    /// Goes on with an import that was interrupted.
    #[arg(long, value_name = "ID", conflicts_with = "file")]
    resume: Option<String>,
    /// Takes a whole import back.
    #[arg(long, value_name = "ID", conflicts_with_all = ["file", "resume"])]
    undo: Option<String>,
    /// Writes the rejected rows, each with its reason, into this file.
    #[arg(long, value_name = "FILE")]
    rejected: Option<PathBuf>,
}

#[derive(Serialize)]
struct Told {
    id: Id<id::Import>,
    file_name: String,
    kind: ImportKind,
    state: ImportState,
    total: Option<i64>,
    created: i64,
    changed: i64,
    unchanged: i64,
    skipped: i64,
    rejected: i64,
    undo_left: i64,
    notices: Vec<String>,
    error: Option<String>,
    /// The first rejected ones.
    problems: Vec<String>,
}

pub fn import(context: &Context, arguments: &ImportArgs) -> anyhow::Result<ExitCode> {
    let _lock = InstanceLock::take(&context.data_dir)?;
    if let Some(file) = &arguments.file
        && let Ok(mut found) = archive::Archive::open(file)
        && let Ok(manifest) = found.manifest()
    {
        return import_shop(context, arguments, file, &manifest);
    }
    let database = Database::open(&context.data_dir, Options::new(Arc::new(SystemClock)))?;
    let id = match (&arguments.file, &arguments.resume, &arguments.undo) {
        (Some(file), ..) => check(context, &database, arguments, file)?,
        (None, Some(id), _) | (None, None, Some(id)) => id.parse().map_err(|_| Error::not_found("import"))?,
        (None, None, None) => {
            return Err(Error::invalid("Name a file, or an import with --resume or --undo.").into());
        }
    };
    if arguments.undo.is_some() {
        database.write_blocking(move |tx| rules::undo(tx, id))?;
    } else if !arguments.dry_run {
        let import = database.read_blocking(|c| rules::get(c, id))?;
        // One that a kill interrupted is running already.
        if import.state != ImportState::Running {
            database.write_blocking(move |tx| rules::start(tx, id))?;
        }
    }
    work(context, &database, id)?;
    let told = told(&database, id)?;
    if let Some(path) = &arguments.rejected {
        let import = database.read_blocking(|c| rules::get(c, id))?;
        imports::write_rejected(&database, &context.data_dir, &import, File::create(path)?)?;
    }
    if arguments.dry_run {
        database.write_blocking(move |tx| rules::delete(tx, id))?;
        Desk::of(&context.data_dir, id).clear();
    }
    show(context, &told, arguments.dry_run)?;
    Ok(ExitCode::SUCCESS)
}

/// Takes up a file and checks it.
fn check(
    context: &Context,
    database: &Database,
    arguments: &ImportArgs,
    file: &Path,
) -> anyhow::Result<Id<id::Import>> {
    let mut source = File::open(file).map_err(|error| {
        Error::caused(Code::NotFound, format!("The file {} cannot be read.", file.display()), error)
    })?;
    let id: Id<id::Import> = database.write_blocking(|tx| Ok(tx.new_id()))?;
    let desk = Desk::of(&context.data_dir, id);
    if let Err(error) = Upload::create(&desk, LARGEST_FILE).and_then(|upload| upload.copy(&mut source)) {
        desk.clear();
        return Err(error.into());
    }
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let import = imports::take_up(database, &context.data_dir, id, &name)?;
    let options = ImportOptions {
        existing: match arguments.existing {
            ExistingArg::Update => rules::Existing::Update,
            ExistingArg::Fill => rules::Existing::Fill,
            ExistingArg::Skip => rules::Existing::Skip,
        },
        stock: if arguments.keep_stock { rules::StockRule::Ignore } else { rules::StockRule::Set },
        ..import.options
    };
    let (kind, reading, version) = (import.kind, import.reading, import.version);
    database.write_blocking(move |tx| {
        rules::set_up(tx, id, version, kind, reading, options)?;
        rules::check(tx, id)
    })?;
    work(context, database, id)?;
    Ok(id)
}

/// Does what a job does in the served program.
fn work(context: &Context, database: &Database, id: Id<id::Import>) -> anyhow::Result<()> {
    let guard: Guard = Arc::new(|_: &WriteTx<'_>| Ok(()));
    let ended = imports::run(database, &context.data_dir, id, &guard, &Ending::default());
    // Its job would do the same again when the program is served.
    database.write_blocking(move |tx| haberdash_core::jobs::forget_import(tx, id))?;
    match ended {
        Ok(Ended::Through | Ended::Interrupted) => Ok(()),
        Err(error) => {
            let told = Error::new(error.code, error.detail.clone());
            database.write_blocking(move |tx| rules::fail(tx, id, &told))?;
            Err(error.into())
        }
    }
}

fn told(database: &Database, id: Id<id::Import>) -> anyhow::Result<Told> {
    let (import, rejected): (Import, _) = database.read_blocking(|c| {
        Ok((rules::get(c, id)?, rules::rows(c, id, Some(Outcome::Rejected), &PageRequest::first(10))?.items))
    })?;
    let problems = rejected
        .into_iter()
        .map(|row| format!("row {}: {}: {}", row.first_row, row.title, row.reason.unwrap_or_default()));
    Ok(Told {
        id,
        file_name: import.file_name,
        kind: import.kind,
        state: import.state,
        total: import.total,
        created: import.counts.created,
        changed: import.counts.changed,
        unchanged: import.counts.unchanged,
        skipped: import.counts.skipped,
        rejected: import.counts.rejected,
        undo_left: import.undo_left,
        notices: import.notices,
        error: import.error.map(|(_, detail)| detail),
        problems: problems.collect(),
    })
}

fn show(context: &Context, told: &Told, dry_run: bool) -> anyhow::Result<()> {
    if context.json {
        return super::print_json(told);
    }
    for line in told.notices.iter().chain(&told.problems) {
        println!("{line}");
    }
    let verb = if dry_run { "Would become" } else { "Became" };
    println!(
        "{verb}: {} created, {} changed, {} unchanged, {} skipped, {} rejected.",
        told.created, told.changed, told.unchanged, told.skipped, told.rejected
    );
    match told.state {
        ImportState::Undone => {
            println!("The import was taken back; {} objects were changed since and stay.", told.undo_left);
        }
        ImportState::Done => println!("Take it back with: haberdash import --undo {}", told.id),
        _ => {}
    }
    Ok(())
}

fn import_shop(
    context: &Context,
    arguments: &ImportArgs,
    file: &Path,
    manifest: &haberdash_core::archive::Manifest,
) -> anyhow::Result<ExitCode> {
    let rows: u64 = manifest.tables.iter().map(|table| table.rows).sum();
    if !arguments.dry_run {
        let present = haberdash_core::database::Inspection::open(&context.data_dir)?;
        let holds_something = match &present {
            None => false,
            Some(file) => file.read(haberdash_core::demo::state)? != haberdash_core::demo::ShopState::Empty,
        };
        if holds_something && !arguments.replace {
            return Err(Error::new(
                Code::Conflict,
                "This folder holds a shop. With --replace the archive takes its place and the shop becomes a backup.",
            )
            .into());
        }
        drop(present);
        archive::stage(&context.data_dir, file)?;
        Database::open(&context.data_dir, Options::new(Arc::new(SystemClock)))?;
    }
    if context.json {
        super::print_json(manifest)?;
    } else {
        let verb = if arguments.dry_run { "holds" } else { "was imported with" };
        println!("The shop '{}' {verb} {rows} entries and {} files.", manifest.shop_name, manifest.files);
    }
    Ok(ExitCode::SUCCESS)
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FormatArg {
    ShopifyCsv,
    WoocommerceCsv,
    GoogleContactsCsv,
    Vcard,
    Csv,
    Xlsx,
    Archive,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum WhatArg {
    Products,
    Contacts,
    Orders,
    Everything,
}

#[derive(Debug, Args)]
pub struct ExportArgs {
    /// What goes out.
    #[arg(value_enum)]
    what: WhatArg,
    /// The kind of file; the shop's own archive for everything, a plain table for the rest, when left out.
    #[arg(long, value_enum)]
    format: Option<FormatArg>,
    /// The file to write.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

#[derive(Serialize)]
struct Written {
    path: PathBuf,
    count: i64,
    byte_count: u64,
}

/// Writes a file of the shop, also while another Haberdash has it open.
pub fn export(context: &Context, arguments: &ExportArgs) -> anyhow::Result<ExitCode> {
    let what = match arguments.what {
        WhatArg::Products => ExportContent::Products,
        WhatArg::Contacts => ExportContent::Contacts,
        WhatArg::Orders => ExportContent::Orders,
        WhatArg::Everything => ExportContent::Everything,
    };
    let format = match arguments.format {
        Some(FormatArg::ShopifyCsv) => ExportFormat::ShopifyCsv,
        Some(FormatArg::WoocommerceCsv) => ExportFormat::WoocommerceCsv,
        Some(FormatArg::GoogleContactsCsv) => ExportFormat::GoogleContactsCsv,
        Some(FormatArg::Vcard) => ExportFormat::Vcard,
        Some(FormatArg::Csv) => ExportFormat::Csv,
        Some(FormatArg::Xlsx) => ExportFormat::Xlsx,
        Some(FormatArg::Archive) => ExportFormat::Archive,
        None if what == ExportContent::Everything => ExportFormat::Archive,
        None => ExportFormat::Csv,
    };
    let now = SystemClock.now();
    let count =
        exports::write_file(&context.data_dir, &arguments.out, what, format, now, &mut |_, _| Ok(()))?;
    let byte_count = std::fs::metadata(&arguments.out)?.len();
    let written = Written { path: arguments.out.clone(), count, byte_count };
    if context.json {
        super::print_json(&written)?;
    } else {
        println!("{count} entries were written to {}", written.path.display());
    }
    Ok(ExitCode::SUCCESS)
}
