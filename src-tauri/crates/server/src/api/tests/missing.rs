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
            other => panic!("{other} has no prefix in this test"),
        };
        for method in item.as_object().expect("item").keys() {
            let method = method.to_uppercase().parse::<Method>().expect("method");
            let body = match (&method, path.as_str()) {
                (&Method::PATCH, _) => Some(json!({ "version": 1 })),
                (&Method::POST, path) if path.ends_with("/messages") => Some(json!({ "body": "Hello" })),
                _ => None,
            };
            for id in [format!("{prefix}_01h455vb4pex5vsknk084sn02q"), "prefix_wrong".into()] {
                let answer = shop.send(method.clone(), &path.replace("{id}", &id), body.clone()).await;
                if path.ends_with("/runs") && id.starts_with(prefix) {
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
        for limit in ["0", "101", "x", "-1", "1.5"] {
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
