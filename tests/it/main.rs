//! The one integration binary; `support` holds its helpers.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::wildcard_enum_match_arm,
    reason = "tests may panic, and say what they skip"
)]

mod findings;
mod fixtures;
mod mail;

mod am;
mod anchors;
mod answers;
mod architecture;
mod asked;
mod attached;
mod bounds;
mod bytes;
mod circles;
mod cli;
mod compare;
mod corpus;
mod delivery;
mod docs;
mod figures;
mod growth;
mod habits;
mod hostile;
mod joined;
mod memory;
mod moves;
mod net;
mod packed;
mod patches;
mod picture;
mod places;
mod pointer;
mod pty;
mod query;
mod roles;
mod scan;
mod screens;
mod seed;
mod session;
mod space;
mod support;
mod targets;
mod term;
mod threads;
mod user;
mod wire;
