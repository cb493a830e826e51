//! `haberdash import-retail`: reads a shop of the retail benchmark's form into a data folder.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use haberdash_core::database::Options;
use haberdash_core::{Database, SystemClock, retail};
use serde::Serialize;

use super::Context;
use crate::instance::InstanceLock;

#[derive(Debug, Args)]
pub struct RetailArgs {
    /// A folder with `db.json`.
    dir: PathBuf,
}

#[derive(Serialize)]
struct Told {
    products: usize,
    variants: usize,
    contacts: usize,
    orders: usize,
}

/// All of the shop, or nothing of it.
pub fn run(context: &Context, arguments: &RetailArgs) -> anyhow::Result<ExitCode> {
    let shop = crate::eval::retail::read_shop(&arguments.dir)?;
    let _lock = InstanceLock::take(&context.data_dir)?;
    let database = Database::open(&context.data_dir, Options::new(Arc::new(SystemClock)))?;
    let imported = database.write_blocking(move |tx| retail::import(tx, &shop))?;
    let told = Told {
        products: imported.products.len(),
        variants: imported.variants.len(),
        contacts: imported.contacts.len(),
        orders: imported.orders.len(),
    };
    if context.json {
        super::print_json(&told)?;
    } else {
        println!(
            "The shop is read in: {} products in {} variants, {} customers, {} orders.",
            told.products, told.variants, told.contacts, told.orders
        );
    }
    Ok(ExitCode::SUCCESS)
}
