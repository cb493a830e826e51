//! Writing what was decided of a product, through the catalog's own rules.

use super::{Change, Draft, Picture, Plan, Rules};
use crate::catalog::write::{self, Loaded};
use crate::catalog::{Product, ProductOption, categories};
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{self, Id};
use crate::imports::stock;
use crate::operations::Recording;
use crate::store;

/// Writes what was decided; gives the product's id.
///
/// # Errors
/// The catalog's: then nothing of the entry may be kept.
pub(in super::super) fn apply(
    tx: &mut WriteTx<'_>,
    rules: &Rules,
    plan: Plan,
    recording: &mut Recording,
) -> Result<Option<String>> {
    match plan {
        Plan::Nothing => Ok(None),
        Plan::Create(draft) => create(tx, rules, *draft, recording).map(|id| Some(id.to_string())),
        Plan::Change(change) => {
            let id = change.before.product.id;
            edit(tx, rules, *change, recording)?;
            Ok(Some(id.to_string()))
        }
    }
}

fn create(
    tx: &mut WriteTx<'_>,
    rules: &Rules,
    draft: Draft,
    recording: &mut Recording,
) -> Result<Id<id::Product>> {
    let mut product = draft.product;
    product.id = tx.new_id();
    product.created_at = tx.now();
    product.updated_at = tx.now();
    set_category(tx, &mut product, recording)?;
    let mut options = Vec::with_capacity(draft.options.len());
    for (name, values) in &draft.options {
        let values = values.iter().map(|value| value.trim().to_owned()).collect();
        options.push(ProductOption { id: tx.new_id(), position: 0, name: name.trim().to_owned(), values });
    }
    let mut variants = Vec::with_capacity(draft.variants.len());
    for new in &draft.variants {
        variants.push(new.variant(tx.new_id(), product.id));
    }
    let mut made = Loaded { product, options, variants };
    add_values(&mut made);
    write::insert(tx, &mut made, Some(recording))?;
    if let Some(location) = rules.location {
        for (variant, pieces) in made.variants.iter().zip(&draft.stock) {
            if let Some(pieces) = pieces.filter(|pieces| *pieces > 0) {
                stock::open(tx, variant.id, location, pieces, recording)?;
            }
        }
    }
    remember(tx, &made, &draft.images)?;
    Ok(made.product.id)
}

fn edit(tx: &mut WriteTx<'_>, rules: &Rules, change: Change, recording: &mut Recording) -> Result<()> {
    let Change { before, mut after, added, stock: wanted, images } = change;
    let known = after.variants.len();
    if after.product.category != before.product.category {
        set_category(tx, &mut after.product, recording)?;
    }
    for new in &added {
        after.variants.push(new.variant(tx.new_id(), before.product.id));
    }
    add_values(&mut after);
    write::save(tx, &before, after.clone(), recording)?;
    if let Some(location) = rules.location {
        for (place, pieces) in wanted {
            let variant = after.variants[place].id;
            if place < known {
                stock::set(tx, variant, location, pieces, recording)?;
            } else if pieces > 0 {
                stock::open(tx, variant, location, pieces, recording)?;
            }
        }
    }
    remember(tx, &after, &images)
}

fn set_category(tx: &mut WriteTx<'_>, product: &mut Product, recording: &mut Recording) -> Result<()> {
    let category = categories::ensure(tx, &product.category, Some(recording))?;
    product.category_id = category.as_ref().map(|category| category.id);
    product.category = category.map(|category| category.path).unwrap_or_default();
    Ok(())
}

/// Values that the options do not have yet, in the order of the variants.
fn add_values(loaded: &mut Loaded) {
    for variant in &loaded.variants {
        write::add_values(&mut loaded.options, &variant.values);
    }
}

fn remember(tx: &WriteTx<'_>, loaded: &Loaded, pictures: &[Picture]) -> Result<()> {
    for (place, picture) in pictures.iter().enumerate() {
        let variant = picture.variant.and_then(|i| loaded.variants.get(i)).map(|variant| variant.id);
        let position = i64::try_from(place + 1).unwrap_or(i64::MAX);
        store::imports::add_pending_image(
            tx,
            loaded.product.id,
            variant,
            &picture.url,
            position,
            &picture.alt,
        )?;
    }
    Ok(())
}
