//! The fields of a task out of texts.

use super::{Column, Names, list};
use crate::edit::Refusal;
use crate::edit::make::{self, TaskField};
use crate::model::{
    DocumentId, IdList, Language, OwnerId, Place, Roadmap, TagId, TaskBasis, TaskKind, TaskStatus,
};
use crate::time::{
    FiscalYearStart, Interval, IntervalEnd, IntervalError, Stamp, StampError, typed_interval,
    typed_stamp,
};
use crate::words::{basis_in_words, kind_in_words, status_in_words};

/// Reads texts as the fields of one task, the dates first. `own` is when the task takes place, if
/// it exists already: a start alone keeps its end. New owners and tags are added to the words of
/// the roadmap. `language` is that of titles and notes whose column does not say.
///
/// # Errors
/// The position of the first text that cannot be what its column asks for, and why.
pub fn task_fields(
    roadmap: &mut Roadmap,
    names: &Names,
    own: Option<Interval>,
    cells: &[(Column, &str)],
    language: Language,
) -> Result<Vec<TaskField>, (usize, Refusal)> {
    let mut fields = Vec::with_capacity(cells.len());
    fields.extend(period(own, cells, roadmap.fiscal_year_start)?.map(TaskField::When));
    for (at, &(column, text)) in cells.iter().enumerate() {
        if !matches!(column, Column::When | Column::Start | Column::End) {
            let field = field(roadmap, names, column, text, language);
            fields.push(field.map_err(|refusal| (at, refusal))?);
        }
    }
    Ok(fields)
}

/// The dates that the cells give together; `None` if none of them is about dates.
fn period(
    own: Option<Interval>,
    cells: &[(Column, &str)],
    fiscal: FiscalYearStart,
) -> Result<Option<Interval>, (usize, Refusal)> {
    let cell = |column| cells.iter().position(|cell| cell.0 == column);
    let text = |at: usize| cells[at].1.trim();
    let mut period = own;
    let mut is_given = false;
    if let Some(at) = cell(Column::When) {
        period = Some(typed_interval(text(at), fiscal).map_err(|error| (at, refused(error)))?);
        is_given = true;
    }
    let end_cell = cell(Column::End);
    if let Some(at) = cell(Column::Start) {
        let start = typed_interval(text(at), fiscal).map_err(|error| (at, refused(error)))?;
        let is_one_period = start.end() == IntervalEnd::With(start.start());
        period = Some(match (end_cell, period) {
            // Somebody has written both ends into the column of the start.
            _ if !is_one_period => start,
            (None, Some(period)) => Interval::new(start.start(), period.end(), fiscal)
                .map_err(|error| (at, refused(error)))?,
            _ => start,
        });
        is_given = true;
    }
    if let Some(at) = end_cell {
        let start = period.ok_or((at, refused(StampError::Form.into())))?;
        let is_one_period = start.end() == IntervalEnd::With(start.start());
        let end = match text(at) {
            "" if is_one_period || cell(Column::Start).is_none() => {
                IntervalEnd::With(start.start())
            }
            "" => start.end(),
            text => end(text).map_err(|error| (at, refused(error.into())))?,
        };
        let whole = Interval::new(start.start(), end, fiscal);
        period = Some(whole.map_err(|error| (at, refused(error)))?);
        is_given = true;
    }
    Ok(period.filter(|_| is_given))
}

fn end(text: &str) -> Result<IntervalEnd, StampError> {
    let is_open =
        ["..", "~", "～", "〜", "未定"].contains(&text) || text.eq_ignore_ascii_case("open");
    if is_open { Ok(IntervalEnd::Open) } else { typed_stamp(text).map(IntervalEnd::With) }
}

/// What [`task_fields`] reads as the end of an interval; empty for the end of its first period.
pub(super) fn end_as_text(when: Interval, language: Language) -> String {
    match (when.end(), language) {
        (IntervalEnd::With(end), _) if end == when.start() => String::new(),
        (IntervalEnd::With(end), _) => stamp_as_text(end, language),
        (IntervalEnd::Open, Language::Japanese) => "～".to_owned(),
        (IntervalEnd::Open, Language::English) => "open".to_owned(),
    }
}

