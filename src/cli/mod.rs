//! The command line.
//!
//! [`run`] does what the arguments say. Everything that it needs of the outside world
//! comes in an [`Environment`], so that tests can hold it in their hands.

mod args;
mod check;
mod convert;
mod diff;
mod export;
mod formats;
mod info;
mod list;
mod merge;
mod picture;
mod query;
mod sample;
mod saving;
mod schedule;
mod set;
mod shift;
mod table;
mod trace;
mod usage;

#[cfg(test)]
mod console;

use crate::model::{Diagnostic, Language, Roadmap, TaskId};
use crate::query::nearest_task_ids;
use crate::time::Day;
use args::Command;
use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::time::SystemTime;

/// Everything went well.
pub const OK: u8 = 0;
/// A file has errors; what is sound in it was used. Of `merge`: there are conflicts. Of
/// `diff --exit-code`: there are differences.
pub const FILE_HAS_ERRORS: u8 = 1;
/// The arguments are wrong, or a file could not be read or written.
pub const FAILED: u8 = 2;

/// What the command line needs of the outside world.
pub struct Environment<'a> {
    /// Where results go.
    pub stdout: &'a mut dyn io::Write,
    /// Where problems and remarks go.
    pub stderr: &'a mut dyn io::Write,
    /// The day that counts as today.
    pub today: Day,
    /// Where the versions that commands replace are kept; `None` keeps none.
    pub backups: Option<PathBuf>,
    /// What time it is.
    pub clock: fn() -> SystemTime,
    /// The language of the system, see [`language_of_locale`].
    pub language: Language,
    /// Opens the window and returns when it is closed.
    pub open_window: &'a mut dyn FnMut(WindowRequest) -> Result<(), Diagnostic>,
}

/// What the window is to show when it opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WindowRequest {
    /// The file; `None` for the built-in roadmap.
    pub file: Option<PathBuf>,
    /// The language that the user asked for, if any.
    pub language: Option<Language>,
    /// The language to begin with if neither the user nor the settings say.
    pub system_language: Language,
}

/// Runs the program with its arguments, the first being its own name.
///
/// Returns the exit code: [`OK`], [`FILE_HAS_ERRORS`] or [`FAILED`]. An output that
/// nobody reads any more (`koteihyo check FILE | head`) ends the program quietly.
pub fn run(args: impl IntoIterator<Item = OsString>, env: &mut Environment<'_>) -> u8 {
    let args: Vec<OsString> = args.into_iter().collect();
    let language = usage::language_of(&args).unwrap_or(env.language);
    let result = dispatch(&args, language, env).and_then(|code| {
        env.stdout.flush()?;
        Ok(code)
    });
    match result {
        Ok(code) => code,
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => OK,
        Err(Failure::Output(error)) => {
            let problem = Diagnostic::error(
                None,
                format!("出力できません: {error}"),
                format!("cannot write the output: {error}"),
            );
            env.remark(&problem.line("koteihyo", language));
            FAILED
        }
        Err(Failure::Told { text, code }) => {
            env.remark(&text);
            code
        }
    }
}

/// The language that `LC_ALL`, `LC_MESSAGES` or `LANG` ask for; the first that is set wins.
///
/// `variable` returns the value of an environment variable.
pub fn language_of_locale(variable: impl Fn(&str) -> Option<OsString>) -> Language {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(variable)
        .find(|value| !value.is_empty())
        .unwrap_or_default();
    let locale = locale.to_string_lossy();
    match locale.split(['_', '.', '@', '-']).next() {
        Some(code) if code.eq_ignore_ascii_case("ja") => Language::Japanese,
        _ => Language::English,
    }
}

/// Why a command ended early.
enum Failure {
    /// Its results could not be written.
    Output(io::Error),
    /// This is to be said, and the exit code.
    Told { text: String, code: u8 },
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl Failure {
    /// A problem with a file, or with the arguments if `file` is the program's name.
    fn problem(file: &str, problem: &Diagnostic, language: Language) -> Self {
        Self::Told { text: problem.line(file, language).to_string(), code: FAILED }
    }

    /// The same with another exit code.
    fn with_code(self, code: u8) -> Self {
        match self {
            Self::Told { text, .. } => Self::Told { text, code },
            output @ Self::Output(_) => output,
        }
    }

    /// A problem with the arguments.
    fn usage(language: Language, ja: impl Into<String>, en: impl Into<String>) -> Self {
        let problem = Diagnostic::error(None, ja, en)
            .with_hint("使い方: koteihyo --help", "see koteihyo --help");
        Self::problem("koteihyo", &problem, language)
    }
}

/// The task with an id that the user gave; the nearest ids are told if there is none.
fn task_named(roadmap: &Roadmap, id: &str, language: Language) -> Result<TaskId, Failure> {
    roadmap.find_task(id).ok_or_else(|| {
        let shown: String = id.chars().map(table::harmless).collect();
        let ja = format!("施策「{shown}」はありません");
        let problem = Diagnostic::error(None, ja, format!("there is no task '{shown}'"));
        let nearest = nearest_task_ids(roadmap, id);
        let problem = if nearest.is_empty() {
            problem.with_hint(
                "施策の id は koteihyo schedule の一覧にあります",
                "koteihyo schedule lists the ids",
            )
        } else {
            let english = nearest.iter().map(|id| format!("'{id}'")).collect::<Vec<_>>();
            problem.with_hint(
                format!("「{}」のことですか", nearest.join("」「")),
                format!("did you mean {}?", english.join(" or ")),
            )
        };
        Failure::problem("koteihyo", &problem, language)
    })
}

impl Environment<'_> {
    /// Writes a line to the error output.
    fn remark(&mut self, line: &dyn std::fmt::Display) {
        // When nobody listens there, there is nowhere left to say so.
        let _ = writeln!(self.stderr, "{line}");
    }

