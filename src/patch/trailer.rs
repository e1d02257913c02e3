//! Trailers: `Reviewed-by: A B <a@b>`, their kinds, when two are the same.

/// One trailer line, unwrapped.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Trailer {
    /// What stands before the colon, as written.
    pub name: String,
    /// What stands after it, without the note.
    pub value: String,
    /// What follows ` # ` or stands in brackets on the next line; empty where there is nothing.
    pub note: String,
}
