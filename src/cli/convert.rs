//! `koteihyo convert`: from one file format to another.

use super::formats;
use super::{Environment, FILE_HAS_ERRORS, Failure, OK, args};
use crate::model::{Diagnostic, Language};
use crate::store::{Opened, format, save};
use std::io;
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
    let (name, opened) = formats::open(Some(&args.input), language)?;
    if is_same_file(&args.input, &args.output) {
        let problem = Diagnostic::error(
            None,
            "入力と出力が同じファイルです",
            "this is the file to read, too",
        )
        .with_hint("別の名前を指定してください", "give the output another name");
        return Err(Failure::problem(&args.output.display().to_string(), &problem, language));
    }
    let Opened { roadmap, diagnostics, account, stamp: _ } = opened;
    let has_errors = env.remark_problems(&name, &diagnostics, false, language);
    match account {
        Some(account) => env.remark(&account.in_language(language)),
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
    save::replace_file(&args.output, |mut out| format::write(&roadmap, &mut out)).map_err(
        |error: io::Error| {
            let file = args.output.display().to_string();
            Failure::problem(&file, &save::problem(&error), language)
        },
    )?;
    Ok(if has_errors { FILE_HAS_ERRORS } else { OK })
}

/// Refuses outputs whose format is none that can be written.
pub(super) fn check_output(output: &Path, language: Language) -> Result<(), Failure> {
    let extension = output.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let (ja, en) = match &*extension {
        "json" => return Ok(()),
        "svg" | "png" => ("図は koteihyo export で書き出します", "koteihyo export draws pictures"),
        _ => ("名前.roadmap.json としてください", "name it NAME.roadmap.json"),
    };
    let problem =
        Diagnostic::error(None, "この形式には変換できません", "cannot convert to this format")
            .with_hint(ja, en);
    Err(Failure::problem(&output.display().to_string(), &problem, language))
}

/// Whether two paths lead to the same file.
pub(super) fn is_same_file(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

#[cfg(test)]
mod tests {
    use super::super::FAILED;
    use super::super::console::{BROKEN, Console, Run, SAMPLE, TABLES, folder_with};
    use std::fs;

    /// Converts a file with this name and content; also returns what was written.
    fn convert(name: &str, content: &str, output: &str) -> (Run, Option<String>) {
        let folder = folder_with(name, content.as_bytes());
        let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        let run = Console::default().run(&["convert", &path(name), &path(output)]);
        assert_eq!(run.stdout, "", "remarks go to the error output");
        let stderr = run.stderr.replace(&format!("{}/", folder.path().display()), "");
        (Run { stderr, ..run }, fs::read_to_string(path(output)).ok())
    }

    #[test]
    fn the_official_tables_become_a_roadmap_with_an_account() {
        let (run, written) = convert("tables.txt", TABLES, "plan.roadmap.json");
        assert_eq!(run.code, 0, "{}", run.stderr);
        let account = "1 table: 3 cells = 2 for tasks (2 in all) + 1 labels + 0 notes \
                       + 0 done before + 0 owners\n";
        assert!(run.stderr.ends_with(account), "{}", run.stderr);
        let written = written.unwrap();
        for part in ["\"試行\"", "\"FY2021/FY2022\"", "\"本番\"", "\"FY2023\""] {
            assert!(written.contains(part), "{part} in {written}");
        }
    }

    #[test]
    fn a_roadmap_is_brought_into_the_canonical_form() {
        let squeezed = SAMPLE.replace('\n', " ");
        let (run, written) = convert("plan.json", &squeezed, "new.roadmap.json");
        assert_eq!((run.code, &*run.stderr), (0, ""));
        assert_eq!(written.as_deref(), Some(SAMPLE));
    }

    #[test]
    fn nothing_is_lost_on_the_way() {
        let (run, written) = convert("plan.json", BROKEN, "new.json");
        assert_eq!((run.code, written), (1, None));
        assert!(run.stderr.ends_with(
            "plan.json: error: not converted, because its broken records would be lost \
             (mend the errors above first)\n"
        ));
        let (run, written) = convert("plan.json", SAMPLE, "plan.json");
        assert_eq!((run.code, written.as_deref()), (FAILED, Some(SAMPLE)));
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
                "no/plan.json: error: its folder does not exist (make the folder first,",
            ),
        ];
        for (output, words) in cases {
            let (run, written) = convert("plan.json", SAMPLE, output);
            assert_eq!((run.code, written), (FAILED, None));
            assert!(run.stderr.starts_with(words), "{}", run.stderr);
        }
    }
}
