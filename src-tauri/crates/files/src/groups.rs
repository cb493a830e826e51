//! The rows of one product or contact together, wherever they stand in the file. Bounded memory: one group at a time.

use std::io::{Read, Seek, SeekFrom};

use crate::fault::Result;
use crate::layout::{Layout, Position};
use crate::limits::Limits;
use crate::products::Keyer;
use crate::products::keys::Key;
use crate::survey::Survey;
use crate::text::records::{Record, Records};

/// The rows of one entry, in the order of the file.
#[derive(Debug)]
pub(crate) struct Group {
    /// Its first row.
    pub position: Position,
    /// The next row that was not read yet.
    pub after: Position,
    pub rows: Vec<Record>,
    /// Some were left out because there are too many.
    pub cut: bool,
    bytes: usize,
}

impl Group {
    /// False when the product has enough rows.
    fn add(&mut self, record: Record, limits: &Limits) -> bool {
        self.bytes += record.bytes();
        if self.rows.len() >= limits.rows_per_product || self.bytes > 4 * limits.row_bytes {
            self.cut = true;
            return false;
        }
        self.rows.push(record);
        true
    }
}

pub(crate) struct Groups<R> {
    records: Records<R>,
    keyer: Keyer,
    survey: Survey,
    /// Read already, belongs to the next group.
    pending: Option<Record>,
    index: u64,
}

impl<R: Read + Seek> Groups<R> {
    pub fn new(
        mut input: R,
        layout: &Layout,
        survey: &Survey,
        from: Position,
        limits: &Limits,
    ) -> Result<Self> {
        input.seek(SeekFrom::Start(from.offset))?;
        Ok(Self {
            records: Records::new(input, layout.delimiter, from, limits),
            keyer: Keyer::new(layout, &survey.aliases),
            survey: survey.clone(),
            pending: None,
            index: from.index,
        })
    }

    fn read(&mut self) -> Result<Option<Record>> {
        if let Some(record) = self.pending.take() {
            return Ok(Some(record));
        }
        let mut record = Record::default();
        while self.records.read(&mut record)? {
            if !record.is_blank() {
                return Ok(Some(record));
            }
        }
        Ok(None)
    }

    /// The next group; its rows elsewhere in the file are fetched, and skipped when they are met.
    pub fn next_group(&mut self) -> Result<Option<Group>> {
        loop {
            let Some(first) = self.read()? else { return Ok(None) };
            let key = self.keyer.key(&first);
            let survey = self.survey.clone();
            let runs = survey.runs(key);
            let elsewhere =
                runs.is_some_and(|runs| runs.first().is_none_or(|run| run.offset != first.position.offset));
            let position = Position { index: self.index, ..first.position };
            let mut group =
                Group { position, after: position, bytes: first.bytes(), rows: vec![first], cut: false };
            while let Some(record) = self.read()? {
                if self.keyer.key(&record) != key {
                    self.pending = Some(record);
                    break;
                }
                // Rows that come with an earlier group are not kept.
                if !elsewhere {
                    group.add(record, &self.survey.limits);
                }
            }
            if elsewhere {
                continue;
            }
            let next =
                self.pending.as_ref().map_or_else(|| self.records.position(), |record| record.position);
            // What the survey took for two runs may have been read as one.
            let mut read_until = next.offset;
            for run in runs.unwrap_or_default().iter().skip(1) {
                if run.offset >= read_until {
                    read_until = self.fetch(*run, key, &mut group)?;
                }
            }
            self.index += 1;
            group.after = Position { index: self.index, ..next };
            return Ok(Some(group));
        }
    }

    /// The rows of this key from there on; where they end.
    fn fetch(&mut self, run: Position, key: Key, group: &mut Group) -> Result<u64> {
        let mut keyer = self.keyer.afresh();
        let mut end = u64::MAX;
        let limits = self.survey.limits.clone();
        self.records.read_elsewhere(run, |record| {
            if record.is_blank() {
                return true;
            }
            if keyer.key(&record) != key {
                end = record.position.offset;
                return false;
            }
            let offset = record.position.offset;
            let goes_on = group.add(record, &limits);
            if !goes_on {
                end = offset + 1;
            }
            goes_on
        })?;
        Ok(end)
    }
}