/// A stamp in words, or as files write it where these would be misread.
pub(super) fn stamp_as_text(stamp: Stamp, language: Language) -> String {
    if stamp.year() < 1_000 {
        stamp.to_string()
    } else {
        crate::words::stamp_in_words(stamp, language)
    }
}

fn refused(error: IntervalError) -> Refusal {
    match error {
        IntervalError::Stamp(StampError::Year) => Refusal::BeyondCalendar,
        error => Refusal::Period(error),
    }
}

fn field(
    roadmap: &mut Roadmap,
    names: &Names,
    column: Column,
    text: &str,
    language: Language,
) -> Result<TaskField, Refusal> {
    let plain = text.trim();
    let owned = || text.to_owned();
    Ok(match column {
        Column::Id => TaskField::Id(plain.to_owned()),
        Column::Title => TaskField::Title(language, owned()),
        Column::TitleJa => TaskField::Title(Language::Japanese, owned()),
        Column::TitleEn => TaskField::Title(Language::English, owned()),
        Column::Note => TaskField::Note(language, owned()),
        Column::NoteJa => TaskField::Note(Language::Japanese, owned()),
        Column::NoteEn => TaskField::Note(Language::English, owned()),
        Column::Lane => {
            let lane = names.lane(text, roadmap);
            TaskField::Lane(lane.ok_or_else(|| Refusal::NoSuchId(shown(plain)))?)
        }
        Column::Track => TaskField::Track(match plain {
            "" => 0,
            _ => number(plain)?.try_into().map_err(|_| Refusal::NumberTooLarge)?,
        }),
        Column::Kind if plain.is_empty() => TaskField::Kind(TaskKind::Task),
        Column::Kind => TaskField::Kind(word(plain, TaskKind::ALL, TaskKind::word, kind_in_words)?),
        Column::Status if plain.is_empty() => TaskField::Status(TaskStatus::Unknown),
        Column::Status => {
            TaskField::Status(word(plain, TaskStatus::ALL, TaskStatus::word, status_in_words)?)
        }
        Column::Basis if plain.is_empty() => TaskField::Basis(TaskBasis::Editor),
        Column::Basis => {
            TaskField::Basis(word(plain, TaskBasis::ALL, TaskBasis::word, basis_in_words)?)
        }
        Column::Progress => TaskField::Progress(match plain.trim_end_matches(['%', '％']).trim() {
            "" => None,
            percent => match number(percent)? {
                percent @ 0..=100 => u8::try_from(percent).ok(),
                _ => return Err(Refusal::NumberTooLarge),
            },
        }),
        Column::Owners => {
            let mut ids = Vec::new();
            for name in list::split(plain) {
                make::check_word(&name)?;
                let is_word = roadmap.owners.find(&name).is_some();
                let id = roadmap.owners.intern(names.plain(&name, is_word));
                ids.push(OwnerId::from_index(id));
            }
            TaskField::Owners(each_once(ids))
        }
        Column::Tags => {
            let mut ids = Vec::new();
            for name in list::split(plain) {
                make::check_word(&name)?;
                let is_word = roadmap.tags.find(&name).is_some();
                ids.push(TagId::from_index(roadmap.tags.intern(names.plain(&name, is_word))));
            }
            TaskField::Tags(each_once(ids))
        }
        Column::Source => TaskField::Source(place(plain, names)?),
        Column::When | Column::Start | Column::End | Column::DependsOn => {
            return Err(Refusal::NoSuchWord(column.key().to_owned()));
        }
    })
}

