use std::time::Duration;

use super::*;
use crate::agent::acting::agenda::{Done, Stated};
use crate::agent::input::{Author, HistoryMessage};
use crate::agent::testing::{FakeKnowledge, at};
use crate::agent::{BuiltinPlanner, Driven, ModelPlanner, Room, TurnInput, drive, start};
use crate::language_model::guessed_tokens;

/// What a conversation remembers after these messages.
fn after(bodies: &[&str]) -> DialogueState {
    let knowledge = FakeKnowledge::default();
    let mut dialogue = DialogueState::default();
    for body in bodies {
        let mut input = knowledge.input(&[body]);
        input.dialogue = dialogue;
        dialogue =
            drive(input, &knowledge, &BuiltinPlanner, &mut || Duration::ZERO).expect("a turn").dialogue;
    }
    dialogue
}

const TALK: &[&str] =
    &["Where is order 1042?", "Which dresses do you have in navy?", "How much is the Sintra Jeans?"];

#[test]
fn each_turn_leaves_its_facts() {
    let recap = after(TALK).recap;
    assert_eq!(recap.orders, ["1042"]);
    assert!(recap.goods.iter().any(|title| title == "Lagos Summer Dress"), "{recap:?}");
    assert_eq!(recap.goods.last().map(String::as_str), Some("Sintra Jeans"), "{recap:?}");
    assert!(
        recap.searches.iter().any(|search| search.contains("dress") && search.contains("navy")),
        "{recap:?}"
    );
    // What was named and is nobody's order of theirs is no fact.
    assert!(after(&["Where is order 99999?"]).recap.orders.is_empty());
    let again = after(&[TALK[0], TALK[1], TALK[2], TALK[0], TALK[1]]).recap;
    assert_eq!(again.orders, ["1042"]);
    assert!(again.goods.len() <= MOST);
}

/// The last question of a long talk.
fn long(dialogue: DialogueState, messages: usize) -> TurnInput {
    let mut input = FakeKnowledge::default().input(&["What are your opening hours?"]);
    input.dialogue = dialogue;
    input.history = (0..messages)
        .map(|n| HistoryMessage {
            author: if n % 2 == 0 { Author::Customer } else { Author::Agent },
            body: format!("Message {n} of a long talk. {}", "It goes on and on. ".repeat(20)),
            at: at("2026-03-09T10:00:00Z"),
        })
        .collect();
    input
}

/// What a model with so much room reads first; `None`: it is not asked.
fn read(input: &TurnInput, context_tokens: usize) -> Option<String> {
    let count = |text: &str| guessed_tokens(text);
    let planner = ModelPlanner::new("groq", "m", Room { context_tokens, count: &count }, &[], &input.prompt);
    let knowledge = FakeKnowledge::default();
    match start(input.clone(), &knowledge, &planner, &mut || Duration::ZERO).expect("a turn") {
        Driven::Asking(asking) => Some(asking.request.messages[1].content.clone()),
        Driven::Finished(_) => None,
        other => panic!("{other:?}"),
    }
}

fn talk_with_receipts() -> DialogueState {
    let mut dialogue = after(TALK);
    let wanted = crate::agent::account::Wanted {
        order: Some("1043".into()),
        action: crate::policy::Action::CancelOrder { reason: "no longer needed".into() },
    };
    dialogue.agenda.done.push(Done {
        wanted: wanted.clone(),
        sentence: "Order 1043 is cancelled, and \u{20ac}45.00 goes back to your card.".into(),
        difference: -4500,
    });
    dialogue.agenda.stated.push(Stated {
        change: 2,
        proposal: "2".into(),
        wanted,
        sentence: "Order 1042 would go to another address.".into(),
        expires_at: at("2026-03-11T10:00:00Z"),
    });
    dialogue
}

#[test]
fn what_no_longer_fits_is_told_by_what_it_came_to() {
    let input = long(talk_with_receipts(), 12);
    let whole = read(&input, 20_000).expect("asked");
    assert!(
        whole.contains("Message 0 of") && !whole.contains("left out"),
        "nothing is cut, nothing is said twice"
    );
    let cut = read(&input, 3_400).expect("asked");
    assert!(!cut.contains("Message 0 of") && cut.contains("Message 11 of"), "{cut}");
    for fact in [
        "Done: Order 1043 is cancelled, and \u{20ac}45.00 goes back to your card.",
        "waits for the customer's yes: Order 1042 would go to another address.",
        "Orders spoken of: 1042.",
        "Lagos Summer Dress",
        "Sintra Jeans",
        "looked for: ",
    ] {
        assert!(cut.contains(fact), "{fact}: {cut}");
    }
    // Also where everything that is at hand fits, and there was more before.
    let mut older = long(talk_with_receipts(), 4);
    older.has_older = true;
    let told = read(&older, 20_000).expect("asked");
    assert!(told.contains("Message 0 of") && told.contains("Done: Order 1043"), "{told}");
}

#[test]
fn however_little_room_there_is_no_line_is_cut() {
    let input = long(talk_with_receipts(), 12);
    let whole = read(&input, 60_000).expect("asked");
    let all = lines(&input.dialogue);
    let mut fewest = usize::MAX;
    for room in (0..6_000).rev().step_by(20) {
        let Some(told) = read(&input, room) else { continue };
        fewest = fewest.min(told.len());
        for line in told.lines() {
            let is_receipt =
                line.strip_prefix("- ").is_some_and(|line| all.iter().any(|known| known == line));
            assert!(
                whole.lines().any(|known| known == line) || is_receipt || line.starts_with("(Older"),
                "{room}: {line}"
            );
        }
        let kept = all.iter().filter(|line| told.contains(line.as_str())).count();
        assert_eq!(
            all[..kept],
            all.iter().filter(|line| told.contains(line.as_str())).cloned().collect::<Vec<_>>()
        );
    }
    assert!(fewest < whole.len() / 4, "there was little room indeed: {fewest} of {}", whole.len());
}
