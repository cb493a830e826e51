use super::*;

const FAQ: &str = "# Good to know\n\n## Parking\n\nThere is a car park behind the market hall.\n";

fn wrapping() -> Value {
    json!({
        "kind": "question",
        "title": "Do you offer gift wrapping?",
        "wordings": ["Can you wrap it as a present?"],
        "body": "Yes, free of charge.",
    })
}

async fn create(shop: &Shop, body: Value) -> Answer {
    shop.send(Method::POST, "/api/v1/knowledge", Some(body)).await
}

#[tokio::test]
async fn entries_are_kept_changed_removed_and_taken_back() {
    let shop = shop().await;
    let made = create(&shop, wrapping()).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    let entry = made.json();
    assert_eq!(
        (&entry["version"], &entry["enabled"], &entry["language"]),
        (&json!(1), &json!(true), &json!("en"))
    );
    assert_eq!(entry["chunks"].as_array().expect("chunks").len(), 2);
    let path = format!("/api/v1/knowledge/{}", entry["id"].as_str().expect("id"));
    let changed = shop.send(Method::PATCH, &path, Some(json!({ "version": 1, "enabled": false }))).await;
    assert_eq!(
        (changed.json()["version"].clone(), changed.json()["enabled"].clone()),
        (json!(2), json!(false))
    );
    let stale = shop.send(Method::PATCH, &path, Some(json!({ "version": 1, "body": "No." }))).await;
    assert_eq!(stale.problem(409), "conflict");
    let empty = shop.send(Method::PATCH, &path, Some(json!({ "version": 2, "body": " " }))).await;
    assert_eq!((empty.problem(422), empty.field()), ("invalid".into(), "body".into()));
    assert_eq!(shop.undo(&changed).await.status, StatusCode::OK);
    assert_eq!(shop.get(&path).await.json()["enabled"], true);
    let removed = shop.send(Method::DELETE, &format!("{path}?version=3"), None).await;
    assert_eq!(removed.status, StatusCode::NO_CONTENT, "{}", removed.text());
    assert_eq!(shop.get(&path).await.problem(404), "not_found");
    assert_eq!(shop.undo(&removed).await.status, StatusCode::OK);
    assert_eq!(shop.get(&path).await.json()["title"], "Do you offer gift wrapping?");
    let list = shop.get("/api/v1/knowledge?search=present").await.json();
    assert_eq!(list["items"].as_array().expect("items").len(), 1);
    assert_eq!(list["items"][0]["chunk_count"], 2);
    let none = shop.get("/api/v1/knowledge?kind=document").await.json();
    assert!(none["items"].as_array().expect("items").is_empty());
}

#[tokio::test]
async fn a_file_becomes_a_document_and_its_next_version_the_same_document() {
    let shop = shop().await;
    let path = "/api/v1/knowledge/files?file_name=good_to_know.md";
    let made = shop.upload(path, FAQ).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    let entry = &made.json()["entry"];
    assert_eq!((&entry["title"], &entry["source"]), (&json!("Good to know"), &json!("good_to_know.md")));
    assert_eq!(entry["chunks"][0]["heading"], "Good to know › Parking");
    let same = shop.upload(path, FAQ).await;
    assert_eq!((same.status, same.json()["entry"]["version"].clone()), (StatusCode::OK, json!(1)));
    let next = shop.upload(path, FAQ.replace("behind", "in front of")).await;
    assert_eq!(next.json()["is_new"], false);
    assert_eq!(next.json()["entry"]["version"], 2);
    assert_eq!(shop.undo(&next).await.status, StatusCode::OK);
    for (name, bytes, code, words) in [
        ("empty.txt", b"  ".to_vec(), 422, "nothing"),
        ("scan.pdf", b"%PDF-1.7 broken".to_vec(), 422, "damaged"),
        ("old.doc", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), vec![0; 512]].concat(), 422, "docx"),
        ("photo.bin", vec![0, 159, 146, 150, 0, 0, 1, 2], 422, ""),
    ] {
        let refused = shop.upload(&format!("/api/v1/knowledge/files?file_name={name}"), bytes).await;
        refused.problem(code);
        let detail = refused.json()["detail"].as_str().expect("detail").to_lowercase();
        assert!(detail.contains(words), "{name}: {detail}");
    }
    assert_eq!(shop.get("/api/v1/knowledge").await.json()["items"].as_array().expect("items").len(), 1);
}

#[tokio::test]
async fn a_question_is_tried_with_its_reasons() {
    let shop = shop().await;
    let entry = create(&shop, wrapping()).await.json();
    let ask = async |question: &str| {
        let body = json!({ "question": question });
        shop.send(Method::POST, "/api/v1/knowledge/try", Some(body)).await
    };
    let tried = ask("hi, do you offer gift wrapping?").await.json();
    assert_eq!(tried["words"], json!(["gift", "wrapping"]));
    assert_eq!(tried["findings"][0]["reason"], "all_words");
    assert_eq!(
        (&tried["findings"][0]["answers"], &tried["findings"][0]["meaning"]),
        (&json!(true), &Value::Null)
    );
    assert_eq!((&tried["outcome"], &tried["reply_entry_id"]), (&json!("replied"), &entry["id"]));
    assert!(tried["reply"].as_str().expect("reply").ends_with("Yes, free of charge."));
    let missed = ask("do you wrap pianos?").await.json();
    assert_eq!(missed["findings"][0]["answers"], false);
    assert_eq!(missed["findings"][0]["missing_words"], json!(["pianos"]));
    assert_eq!(missed["reply_entry_id"], Value::Null);
    assert_eq!(ask("").await.problem(422), "invalid");
}
