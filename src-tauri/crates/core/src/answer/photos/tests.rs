use super::super::tests::{answer_it, due, said};
use super::super::*;
use super::*;
use crate::agent::{BuiltinPlanner, Photo};
use crate::conversations::{InboundMedia, media_failed, media_stored};
use crate::fixture::Fixture;
use crate::id::Attachment;
use crate::jobs::JobKind;
use crate::likeness::Description;

fn with_picture(id: &str, body: &str) -> conversations::InboundMessage {
    let media =
        InboundMedia { url: "https://api.example/1".into(), declared_type: Some("image/jpeg".into()) };
    conversations::InboundMessage { media: vec![media], ..conversations::InboundMessage::for_test(id, body) }
}

fn attachment(shop: &Fixture) -> Id<Attachment> {
    let job = shop.claim_one(JobKind::FetchMedia);
    match job.work {
        Work::FetchMedia { attachment_id } => attachment_id,
        other => panic!("{other:?}"),
    }
}

fn turns() -> impl Turns {
    PlannedTurns::new(BuiltinPlanner, || Duration::ZERO)
}

#[test]
fn a_turn_waits_for_the_picture_and_comes_when_it_is_there() {
    let shop = Fixture::new();
    let (_, id) = shop.receive(with_picture("SM1", ""));
    let fetched = attachment(&shop);
    assert_eq!(answer_it(&shop, &turns(), &due(&shop)), Answered::Again);
    assert!(said(&shop, id).is_empty());
    assert!(shop.due_in(JobKind::AnswerConversation).expect("it waits") > 5);
    let seen = [Description { model: "colour-texture-shape-1".into(), vector: Some(vec![1.0]) }];
    shop.write(move |tx| media_stored(tx, fetched, "image/jpeg", b"bytes", &seen)).expect("stored");
    assert_eq!(shop.due_in(JobKind::AnswerConversation), Some(0), "nobody waits longer than for the picture");
    let job = shop.claim_one(JobKind::AnswerConversation);
    assert!(matches!(answer_it(&shop, &turns(), &job), Answered::Done(_)));
    let said = said(&shop, id);
    assert!(said[0].contains("looks like it"), "an empty shop has nothing alike: {said:?}");
}

#[test]
fn a_picture_that_never_comes_is_said_not_to_have_come() {
    let shop = Fixture::new();
    let (_, id) = shop.receive(with_picture("SM1", ""));
    attachment(&shop);
    assert_eq!(answer_it(&shop, &turns(), &due(&shop)), Answered::Again);
    shop.advance(60);
    let job = shop.claim_one(JobKind::AnswerConversation);
    assert!(matches!(answer_it(&shop, &turns(), &job), Answered::Done(_)));
    assert!(said(&shop, id)[0].contains("hasn't come through"), "{:?}", said(&shop, id));
}

#[test]
fn a_file_that_is_no_picture_is_said_to_be_none_that_can_be_viewed() {
    let cases: [fn(&Fixture, Id<Attachment>); 2] = [
        |shop, id| shop.write(move |tx| media_failed(tx, id, true, "Not kept.")).expect("refused"),
        |shop, id| {
            let seen = [Description { model: "colour-texture-shape-1".into(), vector: None }];
            shop.write(move |tx| media_stored(tx, id, "image/jpeg", b"damaged", &seen)).expect("stored");
        },
    ];
    for settle in cases {
        let shop = Fixture::new();
        let (_, id) = shop.receive(with_picture("SM1", ""));
        settle(&shop, attachment(&shop));
        assert!(matches!(answer_it(&shop, &turns(), &due(&shop)), Answered::Done(_)));
        assert!(said(&shop, id)[0].contains("couldn't view your picture"), "{:?}", said(&shop, id));
    }
}

#[test]
fn what_is_known_of_each_picture_stands_in_the_input() {
    let shop = Fixture::new();
    let (message, _) = shop.receive(with_picture("SM1", "nice?"));
    let states = |shop: &Fixture| {
        shop.read(|c| {
            let all = store::attachments::of_messages(c, &[message])?;
            of_message(c, all.iter())
        })
    };
    assert_eq!(states(&shop), [Photo::Coming]);
    let id = attachment(&shop);
    let seen = [Description { model: "colour-texture-shape-1".into(), vector: Some(vec![1.0]) }];
    shop.write(move |tx| media_stored(tx, id, "image/jpeg", b"bytes", &seen)).expect("stored");
    assert!(matches!(states(&shop).as_slice(), [Photo::Seen { .. }]));
}
