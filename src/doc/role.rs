//! What a stretch of a row is, and what each of these is called in themes.

/// What a stretch of a row is, for the theme to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Role {
    /// Plain text.
    #[default]
    Text,
    /// Less important: separators, quoted depth, signatures.
    Dim,
    /// A section heading.
    Heading,
    /// A label such as `From`.
    Label,
    /// A title.
    Title,
    /// A person.
    Person,
    /// A date or an age.
    Date,
    /// A revision.
    Revision,
    /// Something new or unread.
    New,
    /// Something missing or damaged.
    Alert,
    /// A link that can be followed.
    Link,
    /// A tag's name (`Reviewed-by`).
    Trailer,
    /// An added line, or a count of them.
    Added,
    /// A deleted line, or a count of them.
    Deleted,
    /// A line `@@ … @@`.
    Hunk,
    /// A file's header lines.
    FileHeader,
    /// Quoted text; darker by depth.
    Quote,
    /// A directory.
    Directory,
    /// A file.
    File,
    /// A character that would be invisible or act on the terminal, made visible.
    Hidden,
    /// A match of the search.
    Match,
    /// What changed within an added line.
    AddedWord,
    /// What changed within a deleted line.
    DeletedWord,
    /// A line number.
    LineNumber,
    /// Blanks where a line must not have any.
    BadBlank,
    /// A line that goes here and comes elsewhere.
    MovedFrom,
    /// A line that comes here and goes elsewhere.
    MovedTo,
    /// A keyword of a language.
    Keyword,
    /// A type.
    Type,
    /// A string or a character.
    Literal,
    /// A number or another constant.
    Number,
    /// A comment.
    Comment,
    /// The name of a function where it is defined.
    Function,
    /// A line for the preprocessor.
    Macro,
}

/// Every role, with its name in themes and what is drawn in it.
pub const ROLES: &[(Role, &str, &str)] = &[
    (Role::Text, "text", "plain text"),
    (
        Role::Dim,
        "dim",
        "less important: separators, quoted depth, signatures",
    ),
    (Role::Heading, "heading", "a section heading"),
    (Role::Label, "label", "a label such as From"),
    (Role::Title, "title", "a title"),
    (Role::Person, "person", "a person"),
    (Role::Date, "date", "a date or an age"),
    (Role::Revision, "revision", "a revision"),
    (Role::New, "new", "something new or unread"),
    (Role::Alert, "alert", "something missing or damaged"),
    (Role::Link, "link", "a link that can be followed"),
    (Role::Trailer, "trailer", "a tag's name (Reviewed-by)"),
    (Role::Added, "added", "an added line, or a count of them"),
    (
        Role::Deleted,
        "deleted",
        "a deleted line, or a count of them",
    ),
    (Role::Hunk, "hunk", "a line @@ … @@"),
    (Role::FileHeader, "file_header", "a file's header lines"),
    (Role::Quote, "quote", "quoted text; darker by depth"),
    (Role::Directory, "directory", "a directory"),
    (Role::File, "file", "a file"),
    (
        Role::Hidden,
        "hidden",
        "a character that would be invisible or act on the terminal, made visible",
    ),
    (Role::Match, "match", "a match of the search"),
    (
        Role::AddedWord,
        "added_word",
        "what changed within an added line",
    ),
    (
        Role::DeletedWord,
        "deleted_word",
        "what changed within a deleted line",
    ),
    (Role::LineNumber, "line_number", "a line number"),
    (
        Role::BadBlank,
        "bad_blank",
        "blanks where a line must not have any",
    ),
    (
        Role::MovedFrom,
        "moved_from",
        "a line that goes here and comes elsewhere",
    ),
    (
        Role::MovedTo,
        "moved_to",
        "a line that comes here and goes elsewhere",
    ),
    (Role::Keyword, "keyword", "a keyword of a language"),
    (Role::Type, "type", "a type"),
    (Role::Literal, "literal", "a string or a character"),
    (Role::Number, "number", "a number or another constant"),
    (Role::Comment, "comment", "a comment"),
    (
        Role::Function,
        "function",
        "the name of a function where it is defined",
    ),
    (Role::Macro, "macro", "a line for the preprocessor"),
];
