//! Documents and labels as pages: what core issued, typeset by Typst into PDF, or into pictures for the screen.
//!
//! This crate decides nothing about numbers, money or what a document says; it owns how that looks. It touches no file
//! but fonts of the system, and no network. The same content gives the same bytes.

mod codes;
mod error;
mod fonts;
mod labels;
mod numbers;
mod sample;
mod typesetter;
mod view;
mod words;

use std::collections::BTreeMap;

use haberdash_core::documents::Content;

pub use error::{Problem, Result};
pub use labels::{LabelCode, LabelPrint, LabelStyle, QrContent};
pub use sample::{SampleLook, sample};
pub use typesetter::{PageImage, Pages};
pub use view::Copy;

use typesetter::{MOST_PICTURES, Template};
use view::View;

/// Pictures by content hash.
pub type Pictures = BTreeMap<String, Vec<u8>>;

/// The content hashes of the pictures that a document shows: its logo, then its lines'.
pub fn pictures_of(content: &Content) -> Vec<String> {
    let lines =
        content.body.lines.iter().filter(|_| content.look.pictures).filter_map(|line| line.picture.clone());
    let mut all: Vec<String> = Vec::new();
    for hash in content.look.logo.iter().cloned().chain(lines) {
        if !all.contains(&hash) && all.len() < MOST_PICTURES {
            all.push(hash);
        }
    }
    all
}

/// The document as PDF.
///
/// # Errors
/// [`Problem`]; a picture that cannot be read is left out instead.
pub fn pdf(content: &Content, copy: Copy, pictures: &Pictures) -> Result<Vec<u8>> {
    let identity = format!("{} {}", content.kind, content.number);
    with_pictures(content, copy, pictures, |data, files| {
        typesetter::pdf(Template::Document, data, files, &identity)
    })
}

/// The document's first `most` pages as pictures.
///
/// # Errors
/// As [`pdf`].
pub fn pages(content: &Content, copy: Copy, pictures: &Pictures, most: usize) -> Result<Pages> {
    with_pictures(content, copy, pictures, |data, files| {
        typesetter::pages(Template::Document, data, files, most)
    })
}

/// Tries with the pictures, and without them when one of them is damaged.
fn with_pictures<T>(
    content: &Content,
    copy: Copy,
    pictures: &Pictures,
    make: impl Fn(String, &[Vec<u8>]) -> Result<T>,
) -> Result<T> {
    let (names, files): (Vec<String>, Vec<Vec<u8>>) = pictures_of(content)
        .into_iter()
        .filter_map(|hash| pictures.get(&hash).map(|bytes| (hash.clone(), bytes.clone())))
        .unzip();
    let data = |names: &[String]| Ok::<_, Problem>(serde_json::to_string(&View::of(content, copy, names)?)?);
    match make(data(&names)?, &files) {
        Err(Problem::Typesetting(_)) if !names.is_empty() => make(data(&[])?, &[]),
        made => made,
    }
}

/// Labels as PDF.
///
/// # Errors
/// [`Problem`].
pub fn labels_pdf(print: &LabelPrint) -> Result<Vec<u8>> {
    typesetter::pdf(Template::Labels, print.data()?, &[], &format!("labels {}", print.sheet.id))
}

/// The first `most` pages of labels as pictures.
///
/// # Errors
/// [`Problem`].
pub fn labels_pages(print: &LabelPrint, most: usize) -> Result<Pages> {
    typesetter::pages(Template::Labels, print.data()?, &[], most)
}
