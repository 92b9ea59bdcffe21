//! Reading the arguments in the user's language: help and mistakes.

use super::args::Args;
use crate::model::Language;
use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, Command, CommandFactory as _, FromArgMatches as _};
use std::ffi::{OsStr, OsString};

/// Why there is nothing to run.
pub(super) enum Stop {
    /// Help or the version was asked for; here it is.
    Asked(String),
    /// The arguments are wrong, for this reason.
    Wrong(String),
}

/// Reads the arguments, the first being the program's own name.
pub(super) fn parse(args: &[OsString], language: Language) -> Result<Args, Stop> {
    let matches = command(language).try_get_matches_from(args);
    matches.and_then(|matches| Args::from_arg_matches(&matches)).map_err(|error| {
        match (error.kind(), language) {
            (ErrorKind::DisplayHelp | ErrorKind::DisplayVersion, _) => {
                Stop::Asked(error.to_string())
            }
            (_, Language::English) => {
                Stop::Wrong(format!("koteihyo: {}", error.to_string().trim_end()))
            }
            (_, Language::Japanese) => Stop::Wrong(mistake(&error)),
        }
    })
}

/// The language that the arguments ask for, found before they are read as a whole.
pub(super) fn language_of(args: &[OsString]) -> Option<Language> {
    let mut args = args.iter().map(OsString::as_os_str).take_while(|arg| *arg != "--");
    while let Some(arg) = args.next() {
        let code = if arg == "--lang" {
            args.next().and_then(OsStr::to_str)
        } else {
            arg.to_str().and_then(|arg| arg.strip_prefix("--lang="))
        };
        let language = Language::ALL.into_iter().find(|language| Some(language.code()) == code);
        if language.is_some() {
            return language;
        }
    }
    None
}

fn command(language: Language) -> Command {
    match language {
        Language::English => Args::command(),
        Language::Japanese => Args::command()
            .about(about(""))
            .mut_args(|arg| japanese_arg("", arg))
            .subcommand_help_heading("コマンド")
            .subcommand_value_name("コマンド")
            .help_template(TEMPLATE)
            .mut_subcommands(|command| {
                let name = command.get_name().to_owned();
                command
                    .about(about(&name))
                    .mut_args(|arg| japanese_arg(&name, arg))
                    .help_template(TEMPLATE)
            }),
    }
}

const TEMPLATE: &str = "{about-with-newline}\n使い方: {usage}\n\n{all-args}\n";

fn japanese_arg(command: &str, arg: Arg) -> Arg {
    let heading = if arg.is_positional() { "引数" } else { "オプション" };
    let help = help(command, arg.get_id().as_str());
    arg.help_heading(heading).help(help)
}

/// What a command does; the empty name is the program itself.
fn about(command: &str) -> &'static str {
    match command {
        "check" => "ファイルの問題を一覧にする。エラーがあれば終了コードは 1",
        "info" => "工程表の中身を数える",
        "convert" => "ファイルを変換する（公表された工程表のテキスト → .roadmap.json）",
        "diff" => "工程表の 2 つの版の違いを文章で示す",
        "export" => "図の全体を SVG または PNG に書き出す",
        "list" => "条件に合う施策の一覧を書く",
        "merge" => "工程表の 2 つの版を統合する。競合があれば終了コードは 1",
        "sample" => "試すための架空の工程表を、望む大きさで書く",
        "schedule" => "最早・最遅の日程、余裕日数、クリティカルな施策を計算する",
        "set" => "施策の項目を変更する",
        "shift" => "施策を動かす。依存関係で押されるものも一緒に動かせる",
        "trace" => "施策の前提と、その施策を前提とするものをたどる",
        _ => "工程表を時間軸の上で見る・調べる・示す",
    }
}

