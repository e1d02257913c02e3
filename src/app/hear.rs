//! What comes from outside: archives, mails, answers of jobs.

use super::{Model, Msg};

impl Model {
    /// What comes from outside without the user.
    pub(super) fn hear(&mut self, msg: Msg) {
        match msg {
            Msg::Resize(size) => self.wish.size = size,
            Msg::Clock(now) => self.past.now = now,
            Msg::Progress(progress) => self.reading.progress = Some(progress),
            Msg::Loaded(archive) => {
                self.replace(archive);
                let count = self.archive.len();
                let stopped = if self.archive.is_partial() {
                    "stopped; "
                } else {
                    ""
                };
                self.notices.tell(format!("{stopped}{count} messages read"));
            }
            Msg::Regrouped(archive) => self.replace(archive),
            Msg::Found {
                serial,
                found,
                is_done,
            } => self.found(serial, found, is_done),
            Msg::Sifted {
                serial,
                found,
                is_done,
            } => self.sifted(serial, found, is_done),
            Msg::LoadFailed(why) => {
                self.reading.progress = None;
                self.notices.fail(why);
            }
            Msg::Body(at, body) => {
                self.reading.body = Some((at, self.or_told(body)));
                self.reading.changes += 1;
            }
            Msg::Raw(at, text) => {
                self.reading.source = Some((at, self.or_told(text)));
                self.reading.changes += 1;
            }
            Msg::Coloured(serial, colours) => self.coloured(serial, colours),
            Msg::Talked(serial, talks) => self.talked(serial, talks),
            Msg::Moved(serial, moves) => self.moved(serial, moves),
            Msg::Composed(serial, nets) => self.composed(serial, nets),
            Msg::Ran {
                name,
                mode,
                end,
                output,
            } => self.ran(&name, mode, end, output),
            Msg::Exists(parcel, path) => self.ask_over(parcel, &path),
            Msg::Executed(Ok(text)) if text.is_empty() => {}
            Msg::Executed(Ok(text)) => self.notices.tell(text),
            Msg::Executed(Err(why)) => self.notices.fail(why),
            Msg::Key(_) | Msg::Mouse(_) | Msg::Paste(_) | Msg::Do(_) | Msg::Wake(_) => {}
        }
    }

    /// What was read; nothing, and a notice, where that failed.
    fn or_told<T: Default>(&mut self, read: Result<T, String>) -> T {
        read.unwrap_or_else(|why| {
            self.notices.fail(why);
            T::default()
        })
    }
}
