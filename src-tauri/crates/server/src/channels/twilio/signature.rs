//! Decides whether a webhook comes from Twilio.
//!
//! Owns the signature and the two types that stand for bytes before and after it was checked. It parses no
//! message: [`VerifiedWebhook`] is the only thing the parser takes, and only [`UnverifiedWebhook::verify`]
//! makes one.
//!
//! The rule (twilio.com/docs/usage/security): base64(HMAC-SHA1(auth token, URL followed by every form
//! parameter's name and value, sorted by name)). A body that is no form is covered by `bodySHA256` in the query,
//! and the URL is signed alone.
//!
//! Where Twilio's own libraries differ we follow the one that accepts what Twilio may really send and nothing
//! that was not signed:
//! - repeated parameters: values without duplicates, sorted, as in Python and Node; others take the first or last;
//! - the port: with and without it, as in Python and Node, because Twilio's own signing is inconsistent there;
//! - a user name in the URL together with a port: Node's reading; Python cuts the address at its first colon;
//! - characters such as `'` in the query: as they stand and percent-encoded, as Node does; Python tries the first;
//! - the order of names: by code point, as Python; Node orders UTF-16 units, which differs only beyond U+FFFF,
//!   where Twilio sends no parameter names.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use hmac::{Hmac, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use url::Url;

use crate::secrets::Secret;

/// The header that carries the signature.
pub const SIGNATURE_HEADER: &str = "x-twilio-signature";

/// A request as it arrived: nobody knows who sent it. It has no method that shows its content.
///
/// Only [`VerifiedWebhook`] goes further in, so this does not compile:
///
/// ```compile_fail,E0308
/// use haberdash_server::channels::twilio::{inbound, signature::UnverifiedWebhook};
/// let stranger = UnverifiedWebhook::new("/webhooks/twilio/messages", None, None, bytes::Bytes::new());
/// let message = inbound::from_webhook(&stranger);
/// ```
///
/// Nor can a verified one be made by hand:
///
/// ```compile_fail,E0451
/// use haberdash_server::channels::twilio::signature::VerifiedWebhook;
/// let forged = VerifiedWebhook { content_type: None, query: Vec::new(), body: bytes::Bytes::new() };
/// ```
pub struct UnverifiedWebhook {
    /// Path and query exactly as received.
    target: String,
    content_type: Option<String>,
    signature: Option<String>,
    body: Bytes,
}

/// A request that carries Twilio's signature over this URL and this body.
#[derive(Debug, Clone)]
pub struct VerifiedWebhook {
    content_type: Option<String>,
    query: Vec<(Vec<u8>, Vec<u8>)>,
    body: Bytes,
}

/// The signature is missing or is not that of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the webhook does not carry Twilio's signature")]
pub struct BadSignature;

impl UnverifiedWebhook {
    /// `target` is the path and query exactly as they were on the request line.
    pub fn new(
        target: impl Into<String>,
        content_type: Option<String>,
        signature: Option<String>,
        body: Bytes,
    ) -> Self {
        Self { target: target.into(), content_type, signature, body }
    }

    /// Checks the signature against the URL that Twilio was told, which is the configured `public_url` followed by
    /// the request's own path and query. The Host header plays no part: a stranger chooses it.
    ///
    /// # Errors
    /// [`BadSignature`] in every case but a right signature.
    pub fn verify(self, public_url: &str, auth_token: &Secret) -> Result<VerifiedWebhook, BadSignature> {
        let url = format!("{}{}", public_url.trim_end_matches('/'), self.target);
        let form = is_form(self.content_type.as_deref()).then_some(&self.body[..]);
        let signed = match form {
            Some(body) => signature_matches(auth_token, &url, &form_pairs(body), self.signature.as_deref()),
            None => body_is_covered(&url, &self.body)
                .and_then(|()| signature_matches(auth_token, &url, &[], self.signature.as_deref())),
        };
        signed?;
        let query =
            self.target.split_once('?').map_or_else(Vec::new, |(_, query)| form_pairs(query.as_bytes()));
        Ok(VerifiedWebhook { content_type: self.content_type, query, body: self.body })
    }
}

