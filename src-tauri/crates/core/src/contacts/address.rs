//! The forms of addresses: one person's number must always be written the same way.

use unicode_normalization::UnicodeNormalization;

use super::Channel;
use crate::error::{Error, Result};

/// `+`, a country code that does not start with 0, 7 to 15 digits in all (ITU-T E.164).
pub fn is_e164(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (7..=15).contains(&digits.len())
            && digits.bytes().all(|b| b.is_ascii_digit())
            && !digits.starts_with('0')
    })
}

/// `local@domain.tld` without spaces; whether it exists only a delivery can tell.
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    !local.is_empty()
        && text.len() <= 254
        && !text
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',' | ';' | '"'))
        && !local.contains('@')
        && domain.contains('.')
        && domain
            .split('.')
            .all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'))
}

/// WhatsApp's business-scoped user id: two letters, a dot, 1 to 128 letters or digits.
fn is_scoped_user(text: &str) -> bool {
    text.split_once('.').is_some_and(|(country, rest)| {
        country.len() == 2
            && country.bytes().all(|b| b.is_ascii_alphabetic())
            && (1..=128).contains(&rest.len())
            && rest.bytes().all(|b| b.is_ascii_alphanumeric())
    })
}

/// A phone number as people write it, in E.164. Numbers without a country code cannot be told apart and are
/// refused.
///
/// # Errors
/// `Invalid`.
pub fn e164(text: &str) -> Result<String> {
    let mut number = String::with_capacity(16);
    // Full-width digits and the like become plain ones.
    for c in text.nfkc() {
        match c {
            '0'..='9' => number.push(c),
            '+' if number.is_empty() => number.push('+'),
            ' '
            | '-'
            | '.'
            | '('
            | ')'
            | '/'
            | '\u{2010}'..='\u{2015}'
            | '\u{2060}'
            | '\u{202a}'..='\u{202e}' => {}
            c if c.is_whitespace() => {}
            _ => return Err(not_a_number()),
        }
    }
    if let Some(rest) = number.strip_prefix("00") {
        number = format!("+{rest}");
    }
    if is_e164(&number) { Ok(number) } else { Err(not_a_number()) }
}

fn not_a_number() -> Error {
    Error::invalid("This is no phone number in international form, such as +15550100123.")
}

/// The one form of an address on a channel: E.164, a business-scoped user id, a lower-case e-mail address, or
/// the provider's own user id.
///
/// # Errors
/// `Invalid` when the text is no address of that channel.
pub fn normalise(channel: Channel, text: &str) -> Result<String> {
    let text = text.trim();
    match channel {
        Channel::Whatsapp => {
            let address = text.strip_prefix("whatsapp:").unwrap_or(text).trim();
            if is_scoped_user(address) { Ok(address.to_owned()) } else { e164(address) }
        }
        Channel::Sms | Channel::Phone => e164(text),
        Channel::Email => {
            let address = text.to_lowercase();
            if is_email(&address) {
                Ok(address)
            } else {
                Err(Error::invalid("This is no e-mail address, such as name@example.com."))
            }
        }
        Channel::Tiktok | Channel::Linkedin => {
            if (1..=200).contains(&text.len()) && !text.chars().any(|c| c.is_whitespace() || c.is_control()) {
                Ok(text.to_owned())
            } else {
                Err(Error::invalid("This is no user id of that channel."))
            }
        }
    }
}
