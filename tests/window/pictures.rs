//! Pictures of the window, for what words cannot check.
//!
//! `KOTEIHYO_ACCEPT=1 cargo test --test window pictures` paints them anew; look at
//! them before they are committed.

use crate::harness::{Window, startup};
use eframe::egui;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, RgbImage, RgbaImage};
use koteihyo::app::{App, Command};
use koteihyo::store::{LanguageSetting, ThemeSetting};
use std::fs::File;
use std::path::Path;

/// How far a channel of a pixel may be off: processors round differently.
const MAX_CHANNEL_ERROR: u8 = 24;
/// One of how many pixels may be further off.
const PIXELS_PER_ERROR: usize = 2_000;

#[test]
fn swimlanes_in_japanese_and_light() {
    assert_picture("swimlanes-ja-light", &mut Window::open());
}

#[test]
fn gantt_in_english_and_dark() {
    let mut window = Window::open_with(|startup| {
        startup.settings.language = Some(LanguageSetting::En);
        startup.settings.theme = ThemeSetting::Dark;
    });
    window.press_keys_of(Command::Gantt);
    assert_picture("gantt-en-dark", &mut window);
}

#[test]
fn a_selected_task_with_its_chain() {
    let mut window = Window::open();
    window.search("運転免許証");
    window.click_bar("drivers-licence.police-migration");
    window.press_keys_of(Command::ClearFilter);
    window.move_pointer_away();
    assert_picture("selection-with-chain", &mut window);
}

#[test]
fn a_search_that_finds_nothing() {
    let mut window = Window::open();
    window.search("そのような施策はない");
    assert_picture("nothing-found", &mut window);
}

/// A first picture that is still to be corrected flashes, and costs a start twice its time.
#[test]
fn the_first_picture_is_finished() {
    for theme in [ThemeSetting::Light, ThemeSetting::Dark, ThemeSetting::System] {
        let mut startup = startup();
        startup.settings.theme = theme;
        let ctx = egui::Context::default();
        let mut app = App::new(&ctx, startup);
        // Scroll bars fade in.
        ctx.all_styles_mut(|style| style.animation_time = 0.0);
        let mut picture = || {
            let screen = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1280.0, 800.0));
            let input = egui::RawInput { screen_rect: Some(screen), ..Default::default() };
            let mut output = ctx.run_ui(input, |ui| app.show(ui));
            output.textures_delta.clear();
            let shapes = output.shapes.iter().map(|shape| format!("{shape:?}"));
            shapes.collect::<Vec<_>>()
        };
        let first = picture();
        let later = (0..4).map(|_| picture()).last().unwrap();
        assert!(first.len() > 50);
        assert_eq!(first.len(), later.len(), "{theme:?}");
        for (first, later) in first.iter().zip(&later) {
            assert_eq!(first, later, "{theme:?}");
        }
    }
}

/// Compares the window with a picture in `tests/window/snapshots`.
#[track_caller]
fn assert_picture(name: &str, window: &mut Window) {
    let picture = opaque(window.picture());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/window/snapshots");
    let path = folder.join(name).with_extension("png");
    if std::env::var_os("KOTEIHYO_ACCEPT").is_some() {
        write(&picture, &path);
    }
    let expected = image::open(&path).map(DynamicImage::into_rgb8).unwrap_or_default();
    let is_off = || {
        let pairs = picture.pixels().zip(expected.pixels());
        let wrong = pairs.filter(|(one, two)| {
            let mut channels = one.0.iter().zip(two.0);
            channels.any(|(one, two)| one.abs_diff(two) > MAX_CHANNEL_ERROR)
        });
        wrong.count() * PIXELS_PER_ERROR > picture.pixels().len()
    };
    if picture.dimensions() != expected.dimensions() || is_off() {
        let actual = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name).with_extension("png");
        write(&picture, &actual);
        panic!("{name} looks different: compare {} with {}", actual.display(), path.display());
    }
}

/// The picture without transparency; a window that one could see through is wrong.
fn opaque(picture: RgbaImage) -> RgbImage {
    assert!(picture.pixels().all(|pixel| pixel.0[3] == 255), "every pixel is painted");
    DynamicImage::from(picture).into_rgb8()
}

/// Writes a picture as small as a PNG file can be.
fn write(picture: &RgbImage, path: &Path) {
    let file = File::create(path).unwrap();
    let encoder = PngEncoder::new_with_quality(file, CompressionType::Best, FilterType::NoFilter);
    picture.write_with_encoder(encoder).unwrap();
}
