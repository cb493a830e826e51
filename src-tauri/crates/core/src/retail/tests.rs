//! A shop of our own in the benchmark's form: every tool, in every status, with every rule that it can break.

use serde_json::{Value, json};

use super::format::{Shop, Task};
use super::*;
use crate::fixture::Fixture;
use crate::orders::OrderStatus;

/// Two customers; lamps and a chair; an order in each status, and one with the same item twice.
pub(super) fn shop() -> Shop {
    let address = |street: &str| json!({ "address1": street, "address2": "", "city": "Denver", "state": "CO", "country": "USA", "zip": "80279" });
    let item = |id: &str, colour: &str, price: f64, available: bool| json!({ "item_id": id, "options": { "color": colour, "shade": "linen" }, "available": available, "price": price });
    let bought = |id: &str, colour: &str, price: f64| {
        json!({
            "name": "Desk Lamp", "product_id": "900", "item_id": id, "price": price,
            "options": { "color": colour, "shade": "linen" },
        })
    };
    let chair = json!({
        "name": "Chair", "product_id": "901", "item_id": "20", "price": 90.0, "options": { "material": "oak" },
    });
    let order = |number: &str, user: &str, status: &str, with: &str| {
        let parcel = json!({ "tracking_id": ["555"], "item_ids": ["10", "20"] });
        let mut history =
            vec![json!({ "transaction_type": "payment", "amount": 130.1, "payment_method_id": with })];
        if status == "cancelled" {
            history.push(json!({ "transaction_type": "refund", "amount": 130.1, "payment_method_id": with }));
        }
        json!({
            "order_id": number, "user_id": user, "address": address("1 Elm Street"), "status": status,
            "items": [bought("10", "white", 40.1), chair], "payment_history": history,
            "fulfillments": if status == "pending" { json!([]) } else { json!([parcel]) },
        })
    };
    let twins = json!({
        "order_id": "#W9", "user_id": "ada_1", "address": address("1 Elm Street"), "status": "delivered",
        "items": [bought("10", "white", 40.1), bought("10", "white", 40.1)],
        "payment_history": [{ "transaction_type": "payment", "amount": 80.2, "payment_method_id": "gift_card_1" }],
        "fulfillments": [{ "tracking_id": ["556"], "item_ids": ["10", "10"] }],
    });
    let orders = [
        order("#W1", "ada_1", "pending", "credit_card_1"),
        order("#W2", "ada_1", "processed", "credit_card_1"),
        order("#W3", "ada_1", "delivered", "credit_card_1"),
        order("#W4", "ada_1", "cancelled", "credit_card_1"),
        order("#W5", "bo_2", "pending", "paypal_2"),
        order("#W6", "ada_1", "pending", "gift_card_1"),
        twins,
    ];
    let orders: serde_json::Map<String, Value> =
        orders.into_iter().map(|order| (order["order_id"].as_str().expect("id").to_owned(), order)).collect();
    let card =
        json!({ "source": "credit_card", "id": "credit_card_1", "brand": "visa", "last_four": "1234" });
    let gift = json!({ "source": "gift_card", "id": "gift_card_1", "balance": 15.5 });
    let paypal = |id: &str| json!({ "source": "paypal", "id": id });
    serde_json::from_value(json!({
        "products": {
            "900": { "name": "Desk Lamp", "product_id": "900", "variants": {
                "10": item("10", "white", 40.1, true), "11": item("11", "black", 47.0, true),
                "12": item("12", "gold", 60.0, true), "13": item("13", "red", 30.05, true),
                "14": item("14", "grey", 40.1, false),
            } },
            "901": { "name": "Chair", "product_id": "901", "variants": {
                "20": { "item_id": "20", "options": { "material": "oak" }, "available": true, "price": 90.0 },
            } },
        },
        "users": {
            "ada_1": {
                "user_id": "ada_1", "name": { "first_name": "Ada", "last_name": "Ferrán" },
                "address": address("7 Home Road"), "email": "ada@example.com", "orders": [],
                "payment_methods": { "credit_card_1": card, "gift_card_1": gift, "paypal_1": paypal("paypal_1") },
            },
            "bo_2": {
                "user_id": "bo_2", "name": { "first_name": "Bo", "last_name": "Lind" },
                "address": address("8 Home Road"), "email": "bo@example.com", "orders": [],
                "payment_methods": { "paypal_2": paypal("paypal_2") },
            },
        },
        "orders": orders,
    }))
    .expect("a shop")
}

