//! Sets that are joined until they are asked for: a union-find.

/// Disjoint sets of numbers from 0. The least number of a set stands for it, whatever the order
/// in which sets were joined.
pub(super) struct DisjointSets {
    up: Vec<u32>,
}

impl DisjointSets {
    /// Each of so many numbers by itself.
    pub(super) fn new(count: usize) -> Self {
        Self {
            up: (0u32..).take(count).collect(),
        }
    }

    /// Joins the sets of two numbers.
    pub(super) fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.find_root(a), self.find_root(b));
        if let Some(slot) = self.up.get_mut(a.max(b) as usize) {
            *slot = a.min(b);
        }
    }

    /// What stands for the set of a number. Halving the path on the way keeps later walks short.
    pub(super) fn find_root(&mut self, mut here: u32) -> u32 {
        loop {
            let up = self.up.get(here as usize).copied().unwrap_or(here);
            let over = self.up.get(up as usize).copied().unwrap_or(up);
            if up == over {
                return up;
            }
            if let Some(slot) = self.up.get_mut(here as usize) {
                *slot = over;
            }
            here = over;
        }
    }

    /// What stands for the set of each number.
    pub(super) fn into_roots(mut self) -> Vec<u32> {
        let count = u32::try_from(self.up.len()).unwrap_or(u32::MAX);
        (0..count).map(|at| self.find_root(at)).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_least_of_a_set_stands_for_it_in_whatever_order_it_was_joined(
            pairs in proptest::collection::vec((0u32..12, 0u32..12), 0..20),
        ) {
            let mut sets = DisjointSets::new(12);
            let mut plain: Vec<u32> = (0..12).collect();
            for &(a, b) in &pairs {
                sets.join(a, b);
                let (one, other) = (plain[a as usize], plain[b as usize]);
                for root in plain.iter_mut().filter(|root| **root == one.max(other)) {
                    *root = one.min(other);
                }
            }
            prop_assert_eq!(sets.find_root(pairs.first().map_or(0, |pair| pair.0)),
                plain[pairs.first().map_or(0, |pair| pair.0) as usize]);
            prop_assert_eq!(sets.into_roots(), plain);
        }
    }

    #[test]
    fn a_number_that_is_not_there_stands_for_itself() {
        let mut sets = DisjointSets::new(2);
        sets.join(0, 9);
        assert_eq!((sets.find_root(9), sets.find_root(0)), (9, 0));
    }
}
