//! The inbox: lists, threads, and who answers.

use super::*;

impl Shop {
    /// A message typed on a phone; the conversation's id.
    async fn hears(&self, from: &str, body: &str) -> String {
        let sent = self
            .send(Method::POST, "/api/v1/phone/messages", Some(json!({ "from": from, "body": body })))
            .await;
        assert_eq!(sent.status, StatusCode::ACCEPTED, "{}", sent.text());
        sent.json()["conversation_id"].as_str().expect("id").to_owned()
    }
}

#[tokio::test]
async fn a_message_shows_in_the_list_the_counts_and_the_thread() {
    let shop = shop().await;
    let id = shop.hears("+15550100", "Do you have linen shirts?").await;
    shop.hears("+15550101", "Hello").await;
    let list = shop.get("/api/v1/conversations?filter=agent&limit=1").await.json();
    assert_eq!(list["items"][0]["last_preview"], "Hello");
    assert_eq!(list["items"][0]["last_status"], "received");
    let cursor = list["next_cursor"].as_str().expect("more");
    let rest = shop.get(&format!("/api/v1/conversations?filter=agent&limit=1&cursor={cursor}")).await.json();
    assert_eq!((&rest["items"][0]["id"], &rest["next_cursor"]), (&json!(id), &Value::Null));
    let counts = shop.get("/api/v1/conversations/counts").await.json();
    assert_eq!((&counts["agent"], &counts["all"], &counts["unread"]), (&json!(2), &json!(2), &json!(2)));
    let found = shop.get("/api/v1/conversations?search=5550100").await.json();
    assert_eq!(found["items"].as_array().map(Vec::len), Some(1));

    let one = shop.get(&format!("/api/v1/conversations/{id}")).await.json();
    assert_eq!((&one["agent_is_working"], &one["channel"]), (&json!(true), &json!("phone")));
    let thread = shop.get(&format!("/api/v1/conversations/{id}/messages")).await.json();
    assert_eq!(thread["items"][0]["body"], "Do you have linen shirts?");
    assert_eq!((&thread["has_older"], &thread["has_newer"]), (&json!(false), &json!(false)));
}

#[tokio::test]
async fn the_owner_takes_over_replies_and_hands_back() {
    let shop = shop().await;
    let id = shop.hears("+15550100", "Hello").await;
    let at = |rest: &str| format!("/api/v1/conversations/{id}{rest}");
    let post = |rest: &'static str| shop.send(Method::POST, at(rest).leak(), None);
    assert_eq!(post("/take-over").await.json()["handler"], "owner");
    let sent = shop.send(Method::POST, &at("/messages"), Some(json!({ "body": "I am here." }))).await;
    assert_eq!(sent.status, StatusCode::CREATED);
    assert_eq!((&sent.json()["author"], &sent.json()["status"]), (&json!("owner"), &json!("queued")));
    assert_eq!(post("/read").await.json()["unread_count"], 0);
    assert_eq!(post("/close").await.json()["state"], "closed");
    assert_eq!(post("/reopen").await.json()["state"], "open");
    assert_eq!(post("/hand-back").await.json()["handler"], "agent");

    let retry = format!("/api/v1/messages/{}/retry", sent.json()["id"].as_str().expect("id"));
    assert_eq!(shop.send(Method::POST, &retry, None).await.problem(409), "conflict");
    let empty = shop.send(Method::POST, &at("/messages"), Some(json!({ "body": "  " }))).await;
    assert_eq!(empty.problem(422), "invalid");
    let foreign = shop.send(Method::POST, &at("/messages"), Some(json!({ "body": "x", "to": "y" }))).await;
    assert_eq!((foreign.problem(422), foreign.field()), ("invalid".into(), "to".into()));
    assert!(shop.get(&at("/runs")).await.json()["items"].as_array().is_some_and(Vec::is_empty));
}

