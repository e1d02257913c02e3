//! Other programs and the clipboard. Programs get lists of arguments, never a line for a shell.

use std::env;
use std::io::{Write, stdout};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crossterm::clipboard::CopyToClipboard;
use crossterm::execute;

use super::private::{self, PrivateFolder, Watch};
use crate::doc::link;
use crate::text::sanitize;

/// What terminals take in one OSC 52 sequence, in bytes before encoding.
const CLIPBOARD: usize = 74_994;

/// Puts a text on the clipboard through the terminal (OSC 52), which works over SSH too.
pub(super) fn copy_text(text: &str) -> Result<String, String> {
    if text.len() > CLIPBOARD {
        return Err(format!(
            "{} bytes are too many for the terminal's clipboard",
            text.len()
        ));
    }
    execute!(stdout(), CopyToClipboard::to_clipboard_from(text))
        .map_err(|error| error.to_string())?;
    let shown: String = text
        .lines()
        .next()
        .unwrap_or_default()
        .chars()
        .take(60)
        .collect();
    Ok(format!("copied through the terminal: {shown}"))
}

/// Opens a link with the system's program; over SSH, where that would open it elsewhere, copies it.
pub(super) fn open_url(url: &str) -> Result<String, String> {
    // Checked once more where the program starts: no way leads past it.
    let is_allowed = link::opened(url).is_some_and(|opened| opened == url);
    if !is_allowed || url.chars().any(|c| c.is_control() || c == ' ') {
        return Err(format!(
            "not opened, only http, https and mailto are: {url}"
        ));
    }
    // A browser on the server is of no use, and one over X11 a surprise.
    if env::var_os("SSH_TTY").is_some() || env::var_os("SSH_CONNECTION").is_some() {
        return copy_text(url).map(|_| format!("copied, to be opened on your side: {url}"));
    }
    let program = if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    let child = Command::new(program)
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    match child {
        Ok(mut child) => {
            // Waited for elsewhere, so that no zombie is left.
            std::thread::spawn(move || child.wait());
            Ok(format!("opened {url}"))
        }
        // No xdg-open, as on a server: the link is not lost.
        Err(_) => copy_text(url).map(|_| format!("{program} is not here; copied {url}")),
    }
}

/// Runs a line that the user typed in their shell, with mail to read where there is some, and
/// waits for a key so that its output can be read. No part of a mail is ever in the line.
pub(super) fn shell(line: &str, input: Option<&[u8]>) -> Result<String, String> {
    // As vi and less do for `!`.
    let shell = env::var_os("SHELL").unwrap_or_else(|| "/bin/sh".into());
    let mut command = Command::new(&shell);
    command.arg("-c").arg(line);
    if input.is_some() {
        command.stdin(Stdio::piped());
    }
    let failed = |error: std::io::Error| format!("{}: {error}", shell.to_string_lossy());
    let mut child = command.spawn().map_err(failed)?;
    let _watch = Watch::of(&child, true);
    if let (Some(bytes), Some(mut pipe)) = (input, child.stdin.take()) {
        // Who reads only the beginning, as `head` does, is right to do so.
        let _ = pipe.write_all(bytes);
    }
    let status = child.wait().map_err(failed)?;
    // The user typed it, and may have pasted it.
    let shown = sanitize(line);
    let _ = write!(stdout(), "\r\n[{shown}: {status}; Enter goes back]");
    let _ = stdout().flush();
    let _ = std::io::stdin().read_line(&mut String::new());
    if status.success() {
        Ok(format!("{line}: done"))
    } else {
        Err(format!("{line}: {status}"))
    }
}

/// Shows a mail in the editor, at a line from 1: a copy that can only be read, in a folder of
/// its own that vanishes afterwards.
pub(super) fn edit_mail(mail: &[u8], line: usize, editor: &str) -> Result<String, String> {
    let folder = PrivateFolder::new()?;
    let path = folder.write("mail.eml", mail)?;
    edit_file(&path, line, editor)
}

/// A folder as it is written: `~` for the user's own, nothing for that of the run.
pub(super) fn folder(text: &str) -> PathBuf {
    let home = || directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_path_buf());
    match (text, text.strip_prefix("~/")) {
        ("", _) => Some(PathBuf::from(".")),
        ("~", _) => home(),
        (_, Some(rest)) => home().map(|home| home.join(rest)),
        _ => None,
    }
    .unwrap_or_else(|| PathBuf::from(text))
}

/// The file of a tree that a path of a patch leads to: one within the tree, links followed.
pub(super) fn source_file(tree: &Path, path: &str) -> Result<PathBuf, String> {
    let whole = |path: &Path| {
        let found = path.canonicalize();
        found.map_err(|error| format!("{}: {error}", sanitize(&path.display().to_string())))
    };
    let tree = whole(tree)?;
    let file = whole(&tree.join(path))?;
    // Compared with links followed on both sides: `../`, an absolute path and a link out of the
    // tree all end here.
    if !file.starts_with(&tree) || !file.is_file() {
        return Err(format!("{} is no file of the tree", sanitize(path)));
    }
    Ok(file)
}

