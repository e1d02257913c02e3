//! gzip, zstd, xz and bzip2, told by their first bytes. Unpacked once, into memory up to a limit
//! and then into a file without a name; a small file may not unpack to an enormous one.

mod zstd;

use std::io::{self, BufReader, Read, Write};

use liblzma::stream::{CONCATENATED, Stream};

use super::blob::Blob;

/// Bytes that stay in memory, for one source or file.
const MEMORY: u64 = 64 << 20;

/// What any file may unpack to; larger ones may grow by [`RATIO`].
const FREE: u64 = 1 << 30;

/// How often its own size a large file may unpack to. Mail shrinks five- to tenfold.
const RATIO: u64 = 100;

/// What one stream may take while it is unpacked; `xz -9` takes 65 MB.
const WORKING: u64 = 512 << 20;

/// Unpacked bytes and what went wrong on the way.
#[derive(Debug)]
pub(super) struct Unpacked {
    pub(super) blob: Blob,
    pub(super) warning: Option<String>,
}

/// A store, read from its start.
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

/// Whether the first bytes of a file are those of a compressed one.
pub(super) fn is_packed(head: &[u8]) -> bool {
    [&b"\x1f\x8b"[..], b"\xfd7zXZ\0", b"BZh"]
        .iter()
        .any(|magic| head.starts_with(magic))
        || zstd::is_frame(head)
}

/// What a compressed store holds; nothing where it is not compressed.
fn stream(blob: &Blob) -> io::Result<Option<Box<dyn Read + '_>>> {
    let head = blob.head(6)?;
    let reader = BufReader::with_capacity(1 << 16, Reader { blob, at: 0 });
    Ok(Some(if head.starts_with(b"\x1f\x8b") {
        Box::new(flate2::bufread::MultiGzDecoder::new(reader))
    } else if head.starts_with(b"\xfd7zXZ\0") {
        let decoder = Stream::new_stream_decoder(WORKING, CONCATENATED)?;
        Box::new(liblzma::bufread::XzDecoder::new_stream(reader, decoder))
    } else if head.starts_with(b"BZh") {
        Box::new(bzip2::bufread::MultiBzDecoder::new(reader))
    } else if zstd::is_frame(&head) {
        Box::new(zstd::Decoder::new(reader))
    } else {
        return Ok(None);
    }))
}

/// Unpacks a store if it is compressed.
pub(super) fn unpack(blob: &Blob) -> io::Result<Option<Unpacked>> {
    let bound = FREE.max(blob.len().saturating_mul(RATIO));
    stream(blob)?.map(|found| keep(found, bound)).transpose()
}

/// The first bytes of a store, unpacked if it is compressed.
pub(super) fn peek(blob: &Blob, size: usize) -> io::Result<Vec<u8>> {
    let Some(found) = stream(blob)? else {
        return blob.head(size);
    };
    let mut head = Vec::new();
    // What stands before the place where it broke is as good.
    let _ = found.take(size as u64).read_to_end(&mut head);
    Ok(head)
}

/// Reads a stream to its end, or as far as it can be read, or to the bound.
pub(super) fn keep(stream: impl Read, bound: u64) -> io::Result<Unpacked> {
    keep_within(stream, bound, MEMORY)
}

fn keep_within(mut stream: impl Read, bound: u64, memory: u64) -> io::Result<Unpacked> {
    let mut bytes = Vec::new();
    // One byte more than may stay, so that what just fits is known to.
    let limit = memory.min(bound).saturating_add(1);
    let failed = stream.by_ref().take(limit).read_to_end(&mut bytes).err();
    if failed.is_some() || (bytes.len() as u64) < limit {
        return Ok(Unpacked {
            blob: Blob::Memory(bytes),
            warning: failed.as_ref().map(broken),
        });
    }
    if bound < limit {
        bytes.truncate(usize::try_from(bound).unwrap_or(usize::MAX));
        return Ok(Unpacked {
            blob: Blob::Memory(bytes),
            warning: Some(too_large(bound)),
        });
    }
    spill(stream, bytes, bound)
}

