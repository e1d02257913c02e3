//! How long the colours of a page may take.

use std::time::Duration;

/// How long colours may take. A grammar is a list of patterns that were not made for what is
/// sent to hurt them, and a line of it cannot be stopped: so the lines behind one that took too
/// long, and all behind a page that did, have none.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    line: Duration,
    page: Duration,
    clock: fn() -> Duration,
}

impl Budget {
    /// For who has time.
    pub const ENDLESS: Self = Self {
        line: Duration::MAX,
        page: Duration::MAX,
        clock: || Duration::ZERO,
    };

    /// That of a page, by a clock that tells how long was worked so far.
    pub fn new(clock: fn() -> Duration) -> Self {
        Self {
            line: Duration::from_millis(100),
            page: Duration::from_secs(2),
            clock,
        }
    }

    /// What the clock says.
    pub(super) fn clock_now(&self) -> Duration {
        (self.clock)()
    }

    /// Whether nothing more may be looked at.
    pub(super) fn is_spent(&self) -> bool {
        self.page.is_zero()
    }

    /// Takes the time of a line; whether the next may be looked at.
    pub(super) fn spend(&mut self, time: Duration) -> bool {
        self.page = self.page.saturating_sub(time);
        time <= self.line && !self.is_spent()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_line_is_the_last_and_a_page_has_an_end() {
        let mut budget = Budget::new(|| Duration::ZERO);
        assert!(budget.spend(Duration::from_millis(99)));
        assert!(!budget.spend(Duration::from_millis(101)) && !budget.is_spent());
        let lines = (0..).take_while(|_| budget.spend(Duration::from_millis(90)));
        assert!(lines.count() < 22 && budget.is_spent());
    }
}
