//! Paper: the page says how large its sheets are before it prints, because WebKitGTK's print dialog knows nothing of the
//! `@page` rules of a style sheet and would choose a paper and margins of its own.

use std::sync::{Mutex, PoisonError};

use tauri::{State, WebviewWindow};

/// What a sheet may measure, in millimetres: from a roll's label to a poster.
const SIDE_MM: std::ops::RangeInclusive<f64> = 10.0..=2000.0;

/// The sheet that is printed next.
#[derive(Default)]
pub struct Paper(Mutex<Option<Sheet>>);

#[derive(Debug, Clone, Copy, PartialEq)]
struct Sheet {
    width_mm: f64,
    height_mm: f64,
}

impl Paper {
    fn put(&self, sheet: Sheet) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(sheet);
    }

    #[cfg(target_os = "linux")]
    fn get(&self) -> Option<Sheet> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells which sheet the page prints on next, in millimetres.
#[tauri::command]
pub fn set_paper(width_mm: f64, height_mm: f64, paper: State<'_, Paper>) -> Result<(), String> {
    if !SIDE_MM.contains(&width_mm) || !SIDE_MM.contains(&height_mm) {
        return Err(format!("no sheet measures {width_mm} × {height_mm} mm"));
    }
    paper.put(Sheet { width_mm, height_mm });
    Ok(())
}

/// Gives each print dialog of the window the sheet that the page named, without margins: the pages have their own.
///
/// # Errors
/// When the window is gone.
#[cfg(target_os = "linux")]
pub fn follow(window: &WebviewWindow) -> tauri::Result<()> {
    use tauri::Manager;
    use webkit2gtk::{PrintOperationExt, WebViewExt};

    let app = window.app_handle().clone();
    window.with_webview(move |page| {
        page.inner().connect_print(move |_, operation| {
            if let Some(sheet) = app.state::<Paper>().get() {
                operation.set_page_setup(&without_margins(sheet));
            }
            // The engine's own dialog follows.
            false
        });
    })
}

/// The other engines print as the style sheet says.
#[cfg(not(target_os = "linux"))]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
pub fn follow(_window: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}

#[cfg(target_os = "linux")]
fn without_margins(sheet: Sheet) -> gtk::PageSetup {
    use gtk::{PageSetup, PaperSize, Unit};

    let near = |a: f64, b: f64| (a - b).abs() < 1.0;
    // By its own name where it has one: printers know their trays by that.
    let known = PaperSize::paper_sizes(false).into_iter().find(|size| {
        near(size.width(Unit::Mm), sheet.width_mm) && near(size.height(Unit::Mm), sheet.height_mm)
    });
    let size = known.unwrap_or_else(|| {
        let name = format!("custom_{}x{}mm", sheet.width_mm, sheet.height_mm);
        let shown = format!("{} × {} mm", sheet.width_mm, sheet.height_mm);
        PaperSize::new_custom(&name, &shown, sheet.width_mm, sheet.height_mm, Unit::Mm)
    });
    let setup = PageSetup::new();
    setup.set_paper_size(&size);
    setup.set_top_margin(0.0, Unit::Mm);
    setup.set_bottom_margin(0.0, Unit::Mm);
    setup.set_left_margin(0.0, Unit::Mm);
    setup.set_right_margin(0.0, Unit::Mm);
    setup
}
