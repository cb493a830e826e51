//! The live test of the settings screen.

use haberdash_server::channels::twilio::check::{Check, CheckName, check};
use haberdash_server::channels::twilio::client::TwilioClient;
use haberdash_server::channels::twilio::config::{TwilioConfig, TwilioConnection};
use haberdash_server::channels::twilio::inbound::Address;
use haberdash_server::secrets::Secret;
use haberdash_tests::twilio::{Fault, Options, Scope, TwilioSimulator};

async fn checks(config: Option<TwilioConfig>) -> Vec<Check> {
    check(&TwilioClient::new(TwilioConnection::new(config)).expect("a client")).await
}

fn verdicts(checks: &[Check]) -> Vec<(CheckName, bool)> {
    for check in checks {
        assert_eq!(check.ok, check.next_action.is_none(), "what is wrong has a next action: {check:?}");
        assert!(check.detail.ends_with('.'), "{}", check.detail);
    }
    checks.iter().map(|check| (check.name, check.ok)).collect()
}

#[tokio::test]
async fn a_whole_connection_passes() {
    let twilio = TwilioSimulator::start().await;
    let config = TwilioConfig { public_url: Some("https://shop.example".into()), ..twilio.config() };
    let checks = checks(Some(config)).await;
    assert_eq!(
        verdicts(&checks),
        [(CheckName::Account, true), (CheckName::Sender, true), (CheckName::Webhook, true)]
    );
    assert!(checks[2].detail.contains("https://shop.example/webhooks/twilio/messages"));
    assert_eq!(twilio.sent().len(), 0);
}

#[tokio::test]
async fn each_thing_that_is_wrong_is_told_apart() {
    let twilio = TwilioSimulator::start().await;
    let whole = twilio.config();
    assert_eq!(verdicts(&checks(None).await), [(CheckName::Account, false)]);

    let wrong = TwilioConfig { auth_token: Some(Secret::new("wrong")), ..whole.clone() };
    let told = checks(Some(wrong)).await;
    assert_eq!(verdicts(&told), [(CheckName::Account, false), (CheckName::Webhook, true)]);
    assert!(told[0].detail.contains("refused the credentials"), "{}", told[0].detail);

    let mut key = whole.clone();
    key.api_key = Some((twilio.options().api_key.0.clone(), Secret::new("wrong")));
    assert_eq!(verdicts(&checks(Some(key)).await)[0], (CheckName::Account, false));

    let stranger = TwilioConfig { sender: Address::parse("+15550107777"), ..whole.clone() };
    assert_eq!(verdicts(&checks(Some(stranger)).await)[1], (CheckName::Sender, false));

    let deaf = TwilioConfig { polling: false, ..whole.clone() };
    assert_eq!(verdicts(&checks(Some(deaf)).await)[2], (CheckName::Webhook, false));

    let open = TwilioConfig { public_url: Some("http://shop.example".into()), ..whole.clone() };
    assert_eq!(verdicts(&checks(Some(open)).await)[2], (CheckName::Webhook, false));

    twilio.fail_next(Scope::Read, Fault::CloseBeforeProcessing, 1);
    let unreachable = checks(Some(whole.clone())).await;
    assert!(unreachable[0].detail.contains("could not be reached"), "{}", unreachable[0].detail);

    twilio.set_account_status("suspended");
    let suspended = checks(Some(whole)).await;
    assert!(suspended[0].detail.contains("suspended"), "{}", suspended[0].detail);
}

#[tokio::test]
async fn a_number_of_the_account_is_recognised() {
    let options = Options { sender: "+15550109999".into(), ..Options::default() };
    let twilio = TwilioSimulator::start_with(options).await;
    assert_eq!(verdicts(&checks(Some(twilio.config())).await)[1], (CheckName::Sender, true));
}