impl VerifiedWebhook {
    /// The bytes as they came, to be kept.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// A parameter of the URL's query. The query is part of what Twilio signed.
    pub fn query(&self, name: &str) -> Option<&str> {
        let (_, value) = self.query.iter().find(|(key, _)| key == name.as_bytes())?;
        std::str::from_utf8(value).ok()
    }

    /// The form's names and values in the order they came.
    ///
    /// # Errors
    /// When a name or value is not UTF-8, or the body is no form.
    pub fn form(&self) -> Result<Vec<(String, String)>, Unreadable> {
        if !is_form(self.content_type()) {
            return Err(Unreadable);
        }
        form_pairs(&self.body)
            .into_iter()
            .map(|(name, value)| match (String::from_utf8(name), String::from_utf8(value)) {
                (Ok(name), Ok(value)) => Ok((name, value)),
                _ => Err(Unreadable),
            })
            .collect()
    }
}

/// A signed body that is not what Twilio documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the webhook's content could not be read")]
pub struct Unreadable;

/// Whether `signature` is that of `url` with the form `parameters`, tried with and without the port.
///
/// # Errors
/// [`BadSignature`] when it is missing or no candidate matches.
pub fn signature_matches(
    auth_token: &Secret,
    url: &str,
    parameters: &[(Vec<u8>, Vec<u8>)],
    signature: Option<&str>,
) -> Result<(), BadSignature> {
    let given = signature.ok_or(BadSignature)?.as_bytes();
    let signed_form = signed_form(parameters);
    let mut matched = subtle::Choice::from(0);
    for candidate in candidates(url) {
        matched |= encode(auth_token, candidate.as_bytes(), &signed_form).as_bytes().ct_eq(given);
    }
    if bool::from(matched) { Ok(()) } else { Err(BadSignature) }
}

/// The signature that Twilio puts on a request to `url` with this form. For the simulator and tests.
pub fn sign(auth_token: &Secret, url: &str, parameters: &[(Vec<u8>, Vec<u8>)]) -> String {
    encode(auth_token, url.as_bytes(), &signed_form(parameters))
}

/// Whether the query's `bodySHA256` is the hash of `body`. An empty body needs none.
///
/// # Errors
/// [`BadSignature`] when a body is not covered: the URL's signature would say nothing about it.
pub fn body_is_covered(url: &str, body: &[u8]) -> Result<(), BadSignature> {
    let query = url.split_once('?').map_or("", |(_, query)| query.split('#').next().unwrap_or(""));
    let claimed = form_pairs(query.as_bytes()).into_iter().find(|(name, _)| name == b"bodySHA256");
    match claimed {
        Some((_, claimed)) => {
            let actual = hex(&Sha256::digest(body));
            let same = actual.as_bytes().ct_eq(&claimed.to_ascii_lowercase());
            if bool::from(same) { Ok(()) } else { Err(BadSignature) }
        }
        None if body.is_empty() => Ok(()),
        None => Err(BadSignature),
    }
}

/// Percent-decodes `application/x-www-form-urlencoded` to bytes. Nothing is replaced: what is not UTF-8 stays what it
/// was, since the signature covers it.
pub fn form_pairs(form: &[u8]) -> Vec<(Vec<u8>, Vec<u8>)> {
    form.split(|byte| *byte == b'&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            (decoded(halves.next().unwrap_or_default()), decoded(halves.next().unwrap_or_default()))
        })
        .collect()
}

fn decoded(text: &[u8]) -> Vec<u8> {
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        at += 1;
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => match (digit(text.get(at)), digit(text.get(at + 1))) {
                (Some(high), Some(low)) => {
                    bytes.push(u8::try_from(high * 16 + low).unwrap_or(u8::MAX));
                    at += 2;
                }
                _ => bytes.push(b'%'),
            },
            byte => bytes.push(*byte),
        }
    }
    bytes
}

