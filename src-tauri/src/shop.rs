//! The application behind the window: opened off the main thread, called in process, closed in good order.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{Method, Request, Response, header};
use haberdash_core::event::DomainEvent;
use haberdash_server::app::AppOptions;
use haberdash_server::notify::OwnerNotifier;
use haberdash_server::shopfront::Shopfront;
use serde_json::Value;
use tokio::sync::{broadcast, watch};
use tower::ServiceExt;

use crate::trouble::Trouble;

/// How long the end of the program waits for what is being written.
const FAREWELL: Duration = Duration::from_secs(5);

/// Where the opening of the shop stands.
#[derive(Clone)]
pub enum Stage {
    Opening,
    Open(Arc<OpenShop>),
    Failed(Trouble),
}

/// An open shop, or the recovery of a damaged one, and the router that answers for it. Whoever holds it is trusted as the
/// owner.
pub struct OpenShop {
    router: Router,
    front: Shopfront,
}

pub struct Shop {
    data: Option<PathBuf>,
    demo: bool,
    notifier: Arc<dyn OwnerNotifier>,
    stage: watch::Sender<Stage>,
}

impl Shop {
    pub fn new(data: Option<PathBuf>, demo: bool, notifier: Arc<dyn OwnerNotifier>) -> Arc<Self> {
        Arc::new(Self { data, demo, notifier, stage: watch::Sender::new(Stage::Opening) })
    }

    /// Begins to open the shop, also again after a failure. Returns at once.
    pub fn open(self: &Arc<Self>) {
        self.stage.send_replace(Stage::Opening);
        let shop = Arc::clone(self);
        tauri::async_runtime::spawn(async move {
            let stage = match shop.start().await {
                Ok(front) => Stage::Open(Arc::new(OpenShop::new(front))),
                Err(error) => {
                    tracing::error!(code = error.code.as_str(), error = %error, "the shop could not be opened");
                    Stage::Failed(Trouble::new(&error))
                }
            };
            shop.stage.send_replace(stage);
        });
    }

    async fn start(&self) -> haberdash_core::Result<Shopfront> {
        let folder = match &self.data {
            Some(folder) => folder.clone(),
            None => haberdash_server::data_dir::default()?,
        };
        let options =
            AppOptions { notifier: Arc::clone(&self.notifier), demo: self.demo, ..AppOptions::new(folder) };
        Shopfront::open(options).await
    }

    pub fn stage(&self) -> Stage {
        self.stage.borrow().clone()
    }

    /// Every change of the stage, beginning with the present one.
    pub fn stages(&self) -> watch::Receiver<Stage> {
        self.stage.subscribe()
    }

    /// Waits until the shop is open or has failed to.
    pub async fn settled(&self) -> Stage {
        let mut stages = self.stages();
        let settled = stages.wait_for(|stage| !matches!(stage, Stage::Opening)).await;
        // The sender lives as long as `self`.
        settled.map_or(Stage::Opening, |stage| stage.clone())
    }

    /// Ends the shop's work, so that nothing is cut off. Waits for it a few seconds.
    pub fn close(&self) {
        let Stage::Open(open) = self.stage() else { return };
        let front = open.front.clone();
        let ended =
            tauri::async_runtime::block_on(async { tokio::time::timeout(FAREWELL, front.shutdown()).await });
        if ended.is_err() {
            tracing::warn!("the shop's work did not end in time; it goes on at the next start");
        }
    }
}

impl OpenShop {
    fn new(front: Shopfront) -> Self {
        Self { router: front.in_process_router(), front }
    }

    /// Everything that happens from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<DomainEvent> {
        self.front.subscribe()
    }

    /// Answers one request.
    pub async fn answer(&self, request: Request<Body>) -> Response<Body> {
        match self.router.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    }

    /// Calls an operation of the API, as the window does.
    pub async fn call(&self, method: Method, path: &str, body: Option<Value>) -> anyhow::Result<Value> {
        let request = Request::builder().method(&method).uri(path).header(header::HOST, "localhost");
        let request = request.header(header::CONTENT_TYPE, "application/json");
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        let response = self.answer(request.body(body)?).await;
        let status = response.status();
        let bytes = whole(response.into_body()).await.context("the answer could not be read")?;
        let value: Value = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        if !status.is_success() {
            let code = value.get("code").and_then(Value::as_str).unwrap_or("none").to_owned();
            bail!("{method} {path} was answered with {status}, code {code}");
        }
        Ok(value)
    }
}

/// A whole body, however long: it comes from ourselves.
pub async fn whole(body: Body) -> Result<Bytes, axum::Error> {
    to_bytes(body, usize::MAX).await
}
