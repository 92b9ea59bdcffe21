//! The command line as a user meets it: the program is started, and its output, its
//! exit code and the files that it writes are looked at.
//!
//! Exit codes: 0 it worked, 1 the file has errors, 2 wrong arguments or no such file.

#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod cli {
    mod bad_files;
    mod changes;
    mod commands;
    mod git;
    mod lists;
    mod pictures;
    mod schedules;
    mod versions;

    use std::path::{Path, PathBuf};
    use std::process::{Command, Output, Stdio};
    use tempfile::TempDir;

    /// A temporary folder to run the program in.
    pub(super) struct Folder(TempDir);

    /// What came of a run.
    pub(super) struct Run {
        pub(super) code: Option<i32>,
        pub(super) stdout: String,
        pub(super) stderr: String,
    }

    impl Folder {
        pub(super) fn new() -> Self {
            Self(tempfile::tempdir().unwrap())
        }

        pub(super) fn with(name: &str, content: impl AsRef<[u8]>) -> Self {
            let this = Self::new();
            std::fs::write(this.path(name), content).unwrap();
            this
        }

        pub(super) fn path(&self, name: &str) -> PathBuf {
            self.0.path().join(name)
        }

        pub(super) fn text(&self, name: &str) -> String {
            std::fs::read_to_string(self.path(name)).unwrap()
        }

        /// The program with these arguments, in English and without a display.
        pub(super) fn program(&self, args: &[&str]) -> Command {
            let mut program = Command::new(env!("CARGO_BIN_EXE_koteihyo"));
            let home: &Path = self.0.path();
            program.args(args).current_dir(home).stdin(Stdio::null());
            for variable in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "LC_ALL", "LANG"] {
                program.env_remove(variable);
            }
            program.env("LC_MESSAGES", "C.UTF-8").env("HOME", home);
            program.env("XDG_CONFIG_HOME", home).env("XDG_DATA_HOME", home.join("data"));
            program
        }

        pub(super) fn run(&self, args: &[&str]) -> Run {
            Run::of(&self.program(args).output().unwrap())
        }

        /// Runs a command that has to work, and returns what it printed.
        #[track_caller]
        pub(super) fn works(&self, args: &[&str]) -> String {
            let Run { code, stdout, stderr } = self.run(args);
            assert_eq!(code, Some(0), "{args:?}: {stderr}");
            stdout
        }
    }

    impl Run {
        fn of(output: &Output) -> Self {
            let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
            let run = Self {
                code: output.status.code(),
                stdout: text(&output.stdout),
                stderr: text(&output.stderr),
            };
            for text in [&run.stdout, &run.stderr] {
                assert!(!text.contains("panicked"), "{text}");
                assert!(!text.contains("RUST_BACKTRACE"), "{text}");
            }
            run
        }
    }
}
