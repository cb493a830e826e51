//! Goods between places on the wire.

use haberdash_core::stock;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::stock::stock_words;
use super::{LocationId, LocationName, Time, TransferId, TransferLineId, VariantId};

stock_words! {
    TransferStatus = stock::TransferStatus { InTransit, PartlyReceived, Received, Cancelled }
    TransferAction = stock::TransferAction { Receive, Close, Cancel }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TransferFilter {
    InTransit,
    PartlyReceived,
    Received,
    Cancelled,
    /// Still under way.
    Open,
    #[default]
    All,
}

impl TransferFilter {
    pub fn statuses(self) -> Vec<stock::TransferStatus> {
        use stock::TransferStatus::{Cancelled, InTransit, PartlyReceived, Received};
        match self {
            Self::InTransit => vec![InTransit],
            Self::PartlyReceived => vec![PartlyReceived],
            Self::Received => vec![Received],
            Self::Cancelled => vec![Cancelled],
            Self::Open => vec![InTransit, PartlyReceived],
            Self::All => Vec::new(),
        }
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TransferSummary {
    pub id: TransferId,
    #[schema(example = "TR-1001")]
    pub number: String,
    pub from: LocationName,
    pub to: LocationName,
    pub status: TransferStatus,
    pub pieces: i64,
    pub received: i64,
    pub sent_at: Time,
    pub received_at: Option<Time>,
    pub version: i64,
}

impl From<stock::TransferListing> for TransferSummary {
    fn from(transfer: stock::TransferListing) -> Self {
        Self {
            id: transfer.id.into(),
            number: format!("TR-{}", transfer.number),
            from: LocationName { id: transfer.from.0.into(), name: transfer.from.1 },
            to: LocationName { id: transfer.to.0.into(), name: transfer.to.1 },
            status: transfer.status.into(),
            pieces: transfer.pieces,
            received: transfer.received,
            sent_at: transfer.sent_at.into(),
            received_at: transfer.received_at.map(Time),
            version: transfer.version,
        }
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TransferLine {
    pub id: TransferLineId,
    pub variant_id: VariantId,
    pub product_title: String,
    pub variant_title: String,
    pub sku: Option<String>,
    pub quantity: i64,
    pub received: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Transfer {
    #[serde(flatten)]
    pub summary: TransferSummary,
    pub note: String,
    pub lines: Vec<TransferLine>,
    pub allowed: Vec<TransferAction>,
}

impl From<stock::TransferView> for Transfer {
    fn from(view: stock::TransferView) -> Self {
        let line = |view: stock::TransferLineView| TransferLine {
            id: view.line.id.into(),
            variant_id: view.line.variant_id.into(),
            product_title: view.product_title,
            variant_title: view.variant_title,
            sku: view.sku,
            quantity: view.line.quantity,
            received: view.line.received,
        };
        Self {
            note: view.listing.note.clone(),
            allowed: stock::transfer_actions(view.listing.status)
                .iter()
                .map(|action| (*action).into())
                .collect(),
            summary: view.listing.into(),
            lines: view.lines.into_iter().map(line).collect(),
        }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTransferLine {
    pub variant_id: VariantId,
    pub quantity: i64,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTransfer {
    pub from_id: LocationId,
    pub to_id: LocationId,
    pub note: Option<String>,
    pub lines: Vec<NewTransferLine>,
    /// They were carried over already.
    pub receive_now: Option<bool>,
}

impl From<NewTransfer> for stock::NewTransfer {
    fn from(new: NewTransfer) -> Self {
        Self {
            from_id: new.from_id.0,
            to_id: new.to_id.0,
            note: new.note.unwrap_or_default(),
            lines: new.lines.into_iter().map(|line| (line.variant_id.0, line.quantity)).collect(),
            receive_now: new.receive_now.unwrap_or_default(),
        }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TransferReceivedLine {
    pub line_id: TransferLineId,
    pub quantity: i64,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TransferReceiving {
    pub version: i64,
    /// Left out: all that is under way.
    pub lines: Option<Vec<TransferReceivedLine>>,
}
