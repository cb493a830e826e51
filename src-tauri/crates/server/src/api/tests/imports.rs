//! A file from another shop's program: taken up, checked, imported, corrected, taken back.

use super::*;

/// Four products, two of which nobody can import as they are.
const SHOPIFY: &str = "Handle,Title,Body (HTML),Vendor,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price,Image Src,Status
linen-shirt,Linen shirt,<p>Light.</p>,Boxwood,\"linen, summer\",TRUE,Size,S,LS-S,3,49.00,https://shop.example/a.jpg,active
linen-shirt,,,,,,,M,LS-M,4,49.00,,
straw-hat,Straw hat,,Boxwood,,TRUE,Title,Default Title,HAT-1,7,25.00,,active
scarf,Wool scarf,,Boxwood,,TRUE,Title,Default Title,SC-1,1,twenty,,active
gloves,Gloves,,Boxwood,,TRUE,Title,Default Title,GL-1,1,\"1,2,3\",,active
";

async fn take_up(shop: &Shop, name: &str, text: &str) -> Value {
    let answer = shop.upload(&format!("/api/v1/imports?file_name={name}"), text.to_owned()).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    answer.json()
}

fn path(import: &Value, rest: &str) -> String {
    format!("/api/v1/imports/{}{rest}", import["id"].as_str().expect("id"))
}