fn is_form(content_type: Option<&str>) -> bool {
    content_type.is_some_and(|declared| {
        declared
            .split(';')
            .next()
            .unwrap_or("")
            .trim()
            .eq_ignore_ascii_case("application/x-www-form-urlencoded")
    })
}

/// Names and values in the signed order, without separators.
fn signed_form(parameters: &[(Vec<u8>, Vec<u8>)]) -> Vec<u8> {
    let mut sorted: Vec<&(Vec<u8>, Vec<u8>)> = parameters.iter().collect();
    sorted.sort_unstable();
    sorted.dedup();
    sorted
        .into_iter()
        .flat_map(|(name, value)| [name.as_slice(), value.as_slice()])
        .flatten()
        .copied()
        .collect()
}

fn encode(auth_token: &Secret, url: &[u8], form: &[u8]) -> String {
    let mut mac =
        Hmac::<Sha1>::new_from_slice(auth_token.expose().as_bytes()).expect("HMAC takes a key of any length");
    mac.update(url);
    mac.update(form);
    STANDARD.encode(mac.finalize().into_bytes())
}

/// The spellings of one address under which Twilio may have signed it.
fn candidates(url: &str) -> Vec<String> {
    let mut spellings = vec![url.to_owned()];
    if let Ok(parsed) = Url::parse(url) {
        spellings.push(with_query(url, parsed.query()));
    }
    let mut all: Vec<String> = spellings.iter().flat_map(|url| [without_port(url), with_port(url)]).collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn with_query(url: &str, query: Option<&str>) -> String {
    match (url.split_once('?'), query) {
        (Some((before, _)), Some(query)) => format!("{before}?{query}"),
        _ => url.to_owned(),
    }
}

/// Scheme with `://`, host with user, port, and the rest.
fn split_port(url: &str) -> Option<(&str, &str, Option<&str>, &str)> {
    let start = url.find("://")? + 3;
    let (scheme, after) = url.split_at(start);
    let end = after.find(['/', '?', '#']).unwrap_or(after.len());
    let (authority, rest) = after.split_at(end);
    let host_start = authority.rfind('@').map_or(0, |at| at + 1);
    // An IPv6 address has colons of its own, inside brackets.
    let search_from = authority[host_start..].rfind(']').map_or(host_start, |at| host_start + at);
    match authority[search_from..].rfind(':') {
        Some(colon) => {
            let (host, port) = authority.split_at(search_from + colon);
            Some((scheme, host, Some(&port[1..]), rest))
        }
        None => Some((scheme, authority, None, rest)),
    }
}

fn without_port(url: &str) -> String {
    split_port(url).map_or_else(|| url.to_owned(), |(scheme, host, _, rest)| format!("{scheme}{host}{rest}"))
}

fn with_port(url: &str) -> String {
    match split_port(url) {
        Some((scheme, host, None, rest)) => {
            let port = if scheme.eq_ignore_ascii_case("http://") { 80 } else { 443 };
            format!("{scheme}{host}:{port}{rest}")
        }
        _ => url.to_owned(),
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string does not fail");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUBLIC: &str = "https://shop.example";
    const FORM: &str = "application/x-www-form-urlencoded; charset=UTF-8";

    fn token() -> Secret {
        Secret::new("a-fictional-token")
    }

    fn signed(url: &str, body: &str) -> String {
        sign(&token(), url, &form_pairs(body.as_bytes()))
    }

    fn verify(target: &str, content_type: &str, signature: Option<String>, body: &str) -> bool {
        UnverifiedWebhook::new(
            target,
            Some(content_type.to_owned()),
            signature,
            Bytes::copy_from_slice(body.as_bytes()),
        )
        .verify(PUBLIC, &token())
        .is_ok()
    }

    #[test]
    fn what_was_signed_verifies_and_any_change_does_not() {
        let target = "/webhooks/twilio/status?message=msg_1";
        let body = "MessageSid=SM1&Body=Caf%C3%A9+%26+more&From=whatsapp%3A%2B15550100001";
        let signature = signed(&format!("{PUBLIC}{target}"), body);
        assert!(verify(target, FORM, Some(signature.clone()), body));
        assert!(verify(
            target,
            FORM,
            Some(signature.clone()),
            "From=whatsapp:%2B15550100001&Body=Caf%c3%a9%20%26%20more&MessageSid=SM1"
        ));
        for changed in ["MessageSid=SM1", "", &format!("{body}&Extra=1"), &body.replace("SM1", "SM2")] {
            assert!(!verify(target, FORM, Some(signature.clone()), changed), "{changed}");
        }
        assert!(!verify("/webhooks/twilio/status?message=msg_2", FORM, Some(signature.clone()), body));
        assert!(!verify(target, FORM, None, body));
        assert!(!verify(target, FORM, Some(String::new()), body));
        assert!(!verify(target, "application/json", Some(signature), body));
    }

    #[test]
    fn the_port_may_or_may_not_have_been_signed() {
        for (url, signed_as) in [
            ("https://shop.example/x", "https://shop.example:443/x"),
            ("https://shop.example:443/x", "https://shop.example/x"),
            ("http://shop.example/x", "http://shop.example:80/x"),
            ("https://user:pass@shop.example:8443/x", "https://user:pass@shop.example/x"),
            ("https://[2001:db8::1]/x", "https://[2001:db8::1]:443/x"),
            ("https://shop.example/x?Body=It's", "https://shop.example/x?Body=It%27s"),
        ] {
            let signature = sign(&token(), signed_as, &[]);
            assert_eq!(signature_matches(&token(), url, &[], Some(&signature)), Ok(()), "{url}");
        }
        let other = sign(&token(), "https://other.example/x", &[]);
        assert_eq!(
            signature_matches(&token(), "https://shop.example/x", &[], Some(&other)),
            Err(BadSignature)
        );
    }

    #[test]
    fn a_body_that_is_no_form_must_be_covered_by_its_hash() {
        let body = r#"{"a":1}"#;
        let hash = hex(&Sha256::digest(body.as_bytes()));
        let covered = format!("/webhooks/twilio/messages?bodySHA256={hash}");
        let signature = signed(&format!("{PUBLIC}{covered}"), "");
        assert!(verify(&covered, "application/json", Some(signature.clone()), body));
        assert!(!verify(&covered, "application/json", Some(signature), r#"{"a":2}"#));
        let bare = "/webhooks/twilio/messages";
        let signature = signed(&format!("{PUBLIC}{bare}"), "");
        assert!(!verify(bare, "application/json", Some(signature.clone()), body));
        assert!(verify(bare, "application/json", Some(signature), ""));
    }

    #[test]
    fn repeated_values_count_once_in_order() {
        let url = "https://shop.example/x";
        let signature = signed(url, "A=2&A=1");
        let given = form_pairs(b"A=1&A=2&A=1");
        assert_eq!(signature_matches(&token(), url, &given, Some(&signature)), Ok(()));
        assert_eq!(
            signature_matches(&token(), url, &form_pairs(b"A=1"), Some(&signature)),
            Err(BadSignature)
        );
    }

    #[test]
    fn bytes_that_are_not_utf_8_verify_and_are_then_unreadable() {
        let target = "/webhooks/twilio/messages";
        let body = "Body=%FF%FE&MessageSid=SM1";
        let signature = signed(&format!("{PUBLIC}{target}"), body);
        let webhook = UnverifiedWebhook::new(target, Some(FORM.into()), Some(signature), Bytes::from(body))
            .verify(PUBLIC, &token())
            .expect("signed");
        assert_eq!(webhook.form(), Err(Unreadable));
    }

    #[test]
    fn broken_percent_signs_stand_for_themselves() {
        assert_eq!(
            form_pairs(b"a=%&b=%4&c=%zz&d&=e"),
            [
                (b"a".to_vec(), b"%".to_vec()),
                (b"b".to_vec(), b"%4".to_vec()),
                (b"c".to_vec(), b"%zz".to_vec()),
                (b"d".to_vec(), Vec::new()),
                (Vec::new(), b"e".to_vec()),
            ]
        );
    }
}
