//! A command of the user's with its placeholders filled in.
//!
//! What a mail says never begins an argument that a program would take for more than a word:
//! `-` begins an option, and `+` a command of vim, less, nano and emacs.

use crate::app::reader::state::Reader;
use std::path::{Component, Path};

use super::{ArgumentPiece, Filled, Hole, UserCommand, UserJob, shown};
use crate::app::outgoing::selection::Parcel;
use crate::app::{Command, Model, Outgoing};
use crate::doc::Line;
use crate::mail::Message;
use crate::series::SeriesIdx;

impl Model {
    /// A command with everything filled in.
    pub(super) fn filled_job(&self, command: &UserCommand) -> Result<UserJob, String> {
        let mut arguments = Vec::with_capacity(command.run.len());
        let mut is_behind = false;
        for pieces in &command.run {
            let filled = pieces.iter().map(|piece| self.fill_piece(piece));
            let argument = filled.collect::<Result<Vec<_>, _>>()?;
            arguments.push(if is_behind {
                argument
            } else {
                as_word(pieces, argument)?
            });
            // Behind `--` nothing is an option to any program that keeps to POSIX.
            is_behind |= pieces.as_slice() == [ArgumentPiece::Text("--".to_owned())];
        }
        if command.shell {
            let words = ["sh", "-c"].map(|word| vec![Filled::Text(word.to_owned())]);
            // What follows the line is `$0`, then `$1` and on.
            let name = vec![Filled::Text("trifold".to_owned())];
            arguments.insert(1.min(arguments.len()), name);
            arguments.splice(0..0, words);
        }
        Ok(UserJob {
            name: command.name.clone(),
            mode: command.mode,
            arguments,
        })
    }

    fn fill_piece(&self, piece: &ArgumentPiece) -> Result<Filled, String> {
        let text = match piece {
            ArgumentPiece::Text(text) => return Ok(Filled::Text(text.clone())),
            ArgumentPiece::Hole(Hole::TmpMail) => {
                let message = self.here().mail.ok_or("there is no mail here")?;
                return Ok(Filled::File(Parcel::Message(message)));
            }
            ArgumentPiece::Hole(Hole::TmpSeries) => {
                return Ok(Filled::File(Parcel::Series(self.series_to_fill()?)));
            }
            ArgumentPiece::Hole(Hole::TmpPatch) => {
                let slot = self.reader.page.slot_of(&self.archive);
                let slot = slot.ok_or("there is no patch here")?;
                return Ok(Filled::File(Parcel::Patch(self.series_to_fill()?, slot)));
            }
            ArgumentPiece::Hole(hole) => self.text_of(*hole)?,
        };
        // The system ends an argument there.
        if text.contains('\0') {
            return Err("a NUL cannot be passed on".to_owned());
        }
        Ok(Filled::Text(text))
    }

    fn text_of(&self, hole: Hole) -> Result<String, String> {
        Ok(match hole {
            Hole::Id => self.mail_to_fill()?.id.as_str().to_owned(),
            Hole::Url => self.lore_link(&self.mail_to_fill()?.id),
            Hole::Subject => self.mail_to_fill()?.subject.to_string(),
            Hole::From => self.mail_to_fill()?.from.email.to_string(),
            Hole::File => below_here(self.here().file.ok_or("there is no file here")?)?,
            Hole::Line => self
                .reader
                .file_line()
                .ok_or("there is no line of a file here")?
                .to_string(),
            Hole::Version => {
                let found = self.archive.series(self.series_to_fill()?);
                found.map_or_else(String::new, |series| series.head.revision.to_string())
            }
            Hole::TmpMail | Hole::TmpPatch | Hole::TmpSeries => String::new(),
        })
    }

    fn mail_to_fill(&self) -> Result<&Message, String> {
        let message = self.here().mail.and_then(|at| self.archive.message(at));
        message.ok_or_else(|| "there is no mail here".to_owned())
    }

    fn series_to_fill(&self) -> Result<SeriesIdx, String> {
        let series = self.reader.page.series(&self.archive);
        series.ok_or_else(|| "there is no series here".to_owned())
    }

