//! gzip, zstd, xz and bzip2, told by their first bytes. Unpacked once, into memory up to a limit
//! and then into a file without a name; a small file may not unpack to an enormous one.

use std::io::{self, Read, Seek, Write};

use super::blob::Blob;

/// Bytes that stay in memory.
const MEMORY: u64 = 256 << 20;

/// What any file may unpack to; larger ones may grow by [`RATIO`].
const FREE: u64 = 1 << 30;

/// How often its own size a large file may unpack to. Mail shrinks five- to tenfold.
const RATIO: u64 = 100;

/// Unpacked bytes and what went wrong on the way.
pub(super) struct Unpacked {
    pub(super) blob: Blob,
    pub(super) warning: Option<String>,
}

/// A compressed stream as a reader of a store.
struct Reader<'a> {
    blob: &'a Blob,
    at: u64,
}

impl Read for Reader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.blob.fill(self.at, buffer)?;
        self.at += count as u64;
        Ok(count)
    }
}

/// Unpacks a store if it is compressed.
pub(super) fn unpack(blob: &Blob) -> io::Result<Option<Unpacked>> {
    let head = blob.head(6)?;
    let reader = io::BufReader::with_capacity(1 << 16, Reader { blob, at: 0 });
    let stream: Box<dyn Read + '_> = if head.starts_with(&[0x1f, 0x8b]) {
        Box::new(flate2::bufread::MultiGzDecoder::new(reader))
    } else if head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        Box::new(ruzstd::decoding::StreamingDecoder::new(reader).map_err(io::Error::other)?)
    } else if head.starts_with(&[0xfd, b'7', b'z', b'X', b'Z', 0]) {
        Box::new(liblzma::bufread::XzDecoder::new_multi_decoder(reader))
    } else if head.starts_with(b"BZh") {
        Box::new(bzip2::bufread::MultiBzDecoder::new(reader))
    } else {
        return Ok(None);
    };
    let bound = FREE.max(blob.len().saturating_mul(RATIO));
    keep(stream, bound).map(Some)
}

/// Reads a stream to its end, or as far as it can be read, or to the bound.
pub(super) fn keep(mut stream: impl Read, bound: u64) -> io::Result<Unpacked> {
    let mut memory = Vec::new();
    let failed = (&mut stream)
        .take(MEMORY.min(bound))
        .read_to_end(&mut memory)
        .err();
    let mut warning = failed.map(|error| format!("cut off: {error}"));
    if warning.is_some() || (memory.len() as u64) < MEMORY.min(bound) {
        return Ok(Unpacked {
            blob: Blob::Memory(memory),
            warning,
        });
    }
    let mut file = tempfile::tempfile()?;
    file.write_all(&memory)?;
    drop(memory);
    let mut buffer = vec![0; 1 << 20];
    let mut left = bound - MEMORY.min(bound);
    while left > 0 {
        match stream.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => {
                file.write_all(buffer.get(..count).unwrap_or_default())?;
                left = left.saturating_sub(count as u64);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => {
                warning = Some(format!("cut off: {error}"));
                break;
            }
        }
    }
    if left == 0 {
        warning = Some(format!(
            "unpacks to more than {bound} bytes: the rest is left out"
        ));
    }
    let len = file.stream_position()?;
    Ok(Unpacked {
        blob: Blob::Temporary { file, len },
        warning,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        out.write_all(text).unwrap();
        out.finish().unwrap()
    }

    #[test]
    fn all_members_are_read() {
        let both = [gzip(b"one"), gzip(b"two")].concat();
        let found = unpack(&Blob::Memory(both)).unwrap().unwrap();
        assert!(matches!(found.blob, Blob::Memory(bytes) if bytes == b"onetwo"));
    }

    #[test]
    fn a_stream_that_is_cut_off_keeps_what_can_be_read() {
        let mut packed = gzip(&[b'x'; 100_000]);
        packed.truncate(packed.len() - 4);
        let found = unpack(&Blob::Memory(packed)).unwrap().unwrap();
        assert!(found.warning.is_some());
        assert_eq!(found.blob.len(), 100_000);
    }

    #[test]
    fn what_is_not_compressed_is_left_alone() {
        assert!(unpack(&Blob::Memory(b"From a".to_vec())).unwrap().is_none());
    }
}
