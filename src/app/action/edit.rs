//! Rows for what shows, marks, copies, corrects and leaves.

use super::{Action, ActionRow, App, Copied, Correct, Do, FoldAction, OutAction, Show};

pub(super) const ROWS: &[ActionRow] = &[
    (
        "fold.toggle",
        Action::Fold(FoldAction::Toggle),
        "Open or close the fold",
    ),
    ("fold.open", Action::Fold(FoldAction::Open), "Open the fold"),
    (
        "fold.close",
        Action::Fold(FoldAction::Close),
        "Close the fold",
    ),
    (
        "fold.open_all",
        Action::Fold(FoldAction::OpenAll),
        "Open all folds",
    ),
    (
        "fold.close_all",
        Action::Fold(FoldAction::CloseAll),
        "Close all folds",
    ),
    (
        "show.headers",
        Action::Show(Show::Headers),
        "Show or hide the full headers",
    ),
    (
        "show.raw",
        Action::Show(Show::Raw),
        "Show the mail as it was sent",
    ),
    (
        "show.wrap",
        Action::Show(Show::Wrap),
        "Wrap or cut long lines of diffs and code",
    ),
    (
        "show.older",
        Action::Show(Show::Older),
        "Show or hide older versions",
    ),
    (
        "show.flat",
        Action::Show(Show::Flat),
        "Show the files as a tree or as a list",
    ),
    (
        "show.sort",
        Action::Show(Show::Sort),
        "Change the order of the list",
    ),
    (
        "show.links",
        Action::Show(Show::Links),
        "List the links of this mail",
    ),
    (
        "show.numbers",
        Action::Show(Show::Numbers),
        "Line numbers: none, one column, two",
    ),
    (
        "show.split",
        Action::Show(Show::Split),
        "Diffs side by side, unified, or as it fits",
    ),
    (
        "show.blanks",
        Action::Show(Show::Blanks),
        "Show or hide changes of nothing but blanks",
    ),
    (
        "show.words",
        Action::Show(Show::Words),
        "Mark what changed within a line",
    ),
    (
        "show.colours",
        Action::Show(Show::Colours),
        "Colour the syntax of diffs",
    ),
    (
        "show.replies",
        Action::Show(Show::Replies),
        "Show replies at their lines, as marks, or not",
    ),
    ("copy.line", Action::Copy(Copied::Line), "Copy the line"),
    ("copy.id", Action::Copy(Copied::Id), "Copy the message id"),
    (
        "copy.link",
        Action::Copy(Copied::Link),
        "Copy the link to lore",
    ),
    (
        "copy.subject",
        Action::Copy(Copied::Subject),
        "Copy the subject",
    ),
    (
        "copy.path",
        Action::Copy(Copied::Path),
        "Copy the path of the file",
    ),
    ("do.browse", Action::Do(Do::Browse), "Open the mail on lore"),
    (
        "do.edit",
        Action::Do(Do::Edit),
        "Open the mail in the editor",
    ),
    (
        "do.source",
        Action::Do(Do::Source),
        "Open the file of the diff, in your tree, in the editor",
    ),
    (
        "do.mark",
        Action::Do(Do::Mark),
        "Mark hunk, file or mail as read or unread, and go on",
    ),
    (
        "do.mark_all",
        Action::Do(Do::MarkAll),
        "Mark the whole series as read or unread",
    ),
    (
        "app.help",
        Action::App(App::Help),
        "List the keys; type to filter, Enter runs",
    ),
    (
        "app.command",
        Action::App(App::Command),
        "Run an action by its name",
    ),
    (
        "app.reload",
        Action::App(App::Reload),
        "Read the input again",
    ),
    (
        "app.redraw",
        Action::App(App::Redraw),
        "Paint the screen again",
    ),
    (
        "app.suspend",
        Action::App(App::Suspend),
        "Go to the shell; fg comes back",
    ),
    (
        "app.cancel",
        Action::App(App::Cancel),
        "Cancel one thing; never quits",
    ),
    (
        "app.interrupt",
        Action::App(App::Interrupt),
        "Cancel; twice within a second quits",
    ),
    (
        "app.back",
        Action::App(App::Back),
        "Go back one level; quits at the root",
    ),
    ("app.quit", Action::App(App::Quit), "Quit at once"),
    (
        "out.pipe",
        Action::Out(OutAction::Pipe),
        "Pipe the mail, patch or series to a command",
    ),
    ("out.shell", Action::Out(OutAction::Shell), "Run a command"),
    (
        "out.save",
        Action::Out(OutAction::Save),
        "Save the mail, patch or series to a file",
    ),
    ("copy.hunk", Action::Copy(Copied::Hunk), "Copy the hunk"),
    (
        "copy.patch",
        Action::Copy(Copied::Patch),
        "Copy the patch as an mbox",
    ),
    (
        "copy.tags",
        Action::Copy(Copied::Tags),
        "Copy the tags that were given",
    ),
    (
        "copy.b4",
        Action::Copy(Copied::B4),
        "Copy a command line for b4 am",
    ),
    (
        "correct.split",
        Action::Correct(Correct::Split),
        "Split this mail off its series",
    ),
    (
        "correct.join",
        Action::Correct(Correct::Join),
        "Join this series to another",
    ),
    (
        "correct.number",
        Action::Correct(Correct::Number),
        "Say which patch of how many this is",
    ),
    (
        "correct.version",
        Action::Correct(Correct::Version),
        "Say which revision this series is",
    ),
    (
        "correct.link",
        Action::Correct(Correct::Link),
        "Say which series this is a later version of",
    ),
    (
        "correct.apart",
        Action::Correct(Correct::Apart),
        "Unlink this series from its other versions",
    ),
    (
        "correct.answers",
        Action::Correct(Correct::Answers),
        "Say which mail this one replies to",
    ),
    (
        "correct.undo",
        Action::Correct(Correct::Undo),
        "Take the last correction back",
    ),
];
