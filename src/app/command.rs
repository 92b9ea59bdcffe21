//! Everything that the program can be told to do, one closed list.
//!
//! Menus, the command palette, the keys and the list of keys all read it, so a
//! command has one name and one shortcut everywhere. To add one: add it here, and
//! the compiler asks for the rest in `App::perform`.

use super::Look;
use crate::model::{Coloring, Grouping, Language, Sorting};
use egui::{Key, Modifiers};
use keys::{alt, ctrl, ctrl_alt, ctrl_shift, key, shift};

/// Where a command stands in the menus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// The file menu.
    File,
    /// Changing the document.
    Edit,
    /// The view menu.
    View,
    /// Links and following them.
    Links,
    /// Finding and moving the selection.
    Select,
    /// The help menu.
    Help,
}

impl Group {
    /// All groups, in the order of the menus.
    pub const ALL: [Self; 6] =
        [Self::File, Self::Edit, Self::View, Self::Select, Self::Links, Self::Help];

    /// Its name.
    #[must_use]
    pub const fn label(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::File, Language::Japanese) => "ファイル",
            (Self::File, Language::English) => "File",
            (Self::Edit, Language::Japanese) => "編集",
            (Self::Edit, Language::English) => "Edit",
            (Self::View, Language::Japanese) => "表示",
            (Self::View, Language::English) => "View",
            (Self::Links, Language::Japanese) => "依存",
            (Self::Links, Language::English) => "Links",
            (Self::Select, Language::Japanese) => "選択",
            (Self::Select, Language::English) => "Select",
            (Self::Help, Language::Japanese) => "ヘルプ",
            (Self::Help, Language::English) => "Help",
        }
    }
}

/// A menu inside a menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Submenu {
    /// Which headings tasks stand under.
    Group,
    /// In which order they stand there.
    Sort,
    /// What their colours stand for.
    Color,
    /// What stands around the chart.
    Panels,
    /// Language, theme and size.
    Appearance,
}

