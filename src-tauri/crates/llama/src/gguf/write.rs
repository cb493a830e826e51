//! Writes GGUF files: models with random weights, for measurements and tests.

use std::io::{self, Write};

use super::{ALIGNMENT, MAGIC, block, kind};

/// Fills a piece of a tensor with its bytes; called with consecutive pieces.
pub type Content<'a> = Box<dyn FnMut(&mut [u8]) + 'a>;

/// Whole blocks of every type that is written, and whole alignments.
const PIECE: usize = 4896 * 200;

struct Planned<'a> {
    name: String,
    dimensions: Vec<u64>,
    tensor_type: u32,
    bytes: u64,
    content: Content<'a>,
}

/// A file that is being put together.
#[derive(Default)]
pub struct Writer<'a> {
    entries: u64,
    metadata: Vec<u8>,
    tensors: Vec<Planned<'a>>,
}

impl<'a> Writer<'a> {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn text(&mut self, key: &str, value: &str) {
        self.entry(key, kind::STRING);
        put_text(&mut self.metadata, value.as_bytes());
    }

    pub fn u32(&mut self, key: &str, value: u32) {
        self.entry(key, kind::U32);
        self.metadata.extend(value.to_le_bytes());
    }

    pub fn f32(&mut self, key: &str, value: f32) {
        self.entry(key, kind::F32);
        self.metadata.extend(value.to_le_bytes());
    }

    pub fn flag(&mut self, key: &str, value: bool) {
        self.entry(key, kind::BOOL);
        self.metadata.push(u8::from(value));
    }

    pub fn texts<T: AsRef<[u8]>>(&mut self, key: &str, values: &[T]) {
        self.list(key, kind::STRING, values.len());
        for value in values {
            put_text(&mut self.metadata, value.as_ref());
        }
    }

    pub fn floats(&mut self, key: &str, values: &[f32]) {
        self.list(key, kind::F32, values.len());
        self.metadata.extend(values.iter().flat_map(|value| value.to_le_bytes()));
    }

    pub fn integers(&mut self, key: &str, values: &[i32]) {
        self.list(key, kind::I32, values.len());
        self.metadata.extend(values.iter().flat_map(|value| value.to_le_bytes()));
    }

    /// Adds a tensor; the first of its dimensions is the one whose elements are neighbours.
    ///
    /// # Panics
    /// When the type is unknown or the elements do not fill its blocks: a mistake of the caller's.
    pub fn tensor(&mut self, name: &str, dimensions: &[u64], tensor_type: u32, content: Content<'a>) {
        let (count, size) = block(tensor_type).expect("a known type of tensor");
        let elements: u64 = dimensions.iter().product();
        assert_eq!(elements % count, 0, "whole blocks");
        self.tensors.push(Planned {
            name: name.to_owned(),
            dimensions: dimensions.to_vec(),
            tensor_type,
            bytes: elements / count * size,
            content,
        });
    }

    /// Bytes of the tensors.
    pub fn content_bytes(&self) -> u64 {
        self.tensors.iter().map(|tensor| tensor.bytes.next_multiple_of(ALIGNMENT)).sum()
    }

    /// Writes the whole file.
    ///
    /// # Errors
    /// What the target answers.
    pub fn write(mut self, target: &mut impl Write) -> io::Result<()> {
        let mut head = MAGIC.to_vec();
        head.extend(3_u32.to_le_bytes());
        head.extend((self.tensors.len() as u64).to_le_bytes());
        head.extend(self.entries.to_le_bytes());
        head.append(&mut self.metadata);
        let mut offset: u64 = 0;
        for tensor in &self.tensors {
            put_text(&mut head, tensor.name.as_bytes());
            head.extend(u32::try_from(tensor.dimensions.len()).unwrap_or(u32::MAX).to_le_bytes());
            head.extend(tensor.dimensions.iter().flat_map(|size| size.to_le_bytes()));
            head.extend(tensor.tensor_type.to_le_bytes());
            head.extend(offset.to_le_bytes());
            offset += tensor.bytes.next_multiple_of(ALIGNMENT);
        }
        pad(&mut head);
        target.write_all(&head)?;
        let mut piece = Vec::new();
        for mut tensor in self.tensors {
            let mut left = tensor.bytes;
            while left > 0 {
                let take = usize::try_from(left).unwrap_or(PIECE).min(PIECE);
                piece.clear();
                piece.resize(take, 0);
                (tensor.content)(&mut piece);
                left -= take as u64;
                if left == 0 {
                    pad(&mut piece);
                }
                target.write_all(&piece)?;
            }
        }
        Ok(())
    }

    fn entry(&mut self, key: &str, kind: u32) {
        self.entries += 1;
        put_text(&mut self.metadata, key.as_bytes());
        self.metadata.extend(kind.to_le_bytes());
    }

    fn list(&mut self, key: &str, kind: u32, length: usize) {
        self.entry(key, kind::ARRAY);
        self.metadata.extend(kind.to_le_bytes());
        self.metadata.extend((length as u64).to_le_bytes());
    }
}

fn put_text(target: &mut Vec<u8>, text: &[u8]) {
    target.extend((text.len() as u64).to_le_bytes());
    target.extend(text);
}

fn pad(bytes: &mut Vec<u8>) {
    let length = bytes.len().next_multiple_of(usize::try_from(ALIGNMENT).unwrap_or(32));
    bytes.resize(length, 0);
}
