//! `koteihyo check`: the problems of a file.

use super::formats;
use super::{Environment, FILE_HAS_ERRORS, Failure, OK, args};
use crate::model::{Language, Severity};

/// Writes one line per problem, in the order of the file, and a sum to the error output.
pub(super) fn run(
    args: &args::Check,
    language: Language,
    env: &mut Environment<'_>,
) -> Result<u8, Failure> {
    let (name, mut diagnostics) = match formats::open(Some(&args.file), language) {
        Ok((name, opened)) => (name, opened.diagnostics),
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
    use super::super::console::{BROKEN, Console, Run, SAMPLE, folder_with};
    use super::*;

    fn check(name: &str, content: &[u8]) -> Run {
        let folder = folder_with(name, content);
        let path = folder.path().join(name).into_os_string().into_string().unwrap();
        let run = Console::default().run(&["check", &path]);
        let plain = |text: String| text.replace(&path, name);
        Run { stdout: plain(run.stdout), stderr: plain(run.stderr), ..run }
    }

    #[test]
    fn a_sound_file_says_nothing_on_the_output() {
        let Run { code, stdout, stderr } = check("plan.json", SAMPLE.as_bytes());
        assert_eq!((code, &*stdout), (OK, ""));
        assert_eq!(stderr, "plan.json: 0 errors, 0 warnings\n");
    }

    #[test]
    fn problems_are_listed_in_the_order_of_the_file() {
        let Run { code, stdout, stderr } = check("plan.json", BROKEN.as_bytes());
        assert_eq!(code, FILE_HAS_ERRORS);
        let lines: Vec<&str> = stdout.lines().collect();
        let [warning, error] = *lines else { panic!("two problems: {stdout}") };
        assert!(warning.starts_with("plan.json:8:42: warning: "), "{warning}");
        assert!(error.starts_with("plan.json:9:63: error: "), "{error}");
        assert_eq!(stderr, "plan.json: 1 errors, 1 warnings\n");
    }

    #[test]
    fn an_unsound_file_has_errors_and_a_missing_one_cannot_be_read() {
        let Run { code, stdout, stderr } = check("plan.json", b"[1, 2]");
        assert_eq!((code, &*stderr), (FILE_HAS_ERRORS, ""));
        assert!(stdout.starts_with("plan.json:1:1: error: "), "{stdout}");
        let Run { code, stdout, stderr } = Console::default().run(&["check", "no/such.json"]);
        assert_eq!((code, &*stdout), (FAILED, ""));
        assert_eq!(
            stderr,
            "no/such.json: error: there is no such file (check the name and the folder)\n"
        );
    }

    #[test]
    fn what_is_no_roadmap_is_told_in_one_line() {
        let cases: [(&str, &[u8], &str); 3] = [
            ("plan.json", b" \n", "plan.json: error: the file is empty"),
            ("plan.txt", b"hello", "plan.txt: error: this is neither a roadmap"),
            ("plan.txt", b"a\nbc\x83\x65", "plan.txt:2:3: error: this is not UTF-8 text"),
        ];
        for (name, content, words) in cases {
            let Run { code, stdout, .. } = check(name, content);
            assert_eq!(code, FILE_HAS_ERRORS);
            assert!(stdout.starts_with(words), "{stdout}");
            assert_eq!(stdout.lines().count(), 1);
        }
        let folder = folder_with("plan.json", b"{}");
        let path = folder.path().to_str().unwrap();
        let Run { code, stderr, .. } = Console::default().run(&["check", path, "--lang", "ja"]);
        assert_eq!(code, FAILED);
        assert!(stderr.contains(": error: ファイルではなくフォルダーです ("), "{stderr}");
    }
}
