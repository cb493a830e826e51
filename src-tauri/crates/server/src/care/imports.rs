//! Files that come in: kept in a folder of their own, looked at, and read batch by batch by a job.

use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Read, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use haberdash_core::backups::Reason;
use haberdash_core::imports::{
    self, Batch, Checker, Import, ImportKind, ImportOptions, ImportState, Incoming, NewImport, Progress,
};
use haberdash_core::money::Currency;
use haberdash_core::settings::{self, ShopProfile};
use haberdash_core::{Code, Database, Error, Id, Result, WriteTx, archive as format, id};
use haberdash_files as files;
use haberdash_files::{FileError, Kind, Layout, Limits, Position, Prepared, Problem, ProblemCode, Survey};
use serde::{Deserialize, Serialize};

use super::archive::Archive;
use super::reading::{self, Source, file_error};
use super::{archive, backups};
use crate::ending::Ending;

/// The folder of files that came in, in the data folder.
pub const FOLDER: &str = "imports";
const UPLOAD: &str = "upload";
/// The file as its reader rewrote it.
const CANONICAL: &str = "canonical";

/// Source rows that one transaction holds, about.
const ROWS_AT_ONCE: i64 = 400;

/// How a file is read: kept with the import, and read by nobody else.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    Table(Box<Prepared>),
    Archive(format::Manifest),
}

impl Reading {
    /// # Errors
    /// `Invalid` when another version wrote it.
    pub fn of(import: &Import) -> Result<Self> {
        serde_json::from_value(import.reading.clone()).map_err(|error| {
            Error::caused(Code::Invalid, "This version cannot go on with that file. Import it anew.", error)
        })
    }

    pub fn table(&self) -> Result<&Prepared> {
        match self {
            Self::Table(prepared) => Ok(prepared),
            Self::Archive(_) => Err(Error::new(Code::Conflict, "A whole shop has no columns to look at.")),
        }
    }
}

/// The files of one import.
#[derive(Debug, Clone)]
pub struct Desk {
    folder: PathBuf,
}

impl Desk {
    pub fn of(data_dir: &Path, id: Id<id::Import>) -> Self {
        Self { folder: data_dir.join(FOLDER).join(id.to_string()) }
    }

    /// # Errors
    /// `StorageUnavailable`, `DiskFull`.
    pub fn prepare(&self) -> Result<()> {
        fs::create_dir_all(&self.folder).map_err(unusable)
    }

    pub fn upload(&self) -> PathBuf {
        self.folder.join(UPLOAD)
    }

    fn canonical(&self) -> PathBuf {
        self.folder.join(CANONICAL)
    }

    fn reader(&self) -> Result<BufReader<File>> {
        let file = File::open(self.canonical()).map_err(|error| {
            let detail = "The imported file is no longer there. Import it anew.";
            Error::caused(Code::StorageUnavailable, detail, error)
        })?;
        Ok(BufReader::with_capacity(1 << 18, file))
    }

    /// Removes the files. What is left is cleared away with the folder.
    pub fn clear(&self) {
        if let Err(error) = fs::remove_dir_all(&self.folder)
            && error.kind() != std::io::ErrorKind::NotFound
        {
            tracing::warn!(%error, "an import's files could not be deleted");
        }
    }
}

pub(super) fn unusable(error: std::io::Error) -> Error {
    if error.kind() == std::io::ErrorKind::StorageFull {
        return Error::caused(Code::DiskFull, "The disk is full. Nothing was changed.", error);
    }
    Error::caused(Code::StorageUnavailable, "The shop's folder cannot be written.", error)
}

/// Looks at an uploaded file and takes it up. The files stay only when that works.
///
/// # Errors
/// `Invalid`, `TooLarge` when it cannot be read; `DiskFull`, `StorageUnavailable`.
pub fn take_up(database: &Database, data_dir: &Path, id: Id<id::Import>, file_name: &str) -> Result<Import> {
    let desk = Desk::of(data_dir, id);
    let taken = look(&desk, file_name)
        .and_then(|new| database.write_blocking(move |tx| imports::create(tx, id, new)));
    if taken.is_err() {
        desk.clear();
    }
    taken
}

