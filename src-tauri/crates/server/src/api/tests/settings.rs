//! Settings: read, replaced with their version, refused by the field that is wrong.

use super::*;

#[tokio::test]
async fn every_setting_is_read_and_replaced_once_for_each_version() {
    let shop = shop().await;
    let all = shop.get("/api/v1/settings").await.json();
    for (key, setting) in all.as_object().expect("settings") {
        let path = format!("/api/v1/settings/{key}");
        let change = json!({ "value": setting["value"], "version": setting["version"] });
        let replaced = shop.send(Method::PUT, &path, Some(change.clone())).await;
        assert_eq!(replaced.status, StatusCode::OK, "{key}: {}", replaced.text());
        assert_eq!(replaced.json()["version"], 1);
        assert_eq!(shop.send(Method::PUT, &path, Some(change)).await.problem(409), "conflict", "{key}");
    }
    let again = shop.get("/api/v1/settings").await.json();
    assert_eq!(again["shop"]["version"], 1);
    assert!(again["shop"]["updated_at"].is_string());
}

#[tokio::test]
async fn what_is_wrong_is_named_below_the_value() {
    let shop = shop().await;
    let mut value = shop.get("/api/v1/settings").await.json()["shop"]["value"].clone();
    value["colour"] = json!("red");
    let answer =
        shop.send(Method::PUT, "/api/v1/settings/shop", Some(json!({ "value": value, "version": 0 }))).await;
    assert_eq!((answer.problem(422), answer.field()), ("invalid".into(), "value.colour".into()));
    for (key, value, field) in [
        ("shop", json!({ "name": " " }), "value.name"),
        ("shop", json!({ "time_zone": "Europe/Atlantis" }), "value.time_zone"),
        ("returns", json!({ "days": 1000 }), "value.days"),
        ("twilio", json!({ "sender": "12" }), "value.sender"),
        (
            "shipping",
            json!({ "methods": [{ "name": "", "price_minor": 1, "days_min": 1, "days_max": 2 }] }),
            "value.methods[0].name",
        ),
    ] {
        let change = json!({ "value": value, "version": 0 });
        let answer = shop.send(Method::PUT, &format!("/api/v1/settings/{key}"), Some(change)).await;
        assert_eq!((answer.problem(422), answer.field()), ("invalid".into(), field.into()));
        let told = answer.json();
        assert_eq!(told["errors"][0]["detail"], told["detail"], "one sentence, without the path");
    }
    let change = json!({ "value": {}, "version": 0 });
    assert_eq!(
        shop.send(Method::PUT, "/api/v1/settings/weather", Some(change)).await.problem(404),
        "not_found"
    );
    let no_version = shop.send(Method::PUT, "/api/v1/settings/shop", Some(json!({ "value": {} }))).await;
    assert_eq!(no_version.problem(422), "invalid");
}

#[tokio::test]
async fn secrets_are_kept_never_shown_and_forgotten() {
    let shop = shop().await;
    let status = shop.get("/api/v1/channels/twilio").await.json();
    assert_eq!((&status["state"], &status["has_auth_token"]), (&json!("not_connected"), &json!(false)));
    let path = "/api/v1/channels/twilio/secrets";
    let kept = shop.send(Method::PUT, path, Some(json!({ "auth_token": "a-very-secret-token" }))).await;
    assert_eq!(kept.json()["has_auth_token"], true);
    for path in ["/api/v1/channels/twilio", "/api/v1/settings", "/api/v1/today", "/api/v1/system"] {
        assert!(!shop.get(path).await.text().contains("a-very-secret-token"), "{path}");
    }
    let wrong = shop.send(Method::PUT, path, Some(json!({ "token": "a-very-secret-token" }))).await;
    assert_eq!((wrong.problem(422), wrong.field()), ("invalid".into(), "token".into()));
    assert!(!wrong.text().contains("a-very-secret-token"));
    for entry in std::fs::read_dir(shop._dir.path()).expect("the shop's folder") {
        let path = entry.expect("entry").path();
        let bytes = std::fs::read(&path).expect("file");
        let secret = b"a-very-secret-token";
        assert!(!bytes.windows(secret.len()).any(|part| part == secret), "{}", path.display());
    }
    let forgotten = shop.send(Method::DELETE, path, None).await.json();
    assert_eq!(forgotten["has_auth_token"], false);
    let test = shop.send(Method::POST, "/api/v1/channels/twilio/test", None).await.json();
    assert_eq!((&test["ok"], &test["checks"][0]["name"]), (&json!(false), &json!("account")));
    let gaps = shop.get("/api/v1/channels/twilio/gaps").await.json();
    assert_eq!((&gaps["only_webhook"], &gaps["only_poll"]), (&json!(0), &json!(0)));
    assert_eq!(shop.get("/api/v1/channels/twilio/gaps?since=yesterday").await.problem(422), "invalid");
}

