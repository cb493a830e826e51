//! Products that look like a picture, on the wire.

use haberdash_core::catalog::images::PictureSize;
use haberdash_core::catalog::{self, Alike};
use serde::Serialize;
use utoipa::ToSchema;

use super::{ProductSummary, image_url_at};
use crate::likeness::{How, State, Status};

/// How far the shop's pictures are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PicturesState {
    Waiting,
    /// So many of the pictures are looked at; only these are found.
    Looking,
    Ready,
}

/// Whether products are found by picture.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Pictures {
    pub state: PicturesState,
    /// Of the last look.
    pub done: usize,
    pub total: usize,
    /// What they are compared by.
    pub detail: String,
}

impl From<&Status> for Pictures {
    fn from(status: &Status) -> Self {
        let (state, done, total) = match status.now() {
            State::Waiting => (PicturesState::Waiting, 0, 0),
            State::Looking { done, total } => (PicturesState::Looking, done, total),
            State::Ready => (PicturesState::Ready, 0, 0),
        };
        let builtin = "Pictures are compared by colour, texture and shape.";
        let detail = match status.how() {
            How::Builtin => builtin.to_owned(),
            How::File(file) => format!("Pictures are compared by the model in {file}."),
            How::Unusable(reason) => format!("{builtin} {reason}"),
        };
        Self { state, done, total, detail }
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AlikeProduct {
    pub product: ProductSummary,
    /// The one of its pictures that looks most like what was sought.
    pub image_url: String,
    /// The colour that this picture shows.
    pub colour: Option<String>,
    /// The cosine of the two pictures, 1 for the same.
    pub nearness: f32,
    /// So alike that a customer is told so.
    pub is_alike: bool,
}

impl From<(catalog::ProductSummary, Alike)> for AlikeProduct {
    fn from((product, alike): (catalog::ProductSummary, Alike)) -> Self {
        Self {
            product: product.into(),
            image_url: image_url_at(alike.image_id, PictureSize::Medium),
            colour: alike.colour,
            nearness: alike.nearness,
            is_alike: alike.is_alike,
        }
    }
}

/// Most alike first.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AlikeProducts {
    pub items: Vec<AlikeProduct>,
    pub pictures: Pictures,
}
