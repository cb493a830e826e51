//! What the typesetter remembers of a document is dropped after it: a shop that prints all day does not grow.
#![cfg(target_os = "linux")]

use haberdash_core::documents::{DocumentKind, Look, Seller};
use haberdash_core::settings::{DocumentFont, DocumentLanguage, Paper};
use haberdash_documents::{Copy, Pictures, SampleLook, pdf, sample};

/// Resident memory in MiB (proc(5): the second number of statm counts pages of 4 KiB).
fn resident() -> u64 {
    let statm = std::fs::read_to_string("/proc/self/statm").expect("proc");
    statm.split(' ').nth(1).and_then(|pages| pages.parse::<u64>().ok()).expect("pages") * 4 / 1024
}

fn print(n: usize) {
    let languages = DocumentLanguage::ALL;
    let own = SampleLook {
        number: format!("INV-2026-{n:05}"),
        today: jiff::civil::date(2026, 11, 26),
        currency: "EUR".parse().expect("currency"),
        language: languages[n % languages.len()],
        paper: Paper::A4,
        look: Look {
            accent: format!("#{:06x}", n * 4099),
            font: DocumentFont::Sans,
            logo: None,
            footer: String::new(),
            pictures: false,
        },
        seller: Seller { name: format!("Shop {n}"), ..Seller::default() },
        notes: vec![format!("Note {n}")],
        due_on: None,
    };
    let kind = DocumentKind::ALL[n % DocumentKind::ALL.len()];
    pdf(&sample(kind, own), Copy::default(), &Pictures::new()).expect("pdf");
}

#[test]
fn a_hundred_documents_need_no_more_memory_than_twenty() {
    let before = resident();
    (0..20).for_each(print);
    let warm = resident();
    (20..100).for_each(print);
    let after = resident();
    println!("MiB resident: {before} before, {warm} after 20 documents, {after} after 100");
    assert!(after < warm + 20, "{before} before, {warm} after 20, {after} after 100");
}
