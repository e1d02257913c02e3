//! Mails that do what a terminal, a parser or a reader must not fall for: one a hazard.

use std::fmt::Write as _;

/// What is wrong with a mail, and its bytes without the `From ` line.
pub(crate) type Mail = (&'static str, Vec<u8>);

const CLEAN: &str = "Message-ID: <NAME@hostile.example>\nDate: Tue, 10 Mar 2026 10:00:00 +0100\n";

fn named(name: &'static str, head: &str, text: &[u8]) -> Mail {
    let mut mail = CLEAN.replace("NAME", name);
    mail.push_str(head);
    if !head.contains("Subject:") {
        let _ = writeln!(mail, "Subject: [PATCH] {name}");
    }
    if !head.contains("From:") {
        mail.push_str("From: Eve <eve@hostile.example>\n");
    }
    let mut bytes = mail.into_bytes();
    bytes.push(b'\n');
    bytes.extend_from_slice(text);
    bytes.push(b'\n');
    (name, bytes)
}

/// A patch whose text, log and file name hold something.
fn patch(name: &'static str, what: &str) -> Mail {
    let text = format!(
        "The log has {what} in it.\n\nSigned-off-by: Eve {what} <eve@hostile.example>\n---\n f.c | 2 +-\n \
         1 file changed, 1 insertion(+), 1 deletion(-)\n\ndiff --git a/f.c b/f.c\nindex 1..2 100644\n--- a/f.c\n\
         +++ b/f.c\n@@ -1,2 +1,2 @@ int {what}(void)\n same {what}\n-old {what} x\n+new {what} y\n"
    );
    named(name, "", text.as_bytes())
}

/// An encoded word (RFC 2047) of any bytes.
fn word(charset: &str, bytes: &[u8]) -> String {
    let quoted: String = bytes.iter().map(|b| format!("={b:02X}")).collect();
    format!("=?{charset}?Q?{quoted}?=")
}

/// Every hazard in the text of a patch.
const IN_TEXT: &[(&str, &str)] = &[
    ("csi", "\x1b[2J\x1b[H\x1b[31mred\x1b[0m"),
    ("concealed", "\x1b[8mhidden\x1b[28m"),
    ("osc-title", "\x1b]0;PWNED\x07"),
    ("osc-clipboard", "\x1b]52;c;ZXZpbA==\x1b\\"),
    (
        "osc-link",
        "\x1b]8;;https://evil.example\x1b\\safe\x1b]8;;\x1b\\",
    ),
    ("dcs", "\x1bP$q\"p\x1b\\"),
    ("apc", "\x1b_Ga=T,f=100;AAAA\x1b\\"),
    ("pm-sos", "\x1b^secret\x1b\\\x1bXsos\x1b\\"),
    ("modes", "\x1b[?1049l\x1b[?1000h\x1bc\x1b(0"),
    ("report", "\x1b[6n\x1b[c\x05"),
    ("c1", "\u{9b}31m\u{9d}0;PWNED\u{9c}\u{90}q\u{85}"),
    ("tabs", "a\tb\t\tc"),
    ("bare-cr", "first\rOVERWRITTEN"),
    ("ff-vt-bs-del", "a\x0cb\x0bc\x08\x08\x7fd"),
    ("nul", "before\0after"),
    (
        "bidi",
        "\u{202e}gnp.\u{202c}\u{2066}x\u{2069}\u{200f}\u{61c}",
    ),
    (
        "zero-width",
        "a\u{200b}b\u{2060}c\u{ad}d\u{feff}e\u{180e}f\u{34f}g",
    ),
    ("tag-characters", "a\u{e0041}\u{e0042}\u{e007f}b"),
    ("variation", "a\u{fe0f}b\u{e0100}c"),
    ("joiners", "a\u{200d}b\u{200c}c"),
    ("line-separators", "a\u{2028}b\u{2029}c"),
    ("fillers", "a\u{3164}b\u{115f}c\u{ffa0}d"),
    ("interlinear", "a\u{fff9}b\u{fffa}c\u{fffb}d"),
    ("cjk", "\u{706f}\u{706f}\u{ff21}\u{ff22}\u{3000}"),
    (
        "emoji",
        "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}\u{1f1e9}\u{1f1ea}\u{263a}\u{fe0f}\u{1f44d}\u{1f3fd}",
    ),
    (
        "people",
        "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}\u{200d}\u{1f466}|\u{1f469}\u{1f3fd}\u{200d}\u{2764}\u{fe0f}\u{200d}\u{1f48b}\u{200d}\u{1f468}\u{1f3ff}|",
    ),
    (
        "selectors",
        "\u{231a}\u{fe0e}|\u{2764}\u{fe0f}|1\u{fe0f}\u{20e3}|\u{706f}\u{fe00}|",
    ),
    ("format-controls", "a\u{70f}b\u{13430}\u{1343f}c"),
    (
        "kana-and-conjuncts",
        "\u{ff76}\u{ff9e}|\u{915}\u{94d}\u{937}|\u{1781}\u{17d2}\u{1798}|",
    ),
    (
        "rtl",
        "\u{5e9}\u{5dc}\u{5d5}\u{5dd} \u{633}\u{644}\u{627}\u{645}",
    ),
    ("homoglyph", "p\u{430}ssword"),
    ("noncharacters", "a\u{fffe}b\u{ffff}c\u{10ffff}d\u{e000}e"),
];

/// File names that a patch may carry, each of which some program falls for.
const NAMES: &[&str] = &[
    "../../../../etc/passwd",
    "$(touch pwned)",
    "; rm -rf pwned",
    "`id`",
    "-rf",
    "--output=pwned",
    "a b c.c",
    "a\x1b[31mb.c",
    "a\u{202e}c.b",
    "x\u{9b}31m.c",
    "con\u{200b}fig",
    "\"quoted\\033[2J\"",
    "/etc/shadow",
    "",
];

/// All of them.
pub(crate) fn mails() -> Vec<Mail> {
    let mut mails: Vec<Mail> = IN_TEXT
        .iter()
        .map(|(name, what)| patch(name, what))
        .collect();
    mails.push(patch("zalgo", &format!("z{}", "\u{300}\u{301}".repeat(20))));
    mails.push(patch(
        "tones",
        &format!("\u{1f44d}{}|", "\u{1f3fd}".repeat(30)),
    ));
    mails.push(patch(
        "chain",
        &format!("{}|", "\u{1f468}\u{200d}".repeat(40)),
    ));
    mails.push(patch("marks-alone", &"\u{301}".repeat(9)));
    mails.extend(headers());
    mails.extend(charsets());
    mails.extend(large());
    mails.extend(NAMES.iter().map(|path| file_name(path)));
    mails
}

/// Controls in the headers, encoded and raw.
fn headers() -> Vec<Mail> {
    let bad = "\x1b[31mRED\x1b[2J\x1b]0;T\x07\u{202e}\u{200b}\u{9b}7m\r\n\tx\0y";
    let bad = word("utf-8", bad.as_bytes());
    let recipients: Vec<String> = (0..337)
        .map(|n| format!("R {n} <r{n}@x.example>"))
        .collect();
    let head = format!(
        "Subject: [PATCH {bad} 1/2] {bad}\nFrom: {bad} <eve@hostile.example>\nTo: {bad} <t@x.example>\n"
    );
    vec![
        named("header-words", &head, b"text\n"),
        named("header-raw", "Subject: [PATCH] raw \x1b[31m\x07\x08 \u{202e}x\nFrom: E\x1b[2Jve <e\x1b[1m@x>\n", b"text\n"),
        named("header-c1", "Subject: raw \u{9b}31m \u{85} \u{2028}\n", b"text\n"),
        named("recipients", &format!("To: {}\n", recipients.join(",\n ")), b"text\n"),
        named("links", "", b"see https://x.example/\x1b]8;;evil and http://a\xe2\x80\xaeb/ javascript:alert(1) file:///etc/passwd\n"),
        ("no-headers", b"X-Nothing: here\n\nno From, Subject or Date\n".to_vec()),
        ("empty-headers", b"From:\nSubject:\nDate:\nMessage-ID:\nTo:\n\n".to_vec()),
        ("id-hostile", b"Message-ID: <../../\x1b[2J$(id)\xe2\x80\xae@x>\nSubject: id\nFrom: a@b\n\ntext\n".to_vec()),
        ("date-hostile", b"Message-ID: <date@x>\nDate: Tue, 99 Foo 99999999999 99:99:99 +9999999\nSubject: date\nFrom: a@b\n\nx\n".to_vec()),
    ]
}

/// Character sets: what is declared is decoded first, and cleaned afterwards.
fn charsets() -> Vec<Mail> {
    let typed = |charset: &str| format!("Content-Type: text/plain; charset={charset}\n");
    vec![
        // "Japanese" in ISO-2022-JP, which is written with real escape characters.
        named(
            "iso-2022-jp",
            &typed("iso-2022-jp"),
            b"text \x1b$BF|K\\8l\x1b(B end\n",
        ),
        named(
            "iso-2022-jp-then-esc",
            &typed("iso-2022-jp"),
            b"\x1b$BF|K\\8l\x1b(B \x1b[31m\x1b]0;x\x07 \x1b$\n",
        ),
        named(
            "invalid-utf8",
            &typed("utf-8"),
            b"caf\xe9 \xff\xfe \xc0\xaf \xed\xa0\x80 \xf4\x90\x80\x80\n",
        ),
        named("undeclared", "", b"caf\xe9 \x9b31m \x90 \x80\n"),
        named("latin1-c1", &typed("iso-8859-1"), b"caf\xe9 \x9b31m\n"),
        named("utf-7", &typed("utf-7"), b"+AGEAGwBbADMAMQBt-\n"),
        named("utf-16", &typed("utf-16"), b"\xff\xfea\0\x1b\0[\0m\0\n"),
        named("nonsense", &typed("\x1b[31myes"), b"text\n"),
        named("crlf", "", b"line one\r\nline two\r\n"),
        named(
            "qp-esc",
            "Content-Transfer-Encoding: quoted-printable\n",
            b"a=1B[31mb=E2=80=AEc=00d=9B\n",
        ),
        named(
            "base64-esc",
            "Content-Transfer-Encoding: base64\n",
            b"YRtbMzFtYuKArmMAZA==\n",
        ),
        named(
            "html",
            "Content-Type: text/html\n",
            b"<p>a&#27;[31mb&#x202e;c&#x9b;d<script>\x1b[2J</script>\n",
        ),
    ]
}

fn large() -> Vec<Mail> {
    let long = "x".repeat(200_000);
    let many = "a line\n".repeat(20_000);
    vec![
        patch("long-line", &long),
        patch("long-line-of-escapes", &"\x1b[31m".repeat(20_000)),
        named("many-lines", "", many.as_bytes()),
    ]
}

/// A patch to a file of some name.
fn file_name(path: &str) -> Mail {
    let text = format!(
        "Log.\n---\n {path} | 1 +\n 1 file changed, 1 insertion(+)\n create mode 100644 {path}\n\n\
         diff --git a/{path} b/{path}\nnew file mode 100644\n--- /dev/null\n+++ b/{path}\n@@ -0,0 +1 @@\n+x\n"
    );
    let id = format!("name{}", path.len());
    let head = format!(
        "Message-ID: <{id}-{:x}@hostile.example>\nSubject: [PATCH] name {path}\nFrom: Eve <eve@x.example>\n",
        fold(path)
    );
    ("file-name", format!("{head}\n{text}").into_bytes())
}

fn fold(text: &str) -> u64 {
    text.bytes()
        .fold(7, |sum, b| sum.wrapping_mul(31).wrapping_add(u64::from(b)))
}

/// All mails as one mailbox, and between them what no mailbox should hold.
pub(crate) fn mbox() -> Vec<u8> {
    let mut bytes = Vec::new();
    for (_, mail) in mails() {
        bytes.extend_from_slice(b"From eve@hostile.example Tue Mar 10 10:00:00 2026\n");
        bytes.extend_from_slice(&mail);
        bytes.push(b'\n');
    }
    bytes.extend_from_slice(b"From \x1b[31m\xff\xfe nobody 2026\n\0\0\0\n");
    bytes
}
