//! The README's picture is a frame of the program, drawn as SVG; it cannot go stale.

use std::fmt::Write as _;
use std::fs;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};

use crate::session::Session;
use crate::support::file;

/// Width and height of a cell in the picture.
const CELL: (u16, u16) = (8, 17);

fn colour(colour: Color, default: &'static str) -> &'static str {
    match colour {
        Color::Red | Color::LightRed => "#d7675f",
        Color::Green | Color::LightGreen => "#4fa66a",
        Color::Blue | Color::LightBlue => "#5f9ee8",
        Color::Magenta | Color::LightMagenta => "#b58ad6",
        Color::Cyan | Color::LightCyan => "#4fb3bf",
        Color::Yellow | Color::LightYellow => "#c9a227",
        _ => default,
    }
}

fn escape(symbol: &str) -> String {
    symbol
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn svg(buffer: &Buffer) -> String {
    let (columns, rows) = (buffer.area.width, buffer.area.height);
    let (width, height) = (columns * CELL.0 + 16, rows * CELL.1 + 16);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"monospace\" font-size=\"13\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"#16181d\"/>\n"
    );
    for y in 0..rows {
        for x in 0..columns {
            let cell = &buffer[(x, y)];
            let (left, top) = (8 + x * CELL.0, 8 + y * CELL.1);
            let reversed = cell.modifier.contains(Modifier::REVERSED);
            let ink = colour(cell.fg, "#d6d8dd");
            if reversed {
                writeln!(
                    out,
                    "<rect x=\"{left}\" y=\"{top}\" width=\"{}\" height=\"{}\" fill=\"{ink}\"/>",
                    CELL.0, CELL.1
                )
                .unwrap();
            }
            if cell.symbol().trim().is_empty() {
                continue;
            }
            let ink = if reversed { "#16181d" } else { ink };
            let bold = if cell.modifier.contains(Modifier::BOLD) {
                " font-weight=\"bold\""
            } else {
                ""
            };
            let dim = if cell.modifier.contains(Modifier::DIM) {
                " opacity=\"0.6\""
            } else {
                ""
            };
            writeln!(
                out,
                "<text x=\"{left}\" y=\"{}\" fill=\"{ink}\"{bold}{dim}>{}</text>",
                top + 13,
                escape(cell.symbol())
            )
            .unwrap();
        }
    }
    out.push_str("</svg>\n");
    out
}

/// A picture: its file in `assets`, what is open, its size and what was typed.
struct Picture {
    name: &'static str,
    paths: &'static [&'static str],
    size: (u16, u16),
    keys: &'static str,
}

const PICTURES: [Picture; 3] = [
    Picture {
        name: "trifold",
        paths: &["assets/sample.mbox", "assets/sample_digest.md"],
        size: (180, 34),
        keys: "V j",
    },
    // The second version was read, and this is the morning after.
    Picture {
        name: "morning",
        paths: &["assets/sample.mbox"],
        size: (120, 20),
        keys: "j j j V j x k k V k x k k F k Z enter S enter g g j",
    },
    Picture {
        name: "compare",
        paths: &["assets/sample.mbox"],
        size: (140, 34),
        keys: "j j j D",
    },
];

/// Run with `UPDATE_DOCS=1` to draw them anew.
#[test]
fn the_pictures_of_the_readme_are_the_program() {
    for picture in PICTURES {
        let paths: Vec<_> = picture.paths.iter().map(|path| file(path)).collect();
        let (width, height) = picture.size;
        let mut session = Session::new(&paths, width, height).theme("default");
        session.press(picture.keys);
        let drawn = svg(&session.buffer());
        let path = file(&format!("assets/{}.svg", picture.name));
        if std::env::var_os("UPDATE_DOCS").is_some() {
            println!("{}", session.screen());
            fs::write(&path, drawn).unwrap();
            continue;
        }
        let found = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            found == drawn,
            "{} is old: run UPDATE_DOCS=1 cargo test picture",
            path.display()
        );
    }
}
