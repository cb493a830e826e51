//! The index of meanings behind core's [`VectorIndex`], by usearch: a graph of near neighbours in memory, and its file. Beside
//! the graph all points lie as bytes in a row ([`Bytes`]), to be compared one by one where that is faster.
//!
//! The file is disposable. Beside it stands a list of its points' keys and tags with its SHA-256; where the two do not
//! belong together (a kill between their writes, a damaged disk, another model) both are dropped, and core puts the
//! points in anew.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use haberdash_core::retrieval::{Point, VectorIndex};
use haberdash_core::{Code, Error, Result};
use half::slice::{HalfBitsSliceExt, HalfFloatSliceExt};
use parking_lot::RwLock;
use usearch::{Index, IndexOptions, MetricKind, ScalarKind, f16};

use crate::manifest::sha256_of;
use crate::runtime::EngineError;
use bytes::Bytes;

mod bytes;

/// Neighbours of each point, and how widely is looked when one is put in and when one is looked for: from the
/// measurement in `docs/adr/0010`.
const CONNECTIVITY: usize = 16;
const EXPANSION_ADD: usize = 128;
const EXPANSION_SEARCH: usize = 192;
/// Threads that may be inside at once.
const THREADS: usize = 64;
/// Points that are put in while nobody can ask: about a hundredth of a second.
const PART: usize = 64;
/// Room that is made at least whenever there is none.
const ROOM: usize = 1024;

/// Points in memory, and where they are written down.
pub struct UsearchIndex {
    inner: RwLock<Inner>,
    dimension: usize,
    /// Of the model whose points these are; a file of another is dropped.
    model: String,
    /// `None`: in memory only.
    folder: Option<PathBuf>,
}

struct Inner {
    graph: Index,
    bytes: Bytes,
    tags: HashMap<i64, u64>,
}

impl UsearchIndex {
    /// An index that is never written down.
    ///
    /// # Errors
    /// `Index` when the engine refuses.
    pub fn in_memory(model: &str, dimension: usize) -> Result<Self, EngineError> {
        let inner = RwLock::new(Inner::new(dimension)?);
        Ok(Self { inner, dimension, model: model.to_owned(), folder: None })
    }

    /// The index that was written into `folder`, if it is whole and of this model; else an empty one.
    ///
    /// # Errors
    /// `Index` when the engine refuses.
    pub fn open(folder: &Path, model: &str, dimension: usize) -> Result<Self, EngineError> {
        let mut index = Self::in_memory(model, dimension)?;
        index.folder = Some(folder.to_owned());
        match index.read(folder) {
            Ok(Some(inner)) => index.inner = RwLock::new(inner),
            Ok(None) => {}
            Err(reason) => {
                tracing::warn!(reason, "the index of meanings is made anew");
                for file in [graph_file(folder), list_file(folder)] {
                    // What cannot be removed is written over.
                    let _ = fs::remove_file(file);
                }
            }
        }
        Ok(index)
    }

    /// `None`: nothing was written. An error says why what was written cannot be used.
    fn read(&self, folder: &Path) -> Result<Option<Inner>, String> {
        if !list_file(folder).exists() {
            return Ok(None);
        }
        let list = fs::read(list_file(folder)).map_err(|error| error.to_string())?;
        let (sha256, tags) = self.parse_list(&list).ok_or("its list is of another form or model")?;
        let file = graph_file(folder);
        // The engine trusts what it reads, so nothing is read that was not written so.
        if sha256_of(&file).map_err(|error| error.to_string())? != sha256 {
            return Err("its file and its list do not belong together".into());
        }
        let graph = graph(self.dimension).map_err(|error| error.to_string())?;
        let path = file.to_str().ok_or("its path is no text")?;
        graph.load(path).map_err(|error| error.to_string())?;
        if graph.size() != tags.len() || graph.dimensions() != self.dimension {
            return Err("its file and its list differ".into());
        }
        make_room(&graph, tags.len())?;
        let bytes = bytes_of(&graph, tags.keys())?;
        Ok(Some(Inner { graph, bytes, tags }))
    }

