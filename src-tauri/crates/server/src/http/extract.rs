//! Reading ids, parameters and bodies from requests; what cannot be read becomes a problem that names the field.

use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use haberdash_core::id::Kind;
use haberdash_core::{Code, Id};
use serde::de::DeserializeOwned;

use super::problem::ApiError;

/// The largest JSON body taken, in bytes.
pub const LARGEST_BODY: usize = 256 * 1024;

/// The path's one id. A text of another kind names nothing, so it is not found.
pub struct PathId<K: Kind>(pub Id<K>);

impl<K: Kind, S: Send + Sync> FromRequestParts<S> for PathId<K> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let missing = || ApiError::new(Code::NotFound, "There is no such entry.");
        let Path(text) = Path::<String>::from_request_parts(parts, state).await.map_err(|_| missing())?;
        text.parse().map(Self).map_err(|_| missing())
    }
}

/// Query parameters.
pub struct Params<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Params<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ApiError> {
        match Query::try_from_uri(&parts.uri) {
            Ok(Query(params)) => Ok(Self(params)),
            Err(rejection) => {
                // "Failed to deserialize query string: limit: invalid digit": the cause alone is what people need.
                let cause = std::error::Error::source(&rejection).map(ToString::to_string);
                let text = cause.unwrap_or_else(|| rejection.body_text());
                Err(match text.split_once(": ") {
                    Some((field, detail)) if !field.contains(' ') => ApiError::field(field, detail),
                    _ => ApiError::new(Code::Invalid, text),
                })
            }
        }
    }
}

/// A JSON body.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let json = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .is_some_and(|value| value.trim().eq_ignore_ascii_case("application/json"));
        if !json {
            return Err(ApiError::new(
                Code::Malformed,
                "The body must be JSON (Content-Type: application/json).",
            ));
        }
        let bytes = axum::body::Bytes::from_request(request, state).await.map_err(|rejection| {
            if rejection.into_response().status() == StatusCode::PAYLOAD_TOO_LARGE {
                ApiError::new(Code::TooLarge, format!("The body may have {LARGEST_BODY} bytes at most."))
            } else {
                ApiError::new(Code::Malformed, "The body ended before it was complete.")
            }
        })?;
        read_json(&bytes).map(Self)
    }
}

/// A body of any bytes; how many is the route's own limit.
pub struct RawBody(pub axum::body::Bytes);

impl<S: Send + Sync> FromRequest<S> for RawBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        axum::body::Bytes::from_request(request, state).await.map(Self).map_err(|rejection| {
            if rejection.into_response().status() == StatusCode::PAYLOAD_TOO_LARGE {
                ApiError::new(Code::TooLarge, "The file is larger than is taken here.")
            } else {
                ApiError::new(Code::Malformed, "The file ended before it was complete.")
            }
        })
    }
}

/// Reads one JSON document; the path of what is wrong becomes the field.
pub fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        let cause = error.into_inner();
        match cause.classify() {
            serde_json::error::Category::Data if path != "." => ApiError::field(path, cause.to_string()),
            serde_json::error::Category::Data => ApiError::new(Code::Invalid, cause.to_string()),
            _ => ApiError::new(Code::Malformed, format!("The body is not JSON: {cause}")),
        }
    })?;
    json.end().map_err(|cause| ApiError::new(Code::Malformed, format!("The body is not JSON: {cause}")))?;
    Ok(value)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        #[serde(rename = "count")]
        _count: u8,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Outer {
        #[serde(rename = "inner")]
        _inner: Inner,
    }

    #[test]
    fn what_is_wrong_is_named_by_its_path() {
        for (text, code, field) in [
            (r#"{"inner":{"count":"x"}}"#, Code::Invalid, Some("inner.count")),
            (r#"{"inner":{"count":300}}"#, Code::Invalid, Some("inner.count")),
            (r#"{"inner":{"count":1,"extra":2}}"#, Code::Invalid, Some("inner.extra")),
            (r#"{"inner":{"count":1},"other":2}"#, Code::Invalid, Some("other")),
            (r#"{"inner":{}}"#, Code::Invalid, Some("inner")),
            ("[]", Code::Invalid, None),
            ("{", Code::Malformed, None),
            ("", Code::Malformed, None),
            (r#"{"inner":{"count":1}} x"#, Code::Malformed, None),
        ] {
            let error = read_json::<Outer>(text.as_bytes()).expect_err(text);
            let problem = error.problem();
            assert_eq!(error.code(), code, "{text}");
            assert_eq!(problem.errors.first().map(|e| e.field.as_str()), field, "{text}");
        }
        assert!(read_json::<Outer>(br#"{"inner":{"count":1}}"#).is_ok());
    }
}
