//! Stock, purchasing, transfers and stocktakes through the API, in the demo shop.

use super::*;

/// A shop with two places and one variant ("LD-1", barcode 4006381333931) of which 5 are on the floor.
struct Goods {
    shop: Shop,
    floor: String,
    back: String,
    variant: String,
}

async fn goods() -> Goods {
    let shop = shop().await;
    let made = shop.app.database().write(|tx| {
        use haberdash_core::catalog::{self, NewProduct, NewVariant, ProductStatus};
        let eur = haberdash_core::Currency::EUR;
        let variant = NewVariant {
            sku: Some("LD-1".into()),
            barcode: Some("4006381333931".into()),
            values: vec!["M".into()],
            ..NewVariant::priced(haberdash_core::Money::new(5000, eur))
        };
        let product = NewProduct {
            title: "Linen dress".into(),
            handle: "linen-dress".into(),
            status: ProductStatus::Active,
            options: vec!["Size".into()],
            variants: vec![variant],
            ..NewProduct::default()
        };
        let product = catalog::create_product(tx, &product)?;
        Ok(catalog::variants(tx.sql(), product)?[0].id)
    });
    let variant = made.await.expect("product").to_string();
    let place = |name: &'static str| json!({ "name": name });
    let floor = shop.send(Method::POST, "/api/v1/stock/locations", Some(place("Floor"))).await;
    assert!(floor.header("operation-id").starts_with("opr_"));
    let back = shop.send(Method::POST, "/api/v1/stock/locations", Some(place("Back"))).await;
    let id = |answer: &Answer| answer.json()["id"].as_str().expect("id").to_owned();
    let (floor, back) = (id(&floor), id(&back));
    let goods = Goods { shop, floor, back, variant };
    goods.adjust(json!({ "on_hand": 5 }), "correction").await;
    goods
}

impl Goods {
    async fn post(&self, path: &str, body: Value) -> Answer {
        self.shop.send(Method::POST, &format!("/api/v1{path}"), Some(body)).await
    }