async fn act(shop: &Shop, import: &Value, act: &str, state: &str) -> Value {
    let answer = shop.send(Method::POST, &path(import, &format!("/{act}")), None).await;
    assert_eq!(answer.status, StatusCode::OK, "{act}: {}", answer.text());
    shop.until(&path(import, ""), |told| told["state"] == state).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shopify_file_with_two_bad_rows_is_imported_corrected_and_taken_back() {
    let shop = working_shop().await;
    let import = take_up(&shop, "products_export.csv", SHOPIFY).await;
    assert_eq!((&import["kind"], &import["format"]), (&json!("products"), &json!("shopify_csv")));
    assert_eq!((&import["state"], &import["mapping_needed"]), (&json!("analysed"), &json!(false)));
    let early = shop.send(Method::POST, &path(&import, "/start"), None).await;
    assert_eq!(early.problem(409), "conflict");

    let checked = act(&shop, &import, "check", "checked").await;
    assert_eq!(
        (&checked["counts"]["created"], &checked["counts"]["rejected"]),
        (&json!(2), &json!(2)),
        "{checked}"
    );
    let rows = shop.get(&path(&import, "/rows?outcome=rejected")).await.json();
    assert_eq!(rows["items"][0]["title"], "Wool scarf");
    assert_eq!((&rows["items"][0]["first_row"], &rows["items"][1]["first_row"]), (&json!(5), &json!(6)));
    assert!(rows["items"][0]["reason"].as_str().is_some_and(|reason| reason.contains("twenty")), "{rows}");
    assert_eq!(shop.get("/api/v1/exports").await.json()["items"], json!([]));

    let done = act(&shop, &import, "start", "done").await;
    assert_eq!((&done["counts"]["created"], &done["done_rows"]), (&json!(2), &json!(4)), "{done}");
    assert!(done["backup_name"].as_str().is_some_and(|name| name.contains("before_import")));
    let backups = shop.get("/api/v1/backups").await.json();
    assert_eq!(backups["items"][0]["reason"], "before_import");
    assert_eq!(shop.get("/api/v1/imports/pending-images").await.json()["count"], 1);

    let rejected = shop.get(&path(&import, "/rejected")).await;
    assert!(rejected.header(header::CONTENT_DISPOSITION).contains("products_export - rejected.csv"));
    let text = rejected.text();
    assert!(text.lines().count() == 3 && text.contains("Reason"), "{text}");
    let corrected = text.replace("twenty", "20.00").replace("\"1,2,3\"", "12.50");
    let second = take_up(&shop, "corrected.csv", &corrected).await;
    act(&shop, &second, "check", "checked").await;
    let done = act(&shop, &second, "start", "done").await;
    assert_eq!((&done["counts"]["created"], &done["counts"]["rejected"]), (&json!(2), &json!(0)), "{done}");

    let third = take_up(&shop, "again.csv", SHOPIFY).await;
    let checked = act(&shop, &third, "check", "checked").await;
    assert_eq!(
        (&checked["counts"]["unchanged"], &checked["counts"]["created"]),
        (&json!(2), &json!(0)),
        "{checked}"
    );
    let forgotten = shop.send(Method::DELETE, &path(&third, ""), None).await;
    assert_eq!(forgotten.status, StatusCode::NO_CONTENT);

    let undone = act(&shop, &import, "undo", "undone").await;
    assert_eq!(undone["undo_left"], 0, "{undone}");
    let export = json!({ "what": "products", "format": "shopify_csv" });
    let export = shop.send(Method::POST, "/api/v1/exports", Some(export)).await.json();
    let at = format!("/api/v1/exports/{}", export["id"].as_str().expect("id"));
    shop.until(&at, |told| told["state"] == "done").await;
    let file = shop.get(&format!("{at}/file")).await.text();
    assert!(
        file.contains("Wool scarf") && file.contains("Gloves") && !file.contains("Linen shirt"),
        "{file}"
    );
    assert_eq!(shop.send(Method::DELETE, &at, None).await.status, StatusCode::NO_CONTENT);
    let listed = shop.get("/api/v1/operations").await.json();
    let kinds: Vec<_> = listed["items"].as_array().expect("list").iter().map(|o| o["kind"].clone()).collect();
    assert_eq!(kinds, ["undo", "import", "import"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plain_table_is_mapped_by_its_owner() {
    let shop = working_shop().await;
    let table = "Was;Wieviel kostet es;Nummer\nSchal;12,50;S-1\nMütze;9,00;S-2\n";
    let import = take_up(&shop, "liste.csv", table).await;
    assert_eq!((&import["format"], &import["mapping_needed"]), (&json!("csv"), &json!(true)), "{import}");
    let fields: Vec<_> =
        import["fields"].as_array().expect("fields").iter().map(|f| f["id"].clone()).collect();
    let mapping = |fields: [Value; 3]| -> Vec<Value> {
        fields
            .into_iter()
            .enumerate()
            .map(|(column, field)| json!({ "column": column, "field": field }))
            .collect()
    };
    let price = fields.iter().find(|id| id.as_str().is_some_and(|id| id.contains("price"))).expect("a price");
    let sku = fields.iter().find(|id| id.as_str().is_some_and(|id| id.contains("sku"))).expect("a SKU");
    let setup = |fields: [Value; 3]| json!({ "version": import["version"], "kind": "products", "mapping": mapping(fields) });
    let wrong = setup([json!("title"), json!("nonsense"), Value::Null]);
    let answer = shop.send(Method::PUT, &path(&import, "/setup"), Some(wrong)).await;
    assert_eq!((answer.problem(422), answer.field()), ("invalid".into(), "mapping[1].field".into()));
    let right = setup([json!("title"), price.clone(), sku.clone()]);
    let answer = shop.send(Method::PUT, &path(&import, "/setup"), Some(right.clone())).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.json()["columns"][1]["field"], *price);
    let stale = shop.send(Method::PUT, &path(&import, "/setup"), Some(right)).await;
    assert_eq!(stale.problem(409), "conflict");
    let preview = shop.get(&path(&import, "/preview")).await.json();
    assert_eq!(preview["rows"][1][0], "Mütze", "{preview}");
    let checked = act(&shop, &import, "check", "checked").await;
    assert_eq!(checked["counts"]["created"], 2, "{checked}");
    let rows = shop.get(&path(&import, "/rows")).await.json();
    let changes = rows["items"][0]["changes"].as_array().expect("changes").clone();
    assert!(changes.iter().any(|change| change["field"] == "price" && change["after"] == "€12.50"), "{rows}");
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_come_in_and_go_out() {
    let shop = working_shop().await;
    let cards = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana Example\r\nEMAIL:ana@example.com\r\nTEL:+15550100123\r\nBDAY:1990-03-07\r\nEND:VCARD\r\n";
    let import = take_up(&shop, "people.vcf", cards).await;
    assert_eq!((&import["kind"], &import["format"]), (&json!("contacts"), &json!("vcard")));
    act(&shop, &import, "check", "checked").await;
    let done = act(&shop, &import, "start", "done").await;
    assert_eq!(done["counts"]["created"], 1, "{done}");
    let listed = shop.get("/api/v1/contacts").await.json();
    assert_eq!(listed["items"][0]["email"], "ana@example.com");
    for format in ["vcard", "google_contacts_csv", "csv", "xlsx"] {
        let export = json!({ "what": "contacts", "format": format });
        let export = shop.send(Method::POST, "/api/v1/exports", Some(export)).await.json();
        let at = format!("/api/v1/exports/{}", export["id"].as_str().expect("id"));
        let told = shop.until(&at, |told| told["state"] != "running").await;
        assert_eq!((&told["state"], &told["total"]), (&json!("done"), &json!(1)), "{told}");
        let file = shop.get(&format!("{at}/file")).await;
        assert!(format == "xlsx" || file.text().contains("ana@example.com"), "{format}");
        let again = shop.upload("/api/v1/imports?file_name=again", file.bytes).await;
        assert_eq!(again.status, StatusCode::CREATED, "{format}: {}", again.text());
        let again = again.json();
        let kind = json!({ "version": again["version"], "kind": "contacts" });
        if again["mapping_needed"] == true {
            let answer = shop.send(Method::PUT, &path(&again, "/setup"), Some(kind)).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        }
        let checked = act(&shop, &again, "check", "checked").await;
        assert_eq!(checked["counts"]["unchanged"], 1, "{format}: {checked}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_can_read_is_refused_and_leaves_nothing() {
    let shop = working_shop().await;
    for (name, bytes, status, code) in [
        ("empty.csv", Vec::new(), 422, "invalid"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01".to_vec(), 422, "invalid"),
        ("open.csv", b"Handle,Title\na,\"never closed\nb,c\n".to_vec(), 201, ""),
    ] {
        let answer = shop.upload(&format!("/api/v1/imports?file_name={name}"), bytes).await;
        if status == 201 {
            assert!(matches!(answer.status.as_u16(), 201 | 422), "{name}: {}", answer.text());
        } else {
            assert_eq!(answer.problem(status), code, "{name}");
        }
    }
    let folders = std::fs::read_dir(shop._dir.path().join("imports")).expect("folder").count();
    let listed = shop.get("/api/v1/imports").await.json();
    assert_eq!(listed["items"].as_array().map(Vec::len), Some(folders));
    assert_eq!(shop.upload("/api/v1/imports", "Handle\n").await.problem(422), "invalid", "it needs a name");
    let wrong = json!({ "what": "contacts", "format": "shopify_csv" });
    let answer = shop.send(Method::POST, "/api/v1/exports", Some(wrong)).await;
    assert_eq!((answer.problem(422), answer.field()), ("invalid".into(), "format".into()));
}
