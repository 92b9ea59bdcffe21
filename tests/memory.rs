//! What a large document costs in memory, counted by the allocator and so the same everywhere.

use koteihyo::app::{Origin, Session};
use koteihyo::sample::{SampleRequest, generate};
use koteihyo::store::{self, format};
use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

const TASKS: usize = 100_000;
const MEBIBYTE: usize = 1 << 20;

/// One test, since everything in a process is counted together.
#[test]
fn a_task_with_its_dependency_and_every_index_takes_few_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.roadmap.json");
    let file = std::fs::File::create(&path).unwrap();
    format::write(&generate(&SampleRequest::of(TASKS)), &mut std::io::BufWriter::new(file))
        .unwrap();
    let file_bytes = usize::try_from(std::fs::metadata(&path).unwrap().len()).unwrap();

    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    let opened = store::open_file(&path).unwrap();
    let records = ALLOCATOR.current_usage() - before;
    let while_reading = ALLOCATOR.peak_usage() - before;
    assert!(records / TASKS <= 220, "{} bytes a task for its records", records / TASKS);
    assert!(
        while_reading < records + file_bytes / 2 + 16 * MEBIBYTE,
        "{} MiB to read {} MiB in pieces",
        while_reading / MEBIBYTE,
        file_bytes / MEBIBYTE
    );

    ALLOCATOR.reset_peak_usage();
    let session = Session::new(opened.roadmap, Origin::File(path), opened.diagnostics);
    let all = ALLOCATOR.current_usage() - before;
    let while_deriving = ALLOCATOR.peak_usage() - before;
    assert_eq!(session.roadmap().tasks.len(), TASKS);
    assert_eq!(session.roadmap().dependencies.len(), TASKS);
    assert!(all / TASKS <= 400, "{} bytes a task with every index", all / TASKS);
    assert!(while_deriving / TASKS <= 600, "{} bytes a task at most", while_deriving / TASKS);
}