#[tokio::test]
async fn an_empty_shop_has_its_start_screen_and_its_engines() {
    let shop = shop().await;
    let today = shop.get("/api/v1/today").await.json();
    assert_eq!(today["today"]["sales"], json!({ "amount": 0, "currency": "EUR" }));
    assert_eq!((&today["needs_owner"], &today["dead_jobs"]), (&json!([]), &json!(0)));
    let ai = shop.get("/api/v1/ai").await.json();
    assert_eq!((&ai["planner"], &ai["engines"][0]["state"]), (&json!("builtin"), &json!("active")));
    let system = shop.get("/api/v1/system").await.json();
    assert_eq!(system["version"], env!("CARGO_PKG_VERSION"));
}

#[tokio::test]
async fn what_customers_would_hear_is_shown_before_it_holds() {
    let shop = shop().await;
    let policy = shop.get("/api/v1/settings").await.json()["policy"]["value"].clone();
    let path = "/api/v1/policy/preview";
    let hear = async |policy: &Value, days: u32| {
        shop.send(Method::POST, path, Some(json!({ "policy": policy, "days_since_delivery": days }))).await
    };
    let strict = hear(&policy, 3).await.json();
    assert_eq!(strict.as_array().map(Vec::len), Some(9));
    assert!(strict[0]["stated"].as_str().is_some_and(|stated| stated.contains("would be cancelled")));
    assert_eq!((&strict[0]["waits"], &strict[0]["rule"]), (&json!(false), &Value::Null));
    let mut careful = policy.clone();
    careful["changes"]["cancel"] = json!("approval");
    careful["changes"]["items"] = json!("owner");
    careful["return_days"] = json!(7);
    let heard = hear(&careful, 8).await.json();
    assert_eq!((&heard[0]["change"], &heard[0]["waits"]), (&json!("cancel"), &json!(true)));
    assert_eq!((&heard[1]["handed_over"], &heard[1]["rule"]), (&json!(true), &json!("owner_only")));
    assert_eq!((&heard[4]["change"], &heard[4]["rule"]), (&json!("return"), &json!("owner_after_days")));
    // Nothing was stored.
    assert_eq!(shop.get("/api/v1/settings").await.json()["policy"]["version"], 0);
    careful["return_days"] = json!(731);
    let refused = hear(&careful, 8).await;
    assert_eq!((refused.problem(422), refused.field()), ("invalid".into(), "policy.return_days".into()));
    careful["changes"]["cancel"] = json!("anyone");
    assert_eq!(hear(&careful, 8).await.problem(422), "invalid");
}

#[tokio::test]
async fn agents_are_published_rolled_back_and_known_by_their_key() {
    let shop = shop().await;
    let all = shop.get("/api/v1/agents").await.json();
    assert_eq!(all.as_array().map(Vec::len), Some(5));
    let path = "/api/v1/agents/sales";
    let detail = shop.get(path).await.json();
    assert_eq!((&detail["agent"]["version"], &detail["agent"]["is_own"]), (&json!(0), &json!(true)));
    assert_eq!(detail["agent"]["definition"], detail["own"]);
    let mut definition = detail["own"].clone();
    definition["enabled"] = json!(false);
    let publish = |definition: &Value, version: i64| json!({ "definition": definition, "note": "Closed for stocktaking", "version": version });
    let published = shop.send(Method::PUT, path, Some(publish(&definition, 0))).await;
    assert_eq!(published.status, StatusCode::OK, "{}", published.text());
    assert_eq!((&published.json()["version"], &published.json()["is_own"]), (&json!(1), &json!(false)));
    let stale = shop.send(Method::PUT, path, Some(publish(&definition, 0))).await;
    assert_eq!(stale.problem(409), "conflict");
    definition["intents"] = json!(["product_search", "track_order"]);
    let taken = shop.send(Method::PUT, path, Some(publish(&definition, 1))).await;
    assert_eq!((taken.problem(422), taken.field()), ("invalid".into(), "definition.intents".into()));
    definition["intents"] = json!(["weather"]);
    assert_eq!(shop.send(Method::PUT, path, Some(publish(&definition, 1))).await.problem(422), "invalid");
    let back = json!({ "to_version": 0, "version": 1 });
    let own = shop.send(Method::POST, &format!("{path}/roll-back"), Some(back)).await.json();
    assert_eq!((&own["version"], &own["is_own"]), (&json!(2), &json!(true)));
    let versions = shop.get(path).await.json()["versions"].clone();
    assert_eq!(versions.as_array().map(Vec::len), Some(2));
    assert_eq!(
        (&versions[0]["definition"], &versions[1]["note"]),
        (&Value::Null, &json!("Closed for stocktaking"))
    );
    assert_eq!(shop.get("/api/v1/agents/weather").await.problem(404), "not_found");
}
