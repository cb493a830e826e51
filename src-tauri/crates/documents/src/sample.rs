//! A document with invented content, to look at while settings are changed.

use haberdash_core::Currency;
use haberdash_core::documents::{
    Body, Content, DocumentKind, Line, Look, OrderReference, Parcel, Party, PaymentLine, Reference, Seller,
    TaxLine, Totals,
};
use haberdash_core::settings::{DocumentLanguage, Paper};
use jiff::civil::Date;

/// What of a sample is the shop's own.
pub struct SampleLook {
    pub number: String,
    pub today: Date,
    pub currency: Currency,
    pub language: DocumentLanguage,
    pub paper: Paper,
    pub look: Look,
    pub seller: Seller,
    pub notes: Vec<String>,
    pub due_on: Option<Date>,
}

const LINES: [(&str, &str, &str, &str, i64, i64); 4] = [
    ("Linen wrap dress", "M / Sage", "LWD-M-SAGE", "B 3", 1, 8900),
    ("Merino crew jumper", "L / Navy", "MCJ-L-NAVY", "A 12", 2, 6450),
    ("Cotton socks, pack of three", "39–42", "SOX-3942", "C 1", 3, 1290),
    ("Silk scarf with hand-rolled hem", "90 × 90 cm / Terracotta", "SCF-90-TER", "D 7", 1, 4950),
];

/// A document of this kind as the shop would print it.
pub fn sample(kind: DocumentKind, own: SampleLook) -> Content {
    // Round figures in a currency without cents.
    let scale = if own.currency.exponent() == 0 { 1 } else { 100 };
    let price = |minor: i64| minor / 100 * scale + if scale == 1 { 0 } else { minor % 100 };
    let mut lines: Vec<Line> = LINES
        .iter()
        .map(|(title, variant, sku, shelf, quantity, minor)| {
            let amount = price(*minor) * quantity;
            Line {
                line_item_id: None,
                title: (*title).into(),
                variant_title: (*variant).into(),
                sku: (*sku).into(),
                barcode: String::new(),
                shelf: (*shelf).into(),
                picture: None,
                quantity: *quantity,
                unit_price: price(*minor),
                amount,
                charged: amount,
                tax_rate_ppm: Some(190_000),
            }
        })
        .collect();
    if matches!(kind, DocumentKind::CreditNote | DocumentKind::ReturnLabel) {
        lines.truncate(2);
    }
    let priced = !matches!(kind, DocumentKind::PackingSlip | DocumentKind::ReturnLabel);
    let totals = priced.then(|| totals(kind, &lines, price(490), own.language));
    let total = totals.as_ref().map_or(0, |totals| totals.total);
    let paid = match kind {
        DocumentKind::Receipt => total,
        DocumentKind::Invoice => price(10_000),
        _ => 0,
    };
    let tendered = (total / (50 * scale) + 1) * 50 * scale;
    let payment = PaymentLine {
        method: if kind == DocumentKind::Receipt { "cash" } else { "card" }.into(),
        reference: String::new(),
        paid_on: own.today,
        amount: paid,
        tendered: (kind == DocumentKind::Receipt).then_some(tendered),
    };
    let body = Body {
        currency: own.currency,
        order: Some(OrderReference { number: "1042".into(), placed_on: own.today.yesterday().ok() }),
        customer: Some(Party {
            name: "Mira Okafor".into(),
            address: "27 Orchard Lane\nSpringfield 01101".into(),
            ..Party::default()
        }),
        ship_to: None,
        lines,
        totals: totals.map(|totals| Totals {
            paid,
            change: (kind == DocumentKind::Receipt).then_some(tendered - total),
            ..totals
        }),
        payments: if paid == 0 { Vec::new() } else { vec![payment] },
        parcel: (kind == DocumentKind::PackingSlip)
            .then(|| Parcel { carrier: "DHL".into(), tracking_number: "00340434161094".into() }),
        return_number: (kind == DocumentKind::ReturnLabel).then(|| "1042-R1".into()),
        corrects: (kind == DocumentKind::CreditNote)
            .then(|| Reference { number: "INV-2026-00041".into(), issued_on: own.today }),
        reason: String::new(),
    };
    Content {
        kind,
        number: own.number,
        issued_on: own.today,
        language: own.language,
        paper: own.paper,
        look: own.look,
        seller: own.seller,
        due_on: own.due_on.filter(|_| kind == DocumentKind::Invoice),
        notes: own.notes,
        body,
    }
}

fn totals(kind: DocumentKind, lines: &[Line], shipping: i64, language: DocumentLanguage) -> Totals {
    let name = match language {
        DocumentLanguage::English => "VAT",
        DocumentLanguage::German => "MwSt.",
        DocumentLanguage::French => "TVA",
        DocumentLanguage::Hindi => "GST",
        DocumentLanguage::Arabic => "ضريبة القيمة المضافة",
        _ => "IVA",
    };
    let subtotal: i64 = lines.iter().map(|line| line.amount).sum();
    let shipping = (kind == DocumentKind::Invoice).then_some(shipping);
    let total = subtotal + shipping.unwrap_or(0);
    let net = (total * 100 + 59) / 119;
    Totals {
        tax_included: true,
        subtotal,
        discounts: Vec::new(),
        shipping,
        taxes: vec![TaxLine { name: name.into(), rate_ppm: 190_000, net, tax: total - net }],
        total,
        paid: 0,
        change: None,
    }
}
