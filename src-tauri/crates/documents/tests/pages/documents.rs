use haberdash_core::documents::{DocumentKind, NamedAmount, Party, PaymentLine, TaxLine};
use haberdash_core::settings::{DocumentFont, DocumentLanguage, Paper};
use haberdash_documents::{Copy, Pictures, pages, pdf};

use super::*;

/// Without spaces, line ends and places where a word may break: readers of PDF disagree about them.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect()
}

#[track_caller]
fn assert_holds(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(bare(text).contains(&bare(part)), "'{part}' is missing in: {text}");
    }
}

#[test]
fn an_invoice_says_who_what_how_much_and_until_when() {
    let invoice = sheet(DocumentKind::Invoice, DocumentLanguage::English);
    let pages = printed("invoice", &invoice);
    assert_eq!(pages.len(), 1);
    assert_holds(
        &pages[0],
        &[
            "Invoice",
            "INV-2026-00042",
            "November 26, 2026",
            "December 10, 2026",
            "Mira Okafor",
            "27 Orchard Lane",
            "Merino crew jumper",
            "L / Navy",
            "€64.50",
            "€129.00",
            "Subtotal",
            "€306.20",
            "Shipping",
            "€4.90",
            "Total",
            "€311.10",
            "includes VAT 19%",
            "€49.67",
            "Card",
            "€100.00",
            "Amount due",
            "€211.10",
            "First Bank of Springfield",
            "Reference INV-2026-00042",
            "XX 123 456 789",
            "Page 1 of 1",
            "Thank you for shopping with us.",
        ],
    );
}

#[test]
fn each_kind_has_its_own_sheet() {
    let receipt = printed("receipt", &sheet(DocumentKind::Receipt, DocumentLanguage::English));
    assert_eq!(receipt.len(), 1);
    assert_holds(
        &receipt[0],
        &["Receipt", "Cash", "Cash given", "€350.00", "Change", "€43.80", "2 × €64.50"],
    );
    let packing = printed("packing-slip", &sheet(DocumentKind::PackingSlip, DocumentLanguage::English));
    assert_holds(
        &packing[0],
        &["Packing slip", "Ship to", "A 12", "Shelf", "Pieces 7", "DHL", "00340434161094"],
    );
    assert!(!packing[0].contains('€'), "a packing slip names no price: {}", packing[0]);
    let label = printed("return-label", &sheet(DocumentKind::ReturnLabel, DocumentLanguage::English));
    assert_holds(
        &label[0],
        &["Return label", "1042-R1", "4 Market Square", "From Mira Okafor", "What comes back"],
    );
    let credit = printed("credit-note", &sheet(DocumentKind::CreditNote, DocumentLanguage::English));
    assert_holds(&credit[0], &["Credit note", "For invoice", "INV-2026-00041", "Amount credited", "€218.00"]);
    assert!(!credit[0].contains("Unit price"), "{}", credit[0]);
}

#[test]
fn a_roll_is_as_long_as_its_receipt() {
    let mut content = sheet(DocumentKind::Receipt, DocumentLanguage::German);
    let short = pages(&content, Copy::default(), &Pictures::new(), 5).expect("pages");
    content.body.lines = (0..120).map(|n| line(&format!("Artikel {n}"), "", 1, 100)).collect();
    let long = pages(&content, Copy::default(), &Pictures::new(), 5).expect("pages");
    assert_eq!((short.page_count, long.page_count), (1, 1));
    assert!((short.pages[0].width_mm - 80.0).abs() < 0.1 && (long.pages[0].width_mm - 80.0).abs() < 0.1);
    assert!(long.pages[0].height_mm > 3.0 * short.pages[0].height_mm);
    let sheet = Copy { paper: Some(Paper::A4), ..Copy::default() };
    let pages = pages(&content, sheet, &Pictures::new(), 5).expect("pages");
    assert!((pages.pages[0].width_mm - 210.0).abs() < 0.1 && pages.page_count > 2, "{}", pages.page_count);
}