fn look(desk: &Desk, file_name: &str) -> Result<NewImport> {
    let byte_count = fs::metadata(desk.upload()).map_err(unusable)?.len();
    let byte_count = i64::try_from(byte_count).unwrap_or(i64::MAX);
    let file_name = shown_name(file_name);
    if let Ok(mut archive) = Archive::open(&desk.upload()) {
        match archive.manifest() {
            Ok(manifest) => {
                return Ok(NewImport {
                    file_name,
                    byte_count,
                    kind: ImportKind::Archive,
                    total: Some(manifest.tables.iter().map(|table| rows(table.rows)).sum()),
                    reading: serde_json::to_value(Reading::Archive(manifest))?,
                    options: ImportOptions::default(),
                    notices: Vec::new(),
                });
            }
            Err(error) if error.code == Code::DatabaseNewer => return Err(error),
            // Some other zip file: a workbook, perhaps.
            Err(_) => {}
        }
    }
    let prepared = rewrite(desk, &file_name, None)?;
    Ok(NewImport {
        file_name,
        byte_count,
        kind: kind(prepared.layout.kind),
        total: None,
        notices: prepared.notices.iter().map(|notice| notice.text.clone()).collect(),
        reading: serde_json::to_value(Reading::Table(Box::new(prepared)))?,
        options: ImportOptions::default(),
    })
}

fn rows(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The file's own name: no folder, no control characters, not endless.
fn shown_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = last.chars().filter(|c| !c.is_control()).take(200).collect();
    if name.trim().is_empty() { "file".to_owned() } else { name.trim().to_owned() }
}

pub fn kind(kind: Kind) -> ImportKind {
    match kind {
        Kind::Products => ImportKind::Products,
        Kind::Contacts => ImportKind::Contacts,
    }
}

/// Reads the whole upload and writes it as its reader wants it.
fn rewrite(desk: &Desk, file_name: &str, sheet: Option<&str>) -> Result<Prepared> {
    let upload = BufReader::with_capacity(1 << 18, File::open(desk.upload()).map_err(unusable)?);
    archive::write_whole(&desk.canonical(), |out| {
        let mut out = BufWriter::with_capacity(1 << 18, out);
        let prepared = files::prepare(upload, file_name, sheet, &Limits::default(), &mut out);
        out.flush().map_err(unusable)?;
        prepared.map_err(file_error)
    })
}

/// Reads another sheet of a workbook.
///
/// # Errors
/// `Invalid` when it has no such sheet.
pub fn choose_sheet(data_dir: &Path, import: &Import, sheet: &str) -> Result<Prepared> {
    rewrite(&Desk::of(data_dir, import.id), &import.file_name, Some(sheet))
}

/// The first rows as they are read, beginning with the header.
///
/// # Errors
/// `StorageUnavailable`; `Conflict` for a whole shop.
pub fn preview(data_dir: &Path, import: &Import, count: usize) -> Result<Vec<Vec<String>>> {
    let reading = Reading::of(import)?;
    let desk = Desk::of(data_dir, import.id);
    files::preview(desk.reader()?, &reading.table()?.layout, count).map_err(file_error)
}

/// Writes the rejected rows as they came, each with its reason.
///
/// # Errors
/// `StorageUnavailable`; `Conflict` for a whole shop.
pub fn write_rejected(database: &Database, data_dir: &Path, import: &Import, out: impl Write) -> Result<()> {
    let reading = Reading::of(import)?;
    let layout = &reading.table()?.layout;
    let desk = Desk::of(data_dir, import.id);
    let survey = survey(&desk, layout, &mut || ControlFlow::Continue(()))?;
    let mut writer = files::Rejected::new(desk.reader()?, layout, &survey, out).map_err(file_error)?;
    let (id, mut after) = (import.id, None);
    loop {
        let rows = database.read_blocking(|c| imports::rejected(c, id, after, 200))?;
        let Some(last) = rows.last() else { break };
        after = Some(last.position);
        for row in rows {
            let Some(source) = row.source.and_then(|source| serde_json::from_value::<Source>(source).ok())
            else {
                continue;
            };
            let mut problems = source.problems;
            if !problems.iter().any(|problem| problem.severity == files::Severity::Error) {
                // The shop refused it, not the reader.
                let first = u64::try_from(row.first_row).unwrap_or_default();
                problems.push(Problem {
                    row: first,
                    column: None,
                    field: None,
                    code: ProblemCode::Ignored,
                    severity: files::Severity::Error,
                    value: None,
                    text: row.reason.unwrap_or_default(),
                });
            }
            writer.entry(source.position, &problems).map_err(file_error)?;
        }
    }
    writer.finish().map_err(file_error)?;
    Ok(())
}

