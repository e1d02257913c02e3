//! Programs of the user's: run beside the loop or with the terminal, never through a shell line
//! that a mail had a part in. Files made for them are private and vanish with them.

use std::fs::{self, File};
use std::io::{Read, Seek};
use std::process::{Child, Command, ExitStatus, Stdio};

use super::parcel;
use super::private::{self, PrivateFolder, Watch};
use crate::app::Msg;
use crate::app::outgoing::user::{Filled, Mode, UserJob};
use crate::archive::Archive;

/// Bytes of output that are shown.
const SHOWN: u64 = 4 << 20;

/// A program that runs. Dropping it ends it.
#[derive(Debug)]
pub(super) struct UserProgram {
    name: String,
    mode: Mode,
    child: Child,
    output: File,
    _watch: Watch,
    _folder: PrivateFolder,
}

/// A command ready to start, and the folder with what was made for it.
fn prepared(job: &UserJob, archive: &Archive) -> Result<(Command, PrivateFolder), String> {
    let folder = PrivateFolder::new()?;
    let mut words = Vec::new();
    for (number, argument) in job.arguments.iter().enumerate() {
        let mut word = String::new();
        for piece in argument {
            match piece {
                Filled::Text(text) => word.push_str(text),
                Filled::Path(path) => word.push_str(&path_as_argument(path)?),
                Filled::File(parcel) => {
                    // By the place of the argument: a job may be given two patches.
                    let name = format!("{number}-{}.mbox", parcel.kind_word());
                    let path = folder.write(&name, &parcel::bytes(archive, *parcel)?)?;
                    word.push_str(&path.to_string_lossy());
                }
            }
        }
        words.push(word);
    }
    let (program, arguments) = words.split_first().ok_or("there is nothing to run")?;
    let mut command = Command::new(program);
    command.args(arguments);
    Ok((command, folder))
}

/// A path that a program would take for an option, as one that it cannot; only of what is there.
fn path_as_argument(path: &str) -> Result<String, String> {
    // Shown to be a path: `./-x` is one to every program.
    let way = format!("./{path}");
    match fs::symlink_metadata(&way) {
        Ok(_) => Ok(way),
        Err(_) => Err(format!(
            "\"{path}\" would be an option, and there is no such file here; put \"--\" before it"
        )),
    }
}

/// Runs a job that gets the terminal, and waits for it.
pub(super) fn with_terminal(job: &UserJob, archive: &Archive) -> Result<String, String> {
    let (mut command, _folder) = prepared(job, archive)?;
    ended(private::run_to_end(&mut command).map_err(|error| error.to_string())?)
        .map_err(|why| format!("{}: {why}", job.name))
}

impl UserProgram {
    /// Starts a job beside the loop.
    pub(super) fn start(job: &UserJob, archive: &Archive) -> Result<Self, String> {
        let (mut command, folder) = prepared(job, archive)?;
        let failed = |error: std::io::Error| error.to_string();
        // A file instead of a pipe: nobody has to read in time.
        let output = tempfile::tempfile().map_err(failed)?;
        command
            // A program beside the loop that reads keys would take them from it.
            .stdin(Stdio::null())
            .stdout(output.try_clone().map_err(failed)?)
            .stderr(output.try_clone().map_err(failed)?);
        let child = command.spawn().map_err(failed)?;
        Ok(Self {
            name: job.name.clone(),
            mode: job.mode,
            _watch: Watch::of(&child, false),
            child,
            output,
            _folder: folder,
        })
    }

    /// How it ended, once it has.
    pub(super) fn poll_end(&mut self) -> Option<Msg> {
        let end = match self.child.try_wait() {
            Ok(None) => return None,
            Ok(Some(status)) => ended(status),
            Err(error) => Err(error.to_string()),
        };
        let mut bytes = Vec::new();
        let read = self
            .output
            .rewind()
            .and_then(|()| (&self.output).take(SHOWN).read_to_end(&mut bytes));
        let mut output = String::from_utf8_lossy(&bytes).into_owned();
        if read.is_err() {
            output.push_str("\n[the output could not be read]\n");
        }
        Some(Msg::Ran {
            name: self.name.clone(),
            mode: self.mode,
            end,
            output,
        })
    }
}

