//! A GGUF file's header: what the model is, and whether all of the file is there.
//!
//! Takes any bytes without a panic and with bounded memory: of long lists only their length is kept.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, ErrorKind, Read, Seek, SeekFrom};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::{ALIGNMENT, MAGIC, block, kind};
use crate::Error;

const MOST_ENTRIES: u64 = 1 << 20;
const LONGEST_KEY: u64 = 1 << 16;
/// The longest chat templates have some hundred thousand bytes.
const LONGEST_STRING: u64 = 1 << 24;
/// Lists of numbers up to this length are kept: some models say per layer how many heads it has.
const KEPT_LIST: u64 = 1 << 12;
const MOST_DIMENSIONS: u32 = 8;
const LARGEST_ALIGNMENT: u64 = 1 << 20;
/// Samples of the content, for the fingerprint.
const SAMPLES: u64 = 64;
const SAMPLE: u64 = 1 << 14;

/// A value of the metadata.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    Bool(bool),
    Text(String),
    Numbers(Vec<u64>),
    /// A list that is not kept, by its length.
    List(u64),
}

/// A tensor's place and size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tensor {
    pub name: String,
    pub elements: u64,
    /// From the beginning of the tensors.
    pub offset: u64,
    /// None when its type is unknown here.
    pub bytes: Option<u64>,
}

/// What stands before the tensors.
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    pub values: BTreeMap<String, Value>,
    pub tensors: Vec<Tensor>,
    /// Bytes of the file.
    pub file_bytes: u64,
    /// Where the tensors begin.
    pub data_start: u64,
    /// Stands for the file's content: the whole header, the file's length and samples of the rest.
    pub fingerprint: String,
}

impl Header {
    /// Reads a file's header and looks whether the file is as long as it says.
    ///
    /// # Errors
    /// [`Error::Missing`], [`Error::Unreadable`], [`Error::Foreign`], [`Error::Truncated`], [`Error::Corrupt`].
    pub fn read(path: &Path) -> Result<Self, Error> {
        let unreadable = |error: std::io::Error| match error.kind() {
            ErrorKind::NotFound => Error::Missing { path: path.to_owned() },
            _ => Error::Unreadable { reason: error.to_string() },
        };
        let file = File::open(path).map_err(unreadable)?;
        let metadata = file.metadata().map_err(unreadable)?;
        if !metadata.is_file() {
            return Err(Error::Foreign);
        }
        let mut source = Source::new(file, metadata.len());
        let mut header = source.header()?;
        header.fingerprint = source.fingerprint(header.data_start)?;
        Ok(header)
    }

    pub fn text(&self, key: &str) -> Option<&str> {
        match self.values.get(key)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn number(&self, key: &str) -> Option<u64> {
        match self.values.get(key)? {
            Value::Unsigned(number) => Some(*number),
            Value::Signed(number) => u64::try_from(*number).ok(),
            // Of a number per layer the largest bounds them all.
            Value::Numbers(numbers) => numbers.iter().copied().max(),
            _ => None,
        }
    }

    pub fn flag(&self, key: &str) -> Option<bool> {
        match self.values.get(key)? {
            Value::Bool(flag) => Some(*flag),
            _ => None,
        }
    }

    /// Elements of a list.
    pub fn length(&self, key: &str) -> Option<u64> {
        match self.values.get(key)? {
            Value::List(length) => Some(*length),
            Value::Numbers(numbers) => u64::try_from(numbers.len()).ok(),
            _ => None,
        }
    }
}

struct Source {
    reader: BufReader<File>,
    length: u64,
    at: u64,
    hash: Sha256,
}

impl Source {
    fn new(file: File, length: u64) -> Self {
        Self { reader: BufReader::with_capacity(1 << 16, file), length, at: 0, hash: Sha256::new() }
    }

