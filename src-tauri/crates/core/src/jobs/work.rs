//! What a job does, and how often and how late it is tried again.

use std::time::Duration;

use rand::Rng;
use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;

use crate::backups::Reason;
use crate::id::{
    Attachment, BulkEdit, Complaint, Conversation, Export, Id, IdentityCode, Import, LabRun, MarketSearch,
    Message, Variant,
};

crate::text_enum! {
    /// The closed set of things that are done later.
    pub enum JobKind {
        AnswerConversation = "answer_conversation",
        SendMessage = "send_message",
        FetchMedia = "fetch_media",
        NotifyOwner = "notify_owner",
        PollChannel = "poll_channel",
        Prune = "prune",
        RunImport = "run_import",
        RunExport = "run_export",
        BackUp = "back_up",
        FetchImages = "fetch_images",
        ExpireReservations = "expire_reservations",
        TellLowStock = "tell_low_stock",
        PreparePicture = "prepare_picture",
        PublishProducts = "publish_products",
        EditInBulk = "edit_in_bulk",
        TellWaiting = "tell_waiting",
        SendCode = "send_code",
        SearchMarket = "search_market",
        RunLab = "run_lab",
    }
}

/// A job's kind with what it needs to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Work {
    /// Answer everything the customer wrote since the last answer.
    AnswerConversation { conversation_id: Id<Conversation> },
    /// Hand a queued message to its provider.
    SendMessage { message_id: Id<Message> },
    /// Download an attachment.
    FetchMedia { attachment_id: Id<Attachment> },
    /// Show the owner a notification about a handoff.
    NotifyOwner { complaint_id: Id<Complaint>, conversation_id: Id<Conversation> },
    /// Ask a provider for what it may not have delivered.
    PollChannel { provider: String },
    /// Delete the traces that are older than they are kept (see [`crate::retention`]).
    Prune,
    /// Check, import or take back, as the import's state says.
    RunImport { import_id: Id<Import> },
    /// Write an export's file.
    RunExport { export_id: Id<Export> },
    /// Copy the shop's file.
    BackUp { reason: Reason },
    /// Fetch pictures that an imported file named; `inline`: only those whose bytes stand in their link.
    FetchImages { inline: bool },
    /// End the reservations whose time is over.
    ExpireReservations,
    /// Tell the owner, once, what fell to its low level.
    TellLowStock,
    /// Make the smaller sizes of an uploaded picture.
    PreparePicture { content_hash: String },
    /// Make drafts active whose time has come.
    PublishProducts,
    /// Go on with a change of many products.
    EditInBulk { bulk_edit_id: Id<BulkEdit> },
    /// Write to those who wait for a variant that is there again.
    TellWaiting { variant_id: Id<Variant> },
    /// Send a customer the code that proves who they are.
    SendCode { code_id: Id<IdentityCode> },
    /// Ask a provider what other shops want for a product.
    SearchMarket { search_id: Id<MarketSearch> },
    /// Play a draft of the prompt over recorded turns.
    RunLab { lab_run_id: Id<LabRun> },
}

impl Work {
    pub const fn kind(&self) -> JobKind {
        match self {
            Self::AnswerConversation { .. } => JobKind::AnswerConversation,
            Self::SendMessage { .. } => JobKind::SendMessage,
            Self::FetchMedia { .. } => JobKind::FetchMedia,
            Self::NotifyOwner { .. } => JobKind::NotifyOwner,
            Self::PollChannel { .. } => JobKind::PollChannel,
            Self::Prune => JobKind::Prune,
            Self::RunImport { .. } => JobKind::RunImport,
            Self::RunExport { .. } => JobKind::RunExport,
            Self::BackUp { .. } => JobKind::BackUp,
            Self::FetchImages { .. } => JobKind::FetchImages,
            Self::ExpireReservations => JobKind::ExpireReservations,
            Self::TellLowStock => JobKind::TellLowStock,
            Self::PreparePicture { .. } => JobKind::PreparePicture,
            Self::PublishProducts => JobKind::PublishProducts,
            Self::EditInBulk { .. } => JobKind::EditInBulk,
            Self::TellWaiting { .. } => JobKind::TellWaiting,
            Self::SendCode { .. } => JobKind::SendCode,
            Self::SearchMarket { .. } => JobKind::SearchMarket,
            Self::RunLab { .. } => JobKind::RunLab,
        }
    }

    /// Two jobs of a kind with the same key are the same job.
    pub fn dedupe_key(&self) -> String {
        match self {
            Self::AnswerConversation { conversation_id } => conversation_id.to_string(),
            Self::SendMessage { message_id } => message_id.to_string(),
            Self::FetchMedia { attachment_id } => attachment_id.to_string(),
            Self::NotifyOwner { complaint_id, .. } => complaint_id.to_string(),
            Self::PollChannel { provider } => provider.clone(),
            Self::RunImport { import_id } => import_id.to_string(),
            Self::RunExport { export_id } => export_id.to_string(),
            Self::BackUp { reason } => reason.to_string(),
            Self::FetchImages { inline } => inline.to_string(),
            Self::Prune | Self::ExpireReservations | Self::TellLowStock | Self::PublishProducts => {
                String::new()
            }
            Self::PreparePicture { content_hash } => content_hash.clone(),
            Self::EditInBulk { bulk_edit_id } => bulk_edit_id.to_string(),
            Self::TellWaiting { variant_id } => variant_id.to_string(),
            Self::SendCode { code_id } => code_id.to_string(),
            Self::SearchMarket { search_id } => search_id.to_string(),
            Self::RunLab { lab_run_id } => lab_run_id.to_string(),
        }
    }

