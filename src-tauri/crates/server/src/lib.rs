//! The application around core: the REST API and its doors, the channels, the worker, and the composition root that
//! puts them together. No business rule stands here.

pub mod api;
pub mod app;
pub mod channels;
pub mod docs;
mod doors;
pub mod ending;
pub mod eval;
pub mod http;
pub mod instance;
pub mod notify;
pub mod secrets;
pub mod ui_assets;
