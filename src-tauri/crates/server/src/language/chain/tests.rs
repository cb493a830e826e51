use std::sync::atomic::{AtomicUsize, Ordering};

use haberdash_core::agents::Seat;
use haberdash_core::clock::ManualClock;
use haberdash_core::language_model::{
    AnswerSchema, Answering, Capabilities, LanguageModel, Price, Provider, Role, Usage,
};

use super::*;

/// What a link does with a question.
#[derive(Clone)]
enum Does {
    Says(&'static str),
    Echoes,
    Fails(Failure),
    Stalls,
}

struct Scripted {
    name: &'static str,
    does: Mutex<Does>,
    remote: bool,
    asked: AtomicUsize,
    heard: Mutex<Vec<Request>>,
}

impl Scripted {
    fn new(name: &'static str, does: Does) -> Arc<Self> {
        Arc::new(Self {
            name,
            does: Mutex::new(does),
            remote: true,
            asked: AtomicUsize::default(),
            heard: Mutex::default(),
        })
    }
}

impl LanguageModel for Scripted {
    fn name(&self) -> &str {
        self.name
    }

    fn model(&self) -> String {
        format!("{}-1", self.name)
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { context_tokens: 8_000, holds_schema: true, is_remote: self.remote }
    }

    fn answer<'a>(&'a self, request: &'a Request, _: &'a (dyn Fn(&str) + Send + Sync)) -> Answering<'a> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        self.heard.lock().push(request.clone());
        let does = self.does.lock().clone();
        Box::pin(async move {
            let text = match does {
                Does::Says(text) => text.to_owned(),
                Does::Echoes => serde_json::json!({ "said": request.messages[0].content }).to_string(),
                Does::Fails(failure) => return Err(failure),
                Does::Stalls => std::future::pending().await,
            };
            Ok(Completion { text, model: self.model(), usage: Usage::default() })
        })
    }
}

fn asking(text: &str) -> Asking {
    let message = Message { role: Role::User, content: text.to_owned() };
    Asking {
        request: Request {
            messages: vec![message],
            answer: AnswerSchema { name: "step".into(), schema: serde_json::json!({}) },
            most_tokens: 10,
            temperature: 0.0,
        },
        after: 0,
        agent: Seat::default(),
        personal: vec![("name", "Maria Silva".into())],
    }
}

fn link(model: &Arc<Scripted>) -> Link {
    let price = Price { question: 1_000_000, answer: 1_000_000 };
    Link::new(Provider::Groq, Arc::clone(model) as Arc<dyn LanguageModel>, Some(price))
}

fn chain(models: &[&Arc<Scripted>], clock: &Arc<ManualClock>) -> Chain {
    let links = models.iter().map(|model| link(model)).collect();
    Chain::new(links, Arc::clone(clock) as Arc<dyn Clock>, Duration::from_secs(9), UnderWay::default())
}

async fn ask(chain: &Chain, said: &str, spent: Duration) -> Exchange {
    chain.ask(&asking(said), spent, Purse::default(), &Ending::default()).await
}

fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::at(haberdash_core::Timestamp::from_millis(0)))
}

#[tokio::test(start_paused = true)]
async fn the_next_one_answers_where_one_fails_stalls_or_rambles() {
    let refused = Failure::Unreachable { detail: "refused".into() };
    for does in [Does::Fails(refused), Does::Stalls, Does::Says("Sure thing!"), Does::Says("[1]")] {
        let (first, second) = (Scripted::new("first", does), Scripted::new("second", Does::Says("{}")));
        let chain = chain(&[&first, &second], &clock());
        let began = Instant::now();
        let exchange = ask(&chain, "hi", Duration::ZERO).await;
        assert!(began.elapsed() <= Duration::from_secs(9));
        assert_eq!(exchange.completion.expect("an answer").model, "second-1");
        let failed: Vec<bool> = exchange.tried.iter().map(|tried| tried.failure.is_some()).collect();
        assert_eq!(failed, [true, false]);
    }
}

