//! Every route that names one thing says so when there is no such thing.

use super::*;

#[tokio::test]
async fn what_does_not_exist_is_not_found() {
    let shop = shop().await;
    let document = serde_json::to_value(crate::api::document()).expect("document");
    let mut asked = 0;
    for (path, item) in document["paths"].as_object().expect("paths") {
        if !path.contains("{id}") {
            continue;
        }
        let prefix = match path.split('/').nth(3).expect("a collection") {
            "conversations" => "cnv",
            "messages" => "msg",
            "attachments" => "att",
            "runs" => "run",
            "contacts" => "con",
            "products" => "prd",
            "images" => "img",
            "orders" => "ord",
            "complaints" => "cmp",
            "jobs" => "job",
            "operations" => "opr",
            "variants" => "var",
            "categories" => "cat",
            "saved-filters" => "flt",
            "catalog" => "bke",
            "documents" => "doc",
            other => panic!("{other} has no prefix in this test"),
        };
        for method in item.as_object().expect("item").keys() {
            let method = method.to_uppercase().parse::<Method>().expect("method");
            let body = body_for(&method, path);
            let path = &match method {
                Method::DELETE if !path.contains("/jobs/") => format!("{path}?version=1"),
                _ => path.clone(),
            };
            for id in [format!("{prefix}_01h455vb4pex5vsknk084sn02q"), "prefix_wrong".into()] {
                let answer = shop.send(method.clone(), &path.replace("{id}", &id), body.clone()).await;
                let lists = path.ends_with("/runs") || path.ends_with("/changes");
                if path.ends_with("/images") && id.starts_with(prefix) {
                    // The bytes are looked at first.
                    assert_eq!(answer.problem(422), "invalid", "{path}");
                } else if lists && id.starts_with(prefix) {
                    // A list of nothing: whose it would be is not asked.
                    assert_eq!(answer.status, StatusCode::OK, "{path}");
                } else {
                    assert_eq!(answer.problem(404), "not_found", "{method} {path} {id}");
                }
                asked += 1;
            }
        }
    }
    assert!(asked >= 30, "only {asked} requests");
}

/// The least that each route takes.
fn body_for(method: &Method, path: &str) -> Option<Value> {
    let end = path.rsplit('/').next().unwrap_or_default();
    match (method.as_str(), end) {
        ("POST", "messages") => Some(json!({ "body": "Hello" })),
        ("POST", "documents") => Some(json!({ "kind": "invoice" })),
        ("POST", "duplicate") => Some(json!({})),
        ("POST", "images") => Some(json!("no picture")),
        ("POST", "missing" | "codes") => Some(json!({ "version": 1 })),
        ("POST", "variants") => Some(json!({ "version": 1, "variant": { "price": 1 } })),
        ("POST", "remove") => Some(json!({ "version": 1, "variant_ids": [] })),
        ("PUT", "order") if path.contains("/images/") => Some(json!({ "image_ids": [] })),
        ("PUT", "order") => Some(json!({ "version": 1, "variant_ids": [] })),
        ("PUT", "options") => Some(json!({ "version": 1, "options": [] })),
        ("PATCH", "variants") => Some(json!({ "changes": [] })),
        ("PATCH", _) if path.contains("/images/") => Some(json!({})),
        ("PATCH", _) => Some(json!({ "version": 1 })),
        _ => None,
    }
}

#[tokio::test]
async fn every_list_judges_its_cursor_and_survives_any_query() {
    let shop = shop().await;
    let lists = ["conversations", "contacts", "products", "orders", "complaints", "jobs"];
    let texts = ["zz", "7b7d", "5b5d", "%00", "%F0%9F%A6%80", "22", "..%2F..", "5b225c7530303030225d"];
    for list in lists {
        for text in texts {
            let answer = shop.get(&format!("/api/v1/{list}?cursor={text}")).await;
            assert_eq!(answer.problem(422), "invalid", "{list} {text}");
            assert_eq!(answer.field(), "cursor", "{list} {text}");
        }
        for limit in ["0", "201", "x", "-1", "1.5"] {
            let answer = shop.get(&format!("/api/v1/{list}?limit={limit}")).await;
            assert_eq!(
                (answer.problem(422).as_str(), answer.field().as_str()),
                ("invalid", "limit"),
                "{list}"
            );
        }
        for search in [
            "%22",
            "%27%20OR%201%3D1--",
            "*",
            "a*",
            "(",
            "NEAR(a",
            "%00",
            "AND",
            "-",
            "%25",
            "_",
            "😀",
            "%FF",
        ] {
            let answer = shop.get(&format!("/api/v1/{list}?search={search}&status=all")).await;
            assert!(matches!(answer.status.as_u16(), 200 | 422), "{list} {search}: {}", answer.text());
        }
    }
}
