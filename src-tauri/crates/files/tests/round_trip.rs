//! What is exported comes back the same, in every format: texts of all scripts, prices, options in their order,
//! several pictures, quotes and line breaks.

mod common;

use std::io::Cursor;

use common::open;
use haberdash_files::{
    Birthday, Contact, CsvStyle, Decimal, Description, GoogleContactsWriter, ImageLink, Labelled, Photo,
    PostalAddress, Product, ProductOption, Said, ShopifyWriter, Status, TableWriter, Variant, VcardVersion,
    VcardWriter, WooCommerceWriter,
};
use proptest::prelude::*;

/// A text of one line, not blank at its ends: letters of all scripts, signs of every format.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-zA-Z0-9]{1,8}",
        3 => "[-=+@'\"a-c,;|:\\\\.<>&%#*/ ()äßéñçहिعربي€日本🧵]{1,12}".prop_map(|text| text.trim().to_owned()),
        1 => "\\PC{1,12}".prop_map(|text| text.trim().to_owned()),
    ]
    // Google's separator of values, and sheets' way of writing a character by its number.
    .prop_filter("not blank", |text| !text.is_empty() && !text.contains(":::") && !text.contains("_x"))
}

/// Several lines, blanks and all.
fn prose() -> impl Strategy<Value = String> {
    prop_oneof!["[a-zA-Z ,.\\n\"<>&;=\\\\']{1,40}", "[-=+@a-c \\n\t\u{a0}äहع日🧵\\\\n]{1,20}", "\\PC{1,30}",]
        .prop_filter("says something", |text| !text.trim().is_empty() && !text.contains("_x"))
}

fn said<T: std::fmt::Debug>(value: impl Strategy<Value = T>) -> impl Strategy<Value = Said<T>> {
    proptest::option::weighted(0.7, value).prop_map(Said::from)
}

fn amount() -> impl Strategy<Value = Decimal> {
    (0_i64..10_000_000, prop_oneof![Just(0_u32), Just(2), Just(3)])
        .prop_map(|(amount, exponent)| Decimal::from_minor(amount, exponent))
}

fn date() -> impl Strategy<Value = jiff::civil::Date> {
    (1990_i16..2100, 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| jiff::civil::date(year, month, day))
}

fn variant() -> impl Strategy<Value = Variant> {
    let money = (said(amount()), said(amount()), said(amount()));
    let stock = (said(-50_i64..5_000), said(0_i64..100), said(any::<bool>()), said(any::<bool>()));
    (money, stock, said(amount()), said("[0-9]{6,7}"), said(any::<prop::sample::Index>())).prop_map(
        |(
            (price, compare_at, cost),
            (stock, low_stock, allow_backorder, taxable),
            weight_grams,
            barcode,
            _,
        )| Variant {
            price,
            compare_at,
            cost,
            stock,
            low_stock,
            allow_backorder,
            taxable,
            weight_grams,
            barcode,
            tax_class: Said::Empty,
            image_url: Said::Empty,
            ..Variant::default()
        },
    )
}

/// Option values, all combinations in order; none for a product of one variant.
fn options() -> impl Strategy<Value = Vec<ProductOption>> {
    proptest::collection::btree_map("[A-Z][a-zäé]{1,6}", proptest::collection::btree_set(word(), 1..4), 0..4)
        .prop_map(|options| {
            options
                .into_iter()
                .map(|(name, values)| ProductOption { name, values: values.into_iter().rev().collect() })
                .collect()
        })
}

fn combinations(options: &[ProductOption]) -> Vec<Vec<String>> {
    options.iter().fold(vec![Vec::new()], |made, option| {
        made.iter()
            .flat_map(|values| {
                option
                    .values
                    .iter()
                    .map(move |value| [values.as_slice(), std::slice::from_ref(value)].concat())
            })
            .collect()
    })
}