/// A value by its word in files or in either language.
fn word<T: Copy>(
    text: &str,
    all: &[T],
    in_files: fn(T) -> &'static str,
    in_words: fn(T, Language) -> &'static str,
) -> Result<T, Refusal> {
    const MOST_BYTES: usize = 100;
    let is_it = |value: &T| {
        let words = Language::ALL.map(|language| in_words(*value, language));
        in_files(*value).eq_ignore_ascii_case(text)
            || words.iter().any(|word| word.to_lowercase() == text.to_lowercase())
    };
    let found = all.iter().copied().find(|value| text.len() <= MOST_BYTES && is_it(value));
    found.ok_or_else(|| Refusal::NoSuchWord(shown(text)))
}

fn number(text: &str) -> Result<u32, Refusal> {
    let digits: Option<String> = text
        .chars()
        .map(|c| crate::time::digit(c).and_then(|digit| char::from_digit(digit, 10)))
        .collect();
    let digits =
        digits.filter(|it| !it.is_empty()).ok_or_else(|| Refusal::NoSuchWord(shown(text)))?;
    digits.parse().map_err(|_| Refusal::NumberTooLarge)
}

fn each_once<T: Copy + Ord>(ids: Vec<T>) -> IdList<T> {
    let mut seen = std::collections::BTreeSet::new();
    ids.into_iter().filter(|id| seen.insert(*id)).collect()
}

/// The names of the numbers of a place, in files and in Japanese.
const NUMBERS: [[&str; 2]; 4] =
    [["table", "表"], ["line", "行"], ["column", "列"], ["paragraph", "段落"]];

/// A place like `plan-2021; table 3; line 120`; `None` for an empty text.
fn place(text: &str, names: &Names) -> Result<Option<Place>, Refusal> {
    let parts = list::split(text);
    let Some((id, numbers)) = parts.split_first() else { return Ok(None) };
    let document: DocumentId = names.document(id).ok_or_else(|| Refusal::NoSuchId(shown(id)))?;
    let mut place = Place::of(document);
    let fields = [&mut place.table, &mut place.line, &mut place.column, &mut place.paragraph];
    let mut fields: Vec<_> = NUMBERS.iter().zip(fields).collect();
    for part in numbers {
        let lower = part.to_lowercase();
        let found = fields.iter_mut().find_map(|(words, field)| {
            let rest = words.iter().find_map(|word| lower.strip_prefix(word))?;
            // `line` is no beginning of another word, 列 and 行 neither.
            Some((rest, field))
        });
        let Some((rest, field)) = found else { return Err(Refusal::NoSuchWord(shown(part))) };
        **field = Some(number(rest.trim_start_matches(['=', ':', ' ']).trim())?);
    }
    Ok(Some(place))
}

/// What [`task_fields`] reads as the source of a task.
pub(super) fn place_as_text(place: Place, roadmap: &Roadmap) -> String {
    let numbers = [place.table, place.line, place.column, place.paragraph];
    let numbers = NUMBERS.iter().zip(numbers);
    let numbers: Vec<String> = numbers
        .filter_map(|([word, _], number)| number.map(|number| format!("{word} {number}")))
        .collect();
    let id = &*roadmap.documents[place.document.index()].id;
    list::join(std::iter::once(id).chain(numbers.iter().map(String::as_str)))
}

