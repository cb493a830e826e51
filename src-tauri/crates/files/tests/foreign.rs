//! Files as other programs write them.

mod common;

use common::{open, open_with};
use haberdash_files::{
    Birthday, DecimalChoice, Entry, Field, FileErrorCode, Format, Kind, NoticeCode, Photo, ProblemCode,
    Product, Said, Severity, Status,
};

fn codes<T>(entry: &Entry<T>) -> Vec<(u64, ProblemCode)> {
    entry.problems.iter().map(|problem| (problem.row, problem.code)).collect()
}

fn price(product: &Product, at: usize) -> String {
    product.variants[at].price.value().map(ToString::to_string).unwrap_or_default()
}

const SHOPIFY: &str = "\
Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Option3 Name,Option3 Value,Variant SKU,Variant Grams,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Compare At Price,Variant Barcode,Image Src,Image Position,Image Alt Text,Variant Image,Variant Weight Unit,Cost per item,Inventory Available: High Street,Fabric (product.metafields.shopify.fabric),Status
linen-dress,Linen dress,\"<p>Soft, <b>washed</b> linen.</p><script>x()</script>\",Harbour,Apparel > Dresses,Dress,\"summer, linen\",TRUE,Size,S,Colour,Navy,,,LD-S-NAVY,250,3,deny,49.90,59.90,4006381333931,https://example.com/1.jpg,1,Front,https://example.com/2.jpg,kg,18.5,4,linen,active
linen-dress,,,,,,,,,M,,Navy,,,LD-M-NAVY,260.0,0,continue,49.90,,,https://example.com/2.jpg,2,Back,,kg,18.5,,,
tote,Tote,,,,,,false,Title,Default Title,,,,,,0,,deny,15.00,,,,,,,g,,,,draft
linen-dress,,,,,,,,,,,,,,,,,,,,,https://example.com/3.jpg,3,,,,,,,
linen-dress,,,,,,,,,L,,Navy,,,LD-L-NAVY,270,1,deny,52.00,,,,,,,kg,,,,
";

#[test]
fn shopify_rows_of_one_handle_need_not_be_neighbours() {
    let opened = open(SHOPIFY.as_bytes()).expect("readable");
    assert_eq!(opened.prepared.format, Format::ShopifyCsv);
    assert_eq!((opened.survey.rows, opened.survey.entries), (5, 2));
    let codes: Vec<_> = opened.prepared.notices.iter().map(|notice| notice.code).collect();
    assert_eq!(codes, [NoticeCode::IgnoredColumns, NoticeCode::OtherColumns]);
    let entries = opened.products();
    let rows: Vec<_> = entries.iter().map(|entry| entry.rows.clone()).collect();
    assert_eq!(rows, [vec![2, 3, 5, 6], vec![4]]);
    assert_eq!(entries[0].problems.len(), 1);
    assert_eq!(
        (entries[0].problems[0].code, entries[0].problems[0].severity),
        (ProblemCode::UnsafeMarkup, Severity::Warning)
    );
    let dress = entries[0].item.as_ref().expect("a product");
    assert_eq!(dress.status, Said::Value(Status::Active));
    let options = dress.options.value().expect("options");
    assert_eq!(
        options.iter().map(|option| (option.name.as_str(), option.values.join("|"))).collect::<Vec<_>>(),
        [("Size", "S|M|L".to_owned()), ("Colour", "Navy".to_owned())]
    );
    assert_eq!(
        dress.variants.iter().map(|variant| variant.values.join("/")).collect::<Vec<_>>(),
        ["S/Navy", "M/Navy", "L/Navy"]
    );
    assert_eq!(
        dress.images.iter().map(|image| (image.url.as_str(), image.alt.as_str())).collect::<Vec<_>>(),
        [
            ("https://example.com/1.jpg", "Front"),
            ("https://example.com/2.jpg", "Back"),
            ("https://example.com/3.jpg", "")
        ]
    );
    assert_eq!(dress.variants[0].image_url.text(), "https://example.com/2.jpg");
    assert_eq!(dress.variants[0].allow_backorder, Said::Value(false));
    assert_eq!(dress.variants[1].allow_backorder, Said::Value(true));
    assert_eq!(dress.variants[1].weight_grams, Said::Value(260.into()));
    assert_eq!(dress.other, [("Fabric (product.metafields.shopify.fabric)".to_owned(), "linen".to_owned())]);
    let description = dress.description.value().expect("a description");
    assert_eq!(description.text, "Soft, washed linen.");
    assert_eq!(description.html.as_deref(), Some("<p>Soft, <b>washed</b> linen.</p>"));
    assert_eq!(dress.tags, Said::Value(vec!["summer".to_owned(), "linen".to_owned()]));
    let tote = entries[1].item.as_ref().expect("a product");
    assert_eq!((tote.options.clone(), tote.status), (Said::Empty, Said::Value(Status::Draft)));
    assert_eq!((tote.variants[0].sku.clone(), price(tote, 0).as_str()), (Said::Empty, "15"));
}

