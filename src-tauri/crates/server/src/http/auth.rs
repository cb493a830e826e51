//! Who is asking: the token of the network door, the cookie that carries it in a browser, and the trusted caller in
//! process.
//!
//! The key is random and lives as long as the process, so every token ends with it.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use haberdash_core::actor::{Actor, By};
use haberdash_core::{Clock, Code};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use rand::TryRngCore;
use serde::{Deserialize, Serialize};

use super::guard;
use super::problem::ApiError;

/// The cookie's name.
const COOKIE: &str = "haberdash_token";

/// How long a token holds while the process lives.
const LIFETIME: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Who is asking. In process it is put into the request by our own code, never read from a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caller {
    /// A person in the window or the browser.
    Owner,
    /// A program that sends the token itself.
    Script,
}

impl Caller {
    /// As whom its acts are recorded.
    pub const fn by(self) -> By {
        match self {
            Self::Owner => By::OWNER,
            Self::Script => By::new(Actor::Api),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ApiError> {
        // Every route stands behind `require_caller`.
        parts.extensions.get::<Self>().copied().ok_or_else(|| ApiError::new(Code::Unauthorized, SIGN_IN))
    }
}

const SIGN_IN: &str = "Sign in first: open the link that `haberdash serve` prints.";

/// What a token's bearer may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Owner,
}

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    role: String,
    /// Seconds since 1970, as JWT has it (RFC 7519, 4.1).
    iat: i64,
    exp: i64,
}

/// Makes and checks tokens.
pub struct Tokens {
    sign: EncodingKey,
    check: DecodingKey,
    clock: Arc<dyn Clock>,
}

impl Tokens {
    /// With a new random key.
    ///
    /// # Errors
    /// `Internal` when the system gives no randomness.
    pub fn new(clock: Arc<dyn Clock>) -> haberdash_core::Result<Self> {
        let mut key = [0u8; 32];
        rand::rngs::OsRng.try_fill_bytes(&mut key).map_err(|error| {
            haberdash_core::Error::caused(Code::Internal, "The system gives no randomness.", error)
        })?;
        Ok(Self::with_key(&key, clock))
    }

    fn with_key(key: &[u8], clock: Arc<dyn Clock>) -> Self {
        Self { sign: EncodingKey::from_secret(key), check: DecodingKey::from_secret(key), clock }
    }

    /// A token for `role`.
    ///
    /// # Errors
    /// `Internal` when it cannot be signed.
    pub fn issue(&self, role: Role) -> haberdash_core::Result<String> {
        let Role::Owner = role;
        self.sign("owner")
    }

    fn sign(&self, role: &str) -> haberdash_core::Result<String> {
        let now = self.clock.now();
        let claims = Claims {
            role: role.into(),
            iat: now.as_millis() / 1000,
            exp: now.plus(LIFETIME).as_millis() / 1000,
        };
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.sign).map_err(|error| {
            haberdash_core::Error::caused(Code::Internal, "The token could not be signed.", error)
        })
    }

    /// Who a token speaks for.
    ///
    /// # Errors
    /// `Unauthorized` for a token that is not ours or has ended, `Forbidden` for a role that may do nothing here.
    pub fn check(&self, token: &str) -> Result<Caller, ApiError> {
        let wrong = || {
            ApiError::new(
                Code::Unauthorized,
                "This token is not valid. Open the link that `haberdash serve` prints.",
            )
        };
        let mut validation = Validation::new(Algorithm::HS256);
        // The end is compared below with the clock that was passed in.
        validation.validate_exp = false;
        let claims =
            jsonwebtoken::decode::<Claims>(token, &self.check, &validation).map_err(|_| wrong())?.claims;
        if claims.exp <= self.clock.now().as_millis() / 1000 {
            return Err(wrong());
        }
        match claims.role.as_str() {
            "owner" => Ok(Caller::Owner),
            _ => Err(ApiError::new(Code::Forbidden, "This token's role may not do this.")),
        }
    }
}

/// Lets only a known caller through. Stands before every route of the API, whichever door it is reached by.
pub async fn require_caller(request: Request, next: Next) -> Response {
    if request.extensions().get::<Caller>().is_some() {
        next.run(request).await
    } else {
        ApiError::new(Code::Unauthorized, SIGN_IN).into_response()
    }
}

