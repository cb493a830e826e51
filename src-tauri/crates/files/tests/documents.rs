//! Documents as text: what is read of each kind, and what is refused in which words.

use std::io::{Cursor, Write};
use std::path::Path;

use haberdash_files::{Document, FileErrorCode, Limits, document};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn read(name: &str, bytes: &[u8]) -> Document {
    document(name, bytes, &Limits::of_documents()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[track_caller]
fn refused(name: &str, bytes: &[u8], limits: &Limits) -> (FileErrorCode, String) {
    let error = document(name, bytes, limits).expect_err("refused");
    (error.code, error.text)
}

fn sample(path: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(path)).expect("a sample")
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).expect("a part");
        archive.write_all(bytes).expect("written");
    }
    archive.finish().expect("an archive").into_inner()
}

const STYLES: &[u8] = br#"<w:styles xmlns:w="x"><w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style></w:styles>"#;

#[test]
fn texts_keep_their_letters_and_pages_their_headings() {
    let markdown = read("notes.md", &sample("document/notes.md"));
    assert_eq!((markdown.title.as_deref(), markdown.is_markdown), (Some("Care"), true));
    let latin = read("pflege.txt", &sample("document/latin.txt"));
    assert!(
        latin.text.starts_with("Wir waschen Wolle kühl") && latin.text.contains("flach. Für"),
        "{}",
        latin.text
    );
    assert!(!latin.is_markdown && !latin.text.contains('\r') && latin.title.is_none());
    let page = read("page.html", &sample("document/page.html"));
    assert_eq!(page.title.as_deref(), Some("Good to know"));
    assert_eq!(
        page.text,
        "# Good to know\n\nWe answer most questions here & quickly.\n\n## Parking\n\n- Behind the market hall\n- In our yard\n\nDay \
         Free\n\nMonday yes"
    );
    // A page is told by its beginning, whatever it is called; what looks like a mark is none.
    let unnamed = read("saved", b"<!doctype html><p>5 * 3 [x] &lt;b&gt;</p>");
    assert_eq!(unnamed.text, "5 \\* 3 \\[x] \\<b>");
}

#[test]
fn word_documents_keep_headings_lists_and_rows() {
    let bytes = archive(&[("word/document.xml", &sample("docx/document.xml")), ("word/styles.xml", STYLES)]);
    let letter = read("repairs.docx", &bytes);
    assert_eq!(letter.title.as_deref(), Some("Repairs"));
    assert_eq!(letter.text, "# Repairs\n\n\nWe mend seams & buttons.\n\n- zips\n- Hem – free");
}

#[test]
fn pdfs_flow_and_what_draws_itself_ends() {
    for name in ["plain.pdf", "deflated.pdf", "draws_itself.pdf"] {
        let leaflet = read(name, &sample(&format!("pdf/{name}")));
        assert!(leaflet.text.contains("Care of linen"), "{name}: {}", leaflet.text);
        assert!(leaflet.text.contains("like colours, and dry it flat."), "{name}: {}", leaflet.text);
        assert_eq!(
            leaflet.text.matches("Form text").count(),
            usize::from(name == "draws_itself.pdf"),
            "{name}"
        );
        assert!(!leaflet.is_markdown);
    }
}

#[test]
fn what_cannot_be_read_is_refused_with_what_to_do() {
    let usual = Limits::of_documents();
    let (code, text) = refused("scan.pdf", &sample("pdf/picture.pdf"), &usual);
    assert!(code == FileErrorCode::NoText && text.contains("text recognition"), "{code:?} {text}");
    let broken = &sample("pdf/plain.pdf")[..300];
    assert_eq!(refused("broken.pdf", broken, &usual).0, FileErrorCode::Damaged);
    assert_eq!(refused("x.pdf", b"%PDF-1.7", &usual).0, FileErrorCode::Damaged);
    assert_eq!(refused("empty.md", b"", &usual).0, FileErrorCode::Empty);
    assert_eq!(refused("blank.md", b" \n\n", &usual).0, FileErrorCode::Empty);
    assert_eq!(
        refused("photo", &[0, 1, 2, 0xff, 0xfe, 0, 0, 0, 9].repeat(40), &usual).0,
        FileErrorCode::NotText
    );
    let old = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &[0; 600]].concat();
    let (code, text) = refused("old.doc", &old, &usual);
    assert!(code == FileErrorCode::UnknownFormat && text.contains(".docx"), "{text}");
    let sign: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(refused("secret.docx", &[old, sign].concat(), &usual).0, FileErrorCode::Encrypted);
    let (code, text) = refused("other.zip", &archive(&[("a.txt", b"x")]), &usual);
    assert!(code == FileErrorCode::UnknownFormat && text.contains("no Word document"), "{text}");
    let cut = archive(&[("word/document.xml", b"<w:document><w:body><w:p")]);
    assert_eq!(refused("cut.docx", &cut, &usual).0, FileErrorCode::Damaged);
}

#[test]
fn nothing_grows_beyond_its_limits() {
    let small = Limits { file_bytes: 1 << 20, inflated_bytes: 1 << 20, ..Limits::of_documents() };
    let (code, text) = refused("long.txt", &vec![b'a'; (1 << 20) + 1], &small);
    assert!(code == FileErrorCode::TooLarge && text.contains("1 MB"), "{text}");
    let bomb = archive(&[("word/document.xml", &vec![b' '; 8 << 20])]);
    assert!(bomb.len() < 1 << 20);
    assert_eq!(refused("bomb.docx", &bomb, &small).0, FileErrorCode::ZipBomb);
    let mut deflated = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    deflated.write_all(&vec![b' '; 8 << 20]).expect("deflated");
    let pdf =
        [b"%PDF-1.4\n1 0 obj << /Length 9 >>\nstream\n".as_slice(), &deflated.finish().expect("deflated")]
            .concat();
    assert_eq!(refused("bomb.pdf", &pdf, &small).0, FileErrorCode::ZipBomb);
    // Deep markup is read and ends.
    let deep = format!("<html>{}deep", "<div>".repeat(20_000));
    assert_eq!(read("deep.html", deep.as_bytes()).text, "deep");
}

/// A PDF that only opens with a password.
#[test]
fn a_locked_pdf_asks_for_one_without_a_password() {
    use pdf_extract::encryption::{EncryptionState, EncryptionVersion, Permissions};
    use pdf_extract::{Object, StringFormat};

    let mut pdf = pdf_extract::Document::load_mem(&sample("pdf/plain.pdf")).expect("a PDF");
    let id = Object::String(b"0123456789abcdef".to_vec(), StringFormat::Literal);
    pdf.trailer.set("ID", vec![id.clone(), id]);
    let version = EncryptionVersion::V2 {
        document: &pdf,
        owner_password: "owner",
        user_password: "user",
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).expect("a state");
    pdf.encrypt(&state).expect("encrypted");
    let mut bytes = Vec::new();
    pdf.save_to(&mut bytes).expect("written");
    let (code, text) = refused("locked.pdf", &bytes, &Limits::of_documents());
    assert!(code == FileErrorCode::Encrypted && text.contains("password"), "{code:?} {text}");
}
