//! zstd streams: a row of frames, some of them without data (RFC 8878 §3.1). The decoder used
//! here reads single ones.

use std::io::{self, BufRead, Read};

use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

const MAGIC: &[u8] = b"\x28\xb5\x2f\xfd";

/// Whether bytes begin with a frame, one with data or one to be skipped.
pub(super) fn is_frame(head: &[u8]) -> bool {
    head.starts_with(MAGIC) || is_skippable(head)
}

fn is_skippable(head: &[u8]) -> bool {
    // RFC 8878 §3.1.2: sixteen magic numbers, 0x184D2A50 to 0x184D2A5F, least byte first. pzstd
    // writes such frames.
    matches!(head, [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..])
}

/// Reads every frame of a stream.
pub(super) struct Decoder<R> {
    source: R,
    frame: FrameDecoder,
    /// Whether a frame was begun and not yet given out to its end.
    within: bool,
}

impl<R: BufRead> Decoder<R> {
    pub(super) fn new(source: R) -> Self {
        Self {
            source,
            frame: FrameDecoder::new(),
            within: false,
        }
    }

    /// Goes to the next frame that holds data; false at the end of the stream.
    fn begin(&mut self) -> io::Result<bool> {
        while !self.source.fill_buf()?.is_empty() {
            let mut magic = [0; 4];
            self.source.read_exact(&mut magic)?;
            if !is_skippable(&magic) {
                // The decoder wants the magic number that was read to tell the frame.
                let whole = magic.chain(&mut self.source);
                self.frame.reset(whole).map_err(io::Error::other)?;
                self.within = true;
                return Ok(true);
            }
            let mut size = [0; 4];
            self.source.read_exact(&mut size)?;
            let size = u64::from(u32::from_le_bytes(size));
            // Read and not skipped over: a pipe cannot seek.
            let mut skipped = self.source.by_ref().take(size);
            if io::copy(&mut skipped, &mut io::sink())? < size {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(false)
    }

    /// Leaves a frame that was given out; an error where its checksum says that it is damaged.
    fn end_frame(&mut self) -> io::Result<()> {
        self.within = false;
        let said = self.frame.get_checksum_from_data();
        if said.is_some() && said != self.frame.get_calculated_checksum() {
            return Err(io::Error::other("the checksum does not fit"));
        }
        Ok(())
    }
}

impl<R: BufRead> Read for Decoder<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.within && !self.begin()? {
                return Ok(0);
            }
            // Block by block, so that a frame of a gigabyte is never in memory at once.
            while self.frame.can_collect() == 0 && !self.frame.is_finished() {
                self.frame
                    .decode_blocks(&mut self.source, BlockDecodingStrategy::UptoBlocks(1))
                    .map_err(io::Error::other)?;
            }
            let count = self.frame.read(buffer)?;
            // 0 would mean the end to the caller, and here it is only the end of one frame.
            if count > 0 || buffer.is_empty() {
                return Ok(count);
            }
            self.end_frame()?;
        }
    }
}
