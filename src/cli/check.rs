//! `koteihyo check`: the problems of a file.

use super::formats::{self, Opened};
use super::{Environment, FILE_HAS_ERRORS, Failure, OK, args};
use crate::model::{Language, Severity};

/// Writes one line per problem, in the order of the file, and a sum to the error output.
pub(super) fn run(
    args: &args::Check,
    language: Language,
    env: &mut Environment<'_>,
) -> Result<u8, Failure> {
    let opened = formats::open(Some(&args.file), FILE_HAS_ERRORS, language, env.parts);
    let Opened { mut diagnostics, name, .. } = match opened {
        Ok(opened) => opened,
        // The problems of an unsound file are the result of this command.
        Err(Failure::Told { text, code: FILE_HAS_ERRORS }) => {
            writeln!(env.stdout, "{text}")?;
            return Ok(FILE_HAS_ERRORS);
        }
        Err(failure) => return Err(failure),
    };
    diagnostics.sort_by_key(|problem| problem.position);
    for problem in &diagnostics {
        writeln!(env.stdout, "{}", problem.line(&name, language))?;
    }
    let errors = diagnostics.iter().filter(|problem| problem.severity == Severity::Error).count();
    let warnings = diagnostics.len() - errors;
    env.remark(&match language {
        Language::Japanese => format!("{name}: エラー {errors} 件、警告 {warnings} 件"),
        Language::English => format!("{name}: {errors} errors, {warnings} warnings"),
    });
    Ok(if errors > 0 { FILE_HAS_ERRORS } else { OK })
}

#[cfg(test)]
mod tests {
    use super::super::FAILED;
    use super::super::fake::{Console, Run, folder_with};
    use super::*;

    fn check(content: &[u8]) -> Run {
        let folder = folder_with("plan.json", content);
        let path = folder.path().join("plan.json");
        let run = Console::default().run(&["check", path.to_str().unwrap()]);
        Run { stdout: run.stdout.replace(path.to_str().unwrap(), "plan.json"), ..run }
    }

    #[test]
    fn a_sound_file_says_nothing_on_the_output() {
        let Run { code, stdout, stderr } = check(b"{}");
        assert_eq!((code, &*stdout), (OK, ""));
        assert!(stderr.ends_with("plan.json: 0 errors, 0 warnings\n"), "{stderr}");
    }

    #[test]
    fn problems_are_listed_in_the_order_of_the_file() {
        let Run { code, stdout, .. } = check(b"{ broken }");
        assert_eq!(code, FILE_HAS_ERRORS);
        assert_eq!(
            stdout,
            "plan.json:2:1: warning: an odd title (shorten it)\n\
             plan.json:3:5: error: the task ends before it starts\n"
        );
    }

    #[test]
    fn an_unsound_file_has_errors_and_a_missing_one_cannot_be_read() {
        let Run { code, stdout, stderr } = check(b"{ ruined");
        assert_eq!((code, &*stderr), (FILE_HAS_ERRORS, ""));
        assert_eq!(stdout, "plan.json:1:9: error: the file ends too early\n");
        let Run { code, stdout, stderr } = Console::default().run(&["check", "no/such.json"]);
        assert_eq!((code, &*stdout), (FAILED, ""));
        assert_eq!(
            stderr,
            "no/such.json: error: there is no such file (check the name and the folder)\n"
        );
    }

    #[test]
    fn what_is_no_roadmap_is_told_in_one_line() {
        let cases: [(&str, &[u8], &str); 4] = [
            ("plan.json", b" \n", ": error: the file is empty"),
            ("plan.txt", b"hello", ": error: this is neither a roadmap"),
            ("plan.txt", b"a\nbc\x83\x65", ":2:3: error: this is not UTF-8 text"),
            ("plan.txt", b"\xEF\xBB\xBF{ruined", ":1:9: error: the file ends too early"),
        ];
        for (name, content, words) in cases {
            let folder = folder_with(name, content);
            let path = folder.path().join(name).into_os_string().into_string().unwrap();
            let Run { code, stdout, .. } = Console::default().run(&["check", &path]);
            assert_eq!(code, FILE_HAS_ERRORS);
            assert!(stdout.contains(&format!("{path}{words}")), "{stdout}");
            assert_eq!(stdout.lines().count(), 1);
        }
        let folder = folder_with("plan.json", b"{}");
        let path = folder.path().to_str().unwrap();
        let Run { code, stderr, .. } = Console::default().run(&["check", path, "--lang", "ja"]);
        assert_eq!(code, FAILED);
        assert!(stderr.contains(": error: ファイルではなくフォルダーです ("), "{stderr}");
    }
}
