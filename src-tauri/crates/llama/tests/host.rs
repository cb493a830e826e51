//! The model in its child process, by the real pipes and the real llama.cpp.

#![expect(clippy::unwrap_used, reason = "a test may")]

use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::time::Duration;

use haberdash_llama::Error;
use haberdash_llama::chat::{ChatEvent, ChatRequest, Finish, Message, Role};
use haberdash_llama::host::protocol::{Ask, Asked, PROTOCOL};
use haberdash_llama::host::{Host, HostCommand, HostSettings};
use haberdash_llama::model::ModelSpec;
use haberdash_llama::testing::{Model, Shape, question};
use serde_json::json;
use sysinfo::{Pid, ProcessesToUpdate, Signal, System};

const PROGRAM: &str = env!("CARGO_BIN_EXE_haberdash-model-host");
/// Nothing here takes so long on any machine; what hangs fails.
const HANGS: Duration = Duration::from_secs(120);

fn command() -> HostCommand {
    HostCommand { program: PROGRAM.into(), arguments: Vec::new(), environment: Vec::new() }
}

fn host() -> Host {
    Host::new(command(), HostSettings { first_pause: Duration::from_millis(1), ..HostSettings::default() })
}

fn endless() -> ChatRequest {
    ChatRequest { max_tokens: 100_000, ignore_end: true, ..question("tell me everything") }
}

/// Lets `work` end, or fails.
async fn within<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(HANGS, work).await.expect("it hangs")
}

fn kill(pid: u32) {
    signal(pid, Signal::Kill);
}

