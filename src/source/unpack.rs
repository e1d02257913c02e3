//! gzip, zstd, xz and bzip2, told by their first bytes.

mod zstd;

use std::borrow::Borrow;
use std::io::{self, BufReader, Read};
use std::sync::Arc;

use liblzma::stream::{CONCATENATED, Stream};

use super::blob::{Blob, Growing};
use super::detect::SourceKind;
use super::rest::{self, Bound, Rest};

/// Bytes by which a compressed file is told.
pub(super) const MAGIC: usize = 6;

/// Bytes of memory that one stream may take while it is unpacked; `xz -9` takes 65 MB.
const WORKING: u64 = 512 << 20;

/// A store, read from its start.
struct Unpacker<B> {
    blob: B,
    at: u64,
}

impl<B: Borrow<Blob>> Read for Unpacker<B> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.blob.borrow().fill(self.at, buffer)?;
        self.at += count as u64;
        Ok(count)
    }
}

/// Whether the first bytes of a file are those of a compressed one.
pub(super) fn is_packed(head: &[u8]) -> bool {
    // gzip (RFC 1952 §2.3.1), xz, bzip2.
    [&b"\x1f\x8b"[..], b"\xfd7zXZ\0", b"BZh"]
        .iter()
        .any(|magic| head.starts_with(magic))
        || zstd::is_frame(head)
}

/// Returns the unpacked bytes of a compressed stream, which is told by its first bytes. A stream
/// that is not compressed gives none.
pub(super) fn decoder<'a>(
    head: &[u8],
    input: impl Read + Send + 'a,
) -> io::Result<Box<dyn Read + Send + 'a>> {
    let reader = BufReader::with_capacity(1 << 16, input);
    Ok(if head.starts_with(b"\x1f\x8b") {
        // Members one behind the other, as `cat a.gz b.gz` makes them, are one text; bzip2 and xz
        // alike.
        Box::new(flate2::bufread::MultiGzDecoder::new(reader))
    } else if head.starts_with(b"\xfd7zXZ\0") {
        // An xz stream says itself how much memory it needs, up to 4 GiB.
        let decoder = Stream::new_stream_decoder(WORKING, CONCATENATED)?;
        Box::new(liblzma::bufread::XzDecoder::new_stream(reader, decoder))
    } else if head.starts_with(b"BZh") {
        Box::new(bzip2::bufread::MultiBzDecoder::new(reader))
    } else if zstd::is_frame(head) {
        Box::new(zstd::Decoder::new(reader))
    } else {
        Box::new(io::empty())
    })
}

/// Begins to unpack a store that is compressed.
pub(super) fn begin(blob: Blob, bound: Bound) -> io::Result<(Arc<Growing>, Rest)> {
    let head = blob.head(MAGIC)?;
    Ok(rest::begin(
        decoder(&head, Unpacker { blob, at: 0 })?,
        bound,
    ))
}

/// Unpacks as much of a compressed store as is read of its kind. Returns it, its kind, and a
/// warning where the stream was odd.
pub(super) fn unpack(
    blob: Blob,
    bound: Bound,
    go_on: &dyn Fn() -> bool,
) -> io::Result<(Blob, SourceKind, Option<String>)> {
    let (store, rest) = begin(blob, bound)?;
    let (kind, rest) = rest.recognise(&store, go_on)?;
    if let Some(mut rest) = rest {
        rest.until(u64::MAX, &store, go_on);
    }
    let odd = store.odd_end();
    Ok((Blob::Growing(store), kind, odd))
}

/// The first bytes of a store, unpacked if it is compressed.
pub(super) fn peek_unpacked(blob: &Blob, size: usize) -> io::Result<Vec<u8>> {
    let magic = blob.head(MAGIC)?;
    if !is_packed(&magic) {
        return blob.head(size);
    }
    let mut head = Vec::new();
    // An error is no reason to give up: the bytes before the damage tell the kind as well.
    let found = decoder(&magic, Unpacker { blob, at: 0 })?;
    let _ = found.take(size as u64).read_to_end(&mut head);
    Ok(head)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::super::MAIL;
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
        let (store, rest) = begin(Blob::Memory(packed), Bound::STREAM).unwrap();
        rest.read_all();
        let odd = store.odd_end();
        (Blob::Growing(store).whole().unwrap(), odd)
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

    type Pack = fn(&[u8]) -> Vec<u8>;

    #[test]
    fn no_more_is_unpacked_than_is_read_of_it() {
        for (text, kind, most) in [
            ("Subject: a\n\n", SourceKind::Mail, MAIL + 1),
            ("diff --git a/x b/x\n", SourceKind::Bare, MAIL + 1),
            ("\0", SourceKind::Binary, 1),
            ("note\n", SourceKind::Text, 1),
        ] {
            let mut text = text.as_bytes().to_vec();
            let size = usize::try_from(most).unwrap() + (2 << 20);
            text.resize(size, b'\n');
            let packs: &[Pack] = if most == 1 {
                &[gzip, xz, bzip2]
            } else {
                &[gzip]
            };
            for pack in packs {
                let blob = Blob::Memory(pack(&text));
                let (blob, found, odd) = unpack(blob, Bound::STREAM, &|| true).unwrap();
                assert_eq!((found, odd), (kind, None));
                let size = blob.known_size().unwrap();
                assert!(size >= most && size < most + (1 << 20), "{size}");
            }
        }
    }

    #[test]
    fn unpacking_ends_where_nobody_wants_more() {
        let text = "From a@b Tue May 11 02:41:58 2021\na: 1\n\n".repeat(100_000);
        let packed = Blob::Memory(gzip(text.as_bytes()));
        let asked = std::cell::Cell::new(0);
        let go_on = || asked.replace(asked.get() + 1) < 3;
        let (blob, kind, odd) = unpack(packed, Bound::STREAM, &go_on).unwrap();
        assert_eq!(kind, SourceKind::Mbox);
        assert!(blob.known_size().unwrap() < 1 << 20);
        assert!(odd.unwrap().starts_with("stopped"));
    }

    #[test]
    fn a_stream_may_not_ask_for_more_memory_than_unpacking_may_take() {
        // A dictionary of 1.5 GiB, as the header of an xz block says.
        let mut packed = xz(b"text");
        let at = packed
            .windows(2)
            .position(|pair| pair == b"\x21\x01")
            .unwrap()
            + 2;
        packed[at] = 39;
        let header = packed[12..24 - 4].to_vec();
        let sum = crc32(&header).to_le_bytes();
        packed[20..24].copy_from_slice(&sum);
        let (bytes, odd) = unpacked(packed);
        assert!(bytes.is_empty());
        assert!(
            odd.unwrap().to_lowercase().contains("mem"),
            "not refused for its memory"
        );
    }

    fn crc32(bytes: &[u8]) -> u32 {
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        crc.sum()
    }

    #[test]
    fn what_is_not_compressed_is_left_alone() {
        assert!(!is_packed(b"From a"));
    }

    #[test]
    fn a_peek_reads_no_more_than_it_needs() {
        let packed = Blob::Memory(gzip(b"one two"));
        assert_eq!(peek_unpacked(&packed, 3).unwrap(), b"one");
        assert_eq!(
            peek_unpacked(&Blob::Memory(b"plain".to_vec()), 3).unwrap(),
            b"pla"
        );
    }
}
