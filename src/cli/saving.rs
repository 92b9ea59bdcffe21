//! Opening a roadmap to change it, and saving it in its place or elsewhere.

use super::convert::{check_output, is_same_file};
use super::{Environment, FAILED, FILE_HAS_ERRORS, Failure, OK, formats};
use crate::edit::Refusal;
use crate::model::{Diagnostic, Language, Roadmap};
use crate::store::save::{SaveOptions, save_plan};
use crate::store::{Backups, FileStamp, Progress};
use std::path::{Path, PathBuf};

/// A roadmap that is to be changed and written.
pub(super) struct Plan {
    /// As it was read; its problems were told.
    pub roadmap: Roadmap,
    has_errors: bool,
    /// What the file was like, if it is to be replaced.
    known: Option<FileStamp>,
    target: PathBuf,
}

impl Plan {
    /// Opens a file that is to be written to `output`, or replaced if that is `None`.
    ///
    /// A file with errors is not replaced, since its broken records would be lost, and neither is
    /// one in another format than that of roadmaps.
    pub(super) fn open(
        file: &Path,
        output: Option<&Path>,
        language: Language,
        env: &mut Environment<'_>,
    ) -> Result<Self, Failure> {
        if let Some(output) = output {
            check_output(output, language)?;
        }
        let (name, opened) =
            formats::open(Some(file), language).map_err(|failure| failure.with_code(FAILED))?;
        let has_errors = env.remark_problems(&name, &opened.diagnostics, true, language);
        let is_replaced = output.is_none_or(|output| is_same_file(file, output));
        let refused = |ja: &str, en: &str| {
            let problem = Diagnostic::error(None, ja, en).with_hint(
                "-o で別の名前を指定すると、読めた内容だけをそこに書きます",
                "with -o what could be read is written under another name",
            );
            Err(Failure::problem(&name, &problem, language))
        };
        if is_replaced && has_errors {
            return refused(
                "壊れた記録が失われるため、変更しませんでした",
                "not changed, because its broken records would be lost",
            );
        }
        if is_replaced && opened.account.is_some() {
            return refused(
                "公表された工程表のテキストは書き換えられません",
                "the text of the official tables cannot be changed",
            );
        }
        Ok(Self {
            roadmap: opened.roadmap,
            has_errors,
            known: opened.stamp.filter(|_| is_replaced),
            target: output.unwrap_or(file).to_owned(),
        })
    }

    /// Whether a file of its own is written, and not the one that was read.
    pub(super) fn is_elsewhere(&self) -> bool {
        self.known.is_none()
    }

    /// Writes the changed roadmap, keeps the version that it replaces as the window does, and
    /// returns the exit code.
    pub(super) fn save(
        &self,
        roadmap: &Roadmap,
        language: Language,
        env: &mut Environment<'_>,
    ) -> Result<u8, Failure> {
        let backups = env.backups.as_deref().map(|folder| Backups::of(folder, &self.target));
        let now = (env.clock)();
        let options = SaveOptions {
            known: self.known.as_ref(),
            backups: backups.as_ref().map(|backups| (backups, now)),
            ..SaveOptions::default()
        };
        let file = self.target.display().to_string();
        match save_plan(roadmap, &self.target, &options, &Progress::default()) {
            Ok(saved) => {
                env.remark_problems(&file, &saved.warnings, false, language);
                Ok(self.exit_code())
            }
            Err(error) => Err(Failure::problem(&file, &error.diagnostic(), language)),
        }
    }

    /// The exit code when everything else went well.
    pub(super) fn exit_code(&self) -> u8 {
        if self.has_errors { FILE_HAS_ERRORS } else { OK }
    }
}

/// A change that cannot be made; `what` is what was asked for.
pub(super) fn refused(what: &str, refusal: &Refusal, language: Language) -> Failure {
    let what: String = what.chars().map(super::table::harmless).collect();
    let [ja, en] = refusal.both();
    let problem = Diagnostic::error(
        None,
        format!("{what} は変更できません: {ja}"),
        format!("{what} cannot be changed: {en}"),
    );
    Failure::problem("koteihyo", &problem, language)
}

#[cfg(test)]
mod tests {
    use super::super::console::{Console, SAMPLE, folder_with};
    use super::*;

    #[test]
    fn what_a_command_replaces_is_kept() {
        let folder = folder_with("plan.json", SAMPLE.as_bytes());
        let plan = folder.path().join("plan.json");
        let file = plan.to_str().unwrap();
        let other = folder.path().join("other.json");
        let other = other.to_str().unwrap();
        let kept = || {
            let backups = Backups::of(&folder.path().join("backups"), &plan).list().unwrap();
            let texts = backups.iter().map(|it| std::fs::read_to_string(&it.path).unwrap());
            texts.collect::<Vec<_>>()
        };
        let backups = Some(folder.path().join("backups"));
        let mut console = Console { backups, ..Console::default() };
        assert_eq!(console.run(&["set", file, "study", "title.en=x", "-o", other]).code, OK);
        assert_eq!(kept(), [""; 0], "nothing is replaced");
        assert_eq!(console.run(&["set", file, "study", "title.en=Survey"]).code, OK);
        assert_eq!(kept(), [SAMPLE]);
        let changed = std::fs::read_to_string(&plan).unwrap();
        assert_eq!(console.run(&["shift", file, "bill", "365"]).code, OK);
        assert_eq!(kept(), [&*changed, SAMPLE]);
        assert_ne!(std::fs::read_to_string(&plan).unwrap(), changed);
    }
}
