//! Whole conversations word by word, so that a change of what is said is seen.

use std::time::Duration;

use super::testing::FakeKnowledge;
use super::{BuiltinPlanner, DialogueState, drive};

/// What is said when a customer with these orders (all where there are none named) writes these messages.
fn talk(orders: &[&str], messages: &[&str]) -> String {
    let knowledge =
        if orders.is_empty() { FakeKnowledge::default() } else { FakeKnowledge::with_orders(orders) };
    let mut dialogue = DialogueState::default();
    let mut said = Vec::new();
    for message in messages {
        let mut input = knowledge.input(&[message]);
        input.dialogue = dialogue;
        let run = drive(input, &knowledge, &BuiltinPlanner, &mut || Duration::ZERO).expect("a run");
        let reply = run.proposal.text().unwrap_or("(nothing)");
        let handed = run
            .proposal
            .handoff_reason()
            .map_or(String::new(), |reason| format!("\n(to a person: {})", reason.as_str()));
        said.push(format!("> {message}\n{reply}{handed}"));
        dialogue = run.dialogue;
    }
    said.join("\n")
}

#[test]
fn about_orders() {
    insta::assert_snapshot!(talk(&["1042"], &["Hi, where is my order?", "and the tracking number?"]), @r"
        > Hi, where is my order?
        Hi Maria! Good news: your order 1042 (Amalfi Linen Shirt and Sagres Wrap Dress) is on its way with DHL. It's expected on Friday 13 March. Tracking number: JD014600006281230
        https://track.example/JD014600006281230
        > and the tracking number?
        Good news: your order 1042 (Amalfi Linen Shirt and Sagres Wrap Dress) is on its way with DHL. It's expected on Friday 13 March. Tracking number: JD014600006281230
        https://track.example/JD014600006281230
    ");
    insta::assert_snapshot!(talk(&[], &["wheres my stuff", "both"]), @r"
        > wheres my stuff
        I can see more than one open order of yours. Which order do you mean: 1043 (placed on Monday 9 March) or 1042 (placed on Friday 6 March)?
        > both
        We have your order 1043 (Douro Leather Belt), placed on Monday 9 March. It hasn't shipped yet.

        Good news: your order 1042 (Amalfi Linen Shirt and Sagres Wrap Dress) is on its way with DHL. It's expected on Friday 13 March. Tracking number: JD014600006281230
        https://track.example/JD014600006281230
    ");
    insta::assert_snapshot!(talk(&["1042"], &["order 1043 pls"]), @r"
        > order 1043 pls
        There's no order 1043 under the number you're writing from. Could you check it again? It may also belong to another phone.
    ");
    insta::assert_snapshot!(talk(&["1021"], &["I cancelled my order 1021. When do I get my money back?"]), @r"
        > I cancelled my order 1021. When do I get my money back?
        €45.00 has been refunded for your order 1021. How long it takes to show depends on your bank.
    ");
    insta::assert_snapshot!(talk(&["1042"], &["Hi, I moved house. Can you change the delivery address of order 1042?"]), @r"
        > Hi, I moved house. Can you change the delivery address of order 1042?
        Hi Maria! Let me get someone from our team for that. They'll answer you here as soon as they can; we're open until 18:30 today.
        (to a person: needs_owner)
    ");
    insta::assert_snapshot!(talk(&["1030"], &["my order says delivered but nothing is here"]), @r"
        > my order says delivered but nothing is here
        Your order 1030 (Sintra Jeans) was delivered on Wednesday 18 February. If it isn't with you, tell me and I'll get someone to look into it.
    ");
}

#[test]
fn about_products() {
    insta::assert_snapshot!(talk(&["1042"], &["show me dresses", "in blue?", "the second one", "and in L?", "is it see through", "i'll take it"]), @r"
        > show me dresses
        How about one of these?
        1. Sagres Wrap Dress – €79.90, in burgundy and black, sizes S and M
        2. Tavira Linen Dress – €89.00, in sand and olive, sizes S, M and L
        3. Lagos Summer Dress – €45.00, in navy, sizes XS, S and M
        Would you like to know more about one of them?
        > in blue?
        Yes, we have the Lagos Summer Dress in navy for €45.00. Sizes in stock: XS, S and M.
        > the second one
        The Tavira Linen Dress costs €89.00. We have it in sand and olive, in sizes S, M and L.
        > and in L?
        Yes, we have the Tavira Linen Dress in size L for €89.00. Only 2 left. Colour in stock in that size: olive.
        > is it see through
        The Tavira Linen Dress – material: 55% linen, 45% cotton.

        For the rest, let me get someone from our team. They'll answer you here as soon as they can; we're open until 18:30 today.
        (to a person: needs_owner)
        > i'll take it
        Lovely choice! The Tavira Linen Dress is €89.00.

        Someone from our team will take it from here. They'll answer you here as soon as they can; we're open until 18:30 today.
        (to a person: needs_owner)
    ");
    insta::assert_snapshot!(talk(&["1042"], &["do you have linen shirts", "in white?", "size M?", "do u ship to france and how much"]), @r"
        > do you have linen shirts
        The Amalfi Linen Shirt costs €49.90 to €54.90. We have it in white and navy, in sizes S, M, L and XL.
        > in white?
        Yes, we have the Amalfi Linen Shirt in white for €49.90. Sizes in stock: S and L.
        > size M?
        Yes, we have the Amalfi Linen Shirt in size M for €49.90. It's the last one! Colour in stock in that size: navy.
        > do u ship to france and how much
        Yes, we ship to France: €8.90, 3–6 working days, free from €120.00.
    ");
    insta::assert_snapshot!(talk(&["1042"], &["jeans under 80", "what about size 40"]), @r"
        > jeans under 80
        The Sintra Jeans cost €69.00. We have them in indigo, in sizes 36 and 38.
        > what about size 40
        Sorry, the Sintra Jeans are sold out in size 40. We have them in indigo, in sizes 36 and 38.
    ");
    insta::assert_snapshot!(talk(&["1042"], &["do you have the estrela wool coat"]), @r"
        > do you have the estrela wool coat
        Sorry, the Estrela Wool Coat is sold out at the moment. The price is €189.00.
    ");
    insta::assert_snapshot!(talk(&["1042"], &["how do i wash it", "the tavira dress"]), @r"
        > how do i wash it
        Which piece do you mean? Tell me its name, and I'll look it up.
        > the tavira dress
        The Tavira Linen Dress costs €89.00. We have it in sand and olive, in sizes S, M and L.
    ");
}

#[test]
fn about_the_shop_and_people() {
    insta::assert_snapshot!(talk(&["1042"], &["How long do I have to return something?"]), @r"
        > How long do I have to return something?
        You can return items within 30 days of delivery. Returns are free. Refunds take 5–7 working days once the parcel is back with us. Exchanges are possible too. Items must be unworn, with their tags.
    ");
    insta::assert_snapshot!(talk(&["1042"], &["are you open on sunday", "whats your address"]), @r"
        > are you open on sunday
        Sorry, we're closed on Sunday.
        > whats your address
        We're at Rua das Flores 12, Lisbon. We're open now, until 18:30 today.
    ");
    insta::assert_snapshot!(talk(&["1042"], &["do you ship to the US?"]), @r"
        > do you ship to the US?
        Sorry, we don't ship to the United States. We ship to Portugal and the EU.
    ");
    insta::assert_snapshot!(talk(&["1042"], &["the zip is broken, this is ridiculous"]), @r"
        > the zip is broken, this is ridiculous
        That shouldn't happen, and I'm sorry. Our team has your message now. They'll answer you here as soon as they can; we're open until 18:30 today.
        (to a person: complaint)
    ");
    insta::assert_snapshot!(talk(&["1042"], &["who are you", "can i talk to a human"]), @r"
        > who are you
        I'm the shop's assistant, a computer program. If you'd rather write with a person, just say so.
        > can i talk to a human
        No problem, I'm getting one of my human colleagues. They'll answer you here as soon as they can; we're open until 18:30 today.
        (to a person: asks_for_human)
    ");
    insta::assert_snapshot!(talk(&["1042"], &["write me a poem", "lol", "no thanks"]), @r"
        > write me a poem
        Sorry, that's outside what I can help with. I'm here for our products, orders, shipping and returns.
        > lol
        (nothing)
        > no thanks
        Any time! Just write if you need anything else.
    ");
}
