//! Pages: what a list request asks for, and how core's pages leave.

use axum::Json;
use haberdash_core::page::{Cursor, Page as CorePage, PageRequest};
use haberdash_core::{Code, Result};
use utoipa::ToSchema;

use super::wire::Page;
use crate::http::problem::{ApiError, ApiResult};

const LARGEST: u32 = 100;
const USUAL: u32 = 50;

/// What part of a list is asked for.
///
/// # Errors
/// `Invalid` naming `limit` when it is out of its range.
pub fn page_request(cursor: Option<String>, limit: Option<u32>) -> ApiResult<PageRequest> {
    let limit = page_limit(limit)?;
    // Any text is taken here and judged by the list it is for.
    let after = cursor.filter(|text| !text.is_empty()).and_then(|text| text.parse::<Cursor>().ok());
    Ok(PageRequest { after, limit })
}

/// A limit in its range, the usual one when left out.
///
/// # Errors
/// `Invalid` naming `limit`.
pub fn page_limit(limit: Option<u32>) -> ApiResult<usize> {
    match limit.unwrap_or(USUAL) {
        limit @ 1..=LARGEST => Ok(usize::try_from(limit).unwrap_or(1)),
        _ => Err(ApiError::field("limit", format!("This must be between 1 and {LARGEST}."))),
    }
}

/// A core page as it leaves. In a list only the cursor can be malformed.
///
/// # Errors
/// Those of the list; `Invalid` naming `cursor` when it is not one of this list.
pub fn answer<T, W: ToSchema>(page: Result<CorePage<T>>, wire: impl Fn(T) -> W) -> ApiResult<Json<Page<W>>> {
    match page {
        Ok(page) => Ok(Json(Page {
            items: page.items.into_iter().map(wire).collect(),
            next_cursor: page.next.map(|cursor| cursor.to_string()),
        })),
        Err(error) if error.code == Code::Malformed => Err(ApiError::field("cursor", error.detail)),
        Err(error) => Err(error.into()),
    }
}
