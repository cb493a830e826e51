//! One client's session (RFC 5321, 4954, 3207).

use std::io;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use super::{Privacy, Received, SmtpSimulator, Trouble};

trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

pub(super) async fn hold(server: SmtpSimulator, stream: TcpStream) -> io::Result<()> {
    if server.options.privacy == Privacy::Tls {
        let stream = server.acceptor.accept(stream).await?;
        return Session::new(server, Box::new(stream), true).talk(true).await.map(|_| ());
    }
    let mut session = Session::new(server.clone(), Box::new(stream), false);
    if session.talk(true).await? == Ended::StartTls {
        let stream = server.acceptor.accept(session.lines.into_inner()).await?;
        Session::new(server, Box::new(stream), true).talk(false).await?;
    }
    Ok(())
}

#[derive(PartialEq, Eq)]
enum Ended {
    Gone,
    StartTls,
}

struct Session {
    server: SmtpSimulator,
    lines: BufReader<Box<dyn Stream>>,
    private: bool,
    logged_in: bool,
    from: Option<String>,
    to: Vec<String>,
}

impl Session {
    fn new(server: SmtpSimulator, stream: Box<dyn Stream>, private: bool) -> Self {
        let logged_in = server.options.user.is_none();
        Self { server, lines: BufReader::new(stream), private, logged_in, from: None, to: Vec::new() }
    }

    async fn say(&mut self, line: &str) -> io::Result<()> {
        let stream = self.lines.get_mut();
        stream.write_all(line.as_bytes()).await?;
        stream.write_all(b"\r\n").await?;
        stream.flush().await
    }

    async fn line(&mut self) -> io::Result<Option<String>> {
        let mut line = String::new();
        let read = self.lines.read_line(&mut line).await?;
        Ok((read > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned()))
    }

    async fn talk(&mut self, greets: bool) -> io::Result<Ended> {
        if greets {
            if self.server.trouble() == Trouble::Busy {
                self.say("421 4.3.2 too busy, come back later").await?;
                return Ok(Ended::Gone);
            }
            self.say("220 mail.example ESMTP").await?;
        }
        while let Some(line) = self.line().await? {
            let verb = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
            let noted = if verb == "AUTH" { verb.clone() } else { line.clone() };
            self.server.note(|state| state.commands.push(noted));
            match verb.as_str() {
                "EHLO" | "HELO" => self.introduce().await?,
                "STARTTLS" if self.server.options.privacy == Privacy::Starttls && !self.private => {
                    self.say("220 2.0.0 go on").await?;
                    return Ok(Ended::StartTls);
                }
                "AUTH" => self.log_in(&line).await?,
                "MAIL" if !self.logged_in => self.say("530 5.7.0 log in first").await?,
                "MAIL" if self.server.trouble() == Trouble::RefusesSender => {
                    self.say("550 5.7.60 this account may not send as that sender").await?;
                }
                "MAIL" => {
                    self.from = Some(address(&line));
                    self.say("250 2.1.0 sender ok").await?;
                }
                "RCPT" => match self.server.trouble() {
                    Trouble::RefusesRecipient => self.say("550 5.1.1 no such mailbox").await?,
                    Trouble::StallsAtRecipient => std::future::pending::<()>().await,
                    _ => {
                        self.to.push(address(&line));
                        self.say("250 2.1.5 recipient ok").await?;
                    }
                },
                "DATA" if self.from.is_some() && !self.to.is_empty() => {
                    self.say("354 end with a dot").await?;
                    if !self.take().await? {
                        return Ok(Ended::Gone);
                    }
                }
                "RSET" => {
                    (self.from, self.to) = (None, Vec::new());
                    self.say("250 2.0.0 ok").await?;
                }
                "NOOP" => self.say("250 2.0.0 ok").await?,
                "QUIT" => {
                    self.say("221 2.0.0 bye").await?;
                    return Ok(Ended::Gone);
                }
                _ => self.say("503 5.5.1 not now").await?,
            }
        }
        Ok(Ended::Gone)
    }

    async fn introduce(&mut self) -> io::Result<()> {
        self.say("250-mail.example").await?;
        if self.server.options.privacy == Privacy::Starttls && !self.private {
            self.say("250-STARTTLS").await?;
        }
        // As providers do: no passwords before the connection is private.
        if self.private || self.server.options.privacy == Privacy::None {
            let offered = format!("250-AUTH {}", self.server.options.mechanisms.join(" "));
            self.say(&offered).await?;
        }
        self.say("250 8BITMIME").await
    }

    async fn log_in(&mut self, line: &str) -> io::Result<()> {
        let mut parts = line.split_whitespace().skip(1);
        let mechanism = parts.next().unwrap_or_default().to_uppercase();
        let first = parts.next().map(str::to_owned);
        if !self.server.options.mechanisms.contains(&mechanism.as_str()) {
            return self.say("504 5.5.4 no such way").await;
        }
        let given = match mechanism.as_str() {
            "PLAIN" => {
                let initial = match first {
                    Some(initial) => initial,
                    None => self.challenge("").await?,
                };
                let decoded = decode(&initial);
                let mut fields = decoded.split('\0').skip(1);
                (fields.next().unwrap_or_default().to_owned(), fields.next().unwrap_or_default().to_owned())
            }
            _ => {
                let user = match first {
                    Some(user) => user,
                    None => self.challenge("Username:").await?,
                };
                let password = self.challenge("Password:").await?;
                (decode(&user), decode(&password))
            }
        };
        let fits = self.server.options.user.as_ref() == Some(&given);
        if !fits || self.server.trouble() == Trouble::RefusesPasswords {
            return self.say("535 5.7.8 user or password wrong").await;
        }
        self.logged_in = true;
        self.server.note(|state| state.log_ins += 1);
        self.say("235 2.7.0 welcome").await
    }

    async fn challenge(&mut self, words: &str) -> io::Result<String> {
        let asked = format!("334 {}", STANDARD.encode(words));
        self.say(&asked).await?;
        Ok(self.line().await?.unwrap_or_default())
    }

    /// Takes a mail; false when the client is left without an answer.
    async fn take(&mut self) -> io::Result<bool> {
        let mut text = String::new();
        loop {
            // Who hangs up in the middle left no mail.
            let Some(line) = self.line().await? else { return Ok(false) };
            if line == "." {
                break;
            }
            text.push_str(line.strip_prefix('.').unwrap_or(&line));
            text.push_str("\r\n");
        }
        let trouble = self.server.trouble();
        if trouble == Trouble::RefusesMail {
            self.say("554 5.6.0 not such a mail").await?;
            return Ok(true);
        }
        let mail =
            Received { from: self.from.take().unwrap_or_default(), to: std::mem::take(&mut self.to), text };
        self.server.note(|state| state.mails.push(mail));
        match trouble {
            Trouble::CutsAfterMail => Ok(false),
            Trouble::StallsAfterMail => std::future::pending().await,
            _ => self.say("250 2.0.0 taken").await.map(|()| true),
        }
    }
}

fn decode(text: &str) -> String {
    STANDARD.decode(text).ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// What stands between the angle brackets.
fn address(line: &str) -> String {
    let inside = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inside.map_or_else(String::new, |(address, _)| address.to_owned())
}
