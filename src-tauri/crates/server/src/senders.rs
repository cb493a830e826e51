//! Sends each message by the provider that its conversation runs on.

use haberdash_core::Result;
use haberdash_core::conversations::{MessageStatus, Provider};
use haberdash_core::outbox::{MessageSender, OutboundMessage, SendOutcome, Sending, SentQuery};

use crate::channels::twilio::sender::TwilioSender;
use crate::phone::PhoneSender;

/// One sender for all providers.
pub struct Senders {
    pub twilio: TwilioSender,
    pub phone: PhoneSender,
}

impl Senders {
    fn of(&self, provider: Provider) -> &dyn MessageSender {
        match provider {
            Provider::Twilio => &self.twilio,
            Provider::Phone => &self.phone,
        }
    }
}

impl MessageSender for Senders {
    fn send<'a>(&'a self, message: &'a OutboundMessage) -> Sending<'a, SendOutcome> {
        self.of(message.provider).send(message)
    }

    fn find_sent<'a>(&'a self, query: &'a SentQuery) -> Sending<'a, Result<Option<(String, MessageStatus)>>> {
        self.of(query.provider).find_sent(query)
    }
}
