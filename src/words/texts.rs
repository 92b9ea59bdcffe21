//! Fixed words, one closed list.

use crate::model::{
    DependencyBasis, DependencyType, GroupKey, Language, Roadmap, Task, TaskBasis, TaskKind,
    TaskStatus,
};
use crate::time::Day;
use std::borrow::Cow;

macro_rules! word_list {
    ($($variant:ident: $ja:literal, $en:literal;)*) => {
        /// A word or sentence of the interface.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Word {
            $(#[doc = $en] $variant,)*
        }

        impl Word {
            /// Every word, for tests that look at all of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The word in a language.
            #[must_use]
            pub const fn text(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$variant, Language::Japanese) => $ja,
                    (Self::$variant, Language::English) => $en,)*
                }
            }
        }
    };
}

word_list! {
    Today: "今日", "Today";
    Progress: "進捗", "Progress";
    LanesAndMeasures: "領域・施策", "Area / measure";
    GroupsAndMeasures: "グループ・施策", "Group / measure";
    TaskColumn: "施策", "Task";
    WhenColumn: "期間", "When";
    StatusColumn: "状況", "Status";
    OwnerColumn: "担当", "Owner";
    NoOwner: "担当の記載なし", "No owner named";
    NoChapter: "章の記載なし", "No chapter";
    OtherOwners: "その他・記載なし", "Others, or none named";
    Critical: "クリティカル", "Critical";
    LinkLegend: "依存線", "Dependencies";
    NotCritical: "余裕あり", "Has float";
}

/// What a picture says of the red bars and links; the goal is the title of a task, or `None` for
/// the end of the plan.
#[must_use]
pub fn critical_in_words(goal: Option<&str>, language: Language) -> String {
    match (goal, language) {
        (None, Language::Japanese) => "赤：計画の終わりまでに余裕のない施策".to_owned(),
        (None, Language::English) => "Red: no float until the end of the plan".to_owned(),
        (Some(goal), Language::Japanese) => format!("赤：「{goal}」までに余裕のない施策"),
        (Some(goal), Language::English) => format!("Red: no float until “{goal}”"),
    }
}

/// What a picture says of its progress line.
#[must_use]
pub fn progress_line_in_words(day: Day, language: Language) -> String {
    let date = super::day_in_words(day, language);
    match language {
        Language::Japanese => {
            format!("進捗線（イナズマ線）：{date}現在。左への折れは遅れ、右への折れは先行")
        }
        Language::English => {
            format!("Progress line as of {date}: to the left behind plan, to the right ahead")
        }
    }
}

/// What a heading says of the tasks under it.
#[must_use]
pub fn group_in_words(key: GroupKey, roadmap: &Roadmap, language: Language) -> Cow<'_, str> {
    match key {
        GroupKey::Lane(lane) => roadmap.lane(lane).title.in_language(language).into(),
        GroupKey::Owner(owner) => roadmap.shown_owner(owner, language).into(),
        GroupKey::NoOwner => Word::NoOwner.text(language).into(),
        GroupKey::Kind(kind) => kind_in_words(kind, language).into(),
        GroupKey::Chapter { document, chapter } => {
            let chapter = &roadmap.documents[document.index()].chapters[chapter as usize];
            chapter.title.in_language(language).into()
        }
        GroupKey::NoChapter => Word::NoChapter.text(language).into(),
        GroupKey::Year(year) => match language {
            Language::Japanese => format!("{year}年度に開始").into(),
            Language::English => format!("Starts in FY{year}").into(),
        },
        GroupKey::Status(status) => status_in_words(status, language).into(),
    }
}

/// The name of a kind of task.
#[must_use]
pub const fn kind_in_words(kind: TaskKind, language: Language) -> &'static str {
    match (kind, language) {
        (TaskKind::Task, Language::Japanese) => "作業",
        (TaskKind::Task, Language::English) => "Task",
        (TaskKind::Milestone, Language::Japanese) => "マイルストーン",
        (TaskKind::Milestone, Language::English) => "Milestone",
    }
}

/// How far a task has got.
#[must_use]
pub const fn status_in_words(status: TaskStatus, language: Language) -> &'static str {
    match (status, language) {
        (TaskStatus::Planned, Language::Japanese) => "予定",
        (TaskStatus::Planned, Language::English) => "Planned",
        (TaskStatus::UnderWay, Language::Japanese) => "実施中",
        (TaskStatus::UnderWay, Language::English) => "Under way",
        (TaskStatus::Done, Language::Japanese) => "完了",
        (TaskStatus::Done, Language::English) => "Done",
        (TaskStatus::Dropped, Language::Japanese) => "取りやめ",
        (TaskStatus::Dropped, Language::English) => "Dropped",
        (TaskStatus::Unknown, Language::Japanese) => "状況の記載なし",
        (TaskStatus::Unknown, Language::English) => "No status",
    }
}

