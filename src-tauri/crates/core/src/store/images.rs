//! Tables `images`, `image_variants`, `pictures`, `picture_sizes`.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::blobs::Blob;
use crate::catalog::images::PictureSize;
use crate::catalog::{Image, Picture, PictureState};
use crate::error::Result;
use crate::id::{self, Id};

const COLUMNS: &str = "i.id, i.product_id, i.position, i.colour, i.alt, i.content_hash,
     (SELECT json_group_array(iv.variant_id) FROM image_variants iv WHERE iv.image_id = i.id) AS variant_ids,
     p.state, p.width, p.height, p.problem";
const TABLES: &str = "images i LEFT JOIN pictures p ON p.content_hash = i.content_hash";

fn image(row: &Row<'_>) -> Result<Image> {
    let state: Option<PictureState> = row.get("state")?;
    let picture = match state {
        None => None,
        Some(state) => Some(Picture {
            state,
            width: row.get("width")?,
            height: row.get("height")?,
            problem: row.get("problem")?,
        }),
    };
    Ok(Image {
        id: row.get("id")?,
        product_id: row.get("product_id")?,
        position: row.get("position")?,
        colour: row.get("colour")?,
        alt: row.get("alt")?,
        content_hash: row.get("content_hash")?,
        variant_ids: serde_json::from_str(&row.get::<_, String>("variant_ids")?)?,
        picture,
    })
}

/// In their order.
pub(crate) fn of_product(connection: &Connection, product_id: Id<id::Product>) -> Result<Vec<Image>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM {TABLES} WHERE i.product_id = :product_id ORDER BY i.position"
    ))?;
    let mut rows = statement.query(named_params! { ":product_id": product_id })?;
    let mut images = Vec::new();
    while let Some(row) = rows.next()? {
        images.push(image(row)?);
    }
    Ok(images)
}

pub(crate) fn find(connection: &Connection, id: Id<id::Image>) -> Result<Option<Image>> {
    connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM {TABLES} WHERE i.id = :id"))?
        .query_row(named_params! { ":id": id }, |row| Ok(image(row)))
        .optional()?
        .transpose()
}

/// The bytes of a picture as they came.
pub(crate) fn original(connection: &Connection, id: Id<id::Image>) -> Result<Option<Blob>> {
    Ok(connection
        .prepare_cached(
            "SELECT b.media_type, b.bytes FROM images i JOIN blobs b ON b.content_hash = i.content_hash
             WHERE i.id = :id",
        )?
        .query_row(named_params! { ":id": id }, |row| {
            Ok(Blob { media_type: row.get("media_type")?, bytes: row.get("bytes")? })
        })
        .optional()?)
}

pub(crate) fn insert(connection: &Connection, image: &Image) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO images (id, product_id, position, colour, alt, content_hash)
             VALUES (:id, :product_id, :position, :colour, :alt, :content_hash)",
        )?
        .execute(named_params! {
            ":id": image.id,
            ":product_id": image.product_id,
            ":position": image.position,
            ":colour": image.colour,
            ":alt": image.alt,
            ":content_hash": image.content_hash,
        })?;
    insert_variants(connection, image)
}

/// Writes what a picture shows and says; its place is set by [`set_order`].
pub(crate) fn update(connection: &Connection, image: &Image) -> Result<()> {
    connection
        .prepare_cached("UPDATE images SET colour = :colour, alt = :alt WHERE id = :id")?
        .execute(named_params! { ":id": image.id, ":colour": image.colour, ":alt": image.alt })?;
    connection
        .prepare_cached("DELETE FROM image_variants WHERE image_id = :id")?
        .execute(named_params! { ":id": image.id })?;
    insert_variants(connection, image)
}

fn insert_variants(connection: &Connection, image: &Image) -> Result<()> {
    for variant_id in &image.variant_ids {
        connection
            .prepare_cached(
                "INSERT INTO image_variants (image_id, variant_id) VALUES (:image_id, :variant_id)
                 ON CONFLICT DO NOTHING",
            )?
            .execute(named_params! { ":image_id": image.id, ":variant_id": variant_id })?;
    }
    Ok(())
}

pub(crate) fn delete(connection: &Connection, id: Id<id::Image>) -> Result<()> {
    connection.prepare_cached("DELETE FROM images WHERE id = :id")?.execute(named_params! { ":id": id })?;
    Ok(())
}

/// Numbers a product's pictures in this order.
pub(crate) fn set_order(
    connection: &Connection,
    product_id: Id<id::Product>,
    ids: &[Id<id::Image>],
) -> Result<()> {
    // Two pictures cannot have one place, not even for a moment.
    connection
        .prepare_cached("UPDATE images SET position = -position WHERE product_id = :product_id")?
        .execute(named_params! { ":product_id": product_id })?;
    for (i, id) in ids.iter().enumerate() {
        connection
            .prepare_cached(
                "UPDATE images SET position = :position WHERE id = :id AND product_id = :product_id",
            )?
            .execute(named_params! {
                ":id": id,
                ":product_id": product_id,
                ":position": i64::try_from(i + 1).unwrap_or(i64::MAX),
            })?;
    }
    Ok(())
}

