//! Documents and labels over HTTP, their PDF read back.

use super::demo::demo_shop;
use super::*;

/// The PDF's text without white space: readers disagree about it.
fn read(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.header(header::CONTENT_TYPE), "application/pdf");
    let text = pdf_extract::extract_text_from_mem(&answer.bytes).expect("a PDF");
    text.split_whitespace().collect()
}

#[track_caller]
fn assert_holds(text: &str, parts: &[&str]) {
    for part in parts {
        let bare: String = part.split_whitespace().collect();
        assert!(text.contains(&bare), "'{part}' is missing in: {text}");
    }
}

async fn orders(shop: &Shop, status: &str) -> Vec<Value> {
    let page = shop.get(&format!("/api/v1/orders?status={status}")).await.json();
    page["items"].as_array().expect("items").clone()
}

async fn issue(shop: &Shop, order: &Value, body: Value) -> Answer {
    let path = format!("/api/v1/orders/{}/documents", order["id"].as_str().expect("id"));
    shop.send(Method::POST, &path, Some(body)).await
}

#[tokio::test]
async fn an_order_s_documents_are_issued_listed_and_printed() {
    let shop = demo_shop().await;
    let order = &orders(&shop, "delivered").await[0];
    let issued = issue(&shop, order, json!({ "kind": "invoice" })).await;
    assert_eq!(issued.status, StatusCode::CREATED, "{}", issued.text());
    assert!(issued.header("operation-id").starts_with("opr_"));
    let invoice = issued.json();
    assert_eq!((&invoice["order"]["number"], &invoice["total"]), (&order["number"], &order["total"]));
    let again = issue(&shop, order, json!({ "kind": "invoice" })).await;
    assert_eq!((again.status, &again.json()["id"]), (StatusCode::OK, &invoice["id"]));
    let url = invoice["pdf_url"].as_str().expect("url");
    let pdf = shop.get(url).await;
    let number = invoice["number"].as_str().expect("number");
    let name = order["contact"]["display_name"].as_str().expect("name");
    assert_holds(&read(&pdf), &["Invoice", number, name, "Total", "Page 1 of 1"]);
    assert_eq!(pdf.header(header::CONTENT_DISPOSITION), format!("inline; filename=\"{number}.pdf\""));
    let saved = shop.get(&format!("{url}?download=true&language=fr&paper=letter")).await;
    assert!(saved.header(header::CONTENT_DISPOSITION).starts_with("attachment"));
    assert_holds(&read(&saved), &["Facture", number]);
    assert!(shop.get(url).await.bytes == pdf.bytes, "the same bytes each time");
    for kind in ["receipt", "packing_slip", "return_label"] {
        let answer = issue(&shop, order, json!({ "kind": kind })).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{kind}: {}", answer.text());
        // A receipt is the buyer's and does not name them.
        let number = order["number"].as_str().expect("number");
        let held = if kind == "receipt" { number } else { name };
        assert_holds(&read(&shop.get(answer.json()["pdf_url"].as_str().expect("url")).await), &[held]);
    }
    let credit = issue(&shop, order, json!({ "kind": "credit_note", "reason": "Sent back" })).await.json();
    assert_eq!((&credit["corrects"]["id"], &credit["total"]), (&invoice["id"], &order["total"]));
    let path = format!("/api/v1/documents/{}", invoice["id"].as_str().expect("id"));
    let shown = shop.get(&path).await.json();
    assert_eq!((&shown["voided"], &shown["credited"]), (&json!(true), &order["total"]));
    let of_order = format!("/api/v1/documents?order_id={}", order["id"].as_str().expect("id"));
    assert_eq!(shop.get(&of_order).await.json()["items"].as_array().expect("items").len(), 5);
    assert_eq!(
        shop.get(&format!("{of_order}&kind=invoice&search=1")).await.json()["items"][0]["id"],
        invoice["id"]
    );
    let pages = shop.get(&format!("{path}/pages")).await.json();
    assert_eq!((&pages["page_count"], pages["pages"].as_array().map(Vec::len)), (&json!(1), Some(1)));
    assert!(pages["pages"][0]["svg"].as_str().is_some_and(|svg| svg.starts_with("<svg")));
    let draft = &orders(&shop, "draft").await[0];
    assert_eq!(issue(&shop, draft, json!({ "kind": "invoice" })).await.problem(409), "refused");
    let wrong = issue(&shop, order, json!({ "kind": "invoice", "amount_minor": 5 })).await;
    assert_eq!((wrong.problem(422), wrong.field()), ("invalid".into(), "amount_minor".into()));
}

