//! What every test may use: where files are, and an archive said in a few words.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use trifold::archive::Archive;
use trifold::archive::load::load;
use trifold::mail::MsgIdx;
use trifold::series::correct::Corrections;

/// A file of the project.
pub(crate) fn file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A file of the real mail that may lie beside the project; says so where it does not.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let found = file("../shared").join(path);
    if found.exists() {
        return Some(found);
    }
    eprintln!("skipped: {path} is not beside the project");
    None
}

/// Whether all of it is to be looked at, which takes minutes.
pub(crate) fn all_of_them() -> bool {
    std::env::var_os("TRIFOLD_ALL").is_some()
}

/// Opens files of the project as one archive.
pub(crate) fn open(paths: &[PathBuf]) -> Archive {
    load(paths, &Corrections::default(), &|_| {
        ControlFlow::Continue(())
    })
    .unwrap()
}

/// Opens a mail of `tests/corpus`.
pub(crate) fn corpus(name: &str) -> Archive {
    open(&[file("tests/corpus").join(format!("{name}.mbox"))])
}

/// A message id without the domain that all our mails share.
pub(crate) fn short(archive: &Archive, at: MsgIdx) -> String {
    let id = archive.message(at).unwrap().id.as_str();
    id.split('@').next().unwrap().to_owned()
}

/// Every series on a line, sorted: `v2 a: 1=g1 2=- (cover c0)`.
pub(crate) fn shape(archive: &Archive) -> Vec<String> {
    let mut lines: Vec<String> = archive
        .all_series()
        .iter()
        .map(|series| {
            let slots: Vec<String> = series
                .parts
                .slots
                .iter()
                .map(|s| {
                    format!(
                        "{}={}",
                        s.number,
                        s.message.map_or_else(|| "-".into(), |m| short(archive, m))
                    )
                })
                .collect();
            let cover = series
                .parts
                .cover
                .map_or(String::new(), |m| format!(" cover {}", short(archive, m)));
            format!("v{}{cover}: {}", series.head.revision, slots.join(" "))
        })
        .collect();
    lines.sort();
    lines
}
