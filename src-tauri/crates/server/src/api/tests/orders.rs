//! Orders over the API: written down, placed, paid, sent, cancelled; what is refused says by which rule.

use super::*;

struct Goods {
    shop: Shop,
    /// 25.00 and 30.00.
    hats: Vec<String>,
}

/// A shop with ten hats of each size and German VAT in its prices.
async fn goods() -> Goods {
    let shop = shop().await;
    let zone = json!({ "name": "Germany", "countries": ["DE"], "rates": [{ "class": "standard", "name": "VAT 19 %", "rate_ppm": 190000 }] });
    put(&shop, "taxes", json!({ "zones": [zone] })).await;
    put(&shop, "shop", json!({ "country": "DE" })).await;
    let parcel =
        json!({ "name": "Parcel", "countries": ["DE"], "price_minor": 490, "days_min": 1, "days_max": 2 });
    put(&shop, "shipping", json!({ "methods": [parcel] })).await;
    let product = json!({
        "title": "Hat", "status": "active", "options": [{ "name": "Size", "values": ["S", "M"] }],
        "variants": [{ "option_values": ["S"], "price": 2500, "sku": "HAT-S" }, { "option_values": ["M"], "price": 3000 }],
    });
    let product = shop.send(Method::POST, "/api/v1/products", Some(product)).await.json();
    let hats: Vec<String> = product["variants"]
        .as_array()
        .expect("variants")
        .iter()
        .map(|variant| variant["id"].as_str().expect("id").to_owned())
        .collect();
    let room =
        shop.send(Method::POST, "/api/v1/stock/locations", Some(json!({ "name": "Shop" }))).await.json();
    let lines: Vec<Value> = hats.iter().map(|id| json!({ "variant_id": id, "on_hand": 10 })).collect();
    let adjustment = json!({ "location_id": room["id"], "word": "found", "lines": lines });
    let adjusted = shop.send(Method::POST, "/api/v1/stock/adjustments", Some(adjustment)).await;
    assert_eq!(adjusted.status, StatusCode::OK, "{}", adjusted.text());
    Goods { shop, hats }
}

async fn put(shop: &Shop, key: &str, value: Value) {
    let path = format!("/api/v1/settings/{key}");
    let answer = shop.send(Method::PUT, &path, Some(json!({ "value": value, "version": 0 }))).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
}

impl Goods {
    async fn post(&self, path: &str, body: Value) -> Answer {
        self.shop.send(Method::POST, &format!("/api/v1{path}"), Some(body)).await
    }

    async fn act(&self, order: &Value, act: &str, body: Value) -> Answer {
        self.post(&format!("/orders/{}/{act}", order["id"].as_str().expect("id")), body).await
    }

    /// A paid order of two small hats that is picked up.
    async fn paid(&self) -> Value {
        let body = json!({
            "lines": [{ "variant_id": self.hats[0], "quantity": 2 }], "place": true,
            "payments": [{ "method": "card", "reference": "slip 1" }],
        });
        let answer = self.post("/orders", body).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        answer.json()
    }
}

/// Asserts a refusal and gives its rule.
#[track_caller]
fn rule(answer: &Answer) -> String {
    assert_eq!(answer.problem(409), "refused");
    answer.json()["rule"].as_str().expect("a rule").to_owned()
}

fn actions(order: &Value) -> Vec<&str> {
    order["actions"].as_array().expect("actions").iter().filter_map(Value::as_str).collect()
}