    /// Opens the file that the cursor is in, of the user's tree, at its line.
    pub(in crate::app) fn open_source(&mut self) -> Vec<Command> {
        let Some(path) = self.here().file else {
            self.dialog.notices.tell("there is no file here");
            return Vec::new();
        };
        match below_here(path) {
            Ok(path) => {
                let line = self.reader.file_line().unwrap_or(1);
                vec![Command::Send(Outgoing::Source(path, line))]
            }
            Err(why) => {
                self.dialog.notices.tell(why);
                Vec::new()
            }
        }
    }
}

impl Reader {
    /// The line of the file after the change that the cursor is on, from 1.
    pub(in crate::app) fn file_line(&self) -> Option<u32> {
        let page = &self.text;
        let at = match page.document.lines.get(page.view.cursor)? {
            Line::Diff(at) | Line::Split(_, at) => *at,
            Line::Row(_)
            | Line::Text { .. }
            | Line::Outer(_)
            | Line::OuterSplit(..)
            | Line::Series(_)
            | Line::Discussion(_) => return None,
        };
        let line = page.document.diff.lines.get(at as usize)?;
        // A removed line has no number in the new file: that of the old one is near.
        Some(line.new.max(line.old)).filter(|line| *line > 0)
    }
}

/// A path of a patch as git takes it: one that leads out of the folder is refused.
fn below_here(path: String) -> Result<String, String> {
    let mut parts = Path::new(&path).components();
    // `../../.ssh/config` and `/etc/passwd` are paths of a diff like any other.
    if parts.all(|part| matches!(part, Component::Normal(_))) {
        return Ok(path);
    }
    Err(format!("{path} leads out of the folder"))
}

/// An argument that stands for no more than itself where no `--` is before it; refused where a
/// mail would make it an option or a command.
fn as_word(pieces: &[ArgumentPiece], mut argument: Vec<Filled>) -> Result<Vec<Filled>, String> {
    let is_there = |filled: &Filled| *filled != Filled::Text(String::new());
    let mut both = pieces.iter().zip(&mut argument);
    let first = both.find(|(_, filled)| is_there(filled));
    if let Some((ArgumentPiece::Hole(hole), filled)) = first
        && let Filled::Text(text) = filled
        // `vim +cmd` runs a command; a subject can begin with that.
        && text.starts_with(['-', '+'])
    {
        if *hole != Hole::File {
            let whole = shown(&argument);
            return Err(format!(
                "\"{whole}\" would be an option; put \"--\" before it"
            ));
        }
        *filled = Filled::Path(std::mem::take(text));
    }
    Ok(argument)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Filled {
        Filled::Text(text.to_owned())
    }

    #[test]
    fn what_a_mail_says_is_no_option_and_no_command() {
        let hole = ArgumentPiece::Hole(Hole::Subject);
        for bad in ["-x", "+call system('x')", "--", "-", "+"] {
            let only = as_word(std::slice::from_ref(&hole), vec![text(bad)]);
            assert!(only.unwrap_err().contains("would be an option"), "{bad}");
            // What is filled with nothing hides nothing.
            let behind = [ArgumentPiece::Hole(Hole::Version), hole.clone()];
            assert!(as_word(&behind, vec![text(""), text(bad)]).is_err());
        }
        let own = [ArgumentPiece::Text("-o".to_owned()), hole.clone()];
        assert!(as_word(&own, vec![text("-o"), text("-x")]).is_ok());
        assert!(as_word(&[hole], vec![text("a -x")]).is_ok());
    }

    #[test]
    fn a_path_that_would_be_an_option_is_one_only_where_it_is_there() {
        let pieces = [
            ArgumentPiece::Hole(Hole::File),
            ArgumentPiece::Text(":1".to_owned()),
        ];
        let filled = as_word(&pieces, vec![text("+x.c"), text(":1")]).unwrap();
        assert_eq!(filled, [Filled::Path("+x.c".to_owned()), text(":1")]);
        let plain = as_word(&pieces, vec![text("x.c"), text(":1")]).unwrap();
        assert_eq!(plain[0], text("x.c"));
    }

    #[test]
    fn a_path_stays_below_the_folder() {
        assert!(below_here("a/b.c".to_owned()).is_ok());
        for bad in ["/etc/passwd", "../x", "a/../../x", "./x", ""] {
            assert_eq!(below_here(bad.to_owned()).is_ok(), bad.is_empty(), "{bad}");
        }
    }
}
