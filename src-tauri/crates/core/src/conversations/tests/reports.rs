use proptest::prelude::*;

use super::*;

/// An answered conversation whose one outbound message the provider has as "SM900".
fn sent(shop: &Fixture) -> (Id<Message>, Id<Conversation>) {
    let (_, id) = shop.receive(inbound("SM1", "hi"));
    let ids = shop.write(move |tx| reply_as_owner(tx, id, vec!["hello".into()])).expect("reply");
    let message_id = ids[0];
    shop.write(move |tx| crate::store::messages::set_provider_id(tx, message_id, "SM900").map(|_| ()))
        .expect("sent");
    (message_id, id)
}

fn report(shop: &Fixture, update: StatusUpdate) -> StatusApplied {
    shop.write(move |tx| apply_status(tx, &update)).expect("apply")
}

fn status(shop: &Fixture, id: Id<Message>) -> MessageStatus {
    shop.read(|c| message(c, id)).message.status
}

const REPORTS: [MessageStatus; 7] = [
    MessageStatus::Queued,
    MessageStatus::Sending,
    MessageStatus::Sent,
    MessageStatus::Delivered,
    MessageStatus::Read,
    MessageStatus::Failed,
    MessageStatus::Undelivered,
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_reports_ends_alike(picks in prop::collection::vec(0usize..7, 1..8)) {
        let shop = Fixture::new();
        let (id, _) = sent(&shop);
        let mut rank = 0;
        for pick in &picks {
            report(&shop, StatusUpdate::for_test("SM900", REPORTS[*pick]));
            let now = status(&shop, id).rank();
            prop_assert!(now >= rank, "never downgraded");
            rank = now;
        }
        prop_assert_eq!(rank, picks.iter().map(|pick| REPORTS[*pick].rank()).max().unwrap_or(0));
    }
}

#[test]
fn a_failure_is_shown_to_the_owner_and_repeats_change_nothing() {
    let shop = Fixture::new();
    let (message_id, id) = sent(&shop);
    let failed = StatusUpdate {
        error_code: Some("63016".into()),
        ..StatusUpdate::for_test("SM900", MessageStatus::Failed)
    };
    assert_eq!(report(&shop, failed.clone()), StatusApplied::Changed(message_id));
    assert_eq!(report(&shop, failed), StatusApplied::Unchanged(message_id));
    let stored = shop.read(|c| message(c, message_id)).message;
    assert_eq!(stored.error_code.as_deref(), Some("63016"));
    let listed = shop.conversation(id);
    assert_eq!(listed.needs_owner_reason.as_deref(), Some("message_failed"));
}

#[test]
fn reports_about_others_are_kept_and_change_nothing() {
    let shop = Fixture::new();
    let (message_id, _) = sent(&shop);
    let (inbound_id, _) = shop.receive(inbound("SM2", "hello again"));
    let read = MessageStatus::Read;
    assert_eq!(report(&shop, StatusUpdate::for_test("SM404", read)), StatusApplied::Unknown);
    // Another provider's id, an id that is taken, and a customer's message.
    let claimed = StatusUpdate { message_id: Some(message_id), ..StatusUpdate::for_test("SM404", read) };
    assert_eq!(report(&shop, claimed), StatusApplied::Unknown);
    let theirs = StatusUpdate { message_id: Some(inbound_id), ..StatusUpdate::for_test("SM405", read) };
    assert_eq!(report(&shop, theirs), StatusApplied::Unknown);
    assert_eq!(report(&shop, StatusUpdate::for_test("SM2", read)), StatusApplied::Unchanged(inbound_id));
    assert_eq!(status(&shop, message_id), MessageStatus::Queued);
    assert_eq!(
        shop.read(crate::store::deliveries::tests_outcomes),
        ["stored", "stored", "ignored", "ignored", "ignored", "duplicate"]
    );
}
