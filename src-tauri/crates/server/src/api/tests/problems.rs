//! Whatever is wrong with a request, the answer is a problem that says so.

use super::*;

#[tokio::test]
async fn unknown_paths_methods_and_ids_are_problems() {
    let shop = shop().await;
    assert_eq!(shop.get("/api/v1/nothing").await.problem(404), "not_found");
    assert_eq!(shop.get("/api/v1").await.problem(404), "not_found");
    assert_eq!(shop.send(Method::POST, "/api/v1/system", None).await.problem(405), "method_not_allowed");
    for id in ["job_x", "cnv_01h455vb4pex5vsknk084sn02q", "%00", "job_01h455vb4pex5vsknk084sn02q"] {
        let answer = shop.send(Method::DELETE, &format!("/api/v1/jobs/{id}"), None).await;
        assert_eq!(answer.problem(404), "not_found", "{id}");
    }
}

#[tokio::test]
async fn a_panic_is_a_problem_and_names_nothing() {
    let router = crate::doors::guarded(Router::new().route("/", axum::routing::get(panics)));
    let answer = call(router, Request::get("/").body(Body::empty()).expect("request")).await;
    assert_eq!(answer.problem(500), "internal");
    assert!(!answer.text().contains("inner words"));
}

async fn panics() -> &'static str {
    panic!("inner words")
}