impl Submenu {
    /// Its name.
    #[must_use]
    pub const fn label(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Group, Language::Japanese) => "グループ化",
            (Self::Group, Language::English) => "Group by",
            (Self::Sort, Language::Japanese) => "並べ替え",
            (Self::Sort, Language::English) => "Sort by",
            (Self::Color, Language::Japanese) => "色分け",
            (Self::Color, Language::English) => "Colour by",
            (Self::Panels, Language::Japanese) => "パネル",
            (Self::Panels, Language::English) => "Panels",
            (Self::Appearance, Language::Japanese) => "言語・配色・文字の大きさ",
            (Self::Appearance, Language::English) => "Language, theme and size",
        }
    }

    /// Its commands, in order.
    pub fn commands(self) -> impl Iterator<Item = Command> {
        Command::ALL.iter().copied().filter(move |command| command.submenu() == Some(self))
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
    pub const fn alt(key: Key) -> Option<Shortcut> {
        Some(Shortcut { modifiers: Modifiers::ALT, key })
    }
    pub const fn ctrl_alt(key: Key) -> Option<Shortcut> {
        Some(Shortcut { modifiers: Modifiers::COMMAND.plus(Modifiers::ALT), key })
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
        self.modifiers.command || matches!(self.key, Key::F7 | Key::F11)
    }

    /// As menus write it: Ctrl+Shift+S.
    #[must_use]
    pub fn text(self) -> String {
        let mut text = String::new();
        if self.modifiers.command {
            text.push_str("Ctrl+");
        }
        if self.modifiers.alt {
            text.push_str("Alt+");
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
            Key::Insert => "Ins",
            Key::Delete => "Del",
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
    New: File, "新規作成", "New", ctrl(Key::N);
    Open: File, "開く…", "Open…", ctrl(Key::O);
    OpenPath: File, "パスを指定して開く…", "Open by path…", ctrl_shift(Key::O);
    OpenBuiltIn: File, "内蔵の工程表（2021年12月）を開く", "Open the built-in roadmap (December 2021)", None;
    Save: File, "保存", "Save", ctrl(Key::S);
    SaveAs: File, "名前を付けて保存…", "Save as…", ctrl_shift(Key::S);
    Restore: File, "版を復元…", "Restore…", None;
    AttachOfficial: File, "公式文書のテキストを添付…", "Attach official text…", None;
    ExportSvg: File, "図をSVGで書き出す…", "Export picture as SVG…", ctrl(Key::E);
    ExportPng: File, "図をPNGで書き出す…", "Export picture as PNG…", ctrl_shift(Key::E);
    Quit: File, "終了", "Quit", ctrl(Key::Q);
    Undo: Edit, "元に戻す", "Undo", ctrl(Key::Z);
    Redo: Edit, "やり直す", "Redo", ctrl(Key::Y);
    ToggleHistory: Edit, "変更の履歴", "History", ctrl(Key::H);
    ToggleEditing: Edit, "編集モード", "Edit mode", key(Key::E);
    Properties: Edit, "工程表の情報…", "Roadmap properties…", None;
    NewTask: Edit, "施策を追加", "New task", key(Key::Insert);
    NewMilestone: Edit, "マイルストーンを追加", "New milestone", shift(Key::Insert);
    NewLane: Edit, "レーンを追加", "New lane", ctrl(Key::Insert);
    Rename: Edit, "名称を変更", "Rename", key(Key::F2);
    Duplicate: Edit, "複製", "Duplicate", ctrl(Key::D);
    Cut: Edit, "切り取り", "Cut", ctrl(Key::X);
    CopySelection: Edit, "コピー", "Copy", ctrl(Key::C);
    Paste: Edit, "貼り付け", "Paste", ctrl(Key::V);
    Delete: Edit, "削除", "Delete", key(Key::Delete);
    LinkSelected: Edit, "選択した施策を順につなぐ", "Link the selected tasks in order", key(Key::L);
    MoveEarlier: Edit, "前へ動かす", "Move earlier", alt(Key::ArrowLeft);
    MoveLater: Edit, "後へ動かす", "Move later", alt(Key::ArrowRight);
    MoveUp: Edit, "上の行へ動かす", "Move to the row above", alt(Key::ArrowUp);
    MoveDown: Edit, "下の行へ動かす", "Move to the row below", alt(Key::ArrowDown);
    MoveEarlierWithAll: Edit, "先行ごと前へ動かす", "Move earlier with predecessors", ctrl_alt(Key::ArrowLeft);
    MoveLaterWithAll: Edit, "後続ごと後へ動かす", "Move later with successors", ctrl_alt(Key::ArrowRight);
    Swimlanes: View, "スイムレーン", "Swimlanes", ctrl(Key::Num1);
    Gantt: View, "ガント", "Gantt", ctrl(Key::Num2);
    GroupByLanes: View, "グループ化：レーン（文書どおり）", "Group by lanes (as in the document)", None;
    GroupByArea: View, "グループ化：領域", "Group by area", None;
    GroupByOwner: View, "グループ化：担当", "Group by owner", None;
    GroupByKind: View, "グループ化：種別", "Group by kind", None;
    GroupByChapter: View, "グループ化：文書の章", "Group by chapter", None;
    GroupByYear: View, "グループ化：開始年度", "Group by year of the start", None;
    GroupByStatus: View, "グループ化：状況", "Group by status", None;
    SortByDocument: View, "並べ替え：文書の順", "Sort as in the document", None;
    SortByStart: View, "並べ替え：開始", "Sort by start", None;
    SortByEnd: View, "並べ替え：終了", "Sort by end", None;
    SortByFloat: View, "並べ替え：余裕", "Sort by float", None;
    SortByTitle: View, "並べ替え：題名", "Sort by title", None;
    ColorByArea: View, "色分け：領域", "Colour by area", None;
    ColorByOwner: View, "色分け：担当", "Colour by owner", None;
    ColorByStatus: View, "色分け：状況", "Colour by status", None;
    ColorByCriticality: View, "色分け：クリティカル", "Colour by criticality", None;
    ColorByKind: View, "色分け：種別", "Colour by kind", None;
    Views: View, "ビューの一覧…", "Named views…", key(Key::F7);
    SaveView: View, "今の表示をビューとして保存…", "Save as a named view…", shift(Key::F7);
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
    LinksHidden: Links, "依存線を隠す", "Hide links", None;
    LinksThin: Links, "依存線を細く", "Thin links", None;
    LinksFull: Links, "依存線を太く", "Strong links", None;
    LinksOfRow: Links, "依存線：同じ行の順", "Links: row order", None;
    LinksStated: Links, "依存線：文書に明記", "Links: stated", None;
    LinksInferred: Links, "依存線：推定", "Links: inferred", None;
    ToggleFacets: View, "絞り込みパネル", "Filter panel", ctrl(Key::B);
    ToggleInspector: View, "詳細パネル", "Inspector", ctrl(Key::I);
    ToggleInsights: View, "分析", "Insights", ctrl_shift(Key::I);
    ToggleOverview: View, "全体図", "Overview strip", None;
    ToggleLoad: View, "進行中の施策グラフ", "Load strip", ctrl(Key::L);
    ToggleChain: View, "連鎖の一覧", "Chain table", ctrl(Key::T);
    ToggleProblems: View, "問題の一覧", "Problems", ctrl_shift(Key::M);
    ToggleConflicts: View, "統合の競合", "Conflicts of a merge", None;
    Japanese: View, "日本語", "Japanese (日本語)", None;
    English: View, "英語（English）", "English", None;
    ThemeLight: View, "明るい配色", "Light theme", None;
    ThemeDark: View, "暗い配色", "Dark theme", None;
    ThemeSystem: View, "システムの配色", "System theme", None;
    LargerInterface: View, "画面の文字を大きく", "Larger interface", ctrl(Key::Plus);
    SmallerInterface: View, "画面の文字を小さく", "Smaller interface", ctrl(Key::Minus);
    ResetInterface: View, "画面の文字を標準に", "Standard interface size", ctrl(Key::Num0);
    FullScreen: View, "全画面", "Full screen", key(Key::F11);
    ShowCritical: View, "クリティカルチェーンを示す", "Mark the critical chain", key(Key::R);
    ShowFloat: View, "余裕（フロート）を示す", "Show float", shift(Key::R);
    ShowProgressLine: View, "進捗線（イナズマ線）を示す", "Show the progress line", key(Key::P);
    Find: Select, "検索・絞り込み", "Find and filter", ctrl(Key::F);
    ClearFilter: Select, "絞り込みを解除", "Clear the filter", ctrl(Key::Backspace);
    StepBack: Select, "一つ戻る（選択・絞り込みの解除）", "One step back (clear selection, then filter)", key(Key::Escape);
    SelectEarlier: Select, "前の工程", "Earlier in the row", key(Key::ArrowLeft);
    SelectLater: Select, "次の工程", "Later in the row", key(Key::ArrowRight);
    SelectAll: Select, "すべて選択", "Select all", ctrl(Key::A);
    ExtendEarlier: Select, "前の工程も選択", "Select the earlier one, too", shift(Key::ArrowLeft);
    ExtendLater: Select, "次の工程も選択", "Select the later one, too", shift(Key::ArrowRight);
    ExtendUp: Select, "上の行も選択", "Select the row above, too", shift(Key::ArrowUp);
    ExtendDown: Select, "下の行も選択", "Select the row below, too", shift(Key::ArrowDown);
    SelectUp: Select, "上の行", "Row above", key(Key::ArrowUp);
    SelectDown: Select, "下の行", "Row below", key(Key::ArrowDown);
    SelectFirst: Select, "行の先頭", "First in the row", key(Key::Home);
    SelectLast: Select, "行の末尾", "Last in the row", key(Key::End);
    PageUp: Select, "1画面上へ", "Page up", key(Key::PageUp);
    PageDown: Select, "1画面下へ", "Page down", key(Key::PageDown);
    ShowInInspector: Select, "詳細を表示", "Show in the inspector", key(Key::Enter);
    FollowChain: Links, "連鎖全体をたどる", "Follow the whole chain", key(Key::C);
    FollowDriving: Links, "日程を決めている依存だけをたどる", "Follow only driving links", shift(Key::C);
    Isolate: Links, "連鎖だけを表示", "Show only the chain", key(Key::I);
    RevealChain: Links, "隠れた連鎖も表示", "Bring back what the filter hides of the chain", shift(Key::I);
    Back: Links, "前の絞り込みに戻る", "Back to the filter before", key(Key::Backspace);
    CopyChain: Links, "連鎖を表としてコピー", "Copy the chain as a table", ctrl_shift(Key::T);
    SetGoal: Links, "この施策を目標にして余裕を計算", "Make this task the goal of float", key(Key::G);
    ClearGoal: Links, "目標を計画の終わりに戻す", "Make the end of the plan the goal", shift(Key::G);
    CommandPalette: Help, "コマンドを検索…", "Command palette…", ctrl(Key::K);
    Keys: Help, "キー操作一覧", "Keys", key(Key::Questionmark);
    About: Help, "このプログラムについて", "About Koteihyo", None;
}

impl Command {
    /// The commands of a group, in order.
    pub fn of(group: Group) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |command| command.group() == group)
    }

    /// Its name where there is little room, beside others of its kind.
    #[must_use]
    pub const fn short_label(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::FollowChain, Language::Japanese) => "すべて",
            (Self::FollowChain, Language::English) => "All",
            (Self::FollowDriving, Language::Japanese) => "決め手だけ",
            (Self::FollowDriving, Language::English) => "Driving",
            (Self::Isolate, Language::Japanese) => "連鎖だけ",
            (Self::Isolate, Language::English) => "Isolate",
            (Self::RevealChain, Language::Japanese) => "隠れた分も",
            (Self::RevealChain, Language::English) => "Reveal",
            (Self::CopyChain, Language::Japanese) => "コピー",
            (Self::CopyChain, Language::English) => "Copy",
            (other, language) => other.label(language),
        }
    }

    /// Whether it puts another document in the place of the one that is open.
    #[must_use]
    pub const fn replaces_document(self) -> bool {
        matches!(self, Self::New | Self::Open | Self::OpenPath | Self::OpenBuiltIn)
    }

    /// Whether its key means the text while one is being edited.
    #[must_use]
    pub const fn is_for_text(self) -> bool {
        matches!(
            self,
            Self::Undo
                | Self::Redo
                | Self::Cut
                | Self::CopySelection
                | Self::Paste
                | Self::SelectAll
                | Self::Duplicate
                | Self::MoveEarlierWithAll
                | Self::MoveLaterWithAll
                | Self::NewLane
        )
    }

    /// The submenu that it stands in, if it does not stand in the menu itself. The
    /// commands of a submenu follow each other.
    #[must_use]
    pub const fn submenu(self) -> Option<Submenu> {
        match self {
            Self::Japanese
            | Self::English
            | Self::ThemeLight
            | Self::ThemeDark
            | Self::ThemeSystem
            | Self::LargerInterface
            | Self::SmallerInterface
            | Self::ResetInterface => Some(Submenu::Appearance),
            Self::ToggleFacets
            | Self::ToggleInspector
            | Self::ToggleInsights
            | Self::ToggleOverview
            | Self::ToggleLoad
            | Self::ToggleChain
            | Self::ToggleProblems
            | Self::ToggleConflicts => Some(Submenu::Panels),
            command => match command.look() {
                Some(look) => Some(look.submenu()),
                None => None,
            },
        }
    }

    /// The choice of how tasks are shown that it stands for.
    #[must_use]
    pub const fn look(self) -> Option<Look> {
        Some(match self {
            Self::GroupByLanes => Look::Group(Grouping::Lanes),
            Self::GroupByArea => Look::Group(Grouping::Area),
            Self::GroupByOwner => Look::Group(Grouping::Owner),
            Self::GroupByKind => Look::Group(Grouping::Kind),
            Self::GroupByChapter => Look::Group(Grouping::Chapter),
            Self::GroupByYear => Look::Group(Grouping::Year),
            Self::GroupByStatus => Look::Group(Grouping::Status),
            Self::SortByDocument => Look::Sort(Sorting::Document),
            Self::SortByStart => Look::Sort(Sorting::Start),
            Self::SortByEnd => Look::Sort(Sorting::End),
            Self::SortByFloat => Look::Sort(Sorting::Float),
            Self::SortByTitle => Look::Sort(Sorting::Title),
            Self::ColorByArea => Look::Color(Coloring::Area),
            Self::ColorByOwner => Look::Color(Coloring::Owner),
            Self::ColorByStatus => Look::Color(Coloring::Status),
            Self::ColorByCriticality => Look::Color(Coloring::Criticality),
            Self::ColorByKind => Look::Color(Coloring::Kind),
            _ => return None,
        })
    }

    /// Whether a line is drawn above it in its menu.
    #[must_use]
    pub const fn begins_section(self) -> bool {
        matches!(
            self,
            Self::Save
                | Self::ExportSvg
                | Self::ToggleEditing
                | Self::Rename
                | Self::LinkSelected
                | Self::Quit
                | Self::GroupByLanes
                | Self::Views
                | Self::ZoomIn
                | Self::ShowYears
                | Self::FoldAll
                | Self::LinksOfRow
                | Self::ToggleFacets
                | Self::Japanese
                | Self::ThemeLight
                | Self::LargerInterface
                | Self::ShowCritical
                | Self::SelectEarlier
                | Self::ShowInInspector
                | Self::Isolate
                | Self::CopyChain
                | Self::SetGoal
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
    fn every_way_to_show_tasks_has_a_command() {
        let looks: Vec<_> = Command::ALL.iter().filter_map(|command| command.look()).collect();
        let grouping = Grouping::ALL.iter().copied().map(Look::Group);
        let sorting = Sorting::ALL.iter().copied().map(Look::Sort);
        let coloring = Coloring::ALL.iter().copied().map(Look::Color);
        assert_eq!(looks, grouping.chain(sorting).chain(coloring).collect::<Vec<_>>());
    }

    #[test]
    fn submenus_hold_together() {
        let mut menus: Vec<_> = Command::ALL.iter().map(|command| command.submenu()).collect();
        menus.dedup();
        let named: Vec<_> = menus.into_iter().flatten().collect();
        assert_eq!(
            named,
            [Submenu::Group, Submenu::Sort, Submenu::Color, Submenu::Panels, Submenu::Appearance]
        );
    }

    #[test]
    fn single_keys_rest_while_a_text_is_edited() {
        assert!(!Command::FitAll.shortcut().unwrap().works_while_typing());
        assert!(!Command::StepBack.shortcut().unwrap().works_while_typing());
        assert!(Command::Open.shortcut().unwrap().works_while_typing());
    }
}
