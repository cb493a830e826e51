//! `haberdash doctor`: what is there, what is missing, and how to get it. It changes nothing.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use haberdash_ai::folders::Folders;
use haberdash_ai::manifest::{Kind, Manifest, Presence};
use haberdash_core::database::Inspection;
use haberdash_core::policy::Policy;
use haberdash_core::settings::{self, Document, EmailSettings, TwilioSettings};
use haberdash_core::stock;
use haberdash_core::{Error, Result};
use serde::Serialize;

use super::Context;
use crate::channels::twilio::config::{ChannelState, TwilioConnection};
use crate::instance::InstanceLock;
use crate::secrets::{SecretName, SecretStore, StoreState, SystemSecrets};
use crate::ui_assets;

/// Less free space than this is too little for backups and a busy day.
const LEAST_SPACE: u64 = 1024 * 1024 * 1024;

/// One thing that was looked at.
#[derive(Debug, Serialize)]
struct Check {
    name: &'static str,
    ok: bool,
    /// Whether Haberdash cannot do its work without it.
    needed: bool,
    detail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_action: Option<String>,
}

impl Check {
    fn good(name: &'static str, detail: impl Into<String>) -> Self {
        Self { name, ok: true, needed: false, detail: detail.into(), next_action: None }
    }

    fn needed(name: &'static str, detail: impl Into<String>, next: impl Into<String>) -> Self {
        Self { needed: true, ..Self::wanted(name, detail, next) }
    }

    fn wanted(name: &'static str, detail: impl Into<String>, next: impl Into<String>) -> Self {
        Self { name, ok: false, needed: false, detail: detail.into(), next_action: Some(next.into()) }
    }
}