/// Moves the pictures from a place on up by one, when another has it.
pub(crate) fn make_room(connection: &Connection, image: &Image) -> Result<()> {
    let is_taken = connection
        .prepare_cached("SELECT 1 FROM images WHERE product_id = :product_id AND position = :position")?
        .exists(named_params! { ":product_id": image.product_id, ":position": image.position })?;
    if !is_taken {
        return Ok(());
    }
    for statement in [
        "UPDATE images SET position = -position - 1 WHERE product_id = :product_id AND position >= :position",
        "UPDATE images SET position = -position WHERE product_id = :product_id AND position < -:position",
    ] {
        connection
            .prepare_cached(statement)?
            .execute(named_params! { ":product_id": image.product_id, ":position": image.position })?;
    }
    Ok(())
}

/// Products that show these bytes, with their titles.
pub(crate) fn products_with(
    connection: &Connection,
    content_hash: &str,
) -> Result<Vec<(Id<id::Product>, String)>> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT p.id, p.title FROM images i JOIN products p ON p.id = i.product_id
         WHERE i.content_hash = :content_hash ORDER BY p.search_row LIMIT 20",
    )?;
    let rows = statement
        .query_map(named_params! { ":content_hash": content_hash }, |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// A product's picture, and the product's row in the index.
pub(crate) struct Showing {
    pub row: i64,
    pub image_id: Id<id::Image>,
    /// The colour that it shows.
    pub colour: Option<String>,
}

/// Products' pictures that are these bytes.
pub(crate) fn showing(connection: &Connection, content_hash: &str) -> Result<Vec<Showing>> {
    let mut statement = connection.prepare_cached(
        "SELECT p.search_row, i.id, i.colour FROM images i JOIN products p ON p.id = i.product_id
         WHERE i.content_hash = :content_hash ORDER BY p.search_row DESC, i.position",
    )?;
    let rows = statement.query_map(named_params! { ":content_hash": content_hash }, |row| {
        Ok(Showing { row: row.get(0)?, image_id: row.get(1)?, colour: row.get(2)? })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Notes an uploaded picture; false when it is known.
pub(crate) fn insert_picture(
    connection: &Connection,
    content_hash: &str,
    width: i64,
    height: i64,
) -> Result<bool> {
    let inserted = connection
        .prepare_cached(
            "INSERT INTO pictures (content_hash, state, width, height)
             VALUES (:content_hash, 'waiting', :width, :height) ON CONFLICT (content_hash) DO NOTHING",
        )?
        .execute(named_params! { ":content_hash": content_hash, ":width": width, ":height": height })?;
    Ok(inserted > 0)
}

pub(crate) fn picture(connection: &Connection, content_hash: &str) -> Result<Option<Picture>> {
    Ok(connection
        .prepare_cached(
            "SELECT state, width, height, problem FROM pictures WHERE content_hash = :content_hash",
        )?
        .query_row(named_params! { ":content_hash": content_hash }, |row| {
            Ok(Picture {
                state: row.get("state")?,
                width: row.get("width")?,
                height: row.get("height")?,
                problem: row.get("problem")?,
            })
        })
        .optional()?)
}

pub(crate) fn set_picture(
    connection: &Connection,
    content_hash: &str,
    state: PictureState,
    problem: Option<&str>,
) -> Result<()> {
    connection
        .prepare_cached(
            "UPDATE pictures SET state = :state, problem = :problem WHERE content_hash = :content_hash",
        )?
        .execute(named_params! { ":content_hash": content_hash, ":state": state, ":problem": problem })?;
    Ok(())
}

pub(crate) fn insert_rendition(
    connection: &Connection,
    content_hash: &str,
    size: PictureSize,
    rendition_hash: &str,
) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO picture_sizes (content_hash, size, rendition_hash)
             VALUES (:content_hash, :size, :rendition_hash)
             ON CONFLICT (content_hash, size) DO UPDATE SET rendition_hash = excluded.rendition_hash",
        )?
        .execute(named_params! {
            ":content_hash": content_hash,
            ":size": size,
            ":rendition_hash": rendition_hash,
        })?;
    Ok(())
}

pub(crate) fn rendition(
    connection: &Connection,
    content_hash: &str,
    size: PictureSize,
) -> Result<Option<Blob>> {
    Ok(connection
        .prepare_cached(
            "SELECT b.media_type, b.bytes FROM picture_sizes s JOIN blobs b ON b.content_hash = s.rendition_hash
             WHERE s.content_hash = :content_hash AND s.size = :size",
        )?
        .query_row(named_params! { ":content_hash": content_hash, ":size": size }, |row| {
            Ok(Blob { media_type: row.get("media_type")?, bytes: row.get("bytes")? })
        })
        .optional()?)
}
