//! Backups, recovery and checks on the wire.

use haberdash_core::backups::{Contents, Reason};
use haberdash_core::database::Condition;
use serde::Serialize;
use utoipa::ToSchema;

use super::Time;
use crate::care::backups::{Found, Preview, Shelf};

/// Whether the shop's file is damaged and a backup must be restored.
#[derive(Debug, Serialize, ToSchema)]
pub struct Recovery {
    pub needed: bool,
    /// What was found.
    pub detail: Option<String>,
    /// The damaged file, which is kept.
    pub kept_as: Option<String>,
}

/// Why a backup was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BackupReason {
    Manual,
    Automatic,
    BeforeUpdate,
    BeforeImport,
    BeforeRestore,
}

impl From<Reason> for BackupReason {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::Manual => Self::Manual,
            Reason::Automatic => Self::Automatic,
            Reason::BeforeUpdate => Self::BeforeUpdate,
            Reason::BeforeImport => Self::BeforeImport,
            Reason::BeforeRestore => Self::BeforeRestore,
        }
    }
}

/// A copy of the shop.
#[derive(Debug, Serialize, ToSchema)]
pub struct Backup {
    /// Names it in the API; also the file's name.
    pub name: String,
    pub made_at: Time,
    pub reason: BackupReason,
    pub byte_count: u64,
    pub schema: u32,
}

impl From<Found> for Backup {
    fn from(found: Found) -> Self {
        Self {
            name: found.name.to_string(),
            made_at: Time(found.name.made_at),
            reason: found.name.reason.into(),
            byte_count: found.byte_count,
            schema: found.name.schema,
        }
    }
}

/// The backups, the newest first, and how they are made.
#[derive(Debug, Serialize, ToSchema)]
pub struct Backups {
    pub folder: String,
    pub folder_is_usual: bool,
    pub automatic: bool,
    pub next_at: Option<Time>,
    /// Why the last one failed; null when it did not.
    pub last_error: Option<String>,
    pub running: bool,
    pub items: Vec<Backup>,
}

impl Backups {
    pub fn of(shelf: &Shelf, found: Vec<Found>) -> Self {
        Self {
            folder: shelf.folder().to_string_lossy().into_owned(),
            folder_is_usual: shelf.is_usual(),
            automatic: false,
            next_at: None,
            last_error: None,
            running: false,
            items: found.into_iter().map(Backup::from).collect(),
        }
    }
}

/// Whether a backup can be restored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BackupState {
    Whole,
    Damaged,
    /// Written by a newer Haberdash.
    Newer,
    /// No shop's file.
    Foreign,
}

/// What stands in a shop's file.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShopContents {
    pub shop_name: String,
    pub products: u64,
    pub variants: u64,
    pub contacts: u64,
    pub orders: u64,
    pub conversations: u64,
    pub messages: u64,
    pub newest_message_at: Option<Time>,
    pub newest_order_at: Option<Time>,
    pub newest_change_at: Option<Time>,
}

impl From<Contents> for ShopContents {
    fn from(contents: Contents) -> Self {
        Self {
            shop_name: contents.shop_name,
            products: super::count(contents.products),
            variants: super::count(contents.variants),
            contacts: super::count(contents.contacts),
            orders: super::count(contents.orders),
            conversations: super::count(contents.conversations),
            messages: super::count(contents.messages),
            newest_message_at: contents.newest_message_at.map(Time),
            newest_order_at: contents.newest_order_at.map(Time),
            newest_change_at: contents.newest_change_at.map(Time),
        }
    }
}

/// A backup beside the shop as it is now.
#[derive(Debug, Serialize, ToSchema)]
pub struct BackupPreview {
    pub backup: Backup,
    pub state: BackupState,
    /// What is wrong with it.
    pub detail: Option<String>,
    pub then: Option<ShopContents>,
    pub now: Option<ShopContents>,
}

impl BackupPreview {
    pub fn of(preview: Preview, now: Option<Contents>) -> Self {
        let (state, detail, then) = match preview.condition {
            Condition::Whole { contents, .. } => (BackupState::Whole, None, Some(contents.into())),
            Condition::Damaged { detail } => (BackupState::Damaged, Some(detail), None),
            Condition::Newer { schema } => {
                let detail = format!("It was made by a newer Haberdash (schema {schema}).");
                (BackupState::Newer, Some(detail), None)
            }
            Condition::Foreign => {
                (BackupState::Foreign, Some("This is no file of a Haberdash shop.".into()), None)
            }
        };
        Self { backup: preview.found.into(), state, detail, then, now: now.map(Into::into) }
    }
}

/// A backup is being made.
#[derive(Debug, Serialize, ToSchema)]
pub struct BackingUp {
    pub running: bool,
}

/// The shop is being opened anew.
#[derive(Debug, Serialize, ToSchema)]
pub struct Restoring {
    pub restoring: bool,
}

/// What a check of the shop's file found.
#[derive(Debug, Serialize, ToSchema)]
pub struct CheckResult {
    pub ok: bool,
    /// Sentences for people.
    pub findings: Vec<String>,
    pub checked_at: Time,
}
