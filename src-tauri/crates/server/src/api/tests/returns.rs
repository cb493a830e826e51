//! Returns and exchanges over the API, from the order to the money.

use super::*;

struct Sold {
    shop: Shop,
    order: Value,
    /// 25.00 and 30.00.
    hats: Vec<String>,
}

async fn post(shop: &Shop, path: &str, body: Value) -> Answer {
    shop.send(Method::POST, &format!("/api/v1{path}"), Some(body)).await
}

/// Two small hats were sold at the counter for cash, 50.00; the drawer is open.
async fn sold() -> Sold {
    let shop = shop().await;
    let product = json!({
        "title": "Hat", "status": "active", "options": [{ "name": "Size", "values": ["S", "M"] }],
        "variants": [{ "option_values": ["S"], "price": 2500 }, { "option_values": ["M"], "price": 3000 }],
    });
    let product = post(&shop, "/products", product).await.json();
    let hats: Vec<String> = product["variants"]
        .as_array()
        .expect("variants")
        .iter()
        .map(|variant| variant["id"].as_str().expect("id").to_owned())
        .collect();
    let room = post(&shop, "/stock/locations", json!({ "name": "Shop" })).await.json();
    let lines: Vec<Value> = hats.iter().map(|id| json!({ "variant_id": id, "on_hand": 5 })).collect();
    post(&shop, "/stock/adjustments", json!({ "location_id": room["id"], "word": "found", "lines": lines }))
        .await;
    post(&shop, "/cash-drawer/open", json!({ "float": 10000 })).await;
    let sale = json!({
        "lines": [{ "variant_id": hats[0], "quantity": 2 }], "payments": [{ "method": "cash", "tendered": 6000 }],
    });
    let order = post(&shop, "/sales", sale).await;
    assert_eq!(order.status, StatusCode::CREATED, "{}", order.text());
    Sold { order: order.json(), shop, hats }
}

impl Sold {
    fn order_id(&self) -> &str {
        self.order["id"].as_str().expect("id")
    }

    fn line(&self) -> Value {
        self.order["line_items"][0]["id"].clone()
    }

    async fn ask(&self, body: Value) -> Answer {
        post(&self.shop, &format!("/orders/{}/returns", self.order_id()), body).await
    }

    async fn step(&self, of: &Value, step: &str, mut body: Value) -> Answer {
        body["version"] = of["version"].clone();
        post(&self.shop, &format!("/returns/{}/{step}", of["id"].as_str().expect("id")), body).await
    }

    async fn received(&self, of: &Value, accepted: i64) -> Value {
        let line = json!({
            "line_id": of["lines"][0]["id"], "accepted": accepted, "condition": "as_new", "disposition": "restock",
        });
        let answer = self.step(of, "receive", json!({ "lines": [line] })).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        answer.json()
    }

    async fn in_drawer(&self) -> Value {
        self.shop.get("/api/v1/cash-drawer").await.json()["open"]["expected"]["amount"].clone()
    }
}

