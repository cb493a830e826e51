//! A mail as its bytes.

use haberdash_core::mail::{Mail, MailProblem};
use haberdash_core::settings::EmailSettings;
use lettre::address::Envelope;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::{Address, transport};

/// Nobody is to answer it by a machine (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// From whom to whom, and the text as it goes over the wire.
pub(super) struct Letter {
    pub envelope: Envelope,
    pub bytes: Vec<u8>,
}

/// The problem is the address that is none.
pub(super) fn write(settings: &EmailSettings, mail: &Mail) -> Result<Letter, MailProblem> {
    let sender: Address = settings.sender_address.parse().map_err(|_| MailProblem::SenderRefused)?;
    let recipient: Address = mail.to.parse().map_err(|_| MailProblem::RecipientRefused)?;
    let name = Some(settings.sender_name.trim()).filter(|name| !name.is_empty()).map(str::to_owned);
    // Made here: the library would put this machine's name into it.
    let id = format!("<{:032x}@{}>", rand::random::<u128>(), sender.domain());
    let message = Message::builder()
        .from(Mailbox::new(name, sender))
        .to(Mailbox::new(None, recipient))
        .subject(mail.subject.clone())
        .message_id(Some(id))
        .header(AutoSubmitted)
        .header(ContentType::TEXT_PLAIN)
        .body(mail.text.clone())
        .map_err(|_| MailProblem::Refused)?;
    Ok(Letter { envelope: message.envelope().clone(), bytes: message.formatted() })
}

/// How this program calls itself to a server: not by the machine's name.
pub(super) fn hello() -> transport::smtp::extension::ClientId {
    transport::smtp::extension::ClientId::Ipv4(std::net::Ipv4Addr::LOCALHOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(name: &str) -> EmailSettings {
        EmailSettings {
            server: "smtp.example.com".into(),
            sender_name: name.into(),
            sender_address: "shop@example.com".into(),
            ..EmailSettings::default()
        }
    }

    #[test]
    fn a_letter_says_who_writes_and_that_it_is_automatic() {
        let mail = Mail {
            to: "ada@example.com".into(),
            subject: "Ihr Code für Böhm & Söhne".into(),
            text: "012345 ist Ihr Code.\n\nEr gilt zehn Minuten.".into(),
        };
        let letter = write(&settings("Böhm & Söhne"), &mail).expect("a letter");
        assert_eq!(letter.envelope.from().map(ToString::to_string).as_deref(), Some("shop@example.com"));
        assert_eq!(
            letter.envelope.to().iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["ada@example.com"]
        );
        let text = String::from_utf8(letter.bytes).expect("only plain letters go over the wire");
        assert!(text.is_ascii(), "{text}");
        for line in [
            "To: ada@example.com",
            "Auto-Submitted: auto-generated",
            "Content-Type: text/plain; charset=utf-8",
        ] {
            assert!(text.contains(line), "{line}: {text}");
        }
        assert!(text.contains("@example.com>\r\n") && !text.contains("localhost"), "{text}");
        assert!(text.contains("From: =?utf-8?b?") && text.contains("<shop@example.com>"), "{text}");
    }

    #[test]
    fn a_wrong_address_is_named() {
        let mail = |to: &str| Mail { to: to.into(), subject: "x".into(), text: "y".into() };
        assert_eq!(write(&settings(""), &mail("nobody")).err(), Some(MailProblem::RecipientRefused));
        let wrong = EmailSettings { sender_address: "shop".into(), ..settings("") };
        assert_eq!(write(&wrong, &mail("ada@example.com")).err(), Some(MailProblem::SenderRefused));
        // A line of its own in a subject would be another header.
        let text = write(
            &settings(""),
            &Mail { subject: "x\r\nBcc: all@example.com".into(), ..mail("ada@example.com") },
        );
        let text = String::from_utf8(text.expect("a letter").bytes).expect("text");
        assert!(!text.contains("\r\nBcc:"), "{text}");
    }
}