fn product() -> impl Strategy<Value = Product> {
    let texts = (word(), said(prose()), said(word()), said(word()), said(word()));
    let more = (said(word()), said(word()), said(word()), said("[a-z]{1,8}"));
    let tags = said(proptest::collection::vec(word(), 1..4));
    let status = prop_oneof![Just(Status::Draft), Just(Status::Active), Just(Status::Archived)];
    let images = proptest::collection::vec(("[a-z0-9]{1,8}", proptest::option::of(word())), 0..4);
    let variants = proptest::collection::vec(variant(), 64);
    (texts, more, tags, status, said(date()), options(), images, variants, any::<prop::sample::Index>())
        .prop_map(
            |(
                (title, description, brand, category, product_type),
                (material, care, season, tax_class),
                tags,
                status,
                publish_date,
                options,
                images,
                mut variants,
                pick,
            )| {
                let mut images: Vec<ImageLink> = images
                    .into_iter()
                    .map(|(name, alt)| ImageLink {
                        url: format!("https://example.com/{name}.jpg"),
                        alt: alt.unwrap_or_default(),
                        position: None,
                    })
                    .collect();
                images.sort_by(|a, b| a.url.cmp(&b.url));
                images.dedup_by(|a, b| a.url == b.url);
                let combinations = combinations(&options);
                variants.truncate(combinations.len());
                for (at, (variant, values)) in variants.iter_mut().zip(combinations).enumerate() {
                    variant.values = values;
                    if at % 3 == 0 && !images.is_empty() {
                        variant.image_url = Said::Value(images[pick.index(images.len())].url.clone());
                    }
                }
                let mut unique: Said<Vec<String>> = tags;
                if let Said::Value(tags) = &mut unique {
                    tags.sort();
                    tags.dedup();
                }
                Product {
                    title: Said::Value(title),
                    description: description.map(Description::from_text),
                    brand,
                    category,
                    product_type,
                    material,
                    care,
                    season,
                    tags: unique,
                    status: Said::Value(status),
                    tax_class,
                    publish_date,
                    options: if options.is_empty() { Said::Empty } else { Said::Value(options) },
                    variants,
                    images,
                    ..Product::default()
                }
            },
        )
}

/// A few products with handles and SKUs that nobody else has.
fn shop() -> impl Strategy<Value = Vec<Product>> {
    proptest::collection::vec(product(), 1..5).prop_map(|mut products| {
        for (number, product) in products.iter_mut().enumerate() {
            product.handle = Said::Value(format!("product-{number}"));
            for (at, variant) in product.variants.iter_mut().enumerate() {
                variant.sku = Said::Value(format!("={number}-{at}"));
                variant.barcode = variant.barcode.clone().map(|digits| format!("{digits}{number}{at:02}"));
            }
        }
        products
    })
}

/// What the file cannot or need not say the same way: the row's number, the key, the positions of pictures.
fn bare(mut products: Vec<Product>) -> Vec<Product> {
    for product in &mut products {
        product.key.clear();
        for image in &mut product.images {
            image.position = None;
        }
        for variant in &mut product.variants {
            variant.row = 0;
            variant.barcode =
                variant.barcode.clone().map(|digits| digits.chars().filter(char::is_ascii_digit).collect());
            if variant.tax_class == Said::Nothing {
                variant.tax_class = Said::Empty;
            }
        }
    }
    products
}

/// Barcodes are random, so their check digits are wrong; nothing else may be said.
fn read(bytes: &[u8]) -> Vec<Product> {
    let opened = open(bytes).expect("readable");
    let entries = opened.products();
    assert_eq!(opened.survey.entries, entries.len() as u64);
    entries
        .into_iter()
        .map(|entry| {
            assert!(!entry.rejected(), "{:?}", entry.problems);
            entry.item.expect("a product")
        })
        .collect()
}

fn options_of(products: &[Product]) -> usize {
    products.iter().filter_map(|product| product.options.value().map(Vec::len)).max().unwrap_or_default()
}

