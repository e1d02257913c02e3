//! Objects that stand in files of their own, read here: git does not say when such a blob is
//! shorter than it claims, and a reader of its answer would wait for the rest for ever.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use flate2::read::ZlibDecoder;

use super::LARGEST;
use crate::source::{MAIL, regular};

/// Bytes of `blob SIZE` and the NUL behind it.
const HEADER: u64 = 32;

/// Reads a blob, of a large one what is read of a mail; nothing where it stands in no file of
/// its own among these objects.
pub(super) fn loose_blob(objects: &Path, hex: &str) -> Option<io::Result<Vec<u8>>> {
    let (folder, name) = hex.split_at_checked(2)?;
    match regular::open_named(&objects.join(folder).join(name)) {
        // It is in a pack, and git reads those.
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        opened => Some(opened.and_then(|(file, _)| read_object(file))),
    }
}

fn read_object(file: File) -> io::Result<Vec<u8>> {
    let mut text = BufReader::new(ZlibDecoder::new(file));
    let size = header_size(&mut text)?;
    let wanted = size.min(MAIL + 1);
    let mut bytes = Vec::new();
    text.by_ref().take(wanted).read_to_end(&mut bytes)?;
    let is_cut = (bytes.len() as u64) < wanted;
    // A mail that is read to its end must end there, too.
    let goes_on = size == wanted && text.read(&mut [0])? > 0;
    if is_cut || goes_on {
        return Err(io::Error::other("the mail is not as long as it says"));
    }
    Ok(bytes)
}

/// Reads the length from the header.
fn header_size(text: &mut impl BufRead) -> io::Result<u64> {
    let mut header = Vec::new();
    text.take(HEADER).read_until(0, &mut header)?;
    let header = String::from_utf8_lossy(&header);
    let size = header.trim_end_matches('\0').strip_prefix("blob ");
    let size = size.and_then(|size| size.parse().ok());
    size.filter(|size| *size <= LARGEST)
        .ok_or_else(|| io::Error::other("no mail, or one of more than 1 GiB"))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    /// What is read of an object of these bytes.
    fn read(bytes: &[u8]) -> io::Result<Vec<u8>> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("object");
        let mut packed = ZlibEncoder::new(File::create(&path).unwrap(), Compression::fast());
        packed.write_all(bytes).unwrap();
        packed.finish().unwrap();
        read_object(File::open(&path).unwrap())
    }

    #[test]
    fn a_loose_mail_is_as_long_as_its_header_says() {
        assert_eq!(read(b"blob 5\0lamps").unwrap(), b"lamps");
        for bad in [
            &b"blob 5\0lamp"[..],
            b"blob 5\0lamps!",
            b"tree 5\0lamps",
            b"blob x\0",
        ] {
            assert!(read(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn of_a_mail_that_is_too_long_the_beginning_is_read() {
        let long = usize::try_from(MAIL).unwrap() + 7;
        let mut object = format!("blob {long}\0").into_bytes();
        object.resize(object.len() + long, b'x');
        let read = read(&object).unwrap();
        assert_eq!(read.len() as u64, MAIL + 1, "one more, so that it is known");
    }
}
