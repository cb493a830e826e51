//! Typst as a library, shut off from everything: it sees our templates, the document's data and its pictures, and no
//! file, package, network or clock.
//!
//! What customers wrote reaches a template only as values of a JSON file, never as markup. One document is typeset at a
//! time, and what the typesetter remembers is dropped after each.

use std::collections::HashMap;
use std::sync::LazyLock;

use typst::diag::{FileError, FileResult, SourceDiagnostic, Warned};
use typst::ecow::EcoVec;
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_kit::fonts::FontStore;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::error::{Problem, Result};

/// Which template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Template {
    Document,
    Labels,
}

fn file(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("names of ours are valid paths");
    FileId::new(RootedPath::new(VirtualRoot::Project, path))
}

static DOCUMENT: LazyLock<Source> =
    LazyLock::new(|| Source::new(file("/document.typ"), include_str!("../templates/document.typ").into()));
static LABELS: LazyLock<Source> =
    LazyLock::new(|| Source::new(file("/labels.typ"), include_str!("../templates/labels.typ").into()));
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));
static DATA: LazyLock<FileId> = LazyLock::new(|| file("/data.json"));

/// The most pictures of one document; further lines have none. (Names of files are kept by the typesetter for good.)
pub(crate) const MOST_PICTURES: usize = 200;

/// The name under which a template finds the `n`th picture.
pub(crate) fn picture_name(n: usize) -> String {
    format!("/picture-{n}")
}

/// All that one document may see.
struct Desk {
    main: Source,
    files: HashMap<FileId, Bytes>,
    fonts: &'static FontStore,
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// A page as a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct PageImage {
    pub width_mm: f64,
    pub height_mm: f64,
    pub svg: String,
}

/// The first pages of a document, and how many there are.
#[derive(Debug, Clone, PartialEq)]
pub struct Pages {
    pub page_count: usize,
    pub pages: Vec<PageImage>,
}

/// One document at a time: the typesetter's memory is shared and large.
static BUSY: parking_lot::Mutex<()> = parking_lot::Mutex::new(());

/// Typesets and hands the pages to `with`; whatever was remembered meanwhile is dropped afterwards.
fn typeset<T>(
    template: Template,
    data: String,
    pictures: &[Vec<u8>],
    with: impl FnOnce(&PagedDocument) -> Result<T>,
) -> Result<T> {
    let main = match template {
        Template::Document => &*DOCUMENT,
        Template::Labels => &*LABELS,
    };
    let fonts = crate::fonts::for_text(&data);
    let mut files = HashMap::from([(*DATA, Bytes::from_string(data))]);
    for (n, picture) in pictures.iter().take(MOST_PICTURES).enumerate() {
        files.insert(file(&picture_name(n)), Bytes::new(picture.clone()));
    }
    let desk = Desk { main: main.clone(), files, fonts };
    let _one_at_a_time = BUSY.lock();
    let Warned { output, .. } = typst::compile::<PagedDocument>(&desk);
    let made = match output {
        Ok(document) => with(&document),
        Err(errors) => Err(problem(&errors)),
    };
    comemo::evict(0);
    made
}

fn problem(errors: &EcoVec<SourceDiagnostic>) -> Problem {
    let texts: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    Problem::Typesetting(texts.join("; "))
}

/// The document as PDF/A-2b (made to be kept); as plain PDF where a font of the system forbids that.
pub(crate) fn pdf(template: Template, data: String, pictures: &[Vec<u8>], identity: &str) -> Result<Vec<u8>> {
    typeset(template, data, pictures, |document| {
        let options = |standards: PdfStandards| PdfOptions {
            // The same document has the same bytes.
            ident: Smart::Custom(identity.to_owned()),
            creator: Smart::Custom(Some("Haberdash".into())),
            standards,
            ..PdfOptions::default()
        };
        // Labels are not kept.
        let archival = match template {
            Template::Document => PdfStandards::new(&[PdfStandard::A_2b]).unwrap_or_default(),
            Template::Labels => PdfStandards::default(),
        };
        typst_pdf::pdf(document, &options(archival))
            .or_else(|_| typst_pdf::pdf(document, &options(PdfStandards::default())))
            .map_err(|errors| problem(&errors))
    })
}

/// The first `most` pages as pictures.
pub(crate) fn pages(template: Template, data: String, pictures: &[Vec<u8>], most: usize) -> Result<Pages> {
    typeset(template, data, pictures, |document| {
        let options = typst_svg::SvgOptions::default();
        let all = document.pages();
        let pages = all.iter().take(most).map(|page| PageImage {
            width_mm: page.frame.width().to_mm(),
            height_mm: page.frame.height().to_mm(),
            svg: typst_svg::svg(page, &options),
        });
        Ok(Pages { page_count: all.len(), pages: pages.collect() })
    })
}