struct Imported {
    fixture: Fixture,
    shop: super::Imported,
}

fn imported() -> Imported {
    let fixture = Fixture::new();
    let shop = fixture.write(|tx| import(tx, &shop())).expect("import");
    Imported { fixture, shop }
}

impl Imported {
    /// Plays tasks and gives why each failed.
    fn play(&self, tasks: Vec<Value>) -> Vec<Option<String>> {
        let tasks: Vec<Task> = tasks
            .into_iter()
            .enumerate()
            .map(|(i, mut task)| {
                task["task_id"] = json!(i.to_string());
                serde_json::from_value(task).expect("task")
            })
            .collect();
        let count = tasks.len();
        let report = replay(&self.fixture.database, &self.shop, tasks).expect("replay");
        assert_eq!(report.tasks, count);
        assert_eq!(report.passed + report.failed.len(), count);
        (0..count)
            .map(|i| report.failed.iter().find(|failed| failed.id == i.to_string()).map(|f| f.why.clone()))
            .collect()
    }

    fn check(&self, cases: Vec<Value>) {
        for (case, why) in cases.clone().into_iter().zip(self.play(cases)) {
            assert_eq!(why, None, "{case}");
        }
    }
}

fn call(name: &str, ok: bool, kwargs: &Value) -> Value {
    json!({ "name": name, "kwargs": kwargs, "ok": ok })
}

fn refused(name: &str, kwargs: &Value) -> Value {
    json!({ "actions": [call(name, false, kwargs)] })
}

fn done(name: &str, kwargs: &Value, expected: Value) -> Value {
    json!({ "actions": [call(name, true, kwargs)], "expected_db_changes": expected })
}

fn swap(order: &str, items: &[&str], new: &[&str], with: &str) -> Value {
    json!({ "order_id": order, "item_ids": items, "new_item_ids": new, "payment_method_id": with })
}

fn give_back(order: &str, items: &[&str], to: &str) -> Value {
    json!({ "order_id": order, "item_ids": items, "payment_method_id": to })
}

fn address(street: &str) -> Value {
    json!({ "address1": street, "address2": "Apt 2", "city": "Austin", "state": "TX", "country": "USA", "zip": "73301" })
}

fn to(order: &str, street: &str) -> Value {
    let mut kwargs = address(street);
    kwargs["order_id"] = json!(order);
    kwargs
}

fn lamp(id: &str, colour: &str, price: f64) -> Value {
    json!({
        "name": "Desk Lamp", "product_id": "900", "item_id": id, "price": price,
        "options": { "color": colour, "shade": "linen" },
    })
}

fn chair() -> Value {
    json!({ "name": "Chair", "product_id": "901", "item_id": "20", "price": 90.0, "options": { "material": "oak" } })
}

fn paid(kind: &str, amount: f64, with: &str) -> Value {
    json!({ "transaction_type": kind, "amount": amount, "payment_method_id": with })
}

fn methods(balance: f64) -> Value {
    json!({
        "credit_card_1": { "source": "credit_card", "id": "credit_card_1", "brand": "visa", "last_four": "1234" },
        "gift_card_1": { "source": "gift_card", "id": "gift_card_1", "balance": balance },
        "paypal_1": { "source": "paypal", "id": "paypal_1" },
    })
}

