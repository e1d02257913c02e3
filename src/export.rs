//! The archive outside of the screen: JSON for programs, a table for people.

pub mod grep;

pub mod json;

pub mod mbox;

pub mod range_diff;

pub mod table;
