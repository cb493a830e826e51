//! The closed sets of words of conversations and messages, as stored, sent and shown.

crate::text_enum! {
    /// The network a conversation is held on. `phone` is the simulated customer's phone.
    pub enum Channel {
        Whatsapp = "whatsapp",
        Sms = "sms",
        Email = "email",
        Tiktok = "tiktok",
        Linkedin = "linkedin",
        Phone = "phone",
    }
}

impl Channel {
    /// Who carries the shop's messages on this channel.
    pub const fn provider(self) -> Provider {
        match self {
            Self::Phone => Provider::Phone,
            Self::Whatsapp | Self::Sms | Self::Email | Self::Tiktok | Self::Linkedin => Provider::Twilio,
        }
    }

    /// Free text may be sent only within 24 hours of the customer's last message (WhatsApp Business policy).
    pub const fn has_reply_window(self) -> bool {
        matches!(self, Self::Whatsapp)
    }
}

crate::text_enum! {
    /// Who carries messages.
    pub enum Provider {
        Twilio = "twilio",
        /// The simulated customer's phone.
        Phone = "phone",
    }
}

crate::text_enum! {
    /// Which path brought a message.
    pub enum Source {
        Webhook = "webhook",
        Poll = "poll",
    }
}

crate::text_enum! {
    pub enum Direction {
        Inbound = "inbound",
        Outbound = "outbound",
    }
}

crate::text_enum! {
    pub enum Author {
        Customer = "customer",
        Agent = "agent",
        Owner = "owner",
    }
}

crate::text_enum! {
    pub enum MessageStatus {
        /// Inbound.
        Received = "received",
        Queued = "queued",
        /// Being handed to the provider, or accepted by it and not yet sent on.
        Sending = "sending",
        Sent = "sent",
        Delivered = "delivered",
        Read = "read",
        /// Never left.
        Failed = "failed",
        /// Left, and did not arrive.
        Undelivered = "undelivered",
    }
}

impl MessageStatus {
    /// Callbacks come repeated and out of order; the one of the highest rank stands, so any order ends alike. A
    /// proof of delivery beats a report of failure.
    pub const fn rank(self) -> u8 {
        match self {
            Self::Received | Self::Queued => 0,
            Self::Sending => 1,
            Self::Sent => 2,
            Self::Failed => 3,
            Self::Undelivered => 4,
            Self::Delivered => 5,
            Self::Read => 6,
        }
    }

    pub const fn is_failure(self) -> bool {
        matches!(self, Self::Failed | Self::Undelivered)
    }
}

crate::text_enum! {
    /// Who answers the customer.
    pub enum Handler {
        Agent = "agent",
        Owner = "owner",
    }
}

crate::text_enum! {
    pub enum ConversationState {
        Open = "open",
        Closed = "closed",
    }
}

crate::text_enum! {
    pub enum AttachmentState {
        Pending = "pending",
        Stored = "stored",
        /// Not of a kind or size that is kept.
        Refused = "refused",
        Failed = "failed",
    }
}

crate::text_enum! {
    /// What was made of a raw delivery.
    pub enum DeliveryOutcome {
        Stored = "stored",
        Duplicate = "duplicate",
        Ignored = "ignored",
        Unreadable = "unreadable",
    }
}

crate::text_enum! {
    pub enum DeliveryKind {
        Message = "message",
        Status = "status",
        Unreadable = "unreadable",
    }
}
