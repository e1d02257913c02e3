//! The reader itself: configuration, the first look at the input, the loop.

use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, anyhow};

use super::{Flags, Glyphs, When, complain, memory};
use crate::app::Model;
use crate::archive::Archive;
use crate::runtime::{self, Shell};
use crate::text;
use crate::ui::theme::{Theme, Themes};

/// How long the first frame waits for the input: what is smaller is there at once.
const PATIENCE: Duration = Duration::from_millis(30);

/// The reader itself. What cannot be opened is said before the terminal is touched.
pub(super) fn open_screen(flags: Flags) -> anyhow::Result<ExitCode> {
    if crossterm::tty::IsTty::is_tty(&io::stdin()) || std::fs::File::open("/dev/tty").is_ok() {
        runtime::stops_the_program()?;
    } else {
        complain("no terminal to read keys from; --format table prints the list instead");
        return Ok(ExitCode::from(2));
    }
    let mut config = memory::config(&flags);
    if let Some(theme) = &flags.theme {
        config.theme.clone_from(theme);
    }
    if let Some(glyphs) = flags.glyphs {
        config.options.ascii = glyphs == Glyphs::Ascii;
    }
    config.options.mouse &= !flags.no_mouse;
    config.options.filter.clone_from(&flags.filter);
    config.options.input = names(&flags.paths);
    let themes = if colours(flags.color) {
        config.themes()
    } else {
        Themes::fixed(Theme::built_in("mono").unwrap_or_default())
    };
    open_log(&flags, &config.faults)?;
    let file = flags.correction_file();
    let (corrections, faults) = file.read_file();
    config.faults.extend(faults);
    let opened = runtime::open_first(flags.paths.clone(), corrections, PATIENCE);
    let (archive, opening) = match opened {
        Ok(Ok(archive)) => (archive, None),
        Ok(Err(what)) => return Err(anyhow!(what)),
        Err(opening) => (Arc::new(Archive::default()), Some(opening)),
    };
    let memory = memory::options(&flags, &config);
    let shell = Shell {
        paths: flags.paths,
        corrections: file,
        memory,
        themes,
        mouse: config.options.mouse,
    };
    let (mut model, first) = Model::new(
        archive,
        config.options,
        config.keymap,
        runtime::unix_now(),
        runtime::terminal_size(),
    );
    for fault in &config.faults {
        model.tell(fault, true);
    }
    if let Some(fault) = runtime::run(model, first, opening, &shell)? {
        complain(&fault);
    }
    Ok(ExitCode::SUCCESS)
}

/// Names of what was opened, for the breadcrumb.
fn names(paths: &[PathBuf]) -> String {
    let name = |path: &PathBuf| {
        path.file_name().map_or_else(
            || path.display().to_string(),
            |name| name.to_string_lossy().into_owned(),
        )
    };
    match paths {
        [one] => name(one),
        [first, rest @ ..] => format!("{} and {} more", name(first), rest.len()),
        [] => String::new(),
    }
}

/// Whether colours are wanted: <https://no-color.org> unless a flag says otherwise.
fn colours(when: When) -> bool {
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto => std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
    }
}

fn open_log(flags: &Flags, faults: &[String]) -> anyhow::Result<()> {
    let Some(path) = &flags.log else {
        return Ok(());
    };
    let mut file = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(path)
        .with_context(|| format!("{}", path.display()))?;
    for fault in faults {
        writeln!(file, "{}", text::sanitize(fault))?;
    }
    Ok(())
}
