//! One mail read: what [`Message`] keeps of its headers, and its [`Body`].

use std::borrow::Cow;

use crate::source::{Framing, MAIL, RawMessage, SourceHint};
use crate::text::Pool;

use super::facts::HeaderFacts;
use super::header::{self, Field, Mail};
use super::parsed::{Parsed, is_read};
use super::patch_file;
use super::{Address, Date, Message, address, body, date, id};

/// Reads a mail. Never fails; what is odd is among the warnings.
pub fn parse(raw: &RawMessage<'_>) -> Parsed {
    let mut parsed = parse_into(raw, &mut Pool::default());
    let bytes = read_of(raw);
    let mail = header::split(bytes, raw.origin.framing, |_| true);
    parsed.body.recipients = mail.recipients();
    parsed.headers_seen = mail.facts();
    parsed
}

/// Returns the addresses in To and Cc of a mail, which is given with its headers.
pub fn recipients(bytes: &[u8]) -> Vec<Address> {
    let headers = header::headers(bytes, Framing::Plain).into_iter();
    let named = headers
        .filter(|(name, _)| name.eq_ignore_ascii_case("To") || name.eq_ignore_ascii_case("Cc"));
    named
        .flat_map(|(_, value)| address::parse_all(&value))
        .collect()
}

/// Reads one of many mails that name each other: ids are those of the pool. Facts that only a
/// page shows are left out.
pub fn parse_into(raw: &RawMessage<'_>, pool: &mut Pool) -> Parsed {
    let bytes = read_of(raw);
    let mail = header::split(bytes, raw.origin.framing, is_read);
    let hint = raw.hint.as_deref();
    let first = |name| mail.first(name).map(Field::unfolded).unwrap_or_default();
    let (kind, transfer) = (first("Content-Type"), first("Content-Transfer-Encoding"));
    let mut read = body::read(mail.body, &kind, &transfer, mail.crlf);
    let odd = mail.odd.map(str::to_owned);
    let mut warnings: Vec<String> = odd.into_iter().chain(too_large(raw)).collect();
    warnings.append(&mut read.warnings);

    let subject = mail.subject(hint);
    let (from, relayed) = mail.sender(hint);
    if from.label().is_empty() && raw.origin.framing != Framing::BodyOnly {
        warnings.push("no sender".to_owned());
    }
    let mut date_text = header::squeezed(&first("Date")).into_owned();
    let date = mail.date_of(&date_text, hint);
    if date.is_none_or(|d| d.guessed) && !date_text.is_empty() {
        warnings.push(format!("unreadable date \"{date_text}\""));
    }
    let own = mail
        .first("Message-ID")
        .and_then(|f| id::own_id(&f.unfolded(), pool));
    let id_synthesised = own.is_none();
    let id = own
        .unwrap_or_else(|| id::synthesised(&[&subject, &from.email, &date_text, &read.body.text]));
    // A file of git format-patch has no id yet, and a digest drops it: neither is odd.
    let travelled = mail.first("Received").is_some() && hint.is_none();
    if id_synthesised && (travelled || mail.first("Message-ID").is_some()) {
        warnings.push("no usable message id, made one up".to_owned());
    }
    let as_sent = raw.origin.framing == Framing::Plain && mail.body == read.body.text.as_bytes();
    patch_file::become_patch(&mut read, &subject, &mut date_text);
    let named = (mail.joined("In-Reply-To"), mail.joined("References"));
    let parents = id::parents((&named.0, &named.1), &id, pool);
    let message = Message {
        id,
        id_synthesised,
        was_read: first("Status").contains('R'),
        parents,
        from,
        date,
        subject: subject.into(),
        as_sent,
        attachments: read.attachments.into(),
        origin: raw.origin.clone(),
    };
    Parsed {
        message,
        date_text,
        body: read.body,
        warnings,
        nested: read.nested,
        is_digest: read.is_digest,
        relayed,
        patches: read.patches,
        headers_seen: HeaderFacts::default(),
    }
}

/// Returns the warning for a mail that is not read to its end.
fn too_large(raw: &RawMessage<'_>) -> Option<String> {
    let some = MAIL >> 20;
    (raw.bytes.len() as u64 > MAIL)
        .then(|| format!("a mail of more than {some} MiB, only the first {some} of them are read"))
}

