//! What Twilio's answers mean.
//!
//! Owns the reading of statuses and error bodies. A send is never called "not sent" unless that is certain.

use std::time::Duration;

use haberdash_core::{Code, Error};
use reqwest::header::RETRY_AFTER;
use reqwest::{Response, StatusCode};
use serde::Deserialize;

use super::errors::{self, Meaning, Verdict};
use crate::channels::limited::{ReadError, read_limited};

/// Largest JSON answer that is read: a page of 1000 messages of 1600 characters fits.
pub(super) const LARGEST_ANSWER: usize = 16 << 20;

/// What became of a send. A variant is chosen by what is certain, not by what is likely.
#[derive(Debug, Clone, PartialEq)]
pub enum SendResult {
    /// Twilio has the message.
    Accepted { sid: String, status: String },
    /// Twilio has not taken it and never will.
    Refused { twilio_code: i64, meaning: Meaning },
    /// Twilio has not taken it; it may go later.
    NotSent { code: Code, retry_after: Option<Duration>, detail: String },
    /// Twilio refuses the account or credentials. Not sent; waits for the owner.
    Unauthorized { detail: String },
    /// Nobody knows. It must be looked up before it is sent again.
    Unknown { detail: String },
}

/// Why a question to Twilio has no answer.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    #[error("Twilio is not connected yet. Enter the account in the settings.")]
    NotConnected,
    #[error("{0}")]
    Unauthorized(String),
    #[error("Twilio asks to slow down.")]
    RateLimited(Option<Duration>),
    #[error("Twilio could not be reached. Check the network.")]
    Unreachable(#[source] reqwest::Error),
    #[error("Twilio failed with status {0}.")]
    Failed(u16),
    #[error("{}", .1.sentence())]
    Refused(i64, Box<Meaning>),
    #[error("Twilio's answer could not be understood.")]
    Garbage,
    #[error("Twilio's answer is larger than expected.")]
    TooLarge,
}

impl From<ApiError> for Error {
    fn from(error: ApiError) -> Self {
        let code = match &error {
            ApiError::NotConnected => Code::ChannelNotConnected,
            ApiError::Unauthorized(_) => Code::ChannelUnauthorized,
            ApiError::RateLimited(_) => Code::ChannelRateLimited,
            ApiError::Refused(_, meaning) => meaning.code,
            ApiError::Unreachable(_) | ApiError::Failed(_) | ApiError::Garbage | ApiError::TooLarge => {
                Code::ChannelUnavailable
            }
        };
        let detail = error.to_string();
        Error::caused(code, detail, error)
    }
}

impl From<ReadError> for ApiError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::TooLarge => Self::TooLarge,
            ReadError::Broken(error) => Self::Unreachable(error),
        }
    }
}

#[derive(Deserialize)]
struct Problem {
    code: i64,
}

/// How a send ended, from its answer.
pub(super) async fn sent(response: Response) -> SendResult {
    #[derive(Deserialize)]
    struct Taken {
        sid: String,
        #[serde(default)]
        status: String,
    }
    let status = response.status();
    if status.is_success() {
        let taken = match read_limited(response, LARGEST_ANSWER).await {
            Ok(body) => serde_json::from_slice::<Taken>(&body).ok().filter(|taken| !taken.sid.is_empty()),
            Err(_) => None,
        };
        return match taken {
            Some(taken) => SendResult::Accepted { sid: taken.sid, status: taken.status },
            None => SendResult::Unknown { detail: ApiError::Garbage.to_string() },
        };
    }
    if status.is_server_error() || status.is_redirection() || status == StatusCode::REQUEST_TIMEOUT {
        return SendResult::Unknown { detail: ApiError::Failed(status.as_u16()).to_string() };
    }
    match refused(status, response).await {
        ApiError::Unauthorized(detail) => SendResult::Unauthorized { detail },
        ApiError::RateLimited(retry_after) => SendResult::NotSent {
            code: Code::ChannelRateLimited,
            retry_after,
            detail: ApiError::RateLimited(None).to_string(),
        },
        ApiError::Refused(twilio_code, meaning) => match meaning.verdict {
            Verdict::Refused => SendResult::Refused { twilio_code, meaning: *meaning },
            Verdict::Later => {
                SendResult::NotSent { code: meaning.code, retry_after: None, detail: meaning.sentence() }
            }
            Verdict::Unauthorized => SendResult::Unauthorized { detail: meaning.sentence() },
        },
        // A 4xx without Twilio's code is a proxy's or a hotel's page: the message did not get to Twilio.
        other => SendResult::NotSent {
            code: Code::ChannelUnavailable,
            retry_after: None,
            detail: other.to_string(),
        },
    }
}

/// Why a request was refused.
pub(super) async fn refused(status: StatusCode, response: Response) -> ApiError {
    let retry_after = response
        .headers()
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.trim().parse().ok())
        // A day at most: a wrong header must not silence the shop.
        .map(|seconds: u64| Duration::from_secs(seconds.min(86_400)));
    let problem = match read_limited(response, LARGEST_ANSWER).await {
        Ok(body) => serde_json::from_slice::<Problem>(&body).ok(),
        Err(_) => None,
    };
    match (status, problem) {
        (StatusCode::TOO_MANY_REQUESTS, _) => ApiError::RateLimited(retry_after),
        (StatusCode::UNAUTHORIZED, problem) => {
            let code = problem.map_or(20003, |problem| problem.code);
            let meaning = errors::meaning(code);
            let meaning =
                if meaning.verdict == Verdict::Unauthorized { meaning } else { errors::meaning(20003) };
            ApiError::Unauthorized(meaning.sentence())
        }
        (_, Some(problem)) => {
            let meaning = errors::meaning(problem.code);
            match meaning.verdict {
                Verdict::Unauthorized => ApiError::Unauthorized(meaning.sentence()),
                _ if meaning.code == Code::ChannelRateLimited && retry_after.is_some() => {
                    ApiError::RateLimited(retry_after)
                }
                _ => ApiError::Refused(problem.code, Box::new(meaning)),
            }
        }
        (status, None) => ApiError::Failed(status.as_u16()),
    }
}

/// How a request ended whose answer nobody saw. Without the URL, which may name people.
pub(super) fn unknown(error: &reqwest::Error) -> String {
    let what = if error.is_timeout() { "did not answer in time" } else { "broke the connection" };
    format!("Twilio {what}. Whether it has the message is being looked up.")
}
