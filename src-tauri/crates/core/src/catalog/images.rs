//! A product's pictures: which, in which order, what they show. Their bytes are blobs by content: a picture that is used
//! twice is stored once. Decoding happens elsewhere; here stands only what became of it.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::model::{Image, Picture, PictureState};
use super::state::states;
use crate::blobs::{self, Blob};
use crate::database::WriteTx;
use crate::error::{Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::jobs::{self, NewJob, Work};
use crate::operations::{self, Change, OperationKind, Recording, Restored, Subject};
use crate::store;

/// The most pictures of one product.
pub const MOST_IMAGES: usize = 250;

crate::text_enum! {
    /// A picture's sizes: the longer side in pixels, at most.
    pub enum PictureSize {
        Small = "96",
        Medium = "320",
        Large = "1200",
        /// As large as it came, up to 4096, without what the camera wrote into it.
        Full = "full",
    }
}

impl PictureSize {
    /// The longer side in pixels, at most.
    pub const fn pixels(self) -> u32 {
        match self {
            Self::Small => 96,
            Self::Medium => 320,
            Self::Large => 1200,
            Self::Full => 4096,
        }
    }
}

/// A picture to add. Its bytes were looked at: type and size are told by them.
#[derive(Debug, Clone)]
pub struct NewImage {
    pub bytes: Vec<u8>,
    /// As detected.
    pub media_type: &'static str,
    /// Pixels, upright.
    pub width: i64,
    pub height: i64,
    pub alt: String,
    pub colour: Option<String>,
    pub variant_ids: Vec<Id<id::Variant>>,
}

/// A picture around an operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct ImageState {
    product_id: Id<id::Product>,
    position: i64,
    colour: Option<String>,
    alt: String,
    content_hash: String,
    variant_ids: Vec<Id<id::Variant>>,
}

impl ImageState {
    fn of(image: &Image) -> Self {
        Self {
            product_id: image.product_id,
            position: image.position,
            colour: image.colour.clone(),
            alt: image.alt.clone(),
            content_hash: image.content_hash.clone(),
            variant_ids: image.variant_ids.clone(),
        }
    }

    /// Whether the owner sees no difference; orders are recorded by themselves.
    fn same_as(&self, other: &Self) -> bool {
        let placeless = |state: &Self| Self { position: 0, ..state.clone() };
        placeless(self) == placeless(other)
    }

    fn image(self, id: Id<id::Image>) -> Image {
        Image {
            id,
            product_id: self.product_id,
            position: self.position,
            colour: self.colour,
            alt: self.alt,
            content_hash: self.content_hash,
            variant_ids: self.variant_ids,
            picture: None,
        }
    }
}

/// What adding a picture gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    pub image_id: Id<id::Image>,
    /// The product had it already; nothing was added.
    pub is_same: bool,
    /// Other products that show the same picture.
    pub also_on: Vec<(Id<id::Product>, String)>,
}

/// Adds a picture to a product, last in order, and sees to its sizes.
///
/// # Errors
/// `NotFound`; `Invalid` when the product has too many, or a variant is not its own.
pub fn upload(tx: &mut WriteTx<'_>, product_id: Id<id::Product>, new: &NewImage) -> Result<Added> {
    let product = super::product(tx.sql(), product_id)?;
    let content_hash = keep(tx, new)?;
    let others = store::images::products_with(tx.sql(), &content_hash)?;
    let also_on = others.into_iter().filter(|(id, _)| *id != product_id).collect();
    let images = store::images::of_product(tx.sql(), product_id)?;
    if let Some(same) = images.iter().find(|image| image.content_hash == content_hash) {
        return Ok(Added { image_id: same.id, is_same: true, also_on });
    }
    let mut recording = operations::begin(tx, OperationKind::ImageAdded, json!({ "title": product.title }))?;
    let image_id = attach(tx, product_id, content_hash, new, &mut recording)?;
    recording.finish(tx)?;
    tx.emit(EventKind::ProductUpdated, product_id, serde_json::Value::Null)?;
    Ok(Added { image_id, is_same: false, also_on })
}

