//! Compiles again when the window's built files change: they are embedded into the program.

use std::path::Path;

fn main() {
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/build");
    // Without the folder cargo would see a change in every build. That it cannot be made is told by the embedding.
    let _ = std::fs::create_dir_all(&built);
    println!("cargo::rerun-if-changed={}", built.display());
}