/// Opens a file in the editor, at a line from 1.
pub(super) fn edit_file(path: &Path, line: usize, editor: &str) -> Result<String, String> {
    let set = |name: &str| env::var(name).ok().filter(|value| !value.trim().is_empty());
    let editor = Some(editor.to_owned())
        .filter(|editor| !editor.trim().is_empty())
        // The order of git and of mail programs: own setting, VISUAL, EDITOR, vi.
        .or_else(|| set("VISUAL"))
        .or_else(|| set("EDITOR"));
    let editor = editor.unwrap_or_else(|| "vi".to_owned());
    let words = shlex::split(&editor).filter(|words| !words.is_empty());
    let words = words.ok_or_else(|| format!("the editor cannot be read as a command: {editor}"))?;
    let (program, arguments) = words.split_first().ok_or("no editor")?;
    let mut command = Command::new(program);
    command.args(arguments).arg(format!("+{line}")).arg(path);
    let status = private::run_to_end(&mut command);
    match status {
        Ok(status) if status.success() => Ok(String::new()),
        Ok(status) => Err(format!("{program} ended with {status}")),
        Err(error) => Err(format!("{program}: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn only_links_that_are_safe_are_opened() {
        for bad in [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "mailto:a@b?attach=/etc/passwd",
            "https://x.example/ --option",
            "https://x.example/\n",
            "-https://x.example",
        ] {
            let why = open_url(bad).unwrap_err();
            assert!(why.starts_with("not opened"), "{why}");
        }
    }

    #[test]
    fn a_path_of_a_patch_leads_to_files_of_the_tree_alone() {
        let folder = tempfile::tempdir().unwrap();
        let tree = folder.path().join("tree");
        fs::create_dir(&tree).unwrap();
        fs::write(tree.join("lamp.c"), "lamp").unwrap();
        fs::write(folder.path().join("secret"), "secret").unwrap();
        std::os::unix::fs::symlink(folder.path().join("secret"), tree.join("link.c")).unwrap();
        let open = |path: &str| source_file(&tree, path);
        assert!(open("lamp.c").unwrap().ends_with("tree/lamp.c"));
        for bad in ["link.c", "../secret", ".", "none.c", "/etc/passwd"] {
            assert!(open(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_folder_may_begin_with_that_of_the_user() {
        assert_eq!(folder(""), Path::new("."));
        assert_eq!(folder("/src/linux"), Path::new("/src/linux"));
        assert_eq!(folder("~/linux"), folder("~").join("linux"));
        assert!(folder("~").is_absolute());
        assert_eq!(folder("~other"), Path::new("~other"));
    }

    /// A program that writes its arguments, one a line, into a file beside it.
    fn recorder(folder: &Path) -> (PathBuf, PathBuf) {
        use std::os::unix::fs::PermissionsExt;
        let (program, said) = (folder.join("editor"), folder.join("said"));
        let script = format!(
            "#!/bin/sh\nprintf '%s\\n' \"$@\" > '{}'\ncat \"$3\" >> '{}'\n",
            said.display(),
            said.display()
        );
        fs::write(&program, script).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        (program, said)
    }

    #[test]
    fn the_editor_gets_its_own_arguments_then_the_line_then_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let (program, said) = recorder(folder.path());
        let editor = format!("'{}' -R", program.display());
        let file = folder.path().join("a b.c");
        fs::write(&file, "text\n").unwrap();
        assert_eq!(edit_file(&file, 12, &editor), Ok(String::new()));
        let wanted = format!("-R\n+12\n{}\ntext\n", file.display());
        assert_eq!(fs::read_to_string(&said).unwrap(), wanted);
    }

    #[test]
    fn a_mail_is_shown_as_a_copy_that_vanishes() {
        let folder = tempfile::tempdir().unwrap();
        let (program, said) = recorder(folder.path());
        let editor = format!("'{}' -R", program.display());
        assert_eq!(edit_mail(b"Subject: x\n", 3, &editor), Ok(String::new()));
        let text = fs::read_to_string(&said).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let [_, "+3", path, "Subject: x"] = lines[..] else {
            panic!("{text}")
        };
        assert!(path.ends_with("/mail.eml") && !Path::new(path).exists());
    }

    #[test]
    fn an_editor_that_fails_is_named() {
        let why = |editor: &str| edit_file(Path::new("x"), 1, editor).unwrap_err();
        assert!(why("/nowhere/at/all").starts_with("/nowhere/at/all: "));
        assert!(why("false").starts_with("false ended with "));
        assert_eq!(
            why("vi 'x"),
            "the editor cannot be read as a command: vi 'x"
        );
    }

    #[test]
    fn no_more_is_copied_than_terminals_take() {
        let why = copy_text(&"x".repeat(CLIPBOARD + 1)).unwrap_err();
        assert!(why.contains("too many"), "{why}");
    }
}
