//! What to do about each problem, in the words that people read.

use super::problem::{Absent, Problem, Words, clip, words};
use super::schema::Expect;
use super::{FORMAT_NAME, FORMAT_VERSION};
use crate::time::IntervalError;

impl Problem<'_> {
    /// What to do, if there is anything to say.
    pub(super) fn hint(&self) -> Option<Words> {
        let nearest = |id: &str| {
            let id = clip(id);
            words(format!("「{id}」のことですか"), format!("did you mean \"{id}\"?"))
        };
        Some(match self {
            Self::Empty => words(
                "別のファイルを開くか、バックアップから復元してください",
                "open another file, or restore this one from a backup",
            ),
            Self::NotUtf8 => words(
                "文字コードを UTF-8 にして保存し直してください",
                "save the file again as UTF-8",
            ),
            Self::NotJson(_) | Self::NotARoadmap => words(
                ".roadmap.json で終わるファイルを選んでください。表やほかの形式のファイルは変換で読み込めます",
                "choose a file that ends in .roadmap.json; tables and other formats can be converted",
            ),
            Self::NewerVersion(_) => words(
                format!(
                    "新しいバージョンの Koteihyo で開いてください（読めるのは {FORMAT_NAME}{FORMAT_VERSION} まで）"
                ),
                format!(
                    "open it with a newer Koteihyo; this one reads up to {FORMAT_NAME}{FORMAT_VERSION}"
                ),
            ),
            Self::Syntax(_) | Self::Unreadable { .. } => words(
                "テキストエディターでこの位置を直すか、バックアップから復元してください",
                "correct this place in a text editor, or restore the file from a backup",
            ),
            Self::Stray(_) => {
                words("この行を消すか、直してください", "remove or correct this line")
            }
            Self::ConflictMarker => words(
                "残す行を選び、<<<<<<<、=======、>>>>>>> の行を消してください",
                "choose the lines to keep and remove the lines <<<<<<<, ======= and >>>>>>>",
            ),
            Self::NotAList(kind) => {
                let list = kind.list();
                words(
                    format!("\"{list}\": […] の形で書いてください"),
                    format!("write it like \"{list}\": […]"),
                )
            }
            Self::NotAnObject(_) | Self::Refused(_) => words(
                "この値を消すか、ほかの行と同じ形に直してください",
                "remove the value, or write it like the other lines",
            ),
            Self::WrongValue { expect, .. } => expect.hint(),
            Self::WrongInterval { error: IntervalError::EndsBeforeStart, .. } => words(
                "始まりと終わりを入れ替えるか、正しい時期に直してください",
                "swap the start and the end, or correct them",
            ),
            Self::WrongInterval { .. } => Expect::Interval.hint(),
            Self::BrokenKey(_) => words(
                "\\u で始まる文字の指定を直してください",
                "correct the escape that starts with \\u",
            ),
            Self::DuplicateKey(_) => words("どちらか一つを消してください", "remove one of them"),
            Self::MissingKey { key, .. } => {
                words(format!("\"{key}\" を書き足してください"), format!("add \"{key}\""))
            }
            Self::TooDeep { .. } => words("入れ子を浅くしてください", "use fewer levels"),
            Self::DuplicateId { .. } => words(
                "どちらかに別の id を付けるか、一方を消してください",
                "give one of them another id, or remove it",
            ),
            Self::NoParent { absent, .. }
            | Self::NoLane { absent, .. }
            | Self::NoDocument { absent, .. } => match absent {
                Absent::Unknown(Some(id)) => nearest(id),
                Absent::Unknown(None) => words(
                    "id を直すか、この id のレコードを書き足してください",
                    "correct the id, or add the record that it names",
                ),
                Absent::LeftOut => words(
                    "そのレコードの問題を直すと解決します",
                    "correcting that record solves this too",
                ),
            },
            Self::NoTask { nearest: Some(id), .. } => nearest(id),
            Self::NoTask { nearest: None, .. } => words(
                "id を直すか、この依存関係を消してください",
                "correct the id, or remove the dependency",
            ),
            Self::LaneAsTask { .. } => words(
                "そのレーンにあるタスクの id を書いてください",
                "write the id of a task of that lane",
            ),
            Self::TasksLeftOut { .. } => {
                words("タスクの問題を直すと解決します", "correcting the tasks solves this too")
            }
            Self::ParentCycle(_) => words(
                "\"parent\" を null か、ほかのレーンに変えてください",
                "set \"parent\" to null or to another lane",
            ),
            Self::ChapterOutOfOrder { .. } => words(
                "章を表の番号の順に並べ、どの表も一つの章だけに入れてください",
                "list the chapters in the order of their tables, each table in one chapter only",
            ),
            Self::SelfDependency(_) => words(
                "\"from\" か \"to\" を別のタスクにしてください",
                "let \"from\" or \"to\" name another task",
            ),
            Self::EmptyTitle(_) => words("題名を書いてください", "write a title"),
            Self::ControlCharacter(_) => words(
                "題名は 1 行の文字だけにしてください",
                "keep a title to one line of plain text",
            ),
            Self::LongTitle { .. } => words(
                "短い題名にし、説明は \"note\" に書いてください",
                "shorten it and move the rest to \"note\"",
            ),
            Self::ByteOrderMark | Self::DoubleDependency { .. } | Self::More { .. } => return None,
        })
    }
}
