//! Jobs that gave up: listed, tried again, discarded.

use haberdash_core::jobs::{self, Failure, JobKind, Lease, NewJob, Work};

use super::*;

impl Shop {
    /// Jobs that failed for good, one for each provider named.
    async fn dead_jobs(&self, providers: &'static [&'static str]) {
        let kill = move |tx: &mut haberdash_core::WriteTx<'_>| {
            for provider in providers {
                let work = Work::PollChannel { provider: (*provider).into() };
                jobs::enqueue(tx, &NewJob { max_attempts: 1, ..NewJob::at(tx.now(), work) })?;
            }
            let lease = Lease::new("one");
            for job in jobs::claim(tx, &lease, &[(JobKind::PollChannel, 64)])? {
                jobs::fail(tx, &lease, &job, &Failure::lasting("broken"))?;
            }
            Ok(())
        };
        self.app.database().write(kill).await.expect("dead jobs");
    }
}

#[tokio::test]
async fn dead_jobs_are_paged_retried_and_discarded() {
    let shop = shop().await;
    shop.dead_jobs(&["a", "b", "c"]).await;
    let first = shop.get("/api/v1/jobs?state=dead&limit=2").await.json();
    assert_eq!(first["items"].as_array().map(Vec::len), Some(2));
    assert_eq!(first["items"][0]["last_error"], "broken");
    let cursor = first["next_cursor"].as_str().expect("more");
    let second = shop.get(&format!("/api/v1/jobs?limit=2&cursor={cursor}")).await.json();
    assert_eq!(second["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(second["next_cursor"], Value::Null);

    let id = |page: &Value, n: usize| page["items"][n]["id"].as_str().expect("id").to_owned();
    let retry = shop.send(Method::POST, &format!("/api/v1/jobs/{}/retry", id(&first, 0)), None).await;
    assert_eq!(retry.status, StatusCode::NO_CONTENT);
    let path = format!("/api/v1/jobs/{}", id(&first, 1));
    assert_eq!(shop.send(Method::DELETE, &path, None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(shop.send(Method::DELETE, &path, None).await.problem(404), "not_found");
    assert_eq!(shop.get("/api/v1/jobs?state=ready").await.json()["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(shop.get("/api/v1/jobs").await.json()["items"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn wrong_parameters_are_named() {
    let shop = shop().await;
    for (query, field) in [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=-1", "limit"),
        ("limit=many", "limit"),
        ("limit=99999999999999999999", "limit"),
        ("state=asleep", "state"),
        ("cursor=zz", "cursor"),
        ("cursor=7b7d", "cursor"),
        ("cursor=%F0%9F%A6%80", "cursor"),
        ("cursor=%00", "cursor"),
    ] {
        let answer = shop.get(&format!("/api/v1/jobs?{query}")).await;
        assert_eq!(answer.problem(422), "invalid", "{query}");
        assert_eq!(answer.field(), field, "{query}: {}", answer.text());
    }
}