#[test]
fn many_lines_go_over_pages_and_long_texts_stay_on_them() {
    let mut content = sheet(DocumentKind::Invoice, DocumentLanguage::German);
    let long = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverkaufsstellenleiterin ".repeat(3);
    content.body.lines = (1..=70)
        .map(|n| {
            let title = if n % 10 == 0 { long.clone() } else { format!("Leinenkleid Nummer {n}") };
            line(
                &title,
                "https://example.com/a/very/long/address/that/has/no/spaces/at/all/in/it",
                n,
                12_345_678,
            )
        })
        .collect();
    content.notes = vec![long.clone(), "Zweite Zeile\nmit Umbruch".into()];
    content.look.footer = long.chars().take(290).collect();
    content.seller.address =
        "Eine sehr lange Straße mit einem sehr langen Namen 123\nHinterhaus\n12345 Musterstadt".into();
    let pages = printed("invoice-long", &content);
    assert!(pages.len() >= 4, "{}", pages.len());
    for (index, page) in pages.iter().enumerate() {
        assert_holds(page, &[&format!("Seite {} von {}", index + 1, pages.len()), "INV-2026-00042"]);
    }
    for n in (1..=70).filter(|n| n % 10 != 0) {
        let wanted = format!("LeinenkleidNummer{n}https");
        let holding = pages.iter().filter(|page| bare(page).contains(&wanted)).count();
        assert_eq!(holding, 1, "line {n} stands once");
    }
    let heads = pages.iter().filter(|page| page.contains("Einzelpreis")).count();
    assert!(heads >= pages.len() - 1, "the table's head stands on each page: {heads}");
}

#[test]
fn taxes_of_several_rates_are_a_table_and_those_on_top_are_lines() {
    let mut content = sheet(DocumentKind::Invoice, DocumentLanguage::English);
    let totals = content.body.totals.as_mut().expect("totals");
    totals.taxes = vec![
        TaxLine { name: "VAT".into(), rate_ppm: 190_000, net: 20_000, tax: 3800 },
        TaxLine { name: "VAT".into(), rate_ppm: 70_000, net: 6_832, tax: 478 },
    ];
    totals.discounts = vec![NamedAmount { name: "Spring sale".into(), amount: 1000 }];
    content.body.lines[2].tax_rate_ppm = Some(70_000);
    let text = printed("invoice-rates", &content).concat();
    assert_holds(
        &text,
        &[
            "Rate Net Tax Gross",
            "19% €200.00 €38.00 €238.00",
            "7% €68.32 €4.78 €73.10",
            "Spring sale",
            "−€10.00",
        ],
    );
    let totals = content.body.totals.as_mut().expect("totals");
    totals.tax_included = false;
    totals.taxes = vec![TaxLine { name: "Sales tax".into(), rate_ppm: 88_750, net: 20_000, tax: 1775 }];
    let text = printed("invoice-exclusive", &content).concat();
    assert_holds(&text, &["Sales tax 8.875% €17.75"]);
    assert!(!text.contains("includes"), "{text}");
}

#[test]
fn what_a_customer_wrote_is_text_and_nothing_else() {
    let mut content = sheet(DocumentKind::Invoice, DocumentLanguage::English);
    let hostile =
        "#panic(\"x\") *bold* $x^2$ <label> @ref `raw` \\ // c /* d */ #import \"/etc/passwd\": * [\"{}\"]";
    content.body.customer = Some(Party {
        name: hostile.into(),
        address: "= Heading\n- list\n+ enum\n~".into(),
        ..Party::default()
    });
    content.body.lines =
        vec![line(hostile, "#read(\"/etc/passwd\")", 1, 100), line("a\u{202e}b\u{7}c\u{0}d", "", 1, 100)];
    content.notes = vec![hostile.into()];
    content.body.reason = hostile.into();
    let text = printed("invoice-hostile", &content).concat();
    assert_holds(
        &text,
        &[
            "#panic(\"x\") *bold* $x^2$ <label> @ref `raw` \\",
            "= Heading",
            "- list",
            "#read(\"/etc/passwd\")",
            "abcd",
        ],
    );
}

#[test]
fn money_without_decimals_and_letters_of_no_embedded_font_are_printed() {
    let mut content = sheet(DocumentKind::Invoice, DocumentLanguage::English);
    content.body.currency = "JPY".parse().expect("currency");
    content.look.font = DocumentFont::Serif;
    content.paper = Paper::Letter;
    content.body.customer = Some(Party {
        name: "山田 花子 · Ελένη · Олена 🎁".into(),
        address: "東京都".into(),
        ..Party::default()
    });
    let text = printed("invoice-jpy", &content).concat();
    assert_holds(&text, &["¥30,620", "Ελένη", "Олена"]);
    assert!(!text.contains("¥306.20"), "{text}");
}

