use haberdash_core::Money;
use haberdash_core::id::Id;
use haberdash_core::labels::{LabelFacts, LabelSheet};
use haberdash_core::settings::{DocumentFont, DocumentLanguage};
use haberdash_documents::{LabelCode, LabelPrint, LabelStyle, QrContent, labels_pages, labels_pdf};

use super::*;

fn facts(title: &str, barcode: &str) -> LabelFacts {
    let currency = "EUR".parse().expect("currency");
    LabelFacts {
        variant_id: Id::from_uuid(uuid::Uuid::from_u128(7)),
        title: title.into(),
        options: "M / Sage".into(),
        sku: "LWD-M-SAGE".into(),
        barcode: barcode.into(),
        price: Money::new(8900, currency),
        compare_at: Some(Money::new(11_900, currency)),
        link: "https://lindenandlark.example/products/linen-wrap-dress".into(),
    }
}

fn print(sheet: &str, code: LabelCode) -> LabelPrint {
    LabelPrint {
        sheet: LabelSheet::preset(sheet).expect("preset"),
        start_position: 1,
        style: LabelStyle { code, qr: QrContent::Link, ..LabelStyle::default() },
        language: DocumentLanguage::English,
        font: DocumentFont::Sans,
        labels: vec![
            (facts("Linen wrap dress", "4003994155486"), 12),
            (facts("Silk scarf with hand-rolled hem and a very long name that goes on", ""), 10),
            (facts("Socks", "96385074"), 8),
        ],
    }
}

#[test]
fn labels_fill_sheets_from_the_first_free_place() {
    let mut print = print("a4-21", LabelCode::Barcode);
    let pages = texts("labels-a4-21", &labels_pdf(&print).expect("pdf"));
    assert_eq!(pages.len(), 2);
    let count = |page: &str, part: &str| page.matches(part).count();
    assert_eq!(
        (count(&pages[0], "Linen wrap dress"), count(&pages[0], "Silk scarf"), count(&pages[1], "Socks")),
        (12, 9, 8)
    );
    assert!(
        pages[0].contains("€89.00")
            && pages[0].contains("was €119.00")
            && pages[0].contains("4 003994 155486"),
        "{}",
        pages[0]
    );
    print.start_position = 20;
    let pages = texts("labels-a4-21-started", &labels_pdf(&print).expect("pdf"));
    assert_eq!((pages.len(), count(&pages[0], "Linen wrap dress")), (3, 2));
}

#[test]
fn every_preset_prints_on_its_paper() {
    let codes = [
        ("bars", LabelCode::Barcode),
        ("qr", LabelCode::Qr),
        ("both", LabelCode::Both),
        ("none", LabelCode::None),
    ];
    for (sheet, (_, code)) in LabelSheet::presets().into_iter().zip(codes.into_iter().cycle()) {
        let asked = print(&sheet.id, code);
        let pages = labels_pages(&asked, 1).expect("pages");
        let per_page = usize::try_from(sheet.per_page()).expect("count");
        assert_eq!(pages.page_count, 30_usize.div_ceil(per_page), "{}", sheet.id);
        let (width, height) = sheet.page_size();
        assert!((pages.pages[0].width_mm - f64::from(width) / 100.0).abs() < 0.1, "{}", sheet.id);
        assert!((pages.pages[0].height_mm - f64::from(height) / 100.0).abs() < 0.1, "{}", sheet.id);
        if std::env::var_os("HABERDASH_LOOK").is_some() {
            for (name, code) in codes {
                let sample = print(&sheet.id, code);
                keep(&format!("labels-{}-{name}", sheet.id), &labels_pdf(&sample).expect("pdf"));
            }
        }
    }
}

#[test]
fn a_barcode_that_would_be_too_narrow_to_read_becomes_a_qr_code() {
    let mut print = print("a4-65", LabelCode::Barcode);
    let long = LabelFacts { sku: "A-VERY-LONG-ARTICLE-NUMBER-0001".into(), ..facts("Socks", "") };
    print.labels = vec![(long, 1)];
    let text = texts("labels-narrow", &labels_pdf(&print).expect("pdf")).concat();
    // The text under a barcode would stand there a second time.
    assert_eq!(text.replace(' ', "").matches("A-VERY-LONG-ARTICLE-NUMBER-0001").count(), 1, "{text}");
    print.sheet = LabelSheet::preset("a4-8").expect("preset");
    let text = texts("labels-wide", &labels_pdf(&print).expect("pdf")).concat();
    assert_eq!(text.replace(' ', "").matches("A-VERY-LONG-ARTICLE-NUMBER-0001").count(), 2, "{text}");
}

#[test]
fn thousands_of_labels_are_one_document() {
    let mut print = print("a4-65", LabelCode::Both);
    print.labels = (0..250).map(|n| (facts(&format!("Article {n}"), "4003994155486"), 20)).collect();
    let pages = labels_pages(&print, 1).expect("pages");
    assert_eq!((pages.page_count, pages.pages.len()), (5000_usize.div_ceil(65), 1));
}
