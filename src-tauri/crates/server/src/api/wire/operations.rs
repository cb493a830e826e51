//! Who changed what.

use haberdash_core::operations;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::{OperationId, Time};

/// Who acted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OperationActor {
    Owner,
    Agent,
    Customer,
    Carrier,
    Import,
    Api,
    System,
}

/// One act of somebody.
#[derive(Debug, Serialize, ToSchema)]
pub struct Operation {
    pub id: OperationId,
    /// What kind of act, as a word; the window has a sentence for each.
    pub kind: String,
    pub actor: OperationActor,
    /// The agent's, the file's or the script's name; empty where `actor` says enough.
    pub actor_name: String,
    /// What the sentence needs.
    pub details: Value,
    pub change_count: u64,
    pub at: Time,
    /// The operation that this one took back.
    pub undoes: Option<OperationId>,
    pub undone_by: Option<OperationId>,
}

impl From<operations::Operation> for Operation {
    fn from(operation: operations::Operation) -> Self {
        Self {
            id: operation.id.into(),
            kind: operation.kind.to_string(),
            actor: operation.by.actor.into(),
            actor_name: operation.by.name,
            details: operation.details,
            change_count: super::count(operation.change_count),
            at: Time(operation.at),
            undoes: operation.undoes.map(Into::into),
            undone_by: operation.undone_by.map(Into::into),
        }
    }
}

/// One object's state around an operation.
#[derive(Debug, Serialize, ToSchema)]
pub struct OperationChange {
    pub subject_kind: String,
    pub subject_id: String,
    /// Null: it was made.
    pub before: Option<Value>,
    /// Null: it was removed.
    pub after: Option<Value>,
}

impl From<operations::Change> for OperationChange {
    fn from(change: operations::Change) -> Self {
        Self {
            subject_kind: change.subject.to_string(),
            subject_id: change.subject_id,
            before: change.before,
            after: change.after,
        }
    }
}

/// What taking back did.
#[derive(Debug, Serialize, ToSchema)]
pub struct Undone {
    /// Taking this one back does the work again.
    pub operation_id: OperationId,
    pub restored: u64,
}

impl From<operations::Undone> for Undone {
    fn from(undone: operations::Undone) -> Self {
        Self { operation_id: undone.operation_id.into(), restored: super::count(undone.restored) }
    }
}
