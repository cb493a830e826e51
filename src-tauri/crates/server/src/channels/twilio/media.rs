//! Fetches the files of customers' messages.
//!
//! Owns the download: whom the credentials are shown to, how much is read, what kinds are kept. What a file claims to be
//! is never believed; what is kept carries no metadata.

use haberdash_core::{Code, Error};
use reqwest::header::LOCATION;
use url::Url;

use super::client::{ApiError, TwilioClient};
use super::config::TwilioConfig;
use crate::channels::limited::{ReadError, read_limited};
use crate::channels::strip;

/// WhatsApp takes 16 MB at most.
pub const LARGEST_FILE: usize = 16 * 1024 * 1024;
const MOST_REDIRECTS: usize = 3;

/// Kinds that are kept: they can be shown without running anything.
const KEPT: &[&str] = &[
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/gif",
    "application/pdf",
    "audio/ogg",
    "audio/opus",
    "audio/mpeg",
    "audio/m4a",
    "audio/mp4",
    "audio/aac",
    "audio/amr",
    "video/mp4",
    "video/3gpp",
];

/// A file as it may be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchedMedia {
    /// As found out from the bytes.
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    /// It will never be kept. The text says why, for the owner.
    #[error("{0}")]
    Refused(String),
    /// It may come later.
    #[error(transparent)]
    Later(#[from] ApiError),
}

impl From<MediaError> for Error {
    fn from(error: MediaError) -> Self {
        match error {
            MediaError::Refused(text) => Error::new(Code::Invalid, text),
            MediaError::Later(error) => error.into(),
        }
    }
}

fn refused(text: &str) -> MediaError {
    MediaError::Refused(text.into())
}

/// Downloads, checks and cleans the file at `url`, which a webhook or a list named.
///
/// # Errors
/// [`MediaError::Refused`] for what is never kept, [`MediaError::Later`] when another try may help.
pub async fn fetch(
    client: &TwilioClient,
    url: &str,
    declared_type: Option<&str>,
) -> Result<FetchedMedia, MediaError> {
    let bytes = download(client, url).await?;
    judge(&bytes, declared_type)
}

async fn download(client: &TwilioClient, url: &str) -> Result<bytes::Bytes, MediaError> {
    let config = client.config()?;
    let mut url = Url::parse(url).map_err(|_| refused("The file's address is not valid."))?;
    if !is_twilio(&config, &url) {
        return Err(refused("The file is not at Twilio, so it was not fetched."));
    }
    for _ in 0..=MOST_REDIRECTS {
        let mut request = client.http().get(url.clone());
        // A redirect leads to a file server that has no business with our credentials.
        if is_twilio(&config, &url)
            && let Some((user, secret)) = config.credentials()
        {
            request = request.basic_auth(user, Some(secret.expose()));
        }
        let response = request.send().await.map_err(|error| ApiError::Unreachable(error.without_url()))?;
        let status = response.status();
        if status.is_redirection() {
            let location = response.headers().get(LOCATION).and_then(|location| location.to_str().ok());
            let next = location.and_then(|location| url.join(location).ok()).ok_or(ApiError::Garbage)?;
            // Never from an encrypted address to an open one.
            if next.scheme() != "https" && next.scheme() != config.api_base_url.scheme() {
                return Err(refused(
                    "The file is at an address that is not encrypted, so it was not fetched.",
                ));
            }
            url = next;
            continue;
        }
        return match status.as_u16() {
            200..=299 => match read_limited(response, LARGEST_FILE).await {
                Ok(bytes) => Ok(bytes),
                Err(ReadError::TooLarge) => {
                    Err(refused("The file is larger than 16 MB, so it was not fetched."))
                }
                Err(ReadError::Broken(error)) => Err(ApiError::Unreachable(error).into()),
            },
            401 | 403 => Err(ApiError::Unauthorized(super::errors::meaning(20003).sentence()).into()),
            429 => Err(ApiError::RateLimited(None).into()),
            404 | 410 => Err(refused("The file is no longer at Twilio.")),
            other => Err(ApiError::Failed(other).into()),
        };
    }
    Err(refused("The file's address leads in circles."))
}

