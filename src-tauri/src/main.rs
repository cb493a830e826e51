//! Haberdash in a window: tray, notifications and the door between the page and the application.
//!
//! No business rule stands here, and no port is opened: the page's requests are answered by the same router
//! that the headless server has, in this process.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

mod again;
mod arguments;
mod background;
mod choosing;
mod door;
mod escalation;
mod live;
mod printing;
mod saving;
mod shop;
mod tray;
mod trouble;
mod window;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Context;
use clap::Parser;
use haberdash_server::model_host;
use tauri::{App, AppHandle, Manager, RunEvent};
use tauri_plugin_window_state::StateFlags;

use crate::arguments::Arguments;
use crate::door::Door;
use crate::shop::Shop;

/// What of the window comes back at the next start. Whether it is shown does not: it is shown.
const WINDOW_STATE: StateFlags = StateFlags::SIZE.union(StateFlags::POSITION).union(StateFlags::MAXIMIZED);

fn main() -> ExitCode {
    // Before anything of the window: the model's process has neither display nor arguments.
    if std::env::args_os().nth(1).is_some_and(|word| word == model_host::SUBCOMMAND) {
        haberdash_server::logging::start();
        return model_host::run();
    }
    let started = Instant::now();
    let arguments = Arguments::parse();
    haberdash_server::logging::start();
    match run(started, arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            if error.downcast_ref().is_some_and(again::met_one_that_ends)
                && let Some(code) = again::begin()
            {
                return code;
            }
            eprintln!("Haberdash could not open its window: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(started: Instant, arguments: Arguments) -> anyhow::Result<()> {
    check_display()?;
    let door = Arc::new(Door::new());
    let page_door = Arc::clone(&door);
    let application = tauri::Builder::default()
        // First, so that a second start ends before it touches anything.
        .plugin(tauri_plugin_single_instance::init(|app, arguments, _folder| second_start(app, &arguments)))
        .plugin(tauri_plugin_window_state::Builder::new().with_state_flags(WINDOW_STATE).build())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(tauri::generate_handler![
            choosing::choose_path,
            live::subscribe,
            printing::set_paper,
            saving::show_saved,
            window::first_paint
        ])
        .register_asynchronous_uri_scheme_protocol(window::SCHEME, move |_page, request, responder| {
            let door = Arc::clone(&page_door);
            tauri::async_runtime::spawn(async move { responder.respond(door.answer(request).await) });
        })
        .setup(move |app| Ok(set_up(app, started, &arguments, &door)?))
        .build(tauri::generate_context!())
        .context("the window system refused")?;
    application.run(|app, event| match event {
        // No window is left only while none was ever opened; the assistant goes on working.
        RunEvent::ExitRequested { code: None, api, .. } => api.prevent_exit(),
        RunEvent::Exit => app.state::<Arc<Shop>>().close(),
        _ => {}
    });
    Ok(())
}

/// Says in words what the window system's library would say by a panic.
#[cfg(target_os = "linux")]
fn check_display() -> anyhow::Result<()> {
    gtk::init().map_err(|_| {
        anyhow::anyhow!(
            "there is no display that it may use. `haberdash serve` offers the same to a browser on this computer"
        )
    })
}

#[cfg(not(target_os = "linux"))]
fn check_display() -> anyhow::Result<()> {
    Ok(())
}

/// Everything that needs the window system. The shop's file is opened on other threads meanwhile.
fn set_up(app: &App, started: Instant, arguments: &Arguments, door: &Arc<Door>) -> anyhow::Result<()> {
    let handle = app.handle();
    let shop = Shop::new(arguments.data.clone(), arguments.demo, escalation::Notifications::new(handle));
    door.lead_to(Arc::clone(&shop));
    shop.open();
    app.manage(Arc::clone(&shop));
    app.manage(live::Subscription::default());
    app.manage(printing::Paper::default());
    app.manage(saving::Saved::default());
    app.manage(window::Page::new(started));
    escalation::listen(handle)?;
    tray::create(handle)?;
    window::create(handle, &arguments.path(), arguments.background)?;
    background::watch(handle, &shop);
    Ok(())
}

/// Haberdash was started again: this one comes to the front, where it was asked to go.
fn second_start(app: &AppHandle, arguments: &[String]) {
    match Arguments::try_parse_from(arguments) {
        Ok(Arguments { open: None, background: true, .. }) => {}
        Ok(arguments) if arguments.open.is_some() => window::go(app, &arguments.path()),
        Ok(_) | Err(_) => window::show(app),
    }
}
