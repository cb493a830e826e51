//! Files that go out: written beside their name and given it when they are whole.

use std::fs;
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use haberdash_core::catalog::{ProductDetail, ProductStatus, Variant};
use haberdash_core::contacts::{Channel, ContactDetail};
use haberdash_core::database::{Connection, Inspection};
use haberdash_core::exports::{self, Export, ExportContent, ExportFormat};
use haberdash_core::{Clock, Code, Database, Error, Id, Money, Result, id};
use haberdash_files as files;
use haberdash_files::{Cell, CsvStyle, Decimal, Said};

use super::archive;
use super::imports::unusable;
use super::reading::file_error;

/// The folder of files that went out, in the data folder.
pub const FOLDER: &str = "exports";

/// Excel takes UTF-8 for Latin without the mark.
const STYLE: CsvStyle = CsvStyle { delimiter: ',', decimal_comma: false, bom: true, crlf: true };

/// Between two notes of how far it is.
const TOLD_EVERY: i64 = 2000;

/// Where an export's file is, when it is finished.
pub fn path(data_dir: &Path, export: &Export) -> Option<PathBuf> {
    let name = export.file_name.as_deref()?;
    Some(match &export.folder {
        Some(folder) => PathBuf::from(folder).join(name),
        None => data_dir.join(FOLDER).join(export.id.to_string()).join(name),
    })
}

/// Removes what lies in the data folder; what the owner had put elsewhere is theirs.
pub fn clear(data_dir: &Path, export: &Export) {
    if export.folder.is_some() {
        return;
    }
    let folder = data_dir.join(FOLDER).join(export.id.to_string());
    if let Err(error) = fs::remove_dir_all(folder)
        && error.kind() != std::io::ErrorKind::NotFound
    {
        tracing::warn!(%error, "an export's file could not be deleted");
    }
}