#[tokio::test]
async fn a_return_has_its_label_and_its_credit_note() {
    let shop = demo_shop().await;
    let delivered = orders(&shop, "delivered").await;
    let path = |order: &Value| format!("/api/v1/orders/{}", order["id"].as_str().expect("id"));
    let detail = shop.get(&path(&delivered[0])).await.json();
    let line = &detail["line_items"][0];
    assert_eq!(issue(&shop, &detail, json!({ "kind": "invoice" })).await.status, StatusCode::CREATED);
    let wanted = json!({ "kind": "return", "approve": true,
        "lines": [{ "line_item_id": line["id"], "quantity": 1, "reason": "too_small" }] });
    let back = shop.send(Method::POST, &format!("{}/returns", path(&detail)), Some(wanted)).await;
    assert_eq!(back.status, StatusCode::CREATED, "{}", back.text());
    let back = back.json();
    let about = |kind: &str| json!({ "kind": kind, "return_id": back["id"] });
    let label = issue(&shop, &detail, about("return_label")).await.json();
    let text = read(&shop.get(label["pdf_url"].as_str().expect("url")).await);
    assert_holds(&text, &[back["number"].as_str().expect("number"), line["title"].as_str().expect("title")]);
    let credit = issue(&shop, &detail, about("credit_note")).await;
    assert_eq!(credit.status, StatusCode::CREATED, "{}", credit.text());
    let credited = credit.json()["total"]["amount"].as_i64().expect("amount");
    assert!(credited > 0 && credited <= line["total"]["amount"].as_i64().expect("amount"), "{credited}");
    let foreign = issue(&shop, &delivered[1], about("return_label")).await;
    assert_eq!((foreign.problem(422), foreign.field()), ("invalid".into(), "return_id".into()));
}

#[tokio::test]
async fn labels_are_printed_for_variants() {
    let shop = demo_shop().await;
    let product =
        shop.get("/api/v1/products?limit=1").await.json()["items"][0]["id"].as_str().expect("id").to_owned();
    let product = shop.get(&format!("/api/v1/products/{product}")).await.json();
    let variant = &product["variants"][0];
    let sheets = shop.get("/api/v1/labels/sheets").await.json();
    assert!(sheets.as_array().expect("sheets").iter().any(|sheet| sheet["id"] == "a4-21"), "{sheets}");
    let items = json!([{ "variant_id": variant["id"], "quantity": 22 }]);
    let labels = json!({ "sheet": "a4-21", "items": items });
    let pdf = shop.send(Method::POST, "/api/v1/labels", Some(labels.clone())).await;
    let text = read(&pdf);
    let title: String = product["title"].as_str().expect("title").split_whitespace().collect();
    assert_eq!(text.matches(&title).count(), 22, "{text}");
    let preview = shop.send(Method::POST, "/api/v1/labels/preview", Some(labels)).await.json();
    assert_eq!((&preview["page_count"], preview["pages"].as_array().map(Vec::len)), (&json!(2), Some(2)));
    for (body, field) in [
        (json!({ "sheet": "a4-21", "items": [] }), "items"),
        (json!({ "sheet": "a4-21", "items": [{ "variant_id": variant["id"], "quantity": 5001 }] }), "items"),
        (
            json!({ "sheet": "a4-21", "items": [{ "variant_id": variant["id"], "quantity": -1 }] }),
            "items[0].quantity",
        ),
        (json!({ "sheet": "a5", "items": items }), "sheet"),
    ] {
        let answer = shop.send(Method::POST, "/api/v1/labels", Some(body)).await;
        assert_eq!((answer.problem(422), answer.field()), ("invalid".into(), field.into()));
    }
}

const LOGO: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="#123456"/></svg>"##;

async fn upload(shop: &Shop, bytes: impl Into<axum::body::Body>) -> Answer {
    let request = Request::builder().method(Method::PUT).uri("/api/v1/documents/logo").body(bytes.into());
    call(shop.app.in_process_router(), request.expect("request")).await
}

#[tokio::test]
async fn the_look_is_tried_out_before_it_is_saved() {
    let shop = shop().await;
    let logo = upload(&shop, LOGO).await;
    assert_eq!(logo.status, StatusCode::OK, "{}", logo.text());
    let hash = logo.json()["logo"].as_str().expect("hash").to_owned();
    let shown = shop.get(&format!("/api/v1/documents/logo/{hash}")).await;
    assert_eq!((shown.text().as_str(), shown.header(header::CONTENT_TYPE)), (LOGO, "image/svg+xml"));
    assert!(shown.header(header::CONTENT_SECURITY_POLICY).contains("sandbox"));
    let mut settings = shop.get("/api/v1/settings").await.json()["documents"]["value"].clone();
    settings["logo"] = json!(hash);
    settings["accent"] = json!("#a3123f");
    let try_out = |settings: Value| json!({ "kind": "invoice", "settings": settings, "language": "de" });
    let preview = shop.send(Method::POST, "/api/v1/documents/preview", Some(try_out(settings.clone()))).await;
    let svg = preview.json()["pages"][0]["svg"].as_str().expect("a page").to_owned();
    assert!(svg.contains("#a3123f"), "the accent colour is used");
    for kind in ["receipt", "packing_slip", "return_label", "credit_note"] {
        let answer =
            shop.send(Method::POST, "/api/v1/documents/preview", Some(json!({ "kind": kind }))).await;
        assert_eq!(answer.json()["page_count"], 1, "{kind}");
    }
    settings["accent"] = json!("crimson");
    let wrong = shop.send(Method::POST, "/api/v1/documents/preview", Some(try_out(settings))).await;
    assert_eq!((wrong.problem(422), wrong.field()), ("invalid".into(), "settings.accent".into()));
    assert_eq!(shop.get("/api/v1/documents").await.json()["items"], json!([]), "no number was taken");
    assert_eq!(upload(&shop, "no picture at all").await.problem(422), "invalid");
    assert_eq!(upload(&shop, vec![b'<'; 3 * 1024 * 1024]).await.problem(413), "too_large");
    assert_eq!(shop.get("/api/v1/documents/logo/00").await.problem(404), "not_found");
}
