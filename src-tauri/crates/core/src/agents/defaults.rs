//! The program's own agents.

use super::{AgentKey, Autonomy, Definition, Tone, Tool};
use crate::agent::Intent;

const SALES: &[Intent] = &[
    Intent::ProductSearch,
    Intent::ProductQuestion,
    Intent::PriceQuestion,
    Intent::PlaceOrder,
    Intent::PromoCode,
];
const SUPPORT: &[Intent] = &[
    Intent::TrackOrder,
    Intent::CancelOrder,
    Intent::ChangeOrder,
    Intent::ChangeShippingAddress,
    Intent::ReturnItem,
    Intent::ExchangeItem,
    Intent::RefundStatus,
    Intent::PaymentIssue,
    Intent::Invoice,
    Intent::ShippingPolicy,
    Intent::ReturnPolicy,
    Intent::Complaint,
    Intent::AccountHelp,
];

/// An agent as the program has it.
pub fn own(key: AgentKey) -> Definition {
    let plain = Definition {
        name: String::new(),
        description: String::new(),
        intents: Vec::new(),
        prompt: String::new(),
        tools: vec![Tool::FindProducts, Tool::LookUpOrders, Tool::OpenAccount, Tool::MakeChanges],
        autonomy: Autonomy::Limits,
        tone: Tone::Warm,
        enabled: true,
    };
    match key {
        AgentKey::Sales => Definition {
            name: "Sales".into(),
            description: "Finds products, answers what they cost and whether they are in stock, and puts aside what is to be bought.".into(),
            intents: SALES.to_vec(),
            prompt: "You help customers find something in this shop. Offer what is in stock first, two or three things at \
                     most, with size, colour and price. Never press. Say plainly when the shop has nothing like it."
                .into(),
            ..plain
        },
        AgentKey::Support => Definition {
            name: "Support".into(),
            description: "Tells where orders are, explains shipping and returns, and has orders changed, returned and exchanged.".into(),
            intents: SUPPORT.to_vec(),
            prompt: "You help customers with orders they have placed. State exactly what would happen and what it costs, and \
                     wait for a yes. When a rule stands in the way, name it kindly and say what is possible instead."
                .into(),
            ..plain
        },
        AgentKey::VisualSearch => Definition {
            name: "Visual Search".into(),
            description: "Takes pictures: looks for what is like them in the shop.".into(),
            prompt: "A customer sent a picture. Offer what in stock is most like it, and say that it is like it, not the same."
                .into(),
            // A stranger who sends a picture may be asked who they are first.
            tools: vec![Tool::FindProducts, Tool::OpenAccount],
            ..plain
        },
        AgentKey::MarketIntelligence => Definition {
            name: "Market Intelligence".into(),
            description: "Answers who saw it cheaper elsewhere: compares with other shops on the web, and has a price matched as you \
                          allow it. It needs the key of a search provider."
                .into(),
            prompt: "Compare prices only with offers that you can cite. Never promise to match a price: propose it to the owner."
                .into(),
            tools: vec![Tool::FindProducts, Tool::SearchWeb, Tool::MatchPrices],
            tone: Tone::Neutral,
            enabled: false,
            ..plain
        },
        AgentKey::Conversation => Definition {
            name: "Conversation".into(),
            description: "Greets, tells opening hours and the address, and hands over what is for a person.".into(),
            prompt: "You are the first voice of the shop. Be short and friendly. What you cannot answer from the shop's own \
                     records you hand to a person."
                .into(),
            tools: vec![Tool::FindProducts, Tool::LookUpOrders, Tool::OpenAccount],
            ..plain
        },
    }
}
