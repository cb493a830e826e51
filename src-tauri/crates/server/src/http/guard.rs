//! Headers that protect pages and answers, and the check that a request was meant for this machine.

use axum::extract::Request;
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use haberdash_core::Code;

use super::problem::ApiError;

/// What the window and the documentation may load: only what this program serves. Styles may stand in attributes,
/// because components position themselves so; scripts may not.
pub const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; manifest-src 'self'; \
     worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Nothing at all: for answers that are not pages.
pub const NO_PAGE_POLICY: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

/// Adds the headers to every answer. A route that sets its own policy keeps it.
pub async fn security_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let is_page = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.starts_with("text/html"));
    let policy = if is_page { PAGE_POLICY } else { NO_PAGE_POLICY };
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Refuses requests whose `Host` names another machine: a page elsewhere whose name was re-pointed at the loopback
/// address (DNS rebinding) sends its own name.
pub async fn only_this_machine(request: Request, next: Next) -> Response {
    if host(request.headers(), request.uri()).is_some_and(is_loopback) {
        next.run(request).await
    } else {
        ApiError::new(Code::Forbidden, "Haberdash answers only to this machine's own name.").into_response()
    }
}

/// The request's host with its port, as HTTP/1 (`Host`) or HTTP/2 (`:authority`) tells it.
pub fn host<'a>(headers: &'a HeaderMap, uri: &'a Uri) -> Option<&'a str> {
    let told = headers.get(header::HOST).and_then(|value| value.to_str().ok());
    told.or_else(|| uri.authority().map(axum::http::uri::Authority::as_str))
}

/// Whether a host (with or without port) is this machine by a name that no DNS server decides.
pub fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => match rest.split_once(']') {
            Some((name, port)) if port.is_empty() || is_port(port) => name,
            _ => return false,
        },
        None => match host.split_once(':') {
            Some((name, port)) if is_port_digits(port) => name,
            Some(_) => return false,
            None => host,
        },
    };
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn is_port(text: &str) -> bool {
    text.strip_prefix(':').is_some_and(is_port_digits)
}

fn is_port_digits(text: &str) -> bool {
    text.parse::<u16>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_no_dns_server_decides_are_this_machine() {
        for host in
            ["localhost", "LOCALHOST:7878", "127.0.0.1", "127.0.0.1:7878", "127.8.8.8", "[::1]", "[::1]:80"]
        {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example:7878",
            "192.168.0.7:7878",
            "0.0.0.0",
            "[::1",
            "[::1]x",
            "[::]",
            "localhost:port",
            "::1:80:80",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