fn survey(desk: &Desk, layout: &Layout, go_on: &mut dyn FnMut() -> ControlFlow<()>) -> Result<Survey> {
    files::survey(desk.reader()?, layout, &Limits::default(), &mut |_| go_on()).map_err(file_error)
}

/// How the work on an import ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    Through,
    /// The program ends; the next start goes on.
    Interrupted,
}

/// Refuses to write for a job that is no longer ours.
pub type Guard = Arc<dyn Fn(&WriteTx<'_>) -> Result<()> + Send + Sync>;

/// Goes on with an import as its state says: check, import, take back.
///
/// # Errors
/// Those of the file and of the writes; what was written before stays.
pub fn run(
    database: &Database,
    data_dir: &Path,
    id: Id<id::Import>,
    guard: &Guard,
    ending: &Ending,
) -> Result<Ended> {
    let import = match database.read_blocking(|c| imports::get(c, id)) {
        Ok(import) => import,
        // It was forgotten before its job began.
        Err(error) if error.code == Code::NotFound => return Ok(Ended::Through),
        Err(error) => return Err(error),
    };
    let work = Run { database, data_dir, import: &import, guard, ending };
    match import.state {
        ImportState::Checking => work.check(),
        ImportState::Running => work.import(),
        ImportState::Undoing => work.take_back(),
        _ => Ok(Ended::Through),
    }
}

struct Run<'a> {
    database: &'a Database,
    data_dir: &'a Path,
    import: &'a Import,
    guard: &'a Guard,
    ending: &'a Ending,
}

