//! The trained weights as one file: `models/intents/weights.bin`.
//!
//! Little endian: `HBINTENT`, format (u16), features' version (u16), digest of the phrases (32 bytes), number of intents
//! (u32); the lexical form: number of features (u32), their hashes ascending (u32 each), the inverse document
//! frequencies (u8 each, of a sixteenth), weights (i8, one row of intents for each feature) and a scale for each intent
//! (f32), biases (f32); the form of meanings the same without hashes and frequencies, one row for each dimension, none
//! when it was trained without the embedder; then the [`Calibration`].

use crate::agent::intent::Intent;

pub const INTENTS: usize = Intent::ALL.len();
const MAGIC: &[u8; 8] = b"HBINTENT";
const FORMAT: u16 = 1;

/// One number for each intent, in the order of [`Intent::ALL`].
pub type Row = [f32; INTENTS];

/// Rows of weights, in eight bits each.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    rows: Vec<[i8; INTENTS]>,
    scale: Row,
    bias: Row,
}

impl Table {
    /// Rounds weights to eight bits. The few largest are cut off, so that the many small ones keep their differences.
    pub fn quantised(rows: &[Row], bias: Row) -> Self {
        let mut scale = [1.0; INTENTS];
        for (intent, scale) in scale.iter_mut().enumerate() {
            let mut sizes: Vec<f32> = rows.iter().map(|row| row[intent].abs()).collect();
            sizes.sort_by(f32::total_cmp);
            let largest =
                sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 2000)).copied().unwrap_or(0.0);
            *scale = (largest / 127.0).max(f32::MIN_POSITIVE);
        }
        let round = |row: &Row| {
            let mut out = [0i8; INTENTS];
            for ((out, weight), scale) in out.iter_mut().zip(row).zip(scale) {
                #[expect(clippy::cast_possible_truncation, reason = "clamped to eight bits")]
                let rounded = (weight / scale).round().clamp(-127.0, 127.0) as i8;
                *out = rounded;
            }
            out
        };
        Self { rows: rows.iter().map(round).collect(), scale, bias }
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Bias plus the sum of the rows, each times its value.
    pub fn logits(&self, values: impl Iterator<Item = (usize, f32)>) -> Row {
        let mut sums = [0.0; INTENTS];
        for (row, value) in values {
            let Some(row) = self.rows.get(row) else { continue };
            for (sum, weight) in sums.iter_mut().zip(row) {
                *sum += value * f32::from(*weight);
            }
        }
        for ((sum, scale), bias) in sums.iter_mut().zip(self.scale).zip(self.bias) {
            *sum = *sum * scale + bias;
        }
        sums
    }
}

/// How logits become probabilities that are as often right as they say; fitted on phrases that the weights had not seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calibration {
    /// What lexical logits are multiplied by when they stand alone.
    pub lexical: f32,
    /// What lexical logits and those of meanings are multiplied by when they are added.
    pub joint: [f32; 2],
}

/// All of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// SHA-256 of the phrases, as `cargo xtask train-intents` takes it.
    pub digest: [u8; 32],
    /// Ascending.
    pub hashes: Vec<u32>,
    /// In sixteenths.
    pub frequencies: Vec<u8>,
    pub lexical: Table,
    /// A row for each dimension of a sentence's embedding.
    pub meaning: Option<Table>,
    pub calibration: Calibration,
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn u16(&mut self) -> Option<u16> {
        self.take(2)?.try_into().ok().map(u16::from_le_bytes)
    }

    fn u32(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_le_bytes)
    }

    fn f32(&mut self) -> Option<f32> {
        self.take(4)?.try_into().ok().map(f32::from_le_bytes)
    }

    fn row(&mut self) -> Option<Row> {
        let mut row = [0.0; INTENTS];
        for value in &mut row {
            *value = self.f32()?;
        }
        Some(row)
    }

    fn table(&mut self, length: usize) -> Option<Table> {
        let bytes = self.take(length.checked_mul(INTENTS)?)?;
        let rows = bytes
            .chunks_exact(INTENTS)
            .map(|chunk| {
                let mut row = [0i8; INTENTS];
                for (weight, byte) in row.iter_mut().zip(chunk) {
                    *weight = i8::from_le_bytes([*byte]);
                }
                row
            })
            .collect();
        Some(Table { rows, scale: self.row()?, bias: self.row()? })
    }
}

fn put_table(out: &mut Vec<u8>, table: &Table) {
    for row in &table.rows {
        out.extend(row.iter().flat_map(|weight| weight.to_le_bytes()));
    }
    for value in table.scale.iter().chain(&table.bias) {
        out.extend(value.to_le_bytes());
    }
}

impl Weights {
    pub fn to_bytes(&self) -> Vec<u8> {
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let mut out = MAGIC.to_vec();
        out.extend(FORMAT.to_le_bytes());
        out.extend(super::features::VERSION.to_le_bytes());
        out.extend(self.digest);
        out.extend(count(INTENTS).to_le_bytes());
        out.extend(count(self.hashes.len()).to_le_bytes());
        out.extend(self.hashes.iter().flat_map(|hash| hash.to_le_bytes()));
        out.extend(&self.frequencies);
        put_table(&mut out, &self.lexical);
        out.extend(count(self.meaning.as_ref().map_or(0, Table::len)).to_le_bytes());
        if let Some(meaning) = &self.meaning {
            put_table(&mut out, meaning);
        }
        let Calibration { lexical, joint: [words, meaning] } = self.calibration;
        out.extend([lexical, words, meaning].iter().flat_map(|value| value.to_le_bytes()));
        out
    }

    /// Nothing where the bytes are not such a file of this version.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader(bytes);
        let fits =
            reader.take(8)? == MAGIC && reader.u16()? == FORMAT && reader.u16()? == super::features::VERSION;
        let digest = reader.take(32)?.try_into().ok()?;
        if !fits || usize::try_from(reader.u32()?).ok()? != INTENTS {
            return None;
        }
        let features = usize::try_from(reader.u32()?).ok()?;
        let hashes = reader
            .take(features.checked_mul(4)?)?
            .chunks_exact(4)
            .filter_map(|bytes| bytes.try_into().ok().map(u32::from_le_bytes))
            .collect();
        let frequencies = reader.take(features)?.to_vec();
        let lexical = reader.table(features)?;
        let dimensions = usize::try_from(reader.u32()?).ok()?;
        let meaning = if dimensions == 0 { None } else { Some(reader.table(dimensions)?) };
        let calibration = Calibration { lexical: reader.f32()?, joint: [reader.f32()?, reader.f32()?] };
        reader.0.is_empty().then_some(Self { digest, hashes, frequencies, lexical, meaning, calibration })
    }
}
