//! The arguments, as clap reads them. `usage` has their words in Japanese.

use crate::layout::sheet::MIN_WIDTH_PT;
use crate::layout::{Mode, Theme};
use crate::model::{Language, Sorting};
use crate::time::{Day, Stamp};
use clap::builder::PossibleValue;
use clap::{ArgAction, ValueEnum};
use std::path::PathBuf;

/// Roadmaps and schedules on a time line.
#[derive(Debug, clap::Parser)]
#[command(
    name = "koteihyo",
    version,
    disable_help_flag = true,
    disable_help_subcommand = true,
    disable_version_flag = true,
    args_conflicts_with_subcommands = false
)]
pub(super) struct Args {
    /// The roadmap to open in the window; the built-in one if left out
    pub file: Option<PathBuf>,

    /// Language of messages and pictures
    #[arg(
        long,
        global = true,
        value_name = "ja|en",
        hide_possible_values = true,
        display_order = 90
    )]
    pub lang: Option<Language>,

    /// Show this help
    #[arg(long, short, global = true, action = ArgAction::Help, display_order = 91)]
    help: Option<bool>,

    /// Show the version
    #[arg(long, short = 'V', action = ArgAction::Version, display_order = 92)]
    version: Option<bool>,

    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What to do without a window.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// List the problems of a file; the exit code is 1 if it has errors
    Check(Check),
    /// Count what a roadmap holds
    Info(Info),
    /// Convert a file: the text of the official tables to .roadmap.json
    Convert(Convert),
    /// Tell what changed between two versions of a roadmap
    Diff(Diff),
    /// Draw the whole chart as SVG or PNG
    Export(Export),
    /// List the tasks that a query finds
    List(List),
    /// Merge two versions of a roadmap; the exit code is 1 if there are conflicts
    Merge(Merge),
    /// Write a made-up roadmap of any size, to try the program with
    Sample(Sample),
    /// Compute early and late dates, float and the critical tasks
    Schedule(Schedule),
    /// Change fields of a task
    Set(Set),
    /// Move a task, and perhaps all that its links push
    Shift(Shift),
    /// Follow what a task depends on and what depends on it
    Trace(Trace),
}

/// The arguments of `check`.
#[derive(Debug, clap::Args)]
pub(super) struct Check {
    /// The file to check: a roadmap, or the text of the official tables
    pub file: PathBuf,
}

/// The arguments of `info`.
#[derive(Debug, clap::Args)]
pub(super) struct Info {
    /// The file to count in; the built-in roadmap if left out
    pub file: Option<PathBuf>,

    /// Write JSON for other programs
    #[arg(long)]
    pub json: bool,
}

/// The arguments of `convert`.
#[derive(Debug, clap::Args)]
pub(super) struct Convert {
    /// The file to read: the text of the official tables, or a roadmap
    #[arg(value_name = "IN")]
    pub input: PathBuf,

    /// The file to write, NAME.roadmap.json
    #[arg(value_name = "OUT")]
    pub output: PathBuf,
}

/// The arguments of `diff`.
#[derive(Debug, clap::Args)]
pub(super) struct Diff {
    /// The earlier version
    #[arg(value_name = "A")]
    pub before: PathBuf,

    /// The later version
    #[arg(value_name = "B")]
    pub after: PathBuf,

    /// What git adds when it calls an external diff driver
    #[arg(value_name = "GIT", hide = true, num_args = 0..=7)]
    pub from_git: Vec<PathBuf>,

    /// Sentences to read, or JSON for other programs [default: prose]
    #[arg(long, value_name = "prose|json")]
    #[arg(default_value = "prose", hide_default_value = true, hide_possible_values = true)]
    pub format: DiffFormat,

    /// Make the exit code 1 if there are differences
    #[arg(long)]
    pub exit_code: bool,
}

/// How differences are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffFormat {
    Prose,
    Json,
}

/// The arguments of `merge`.
#[derive(Debug, clap::Args)]
pub(super) struct Merge {
    /// The version that both go back to; an empty file if there is none
    #[arg(value_name = "BASE")]
    pub base: PathBuf,

    /// Our version
    #[arg(value_name = "OURS")]
    pub ours: PathBuf,