#[test]
fn shopify_of_today() {
    let text = "Title,URL handle,Description,Vendor,Type,Tags,Published on online store,Status,SKU,Barcode,Option1 name,Option1 value,Price,Compare-at price,Cost per item,Charge tax,Inventory quantity,Continue selling when out of stock,Weight value (grams),Product image URL,Image position,Image alt text,Variant image URL\n\
Scarf,scarf,Warm,Harbour,Scarf,,TRUE,Archived,SC-1,,Colour,Red,20,25,8,TRUE,7,DENY,120,https://example.com/a.png,1,A scarf,\n";
    let opened = open(text.as_bytes()).expect("readable");
    assert_eq!(opened.prepared.format, Format::ShopifyCsv);
    let scarf = opened.sound_products().remove(0);
    assert_eq!(scarf.status, Said::Value(Status::Archived));
    let variant = &scarf.variants[0];
    assert_eq!(
        (variant.stock, variant.taxable, variant.allow_backorder),
        (Said::Value(7), Said::Value(true), Said::Value(false))
    );
    assert_eq!(variant.compare_at, Said::Value(25.into()));
}

#[test]
fn each_bad_row_is_named_and_comes_back_for_correction() {
    let text = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price\n\
shirt,Shirt,Size,S,SH-S,25.00\n\
shirt,,,M,SH-M,twenty\n\
belt,Belt,Title,Default Title,BELT,12.00\n\
cap,Cap,Title,Default Title,BELT,9.00\n\
,Nothing,,,N-1,5\n\
sock,Sock,Size,S,SO-S,5\n\
sock,,,S,SO-S2,5\n\
hat,Hat,Size,,HAT,5,extra\n";
    let opened = open(text.as_bytes()).expect("readable");
    let entries = opened.products();
    let found: Vec<_> = entries.iter().map(|entry| (entry.rejected(), codes(entry))).collect();
    assert_eq!(
        found,
        [
            (true, vec![(3, ProblemCode::NotANumber)]),
            (false, vec![]),
            (true, vec![(5, ProblemCode::DuplicateSku)]),
            (true, vec![(6, ProblemCode::MissingKey)]),
            (true, vec![(8, ProblemCode::DuplicateVariant)]),
            (true, vec![(9, ProblemCode::TooManyCells)]),
        ]
    );
    let problem = &entries[0].problems[0];
    assert_eq!(
        (problem.column.as_deref(), problem.field, problem.value.as_deref()),
        (Some("Variant Price"), Some(Field::Price), Some("twenty"))
    );
    let rejected = String::from_utf8(opened.rejected()).expect("UTF-8");
    let lines: Vec<&str> = rejected.lines().collect();
    assert_eq!(lines.len(), 8, "{rejected}");
    assert_eq!(
        lines[0],
        "\u{feff}Row,Reason,Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price"
    );
    assert_eq!(lines[1], "2,,shirt,Shirt,Size,S,SH-S,25.00");
    assert!(lines[2].starts_with("3,") && lines[2].ends_with(",shirt,,,M,SH-M,twenty"), "{}", lines[2]);
    // Corrected, it is read as the same table.
    let corrected =
        rejected.replace("twenty", "20").replace("SO-S2,5", "SO-M,6").replace("sock,,,S,", "sock,,,M,");
    let again = open(corrected.as_bytes()).expect("readable");
    assert_eq!(again.prepared.format, Format::ShopifyCsv);
    let shirt = again.products().remove(0);
    assert!(!shirt.rejected(), "{:?}", shirt.problems);
    assert_eq!(price(&shirt.item.expect("a product"), 1), "20");
}

