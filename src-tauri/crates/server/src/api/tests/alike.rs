//! Finding by picture: the owner's question, and a customer's photo on the way of every message.

use std::io::Cursor;

use haberdash_core::settings::{self, AssistantSettings};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use super::*;

/// A piece of cloth before a backdrop.
fn photo(rgb: [u8; 3], size: u32) -> Vec<u8> {
    let inside = |at: u32| (at * 4 >= size) && (at * 4 < size * 3);
    let picture =
        RgbImage::from_fn(
            size,
            size,
            |x, y| if inside(x) && inside(y) { Rgb(rgb) } else { Rgb([238, 237, 234]) },
        );
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(picture).write_to(&mut bytes, ImageFormat::Jpeg).expect("encode");
    bytes.into_inner()
}

const RED: [u8; 3] = [180, 25, 35];
const GREEN: [u8; 3] = [30, 110, 60];

/// An application with a worker and a clock that runs, whose assistant answers at once.
async fn open_shop() -> Shop {
    let dir = tempfile::tempdir().expect("dir");
    let options = AppOptions {
        secrets: Arc::new(MemorySecrets::default()),
        models: None,
        ..AppOptions::new(dir.path())
    };
    let app = App::start(options).await.expect("start");
    let at_once = AssistantSettings { burst_window_ms: 0, ..AssistantSettings::default() };
    app.database().write(move |tx| settings::update(tx, at_once, 0)).await.expect("settings");
    Shop { app, _clock: Arc::new(ManualClock::at(START)), _dir: dir }
}

/// A product on sale, with a picture of this colour; its id.
async fn product(shop: &Shop, title: &str, colour: [u8; 3]) -> String {
    let body = json!({ "title": title, "price": 2900, "status": "active" });
    let made = shop.send(Method::POST, "/api/v1/products", Some(body)).await.json();
    let id = made["id"].as_str().expect("id").to_owned();
    let added = shop.upload(&format!("/api/v1/products/{id}/images"), photo(colour, 400)).await;
    assert_eq!(added.status, StatusCode::CREATED, "{}", added.text());
    let variant = made["variants"][0]["id"].as_str().expect("id");
    let room =
        shop.send(Method::POST, "/api/v1/stock/locations", Some(json!({ "name": title }))).await.json();
    let lines = json!([{ "variant_id": variant, "on_hand": 5 }]);
    let adjustment = json!({ "location_id": room["id"], "word": "found", "lines": lines });
    let stocked = shop.send(Method::POST, "/api/v1/stock/adjustments", Some(adjustment)).await;
    assert!(stocked.status.is_success(), "{}", stocked.text());
    id
}

/// Asks until the picture of each of `count` products was looked at.
async fn found(shop: &Shop, bytes: Vec<u8>, count: usize) -> Value {
    let ask = async {
        loop {
            let answer = shop.upload("/api/v1/products/alike?in_stock=true", bytes.clone()).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
            let told = answer.json();
            if told["items"].as_array().is_some_and(|items| items.len() == count) {
                return told;
            }
            tokio::task::yield_now().await;
        }
    };
    let patience = std::time::Duration::from_secs(60);
    tokio::time::timeout(patience, ask).await.expect("pictures are looked at")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_finds_what_looks_like_it_for_owner_and_customer() {
    let shop = open_shop().await;
    let red = product(&shop, "Red throw", RED).await;
    product(&shop, "Green throw", GREEN).await;
    let told = found(&shop, photo(RED, 220), 2).await;
    assert_eq!(
        (&told["items"][0]["product"]["id"], &told["items"][0]["is_alike"]),
        (&json!(red), &json!(true))
    );
    assert_eq!(told["items"][1]["is_alike"], false, "{told}");
    assert!(told["items"][0]["image_url"].as_str().is_some_and(|url| url.contains("size=320")));

    let sent = shop.upload("/api/v1/phone/pictures?from=%2B15550100", photo(RED, 180)).await;
    assert_eq!(sent.status, StatusCode::ACCEPTED, "{}", sent.text());
    let thread = format!(
        "/api/v1/conversations/{}/messages",
        sent.json()["conversation_id"].as_str().expect("conversation")
    );
    let answered = shop.until(&thread, |thread| thread["items"][1]["direction"] == "outbound").await;
    let items = answered["items"].as_array().expect("items");
    assert_eq!(items[0]["attachments"][0]["state"], "stored");
    let said = items[1]["body"].as_str().expect("words");
    assert!(said.contains("your photo:") && said.contains("Red throw – €29.00"), "{said}");
    assert!(!said.contains("Green throw"), "{said}");
    shop.app.shutdown().await;
}

#[tokio::test]
async fn what_is_no_picture_is_refused_in_words() {
    let shop = shop().await;
    let ask = |bytes: &'static [u8]| shop.upload("/api/v1/products/alike", bytes);
    assert_eq!(ask(b"%PDF-1.7 and so on").await.problem(422), "invalid");
    assert_eq!(ask(b"").await.problem(422), "invalid");
    assert_eq!(shop.upload("/api/v1/products/alike?limit=0", photo(RED, 64)).await.field(), "limit");
    let nothing = shop.upload("/api/v1/products/alike", photo(RED, 64)).await.json();
    assert_eq!((&nothing["items"], &nothing["pictures"]["state"]), (&json!([]), &json!("waiting")));
    let phone = shop.upload("/api/v1/phone/pictures?from=%2B15550100", &b"%PDF-1.7"[..]).await;
    assert_eq!(phone.problem(422), "invalid");
}
