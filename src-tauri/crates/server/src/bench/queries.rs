//! What the window asks most: lists with every filter and deep pages, threads, search; through the API's own router.

use std::time::Instant;

use anyhow::Context;
use axum::Router;
use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use serde::Serialize;
use serde_json::Value;
use tower::ServiceExt;

use super::times::{Percentiles, Times};
use crate::app::App;

/// Words that people look for.
const WORDS: [&str; 12] = [
    "dress",
    "linen",
    "blue shirt",
    "midi",
    "black",
    "jacket",
    "sneakers size 42",
    "wool coat",
    "floral",
    "cotton",
    "jumpsuit",
    "red skirt",
];

/// One kind of query.
#[derive(Debug, Serialize)]
pub struct Measured {
    pub query: String,
    pub times: Percentiles,
}

/// The inbox with each filter, page after page, and the threads it leads to.
pub async fn lists(app: &App, count: usize) -> anyhow::Result<Vec<Measured>> {
    let router = app.in_process_router();
    let mut all = Vec::new();
    let mut threads = Vec::new();
    for filter in ["all", "needs_owner", "agent", "owner", "closed"] {
        let first = format!("/api/v1/conversations?filter={filter}&limit=50");
        let times = page_after_page(&router, &first, count, 2, &mut threads).await?;
        all.push(Measured { query: format!("inbox {filter}, page after page"), times });
    }
    let mut times = Times::default();
    for id in threads.iter().cycle().take(count) {
        times.add(timed(&router, &format!("/api/v1/conversations/{id}/messages")).await?.1);
    }
    all.push(Measured { query: "thread".into(), times: times.percentiles()? });
    for (query, path) in [
        ("inbox, by a name", "/api/v1/conversations?search=maria"),
        ("counts", "/api/v1/conversations/counts"),
        ("today", "/api/v1/today"),
        ("orders", "/api/v1/orders"),
        ("products", "/api/v1/products"),
    ] {
        let mut times = Times::default();
        for _ in 0..count.div_ceil(4) {
            times.add(timed(&router, path).await?.1);
        }
        all.push(Measured { query: query.into(), times: times.percentiles()? });
    }
    Ok(all)
}

/// Products by words.
pub async fn search(app: &App, count: usize) -> anyhow::Result<Percentiles> {
    let router = app.in_process_router();
    let mut times = Times::default();
    for words in WORDS.iter().cycle().take(count) {
        let words: String = form_urlencoded::byte_serialize(words.as_bytes()).collect();
        times.add(timed(&router, &format!("/api/v1/products?search={words}")).await?.1);
    }
    times.percentiles()
}

/// Reads `count` pages of a list, deeper with each, from the top again after the last. The first ids of each page, `kept`
/// of them, are added to `ids`.
///
/// # Errors
/// When it fails.
pub(super) async fn page_after_page(
    router: &Router,
    first: &str,
    count: usize,
    kept: usize,
    ids: &mut Vec<String>,
) -> anyhow::Result<Percentiles> {
    let mut path = first.to_owned();
    let mut times = Times::default();
    for _ in 0..count {
        let (page, time) = timed(router, &path).await?;
        times.add(time);
        let items = page["items"].as_array().context("items")?;
        ids.extend(items.iter().filter_map(|item| item["id"].as_str()).take(kept).map(str::to_owned));
        path = page["next_cursor"]
            .as_str()
            .map_or_else(|| first.to_owned(), |next| format!("{first}&cursor={next}"));
    }
    times.percentiles()
}

/// One request's answer and how long it took.
///
/// # Errors
/// When it fails.
pub(super) async fn timed(router: &Router, path: &str) -> anyhow::Result<(Value, std::time::Duration)> {
    let request = Request::get(path).body(Body::empty())?;
    let started = Instant::now();
    let response = router.clone().oneshot(request).await?;
    let status = response.status();
    let bytes = response.into_body().collect().await?.to_bytes();
    let time = started.elapsed();
    anyhow::ensure!(status.is_success(), "{path}: {status}");
    Ok((serde_json::from_slice(&bytes)?, time))
}