#[test]
fn what_the_policy_allows_ends_as_it_should() {
    imported().check(vec![
        done("cancel_pending_order", &json!({ "order_id": "#W1", "reason": "no longer needed" }), json!({
            "orders/#W1": { "status": "cancelled", "cancel_reason": "no longer needed", "payment_history": [
                paid("payment", 130.1, "credit_card_1"), paid("refund", 130.1, "credit_card_1"),
            ] },
        })),
        // A gift card has it back at once.
        done("cancel_pending_order", &json!({ "order_id": "#W6", "reason": "ordered by mistake" }), json!({
            "orders/#W6": { "status": "cancelled", "cancel_reason": "ordered by mistake", "payment_history": [
                paid("payment", 130.1, "gift_card_1"), paid("refund", 130.1, "gift_card_1"),
            ] },
            "users/ada_1": { "payment_methods": methods(145.6) },
        })),
        done("modify_pending_order_items", &swap("#W1", &["10"], &["11"], "gift_card_1"), json!({
            "orders/#W1": {
                "status": "pending (item modified)", "items": [lamp("11", "black", 47.0), chair()],
                "payment_history": [paid("payment", 130.1, "credit_card_1"), paid("payment", 6.9, "gift_card_1")],
            },
            "users/ada_1": { "payment_methods": methods(8.6) },
        })),
        done("modify_pending_order_items", &swap("#W1", &["10"], &["13"], "paypal_1"), json!({
            "orders/#W1": {
                "status": "pending (item modified)", "items": [lamp("13", "red", 30.05), chair()],
                "payment_history": [paid("payment", 130.1, "credit_card_1"), paid("refund", 10.050_000_1, "paypal_1")],
            },
        })),
        done("modify_pending_order_payment", &json!({ "order_id": "#W1", "payment_method_id": "paypal_1" }), json!({
            "orders/#W1": { "payment_history": [
                paid("payment", 130.1, "credit_card_1"), paid("payment", 130.1, "paypal_1"),
                paid("refund", 130.1, "credit_card_1"),
            ] },
        })),
        done("modify_pending_order_payment", &json!({ "order_id": "#W6", "payment_method_id": "paypal_1" }), json!({
            "orders/#W6": { "payment_history": [
                paid("payment", 130.1, "gift_card_1"), paid("payment", 130.1, "paypal_1"),
                paid("refund", 130.1, "gift_card_1"),
            ] },
            "users/ada_1": { "payment_methods": methods(145.6) },
        })),
        done("modify_pending_order_address", &to("#W1", "9 New Street"), json!({
            "orders/#W1": { "address": address("9 New Street") },
        })),
        done("modify_user_address", &{
            let mut kwargs = address("9 New Street");
            kwargs["user_id"] = json!("ada_1");
            kwargs
        }, json!({ "users/ada_1": { "address": address("9 New Street") } })),
        done("return_delivered_order_items", &give_back("#W3", &["20", "10"], "credit_card_1"), json!({
            "orders/#W3": {
                "status": "return requested", "return_items": ["10", "20"], "return_payment_method_id": "credit_card_1",
            },
        })),
        done("return_delivered_order_items", &give_back("#W3", &["10"], "gift_card_1"), json!({
            "orders/#W3": {
                "status": "return requested", "return_items": ["10"], "return_payment_method_id": "gift_card_1",
            },
        })),
        done("exchange_delivered_order_items", &swap("#W3", &["10"], &["13"], "paypal_1"), json!({
            "orders/#W3": {
                "status": "exchange requested", "exchange_items": ["10"], "exchange_new_items": ["13"],
                "exchange_payment_method_id": "paypal_1", "exchange_price_difference": -10.05,
            },
        })),
        // Twice the same item for two others, and once.
        done("exchange_delivered_order_items", &swap("#W9", &["10", "10"], &["11", "13"], "gift_card_1"), json!({
            "orders/#W9": {
                "status": "exchange requested", "exchange_items": ["10", "10"], "exchange_new_items": ["11", "13"],
                "exchange_payment_method_id": "gift_card_1", "exchange_price_difference": -3.15,
            },
        })),
        // A faulty one for the same again costs nothing.
        done("exchange_delivered_order_items", &swap("#W9", &["10"], &["10"], "credit_card_1"), json!({
            "orders/#W9": {
                "status": "exchange requested", "exchange_items": ["10"], "exchange_new_items": ["10"],
                "exchange_payment_method_id": "credit_card_1", "exchange_price_difference": 0.0,
            },
        })),
    ]);
}

