//! The forms that several documents share: e-mail, phone, links, countries. `path` is the value's place in the document,
//! `field` what people call it.

use crate::error::{Error, Result};

/// Refuses texts that are empty or blank.
pub(crate) fn filled(path: &str, problem: &str, text: &str) -> Result<()> {
    if text.trim().is_empty() { Err(Error::invalid(problem).at(path)) } else { Ok(()) }
}

/// Refuses texts that are longer than `limit` characters.
pub(crate) fn at_most(path: &str, field: &str, text: &str, limit: usize) -> Result<()> {
    if text.chars().count() > limit {
        return Err(Error::invalid(format!("{field} is longer than {limit} characters.")).at(path));
    }
    Ok(())
}

/// An empty text, or `local@domain.tld` without spaces.
pub(crate) fn email(path: &str, field: &str, text: &str) -> Result<()> {
    if text.is_empty() || crate::contacts::is_email(text) {
        return Ok(());
    }
    Err(Error::invalid(format!("{field} must be an e-mail address, such as hello@example.com.")).at(path))
}

/// An empty text, or a phone number in international form.
pub(crate) fn phone(path: &str, field: &str, text: &str) -> Result<()> {
    if text.is_empty() || crate::contacts::is_e164(text) {
        return Ok(());
    }
    Err(Error::invalid(format!(
        "{field} must be a phone number in international form, such as +15550100123."
    ))
    .at(path))
}

/// An empty text, or an absolute `https` link. `http` is taken only for this machine's own addresses.
pub(crate) fn link(path: &str, field: &str, text: &str) -> Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    let wrong = || {
        Err(Error::invalid(format!(
            "{field} must be a link that starts with https://, such as https://example.com."
        ))
        .at(path))
    };
    let (scheme, rest) = match text.split_once("://") {
        Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
        None => return wrong(),
    };
    if rest.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return wrong();
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
    // A name or password in a link would be a secret in the settings.
    if authority.contains('@') {
        return Err(Error::invalid(format!("{field} must not hold a user name or password.")).at(path));
    }
    let host = match authority.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or(""),
        None => authority.split(':').next().unwrap_or(""),
    };
    let own_machine = matches!(host, "localhost" | "127.0.0.1" | "::1");
    match scheme.as_str() {
        "https" if !host.is_empty() => Ok(()),
        "http" if own_machine => Ok(()),
        _ => wrong(),
    }
}

/// Two upper-case letters (ISO 3166-1 alpha-2).
pub(crate) fn country(path: &str, field: &str, text: &str) -> Result<()> {
    if text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase()) {
        return Ok(());
    }
    Err(Error::invalid(format!("{field} must be a country's two letters, such as DE.")).at(path))
}