/// How far a task has got and how much of it is done; empty if neither is known.
#[must_use]
pub fn status_and_progress_in_words(task: &Task, language: Language) -> String {
    let status = match task.status {
        TaskStatus::Unknown => "",
        status => status_in_words(status, language),
    };
    match task.progress {
        None => status.to_owned(),
        Some(percent) if status.is_empty() => format!("{percent} %"),
        Some(percent) => format!("{status} {percent} %"),
    }
}

/// What the marks on bars stand for that say how far tasks have got.
#[must_use]
pub const fn status_marks_in_words(language: Language) -> &'static str {
    match language {
        Language::Japanese => {
            "バーの印：チェックは完了、三角は実施中、取り消し線は取りやめ、下の帯は進捗"
        }
        Language::English => {
            "Marks on bars: tick done, triangle under way, struck through dropped, line along the foot progress"
        }
    }
}

/// How a task's date is known.
#[must_use]
pub const fn basis_in_words(basis: TaskBasis, language: Language) -> &'static str {
    match (basis, language) {
        (TaskBasis::Column, Language::Japanese) => "表の列の位置から",
        (TaskBasis::Column, Language::English) => "Read off the table's column",
        (TaskBasis::Text, Language::Japanese) => "本文の日付から",
        (TaskBasis::Text, Language::English) => "Dated by the text",
        (TaskBasis::Editor, Language::Japanese) => "編集者の判断",
        (TaskBasis::Editor, Language::English) => "Editor's decision",
    }
}

/// How a dependency is known.
#[must_use]
pub const fn dependency_basis_in_words(basis: DependencyBasis, language: Language) -> &'static str {
    match (basis, language) {
        (DependencyBasis::Row, Language::Japanese) => "同じ行の順",
        (DependencyBasis::Row, Language::English) => "Row order",
        (DependencyBasis::Stated, Language::Japanese) => "文書に明記",
        (DependencyBasis::Stated, Language::English) => "Stated",
        (DependencyBasis::Inferred, Language::Japanese) => "推定",
        (DependencyBasis::Inferred, Language::English) => "Inferred",
    }
}

/// Which ends a dependency ties together.
#[must_use]
pub const fn dependency_type_in_words(kind: DependencyType, language: Language) -> &'static str {
    match (kind, language) {
        (DependencyType::FinishToStart, Language::Japanese) => "完了→開始",
        (DependencyType::FinishToStart, Language::English) => "finish to start",
        (DependencyType::StartToStart, Language::Japanese) => "開始→開始",
        (DependencyType::StartToStart, Language::English) => "start to start",
        (DependencyType::FinishToFinish, Language::Japanese) => "完了→完了",
        (DependencyType::FinishToFinish, Language::English) => "finish to finish",
        (DependencyType::StartToFinish, Language::Japanese) => "開始→完了",
        (DependencyType::StartToFinish, Language::English) => "start to finish",
    }
}

/// How many dependencies lie inside of something folded.
#[must_use]
pub fn links_inside_in_words(count: u32, language: Language) -> String {
    match language {
        Language::Japanese => format!("内部の依存 {count}"),
        Language::English if count == 1 => "1 link inside".to_owned(),
        Language::English => format!("{count} links inside"),
    }
}

/// Which ends a dependency ties together, and with how many days between them.
#[must_use]
pub fn tie_in_words(kind: DependencyType, lag_days: i32, language: Language) -> String {
    let kind = dependency_type_in_words(kind, language);
    let days = lag_days.unsigned_abs();
    match (lag_days.signum(), language) {
        (0, _) => kind.to_owned(),
        (1, Language::Japanese) => format!("{kind}、{days}日後"),
        (_, Language::Japanese) => format!("{kind}、{days}日前から"),
        (1, Language::English) if days == 1 => format!("{kind}, 1 day later"),
        (1, Language::English) => format!("{kind}, {days} days later"),
        (_, Language::English) if days == 1 => format!("{kind}, from 1 day earlier"),
        (_, Language::English) => format!("{kind}, from {days} days earlier"),
    }
}
