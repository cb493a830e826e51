//! The model in a process of its own: the child's side in [`serve`], the parent's in [`Host`], and what they say between
//! them in [`protocol`].
//!
//! Native code can end its process, by a bug or by the system when memory is short. In a child that costs one answer,
//! which its caller may ask for again.

mod client;
mod frame;
mod live;
pub mod protocol;
mod serve;
mod stream;

pub use client::{Host, HostCommand, HostSettings};
pub use protocol::Status;
pub use serve::serve;
pub use stream::ChatStream;
