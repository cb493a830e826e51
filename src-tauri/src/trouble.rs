//! The shop could not be opened: what happened, what was kept, and what to do, in a window and without scripts.

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use haberdash_core::{Code, Error};
use serde_json::json;

/// The page's address for another try.
pub const TRY_AGAIN: &str = "/desktop/try-again";

/// The trouble page has its own style and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const STYLE: &str = "\
:root{color-scheme:light dark;--canvas:#f9f7f8;--surface:#fff;--ink:#211d20;--muted:#5c565a;--line:#e4e0e2;--accent:#87336f}\
@media(prefers-color-scheme:dark){:root{--canvas:#141214;--surface:#1d191c;--ink:#efecee;--muted:#b3aeb1;--line:#353134;--accent:#ac5291}}\
*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px;background:var(--canvas);color:var(--ink);\
font:15px/1.55 Inter,system-ui,sans-serif}main{max-inline-size:34rem;padding:32px;background:var(--surface);border:1px solid var(--line);border-radius:12px}\
h1{margin:0 0 12px;font-size:21px;line-height:1.3}p{margin:0 0 12px}.detail{color:var(--muted);font-size:13px;overflow-wrap:anywhere}\
a{display:inline-block;margin-block-start:8px;padding:8px 16px;border-radius:8px;background:var(--accent);color:#fff;text-decoration:none;font-weight:600}\
a:focus-visible{outline:2px solid var(--accent);outline-offset:3px}";

/// Why the shop is not open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    code: Code,
    detail: String,
}

/// The owner's words for it.
struct Words {
    happened: &'static str,
    kept: &'static str,
    next: &'static str,
}

impl Trouble {
    pub fn new(error: &Error) -> Self {
        Self { code: error.code, detail: error.to_string() }
    }

    fn words(&self) -> Words {
        let kept = "Nothing was changed or lost.";
        match self.code {
            Code::DatabaseLocked => Words {
                happened: "This shop is already open",
                kept: "Another Haberdash on this computer has the shop's file, perhaps a server that was started \
                       by hand. Only one may write to it at a time. Nothing was changed.",
                next: "Close the other one, then try again.",
            },
            Code::DatabaseNewer => Words {
                happened: "This shop was saved by a newer Haberdash",
                kept: "This older program does not know how to read it, so it left the file alone.",
                next: "Install the newest Haberdash, then open the shop again.",
            },
            Code::DatabaseCorrupt => Words {
                happened: "The shop's file is damaged",
                kept: "Haberdash left the file as it is, so that it can still be repaired.",
                next: "Copy the data folder to a safe place first. Then put the latest backup in its place.",
            },
            Code::DiskFull => Words {
                happened: "The disk is full",
                kept: "Everything that was saved before is still there.",
                next: "Delete or move some large files, then try again.",
            },
            Code::StorageUnavailable => Words {
                happened: "The shop's file could not be opened",
                kept,
                next: "Check that the data folder exists and belongs to you, then try again.",
            },
            _ => Words {
                happened: "Haberdash could not start",
                kept,
                next: "Try again. If it stays like this, `haberdash doctor` in a terminal tells more.",
            },
        }
    }

    /// For a person.
    pub fn page(&self) -> Response<Body> {
        let Words { happened, kept, next } = self.words();
        let detail = escaped(&self.detail);
        let body = format!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Haberdash</title>\
             <style>{STYLE}</style></head><body><main role=\"alert\"><h1>{happened}</h1><p>{kept}</p>\
             <p>{next}</p><p class=\"detail\">{code}: {detail}</p><a href=\"{TRY_AGAIN}\">Try again</a>\
             </main></body></html>",
            code = self.code.as_str(),
        );
        html(StatusCode::SERVICE_UNAVAILABLE, body)
    }

    /// For a page that is still there and asks the API.
    pub fn problem(&self) -> Response<Body> {
        let status = self.code.http_status();
        let body = json!({
            "type": "about:blank",
            "title": self.words().happened,
            "status": status,
            "code": self.code.as_str(),
            "detail": self.detail,
        });
        let mut response = Response::new(Body::from(body.to_string()));
        *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
        let kind = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        response
    }

    /// The trouble is over: on to the page. Not a redirection, which a window's own scheme does not follow everywhere.
    pub fn onward() -> Response<Body> {
        let body = "<!doctype html><meta charset=\"utf-8\"><meta http-equiv=\"refresh\" content=\"0;url=/\">";
        html(StatusCode::OK, body.to_owned())
    }
}

fn html(status: StatusCode, body: String) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shop::whole;

    async fn text(response: Response<Body>) -> String {
        String::from_utf8(whole(response.into_body()).await.expect("a body").to_vec()).expect("text")
    }

    #[tokio::test]
    async fn each_trouble_says_what_happened_and_what_to_do() {
        let check = async |code: Code, happened: &str, next: &str| {
            let trouble = Trouble::new(&Error::new(code, "<b>the file</b> & more"));
            let response = trouble.page();
            assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
            let page = text(response).await;
            assert!(page.contains(happened) && page.contains(next), "{page}");
            assert!(page.contains(code.as_str()) && page.contains(TRY_AGAIN));
            assert!(page.contains("&lt;b&gt;the file&lt;/b&gt; &amp; more"), "what the system says is text");
        };
        check(Code::DatabaseLocked, "already open", "Close the other one").await;
        check(Code::DatabaseNewer, "newer Haberdash", "Install the newest").await;
        check(Code::DatabaseCorrupt, "damaged", "backup").await;
        check(Code::DiskFull, "disk is full", "large files").await;
        check(Code::StorageUnavailable, "could not be opened", "belongs to you").await;
        check(Code::Internal, "could not start", "haberdash doctor").await;
    }

    #[tokio::test]
    async fn the_api_answers_with_the_code_that_the_page_knows() {
        let response = Trouble::new(&Error::new(Code::DiskFull, "no space")).problem();
        assert_eq!(response.status().as_u16(), Code::DiskFull.http_status());
        let problem: serde_json::Value = serde_json::from_str(&text(response).await).expect("JSON");
        assert_eq!(problem["code"], "disk_full");
    }
}