/// Adds a picture as a part of a larger operation; one that the product has already is not added again.
///
/// # Errors
/// As [`upload`].
pub fn add(
    tx: &mut WriteTx<'_>,
    product_id: Id<id::Product>,
    new: &NewImage,
    recording: &mut Recording,
) -> Result<Id<id::Image>> {
    let content_hash = keep(tx, new)?;
    let images = store::images::of_product(tx.sql(), product_id)?;
    match images.iter().find(|image| image.content_hash == content_hash) {
        Some(same) => Ok(same.id),
        None => attach(tx, product_id, content_hash, new, recording),
    }
}

/// Stores the bytes and sees to the sizes, unless they are known.
fn keep(tx: &mut WriteTx<'_>, new: &NewImage) -> Result<String> {
    let content_hash = blobs::put(tx, new.media_type, &new.bytes)?;
    if store::images::insert_picture(tx.sql(), &content_hash, new.width, new.height)? {
        let work = Work::PreparePicture { content_hash: content_hash.clone() };
        jobs::enqueue(tx, &NewJob::at(tx.now(), work))?;
    }
    Ok(content_hash)
}

fn attach(
    tx: &mut WriteTx<'_>,
    product_id: Id<id::Product>,
    content_hash: String,
    new: &NewImage,
    recording: &mut Recording,
) -> Result<Id<id::Image>> {
    let images = store::images::of_product(tx.sql(), product_id)?;
    if images.len() >= MOST_IMAGES {
        return Err(Error::invalid(format!("A product can have {MOST_IMAGES} pictures at most.")));
    }
    let image = Image {
        id: tx.new_id(),
        product_id,
        position: images.last().map_or(1, |last| last.position + 1),
        colour: new.colour.as_deref().map(tidy_colour).filter(|colour| !colour.is_empty()),
        alt: new.alt.trim().to_owned(),
        content_hash,
        variant_ids: new.variant_ids.clone(),
        picture: None,
    };
    check(tx, &image)?;
    insert_recorded(tx, &image, recording)?;
    Ok(image.id)
}

fn tidy_colour(colour: &str) -> String {
    colour.trim().to_lowercase()
}

fn check(tx: &WriteTx<'_>, image: &Image) -> Result<()> {
    if image.alt.chars().count() > 500 {
        return Err(Error::invalid("A picture's text is 500 characters long at most.").at("alt"));
    }
    let own = store::variants::of_product(tx.sql(), image.product_id)?;
    if image.variant_ids.iter().any(|id| !own.iter().any(|variant| variant.id == *id)) {
        return Err(Error::invalid("A picture can show variants of its own product only.").at("variant_ids"));
    }
    Ok(())
}

pub(super) fn insert_recorded(tx: &mut WriteTx<'_>, image: &Image, recording: &mut Recording) -> Result<()> {
    store::images::insert(tx.sql(), image)?;
    recording.change(tx, Subject::Image, image.id, None, Some(&ImageState::of(image)))
}

pub(super) fn remove_recorded(tx: &mut WriteTx<'_>, image: &Image, recording: &mut Recording) -> Result<()> {
    recording.change(tx, Subject::Image, image.id, Some(&ImageState::of(image)), None)?;
    store::images::delete(tx.sql(), image.id)
}

/// # Errors
/// `NotFound`.
pub fn get(connection: &Connection, id: Id<id::Image>) -> Result<Image> {
    store::images::find(connection, id)?.ok_or_else(|| Error::not_found("picture"))
}

/// What to change of a picture; `None` leaves it, the inner `None` clears.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImageChange {
    pub alt: Option<String>,
    pub colour: Option<Option<String>>,
    pub variant_ids: Option<Vec<Id<id::Variant>>>,
}

/// Changes what a picture shows and says. Returns its product.
///
/// # Errors
/// `NotFound`; `Invalid` for a variant of another product.
pub fn change(tx: &mut WriteTx<'_>, id: Id<id::Image>, change: &ImageChange) -> Result<Id<id::Product>> {
    let before = get(tx.sql(), id)?;
    let mut after = before.clone();
    if let Some(alt) = &change.alt {
        alt.trim().clone_into(&mut after.alt);
    }
    if let Some(colour) = &change.colour {
        after.colour = colour.as_deref().map(tidy_colour).filter(|colour| !colour.is_empty());
    }
    if let Some(variant_ids) = &change.variant_ids {
        after.variant_ids.clone_from(variant_ids);
    }
    check(tx, &after)?;
    let kind = OperationKind::ImageChanged;
    acted(tx, &before, kind, |tx, recording| {
        store::images::update(tx.sql(), &after)?;
        let states = (ImageState::of(&before), ImageState::of(&after));
        recording.change(tx, Subject::Image, id, Some(&states.0), Some(&states.1))
    })
}