#[tokio::test]
async fn from_draft_to_delivery() {
    let goods = goods().await;
    let draft = json!({ "lines": [{ "variant_id": goods.hats[0], "quantity": 2 }], "note": " ring twice ", "tags": ["gift"] });
    let made = goods.post("/orders", draft).await;
    assert_eq!(made.status, StatusCode::CREATED);
    assert!(made.header("operation-id").starts_with("opr_"));
    let draft = made.json();
    assert_eq!(
        (&draft["number"], &draft["status"], &draft["contact"]),
        (&json!("D1"), &json!("draft"), &Value::Null)
    );
    // 50.00 × 19 ÷ 119 = 7.983.
    assert_eq!((&draft["total"]["amount"], &draft["tax"]["amount"]), (&json!(5000), &json!(798)));
    assert_eq!(
        draft["taxes"][0],
        json!({ "name": "VAT 19 %", "rate_ppm": 190000, "base": { "amount": 4202, "currency": "EUR" }, "amount": { "amount": 798, "currency": "EUR" } })
    );
    assert_eq!((&draft["note"], &draft["due"]["amount"]), (&json!("ring twice"), &json!(5000)));
    assert_eq!(actions(&draft), ["edit", "discard", "place", "duplicate"]);

    let change = json!({ "version": 1, "lines": [{ "line_item_id": draft["line_items"][0]["id"], "variant_id": goods.hats[0], "quantity": 3, "unit_price": 2400 }], "manual_discount": { "kind": "percent", "rate_ppm": 100000, "reason": "regular" } });
    let path = format!("/api/v1/orders/{}", draft["id"].as_str().expect("id"));
    let changed = goods.shop.send(Method::PATCH, &path, Some(change.clone())).await.json();
    assert_eq!((&changed["total"]["amount"], &changed["discount"]["amount"]), (&json!(6480), &json!(720)));
    assert_eq!(changed["line_items"][0]["id"], draft["line_items"][0]["id"]);
    assert_eq!(goods.shop.send(Method::PATCH, &path, Some(change)).await.problem(409), "conflict");

    let placed = goods
        .act(&draft, "place", json!({ "payments": [{ "method": "cash", "tendered": 7000 }] }))
        .await
        .json();
    assert_eq!(
        (&placed["number"], &placed["status"], &placed["payment_status"]),
        (&json!("1001"), &json!("placed"), &json!("paid"))
    );
    assert_eq!(
        (&placed["payments"][0]["change"]["amount"], &placed["due"]["amount"]),
        (&json!(520), &json!(0))
    );
    goods.act(&draft, "process", json!({})).await;
    let line = json!([{ "line_item_id": draft["line_items"][0]["id"], "quantity": 1 }]);
    let part = goods.act(&draft, "fulfilments", json!({ "lines": line, "carrier": "Heron Post", "tracking_number": "HP 1", "expected_on": "2027-01-20" })).await.json();
    assert_eq!(
        (&part["fulfilment_status"], &part["line_items"][0]["open"]),
        (&json!("partly_fulfilled"), &json!(2))
    );
    let sent = goods.act(&draft, "fulfilments", json!({})).await.json();
    assert_eq!(sent["status"], "shipped");
    let parcel = format!("{path}/fulfilments/{}", part["fulfilments"][0]["id"].as_str().expect("id"));
    let moved =
        goods.shop.send(Method::PATCH, &parcel, Some(json!({ "state": "out_for_delivery" }))).await.json();
    assert_eq!(moved["fulfilments"][0]["state"], "out_for_delivery");
    let done = goods.act(&draft, "deliver", json!({ "reason": "she called" })).await.json();
    assert_eq!(done["status"], "delivered");
    let kinds: Vec<&str> = done["timeline"]
        .as_array()
        .expect("timeline")
        .iter()
        .filter_map(|one| one["kind"].as_str())
        .collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == "status").count(), 4);
    assert!(kinds.contains(&"payment") && kinds.contains(&"fulfilment"), "{kinds:?}");
    assert_eq!(done["timeline"][0]["actor"], "owner");
    let level = goods.shop.get(&format!("/api/v1/stock/variants/{}", goods.hats[0])).await.json();
    assert_eq!((&level["on_hand"], &level["reserved"]), (&json!(7), &json!(0)));
    assert_eq!(rule(&goods.act(&draft, "cancel", json!({ "reason": "late" })).await), "delivered");
    let archived = goods.act(&draft, "archive", json!({})).await.json();
    assert_eq!(archived["archived"], true);
    assert_eq!(goods.shop.get("/api/v1/orders").await.json()["items"], json!([]));
    assert_eq!(goods.shop.get("/api/v1/orders?archived=yes").await.json()["items"][0]["number"], "1001");
}