#[tokio::test]
async fn a_thread_is_read_in_both_directions() {
    let shop = shop().await;
    let mut id = String::new();
    for n in 0..5 {
        id = shop.hears("+15550100", &format!("message {n}")).await;
    }
    let get = |query: String| {
        let path = format!("/api/v1/conversations/{id}/messages?limit=2{query}");
        async { shop.get(path.leak()).await.json() }
    };
    let bodies = |window: &Value| {
        let items = window["items"].as_array().expect("items");
        items.iter().map(|item| item["body"].as_str().expect("body").to_owned()).collect::<Vec<_>>()
    };
    let end = get(String::new()).await;
    assert_eq!(
        (bodies(&end), &end["has_older"]),
        (vec!["message 3".into(), "message 4".into()], &json!(true))
    );
    let first = end["items"][0]["id"].as_str().expect("id");
    let before = get(format!("&before={first}")).await;
    assert_eq!(bodies(&before), ["message 1", "message 2"]);
    assert_eq!((&before["has_older"], &before["has_newer"]), (&json!(true), &json!(true)));
    let oldest = before["items"][0]["id"].as_str().expect("id");
    let after = get(format!("&after={oldest}")).await;
    assert_eq!(
        (bodies(&after), &after["has_newer"]),
        (vec!["message 2".into(), "message 3".into()], &json!(true))
    );
    let both = shop.get(&format!("/api/v1/conversations/{id}/messages?after={first}&before={first}")).await;
    assert_eq!((both.problem(422), both.field()), ("invalid".into(), "after".into()));
}

#[tokio::test]
async fn the_phone_shows_its_thread_and_refuses_what_no_phone_sends() {
    let shop = shop().await;
    let thread = shop.get("/api/v1/phone/thread?from=%2B15550100").await.json();
    assert_eq!(thread, json!({ "conversation_id": null, "items": [] }));
    let id = shop.hears("+1 555 0100", "Hello").await;
    let thread = shop.get("/api/v1/phone/thread?from=%2B15550100").await.json();
    assert_eq!((&thread["conversation_id"], &thread["items"][0]["body"]), (&json!(id), &json!("Hello")));
    let long = "x".repeat(1601);
    for (from, body) in [("nobody", "Hello"), ("+15550100", " "), ("+15550100", long.as_str())] {
        let sent = shop
            .send(Method::POST, "/api/v1/phone/messages", Some(json!({ "from": from, "body": body })))
            .await;
        assert_eq!(sent.problem(422), "invalid");
    }
    assert_eq!(shop.get("/api/v1/phone/thread").await.problem(422), "invalid");
}

#[tokio::test]
async fn what_a_customer_sent_never_runs_as_a_page() {
    let shop = shop().await;
    let conversation = shop.hears("+15550100", "look").await;
    let thread = shop.get(&format!("/api/v1/conversations/{conversation}/messages")).await.json();
    let message = thread["items"][0]["id"].as_str().expect("id").to_owned();
    for (position, media_type, disposition) in [
        (0, "text/html", "attachment"),
        (1, "image/svg+xml", "attachment"),
        (2, "application/pdf", "attachment"),
        (3, "image/png", "inline"),
    ] {
        let message = message.clone();
        let id: haberdash_core::Id<haberdash_core::id::Attachment> = shop
            .app
            .database()
            .write(move |tx| {
                let id = tx.new_id();
                tx.sql().execute(
                    "INSERT INTO attachments (id, message_id, position, state) VALUES (?1, ?2, ?3, 'pending')",
                    (id, message, position),
                )?;
                let script = format!("<svg><script>alert({position})</script></svg>");
                haberdash_core::conversations::media_stored(tx, id, media_type, script.as_bytes(), &[])?;
                Ok(id)
            })
            .await
            .expect("stored");
        let answer = shop.get(&format!("/api/v1/attachments/{id}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{media_type}");
        assert_eq!(answer.header(header::CONTENT_DISPOSITION), disposition, "{media_type}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        let policy = answer.header(header::CONTENT_SECURITY_POLICY);
        assert!(
            policy.contains("sandbox") && policy.starts_with("default-src 'none'"),
            "{media_type}: {policy}"
        );
    }
}
