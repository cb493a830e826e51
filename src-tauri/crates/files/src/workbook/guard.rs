//! Zip bombs: every part of a workbook is inflated once into nothing, with a limit, before a library sees it.

use std::io::{Read, Seek};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::fault::{FileError, FileErrorCode, Result};
use crate::limits::Limits;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Contents {
    Xlsx,
    Ods,
    Docx,
}

/// Ratios say nothing about small parts.
const SMALL: u64 = 1 << 20;

pub(super) fn bomb() -> FileError {
    FileError::new(
        FileErrorCode::ZipBomb,
        "The workbook would become far too large when it is unpacked. If it is real, save the sheet as CSV and import that.",
    )
}

fn damaged() -> FileError {
    FileError::new(FileErrorCode::Damaged, "The file is damaged: it cannot be unpacked.")
}

pub(super) fn zip_error(error: ZipError) -> FileError {
    match error {
        ZipError::Io(error)
            if error.kind() != std::io::ErrorKind::InvalidData
                && error.kind() != std::io::ErrorKind::UnexpectedEof =>
        {
            error.into()
        }
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => FileError::new(
            FileErrorCode::Encrypted,
            "The workbook is protected by a password. Save it without one and try again.",
        ),
        _ => damaged(),
    }
}

/// What kind of workbook it is, after all of it was inflated within the limits.
pub(crate) fn measure<R: Read + Seek>(input: &mut R, limits: &Limits) -> Result<Contents> {
    input.rewind()?;
    let mut archive = ZipArchive::new(input).map_err(zip_error)?;
    if archive.len() > limits.archive_entries {
        return Err(bomb());
    }
    let mut left = limits.inflated_bytes;
    let mut buffer = vec![0; 64 << 10];
    let (mut xlsx, mut ods, mut xlsb, mut docx) = (false, false, false, false);
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(zip_error)?;
        let mut most = part.compressed_size().saturating_mul(limits.inflation).max(SMALL).min(left);
        match part.name().map_err(zip_error)?.as_ref() {
            "xl/workbook.xml" => xlsx = true,
            "xl/workbook.bin" => xlsb = true,
            "content.xml" => ods = true,
            "word/document.xml" => docx = true,
            // The library keeps all texts of a workbook in memory.
            "xl/sharedStrings.xml" | "xl/styles.xml" => most = most.min(limits.inflated_bytes / 4),
            _ => {}
        }
        let mut inflated: u64 = 0;
        loop {
            let read = part.read(&mut buffer).map_err(|error| zip_error(error.into()))?;
            if read == 0 {
                break;
            }
            inflated += read as u64;
            if inflated > most {
                return Err(bomb());
            }
        }
        left -= inflated;
    }
    match (xlsx, ods, xlsb) {
        (true, ..) => Ok(Contents::Xlsx),
        _ if docx => Ok(Contents::Docx),
        (_, true, _) => Ok(Contents::Ods),
        (_, _, true) => Err(FileError::new(
            FileErrorCode::UnknownFormat,
            "This kind of Excel file (.xlsb) is not read. Save it as .xlsx and try again.",
        )),
        _ => Err(FileError::new(FileErrorCode::UnknownFormat, "This archive is no workbook.")),
    }
}

/// The entities that XML itself names.
pub(crate) fn named(entity: &str) -> Option<char> {
    match entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}