fn help(command: &str, arg: &str) -> &'static str {
    match arg {
        "file" if command == "check" => {
            "調べるファイル（工程表、または公表された工程表のテキスト）"
        }
        "file" if matches!(command, "set" | "shift") => "変更する工程表",
        "file" => "工程表のファイル（省略すると内蔵の工程表）",
        "lang" => "メッセージと図の言語",
        "help" => "この説明を表示する",
        "version" => "バージョンを表示する",
        "json" => "ほかのプログラムのために JSON で書く",
        "input" => "読み込むファイル（公表された工程表のテキスト、または工程表）",
        "before" => "前の版",
        "after" => "後の版",
        "from_git" => "git が外部の差分プログラムに渡すもの",
        "exit_code" => "違いがあれば終了コードを 1 にする",
        "base" => "両方の元になった版（なければ空のファイル）",
        "ours" => "自分の版",
        "theirs" => "統合する相手の版",
        "output" if command == "merge" => "書き出すファイル（OURS でもよい。省略すると標準出力）",
        "output" if matches!(command, "set" | "shift") => {
            "書き出すファイル（名前.roadmap.json。省略すると元のファイルに保存する）"
        }
        "output" => "書き出すファイル（名前.roadmap.json）",
        "to" if command == "trace" => "この施策との間のすべての経路をたどり、最も長い経路を示す",
        "to" => "書き出す図のファイル",
        "tasks" => "施策の数",
        "dependencies" => "依存関係の数 [既定: 施策と同じ数]",
        "lanes" => "レーンの数（領域を含む）[既定: 施策100件に一つ]",
        "seed" => "数を変えると別の工程表になる [既定: 1]",
        "goal" => "計画の終わりの代わりに、この施策から最遅の日程と余裕を数える",
        "id" if matches!(command, "set" | "shift") => "施策の id",
        "id" => "起点とする施策の id",
        "fields" => {
            "変更する項目: id、title、title.ja、title.en、when、start、end、kind、status、\
             progress、lane、track、owners、tags、note、note.ja、note.en、basis、source。\
             = の後に何も書かなければ空にする"
        }
        "days" => {
            "後ろへ動かす日数（負なら前へ）。施策の日付の細かさで、最も近い期間の数だけ動かす"
        }
        "with_successors" => "依存関係で押されるもの（後続は後へ、先行は前へ）も動かす",
        "dry_run" => "動くものを示すだけで、何も書かない",
        "up" => "前提（先行）だけをたどる",
        "down" => "後続だけをたどる",
        "driving" => "後続の開始日を決めている依存関係だけをたどる",
        "format" if command == "diff" => {
            "読むための文章か、ほかのプログラムのための JSON か [既定: prose]"
        }
        "format" if command == "trace" => {
            "読むためのテキストか、ほかのプログラムのための JSON か [既定: text]"
        }
        "format" => "読むための表か、ほかのプログラムのための JSON・CSV か [既定: table]",
        "mode" => "レーンに帯を並べるか、1 行に 1 件とするか [既定: swimlane]",
        "theme" => "明るい紙か、暗い紙か [既定: light]",
        "from" => "図の始まり（FY2021、2022-04、2022-H1 など）",
        "to_date" => "図の終わり（その期間の末日まで）。期間の外の施策は描かない",
        "view" => "この名前のビューの絞り込み・行・色・期間で描く",
        "query" if command == "list" => "この条件に合う施策だけ（書き方は検索欄と同じ）",
        "query" => "この条件に合う施策だけを描く（書き方は検索欄と同じ）",
        "columns" => {
            "書く項目: id、title、when、start、end、precision、owners、area、lane、kind、\
             status、tags、float、critical、source [既定: id,when,title,owners]"
        }
        "sort" => "並べる順: document、start、end、float、title [既定: document]",
        "trace" => "この施策の先行・後続を強調する",
        "critical" => "クリティカルな連鎖を赤で示す",
        "progress_line" => "この期間の末日現在の進捗線（イナズマ線）を描く",
        "width" => "幅（ポイント、640～20000）[既定: 1600]",
        "today" => "今日とみなす日",
        _ => "",
    }
}