    /// Writes the problems of a file to the error output: all, or only the errors.
    /// Returns whether there were errors.
    fn remark_problems(
        &mut self,
        file: &str,
        problems: &[Diagnostic],
        errors_only: bool,
        language: Language,
    ) -> bool {
        use crate::model::Severity;
        for problem in problems {
            if !errors_only || problem.severity == Severity::Error {
                self.remark(&problem.line(file, language));
            }
        }
        problems.iter().any(|problem| problem.severity == Severity::Error)
    }
}

fn dispatch(
    args: &[OsString],
    language: Language,
    env: &mut Environment<'_>,
) -> Result<u8, Failure> {
    let parsed = match usage::parse(args, language) {
        Ok(parsed) => parsed,
        Err(usage::Stop::Asked(text)) => {
            write!(env.stdout, "{text}")?;
            return Ok(OK);
        }
        Err(usage::Stop::Wrong(text)) => return Err(Failure::Told { text, code: FAILED }),
    };
    match (parsed.file, parsed.command) {
        (Some(file), Some(_)) => Err(Failure::usage(
            language,
            format!("コマンドの前にファイル「{}」は置けません", file.display()),
            format!("the file '{}' cannot stand before a command", file.display()),
        )),
        (_, Some(Command::Check(args))) => check::run(&args, language, env),
        (_, Some(Command::Info(args))) => info::run(&args, language, env),
        (_, Some(Command::Convert(args))) => convert::run(&args, language, env),
        (_, Some(Command::Diff(args))) => diff::run(&args, language, env),
        (_, Some(Command::Export(args))) => export::run(&args, language, env),
        (_, Some(Command::List(args))) => list::run(&args, language, env),
        (_, Some(Command::Merge(args))) => merge::run(&args, language, env),
        (_, Some(Command::Sample(args))) => sample::run(&args, language, env),
        (_, Some(Command::Schedule(args))) => schedule::run(&args, language, env),
        (_, Some(Command::Set(args))) => set::run(&args, language, env),
        (_, Some(Command::Shift(args))) => shift::run(&args, language, env),
        (_, Some(Command::Trace(args))) => trace::run(&args, language, env),
        (file, None) => {
            let request =
                WindowRequest { file, language: parsed.lang, system_language: env.language };
            (env.open_window)(request)
                .map(|()| OK)
                .map_err(|problem| Failure::problem("koteihyo", &problem, language))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::console::{Console, Run};
    use super::*;
    use std::path::Path;

    #[test]
    fn the_window_opens_with_what_was_asked_for() {
        let mut console = Console::default();
        assert_eq!(console.run(&["計画.roadmap.json", "--lang", "ja"]).code, OK);
        assert_eq!(console.run(&[]).code, OK);
        let [first, second] = console.windows.as_slice() else { panic!("two windows") };
        assert_eq!(first.file.as_deref(), Some(Path::new("計画.roadmap.json")));
        assert_eq!(first.language, Some(Language::Japanese));
        assert_eq!((second.file.as_deref(), second.language), (None, None));
    }

    #[test]
    fn a_window_that_cannot_open_is_one_line() {
        let mut console = Console { no_display: true, ..Console::default() };
        let Run { code, stderr, .. } = console.run(&[]);
        assert_eq!((code, &*stderr), (FAILED, "koteihyo: error: no display\n"));
    }

    #[test]
    fn a_file_before_a_command_is_refused() {
        let Run { code, stderr, .. } = Console::default().run(&["a.json", "check", "b.json"]);
        assert_eq!(code, FAILED);
        assert_eq!(
            stderr,
            "koteihyo: error: the file 'a.json' cannot stand before a command \
             (see koteihyo --help)\n"
        );
    }

    #[test]
    fn a_closed_pipe_is_a_quiet_end_and_a_full_disk_is_not() {
        let closed = |kind| {
            let mut console = Console { broken_output: Some(kind), ..Console::default() };
            console.run(&["info", "--json"])
        };
        let Run { code, stderr, .. } = closed(io::ErrorKind::BrokenPipe);
        assert_eq!((code, &*stderr), (OK, ""));
        let Run { code, stderr, .. } = closed(io::ErrorKind::StorageFull);
        assert_eq!(code, FAILED);
        assert!(stderr.starts_with("koteihyo: error: cannot write the output: "), "{stderr}");
    }

    #[test]
    fn the_locale_decides_the_language() {
        let language = |all: &str, messages: &str, lang: &str| {
            language_of_locale(|name| {
                let value = match name {
                    "LC_ALL" => all,
                    "LC_MESSAGES" => messages,
                    _ => lang,
                };
                (value != "-").then(|| value.into())
            })
        };
        assert_eq!(language("-", "-", "ja_JP.UTF-8"), Language::Japanese);
        assert_eq!(language("", "ja", "en_US.UTF-8"), Language::Japanese);
        assert_eq!(language("C.UTF-8", "ja_JP", "ja_JP"), Language::English);
        assert_eq!(language("-", "-", "jam_JM"), Language::English);
        assert_eq!(language("-", "-", "-"), Language::English);
    }
}