    async fn get(&self, path: &str) -> Value {
        let answer = self.shop.get(&format!("/api/v1{path}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
        answer.json()
    }

    async fn adjust(&self, to: Value, word: &str) -> Answer {
        let mut line = json!({ "variant_id": self.variant });
        for (key, value) in to.as_object().expect("object") {
            line[key] = value.clone();
        }
        let body = json!({ "location_id": self.floor, "word": word, "note": "by hand", "lines": [line] });
        self.post("/stock/adjustments", body).await
    }

    async fn on_hand(&self) -> i64 {
        self.get(&format!("/stock/variants/{}", self.variant)).await["on_hand"].as_i64().expect("pieces")
    }

    async fn undo(&self, answer: &Answer) -> Answer {
        let operation = answer.header("operation-id").to_owned();
        self.shop.send(Method::POST, &format!("/api/v1/operations/{operation}/undo"), None).await
    }
}

#[tokio::test]
async fn levels_are_listed_corrected_and_a_correction_is_taken_back() {
    let goods = goods().await;
    let listed = goods.get("/stock/levels?search=linen").await;
    let level = &listed["items"][0];
    assert_eq!((&level["on_hand"], &level["available"], &level["low_at"]), (&json!(5), &json!(5), &json!(3)));
    assert_eq!(level["places"][0]["name"], "Floor");
    assert_eq!(goods.get("/stock/lookup?code=4006381333931").await["variant_id"], json!(goods.variant));
    let unknown = goods.shop.get("/api/v1/stock/lookup?code=12345").await;
    assert_eq!(unknown.problem(404), "not_found");
    assert!(unknown.text().contains("12345"));
    let done = goods.adjust(json!({ "change": -2 }), "damaged").await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    assert_eq!((&done.json()["levels"][0]["on_hand"], &done.json()["changed"]), (&json!(3), &json!(1)));
    assert_eq!(goods.get("/stock/levels?filter=low").await["items"][0]["is_low"], true);
    assert_eq!(goods.get("/stock/summary").await["low"], 1);
    let ledger = goods.get(&format!("/stock/variants/{}/movements", goods.variant)).await;
    let entry = &ledger["items"][0];
    assert_eq!(
        (&entry["quantity"], &entry["reason"], &entry["word"]),
        (&json!(-2), &json!("written_off"), &json!("damaged"))
    );
    assert_eq!(
        (&entry["balance"], &entry["actor"], &entry["note"]),
        (&json!(3), &json!("owner"), &json!("by hand"))
    );
    assert_eq!(goods.undo(&done).await.status, StatusCode::OK);
    assert_eq!(goods.on_hand().await, 5);
    let whole = goods.get("/stock/movements?reason=written_off").await;
    assert_eq!(whole["items"].as_array().map(Vec::len), Some(2));
    let low = json!({ "variant_ids": [goods.variant], "low_at": 9 });
    let set = goods.shop.send(Method::PUT, "/api/v1/stock/low-levels", Some(low)).await;
    assert_eq!(set.json()["changed"], 1);
    assert_eq!(goods.get("/stock/levels?filter=low").await["items"][0]["own_low_at"], 9);
    let today = goods.get("/today").await;
    assert_eq!((&today["low_stock_count"], &today["low_stock"][0]["available"]), (&json!(1), &json!(5)));
}

#[tokio::test]
async fn a_shortage_tells_how_many_are_left() {
    let goods = goods().await;
    let short = goods.adjust(json!({ "change": -6 }), "lost").await;
    assert_eq!((short.problem(409), short.field()), ("out_of_stock".into(), "lines[0]".into()));
    assert_eq!(short.json()["left"], 5);
    let both = goods.adjust(json!({ "change": 1, "on_hand": 1 }), "found").await;
    assert_eq!((both.problem(422), both.field()), ("invalid".into(), "lines[0]".into()));
    let word = goods.adjust(json!({ "change": 1 }), "eaten").await;
    assert_eq!((word.problem(422), word.field()), ("invalid".into(), "word".into()));
    assert!(goods.get("/system").await["left"].is_null(), "only shortages have it");
}

#[tokio::test]
async fn goods_are_ordered_received_in_part_and_too_many_are_asked_about() {
    let goods = goods().await;
    let supplier = goods.post("/suppliers", json!({ "name": "Loom", "lead_time_days": 5 })).await.json();
    let new = json!({
        "supplier_id": supplier["id"], "location_id": goods.back, "expected_on": "2027-01-10",
        "lines": [{ "variant_id": goods.variant, "quantity": 10, "unit_cost": 2000 }],
    });
    let draft = goods.post("/purchase-orders", new).await;
    assert_eq!(draft.status, StatusCode::OK, "{}", draft.text());
    let draft = draft.json();
    assert_eq!((&draft["number"], &draft["total"]["amount"]), (&json!("PO-1001"), &json!(20_000)));
    assert_eq!(draft["allowed"], json!(["change", "order", "delete"]));
    let path = format!("/purchase-orders/{}", draft["id"].as_str().expect("id"));
    let dated = goods
        .shop
        .send(Method::PATCH, &format!("/api/v1{path}"), Some(json!({ "version": 1, "expected_on": null })))
        .await;
    assert!(dated.json()["expected_on"].is_null(), "{}", dated.text());
    let dated = json!({ "version": 2, "expected_on": "2027-02-31" });
    let wrong = goods.shop.send(Method::PATCH, &format!("/api/v1{path}"), Some(dated)).await;
    assert_eq!((wrong.problem(422), wrong.field()), ("invalid".into(), "expected_on".into()));
    let kept = json!({ "version": 2, "expected_on": "2027-01-10", "note": "soon" });
    assert_eq!(
        goods.shop.send(Method::PATCH, &format!("/api/v1{path}"), Some(kept)).await.status,
        StatusCode::OK
    );
    let ordered = goods.post(&format!("{path}/order"), json!({ "version": 3 })).await.json();
    assert_eq!((&ordered["status"], &ordered["is_late"]), (&json!("ordered"), &json!(true)));
    assert_eq!(goods.get("/stock/levels?filter=incoming").await["items"][0]["incoming"], 10);
    let line = ordered["lines"][0]["id"].clone();
    let receive = |version: i64, quantity: i64, accept: bool| {
        json!({ "version": version, "accept_more": accept, "delivery_note": "D-1",
                "lines": [{ "line_id": line, "quantity": quantity }] })
    };
    let path = format!("{path}/receive");
    let part = goods.post(&path, receive(4, 4, false)).await;
    assert_eq!((&part.json()["status"], &part.json()["received"]), (&json!("partly_received"), &json!(4)));
    let more = goods.post(&path, receive(5, 7, false)).await;
    assert_eq!((more.problem(409), more.field()), ("over_receipt".into(), "lines[0].quantity".into()));
    let stale = goods.post(&path, receive(4, 1, false)).await;
    assert_eq!(stale.problem(409), "conflict");
    let all = goods.post(&path, receive(5, 7, true)).await.json();
    assert_eq!((&all["status"], &all["receipts"][0]["delivery_note"]), (&json!("received"), &json!("D-1")));
    assert_eq!(goods.on_hand().await, 16);
    let listed = goods.get("/purchase-orders?status=received&search=po-1001").await;
    assert_eq!(listed["items"][0]["supplier"]["name"], "Loom");
    assert_eq!(goods.get("/purchase-orders?status=open").await["items"], json!([]));
    assert_eq!(goods.get("/suppliers?search=loo").await[0]["open_orders"], 0);
}

#[tokio::test]
async fn goods_go_from_one_place_to_another() {
    let goods = goods().await;
    let send = |quantity: i64| {
        json!({ "from_id": goods.floor, "to_id": goods.back,
                "lines": [{ "variant_id": goods.variant, "quantity": quantity }] })
    };
    assert_eq!(goods.post("/stock/transfers", send(6)).await.json()["left"], 5);
    let sent = goods.post("/stock/transfers", send(3)).await.json();
    assert_eq!((&sent["number"], &sent["status"]), (&json!("TR-1001"), &json!("in_transit")));
    assert_eq!(goods.on_hand().await, 2);
    let path = format!("/stock/transfers/{}", sent["id"].as_str().expect("id"));
    let received = goods.post(&format!("{path}/receive"), json!({ "version": 1 })).await;
    assert_eq!(received.json()["status"], "received", "{}", received.text());
    let level = goods.get(&format!("/stock/variants/{}", goods.variant)).await;
    let places: Vec<_> = level["places"].as_array().expect("places").iter().map(|p| &p["on_hand"]).collect();
    assert_eq!(places, [&json!(2), &json!(3)]);
    assert_eq!(goods.get("/stock/transfers?status=open").await["items"], json!([]));
    assert_eq!(goods.post(&format!("{path}/cancel"), json!({ "version": 2 })).await.problem(409), "conflict");
}

#[tokio::test]
async fn a_place_is_counted_by_scanner_and_the_differences_are_approved() {
    let goods = goods().await;
    let begun = goods.post("/stocktakes", json!({ "location_id": goods.floor })).await.json();
    assert_eq!((&begun["number"], &begun["uncounted_pieces"]), (&json!("ST-1001"), &json!(5)));
    let path = format!("/stocktakes/{}", begun["id"].as_str().expect("id"));
    let scans = json!({ "counts": [{ "code": "4006381333931" }, { "code": "999" }, { "code": "ld-1", "quantity": 3 }] });
    let counted = goods.post(&format!("{path}/counts"), scans).await.json();
    assert_eq!(counted["unknown"], json!(["999"]));
    assert_eq!(
        (&counted["counted"][0]["counted"], &counted["counted"][0]["difference"]),
        (&json!(4), &json!(-1))
    );
    assert_eq!(counted["stocktake"]["difference_pieces"], -1);
    let one = format!("/api/v1{path}/counts/{}", goods.variant);
    let set = goods.shop.send(Method::PUT, &one, Some(json!({ "counted": 7 }))).await;
    assert_eq!(set.json()["counted"][0]["difference"], 2);
    assert_eq!(goods.get(&format!("{path}/counts?only=differences")).await["items"][0]["counted"], 7);
    assert_eq!(goods.get(&format!("{path}/counts?only=uncounted")).await["items"], json!([]));
    let removed = goods.shop.send(Method::DELETE, &one, None).await;
    assert_eq!(removed.json()["stocktake"]["counted_variants"], 0);
    goods.shop.send(Method::PUT, &one, Some(json!({ "counted": 7 }))).await;
    goods.adjust(json!({ "change": -1 }), "lost").await;
    let approved =
        goods.post(&format!("{path}/approve"), json!({ "version": 1, "uncounted": "leave" })).await;
    assert_eq!(approved.json()["status"], "approved", "{}", approved.text());
    assert_eq!(goods.on_hand().await, 6);
    assert_eq!(goods.undo(&approved).await.status, StatusCode::OK);
    assert_eq!(goods.on_hand().await, 4);
    assert_eq!(goods.get("/stocktakes?status=open").await["items"][0]["number"], "ST-1001");
}

#[tokio::test]
async fn what_sells_has_its_cover_and_its_order() {
    let goods = goods().await;
    let variant = goods.variant.parse().expect("id");
    let sold = goods.shop.app.database().write(move |tx| {
        use haberdash_core::stock::{MovementReason, Wanted, take};
        take(tx, &Wanted::anywhere(variant, 4), MovementReason::Sold, None, "").map(|_| ())
    });
    sold.await.expect("sold");
    let cover = goods.get("/stock/cover?days=7").await;
    assert_eq!((&cover["items"][0]["sold"], &cover["items"][0]["days_of_cover"]), (&json!(4), &json!(0.25)));
    assert_eq!(cover["items"][0]["daily"].as_array().map(Vec::len), Some(7));
    assert_eq!(goods.shop.get("/api/v1/stock/cover?days=8").await.problem(422), "invalid");
    let reorder = goods.get("/stock/reorder").await;
    assert_eq!(reorder["items"][0]["sku"], "LD-1");
    assert!(reorder["items"][0]["suggested"].as_i64().expect("pieces") > 0);
}
