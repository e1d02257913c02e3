//! The application: a model, one update, and what is to be shown, all of it pure.

pub mod view;