    /// The first line says what it is; then 16 bytes for each point.
    fn head(&self, sha256: &str) -> String {
        format!("haberdash-vectors 2 {} {} {sha256}\n", self.model, self.dimension)
    }

    fn parse_list<'a>(&self, list: &'a [u8]) -> Option<(&'a str, HashMap<i64, u64>)> {
        let end = list.iter().position(|byte| *byte == b'\n')?;
        let line = std::str::from_utf8(&list[..end]).ok()?;
        let sha256 = line.rsplit(' ').next()?;
        if format!("{line}\n") != self.head(sha256) {
            return None;
        }
        let rows = &list[end + 1..];
        let number = |bytes: &[u8]| bytes.try_into().ok().map(u64::from_le_bytes);
        let tags: Option<HashMap<i64, u64>> = rows
            .chunks(16)
            .map(|row| Some((number(row.get(..8)?)?.cast_signed(), number(row.get(8..16)?)?)))
            .collect();
        Some((sha256, tags?))
    }
}

fn graph(dimension: usize) -> Result<Index, EngineError> {
    let options = IndexOptions {
        dimensions: dimension,
        metric: MetricKind::Cos,
        quantization: ScalarKind::F16,
        connectivity: CONNECTIVITY,
        expansion_add: EXPANSION_ADD,
        expansion_search: EXPANSION_SEARCH,
        multi: false,
    };
    let graph = Index::new(&options).map_err(|error| EngineError::Index(error.to_string()))?;
    make_room(&graph, 0).map_err(EngineError::Index)?;
    Ok(graph)
}

/// The engine must be told how many points and threads are to come before any does.
fn make_room(graph: &Index, points: usize) -> Result<(), String> {
    let room = points.saturating_add(ROOM);
    graph.reserve_capacity_and_threads(room, THREADS).map_err(|error| error.to_string())?;
    if graph.capacity() < room { Err(format!("there is no memory for {room} points")) } else { Ok(()) }
}

fn graph_file(folder: &Path) -> PathBuf {
    folder.join("vectors.usearch")
}

fn list_file(folder: &Path) -> PathBuf {
    folder.join("vectors.list")
}

fn failed(detail: impl std::fmt::Display) -> Error {
    Error::new(Code::Internal, format!("The index of meanings failed: {detail}."))
}

/// The bytes of all points that the graph has.
fn bytes_of<'a>(graph: &Index, keys: impl Iterator<Item = &'a i64>) -> Result<Bytes, String> {
    let dimension = graph.dimensions();
    let mut bytes = Bytes::new(dimension);
    let mut kept = f16::from_i16s(&vec![0; dimension]).to_vec();
    let (mut bits, mut vector) = (vec![0_u16; dimension], vec![0.0_f32; dimension]);
    // In the order in which they will be asked for.
    let mut keys: Vec<i64> = keys.copied().collect();
    keys.sort_unstable();
    for key in keys {
        let found = graph.get(key.cast_unsigned(), &mut kept).map_err(|error| error.to_string())?;
        if found == 0 {
            return Err("its file and its list differ".into());
        }
        for (bits, kept) in bits.iter_mut().zip(f16::to_i16s(&kept)) {
            *bits = kept.cast_unsigned();
        }
        bits.reinterpret_cast::<half::f16>().convert_to_f32_slice(&mut vector);
        bytes.put(key, &vector);
    }
    Ok(bytes)
}

impl Inner {
    fn new(dimension: usize) -> Result<Self, EngineError> {
        Ok(Self { graph: graph(dimension)?, bytes: Bytes::new(dimension), tags: HashMap::new() })
    }