/// Writes the file of an export that was asked for.
///
/// # Errors
/// `DiskFull`, `StorageUnavailable`; those of the queries.
pub fn run(database: &Database, data_dir: &Path, id: Id<id::Export>) -> Result<()> {
    let export = match database.read_blocking(|c| exports::get(c, id)) {
        Ok(export) => export,
        Err(error) if error.code == Code::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    let folder = match &export.folder {
        Some(folder) => PathBuf::from(folder),
        None => data_dir.join(FOLDER).join(id.to_string()),
    };
    fs::create_dir_all(&folder).map_err(unusable)?;
    let stamp = database.clock().now().to_jiff().strftime("%Y-%m-%d-%H%M%S").to_string();
    let name = format!("{}-{stamp}.{}", export.what, export.format.extension());
    let path = folder.join(&name);
    let mut told = 0;
    let mut progress = |done: i64, total: Option<i64>| -> Result<()> {
        if done - told >= TOLD_EVERY {
            told = done;
            database.write_blocking(move |tx| exports::progress(tx, id, done, total))?;
        }
        Ok(())
    };
    let done =
        write_file(data_dir, &path, export.what, export.format, database.clock().now(), &mut progress)?;
    let byte_count = fs::metadata(&path).map_err(unusable)?.len();
    let byte_count = i64::try_from(byte_count).unwrap_or(i64::MAX);
    database.write_blocking(move |tx| exports::finish(tx, id, name, byte_count, done))
}

/// Writes a file of the shop in `data_dir`; gives how many things stand in it. `progress` is told done and in all.
///
/// # Errors
/// `Invalid` when the format cannot hold that; `NotFound` without a shop; as [`run`].
pub fn write_file(
    data_dir: &Path,
    path: &Path,
    what: ExportContent,
    format: ExportFormat,
    now: haberdash_core::Timestamp,
    progress: &mut dyn FnMut(i64, Option<i64>) -> Result<()>,
) -> Result<i64> {
    if !format.holds(what) {
        return Err(Error::invalid("This kind of file cannot hold that. Choose another.").at("format"));
    }
    // A connection of its own: a long look at one state of the shop must not take one of the few that answer the window.
    let shop = Inspection::open(data_dir)?
        .ok_or_else(|| Error::new(Code::NotFound, "There is no shop in this folder."))?;
    archive::write_whole(path, |out| {
        shop.read_one_state(|connection| match what {
            ExportContent::Everything => {
                let rows = archive::write(connection, out, now, &mut |rows| {
                    progress(i64::try_from(rows).unwrap_or(i64::MAX), None)
                })?;
                Ok(i64::try_from(rows).unwrap_or(i64::MAX))
            }
            ExportContent::Products => write_products(connection, out, format, progress),
            ExportContent::Contacts => write_contacts(connection, out, format, progress),
            ExportContent::Orders => write_orders(connection, out, format, progress),
        })
    })
}

/// A writer of one format.
enum Products<'a> {
    Shopify(files::ShopifyWriter<BufWriter<&'a mut File>>),
    WooCommerce(files::WooCommerceWriter<BufWriter<&'a mut File>>),
    Table(files::TableWriter<BufWriter<&'a mut File>>),
}

fn write_products(
    connection: &Connection,
    out: &mut File,
    format: ExportFormat,
    progress: &mut dyn FnMut(i64, Option<i64>) -> Result<()>,
) -> Result<i64> {
    let out = BufWriter::with_capacity(1 << 18, out);
    let options = usize::try_from(exports::most_options(connection)?).unwrap_or_default();
    let mut writer = match format {
        ExportFormat::ShopifyCsv => {
            Products::Shopify(files::ShopifyWriter::new(out, options).map_err(file_error)?)
        }
        ExportFormat::WoocommerceCsv => {
            Products::WooCommerce(files::WooCommerceWriter::new(out, options).map_err(file_error)?)
        }
        ExportFormat::Xlsx => {
            Products::Table(files::TableWriter::products_xlsx(out, options).map_err(file_error)?)
        }
        _ => Products::Table(files::TableWriter::products_csv(out, STYLE, options).map_err(file_error)?),
    };
    let mut done = 0;
    exports::each_product(connection, &mut |detail, links| {
        let product = to_product(detail, links);
        match &mut writer {
            Products::Shopify(writer) => writer.product(&product),
            Products::WooCommerce(writer) => writer.product(&product),
            Products::Table(writer) => writer.product(&product),
        }
        .map_err(file_error)?;
        done += 1;
        progress(done, None)
    })?;
    match writer {
        Products::Shopify(writer) => writer.finish().map(|_| ()),
        Products::WooCommerce(writer) => writer.finish().map(|_| ()),
        Products::Table(writer) => writer.finish().map(|_| ()),
    }
    .map_err(file_error)?;
    Ok(done)
}

fn decimal(money: Money) -> Decimal {
    Decimal::from_minor(money.amount, money.currency.exponent())
}

fn text(text: &str) -> Said<String> {
    if text.is_empty() { Said::Empty } else { Said::Value(text.to_owned()) }
}

fn to_product(detail: ProductDetail, links: Vec<exports::ImageLink>) -> files::Product {
    let product = detail.product;
    let variant_link = |variant: &Variant| {
        links.iter().find(|link| link.variant_id == Some(variant.id)).map(|link| link.url.clone())
    };
    files::Product {
        key: product.handle.clone(),
        handle: text(&product.handle),
        title: text(&product.title),
        description: Said::Value(files::Description::from_text(&product.description)),
        brand: text(&product.brand),
        category: text(&product.category),
        material: text(&product.material),
        care: text(&product.care),
        season: text(&product.season),
        tags: Said::Value(product.tags),
        status: Said::Value(match product.status {
            ProductStatus::Draft => files::Status::Draft,
            ProductStatus::Active => files::Status::Active,
            ProductStatus::Archived => files::Status::Archived,
        }),
        tax_class: text(&product.tax_class),
        options: Said::Value(
            detail
                .options
                .into_iter()
                .map(|option| files::ProductOption { name: option.name, values: option.values })
                .collect(),
        ),
        variants: detail.variants.iter().map(|variant| to_variant(variant, variant_link(variant))).collect(),
        images: links
            .iter()
            .map(|link| files::ImageLink {
                url: link.url.clone(),
                alt: link.alt.clone(),
                position: u32::try_from(link.position).ok(),
            })
            .collect(),
        ..files::Product::default()
    }
}

fn to_variant(variant: &Variant, image_url: Option<String>) -> files::Variant {
    let optional = |text: &Option<String>| Said::from(text.clone());
    files::Variant {
        sku: optional(&variant.sku),
        barcode: optional(&variant.barcode),
        values: variant.values.clone(),
        price: Said::Value(decimal(variant.price)),
        compare_at: variant.compare_at.map(decimal).into(),
        cost: variant.cost.map(decimal).into(),
        stock: Said::Value(variant.on_hand),
        allow_backorder: Said::Value(variant.allow_backorder),
        weight_grams: variant.weight_grams.map(|grams| Decimal::from_minor(grams, 0)).into(),
        image_url: image_url.into(),
        ..files::Variant::default()
    }
}

enum Contacts<'a> {
    Google(files::GoogleContactsWriter<BufWriter<&'a mut File>>),
    Vcard(files::VcardWriter<BufWriter<&'a mut File>>),
    Table(files::TableWriter<BufWriter<&'a mut File>>),
}

fn write_contacts(
    connection: &Connection,
    out: &mut File,
    format: ExportFormat,
    progress: &mut dyn FnMut(i64, Option<i64>) -> Result<()>,
) -> Result<i64> {
    let out = BufWriter::with_capacity(1 << 18, out);
    let mut writer = match format {
        ExportFormat::GoogleContactsCsv => {
            Contacts::Google(files::GoogleContactsWriter::new(out).map_err(file_error)?)
        }
        ExportFormat::Vcard => Contacts::Vcard(files::VcardWriter::new(out, files::VcardVersion::V4)),
        ExportFormat::Xlsx => Contacts::Table(files::TableWriter::contacts_xlsx(out).map_err(file_error)?),
        _ => Contacts::Table(files::TableWriter::contacts_csv(out, STYLE).map_err(file_error)?),
    };
    let mut done = 0;
    exports::each_contact(connection, &mut |detail| {
        let contact = to_contact(detail);
        match &mut writer {
            Contacts::Google(writer) => writer.contact(&contact),
            Contacts::Vcard(writer) => writer.contact(&contact),
            Contacts::Table(writer) => writer.contact(&contact),
        }
        .map_err(file_error)?;
        done += 1;
        progress(done, None)
    })?;
    match writer {
        Contacts::Google(writer) => writer.finish().map(|_| ()),
        Contacts::Vcard(writer) => writer.finish().map(|_| ()),
        Contacts::Table(writer) => writer.finish().map(|_| ()),
    }
    .map_err(file_error)?;
    Ok(done)
}

/// The main e-mail and number first, then the others, each once.
fn to_contact(detail: ContactDetail) -> files::Contact {
    let contact = detail.contact;
    let listed = |main: Option<&String>, channels: &[Channel]| {
        let others = detail
            .identities
            .iter()
            .filter(|identity| channels.contains(&identity.channel))
            .map(|identity| &identity.address)
            .filter(|address| channels.contains(&Channel::Email) || address.starts_with('+'));
        let mut values: Vec<&String> = Vec::new();
        for value in main.into_iter().chain(others) {
            if !values.contains(&value) {
                values.push(value);
            }
        }
        values
            .into_iter()
            .enumerate()
            .map(|(place, value)| files::Labelled {
                label: String::new(),
                value: value.clone(),
                preferred: place == 0,
            })
            .collect()
    };
    let addresses = if contact.address.is_empty() {
        Vec::new()
    } else {
        vec![files::PostalAddress { street: contact.address.clone(), ..files::PostalAddress::default() }]
    };
    files::Contact {
        uid: Some(contact.id.to_string()),
        display_name: contact.display_name.clone(),
        notes: contact.notes.clone(),
        language: contact.language.clone(),
        emails: listed(contact.email.as_ref(), &[Channel::Email]),
        phones: listed(contact.phone.as_ref(), &[Channel::Whatsapp, Channel::Sms, Channel::Phone]),
        addresses,
        ..files::Contact::default()
    }
}

const ORDER_HEADERS: [&str; 17] = [
    "Order",
    "Placed at (UTC)",
    "Status",
    "Payment",
    "Customer",
    "Currency",
    "Line",
    "SKU",
    "Title",
    "Variant",
    "Quantity",
    "Unit price",
    "Line total",
    "Order subtotal",
    "Order shipping",
    "Order discount",
    "Order total",
];

/// One row for each line, with the order's figures on each.
fn write_orders(
    connection: &Connection,
    out: &mut File,
    format: ExportFormat,
    progress: &mut dyn FnMut(i64, Option<i64>) -> Result<()>,
) -> Result<i64> {
    let out = BufWriter::with_capacity(1 << 18, out);
    let mut writer = match format {
        ExportFormat::Xlsx => files::SheetWriter::xlsx(out, "Orders", &ORDER_HEADERS).map_err(file_error)?,
        _ => files::SheetWriter::csv(out, STYLE, &ORDER_HEADERS).map_err(file_error)?,
    };
    let mut done = 0;
    exports::each_order(connection, &mut |order, customer| {
        for row in order_rows(&order) {
            let mut cells = vec![
                Cell::text(&order.number),
                row.placed_at.as_deref().map_or(Cell::Blank, Cell::text),
                Cell::text(&order.status),
                Cell::text(&order.payment_status),
                Cell::text(customer),
                Cell::text(&row.currency),
            ];
            cells.extend(row.line.iter().map(|cell| match cell {
                Some(OwnCell::Text(text)) => Cell::text(text),
                Some(OwnCell::Number(number)) => Cell::Number(*number),
                Some(OwnCell::Integer(number)) => Cell::Integer(*number),
                None => Cell::Blank,
            }));
            cells.extend(row.totals.iter().map(|total| Cell::Number(*total)));
            writer.row(cells).map_err(file_error)?;
        }
        done += 1;
        progress(done, None)
    })?;
    writer.finish().map_err(file_error)?;
    Ok(done)
}

enum OwnCell {
    Text(String),
    Number(Decimal),
    Integer(i64),
}

struct OrderRow {
    placed_at: Option<String>,
    currency: String,
    line: [Option<OwnCell>; 7],
    totals: [Decimal; 4],
}

fn order_rows(order: &exports::ExportedOrder) -> Vec<OrderRow> {
    let totals = [order.subtotal, order.shipping, order.discount, order.total].map(decimal);
    let placed_at = order.placed_at.map(|at| at.to_jiff().strftime("%Y-%m-%d %H:%M:%S").to_string());
    let row = |line| OrderRow {
        placed_at: placed_at.clone(),
        currency: order.total.currency.to_string(),
        line,
        totals,
    };
    if order.lines.is_empty() {
        return vec![row([const { None }; 7])];
    }
    order
        .lines
        .iter()
        .map(|line| {
            let total = line.unit_price.checked_mul(line.quantity).unwrap_or(line.unit_price);
            row([
                Some(OwnCell::Integer(line.position)),
                line.sku.clone().map(OwnCell::Text),
                Some(OwnCell::Text(line.title.clone())),
                Some(OwnCell::Text(line.variant_title.clone())),
                Some(OwnCell::Integer(line.quantity)),
                Some(OwnCell::Number(decimal(line.unit_price))),
                Some(OwnCell::Number(decimal(total))),
            ])
        })
        .collect()
}
