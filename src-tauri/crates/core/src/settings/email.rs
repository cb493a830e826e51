//! The account that the shop's e-mail is sent from. Its password is in the keyring.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::{Document, validation};
use crate::error::{Error, Result};

crate::text_enum! {
    /// How the connection to the server is kept private.
    pub enum Encryption {
        /// From the first byte, usually on port 465.
        Tls = "tls",
        /// From a command on, usually on port 587. Nothing is said before it but that.
        Starttls = "starttls",
        /// Not at all: only to this machine.
        None = "none",
    }
}

/// A server that takes mail. Mail is only sent: nothing is received yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct EmailSettings {
    /// The server's name; empty: no account is set up.
    pub server: String,
    pub port: u16,
    pub encryption: Encryption,
    /// Empty: the server asks for no user.
    pub user: String,
    pub sender_name: String,
    pub sender_address: String,
}

impl Default for EmailSettings {
    fn default() -> Self {
        Self {
            server: String::new(),
            port: 465,
            encryption: Encryption::Tls,
            user: String::new(),
            sender_name: String::new(),
            sender_address: String::new(),
        }
    }
}

impl EmailSettings {
    pub fn is_set_up(&self) -> bool {
        !self.server.is_empty()
    }

    /// Whether the server is this machine.
    pub fn is_own_machine(&self) -> bool {
        let bare = self.server.trim_start_matches('[').trim_end_matches(']');
        self.server.eq_ignore_ascii_case("localhost")
            || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    }
}

impl Document for EmailSettings {
    const KEY: &'static str = "email";

    fn validate(&self) -> Result<()> {
        if !self.is_set_up() {
            return Ok(());
        }
        validation::at_most("server", "The server's name", &self.server, 253)?;
        let is_name = self
            .server
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']' | '_'));
        if !is_name {
            return Err(Error::invalid(
                "The server is a name such as smtp.example.com, without a protocol or a path in it.",
            )
            .at("server"));
        }
        if self.port == 0 {
            return Err(Error::invalid("The port is 465 or 587 at most providers.").at("port"));
        }
        if self.encryption == Encryption::None && !self.is_own_machine() {
            return Err(Error::invalid(
                "Without encryption your password and your customers' mail could be read on the way. Only a server on this \
                 computer may be reached like that.",
            )
            .at("encryption"));
        }
        validation::at_most("user", "The user", &self.user, 254)?;
        validation::at_most("sender_name", "The sender's name", &self.sender_name, 80)?;
        if self.sender_name.chars().any(char::is_control) {
            return Err(Error::invalid("The sender's name is one line.").at("sender_name"));
        }
        validation::filled("sender_address", "The shop's e-mail address is missing.", &self.sender_address)?;
        validation::email("sender_address", "The sender", &self.sender_address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_reached_without_encryption() {
        for (server, encryption, good) in [
            ("smtp.example.com", Encryption::Tls, true),
            ("smtp.example.com", Encryption::Starttls, true),
            ("smtp.example.com", Encryption::None, false),
            ("127.0.0.1.example.com", Encryption::None, false),
            ("10.0.0.5", Encryption::None, false),
            ("127.0.0.1", Encryption::None, true),
            ("127.8.8.8", Encryption::None, true),
            ("[::1]", Encryption::None, true),
            ("localhost", Encryption::None, true),
            ("https://smtp.example.com", Encryption::Tls, false),
            ("smtp.example.com/mail", Encryption::Tls, false),
            ("smtp example com", Encryption::Tls, false),
            ("", Encryption::None, true),
        ] {
            let settings = EmailSettings {
                server: server.into(),
                encryption,
                sender_address: "shop@example.com".into(),
                ..EmailSettings::default()
            };
            assert_eq!(settings.validate().is_ok(), good, "{server} {encryption}");
        }
    }

    #[test]
    fn a_sender_is_one_address_with_a_name_of_one_line() {
        let with = |name: &str, address: &str| EmailSettings {
            server: "smtp.example.com".into(),
            sender_name: name.into(),
            sender_address: address.into(),
            ..EmailSettings::default()
        };
        assert!(with("Linden & Lark", "shop@example.com").validate().is_ok());
        for wrong in [
            with("", ""),
            with("", "shop"),
            with("", "a@example.com,b@example.com"),
            with("Shop\r\nBcc: all@example.com", "shop@example.com"),
        ] {
            assert!(wrong.validate().is_err(), "{wrong:?}");
        }
    }
}
