//! Opening files for the commands, and the exit codes of what goes wrong there.

use super::{FAILED, FILE_HAS_ERRORS, Failure};
use crate::model::{Diagnostic, Language};
use crate::store::{self, OpenError, Opened};
use std::path::Path;

/// Opens a file, or the built-in roadmap; also says what to call it in messages.
///
/// The exit code is [`FAILED`] if the file cannot be read at all, and
/// [`FILE_HAS_ERRORS`] if nothing in it is sound.
pub(super) fn open(path: Option<&Path>, language: Language) -> Result<(String, Opened), Failure> {
    let Some(path) = path else {
        let name = match language {
            Language::Japanese => "内蔵の工程表",
            Language::English => "built-in roadmap",
        };
        let roadmap = store::built_in();
        let opened = Opened { roadmap, diagnostics: Vec::new(), account: None, stamp: None };
        return Ok((name.to_owned(), opened));
    };
    let name = path.display().to_string();
    match store::open_file(path) {
        Ok(opened) => Ok((name, opened)),
        Err(error) => {
            let code = match error {
                OpenError::Unreadable(_) => FAILED,
                OpenError::Unsound(_) => FILE_HAS_ERRORS,
            };
            let text = lines(&error.into_diagnostics(), &name, language);
            Err(Failure::Told { text, code })
        }
    }
}

/// Whether a path stands for no file at all, as git has it for a version that does not exist: the
/// null device, or an empty file.
pub(super) fn is_no_file(path: &Path) -> bool {
    let is_empty = |metadata: std::fs::Metadata| metadata.is_file() && metadata.len() == 0;
    path == Path::new("/dev/null") || path.metadata().is_ok_and(is_empty)
}

fn lines(problems: &[Diagnostic], name: &str, language: Language) -> String {
    let lines: Vec<String> =
        problems.iter().map(|problem| problem.line(name, language).to_string()).collect();
    lines.join("\n")
}
