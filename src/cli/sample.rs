//! `koteihyo sample`: a made-up roadmap of any size.

use super::convert::check_output;
use super::{Environment, Failure, OK, args};
use crate::model::Language;
use crate::sample::{SampleRequest, generate};
use crate::store::{format, save};
use std::io;

/// Writes the roadmap, with its size as a remark to the error output.
pub(super) fn run(
    args: &args::Sample,
    language: Language,
    env: &mut Environment<'_>,
) -> Result<u8, Failure> {
    check_output(&args.output, language)?;
    let usual = SampleRequest::of(args.tasks as usize);
    let roadmap = generate(&SampleRequest {
        dependencies: args.dependencies.map_or(usual.dependencies, |count| count as usize),
        lanes: args.lanes.map_or(usual.lanes, |count| count as usize),
        seed: args.seed,
        ..usual
    });
    let file = args.output.display().to_string();
    save::replace_file(&args.output, |mut out| format::write(&roadmap, &mut out))
        .map_err(|error: io::Error| Failure::problem(&file, &save::problem(&error), language))?;
    let (tasks, links) = (roadmap.tasks.len(), roadmap.dependencies.len());
    let size = match language {
        Language::Japanese => format!("{file}: {tasks} 施策、{links} 依存"),
        Language::English => format!("{file}: {tasks} tasks, {links} dependencies"),
    };
    env.remark(&size);
    Ok(OK)
}

#[cfg(test)]
mod tests {
    use super::super::console::{Console, Run, folder_with};
    use super::super::{FAILED, OK};
    use std::fs;

    #[test]
    fn a_sample_is_written_and_opens() {
        let folder = folder_with("unused", b"");
        let path = folder.path().join("sample.roadmap.json");
        let name = path.to_str().unwrap();
        let args =
            ["sample", "--tasks", "200", "--dependencies", "150", "--lanes", "9", "-o", name];
        let Run { code, stderr, .. } = Console::default().run(&args);
        assert_eq!((code, stderr), (OK, format!("{name}: 200 tasks, 150 dependencies\n")));
        let first = fs::read(&path).unwrap();
        let Run { code, .. } = Console::default().run(&["check", name]);
        assert_eq!(code, OK);
        Console::default().run(&args);
        assert_eq!(fs::read(&path).unwrap(), first, "the same request, the same roadmap");
        let wrong = folder.path().join("sample.svg");
        let wrong = ["sample", "--tasks", "1", "-o", wrong.to_str().unwrap()];
        assert_eq!(Console::default().run(&wrong).code, FAILED);
    }
}
