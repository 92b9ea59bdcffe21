//! What the system says about writing, in words.

use super::replacement::Cancelled;
use crate::model::Diagnostic;
use std::io;

/// A problem of the system with writing a file, in words.
#[must_use]
pub fn problem(error: &io::Error) -> Diagnostic {
    if is_cancelled(error) {
        return Diagnostic::error(None, "書き込みを中止しました", "the writing was cancelled")
            .with_hint("元のファイルは変わっていません", "an existing file was left as it was");
    }
    match error.kind() {
        io::ErrorKind::NotFound => {
            Diagnostic::error(None, "保存先のフォルダーがありません", "its folder does not exist")
                .with_hint(
                    "先にフォルダーを作るか、ドライブをつなぎ直すか、別の場所を指定してください",
                    "make the folder first, connect the drive again, or write to another place",
                )
        }
        io::ErrorKind::IsADirectory => {
            Diagnostic::error(None, "同じ名前のフォルダーがあります", "this is a folder")
                .with_hint("別の名前を指定してください", "name a file inside it")
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Diagnostic::error(
            None,
            "書き込む権限がないか、読み取り専用です",
            "it is read-only, or you may not write there",
        )
        .with_hint("別の場所を指定してください", "write to another place"),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            Diagnostic::error(None, "ディスクに空きがありません", "the disk is full").with_hint(
                "元のファイルは変わっていません。空きを作るか、別の場所を指定してください",
                "an existing file was left as it was; make room, or write to another place",
            )
        }
        io::ErrorKind::FileTooLarge => Diagnostic::error(
            None,
            "ファイルがこの場所の上限より大きくなります",
            "the file would be larger than this place allows",
        )
        .with_hint(
            "元のファイルは変わっていません。別の場所を指定してください",
            "an existing file was left as it was; write to another place",
        ),
        io::ErrorKind::StaleNetworkFileHandle
        | io::ErrorKind::TimedOut
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::NetworkDown
        | io::ErrorKind::NotConnected => Diagnostic::error(
            None,
            "ネットワークドライブにつながりません",
            "the network drive cannot be reached",
        )
        .with_hint(
            "つながってからやり直すか、別の場所を指定してください",
            "try again once it is back, or write to another place",
        ),
        io::ErrorKind::InvalidFilename => Diagnostic::error(
            None,
            "この名前のファイルは作れません",
            "a file cannot have this name",
        )
        .with_hint("短い名前を指定してください", "choose a shorter name"),
        _ => Diagnostic::error(
            None,
            format!("書き込めません: {error}"),
            format!("cannot be written: {error}"),
        ),
    }
}

/// Whether it is no problem at all but somebody's wish.
pub(super) fn is_cancelled(error: &io::Error) -> bool {
    error.get_ref().and_then(|inner| inner.downcast_ref::<Cancelled>()).is_some()
}
