//! Between the readers of foreign files and core: what a file says, in the shop's own terms.

use haberdash_core::catalog::ProductStatus;
use haberdash_core::imports::{
    Incoming, IncomingContact, IncomingImage, IncomingProduct, IncomingVariant, Item, Said,
};
use haberdash_core::money::Currency;
use haberdash_core::{Code, Error};
use haberdash_files as files;
use haberdash_files::{Decimal, Entry, FileError, FileErrorCode, Position, Problem};
use serde::{Deserialize, Serialize};

/// Where a rejected entry stands, and why: enough to write its rows out again.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Source {
    pub position: Position,
    pub problems: Vec<Problem>,
}

/// A reader's error as ours.
pub fn file_error(error: FileError) -> Error {
    let code = match error.code {
        FileErrorCode::Io => Code::StorageUnavailable,
        FileErrorCode::TooLarge | FileErrorCode::ZipBomb => Code::TooLarge,
        _ => Code::Invalid,
    };
    let full = error.source.as_ref().is_some_and(|error| error.kind() == std::io::ErrorKind::StorageFull);
    let code = if full { Code::DiskFull } else { code };
    let detail = match error.row {
        Some(row) if !error.text.contains(&row.to_string()) => format!("Row {row}: {}", error.text),
        _ => error.text.clone(),
    };
    Error::caused(code, detail, error)
}

fn said<T, U>(said: files::Said<T>, with: impl FnOnce(T) -> U) -> Said<U> {
    match said {
        files::Said::Nothing => Said::Nothing,
        files::Said::Empty => Said::Empty,
        files::Said::Value(value) => Said::Value(with(value)),
    }
}

/// What is the same for products and contacts.
fn incoming<T>(entry: Entry<T>, name: &str, convert: impl FnOnce(T) -> Result<Item, Refusal>) -> Incoming {
    let rejected = entry.rejected();
    let row = |row: Option<&u64>| row.and_then(|row| i64::try_from(*row).ok()).unwrap_or_default();
    let (first_row, last_row) = (row(entry.rows.iter().min()), row(entry.rows.iter().max()));
    let source = Source { position: entry.position, problems: entry.problems.clone() };
    let refused =
        |reason: String, field: Option<String>| Item::Refused { title: name.to_owned(), reason, field };
    let item = match entry.item {
        Some(item) if !rejected => {
            convert(item).unwrap_or_else(|refusal| refused(refusal.reason, Some(refusal.field.into())))
        }
        _ => {
            let worst = entry.problems.iter().find(|problem| problem.severity == files::Severity::Error);
            let reason = worst.map_or_else(|| "Nothing in it can be used.".to_owned(), |p| p.text.clone());
            let field = worst.and_then(|problem| problem.field).map(|field| field.id().to_owned());
            refused(reason, field)
        }
    };
    Incoming {
        index: i64::try_from(entry.index).unwrap_or(i64::MAX),
        first_row,
        last_row,
        item,
        // Positions and texts only: they always become JSON.
        source: serde_json::to_value(source).unwrap_or_default(),
    }
}

/// Why a value cannot be the shop's.
struct Refusal {
    reason: String,
    field: &'static str,
}

/// A product of the file in the shop's currency.
pub fn product(entry: Entry<files::Product>, currency: Currency) -> Incoming {
    let name = entry.item.as_ref().map(|product| {
        let title = product.title.text();
        if title.is_empty() { product.key.clone() } else { title.to_owned() }
    });
    incoming(entry, &name.unwrap_or_default(), |product| to_product(product, currency))
}

fn to_product(product: files::Product, currency: Currency) -> Result<Item, Refusal> {
    let mut variants = Vec::with_capacity(product.variants.len());
    for variant in product.variants {
        variants.push(to_variant(variant, currency)?);
    }
    let category = match product.category {
        files::Said::Value(category) if !category.trim().is_empty() => Said::Value(category),
        // The shop's own word for the kind of thing, where no category is said.
        other => match said(product.product_type, |text| text) {
            Said::Nothing => said(other, |text| text),
            kind => kind,
        },
    };
    let publish_at = said(product.publish_date, |date| date.to_string().parse::<jiff::civil::Date>().ok());
    Ok(Item::Product(Box::new(IncomingProduct {
        handle: said(product.handle, |text| text),
        title: said(product.title, |text| text),
        description: said(product.description, |description| description.text),
        brand: said(product.brand, |text| text),
        category,
        material: said(product.material, |text| text),
        care: said(product.care, |text| text),
        season: said(product.season, |text| text),
        tags: said(product.tags, |tags| tags),
        status: said(product.status, |status| match status {
            files::Status::Draft => ProductStatus::Draft,
            files::Status::Active => ProductStatus::Active,
            files::Status::Archived => ProductStatus::Archived,
        }),
        tax_class: said(product.tax_class, |text| text),
        publish_at: match publish_at {
            Said::Value(Some(date)) => midnight(date).map_or(Said::Nothing, Said::Value),
            _ => Said::Nothing,
        },
        options: product
            .options
            .into_value()
            .unwrap_or_default()
            .into_iter()
            .map(|option| (option.name, option.values))
            .collect(),
        variants,
        images: product
            .images
            .into_iter()
            .map(|image| IncomingImage { url: image.url, alt: image.alt })
            .collect(),
    })))
}

