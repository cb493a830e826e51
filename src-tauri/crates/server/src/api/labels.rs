//! Shelf and price labels.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use haberdash_core::Error;
use haberdash_core::database::Connection;
use haberdash_core::labels::{self, LabelRequest};
use haberdash_core::settings::{self, DocumentSettings};
use haberdash_documents::LabelPrint;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::ApiState;
use super::documents::{pdf_answer, typeset};
use super::wire::{LabelSheet, NewLabels, PageImages};
use crate::http::extract::Body;
use crate::http::problem::ApiResult;

/// Pages shown before printing.
const MOST_PAGES: usize = 3;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(sheets)).routes(routes!(print)).routes(routes!(preview))
}

/// The sheets that labels can be printed on: presets, then the shop's own.
#[utoipa::path(get, path = "/labels/sheets", operation_id = "list_label_sheets", tag = "labels",
    responses((status = 200, body = Vec<LabelSheet>)))]
pub async fn sheets(State(state): State<ApiState>) -> ApiResult<Json<Vec<LabelSheet>>> {
    let sheets = state.database.read(labels::sheets).await?;
    Ok(Json(sheets.into_iter().map(Into::into).collect()))
}

/// Labels as PDF.
#[utoipa::path(post, path = "/labels", operation_id = "print_labels", tag = "labels", request_body = NewLabels,
    responses((status = 200, content_type = "application/pdf", body = Vec<u8>)))]
pub async fn print(State(state): State<ApiState>, Body(body): Body<NewLabels>) -> ApiResult<Response> {
    let print = state.database.read(move |c| wanted(c, &body)).await?;
    let bytes = typeset(move || haberdash_documents::labels_pdf(&print)).await?;
    Ok(pdf_answer(bytes, "labels.pdf", true))
}

/// The first pages of labels as pictures.
#[utoipa::path(post, path = "/labels/preview", operation_id = "preview_labels", tag = "labels", request_body = NewLabels,
    responses((status = 200, body = PageImages)))]
pub async fn preview(
    State(state): State<ApiState>,
    Body(body): Body<NewLabels>,
) -> ApiResult<Json<PageImages>> {
    let print = state.database.read(move |c| wanted(c, &body)).await?;
    Ok(Json(typeset(move || haberdash_documents::labels_pages(&print, MOST_PAGES)).await?.into()))
}

fn wanted(c: &Connection, body: &NewLabels) -> haberdash_core::Result<LabelPrint> {
    let settings = settings::get::<DocumentSettings>(c)?.value;
    let requests: Vec<LabelRequest> = match body.purchase_order_id {
        Some(_) if !body.items.is_empty() => {
            return Err(
                Error::invalid("Name variants or a purchase order, not both.").at("purchase_order_id")
            );
        }
        Some(id) => labels::as_received(c, id.0)?,
        None => {
            let items = body.items.iter();
            items
                .map(|item| LabelRequest { variant_id: item.variant_id.0, quantity: item.quantity })
                .collect()
        }
    };
    let labels = labels::facts(c, &requests)?;
    Ok(LabelPrint {
        sheet: labels::sheet(c, &body.sheet)?,
        start_position: body.start_position.map_or(1, |place| usize::try_from(place).unwrap_or(1)),
        style: body.style.map(Into::into).unwrap_or_default(),
        language: body.language.map_or(settings.language, Into::into),
        font: settings.font,
        labels: labels
            .into_iter()
            .map(|(facts, quantity)| (facts, usize::try_from(quantity).unwrap_or(0)))
            .collect(),
    })
}
