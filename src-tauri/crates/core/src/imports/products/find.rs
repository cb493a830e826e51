//! Which product of the shop an entry is about: by its handle, its codes, else its title. Only reads.

use rusqlite::Connection;

use super::Rules;
use super::entry::{filled, handle};
use crate::catalog::codes;
use crate::error::Result;
use crate::id::{self, Id};
use crate::imports::MatchBy;
use crate::imports::incoming::IncomingProduct;
use crate::imports::outcome::Fate;
use crate::store;

/// The product that the entry is about; or why that cannot be told.
pub(super) fn find(
    connection: &Connection,
    rules: &Rules,
    incoming: &IncomingProduct,
) -> Result<std::result::Result<Option<Id<id::Product>>, Fate>> {
    let match_by = rules.options.match_by;
    let by_handle = matches!(match_by, MatchBy::Auto | MatchBy::Handle);
    let explicit = filled(&incoming.handle);
    if by_handle
        && let Some(handle) = explicit
        && let Some(id) = store::imports::product_of_handle(connection, handle)?
    {
        return Ok(match taken(connection, incoming, id)? {
            Some(fate) => Err(fate),
            None => Ok(Some(id)),
        });
    }
    let mut found: Option<(Id<id::Product>, String)> = None;
    for variant in &incoming.variants {
        let mut owners = Vec::new();
        if matches!(match_by, MatchBy::Auto | MatchBy::Sku)
            && let Some(sku) = filled(&variant.sku)
        {
            owners.extend(store::imports::product_of_sku(connection, sku)?.map(|owner| ("SKU", sku, owner)));
        }
        if matches!(match_by, MatchBy::Auto | MatchBy::Barcode)
            && owners.is_empty()
            && let Some(barcode) = filled(&variant.barcode)
        {
            let owner = store::imports::product_of_gtin(connection, &codes::gtin(barcode))?;
            owners.extend(owner.map(|owner| ("barcode", barcode, owner)));
        }
        for (word, code, owner) in owners {
            match &found {
                Some((id, title)) if *id != owner.0 => {
                    let reason = format!(
                        "Its variants belong to two products of the shop: '{title}' and, by the {word} '{code}', '{}'.",
                        owner.1
                    );
                    return Ok(Err(Fate::rejected(reason, Some(word.to_lowercase()))));
                }
                _ => found = Some(owner),
            }
        }
    }
    // Codes say more than a name.
    if found.is_none()
        && by_handle
        && explicit.is_none()
        && let Some(slug) = handle(incoming)
    {
        return Ok(Ok(store::imports::product_of_handle(connection, &slug)?));
    }
    Ok(Ok(found.map(|(id, _)| id)))
}

/// A code of the entry that belongs to another product than the one it is about.
fn taken(connection: &Connection, incoming: &IncomingProduct, id: Id<id::Product>) -> Result<Option<Fate>> {
    for variant in &incoming.variants {
        let sku = match filled(&variant.sku) {
            Some(sku) => store::imports::product_of_sku(connection, sku)?.map(|owner| ("SKU", sku, owner)),
            None => None,
        };
        let barcode = match filled(&variant.barcode) {
            Some(barcode) => store::imports::product_of_gtin(connection, &codes::gtin(barcode))?
                .map(|owner| ("barcode", barcode, owner)),
            None => None,
        };
        for (word, code, (owner, title)) in sku.into_iter().chain(barcode) {
            if owner != id {
                let reason = format!("The {word} '{code}' belongs to '{title}' already.");
                return Ok(Some(Fate::rejected(reason, Some(word.to_lowercase()))));
            }
        }
    }
    Ok(None)
}
