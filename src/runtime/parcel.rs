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
    // A link that leads nowhere is a file as well: what it points to might come to be.
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
        // Asked for again by the system, since the file may have come meanwhile.
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

    fn sample() -> Archive {
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample.mbox");
        let go_on = |_| std::ops::ControlFlow::Continue(());
        let none = crate::series::correct::Corrections::default();
        crate::archive::load::load(&[sample], &none, &go_on).unwrap()
    }

    fn text_of(archive: &Archive, parcel: Parcel) -> String {
        String::from_utf8(bytes(archive, parcel).unwrap()).unwrap()
    }

    #[test]
    fn each_kind_of_parcel_is_its_own_bytes() {
        let archive = sample();
        let mut all = archive.all_series().iter().enumerate();
        let (at, lamp) = all
            .find(|(_, series)| {
                series.head.title.starts_with("lamp: fade") && series.parts.total == 4
            })
            .unwrap();
        let at = crate::series::SeriesIdx(u32::try_from(at).unwrap());
        let whole = text_of(&archive, Parcel::Series(at));
        assert_eq!(whole.matches("\nSubject: ").count(), 4);
        let second = lamp.slot(1).unwrap();
        let patch = text_of(&archive, Parcel::Patch(at, 1));
        assert_eq!(patch.matches("\nSubject: ").count(), 1);
        assert!(whole.contains(&patch) && patch.contains(second.title.as_str()));
        let mail = second.message.unwrap();
        let raw = bytes(&archive, Parcel::Message(mail)).unwrap();
        assert_eq!(raw, archive.raw_bytes(mail).unwrap());
        let why = bytes(&archive, Parcel::Patch(at, 99)).unwrap_err();
        assert_eq!(why, "there is no patch here");
    }

    #[test]
    fn a_patch_that_is_missing_is_told_and_no_empty_file_is_made() {
        let archive = sample();
        let holes = |series: &crate::series::Series| {
            series
                .parts
                .slots
                .iter()
                .position(|slot| slot.message.is_none())
        };
        let mut all = (0..).zip(archive.all_series());
        let (at, slot) = all
            .find_map(|(at, series)| Some((at, holes(series)?)))
            .unwrap();
        let parcel = Parcel::Patch(crate::series::SeriesIdx(at), u32::try_from(slot).unwrap());
        let why = bytes(&archive, parcel).unwrap_err();
        assert_eq!(why, "the patch is not in what was opened");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.mbox").to_string_lossy().into_owned();
        let told = save_to_file(&archive, parcel, path.clone(), true);
        assert!(matches!(told, Msg::Executed(Err(said)) if said == why));
        assert!(!Path::new(&path).exists());
    }

    #[test]
    fn what_was_saved_is_said_with_its_kind_and_place() {
        let archive = sample();
        let folder = tempfile::tempdir().unwrap();
        let parcel = Parcel::Message(crate::mail::MsgIdx(0));
        let path = folder.path().join("a.eml").to_string_lossy().into_owned();
        let told = save_to_file(&archive, parcel, path.clone(), false);
        assert!(matches!(told, Msg::Executed(Ok(said)) if said == format!("mail saved as {path}")));
        let nowhere = folder
            .path()
            .join("none/a.eml")
            .to_string_lossy()
            .into_owned();
        let told = save_to_file(&archive, parcel, nowhere.clone(), false);
        assert!(matches!(told, Msg::Executed(Err(said)) if said.starts_with(&nowhere)));
        // A link that leads nowhere is a file that is there.
        let link = folder.path().join("link.eml");
        std::os::unix::fs::symlink("/nowhere/at/all", &link).unwrap();
        let link = link.to_string_lossy().into_owned();
        assert!(matches!(
            save_to_file(&archive, parcel, link, false),
            Msg::Exists(..)
        ));
    }

    #[test]
    fn a_file_that_is_there_is_asked_about_before_it_is_lost() {
        let archive = sample();
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