#[test]
fn each_action_is_refused_in_every_status_but_its_own() {
    let statuses = [("#W1", "pending"), ("#W2", "processed"), ("#W3", "delivered"), ("#W4", "cancelled")];
    let mut cases = Vec::new();
    for (order, status) in statuses {
        for (tool, own, kwargs) in [
            ("cancel_pending_order", "pending", json!({ "order_id": order, "reason": "no longer needed" })),
            ("modify_pending_order_items", "pending", swap(order, &["10"], &["11"], "credit_card_1")),
            (
                "modify_pending_order_payment",
                "pending",
                json!({ "order_id": order, "payment_method_id": "paypal_1" }),
            ),
            ("modify_pending_order_address", "pending", to(order, "9 New Street")),
            ("return_delivered_order_items", "delivered", give_back(order, &["10"], "credit_card_1")),
            ("exchange_delivered_order_items", "delivered", swap(order, &["10"], &["11"], "credit_card_1")),
        ] {
            if status != own {
                cases.push(refused(tool, &kwargs));
            }
        }
    }
    assert_eq!(cases.len(), 18);
    imported().check(cases);
}

#[test]
fn each_broken_rule_is_refused_and_changes_nothing() {
    let cancel =
        |reason: &str| refused("cancel_pending_order", &json!({ "order_id": "#W1", "reason": reason }));
    let items = |kwargs: &Value| refused("modify_pending_order_items", kwargs);
    let payment = |order: &str, with: &str| {
        refused("modify_pending_order_payment", &json!({ "order_id": order, "payment_method_id": with }))
    };
    let exchange = |kwargs: &Value| refused("exchange_delivered_order_items", kwargs);
    let returns = |kwargs: &Value| refused("return_delivered_order_items", kwargs);
    imported().check(vec![
        cancel("changed my mind"),
        cancel("No longer needed"),
        cancel(""),
        // An item that is not in the order, more of them than there are, of another product, unknown.
        items(&swap("#W1", &["12"], &["11"], "credit_card_1")),
        items(&swap("#W1", &["10", "10"], &["11", "12"], "credit_card_1")),
        items(&swap("#W1", &["10"], &["20"], "credit_card_1")),
        items(&swap("#W1", &["10"], &["999"], "credit_card_1")),
        items(&swap("#W1", &["999"], &["11"], "credit_card_1")),
        items(&swap("#W1", &["10"], &["10"], "credit_card_1")),
        items(&swap("#W1", &["10"], &["14"], "credit_card_1")),
        items(&swap("#W1", &["10", "20"], &["11"], "credit_card_1")),
        items(&swap("#W1", &["10"], &["11", "12"], "credit_card_1")),
        items(&swap("#W1", &[], &[], "credit_card_1")),
        items(&swap("#W1", &["10"], &["11"], "credit_card_9")),
        // Another customer's way to pay.
        items(&swap("#W1", &["10"], &["11"], "paypal_2")),
        // 19.90 more, and 15.50 on the card.
        items(&swap("#W1", &["10"], &["12"], "gift_card_1")),
        payment("#W1", "credit_card_1"),
        payment("#W1", "gift_card_1"),
        payment("#W1", "paypal_2"),
        payment("#W99", "paypal_1"),
        exchange(&swap("#W3", &["10"], &["20"], "credit_card_1")),
        exchange(&swap("#W3", &["10"], &["14"], "credit_card_1")),
        exchange(&swap("#W3", &["11"], &["12"], "credit_card_1")),
        exchange(&swap("#W3", &["10", "20"], &["11"], "credit_card_1")),
        exchange(&swap("#W3", &["10"], &["12"], "gift_card_1")),
        exchange(&swap("#W3", &["10"], &["11"], "paypal_2")),
        exchange(&swap("#W9", &["10", "10", "10"], &["11", "12", "13"], "credit_card_1")),
        // Twice 6.90 would be covered, 6.90 and 19.90 are not.
        exchange(&swap("#W9", &["10", "10"], &["11", "12"], "gift_card_1")),
        // Not the original way to pay, and no gift card.
        returns(&give_back("#W3", &["10"], "paypal_1")),
        returns(&give_back("#W3", &["10"], "paypal_2")),
        returns(&give_back("#W3", &["11"], "credit_card_1")),
        returns(&give_back("#W3", &["10", "10"], "credit_card_1")),
        returns(&give_back("#W3", &[], "credit_card_1")),
        refused("get_order_details", &json!({ "order_id": "#W99" })),
        refused("get_product_details", &json!({ "product_id": "10" })),
        refused("get_item_details", &json!({ "item_id": "900" })),
        refused("get_user_details", &json!({ "user_id": "nobody" })),
        refused("find_user_id_by_email", &json!({ "email": "ad@example.com" })),
        refused(
            "find_user_id_by_name_zip",
            &json!({ "first_name": "Ada", "last_name": "Lind", "zip": "80279" }),
        ),
        refused(
            "find_user_id_by_name_zip",
            &json!({ "first_name": "Ada", "last_name": "Ferrán", "zip": "80278" }),
        ),
        refused("calculate", &json!({ "expression": "two" })),
    ]);
}

