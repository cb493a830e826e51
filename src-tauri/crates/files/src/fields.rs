//! What a column can mean, for the mapping screen and for the readers of tables.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::layout::Kind;

macro_rules! fields {
    ($($variant:ident = $id:literal, $label:literal, $kind:ident $(, $repeatable:ident)?;)+) => {
        /// One thing that a column can hold.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Field {
            $(#[serde(rename = $id)] $variant,)+
        }

        impl Field {
            const EVERY: &'static [Field] = &[$(Field::$variant,)+];

            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)+ }
            }

            /// In the owner's words.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }

            pub fn kind(self) -> Kind {
                match self { $(Self::$variant => Kind::$kind,)+ }
            }

            /// May several columns be this?
            pub fn repeatable(self) -> bool {
                match self { $(Self::$variant => fields!(@flag $($repeatable)?),)+ }
            }
        }
    };
    (@flag) => { false };
    (@flag repeatable) => { true };
}

fields! {
    Handle = "handle", "Product handle (part of its link)", Products;
    Title = "title", "Title", Products;
    Description = "description", "Description", Products;
    Brand = "brand", "Brand", Products;
    Category = "category", "Category", Products;
    ProductType = "product_type", "Product type", Products;
    Tags = "tags", "Tags", Products, repeatable;
    Status = "status", "Status (draft, active, archived)", Products;
    Published = "published", "Published (yes or no)", Products;
    PublishDate = "publish_date", "Publish date", Products;
    Material = "material", "Material", Products;
    Care = "care", "Care", Products;
    Season = "season", "Season", Products;
    TaxClass = "tax_class", "Tax class", Products;
    Sku = "sku", "SKU", Products;
    Barcode = "barcode", "Barcode", Products;
    Price = "price", "Price", Products;
    CompareAt = "compare_at", "Price before reduction", Products;
    Cost = "cost", "Cost", Products;
    Stock = "stock", "Stock", Products;
    LowStock = "low_stock", "Low-stock level", Products;
    AllowBackorder = "allow_backorder", "Sell when out of stock", Products;
    OptionColumn = "option_column", "Option named by its header", Products, repeatable;
    Option1Name = "option1_name", "Option 1: name", Products;
    Option1Value = "option1_value", "Option 1: value", Products;
    Option2Name = "option2_name", "Option 2: name", Products;
    Option2Value = "option2_value", "Option 2: value", Products;
    Option3Name = "option3_name", "Option 3: name", Products;
    Option3Value = "option3_value", "Option 3: value", Products;
    Option4Name = "option4_name", "Option 4: name", Products;
    Option4Value = "option4_value", "Option 4: value", Products;
    Option5Name = "option5_name", "Option 5: name", Products;
    Option5Value = "option5_value", "Option 5: value", Products;
    Option6Name = "option6_name", "Option 6: name", Products;
    Option6Value = "option6_value", "Option 6: value", Products;
    Weight = "weight", "Weight", Products;
    WeightUnit = "weight_unit", "Weight unit", Products;
    Taxable = "taxable", "Taxed (yes or no)", Products;
    ImageUrl = "image_url", "Picture (link)", Products, repeatable;
    ImagePosition = "image_position", "Picture position", Products;
    ImageAlt = "image_alt", "Picture text", Products;
    VariantImage = "variant_image", "Picture of the variant (link)", Products;

    DisplayName = "display_name", "Name", Contacts;
    GivenName = "given_name", "First name", Contacts;
    MiddleName = "middle_name", "Middle name", Contacts;
    FamilyName = "family_name", "Last name", Contacts;
    NamePrefix = "name_prefix", "Title before the name", Contacts;
    NameSuffix = "name_suffix", "Suffix after the name", Contacts;
    Nickname = "nickname", "Nickname", Contacts;
    Email = "email", "E-mail", Contacts, repeatable;
    Phone = "phone", "Phone", Contacts, repeatable;
    Organisation = "organisation", "Company", Contacts;
    JobTitle = "job_title", "Position", Contacts;
    Address = "address", "Address (all of it)", Contacts;
    Street = "street", "Street and number", Contacts;
    AddressExtra = "address_extra", "Address line 2", Contacts;
    PostBox = "po_box", "PO box", Contacts;
    City = "city", "City", Contacts;
    Region = "region", "State or region", Contacts;
    Postcode = "postcode", "Postcode", Contacts;
    Country = "country", "Country", Contacts;
    Birthday = "birthday", "Birthday", Contacts;
    Language = "language", "Language", Contacts;
    Labels = "labels", "Labels", Contacts, repeatable;
    Url = "url", "Website", Contacts, repeatable;
    Notes = "notes", "Notes", Contacts;
    ContactUid = "contact_uid", "Contact number in the other program", Contacts;
}

impl Field {
    /// The columns of the options that a row names itself.
    pub(crate) const OPTIONS: [(Field, Field); 6] = [
        (Self::Option1Name, Self::Option1Value),
        (Self::Option2Name, Self::Option2Value),
        (Self::Option3Name, Self::Option3Value),
        (Self::Option4Name, Self::Option4Value),
        (Self::Option5Name, Self::Option5Value),
        (Self::Option6Name, Self::Option6Value),
    ];

    /// Those of a kind, in the order of the mapping screen.
    pub fn all(kind: Kind) -> impl Iterator<Item = Field> {
        Self::EVERY.iter().copied().filter(move |field| field.kind() == kind)
    }

    pub fn from_id(id: &str) -> Option<Field> {
        Self::EVERY.iter().copied().find(|field| field.id() == id)
    }

    /// Without it an import makes little sense (see [`crate::Layout::check`] for the exact rule).
    pub fn required(self) -> bool {
        matches!(self, Self::Title | Self::DisplayName)
    }

    /// Holds numbers whose decimal mark a column decides.
    pub(crate) fn is_number(self) -> bool {
        self.is_amount() || matches!(self, Self::Weight | Self::Stock | Self::LowStock)
    }

    /// Holds prices.
    pub(crate) fn is_amount(self) -> bool {
        matches!(self, Self::Price | Self::CompareAt | Self::Cost)
    }

    pub(crate) fn is_date(self) -> bool {
        matches!(self, Self::PublishDate | Self::Birthday)
    }

    /// Belongs to one variant, not to the product.
    pub(crate) fn is_of_variant(self) -> bool {
        matches!(
            self,
            Self::Sku
                | Self::Barcode
                | Self::Price
                | Self::CompareAt
                | Self::Cost
                | Self::Stock
                | Self::Weight
                | Self::VariantImage
        ) || self.is_option()
    }

    pub(crate) fn is_option(self) -> bool {
        self == Self::OptionColumn || Self::OPTIONS.iter().any(|(_, value)| *value == self)
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}
