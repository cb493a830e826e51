//! Foreign files as typed rows, and typed rows as foreign files: Shopify, WooCommerce and Google tables, contact
//! cards, plain tables and workbooks. And documents as text ([`document`]).
//!
//! Pure: bytes in, products and contacts out, and back. It knows neither the shop's database nor its rules; those
//! who import decide what a row does. Memory is bounded whatever the file's size.
//!
//! The way of an import: [`prepare`] (what is it? → canonical file), the owner's mapping in [`Layout`], [`survey`]
//! (one pass over everything), then [`products`] or [`contacts`], which can go on at any [`Position`].

mod cells;
mod contacts;
mod decimal;
mod documents;
mod entry;
mod fault;
mod fields;
mod groups;
mod header;
mod layout;
mod limits;
mod prepare;
mod products;
mod rejected;
mod said;
mod survey;
mod synonyms;
mod text;
mod workbook;
mod write;

pub use contacts::{Birthday, Contact, Contacts, Labelled, Photo, PostalAddress, contacts};
pub use decimal::{Decimal, ParseDecimalError};
pub use documents::{Document, document};
pub use entry::Entry;
pub use fault::{FileError, FileErrorCode, Notice, NoticeCode, Problem, ProblemCode, Result, Severity};
pub use fields::Field;
pub use header::guess_mapping;
pub use layout::{DateChoice, DecimalChoice, Format, Kind, Layout, MappingProblem, Position};
pub use limits::Limits;
pub use prepare::{Column, Prepared, prepare, preview};
pub use products::{Description, ImageLink, Product, ProductOption, Products, Status, Variant, products};
pub use rejected::Rejected;
pub use said::Said;
pub use survey::{Survey, survey};
pub use write::{
    Cell, CsvStyle, GoogleContactsWriter, SheetWriter, ShopifyWriter, TableWriter, VcardVersion, VcardWriter,
    WooCommerceWriter,
};