#[test]
fn woocommerce_variations_find_their_product_in_any_order() {
    let text = "ID,Type,SKU,Name,Published,\"Is featured?\",Description,\"Tax status\",\"In stock?\",Stock,\"Backorders allowed?\",\"Weight (kg)\",\"Sale price\",\"Regular price\",Categories,Tags,Images,Parent,Position,\"Attribute 1 name\",\"Attribute 1 value(s)\",\"Attribute 1 visible\",\"Attribute 1 global\",\"Attribute 2 name\",\"Attribute 2 value(s)\",\"Meta: supplier\"\n\
11,variation,DR-M,Dress - M,1,0,,taxable,1,2,0,0.25,39,49,,,https://example.com/m.jpg,id:10,2,Size,M,,1,,,\n\
10,variable,DR,Dress,1,0,\"Line one\\nLine two\",taxable,1,,0,,,,\"Clothing, Clothing > Dresses, Sale\\, new\",\"summer, linen\",\"https://example.com/1.jpg, https://example.com/2.jpg\",,0,Size,\"S, M\",1,1,Material,Linen,Mill & Co\n\
20,simple,TOTE,Tote,-1,0,,none,1,5,notify,,,15,Bags,,,,0,,,,,,,\n\
12,variation,DR-S,Dress - S,1,0,,taxable,1,1,1,0.2,,49,,,,DR,1,Size,S,,1,,,\n\
30,variation,X,Orphan,1,0,,taxable,1,1,0,,,5,,,,NOBODY,0,Size,S,,1,,,\n\
40,grouped,G,Group,1,0,,taxable,1,,0,,,,,,,,0,,,,,,,\n";
    let opened = open(text.as_bytes()).expect("readable");
    assert_eq!(opened.prepared.format, Format::WoocommerceCsv);
    let entries = opened.products();
    assert_eq!(opened.survey.entries, entries.len() as u64);
    let found: Vec<_> = entries.iter().map(|entry| (entry.rows.clone(), codes(entry))).collect();
    assert_eq!(
        found,
        [
            (vec![2, 3, 5], vec![]),
            (vec![4], vec![]),
            (vec![6], vec![(6, ProblemCode::MissingParent)]),
            (vec![7], vec![(7, ProblemCode::UnsupportedRow)]),
        ]
    );
    let dress = entries[0].item.as_ref().expect("a product");
    assert_eq!(dress.title.text(), "Dress");
    assert_eq!(dress.category.text(), "Clothing > Dresses");
    assert_eq!(dress.material.text(), "Linen");
    assert_eq!(
        dress.description.value().map(|description| description.text.as_str()),
        Some("Line one\nLine two")
    );
    assert_eq!(dress.options.value().map(|options| options[0].values.join(",")), Some("S,M".to_owned()));
    assert_eq!(dress.variants.iter().map(|variant| variant.sku.text()).collect::<Vec<_>>(), ["DR-S", "DR-M"]);
    assert_eq!((price(dress, 0), price(dress, 1)), ("49".to_owned(), "39".to_owned()));
    assert_eq!(dress.variants[1].compare_at, Said::Value(49.into()));
    assert_eq!(dress.variants[1].weight_grams, Said::Value(250.into()));
    assert_eq!(dress.images.len(), 3);
    assert_eq!(
        dress.other,
        [
            ("Categories".to_owned(), "Sale, new".to_owned()),
            ("Meta: supplier".to_owned(), "Mill & Co".to_owned())
        ]
    );
    let tote = entries[1].item.as_ref().expect("a product");
    assert_eq!(
        (tote.status, tote.variants[0].taxable, tote.variants[0].allow_backorder),
        (Said::Value(Status::Draft), Said::Value(false), Said::Value(true))
    );
}

