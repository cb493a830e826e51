//! What was refused, as it came, with the reason beside it: to be corrected and read again.

use std::collections::HashMap;
use std::io::{Read, Seek, Write};

use crate::contacts::cards::Cards;
use crate::contacts::vcard::REASON;
use crate::fault::{Problem, Result};
use crate::groups::Groups;
use crate::layout::{Format, Layout, Position};
use crate::survey::Survey;
use crate::text::records::Record;
use crate::write::{CsvOut, CsvStyle};

/// Writes refused entries. Rows get the columns "Row" and "Reason" in front, which are ignored when they are read
/// again; cards get a property.
pub struct Rejected<R, W: Write> {
    input: R,
    layout: Layout,
    survey: Survey,
    out: Out<W>,
}

enum Out<W: Write> {
    Table(CsvOut<W>),
    Cards(std::io::BufWriter<W>),
}

impl<R: Read + Seek, W: Write> Rejected<R, W> {
    /// # Errors
    /// `Io`.
    pub fn new(input: R, layout: &Layout, survey: &Survey, out: W) -> Result<Self> {
        let out = if layout.format == Format::Vcard {
            Out::Cards(std::io::BufWriter::new(out))
        } else {
            let style = CsvStyle { delimiter: layout.delimiter, bom: true, ..CsvStyle::default() };
            let mut out = CsvOut::new(out, style)?;
            let names = (0..layout.names.len()).map(|column| layout.name(column)).collect::<Vec<_>>();
            out.verbatim(["Row", "Reason"].into_iter().chain(names.iter().map(String::as_str)))?;
            Out::Table(out)
        };
        Ok(Self { input, layout: layout.clone(), survey: survey.clone(), out })
    }

    /// "csv" or "vcf".
    pub fn file_extension(format: Format) -> &'static str {
        if format == Format::Vcard { "vcf" } else { "csv" }
    }

    /// All rows of the entry that begins there.
    ///
    /// # Errors
    /// `Io`, or what makes the rows unreadable.
    pub fn entry(&mut self, position: Position, problems: &[Problem]) -> Result<()> {
        match &mut self.out {
            Out::Cards(out) => {
                let mut cards = Cards::new(&mut self.input, position, &self.survey.limits)?;
                if let Some(card) = cards.next_card()? {
                    write_card(out, &card.bytes, problems)?;
                }
                Ok(())
            }
            Out::Table(out) => {
                let mut groups =
                    Groups::new(&mut self.input, &self.layout, &self.survey, position, &self.survey.limits)?;
                let Some(group) = groups.next_group()? else { return Ok(()) };
                let mut reasons: HashMap<u64, Vec<&str>> = HashMap::new();
                for problem in problems {
                    reasons.entry(problem.row).or_default().push(&problem.text);
                }
                for record in &group.rows {
                    let row = record.row().to_string();
                    let reason = reasons.get(&record.row()).map(|texts| texts.join(" ")).unwrap_or_default();
                    let cells = padded(record, self.layout.names.len());
                    out.verbatim([row.as_str(), reason.as_str()].into_iter().chain(cells))?;
                }
                Ok(())
            }
        }
    }

    /// # Errors
    /// `Io`.
    pub fn finish(self) -> Result<()> {
        match self.out {
            Out::Table(out) => out.finish(),
            Out::Cards(mut out) => Ok(out.flush()?),
        }
    }
}

/// As many cells as the header has, and more where the row has more.
fn padded(record: &Record, columns: usize) -> impl Iterator<Item = &str> {
    (0..columns.max(record.len())).map(|column| record.get(column))
}

fn write_card(out: &mut impl Write, bytes: &[u8], problems: &[Problem]) -> Result<()> {
    let begin = b"BEGIN:VCARD\r\n";
    let rest = bytes.strip_prefix(begin).unwrap_or(bytes);
    out.write_all(begin)?;
    for problem in problems {
        let text =
            problem.text.replace('\\', "\\\\").replace('\n', "\\n").replace(',', "\\,").replace(';', "\\;");
        out.write_all(format!("{REASON}:{text}\r\n").as_bytes())?;
    }
    out.write_all(rest)?;
    if !rest.ends_with(b"\n") {
        out.write_all(b"\r\n")?;
    }
    let ended = rest.trim_ascii_end().to_ascii_uppercase().ends_with(b"END:VCARD");
    if !ended {
        out.write_all(b"END:VCARD\r\n")?;
    }
    Ok(())
}