    fn header(&mut self) -> Result<Header, Error> {
        let mut magic = [0; 4];
        let there = usize::try_from(self.length.min(4)).unwrap_or(4);
        self.fill(&mut magic[..there])?;
        if magic[..there] != MAGIC[..there] {
            return Err(Error::Foreign);
        }
        let version = self.u32()?;
        if version > 0xffff {
            return Err(Error::Unsupported {
                reason: "the file is for processors of another byte order".to_owned(),
            });
        }
        if !(2..=3).contains(&version) {
            return Err(Error::Unsupported {
                reason: format!("version {version} of the format is not known"),
            });
        }
        let tensors = self.count("tensors")?;
        let entries = self.count("entries")?;
        let mut values = BTreeMap::new();
        for _ in 0..entries {
            let key = self.string(LONGEST_KEY)?;
            let kind = self.u32()?;
            let value = self.value(kind)?;
            if values.insert(key, value).is_some() {
                return Err(Error::corrupt("an entry stands there twice"));
            }
        }
        let mut header = Header {
            values,
            tensors: Vec::new(),
            file_bytes: self.length,
            data_start: 0,
            fingerprint: String::new(),
        };
        for _ in 0..tensors {
            header.tensors.push(self.tensor()?);
        }
        let alignment = header.number("general.alignment").unwrap_or(ALIGNMENT);
        if !(1..=LARGEST_ALIGNMENT).contains(&alignment) || !alignment.is_power_of_two() {
            return Err(Error::corrupt("the alignment makes no sense"));
        }
        header.data_start = self.at.next_multiple_of(alignment);
        self.check_length(&header)?;
        Ok(header)
    }

    fn check_length(&self, header: &Header) -> Result<(), Error> {
        let overflow = || Error::corrupt("a tensor is larger than any file");
        let mut expected = header.data_start;
        if header.tensors.is_empty() {
            return Err(Error::Unsupported { reason: "there are no weights in the file".to_owned() });
        }
        for tensor in &header.tensors {
            let end = header.data_start.checked_add(tensor.offset).ok_or_else(overflow)?;
            let end = end.checked_add(tensor.bytes.unwrap_or(0)).ok_or_else(overflow)?;
            expected = expected.max(end);
        }
        if self.length < expected {
            return Err(Error::Truncated { expected, actual: self.length });
        }
        Ok(())
    }

    fn tensor(&mut self) -> Result<Tensor, Error> {
        let name = self.string(LONGEST_KEY)?;
        let dimensions = self.u32()?;
        if dimensions > MOST_DIMENSIONS {
            return Err(Error::corrupt("a tensor has too many dimensions"));
        }
        let mut elements: u64 = 1;
        for _ in 0..dimensions {
            let size = self.u64()?;
            elements = elements
                .checked_mul(size)
                .ok_or_else(|| Error::corrupt("a tensor is larger than any file"))?;
        }
        let tensor_type = self.u32()?;
        let offset = self.u64()?;
        let bytes = match block(tensor_type) {
            None => None,
            Some((count, _)) if !elements.is_multiple_of(count) => {
                return Err(Error::corrupt("a tensor ends within a block"));
            }
            Some((count, bytes)) => Some(
                (elements / count)
                    .checked_mul(bytes)
                    .ok_or_else(|| Error::corrupt("a tensor is larger than any file"))?,
            ),
        };
        Ok(Tensor { name, elements, offset, bytes })
    }

    fn value(&mut self, kind: u32) -> Result<Value, Error> {
        Ok(match kind {
            kind::U8 => Value::Unsigned(u64::from(self.bytes::<1>()?[0])),
            kind::I8 => Value::Signed(i64::from(i8::from_le_bytes(self.bytes()?))),
            kind::U16 => Value::Unsigned(u64::from(u16::from_le_bytes(self.bytes()?))),
            kind::I16 => Value::Signed(i64::from(i16::from_le_bytes(self.bytes()?))),
            kind::U32 => Value::Unsigned(u64::from(self.u32()?)),
            kind::I32 => Value::Signed(i64::from(i32::from_le_bytes(self.bytes()?))),
            kind::F32 => Value::Float(f64::from(f32::from_le_bytes(self.bytes()?))),
            kind::BOOL => Value::Bool(self.bytes::<1>()?[0] != 0),
            kind::STRING => Value::Text(self.string(LONGEST_STRING)?),
            kind::ARRAY => self.list()?,
            kind::U64 => Value::Unsigned(self.u64()?),
            kind::I64 => Value::Signed(i64::from_le_bytes(self.bytes()?)),
            kind::F64 => Value::Float(f64::from_le_bytes(self.bytes()?)),
            _ => return Err(Error::corrupt("an entry has no known type")),
        })
    }