#[test]
fn what_may_happen_once_happens_once() {
    let swap_lamp =
        |ok| call("modify_pending_order_items", ok, &swap("#W1", &["10"], &["11"], "credit_card_1"));
    let changed = json!({
        "orders/#W1": {
            "status": "pending (item modified)", "items": [lamp("11", "black", 47.0), chair()],
            "payment_history": [paid("payment", 130.1, "credit_card_1"), paid("payment", 6.9, "credit_card_1")],
        },
    });
    let returned = json!({
        "orders/#W3": {
            "status": "return requested", "return_items": ["10"], "return_payment_method_id": "credit_card_1",
        },
    });
    let after_change = [
        call("modify_pending_order_items", false, &swap("#W1", &["11"], &["10"], "credit_card_1")),
        call("cancel_pending_order", false, &json!({ "order_id": "#W1", "reason": "no longer needed" })),
        call(
            "modify_pending_order_payment",
            false,
            &json!({ "order_id": "#W1", "payment_method_id": "paypal_1" }),
        ),
        call("modify_pending_order_address", false, &to("#W1", "9 New Street")),
    ];
    let after_return = [
        call("return_delivered_order_items", false, &give_back("#W3", &["20"], "credit_card_1")),
        call("exchange_delivered_order_items", false, &swap("#W3", &["10"], &["11"], "credit_card_1")),
    ];
    let mut cases = Vec::new();
    for second in after_change {
        cases.push(json!({ "actions": [swap_lamp(true), second], "expected_db_changes": changed }));
    }
    for second in after_return {
        let first = call("return_delivered_order_items", true, &give_back("#W3", &["10"], "credit_card_1"));
        cases.push(json!({ "actions": [first, second], "expected_db_changes": returned }));
    }
    // Moving the payment twice; cancelling after moving it gives back what it stands on now, once.
    let move_to = |with: &str, ok| {
        call("modify_pending_order_payment", ok, &json!({ "order_id": "#W1", "payment_method_id": with }))
    };
    let moved = [
        paid("payment", 130.1, "credit_card_1"),
        paid("payment", 130.1, "paypal_1"),
        paid("refund", 130.1, "credit_card_1"),
    ];
    cases.push(json!({
        "actions": [move_to("paypal_1", true), move_to("credit_card_1", false)],
        "expected_db_changes": { "orders/#W1": { "payment_history": moved } },
    }));
    let [first, second, third] = moved;
    cases.push(json!({
        "actions": [
            move_to("paypal_1", true),
            call("cancel_pending_order", true, &json!({ "order_id": "#W1", "reason": "no longer needed" })),
        ],
        "expected_db_changes": { "orders/#W1": {
            "status": "cancelled", "cancel_reason": "no longer needed",
            "payment_history": [first, second, third, paid("refund", 130.1, "paypal_1")],
        } },
    }));
    // Address first, items then: both hold.
    cases.push(json!({
        "actions": [call("modify_pending_order_address", true, &to("#W1", "9 New Street")), swap_lamp(true)],
        "expected_db_changes": { "orders/#W1": {
            "address": address("9 New Street"), "status": "pending (item modified)",
            "items": [lamp("11", "black", 47.0), chair()],
            "payment_history": [paid("payment", 130.1, "credit_card_1"), paid("payment", 6.9, "credit_card_1")],
        } },
    }));
    imported().check(cases);
}

