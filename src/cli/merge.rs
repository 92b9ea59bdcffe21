//! `koteihyo merge`: two versions of a roadmap that go back to a common one.

use super::{Environment, FAILED, Failure, OK, args, formats, table};
use crate::model::{Diagnostic, Language, Roadmap};
use crate::store::diff::diff;
use crate::store::merge::{CONFLICTS as CONFLICT_LIST, Merge, merge};
use crate::store::{format, save};
use crate::words::{change_summary_in_words, grouped, merge_conflict_in_words};
use std::io;
use std::path::Path;

/// It is merged, but somebody has to decide.
const CONFLICTS: u8 = 1;

/// Writes the merged roadmap, and to the error output what theirs brings and the conflicts.
///
/// Files with errors are not merged, since their broken records would be lost.
pub(super) fn run(
    args: &args::Merge,
    language: Language,
    env: &mut Environment<'_>,
) -> Result<u8, Failure> {
    let base = if formats::is_no_file(&args.base) {
        None
    } else {
        Some(sound(&args.base, language, env)?)
    };
    let ours = sound(&args.ours, language, env)?;
    let theirs = sound(&args.theirs, language, env)?;
    let Merge { roadmap, conflicts } =
        merge(base.as_ref(), &ours, &theirs).map_err(|problems| {
            let lines: Vec<String> = problems
                .iter()
                .map(|problem| problem.line("koteihyo", language).to_string())
                .collect();
            Failure::Told { text: lines.join("\n"), code: FAILED }
        })?;
    match &args.output {
        Some(output) => save::replace_file(output, |mut out| format::write(&roadmap, &mut out))
            .map_err(|error: io::Error| {
                let file = output.display().to_string();
                Failure::problem(&file, &save::problem(&error), language)
            })?,
        None => format::write(&roadmap, env.stdout)?,
    }
    let mut changes = diff(&ours, &roadmap);
    changes.header.retain(|change| *change.field.key != *CONFLICT_LIST);
    let summary = change_summary_in_words(&changes, language);
    let count = grouped(conflicts.len());
    env.remark(&match (conflicts.len(), language) {
        (0, Language::Japanese) => format!("統合しました：{summary}"),
        (0, Language::English) => format!("merged: {summary}"),
        (_, Language::Japanese) => {
            format!("競合が{count}件あります。競合した項目は自分の値のままです（{summary}）")
        }
        (1, Language::English) => format!("1 conflict, where ours was kept ({summary})"),
        (_, Language::English) => format!("{count} conflicts, where ours was kept ({summary})"),
    });
    for conflict in &conflicts {
        let line = merge_conflict_in_words(conflict, &roadmap, language);
        env.remark(&line.chars().map(table::harmless).collect::<String>());
    }
    Ok(if conflicts.is_empty() { OK } else { CONFLICTS })
}

/// A version of the document without errors.
fn sound(path: &Path, language: Language, env: &mut Environment<'_>) -> Result<Roadmap, Failure> {
    let (name, opened) =
        formats::open(Some(path), language).map_err(|failure| failure.with_code(FAILED))?;
    if env.remark_problems(&name, &opened.diagnostics, true, language) {
        let problem = Diagnostic::error(
            None,
            "壊れた記録が失われるため、統合しませんでした",
            "not merged, because its broken records would be lost",
        )
        .with_hint("先に上のエラーを直してください", "mend the errors above first");
        return Err(Failure::problem(&name, &problem, language));
    }
    Ok(opened.roadmap)
}
