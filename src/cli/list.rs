//! `koteihyo list`: the tasks that a query finds.

use super::args::{TableFormat, TaskColumn};
use super::query::Asked;
use super::table::{Cell, Column, Table};
use super::{Environment, FILE_HAS_ERRORS, Failure, OK, args, formats, task_named};
use crate::model::{Language, TaskId};
use crate::query::{self, ranks};
use crate::time::IntervalEnd;
use crate::words;
use std::io::{self, BufWriter, Write as _};

/// Writes the tasks with the columns that were asked for.
pub(super) fn run(
    args: &args::List,
    language: Language,
    env: &mut Environment<'_>,
) -> Result<u8, Failure> {
    let (name, opened) = formats::open(args.file.as_deref(), language)?;
    let has_errors = env.remark_problems(&name, &opened.diagnostics, true, language);
    let goal = args.goal.as_deref();
    let goal = goal.map(|id| task_named(&opened.roadmap, id, language)).transpose()?;
    let asked = Asked::new(&opened.roadmap, goal);
    let matches = asked.matches(args.query.as_deref(), "--where", language)?;
    let mut tasks: Vec<TaskId> = matches.tasks().collect();
    // What has no float does not lead to the end of the plan and comes last.
    let float = |task| asked.schedule().total_float_days(task).map_or(i64::MAX, i64::from);
    let ranks = ranks(&opened.roadmap, args.sort, language, &float);
    if !ranks.is_empty() {
        tasks.sort_by_key(|task| ranks[task.index()]);
    }
    let columns: Vec<Column> = args.columns.iter().map(|column| column.head()).collect();
    let writer =
        Writer { asked: &asked, language, is_for_people: args.format == TableFormat::Table };
    let row = |row: usize| {
        let cells = args.columns.iter().map(|column| writer.cell(*column, tasks[row]));
        cells.collect()
    };
    let table = Table { columns: &columns, rows: tasks.len(), row: &row };
    let mut out = BufWriter::new(&mut *env.stdout);
    match args.format {
        TableFormat::Csv => table.write_csv(&mut out)?,
        TableFormat::Json => {
            serde_json::to_writer_pretty(&mut out, &table).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        TableFormat::Table => table.write_text(language, &mut out)?,
    }
    out.flush()?;
    Ok(if has_errors { FILE_HAS_ERRORS } else { OK })
}

impl TaskColumn {
    fn head(self) -> Column {
        let (key, ja, en) = match self {
            Self::Id => ("id", "施策", "Task"),
            Self::Title => ("title", "題名", "Title"),
            Self::When => ("when", "期間", "When"),
            Self::Start => ("start", "開始", "Start"),
            Self::End => ("end", "終了", "End"),
            Self::Precision => ("precision", "期日の細かさ", "Precision"),
            Self::Owners => ("owners", "担当", "Owners"),
            Self::Area => ("area", "領域", "Area"),
            Self::Lane => ("lane", "レーン", "Lane"),
            Self::Kind => ("kind", "種別", "Kind"),
            Self::Status => ("status", "状況", "Status"),
            Self::Progress => ("progress", "進捗（%）", "Progress %"),
            Self::Tags => ("tags", "タグ", "Tags"),
            Self::Float => ("float", "全余裕（日）", "Float days"),
            Self::Critical => ("critical", "クリティカル", "Critical"),
            Self::Source => ("source", "出典", "Source"),
        };
        Column { key, heading: [ja, en] }
    }
}

/// What the cells depend on: people read words, programs the words of the document format.
struct Writer<'a> {
    asked: &'a Asked<'a>,
    language: Language,
    is_for_people: bool,
}

impl<'a> Writer<'a> {
    fn cell(&self, column: TaskColumn, id: TaskId) -> Cell<'a> {
        let (roadmap, language) = (self.asked.roadmap, self.language);
        let task = roadmap.task(id);
        let title = |lane| Cell::Text(roadmap.lane(lane).title.in_language(language).into());
        let word = |word: &'static str, shown: &'static str| {
            Cell::Text(if self.is_for_people { shown } else { word }.into())
        };
        let stamp = |stamp| {
            let shown = self.is_for_people.then(|| words::stamp_in_words(stamp, language));
            Cell::Text(shown.unwrap_or_else(|| stamp.to_string()).into())
        };
        match column {
            TaskColumn::Id => Cell::Text((&*task.id).into()),
            TaskColumn::Title => Cell::Text(task.title.in_language(language).into()),
            TaskColumn::When if self.is_for_people => {
                Cell::Text(words::interval_in_words(task.when, language).into())
            }
            TaskColumn::When => Cell::Text(task.when.to_string().into()),
            TaskColumn::Start => stamp(task.when.start()),
            TaskColumn::End => match task.when.end() {
                IntervalEnd::With(end) => stamp(end),
                IntervalEnd::Open => Cell::Nothing,
            },
            TaskColumn::Precision => {
                let precision = task.when.precision();
                word(
                    query::precision_word(precision),
                    words::precision_in_words(precision, language),
                )
            }
            TaskColumn::Owners => {
                let owners = task.owners.iter();
                Cell::List(owners.map(|id| roadmap.shown_owner(*id, language).into()).collect())
            }
            TaskColumn::Tags => {
                let tags = task.tags.iter();
                Cell::List(tags.map(|id| roadmap.shown_tag(*id, language).into()).collect())
            }
            TaskColumn::Area => title(roadmap.area_of(task.lane)),
            TaskColumn::Lane => title(task.lane),
            TaskColumn::Kind => word(task.kind.word(), words::kind_in_words(task.kind, language)),
            TaskColumn::Status => {
                word(task.status.word(), words::status_in_words(task.status, language))
            }
            TaskColumn::Progress => {
                task.progress.map_or(Cell::Nothing, |percent| Cell::Number(percent.into()))
            }
            TaskColumn::Float => {
                let days = self.asked.schedule().total_float_days(id);
                days.map_or(Cell::Nothing, |days| Cell::Number(days.into()))
            }
            TaskColumn::Critical => Cell::Flag(self.asked.schedule().is_critical(id)),
            TaskColumn::Source => task.place().map_or(Cell::Nothing, |place| {
                let document = &roadmap.documents[place.document.index()];
                Cell::Text(words::place_in_words(place, document, language).into())
            }),
        }
    }
}