#[tokio::test(start_paused = true)]
async fn when_all_stall_the_budget_ends_it() {
    let (first, second) = (Scripted::new("first", Does::Stalls), Scripted::new("second", Does::Stalls));
    let chain = chain(&[&first, &second], &clock());
    let began = Instant::now();
    let exchange = ask(&chain, "hi", Duration::ZERO).await;
    assert_eq!(exchange.completion, None);
    assert!(began.elapsed() <= Duration::from_secs(9) + Duration::from_millis(5));
    assert_eq!(exchange.tried.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_broken_link_is_left_alone_and_found_well_again() {
    let refused = Failure::Unreachable { detail: "refused".into() };
    let (first, second) =
        (Scripted::new("first", Does::Fails(refused)), Scripted::new("second", Does::Says("{}")));
    let clock = clock();
    let chain = chain(&[&first, &second], &clock);
    for _ in 0..5 {
        ask(&chain, "hi", Duration::ZERO).await;
    }
    assert_eq!(first.asked.load(Ordering::SeqCst), 3, "then it rests");
    *first.does.lock() = Does::Says("{}");
    clock.advance(Duration::from_secs(16));
    for _ in 0..2 {
        let exchange = ask(&chain, "hi", Duration::ZERO).await;
        assert_eq!(exchange.completion.expect("an answer").model, "first-1");
    }
}

#[tokio::test(start_paused = true)]
async fn a_link_that_wants_to_be_left_alone_is() {
    let limited = Failure::Limited { retry_after: Some(Duration::from_secs(60)) };
    let (first, second) =
        (Scripted::new("first", Does::Fails(limited)), Scripted::new("second", Does::Says("{}")));
    let clock = clock();
    let chain = chain(&[&first, &second], &clock);
    ask(&chain, "hi", Duration::ZERO).await;
    clock.advance(Duration::from_secs(59));
    let exchange = ask(&chain, "hi", Duration::ZERO).await;
    assert_eq!(first.asked.load(Ordering::SeqCst), 1);
    assert_eq!(exchange.tried[0].failure, Some(Failure::Resting));
    clock.advance(Duration::from_secs(2));
    ask(&chain, "hi", Duration::ZERO).await;
    assert_eq!(first.asked.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn what_is_personal_stays_here_and_comes_back() {
    let said = "I am Maria Silva, maria@example.org, call +1 555 010 0123";
    let remote = Scripted::new("remote", Does::Echoes);
    let exchange = ask(&chain(&[&remote], &clock()), said, Duration::ZERO).await;
    let left = remote.heard.lock()[0].messages[0].content.clone();
    for personal in ["Maria", "Silva", "example.org", "0123"] {
        assert!(!left.contains(personal), "{left}");
    }
    assert_eq!(exchange.hidden, 3);
    assert!(exchange.completion.expect("an answer").text.contains(said));
    assert_eq!(exchange.request.messages[0].content, said, "the records have it as it was");

    let local = Arc::new(Scripted {
        remote: false,
        ..Arc::into_inner(Scripted::new("local", Does::Echoes)).expect("one")
    });
    ask(&chain(&[&local], &clock()), said, Duration::ZERO).await;
    assert_eq!(local.heard.lock()[0].messages[0].content, said, "nothing leaves, nothing is hidden");
}

#[tokio::test(start_paused = true)]
async fn what_left_is_recorded_as_it_left_whoever_answered() {
    let said = "I am Maria Silva";
    let refused = || Does::Fails(Failure::Unreachable { detail: "refused".into() });
    let limited = || Does::Fails(Failure::Limited { retry_after: None });
    let own = |does| {
        let own = Arc::into_inner(Scripted::new("local", does)).expect("one");
        Arc::new(Scripted { remote: false, ..own })
    };
    let left = Some("I am [name-1]".to_owned());
    let cases = [
        ([Scripted::new("a", Does::Says("{}")), own(Does::Says("{}"))], vec![true], vec![left.clone()]),
        // It read the question, and did not answer it.
        ([Scripted::new("a", limited()), own(Does::Says("{}"))], vec![true, false], vec![left.clone()]),
        ([Scripted::new("a", Does::Stalls), own(Does::Stalls)], vec![true, false], vec![left.clone()]),
        ([Scripted::new("a", refused()), own(Does::Says("{}"))], vec![false, false], vec![]),
        ([own(refused()), Scripted::new("a", Does::Says("{}"))], vec![false, true], vec![left]),
        ([own(Does::Says("{}")), Scripted::new("a", Does::Says("{}"))], vec![false], vec![]),
    ];
    for (n, ([first, second], sent, text)) in cases.into_iter().enumerate() {
        let exchange = ask(&chain(&[&first, &second], &clock()), said, Duration::ZERO).await;
        let tried: Vec<bool> = exchange.tried.iter().map(|tried| tried.sent).collect();
        assert_eq!((tried, exchange.sent.clone()), (sent, text), "{n}");
        assert_eq!(exchange.hidden, exchange.sent.len(), "{n}");
        let heard = [&first, &second].into_iter().filter(|model| model.remote);
        for request in heard.flat_map(|model| model.heard.lock().clone()) {
            assert_eq!(request.messages[0].content, "I am [name-1]", "{n}");
        }
    }
    // What needed no hiding is not kept twice.
    let remote = Scripted::new("remote", Does::Says("{}"));
    let exchange = ask(&chain(&[&remote], &clock()), "Do you have socks?", Duration::ZERO).await;
    assert_eq!((exchange.sent, exchange.hidden), (vec![None], 0));
}

#[tokio::test(start_paused = true)]
async fn all_questions_of_an_answer_share_its_time() {
    let first = Scripted::new("first", Does::Stalls);
    let chain = chain(&[&first], &clock());
    let began = Instant::now();
    let exchange = ask(&chain, "hi", Duration::from_secs(8)).await;
    assert!(began.elapsed() <= Duration::from_millis(1005));
    assert_eq!(exchange.tried[0].failure, Some(Failure::TooLate));
    let exchange = ask(&chain, "hi", Duration::from_secs(10)).await;
    assert_eq!((exchange.completion, first.asked.load(Ordering::SeqCst)), (None, 1));
}

#[tokio::test(start_paused = true)]
async fn what_may_not_be_spent_is_not_asked_also_where_two_ask_at_once() {
    let (dear, free) = (Scripted::new("dear", Does::Stalls), Scripted::new("free", Does::Says("{}")));
    let links =
        vec![link(&dear), Link::new(Provider::Local, Arc::clone(&free) as Arc<dyn LanguageModel>, None)];
    let chain = Chain::new(links, clock(), Duration::from_secs(9), UnderWay::default());
    let most = chain.links[0].most_cost(dear.as_ref(), &asking("hi").request);
    assert!(most > 10, "the answer's tokens alone");
    let purse = Purse { day: Some(most + 1), conversation: None };
    let (hi, ho, ending) = (asking("hi"), asking("hi"), Ending::default());
    let (one, other) = tokio::join!(
        chain.ask(&hi, Duration::ZERO, purse, &ending),
        chain.ask(&ho, Duration::ZERO, purse, &ending)
    );
    assert_eq!(dear.asked.load(Ordering::SeqCst), 1);
    let capped = |exchange: &Exchange| matches!(exchange.tried[0].failure, Some(Failure::CapReached { .. }));
    assert!(capped(&one) != capped(&other));
    assert!(one.completion.is_some() && other.completion.is_some());
    let purse = Purse { day: None, conversation: Some(most - 1) };
    assert!(capped(&chain.ask(&hi, Duration::ZERO, purse, &ending).await));
}

#[tokio::test(start_paused = true)]
async fn when_the_program_ends_nobody_is_waited_for_or_asked() {
    let (first, second) = (Scripted::new("first", Does::Stalls), Scripted::new("second", Does::Says("{}")));
    let chain = chain(&[&first, &second], &clock());
    let (question, ending) = (asking("hi"), Ending::default());
    let asked = chain.ask(&question, Duration::ZERO, Purse::default(), &ending);
    let (began, ends) = (Instant::now(), async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        ending.begin();
    });
    let (exchange, ()) = tokio::join!(asked, ends);
    assert!(began.elapsed() < Duration::from_millis(200), "{:?}", began.elapsed());
    assert_eq!((exchange.completion, second.asked.load(Ordering::SeqCst)), (None, 0));
    assert!(exchange.tried[0].cost_micros > 0, "what was asked is paid for");
    assert_eq!(*chain.under_way.lock(), 0);
    let exchange = chain.ask(&question, Duration::ZERO, Purse::default(), &ending).await;
    assert!(exchange.tried.is_empty() && first.asked.load(Ordering::SeqCst) == 1, "{exchange:?}");
    // It is nothing that the link could be blamed for.
    *first.does.lock() = Does::Says("{}");
    for _ in 0..4 {
        assert_eq!(ask(&chain, "hi", Duration::ZERO).await.completion.expect("an answer").model, "first-1");
    }
}

#[tokio::test(start_paused = true)]
async fn a_model_that_was_not_there_is_asked_as_soon_as_it_is() {
    let (came, second) =
        (Scripted::new("first", Does::Says("{}")), Scripted::new("second", Does::Says("{}")));
    let there = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let (model, is_there) = (Arc::clone(&came), Arc::clone(&there));
    let seek = move || {
        Some(if is_there.load(Ordering::SeqCst) {
            Ok(Arc::clone(&model) as Arc<dyn LanguageModel>)
        } else {
            Err(Failure::NotSetUp { detail: "There is no such file.".into() })
        })
    };
    let links = vec![Link::sought(Provider::Local, "first-1", Box::new(seek), None), link(&second)];
    let chain = Chain::new(links, clock(), Duration::from_secs(9), UnderWay::default());
    for _ in 0..5 {
        let exchange = ask(&chain, "hi", Duration::ZERO).await;
        let first = &exchange.tried[0];
        assert_eq!((first.link.as_str(), first.model.as_str()), ("local", "first-1"));
        assert!(matches!(first.failure, Some(Failure::NotSetUp { .. })), "{first:?}");
    }
    assert!(chain.links[0].last_failure().is_some());
    assert_eq!(chain.context_tokens(), 8_000, "what is not there narrows nothing");
    there.store(true, Ordering::SeqCst);
    assert_eq!(ask(&chain, "hi", Duration::ZERO).await.completion.expect("an answer").model, "first-1");
    assert_eq!(chain.links[0].last_failure(), None);
}

#[tokio::test(start_paused = true)]
async fn what_is_under_way_counts_across_a_change_of_the_settings() {
    let dear = Scripted::new("dear", Does::Stalls);
    let under_way = UnderWay::default();
    let new = |under_way: &UnderWay| {
        Chain::new(vec![link(&dear)], clock(), Duration::from_secs(9), Arc::clone(under_way))
    };
    let (before, after) = (new(&under_way), new(&under_way));
    let most = before.links[0].most_cost(dear.as_ref(), &asking("hi").request);
    let purse = Purse { day: Some(most + 1), conversation: None };
    let (question, ending) = (asking("hi"), Ending::default());
    let (_, refused) = tokio::join!(
        before.ask(&question, Duration::ZERO, purse, &ending),
        after.ask(&question, Duration::ZERO, purse, &ending)
    );
    assert!(matches!(refused.tried[0].failure, Some(Failure::CapReached { .. })), "{refused:?}");
    assert_eq!(dear.asked.load(Ordering::SeqCst), 1);
}
