//! What the list does by itself: its order, its filter, its cursor, its groups.

mod order;
mod state;
