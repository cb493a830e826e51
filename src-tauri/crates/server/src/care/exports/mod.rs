//! Files that go out: written beside their name and given it when they are whole.
//!
//! Owns where they lie and how they come to be; what stands in them is told by [`products`], [`contacts`] and [`orders`].

mod contacts;
mod orders;
mod products;

use std::fs;
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use haberdash_core::database::Inspection;
use haberdash_core::exports::{self, Export, ExportContent, ExportFormat};
use haberdash_core::{Code, Database, Error, Id, Money, Result, id};
use haberdash_files::{self as files, CsvStyle, Decimal};

use super::archive;
use super::imports::unusable;
use super::reading::file_error;

/// The folder of files that went out, in the data folder.
pub const FOLDER: &str = "exports";

/// Excel takes UTF-8 for Latin without the mark.
const STYLE: CsvStyle = CsvStyle { delimiter: ',', decimal_comma: false, bom: true, crlf: true };

/// Between two notes of how far it is.
const TOLD_EVERY: i64 = 2000;

/// Hears how many things are written, and of how many if that is known.
type Progress<'a> = dyn FnMut(i64, Option<i64>) -> Result<()> + 'a;

/// Where an export's file is, when it is finished.
pub fn path(data_dir: &Path, export: &Export) -> Option<PathBuf> {
    let name = export.file_name.as_deref()?;
    Some(match &export.folder {
        Some(folder) => PathBuf::from(folder).join(name),
        None => data_dir.join(FOLDER).join(export.id.to_string()).join(name),
    })
}

/// Removes what lies in the data folder; what the owner had put elsewhere is theirs.
pub fn clear(data_dir: &Path, export: &Export) {
    if export.folder.is_some() {
        return;
    }
    let folder = data_dir.join(FOLDER).join(export.id.to_string());
    if let Err(error) = fs::remove_dir_all(folder)
        && error.kind() != std::io::ErrorKind::NotFound
    {
        tracing::warn!(%error, "an export's file could not be deleted");
    }
}

/// Writes the file of an export that was asked for.
///
/// # Errors
/// `DiskFull`, `StorageUnavailable`; those of the queries.
pub fn run(database: &Database, data_dir: &Path, id: Id<id::Export>) -> Result<()> {
    let export = match database.read_blocking(|c| exports::get(c, id)) {
        Ok(export) => export,
        Err(error) if error.code == Code::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    let folder = match &export.folder {
        Some(folder) => PathBuf::from(folder),
        None => data_dir.join(FOLDER).join(id.to_string()),
    };
    fs::create_dir_all(&folder).map_err(unusable)?;
    let stamp = database.clock().now().to_jiff().strftime("%Y-%m-%d-%H%M%S").to_string();
    let name = format!("{}-{stamp}.{}", export.what, export.format.extension());
    let path = folder.join(&name);
    let mut told = 0;
    let mut progress = |done: i64, total: Option<i64>| -> Result<()> {
        if done - told >= TOLD_EVERY {
            told = done;
            database.write_blocking(move |tx| exports::progress(tx, id, done, total))?;
        }
        Ok(())
    };
    let done =
        write_file(data_dir, &path, export.what, export.format, database.clock().now(), &mut progress)?;
    let byte_count = fs::metadata(&path).map_err(unusable)?.len();
    let byte_count = i64::try_from(byte_count).unwrap_or(i64::MAX);
    database.write_blocking(move |tx| exports::finish(tx, id, name, byte_count, done))
}

/// Writes a file of the shop in `data_dir`; gives how many things stand in it. `progress` is told done and in all.
///
/// # Errors
/// `Invalid` when the format cannot hold that; `NotFound` without a shop; as [`run`].
pub fn write_file(
    data_dir: &Path,
    path: &Path,
    what: ExportContent,
    format: ExportFormat,
    now: haberdash_core::Timestamp,
    progress: &mut Progress<'_>,
) -> Result<i64> {
    if !format.holds(what) {
        return Err(Error::invalid("This kind of file cannot hold that. Choose another.").at("format"));
    }
    // A connection of its own: a long look at one state of the shop must not take one of the few that answer the window.
    let shop = Inspection::open(data_dir)?
        .ok_or_else(|| Error::new(Code::NotFound, "There is no shop in this folder."))?;
    archive::write_whole(path, |out| {
        shop.read_one_state(|connection| match what {
            ExportContent::Everything => {
                let rows = archive::write(connection, out, now, &mut |rows| {
                    progress(i64::try_from(rows).unwrap_or(i64::MAX), None)
                })?;
                Ok(i64::try_from(rows).unwrap_or(i64::MAX))
            }
            ExportContent::Products => products::write(connection, out, format, progress),
            ExportContent::Contacts => contacts::write(connection, out, format, progress),
            ExportContent::Orders => orders::write(connection, out, format, progress),
        })
    })
}

fn decimal(money: Money) -> Decimal {
    Decimal::from_minor(money.amount, money.currency.exponent())
}

fn buffered(out: &mut File) -> BufWriter<&mut File> {
    BufWriter::with_capacity(1 << 18, out)
}

/// Writes all that `each` gives and ends the file; gives how many things stand in it.
fn fill<W, T>(
    mut writer: W,
    write: impl Fn(&mut W, &T) -> files::Result<()>,
    finish: impl FnOnce(W) -> files::Result<()>,
    each: impl FnOnce(&mut dyn FnMut(T) -> Result<()>) -> Result<()>,
    progress: &mut Progress<'_>,
) -> Result<i64> {
    let mut done = 0;
    each(&mut |one| {
        write(&mut writer, &one).map_err(file_error)?;
        done += 1;
        progress(done, None)
    })?;
    finish(writer).map_err(file_error)?;
    Ok(done)
}
