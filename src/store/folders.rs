//! The program's own folder for the data of the user, and how it names documents there.

use super::stamp::ContentHash;
use etcetera::BaseStrategy as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A folder of this name in the program's own folder; `None` if the user has no home.
pub(super) fn data_folder(name: &str) -> Option<PathBuf> {
    let folders = etcetera::choose_base_strategy().ok()?;
    Some(folders.data_dir().join("koteihyo").join(name))
}

/// Makes a folder, and those above it, that nobody but the user may look into.
pub(super) fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// The one path of a file among those that lead to it. What is not there keeps its name in its
/// folder, so that a document is known by the same path before and after it is saved first.
pub(super) fn real_path(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    match (path.parent(), path.file_name()) {
        (Some(folder), Some(name)) => {
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            folder.canonicalize().map_or_else(|_| path.to_owned(), |folder| folder.join(name))
        }
        _ => path.to_owned(),
    }
}

/// A name for the folder of a document: readable, and different for different paths.
pub(super) fn name_of(real_path: &Path) -> String {
    /// So long that people know their documents again, and no file system objects.
    const MAX_CHARS: usize = 24;
    let name = real_path.file_name().unwrap_or_default().to_string_lossy();
    let stem = name.split('.').find(|part| !part.is_empty()).unwrap_or_default();
    let readable: String = stem
        .chars()
        .map(|it| if it.is_alphanumeric() { it } else { '-' })
        .take(MAX_CHARS)
        .collect();
    let hash = ContentHash::of(real_path.as_os_str().as_encoded_bytes()).to_string();
    format!("{readable}-{}", &hash[..16])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_has_one_name_whatever_way_leads_to_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("工程 表.roadmap.json");
        let before = real_path(&path);
        fs::write(&path, "").unwrap();
        assert_eq!(real_path(&path), before);
        assert_eq!(real_path(&folder.path().join(".").join("工程 表.roadmap.json")), before);
        assert!(name_of(&before).starts_with("工程-表-"));
        assert_ne!(name_of(&before), name_of(&folder.path().join("other.roadmap.json")));
    }
}
