//! What every route shares: problems as JSON, reading requests, who is asking, and the headers that protect a page.
//!
//! It knows no domain.

pub mod auth;
pub mod extract;
pub mod guard;
pub mod problem;
