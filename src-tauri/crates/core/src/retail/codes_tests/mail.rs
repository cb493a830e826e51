//! What becomes of the mail, and who is told.

use super::*;

#[test]
fn what_hinders_the_mail_is_told_to_both() {
    for (problem, tries) in [(MailProblem::Password, 1), (MailProblem::Unreachable, 3)] {
        for claim in [MINE, "my email is nobody@example.com"] {
            let shop = open(CodeFor::Facts);
            let stranger = shop.stranger(1);
            stranger.says(WISH);
            stranger.says(claim);
            for _ in 0..tries {
                let job = shop.fixture.claim_one(JobKind::SendCode);
                let attempt = shop.begin(&job);
                shop.finish(&job, &attempt, MailOutcome::NotSent { problem, answer: None });
                shop.fixture.advance(600 / 4);
            }
            shop.work();
            let id = stranger.id.get().expect("wrote");
            let told = shop.replies_after(id, None).pop().expect("told");
            assert!(told.starts_with("I could not send the e-mail with the code"), "{told}");
            assert_eq!(stranger.reason().as_deref(), Some("identity_unproved"), "{claim}");
            assert_eq!(shop.last_mail(), (MailState::Unsent, Some(problem)));
            assert!(shop.fixture.claim(JobKind::SendCode).is_empty());
            let summary: String = shop.fixture.read(|c| {
                Ok(c.query_row("SELECT summary FROM complaints ORDER BY id DESC LIMIT 1", [], |row| {
                    row.get(0)
                })?)
            });
            assert!(summary.contains(problem.in_words()), "{summary}");
        }
    }
}

#[test]
fn an_address_that_is_refused_is_told_to_the_owner_alone() {
    let shop = open(CodeFor::Facts);
    let stranger = shop.stranger(1);
    stranger.says(WISH);
    stranger.says(MINE);
    let job = shop.fixture.claim_one(JobKind::SendCode);
    let attempt = shop.begin(&job);
    let problem = MailProblem::RecipientRefused;
    shop.finish(&job, &attempt, MailOutcome::NotSent { problem, answer: None });
    shop.work();
    assert_eq!(shop.replies_after(stranger.id.get().expect("wrote"), None).len(), 2);
    assert!(stranger.is_with_owner(), "the owner sees it");
    // The customer is answered as everybody.
    assert!(stranger.says("123456").starts_with("That is not the code."));
    assert!(stranger.says("it did not arrive").contains("another code is on its way"));
}

/// Nobody knows whether the server has it: it is not sent again, and counts if it came.
#[test]
fn a_mail_whose_end_nobody_saw_is_not_sent_twice() {
    for killed in [true, false] {
        let shop = open(CodeFor::Facts);
        let stranger = shop.stranger(1);
        stranger.says(WISH);
        stranger.says(MINE);
        let job = shop.fixture.claim_one(JobKind::SendCode);
        let attempt = shop.begin(&job);
        let Attempt::Send { mail, .. } = &attempt else { panic!("{attempt:?}") };
        let code = digits(mail);
        if killed {
            let next = Lease::new("another process");
            let lease = next.clone();
            shop.fixture.write(move |tx| jobs::recover(tx, &lease)).expect("recover");
            let lease = next.clone();
            let again = shop
                .fixture
                .write(move |tx| jobs::claim(tx, &lease, &[(JobKind::SendCode, 8)]))
                .expect("claim");
            assert_eq!(again.len(), 1);
            let (lease, job) = (next, again[0].clone());
            let attempt = shop.fixture.write(move |tx| codes::begin(tx, &lease, &job)).expect("begin");
            assert_eq!(attempt, Attempt::Nothing);
        } else {
            shop.finish(&job, &attempt, MailOutcome::Unknown);
        }
        assert_eq!(shop.last_mail(), (MailState::Unknown, None));
        shop.fixture.advance(300);
        assert!(shop.fixture.claim(JobKind::SendCode).is_empty());
        assert!(stranger.says(&code).contains("Order W1 would be cancelled"));
    }
}

#[test]
fn without_an_account_it_is_not_pretended() {
    for code_for in [CodeFor::Facts, CodeFor::Changes] {
        let shop = open_with(code_for, false);
        let stranger = shop.stranger(1);
        stranger.says(WISH);
        let said = stranger.says(MINE);
        assert!(said.contains("I can't send e-mail at the moment."), "{said}");
        assert_eq!(stranger.reason().as_deref(), Some("identity_unproved"));
        assert!(shop.fixture.claim(JobKind::SendCode).is_empty());
        assert_eq!(shop.status("#W1"), OrderStatus::Placed);
    }
}
