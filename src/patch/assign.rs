//! The cheapest way to give every row a column of its own.
//!
//! R. Jonker and A. Volgenant, "A shortest augmenting path algorithm for dense and sparse linear
//! assignment problems", Computing 38 (1987). Where several ways cost the same, the order in
//! which rows and columns are looked at decides; it is git's here, as far as its results tell.

/// A square table of costs.
#[derive(Clone, Debug, Default)]
pub(super) struct Costs {
    side: usize,
    /// Row by row.
    cells: Vec<i32>,
}

impl Costs {
    /// A table of so many rows and columns, all of them free.
    pub(super) fn new(side: usize) -> Self {
        Self {
            side,
            cells: vec![0; side * side],
        }
    }

    /// Returns the cost of giving a row that column.
    pub(super) fn get(&self, row: usize, column: usize) -> i32 {
        let cell = self.cells.get(row * self.side + column);
        // A quarter, so that sums of such costs do not overflow.
        cell.copied().unwrap_or(i32::MAX / 4)
    }

    /// Sets that cost.
    pub(super) fn set_cost(&mut self, row: usize, column: usize, cost: i32) {
        if let Some(cell) = self.cells.get_mut(row * self.side + column) {
            *cell = cost;
        }
    }

    fn row_costs(&self, row: usize) -> &[i32] {
        let start = row * self.side;
        self.cells.get(start..start + self.side).unwrap_or_default()
    }
}

/// Gives every row a column. Nothing where `go_on`, asked once a row, says that nobody waits.
pub(super) fn assign(costs: &Costs, go_on: &dyn Fn() -> bool) -> Option<Vec<usize>> {
    if costs.side < 2 {
        return Some(vec![0; costs.side]);
    }
    let mut solver = Solver::new(costs);
    solver.reduce_columns();
    let mut free = solver.transfer();
    // Twice, as the paper has it: it leaves few rows for the dear search below.
    for _ in 0..2 {
        free = solver.reduce_rows(free, go_on)?;
    }
    for row in free {
        if !go_on() {
            return None;
        }
        solver.augment(row);
    }
    solver.column_of.into_iter().collect()
}

/// An assignment in the making; `price` is the dual value of a column.
struct Solver<'a> {
    costs: &'a Costs,
    price: Vec<i32>,
    column_of: Vec<Option<usize>>,
    row_of: Vec<Option<usize>>,
    /// Rows that were the cheapest of more than one column.
    is_contested: Vec<bool>,
}

/// A column and its cost for a row beyond the column's price.
#[derive(Clone, Copy)]
struct RowChoice {
    column: usize,
    cost: i32,
}

impl<'a> Solver<'a> {
    fn new(costs: &'a Costs) -> Self {
        Self {
            costs,
            price: vec![0; costs.side],
            column_of: vec![None; costs.side],
            row_of: vec![None; costs.side],
            is_contested: vec![false; costs.side],
        }
    }

    /// Gives every column to its cheapest row, the last column first; a row that has one keeps it.
    fn reduce_columns(&mut self) {
        for column in (0..self.costs.side).rev() {
            let rows = 0..self.costs.side;
            let Some(row) = rows.min_by_key(|&row| self.costs.get(row, column)) else {
                continue;
            };
            put_at(&mut self.price, column, self.costs.get(row, column));
            if at_place(&self.column_of, row).is_none() {
                self.give_column(row, column);
            } else {
                put_at(&mut self.is_contested, row, true);
            }
        }
    }

    fn give_column(&mut self, row: usize, column: usize) {
        put_at(&mut self.column_of, row, Some(column));
        put_at(&mut self.row_of, column, Some(row));
    }

    /// Returns the columns of a row, each with its cost beyond its price.
    fn choices(&self, row: usize) -> impl Iterator<Item = RowChoice> {
        let cells = self
            .costs
            .row_costs(row)
            .iter()
            .zip(&self.price)
            .enumerate();
        cells.map(|(column, (cost, price))| RowChoice {
            column,
            cost: cost - price,
        })
    }