#[test]
fn google_contacts_of_both_generations() {
    let today = "First Name,Middle Name,Last Name,Phonetic First Name,File As,Organization Name,Organization Title,Birthday,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Label,Address 1 - Formatted,Address 1 - Street,Address 1 - City,Custom Field 1 - Label,Custom Field 1 - Value\n\
Ana,,Lopez,,,Shop,Owner,--03-07,\"two\nlines\",Regulars ::: * myContacts,* Home,a@example.com ::: b@example.com,Mobile,+1 555 010 0001 ::: +1 555 010 0002,Home,ignored,1 Main St,Bern,Size,38\n\
,,,,,,,,,,,,,,,,,,,\n\
Bea,,,,,,,1990-02-30,,,,,,,,,,,,\n";
    let opened = open(today.as_bytes()).expect("readable");
    assert_eq!(opened.prepared.format, Format::GoogleContactsCsv);
    let entries = opened.contacts();
    assert_eq!(entries.iter().map(codes).collect::<Vec<_>>(), [vec![], vec![(4, ProblemCode::NoSuchDate)]]);
    let ana = entries[0].item.as_ref().expect("a contact");
    assert_eq!(ana.display_name, "Ana Lopez");
    assert_eq!(ana.birthday, Birthday::new(None, 3, 7));
    assert_eq!(ana.labels, ["Regulars"]);
    assert_eq!(
        ana.emails
            .iter()
            .map(|email| (email.label.as_str(), email.value.as_str(), email.preferred))
            .collect::<Vec<_>>(),
        [("Home", "a@example.com", true), ("Home", "b@example.com", true)]
    );
    assert_eq!(ana.phones.len(), 2);
    assert_eq!(ana.addresses[0].lines(), "1 Main St\nBern");
    assert_eq!(ana.other, [("Size".to_owned(), "38".to_owned())]);

    let older = "Name,Given Name,Additional Name,Family Name,Birthday,Notes,Language,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Organization 1 - Name,Organization 1 - Title\n\
Zoë Meier,Zoë,,Meier,1980-12-31,,de,* My Contacts ::: Friends,* Work,z@example.com,Mobile,+1 555 010 0003,Acme,Buyer\n";
    let zoe = open(older.as_bytes()).expect("readable").sound_contacts().remove(0);
    assert_eq!(
        (zoe.given.as_str(), zoe.family.as_str(), zoe.organisation.as_str(), zoe.job_title.as_str()),
        ("Zoë", "Meier", "Acme", "Buyer")
    );
    assert_eq!(zoe.birthday, Birthday::new(Some(1980), 12, 31));
    assert_eq!(zoe.language.as_deref(), Some("de"));
    assert_eq!(zoe.labels, ["Friends"]);
}

