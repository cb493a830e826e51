//! The catalog through the API: making, changing, finding, many at once, and taking it back.

use super::*;

async fn post(shop: &Shop, path: &str, body: Value) -> Answer {
    shop.send(Method::POST, &format!("/api/v1{path}"), Some(body)).await
}

async fn patch(shop: &Shop, path: &str, body: Value) -> Answer {
    shop.send(Method::PATCH, &format!("/api/v1{path}"), Some(body)).await
}

/// A shirt of four sizes and five colours.
async fn matrix(shop: &Shop, title: &str) -> Value {
    let body = json!({
        "title": title,
        "category": "Women > Shirts",
        "brand": "Linden",
        "tags": ["linen", "summer"],
        "status": "active",
        "options": [
            { "name": "Size", "values": ["S", "M", "L", "XL"] },
            { "name": "Colour", "values": ["White", "Navy", "Sage", "Rust", "Black"] },
        ],
        "price": 4900,
        "all_combinations": true,
        "fill_skus": true,
        "fill_barcodes": true,
    });
    let made = post(shop, "/products", body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    assert!(made.header("operation-id").starts_with("opr_"));
    made.json()
}

fn titles(window: &Value, field: &str) -> Vec<String> {
    let items = window["items"].as_array().expect("items");
    items.iter().map(|item| item[field].as_str().expect(field).to_owned()).collect()
}

#[tokio::test]
async fn a_matrix_of_four_by_five_is_made_found_and_taken_back() {
    let shop = shop().await;
    let product = matrix(&shop, "Linen shirt").await;
    let variants = product["variants"].as_array().expect("variants");
    assert_eq!(variants.len(), 20);
    assert_eq!(
        (&variants[1]["title"], &variants[1]["sku"], &variants[1]["price"]),
        (&json!("S / Navy"), &json!("LINEN-SHIRT-S-NAVY"), &json!({ "amount": 4900, "currency": "EUR" }))
    );
    assert_eq!(variants[0]["barcode"], "2000000000015");
    assert_eq!(variants[0]["removable"], true);
    assert_eq!(product["category"], "Women > Shirts");
    for (search, count) in [("l", 1), ("linen-shirt-xl", 1), ("blue", 1), ("navy summer", 1), ("coat", 0)] {
        let found = shop.get(&format!("/api/v1/products?search={}", search.replace(' ', "%20"))).await.json();
        assert_eq!(found["total"], count, "{search}");
    }
    let rows = shop.get("/api/v1/variants?colour=navy%7Csage&sort=title&limit=3&offset=2").await.json();
    assert_eq!((&rows["total"], &rows["offset"], &rows["next_cursor"]), (&json!(8), &json!(2), &json!("w5")));
    assert_eq!(titles(&rows, "variant_title"), ["M / Navy", "M / Sage", "L / Navy"]);
    let next = shop.get("/api/v1/variants?colour=navy%7Csage&sort=title&limit=3&cursor=w5").await.json();
    assert_eq!(titles(&next, "variant_title"), ["L / Sage", "XL / Navy", "XL / Sage"]);
    let scanned = shop.get("/api/v1/variants/by-code/2000000000022").await.json();
    assert_eq!(scanned["variant_title"], "S / Navy");
    assert_eq!(shop.get("/api/v1/variants/by-code/nothing").await.problem(404), "not_found");
    let facets = shop.get("/api/v1/catalog/facets").await.json();
    assert_eq!(facets["sizes"].as_array().map(Vec::len), Some(4));
}

#[tokio::test]
async fn a_grid_is_edited_with_the_place_of_what_is_wrong() {
    let shop = shop().await;
    let product = matrix(&shop, "Linen shirt").await;
    let path = format!("/products/{}/variants", product["id"].as_str().expect("id"));
    let id = |i: usize| product["variants"][i]["id"].clone();
    let changes = json!({ "changes": [
        { "id": id(0), "version": 1, "price": 3900, "compare_at": 4900, "cost": 1500, "weight_grams": 210 },
        { "id": id(1), "version": 1, "sku": null },
    ]});
    let changed = patch(&shop, &path, changes.clone()).await;
    let after = changed.json();
    let first = &after["variants"][0];
    assert_eq!((&first["compare_at"]["amount"], &first["cost"]["amount"]), (&json!(4900), &json!(1500)));
    assert_eq!((&after["variants"][1]["sku"], &first["version"]), (&Value::Null, &json!(2)));
    assert_eq!(after["price_from"]["amount"], 3900);
    let stale = patch(&shop, &path, changes).await;
    assert_eq!((stale.problem(409).as_str(), stale.field().as_str()), ("conflict", "changes[0].version"));
    let taken = json!({ "changes": [{ "id": id(2), "version": 1, "sku": "linen-shirt-s-white" }] });
    let taken = patch(&shop, &path, taken).await;
    assert_eq!((taken.problem(409).as_str(), taken.field().as_str()), ("conflict", "changes[0].sku"));
    assert!(taken.text().contains("'Linen shirt, S / White'"), "{}", taken.text());
    let wrong = json!({ "changes": [{ "id": id(2), "version": 1, "barcode": "4006381333932" }] });
    let wrong = patch(&shop, &path, wrong).await;
    assert_eq!((wrong.problem(422).as_str(), wrong.field().as_str()), ("invalid", "changes[0].barcode"));
    let variant = id(0);
    let path = format!("/api/v1/variants/{}/prices", variant.as_str().expect("id"));
    let history = shop.get(&path).await.json();
    assert_eq!(history["items"][0]["price_before"]["amount"], 4900);
    assert_eq!(
        (&history["items"][0]["price"]["amount"], &history["items"][0]["actor"]),
        (&json!(3900), &json!("owner"))
    );
    assert_eq!(shop.undo(&changed).await.status, StatusCode::OK);
    let row = shop.get(&format!("/api/v1/variants/{}", variant.as_str().expect("id"))).await.json();
    assert_eq!((&row["price"]["amount"], &row["cost"]), (&json!(4900), &Value::Null));
}

#[tokio::test]
async fn a_product_is_changed_where_it_was_told_and_nowhere_else() {
    let shop = shop().await;
    let product = matrix(&shop, "Linen shirt").await;
    let path = format!("/products/{}", product["id"].as_str().expect("id"));
    let changed =
        patch(&shop, &path, json!({ "version": 1, "title": "Linen blouse", "category_id": null })).await;
    let after = changed.json();
    assert_eq!(
        (&after["title"], &after["category"], &after["brand"]),
        (&json!("Linen blouse"), &json!(""), &json!("Linden"))
    );
    assert_eq!(patch(&shop, &path, json!({ "version": 1, "title": "x" })).await.problem(409), "conflict");
    let wrong = patch(&shop, &path, json!({ "version": 2, "title": " " })).await;
    assert_eq!((wrong.problem(422).as_str(), wrong.field().as_str()), ("invalid", "title"));
    let unknown = patch(&shop, &path, json!({ "version": 2, "colour": "red" })).await;
    assert_eq!(unknown.field(), "colour");
    assert_eq!(shop.undo(&changed).await.status, StatusCode::OK);
    let back = shop.get(&format!("/api/v1{path}")).await.json();
    assert_eq!((&back["title"], &back["category"]), (&json!("Linen shirt"), &json!("Women > Shirts")));
    // An active product is archived, a draft can go.
    let version = back["version"].as_i64().expect("version");
    let delete = format!("/api/v1{path}?version={version}");
    assert_eq!(shop.send(Method::DELETE, &delete, None).await.problem(409), "conflict");
    let copy = post(&shop, &format!("{path}/duplicate"), json!({})).await;
    assert_eq!(copy.status, StatusCode::CREATED);
    let copy = copy.json();
    assert_eq!((&copy["title"], &copy["status"]), (&json!("Linen shirt (copy)"), &json!("draft")));
    let delete = format!("/api/v1/products/{}?version=1", copy["id"].as_str().expect("id"));
    let deleted = shop.send(Method::DELETE, &delete, None).await;
    assert_eq!(deleted.status, StatusCode::NO_CONTENT);
    assert_eq!(shop.undo(&deleted).await.status, StatusCode::OK);
    let again = shop.get(delete.split('?').next().expect("path")).await.json();
    assert_eq!(again["variants"].as_array().map(Vec::len), Some(20));
}

#[tokio::test]
async fn options_and_missing_combinations_go_together() {
    let shop = shop().await;
    let body = json!({
        "title": "Sock",
        "options": [{ "name": "Size", "values": ["S", "M"] }],
        "variants": [{ "option_values": ["S"], "price": 500 }],
    });
    let product = post(&shop, "/products", body).await.json();
    let path = format!("/products/{}", product["id"].as_str().expect("id"));
    let missing = shop.get(&format!("/api/v1{path}/variants/missing")).await.json();
    assert_eq!((&missing["total"], &missing["combinations"]), (&json!(1), &json!([["M"]])));
    let options = json!({ "version": 1, "options": [
        { "id": product["options"][0]["id"], "name": "Size", "values": [{ "name": "Small", "was": "S" }, { "name": "M" }] },
        { "name": "Colour", "values": [{ "name": "Red" }, { "name": "Blue" }] },
    ]});
    let changed = shop.send(Method::PUT, &format!("/api/v1{path}/options"), Some(options)).await;
    assert_eq!(changed.json()["variants"][0]["title"], "Small / Red", "{}", changed.text());
    let filled =
        post(&shop, &format!("{path}/variants/missing"), json!({ "version": 2, "fill_skus": true })).await;
    let filled = filled.json();
    let names: Vec<&str> =
        filled["variants"].as_array().expect("variants").iter().filter_map(|v| v["title"].as_str()).collect();
    assert_eq!(names, ["Small / Red", "Small / Blue", "M / Red", "M / Blue"]);
    let one =
        json!({ "version": 3, "variant": { "option_values": ["L", "Red"], "price": 600, "sku": "SOCK-L" } });
    let added = post(&shop, &format!("{path}/variants"), one).await.json();
    assert_eq!(added["options"][0]["values"], json!(["Small", "M", "L"]));
    let last = added["variants"][4]["id"].clone();
    let removed =
        post(&shop, &format!("{path}/variants/remove"), json!({ "version": 4, "variant_ids": [last] })).await;
    assert_eq!(removed.json()["variants"].as_array().map(Vec::len), Some(4), "{}", removed.text());
    let too_many = json!({
        "title": "Everything",
        "options": [
            { "name": "A", "values": (0..60).map(|i| i.to_string()).collect::<Vec<_>>() },
            { "name": "B", "values": (0..60).map(|i| i.to_string()).collect::<Vec<_>>() },
        ],
        "price": 1,
        "all_combinations": true,
    });
    assert_eq!(post(&shop, "/products", too_many).await.field(), "options");
}

#[tokio::test]
async fn many_are_changed_as_one_and_taken_back_as_one() {
    let shop = shop().await;
    for title in ["Linen shirt", "Linen dress", "Wool coat"] {
        matrix(&shop, title).await;
    }
    let request = json!({
        "select": { "filter": { "search": "linen", "sizes": ["XL"] } },
        "changes": [
            { "kind": "price", "how": { "percent": "-20" }, "rounding": { "ending": 99 }, "keep_as_compare_at": true },
            { "kind": "add_tags", "tags": ["sale"] },
        ],
    });
    let seen = post(&shop, "/catalog/bulk/preview", request.clone()).await.json();
    // The brand of the coat is Linden, and the tag of all is linen.
    assert_eq!((&seen["products"], &seen["variants"], &seen["changed"]), (&json!(3), &json!(15), &json!(3)));
    assert_eq!(seen["examples"][0]["field"], "tags");
    let done = post(&shop, "/catalog/bulk", request).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    let edit = done.json();
    assert_eq!(
        (&edit["state"], &edit["products"], &edit["variants"]),
        (&json!("done"), &json!(3), &json!(15))
    );
    assert_eq!(edit["operation_id"], done.header("operation-id"));
    let on_sale = shop.get("/api/v1/variants?tag=sale&price_max=4000&limit=1").await.json();
    assert_eq!(on_sale["total"], 15);
    // 4900 less a fifth is 3920; the nearest that ends in 99 is 3899.
    assert_eq!(on_sale["items"][0]["price"]["amount"], 3899);
    assert_eq!(on_sale["items"][0]["compare_at"]["amount"], 4900);
    let path = format!("/api/v1/catalog/bulk/{}", edit["id"].as_str().expect("id"));
    assert_eq!(shop.get(&path).await.json()["done"], 3);
    assert_eq!(shop.undo(&done).await.status, StatusCode::OK);
    assert_eq!(shop.get("/api/v1/products?tag=sale").await.json()["total"], 0);
    for (body, field) in [
        (json!({ "select": {}, "changes": [] }), "select"),
        (json!({ "select": { "product_ids": [] }, "changes": [{ "kind": "brand", "text": "x" }] }), "select"),
        (json!({ "select": { "filter": {} }, "changes": [] }), "changes"),
        (
            json!({ "select": { "filter": {} }, "changes": [{ "kind": "price", "how": { "set": -1 } }] }),
            "changes[0].how.set",
        ),
    ] {
        assert_eq!(post(&shop, "/catalog/bulk", body.clone()).await.field(), field, "{body}");
    }
}

#[tokio::test]
async fn categories_barcodes_skus_and_saved_filters_have_their_routes() {
    let shop = shop().await;
    let product = matrix(&shop, "Linen shirt").await;
    let tree = shop.get("/api/v1/categories").await.json();
    assert_eq!((&tree[1]["path"], &tree[0]["total_count"]), (&json!("Women > Shirts"), &json!(1)));
    let women = format!("/categories/{}", tree[0]["id"].as_str().expect("id"));
    let renamed = patch(&shop, &women, json!({ "version": 1, "name": "Ladies" })).await.json();
    assert_eq!(renamed["path"], "Ladies");
    let listed =
        shop.get(&format!("/api/v1/products?category={}", tree[0]["id"].as_str().expect("id"))).await.json();
    assert_eq!(listed["items"][0]["category"], "Ladies > Shirts");
    let made = post(&shop, "/categories", json!({ "name": "Shoes" })).await;
    assert_eq!((made.status, made.json()["position"].clone()), (StatusCode::CREATED, json!(2)));

    let checked = post(&shop, "/catalog/check-barcode", json!({ "barcode": "2000000000015" })).await.json();
    assert_eq!(
        (&checked["kind"], &checked["in_use_by"]["title"]),
        (&json!("own"), &json!("Linen shirt, S / White"))
    );
    let own = json!({ "barcode": "2000000000015", "variant_id": product["variants"][0]["id"] });
    assert_eq!(post(&shop, "/catalog/check-barcode", own).await.json()["in_use_by"], Value::Null);
    let wrong = post(&shop, "/catalog/check-barcode", json!({ "barcode": "036000291453" })).await;
    assert_eq!(wrong.field(), "barcode");
    let id = product["id"].as_str().expect("id");
    let skus = shop
        .get(&format!("/api/v1/catalog/sku-preview?product_id={id}&pattern=%7Bbrand:3%7D-%7Bnumber%7D"))
        .await;
    assert_eq!(skus.json()["skus"][1], "LIN-002");
    let skus = shop.get(&format!("/api/v1/catalog/sku-preview?product_id={id}&pattern=%7Bnope%7D")).await;
    assert!(skus.json()["problem"].as_str().is_some_and(|problem| problem.contains("{nope}")));

    let saved = json!({ "list": "products", "name": "No barcode", "filter": { "missing": ["barcode"] } });
    let kept = post(&shop, "/saved-filters", saved.clone()).await;
    assert_eq!(kept.status, StatusCode::CREATED);
    assert_eq!(post(&shop, "/saved-filters", saved).await.field(), "name");
    let path = format!("/api/v1/saved-filters/{}?version=1", kept.json()["id"].as_str().expect("id"));
    let gone = shop.send(Method::DELETE, &path, None).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    assert_eq!(shop.get("/api/v1/saved-filters?list=products").await.json(), json!([]));
    shop.undo(&gone).await;
    assert_eq!(shop.get("/api/v1/saved-filters?list=products").await.json()[0]["name"], "No barcode");

    let settings = shop.get("/api/v1/settings").await.json();
    let mut value = settings["catalog"]["value"].clone();
    value["sku_pattern"] = json!("{oops}");
    let body = json!({ "value": value, "version": 0 });
    let refused = shop.send(Method::PUT, "/api/v1/settings/catalog", Some(body)).await;
    assert_eq!(refused.field(), "value.sku_pattern");
}
