//! Which files stand for a settings file: itself, its lock, and what lies beside it.

use std::fs::{File, Metadata, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// Through a symbolic link to the file it stands for, which may have to be made yet, so that the link
/// outlives a replacement.
pub(crate) fn real(path: PathBuf) -> io::Result<PathBuf> {
    match path.canonicalize() {
        Ok(path) => Ok(path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => match path.read_link() {
            // Links that go in circles are another error.
            Ok(to) => real(folder(&path).join(to)),
            Err(_) => Ok(path),
        },
        Err(error) => Err(error),
    }
}

/// The path of a file beside another.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

pub(super) fn folder(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// What lies there, if anything does. A device, a pipe or a folder is not for us: opening a pipe waits
/// without an end, and a replaced device is gone.
pub(crate) fn regular(path: &Path) -> io::Result<Option<Metadata>> {
    match path.symlink_metadata() {
        Ok(found) if found.is_file() => Ok(Some(found)),
        Ok(_) => Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            format!("{} is no regular file", path.display()),
        )),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// For reading and writing, by the owner alone.
pub(crate) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

pub(super) fn open_lock(path: &Path) -> io::Result<File> {
    regular(path)?;
    private_folder(folder(path))?;
    let lock = beside(path, ".lock");
    regular(&lock)?;
    private().create(true).truncate(false).open(lock)
}

fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Makes a change of names in the folder durable.
pub(super) fn settle(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(folder(path))?.sync_all()?;
    Ok(())
}