/// Goes on in a temporary file.
fn spill(mut stream: impl Read, mut bytes: Vec<u8>, bound: u64) -> io::Result<Unpacked> {
    let mut file = tempfile::tempfile()?;
    let mut len = 0;
    let warning = loop {
        let room = usize::try_from(bound - len).unwrap_or(usize::MAX);
        let fits = bytes.get(..bytes.len().min(room)).unwrap_or_default();
        if let Err(error) = file.write_all(fits) {
            break Some(format!(
                "no room to unpack it, the rest is left out: {error}"
            ));
        }
        len += fits.len() as u64;
        if fits.len() < bytes.len() {
            break Some(too_large(bound));
        }
        bytes.resize(1 << 20, 0);
        match stream.read(&mut bytes) {
            Ok(0) => break None,
            Ok(count) => bytes.truncate(count),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => bytes.clear(),
            Err(error) => break Some(broken(&error)),
        }
    };
    Ok(Unpacked {
        blob: Blob::Temporary { file, len },
        warning,
    })
}

fn broken(error: &io::Error) -> String {
    format!("cut off or damaged, the rest is left out: {error}")
}

fn too_large(bound: u64) -> String {
    format!("unpacks to more than {bound} bytes, the rest is left out")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        out.write_all(text).unwrap();
        out.finish().unwrap()
    }

    fn xz(text: &[u8]) -> Vec<u8> {
        let mut out = liblzma::write::XzEncoder::new(Vec::new(), 1);
        out.write_all(text).unwrap();
        out.finish().unwrap()
    }

    fn bzip2(text: &[u8]) -> Vec<u8> {
        let mut out = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
        out.write_all(text).unwrap();
        out.finish().unwrap()
    }

    fn zstd(text: &[u8]) -> Vec<u8> {
        ruzstd::encoding::compress_to_vec(text, ruzstd::encoding::CompressionLevel::Fastest)
    }

    fn unpacked(packed: Vec<u8>) -> (Vec<u8>, Option<String>) {
        let found = unpack(&Blob::Memory(packed)).unwrap().unwrap();
        (found.blob.read(0..found.blob.len()).unwrap(), found.warning)
    }

    #[test]
    fn all_members_are_read() {
        for pack in [gzip, xz, bzip2, zstd] {
            let both = [pack(b"one"), pack(b"two")].concat();
            assert!(is_packed(&both));
            assert_eq!(unpacked(both), (b"onetwo".to_vec(), None));
        }
    }

    #[test]
    fn zstd_frames_that_hold_no_data_are_skipped() {
        let skipped = b"\x50\x2a\x4d\x18\x03\0\0\0abc";
        let both = [&skipped[..], &zstd(b"one"), skipped, &zstd(b"two")].concat();
        assert_eq!(unpacked(both), (b"onetwo".to_vec(), None));
    }

    #[test]
    fn a_stream_that_is_cut_off_keeps_what_can_be_read() {
        for pack in [gzip, xz, bzip2, zstd] {
            let mut packed = [pack(&[b'x'; 1000]), pack(b"more")].concat();
            packed.truncate(packed.len() - 3);
            let (bytes, warning) = unpacked(packed);
            assert!(bytes.starts_with(&[b'x'; 1000]));
            assert!(warning.unwrap().starts_with("cut off"));
        }
    }

    #[test]
    fn what_is_not_compressed_is_left_alone() {
        assert!(unpack(&Blob::Memory(b"From a".to_vec())).unwrap().is_none());
    }

    #[test]
    fn a_bound_holds_in_memory_and_in_a_file() {
        let text = b"0123456789";
        for (bound, memory, kept, warned) in [
            (10, 100, 10, false),
            (9, 100, 9, true),
            (10, 4, 10, false),
            (9, 4, 9, true),
            (4, 4, 4, true),
        ] {
            let found = keep_within(&text[..], bound, memory).unwrap();
            let bytes = found.blob.read(0..found.blob.len()).unwrap();
            assert_eq!(bytes, text[..kept], "{bound} {memory}");
            assert_eq!(found.warning.is_some(), warned, "{bound} {memory}");
        }
    }

    #[test]
    fn a_peek_reads_no_more_than_it_needs() {
        let packed = Blob::Memory(gzip(b"one two"));
        assert_eq!(peek(&packed, 3).unwrap(), b"one");
        assert_eq!(peek(&Blob::Memory(b"plain".to_vec()), 3).unwrap(), b"pla");
    }
}
