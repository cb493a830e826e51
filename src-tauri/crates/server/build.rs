//! The window's built files are embedded; a checkout without them still compiles, and says so when it is opened.

use std::path::Path;

fn main() {
    let build = Path::new("../../../ui/build");
    if let Err(error) = std::fs::create_dir_all(build) {
        println!("cargo::warning=the folder of the built window cannot be made: {error}");
    }
    println!("cargo::rerun-if-changed=../../../ui/build");
}
