//! Bytes looked at 64 together: mail is read line by line over and over, and a line has forty.
//!
//! A look at a block gives a bit for each byte, the lowest for the first.

use std::num::NonZero;

use wide::u8x16;

/// Bytes of a block.
pub(crate) const BLOCK: usize = 64;

/// Bytes that the processor compares at once.
const LANES: usize = 16;

/// Which of some bytes are this one.
pub(crate) fn equals_byte(lanes: u8x16, byte: u8) -> u8x16 {
    lanes.simd_eq(u8x16::splat(byte))
}

/// Which of some bytes are from `first` to `last`.
pub(crate) fn within(lanes: u8x16, first: u8, last: u8) -> u8x16 {
    let cut = lanes.max(u8x16::splat(first)).min(u8x16::splat(last));
    cut.simd_eq(lanes)
}

/// A block; behind the end of the text there are blanks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Block([u8x16; BLOCK / LANES]);

impl Block {
    /// The block that begins at a place.
    fn block_at(bytes: &[u8], start: usize) -> Self {
        let rest = bytes.get(start..).unwrap_or_default();
        if let Some(block) = rest.first_chunk::<BLOCK>() {
            return Self::of(block);
        }
        let mut padded = [b' '; BLOCK];
        if let Some(place) = padded.get_mut(..rest.len()) {
            place.copy_from_slice(rest);
        }
        Self::of(&padded)
    }

    fn of(bytes: &[u8; BLOCK]) -> Self {
        let (lanes, _) = bytes.as_chunks::<LANES>();
        let mut block = Self([u8x16::ZERO; BLOCK / LANES]);
        block
            .0
            .iter_mut()
            .zip(lanes)
            .for_each(|(to, from)| *to = u8x16::new(*from));
        block
    }

    /// The bytes for which a comparison holds.
    pub(crate) fn mask_where(&self, holds: impl Fn(u8x16) -> u8x16) -> u64 {
        let [a, b, c, d] = self.0.map(|lanes| u64::from(holds(lanes).to_bitmask()));
        a | b << LANES | c << (2 * LANES) | d << (3 * LANES)
    }
}

/// The blocks of a text, in order, the last one filled up with blanks.
pub(crate) fn blocks(bytes: &[u8]) -> impl Iterator<Item = Block> {
    let starts = (0..bytes.len()).step_by(BLOCK);
    starts.map(|start| Block::block_at(bytes, start))
}

/// The first byte for which a comparison holds.
#[inline]
pub(crate) fn position(bytes: &[u8], holds: impl Fn(u8x16) -> u8x16) -> Option<usize> {
    let (lanes, rest) = bytes.as_chunks::<LANES>();
    for (number, &lanes) in lanes.iter().enumerate() {
        let mask = holds(u8x16::new(lanes)).to_bitmask();
        if mask != 0 {
            return Some(number * LANES + mask.trailing_zeros() as usize);
        }
    }
    if rest.is_empty() {
        return None;
    }
    let first = |lanes| holds(u8x16::new(lanes)).to_bitmask().trailing_zeros() as usize;
    if let Some(last) = bytes.last_chunk::<LANES>() {
        // Those of its bytes that were looked at before are none.
        let at = first(*last);
        return (at < LANES).then(|| bytes.len() - LANES + at);
    }
    let mut padded = [b' '; LANES];
    padded.get_mut(..rest.len())?.copy_from_slice(rest);
    let at = first(padded);
    (at < rest.len()).then_some(at)
}

/// Whether a comparison holds for every byte.
pub(crate) fn all(bytes: &[u8], holds: impl Fn(u8x16) -> u8x16) -> bool {
    // The lanes of a block are joined before they are asked: asking takes longer than comparing.
    let is_whole = |[a, b, c, d]: [u8x16; BLOCK / LANES]| (a & b & c & d).to_bitmask() == 0xffff;
    let (whole, rest) = bytes.as_chunks::<BLOCK>();
    if !whole
        .iter()
        .all(|block| is_whole(Block::of(block).0.map(&holds)))
    {
        return false;
    }
    // Bytes that were looked at before fill up the last block, or its own first byte does: blanks
    // might be what the comparison does not hold for.
    match (bytes.last_chunk::<BLOCK>(), rest.first()) {
        (_, None) => true,
        (Some(last), _) => is_whole(Block::of(last).0.map(&holds)),
        (None, Some(first)) => {
            let mut padded = [*first; BLOCK];
            if let Some(place) = padded.get_mut(..rest.len()) {
                place.copy_from_slice(rest);
            }
            is_whole(Block::of(&padded).0.map(&holds))
        }
    }
}