/// One card of each odd producer.
#[test]
fn cards_of_odd_producers() {
    let mut bytes = Vec::new();
    // Outlook, 2.1: Latin letters without a word about it, soft breaks, an indented photo.
    bytes.extend_from_slice(b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;LANGUAGE=de:M\xfcller;J\xf6rg\r\nFN:J\xf6rg M\xfcller\r\nORG:Laden;Einkauf\r\nTEL;WORK;VOICE:+1 555 010 0001\r\nTEL;CELL;VOICE:+1 555 010 0002\r\nADR;WORK;PREF;ENCODING=QUOTED-PRINTABLE:;;Hauptstra=DFe 1=0D=0AHinterhof;Bern;;3000;Schweiz\r\nEMAIL;PREF;INTERNET:j@example.com\r\nPHOTO;TYPE=JPEG;ENCODING=BASE64:\r\n /9j/4AAQ\r\n SkZJRg==\r\n\r\nREV:20240101T000000Z\r\nEND:VCARD\r\n");
    // iPhone, 3.0: groups with labels, a birthday without a year.
    bytes.extend_from_slice("BEGIN:VCARD\nVERSION:3.0\nN:Lopez;Ana;Maria;Dr.;\nFN:Dr. Ana Maria Lopez\nitem1.TEL;type=pref:+1 555 010 0003\nitem1.X-ABLabel:_$!<HomePage>!$_\nitem2.EMAIL;type=INTERNET:ana@example.com\nitem2.X-ABLabel:Boutique\nBDAY;X-APPLE-OMIT-YEAR=1604:1604-02-29\nNOTE:one\\, two\\nthree\nitem3.ADR;type=HOME:;;1 Main St\\nUpstairs;Bern;;3000;Switzerland\nitem3.X-ABADR:ch\nX-SOCIALPROFILE;type=instagram:https://example.com/ana\nEND:VCARD\n".as_bytes());
    // Android, 2.1: everything quoted-printable in UTF-8.
    bytes.extend_from_slice(b"BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E0=A4=B6=E0=A4=B0=\n=E0=A5=8D=E0=A4=AE=E0=A4=BE;=E0=A4=86=E0=A4=B6=E0=A4=BE;;;\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E0=A4=86=E0=A4=B6=E0=A4=BE\nTEL;CELL;PREF:+15550100004\nX-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;Asha;1;;;;;;;;;;;;;\nEND:VCARD\n");
    // Lotus Notes: the end is missing, names with commas; then 4.0 with URIs and a group card.
    bytes.extend_from_slice(b"BEGIN:VCARD\nVERSION:3.0\nFN:Sales\\, North\nN:North;Sales,Team;;;\nEMAIL;TYPE=INTERNET,PREF:sales@example.com\n");
    bytes.extend_from_slice(b"BEGIN:VCARD\nVERSION:4.0\nFN:Kim\nTEL;VALUE=uri;TYPE=\"voice,cell\";PREF=1:tel:+1-555-010-0005\nBDAY:--0307\nLANG:ko\nCATEGORIES:VIP,Wholesale\nPHOTO:data:image/png;base64,iVBORw0KGgo=\nORG:\nUID:urn:uuid:1\nEND:VCARD\nBEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN:Friends\nEND:VCARD\nBEGIN:VCARD\nVERSION:4.0\nBDAY:19990231\nFN:Bad day\nEND:VCARD\nBEGIN:VCARD\nEND:VCARD\n");
    let opened = open(&bytes).expect("readable");
    assert_eq!((opened.prepared.format, opened.prepared.rows, opened.survey.entries), (Format::Vcard, 8, 8));
    let entries = opened.contacts();
    let found: Vec<_> = entries.iter().map(|entry| (entry.rejected(), codes(entry))).collect();
    assert_eq!(
        found,
        [
            (false, vec![]),
            (false, vec![]),
            (false, vec![]),
            (false, vec![(4, ProblemCode::BadCard)]),
            (false, vec![]),
            (true, vec![(6, ProblemCode::UnsupportedRow)]),
            (false, vec![(7, ProblemCode::NoSuchDate)]),
            (true, vec![(8, ProblemCode::BadCard)]),
        ]
    );
    let contacts: Vec<_> = entries.into_iter().filter_map(|entry| entry.item).collect();
    let outlook = &contacts[0];
    assert_eq!(
        (outlook.display_name.as_str(), outlook.family.as_str(), outlook.organisation.as_str()),
        ("Jörg Müller", "Müller", "Laden")
    );
    assert_eq!(outlook.addresses[0].street, "Hauptstraße 1\nHinterhof");
    assert_eq!(
        outlook.phones.iter().map(|phone| phone.label.as_str()).collect::<Vec<_>>(),
        ["Work", "Mobile"]
    );
    assert!(
        matches!(&outlook.photo, Some(Photo::Bytes { media_type, bytes }) if media_type == "image/jpeg" && bytes.len() == 10)
    );
    let iphone = &contacts[1];
    assert_eq!(iphone.phones[0].label, "HomePage");
    assert!(iphone.phones[0].preferred);
    assert_eq!(iphone.emails[0].label, "Boutique");
    assert_eq!(iphone.birthday, Birthday::new(None, 2, 29));
    assert_eq!(iphone.notes, "one, two\nthree");
    assert_eq!(iphone.addresses[0].street, "1 Main St\nUpstairs");
    assert_eq!(iphone.other, [("X-SOCIALPROFILE".to_owned(), "https://example.com/ana".to_owned())]);
    assert_eq!(
        (contacts[2].family.as_str(), contacts[2].given.as_str(), contacts[2].display_name.as_str()),
        ("शर्मा", "आशा", "आशा")
    );
    assert_eq!(
        (contacts[3].display_name.as_str(), contacts[3].given.as_str()),
        ("Sales, North", "Sales Team")
    );
    let kim = &contacts[4];
    assert_eq!(
        (kim.phones[0].value.as_str(), kim.phones[0].label.as_str(), kim.phones[0].preferred),
        ("+1-555-010-0005", "Mobile", true)
    );
    assert_eq!(
        (kim.birthday, kim.labels.len(), kim.uid.as_deref()),
        (Birthday::new(None, 3, 7), 2, Some("urn:uuid:1"))
    );
    assert!(matches!(&kim.photo, Some(Photo::Bytes { media_type, .. }) if media_type == "image/png"));
    assert_eq!(contacts[5].other, [("Birthday".to_owned(), "19990231".to_owned())]);
    let rejected = String::from_utf8_lossy(&opened.rejected()).into_owned();
    assert_eq!(rejected.matches("BEGIN:VCARD").count(), 2);
    assert_eq!(rejected.matches("X-HABERDASH-REASON:").count(), 2);
    assert_eq!(rejected.matches("END:VCARD").count(), 2);
}

#[test]
fn a_german_table_with_a_title_above_and_options_as_columns() {
    let text = "Preisliste Mai 2024;;;;;;\n;;;;;;\nBezeichnung;Größe;Farbe;VK-Preis;Bestand;Art.-Nr.;Regal\n\
Hemd;S;Blau;1.234,50 €;3;H-S;A1\n;M;Blau;1.200 €;2;H-M;A2\nHose;;;99,90;1;P-1;\n";
    let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(text);
    let opened = open(&bytes).expect("readable");
    assert_eq!((opened.prepared.format, opened.prepared.kind), (Format::Csv, Kind::Products));
    assert!(opened.prepared.mapping_needed());
    assert_eq!(opened.prepared.encoding, "windows-1252");
    let fields: Vec<_> = opened.prepared.columns.iter().map(|column| column.field.map(Field::id)).collect();
    assert_eq!(
        fields,
        [
            Some("title"),
            Some("option_column"),
            Some("option_column"),
            Some("price"),
            Some("stock"),
            Some("sku"),
            None
        ]
    );
    assert_eq!(opened.prepared.columns[0].samples, ["Hemd", "Hose"]);
    let entries = opened.products();
    assert_eq!(entries.iter().map(|entry| entry.rows.clone()).collect::<Vec<_>>(), [vec![4, 5], vec![6]]);
    let shirt = entries[0].item.as_ref().expect("a product");
    assert_eq!((price(shirt, 0).as_str(), price(shirt, 1).as_str()), ("1234.5", "1200"));
    assert_eq!(shirt.variants[1].values, ["M", "Blau"]);
    assert_eq!(entries[1].item.as_ref().map(|product| product.options.clone()), Some(Said::Empty));
    let notices: Vec<_> = opened.survey.notices.iter().map(|notice| notice.code).collect();
    assert_eq!(notices, [NoticeCode::AmbiguousNumbers]);
    // The owner knows better.
    let forced = open_with(&bytes, |layout| layout.decimal = DecimalChoice::Point).expect("readable");
    assert_eq!(price(forced.products()[0].item.as_ref().expect("a product"), 1), "1.2");
}

#[test]
fn what_cannot_be_read_says_why() {
    for (bytes, code) in [
        (&b""[..], FileErrorCode::Empty),
        (b"  \n \n", FileErrorCode::Empty),
        (b"%PDF-1.7", FileErrorCode::UnknownFormat),
        (b"<!DOCTYPE html><table>", FileErrorCode::UnknownFormat),
        (b"PK\x03\x04rubbish", FileErrorCode::Damaged),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rubbish", FileErrorCode::UnknownFormat),
        (b"Title,Price\nA,1\nB,\"2\nC,3\n", FileErrorCode::UnclosedQuote),
        (b"\x89PNG\r\n\x1a\n\0\0", FileErrorCode::UnknownFormat),
    ] {
        let error = open(bytes).err().expect("refused");
        assert_eq!(error.code, code, "{error}");
        assert!(error.text.ends_with(['.', '!']), "{error}");
    }
    let columns = format!("Title,{}\n", "x,".repeat(1_000_000));
    assert_eq!(open(columns.as_bytes()).err().expect("refused").code, FileErrorCode::TooManyColumns);
}

#[test]
fn a_mapping_that_cannot_work_is_told() {
    let opened = open(b"Title,Price,Price again\nA,1,2\n").expect("readable");
    let mut layout = opened.prepared.layout;
    assert_eq!(layout.check(), Ok(()));
    layout.mapping = vec![None, Some(Field::Price), Some(Field::Price)];
    let problems = layout.check().expect_err("problems");
    assert_eq!(problems.iter().map(|problem| problem.field).collect::<Vec<_>>(), [Some(Field::Price), None]);
    layout.mapping = vec![Some(Field::Email), Some(Field::Title), None];
    assert_eq!(layout.check().expect_err("problems")[0].field, Some(Field::Email));
}

#[test]
fn reading_goes_on_at_any_product() {
    let opened = open(SHOPIFY.as_bytes()).expect("readable");
    let all = opened.products();
    for entry in &all {
        let mut rest = haberdash_files::products(
            std::io::Cursor::new(&opened.canonical),
            &opened.prepared.layout,
            &opened.survey,
            entry.after,
        )
        .expect("opened");
        let next = rest.next_entry().expect("read");
        assert_eq!(next.as_ref(), all.get(usize::try_from(entry.index).expect("small") + 1));
    }
}
