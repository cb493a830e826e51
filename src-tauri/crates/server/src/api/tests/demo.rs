//! The demo shop through the API: goods, orders, contacts and what the agents did.

use haberdash_core::conversations::InboxFilter;
use haberdash_core::demo::{self, DemoOptions};
use haberdash_core::page::PageRequest;
use haberdash_core::{conversations, runs};

use super::*;

pub(super) async fn demo_shop() -> Shop {
    let dir = tempfile::tempdir().expect("dir");
    let path = dir.path().to_owned();
    let made = move || demo::create(&path, &DemoOptions::new(START), &crate::turns::builtin());
    tokio::task::spawn_blocking(made).await.expect("no panic").expect("demo");
    shop_in(dir).await
}

#[tokio::test]
async fn goods_and_their_pictures_are_shown() {
    let shop = demo_shop().await;
    let page = shop.get("/api/v1/products?limit=5").await.json();
    assert_eq!(page["items"].as_array().map(Vec::len), Some(5));
    assert!(page["next_cursor"].is_string());
    let id = page["items"][0]["id"].as_str().expect("id");
    let product = shop.get(&format!("/api/v1/products/{id}")).await.json();
    assert_eq!(product["title"], page["items"][0]["title"]);
    assert_eq!(product["on_hand"], page["items"][0]["on_hand"]);
    assert_eq!(product["price_from"], page["items"][0]["price_from"]);
    let url = product["variants"][0]["image_url"].as_str().expect("a picture").to_owned();
    let picture = shop.get(&url).await;
    assert_eq!(picture.status, StatusCode::OK);
    assert!(picture.header(header::CONTENT_TYPE).starts_with("image/"));
    assert!(picture.header(header::CACHE_CONTROL).contains("immutable"));
    // An SVG that is opened by itself would run its scripts.
    assert!(picture.header(header::CONTENT_SECURITY_POLICY).contains("sandbox"));
    assert_eq!(picture.header("x-content-type-options"), "nosniff");
    let request = Request::get(&url).header(header::IF_NONE_MATCH, picture.header(header::ETAG));
    let again = call(shop.app.in_process_router(), request.body(Body::empty()).expect("request")).await;
    assert_eq!((again.status, again.bytes.len()), (StatusCode::NOT_MODIFIED, 0));
}

#[tokio::test]
async fn orders_and_their_customers_are_shown() {
    let shop = demo_shop().await;
    let shipped = shop.get("/api/v1/orders?status=shipped&limit=3").await.json();
    let order = &shipped["items"][0];
    assert_eq!(order["status"], "shipped");
    let path = format!("/api/v1/orders/{}", order["id"].as_str().expect("id"));
    let detail = shop.get(&path).await.json();
    assert_eq!((&detail["number"], &detail["total"]), (&order["number"], &order["total"]));
    assert!(detail["line_items"][0]["quantity"].as_i64().is_some_and(|quantity| quantity > 0));
    assert!(detail["timeline"].as_array().is_some_and(|steps| steps.len() >= 2));
    let number = order["number"].as_str().expect("number");
    let found = shop.get(&format!("/api/v1/orders?search={number}")).await.json();
    assert!(found["items"].as_array().expect("items").iter().any(|item| item["id"] == order["id"]));

    let path = format!("/api/v1/contacts/{}", order["contact"]["id"].as_str().expect("id"));
    let contact = shop.get(&path).await.json();
    assert!(contact["orders"].as_array().expect("orders").iter().any(|own| own["id"] == order["id"]));
    assert!(contact["order_count"].as_u64().is_some_and(|count| count >= 1));
    let personas = shop.get("/api/v1/phone/personas").await.json();
    assert!(personas.as_array().is_some_and(|all| all.len() == 8), "{personas}");
}

#[tokio::test]
async fn a_run_tells_its_steps_evidence_and_claims() {
    let shop = demo_shop().await;
    let (conversation, run) = shop
        .app
        .database()
        .read_blocking(|connection| {
            for listing in
                conversations::inbox(connection, InboxFilter::All, None, &PageRequest::first(100))?.items
            {
                let own = runs::of_conversation(connection, listing.id, &PageRequest::first(50))?.items;
                if let Some(run) = own.into_iter().find(|run| run.outcome == "replied") {
                    return Ok((listing.id, run.id));
                }
            }
            panic!("the demo shop has no answered conversation")
        })
        .expect("read");
    let list = shop.get(&format!("/api/v1/conversations/{conversation}/runs")).await.json();
    assert!(list["items"].as_array().expect("items").iter().any(|item| item["id"] == run.to_string()));
    let run = shop.get(&format!("/api/v1/runs/{run}")).await.json();
    assert_eq!(run["planner"], "builtin");
    let text: Vec<char> = run["reply_text"].as_str().expect("a reply").chars().collect();
    for claim in run["claims"].as_array().expect("claims") {
        let at = |name: &str| usize::try_from(claim[name].as_u64().expect(name)).expect("small");
        let words: String = text[at("start")..at("end")].iter().collect();
        assert_eq!(words, claim["text"].as_str().expect("text"));
        let evidence = run["evidence"].as_array().expect("evidence");
        let bound = evidence.iter().find(|one| one["position"] == claim["evidence_position"]).expect("bound");
        assert!(bound["facts"].as_array().expect("facts").iter().any(|fact| fact["name"] == claim["fact"]));
    }
    assert!(run["steps"].as_array().is_some_and(|steps| steps.iter().all(|step| step["title"] != "")));
}

#[tokio::test]
async fn a_complaint_is_moved_on_with_its_version() {
    let shop = demo_shop().await;
    let list = shop.get("/api/v1/complaints?status=open").await.json();
    let id = list["items"][0]["id"].as_str().expect("an open complaint").to_owned();
    let path = format!("/api/v1/complaints/{id}");
    let version = shop.get(&path).await.json()["version"].clone();
    let change = json!({ "version": version, "status": "resolved", "resolution": "Sent a new one." });
    let changed = shop.send(Method::PATCH, &path, Some(change.clone())).await.json();
    assert_eq!((&changed["status"], &changed["resolution"]), (&json!("resolved"), &json!("Sent a new one.")));
    assert!(changed["resolved_at"].is_string());
    assert_eq!(shop.send(Method::PATCH, &path, Some(change)).await.problem(409), "conflict");
    let today = shop.get("/api/v1/today").await.json();
    assert!(today["low_stock"].as_array().is_some_and(|low| !low.is_empty()));
}

#[tokio::test]
async fn sales_are_told_day_by_day_up_to_today() {
    let shop = demo_shop().await;
    let days = shop.get("/api/v1/today/sales?days=14").await.json();
    let days = days.as_array().expect("days");
    let names: Vec<_> = days.iter().filter_map(|day| day["day"].as_str()).collect();
    assert_eq!(names.len(), 14);
    assert!(names.is_sorted(), "{names:?}");
    let today = shop.get("/api/v1/today").await.json();
    for (day, figures) in [(&days[13], &today["today"]), (&days[12], &today["yesterday"])] {
        assert_eq!((&day["orders"], &day["sales"]), (&figures["orders"], &figures["sales"]));
    }
    assert!(days.iter().any(|day| day["orders"].as_u64() > Some(0)), "the demo shop sells");
    assert_eq!(shop.get("/api/v1/today/sales").await.json().as_array().map(Vec::len), Some(30));
}
