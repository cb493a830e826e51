//! The door between the page and the application: one request in, one answer out, in process.
//!
//! The page itself needs no open shop, so that it paints while the shop's file is still being opened.

use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderValue, Request, Response, StatusCode, Uri, header};
use tower::ServiceExt;

use crate::shop::{Shop, Stage, whole};
use crate::trouble::{TRY_AGAIN, Trouble};

/// Paths that only an open shop can answer. Everything else is a file of the page, or the page.
const OF_THE_SHOP: [&str; 3] = ["/api/", "/docs", "/health"];

pub struct Door {
    page: Router,
    shop: OnceLock<Arc<Shop>>,
}

impl Door {
    pub fn new() -> Self {
        Self { page: haberdash_server::ui_assets::router(), shop: OnceLock::new() }
    }

    pub fn lead_to(&self, shop: Arc<Shop>) {
        let first = self.shop.set(shop).is_ok();
        debug_assert!(first, "a door leads to one shop");
    }

    pub async fn answer(&self, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
        let response = self.respond(within(request)).await;
        let (mut parts, body) = response.into_parts();
        let Ok(bytes) = whole(body).await else {
            let mut broken = Response::new(Vec::new());
            *broken.status_mut() = StatusCode::BAD_GATEWAY;
            return broken;
        };
        if let Some(policy) = parts.headers.get_mut(header::CONTENT_SECURITY_POLICY) {
            *policy = with_commands(policy);
        }
        Response::from_parts(parts, bytes.into())
    }

    async fn respond(&self, request: Request<Body>) -> Response<Body> {
        let path = request.uri().path();
        let Some(shop) = self.shop.get() else { return self.page(request).await };
        if path == TRY_AGAIN {
            shop.open();
            return match shop.settled().await {
                Stage::Failed(trouble) => trouble.page(),
                Stage::Opening | Stage::Open(_) => Trouble::onward(),
            };
        }
        if OF_THE_SHOP.iter().any(|prefix| path.starts_with(prefix)) {
            return match shop.settled().await {
                Stage::Open(open) => open.answer(request).await,
                Stage::Failed(trouble) => trouble.problem(),
                Stage::Opening => self.page(request).await,
            };
        }
        match shop.stage() {
            Stage::Failed(trouble) => trouble.page(),
            Stage::Opening | Stage::Open(_) => self.page(request).await,
        }
    }

    async fn page(&self, request: Request<Body>) -> Response<Body> {
        match self.page.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    }
}

/// The request as the router knows it: the window's scheme and host mean "this process" and nothing else.
fn within(request: Request<Vec<u8>>) -> Request<Body> {
    let (mut parts, body) = request.into_parts();
    if let Some(path) = parts.uri.path_and_query() {
        parts.uri = Uri::from(path.clone());
    }
    parts.headers.insert(header::HOST, HeaderValue::from_static("localhost"));
    // Compression is for networks.
    parts.headers.remove(header::ACCEPT_ENCODING);
    Request::from_parts(parts, Body::from(body))
}

/// The page's policy, opened for the window's own commands, which travel as requests to `ipc:`.
fn with_commands(policy: &HeaderValue) -> HeaderValue {
    let Ok(text) = policy.to_str() else { return policy.clone() };
    let opened = text.replace("connect-src 'self'", "connect-src 'self' ipc: http://ipc.localhost");
    HeaderValue::from_str(&opened).unwrap_or_else(|_| policy.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_windows_own_address_does_not_reach_the_router() {
        for address in [
            "haberdash://localhost/api/v1/orders?limit=2",
            "http://haberdash.localhost/api/v1/orders?limit=2",
        ] {
            let request =
                Request::builder().uri(address).header("host", "elsewhere").header("accept-encoding", "gzip");
            let request = within(request.body(Vec::new()).expect("a request"));
            assert_eq!(request.uri(), "/api/v1/orders?limit=2");
            assert_eq!(request.headers().get("host").expect("a host"), "localhost");
            assert!(request.headers().get("accept-encoding").is_none());
        }
    }

    #[test]
    fn the_policy_admits_the_windows_commands_and_nothing_more() {
        let policy = HeaderValue::from_static("default-src 'none'; connect-src 'self'; img-src 'self'");
        let opened = with_commands(&policy);
        assert_eq!(
            opened,
            "default-src 'none'; connect-src 'self' ipc: http://ipc.localhost; img-src 'self'"
        );
        let closed = HeaderValue::from_static("default-src 'none'; sandbox");
        assert_eq!(with_commands(&closed), closed);
    }

    #[tokio::test]
    async fn before_there_is_a_shop_the_page_is_served() {
        let request =
            Request::builder().uri("haberdash://localhost/inbox").body(Vec::new()).expect("a request");
        let response = Door::new().answer(request).await;
        assert_ne!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    }
}
