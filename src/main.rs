//! The program: the command line with the real world around it.

use koteihyo::app::{self, RunOptions};
use koteihyo::cli::{self, Environment};
use koteihyo::store::Backups;
use koteihyo::time::Day;
use std::io;
use std::process::ExitCode;
use std::time::SystemTime;

/// A window allocates and gives back a few hundred kilobytes in each frame, and opening a file
/// makes millions of small texts; the system's allocator is slow at both.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let today = Day::from(chrono::Local::now().date_naive());
    let code = cli::run(
        std::env::args_os(),
        &mut Environment {
            stdout: &mut io::stdout(),
            stderr: &mut io::stderr(),
            today,
            backups: Backups::default_folder(),
            clock: SystemTime::now,
            language: cli::language_of_locale(|name| std::env::var_os(name)),
            open_window: &mut |request| {
                app::run(RunOptions {
                    file: request.file,
                    language: request.language,
                    system_language: request.system_language,
                    today,
                    clock: SystemTime::now,
                })
            },
        },
    );
    ExitCode::from(code)
}
