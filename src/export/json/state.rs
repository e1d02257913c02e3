//! How a series stands with the reader: written only where that is asked for, since it is nobody
//! else's.

use serde::Serialize;

use super::series::{SeriesRecord, series};
use crate::archive::Archive;
use crate::archive::marks::Marks;
use crate::archive::standing::{ReadState, Standing, Turn};
use crate::mail::{MessageId, MsgIdx};
use crate::series::{Series, SeriesIdx};

#[derive(Serialize)]
pub(super) struct WithState<'a> {
    #[serde(flatten)]
    series: SeriesRecord<'a>,
    state: &'static str,
    turn: Option<&'static str>,
    /// Mails that were read, and of how many, answers among them.
    read: usize,
    of: usize,
    fresh: usize,
    flagged: bool,
    later: Option<String>,
    notes: Vec<NoteRecord<'a>>,
}

#[derive(Serialize)]
struct NoteRecord<'a> {
    message_id: &'a str,
    line: Option<&'a str>,
    text: &'a str,
}

/// A series with what was read of it.
pub(super) fn with_state<'a>(
    archive: &'a Archive,
    marks: &'a Marks,
    at: SeriesIdx,
) -> Option<WithState<'a>> {
    let found = archive.series(at)?;
    let standing = Standing::of(found, archive, marks);
    let mut record = series(archive, at)?;
    for patch in &mut record.patches {
        let id = patch.message_id.map(MessageId::new);
        let at = id.as_ref().and_then(|id| archive.find_message(id));
        patch.read = at.map(|at| marks.is_read(at));
        patch.viewed = id.and_then(|id| marks.place(&id)).map(<[usize; 2]>::from);
    }
    let mails: Vec<MsgIdx> = mails(found).collect();
    Some(WithState {
        series: record,
        state: state(standing.state),
        turn: standing.turn.map(turn_word),
        read: mails.iter().filter(|at| marks.is_read(**at)).count(),
        of: mails.len(),
        fresh: standing.fresh,
        flagged: standing.is_flagged,
        later: marks.later().get(&found.id).map(ToString::to_string),
        notes: notes(archive, marks, &mails),
    })
}

fn mails(series: &Series) -> impl Iterator<Item = MsgIdx> + '_ {
    let patches = series.parts.slots.iter().filter_map(|slot| slot.message);
    let own = series.parts.cover.into_iter().chain(patches);
    own.chain(series.all_replies())
}

fn notes<'a>(archive: &'a Archive, marks: &'a Marks, mails: &[MsgIdx]) -> Vec<NoteRecord<'a>> {
    let ids = mails.iter().filter_map(|at| archive.message(*at));
    let ids = ids.map(|message| &message.id);
    let notes = ids.flat_map(|id| {
        marks.notes(id).map(|(line, text)| NoteRecord {
            message_id: id.as_str(),
            line,
            text,
        })
    });
    notes.collect()
}

fn state(state: ReadState) -> &'static str {
    match state {
        ReadState::Updated => "updated",
        ReadState::Answered => "answers",
        ReadState::New => "new",
        ReadState::Partly => "partly",
        ReadState::Done => "done",
    }
}

fn turn_word(turn: Turn) -> &'static str {
    match turn {
        Turn::Yours => "yours",
        Turn::Waiting => "waiting",
    }
}
