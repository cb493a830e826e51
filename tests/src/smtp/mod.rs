//! A mail server that speaks SMTP over loopback: it takes mail, refuses it, stalls or hangs up, as it is told.

mod session;

use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// Nothing that happens takes longer.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// How the connection is kept private.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Privacy {
    None,
    /// From the first byte.
    Tls,
    Starttls,
}

/// What the server does wrong, or on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    None,
    /// 421 in the place of a greeting.
    Busy,
    /// 535 whatever the password is.
    RefusesPasswords,
    /// 550 to MAIL.
    RefusesSender,
    /// 550 to RCPT.
    RefusesRecipient,
    /// 554 to the mail itself.
    RefusesMail,
    /// Says nothing any more once RCPT came.
    StallsAtRecipient,
    /// Takes the mail and hangs up without a word.
    CutsAfterMail,
    /// Takes the mail and never says so.
    StallsAfterMail,
}

/// A mail that the server has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    pub from: String,
    pub to: Vec<String>,
    /// Headers and body as they came, without the dots.
    pub text: String,
}

impl Received {
    /// The six digits with which the body begins.
    pub fn code(&self) -> Option<String> {
        let (headers, body) = self.text.split_once("\r\n\r\n")?;
        let decoded = if headers.to_lowercase().contains("content-transfer-encoding: base64") {
            use base64::Engine as _;
            let joined: String = body.split_whitespace().collect();
            String::from_utf8(base64::engine::general_purpose::STANDARD.decode(joined).ok()?).ok()?
        } else {
            body.to_owned()
        };
        let digits: String = decoded.chars().skip_while(|c| !c.is_ascii_digit()).take(6).collect();
        (digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
    }
}

#[derive(Debug, Clone)]
pub struct Options {
    pub privacy: Privacy,
    /// `None`: it asks for no user.
    pub user: Option<(String, String)>,
    /// The ways to log in that it offers.
    pub mechanisms: &'static [&'static str],
}

impl Default for Options {
    fn default() -> Self {
        Self {
            privacy: Privacy::None,
            user: Some(("shop".into(), "a very secret password".into())),
            mechanisms: &["PLAIN", "LOGIN"],
        }
    }
}

struct State {
    trouble: Trouble,
    mails: Vec<Received>,
    /// Every command as it came; what logs in only by its name.
    commands: Vec<String>,
    log_ins: usize,
}

/// Cheap to clone.
#[derive(Clone)]
pub struct SmtpSimulator {
    port: u16,
    options: Arc<Options>,
    state: Arc<Mutex<State>>,
    changed: Arc<Notify>,
    /// The certificate that it made for itself.
    certificate: Arc<str>,
    acceptor: TlsAcceptor,
}

impl SmtpSimulator {
    pub async fn start() -> Self {
        Self::start_with(Options::default()).await
    }

    /// # Panics
    /// When no port is free.
    pub async fn start_with(options: Options) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("its address").port();
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned(), "127.0.0.1".to_owned()])
            .expect("a certificate");
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)
            .expect("its own certificate");
        let simulator = Self {
            port,
            options: Arc::new(options),
            state: Arc::new(Mutex::new(State {
                trouble: Trouble::None,
                mails: Vec::new(),
                commands: Vec::new(),
                log_ins: 0,
            })),
            changed: Arc::default(),
            certificate: made.cert.pem().into(),
            acceptor: TlsAcceptor::from(Arc::new(config)),
        };
        let serving = simulator.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let simulator = serving.clone();
                // A session ends as its client likes.
                tokio::spawn(async move { drop(session::hold(simulator, stream).await) });
            }
        });
        simulator
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn options(&self) -> &Options {
        &self.options
    }

    /// In PEM, for whoever is to trust it.
    pub fn certificate(&self) -> &str {
        &self.certificate
    }

    pub fn set_trouble(&self, trouble: Trouble) {
        self.state.lock().trouble = trouble;
    }

    pub fn mails(&self) -> Vec<Received> {
        self.state.lock().mails.clone()
    }

    pub fn commands(&self) -> Vec<String> {
        self.state.lock().commands.clone()
    }

    /// How often somebody logged in.
    pub fn log_ins(&self) -> usize {
        self.state.lock().log_ins
    }

    fn trouble(&self) -> Trouble {
        self.state.lock().trouble
    }

    fn note(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.lock());
        self.changed.notify_waiters();
    }

    /// Waits for the `n`th mail, counted from 1.
    ///
    /// # Panics
    /// When it never comes.
    pub async fn mail(&self, n: usize) -> Received {
        self.wait_until(|simulator| simulator.mails().get(n - 1).cloned()).await
    }

    /// Looks again after everything that happens.
    ///
    /// # Panics
    /// When it never comes to it.
    pub async fn wait_until<T>(&self, look: impl Fn(&Self) -> Option<T>) -> T {
        let wait = async {
            loop {
                let changed = self.changed.notified();
                tokio::pin!(changed);
                changed.as_mut().enable();
                if let Some(found) = look(self) {
                    return found;
                }
                changed.await;
            }
        };
        tokio::time::timeout(PATIENCE, wait).await.expect("the mail server saw it in time")
    }
}
