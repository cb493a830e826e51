//! Files that customers send, honest and otherwise.

use std::sync::atomic::Ordering;
use std::time::Duration;

use haberdash_server::channels::twilio::client::TwilioClient;
use haberdash_server::channels::twilio::config::TwilioConnection;
use haberdash_server::channels::twilio::media::{self, FetchedMedia, LARGEST_FILE, MediaError};
use haberdash_tests::twilio::{Fault, Inbound, Media, Scope, Serving, TwilioSimulator};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\
    \0\0\0\0IEND\xae\x42\x60\x82";

fn client(twilio: &TwilioSimulator) -> TwilioClient {
    let connection = TwilioConnection::new(Some(twilio.config()));
    TwilioClient::with_timeout(connection, Duration::from_secs(30)).expect("a client")
}

async fn fetch(twilio: &TwilioSimulator, file: Media) -> Result<FetchedMedia, MediaError> {
    let declared = file.declared_type.clone();
    let message = twilio.hold(Inbound::new("whatsapp:+15550100001", "look").with_media(file));
    let client = client(twilio);
    let listed = client.list_media(&message.sid).await.expect("a list");
    assert_eq!(listed.len(), 1);
    media::fetch(&client, &listed[0].0, Some(&declared)).await
}

#[tokio::test]
async fn a_picture_is_fetched_with_credentials() {
    let twilio = TwilioSimulator::start().await;
    let fetched = fetch(&twilio, Media::new("image/png", PNG)).await.expect("a picture");
    assert_eq!((fetched.media_type, fetched.bytes.as_slice()), ("image/png", PNG));
}

#[tokio::test]
async fn another_host_never_sees_the_credentials() {
    let twilio = TwilioSimulator::start().await;
    let file = Media::new("image/png", PNG).served(Serving::FromElsewhere);
    fetch(&twilio, file).await.expect("a picture");
    let elsewhere: Vec<_> =
        twilio.requests().into_iter().filter(|request| request.path.starts_with("/elsewhere/")).collect();
    assert_eq!(elsewhere.len(), 1);
    assert_eq!(elsewhere[0].user, None);

    let elsewhere =
        format!("http://localhost:{}/elsewhere/ME1", twilio.base_url().rsplit_once(':').expect("a port").1);
    let refused = media::fetch(&client(&twilio), &elsewhere, None).await;
    assert!(matches!(refused, Err(MediaError::Refused(_))), "a webhook may not send us anywhere");
    assert_eq!(twilio.requests().iter().filter(|request| request.path.starts_with("/elsewhere/")).count(), 1);
}

#[tokio::test]
async fn liars_are_refused() {
    let twilio = TwilioSimulator::start().await;
    for (declared, bytes) in [
        ("image/jpeg", &b"<!DOCTYPE html><script>alert(1)</script>"[..]),
        ("image/png", b"MZ\x90\0 a program"),
        ("application/pdf", PNG),
    ] {
        let result = fetch(&twilio, Media::new(declared, bytes)).await;
        assert!(matches!(result, Err(MediaError::Refused(_))), "{declared}: {result:?}");
    }
}

#[tokio::test]
async fn an_endless_file_is_left_after_the_limit() {
    let twilio = TwilioSimulator::start().await;
    let file = Media::new("image/png", vec![0; 64 * 1024]).served(Serving::Endlessly);
    let served = file.served.clone();
    let result = fetch(&twilio, file).await;
    assert!(matches!(result, Err(MediaError::Refused(text)) if text.contains("16 MB")));
    // What the network buffers on the way comes on top.
    assert!(served.load(Ordering::SeqCst) < 2 * LARGEST_FILE);
}

#[tokio::test]
async fn a_declared_length_beyond_the_limit_is_not_read() {
    let twilio = TwilioSimulator::start().await;
    let result = fetch(&twilio, Media::new("image/png", vec![0; LARGEST_FILE + 1])).await;
    assert!(matches!(result, Err(MediaError::Refused(text)) if text.contains("16 MB")));
}

#[tokio::test]
async fn a_bad_day_is_no_refusal() {
    let twilio = TwilioSimulator::start().await;
    let message =
        twilio.hold(Inbound::new("whatsapp:+15550100001", "").with_media(Media::new("image/png", PNG)));
    let client = client(&twilio);
    let url = client.list_media(&message.sid).await.expect("a list").remove(0).0;
    for fault in [
        Fault::Unauthorized,
        Fault::RateLimited { retry_after: None },
        Fault::Html { status: 503 },
        Fault::CloseBeforeProcessing,
    ] {
        twilio.fail_next(Scope::Read, fault.clone(), 1);
        let result = media::fetch(&client, &url, Some("image/png")).await;
        assert!(matches!(result, Err(MediaError::Later(_))), "{fault:?}: {result:?}");
    }
    media::fetch(&client, &url, Some("image/png")).await.expect("the next try succeeds");
}
