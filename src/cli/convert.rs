//! `koteihyo convert`: from one file format to another.

use super::formats::{self, Opened};
use super::{Environment, FILE_HAS_ERRORS, Failure, OK, args, extension, writing_problem};
use crate::model::{Diagnostic, Language};
use crate::store::save;
use std::path::Path;

/// Converts a file; what the reader has to say goes to the error output.
///
/// A roadmap with broken records is not converted, since they would be lost. The tables
/// are: their text stays where it is, and the account says what became of each cell.
pub(super) fn run(
    args: &args::Convert,
    language: Language,
    env: &mut Environment<'_>,
) -> Result<u8, Failure> {
    check_output(&args.output, language)?;
    let opened = formats::open(Some(&args.input), FILE_HAS_ERRORS, language, env.parts)?;
    if is_same_file(&args.input, &args.output) {
        let problem = Diagnostic::error(
            None,
            "入力と出力が同じファイルです",
            "this is the file to read, too",
        )
        .with_hint("別の名前を指定してください", "give the output another name");
        return Err(Failure::problem(&args.output.display().to_string(), &problem, language));
    }
    let Opened { roadmap, diagnostics, name, account } = opened;
    let has_errors = env.remark_problems(&name, &diagnostics, false, language);
    match account {
        Some(account) => env.remark(&account.trim_end()),
        None if has_errors => {
            let problem = Diagnostic::error(
                None,
                "壊れた記録が失われるため、変換しませんでした",
                "not converted, because its broken records would be lost",
            )
            .with_hint("先に上のエラーを直してください", "mend the errors above first");
            let text = problem.line(&name, language).to_string();
            return Err(Failure::Told { text, code: FILE_HAS_ERRORS });
        }
        None => {}
    }
    save::replace_file(&args.output, |out| (env.parts.write_native)(&roadmap, out)).map_err(
        |error| {
            let file = args.output.display().to_string();
            Failure::problem(&file, &writing_problem(&error), language)
        },
    )?;
    Ok(if has_errors { FILE_HAS_ERRORS } else { OK })
}

/// Refuses outputs whose format is none that can be written.
fn check_output(output: &Path, language: Language) -> Result<(), Failure> {
    let (ja, en) = match extension(output).as_str() {
        "json" => return Ok(()),
        "svg" | "png" => ("図は koteihyo export で書き出します", "koteihyo export draws pictures"),
        _ => ("名前.roadmap.json としてください", "name it NAME.roadmap.json"),
    };
    let problem =
        Diagnostic::error(None, "この形式には変換できません", "cannot convert to this format")
            .with_hint(ja, en);
    Err(Failure::problem(&output.display().to_string(), &problem, language))
}

fn is_same_file(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

#[cfg(test)]
mod tests {
    use super::super::FAILED;
    use super::super::fake::{Console, Run, TABLES, folder_with};
    use std::fs;

    /// Converts a file with this name and content; also returns what was written.
    fn convert(name: &str, content: &[u8], output: &str) -> (Run, Option<String>) {
        let folder = folder_with(name, content);
        let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        let run = Console::default().run(&["convert", &path(name), &path(output)]);
        assert_eq!(run.stdout, "", "remarks go to the error output");
        let stderr = run.stderr.replace(&format!("{}/", folder.path().display()), "");
        (Run { stderr, ..run }, fs::read_to_string(path(output)).ok())
    }

    #[test]
    fn the_official_tables_become_a_roadmap_with_an_account() {
        let (run, written) = convert("tables.txt", TABLES.as_bytes(), "plan.roadmap.json");
        assert_eq!(run.code, 0);
        assert_eq!(
            run.stderr,
            "tables.txt:1:1: warning: a label in the wrong column\n3 cells: 2 tasks, 1 label\n"
        );
        assert_eq!(written.as_deref(), Some("written: tables.txt\n"));
    }

    #[test]
    fn a_roadmap_is_brought_into_the_canonical_form() {
        let (run, written) = convert("plan.json", b"{}", "new.roadmap.json");
        assert_eq!((run.code, &*run.stderr), (0, ""));
        assert_eq!(written.as_deref(), Some("written: 見本の工程表\n"));
    }

    #[test]
    fn nothing_is_lost_on_the_way() {
        let (run, written) = convert("plan.json", b"{ broken }", "new.json");
        assert_eq!((run.code, written), (1, None));
        assert!(run.stderr.ends_with(
            "plan.json: error: not converted, because its broken records would be lost \
             (mend the errors above first)\n"
        ));
        let (run, written) = convert("plan.json", b"{}", "plan.json");
        assert_eq!((run.code, written.as_deref()), (FAILED, Some("{}")));
        assert_eq!(
            run.stderr,
            "plan.json: error: this is the file to read, too (give the output another name)\n"
        );
    }

    #[test]
    fn outputs_that_cannot_be_written_are_told() {
        let cases = [
            ("plan.svg", "plan.svg: error: cannot convert to this format (koteihyo export draws"),
            ("plan", "plan: error: cannot convert to this format (name it NAME.roadmap.json)"),
            (
                "no/plan.json",
                "no/plan.json: error: its folder does not exist (make the folder first)",
            ),
        ];
        for (output, words) in cases {
            let (run, written) = convert("plan.json", b"{}", output);
            assert_eq!((run.code, written), (FAILED, None));
            assert!(run.stderr.starts_with(words), "{}", run.stderr);
        }
    }
}