/// Where line feeds stand, in order.
#[derive(Clone, Debug)]
pub struct Ends<'a> {
    /// The blocks that were not looked at yet.
    blocks: std::slice::Iter<'a, [u8; BLOCK]>,
    /// The bytes behind the last whole block, until they were looked at.
    tail: &'a [u8],
    /// Where the block ends that is looked at.
    end: usize,
    /// Its line feeds that were not given yet.
    mask: u64,
}

/// Where the line feeds of a text stand.
pub fn line_ends(bytes: &[u8]) -> Ends<'_> {
    let (blocks, tail) = bytes.as_chunks();
    Ends {
        blocks: blocks.iter(),
        tail,
        end: 0,
        mask: 0,
    }
}

impl Ends<'_> {
    /// Takes the next block up; none where the text ends.
    #[inline]
    fn next_block(&mut self) -> Option<()> {
        let block = match self.blocks.next() {
            Some(block) => Block::of(block),
            None if self.tail.is_empty() => return None,
            None => Block::block_at(std::mem::take(&mut self.tail), 0),
        };
        self.end += BLOCK;
        self.mask = block.mask_where(|lanes| equals_byte(lanes, b'\n'));
        Some(())
    }
}

impl Iterator for Ends<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        loop {
            if let Some(mask) = NonZero::new(self.mask) {
                self.mask &= self.mask - 1;
                return Some(self.end - BLOCK + mask.trailing_zeros() as usize);
            }
            self.next_block()?;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_line_feed_is_found_in_order(text in "(\\n|[a-z]{0,70}){0,12}") {
            let expected = text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(at, _)| at);
            prop_assert!(line_ends(text.as_bytes()).eq(expected));
        }

        #[test]
        fn the_first_byte_is_found(bytes in prop::collection::vec(b'a'..b'e', 0..70)) {
            let found = position(&bytes, |lanes| equals_byte(lanes, b'a'));
            prop_assert_eq!(found, bytes.iter().position(|b| *b == b'a'));
        }

        #[test]
        fn all_bytes_are_asked(bytes in prop::collection::vec(b'a'..=b'z', 0..200), at: prop::sample::Index) {
            let is_letter = |lanes| within(lanes, b'a', b'z');
            prop_assert!(all(&bytes, is_letter));
            let mut other = bytes;
            if !other.is_empty() {
                let at = at.index(other.len());
                other[at] = b'!';
                prop_assert!(!all(&other, is_letter));
            }
        }

        #[test]
        fn a_range_holds_both_its_ends(bytes in prop::collection::vec(any::<u8>(), 16), first: u8, last: u8) {
            let (first, last) = (first.min(last), first.max(last));
            let found = position(&bytes, |lanes| within(lanes, first, last));
            prop_assert_eq!(found, bytes.iter().position(|b| (first..=last).contains(b)));
        }

        #[test]
        fn a_bit_stands_for_its_byte(bytes in prop::collection::vec(any::<u8>(), 0..200), wanted: u8) {
            let masks = blocks(&bytes).map(|block| block.mask_where(|lanes| equals_byte(lanes, wanted)));
            let found = masks.enumerate().flat_map(|(number, mask)| {
                (0..BLOCK).filter(move |bit| mask >> bit & 1 == 1).map(move |bit| number * BLOCK + bit)
            });
            let expected = bytes.iter().enumerate().filter(|(_, b)| **b == wanted).map(|(at, _)| at);
            prop_assert!(found.filter(|at| *at < bytes.len()).eq(expected));
        }
    }
}