#[test]
fn nobody_acts_for_another_customer() {
    let ada = call("find_user_id_by_email", true, &json!({ "email": "ADA@example.com" }));
    let named = json!({ "first_name": "ada", "last_name": "FERRAN", "zip": "80279" });
    let ada_by_name = call("find_user_id_by_name_zip", true, &named);
    let cancel_bo =
        call("cancel_pending_order", false, &json!({ "order_id": "#W5", "reason": "no longer needed" }));
    let mut move_bo = address("9 New Street");
    move_bo["user_id"] = json!("bo_2");
    imported().check(vec![
        json!({ "actions": [ada, cancel_bo] }),
        json!({ "actions": [ada_by_name, call("modify_user_address", false, &move_bo)] }),
    ]);
}

#[test]
fn a_wrong_end_is_told_and_every_task_begins_with_the_same_shop() {
    let shop = imported();
    let cancel = json!({ "order_id": "#W1", "reason": "no longer needed" });
    let right = done(
        "cancel_pending_order",
        &cancel,
        json!({
            "orders/#W1": { "status": "cancelled", "cancel_reason": "no longer needed", "payment_history": [
                paid("payment", 130.1, "credit_card_1"), paid("refund", 130.1, "credit_card_1"),
            ] },
        }),
    );
    let told = shop.play(vec![
        right.clone(),
        done("cancel_pending_order", &cancel, json!({})),
        done("cancel_pending_order", &cancel, json!({ "orders/#W1": { "status": "cancelled" } })),
        refused("cancel_pending_order", &cancel),
        done("return_delivered_order_items", &give_back("#W1", &["10"], "credit_card_1"), json!({})),
        done(
            "get_order_details",
            &json!({ "order_id": "#W1" }),
            json!({ "orders/#W1": { "status": "cancelled" } }),
        ),
        done("get_order_details", &json!({ "order_id": "#W1" }), json!({ "orders/#W99": {} })),
        done(
            "get_order_details",
            &json!({ "order_id": "#W1" }),
            json!({ "orders/#W1": { "colour": "red" } }),
        ),
        done("fly", &json!({}), json!({})),
        done("cancel_pending_order", &json!({}), json!({})),
        // As the first: nothing of what came between is left.
        right,
        // Changed and changed back is as it was.
        json!({ "actions": [
            call("modify_pending_order_address", true, &to("#W1", "9 New Street")),
            call("modify_pending_order_address", true, &{
                let mut kwargs = address("1 Elm Street");
                kwargs["order_id"] = json!("#W1");
                (kwargs["address2"], kwargs["city"]) = (json!(""), json!("Denver"));
                (kwargs["state"], kwargs["zip"]) = (json!("CO"), json!("80279"));
                kwargs
            }),
        ] }),
    ]);
    for (i, part) in [
        (1, "was changed too"),
        (2, "payment_history should be"),
        (3, "must be refused"),
        (4, "was refused: order_not_delivered"),
        (5, "status should be"),
        (6, "not in the shop"),
        (7, "cannot be read"),
        (8, "no tool 'fly'"),
        (9, "does not take these arguments"),
    ] {
        assert!(told[i].as_deref().is_some_and(|why| why.contains(part)), "{i}: {:?}", told[i]);
    }
    assert_eq!((&told[0], &told[10], &told[11]), (&None, &None, &None));
    let versions = shop.fixture.read(|c| crate::orders::detail(c, shop.shop.orders["#W1"]));
    assert_eq!((versions.order.status, versions.order.version), (OrderStatus::Placed, 1));
}

#[test]
fn a_shop_that_refers_to_what_it_has_not_is_refused_whole() {
    let fixture = Fixture::new();
    let mut broken = shop();
    broken.orders.get_mut("#W1").expect("order").user_id = "nobody".into();
    let error = fixture.write(move |tx| import(tx, &broken)).expect_err("broken");
    assert!(error.detail.contains("nobody"), "{}", error.detail);
    fixture.write(|tx| import(tx, &shop())).expect("nothing was kept of the broken one");
    assert!(fixture.write(|tx| import(tx, &shop())).is_err(), "and the same again is in the way");
}
