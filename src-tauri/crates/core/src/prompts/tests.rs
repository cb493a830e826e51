use super::*;
use crate::conversations::InboundMessage;
use crate::fixture::Fixture;
use crate::language_model::guessed_tokens;
use crate::operations::{Undone, undo};

fn count(text: &str) -> usize {
    guessed_tokens(text)
}

const BUDGET: Budget<'static> = Budget { context_tokens: 8_000, count: &count };

fn saying(words: &str) -> Template {
    let mut template = Template::own();
    template.instructions.push_str(words);
    template
}

fn save(shop: &Fixture, words: &'static str, revision: i64) -> Result<Draft> {
    shop.write(move |tx| save_draft(tx, &saying(words), revision, &BUDGET))
}

fn publish(shop: &Fixture, expected_version: i64, revision: i64, share: Option<u8>) -> Result<Prompt> {
    let how = Publication { note: " Shorter ".into(), expected_version, revision, share };
    shop.write(move |tx| publish_draft(tx, &how, &BUDGET))
}

fn conflict<T: std::fmt::Debug>(result: Result<T>) {
    assert_eq!(result.expect_err("refused").code, Code::Conflict);
}

#[test]
fn a_draft_holds_for_nobody_until_it_is_published_and_every_version_stays() {
    let shop = Fixture::new();
    let (_, id) = shop.receive(InboundMessage::for_test("SM1", "hi"));
    assert_eq!(shop.read(|c| in_force(c, id)), PromptInForce::default());
    let draft = save(&shop, "\nBe brief.\r\n", 0).expect("saved");
    assert_eq!((draft.revision, draft.based_on), (1, 0));
    assert!(draft.template.instructions.ends_with("Be brief."));
    conflict(save(&shop, "\nBe long.", 0));
    assert_eq!(shop.read(|c| in_force(c, id)), PromptInForce::default());
    assert_eq!(save(&shop, "\nBe very brief.", 1).expect("saved").revision, 2);
    conflict(publish(&shop, 0, 1, None));
    conflict(publish(&shop, 3, 2, None));

    let prompt = publish(&shop, 0, 2, None).expect("published");
    assert_eq!((prompt.version, prompt.is_own), (1, false));
    assert_eq!(shop.read(draft_of), None);
    let held = shop.read(|c| in_force(c, id));
    assert_eq!((held.version, held.trial, held.name("own")), (1, None, "prompt-1".to_owned()));
    assert_eq!(held.template, Some(saying("\nBe very brief.")));

    let back = shop.write(|tx| roll_back(tx, 0, 1)).expect("rolled back");
    assert_eq!((back.version, back.is_own, back.template), (2, true, Template::own()));
    conflict(shop.write(|tx| roll_back(tx, 1, 1)));
    assert_eq!(shop.write(|tx| roll_back(tx, 9, 2)).expect_err("never was").code, Code::NotFound);
    shop.write(|tx| roll_back(tx, 1, 2)).expect("and forth");
    let history = shop.read(history);
    let notes: Vec<_> = history.iter().map(|version| (version.version, version.note.as_str())).collect();
    assert_eq!(notes, [(3, "As version 1"), (2, "As version 0"), (1, "Shorter")]);
}

fn draft_of(connection: &Connection) -> Result<Option<Draft>> {
    draft(connection)
}

#[test]
fn what_is_wrong_is_not_kept_and_a_draft_can_be_thrown_away() {
    let shop = Fixture::new();
    let broken = Template { question: "{{facts}}".into(), ..Template::own() };
    let error = shop.write(move |tx| save_draft(tx, &broken, 0, &BUDGET)).expect_err("refused");
    assert_eq!((error.code, error.field.as_deref()), (Code::Invalid, Some("template.question")));
    assert_eq!(shop.read(draft_of), None);
    save(&shop, "\nx", 0).expect("saved");
    conflict(shop.write(|tx| discard_draft(tx, 0)));
    shop.write(|tx| discard_draft(tx, 1)).expect("discarded");
    assert_eq!(shop.read(draft_of), None);
    assert_eq!(publish(&shop, 0, 1, None).expect_err("nothing").code, Code::NotFound);
}

