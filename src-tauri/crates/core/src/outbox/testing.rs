//! A provider in memory.

use std::collections::VecDeque;

use parking_lot::Mutex;

use super::{MessageSender, OutboundMessage, SendOutcome, Sending, SentQuery};
use crate::conversations::MessageStatus;
use crate::error::Result;

/// What the fake provider does with the next message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Behaviour {
    Accept,
    /// Takes the message, but the answer gets lost.
    AcceptAndLoseAnswer,
    Answer(SendOutcome),
}

/// A provider that takes every message unless told otherwise, and remembers what it took.
#[derive(Debug, Default)]
pub struct FakeSender {
    next: Mutex<VecDeque<Behaviour>>,
    taken: Mutex<Vec<OutboundMessage>>,
    lookups: Mutex<usize>,
}

impl FakeSender {
    /// What to do with the next message, in order.
    pub fn expect(&self, behaviour: Behaviour) {
        self.next.lock().push_back(behaviour);
    }

    /// The messages that it took, in order.
    pub fn taken(&self) -> Vec<OutboundMessage> {
        self.taken.lock().clone()
    }

    /// How often its list was read.
    pub fn lookups(&self) -> usize {
        *self.lookups.lock()
    }

    fn take(&self, message: &OutboundMessage) -> SendOutcome {
        let mut taken = self.taken.lock();
        taken.push(message.clone());
        SendOutcome::Accepted {
            provider_id: format!("SMFAKE{:04}", taken.len()),
            status: MessageStatus::Queued,
        }
    }
}

impl MessageSender for FakeSender {
    fn send<'a>(&'a self, message: &'a OutboundMessage) -> Sending<'a, SendOutcome> {
        let next = self.next.lock().pop_front().unwrap_or(Behaviour::Accept);
        let outcome = match next {
            Behaviour::Accept => self.take(message),
            Behaviour::AcceptAndLoseAnswer => {
                self.take(message);
                SendOutcome::Unknown { detail: "the connection broke".into() }
            }
            Behaviour::Answer(outcome) => outcome,
        };
        Box::pin(std::future::ready(outcome))
    }

    fn find_sent<'a>(&'a self, query: &'a SentQuery) -> Sending<'a, Result<Option<(String, MessageStatus)>>> {
        *self.lookups.lock() += 1;
        let taken = self.taken.lock();
        let position =
            taken.iter().rposition(|m| m.to == query.to && m.from == query.from && m.body == query.body);
        let found = position.map(|i| (format!("SMFAKE{:04}", i + 1), MessageStatus::Sent));
        Box::pin(std::future::ready(Ok(found)))
    }
}
