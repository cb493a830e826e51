//! Gift cards, store credit, kept ways to pay and the cash drawer, over the API.

use super::*;

async fn post(shop: &Shop, path: &str, body: Value) -> Answer {
    shop.send(Method::POST, &format!("/api/v1{path}"), Some(body)).await
}

/// Adds a contact behind the API.
async fn contact(shop: &Shop, name: &str) -> String {
    let new = haberdash_core::contacts::NewContact { display_name: name.into(), ..Default::default() };
    let made = shop.app.database().write(move |tx| haberdash_core::contacts::create(tx, new)).await;
    made.expect("contact").id.to_string()
}

#[tokio::test]
async fn a_gift_card_is_sold_found_by_its_code_topped_up_and_made_void() {
    let shop = shop().await;
    let opened = post(&shop, "/cash-drawer/open", json!({ "float": 10000 })).await;
    assert_eq!(opened.status, StatusCode::CREATED, "{}", opened.text());
    let issued = post(
        &shop,
        "/gift-cards",
        json!({ "amount": 5000, "expires_on": "2028-01-31", "note": "Birthday", "paid_with": { "method": "cash" } }),
    )
    .await;
    assert_eq!(issued.status, StatusCode::CREATED, "{}", issued.text());
    assert!(issued.header("operation-id").starts_with("opr_"));
    let code = issued.json()["code"].as_str().expect("code").to_owned();
    let card = issued.json()["gift_card"].clone();
    assert_eq!((&card["state"], &card["balance"]["amount"]), (&json!("active"), &json!(5000)));
    assert_eq!(card["expires_on"], "2028-01-31");
    let id = card["id"].as_str().expect("id");

    // Lists never hold a whole code; a look-up takes it as it is typed.
    let list = shop.get("/api/v1/gift-cards?state=active").await;
    assert_eq!(list.json()["items"][0]["id"], id);
    assert!(!list.text().contains(&code.replace('-', "")) && !list.text().contains(&code));
    let found = post(&shop, "/gift-cards/look-up", json!({ "code": code.to_lowercase() })).await;
    assert_eq!(found.json()["id"], id);
    let mut typo = code.clone();
    let last = typo.pop();
    typo.push(if last == Some('Z') { 'Y' } else { 'Z' });
    let wrong = post(&shop, "/gift-cards/look-up", json!({ "code": typo })).await;
    assert_eq!((wrong.problem(422), wrong.field()), ("invalid".into(), "code".into()));
    assert_eq!(
        post(&shop, "/gift-cards/look-up", json!({ "code": "NEVER-MADE" })).await.problem(404),
        "not_found"
    );
    assert_eq!(shop.get(&format!("/api/v1/gift-cards/{id}/code")).await.json()["code"], code);

    let version = card["version"].clone();
    let filled =
        post(&shop, &format!("/gift-cards/{id}/top-up"), json!({ "version": version, "amount": 1000 })).await;
    assert_eq!(filled.json()["balance"]["amount"], 6000, "{}", filled.text());
    let stale =
        post(&shop, &format!("/gift-cards/{id}/void"), json!({ "version": version, "reason": "lost" })).await;
    assert_eq!(stale.problem(409), "conflict");
    let version = filled.json()["version"].clone();
    let change = json!({ "version": version, "expires_on": null, "note": "Birthday of Bo" });
    let changed = shop.send(Method::PATCH, &format!("/api/v1/gift-cards/{id}"), Some(change)).await.json();
    assert_eq!((&changed["expires_on"], &changed["note"]), (&Value::Null, &json!("Birthday of Bo")));
    let gone = json!({ "version": changed["version"], "reason": "lost" });
    assert_eq!(post(&shop, &format!("/gift-cards/{id}/void"), gone).await.json()["state"], "voided");
    let ledger = shop.get(&format!("/api/v1/gift-cards/{id}/entries")).await.json();
    let told: Vec<(&str, i64)> = ledger["items"]
        .as_array()
        .expect("entries")
        .iter()
        .map(|e| (e["kind"].as_str().unwrap_or_default(), e["amount"]["amount"].as_i64().unwrap_or_default()))
        .collect();
    assert_eq!(told, [("voided", -6000), ("topped_up", 1000), ("issued", 5000)]);
    // It was sold for cash.
    assert_eq!(shop.get("/api/v1/cash-drawer").await.json()["open"]["expected"]["amount"], 15000);
    let odd =
        post(&shop, "/gift-cards", json!({ "amount": 100, "paid_with": { "method": "store_credit" } })).await;
    assert_eq!((odd.problem(422), odd.field()), ("invalid".into(), "paid_with.method".into()));
}