    fn list(&mut self) -> Result<Value, Error> {
        let kind = self.u32()?;
        let length = self.u64()?;
        // Each element takes a byte at least.
        if length > self.length {
            return Err(Error::corrupt("a list is longer than the file"));
        }
        if kind == kind::ARRAY {
            return Err(Error::corrupt("a list holds lists"));
        }
        if matches!(kind, kind::U32 | kind::I32 | kind::U64 | kind::I64) && length <= KEPT_LIST {
            let mut numbers = Vec::new();
            for _ in 0..length {
                numbers.push(match self.value(kind)? {
                    Value::Unsigned(number) => number,
                    Value::Signed(number) => u64::try_from(number).unwrap_or(0),
                    _ => return Err(Error::corrupt("a list mixes types")),
                });
            }
            return Ok(Value::Numbers(numbers));
        }
        for _ in 0..length {
            self.value(kind)?;
        }
        Ok(Value::List(length))
    }

    fn count(&mut self, what: &str) -> Result<u64, Error> {
        let count = self.u64()?;
        if count > MOST_ENTRIES {
            return Err(Error::corrupt(format!("the number of {what} makes no sense")));
        }
        Ok(count)
    }

    fn string(&mut self, longest: u64) -> Result<String, Error> {
        let length = self.u64()?;
        if length > longest {
            return Err(Error::corrupt("a text is too long"));
        }
        // Asked before anything is reserved: a length that is a lie costs no memory.
        self.need(length)?;
        let mut text = vec![0; usize::try_from(length).map_err(|_| Error::corrupt("a text is too long"))?];
        self.fill(&mut text)?;
        // Tokens may be pieces of characters; names and templates are not.
        Ok(String::from_utf8_lossy(&text).into_owned())
    }

    fn u32(&mut self) -> Result<u32, Error> {
        Ok(u32::from_le_bytes(self.bytes()?))
    }

    fn u64(&mut self) -> Result<u64, Error> {
        Ok(u64::from_le_bytes(self.bytes()?))
    }

    fn bytes<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let mut bytes = [0; N];
        self.fill(&mut bytes)?;
        Ok(bytes)
    }

    fn need(&self, length: u64) -> Result<(), Error> {
        let expected = self.at.saturating_add(length);
        if expected > self.length {
            return Err(Error::Truncated { expected, actual: self.length });
        }
        Ok(())
    }

    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        let length = bytes.len() as u64;
        self.need(length)?;
        self.reader.read_exact(bytes).map_err(|error| Error::Unreadable { reason: error.to_string() })?;
        self.hash.update(&*bytes);
        self.at += length;
        Ok(())
    }

    /// Reading gigabytes at each start would take longer than what is kept saves; samples all over the file tell two
    /// trainings of one model apart, because these change every tensor.
    fn fingerprint(mut self, data_start: u64) -> Result<String, Error> {
        let unreadable = |error: std::io::Error| Error::Unreadable { reason: error.to_string() };
        self.hash.update(self.length.to_le_bytes());
        let content = self.length.saturating_sub(data_start);
        let step = (content / SAMPLES).max(SAMPLE);
        let mut at = data_start;
        let mut sample = Vec::new();
        while at < self.length {
            sample.clear();
            self.reader.seek(SeekFrom::Start(at)).map_err(unreadable)?;
            (&mut self.reader).take(SAMPLE).read_to_end(&mut sample).map_err(unreadable)?;
            self.hash.update(&sample);
            at += step;
        }
        Ok(self.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }
}
