//! Who gets in, and what every answer carries.

use super::*;

async fn network(shop: &Shop, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    if !headers.iter().any(|(name, _)| *name == "host") {
        request = request.header(header::HOST, "127.0.0.1:7878");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    call(shop.app.network_router(), request.body(Body::empty()).expect("request")).await
}

#[tokio::test]
async fn the_network_s_door_asks_for_a_token_on_every_route() {
    let shop = shop().await;
    let document = serde_json::to_value(crate::api::document()).expect("document");
    let mut asked = 0;
    for (path, item) in document["paths"].as_object().expect("paths") {
        for method in item.as_object().expect("item").keys() {
            let method = method.to_uppercase().parse::<Method>().expect("method");
            let path = path
                .replace("{id}", "cnv_01h455vb4pex5vsknk084sn02q")
                .replace("{key}", "shop")
                .replace("{name}", "x");
            let answer = network(&shop, method.clone(), &path, &[]).await;
            assert_eq!(answer.problem(401), "unauthorized", "{method} {path}");
            asked += 1;
        }
    }
    assert!(asked >= 5, "only {asked} operations");
    let answer = network(&shop, Method::GET, "/api/v1/no-such-route", &[]).await;
    assert_eq!(answer.problem(401), "unauthorized", "not even what exists is told");
}

#[tokio::test]
async fn a_bearer_token_opens_it_and_a_wrong_one_does_not() {
    let shop = shop().await;
    let token = shop.app.owner_token().expect("token");
    let good = format!("Bearer {token}");
    let answer = network(&shop, Method::GET, "/api/v1/system", &[("authorization", &good)]).await;
    assert_eq!(answer.status, StatusCode::OK);
    for wrong in ["Bearer x", "Bearer ", &format!("Bearer {token}x")] {
        let answer = network(&shop, Method::GET, "/api/v1/system", &[("authorization", wrong)]).await;
        assert_eq!(answer.problem(401), "unauthorized", "{wrong}");
    }
    for other in ["Basic eDp5", &token] {
        let answer = network(&shop, Method::GET, "/api/v1/system", &[("authorization", other)]).await;
        assert_eq!(answer.problem(401), "unauthorized", "{other}");
    }
}

#[tokio::test]
async fn the_link_becomes_a_cookie_that_other_sites_cannot_use() {
    let shop = shop().await;
    let token = shop.app.owner_token().expect("token");
    let answer = network(&shop, Method::GET, &format!("/?token={token}"), &[]).await;
    assert_eq!((answer.status, answer.header(header::LOCATION)), (StatusCode::SEE_OTHER, "/"));
    let cookie = answer.header(header::SET_COOKIE).to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    let cookie = cookie.split(';').next().expect("pair").to_owned();
    let job = "/api/v1/jobs/job_01h455vb4pex5vsknk084sn02q";

    let cookie = ("cookie", cookie.as_str());
    assert_eq!(network(&shop, Method::GET, "/api/v1/system", &[cookie]).await.status, StatusCode::OK);
    for (header, status) in [
        (("origin", "http://127.0.0.1:7878"), 404),
        (("sec-fetch-site", "same-origin"), 404),
        (("origin", "http://127.0.0.1:9999"), 403),
        (("origin", "https://evil.example"), 403),
        (("sec-fetch-site", "cross-site"), 403),
        (("x-other", "nothing"), 403),
    ] {
        let answer = network(&shop, Method::DELETE, job, &[cookie, header]).await;
        assert_eq!(answer.status.as_u16(), status, "{header:?}: {}", answer.text());
    }
    let answer = network(&shop, Method::GET, "/?token=wrong", &[]).await;
    assert_eq!(answer.problem(401), "unauthorized");
    assert!(answer.headers.get(header::SET_COOKIE).is_none());
}

#[tokio::test]
async fn another_machine_s_name_is_refused_even_with_a_token() {
    let shop = shop().await;
    let good = format!("Bearer {}", shop.app.owner_token().expect("token"));
    for host in ["evil.example", "evil.example:7878", "192.168.1.5:7878", "127.0.0.1.evil.example"] {
        for path in ["/api/v1/system", "/", "/health", "/docs/"] {
            let headers = [("host", host), ("authorization", good.as_str())];
            let answer = network(&shop, Method::GET, path, &headers).await;
            assert_eq!(answer.problem(403), "forbidden", "{host} {path}");
        }
    }
}

#[tokio::test]
async fn no_header_makes_a_network_caller_the_owner() {
    let shop = shop().await;
    for header in [("x-caller", "owner"), ("caller", "Owner"), ("x-forwarded-user", "owner")] {
        let answer = network(&shop, Method::GET, "/api/v1/system", &[header]).await;
        assert_eq!(answer.problem(401), "unauthorized");
    }
    assert_eq!(shop.get("/api/v1/system").await.status, StatusCode::OK, "in process, no header is asked");
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_protect() {
    let shop = shop().await;
    for path in
        ["/", "/inbox/anything", "/docs/", "/docs/swagger-ui.css", "/api/v1/system", "/api/v1/no", "/health"]
    {
        let answer = shop.get(path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        let policy = answer.header(header::CONTENT_SECURITY_POLICY);
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
        let scripts =
            policy.split(';').find(|part| part.trim().starts_with("script-src")).unwrap_or_default();
        assert!(!scripts.contains("unsafe"), "{path}: {policy}");
    }
}

#[tokio::test]
async fn the_webhook_s_door_has_nothing_else_behind_it() {
    let shop = shop().await;
    let get = |path: &'static str| {
        call(shop.app.webhook_router(), Request::get(path).body(Body::empty()).expect("request"))
    };
    let health = get("/health").await;
    assert_eq!((health.status, health.json()["status"].as_str()), (StatusCode::OK, Some("ok")));
    for path in ["/", "/api/v1/system", "/api/openapi.json", "/docs/", "/index.html"] {
        assert_eq!(get(path).await.problem(404), "not_found", "{path}");
    }
}
