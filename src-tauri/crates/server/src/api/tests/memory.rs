//! What is remembered of a contact: the owner's entries, and those that a message proves.

use haberdash_core::memory::{FactKind, Heard, Told, hear};

use super::*;

#[tokio::test]
async fn a_confirmed_address_names_its_message_and_is_the_owner_s_to_change_and_forget() {
    let shop = shop().await;
    let sent = json!({ "from": "+15550100", "body": "yes" });
    let sent = shop.send(Method::POST, "/api/v1/phone/messages", Some(sent)).await.json();
    let conversation = sent["conversation_id"].as_str().expect("id");
    let one = shop.get(&format!("/api/v1/conversations/{conversation}")).await.json();
    let contact = one["contact"]["id"].as_str().expect("id").to_owned();
    let thread = shop.get(&format!("/api/v1/conversations/{conversation}/messages")).await.json();
    let message = thread["items"][0]["id"].as_str().expect("id");
    let heard = [Heard {
        message_id: message.parse().expect("id"),
        told: Told {
            kind: FactKind::Address,
            about: None,
            value: "Musterweg 5\n10115 Berlin".into(),
            system: None,
            corrects: false,
            holds: true,
        },
    }];
    let whose = contact.parse().expect("id");
    shop.app.database().write(move |tx| hear(tx, whose, &heard)).await.expect("heard");

    let path = format!("/api/v1/contacts/{contact}/memory");
    let known = shop.get(&path).await.json();
    assert_eq!(
        (&known[0]["kind"], &known[0]["value"]),
        (&json!("address"), &json!("Musterweg 5\n10115 Berlin"))
    );
    assert_eq!(
        (&known[0]["message_id"], &known[0]["conversation_id"]),
        (&json!(message), &json!(conversation))
    );
    let one = format!("/api/v1/memory/{}", known[0]["id"].as_str().expect("id"));
    let change = json!({ "version": 1, "value": "Musterweg 5\n10115 Berlin\nGermany" });
    let changed = shop.send(Method::PATCH, &one, Some(change)).await.json();
    assert_eq!((&changed["message_id"], &changed["conversation_id"]), (&Value::Null, &Value::Null));
    let again = json!({ "kind": "address", "value": "musterweg 5, 10115 Berlin, Germany" });
    assert_eq!(shop.send(Method::POST, &path, Some(again)).await.problem(409), "conflict");
    let left = shop.send(Method::DELETE, &format!("{one}?version=2"), None).await;
    assert_eq!((left.status, left.json()), (StatusCode::OK, json!([])));
}
