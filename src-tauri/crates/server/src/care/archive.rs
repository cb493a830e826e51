//! A whole shop as one zip file, and back (`docs/archive-format.md`): tables as lines of JSON, pictures and attachments as
//! files beside them. Written and read as a stream; no table is ever whole in memory.

use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Read, Seek, Write};
use std::path::Path;

use haberdash_core::archive::{
    self, BLOBS, FORMAT, FORMAT_VERSION, Loader, Manifest, TableEntry, index_words,
};
use haberdash_core::database::{Connection, Staging, latest_migration};
use haberdash_core::settings::{self, ShopProfile};
use haberdash_core::{Code, Error, Result, Timestamp};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

const MANIFEST: &str = "manifest.json";
const TABLES: &str = "tables/";
const FILES: &str = "files/";
/// The largest picture or attachment that is read back, in bytes.
const LARGEST_FILE: u64 = 256 * 1024 * 1024;
/// A table of contents is small; more is no archive of ours.
const LARGEST_MANIFEST: u64 = 1024 * 1024;

/// For a person who opens the file without Haberdash.
const README: &str = "This is everything a Haberdash shop has.\n\n\
manifest.json   what is in here, and of which version\n\
tables/*.jsonl  one table each, one JSON object a line; amounts of money are in minor units (cents),\n\
                times in milliseconds since 1970-01-01 UTC\n\
files/*         pictures and attachments, named by their SHA-256; tables/blobs.jsonl tells their types\n\n\
Any Haberdash reads it back: haberdash import THIS_FILE\n";

/// Writes the archive of one state of the shop. `progress` is told the rows written so far.
///
/// # Errors
/// `DiskFull`, `StorageUnavailable`; those of the queries.
pub fn write(
    connection: &Connection,
    out: impl Write + Seek,
    now: Timestamp,
    progress: &mut dyn FnMut(u64) -> Result<()>,
) -> Result<u64> {
    let shop = settings::get::<ShopProfile>(connection)?.value;
    let mut zip = ZipWriter::new(BufWriter::with_capacity(1 << 20, out));
    // Fast: the owner waits for it. Large: a table may have any size.
    let packed = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(1))
        .large_file(true);
    // Pictures are packed already.
    let stored = packed.compression_method(CompressionMethod::Stored).compression_level(None);
    let mut manifest = Manifest {
        format: FORMAT.into(),
        format_version: FORMAT_VERSION,
        schema: latest_migration(),
        made_at: now,
        shop_name: shop.name,
        tables: Vec::new(),
        files: 0,
    };
    zip.start_file("README.txt", packed).map_err(unwritten)?;
    zip.write_all(README.as_bytes()).map_err(unwritten_io)?;
    let mut rows = 0;
    for table in archive::tables(connection)? {
        zip.start_file(format!("{TABLES}{table}.jsonl"), packed).map_err(unwritten)?;
        let count =
            archive::write_table(connection, &table, &mut BufWriter::with_capacity(1 << 16, &mut zip))?;
        rows += count;
        progress(rows)?;
        manifest.tables.push(TableEntry { name: table, rows: count });
    }
    archive::each_file(connection, &mut |hash, bytes| {
        zip.start_file(format!("{FILES}{hash}"), stored).map_err(unwritten)?;
        zip.write_all(bytes).map_err(unwritten_io)?;
        manifest.files += 1;
        Ok(())
    })?;
    // Last, because it tells what was written; whoever reads finds it by the zip's own directory.
    zip.start_file(MANIFEST, packed).map_err(unwritten)?;
    zip.write_all(&serde_json::to_vec_pretty(&manifest)?).map_err(unwritten_io)?;
    let mut out = zip.finish().map_err(unwritten)?;
    out.flush().map_err(unwritten_io)?;
    Ok(rows)
}

fn unwritten(error: zip::result::ZipError) -> Error {
    match error {
        zip::result::ZipError::Io(error) => unwritten_io(error),
        other => Error::caused(Code::StorageUnavailable, "The archive could not be written.", other),
    }
}

fn unwritten_io(error: std::io::Error) -> Error {
    let (code, detail) = if error.kind() == std::io::ErrorKind::StorageFull {
        (Code::DiskFull, "The disk is full; the archive was not written.")
    } else {
        (Code::StorageUnavailable, "The archive could not be written.")
    };
    Error::caused(code, detail, error)
}

/// An archive that is looked at.
pub struct Archive(ZipArchive<BufReader<File>>);

impl Archive {
    /// # Errors
    /// `Invalid` when it is no zip file; `StorageUnavailable`.
    pub fn open(path: &Path) -> Result<Self> {
        let file = File::open(path)
            .map_err(|error| Error::caused(Code::StorageUnavailable, "The archive cannot be read.", error))?;
        let zip = ZipArchive::new(BufReader::with_capacity(1 << 20, file)).map_err(|error| {
            Error::caused(Code::Invalid, "This is no archive of a Haberdash shop.", error)
        })?;
        Ok(Self(zip))
    }