#[test]
fn publishing_can_be_taken_back_unless_something_followed() {
    let shop = Fixture::new();
    save(&shop, "\nx", 0).expect("saved");
    let how = Publication { revision: 1, ..Publication::default() };
    let operation = shop
        .write(move |tx| {
            publish_draft(tx, &how, &BUDGET)?;
            Ok(tx.operation())
        })
        .expect("published")
        .expect("recorded");
    let Undone { restored, .. } = shop.write(move |tx| undo(tx, operation)).expect("undone");
    assert_eq!(restored, 1);
    let prompt = shop.read(get);
    assert_eq!((prompt.version, prompt.is_own), (2, true));
}

#[test]
fn two_versions_answer_side_by_side_until_one_is_chosen() {
    let shop = Fixture::new();
    let (_, id) = shop.receive(InboundMessage::for_test("SM1", "hi"));
    save(&shop, "\nx", 0).expect("saved");
    assert!(publish(&shop, 0, 1, Some(100)).is_err());
    assert_eq!(shop.read(get).version, 0, "all or nothing");
    publish(&shop, 0, 1, Some(30)).expect("published for some");
    let trial = shop.read(open_trial).expect("on");
    assert_eq!((trial.first_version, trial.second_version, trial.second_share), (0, 1, 30));
    let held = shop.read(|c| in_force(c, id));
    assert_eq!((held.trial, held.version), (Some(trial.id), i64::from(is_second(&trial, id))));
    assert_eq!(shop.read(|c| in_force(c, id)), held);

    // Nothing else is published meanwhile.
    conflict(shop.write(|tx| roll_back(tx, 0, 1)));
    save(&shop, "\ny", 0).expect("saved");
    conflict(publish(&shop, 1, 1, None));
    conflict(shop.write(|tx| begin_trial(tx, 1, 0, 50)));

    let trial_id = trial.id;
    assert!(shop.write(move |tx| end_trial(tx, trial_id, 7)).is_err());
    let ended = shop.write(move |tx| end_trial(tx, trial_id, 0)).expect("ended");
    assert_eq!(ended.chosen_version, Some(0));
    conflict(shop.write(move |tx| end_trial(tx, trial_id, 1)));
    let prompt = shop.read(get);
    assert_eq!((prompt.version, prompt.is_own), (2, true), "the loser was the newest");
    assert_eq!(shop.read(|c| in_force(c, id)).trial, None);

    let again = shop.write(|tx| begin_trial(tx, 1, 2, 50)).expect("two published ones");
    let again_id = again.id;
    shop.write(move |tx| end_trial(tx, again_id, 2)).expect("ended");
    assert_eq!(shop.read(get).version, 2, "the newest stays as it is");
    assert_eq!(shop.read(trials).len(), 2);
    assert_eq!(shop.read(|c| outcomes(c, &again)).map(|outcome| outcome.version), [1, 2]);
}

#[test]
fn conversations_are_dealt_out_by_their_ids_as_the_share_says() {
    let shop = Fixture::new();
    let ids = shop
        .write(|tx| Ok((0..4_000).map(|_| tx.new_id::<Conversation>()).collect::<Vec<_>>()))
        .expect("ids");
    let dealt = |tx: &mut WriteTx<'_>| {
        Ok(Trial {
            id: tx.new_id(),
            first_version: 0,
            second_version: 1,
            second_share: 30,
            started_at: tx.now(),
            ended_at: None,
            chosen_version: None,
        })
    };
    let trial = shop.write(dealt).expect("a trial");
    let second = |share| {
        let trial = Trial { second_share: share, ..trial.clone() };
        ids.iter().filter(|id| is_second(&trial, **id)).count()
    };
    // Four standard deviations of a coin thrown 4,000 times are 127.
    assert!((1_080..1_320).contains(&second(30)), "{}", second(30));
    assert!((1_870..2_130).contains(&second(50)), "{}", second(50));
    assert!(second(1) < 80 && second(99) > 3_920);
    let mixed = shop.write(dealt).expect("another");
    assert!(ids.iter().any(|id| is_second(&trial, *id) != is_second(&mixed, *id)), "the next one mixes anew");
}
