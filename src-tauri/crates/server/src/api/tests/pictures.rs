//! Pictures through the API: uploaded as bytes, made smaller by the worker, shown.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use super::*;

fn picture(width: u32, height: u32, red: u8) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let pixels = RgbImage::from_pixel(width, height, Rgb([red, 20, 20]));
    DynamicImage::ImageRgb8(pixels).write_to(&mut bytes, ImageFormat::Jpeg).expect("encode");
    bytes.into_inner()
}

async fn product(shop: &Shop, title: &str) -> String {
    let body = json!({ "title": title, "price": 100, "status": "active" });
    let made = shop.send(Method::POST, "/api/v1/products", Some(body)).await.json();
    made["id"].as_str().expect("id").to_owned()
}

/// Sends bytes under a type that lies.
async fn upload(router: Router, product: &str, query: &str, bytes: Vec<u8>) -> Answer {
    let path = format!("/api/v1/products/{product}/images{query}");
    let request = Request::post(path).header(header::CONTENT_TYPE, "application/pdf").body(Body::from(bytes));
    call(router, request.expect("request")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_kept_as_it_came_and_shown_in_small() {
    let dir = tempfile::tempdir().expect("dir");
    let options = AppOptions { secrets: Arc::new(MemorySecrets::default()), ..AppOptions::new(dir.path()) };
    let app = App::start(options).await.expect("start");
    let mut events = app.subscribe();
    let shop = Shop { app, _clock: Arc::new(ManualClock::at(START)), _dir: dir };
    let (first, second) = (product(&shop, "Shirt").await, product(&shop, "Dress").await);
    let bytes = picture(800, 400, 200);
    let added = upload(shop.app.in_process_router(), &first, "?alt=Front&colour=Navy", bytes.clone()).await;
    assert_eq!(added.status, StatusCode::CREATED, "{}", added.text());
    let image = added.json()["image"].clone();
    assert_eq!((&image["alt"], &image["colour"]), (&json!("Front"), &json!("navy")));
    assert_eq!((&image["width"], &image["height"]), (&json!(800), &json!(400)));
    let id = image["id"].as_str().expect("id").to_owned();
    let state = || async {
        shop.get(&format!("/api/v1/products/{first}")).await.json()["images"][0]["state"].clone()
    };
    let ready = async {
        while state().await != "ready" {
            let _ = events.recv().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(60), ready).await.expect("it is made smaller");
    for (size, width) in [("96", 96), ("320", 320), ("1200", 800), ("full", 800)] {
        let shown = shop.get(&format!("/api/v1/images/{id}?size={size}")).await;
        assert!(shown.header(header::CACHE_CONTROL).contains("immutable"), "{size}");
        assert_eq!(image::load_from_memory(&shown.bytes).expect("a picture").width(), width, "{size}");
    }
    let original = shop.get(&format!("/api/v1/images/{id}?size=original")).await;
    assert_eq!(
        (original.bytes, original.headers[header::CONTENT_TYPE].to_str().expect("type")),
        (bytes.clone(), "image/jpeg")
    );
    assert_eq!(shop.get(&format!("/api/v1/images/{id}?size=7")).await.problem(422), "invalid");

    let again = upload(shop.app.in_process_router(), &first, "", bytes.clone()).await;
    assert_eq!((again.status, again.json()["already_known"].clone()), (StatusCode::OK, json!(true)));
    let other = upload(shop.app.in_process_router(), &second, "", bytes).await;
    assert_eq!(other.json()["also_on"], json!([{ "product_id": first, "title": "Shirt" }]));
    // Its sizes are those of the first.
    assert_eq!(other.json()["image"]["state"], "ready");
}

#[tokio::test]
async fn until_it_is_ready_the_original_is_shown_but_not_remembered() {
    let shop = shop().await;
    let id = product(&shop, "Shirt").await;
    let bytes = picture(10, 10, 200);
    let added = upload(shop.app.in_process_router(), &id, "", bytes.clone()).await.json();
    let url = added["image"]["thumbnail_url"].as_str().expect("url").to_owned();
    let shown = shop.get(&url).await;
    assert_eq!((shown.bytes.clone(), shown.header(header::CACHE_CONTROL)), (bytes, "no-store"));
    assert_eq!(shown.header(header::ETAG), "");
}

#[tokio::test]
async fn what_is_no_picture_or_too_much_of_one_is_refused_and_leaves_nothing() {
    let shop = shop().await;
    let id = product(&shop, "Shirt").await;
    // A PNG's header that says 50,000 × 50,000.
    let mut huge = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xc3\x50\0\0\xc3\x50\x08\x06\0\0\0".to_vec();
    huge.extend([0x6a, 0x4f, 0x1f, 0x4e]);
    for (bytes, status, code) in [
        (b"%PDF-1.7".to_vec(), 422, "invalid"),
        (huge, 422, "invalid"),
        (Vec::new(), 422, "invalid"),
        (vec![0; crate::pictures::LARGEST + 2048], 413, "too_large"),
    ] {
        let length = bytes.len();
        let refused = upload(shop.app.in_process_router(), &id, "", bytes).await;
        assert_eq!(refused.problem(status), code, "{length}");
    }
    let wrong = upload(shop.app.in_process_router(), &id, "?variant_ids=nobody", picture(4, 4, 1)).await;
    assert_eq!(wrong.field(), "variant_ids");
    let missing =
        upload(shop.app.in_process_router(), "prd_01h455vb4pex5vsknk084sn02q", "", picture(4, 4, 1)).await;
    assert_eq!(missing.problem(404), "not_found");
    let product = shop.get(&format!("/api/v1/products/{id}")).await.json();
    assert_eq!(product["images"], json!([]));
}

#[tokio::test]
async fn pictures_are_arranged_and_taken_off() {
    let shop = shop().await;
    let id = product(&shop, "Shirt").await;
    let mut ids = Vec::new();
    for red in [50, 150, 250] {
        let added = upload(shop.app.in_process_router(), &id, "", picture(8, 8, red)).await.json();
        ids.push(added["image"]["id"].clone());
    }
    let order = json!({ "image_ids": [ids[2], ids[0], ids[1]] });
    let path = format!("/api/v1/products/{id}/images/order");
    let ordered = shop.send(Method::PUT, &path, Some(order)).await;
    assert_eq!(ordered.json()["images"][0]["id"], ids[2], "{}", ordered.text());
    let path = format!("/api/v1/images/{}", ids[2].as_str().expect("id"));
    let described = shop.send(Method::PATCH, &path, Some(json!({ "alt": "Back" }))).await;
    assert_eq!(described.json()["images"][0]["alt"], "Back");
    let removed = shop.send(Method::DELETE, &path, None).await;
    assert_eq!(removed.json()["images"].as_array().map(Vec::len), Some(2));
    shop.undo(&removed).await;
    let back = shop.get(&format!("/api/v1/products/{id}")).await.json();
    assert_eq!((&back["images"][0]["id"], &back["images"][0]["alt"]), (&ids[2], &json!("Back")));
}
