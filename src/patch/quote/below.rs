//! The mail that a mailer puts below an answer whole, without quoting it: Outlook's
//! `-----Original Message-----`, its line of underscores, or no more than the head of that mail,
//! in the language of whoever answers. Nothing below it is the sender's own.

use memchr::memchr2;

use crate::text::{is_blank, line_ends, whole_lines};

/// Characters in which the colon of a header of that head stands.
const NAME_CHARS: usize = 20;

/// Lines of a head that are read; `To:` may be wrapped to many.
const HEAD_LINES: usize = 24;

/// Underscores that Outlook writes at least; a list's footer has more, and no head below.
const RULE: usize = 10;

/// The words between the dashes of `-----Original Message-----`.
#[rustfmt::skip]
const ORIGINAL: &[&str] = &[
    "original message", "original appointment", "forwarded message", "ursprüngliche nachricht",
    "original-nachricht", "weitergeleitete nachricht", "message d'origine", "message d’origine",
    "message original", "message transféré", "mensaje original", "messaggio originale",
    "messaggio inoltrato", "mensagem original", "oorspronkelijk bericht",
    "wiadomość oryginalna", "oryginalna wiadomość", "исходное сообщение",
    "пересылаемое сообщение", "ursprungligt meddelande", "originalmeddelande",
    "oprindelig meddelelse", "opprinnelig melding", "alkuperäinen viesti", "původní zpráva",
    "eredeti üzenet", "orijinal mesaj", "özgün i̇leti", "邮件原件", "原始邮件", "原始郵件", "元のメッセージ",
    "元のメール", "원본 메시지", "원본 메일",
];

/// The header fields of such a head.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FieldName {
    From,
    /// `Sent:`, which no other tool writes.
    Sent,
    Date,
    To,
    Subject,
}

#[rustfmt::skip]
const FROM: &[&str] = &[
    "from", "von", "de", "da", "van", "od", "от", "від", "från", "fra", "lähettäjä", "feladó",
    "kimden", "gönderen", "από", "发件人", "寄件者", "寄件人", "差出人", "送信者", "보낸 사람", "보낸사람",
];

#[rustfmt::skip]
const SENT: &[&str] = &[
    "sent", "gesendet", "envoyé", "enviado", "enviado el", "enviado em", "enviada em",
    "enviada", "inviato", "inviata", "verzonden", "wysłano", "wysłane", "отправлено",
    "надіслано", "skickat", "sendt", "lähetetty", "odesláno", "elküldve", "gönderildi",
    "gönderilme", "στάλθηκε", "发送时间", "寄件日期", "傳送時間", "送信日時", "보낸 날짜",
];

#[rustfmt::skip]
const DATE: &[&str] = &[
    "date", "datum", "data", "fecha", "дата", "dato", "päivä", "päiväys", "dátum", "tarih",
    "日期", "時間", "时间", "日付", "날짜",
];

#[rustfmt::skip]
const TO: &[&str] = &[
    "to", "an", "à", "a", "para", "aan", "do", "кому", "till", "til", "vastaanottaja", "komu",
    "címzett", "kime", "προς", "收件人", "收件者", "宛先", "받는 사람", "받는사람",
];

#[rustfmt::skip]
const SUBJECT: &[&str] = &[
    "subject", "betreff", "objet", "asunto", "assunto", "oggetto", "onderwerp", "temat", "тема",
    "ämne", "emne", "aihe", "předmět", "tárgy", "konu", "θέμα", "主题", "主旨", "件名", "제목",
];

/// Returns the byte at which the mail below an answer begins.
///
/// Returns nothing where no such mail stands there, where nothing is said above it (the answer must
/// stand below it then), and where it is quoted (the answer stands between its lines).
pub fn below(text: &str) -> Option<usize> {
    let at = first_head(text)?;
    let (above, rest) = text.split_at_checked(at)?;
    let line = whole_lines(rest).next()?;
    let said = || whole_lines(above).any(|line| !is_blank(line) && !line.starts_with('>'));
    // `---- Forwarded message ----` needs no word above it: the sender passes it on, and did not
    // write it.
    let goes_on = line.to_lowercase().contains("forward") || said();
    (goes_on && !is_quoted_below(rest)).then_some(at)
}

