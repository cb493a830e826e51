//! Tables `embeddings` and `product_embeddings`.
//!
//! A vector is kept as its scale, a 32-bit float, and one signed byte for each number: the number divided by the scale.
//! Its cosine to what it was is above 0.9999, at a quarter of the space (measured: `docs/adr/0010`).

use rusqlite::{Connection, OptionalExtension, named_params};

use crate::WriteTx;
use crate::error::{Error, Result};
use crate::id::{self, Id};

/// SHA-256 of a text.
pub(crate) type ContentHash = [u8; 32];

pub(crate) fn packed(vector: &[f32]) -> Vec<u8> {
    let largest = vector.iter().fold(0.0_f32, |largest, number| largest.max(number.abs()));
    let scale = if largest > 0.0 { largest / 127.0 } else { 1.0 };
    let mut bytes = Vec::with_capacity(4 + vector.len());
    bytes.extend(scale.to_le_bytes());
    #[expect(
        clippy::cast_possible_truncation,
        reason = "within ±127 by the scale; a cast saturates and takes NaN for 0"
    )]
    bytes.extend(vector.iter().map(|number| ((number / scale).round() as i8).cast_unsigned()));
    bytes
}

/// A stored vector's scale and its numbers, each a signed byte; `None` when it is cut off.
pub(crate) fn packed_parts(bytes: &[u8]) -> Option<(f32, &[u8])> {
    let (scale, numbers) = bytes.split_first_chunk::<4>()?;
    Some((f32::from_le_bytes(*scale), numbers))
}

pub(crate) fn unpacked(bytes: &[u8]) -> Result<Vec<f32>> {
    let Some((scale, numbers)) = packed_parts(bytes) else {
        return Err(Error::new(crate::Code::Internal, "An embedding in the shop's file is cut off."));
    };
    Ok(numbers.iter().map(|number| f32::from(number.cast_signed()) * scale).collect())
}

pub(crate) fn insert(tx: &WriteTx<'_>, model: &str, content: &ContentHash, vector: &[f32]) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO embeddings (model, content_hash, vector) VALUES (:model, :content, :vector)
             ON CONFLICT (model, content_hash) DO NOTHING",
        )?
        .execute(
            named_params! { ":model": model, ":content": content.as_slice(), ":vector": packed(vector) },
        )?;
    Ok(())
}

/// The text that a product's embedding was made of.
pub(crate) fn of_product(
    connection: &Connection,
    model: &str,
    product: Id<id::Product>,
) -> Result<Option<ContentHash>> {
    Ok(connection
        .prepare_cached(
            "SELECT content_hash FROM product_embeddings WHERE product_id = :product AND model = :model",
        )?
        .query_row(named_params! { ":product": product, ":model": model }, |row| row.get(0))
        .optional()?)
}

/// Says which text a product has now, if the product is still there.
pub(crate) fn set_product(
    tx: &WriteTx<'_>,
    model: &str,
    product: Id<id::Product>,
    content: &ContentHash,
) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO product_embeddings (product_id, model, content_hash)
             SELECT p.id, :model, :content FROM products p WHERE p.id = :product
             ON CONFLICT (product_id, model) DO UPDATE SET content_hash = excluded.content_hash",
        )?
        .execute(named_params! { ":product": product, ":model": model, ":content": content.as_slice() })?;
    Ok(())
}

pub(crate) fn vector(
    connection: &Connection,
    model: &str,
    content: &ContentHash,
) -> Result<Option<Vec<f32>>> {
    let bytes: Option<Vec<u8>> = connection
        .prepare_cached("SELECT vector FROM embeddings WHERE model = :model AND content_hash = :content")?
        .query_row(named_params! { ":model": model, ":content": content.as_slice() }, |row| row.get(0))
        .optional()?;
    bytes.map(|bytes| unpacked(&bytes)).transpose()
}

/// Deletes at most `most` embeddings of texts that neither a product nor a chunk of knowledge has, and those of other models; how many.
pub(crate) fn prune(tx: &WriteTx<'_>, model: &str, most: usize) -> Result<usize> {
    Ok(tx
        .sql()
        .prepare_cached(
            "DELETE FROM embeddings WHERE (model, content_hash) IN (
                 SELECT e.model, e.content_hash FROM embeddings e
                 WHERE e.model <> :model OR (NOT EXISTS (
                     SELECT 1 FROM product_embeddings p
                     WHERE p.model = e.model AND p.content_hash = e.content_hash)
                     AND NOT EXISTS (
                     SELECT 1 FROM knowledge_chunks k WHERE k.content_hash = e.content_hash))
                 LIMIT :most)",
        )?
        .execute(named_params! { ":model": model, ":most": i64::try_from(most).unwrap_or(i64::MAX) })?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vector_comes_back_nearly_as_it_was() {
        let vector: Vec<f32> = (0..384_u16).map(|i| (f32::from(i) * 0.7).sin() * 0.05).collect();
        let back = unpacked(&packed(&vector)).expect("whole");
        let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
        let cosine = dot(&vector, &back) / (dot(&vector, &vector) * dot(&back, &back)).sqrt();
        assert!(cosine > 0.9999, "{cosine}");
        assert_eq!(packed(&vector).len(), 388);
        assert_eq!(unpacked(&packed(&[0.0, 0.0])).expect("whole"), [0.0, 0.0]);
        assert!(unpacked(&[1, 2]).is_err());
    }
}
