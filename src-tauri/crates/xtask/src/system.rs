//! What the operating system must bring: packages of Debian and Ubuntu, Node, a browser.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::child;

/// What a system package is needed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// To build and open the application.
    Run,
    /// To test it, or photograph it, in a real window on a display of its own.
    Test,
}

/// Debian's and Ubuntu's names. Recommended packages are not installed, so what we need of them stands here too.
const PACKAGES: [(&str, Purpose); 23] = [
    ("build-essential", Purpose::Run),
    ("pkg-config", Purpose::Run),
    ("ca-certificates", Purpose::Run),
    // llama.cpp is built by the first, and its header read by the others.
    ("cmake", Purpose::Run),
    ("clang", Purpose::Run),
    ("libclang-dev", Purpose::Run),
    // The models are made by tools of Python, in an environment of their own.
    ("python3", Purpose::Run),
    ("python3-venv", Purpose::Run),
    ("libwebkit2gtk-4.1-dev", Purpose::Run),
    ("libayatana-appindicator3-dev", Purpose::Run),
    ("librsvg2-dev", Purpose::Run),
    ("webkit2gtk-driver", Purpose::Test),
    ("xvfb", Purpose::Test),
    ("xauth", Purpose::Test),
    ("xdotool", Purpose::Test),
    ("imagemagick", Purpose::Test),
    ("dbus", Purpose::Test),
    ("dbus-x11", Purpose::Test),
    ("gnome-keyring", Purpose::Test),
    ("python3-dbus", Purpose::Test),
    ("python3-gi", Purpose::Test),
    ("chromium", Purpose::Test),
    ("fonts-noto-color-emoji", Purpose::Test),
];
/// Any of these drives the browser tests.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
/// The oldest Node that the UI's build tools accept.
const NODE: (u32, u32) = (20, 19);

/// Installs what is missing where that needs no password, and otherwise says which command does.
pub fn ensure_packages(purpose: Purpose) -> Result<()> {
    let wanted = PACKAGES
        .iter()
        .filter(|(name, needed_for)| *needed_for <= purpose && !(*name == "chromium" && browser().is_some()));
    let wanted: Vec<&str> = wanted.map(|(name, _)| *name).collect();
    if find_program("dpkg-query").is_none() {
        println!(
            "This system is neither Debian nor Ubuntu. What these packages bring must be there already:"
        );
        println!("  {}", wanted.join(" "));
        return Ok(());
    }
    let missing = missing_of(&wanted)?;
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    let Some(prefix) = privilege() else {
        bail!(
            "system packages are missing. Install them with this command, then run this one again:\n\n    \
             sudo apt-get update && sudo apt-get install --no-install-recommends {list}\n"
        );
    };
    println!("Installing system packages: {list}");
    let apt_get = |arguments: &[&str]| {
        let mut command = Command::new(prefix.first().copied().unwrap_or("env"));
        command
            .args(prefix.iter().skip(1))
            .args(["DEBIAN_FRONTEND=noninteractive", "apt-get"])
            .args(arguments);
        child::must_run(&mut command)
    };
    apt_get(&["update"]).context("the list of system packages could not be fetched")?;
    let mut install = vec!["install", "--yes", "--no-install-recommends"];
    install.extend(missing);
    apt_get(&install).context("system packages could not be installed")
}

/// Those of `wanted` that are not installed.
fn missing_of<'a>(wanted: &[&'a str]) -> Result<Vec<&'a str>> {
    let mut query = Command::new("dpkg-query");
    query.args(["--show", "--showformat", "${db:Status-Abbrev} ${Package}\n"]).args(wanted);
    // It complains, on its standard error and by its exit code, about each package that it has never heard of.
    let output = query.stderr(Stdio::null()).output().context("cannot start `dpkg-query`")?;
    Ok(not_installed(wanted, &String::from_utf8_lossy(&output.stdout)))
}

fn not_installed<'a>(wanted: &[&'a str], answer: &str) -> Vec<&'a str> {
    let installed = |name: &str| {
        answer.lines().any(|line| {
            let mut words = line.split_whitespace();
            words.next().is_some_and(|status| status.starts_with("ii")) && words.next() == Some(name)
        })
    };
    wanted.iter().copied().filter(|name| !installed(name)).collect()
}

/// What to put before a command that must run as root, ending in `env`; `None` where a password would be asked for.
fn privilege() -> Option<Vec<&'static str>> {
    #[cfg(unix)]
    if rustix::process::geteuid().is_root() {
        return Some(vec!["env"]);
    }
    let mut sudo = Command::new("sudo");
    sudo.args(["-n", "true"]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    sudo.status().is_ok_and(|status| status.success()).then(|| vec!["sudo", "-n", "env"])
}

/// Refuses a Node that is missing or too old, before npm fails with a riddle.
pub fn check_node() -> Result<()> {
    let output = Command::new("node").arg("--version").output();
    let (major, minor) = NODE;
    let Ok(output) = output else {
        bail!("Node is missing. Install Node {major}.{minor} or newer (https://nodejs.org), with npm");
    };
    let version = String::from_utf8_lossy(&output.stdout);
    let version = version.trim();
    if parse_version(version).is_none_or(|found| found < NODE) {
        bail!("Node {version} is too old. Install Node {major}.{minor} or newer (https://nodejs.org)");
    }
    Ok(())
}

fn parse_version(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.strip_prefix('v')?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

/// A browser that the tests can drive.
pub fn browser() -> Option<PathBuf> {
    BROWSERS.iter().find_map(|name| find_program(name))
}

/// The program of that name on the `PATH`.
pub fn find_program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|candidate| candidate.is_file())
}

/// Whether a window can be opened here.
pub fn has_display() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(not(target_os = "linux")) || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_counts_only_when_it_is_fully_installed() {
        let answer = "ii  xvfb\nrc  chromium\nun  dbus\nii  xvfb-extra\n";
        assert_eq!(
            not_installed(&["xvfb", "chromium", "dbus", "xauth"], answer),
            ["chromium", "dbus", "xauth"]
        );
    }

    #[test]
    fn versions_compare_by_number() {
        assert_eq!(parse_version("v20.20.2"), Some((20, 20)));
        assert!(parse_version("v9.99.0") < Some(NODE));
        assert!(parse_version("v100.0.0") > Some(NODE));
        assert_eq!(parse_version("20.1"), None);
    }

    #[test]
    fn what_the_application_needs_is_a_part_of_what_its_tests_need() {
        let of = |purpose| PACKAGES.iter().filter(move |(_, needed_for)| *needed_for <= purpose).count();
        assert!(of(Purpose::Run) < of(Purpose::Test));
        assert_eq!(of(Purpose::Test), PACKAGES.len());
    }
}