/// What is wrong with the arguments, in Japanese; clap knows only English.
fn mistake(error: &clap::Error) -> String {
    let context = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let (arg, value) = (context(ContextKind::InvalidArg), context(ContextKind::InvalidValue));
    let message = match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => format!("{arg} の値がありません"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("{arg} に「{value}」は使えません")
        }
        ErrorKind::UnknownArgument => format!("「{arg}」という指定はありません"),
        ErrorKind::MissingRequiredArgument => format!("指定が足りません: {arg}"),
        ErrorKind::ArgumentConflict => format!("{arg} は一度しか、または同時には指定できません"),
        ErrorKind::InvalidUtf8 => "文字として読めない指定があります".to_owned(),
        _ => "指定のしかたが誤っています".to_owned(),
    };
    let advice = match context(ContextKind::SuggestedArg) {
        suggested if suggested.is_empty() => form_of(&arg).to_owned(),
        suggested => format!("もしかして {suggested}。"),
    };
    format!("koteihyo: error: {message} ({advice}使い方: koteihyo --help)")
}

/// How the value of an argument is written, where its name does not say so.
fn form_of(arg: &str) -> &'static str {
    match arg.split(' ').next() {
        Some("--from" | "--to-date") => "FY2021、2022-04、2022-H1 のように書きます。",
        Some("--today") => "2026-04-01 のように書きます。",
        Some("<DAYS>") => "30 や -30 のように日数を書きます。",
        Some("--width") => "640 から 20000 までの数です。",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::super::console::{Console, Run};
    use super::super::{FAILED, OK};
    use super::*;

    #[test]
    fn every_argument_has_words_in_japanese() {
        Args::command().debug_assert();
        let command = Args::command();
        for command in std::iter::once(&command).chain(command.get_subcommands()) {
            for arg in command.get_arguments() {
                assert_ne!(help(command.get_name(), arg.get_id().as_str()), "", "{}", arg.get_id());
                assert!(arg.get_help().is_some(), "{}", arg.get_id());
            }
        }
    }

    #[test]
    fn help_and_version_are_results() {
        let Run { code, stdout, .. } = Console::default().run(&["--help"]);
        assert_eq!(code, OK);
        assert!(stdout.contains("Usage: koteihyo") && stdout.contains("export"), "{stdout}");
        let Run { stdout, .. } = Console::default().run(&["export", "--help", "--lang=ja"]);
        for word in ["使い方: koteihyo export", "引数:", "オプション:", "図の全体を", "--to-date"]
        {
            assert!(stdout.contains(word), "{word} in {stdout}");
        }
        assert!(!stdout.contains("Options:") && !stdout.contains("Arguments:"), "{stdout}");
        let Run { stdout, .. } = Console::default().run(&["--version"]);
        assert_eq!(stdout, concat!("koteihyo ", env!("CARGO_PKG_VERSION"), "\n"));
    }

    #[test]
    fn mistakes_are_told_in_the_users_language() {
        let Run { code, stderr, .. } = Console::default().run(&["check"]);
        assert_eq!(code, FAILED);
        assert!(stderr.starts_with("koteihyo: error: "), "{stderr}");
        let cases: [(&[&str], &str); 5] = [
            (&["check"], "指定が足りません: <FILE>"),
            (
                &["export", "--to", "a.svg", "--from", "2021-13"],
                "「2021-13」は使えません (FY2021、",
            ),
            (&["export", "--to", "a.svg", "--width", "NaN"], "「NaN」は使えません"),
            (&["info", "--jsn"], "「--jsn」という指定はありません (もしかして --json。"),
            (&["export", "--to"], "の値がありません"),
        ];
        for (args, words) in cases {
            let args: Vec<&str> = ["--lang", "ja"].iter().chain(args).copied().collect();
            let Run { code, stderr, stdout } = Console::default().run(&args);
            assert_eq!((code, &*stdout), (FAILED, ""), "{args:?}");
            assert!(stderr.contains(words), "{args:?}: {stderr}");
            assert_eq!(stderr.lines().count(), 1);
        }
    }

    #[test]
    fn the_language_is_known_before_the_rest() {
        let language =
            |args: &[&str]| language_of(&args.iter().map(OsString::from).collect::<Vec<_>>());
        assert_eq!(language(&["k", "info", "--lang", "ja"]), Some(Language::Japanese));
        assert_eq!(language(&["k", "--lang=en", "--wrong"]), Some(Language::English));
        assert_eq!(language(&["k", "--lang", "fr"]), None);
        assert_eq!(language(&["k", "--", "--lang=ja"]), None);
    }
}