#[tokio::test]
async fn each_act_in_a_wrong_state_names_its_rule() {
    let goods = goods().await;
    let draft = goods
        .post("/orders", json!({ "lines": [{ "variant_id": goods.hats[0], "quantity": 1 }] }))
        .await
        .json();
    let settle = json!({ "method": "card" });
    let change = json!({ "changes": [{ "line_item_id": draft["line_items"][0]["id"], "variant_id": goods.hats[1] }], "settle": settle });
    for (act, body) in [
        ("process", json!({})),
        ("payments", json!({ "method": "card" })),
        ("refunds", json!({ "amount": 1, "reason": "x" })),
        ("fulfilments", json!({})),
        ("deliver", json!({})),
        ("cancel", json!({ "reason": "x" })),
        ("items", change.clone()),
        ("address", json!({ "ship_to": { "name": "A" } })),
        ("payment-method", json!({ "to": settle })),
    ] {
        assert_eq!(rule(&goods.act(&draft, act, body).await), "not_placed", "{act}");
    }
    assert_eq!(rule(&goods.act(&draft, "archive", json!({})).await), "open_order");
    let order = goods.paid().await;
    for (act, body, expected) in [
        ("place", json!({}), "not_draft"),
        ("deliver", json!({}), "not_fulfilled"),
        ("unarchive", json!({}), "not_archived"),
        ("payments", json!({ "method": "card" }), "overpaid"),
        ("refunds", json!({ "amount": 5001, "reason": "x" }), "more_than_paid"),
        ("payment-method", json!({ "to": settle }), "same_method"),
        ("payments", json!({ "method": "gift_card", "amount": 1 }), "overpaid"),
        ("items", change, "foreign_line"),
        ("fulfilments", json!({ "lines": [] }), "nothing_to_fulfil"),
    ] {
        assert_eq!(rule(&goods.act(&order, act, body).await), expected, "{act}");
    }
    let path = format!("/api/v1/orders/{}", order["id"].as_str().expect("id"));
    assert_eq!(rule(&goods.shop.send(Method::DELETE, &path, None).await), "not_draft");
    let lines = json!({ "version": order["version"], "lines": [] });
    assert_eq!(rule(&goods.shop.send(Method::PATCH, &path, Some(lines)).await), "not_draft");
    let stale = goods.act(&order, "process", json!({ "version": 99 })).await;
    assert_eq!(stale.problem(409), "conflict");
    let cancelled = goods.act(&order, "cancel", json!({ "reason": "no longer needed" })).await.json();
    assert_eq!(
        (&cancelled["status"], &cancelled["payment_status"]),
        (&json!("cancelled"), &json!("refunded"))
    );
    assert_eq!(cancelled["payments"][1]["refund_of"], cancelled["payments"][0]["id"]);
    for act in ["process", "deliver", "fulfilments"] {
        assert_eq!(rule(&goods.act(&order, act, json!({})).await), "cancelled", "{act}");
    }
}

#[tokio::test]
async fn a_sale_is_made_once_and_only_of_what_is_there() {
    let goods = goods().await;
    let sale = json!({ "lines": [{ "variant_id": goods.hats[1], "quantity": 2 }], "payments": [{ "method": "cash", "tendered": 10000 }], "request_key": "till 1/77" });
    let sold = goods.post("/sales", sale.clone()).await;
    assert_eq!(sold.status, StatusCode::CREATED, "{}", sold.text());
    let sold = sold.json();
    assert_eq!(
        (&sold["status"], &sold["channel"], &sold["total"]["amount"]),
        (&json!("delivered"), &json!("counter"), &json!(6000))
    );
    assert_eq!(sold["payments"][0]["change"]["amount"], 4000);
    let again = goods.post("/sales", sale).await.json();
    assert_eq!((&again["id"], &again["version"]), (&sold["id"], &sold["version"]));
    let short = json!({ "lines": [{ "variant_id": goods.hats[1], "quantity": 1 }], "payments": [{ "method": "card", "amount": 100 }] });
    assert_eq!(rule(&goods.post("/sales", short).await), "not_paid");
    let many = json!({ "lines": [{ "variant_id": goods.hats[1], "quantity": 9 }], "payments": [{ "method": "card" }] });
    let short = goods.post("/sales", many).await;
    assert_eq!((short.problem(409).as_str(), &short.json()["left"]), ("out_of_stock", &json!(8)));
    // A parked cart becomes the sale.
    let cart = goods
        .post(
            "/orders",
            json!({ "lines": [{ "variant_id": goods.hats[0], "quantity": 1 }], "channel": "counter" }),
        )
        .await
        .json();
    let parked = goods.shop.get("/api/v1/orders?status=draft&channel=counter").await.json();
    assert_eq!(parked["items"][0]["id"], cart["id"]);
    let sale = json!({ "draft_id": cart["id"], "payments": [{ "method": "card" }] });
    assert_eq!(goods.post("/sales", sale).await.json()["id"], cart["id"]);
    assert_eq!(goods.shop.get("/api/v1/orders?status=draft").await.json()["items"], json!([]));
    let today = goods.shop.get("/api/v1/today").await.json();
    assert_eq!(today["today"]["sales"]["amount"], 8500);
}