/// A text as a reason repeats it.
pub(super) fn shown(text: &str) -> String {
    const MOST: usize = 40;
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    match text.char_indices().nth(MOST) {
        Some((end, _)) => text[..end].chars().map(plain).chain(['…']).collect(),
        None => text.chars().map(plain).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Extra, Lane, LaneId, Name, Task, Text};

    fn roadmap() -> Roadmap {
        let lane = |id: &str, ja: &str, en: &str, parent: Option<usize>| Lane {
            id: id.into(),
            title: Text::new(ja, en),
            parent: parent.map(LaneId::from_index),
            color: None,
            extra: Extra::default(),
        };
        let name = Name {
            name: "総務省".into(),
            title: Text::only(Language::English, "MIC"),
            extra: Extra::default(),
        };
        let mut roadmap = Roadmap {
            lanes: vec![
                lane("card", "カード", "Cards", None),
                lane("a", "準備", "Preparation", Some(0)),
                lane("data", "データ", "Data", None),
                lane("b", "準備", "Preparation", Some(2)),
            ],
            names: vec![name],
            ..Roadmap::default()
        };
        roadmap.owners.intern("総務省");
        roadmap
    }

    fn read(column: Column, text: &str) -> Result<TaskField, Refusal> {
        let mut roadmap = roadmap();
        let names = Names::new(&roadmap);
        let fields = task_fields(&mut roadmap, &names, None, &[(column, text)], Language::Japanese);
        fields.map(|mut fields| fields.remove(0)).map_err(|(_, refusal)| refusal)
    }

    #[test]
    fn fields_are_read_in_both_languages_and_in_the_words_of_files() {
        for text in ["milestone", "Milestone", "マイルストーン"] {
            assert_eq!(read(Column::Kind, text), Ok(TaskField::Kind(TaskKind::Milestone)));
        }
        for text in ["under-way", "under way", " 実施中 "] {
            assert_eq!(read(Column::Status, text), Ok(TaskField::Status(TaskStatus::UnderWay)));
        }
        for text in ["40", "40%", "４０ ％"] {
            assert_eq!(read(Column::Progress, text), Ok(TaskField::Progress(Some(40))));
        }
        for text in ["総務省", "MIC", "MIC、総務省"] {
            let owners = [OwnerId::from_index(0)].into();
            assert_eq!(read(Column::Owners, text), Ok(TaskField::Owners(owners)));
        }
        for text in ["b", "データ › 準備", "Data › 準備"] {
            assert_eq!(read(Column::Lane, text), Ok(TaskField::Lane(LaneId::from_index(3))));
        }
        assert_eq!(read(Column::Lane, "準備"), Err(Refusal::NoSuchId("準備".into())));
        assert_eq!(read(Column::Kind, "仕事"), Err(Refusal::NoSuchWord("仕事".into())));
        assert_eq!(read(Column::Progress, "101"), Err(Refusal::NumberTooLarge));
        assert_eq!(read(Column::Track, "70000"), Err(Refusal::NumberTooLarge));
        assert_eq!(read(Column::Track, "-1"), Err(Refusal::NoSuchWord("-1".into())));
        assert_eq!(read(Column::Tags, "a\u{7}"), Err(Refusal::ControlCharacter));
    }

    #[test]
    fn both_ends_change_together() {
        use Column::{End, Start, When};
        let own = Interval::parse("FY2022/FY2024", FiscalYearStart::APRIL).unwrap();
        let read = |cells: &[(Column, &str)], own| {
            let mut roadmap = roadmap();
            let names = Names::default();
            match task_fields(&mut roadmap, &names, own, cells, Language::Japanese) {
                Ok(fields) => match &fields[0] {
                    TaskField::When(when) => when.to_string(),
                    other => format!("{other:?}"),
                },
                Err((at, refusal)) => format!("{at}: {}", refusal.in_words(Language::English)),
            }
        };
        assert_eq!(read(&[(Start, "2030年度"), (End, "2031年度")], Some(own)), "FY2030/FY2031");
        assert_eq!(read(&[(Start, "2023年度")], Some(own)), "FY2023/FY2024");
        assert_eq!(read(&[(End, "～")], Some(own)), "FY2022/..");
        assert_eq!(read(&[(End, "")], Some(own)), "FY2022");
        assert_eq!(read(&[(Start, "2030年度")], Some(own)), "0: it ends before it starts");
        assert_eq!(read(&[(End, "2020"), (Start, "2021")], None), "0: it ends before it starts");
        assert_eq!(read(&[(Start, "2021～2023年度"), (End, "")], None), "FY2021/FY2023");
        assert_eq!(read(&[(When, "令和5年10月")], None), "2023-10");
        assert!(read(&[(End, "2020")], None).starts_with("0: write a period like"));
        let task = Task::new("", LaneId::from_index(0), Text::EMPTY, own);
        assert_eq!(end_as_text(task.when, Language::English), "FY2024");
    }
}
