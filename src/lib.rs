//! A terminal reader for patch series that travel by mail.
//!
//! Data flows one way, and the modules stand in that order: bytes ([`source`]) become a
//! message ([`mail`]), its patch ([`patch`]), a series ([`series`]), the [`archive`] of all
//! that was opened, a document that can be read ([`doc`]), and at last a frame ([`app`],
//! [`ui`], [`runtime`]). A module uses only what stands before it; `tests/it/architecture.rs`
//! holds it to that.

#![cfg_attr(
    test,
    allow(
        clippy::string_slice,
        clippy::print_stderr,
        clippy::wildcard_enum_match_arm,
        reason = "tests may panic, and say what they skip"
    )
)]

pub mod text;

pub mod source;

pub mod mail;

pub mod patch;

pub mod series;

pub mod archive;

pub mod export;

pub mod state;

pub mod doc;

pub mod app;

pub mod ui;

pub mod runtime;

pub mod config;

pub mod cli;
