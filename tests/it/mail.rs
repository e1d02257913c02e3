//! Our reading of headers against mailparse's, over real mail where there is any.

use std::fs;
use std::path::Path;

use mailparse::parse_headers;
use trifold::mail::headers;
use trifold::source::Framing;

/// Name and value of every header as mailparse has it, blanks squeezed.
fn by_mailparse(bytes: &[u8]) -> Option<Vec<(String, String)>> {
    let (found, _) = parse_headers(bytes).ok()?;
    let squeezed = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(
        found
            .iter()
            .map(|h| (h.get_key(), squeezed(h.get_value())))
            .collect(),
    )
}

#[test]
fn headers_read_as_mailparse_reads_them() {
    let mails = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/fixtures");
    let mut compared = 0;
    for folder in ["patchwork/mail", "b4"] {
        let Ok(entries) = fs::read_dir(mails.join(folder)) else {
            eprintln!("skipped: no real mail in {folder}");
            continue;
        };
        for path in entries.flatten().map(|e| e.path()) {
            if path.extension().is_none_or(|e| e != "mbox") {
                continue;
            }
            let bytes = fs::read(&path).unwrap();
            let start = if bytes.starts_with(b"From ") {
                bytes
                    .iter()
                    .position(|&b| b == b'\n')
                    .map_or(0, |at| at + 1)
            } else {
                0
            };
            let ours = headers(&bytes[start..], Framing::Plain);
            // Words left as written or in pieces we may well decode; 8-bit text is latin-1 there.
            let theirs = by_mailparse(&bytes[start..]).unwrap_or_default();
            for (our, their) in ours.iter().zip(&theirs) {
                let is_damage = |c: char| c == '\u{fffd}' || ('\u{80}'..'\u{a0}').contains(&c);
                let damaged = their.1.contains("=?") || their.1.contains(is_damage);
                assert!(our == their || damaged, "{our:?} {their:?}");
            }
            assert_eq!(ours.len(), theirs.len(), "{}", path.display());
            compared += ours.len();
        }
    }
    eprintln!("{compared} headers compared");
}