fn is_twilio(config: &TwilioConfig, url: &Url) -> bool {
    url.origin() == config.api_base_url.origin()
}

/// Finds out what a file is, and cleans it.
///
/// # Errors
/// [`MediaError::Refused`] for what is never kept.
pub(crate) fn judge(bytes: &[u8], declared_type: Option<&str>) -> Result<FetchedMedia, MediaError> {
    let found = infer::get(bytes).map(|kind| kind.mime_type());
    let Some(media_type) = found.and_then(|found| KEPT.iter().find(|kept| **kept == found)).copied() else {
        return Err(refused(match found {
            None => "The file's kind is not known, so it was not kept.",
            Some(_) => "Files of this kind are not kept.",
        }));
    };
    let declared = declared_type.map(family).filter(|family| *family != Family::Unsaid);
    if declared.is_some_and(|declared| declared != family(media_type)) {
        return Err(refused("The file is not what it claims to be, so it was not kept."));
    }
    let bytes = strip::without_metadata(media_type, bytes)
        .map_err(|_| refused("The picture is damaged, so it was not kept."))?;
    Ok(FetchedMedia { media_type, bytes })
}

#[derive(PartialEq, Eq)]
enum Family {
    Picture,
    /// One container holds either, and senders do not agree on its name.
    Recording,
    Document,
    Unsaid,
    Other,
}

fn family(media_type: &str) -> Family {
    let essence = media_type.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    match essence.split('/').next() {
        Some("image") if essence != "image/svg+xml" => Family::Picture,
        Some("audio" | "video") => Family::Recording,
        Some("application") if essence == "application/pdf" => Family::Document,
        _ if essence.is_empty() || essence == "application/octet-stream" => Family::Unsaid,
        _ => Family::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\
        \0\0\0\0IEND\xae\x42\x60\x82";

    fn verdict(bytes: &[u8], declared: Option<&str>) -> Result<&'static str, String> {
        judge(bytes, declared).map(|media| media.media_type).map_err(|error| error.to_string())
    }

    #[test]
    fn the_bytes_decide_what_a_file_is() {
        assert_eq!(verdict(PNG, Some("image/png")), Ok("image/png"));
        assert_eq!(verdict(PNG, Some("image/jpeg; charset=binary")), Ok("image/png"));
        assert_eq!(verdict(PNG, None), Ok("image/png"));
        assert_eq!(verdict(PNG, Some("application/octet-stream")), Ok("image/png"));
        assert_eq!(verdict(b"%PDF-1.7 and so on", Some("application/pdf")), Ok("application/pdf"));
        assert_eq!(verdict(b"OggS\0\x02 and so on", Some("audio/ogg; codecs=opus")), Ok("audio/ogg"));
    }

    #[test]
    fn programs_pages_and_liars_are_refused() {
        for (bytes, declared) in [
            (&b"MZ\x90\0\x03\0\0\0 a program"[..], "image/png"),
            (b"\x7fELF\x02\x01\x01\0 a program", "application/octet-stream"),
            (b"<!DOCTYPE html><html><script>alert(1)</script></html>", "image/jpeg"),
            (b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>", "image/svg+xml"),
            (b"PK\x03\x04 an archive", "application/zip"),
            (PNG, "application/pdf"),
            (b"%PDF-1.7", "image/png"),
            (b"just words", "text/plain"),
            (b"", "image/png"),
            (b"\xff\xd8\xff\xe0\0", "image/jpeg"),
        ] {
            assert!(
                verdict(bytes, Some(declared)).is_err(),
                "{declared}: {}",
                String::from_utf8_lossy(bytes)
            );
        }
    }
}