#[tokio::test]
async fn a_price_is_shown_before_anything_is_written() {
    let goods = goods().await;
    let discount = json!({ "title": "Spring", "kind": "percent", "rate_ppm": 100000, "code": "spring", "usage_limit": 1 });
    let discount = goods.post("/discounts", discount).await;
    assert_eq!(discount.status, StatusCode::CREATED, "{}", discount.text());
    let discount = discount.json();
    assert_eq!((&discount["code"], &discount["state"]), (&json!("SPRING"), &json!("active")));
    let cart = json!({ "lines": [{ "variant_id": goods.hats[0], "quantity": 2 }], "shipping_method": "Parcel", "discount_codes": ["Spring", "winter"] });
    let price = goods.post("/pricing/preview", cart.clone()).await.json();
    assert_eq!((&price["subtotal"]["amount"], &price["discount"]["amount"]), (&json!(5000), &json!(500)));
    assert_eq!((&price["shipping"]["amount"], &price["total"]["amount"]), (&json!(490), &json!(4990)));
    assert_eq!(price["shipping_methods"][0]["name"], "Parcel");
    assert_eq!(price["codes"][0], json!({ "code": "SPRING", "applied": true, "rule": null, "detail": null }));
    assert_eq!(
        (&price["codes"][1]["applied"], &price["codes"][1]["rule"]),
        (&json!(false), &json!("code_unknown"))
    );
    assert_eq!(goods.shop.get("/api/v1/orders").await.json()["items"], json!([]));
    // Used once, then used up; the record says by which order.
    let order = json!({ "lines": cart["lines"], "discount_codes": ["spring"], "place": true });
    let placed = goods.post("/orders", order.clone()).await.json();
    assert_eq!(placed["discounts"][0]["amount"]["amount"], 500);
    assert_eq!(rule(&goods.post("/orders", order).await), "code_used_up");
    let path = format!("/api/v1/discounts/{}", discount["id"].as_str().expect("id"));
    assert_eq!(goods.shop.get(&path).await.json()["state"], "used_up");
    let uses = goods.shop.get(&format!("{path}/redemptions")).await.json();
    assert_eq!(
        (&uses["items"][0]["order"]["number"], &uses["items"][0]["amount"]["amount"]),
        (&placed["number"], &json!(500))
    );
    assert_eq!(goods.shop.send(Method::DELETE, &path, None).await.problem(409), "conflict");
    let more = json!({ "version": 1, "usage_limit": null, "title": "Spring again" });
    let changed = goods.shop.send(Method::PATCH, &path, Some(more.clone())).await.json();
    assert_eq!(
        (&changed["usage_limit"], &changed["title"], &changed["state"]),
        (&Value::Null, &json!("Spring again"), &json!("active"))
    );
    assert_eq!(goods.shop.send(Method::PATCH, &path, Some(more)).await.problem(409), "conflict");
    let twice = goods
        .post("/discounts", json!({ "title": "Other", "kind": "free_shipping", "code": "SPRING" }))
        .await;
    assert_eq!((twice.problem(409), twice.field()), ("conflict".into(), "code".into()));
    for (wrong, field) in [
        (json!({ "title": " ", "kind": "free_shipping" }), "title"),
        (json!({ "title": "x", "kind": "percent" }), "rate_ppm"),
        (json!({ "title": "x", "kind": "amount", "amount": 0 }), "amount"),
        (json!({ "title": "x", "kind": "buy_x_get_y", "rate_ppm": 1000000, "get": 1 }), "buy"),
        (json!({ "title": "x", "kind": "free_shipping", "applies_to": "products" }), "product_ids"),
        (json!({ "title": "x", "kind": "free_shipping", "colour": 1 }), "colour"),
    ] {
        let answer = goods.post("/discounts", wrong).await;
        assert_eq!((answer.problem(422).as_str(), answer.field().as_str()), ("invalid", field));
    }
    let found = goods.shop.get("/api/v1/discounts?search=again&state=active").await.json();
    assert_eq!(found["items"].as_array().expect("items").len(), 1);
}