fn contact() -> impl Strategy<Value = Contact> {
    let text = || prop_oneof![1 => Just(String::new()), 2 => word()];
    let name = (text(), text(), text(), text(), text());
    let label = || {
        prop_oneof![
            Just(String::new()),
            Just("Home".to_owned()),
            Just("Work".to_owned()),
            Just("Mobile".to_owned()),
            "[a-zä]{2,6} [a-z\"^]{1,3}".prop_map(|text| text.trim().to_owned())
        ]
    };
    let values = move |value: &'static str| proptest::collection::vec((label(), value, any::<bool>()), 0..5);
    let address = (label(), word(), text(), text(), text(), text(), text());
    let birthday = proptest::option::of((proptest::option::of(1900_i16..2020), 1_i8..=12, 1_i8..=28));
    let photo = proptest::option::of(proptest::collection::vec(any::<u8>(), 1..100));
    let labels = proptest::collection::btree_set("[a-z][a-zäé,; ]{0,6}[a-z]", 0..3);
    let other = proptest::collection::vec(("[A-Z][a-z \"^]{0,5}[a-z]", word()), 0..3);
    (
        (word(), name, text(), text(), text(), prop_oneof![Just(String::new()), prose()]),
        (
            values("[a-z]{1,6}@example\\.com"),
            values("\\+1 ?\\(?555\\)? ?0100[0-9]{2}"),
            values("https://example\\.com/[a-z]{1,5}"),
        ),
        proptest::collection::vec(address, 0..3),
        (
            birthday,
            photo,
            labels,
            other,
            proptest::option::of("[a-z]{2}(-[A-Z]{2})?"),
            proptest::option::of("[a-z0-9-]{4,12}"),
        ),
    )
        .prop_map(
            |(
                (display_name, name, nickname, organisation, job_title, notes),
                (emails, phones, urls),
                addresses,
                (birthday, photo, labels, other, language, uid),
            )| {
                let labelled = |values: Vec<(String, String, bool)>| {
                    let mut unique: Vec<Labelled> = Vec::new();
                    for (label, value, preferred) in values {
                        if !unique.iter().any(|known| known.value == value) {
                            unique.push(Labelled { label, value, preferred });
                        }
                    }
                    unique
                };
                Contact {
                    uid,
                    display_name,
                    given: name.0,
                    middle: name.1,
                    family: name.2,
                    prefix: name.3,
                    suffix: name.4,
                    nickname,
                    organisation,
                    job_title,
                    birthday: birthday.and_then(|(year, month, day)| Birthday::new(year, month, day)),
                    notes,
                    language,
                    emails: labelled(emails),
                    phones: labelled(phones),
                    urls: labelled(urls),
                    addresses: addresses
                        .into_iter()
                        .map(|(label, street, extended, city, region, postcode, country)| PostalAddress {
                            label,
                            street,
                            extended,
                            po_box: String::new(),
                            city,
                            region,
                            postcode,
                            country,
                            preferred: false,
                        })
                        .collect(),
                    labels: labels.into_iter().collect(),
                    photo: photo.map(|bytes| Photo::Bytes {
                        media_type: "image/png".to_owned(),
                        bytes: [b"\x89PNG", bytes.as_slice()].concat(),
                    }),
                    other,
                }
            },
        )
}