fn midnight(date: jiff::civil::Date) -> Option<haberdash_core::Timestamp> {
    let at = jiff::tz::TimeZone::UTC.to_timestamp(date.at(0, 0, 0, 0)).ok()?;
    Some(haberdash_core::Timestamp::from(at))
}

fn to_variant(variant: files::Variant, currency: Currency) -> Result<IncomingVariant, Refusal> {
    let row = variant.row;
    let minor = |field: &'static str, amount: files::Said<Decimal>| -> Result<Said<i64>, Refusal> {
        Ok(match amount {
            files::Said::Nothing => Said::Nothing,
            files::Said::Empty => Said::Empty,
            files::Said::Value(amount) => match amount.minor_units(currency.exponent()) {
                Some(minor) => Said::Value(minor),
                None => {
                    let reason = format!("Row {row}: {amount} is no amount of {currency}.");
                    return Err(Refusal { reason, field });
                }
            },
        })
    };
    Ok(IncomingVariant {
        row: i64::try_from(row).unwrap_or_default(),
        sku: said(variant.sku, |text| text),
        barcode: said(variant.barcode, |text| text),
        values: variant.values,
        price: minor("price", variant.price)?,
        compare_at: minor("compare_at", variant.compare_at)?,
        cost: minor("cost", variant.cost)?,
        stock: said(variant.stock, |pieces| pieces),
        weight_grams: match variant.weight_grams {
            files::Said::Value(grams) => rounded(grams).map_or(Said::Nothing, Said::Value),
            files::Said::Empty => Said::Empty,
            files::Said::Nothing => Said::Nothing,
        },
        allow_backorder: said(variant.allow_backorder, |allow| allow),
        image_url: variant.image_url.into_value(),
    })
}

/// Whole grams: nobody weighs goods more exactly.
fn rounded(grams: Decimal) -> Option<i64> {
    let milligrams =
        grams.minor_units(3).or_else(|| grams.to_string().parse::<f64>().ok().and_then(to_milli))?;
    Some((milligrams + 500).div_euclid(1000))
}

fn to_milli(grams: f64) -> Option<i64> {
    let milli = (grams * 1000.0).round();
    (milli.abs() < 1e15).then(|| format!("{milli:.0}").parse().ok()).flatten()
}

/// A person of the file.
pub fn contact(entry: Entry<files::Contact>) -> Incoming {
    let name = entry.item.as_ref().map(|contact| contact.display_name.clone()).unwrap_or_default();
    incoming(entry, &name, |contact| Ok(Item::Contact(Box::new(to_contact(contact)))))
}

fn to_contact(contact: files::Contact) -> IncomingContact {
    let mut notes: Vec<String> = Vec::new();
    let mut note = |label: &str, text: &str| {
        let text = text.trim();
        if !text.is_empty() {
            notes.push(if label.is_empty() { text.to_owned() } else { format!("{label}: {text}") });
        }
    };
    note("", &contact.notes);
    note("Company", &contact.organisation);
    note("Job title", &contact.job_title);
    note("Nickname", &contact.nickname);
    if let Some(birthday) = &contact.birthday {
        let (month, day) = (birthday.month, birthday.day);
        match birthday.year {
            Some(year) => note("Birthday", &format!("{year:04}-{month:02}-{day:02}")),
            None => note("Birthday", &format!("--{month:02}-{day:02}")),
        }
    }
    for url in &contact.urls {
        note("Website", &url.value);
    }
    note("Labels", &contact.labels.join(", "));
    let lines = |address: &files::PostalAddress| address.lines().trim().to_owned();
    let main = contact.addresses.iter().position(|address| address.preferred).unwrap_or_default();
    for (place, address) in contact.addresses.iter().enumerate() {
        if place != main {
            note("Address", &lines(address).replace('\n', ", "));
        }
    }
    for (name, value) in &contact.other {
        note(name, value);
    }
    let preferred_first = |list: Vec<files::Labelled>| {
        let (first, rest): (Vec<_>, Vec<_>) = list.into_iter().partition(|item| item.preferred);
        first.into_iter().chain(rest).map(|item| item.value).collect()
    };
    IncomingContact {
        display_name: contact.display_name,
        address: contact.addresses.get(main).map(lines).unwrap_or_default(),
        language: contact.language,
        notes: notes.join("\n"),
        emails: preferred_first(contact.emails),
        phones: preferred_first(contact.phones),
    }
}
