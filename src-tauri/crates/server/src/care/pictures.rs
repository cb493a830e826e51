//! Fetching pictures that an imported file only named: when the owner asks, within limits, and never anything but a picture.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use haberdash_core::catalog::images::NewImage;
use haberdash_core::imports::PendingImage;
use haberdash_core::{Code, Error, Result};

use super::recovery::blocking;
use crate::channels::limited::read_limited;
use crate::pictures;

const PATIENCE: Duration = Duration::from_secs(30);

/// A client for files of other people's servers: it follows few redirections and waits a limited time.
///
/// # Errors
/// `Internal` when the system gives no TLS.
pub fn client() -> Result<reqwest::Client> {
    reqwest::Client::builder()
        .timeout(PATIENCE)
        .redirect(reqwest::redirect::Policy::limited(4))
        .build()
        .map_err(|error| Error::caused(Code::Internal, "Pictures cannot be fetched.", error))
}

/// The picture of a link, looked at.
///
/// # Errors
/// `ChannelUnavailable` when its server cannot be reached; others when it is no picture or too large.
pub async fn fetch(client: &reqwest::Client, pending: &PendingImage) -> Result<NewImage> {
    let bytes = match pending.url.strip_prefix("data:") {
        Some(inline) => inline_bytes(inline)?,
        None => download(client, &pending.url).await?,
    };
    blocking(move || {
        let seen = pictures::look(&bytes)?;
        Ok(NewImage {
            media_type: seen.media_type,
            width: i64::from(seen.width),
            height: i64::from(seen.height),
            bytes,
            alt: String::new(),
            colour: None,
            variant_ids: Vec::new(),
        })
    })
    .await
}

/// `data:image/png;base64,…` (RFC 2397); other forms are not used for pictures.
fn inline_bytes(rest: &str) -> Result<Vec<u8>> {
    let (about, text) = rest.split_once(',').unwrap_or_default();
    if !about.ends_with(";base64") {
        return Err(Error::invalid("The link holds no picture."));
    }
    STANDARD
        .decode(text.trim())
        .map_err(|error| Error::caused(Code::Invalid, "The link holds no picture.", error))
}

async fn download(client: &reqwest::Client, url: &str) -> Result<Vec<u8>> {
    if !url.starts_with("https://") && !url.starts_with("http://") {
        return Err(Error::invalid("This is no web address of a picture."));
    }
    let away = |error: reqwest::Error| {
        let detail = "The picture's server could not be reached.";
        Error::caused(Code::ChannelUnavailable, detail, error.without_url())
    };
    let answer = client.get(url).send().await.map_err(away)?;
    let status = answer.status();
    if status.is_server_error() {
        return Err(Error::new(Code::ChannelUnavailable, format!("The picture's server answered {status}.")));
    }
    if !status.is_success() {
        return Err(Error::invalid(format!("The picture is not there any more ({status}).")));
    }
    let bytes = read_limited(answer, pictures::LARGEST).await;
    bytes
        .map(|bytes| bytes.to_vec())
        .map_err(|error| Error::caused(Code::Invalid, "The picture is too large or broke off.", error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_in_a_link_are_read_and_nothing_else() {
        assert_eq!(inline_bytes("image/png;base64,aGk=").expect("bytes"), b"hi");
        for wrong in ["", "image/png,hi", "image/png;base64", "image/png;base64,!!"] {
            assert_eq!(inline_bytes(wrong).expect_err("refused").code, Code::Invalid, "{wrong}");
        }
    }
}