fn cards(contacts: &[Contact], version: VcardVersion) -> Vec<u8> {
    let mut out = Vec::new();
    let mut writer = VcardWriter::new(&mut out, version);
    contacts.iter().for_each(|contact| writer.contact(contact).expect("written"));
    writer.finish().expect("written");
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn shopify(products in shop()) {
        let mut out = Vec::new();
        let mut writer = ShopifyWriter::new(&mut out, options_of(&products)).expect("opened");
        products.iter().for_each(|product| writer.product(product).expect("written"));
        writer.finish().expect("written");
        prop_assert_eq!(bare(read(&out)), bare(products));
    }

    #[test]
    fn woocommerce(products in shop()) {
        let mut out = Vec::new();
        let mut writer = WooCommerceWriter::new(&mut out, options_of(&products)).expect("opened");
        products.iter().for_each(|product| writer.product(product).expect("written"));
        writer.finish().expect("written");
        prop_assert_eq!(bare(read(&out)), bare(products));
    }

    #[test]
    fn plain_table(products in shop(), delimiter in prop_oneof![Just(','), Just(';'), Just('\t')], decimal_comma: bool, bom: bool, crlf: bool) {
        let mut out = Vec::new();
        let style = CsvStyle { delimiter, decimal_comma, bom, crlf };
        let mut writer = TableWriter::products_csv(&mut out, style, options_of(&products)).expect("opened");
        products.iter().for_each(|product| writer.product(product).expect("written"));
        writer.finish().expect("written");
        prop_assert_eq!(bare(read(&out)), bare(products));
    }

    #[test]
    fn google_contacts(mut contacts in proptest::collection::vec(contact(), 1..4)) {
        for contact in &mut contacts {
            contact.photo = None;
        }
        let mut out = Vec::new();
        let mut writer = GoogleContactsWriter::new(&mut out).expect("opened");
        contacts.iter().for_each(|contact| writer.contact(contact).expect("written"));
        writer.finish().expect("written");
        prop_assert_eq!(open(&out).expect("readable").sound_contacts(), contacts);
    }

    #[test]
    fn contact_cards(contacts in proptest::collection::vec(contact(), 1..4), version in prop_oneof![Just(VcardVersion::V3), Just(VcardVersion::V4)]) {
        let out = cards(&contacts, version);
        prop_assert_eq!(open(&out).expect("readable").sound_contacts(), contacts);
        prop_assert!(out.split(|byte| *byte == b'\n').all(|line| line.len() <= 76));
    }

    #[test]
    fn encodings(products in shop(), big: bool, mark: bool) {
        let mut out = Vec::new();
        let mut writer = ShopifyWriter::new(&mut out, options_of(&products)).expect("opened");
        products.iter().for_each(|product| writer.product(product).expect("written"));
        writer.finish().expect("written");
        let text = String::from_utf8(out).expect("UTF-8");
        let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
        let wide: Vec<u8> = units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect();
        prop_assert_eq!(bare(read(&wide)), bare(products));
    }
}

proptest! {
    // A workbook takes longer to write.
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn workbook(products in shop()) {
        let mut out = Cursor::new(Vec::new());
        let mut writer = TableWriter::products_xlsx(&mut out, options_of(&products)).expect("opened");
        products.iter().for_each(|product| writer.product(product).expect("written"));
        writer.finish().expect("written");
        prop_assert_eq!(bare(read(&out.into_inner())), bare(products));
    }
}

#[test]
fn contacts_as_plain_table_keep_what_it_has_columns_for() {
    let contact = Contact {
        display_name: "Zoë Müller".to_owned(),
        emails: (1..=4)
            .map(|n| Labelled { value: format!("z{n}@example.com"), ..Labelled::default() })
            .collect(),
        phones: vec![Labelled { value: "+1 555 010 0001".to_owned(), ..Labelled::default() }],
        addresses: vec![PostalAddress {
            street: "=1 Main St".to_owned(),
            city: "Bern".to_owned(),
            ..PostalAddress::default()
        }],
        labels: vec!["Regular, VIP".to_owned()],
        notes: "two\nlines".to_owned(),
        birthday: Birthday::new(None, 2, 29),
        ..Contact::default()
    };
    let mut out = Vec::new();
    let mut writer = TableWriter::contacts_csv(&mut out, CsvStyle::EXCEL_COMMA).expect("opened");
    writer.contact(&contact).expect("written");
    writer.finish().expect("written");
    assert_eq!(open(&out).expect("readable").sound_contacts(), std::slice::from_ref(&contact));
    let mut out = Cursor::new(Vec::new());
    let mut writer = TableWriter::contacts_xlsx(&mut out).expect("opened");
    writer.contact(&contact).expect("written");
    writer.finish().expect("written");
    assert_eq!(open(&out.into_inner()).expect("readable").sound_contacts(), [contact]);
}