    /// Done again and again; there is no last time.
    pub const fn recurs(&self) -> bool {
        matches!(
            self,
            Self::PollChannel { .. }
                | Self::Prune
                | Self::ExpireReservations
                | Self::BackUp { reason: Reason::Automatic }
        )
    }

    /// Failures after which it is left to the owner.
    pub const fn max_attempts(&self) -> u32 {
        match self {
            Self::AnswerConversation { .. } => 5,
            Self::SendMessage { .. } => 12,
            Self::FetchMedia { .. } => 8,
            Self::NotifyOwner { .. } => 5,
            Self::PollChannel { .. }
            | Self::Prune
            | Self::ExpireReservations
            | Self::RunExport { .. }
            | Self::BackUp { .. }
            | Self::FetchImages { .. }
            | Self::PreparePicture { .. } => 3,
            // It goes on where it was; a process that ended under it says little about it.
            Self::RunImport { .. } | Self::RunLab { .. } => 20,
            // Codes are counted by themselves (see `codes::deliver`), and so are searches: each costs money.
            Self::TellLowStock | Self::SendCode { .. } | Self::SearchMarket { .. } => 5,
            Self::PublishProducts | Self::EditInBulk { .. } | Self::TellWaiting { .. } => 8,
        }
    }
}

/// How a job joins the ready one with the same key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Merge {
    /// It runs at the earlier of the two times.
    KeepEarlier,
    /// It runs at the later time, but never later than `cap` after the first was enqueued. Once it has failed, its
    /// own next try stands.
    Debounce { cap: Duration },
}

/// A job to enqueue.
#[derive(Debug, Clone)]
pub struct NewJob {
    pub work: Work,
    /// `None`: never merged, may run beside its like.
    pub dedupe_key: Option<String>,
    pub run_at: Timestamp,
    pub max_attempts: u32,
    pub merge: Merge,
}

impl NewJob {
    /// The job as its kind prescribes, due at `run_at`.
    pub fn at(run_at: Timestamp, work: Work) -> Self {
        Self {
            dedupe_key: Some(work.dedupe_key()),
            max_attempts: work.max_attempts(),
            merge: Merge::KeepEarlier,
            run_at,
            work,
        }
    }

    #[must_use]
    pub fn debounced(mut self, cap: Duration) -> Self {
        self.merge = Merge::Debounce { cap };
        self
    }
}

/// Why a job did not succeed.
#[derive(Debug, Clone)]
pub struct Failure {
    /// For people; never a message body, address or secret.
    pub error: String,
    /// The earliest time that makes sense, when somebody said so.
    pub retry_after: Option<Duration>,
    /// A lasting cause counts towards the end of tries; a passing one (no network) is tried for ever.
    pub counts: bool,
}

impl Failure {
    pub fn lasting(error: impl Into<String>) -> Self {
        Self { error: error.into(), retry_after: None, counts: true }
    }

    pub fn passing(error: impl Into<String>, retry_after: Option<Duration>) -> Self {
        Self { error: error.into(), retry_after, counts: false }
    }
}

impl From<&crate::Error> for Failure {
    fn from(error: &crate::Error) -> Self {
        Self {
            error: format!("{}: {}", error.code, error.detail),
            retry_after: None,
            counts: !error.is_transient(),
        }
    }
}

const BACKOFF_BASE: Duration = Duration::from_secs(2);
const BACKOFF_CAP: Duration = Duration::from_mins(5);

/// The wait before the next try after `failures` failures: exponential with full jitter
/// (aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter), never before `retry_after`.
pub fn backoff(failures: u32, retry_after: Option<Duration>, random: &mut impl Rng) -> Duration {
    let ceiling = BACKOFF_BASE.saturating_mul(1 << failures.saturating_sub(1).min(16)).min(BACKOFF_CAP);
    let millis = u64::try_from(ceiling.as_millis()).unwrap_or(u64::MAX);
    let jittered = Duration::from_millis(random.random_range(0..=millis));
    match retry_after {
        // Spread above the asked time, so that all who were told the same do not return at once.
        Some(after) => after + jittered.min(after / 4 + Duration::from_millis(250)),
        None => jittered,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    #[test]
    fn backoff_grows_to_its_cap_and_keeps_to_what_was_asked() {
        let mut random = StdRng::seed_from_u64(1);
        let longest = |failures, random: &mut StdRng| {
            (0..2000).map(|_| backoff(failures, None, random)).max().expect("some")
        };
        let (first, third, last) =
            (longest(1, &mut random), longest(3, &mut random), longest(u32::MAX, &mut random));
        assert!(first <= BACKOFF_BASE && first > BACKOFF_BASE / 2, "{first:?}");
        assert!(third > BACKOFF_BASE && third <= BACKOFF_BASE * 4, "{third:?}");
        assert!(last <= BACKOFF_CAP && last > BACKOFF_CAP / 2, "{last:?}");
        let asked = Duration::from_secs(30);
        for _ in 0..200 {
            let wait = backoff(1, Some(asked), &mut random);
            assert!(wait >= asked && wait < asked * 2, "{wait:?}");
        }
    }

    #[test]
    fn the_payload_names_its_kind() {
        for (work, text) in [
            (Work::Prune, r#"{"kind":"prune"}"#),
            (Work::ExpireReservations, r#"{"kind":"expire_reservations"}"#),
            (Work::TellLowStock, r#"{"kind":"tell_low_stock"}"#),
            (
                Work::PollChannel { provider: "twilio".into() },
                r#"{"kind":"poll_channel","provider":"twilio"}"#,
            ),
        ] {
            assert_eq!(serde_json::to_string(&work).expect("json"), text);
            assert_eq!(serde_json::from_str::<Work>(text).expect("work"), work);
            assert!(text.contains(work.kind().as_str()));
        }
    }
}
