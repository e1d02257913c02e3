//! What reading does, each of its parts by itself.

mod marks;
mod pages;
mod search;