/// The network door: finds the token in `Authorization` or the cookie and names the caller.
pub async fn authenticate(State(tokens): State<Arc<Tokens>>, mut request: Request, next: Next) -> Response {
    let caller = match bearer(request.headers()) {
        Some(token) => tokens.check(token).map(|_| Some(Caller::Script)),
        None => match cookie(request.headers()) {
            Some(token) if is_from_our_page(request.method(), request.headers(), request.uri()) => {
                // A cookie of an earlier process is no error by itself: the page asks for a new link.
                Ok(tokens.check(token).ok())
            }
            Some(_) => Err(ApiError::new(Code::Forbidden, "This request comes from another site's page.")),
            None => Ok(None),
        },
    };
    match caller {
        Ok(Some(caller)) => {
            request.extensions_mut().insert(caller);
        }
        Ok(None) => {}
        Err(error) => return error.into_response(),
    }
    next.run(request).await
}

/// Turns `/?token=…` into the cookie and a clean address.
pub async fn sign_in(State(tokens): State<Arc<Tokens>>, request: Request, next: Next) -> Response {
    let token = (request.uri().path() == "/" && request.method() == Method::GET)
        .then(|| request.uri().query())
        .flatten()
        .and_then(|query| form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "token"))
        .map(|(_, value)| value.into_owned());
    let Some(token) = token else { return next.run(request).await };
    if let Err(error) = tokens.check(&token) {
        return error.into_response();
    }
    let cookie = format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict");
    let Ok(cookie) = HeaderValue::from_str(&cookie) else {
        return ApiError::new(Code::Unauthorized, "This token is not valid.").into_response();
    };
    let headers = [
        (header::SET_COOKIE, cookie),
        (header::LOCATION, HeaderValue::from_static("/")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (StatusCode::SEE_OTHER, headers).into_response()
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(name, value)| (name == COOKIE).then_some(value))
}

/// A browser sends the cookie by itself, so what changes something must prove that our own page asked for it.
fn is_from_our_page(method: &Method, headers: &HeaderMap, uri: &Uri) -> bool {
    if matches!(*method, Method::GET | Method::HEAD) {
        return true;
    }
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let same_origin = text("origin")
        .zip(guard::host(headers, uri))
        .is_some_and(|(origin, host)| origin.strip_prefix("http://") == Some(host));
    match text("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => same_origin,
    }
}

#[cfg(test)]
mod tests {
    use haberdash_core::Timestamp;
    use haberdash_core::clock::ManualClock;

    use super::*;

    fn tokens() -> (Tokens, Arc<ManualClock>) {
        let clock = Arc::new(ManualClock::at(Timestamp::from_millis(1_800_000_000_000)));
        (Tokens::with_key(&[7; 32], clock.clone()), clock)
    }

    #[test]
    fn a_token_holds_until_it_ends_and_only_with_its_key() {
        let (ours, clock) = tokens();
        let token = ours.issue(Role::Owner).expect("token");
        assert_eq!(ours.check(&token).expect("valid"), Caller::Owner);
        let other = Tokens::with_key(&[8; 32], clock.clone());
        assert_eq!(other.check(&token).expect_err("another key").code(), Code::Unauthorized);
        clock.advance(LIFETIME);
        assert_eq!(ours.check(&token).expect_err("ended").code(), Code::Unauthorized);
    }

    #[test]
    fn an_unsigned_token_and_an_unknown_role_are_refused() {
        let (tokens, _clock) = tokens();
        // {"alg":"none","typ":"JWT"} . {"role":"owner","iat":0,"exp":9999999999} . (nothing)
        let unsigned =
            "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJyb2xlIjoib3duZXIiLCJpYXQiOjAsImV4cCI6OTk5OTk5OTk5OX0.";
        assert_eq!(tokens.check(unsigned).expect_err("unsigned").code(), Code::Unauthorized);
        let guest = tokens.sign("guest").expect("token");
        assert_eq!(tokens.check(&guest).expect_err("role").code(), Code::Forbidden);
    }

    #[test]
    fn a_cookie_changes_something_only_from_our_own_page() {
        let check = |method: Method, pairs: &[(&'static str, &'static str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(*name, HeaderValue::from_static(value));
            }
            is_from_our_page(&method, &headers, &Uri::from_static("/api/v1/system"))
        };
        let host = ("host", "127.0.0.1:7878");
        assert!(check(Method::GET, &[host]));
        assert!(check(Method::POST, &[host, ("origin", "http://127.0.0.1:7878")]));
        assert!(check(Method::POST, &[host, ("sec-fetch-site", "same-origin")]));
        assert!(!check(Method::POST, &[host]));
        assert!(!check(Method::POST, &[host, ("origin", "http://evil.example")]));
        assert!(!check(Method::POST, &[host, ("origin", "null")]));
        assert!(!check(
            Method::POST,
            &[host, ("sec-fetch-site", "same-site"), ("origin", "http://127.0.0.1:7878")]
        ));
        assert!(!check(Method::DELETE, &[host, ("sec-fetch-site", "cross-site")]));
    }
}