    /// Lowers the price of columns whose row would take no other, and returns the rows that have
    /// no column.
    fn transfer(&mut self) -> Vec<usize> {
        let mut free = Vec::new();
        for row in 0..self.costs.side {
            let Some(own) = at_place(&self.column_of, row) else {
                free.push(row);
                continue;
            };
            if !at_place(&self.is_contested, row) {
                let others = self.choices(row).filter(|choice| choice.column != own);
                let next = others.map(|choice| choice.cost).min().unwrap_or(0);
                let price = at_place(&self.price, own) - next;
                put_at(&mut self.price, own, price);
            }
        }
        free
    }

    /// Gives rows their cheapest columns, taking them from others; returns those left without.
    fn reduce_rows(&mut self, free: Vec<usize>, go_on: &dyn Fn() -> bool) -> Option<Vec<usize>> {
        let mut waiting: Vec<usize> = free.into_iter().rev().collect();
        let mut left = Vec::new();
        while let Some(row) = waiting.pop() {
            if !go_on() {
                return None;
            }
            let (best, next) = self.cheapest(row);
            let mut column = best.column;
            let is_better = best.cost < next.cost;
            if is_better {
                let price = at_place(&self.price, column) - (next.cost - best.cost);
                put_at(&mut self.price, column, price);
            } else if at_place(&self.row_of, column).is_some() {
                column = next.column;
            }
            let before = at_place(&self.row_of, column);
            self.give_column(row, column);
            if let Some(before) = before {
                put_at(&mut self.column_of, before, None);
                if is_better {
                    waiting.push(before);
                } else {
                    left.push(before);
                }
            }
        }
        Some(left)
    }

    /// Returns the cheapest column of a row and the next. Of equal ones the later is the choice and
    /// the one before it the alternative, as git's results have it.
    fn cheapest(&self, row: usize) -> (RowChoice, RowChoice) {
        let mut best = RowChoice {
            column: 0,
            cost: i32::MAX,
        };
        let mut next = best;
        for choice in self.choices(row) {
            if choice.cost < next.cost {
                if best.cost < choice.cost {
                    next = choice;
                } else {
                    (next, best) = (best, choice);
                }
            }
        }
        (best, next)
    }

    /// Finds a column for a row by the shortest chain of rows that each take the next one's.
    fn augment(&mut self, row: usize) {
        let mut search = PathSearch::new(self, row);
        let end = loop {
            if let Some(end) = search.nearest(self) {
                break end;
            }
            if let Some(end) = search.relax(self) {
                break end;
            }
        };
        search.reprice(self);
        let mut column = end;
        // Each column on the chain goes to the row that it was reached from.
        for _ in 0..self.costs.side {
            let from = at_place(&search.reached_from, column);
            let before = at_place(&self.column_of, from);
            self.give_column(from, column);
            match before {
                Some(before) if from != row => column = before,
                _ => break,
            }
        }
    }
}

/// A search for the shortest chain from a row to a column that nobody has.
struct PathSearch {
    distance: Vec<i32>,
    reached_from: Vec<usize>,
    /// Columns: done, then at the least distance, then the others.
    order: Vec<usize>,
    done: usize,
    near: usize,
    least: i32,
    /// Columns whose distance was final before the last ones were looked at.
    settled: usize,
}

impl PathSearch {
    fn new(solver: &Solver<'_>, row: usize) -> Self {
        Self {
            distance: solver.choices(row).map(|choice| choice.cost).collect(),
            reached_from: vec![row; solver.costs.side],
            order: (0..solver.costs.side).collect(),
            done: 0,
            near: 0,
            least: 0,
            settled: 0,
        }
    }

