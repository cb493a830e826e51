//! Products and contacts as plain tables under headers that our own reader, and a person, understands.

use std::io::Write;

use crate::cells::join_list;
use crate::contacts::{Contact, Labelled};
use crate::fault::Result;
use crate::fields::Field;
use crate::products::{Description, Product, Status, Variant};
use crate::text::html;
use crate::write::cell::Cell;
use crate::write::{CsvStyle, SheetWriter};

/// One row per variant, or per contact.
pub struct TableWriter<W: Write> {
    sheet: SheetWriter<W>,
    options: usize,
}

const BEFORE_OPTIONS: [Field; 12] = [
    Field::Handle,
    Field::Title,
    Field::Brand,
    Field::Category,
    Field::ProductType,
    Field::Tags,
    Field::Status,
    Field::PublishDate,
    Field::Material,
    Field::Care,
    Field::Season,
    Field::TaxClass,
];

const AFTER_OPTIONS: [Field; 15] = [
    Field::Sku,
    Field::Barcode,
    Field::Price,
    Field::CompareAt,
    Field::Cost,
    Field::Stock,
    Field::LowStock,
    Field::AllowBackorder,
    Field::Weight,
    Field::Taxable,
    Field::ImageUrl,
    Field::ImagePosition,
    Field::ImageAlt,
    Field::VariantImage,
    Field::Description,
];

/// Columns for e-mail addresses, phone numbers and websites; what is more shares the last one's cell.
const VALUES: usize = 3;

const CONTACT: [Field; 10] = [
    Field::DisplayName,
    Field::GivenName,
    Field::MiddleName,
    Field::FamilyName,
    Field::NamePrefix,
    Field::NameSuffix,
    Field::Nickname,
    Field::Organisation,
    Field::JobTitle,
    Field::Birthday,
];

const AFTER_VALUES: [Field; 11] = [
    Field::Street,
    Field::AddressExtra,
    Field::PostBox,
    Field::Postcode,
    Field::City,
    Field::Region,
    Field::Country,
    Field::Language,
    Field::Labels,
    Field::Notes,
    Field::ContactUid,
];

fn header(field: Field) -> &'static str {
    match field {
        Field::Weight => "Weight (g)",
        field => field.label(),
    }
}

fn product_headers(options: usize) -> Vec<&'static str> {
    let of_options = Field::OPTIONS.into_iter().take(options).flat_map(|(name, value)| [name, value]);
    BEFORE_OPTIONS.into_iter().chain(of_options).chain(AFTER_OPTIONS).map(header).collect()
}

fn contact_headers() -> Vec<String> {
    let mut headers: Vec<String> = CONTACT.map(|field| header(field).to_owned()).to_vec();
    for field in [Field::Email, Field::Phone, Field::Url] {
        headers.push(header(field).to_owned());
        headers.extend((2..=VALUES).map(|number| format!("{} {number}", header(field))));
    }
    headers.extend(AFTER_VALUES.map(|field| header(field).to_owned()));
    headers
}

impl<W: Write> TableWriter<W> {
    /// `options`: the most options that any product has.
    ///
    /// # Errors
    /// `Io`.
    pub fn products_csv(out: W, style: CsvStyle, options: usize) -> Result<Self> {
        let options = options.clamp(1, 6);
        Ok(Self { sheet: SheetWriter::csv(out, style, &product_headers(options))?, options })
    }

    /// # Errors
    /// `Io`.
    pub fn contacts_csv(out: W, style: CsvStyle) -> Result<Self> {
        let headers = contact_headers();
        let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
        Ok(Self { sheet: SheetWriter::csv(out, style, &headers)?, options: 0 })
    }

    /// # Errors
    /// `Io`, `TooLarge`.
    pub fn product(&mut self, product: &Product) -> Result<()> {
        for at in 0..product.variants.len().max(product.images.len()).max(1) {
            let row = self.product_row(product, at);
            self.sheet.row(row)?;
        }
        Ok(())
    }

