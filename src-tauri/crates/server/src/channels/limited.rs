//! Reads an answer's body up to a limit, and stops there.

use bytes::{Bytes, BytesMut};
use reqwest::Response;

#[derive(Debug, thiserror::Error)]
pub(crate) enum ReadError {
    #[error("the answer is larger than allowed")]
    TooLarge,
    #[error("the answer broke off")]
    Broken(#[source] reqwest::Error),
}

/// At most `limit` bytes. The declared length is checked first, then what really comes: it may lie.
pub(crate) async fn read_limited(mut response: Response, limit: usize) -> Result<Bytes, ReadError> {
    let declared =
        response.content_length().map_or(0, |length| usize::try_from(length).unwrap_or(usize::MAX));
    if declared > limit {
        return Err(ReadError::TooLarge);
    }
    let mut body = BytesMut::with_capacity(declared);
    while let Some(chunk) = response.chunk().await.map_err(|error| ReadError::Broken(error.without_url()))? {
        if body.len() + chunk.len() > limit {
            return Err(ReadError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}