    /// Where no column at the least distance is left, finds those at the next; returns one that
    /// nobody has.
    fn nearest(&mut self, solver: &Solver<'_>) -> Option<usize> {
        if self.near > self.done {
            return None;
        }
        self.settled = self.done;
        self.least = i32::MAX;
        for place in self.near..self.order.len() {
            let distance = at_place(&self.distance, at_place(&self.order, place));
            if distance < self.least {
                (self.near, self.least) = (self.done, distance);
            }
            if distance == self.least {
                self.order.swap(place, self.near);
                self.near += 1;
            }
        }
        let nearest = self.order.get(self.done..self.near).unwrap_or_default();
        let free = |column: &&usize| at_place(&solver.row_of, **column).is_none();
        nearest.iter().find(free).copied()
    }

    /// Goes on from one column at the least distance to those that its row could take instead;
    /// returns one at the same distance that nobody has.
    fn relax(&mut self, solver: &Solver<'_>) -> Option<usize> {
        let column = at_place(&self.order, self.done);
        self.done += 1;
        let row = at_place(&solver.row_of, column)?;
        let cost = |column| solver.costs.get(row, column) - at_place(&solver.price, column);
        let base = cost(column) - self.least;
        for place in self.near..self.order.len() {
            let other = at_place(&self.order, place);
            let distance = cost(other) - base;
            if distance >= at_place(&self.distance, other) {
                continue;
            }
            put_at(&mut self.distance, other, distance);
            put_at(&mut self.reached_from, other, row);
            if distance == self.least {
                if at_place(&solver.row_of, other).is_none() {
                    return Some(other);
                }
                self.order.swap(place, self.near);
                self.near += 1;
            }
        }
        None
    }

    /// Sets new prices for the columns that were done with.
    fn reprice(&self, solver: &mut Solver<'_>) {
        for &column in self.order.iter().take(self.settled) {
            let price =
                at_place(&solver.price, column) + at_place(&self.distance, column) - self.least;
            put_at(&mut solver.price, column, price);
        }
    }
}

fn at_place<T: Copy + Default>(list: &[T], place: usize) -> T {
    list.get(place).copied().unwrap_or_default()
}

fn put_at<T>(list: &mut [T], place: usize, value: T) {
    if let Some(slot) = list.get_mut(place) {
        *slot = value;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn table(rows: &[Vec<i32>]) -> Costs {
        let mut costs = Costs::new(rows.len());
        for (row, cells) in rows.iter().enumerate() {
            for (column, cost) in cells.iter().enumerate() {
                costs.set_cost(row, column, *cost);
            }
        }
        costs
    }

    fn total(costs: &Costs, columns: &[usize]) -> i32 {
        columns
            .iter()
            .enumerate()
            .map(|(row, column)| costs.get(row, *column))
            .sum()
    }

    /// The least that any way costs, by trying all of them.
    fn least(costs: &Costs, row: usize, free: &mut Vec<usize>) -> i32 {
        if free.is_empty() {
            return 0;
        }
        let mut best = i32::MAX;
        for place in 0..free.len() {
            let column = free.remove(place);
            best = best.min(costs.get(row, column) + least(costs, row + 1, free));
            free.insert(place, column);
        }
        best
    }

    proptest! {
        #[test]
        fn no_other_way_is_cheaper(
            (side, cells) in (1usize..=6, 1i32..40).prop_flat_map(|(side, most)| {
                (Just(side), proptest::collection::vec(0..most, side * side))
            }),
        ) {
            let rows: Vec<Vec<i32>> = cells.chunks(side).map(<[i32]>::to_vec).collect();
            let costs = table(&rows);
            let columns = assign(&costs, &|| true).unwrap();
            let mut all = columns.clone();
            all.sort_unstable();
            prop_assert_eq!(all, (0..side).collect::<Vec<_>>());
            let best = least(&costs, 0, &mut (0..side).collect());
            prop_assert_eq!(total(&costs, &columns), best, "{:?} {:?}", rows, columns);
        }
    }

    #[test]
    fn it_ends_where_nobody_waits() {
        let costs = table(&[vec![1, 1, 1], vec![1, 1, 1], vec![1, 1, 1]]);
        assert_eq!(assign(&costs, &|| false), None);
    }
}
