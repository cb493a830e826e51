//! Documents and labels as a reader of the PDF finds them. With `HABERDASH_LOOK=FOLDER` every PDF is also written there.

mod documents;
mod labels;

use haberdash_core::documents::{Content, DocumentKind, Line, Look, Seller};
use haberdash_core::settings::{DocumentFont, DocumentLanguage, Paper};
use haberdash_documents::{Copy, Pictures, SampleLook, pdf, sample};

pub fn own(language: DocumentLanguage, paper: Paper) -> SampleLook {
    SampleLook {
        number: "INV-2026-00042".into(),
        today: jiff::civil::date(2026, 11, 26),
        currency: "EUR".parse().expect("currency"),
        language,
        paper,
        look: Look {
            accent: "#1f4f46".into(),
            font: DocumentFont::Sans,
            logo: None,
            footer: "Open Tuesday to Saturday, 10 to 18 h".into(),
            pictures: true,
        },
        seller: Seller {
            name: "Linden & Lark".into(),
            legal_name: "Linden & Lark Ltd.".into(),
            address: "4 Market Square\nSpringfield 01103".into(),
            email: "hello@lindenandlark.example".into(),
            phone: "+15550100100".into(),
            website: "https://lindenandlark.example".into(),
            tax_number: "XX 123 456 789".into(),
            registration: String::new(),
            bank: "First Bank of Springfield\nXX00 1234 5678 9012".into(),
        },
        notes: vec!["Thank you for shopping with us.".into()],
        due_on: Some(jiff::civil::date(2026, 12, 10)),
    }
}

pub fn sheet(kind: DocumentKind, language: DocumentLanguage) -> Content {
    let paper = if kind == DocumentKind::Receipt { Paper::Roll } else { Paper::A4 };
    sample(kind, own(language, paper))
}

pub fn line(title: &str, variant: &str, quantity: i64, unit_price: i64) -> Line {
    let amount = quantity * unit_price;
    Line {
        line_item_id: None,
        title: title.into(),
        variant_title: variant.into(),
        sku: "SKU-1".into(),
        barcode: String::new(),
        shelf: String::new(),
        picture: None,
        quantity,
        unit_price,
        amount,
        charged: amount,
        tax_rate_ppm: Some(190_000),
    }
}

/// Keeps a PDF to be looked at.
pub fn keep(name: &str, bytes: &[u8]) {
    if let Some(folder) = std::env::var_os("HABERDASH_LOOK") {
        std::fs::write(std::path::Path::new(&folder).join(format!("{name}.pdf")), bytes)
            .expect("a folder to write to");
    }
}

/// The text of each page, white space made even.
pub fn texts(name: &str, bytes: &[u8]) -> Vec<String> {
    keep(name, bytes);
    let pages = pdf_extract::extract_text_from_mem_by_pages(bytes).expect("a PDF");
    pages.iter().map(|page| page.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

pub fn printed(name: &str, content: &Content) -> Vec<String> {
    texts(name, &pdf(content, Copy::default(), &Pictures::new()).expect("pdf"))
}
