//! What a file on the disk was like when it was read or written, so that a change by somebody
//! else is noticed before it is overwritten.

use std::fmt;
use std::fs::{self, File, Metadata};
use std::io::{self, Read, Write};
use std::path::Path;
use std::str::FromStr;
use std::time::SystemTime;
use twox_hash::XxHash3_128;

/// 128 bits that stand for the content of a file (XXH3).
///
/// Two contents that differ by accident never have the same ones; they are no protection against
/// somebody who looks for such a pair on purpose.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ContentHash(u128);

impl ContentHash {
    /// The hash of a content that is in memory.
    #[must_use]
    pub fn of(content: &[u8]) -> Self {
        Self(XxHash3_128::oneshot(content))
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContentHash({self})")
    }
}

impl FromStr for ContentHash {
    type Err = std::num::ParseIntError;

    fn from_str(digits: &str) -> Result<Self, Self::Err> {
        u128::from_str_radix(digits, 16).map(Self)
    }
}

/// What a file was like: its place on the disk, size and time, and its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileStamp {
    look: Look,
    hash: ContentHash,
}

/// What a file system says of a file without opening it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Look {
    bytes: u64,
    modified: Option<SystemTime>,
    /// Which file it is, on systems that number them.
    node: Option<(u64, u64)>,
}

impl FileStamp {
    /// The stamp of a file, all of which is read.
    ///
    /// # Errors
    /// Those of reading it, and if it is a folder, a pipe or a device.
    pub fn of(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        // What changes while it is read differs from this look afterwards.
        let look = Look::of(&file.metadata()?)?;
        let mut reader = Hashing::new(file);
        io::copy(&mut reader, &mut io::sink())?;
        Ok(Self { look, hash: reader.hash() })
    }

    /// The stamp of a file that looked like this before `content` was read of it or written to it.
    pub(super) fn new(look: Look, content: ContentHash) -> Self {
        Self { look, hash: content }
    }

    /// What stands for the content.
    #[must_use]
    pub fn hash(&self) -> ContentHash {
        self.hash
    }

    /// The size of the content.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.look.bytes
    }

    /// Whether the file at a path seems to be unchanged, by its size and time: cheap, and right
    /// but for programs that hide their changes. A file that is not there is not unchanged.
    #[must_use]
    pub fn seems_current(&self, path: &Path) -> bool {
        fs::metadata(path).and_then(|it| Look::of(&it)).is_ok_and(|look| look == self.look)
    }

    /// Whether the file at a path has the same content, for certain: all of it is read.
    ///
    /// # Errors
    /// Those of reading it; one that is not there is [`io::ErrorKind::NotFound`].
    pub fn is_current(&self, path: &Path) -> io::Result<bool> {
        // A file of another size need not be read.
        let look = Look::of(&fs::metadata(path)?)?;
        Ok(look.bytes == self.look.bytes && Self::of(path)?.hash == self.hash)
    }
}

impl Look {
    /// How a file looks.
    ///
    /// # Errors
    /// If it is a folder, a pipe or a device.
    pub(super) fn of(metadata: &Metadata) -> io::Result<Self> {
        if !metadata.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
        }
        Ok(Self { bytes: metadata.len(), modified: metadata.modified().ok(), node: node(metadata) })
    }
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems have none")]
fn node(metadata: &Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt as _;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn node(_: &Metadata) -> Option<(u64, u64)> {
    None
}

/// A reader or writer that hashes what goes through it.
pub(super) struct Hashing<I> {
    inner: I,
    hasher: twox_hash::xxhash3_128::Hasher,
}

impl<I> Hashing<I> {
    pub(super) fn new(inner: I) -> Self {
        Self { inner, hasher: twox_hash::xxhash3_128::Hasher::new() }
    }

    /// The hash of what has gone through.
    pub(super) fn hash(&self) -> ContentHash {
        ContentHash(self.hasher.finish_128())
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.hasher.write(&buffer[..read]);
        Ok(read)
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hasher.write(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_does_not_depend_on_how_the_content_comes() {
        let content: Vec<u8> = (0..100_000_u32).map(|it| (it % 251) as u8).collect();
        let whole = ContentHash::of(&content);
        let mut writer = Hashing::new(io::sink());
        for piece in content.chunks(777) {
            writer.write_all(piece).unwrap();
        }
        assert_eq!(writer.hash(), whole);
        assert_eq!(whole.to_string().parse(), Ok(whole));
        assert_ne!(ContentHash::of(&content[1..]), whole);
        assert_eq!(ContentHash::of(b"").to_string(), "99aa06d3014798d86001c324468d497f");
    }

    #[test]
    fn every_change_of_a_file_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.json");
        fs::write(&path, "first").unwrap();
        let stamp = FileStamp::of(&path).unwrap();
        assert_eq!((stamp.bytes(), stamp.hash()), (5, ContentHash::of(b"first")));
        assert!(stamp.seems_current(&path) && stamp.is_current(&path).unwrap());

        // Same size, and the time set back: only the content tells.
        let modified = fs::metadata(&path).unwrap().modified().unwrap();
        fs::write(&path, "other").unwrap();
        File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
        assert!(stamp.seems_current(&path) && !stamp.is_current(&path).unwrap());

        // Same content in another file, as after a checkout.
        fs::remove_file(&path).unwrap();
        fs::write(&path, "first").unwrap();
        assert!(!stamp.seems_current(&path) && stamp.is_current(&path).unwrap());

        fs::remove_file(&path).unwrap();
        assert!(!stamp.seems_current(&path));
        assert_eq!(stamp.is_current(&path).unwrap_err().kind(), io::ErrorKind::NotFound);
        assert!(FileStamp::of(folder.path()).is_err());
    }
}
