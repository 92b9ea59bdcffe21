//! TEMPORARY
use crate::harness::Window;
use koteihyo::app::Command;
use koteihyo::store::{LanguageSetting, ThemeSetting};

#[test]
fn look() {
    for (name, size, en, dark) in [
        ("a", [1280.0, 800.0], false, false),
        ("b", [1920.0, 1080.0], true, true),
        ("c", [1280.0, 2000.0], true, false),
        ("d", [1920.0, 1080.0], false, false),
    ] {
        let mut window = Window::open_sized(size, |startup| {
            startup.settings.language = en.then_some(LanguageSetting::En);
            startup.settings.theme = if dark { ThemeSetting::Dark } else { ThemeSetting::Light };
        });
        window.press_keys_of(Command::ToggleInsights);
        window.move_pointer_away();
        window.picture().save(format!("/tmp/look-{name}.png")).unwrap();
    }
}