    fn product_row<'p>(&self, product: &'p Product, at: usize) -> Vec<Cell<'p>> {
        let variant = product.variants.get(at);
        let image = product.images.get(at);
        let mut row = Vec::new();
        for field in BEFORE_OPTIONS {
            row.push(match field {
                Field::Handle => Cell::said(&product.handle),
                Field::Title => Cell::said(&product.title),
                // A row with a picture alone says nothing else.
                _ if variant.is_none() && at > 0 => Cell::Blank,
                Field::Brand => Cell::said(&product.brand),
                Field::Category => Cell::said(&product.category),
                Field::ProductType => Cell::said(&product.product_type),
                Field::Tags => product.tags.value().map_or(Cell::Blank, |tags| Cell::text(join_list(tags))),
                Field::Status => Cell::text(match product.status.value() {
                    Some(Status::Active) => "active",
                    Some(Status::Draft) => "draft",
                    Some(Status::Archived) => "archived",
                    None => "",
                }),
                Field::PublishDate => Cell::date(product.publish_date),
                Field::Material => Cell::said(&product.material),
                Field::Care => Cell::said(&product.care),
                Field::Season => Cell::said(&product.season),
                _ => Cell::said(&product.tax_class),
            });
        }
        let options = product.options.value().map_or(&[][..], Vec::as_slice);
        for number in 0..self.options {
            match (options.get(number), variant) {
                (Some(option), Some(variant)) => {
                    row.push(Cell::text(&option.name));
                    row.push(variant.values.get(number).map_or(Cell::Blank, Cell::text));
                }
                _ => row.extend([Cell::Blank, Cell::Blank]),
            }
        }
        for field in AFTER_OPTIONS {
            row.push(match (field, variant, image) {
                (Field::ImageUrl, _, Some(image)) => Cell::text(&image.url),
                (Field::ImagePosition, _, Some(_)) => {
                    Cell::Integer(i64::try_from(at + 1).unwrap_or(i64::MAX))
                }
                (Field::ImageAlt, _, Some(image)) => Cell::text(&image.alt),
                (Field::Description, ..) if at == 0 => product
                    .description
                    .value()
                    .map_or(Cell::Blank, |description| Cell::text(described(description))),
                (field, Some(variant), _) => variant_cell(variant, field),
                _ => Cell::Blank,
            });
        }
        row
    }

    /// # Errors
    /// `Io`, `TooLarge`.
    pub fn contact(&mut self, contact: &Contact) -> Result<()> {
        let birthday = contact.birthday.map(|birthday| match birthday.year {
            Some(year) => format!("{year:04}-{:02}-{:02}", birthday.month, birthday.day),
            None => format!("--{:02}-{:02}", birthday.month, birthday.day),
        });
        let mut row = vec![
            Cell::text(&contact.display_name),
            Cell::text(&contact.given),
            Cell::text(&contact.middle),
            Cell::text(&contact.family),
            Cell::text(&contact.prefix),
            Cell::text(&contact.suffix),
            Cell::text(&contact.nickname),
            Cell::text(&contact.organisation),
            Cell::text(&contact.job_title),
            Cell::text(birthday.unwrap_or_default()),
        ];
        for values in [&contact.emails, &contact.phones, &contact.urls] {
            row.extend(value_cells(values));
        }
        let address =
            contact.addresses.iter().find(|address| address.preferred).or(contact.addresses.first());
        row.extend(match address {
            Some(address) => [
                &address.street,
                &address.extended,
                &address.po_box,
                &address.postcode,
                &address.city,
                &address.region,
                &address.country,
            ]
            .map(Cell::text),
            None => [const { Cell::Blank }; 7],
        });
        row.push(Cell::text(contact.language.as_deref().unwrap_or_default()));
        row.push(Cell::text(join_list(&contact.labels)));
        row.push(Cell::text(&contact.notes));
        row.push(Cell::text(contact.uid.as_deref().unwrap_or_default()));
        self.sheet.row(row)
    }

    /// # Errors
    /// `Io`.
    pub fn finish(self) -> Result<()> {
        self.sheet.finish()
    }
}

impl<W: Write + Send> TableWriter<W> {
    /// `options`: the most options that any product has.
    ///
    /// # Errors
    /// `Io`.
    pub fn products_xlsx(out: W, options: usize) -> Result<Self> {
        let options = options.clamp(1, 6);
        Ok(Self { sheet: SheetWriter::xlsx(out, "Products", &product_headers(options))?, options })
    }

    /// # Errors
    /// `Io`.
    pub fn contacts_xlsx(out: W) -> Result<Self> {
        let headers = contact_headers();
        let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
        Ok(Self { sheet: SheetWriter::xlsx(out, "Contacts", &headers)?, options: 0 })
    }
}

/// Plain text, unless it could be taken for markup.
fn described(description: &Description) -> String {
    match &description.html {
        Some(html) => html.clone(),
        None if html::has_markup(&description.text) => description.to_html(),
        None => description.text.clone(),
    }
}

fn variant_cell(variant: &Variant, field: Field) -> Cell<'_> {
    match field {
        Field::Sku => Cell::said(&variant.sku),
        Field::Barcode => Cell::said(&variant.barcode),
        Field::Price => Cell::number(variant.price),
        Field::CompareAt => Cell::number(variant.compare_at),
        Field::Cost => Cell::number(variant.cost),
        Field::Stock => Cell::integer(variant.stock),
        Field::LowStock => Cell::integer(variant.low_stock),
        Field::AllowBackorder => Cell::choice(variant.allow_backorder, "yes", "no"),
        Field::Weight => Cell::number(variant.weight_grams),
        Field::Taxable => Cell::choice(variant.taxable, "yes", "no"),
        Field::VariantImage => Cell::said(&variant.image_url),
        _ => Cell::Blank,
    }
}

fn value_cells(values: &[Labelled]) -> Vec<Cell<'_>> {
    let mut cells: Vec<Cell<'_>> = values.iter().take(VALUES).map(|value| Cell::text(&value.value)).collect();
    if values.len() > VALUES {
        let rest: Vec<&str> = values[VALUES - 1..].iter().map(|value| value.value.as_str()).collect();
        cells[VALUES - 1] = Cell::text(rest.join("; "));
    }
    cells.resize(VALUES, Cell::Blank);
    cells
}