#[test]
fn every_language_prints_every_kind() {
    for language in DocumentLanguage::ALL {
        for kind in DocumentKind::ALL {
            let content = sheet(*kind, *language);
            let bytes = pdf(&content, Copy::default(), &Pictures::new()).expect("pdf");
            keep(&format!("{kind}-{language}"), &bytes);
            assert!(bytes.starts_with(b"%PDF-1.7"), "{kind} {language}");
            assert!(
                String::from_utf8_lossy(&bytes).contains("pdfaid"),
                "{kind} {language} is made to be kept (PDF/A)"
            );
        }
    }
    let copy = Copy { language: Some(DocumentLanguage::French), paper: None };
    let invoice = sheet(DocumentKind::Invoice, DocumentLanguage::English);
    let french = pdf(&invoice, copy, &Pictures::new()).expect("pdf");
    assert_holds(&texts("copy", &french).concat(), &["Facture", "Reste à payer", "INV-2026-00042"]);
}

#[test]
fn the_same_document_has_the_same_bytes() {
    let content = sheet(DocumentKind::Invoice, DocumentLanguage::Arabic);
    let first = pdf(&content, Copy::default(), &Pictures::new()).expect("pdf");
    let other = sheet(DocumentKind::Receipt, DocumentLanguage::English);
    pdf(&other, Copy::default(), &Pictures::new()).expect("pdf");
    let json = serde_json::to_string(&content).expect("json");
    let restored = serde_json::from_str(&json).expect("content");
    assert!(first == pdf(&restored, Copy::default(), &Pictures::new()).expect("pdf"));
}

/// A picture of 2 × 2 pixels.
const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', 13, 10, 26, 10, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 2, 0, 0, 0, 2, 8,
    2, 0, 0, 0, 0xfd, 0xd4, 0x9a, 0x73, 0, 0, 0, 0x12, b'I', b'D', b'A', b'T', 8, 0xd7, 0x63, 0x98, 0x35,
    0x6b, 0x16, 3, 0x03, 0x03, 0x8c, 0x02, 0, 0x2c, 0x1e, 0x05, 0x05, 0, 0, 0, 0, 0, 0, 0, 0, b'I', b'E',
    b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

const SVG: &[u8] = br##"<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40"><rect width="120" height="40" rx="8" fill="#1f4f46"/><circle cx="20" cy="20" r="9" fill="#f2c14e"/></svg>"##;

#[test]
fn pictures_are_shown_and_damaged_ones_left_out() {
    let mut content = sheet(DocumentKind::PackingSlip, DocumentLanguage::English);
    content.look.logo = Some("logo".into());
    content.body.lines[0].picture = Some("dress".into());
    content.body.lines[1].picture = Some("gone".into());
    let pictures = Pictures::from([("logo".into(), SVG.to_vec()), ("dress".into(), SVG.to_vec())]);
    let with = pdf(&content, Copy::default(), &pictures).expect("pdf");
    assert_holds(
        &texts("packing-slip-pictures", &with).concat(),
        &["Linen wrap dress", "Merino crew jumper"],
    );
    let damaged =
        Pictures::from([("logo".into(), PNG[..40].to_vec()), ("dress".into(), b"no picture".to_vec())]);
    let without = pdf(&content, Copy::default(), &damaged).expect("pdf");
    assert_holds(&texts("packing-slip-damaged", &without).concat(), &["Linen wrap dress", "Linden & Lark"]);
    // A picture that asks for another file gets nothing.
    let reaching = br##"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9"><image xlink:href="/etc/passwd" width="9" height="9"/></svg>"##;
    let reaching = Pictures::from([("logo".into(), reaching.to_vec())]);
    pdf(&content, Copy::default(), &reaching).expect("pdf");
}

#[test]
fn refunds_and_several_payments_are_told_apart() {
    let mut content = sheet(DocumentKind::Receipt, DocumentLanguage::English);
    let day = content.issued_on;
    let payment = |method: &str, amount| PaymentLine {
        method: method.into(),
        reference: "4711".into(),
        paid_on: day,
        amount,
        tendered: None,
    };
    content.body.payments = vec![payment("card", 30_000), payment("gift_card", 5000), payment("card", -2000)];
    let totals = content.body.totals.as_mut().expect("totals");
    (totals.paid, totals.change) = (33_000, None);
    let text = printed("receipt-payments", &content).concat();
    assert_holds(&text, &["Card · 4711 €300.00", "Gift card · 4711 €50.00", "Refund · Card · 4711 −€20.00"]);
}