fn signal(pid: u32, signal: Signal) {
    let mut system = System::new().unwrap();
    let pid = Pid::from_u32(pid);
    system.refresh_processes(ProcessesToUpdate::Some(&[pid]), true);
    assert_eq!(system.process(pid).expect("it runs").kill_with(signal), Some(true));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_comes_in_pieces_and_as_a_whole() {
    let (model, host) = (Model::tiny(), host());
    let description = within(host.load(&model.spec())).await.unwrap();
    assert_eq!((description.name.as_deref(), description.threads), (Some("tiny-random"), 1));
    assert_eq!(within(host.status()).await.unwrap().model, Some(description));

    let mut stream = within(host.chat(&model.spec(), question("hello"))).await.unwrap();
    let mut shown = String::new();
    let mut events = Vec::new();
    let answer = loop {
        match within(stream.next()).await.unwrap().unwrap() {
            ChatEvent::Started { prompt_tokens, .. } => events.push(prompt_tokens),
            ChatEvent::Text { text } => shown += &text,
            ChatEvent::Finished { answer } => break answer,
        }
    };
    assert!(within(stream.next()).await.is_none());
    assert_eq!(shown, answer.text);
    assert_eq!(events, [answer.usage.prompt_tokens]);
    let counted = within(host.count_request(&model.spec(), &question("hello"))).await.unwrap();
    assert_eq!(counted, u64::from(answer.usage.prompt_tokens));
    assert_eq!(within(host.count_text(&model.spec(), "order")).await.unwrap(), 5);

    // Constrained, and the beginning is not read twice.
    let mut request = question("hello");
    request.schema = Some(json!({"enum": ["track_order", "return_item"]}));
    let answer = within(within(host.chat(&model.spec(), request)).await.unwrap().finish()).await.unwrap();
    assert!(["\"track_order\"", "\"return_item\""].contains(&answer.text.as_str()), "{}", answer.text);
    assert_eq!(answer.usage.evaluated_tokens, 1);
    within(host.stop()).await;
    assert_eq!(host.pid().await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_are_counted_while_the_model_answers_and_without_loading_it() {
    let (model, host) = (Model::tiny(), host());
    assert_eq!(within(host.count_text(&model.spec(), "order")).await.unwrap(), 5);
    assert_eq!(within(host.status()).await.unwrap().model, None, "nothing was loaded");
    let mut stream = within(host.chat(&model.spec(), endless())).await.unwrap();
    while !matches!(within(stream.next()).await.unwrap().unwrap(), ChatEvent::Text { .. }) {}
    assert_eq!(within(host.count_text(&model.spec(), "parcels")).await.unwrap(), 7);
    assert_eq!(within(host.status()).await.unwrap().open, 1, "the answer is still under way");
    stream.cancel();
    let answer = within(stream.finish()).await.unwrap();
    assert_eq!(answer.finish, Finish::Cancelled);
    let missing = ModelSpec::new("/nowhere/no.gguf");
    assert!(matches!(within(host.count_text(&missing, "order")).await, Err(Error::Missing { .. })));
    within(host.stop()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_child_that_is_killed_in_mid_token_costs_one_answer() {
    let (model, host) = (Model::tiny(), host());
    for _ in 0..3 {
        let mut stream = within(host.chat(&model.spec(), endless())).await.unwrap();
        while !matches!(within(stream.next()).await.unwrap().unwrap(), ChatEvent::Text { .. }) {}
        kill(host.pid().await.unwrap());
        let error = loop {
            match within(stream.next()).await.unwrap() {
                Ok(_) => {}
                Err(error) => break error,
            }
        };
        assert!(matches!(error, Error::HostDied { .. }) && error.may_be_retried(), "{error}");
        assert!(within(stream.next()).await.is_none());
        assert_eq!(host.watch().borrow().model, None);
    }
    let answer = within(within(host.chat(&model.spec(), question("hello"))).await.unwrap().finish()).await;
    assert_eq!(answer.unwrap().usage.reused_tokens, 0, "a new process has read nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_answer_says_what_it_got_and_makes_room_for_the_next() {
    let (model, host) = (Model::tiny(), host());
    let mut stream = within(host.chat(&model.spec(), endless())).await.unwrap();
    while !matches!(within(stream.next()).await.unwrap().unwrap(), ChatEvent::Text { .. }) {}
    stream.cancel();
    let answer = within(stream.finish()).await.unwrap();
    assert_eq!(answer.finish, Finish::Cancelled);
    assert!(answer.usage.generated_tokens > 0);

    // Dropped is cancelled too; the next one waits for the end of it only.
    let mut dropped = within(host.chat(&model.spec(), endless())).await.unwrap();
    while !matches!(within(dropped.next()).await.unwrap().unwrap(), ChatEvent::Text { .. }) {}
    drop(dropped);
    let next = within(host.chat(&model.spec(), question("hello"))).await.unwrap();
    assert_eq!(within(next.finish()).await.unwrap().usage.generated_tokens, 24);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_child_that_hangs_is_ended_when_its_answer_is_given_up() {
    let (model, host) = (Model::tiny(), host());
    let mut given_up = within(host.chat(&model.spec(), endless())).await.unwrap();
    while !matches!(within(given_up.next()).await.unwrap().unwrap(), ChatEvent::Text { .. }) {}
    let pid = host.pid().await.unwrap();
    signal(pid, Signal::Stop);
    drop(given_up);
    // It is asked already, and hears of the end.
    let error = match within(host.chat(&model.spec(), question("hello"))).await {
        Ok(stream) => within(stream.finish()).await.unwrap_err(),
        Err(error) => error,
    };
    assert!(matches!(error, Error::HostDied { .. }) && error.may_be_retried(), "{error}");
    let answer = within(within(host.chat(&model.spec(), question("hello"))).await.unwrap().finish()).await;
    assert_eq!(answer.unwrap().usage.generated_tokens, 24);
    assert_ne!(host.pid().await, Some(pid));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deadline_ends_an_answer_that_is_made_and_one_that_waits() {
    let (model, host) = (Model::tiny(), host());
    within(host.load(&model.spec())).await.unwrap();
    let mut made = within(host.chat(&model.spec(), endless())).await.unwrap();
    while !matches!(within(made.next()).await.unwrap().unwrap(), ChatEvent::Text { .. }) {}
    let waits = ChatRequest { deadline_ms: Some(1), ..question("hello") };
    let waits = within(host.chat(&model.spec(), waits)).await;
    let late = match waits {
        Ok(stream) => within(stream.finish()).await,
        Err(error) => Err(error),
    };
    assert_eq!(late.unwrap_err(), Error::Deadline);
    drop(made);
    let own = ChatRequest { deadline_ms: Some(300), max_tokens: 100_000, ..endless() };
    let answer = within(within(host.chat(&model.spec(), own)).await.unwrap().finish()).await.unwrap();
    // The context of this model may be full first.
    assert!(matches!(answer.finish, Finish::Deadline | Finish::Length), "{:?}", answer.finish);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_engine_refuses_arrives_as_it_was_said() {
    let (model, host) = (Model::tiny(), host());
    let none = ModelSpec::new(model.folder.path().join("none"));
    assert!(matches!(within(host.load(&none)).await.unwrap_err(), Error::Missing { .. }));
    let long = ChatRequest::new(vec![Message::new(Role::User, "order ".repeat(4000))], 5);
    let error = within(within(host.chat(&model.spec(), long)).await.unwrap().finish()).await.unwrap_err();
    assert!(matches!(error, Error::ContextOverflow { .. }), "{error}");
    let enormous = ChatRequest::new(vec![Message::new(Role::User, "x".repeat(20 << 20))], 5);
    let error = within(host.chat(&model.spec(), enormous)).await.err().unwrap();
    assert!(matches!(error, Error::Request { .. }), "{error}");
    assert_eq!(host.pid().await.map(|_| ()), Some(()), "the child outlives all of them");

    let absent = HostCommand { program: model.folder.path().join("absent"), ..command() };
    let error = within(Host::new(absent, HostSettings::default()).load(&model.spec())).await.unwrap_err();
    assert!(matches!(error, Error::HostUnavailable { .. }), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idle_model_is_unloaded_and_comes_back_when_asked() {
    let model = Model::tiny();
    let idle = HostSettings { idle_unload: Some(Duration::from_millis(20)), ..HostSettings::default() };
    let host = Host::new(command(), idle);
    let spec = ModelSpec { state_folder: Some(model.folder.path().join("state")), ..model.spec() };
    let mut status = host.watch();
    let first = within(within(host.chat(&spec, question("hello"))).await.unwrap().finish()).await.unwrap();
    within(status.wait_for(|status| status.model.is_none())).await.unwrap();
    let again = within(within(host.chat(&spec, question("hello"))).await.unwrap().finish()).await.unwrap();
    assert_eq!(again.text, first.text);
    assert!(again.usage.reused_tokens > 200, "what it read was kept: {:?}", again.usage);
}

#[tokio::test(flavor = "multi_thread")]
async fn memory_comes_back_when_a_model_is_unloaded() {
    // Of about 60 MB, all of which an answer reads.
    let model = Model::of(Shape { inner: 40_960, ..Shape::default() });
    let size = std::fs::metadata(&model.path).unwrap().len();
    let host = host();
    let mut short = question("hello");
    short.max_tokens = 2;
    let mut unloaded = Vec::new();
    for _ in 0..4 {
        within(within(host.chat(&model.spec(), short.clone())).await.unwrap().finish()).await.unwrap();
        let loaded = memory_of(&host).await;
        within(host.unload()).await.unwrap();
        let after = memory_of(&host).await;
        assert!(loaded > after + size / 2, "{loaded} falls to {after}");
        unloaded.push(after);
    }
    // What a load leaves behind is used again by the next: a leak would add it each time.
    assert!(unloaded[3] < unloaded[0] + size / 2, "{unloaded:?}");
}

async fn memory_of(host: &Host) -> u64 {
    let mut system = System::new().unwrap();
    let pid = Pid::from_u32(host.pid().await.unwrap());
    system.refresh_processes(ProcessesToUpdate::Some(&[pid]), true);
    system.process(pid).expect("it runs").memory()
}

/// Frames as the protocol has them, by hand.
fn frame(id: u64, ask: Ask) -> Vec<u8> {
    let body = serde_json::to_vec(&Asked { id, ask }).unwrap();
    let mut frame = u32::try_from(body.len()).unwrap().to_le_bytes().to_vec();
    frame.extend(body);
    frame
}

#[test]
fn the_child_ends_with_its_parent_in_the_middle_of_an_answer() {
    let model = Model::tiny();
    let mut child = Command::new(PROGRAM).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(&frame(1, Ask::Open { protocol: PROTOCOL, idle_ms: None })).unwrap();
    for id in 2..50 {
        let request = Box::new(endless());
        input.write_all(&frame(id, Ask::Chat { model: model.spec(), request })).unwrap();
    }
    let mut output = child.stdout.take().unwrap();
    output.read_exact(&mut [0; 1000]).unwrap();
    // What a kill of the parent does: the system closes its ends of the pipes.
    drop(input);
    drop(output);
    assert!(child.wait().unwrap().code().is_some(), "it ends by itself");
}

#[test]
fn a_stranger_s_words_end_the_child_with_a_reason() {
    let speak = |words: &[u8]| {
        let mut child = Command::new(PROGRAM)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(words).unwrap();
        let output = child.wait_with_output().unwrap();
        (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    assert!(!speak(b"GET / HTTP/1.1\r\n\r\n").0);
    assert!(!speak(&frame(1, Ask::Status)).0);
    let (_, said) = speak(&frame(1, Ask::Open { protocol: 999, idle_ms: None }));
    assert!(said.contains("999"), "{said}");
    assert!(speak(&frame(1, Ask::Open { protocol: PROTOCOL, idle_ms: None })).0);
}

/// Set in the process that is killed.
const PARENT: &str = "HABERDASH_TEST_PARENT";

#[test]
fn the_child_ends_when_its_parent_is_killed() {
    if let Some(path) = std::env::var_os(PARENT) {
        return be_the_parent(&path);
    }
    let model = Model::tiny();
    let mut parent = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "the_child_ends_when_its_parent_is_killed", "--nocapture"])
        .env(PARENT, &model.path)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut errors = parent.stderr.take().unwrap();
    let mut said = [0; 6];
    errors.read_exact(&mut said).unwrap();
    assert_eq!(&said, b"ready\n");
    // On Unix by a signal that it cannot catch.
    parent.kill().unwrap();
    parent.wait().unwrap();
    // Both write there: it ends when both have ended.
    errors.read_to_end(&mut Vec::new()).unwrap();
}

fn be_the_parent(path: &std::ffi::OsStr) {
    let mut child = Command::new(PROGRAM).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(&frame(1, Ask::Open { protocol: PROTOCOL, idle_ms: None })).unwrap();
    let model = ModelSpec { threads: Some(1), ..ModelSpec::new(path) };
    for id in 2..50 {
        let request = Box::new(endless());
        input.write_all(&frame(id, Ask::Chat { model: model.clone(), request })).unwrap();
    }
    child.stdout.take().unwrap().read_exact(&mut [0; 2000]).unwrap();
    eprintln!("ready");
    // Until it is killed: nobody closes this.
    std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
    drop(input);
    child.wait().unwrap();
}
