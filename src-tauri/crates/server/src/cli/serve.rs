//! `haberdash serve`: the API and the window on the loopback address, the webhooks on a port of their own.

use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::process::ExitCode;
use std::time::Duration;

use axum::Router;
use clap::Args;
use haberdash_core::{Code, Error};
use serde::Serialize;
use tokio::net::TcpListener;

use super::Context;
use crate::app::AppOptions;
use crate::ending::Ending;
use crate::shopfront::Shopfront;

#[derive(Debug, Args)]
pub struct ServeArgs {
    /// The port of the API and the window; 0 takes a free one.
    #[arg(long, default_value_t = 7878)]
    port: u16,
    /// The port that a tunnel may expose; it serves webhooks only. 0 takes a free one.
    #[arg(long, default_value_t = 7879)]
    webhook_port: u16,
    /// Makes the demo shop first when the folder is empty.
    #[arg(long)]
    demo: bool,
    /// Runs no jobs: nothing is answered or sent.
    #[arg(long)]
    no_worker: bool,
    /// How long a provider's list may lag behind what it took, in milliseconds.
    #[arg(long, hide = true, default_value_t = 60_000)]
    send_grace_ms: u64,
}

#[derive(Serialize)]
struct Ready {
    ready: bool,
    url: String,
    token: String,
    webhook_url: String,
}

pub async fn run(context: &Context, arguments: ServeArgs) -> anyhow::Result<ExitCode> {
    // The ports first: a port that is taken must not leave half a start behind.
    let listener = listen(arguments.port).await?;
    let webhook_listener = listen(arguments.webhook_port).await?;
    let options = AppOptions {
        demo: arguments.demo,
        worker: !arguments.no_worker,
        send_grace: Duration::from_millis(arguments.send_grace_ms),
        ..AppOptions::new(&context.data_dir)
    };
    let front = Shopfront::open(options).await?;
    let ready = Ready {
        ready: true,
        url: format!("http://{}", listener.local_addr()?),
        token: front.owner_token()?,
        webhook_url: format!("http://{}", webhook_listener.local_addr()?),
    };
    let ending = front.ending();
    let served = serve(listener, front.network_router(), ending.clone());
    let webhooks = serve(webhook_listener, front.webhook_router(), ending.clone());
    front.set_webhook_listening(true);
    tell(&ready, context.json)?;
    tokio::spawn(async move {
        asked_to_end().await;
        ending.begin();
    });
    let (served, webhooks) = tokio::join!(served, webhooks);
    front.shutdown().await;
    served?;
    webhooks?;
    Ok(ExitCode::SUCCESS)
}

async fn listen(port: u16) -> Result<TcpListener, Error> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    TcpListener::bind(address).await.map_err(|error| {
        let detail = format!(
            "Port {port} cannot be used; another program may have it. Choose one with --port or --webhook-port."
        );
        Error::caused(Code::Conflict, detail, error)
    })
}

async fn serve(listener: TcpListener, router: Router, ending: Ending) -> std::io::Result<()> {
    let stop = ending.clone();
    let served = axum::serve(listener, router).with_graceful_shutdown(async move { stop.wait().await }).await;
    // One door that fails closes the program: half a shop is worse than none.
    ending.begin();
    served
}

fn tell(ready: &Ready, json: bool) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    if json {
        writeln!(out, "{}", serde_json::to_string(ready)?)?;
    } else {
        writeln!(out, "Haberdash is open: {}/?token={}", ready.url, ready.token)?;
        writeln!(out, "Webhooks are taken at {}", ready.webhook_url)?;
    }
    out.flush()?;
    Ok(())
}

/// Control-C, or the system's request to end.
async fn asked_to_end() {
    let interrupted = async {
        // Without a handler the system ends the program at once, as ever.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}
