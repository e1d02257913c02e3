//! Files of ours for other programs: nobody else can read them, and they vanish with their folder.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;

use tempfile::TempDir;

/// A new folder that only we can enter.
pub(super) fn folder() -> Result<TempDir, String> {
    tempfile::Builder::new()
        .prefix("trifold-")
        .permissions(Permissions::from_mode(0o700))
        .tempdir()
        .map_err(|error| error.to_string())
}
