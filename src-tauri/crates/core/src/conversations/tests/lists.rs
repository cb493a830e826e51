use super::*;

fn people(shop: &Fixture) -> Vec<Id<Conversation>> {
    ["Ada Example", "Bertha Beispiel", "Çelik Örnek", "Ada Muster"]
        .into_iter()
        .enumerate()
        .map(|(i, name)| {
            shop.advance(60);
            let profile_name = Some(name.to_owned());
            let message = inbound(&format!("SM{i}"), "hi").from(&format!("+155501002{i:02}"));
            shop.receive(InboundMessage { profile_name, ..message }).1
        })
        .collect()
}

#[test]
fn the_inbox_is_paged_newest_first_and_stays_right_while_it_grows() {
    let shop = Fixture::new();
    let ids = people(&shop);
    let mut seen = Vec::new();
    let mut page = PageRequest::first(1);
    loop {
        let got = shop.read(|c| inbox(c, InboxFilter::All, None, &page));
        seen.extend(got.items.iter().map(|item| item.id));
        if seen.len() == 2 {
            shop.advance(60);
            shop.receive(inbound("SM9", "a new one").from("+15550100300"));
        }
        let Some(next) = got.next else { break };
        page.after = Some(next);
    }
    assert_eq!(seen, ids.into_iter().rev().collect::<Vec<_>>());
}

#[test]
fn a_search_finds_parts_of_names_and_addresses() {
    let shop = Fixture::new();
    let ids = people(&shop);
    let (first, third) = (ids[0], ids[2]);
    for (text, found) in [
        ("ada", vec![3, 0]),
        ("ADA EX", vec![0]),
        ("celik", vec![2]),
        ("0100202", vec![2]),
        ("be", vec![1]),
        ("B", vec![1]),
        ("zz", vec![]),
        ("  ", vec![3, 2, 1, 0]),
        ("100%", vec![]),
        ("%", vec![]),
        ("\"", vec![]),
        ("a\"b OR c", vec![]),
        ("nobody", vec![]),
    ] {
        let got = shop.read(|c| inbox(c, InboxFilter::All, Some(text), &PageRequest::default()));
        let wanted: Vec<_> = found.into_iter().map(|i: usize| ids[i]).collect();
        assert_eq!(got.items.iter().map(|item| item.id).collect::<Vec<_>>(), wanted, "{text}");
    }
    shop.write(move |tx| take_over(tx, third)).expect("take over");
    let got = shop.read(|c| inbox(c, InboxFilter::Owner, Some("ada"), &PageRequest::default()));
    assert!(got.items.is_empty(), "a search keeps to its filter");
    shop.write(move |tx| crate::store::conversations::tests_rename(tx, first, "Grace Example"))
        .expect("rename");
    let got = shop.read(|c| inbox(c, InboxFilter::All, Some("grace"), &PageRequest::default()));
    assert_eq!(got.items.len(), 1);
    let got = shop.read(|c| inbox(c, InboxFilter::All, Some("ada ex"), &PageRequest::default()));
    assert!(got.items.is_empty(), "the old name is forgotten");
}

#[test]
fn counts_follow_every_change() {
    let shop = Fixture::new();
    let ids = people(&shop);
    let (a, b, c) = (ids[0], ids[1], ids[2]);
    shop.write(move |tx| take_over(tx, a)).expect("take over");
    shop.write(move |tx| close(tx, b)).expect("close");
    shop.write(move |tx| crate::store::conversations::flag(tx, c, "message_failed", false)).expect("flag");
    assert_eq!(
        shop.read(counts),
        InboxCounts {
            needs_owner: 1,
            agent: 2,
            owner: 1,
            closed: 1,
            unread_conversations: 3,
            unread_messages: 3
        }
    );
    for (filter, count) in [
        (InboxFilter::All, 4),
        (InboxFilter::NeedsOwner, 1),
        (InboxFilter::Agent, 2),
        (InboxFilter::Owner, 1),
        (InboxFilter::Closed, 1),
    ] {
        assert_eq!(shop.listed(filter).len(), count, "{filter}");
    }
}

#[test]
fn a_thread_is_read_backwards_and_forwards() {
    let shop = Fixture::new();
    let mut ids = Vec::new();
    let mut conversation_id = None;
    for i in 0..7 {
        let (message, conversation) = shop.receive(inbound(&format!("SM{i}"), &i.to_string()));
        ids.push(message);
        conversation_id = Some(conversation);
    }
    let id = conversation_id.expect("one");
    let bodies = |page: &ThreadPage| page.messages.iter().map(|m| m.message.body.clone()).collect::<Vec<_>>();
    let newest = shop.read(|c| thread(c, id, None, 3));
    assert_eq!((bodies(&newest), newest.has_more), (vec!["4".into(), "5".into(), "6".into()], true));
    let older = shop.read(|c| thread(c, id, Some(ids[4]), 10));
    assert_eq!((bodies(&older).len(), older.has_more), (4, false));
    let missed = shop.read(|c| thread_after(c, id, ids[4], 1));
    assert_eq!((bodies(&missed), missed.has_more), (vec!["5".into()], true));
    let nobody: Id<Conversation> = Id::from_uuid(uuid::Uuid::nil());
    let error = shop.database.read_blocking(|c| thread(c, nobody, None, 3)).expect_err("none");
    assert_eq!(error.code, Code::NotFound);
}

