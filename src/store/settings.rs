//! What the program remembers between two starts, as JSON in the user's configuration folder.

use super::save::replace_file;
use etcetera::BaseStrategy as _;
use serde::{Deserialize, Serialize};
use std::io;
use std::path::{Path, PathBuf};

/// How many recent files are remembered.
const MAX_RECENT: usize = 10;

/// The language of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LanguageSetting {
    /// 日本語.
    Ja,
    /// English.
    En,
}

/// Light, dark, or as the system has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum ThemeSetting {
    /// Always light.
    #[default]
    Light,
    /// Always dark.
    Dark,
    /// As the system has it.
    System,
}

/// All settings and the state of the window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of the file and stands alone")]
pub struct Settings {
    /// The language; `None` follows the locale.
    pub language: Option<LanguageSetting>,
    /// The theme.
    pub theme: ThemeSetting,
    /// Size of the interface, 1 at 100 %.
    pub zoom: f32,
    /// Whether the filter panel is shown.
    pub facets: bool,
    /// Whether the inspector is shown.
    pub inspector: bool,
    /// Whether the figures are shown.
    pub insights: bool,
    /// Whether the overview strip is shown.
    pub overview: bool,
    /// Whether the load strip is shown.
    pub load: bool,
    /// Whether the table of the chain is shown.
    pub chain: bool,
    /// Whether the list of problems is shown.
    pub problems: bool,
    /// Whether the history of changes is shown.
    pub history: bool,
    /// Whether documents can be changed, or only looked at.
    pub editing: bool,
    /// Width of the column of names in swimlanes, in points.
    pub lane_names_width: f32,
    /// Width of the columns of tasks in Gantt mode, in points.
    pub task_columns_width: f32,
    /// Size of the window in points.
    pub window: [f32; 2],
    /// Whether the window fills the screen.
    pub maximized: bool,
    /// Files that were open, the last one first.
    pub recent: Vec<PathBuf>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: None,
            theme: ThemeSetting::default(),
            zoom: 1.0,
            facets: true,
            inspector: true,
            insights: false,
            overview: true,
            load: true,
            chain: false,
            problems: false,
            history: false,
            editing: false,
            lane_names_width: 240.0,
            task_columns_width: 520.0,
            window: [1440.0, 900.0],
            maximized: false,
            recent: Vec::new(),
        }
    }
}

impl Settings {
    /// Where settings are kept; `None` if the user has no home folder.
    #[must_use]
    pub fn default_path() -> Option<PathBuf> {
        let folders = etcetera::choose_base_strategy().ok()?;
        Some(folders.config_dir().join("koteihyo").join("settings.json"))
    }

    /// Reads settings. A missing file gives the defaults; a broken one gives the
    /// defaults too, and a text that tells the user why.
    #[must_use]
    pub fn read(path: &Path) -> (Self, Option<String>) {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return (Self::default(), None);
            }
            Err(error) => return (Self::default(), Some(error.to_string())),
        };
        match serde_json::from_str::<Self>(&text) {
            Ok(settings) => (settings.sane(), None),
            Err(error) => (Self::default(), Some(error.to_string())),
        }
    }

    /// Writes settings, making the folder if there is none.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let text = serde_json::to_string_pretty(self)?;
        replace_file(path, |out| writeln!(out, "{text}"))
    }

    /// Puts a file first among the recent ones.
    pub fn remember(&mut self, path: PathBuf) {
        self.recent.retain(|known| *known != path);
        self.recent.insert(0, path);
        self.recent.truncate(MAX_RECENT);
    }

    /// The same settings with every number in a range that the window can work with.
    fn sane(mut self) -> Self {
        let within = |value: f32, low: f32, high: f32, default: f32| {
            if value.is_finite() { value.clamp(low, high) } else { default }
        };
        let default = Self::default();
        self.zoom = within(self.zoom, 0.5, 3.0, default.zoom);
        self.lane_names_width =
            within(self.lane_names_width, 120.0, 600.0, default.lane_names_width);
        self.task_columns_width =
            within(self.task_columns_width, 320.0, 1200.0, default.task_columns_width);
        self.window[0] = within(self.window[0], 640.0, 10_000.0, default.window[0]);
        self.window[1] = within(self.window[1], 400.0, 10_000.0, default.window[1]);
        self.recent.truncate(MAX_RECENT);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_survive_being_written_and_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new").join("settings.json");
        let mut settings = Settings { theme: ThemeSetting::Dark, zoom: 1.5, ..Settings::default() };
        settings.remember("a.json".into());
        settings.remember("b.json".into());
        settings.remember("a.json".into());
        assert_eq!(settings.recent, [PathBuf::from("a.json"), PathBuf::from("b.json")]);
        settings.write(&path).unwrap();
        assert_eq!(Settings::read(&path), (settings, None));
    }

    #[test]
    fn a_broken_file_gives_the_defaults_and_says_why() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        assert_eq!(Settings::read(&path), (Settings::default(), None));
        std::fs::write(&path, "{\"zoom\": \"big\"").unwrap();
        let (settings, why) = Settings::read(&path);
        assert_eq!(settings, Settings::default());
        assert!(why.is_some());
        std::fs::write(&path, "{\"zoom\": 900, \"unknown\": 1}").unwrap();
        assert!((Settings::read(&path).0.zoom - 3.0).abs() < f32::EPSILON);
    }
}
