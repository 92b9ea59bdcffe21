//! Why a change is refused.

use crate::model::Language;
use crate::time::IntervalError;

/// Why a change is refused; nothing has changed then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It was made for a document that has changed since.
    OutOfDate,
    /// A record with this id exists already.
    IdTaken(String),
    /// An id has to be written with at least one character.
    EmptyId,
    /// A title has to be written with at least one character.
    EmptyTitle,
    /// A text has more characters than anybody reads.
    TooLong {
        /// How many characters it has.
        characters: usize,
        /// How many it may have.
        limit: usize,
    },
    /// A text has a control character, which cannot be seen.
    ControlCharacter,
    /// A text is not a period, or ends before it starts.
    Period(IntervalError),
    /// A period lies beyond the years 1 to 9999.
    BeyondCalendar,
    /// A task cannot wait for itself.
    LinkToItself,
    /// Tasks would wait for each other in a circle, which leads over these titles or ids.
    Cycle(Vec<String>),
    /// The same dependency exists already.
    SameLink,
    /// More days than a lag may have.
    LagTooLong,
    /// A lane cannot lie within itself.
    LaneInItself,
    /// The lane still has tasks or lanes.
    LaneInUse,
    /// Tasks still come from the document.
    DocumentInUse,
    /// The chapters of a document have to follow each other without a common table.
    Chapters,
    /// The task still has dependencies.
    TaskInUse,
    /// A colour beyond the palette.
    NoSuchColor,
    /// A number beyond what the field may hold.
    NumberTooLarge,
    /// The fiscal years cannot begin otherwise: the task with this id would end before it starts.
    FiscalYear(String),
    /// A word that the field does not have.
    NoSuchWord(String),
    /// A document, lane or task with this id does not exist.
    NoSuchId(String),
}

impl Refusal {
    /// The reason, as a sentence without a full stop.
    #[must_use]
    pub fn in_words(&self, language: Language) -> String {
        let [ja, en] = self.both();
        match language {
            Language::Japanese => ja,
            Language::English => en,
        }
    }

    /// The reason in Japanese and in English.
    #[must_use]
    pub fn both(&self) -> [String; 2] {
        let fixed = |ja: &str, en: &str| [ja.to_owned(), en.to_owned()];
        match self {
            Self::OutOfDate => fixed(
                "その間に内容が変わりました。もう一度お試しください",
                "the plan has changed meanwhile; try again",
            ),
            Self::IdTaken(id) => [
                format!("ID「{id}」はすでに使われています"),
                format!("the id \"{id}\" is already in use"),
            ],
            Self::EmptyId => fixed("ID が空です", "the id is empty"),
            Self::EmptyTitle => fixed("名称が空です", "the title is empty"),
            Self::TooLong { characters, limit } => [
                format!("{characters} 文字あります。{limit} 文字までにしてください"),
                format!("it has {characters} characters; {limit} are the most"),
            ],
            Self::ControlCharacter => fixed(
                "改行などの制御文字は使えません",
                "line breaks and other control characters cannot be used",
            ),
            Self::Period(IntervalError::EndsBeforeStart) => {
                fixed("終わりが始まりより前です", "it ends before it starts")
            }
            Self::Period(IntervalError::Stamp(_)) => fixed(
                "期間は FY2023、2023-10、2023-10-05、2023-04/2024-03、2023-01/.. のように書いてください",
                "write a period like FY2023, 2023-10, 2023-10-05, 2023-04/2024-03 or 2023-01/..",
            ),
            Self::BeyondCalendar => {
                fixed("年は 1 年から 9999 年までです", "years go from 1 to 9999")
            }
            Self::LinkToItself => {
                fixed("自分自身には依存できません", "a task cannot depend on itself")
            }
            Self::Cycle(way) => {
                let way = way.join(" → ");
                [
                    format!("依存関係が循環します: {way}"),
                    format!("this would close a circle: {way}"),
                ]
            }
            Self::SameLink => {
                fixed("同じ依存関係がすでにあります", "the same dependency exists already")
            }
            Self::LagTooLong => fixed(
                "日数は ±1,000,000 日までです",
                "a lag can have 1,000,000 days in each direction",
            ),
            Self::LaneInItself => {
                fixed("レーンを自分の中には置けません", "a lane cannot lie within itself")
            }
            Self::LaneInUse => fixed(
                "レーンに施策か下位のレーンが残っています",
                "the lane still has tasks or lanes",
            ),
            Self::DocumentInUse => {
                fixed("この文書を出典とする施策があります", "tasks still come from this document")
            }
            Self::Chapters => fixed(
                "章の表の番号は重ならず、順に並べてください",
                "chapters have to follow each other without a common table",
            ),
            Self::TaskInUse => {
                fixed("施策に依存関係が残っています", "the task still has dependencies")
            }
            Self::NoSuchColor => fixed("色は 0～35 です", "colours are numbered from 0 to 35"),
            Self::NumberTooLarge => fixed("数が大きすぎます", "the number is too large"),
            Self::FiscalYear(id) => [
                format!("施策「{id}」の終わりが始まりより前になります"),
                format!("the task \"{id}\" would end before it starts"),
            ],
            Self::NoSuchWord(word) => {
                [format!("「{word}」という値はありません"), format!("there is no value \"{word}\"")]
            }
            Self::NoSuchId(id) => {
                [format!("ID「{id}」はありません"), format!("there is no id \"{id}\"")]
            }
        }
    }
}