#[test]
fn lists_walk_an_index() {
    let shop = Fixture::new();
    for filter in InboxFilter::ALL {
        let plan = shop.read(|c| crate::store::conversations::tests_list_plan(c, *filter));
        assert!(!plan.contains("TEMP B-TREE"), "{filter}: {plan}");
        assert!(!plan.contains("SCAN c\n"), "{filter}: {plan}");
    }
}

#[test]
fn a_common_search_walks_and_finds_the_same() {
    let shop = Fixture::new();
    let crowd: Vec<_> = (0..1100)
        .map(|i| {
            let profile_name = Some(format!("Zoë {i}"));
            InboundMessage {
                profile_name,
                ..inbound(&format!("SM{i}"), "hi").from(&format!("+1555020{i:04}"))
            }
        })
        .collect();
    shop.write(move |tx| receive_all(tx, &crowd)).expect("receive");
    shop.advance(1);
    let (_, ada) = shop.receive(inbound("SM9999", "hi"));
    for (text, count) in [("z", 50), ("zo", 50), ("zoë 10", 50), ("zoë 1099", 1), ("5550201", 50), ("ad", 1)]
    {
        let page = shop.read(|c| inbox(c, InboxFilter::All, Some(text), &PageRequest::first(50)));
        assert_eq!(page.items.len(), count, "{text}");
        assert_eq!(page.items.iter().any(|item| item.id == ada), text == "ad", "{text}");
    }
}

#[test]
fn new_conversations_are_found_before_and_after_their_names_are_indexed() {
    let shop = Fixture::new();
    let indexed = |shop: &Fixture| -> i64 {
        shop.read(
            |c| Ok(c.query_row("SELECT count(*) FROM conversations_fts_docsize", [], |row| row.get(0))?),
        )
    };
    let receive = |n: usize| {
        let profile_name = Some(format!("Zoë Number{n:03}"));
        let message = inbound(&format!("SM{n}"), "hi").from(&format!("+1555{n:07}"));
        shop.receive(InboundMessage { profile_name, ..message }).1
    };
    let mut ids = Vec::new();
    for n in 0..130 {
        ids.push(receive(n));
        if [0, 1, 62, 63, 64, 65, 127, 128, 129].contains(&n) {
            assert_eq!(indexed(&shop), i64::try_from((n + 1) / 64 * 64).expect("small"), "{n}");
            for text in [format!("zoe number{n:03}"), format!("1555{n:07}"), "NUMBER000".to_owned()] {
                let got = shop.read(|c| inbox(c, InboxFilter::All, Some(&text), &PageRequest::first(200)));
                let wanted = if text == "NUMBER000" { 0 } else { n };
                assert_eq!(
                    got.items.iter().map(|item| item.id).collect::<Vec<_>>(),
                    [ids[wanted]],
                    "{text} of {n}"
                );
            }
            let all = shop.read(|c| inbox(c, InboxFilter::All, Some("zoë"), &PageRequest::first(200)));
            assert_eq!(all.items.len(), n + 1);
        }
    }
    // A name that changes before it is indexed is found by the new one alone, then and later.
    let last = ids[129];
    let contact = shop.read(move |c| conversation(c, last)).contact_id;
    shop.write(move |tx| {
        Ok(tx.sql().execute(
            "UPDATE contacts SET display_name = 'Renamed Person' WHERE id = ?1",
            rusqlite::params![contact],
        )?)
    })
    .expect("rename");
    for n in 130..193 {
        receive(n);
    }
    assert_eq!(indexed(&shop), 192);
    let found =
        |text: &str| shop.read(|c| inbox(c, InboxFilter::All, Some(text), &PageRequest::default())).items;
    assert_eq!(found("renamed").iter().map(|item| item.id).collect::<Vec<_>>(), [last]);
    assert!(found("number129").is_empty());
}

#[test]
fn what_runs_at_start_and_for_every_message_walks_an_index() {
    let shop = Fixture::new();
    for (statement, index) in crate::store::tests_plans() {
        let plan = shop.read(|c| crate::store::tests_explain(c, statement));
        assert!(plan.contains(index), "{statement}\n{plan}");
        assert!(
            !plan.contains("SCAN") || plan.contains("USING COVERING INDEX") || plan.contains("USING INDEX"),
            "{plan}"
        );
    }
}

#[test]
fn the_gap_report_tells_what_one_path_alone_brought() {
    let shop = Fixture::new();
    shop.receive(inbound("both", "a"));
    shop.receive(inbound("both", "a").by(Source::Poll));
    shop.receive(inbound("webhook only", "b"));
    shop.receive(inbound("poll only", "c").by(Source::Poll));
    let phone =
        InboundMessage { provider: Provider::Phone, channel: Channel::Phone, ..inbound("phone", "d") };
    shop.receive(phone);
    let later = START.plus(Duration::from_secs(1));
    let mut gaps: Vec<_> = shop
        .read(|c| gap_report(c, START, later))
        .into_iter()
        .map(|gap| (gap.provider_id, gap.source))
        .collect();
    gaps.sort();
    assert_eq!(gaps, [("poll only".into(), Source::Poll), ("webhook only".into(), Source::Webhook)]);
    assert!(shop.read(|c| gap_report(c, START.minus(Duration::from_secs(9)), START)).is_empty());
    let (early, late) = (START, START.plus(Duration::from_secs(7)));
    shop.write(move |tx| move_poll_cursor(tx, Provider::Twilio, late)).expect("move");
    shop.write(move |tx| move_poll_cursor(tx, Provider::Twilio, early)).expect("not back");
    assert_eq!(shop.read(|c| poll_cursor(c, Provider::Twilio)).expect("there").seen_until, late);
}
