//! The mail connection against a server of our own: what each answer comes to.

use haberdash_core::mail::{Mail, MailOutcome, MailProblem};
use haberdash_core::settings::{EmailSettings, Encryption};
use haberdash_server::channels::email::EmailAccount;
use haberdash_server::secrets::Secret;
use haberdash_tests::smtp::{Options, Privacy, SmtpSimulator, Trouble};

const PASSWORD: &str = "a very secret password";

fn account(server: &SmtpSimulator, encryption: Encryption) -> EmailAccount {
    let settings = EmailSettings {
        server: "127.0.0.1".into(),
        port: server.port(),
        encryption,
        user: "shop".into(),
        sender_name: "Linden & Lark".into(),
        sender_address: "shop@example.com".into(),
    };
    EmailAccount::new(settings, Some(Secret::new(PASSWORD)))
}

fn mail() -> Mail {
    Mail {
        to: "ada@example.com".into(),
        subject: "Your code".into(),
        text: "123456 is your code.\n.\nA line of a dot alone ends nothing.".into(),
    }
}

fn problem(outcome: &MailOutcome) -> Option<MailProblem> {
    match outcome {
        MailOutcome::NotSent { problem, .. } => Some(*problem),
        MailOutcome::Sent | MailOutcome::Unknown => None,
    }
}

#[tokio::test]
async fn a_mail_is_sent_by_each_way_to_log_in_and_a_check_sends_none() {
    for mechanisms in [&["PLAIN"][..], &["LOGIN"], &["LOGIN", "PLAIN"]] {
        let server = SmtpSimulator::start_with(Options { mechanisms, ..Options::default() }).await;
        let account = account(&server, Encryption::None);
        assert_eq!(account.check().await, MailOutcome::Sent);
        assert_eq!((server.mails().len(), server.log_ins()), (0, 1));
        assert_eq!(account.send(&mail()).await, MailOutcome::Sent);
        let received = server.mail(1).await;
        assert_eq!(
            (received.from.as_str(), &received.to[..]),
            ("shop@example.com", &["ada@example.com".to_owned()][..])
        );
        assert_eq!(received.code().as_deref(), Some("123456"), "{}", received.text);
        assert!(received.text.contains("\r\n.\r\nA line of a dot"), "{}", received.text);
        assert_eq!(server.log_ins(), 2);
    }
    let open = SmtpSimulator::start_with(Options { user: None, ..Options::default() }).await;
    let mut account = account(&open, Encryption::None);
    (account.settings.user, account.password) = (String::new(), None);
    assert_eq!(account.send(&mail()).await, MailOutcome::Sent);
}

#[tokio::test]
async fn each_refusal_is_told_apart() {
    for (trouble, checked, sent) in [
        (Trouble::Busy, Some(MailProblem::Busy), Some(MailProblem::Busy)),
        (Trouble::RefusesPasswords, Some(MailProblem::Password), Some(MailProblem::Password)),
        (Trouble::RefusesSender, Some(MailProblem::SenderRefused), Some(MailProblem::SenderRefused)),
        (Trouble::RefusesRecipient, None, Some(MailProblem::RecipientRefused)),
        (Trouble::RefusesMail, None, Some(MailProblem::Refused)),
    ] {
        let server = SmtpSimulator::start().await;
        server.set_trouble(trouble);
        let account = account(&server, Encryption::None);
        assert_eq!(problem(&account.check().await), checked, "{trouble:?}");
        assert_eq!(problem(&account.send(&mail()).await), sent, "{trouble:?}");
        assert_eq!(server.mails(), [], "{trouble:?}");
    }
    let server = SmtpSimulator::start().await;
    server.set_trouble(Trouble::RefusesPasswords);
    let MailOutcome::NotSent { answer, .. } = account(&server, Encryption::None).check().await else {
        panic!("refused")
    };
    assert_eq!(answer.as_deref(), Some("5.7.8 user or password wrong"));
    let mut wrong = account(&server, Encryption::None);
    server.set_trouble(Trouble::None);
    wrong.password = Some(Secret::new("another"));
    assert_eq!(problem(&wrong.check().await), Some(MailProblem::Password));
    let none = SmtpSimulator::start_with(Options { mechanisms: &["CRAM-MD5"], ..Options::default() }).await;
    assert_eq!(problem(&account(&none, Encryption::None).check().await), Some(MailProblem::Password));
}

#[tokio::test]
async fn a_connection_that_breaks_after_the_mail_leaves_it_open_whether_it_came() {
    let server = SmtpSimulator::start().await;
    server.set_trouble(Trouble::CutsAfterMail);
    assert_eq!(account(&server, Encryption::None).send(&mail()).await, MailOutcome::Unknown);
    assert_eq!(server.mails().len(), 1, "and it came");
}

#[tokio::test]
async fn a_server_that_says_nothing_is_not_waited_for_for_ever() {
    let server = SmtpSimulator::start().await;
    server.set_trouble(Trouble::StallsAtRecipient);
    let mut account = account(&server, Encryption::None);
    account.patience = std::time::Duration::from_millis(500);
    assert_eq!(problem(&account.send(&mail()).await), Some(MailProblem::TimedOut));
    assert!(server.commands().iter().any(|line| line.starts_with("RCPT")));
    assert_eq!(server.mails(), []);
}

#[tokio::test]
async fn nobody_there_and_nobody_to_trust() {
    let server = SmtpSimulator::start().await;
    let mut nobody = account(&server, Encryption::None);
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    nobody.settings.port = free.local_addr().expect("address").port();
    drop(free);
    assert_eq!(problem(&nobody.check().await), Some(MailProblem::Unreachable));
    for (privacy, encryption) in [(Privacy::Tls, Encryption::Tls), (Privacy::Starttls, Encryption::Starttls)]
    {
        let server = SmtpSimulator::start_with(Options { privacy, ..Options::default() }).await;
        let account = account(&server, encryption);
        assert_eq!(problem(&account.check().await), Some(MailProblem::Certificate), "{privacy:?}");
        assert_eq!(problem(&account.send(&mail()).await), Some(MailProblem::Certificate), "{privacy:?}");
        assert_eq!(server.log_ins(), 0, "no password goes to whom nobody knows");
    }
    // Who offers no privacy gets no password, and a server that speaks in the clear proves nothing.
    assert_eq!(
        problem(&account(&server, Encryption::Starttls).check().await),
        Some(MailProblem::NoEncryption)
    );
    assert_eq!(problem(&account(&server, Encryption::Tls).check().await), Some(MailProblem::Certificate));
    assert_eq!(server.log_ins(), 0);
    let mut far = account(&server, Encryption::None);
    far.settings.server = "mail.example".into();
    assert_eq!(problem(&far.check().await), Some(MailProblem::NoEncryption), "not even asked for");
}
