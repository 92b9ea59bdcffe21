//! Everything that the program can be told to do, one closed list.
//!
//! Menus, the command palette, the keys and the list of keys all read it, so a
//! command has one name and one shortcut everywhere. To add one: add it here, and
//! the compiler asks for the rest in `App::perform`.

use crate::model::Language;
use egui::{Key, Modifiers};
use keys::{ctrl, ctrl_shift, key, shift};

/// Where a command stands in the menus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// The file menu.
    File,
    /// The view menu.
    View,
    /// Moving the selection: keys only.
    Select,
    /// The help menu.
    Help,
}

impl Group {
    /// All groups, in the order of the menus.
    pub const ALL: [Self; 4] = [Self::File, Self::View, Self::Select, Self::Help];

    /// Its name.
    #[must_use]
    pub const fn label(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::File, Language::Japanese) => "ファイル",
            (Self::File, Language::English) => "File",
            (Self::View, Language::Japanese) => "表示",
            (Self::View, Language::English) => "View",
            (Self::Select, Language::Japanese) => "選択",
            (Self::Select, Language::English) => "Select",
            (Self::Help, Language::Japanese) => "ヘルプ",
            (Self::Help, Language::English) => "Help",
        }
    }
}

/// A key with its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortcut {
    /// What is held down.
    pub modifiers: Modifiers,
    /// What is pressed.
    pub key: Key,
}

/// The words of the column of shortcuts in the table of commands.
#[expect(clippy::unnecessary_wraps, reason = "the column also holds `None`")]
mod keys {
    use super::{Key, Modifiers, Shortcut};

    pub const fn key(key: Key) -> Option<Shortcut> {
        Some(Shortcut { modifiers: Modifiers::NONE, key })
    }
    pub const fn shift(key: Key) -> Option<Shortcut> {
        Some(Shortcut { modifiers: Modifiers::SHIFT, key })
    }
    pub const fn ctrl(key: Key) -> Option<Shortcut> {
        Some(Shortcut { modifiers: Modifiers::COMMAND, key })
    }
    pub const fn ctrl_shift(key: Key) -> Option<Shortcut> {
        Some(Shortcut { modifiers: Modifiers::COMMAND.plus(Modifiers::SHIFT), key })
    }
}

impl Shortcut {
    /// Whether it may act while a text is being edited: only those with Ctrl may,
    /// and the function keys.
    #[must_use]
    pub fn works_while_typing(self) -> bool {
        self.modifiers.command || matches!(self.key, Key::F11)
    }

    /// As menus write it: Ctrl+Shift+S.
    #[must_use]
    pub fn text(self) -> String {
        let mut text = String::new();
        if self.modifiers.command {
            text.push_str("Ctrl+");
        }
        if self.modifiers.shift {
            text.push_str("Shift+");
        }
        let name = match self.key {
            Key::Plus => "+",
            Key::Minus => "-",
            Key::Questionmark => "?",
            Key::OpenBracket => "[",
            Key::CloseBracket => "]",
            Key::ArrowLeft => "←",
            Key::ArrowRight => "→",
            Key::ArrowUp => "↑",
            Key::ArrowDown => "↓",
            Key::Escape => "Esc",
            key => key.name(),
        };
        text.push_str(name);
        text
    }
}

macro_rules! commands {
    ($($(#[$section:meta])? $variant:ident: $group:ident, $ja:literal, $en:literal, $shortcut:expr;)*) => {
        /// Something that the program can be told to do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Command {
            $(#[doc = $en] $variant,)*
        }

        impl Command {
            /// All commands, in the order of the menus.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Its name.
            #[must_use]
            pub const fn label(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$variant, Language::Japanese) => $ja,
                    (Self::$variant, Language::English) => $en,)*
                }
            }

            /// The group that it belongs to.
            #[must_use]
            pub const fn group(self) -> Group {
                match self { $(Self::$variant => Group::$group,)* }
            }

            /// Its key.
            #[must_use]
            pub const fn shortcut(self) -> Option<Shortcut> {
                match self { $(Self::$variant => $shortcut,)* }
            }
        }
    };
}

