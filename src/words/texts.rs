//! Fixed words, one closed list.

use crate::model::{DependencyBasis, DependencyType, Language, TaskBasis, TaskKind, TaskStatus};

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
    LanesAndMeasures: "領域・施策", "Area / measure";
    TaskColumn: "施策", "Task";
    WhenColumn: "期間", "When";
    OwnerColumn: "担当", "Owner";
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
