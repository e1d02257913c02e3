//! Two versions of a series, of the shapes that cost most to compare.

use std::fmt::Write as _;

use super::LARGE;

/// Two versions of a series: how many patches, lines of each, and which line of a patch stands in
/// which place of a version.
pub(crate) struct Respin {
    pub(crate) patches: usize,
    lines: usize,
    line: fn(patch: usize, at: usize, version: usize) -> String,
}

/// The shapes that cost most: what git pairs by its cost, what nothing can be pruned of, a third of
/// everything changed, everything turned round.
pub(crate) fn respin(shape: &str) -> Respin {
    let (patches, lines) = match shape {
        "20 patches" => (20, 60),
        "110 patches" => (110, 85),
        "110 nearly equal" => (110, 400),
        "30, a third changed" => (30, 1800),
        _ => (1, LARGE),
    };
    let line: fn(usize, usize, usize) -> String = match shape {
        "110 nearly equal" => |patch, at, version| match at {
            7 => format!("lamp {patch} of v{version}"),
            _ => format!("bus_write(lamp, {at});"),
        },
        "30, a third changed" => |patch, at, version| match at % 3 {
            0 => format!("bus_write(lamp{patch}, {at}, {version});"),
            _ => format!("bus_read(lamp{patch}, {at});"),
        },
        "200,000 lines reversed" => |_, at, version| match version {
            1 => format!("lamp {at}"),
            _ => format!("lamp {}", LARGE - at),
        },
        _ => |patch, at, version| match (patch % 3, at) {
            (0, 10..15) => format!("bus_write(lamp{patch}, {at}, {version});"),
            _ => format!("bus_read(lamp{patch}, {at});"),
        },
    };
    Respin {
        patches,
        lines,
        line,
    }
}

/// The mails of both versions.
pub(crate) fn respun(shape: &str) -> String {
    let Respin {
        patches,
        lines,
        line,
    } = respin(shape);
    let mut text = String::new();
    for version in 1..=2 {
        for number in 1..=patches {
            let prefix = format!("PATCH v{version} {number}/{patches}");
            write!(
                text,
                "From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: Ann <ann@x.example>\n\
                 Message-ID: <v{version}-{number}@x.example>\nIn-Reply-To: <v{version}-1@x.example>\n\
                 Date: Mon, {} Mar 2026 10:00:00 +0000\nSubject: [{prefix}] lamp: change {number}\n\n\
                 Why.\n---\ndiff --git a/f{number}.c b/f{number}.c\nnew file mode 100644\n\
                 --- /dev/null\n+++ b/f{number}.c\n@@ -0,0 +1,{lines} @@\n",
                version + 1
            )
            .unwrap();
            for at in 0..lines {
                writeln!(text, "+{}", line(number, at, version)).unwrap();
            }
            text.push_str("-- \n2.40\n\n");
        }
    }
    text
}
