//! Errors as `application/problem+json` (RFC 9457), with the code that the window maps to words.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use haberdash_core::{Code, Error};
use serde::Serialize;
use utoipa::ToSchema;

/// The media type of every error.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// One field of the request that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// A path into the body, or a parameter's name.
    #[schema(example = "value.name")]
    pub field: String,
    pub detail: String,
}

/// What went wrong.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Problem {
    /// Names the kind of problem; not a page.
    #[serde(rename = "type")]
    #[schema(example = "urn:haberdash:problem:not_found")]
    pub kind: String,
    /// Short and the same for every problem of the code.
    pub title: String,
    pub status: u16,
    /// A sentence for people about this one.
    pub detail: String,
    /// Stable and machine-readable.
    #[schema(example = "not_found")]
    pub code: String,
    /// The rule of the shop that forbids it, when one does.
    #[schema(example = "not_pending")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// Of a shortage of stock (`out_of_stock`): how many pieces are left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<i64>,
    /// Of a shortage of stock: what there is too little of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant_id: Option<String>,
    /// The fields that are wrong, if the problem is about fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}

/// A core error on its way out, with the fields it is about.
#[derive(Debug)]
pub struct ApiError {
    error: Error,
    fields: Vec<FieldError>,
}

pub type ApiResult<T> = Result<T, ApiError>;

impl ApiError {
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { error: Error::new(code, detail), fields: Vec::new() }
    }

    /// One wrong field.
    pub fn field(field: impl Into<String>, detail: impl Into<String>) -> Self {
        let (field, detail) = (field.into(), detail.into());
        Self::fields(vec![FieldError { field, detail }])
    }

    /// Wrong fields, one or more.
    pub fn fields(fields: Vec<FieldError>) -> Self {
        let detail = fields
            .iter()
            .map(|error| format!("{}: {}", error.field, error.detail))
            .collect::<Vec<_>>()
            .join(" · ");
        Self { error: Error::new(Code::Invalid, detail), fields }
    }

    /// The same, its fields below `parent`.
    #[must_use]
    pub fn under(mut self, parent: &str) -> Self {
        for error in &mut self.fields {
            error.field = format!("{parent}.{}", error.field);
        }
        if self.fields.is_empty() && self.error.code == Code::Invalid {
            self.fields.push(FieldError { field: parent.into(), detail: self.error.detail.clone() });
        }
        self
    }

    pub fn code(&self) -> Code {
        self.error.code
    }

    pub fn problem(&self) -> Problem {
        let code = self.error.code;
        Problem {
            kind: format!("urn:haberdash:problem:{code}"),
            title: title(code).into(),
            status: code.http_status(),
            detail: self.error.detail.clone(),
            code: code.to_string(),
            rule: self.error.rule().map(|rule| rule.as_str().to_owned()),
            left: self.error.shortage().map(|shortage| shortage.left),
            variant_id: self.error.shortage().map(|shortage| shortage.variant_id.to_string()),
            errors: self.fields.clone(),
        }
    }
}

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        let named = error.field.clone().map(|field| FieldError { field, detail: error.detail.clone() });
        Self { error, fields: named.into_iter().collect() }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        if self.error.code.http_status() >= 500 {
            let cause = std::error::Error::source(&self.error).map(ToString::to_string);
            tracing::warn!(code = %self.error.code, detail = %self.error.detail, cause, "a request failed");
        }
        let problem = self.problem();
        let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        // Texts and numbers only: it always becomes JSON.
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = status;
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

/// The few words that are the same for every problem of a code.
pub fn title(code: Code) -> &'static str {
    match code {
        Code::NotFound => "Not found",
        Code::Invalid => "Something is not right",
        Code::Malformed => "The request cannot be read",
        Code::Unauthorized => "Sign in first",
        Code::Forbidden => "Not allowed",
        Code::Conflict => "It changed meanwhile",
        Code::Refused => "Not possible now",
        Code::OutOfStock => "Not enough left",
        Code::OverReceipt => "More came than was ordered",
        Code::TooLarge => "Too large",
        Code::MethodNotAllowed => "Not possible here",
        Code::BadSignature => "The signature does not match",
        Code::DatabaseLocked => "The shop is open elsewhere",
        Code::DatabaseNewer => "Made by a newer Haberdash",
        Code::DatabaseCorrupt => "The shop's file is damaged",
        Code::DiskFull => "The disk is full",
        Code::StorageUnavailable => "The shop's file cannot be used",
        Code::KeyringUnavailable => "The keyring is not available",
        Code::ChannelNotConnected => "Not connected",
        Code::ChannelUnauthorized => "The provider refused the credentials",
        Code::ChannelRateLimited => "The provider asks to slow down",
        Code::ChannelUnavailable => "The provider cannot be reached",
        Code::ChannelRejected => "The provider refused the message",
        Code::WindowClosed => "The 24-hour window has closed",
        Code::OptedOut => "The customer opted out",
        Code::Internal => "Something went wrong",
    }
}

/// For paths that no route has.
pub async fn no_such_route() -> ApiError {
    ApiError::new(Code::NotFound, "There is nothing at this address.")
}

/// For routes that do not take the method.
pub async fn wrong_method() -> ApiError {
    ApiError::new(Code::MethodNotAllowed, "This address does not take this method.")
}
