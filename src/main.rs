//! The program: the command line with the real world around it.

use koteihyo::cli::{self, Environment, Parts};
use koteihyo::model::Diagnostic;
use koteihyo::time::Day;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let code = cli::run(
        std::env::args_os(),
        &mut Environment {
            stdout: &mut io::stdout(),
            stderr: &mut io::stderr(),
            today: Day::from(chrono::Local::now().date_naive()),
            language: cli::language_of_locale(|name| std::env::var_os(name)),
            parts: &Parts::REAL,
            // CONNECT: the window.
            open_window: &mut |_| Err(Diagnostic::error(None, "画面は未接続です", "no window yet")),
        },
    );
    ExitCode::from(code)
}
