//! Draws every garment into a folder, with a page to look at them all:
//! `cargo run -p haberdash-core --example garment_sheet -- FOLDER`.

use std::path::PathBuf;
use std::{env, fs, io};

use haberdash_core::demo::drawing::{
    GarmentKind, GarmentSpec, Pattern, colour_names, colour_rgb, garment_svg,
};

fn main() -> io::Result<()> {
    let folder = PathBuf::from(env::args_os().nth(1).ok_or_else(|| io::Error::other("name a folder"))?);
    fs::create_dir_all(&folder)?;
    let mut page =
        String::from("<!doctype html><title>Garments</title><body style='margin:8px;font:12px sans-serif'>");
    let mut add = |name: String, spec: GarmentSpec| -> io::Result<()> {
        fs::write(folder.join(format!("{name}.svg")), garment_svg(&spec))?;
        page.push_str(&format!(
            "<img src='{name}.svg' width='225' height='300' title='{name}' style='margin:2px'>"
        ));
        Ok(())
    };
    let colours: Vec<_> = colour_names().filter_map(|name| Some((name, colour_rgb(name)?))).collect();
    let mut hues = colours.iter().cycle();
    for kind in GarmentKind::ALL {
        for pattern in Pattern::ALL {
            let Some(&(name, colour)) = hues.next() else { continue };
            let title = format!("{kind:?}-{pattern:?}-{}", name.replace(' ', "-")).to_lowercase();
            add(title, GarmentSpec { kind, colour, pattern, seed: 1 })?;
        }
    }
    fs::write(folder.join("index.html"), page)
}
