//! The application around core: the REST API and its doors, the channels, the worker, and the composition root that
//! puts them together. No business rule stands here.

pub mod api;
pub mod app;
pub mod bench;
pub mod care;
pub mod channels;
pub mod cli;
mod connection;
pub mod data_dir;
pub mod docs;
mod doors;
pub mod ending;
pub mod eval;
pub mod http;
pub mod instance;
pub mod language;
pub mod likeness;
pub mod logging;
pub mod market;
pub mod meaning;
pub mod model_host;
pub mod models;
pub mod notify;
pub mod phone;
mod pictures;
pub mod secrets;
mod senders;
pub mod shopfront;
pub mod turns;
pub mod ui_assets;
pub mod worker;
