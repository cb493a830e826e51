//! The simulated Twilio on its own, to try Haberdash by hand without an account.
//!
//! `twilio-simulator [PORT] [CONTROL_PORT]` (4010 and 4011 unless given). Connect Haberdash with the printed account, then talk to
//! the control port:
//!
//! ```text
//! curl -X POST localhost:4011/webhooks -d public_url=https://shop.example -d deliver_to=http://127.0.0.1:4001
//! curl -X POST localhost:4011/inbound  -d from=whatsapp:+15550100001 --data-urlencode 'body=where is my order?'
//! curl localhost:4011/sent
//! ```

use anyhow::Context as _;
use axum::extract::State;
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use haberdash_tests::twilio::{Options, TwilioSimulator};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Webhooks {
    public_url: String,
    deliver_to: String,
}

#[derive(Deserialize)]
struct Written {
    from: String,
    body: String,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut ports = std::env::args().skip(1).map(|text| text.parse::<u16>());
    let port = ports.next().transpose().context("the port is no number")?.unwrap_or(4010);
    let control = ports.next().transpose().context("the control port is no number")?.unwrap_or(4011);
    let options = Options { port, automatic_callbacks: true, ..Options::default() };
    let twilio = TwilioSimulator::start_with(options).await;
    let account = twilio.options();
    println!("REST API     {}", twilio.base_url());
    println!("account SID  {}", account.account_sid);
    println!("auth token   {}", account.auth_token);
    println!("sender       {}", account.sender);
    println!("control      http://127.0.0.1:{control}");
    let router = Router::new()
        .route("/webhooks", post(webhooks))
        .route("/inbound", post(inbound))
        .route("/sent", get(sent))
        .with_state(twilio);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", control)).await?;
    axum::serve(listener, router).await?;
    Ok(())
}

async fn webhooks(State(twilio): State<TwilioSimulator>, Form(form): Form<Webhooks>) -> Json<Value> {
    twilio.connect_webhooks(&form.public_url, &form.deliver_to);
    Json(json!({ "connected": true }))
}

async fn inbound(State(twilio): State<TwilioSimulator>, Form(form): Form<Written>) -> Json<Value> {
    let (sid, delivery) = twilio.inbound(&form.from, &form.body).await;
    Json(json!({ "sid": sid, "webhook_status": delivery.and_then(|delivery| delivery.status) }))
}

async fn sent(State(twilio): State<TwilioSimulator>) -> Json<Value> {
    let sent = twilio.sent();
    let shown = sent.iter().map(|message| {
        json!({ "sid": message.sid, "to": message.to, "body": message.body, "status": message.status.as_str() })
    });
    Json(shown.collect())
}
