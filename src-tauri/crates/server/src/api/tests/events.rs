//! The event stream: what is missed is told first, nothing twice, and too much is said plainly.

use std::time::Duration;

use futures::StreamExt;
use haberdash_core::event::EventKind;
use haberdash_core::{Id, id};

use super::*;

struct Stream(axum::body::BodyDataStream);

impl Stream {
    async fn open(shop: &Shop, query: &str, last_seen: Option<&str>) -> Self {
        let mut request = Request::get(format!("/api/v1/events{query}"));
        if let Some(id) = last_seen {
            request = request.header("last-event-id", id);
        }
        let request = request.body(Body::empty()).expect("request");
        let response = shop.app.in_process_router().oneshot(request).await.expect("infallible");
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/event-stream");
        Self(response.into_body().into_data_stream())
    }

    /// The next event's kind and subject.
    async fn next(&mut self) -> (String, String) {
        let next = tokio::time::timeout(Duration::from_secs(20), self.0.next());
        let bytes = next.await.expect("an event").expect("not the end").expect("bytes");
        let text = String::from_utf8(bytes.to_vec()).expect("text");
        let line = |name: &str| {
            text.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().trim().to_owned()
        };
        let data: Value = serde_json::from_str(&line("data:")).expect("JSON");
        if let Some(id) = data["id"].as_str() {
            assert_eq!(id, line("id:"));
            assert_eq!(data["kind"], line("event:"));
        }
        (line("event:"), data["subject"].as_str().unwrap_or_default().to_owned())
    }
}

impl Shop {
    async fn happens(&self, subjects: Vec<String>) {
        let emit = move |tx: &mut haberdash_core::WriteTx<'_>| {
            subjects.iter().try_for_each(|s| tx.emit(EventKind::OrderUpdated, s, serde_json::json!({})))
        };
        self.app.database().write(emit).await.expect("emit");
    }
}

fn order(subject: &str) -> (String, String) {
    ("order.updated".into(), subject.into())
}

#[tokio::test]
async fn what_was_missed_is_told_once_and_then_what_happens() {
    let shop = shop().await;
    let mut live = shop.app.subscribe();
    shop.happens(["a", "b", "c"].map(String::from).to_vec()).await;
    let first = live.recv().await.expect("event").id.to_string();

    let mut from_query = Stream::open(&shop, &format!("?after={first}"), None).await;
    let mut from_header = Stream::open(&shop, "", Some(&first)).await;
    let mut only_live = Stream::open(&shop, "", None).await;
    for stream in [&mut from_query, &mut from_header] {
        assert_eq!(stream.next().await, order("b"));
        assert_eq!(stream.next().await, order("c"));
    }
    shop.happens(vec!["d".into()]).await;
    for stream in [&mut from_query, &mut from_header, &mut only_live] {
        assert_eq!(stream.next().await, order("d"));
    }
}

#[tokio::test]
async fn too_much_or_forgotten_is_a_resync_and_the_stream_goes_on() {
    let shop = shop().await;
    let mut live = shop.app.subscribe();
    shop.happens((0..1002).map(|n| n.to_string()).collect()).await;
    let first = live.recv().await.expect("event").id;
    let unknown = Id::<id::Event>::from_uuid(Default::default());
    for seen in [first, unknown] {
        let mut stream = Stream::open(&shop, &format!("?after={seen}"), None).await;
        assert_eq!(stream.next().await.0, "resync");
        shop.happens(vec!["later".into()]).await;
        assert_eq!(stream.next().await, order("later"));
    }
}

#[tokio::test]
async fn a_wrong_last_id_is_named_and_the_end_of_the_program_ends_the_stream() {
    let shop = shop().await;
    assert_eq!(shop.get("/api/v1/events?after=evt_x").await.problem(422), "invalid");
    let mut stream = Stream::open(&shop, "", None).await;
    shop.app.ending().begin();
    let end = tokio::time::timeout(Duration::from_secs(20), stream.0.next()).await;
    assert!(end.expect("the stream ends").is_none());
}