/// Whether the line that begins at a place is the first of such a mail, or stands below its rule.
pub fn begins_below(text: &str, at: usize) -> bool {
    let above = text.get(..at).unwrap_or_default().trim_end();
    let rule = above.rfind('\n').map_or(0, |end| end + 1);
    [at, rule].into_iter().any(|at| {
        let rest = text.get(at..).unwrap_or_default();
        let line = whole_lines(rest).next();
        line.is_some_and(|line| begins(line, || rest))
    })
}

/// Returns the byte of the first line that begins such a mail.
fn first_head(text: &str) -> Option<usize> {
    let mut ends = line_ends(text.as_bytes());
    let mut at = 0;
    loop {
        if text.as_bytes().get(at).copied().is_some_and(may_begin)
            && let Some(rest) = text.get(at..)
            && begins(whole_lines(rest).next()?, || rest)
        {
            return Some(at);
        }
        at = ends.next()? + 1;
    }
}

/// Whether the first byte of a line is one that such a mail begins with: a rule, the star that HTML
/// leaves, or the first letter of a `From:` in some language. Nearly all lines have another.
fn may_begin(first: u8) -> bool {
    matches!(
        // The bit makes capitals small; it makes 0x7f of `_`, which stands with all that is not
        // ASCII.
        first | 0x20,
        b'd' | b'f' | b'g' | b'k' | b'l' | b'o' | b'v' | b'-' | b'*' | 0x7f..
    )
}

/// Whether a line begins such a mail; `rest` is the text from that line on.
fn begins<'a>(line: &str, rest: impl Fn() -> &'a str) -> bool {
    match line.as_bytes().first() {
        // A list's footer has underscores, too, and no `From:` below them.
        Some(b'_') => {
            let line = line.trim_end();
            line.len() >= RULE
                && line.bytes().all(|byte| byte == b'_')
                && is_head(head_below(rest()), false)
        }
        Some(b'-') => {
            let line = line.trim_end();
            let has_dashes = line.starts_with("--") && line.ends_with("--");
            // `----- cut here -----` is drawn above assembly; only known words, or a head below,
            // count.
            let words = line.trim_matches(['-', ' ']);
            has_dashes
                && !words.is_empty()
                && (is_original(words) || is_head(head_below(rest()), true))
        }
        _ => {
            let word = field_name(line);
            word.is_some_and(|word| is_one_of(word, FROM))
                && is_head(whole_lines(rest()).take(HEAD_LINES), true)
        }
    }
}

/// The lines of the head that stands below the first line of a text.
fn head_below(rest: &str) -> impl Iterator<Item = &str> {
    let lines = whole_lines(rest).skip(1);
    lines.skip_while(|line| is_blank(line)).take(HEAD_LINES)
}

/// Whether what stands behind the head is quoted.
fn is_quoted_below(rest: &str) -> bool {
    let announced = field_name(rest).is_none();
    let lines = whole_lines(rest).skip(usize::from(announced));
    let mut lines = lines.skip_while(|line| is_blank(line)).peekable();
    if lines.peek().is_some_and(|line| name_of(line).is_some()) {
        lines.by_ref().find(|line| is_blank(line));
    }
    lines
        .find(|line| !is_blank(line))
        .is_some_and(|line| line.starts_with('>'))
}

fn is_original(words: &str) -> bool {
    is_one_of(words, ORIGINAL)
}

