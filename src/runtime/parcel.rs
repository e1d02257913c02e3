//! Mail on its way out: its bytes, and the file they are written to.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use crate::app::Msg;
use crate::app::outgoing::selection::Parcel;
use crate::archive::Archive;
use crate::export::mbox;

/// The bytes of a mail, a patch or a series.
pub(super) fn bytes(archive: &Archive, parcel: Parcel) -> Result<Vec<u8>, String> {
    let read = match parcel {
        Parcel::Message(at) => archive.raw_bytes(at),
        Parcel::Attachment(at, number) => archive.attachment(at, number as usize),
        Parcel::Series(at) => mbox::series(archive, at).map(String::into_bytes),
        Parcel::Patch(at, slot) => {
            let series = archive.series(at);
            let found = series.and_then(|s| Some((s, s.slot(slot)?)));
            let (series, slot) = found.ok_or("there is no patch here")?;
            mbox::patch(archive, series, slot).map(String::into_bytes)
        }
    };
    let bytes = read.map_err(|error| error.to_string())?;
    if bytes.is_empty() {
        return Err(format!(
            "the {} is not in what was opened",
            parcel.kind_word()
        ));
    }
    Ok(bytes)
}

/// Writes it to a file: as a whole, by rename, and over one that is there only if that is wanted.
pub(super) fn save_to_file(archive: &Archive, parcel: Parcel, path: String, over: bool) -> Msg {
    let bytes = match bytes(archive, parcel) {
        Ok(bytes) => bytes,
        Err(why) => return Msg::Executed(Err(why)),
    };
    let to = Path::new(&path);
    if !over && fs::symlink_metadata(to).is_ok() {
        return Msg::Exists(parcel, path);
    }
    let written = write(to, &bytes, over);
    Msg::Executed(match written {
        Ok(()) => Ok(format!("{} saved as {path}", parcel.kind_word())),
        Err(error) => Err(format!("{path}: {error}")),
    })
}

fn write(to: &Path, bytes: &[u8], over: bool) -> std::io::Result<()> {
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut builder = tempfile::Builder::new();
    // As any program makes a file of the user's: what the umask leaves.
    builder.permissions(fs::Permissions::from_mode(0o666));
    let mut file = builder.tempfile_in(folder.unwrap_or_else(|| Path::new(".")))?;
    file.write_all(bytes)?;
    file.as_file().sync_data()?;
    if over {
        file.persist(to)?;
    } else {
        file.persist_noclobber(to)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_written_whole_and_not_over_another() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.mbox");
        write(&path, b"one", false).unwrap();
        assert!(write(&path, b"two", false).is_err());
        assert_eq!(fs::read(&path).unwrap(), b"one");
        write(&path, b"two", true).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_that_is_there_is_asked_about_before_it_is_lost() {
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample.mbox");
        let go_on = |_| std::ops::ControlFlow::Continue(());
        let none = crate::series::correct::Corrections::default();
        let archive = crate::archive::load::load(&[sample], &none, &go_on).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.mbox");
        fs::write(&path, b"mine").unwrap();
        let name = path.to_string_lossy().into_owned();
        let parcel = Parcel::Message(crate::mail::MsgIdx(0));
        let told = save_to_file(&archive, parcel, name.clone(), false);
        assert!(matches!(told, Msg::Exists(..)), "{told:?}");
        assert_eq!(fs::read(&path).unwrap(), b"mine");
        assert!(matches!(
            save_to_file(&archive, parcel, name, true),
            Msg::Executed(Ok(_))
        ));
        assert_ne!(fs::read(&path).unwrap(), b"mine");
    }
}
