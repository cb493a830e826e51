//! The window's built files, embedded into the program. Needs no open shop: the window paints before the file is open.
//!
//! It serves bytes and knows no route of the window: every path that is no file is the window's own.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rust_embed::{EmbeddedFile, RustEmbed};
use sha2::{Digest, Sha256};

use crate::http::{guard, problem};

#[derive(RustEmbed)]
#[folder = "../../../ui/build"]
struct Built;

/// Shown when the program was compiled without the window.
const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Haberdash</title>\
<h1>The window was not built</h1><p>This program was compiled without its window. Run <code>npm install</code> and \
<code>npm run build</code> in the folder <code>ui</code>, then compile again. The API works all the same: see \
<a href=\"/docs/\">/docs/</a>.</p></html>";

/// The page and the policy that allows its own inline scripts by their hash.
#[derive(Clone)]
struct Page {
    html: Bytes,
    policy: HeaderValue,
}

impl Page {
    fn new(html: Bytes) -> Self {
        let hashes = inline_script_hashes(&String::from_utf8_lossy(&html));
        let allowed = hashes.iter().map(|hash| format!(" 'sha256-{hash}'")).collect::<String>();
        let text = guard::PAGE_POLICY.replace("script-src 'self'", &format!("script-src 'self'{allowed}"));
        // Base 64 and words only: always a header's value.
        let policy = HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(guard::NO_PAGE_POLICY));
        Self { html, policy }
    }
}

/// Whether the program holds a built window.
pub fn is_built() -> bool {
    Built::get("index.html").is_some()
}

/// The window's files; every other path answers with the page. Paths of the API are not the window's.
pub fn router() -> Router {
    let html = Built::get("index.html").map_or(Bytes::from_static(NOT_BUILT.as_bytes()), bytes);
    Router::new().fallback(serve).with_state(Page::new(html))
}

async fn serve(State(page): State<Page>, request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    if path == "api" || path.starts_with("api/") || path.starts_with("webhooks") {
        return problem::no_such_route().await.into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return problem::wrong_method().await.into_response();
    }
    match Built::get(path) {
        Some(file) if path != "index.html" => asset(path, file, request.headers()),
        // A file that a page of another version asks for: the page itself would only confuse it.
        None if path.starts_with("_app/") => problem::no_such_route().await.into_response(),
        _ => show(&page),
    }
}

fn show(page: &Page) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        (header::CONTENT_SECURITY_POLICY, page.policy.clone()),
    ];
    (headers, page.html.clone()).into_response()
}

fn asset(path: &str, file: EmbeddedFile, request: &HeaderMap) -> Response {
    let etag = format!("\"{}\"", STANDARD.encode(&file.metadata.sha256_hash()[..18]));
    let known = request.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let is_known = known.is_some_and(|known| known.split(',').any(|tag| tag.trim() == etag));
    let mut response = if is_known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Response::new(Body::from(bytes(file)))
    };
    let kind = mime_guess::from_path(path).first_or_octet_stream().to_string();
    // SvelteKit puts a hash of the content into these names.
    let is_immutable = path.starts_with("_app/immutable/");
    let caching = if is_immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    for (name, value) in [(header::CONTENT_TYPE, kind), (header::ETAG, etag)] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
    response
}

fn bytes(file: EmbeddedFile) -> Bytes {
    match file.data {
        std::borrow::Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        std::borrow::Cow::Owned(bytes) => Bytes::from(bytes),
    }
}

/// Base 64 of the SHA-256 of each script that stands in the page itself (Content Security Policy Level 3, 8.3).
fn inline_script_hashes(html: &str) -> Vec<String> {
    let mut hashes = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find("<script") {
        let after = &rest[start..];
        let (Some(open), Some(close)) = (after.find('>'), after.find("</script>")) else { break };
        if open < close && !after[..open].contains("src=") {
            hashes.push(STANDARD.encode(Sha256::digest(&after.as_bytes()[open + 1..close])));
        }
        rest = &after[close..];
        rest = rest.strip_prefix("</script>").unwrap_or(rest);
    }
    hashes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_scripts_without_a_source_are_allowed_by_their_hash() {
        let html = "<script src=\"/a.js\"></script><script>\nlet a = 1;\n</script><script type=\"module\">b</script>";
        assert_eq!(
            inline_script_hashes(html),
            [STANDARD.encode(Sha256::digest("\nlet a = 1;\n")), STANDARD.encode(Sha256::digest("b")),]
        );
        let policy = Page::new(Bytes::from_static(html.as_bytes())).policy;
        let policy = policy.to_str().expect("text");
        assert!(policy.contains("script-src 'self' 'sha256-"), "{policy}");
        assert!(!policy.contains("script-src 'self' 'unsafe"), "{policy}");
        for html in ["", "<script", "<script>", "<script></script", "</script><script>"] {
            assert!(inline_script_hashes(html).is_empty(), "{html}");
        }
    }
}