/// Whether lines begin with the head of a mail as mailers write it above one that is answered.
///
/// A head that stands `alone`, so that nothing announces it, must tell that it is no head of a
/// patch: by `Sent:`, by `To:` before `Subject:`, or by another language than git's.
fn is_head<'a>(lines: impl Iterator<Item = &'a str>, alone: bool) -> bool {
    let mut names: Vec<FieldName> = Vec::new();
    let mut english = true;
    for line in lines {
        let line = line.trim();
        let first = names.is_empty();
        match name_of(line) {
            Some((name, _)) if first && name != FieldName::From => return false,
            Some((name, word)) => {
                english &= !first || word.eq_ignore_ascii_case("from");
                names.push(name);
            }
            None if first || line.is_empty() => break,
            // Recipients go on, and so do headers that nobody asked for.
            None => {}
        }
    }
    let place = |name: FieldName| names.iter().position(|one| *one == name);
    let (to, subject) = (place(FieldName::To), place(FieldName::Subject));
    // `Sent:` is Outlook's own: no mail has a header of that name.
    let sent = place(FieldName::Sent).is_some();
    let dated = sent || place(FieldName::Date).is_some();
    if !alone {
        return [dated, to.is_some(), subject.is_some()].contains(&true);
    }
    // `git format-patch` writes From, Date and Subject, and `To:` behind them; mailers put `To:`
    // before `Subject:`.
    let addressed = dated && to.is_some() && subject.is_some() && to < subject;
    // git has its headers in English alone.
    let foreign = !english
        && [dated, to.is_some(), subject.is_some()]
            .iter()
            .filter(|is| **is)
            .count()
            > 1;
    sent && (to.is_some() || subject.is_some()) || addressed || foreign
}

/// Returns the field that a header line is, and its name as written.
fn name_of(line: &str) -> Option<(FieldName, &str)> {
    let word = field_name(line)?;
    let lists = [
        (FieldName::From, FROM),
        (FieldName::Sent, SENT),
        (FieldName::Date, DATE),
        (FieldName::To, TO),
        (FieldName::Subject, SUBJECT),
    ];
    let found = lists
        .into_iter()
        .find(|(_, words)| is_one_of(word, words))?;
    Some((found.0, word))
}

/// Returns the text before a colon at the beginning of a line; HTML leaves stars around it, and
/// French and Chinese have colons of their own.
fn field_name(line: &str) -> Option<&str> {
    // Most lines are prose, and a look at their first bytes finds no colon of either kind.
    let first = line.as_bytes().get(..line.len().min(NAME_CHARS * 4))?;
    memchr2(b':', 0xef, first)?;
    // Gmail makes `*From:*` of a bold word.
    let line = line.trim_start_matches('*');
    let end = line
        .char_indices()
        .take(NAME_CHARS)
        .find(|(_, c)| matches!(c, ':' | '：' | '\n'));
    let (at, colon) = end?;
    let word = line
        .get(..at)?
        .trim_end_matches(['*', ' ', '\u{a0}', '\u{202f}', '\t']);
    (colon != '\n').then_some(word)
}

