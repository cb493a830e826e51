//! What the simulated account holds.

use std::collections::{HashMap, HashSet, VecDeque};

use haberdash_core::Timestamp;

use super::fault::{Fault, Scope};
use super::media::Media;
use super::webhooks::{Delivery, Endpoint};

pub(crate) struct State {
    pub account_status: &'static str,
    /// Oldest first.
    pub messages: Vec<MessageRecord>,
    pub media: HashMap<String, Media>,
    pub opted_out: HashSet<String>,
    pub faults: VecDeque<(Scope, Fault)>,
    pub requests: Vec<RequestRecord>,
    pub endpoint: Option<Endpoint>,
    pub deliveries: Vec<Delivery>,
    pub last_number: u64,
}

impl Default for State {
    fn default() -> Self {
        Self {
            account_status: "active",
            messages: Vec::new(),
            media: HashMap::new(),
            opted_out: HashSet::new(),
            faults: VecDeque::new(),
            requests: Vec::new(),
            endpoint: None,
            deliveries: Vec::new(),
            last_number: 0,
        }
    }
}

impl State {
    pub fn new_sid(&mut self, prefix: &str) -> String {
        self.last_number += 1;
        format!("{prefix}{:032x}", self.last_number)
    }

    pub fn message_mut(&mut self, sid: &str) -> Option<&mut MessageRecord> {
        self.messages.iter_mut().find(|message| message.sid == sid)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Inbound,
    Outbound,
}

/// Twilio's words for what became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Received,
    Queued,
    Sent,
    Delivered,
    Read,
    Failed,
    Undelivered,
}

impl Status {
    pub const fn as_str(self) -> &'static str {
        match self {
            Status::Received => "received",
            Status::Queued => "queued",
            Status::Sent => "sent",
            Status::Delivered => "delivered",
            Status::Read => "read",
            Status::Failed => "failed",
            Status::Undelivered => "undelivered",
        }
    }
}

/// A message of the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageRecord {
    pub sid: String,
    pub direction: Direction,
    pub from: String,
    pub to: String,
    pub body: String,
    pub status: Status,
    pub error_code: Option<i64>,
    pub messaging_service_sid: Option<String>,
    pub status_callback: Option<String>,
    pub profile_name: Option<String>,
    pub media: Vec<String>,
    /// Parameters that only the webhook shows.
    pub extra: Vec<(String, String)>,
    pub created_at: Timestamp,
    /// Nothing while it is queued.
    pub sent_at: Option<Timestamp>,
}

/// A REST request as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestRecord {
    pub method: String,
    pub path: String,
    pub query: String,
    /// The user name shown, if any.
    pub user: Option<String>,
    pub form: Vec<(String, String)>,
}

impl RequestRecord {
    pub fn is_send(&self) -> bool {
        self.method == "POST" && self.path.ends_with("/Messages.json")
    }
}
