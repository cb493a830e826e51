//! Workbooks, good ones and those that were made to do harm.

mod common;

use std::io::{Cursor, Write};
use std::ops::ControlFlow;

use common::open;
use haberdash_files::{Cell, FileErrorCode, Format, Limits, NoticeCode, Said, SheetWriter, prepare, survey};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("started");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

fn ods(body: &str) -> Vec<u8> {
    let content = format!(
        r#"<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"#
    );
    archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
    ])
}

/// The smallest workbook that Excel knows, with this sheet.
fn xlsx(sheet: &str) -> Vec<u8> {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relation = |kind: &str, target: &str| {
        format!(
            r#"<?xml version="1.0"?><Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/{kind}" Target="{target}"/></Relationships>"#
        )
    };
    let book = format!(
        r#"<?xml version="1.0"?><workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="One" sheetId="1" r:id="r1"/></sheets></workbook>"#
    );
    archive(&[
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml").as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml").as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

fn refused(bytes: &[u8]) -> FileErrorCode {
    open(bytes).err().expect("refused").code
}

#[test]
fn an_opendocument_sheet_is_read_without_its_repetitions() {
    let book = ods(
        r#"<table:table table:name="Empty"><table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>
<table:table table:name="Stock"><table:table-row><table:table-cell office:value-type="string"><text:p>Title</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>Price</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>Publish date</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16381"/></table:table-row>
<table:table-row><table:table-cell office:value-type="string"><office:annotation><text:p>Not this</text:p></office:annotation><text:p>Tee &amp; <text:span>cap<text:s text:c="2"/>x</text:span></text:p><text:p>second</text:p></table:table-cell><table:table-cell office:value-type="currency" office:value="1.234"><text:p>1,23 €</text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="2024-05-06T00:00:00"><text:p>06.05.24</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>"#,
    );
    let opened = open(&book).expect("readable");
    assert_eq!((opened.prepared.format, opened.prepared.sheet.as_deref()), (Format::Xlsx, Some("Stock")));
    assert_eq!(
        opened.prepared.notices.iter().map(|notice| notice.code).collect::<Vec<_>>(),
        [NoticeCode::OtherSheets]
    );
    let product = opened.sound_products().remove(0);
    assert_eq!(product.title.text(), "Tee & cap  x\nsecond");
    assert_eq!(product.variants[0].price.value().map(ToString::to_string).as_deref(), Some("1.234"));
    assert_eq!(product.publish_date.value().map(ToString::to_string).as_deref(), Some("2024-05-06"));
}

#[test]
fn a_few_bytes_do_not_become_gigabytes() {
    let filled = r#"<table:table table:name="A"><table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="string" table:number-columns-repeated="COLUMNS"><text:p>filled</text:p></table:table-cell></table:table-row></table:table>"#;
    assert_eq!(refused(&ods(&filled.replace("COLUMNS", "16384"))), FileErrorCode::TooManyColumns);
    let limits = Limits { inflated_bytes: 4 << 20, ..Limits::default() };
    let wide = ods(&filled.replace("COLUMNS", "4000"));
    assert_eq!(
        prepare(Cursor::new(wide), "x", None, &limits, Vec::new()).expect_err("refused").code,
        FileErrorCode::TooLarge
    );
    // Zeros that shrink to nothing.
    let zeros = vec![b' '; 4 << 20];
    assert_eq!(refused(&archive(&[("content.xml", &zeros)])), FileErrorCode::ZipBomb);
    let limits = Limits { inflated_bytes: 1_000, ..Limits::default() };
    let small = archive(&[("content.xml", &zeros[..2_000])]);
    assert_eq!(
        prepare(Cursor::new(small), "x", None, &limits, Vec::new()).expect_err("refused").code,
        FileErrorCode::ZipBomb
    );
    let many: Vec<(String, &[u8])> = (0..50).map(|n| (format!("part{n}"), &b"x"[..])).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let limits = Limits { archive_entries: 10, ..Limits::default() };
    assert_eq!(
        prepare(Cursor::new(archive(&many)), "x", None, &limits, Vec::new()).expect_err("refused").code,
        FileErrorCode::ZipBomb
    );
}

#[test]
fn cells_at_the_end_of_the_world_take_no_memory() {
    let sheet = |cells: &str| {
        format!(
            r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>"#
        )
    };
    let header = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>Title</t></is></c><c r="B1" t="inlineStr"><is><t>Price</t></is></c></row>"#;
    let far_row = sheet(&format!(
        r#"{header}<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>Last</t></is></c><c r="B1048576"><v>5</v></c></row>"#
    ));
    let opened = open(&xlsx(&far_row)).expect("readable");
    let entries = opened.products();
    assert_eq!(entries[0].rows, [1_048_576]);
    assert_eq!(
        entries[0].item.as_ref().map(|product| product.variants[0].price),
        Some(Said::Value(5.into()))
    );
    let far_column =
        sheet(&format!(r#"{header}<row r="2"><c r="XFD2" t="inlineStr"><is><t>Far</t></is></c></row>"#));
    assert_eq!(refused(&xlsx(&far_column)), FileErrorCode::TooManyColumns);
    let backwards = sheet(&format!(
        r#"{header}<row r="5"><c r="A5"><v>1</v></c></row><row r="3"><c r="A3"><v>1</v></c></row>"#
    ));
    assert_eq!(refused(&xlsx(&backwards)), FileErrorCode::Damaged);
    assert_eq!(refused(&xlsx("<worksheet><sheetData><row>")), FileErrorCode::Damaged);
    assert_eq!(refused(&xlsx(&sheet(""))), FileErrorCode::Empty);
}

#[test]
fn other_sheets_can_be_chosen() {
    let book = ods(
        r#"<table:table table:name="A"><table:table-row><table:table-cell office:value-type="string"><text:p>Name</text:p></table:table-cell></table:table-row></table:table><table:table table:name="B"><table:table-row><table:table-cell office:value-type="string"><text:p>E-mail</text:p></table:table-cell></table:table-row></table:table>"#,
    );
    let sheet = |name| prepare(Cursor::new(&book), "x", Some(name), &Limits::default(), Vec::new());
    assert_eq!(sheet("B").expect("readable").columns[0].name, "E-mail");
    assert_eq!(sheet("C").expect_err("refused").code, FileErrorCode::NoSuchSheet);
}

#[test]
fn workbooks_of_other_kinds_are_explained() {
    let mut old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    old.extend_from_slice(&[0; 600]);
    assert_eq!(refused(&old), FileErrorCode::UnknownFormat);
    old.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(refused(&old), FileErrorCode::Encrypted);
    assert_eq!(refused(&archive(&[("xl/workbook.bin", b"x")])), FileErrorCode::UnknownFormat);
    assert_eq!(refused(&archive(&[("a.txt", b"x")])), FileErrorCode::UnknownFormat);
}

#[test]
fn a_written_table_holds_numbers_as_numbers_and_codes_as_text() {
    let mut out = Cursor::new(Vec::new());
    let mut writer =
        SheetWriter::xlsx(&mut out, "Orders", &["Title", "SKU", "Price", "Stock"]).expect("opened");
    writer
        .row([
            Cell::text("=HYPERLINK(\"x\")"),
            Cell::text("007"),
            Cell::Number("1234.5".parse().expect("a number")),
            Cell::Integer(-3),
        ])
        .expect("written");
    let long = "x".repeat(40_000);
    assert_eq!(writer.row([Cell::text(long)]).expect_err("refused").code, FileErrorCode::TooLarge);
    writer.finish().expect("written");
    let opened = open(&out.into_inner()).expect("readable");
    let product = opened.sound_products().remove(0);
    assert_eq!(product.title.text(), "=HYPERLINK(\"x\")");
    assert_eq!(product.variants[0].sku.text(), "007");
    assert_eq!(product.variants[0].price, Said::Value("1234.5".parse().expect("a number")));
    assert_eq!(product.variants[0].stock, Said::Value(-3));
}

#[test]
fn reading_can_be_stopped() {
    let text = format!("Title,Price\n{}", "Some product,1.50\n".repeat(200_000));
    let mut canonical = Vec::new();
    let prepared =
        prepare(Cursor::new(text), "x", None, &Limits::default(), &mut canonical).expect("readable");
    let mut told = 0;
    let stopped = survey(Cursor::new(&canonical), &prepared.layout, &Limits::default(), &mut |_| {
        told += 1;
        if told == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!(stopped.expect_err("stopped").code, FileErrorCode::Cancelled);
    assert_eq!(told, 2);
}