/// Takes a picture off its product. Returns the product.
///
/// # Errors
/// `NotFound`.
pub fn remove(tx: &mut WriteTx<'_>, id: Id<id::Image>) -> Result<Id<id::Product>> {
    let image = get(tx.sql(), id)?;
    acted(tx, &image, OperationKind::ImageRemoved, |tx, recording| remove_recorded(tx, &image, recording))
}

/// Runs `work` as an operation about a picture's product.
fn acted(
    tx: &mut WriteTx<'_>,
    image: &Image,
    kind: OperationKind,
    work: impl FnOnce(&mut WriteTx<'_>, &mut Recording) -> Result<()>,
) -> Result<Id<id::Product>> {
    let title = super::product(tx.sql(), image.product_id)?.title;
    let mut recording = operations::begin(tx, kind, json!({ "title": title }))?;
    work(tx, &mut recording)?;
    recording.finish(tx)?;
    tx.emit(EventKind::ProductUpdated, image.product_id, serde_json::Value::Null)?;
    Ok(image.product_id)
}

/// Puts a product's pictures in this order.
///
/// # Errors
/// `NotFound`; `Invalid` when these are not all of them.
pub fn order(tx: &mut WriteTx<'_>, product_id: Id<id::Product>, ids: &[Id<id::Image>]) -> Result<()> {
    let images = store::images::of_product(tx.sql(), product_id)?;
    let is_each_once = ids.len() == images.len() && images.iter().all(|image| ids.contains(&image.id));
    let Some(first) = images.first().filter(|_| is_each_once) else {
        super::product(tx.sql(), product_id)?;
        return Err(Error::invalid("Name each of the product's pictures once.").at("image_ids"));
    };
    acted(tx, first, OperationKind::ImagesOrdered, |tx, recording| {
        let before: Vec<Id<id::Image>> = images.iter().map(|image| image.id).collect();
        store::images::set_order(tx.sql(), product_id, ids)?;
        recording.change(tx, Subject::ImageOrder, product_id, Some(&before), Some(&ids.to_vec()))
    })
    .map(|_| ())
}

/// Puts pictures back into the order before a change, unless the order or the pictures changed since.
pub(super) fn restore_order(
    tx: &mut WriteTx<'_>,
    recording: &mut Recording,
    change: &Change,
) -> Result<Restored> {
    let Ok(product_id) = change.subject_id.parse::<Id<id::Product>>() else {
        return Ok(Restored::ChangedSince);
    };
    let (before, after) = states::<Vec<Id<id::Image>>>(change)?;
    let images = store::images::of_product(tx.sql(), product_id)?;
    let now: Vec<Id<id::Image>> = images.iter().map(|image| image.id).collect();
    let Some(before) = before.filter(|_| after.as_ref() == Some(&now)) else {
        return Ok(Restored::ChangedSince);
    };
    store::images::set_order(tx.sql(), product_id, &before)?;
    recording.change(tx, Subject::ImageOrder, product_id, Some(&now), Some(&before))?;
    tx.emit(EventKind::ProductUpdated, product_id, serde_json::Value::Null)?;
    Ok(Restored::Done)
}

/// A picture's bytes in a size, and whether they are what was asked for: until a size is made, the original stands in.
///
/// # Errors
/// `NotFound`.
pub fn bytes(connection: &Connection, id: Id<id::Image>, size: PictureSize) -> Result<(Blob, bool)> {
    let image = get(connection, id)?;
    if let Some(blob) = store::images::rendition(connection, &image.content_hash, size)? {
        return Ok((blob, true));
    }
    // A drawing has no sizes and needs none; a picture that cannot be made smaller never will have them.
    let is_final = image.picture.is_none_or(|picture| picture.state != PictureState::Waiting);
    Ok((super::image_bytes(connection, id)?, is_final))
}

/// The bytes of a picture whose sizes are to be made; `None` when that is done or nobody needs it.
///
/// # Errors
/// Those of the query.
pub fn to_prepare(connection: &Connection, content_hash: &str) -> Result<Option<Blob>> {
    match store::images::picture(connection, content_hash)? {
        Some(Picture { state: PictureState::Waiting, .. }) => blobs::get(connection, content_hash).map(Some),
        _ => Ok(None),
    }
}

/// Takes back that a picture could not be read: it is tried again.
///
/// # Errors
/// Those of the update.
pub fn prepare_again(tx: &WriteTx<'_>, content_hash: &str) -> Result<()> {
    store::images::set_picture(tx.sql(), content_hash, PictureState::Waiting, None)
}

/// A size that was made.
#[derive(Debug, Clone)]
pub struct Rendition {
    pub size: PictureSize,
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

/// Stores a picture's sizes and tells those who look at its products.
///
/// # Errors
/// Those of the insertion.
pub fn prepared(tx: &mut WriteTx<'_>, content_hash: &str, renditions: &[Rendition]) -> Result<()> {
    for rendition in renditions {
        let hash = blobs::put(tx, rendition.media_type, &rendition.bytes)?;
        store::images::insert_rendition(tx.sql(), content_hash, rendition.size, &hash)?;
    }
    store::images::set_picture(tx.sql(), content_hash, PictureState::Ready, None)?;
    tell(tx, content_hash)
}

/// Notes that a picture cannot be read; the original stays.
///
/// # Errors
/// Those of the update.
pub fn not_prepared(tx: &mut WriteTx<'_>, content_hash: &str, problem: &str) -> Result<()> {
    store::images::set_picture(tx.sql(), content_hash, PictureState::Failed, Some(problem))?;
    tell(tx, content_hash)
}

fn tell(tx: &mut WriteTx<'_>, content_hash: &str) -> Result<()> {
    for (product_id, _) in store::images::products_with(tx.sql(), content_hash)? {
        tx.emit(EventKind::ProductUpdated, product_id, serde_json::Value::Null)?;
    }
    Ok(())
}

/// Puts a picture back as it was before a change, unless it was changed since.
pub(super) fn restore(tx: &mut WriteTx<'_>, recording: &mut Recording, change: &Change) -> Result<Restored> {
    let Ok(id) = change.subject_id.parse::<Id<id::Image>>() else { return Ok(Restored::ChangedSince) };
    let (before, after) = states::<ImageState>(change)?;
    let now = store::images::find(tx.sql(), id)?;
    let state = now.as_ref().map(ImageState::of);
    let is_as_left = match (&state, &after) {
        (Some(state), Some(after)) => state.same_as(after),
        (state, after) => state.is_none() && after.is_none(),
    };
    if !is_as_left {
        return Ok(Restored::ChangedSince);
    }
    let product_id = before.as_ref().or(after.as_ref()).map(|state| state.product_id);
    let Some(product_id) = product_id else { return Ok(Restored::ChangedSince) };
    if store::products::find(tx.sql(), product_id)?.is_none() {
        return Ok(Restored::ChangedSince);
    }
    let wanted = match before {
        None => None,
        Some(before) => {
            let mut image = before.image(id);
            let own = store::variants::of_product(tx.sql(), product_id)?;
            image.variant_ids.retain(|id| own.iter().any(|variant| variant.id == *id));
            match &now {
                Some(now) => image.position = now.position,
                // Its place may be another's now.
                None => store::images::make_room(tx.sql(), &image)?,
            }
            Some(image)
        }
    };
    match (&wanted, now) {
        (Some(image), Some(_)) => store::images::update(tx.sql(), image)?,
        (Some(image), None) => store::images::insert(tx.sql(), image)?,
        (None, Some(_)) => store::images::delete(tx.sql(), id)?,
        (None, None) => {}
    }
    let restored = wanted.as_ref().map(ImageState::of);
    recording.change(tx, Subject::Image, id, state.as_ref(), restored.as_ref())?;
    tx.emit(EventKind::ProductUpdated, product_id, serde_json::Value::Null)?;
    Ok(Restored::Done)
}