/// Returns the beginning of a mail that is read: a bound for those that are nothing but large.
fn read_of<'a>(raw: &'a RawMessage<'_>) -> &'a [u8] {
    let most = usize::try_from(MAIL).unwrap_or(usize::MAX);
    raw.bytes.get(..most).unwrap_or(&raw.bytes)
}

/// Returns the bytes of one of a mail's [`Message::attachments`], by its place among them.
pub fn attachment(raw: &RawMessage<'_>, number: usize) -> Vec<u8> {
    let mail = header::split(read_of(raw), raw.origin.framing, is_read);
    let first = |name| mail.first(name).map(Field::unfolded).unwrap_or_default();
    let (kind, transfer) = (first("Content-Type"), first("Content-Transfer-Encoding"));
    body::attachment(mail.body, &kind, &transfer, number)
}

impl<'a> Mail<'a> {
    /// Returns the first field of a name: of two the upper one is what others read.
    pub(super) fn first(&self, name: &str) -> Option<&Field<'a>> {
        debug_assert!(is_read(name.as_bytes()), "{name} is not kept");
        self.fields.iter().find(|f| f.is_named(name))
    }

    /// Joins all fields of a name, in order (some mailers repeat References).
    fn joined(&self, name: &str) -> Cow<'a, str> {
        let mut fields = self.fields.iter().filter(|f| f.is_named(name));
        let first = fields.next().map(Field::unfolded).unwrap_or_default();
        fields.fold(first, |all, field| {
            let mut all = all.into_owned();
            all.push(' ');
            all.push_str(&field.unfolded());
            Cow::Owned(all)
        })
    }

    /// Counts the addresses in To and Cc.
    fn recipients(&self) -> u32 {
        let fields = self.fields.iter();
        let named = fields.filter(|f| f.is_named("To") || f.is_named("Cc"));
        let counts = named.map(|f| address::count(&f.unfolded()));
        counts.fold(0, u32::saturating_add)
    }

    pub(super) fn subject(&self, hint: Option<&SourceHint>) -> String {
        // An empty Subject is the sender's choice; the heading of a digest fills in a missing one.
        match self.first("Subject") {
            Some(field) => field.decoded_text(),
            None => hint
                .and_then(|h| h.subject.as_deref())
                .map(header::decoded)
                .unwrap_or_default(),
        }
    }

    /// Returns the sender: From, the mangling of lists undone; else what the surroundings or Sender
    /// say. The second value says whether a list had mangled it.
    pub(super) fn sender(&self, hint: Option<&SourceHint>) -> (Address, bool) {
        let read = |name| self.first(name).map(|f| address::first(&f.unfolded()));
        let said = read("From").filter(|a| !a.label().is_empty());
        if let Some(from) = said {
            return self.unmangled(from);
        }
        // RFC 5322 §3.6.2: Sender may be a secretary or a list, so the digest's author goes first.
        let other = hint
            .and_then(|h| h.from.as_deref())
            .map(address::first)
            .filter(|a| !a.label().is_empty())
            .or_else(|| read("Sender"));
        (other.unwrap_or_default(), false)
    }

    /// Returns the time of Date; else that at which the last server took it; else that of the
    /// separator line.
    pub(super) fn date_of(&self, text: &str, hint: Option<&SourceHint>) -> Option<Date> {
        let as_date = |(seconds, offset), guessed| Date {
            seconds,
            offset,
            guessed,
        };
        if let Some(found) = date::parse(text) {
            return Some(as_date(found, false));
        }
        // `Received: from a by b; Tue, 11 May 2021 02:41:58 +0000`: the upper one is the newest,
        // and its clock is that of a server.
        let received = self.first("Received").and_then(|f| {
            let value = f.unfolded();
            date::parse(value.rsplit_once(';')?.1)
        });
        received
            .or_else(|| date::parse(hint?.date.as_deref()?))
            .map(|found| as_date(found, true))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::source::{Origin, SourceIdx};

    fn raw(bytes: &[u8], hint: Option<SourceHint>) -> RawMessage<'static> {
        let span = 0..bytes.len() as u64;
        RawMessage {
            origin: Origin {
                span,
                ..Origin::default()
            },
            hint: hint.map(Box::new),
            bytes: bytes.to_vec().into(),
        }
    }

    fn read(mail: &str) -> Parsed {
        parse(&raw(mail.as_bytes(), None))
    }

    #[test]
    fn a_plain_mail_is_read_whole() {
        let parsed = read(
            "Message-ID: <1@x>\nFrom: Ann <ann@x>\nTo: a@b, c@d\nCc: e@f\nIn-Reply-To: <0@x>\nReferences: <r@x> <0@x>\nDate: Tue, 11 May 2021 02:41:58 +0200\nSubject: =?utf-8?q?[PATCH]?=\n fix\nList-Id: Big <Big.x.org>\n\nhello\n",
        );
        let message = &parsed.message;
        assert_eq!(message.id.as_str(), "1@x");
        assert_eq!(message.from.to_string(), "Ann <ann@x>");
        assert_eq!(parsed.body.recipients, 3);
        assert_eq!(
            message
                .parents
                .iter()
                .map(crate::mail::MessageId::as_str)
                .collect::<Vec<_>>(),
            ["0@x", "r@x"]
        );
        assert_eq!(message.subject, "[PATCH] fix");
        assert_eq!(
            message.date.map(|d| (d.offset, d.guessed)),
            Some((120, false))
        );
        assert_eq!(parsed.headers_seen.list_id.as_deref(), Some("big.x.org"));
        assert_eq!(parsed.body.text, "hello\n");
        assert_eq!(parsed.warnings, [""; 0]);
    }

    #[test]
    fn a_sender_that_a_list_mangled_is_restored() {
        let from = "From: 'Ann Lee' via Devel <devel@l.org>\n";
        for (header, expected) in [
            ("X-Original-From: Ann Lee <ann@x>", "ann@x"),
            ("Reply-To: Bob <bob@x>, Ann Lee <ann@x>", "ann@x"),
            ("Cc: Ann Lee <ann@x>", "ann@x"),
            ("Cc: Ann <ann@x>", "devel@l.org"),
        ] {
            let parsed = read(&format!("{from}{header}\n\n"));
            assert_eq!(parsed.message.from.email, expected, "{header}");
        }
    }

    #[test]
    fn a_broken_date_is_taken_from_elsewhere() {
        let mail = "Date: soon\nReceived: by a; Tue, 11 May 2021 02:41:58 +0000\nReceived: by b; Mon, 10 May 2021 00:00:00 +0000\n\n";
        let date = read(mail).message.date.unwrap();
        assert_eq!((date.seconds, date.guessed), (1_620_700_918, true));
        let hint = SourceHint {
            date: Some("Tue May 11 02:41:58 2021".to_owned()),
            ..SourceHint::default()
        };
        let parsed = parse(&raw(b"Subject: x\n\n", Some(hint)));
        assert_eq!(parsed.message.date, Some(date));
    }

    #[test]
    fn the_surroundings_speak_where_the_headers_are_silent() {
        let hint = SourceHint {
            subject: Some("=?utf-8?q?caf=C3=A9?=".to_owned()),
            from: Some("Ann <ann@x>".to_owned()),
            ..SourceHint::default()
        };
        let message = parse(&raw(b"Received: x\n\nbody\n", Some(hint.clone()))).message;
        assert_eq!(
            (message.subject.as_str(), message.from.email.as_str()),
            ("café", "ann@x")
        );
        let mail = b"Subject: own\nFrom: b@x\n\nbody\n";
        let message = parse(&raw(mail, Some(hint))).message;
        assert_eq!(
            (message.subject.as_str(), message.from.email.as_str()),
            ("own", "b@x")
        );
    }

    #[test]
    fn a_made_up_id_does_not_depend_on_the_place() {
        let mail = b"From: a@b\nSubject: x\n\nbody\n";
        let here = parse(&raw(mail, None)).message;
        let mut other = raw(b"Received: z\nFrom: a@b\nSubject: x\n\nbody\n\n", None);
        other.origin.source = SourceIdx(7);
        assert!(here.id_synthesised);
        assert_eq!(parse(&other).warnings.len(), 1);
        assert_eq!(here.id, parse(&other).message.id);
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_mail(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            parse(&raw(&bytes, None));
        }

        #[test]
        fn anything_shaped_like_mail_is_read(lines in prop::collection::vec(
            "(Message-ID|From|Date|Content-Type|Content-Transfer-Encoding|References|Cc|X): [ -~é]{0,30}|Content-Type: multipart/(mixed|digest); boundary=b|Content-Transfer-Encoding: (base64|quoted-printable)|Content-Type: message/rfc822|--b|--b--| [ -~]{0,10}||[ -~\\t\\r=]{0,40}",
            0..30,
        )) {
            parse(&raw(lines.join("\n").as_bytes(), None));
        }
    }
}