/// Whether a word is in a list of lower-case ones, compared without case.
fn is_one_of(word: &str, list: &[&str]) -> bool {
    if word.is_ascii() {
        return list.iter().any(|known| word.eq_ignore_ascii_case(known));
    }
    // Compared letter by letter, so that no word is copied for each line with a colon.
    let lower = || word.chars().flat_map(char::to_lowercase);
    list.iter().any(|known| lower().eq(known.chars()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(text: &str) -> &str {
        &text[..below(text).unwrap_or(text.len())]
    }

    #[test]
    fn every_word_for_from_passes_the_look_at_its_first_byte() {
        for word in FROM {
            let begins = |word: &str| may_begin(word.as_bytes()[0]);
            assert!(begins(word) && begins(&word.to_uppercase()), "{word}");
        }
    }

    #[test]
    fn a_mail_below_is_known_in_every_language() {
        for head in [
            "-----Original Message-----\nFrom: A\n",
            "---- Forwarded message ----\n\n",
            "-----Ursprüngliche Nachricht-----\nVon: A\n",
            "________________________________\nFrom: A <a@b>\nSent: Monday\nSubject: x\n",
            "________________________________\n\n发件人: A\n发送时间: x\n",
            "From: A <a@b>\nSent: Monday\nTo: B\nSubject: x\n",
            "*From:* A <a@b>\n*Date:* Monday\n*To:* B,\n  C\n*Subject:* x\n",
            "Von: A\nGesendet: Montag\nAn: B\nBetreff: x\n",
            "De : A\nEnvoyé : lundi\nÀ : B\nObjet : x\n",
            "De: A\nEnviado el: lunes\nPara: B\nAsunto: x\n",
            "Da: A\nInviato: x\nA: B\nOggetto: x\n",
            "De: A\nEnviada em: x\nPara: B\nAssunto: x\n",
            "Van: A\nVerzonden: x\nAan: B\nOnderwerp: x\n",
            "Od: A\nWysłano: x\nDo: B\nTemat: x\n",
            "От: A\nОтправлено: x\nКому: B\nТема: x\n",
            "发件人: A\n发送时间: x\n收件人: B\n主题: x\n",
            "寄件者：A\n寄件日期：x\n收件者：B\n主旨：x\n",
            "差出人: A\n送信日時: x\n宛先: B\n件名: x\n",
            "보낸 사람: A\n보낸 날짜: x\n받는 사람: B\n제목: x\n",
            "Från: A\nSkickat: x\nTill: B\nÄmne: x\n",
        ] {
            let text = format!("Acked-by: B <b@b>\n\n{head}\nReviewed-by: A <a@b>\n");
            assert_eq!(own(&text), "Acked-by: B <b@b>\n\n", "{head}");
        }
    }

    #[test]
    fn an_answer_below_or_between_is_not_cut_off() {
        let head = "-----Original Message-----\nFrom: A\nSent: x\nTo: B\nSubject: x\n\n";
        assert_eq!(below(&format!("\n{head}text\n\nAcked-by: B <b@b>\n")), None);
        assert_eq!(
            below(&format!("Hi.\n{head}> text\n\nAcked-by: B <b@b>\n")),
            None
        );
        let bare = head.split_once('\n').unwrap().1;
        assert_eq!(
            below(&format!("Hi.\n{bare}> text\n\nAcked-by: B <b@b>\n")),
            None
        );
        assert_eq!(below(&format!("Hi.\n{bare}text\n> text\n")), Some(4));
        assert_eq!(below("---- Forwarded message ----\nFrom: A\n"), Some(0));
    }

    #[test]
    fn heads_of_patches_footers_and_prose_begin_no_mail() {
        for text in [
            "From: A <a@b>\nDate: Mon, 1 Jan 2024\nSubject: [PATCH] x\n\nLog.\n",
            "From: A <a@b>\nSubject: x\n\nLog.\n",
            "From: A <a@b>\nDate: x\nSubject: x\nTo: B\n\nLog.\n",
            "From: what I see,\nit was Sent: never\n",
            "______________________________\nlist mailing list\nhttps://x\n",
            "> -----Original Message-----\n> From: A\n",
            "de: yes\nla: no\n",
            "-- \nFrom: A\n",
            "---\nSubject: x\n",
            "----- cut here -----\nmov r0, r1\n",
            "Take this.\n---- 8< ----\nFrom: A <a@b>\nDate: x\nSubject: x\n\nLog.\n",
            "Subject: the log says\nFrom: here on\n",
        ] {
            assert_eq!(below(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_cut_between_lines(text in r"(?s)(From: a\n|Sent: x\n|To: b\n|_{9,12}\n|--+ ?|[a-zÀ：:*\n ]){0,30}") {
            if let Some(at) = below(&text) {
                proptest::prop_assert!(at == 0 || text[..at].ends_with('\n'));
            }
        }
    }
}