#[tokio::test]
async fn one_of_two_hats_comes_back_for_cash() {
    let sold = sold().await;
    assert_eq!(sold.in_drawer().await, 15000);
    let path = format!("/api/v1/orders/{}/returnable", sold.order_id());
    let returnable = sold.shop.get(&path).await.json();
    assert_eq!(returnable["problem"], Value::Null);
    assert_eq!(
        (&returnable["lines"][0]["returnable"], &returnable["store_credit"]),
        (&json!(2), &Value::Null)
    );
    assert_eq!(returnable["original"][0]["method"], "cash");
    let lines = json!([{ "line_item_id": sold.line(), "quantity": 1, "reason": "too_small" }]);
    let asked = sold.ask(json!({ "kind": "return", "lines": lines })).await;
    assert_eq!(asked.status, StatusCode::CREATED, "{}", asked.text());
    let asked = asked.json();
    assert_eq!((&asked["state"], &asked["refund"]["amount"]), (&json!("requested"), &json!(2500)));
    assert_eq!(asked["allowed"], json!(["approve", "refuse", "cancel"]));
    let order = sold.shop.get(&format!("/api/v1/orders/{}", sold.order_id())).await.json();
    assert_eq!(order["return_status"], "return_requested");
    assert_eq!(
        sold.step(&asked, "settle", json!({})).await.problem(409),
        "conflict",
        "not before it is here"
    );

    let approved = sold.step(&asked, "approve", json!({})).await.json();
    let received = sold.received(&approved, 1).await;
    let settled = sold.step(&received, "settle", json!({})).await;
    assert_eq!(settled.status, StatusCode::OK, "{}", settled.text());
    assert!(settled.header("operation-id").starts_with("opr_"));
    let settled = settled.json();
    assert_eq!(
        (&settled["payments"][0]["kind"], &settled["payments"][0]["method"]),
        (&json!("refund"), &json!("cash"))
    );
    assert_eq!(sold.in_drawer().await, 12500);
    assert_eq!(sold.step(&received, "settle", json!({})).await.problem(409), "conflict", "once");
    assert_eq!(sold.in_drawer().await, 12500);
    let order = sold.shop.get(&format!("/api/v1/orders/{}", sold.order_id())).await.json();
    assert_eq!(
        (&order["return_status"], &order["payment_status"], &order["line_items"][0]["returned"]),
        (&json!("partly_returned"), &json!("partly_refunded"), &json!(1))
    );
    let counts = sold.shop.get("/api/v1/returns/counts").await.json();
    assert_eq!((&counts["settled"], &counts["open"]), (&json!(1), &json!(1)));
    assert_eq!(
        sold.shop.get("/api/v1/returns?state=open").await.json()["items"][0]["number"],
        settled["number"]
    );
    let undo =
        post(&sold.shop, &format!("/operations/{}/undo", "opr_01h455vb4pex5vsknk084sn02q"), json!({})).await;
    assert_eq!(undo.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_hat_is_exchanged_for_a_dearer_one() {
    let sold = sold().await;
    let line = |replacement: &str| json!([{ "line_item_id": sold.line(), "quantity": 1, "reason": "too_small", "replacement_variant_id": replacement }]);
    let without = json!([{ "line_item_id": sold.line(), "quantity": 1, "reason": "too_small" }]);
    let unsaid = sold.ask(json!({ "kind": "exchange", "lines": without })).await;
    assert_eq!(
        (unsaid.problem(422), unsaid.field()),
        ("invalid".into(), "lines[0].replacement_variant_id".into())
    );
    let asked =
        sold.ask(json!({ "kind": "exchange", "approve": true, "lines": line(&sold.hats[1]) })).await.json();
    assert_eq!((&asked["state"], &asked["refund"]["amount"]), (&json!("approved"), &json!(-500)));
    let received = sold.received(&asked, 1).await;
    let how = sold.step(&received, "settle", json!({})).await;
    assert_eq!((how.problem(422), how.field()), ("invalid".into(), "pay_with".into()));
    let odd = sold
        .step(
            &received,
            "settle",
            json!({ "pay_with": { "method": "gift_card", "gift_card_code": "NOBODYS-1" } }),
        )
        .await;
    assert_eq!(odd.problem(404), "not_found");
    let settled =
        sold.step(&received, "settle", json!({ "pay_with": { "method": "cash", "tendered": 1000 } })).await;
    assert_eq!(settled.status, StatusCode::OK, "{}", settled.text());
    assert_eq!(sold.in_drawer().await, 15500);
    let left = |id: &str| format!("/api/v1/stock/variants/{id}");
    let small = sold.shop.get(&left(&sold.hats[0])).await.json();
    let medium = sold.shop.get(&left(&sold.hats[1])).await.json();
    assert_eq!(
        (&small["on_hand"], &medium["on_hand"], &medium["reserved"]),
        (&json!(4), &json!(4), &json!(0))
    );
    let closed = sold.step(&settled.json(), "close", json!({})).await.json();
    assert_eq!((&closed["state"], &closed["allowed"]), (&json!("closed"), &json!([])));
}

#[tokio::test]
async fn what_cannot_come_back_is_refused_by_name() {
    let sold = sold().await;
    let wrong = json!([{ "line_item_id": sold.line(), "quantity": 3, "reason": "too_small" }]);
    let many = sold.ask(json!({ "kind": "return", "lines": wrong })).await;
    assert_eq!((many.problem(422), many.field()), ("invalid".into(), "lines[0].quantity".into()));
    let odd = json!([{ "line_item_id": sold.line(), "quantity": 1, "reason": "because" }]);
    assert_eq!(sold.ask(json!({ "kind": "return", "lines": odd })).await.problem(422), "invalid");
    let lines = || json!([{ "line_item_id": sold.line(), "quantity": 1, "reason": "other" }]);
    let to_credit = json!({ "kind": "return", "lines": lines(), "refund_to": { "to": "store_credit" } });
    let nobody = sold.ask(to_credit).await;
    assert_eq!((nobody.problem(422), nobody.field()), ("invalid".into(), "refund_to".into()));
    let asked = sold.ask(json!({ "kind": "return", "lines": lines() })).await.json();
    let unsaid = sold.step(&asked, "refuse", json!({})).await;
    assert_eq!((unsaid.problem(422), unsaid.field()), ("invalid".into(), "reason".into()));
    let refused = sold.step(&asked, "refuse", json!({ "reason": "worn" })).await.json();
    assert_eq!((&refused["state"], &refused["reason"]), (&json!("refused"), &json!("worn")));
    let order = sold.shop.get(&format!("/api/v1/orders/{}", sold.order_id())).await.json();
    assert_eq!(order["return_status"], "none");
}