#[tokio::test]
async fn orders_are_found_by_any_filter_and_counted() {
    let goods = goods().await;
    let first = goods.paid().await;
    goods
        .post("/orders", json!({ "lines": [{ "variant_id": goods.hats[1], "quantity": 1 }], "place": true }))
        .await;
    let list = async |query: &str| {
        let answer = goods.shop.get(&format!("/api/v1/orders?{query}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        let items = answer.json()["items"].as_array().expect("items").clone();
        items.iter().filter_map(|item| item["number"].as_str()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(list("").await, "1002 1001");
    assert_eq!(list("payment_status=paid&open=true").await, "1001");
    assert_eq!(list("search=hat-s").await, "1001");
    assert_eq!(list("sort=total_low").await, "1002 1001");
    assert_eq!(list("from=2027-01-15&to=2027-01-15").await, "1002 1001");
    assert_eq!(list("from=2027-01-16").await, "");
    for (query, field) in [
        ("from=yesterday", "from"),
        ("status=lost", "status"),
        ("sort=up", "sort"),
        ("contact_id=x", "contact_id"),
    ] {
        let answer = goods.shop.get(&format!("/api/v1/orders?{query}")).await;
        assert_eq!((answer.problem(422).as_str(), answer.field().as_str()), ("invalid", field), "{query}");
    }
    let counts = goods.shop.get("/api/v1/orders/counts").await.json();
    assert_eq!(
        (&counts["placed"], &counts["to_ship"], &counts["unpaid"], &counts["cap"]),
        (&json!(2), &json!(2), &json!(1), &json!(1000))
    );
    let copy = goods.act(&first, "duplicate", json!({})).await;
    assert_eq!((copy.status, &copy.json()["number"]), (StatusCode::CREATED, &json!("D1")));
}

#[tokio::test]
async fn a_draft_thrown_away_comes_back_and_a_payment_does_not() {
    let goods = goods().await;
    let draft = goods
        .post("/orders", json!({ "lines": [{ "variant_id": goods.hats[0], "quantity": 1 }] }))
        .await
        .json();
    let path = format!("/api/v1/orders/{}", draft["id"].as_str().expect("id"));
    let gone = goods.shop.send(Method::DELETE, &path, None).await;
    assert_eq!((gone.status, gone.bytes.len()), (StatusCode::NO_CONTENT, 0));
    let undo = format!("/operations/{}/undo", gone.header("operation-id"));
    assert_eq!(goods.shop.get(&path).await.problem(404), "not_found");
    assert_eq!(goods.post(&undo, json!({})).await.status, StatusCode::OK);
    assert_eq!(goods.shop.get(&path).await.json()["number"], "D1");
    let order = goods
        .post("/orders", json!({ "lines": [{ "variant_id": goods.hats[0], "quantity": 1 }], "place": true }))
        .await
        .json();
    let transfer = goods.act(&order, "payments", json!({ "method": "bank_transfer" })).await;
    let undo = format!("/operations/{}/undo", transfer.header("operation-id"));
    assert_eq!(rule(&goods.post(&undo, json!({})).await), "cannot_undo");
    let payment = transfer.json()["payments"][0]["id"].as_str().expect("id").to_owned();
    let settled =
        goods.act(&order, &format!("payments/{payment}/settle"), json!({ "reference": "T-1" })).await.json();
    assert_eq!(
        (&settled["payment_status"], &settled["payments"][0]["reference"]),
        (&json!("paid"), &json!("T-1"))
    );
    let again = goods.act(&order, &format!("payments/{payment}/fail"), json!({})).await;
    assert_eq!(rule(&again), "not_pending_payment");
    let missing = goods.act(&order, "payments/pay_01h455vb4pex5vsknk084sn02q/settle", json!({})).await;
    assert_eq!(missing.problem(404), "not_found");
}
