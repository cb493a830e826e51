//! The command line of the window.

use std::path::PathBuf;

use clap::Parser;
use haberdash_core::Id;
use haberdash_core::id::Conversation;

/// Haberdash in a window.
#[derive(Debug, Parser)]
#[command(name = "haberdash-desktop", version)]
pub struct Arguments {
    /// The folder of the shop's file; the platform's folder for application data when absent
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Fill an empty shop with the demo shop
    #[arg(long)]
    pub demo: bool,
    /// Start in the tray, without showing the window
    #[arg(long)]
    pub background: bool,
    /// Show this conversation
    #[arg(long, value_name = "CONVERSATION")]
    pub open: Option<Id<Conversation>>,
}

impl Arguments {
    /// The page to begin with.
    pub fn path(&self) -> String {
        self.open.map_or_else(|| "/".to_owned(), conversation_path)
    }
}

/// Where the window shows a conversation.
pub fn conversation_path(id: Id<Conversation>) -> String {
    format!("/inbox/{id}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_conversations_id_can_be_opened() {
        let parse =
            |arguments: &[&str]| Arguments::try_parse_from([&["haberdash-desktop"], arguments].concat());
        assert_eq!(parse(&[]).expect("nothing is needed").path(), "/");
        let id: Id<Conversation> = "cnv_01jd0000000000000000000000".parse().expect("an id");
        let open = parse(&["--open", &id.to_string()]).expect("an id");
        assert_eq!(open.path(), format!("/inbox/{id}"));
        assert!(parse(&["--open", "../settings"]).is_err());
        assert!(parse(&["--open", "ord_01jd0000000000000000000000"]).is_err(), "an order is no conversation");
    }
}
