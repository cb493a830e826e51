//! The demo shop's conversations in progress.
//!
//! Customers' and the owner's words are written here; the assistant's are not. What customers say takes the way
//! of every message, and the assistant's answers come from really working the turns out on the demo shop's own
//! catalog and orders, so that each has its run, its evidence and its claims. Everything is held on the simulated
//! phone: nothing of the demo shop can ever be sent to a real number.

use std::sync::Arc;
use std::time::Duration;

use super::chance::SetClock;
use super::ordering::{PlacedOrder, Stage};
use super::people::{Customer, REGULAR};
use crate::answer::{SIMULATED_JOBS, Turns, work_simulated};
use crate::clock::Clock;
use crate::clock::Timestamp;
use crate::complaints::{self, ComplaintStatus};
use crate::contacts::Channel;
use crate::conversations::{self, InboundMessage, Provider, RawDelivery, Received, Source};
use crate::database::Database;
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::id::{Conversation, Id};
use crate::jobs::{self, Lease};

/// The shop's address on the simulated phone.
pub(super) const SHOP_ADDRESS: &str = "shop";
/// A turn or message that does not come to an end within so many tries is a fault.
const MOST_STEPS: usize = 10_000;

/// What happens in a conversation. `{number}` stands for the number of the talk's order.
#[derive(Debug, Clone, Copy)]
enum Act {
    Customer(&'static str),
    Owner(&'static str),
    TakeOver,
    HandBack,
    Read,
    Close,
    /// The owner begins to look after the complaint.
    Attend,
    Resolve(&'static str),
}

use Act::{Attend, Close, Customer as Says, HandBack, Owner, Read, Resolve, TakeOver};

/// A conversation: with whom, and what happens how many seconds before the shop's present.
struct Talk {
    /// The customer of a recent order at this stage; `None`: somebody else.
    about: Option<Stage>,
    acts: &'static [(u64, Act)],
}

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

const TALKS: &[Talk] = &[
    Talk {
        about: Some(Stage::InTransit),
        acts: &[
            (3 * HOUR, Says("Hi! Where is my order {number}?")),
            (3 * HOUR - 4 * MINUTE, Says("Great, thank you!")),
            (2 * HOUR, Read),
        ],
    },
    Talk {
        about: Some(Stage::OutForDelivery),
        acts: &[(42 * MINUTE, Says("Good morning, is my parcel coming today?")), (30 * MINUTE, Read)],
    },
    Talk {
        about: Some(Stage::Late),
        acts: &[
            (5 * HOUR, Says("Where is my order? It should be here by now.")),
            (
                26 * MINUTE,
                Says(
                    "This is ridiculous. Order {number} is days late and nobody tells me anything. I want to speak to a real person!",
                ),
            ),
        ],
    },
    Talk {
        about: None,
        acts: &[
            (2 * HOUR, Says("Hello, do you have a linen dress in size 38 under 100 euros?")),
            (2 * HOUR - 3 * MINUTE, Says("Do you have it in navy?")),
            (HOUR, Read),
        ],
    },
    Talk {
        about: None,
        acts: &[
            (DAY + 2 * HOUR, Says("What is your return policy?")),
            (DAY + 2 * HOUR - 2 * MINUTE, Says("Perfect, thanks")),
            (DAY, Close),
        ],
    },
    Talk { about: None, acts: &[(9 * HOUR, Says("Are you open on Saturday?")), (8 * HOUR, Read)] },
    Talk {
        about: Some(Stage::Delivered),
        acts: &[
            (
                22 * HOUR,
                Says(
                    "I am really disappointed. What you sent me with order {number} has a hole in the seam!",
                ),
            ),
            (21 * HOUR, Attend),
            (
                21 * HOUR,
                Owner(
                    "I am so sorry about that, this should never have left our shop. Could you send me a photo of the seam?",
                ),
            ),
            (20 * HOUR, Says("Sure, I will take one tonight when I am home.")),
        ],
    },
    Talk {
        about: Some(Stage::Returned),
        acts: &[
            (3 * DAY, Says("I need an invoice for order {number} please")),
            (3 * DAY - HOUR, Owner("Of course. I have just sent it to your e-mail address.")),
            (3 * DAY - 2 * HOUR, Says("Got it, thank you so much")),
            (3 * DAY - 3 * HOUR, Resolve("Sent the invoice by e-mail.")),
            (3 * DAY - 3 * HOUR, Close),
        ],
    },
    Talk {
        about: Some(Stage::Placed),
        acts: &[(
            14 * MINUTE,
            Says("Hi, I moved house. Can you change the delivery address of order {number}?"),
        )],
    },
    Talk {
        about: None,
        acts: &[
            (75 * MINUTE, Says("hi")),
            (75 * MINUTE - 2, Says("do you have chelsea boots")),
            (75 * MINUTE - 4, Says("black, in 39?")),
            (70 * MINUTE, Read),
        ],
    },
    Talk {
        about: None,
        acts: &[
            (6 * HOUR, Says("Could you put the wool wrap coat in camel, size M, aside for me until Friday?")),
            // Quicker than the assistant, who waits for the end of a burst.
            (6 * HOUR - 2, TakeOver),
            (
                6 * HOUR - 20 * MINUTE,
                Owner("Hello! Yes, with pleasure. It is waiting for you under your name."),
            ),
            (6 * HOUR - 22 * MINUTE, Says("You are wonderful, see you on Friday")),
        ],
    },
    Talk {
        about: None,
        acts: &[
            (5 * DAY, Says("How much is shipping to Austria?")),
            (5 * DAY - 5 * MINUTE, Says("ok thanks, bye")),
            (4 * DAY, Close),
        ],
    },
    Talk {
        about: Some(Stage::Processing),
        acts: &[(4 * HOUR, Says("When will order {number} be shipped?")), (3 * HOUR, Read)],
    },
    Talk {
        about: None,
        acts: &[
            (2 * DAY, Says("Do you have the merino scarf in burgundy?")),
            (2 * DAY - 10 * MINUTE, Says("How much is it?")),
            (2 * DAY - HOUR, Close),
        ],
    },
    Talk {
        about: Some(Stage::Cancelled),
        acts: &[
            (30 * HOUR, Says("I cancelled my order {number}. When do I get my money back?")),
            (28 * HOUR, Read),
        ],
    },
    Talk {
        about: None,
        acts: &[
            (4 * DAY, Says("The blue socks gave my son a rash. I will call my lawyer if you do not answer.")),
            (4 * DAY - HOUR, Attend),
            (
                4 * DAY - HOUR,
                Owner(
                    "I am very sorry to hear that. Please keep the socks; I have refunded them and will ask the mill about the dye.",
                ),
            ),
            (4 * DAY - 2 * HOUR, Says("Thank you for taking it seriously. He is fine again.")),
            (4 * DAY - 3 * HOUR, Resolve("Refunded the socks; asked the mill about the dye.")),
            (4 * DAY - 3 * HOUR, HandBack),
        ],
    },
    // The newest one is still waiting when the shop opens: the worker answers it before the owner's eyes.
    Talk { about: None, acts: &[(1, Says("Hey, do you have the organic hoodie in navy, size L?"))] },
];

/// Holds the conversations one act after the other, and lets the assistant work whenever it would have.
pub(super) fn hold(
    database: &Database,
    clock: &Arc<SetClock>,
    turns: &dyn Turns,
    now: Timestamp,
    customers: &[Customer],
    orders: &[PlacedOrder],
) -> Result<()> {
    let cast = cast(customers.len(), orders);
    let mut script: Vec<(u64, usize, usize)> = TALKS
        .iter()
        .enumerate()
        .flat_map(|(talk, what)| what.acts.iter().enumerate().map(move |(i, (ago, _))| (*ago, talk, i)))
        .collect();
    script.sort_by_key(|(ago, talk, i)| (std::cmp::Reverse(*ago), *talk, *i));
    let mut stage =
        Stagehand { database, clock, turns, lease: Lease::new("demo"), held: vec![None; TALKS.len()] };
    for (ago, talk, i) in script {
        let at = now.minus(Duration::from_secs(ago));
        stage.work_until(at)?;
        clock.set(at);
        let role = &cast[talk];
        stage.perform(talk, i, TALKS[talk].acts[i].1, &customers[role.customer], &role.number)?;
    }
    stage.work_until(now)
}

struct Role {
    customer: usize,
    number: String,
}

/// Gives every talk its own customer: of a fitting order where it is about one.
fn cast(customers: usize, orders: &[PlacedOrder]) -> Vec<Role> {
    // The regular has not written yet: whoever tries the shop speaks as them.
    let mut taken: Vec<usize> = vec![REGULAR];
    let mut roles: Vec<Option<Role>> = Vec::new();
    for talk in TALKS {
        let order = talk.about.and_then(|stage| {
            orders.iter().rev().find(|order| order.stage == stage && !taken.contains(&order.customer))
        });
        roles.push(order.map(|order| {
            taken.push(order.customer);
            Role { customer: order.customer, number: order.number.clone() }
        }));
    }
    let mut free =
        (0..customers).rev().filter(|customer| !taken.contains(customer)).collect::<Vec<_>>().into_iter();
    roles
        .into_iter()
        .map(|role| {
            role.unwrap_or_else(|| Role { customer: free.next().unwrap_or(0), number: String::new() })
        })
        .collect()
}

struct Stagehand<'a> {
    database: &'a Database,
    clock: &'a Arc<SetClock>,
    turns: &'a dyn Turns,
    lease: Lease,
    /// The conversation of each talk, once it has begun.
    held: Vec<Option<Id<Conversation>>>,
}

impl Stagehand<'_> {
    fn perform(
        &mut self,
        talk: usize,
        line: usize,
        act: Act,
        customer: &Customer,
        number: &str,
    ) -> Result<()> {
        let filled = |text: &str| text.replace("{number}", number);
        if let Says(text) = act {
            return self.say(talk, line, customer, filled(text));
        }
        let id = self.held[talk].ok_or_else(|| Error::invalid("A talk begins with the customer's words."))?;
        self.database.write_blocking(move |tx| match act {
            Says(_) => Ok(()),
            Owner(text) => conversations::reply_as_owner(tx, id, vec![text.to_owned()]).map(|_| ()),
            TakeOver => conversations::take_over(tx, id),
            HandBack => conversations::hand_back(tx, id),
            Read => conversations::mark_read(tx, id),
            Close => conversations::close(tx, id),
            Attend => change_complaint(tx, id, ComplaintStatus::InProgress, ""),
            Resolve(resolution) => change_complaint(tx, id, ComplaintStatus::Resolved, resolution),
        })
    }

    fn say(&mut self, talk: usize, line: usize, customer: &Customer, body: String) -> Result<()> {
        let message = InboundMessage {
            provider: Provider::Phone,
            provider_id: format!("demo-{talk}-{line}"),
            source: Source::Webhook,
            channel: Channel::Phone,
            from_address: customer.phone.clone(),
            shop_address: SHOP_ADDRESS.into(),
            profile_name: None,
            body,
            media: Vec::new(),
            provider_time: None,
            extra: serde_json::Map::new(),
            raw: RawDelivery::default(),
        };
        let received =
            self.database.write_blocking(move |tx| conversations::receive_inbound(tx, &message))?;
        let (Received::New { conversation_id, .. } | Received::Duplicate { conversation_id, .. }) = received;
        self.held[talk] = Some(conversation_id);
        Ok(())
    }

    /// Does what the worker would have done by `until`, at the time it would have done it.
    fn work_until(&self, until: Timestamp) -> Result<()> {
        for _ in 0..MOST_STEPS {
            let due =
                self.database.read_blocking(|connection| jobs::next_due(connection, &SIMULATED_JOBS))?;
            let Some(due) = due.filter(|due| *due <= until) else { return Ok(()) };
            self.clock.set(due.max(self.clock.now()));
            let lease = self.lease.clone();
            let claimed = self
                .database
                .write_blocking(move |tx| jobs::claim(tx, &lease, &SIMULATED_JOBS.map(|kind| (kind, 1))))?;
            for job in claimed {
                // News of what happened before the shop opened are no news: nobody is notified.
                work_simulated(self.database, self.turns, &self.lease, job)?;
            }
        }
        Err(Error::new(Code::Internal, "The demo shop's conversations do not come to an end."))
    }
}

/// Moves the newest complaint of a conversation on, if it has one.
fn change_complaint(
    tx: &mut WriteTx<'_>,
    conversation: Id<Conversation>,
    status: ComplaintStatus,
    resolution: &str,
) -> Result<()> {
    if let Some(complaint) = complaints::of_conversation(tx.sql(), conversation)?.into_iter().next() {
        complaints::update(tx, complaint.id, status, Some(resolution), None)?;
    }
    Ok(())
}