#[tokio::test]
async fn store_credit_and_kept_ways_to_pay_belong_to_a_customer() {
    let shop = shop().await;
    let ada = contact(&shop, "Ada").await;
    let credit = format!("/contacts/{ada}/store-credit");
    let given = post(&shop, &credit, json!({ "amount": 2000, "note": "sorry" })).await;
    assert_eq!(given.json()["balances"][0]["amount"], 2000, "{}", given.text());
    assert_eq!(post(&shop, &credit, json!({ "amount": -2001, "note": "x" })).await.problem(409), "conflict");
    let unsaid = post(&shop, &credit, json!({ "amount": -1 })).await;
    assert_eq!((unsaid.problem(422), unsaid.field()), ("invalid".into(), "note".into()));
    let holders = shop.get("/api/v1/store-credit?search=ad").await.json();
    assert_eq!(holders["items"][0]["contact"]["id"], ada.as_str());

    let methods = format!("/contacts/{ada}/payment-methods");
    let visa = post(&shop, &methods, json!({ "kind": "card", "brand": "visa", "last_four": "9212" })).await;
    assert_eq!((visa.status, &visa.json()["label"]), (StatusCode::CREATED, &json!("Visa •••• 9212")));
    let whole = post(&shop, &methods, json!({ "kind": "card", "last_four": "4111111111111111" })).await;
    assert_eq!((whole.problem(422), whole.field()), ("invalid".into(), "last_four".into()));
    let code = post(&shop, "/gift-cards", json!({ "amount": 700 })).await.json()["code"].clone();
    let kept = post(&shop, &methods, json!({ "kind": "gift_card", "gift_card_code": code })).await;
    assert_eq!(kept.json()["gift_card"]["balance"]["amount"], 700, "{}", kept.text());
    let id = visa.json()["id"].as_str().expect("id").to_owned();
    let removed = shop.send(Method::DELETE, &format!("/api/v1/payment-methods/{id}"), None).await;
    assert!(removed.json()["removed_at"].is_string());
    assert_eq!(shop.get(&format!("/api/v1{methods}")).await.json().as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn the_drawer_is_opened_used_counted_and_closed() {
    let shop = shop().await;
    let closed = shop.get("/api/v1/cash-drawer").await.json();
    assert_eq!((&closed["open"], &closed["denominations"][0]), (&Value::Null, &json!(50000)));
    let early =
        post(&shop, "/cash-drawer/entries", json!({ "kind": "pay_in", "amount": 1, "reason": "x" })).await;
    assert_eq!(early.problem(409), "conflict");
    let open = post(&shop, "/cash-drawer/open", json!({ "float": 5000, "note": "" })).await;
    assert_eq!(open.status, StatusCode::CREATED);
    assert_eq!(post(&shop, "/cash-drawer/open", json!({ "float": 1 })).await.problem(409), "conflict");
    let out =
        post(&shop, "/cash-drawer/entries", json!({ "kind": "pay_out", "amount": 500, "reason": "stamps" }))
            .await;
    assert_eq!((out.status, &out.json()["expected"]["amount"]), (StatusCode::CREATED, &json!(4500)));
    let version = out.json()["version"].clone();
    let counts = json!([{ "denomination": 2000, "count": 2 }, { "denomination": 500, "count": 1 }]);
    let done = post(&shop, "/cash-drawer/close", json!({ "version": version, "counts": counts })).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    assert_eq!((&done.json()["state"], &done.json()["difference"]["amount"]), (&json!("closed"), &json!(0)));
    let id = done.json()["id"].as_str().expect("id").to_owned();
    let entries = shop.get(&format!("/api/v1/cash-drawer/sessions/{id}/entries")).await.json();
    assert_eq!(
        (&entries["items"][0]["kind"], &entries["items"][0]["amount"]["amount"]),
        (&json!("pay_out"), &json!(-500))
    );
    assert_eq!(shop.get("/api/v1/cash-drawer/sessions").await.json()["items"][0]["id"], id.as_str());
    assert_eq!(shop.get("/api/v1/cash-drawer").await.json()["last_closed"]["id"], id.as_str());
}