commands! {
    Open: File, "開く…", "Open…", ctrl(Key::O);
    OpenPath: File, "パスを指定して開く…", "Open by path…", ctrl_shift(Key::O);
    OpenBuiltIn: File, "内蔵の工程表（2021年12月）を開く", "Open the built-in roadmap (December 2021)", None;
    SaveAs: File, "名前を付けて保存…", "Save as…", ctrl_shift(Key::S);
    AttachOfficial: File, "公式文書のテキストを添付…", "Attach official text…", None;
    ExportSvg: File, "図をSVGで書き出す…", "Export picture as SVG…", ctrl(Key::E);
    ExportPng: File, "図をPNGで書き出す…", "Export picture as PNG…", ctrl_shift(Key::E);
    Quit: File, "終了", "Quit", ctrl(Key::Q);
    Swimlanes: View, "スイムレーン", "Swimlanes", ctrl(Key::Num1);
    Gantt: View, "ガント", "Gantt", ctrl(Key::Num2);
    ZoomIn: View, "拡大", "Zoom in", key(Key::Plus);
    ZoomOut: View, "縮小", "Zoom out", key(Key::Minus);
    ZoomReset: View, "標準の大きさ", "Standard zoom", key(Key::Num0);
    FitAll: View, "全体を表示", "Fit everything", key(Key::F);
    FitSelection: View, "選択に合わせる", "Fit selection", shift(Key::F);
    GoToToday: View, "今日へ移動", "Go to today", key(Key::T);
    ShowYears: View, "年度の目盛", "Scale of years", key(Key::Num1);
    ShowQuarters: View, "四半期の目盛", "Scale of quarters", key(Key::Num2);
    ShowMonths: View, "月の目盛", "Scale of months", key(Key::Num3);
    FoldAll: View, "すべて折りたたむ", "Fold all", key(Key::OpenBracket);
    UnfoldAll: View, "すべて展開", "Unfold all", key(Key::CloseBracket);
    LinksHidden: View, "依存線を隠す", "Hide links", None;
    LinksThin: View, "依存線を細く", "Thin links", None;
    LinksFull: View, "依存線を太く", "Strong links", None;
    ToggleFacets: View, "絞り込みパネル", "Filter panel", ctrl(Key::B);
    ToggleInspector: View, "詳細パネル", "Inspector", ctrl(Key::I);
    ToggleInsights: View, "分析", "Insights", ctrl_shift(Key::I);
    ToggleOverview: View, "全体図", "Overview strip", None;
    ToggleLoad: View, "進行中の施策グラフ", "Load strip", ctrl(Key::L);
    Japanese: View, "日本語", "Japanese (日本語)", None;
    English: View, "英語（English）", "English", None;
    ThemeLight: View, "明るい配色", "Light theme", None;
    ThemeDark: View, "暗い配色", "Dark theme", None;
    ThemeSystem: View, "システムの配色", "System theme", None;
    LargerInterface: View, "画面の文字を大きく", "Larger interface", ctrl(Key::Plus);
    SmallerInterface: View, "画面の文字を小さく", "Smaller interface", ctrl(Key::Minus);
    ResetInterface: View, "画面の文字を標準に", "Standard interface size", ctrl(Key::Num0);
    FullScreen: View, "全画面", "Full screen", key(Key::F11);
    Find: Select, "検索・絞り込み", "Find and filter", ctrl(Key::F);
    ClearFilter: Select, "絞り込みを解除", "Clear the filter", ctrl(Key::Backspace);
    StepBack: Select, "一つ戻る（選択・絞り込みの解除）", "One step back (clear selection, then filter)", key(Key::Escape);
    SelectEarlier: Select, "前の工程", "Earlier in the row", key(Key::ArrowLeft);
    SelectLater: Select, "次の工程", "Later in the row", key(Key::ArrowRight);
    SelectUp: Select, "上の行", "Row above", key(Key::ArrowUp);
    SelectDown: Select, "下の行", "Row below", key(Key::ArrowDown);
    SelectFirst: Select, "行の先頭", "First in the row", key(Key::Home);
    SelectLast: Select, "行の末尾", "Last in the row", key(Key::End);
    PageUp: Select, "1画面上へ", "Page up", key(Key::PageUp);
    PageDown: Select, "1画面下へ", "Page down", key(Key::PageDown);
    ShowInInspector: Select, "詳細を表示", "Show in the inspector", key(Key::Enter);
    CopySelection: Select, "選択した施策をコピー", "Copy the selected task", ctrl(Key::C);
    CommandPalette: Help, "コマンドを検索…", "Command palette…", ctrl(Key::K);
    Keys: Help, "キー操作一覧", "Keys", key(Key::Questionmark);
    Problems: Help, "問題の一覧", "Problems of the file", None;
    About: Help, "このプログラムについて", "About Koteihyo", None;
}

impl Command {
    /// The commands of a group, in order.
    pub fn of(group: Group) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |command| command.group() == group)
    }

    /// Whether a line is drawn above it in its menu.
    #[must_use]
    pub const fn begins_section(self) -> bool {
        matches!(
            self,
            Self::SaveAs
                | Self::ExportSvg
                | Self::Quit
                | Self::ZoomIn
                | Self::ShowYears
                | Self::FoldAll
                | Self::LinksHidden
                | Self::ToggleFacets
                | Self::Japanese
                | Self::ThemeLight
                | Self::LargerInterface
                | Self::SelectEarlier
                | Self::ShowInInspector
                | Self::About
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_two_commands_share_a_key_or_a_name() {
        let mut keys = HashSet::new();
        for command in Command::ALL {
            if let Some(shortcut) = command.shortcut() {
                assert!(keys.insert(shortcut.text()), "{command:?}: {}", shortcut.text());
            }
        }
        for language in Language::ALL {
            let labels: HashSet<_> =
                Command::ALL.iter().map(|command| command.label(language)).collect();
            assert_eq!(labels.len(), Command::ALL.len());
        }
    }

    #[test]
    fn single_keys_rest_while_a_text_is_edited() {
        assert!(!Command::FitAll.shortcut().unwrap().works_while_typing());
        assert!(!Command::StepBack.shortcut().unwrap().works_while_typing());
        assert!(Command::Open.shortcut().unwrap().works_while_typing());
    }
}