impl Drop for UserProgram {
    fn drop(&mut self) {
        // One that has ended already cannot be killed, which is as well.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn ended(status: ExitStatus) -> Result<String, String> {
    if status.success() {
        Ok("done".to_owned())
    } else {
        Err(status.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(words: &[&str]) -> UserJob {
        UserJob {
            name: "x".to_owned(),
            mode: Mode::Pane,
            arguments: words
                .iter()
                .map(|word| vec![Filled::Text((*word).to_owned())])
                .collect(),
        }
    }

    #[test]
    fn an_argument_is_one_whatever_stands_in_it() {
        let archive = Archive::default();
        let mut running =
            UserProgram::start(&job(&["printf", "[%s]", "a b; echo c", "$(d)"]), &archive).unwrap();
        let msg = loop {
            match running.poll_end() {
                Some(msg) => break msg,
                None => std::thread::yield_now(),
            }
        };
        let Msg::Ran { end, output, .. } = msg else {
            panic!()
        };
        assert_eq!(
            (end, output.as_str()),
            (Ok("done".to_owned()), "[a b; echo c][$(d)]")
        );
    }

    #[test]
    fn a_path_that_begins_like_an_option_must_be_there() {
        // Tests run where the manifest is.
        assert_eq!(path_as_argument("Cargo.toml").unwrap(), "./Cargo.toml");
        assert!(path_as_argument("+call writefile([], 'x')").is_err());
        let mut job = job(&["echo"]);
        job.arguments
            .push(vec![Filled::Path("+nowhere".to_owned())]);
        assert!(UserProgram::start(&job, &Archive::default()).is_err());
    }

    fn run_to_end(job: &UserJob, archive: &Archive) -> (Result<String, String>, String) {
        let mut running = UserProgram::start(job, archive).unwrap();
        loop {
            match running.poll_end() {
                Some(Msg::Ran { end, output, .. }) => return (end, output),
                Some(_) => panic!("something else"),
                None => std::thread::yield_now(),
            }
        }
    }

    #[test]
    fn how_a_program_ended_is_told_with_both_its_outputs() {
        let job = job(&["sh", "-c", "echo out; echo err >&2; exit 3"]);
        let (end, output) = run_to_end(&job, &Archive::default());
        assert_eq!(output, "out\nerr\n");
        assert!(end.unwrap_err().contains('3'));
    }

    #[test]
    fn no_more_of_an_output_is_shown_than_has_room() {
        let job = job(&["head", "-c", &(SHOWN + 9).to_string(), "/dev/zero"]);
        let (_, output) = run_to_end(&job, &Archive::default());
        assert_eq!(output.len() as u64, SHOWN);
    }

    #[test]
    fn pieces_of_an_argument_are_joined_and_files_are_named_by_their_place() {
        let mut job = job(&["echo"]);
        job.arguments.push(vec![
            Filled::Text("--log=".to_owned()),
            Filled::Text("a b".to_owned()),
        ]);
        let (command, _folder) = prepared(&job, &Archive::default()).unwrap();
        let arguments: Vec<_> = command.get_args().collect();
        assert_eq!(arguments, ["--log=a b"]);
        let none = UserJob {
            arguments: Vec::new(),
            ..job
        };
        let why = prepared(&none, &Archive::default()).unwrap_err();
        assert_eq!(why, "there is nothing to run");
    }

    #[test]
    fn a_program_that_is_dropped_is_ended() {
        let running = UserProgram::start(&job(&["sleep", "600"]), &Archive::default()).unwrap();
        let of_it = format!("/proc/{}", running.child.id());
        drop(running);
        assert!(!std::path::Path::new(&of_it).exists());
    }

    #[test]
    fn a_job_with_the_terminal_is_waited_for_and_its_end_named() {
        let archive = Archive::default();
        assert_eq!(
            with_terminal(&job(&["true"]), &archive),
            Ok("done".to_owned())
        );
        let why = with_terminal(&job(&["false"]), &archive).unwrap_err();
        assert!(why.starts_with("x: "), "{why}");
    }

    #[test]
    fn a_program_that_is_not_there_is_named_as_a_fault() {
        assert!(UserProgram::start(&job(&["/nowhere/at/all"]), &Archive::default()).is_err());
    }
}
