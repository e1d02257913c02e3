//! Where one has been: back and forward over every jump.

/// How many places are remembered.
const KEPT: usize = 200;

/// Places before and after the present one.
#[derive(Clone, Debug)]
pub struct Trail<P> {
    back: Vec<P>,
    forward: Vec<P>,
}

impl<P> Default for Trail<P> {
    fn default() -> Self {
        Self {
            back: Vec::new(),
            forward: Vec::new(),
        }
    }
}

impl<P: PartialEq> Trail<P> {
    /// Remembers the place that is being left for a new one.
    pub fn leave(&mut self, place: P) {
        // As a browser does: a new way from here ends the old one.
        self.forward.clear();
        // Left twice without having moved: one step back.
        if self.back.last() == Some(&place) {
            return;
        }
        if self.back.len() >= KEPT {
            self.back.remove(0);
        }
        self.back.push(place);
    }

    /// Changes every place, the present one left out.
    pub fn each_place(&mut self, change: impl FnMut(&mut P)) {
        self.back
            .iter_mut()
            .chain(&mut self.forward)
            .for_each(change);
    }

    /// The place before, in exchange for the present one.
    pub fn back(&mut self, present: P) -> Option<P> {
        let place = self.back.pop()?;
        self.forward.push(present);
        Some(place)
    }

    /// The place after, in exchange for the present one.
    pub fn forward(&mut self, present: P) -> Option<P> {
        let place = self.forward.pop()?;
        self.back.push(present);
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn back_and_forward_are_each_others_reverse() {
        let mut trail = Trail::default();
        trail.leave(1);
        trail.leave(2);
        assert_eq!(trail.back(3), Some(2));
        assert_eq!(trail.back(2), Some(1));
        assert_eq!(trail.back(1), None);
        assert_eq!(trail.forward(1), Some(2));
        trail.leave(2);
        assert_eq!(trail.forward(4), None);
    }
}