    /// The version to merge into it
    #[arg(value_name = "THEIRS")]
    pub theirs: PathBuf,

    /// The file to write, which may be OURS; the standard output if left out
    #[arg(long, short, value_name = "OUT")]
    pub output: Option<PathBuf>,
}

/// The arguments of `export`.
#[derive(Debug, clap::Args)]
pub(super) struct Export {
    /// The roadmap to draw; the built-in one if left out
    pub file: Option<PathBuf>,

    /// The picture to write
    #[arg(long, value_name = "OUT.svg|OUT.png")]
    pub to: PathBuf,

    /// Filter, rows, colours and period of this view of the roadmap
    #[arg(long, value_name = "NAME")]
    pub view: Option<String>,

    /// Lanes with many bars in a row, or one task per row [default: swimlane, or as in the view]
    #[arg(long, value_name = "swimlane|gantt", hide_possible_values = true)]
    pub mode: Option<Mode>,

    /// Dark ink on light paper, or the reverse [default: light]
    #[arg(long, value_name = "light|dark")]
    #[arg(default_value = "light", hide_default_value = true, hide_possible_values = true)]
    pub theme: Theme,

    /// Where the picture begins: FY2021, 2022-04, 2022-H1, …
    #[arg(long, value_name = "DATE")]
    pub from: Option<Stamp>,

    /// Where it ends, including the whole of this period; tasks outside are left out
    #[arg(long, value_name = "DATE")]
    pub to_date: Option<Stamp>,

    /// Draw only what this query finds, in the language of the search field
    #[arg(long = "where", value_name = "QUERY", alias = "search")]
    pub query: Option<String>,

    /// Light up what this task depends on and what depends on it
    #[arg(long, value_name = "ID")]
    pub trace: Option<String>,

    /// Mark the critical chain in red
    #[arg(long)]
    pub critical: bool,

    /// Draw the progress line as of the end of this period: where each row has got to
    #[arg(long, value_name = "DATE")]
    pub progress_line: Option<Stamp>,

    /// Count float back from this task instead of the end of the plan
    #[arg(long, value_name = "ID")]
    pub goal: Option<String>,

    /// Width in points, 640 to 20000 [default: 1600]
    #[arg(long, value_name = "PT", value_parser = width)]
    #[arg(default_value = "1600", hide_default_value = true)]
    pub width: f32,

    /// The day that counts as today
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub today: Option<Day>,
}

/// The arguments of `list`.
#[derive(Debug, clap::Args)]
pub(super) struct List {
    /// The roadmap to list from; the built-in one if left out
    pub file: Option<PathBuf>,

    /// Only what this query finds, in the language of the search field
    #[arg(long = "where", value_name = "QUERY")]
    pub query: Option<String>,

    /// What to tell of each task: id, title, when, start, end, precision, owners, area, lane,
    /// kind, status, tags, float, critical, source [default: id,when,title,owners]
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    #[arg(default_value = "id,when,title,owners")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    pub columns: Vec<TaskColumn>,

    /// Count float back from this task instead of the end of the plan
    #[arg(long, value_name = "ID")]
    pub goal: Option<String>,

    /// In which order: document, start, end, float, title [default: document]
    #[arg(long, value_name = "ORDER")]
    #[arg(default_value = "document", hide_default_value = true, hide_possible_values = true)]
    pub sort: Sorting,

    /// A table to read, or JSON or CSV for other programs [default: table]
    #[arg(long, value_name = "table|json|csv")]
    #[arg(default_value = "table", hide_default_value = true, hide_possible_values = true)]
    pub format: TableFormat,
}

/// What a list tells of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(super) enum TaskColumn {
    Id,
    Title,
    When,
    Start,
    End,
    Precision,
    Owners,
    Area,
    Lane,
    Kind,
    Status,
    Progress,
    Tags,
    Float,
    Critical,
    Source,
}

