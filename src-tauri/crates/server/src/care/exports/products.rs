//! Products as other shop programs and tables take them.

use std::fs::File;

use haberdash_core::Result;
use haberdash_core::catalog::{ProductDetail, ProductStatus, Variant};
use haberdash_core::database::Connection;
use haberdash_core::exports::{self, ExportFormat};
use haberdash_files::{self as files, Decimal, Said, ShopifyWriter, TableWriter, WooCommerceWriter};

use super::{Progress, STYLE, buffered, decimal, fill};
use crate::care::reading::file_error;

pub(super) fn write(
    connection: &Connection,
    out: &mut File,
    format: ExportFormat,
    progress: &mut Progress<'_>,
) -> Result<i64> {
    let out = buffered(out);
    let options = usize::try_from(exports::most_options(connection)?).unwrap_or_default();
    let each = |take: &mut dyn FnMut(files::Product) -> Result<()>| {
        exports::each_product(connection, &mut |detail, links| take(to_product(detail, links)))
    };
    match format {
        ExportFormat::ShopifyCsv => {
            let writer = ShopifyWriter::new(out, options).map_err(file_error)?;
            fill(writer, ShopifyWriter::product, ShopifyWriter::finish, each, progress)
        }
        ExportFormat::WoocommerceCsv => {
            let writer = WooCommerceWriter::new(out, options).map_err(file_error)?;
            fill(writer, WooCommerceWriter::product, WooCommerceWriter::finish, each, progress)
        }
        _ => {
            let table = match format {
                ExportFormat::Xlsx => TableWriter::products_xlsx(out, options),
                _ => TableWriter::products_csv(out, STYLE, options),
            };
            let writer = table.map_err(file_error)?;
            fill(writer, TableWriter::product, TableWriter::finish, each, progress)
        }
    }
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
