//! What a fuzzer feeds, and what must hold for any bytes. Shared by the cargo-fuzz targets and by an ordinary test
//! (`tests/fuzz.rs`), so that the corpus is run on every machine.

use std::io::Cursor;
use std::ops::ControlFlow;

use haberdash_files::{
    Entry, Field, Format, Kind, Layout, Limits, Prepared, Rejected, Survey, contacts, guess_mapping, prepare,
    preview, products, survey,
};

/// Small enough that nothing can hang.
fn limits() -> Limits {
    Limits {
        file_bytes: 4 << 20,
        row_bytes: 1 << 18,
        columns: 256,
        rows_per_product: 200,
        inflated_bytes: 4 << 20,
        inflation: 100,
        archive_entries: 100,
    }
}

/// A name and what runs.
pub type Target = (&'static str, fn(&[u8]));

/// Every target; the corpus of each stands in the folder of its name.
pub const TARGETS: [Target; 10] = [
    ("any_file", any_file),
    ("shopify", shopify),
    ("woocommerce", woocommerce),
    ("google_contacts", google_contacts),
    ("vcard", vcard),
    ("table", table),
    ("workbook", workbook),
    ("document", document),
    ("docx", docx),
    ("pdf", pdf),
];

/// Bytes of any kind.
pub fn any_file(data: &[u8]) {
    whole_way(data, |_| {});
}

/// Rows under Shopify's header.
pub fn shopify(data: &[u8]) {
    let header = "Handle,Title,Body (HTML),Vendor,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Grams,Variant Inventory Qty,Variant Price,Variant Compare At Price,Variant Barcode,Image Src,Image Position,Image Alt Text,Variant Image,Status,Other\n";
    if let Some(prepared) = whole_way(&[header.as_bytes(), data].concat(), |_| {}) {
        assert!(data.contains(&0) || prepared.format == Format::ShopifyCsv || prepared.encoding != "UTF-8");
    }
}

/// Rows under WooCommerce's header.
pub fn woocommerce(data: &[u8]) {
    let header = "ID,Type,SKU,Name,Published,Description,Tax status,Stock,Backorders allowed?,Weight (kg),Sale price,Regular price,Categories,Tags,Images,Parent,Position,Attribute 1 name,Attribute 1 value(s),Attribute 2 name,Attribute 2 value(s),Meta: x\n";
    whole_way(&[header.as_bytes(), data].concat(), |_| {});
}

/// Rows under Google's header.
pub fn google_contacts(data: &[u8]) {
    let header = "First Name,Last Name,Birthday,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Label,Address 1 - Street,Address 1 - City,Custom Field 1 - Label,Custom Field 1 - Value\n";
    whole_way(&[header.as_bytes(), data].concat(), |_| {});
}

/// Contact cards.
pub fn vcard(data: &[u8]) {
    whole_way(&[b"BEGIN:VCARD\n", data].concat(), |_| {});
}

/// A plain table; the first bytes are the owner's choices on the mapping screen.
pub fn table(data: &[u8]) {
    let (choices, text) = data.split_at(data.len().min(8));
    whole_way(text, |layout| {
        layout.format = Format::Csv;
        layout.kind =
            if choices.first().is_some_and(|byte| byte % 2 == 1) { Kind::Contacts } else { Kind::Products };
        let fields: Vec<Field> = Field::all(layout.kind).collect();
        layout.mapping = guess_mapping(layout.kind, &layout.names, &[]);
        for (slot, byte) in layout.mapping.iter_mut().zip(choices.iter().skip(1)) {
            *slot = fields.get(usize::from(*byte)).copied();
        }
    });
}

/// A workbook, or the content of an OpenDocument sheet.
pub fn workbook(data: &[u8]) {
    if data.starts_with(b"PK") {
        whole_way(data, |_| {});
        return;
    }
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let xlsx = data.first() == Some(&b'X');
    let parts: Vec<(&str, Vec<u8>)> = if xlsx {
        let relation = |kind: &str, target: &str| {
            format!("<Relationships><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{target}\"/></Relationships>").into_bytes()
        };
        vec![
            ("_rels/.rels", relation("officeDocument", "xl/workbook.xml")),
            (
                "xl/workbook.xml",
                b"<workbook><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
                    .to_vec(),
            ),
            ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml")),
            ("xl/worksheets/sheet1.xml", data[1..].to_vec()),
        ]
    } else {
        vec![("content.xml", data.to_vec())]
    };
    for (name, bytes) in parts {
        let written =
            zip.start_file(name, options).is_ok() && std::io::Write::write_all(&mut zip, &bytes).is_ok();
        assert!(written);
    }
    let bytes = zip.finish().map(Cursor::into_inner).unwrap_or_default();
    whole_way(&bytes, |_| {});
}

/// Prepare, survey, read all, refuse some, go on at every place. Nothing may panic, and:
/// what the survey counted is read; every row belongs to one entry; reading from any entry's place gives it again.
fn whole_way(data: &[u8], change: impl FnOnce(&mut Layout)) -> Option<Prepared> {
    let mut canonical = Vec::new();
    let mut prepared = prepare(Cursor::new(data), "file", None, &limits(), &mut canonical).ok()?;
    change(&mut prepared.layout);
    let layout = &prepared.layout;
    let _ = layout.check();
    let _ = preview(Cursor::new(&canonical), layout, 5);
    let survey =
        survey(Cursor::new(&canonical), layout, &limits(), &mut |_| ControlFlow::Continue(())).ok()?;
    match layout.kind {
        Kind::Products => {
            let read =
                |from| products(Cursor::new(&canonical), layout, &survey, from).ok()?.next_entry().ok()?;
            let all: Vec<_> = products(Cursor::new(&canonical), layout, &survey, layout.body)
                .ok()?
                .map_while(Result::ok)
                .collect();
            hold(&all, &survey, layout, &canonical, read);
        }
        Kind::Contacts => {
            let read =
                |from| contacts(Cursor::new(&canonical), layout, &survey, from).ok()?.next_entry().ok()?;
            let all: Vec<_> = contacts(Cursor::new(&canonical), layout, &survey, layout.body)
                .ok()?
                .map_while(Result::ok)
                .collect();
            hold(&all, &survey, layout, &canonical, read);
        }
    }
    Some(prepared)
}

fn hold<T: PartialEq + std::fmt::Debug>(
    all: &[Entry<T>],
    survey: &Survey,
    layout: &Layout,
    canonical: &[u8],
    read: impl Fn(haberdash_files::Position) -> Option<Entry<T>>,
) {
    assert_eq!(all.len() as u64, survey.entries, "the survey counted the entries");
    let cut = |entry: &Entry<T>| {
        entry.problems.iter().any(|problem| problem.code == haberdash_files::ProblemCode::TooManyVariants)
    };
    if !all.iter().any(cut) {
        let rows: usize = all.iter().map(|entry| entry.rows.len()).sum();
        assert_eq!(rows as u64, survey.rows, "each row belongs to one entry");
    }
    let mut rejected =
        Rejected::new(Cursor::new(canonical), layout, survey, Vec::new()).expect("written in memory");
    for (at, entry) in all.iter().enumerate().take(20) {
        assert_eq!(entry.index, at as u64);
        assert_eq!(read(entry.position).as_ref(), Some(entry), "reading from its place gives it again");
        assert_eq!(read(entry.after).as_ref(), all.get(at + 1), "reading goes on after it");
        rejected.entry(entry.position, &entry.problems).expect("its rows are there");
    }
    rejected.finish().expect("written in memory");
}

/// A document of any kind, by whatever name.
pub fn document(data: &[u8]) {
    for name in ["notes.md", "page.html", "plain.txt"] {
        read_document(name, data);
    }
}

/// The body of a Word document.
pub fn docx(data: &[u8]) {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file("word/document.xml", options).expect("in memory");
    std::io::Write::write_all(&mut archive, data).expect("in memory");
    let bytes = archive.finish().expect("in memory").into_inner();
    read_document("letter.docx", &bytes);
}

/// A PDF, damaged as it may be.
pub fn pdf(data: &[u8]) {
    read_document("leaflet.pdf", data);
}

/// Whatever it is, there is a text or a reason, and nothing that is larger than what came in could hold.
fn read_document(name: &str, data: &[u8]) {
    match haberdash_files::document(name, data, &limits()) {
        Ok(document) => {
            assert!(!document.text.trim().is_empty());
            assert!(document.title.is_none_or(|title| !title.is_empty() && title.chars().count() <= 200));
        }
        Err(error) => assert!(!error.text.is_empty()),
    }
}
