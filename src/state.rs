//! What outlives a run, in files of the user's own below the state folder.

pub mod corrections;