/// Fails when something needed is missing.
pub fn run(context: &Context) -> anyhow::Result<ExitCode> {
    let dir = &context.data_dir;
    let mut checks = vec![folder(dir), space(dir)];
    checks.extend(shop(dir));
    let secrets = SystemSecrets::new(&crate::app::shop_name(dir));
    checks.extend([keyring(&secrets), twilio(dir, &secrets), email(dir, &secrets), window()]);
    checks.extend(models(dir));
    if cfg!(target_os = "linux") {
        checks.extend(LIBRARIES.iter().map(library));
    }
    let is_ready = checks.iter().all(|check| check.ok || !check.needed);
    if context.json {
        super::print_json(&serde_json::json!({ "ok": is_ready, "checks": checks }))?;
    } else {
        for check in &checks {
            let mark = if check.ok {
                "ok "
            } else if check.needed {
                "NO "
            } else {
                "-- "
            };
            println!("{mark} {}: {}", check.name, check.detail);
            if let Some(next) = &check.next_action {
                println!("      {next}");
            }
        }
    }
    Ok(if is_ready { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Whether the folder can be written, or made.
fn folder(dir: &Path) -> Check {
    let name = "data folder";
    let Some(existing) = dir.ancestors().find(|folder| folder.exists()) else {
        return Check::needed(name, "The folder cannot be made.", "Choose another with --data.");
    };
    let probe = existing.join(format!(".haberdash-{}", std::process::id()));
    match std::fs::write(&probe, b"").and_then(|()| std::fs::remove_file(&probe)) {
        Ok(()) => Check::good(name, format!("{} can be written.", dir.display())),
        Err(error) => Check::needed(
            name,
            format!("{} cannot be written: {error}.", existing.display()),
            "Give this account the right to write there, or choose another folder with --data.",
        ),
    }
}

fn space(dir: &Path) -> Check {
    let name = "free space";
    let existing = dir.ancestors().find(|folder| folder.exists()).unwrap_or(dir);
    match fs4::available_space(existing) {
        Ok(bytes) if bytes >= LEAST_SPACE => Check::good(name, format!("{} MB are free.", bytes / 1_000_000)),
        Ok(bytes) => Check::wanted(
            name,
            format!("Only {} MB are free.", bytes / 1_000_000),
            "Free at least 1 GB: the shop's file is copied before each update.",
        ),
        Err(error) => {
            Check::wanted(name, format!("It cannot be told: {error}."), "Look at the disk yourself.")
        }
    }
}

/// The shop's file, and whether its stock levels are what the ledger says.
fn shop(dir: &Path) -> Vec<Check> {
    let name = "shop file";
    let in_use =
        if dir.exists() && InstanceLock::take(dir).is_err() { " A Haberdash has it open." } else { "" };
    let looked = || -> Result<Option<Vec<Check>>> {
        let Some(file) = Inspection::open(dir)? else { return Ok(None) };
        let damage = file.damage()?;
        if let Some(first) = damage.first() {
            let next =
                "See the copies with: haberdash backup --list, and put one back with: haberdash restore NAME";
            return Ok(Some(vec![Check::needed(name, format!("The file is damaged: {first}."), next)]));
        }
        if !file.is_current()? {
            let detail = format!(
                "Schema {}; this program brings it up to date or says why not.{in_use}",
                file.schema()?
            );
            return Ok(Some(vec![Check::wanted(name, detail, "Run: haberdash migrate")]));
        }
        let whole = Check::good(name, format!("Whole, schema {}.{in_use}", file.schema()?));
        let wrong = file.read(stock::check_levels)?.len();
        let levels = match wrong {
            0 => Check::good("stock levels", "They are what the ledger says."),
            wrong => Check::needed(
                "stock levels",
                format!("{wrong} levels differ from the ledger."),
                "Put a copy back with: haberdash restore NAME (haberdash backup --list shows them), and report this.",
            ),
        };
        Ok(Some(vec![whole, levels]))
    };
    match looked() {
        Ok(Some(checks)) => checks,
        Ok(None) => vec![Check::good(name, "There is none yet; it is made when Haberdash is first opened.")],
        Err(error) => vec![unreadable(name, &error)],
    }
}

fn unreadable(name: &'static str, error: &Error) -> Check {
    Check::needed(
        name,
        error.detail.clone(),
        "Close other programs that use it, or put a copy back with: haberdash restore NAME",
    )
}

fn keyring(secrets: &SystemSecrets) -> Check {
    let name = "keyring";
    match secrets.state() {
        StoreState::Keyring | StoreState::Memory => Check::good(name, "The system's keyring is open."),
        StoreState::Environment { variables } => {
            Check::good(name, format!("No keyring; secrets come from {}.", variables.join(", ")))
        }
        StoreState::Unavailable { detail } => Check::wanted(
            name,
            detail,
            "Install and unlock a keyring (on Linux: gnome-keyring or KWallet), or set HABERDASH_TWILIO_AUTH_TOKEN.",
        ),
    }
}

/// A document of the shop's settings, as far as there is a shop.
fn stored<T: Document>(dir: &Path) -> Result<T> {
    match Inspection::open(dir)? {
        Some(file) if file.is_current()? => Ok(file.read(settings::get::<T>)?.value),
        _ => Ok(T::default()),
    }
}

/// Whether codes can be mailed, and whether somebody waits for it. The server itself is not asked.
fn email(dir: &Path, secrets: &dyn SecretStore) -> Check {
    let name = "e-mail";
    let next = "Open Settings, E-mail.";
    let looked = || -> Result<(EmailSettings, bool)> {
        Ok((stored::<EmailSettings>(dir)?, stored::<Policy>(dir)?.asks_for_code()))
    };
    let (account, asked_for) = match looked() {
        Ok(looked) => looked,
        Err(error) => return Check::wanted(name, error.detail, next),
    };
    if !account.is_set_up() {
        let detail = "No account is set up.";
        return if asked_for {
            Check::wanted(
                name,
                format!("{detail} Strangers are to prove who they are by a code: none is sent."),
                next,
            )
        } else {
            Check::good(name, format!("{detail} Nothing needs one."))
        };
    }
    if account.user.is_empty() {
        return Check::good(name, format!("Mail goes through {}, without a password.", account.server));
    }
    match secrets.get(SecretName::SmtpPassword) {
        Ok(Some(_)) => {
            Check::good(name, format!("Mail goes through {}; its password is there.", account.server))
        }
        Ok(None) => Check::wanted(name, format!("The password for {} is missing.", account.server), next),
        Err(error) => Check::wanted(name, error.detail, next),
    }
}

/// What the settings and secrets of Twilio come to. Twilio itself is not asked.
fn twilio(dir: &Path, secrets: &SystemSecrets) -> Check {
    let name = "Twilio";
    let connection = TwilioConnection::default();
    let loaded = stored::<TwilioSettings>(dir).and_then(|settings| connection.reload(&settings, secrets));
    let health = connection.health();
    match loaded {
        Ok(()) if health.state == ChannelState::Connected => {
            Check::good(name, "Account, sender and secrets are there.")
        }
        Ok(()) => Check::wanted(name, health.detail, "Open Settings, WhatsApp; the Phone works without it."),
        Err(error) => {
            Check::wanted(name, error.detail, "Open Settings, WhatsApp; the Phone works without it.")
        }
    }
}

fn window() -> Check {
    let name = "window";
    if ui_assets::is_built() {
        Check::good(name, "It is built into this program.")
    } else {
        Check::wanted(
            name,
            "This program was compiled without it.",
            "Run `npm install` and `npm run build` in the folder `ui`, then compile again.",
        )
    }
}

/// Every file is read whole: a second at most for those that are listed today.
fn models(dir: &Path) -> Vec<Check> {
    let name = "models";
    let folders = Folders::of_shop(Some(dir));
    let manifest = match Manifest::own() {
        Ok(manifest) => manifest,
        Err(error) => return vec![Check::needed(name, error.to_string(), "Install Haberdash again.")],
    };
    let look = |model: &haberdash_ai::manifest::Model| {
        let found = folders.look_for(model).map(|(folder, _)| (folder, model.verify(folder)));
        let (problem, folder) = match found {
            Some((_, Presence::Whole)) => return Check::good(name, format!("{} is there.", model.file)),
            Some((folder, presence)) => (presence, Some(folder)),
            None => (Presence::Missing, folders.first()),
        };
        let folder =
            folder.map_or_else(|| "the folder of models".into(), |folder| folder.display().to_string());
        Check {
            needed: model.required,
            ..Check::wanted(
                name,
                format!("{} is {problem}. It {}; without it, words alone count.", model.file, model.purpose),
                format!("Get it ({}) and put it into {folder}.", model.source),
            )
        }
    };
    // A language model is a choice: what nobody misses is no finding.
    manifest.here().filter(|model| model.kind == Kind::Meaning).map(look).collect()
}

/// A library of the desktop window: what it is, its file, and where it comes from.
struct Library {
    name: &'static str,
    file: &'static str,
    next: &'static str,
}

const LIBRARIES: &[Library] = &[
    Library {
        name: "WebKitGTK",
        file: "libwebkit2gtk-4.1.so.0",
        next: "For the desktop window: sudo apt install libwebkit2gtk-4.1-0 (Fedora: webkit2gtk4.1).",
    },
    Library {
        name: "tray",
        file: "libayatana-appindicator3.so.1",
        next: "For the icon in the tray: sudo apt install libayatana-appindicator3-1.",
    },
];

fn library(library: &Library) -> Check {
    let mut folders: Vec<PathBuf> =
        ["/lib", "/usr/lib", "/lib64", "/usr/lib64", "/usr/local/lib"].map(PathBuf::from).into();
    // Debian keeps them below the machine's own name.
    let triple = format!("{}-linux-gnu", std::env::consts::ARCH);
    folders.extend([Path::new("/usr/lib").join(&triple), Path::new("/lib").join(&triple)]);
    if folders.iter().any(|folder| folder.join(library.file).exists()) {
        Check::good(library.name, "It is installed.")
    } else {
        Check::wanted(library.name, format!("{} was not found.", library.file), library.next)
    }
}

#[cfg(test)]
mod tests {
    use haberdash_core::database::FILE_NAME;

    use super::*;

    #[test]
    fn a_shop_that_is_missing_whole_or_damaged_is_told_apart() {
        let dir = tempfile::tempdir().expect("dir");
        assert!(shop(dir.path()).iter().all(|check| check.ok));
        let context = Context { data_dir: dir.path().to_owned(), json: true };
        super::super::migrate::run(&context).expect("made");
        let checks = shop(dir.path());
        assert_eq!(
            checks.iter().map(|check| (check.name, check.ok)).collect::<Vec<_>>(),
            [("shop file", true), ("stock levels", true)]
        );
        let lock = InstanceLock::take(dir.path()).expect("free");
        assert!(shop(dir.path())[0].detail.contains("has it open"));
        drop(lock);
        std::fs::write(dir.path().join(FILE_NAME), b"not a shop at all, but long enough to be looked at")
            .expect("write");
        let checks = shop(dir.path());
        assert!(!checks[0].ok && checks[0].needed, "{checks:?}");
    }

    #[test]
    fn an_account_that_codes_need_is_missed_and_one_without_its_password_too() {
        use crate::secrets::{MemorySecrets, Secret};
        use haberdash_core::policy::Identification;
        use haberdash_core::{Database, SystemClock, database::Options};
        let dir = tempfile::tempdir().expect("dir");
        let secrets = MemorySecrets::default();
        assert!(email(dir.path(), &secrets).ok, "nothing needs one");
        let write = |account: Option<EmailSettings>, identification| {
            let options = Options::new(std::sync::Arc::new(SystemClock));
            let database = Database::open(dir.path(), options).expect("open");
            let work = move |tx: &mut haberdash_core::WriteTx<'_>| {
                let now = settings::get::<Policy>(tx.sql())?;
                let policy = Policy { identification, ..now.value };
                settings::update(tx, policy, now.version)?;
                if let Some(account) = account {
                    settings::update(tx, account, 0)?;
                }
                Ok(())
            };
            database.write_blocking(work).expect("write");
        };
        write(None, Identification::Code);
        let check = email(dir.path(), &secrets);
        assert!(!check.ok && !check.needed && check.detail.contains("none is sent"), "{check:?}");
        let account = EmailSettings {
            server: "smtp.example.com".into(),
            user: "shop".into(),
            sender_address: "shop@example.com".into(),
            ..EmailSettings::default()
        };
        write(Some(account), Identification::Code);
        assert!(email(dir.path(), &secrets).detail.contains("password for smtp.example.com is missing"));
        secrets.set(SecretName::SmtpPassword, &Secret::new("very secret")).expect("kept");
        let check = email(dir.path(), &secrets);
        assert!(check.ok && !check.detail.contains("very secret"), "{check:?}");
    }

    #[test]
    fn a_folder_below_a_file_is_needed_elsewhere() {
        let dir = tempfile::tempdir().expect("dir");
        assert!(folder(&dir.path().join("new/shop")).ok);
        std::fs::write(dir.path().join("file"), b"").expect("write");
        let check = folder(&dir.path().join("file/shop"));
        assert!(!check.ok && check.needed);
    }
}
