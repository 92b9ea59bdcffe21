//! Starts the window: reads what it begins with, and says plainly why it cannot.

use super::{App, Origin, SafePlaces, Session, Startup};
use crate::model::{Diagnostic, Language};
use crate::store::{self, Settings};
use crate::time::Day;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

static ICON: &[u8] = include_bytes!("../../assets/icon.png");

/// What the window begins with.
#[derive(Clone, Debug)]
pub struct RunOptions {
    /// The file to open; `None` opens the built-in roadmap.
    pub file: Option<PathBuf>,
    /// The language that the user asked for; `None` leaves it to the settings.
    pub language: Option<Language>,
    /// The language of the system.
    pub system_language: Language,
    /// The day that counts as today.
    pub today: Day,
    /// What time it is.
    pub clock: fn() -> SystemTime,
}

/// Opens the window and returns when it is closed.
///
/// # Errors
/// If there is no display, or a library that the window needs is missing.
pub fn run(options: RunOptions) -> Result<(), Diagnostic> {
    if cfg!(target_os = "linux") && !has_display() {
        return Err(no_window(match options.language.unwrap_or(options.system_language) {
            Language::Japanese => "画面（DISPLAY または WAYLAND_DISPLAY）がありません",
            Language::English => "there is no display; DISPLAY and WAYLAND_DISPLAY are not set",
        }));
    }
    let settings_path = Settings::default_path();
    let (settings, broken) = settings_path.as_deref().map_or_else(Default::default, Settings::read);
    let notice = broken.map(|why| match options.system_language {
        Language::Japanese => format!("設定ファイルを読めないため、標準の設定で始めます（{why}）"),
        Language::English => {
            format!("The settings are unreadable, so the defaults are used ({why})")
        }
    });
    let viewport = egui::ViewportBuilder::default()
        .with_app_id("koteihyo")
        .with_title("工程表 Koteihyo")
        .with_inner_size(settings.window)
        .with_min_inner_size([720.0, 460.0])
        .with_maximized(settings.maximized);
    let viewport = match eframe::icon_data::from_png_bytes(ICON) {
        Ok(icon) => viewport.with_icon(icon),
        Err(_) => viewport,
    };
    let native = eframe::NativeOptions { viewport, ..Default::default() };
    let start = move |ctx: &egui::Context| {
        // A large file is read while the window is already there.
        let (later, now): (Vec<_>, Vec<_>) = options.file.into_iter().partition(|it| is_large(it));
        let later = later.into_iter().next();
        let head = later.as_deref().and_then(store::first_rows);
        let (session, refusal) = match (&later, head) {
            (Some(path), Some(head)) => {
                (Session::new(head, Origin::File(path.clone()), Vec::new()), None)
            }
            _ => first_session(now.into_iter().next()),
        };
        let startup = Startup {
            session,
            settings,
            settings_path,
            language: options.language,
            system_language: options.system_language,
            today: options.today,
            notice,
            places: SafePlaces::of_user(options.clock),
            has_dialogs: true,
        };
        let mut app = App::new(ctx, startup);
        if let Some((file, problems)) = refusal {
            app.overlays.refuse(file, problems);
        }
        app.opens_later = later;
        if let (Origin::File(path), None) = (&app.session.origin, &app.opens_later) {
            let stamp = store::FileStamp::of(path).ok();
            app.keep_document(stamp);
        }
        app
    };
    // A library that is missing at run time makes winit panic; the user gets one line instead.
    let quiet = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let opened = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        eframe::run_native(
            "koteihyo",
            native,
            Box::new(move |context| {
                std::panic::set_hook(quiet);
                Ok(Box::new(start(&context.egui_ctx)))
            }),
        )
    }));
    match opened {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(no_window(&error.to_string())),
        Err(panic) => Err(no_window(panic_text(panic.as_ref()))),
    }
}

/// Whether reading a file takes so long that a window without content were better than none.
fn is_large(path: &Path) -> bool {
    const LARGE_BYTES: u64 = 8 << 20;
    path.metadata().is_ok_and(|metadata| metadata.len() > LARGE_BYTES)
}

/// What is open first, and why it is not the file that was asked for, if it is not.
fn first_session(file: Option<PathBuf>) -> (Session, Option<(String, Vec<Diagnostic>)>) {
    let built_in = || Session::new(store::built_in(), Origin::BuiltIn, Vec::new());
    let Some(path) = file else { return (built_in(), None) };
    match store::open_file(&path) {
        Ok(opened) => (Session::new(opened.roadmap, Origin::File(path), opened.diagnostics), None),
        Err(error) => (built_in(), Some((path.display().to_string(), error.into_diagnostics()))),
    }
}

/// Whether the environment names a display; without one winit would name its own source.
fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// The part of a library's message that tells a user something.
fn plain_reason(why: &str) -> &str {
    if why.contains("glutin") {
        return "OpenGL is not available";
    }
    let line = why.lines().next().unwrap_or_default();
    // Some say first where in their own source they stopped: "…/mod.rs:788: what happened".
    match line.split_once(".rs:").and_then(|(_, rest)| rest.split_once(": ")) {
        Some((_, reason)) => reason,
        None => line,
    }
}

fn no_window(why: &str) -> Diagnostic {
    const PACKAGES: &str = "libx11-6 libx11-xcb1 libxcursor1 libxi6 libxkbcommon0 \
                            libxkbcommon-x11-0 libgl1 libgl1-mesa-dri";
    let why = plain_reason(why);
    Diagnostic::error(
        None,
        format!("画面を開けません: {why}"),
        format!("the window cannot be opened: {why}"),
    )
    .with_hint(
        format!("DISPLAY か WAYLAND_DISPLAY を確かめ、Debian では次を入れてください: apt install {PACKAGES}"),
        format!("check DISPLAY or WAYLAND_DISPLAY; on Debian: apt install {PACKAGES}"),
    )
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("unknown reason")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_names_no_place_in_somebody_elses_source() {
        let said = "winit EventLoopError: os error at /a/winit/src/mod.rs:788: no xlib (code 1)";
        assert_eq!(plain_reason(said), "no xlib (code 1)");
        assert_eq!(
            plain_reason("Library libx.so could not be loaded.\nmore"),
            "Library libx.so could not be loaded."
        );
        assert_eq!(
            plain_reason("Found no glutin configs matching the template"),
            "OpenGL is not available"
        );
    }
}