impl Run<'_> {
    fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut WriteTx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let guard = Arc::clone(self.guard);
        self.database.write_blocking(move |tx| {
            guard(tx)?;
            work(tx)
        })
    }

    fn check(&self) -> Result<Ended> {
        let id = self.import.id;
        let mut checker = Checker::default();
        let ended = self.each_batch(None, &mut |batch, is_last| {
            let rows = self.database.read_blocking(|c| checker.check(c, id, &batch.entries))?;
            self.write(move |tx| imports::store_checked(tx, id, &rows, is_last))
        })?;
        Ok(ended)
    }

    fn import(&self) -> Result<Ended> {
        let id = self.import.id;
        if self.import.backup_name.is_none() {
            let made = backups::make(self.database, self.data_dir, Reason::BeforeImport)?;
            let name = made.name.to_string();
            self.write(move |tx| imports::note_backup(tx, id, &name))?;
        }
        let from = self.import.resume_at.clone().map(serde_json::from_value).transpose()?;
        let ended = self.each_batch(from, &mut |batch, is_last| {
            self.write(move |tx| {
                let progress = imports::run_batch(tx, id, &batch)?;
                if is_last && progress == Progress::GoOn { imports::finish(tx, id) } else { Ok(progress) }
            })
        })?;
        Ok(ended)
    }

    fn take_back(&self) -> Result<Ended> {
        let id = self.import.id;
        while !self.ending.has_begun() {
            if self.write(move |tx| imports::undo_batch(tx, id))? == Progress::Stop {
                return Ok(Ended::Through);
            }
        }
        Ok(Ended::Interrupted)
    }

    /// Hands over the file's entries in batches; the last one says so, and may be empty.
    fn each_batch(
        &self,
        from: Option<Position>,
        visit: &mut dyn FnMut(Batch, bool) -> Result<Progress>,
    ) -> Result<Ended> {
        let reading = Reading::of(self.import)?;
        let layout = &reading.table()?.layout;
        let desk = Desk::of(self.data_dir, self.import.id);
        let ending = self.ending;
        let stopping = &mut || match ending.has_begun() {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        };
        let survey = match survey(&desk, layout, stopping) {
            Err(_) if ending.has_begun() => return Ok(Ended::Interrupted),
            survey => survey?,
        };
        let from = from.unwrap_or(layout.body);
        match layout.kind {
            Kind::Products => {
                let currency = self.currency()?;
                let mut entries =
                    files::products(desk.reader()?, layout, &survey, from).map_err(file_error)?;
                let mut next = move || -> Result<Option<(Incoming, Position)>, FileError> {
                    Ok(entries.next_entry()?.map(|entry| {
                        let after = entry.after;
                        (reading::product(entry, currency), after)
                    }))
                };
                self.batches(&mut next, from, visit)
            }
            Kind::Contacts => {
                let mut entries =
                    files::contacts(desk.reader()?, layout, &survey, from).map_err(file_error)?;
                let mut next = move || -> Result<Option<(Incoming, Position)>, FileError> {
                    Ok(entries.next_entry()?.map(|entry| {
                        let after = entry.after;
                        (reading::contact(entry), after)
                    }))
                };
                self.batches(&mut next, from, visit)
            }
        }
    }

    fn batches(
        &self,
        next: &mut dyn FnMut() -> Result<Option<(Incoming, Position)>, FileError>,
        from: Position,
        visit: &mut dyn FnMut(Batch, bool) -> Result<Progress>,
    ) -> Result<Ended> {
        let mut resume_at = from;
        loop {
            if self.ending.has_begun() {
                return Ok(Ended::Interrupted);
            }
            let (mut entries, mut rows, mut is_last) = (Vec::new(), 0, false);
            while rows < ROWS_AT_ONCE {
                let Some((entry, after)) = next().map_err(file_error)? else {
                    is_last = true;
                    break;
                };
                rows += (entry.last_row - entry.first_row + 1).max(1);
                resume_at = after;
                entries.push(entry);
            }
            let batch = Batch { entries, resume_at: serde_json::to_value(resume_at)? };
            if visit(batch, is_last)? == Progress::Stop || is_last {
                return Ok(Ended::Through);
            }
        }
    }

    fn currency(&self) -> Result<Currency> {
        match self.import.options.currency {
            Some(currency) => Ok(currency),
            None => Ok(self.database.read_blocking(settings::get::<ShopProfile>)?.value.currency),
        }
    }
}

/// Streams bytes into the upload's file, at most `limit` of them.
#[derive(Debug)]
pub struct Upload {
    file: BufWriter<File>,
    written: u64,
    limit: u64,
}

impl Upload {
    /// # Errors
    /// `DiskFull`, `StorageUnavailable`.
    pub fn create(desk: &Desk, limit: u64) -> Result<Self> {
        desk.prepare()?;
        let file = File::create(desk.upload()).map_err(unusable)?;
        Ok(Self { file: BufWriter::with_capacity(1 << 18, file), written: 0, limit })
    }

    /// # Errors
    /// `TooLarge`, `DiskFull`, `StorageUnavailable`.
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.written += bytes.len() as u64;
        if self.written > self.limit {
            let gigabytes = self.limit >> 30;
            return Err(Error::new(Code::TooLarge, format!("A file can have {gigabytes} GB at most.")));
        }
        self.file.write_all(bytes).map_err(unusable)
    }

    /// # Errors
    /// `DiskFull`, `StorageUnavailable`; `Invalid` for an empty file.
    pub fn finish(mut self) -> Result<()> {
        if self.written == 0 {
            return Err(Error::invalid("The file is empty."));
        }
        self.file.flush().map_err(unusable)
    }

    /// Takes a whole file of this machine.
    ///
    /// # Errors
    /// As the others; `StorageUnavailable` when it cannot be read.
    pub fn copy(mut self, from: &mut impl Read) -> Result<()> {
        let mut buffer = vec![0; 1 << 18];
        loop {
            let read = from.read(&mut buffer).map_err(|error| {
                Error::caused(Code::StorageUnavailable, "The file cannot be read.", error)
            })?;
            if read == 0 {
                return self.finish();
            }
            self.write(&buffer[..read])?;
        }
    }
}

/// Cards stay cards; everything else is a table.
pub fn rejected_extension(format: files::Format) -> &'static str {
    files::Rejected::<File, Vec<u8>>::file_extension(format)
}