    fn put(&mut self, points: &[Point]) -> Result<()> {
        for point in points {
            self.remove(point.key)?;
        }
        if self.tags.len() + points.len() > self.graph.capacity() {
            // Doubling, so that growing by one stays cheap.
            make_room(&self.graph, (self.tags.len() + points.len()).saturating_mul(2)).map_err(failed)?;
        }
        let graph = &self.graph;
        let add = |part: &[Point]| -> Result<()> {
            part.iter()
                .try_for_each(|point| graph.add(point.key.cast_unsigned(), &point.vector).map_err(failed))
        };
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(THREADS);
        if points.len() < PART / 2 || cores == 1 {
            add(points)?;
        } else {
            std::thread::scope(|scope| {
                let parts = points.chunks(points.len().div_ceil(cores));
                let threads: Vec<_> = parts.map(|part| scope.spawn(|| add(part))).collect();
                let ended = threads.into_iter().map(|thread| {
                    thread.join().unwrap_or_else(|_| Err(failed("a thread ended unexpectedly")))
                });
                ended.collect::<Vec<_>>().into_iter().collect::<Result<()>>()
            })?;
        }
        for point in points {
            self.bytes.put(point.key, &point.vector);
            self.tags.insert(point.key, point.tag);
        }
        Ok(())
    }

    fn remove(&mut self, key: i64) -> Result<()> {
        if self.tags.remove(&key).is_some() {
            self.bytes.remove(key);
            self.graph.remove(key.cast_unsigned()).map_err(failed)?;
        }
        Ok(())
    }
}

impl VectorIndex for UsearchIndex {
    fn tags(&self) -> HashMap<i64, u64> {
        self.inner.read().tags.clone()
    }

    fn tags_of(&self, keys: &[i64]) -> HashMap<i64, u64> {
        let inner = self.inner.read();
        keys.iter().filter_map(|key| Some((*key, *inner.tags.get(key)?))).collect()
    }

    /// Many are put in by as many threads as there are cores.
    fn put(&self, points: &[Point]) -> Result<()> {
        // Whoever asks meanwhile waits for one part at most.
        points.chunks(PART).try_for_each(|part| self.inner.write().put(part))
    }

    fn remove(&self, keys: &[i64]) -> Result<()> {
        let mut inner = self.inner.write();
        keys.iter().try_for_each(|key| inner.remove(*key))
    }

    fn clear(&self) -> Result<()> {
        *self.inner.write() = Inner::new(self.dimension).map_err(failed)?;
        Ok(())
    }

    fn nearest(&self, vector: &[f32], most: usize, keep: &dyn Fn(i64) -> bool) -> Result<Vec<(i64, f32)>> {
        let inner = self.inner.read();
        if inner.tags.is_empty() || most == 0 {
            return Ok(Vec::new());
        }
        let found =
            inner.graph.filtered_search(vector, most, |key: u64| keep(key.cast_signed())).map_err(failed)?;
        let keys = found.keys.iter().map(|key| key.cast_signed());
        Ok(keys.zip(found.distances.iter().map(|distance| 1.0 - distance)).collect())
    }

    fn cosines(&self, vector: &[f32], keys: &[i64]) -> Result<Vec<Option<f32>>> {
        Ok(self.inner.read().bytes.cosines(vector, keys))
    }

    fn save(&self) -> Result<()> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let unwritten = |detail: String| {
            Error::new(Code::StorageUnavailable, format!("The index was not kept: {detail}."))
        };
        let write = || -> Result<(), String> {
            let inner = self.inner.read();
            fs::create_dir_all(folder).map_err(|error| error.to_string())?;
            let unfinished = folder.join("vectors.new");
            inner.graph.save(unfinished.to_str().ok_or("its path is no text")?).map_err(|e| e.to_string())?;
            let sha256 = sha256_of(&unfinished).map_err(|error| error.to_string())?;
            let mut list = self.head(&sha256).into_bytes();
            for (key, tag) in &inner.tags {
                list.extend(key.to_le_bytes());
                list.extend(tag.to_le_bytes());
            }
            drop(inner);
            let put =
                |from: &Path, to: PathBuf| File::open(from)?.sync_all().and_then(|()| fs::rename(from, to));
            put(&unfinished, graph_file(folder)).map_err(|error| error.to_string())?;
            let unfinished = folder.join("vectors.list.new");
            File::create(&unfinished)
                .and_then(|mut file| file.write_all(&list))
                .map_err(|e| e.to_string())?;
            put(&unfinished, list_file(folder)).map_err(|error| error.to_string())
        };
        write().map_err(unwritten)
    }
}

#[cfg(test)]
mod tests;