/// The arguments of `sample`.
#[derive(Debug, clap::Args)]
pub(super) struct Sample {
    /// How many tasks
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=10_000_000))]
    pub tasks: u32,

    /// How many dependencies [default: as many as tasks]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=10_000_000))]
    pub dependencies: Option<u32>,

    /// How many lanes, areas included [default: one for a hundred tasks]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub lanes: Option<u32>,

    /// Another number makes another roadmap [default: 1]
    #[arg(long, value_name = "N", default_value = "1", hide_default_value = true)]
    pub seed: u64,

    /// The file to write, NAME.roadmap.json
    #[arg(long, short, value_name = "OUT")]
    pub output: PathBuf,
}

/// The arguments of `schedule`.
#[derive(Debug, clap::Args)]
pub(super) struct Schedule {
    /// The roadmap to schedule; the built-in one if left out
    pub file: Option<PathBuf>,

    /// Count late dates and float back from this task instead of the end of the plan
    #[arg(long, value_name = "ID")]
    pub goal: Option<String>,

    /// A table to read, or JSON or CSV for other programs [default: table]
    #[arg(long, value_name = "table|json|csv")]
    #[arg(default_value = "table", hide_default_value = true, hide_possible_values = true)]
    pub format: TableFormat,
}

/// The arguments of `set`.
#[derive(Debug, clap::Args)]
pub(super) struct Set {
    /// The roadmap to change
    pub file: PathBuf,

    /// The id of the task
    pub id: String,

    /// What to change: id, title, title.ja, title.en, when, start, end, kind, status, progress,
    /// lane, track, owners, tags, note, note.ja, note.en, basis, source; nothing behind the sign
    /// empties a field
    #[arg(value_name = "FIELD=VALUE", required = true)]
    pub fields: Vec<String>,

    /// The file to write, NAME.roadmap.json; FILE itself if left out
    #[arg(long, short, value_name = "OUT")]
    pub output: Option<PathBuf>,
}

/// The arguments of `shift`.
#[derive(Debug, clap::Args)]
pub(super) struct Shift {
    /// The roadmap to change
    pub file: PathBuf,

    /// The id of the task
    pub id: String,

    /// How many days later, or earlier if negative: the nearest number of whole periods of the
    /// task's own precision
    #[arg(allow_negative_numbers = true)]
    pub days: i32,

    /// Move what its links push as well: successors later, predecessors earlier
    #[arg(long)]
    pub with_successors: bool,

    /// Tell what would move, and write nothing
    #[arg(long)]
    pub dry_run: bool,

    /// The file to write, NAME.roadmap.json; FILE itself if left out
    #[arg(long, short, value_name = "OUT")]
    pub output: Option<PathBuf>,
}

/// The arguments of `trace`.
#[derive(Debug, clap::Args)]
#[command(allow_missing_positional = true)]
pub(super) struct Trace {
    /// The roadmap that the task is in; the built-in one if left out
    pub file: Option<PathBuf>,

    /// The id of the task to start from
    pub id: String,

    /// Only what the task depends on
    #[arg(long)]
    pub up: bool,

    /// Only what depends on the task
    #[arg(long)]
    pub down: bool,

    /// Only along links that fix the start of their successor
    #[arg(long)]
    pub driving: bool,

    /// Every path between the task and this one, and which is the longest
    #[arg(long, value_name = "ID", conflicts_with_all = ["up", "down", "driving"])]
    pub to: Option<String>,

    /// Text to read, or JSON for other programs [default: text]
    #[arg(long, value_name = "text|json")]
    #[arg(default_value = "text", hide_default_value = true, hide_possible_values = true)]
    pub format: TextFormat,
}

/// How a list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TableFormat {
    Table,
    Json,
    Csv,
}

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TextFormat {
    Text,
    Json,
}

impl ValueEnum for Language {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.code()))
    }
}

impl ValueEnum for Mode {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Swimlanes, Self::Gantt]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(match self {
            Self::Swimlanes => "swimlane",
            Self::Gantt => "gantt",
        }))
    }
}

impl ValueEnum for Sorting {
    fn value_variants<'a>() -> &'a [Self] {
        Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.word()))
    }
}

impl ValueEnum for Theme {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Light, Self::Dark]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }))
    }
}

fn width(text: &str) -> Result<f32, &'static str> {
    match text.parse::<f32>() {
        Ok(width) if (MIN_WIDTH_PT..=20_000.0).contains(&width) => Ok(width),
        _ => Err("not a number from 640 to 20000"),
    }
}
