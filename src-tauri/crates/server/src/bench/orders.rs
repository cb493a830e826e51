//! Orders: how many can be placed a second, and how fast any list of them is.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use anyhow::Context;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use haberdash_core::page::PageRequest;
use haberdash_core::stock::{self, MovementReason, Wanted};
use haberdash_core::{Id, contacts, id};
use http_body_util::BodyExt;
use serde::Serialize;
use serde_json::json;
use tower::ServiceExt;

use super::queries::{Measured, page_after_page, timed};
use super::times::{Percentiles, Times};
use crate::app::App;

/// Orders under way at once.
const AT_ONCE: usize = 4;
/// Variants that are ordered.
const GOODS: usize = 200;

/// Orders placed one after the other by several at once.
#[derive(Debug, Serialize)]
pub struct Placed {
    pub orders: usize,
    pub seconds: f64,
    pub orders_per_second: f64,
    /// From the request to its answer, the order being durable.
    pub times: Percentiles,
}

/// Places paid orders of one to three lines through the API, as fast as they are answered.
pub async fn placement(app: &App, count: usize) -> anyhow::Result<Placed> {
    let router = app.in_process_router();
    let (page, _) = timed(&router, &format!("/api/v1/variants?limit={GOODS}")).await?;
    let variants: Vec<Id<id::Variant>> = page["items"]
        .as_array()
        .context("items")?
        .iter()
        .filter_map(|variant| variant["id"].as_str()?.parse().ok())
        .collect();
    anyhow::ensure!(variants.len() > 3, "there is nothing to order");
    let pieces = i64::try_from(count)?;
    let filled = variants.clone();
    let buyers = app
        .database()
        .write(move |tx| {
            // Enough of everything: what is measured is placing, not running out.
            for variant in filled {
                stock::put(tx, &Wanted::anywhere(variant, pieces), MovementReason::Received, None, "", None)?;
            }
            contacts::list(tx.sql(), None, &PageRequest::first(100))
        })
        .await?
        .items;
    anyhow::ensure!(!buyers.is_empty(), "there is nobody to order");
    let next = Arc::new(AtomicUsize::new(0));
    let started = Instant::now();
    let tasks = (0..AT_ONCE).map(|_| {
        let (router, next, variants) = (router.clone(), Arc::clone(&next), variants.clone());
        let buyers: Vec<_> = buyers.iter().map(|buyer| buyer.contact.id).collect();
        tokio::spawn(async move {
            let mut times = Vec::new();
            loop {
                let n = next.fetch_add(1, Ordering::Relaxed);
                if n >= count {
                    return anyhow::Ok(times);
                }
                let lines: Vec<_> = (0..=n % 3)
                    .map(|line| json!({ "variant_id": variants[(n * 7 + line) % variants.len()], "quantity": 1 }))
                    .collect();
                let body = json!({
                    "contact_id": buyers[n % buyers.len()],
                    "lines": lines,
                    "channel": "online",
                    "place": true,
                    "payments": [{ "method": "card", "reference": format!("slip {n}") }],
                });
                let asked = Instant::now();
                place(&router, body.to_string()).await?;
                times.push(asked.elapsed());
            }
        })
    });
    let mut times = Times::default();
    for task in tasks.collect::<Vec<_>>() {
        task.await??.into_iter().for_each(|time| times.add(time));
    }
    let seconds = started.elapsed().as_secs_f64();
    Ok(Placed {
        orders: count,
        seconds,
        orders_per_second: f64::from(u32::try_from(count)?) / seconds,
        times: times.percentiles()?,
    })
}

async fn place(router: &Router, body: String) -> anyhow::Result<()> {
    let request = Request::post("/api/v1/orders")
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body))?;
    let response = router.clone().oneshot(request).await?;
    let status = response.status();
    let bytes = response.into_body().collect().await?.to_bytes();
    anyhow::ensure!(status == StatusCode::CREATED, "{status}: {}", String::from_utf8_lossy(&bytes));
    Ok(())
}

/// The order list with filters alone and together, page after page; by amount; counts; one order.
pub async fn lists(app: &App, count: usize) -> anyhow::Result<Vec<Measured>> {
    let router = app.in_process_router();
    let mut all = Vec::new();
    let mut ids = Vec::new();
    for (query, filter) in [
        ("orders, all", "archived=all"),
        ("orders, without the archive", ""),
        ("orders, delivered", "status=delivered"),
        ("orders, drafts", "status=draft"),
        ("orders, to send", "open=true"),
        ("orders, unpaid and placed", "status=placed&payment_status=unpaid"),
        ("orders, refunded and sold at the counter", "payment_status=refunded&channel=counter&archived=all"),
        ("orders, partly refunded and delivered", "status=delivered&payment_status=partly_refunded"),
        ("orders, partly sent", "fulfilment_status=partly_fulfilled"),
        ("orders, to come back", "return_status=return_requested"),
        ("orders, by agents, in the archive", "channel=agent&archived=yes"),
        ("orders, nothing fits", "status=draft&return_status=exchanged&archived=all"),
        ("orders, a number", "search=20"),
        ("orders, a number's first digit", "search=1&archived=all"),
        ("orders, a name", "search=sofia"),
        ("orders, a name and a status", "search=sofia&status=shipped"),
        ("orders, a year ago", "from=2020-01-01&to=2026-01-31&archived=all"),
        ("orders, dearest first", "sort=total_high&archived=all"),
        ("orders, dearest of a status", "sort=total_high&status=shipped"),
        ("orders, cheapest delivered", "sort=total_low&status=delivered"),
        ("orders, oldest first", "sort=oldest"),
        ("orders, not fully paid", "due=true"),
        ("orders, not fully paid, dearest first", "due=true&sort=total_high"),
        ("orders, dearest of a name", "search=sofia&sort=total_high"),
        ("orders, dearest of a number's first digit", "search=1&sort=total_high&archived=all"),
    ] {
        let first = format!("/api/v1/orders?{filter}&limit=50");
        let times = page_after_page(&router, &first, count, 1, &mut ids).await?;
        all.push(Measured { query: query.into(), times });
    }
    let mut times = Times::default();
    for _ in 0..count {
        times.add(timed(&router, "/api/v1/orders/counts").await?.1);
    }
    all.push(Measured { query: "order counts".into(), times: times.percentiles()? });
    let mut times = Times::default();
    for id in ids.iter().cycle().take(count) {
        times.add(timed(&router, &format!("/api/v1/orders/{id}")).await?.1);
    }
    all.push(Measured { query: "an order".into(), times: times.percentiles()? });
    Ok(all)
}