    /// Its table of contents.
    ///
    /// # Errors
    /// `Invalid` when it is no archive of ours, `DatabaseNewer`.
    pub fn manifest(&mut self) -> Result<Manifest> {
        let entry = self.0.by_name(MANIFEST).map_err(|error| {
            Error::caused(Code::Invalid, "This zip file is no archive of a Haberdash shop.", error)
        })?;
        let mut text = String::new();
        entry.take(LARGEST_MANIFEST).read_to_string(&mut text).map_err(damaged)?;
        let manifest: Manifest = serde_json::from_str(&text)
            .map_err(|error| Error::caused(Code::Invalid, "The archive's manifest cannot be read.", error))?;
        manifest.check()?;
        Ok(manifest)
    }

    /// Makes a shop's file of it.
    ///
    /// # Errors
    /// `Invalid` naming what is damaged or missing; `DiskFull`, `StorageUnavailable`.
    pub fn load(&mut self, path: &Path) -> Result<()> {
        let manifest = self.manifest()?;
        let mut loader = Loader::create(path, &manifest)?;
        for table in &manifest.tables {
            let missing = |error| {
                let detail = format!("The archive is damaged: the table '{}' is missing.", table.name);
                Error::caused(Code::Invalid, detail, error)
            };
            let entry = self.0.by_name(&format!("{TABLES}{}.jsonl", table.name)).map_err(missing)?;
            let rows = loader.table(&table.name, &mut BufReader::with_capacity(1 << 16, entry))?;
            if rows != table.rows {
                return Err(Error::invalid(format!(
                    "The archive is damaged: '{}' has {rows} lines instead of {}.",
                    table.name, table.rows
                )));
            }
        }
        if manifest.tables.iter().any(|table| table.name == BLOBS) {
            for index in 0..self.0.len() {
                let entry = self
                    .0
                    .by_index(index)
                    .map_err(|error| Error::caused(Code::Invalid, "The archive is damaged.", error))?;
                let name = entry.name().map_err(|error| {
                    Error::caused(Code::Invalid, "The archive holds a file without a readable name.", error)
                })?;
                let Some(hash) = name.strip_prefix(FILES).map(str::to_owned) else { continue };
                if entry.size() > LARGEST_FILE {
                    return Err(Error::invalid(format!("The file '{hash}' in the archive is too large.")));
                }
                let mut bytes = Vec::new();
                entry.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(damaged)?;
                loader.file(&hash, &bytes)?;
            }
        }
        loader.finish()
    }
}

fn damaged(error: std::io::Error) -> Error {
    Error::caused(Code::Invalid, "The archive is damaged and cannot be read to its end.", error)
}

/// Makes an archive ready and decides that it takes the shop's place at the next opening.
///
/// # Errors
/// As [`Archive::load`]; the shop is as it was then.
pub fn stage(data_dir: &Path, archive: &Path) -> Result<Manifest> {
    let mut archive = Archive::open(archive)?;
    let manifest = archive.manifest()?;
    let staging = Staging::new(data_dir)?;
    archive.load(&staging.path())?;
    staging.decide_after(index_words)?;
    Ok(manifest)
}

/// Writes through `work` into a file beside `path` and gives it its name when it is whole and on the disk.
///
/// # Errors
/// Those of `work`; `DiskFull`, `StorageUnavailable`. No half file is left.
pub fn write_whole<T>(path: &Path, work: impl FnOnce(&mut File) -> Result<T>) -> Result<T> {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    let part = Path::new(&name);
    let made = File::create(part).map_err(unwritten_io).and_then(|mut file| {
        let made = work(&mut file)?;
        file.sync_all().map_err(unwritten_io)?;
        Ok(made)
    });
    let made = made.and_then(|made| fs::rename(part, path).map_err(unwritten_io).map(|()| made));
    if made.is_err() {
        let _ = fs::remove_file(part);
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_file_is_not_left() {
        let dir = tempfile::tempdir().expect("dir");
        let path = dir.path().join("whole.txt");
        let failed = write_whole(&path, |file| {
            file.write_all(b"half").expect("written");
            Err::<(), _>(Error::new(Code::DiskFull, "full"))
        });
        assert_eq!(failed.expect_err("failed").code, Code::DiskFull);
        assert_eq!(fs::read_dir(dir.path()).expect("dir").count(), 0);
        write_whole(&path, |file| file.write_all(b"whole").map_err(unwritten_io)).expect("written");
        assert_eq!(fs::read(&path).expect("file"), b"whole");
    }

    #[test]
    fn what_is_no_archive_is_refused() {
        let dir = tempfile::tempdir().expect("dir");
        let path = dir.path().join("a.zip");
        fs::write(&path, b"no zip at all").expect("written");
        let error = stage(dir.path(), &path).expect_err("refused");
        assert!(error.code == Code::Invalid && error.detail.contains("no archive"), "{error}");
        let mut zip = ZipWriter::new(File::create(&path).expect("file"));
        zip.start_file("other.txt", SimpleFileOptions::default()).expect("entry");
        zip.finish().expect("zip");
        let error = stage(dir.path(), &path).expect_err("refused");
        assert!(error.detail.contains("no archive"), "{error}");
        let missing = stage(dir.path(), &dir.path().join("none.zip")).expect_err("missing");
        assert_eq!(missing.code, Code::StorageUnavailable);
        assert!(!haberdash_core::database::is_restore_pending(dir.path()));
    }
}
