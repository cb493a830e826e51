//! Twilio's error codes in the shop's words: what happened and what to do next.
//!
//! Source of the codes: twilio.com/docs/api/errors.

use std::borrow::Cow;

use haberdash_core::Code;

/// What a code means for the message it came with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meaning {
    /// The code of ours under which the window shows it.
    pub code: Code,
    /// A sentence that says what happened.
    pub text: Cow<'static, str>,
    /// A sentence that says what to do.
    pub next: &'static str,
    pub verdict: Verdict,
}

impl Meaning {
    /// Both sentences.
    pub fn sentence(&self) -> String {
        format!("{} {}", self.text, self.next)
    }
}

/// Whether trying again can help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// This message will never be taken.
    Refused,
    /// Nothing was sent; the same message may go later.
    Later,
    /// The credentials are refused: nothing goes until the owner acts, and nothing is lost.
    Unauthorized,
}

/// The meaning of a Twilio code, for a send that answered it or a delivery that ended with it.
pub fn meaning(code: i64) -> Meaning {
    use Verdict::{Later, Refused, Unauthorized};
    let (ours, text, next, verdict) = match code {
        20003 => (
            Code::ChannelUnauthorized,
            "Twilio refused the credentials.",
            "Check the account SID and the auth token or API key in the settings.",
            Unauthorized,
        ),
        20005 | 30002 => (
            Code::ChannelUnauthorized,
            "The Twilio account is suspended or not active.",
            "Open the Twilio console and settle what it asks for.",
            Unauthorized,
        ),
        20429 | 14107 | 63018 => (
            Code::ChannelRateLimited,
            "Twilio asks to send more slowly.",
            "Nothing to do: the message goes out a little later.",
            Later,
        ),
        63017 => (
            Code::ChannelRateLimited,
            "WhatsApp's throughput for this sender is used up.",
            "Nothing to do: the message goes out a little later.",
            Later,
        ),
        30001 => (
            Code::ChannelRateLimited,
            "Twilio's queue for this sender is full.",
            "Nothing to do: the message goes out a little later.",
            Later,
        ),
        63016 => (
            Code::WindowClosed,
            "The 24-hour window has closed: the customer's last message is older than that.",
            "Send an approved template instead.",
            Refused,
        ),
        21610 | 63032 => (
            Code::OptedOut,
            "The customer opted out of messages from this number.",
            "They can write START to hear from the shop again.",
            Refused,
        ),
        63014 | 63024 => (
            Code::ChannelRejected,
            "WhatsApp does not deliver to this recipient.",
            "Check that the number uses WhatsApp, or reach the customer another way.",
            Refused,
        ),
        21211 | 21217 | 21614 | 21604 | 63003 => (
            Code::ChannelRejected,
            "The customer's number is not valid for this channel.",
            "Correct the number in the contact.",
            Refused,
        ),
        21212 | 21603 | 21606 | 21659 | 63007 | 21703 | 21701 => (
            Code::ChannelRejected,
            "Twilio does not know this sender.",
            "Check the sender in the settings: it must be a WhatsApp sender of this account.",
            Refused,
        ),
        21408 => (
            Code::ChannelRejected,
            "The Twilio account may not send to this country.",
            "Allow the country under Messaging, Geo permissions, in the Twilio console.",
            Refused,
        ),
        21602 | 21619 => {
            (Code::ChannelRejected, "The message is empty.", "Write a text or attach a file.", Refused)
        }
        21605 | 21617 => (
            Code::ChannelRejected,
            "The message is longer than 1600 characters.",
            "Send it in shorter parts.",
            Refused,
        ),
        21608 => (
            Code::ChannelRejected,
            "A trial account sends to verified numbers only.",
            "Verify the number in the Twilio console or upgrade the account.",
            Refused,
        ),
        21620 | 12300 | 63019 => (
            Code::ChannelRejected,
            "The attachment could not be sent.",
            "Check its kind and size, and send it again.",
            Refused,
        ),
        21656 | 63005 | 63028 | 63040 | 63041 | 63042 => (
            Code::ChannelRejected,
            "WhatsApp refused the template or its values.",
            "Check the template's approval and variables.",
            Refused,
        ),
        30003 | 30005 | 63015 => (
            Code::ChannelRejected,
            "The customer's telephone could not be reached.",
            "Try again later, or reach them another way.",
            Refused,
        ),
        30004 | 30007 | 63013 => (
            Code::ChannelRejected,
            "The message was blocked by the network or breaks its rules.",
            "Reword it, or reach the customer another way.",
            Refused,
        ),
        30008 | 63001 | 63010 | 63012 => (
            Code::ChannelRejected,
            "WhatsApp could not deliver the message.",
            "Send it again; if it keeps failing, look at the Twilio console.",
            Refused,
        ),
        _ => {
            return Meaning {
                code: Code::ChannelRejected,
                text: Cow::Owned(format!("Twilio refused the message (code {code}).")),
                next: "Look the code up in the Twilio console.",
                verdict: Refused,
            };
        }
    };
    Meaning { code: ours, text: Cow::Borrowed(text), next, verdict }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_documented_code_has_a_text_and_a_verdict() {
        for (code, ours, verdict) in [
            (63016, Code::WindowClosed, Verdict::Refused),
            (21610, Code::OptedOut, Verdict::Refused),
            (63018, Code::ChannelRateLimited, Verdict::Later),
            (20429, Code::ChannelRateLimited, Verdict::Later),
            (63017, Code::ChannelRateLimited, Verdict::Later),
            (63014, Code::ChannelRejected, Verdict::Refused),
            (63024, Code::ChannelRejected, Verdict::Refused),
            (20003, Code::ChannelUnauthorized, Verdict::Unauthorized),
            (99999, Code::ChannelRejected, Verdict::Refused),
        ] {
            let meaning = meaning(code);
            assert_eq!((meaning.code, meaning.verdict), (ours, verdict), "{code}");
            assert!(meaning.sentence().matches(". ").count() >= 1, "{code}: {}", meaning.sentence());
        }
    }
}
