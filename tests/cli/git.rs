//! The program as git's merge and diff driver, with the configuration that the README gives.

use super::versions::{BASE, version};
use super::{Folder, Run};
use std::path::Path;
use std::process::Command;

/// The two lines of configuration of the README.
const README: &str = include_str!("../../README.md");

/// A repository that knows nothing of the user's configuration, with [`BASE`] in it.
struct Repository(Folder);

impl Repository {
    fn new() -> Self {
        let this = Self(Folder::new());
        this.git(&["init", "--quiet", "--initial-branch=main", "."]);
        let program = env!("CARGO_BIN_EXE_koteihyo");
        let folder = Path::new(program).parent().unwrap().display().to_string();
        // As a shell runs the lines of the README, with the program in its path.
        for line in README.lines().filter(|line| line.starts_with("git config ")) {
            let status = this
                .command("sh")
                .args(["-c", line])
                .env("PATH", format!("{folder}:{}", std::env::var("PATH").unwrap()))
                .status();
            assert!(status.unwrap().success(), "{line}");
        }
        let attributes = README.lines().find(|line| line.starts_with("*.roadmap.json "));
        this.write(".gitattributes", attributes.expect("the README gives it"));
        this.commit(BASE);
        this
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        let binary = Path::new(env!("CARGO_BIN_EXE_koteihyo")).parent().unwrap();
        let path = std::env::var("PATH").unwrap();
        command
            .current_dir(self.0.path("."))
            .env("PATH", format!("{}:{path}", binary.display()))
            .env("HOME", self.0.path("."))
            .env("XDG_CONFIG_HOME", self.0.path("."))
            .env("XDG_DATA_HOME", self.0.path("."))
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("LC_ALL", "C.UTF-8")
            .env_remove("GIT_DIR")
            .env_remove("GIT_INDEX_FILE")
            .env_remove("GIT_WORK_TREE")
            .env_remove("GIT_EXTERNAL_DIFF");
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "Planner");
            command.env(format!("GIT_{who}_EMAIL"), "planner@example.org");
        }
        command
    }

    fn run(&self, args: &[&str]) -> Run {
        Run::of(&self.command("git").args(args).output().unwrap())
    }

    #[track_caller]
    fn git(&self, args: &[&str]) -> String {
        let Run { code, stdout, stderr } = self.run(args);
        assert_eq!(code, Some(0), "{args:?}: {stdout}{stderr}");
        stdout
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.0.path(name), text).unwrap();
    }

    fn commit(&self, text: &str) {
        self.write("plan.roadmap.json", text);
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", "a version"]);
    }

    /// Commits a version on `main` and another one on a branch.
    fn fork(&self, ours: &str, theirs: &str) {
        self.git(&["switch", "--quiet", "--create", "theirs"]);
        self.commit(theirs);
        self.git(&["switch", "--quiet", "main"]);
        self.commit(ours);
    }
}

#[test]
fn two_branches_merge_though_they_change_the_same_line() {
    let repository = Repository::new();
    let [start, title] =
        [("FY2024/FY2026", "FY2025/FY2026"), ("在留カードとの一体化", "在留カードと一体に")];
    repository.fork(&version(&[start]), &version(&[title]));
    repository.git(&["merge", "--quiet", "--no-edit", "theirs"]);
    assert_eq!(repository.0.text("plan.roadmap.json"), version(&[start, title]));
    assert_eq!(repository.git(&["status", "--porcelain"]), "");
}

#[test]
fn a_conflict_stops_the_merge_and_stands_in_the_file() {
    let repository = Repository::new();
    let ours = version(&[("FY2024/FY2026", "FY2025/FY2026")]);
    repository.fork(&ours, &version(&[("FY2024/FY2026", "FY2024/FY2027")]));
    let Run { code, stdout, stderr } = repository.run(&["merge", "theirs"]);
    assert_eq!(code, Some(1), "{stdout}{stderr}");
    assert!(stderr.contains("ours FY2025–FY2026, theirs FY2024–FY2027"), "{stderr}");
    assert_eq!(repository.git(&["status", "--porcelain"]), "UU plan.roadmap.json\n");
    let text = repository.0.text("plan.roadmap.json");
    assert!(text.contains("\"conflicts\": [\n{\"list\": \"tasks\", \"id\": \"unify\""), "{text}");
    assert!(!text.contains("<<<<<<<"), "{text}");
    // To look at a merge that is not finished must not fail.
    repository.git(&["diff"]);
    // Without a common version, too: both branches add the same file.
    repository.git(&["merge", "--abort"]);
    let other = BASE.replace("card", "pass");
    repository.git(&["switch", "--quiet", "--create", "other", "main~1"]);
    for (branch, text) in [("other", &*other), ("main", BASE)] {
        repository.git(&["switch", "--quiet", branch]);
        repository.write("new.roadmap.json", text);
        repository.git(&["add", "--all"]);
        repository.git(&["commit", "--quiet", "--message", "another plan"]);
    }
    let Run { code, stderr, .. } = repository.run(&["merge", "other"]);
    assert_eq!(code, Some(1), "{stderr}");
    assert!(repository.0.text("new.roadmap.json").contains("\"conflicts\": ["));
}

#[test]
fn git_diff_shows_sentences() {
    let repository = Repository::new();
    let start = ("FY2024/FY2026", "FY2025/FY2026");
    repository.write("plan.roadmap.json", &version(&[start]));
    let sentences = "plan.roadmap.json\n1 task changed\n\nCards › Residence card\n\
                     - Unify with the residence card: start moved from FY2024 to FY2025\n";
    assert_eq!(repository.git(&["diff"]), sentences);
    repository.commit(&version(&[start]));
    assert_eq!(repository.git(&["diff", "HEAD~1"]), sentences);
    let log = repository.git(&["log", "--patch", "--ext-diff"]);
    assert!(log.contains(sentences), "{log}");
    assert!(log.contains("3 tasks added"), "{log}");
    // A file that is new, one that goes, and one that is renamed.
    repository.git(&["mv", "plan.roadmap.json", "other.roadmap.json"]);
    repository
        .write("other.roadmap.json", &version(&[start, ("カード\", \"en\"", "札\", \"en\"")]));
    let renamed = repository.git(&["diff", "HEAD", "--find-renames"]);
    assert!(
        renamed.starts_with("plan.roadmap.json → other.roadmap.json\n1 lane changed"),
        "{renamed}"
    );
    let apart = repository.git(&["diff", "HEAD", "--no-renames"]);
    assert!(apart.contains("3 tasks added") && apart.contains("3 tasks removed"), "{apart}");
}
